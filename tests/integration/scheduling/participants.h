#pragma once

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_replace.h"
#include "services/common/locks.h"
#include "tests/integration/scheduling/scheduling.h"
#include "tests/support/budget.h"

namespace binadaya::test {

// A program of 7 lesson hours for lurah, which raises M.03 by one level with weight 1 and M.08 with
// weight 3, and people who may be away as the test says; else all at once, of counters too.
class ParticipantsTest : public SchedulingTest {
 protected:
  static constexpr char kKelurahan[] = "33.74.14.1003";

  explicit ParticipantsTest(std::vector<std::string> services = {"registry", "needs", "scheduling"})
      : SchedulingTest(std::move(services)) {
    MayBeAway("{100,1,100,60}");
    CountersMayLose("{100}");
    Approve(kProgram);
    Plan(2027, kPlanItem, kProgram);
  }

  // Percent of a unit and from how many people on one, percent of the lurah, days in a quarter.
  void MayBeAway(const std::string& values) { InForce("continuity.away", values); }
  // Percent of the people of a unit of direct service.
  void CountersMayLose(const std::string& values) { InForce("continuity.direct", values); }
  void InForce(const std::string& key, const std::string& values) {
    (void)sql().Query("UPDATE policy SET values = $2 WHERE key = $1", pg::Params(key, values));
    platform_.app("scheduling").policies().Forget();
  }
  pg::Connection& sql() { return platform_.sql("scheduling"); }
  // What is old is removed now, all of it.
  bool Purge() {
    sql().Execute("UPDATE timer SET due = '2020-01-01' WHERE kind = 'purge'");
    return Eventually([&] {
      return sql()
          .Query("SELECT FROM timer WHERE kind = 'purge' AND due = '2020-01-01'", {})
          .empty();
    });
  }
  void Approve(const std::string& program, const std::string& copy_of = "", bool lottery = false) {
    AsNeeds([&](Tx& tx) {
      needs::v1::ProgramDrafted draft;
      draft.set_program(program);
      draft.set_year(2027);
      needs::Tell(tx, draft);
      needs::v1::ProgramApproved event;
      event.set_program(program);
      event.set_copy_of(copy_of);
      needs::v1::ProgramDesign& design = *event.mutable_design();
      design.add_families("LURAH");
      design.mutable_evaluation()->set_design(
          lottery ? needs::v1::EVALUATION_C : needs::v1::EVALUATION_A);
      for (const auto& [code, weight] : {std::pair("M.03", 1.0), {"M.08", 3.0}}) {
        needs::v1::CompetencyTarget& target = *design.add_targets();
        target.set_competency(code);
        target.set_lift(1);
        target.set_weight(weight);
      }
      needs::Tell(tx, event);
    });
  }
  void Plan(
      int year, const std::string& item_id, const std::string& program, std::int64_t rupiah = 0,
      const std::string& form = "KL03") {
    AsNeeds([&](Tx& tx) {
      needs::v1::PlanRevised event;
      event.set_plan("019c0000-0000-7000-8000-000000000002");
      event.set_year(year);
      needs::v1::PlanItem& item = *event.add_items();
      item.set_id(item_id);
      item.set_program(program);
      item.set_batches(5);
      item.set_batch_size(300);
      item.set_jp(7);
      item.set_rupiah_per_batch(rupiah);
      item.set_form(form);
      needs::Tell(tx, event);
    });
  }

  void NoHolidays(int year) {
    registry::v1::SetHolidaysRequest request;
    request.set_request_id(platform_.Id());
    request.set_year(year);
    registry::v1::Holiday& holiday = *request.add_holidays();
    holiday.set_day(Cat(year, "-12-25"));
    holiday.set_name("Natal");
    ASSERT_THAT(platform_.registry().SetHolidays(platform_.Admin(), request), IsOk());
    ASSERT_TRUE(platform_.Settle());
  }
  // So many people on a post of a unit, women after the first `men`; their ids, in order.
  std::vector<std::string> People(
      const std::string& post, const std::string& unit, int count, int men = 1'000) {
    std::string rows = City::PeopleHeader();
    std::vector<std::string> numbers;
    for (int i = 0; i < count; ++i) {
      std::string row = city_.Row(post, unit);
      if (i >= men) {
        row = absl::StrReplaceAll(row, {{",L,", ",P,"}});
        row[14] = '2';  // of the employment number (NIP)
      }
      numbers.push_back(row.substr(0, 18));
      rows += row;
    }
    EXPECT_THAT(city_.ImportPeople(rows, true), IsOk());
    std::vector<std::string> ids;
    for (const std::string& number : numbers) {
      const pg::Result id =
          platform_.sql("registry")
              .Query("SELECT person FROM employment_number WHERE value = $1", pg::Params(number));
      ids.push_back(id.empty() ? "" : id.String(0, 0));
    }
    EXPECT_TRUE(platform_.Settle());
    return ids;
  }
  // A lurah at the level that is demanded, but for these.
  std::string Lurah(const std::string& unit, const City::Levels& below) {
    City::Levels levels = City::Nine(2);
    for (auto& [competency, level] : levels)
      for (const auto& [code, actual] : below)
        if (code == competency) level = actual;
    const std::string person = city_.Person("LURAH", unit);
    EXPECT_THAT(city_.Assess(city_.RatingCampaign(), person, levels), IsOk());
    EXPECT_TRUE(platform_.Settle());
    return person;
  }

