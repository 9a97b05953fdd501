#include "services/registry/domain/profile.h"

#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/registry/judgements.h"

namespace binadaya::registry::domain {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

const absl::CivilDay kJanuary(2026, 1, 5);
const absl::CivilDay kMarch(2026, 3, 2);
const absl::CivilDay kNextYear(2027, 1, 5);

// Validated on a day, for three years from then.
ValidLevel Valid(
    std::int64_t id, double level, absl::CivilDay from, bool alone = false,
    std::string competency = "M.03") {
  ValidLevel valid{.id = id, .campaign = "", .what = {}, .from = from};
  valid.what.competency = std::move(competency);
  valid.what.level = level;
  valid.what.basis = alone ? "ASSESSMENT_CENTER" : "MULTI_RATER";
  valid.what.stands_alone = alone;
  valid.what.seen = from;
  valid.what.until = YearsLater(from, 3);
  return valid;
}

// Of ratings that are older than its validation.
ValidLevel Seen(absl::CivilDay day, ValidLevel level) {
  level.what.seen = day;
  level.what.until = YearsLater(day, 3);
  return level;
}

std::vector<std::int64_t> Ids(const std::vector<ValidLevel>& levels) {
  std::vector<std::int64_t> ids;
  for (const ValidLevel& level : levels) ids.push_back(level.id);
  return ids;
}

// Row 20: a level that ran out is in no profile, from the very day on.
TEST(Profile, HoldsALevelFromItsDayUntilTheDayBeforeItsEnd) {
  const std::vector<ValidLevel> levels = {Valid(1, 2, kJanuary)};
  EXPECT_THAT(ProfileOn(levels, kJanuary - 1), IsEmpty());
  EXPECT_THAT(Ids(ProfileOn(levels, kJanuary)), ElementsAre(1));
  EXPECT_THAT(Ids(ProfileOn(levels, absl::CivilDay(2029, 1, 4))), ElementsAre(1));
  EXPECT_THAT(ProfileOn(levels, absl::CivilDay(2029, 1, 5)), IsEmpty());
}

TEST(Profile, IsOfEachCompetencyTheNewestValidatedLevel) {
  std::vector<ValidLevel> levels = {
      Valid(1, 2, kJanuary), Valid(2, 3, kNextYear), Valid(3, 1, kJanuary, false, "M.08")};
  levels[0].ended = kNextYear;
  EXPECT_THAT(Ids(ProfileOn(levels, kNextYear - 1)), ElementsAre(1, 3));
  EXPECT_THAT(Ids(ProfileOn(levels, kNextYear)), ElementsAre(2, 3));
}

// Row 3: an assessment centre's level stands over a later supervisor's as long as it holds.
TEST(Profile, LetsALevelThatStandsAloneStandOverALaterOne) {
  const std::vector<ValidLevel> levels = {Valid(1, 3, kJanuary, true), Valid(2, 1, kNextYear)};
  EXPECT_THAT(Ids(ProfileOn(levels, absl::CivilDay(2029, 1, 4))), ElementsAre(1));
  EXPECT_THAT(Ids(ProfileOn(levels, absl::CivilDay(2029, 1, 5))), ElementsAre(2));
  EXPECT_THAT(ProfileOn(levels, absl::CivilDay(2030, 1, 5)), IsEmpty());
}

// A case that was forgotten for a year and is finished late.
TEST(Profile, LetsALevelStandOverOneThatWasSeenBeforeItAndValidatedLater) {
  const ValidLevel newer = Valid(1, 3, kJanuary);
  const auto counts = [&](absl::CivilDay seen) {
    return Ids(ProfileOn({newer, Seen(seen, Valid(2, 1, kMarch))}, kMarch));
  };
  EXPECT_THAT(counts(kJanuary - 1), ElementsAre(1));
  EXPECT_THAT(counts(kJanuary), ElementsAre(2)) << "of one day the one that was validated last";
  const ValidLevel late = Seen(kJanuary - 1, Valid(2, 1, kMarch));
  EXPECT_EQ(CountsSince(newer, {newer, late}), kJanuary) << "it never waited behind that";
}

// A level that waited behind an assessment begins to count when that ends, not when it was
// validated.
TEST(Profile, CountsALevelSinceItWasValidatedOrTheOneThatStoodOverItEnded) {
  ValidLevel assessment = Valid(1, 3, kJanuary, true);
  const ValidLevel waiting = Valid(2, 1, kNextYear);
  const ValidLevel elsewhere = Valid(3, 3, kJanuary, true, "M.08");
  const auto since = [&] {
    return CountsSince(waiting, {assessment, waiting, elsewhere, Valid(4, 2, kJanuary)});
  };
  EXPECT_EQ(CountsSince(waiting, {waiting, elsewhere}), kNextYear);
  EXPECT_EQ(since(), absl::CivilDay(2029, 1, 5)) << "it ran out then, whenever a timer comes";
  assessment.ended = absl::CivilDay(2028, 3, 1);
  EXPECT_EQ(since(), absl::CivilDay(2028, 3, 1));
  assessment.ended = kNextYear - 1;
  EXPECT_EQ(since(), kNextYear) << "it had ended before";
  // One that stands alone waits for nobody, and an older one for no younger.
  EXPECT_EQ(CountsSince(assessment, {assessment, waiting}), kJanuary);
}

// Row 1: exactly what was rated anew is superseded.
TEST(Superseding, IsOfTheCompetenciesThatTheCaseRated) {
  const std::vector<ValidLevel> open = {
      Valid(1, 2, kJanuary), Valid(2, 2, kJanuary, false, "M.08"), Valid(3, 3, kJanuary, true)};
  const auto by = [&](const ValidLevel& fresh, absl::CivilDay today) {
    return SupersededBy({fresh.what}, open, today);
  };
  EXPECT_THAT(by(Valid(0, 1, kMarch, false, "M.08"), kMarch), ElementsAre(2));
  EXPECT_THAT(by(Valid(0, 1, kMarch, false, "M.01"), kMarch), IsEmpty());
  EXPECT_THAT(by(Valid(0, 1, kMarch), kMarch), ElementsAre(1)) << "the assessment stands";
  EXPECT_THAT(by(Valid(0, 4, kMarch, true), kMarch), UnorderedElementsAre(1, 3));
  EXPECT_THAT(by(Valid(0, 1, kMarch), absl::CivilDay(2029, 1, 5)), UnorderedElementsAre(1, 3))
      << "it has run out";
}

TEST(Superseding, SparesWhatWasSeenLater) {
  const std::vector<ValidLevel> open = {Valid(1, 3, kJanuary), Valid(2, 3, kJanuary, true)};
  const auto by = [&](absl::CivilDay seen, bool alone) {
    return SupersededBy({Seen(seen, Valid(0, 1, kMarch, alone)).what}, open, kMarch);
  };
  EXPECT_THAT(by(kJanuary - 1, false), IsEmpty());
  EXPECT_THAT(by(kJanuary, false), ElementsAre(1));
  EXPECT_THAT(by(kJanuary - 1, true), ElementsAre(1)) << "it stands alone";
  EXPECT_THAT(by(kJanuary, true), ElementsAre(1, 2));
}

TEST(Superseding, IsOfALevelThatWouldWaitUntilItsEndFromTheBeginning) {
  const ProfileLevel late = Seen(kJanuary - 1, Valid(0, 1, kMarch)).what;
  ValidLevel newer = Valid(1, 3, kJanuary);
  newer.what.until = late.until;
  EXPECT_TRUE(NeverCounts(late, {newer}));
  newer.what.until = late.until - 1;
  EXPECT_FALSE(NeverCounts(late, {newer})) << "it counts on its last day";
  EXPECT_FALSE(NeverCounts(late, {Valid(1, 3, kJanuary, false, "M.08")}));
  EXPECT_FALSE(NeverCounts(late, {}));
  EXPECT_FALSE(NeverCounts(Valid(0, 1, kJanuary).what, {Valid(1, 3, kJanuary)}))
      << "of one day the one that was validated last counts";
}

TEST(Profile, EndsWithTheFirstOfItsLevels) {
  EXPECT_EQ(NextEnd({}), std::nullopt);
  EXPECT_EQ(NextEnd({Valid(1, 2, kMarch), Valid(2, 2, kJanuary)}), absl::CivilDay(2029, 1, 5));
}

TEST(Correction, TakesThePlaceOfTheLevelFromTodayOnAndEndsWithIt) {
  const Decision decision = {.level = 3, .by = {"head"}, .on = kMarch, .note = "salah ketik"};
  const auto right =
      Correct(kPerson, "M.03", {Valid(7, 1, kJanuary, true)}, decision, kByCorrection);
  ASSERT_TRUE(right.ok()) << right.status();
  EXPECT_EQ(right->id, 7);
  EXPECT_EQ(right->from, kMarch);
  EXPECT_NEAR(right->what.level, 3, kExact);
  EXPECT_EQ(right->what.basis, "CORRECTION");
  EXPECT_EQ(right->what.decision, decision);
  EXPECT_TRUE(right->what.stands_alone);
  EXPECT_EQ(right->what.until, absl::CivilDay(2029, 1, 5));
}

TEST(Correction, IsOfAValidLevelToAnotherLevelAndNotByThePerson) {
  const std::vector<ValidLevel> profile = {Valid(7, 1, kJanuary)};
  const auto rules = [&](const std::string& competency, double level, const std::string& by) {
    const Decision decision = {.level = level, .by = {by}, .on = kMarch, .note = ""};
    return Rules(Correct(kPerson, competency, profile, decision, kByCorrection).status());
  };
  EXPECT_THAT(rules("M.08", 2, "head"), ElementsAre("PROF-15"));
  EXPECT_THAT(rules("M.03", 1, "head"), ElementsAre("PROF-15"));
  EXPECT_THAT(rules("M.03", 5.1, "head"), ElementsAre("PROF-03"));
  EXPECT_THAT(
      rules("M.03", std::numeric_limits<double>::quiet_NaN(), "head"), ElementsAre("PROF-03"));
  EXPECT_THAT(rules("M.03", 2, kPerson), ElementsAre("PROF-16"));
  EXPECT_THAT(rules("M.03", 1.0001, "head"), IsEmpty());
}

}  // namespace
}  // namespace binadaya::registry::domain
