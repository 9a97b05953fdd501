#include "services/scheduling/domain/speaker.h"

#include <functional>

#include "gtest/gtest.h"
#include "tests/unit/scheduling/timetable.h"

namespace binadaya::scheduling::domain::timetable {
namespace {

Speaker Internal() {
  Speaker speaker;
  speaker.person = "p1";
  speaker.rate_class = "III";
  speaker.expertise = {{"M.08", 3}, {"M.04", 5}};
  return speaker;
}
Speaker External() {
  Speaker speaker = Internal();
  speaker.kind = SpeakerKind::kExternal;
  speaker.person = "";
  speaker.name = "Narasumber Contoh";
  speaker.organisation = "Universitas Contoh";
  return speaker;
}

TEST(Speaker, IsAPersonOrSomebodyFromOutsideAndNeverBoth) {
  EXPECT_EQ(Places(CheckSpeaker(Internal())), "");
  EXPECT_EQ(Places(CheckSpeaker(External())), "");
  for (const auto& spoil : std::vector<std::function<void(Speaker&)>>{
           [](Speaker& it) { it.person = ""; }, [](Speaker& it) { it.name = "N"; },
           [](Speaker& it) { it.organisation = "O"; }}) {
    Speaker speaker = Internal();
    spoil(speaker);
    EXPECT_EQ(Places(CheckSpeaker(speaker)), "SPK-01 person");
  }
  Speaker speaker = External();
  speaker.name = "";
  EXPECT_EQ(Places(CheckSpeaker(speaker)), "SPK-02 name");
  speaker = External();
  speaker.organisation = "";
  EXPECT_EQ(Places(CheckSpeaker(speaker)), "SPK-02 organisation");
  speaker = External();
  speaker.person = "p1";
  EXPECT_EQ(Rules(CheckSpeaker(speaker)), "SPK-02");
}

TEST(Speaker, IsVersedInEachCompetencyOnceFromLevelOneToFive) {
  Speaker speaker = Internal();
  speaker.expertise = {{"A", 1}, {"B", 5}, {"C", 0}, {"D", 6}, {"A", 2}, {"", 2}};
  EXPECT_EQ(
      Places(CheckSpeaker(speaker)),
      "SPK-03 expertise[2], SPK-03 expertise[3], SPK-03 expertise[4], SPK-03 expertise[5]");
}

TEST(Speaker, HasWindowsAndARateClass) {
  Speaker speaker = Internal();
  speaker.rate_class = "";
  const absl::CivilDay day(2026, 3, 2);
  speaker.windows = {Between(day, 900, 900), Between(day, 900, 901)};
  EXPECT_EQ(Places(CheckSpeaker(speaker)), "SPK-04 windows[0], SPK-05 rate_class");
}

TEST(Engagement, IsForWhoIsVersedInItUpToThatLevel) {
  const auto check = [](const char* competency, int level) {
    const Engagement engagement{.teaches = {{"M.04", 5}, {competency, level}}};
    return Rules(CheckEngagement(Internal(), engagement, {}));
  };
  EXPECT_EQ(check("M.08", 2), "");
  EXPECT_EQ(check("M.08", 3), "");
  EXPECT_EQ(check("M.08", 4), "SPK-06");
  EXPECT_EQ(check("M.01", 1), "SPK-06");
}

TEST(Engagement, WithAConflictOfInterestNeedsAReason) {
  Speaker speaker = External();
  speaker.interests = {"program", "supplier"};
  Engagement engagement{.touches = {"another"}};
  EXPECT_EQ(Rules(CheckEngagement(speaker, engagement, {})), "");
  engagement.touches = {"another", "supplier"};
  EXPECT_EQ(Rules(CheckEngagement(speaker, engagement, {})), "SPK-07");
  engagement.accepted_because = "satu-satunya ahli";
  engagement.accepted_by = "kaban";
  const Findings accepted = CheckEngagement(speaker, engagement, {});
  EXPECT_EQ(Rules(accepted), "SPK-07*");
  EXPECT_EQ(accepted[0].values.at("interest"), "supplier");
  EXPECT_EQ(accepted[0].values.at("accepted_because"), "satu-satunya ahli");
  EXPECT_EQ(accepted[0].values.at("accepted_by"), "kaban");
  // Only what there is on record can be accepted, and only with a reason.
  EXPECT_EQ(Rules(CheckAcceptance(speaker, engagement.touches, "satu-satunya ahli")), "");
  EXPECT_EQ(Places(CheckAcceptance(speaker, engagement.touches, " ")), "SPK-17 reason");
  EXPECT_EQ(Places(CheckAcceptanceWithdrawn(" ")), "SPK-17 reason");
  EXPECT_EQ(Rules(CheckAcceptanceWithdrawn("ada ahli lain")), "");
  EXPECT_TRUE(HasStake(speaker, engagement.touches));
  engagement.touches = {"another"};
  EXPECT_FALSE(HasStake(speaker, engagement.touches));
  EXPECT_EQ(
      Places(CheckAcceptance(speaker, engagement.touches, "satu-satunya ahli")), "SPK-16 speaker");
}

TEST(Engagement, IsNotForWhoWasRatedLowBySeveralOrIsOutOfUse) {
  Speaker speaker = Internal();
  speaker.ratings = 5;
  speaker.rating = 3.5;
  EXPECT_EQ(Rules(CheckEngagement(speaker, {}, {})), "");
  speaker.rating = 3.49;
  const Findings low = CheckEngagement(speaker, {}, {});
  EXPECT_EQ(Rules(low), "SPK-08");
  EXPECT_EQ(low[0].values.at("rating"), "3.49");
  speaker.ratings = 4;
  EXPECT_EQ(Rules(CheckEngagement(speaker, {}, {})), "") << "too few to say so";
  speaker.in_use = false;
  EXPECT_EQ(Rules(CheckEngagement(speaker, {}, {})), "SPK-09");
}

}  // namespace
}  // namespace binadaya::scheduling::domain::timetable
