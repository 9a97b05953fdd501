// The address of a leader moves by hand, in the rundown that people rely on.
#include <future>

#include "tests/integration/scheduling/repairing.h"

namespace binadaya::test {
namespace {

using ::testing::Contains;

class Addresses : public RepairingTest {
 protected:
  Addresses() : leader_(city_.Person("CAMAT", kUnit)) { EXPECT_TRUE(platform_.Settle()); }

  // The leader would come at another time.
  absl::StatusOr<sv::Hold> Wants(
      const sv::Hold& hold, const std::string& from, const std::string& until,
      const std::string& day = kDay) {
    sv::DecideHoldRequest request;
    request.set_request_id(platform_.Id());
    request.set_unit(kUnit);
    request.set_id(hold.id());
    request.set_decision(sv::CHANGE);
    request.set_reason("undangan provinsi");
    *request.mutable_to() = SlotOf(Cat(day, "T", from), Cat(day, "T", until));
    return client().DecideHold(Protocol(), request);
  }
  absl::StatusOr<sv::Hold> Taken(const sv::Hold& hold) {
    sv::DecideHoldRequest request;
    request.set_request_id(platform_.Id());
    request.set_unit(kUnit);
    request.set_id(hold.id());
    request.set_decision(sv::TAKE_NEW_TIME);
    return client().DecideHold(Protocol(), request);
  }
  // It goes to the closing.
  absl::StatusOr<sv::Hold> Closing(const sv::Hold& hold) {
    sv::FallBackRequest request;
    request.set_request_id(platform_.Id());
    request.set_unit(kUnit);
    request.set_id(hold.id());
    request.set_fallback(sv::MOVE);
    *request.mutable_to() = SlotOf(Cat(kDay, "T15:30"), Cat(kDay, "T16:00"));
    return client().FallBack(Organiser(), request);
  }
  // An invitation of the state at that time is pencilled: the leader has to follow it.
  sv::StartRepairRequest Invited() {
    sv::RequestHoldRequest invitation;
    invitation.set_request_id(platform_.Id());
    invitation.set_unit(kUnit);
    invitation.set_leader(leader_);
    *invitation.mutable_slot() = SlotOf(Cat(kDay, "T15:00"), Cat(kDay, "T16:30"));
    invitation.set_priority(sv::STATE_INVITATION);
    const auto asked = client().RequestHold(Organiser(), invitation);
    EXPECT_THAT(asked, IsOk());
    if (asked.ok()) (void)Decided(*asked, sv::PENCIL);
    sv::StartRepairRequest request = Happened(sv::CAUSE_LEADER_AGENDA, "undangan");
    request.mutable_disruption()->set_leader(leader_);
    return request;
  }
  // Until when the address is, in the newest release.
  int EndOf(const sv::Batch& batch) {
    const sv::Rundown rundown = RundownOf(batch, Shown(batch).released());
    for (const sv::RundownItem& item : rundown.content().items())
      if (item.kind() == sv::LEADER_ADDRESS) return item.until();
    return 0;
  }
  // One with an address at 07.30, and so many lurah of a kelurahan with a seat in it or in `other`.
  sv::Batch Seated(int people, const std::vector<sv::Batch>& other = {}) {
    people_ = People("LURAH", kKelurahan, people);
    const sv::Batch batch = Batch(1);
    (void)Released(batch, Opened(Venue("Aula"), Speaker()));
    std::vector<sv::Batch> batches = {batch};
    batches.insert(batches.end(), other.begin(), other.end());
    EXPECT_EQ(Selected(batches).chosen(), people);
    return batch;
  }
  // A lesson behind the last one of that batch, as soon as one can get there.
  sv::Batch LessonAfter(const sv::Speaker& teacher, const std::string& unit = kUnit) {
    const sv::Batch batch = Batch(1, unit);
    sv::RundownContent content;
    *content.add_items() = Lesson("1", kDay, 1530, 1615, Venue("Ruang"), teacher);
    content.set_compensation("libur pengganti");
    (void)Released(batch, content);
    return batch;
  }

