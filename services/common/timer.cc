#include "services/common/timer.h"

#include <algorithm>

#include "absl/time/clock.h"
#include "services/common/domain/text.h"
#include "services/common/guarded.h"
#include "services/common/log.h"
#include "services/common/status.h"

namespace binadaya {
namespace {

constexpr int kAtOnce = 100;
// The platform's clock may be moved while a loop rests, so it is looked at this often; the table
// only once in so many turns.
constexpr absl::Duration kTick = absl::Milliseconds(100);
constexpr int kQuietTurns = 10;
constexpr absl::Duration kLook = absl::Seconds(5);

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

void Timers::On(const std::string& kind, Handler handler) {
  Kind& made = kinds_[kind];
  made.name = kind;
  made.handler = std::move(handler);
  made.loop = std::make_unique<Loop>(Cat("timer.", kind), [this, &made] { return Turn(made); });
}

void Timers::Start() {
  for (auto& [name, kind] : kinds_) kind.loop->Start();
}

void Timers::Stop() {
  for (auto& [name, kind] : kinds_) kind.loop->Stop();
}

void Timers::Wake() {
  for (auto& [name, kind] : kinds_) {
    kind.look = true;
    kind.loop->Wake();
  }
}

std::vector<const Loop*> Timers::loops() const {
  std::vector<const Loop*> loops;
  for (const auto& [name, kind] : kinds_) loops.push_back(kind.loop.get());
  return loops;
}

void Timers::Measure(pg::Connection& connection) {
  const pg::Result oldest = connection.Query(
      R"(
      SELECT extract(epoch FROM $1::timestamptz - min(due))
      FROM timer
      WHERE due <= $1)",
      {clock_.Now()});
  overdue_.Set(oldest.IsNull(0, 0) ? 0 : oldest.Double(0, 0));
}

absl::Duration Timers::Turn(Kind& kind) {
  const auto rest = [&] { return std::min(kTick, kind.next - clock_.Now()); };
  if (!kind.look.exchange(false) && clock_.Now() < kind.next && ++kind.quiet < kQuietTurns)
    return rest();
  kind.quiet = 0;
  const absl::StatusOr<std::vector<Due>> timers = Look(kind);
  if (!timers.ok()) {
    log::Warn(
        "timers wait for the database",
        {{"kind", kind.name}, {"code", CodeName(timers.status().code())}});
    kind.look = true;
    return absl::Milliseconds(500);
  }
  kind.next = absl::InfiniteFuture();
  for (const Due& timer : *timers) {
    if (timer.due > clock_.Now()) {
      kind.next = timer.due;
      break;
    }
    kind.next = absl::InfinitePast();  // there may be more
    if (!kind.loop->go_on()) break;
    kind.loop->Beat();
    Fire(kind, timer);
  }
  return rest();
}

absl::StatusOr<std::vector<Timers::Due>> Timers::Look(const Kind& kind) {
  const absl::Time now = clock_.Now();
  const Call call("timer", {}, absl::Now() + kLook, now, clock_.DayOf(now));
  return db_.Read(call, [&](Tx& tx) -> absl::StatusOr<std::vector<Due>> {
    const pg::Result rows = tx.Query(
        R"(
        SELECT subject, (extract(epoch FROM due) * 1000000)::bigint, attempts
        FROM timer
        WHERE kind = $1 AND due <= greatest($2, (SELECT min(due) FROM timer WHERE kind = $1))
        ORDER BY due
        LIMIT $3)",
        kind.name, now, kAtOnce);
    return rows.Map([](pg::Row row) { return Due{row.String(), row.Micros(), row.Int32()}; });
  });
}

void Timers::Fire(const Kind& kind, const Due& timer) {
  const Call call = background_();
  const absl::StatusOr<Effect> effect = Guarded([&] { return kind.handler(call, timer.subject); });
  absl::Status status = effect.status();
  bool mine = false;
  if (effect.ok()) {
    status = db_.Background(call, [&](Tx& tx) {
      // Whoever removes the row at this due time runs it; another instance, or a timer that was
      // moved meanwhile, finds nothing.
      const pg::Result removed = tx.Query(
          "DELETE FROM timer WHERE kind = $1 AND subject = $2 AND due = $3", kind.name,
          timer.subject, timer.due);
      mine = removed.affected() == 1;
      return mine ? (*effect)(tx) : absl::OkStatus();
    });
  }
  if (!status.ok()) return Postpone(kind, timer, status);
  if (mine) fired_.Increment();
}

void Timers::Postpone(const Kind& kind, const Due& timer, const absl::Status& why) {
  kind.loop->Beat();
  failures_.Increment();
  log::Warn(
      "timer postponed",
      {{"kind", kind.name}, {"code", CodeName(why.code())}, {"why", std::string(why.message())}});
  const absl::Duration wait =
      std::min(absl::Seconds(1) * (1 << std::min(timer.attempts, 9)), absl::Minutes(5));
  // On a call of its own: the handler may have used up the first.
  (void)db_.Background(background_(), [&](Tx& tx) {
    tx.Defer(
        R"(
        UPDATE timer
        SET due = $4, attempts = attempts + 1
        WHERE kind = $1 AND subject = $2 AND due = $3)",
        kind.name, timer.subject, timer.due, clock_.Now() + wait);
    return absl::OkStatus();
  });
}

}  // namespace binadaya
