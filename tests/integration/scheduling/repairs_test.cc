// What disturbs a schedule that people rely on is mended in ways that name their price.
#include "tests/integration/scheduling/repairing.h"

namespace binadaya::test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class Repairs : public RepairingTest {};

TEST_F(Repairs, OfALostHallTakeAnotherAndDeliverEveryMinute) {
  const sv::Venue hall = Venue("Aula"), spare = Venue("Balai");
  const sv::Batch batch = Published(GoodDay(kDay, hall, Speaker()));
  const sv::Repair repair = Computed(Lost(hall));
  ASSERT_EQ(repair.state(), sv::REPAIR_PROPOSED) << repair.DebugString();
  EXPECT_THAT(repair.broken(), ElementsAre("SC-09"));
  EXPECT_EQ(repair.affected_size(), 3);
  const sv::RepairOption move = OptionOf(repair, sv::REPAIR_MOVE);
  EXPECT_EQ(move.changes_size(), 3);
  EXPECT_EQ(move.bound(), 3);
  EXPECT_TRUE(move.fewest());
  EXPECT_EQ(move.minutes_lost(), 0);
  EXPECT_EQ(move.minutes_recovered(), 315);
  for (const sv::RepairChange& change : move.changes()) {
    EXPECT_EQ(Written(change.before().slot()), Written(change.after().slot()));
    EXPECT_EQ(change.after().venue(), spare.id());
  }
  EXPECT_EQ(RulesOf(repair.findings()), "PLC-30 PLC-30") << "no fallback and no other hour";

  (void)platform_.Told("scheduling");
  const sv::AcceptRepairRequest accept = Accepting(repair, sv::REPAIR_MOVE);
  ASSERT_THAT(client().AcceptRepair(Organiser(), accept), IsOk());
  EXPECT_THAT(
      platform_.Told("scheduling"),
      ElementsAre("rundown.drafted", "rundown.released", "checklist.changed", "schedule.changed"))
      << "the contract is another venue's";
  EXPECT_THAT(client().AcceptRepair(Organiser(), accept), IsOk()) << "asked for again";
  EXPECT_THAT(
      client().AcceptRepair(Organiser(), Accepting(repair, sv::REPAIR_MOVE)), RefusedBy("PLC-51"));
  EXPECT_EQ(Shown(batch).state(), sv::BATCH_PUBLISHED);
  EXPECT_EQ(Shown(batch).released(), 2);
  const sv::Slot all_day = SlotOf(Cat(kDay, "T07:00"), Cat(kDay, "T17:00"));
  EXPECT_THAT(Conflicts(sv::VENUE, hall.id(), all_day), IsEmpty());
  EXPECT_EQ(Conflicts(sv::VENUE, spare.id(), all_day).size(), 3);

  MoveTo(absl::CivilDay(2027, 4, 9), 8);
  ASSERT_TRUE(Eventually([&] { return DeliveryOf(batch).delivered() == 315; }));
  EXPECT_EQ(DeliveryOf(batch).planned(), 315);
  EXPECT_EQ(DeliveryOf(batch).fidelity(), 1) << "F-13";
  EXPECT_EQ(DeliveryOf(batch).change_rate(), 1) << "F-26";
  EXPECT_EQ(DeliveryOf(batch).stability(), 1) << "no minute is lost";
}