  // A batch with a released rundown of one day.
  sv::Batch OnDay(
      const std::string& day, int capacity, const std::string& item = kPlanItem,
      const std::string& unit = kUnit) {
    sv::DraftBatchRequest request = Drafting(capacity, unit);
    request.set_plan_item(item);
    const auto batch = client().DraftBatch(Organiser(), request);
    EXPECT_THAT(batch, IsOk());
    (void)Released(*batch, GoodDay(day, Venue(Cat("Aula ", platform_.Id())), Speaker()));
    return *batch;
  }
  sv::SelectParticipantsRequest Selecting(
      const std::vector<sv::Batch>& batches, const std::string& from = "/") {
    sv::SelectParticipantsRequest request;
    request.set_request_id(platform_.Id());
    request.set_unit(batches.front().unit());
    for (const sv::Batch& batch : batches) request.add_batches(batch.id());
    request.set_from_unit(from);
    return request;
  }
  sv::Selection Selected(const std::vector<sv::Batch>& batches, const std::string& from = "/") {
    const auto selection = client().SelectParticipants(Organiser(), Selecting(batches, from));
    EXPECT_THAT(selection, IsOk());
    return selection.ok() ? *selection : sv::Selection();
  }
  // "considered qualified chosen waiting"
  static std::string Figures(const sv::Selection& of) {
    return Cat(of.considered(), " ", of.qualified(), " ", of.chosen(), " ", of.waiting());
  }
  std::vector<sv::Enrolment> Listed(
      const std::string& batch = "", sv::EnrolmentState state = sv::ENROLMENT_STATE_UNSPECIFIED) {
    sv::ListEnrolmentsRequest request;
    request.set_batch(batch);
    request.set_state(state);
    request.set_page_size(1000);
    const auto listed = client().ListEnrolments(Auditor(), request);
    EXPECT_THAT(listed, IsOk());
    return {listed->enrolments().begin(), listed->enrolments().end()};
  }
  sv::Enrolment Of(const std::string& person) {
    sv::ListOwnEnrolmentsRequest request;
    request.set_person(person);
    const auto listed = client().ListOwnEnrolments(Self(person), request);
    EXPECT_THAT(listed, IsOk());
    return listed.ok() && listed->enrolments_size() > 0 ? listed->enrolments(0) : sv::Enrolment();
  }
  std::string StateOf(const std::string& person) {
    const std::string name = sv::EnrolmentState_Name(Of(person).state());
    return name.substr(std::string("ENROLMENT_").size());
  }
  Call Self(const std::string& person) {
    return platform_.As(person, {{v1::EMPLOYEE, "/33.74.14/"}});
  }
  absl::StatusOr<sv::Choice> Choice(const Call& by, const std::string& person) {
    sv::GetChoiceRequest request;
    request.set_person(person);
    return client().GetChoice(by, request);
  }
  static std::string Rules(const sv::Choice& choice) {
    std::string rules;
    for (const v1::Finding& one : choice.reasons())
      absl::StrAppend(&rules, rules.empty() ? "" : " ", one.rule());
    return rules;
  }

