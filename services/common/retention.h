#pragma once

#include <string>
#include <utility>
#include <vector>

#include "services/common/db.h"
#include "services/common/policy.h"
#include "services/common/timer.h"

namespace binadaya {

// What is kept how long, and what makes room for more: the timer "purge" of every service, each day
// of the platform's clock. Policies say how long (retention.request_days, retention.inbox_days);
// events and the audit log are kept, and a service adds portions of its own. Small portions, each a
// transaction of its own, so that a backlog of any size delays nobody; what a call leaves is taken
// up by the next, at once.
class Retention {
 public:
  static constexpr char kTimer[] = "purge";

  Retention(Db& db, Policies& policies, std::string owner_conninfo)
      : db_(db),
        policies_(policies),
        request_days_(policies, "retention.request_days", 1),
        inbox_days_(policies, "retention.inbox_days", 1),
        job_days_(policies, "retention.job_days", 1),
        owner_conninfo_(std::move(owner_conninfo)) {}

  // What a service keeps for so many days itself: how many, a policy of one value says; `sql`
  // removes at most $2 rows of what is older than $1.
  struct Portion {
    std::string policy;
    pg::Sql sql;
  };
  // Before the service's policies are checked.
  void Add(std::vector<Portion> portions);

  // The handler of the timer.
  absl::StatusOr<Timers::Effect> Purge(const Call& call);

 private:
  Db& db_;
  Policies& policies_;
  const Policy request_days_;
  const Policy inbox_days_;
  const Policy job_days_;
  std::vector<std::pair<Policy, pg::Sql>> of_service_;
  const std::string owner_conninfo_;
};

}  // namespace binadaya
