#include "services/scheduling/domain/speaker_rating.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/scheduling/people.h"

namespace binadaya::scheduling::domain::sample {
namespace {

const absl::CivilDay kSession(2027, 4, 8);

RatingSetting Participant(absl::CivilDay today) {
  return {.today = today, .day = kSession, .was_there = true, .has_speaker = true};
}
std::string Refusals(const RatingSetting& setting) {
  return RulesOf(CheckSpeakerRating(setting, {}));
}
// "mean ratings sessions"
std::string Counts(
    const std::vector<RatedSession>& sessions, absl::CivilDay on,
    const SpeakerPolicy& policy = {}) {
  const SpeakerRating rating = RatingOf(sessions, policy, on);
  return absl::StrCat(
      rating.mean, " ", rating.ratings, " ", rating.sessions, rating.hides ? " hides" : "");
}

TEST(SpeakerRating, IsGivenByWhoWasThereWithinTwoWeeks) {
  EXPECT_EQ(Refusals(Participant(kSession)), "");
  EXPECT_EQ(Refusals(Participant(kSession + 14)), "");
  EXPECT_EQ(Refusals(Participant(kSession + 15)), "SPK-21");
  EXPECT_EQ(Refusals(Participant(kSession - 1)), "SPK-21");
  EXPECT_EQ(RateUntil(kSession, {}), absl::CivilDay(2027, 4, 22));
  RatingSetting one = Participant(kSession);
  one.day = absl::CivilDay::max();
  EXPECT_EQ(Refusals(one), "SPK-21") << "it is not over";
  one = Participant(kSession);
  one.was_there = false;
  EXPECT_EQ(Refusals(one), "SPK-22");
  one.himself = true;
  one.has_speaker = false;
  EXPECT_EQ(Refusals(one), "SPK-20 SPK-22 SPK-23") << "all at once";
}

TEST(SpeakerRating, CountsWholeSessionsThatEnoughRated) {
  // Five who gave 18 points together, and six who gave 27.
  const std::vector<RatedSession> sessions = {
      {kSession, 5, 18}, {kSession + 30, 6, 27}, {kSession + 31, 4, 4}};
  EXPECT_EQ(Counts(sessions, kSession + 14), "0 0 0") << "they may change until then";
  EXPECT_EQ(Counts(sessions, kSession + 15), "3.6 5 1");
  EXPECT_EQ(Counts(sessions, kSession + 44), "3.6 5 1");
  // (18 + 27) / 11.
  EXPECT_EQ(Counts(sessions, kSession + 45), "4.09091 11 2");
  EXPECT_EQ(Counts(sessions, kSession + 46), "4.09091 11 2 hides") << "four say nothing";
  EXPECT_EQ(Counts(sessions, kSession + 46, {.small = 4}), "3.26667 15 3");
}

TEST(SpeakerRating, IsForgottenAfterTwoYears) {
  const std::vector<RatedSession> sessions = {
      {absl::CivilDay(2026, 2, 28), 5, 5}, {absl::CivilDay(2027, 3, 1), 5, 25}};
  EXPECT_EQ(Counts(sessions, absl::CivilDay(2028, 2, 28)), "3 10 2");
  EXPECT_EQ(Counts(sessions, absl::CivilDay(2028, 2, 29)), "3 10 2") << "29 February";
  EXPECT_EQ(Counts(sessions, absl::CivilDay(2028, 3, 1)), "5 5 1");
  EXPECT_EQ(Counts({}, kSession), "0 0 0");
}

TEST(SpeakerRating, BelowTheLeastIsAFindingOfEnoughRatings) {
  Speaker speaker;
  const SpeakerPolicy policy{.least_rating = 3.5, .least_ratings = 10};
  const auto judged = [&](std::vector<RatedSession> sessions) {
    const SpeakerRating rating = RatingOf(sessions, policy, kSession + 15);
    speaker.rating = rating.mean;
    speaker.ratings = rating.ratings;
    return RulesOf(CheckEngagement(speaker, {}, policy));
  };
  EXPECT_EQ(judged({}), "");
  EXPECT_EQ(judged({{kSession, 9, 9}}), "") << "one too few";
  EXPECT_EQ(judged({{kSession, 10, 34}}), "SPK-08");
  EXPECT_EQ(judged({{kSession, 10, 35}}), "") << "just as much";
}

}  // namespace
}  // namespace binadaya::scheduling::domain::sample
