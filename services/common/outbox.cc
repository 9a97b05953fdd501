#include "services/common/outbox.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/time/clock.h"
#include "services/common/domain/text.h"
#include "services/common/envelope.h"
#include "services/common/kafka_access.h"
#include "services/common/locks.h"
#include "services/common/log.h"
#include "services/common/replay_portion.h"
#include "services/common/trace.h"

namespace binadaya {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr int kShards = 16;
constexpr int kReplays = kShards;  // the lock of who sends replays
constexpr int kAllLocks = kShards + 1;

// A batch: bytes as well as rows, since both fill the producer's queue (ProducerConf).
constexpr std::int64_t kBatchBytes = 8 << 20;
constexpr int kRetryRows = 100;

// How long the broker may take. Shorter than a leader's session may idle (pg::Session::kLeader).
constexpr milliseconds kSendPatience = seconds(6);
constexpr milliseconds kRetryPatience = seconds(3);  // live events wait meanwhile
constexpr milliseconds kPass = seconds(1);

// How long a replay is refused before it is given up.
constexpr seconds kRefused(60);

// Gathers what is told in quick succession.
constexpr absl::Duration kGatherTold = absl::Milliseconds(30);
constexpr absl::Duration kLookPast = absl::Milliseconds(200);

}  // namespace

Backlog Backlog::Of(pg::Connection& connection) {
  const pg::Result result = connection.Query(
      R"(
      SELECT
        coalesce((
          SELECT extract(epoch FROM clock_timestamp() - created_at) FROM outbox ORDER BY seq LIMIT 1
        ), 0),
        (SELECT count(*) FROM (SELECT 1 FROM outbox LIMIT 100000) AS waiting))",
      {});
  pg::Row row(result);
  return {.oldest_age_seconds = row.Double(), .rows = row.Int()};
}

Relay::Relay(Options options, Metrics& metrics)
    : options_(std::move(options)),
      sender_(options_.brokers, metrics),
      failing_(metrics),
      failing_replays_(metrics),
      backoff_(absl::Milliseconds(100), absl::Seconds(5)),
      loop_("relay", [this] { return Turn(); }),
      oldest_(metrics.Gauge(
          "binadaya_outbox_oldest_age_seconds",
          "Age of the oldest event that the broker has not acknowledged.")),
      rows_(metrics.Gauge("binadaya_outbox_rows", "Events that the broker has not acknowledged.")),
      leading_(
          metrics.Gauge("binadaya_outbox_shards_led", "Outbox shards that this process relays.")),
      replays_(metrics.Gauge("binadaya_replays", "Replays of the event log under way.")) {}

void Relay::Wake() {
  told_ = true;
  loop_.Wake();
}

absl::Duration Relay::Turn() {
  try {
    const absl::Duration rest = Work();
    backoff_.Reset();
    return rest;
  } catch (const pg::Error& error) {
    log::Warn("relay lost its database", {{"error", error.what()}});
  }
  loop_.WakeOn(-1);
  session_.reset();
  shards_.clear();
  failing_.Clear();
  failing_replays_.Clear();
  refused_.clear();
  leading_.Set(0);
  loop_.Rest(backoff_.Next());
  return absl::ZeroDuration();
}

absl::Duration Relay::Work() {
  Connect();
  if (Steady::now() >= next_lead_) {
    Lead();
    next_lead_ = Steady::now() + seconds(1);
  }
  const bool pass_on = told_.exchange(false) && shards_.size() < kAllLocks;
  if (pass_on) session_->Query("SELECT pg_notify('outbox', '')", {});
  const Done done = shards_.empty() ? Done{} : SendAll();
  if (done.more) return absl::ZeroDuration();
  // To look past what waits for topics that were set aside is to read all of it.
  if (const bool aside = !failing_.All().empty(); aside || pass_on || done.rows > 0)
    loop_.Rest(aside ? kLookPast : kGatherTold);
  if (session_->Notified()) return absl::ZeroDuration();
  return failing_replays_.Rest(failing_.Rest(options_.poll));
}

