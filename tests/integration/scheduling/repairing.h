#pragma once

#include <string>
#include <vector>

#include "tests/integration/scheduling/placing.h"

namespace binadaya::test {

// Batches that people rely on, what disturbs them, and how it is mended.
class RepairingTest : public PlacingTest {
 protected:
  static constexpr char kDay[] = "2027-04-08";

  // With a leader's address before all else.
  static sv::RundownContent Opened(
      const sv::Venue& hall, const sv::Speaker& teacher, const std::string& day = kDay) {
    sv::RundownContent content = GoodDay(day, hall, teacher);
    *content.mutable_items(0) = Item("1", day, 730, 800, sv::LEADER_ADDRESS, "Sambutan", "");
    content.mutable_items(0)->set_venue(hall.id());
    content.mutable_items(7)->set_until(15 * 60 + 30);  // so that half an hour is left behind it
    return content;
  }
  sv::Batch Published(const sv::RundownContent& content) {
    const sv::Batch batch = Batch(30);
    (void)Released(batch, content);
    Publish(batch);
    return batch;
  }
  sv::StartRepairRequest Happened(sv::ChangeCause cause, const std::string& reason) {
    sv::StartRepairRequest request;
    request.set_request_id(platform_.Id());
    request.set_unit(kUnit);
    request.mutable_disruption()->set_cause(cause);
    request.mutable_disruption()->set_reason(reason);
    return request;
  }
  sv::StartRepairRequest Lost(const sv::Venue& hall, const std::string& day = kDay) {
    sv::StartRepairRequest request = Happened(sv::CAUSE_VENUE, "atap aula bocor");
    sv::Disruption& of = *request.mutable_disruption();
    of.set_venue(hall.id());
    *of.mutable_slot() = SlotOf(Cat(day, "T00:00"), Cat(day, "T23:59"));
    return request;
  }
  sv::Repair Computed(const sv::StartRepairRequest& request) {
    const auto started = client().StartRepair(Organiser(), request);
    EXPECT_THAT(started, IsOk());
    if (!started.ok()) return {};
    EXPECT_TRUE(HasEnded(started->job()));
    EXPECT_EQ(JobOf(started->job()).state(), operations::v1::Job::DONE)
        << JobOf(started->job()).DebugString();
    return Shown(started->job());
  }
  using PlacingTest::Shown;
  sv::Repair Shown(const std::string& id) {
    sv::GetRepairRequest request;
    request.set_unit(kUnit);
    request.set_repair(id);
    const auto repair = client().GetRepair(Auditor(), request);
    EXPECT_THAT(repair, IsOk());
    return repair.value_or(sv::Repair());
  }
  static sv::RepairOption OptionOf(const sv::Repair& repair, sv::RepairKind kind) {
    for (const sv::RepairOption& option : repair.options())
      if (option.kind() == kind) return option;
    ADD_FAILURE() << "no such option: " << repair.DebugString();
    return {};
  }
  sv::AcceptRepairRequest Accepting(const sv::Repair& repair, sv::RepairKind kind) {
    sv::AcceptRepairRequest request;
    request.set_request_id(platform_.Id());
    request.set_unit(kUnit);
    request.set_repair(repair.id());
    request.set_option(kind);
    request.set_note("paling sedikit perubahan");
    return request;
  }
  sv::Delivery DeliveryOf(const sv::Batch& batch) {
    sv::GetDeliveryRequest request;
    request.set_unit(kUnit);
    request.set_batch(batch.id());
    return client().GetDelivery(Auditor(), request).value_or(sv::Delivery());
  }
  sv::Hold Confirmed(
      const sv::Batch& batch, const std::string& leader, const std::string& day = kDay) {
    return Decided(Decided(Requested(batch, leader, day), sv::PENCIL), sv::CONFIRM);
  }
  std::vector<sv::Hold> Holds() {
    const auto holds = client().ListHolds(Organiser(), {});
    EXPECT_THAT(holds, IsOk());
    return {holds->holds().begin(), holds->holds().end()};
  }
  sv::Hold Now(const sv::Hold& hold) {
    for (const sv::Hold& one : Holds())
      if (one.id() == hold.id()) return one;
    return {};
  }
  sv::HoldState StateOf(const sv::Hold& hold) { return Now(hold).state(); }
  sv::Rundown RundownOf(const sv::Batch& batch, int number) {
    sv::GetRundownRequest request;
    request.set_unit(kUnit);
    request.set_batch(batch.id());
    request.set_number(number);
    const auto rundown = client().GetRundown(Auditor(), request);
    EXPECT_THAT(rundown, IsOk());
    return rundown.value_or(sv::Rundown());
  }
  static std::string TitlesOf(
      const google::protobuf::RepeatedPtrField<sv::PlacedSession>& sessions) {
    std::string titles;
    for (const sv::PlacedSession& one : sessions)
      absl::StrAppend(&titles, titles.empty() ? "" : ", ", one.title());
    return titles;
  }
  using PlacingTest::Now;
};

}  // namespace binadaya::test
