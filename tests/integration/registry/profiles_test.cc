// Profiles over time: campaigns that merge, levels that end, corrections, and what was on a past
// day.
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/city.h"
#include "tests/support/matchers.h"
#include "tests/support/platform.h"

namespace binadaya::test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
namespace rv = ::binadaya::registry::v1;

using Values = std::map<std::string, double>;

class Profiles : public RegistryOverTime {
 protected:
  void SetUp() override { lurah_ = city_->Person("LURAH", "33.74.14.1003"); }

  // So many days after the test began.
  void MoveOn(int days) {
    ASSERT_THAT(platform_->clock().MoveTo(now_ + absl::Hours(24) * days), IsOk());
  }
  std::string Today() { return absl::FormatCivilTime(platform_->clock().Today()); }

  Values Levels(const std::string& as_of = "") {
    const auto profile = city_->Profile(lurah_, as_of);
    EXPECT_THAT(profile, IsOk());
    Values values;
    for (const rv::Profile::Level& level : profile->levels())
      values[level.competency()] = level.level();
    return values;
  }
  Values Gaps(const std::string& as_of = "") {
    rv::ListPersonGapsRequest request;
    request.set_person(lurah_);
    request.set_as_of(as_of);
    const auto gaps = platform_->registry().ListPersonGaps(platform_->Analyst(), request);
    EXPECT_THAT(gaps, IsOk());
    Values values;
    for (const rv::Gap& gap : gaps->gaps()) values[gap.competency()] = gap.gap();
    return values;
  }
  // How often that was told of this person; others' levels end too when the clock is moved.
  std::int64_t Told(const std::string& type) {
    return platform_->sql("registry")
        .Query(
            "SELECT count(*) FROM event_log WHERE aggregate_type = 'profile' AND aggregate_id = $1"
            " AND position('.' || $2 || '.v1' IN encode(headers, 'escape')) > 0",
            {lurah_, type})
        .Int(0, 0);
  }
  absl::StatusOr<rv::Profile> Correct(
      const std::string& competency, double level, const std::string& by = "head") {
    rv::CorrectLevelRequest request;
    request.set_request_id(platform_->Id());
    request.set_person(lurah_);
    request.set_competency(competency);
    request.set_level(level);
    request.set_reason("salah ketik pada formulir");
    return platform_->registry().CorrectLevel(platform_->As(by, {{v1::UNIT_HEAD, "/"}}), request);
  }
  static Values Nine(double level) {
    Values values;
    for (const std::string& competency : City::Competencies()) values[competency] = level;
    return values;
  }
  static Values With(Values values, const std::string& competency, double value) {
    values[competency] = value;
    return values;
  }

  std::string lurah_;
};

// Row 1: nine at standard; a later campaign rates and validates M.08 only.
TEST_F(Profiles, KeepWhatALaterCampaignDidNotRate) {
  const std::string first = city_->RatingCampaign();
  ASSERT_THAT(city_->Assess(first, lurah_, 2), IsOk());
  const std::string before = Today();
  MoveOn(100);
  const std::string second = city_->RatingCampaign();
  const auto profile = city_->Assess(second, lurah_, City::Levels{{"M.08", 1}});
  ASSERT_THAT(profile, IsOk());
  EXPECT_EQ(Levels(), With(Nine(2), "M.08", 1));
  EXPECT_EQ(Gaps(), With(Nine(0), "M.08", 1));
  EXPECT_EQ(profile->rated(), 9);
  rv::GetOwnFileRequest own;
  own.set_person(lurah_);
  const auto file =
      platform_->registry().GetOwnFile(platform_->As(lurah_, {{v1::EMPLOYEE, "/"}}), own);
  ASSERT_THAT(file, IsOk());
  EXPECT_NEAR(file->job_person_match(), 94.44, 0.01);  // (8 x 2 + 1) / (9 x 2)
  for (const rv::Profile::Level& level : profile->levels()) {
    EXPECT_EQ(level.campaign(), level.competency() == "M.08" ? second : first);
    EXPECT_EQ(level.seen_on(), level.competency() == "M.08" ? Today() : before);
    EXPECT_EQ(level.valid_from(), level.seen_on());
  }
  // What was on the days before is what was shown on them.
  const std::string eve = absl::FormatCivilTime(platform_->clock().Today() - 1);
  EXPECT_EQ(Levels(eve), Nine(2));
  EXPECT_EQ(Gaps(eve), Nine(0));
  EXPECT_EQ(Levels(before), Nine(2));
  const std::string unknown = absl::FormatCivilTime(platform_->clock().DayOf(now_) - 1);
  EXPECT_THAT(Levels(unknown), IsEmpty());
  EXPECT_THAT(Gaps(unknown), IsEmpty());
}

