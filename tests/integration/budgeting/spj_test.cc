// The account of a batch, and what its speakers are paid.
#include "tests/integration/budgeting/budget.h"

namespace binadaya::test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class BudgetSpj : public BudgetTest {
 protected:
  static constexpr char kBatch[] = "019b8bab-25b4-7187-9582-d547fc7da4e1";
  static constexpr char kOtherBatch[] = "019b8bab-25b4-7187-9582-d547fc7da4e2";

  absl::StatusOr<bv::Commitment> CommitFor(
      const std::string& batch, const std::string& doc, const std::vector<Money>& parts) {
    bv::CommitRequest request = CommitOf(doc, parts);
    request.set_batch(batch);
    return platform_.budgeting().Commit(As("pptk"), request);
  }
  bv::SpjBundle Bundle(const std::string& batch = kBatch, const std::string& unit = kUnit) {
    bv::GetSpjBundleRequest request;
    request.set_unit(unit);
    request.set_batch(batch);
    const auto bundle = platform_.budgeting().GetSpjBundle(As("auditor"), request);
    EXPECT_THAT(bundle, IsOk());
    return bundle.ok() ? *bundle : bv::SpjBundle();
  }
  bv::RecordSpjDocumentRequest DocumentOf(bv::SpjKind kind, const std::string& number) {
    bv::RecordSpjDocumentRequest request;
    request.set_request_id(platform_.Id());
    request.set_unit(kUnit);
    request.set_batch(kBatch);
    request.set_kind(kind);
    request.set_doc_ref(number);
    return request;
  }
  bv::SpjBundle Record(const bv::RecordSpjDocumentRequest& request) {
    const auto bundle = platform_.budgeting().RecordSpjDocument(As("bendahara"), request);
    EXPECT_THAT(bundle, IsOk());
    return bundle.ok() ? *bundle : bv::SpjBundle();
  }
  absl::StatusOr<bv::Honorarium> Quote(
      const std::string& standard, int minutes, const std::string& grade, bool own_staff = false,
      const std::string& on = "") {
    bv::QuoteHonorariumRequest request;
    request.set_standard(standard);
    request.set_minutes(minutes);
    request.set_grade(grade);
    request.set_own_staff(own_staff);
    request.set_on(on);
    return platform_.budgeting().QuoteHonorarium(As("auditor"), request);
  }
};

