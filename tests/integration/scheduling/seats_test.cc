// Seats: who gets one that falls free, who loses one by what is heard of him, and how many there
// are.
#include "tests/integration/scheduling/seats.h"

#include "services/common/id.h"

namespace binadaya::test {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;

class Seats : public SeatedTest {
 protected:
  // Gives somebody who waits another place on the list.
  void PutAt(const std::string& person, bool upheld, int turn, int rank) {
    (void)sql().Query(
        "UPDATE enrolment SET upheld = $2, turn = $3, rank = $4 WHERE person = $1",
        pg::Params(person, upheld, turn, rank));
  }
  // So many more wait, as somebody does, from a rank on. None of them is active.
  void AddInactive(const std::string& like, int turn, int rank, int count) {
    const pg::Result row =
        sql().Query("SELECT candidate FROM enrolment WHERE person = $1", pg::Params(like));
    sv::Considered candidate;
    ASSERT_TRUE(!row.empty() && candidate.ParseFromString(row.Bytes(0, 0)));
    pg::Array ids, people, ranks;
    pg::ByteArray candidates;
    for (int i = 0; i < count; ++i) {
      candidate.set_person(platform_.Id());
      ids.Add(platform_.Id());
      people.Add(candidate.person());
      ranks.Add(rank + i);
      candidates.Add(candidate.SerializeAsString());
    }
    (void)sql().Query(
        "INSERT INTO person (id, active) SELECT id, false FROM unnest($1::uuid[]) AS n(id)",
        pg::Params(people));
    (void)sql().Query(
        R"(
        INSERT INTO enrolment
          (id, unit, program, person, state, origin, override, arm, drawn, upheld, selection, turn,
           rank, candidate)
        SELECT n.id, e.unit, e.program, n.person, 1, e.origin, e.override, e.arm, e.drawn, false,
               e.selection, $2, n.rank, n.candidate
        FROM enrolment e,
             unnest($3::uuid[], $4::uuid[], $5::int[], $6::bytea[])
               AS n(id, person, rank, candidate)
        WHERE e.person = $1)",
        pg::Params(like, turn, ids, people, ranks, std::move(candidates)));
  }
  absl::StatusOr<sv::Enrolment> WithdrawAs(
      const std::string& unit, const Call& by, const std::string& person) {
    sv::WithdrawEnrolmentRequest request;
    request.set_request_id(platform_.Id());
    request.set_unit(unit);
    request.set_id(Of(person).id());
    request.set_reason("dinas lain");
    return client().WithdrawEnrolment(by, request);
  }
  std::vector<std::string> Holders() {
    std::vector<std::string> holders;
    for (const sv::Enrolment& one : Listed(batch_.id(), sv::ENROLMENT_OFFERED))
      holders.push_back(one.person());
    return holders;
  }
};

TEST_F(Seats, PassAlongAListOfMoreThanOnePortionInItsOrder) {
  const std::vector<std::string> people = Offered(1, 6);
  ASSERT_EQ(States(people), "OFFERED WAITLISTED WAITLISTED WAITLISTED WAITLISTED WAITLISTED");
  // Before the next who may come, 400 are not active; 450 wait in all.
  PutAt(people[1], false, 1, 402);
  PutAt(people[2], false, 1, 410);
  PutAt(people[3], false, 2, 1);
  PutAt(people[4], false, 2, 40);
  PutAt(people[5], true, 9, 999);
  AddInactive(people[1], 1, 2, 400);
  AddInactive(people[1], 1, 403, 7);
  AddInactive(people[1], 2, 2, 38);
  ASSERT_EQ(Listed("", sv::ENROLMENT_WAITLISTED).size(), 450u);
  std::string holder = people[0];
  for (const std::size_t next : {5, 1, 2, 3, 4}) {
    ASSERT_THAT(Withdraw(holder), IsOk());
    holder = people[next];
    EXPECT_THAT(Holders(), ElementsAre(holder)) << next;
  }
  // After him nobody may come.
  ASSERT_THAT(Withdraw(holder), IsOk());
  EXPECT_THAT(Holders(), IsEmpty());
  EXPECT_EQ(Listed("", sv::ENROLMENT_WAITLISTED).size(), 445u);
}

