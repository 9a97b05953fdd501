#include "services/common/timer.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "services/common/log.h"
#include "services/common/status.h"

namespace binadaya {
namespace {

constexpr int kAtOnce = 100;
constexpr absl::Duration kIdle = absl::Milliseconds(100);

}  // namespace

Timers::Timers(Db& db, const Clock& clock, Background background, Metrics& metrics)
    : db_(db),
      clock_(clock),
      background_(std::move(background)),
      fired_(metrics.Counter("binadaya_timer_fired_total", "Timers run.")),
      failures_(
          metrics.Counter("binadaya_timer_failures_total", "Timers postponed after a fault.")),
      overdue_(metrics.Gauge(
          "binadaya_timer_overdue_seconds", "How long the oldest due timer has waited.")) {}

void Timers::On(std::string kind, Handler handler) {
  handlers_[std::move(kind)] = std::move(handler);
}

void Timers::Start() {
  thread_ = std::thread([this] { Loop(); });
}

void Timers::Stop() {
  stop_ = true;
  if (thread_.joinable()) thread_.join();
}

void Timers::Loop() {
  while (!stop_) {
    const absl::StatusOr<int> seen = Pass();
    if (!seen.ok())
      log::Warn("timers wait for the database", {{"code", CodeName(seen.status().code())}});
    if (!seen.ok() || *seen < kAtOnce) absl::SleepFor(kIdle);
  }
}

absl::StatusOr<int> Timers::Pass() {
  struct Due {
    std::string kind, subject, due;
    int attempts;
  };
  std::vector<Due> all;
  ASSIGN_OR_RETURN(all, db_.Read(background_(), [&](Tx& tx) -> absl::StatusOr<std::vector<Due>> {
    const pg::Result rows = tx.Query(
        "SELECT kind, subject, due::text, attempts, extract(epoch FROM $1::timestamptz - due) FROM "
        "timer"
        " WHERE due <= $1 ORDER BY due LIMIT $2",
        clock_.Now(), kAtOnce);
    std::vector<Due> due;
    due.reserve(static_cast<std::size_t>(rows.rows()));
    for (int i = 0; i < rows.rows(); ++i) {
      due.push_back({rows.String(i, 0), rows.String(i, 1), rows.String(i, 2), rows.Int32(i, 3)});
    }
    overdue_.Set(rows.empty() ? 0 : rows.Double(0, 4));
    return due;
  }));
  for (const Due& due : all) {
    if (stop_) break;
    Fire(due.kind, due.subject, due.due, due.attempts);
  }
  return static_cast<int>(all.size());
}

void Timers::Fire(
    const std::string& kind, const std::string& subject, const std::string& due, int attempts) {
  const Call call = background_();
  absl::Status status = absl::UnimplementedError("no handler for this kind of timer");
  if (const auto handler = handlers_.find(kind); handler != handlers_.end()) {
    const absl::StatusOr<Effect> effect = handler->second(call, subject);
    status = effect.status();
    if (effect.ok()) {
      status = db_.Background(call, [&](Tx& tx) {
        // Whoever removes the row at this due time runs it; another instance, or a timer that was
        // moved meanwhile, finds nothing.
        const pg::Result mine = tx.Query(
            "DELETE FROM timer WHERE kind = $1 AND subject = $2 AND due = $3::timestamptz", kind,
            subject, due);
        return mine.affected() == 1 ? (*effect)(tx) : absl::OkStatus();
      });
    }
  }
  if (status.ok()) {
    fired_.Increment();
    return;
  }
  failures_.Increment();
  log::Warn(
      "timer postponed",
      {{"kind", kind}, {"code", CodeName(status.code())}, {"why", std::string(status.message())}});
  const absl::Duration wait =
      std::min(absl::Seconds(1) * (1 << std::min(attempts, 9)), absl::Minutes(5));
  (void)db_.Background(call, [&](Tx& tx) {
    tx.Defer(
        "UPDATE timer SET due = $4, attempts = attempts + 1 WHERE kind = $1 AND subject = $2 AND "
        "due = $3::timestamptz",
        kind, subject, due, clock_.Now() + wait);
    return absl::OkStatus();
  });
}

}  // namespace binadaya
