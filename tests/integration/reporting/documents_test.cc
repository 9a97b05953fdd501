// Documents through the public API: what stands on them, whose names, and what is left of one that
// could not be made.
#include <fstream>

#include "services/common/domain/money_text.h"
#include "services/common/xlsx.h"
#include "tests/integration/budgeting/budget.h"
#include "tests/support/pdf.h"

namespace binadaya::test {
namespace {

namespace pv = ::binadaya::reporting::v1;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

class BudgetDocuments : public BudgetTest {
 protected:
  explicit BudgetDocuments(const std::map<std::string, std::string>& settings = {})
      : BudgetTest({"registry", "budgeting", "reporting"}, With(settings)) {
    drafter_ = city_.Person("STAF", kUnit);
    verifier_ = city_.Person("STAF", kUnit);
    user_ = city_.Head(kUnit);
    EXPECT_TRUE(platform_.Settle());
  }
  static std::map<std::string, std::string> With(std::map<std::string, std::string> settings) {
    settings["DOCUMENT_HEAD"] = "Pemerintah Kota Semarang";
    settings["DOCUMENT_CHECK"] = "https://binadaya.example/periksa/";
    return settings;
  }

  Call Who(const std::string& person, v1::Role role) { return platform_.As(person, {{role, "/"}}); }
  bv::Version DraftedByPerson(const bv::DraftVersionRequest& request) {
    const auto version =
        platform_.budgeting().DraftVersion(Who(drafter_, v1::ACTIVITY_OFFICER), request);
    EXPECT_THAT(version, IsOk());
    return *version;
  }
  void Submitted(const bv::Version& version) {
    EXPECT_THAT(
        platform_.budgeting().SubmitVersion(Who(drafter_, v1::ACTIVITY_OFFICER), Decision(version)),
        IsOk());
  }
  void PutIntoForce(const bv::Version& version) {
    Submitted(version);
    EXPECT_THAT(
        platform_.budgeting().VerifyVersion(
            Who(verifier_, v1::FINANCE_VERIFIER), Decision(version)),
        IsOk());
    bv::ValidateVersionRequest validate;
    validate.set_request_id(platform_.Id());
    validate.set_unit(kUnit);
    validate.set_id(version.id());
    validate.set_doc_ref("DPA/1");
    EXPECT_THAT(
        platform_.budgeting().ValidateVersion(Who(user_, v1::BUDGET_USER), validate), IsOk());
  }

  pv::RenderBudgetVersionRequest Asked(
      const bv::Version& version, pv::DocumentFormat format = pv::HTML,
      pv::DocumentLanguage language = pv::INDONESIAN) {
    pv::RenderBudgetVersionRequest request;
    request.set_request_id(platform_.Id());
    request.set_unit(version.unit());
    request.set_id(version.id());
    request.set_format(format);
    request.set_language(language);
    return request;
  }
  absl::StatusOr<pv::RenderedDocument> Print(
      const bv::Version& version, pv::DocumentFormat format = pv::HTML) {
    return platform_.reporting().RenderBudgetVersion(Reader(), Asked(version, format));
  }
  Call Reader() { return platform_.As("pptk", {{v1::ACTIVITY_OFFICER, "/"}}, absl::Seconds(50)); }
  absl::StatusOr<pv::Document> Check(const std::string& id) {
    pv::GetDocumentRequest request;
    request.set_id(id);
    return platform_.reporting().GetDocument(
        platform_.As("somebody", {{v1::EMPLOYEE, "/33.74.02/"}}), request);
  }
  std::string NameOf(const std::string& person) {
    registry::v1::ResolvePeopleRequest request;
    request.set_request_id(platform_.Id());
    request.set_unit("/");
    request.add_people(person);
    const auto people = platform_.registry().ResolvePeople(platform_.Admin(), request);
    EXPECT_THAT(people, IsOk());
    return people->people(0).name();
  }
  std::int64_t Kept() {
    return platform_.sql("reporting").Query("SELECT count(*) FROM document", {}).Int(0, 0);
  }