TEST_F(Seats, AreTakenAwayByASeatElsewhereButNotByOneThatIsOnlyKept) {
  head_ = city_.Head(kKelurahan);
  const std::string person = People("LURAH", kKelurahan, 1)[0];
  Approve(kNextProgram);
  Plan(2028, kNextItem, kNextProgram);
  const sv::Batch elsewhere = OnDay("2027-04-15", 1, kNextItem);
  EXPECT_EQ(Figures(Selected({elsewhere})), "1 1 1 0");
  batch_ = OnDay("2027-04-08", 1);
  EXPECT_EQ(Figures(Selected({batch_})), "1 1 1 0");
  Publish(batch_);
  Confirm(person);
  // The other one does not move to the same day by hand; here it did before that was asked.
  ASSERT_THAT(Draft(elsewhere, GoodDay("2027-04-08", Venue("Lain"), Speaker())), IsOk());
  ASSERT_THAT(Release(elsewhere, "aula dipakai"), RefusedBy("SC-09"));
  (void)sql().Query(
      "UPDATE session SET starts = starts - interval '7 days', ends = ends - interval '7 days'"
      " WHERE batch = $1",
      pg::Params(elsewhere.id()));
  (void)sql().Query(
      "UPDATE batch SET first_day = '2027-04-08', last_day = '2027-04-08' WHERE id = $1",
      pg::Params(elsewhere.id()));
  ASSERT_EQ(Shown(elsewhere).first_day(), "2027-04-08");
  Mention(person);
  EXPECT_EQ(Standing(kProgram, person), "CONFIRMED");
  EXPECT_EQ(Standing(kNextProgram, person), "WAITLISTED");
  EXPECT_EQ(In(kNextProgram, person).batch(), elsewhere.id());
  // He cannot sit in both.
  (void)sql().Query("UPDATE enrolment SET state = 4 WHERE program = $1", pg::Params(kNextProgram));
  Mention(person);
  EXPECT_EQ(Questioned(person, kProgram), "OPEN SEL-04");
  EXPECT_EQ(Questioned(person, kNextProgram), "OPEN SEL-04");
  EXPECT_EQ(Standing(kProgram, person), "CONFIRMED");
  EXPECT_EQ(Standing(kNextProgram, person), "CONFIRMED");
  // Without the one nothing stands against the other.
  ASSERT_THAT(GiveUp(person, kNextProgram), IsOk());
  EXPECT_EQ(Standing(kNextProgram, person), "WITHDRAWN END_GATE");
  EXPECT_THAT(In(kNextProgram, person).rules(), ElementsAre("SEL-04"));
  ASSERT_TRUE(IsQuiet());
  EXPECT_EQ(Questioned(person, kProgram), "PASSES SEL-04");
  EXPECT_EQ(Standing(kProgram, person), "CONFIRMED");
}

TEST_F(Seats, OfWhomNobodyIsAboveAreAskedOfTheOfficialOnce) {
  const std::vector<std::string> people = Ranked(1, 1);
  Publish(batch_);
  ASSERT_TRUE(IsQuiet());
  EXPECT_THAT(AskedAbout(people[0]), ElementsAre(""));
  EXPECT_EQ(OffersTo(people[0]), 1u);
  Mention(people[0]);
  EXPECT_THAT(AskedAbout(people[0]), ElementsAre(""));
  for (const absl::CivilDay day :
       {absl::CivilDay(2027, 3, 5), absl::CivilDay(2027, 3, 11), absl::CivilDay(2027, 4, 1)}) {
    MoveTo(day, 1);
    ASSERT_TRUE(IsQuiet());
    EXPECT_THAT(AskedAbout(people[0]), ElementsAre("")) << day;
  }
  EXPECT_EQ(StateOf(people[0]), "OFFERED");
  EXPECT_EQ(OffersTo(people[0]), 1u);
}

