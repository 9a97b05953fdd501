// Appeals against valid levels: how long, against what, decided by whom, and what becomes of them
// when the level, the person or the unit moves on.
#include <chrono>
#include <future>

#include "binadaya/registry/v1/registry_events.pb.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/city.h"
#include "tests/support/matchers.h"
#include "tests/support/platform.h"
#include "tests/support/waiting.h"

namespace binadaya::test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;
namespace rv = ::binadaya::registry::v1;

constexpr char kRater[] = "0190a000-0000-7000-8000-000000000001";

// A lurah whose nine levels, all 1, became valid on Monday, 10 March 2031. The Wednesday and the
// Thursday of that week are holidays.
class Appeals : public RegistryOverTime {
 protected:
  void SetUp() override {
    MoveTo(absl::CivilDay(2031, 3, 10));
    rv::SetHolidaysRequest request;
    request.set_request_id(platform_->Id());
    request.set_year(2031);
    for (const char* day : {"2031-03-12", "2031-03-13"}) {
      rv::Holiday& holiday = *request.add_holidays();
      holiday.set_day(day);
      holiday.set_name("Hari libur");
    }
    ASSERT_THAT(platform_->registry().SetHolidays(platform_->Admin(), request), IsOk());
    lurah_ = city_->Person("LURAH", "33.74.14.1003");
    ASSERT_THAT(city_->Assess(city_->RatingCampaign(), lurah_, 1), IsOk());
  }

  Call Oneself() { return platform_->As(lurah_, {{v1::EMPLOYEE, "/33.74.14/33.74.14.1003/"}}); }
  static Call Other() { return platform_->As("camat", {{v1::UNIT_HEAD, "/33.74.14/"}}); }
  absl::StatusOr<rv::Appeal> Appeal(const std::string& competency) {
    rv::AppealLevelRequest request;
    request.set_request_id(platform_->Id());
    request.set_person(lurah_);
    request.set_competency(competency);
    request.set_reason("bukti pelatihan belum diperhitungkan");
    request.set_claimed(2);
    return platform_->registry().AppealLevel(Oneself(), request);
  }
  absl::StatusOr<rv::Appeal> Decide(
      const rv::Appeal& appeal, rv::AppealState decision, std::optional<double> level,
      const Call& by = Other()) {
    rv::DecideAppealRequest request;
    request.set_request_id(platform_->Id());
    request.set_person(lurah_);
    request.set_appeal(appeal.id());
    request.set_decision(decision);
    request.set_reason("portofolionya lengkap");
    if (level.has_value()) request.set_level(*level);
    return platform_->registry().DecideAppeal(by, request);
  }
  absl::StatusOr<rv::Profile> Correct(const std::string& competency, double level) {
    rv::CorrectLevelRequest request;
    request.set_request_id(platform_->Id());
    request.set_person(lurah_);
    request.set_competency(competency);
    request.set_level(level);
    request.set_reason("salah ketik");
    return platform_->registry().CorrectLevel(
        platform_->As("head", {{v1::UNIT_HEAD, "/"}}), request);
  }
  rv::OwnFile File() {
    rv::GetOwnFileRequest request;
    request.set_person(lurah_);
    const auto file = platform_->registry().GetOwnFile(Oneself(), request);
    EXPECT_THAT(file, IsOk());
    return file.value_or(rv::OwnFile());
  }
  rv::Profile::Level LevelOf(const std::string& competency, const std::string& as_of = "") {
    const auto profile = city_->Profile(lurah_, as_of);
    EXPECT_THAT(profile, IsOk());
    for (const rv::Profile::Level& level : profile->levels()) {
      if (level.competency() == competency) return level;
    }
    return {};
  }
  double GapOf(const std::string& competency, const std::string& as_of = "") {
    rv::ListPersonGapsRequest request;
    request.set_person(lurah_);
    request.set_as_of(as_of);
    const auto gaps = platform_->registry().ListPersonGaps(platform_->Analyst(), request);
    EXPECT_THAT(gaps, IsOk());
    for (const rv::Gap& gap : gaps->gaps()) {
      if (gap.competency() == competency) return gap.gap();
    }
    return -99;
  }
  std::vector<std::string> Waiting(const std::string& unit) {
    rv::ListAppealsRequest request;
    request.set_unit(unit);
    const auto appeals = platform_->registry().ListAppeals(platform_->Analyst(), request);
    EXPECT_THAT(appeals, IsOk());
    std::vector<std::string> ids;
    for (const rv::Appeal& appeal : appeals->appeals()) {
      if (appeal.person() == lurah_) ids.push_back(appeal.id());
    }
    return ids;
  }
  // How often that was told of an appeal.
  static std::int64_t ToldOf(const rv::Appeal& appeal, const std::string& type) {
    return platform_->sql("registry")
        .Query(
            "SELECT count(*) FROM event_log WHERE aggregate_type = 'appeal' AND aggregate_id = $1"
            " AND position('.appeal.' || $2 || '.v1' IN encode(headers, 'escape')) > 0",
            {appeal.id(), type})
        .Int(0, 0);
  }

