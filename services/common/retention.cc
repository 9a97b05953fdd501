#include "services/common/retention.h"

#include <algorithm>

#include "services/common/migrate.h"
#include "services/common/status.h"
#include "services/common/token.h"

namespace binadaya {
namespace {

constexpr int kPurged = 5000;
// Of the call's time, what the last portion and the effect need.
constexpr absl::Duration kReserve = absl::Seconds(5);
// A topic keeps events for 30 days: an inbox that forgets sooner would apply them twice.
constexpr double kShortestInbox = 60;
// Whoever lost an answer asks again within this time, and would have it done twice.
constexpr double kShortestRequest = 7;
constexpr absl::Duration kDay = absl::Hours(24);

// True when nothing is left.
absl::StatusOr<bool> DeleteBefore(Db& db, const Call& call, pg::Sql portion, absl::Time before) {
  while (call.remaining() > kReserve) {
    std::int64_t deleted = 0;
    RETURN_IF_ERROR(db.Background(call, [&](Tx& tx) {
      deleted = tx.Query(portion, before, kPurged).affected();
      return absl::OkStatus();
    }));
    if (deleted < kPurged) return true;
  }
  return false;
}

}  // namespace

void Retention::Add(std::vector<Portion> portions) {
  for (Portion& one : portions)
    of_service_.emplace_back(Policy(policies_, std::move(one.policy), 1), one.sql);
}

absl::StatusOr<Timers::Effect> Retention::Purge(const Call& call) {
  struct Days {
    double request, inbox, job;
    std::vector<double> of_service = {};
  };
  ASSIGN_OR_RETURN(const Days days, db_.Read(call, [&](Tx& tx) -> absl::StatusOr<Days> {
    Days kept{
        .request = request_days_.Today(tx).front(),
        .inbox = inbox_days_.Today(tx).front(),
        .job = job_days_.Today(tx).front()};
    for (const auto& [policy, sql] : of_service_)
      kept.of_service.push_back(policy.Today(tx).front());
    return kept;
  }));
  RETURN_IF_ERROR(KeepPartitions(
      owner_conninfo_, call.now(), call.now() - kDay * std::max(days.inbox, kShortestInbox),
      absl::Now() + call.remaining() / 2));
  ASSIGN_OR_RETURN(
      const bool requests, DeleteBefore(
                               db_, call,
                               R"(
          DELETE FROM request
          WHERE request_id IN (SELECT request_id FROM request WHERE at < $1 ORDER BY at LIMIT $2))",
                               call.now() - kDay * std::max(days.request, kShortestRequest)));
  ASSIGN_OR_RETURN(
      const bool tokens, DeleteBefore(
                             db_, call,
                             R"(
          DELETE FROM revoked_token
          WHERE token_id IN (SELECT token_id FROM revoked_token WHERE at < $1 LIMIT $2))",
                             call.now() - 2 * kTokenLifetime));
  ASSIGN_OR_RETURN(
      const bool jobs, DeleteBefore(
                           db_, call,
                           R"(
          DELETE FROM job
          WHERE id IN (SELECT id FROM job WHERE ended_at < $1 ORDER BY ended_at LIMIT $2))",
                           call.now() - kDay * days.job));
  bool rest = true;
  for (std::size_t i = 0; i < of_service_.size(); ++i) {
    ASSIGN_OR_RETURN(
        const bool all,
        DeleteBefore(db_, call, of_service_[i].second, call.now() - kDay * days.of_service[i]));
    rest = rest && all;
  }
  const bool done = requests && tokens && jobs && rest;
  const absl::Time next = call.now() + (done ? kDay : absl::ZeroDuration());
  return Timers::Effect([next](Tx& tx) {
    tx.At(next, kTimer, "");
    return absl::OkStatus();
  });
}

}  // namespace binadaya
