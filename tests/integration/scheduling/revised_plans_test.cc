// What becomes of batches whose annual plan is revised.
#include "tests/integration/scheduling/placing.h"

namespace binadaya::test {
namespace {

class RevisedPlans : public PlacingTest {
 protected:
  // What a batch of it costs is no matter here.
  void Revise(int batches, int size = 300) { SetPlan(batches, size, 0); }
};

TEST_F(RevisedPlans, PublishWhatTheyHaveStill) {
  const sv::Batch first = OnDay("2027-04-12", 30), second = OnDay("2027-04-13", 30);
  Revise(2, 29);
  EXPECT_THAT(Publishing(first), RefusedBy("PLB-03"));
  Revise(1);
  Publish(first);
  EXPECT_THAT(Publishing(second), RefusedBy("PLB-04"));
  EXPECT_EQ(Shown(second).state(), sv::BATCH_SCHEDULED);
  // The place in the plan that is free again is for another one.
  Cancel(first);
  Publish(second);
}

TEST_F(RevisedPlans, UndoAPublicationThatTheyOvertake) {
  const sv::Batch batch = OnDay("2027-04-12", 30);
  HoldSaga();
  ASSERT_THAT(Publishing(batch), IsOk());
  Revise(0);
  LetSagaGoOn();
  ASSERT_TRUE(Eventually([&] { return PublicationOf(batch).state() == sv::PUBLICATION_UNDONE; }));
  const sv::Publication undone = PublicationOf(batch);
  ASSERT_EQ(undone.findings_size(), 1);
  EXPECT_EQ(undone.findings(0).rule(), "PLB-04");
  EXPECT_EQ(undone.batch_state(), sv::BATCH_SCHEDULED);
}

TEST_F(RevisedPlans, ListWhatHangsOnAnItemThatTheyHaveNoMore) {
  const sv::Batch batch = OnDay("2027-04-12", 30), cancelled = OnDay("2027-04-13", 30);
  Cancel(cancelled);
  sv::ListBatchesRequest list;
  list.set_unplanned(true);
  const auto listed = [&](const Call& by) {
    const auto found = client().ListBatches(by, list);
    EXPECT_THAT(found, IsOk());
    std::string ids;
    for (const sv::Batch& one : found->batches()) absl::StrAppend(&ids, one.id(), " ");
    return ids;
  };
  EXPECT_EQ(listed(Auditor()), "");
  Revise(0);
  EXPECT_EQ(listed(Auditor()), Cat(batch.id(), " "));
  EXPECT_EQ(listed(Organiser("/33.74.02/")), "");
  EXPECT_TRUE(Shown(batch).unplanned());
  // Nobody is told that he is chosen for what does not take place.
  EXPECT_THAT(client().SelectParticipants(Organiser(), Selecting({batch})), RefusedBy("SEL-33"));
  Revise(2);
  EXPECT_EQ(listed(Auditor()), "");
  EXPECT_THAT(client().SelectParticipants(Organiser(), Selecting({batch})), IsOk());
}

TEST_F(RevisedPlans, TakeNoHallForWhatTheyHaveNoMore) {
  const sv::Venue hall = Venue("Aula");
  const std::string batch = Drafts(hall, Speaker());
  const sv::Placement placement = Placed(Window("2027-04-12", "2027-04-24"));
  ASSERT_EQ(placement.batches_size(), 1);
  Revise(0);
  EXPECT_THAT(
      client().StartPlacement(Organiser(), Window("2027-04-12", "2027-04-24", {batch})),
      RefusedBy("PLC-56"));
  EXPECT_THAT(client().AcceptPlacement(Organiser(), Accepting(placement)), RefusedBy("PLC-46"));
  const std::string job = Started(Window("2027-04-12", "2027-04-24"));
  ASSERT_TRUE(HasEnded(job));
  const operations::v1::Job nothing = JobOf(job);
  EXPECT_EQ(nothing.state(), operations::v1::Job::REFUSED);
  EXPECT_EQ(RulesOf(nothing.findings()), "PLC-47");
}

}  // namespace
}  // namespace binadaya::test
