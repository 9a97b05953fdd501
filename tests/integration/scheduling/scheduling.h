#pragma once

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "binadaya/needs/v1/needs_events.tell.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/city.h"
#include "tests/support/good_days.h"
#include "tests/support/matchers.h"
#include "tests/support/platform.h"

namespace binadaya::test {

// A city, a plan of 2027 with an item of two batches of 193 people; Monday, 1 March 2027, 08.00.
class SchedulingTest : public ::testing::Test, protected GoodDays {
 protected:
  static constexpr char kUnit[] = "33.74.14";
  static constexpr char kOther[] = "33.74.02";
  static constexpr char kPlanItem[] = "019c0000-0000-7000-8000-000000000001";
  static constexpr char kProgram[] = "019c0000-0000-7000-8000-00000000000a";
  static constexpr char kNobody[] = "019c0000-0000-7000-8000-0000000000ff";

  explicit SchedulingTest(std::vector<std::string> services = {"registry", "needs", "scheduling"})
      : platform_(std::move(services)), city_(platform_) {
    city_.Found();
    MoveTo(absl::CivilDay(2027, 3, 1));
    SetPlan(2, 193);
    Holidays({{"2027-03-22", "Idulfitri (rekaan)"}});
  }

  void MoveTo(absl::CivilDay day, int hour = 8) {
    ASSERT_TRUE(platform_.clock().MoveTo(platform_.clock().StartOf(day) + absl::Hours(hour)).ok());
  }
  Call Organiser(const std::string& path = "/") {
    return platform_.As("panitia", {{v1::ORGANISER, path}});
  }
  Call Protocol() { return platform_.As("protokol", {{v1::PROTOCOL, "/"}}); }
  Call Auditor() { return platform_.As("auditor", {{v1::AUDITOR, "/"}}); }
  scheduling::SchedulingClient& client() { return platform_.scheduling(); }

  // What a service tells, told for it; heard by all.
  void As(const std::string& service, const std::function<void(Tx&)>& tell) {
    const Call call = platform_.Admin();
    ASSERT_TRUE(platform_.app(service)
                    .db()
                    .Background(
                        call,
                        [&](Tx& tx) {
                          tell(tx);
                          return absl::OkStatus();
                        })
                    .ok());
    ASSERT_TRUE(platform_.Settle());
  }
  void AsNeeds(const std::function<void(Tx&)>& tell) { As("needs", tell); }
  // Without batches its item is in it no more.
  void SetPlan(int batches, int size, std::int64_t rupiah_per_batch = 143'248'000) {
    AsNeeds([&](Tx& tx) {
      needs::v1::PlanRevised event;
      event.set_plan("019c0000-0000-7000-8000-000000000002");
      event.set_year(2027);
      if (batches == 0) {
        event.add_removed(kPlanItem);
      } else {
        needs::v1::PlanItem& item = *event.add_items();
        item.set_id(kPlanItem);
        item.set_program(kProgram);
        item.set_batches(batches);
        item.set_batch_size(size);
        item.set_rupiah_per_batch(rupiah_per_batch);
      }
      needs::Tell(tx, event);
    });
  }
  struct Day {
    std::string day, name;
    bool provisional = false;
  };
  void Holidays(const std::vector<Day>& days) {
    registry::v1::SetHolidaysRequest request;
    request.set_request_id(platform_.Id());
    request.set_year(2027);
    for (const Day& day : days) {
      registry::v1::Holiday& holiday = *request.add_holidays();
      holiday.set_day(day.day);
      holiday.set_name(day.name);
      holiday.set_provisional(day.provisional);
    }
    ASSERT_THAT(platform_.registry().SetHolidays(platform_.Admin(), request), IsOk());
    ASSERT_TRUE(platform_.Settle());
  }
  // Once scheduling has heard of it, within `patience`; its record.
  std::string Leave(
      const std::string& person, const std::string& first, const std::string& last,
      absl::Duration patience = absl::Seconds(30)) {
    registry::v1::RegisterLeaveRequest request;
    request.set_request_id(platform_.Id());
    request.set_person(person);
    request.set_kind(registry::v1::TAHUNAN);
    request.set_first_day(first);
    request.set_last_day(last);
    request.set_document(Cat("C-", first));
    const auto leave = platform_.registry().RegisterLeave(platform_.Analyst(), request);
    EXPECT_THAT(leave, IsOk());
    EXPECT_TRUE(platform_.Settle(patience));
    return leave.ok() ? leave->id() : "";
  }

  // As a service that is killed at each turn: the records of the saga fail until it goes on.
  void HoldSaga() {
    platform_.sql("scheduling")
        .Execute(
            "CREATE FUNCTION killed() RETURNS trigger LANGUAGE plpgsql AS"
            " $$ BEGIN RAISE EXCEPTION 'killed'; END $$;"
            "CREATE TRIGGER killed BEFORE UPDATE ON saga"
            " FOR EACH ROW EXECUTE FUNCTION killed()");
  }
  void LetSagaGoOn() {
    platform_.sql("scheduling")
        .Execute(
            "DROP TRIGGER killed ON saga;"
            "UPDATE timer SET due = '2020-01-01' WHERE kind = 'saga.publication'");
  }

