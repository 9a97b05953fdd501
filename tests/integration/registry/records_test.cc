// What is on record about people: over two years, by whom, corrected, and as it was on a day.
#include "binadaya/registry/v1/registry_events.pb.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/city.h"
#include "tests/support/matchers.h"

namespace binadaya::test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
namespace rv = ::binadaya::registry::v1;

class Records : public RegistryOverTime {
 protected:
  void SetUp() override { person_ = city_->Person("LURAH", "33.74.14.1003"); }
  static Call Officer(const std::string& path = "/33.74.14/") {
    return platform_->As("pic", {{v1::UNIT_HR_OFFICER, path}});
  }
  absl::StatusOr<rv::Record> Appraise(
      int year, rv::Predicate predicate, const std::string& reason = "",
      const std::optional<Call>& by = std::nullopt) {
    rv::RecordAppraisalRequest request;
    request.set_request_id(platform_->Id());
    request.set_person(person_);
    request.set_year(year);
    request.set_predicate(predicate);
    request.set_reason(reason);
    return platform_->registry().RecordAppraisal(by.has_value() ? *by : Officer(), request);
  }
  absl::StatusOr<rv::Record> Train(const std::string& training, const std::string& on) {
    rv::RecordTrainingRequest request;
    request.set_request_id(platform_->Id());
    request.set_person(person_);
    request.set_training(training);
    request.set_completed_on(on);
    request.set_document("SERT-1");
    return platform_->registry().RecordTraining(Officer(), request);
  }
  absl::StatusOr<rv::Record> Annul(const std::string& record) {
    rv::AnnulRecordRequest request;
    request.set_request_id(platform_->Id());
    request.set_person(person_);
    request.set_record(record);
    request.set_reason("orang lain");
    return platform_->registry().AnnulRecord(Officer(), request);
  }
  absl::StatusOr<rv::TrainingRequirement> Require(
      const std::string& training, rv::PostGroup group, const std::string& from,
      bool not_any_more = false) {
    rv::RequireTrainingRequest request;
    request.set_request_id(platform_->Id());
    request.set_training(training);
    request.set_group(group);
    request.set_valid_from(from);
    request.set_not_any_more(not_any_more);
    request.set_legal_basis("Perwal 1/2026");
    return platform_->registry().RequireTraining(platform_->Analyst(), request);
  }
  // The same about the person, since he was put on his post.
  std::vector<std::string> Told() const {
    std::vector<std::string> told = ToldAbout("person", person_);
    told.erase(told.begin(), told.begin() + 2);
    return told;
  }
  // "2025 KURANG", newest first.
  std::vector<std::string> List(const std::string& as_of = "") {
    rv::ListRecordsRequest request;
    request.set_person(person_);
    request.set_as_of(as_of);
    const auto listed = platform_->registry().ListRecords(Officer(), request);
    EXPECT_THAT(listed, IsOk());
    std::vector<std::string> records;
    for (const rv::Record& record : listed->records()) {
      records.push_back(
          Cat(record.year() != 0 ? Cat(record.year()) : record.from(), " ", record.code()));
      EXPECT_EQ(record.ended_on(), "");
    }
    return records;
  }
  // "LURAH 2/3": who falls short of how many.
  std::vector<std::string> Shortfalls(
      rv::ShortfallKind kind, const std::string& unit, v1::Role role = v1::ANALYST,
      const std::string& training = "") {
    rv::ListShortfallsRequest request;
    request.set_unit(unit);
    request.set_kind(kind);
    request.set_training(training);
    const auto listed =
        platform_->registry().ListShortfalls(platform_->As("someone", {{role, "/"}}), request);
    EXPECT_THAT(listed, IsOk());
    std::vector<std::string> shown;
    for (const rv::Shortfall& group : listed->groups()) {
      EXPECT_EQ(group.people_size(), role == v1::AGENCY_HEAD ? 0 : group.affected());
      shown.push_back(
          Cat(group.training(), group.training().empty() ? "" : " ", group.family(), " ",
              group.affected(), "/", group.population()));
    }
    if (listed->withheld()) shown.emplace_back("withheld");
    return shown;
  }

