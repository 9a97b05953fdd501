#include "services/scheduling/domain/speaker_invitation.h"

#include "gtest/gtest.h"
#include "tests/support/matchers.h"
#include "tests/unit/scheduling/timetable.h"

namespace binadaya::scheduling::domain::timetable {
namespace {

using test::IsOk;
using test::RefusedBy;

const absl::CivilDay kMonday(2026, 3, 2);

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
    EXPECT_FALSE(invitation.stands());
    EXPECT_THAT(invitation.Confirm(), RefusedBy("SPK-10"));
    EXPECT_THAT(invitation.Decline("x"), RefusedBy("SPK-10"));
    EXPECT_THAT(invitation.Withdraw("x"), RefusedBy("SPK-10"));
  }
  for (const InvitationState open : {kInvited, kConfirmed}) {
    invitation = {.state = open};
    EXPECT_TRUE(invitation.stands());
    EXPECT_THAT(invitation.Withdraw("  "), RefusedBy("SPK-11"));
    EXPECT_THAT(invitation.Withdraw("sesi batal"), IsOk());
    EXPECT_EQ(ToString(invitation.state), "WITHDRAWN");
    EXPECT_EQ(invitation.reason, "sesi batal");
  }
}

TEST(Invitation, IsAskedAnewWhenItsSessionMoves) {
  using enum InvitationState;
  const Slot first = Between(kMonday + 8, 800, 900), second = Between(kMonday + 8, 900, 1000);
  for (const InvitationState open : {kInvited, kConfirmed}) {
    Invitation invitation{.state = open, .slot = first, .answer_by = kMonday, .overdue = true};
    EXPECT_FALSE(invitation.MovedTo(first, kMonday + 3)) << "it takes place when it did";
    EXPECT_EQ(invitation.state, open);
    EXPECT_EQ(invitation.answer_by, kMonday);
    EXPECT_TRUE(invitation.MovedTo(second, kMonday + 3));
    EXPECT_EQ(ToString(invitation.state), "INVITED");
    EXPECT_EQ(invitation.slot, second);
    EXPECT_EQ(invitation.answer_by, kMonday + 3);
    EXPECT_FALSE(invitation.overdue) << "he has time again";
  }
  for (const InvitationState ended : {kDeclined, kWithdrawn}) {
    Invitation invitation{.state = ended, .slot = first, .answer_by = kMonday};
    EXPECT_FALSE(invitation.MovedTo(second, kMonday + 3));
    EXPECT_EQ(invitation.state, ended);
    EXPECT_EQ(invitation.slot, first);
  }
}

TEST(Invitation, FallsDueOnceAfterItsLastDay) {
  const Slot slot = Between(kMonday + 3, 800, 900);
  Invitation invitation{.slot = slot, .answer_by = kMonday};
  EXPECT_FALSE(invitation.FallDue(At(kMonday, 2359)));
  EXPECT_TRUE(invitation.FallDue(At(kMonday + 1, 0)));
  EXPECT_FALSE(invitation.FallDue(At(kMonday + 2, 0))) << "that is told already";
  EXPECT_THAT(invitation.Confirm(), IsOk()) << "late, but he comes";
  for (const InvitationState answered :
       {InvitationState::kConfirmed, InvitationState::kDeclined, InvitationState::kWithdrawn}) {
    Invitation other{.state = answered, .slot = slot, .answer_by = kMonday};
    EXPECT_FALSE(other.FallDue(At(kMonday + 1, 0)));
  }
  // Asked on the day itself, or looked at late: it has begun, so he cannot answer any more.
  Invitation late{.slot = slot, .answer_by = kMonday};
  EXPECT_FALSE(late.FallDue(slot.from));
  EXPECT_TRUE(late.FallDue(slot.from - 1));
}

TEST(Invitation, IsAnsweredWithinWorkingDaysAndBeforeTheSession) {
  const Calendar calendar = Year2026();
  const auto until = [&](absl::CivilDay today, absl::CivilDay session) {
    return absl::FormatCivilTime(AnswerBy(calendar, today, Between(session, 800, 900), 3));
  };
  EXPECT_EQ(until(kMonday, kMonday + 8), "2026-03-05");
  EXPECT_EQ(until(kMonday, kMonday + 4), "2026-03-05") << "the day before it";
  EXPECT_EQ(until(kMonday, kMonday + 3), "2026-03-04") << "the session is on the third day";
  EXPECT_EQ(until(kMonday, kMonday + 1), "2026-03-02");
  EXPECT_EQ(until(kMonday, kMonday), "2026-03-02") << "in the past nobody answers";
  EXPECT_EQ(until(kMonday + 15, kMonday + 36), "2026-03-27") << "behind Idulfitri";
}

TEST(Invitation, IsOfASessionToCome) {
  const Slot slot = Between(kMonday, 800, 900);
  EXPECT_EQ(Rules(CheckToCome(slot, At(kMonday, 759))), "");
  EXPECT_EQ(Places(CheckToCome(slot, At(kMonday, 800))), "SPK-15 session");
}

TEST(Invitation, IsAnsweredByHimselfUnlessHeIsFromOutside) {
  EXPECT_EQ(Rules(CheckOnBehalf(SpeakerKind::kExternal)), "");
  EXPECT_EQ(Places(CheckOnBehalf(SpeakerKind::kInternal)), "SPK-14 id");
}

TEST(Invitation, IsOfSomebody) {
  EXPECT_EQ(Rules(CheckSomebodyAsked(1, 3)), "");
  EXPECT_EQ(Places(CheckSomebodyAsked(0, 3)), "SPK-13 batch");
}

}  // namespace
}  // namespace binadaya::scheduling::domain::timetable
