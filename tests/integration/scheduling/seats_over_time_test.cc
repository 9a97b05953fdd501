// Seats and waiting lists over time: the year's turn, the end of a program, of a batch, of a
// service; and what happens at the same time.
#include <future>

#include "services/common/locks.h"
#include "tests/integration/scheduling/seats.h"

namespace binadaya::test {
namespace {

using ::testing::ElementsAre;

class SeatsOverTime : public SeatedTest {
 protected:
  struct Two {
    std::string kept, waits;
    sv::Selection selection;
    sv::Batch batch;
  };
  // Two lurah of a kelurahan, chosen for a batch of one seat.
  Two TwoFor(const std::string& day, const std::string& item, const std::string& kelurahan) {
    People("LURAH", kelurahan, 2);
    Two two;
    two.batch = OnDay(day, 1, item);
    two.selection = Selected({two.batch}, kelurahan);
    for (const sv::Enrolment& one : Listed()) {
      if (one.selection() != two.selection.id()) continue;
      (one.batch().empty() ? two.waits : two.kept) = one.person();
    }
    return two;
  }
  void HasSeatKept(const Two& of) {
    EXPECT_EQ(Standing(kProgram, of.kept), "WAITLISTED");
    EXPECT_EQ(In(kProgram, of.kept).batch(), of.batch.id());
  }
};

TEST_F(SeatsOverTime, OfLastYearDoNotBarFromTheProgramThatGoesOnUnlessTheyLieAhead) {
  MoveTo(absl::CivilDay(2027, 12, 1));
  head_ = city_.Head(kKelurahan);
  People("LURAH", kKelurahan, 2);
  batch_ = OnDay("2027-12-16", 1);
  Selected({batch_});
  Publish(batch_);
  const std::string seated = Listed(batch_.id())[0].person();
  const std::string waits = Listed("", sv::ENROLMENT_WAITLISTED)[0].person();
  Confirm(seated);
  Approve(kNextProgram, kProgram);
  Plan(2028, kNextItem, kNextProgram);
  NoHolidays(2028);
  const sv::Batch next = OnDay("2028-02-10", 3, kNextItem);
  Selected({next});
  EXPECT_EQ(Choice(Self(waits), waits)->standing(), sv::CHOSEN);
  EXPECT_EQ(Rules(*Choice(Self(seated), seated)), "SEL-06 WHY-06 WHY-06 WHY-07");
  EXPECT_EQ(Standing(kProgram, waits), "WAITLISTED");
  EXPECT_EQ(Standing(kNextProgram, waits), "WAITLISTED");
  // On its last day it is not over yet.
  MoveTo(absl::CivilDay(2027, 12, 16), 23);
  Selected({next});
  EXPECT_EQ(Rules(*Choice(Self(seated), seated)), "SEL-06 WHY-06 WHY-06 WHY-07");
  // In the program itself he waits, and another selection of it passes him.
  EXPECT_EQ(Rules(*Choice(Self(waits), waits)), "SEL-06 WHY-06 WHY-06 WHY-07");
  MoveTo(absl::CivilDay(2027, 12, 17), 0);
  Selected({next});
  // Nobody knows yet what he made of it: he takes part until that is decided.
  EXPECT_EQ(Rules(*Choice(Self(seated), seated)), "SEL-06 WHY-06 WHY-06 WHY-07");
  EXPECT_EQ(Standing(kProgram, seated), "CONFIRMED");
  (void)sql().Query("UPDATE enrolment SET state = 6 WHERE person = $1", pg::Params(seated));
  Selected({next});
  // He had it, and does not need it so soon again.
  EXPECT_EQ(Rules(*Choice(Self(seated), seated)), "SEL-03 WHY-06 WHY-06 WHY-07");
}

TEST_F(SeatsOverTime, AreWaitedForUntilTheYearOfTheSelectionEnds) {
  NoHolidays(2028);
  People("LURAH", kKelurahan, 4);
  const sv::Batch first = OnDay("2027-04-08", 1), second = OnDay("2027-12-16", 2);
  selection_ = Selected({first, second});
  EXPECT_EQ(selection_.year(), 2027);
  std::vector<std::string> people;  // by rank: one in the first, two in the second, one in none
  for (const sv::Enrolment& one : Listed()) people.push_back(one.person());
  ASSERT_EQ(Of(people[0]).batch(), first.id());
  ASSERT_EQ(Of(people[2]).batch(), second.id());
  const auto objection = Object(people[3], selection_);
  ASSERT_THAT(objection, IsOk());
  ASSERT_THAT(Draft(second, GoodDay("2028-02-10", Venue("Lain"), Speaker())), IsOk());
  ASSERT_THAT(Release(second, "aula dipakai"), IsOk());
  MoveTo(absl::CivilDay(2027, 12, 31), 23);
  ASSERT_TRUE(IsQuiet());
  EXPECT_EQ(States(people), "WAITLISTED WAITLISTED WAITLISTED WAITLISTED");
  EXPECT_EQ(StateOfObjection(objection->id()), sv::OBJECTION_FILED);
  MoveTo(absl::CivilDay(2028, 1, 1), 0);
  ASSERT_TRUE(IsQuiet());
  EXPECT_EQ(States(people), "WITHDRAWN WAITLISTED WAITLISTED WITHDRAWN");
  const sv::Enrolment closed = Of(people[3]);
  EXPECT_EQ(closed.end_cause(), sv::END_LIST_CLOSED);
  EXPECT_EQ(closed.ended_on(), "2028-01-01");
  const auto told = ToldOf<sv::EnrolmentWithdrawn>("withdrawn", closed.id());
  ASSERT_EQ(told.size(), 1u);
  EXPECT_EQ(told[0].cause(), sv::END_LIST_CLOSED);
  EXPECT_EQ(StateOfObjection(objection->id()), sv::OBJECTION_LAPSED);
  // The seat that was kept was of a batch that nobody published.
  EXPECT_EQ(Of(people[0]).end_cause(), sv::END_LIST_CLOSED);
  // One that lies ahead is kept still, and offered; whoever loses it has nothing to wait for.
  EXPECT_EQ(Of(people[1]).batch(), second.id());
  Publish(second);
  EXPECT_EQ(States(people), "WITHDRAWN OFFERED OFFERED WITHDRAWN");
  Cancel(second);
  ASSERT_TRUE(IsQuiet());
  EXPECT_EQ(Standing(kProgram, people[1]), "WITHDRAWN END_LIST_CLOSED");
  EXPECT_EQ(Standing(kProgram, people[2]), "WITHDRAWN END_LIST_CLOSED");
}

TEST_F(SeatsOverTime, AreWaitedForByEachListUntilItsOwnYearEnds) {
  Plan(2028, kNextItem, kProgram);
  NoHolidays(2028);
  const Two later = TwoFor("2028-04-06", kNextItem, "33.74.02.1001");
  const Two sooner = TwoFor("2027-04-08", kPlanItem, kKelurahan);
  EXPECT_EQ(later.selection.year(), 2028);
  EXPECT_EQ(sooner.selection.year(), 2027);
  MoveTo(absl::CivilDay(2028, 1, 1), 0);
  ASSERT_TRUE(IsQuiet());
  EXPECT_EQ(Standing(kProgram, sooner.waits), "WITHDRAWN END_LIST_CLOSED");
  EXPECT_EQ(Standing(kProgram, later.waits), "WAITLISTED");
  HasSeatKept(later);
  MoveTo(absl::CivilDay(2028, 12, 31), 23);
  ASSERT_TRUE(IsQuiet());
  EXPECT_EQ(Standing(kProgram, later.waits), "WAITLISTED");
  MoveTo(absl::CivilDay(2029, 1, 1), 0);
  ASSERT_TRUE(IsQuiet());
  EXPECT_EQ(Standing(kProgram, later.waits), "WITHDRAWN END_LIST_CLOSED");
}

TEST_F(SeatsOverTime, OfALaterYearAreNotBarredByTheListOfTheOneBefore) {
  Plan(2028, kNextItem, kProgram);
  NoHolidays(2028);
  const Two sooner = TwoFor("2027-12-16", kPlanItem, kKelurahan);
  MoveTo(absl::CivilDay(2027, 12, 1));
  const sv::Selection later = Selected({OnDay("2028-04-06", 2, kNextItem)});
  EXPECT_EQ(Figures(later), "2 1 1 0");
  EXPECT_EQ(Choice(Self(sooner.waits), sooner.waits)->standing(), sv::CHOSEN);
  EXPECT_EQ(Rules(*Choice(Self(sooner.kept), sooner.kept)), "SEL-06 WHY-06 WHY-06 WHY-07");
  HasSeatKept(sooner);
  sv::ListEnrolmentsRequest request;
  request.set_person(sooner.waits);
  const auto both = client().ListEnrolments(Auditor(), request);
  ASSERT_THAT(both, IsOk());
  ASSERT_EQ(both->enrolments_size(), 2);
  EXPECT_EQ(both->enrolments(0).end_cause(), sv::END_LIST_CLOSED);
  EXPECT_EQ(both->enrolments(1).state(), sv::ENROLMENT_WAITLISTED);
}

TEST_F(SeatsOverTime, OfAProgramThatIsRetiredStayAndNobodyWaitsForOne) {
  const std::vector<std::string> people = Offered(1, 2);
  const auto objection = Object(people[1], selection_);
  ASSERT_THAT(objection, IsOk());
  const Two later = TwoFor("2027-05-11", kPlanItem, "33.74.02.1001");
  ASSERT_EQ(States(people), "OFFERED WAITLISTED");
  Retire(kProgram);
  ASSERT_TRUE(IsQuiet());
  EXPECT_EQ(States(people), "OFFERED WITHDRAWN");
  EXPECT_EQ(Of(people[1]).end_cause(), sv::END_LIST_CLOSED);
  EXPECT_EQ(StateOfObjection(objection->id()), sv::OBJECTION_LAPSED);
  EXPECT_EQ(Standing(kProgram, later.waits), "WITHDRAWN END_LIST_CLOSED");
  HasSeatKept(later);
  // Whoever loses his seat afterwards has nothing to wait for.
  Cancel(later.batch);
  ASSERT_TRUE(IsQuiet());
  EXPECT_EQ(Standing(kProgram, later.kept), "WITHDRAWN END_LIST_CLOSED");
}

TEST_F(SeatsOverTime, OfWhoLeavesServiceEndUnlessTheyArePast) {
  constexpr char kThird[] = "019c0000-0000-7000-8000-0000000000c0",
                 kThirdItem[] = "019c0000-0000-7000-8000-0000000000c1";
  Approve(kNextProgram);
  Plan(2028, kNextItem, kNextProgram);
  Approve(kThird);
  Plan(2029, kThirdItem, kThird);
  head_ = city_.Head(kKelurahan);
  People("LURAH", kKelurahan, 2);
  const sv::Batch past = OnDay("2027-03-11", 2), ahead = OnDay("2027-04-08", 2, kNextItem);
  Selected({OnDay("2027-05-11", 1, kThirdItem)});
  const std::string person =
      Of(Listed()[1].person()).batch().empty() ? Listed()[1].person() : Listed()[0].person();
  ASSERT_EQ(In(kThird, person).batch(), "") << "he waits";
  Selected({ahead});
  Publish(ahead);
  Selected({past});
  Publish(past);
  Confirm(person);
  MoveTo(absl::CivilDay(2027, 3, 12));
  ASSERT_TRUE(IsQuiet());
  ASSERT_EQ(Standing(kNextProgram, person), "OFFERED");
  registry::v1::EndEmploymentRequest leaves;
  leaves.set_request_id(platform_.Id());
  leaves.set_person(person);
  leaves.set_exit(registry::v1::EXIT_TRANSFER_OUT);
  leaves.set_effective("2027-03-12");
  leaves.set_decree("800/1/2027");
  // That he is not active is told beside it; what is judged has heard of both.
  pg::Connection own(platform_.conninfo("scheduling"));
  own.Execute("BEGIN");
  (void)own.Query("SELECT id FROM program WHERE id = $1 FOR UPDATE", pg::Params(kNextProgram));
  ASSERT_THAT(platform_.registry().EndEmployment(platform_.Analyst(), leaves), IsOk());
  EXPECT_TRUE(platform_.Settle());
  own.Execute("ROLLBACK");
  ASSERT_TRUE(IsQuiet());
  EXPECT_EQ(Standing(kProgram, person), "CONFIRMED");
  EXPECT_EQ(Standing(kNextProgram, person), "WITHDRAWN END_LEFT_SERVICE");
  EXPECT_EQ(Standing(kThird, person), "WITHDRAWN END_LEFT_SERVICE");
}

class SeatsAtOnce : public SeatsOverTime {};

TEST_F(SeatsAtOnce, AreGivenOneTransactionAfterTheOther) {
  People("LURAH", kKelurahan, 3);
  batch_ = OnDay("2027-04-08", 2);
  Publish(batch_);
  HoldGiving();
  // For one that is published seats are given at once; for another they are only kept.
  auto selecting = std::async(std::launch::async, [&, request = Selecting({batch_})] {
    return client().SelectParticipants(Organiser(), request);
  });
  EXPECT_TRUE(SomebodyWaits("advisory", lock::kSeats));
  EXPECT_TRUE(Listed().empty());
  own_->Execute("COMMIT");
  const auto selection = selecting.get();
  ASSERT_THAT(selection, IsOk());
  EXPECT_EQ(Figures(*selection), "3 3 2 1");
  EXPECT_EQ(Listed(batch_.id(), sv::ENROLMENT_OFFERED).size(), 2u);
  // Nor does one pass on meanwhile.
  const std::string leaves = Listed(batch_.id())[0].person();
  ASSERT_TRUE(IsQuiet());
  HoldGiving();
  auto withdrawing = std::async(std::launch::async, [&] { return Withdraw(leaves); });
  EXPECT_TRUE(SomebodyWaits("advisory", lock::kSeats));
  own_->Execute("COMMIT");
  EXPECT_THAT(withdrawing.get(), IsOk());
  EXPECT_EQ(Listed(batch_.id(), sv::ENROLMENT_OFFERED).size(), 2u);
}

TEST_F(SeatsAtOnce, AreJudgedAfterTheNewsThatWaitsForNobody) {
  const std::vector<std::string> people = Offered(1, 2);
  ASSERT_TRUE(IsQuiet());
  HoldGiving();
  (void)own_->Query("SELECT id FROM program WHERE id = $1 FOR UPDATE", pg::Params(kProgram));
  Leave(people[0], "2027-04-08", "2027-04-08", absl::Seconds(8));
  EXPECT_FALSE(sql().Query("SELECT FROM leave WHERE person = $1", pg::Params(people[0])).empty());
  EXPECT_EQ(States(people), "OFFERED WAITLISTED");
  own_->Execute("ROLLBACK");
  EXPECT_TRUE(IsQuestioned(people[0], "OPEN SEL-04"));
  EXPECT_EQ(States(people), "OFFERED WAITLISTED");
}

TEST_F(SeatsAtOnce, ThatAreBeingGivenWhenNewsComesAreJudgedByIt) {
  const std::vector<std::string> people = Offered(1, 2);
  ASSERT_TRUE(IsQuiet());
  // Whoever gives a seat knows the gates already and waits, for longer than for any other lock.
  sql().Execute(
      "CREATE FUNCTION giving() RETURNS trigger LANGUAGE plpgsql SET lock_timeout TO 0 AS"
      " $$ BEGIN PERFORM pg_advisory_xact_lock(1, 1); RETURN NEW; END $$;"
      "CREATE TRIGGER giving BEFORE UPDATE ON enrolment"
      " FOR EACH ROW WHEN (NEW.state = 2) EXECUTE FUNCTION giving()");
  Begin();
  (void)own_->Query("SELECT pg_advisory_xact_lock(1, 1)", {});
  auto withdrawing = std::async(std::launch::async, [&] { return Withdraw(people[0]); });
  EXPECT_TRUE(SomebodyWaits("advisory", 1));
  Leave(people[1], "2027-04-08", "2027-04-08");
  EXPECT_TRUE(SomebodyWaits("advisory", lock::kSeats));
  own_->Execute("COMMIT");
  EXPECT_THAT(withdrawing.get(), IsOk());
  ASSERT_TRUE(IsQuiet());
  EXPECT_EQ(OffersTo(people[1]), 1u);
  EXPECT_EQ(Questioned(people[1]), "OPEN SEL-04");
}

// The caller sent it again while the first was at work: one effect, and both have its answer.
TEST_F(SeatsAtOnce, AreObjectedToByARepetitionOfTheSameRequestToo) {
  const std::vector<std::string> people = Ranked(1, 2);
  sv::FileObjectionRequest file;
  file.set_request_id(platform_.Id());
  file.set_person(people[1]);
  file.set_selection(selection_.id());
  file.set_reason("nilai saya keliru");
  Begin();
  own_->Execute("LOCK TABLE objection IN EXCLUSIVE MODE");
  const auto filed = [&] { return client().FileObjection(Self(people[1]), file); };
  auto first = std::async(std::launch::async, filed),
       second = std::async(std::launch::async, filed);
  pg::Connection watch(platform_.conninfo("scheduling"));
  EXPECT_TRUE(Eventually([&] {
    return watch
               .Query(
                   "SELECT count(*) FROM pg_stat_activity"
                   " WHERE datname = current_database() AND wait_event = 'relation'",
                   {})
               .Int(0, 0) == 2;
  }));
  own_->Execute("COMMIT");
  const auto one = first.get(), other = second.get();
  ASSERT_THAT(one, IsOk());
  ASSERT_THAT(other, IsOk());
  EXPECT_EQ(one->id(), other->id());
}

TEST_F(SeatsAtOnce, AreObjectedToOnce) {
  const std::vector<std::string> people = Ranked(1, 2);
  Begin();
  (void)own_->Query(
      "INSERT INTO objection (id, unit, selection, person, reason, state, filed)"
      " VALUES ($1, $2, $3, $4, 'nilai saya keliru', 1, '2027-03-01')",
      pg::Params(platform_.Id(), kUnit, selection_.id(), people[1]));
  auto filing = std::async(std::launch::async, [&] { return Object(people[1], selection_); });
  EXPECT_TRUE(SomebodyWaits("transactionid"));
  own_->Execute("COMMIT");
  EXPECT_THAT(filing.get(), RefusedBy("OBJ-03"));
  sv::ListObjectionsRequest request;
  EXPECT_EQ(client().ListObjections(Auditor(), request)->objections_size(), 1);
}

}  // namespace
}  // namespace binadaya::test
