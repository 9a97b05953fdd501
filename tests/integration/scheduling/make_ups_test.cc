// Minutes that were lost come back by a repair: planned, booked and told, all or nothing.
#include <future>

#include "tests/integration/scheduling/repairing.h"

namespace binadaya::test {
namespace {

using ::testing::ElementsAre;

class MakeUps : public RepairingTest {
 protected:
  // On its day, at nine; its third session, of 90 minutes, was cancelled.
  sv::Batch Cancelled(const sv::Venue& hall) {
    const sv::Batch batch = Published(GoodDay(kDay, hall, Speaker()));
    Begins(batch, 3);
    Decided(DeliveryOf(batch).sessions(2), sv::CANCEL_SESSION);
    return batch;
  }
  // The same with somebody who takes part, and is on leave from the first to the last of these
  // days.
  sv::Batch CancelledFor(const std::string& first = "", const std::string& last = "") {
    const std::string head = city_.Head(kKelurahan);
    const std::string person = People("LURAH", kKelurahan, 1)[0];
    const sv::Batch batch = Batch(1);
    (void)Released(batch, GoodDay(kDay, Venue("Aula"), Speaker()));
    (void)Selected({batch});
    Publish(batch);
    EXPECT_TRUE(IsAsked(head, person));
    EXPECT_THAT(client().ApproveEnrolment(Self(head), About(person)), IsOk());
    EXPECT_THAT(client().ConfirmEnrolment(Self(person), About(person)), IsOk());
    if (!first.empty()) (void)Leave(person, first, last);
    Begins(batch, 3);
    EXPECT_EQ(StateOf(person), "CONFIRMED");
    Decided(DeliveryOf(batch).sessions(2), sv::CANCEL_SESSION);
    return batch;
  }
  void Begins(const sv::Batch& batch, int sessions) {
    MoveTo(absl::CivilDay(2027, 4, 8), 9);
    ASSERT_TRUE(Eventually([&] { return DeliveryOf(batch).sessions_size() == sessions; }));
  }
  using ParticipantsTest::StateOf;
  using RepairingTest::Decided;
  using RepairingTest::StateOf;
  void Decided(
      const sv::Session& session, sv::SessionDecision decision, const sv::Slot& took_place = {}) {
    sv::DecideSessionRequest request;
    request.set_request_id(platform_.Id());
    request.set_unit(kUnit);
    request.set_session(session.id());
    request.set_decision(decision);
    if (!took_place.from().empty()) *request.mutable_took_place() = took_place;
    request.set_cause(sv::CAUSE_SPEAKER);
    request.set_reason("listrik padam");
    EXPECT_THAT(client().DecideSession(Organiser(), request), IsOk());
  }
  // What is on record of a speaker becomes this.
  void Become(sv::Speaker speaker) {
    sv::SetSpeakerRequest request;
    request.set_request_id(platform_.Id());
    speaker.clear_version();
    *request.mutable_speaker() = std::move(speaker);
    EXPECT_THAT(client().SetSpeaker(Organiser(), request), IsOk());
  }
  // Nothing has happened but that minutes are missing.
  sv::Repair Asked(const sv::Batch& batch) {
    sv::StartRepairRequest request = Happened(sv::CAUSE_SPEAKER, "menit yang hilang");
    request.add_batches(batch.id());
    return Computed(request);
  }
};

TEST_F(MakeUps, BringBackEveryMinuteWhereItIsMissing) {
  const sv::Venue hall = Venue("Aula");
  const sv::Batch batch = Cancelled(hall);
  const sv::Session lost = DeliveryOf(batch).sessions(2);
  const sv::Repair repair = Asked(batch);
  ASSERT_EQ(repair.state(), sv::REPAIR_PROPOSED) << repair.DebugString();
  EXPECT_EQ(repair.affected_size(), 0);
  ASSERT_EQ(repair.options_size(), 1);
  const sv::RepairOption option = OptionOf(repair, sv::REPAIR_MAKE_UP);
  EXPECT_EQ(option.changes_size(), 0);
  EXPECT_EQ(option.minutes_lost(), 0);
  EXPECT_EQ(option.minutes_recovered(), 90);
  ASSERT_EQ(option.make_ups_size(), 1);
  const sv::PlacedSession& placed = option.make_ups(0);
  EXPECT_EQ(placed.item(), lost.id());
  EXPECT_EQ(placed.title(), "Materi 6");
  EXPECT_EQ(placed.venue(), hall.id());
  EXPECT_GE(placed.slot().from(), "2027-04-09T09:00") << "24 hours before";

  (void)platform_.Told("scheduling");
  ASSERT_THAT(client().AcceptRepair(Organiser(), Accepting(repair, sv::REPAIR_MAKE_UP)), IsOk());
  EXPECT_THAT(platform_.Told("scheduling"), ElementsAre("session.planned", "schedule.changed"));
  EXPECT_EQ(Conflicts(sv::VENUE, hall.id(), placed.slot()).size(), 1);
  EXPECT_EQ(Conflicts(sv::SPEAKER, placed.speaker(), placed.slot()).size(), 1);
  const sv::Delivery planned = DeliveryOf(batch);
  ASSERT_EQ(planned.sessions_size(), 4);
  EXPECT_EQ(planned.sessions(3).makes_up(), lost.id());
  EXPECT_EQ(Written(planned.sessions(3).slot()), Written(placed.slot()));
  EXPECT_EQ(planned.sessions(3).venue(), placed.venue());
  EXPECT_EQ(planned.sessions(3).speaker(), placed.speaker());
  EXPECT_EQ(planned.sessions(2).venue(), "") << "of others the rundown says it";
  EXPECT_EQ(Asked(batch).state(), sv::REPAIR_NOT_NEEDED) << "all of it is planned";

  MoveTo(absl::CivilDay(2027, 4, 23), 8);
  ASSERT_TRUE(Eventually([&] { return DeliveryOf(batch).delivered() == 315; }));
  EXPECT_EQ(DeliveryOf(batch).fidelity(), 1) << "F-13";
  EXPECT_EQ(DeliveryOf(batch).sessions(2).state(), sv::SESSION_MADE_UP);

  // It took 50 minutes only, as is found later: 40 are missing, no more and no less.
  const sv::Session made = DeliveryOf(batch).sessions(3);
  const std::string day = made.slot().from().substr(0, 11);
  const int from = std::stoi(made.slot().from().substr(11, 2));
  const std::string minutes = made.slot().from().substr(13);
  const std::string half = minutes == ":00" ? Cat(from, ":50") : Cat(from + 1, ":20");
  Decided(
      made, sv::CORRECT_SESSION,
      SlotOf(made.slot().from(), Cat(day, half.size() < 5 ? "0" : "", half)));
  const sv::Repair again = Asked(batch);
  ASSERT_EQ(again.state(), sv::REPAIR_PROPOSED) << again.DebugString();
  EXPECT_EQ(OptionOf(again, sv::REPAIR_MAKE_UP).minutes_recovered(), 40);
}

TEST_F(MakeUps, AreOfWhatWasCutShortTooAndStandBesideWhatMoves) {
  const sv::Venue hall = Venue("Aula"), spare = Venue("Balai");
  const sv::Batch batch = Published(GoodDay(kDay, hall, Speaker()));
  MoveTo(absl::CivilDay(2027, 4, 8), 10);
  ASSERT_TRUE(Eventually([&] { return DeliveryOf(batch).sessions_size() == 3; }));
  Decided(
      DeliveryOf(batch).sessions(0), sv::CUT_SESSION_SHORT,
      SlotOf("2027-04-08T08:00", "2027-04-08T09:15"));
  sv::StartRepairRequest request = Lost(hall);
  request.mutable_disruption()->set_cause(sv::CAUSE_FORCE_MAJEURE);
  const sv::Repair repair = Computed(request);
  ASSERT_EQ(repair.state(), sv::REPAIR_PROPOSED) << repair.DebugString();
  const sv::RepairOption move = OptionOf(repair, sv::REPAIR_MOVE);
  EXPECT_EQ(move.minutes_recovered(), 195 + 45);
  ASSERT_EQ(move.make_ups_size(), 1);
  ASSERT_THAT(client().AcceptRepair(Organiser(), Accepting(repair, sv::REPAIR_MOVE)), IsOk());
  const sv::Delivery delivery = DeliveryOf(batch);
  ASSERT_EQ(delivery.sessions_size(), 4);
  EXPECT_EQ(Conflicts(sv::VENUE, move.make_ups(0).venue(), move.make_ups(0).slot()).size(), 1);
}

// By hand as by a repair: when people work, with breaks, beside what the batch does else, and in a
// room that holds it.
TEST_F(MakeUps, PlannedByHandKeepTheRulesOfRundowns) {
  const sv::Venue hall = Venue("Aula");
  const sv::Batch batch = Cancelled(hall);
  const sv::Session lost = DeliveryOf(batch).sessions(2);
  const auto refused = [&](const std::string& day, const char* from, const char* until) {
    std::string rules;
    const auto planned = PlanMakeUp(lost, SlotOf(Cat(day, "T", from), Cat(day, "T", until)));
    for (const Finding& one : FindingsOf(planned.status()))
      absl::StrAppend(&rules, rules.empty() ? "" : " ", one.rule);
    return rules;
  };
  EXPECT_EQ(refused("2027-04-10", "08:00", "09:30"), "SC-08") << "a Saturday";
  EXPECT_EQ(refused("2027-04-09", "15:01", "16:31"), "SC-08") << "Friday ends at 16:30";
  EXPECT_EQ(refused("2027-04-09", "11:30", "13:00"), "SC-10") << "the prayer of Friday";
  EXPECT_EQ(refused(kDay, "15:00", "16:00"), "SC-03") << "the closing of the day";
  sv::SetVenueRequest smaller = Hall("Aula", 32);
  smaller.mutable_venue()->set_id(hall.id());
  smaller.set_despite_batches(true);
  ASSERT_THAT(client().SetVenue(Organiser(), smaller), IsOk());
  EXPECT_EQ(refused(kDay, "13:00", "14:30"), "SC-12") << "30 and a tenth are 33";
  smaller.set_request_id(platform_.Id());
  smaller.mutable_venue()->set_capacity(33);
  ASSERT_THAT(client().SetVenue(Organiser(), smaller), IsOk());
  EXPECT_EQ(refused(kDay, "13:00", "14:30"), "") << "where it was itself, before it was cancelled";
}

// As the rundown asks it of who is to hold the session that they make up for.
TEST_F(MakeUps, PlannedByHandAskWhatRundownsAskOfTheirSpeaker) {
  sv::SetSpeakerRequest versed = Teacher();
  sv::Expertise taught;
  taught.set_competency("M.08");
  taught.set_level(2);
  *versed.mutable_speaker()->add_expertise() = taught;
  const auto teacher = client().SetSpeaker(Organiser(), versed);
  ASSERT_THAT(teacher, IsOk());
  sv::RundownContent content = GoodDay(kDay, Venue("Aula"), *teacher);
  *content.mutable_items(5)->add_teaches() = taught;
  const sv::Batch batch = Published(content);
  Begins(batch, 3);
  Decided(DeliveryOf(batch).sessions(2), sv::CANCEL_SESSION);
  const sv::Session lost = DeliveryOf(batch).sessions(2);
  const auto planned = [&](const sv::Speaker& as) {
    Become(as);
    return PlanMakeUp(lost, SlotOf(Cat(kDay, "T13:00"), Cat(kDay, "T14:30")));
  };
  sv::Speaker less = *teacher, partial = *teacher, gone = *teacher;
  less.mutable_expertise(0)->set_level(1);
  partial.add_interests(kProgram);
  gone.set_out_of_use(true);
  EXPECT_THAT(planned(less), RefusedBy("SPK-06"));
  EXPECT_THAT(planned(gone), RefusedBy("SPK-09"));
  EXPECT_THAT(planned(partial), RefusedBy("SPK-07"));
  sv::AcceptInterestRequest accept;
  accept.set_request_id(platform_.Id());
  accept.set_unit(kUnit);
  accept.set_batch(batch.id());
  accept.set_speaker(teacher->id());
  accept.set_reason("satu-satunya ahli");
  ASSERT_THAT(
      client().AcceptInterest(platform_.As("kaban", {{v1::AGENCY_HEAD, "/"}}), accept), IsOk());
  EXPECT_THAT(planned(partial), IsOk());
}

TEST_F(MakeUps, AreHeldByWhoMayTeachThem) {
  const sv::Speaker other = Speaker();
  sv::Speaker teacher = Speaker();
  const sv::Batch batch = Published(GoodDay(kDay, Venue("Aula"), teacher));
  Begins(batch, 3);
  Decided(DeliveryOf(batch).sessions(2), sv::CANCEL_SESSION);
  teacher.add_interests(kProgram);
  Become(teacher);
  const sv::Repair by_him = Asked(batch);
  ASSERT_EQ(by_him.state(), sv::REPAIR_PROPOSED) << by_him.DebugString();
  EXPECT_THAT(
      client().AcceptRepair(Organiser(), Accepting(by_him, sv::REPAIR_MAKE_UP)),
      RefusedBy("SPK-07"));
  sv::StartRepairRequest request = Happened(sv::CAUSE_SPEAKER, "menit yang hilang");
  request.add_batches(batch.id());
  request.add_speakers(other.id());
  const sv::Repair by_another = Computed(request);
  const sv::RepairOption option = OptionOf(by_another, sv::REPAIR_MAKE_UP);
  ASSERT_EQ(option.make_ups_size(), 1);
  EXPECT_EQ(option.make_ups(0).speaker(), other.id());
  EXPECT_THAT(
      client().AcceptRepair(Organiser(), Accepting(by_another, sv::REPAIR_MAKE_UP)), IsOk());
}

// Of those who may hold them, too: whoever is rated too low would be refused once it is accepted.
TEST_F(MakeUps, AreHeldByNobodyWhoIsRatedTooLow) {
  const sv::Speaker other = Speaker(), low = Speaker(), teacher = Speaker();
  const sv::Batch batch = Published(GoodDay(kDay, Venue("Aula"), teacher)), before = Batch(1);
  Begins(batch, 3);
  Decided(DeliveryOf(batch).sessions(2), sv::CANCEL_SESSION);
  for (const sv::Speaker& rated : {low, teacher}) {
    const std::string session = platform_.Id();
    (void)sql().Query(
        R"(
        INSERT INTO learning_session (id, batch, title, starts, ends, state, took_from, took_until)
        VALUES ($1, $2, 'Materi', '2027-03-01 08:00', '2027-03-01 10:00', 5, '2027-03-01 08:00',
                '2027-03-01 10:00'))",
        pg::Params(session, before.id()));
    for (int i = 0; i < 6; ++i) {
      (void)sql().Query(
          "INSERT INTO speaker_rating (session, rater, speaker, rating, rated_at)"
          " VALUES ($1, $2, $3, 1, '2027-03-01')",
          pg::Params(session, Cat("panitia-", i), rated.id()));
    }
  }
  sv::StartRepairRequest request = Happened(sv::CAUSE_SPEAKER, "menit yang hilang");
  request.add_batches(batch.id());
  request.add_speakers(low.id());
  request.add_speakers(other.id());
  const sv::Repair repair = Computed(request);
  const sv::RepairOption option = OptionOf(repair, sv::REPAIR_MAKE_UP);
  ASSERT_EQ(option.make_ups_size(), 1);
  EXPECT_EQ(option.make_ups(0).speaker(), other.id());
  EXPECT_THAT(client().AcceptRepair(Organiser(), Accepting(repair, sv::REPAIR_MAKE_UP)), IsOk());
}

// He misses the first session by the same leave: that is another session.
TEST_F(MakeUps, PlannedByHandTakeNobodyWhoIsAway) {
  const sv::Batch batch = CancelledFor(kDay, "2027-04-09");
  const sv::Session lost = DeliveryOf(batch).sessions(2);
  EXPECT_THAT(PlanMakeUp(lost, SlotOf("2027-04-09T08:00", "2027-04-09T09:30")), RefusedBy("SC-09"));
  EXPECT_THAT(PlanMakeUp(lost, SlotOf("2027-04-12T08:00", "2027-04-12T09:30")), IsOk());
}

TEST_F(MakeUps, PlannedByHandAnswerForWhatTheyAddAlone) {
  const sv::Batch batch = CancelledFor();
  const sv::Session lost = DeliveryOf(batch).sessions(2);
  MayBeAway("{100,1,100,0}");  // no day of a quarter, and the batch has one
  EXPECT_THAT(
      PlanMakeUp(lost, SlotOf("2027-04-09T08:00", "2027-04-09T09:30")), RefusedBy("SVC-06"));
  EXPECT_THAT(PlanMakeUp(lost, SlotOf(Cat(kDay, "T13:00"), Cat(kDay, "T14:30"))), IsOk());
}

TEST_F(MakeUps, PlannedByHandKeepTheTracksOfWhatTheyMakeUp) {
  sv::RundownContent content = GoodDay(kDay, Venue("Aula"), Speaker());
  content.mutable_items(5)->set_track("A");
  *content.add_items() = Lesson("9", kDay, 1300, 1430, Venue("Balai"), Speaker());
  content.mutable_items(8)->set_track("B");
  const sv::Batch batch = Published(content);
  Begins(batch, 4);
  for (const int one : {2, 3}) Decided(DeliveryOf(batch).sessions(one), sv::CANCEL_SESSION);
  const sv::Slot then = SlotOf("2027-04-09T08:00", "2027-04-09T09:30");
  EXPECT_THAT(PlanMakeUp(DeliveryOf(batch).sessions(2), then), IsOk());
  EXPECT_THAT(PlanMakeUp(DeliveryOf(batch).sessions(3), then), IsOk()) << "beside each other";
}

// The program before the giving of seats, as all do that give them.
TEST_F(MakeUps, PlannedByHandLockInTheOrderOfAll) {
  const sv::Batch batch = Cancelled(Venue("Aula"));
  const sv::Session lost = DeliveryOf(batch).sessions(2);
  Begin();
  (void)own_->Query("SELECT FROM program WHERE id = $1 FOR UPDATE", pg::Params(kProgram));
  auto planned = std::async(std::launch::async, [&] {
    return PlanMakeUp(lost, SlotOf(Cat(kDay, "T13:00"), Cat(kDay, "T14:30")));
  });
  EXPECT_TRUE(SomebodyWaits("transactionid"));
  EXPECT_TRUE(
      own_->Query("SELECT pg_try_advisory_xact_lock($1, 0)", pg::Params(lock::kSeats)).Bool(0, 0));
  own_->Execute("COMMIT");
  EXPECT_THAT(planned.get(), IsOk());
}

TEST_F(MakeUps, ThatRestOnWhatHasChangedAreRefusedAndLeaveNoTrace) {
  const sv::Venue hall = Venue("Aula");
  const sv::Batch batch = Cancelled(hall);
  const sv::Repair repair = Asked(batch);
  const sv::PlacedSession placed = OptionOf(repair, sv::REPAIR_MAKE_UP).make_ups(0);
  // Somebody plans half of it by hand.
  sv::Slot half = placed.slot();
  half.set_until(Cat(half.from().substr(0, 14), "59"));
  ASSERT_THAT(PlanMakeUp(DeliveryOf(batch).sessions(2), half), IsOk());
  (void)platform_.Told("scheduling");
  const Findings findings = FindingsOf(
      client().AcceptRepair(Organiser(), Accepting(repair, sv::REPAIR_MAKE_UP)).status());
  EXPECT_EQ(findings.size(), 3U) << "batch, hall and speaker";
  for (const Finding& finding : findings) EXPECT_EQ(finding.rule, "PLC-46");
  EXPECT_THAT(platform_.Told("scheduling"), ::testing::IsEmpty());
  EXPECT_EQ(DeliveryOf(batch).sessions_size(), 4);
}

TEST_F(MakeUps, AcceptedByTwoAtOnceArePlannedOnce) {
  const sv::Batch batch = Cancelled(Venue("Aula"));
  const sv::Repair one = Asked(batch), other = Asked(batch);
  const auto accept = [&](const sv::Repair& repair) {
    return std::async(
        std::launch::async,
        [this, call = Organiser(), request = Accepting(repair, sv::REPAIR_MAKE_UP)] {
          return client().AcceptRepair(call, request).status();
        });
  };
  auto first = accept(one), second = accept(other);
  const absl::Status statuses[] = {first.get(), second.get()};
  ASSERT_NE(statuses[0].ok(), statuses[1].ok()) << statuses[0] << statuses[1];
  EXPECT_EQ(DeliveryOf(batch).sessions_size(), 4);
}

}  // namespace
}  // namespace binadaya::test
