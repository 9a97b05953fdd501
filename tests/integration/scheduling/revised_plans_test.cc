// What becomes of batches whose annual plan is revised.
#include "tests/integration/scheduling/placing.h"

namespace binadaya::test {
namespace {

class RevisedPlans : public PlacingTest {
 protected:
  // The plan has so many batches of the item, of so many people; none: the item is in it no more.
  void Revise(int batches, int size = 300) {
    AsNeeds([&](Tx& tx) {
      needs::v1::PlanRevised event;
      event.set_plan("019c0000-0000-7000-8000-000000000002");
      event.set_year(2027);
      if (batches == 0) {
        event.add_removed(kPlanItem);
      } else {
        needs::v1::PlanItem& item = *event.add_items();
        item.set_id(kPlanItem);
        item.set_program(kProgram);
        item.set_batches(batches);
        item.set_batch_size(size);
        item.set_jp(7);
      }
      needs::Tell(tx, event);
    });
  }
  // With all of its checklist done.
  absl::StatusOr<sv::Publication> Publishing(const sv::Batch& batch) {
    (void)sql().Query(
        "UPDATE checklist_item SET done = due WHERE batch = $1", pg::Params(batch.id()));
    sv::PublishBatchRequest request;
    request.set_request_id(platform_.Id());
    request.set_unit(batch.unit());
    request.set_batch(batch.id());
    return client().PublishBatch(Organiser(), request);
  }
  sv::Publication Publication(const sv::Batch& batch) {
    sv::GetPublicationRequest request;
    request.set_unit(batch.unit());
    request.set_batch(batch.id());
    return client().GetPublication(Auditor(), request).value_or(sv::Publication());
  }
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
  ASSERT_TRUE(Eventually([&] { return Publication(batch).state() == sv::PUBLICATION_UNDONE; }));
  const sv::Publication undone = Publication(batch);
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
