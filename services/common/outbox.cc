#include "services/common/outbox.h"

#include <algorithm>
#include <set>

#include "absl/random/random.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "services/common/domain/text.h"
#include "services/common/envelope.h"
#include "services/common/locks.h"
#include "services/common/log.h"

namespace binadaya {
namespace {

constexpr int kShards = 16;
constexpr absl::Duration kIdleMin = absl::Milliseconds(20);
constexpr absl::Duration kIdleMax = absl::Milliseconds(50);
constexpr absl::Duration kPass = absl::Seconds(1);
constexpr absl::Duration kDelivery = absl::Seconds(10);

void Delivered(rd_kafka_t*, const rd_kafka_message_t* message, void*) {
  *static_cast<rd_kafka_resp_err_t*>(message->_private) = message->err;
}

}  // namespace

// A row in flight. `outcome` is written by the delivery report.
struct Relay::Row {
  std::int64_t seq;
  std::string aggregate;
  rd_kafka_resp_err_t outcome = RD_KAFKA_RESP_ERR__IN_PROGRESS;
};

Relay::Relay(Options options, Metrics& metrics)
    : options_(std::move(options)),
      oldest_(metrics.Gauge(
          "binadaya_outbox_oldest_age_seconds",
          "Age of the oldest event that the broker has not acknowledged.")),
      rows_(metrics.Gauge("binadaya_outbox_rows", "Events that the broker has not acknowledged.")),
      leading_(
          metrics.Gauge("binadaya_outbox_shards_led", "Outbox shards that this process relays.")),
      published_(
          metrics.Counter("binadaya_outbox_published_total", "Events acknowledged by the broker.")),
      failures_(metrics.Counter(
          "binadaya_outbox_failures_total", "Events that the broker did not acknowledge at once.")),
      rebuilds_(metrics.Counter(
          "binadaya_outbox_producer_rebuilds_total", "Producers thrown away after an error.")) {}

void Relay::Start() {
  thread_ = std::thread([this] { Loop(); });
}

void Relay::Stop() {
  stop_ = true;
  if (thread_.joinable()) thread_.join();
}

bool Relay::Pause(absl::Duration time) {
  for (const absl::Time end = absl::Now() + time; !stop_ && absl::Now() < end;) {
    absl::SleepFor(std::min(absl::Milliseconds(50), end - absl::Now()));
  }
  return !stop_;
}

void Relay::Loop() {
  std::unique_ptr<pg::Connection> connection;
  absl::InsecureBitGen random;
  absl::Duration idle = kIdleMin;
  absl::Duration backoff = absl::Milliseconds(100);
  absl::Time next_lead = absl::InfinitePast();
  absl::Time next_gauges = absl::InfinitePast();
  while (!stop_) {
    int sent = 0;
    bool failed = false;
    try {
      if (connection == nullptr) {
        connection = std::make_unique<pg::Connection>(options_.database);
        shards_.clear();
        next_lead = absl::InfinitePast();
      }
      if (absl::Now() >= next_lead) {
        Lead(*connection);
        next_lead = absl::Now() + absl::Seconds(1);
      }
      if (absl::Now() >= next_gauges) {
        UpdateGauges(*connection);
        next_gauges = absl::Now() + absl::Seconds(1);
      }
      sent = shards_.empty() ? 0 : Pass(*connection);
      failed = sent < 0;
    } catch (const pg::Error& error) {
      log::Warn("relay lost its database", {{"error", error.what()}});
      connection.reset();
      shards_.clear();
      leading_.Set(0);
      failed = true;
    }
    if (failed) {
      producer_.reset();
      Pause(backoff * absl::Uniform(random, 0.5, 1.5));
      backoff = std::min(backoff * 2, absl::Seconds(5));
      continue;
    }
    backoff = absl::Milliseconds(100);
    idle = sent > 0 ? kIdleMin : std::min(idle * 2, kIdleMax);
    if (sent < options_.batch) Pause(idle);
  }
  producer_.reset();
}

void Relay::Lead(pg::Connection& connection) {
  for (int shard = 0; shard < kShards; ++shard) {
    if (std::find(shards_.begin(), shards_.end(), shard) != shards_.end()) continue;
    if (connection.Query("SELECT pg_try_advisory_lock($1, $2)", {lock::kRelay, shard}).Bool(0, 0))
      shards_.push_back(shard);
  }
  leading_.Set(static_cast<double>(shards_.size()));
}

void Relay::UpdateGauges(pg::Connection& connection) {
  const pg::Result oldest = connection.Query(
      "SELECT coalesce((SELECT extract(epoch FROM clock_timestamp() - created_at) FROM outbox "
      "ORDER BY seq LIMIT 1), 0),"
      " (SELECT count(*) FROM (SELECT 1 FROM outbox LIMIT 100000) AS waiting)",
      {});
  oldest_.Set(oldest.Double(0, 0));
  rows_.Set(oldest.Double(0, 1));
}

int Relay::Pass(pg::Connection& connection) {
  // Behind $3, and how many rows are not: all of them are in flight, unless one was committed later
  // than its number says.
  static constexpr char kNext[] =
      "SELECT seq::text, aggregate_type, aggregate_id, aggregate_version::text, topic, headers, "
      "payload,"
      " (SELECT count(*) FROM (SELECT 1 FROM outbox WHERE shard = ANY($1::smallint[]) AND seq <= $3"
      "  ORDER BY seq LIMIT $2 + 1) AS before)::text"
      " FROM outbox WHERE shard = ANY($1::smallint[]) AND seq > $3 ORDER BY outbox.seq LIMIT $2";
  static constexpr char kNewest[] =
      "SELECT seq::text, aggregate_type, aggregate_id, aggregate_version::text, topic, headers, "
      "payload, '0'"
      " FROM outbox WHERE shard = ANY($1::smallint[]) AND seq > $3 ORDER BY outbox.seq DESC LIMIT "
      "$2";
  static constexpr char kDelete[] = "DELETE FROM outbox WHERE seq = ANY($1::bigint[])";
  const pg::Array shards(shards_);
  const absl::Time end = absl::Now() + kPass;
  int sent = 0;
  int in_flight = 0;
  connection.Start(
      options_.mutant_unordered ? pg::Sql(kNewest) : pg::Sql(kNext), {shards, options_.batch, 0});
  while (true) {
    const pg::Result rows = connection.Collect();
    if (rows.empty() || rows.Int(0, 7) != in_flight) break;
    if (options_.mutant_delete_first) {
      for (int i = 0; i < rows.rows(); ++i)
        connection.Query("DELETE FROM outbox WHERE seq = $1", {rows.Int(i, 0)});
    }
    // Behind a full batch there are more: the database reads them while the broker takes these.
    const bool more = rows.rows() == options_.batch && absl::Now() < end && !stop_;
    if (more) {
      in_flight = rows.rows();
      connection.Start(kNext, {shards, options_.batch, rows.Int(in_flight - 1, 0)});
    }
    const std::vector<std::int64_t> done = Send(connection, rows);
    const bool all = static_cast<int>(done.size()) == rows.rows();
    if (more && !all) connection.Collect();  // behind one that failed: not to be sent
    if (!done.empty()) connection.Defer(kDelete, {pg::Array(done)});
    sent += static_cast<int>(done.size());
    if (!all) {
      connection.Settle();
      return -1;
    }
    if (!more) break;
  }
  connection.Settle();
  return sent;
}

std::vector<std::int64_t> Relay::Send(pg::Connection& connection, const pg::Result& rows) {
  if (producer_ == nullptr) {
    absl::StatusOr<kafka::Client> made = kafka::Make(
        RD_KAFKA_PRODUCER, kafka::ProducerConf(options_.brokers),
        [](rd_kafka_conf_t* conf) { rd_kafka_conf_set_dr_msg_cb(conf, &Delivered); });
    if (!made.ok()) {
      log::Error("no producer", {{"error", std::string(made.status().message())}});
      return {};
    }
    producer_ = *std::move(made);
    rebuilds_.Increment();
  }
  std::vector<Row> batch(static_cast<std::size_t>(rows.rows()));
  for (int i = 0; i < rows.rows(); ++i) {
    Row& row = batch[static_cast<std::size_t>(i)];
    row.seq = rows.Int(i, 0);
    row.aggregate = Cat(rows.Text(i, 1), "/", rows.Text(i, 2));
    kafka::Headers headers = kafka::MakeHeaders(HeadersToSend(rows.Text(i, 5), rows.Int(i, 3)));
    const std::string topic = rows.String(i, 4);
    const std::string_view key = rows.Text(i, 2);
    const std::string_view payload = rows.Text(i, 6);
    const rd_kafka_resp_err_t error = rd_kafka_producev(
        producer_.get(), RD_KAFKA_V_TOPIC(topic.c_str()),
        RD_KAFKA_V_MSGFLAGS(RD_KAFKA_MSG_F_COPY | RD_KAFKA_MSG_F_BLOCK),
        RD_KAFKA_V_KEY(key.data(), key.size()),
        RD_KAFKA_V_VALUE(const_cast<char*>(payload.data()), payload.size()),
        RD_KAFKA_V_HEADERS(headers.get()), RD_KAFKA_V_OPAQUE(&row.outcome), RD_KAFKA_V_END);
    if (error != RD_KAFKA_RESP_ERR_NO_ERROR) {
      row.outcome = error;
      break;  // later rows stay IN_PROGRESS: not acknowledged
    }
    (void)headers.release();  // the producer's
    if (i % 256 == 0) {
      rd_kafka_poll(producer_.get(), 0);
      connection.Receive();
    }
  }
  const absl::Time give_up = absl::Now() + kDelivery;
  while (rd_kafka_outq_len(producer_.get()) > 0 && absl::Now() < give_up &&
         rd_kafka_fatal_error(producer_.get(), nullptr, 0) == RD_KAFKA_RESP_ERR_NO_ERROR &&
         !stop_) {
    rd_kafka_poll(producer_.get(), 10);
    connection.Receive();
  }
  if (rd_kafka_outq_len(producer_.get()) > 0) {
    // What is still queued may yet be written: the producer goes, after its reports have been
    // served, before `batch` does.
    rd_kafka_purge(producer_.get(), RD_KAFKA_PURGE_F_QUEUE | RD_KAFKA_PURGE_F_INFLIGHT);
    rd_kafka_flush(producer_.get(), 1000);
  }
  std::set<std::string> held;
  std::vector<std::int64_t> done;
  for (const Row& row : batch) {
    if (row.outcome != RD_KAFKA_RESP_ERR_NO_ERROR) held.insert(row.aggregate);
    if (!held.contains(row.aggregate)) done.push_back(row.seq);
  }
  published_.Increment(static_cast<double>(done.size()));
  if (done.size() == batch.size()) return done;
  failures_.Increment(static_cast<double>(batch.size() - done.size()));
  for (const Row& row : batch) {
    if (row.outcome == RD_KAFKA_RESP_ERR_NO_ERROR) continue;
    log::Warn(
        "events not acknowledged",
        {{"rows", Cat(batch.size() - done.size())}, {"error", rd_kafka_err2name(row.outcome)}});
    break;
  }
  producer_.reset();
  return done;
}

}  // namespace binadaya
