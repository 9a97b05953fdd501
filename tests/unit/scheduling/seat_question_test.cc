#include "services/scheduling/domain/seat_question.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/matchers.h"
#include "tests/unit/scheduling/people.h"

namespace binadaya::scheduling::domain::sample {
namespace {

using test::IsOk;
using test::RefusedBy;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

// A batch from Tuesday 10 March 2026 on; seats pass on until Friday before (H-2).
const absl::CivilDay kBatch(2026, 3, 10);
const absl::CivilDay kHeard(2026, 2, 17);
const absl::CivilDay kDecideBy(2026, 2, 20);
constexpr char kHome[] = "33.74.14.1003 LURAH LURAH PNS";
constexpr char kAway[] = "33.74.02.1001 STAF STAF PNS";

EnrolmentSetting Today(absl::CivilDay day) {
  return {
      .today = day,
      .starts = kBatch,
      .change_until = absl::CivilDay(2026, 3, 6),
      .ends = kBatch + 1};
}
Finding Gate(const std::string& rule, const std::string& value = "") {
  Finding gate{.rule = rule, .where = "gate", .message = {"Tidak.", "No."}};
  if (!value.empty()) gate.values["by"] = value;
  return gate;
}
Enrolment Seat(EnrolmentState state = EnrolmentState::kConfirmed) {
  return {
      .id = "enrolment",
      .program = "program",
      .person = "person",
      .batch = "batch",
      .state = state};
}

// What is heard of one seat, in order.
struct Heard {
  QuestionStep Of(
      const std::string& place, const Findings& gates, absl::CivilDay day = kHeard,
      absl::CivilDay decide_by = kDecideBy) {
    return Judge(question, seat, place, gates, decide_by, Today(day));
  }
  Enrolment seat = Seat();
  std::optional<SeatQuestion> question = {};
};

TEST(SeatQuestion, IsAskedOnceWithItsReasonsAndADeadline) {
  Heard heard;
  const Findings gates = {Gate("SEL-02", "STAF"), Gate("SEL-04", "leave")};
  EXPECT_EQ(heard.Of(kHome, {}), QuestionStep::kNone);
  EXPECT_FALSE(heard.question.has_value());
  EXPECT_EQ(heard.Of(kAway, gates), QuestionStep::kAsked);
  const SeatQuestion& asked = *heard.question;
  EXPECT_EQ(asked.enrolment, "enrolment");
  EXPECT_EQ(asked.number, 1);
  EXPECT_EQ(RulesOf(asked.reasons), "SEL-02 SEL-04");
  EXPECT_EQ(asked.asked_on, kHeard);
  EXPECT_EQ(asked.decide_by, kDecideBy);
  EXPECT_TRUE(asked.open());
  EXPECT_EQ(heard.Of(kAway, gates), QuestionStep::kNone) << "heard twice";
  EXPECT_EQ(heard.Of(kAway, gates, kHeard + 1, kDecideBy + 1), QuestionStep::kNone);
  EXPECT_EQ(heard.question->decide_by, kDecideBy);
  EXPECT_EQ(heard.seat.state, EnrolmentState::kConfirmed) << "nothing becomes of the seat";
}

TEST(SeatQuestion, IsOfWarningsNever) {
  Heard heard;
  Finding warning = Gate("SEL-04");
  warning.warning = true;
  EXPECT_EQ(heard.Of(kAway, {warning}), QuestionStep::kNone);
  EXPECT_EQ(heard.Of(kAway, {warning, Gate("SEL-02")}), QuestionStep::kAsked);
  EXPECT_EQ(RulesOf(heard.question->reasons), "SEL-02");
}

TEST(SeatQuestion, IsDecidedWhileTheSeatMayStillPassOn) {
  Heard heard;
  EXPECT_EQ(
      heard.Of(kAway, {Gate("SEL-02")}, absl::CivilDay(2026, 3, 5), absl::CivilDay(2026, 3, 10)),
      QuestionStep::kAsked);
  EXPECT_EQ(heard.question->decide_by, absl::CivilDay(2026, 3, 6)) << "H-2";
  heard.question.reset();
  EXPECT_EQ(
      heard.Of(kAway, {Gate("SEL-02")}, absl::CivilDay(2026, 3, 9), absl::CivilDay(2026, 3, 12)),
      QuestionStep::kAsked);
  EXPECT_EQ(heard.question->decide_by, absl::CivilDay(2026, 3, 9)) << "today, after H-2";
}

TEST(SeatQuestion, IsOfWhoHasASeatThatHasNotBegun) {
  using enum EnrolmentState;
  for (const EnrolmentState state :
       {kWaitlisted, kOffered, kApproved, kConfirmed, kAttending, kCompleted, kAttendedOnly,
        kNotPassed, kDeclined, kSubstituted, kWithdrawn, kNoShow}) {
    Heard heard{.seat = Seat(state)};  // of one who waits a seat is kept
    const bool asks =
        state == kWaitlisted || state == kOffered || state == kApproved || state == kConfirmed;
    EXPECT_EQ(heard.Of(kAway, {Gate("SEL-02")}) == QuestionStep::kAsked, asks) << ToString(state);
  }
  Heard waits{.seat = Seat(kWaitlisted)};
  waits.seat.batch.clear();
  EXPECT_EQ(waits.Of(kAway, {Gate("SEL-02")}), QuestionStep::kNone) << "he is asked at his turn";
  Heard late;
  EXPECT_EQ(late.Of(kAway, {Gate("SEL-02")}, kBatch), QuestionStep::kNone);
  EXPECT_EQ(late.Of(kAway, {Gate("SEL-02")}, kBatch - 1), QuestionStep::kAsked);
  EXPECT_EQ(late.Of(kHome, {}, kBatch), QuestionStep::kPasses) << "that is told still";
}

TEST(SeatQuestion, IsWithdrawnByItselfWhenHePassesAgain) {
  Heard heard;
  (void)heard.Of(kAway, {Gate("SEL-02")});
  EXPECT_EQ(heard.Of(kHome, {}, kHeard + 1), QuestionStep::kPasses);
  EXPECT_EQ(heard.question->state, QuestionState::kPasses);
  EXPECT_EQ(heard.question->decided_on, kHeard + 1);
  EXPECT_EQ(heard.question->by, "");
  EXPECT_EQ(heard.Of(kHome, {}), QuestionStep::kNone);
  EXPECT_EQ(heard.Of(kAway, {Gate("SEL-02")}), QuestionStep::kAsked);
  EXPECT_EQ(heard.question->number, 2);
}

TEST(SeatQuestion, IsAskedAnewAfterASecondMoveOrAnotherGate) {
  Heard heard;
  (void)heard.Of(kAway, {Gate("SEL-02")});
  EXPECT_EQ(
      heard.Of(kAway, {Gate("SEL-02"), Gate("SEL-04")}, kHeard + 1, kDecideBy + 1),
      QuestionStep::kAsked);
  EXPECT_EQ(heard.question->number, 2);
  EXPECT_EQ(heard.question->decide_by, kDecideBy + 1);
  EXPECT_EQ(
      heard.Of("33.74.03 STAF STAF PNS", {Gate("SEL-02"), Gate("SEL-04")}), QuestionStep::kAsked);
  EXPECT_EQ(heard.question->number, 3);
}

TEST(SeatQuestion, IsKeptOutOfTurnForAReason) {
  Heard heard;
  (void)heard.Of(kAway, {Gate("SEL-02"), Gate("SEL-04", "leave")});
  SeatQuestion& question = *heard.question;
  const auto keep = [&](std::optional<OverrideReason> why, const std::string& words,
                        absl::CivilDay day = kHeard + 2) {
    return question.Keep(why, words, "officer", Today(day));
  };
  EXPECT_THAT(keep({}, "perlu"), RefusedBy("ENR-42"));
  EXPECT_THAT(keep(OverrideReason::kOther, " "), RefusedBy("ENR-43"));
  EXPECT_THAT(keep(OverrideReason::kUnitRequest, "", kBatch + 2), RefusedBy("ENR-37"));
  EXPECT_TRUE(question.open());
  EXPECT_THAT(keep(OverrideReason::kUnitRequest, "", kBatch + 1), IsOk());
  EXPECT_EQ(ToString(question.state), "KEPT");
  EXPECT_EQ(question.by, "officer");
  EXPECT_EQ(question.decided_on, kBatch + 1);
  EXPECT_THAT(keep(OverrideReason::kUnitRequest, ""), RefusedBy("ENR-41"));
  // What was waived is asked no more, nor is less of it.
  EXPECT_EQ(heard.Of(kAway, {Gate("SEL-02"), Gate("SEL-04", "leave")}), QuestionStep::kNone);
  EXPECT_EQ(heard.Of(kAway, {Gate("SEL-02")}), QuestionStep::kNone);
  EXPECT_THAT(NotWaived(heard.question, kAway, {Gate("SEL-02")}), IsEmpty());
  EXPECT_EQ(RulesOf(NotWaived(heard.question, kAway, {Gate("SEL-05")})), "SEL-05");
  EXPECT_EQ(RulesOf(NotWaived(heard.question, kHome, {Gate("SEL-02")})), "SEL-02");
  // Another leave is another question.
  EXPECT_EQ(heard.Of(kAway, {Gate("SEL-04", "another")}), QuestionStep::kAsked);
  EXPECT_EQ(heard.question->number, 2);
}

TEST(SeatQuestion, ThatWasKeptWaivesUntilHePassesOrMoves) {
  Heard heard;
  (void)heard.Of(kAway, {Gate("SEL-02")});
  ASSERT_THAT(
      heard.question->Keep(OverrideReason::kOther, "tugas khusus", "officer", Today(kHeard)),
      IsOk());
  EXPECT_EQ(heard.Of(kHome, {}), QuestionStep::kNoWaiver);
  EXPECT_EQ(ToString(heard.question->state), "KEPT") << "that it was stays on record";
  EXPECT_EQ(heard.Of(kHome, {}), QuestionStep::kNone);
  EXPECT_EQ(heard.Of(kAway, {Gate("SEL-02")}), QuestionStep::kAsked) << "a second move";
  ASSERT_THAT(
      heard.question->Keep(OverrideReason::kOther, "tugas khusus", "officer", Today(kHeard)),
      IsOk());
  EXPECT_EQ(heard.Of("33.74.03 STAF STAF PNS", {Gate("SEL-02")}), QuestionStep::kAsked);
  EXPECT_EQ(heard.question->number, 3);
}

TEST(SeatQuestion, IsGivenUpWithItsSeat) {
  Heard heard;
  (void)heard.Of(kAway, {Gate("SEL-02"), Gate("SEL-04")});
  SeatQuestion& question = *heard.question;
  EXPECT_THAT(question.Withdraw(heard.seat, "", "officer", Today(kHeard)), RefusedBy("ENR-14"));
  EXPECT_TRUE(question.open());
  EXPECT_EQ(heard.seat.state, EnrolmentState::kConfirmed);
  ASSERT_THAT(question.Withdraw(heard.seat, "mutasi", "officer", Today(kHeard + 1)), IsOk());
  EXPECT_EQ(ToString(question.state), "WITHDRAWN");
  EXPECT_EQ(heard.seat.state, EnrolmentState::kWithdrawn);
  ASSERT_TRUE(heard.seat.ending.has_value());
  EXPECT_EQ(heard.seat.ending->cause, EndCause::kGate);
  EXPECT_EQ(heard.seat.ending->by, "officer");
  EXPECT_EQ(heard.seat.ending->reason, "mutasi");
  EXPECT_THAT(heard.seat.ending->rules, ElementsAre("SEL-02", "SEL-04"));
  EXPECT_THAT(
      question.Withdraw(heard.seat, "mutasi", "officer", Today(kHeard)), RefusedBy("ENR-41"));
  EXPECT_EQ(heard.Of(kAway, {Gate("SEL-02")}), QuestionStep::kNone);
}

TEST(SeatQuestion, FallsDueOnce) {
  Heard heard;
  (void)heard.Of(kAway, {Gate("SEL-02")});
  SeatQuestion& question = *heard.question;
  EXPECT_FALSE(question.FallDue(kDecideBy));
  EXPECT_TRUE(question.FallDue(kDecideBy + 1));
  EXPECT_FALSE(question.FallDue(kDecideBy + 1)) << "told already";
  EXPECT_TRUE(question.open()) << "somebody decides still";
  (void)heard.Of(kHome, {});
  EXPECT_FALSE(question.FallDue(kDecideBy + 9));
  EXPECT_EQ(ToString(QuestionState::kOpen), "OPEN");
  EXPECT_EQ(ToString(QuestionState::kPasses), "PASSES");
  EXPECT_EQ(ToString(QuestionState::kEnded), "ENDED");
}

TEST(SeatQuestion, IsDecidedBeforeTheBatchIsPublished) {
  EXPECT_THAT(CheckNoneInQuestion(0), IsEmpty());
  const Findings findings = CheckNoneInQuestion(2);
  EXPECT_EQ(RulesOf(findings), "ENR-44");
  EXPECT_EQ(findings[0].values.at("seats"), "2");
}

}  // namespace
}  // namespace binadaya::scheduling::domain::sample
