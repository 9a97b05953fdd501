#pragma once

#include <functional>
#include <string>
#include <vector>

#include "binadaya/operations/v1/operations.rpc.h"
#include "services/common/cache.h"
#include "services/common/consumer.h"
#include "services/common/db.h"
#include "services/common/page.h"
#include "services/common/policy.h"
#include "services/common/revocations.h"
#include "services/common/token.h"

namespace binadaya::operations {

// What an operator does to any service; what is only read, and dead letters, in
// operations_lists.cc, jobs in operations_jobs.cc. One instance in each process.
class Operations : public OperationsService {
 public:
  struct Hooks {
    // Empties the service's projection tables, in a moment however many rows they hold (TRUNCATE);
    // null when it has none.
    std::function<void(Tx&)> reset_projection;
    // What the service has to say about a policy beyond its shape.
    std::function<Findings(std::string_view key, const std::vector<double>& values)> check_policy;
  };
  Operations(
      Db& db, Cache& cache, const Clock& clock, Policies& policies, const Pages& pages,
      const Inbox& inbox, Consumer& consumer, const Verifier& verifier, std::string service,
      kafka::Brokers brokers, std::string topic_prefix, Hooks hooks);

  absl::StatusOr<v1::ListParkedResponse> ListParked(
      Call& call, const v1::ListParkedRequest& request) override;
  absl::StatusOr<v1::ListDeadLettersResponse> ListDeadLetters(
      Call& call, const v1::ListDeadLettersRequest& request) override;
  absl::StatusOr<v1::DiscardDeadLetterResponse> DiscardDeadLetter(
      Call& call, const v1::DiscardDeadLetterRequest& request) override;
  absl::StatusOr<v1::ReplayParkedResponse> ReplayParked(
      Call& call, const v1::ReplayParkedRequest& request) override;
  absl::StatusOr<v1::SeekToBeginningResponse> SeekToBeginning(
      Call& call, const v1::SeekToBeginningRequest& request) override;
  absl::StatusOr<v1::ResetProjectionResponse> ResetProjection(
      Call& call, const v1::ResetProjectionRequest& request) override;
  absl::StatusOr<v1::RepublishLogResponse> RepublishLog(
      Call& call, const v1::RepublishLogRequest& request) override;
  absl::StatusOr<v1::EndReplayResponse> EndReplay(
      Call& call, const v1::EndReplayRequest& request) override;
  absl::StatusOr<v1::VerifyAuditResponse> VerifyAudit(
      Call& call, const v1::VerifyAuditRequest& request) override;
  absl::StatusOr<v1::ListAuditResponse> ListAudit(
      Call& call, const v1::ListAuditRequest& request) override;
  absl::StatusOr<v1::Policy> SetPolicy(Call& call, const v1::SetPolicyRequest& request) override;
  absl::StatusOr<v1::ListPoliciesResponse> ListPolicies(
      Call& call, const v1::ListPoliciesRequest& request) override;
  absl::StatusOr<v1::RevokeTokenResponse> RevokeToken(
      Call& call, const v1::RevokeTokenRequest& request) override;
  absl::StatusOr<v1::Job> GetJob(Call& call, const v1::GetJobRequest& request) override;
  absl::StatusOr<v1::Job> CancelJob(Call& call, const v1::CancelJobRequest& request) override;
  absl::StatusOr<v1::ListJobsResponse> ListJobs(
      Call& call, const v1::ListJobsRequest& request) override;

  absl::StatusOr<std::string> PathOf(
      Call& call, ::binadaya::v1::ScopeKind kind, const std::string& id) override;

  Revocations& revocations() { return revocations_; }

 private:
  Db& db_;
  const Clock& clock_;
  Revocations revocations_;
  Policies& policies_;
  const Pages& pages_;
  const Inbox& inbox_;
  Consumer& consumer_;
  const Verifier& verifier_;
  const std::string service_;
  const kafka::Brokers brokers_;
  const std::string topic_prefix_;
  const Hooks hooks_;
};

}  // namespace binadaya::operations
