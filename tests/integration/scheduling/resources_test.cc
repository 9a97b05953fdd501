// Venues and speakers, and what they would collide with.
#include "tests/integration/scheduling/scheduling.h"

namespace binadaya::test {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

class Resources : public SchedulingTest {
 protected:
  std::vector<std::string> VenuesOf(const std::function<void(sv::ListVenuesRequest&)>& narrow) {
    sv::ListVenuesRequest request;
    request.set_page_size(1);
    narrow(request);
    std::vector<std::string> names;
    do {
      const auto page = client().ListVenues(Auditor(), request);
      EXPECT_THAT(page, IsOk());
      for (const sv::Venue& venue : page->venues()) names.push_back(venue.name());
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    return names;
  }
  std::vector<std::string> SpeakersOf(const std::function<void(sv::ListSpeakersRequest&)>& narrow) {
    sv::ListSpeakersRequest request;
    request.set_page_size(1);
    narrow(request);
    std::vector<std::string> ids;
    do {
      const auto page = client().ListSpeakers(Auditor(), request);
      EXPECT_THAT(page, IsOk());
      for (const sv::Speaker& speaker : page->speakers()) ids.push_back(speaker.id());
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    return ids;
  }
};

TEST_F(Resources, AreVenuesThatAreSaidAnewByTheirVersion) {
  const sv::Venue hall = Venue("Aula Balai Kota");
  sv::SetVenueRequest request = Hall("Aula Besar");
  *request.mutable_venue() = hall;
  request.mutable_venue()->set_capacity(400);
  request.mutable_venue()->set_version(7);
  EXPECT_THAT(client().SetVenue(Organiser(), request), HasCode(absl::StatusCode::kAborted));
  request.set_request_id(platform_.Id());
  request.mutable_venue()->set_version(hall.version());
  const auto set = client().SetVenue(Organiser(), request);
  ASSERT_THAT(set, IsOk());
  EXPECT_EQ(set->version(), hall.version() + 1);
  EXPECT_EQ(set->capacity(), 400);
  request = Hall("Aula");
  request.mutable_venue()->set_id(kNobody);
  EXPECT_THAT(client().SetVenue(Organiser(), request), HasCode(absl::StatusCode::kNotFound));
  EXPECT_THAT(platform_.Told("scheduling"), ElementsAre("venue.set", "venue.set"));
}

TEST_F(Resources, WithFewerSeatsNameThePublishedBatchesThatNeedMore) {
  const sv::Venue hall = Venue("Aula", 300);
  const sv::Batch batch = Batch(100);
  (void)Released(batch, GoodDay("2027-04-12", hall, Speaker()));
  (void)Released(Batch(193), GoodDay("2027-04-13", hall, Speaker()));  // only scheduled
  (void)platform_.sql("scheduling")
      .Query("UPDATE batch SET state = $2 WHERE id = $1", pg::Params(batch.id(), 4));
  ASSERT_EQ(Shown(batch).state(), sv::BATCH_PUBLISHED);
  const auto set = [&](int capacity, bool despite = false) {
    sv::SetVenueRequest request = Hall("Aula", capacity);
    request.set_request_id(platform_.Id());
    request.mutable_venue()->set_id(hall.id());
    request.set_despite_batches(despite);
    return client().SetVenue(Organiser(), request);
  };
  EXPECT_THAT(set(110), IsOk()) << "a tenth of its seats is spare";
  const auto refused = set(109);
  ASSERT_THAT(refused, RefusedBy("VEN-06"));
  EXPECT_EQ(FindingsOf(refused.status())[0].values.at("batches"), batch.id());
  EXPECT_THAT(set(109, true), IsOk());
  EXPECT_THAT(set(108), IsOk()) << "it is known by now";
  EXPECT_THAT(set(300), IsOk());
  MoveTo(absl::CivilDay(2027, 4, 12), 23);
  EXPECT_THAT(set(50), IsOk()) << "its sessions are over";
}

TEST_F(Resources, AreRefusedWithAllThatIsWrong) {
  sv::SetVenueRequest venue = Hall("Aula", 0);
  venue.mutable_venue()->clear_province();
  EXPECT_THAT(client().SetVenue(Organiser(), venue), RefusedBy("VEN-01", "VEN-02"));
  venue = Hall("Aula");
  *venue.mutable_venue()->add_windows() = SlotOf("2027-04-08T09:00", "besok");
  EXPECT_THAT(client().SetVenue(Organiser(), venue), RefusedBy("TIME-01"));
  sv::SetSpeakerRequest speaker = Teacher();
  speaker.mutable_speaker()->clear_organisation();
  sv::Expertise& one = *speaker.mutable_speaker()->add_expertise();
  one.set_competency("M.08");
  one.set_level(2);
  *speaker.mutable_speaker()->add_expertise() = one;
  EXPECT_THAT(client().SetSpeaker(Organiser(), speaker), RefusedBy("SPK-02", "SPK-03"));
  EXPECT_THAT(
      client().SetSpeaker(Organiser(), Teacher(kNobody)), HasCode(absl::StatusCode::kNotFound));
}

TEST_F(Resources, AreListedByWhatTheyHaveAndWhenTheyAreFree) {
  const sv::Venue hall = Venue("Aula Barat", 300);
  sv::SetVenueRequest request = Hall("Ruang Timur", 40);
  request.mutable_venue()->set_accessible(true);
  *request.mutable_venue()->add_windows() = SlotOf("2027-04-08T10:00", "2027-04-08T12:00");
  *request.mutable_venue()->add_windows() = SlotOf("2027-04-08T08:00", "2027-04-08T10:00");
  ASSERT_THAT(client().SetVenue(Organiser(), request), IsOk());
  EXPECT_THAT(VenuesOf([](auto&) {}), ElementsAre("Aula Barat", "Ruang Timur"));
  EXPECT_THAT(VenuesOf([](auto& r) { r.set_words("aula"); }), ElementsAre("Aula Barat"));
  EXPECT_THAT(VenuesOf([](auto& r) { r.set_least_capacity(41); }), ElementsAre("Aula Barat"));
  EXPECT_THAT(VenuesOf([](auto& r) { r.set_accessible(true); }), ElementsAre("Ruang Timur"));
  EXPECT_THAT(VenuesOf([&](auto& r) { r.add_ids(hall.id()); }), ElementsAre("Aula Barat"));
  EXPECT_THAT(VenuesOf([](auto& r) { r.add_ids(kNobody); }), IsEmpty());
  const auto free = [&](const char* from, const char* until) {
    return VenuesOf([&](auto& r) {
      *r.mutable_free() = SlotOf(Cat("2027-04-08T", from), Cat("2027-04-08T", until));
    });
  };
  EXPECT_THAT(free("09:30", "11:30"), ElementsAre("Aula Barat", "Ruang Timur"));
  EXPECT_THAT(free("09:30", "12:01"), ElementsAre("Aula Barat"));
  Released(Batch(30), GoodDay("2027-04-08", hall, Speaker()));
  EXPECT_THAT(free("10:00", "10:15"), ElementsAre("Aula Barat", "Ruang Timur")) << "a break";
  EXPECT_THAT(free("09:59", "10:15"), ElementsAre("Ruang Timur"));
  sv::ListVenuesRequest wrong;
  *wrong.mutable_free() = SlotOf("2027-04-08T09:00", "2027-04-08T09:00");
  EXPECT_THAT(client().ListVenues(Auditor(), wrong), RefusedBy("TIME-02"));
}

TEST_F(Resources, AreSpeakersOfOnePersonAtMostAndFreeUnlessOnLeave) {
  const std::string person = city_.Person("CAMAT", kUnit);
  ASSERT_TRUE(platform_.Settle());
  sv::SetSpeakerRequest request = Teacher(person);
  sv::Expertise& one = *request.mutable_speaker()->add_expertise();
  one.set_competency("M.08");
  one.set_level(3);
  const auto internal = client().SetSpeaker(Organiser(), request);
  ASSERT_THAT(internal, IsOk());
  EXPECT_THAT(client().SetSpeaker(Organiser(), Teacher(person)), RefusedBy("SPK-12"));
  const sv::Speaker external = Speaker();
  const auto versed = [&](int level) {
    return SpeakersOf([&](auto& r) {
      r.set_competency("M.08");
      r.set_least_level(level);
    });
  };
  EXPECT_THAT(versed(3), ElementsAre(internal->id()));
  EXPECT_THAT(versed(4), IsEmpty());
  EXPECT_THAT(SpeakersOf([&](auto& r) { r.add_ids(external.id()); }), ElementsAre(external.id()));
  const auto free = [&](const std::string& day) {
    return SpeakersOf(
        [&](auto& r) { *r.mutable_free() = SlotOf(Cat(day, "T09:00"), Cat(day, "T10:00")); });
  };
  Leave(person, "2027-04-07", "2027-04-08");
  EXPECT_THAT(free("2027-04-08"), ElementsAre(external.id()));
  EXPECT_THAT(free("2027-04-09"), ElementsAre(internal->id(), external.id()));
}

TEST_F(Resources, AreSpeakersNoMoreOnceTheyHaveLeftService) {
  const std::string person = city_.Person("CAMAT", kUnit);
  ASSERT_TRUE(platform_.Settle());
  const sv::Speaker internal = Speaker(person), external = Speaker();
  const sv::Batch batch = Batch(30);
  ASSERT_THAT(Draft(batch, GoodDay("2027-04-08", Venue("Aula"), internal)), IsOk());
  EXPECT_EQ(Told(Check(batch)), "");
  registry::v1::EndEmploymentRequest leaves;
  leaves.set_request_id(platform_.Id());
  leaves.set_person(person);
  leaves.set_exit(registry::v1::EXIT_TRANSFER_OUT);
  leaves.set_effective("2027-03-01");
  leaves.set_decree("800/1/2027");
  ASSERT_THAT(platform_.registry().EndEmployment(platform_.Analyst(), leaves), IsOk());
  ASSERT_TRUE(platform_.Settle());
  EXPECT_EQ(Told(Check(batch)), "SPK-09 2");
  EXPECT_THAT(Release(batch), RefusedBy("SPK-09"));
  EXPECT_THAT(
      SpeakersOf(
          [](auto& r) { *r.mutable_free() = SlotOf("2027-04-15T09:00", "2027-04-15T10:00"); }),
      ElementsAre(external.id()));
}

TEST_F(Resources, CollideAlikeSeenFromBothSides) {
  const sv::Venue hall = Venue("Aula"), room = Venue("Ruang"), away = Venue("Pendopo");
  const sv::Speaker teacher = Speaker();
  const sv::Batch first = Batch(30), second = Batch(30);
  Released(first, GoodDay("2027-04-08", hall, teacher));
  const auto at = [&](const char* from, const char* until) {
    return SlotOf(Cat("2027-04-08T", from), Cat("2027-04-08T", until));
  };
  EXPECT_THAT(Conflicts(sv::VENUE, hall.id(), at("14:30", "15:00")), IsEmpty()) << "back to back";
  const std::vector<sv::Conflict> from_new = Conflicts(sv::VENUE, hall.id(), at("14:00", "15:00"));
  ASSERT_EQ(Told(from_new), "CONFLICT_OVERLAP 30");
  EXPECT_EQ(from_new[0].finding().rule(), "SC-09");
  EXPECT_TRUE(from_new[0].with().starts_with(first.id()));
  EXPECT_EQ(Written(from_new[0].slot()), "2027-04-08T13:00 2027-04-08T14:30");
  EXPECT_THAT(Conflicts(sv::VENUE, hall.id(), at("14:00", "15:00"), "", first.id()), IsEmpty());
  // The other takes place at that time in another room; seen from the first it is the same.
  sv::RundownContent lesson;
  *lesson.add_items() = Lesson("1", "2027-04-08", 1400, 1500, room, Speaker());
  Released(second, lesson);
  const std::vector<sv::Conflict> from_first =
      Conflicts(sv::VENUE, room.id(), at("13:00", "14:30"));
  EXPECT_EQ(Told(from_first), "CONFLICT_OVERLAP 30");
  EXPECT_EQ(Written(from_first[0].slot()), "2027-04-08T14:00 2027-04-08T15:00");
  // Who teaches must get there: 60 minutes within the city.
  EXPECT_EQ(
      Told(Conflicts(sv::SPEAKER, teacher.id(), at("15:29", "16:00"), away.id())),
      "CONFLICT_TRAVEL 1");
  EXPECT_THAT(Conflicts(sv::SPEAKER, teacher.id(), at("15:30", "16:00"), away.id()), IsEmpty());
  EXPECT_THAT(Conflicts(sv::SPEAKER, teacher.id(), at("14:30", "16:00"), hall.id()), IsEmpty());
}

TEST_F(Resources, CollideWithWindowsHoldsAndLeave) {
  const std::string person = city_.Person("CAMAT", kUnit);
  ASSERT_TRUE(platform_.Settle());
  sv::SetSpeakerRequest request = Teacher(person);
  *request.mutable_speaker()->add_windows() = SlotOf("2027-04-01T00:00", "2027-04-30T00:00");
  const auto speaker = client().SetSpeaker(Organiser(), request);
  ASSERT_THAT(speaker, IsOk());
  const sv::Slot slot = SlotOf("2027-04-08T09:00", "2027-04-08T10:00");
  EXPECT_THAT(Conflicts(sv::SPEAKER, speaker->id(), slot), IsEmpty());
  EXPECT_EQ(
      Told(Conflicts(sv::SPEAKER, speaker->id(), SlotOf("2027-04-30T09:00", "2027-04-30T10:00"))),
      "CONFLICT_CLOSED 0");
  sv::RequestHoldRequest asking;
  asking.set_request_id(platform_.Id());
  asking.set_unit(kUnit);
  asking.set_leader(person);
  *asking.mutable_slot() = SlotOf("2027-04-08T09:30", "2027-04-08T11:00");
  asking.set_priority(sv::COUNCIL);
  const auto hold = client().RequestHold(Protocol(), asking);
  ASSERT_THAT(hold, IsOk());
  EXPECT_THAT(Conflicts(sv::LEADER, person, slot), IsEmpty()) << "only asked for";
  sv::DecideHoldRequest pencil;
  pencil.set_request_id(platform_.Id());
  pencil.set_unit(kUnit);
  pencil.set_id(hold->id());
  pencil.set_decision(sv::PENCIL);
  ASSERT_THAT(client().DecideHold(Protocol(), pencil), IsOk());
  for (const auto& [resource, id] :
       {std::pair(sv::LEADER, person), {sv::PERSON, person}, {sv::SPEAKER, speaker->id()}}) {
    const auto conflicts = Conflicts(resource, id, slot);
    ASSERT_EQ(Told(conflicts), "CONFLICT_OVERLAP 30") << resource;
    EXPECT_EQ(conflicts[0].with(), hold->id());
    EXPECT_THAT(Conflicts(resource, id, slot, "", hold->id()), IsEmpty());
  }
  const std::string leave = Leave(person, "2027-04-09", "2027-04-12");
  const sv::Slot friday = SlotOf("2027-04-09T08:00", "2027-04-09T09:00");
  EXPECT_EQ(Told(Conflicts(sv::PERSON, person, friday)), "CONFLICT_OVERLAP 60");
  EXPECT_EQ(Conflicts(sv::SPEAKER, speaker->id(), friday)[0].with(), leave);
  // Who is when on leave is for those of his unit; the agenda of a leader for all who plan with
  // him.
  sv::GetConflictsRequest theirs;
  theirs.set_resource(sv::PERSON);
  theirs.set_id(person);
  *theirs.mutable_slot() = friday;
  const Call inside = Organiser("/33.74.14/"), outside = Organiser("/33.74.02/");
  EXPECT_THAT(client().GetConflicts(outside, theirs), HasCode(absl::StatusCode::kNotFound));
  EXPECT_EQ(client().GetConflicts(inside, theirs)->conflicts_size(), 1);
  theirs.set_resource(sv::LEADER);
  for (const auto& [resource, id] : {std::pair(sv::LEADER, person), {sv::SPEAKER, speaker->id()}}) {
    theirs.set_resource(resource);
    theirs.set_id(id);
    const auto busy = client().GetConflicts(outside, theirs);
    ASSERT_THAT(busy, IsOk());
    EXPECT_EQ(Told({busy->conflicts().begin(), busy->conflicts().end()}), "CONFLICT_OVERLAP 60");
    EXPECT_THAT(busy->DebugString(), Not(HasSubstr(leave)));
    EXPECT_EQ(client().GetConflicts(inside, theirs)->conflicts(0).with(), leave);
  }
  theirs.set_resource(sv::LEADER);
  theirs.set_id(person);
  *theirs.mutable_slot() = slot;
  EXPECT_EQ(client().GetConflicts(outside, theirs)->conflicts_size(), 1);
  registry::v1::AnnulRecordRequest annul;
  annul.set_request_id(platform_.Id());
  annul.set_person(person);
  annul.set_record(leave);
  annul.set_reason("salah orang");
  ASSERT_THAT(platform_.registry().AnnulRecord(platform_.Analyst(), annul), IsOk());
  ASSERT_TRUE(platform_.Settle());
  EXPECT_THAT(Conflicts(sv::PERSON, person, friday), IsEmpty());
  sv::GetConflictsRequest unknown;
  unknown.set_resource(sv::VENUE);
  unknown.set_id(kNobody);
  *unknown.mutable_slot() = slot;
  EXPECT_THAT(client().GetConflicts(Organiser(), unknown), HasCode(absl::StatusCode::kNotFound));
}

}  // namespace
}  // namespace binadaya::test