  const std::string leader_;
  std::vector<std::string> people_;
};

// By hand, without a repair: whoever reads the rundown reads the new time, and the next repair
// finds the address there.
TEST_F(Addresses, FindsTheAddressThatHasTakenANewTime) {
  const sv::Venue hall = Venue("Aula");
  const sv::Batch batch = Published(Opened(hall, Speaker()));
  const sv::Hold hold = Confirmed(batch, leader_);
  // In the middle of a lesson there is no room for it.
  ASSERT_THAT(Wants(hold, "08:30", "09:00"), IsOk());
  const Findings refused = FindingsOf(Taken(hold).status());
  ASSERT_FALSE(refused.empty());
  EXPECT_EQ(refused[0].rule, "SC-03");
  EXPECT_EQ(StateOf(hold), sv::HOLD_CHANGED);
  EXPECT_EQ(Shown(batch).released(), 1);
  (void)platform_.Told("scheduling");
  const auto moved = Closing(hold);
  ASSERT_THAT(moved, IsOk());
  EXPECT_THAT(platform_.Told("scheduling"), Contains("schedule.changed"));
  EXPECT_EQ(Shown(batch).state(), sv::BATCH_PUBLISHED);
  const sv::Rundown rundown = RundownOf(batch, 2);
  const sv::RundownItem& last = *rundown.content().items().rbegin();
  EXPECT_EQ(last.title(), "Sambutan");
  EXPECT_EQ(last.from(), 15 * 60 + 30);
  EXPECT_EQ(last.until(), 16 * 60);
  EXPECT_EQ(Conflicts(sv::VENUE, hall.id(), moved->slot()).size(), 1) << "its hall goes with it";
  // Something else is in the way there: it is this address that is affected.
  EXPECT_EQ(TitlesOf(Computed(Invited()).affected()), "Sambutan");
}

// Whoever is to speak at the closing may be kept from it, too: that is mended like the first time.
TEST_F(Addresses, ThatHaveMovedFallBackAgain) {
  const std::string delegate = city_.Person("STAF", kUnit);
  ASSERT_TRUE(platform_.Settle());
  const sv::Batch batch = Published(Opened(Venue("Aula"), Speaker()));
  const sv::Hold hold = Confirmed(batch, leader_);
  (void)Decided(hold, sv::CHANGE, "undangan provinsi");
  ASSERT_THAT(Closing(hold), IsOk());
  const sv::Repair repair = Computed(Invited());
  ASSERT_EQ(OptionOf(repair, sv::REPAIR_FALLBACK).fallback(), sv::DELEGATE);
  sv::AcceptRepairRequest accept = Accepting(repair, sv::REPAIR_FALLBACK);
  accept.set_delegate(delegate);
  (void)platform_.Told("scheduling");
  ASSERT_THAT(client().AcceptRepair(Organiser(), accept), IsOk());
  EXPECT_THAT(platform_.Told("scheduling"), Contains("hold.changed"));
  EXPECT_EQ(StateOf(hold), sv::HOLD_FALLBACK_ACTIVE) << "not released";
  EXPECT_EQ(Now(hold).delegate(), delegate);
}

TEST_F(Addresses, ThatHaveMovedChangeByHand) {
  const sv::Batch batch = Published(Opened(Venue("Aula"), Speaker()));
  const sv::Hold hold = Confirmed(batch, leader_);
  (void)Decided(hold, sv::CHANGE, "undangan provinsi");
  ASSERT_THAT(Closing(hold), IsOk());
  ASSERT_THAT(Wants(hold, "07:30", "08:00"), IsOk());
  EXPECT_EQ(StateOf(hold), sv::HOLD_CHANGED);
  EXPECT_EQ(Now(hold).fallback(), sv::FALLBACK_UNSPECIFIED);
  ASSERT_THAT(Taken(hold), IsOk()) << "where it was at first";
  EXPECT_EQ(EndOf(batch), 8 * 60);
}

// A time that fits is taken: a wider one than the address needs leaves it where it is.
TEST_F(Addresses, LeavesTheAddressInATimeThatHoldsIt) {
  const sv::Batch batch = Published(Opened(Venue("Aula"), Speaker()));
  const sv::Hold hold = Confirmed(batch, leader_);
  ASSERT_THAT(Wants(hold, "07:00", "08:30"), IsOk());
  EXPECT_EQ(Decided(hold, sv::TAKE_NEW_TIME).state(), sv::HOLD_CONFIRMED);
  EXPECT_EQ(Shown(batch).released(), 1);
}

// A typing mistake begins no batch.
TEST_F(Addresses, GoToNoTimeThatIsPastAndToNoOtherDays) {
  const sv::Batch batch = Published(Opened(Venue("Aula"), Speaker()));
  sv::Hold hold = Confirmed(batch, leader_);
  MoveTo(absl::CivilDay(2027, 3, 2));
  ASSERT_THAT(Wants(hold, "09:00", "10:00", "2027-03-01"), IsOk());
  EXPECT_THAT(Taken(hold), RefusedBy("HLD-14", "HLD-15"));
  EXPECT_EQ(StateOf(hold), sv::HOLD_CHANGED);
  sv::FallBackRequest moved;
  moved.set_request_id(platform_.Id());
  moved.set_unit(kUnit);
  moved.set_id(hold.id());
  moved.set_fallback(sv::MOVE);
  *moved.mutable_to() = SlotOf("2027-04-09T15:30", "2027-04-09T16:00");
  EXPECT_THAT(client().FallBack(Organiser(), moved), RefusedBy("HLD-15"));
  EXPECT_EQ(Shown(batch).released(), 1);
  EXPECT_EQ(Shown(batch).first_day(), kDay);
  EXPECT_EQ(Shown(batch).state(), sv::BATCH_PUBLISHED);
}

TEST_F(Addresses, EndWithTheTimeOfTheLeader) {
  const sv::Batch batch = Published(Opened(Venue("Aula"), Speaker()));
  const sv::Hold hold = Confirmed(batch, leader_);
  ASSERT_THAT(Wants(hold, "07:30", "07:45"), IsOk());
  ASSERT_THAT(Taken(hold), IsOk()) << "it begins as before";
  EXPECT_EQ(Shown(batch).released(), 2);
  EXPECT_EQ(EndOf(batch), 7 * 60 + 45);
  ASSERT_THAT(Wants(hold, "15:30", "16:00"), IsOk());
  ASSERT_THAT(Taken(hold), IsOk());
  EXPECT_EQ(EndOf(batch), 15 * 60 + 45) << "as long as it is now";
}

TEST_F(Addresses, TakeNobodyWhoIsElsewhereThen) {
  const sv::Batch batch = Seated(1);
  (void)LessonAfter(Speaker(people_[0]), kOther);
  Publish(batch);
  const sv::Hold hold = Confirmed(batch, leader_);
  ASSERT_THAT(Wants(hold, "15:30", "16:00"), IsOk());
  EXPECT_THAT(Taken(hold), RefusedBy("SC-09"));
  EXPECT_EQ(Shown(batch).released(), 1);
}

TEST_F(Addresses, MoveThoughSomebodyIsAwayAsBefore) {
  const sv::Batch batch = Seated(1);
  Publish(batch);
  (void)Leave(people_[0], kDay, kDay);
  const sv::Hold hold = Confirmed(batch, leader_);
  ASSERT_THAT(Wants(hold, "15:30", "16:00"), IsOk());
  EXPECT_THAT(Taken(hold), IsOk()) << "he is not there at 07.30, either";
}

TEST_F(Addresses, EmptyNoUnit) {
  const sv::Batch batch = Seated(2, {LessonAfter(Speaker())});
  Publish(batch);
  MayBeAway("{99,1,100,60}");
  const sv::Hold hold = Confirmed(batch, leader_);
  ASSERT_THAT(Wants(hold, "15:30", "16:00"), IsOk());
  EXPECT_THAT(Taken(hold), RefusedBy("SVC-01"));
  EXPECT_EQ(Shown(batch).released(), 1);
}

// As who accepts a repair locks them: the agenda comes last, so neither waits for the other.
TEST_F(Addresses, LeaveTheAgendaFreeUntilAllElseIsLocked) {
  const sv::Venue hall = Venue("Aula");
  const sv::Batch batch = Published(Opened(hall, Speaker()));
  const sv::Hold hold = Confirmed(batch, leader_);
  const auto is_free = [&] {
    return own_
        ->Query("SELECT pg_try_advisory_xact_lock(" AGENDA_LOCK("$1") ")", pg::Params(leader_))
        .Bool(0, 0);
  };
  ASSERT_THAT(Wants(hold, "15:30", "16:00"), IsOk());
  Begin();
  (void)own_->Query("SELECT FROM venue WHERE id = $1 FOR UPDATE", pg::Params(hall.id()));
  auto taken = std::async(std::launch::async, [&] { return Taken(hold); });
  EXPECT_TRUE(SomebodyWaits("transactionid"));
  EXPECT_TRUE(is_free());
  own_->Execute("COMMIT");
  EXPECT_THAT(taken.get(), IsOk());
  ASSERT_THAT(Wants(hold, "07:30", "08:00"), IsOk());
  HoldGiving();
  taken = std::async(std::launch::async, [&] { return Taken(hold); });
  EXPECT_TRUE(SomebodyWaits("advisory", lock::kSeats));
  EXPECT_TRUE(is_free());
  own_->Execute("COMMIT");
  EXPECT_THAT(taken.get(), IsOk());
}

// It is released again for another day: his agenda stays as it is, and it is his to move it.
TEST_F(Addresses, ThatAreWrittenElsewhereThanTheAgendaHasThemAreNamed) {
  const sv::Venue hall = Venue("Aula");
  const sv::Speaker teacher = Speaker();
  const sv::Batch batch = Batch(1);
  (void)Released(batch, Opened(hall, teacher));
  const sv::Hold hold = Confirmed(batch, leader_);
  EXPECT_EQ(Told(Check(batch)), "");
  ASSERT_THAT(Draft(batch, Opened(hall, teacher, "2027-04-14")), IsOk());
  ASSERT_EQ(Told(Check(batch)), "HLD-17 1");
  EXPECT_EQ(Check(batch).findings(0).values().at("hold"), hold.id());
  const auto release = Release(batch, "aula dipakai");
  ASSERT_THAT(release, IsOk());
  ASSERT_EQ(release->warnings_size(), 1);
  EXPECT_EQ(release->warnings(0).rule(), "HLD-17");
}

}  // namespace
}  // namespace binadaya::test
