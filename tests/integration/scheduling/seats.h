#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "binadaya/scheduling/v1/scheduling_events.pb.h"
#include "tests/integration/scheduling/participants.h"

namespace binadaya::test {

// People who were judged for a batch on 8 April 2027, and what becomes of their seats.
class SeatedTest : public ParticipantsTest {
 protected:
  using ParticipantsTest::ParticipantsTest;

  // A further program, and an item of the plan of 2028, which it is or which is the program's.
  static constexpr char kNextProgram[] = "019c0000-0000-7000-8000-0000000000b0";
  static constexpr char kNextItem[] = "019c0000-0000-7000-8000-0000000000b1";

  // A batch of so many seats, and so many lurah who were judged; by rank.
  std::vector<std::string> Ranked(int seats, int people) {
    People("LURAH", kKelurahan, people);
    batch_ = OnDay("2027-04-08", seats);
    selection_ = Selected({batch_});
    std::vector<std::string> ranked;
    for (const sv::Enrolment& one : Listed()) ranked.push_back(one.person());
    return ranked;
  }
  // The same with their seats offered, below a head, who was asked that day.
  std::vector<std::string> Offered(int seats, int people) {
    head_ = city_.Head(kKelurahan);
    const std::vector<std::string> ranked = Ranked(seats, people);
    Publish(batch_);
    EXPECT_TRUE(IsQuiet());
    return ranked;
  }
  Call Official(const std::string& path = "/") {
    return platform_.As("sekretaris-daerah", {{v1::AUTHORISED_OFFICIAL, path}});
  }
  void Confirm(const std::string& person) {
    ASSERT_THAT(client().ApproveEnrolment(Self(head_), About(person)), IsOk());
    ASSERT_THAT(client().ConfirmEnrolment(Self(person), About(person)), IsOk());
  }
  std::string States(const std::vector<std::string>& people) {
    std::string states;
    for (const std::string& person : people)
      absl::StrAppend(&states, states.empty() ? "" : " ", StateOf(person));
    return states;
  }
  // What is heard of people, and of the time, comes to their seats by timers.
  bool Become(const std::vector<std::string>& people, const std::string& states) {
    return Eventually([&] { return States(people) == states; });
  }
  // Waits until nothing is left to do of all that was heard and is due.
  bool IsQuiet() {
    return Eventually([&] { return IsIdle("registry") && platform_.Settle() && IsIdle(); });
  }
  bool IsIdle(const std::string& service = "scheduling") {
    return platform_.sql(service)
        .Query(
            "SELECT FROM timer WHERE due <= $1 OR attempts > 0",
            pg::Params(platform_.clock().Now()))
        .empty();
  }

  absl::StatusOr<sv::BatchSeats> CapacityOf(
      const sv::Batch& batch, int capacity, const std::vector<std::string>& leaving = {}) {
    sv::SetCapacityRequest request;
    request.set_request_id(platform_.Id());
    request.set_unit(batch.unit());
    request.set_batch(batch.id());
    request.set_capacity(capacity);
    for (const std::string& person : leaving) request.add_leaving(Of(person).id());
    return client().SetCapacity(Organiser(), request);
  }
  absl::StatusOr<sv::BatchSeats> Capacity(
      int capacity, const std::vector<std::string>& leaving = {}) {
    return CapacityOf(batch_, capacity, leaving);
  }
  static std::vector<std::string> RulesOf(const absl::Status& status) {
    std::vector<std::string> rules;
    for (const Finding& finding : FindingsOf(status)) rules.push_back(finding.rule);
    return rules;
  }

  // His newest enrolment in a program, which need not be his newest.
  sv::Enrolment In(const std::string& program, const std::string& person) {
    sv::ListEnrolmentsRequest request;
    request.set_program(program);
    request.set_person(person);
    request.set_page_size(100);
    const auto listed = client().ListEnrolments(Auditor(), request);
    EXPECT_THAT(listed, IsOk());
    return listed.ok() && listed->enrolments_size() > 0 ? *listed->enrolments().rbegin()
                                                        : sv::Enrolment();
  }
  // "CONFIRMED", or "WITHDRAWN END_GATE".
  std::string Standing(const std::string& program, const std::string& person) {
    const sv::Enrolment of = In(program, person);
    const std::string name = sv::EnrolmentState_Name(of.state());
    const std::string state = name.substr(std::string("ENROLMENT_").size());
    if (of.end_cause() == sv::END_CAUSE_UNSPECIFIED) return state;
    return Cat(state, " ", sv::EndCause_Name(of.end_cause()));
  }
  // What was told of one enrolment, in order: Told<sv::EnrolmentAsked>("asked", …).
  template <class Event>
  std::vector<Event> ToldOf(const std::string& what, const std::string& enrolment) {
    const std::string type = Cat("scheduling.enrolment.", what, ".v1");
    return sql()
        .Query(
            "SELECT payload FROM event_log WHERE position($1 IN headers) > 0 AND aggregate_id = $2"
            " ORDER BY aggregate_version",
            pg::Params(pg::Bytes{type}, enrolment))
        .Map([](pg::Row row) {
          Event event;
          EXPECT_TRUE(event.ParseFromString(row.Bytes()));
          return event;
        });
  }
  // Who was told to be asked about somebody's newest enrolment, in order; the official is "".
  std::vector<std::string> AskedAbout(const std::string& person) {
    std::vector<std::string> superiors;
    for (const auto& one : ToldOf<sv::EnrolmentAsked>("asked", Of(person).id()))
      superiors.push_back(one.superior());
    return superiors;
  }
  std::size_t OffersTo(const std::string& person) {
    return ToldOf<sv::EnrolmentOffered>("offered", Of(person).id()).size();
  }