TEST_F(Seats, AreAskedAnewOfASuperiorWhoIsAnotherAndOfNoneWhoIsTheSame) {
  const std::string camat = city_.Head(kUnit);
  const std::vector<std::string> people = Offered(1, 1);
  ASSERT_TRUE(IsQuiet());
  EXPECT_THAT(AskedAbout(people[0]), ElementsAre(head_));
  // Another post below the same head.
  city_.Post("LURAH_MADYA", registry::v1::SUPERVISOR, [](auto& post) { post.set_family("LURAH"); });
  ASSERT_THAT(city_.Assign(people[0], "LURAH_MADYA", kKelurahan), IsOk());
  ASSERT_TRUE(IsQuiet());
  EXPECT_THAT(AskedAbout(people[0]), ElementsAre(head_));
  EXPECT_THAT(Of(people[0]).asked(), ElementsAre(head_));
  // Nor when two of the line are asked by then.
  MoveTo(absl::CivilDay(2027, 3, 5), 1);
  ASSERT_TRUE(IsQuiet());
  EXPECT_THAT(AskedAbout(people[0]), ElementsAre(head_, camat));
  ASSERT_THAT(city_.Assign(people[0], "LURAH", kKelurahan), IsOk());
  ASSERT_TRUE(IsQuiet());
  EXPECT_THAT(AskedAbout(people[0]), ElementsAre(head_, camat));
  EXPECT_EQ(Of(people[0]).answer_by(), "2027-03-10");
  MoveTo(absl::CivilDay(2027, 3, 8));
  const std::string other = city_.Head("33.74.14.1004");
  ASSERT_THAT(city_.Assign(people[0], "LURAH", "33.74.14.1004"), IsOk());
  ASSERT_TRUE(IsQuiet());
  EXPECT_THAT(AskedAbout(people[0]), ElementsAre(head_, camat, other));
  EXPECT_THAT(Of(people[0]).asked(), ElementsAre(other));
  EXPECT_EQ(Of(people[0]).answer_by(), "2027-03-11") << "three working days from now";
  EXPECT_EQ(StateOf(people[0]), "OFFERED");
  EXPECT_EQ(OffersTo(people[0]), 1u);
}

// He who is asked goes, and somebody else takes his post, at once or days later.
TEST_F(Seats, AreAskedOfWhoSucceedsTheSuperior) {
  const std::string camat = city_.Head(kUnit);
  const std::vector<std::string> people = Offered(1, 1);
  ASSERT_TRUE(IsQuiet());
  EXPECT_THAT(Of(people[0]).asked(), ElementsAre(head_));
  MoveTo(absl::CivilDay(2027, 3, 2));
  ASSERT_THAT(city_.Assign(head_, "STAF", kUnit), IsOk());
  ASSERT_TRUE(IsQuiet());
  EXPECT_THAT(Of(people[0]).asked(), ElementsAre(camat)) << "the post is empty";
  MoveTo(absl::CivilDay(2027, 3, 4));
  const std::string next = city_.Head(kKelurahan);
  ASSERT_TRUE(IsQuiet());
  EXPECT_THAT(Of(people[0]).asked(), ElementsAre(next));
  EXPECT_THAT(AskedAbout(people[0]), ElementsAre(head_, camat, next));
  EXPECT_EQ(Of(people[0]).answer_by(), "2027-03-09") << "three working days of his own";
  ASSERT_THAT(client().ApproveEnrolment(Self(next), About(people[0])), IsOk());
}

// Nobody was above, and then there is: he who acts, and he who is back.
TEST_F(Seats, AreAskedOfWhoIsAboveTheirUnitOnceItMoves) {
  const std::string before = city_.Head("33.74.14"), after = city_.Head("33.74.02");
  const std::string person = Ranked(1, 1)[0];
  Publish(batch_);
  ASSERT_TRUE(IsQuiet());
  EXPECT_THAT(Of(person).asked(), ElementsAre(before));
  city_.Move("33.74.02");
  ASSERT_TRUE(IsQuiet());
  EXPECT_THAT(Of(person).asked(), ElementsAre(after));
  EXPECT_THAT(AskedAbout(person), ElementsAre(before, after));
  EXPECT_THAT(client().ApproveEnrolment(Self(before), About(person)), Not(IsOk()));
  EXPECT_THAT(client().ApproveEnrolment(Self(after), About(person)), IsOk());
}

