#pragma once

#include <string>

#include "services/common/db.h"
#include "services/common/policy.h"
#include "services/common/timer.h"

namespace binadaya {

// What is kept how long, and what makes room for more: the timer "purge" of every service, each day
// of the platform's clock. Policies say how long (retention.request_days, retention.inbox_days);
// events and the audit log are kept. Small portions, each a transaction of its own, so that a
// backlog of any size delays nobody; what a call leaves is taken up by the next, at once.
class Retention {
 public:
  static constexpr char kTimer[] = "purge";

  Retention(Db& db, Policies& policies, std::string owner_conninfo)
      : db_(db),
        request_days_(policies, "retention.request_days", 1),
        inbox_days_(policies, "retention.inbox_days", 1),
        job_days_(policies, "retention.job_days", 1),
        owner_conninfo_(std::move(owner_conninfo)) {}

  // The handler of the timer.
  absl::StatusOr<Timers::Effect> Purge(const Call& call);

 private:
  Db& db_;
  const Policy request_days_;
  const Policy inbox_days_;
  const Policy job_days_;
  const std::string owner_conninfo_;
};

}  // namespace binadaya