  std::string person_;
};

TEST_F(Records, OfAppraisalsStandByYearAndACorrectionLeavesPastDaysAsTheyWere) {
  const int year = static_cast<int>(today_.year());
  ASSERT_THAT(Appraise(year - 2, rv::BAIK), IsOk());
  ASSERT_THAT(Appraise(year - 1, rv::KURANG), IsOk());
  EXPECT_THAT(Appraise(year - 1, rv::KURANG), IsOk());  // the same once more
  EXPECT_THAT(Told(), ElementsAre("appraisal.recorded", "appraisal.recorded"));
  EXPECT_THAT(Appraise(year - 1, rv::BAIK), RefusedBy("REC-05"));
  EXPECT_THAT(Appraise(year + 1, rv::BAIK), RefusedBy("REC-04"));
  MoveTo(today_ + 20);
  ASSERT_THAT(Appraise(year - 1, rv::BAIK, "keberatan diterima"), IsOk());
  EXPECT_THAT(List(), ElementsAre(Cat(year - 1, " BAIK"), Cat(year - 2, " BAIK")));
  EXPECT_THAT(
      List(Day(today_ + 19)), ElementsAre(Cat(year - 1, " KURANG"), Cat(year - 2, " BAIK")));
  EXPECT_THAT(List(Day(today_ - 1)), IsEmpty());
}

TEST_F(Records, AreKeptByOthersInsideTheirUnitAndReadByThePerson) {
  const int year = static_cast<int>(today_.year()) - 1;
  EXPECT_THAT(
      Appraise(year, rv::SANGAT_BAIK, "", platform_->As(person_, {{v1::UNIT_HR_OFFICER, "/"}})),
      RefusedBy("REC-08"));
  EXPECT_TRUE(
      absl::IsPermissionDenied(Appraise(year, rv::BAIK, "", Officer("/33.74.02/")).status()));
  EXPECT_TRUE(absl::IsPermissionDenied(
      Appraise(year, rv::BAIK, "", platform_->As("head", {{v1::UNIT_HEAD, "/"}})).status()));
  ASSERT_THAT(Appraise(year, rv::BAIK), IsOk());
  rv::ListRecordsRequest own;
  own.set_person(person_);
  const auto seen = platform_->registry().ListRecords(platform_->As(person_, {}), own);
  ASSERT_THAT(seen, IsOk());
  EXPECT_EQ(seen->records_size(), 1);
}

TEST_F(Records, OfEveryKindAreToldAndAnnulledOnce) {
  const auto training = Train("PKP", Day(today_ - 30));
  ASSERT_THAT(training, IsOk());
  EXPECT_THAT(Train("PKX", Day(today_)), RefusedBy("REC-01"));
  EXPECT_THAT(Train("PKP", Day(today_ + 1)), RefusedBy("REC-02"));
  rv::RecordEducationRequest education;
  education.set_request_id(platform_->Id());
  education.set_person(person_);
  education.set_level(rv::S1);
  education.set_field("Administrasi Negara");
  education.set_completed_on("2001-08-01");
  education.set_document("IJZ-1");
  ASSERT_THAT(platform_->registry().RecordEducation(Officer(), education), IsOk());
  rv::RecordDisciplineRequest discipline;
  discipline.set_request_id(platform_->Id());
  discipline.set_person(person_);
  discipline.set_level(rv::RINGAN);
  discipline.set_decided_on(Day(today_ - 5));
  discipline.set_ends_on(Day(today_ + 90));
  discipline.set_document("800/9");
  ASSERT_THAT(platform_->registry().RecordDiscipline(Officer(), discipline), IsOk());
  rv::RegisterLeaveRequest leave;
  leave.set_request_id(platform_->Id());
  leave.set_person(person_);
  leave.set_kind(rv::TAHUNAN);
  leave.set_first_day(Day(today_ + 10));
  leave.set_last_day(Day(today_ + 12));
  leave.set_document("C-1");
  const auto registered = platform_->registry().RegisterLeave(Officer(), leave);
  ASSERT_THAT(registered, IsOk());
  EXPECT_EQ(registered->until(), Day(today_ + 13));
  leave.set_request_id(platform_->Id());
  leave.set_first_day(Day(today_ + 12));
  leave.set_last_day(Day(today_ + 14));
  EXPECT_THAT(platform_->registry().RegisterLeave(Officer(), leave), RefusedBy("REC-07"));
  EXPECT_EQ(List().size(), 4);
  ASSERT_THAT(Annul(training->id()), IsOk());
  EXPECT_THAT(Annul(training->id()), RefusedBy("REC-09"));
  EXPECT_THAT(
      Told(), ElementsAre(
                  "training.recorded", "education.recorded", "discipline.recorded",
                  "leave.registered", "record.annulled"));
  EXPECT_EQ(List().size(), 3);
}

