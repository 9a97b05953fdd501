// Budgets and their ledger on the command line: what is named, in whose name, and what is shown.
#include "services/cli/budget.h"

#include "binadaya/budgeting/v1/budgeting.rpc.h"
#include "binadaya/registry/v1/registry.rpc.h"
#include "gmock/gmock.h"
#include "services/cli/ledger.h"
#include "services/common/domain/refusal.h"
#include "tests/support/matchers.h"
#include "tests/unit/cli/fake_services.h"
#include "tests/unit/cli/samples.h"
#include "tests/unit/cli/speaking.h"

namespace binadaya::cli {
namespace {

using test::IsOk;
using test::RefusedBy;
using ::testing::AllOf;
using ::testing::ContainsRegex;
using ::testing::HasSubstr;
namespace bv = budgeting::v1;
namespace rv = registry::v1;

constexpr char kMeeting[] = "5.1.02.04.01.0005";
constexpr char kVersion[] = "019c0000-07b2-7153-a111-105640aa0001";
constexpr char kFirst[] = "019c0000-07b2-7153-a111-105640aa0011";
constexpr char kSecond[] = "019c0000-07b2-7153-a111-105640aa0012";
constexpr char kNextYear[] = "019c0000-07b2-7153-a111-105640aa0013";
constexpr char kHonorarium[] = "019d0000-07b2-7153-a111-105640aa0014";
constexpr char kCommitment[] = "019c0000-07b2-7153-a111-105640aa0021";

bv::LineInForce Line(const char* id, int year, const char* account) {
  bv::LineInForce line;
  line.set_id(id);
  line.set_unit("33.74.14");
  line.set_year(year);
  line.set_account(account);
  line.set_description("Paket rapat");
  return line;
}
BudgetLines SomeLines() {
  return {
      Line(kFirst, 2027, kMeeting), Line(kSecond, 2027, kMeeting), Line(kNextYear, 2028, kMeeting),
      Line(kHonorarium, 2027, "5.1.02.02.01.0003")};
}

TEST(BudgetLine, IsNamedByItsAccountAndItsNumberThereOrTheFirstLettersOfItsId) {
  const BudgetLines lines = SomeLines();
  const auto found = [&](const std::string& text, int year = 2027) {
    const auto line = FindLine(lines, year, text);
    return line.ok() ? line->id() : FindingsOf(line.status()).at(0).rule;
  };
  EXPECT_EQ(found("5.1.02.04.01.0005/1"), kFirst);
  EXPECT_EQ(found("5.1.02.04.01.0005/2"), kSecond);
  EXPECT_EQ(found("5.1.02.04.01.0005/3"), "FIND-01");
  EXPECT_EQ(found("5.1.02.04.01.0005"), "FIND-02");
  EXPECT_EQ(found("5.1.02.04.01.0005", 2028), kNextYear);
  EXPECT_EQ(found("2028:5.1.02.04.01.0005/1"), kNextYear);
  EXPECT_EQ(found("5.1.02.02.01.0003"), kHonorarium);
  EXPECT_EQ(found("019d"), kHonorarium);
  EXPECT_EQ(found("019c"), "FIND-02");
  EXPECT_EQ(found("besok:5.1.02.04.01.0005/1"), "USAGE");
}

TEST(BudgetParts, HaveAnAmountInTheDocumentedFormAndTheYearOfTheirLine) {
  const auto parts = PartsIn(
      SomeLines(), 2027, {"5.1.02.04.01.0005/2=1.500.000", "2028:5.1.02.04.01.0005=Rp1.500"});
  ASSERT_THAT(parts, IsOk());
  EXPECT_EQ((*parts)[0].line(), kSecond);
  EXPECT_EQ((*parts)[0].amount(), 1'500'000);
  EXPECT_EQ((*parts)[0].year(), 2027);
  EXPECT_EQ((*parts)[1].line(), kNextYear);
  EXPECT_EQ((*parts)[1].amount(), 1'500);
  EXPECT_EQ((*parts)[1].year(), 2028);
  for (const char* wrong : {"5.1.02.04.01.0005/1", "5.1.02.04.01.0005/1=1.500", "019d=1,500,000"})
    EXPECT_EQ(ExitCodeOf(PartsIn(SomeLines(), 2027, {wrong}).status()), ExitCode::kUsage) << wrong;
}

// A unit with a version that is drafted, some lines and a commitment; a registry with one person.
class Budgets : public CommandsTest {
 protected:
  Budgets() {
    Answers<bv::ListVersionsRequest>("ListVersions", [](const bv::ListVersionsRequest&) {
      return Of<bv::ListVersionsResponse>(
          Cat("versions { id: 'other' unit: '33.74.14.1' year: 2027 seq: 9 } versions { id: '",
              kVersion,
              "' unit: '33.74.14' year: 2027 seq: 2 version: 7 kind: MURNI state: DRAFT }"
              " versions { id: 'first' unit: '33.74.14' year: 2027 seq: 1 }"));
    });
    Answers<bv::ListLinesRequest>("ListLines", [](const bv::ListLinesRequest&) {
      bv::ListLinesResponse response;
      for (const bv::LineInForce& line : SomeLines()) *response.add_lines() = line;
      return response;
    });
    Answers<bv::ListCommitmentsRequest>(
        "ListCommitments", [](const bv::ListCommitmentsRequest& request) {
          if (request.doc_ref() != "SPK/1") return bv::ListCommitmentsResponse();
          return Of<bv::ListCommitmentsResponse>(
              Cat("commitments { id: '", kCommitment, "' doc_ref: 'SPK/1' }"));
        });
    registry_.On<rv::ListPeopleRequest, rv::ListPeopleResponse>("ListPeople", [](const auto&) {
      return Of<rv::ListPeopleResponse>(
          Cat("people { id: '", kHead, "' name: 'Jatisasih Larisdewi' }"));
    });
    registry_.On<rv::ListUnitsRequest, rv::ListUnitsResponse>("ListUnits", [](const auto&) {
      return Of<rv::ListUnitsResponse>(
          "units { code: '33.74.14' name: 'Mijen' path: '/33.74.14/' }");
    });
    options_.unit = "mijen";
    options_.year = 2027;
    options_.by = "jatisasih";
  }
  template <class Request, class Answer>
  void Answers(const char* name, Answer answer) {
    budgeting_.On<Request, decltype(answer(Request()))>(
        name, [answer](const Request& request) -> absl::StatusOr<decltype(answer(request))> {
          return answer(request);
        });
  }
  void Serve() {
    CommandsTest::Serve("BUDGETING_ADDRESS", budgeting_);
    CommandsTest::Serve("REGISTRY_ADDRESS", registry_);
  }

  Fake budgeting_, registry_;
  BudgetOptions options_;
};

TEST_F(Budgets, AreDraftedFromAFileInPlaceOfTheDraftThatThereIs) {
  bv::ImportVersionRequest asked;
  Answers<bv::ImportVersionRequest>("ImportVersion", [&](const bv::ImportVersionRequest& request) {
    asked = request;
    return Of<bv::ImportVersionResponse>(
        "drafted: true lines: 2 finding_count: 1 version { unit: '33.74.14' year: 2027 seq: 2 "
        "kind: "
        "MURNI state: DRAFT total: 1500000 } findings { rule: 'BL-01' where: 'baris 3, "
        "Setelah/Jumlah' id: 'Salah.' en: 'Wrong.' }");
  });
  Serve();
  options_.file = File("Baris;Uraian\n");
  const auto answer = RunDraftBudget(environment(), options_);
  ASSERT_THAT(answer, IsOk());
  EXPECT_EQ(asked.unit(), "33.74.14");
  EXPECT_EQ(asked.id(), kVersion);
  EXPECT_EQ(asked.version(), 7);
  EXPECT_EQ(asked.kind(), bv::MURNI);
  EXPECT_EQ(asked.file(), "Baris;Uraian\n");
  EXPECT_EQ(budgeting_.asked_by.back(), kHead);
  EXPECT_EQ(answer->exit, ExitCode::kDone);
  EXPECT_THAT(
      answer->text,
      AllOf(
          HasSubstr("BL-01  line 3, Setelah/Jumlah"), HasSubstr("version 2  draft  Rp1.500.000"),
          HasSubstr("2 lines, 1 findings; correct them before it is submitted")));
}

TEST_F(Budgets, ThatAreRefusedShowAllFindingsNotOnlyThoseThatFitIntoARefusal) {
  budgeting_.On<bv::DecideVersionRequest, bv::Version>(
      "SubmitVersion", [](const bv::DecideVersionRequest& request) -> absl::StatusOr<bv::Version> {
        EXPECT_EQ(request.id(), kVersion);
        EXPECT_EQ(request.version(), 7);
        return Refuse({"BL-01", "groups[0]", {"Salah.", "Wrong."}});
      });
  Answers<bv::ListVersionFindingsRequest>(
      "ListVersionFindings", [](const bv::ListVersionFindingsRequest&) {
        bv::ListVersionFindingsResponse all;
        for (int i = 0; i < 300; ++i) {
          v1::Finding& finding = *all.add_findings();
          finding.set_rule("BL-01");
          finding.set_id(Cat("Baris ", i, ", kolom Setelah/Jumlah: salah."));
          finding.set_en(Cat("Row ", i, ", column Setelah/Jumlah: wrong."));
          finding.set_warning(i == 0);
        }
        return all;
      });
  Serve();
  const SpeakingIndonesian id;
  const auto answer = RunSubmitBudget(environment(), options_);
  ASSERT_THAT(answer, IsOk());
  EXPECT_EQ(answer->exit, ExitCode::kRefused);
  EXPECT_THAT(
      answer->text, AllOf(
                        HasSubstr("Baris 299, kolom Setelah/Jumlah: salah."),
                        HasSubstr("300 temuan, 299 di antaranya harus diperbaiki")));
}

TEST_F(Budgets, AreValidatedAsWhomTheVersionAsksFor) {
  Answers<bv::ValidateVersionRequest>("ValidateVersion", [](const bv::ValidateVersionRequest& r) {
    EXPECT_EQ(r.doc_ref(), "DPA/1");
    return Of<bv::Version>("unit: '33.74.14' year: 2027 seq: 2 kind: MURNI state: VALID");
  });
  Serve();
  options_.doc = "DPA/1";
  const auto answer = RunValidateBudget(environment(), options_);
  ASSERT_THAT(answer, IsOk());
  EXPECT_THAT(answer->text, HasSubstr("version 2  valid"));
  EXPECT_EQ(budgeting_.asked_by.back(), kHead);
}

TEST_F(Budgets, MoneyIsCommittedAndRealisedByNamesOfLinesAndDocuments) {
  bv::CommitRequest committed;
  Answers<bv::CommitRequest>("Commit", [&](const bv::CommitRequest& request) {
    committed = request;
    return Of<bv::Commitment>(
        Cat("doc_ref: 'SPK/2' parts { line: '", kSecond, "' year: 2027 committed: 5 open: 5 }"));
  });
  bv::ChangeCommitmentRequest realised;
  Answers<bv::ChangeCommitmentRequest>("Realise", [&](const bv::ChangeCommitmentRequest& request) {
    realised = request;
    return Of<bv::Commitment>("doc_ref: 'SPK/1'");
  });
  Serve();
  options_.parts = {"5.1.02.04.01.0005/2=1.500.000"};
  options_.doc = "SPK/2";
  const auto answer = RunCommit(environment(), options_);
  ASSERT_THAT(answer, IsOk());
  EXPECT_EQ(committed.parts(0).line(), kSecond);
  EXPECT_EQ(committed.parts(0).year(), 2027);
  EXPECT_THAT(answer->text, ContainsRegex("2027 +5.1.02.04.01.0005/2 +Rp5 "));
  options_.commitment = "SPK/1";
  options_.parts.clear();
  options_.doc = "SPJ/1";
  options_.closes = true;
  ASSERT_THAT(RunRealise(environment(), options_), IsOk());
  EXPECT_EQ(realised.commitment(), kCommitment);
  EXPECT_EQ(realised.doc_ref(), "SPJ/1");
  EXPECT_TRUE(realised.closes());
  EXPECT_TRUE(realised.parts().empty());
  options_.commitment = "SPK/9";
  EXPECT_THAT(RunRealise(environment(), options_), RefusedBy("FIND-01"));
}

TEST_F(Budgets, PricesComeFromAFileAndWhatIsWrongIsToldByItsLine) {
  bv::ImportPriceStandardsRequest asked;
  budgeting_.On<bv::ImportPriceStandardsRequest, bv::ImportPriceStandardsResponse>(
      "ImportPriceStandards",
      [&](const bv::ImportPriceStandardsRequest& request)
          -> absl::StatusOr<bv::ImportPriceStandardsResponse> {
        asked = request;
        if (request.rows_size() == 1) return Of<bv::ImportPriceStandardsResponse>("added: 1");
        return Refuse(
            absl::StatusCode::kInvalidArgument,
            {{"PRC-01", "rows[1].code", {"Hapus salah satu.", "Remove one."}}});
      });
  Serve();
  const std::string heading =
      "Kode;Uraian;Jenis Item;Satuan;Harga Tertinggi;Dasar Hukum;Berlaku Mulai\n";
  const std::string row = "SSH.1;Paket;PAKET_RAPAT;Orang/Hari;1.500.000;Perwal 1;2027-01-01\n";
  options_.file = File(heading + row);
  const auto answer = RunBudgetPrices(environment(), options_);
  ASSERT_THAT(answer, IsOk());
  EXPECT_EQ(asked.rows(0).ceiling(), "1.500.000");
  EXPECT_THAT(answer->text, HasSubstr("1 new, 0 changed, 0 the same"));
  options_.file = File(heading + "\n" + row + row);
  const auto refused = RunBudgetPrices(environment(), options_);
  EXPECT_THAT(refused, RefusedBy("PRC-01"));
  EXPECT_EQ(FindingsOf(refused.status()).at(0).where, "baris 4, Kode");
  options_.file = File("Kode;Uraian\nSSH.1;Paket\n");
  EXPECT_EQ(FindingsOf(RunBudgetPrices(environment(), options_).status()).size(), 5u);
}

TEST(BudgetText, ShowsTheLinesWithBothSidesAndTheSumInWords) {
  const auto version = Of<bv::Version>(
      "unit: '33.74.14' year: 2027 seq: 2 kind: PERGESERAN state: SUBMITTED shift: OBJEK total: "
      "1500000 total_in_words: 'satu juta lima ratus ribu rupiah' budget { groups { title: 'Lurah' "
      "subactivity: '5.04' source: 'PAD' total: 1500000 lines { row: 3 account: '5.1' description: "
      "'Paket' before { amount: 1000000 } after { factors { quantity: '2,5' unit: 'Orang' } "
      "factors "
      "{ quantity: '2' unit: 'Hari' } price: 300000 vat_basis_points: 1100 amount: 1500000 } } } "
      "}");
  EXPECT_THAT(
      BudgetText(version),
      AllOf(
          HasSubstr("pergeseran  version 2  submitted  Rp1.500.000  shift: between objects"),
          HasSubstr("[#] Lurah  5.04  PAD  Rp1.500.000"),
          ContainsRegex("3 +5.1 +Paket +2,5 Orang × 2 Hari +Rp300.000 +11 % +Rp1.000.000 "
                        "+Rp1.500.000"),
          HasSubstr("satu juta lima ratus ribu rupiah")));
  const SpeakingIndonesian id;
  EXPECT_THAT(BudgetText(version), HasSubstr("versi 2  diajukan  Rp1.500.000  geser: antarobjek"));
}

TEST(SpjText, SaysWhatIsThereWhatIsMissingAndWhenItIsDue) {
  auto bundle = Of<bv::SpjBundle>(
      "required: SPJ_INVOICE required: SPJ_PHOTO present { kind: SPJ_INVOICE doc_ref: 'KW/1' on: "
      "'2027-03-01' } missing: SPJ_PHOTO due: '2027-04-10' overdue: true");
  EXPECT_THAT(
      SpjText(bundle),
      AllOf(
          ContainsRegex("invoice +KW/1 +2027-03-01"), ContainsRegex("photo +MISSING"),
          HasSubstr("due by 2027-04-10, OVERDUE")));
  const SpeakingIndonesian id;
  EXPECT_THAT(
      SpjText(bundle),
      AllOf(ContainsRegex("foto +BELUM ADA"), HasSubstr("paling lambat 2027-04-10, TERLAMBAT")));
  bundle.set_complete(true);
  EXPECT_THAT(SpjText(bundle), HasSubstr("lengkap"));
  auto& withdrawn = *bundle.add_withdrawn();
  withdrawn = bundle.present(0);
  withdrawn.set_withdrawn_on("2027-03-02");
  withdrawn.set_reason("bukan kelas ini");
  EXPECT_THAT(
      SpjText(bundle), ContainsRegex("KW/1 +2027-03-01 +ditarik 2027-03-02: bukan kelas ini"));
}

TEST(HonorariumText, ShowsTheHoursTheTaxAndWhatIsPaid) {
  EXPECT_THAT(
      HonorariumText(Of<bv::Honorarium>(
          "unit: 'OJ' units: 2 rate: 1000000 gross: 2000000 tax_percent: 5 tax: 100000 net: "
          "1900000 legal_basis: 'PMK'")),
      AllOf(
          ContainsRegex("2 OJ +× Rp1.000.000"), ContainsRegex("PPh 21 5 % +Rp100.000"),
          ContainsRegex("net +Rp1.900.000")));
}

TEST(FundsText, AddsUpWhatAPlanItemHas) {
  const auto funds = Of<bv::Funds>(
      "lines { line: 'a' year: 2027 earmarked: 1 committed: 20 realised: 300 free: 5 } lines { "
      "line: 'b' year: 2028 earmarked: 2 } earmarked: 3 committed: 20 realised: 300");
  EXPECT_THAT(
      FundsText(funds, {{"a", "5.1/1"}, {"b", "5.1/1"}}),
      AllOf(
          ContainsRegex("2027 +5.1/1 +Rp1 +Rp20 +Rp300 +Rp5"),
          ContainsRegex("sum +Rp3 +Rp20 +Rp300")));
  EXPECT_EQ(FundsText({}, {}), "none\n");
}

TEST(CashPlanText, RunsTheSumsUpMonthByMonth) {
  const SpeakingIndonesian id;
  const std::string text =
      CashPlanText(Of<bv::CashPlan>("year: 2027 rows { subactivity: '5.04' source: 'PAD' planned: "
                                    "[1000, 200] realised: [0, 900] }"
                                    " planned: [1000, 200] realised: [0, 900]"));
  EXPECT_THAT(
      text, ContainsRegex("bulan +rencana +s.d. bulan ini +terealisasi +s.d. bulan ini +5.04 PAD"));
  EXPECT_THAT(text, ContainsRegex("2027-01 +Rp1.000 +Rp1.000 +Rp0 +Rp0 +Rp1.000"));
  EXPECT_THAT(text, ContainsRegex("2027-02 +Rp200 +Rp1.200 +Rp900 +Rp900 +Rp200"));
}

}  // namespace
}  // namespace binadaya::cli