  // The newest question about a seat of his; that of a program, if it is named.
  sv::SeatQuestion QuestionOf(const std::string& person, const std::string& program = "") {
    sv::ListOwnSeatQuestionsRequest request;
    request.set_person(person);
    const auto listed = client().ListOwnSeatQuestions(Self(person), request);
    EXPECT_THAT(listed, IsOk());
    sv::SeatQuestion newest;
    if (listed.ok())
      for (const sv::SeatQuestion& one : listed->questions())
        if ((program.empty() || one.program() == program) && one.number() > newest.number())
          newest = one;
    return newest;
  }
  // "OPEN SEL-02 SEL-04"; "" where there is none.
  std::string Questioned(const std::string& person, const std::string& program = "") {
    const sv::SeatQuestion of = QuestionOf(person, program);
    if (of.number() == 0) return "";
    std::string text =
        sv::SeatQuestionState_Name(of.state()).substr(std::string("QUESTION_").size());
    for (const v1::Finding& gate : of.reasons()) absl::StrAppend(&text, " ", gate.rule());
    return text;
  }
  bool IsQuestioned(const std::string& person, const std::string& how) {
    return Eventually([&] { return Questioned(person) == how; });
  }
  sv::DecideSeatQuestionRequest Deciding(
      const sv::SeatQuestion& of, sv::SeatDecision decision, const std::string& note,
      sv::OverrideReason reason = sv::OVERRIDE_REASON_UNSPECIFIED) {
    sv::DecideSeatQuestionRequest request;
    request.set_request_id(platform_.Id());
    request.set_unit(kUnit);
    request.set_enrolment(of.enrolment());
    request.set_version(of.version());
    request.set_decision(decision);
    request.set_reason(reason);
    request.set_note(note);
    return request;
  }
  absl::StatusOr<sv::SeatQuestion> GiveUp(
      const std::string& person, const std::string& program = "") {
    return client().DecideSeatQuestion(
        Organiser(),
        Deciding(QuestionOf(person, program), sv::WITHDRAW_SEAT, "tidak memenuhi syarat lagi"));
  }
  absl::StatusOr<sv::SeatQuestion> KeepSeat(
      const std::string& person, sv::OverrideReason reason = sv::UNIT_REQUEST,
      const std::string& note = "") {
    return client().DecideSeatQuestion(
        Organiser(), Deciding(QuestionOf(person), sv::KEEP_SEAT, note, reason));
  }

  // Something is heard of him that stands in nobody's way.
  void Mention(const std::string& person) {
    const std::string day = Cat("2027-09-0", ++mentions_);
    Leave(person, day, day);
    ASSERT_TRUE(IsQuiet());
  }
  void Retire(const std::string& program) {
    AsNeeds([&](Tx& tx) {
      needs::v1::ProgramRetired event;
      event.set_program(program);
      event.mutable_design()->add_families("LURAH");
      needs::Tell(tx, event);
    });
  }

  absl::StatusOr<sv::Objection> Object(const std::string& person, const sv::Selection& selection) {
    sv::FileObjectionRequest file;
    file.set_request_id(platform_.Id());
    file.set_person(person);
    file.set_selection(selection.id());
    file.set_reason("nilai saya keliru");
    return client().FileObjection(Self(person), file);
  }
  sv::ObjectionState StateOfObjection(const std::string& id) {
    sv::ListObjectionsRequest request;
    const auto listed = client().ListObjections(Auditor(), request);
    EXPECT_THAT(listed, IsOk());
    for (const sv::Objection& one : listed->objections())
      if (one.id() == id) return one.state();
    return sv::OBJECTION_STATE_UNSPECIFIED;
  }

  sv::Batch batch_;
  sv::Selection selection_;
  std::string head_;

 private:
  int mentions_ = 0;
};

}  // namespace binadaya::test