  // How often a level of the person was told to be put right.
  std::int64_t Corrections() {
    return platform_->sql("registry")
        .Query(
            "SELECT count(*) FROM event_log WHERE aggregate_type = 'profile' AND aggregate_id = $1"
            " AND position('profile.corrected' IN encode(headers, 'escape')) > 0",
            {lurah_})
        .Int(0, 0);
  }

  std::string lurah_;
};

TEST_F(Appeals, ArePossibleForTenWorkingDaysAndToBeDecidedInTen) {
  const rv::OwnFile before = File();
  ASSERT_THAT(before.appealable(), SizeIs(9));
  EXPECT_EQ(before.appealable(2).competency(), "M.03");
  EXPECT_EQ(before.appealable(2).last_day(), "2031-03-26");
  MoveTo(absl::CivilDay(2031, 3, 26));
  const auto appeal = Appeal("M.03");
  ASSERT_THAT(appeal, IsOk());
  EXPECT_EQ(appeal->state(), rv::APPEAL_FILED);
  EXPECT_EQ(appeal->level(), 1);
  EXPECT_EQ(appeal->decide_by(), "2031-04-09");
  EXPECT_EQ(ToldOf(*appeal, "filed"), 1);
  EXPECT_THAT(Waiting("33.74.14.1003"), ElementsAre(appeal->id()));
  MoveTo(absl::CivilDay(2031, 3, 27));
  EXPECT_THAT(Appeal("M.04"), RefusedBy("APL-02"));
  EXPECT_THAT(File().appealable(), IsEmpty());
}

TEST_F(Appeals, AreFiledByThePersonAlone) {
  rv::AppealLevelRequest request;
  request.set_request_id(platform_->Id());
  request.set_person(lurah_);
  request.set_competency("M.03");
  request.set_reason("bukan urusan saya");
  for (const Call& call : {platform_->Analyst(), Other()}) {
    EXPECT_THAT(
        platform_->registry().AppealLevel(call, request),
        HasCode(absl::StatusCode::kPermissionDenied));
  }
  EXPECT_THAT(Appeal("M.09"), RefusedBy("APL-01"));
}

TEST_F(Appeals, ThatAreUpheldPutTheLevelRightFromThatDayOn) {
  MoveTo(absl::CivilDay(2031, 3, 11));
  const auto appeal = Appeal("M.03");
  ASSERT_THAT(appeal, IsOk());
  MoveTo(absl::CivilDay(2031, 3, 14));
  EXPECT_THAT(Decide(*appeal, rv::APPEAL_UPHELD, std::nullopt), RefusedBy("RATE-09"));
  EXPECT_THAT(Decide(*appeal, rv::APPEAL_UPHELD, 1), RefusedBy("PROF-15"));
  EXPECT_THAT(Decide(*appeal, rv::APPEAL_REJECTED, 2), RefusedBy("APL-06"));
  EXPECT_EQ(Corrections(), 0);
  const auto decided = Decide(*appeal, rv::APPEAL_UPHELD, 2);
  ASSERT_THAT(decided, IsOk());
  EXPECT_EQ(decided->state(), rv::APPEAL_UPHELD);
  EXPECT_EQ(decided->decided_on(), "2031-03-14");
  EXPECT_EQ(decided->level(), 1) << "the old value is kept";
  EXPECT_EQ(decided->decision().level(), 2);
  EXPECT_EQ(ToldOf(*appeal, "decided"), 1);
  EXPECT_EQ(Corrections(), 1) << "those who hear of gaps hear of it";
  const rv::Profile::Level level = LevelOf("M.03");
  EXPECT_EQ(level.level(), 2);
  EXPECT_EQ(level.basis(), "APPEAL");
  EXPECT_THAT(level.decision().by(), ElementsAre("camat"));
  EXPECT_EQ(level.decision().note(), "portofolionya lengkap");
  EXPECT_EQ(GapOf("M.03"), 0);
  EXPECT_EQ(LevelOf("M.03", "2031-03-13").level(), 1);
  EXPECT_EQ(GapOf("M.03", "2031-03-13"), 1);
  // What was set on appeal stands; a later correction is a level of its own.
  EXPECT_THAT(Appeal("M.03"), RefusedBy("APL-03"));
  EXPECT_THAT(Decide(*appeal, rv::APPEAL_REJECTED, std::nullopt), RefusedBy("APL-05"));
  MoveTo(absl::CivilDay(2031, 6, 2));
  ASSERT_THAT(Correct("M.03", 1.5), IsOk());
  EXPECT_THAT(Appeal("M.03"), IsOk());
}

