// Seats in question: a transfer, leave or a unit that is empty enough; decided by a person, or
// settled by itself.
#include <future>

#include "tests/integration/scheduling/seats.h"

namespace binadaya::test {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;

class SeatQuestions : public SeatedTest {
 protected:
  static constexpr char kElsewhere[] = "33.74.02.1001";

  // To a post of no target family, in another unit.
  void Transfer(const std::string& person, const std::string& unit = kElsewhere) {
    ASSERT_THAT(city_.Assign(person, "STAF", unit), IsOk());
    ASSERT_TRUE(IsQuiet());
  }
  void MoveBack(const std::string& person) {
    ASSERT_THAT(city_.Assign(person, "LURAH", kKelurahan), IsOk());
    ASSERT_TRUE(IsQuiet());
  }
  absl::StatusOr<sv::ListSeatQuestionsResponse> Open(
      const Call& by, const std::string& unit = kUnit, bool overdue = false) {
    sv::ListSeatQuestionsRequest request;
    request.set_unit(unit);
    request.set_state(sv::QUESTION_OPEN);
    request.set_overdue(overdue);
    return client().ListSeatQuestions(by, request);
  }
  int Overridden() {
    sv::GetFairnessRequest request;
    request.set_unit("/");
    const auto fairness = client().GetFairness(Auditor(), request);
    EXPECT_THAT(fairness, IsOk());
    return fairness.ok() ? fairness->overridden() : -1;
  }
  template <class Event>
  std::size_t Times(const std::string& what, const std::string& person) {
    return ToldOf<Event>(what, Of(person).id()).size();
  }
};

TEST_F(SeatQuestions, AreAskedOfWhoIsTransferredAndNothingBecomesOfTheSeat) {
  const std::vector<std::string> people = Offered(2, 4);
  Confirm(people[0]);
  Transfer(people[0]);
  EXPECT_EQ(States(people), "CONFIRMED OFFERED WAITLISTED WAITLISTED");
  EXPECT_EQ(Questioned(people[0]), "OPEN SEL-02");
  const auto told = ToldOf<sv::EnrolmentQuestioned>("questioned", Of(people[0]).id());
  ASSERT_EQ(told.size(), 1u);
  EXPECT_EQ(told[0].number(), 1);
  EXPECT_THAT(told[0].rules(), ElementsAre("SEL-02"));
  EXPECT_EQ(told[0].decide_by(), "2027-03-04") << "three working days";
  // Whoever organises has it on his list, with why; who has nothing to do with it has not.
  const auto listed = Open(Organiser("/33.74.14/"));
  ASSERT_THAT(listed, IsOk());
  ASSERT_EQ(listed->questions_size(), 1);
  const sv::SeatQuestion& question = listed->questions(0);
  EXPECT_EQ(question.person(), people[0]);
  EXPECT_EQ(question.batch(), batch_.id());
  EXPECT_EQ(question.unit(), kUnit);
  EXPECT_EQ(question.reasons(0).values().at("family"), "STAF");
  EXPECT_TRUE(absl::IsPermissionDenied(Open(Organiser("/33.74.02/")).status()));
  sv::ListOwnSeatQuestionsRequest own;
  own.set_person(people[0]);
  EXPECT_TRUE(
      absl::IsPermissionDenied(client().ListOwnSeatQuestions(Self(people[1]), own).status()));
  // What is heard again is no news.
  Mention(people[0]);
  EXPECT_EQ(Times<sv::EnrolmentQuestioned>("questioned", people[0]), 1u);
  EXPECT_EQ(QuestionOf(people[0]).number(), 1);

  // Given up by who organises, with a reason; the next who waits has it at once.
  EXPECT_THAT(
      client().DecideSeatQuestion(
          Organiser(), Deciding(QuestionOf(people[0]), sv::WITHDRAW_SEAT, "")),
      RefusedBy("ENR-14"));
  sv::DecideSeatQuestionRequest old =
      Deciding(QuestionOf(people[0]), sv::WITHDRAW_SEAT, "mutasi ke luar rumpun");
  old.set_version(old.version() - 1);
  EXPECT_THAT(client().DecideSeatQuestion(Organiser(), old), RefusedBy("VERSION-01"));
  (void)platform_.Told("scheduling");
  const auto given = GiveUp(people[0]);
  ASSERT_THAT(given, IsOk());
  EXPECT_EQ(given->state(), sv::QUESTION_WITHDRAWN);
  EXPECT_EQ(given->version(), Of(people[0]).version());
  const std::vector<std::string> events = platform_.Told("scheduling");
  EXPECT_THAT(events, Contains("enrolment.withdrawn"));
  EXPECT_THAT(events, Contains("enrolment.offered"));
  EXPECT_EQ(States(people), "WITHDRAWN OFFERED OFFERED WAITLISTED");
  EXPECT_EQ(Of(people[0]).end_cause(), sv::END_GATE);
  EXPECT_EQ(Of(people[0]).ended_by(), "panitia");
  EXPECT_THAT(Of(people[0]).rules(), ElementsAre("SEL-02"));
  EXPECT_EQ(Open(Organiser())->questions_size(), 0);
  EXPECT_THAT(GiveUp(people[0]), RefusedBy("ENR-41"));
}

TEST_F(SeatQuestions, AreKeptOutOfTurnAndAskedAnewAfterASecondMove) {
  const std::vector<std::string> people = Offered(1, 2);
  Confirm(people[0]);
  Transfer(people[0]);
  EXPECT_EQ(Overridden(), 0);
  EXPECT_THAT(KeepSeat(people[0], sv::OVERRIDE_REASON_UNSPECIFIED), RefusedBy("ENR-42"));
  EXPECT_THAT(KeepSeat(people[0], sv::OTHER), RefusedBy("ENR-43"));
  (void)platform_.Told("scheduling");
  const auto kept = KeepSeat(people[0], sv::OTHER, "masih memegang tugas lamanya");
  ASSERT_THAT(kept, IsOk());
  EXPECT_EQ(kept->state(), sv::QUESTION_KEPT);
  EXPECT_EQ(kept->reason(), sv::OTHER);
  EXPECT_EQ(kept->decided_by(), "panitia");
  EXPECT_EQ(kept->version(), Of(people[0]).version());
  EXPECT_THAT(platform_.Told("scheduling"), ElementsAre("enrolment.question_settled"));
  EXPECT_EQ(Overridden(), 1) << "SEL-25";
  Mention(people[0]);
  EXPECT_EQ(Questioned(people[0]), "KEPT SEL-02") << "that is decided";
  MoveTo(absl::CivilDay(2027, 3, 8));
  Transfer(people[0], "33.74.02.1002");
  EXPECT_EQ(Questioned(people[0]), "OPEN SEL-02");
  EXPECT_EQ(QuestionOf(people[0]).number(), 2);
  EXPECT_EQ(QuestionOf(people[0]).decide_by(), "2027-03-11");
  EXPECT_EQ(States(people), "CONFIRMED WAITLISTED");
}

TEST_F(SeatQuestions, AreSettledByThemselvesWhenTheMistakeIsPutRight) {
  const std::vector<std::string> people = Offered(1, 2);
  Confirm(people[0]);
  Transfer(people[0]);
  MoveTo(absl::CivilDay(2027, 3, 2));
  MoveBack(people[0]);
  EXPECT_EQ(Questioned(people[0]), "PASSES SEL-02");
  const auto settled = ToldOf<sv::EnrolmentQuestionSettled>("question_settled", Of(people[0]).id());
  ASSERT_EQ(settled.size(), 1u);
  EXPECT_EQ(settled[0].state(), sv::QUESTION_PASSES);
  EXPECT_EQ(Open(Organiser())->questions_size(), 0);
  EXPECT_THAT(KeepSeat(people[0]), RefusedBy("ENR-41")) << "nothing is left to decide";
  // Leave likewise, when its record is annulled.
  const std::string leave = Leave(people[0], "2027-04-08", "2027-04-08");
  ASSERT_TRUE(IsQuiet());
  EXPECT_EQ(Questioned(people[0]), "OPEN SEL-04");
  EXPECT_EQ(QuestionOf(people[0]).number(), 2);
  registry::v1::AnnulRecordRequest annul;
  annul.set_request_id(platform_.Id());
  annul.set_person(people[0]);
  annul.set_record(leave);
  annul.set_reason("salah orang");
  ASSERT_THAT(platform_.registry().AnnulRecord(platform_.Analyst(), annul), IsOk());
  ASSERT_TRUE(IsQuiet());
  EXPECT_EQ(Questioned(people[0]), "PASSES SEL-04");
  EXPECT_EQ(States(people), "CONFIRMED WAITLISTED");
}

TEST_F(SeatQuestions, ThatNobodyDecidesAreToldOnceAndStayOpen) {
  const std::vector<std::string> people = Offered(1, 2);
  Confirm(people[0]);
  Transfer(people[0]);
  MoveTo(absl::CivilDay(2027, 3, 4), 23);
  ASSERT_TRUE(IsQuiet());
  EXPECT_EQ(Times<sv::EnrolmentQuestionOverdue>("question_overdue", people[0]), 0u);
  EXPECT_EQ(Open(Organiser(), kUnit, true)->questions_size(), 0);
  MoveTo(absl::CivilDay(2027, 3, 5), 1);
  ASSERT_TRUE(IsQuiet());
  EXPECT_EQ(Times<sv::EnrolmentQuestionOverdue>("question_overdue", people[0]), 1u);
  ASSERT_EQ(Open(Organiser(), kUnit, true)->questions_size(), 1);
  EXPECT_TRUE(Open(Organiser(), kUnit, true)->questions(0).overdue());
  Mention(people[0]);
  MoveTo(absl::CivilDay(2027, 3, 9));
  ASSERT_TRUE(IsQuiet());
  EXPECT_EQ(Times<sv::EnrolmentQuestionOverdue>("question_overdue", people[0]), 1u);
  EXPECT_EQ(States(people), "CONFIRMED WAITLISTED") << "neither silently kept nor silently gone";
  // The head of the agency decides, too; the seat passes on until H-2 only.
  MoveTo(absl::CivilDay(2027, 4, 7));
  EXPECT_THAT(
      client().DecideSeatQuestion(
          platform_.As("kaban", {{v1::AGENCY_HEAD, "/"}}),
          Deciding(QuestionOf(people[0]), sv::WITHDRAW_SEAT, "mutasi")),
      IsOk());
  EXPECT_EQ(States(people), "WITHDRAWN WAITLISTED");
}

TEST_F(SeatQuestions, AreDecidedBeforeABatchIsPublishedAndHoldThen) {
  head_ = city_.Head(kKelurahan);
  const std::vector<std::string> people = Ranked(2, 3);
  ASSERT_EQ(Of(people[0]).batch(), batch_.id()) << "a seat is kept";
  Transfer(people[0]);
  EXPECT_EQ(Questioned(people[0]), "OPEN SEL-02");
  Transfer(people[2]);
  EXPECT_EQ(Questioned(people[2]), "") << "who waits is asked at his turn";
  (void)sql().Query(
      "UPDATE checklist_item SET done = due WHERE batch = $1", pg::Params(batch_.id()));
  sv::PublishBatchRequest publish;
  publish.set_request_id(platform_.Id());
  publish.set_unit(kUnit);
  publish.set_batch(batch_.id());
  EXPECT_THAT(client().PublishBatch(Organiser(), publish), RefusedBy("ENR-44"));
  ASSERT_THAT(KeepSeat(people[0]), IsOk());
  Publish(batch_);
  EXPECT_EQ(States(people), "OFFERED OFFERED WAITLISTED") << "what was kept is offered";
  // A batch that is cancelled has no seats to question.
  MoveTo(absl::CivilDay(2027, 3, 8));
  Transfer(people[0], "33.74.02.1002");
  EXPECT_EQ(Questioned(people[0]), "OPEN SEL-02");
  Cancel(batch_);
  EXPECT_EQ(Questioned(people[0]), "ENDED SEL-02");
  EXPECT_EQ(Open(Organiser())->questions_size(), 0);
}

TEST_F(SeatQuestions, OfTwoUnitsAndYearsAreDecidedEachByItsOwn) {
  head_ = city_.Head(kKelurahan);
  const std::string person = People("LURAH", kKelurahan, 1)[0];
  Approve(kNextProgram);
  Plan(2028, kNextItem, kNextProgram);
  NoHolidays(2028);
  batch_ = OnDay("2027-04-08", 1);
  Selected({batch_});
  Publish(batch_);
  const sv::Batch later = OnDay("2028-04-06", 1, kNextItem, kOther);
  Selected({later}, "/");
  Publish(later);
  ASSERT_EQ(Standing(kProgram, person), "OFFERED");
  ASSERT_EQ(Standing(kNextProgram, person), "OFFERED");
  Transfer(person);
  EXPECT_EQ(Questioned(person, kProgram), "OPEN SEL-02");
  EXPECT_EQ(Questioned(person, kNextProgram), "OPEN SEL-02");
  ASSERT_EQ(Open(Organiser(), kOther)->questions_size(), 1);
  EXPECT_EQ(Open(Organiser(), kOther)->questions(0).batch(), later.id());
  sv::DecideSeatQuestionRequest keep =
      Deciding(QuestionOf(person, kNextProgram), sv::KEEP_SEAT, "", sv::UNIT_REQUEST);
  keep.set_unit(kOther);
  EXPECT_TRUE(absl::IsPermissionDenied(
      client().DecideSeatQuestion(Organiser("/33.74.14/"), keep).status()));
  sv::DecideSeatQuestionRequest foreign = keep;
  foreign.set_unit("33.74.14.1003");
  EXPECT_TRUE(
      absl::IsNotFound(client().DecideSeatQuestion(Organiser("/33.74.14/"), foreign).status()));
  ASSERT_THAT(client().DecideSeatQuestion(Organiser("/33.74.02/"), keep), IsOk());
  EXPECT_EQ(Questioned(person, kProgram), "OPEN SEL-02");
  // The year turns; the seat of 2027 is long past, and so is its question.
  ASSERT_THAT(GiveUp(person, kProgram), IsOk());
  MoveTo(absl::CivilDay(2028, 1, 3));
  Transfer(person, "33.74.02.1002");
  EXPECT_EQ(Questioned(person, kProgram), "WITHDRAWN SEL-02");
  EXPECT_EQ(Questioned(person, kNextProgram), "OPEN SEL-02");
  EXPECT_EQ(QuestionOf(person, kNextProgram).decide_by(), "2028-01-06");
}

TEST_F(SeatQuestions, AreAskedWhereTooManyOfTheNewUnitWouldBeAway) {
  MayBeAway("{50,1,100,60}");
  const std::string other = "33.74.14.1004";
  People("LURAH", kKelurahan, 2);
  People("LURAH", other, 2);
  batch_ = OnDay("2027-04-08", 2);
  ASSERT_EQ(Figures(Selected({batch_})), "4 4 2 2") << "one of each";
  Publish(batch_);
  std::string moves, stays;
  for (const sv::Enrolment& one : Listed(batch_.id())) {
    const std::string unit =
        sql().Query("SELECT unit FROM person WHERE id = $1", pg::Params(one.person())).String(0, 0);
    (unit == other ? stays : moves) = one.person();
  }
  ASSERT_THAT(city_.Assign(moves, "LURAH", other), IsOk());
  ASSERT_TRUE(IsQuiet());
  // One of three is away already, and half of three is one.
  EXPECT_EQ(Questioned(moves), "OPEN SEL-07");
  Mention(stays);
  EXPECT_EQ(Questioned(stays), "") << "he stands where he was chosen";
  ASSERT_THAT(Withdraw(stays), IsOk());
  ASSERT_TRUE(IsQuiet());
  EXPECT_EQ(Questioned(moves), "PASSES SEL-07");
}

TEST_F(SeatQuestions, AreDecidedOnceHoweverManyDecide) {
  const std::vector<std::string> people = Offered(1, 3);
  Confirm(people[0]);
  Transfer(people[0]);
  const sv::SeatQuestion question = QuestionOf(people[0]);
  Begin();
  (void)own_->Query("SELECT id FROM batch WHERE id = $1 FOR UPDATE", pg::Params(batch_.id()));
  std::vector<std::future<absl::Status>> answers;
  for (int i = 0; i < 4; ++i) {
    answers.push_back(std::async(std::launch::async, [&, i] {
      return client()
          .DecideSeatQuestion(
              Organiser(), i % 2 == 0 ? Deciding(question, sv::KEEP_SEAT, "", sv::UNIT_REQUEST)
                                      : Deciding(question, sv::WITHDRAW_SEAT, "mutasi"))
          .status();
    }));
  }
  EXPECT_TRUE(SomebodyWaits("transactionid"));
  own_->Execute("COMMIT");
  int decided = 0;
  for (std::future<absl::Status>& answer : answers) decided += answer.get().ok() ? 1 : 0;
  EXPECT_EQ(decided, 1);
  const bool kept = QuestionOf(people[0]).state() == sv::QUESTION_KEPT;
  EXPECT_EQ(
      States(people), kept ? "CONFIRMED WAITLISTED WAITLISTED" : "WITHDRAWN OFFERED WAITLISTED");
}

TEST_F(SeatQuestions, EndWithTheSeatOfWhoLeavesService) {
  const std::vector<std::string> people = Offered(1, 2);
  Transfer(people[0]);
  ASSERT_EQ(Questioned(people[0]), "OPEN SEL-02");
  registry::v1::EndEmploymentRequest leaves;
  leaves.set_request_id(platform_.Id());
  leaves.set_person(people[0]);
  leaves.set_exit(registry::v1::EXIT_TRANSFER_OUT);
  leaves.set_effective("2027-03-01");
  leaves.set_decree("800/1/2027");
  ASSERT_THAT(platform_.registry().EndEmployment(platform_.Analyst(), leaves), IsOk());
  ASSERT_TRUE(IsQuiet());
  EXPECT_EQ(Standing(kProgram, people[0]), "WITHDRAWN END_LEFT_SERVICE");
  EXPECT_EQ(Questioned(people[0]), "ENDED SEL-02");
  EXPECT_EQ(StateOf(people[1]), "OFFERED");
}

}  // namespace
}  // namespace binadaya::test
