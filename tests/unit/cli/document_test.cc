#include "services/cli/document.h"

#include "binadaya/reporting/v1/reporting.rpc.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/common/domain/text.h"
#include "tests/support/matchers.h"
#include "tests/unit/cli/needs_commands.h"
#include "tests/unit/cli/speaking.h"

namespace binadaya::cli {
namespace {

using ::testing::HasSubstr;
namespace pv = reporting::v1;

TEST(DocumentCommand, TakesTheFormatFromTheFileUnlessItIsSaid) {
  EXPECT_EQ(*FormatOf("", ""), pv::PDF);
  EXPECT_EQ(*FormatOf("", "rencana"), pv::PDF);
  EXPECT_EQ(*FormatOf("", "rencana.xlsx"), pv::XLSX);
  EXPECT_EQ(*FormatOf("", "RENCANA.HTML"), pv::HTML);
  EXPECT_EQ(*FormatOf("html", "rencana.pdf"), pv::HTML);
  EXPECT_FALSE(FormatOf("", "rencana.docx").ok());
  EXPECT_FALSE(FormatOf("doc", "").ok());
}

TEST(DocumentCommand, SaysWhetherADocumentIsTheNewest) {
  pv::Document document;
  document.set_id("kode-1");
  document.set_kind(pv::BUDGET_VERSION);
  document.set_total(1'500'000);
  const SpeakingIndonesian id;
  EXPECT_THAT(DocumentText(document), HasSubstr("rincian belanja"));
  EXPECT_THAT(DocumentText(document), HasSubstr("Rp1.500.000"));
  EXPECT_THAT(DocumentText(document), HasSubstr("rancangan"));
  EXPECT_THAT(DocumentText(document), HasSubstr("digantikan oleh  -"));
  document.set_in_force(true);
  document.set_superseded_by("kode-2");
  EXPECT_THAT(DocumentText(document), HasSubstr("berlaku ketika dicetak"));
  EXPECT_THAT(DocumentText(document), HasSubstr("digantikan oleh  kode-2"));
  pv::ListDocumentsResponse list;
  *list.add_documents() = document;
  EXPECT_THAT(DocumentsText(list), HasSubstr("kode-1"));
  // One that is about no money has no total.
  document.set_total(0);
  *list.mutable_documents(0) = document;
  EXPECT_THAT(DocumentText(document), HasSubstr("jumlah           -"));
  EXPECT_THAT(DocumentsText(list), ::testing::Not(HasSubstr("Rp")));
}

class PrintingThePlan : public NeedsCommands {
 protected:
  PrintingThePlan() {
    Answers<needs::v1::ListPlansRequest>(
        "ListPlans", [](const needs::v1::ListPlansRequest& request) {
          return Of<needs::v1::ListPlansResponse>(
              request.year() == 2027 || request.id_prefix() == "019c"
                  ? Cat("plans { id: '", kPlan, "' year: 2027 number: 1 }")
                  : std::string());
        });
    Answers<needs::v1::GetPlanRequest>("GetPlan", [](const needs::v1::GetPlanRequest& request) {
      needs::v1::Plan plan;
      plan.set_id(request.plan());
      plan.set_number(request.number() == 0 ? 1 : request.number());
      return plan;
    });
    reporting_.On<pv::RenderPlanRequest, pv::RenderedDocument>(
        "RenderPlan",
        [this](const pv::RenderPlanRequest& request) -> absl::StatusOr<pv::RenderedDocument> {
          asked_ = request;
          pv::RenderedDocument rendered;
          rendered.mutable_document()->set_kind(pv::ANNUAL_PLAN);
          rendered.set_content("the plan");
          return rendered;
        });
    Serve();
    CommandsTest::Serve("REPORTING_ADDRESS", reporting_);
  }

  static constexpr char kPlan[] = "019c0000-07b2-7153-a111-105640aa0022";
  Fake reporting_;
  pv::RenderPlanRequest asked_;
};

TEST_F(PrintingThePlan, NamesItByItsYearOrItsIdAndWritesTheFile) {
  const std::string file = ::testing::TempDir() + "plan_document_test.xlsx";
  DocumentOptions options;
  options.of = "2027";
  options.out = file;
  ASSERT_THAT(RunPrintPlan(environment(), options), test::IsOk());
  EXPECT_EQ(asked_.plan(), kPlan);
  EXPECT_EQ(asked_.number(), 1);
  EXPECT_EQ(asked_.format(), pv::XLSX);
  std::ifstream written(file);
  EXPECT_EQ(std::string(std::istreambuf_iterator<char>(written), {}), "the plan");
  std::filesystem::remove(file);
  options.of = "019c";
  options.number = 2;
  ASSERT_THAT(RunPrintPlan(environment(), options), test::IsOk());
  EXPECT_EQ(asked_.number(), 2);
  std::filesystem::remove(file);
  options.of = "2031";
  EXPECT_FALSE(RunPrintPlan(environment(), options).ok());
  EXPECT_FALSE(std::filesystem::exists(file));
}

}  // namespace
}  // namespace binadaya::cli