// Last year's case was verified and then forgotten; this year's is valid.
TEST_F(Profiles, StayWhenACaseOfWhatWasSeenBeforeIsFinishedLate) {
  const std::string last = city_->RatingCampaign();
  for (const auto role : {rv::RATER_SUPERVISOR, rv::RATER_SELF})
    ASSERT_THAT(city_->Rate(last, lurah_, role, City::Nine(1)), IsOk());
  ASSERT_THAT(city_->Verify(lurah_), IsOk());
  MoveOn(365);
  const auto valid = city_->Assess(city_->RatingCampaign(), lurah_, 2);
  ASSERT_THAT(valid, IsOk());
  // Without a name nothing reaches behind this year's.
  EXPECT_THAT(city_->Validate(lurah_), RefusedBy("PROF-06"));
  EXPECT_THAT(city_->Verify(lurah_), RefusedBy("PROF-05"));
  const auto late = city_->Validate(lurah_, last);
  ASSERT_THAT(late, IsOk());
  EXPECT_EQ(late->state(), rv::Profile::VALID);
  EXPECT_EQ(Levels(), Nine(2));
  EXPECT_EQ(Gaps(), Nine(0));
  EXPECT_EQ(late->valid_until(), valid->valid_until());
  // Nothing ends when three years have passed since what was seen first.
  MoveOn(3 * 366);
  ASSERT_TRUE(Eventually([] { return NothingIsDue(); }));
  EXPECT_EQ(Levels(), Nine(2));
  EXPECT_EQ(Told("profile.expired"), 0);
}

// Row 3: an assessment centre's 3 that still holds, a supervisor's 1 in a later campaign.
TEST_F(Profiles, KeepAnAssessmentsLevelOverALaterSupervisors) {
  ASSERT_THAT(city_->Assess(city_->RatingCampaign(), lurah_, 2), IsOk());
  const std::string assessment = city_->RatingCampaign();
  ASSERT_THAT(city_->Rate(assessment, lurah_, rv::RATER_ASSESSMENT_CENTER, {{"M.03", 3}}), IsOk());
  ASSERT_THAT(city_->Verify(lurah_, assessment), IsOk());
  ASSERT_THAT(city_->Validate(lurah_, assessment), IsOk());
  MoveOn(200);
  const auto later = city_->Assess(city_->RatingCampaign(), lurah_, City::Levels{{"M.03", 1}});
  ASSERT_THAT(later, IsOk());
  EXPECT_EQ(Levels()["M.03"], 3);
  EXPECT_EQ(later->levels(2).basis(), "ASSESSMENT_CENTER");
  EXPECT_EQ(Gaps()["M.03"], -1);
  // Once it has run out, the supervisor's stands; then nothing is known.
  MoveOn(3 * 365 + 1);
  ASSERT_TRUE(Eventually([&] { return Gaps() == Values{{"M.03", 1}}; }));
  EXPECT_EQ(Levels(), (Values{{"M.03", 1}}));
  EXPECT_EQ(Told("profile.expired"), 1);
}

