// Continuity of service (SVC-2 to SVC-6) where people are chosen, where something is
// heard of who has a seat, and where a batch is published.
#include "binadaya/registry/v1/registry_events.tell.h"
#include "tests/integration/scheduling/seats.h"

namespace binadaya::test {
namespace {

using ::testing::IsEmpty;

constexpr char kPolaman[] = "33.74.14.1004";

class ContinuityOfService : public SeatedTest {
 protected:
  // Heads of kelurahan, whom the program is for; their secretaries, whom it is for if `chosen_too`.
  std::string HeadOf(const std::string& unit) {
    city_.Post("KEPALA_KELURAHAN", registry::v1::SUPERVISOR, [](auto& post) {
      post.set_family("LURAH");
      post.set_is_head(true);
    });
    return PersonOn("KEPALA_KELURAHAN", unit);
  }
  std::string SecretaryOf(const std::string& unit, bool chosen_too) {
    city_.Post("SEKRETARIS", registry::v1::SUPERVISOR, [&](auto& post) {
      post.set_title("Sekretaris Kelurahan");
      post.set_family(chosen_too ? "LURAH" : "SEKRETARIS");
    });
    return PersonOn("SEKRETARIS", unit);
  }
  std::string PersonOn(const std::string& post, const std::string& unit) {
    const std::string person = city_.Person(post, unit);
    EXPECT_TRUE(platform_.Settle());
    return person;
  }
  // A batch of one lesson on each of these days.
  sv::Batch Lessons(
      const std::vector<std::string>& days, int from = 800, int until = 900, int capacity = 1,
      const std::string& item = kPlanItem) {
    sv::DraftBatchRequest request = Drafting(capacity);
    request.set_plan_item(item);
    const auto batch = client().DraftBatch(Organiser(), request);
    EXPECT_THAT(batch, IsOk());
    (void)Released(*batch, LessonsOn(days, from, until));
    return *batch;
  }
  static sv::RundownContent LessonIn(
      const sv::Venue& venue, const sv::Speaker& speaker, int from, int until,
      const std::string& day = "2027-04-08") {
    sv::RundownContent content;
    *content.add_items() = Lesson("1", day, from, until, venue, speaker);
    return content;
  }
  sv::RundownContent LessonsOn(const std::vector<std::string>& days, int from, int until) {
    const sv::Venue venue = Venue(Cat("Aula ", platform_.Id()));
    const sv::Speaker speaker = Speaker();
    sv::RundownContent content;
    for (const std::string& day : days)
      *content.add_items() =
          Lesson(Cat(content.items_size() + 1), day, from, until, venue, speaker);
    return content;
  }
  sv::Blackout Closed(const std::string& from, const std::string& until) {
    sv::SetBlackoutRequest request;
    request.set_request_id(platform_.Id());
    request.set_unit(kUnit);
    *request.mutable_slot() = SlotOf(from, until);
    request.set_reason("Musrenbang");
    const auto blackout = client().SetBlackout(platform_.Admin(), request);
    EXPECT_THAT(blackout, IsOk());
    EXPECT_TRUE(IsQuiet());
    return blackout.value_or(sv::Blackout());
  }
  void Lift(const sv::Blackout& blackout) {
    sv::LiftBlackoutRequest request;
    request.set_request_id(platform_.Id());
    request.set_unit(blackout.unit());
    request.set_id(blackout.id());
    ASSERT_THAT(client().LiftBlackout(platform_.Admin(), request), IsOk());
    ASSERT_TRUE(IsQuiet());
  }
  // The seat of a head is in question, for his secretary has gone on leave since.
  void AskForTheSecretaryOnLeave(std::string& head, std::string& secretary) {
    head = HeadOf(kKelurahan);
    secretary = SecretaryOf(kKelurahan, false);
    batch_ = Lessons({"2027-04-08"});
    Selected({batch_});
    Leave(secretary, "2027-04-08", "2027-04-08");
    ASSERT_TRUE(IsQuiet());
    ASSERT_EQ(Questioned(head), "OPEN SEL-07");
  }
  // With all of its checklist done.
  absl::StatusOr<sv::Publication> Publishing(const sv::Batch& batch) {
    (void)sql().Query(
        "UPDATE checklist_item SET done = due WHERE batch = $1", pg::Params(batch.id()));
    sv::PublishBatchRequest request;
    request.set_request_id(platform_.Id());
    request.set_unit(batch.unit());
    request.set_batch(batch.id());
    return client().PublishBatch(Organiser(), request);
  }
  sv::Publication Published(const sv::Batch& batch) {
    sv::GetPublicationRequest request;
    request.set_unit(batch.unit());
    request.set_batch(batch.id());
    return client().GetPublication(Organiser(), request).value_or(sv::Publication());
  }
};

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
  ASSERT_TRUE(Eventually([&] { return Published(batch_).state() == sv::PUBLICATION_UNDONE; }));
  const sv::Publication undone = Published(batch_);
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

// SC-09 of participants.
class ParticipantsElsewhere : public ContinuityOfService {
 protected:
  // On 8 April from 07.30 to 08.15, with a seat kept for the only lurah.
  void SeatedInTheMorning() {
    person_ = People("LURAH", kKelurahan, 1)[0];
    batch_ = Lessons({"2027-04-08"}, 730, 815);
    EXPECT_EQ(Figures(Selected({batch_})), "1 1 1 0");
    Approve(kNextProgram);
    Plan(2028, kNextItem, kNextProgram);
  }

