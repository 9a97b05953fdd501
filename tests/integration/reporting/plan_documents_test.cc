// The annual plan as a document, through the public API: from its draft to a revision, who may
// print it, and which print is the newest.
#include "services/common/xlsx.h"
#include "tests/integration/needs/annual_plan.h"
#include "tests/support/pdf.h"

namespace binadaya::test {
namespace {

namespace pv = ::binadaya::reporting::v1;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

class PlanDocuments : public AnnualPlan {
 protected:
  pv::RenderPlanRequest Asked(const nv::Plan& plan, pv::DocumentFormat format, int number) {
    pv::RenderPlanRequest request;
    request.set_request_id(platform_.Id());
    request.set_plan(plan.id());
    request.set_number(number);
    request.set_format(format);
    request.set_language(pv::INDONESIAN);
    return request;
  }
  absl::StatusOr<pv::RenderedDocument> Print(
      const nv::Plan& plan, pv::DocumentFormat format = pv::HTML, int number = 0,
      v1::Role role = v1::ANALYST, const std::string& scope = "/") {
    return platform_.reporting().RenderPlan(
        platform_.As("reader", {{role, scope}}, absl::Seconds(50)), Asked(plan, format, number));
  }
  pv::Document Check(const std::string& id) {
    pv::GetDocumentRequest request;
    request.set_id(id);
    const auto document = platform_.reporting().GetDocument(Analyst(), request);
    EXPECT_THAT(document, IsOk());
    return document.value_or(pv::Document());
  }
  std::string NameOf(const std::string& person) {
    rv::ResolvePeopleRequest request;
    request.set_request_id(platform_.Id());
    request.set_unit("/");
    request.add_people(person);
    const auto people = platform_.registry().ResolvePeople(platform_.Admin(), request);
    EXPECT_THAT(people, IsOk());
    return people->people(0).name();
  }
};

TEST_F(PlanDocuments, GoFromADraftToTheDecreeAndToARevisionWithItsDifference) {
  WorkedExample();
  const nv::Plan draft = Drafted(Accepted(Under(400'000'000)));
  const auto drafted = Print(draft);
  ASSERT_THAT(drafted, IsOk());
  EXPECT_THAT(
      drafted->content(),
      AllOf(HasSubstr(">RANCANGAN<"), HasSubstr("Rp400.000.000"), Not(HasSubstr("800/12"))));
  EXPECT_EQ(drafted->file_name(), "rencana-tahunan-kota-2027-1.html");
  EXPECT_EQ(drafted->document().kind(), pv::ANNUAL_PLAN);
  EXPECT_EQ(drafted->document().subject(), draft.id());
  EXPECT_EQ(drafted->document().unit(), "/");
  EXPECT_EQ(drafted->document().state(), "PLAN_DRAFT");
  EXPECT_FALSE(drafted->document().in_force());

  // Set, by somebody whom the registry knows.
  const std::string mayor = city_.Person("STAF", "33.74.14");
  ASSERT_TRUE(platform_.Settle());
  const auto proposed = Propose(draft);
  ASSERT_THAT(proposed, IsOk());
  const auto first =
      platform_.needs().SetPlan(By(mayor, v1::APPOINTING_AUTHORITY), About(*proposed, "800/12"));
  ASSERT_THAT(first, IsOk());
  const auto set = Print(*first);
  ASSERT_THAT(set, IsOk());
  EXPECT_THAT(
      set->content(), AllOf(
                          HasSubstr(NameOf(mayor)), HasSubstr("Keputusan Nomor 800/12 tanggal "),
                          HasSubstr("Orientasi pada Hasil"), HasSubstr("Aula balai kota"),
                          Not(HasSubstr(">RANCANGAN<"))));
  EXPECT_TRUE(set->document().in_force());
  EXPECT_EQ(set->document().total(), 400'000'000);
  EXPECT_EQ(Check(drafted->document().id()).superseded_by(), set->document().id());

  // Another plan of the same year takes no place of this one, nor this one's revision its.
  const auto other = Print(Drafted(Accepted(Under(400'000'000))));
  ASSERT_THAT(other, IsOk());
  const nv::Portfolio less = Accepted(For(*first, 340'000'000));
  const auto revision = Revise(*first, less, "efisiensi 15 %");
  ASSERT_THAT(revision, IsOk());
  // In force is still the first; the revision is asked for by its number, and marked.
  EXPECT_EQ(Print(*first)->document().id(), set->document().id());
  const auto second = Print(*first, pv::HTML, 2);
  ASSERT_THAT(second, IsOk());
  EXPECT_THAT(
      second->content(),
      AllOf(
          HasSubstr(">RANCANGAN<"), HasSubstr("Revisi ke-1"), HasSubstr("efisiensi 15 %"),
          HasSubstr("Perubahan terhadap versi sebelumnya"), HasSubstr("-Rp220.000.000"),
          HasSubstr("Dikeluarkan")));
  EXPECT_EQ(Check(set->document().id()).superseded_by(), "");
  const nv::Plan revised = InForce(*revision);
  const auto newest = Print(revised);
  ASSERT_THAT(newest, IsOk());
  EXPECT_EQ(newest->document().number(), 2);
  EXPECT_EQ(newest->document().total(), 335'000'000);
  EXPECT_EQ(Check(set->document().id()).superseded_by(), newest->document().id());
  EXPECT_EQ(Check(second->document().id()).superseded_by(), newest->document().id());
  EXPECT_EQ(Check(other->document().id()).superseded_by(), "");
  EXPECT_THAT(Print(revised, pv::HTML, 3), HasCode(absl::StatusCode::kNotFound));
}

TEST_F(PlanDocuments, AreAPdfAndAWorkbookWithTheSameFiguresForTheCitysRoles) {
  WorkedExample();
  const nv::Plan plan = InForce(Drafted(Accepted(Under(400'000'000))));
  const auto pdf = Print(plan, pv::PDF);
  ASSERT_THAT(pdf, IsOk());
  const std::vector<std::string> pages = PagesOf(pdf->content());
  ASSERT_GT(pages.size(), 0u);
  for (std::size_t i = 0; i < pages.size(); ++i) {
    EXPECT_THAT(pages[i], HasSubstr(Cat("Halaman ", i + 1, " dari ", pages.size())));
    EXPECT_THAT(pages[i], HasSubstr(pdf->document().id()));
  }
  EXPECT_THAT(pages[0], AllOf(HasSubstr("Rp180.000.000"), HasSubstr("Rp220.000.000")));
  const auto workbook = Print(plan, pv::XLSX);
  ASSERT_THAT(workbook, IsOk());
  const std::vector<Table> tables = xlsx::Read(workbook->content());
  ASSERT_EQ(tables.size(), 2u);
  std::set<std::string> cells;
  for (const TableRow& row : tables[0].rows) cells.insert(row.cells.begin(), row.cells.end());
  EXPECT_TRUE(cells.contains("220000000"));
  EXPECT_TRUE(cells.contains("400000000"));
  EXPECT_EQ(workbook->document().id(), pdf->document().id());
  EXPECT_THAT(Print(plan, pv::HTML, 0, v1::AUDITOR), IsOk());
  EXPECT_THAT(
      Print(plan, pv::HTML, 0, v1::UNIT_HEAD), HasCode(absl::StatusCode::kPermissionDenied));
  EXPECT_THAT(
      Print(plan, pv::HTML, 0, v1::ANALYST, "/33.74.14/"),
      HasCode(absl::StatusCode::kPermissionDenied));
  platform_.Stop("needs");
  EXPECT_THAT(Print(plan), RefusedBy("NEIGHBOUR-01"));
}

}  // namespace
}  // namespace binadaya::test