// Row 20: an assessment of some weeks ago, validated today, ends with what was seen.
TEST_F(Profiles, EndWithWhatWasSeenAndAreNotKnownThen) {
  const absl::CivilDay today = platform_->clock().Today();
  const absl::CivilDay seen = today - 60;
  const std::string campaign = city_->RatingCampaign();
  City::Levels others = City::Nine(1);
  std::erase_if(others, [](const auto& one) { return one.first == "M.03"; });
  ASSERT_THAT(
      city_->Rate(
          campaign, lurah_, rv::RATER_ASSESSMENT_CENTER, {{"M.03", 1}}, platform_->Id(),
          absl::FormatCivilTime(seen)),
      IsOk());
  for (const auto role : {rv::RATER_SUPERVISOR, rv::RATER_SELF})
    ASSERT_THAT(city_->Rate(campaign, lurah_, role, others), IsOk());
  ASSERT_THAT(city_->Verify(lurah_), IsOk());
  const auto valid = city_->Validate(lurah_);
  ASSERT_THAT(valid, IsOk());
  const absl::CivilDay end(seen.year() + 3, seen.month(), seen.day());
  EXPECT_EQ(valid->valid_until(), absl::FormatCivilTime(end)) << "the first of its ends";
  EXPECT_EQ(valid->levels(2).valid_until(), absl::FormatCivilTime(end));
  EXPECT_EQ(Gaps().size(), 9);

  MoveOn(static_cast<int>(end - today) - 1);
  EXPECT_EQ(Levels().size(), 9);
  EXPECT_EQ(Told("profile.expired"), 0);
  MoveOn(static_cast<int>(end - today));
  ASSERT_TRUE(Eventually([&] { return Gaps().size() == 8; }));
  EXPECT_FALSE(Levels().contains("M.03")) << "not known, and not 0";
  EXPECT_FALSE(Gaps().contains("M.03"));
  EXPECT_EQ(city_->Profile(lurah_)->rated(), 8);
  EXPECT_EQ(city_->Profile(lurah_)->state(), rv::Profile::VALID) << "the others hold";
  EXPECT_EQ(Gaps(absl::FormatCivilTime(end - 1)).size(), 9);
  EXPECT_EQ(Told("profile.expired"), 1);

  MoveOn(3 * 366);
  ASSERT_TRUE(Eventually([&] { return Gaps().empty(); }));
  EXPECT_EQ(city_->Profile(lurah_)->state(), rv::Profile::EXPIRED);
}

TEST_F(Profiles, ArePutRightByDecisionFromThatDayOnWithTheOldValueKept) {
  ASSERT_THAT(city_->Assess(city_->RatingCampaign(), lurah_, 1), IsOk());
  MoveOn(30);
  EXPECT_THAT(Correct("M.03", 1), RefusedBy("PROF-15"));
  EXPECT_THAT(Correct("M.03", 2, lurah_), RefusedBy("PROF-16"));
  const auto right = Correct("M.03", 2);
  ASSERT_THAT(right, IsOk());
  EXPECT_EQ(Levels(), With(Nine(1), "M.03", 2));
  EXPECT_EQ(Gaps(), With(Nine(1), "M.03", 0));
  const rv::Profile::Level& level = right->levels(2);
  EXPECT_EQ(level.basis(), "CORRECTION");
  EXPECT_THAT(level.decision().by(), ElementsAre("head"));
  EXPECT_EQ(level.decision().note(), "salah ketik pada formulir");
  EXPECT_EQ(Told("profile.corrected"), 1);
  const std::string eve = absl::FormatCivilTime(platform_->clock().Today() - 1);
  EXPECT_EQ(Levels(eve), Nine(1));
  EXPECT_EQ(Gaps(eve), Nine(1));
}

TEST_F(Profiles, AreNotPutRightWithoutALevelOrWhereNothingIsKnown) {
  ASSERT_THAT(city_->Rate(city_->RatingCampaign(), lurah_, rv::RATER_SELF, {{"M.03", 2}}), IsOk());
  EXPECT_THAT(Correct("M.03", 2), RefusedBy("PROF-15"));
  rv::CorrectLevelRequest request;
  request.set_request_id(platform_->Id());
  request.set_person(lurah_);
  request.set_competency("M.03");
  request.set_reason("salah");
  EXPECT_THAT(
      platform_->registry().CorrectLevel(platform_->As("head", {{v1::UNIT_HEAD, "/"}}), request),
      RefusedBy("RATE-09"));
}

TEST_F(Profiles, ShowTheGapsOfThePostThatWasHeldThen) {
  ASSERT_THAT(city_->Assess(city_->RatingCampaign(), lurah_, 2), IsOk());
  const std::string as_lurah = Today();
  MoveOn(10);
  ASSERT_THAT(city_->Assign(lurah_, "CAMAT", "33.74.02"), IsOk());
  EXPECT_EQ(Gaps(), Nine(1));
  EXPECT_EQ(Gaps(as_lurah), Nine(0));
  const std::string ahead = Day(platform_->clock().Today() + 1);
  EXPECT_THAT(city_->Profile(lurah_, ahead), RefusedBy("ASOF-01"));
  rv::ListPersonGapsRequest then;
  then.set_person(lurah_);
  then.set_as_of(as_lurah);
  const auto gaps = platform_->registry().ListPersonGaps(platform_->Analyst(), then);
  EXPECT_EQ(gaps->gaps(0).post(), "LURAH");
  EXPECT_EQ(gaps->gaps(0).unit_path(), "/33.74.14/33.74.14.1003/");
}

}  // namespace
}  // namespace binadaya::test