TEST_F(Appeals, ThatAreRejectedLeaveTheLevelAndTellThePersonWhoAndWhy) {
  const auto appeal = Appeal("M.03");
  ASSERT_THAT(appeal, IsOk());
  ASSERT_THAT(Decide(*appeal, rv::APPEAL_REJECTED, std::nullopt), IsOk());
  EXPECT_EQ(LevelOf("M.03").level(), 1);
  EXPECT_EQ(LevelOf("M.03").basis(), "MULTI_RATER");
  const rv::OwnFile file = File();
  ASSERT_THAT(file.appeals(), SizeIs(1));
  EXPECT_EQ(file.appeals(0).state(), rv::APPEAL_REJECTED);
  EXPECT_EQ(file.appeals(0).reason(), "bukti pelatihan belum diperhitungkan");
  EXPECT_EQ(file.appeals(0).claimed(), 2);
  EXPECT_EQ(file.appeals(0).decision().note(), "portofolionya lengkap");
  EXPECT_THAT(file.appeals(0).decision().by(), ElementsAre("camat"));
  EXPECT_THAT(file.appealable(), SizeIs(8));
  EXPECT_THAT(Appeal("M.03"), RefusedBy("APL-03"));
  EXPECT_THAT(Waiting("/"), IsEmpty());
  // The next year's level is another one.
  MoveTo(absl::CivilDay(2032, 3, 8));
  ASSERT_THAT(city_->Assess(city_->RatingCampaign(), lurah_, City::Levels{{"M.03", 1}}), IsOk());
  EXPECT_THAT(Appeal("M.03"), IsOk());
  EXPECT_THAT(Appeal("M.04"), RefusedBy("APL-02")) << "of last year still";
  EXPECT_THAT(File().appeals(), SizeIs(2));
}

TEST_F(Appeals, AreDecidedByWhoHadNoPartInTheLevelAndCoversThePerson) {
  const auto appeal = Appeal("M.03");
  ASSERT_THAT(appeal, IsOk());
  const auto by = [&](const std::string& who, v1::Role role, const std::string& path) {
    return Decide(*appeal, rv::APPEAL_UPHELD, 2, platform_->As(who, {{role, path}}));
  };
  for (const char* who : {kRater, "pic", "head"})
    EXPECT_THAT(by(who, v1::UNIT_HEAD, "/"), RefusedBy("APL-07")) << who;
  EXPECT_THAT(by(lurah_, v1::UNIT_HEAD, "/"), RefusedBy("PROF-16"));
  EXPECT_THAT(
      by("camat", v1::UNIT_HEAD, "/33.74.02/"), HasCode(absl::StatusCode::kPermissionDenied));
  EXPECT_THAT(by("camat", v1::UNIT_HR_OFFICER, "/"), HasCode(absl::StatusCode::kPermissionDenied));
  EXPECT_EQ(LevelOf("M.03").level(), 1);
  EXPECT_THAT(by("analis", v1::ANALYST, "/"), IsOk());
}

