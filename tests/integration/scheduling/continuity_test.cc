// Continuity of service (SVC-2 to SVC-6) where people are chosen, where something is
// heard of who has a seat, and where a batch is published.
#include "tests/integration/scheduling/continuity.h"

#include "binadaya/registry/v1/registry_events.tell.h"

namespace binadaya::test {
namespace {

using ::testing::IsEmpty;

constexpr char kPolaman[] = "33.74.14.1004";

TEST_F(ContinuityOfService, TakesNotBothOfAPairAtTheSameHours) {
  HeadOf(kKelurahan);
  SecretaryOf(kKelurahan, true);
  EXPECT_EQ(Figures(Selected({Lessons({"2027-04-08"}, 800, 900, 2)})), "2 2 1 1");
}

TEST_F(ContinuityOfService, TakesBothOfAPairOneAfterTheOther) {
  HeadOf(kKelurahan);
  SecretaryOf(kKelurahan, true);
  const std::vector<sv::Batch> batches = {
      Lessons({"2027-04-08"}, 800, 900), Lessons({"2027-04-08"}, 900, 1000)};
  EXPECT_EQ(Figures(Selected(batches)), "2 2 2 0");
}

TEST_F(ContinuityOfService, TakesNoHeadWhoseSecretaryIsOnLeave) {
  const std::string head = HeadOf(kKelurahan);
  const std::string secretary = SecretaryOf(kKelurahan, false);
  Leave(secretary, "2027-04-08", "2027-04-08");
  EXPECT_EQ(Figures(Selected({Lessons({"2027-04-08"})})), "1 1 0 1");
  EXPECT_THAT(Rules(*Choice(Self(head), head)), ::testing::HasSubstr("WHY-04"));
}

TEST_F(ContinuityOfService, TakesAHeadWhoseSecretaryIsOnLeaveTheDayAfter) {
  HeadOf(kKelurahan);
  Leave(SecretaryOf(kKelurahan, false), "2027-04-09", "2027-04-09");
  EXPECT_EQ(Figures(Selected({Lessons({"2027-04-08"})})), "1 1 1 0");
}

TEST_F(ContinuityOfService, TakesAHeadWhoseSecretaryIsOnLeaveOnADayThatNobodyWorks) {
  HeadOf(kKelurahan);
  Leave(SecretaryOf(kKelurahan, false), "2027-04-09", "2027-04-12");
  const sv::Batch batch = Batch(1);
  sv::RundownContent saturday = LessonsOn({"2027-04-10"}, 800, 900);
  saturday.set_compensation("hari pengganti");
  (void)Released(batch, saturday);
  EXPECT_EQ(Figures(Selected({batch})), "1 1 1 0");
}

TEST_F(ContinuityOfService, AsksAboutTheSeatOfAHeadOnceHisSecretaryGoesOnLeave) {
  const std::string head = HeadOf(kKelurahan);
  const std::string secretary = SecretaryOf(kKelurahan, false);
  batch_ = Lessons({"2027-04-08"});
  Selected({batch_});
  Leave(secretary, "2027-04-09", "2027-04-09");
  ASSERT_TRUE(IsQuiet());
  EXPECT_EQ(Questioned(head), "") << "the day after";
  const std::string leave = Leave(secretary, "2027-04-08", "2027-04-08");
  ASSERT_TRUE(IsQuiet());
  EXPECT_EQ(Questioned(head), "OPEN SEL-07");
  // Whoever keeps his seat does not keep the office open by that.
  EXPECT_THAT(Publishing(batch_), RefusedBy("SVC-02", "ENR-44"));
  ASSERT_THAT(KeepSeat(head), IsOk());
  EXPECT_THAT(Publishing(batch_), RefusedBy("SVC-02"));
  registry::v1::AnnulRecordRequest annul;
  annul.set_request_id(platform_.Id());
  annul.set_person(secretary);
  annul.set_record(leave);
  annul.set_reason("salah orang");
  ASSERT_THAT(platform_.registry().AnnulRecord(platform_.Analyst(), annul), IsOk());
  ASSERT_TRUE(IsQuiet());
  Publish(batch_);
  EXPECT_EQ(StateOf(head), "OFFERED");
}

// Where he was is asked before he is elsewhere: afterwards he is nobody's pair there.
TEST_F(ContinuityOfService, AsksNoMoreOnceTheSecretaryWhoIsAwayIsElsewhere) {
  std::string head, secretary;
  ASSERT_NO_FATAL_FAILURE(AskForTheSecretaryOnLeave(head, secretary));
  ASSERT_THAT(city_.Assign(secretary, "STAF", "33.74.02.1001"), IsOk());
  ASSERT_TRUE(IsQuiet());
  EXPECT_EQ(Questioned(head), "PASSES SEL-07");
  Publish(batch_);
}

// As it is told where a posting is undone.
TEST_F(ContinuityOfService, AsksNoMoreOnceTheSecretaryWhoIsAwayIsToldOfElsewhere) {
  std::string head, secretary;
  ASSERT_NO_FATAL_FAILURE(AskForTheSecretaryOnLeave(head, secretary));
  As("registry", [&](Tx& tx) {
    registry::v1::PersonChanged event;
    event.set_person(secretary);
    event.set_active(true);
    event.set_unit_path("/33.74.02/33.74.02.1001/");
    registry::Tell(tx, event);
  });
  ASSERT_TRUE(IsQuiet());
  EXPECT_EQ(Questioned(head), "PASSES SEL-07");
}

// On a day that nobody works the office is closed, and nobody in it is missed.
TEST_F(ContinuityOfService, AsksAnewAboutAHeadWhenHolidaysChange) {
  std::string head, secretary;
  ASSERT_NO_FATAL_FAILURE(AskForTheSecretaryOnLeave(head, secretary));
  const Day fixed = {"2027-03-22", "Idulfitri (rekaan)"};
  Holidays({fixed, {"2027-04-08", "Cuti bersama (rekaan)", true}});
  ASSERT_TRUE(IsQuiet());
  EXPECT_EQ(Questioned(head), "OPEN SEL-07") << "a decree may still shift it";
  Holidays({fixed, {"2027-04-08", "Cuti bersama (rekaan)"}});
  ASSERT_TRUE(IsQuiet());
  EXPECT_EQ(Questioned(head), "PASSES SEL-07");
  Holidays({fixed});
  ASSERT_TRUE(IsQuiet());
  EXPECT_EQ(Questioned(head), "OPEN SEL-07");
  EXPECT_EQ(QuestionOf(head).number(), 2);
}

// Somebody judges a seat, so he has taken its timer, and will wait for who gives seats.
TEST_F(ContinuityOfService, KeepsNobodyFromGivingSeatsWhileItWaitsForWhoJudgesOne) {
  std::string head, secretary;
  ASSERT_NO_FATAL_FAILURE(AskForTheSecretaryOnLeave(head, secretary));
  Begin();
  (void)own_->Query(
      R"(
      INSERT INTO timer (kind, subject, due)
      SELECT 'gates', id::text, timestamptz '2099-01-01' FROM enrolment WHERE person = $1
      ON CONFLICT (kind, subject) DO UPDATE SET due = excluded.due)",
      pg::Params(head));
  const Day holiday = {"2027-04-08", "Cuti bersama (rekaan)"};
  Holidays({holiday});
  EXPECT_TRUE(SomebodyWaits("transactionid"));
  EXPECT_TRUE(
      own_->Query("SELECT pg_try_advisory_xact_lock($1, 0)", pg::Params(lock::kSeats)).Bool(0, 0));
  own_->Execute("COMMIT");
  ASSERT_TRUE(IsQuiet());
  EXPECT_EQ(Questioned(head), "PASSES SEL-07");
}

TEST_F(ContinuityOfService, AsksAnewAboutAHeadWhenHisUnitWorksOtherHours) {
  std::string head, secretary;
  ASSERT_NO_FATAL_FAILURE(AskForTheSecretaryOnLeave(head, secretary));
  const auto work = [&](const std::string& from, int first, int last) {
    sv::SetWorkingHoursRequest request;
    request.set_request_id(platform_.Id());
    request.set_unit(kUnit);
    request.set_valid_from(from);
    for (int day = 0; day < 7; ++day) {
      sv::Stretch& stretch = *request.add_days()->add_stretches();
      stretch.set_from(first * 60);
      stretch.set_until(last * 60);
    }
    ASSERT_THAT(client().SetWorkingHours(platform_.Admin(), request), IsOk());
    ASSERT_TRUE(IsQuiet());
  };
  work("2027-04-01", 9, 17);
  EXPECT_EQ(Questioned(head), "PASSES SEL-07") << "the lesson ends at nine";
  work("2027-04-08", 8, 16);
  EXPECT_EQ(Questioned(head), "OPEN SEL-07");
}

TEST_F(ContinuityOfService, AsksAnewAboutAHeadWhenTheFastingMonthMoves) {
  const std::string head = HeadOf(kKelurahan);
  const std::string secretary = SecretaryOf(kKelurahan, false);
  batch_ = Lessons({"2027-04-08"}, 1500, 1600);
  Selected({batch_});
  Leave(secretary, "2027-04-08", "2027-04-08");
  ASSERT_TRUE(IsQuiet());
  ASSERT_EQ(Questioned(head), "OPEN SEL-07");
  const auto fast = [&](const std::string& first, const std::string& last) {
    sv::SetRamadanRequest request;
    request.set_request_id(platform_.Id());
    request.set_first_day(first);
    request.set_last_day(last);
    ASSERT_THAT(client().SetRamadan(platform_.Admin(), request), IsOk());
    ASSERT_TRUE(IsQuiet());
  };
  fast("2027-03-20", "2027-04-17");
  EXPECT_EQ(Questioned(head), "PASSES SEL-07") << "that day is over at three";
  fast("2027-02-08", "2027-03-08");
  EXPECT_EQ(Questioned(head), "OPEN SEL-07");
}

TEST_F(ContinuityOfService, SaysThatAHeadWhoIsAwayForADayNeedsSomebodyWhoActsForHim) {
  const std::string head = HeadOf(kKelurahan);
  const std::string secretary = SecretaryOf(kKelurahan, false);
  batch_ = OnDay("2027-04-08", 1);
  EXPECT_EQ(Figures(Selected({batch_})), "1 1 1 0");
  const sv::RundownCheck check = Check(batch_);
  ASSERT_EQ(Told(check), "SVC-02 1, 2, 4, 6, 8");
  EXPECT_TRUE(check.findings(0).warning());
  EXPECT_EQ(check.findings(0).values().at("head"), head);
  EXPECT_EQ(check.findings(0).values().at("may_act"), secretary);
  // The day before does not count.
  ASSERT_THAT(
      city_.Assign(
          secretary, "KEPALA_KELURAHAN", kKelurahan, "2027-03-01", registry::v1::DAILY,
          "2027-04-08"),
      IsOk());
  ASSERT_TRUE(IsQuiet());
  EXPECT_EQ(Told(Check(batch_)), "SVC-02 1, 2, 4, 6, 8");
  ASSERT_THAT(
      city_.Assign(
          city_.Person("STAF", kKelurahan), "KEPALA_KELURAHAN", kKelurahan, "2027-03-01",
          registry::v1::DAILY, "2027-04-09"),
      IsOk());
  ASSERT_TRUE(IsQuiet());
  EXPECT_EQ(Told(Check(batch_)), "");
  Publish(batch_);
}

TEST_F(ContinuityOfService, CountsLurahOfAKecamatanByTheDay) {
  MayBeAway("{100,1,50,60}");
  HeadOf(kKelurahan);
  HeadOf(kPolaman);
  const std::vector<sv::Batch> same_day = {
      Lessons({"2027-04-08"}, 800, 900), Lessons({"2027-04-08"}, 1400, 1500)};
  EXPECT_EQ(Figures(Selected(same_day)), "2 2 1 1") << "half of two is one";
}

TEST_F(ContinuityOfService, TakesHalfOfTheLurahOnEachOfTwoDays) {
  MayBeAway("{100,1,50,60}");
  HeadOf(kKelurahan);
  HeadOf(kPolaman);
  const std::vector<sv::Batch> two_days = {
      Lessons({"2027-04-08"}, 800, 900), Lessons({"2027-04-09"}, 800, 900)};
  EXPECT_EQ(Figures(Selected(two_days)), "2 2 2 0");
}

TEST_F(ContinuityOfService, CountsALurahOnLeaveAmongThoseWhoAreAway) {
  MayBeAway("{100,1,50,60}");
  HeadOf(kKelurahan);
  Leave(HeadOf(kPolaman), "2027-04-08", "2027-04-08");
  EXPECT_EQ(Figures(Selected({Lessons({"2027-04-08"})})), "2 1 0 1");
}

// He stays in his unit, but among other lurah; who was there already is not asked about.
TEST_F(ContinuityOfService, AsksAnewAboutALurahWhoseUnitMovesToAnotherKecamatan) {
  MayBeAway("{100,1,50,60}");
  for (const char* unit : {kKelurahan, kPolaman, "33.74.02.1001", "33.74.02.1002"}) HeadOf(unit);
  batch_ = Lessons({"2027-04-08"}, 800, 900, 2);
  ASSERT_EQ(Figures(Selected({batch_})), "4 4 2 2") << "one of two in each kecamatan";
  std::string moves, stays, unit;
  for (const sv::Enrolment& one : Listed(batch_.id())) {
    const std::string of =
        sql().Query("SELECT unit FROM person WHERE id = $1", pg::Params(one.person())).String(0, 0);
    const bool other = of.starts_with("33.74.02");
    (other ? moves : stays) = one.person();
    if (other) unit = of;
  }
  const auto move = [&](const std::string& kecamatan) {
    const std::string row = Cat(unit, ",Pindahan,KELURAHAN,", kecamatan, ",ya\n");
    ASSERT_THAT(
        city_.ImportUnits(Cat("code,name,kind,parent,direct_service\n", row), true), IsOk());
    ASSERT_TRUE(IsQuiet());
  };
  move("33.74.14");
  EXPECT_EQ(Questioned(moves), "OPEN SEL-07") << "half of three is one";
  EXPECT_EQ(Questioned(stays), "");
  move("33.74.02");
  EXPECT_EQ(Questioned(moves), "PASSES SEL-07");
}

TEST_F(ContinuityOfService, CountsLurahWhoAreInOfficeWhereverItIsAsked) {
  HeadOf(kKelurahan);  // Polaman has none
  batch_ = Lessons({"2027-04-08"});
  EXPECT_EQ(Figures(Selected({batch_})), "1 1 1 0");
  EXPECT_EQ(Told(Check(batch_)), "");
  MayBeAway("{100,1,99,60}");
  EXPECT_EQ(Told(Check(batch_)), "SVC-03 1") << "one of one";
  EXPECT_THAT(Publishing(batch_), RefusedBy("SVC-03"));
}

TEST_F(ContinuityOfService, ChoosesAsManyOfACounterAsMayBeAway) {
  People("LURAH", kKelurahan, 3);
  CountersMayLose("{67}");
  EXPECT_EQ(Figures(Selected({Lessons({"2027-04-08"}, 800, 900, 3)})), "3 3 2 1");
}

TEST_F(ContinuityOfService, PublishesNobodyAwayFromACounterThatIsTooEmpty) {
  People("LURAH", kKelurahan, 3);
  batch_ = Lessons({"2027-04-08"}, 800, 900, 2);
  EXPECT_EQ(Figures(Selected({batch_})), "3 3 2 1");
  EXPECT_EQ(Told(Check(batch_)), "");
  CountersMayLose("{67}");
  EXPECT_EQ(Told(Check(batch_)), "") << "two of three";
  CountersMayLose("{66}");
  EXPECT_EQ(Told(Check(batch_)), "SVC-04 1") << "one of three";
  EXPECT_THAT(Publishing(batch_), RefusedBy("SVC-04"));
  CountersMayLose("{67}");
  Publish(batch_);
}

// Who is heard to serve nobody at a counter any more is counted as one of an office.
TEST_F(ContinuityOfService, CountsCountersAsTheUnitIsHeard) {
  People("LURAH", kKelurahan, 3);
  CountersMayLose("{66}");
  ASSERT_THAT(
      city_.ImportUnits(
          Cat("code,name,kind,parent,direct_service\n", kKelurahan,
              ",Purwosari,KELURAHAN,33.74.14,tidak\n"),
          true),
      IsOk());
  ASSERT_TRUE(IsQuiet());
  EXPECT_EQ(Figures(Selected({Lessons({"2027-04-08"}, 800, 900, 2)})), "3 3 2 1");
}

TEST_F(ContinuityOfService, LetsNobodyBePublishedIntoABlackout) {
  const std::string person = People("LURAH", kKelurahan, 1)[0];
  batch_ = Lessons({"2027-04-08"}, 800, 900);
  Selected({batch_});
  Closed("2027-04-08T09:00", "2027-04-08T12:00");
  EXPECT_EQ(Questioned(person), "") << "just after";
  const sv::Blackout blackout = Closed("2027-04-08T08:59", "2027-04-08T12:00");
  EXPECT_EQ(Questioned(person), "OPEN SEL-04");
  (void)platform_.Told("scheduling");
  EXPECT_THAT(Publishing(batch_), RefusedBy("SVC-05", "ENR-44"));
  EXPECT_THAT(platform_.Told("scheduling"), IsEmpty()) << "no money was asked for";
  EXPECT_EQ(Shown(batch_).state(), sv::BATCH_SCHEDULED);
  EXPECT_EQ(Of(person).batch(), batch_.id());
  Lift(blackout);
  EXPECT_EQ(Questioned(person), "PASSES SEL-04");
  Publish(batch_);
  EXPECT_EQ(StateOf(person), "OFFERED");
  // Of a seat that is offered, too.
  Closed("2027-04-08T08:00", "2027-04-08T08:01");
  EXPECT_EQ(Questioned(person), "OPEN SEL-04");
}

TEST_F(ContinuityOfService, UndoesAPublicationThatABlackoutOvertakes) {
  const std::string person = People("LURAH", kKelurahan, 1)[0];
  batch_ = Lessons({"2027-04-08"});
  Selected({batch_});
  HoldSaga();
  ASSERT_THAT(Publishing(batch_), IsOk());
  sv::SetBlackoutRequest request;
  request.set_request_id(platform_.Id());
  request.set_unit(kUnit);
  *request.mutable_slot() = SlotOf("2027-04-08T08:00", "2027-04-08T12:00");
  request.set_reason("Musrenbang");
  ASSERT_THAT(client().SetBlackout(platform_.Admin(), request), IsOk());
  LetSagaGoOn();
  ASSERT_TRUE(Eventually([&] { return PublicationOf(batch_).state() == sv::PUBLICATION_UNDONE; }));
  const sv::Publication undone = PublicationOf(batch_);
  ASSERT_EQ(undone.findings_size(), 1);
  EXPECT_EQ(undone.findings(0).rule(), "SVC-05");
  EXPECT_EQ(undone.batch_state(), sv::BATCH_SCHEDULED);
  EXPECT_EQ(Of(person).batch(), batch_.id()) << "his seat is kept as before";
}

TEST_F(ContinuityOfService, CountsDaysOfAQuarterThatAreOver) {
  MayBeAway("{100,1,100,5}");
  const std::string person = People("LURAH", kKelurahan, 1)[0];
  Selected({Lessons({"2027-04-06", "2027-04-07", "2027-04-08"})});
  // He was there, and did not pass.
  (void)sql().Query("UPDATE enrolment SET state = 7 WHERE batch IS NOT NULL", {});
  Approve(kNextProgram);
  Plan(2028, kNextItem, kNextProgram);
  const std::vector<std::string> three = {"2027-05-11", "2027-05-12", "2027-05-13"};
  for (const char* const item : {kPlanItem, kNextItem}) {
    EXPECT_EQ(Figures(Selected({Lessons(three, 800, 900, 1, item)})), "1 0 0 0") << "six days";
    EXPECT_EQ(Rules(*Choice(Self(person), person)).substr(0, 6), "SEL-04");
  }
  batch_ = Lessons({"2027-05-11", "2027-05-12"});
  EXPECT_EQ(Figures(Selected({batch_})), "1 1 1 0") << "five days";
  ASSERT_THAT(Draft(batch_, LessonsOn(three, 800, 900)), IsOk());
  EXPECT_EQ(Told(Check(batch_)), "SVC-06 1, 2, 3");
}

TEST_F(ContinuityOfService, CountsNoDaysOfStructuralTraining) {
  MayBeAway("{100,1,100,5}");
  const std::string person = People("LURAH", kKelurahan, 1)[0];
  const std::vector<std::string> six = {"2027-04-06", "2027-04-07", "2027-04-08",
                                        "2027-04-13", "2027-04-14", "2027-04-15"};
  EXPECT_EQ(Figures(Selected({Lessons(six)})), "1 0 0 0") << "a course of six days";
  EXPECT_EQ(Rules(*Choice(Self(person), person)).substr(0, 6), "SEL-04");
  Plan(2027, kPlanItem, kProgram, 0, "KL01");
  batch_ = Lessons(six);
  EXPECT_EQ(Figures(Selected({batch_})), "1 1 1 0");
  EXPECT_EQ(Told(Check(batch_)), "");
  // Beside it, others have their five days.
  Approve(kNextProgram);
  Plan(2028, kNextItem, kNextProgram);
  std::vector<std::string> days = {
      "2027-05-11", "2027-05-12", "2027-05-13", "2027-05-18", "2027-05-19"};
  const sv::Batch next = Lessons(days, 800, 900, 1, kNextItem);
  EXPECT_EQ(Figures(Selected({next})), "1 1 1 0") << "five days";
  EXPECT_EQ(Told(Check(next)), "");
  days.push_back("2027-05-25");
  ASSERT_THAT(Draft(next, LessonsOn(days, 800, 900)), IsOk());
  EXPECT_EQ(Told(Check(next)), "SVC-06 1, 2, 3, 4, 5, 6") << "six";
}

}  // namespace
}  // namespace binadaya::test