  std::string person_;
};

TEST_F(ParticipantsElsewhere, TeachNothingElseWhileTheySit) {
  SeatedInTheMorning();
  const sv::Speaker speaker = Speaker(person_);
  const sv::Venue room = Venue("Ruang");
  const sv::Batch taught = Batch(10, kOther);
  ASSERT_THAT(Draft(taught, LessonIn(room, speaker, 800, 900)), IsOk());
  const sv::RundownCheck check = Check(taught);
  EXPECT_EQ(Told(check), "SC-09 1");
  EXPECT_TRUE(check.findings(0).values().at("with").starts_with(batch_.id()));
  EXPECT_THAT(Release(taught), RefusedBy("SC-09"));
  const sv::Slot then = SlotOf("2027-04-08T08:00", "2027-04-08T09:00");
  EXPECT_EQ(Told(Conflicts(sv::SPEAKER, speaker.id(), then)), "CONFLICT_OVERLAP 15");
  EXPECT_EQ(Told(Conflicts(sv::PERSON, person_, then)), "CONFLICT_OVERLAP 15");
  EXPECT_THAT(Conflicts(sv::PERSON, person_, then, "", batch_.id()), IsEmpty());
  // He must get there as well: 60 minutes within the city.
  ASSERT_THAT(Draft(taught, LessonIn(room, speaker, 914, 1000)), IsOk());
  EXPECT_EQ(Told(Check(taught)), "SC-09 1");
  ASSERT_THAT(Draft(taught, LessonIn(room, speaker, 915, 1000)), IsOk());
  EXPECT_THAT(Release(taught), IsOk());
}

TEST_F(ParticipantsElsewhere, AreChosenWhereTheyCanGetThere) {
  SeatedInTheMorning();
  const auto next = [&](int from) {
    return Figures(Selected({Lessons({"2027-04-08"}, from, 1000, 1, kNextItem)}));
  };
  EXPECT_EQ(next(914), "1 0 0 0");
  EXPECT_EQ(next(915), "1 1 1 0");
}

TEST_F(ParticipantsElsewhere, AreFreeWhileOthersRest) {
  SeatedInTheMorning();
  const auto next = [&](sv::ItemKind kind) {
    sv::DraftBatchRequest request = Drafting(1);
    request.set_plan_item(kNextItem);
    const auto batch = client().DraftBatch(Organiser(), request);
    EXPECT_THAT(batch, IsOk());
    sv::RundownContent content =
        LessonIn(Venue(Cat("Aula ", platform_.Id())), Speaker(), 1000, 1100);
    *content.add_items() = Item("2", "2027-04-08", 800, 815, kind, "Acara");
    (void)Released(*batch, content);
    return Figures(Selected({*batch}));
  };
  EXPECT_EQ(next(sv::REGISTRATION), "1 0 0 0");
  EXPECT_EQ(next(sv::MEAL), "1 1 1 0");
  EXPECT_EQ(Told(Check(batch_)), "") << "asked from the other side";
}

TEST_F(ParticipantsElsewhere, AreNotMovedToWhereTheyCannotBe) {
  SeatedInTheMorning();
  const sv::Batch next = Lessons({"2027-04-13"}, 800, 900, 1, kNextItem);
  ASSERT_EQ(Figures(Selected({next})), "1 1 1 0");
  const auto check = [&](const sv::Venue& venue, int from, int until,
                         const std::string& day = "2027-04-08") {
    EXPECT_THAT(Draft(next, LessonIn(venue, Speaker(), from, until, day)), IsOk());
    return Told(Check(next));
  };
  const sv::Venue near = Venue("Ruang dekat");
  EXPECT_EQ(check(near, 814, 859), "SC-09 1") << "other training";
  EXPECT_THAT(Release(next, "aula"), RefusedBy("SC-09"));
  EXPECT_EQ(check(near, 914, 959), "SC-09 1");
  EXPECT_EQ(check(near, 915, 1000), "");
  sv::SetVenueRequest another = Hall("Aula kota lain");
  another.mutable_venue()->set_city("Kota Surakarta");
  const auto far = client().SetVenue(Organiser(), another);
  ASSERT_THAT(far, IsOk());
  EXPECT_EQ(check(*far, 1114, 1159), "SC-09 1") << "179 minutes to another city";
  EXPECT_EQ(check(*far, 1115, 1200), "");
  Leave(person_, "2027-04-14", "2027-04-14");
  EXPECT_EQ(check(near, 800, 900, "2027-04-14"), "SC-09 1") << "leave";
  EXPECT_EQ(check(near, 800, 900, "2027-04-15"), "");
  EXPECT_THAT(Release(next, "aula"), IsOk());
}

TEST_F(ParticipantsElsewhere, ArePublishedWhomAPersonHasKeptAllTheSame) {
  SeatedInTheMorning();
  Leave(person_, "2027-04-08", "2027-04-08");
  ASSERT_TRUE(IsQuiet());
  ASSERT_EQ(Questioned(person_), "OPEN SEL-04");
  EXPECT_THAT(Publishing(batch_), RefusedBy("SC-09", "ENR-44"));
  ASSERT_THAT(KeepSeat(person_), IsOk());
  Publish(batch_);
  EXPECT_EQ(StateOf(person_), "OFFERED");
}

}  // namespace
}  // namespace binadaya::test