TEST_F(Appeals, LapseWhenANewerLevelTakesThePlaceOfTheOneThatTheyAreAgainst) {
  const auto rated = Appeal("M.03"), unrated = Appeal("M.04");
  ASSERT_THAT(rated, IsOk());
  ASSERT_THAT(unrated, IsOk());
  MoveTo(absl::CivilDay(2031, 3, 17));
  ASSERT_THAT(city_->Assess(city_->RatingCampaign(), lurah_, City::Levels{{"M.03", 2}}), IsOk());
  EXPECT_EQ(ToldOf(*rated, "lapsed"), 1);
  EXPECT_EQ(ToldOf(*unrated, "lapsed"), 0);
  EXPECT_THAT(Decide(*rated, rv::APPEAL_UPHELD, 3), RefusedBy("APL-05"));
  EXPECT_THAT(Waiting("/"), ElementsAre(unrated->id()));
  EXPECT_THAT(Appeal("M.03"), IsOk()) << "the newer level is another one";
  EXPECT_THAT(Decide(*unrated, rv::APPEAL_UPHELD, 2), IsOk());
}

TEST_F(Appeals, StayWhenACaseOfWhatWasSeenBeforeIsFinishedLate) {
  const std::string late = city_->RatingCampaign();
  for (const auto role : {rv::RATER_SUPERVISOR, rv::RATER_SELF})
    ASSERT_THAT(city_->Rate(late, lurah_, role, {{"M.03", 2}}, "", "2030-03-11"), IsOk());
  ASSERT_THAT(city_->Verify(lurah_, late), IsOk());
  const auto appeal = Appeal("M.03");
  ASSERT_THAT(appeal, IsOk());
  ASSERT_THAT(city_->Validate(lurah_, late), IsOk());
  EXPECT_EQ(ToldOf(*appeal, "lapsed"), 0);
  EXPECT_EQ(LevelOf("M.03").level(), 1);
  EXPECT_THAT(Decide(*appeal, rv::APPEAL_UPHELD, 2), IsOk());
}

TEST_F(Appeals, AreDecidedBeforeTheLevelIsCorrectedOtherwise) {
  const auto appeal = Appeal("M.03");
  ASSERT_THAT(appeal, IsOk());
  EXPECT_THAT(Correct("M.03", 2), RefusedBy("APL-08"));
  ASSERT_THAT(Correct("M.04", 2), IsOk());
  ASSERT_THAT(Decide(*appeal, rv::APPEAL_REJECTED, std::nullopt), IsOk());
  ASSERT_THAT(Correct("M.03", 2), IsOk());
  // Who corrected it has a part in it; the validator of before too.
  const auto again = Appeal("M.03");
  ASSERT_THAT(again, IsOk());
  EXPECT_THAT(
      Decide(
          *again, rv::APPEAL_REJECTED, std::nullopt, platform_->As("head", {{v1::UNIT_HEAD, "/"}})),
      RefusedBy("APL-07"));
}

TEST_F(Appeals, ThatNobodyDecidesInTimeAreToldOnceAndStayOpenUntilTheLevelEnds) {
  const auto late = Appeal("M.03"), in_time = Appeal("M.04");
  ASSERT_THAT(late, IsOk());
  ASSERT_THAT(in_time, IsOk());
  EXPECT_EQ(late->decide_by(), "2031-03-26");
  MoveTo(absl::CivilDay(2031, 3, 26));
  ASSERT_THAT(Decide(*in_time, rv::APPEAL_REJECTED, std::nullopt), IsOk());
  EXPECT_EQ(ToldOf(*late, "overdue"), 0);
  MoveTo(absl::CivilDay(2031, 3, 27));
  ASSERT_TRUE(Eventually([&] { return ToldOf(*late, "overdue") == 1; }));
  EXPECT_EQ(ToldOf(*in_time, "overdue"), 0);
  EXPECT_THAT(Waiting("/"), ElementsAre(late->id()));
  MoveTo(absl::CivilDay(2034, 3, 10));
  ASSERT_TRUE(Eventually([&] { return ToldOf(*late, "lapsed") == 1; }));
  EXPECT_EQ(ToldOf(*late, "overdue"), 1);
  EXPECT_THAT(Waiting("/"), IsEmpty());
}

