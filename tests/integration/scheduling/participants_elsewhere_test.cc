// SC-09 of participants: nobody sits in two places, nor where he cannot be.
#include "tests/integration/scheduling/continuity.h"

namespace binadaya::test {
namespace {

using ::testing::IsEmpty;

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
