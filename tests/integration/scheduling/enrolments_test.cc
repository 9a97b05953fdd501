// Seats: offered, answered, passed on; what is heard of who has one.
#include <atomic>
#include <future>

#include "tests/integration/scheduling/seats.h"

namespace binadaya::test {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;

class Enrolments : public SeatedTest {};

TEST_F(Enrolments, AreOfferedApprovedAndConfirmed) {
  const std::vector<std::string> people = Offered(1, 2);
  EXPECT_EQ(States(people), "OFFERED WAITLISTED");
  EXPECT_EQ(Of(people[0]).answer_by(), "2027-03-04") << "three working days";
  EXPECT_TRUE(IsAsked(head_, people[0]));
  // By nobody but the superior, and then by nobody but himself.
  EXPECT_THAT(client().ApproveEnrolment(Official(), About(people[0])), RefusedBy("ENR-11"));
  EXPECT_TRUE(absl::IsPermissionDenied(
      client().ApproveEnrolment(Self(people[1]), About(people[0])).status()));
  EXPECT_TRUE(
      absl::IsPermissionDenied(client().ConfirmEnrolment(Self(head_), About(people[0])).status()));
  EXPECT_THAT(client().ConfirmEnrolment(Self(people[0]), About(people[0])), RefusedBy("ENR-05"));
  (void)platform_.Told("scheduling");
  const sv::AnswerEnrolmentRequest approve = About(people[0]);
  const auto approved = client().ApproveEnrolment(Self(head_), approve);
  ASSERT_THAT(approved, IsOk());
  EXPECT_EQ(approved->state(), sv::ENROLMENT_APPROVED);
  EXPECT_EQ(approved->approved_by(), head_);
  EXPECT_EQ(client().ApproveEnrolment(Self(head_), approve)->version(), approved->version());
  EXPECT_THAT(client().ApproveEnrolment(Self(head_), About(people[0])), RefusedBy("ENR-02"));
  sv::AnswerEnrolmentRequest old = About(people[0]);
  old.set_version(approved->version() - 1);
  EXPECT_THAT(client().ConfirmEnrolment(Self(people[0]), old), RefusedBy("VERSION-01"));
  old.set_request_id(platform_.Id());
  old.set_version(approved->version());
  ASSERT_THAT(client().ConfirmEnrolment(Self(people[0]), old), IsOk());
  EXPECT_EQ(States(people), "CONFIRMED WAITLISTED");
  EXPECT_THAT(
      platform_.Told("scheduling"), ElementsAre("enrolment.approved", "enrolment.confirmed"));
  // His name on another's enrolment does not help.
  sv::AnswerEnrolmentRequest foreign = About(people[1]);
  foreign.set_person(people[0]);
  EXPECT_TRUE(absl::IsNotFound(client().DeclineEnrolment(Self(people[0]), foreign).status()));
}

TEST_F(Enrolments, OfWhomNobodyIsAboveAreLetGoByTheAuthorisedOfficial) {
  const std::vector<std::string> people = Ranked(1, 2);
  Publish(batch_);
  for (const Call& by : {Organiser(), Self(people[1]), Official("/33.74.02/")}) {
    EXPECT_TRUE(absl::IsPermissionDenied(client().ApproveEnrolment(by, About(people[0])).status()));
  }
  const auto approved = client().ApproveEnrolment(Official(), About(people[0]));
  ASSERT_THAT(approved, IsOk());
  EXPECT_EQ(approved->approved_by(), "sekretaris-daerah");
  ASSERT_THAT(client().DeclineEnrolment(Self(people[0]), About(people[0], "sakit")), IsOk());
  EXPECT_EQ(States(people), "DECLINED OFFERED");
  ASSERT_THAT(client().RejectEnrolment(Official(), About(people[1], "audit")), IsOk());
}

TEST_F(Enrolments, OfferedInABatchOfAnotherUnitAreAnsweredLikeAllOthers) {
  head_ = city_.Head(kKelurahan);
  const std::vector<std::string> people = Ranked(1, 2);
  const sv::Batch other = OnDay("2027-04-15", 1, kPlanItem, kOther);
  Publish(other);
  EXPECT_EQ(States(people), "WAITLISTED OFFERED");
  EXPECT_EQ(Of(people[1]).batch(), other.id());
  EXPECT_TRUE(IsAsked(head_, people[1]));
  Confirm(people[1]);
  ASSERT_THAT(Withdraw(people[1]), IsOk());
}

TEST_F(Enrolments, PassTheirSeatsToWhoIsNext) {
  const std::vector<std::string> people = Offered(2, 6);
  EXPECT_EQ(States(people), "OFFERED OFFERED WAITLISTED WAITLISTED WAITLISTED WAITLISTED");
  EXPECT_THAT(client().RejectEnrolment(Self(head_), About(people[0])), RefusedBy("ENR-14"));
  (void)platform_.Told("scheduling");
  const auto rejected = client().RejectEnrolment(Self(head_), About(people[0], "audit"));
  ASSERT_THAT(rejected, IsOk());
  EXPECT_EQ(rejected->end_cause(), sv::END_SUPERIOR);
  EXPECT_EQ(rejected->ended_by(), head_);
  EXPECT_EQ(States(people), "DECLINED OFFERED OFFERED WAITLISTED WAITLISTED WAITLISTED");
  const std::vector<std::string> told = platform_.Told("scheduling");
  EXPECT_THAT(told, Contains("enrolment.declined"));
  EXPECT_THAT(told, Contains("enrolment.offered"));
  ASSERT_THAT(client().DeclineEnrolment(Self(people[1]), About(people[1], "sakit")), IsOk());
  EXPECT_EQ(States(people), "DECLINED DECLINED OFFERED OFFERED WAITLISTED WAITLISTED");
  EXPECT_THAT(Withdraw(people[2], " "), RefusedBy("ENR-14"));
  ASSERT_THAT(Withdraw(people[2]), IsOk());
  ASSERT_THAT(Withdraw(people[4]), IsOk());
  EXPECT_EQ(States(people), "DECLINED DECLINED WITHDRAWN OFFERED WITHDRAWN OFFERED");
  // One who is told to come back does not.
  EXPECT_THAT(Withdraw(people[2]), RefusedBy("ENR-07"));
}

TEST_F(Enrolments, ThatAreConfirmedMakeWayForASubstitute) {
  const std::vector<std::string> people = Offered(1, 3);
  sv::SubstituteParticipantRequest request;
  const auto substitute = [&](const std::string& in, sv::OverrideReason out_of_turn) {
    request.set_request_id(platform_.Id());
    request.set_unit(kUnit);
    request.set_batch(batch_.id());
    request.set_out(Of(people[0]).id());
    request.set_in(Of(in).id());
    request.set_out_of_turn(out_of_turn);
    return client().SubstituteParticipant(Organiser(), request);
  };
  request.set_reason("dinas luar");
  EXPECT_THAT(substitute(people[1], sv::OVERRIDE_REASON_UNSPECIFIED), RefusedBy("ENR-08"));
  Confirm(people[0]);
  EXPECT_THAT(substitute(people[2], sv::OVERRIDE_REASON_UNSPECIFIED), RefusedBy("ENR-32"));
  const auto substitution = substitute(people[2], sv::UNIT_REQUEST);
  ASSERT_THAT(substitution, IsOk());
  EXPECT_EQ(substitution->out().substitute(), people[2]);
  EXPECT_EQ(substitution->in().origin(), sv::ORIGIN_SUBSTITUTE);
  EXPECT_EQ(States(people), "SUBSTITUTED WAITLISTED OFFERED");
  EXPECT_EQ(Of(people[2]).override(), sv::UNIT_REQUEST);
}

TEST_F(Enrolments, AreAskedOfTheNextAboveAfterThreeWorkingDaysOfSilence) {
  const std::string camat = city_.Head(kUnit);
  const std::vector<std::string> people = Offered(1, 1);
  ASSERT_TRUE(IsAsked(head_, people[0]));
  EXPECT_THAT(client().ApproveEnrolment(Self(camat), About(people[0])), RefusedBy("ENR-11"));
  MoveTo(absl::CivilDay(2027, 3, 5), 1);
  EXPECT_TRUE(IsAsked(camat, people[0]));
  const sv::Enrolment asked = Of(people[0]);
  EXPECT_THAT(asked.asked(), ElementsAre(head_, camat));
  EXPECT_EQ(asked.answer_by(), "2027-03-10");
  // Above both is the authorised official, who is not asked yet.
  const auto approve = [&](const Call& by) {
    return client().ApproveEnrolment(by, About(people[0]));
  };
  EXPECT_THAT(approve(Official()), RefusedBy("ENR-11"));
  (void)platform_.Told("scheduling");
  MoveTo(absl::CivilDay(2027, 3, 11), 1);
  ASSERT_TRUE(Eventually([&] { return Of(people[0]).answer_by() == "2027-03-16"; }));
  EXPECT_THAT(platform_.Told("scheduling"), ElementsAre("enrolment.asked"));
  EXPECT_THAT(Of(people[0]).asked(), ElementsAre(head_, camat));
  ASSERT_THAT(approve(Official()), IsOk());
  EXPECT_EQ(Of(people[0]).approved_by(), "sekretaris-daerah");
}

TEST_F(Enrolments, AreLetGoByWhomeverOfTheLineWasAsked) {
  const std::string camat = city_.Head(kUnit);
  const std::vector<std::string> people = Offered(1, 1);
  ASSERT_TRUE(IsAsked(head_, people[0]));
  MoveTo(absl::CivilDay(2027, 3, 5), 1);
  ASSERT_TRUE(IsAsked(camat, people[0]));
  ASSERT_THAT(client().ApproveEnrolment(Self(camat), About(people[0])), IsOk());
  EXPECT_EQ(Of(people[0]).approved_by(), camat);
}

TEST_F(Enrolments, ThatNobodyAnswersLapseTwoWorkingDaysBefore) {
  const std::vector<std::string> people = Offered(1, 2);
  MoveTo(absl::CivilDay(2027, 4, 5), 23);
  EXPECT_EQ(States(people), "OFFERED WAITLISTED");
  MoveTo(absl::CivilDay(2027, 4, 6), 1);
  ASSERT_TRUE(Become(people, "WITHDRAWN OFFERED"));
  EXPECT_EQ(Of(people[0]).end_cause(), sv::END_UNANSWERED);
  // Offered on that day, he may answer until it begins; what falls free then stays empty.
  MoveTo(absl::CivilDay(2027, 4, 8), 1);
  ASSERT_TRUE(Become(people, "WITHDRAWN WITHDRAWN"));
}

// The day that was two working days before is one, by a list that came later.
TEST_F(Enrolments, ThatNobodyAnswersLapseBeforeAHolidayThatWasHeardLater) {
  const std::vector<std::string> people = Offered(1, 2);
  MoveTo(absl::CivilDay(2027, 4, 4), 23);
  Holidays({{"2027-03-22", "Idulfitri (rekaan)"}, {"2027-04-07", "Cuti bersama (rekaan)"}});
  ASSERT_TRUE(IsQuiet());
  EXPECT_EQ(States(people), "OFFERED WAITLISTED");
  MoveTo(absl::CivilDay(2027, 4, 5), 1);
  ASSERT_TRUE(Become(people, "WITHDRAWN OFFERED"));
}

TEST_F(Enrolments, ThatNobodyAnswersLapseOnTheDayOnWhichSuchAListComes) {
  const std::vector<std::string> people = Offered(1, 2);
  MoveTo(absl::CivilDay(2027, 4, 5), 9);
  ASSERT_TRUE(IsQuiet());
  EXPECT_EQ(States(people), "OFFERED WAITLISTED");
  Holidays({{"2027-03-22", "Idulfitri (rekaan)"}, {"2027-04-07", "Cuti bersama (rekaan)"}});
  ASSERT_TRUE(Become(people, "WITHDRAWN OFFERED"));
}

TEST_F(Enrolments, AreKeptUntilTheBatchIsPublishedAndWaitAgainWhenItIsCancelled) {
  head_ = city_.Head(kKelurahan);
  const std::vector<std::string> people = Ranked(2, 3);
  EXPECT_EQ(States(people), "WAITLISTED WAITLISTED WAITLISTED");
  EXPECT_EQ(Of(people[0]).batch(), batch_.id()) << "its seat is kept";
  EXPECT_EQ(Of(people[2]).batch(), "");
  // Nobody is promoted while it is not published.
  ASSERT_THAT(Withdraw(people[0]), IsOk());
  EXPECT_EQ(States(people), "WITHDRAWN WAITLISTED WAITLISTED");
  Publish(batch_);
  EXPECT_EQ(States(people), "WITHDRAWN OFFERED OFFERED");
  Confirm(people[1]);
  Cancel(batch_);
  EXPECT_EQ(States(people), "WITHDRAWN WAITLISTED WAITLISTED");
  EXPECT_EQ(Of(people[1]).batch(), "");
}

TEST_F(Enrolments, AreAskedAgainWhenSomethingIsHeardOfThem) {
  const std::vector<std::string> people = Offered(3, 5);
  Leave(people[0], "2027-04-08", "2027-04-09");
  ASSERT_TRUE(IsQuiet());
  EXPECT_EQ(Questioned(people[0]), "OPEN SEL-04");
  EXPECT_EQ(States(people), "OFFERED OFFERED OFFERED WAITLISTED WAITLISTED");
  ASSERT_THAT(GiveUp(people[0]), IsOk());
  EXPECT_EQ(States(people), "WITHDRAWN OFFERED OFFERED OFFERED WAITLISTED");
  EXPECT_EQ(Of(people[0]).end_cause(), sv::END_GATE);
  EXPECT_THAT(Of(people[0]).rules(), ElementsAre("SEL-04"));
  // A post of another family, without a gap that counts there.
  ASSERT_THAT(city_.Assign(people[1], "STAF", kUnit), IsOk());
  ASSERT_TRUE(IsQuiet());
  EXPECT_EQ(Questioned(people[1]), "OPEN SEL-02");
  ASSERT_THAT(GiveUp(people[1]), IsOk());
  EXPECT_EQ(States(people), "WITHDRAWN WITHDRAWN OFFERED OFFERED OFFERED");
  EXPECT_THAT(Of(people[1]).rules(), ElementsAre("SEL-02"));
  // Another unit alone is no bar; its head is asked.
  const std::string other = city_.Head("33.74.14.1004");
  ASSERT_THAT(city_.Assign(people[2], "LURAH", "33.74.14.1004"), IsOk());
  EXPECT_TRUE(IsAsked(other, people[2]));
  EXPECT_EQ(StateOf(people[2]), "OFFERED");
}

TEST_F(Enrolments, LoseOrGainSeatsWithTheCapacity) {
  const std::vector<std::string> people = Offered(2, 4);
  EXPECT_THAT(Capacity(1), RefusedBy("ENR-33"));
  EXPECT_THAT(Capacity(1, {people[2]}), RefusedBy("ENR-33")) << "he has none";
  const auto fewer = Capacity(1, {people[0]});
  ASSERT_THAT(fewer, IsOk());
  EXPECT_EQ(fewer->held(), 1);
  EXPECT_EQ(States(people), "WAITLISTED OFFERED WAITLISTED WAITLISTED");
  EXPECT_THAT(RulesOf(Capacity(301).status()), Contains("PLB-03"));
  EXPECT_THAT(Capacity(0), HasCode(absl::StatusCode::kInvalidArgument));
  const auto more = Capacity(3);
  ASSERT_THAT(more, IsOk());
  EXPECT_EQ(more->held(), 3);
  EXPECT_EQ(States(people), "OFFERED OFFERED OFFERED WAITLISTED") << "with his old place";
}

// Those that are kept until it is published as well: nobody loses one unasked.
TEST_F(Enrolments, LoseSeatsThatAreKeptWithTheCapacity) {
  head_ = city_.Head(kKelurahan);
  const std::vector<std::string> people = Ranked(3, 4);
  EXPECT_THAT(Capacity(2), RefusedBy("ENR-33"));
  EXPECT_THAT(Capacity(2, {people[3]}), RefusedBy("ENR-33")) << "he has none";
  const auto fewer = Capacity(2, {people[1]});
  ASSERT_THAT(fewer, IsOk());
  EXPECT_EQ(fewer->kept(), 2);
  EXPECT_EQ(Of(people[1]).batch(), "") << "he waits, with his old place";
  Publish(batch_);
  EXPECT_EQ(States(people), "OFFERED WAITLISTED OFFERED WAITLISTED");
}

TEST_F(Enrolments, AreNeverMoreThanTheSeatsHoweverManyComeAtOnce) {
  const std::vector<std::string> people = Offered(5, 205);
  std::atomic<bool> done = false;
  std::atomic<int> most = 0;
  std::thread watch([&] {
    pg::Connection own(platform_.conninfo("scheduling"));
    while (!done) {
      const int held =
          own.Query("SELECT count(*) FROM enrolment WHERE state BETWEEN 2 AND 5", {}).Int32(0, 0);
      most = std::max(most.load(), held);
    }
  });
  std::vector<sv::WithdrawEnrolmentRequest> requests;
  for (std::size_t i = 0; i < 200; ++i) {
    sv::WithdrawEnrolmentRequest& request = requests.emplace_back();
    request.set_request_id(platform_.Id());
    request.set_unit(kUnit);
    request.set_id(Of(people[i]).id());
    request.set_reason("dinas lain");
  }
  std::atomic<std::size_t> next = 0;
  std::vector<std::thread> callers;
  std::atomic<int> failed = 0;
  for (int i = 0; i < 20; ++i) {
    callers.emplace_back([&] {
      for (std::size_t at = next++; at < requests.size(); at = next++) {
        const Call call = platform_.As("panitia", {{v1::ORGANISER, "/"}}, absl::Minutes(1));
        auto answer = client().WithdrawEnrolment(call, requests[at]);
        // It was promoted between the look and the lock.
        while (absl::IsAborted(answer.status()))
          answer = client().WithdrawEnrolment(call, requests[at]);
        if (!answer.ok()) ++failed;
      }
    });
  }
  for (std::thread& caller : callers) caller.join();
  done = true;
  watch.join();
  EXPECT_EQ(failed, 0);
  EXPECT_EQ(most, 5);
  EXPECT_EQ(Listed("", sv::ENROLMENT_WITHDRAWN).size(), 200u);
  EXPECT_EQ(Listed(batch_.id(), sv::ENROLMENT_OFFERED).size(), 5u);
}

TEST_F(Enrolments, OfWhoObjectsAndIsUpheldGoFirst) {
  const std::vector<std::string> people = Offered(1, 4);
  sv::FileObjectionRequest file;
  file.set_request_id(platform_.Id());
  file.set_person(people[3]);
  file.set_selection(selection_.id());
  EXPECT_THAT(client().FileObjection(Self(people[3]), file), RefusedBy("OBJ-04"));
  file.set_request_id(platform_.Id());
  file.set_reason("nilai saya keliru");
  EXPECT_TRUE(absl::IsPermissionDenied(client().FileObjection(Self(people[2]), file).status()));
  const auto filed = client().FileObjection(Self(people[3]), file);
  ASSERT_THAT(filed, IsOk());
  file.set_request_id(platform_.Id());
  EXPECT_THAT(client().FileObjection(Self(people[3]), file), RefusedBy("OBJ-03"));
  sv::DecideObjectionRequest decide;
  decide.set_unit(kUnit);
  decide.set_id(filed->id());
  decide.set_upheld(true);
  decide.set_reason("nilai diperbaiki");
  decide.set_request_id(platform_.Id());
  EXPECT_THAT(
      client().DecideObjection(platform_.As("panitia", {{v1::ANALYST, "/"}}), decide),
      RefusedBy("OBJ-06"))
      << "who made the selection does not decide";
  decide.set_request_id(platform_.Id());
  const auto decided =
      client().DecideObjection(platform_.As("kaban", {{v1::AGENCY_HEAD, "/"}}), decide);
  ASSERT_THAT(decided, IsOk());
  EXPECT_EQ(decided->state(), sv::OBJECTION_UPHELD);
  EXPECT_TRUE(Of(people[3]).upheld());
  ASSERT_THAT(Withdraw(people[0]), IsOk());
  EXPECT_EQ(States(people), "WITHDRAWN WAITLISTED WAITLISTED OFFERED");
  // One that has lost its reason lapses; after ten working days there is none.
  file.set_request_id(platform_.Id());
  file.set_person(people[1]);
  const auto open = client().FileObjection(Self(people[1]), file);
  ASSERT_THAT(open, IsOk());
  ASSERT_THAT(Withdraw(people[3]), IsOk());
  EXPECT_EQ(StateOf(people[1]), "OFFERED");
  sv::ListObjectionsRequest lapsed;
  lapsed.set_state(sv::OBJECTION_LAPSED);
  const auto listed = client().ListObjections(Auditor(), lapsed);
  ASSERT_THAT(listed, IsOk());
  ASSERT_EQ(listed->objections_size(), 1);
  EXPECT_EQ(listed->objections(0).id(), open->id());
  MoveTo(absl::CivilDay(2027, 3, 16));
  file.set_request_id(platform_.Id());
  file.set_person(people[2]);
  EXPECT_THAT(client().FileObjection(Self(people[2]), file), RefusedBy("OBJ-02"));
}

TEST_F(Enrolments, AreListedPageByPageAndByWhoMay) {
  const std::vector<std::string> people = Ranked(1, 5);
  sv::ListEnrolmentsRequest request;
  request.set_unit(kUnit);
  request.set_page_size(2);
  std::vector<std::string> seen;
  do {
    const auto page = client().ListEnrolments(Organiser("/33.74.14/"), request);
    ASSERT_THAT(page, IsOk());
    for (const sv::Enrolment& one : page->enrolments()) seen.push_back(one.person());
    request.set_page_token(page->next_page_token());
  } while (!request.page_token().empty());
  EXPECT_EQ(seen, people);
  sv::ListEnrolmentsRequest elsewhere;
  EXPECT_EQ(client().ListEnrolments(Organiser("/33.74.02/"), elsewhere)->enrolments_size(), 0);
  EXPECT_TRUE(
      absl::IsPermissionDenied(client().ListEnrolments(Self(people[0]), elsewhere).status()));
  sv::ListOwnEnrolmentsRequest own;
  own.set_person(people[0]);
  EXPECT_TRUE(absl::IsPermissionDenied(client().ListOwnEnrolments(Self(people[1]), own).status()));
}

// A unit that moves takes its people along: who may look at them, and with whom they may be away.
TEST_F(Enrolments, GoWithTheirUnitWhenItMoves) {
  MayBeAway("{75,1,100,60}");  // three of four, and one of two
  const std::string before = People("LURAH", kKelurahan, 2).front();
  const auto choice = [&](const std::string& path) {
    return Choice(platform_.As("auditor", {{v1::AUDITOR, path}}), before).status().code();
  };
  const auto listed = [&](const std::string& path) {
    const auto found = client().ListEnrolments(platform_.As("hr", {{v1::UNIT_HEAD, path}}), {});
    EXPECT_THAT(found, IsOk());
    return found.ok() ? found->enrolments_size() : 0;
  };
  city_.Move("33.74.02");
  People("LURAH", kKelurahan, 2);  // those who come after it
  const sv::Selection selection = Selected({OnDay("2027-04-08", 4)});
  EXPECT_EQ(Figures(selection), "4 4 3 1");
  EXPECT_EQ(choice("/33.74.02/"), absl::StatusCode::kOk);
  EXPECT_EQ(choice("/33.74.14/"), absl::StatusCode::kPermissionDenied);
  EXPECT_EQ(listed("/33.74.02/"), 4);
}

}  // namespace
}  // namespace binadaya::test