TEST_F(Appeals, ThatWereFiledBeforeAnExitAreDecidedAndNoneIsFiledAfterIt) {
  const auto appeal = Appeal("M.03");
  ASSERT_THAT(appeal, IsOk());
  MoveTo(absl::CivilDay(2031, 3, 11));
  rv::EndEmploymentRequest request;
  request.set_request_id(platform_->Id());
  request.set_person(lurah_);
  request.set_exit(rv::EXIT_DISMISSAL);
  request.set_effective("2031-03-11");
  request.set_decree("800/9/2031");
  ASSERT_THAT(platform_->registry().EndEmployment(platform_->Analyst(), request), IsOk());
  EXPECT_THAT(Appeal("M.04"), RefusedBy("APL-04"));
  EXPECT_THAT(File().appealable(), IsEmpty());
  // He is in no unit any more: the city's analyst decides.
  EXPECT_THAT(Decide(*appeal, rv::APPEAL_UPHELD, 2), HasCode(absl::StatusCode::kPermissionDenied));
  EXPECT_THAT(Waiting("/"), ElementsAre(appeal->id()));
  ASSERT_THAT(Decide(*appeal, rv::APPEAL_UPHELD, 2, platform_->Analyst()), IsOk());
  EXPECT_EQ(LevelOf("M.03").level(), 2);
}

TEST_F(Appeals, GoWithThePersonToAnotherUnit) {
  const auto appeal = Appeal("M.03");
  ASSERT_THAT(appeal, IsOk());
  MoveTo(absl::CivilDay(2031, 3, 11));
  ASSERT_THAT(city_->Assign(lurah_, "LURAH", "33.74.02.1001"), IsOk());
  EXPECT_THAT(Waiting("33.74.14"), IsEmpty());
  EXPECT_THAT(Waiting("33.74.02"), ElementsAre(appeal->id()));
  EXPECT_THAT(Decide(*appeal, rv::APPEAL_UPHELD, 2), HasCode(absl::StatusCode::kPermissionDenied));
  EXPECT_THAT(
      Decide(
          *appeal, rv::APPEAL_UPHELD, 2,
          platform_->As("camat lain", {{v1::UNIT_HEAD, "/33.74.02/"}})),
      IsOk());
}

TEST_F(Appeals, CountTheWorkingDaysOfTheYearThatTheMinistersDecreed) {
  const auto days =
      platform_->sql("registry")
          .Query(
              "SELECT string_agg(n::text, ',' ORDER BY m) FROM (SELECT extract(month FROM d) AS m, "
              "count(*)"
              " AS n FROM generate_series('2026-01-01'::date, '2026-12-31', '1 day') AS d"
              " WHERE working_day_after(d::date - 1, 1) = d::date GROUP BY 1) AS months",
              {});
  EXPECT_EQ(days.String(0, 0), "20,18,17,21,16,20,23,19,22,22,21,21");
}

TEST_F(Appeals, KnowTheHolidaysOfAYearAsTheyWereEnteredLast) {
  rv::SetHolidaysRequest request;
  request.set_request_id(platform_->Id());
  request.set_year(2031);
  for (const char* day : {"2031-03-14", "2032-01-01", "2031-03-14"}) {
    rv::Holiday& holiday = *request.add_holidays();
    holiday.set_day(day);
    holiday.set_name("Hari libur");
  }
  EXPECT_THAT(
      platform_->registry().SetHolidays(platform_->Admin(), request),
      RefusedBy("HOL-01", "HOL-01"));
  request.mutable_holidays()->DeleteSubrange(1, 2);
  ASSERT_THAT(platform_->registry().SetHolidays(platform_->Admin(), request), IsOk());
  EXPECT_EQ(File().appealable(0).last_day(), "2031-03-25") << "one holiday instead of two";
}

