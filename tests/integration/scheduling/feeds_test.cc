// Calendars as calendar programs fetch them, and invitations, while schedules move.
#include <algorithm>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "tests/integration/scheduling/seats.h"
#include "tests/support/calendar.h"

namespace binadaya::test {
namespace {

using ::testing::AllOf;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

class Feeds : public SeatedTest {
 protected:
  static constexpr char kDay[] = "2027-04-08";

  // Of somebody on the staff, by himself.
  absl::StatusOr<sv::Feed> Open(const std::string& person) {
    sv::OpenOwnFeedRequest request;
    request.set_request_id(platform_.Id());
    request.set_person(person);
    return client().OpenOwnFeed(Self(person), request);
  }
  absl::StatusOr<sv::Feed> OpenOf(const sv::Venue& venue) {
    sv::OpenFeedRequest request;
    request.set_request_id(platform_.Id());
    request.set_venue(venue.id());
    return client().OpenFeed(Organiser(), request);
  }
  absl::StatusOr<sv::Feed> OpenOf(const sv::Speaker& speaker) {
    sv::OpenFeedRequest request;
    request.set_request_id(platform_.Id());
    request.set_speaker(speaker.id());
    return client().OpenFeed(Organiser(), request);
  }
  absl::StatusOr<sv::Feed> Close(const Call& by, const std::string& id) {
    sv::CloseFeedRequest request;
    request.set_request_id(platform_.Id());
    request.set_id(id);
    return client().CloseFeed(by, request);
  }
  // The address is told as others see it; the tests' service listens where it could.
  std::string Address(const absl::StatusOr<sv::Feed>& feed) {
    EXPECT_THAT(feed, IsOk());
    if (!feed.ok()) return "";
    const std::size_t path = feed->address().find("/calendars/");
    EXPECT_NE(path, std::string::npos) << feed->address();
    return Cat(
        "http://127.0.0.1:", platform_.app("scheduling").http_port(), feed->address().substr(path));
  }
  static ReadCalendar Shown(const std::string& address) {
    const Fetched fetched = Fetch(address);
    EXPECT_EQ(fetched.status, 200) << fetched.body;
    EXPECT_EQ(fetched.headers.at("content-type"), "text/calendar; charset=utf-8");
    return Read(fetched.body);
  }
  using ParticipantsTest::Shown;
  // "Materi 2 0 CONFIRMED 2027-04-08T08:00 Aula, Kota Semarang", by time.
  static std::vector<std::string> Told(const ReadCalendar& calendar) {
    std::vector<std::string> told;
    for (const ReadEvent& one : calendar.events) {
      EXPECT_TRUE(absl::EndsWith(one.starts, ":00+07:00")) << one.starts;
      told.push_back(
          Cat(one.summary, " ", one.sequence, " ", one.status, " ", one.starts.substr(0, 16), " ",
              one.location));
    }
    return told;
  }
  static std::vector<std::string> Uids(const ReadCalendar& calendar) {
    std::vector<std::string> uids;
    for (const ReadEvent& one : calendar.events) uids.push_back(one.uid);
    return uids;
  }
  static ReadEvent Named(const ReadCalendar& calendar, const std::string& summary) {
    for (const ReadEvent& one : calendar.events)
      if (one.summary == summary) return one;
    ADD_FAILURE() << "no " << summary;
    return {};
  }
  absl::StatusOr<sv::ListInvitationsResponse> Invitations(
      const Call& by, const std::string& person, const sv::Batch& batch,
      const std::string& item = "") {
    sv::ListInvitationsRequest request;
    request.set_person(person);
    request.set_batch(batch.id());
    request.set_item(item);
    return client().ListInvitations(by, request);
  }
  // "REQUEST Materi 2 3 CONFIRMED", each file read by itself.
  std::vector<std::string> Invited(const std::string& person) {
    const auto listed = Invitations(Self(person), person, batch_);
    EXPECT_THAT(listed, IsOk());
    std::vector<std::string> told;
    if (!listed.ok()) return told;
    for (const sv::Invitation& one : listed->invitations()) {
      const ReadCalendar file = Read(one.file());
      EXPECT_EQ(file.events.size(), 1u);
      EXPECT_EQ(one.cancelled(), file.method == "CANCEL");
      EXPECT_EQ(one.sequence(), file.events[0].sequence);
      EXPECT_THAT(
          one.file(), AllOf(
                          HasSubstr("urn:binadaya:unit:33.74.14"),
                          HasSubstr("ATTENDEE;ROLE=REQ-PARTICIPANT;PARTSTAT=")));
      told.push_back(Cat(file.method, " ", file.events[0].summary, " ", file.events[0].status));
    }
    return told;
  }
  // Lurah whose seats in a batch of this hall are offered.
  std::vector<std::string> SeatedIn(const sv::Venue& hall, int people) {
    head_ = city_.Head(kKelurahan);
    People("LURAH", kKelurahan, people);
    sv::DraftBatchRequest request = Drafting(people, kUnit);
    const auto batch = client().DraftBatch(Organiser(), request);
    EXPECT_THAT(batch, IsOk());
    batch_ = *batch;
    (void)Released(batch_, GoodDay(kDay, hall, Speaker()));
    selection_ = Selected({batch_});
    std::vector<std::string> ranked;
    for (const sv::Enrolment& one : Listed()) ranked.push_back(one.person());
    Publish(batch_);
    return ranked;
  }
  // The hall is lost on the day: the sessions move to another, by the first way that mends it.
  void MoveOutOf(const sv::Venue& hall) {
    sv::StartRepairRequest request;
    request.set_request_id(platform_.Id());
    request.set_unit(kUnit);
    request.mutable_disruption()->set_cause(sv::CAUSE_VENUE);
    request.mutable_disruption()->set_reason("atap bocor");
    request.mutable_disruption()->set_venue(hall.id());
    *request.mutable_disruption()->mutable_slot() =
        SlotOf(Cat(kDay, "T00:00"), Cat(kDay, "T23:59"));
    const auto started = client().StartRepair(Organiser(), request);
    ASSERT_THAT(started, IsOk());
    sv::GetRepairRequest get;
    get.set_unit(kUnit);
    get.set_repair(started->job());
    ASSERT_TRUE(Eventually(
        [&] {
          const auto repair = client().GetRepair(Auditor(), get);
          return repair.ok() && repair->state() == sv::REPAIR_PROPOSED;
        },
        absl::Minutes(2)));
    sv::AcceptRepairRequest accept;
    accept.set_request_id(platform_.Id());
    accept.set_unit(kUnit);
    accept.set_repair(started->job());
    accept.set_option(sv::REPAIR_MOVE);
    accept.set_note("aula lain");
    ASSERT_THAT(client().AcceptRepair(Organiser(), accept), IsOk());
  }
};

TEST_F(Feeds, OfARoomAndASpeakerFollowWhatIsReleased) {
  const sv::Venue hall = Venue("Aula, lantai 2"), other = Venue("Balai");
  const sv::Speaker teacher = Speaker();
  const sv::Batch batch = Batch(30);
  (void)Released(batch, GoodDay(kDay, hall, teacher));
  const std::string room = Address(OpenOf(hall)), speaker = Address(OpenOf(teacher));
  const ReadCalendar before = Shown(room);
  EXPECT_EQ(before.method, "");
  EXPECT_THAT(
      Told(before), ElementsAre(
                        "Materi 2 0 CONFIRMED 2027-04-08T08:00 Aula, lantai 2, Kota Semarang",
                        "Materi 4 0 CONFIRMED 2027-04-08T10:15 Aula, lantai 2, Kota Semarang",
                        "Materi 6 0 CONFIRMED 2027-04-08T13:00 Aula, lantai 2, Kota Semarang"));
  EXPECT_THAT(Told(Shown(speaker)), SizeIs(3));
  for (const ReadEvent& one : before.events)
    EXPECT_TRUE(absl::EndsWith(one.uid, "@id.go.semarangkota")) << one.uid;
  EXPECT_THAT(Fetch(room).body, AllOf(HasSubstr("33.74.14/1"), Not(HasSubstr("CLASS"))));
  EXPECT_THAT(Fetch(speaker).body, HasSubstr("CLASS:PRIVATE"));
  EXPECT_THAT(Fetch(speaker).body, Not(HasSubstr("Narasumber Rekaan")));
  const std::string tag = Fetch(room).headers.at("etag");
  const std::string known = Cat("-H 'If-None-Match: ", tag, "'");
  EXPECT_EQ(Fetch(room, known).status, 304);

  // A day earlier, one of them in the other hall by somebody else, and one falls away.
  const sv::Speaker second = Speaker();
  MoveTo(absl::CivilDay(2027, 3, 2));
  sv::RundownContent content = GoodDay("2027-04-07", hall, teacher);
  *content.mutable_items(1) = Lesson("2", "2027-04-07", 800, 1000, other, second);
  content.mutable_items()->DeleteSubrange(5, 3);
  EXPECT_THAT(Draft(batch, content), IsOk());
  ASSERT_THAT(Release(batch, "aula dipakai"), IsOk());
  EXPECT_EQ(Fetch(room, known).status, 200);
  const ReadCalendar after = Shown(room);
  EXPECT_THAT(
      Told(after), ElementsAre(
                       "Materi 4 2 CONFIRMED 2027-04-07T10:15 Aula, lantai 2, Kota Semarang",
                       "Materi 6 2 CANCELLED 2027-04-08T13:00 Aula, lantai 2, Kota Semarang"));
  EXPECT_EQ(Named(after, "Materi 4").uid, Named(before, "Materi 4").uid);
  EXPECT_THAT(Fetch(room).body, HasSubstr("LAST-MODIFIED:20270302T0100"));
  EXPECT_EQ(Told(Shown(speaker)), Told(after));
  const ReadCalendar of_second = Shown(Address(OpenOf(second)));
  EXPECT_THAT(
      Told(of_second), ElementsAre("Materi 2 2 CONFIRMED 2027-04-07T08:00 Balai, Kota Semarang"));
  EXPECT_EQ(Uids(of_second)[0], Named(before, "Materi 2").uid);

  // Long ago is not shown; the year's turn and a leap day are days like others.
  MoveTo(absl::CivilDay(2027, 5, 8));
  EXPECT_THAT(Told(Shown(room)), SizeIs(2));
  MoveTo(absl::CivilDay(2027, 5, 9));
  EXPECT_THAT(Told(Shown(room)), SizeIs(1)) << "30 days behind the day of what was cancelled";
  MoveTo(absl::CivilDay(2028, 2, 29));
  EXPECT_THAT(Told(Shown(room)), SizeIs(1));
  MoveTo(absl::CivilDay(2028, 4, 7));
  EXPECT_THAT(Told(Shown(room)), SizeIs(1)) << "366 days, one of them 29 February";
  MoveTo(absl::CivilDay(2028, 4, 8));
  EXPECT_THAT(Told(Shown(room)), IsEmpty());
}

TEST_F(Feeds, OfAPersonFollowHisSeatAndTheBatch) {
  const sv::Venue hall = Venue("Aula");
  (void)Venue("Balai");
  const std::vector<std::string> people = SeatedIn(hall, 3);
  const std::string feed = Address(Open(people[0]));
  const ReadCalendar offered = Shown(feed);
  EXPECT_THAT(Told(offered), SizeIs(5)) << "without breaks, meals and prayers";
  EXPECT_THAT(Told(offered), Each(HasSubstr("TENTATIVE")));
  EXPECT_THAT(
      Invited(people[0]), ElementsAre(
                              "REQUEST Registrasi TENTATIVE", "REQUEST Materi 2 TENTATIVE",
                              "REQUEST Materi 4 TENTATIVE", "REQUEST Materi 6 TENTATIVE",
                              "REQUEST Penutupan TENTATIVE"));
  Confirm(people[0]);
  Confirm(people[1]);
  const ReadCalendar confirmed = Shown(feed);
  EXPECT_THAT(Told(confirmed), Each(HasSubstr("CONFIRMED")));
  EXPECT_EQ(Uids(confirmed), Uids(offered));
  EXPECT_GT(confirmed.events[0].sequence, offered.events[0].sequence) << "an answer counts";
  // No name of anybody, for nobody's is known here.
  for (const std::string& person : people) EXPECT_THAT(Fetch(feed).body, Not(HasSubstr(person)));

  MoveOutOf(hall);
  const ReadCalendar moved = Shown(feed);
  EXPECT_EQ(Uids(moved), Uids(offered));
  EXPECT_EQ(Named(moved, "Materi 2").location, "Balai, Kota Semarang");
  EXPECT_EQ(Named(moved, "Materi 2").sequence, Named(confirmed, "Materi 2").sequence + 2);
  EXPECT_EQ(Named(moved, "Registrasi").sequence, Named(confirmed, "Registrasi").sequence);
  EXPECT_EQ(Invited(people[0])[1], "REQUEST Materi 2 CONFIRMED");

  // One gives up the seat: of him they are no more, and what he was sent is taken back.
  const std::string of_other = Address(Open(people[1]));
  const int invited = Invitations(Self(people[1]), people[1], batch_)->invitations(1).sequence();
  ASSERT_THAT(Withdraw(people[1]), IsOk());
  EXPECT_THAT(Told(Shown(of_other)), IsEmpty());
  EXPECT_THAT(Invited(people[1]), AllOf(SizeIs(5), Each(HasSubstr("CANCEL "))));
  EXPECT_GT(Invitations(Self(people[1]), people[1], batch_)->invitations(1).sequence(), invited);

  // The batch is cancelled: whoever waits again sees that; whoever left sees nothing.
  Cancel(batch_);
  EXPECT_EQ(StateOf(people[0]), "WAITLISTED");
  const ReadCalendar cancelled = Shown(feed);
  EXPECT_EQ(Uids(cancelled), Uids(offered));
  EXPECT_THAT(Told(cancelled), Each(HasSubstr(" CANCELLED ")));
  for (const ReadEvent& one : moved.events)
    EXPECT_GT(Named(cancelled, one.summary).sequence, one.sequence) << one.summary;
  EXPECT_THAT(Told(Shown(of_other)), IsEmpty());
  EXPECT_THAT(
      Invited(people[0]),
      AllOf(SizeIs(5), Each(HasSubstr("CANCEL ")), Each(HasSubstr("CANCELLED"))));
  // The same after a restart, to the byte.
  const Fetched last = Fetch(feed);
  platform_.Restart("scheduling");
  const std::size_t path = feed.find("/calendars/");
  const Fetched again =
      Fetch(Cat("http://127.0.0.1:", platform_.app("scheduling").http_port(), feed.substr(path)));
  EXPECT_EQ(again.body, last.body);
  EXPECT_EQ(again.headers.at("etag"), last.headers.at("etag"));
}

TEST_F(Feeds, OfAMentorHoldWhatHeTeachesAndLeadersTheirAgenda) {
  const std::string mentor = city_.Person("CAMAT", kUnit);
  ASSERT_TRUE(platform_.Settle());
  const sv::Speaker speaker = Speaker(mentor);
  EXPECT_THAT(OpenOf(speaker), RefusedBy("FEED-03"));
  const sv::Venue hall = Venue("Aula");
  batch_ = Batch(30);
  (void)Released(batch_, GoodDay(kDay, hall, speaker));
  const std::string feed = Address(Open(mentor));
  EXPECT_THAT(
      Told(Shown(feed)), ElementsAre(
                             "Materi 2 0 CONFIRMED 2027-04-08T08:00 Aula, Kota Semarang",
                             "Materi 4 0 CONFIRMED 2027-04-08T10:15 Aula, Kota Semarang",
                             "Materi 6 0 CONFIRMED 2027-04-08T13:00 Aula, Kota Semarang"));
  // Somebody else teaches: he is told so.
  EXPECT_THAT(Draft(batch_, GoodDay(kDay, hall, Speaker())), IsOk());
  ASSERT_THAT(Release(batch_, "narasumber sakit"), IsOk());
  EXPECT_THAT(Told(Shown(feed)), IsEmpty());
  EXPECT_THAT(
      Invited(mentor),
      ElementsAre(
          "CANCEL Materi 2 CANCELLED", "CANCEL Materi 4 CANCELLED", "CANCEL Materi 6 CANCELLED"));

  sv::RequestHoldRequest request;
  request.set_request_id(platform_.Id());
  request.set_unit(kUnit);
  request.set_leader(mentor);
  *request.mutable_slot() = SlotOf("2027-04-09T08:00", "2027-04-09T09:00");
  request.set_priority(sv::COUNCIL);
  const auto hold = client().RequestHold(Organiser(), request);
  ASSERT_THAT(hold, IsOk());
  EXPECT_THAT(Told(Shown(feed)), ElementsAre("Agenda DPRD 0 TENTATIVE 2027-04-09T08:00 "));
  const auto decide = [&](sv::HoldDecision decision, const std::string& why = "") {
    sv::DecideHoldRequest decided;
    decided.set_request_id(platform_.Id());
    decided.set_unit(kUnit);
    decided.set_id(hold->id());
    decided.set_decision(decision);
    decided.set_reason(why);
    ASSERT_THAT(client().DecideHold(Protocol(), decided), IsOk());
  };
  decide(sv::PENCIL);
  decide(sv::CONFIRM);
  EXPECT_THAT(Told(Shown(feed)), ElementsAre("Agenda DPRD 2 CONFIRMED 2027-04-09T08:00 "));
  decide(sv::RELEASE, "batal");
  EXPECT_THAT(Told(Shown(feed)), ElementsAre("Agenda DPRD 3 CANCELLED 2027-04-09T08:00 "));
}

TEST_F(Feeds, AreOpenedOnceClosedForGoodAndNobodyElses) {
  const std::string person = city_.Person("LURAH", kKelurahan);
  const std::string other = city_.Person("LURAH", kKelurahan);
  ASSERT_TRUE(platform_.Settle());
  (void)platform_.Told("scheduling");
  sv::OpenOwnFeedRequest request;
  request.set_request_id(platform_.Id());
  request.set_person(person);
  const auto feed = client().OpenOwnFeed(Self(person), request);
  const auto again = client().OpenOwnFeed(Self(person), request);
  ASSERT_THAT(feed, IsOk());
  ASSERT_THAT(again, IsOk());
  EXPECT_EQ(again->address(), feed->address()) << "a retry has the same answer";
  EXPECT_EQ(feed->kind(), sv::PERSON);
  EXPECT_THAT(Open(person), RefusedBy("FEED-02"));
  EXPECT_THAT(
      client().OpenOwnFeed(Self(other), request), HasCode(absl::StatusCode::kPermissionDenied));
  EXPECT_THAT(platform_.Told("scheduling"), IsEmpty()) << "it concerns nobody else";
  const std::string address = Address(feed);
  EXPECT_EQ(Fetch(address).status, 200);

  // What its address ends in is kept nowhere.
  const std::size_t begins = address.rfind('/') + 1;
  const std::string secret = address.substr(begins, address.size() - begins - 4);
  EXPECT_EQ(secret.size(), 32u);
  pg::Connection& sql = platform_.sql("scheduling");
  for (const std::string& table :
       sql.Query(
              "SELECT tablename FROM pg_tables WHERE schemaname NOT IN ('pg_catalog',"
              " 'information_schema')",
              {})
           .Map([](pg::Row row) { return row.String(); })) {
    const std::string rows = Cat("SELECT FROM \"", table, "\" AS t WHERE ");
    // Bytes are shown in hexadecimal digits.
    sql.Execute(Cat("DO $$ BEGIN IF EXISTS (", rows, "position('", secret,
                    "' IN t::text) > 0 OR position('", absl::BytesToHexString(secret),
                    "' IN t::text) > 0) THEN RAISE 'found in ", table, "'; END IF; END $$")
                    .c_str());
  }

  sv::ListOwnFeedsRequest own;
  own.set_person(person);
  const auto listed = client().ListOwnFeeds(Self(person), own);
  ASSERT_THAT(listed, IsOk());
  ASSERT_EQ(listed->feeds_size(), 1);
  EXPECT_EQ(listed->feeds(0).address(), "");
  EXPECT_THAT(
      client().ListOwnFeeds(Self(other), own), HasCode(absl::StatusCode::kPermissionDenied));
  EXPECT_THAT(
      client().ListFeeds(Organiser("/33.74.14/"), {}), HasCode(absl::StatusCode::kPermissionDenied))
      << "of the whole city";

  // Nobody closes another's, but who answers for the city.
  sv::CloseOwnFeedRequest close;
  close.set_request_id(platform_.Id());
  close.set_person(other);
  close.set_id(feed->id());
  EXPECT_THAT(client().CloseOwnFeed(Self(other), close), HasCode(absl::StatusCode::kNotFound));
  EXPECT_EQ(Fetch(address).status, 200);
  close.set_request_id(platform_.Id());
  close.set_person(person);
  ASSERT_THAT(client().CloseOwnFeed(Self(person), close), IsOk());
  const Fetched gone = Fetch(address);
  EXPECT_EQ(gone.status, 404);
  std::string guessed = address;
  guessed[begins] = guessed[begins] == 'a' ? 'b' : 'a';
  Fetched never = Fetch(guessed);
  never.headers["date"] = gone.headers.at("date");
  EXPECT_EQ(never.status, 404);
  EXPECT_EQ(never.headers, gone.headers);
  EXPECT_EQ(never.body, gone.body);
  EXPECT_THAT(
      platform_.app("scheduling").metrics().Text(),
      AllOf(HasSubstr("binadaya_http_answers_total{status=\"404\"} 2\n"), Not(HasSubstr(secret))));
  EXPECT_THAT(Close(Organiser(), feed->id()), RefusedBy("FEED-04"));

  const auto second = Open(person);
  EXPECT_NE(Address(second), address);
  EXPECT_EQ(Fetch(Address(second)).status, 200);
  ASSERT_THAT(Close(Organiser(), second->id()), IsOk()) << "it has leaked";
  EXPECT_EQ(Fetch(Address(second)).status, 404);
  const pg::Result audited =
      sql.Query("SELECT count(*) FROM audit WHERE action LIKE '%Feed' AND decision = 'DONE'", {});
  EXPECT_EQ(audited.Int(0, 0), 4) << "opened, closed, opened, closed";
}

TEST_F(Feeds, RefuseWhatTheyDoNotKnow) {
  sv::OpenFeedRequest request;
  request.set_request_id(platform_.Id());
  EXPECT_THAT(client().OpenFeed(Organiser(), request), RefusedBy("FEED-01"));
  request.set_venue(kNobody);
  EXPECT_THAT(client().OpenFeed(Organiser(), request), HasCode(absl::StatusCode::kNotFound));
  request.set_speaker(kNobody);
  EXPECT_THAT(client().OpenFeed(Organiser(), request), RefusedBy("FEED-01"));
  const std::string person = city_.Person("LURAH", kKelurahan);
  ASSERT_TRUE(platform_.Settle());
  batch_ = OnDay(kDay, 5);
  EXPECT_THAT(Invitations(Self(person), person, batch_), HasCode(absl::StatusCode::kNotFound));
  EXPECT_THAT(
      Invitations(Self(kNobody), person, batch_), HasCode(absl::StatusCode::kPermissionDenied));
  const Call elsewhere = platform_.As("panitia", {{v1::ORGANISER, "/33.74.02/"}});
  EXPECT_THAT(Invitations(elsewhere, person, batch_), HasCode(absl::StatusCode::kPermissionDenied));
}

TEST_F(Feeds, OfWhoHasLeftServiceAndClosedOnesAreGone) {
  const std::string person = city_.Person("LURAH", kKelurahan);
  ASSERT_TRUE(platform_.Settle());
  const auto feed = Open(person);
  const std::string address = Address(feed);
  EXPECT_EQ(Fetch(address).status, 200);
  (void)sql().Query("UPDATE person SET left_service = true WHERE id = $1", pg::Params(person));
  EXPECT_EQ(Fetch(address).status, 404);
  (void)sql().Query("UPDATE person SET left_service = false WHERE id = $1", pg::Params(person));
  EXPECT_EQ(Fetch(address).status, 200);
  ASSERT_THAT(Close(Organiser(), feed->id()), IsOk());
  // A year later nothing is left of it.
  const auto kept = [&] { return sql().Query("SELECT count(*) FROM feed", {}).Int(0, 0); };
  EXPECT_EQ(kept(), 1);
  MoveTo(absl::CivilDay(2028, 3, 3));
  ASSERT_TRUE(Purge());
  EXPECT_EQ(kept(), 0);
}

}  // namespace
}  // namespace binadaya::test