// F-26: what was released anew before anybody relied on it is no change of the schedule.
TEST_F(Repairs, AreChangesOfTheScheduleAndWhatCameBeforeItsPublicationIsNone) {
  const sv::Venue hall = Venue("Aula"), spare = Venue("Balai");
  const sv::Speaker teacher = Speaker();
  const sv::Batch batch = Batch(30);
  (void)Released(batch, GoodDay("2027-04-07", hall, teacher));
  ASSERT_THAT(Draft(batch, GoodDay(kDay, hall, teacher)), IsOk());
  ASSERT_THAT(Release(batch, "aula dipakai"), IsOk());
  Publish(batch);
  sv::StartRepairRequest request = Lost(hall);
  request.mutable_disruption()->mutable_slot()->set_until(Cat(kDay, "T12:30"));
  const sv::Repair repair = Computed(request);
  ASSERT_EQ(OptionOf(repair, sv::REPAIR_MOVE).changes_size(), 2) << repair.DebugString();
  ASSERT_THAT(client().AcceptRepair(Organiser(), Accepting(repair, sv::REPAIR_MOVE)), IsOk());
  MoveTo(absl::CivilDay(2027, 4, 9), 8);
  ASSERT_TRUE(Eventually([&] { return DeliveryOf(batch).delivered() == 315; }));
  EXPECT_NEAR(DeliveryOf(batch).change_rate(), 2.0 / 3, 1e-9);
}

TEST_F(Repairs, OfALeadersAgendaMoveTheAddressToTheClosingAndNothingElse) {
  const std::string leader = city_.Person("CAMAT", kUnit);
  ASSERT_TRUE(platform_.Settle());
  const sv::Batch batch = Published(Opened(Venue("Aula"), Speaker()));
  // Another opening of his stands.
  static constexpr char kLater[] = "2027-04-15";
  const sv::Batch other = Published(Opened(Venue("Balai"), Speaker(), kLater));
  const sv::Hold stands = Confirmed(other, leader, kLater);
  sv::Hold hold = Confirmed(batch, leader);
  hold = Decided(hold, sv::CHANGE, "undangan provinsi");
  sv::StartRepairRequest request = Happened(sv::CAUSE_LEADER_AGENDA, "undangan provinsi");
  request.mutable_disruption()->set_leader(leader);
  const sv::Repair repair = Computed(request);
  ASSERT_EQ(repair.state(), sv::REPAIR_PROPOSED) << repair.DebugString();
  const sv::RepairOption closing = OptionOf(repair, sv::REPAIR_FALLBACK);
  EXPECT_EQ(closing.fallback(), sv::MOVE);
  ASSERT_EQ(closing.changes_size(), 1);
  EXPECT_EQ(closing.changes(0).before().title(), "Sambutan");
  EXPECT_EQ(closing.minutes_lost(), 0);
  EXPECT_EQ(closing.minutes_recovered(), 30);
  const std::string item = closing.changes(0).before().item();
  EXPECT_EQ(closing.changes(0).after().item(), item) << "the same session for life";

  (void)platform_.Told("scheduling");
  const auto accepted = client().AcceptRepair(Organiser(), Accepting(repair, sv::REPAIR_FALLBACK));
  ASSERT_THAT(accepted, IsOk());
  EXPECT_THAT(
      platform_.Told("scheduling"),
      ElementsAre("rundown.drafted", "rundown.released", "schedule.changed", "hold.fell_back"));
  EXPECT_EQ(StateOf(hold), sv::HOLD_FALLBACK_ACTIVE);
  EXPECT_EQ(StateOf(stands), sv::HOLD_CONFIRMED);
  EXPECT_EQ(PlacingTest::Shown(other).released(), 1);
  sv::GetRundownRequest asked;
  asked.set_unit(kUnit);
  asked.set_batch(batch.id());
  asked.set_number(2);
  const auto rundown = client().GetRundown(Auditor(), asked);
  ASSERT_THAT(rundown, IsOk());
  EXPECT_EQ(rundown->content().items().rbegin()->id(), item);
}