  std::string drafter_, verifier_, user_;
};

TEST_F(BudgetDocuments, NameWhoTookTheStepsAsTheRegistryHasThemNow) {
  const bv::Version version = DraftedByPerson(Draft({{}}));
  const auto draft = Print(version);
  ASSERT_THAT(draft, IsOk());
  const std::string drafter = NameOf(drafter_), verifier = NameOf(verifier_);
  EXPECT_THAT(
      draft->content(),
      AllOf(
          HasSubstr(">RANCANGAN<"), HasSubstr(drafter), Not(HasSubstr(verifier)),
          HasSubstr("Pemerintah Kota Semarang · Mijen"), HasSubstr("Mijen (33.74.14)")));
  PutIntoForce(version);
  const auto valid = Print(version);
  ASSERT_THAT(valid, IsOk());
  EXPECT_THAT(
      valid->content(),
      AllOf(
          HasSubstr(drafter), HasSubstr(verifier), HasSubstr(NameOf(user_)), HasSubstr("DPA/1"),
          HasSubstr("1 Maret 2027"), HasSubstr("NIP ••••"), Not(HasSubstr(">RANCANGAN<"))));
  EXPECT_EQ(valid->file_name(), "rincian-belanja-33.74.14-2027-1.html");
}

TEST_F(BudgetDocuments, AreAPdfAndAWorkbookWithTheSameFigures) {
  std::vector<Item> items;
  for (int i = 1; i <= 120; ++i) items.push_back({.price = 1'000'000 + i});
  const bv::Version version = DraftedByPerson(Draft(items));
  const auto pdf = Print(version, pv::PDF);
  ASSERT_THAT(pdf, IsOk());
  EXPECT_TRUE(pdf->content().starts_with("%PDF"));
  const std::vector<std::string> pages = PagesOf(pdf->content());
  ASSERT_GT(pages.size(), 5u);
  std::string whole;
  for (std::size_t i = 0; i < pages.size(); ++i) {
    EXPECT_THAT(pages[i], HasSubstr(Cat("Halaman ", i + 1, " dari ", pages.size())));
    EXPECT_THAT(pages[i], HasSubstr("Pemerintah Kota Semarang · Mijen"));
    EXPECT_THAT(pages[i], HasSubstr(pdf->document().id()));
    whole += pages[i];
  }
  for (int i = 1; i <= 120; ++i) EXPECT_THAT(whole, HasSubstr(Rupiah({1'000'000 + i})));
  EXPECT_THAT(whole, HasSubstr("Rp120.007.260"));
  EXPECT_THAT(pages.back(), HasSubstr(NameOf(drafter_)));
  EXPECT_THAT(pages.back(), HasSubstr("https://binadaya.example/periksa/"));
  const auto workbook = Print(version, pv::XLSX);
  ASSERT_THAT(workbook, IsOk());
  const std::vector<Table> tables = xlsx::Read(workbook->content());
  ASSERT_EQ(tables.size(), 1u);
  std::set<std::string> cells;
  for (const TableRow& row : tables[0].rows) cells.insert(row.cells.begin(), row.cells.end());
  for (int i = 1; i <= 120; ++i) EXPECT_TRUE(cells.contains(Cat(1'000'000 + i)));
  EXPECT_TRUE(cells.contains("120007260"));
  // The same content is the same document, in whichever form.
  EXPECT_EQ(workbook->document().id(), pdf->document().id());
  EXPECT_EQ(Kept(), 1);
}

// Wherever the page ends: nobody signs half a table.
TEST_F(BudgetDocuments, HaveTheSummaryWholeAboveTheSignatures) {
  bv::DraftVersionRequest draft = Draft({{}, {}, {}});
  for (int lines = 4; lines <= 9; ++lines) {
    bv::BudgetGroup& group = *draft.mutable_budget()->mutable_groups(0);
    *group.add_lines() = LineOf({});
    group.set_total(group.total() + 1'000'000);
    const bv::Version version = DraftedByPerson(draft);
    const auto pdf = Print(version, pv::PDF);
    ASSERT_THAT(pdf, IsOk());
    const std::string last = PagesOf(pdf->content()).back();
    EXPECT_THAT(
        last, AllOf(HasSubstr("Rekapitulasi"), HasSubstr("Sumber dana"), HasSubstr("Disusun oleh")))
        << lines << " lines";
    draft.set_request_id(platform_.Id());
    draft.set_id(version.id());
  }
}

TEST_F(BudgetDocuments, AreCheckedByTheirCode) {
  const bv::Version version = DraftedByPerson(Draft({{.price = 7'000'000}}));
  const auto draft = Print(version);
  ASSERT_THAT(draft, IsOk());
  const std::string code = draft->document().id();
  EXPECT_THAT(draft->content(), HasSubstr(Cat("https://binadaya.example/periksa/", code)));
  auto checked = Check(code);
  ASSERT_THAT(checked, IsOk());
  EXPECT_EQ(checked->kind(), pv::BUDGET_VERSION);
  EXPECT_EQ(checked->subject(), version.id());
  EXPECT_EQ(checked->unit(), kUnit);
  EXPECT_EQ(checked->year(), kYear);
  EXPECT_EQ(checked->total(), 7'000'000);
  EXPECT_EQ(checked->state(), "DRAFT");
  EXPECT_FALSE(checked->in_force());
  EXPECT_TRUE(checked->made_at().starts_with("2027-03-01T01:0"));
  EXPECT_EQ(checked->superseded_by(), "");
  EXPECT_THAT(Check(platform_.Id()), HasCode(absl::StatusCode::kNotFound));
  // As it goes on, a later document of it takes its place.
  PutIntoForce(version);
  EXPECT_EQ(Check(code)->superseded_by(), "");
  const auto valid = Print(version);
  ASSERT_THAT(valid, IsOk());
  EXPECT_NE(valid->document().id(), code);
  EXPECT_EQ(Check(code)->superseded_by(), valid->document().id());
  EXPECT_EQ(Check(valid->document().id())->superseded_by(), "");
  EXPECT_TRUE(Check(valid->document().id())->in_force());
  // A draft of the next version takes nobody's place, until it is in force.
  bv::GetVersionRequest get;
  get.set_unit(kUnit);
  get.set_id(version.id());
  const std::string line =
      platform_.budgeting().GetVersion(Reader(), get)->budget().groups(0).lines(0).id();
  const bv::Version next =
      DraftedByPerson(Draft({{.price = 8'000'000, .id = line}}, bv::PERUBAHAN));
  ASSERT_THAT(Print(next), IsOk());
  EXPECT_EQ(Check(valid->document().id())->superseded_by(), "");
  PutIntoForce(next);
  const auto newest = Print(next);
  ASSERT_THAT(newest, IsOk());
  EXPECT_EQ(Check(valid->document().id())->superseded_by(), newest->document().id());
  EXPECT_EQ(Check(code)->superseded_by(), newest->document().id());
}

TEST_F(BudgetDocuments, PrintedAgainAreTheSameFromTheFirstTime) {
  const bv::Version version = DraftedByPerson(Draft({{}}));
  const auto first = Print(version);
  ASSERT_THAT(first, IsOk());
  MoveTo(absl::CivilDay(kYear, 3, 9));
  const auto again = Print(version);
  ASSERT_THAT(again, IsOk());
  EXPECT_EQ(again->document().id(), first->document().id());
  EXPECT_EQ(again->document().made_at(), first->document().made_at());
  EXPECT_THAT(again->content(), HasSubstr("dicetak 9 Maret 2027"));
  const pv::RenderBudgetVersionRequest request = Asked(version);
  ASSERT_THAT(platform_.reporting().RenderBudgetVersion(Reader(), request), IsOk());
  ASSERT_THAT(platform_.reporting().RenderBudgetVersion(Reader(), request), IsOk());
  EXPECT_EQ(Kept(), 1);
  // What was asked for is not what is there now.
  Submitted(version);
  EXPECT_THAT(platform_.reporting().RenderBudgetVersion(Reader(), request), RefusedBy("DOC-05"));
}

TEST_F(BudgetDocuments, WaitWhileANeighbourIsAway) {
  const bv::Version version = DraftedByPerson(Draft({{}}));
  platform_.Stop("registry");
  const auto nameless = Print(version);
  EXPECT_THAT(nameless, RefusedBy("NEIGHBOUR-01"));
  EXPECT_THAT(nameless, HasCode(absl::StatusCode::kUnavailable));
  EXPECT_EQ(Kept(), 0);
  platform_.Stop("budgeting");
  EXPECT_THAT(Print(version), RefusedBy("NEIGHBOUR-01"));
}

TEST_F(BudgetDocuments, AreForThoseWhoMayReadTheBudget) {
  const bv::Version version = DraftedByPerson(Draft({{}}));
  const auto as = [&](v1::Role role, const std::string& path) {
    return platform_.reporting().RenderBudgetVersion(
        platform_.As("somebody", {{role, path}}), Asked(version));
  };
  EXPECT_THAT(as(v1::BUDGET_USER, "/33.74.14/"), IsOk());
  EXPECT_THAT(as(v1::BUDGET_USER, "/33.74.02/"), HasCode(absl::StatusCode::kPermissionDenied));
  EXPECT_THAT(as(v1::SUPERVISOR, "/"), HasCode(absl::StatusCode::kPermissionDenied));
  pv::RenderBudgetVersionRequest other = Asked(version);
  other.set_unit(kOther);
  EXPECT_THAT(
      platform_.reporting().RenderBudgetVersion(Reader(), other),
      HasCode(absl::StatusCode::kNotFound));
}

TEST_F(BudgetDocuments, AreListedNewestFirstToThoseOfTheirUnit) {
  std::vector<std::string> codes;
  std::string id;
  for (const std::int64_t price : {1, 2, 3}) {
    bv::DraftVersionRequest request = Draft({{.price = price * 1'000'000}});
    request.set_id(id);
    const bv::Version version = DraftedByPerson(request);
    id = version.id();
    const auto printed = Print(version);
    ASSERT_THAT(printed, IsOk());
    codes.insert(codes.begin(), printed->document().id());
    ASSERT_TRUE(platform_.clock().MoveTo(platform_.clock().Now() + absl::Minutes(1)).ok());
  }
  const auto listed = [&](const std::string& path, const pv::ListDocumentsRequest& request) {
    const auto answer = platform_.reporting().ListDocuments(
        platform_.As("somebody", {{v1::BUDGET_USER, path}}), request);
    EXPECT_THAT(answer, IsOk());
    std::vector<std::string> found;
    for (const pv::Document& one : answer->documents()) found.push_back(one.id());
    return std::pair(found, answer->next_page_token());
  };
  pv::ListDocumentsRequest request;
  EXPECT_EQ(listed("/", request).first, codes);
  EXPECT_EQ(listed("/33.74.14/", request).first, codes);
  EXPECT_TRUE(listed("/33.74.02/", request).first.empty());
  request.set_year(kYear + 1);
  EXPECT_TRUE(listed("/", request).first.empty());
  request.set_year(kYear);
  request.set_kind(pv::ANNUAL_PLAN);
  EXPECT_TRUE(listed("/", request).first.empty());
  request.set_kind(pv::BUDGET_VERSION);
  request.set_page_size(2);
  const auto [first, token] = listed("/", request);
  EXPECT_THAT(first, ElementsAre(codes[0], codes[1]));
  request.set_page_token(token);
  EXPECT_THAT(listed("/", request).first, ElementsAre(codes[2]));
}

// A renderer that hangs, from the beginning.
class HungRenderer : public BudgetDocuments {
 protected:
  HungRenderer() : BudgetDocuments({{"RENDERER", kHung->path()}, {"RENDERER_SECONDS", "1"}}) {}
  static void SetUpTestSuite() {
    kHung = new FakeProgram("echo $$ > ${0%/*}/self; exec tail -f /dev/null");
  }
  static void TearDownTestSuite() {
    delete kHung;
    kHung = nullptr;
  }
  static FakeProgram* kHung;
};
FakeProgram* HungRenderer::kHung = nullptr;

TEST_F(HungRenderer, IsAClearErrorAndLosesNothing) {
  const bv::Version version = DraftedByPerson(Draft({{}}));
  EXPECT_THAT(Print(version, pv::PDF), RefusedBy("DOC-02"));
  int pid = 0;
  std::ifstream(kHung->Beside("self")) >> pid;
  ASSERT_GT(pid, 0);
  EXPECT_FALSE(IsAlive(pid));
  EXPECT_EQ(Kept(), 0);
  // Everything else goes on, and so does this document.
  EXPECT_THAT(Print(version, pv::HTML), IsOk());
  EXPECT_THAT(Print(version, pv::XLSX), IsOk());
  platform_.Restart("reporting", {{"RENDERER", "weasyprint"}, {"RENDERER_SECONDS", "45"}});
  EXPECT_THAT(Print(version, pv::PDF), IsOk());
}

}  // namespace
}  // namespace binadaya::test
