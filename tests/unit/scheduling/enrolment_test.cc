#include "services/scheduling/domain/enrolment.h"

#include <functional>
#include <map>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/matchers.h"
#include "tests/unit/scheduling/people.h"

namespace binadaya::scheduling::domain::sample {
namespace {

using test::HasCode;
using test::IsOk;
using test::RefusedBy;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Pair;

using State = EnrolmentState;

const absl::CivilDay kStarts(2026, 3, 10);
const absl::CivilDay kLastChange(2026, 3, 6);  // H-2, over a weekend
const absl::CivilDay kOffered(2026, 2, 16);
const absl::CivilDay kAnswer(2026, 2, 19);
const std::vector<std::string> kLine = {"lurah", "camat", "sekda"};

EnrolmentSetting On(absl::CivilDay day) {
  return {.today = day, .starts = kStarts, .change_until = kLastChange};
}
EnrolmentSetting Before() { return On(kOffered + 1); }

Enrolment In(State state) {
  Enrolment enrolment;
  enrolment.id = "enrolment";
  enrolment.program = "program";
  enrolment.person = "person";
  enrolment.rank = 4;
  enrolment.arm = Arm::kTreat;
  if (state == State::kWaitlisted) return enrolment;
  EXPECT_THAT(enrolment.Offer("B1", kAnswer, On(kOffered)), IsOk());
  if (state == State::kOffered) return enrolment;
  if (state == State::kDeclined) {
    EXPECT_THAT(enrolment.Decline("person", "sakit", Before()), IsOk());
    return enrolment;
  }
  EXPECT_THAT(enrolment.Approve("lurah", kLine, Before()), IsOk());
  if (state == State::kApproved) return enrolment;
  if (state == State::kWithdrawn) {
    EXPECT_THAT(enrolment.Withdraw("officer", "dibutuhkan di unit", Before()), IsOk());
    return enrolment;
  }
  EXPECT_THAT(enrolment.Confirm("person", Before()), IsOk());
  if (state == State::kConfirmed) return enrolment;
  if (state == State::kSubstituted) {
    EXPECT_THAT(enrolment.Substitute("officer", "other", "sakit", Before()), IsOk());
    return enrolment;
  }
  if (state == State::kNoShow) {
    EXPECT_THAT(enrolment.Finish(State::kNoShow), IsOk());
    return enrolment;
  }
  EXPECT_THAT(enrolment.Start(On(kStarts)), IsOk());
  if (state == State::kAttending) return enrolment;
  EXPECT_THAT(enrolment.Finish(state), IsOk());
  return enrolment;
}
constexpr State kAll[] = {State::kWaitlisted,   State::kOffered,   State::kApproved,
                          State::kConfirmed,    State::kAttending, State::kCompleted,
                          State::kAttendedOnly, State::kNotPassed, State::kDeclined,
                          State::kSubstituted,  State::kWithdrawn, State::kNoShow};

TEST(Enrolment, GoesFromTheWaitingListToCompletion) {
  const Enrolment done = In(State::kCompleted);
  EXPECT_EQ(done.state, State::kCompleted);
  EXPECT_EQ(done.batch, "B1");
  EXPECT_EQ(done.offered_on, kOffered);
  EXPECT_EQ(done.answer_by, kAnswer);
  EXPECT_EQ(done.approved_by, "lurah");
  EXPECT_FALSE(done.remedial);
  EXPECT_EQ(done.ending, std::nullopt);
}

// Every command against every state: where it leads, or the rule that refuses it.
TEST(Enrolment, AllowsEachStepFromItsStatesOnly) {
  using Command = std::function<absl::Status(Enrolment&)>;
  struct Row {
    std::string rule;
    Command command;
    std::map<State, State> allowed;
  };
  const EnrolmentSetting late = On(kAnswer + 1);
  const std::vector<Row> rows = {
      {"ENR-01",
       [](Enrolment& e) { return e.Offer("B2", kAnswer, Before()); },
       {{State::kWaitlisted, State::kOffered}}},
      {"ENR-02",
       [](Enrolment& e) { return e.Approve("lurah", kLine, Before()); },
       {{State::kOffered, State::kApproved}}},
      {"ENR-03",
       [](Enrolment& e) { return e.Reject("lurah", kLine, "sibuk", Before()); },
       {{State::kOffered, State::kDeclined}}},
      {"ENR-04",
       [&](Enrolment& e) { return e.Escalate(kAnswer + 5, late); },
       {{State::kOffered, State::kOffered}}},
      {"ENR-05",
       [](Enrolment& e) { return e.Confirm("person", Before()); },
       {{State::kApproved, State::kConfirmed}}},
      {"ENR-06",
       [](Enrolment& e) { return e.Decline("person", "sakit", Before()); },
       {{State::kOffered, State::kDeclined}, {State::kApproved, State::kDeclined}}},
      {"ENR-07",
       [](Enrolment& e) { return e.Withdraw("officer", "sakit", Before()); },
       {{State::kWaitlisted, State::kWithdrawn},
        {State::kOffered, State::kWithdrawn},
        {State::kApproved, State::kWithdrawn},
        {State::kConfirmed, State::kWithdrawn},
        {State::kAttending, State::kWithdrawn}}},
      {"ENR-08",
       [](Enrolment& e) { return e.Substitute("officer", "x", "sakit", Before()); },
       {{State::kConfirmed, State::kSubstituted}}},
      {"ENR-09",
       [](Enrolment& e) { return e.Start(On(kStarts)); },
       {{State::kConfirmed, State::kAttending}}},
      {"ENR-10",
       [](Enrolment& e) { return e.Finish(State::kCompleted); },
       {{State::kAttending, State::kCompleted}, {State::kNotPassed, State::kCompleted}}},
      {"ENR-10",
       [](Enrolment& e) { return e.Finish(State::kAttendedOnly); },
       {{State::kAttending, State::kAttendedOnly}}},
      {"ENR-10",
       [](Enrolment& e) { return e.Finish(State::kNotPassed); },
       {{State::kAttending, State::kNotPassed}}},
      {"ENR-10",
       [](Enrolment& e) { return e.Finish(State::kNoShow); },
       {{State::kConfirmed, State::kNoShow}, {State::kAttending, State::kNoShow}}},
      {"ENR-10",
       [](Enrolment& e) { return e.Excuse(kStarts); },
       {{State::kConfirmed, State::kWithdrawn}, {State::kAttending, State::kWithdrawn}}},
      {"ENR-19",
       [](Enrolment& e) { return e.Reopen(); },
       {{State::kCompleted, State::kAttending},
        {State::kAttendedOnly, State::kAttending},
        {State::kNotPassed, State::kAttending},
        {State::kNoShow, State::kAttending}}},
      {"ENR-20",
       [](Enrolment& e) { return e.Requeue(); },
       {{State::kOffered, State::kWaitlisted},
        {State::kApproved, State::kWaitlisted},
        {State::kConfirmed, State::kWaitlisted},
        {State::kAttending, State::kWaitlisted}}}};
  for (std::size_t i = 0; i < std::size(rows); ++i) {
    for (const State state : kAll) {
      SCOPED_TRACE(rows[i].rule + " " + std::to_string(i) + " " + std::string(ToString(state)));
      Enrolment enrolment = In(state);
      const absl::Status status = rows[i].command(enrolment);
      const auto allowed = rows[i].allowed.find(state);
      if (allowed != rows[i].allowed.end()) {
        EXPECT_THAT(status, IsOk());
        EXPECT_EQ(enrolment.state, allowed->second);
      } else {
        EXPECT_THAT(status, RefusedBy(rows[i].rule));
        EXPECT_THAT(status, HasCode(absl::StatusCode::kFailedPrecondition));
        EXPECT_EQ(FindingsOf(status)[0].values.at("state"), ToString(state));
        EXPECT_EQ(enrolment.state, state);
      }
    }
  }
}

TEST(Enrolment, IsAnsweredByTheSuperiorAndByThoseAboveOnlyAfterSilence) {
  Enrolment enrolment = In(State::kOffered);
  EXPECT_THAT(enrolment.Approve("camat", kLine, Before()), RefusedBy("ENR-11"));
  EXPECT_THAT(enrolment.Reject("camat", kLine, "sibuk", Before()), RefusedBy("ENR-11"));
  EXPECT_THAT(enrolment.Approve("stranger", kLine, Before()), RefusedBy("ENR-11"));
  EXPECT_THAT(enrolment.Approve("lurah", {}, Before()), RefusedBy("ENR-11"));
  EXPECT_THAT(
      enrolment.Approve("person", std::vector<std::string>{"person"}, Before()),
      RefusedBy("ENR-12"));
  EXPECT_THAT(enrolment.Escalate(kAnswer + 5, On(kAnswer)), RefusedBy("ENR-15"));
  EXPECT_EQ(enrolment.escalations, 0);
  EXPECT_THAT(enrolment.Escalate(kAnswer + 5, On(kAnswer + 1)), IsOk());
  EXPECT_EQ(enrolment.state, State::kOffered);  // silence approves nothing
  EXPECT_EQ(enrolment.escalations, 1);
  EXPECT_EQ(enrolment.answer_by, kAnswer + 5);
  // The same timer again finds that there is time.
  EXPECT_THAT(enrolment.Escalate(kAnswer + 9, On(kAnswer + 1)), RefusedBy("ENR-15"));
  EXPECT_THAT(enrolment.Approve("sekda", kLine, Before()), RefusedBy("ENR-11"));
  Enrolment by_superior = enrolment;
  EXPECT_THAT(by_superior.Approve("lurah", kLine, On(kAnswer + 2)), IsOk());
  EXPECT_THAT(enrolment.Approve("camat", kLine, On(kAnswer + 2)), IsOk());
  EXPECT_EQ(enrolment.approved_by, "camat");
  EXPECT_THAT(
      FindingsOf(In(State::kOffered).Approve("x", kLine, Before()))[0].values,
      ElementsAre(Pair("escalations", "0")));
}

TEST(Enrolment, EscalatesToTheTopAndNoFurther) {
  Enrolment enrolment = In(State::kOffered);
  for (int i = 0; i < 5; ++i)
    EXPECT_THAT(enrolment.Escalate(enrolment.answer_by + 3, On(enrolment.answer_by + 1)), IsOk());
  EXPECT_EQ(enrolment.escalations, 5);
  EXPECT_THAT(enrolment.Approve("stranger", kLine, Before()), RefusedBy("ENR-11"));
  EXPECT_THAT(enrolment.Approve("sekda", kLine, Before()), IsOk());
}

TEST(Enrolment, TakesNoAnswerOnceTheBatchHasBegun) {
  Enrolment offered = In(State::kOffered);
  EXPECT_THAT(offered.Approve("lurah", kLine, On(kStarts)), RefusedBy("ENR-13"));
  EXPECT_EQ(
      FindingsOf(offered.Approve("lurah", kLine, On(kStarts)))[0].values.at("starts"),
      "2026-03-10");
  EXPECT_THAT(offered.Approve("lurah", kLine, On(kStarts - 1)), IsOk());  // late, and it counts
  EXPECT_THAT(offered.Confirm("person", On(kStarts)), RefusedBy("ENR-13"));
  EXPECT_THAT(offered.Confirm("person", On(kStarts - 1)), IsOk());
  EXPECT_THAT(offered.Start(On(kStarts - 1)), RefusedBy("ENR-18"));
  EXPECT_THAT(offered.Start(On(kStarts)), IsOk());
}

TEST(Enrolment, IsConfirmedAndDeclinedByThePersonAlone) {
  EXPECT_THAT(In(State::kApproved).Confirm("lurah", Before()), RefusedBy("ENR-16"));
  EXPECT_THAT(In(State::kApproved).Decline("lurah", "sakit", Before()), RefusedBy("ENR-16"));
  Enrolment declined = In(State::kApproved);
  EXPECT_THAT(declined.Decline("person", "sakit", Before()), IsOk());
  EXPECT_EQ(declined.ending->cause, EndCause::kParticipant);
  EXPECT_EQ(declined.ending->by, "person");
  EXPECT_EQ(declined.ending->reason, "sakit");
  EXPECT_EQ(declined.ending->on, kOffered + 1);
}

TEST(Enrolment, SaysWhyAndByWhomItEnded) {
  EXPECT_THAT(In(State::kOffered).Reject("lurah", kLine, " ", Before()), RefusedBy("ENR-14"));
  EXPECT_THAT(In(State::kOffered).Decline("person", "", Before()), RefusedBy("ENR-14"));
  EXPECT_THAT(In(State::kOffered).Withdraw("officer", "", Before()), RefusedBy("ENR-14"));
  EXPECT_THAT(
      In(State::kConfirmed).Substitute("officer", "other", "", Before()), RefusedBy("ENR-14"));
  Enrolment rejected = In(State::kOffered);
  EXPECT_THAT(rejected.Reject("lurah", kLine, "sibuk", Before()), IsOk());
  EXPECT_EQ(rejected.ending->cause, EndCause::kSuperior);
  EXPECT_EQ(rejected.ending->by, "lurah");
  EXPECT_EQ(rejected.ending->reason, "sibuk");
  EXPECT_EQ(rejected.ending->on, kOffered + 1);
  const Enrolment withdrawn = In(State::kWithdrawn);
  EXPECT_EQ(withdrawn.ending->cause, EndCause::kRequest);
  EXPECT_EQ(withdrawn.ending->by, "officer");
  EXPECT_EQ(withdrawn.ending->reason, "dibutuhkan di unit");
  EXPECT_EQ(withdrawn.ending->on, kOffered + 1);
  const Enrolment substituted = In(State::kSubstituted);
  EXPECT_EQ(substituted.ending->cause, EndCause::kSubstituted);
  EXPECT_EQ(substituted.ending->substitute, "other");
  EXPECT_EQ(substituted.ending->by, "officer");
  EXPECT_EQ(substituted.ending->reason, "sakit");
  EXPECT_EQ(substituted.ending->on, kOffered + 1);
}

TEST(Enrolment, RefusesAllThatIsWrongAtOnce) {
  Enrolment enrolment = In(State::kConfirmed);
  EXPECT_EQ(
      RulesOf(FindingsOf(enrolment.Reject("person", kLine, "", Before()))),
      "ENR-03 ENR-12 ENR-11 ENR-14");
  EXPECT_EQ(
      RulesOf(FindingsOf(In(State::kOffered).Confirm("lurah", On(kStarts)))),
      "ENR-05 ENR-16 ENR-13");
  EXPECT_EQ(
      RulesOf(FindingsOf(In(State::kOffered).Substitute("x", "y", "", On(kStarts)))),
      "ENR-08 ENR-17 ENR-14");
  EXPECT_EQ(RulesOf(FindingsOf(In(State::kOffered).Start(Before()))), "ENR-09 ENR-18");
}

TEST(Enrolment, PassesToASubstituteUntilTwoDaysBefore) {
  EXPECT_THAT(
      In(State::kConfirmed).Substitute("officer", "other", "sakit", On(kLastChange)), IsOk());
  const absl::Status late =
      In(State::kConfirmed).Substitute("officer", "other", "sakit", On(kLastChange + 1));
  EXPECT_THAT(late, RefusedBy("ENR-17"));
  EXPECT_EQ(FindingsOf(late)[0].values.at("change_until"), "2026-03-06");
}

TEST(Enrolment, IsCompletedByTheRemedialOrAnewAfterACorrection) {
  Enrolment enrolment = In(State::kNotPassed);
  EXPECT_THAT(enrolment.Finish(State::kAttendedOnly), RefusedBy("ENR-10"));
  EXPECT_THAT(enrolment.Finish(State::kCompleted), IsOk());
  EXPECT_TRUE(enrolment.remedial);
  EXPECT_THAT(enrolment.Reopen(), IsOk());
  EXPECT_FALSE(enrolment.remedial);
  EXPECT_THAT(enrolment.Finish(State::kCompleted), IsOk());
  EXPECT_FALSE(enrolment.remedial);
  // Minutes that arrived late: he was there after all.
  Enrolment absent = In(State::kNoShow);
  EXPECT_THAT(absent.Reopen(), IsOk());
  EXPECT_THAT(absent.Finish(State::kAttendedOnly), IsOk());
  for (const State state :
       {State::kWaitlisted, State::kConfirmed, State::kAttending, State::kDeclined,
        State::kWithdrawn}) {
    const absl::Status status = In(State::kAttending).Finish(state);
    EXPECT_THAT(status, RefusedBy("ENR-21"));
    EXPECT_THAT(status, HasCode(absl::StatusCode::kInvalidArgument));
  }
}

TEST(Enrolment, OfWhoWasExcusedFromEverythingIsOpenedAnewByACorrection) {
  Enrolment enrolment = In(State::kConfirmed);
  ASSERT_THAT(enrolment.Excuse(kStarts), IsOk());
  EXPECT_EQ(enrolment.ending->cause, EndCause::kExcused);
  ASSERT_THAT(enrolment.Reopen(), IsOk());
  EXPECT_FALSE(enrolment.ending.has_value());
  EXPECT_THAT(enrolment.Finish(State::kAttendedOnly), IsOk());
  // Who withdrew for another reason has gone.
  Enrolment gone = In(State::kAttending);
  ASSERT_THAT(gone.Withdraw("officer", "pindah", On(kStarts)), IsOk());
  EXPECT_THAT(gone.Reopen(), RefusedBy("ENR-19"));
}

TEST(Enrolment, GoesBackToTheListWithItsPlaceAndItsArm) {
  Enrolment enrolment = In(State::kOffered);
  EXPECT_THAT(enrolment.Escalate(kAnswer + 5, On(kAnswer + 1)), IsOk());
  EXPECT_THAT(enrolment.Approve("camat", kLine, Before()), IsOk());
  EXPECT_THAT(enrolment.Requeue(), IsOk());
  EXPECT_EQ(enrolment.batch, "");
  EXPECT_EQ(enrolment.approved_by, "");
  EXPECT_EQ(enrolment.escalations, 0);
  EXPECT_EQ(enrolment.answer_by, absl::CivilDay());
  EXPECT_EQ(enrolment.rank, 4);
  EXPECT_EQ(enrolment.arm, Arm::kTreat);
  EXPECT_THAT(enrolment.Offer("B2", kAnswer + 9, On(kAnswer + 6)), IsOk());
  EXPECT_EQ(enrolment.batch, "B2");
}

TEST(Enrolment, ChangesTheBatchInWhichASeatIsKeptAndNoOther) {
  Enrolment enrolment = In(State::kWaitlisted);
  EXPECT_THAT(enrolment.KeepIn("B2"), RefusedBy("ENR-38")) << "no seat is kept for him";
  enrolment.batch = "B1";
  EXPECT_THAT(enrolment.KeepIn("B2"), IsOk());
  EXPECT_EQ(enrolment.batch, "B2");
  EXPECT_EQ(enrolment.rank, 4);
  EXPECT_THAT(In(State::kOffered).KeepIn("B2"), RefusedBy("ENR-38"));
}

TEST(Enrolment, LapsesWhereNobodyAnsweredInTime) {
  for (const State state : kAll) {
    const bool open = state == State::kOffered || state == State::kApproved;
    Enrolment early = In(state);
    EXPECT_FALSE(early.Lapse(On(kLastChange - 1)));
    EXPECT_EQ(early.Lapse(On(kLastChange)), open) << ToString(state);
    EXPECT_FALSE(early.Lapse(On(kLastChange)));  // told twice
    EXPECT_EQ(early.state, open ? State::kWithdrawn : state);
    if (!open) continue;
    EXPECT_EQ(early.ending->cause, EndCause::kUnanswered);
    EXPECT_EQ(early.ending->on, kLastChange);
  }
  // Offered on the last day: there is time until the batch begins.
  Enrolment last = In(State::kWaitlisted);
  EXPECT_THAT(last.Offer("B1", kStarts, On(kLastChange)), IsOk());
  EXPECT_FALSE(last.Lapse(On(kLastChange)));
  EXPECT_FALSE(last.Lapse(On(kStarts - 1)));
  EXPECT_TRUE(last.Lapse(On(kStarts)));
}

TEST(Enrolment, EndsWithTheService) {
  for (const State state : kAll) {
    Enrolment enrolment = In(state);
    const bool open = state <= State::kAttending;
    EXPECT_EQ(enrolment.LeaveService(Before()), open) << ToString(state);
    EXPECT_FALSE(enrolment.LeaveService(Before()));
    EXPECT_EQ(enrolment.state, open ? State::kWithdrawn : state);
    if (!open) continue;
    EXPECT_EQ(enrolment.ending->cause, EndCause::kLeftService);
    EXPECT_EQ(enrolment.ending->on, kOffered + 1);
  }
}

TEST(Enrolment, KeepsTheSeatOfABatchThatIsOver) {
  EnrolmentSetting setting = On(kStarts + 2);
  setting.ends = kStarts + 1;
  for (const State state : {State::kConfirmed, State::kAttending}) {
    Enrolment over = In(state);
    EXPECT_FALSE(over.LeaveService(setting));
    EXPECT_THAT(over.Withdraw("officer", "pindah", setting), RefusedBy("ENR-37"));
    EXPECT_EQ(over.state, state);
    Enrolment on_the_last_day = In(state), withdrawn = In(state);
    EnrolmentSetting last = setting;  // the seat still counts on it
    last.today = last.ends;
    EXPECT_TRUE(on_the_last_day.LeaveService(last));
    EXPECT_THAT(withdrawn.Withdraw("officer", "pindah", last), IsOk());
  }
}

TEST(Enrolment, ThatOnlyWaitsEndsAfterTheBatchWhoseSeatWasKeptForIt) {
  EnrolmentSetting setting = On(kStarts + 2);
  setting.ends = kStarts + 1;
  Enrolment kept = In(State::kWaitlisted), left = In(State::kWaitlisted);
  kept.batch = left.batch = "B1";
  EXPECT_THAT(kept.Withdraw("officer", "pindah", setting), IsOk());
  EXPECT_TRUE(left.LeaveService(setting));
}

TEST(Enrolment, WaitsNoLongerThanItsList) {
  for (const State state : kAll) {
    Enrolment enrolment = In(state);
    const bool waits = state == State::kWaitlisted;
    EXPECT_EQ(enrolment.CloseList(Before()), waits) << ToString(state);
    EXPECT_FALSE(enrolment.CloseList(Before()));
    if (!waits) continue;
    EXPECT_EQ(enrolment.state, State::kWithdrawn);
    EXPECT_EQ(enrolment.ending->cause, EndCause::kListClosed);
    EXPECT_EQ(enrolment.ending->on, kOffered + 1);
    EXPECT_EQ(enrolment.ending->by, "");
  }
  Enrolment kept = In(State::kWaitlisted);
  kept.batch = "B1";
  EXPECT_TRUE(kept.CloseList(Before()));
  EXPECT_EQ(kept.batch, "");
}

TEST(Enrolment, AsksTheOfficialOfWhomNobodyIsAbove) {
  for (const State state : kAll) {
    Enrolment enrolment = In(state);
    EXPECT_EQ(enrolment.AskOfficial(), state == State::kOffered) << ToString(state);
    EXPECT_FALSE(enrolment.AskOfficial());
    EXPECT_EQ(enrolment.escalations, state == State::kOffered ? 1 : 0);
  }
  Enrolment asked = In(State::kOffered);
  EXPECT_TRUE(asked.AskOfficial());
  EXPECT_TRUE(asked.AskAnew(kAnswer));  // somebody is above him now
  EXPECT_EQ(asked.escalations, 0);
}

TEST(Enrolment, AsksTheNewSuperiorAnew) {
  Enrolment enrolment = In(State::kOffered);
  EXPECT_FALSE(enrolment.AskAnew(kAnswer));
  EXPECT_THAT(enrolment.Escalate(kAnswer + 5, On(kAnswer + 1)), IsOk());
  EXPECT_TRUE(enrolment.AskAnew(kAnswer + 5));
  EXPECT_EQ(enrolment.escalations, 0);
  EXPECT_TRUE(enrolment.AskAnew(kAnswer + 6));
  EXPECT_EQ(enrolment.answer_by, kAnswer + 6);
  EXPECT_FALSE(enrolment.AskAnew(kAnswer + 6));
  EXPECT_FALSE(In(State::kApproved).AskAnew(kAnswer + 6));
}

TEST(Enrolment, WaitsAfterTheUpheldTheEarlierSelectionAndTheBetterRank) {
  const auto place = [](bool upheld, int selection, int rank, std::string person) {
    Enrolment enrolment;
    enrolment.upheld = upheld;
    enrolment.selection = selection;
    enrolment.rank = rank;
    enrolment.person = std::move(person);
    return enrolment;
  };
  EXPECT_TRUE(IsBefore(place(true, 2, 9, "z"), place(false, 1, 1, "a")));
  EXPECT_FALSE(IsBefore(place(false, 1, 1, "a"), place(true, 2, 9, "z")));
  EXPECT_TRUE(IsBefore(place(false, 1, 9, "z"), place(false, 2, 1, "a")));
  EXPECT_TRUE(IsBefore(place(false, 1, 8, "z"), place(false, 1, 9, "a")));
  EXPECT_TRUE(IsBefore(place(false, 1, 8, "a"), place(false, 1, 8, "b")));
  EXPECT_FALSE(IsBefore(place(false, 1, 8, "a"), place(false, 1, 8, "a")));
}

TEST(Enrolment, SaysItsStatesInCodesAndWords) {
  std::vector<std::string> codes;
  for (const State state : kAll) {
    codes.emplace_back(ToString(state));
    EXPECT_STRNE(NameOf(state).id, "");
    EXPECT_STRNE(NameOf(state).en, "");
    EXPECT_EQ(
        HoldsSeat(state), state == State::kOffered || state == State::kApproved ||
                              state == State::kConfirmed || state == State::kAttending);
  }
  EXPECT_THAT(
      codes, ElementsAre(
                 "WAITLISTED", "OFFERED", "APPROVED", "CONFIRMED", "ATTENDING", "COMPLETED",
                 "ATTENDED_ONLY", "NOT_PASSED", "DECLINED", "SUBSTITUTED", "WITHDRAWN", "NO_SHOW"));
  EXPECT_THAT(
      std::string(In(State::kNoShow).Approve("lurah", kLine, Before()).message()),
      HasSubstr(
          "An enrolment that is a no-show cannot be approved; only one that is offered. See"));
  EXPECT_EQ(ToString(Origin::kSelected), "SELECTED");
  EXPECT_EQ(ToString(Origin::kNominated), "NOMINATED");
  EXPECT_EQ(ToString(Origin::kSelf), "SELF");
  EXPECT_EQ(ToString(Origin::kSubstitute), "SUBSTITUTE");
  EXPECT_EQ(ToString(EndCause::kSuperior), "SUPERIOR");
  EXPECT_EQ(ToString(EndCause::kParticipant), "PARTICIPANT");
  EXPECT_EQ(ToString(EndCause::kRequest), "REQUEST");
  EXPECT_EQ(ToString(EndCause::kSubstituted), "SUBSTITUTED");
  EXPECT_EQ(ToString(EndCause::kUnanswered), "UNANSWERED");
  EXPECT_EQ(ToString(EndCause::kGate), "GATE");
  EXPECT_EQ(ToString(EndCause::kLeftService), "LEFT_SERVICE");
  EXPECT_EQ(ToString(EndCause::kListClosed), "LIST_CLOSED");
  EXPECT_EQ(ToString(EndCause::kExcused), "EXCUSED");
}

}  // namespace
}  // namespace binadaya::scheduling::domain::sample
