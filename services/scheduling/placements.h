#pragma once

#include <functional>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "binadaya/scheduling/v1/scheduling.rpc.h"
#include "services/common/app.h"
#include "services/common/db.h"
#include "services/common/jobs.h"
#include "services/common/page.h"
#include "services/scheduling/domain/batch.h"
#include "services/scheduling/placement_inputs.h"
#include "services/scheduling/rules.h"

namespace binadaya::scheduling {

// `fresh`: it is not there yet.
void SaveRecord(Tx& tx, const v1::PlacementRecord& record, bool fresh = false);
void SaveRecord(Tx& tx, const v1::RepairRecord& record, bool fresh = false);

// The part of the service that proposes: when and where a window takes place (placements.cc,
// placing.cc), and how what was disturbed is mended (repairs.cc, mending.cc). Both are computed by
// a job from one moment of the database, and kept with a hash of all that they rest on; accepted,
// they are carried out by what the schedule does for everybody, in one transaction. Any thread.
class Placements : public SchedulingService, protected Rules {
 public:
  absl::StatusOr<v1::StartPlacementResponse> StartPlacement(
      Call& call, const v1::StartPlacementRequest& request) override;
  absl::StatusOr<v1::PlacementSoFar> GetPlacementSoFar(
      Call& call, const v1::GetPlacementSoFarRequest& request) override;
  absl::StatusOr<v1::PlacementSoFar> FinishPlacement(
      Call& call, const v1::FinishPlacementRequest& request) override;
  absl::StatusOr<v1::Placement> GetPlacement(
      Call& call, const v1::GetPlacementRequest& request) override;
  absl::StatusOr<v1::ListPlacementsResponse> ListPlacements(
      Call& call, const v1::ListPlacementsRequest& request) override;
  absl::StatusOr<v1::Placement> AcceptPlacement(
      Call& call, const v1::AcceptPlacementRequest& request) override;
  absl::StatusOr<v1::StartRepairResponse> StartRepair(
      Call& call, const v1::StartRepairRequest& request) override;
  absl::StatusOr<v1::Repair> GetRepair(Call& call, const v1::GetRepairRequest& request) override;
  absl::StatusOr<v1::ListRepairsResponse> ListRepairs(
      Call& call, const v1::ListRepairsRequest& request) override;
  absl::StatusOr<v1::Repair> AcceptRepair(
      Call& call, const v1::AcceptRepairRequest& request) override;

  std::vector<Jobs::Kind> Kinds();

 protected:
  explicit Placements(App& app) : Rules(app.policies()), db_(app.db()), pages_(app.pages()) {}

  // What the schedule itself does. As Scheduling says.
  virtual std::vector<domain::Booking> BookedNear(
      Tx& tx, std::span<const domain::Booking> asked, const std::string& but) const = 0;
  // Drafts a rundown and releases it, as a person would.
  virtual absl::StatusOr<v1::RundownRelease> ReleasePlaced(
      Tx& tx, batch_store::Batch batch, const domain::Rundown& placed,
      const std::string& reason) const = 0;
  // The same of a batch that people may rely on, after its repair is decided. What was wrong with
  // its release already bars nothing.
  virtual absl::StatusOr<v1::RundownRelease> ReleaseMended(
      Tx& tx, batch_store::Batch batch, const domain::Rundown& mended,
      const domain::ScheduleChange& change) const = 0;
  // A session of a unit's batch whose missing minutes another one delivers, then and there: that
  // one is planned, booked and told, or it is refused (PlanMakeUp).
  struct MakeUpAt {
    domain::Slot slot = {};
    std::string venue = {}, speaker = {};  // empty: it needs none
    // By hand: the item that it delivers. Who has searched for it has asked all rules already but
    // those of the speaker.
    std::optional<domain::RundownItem> as = {};
  };
  virtual absl::Status AddMakeUp(
      Tx& tx, const std::string& unit, const std::string& lost, const MakeUpAt& at) const = 0;
  // The leader cannot come to an opening: it falls back; where nothing was agreed with him yet, the
  // hold is released. With his agenda locked.
  virtual absl::Status GiveUp(
      Tx& tx, domain::Hold hold, domain::Fallback way, const std::string& delegate,
      const std::optional<domain::Slot>& to, const std::string& reason) const = 0;
  // His address goes to another hour, so he is asked anew: what he had confirmed changes, if he
  // will; whatever else was asked of him is released, and asked for then. With his agenda locked.
  virtual absl::Status AskAnew(
      Tx& tx, hold_store::Hold of, const domain::Slot& to, const std::string& reason) const = 0;
  // On the clock on the wall.
  virtual absl::CivilMinute Minute(absl::Time at) const = 0;

