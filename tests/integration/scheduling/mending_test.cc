// Repairs beside all else that goes on: batches that run, leaders who are asked anew, two at once.
#include <future>
#include <map>

#include "tests/integration/scheduling/repairing.h"

namespace binadaya::test {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

class Mending : public RepairingTest {
 protected:
  // One that runs: on its day, at nine, an hour after its first session began.
  sv::Batch Running(const sv::RundownContent& content) {
    const sv::Batch batch = Published(content);
    MoveTo(absl::CivilDay(2027, 4, 8), 9);
    EXPECT_TRUE(Eventually([&] { return Shown(batch).state() == sv::BATCH_RUNNING; }));
    EXPECT_TRUE(Eventually([&] { return DeliveryOf(batch).sessions_size() == 3; }));
    return batch;
  }
  // Gone since before the first session.
  sv::StartRepairRequest Flooded(const sv::Venue& hall) {
    sv::StartRepairRequest request = Lost(hall);
    request.mutable_disruption()->set_cause(sv::CAUSE_FORCE_MAJEURE);
    return request;
  }
  absl::StatusOr<sv::Session> Cancelled(const sv::Session& session) {
    sv::DecideSessionRequest request;
    request.set_request_id(platform_.Id());
    request.set_unit(kUnit);
    request.set_session(session.id());
    request.set_decision(sv::CANCEL_SESSION);
    request.set_cause(sv::CAUSE_FORCE_MAJEURE);
    request.set_reason("banjir");
    return client().DecideSession(Organiser(), request);
  }
  // That is all it breaks, and the batch begins later.
  void ExpectAnotherDay(
      const sv::StartRepairRequest& request, const sv::Batch& batch, const std::string& rule) {
    const sv::Repair repair = Computed(request);
    ASSERT_EQ(repair.state(), sv::REPAIR_PROPOSED) << repair.DebugString();
    EXPECT_THAT(repair.broken(), ElementsAre(rule));
    ASSERT_THAT(client().AcceptRepair(Organiser(), Accepting(repair, sv::REPAIR_MOVE)), IsOk());
    EXPECT_GT(Shown(batch).first_day(), kDay);
  }
  static std::string FirstDayAfter(const sv::RepairOption& option) {
    std::string first = "9999";
    for (const sv::RepairChange& one : option.changes())
      first = std::min(first, one.after().slot().from().substr(0, 10));
    return first;
  }
};

TEST_F(Mending, OfABatchThatRunsLeavesWhatHasBegunWhereItIs) {
  const sv::Venue hall = Venue("Aula"), spare = Venue("Balai");
  const sv::Batch batch = Running(GoodDay(kDay, hall, Speaker()));
  const sv::Repair repair = Computed(Flooded(hall));
  ASSERT_EQ(repair.state(), sv::REPAIR_PROPOSED) << repair.DebugString();
  EXPECT_EQ(TitlesOf(repair.affected()), "Materi 4, Materi 6");
  const sv::RepairOption move = OptionOf(repair, sv::REPAIR_MOVE);
  EXPECT_EQ(move.changes_size(), 2);
  EXPECT_EQ(move.minutes_recovered(), 195);
  ASSERT_THAT(client().AcceptRepair(Organiser(), Accepting(repair, sv::REPAIR_MOVE)), IsOk());
  EXPECT_EQ(Shown(batch).state(), sv::BATCH_RUNNING);
  const sv::Slot all_day = SlotOf(Cat(kDay, "T07:00"), Cat(kDay, "T17:00"));
  EXPECT_EQ(Conflicts(sv::VENUE, hall.id(), all_day).size(), 1);
  EXPECT_EQ(Conflicts(sv::VENUE, spare.id(), all_day).size(), 2);
}

TEST_F(Mending, MovesTheLearningSessionsOfABatchThatRuns) {
  const sv::Venue hall = Venue("Aula");
  const sv::Batch batch = Running(GoodDay(kDay, hall, Speaker()));
  const sv::Repair repair = Computed(Flooded(hall));
  ASSERT_EQ(repair.state(), sv::REPAIR_PROPOSED) << repair.DebugString();
  ASSERT_THAT(client().AcceptRepair(Organiser(), Accepting(repair, sv::REPAIR_MOVE)), IsOk());
  std::map<std::string, std::string> moved;
  const sv::RepairOption move = OptionOf(repair, sv::REPAIR_MOVE);
  for (const sv::RepairChange& one : move.changes())
    moved[one.after().item()] = Written(one.after().slot());
  const sv::Delivery delivery = DeliveryOf(batch);
  EXPECT_EQ(delivery.sessions(0).slot().from(), "2027-04-08T08:00");
  for (const int i : {1, 2}) {
    EXPECT_EQ(Written(delivery.sessions(i).slot()), moved[delivery.sessions(i).id()]);
    EXPECT_GT(delivery.sessions(i).slot().from(), "2027-04-09");
  }
  EXPECT_GT(Shown(batch).last_day(), kDay);
}

TEST_F(Mending, LeavesOutWhatTheCommitteeCancelled) {
  const sv::Venue hall = Venue("Aula"), spare = Venue("Balai");
  const sv::Batch batch = Running(GoodDay(kDay, hall, Speaker()));
  const sv::Session last = DeliveryOf(batch).sessions(2);
  ASSERT_THAT(Cancelled(last), IsOk());
  const sv::Repair repair = Computed(Flooded(hall));
  ASSERT_EQ(repair.state(), sv::REPAIR_PROPOSED) << repair.DebugString();
  EXPECT_EQ(TitlesOf(repair.affected()), "Materi 4");
  ASSERT_THAT(client().AcceptRepair(Organiser(), Accepting(repair, sv::REPAIR_MOVE)), IsOk());
  const sv::Rundown mended = RundownOf(batch, 2);
  for (const sv::RundownItem& item : mended.content().items()) EXPECT_NE(item.id(), last.id());
  // It is made up in its own hall, which the rundown has no longer.
  const sv::PlacedSession made = OptionOf(repair, sv::REPAIR_MOVE).make_ups(0);
  EXPECT_EQ(made.item(), last.id());
  EXPECT_EQ(made.venue(), hall.id());
  EXPECT_EQ(Conflicts(sv::VENUE, hall.id(), made.slot()).size(), 1);
}

TEST_F(Mending, PutsNothingWhereTheBatchMakesUpForWhatItLost) {
  const sv::Venue hall = Venue("Aula");
  const sv::Batch batch = Running(GoodDay(kDay, hall, Speaker()));
  const sv::Session first = DeliveryOf(batch).sessions(0);
  ASSERT_THAT(Cancelled(first), IsOk());
  ASSERT_THAT(PlanMakeUp(first, SlotOf("2027-04-09T09:00", "2027-04-09T11:00")), IsOk());
  const sv::Repair repair = Computed(Flooded(hall));
  ASSERT_EQ(repair.state(), sv::REPAIR_PROPOSED) << repair.DebugString();
  const sv::RepairOption move = OptionOf(repair, sv::REPAIR_MOVE);
  for (const sv::RepairChange& one : move.changes()) {
    const sv::Slot& slot = one.after().slot();
    EXPECT_TRUE(slot.until() <= "2027-04-09T09:00" || slot.from() >= "2027-04-09T11:00")
        << Written(slot);
  }
  // A second one since, and what was computed is old.
  const sv::Session second = DeliveryOf(batch).sessions(1);
  ASSERT_THAT(Cancelled(second), IsOk());
  EXPECT_THAT(
      client().AcceptRepair(Organiser(), Accepting(repair, sv::REPAIR_MOVE)), RefusedBy("PLC-46"));
}

TEST_F(Mending, AsksTheLeaderAnewWhoseAddressMovesWithItsDay) {
  const std::string leader = city_.Person("CAMAT", kUnit);
  ASSERT_TRUE(platform_.Settle());
  const sv::Venue hall = Venue("Aula");
  const sv::Batch batch = Published(Opened(hall, Speaker()));
  const sv::Hold hold = Confirmed(batch, leader);
  const sv::Repair repair = Computed(Lost(hall));
  ASSERT_EQ(repair.state(), sv::REPAIR_PROPOSED) << repair.DebugString();
  const sv::RepairOption move = OptionOf(repair, sv::REPAIR_MOVE);
  EXPECT_GT(FirstDayAfter(move), kDay);
  ASSERT_EQ(move.asked_size(), 1);
  EXPECT_EQ(move.asked(0).hold(), hold.id());
  EXPECT_EQ(move.asked(0).leader(), leader);
  EXPECT_EQ(Written(move.asked(0).before()), Written(hold.slot()));
  EXPECT_EQ(Written(move.asked(0).after()), Written(move.changes(0).after().slot()));
  (void)platform_.Told("scheduling");
  ASSERT_THAT(client().AcceptRepair(Organiser(), Accepting(repair, sv::REPAIR_MOVE)), IsOk());
  EXPECT_THAT(platform_.Told("scheduling"), Contains("hold.changed"));
  EXPECT_EQ(StateOf(hold), sv::HOLD_CHANGED);
  EXPECT_EQ(Written(Now(hold).proposed()), Written(move.asked(0).after()));
  EXPECT_EQ(Decided(hold, sv::TAKE_NEW_TIME).state(), sv::HOLD_CONFIRMED);
}

TEST_F(Mending, AsksAnewForWhatNobodyHasConfirmed) {
  const std::string leader = city_.Person("CAMAT", kUnit);
  ASSERT_TRUE(platform_.Settle());
  const sv::Venue hall = Venue("Aula");
  const sv::Batch batch = Published(Opened(hall, Speaker()));
  const sv::Hold hold = Decided(Requested(batch, leader, kDay), sv::PENCIL);
  const sv::Repair repair = Computed(Lost(hall));
  const sv::RepairOption move = OptionOf(repair, sv::REPAIR_MOVE);
  ASSERT_EQ(move.asked_size(), 1);
  ASSERT_THAT(client().AcceptRepair(Organiser(), Accepting(repair, sv::REPAIR_MOVE)), IsOk());
  EXPECT_EQ(StateOf(hold), sv::HOLD_RELEASED);
  std::vector<std::string> requested;
  for (const sv::Hold& one : Holds())
    if (one.state() == sv::HOLD_REQUESTED) requested.push_back(Written(one.slot()));
  EXPECT_THAT(requested, ElementsAre(Written(move.asked(0).after())));
}

TEST_F(Mending, ByADelegateLeavesAnotherLeaderOfTheBatchAlone) {
  const std::string leader = city_.Person("CAMAT", kUnit), other = city_.Person("CAMAT", kOther);
  const std::string delegate = city_.Person("STAF", kUnit);
  ASSERT_TRUE(platform_.Settle());
  sv::RundownContent content = Opened(Venue("Aula"), Speaker());
  content.mutable_items(7)->set_kind(sv::LEADER_ADDRESS);
  content.mutable_items(7)->set_until(16 * 60);  // and so there is no time behind it
  const sv::Batch batch = Published(content);
  const sv::Hold stands =
      Decided(Decided(Requested(batch, other, kDay, "15:00", "16:00"), sv::PENCIL), sv::CONFIRM);
  const sv::Hold hold = Decided(Confirmed(batch, leader), sv::CHANGE, "undangan provinsi");
  sv::StartRepairRequest request = Happened(sv::CAUSE_LEADER_AGENDA, "undangan");
  request.mutable_disruption()->set_leader(leader);
  const sv::Repair repair = Computed(request);
  ASSERT_EQ(repair.state(), sv::REPAIR_PROPOSED) << repair.DebugString();
  EXPECT_EQ(OptionOf(repair, sv::REPAIR_FALLBACK).fallback(), sv::DELEGATE);
  EXPECT_EQ(OptionOf(repair, sv::REPAIR_FALLBACK).minutes_lost(), 30);
  sv::AcceptRepairRequest accept = Accepting(repair, sv::REPAIR_FALLBACK);
  EXPECT_THAT(client().AcceptRepair(Organiser(), accept), RefusedBy("HLD-07"));
  accept.set_request_id(platform_.Id());
  accept.set_delegate(delegate);
  ASSERT_THAT(client().AcceptRepair(Organiser(), accept), IsOk());
  EXPECT_EQ(StateOf(hold), sv::HOLD_FALLBACK_ACTIVE);
  EXPECT_EQ(Now(hold).delegate(), delegate);
  EXPECT_EQ(StateOf(stands), sv::HOLD_CONFIRMED);
  EXPECT_EQ(Shown(batch).released(), 1) << "nothing else changes";
  request.set_request_id(platform_.Id());
  EXPECT_EQ(Computed(request).state(), sv::REPAIR_NOT_NEEDED) << "somebody stands in for him";
}

TEST_F(Mending, OfALostSpeakerTakesOneWhoMayStandIn) {
  const sv::Speaker teacher = Speaker(), other = Speaker();
  const sv::Batch batch = Published(GoodDay(kDay, Venue("Aula"), teacher));
  sv::StartRepairRequest request = Happened(sv::CAUSE_SPEAKER, "sakit");
  request.mutable_disruption()->set_speaker(teacher.id());
  *request.mutable_disruption()->mutable_slot() = SlotOf(Cat(kDay, "T00:00"), Cat(kDay, "T12:00"));
  request.add_speakers(other.id());
  const sv::Repair repair = Computed(request);
  ASSERT_EQ(repair.state(), sv::REPAIR_PROPOSED) << repair.DebugString();
  EXPECT_EQ(TitlesOf(repair.affected()), "Materi 2, Materi 4");
  const sv::RepairOption stands_in = OptionOf(repair, sv::REPAIR_FALLBACK);
  EXPECT_EQ(stands_in.changes_size(), 2);
  ASSERT_THAT(client().AcceptRepair(Organiser(), Accepting(repair, sv::REPAIR_FALLBACK)), IsOk());
  const sv::Slot all_day = SlotOf(Cat(kDay, "T07:00"), Cat(kDay, "T17:00"));
  EXPECT_EQ(Conflicts(sv::SPEAKER, other.id(), all_day).size(), 2);
  EXPECT_EQ(Conflicts(sv::SPEAKER, teacher.id(), all_day).size(), 1);
}

TEST_F(Mending, LeavesTheNewHolidayThatWasHeardOf) {
  const sv::Batch batch = Published(GoodDay(kDay, Venue("Aula"), Speaker()));
  Holidays({{"2027-03-22", "Idulfitri (rekaan)"}, {kDay, "Pilkada"}});
  sv::StartRepairRequest request = Happened(sv::CAUSE_FORCE_MAJEURE, "Pilkada");
  request.mutable_disruption()->set_holiday(kDay);
  ExpectAnotherDay(request, batch, "SC-08");
}

TEST_F(Mending, TakesABatchOutOfABlackout) {
  (void)People("LURAH", kKelurahan, 3);
  const sv::Batch batch = OnDay(kDay, 3);
  (void)Selected({batch});
  Publish(batch);
  sv::StartRepairRequest request = Happened(sv::CAUSE_FORCE_MAJEURE, "banjir");
  request.mutable_disruption()->set_blackout_unit(kKelurahan);
  *request.mutable_disruption()->mutable_slot() = SlotOf(Cat(kDay, "T00:00"), Cat(kDay, "T23:59"));
  ExpectAnotherDay(request, batch, "SVC-05");
}

TEST_F(Mending, StaysInTheYearOfItsMoney) {
  const sv::Venue hall = Venue("Aula");
  (void)Published(GoodDay("2027-12-30", hall, Speaker()));
  sv::StartRepairRequest request = Lost(hall, "2027-12-30");
  request.mutable_disruption()->mutable_slot()->set_until("2027-12-31T23:59");
  const sv::Repair repair = Computed(request);
  EXPECT_EQ(repair.state(), sv::REPAIR_NOT_FOUND) << repair.DebugString();
  EXPECT_EQ(RulesOf(repair.findings()), "PLC-30 PLC-30 PLC-30");
}

TEST_F(Mending, IsRefusedToWhomTheBatchIsNoLonger) {
  const Call camat = Organiser(Cat("/", kUnit, "/"));
  const sv::Venue hall = Venue("Aula");
  (void)Venue("Balai");
  const sv::Batch batch = Batch(30, kKelurahan);
  (void)Released(batch, GoodDay(kDay, hall, Speaker()));
  Publish(batch);
  const auto started = client().StartRepair(camat, Lost(hall));
  ASSERT_THAT(started, IsOk());
  ASSERT_TRUE(HasEnded(started->job()));
  const sv::Repair repair = Shown(started->job());
  ASSERT_EQ(repair.state(), sv::REPAIR_PROPOSED) << repair.DebugString();
  city_.Move(kOther);
  ASSERT_TRUE(platform_.Settle());
  (void)platform_.Told("scheduling");
  EXPECT_THAT(
      client().AcceptRepair(camat, Accepting(repair, sv::REPAIR_MOVE)),
      HasCode(absl::StatusCode::kNotFound));
  EXPECT_THAT(platform_.Told("scheduling"), IsEmpty());
  EXPECT_EQ(Shown(batch).released(), 1);
  EXPECT_EQ(Shown(repair.id()).state(), sv::REPAIR_PROPOSED);
}

TEST_F(Mending, AcceptedByTwoAtOnceIsCarriedOutOnce) {
  const sv::Venue hall = Venue("Aula");
  (void)Venue("Balai");
  const sv::Batch batch = Published(GoodDay(kDay, hall, Speaker()));
  const sv::Repair one = Computed(Lost(hall)), other = Computed(Lost(hall));
  const auto accept = [&](const sv::Repair& repair) {
    return std::async(
        std::launch::async,
        [this, call = Organiser(), request = Accepting(repair, sv::REPAIR_MOVE)] {
          return client().AcceptRepair(call, request).status();
        });
  };
  auto first = accept(one), second = accept(other);
  const absl::Status statuses[] = {first.get(), second.get()};
  ASSERT_NE(statuses[0].ok(), statuses[1].ok()) << statuses[0] << statuses[1];
  EXPECT_THAT(statuses[statuses[0].ok() ? 1 : 0], RefusedBy("PLC-46"));
  EXPECT_EQ(Shown(statuses[0].ok() ? other.id() : one.id()).state(), sv::REPAIR_PROPOSED);
  EXPECT_EQ(Shown(batch).released(), 2);
}

TEST_F(Mending, IsForgottenAfterAYearUnlessItWasAccepted) {
  const sv::Venue hall = Venue("Aula");
  (void)Venue("Balai");
  (void)Published(GoodDay(kDay, hall, Speaker()));
  const sv::Repair passed_over = Computed(Lost(hall)), accepted = Computed(Lost(hall));
  ASSERT_THAT(client().AcceptRepair(Organiser(), Accepting(accepted, sv::REPAIR_MOVE)), IsOk());
  const auto kept = [&](const sv::Repair& repair) {
    return !sql().Query("SELECT FROM proposal WHERE id = $1", pg::Params(repair.id())).empty();
  };
  MoveTo(absl::CivilDay(2028, 2, 28));
  ASSERT_TRUE(Purge());
  EXPECT_TRUE(kept(passed_over));
  MoveTo(absl::CivilDay(2028, 3, 1));
  ASSERT_TRUE(Purge());
  EXPECT_FALSE(kept(passed_over));
  EXPECT_TRUE(kept(accepted));
}

}  // namespace
}  // namespace binadaya::test
