#include "services/common/timer.h"

#include <algorithm>

#include "absl/time/clock.h"
#include "services/common/domain/text.h"
#include "services/common/guarded.h"
#include "services/common/log.h"
#include "services/common/status.h"
#include "services/common/trace.h"

namespace binadaya {
namespace {

constexpr std::size_t kAtOnce = 100;
// The platform's clock may be moved while a loop rests, so it is looked at this often; the table
// only once in so many turns.
constexpr absl::Duration kTick = absl::Milliseconds(200);
constexpr int kQuietTurns = 10;
constexpr absl::Duration kLookForTimers = absl::Seconds(5);

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
  lookout_.Start();
}

void Timers::Stop() {
  lookout_.Stop();
  for (auto& [name, kind] : kinds_) kind.loop->Stop();
}

void Timers::Wake() {
  look_ = true;
  lookout_.Wake();
}

std::vector<const Loop*> Timers::loops() const {
  std::vector<const Loop*> loops = {&lookout_};
  for (const auto& [name, kind] : kinds_) loops.push_back(kind.loop.get());
  return loops;
}

void Timers::UpdateGauges(pg::Connection& connection) {
  const pg::Result oldest = connection.Query(
      R"(
      SELECT extract(epoch FROM $1::timestamptz - least(
        (SELECT min(due) FROM timer WHERE due <= $1),
        (SELECT min(since) FROM timer WHERE since <= $1 AND attempts > 0))))",
      {clock_.Now()});
  overdue_.Set(oldest.IsNull(0, 0) ? 0 : oldest.Double(0, 0));
}

Call Timers::Looking() const {
  const absl::Time now = clock_.Now();
  return {"timer", {}, absl::Now() + kLookForTimers, now, clock_.DayOf(now)};
}

absl::Duration Timers::LookOut() {
  if (!look_.exchange(false) && clock_.Now() < next_ && ++quiet_ < kQuietTurns)
    return std::min(kTick, next_ - clock_.Now());
  quiet_ = 0;
  if (const absl::Status status = Look(); !status.ok()) {
    log::Warn("timers wait for the database", {{"code", CodeName(status.code())}});
    look_ = true;
    return absl::Milliseconds(500);
  }
  return std::min(kTick, next_ - clock_.Now());
}

absl::Status Timers::Look() {
  const Call call = Looking();
  const auto due = [&](Tx& tx) -> absl::StatusOr<absl::Time> {
    const pg::Result rows = tx.Query(
        R"(
        SELECT ARRAY(SELECT DISTINCT kind FROM timer WHERE due <= $1),
               (SELECT (extract(epoch FROM min(due)) * 1000000)::bigint FROM timer WHERE due > $1))",
        call.now());
    pg::Row row(rows);
    for (const std::string& name : row.Strings()) {
      const auto kind = kinds_.find(name);
      if (kind != kinds_.end()) kind->second.loop->Wake();
    }
    return row.Maybe(&pg::Row::Micros).value_or(absl::InfiniteFuture());
  };
  ASSIGN_OR_RETURN(next_, db_.Read(call, due));
  return absl::OkStatus();
}

absl::Duration Timers::Turn(const Kind& kind) {
  const absl::StatusOr<std::vector<Due>> timers = DueOf(kind);
  if (!timers.ok()) {
    look_ = true;  // which wakes it again
    return absl::InfiniteDuration();
  }
  for (const Due& timer : *timers) {
    if (!kind.loop->go_on()) break;
    kind.loop->Beat();
    Fire(kind, timer);
  }
  return timers->size() < kAtOnce ? absl::InfiniteDuration() : absl::ZeroDuration();
}

absl::StatusOr<std::vector<Timers::Due>> Timers::DueOf(const Kind& kind) {
  const Call call = Looking();
  return db_.Read(call, [&](Tx& tx) -> absl::StatusOr<std::vector<Due>> {
    const pg::Result rows = tx.Query(
        R"(
        SELECT subject, (extract(epoch FROM due) * 1000000)::bigint, attempts, traceparent
        FROM timer
        WHERE kind = $1 AND due <= $2
        ORDER BY due
        LIMIT $3)",
        kind.name, call.now(), kAtOnce);
    return rows.Map([](pg::Row row) {
      return Due{row.String(), row.Micros(), row.Int32(), row.String()};
    });
  });
}

void Timers::Fire(const Kind& kind, const Due& timer) {
  Call call = background_();
  call.set_traceparent(timer.traceparent);
  trace::Span span = trace::Span::Of(call, trace::Span::Kind::kInternal, kind.loop->name());
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
  span.End(status.code());
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
  const absl::Status postponed = db_.Background(background_(), [&](Tx& tx) {
    tx.Defer(
        R"(
        UPDATE timer
        SET due = $4, attempts = attempts + 1,
          since = CASE WHEN attempts = 0 THEN due ELSE coalesce(since, due) END
        WHERE kind = $1 AND subject = $2 AND due = $3)",
        kind.name, timer.subject, timer.due, clock_.Now() + wait);
    return absl::OkStatus();
  });
  // Else it is due as before, and a look at once would fire it again at once, and so on.
  if (postponed.ok()) Wake();
}

}  // namespace binadaya
