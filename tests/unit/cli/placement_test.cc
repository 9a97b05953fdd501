// Placements and repairs as people read them.
#include "services/cli/placement.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/cli/speaking.h"

namespace binadaya::cli {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
namespace sv = scheduling::v1;

sv::PlacedSession Placed(
    const std::string& title, const std::string& from, const std::string& venue) {
  sv::PlacedSession session;
  session.set_title(title);
  session.mutable_slot()->set_from("2027-04-08T" + from);
  session.mutable_slot()->set_until("2027-04-08T16:00");
  session.set_venue(venue);
  return session;
}

sv::Placement APlacement() {
  sv::Placement placement;
  placement.set_id("019c");
  placement.set_state(sv::PLACEMENT_COMPUTED);
  placement.set_from("2027-04-12");
  placement.set_until("2027-04-24");
  placement.set_wished(4050);
  placement.set_at_least(4000);
  placement.set_steps(2000);
  placement.set_seed(7);
  sv::PlacedBatch& batch = *placement.add_batches();
  batch.set_batch("kelas-1");
  batch.set_first_day("2027-04-12");
  batch.set_last_day("2027-04-12");
  batch.set_sessions(5);
  batch.set_people(30);
  batch.set_moved(2);
  sv::WishCount& wish = *placement.add_wishes();
  wish.set_wish(sv::WISH_FIT);
  wish.set_amount(810);
  wish.set_weight(5);
  placement.add_wishes()->set_wish(sv::WISH_TRAVEL);
  return placement;
}

sv::Repair ARepair() {
  sv::Repair repair;
  repair.set_id("019d");
  repair.set_state(sv::REPAIR_PROPOSED);
  repair.mutable_disruption()->set_cause(sv::CAUSE_VENUE);
  repair.mutable_disruption()->set_reason("atap bocor");
  repair.add_broken("SC-09");
  *repair.add_affected() = Placed("Materi 2", "15:00", "aula");
  sv::RepairOption& option = *repair.add_options();
  option.set_kind(sv::REPAIR_MOVE);
  option.set_fewest(true);
  option.set_minutes_recovered(60);
  option.add_people("p1");
  option.set_rupiah(1'500'000);
  *option.add_changes()->mutable_before() = Placed("Materi 2", "15:00", "aula");
  *option.mutable_changes(0)->mutable_after() = Placed("Materi 2", "15:00", "balai");
  return repair;
}

TEST(PlacementText, SaysWhatIsBrokenWishedAndMoved) {
  const SpeakingIndonesian indonesian;
  EXPECT_THAT(
      PlacementText(APlacement()),
      AllOf(
          HasSubstr("terhitung"), HasSubstr("aturan dilanggar: 0; keinginan: 4050"),
          HasSubstr("paling sedikit 4000"), HasSubstr("kelas-1  2027-04-12"),
          HasSubstr("kursi kosong"), Not(HasSubstr("perpindahan"))))
      << "a wish that is met is not told";
}

TEST(PlacementText, SaysWhoEndedItEarly) {
  sv::Placement placement = APlacement();
  EXPECT_THAT(PlacementText(placement), Not(HasSubstr("ended early")));
  placement.set_finished_by("panitia");
  EXPECT_THAT(PlacementText(placement), HasSubstr("ended early by panitia"));
}

TEST(SoFarText, SaysHowGoodItIsAndForHowLongItWasSearchedFor) {
  sv::PlacementSoFar so_far;
  EXPECT_THAT(SoFarText(so_far), HasSubstr("No plan is saved yet"));
  so_far.set_known(true);
  so_far.set_steps(10'000);
  so_far.set_most_steps(20'000);
  so_far.set_milliseconds(4'700);
  so_far.set_broken(3);
  so_far.set_wished(4050);
  so_far.set_at_least(4000);
  so_far.add_rules()->set_rule("SC-10");
  so_far.mutable_rules(0)->set_amount(3);
  *so_far.add_wishes() = APlacement().wishes(0);
  EXPECT_THAT(
      SoFarText(so_far),
      AllOf(
          HasSubstr("after 10000 of 20000 steps, 4 seconds"),
          HasSubstr("rules broken: 3; wishes: 4050, at least 4000"), HasSubstr("SC-10  3"),
          HasSubstr("810"), Not(HasSubstr("about to end"))));
  so_far.set_finish_by("panitia");
  EXPECT_THAT(SoFarText(so_far), HasSubstr("about to end with this: asked by panitia"));
}

TEST(RepairText, NamesThePriceOfEachWayAndWhatStays) {
  EXPECT_THAT(
      RepairText(ARepair()),
      AllOf(
          HasSubstr("venue: atap bocor"), HasSubstr("sessions affected: 1  SC-09"),
          HasSubstr("move; sessions that change: 1, proven the fewest"),
          HasSubstr("minutes lost: 0, recovered: 60; told: participants 1, speakers 0; "
                    "cost: Rp1.500.000"),
          HasSubstr("Materi 2"), HasSubstr("balai"), HasSubstr("stays")));
}

}  // namespace
}  // namespace binadaya::cli