TEST_F(Seats, AreAskedOfWhoComesAfterTheOfficialWasAsked) {
  const std::vector<std::string> people = Offered(1, 1);
  ASSERT_TRUE(IsQuiet());
  MoveTo(absl::CivilDay(2027, 3, 2));
  registry::v1::SuspendPersonRequest away;
  away.set_request_id(platform_.Id());
  away.set_person(head_);
  away.set_effective("2027-03-02");
  away.set_decree("882/1");
  away.set_legal_position("PEMBERHENTIAN_SEMENTARA");
  ASSERT_THAT(platform_.registry().SuspendPerson(platform_.Analyst(), away), IsOk());
  ASSERT_TRUE(IsQuiet());
  EXPECT_THAT(Of(people[0]).asked(), IsEmpty());
  EXPECT_THAT(AskedAbout(people[0]), ElementsAre(head_, ""));
  MoveTo(absl::CivilDay(2027, 3, 4));
  const std::string acting = city_.Head("33.74.14.1004");
  ASSERT_THAT(
      city_.Assign(acting, "KEPALA", kKelurahan, "2027-03-04", registry::v1::ACTING, "2027-09-01"),
      IsOk());
  ASSERT_TRUE(IsQuiet());
  EXPECT_THAT(Of(people[0]).asked(), ElementsAre(acting));
  EXPECT_EQ(Of(people[0]).answer_by(), "2027-03-09");
  ASSERT_THAT(client().ApproveEnrolment(Self(acting), About(people[0])), IsOk());
}

TEST_F(Seats, AreAskedOfTheSecondOneAnewWhoWasSilentIsNotAskedAgain) {
  const std::string camat = city_.Head(kUnit);
  const std::vector<std::string> people = Offered(1, 1);
  MoveTo(absl::CivilDay(2027, 3, 5), 1);
  ASSERT_TRUE(IsQuiet());
  EXPECT_THAT(Of(people[0]).asked(), ElementsAre(head_, camat));
  ASSERT_THAT(city_.Assign(camat, "STAF", kUnit), IsOk());
  ASSERT_TRUE(IsQuiet());
  EXPECT_THAT(AskedAbout(people[0]), ElementsAre(head_, camat, ""));
  MoveTo(absl::CivilDay(2027, 3, 8), 1);
  const std::string next = city_.Head(kUnit);
  ASSERT_TRUE(IsQuiet());
  EXPECT_THAT(AskedAbout(people[0]), ElementsAre(head_, camat, "", next));
  EXPECT_THAT(Of(people[0]).asked(), ElementsAre(head_, next));
  ASSERT_THAT(client().ApproveEnrolment(Self(next), About(people[0])), IsOk());
}

TEST_F(Seats, AreJudgedByTheGapsOfANewPostUnlessTheyWereGivenSince) {
  const std::string person = Lurah(kKelurahan, {{"M.08", 1}});
  batch_ = OnDay("2027-04-08", 1);
  EXPECT_EQ(Figures(Selected({batch_})), "1 1 1 0");
  Publish(batch_);
  ASSERT_EQ(StateOf(person), "OFFERED");
  // He stands where the new post, of another family, demands.
  ASSERT_THAT(city_.Assign(person, "STAF", kUnit), IsOk());
  ASSERT_TRUE(IsQuiet());
  EXPECT_EQ(StateOf(person), "OFFERED");
  EXPECT_EQ(Questioned(person), "OPEN SEL-02");
  ASSERT_THAT(GiveUp(person), IsOk());
  EXPECT_EQ(Standing(kProgram, person), "WITHDRAWN END_GATE");
  EXPECT_THAT(Of(person).rules(), ElementsAre("SEL-02"));
  // From tomorrow on it demands more.
  MoveTo(absl::CivilDay(2027, 3, 2));
  city_.Post("STAF", registry::v1::EXECUTOR, [](auto& post) {
    post.set_valid_from("2027-03-02");
    registry::v1::Standard& standard = *post.add_standards();
    standard.set_competency("M.08");
    standard.set_level(2);
  });
  ASSERT_TRUE(IsQuiet());
  EXPECT_EQ(Figures(Selected({batch_})), "1 1 1 0");
  EXPECT_EQ(StateOf(person), "OFFERED");
  Mention(person);
  EXPECT_EQ(Standing(kProgram, person), "OFFERED");
  EXPECT_EQ(Questioned(person), "WITHDRAWN SEL-02") << "of the seat before";
}