  Db& db_;
  const Pages& pages_;

 private:
  static constexpr char kPlacementJob[] = "scheduling.Placement";
  static constexpr char kRepairJob[] = "scheduling.Repair";

  absl::StatusOr<v1::PlacementRecord> Place(JobRun& run, const v1::StartPlacementRequest& asked);
  // Of a unit's placement under way, as its job last kept it; PLC-54: it is not.
  static absl::StatusOr<v1::PlacementSoFar> SoFarOf(
      Tx& tx, const std::string& unit, const std::string& id);
  absl::StatusOr<v1::RepairRecord> Mend(JobRun& run, const v1::StartRepairRequest& asked);
  // A job: what it finds is kept; nothing is computed of one that ended and was begun again.
  template <class Request, class Response, class Compute>
  absl::StatusOr<Response> Once(const JobRun& run, Compute compute) {
    Request command;
    command.set_request_id(run.id());
    return db_.Write(
        run.call(), command, compute, [&](Tx& tx, const auto& record) -> absl::StatusOr<Response> {
          SaveRecord(tx, record, true);
          Response response;
          response.set_job(run.id());
          return response;
        });
  }
  absl::StatusOr<PlacementInputs> Read(
      Tx& tx, const PlacementScope& scope, const PlacementRules& rules) const;
  struct Moment {
    PlacementInputs inputs = {};
    PlacementRules rules = {};
    InputParts parts = {};
  };
  // All as it was at one moment: it is read until it is the same twice, and so it was in between.
  // `choose`: of what it is read.
  absl::StatusOr<Moment> ReadOfOneMoment(
      const Call& call, const std::function<absl::StatusOr<PlacementScope>(Tx&)>& choose) const;
  // As they are now, with nobody else able to change the batches, or to book what they may take,
  // until the end; refused unless all is as it was (PLC-46).
  absl::StatusOr<PlacementInputs> ReadAgain(
      Tx& tx, const PlacementScope& scope, const PlacementRules& rules,
      const google::protobuf::RepeatedPtrField<v1::InputPart>& parts) const;
  // What an option makes up for.
  absl::Status PlanMakeUps(
      Tx& tx, const PlacementInputs& inputs, const domain::placement::RepairOption& option) const;
  // Of addresses that an option moves, or has somebody else hold: what is agreed with the leaders.
  absl::Status MoveHolds(
      Tx& tx, const PlacementInputs& inputs, const domain::placement::RepairOption& option,
      const v1::AcceptRepairRequest& request) const;
};

using FindingList = google::protobuf::RepeatedPtrField<::binadaya::v1::Finding>;

// Of a release, with its batch.
void AddWarnings(const v1::RundownRelease& release, FindingList& out);

// A batch below the scope of the call; NotFound of "batches".
absl::StatusOr<batch_store::Batch> BatchBelow(Tx& tx, const std::string& id);
// NotFound, of "venues" or "speakers", unless all of them are on record.
absl::Status OnRecord(
    Tx& tx, const std::vector<std::string>& venues, const std::vector<std::string>& speakers);
// Those of some batches that can be placed, or mended, in the order of their ids. Others refuse it
// if they were asked for by name (`named`); else they are left out, which `told` says. PLC-47: none
// is left; PLC-39: more sessions than are placed at once.
absl::StatusOr<std::vector<std::string>> PlaceableOf(
    Tx& tx, const std::vector<std::string>& batches, const std::set<std::string>& named,
    bool repair, FindingList& told);
PlacementScope ScopeOf(const v1::StartPlacementRequest& request);
// `told`: when it was asked.
PlacementScope ScopeOf(
    const v1::StartRepairRequest& request, const std::vector<std::string>& batches,
    absl::CivilDay told);
void ToProto(
    const PlacementRules& rules, google::protobuf::RepeatedPtrField<v1::PolicyValues>& out);
void ToProto(const InputParts& parts, google::protobuf::RepeatedPtrField<v1::InputPart>& out);
v1::PlacedSession SessionAt(
    const PlacementInputs& inputs, std::size_t session, const domain::placement::Place& place);

}  // namespace binadaya::scheduling
