#include "services/scheduling/domain/speaker.h"

#include <functional>

#include "gtest/gtest.h"
#include "tests/support/matchers.h"
#include "tests/unit/scheduling/timetable.h"

namespace binadaya::scheduling::domain::timetable {
namespace {

using test::IsOk;
using test::RefusedBy;

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
  const Findings accepted = CheckEngagement(speaker, engagement, {});
  EXPECT_EQ(Rules(accepted), "SPK-07*");
  EXPECT_EQ(accepted[0].values.at("interest"), "supplier");
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

TEST(Invitation, IsAnsweredOrWithdrawn) {
  using enum InvitationState;
  Invitation invitation;
  EXPECT_THAT(invitation.Confirm(), IsOk());
  EXPECT_EQ(ToString(invitation.state), "CONFIRMED");
  EXPECT_THAT(invitation.Confirm(), RefusedBy("SPK-10"));
  EXPECT_THAT(invitation.Decline(""), RefusedBy("SPK-11"));
  EXPECT_THAT(invitation.Decline("sakit"), IsOk());
  EXPECT_EQ(ToString(invitation.state), "DECLINED");
  EXPECT_EQ(invitation.reason, "sakit");
  for (const InvitationState ended : {kDeclined, kWithdrawn}) {
    invitation.state = ended;
    EXPECT_THAT(invitation.Confirm(), RefusedBy("SPK-10"));
    EXPECT_THAT(invitation.Decline("x"), RefusedBy("SPK-10"));
    EXPECT_THAT(invitation.Withdraw("x"), RefusedBy("SPK-10"));
  }
  for (const InvitationState open : {kInvited, kConfirmed}) {
    invitation = {.state = open};
    EXPECT_THAT(invitation.Withdraw("  "), RefusedBy("SPK-11"));
    EXPECT_THAT(invitation.Withdraw("sesi batal"), IsOk());
    EXPECT_EQ(ToString(invitation.state), "WITHDRAWN");
    EXPECT_EQ(invitation.reason, "sesi batal");
  }
}

TEST(Invitation, IsAskedAnewWhenItsSessionMoves) {
  const Slot first = Between(absl::CivilDay(2026, 3, 2), 800, 900);
  const Slot second = Between(absl::CivilDay(2026, 3, 2), 900, 1000);
  Invitation invitation{.state = InvitationState::kConfirmed, .slot = first};
  invitation.MovedTo(first);
  EXPECT_EQ(ToString(invitation.state), "CONFIRMED");
  invitation.MovedTo(second);
  EXPECT_EQ(ToString(invitation.state), "INVITED");
  EXPECT_EQ(invitation.slot, second);
  invitation.state = InvitationState::kDeclined;
  invitation.MovedTo(first);
  EXPECT_EQ(ToString(invitation.state), "DECLINED");
}

}  // namespace
}  // namespace binadaya::scheduling::domain::timetable
