#pragma once

#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "grpcpp/support/status.h"
#include "services/common/domain/refusal.h"

#define BINADAYA_CONCAT_INNER(a, b) a##b
#define BINADAYA_CONCAT(a, b) BINADAYA_CONCAT_INNER(a, b)

// Leaves the function with the status unless it is ok.
#define RETURN_IF_ERROR(expression) \
  if (absl::Status status_ = (expression); !status_.ok()) return status_

// NOLINTBEGIN(bugprone-macro-parentheses): `target` may declare a variable.

// Assigns the value of a StatusOr, or leaves the function with its status.
#define ASSIGN_OR_RETURN(target, expression) \
  ASSIGN_OR_RETURN_INNER(BINADAYA_CONCAT(status_or_, __LINE__), target, expression)
#define ASSIGN_OR_RETURN_INNER(temporary, target, expression) \
  auto temporary = (expression);                              \
  if (!temporary.ok()) return std::move(temporary).status();  \
  target = *std::move(temporary)

// NOLINTEND(bugprone-macro-parentheses)

namespace binadaya::v1 {
class Finding;
}

namespace binadaya {

// The one place where errors are translated. What a refusal found travels as
// binadaya.v1.ErrorDetails: the reason, the findings as far as they fit in 6 KiB (and how many did
// not), and for UNAVAILABLE and RESOURCE_EXHAUSTED when to try again.
grpc::Status ToGrpc(const absl::Status& status);

// The way back, at the caller. Findings come out of FindingsOf unchanged.
absl::Status FromGrpc(const grpc::Status& status);

// A finding in its proto form, and back.
void ToProto(const Finding& finding, v1::Finding& out);
Finding FromProto(const v1::Finding& finding);

// The refusal of a call about an object that does not exist (NotFound, ACCESS-02); `where` is the
// field that names it.
absl::Status NoSuchObject(std::string where);

// "INVALID_ARGUMENT": labels of metrics, logs and audit.
std::string CodeName(absl::StatusCode code);

// True for outcomes that say nothing about the request itself: the caller may try again.
bool IsTransient(const absl::Status& status);

}  // namespace binadaya
