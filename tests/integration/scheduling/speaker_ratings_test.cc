// Speakers, rated by who was there; who is rated too low is a finding of a rundown.
#include "tests/integration/scheduling/attendance.h"

namespace binadaya::test {
namespace {

class SpeakerRatings : public AttendanceTest {
 protected:
  absl::StatusOr<sv::SpeakerRatingGiven> Rate(
      const std::string& person, int rating, int session = 0) {
    sv::RateSpeakerRequest request;
    request.set_request_id(platform_.Id());
    request.set_person(person);
    request.set_session(SessionNo(session).id());
    request.set_rating(rating);
    return client().RateSpeaker(Self(person), request);
  }
  absl::StatusOr<sv::SpeakerRatingGiven> RateAs(
      const std::string& by, int rating, const std::string& unit = kUnit, int session = 0) {
    sv::RateSpeakerForCommitteeRequest request;
    request.set_request_id(platform_.Id());
    request.set_unit(unit);
    request.set_session(SessionNo(session).id());
    request.set_rating(rating);
    return client().RateSpeakerForCommittee(Committee(by), request);
  }
  // "3.6 5 1"; without a mean where nothing counts.
  std::string Rating(const std::string& speaker) {
    sv::GetSpeakerRatingRequest request;
    request.set_speaker(speaker);
    const auto rating = client().GetSpeakerRating(Auditor(), request);
    EXPECT_THAT(rating, IsOk());
    if (!rating.ok()) return "";
    return Cat(
        rating->has_mean() ? Cat(rating->mean(), " ") : "", rating->ratings(), " ",
        rating->sessions(), rating->hides() ? " hides" : "");
  }
  void Policy(const std::string& from, const std::string& values) {
    (void)sql().Query(
        "INSERT INTO policy (key, valid_from, values, legal_basis, verified_by)"
        " VALUES ('speaker.rating', $1, $2, 'uji', '')",
        pg::Params(from, values));
    platform_.app("scheduling").policies().Forget();
  }
  // Of the batch that has begun.
  std::string SpeakerOfIt() {
    return sql()
        .Query(
            "SELECT id FROM booking WHERE batch = $1 AND resource = 2 LIMIT 1",
            pg::Params(batch_.id()))
        .String(0, 0);
  }
};

TEST_F(SpeakerRatings, AreGivenByWhoWasThereAndCountTogetherWhenTheyCanChangeNoMore) {
  const std::vector<std::string> people = Begun(6);
  const std::string speaker = SpeakerOfIt();
  EXPECT_THAT(Rate(people[0], 3), RefusedBy("SPK-21", "SPK-22")) << "it is not over";
  At(16, 30);
  ASSERT_TRUE(AreSessions("CLOSED CLOSED CLOSED"));
  EXPECT_THAT(Rate(people[0], 3), RefusedBy("SPK-22")) << "nobody knows yet that he was there";
  WasThere(SessionNo(0), people, {people[5]});
  ASSERT_THAT(Verify(SessionNo(0)), IsOk());
  EXPECT_THAT(Rate(people[5], 3), RefusedBy("SPK-22"));
  EXPECT_THAT(Rate(people[0], 6), HasCode(absl::StatusCode::kInvalidArgument));
  sv::RateSpeakerRequest foreign;
  foreign.set_request_id(platform_.Id());
  foreign.set_person(people[1]);
  foreign.set_session(SessionNo(0).id());
  foreign.set_rating(1);
  EXPECT_TRUE(absl::IsPermissionDenied(client().RateSpeaker(Self(people[0]), foreign).status()));

  (void)platform_.Told("scheduling");
  const auto given = Rate(people[0], 1);
  ASSERT_THAT(given, IsOk());
  EXPECT_EQ(given->speaker(), speaker);
  EXPECT_EQ(given->until(), "2027-04-22");
  EXPECT_THAT(platform_.Told("scheduling"), ::testing::ElementsAre("speaker.rated"));
  ASSERT_THAT(Rate(people[0], 2), IsOk()) << "in place of the one before";
  for (const auto& [person, rating] : {std::pair(1, 3), {2, 3}, {3, 4}})
    ASSERT_THAT(Rate(people[static_cast<std::size_t>(person)], rating), IsOk());
  // Of the committee, who kept the sheet; of its unit alone.
  EXPECT_THAT(RateAs("tamu", 5), RefusedBy("SPK-22"));
  EXPECT_TRUE(absl::IsNotFound(RateAs("panitia", 5, kOther).status()));
  MoveTo(absl::CivilDay(2027, 4, 22), 23);
  EXPECT_EQ(Rating(speaker), "0 0");
  ASSERT_THAT(RateAs("panitia", 4), IsOk());
  MoveTo(absl::CivilDay(2027, 4, 23), 0);
  EXPECT_EQ(Rating(speaker), "3.2 5 1") << "2 + 3 + 3 + 4 + 4";
  EXPECT_THAT(Rate(people[4], 5), RefusedBy("SPK-21"));

  // He is a finding of the next rundown, at its check and at its release.
  const sv::Batch next = Batch(5);
  sv::Speaker the;
  the.set_id(speaker);
  ASSERT_THAT(Draft(next, GoodDay("2027-06-10", Venue("Aula lain"), the)), IsOk());
  const sv::RundownCheck check = Check(next);
  ASSERT_EQ(Told(check), "SPK-08 2") << "once";
  EXPECT_EQ(check.findings(0).values().at("rating"), "3.20");
  EXPECT_EQ(check.findings(0).values().at("ratings"), "5");
  EXPECT_THAT(Release(next), RefusedBy("SPK-08"));
  // The policy has its days.
  Policy("2027-05-01", "{3.2,5,24,14}");
  EXPECT_EQ(Told(Check(next)), "SPK-08 2");
  MoveTo(absl::CivilDay(2027, 5, 3));
  EXPECT_EQ(Told(Check(next)), "");
  Policy("2027-05-04", "{5,6,24,14}");
  MoveTo(absl::CivilDay(2027, 5, 4));
  EXPECT_EQ(Told(Check(next)), "") << "five are not enough";
  EXPECT_THAT(Release(next), IsOk());
}

TEST_F(SpeakerRatings, OfASessionThatFewRatedOrWereAtAreNotSeen) {
  const std::vector<std::string> people = Begun(5);
  const std::string speaker = SpeakerOfIt();
  AllHeld(people);
  for (const std::string& person : people) {
    ASSERT_THAT(Rate(person, 1), IsOk());
    ASSERT_THAT(Rate(person, 5, 1), IsOk());
  }
  for (std::size_t i = 0; i < 4; ++i) ASSERT_THAT(Rate(people[i], 1, 2), IsOk());
  // One was not there after all, by a correction: his rating of the first session falls away, and
  // four say nothing.
  ASSERT_THAT(Correct(SessionNo(0), people[4]), IsOk());
  MoveTo(absl::CivilDay(2027, 4, 23), 0);
  EXPECT_EQ(Rating(speaker), "5 5 1 hides");
  // Two years later nobody remembers.
  MoveTo(absl::CivilDay(2029, 4, 8), 0);
  EXPECT_EQ(Rating(speaker), "5 5 1 hides");
  MoveTo(absl::CivilDay(2029, 4, 9), 0);
  EXPECT_EQ(Rating(speaker), "0 0");
}

TEST_F(SpeakerRatings, OfTwoUnitsAndYearsAddUp) {
  const std::vector<std::string> people = Begun(5);
  const std::string speaker = SpeakerOfIt();
  AllHeld(people);
  for (const std::string& person : people) ASSERT_THAT(Rate(person, 2), IsOk());
  MoveTo(absl::CivilDay(2027, 4, 23));
  EXPECT_EQ(Rating(speaker), "2 5 1");
  // The same speaker, the next year, in a batch of another unit: a session of his that six rated.
  const sv::Batch other = Batch(6, kOther);
  (void)sql().Query(
      R"(
      INSERT INTO learning_session (id, batch, title, starts, ends, state, took_from, took_until)
      VALUES ($1, $2, 'Materi', '2028-04-06 08:00', '2028-04-06 10:00', 5, '2028-04-06 08:00',
              '2028-04-06 10:00'))",
      pg::Params(kNextItem, other.id()));
  for (int i = 0; i < 6; ++i) {
    (void)sql().Query(
        "INSERT INTO speaker_rating (session, rater, speaker, rating, rated_at)"
        " VALUES ($1, $2, $3, 4, '2028-04-06')",
        pg::Params(kNextItem, Cat("panitia-", i), speaker));
  }
  MoveTo(absl::CivilDay(2028, 4, 20));
  EXPECT_EQ(Rating(speaker), "2 5 1");
  MoveTo(absl::CivilDay(2028, 4, 21));
  EXPECT_EQ(Rating(speaker), "3.09091 11 2") << "(10 + 24) / 11";
  MoveTo(absl::CivilDay(2029, 5, 1));
  EXPECT_EQ(Rating(speaker), "4 6 1") << "of the last two years";
  // What is older than five years is removed.
  MoveTo(absl::CivilDay(2032, 6, 1));
  ASSERT_TRUE(Purge());
  EXPECT_EQ(sql().Query("SELECT count(*) FROM speaker_rating", {}).Int32(0, 0), 6);
}

TEST_F(SpeakerRatings, AreNotGivenByTheSpeakerHimself) {
  const std::string teacher = People("CAMAT", kUnit, 1)[0];
  head_ = city_.Head(kKelurahan);
  const std::string person = People("LURAH", kKelurahan, 1)[0];
  batch_ = Batch(1);
  (void)Released(batch_, GoodDay(kDay, Venue("Aula"), Speaker(teacher)));
  Selected({batch_});
  Publish(batch_);
  Confirm(person);
  At(0, 0);
  ASSERT_TRUE(Becomes(sv::BATCH_RUNNING));
  At(16, 30);
  ASSERT_TRUE(AreSessions("CLOSED CLOSED CLOSED"));
  ASSERT_THAT(Enter(SessionNo(0), {Entry(person, "08:00", "10:00")}, teacher), IsOk());
  EXPECT_THAT(RateAs(teacher, 5), RefusedBy("SPK-23"));
}

}  // namespace
}  // namespace binadaya::test
