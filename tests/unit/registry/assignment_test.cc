#include "services/registry/domain/assignment.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/registry/told.h"

namespace binadaya::registry::domain {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr absl::CivilDay kStart(2026, 1, 5);
const absl::CivilDay kFirstEnd = kStart + 1;

std::vector<std::string> Assigning(
    AssignmentKind kind, std::optional<absl::CivilDay> to, bool active = true) {
  return Told(CheckAssignment(kind, kStart, to, active));
}

TEST(Assignment, IsGoodWithAnEndIfActingOrDailyAndWithoutIfDefinitive) {
  EXPECT_THAT(Assigning(AssignmentKind::kDefinitive, std::nullopt), IsEmpty());
  EXPECT_THAT(Assigning(AssignmentKind::kActing, kFirstEnd), IsEmpty());
  EXPECT_THAT(Assigning(AssignmentKind::kDaily, kFirstEnd), IsEmpty());
}

TEST(Assignment, OfAnActingOrDailyOfficialNeedsAnEnd) {
  EXPECT_THAT(Assigning(AssignmentKind::kActing, std::nullopt), ElementsAre("ASG-01 valid_to"));
  EXPECT_THAT(Assigning(AssignmentKind::kDaily, std::nullopt), ElementsAre("ASG-01 valid_to"));
}

TEST(Assignment, LastsADayAtLeast) {
  for (const AssignmentKind kind : {AssignmentKind::kActing, AssignmentKind::kDaily}) {
    EXPECT_THAT(Assigning(kind, kStart), ElementsAre("ASG-02 valid_to"));
    EXPECT_THAT(Assigning(kind, kStart - 1), ElementsAre("ASG-02 valid_to"));
  }
}

TEST(Assignment, ThatIsDefinitiveIsEndedByTheNextOneOnly) {
  EXPECT_THAT(Assigning(AssignmentKind::kDefinitive, kFirstEnd), ElementsAre("ASG-03 valid_to"));
}

TEST(Assignment, IsForActivePeople) {
  EXPECT_THAT(
      Assigning(AssignmentKind::kDefinitive, std::nullopt, false), ElementsAre("ASG-04 person"));
  EXPECT_THAT(Assigning(AssignmentKind::kActing, kFirstEnd, false), ElementsAre("ASG-04 person"));
}

TEST(Assignment, HearsOfAllThatIsWrongAtOnce) {
  EXPECT_THAT(
      Assigning(AssignmentKind::kActing, std::nullopt, false),
      ElementsAre("ASG-01 valid_to", "ASG-04 person"));
  EXPECT_THAT(
      Assigning(AssignmentKind::kDefinitive, kStart, false),
      ElementsAre("ASG-03 valid_to", "ASG-02 valid_to", "ASG-04 person"));
}

constexpr absl::CivilDay kOpens(2026, 1, 5), kCloses(2026, 2, 6);

std::vector<std::string> ToldOfRating(absl::CivilDay today, bool inside = true) {
  return Told(CheckRatable(kOpens, kCloses, today, inside));
}

TEST(RatingCampaign, ClosesAfterTheDayOnWhichItOpens) {
  EXPECT_THAT(CheckCampaign(kOpens, kOpens + 1, {}), IsEmpty());
  EXPECT_THAT(Told(CheckCampaign(kOpens, kOpens, {})), ElementsAre("CAMP-01 closes"));
  EXPECT_THAT(Told(CheckCampaign(kOpens, kOpens - 1, {})), ElementsAre("CAMP-01 closes"));
  // Nor does it open over a unit that is closed by then.
  EXPECT_THAT(CheckCampaign(kOpens, kOpens + 9, kOpens + 1), IsEmpty());
  EXPECT_THAT(Told(CheckCampaign(kOpens, kOpens + 9, kOpens)), ElementsAre("CAMP-06 unit"));
}

TEST(RatingCampaign, TakesRatingsFromItsFirstDayUntilTheDayBeforeItCloses) {
  EXPECT_THAT(ToldOfRating(kOpens - 1), ElementsAre("CAMP-02 campaign"));
  EXPECT_THAT(ToldOfRating(kOpens), IsEmpty());
  EXPECT_THAT(ToldOfRating(kCloses - 1), IsEmpty());
  EXPECT_THAT(ToldOfRating(kCloses), ElementsAre("CAMP-02 campaign"));
}

TEST(RatingCampaign, IsClosedOnce) {
  EXPECT_THAT(CheckClosing(kCloses, kCloses - 1), IsEmpty());
  EXPECT_THAT(Told(CheckClosing(kCloses, kCloses)), ElementsAre("CAMP-10 campaign"));
}

TEST(RatingCampaign, SaysWhenItIsOpen) {
  const Findings findings = CheckRatable(kOpens, kCloses, kCloses, true);
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].values.at("opens"), "2026-01-05");
  EXPECT_EQ(findings[0].values.at("closes"), "2026-02-06");
}

TEST(RatingCampaign, TakesRatingsOfPeopleInsideItOnly) {
  EXPECT_THAT(ToldOfRating(kOpens, false), ElementsAre("CAMP-03 person"));
  EXPECT_THAT(ToldOfRating(kCloses, false), ElementsAre("CAMP-02 campaign", "CAMP-03 person"));
}

}  // namespace
}  // namespace binadaya::registry::domain
