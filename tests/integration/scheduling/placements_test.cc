// A window is placed by a job, and carried out when somebody accepts it.
#include <future>
#include <map>
#include <set>

#include "absl/strings/match.h"
#include "tests/integration/scheduling/placing.h"

namespace binadaya::test {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

class Placements : public PlacingTest {
 protected:
  // Seconds; some minutes where each step, and all that runs beside it, is slower.
  const std::int64_t kSteps = 4'000'000 / (Slower() * Slower());

  // No plan of so few days meets this wish: learning is best between ten and eleven.
  void WishTheImpossible() {
    (void)sql().Query(
        "UPDATE policy SET values = '{450,960,30,600,660}' WHERE key = 'placement.hours'", {});
    platform_.app("scheduling").policies().Forget();
  }
  static sv::Placement Undated(sv::Placement placement) {
    placement.clear_id();
    placement.clear_computed_at();
    return placement;
  }
};

TEST_F(Placements, OfThreeBatchesThatWantOneHallAreReleasedOnDaysOfTheirOwn) {
  const sv::Venue hall = Venue("Aula");
  const sv::Speaker teacher = Speaker();
  const std::set<std::string> batches = {
      Drafts(hall, teacher), Drafts(hall, teacher), Drafts(hall, teacher)};
  const sv::Placement placement = Placed(Window("2027-04-12", "2027-04-24"));
  ASSERT_EQ(placement.state(), sv::PLACEMENT_COMPUTED) << placement.DebugString();
  EXPECT_EQ(placement.broken(), 0);
  EXPECT_GE(placement.wished(), placement.at_least());
  EXPECT_EQ(placement.seed(), 7);
  EXPECT_EQ(placement.batches_size(), 3);
  EXPECT_EQ(placement.fingerprint().size(), 64);
  EXPECT_EQ(RulesOf(placement.findings()), "");

  (void)platform_.Told("scheduling");
  const sv::AcceptPlacementRequest accept = Accepting(placement);
  const auto accepted = client().AcceptPlacement(Organiser(), accept);
  ASSERT_THAT(accepted, IsOk());
  EXPECT_EQ(accepted->state(), sv::PLACEMENT_ACCEPTED);
  EXPECT_EQ(accepted->accepted_by(), "panitia");
  std::map<std::string, int> told;
  for (const std::string& type : platform_.Told("scheduling")) ++told[type];
  EXPECT_EQ(told, (std::map<std::string, int>{{"rundown.drafted", 3}, {"rundown.released", 3}}));

  std::map<std::string, std::string> taken;  // by minute in the hall: whose it is
  for (const std::string& id : batches) {
    const sv::Batch batch = Now(id);
    EXPECT_EQ(batch.state(), sv::BATCH_SCHEDULED);
    EXPECT_EQ(Told(Check(batch)), "") << "what is released keeps every rule";
    EXPECT_EQ(Check(batch).learning_minutes(), 315);
    const auto shown = Got(placement.id(), id);
    ASSERT_THAT(shown, IsOk());
    ASSERT_EQ(shown->sessions_size(), 5) << "what rests is not placed";
    for (const sv::PlacedSession& session : shown->sessions()) {
      EXPECT_EQ(session.venue(), hall.id());
      EXPECT_THAT(Conflicts(sv::VENUE, hall.id(), session.slot()), ::testing::SizeIs(1))
          << "one batch alone has it then";
      EXPECT_TRUE(taken.emplace(session.slot().from(), id).second);
    }
  }
  // The answer was lost and is asked for again; another one finds it done.
  EXPECT_THAT(client().AcceptPlacement(Organiser(), accept), IsOk());
  EXPECT_THAT(client().AcceptPlacement(Organiser(), Accepting(placement)), RefusedBy("PLC-44"));
  EXPECT_THAT(platform_.Told("scheduling"), IsEmpty());

  sv::ListPlacementsRequest list;
  list.set_state(sv::PLACEMENT_ACCEPTED);
  const auto listed = client().ListPlacements(Auditor(), list);
  ASSERT_THAT(listed, IsOk());
  ASSERT_EQ(listed->placements_size(), 1);
  EXPECT_EQ(listed->placements(0).id(), placement.id());
}

TEST_F(Placements, GoOnAfterARestartFromWhereTheyWere) {
  WishTheImpossible();
  const sv::Venue hall = Venue("Aula");
  const sv::Speaker teacher = Speaker();
  for (int i = 0; i < 3; ++i) Drafts(hall, teacher);
  sv::StartPlacementRequest request = Window("2027-04-12", "2027-04-15");
  request.set_steps(kSteps);
  const sv::Placement undisturbed = Placed(request);
  EXPECT_EQ(undisturbed.steps(), kSteps);

  request.set_request_id(platform_.Id());
  const std::string job = Started(request);
  const auto kept = [&]() -> std::int64_t {
    const pg::Result row = sql().Query("SELECT checkpoint FROM job WHERE id = $1", pg::Params(job));
    sv::SearchCheckpoint checkpoint;
    if (!row.IsNull(0, 0)) checkpoint.ParseFromString(row.Bytes(0, 0));
    return checkpoint.step();
  };
  ASSERT_TRUE(Eventually([&] { return kept() > 0; }));
  platform_.Stop("scheduling");
  const std::int64_t at = kept();
  ASSERT_LT(at, kSteps);
  platform_.Restart("scheduling");
  std::int64_t least = kSteps;
  ASSERT_TRUE(Eventually(
      [&] {
        const operations::v1::Job now = JobOf(job);
        least = std::min(least, now.done());
        return !now.ended_at().empty();
      },
      absl::Minutes(2)));
  EXPECT_GE(least, at) << "not from the beginning";
  const auto again = Got(job);
  ASSERT_THAT(again, IsOk());
  EXPECT_EQ(Undated(*again).DebugString(), Undated(undisturbed).DebugString());
}

TEST_F(Placements, CanBeCancelledAndLeaveNothing) {
  WishTheImpossible();
  const std::string batch = Drafts(Venue("Aula"), Speaker());
  sv::StartPlacementRequest request = Window("2027-04-12", "2027-04-13");
  request.set_steps(20'000'000);
  const std::string job = Started(request);
  ASSERT_TRUE(Eventually([&] { return JobOf(job).done() > 0; }));
  CancelJob(job);
  EXPECT_EQ(JobOf(job).state(), operations::v1::Job::CANCELLED);
  EXPECT_THAT(Got(job), HasCode(absl::StatusCode::kNotFound));
  EXPECT_EQ(Now(batch).state(), sv::BATCH_PLANNED);
}

TEST_F(Placements, ShowTheBestPlanSoFarAndEndWithItWhenAsked) {
  WishTheImpossible();
  const std::string batch = Drafts(Venue("Aula"), Speaker());
  sv::StartPlacementRequest request = Window("2027-04-12", "2027-04-14");
  request.set_steps(20'000'000);
  const std::string job = Started(request);
  const sv::PlacementSoFar so_far = Known(job);
  EXPECT_EQ(so_far.id(), job);
  EXPECT_LT(so_far.steps(), so_far.most_steps());
  EXPECT_EQ(so_far.most_steps(), 20'000'000);
  EXPECT_EQ(so_far.broken(), 0);
  EXPECT_EQ(so_far.rules_size(), 0);
  EXPECT_GT(so_far.wished(), so_far.at_least());
  EXPECT_EQ(so_far.finish_by(), "");
  std::int64_t wished = 0;
  for (const sv::WishCount& one : so_far.wishes()) wished += one.amount() * one.weight();
  EXPECT_EQ(wished, so_far.wished());
  // It is searched on, and so is the time counted.
  ASSERT_TRUE(Eventually([&] {
    const auto now = SoFar(job);
    return now.ok() && now->steps() > so_far.steps() &&
           now->milliseconds() > so_far.milliseconds() && now->wished() <= so_far.wished();
  }));
  EXPECT_THAT(SoFar(job, kOther), HasCode(absl::StatusCode::kNotFound));
  EXPECT_THAT(SoFar(kNobody), HasCode(absl::StatusCode::kNotFound));
  EXPECT_THAT(
      client().FinishPlacement(Auditor(), Finishing(job)),
      HasCode(absl::StatusCode::kPermissionDenied));

  const sv::FinishPlacementRequest finish = Finishing(job);
  const auto finishing = client().FinishPlacement(Organiser(), finish);
  ASSERT_THAT(finishing, IsOk());
  EXPECT_EQ(finishing->finish_by(), "panitia");
  ASSERT_TRUE(HasEnded(job));
  EXPECT_EQ(JobOf(job).state(), operations::v1::Job::DONE);
  const auto placement = Got(job);
  ASSERT_THAT(placement, IsOk());
  EXPECT_EQ(placement->state(), sv::PLACEMENT_COMPUTED);
  EXPECT_EQ(placement->finished_by(), "panitia");
  EXPECT_LT(placement->steps(), 20'000'000);
  EXPECT_LE(placement->wished(), finishing->wished());

  // Once more it is the same answer; another one comes too late.
  EXPECT_THAT(client().FinishPlacement(Organiser(), finish), IsOk());
  EXPECT_THAT(client().FinishPlacement(Organiser(), Finishing(job)), RefusedBy("PLC-54"));
  EXPECT_THAT(SoFar(job), RefusedBy("PLC-54"));
  EXPECT_THAT(client().AcceptPlacement(Organiser(), Accepting(*placement)), IsOk());
  EXPECT_EQ(Now(batch).state(), sv::BATCH_SCHEDULED);
}

TEST_F(Placements, DoNotEndWithAPlanThatBreaksARule) {
  const sv::Venue hall = Venue("Aula");
  const sv::Speaker teacher = Speaker();
  for (int i = 0; i < 2; ++i) Drafts(hall, teacher);
  // Two batches of a day each, one hall, and one day.
  sv::StartPlacementRequest request = Window("2027-04-12", "2027-04-13");
  request.set_steps(20'000'000);
  const std::string job = Started(request);
  const sv::PlacementSoFar so_far = Known(job);
  EXPECT_GT(so_far.broken(), 0);
  std::int64_t broken = 0;
  for (const sv::RuleCount& one : so_far.rules()) broken += one.amount();
  EXPECT_EQ(broken, so_far.broken());
  EXPECT_THAT(client().FinishPlacement(Organiser(), Finishing(job)), RefusedBy("PLC-55"));
  EXPECT_EQ(SoFar(job)->finish_by(), "");
  CancelJob(job);
  EXPECT_THAT(client().FinishPlacement(Organiser(), Finishing(job)), RefusedBy("PLC-54"));
}

TEST_F(Placements, KeepTheBreaksOfTheirDraft) {
  const std::string batch = Drafts(Venue("Aula"), Speaker());
  const sv::Placement placement = Placed(Window("2027-04-12", "2027-04-13"));
  ASSERT_EQ(placement.state(), sv::PLACEMENT_COMPUTED) << placement.DebugString();
  ASSERT_THAT(client().AcceptPlacement(Organiser(), Accepting(placement)), IsOk());
  sv::GetRundownRequest request;
  request.set_unit(kUnit);
  request.set_batch(batch);
  const auto rundown = client().GetRundown(Auditor(), request);
  ASSERT_THAT(rundown, IsOk());
  std::map<std::string, int> minutes;
  for (const sv::RundownItem& item : rundown->content().items())
    minutes[item.title()] = item.until() - item.from();
  EXPECT_EQ(minutes["Istirahat"], 15);
  EXPECT_EQ(minutes["Makan siang"], 60) << "not what is left of the prayer time";
  EXPECT_EQ(minutes["Salat"], 30);
}

TEST_F(Placements, ThatCannotKeepEveryRuleSayWhichOnesAndAreNotAccepted) {
  const sv::Venue hall = Venue("Aula");
  const sv::Speaker teacher = Speaker();
  for (int i = 0; i < 2; ++i) Drafts(hall, teacher);
  // Two batches of a day each, one hall, and one day.
  const sv::Placement placement = Placed(Window("2027-04-12", "2027-04-13"));
  EXPECT_EQ(placement.state(), sv::PLACEMENT_BREAKS_RULES);
  EXPECT_GT(placement.broken(), 0);
  EXPECT_GT(placement.rules_size(), 0);
  EXPECT_THAT(RulesOf(placement.findings()), HasSubstr("PLC-2"));
  EXPECT_THAT(client().AcceptPlacement(Organiser(), Accepting(placement)), RefusedBy("PLC-43"));
}

TEST_F(Placements, SayWhatIsInTheWayByTitleAndBatch) {
  sv::SetVenueRequest hall = Hall("Ruang rapat", 300);  // to be had in May
  *hall.mutable_venue()->add_windows() = SlotOf("2027-05-03T00:00", "2027-05-04T00:00");
  const auto venue = client().SetVenue(Organiser(), hall);
  ASSERT_THAT(venue, IsOk());
  const sv::Batch batch = Batch(30);
  sv::RundownContent content;
  *content.add_items() = Lesson("1", kProvisional, 800, 1000, *venue, Speaker());
  ASSERT_THAT(Draft(batch, content), IsOk());
  sv::StartPlacementRequest request = Window("2027-04-12", "2027-04-13", {batch.id()});
  request.add_venues(venue->id());
  const sv::Placement placement = Placed(request);
  int named = 0;
  for (const ::binadaya::v1::Finding& finding : placement.findings()) {
    if (!absl::StrContains(finding.en(), "“")) continue;  // says of no session by name
    ++named;
    EXPECT_THAT(finding.id(), HasSubstr(Cat("“Materi 1” (angkatan ", batch.number(), ")")));
    EXPECT_THAT(finding.en(), HasSubstr(Cat("“Materi 1” (batch ", batch.number(), ")")));
    EXPECT_THAT(finding.en(), Not(HasSubstr(batch.id()))) << "that is for programs";
  }
  EXPECT_GT(named, 0) << placement.DebugString();
}

TEST_F(Placements, AreRefusedWithAllThatIsWrongWithWhatWasAsked) {
  EXPECT_THAT(
      client().StartPlacement(Organiser(), Window("2027-04-12", "2027-04-12")),
      RefusedBy("PLC-48"));
  EXPECT_THAT(
      client().StartPlacement(Organiser(), Window("2027-03-01", "2027-04-12")), RefusedBy("PLC-48"))
      << "today is no day to come";
  const sv::Batch empty = Batch(30);
  EXPECT_THAT(
      client().StartPlacement(Organiser(), Window("2027-04-12", "2027-04-24", {empty.id()})),
      RefusedBy("PLC-41"));
  sv::StartPlacementRequest request = Window("2027-04-12", "2027-04-24");
  const std::string job = Started(request);
  ASSERT_TRUE(HasEnded(job));
  EXPECT_EQ(JobOf(job).state(), operations::v1::Job::REFUSED);
  EXPECT_EQ(JobOf(job).findings(0).rule(), "PLC-47");
  request = Window("2027-04-12", "2027-04-24");
  request.add_venues(kNobody);
  EXPECT_THAT(client().StartPlacement(Organiser(), request), HasCode(absl::StatusCode::kNotFound));
}

TEST_F(Placements, ThatRestOnWhatHasChangedAreRefusedAndLeaveNoTrace) {
  const sv::Venue hall = Venue("Aula");
  const std::string batch = Drafts(hall, Speaker());
  const sv::Placement placement = Placed(Window("2027-04-12", "2027-04-24"));
  sv::SetVenueRequest smaller = Hall("Aula", 40);
  smaller.mutable_venue()->set_id(hall.id());
  ASSERT_THAT(client().SetVenue(Organiser(), smaller), IsOk());
  (void)platform_.Told("scheduling");
  const auto refused = client().AcceptPlacement(Organiser(), Accepting(placement));
  EXPECT_THAT(refused, RefusedBy("PLC-46"));
  EXPECT_EQ(FindingsOf(refused.status()).front().values.at("part"), Cat("venue/", hall.id()));
  EXPECT_THAT(platform_.Told("scheduling"), IsEmpty());
  EXPECT_EQ(Now(batch).state(), sv::BATCH_PLANNED);
  EXPECT_EQ(Now(batch).released(), 0);
  EXPECT_EQ(Got(placement.id())->state(), sv::PLACEMENT_COMPUTED);
}

TEST_F(Placements, LeaveWhatIsPublishedWhereItIs) {
  const sv::Venue hall = Venue("Aula");
  const sv::Speaker teacher = Speaker();
  const sv::Batch published = Batch(30);
  (void)Released(published, GoodDay("2027-04-12", hall, teacher));
  Publish(published);
  const std::string free = Drafts(hall, teacher);
  EXPECT_THAT(
      client().StartPlacement(Organiser(), Window("2027-04-12", "2027-04-14", {published.id()})),
      RefusedBy("PLC-40"));
  const sv::Placement placement = Placed(Window("2027-04-12", "2027-04-14"));
  ASSERT_EQ(placement.state(), sv::PLACEMENT_COMPUTED) << placement.DebugString();
  ASSERT_EQ(placement.batches_size(), 1);
  EXPECT_EQ(placement.batches(0).batch(), free);
  const sv::Batch before = Shown(published);
  ASSERT_THAT(client().AcceptPlacement(Organiser(), Accepting(placement)), IsOk());
  EXPECT_EQ(Shown(published).DebugString(), before.DebugString());
  EXPECT_EQ(Now(free).first_day(), "2027-04-13");
}

TEST_F(Placements, MoveSeatsThatAreKeptSoThatNoUnitIsEmptied) {
  (void)People("LURAH", kKelurahan, 4);
  const sv::Batch one = OnDay("2027-04-12", 4), other = OnDay("2027-04-13", 4);
  (void)Selected({one, other});
  ASSERT_EQ(Listed(one.id()).size(), 4);
  MayBeAway("{50,1,100,60}");
  const sv::Placement placement =
      Placed(Window("2027-04-12", "2027-04-24", {one.id(), other.id()}));
  ASSERT_EQ(placement.state(), sv::PLACEMENT_COMPUTED) << placement.DebugString();
  ASSERT_THAT(client().AcceptPlacement(Organiser(), Accepting(placement)), IsOk());
  EXPECT_EQ(Listed(one.id()).size(), 2);
  EXPECT_EQ(Listed(other.id()).size(), 2);
  for (const sv::Enrolment& enrolment : Listed())
    EXPECT_EQ(enrolment.state(), sv::ENROLMENT_WAITLISTED) << "nobody was promised anything yet";
}

// Both sit in one batch, of which their unit spares one of them; each teaches a batch of his own.
TEST_F(Placements, LetNobodyTeachWhileHeSitsElsewhere) {
  constexpr char kTaught[] = "019c0000-0000-7000-8000-0000000000b0";
  constexpr char kTaughtItem[] = "019c0000-0000-7000-8000-0000000000b1";
  Approve(kTaught);
  Plan(2027, kTaughtItem, kTaught);
  const std::vector<std::string> people = People("LURAH", kKelurahan, 2);
  const sv::Batch one = OnDay("2027-04-12", 2), other = OnDay("2027-04-13", 2);
  (void)Selected({one, other});
  ASSERT_EQ(Listed(one.id()).size(), 2);
  MayBeAway("{50,1,100,60}");
  std::vector<std::string> taught;
  for (const std::string& person : people) {
    sv::DraftBatchRequest request = Drafting(30);
    request.set_plan_item(kTaughtItem);
    const auto batch = client().DraftBatch(Organiser(), request);
    ASSERT_THAT(batch, IsOk());
    ASSERT_THAT(
        Draft(*batch, GoodDay(kProvisional, Venue(Cat("Aula ", person)), Speaker(person))), IsOk());
    taught.push_back(batch->id());
  }
  const sv::Placement together = Placed(Window("2027-04-12", "2027-04-13", {one.id(), taught[0]}));
  EXPECT_EQ(together.state(), sv::PLACEMENT_BREAKS_RULES) << "on one day";

  const sv::Placement placement =
      Placed(Window("2027-04-12", "2027-04-24", {one.id(), other.id(), taught[0], taught[1]}));
  ASSERT_EQ(placement.state(), sv::PLACEMENT_COMPUTED) << placement.DebugString();
  ASSERT_THAT(client().AcceptPlacement(Organiser(), Accepting(placement)), IsOk());
  for (std::size_t i = 0; i < people.size(); ++i)
    EXPECT_NE(Now(taught[i]).first_day(), Now(Of(people[i]).batch()).first_day());
}

TEST_F(Placements, AreNoBusinessOfAnotherUnit) {
  const std::string batch = Drafts(Venue("Aula"), Speaker());
  const sv::Placement placement = Placed(Window("2027-04-12", "2027-04-24"));
  const Call elsewhere = Organiser(Cat("/", kOther, "/"));
  EXPECT_THAT(
      client().AcceptPlacement(elsewhere, Accepting(placement)),
      HasCode(absl::StatusCode::kPermissionDenied));
  EXPECT_THAT(
      client().StartPlacement(elsewhere, Window("2027-04-12", "2027-04-24")),
      HasCode(absl::StatusCode::kPermissionDenied));
  sv::StartPlacementRequest request = Window("2027-04-12", "2027-04-24", {batch});
  request.set_unit(kOther);
  EXPECT_THAT(client().StartPlacement(elsewhere, request), HasCode(absl::StatusCode::kNotFound));
  sv::AcceptPlacementRequest accept = Accepting(placement);
  accept.set_unit(kOther);
  EXPECT_THAT(client().AcceptPlacement(elsewhere, accept), HasCode(absl::StatusCode::kNotFound));
  EXPECT_EQ(Now(batch).state(), sv::BATCH_PLANNED);
}

TEST_F(Placements, AcceptedByTwoAtOnceAreCarriedOutOnce) {
  const sv::Venue hall = Venue("Aula");
  const std::string batch = Drafts(hall, Speaker());
  const sv::Placement one = Placed(Window("2027-04-12", "2027-04-24")),
                      other = Placed(Window("2027-04-12", "2027-04-24"));
  const auto accept = [&](const sv::Placement& placement) {
    return std::async(
        std::launch::async, [this, call = Organiser(), request = Accepting(placement)] {
          return client().AcceptPlacement(call, request).status();
        });
  };
  auto first = accept(one), second = accept(other);
  const absl::Status statuses[] = {first.get(), second.get()};
  EXPECT_NE(statuses[0].ok(), statuses[1].ok());
  for (const absl::Status& status : statuses)
    if (!status.ok()) {
      EXPECT_THAT(status, RefusedBy("PLC-46"));
    }
  EXPECT_EQ(Now(batch).released(), 1);
}

TEST_F(Placements, StayInTheYearOfTheirMoney) {
  const std::string batch = Drafts(Venue("Aula"), Speaker());
  EXPECT_THAT(
      client().StartPlacement(Organiser(), Window("2027-12-20", "2028-01-02")),
      RefusedBy("PLC-48"));
  EXPECT_THAT(
      client().StartPlacement(Organiser(), Window("2028-01-10", "2028-01-20", {batch})),
      RefusedBy("PLC-48"));
  sv::StartPlacementRequest request = Window("2028-01-10", "2028-01-20", {batch});
  request.set_year(2028);
  EXPECT_THAT(client().StartPlacement(Organiser(), request), RefusedBy("PLC-49"));
  EXPECT_THAT(client().StartPlacement(Organiser(), Window("2027-12-20", "2028-01-01")), IsOk());
}

TEST_F(Placements, KeepTheHourThatStandsInALeadersAgenda) {
  const std::string leader = city_.Person("CAMAT", kUnit);
  ASSERT_TRUE(platform_.Settle());
  const sv::Venue hall = Venue("Aula");
  const sv::Batch batch = Batch(30);
  sv::RundownContent content = GoodDay(kProvisional, hall, Speaker());
  content.mutable_items(0)->set_kind(sv::LEADER_ADDRESS);
  ASSERT_THAT(Draft(batch, content), IsOk());
  const sv::Hold hold =
      Decided(Requested(batch, leader, "2027-04-15", "07:35", "08:05"), sv::PENCIL);
  const sv::Placement placement = Placed(Window("2027-04-12", "2027-04-24"));
  ASSERT_EQ(placement.state(), sv::PLACEMENT_COMPUTED) << placement.DebugString();
  const auto shown = Got(placement.id(), batch.id());
  ASSERT_THAT(shown, IsOk());
  EXPECT_EQ(Written(shown->sessions(0).slot()), Written(hold.slot()));
  EXPECT_THAT(client().AcceptPlacement(Organiser(), Accepting(placement)), IsOk());
}

TEST_F(Placements, WaitForWhoGivesSeats) {
  (void)People("LURAH", kKelurahan, 2);
  const sv::Batch batch = OnDay("2027-04-12", 2);
  (void)Selected({batch});
  const sv::Placement placement = Placed(Window("2027-04-13", "2027-04-24", {batch.id()}));
  ASSERT_EQ(placement.state(), sv::PLACEMENT_COMPUTED) << placement.DebugString();
  HoldGiving();
  auto accepting =
      std::async(std::launch::async, [this, call = Organiser(), request = Accepting(placement)] {
        return client().AcceptPlacement(call, request).status();
      });
  EXPECT_TRUE(SomebodyWaits("advisory", lock::kSeats));
  (void)own_->Query("UPDATE enrolment SET batch = NULL WHERE batch = $1", pg::Params(batch.id()));
  own_->Execute("COMMIT");
  EXPECT_THAT(accepting.get(), RefusedBy("PLC-46", "PLC-46")) << "the batch, and who is in it";
  EXPECT_EQ(Shown(batch).first_day(), "2027-04-12");
}

TEST_F(Placements, TellWhatTheirReleasesWarnOf) {
  Holidays({{"2027-03-22", "Idulfitri (rekaan)"}, {"2027-04-13", "Cuti bersama", true}});
  const std::string batch = Drafts(Venue("Aula"), Speaker());
  const sv::Placement placement = Placed(Window("2027-04-13", "2027-04-14"));
  ASSERT_EQ(placement.state(), sv::PLACEMENT_COMPUTED) << placement.DebugString();
  const auto accepted = client().AcceptPlacement(Organiser(), Accepting(placement));
  ASSERT_THAT(accepted, IsOk());
  EXPECT_EQ(RulesOf(accepted->warnings()), "SC-08");
  EXPECT_EQ(accepted->warnings(0).values().at("batch"), batch);
}

// The service ended after the placement was kept, and before the job was: it is begun again.
TEST_F(Placements, ThatAreKeptAreNotComputedAgain) {
  const sv::Batch batch = Now(Drafts(Venue("Aula"), Speaker()));
  const sv::StartPlacementRequest request = Window("2027-04-12", "2027-04-24");
  const sv::Placement placement = Placed(request);
  Cancel(batch);  // and so there is nothing that could be placed
  const std::string bytes = request.SerializeAsString();
  (void)sql().Query(
      "UPDATE job SET state = 1, request = $2, ended_at = NULL, lease = NULL, lease_until = NULL,"
      " result = '' WHERE id = $1",
      pg::Params(placement.id(), pg::Bytes{bytes}));
  ASSERT_TRUE(HasEnded(placement.id()));
  EXPECT_EQ(JobOf(placement.id()).state(), operations::v1::Job::DONE)
      << JobOf(placement.id()).DebugString();
}

}  // namespace
}  // namespace binadaya::test