TEST_F(Seats, AreNoMoreThanTheRoomsHoldAndStayAsTheyAreOnceItRuns) {
  EXPECT_THAT(CapacityOf(Batch(10), 12), IsOk()) << "it has no rooms yet";
  batch_ = Batch(10);
  const sv::Venue venue = Venue("Aula kecil", 20);
  (void)Released(batch_, GoodDay("2027-04-08", venue, Speaker()));
  (void)platform_.Told("scheduling");
  // 19 and the spare ones are 21.
  const auto refused = Capacity(19);
  EXPECT_THAT(RulesOf(refused.status()), AllOf(Each("SC-12"), Contains("SC-12")));
  EXPECT_EQ(Shown(batch_).capacity(), 10);
  EXPECT_THAT(platform_.Told("scheduling"), IsEmpty());
  EXPECT_THAT(Capacity(18), IsOk());
  // Fewer do not make rooms smaller.
  sv::SetVenueRequest smaller = Hall("Aula kecil", 5);
  smaller.mutable_venue()->set_id(venue.id());
  ASSERT_THAT(client().SetVenue(Organiser(), smaller), IsOk());
  EXPECT_THAT(Capacity(16), IsOk());
  smaller.set_request_id(platform_.Id());
  smaller.mutable_venue()->set_capacity(20);
  ASSERT_THAT(client().SetVenue(Organiser(), smaller), IsOk());
  const auto become = [&](sv::BatchState state) {
    (void)sql().Query(
        "UPDATE batch SET state = $2 WHERE id = $1",
        pg::Params(batch_.id(), static_cast<int>(state)));
    EXPECT_EQ(Shown(batch_).state(), state);
  };
  (void)platform_.Told("scheduling");
  for (const sv::BatchState state :
       {sv::BATCH_PUBLISHING, sv::BATCH_RUNNING, sv::BATCH_DELIVERED, sv::BATCH_CANCELLED}) {
    become(state);
    for (const int capacity : {12, 18})
      EXPECT_THAT(Capacity(capacity), RefusedBy("BATCH-12")) << sv::BatchState_Name(state);
  }
  EXPECT_EQ(Shown(batch_).capacity(), 16);
  EXPECT_THAT(platform_.Told("scheduling"), IsEmpty());
  for (const sv::BatchState state : {sv::BATCH_PUBLISHED, sv::BATCH_LOCKED}) {
    become(state);
    EXPECT_THAT(Capacity(12), IsOk()) << sv::BatchState_Name(state);
  }
}

TEST_F(Seats, AreWithdrawnByWhoHoldsTheBatchUntilItIsOver) {
  head_ = city_.Head(kKelurahan);
  const std::vector<std::string> people = Ranked(1, 3);
  const sv::Batch other = OnDay("2027-04-15", 2, kPlanItem, kOther);
  Publish(other);
  ASSERT_EQ(States(people), "WAITLISTED OFFERED OFFERED");
  Confirm(people[1]);
  Confirm(people[2]);
  MoveTo(absl::CivilDay(2027, 4, 15), 23);
  const Call holder = Organiser("/33.74.02/");
  EXPECT_TRUE(absl::IsPermissionDenied(WithdrawAs(kUnit, holder, people[1]).status()));
  EXPECT_TRUE(absl::IsNotFound(WithdrawAs("33.74.02.1001", holder, people[1]).status()))
      << "neither chosen nor held there";
  EXPECT_THAT(WithdrawAs(kOther, holder, people[1]), IsOk());
  MoveTo(absl::CivilDay(2027, 4, 16), 0);
  EXPECT_THAT(WithdrawAs(kOther, Organiser("/33.74.02/"), people[2]), RefusedBy("ENR-37"));
  EXPECT_EQ(States(people), "WAITLISTED WITHDRAWN CONFIRMED");
}

}  // namespace
}  // namespace binadaya::test