Relay::Done Relay::SendAll() {
  Done done;
  for (const std::string& topic : failing_.Due()) {
    const Done retried =
        SendOutbox(pg::Array(std::vector{topic}), true, kRetryRows, kRetryPatience);
    if (retried.all) failing_.Remove(topic);
    done.rows += retried.rows;
    done.more = done.more || retried.more;
  }
  const Done others = SendOutbox(pg::Array(failing_.All()), false, options_.batch, kSendPatience);
  done.rows += others.rows;
  done.more = done.more || others.more;
  const bool replays = std::ranges::find(shards_, kReplays) != shards_.end();
  if (!done.more && replays) done.more = SendReplay().more;
  return done;
}

void Relay::Connect() {
  if (session_ != nullptr) return;
  session_ =
      std::make_unique<pg::Connection>(options_.database, absl::Seconds(15), pg::Session::kLeader);
  session_->Execute("LISTEN outbox");
  loop_.WakeOn(session_->socket());
  next_lead_ = {};
}

void Relay::Lead() {
  if (shards_.size() < kAllLocks) {
    const pg::Result taken = session_->Query(
        R"(
        SELECT n
        FROM generate_series(0, $2 - 1) AS n
        WHERE n <> ALL($3::int[]) AND pg_try_advisory_lock($1, n))",
        {lock::kRelay, kAllLocks, pg::Array(shards_)});
    for (int i = 0; i < taken.rows(); ++i) shards_.push_back(taken.Int32(i, 0));
  }
  leading_.Set(
      static_cast<double>(std::ranges::count_if(shards_, [](int n) { return n < kShards; })));
}

void Relay::UpdateGauges(pg::Connection& connection) {
  const Backlog backlog = Backlog::Of(connection);
  oldest_.Set(backlog.oldest_age_seconds);
  rows_.Set(static_cast<double>(backlog.rows));
  replays_.Set(connection.Query("SELECT count(*) FROM replay", {}).Double(0, 0));
}

Relay::Done Relay::SendOutbox(
    const pg::Array& topics, bool only, int limit, milliseconds patience) {
  // What fits of the rows behind $3, the bytes up to each, and how many rows are not behind it: all
  // of them are in flight, unless one was committed later than its number says.
  static constexpr char kNext[] = R"(
      SELECT seq::text, topic, aggregate_type, aggregate_id, aggregate_version::text, headers,
        payload, bytes::text,
        (
          SELECT count(*)
          FROM (
            SELECT 1
            FROM outbox
            WHERE shard = ANY($1::smallint[]) AND (topic = ANY($4::text[])) = $5 AND seq <= $3
            ORDER BY seq
            LIMIT $2 + 1
          ) AS before
        )::text
      FROM (
        SELECT *, sum(octet_length(headers) + octet_length(payload)) OVER (ORDER BY seq) AS bytes
        FROM (
          SELECT *
          FROM outbox
          WHERE shard = ANY($1::smallint[]) AND (topic = ANY($4::text[])) = $5 AND seq > $3
          ORDER BY seq
          LIMIT $2
        ) AS next
      ) AS summed
      WHERE bytes - octet_length(headers) - octet_length(payload) < $6
      ORDER BY summed.seq)";
  static constexpr char kDelete[] = "DELETE FROM outbox WHERE seq = ANY($1::bigint[])";
  const pg::Array shards(shards_);
  const auto fetch = [&](std::int64_t after) {
    session_->Start(kNext, {shards, limit, after, topics, only, kBatchBytes});
  };
  const Steady::time_point end = Steady::now() + kPass;
  Done done;
  int in_flight = 0;
  fetch(0);
  while (true) {
    const pg::Result rows = session_->Collect();
    if (rows.empty()) break;
    if (rows.Int(0, 8) != in_flight) {
      done.more = true;
      break;
    }
    const int last = rows.rows() - 1;
    std::vector<std::int64_t> seqs;
    std::vector<Outgoing> batch;
    for (int i = 0; i <= last; ++i) {
      pg::Row row(rows, i);
      seqs.push_back(row.Int());
      batch.push_back(
          {.topic = row.String(),
           .aggregate_type = row.Text(),
           .aggregate_id = row.Text(),
           .version = row.Int(),
           .headers = row.Text(),
           .payload = row.Text()});
    }
    // Behind a full batch there are more: the database reads them while the broker takes these.
    const bool full = rows.rows() == limit || rows.Int(last, 7) >= kBatchBytes;
    const bool ahead = full && Steady::now() < end && loop_.go_on();
    if (options_.mutant_delete_first) session_->Query(kDelete, {pg::Array(seqs)});
    if (ahead) {
      in_flight = rows.rows();
      fetch(seqs.back());
    }
    if (options_.mutant_unordered) {
      std::ranges::reverse(seqs);
      std::ranges::reverse(batch);
    }
    Send(batch, patience);
    pg::Array sent;
    const std::vector<std::size_t> settled = Settled(batch);
    for (const std::size_t i : settled) sent.Add(seqs[i]);
    done.rows += static_cast<int>(settled.size());
    done.all = settled.size() == batch.size();
    if (ahead && !done.all) session_->Collect();  // behind what failed: not to be sent
    if (!settled.empty()) session_->Defer(kDelete, {sent});
    const bool mind = loop_.go_on() && !options_.mutant_delete_first;
    if (!done.all && mind) failing_.Add(batch);
    if (!done.all || !ahead) {
      done.more = !done.all || full;
      break;
    }
  }
  session_->Settle();
  return done;
}

