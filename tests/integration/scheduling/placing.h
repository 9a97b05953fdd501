#pragma once

#include <string>
#include <vector>

#include "tests/integration/scheduling/participants.h"

namespace binadaya::test {

// Batches whose rundown is drafted on a provisional day, for April 2027; what jobs make of them.
class PlacingTest : public ParticipantsTest {
 protected:
  static constexpr char kProvisional[] = "2027-04-08";

  operations::v1::Job JobOf(const std::string& id) {
    operations::v1::GetJobRequest request;
    request.set_job(id);
    const auto job = platform_.operations("scheduling").GetJob(Organiser(), request);
    EXPECT_THAT(job, IsOk());
    return job.value_or(operations::v1::Job());
  }
  bool HasEnded(const std::string& job) {
    return Eventually([&] { return !JobOf(job).ended_at().empty(); }, absl::Minutes(2));
  }
  std::string Drafts(const sv::Venue& hall, const sv::Speaker& teacher, int capacity = 30) {
    const sv::Batch batch = Batch(capacity);
    EXPECT_THAT(Draft(batch, GoodDay(kProvisional, hall, teacher)), IsOk());
    return batch.id();
  }
  sv::Batch Now(const std::string& id) {
    sv::Batch batch;
    batch.set_unit(kUnit);
    batch.set_id(id);
    return Shown(batch);
  }
  sv::StartPlacementRequest Window(
      const std::string& from, const std::string& until,
      const std::vector<std::string>& batches = {}) {
    sv::StartPlacementRequest request;
    request.set_request_id(platform_.Id());
    request.set_unit(kUnit);
    request.set_year(2027);
    request.set_from(from);
    request.set_until(until);
    request.set_seed(7);
    request.set_steps(2'000);
    for (const std::string& batch : batches) request.add_batches(batch);
    return request;
  }
  std::string Started(const sv::StartPlacementRequest& request) {
    const auto started = client().StartPlacement(Organiser(), request);
    EXPECT_THAT(started, IsOk());
    return started.ok() ? started->job() : "";
  }
  absl::StatusOr<sv::Placement> Got(const std::string& id, const std::string& batch = "") {
    sv::GetPlacementRequest request;
    request.set_unit(kUnit);
    request.set_placement(id);
    request.set_batch(batch);
    return client().GetPlacement(Auditor(), request);
  }
  absl::StatusOr<sv::PlacementSoFar> SoFar(const std::string& id, const std::string& unit = kUnit) {
    sv::GetPlacementSoFarRequest request;
    request.set_unit(unit);
    request.set_placement(id);
    return client().GetPlacementSoFar(Auditor(), request);
  }
  // Waits for the first figures of a search.
  sv::PlacementSoFar Known(const std::string& job) {
    sv::PlacementSoFar so_far;
    EXPECT_TRUE(Eventually([&] {
      const auto now = SoFar(job);
      so_far = now.value_or(sv::PlacementSoFar());
      return so_far.known();
    }));
    return so_far;
  }
  sv::FinishPlacementRequest Finishing(const std::string& id) {
    sv::FinishPlacementRequest request;
    request.set_request_id(platform_.Id());
    request.set_unit(kUnit);
    request.set_placement(id);
    return request;
  }
  void CancelJob(const std::string& job) {
    operations::v1::CancelJobRequest cancel;
    cancel.set_request_id(platform_.Id());
    cancel.set_job(job);
    ASSERT_THAT(platform_.operations("scheduling").CancelJob(Organiser(), cancel), IsOk());
    ASSERT_TRUE(HasEnded(job));
  }
  sv::Placement Placed(const sv::StartPlacementRequest& request) {
    const std::string job = Started(request);
    EXPECT_TRUE(HasEnded(job));
    EXPECT_EQ(JobOf(job).state(), operations::v1::Job::DONE) << JobOf(job).DebugString();
    return Got(job).value_or(sv::Placement());
  }
  sv::AcceptPlacementRequest Accepting(const sv::Placement& placement) {
    sv::AcceptPlacementRequest request;
    request.set_request_id(platform_.Id());
    request.set_unit(kUnit);
    request.set_placement(placement.id());
    request.set_note("sesuai jadwal aula");
    return request;
  }
  sv::Hold Requested(
      const sv::Batch& batch, const std::string& leader, const std::string& day,
      const std::string& from = "07:30", const std::string& until = "08:00") {
    sv::RequestHoldRequest request;
    request.set_request_id(platform_.Id());
    request.set_unit(kUnit);
    request.set_leader(leader);
    *request.mutable_slot() = SlotOf(Cat(day, "T", from), Cat(day, "T", until));
    request.set_priority(sv::TRAINING_OPENING);
    request.set_batch(batch.id());
    const auto hold = client().RequestHold(Organiser(), request);
    EXPECT_THAT(hold, IsOk());
    return hold.value_or(sv::Hold());
  }
  sv::Hold Decided(const sv::Hold& hold, sv::HoldDecision decision, const std::string& why = "") {
    sv::DecideHoldRequest request;
    request.set_request_id(platform_.Id());
    request.set_unit(hold.unit());
    request.set_id(hold.id());
    request.set_decision(decision);
    request.set_reason(why);
    const auto decided = client().DecideHold(Protocol(), request);
    EXPECT_THAT(decided, IsOk());
    return decided.value_or(sv::Hold());
  }
  static std::string RulesOf(
      const google::protobuf::RepeatedPtrField<::binadaya::v1::Finding>& findings) {
    std::string rules;
    for (const auto& one : findings) absl::StrAppend(&rules, rules.empty() ? "" : " ", one.rule());
    return rules;
  }
};

}  // namespace binadaya::test
