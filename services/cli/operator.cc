#include "services/cli/operator.h"

#include "absl/time/clock.h"
#include "grpc/grpc.h"
#include "services/cli/answer.h"
#include "services/common/domain/refusal.h"
#include "services/common/domain/text.h"
#include "services/common/id.h"
#include "services/common/status.h"

namespace binadaya::cli {
namespace {

constexpr char kSubject[] = "operator";

}  // namespace

absl::StatusOr<Operator> Operator::Make(const Environment& environment) {
  ASSIGN_OR_RETURN(const std::string key, environment.Need("OPERATOR_KEY"));
  absl::StatusOr<Signer> signer = Signer::Load(key);
  if (!signer.ok())
    return UsageError(
        {Cat("BINADAYA_OPERATOR_KEY tidak dapat dipakai: ", signer.status().message()),
         Cat("BINADAYA_OPERATOR_KEY cannot be used: ", signer.status().message())});
  ASSIGN_OR_RETURN(Clock clock, environment.PlatformClock());
  return Operator(
      environment, *std::move(signer), std::make_shared<const Clock>(std::move(clock)), kSubject,
      {{v1::ADMINISTRATOR, "/"}, {v1::ANALYST, "/"}, {v1::AUDITOR, "/"}});
}

Operator Operator::As(std::string subject, std::vector<Grant> grants) const {
  return {environment_, signer_, clock_, std::move(subject), std::move(grants)};
}

std::string Operator::NewRequestId() const { return NewId(now()); }

Call Operator::MakeCall(absl::Duration patience) const {
  const absl::Time now = clock_->Now();
  // A token for each call: a command may last longer than one is good for.
  Identity identity{
      .subject = subject_,
      .token_id = {},
      .grants = grants_,
      .proof = ProofBy(signer_, subject_, grants_)};
  return {"cli", std::move(identity), absl::Now() + patience, now, clock_->DayOf(now)};
}

absl::Status Operator::Named(
    std::string_view service, std::string_view address, const absl::Status& status) {
  // Findings say where by themselves, but whom nobody reaches has none of its own.
  if (!FindingsOf(status).empty() && !absl::IsUnavailable(status)) return status;
  return {status.code(), Cat(service, " (", address, "): ", status.message())};
}

}  // namespace binadaya::cli
