// Jobs as they are asked after: jobs.h has what they are.
#include "services/common/jobs.h"
#include "services/common/operations.h"
#include "services/common/status.h"

namespace binadaya::operations {

absl::StatusOr<std::string> Operations::PathOf(
    Call& call, ::binadaya::v1::ScopeKind, const std::string& id) {
  return db_.Read(call, [&](Tx& tx) -> absl::StatusOr<std::string> {
    const std::optional<Jobs::Owner> owner = Jobs::OwnerOf(tx, id);
    if (!owner.has_value()) return NoSuchObject("job");
    if (owner->asked_by != call.subject() &&
        !call.Holds(::binadaya::v1::ADMINISTRATOR, owner->path)) {
      return NoSuchObject("job");
    }
    return owner->path;
  });
}

absl::StatusOr<v1::Job> Operations::GetJob(Call& call, const v1::GetJobRequest& request) {
  return db_.Read(call, [&](Tx& tx) { return Jobs::Get(tx, request.job()); });
}

absl::StatusOr<v1::Job> Operations::CancelJob(Call& call, const v1::CancelJobRequest& request) {
  return db_.Write(call, request, [&](Tx& tx) { return Jobs::Cancel(tx, request.job()); });
}

absl::StatusOr<v1::ListJobsResponse> Operations::ListJobs(
    Call& call, const v1::ListJobsRequest& request) {
  ASSIGN_OR_RETURN(const Page page, pages_.Of(call, request));
  return db_.Read(call, [&](Tx& tx) -> absl::StatusOr<v1::ListJobsResponse> {
    return Jobs::List(tx, page, request.with_ended());
  });
}

}  // namespace binadaya::operations