TEST_F(Appeals, ShowWhoEnteredTheHolidaysOfAYearAndByWhichDocument) {
  const auto list = [](int year) {
    rv::ListHolidaysRequest request;
    request.set_year(year);
    return *platform_->registry().ListHolidays(
        platform_->As("anybody", {{v1::EMPLOYEE, "/"}}), request);
  };
  const rv::Holidays first = list(2026);
  ASSERT_EQ(first.holidays_size(), 25);
  EXPECT_EQ(first.holidays(0).day(), "2026-01-01");
  EXPECT_EQ(first.holidays(0).name(), "Tahun Baru Masehi");
  EXPECT_EQ(first.holidays(0).document(), "SKB 3 Menteri 1497/2/5 Tahun 2025");
  EXPECT_EQ(first.holidays(0).set_by() + first.holidays(0).set_at(), "");
  rv::SetHolidaysRequest request;
  request.set_request_id(platform_->Id());
  request.set_year(2030);
  request.set_document("SKB 1/2029");
  for (const char* day : {"2030-12-25", "2030-01-01"}) {
    rv::Holiday& holiday = *request.add_holidays();
    holiday.set_day(day);
    holiday.set_name("Hari libur");
    holiday.set_set_by("orang lain");
  }
  request.mutable_holidays(1)->set_provisional(true);
  ASSERT_THAT(platform_->registry().SetHolidays(platform_->Admin(), request), IsOk());
  const rv::Holidays then = list(2030);
  EXPECT_EQ(then.year(), 2030);
  ASSERT_EQ(then.holidays_size(), 2);
  EXPECT_EQ(then.holidays(0).day(), "2030-01-01");
  EXPECT_EQ(then.holidays(0).set_by(), "operator");
  EXPECT_EQ(then.holidays(0).document(), "SKB 1/2029");
  EXPECT_FALSE(then.holidays(0).set_at().empty());
  EXPECT_TRUE(then.holidays(0).provisional());
  EXPECT_FALSE(then.holidays(1).provisional());
  EXPECT_EQ(list(2029).holidays_size(), 0);
  EXPECT_EQ(list(0).year(), platform_->clock().Today().year());
}

// A level that waited behind an assessment, and the assessment under appeal when it runs out.
class AppealsBehindAnAssessment : public Appeals {
 protected:
  void SetUp() override {
    Appeals::SetUp();
    const std::string assessment = city_->RatingCampaign();
    ASSERT_THAT(
        city_->Rate(
            assessment, lurah_, rv::RATER_ASSESSMENT_CENTER, {{"M.03", 3}}, "", "2029-03-20"),
        IsOk());
    ASSERT_THAT(city_->Verify(lurah_, assessment), IsOk());
    ASSERT_THAT(city_->Validate(lurah_, assessment), IsOk());
    ASSERT_THAT(city_->Assess(city_->RatingCampaign(), lurah_, City::Levels{{"M.03", 1}}), IsOk());
    ASSERT_EQ(LevelOf("M.03").basis(), "ASSESSMENT_CENTER");
  }
  void LoseExpiry() {
    platform_->sql("registry")
        .Query("DELETE FROM timer WHERE kind = 'profile_expiry' AND subject = $1", {lurah_});
  }
};

TEST_F(AppealsBehindAnAssessment, ArePossibleFromTheDayOnWhichTheLevelBeginsToCount) {
  MoveTo(absl::CivilDay(2032, 3, 19));
  EXPECT_EQ(LevelOf("M.03").level(), 3);
  EXPECT_THAT(Appeal("M.03"), RefusedBy("APL-02"));
  MoveTo(absl::CivilDay(2032, 3, 20));  // a Saturday
  ASSERT_TRUE(Eventually([&] { return NothingIsDue() && LevelOf("M.03").level() == 1; }));
  ASSERT_THAT(File().appealable(), SizeIs(1));
  EXPECT_EQ(File().appealable(0).competency(), "M.03");
  EXPECT_EQ(File().appealable(0).last_day(), "2032-04-02");
  MoveTo(absl::CivilDay(2032, 4, 3));
  EXPECT_THAT(Appeal("M.03"), RefusedBy("APL-02"));
  MoveTo(absl::CivilDay(2032, 4, 2));
  EXPECT_THAT(Appeal("M.03"), IsOk());
}

TEST_F(AppealsBehindAnAssessment, AreOfTheLevelThatTheyAreAgainstAndOfNoneBehindIt) {
  const auto appeal = Appeal("M.03");
  ASSERT_THAT(appeal, IsOk());
  EXPECT_THAT(Correct("M.03", 2), RefusedBy("APL-08"));
  LoseExpiry();  // midnight has passed, and the timer is late
  MoveTo(absl::CivilDay(2032, 3, 20));
  EXPECT_THAT(Decide(*appeal, rv::APPEAL_UPHELD, 2), RefusedBy("APL-05"));
  EXPECT_EQ(LevelOf("M.03").level(), 1);
  ASSERT_THAT(Correct("M.03", 2), IsOk()) << "nobody objects to the one behind it";
  ASSERT_TRUE(Eventually([&] { return ToldOf(*appeal, "lapsed") == 1; }));
}