TEST_F(Records, OfLeaveTellNobodyThatSomebodyIsIll) {
  const auto told_of = [&](rv::LeaveKind kind, int day) {
    rv::RegisterLeaveRequest leave;
    leave.set_request_id(platform_->Id());
    leave.set_person(person_);
    leave.set_kind(kind);
    leave.set_first_day(Day(today_ + day));
    leave.set_last_day(Day(today_ + day));
    leave.set_document("C-1");
    EXPECT_THAT(platform_->registry().RegisterLeave(Officer(), leave), IsOk());
    rv::LeaveRegistered event;
    EXPECT_TRUE(event.ParseFromString(
        platform_->sql("registry")
            .Query(
                "SELECT payload FROM event_log WHERE aggregate_type = 'person' AND aggregate_id = "
                "$1 ORDER BY aggregate_version DESC LIMIT 1",
                {person_})
            .Bytes(0, 0)));
    EXPECT_EQ(event.from(), Day(today_ + day));
    return event.kind();
  };
  EXPECT_EQ(told_of(rv::TAHUNAN, 1), "TAHUNAN");
  EXPECT_EQ(told_of(rv::SAKIT, 2), "");
  EXPECT_EQ(told_of(rv::MELAHIRKAN, 3), "");
}

// Of a pengawas PKP is required; an earlier training counts as it.
TEST_F(Records, OfTrainingsSayWhoHasNotDoneWhatThePostHeldRequires) {
  ASSERT_THAT(Require("PKP", rv::SUPERVISOR, "2020-01-01"), IsOk());
  ASSERT_THAT(Require("PKA", rv::ADMINISTRATOR, "2020-01-01"), IsOk());
  const std::string unit = "33.74.14.1004";
  person_ = city_->Person("LURAH", unit);
  EXPECT_THAT(Shortfalls(rv::SHORTFALL_TRAINING, unit), ElementsAre("PKP LURAH 1/1"));
  const auto done = Train("DIKLATPIM_IV", "2015-05-05");
  ASSERT_THAT(done, IsOk());
  EXPECT_THAT(Shortfalls(rv::SHORTFALL_TRAINING, unit), ElementsAre("PKP LURAH 0/1"));
  ASSERT_THAT(Train("PKA", "2018-05-05"), IsOk());  // not of the post held
  ASSERT_THAT(Annul(done->id()), IsOk());
  EXPECT_THAT(Shortfalls(rv::SHORTFALL_TRAINING, unit), ElementsAre("PKP LURAH 1/1"));
  // He goes on to be a camat: PKA is required, and he has it.
  rv::AssignPostRequest assign;
  assign.set_request_id(platform_->Id());
  assign.set_person(person_);
  assign.set_post("CAMAT");
  assign.set_unit(unit);
  assign.set_kind(rv::DEFINITIVE);
  assign.set_valid_from(Day(today_));
  assign.set_decree("800/1/2026");
  ASSERT_THAT(platform_->registry().AssignPost(platform_->Analyst(), assign), IsOk());
  EXPECT_THAT(Shortfalls(rv::SHORTFALL_TRAINING, unit), ElementsAre("PKA CAMAT 0/1"));
}