  // Two lines of the budget for the item; their ids.
  std::vector<std::string> Lines() {
    const CallAs as = [this](const auto& who, const auto& grants, absl::Duration patience) {
      return platform_.As(who, grants, patience);
    };
    budgeting::v1::Budget budget = BudgetOf({36'000'000, 5'000'000});
    for (budgeting::v1::BudgetLine& line : *budget.mutable_groups(0)->mutable_lines())
      line.set_plan_item(kPlanItem);
    const auto lines = PutInForce(platform_.budgeting(), as, kUnit, 2027, budget);
    EXPECT_THAT(lines, IsOk());
    return lines.value_or(std::vector<std::string>{});
  }
  // With all of its checklist done; without payments it costs nothing.
  absl::StatusOr<sv::Publication> Publishing(
      const sv::Batch& batch,
      const std::vector<std::pair<std::string, std::int64_t>>& payments = {}) {
    (void)sql().Query(
        "UPDATE checklist_item SET done = due WHERE batch = $1", pg::Params(batch.id()));
    sv::PublishBatchRequest request;
    request.set_request_id(platform_.Id());
    request.set_unit(batch.unit());
    request.set_batch(batch.id());
    for (const auto& [line, amount] : payments) {
      sv::Payment& payment = *request.add_payments();
      payment.set_line(line);
      payment.set_amount(amount);
    }
    return client().PublishBatch(Organiser(), request);
  }
  sv::Publication PublicationOf(const sv::Batch& batch) {
    sv::GetPublicationRequest request;
    request.set_unit(batch.unit());
    request.set_batch(batch.id());
    return client().GetPublication(Organiser(), request).value_or(sv::Publication());
  }
  // And it is.
  void Publish(
      const sv::Batch& batch,
      const std::vector<std::pair<std::string, std::int64_t>>& payments = {}) {
    ASSERT_THAT(Publishing(batch, payments), IsOk());
    ASSERT_TRUE(
        Eventually([&] { return PublicationOf(batch).state() != sv::PUBLICATION_RUNNING; }));
    EXPECT_EQ(PublicationOf(batch).state(), sv::PUBLICATION_DONE);
    EXPECT_TRUE(platform_.Settle());
  }
  void Cancel(const sv::Batch& batch) {
    sv::CancelBatchRequest request;
    request.set_request_id(platform_.Id());
    request.set_unit(batch.unit());
    request.set_batch(batch.id());
    request.set_cause(sv::CAUSE_VENUE);
    request.set_reason("aula rusak");
    ASSERT_THAT(client().CancelBatch(Organiser(), request), IsOk());
    EXPECT_TRUE(platform_.Settle());
  }

  sv::AnswerEnrolmentRequest About(const std::string& person, const std::string& reason = "") {
    sv::AnswerEnrolmentRequest request;
    request.set_request_id(platform_.Id());
    request.set_person(person);
    request.set_id(Of(person).id());
    request.set_reason(reason);
    return request;
  }
  absl::StatusOr<sv::Enrolment> Withdraw(
      const std::string& person, const std::string& reason = "dinas lain") {
    sv::WithdrawEnrolmentRequest request;
    request.set_request_id(platform_.Id());
    request.set_unit(kUnit);
    request.set_id(Of(person).id());
    request.set_reason(reason);
    return client().WithdrawEnrolment(Organiser(), request);
  }
  bool IsAsked(const std::string& superior, const std::string& person) {
    return Eventually([&] {
      sv::ListAskedRequest request;
      request.set_superior(superior);
      const auto asked = client().ListAsked(Self(superior), request);
      return asked.ok() && std::any_of(
                               asked->enrolments().begin(), asked->enrolments().end(),
                               [&](const sv::Enrolment& one) { return one.person() == person; });
    });
  }

  absl::StatusOr<sv::Session> PlanMakeUp(const sv::Session& session, const sv::Slot& slot) {
    sv::PlanMakeUpRequest request;
    request.set_request_id(platform_.Id());
    request.set_unit(kUnit);
    request.set_session(session.id());
    *request.mutable_slot() = slot;
    return client().PlanMakeUp(Organiser(), request);
  }

  // A transaction of somebody else's.
  void Begin() {
    own_ = std::make_unique<pg::Connection>(platform_.conninfo("scheduling"));
    own_->Execute("BEGIN");
  }
  // As one does that gives seats.
  void HoldGiving() {
    Begin();
    (void)own_->Query("SELECT pg_advisory_xact_lock($1, 0)", pg::Params(lock::kSeats));
  }
  // Whether another session waits for a lock of this kind.
  bool SomebodyWaits(const std::string& locktype, int of = 0) {
    return Eventually([&] {
      return !sql()
                  .Query(
                      R"(
                      SELECT FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
                      WHERE a.datname = current_database() AND NOT l.granted AND l.locktype = $1
                        AND ($2::int = 0 OR l.classid = $2::int::oid))",
                      pg::Params(locktype, of))
                  .empty();
    });
  }

  std::unique_ptr<pg::Connection> own_;
};

}  // namespace binadaya::test