TEST_F(Repairs, OfALeadersAgendaShowARecordingOnlyWhereHeHasAgreed) {
  const std::string leader = city_.Person("CAMAT", kUnit);
  ASSERT_TRUE(platform_.Settle());
  const sv::Batch batch = Published(Opened(Venue("Aula"), Speaker()));
  sv::Hold hold = Confirmed(batch, leader);
  // He is away for the whole month, so that no other hour of it helps.
  sv::RequestHoldRequest away;
  away.set_request_id(platform_.Id());
  away.set_unit(kUnit);
  away.set_leader(leader);
  *away.mutable_slot() = SlotOf(Cat(kDay, "T00:00"), "2027-04-30T23:00");
  away.set_priority(sv::STATE_INVITATION);
  const auto invitation = client().RequestHold(Organiser(), away);
  ASSERT_THAT(invitation, IsOk());
  (void)Decided(Decided(*invitation, sv::PENCIL), sv::CONFIRM);
  hold = Decided(hold, sv::CHANGE, "undangan provinsi");
  sv::StartRepairRequest request = Happened(sv::CAUSE_LEADER_AGENDA, "undangan provinsi");
  request.mutable_disruption()->set_leader(leader);
  EXPECT_EQ(OptionOf(Computed(request), sv::REPAIR_FALLBACK).fallback(), sv::DELEGATE);

  (void)platform_.Told("scheduling");
  hold = Decided(hold, sv::AGREE_VIDEO);
  EXPECT_TRUE(hold.video_agreed());
  EXPECT_THAT(platform_.Told("scheduling"), ElementsAre("hold.video_agreed"));
  request.set_request_id(platform_.Id());
  sv::Repair repair = Computed(request);
  EXPECT_EQ(OptionOf(repair, sv::REPAIR_FALLBACK).fallback(), sv::VIDEO);
  // He thinks better of it before it is carried out.
  hold = Decided(hold, sv::DECLINE_VIDEO);
  EXPECT_THAT(
      client().AcceptRepair(Organiser(), Accepting(repair, sv::REPAIR_FALLBACK)),
      RefusedBy("PLC-46"));
  sv::FallBackRequest fall_back;
  fall_back.set_request_id(platform_.Id());
  fall_back.set_unit(kUnit);
  fall_back.set_id(hold.id());
  fall_back.set_fallback(sv::VIDEO);
  EXPECT_THAT(client().FallBack(Organiser(), fall_back), RefusedBy("HLD-12"));
  hold = Decided(hold, sv::AGREE_VIDEO);
  request.set_request_id(platform_.Id());
  repair = Computed(request);
  ASSERT_THAT(client().AcceptRepair(Organiser(), Accepting(repair, sv::REPAIR_FALLBACK)), IsOk());
  EXPECT_EQ(StateOf(hold), sv::HOLD_FALLBACK_ACTIVE);
  EXPECT_EQ(Now(hold).fallback(), sv::VIDEO);
}

TEST_F(Repairs, AreNotNeededWhereNothingIsBroken) {
  const sv::Venue hall = Venue("Aula");
  (void)Published(GoodDay(kDay, hall, Speaker()));
  const sv::Repair repair = Computed(Lost(hall, "2027-04-09"));
  EXPECT_EQ(repair.state(), sv::REPAIR_NOT_NEEDED);
  EXPECT_THAT(
      client().AcceptRepair(Organiser(), Accepting(repair, sv::REPAIR_MOVE)), RefusedBy("PLC-52"));
}

TEST_F(Repairs, ThatRestOnWhatHasChangedAreRefusedAndLeaveNoTrace) {
  const sv::Venue hall = Venue("Aula"), spare = Venue("Balai");
  const sv::Batch batch = Published(GoodDay(kDay, hall, Speaker()));
  const sv::Repair repair = Computed(Lost(hall));
  (void)Released(Batch(30), GoodDay(kDay, spare, Speaker()));
  (void)platform_.Told("scheduling");
  EXPECT_THAT(
      client().AcceptRepair(Organiser(), Accepting(repair, sv::REPAIR_MOVE)), RefusedBy("PLC-46"));
  EXPECT_THAT(platform_.Told("scheduling"), IsEmpty());
  EXPECT_EQ(Shown(batch).released(), 1);
  EXPECT_EQ(Shown(repair.id()).state(), sv::REPAIR_PROPOSED);
}