  static sv::Slot SlotOf(const std::string& from, const std::string& until) {
    sv::Slot slot;
    slot.set_from(from);
    slot.set_until(until);
    return slot;
  }
  static std::string Written(const sv::Slot& slot) { return Cat(slot.from(), " ", slot.until()); }

  sv::Venue Venue(const std::string& name, int capacity = 300) {
    const auto venue = client().SetVenue(Organiser(), Hall(name, capacity));
    EXPECT_THAT(venue, IsOk());
    return *venue;
  }
  sv::Speaker Speaker(const std::string& person = "") {
    const auto speaker = client().SetSpeaker(Organiser(), Teacher(person));
    EXPECT_THAT(speaker, IsOk());
    return *speaker;
  }

  sv::DraftBatchRequest Drafting(int capacity = 193, const std::string& unit = kUnit) {
    sv::DraftBatchRequest request;
    request.set_request_id(platform_.Id());
    request.set_unit(unit);
    request.set_plan_item(kPlanItem);
    request.set_capacity(capacity);
    return request;
  }
  sv::Batch Batch(int capacity = 193, const std::string& unit = kUnit) {
    const auto batch = client().DraftBatch(Organiser(), Drafting(capacity, unit));
    EXPECT_THAT(batch, IsOk());
    return *batch;
  }
  // As it is now.
  sv::Batch Shown(const sv::Batch& batch) {
    sv::GetBatchRequest request;
    request.set_unit(batch.unit());
    request.set_id(batch.id());
    const auto shown = client().GetBatch(Auditor(), request);
    EXPECT_THAT(shown, IsOk());
    return shown.value_or(sv::Batch());
  }

  absl::StatusOr<sv::Rundown> Draft(const sv::Batch& batch, const sv::RundownContent& content) {
    sv::DraftRundownRequest request;
    request.set_request_id(platform_.Id());
    request.set_unit(batch.unit());
    request.set_batch(batch.id());
    *request.mutable_content() = content;
    return client().DraftRundown(Organiser(), request);
  }
  sv::RundownCheck Check(const sv::Batch& batch) {
    sv::GetRundownCheckRequest request;
    request.set_unit(batch.unit());
    request.set_batch(batch.id());
    const auto check = client().GetRundownCheck(Auditor(), request);
    EXPECT_THAT(check, IsOk());
    return *check;
  }
  static std::string Told(const sv::RundownCheck& check) {
    std::string told;
    for (const v1::Finding& finding : check.findings())
      absl::StrAppend(&told, told.empty() ? "" : ", ", finding.rule(), " ", finding.where());
    return told;
  }
  absl::StatusOr<sv::RundownRelease> Release(
      const sv::Batch& batch, const std::string& reason = "") {
    sv::ReleaseRundownRequest request;
    request.set_request_id(platform_.Id());
    request.set_unit(batch.unit());
    request.set_batch(batch.id());
    request.set_reason(reason);
    return client().ReleaseRundown(Organiser(), request);
  }
  // What was drafted and released at once.
  sv::RundownRelease Released(const sv::Batch& batch, const sv::RundownContent& content) {
    EXPECT_THAT(Draft(batch, content), IsOk());
    const auto release = Release(batch);
    EXPECT_THAT(release, IsOk());
    return release.ok() ? *release : sv::RundownRelease();
  }
  std::vector<sv::Conflict> Conflicts(
      sv::Resource resource, const std::string& id, const sv::Slot& slot,
      const std::string& venue = "", const std::string& but = "") {
    sv::GetConflictsRequest request;
    request.set_resource(resource);
    request.set_id(id);
    *request.mutable_slot() = slot;
    request.set_venue(venue);
    request.set_but(but);
    const auto found = client().GetConflicts(Organiser(), request);
    EXPECT_THAT(found, IsOk());
    return {found->conflicts().begin(), found->conflicts().end()};
  }
  // Pairs of items that have one venue or one speaker at the same time.
  std::int64_t DoublyBooked() {
    return platform_.sql("scheduling")
        .Query(
            R"(
            SELECT count(*)
            FROM booking a
            JOIN booking b USING (resource, id)
            WHERE (a.batch, a.item) < (b.batch, b.item) AND a.starts < b.ends
              AND b.starts < a.ends)",
            {})
        .Int(0, 0);
  }
  static std::string Told(const std::vector<sv::Conflict>& conflicts) {
    std::string told;
    for (const sv::Conflict& one : conflicts) {
      absl::StrAppend(
          &told, told.empty() ? "" : ", ", sv::ConflictKind_Name(one.kind()), " ", one.amount());
    }
    return told;
  }

  Platform platform_;
  City city_;
};

}  // namespace binadaya::test