Relay::Done Relay::SendReplay() {
  const auto next = replay::UnderWay::First(*session_, pg::Array(failing_replays_.NotDue()));
  if (!next.has_value()) return {};
  replay::Portion portion(*session_, *next);
  if (portion.none()) {
    next->End(*session_);
    return {.rows = 0, .all = true, .more = true};
  }
  std::vector<Outgoing>& batch = portion.batch();
  Send(batch, kRetryPatience);
  const auto failed = std::ranges::find_if_not(batch, &Outgoing::acknowledged);
  const auto sent = static_cast<std::size_t>(failed - batch.begin());
  if (const std::string_view through = portion.Through(sent); !through.empty())
    next->Advance(*session_, through);
  const bool all = sent == batch.size();
  const bool refused = !all && failed->outcome == RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED;
  const bool over = RefusedForLong(*next, refused);
  if (over) {
    next->End(*session_);
    log::Warn(
        "a replay is given up: its topic may not be written to any more", {{"topic", next->topic}});
  }
  if (all || over) failing_replays_.Remove(next->topic);
  if (!all && !over && loop_.go_on()) failing_replays_.Add(batch);
  return {.rows = static_cast<int>(sent), .all = all, .more = true};
}

bool Relay::RefusedForLong(const replay::UnderWay& replay, bool refused) {
  if (!absl::StrContains(replay.topic, ReplayTopic("", kafka::kReader))) return false;
  if (!refused) {
    refused_.erase(replay.topic);
    return false;
  }
  // One that was asked for anew is refused for the first time.
  auto& [requested, since] = refused_[replay.topic];
  if (requested != replay.requested) {
    requested = replay.requested;
    since = Steady::now();
  }
  // Of who was granted this only now not every broker may know yet.
  if (Steady::now() - since < kRefused) return false;
  refused_.erase(replay.topic);
  return true;
}

void Relay::Send(std::vector<Outgoing>& batch, milliseconds patience) {
  const absl::Time begun = options_.tracer == nullptr ? absl::InfinitePast() : absl::Now();
  sender_.Send(batch, patience, [this] {
    loop_.Beat();
    session_->Receive();
    return loop_.go_on();
  });
  if (options_.tracer != nullptr) Trace(batch, begun);
}

void Relay::Trace(const std::vector<Outgoing>& batch, absl::Time begun) const {
  for (const Outgoing& sent : batch) {
    if (!sent.acknowledged()) continue;  // it is sent again
    const Event event = Envelope::Stored(sent.headers, sent.version, "").event;
    trace::Span span(
        options_.tracer, trace::Span::Kind::kProducer, event.type, event.traceparent, begun);
    span.Say("messaging.destination.name", sent.topic);
    span.End(absl::StatusCode::kOk);
  }
}

}  // namespace binadaya