TEST_F(Repairs, OfWhatIsTooNearAreForceMajeureOnly) {
  const sv::Venue hall = Venue("Aula");
  (void)Venue("Balai");
  const sv::Batch batch = Published(GoodDay(kDay, hall, Speaker()));
  MoveTo(absl::CivilDay(2027, 4, 7), 9);
  ASSERT_TRUE(Eventually([&] { return Shown(batch).state() == sv::BATCH_LOCKED; }));
  sv::StartRepairRequest request = Lost(hall);
  sv::Repair repair = Computed(request);
  EXPECT_THAT(RulesOf(OptionOf(repair, sv::REPAIR_MOVE).rules()), ::testing::HasSubstr("BATCH-33"));
  EXPECT_THAT(
      client().AcceptRepair(Organiser(), Accepting(repair, sv::REPAIR_MOVE)),
      RefusedBy("BATCH-33"));
  request.set_request_id(platform_.Id());
  request.mutable_disruption()->set_cause(sv::CAUSE_FORCE_MAJEURE);
  repair = Computed(request);
  EXPECT_THAT(client().AcceptRepair(Organiser(), Accepting(repair, sv::REPAIR_MOVE)), IsOk());
  EXPECT_EQ(Shown(batch).state(), sv::BATCH_LOCKED);
}

TEST_F(Repairs, OfALeadersAgendaOnTheEveLetADelegateSpeakAndLearningStays) {
  const std::string leader = city_.Person("CAMAT", kUnit);
  const std::string delegate = city_.Person("STAF", kUnit);
  ASSERT_TRUE(platform_.Settle());
  sv::RundownContent content = Opened(Venue("Aula"), Speaker());
  content.mutable_items(7)->set_until(16 * 60);  // so that there is no time behind it
  const sv::Batch batch = Published(content);
  const sv::Hold hold = Confirmed(batch, leader);
  MoveTo(absl::CivilDay(2027, 4, 7), 9);
  ASSERT_TRUE(Eventually([&] { return Shown(batch).state() == sv::BATCH_LOCKED; }));
  (void)Decided(hold, sv::CHANGE, "agenda Wali Kota");
  sv::StartRepairRequest request = Happened(sv::CAUSE_LEADER_AGENDA, "agenda Wali Kota");
  request.mutable_disruption()->set_leader(leader);
  const sv::Repair repair = Computed(request);
  for (const sv::RepairOption& option : repair.options()) {
    const bool learning = option.kind() != sv::REPAIR_FALLBACK;
    EXPECT_EQ(RulesOf(option.rules()).find("BATCH-33") != std::string::npos, learning)
        << option.DebugString();
  }
  const sv::RepairOption fallback = OptionOf(repair, sv::REPAIR_FALLBACK);
  EXPECT_EQ(fallback.fallback(), sv::DELEGATE);
  EXPECT_EQ(fallback.changes_size(), 0);
  EXPECT_EQ(fallback.rupiah(), 0);
  sv::AcceptRepairRequest accept = Accepting(repair, sv::REPAIR_FALLBACK);
  accept.set_delegate(delegate);
  ASSERT_THAT(client().AcceptRepair(Organiser(), accept), IsOk());
  EXPECT_EQ(StateOf(hold), sv::HOLD_FALLBACK_ACTIVE);
  EXPECT_EQ(Shown(batch).state(), sv::BATCH_LOCKED);
  EXPECT_EQ(Shown(batch).released(), 1) << "nothing else changes";
}

TEST_F(Repairs, AreRefusedWithoutExactlyOneThingThatHappened) {
  sv::StartRepairRequest request = Lost(Venue("Aula"));
  request.mutable_disruption()->set_holiday(kDay);
  EXPECT_THAT(client().StartRepair(Organiser(), request), RefusedBy("PLC-50"));
  request = Lost(Venue("Balai"));
  request.mutable_disruption()->clear_venue();
  EXPECT_THAT(client().StartRepair(Organiser(), request), RefusedBy("PLC-50"));
  EXPECT_THAT(
      client().StartRepair(Organiser(Cat("/", kOther, "/")), Lost(Venue("Griya"))),
      HasCode(absl::StatusCode::kPermissionDenied));
}

}  // namespace
}  // namespace binadaya::test