TEST_F(BudgetSpj, NeedsTheDocumentsOfWhatIsSpentAndTellsWhenTheyAreComplete) {
  const bv::Version version = InForce(Draft({{}, {.account = kHonorarium}}));
  const auto& lines = version.budget().groups(0).lines();
  EXPECT_THAT(Bundle().required(), IsEmpty());
  const auto meeting = CommitFor(kBatch, "SPK/1", {{lines[0].id(), 1'000}});
  ASSERT_THAT(meeting, IsOk());
  EXPECT_THAT(
      Bundle().missing(),
      ElementsAre(
          bv::SPJ_ASSIGNMENT, bv::SPJ_INVITATION, bv::SPJ_ATTENDANCE, bv::SPJ_INVOICE,
          bv::SPJ_PHOTO, bv::SPJ_ACTIVITY_REPORT, bv::SPJ_TRAVEL));
  const auto speaker = CommitFor(kBatch, "ST/1", {{lines[1].id(), 1'000}});
  ASSERT_THAT(speaker, IsOk());
  EXPECT_EQ(Bundle().missing_size(), 11) << "and those of a speaker";
  ASSERT_THAT(Release(speaker->id()), IsOk());
  EXPECT_EQ(Bundle().missing_size(), 7) << "none was paid";
  EXPECT_THAT(Bundle(kOtherBatch).required(), IsEmpty());
  EXPECT_THAT(Bundle(kBatch, kOther).required(), IsEmpty());
  (void)platform_.Told("budgeting");
  int left = 7;
  for (const bv::SpjKind kind :
       {bv::SPJ_ASSIGNMENT, bv::SPJ_INVITATION, bv::SPJ_ATTENDANCE, bv::SPJ_INVOICE, bv::SPJ_PHOTO,
        bv::SPJ_ACTIVITY_REPORT}) {
    EXPECT_EQ(Record(DocumentOf(kind, "no/1")).missing_size(), --left);
  }
  EXPECT_THAT(platform_.Told("budgeting"), IsEmpty());
  const bv::RecordSpjDocumentRequest last = DocumentOf(bv::SPJ_TRAVEL, "SPPD/1");
  EXPECT_TRUE(Record(last).complete());
  EXPECT_THAT(platform_.Told("budgeting"), ElementsAre("spj.complete"));
  // A further document, the same once more, and the retry a week later tell nothing again.
  MoveTo(absl::CivilDay(kYear, 3, 8));
  EXPECT_EQ(Record(DocumentOf(bv::SPJ_TRAVEL, "SPPD/2")).present_size(), 8);
  EXPECT_EQ(Record(DocumentOf(bv::SPJ_TRAVEL, "SPPD/2")).present_size(), 8);
  EXPECT_EQ(Record(last).present_size(), 7);
  EXPECT_THAT(platform_.Told("budgeting"), IsEmpty());
  EXPECT_EQ(Bundle().present(6).on(), "2027-03-01");
}

// Whatever makes it so: what is required may become less, and documents may come first.
TEST_F(BudgetSpj, IsToldToBeCompleteOnceItIsWhicheverActMakesItSo) {
  const bv::Version version = InForce(Draft({{}, {.account = kHonorarium}}));
  const auto& lines = version.budget().groups(0).lines();
  for (const bv::SpjKind kind :
       {bv::SPJ_ASSIGNMENT, bv::SPJ_INVITATION, bv::SPJ_ATTENDANCE, bv::SPJ_INVOICE, bv::SPJ_PHOTO,
        bv::SPJ_ACTIVITY_REPORT, bv::SPJ_TRAVEL})
    (void)Record(DocumentOf(kind, "no/1"));
  (void)platform_.Told("budgeting");
  ASSERT_THAT(CommitFor(kBatch, "SPK/1", {{lines[0].id(), 1'000}}), IsOk());
  EXPECT_THAT(platform_.Told("budgeting"), ElementsAre("funds.committed", "spj.complete"));
  const auto speaker = CommitFor(kBatch, "ST/1", {{lines[1].id(), 1'000}});
  ASSERT_THAT(speaker, IsOk());
  EXPECT_FALSE(Bundle().complete());
  ASSERT_THAT(Release(speaker->id(), {{lines[1].id(), 400}}), IsOk());
  EXPECT_THAT(platform_.Told("budgeting"), ElementsAre("funds.committed", "funds.released"));
  ASSERT_THAT(Release(speaker->id()), IsOk());
  EXPECT_THAT(platform_.Told("budgeting"), ElementsAre("funds.released", "spj.complete"));
  EXPECT_TRUE(Bundle().complete());
  // A release that was a mistake, and that which follows.
  bv::TakeBackEntryRequest back;
  back.set_request_id(platform_.Id());
  back.set_unit(kUnit);
  back.set_entry(Entries(lines[1].id()).back().id());
  back.set_doc_ref("BA/1");
  ASSERT_THAT(platform_.budgeting().TakeBackEntry(As("verifier"), back), IsOk());
  EXPECT_FALSE(Bundle().complete());
  ASSERT_THAT(Release(speaker->id()), IsOk());
  EXPECT_THAT(
      platform_.Told("budgeting"), ElementsAre("funds.released", "funds.released", "spj.complete"));
}

TEST_F(BudgetSpj, IsDueByTheTenthOfTheMonthAfterTheFirstSpending) {
  const std::string line = Lines({10'000})[0];
  const auto commitment = CommitFor(kBatch, "SPK/1", {{line, 1'000}});
  ASSERT_THAT(commitment, IsOk());
  EXPECT_EQ(Bundle().due(), "");
  const auto wrong = Realise(commitment->id(), {{line, 100}});
  ASSERT_THAT(wrong, IsOk());
  EXPECT_EQ(Bundle().due(), "2027-04-10");
  bv::TakeBackEntryRequest back;
  back.set_request_id(platform_.Id());
  back.set_unit(kUnit);
  back.set_entry(Entries(line).back().id());
  back.set_doc_ref("BA/1");
  ASSERT_THAT(platform_.budgeting().TakeBackEntry(As("verifier"), back), IsOk());
  EXPECT_EQ(Bundle().due(), "") << "it was put right";
  MoveTo(absl::CivilDay(kYear, 4, 5));
  ASSERT_THAT(Realise(commitment->id(), {{line, 100}}), IsOk());
  MoveTo(absl::CivilDay(kYear, 5, 10));
  EXPECT_EQ(Bundle().due(), "2027-05-10");
  EXPECT_FALSE(Bundle().overdue());
  MoveTo(absl::CivilDay(kYear, 5, 11));
  EXPECT_TRUE(Bundle().overdue());
}

TEST_F(BudgetSpj, IsWithoutADocumentThatWasWithdrawnAndShowsIt) {
  const std::string line = Lines({10'000})[0];
  ASSERT_THAT(CommitFor(kBatch, "SPK/1", {{line, 1'000}}), IsOk());
  for (const bv::SpjKind kind :
       {bv::SPJ_ASSIGNMENT, bv::SPJ_INVITATION, bv::SPJ_ATTENDANCE, bv::SPJ_INVOICE, bv::SPJ_PHOTO,
        bv::SPJ_ACTIVITY_REPORT, bv::SPJ_TRAVEL})
    (void)Record(DocumentOf(kind, "no/1"));
  EXPECT_TRUE(Bundle().complete());
  const auto withdraw = [&](const std::string& number, const std::string& batch = kBatch) {
    bv::WithdrawSpjDocumentRequest request;
    request.set_request_id(platform_.Id());
    request.set_unit(kUnit);
    request.set_batch(batch);
    request.set_kind(bv::SPJ_PHOTO);
    request.set_doc_ref(number);
    request.set_reason("foto kelas lain");
    return platform_.budgeting().WithdrawSpjDocument(As("bendahara"), request);
  };
  EXPECT_THAT(withdraw("no/2"), HasCode(absl::StatusCode::kNotFound));
  EXPECT_THAT(withdraw("no/1", kOtherBatch), HasCode(absl::StatusCode::kNotFound));
  (void)platform_.Told("budgeting");
  MoveTo(absl::CivilDay(kYear, 3, 2));
  const auto without = withdraw("no/1");
  ASSERT_THAT(without, IsOk());
  EXPECT_FALSE(without->complete());
  EXPECT_THAT(without->missing(), ElementsAre(bv::SPJ_PHOTO));
  EXPECT_THAT(withdraw("no/1"), HasCode(absl::StatusCode::kNotFound)) << "once";
  EXPECT_THAT(platform_.Told("budgeting"), IsEmpty());
  // Recorded anew it is complete once more, and what was withdrawn is still to be seen.
  (void)Record(DocumentOf(bv::SPJ_PHOTO, "no/1"));
  EXPECT_THAT(platform_.Told("budgeting"), ElementsAre("spj.complete"));
  const bv::SpjBundle bundle = Bundle();
  EXPECT_EQ(bundle.present_size(), 7);
  ASSERT_EQ(bundle.withdrawn_size(), 1);
  EXPECT_EQ(bundle.withdrawn(0).on(), "2027-03-01");
  EXPECT_EQ(bundle.withdrawn(0).withdrawn_on(), "2027-03-02");
  EXPECT_EQ(bundle.withdrawn(0).reason(), "foto kelas lain");
}

// What is asked for from the next year on changes nothing of what was spent in this one.
TEST_F(BudgetSpj, IsJudgedAsOfTheDayOnWhichItsMoneyWasSpent) {
  const std::string line = Lines({10'000})[0];
  const auto spent = CommitFor(kBatch, "SPK/1", {{line, 1'000}});
  const auto open = CommitFor(kOtherBatch, "SPK/2", {{line, 1'000}});
  ASSERT_THAT(spent, IsOk());
  ASSERT_THAT(open, IsOk());
  ASSERT_THAT(Realise(spent->id()), IsOk());
  platform_.sql("budgeting")
      .Execute(
          "INSERT INTO spj_requirement (account, kind, valid_from, legal_basis)"
          " VALUES ('5.1.02', 4, '2028-01-01', 'rekaan')");
  MoveTo(absl::CivilDay(kYear, 12, 31));
  EXPECT_EQ(Bundle().required_size(), 7);
  EXPECT_EQ(Bundle(kOtherBatch).required_size(), 7);
  MoveTo(absl::CivilDay(kYear + 1, 1, 1));
  EXPECT_EQ(Bundle().required_size(), 7);
  EXPECT_EQ(Bundle(kOtherBatch).required_size(), 8);
  // In January, of the year before: it belongs to its December.
  ASSERT_THAT(Realise(open->id()), IsOk());
  EXPECT_EQ(Bundle(kOtherBatch).required_size(), 7);
  EXPECT_EQ(Bundle(kOtherBatch).due(), "2027-12-31");
  EXPECT_TRUE(Bundle(kOtherBatch).overdue());
  // A line of the new year is of the new year.
  const std::string next = Lines({10'000}, kUnit, kYear + 1)[0];
  const auto later = CommitFor(kOtherBatch, "SPK/3", {{next, 1'000, kYear + 1}});
  ASSERT_THAT(later, IsOk());
  EXPECT_EQ(Bundle(kOtherBatch).required_size(), 8);
  EXPECT_EQ(Bundle().required_size(), 7);
}

TEST_F(BudgetSpj, HonorariaAreThoseOfTheStandardAndTheTaxOfTheDay) {
  const auto fee = Quote("HON.NS.E2", 150, "III/c");
  ASSERT_THAT(fee, IsOk());
  EXPECT_EQ(fee->units(), 2);
  EXPECT_EQ(fee->gross(), 2'000'000);
  EXPECT_EQ(fee->tax_percent(), 5);
  EXPECT_EQ(fee->net(), 1'900'000);
  EXPECT_EQ(Quote("HON.DIKLAT.LUAR", 150, "III/c")->gross(), 900'000);
  operations::v1::SetPolicyRequest minutes;
  minutes.set_request_id(platform_.Id());
  minutes.mutable_policy()->set_key("jp.minutes");
  minutes.mutable_policy()->set_valid_from("2028-01-01");
  minutes.mutable_policy()->add_values(50);
  minutes.mutable_policy()->set_legal_basis("rekaan");
  ASSERT_THAT(platform_.operations("budgeting").SetPolicy(platform_.Admin(), minutes), IsOk());
  EXPECT_EQ(Quote("HON.DIKLAT.LUAR", 149, "III/c", false, "2027-12-31")->gross(), 900'000);
  EXPECT_EQ(Quote("HON.DIKLAT.LUAR", 149, "III/c", false, "2028-01-01")->gross(), 600'000);
  EXPECT_EQ(Quote("HON.NS.E2", 150, "IV/a", true)->net(), 850'000);
  EXPECT_THAT(Quote("HON.NS.E2", 59, "IX"), RefusedBy("HON-02", "HON-03"));
  EXPECT_THAT(Quote("HON.TIDAK.ADA", 60, "IV/a"), HasCode(absl::StatusCode::kNotFound));
  // A regional standard from the middle of the year on.
  bv::ImportPriceStandardsRequest prices;
  prices.set_request_id(platform_.Id());
  bv::PriceStandardRow& row = *prices.add_rows();
  row = Row("HON.NS.E2", "Rp800.000", "");
  row.set_unit("Orang/Jam");
  row.set_valid_from("2027-07-01");
  ASSERT_THAT(platform_.budgeting().ImportPriceStandards(As("ppkd"), prices), IsOk());
  const std::string before = "2027-06-30", after = "2027-07-01";
  EXPECT_EQ(Quote("HON.NS.E2", 60, "III/c", false, after)->gross(), 800'000) << "asked in March";
  MoveTo(absl::CivilDay(kYear, 6, 30));
  EXPECT_EQ(Quote("HON.NS.E2", 60, "III/c")->gross(), 1'000'000);
  MoveTo(absl::CivilDay(kYear, 7, 1));
  EXPECT_EQ(Quote("HON.NS.E2", 60, "III/c")->gross(), 800'000);
  EXPECT_EQ(Quote("HON.NS.E2", 60, "III/c", false, before)->gross(), 1'000'000);
  EXPECT_THAT(
      Quote("HON.NS.E2", 60, "III/c", false, "1990-01-01"), HasCode(absl::StatusCode::kNotFound));
}

}  // namespace
}  // namespace binadaya::test
