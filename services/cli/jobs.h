#pragma once

#include <functional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "binadaya/operations/v1/operations.pb.h"
#include "services/cli/answer.h"
#include "services/cli/environment.h"
#include "services/cli/operator.h"
#include "services/cli/progress.h"

namespace binadaya::cli {

// Long work of a service: what waits and is under way; `all`: also what has ended.
absl::StatusOr<Answer> RunListJobs(
    const Environment& environment, const std::string& service, bool all);
// One of them, by its id or the first letters of it.
absl::StatusOr<Answer> RunGetJob(
    const Environment& environment, const std::string& service, const std::string& job);
absl::StatusOr<Answer> RunCancel(
    const Environment& environment, const std::string& service, const std::string& job);

// The id of one of any kind, or of this one, by the first letters of it.
absl::StatusOr<std::string> FindJob(
    const Operator& caller, const std::string& service, const std::string& text,
    const std::string& kind = "");
// Waits until a job that the caller asked for has ended, and says meanwhile how far it is. Its
// result, or why there is none. Leaving off waiting does not end it.
absl::StatusOr<google::protobuf::Any> Await(
    const Operator& caller, const std::string& service, const std::string& job,
    const std::function<void(const operations::v1::Job&)>& tell);

// Pure.
Answer JobsAnswer(const operations::v1::ListJobsResponse& jobs, absl::TimeZone zone);
Answer JobAnswer(const operations::v1::Job& job, absl::TimeZone zone);
// "3200/16000", "-" before it is known.
std::string HowFar(const operations::v1::Job& job);

}  // namespace binadaya::cli