TEST_F(Appeals, TellTheHolidaysOfAYearThatIsSetAndOfThoseThatWereThereBefore) {
  const auto last = [](int year) {
    const pg::Result rows = platform_->sql("registry")
                                .Query(
                                    "SELECT payload FROM event_log WHERE aggregate_type = "
                                    "'holidays' AND aggregate_id = $1"
                                    " ORDER BY aggregate_version DESC LIMIT 1",
                                    {std::to_string(year)});
    rv::HolidaysSet event;
    if (rows.rows() > 0) event.ParseFromString(rows.Bytes(0, 0));
    return event;
  };
  EXPECT_TRUE(Eventually([&] { return last(2026).holidays_size() == 25; }));
  rv::SetHolidaysRequest request;
  request.set_year(2032);
  rv::Holiday& holiday = *request.add_holidays();
  holiday.set_name("Idulfitri");
  for (const bool provisional : {true, false}) {
    request.set_request_id(platform_->Id());
    holiday.set_day(provisional ? "2032-01-14" : "2032-01-15");
    holiday.set_provisional(provisional);
    ASSERT_THAT(platform_->registry().SetHolidays(platform_->Admin(), request), IsOk());
    const rv::HolidaysSet told = last(2032);
    ASSERT_EQ(told.holidays_size(), 1) << "in place of those before";
    EXPECT_EQ(told.holidays(0).day(), holiday.day());
    EXPECT_EQ(told.holidays(0).name(), "Idulfitri");
    EXPECT_EQ(told.holidays(0).provisional(), provisional);
  }
}

TEST_F(Appeals, FindAWorkingDayAlsoBehindAsManyHolidaysAsThereCanBe) {
  rv::SetHolidaysRequest request;
  request.set_request_id(platform_->Id());
  request.set_year(2031);
  for (absl::CivilDay day(2031, 3, 11); request.holidays_size() < 60; ++day) {
    const absl::Weekday weekday = absl::GetWeekday(day);
    if (weekday == absl::Weekday::saturday || weekday == absl::Weekday::sunday) continue;
    rv::Holiday& holiday = *request.add_holidays();
    holiday.set_day(Day(day));
    holiday.set_name("Hari libur");
  }
  ASSERT_THAT(platform_->registry().SetHolidays(platform_->Admin(), request), IsOk());
  ASSERT_THAT(File().appealable(), SizeIs(9));
  EXPECT_EQ(File().appealable(0).last_day(), "2031-06-16");
}

TEST_F(Appeals, KnowTheHolidaysOfOneOfTwoWhoEnterThemAtOnce) {
  pg::Connection& first = platform_->sql("registry");
  first.Execute("BEGIN");
  first.Execute("DELETE FROM holiday WHERE extract(year FROM day) = 2031");
  first.Execute("INSERT INTO holiday (day, name) VALUES ('2031-03-17', 'dari yang pertama')");
  rv::SetHolidaysRequest request;
  request.set_request_id(platform_->Id());
  request.set_year(2031);
  rv::Holiday& holiday = *request.add_holidays();
  holiday.set_day("2031-03-18");
  holiday.set_name("dari yang kedua");
  auto second = std::async(std::launch::async, [&] {
    return platform_->registry().SetHolidays(platform_->Admin(), request).status();
  });
  EXPECT_TRUE(Eventually([&] {
    return test::Waiting(first) > 0 ||
           second.wait_for(std::chrono::seconds(0)) == std::future_status::ready;
  }));
  first.Execute("COMMIT");
  ASSERT_THAT(second.get(), IsOk());
  EXPECT_EQ(
      first
          .Query(
              "SELECT string_agg(day::text, ' ') FROM holiday WHERE extract(year FROM day) = 2031",
              {})
          .String(0, 0),
      "2031-03-18");
}

}  // namespace
}  // namespace binadaya::test