TEST_F(Records, OfTrainingsAreRequiredFromTheirDayOnAndNoMoreFromAnother) {
  const std::string unit = "33.74.02.1002";
  city_->Person("STAF", unit);
  ASSERT_THAT(Require("LATSAR", rv::EXECUTOR, Day(today_ + 10)), IsOk());
  ASSERT_THAT(Require("LATSAR", rv::EXECUTOR, Day(today_ + 375), true), IsOk());
  const auto told = [] { return ToldAbout("training", "LATSAR").size(); };
  EXPECT_EQ(told(), 0);
  EXPECT_THAT(Shortfalls(rv::SHORTFALL_TRAINING, unit), IsEmpty());
  MoveTo(today_ + 10);
  EXPECT_THAT(Shortfalls(rv::SHORTFALL_TRAINING, unit), ElementsAre("LATSAR STAF 1/1"));
  ASSERT_TRUE(Eventually([&] { return told() == 1; }));
  MoveTo(today_ + 375);
  EXPECT_THAT(Shortfalls(rv::SHORTFALL_TRAINING, unit), IsEmpty());
  ASSERT_TRUE(Eventually([&] { return told() == 2; }));
  EXPECT_THAT(Require("LATSAR", rv::EXECUTOR, Day(today_)), RefusedBy("TRN-04"));
  EXPECT_THAT(Require("DIKLATPIM_IV", rv::EXECUTOR, ""), RefusedBy("TRN-01"));
}

TEST_F(Records, OfAppraisalsBelowBaikMakeGroupsByTheNewestYearAndSmallOnesAreWithheld) {
  const int year = static_cast<int>(today_.year());
  const std::string unit = "33.74.02.1001";
  rv::DefinePostRequest post;
  post.set_request_id(platform_->Id());
  post.set_code("STAF_K");
  post.set_title("Staf");
  post.set_group(rv::EXECUTOR);
  post.set_family("STAF_K");
  ASSERT_THAT(platform_->registry().DefinePost(platform_->Analyst(), post), IsOk());
  std::vector<std::string> staff;
  for (int i = 0; i < 10; ++i) {
    staff.push_back(person_ = city_->Person("STAF_K", unit));
    ASSERT_THAT(Appraise(year - 2, rv::KURANG, "", Officer("/33.74.02/")), IsOk());
  }
  const auto of = [&](v1::Role role) { return Shortfalls(rv::SHORTFALL_APPRAISAL, unit, role); };
  EXPECT_THAT(of(v1::ANALYST), ElementsAre("STAF_K 10/10"));
  EXPECT_THAT(of(v1::AGENCY_HEAD), ElementsAre("STAF_K 10/10"));
  // The year after four are at Baik, and then a fifth.
  for (std::size_t i = 0; i < 4; ++i) {
    person_ = staff[i];
    ASSERT_THAT(Appraise(year - 1, rv::BAIK, "", Officer("/33.74.02/")), IsOk());
  }
  EXPECT_THAT(of(v1::ANALYST), ElementsAre("STAF_K 6/10"));
  EXPECT_THAT(of(v1::AGENCY_HEAD), ElementsAre("withheld"));
  person_ = staff[4];
  ASSERT_THAT(Appraise(year - 1, rv::SANGAT_BAIK, "", Officer("/33.74.02/")), IsOk());
  EXPECT_THAT(of(v1::AGENCY_HEAD), ElementsAre("STAF_K 5/10"));
  // An appraisal of an earlier year changes nothing.
  ASSERT_THAT(Appraise(year - 3, rv::SANGAT_KURANG, "", Officer("/33.74.02/")), IsOk());
  EXPECT_THAT(of(v1::ANALYST), ElementsAre("STAF_K 5/10"));
}

}  // namespace
}  // namespace binadaya::test
