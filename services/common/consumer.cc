#include "services/common/consumer.h"

#include <algorithm>
#include <set>

#include "absl/random/random.h"
#include "absl/strings/numbers.h"
#include "absl/time/clock.h"
#include "binadaya/v1/finding.pb.h"
#include "services/common/domain/text.h"
#include "services/common/id.h"
#include "services/common/log.h"
#include "services/common/status.h"
#include "services/common/validate.h"

namespace binadaya {
namespace {

constexpr absl::Duration kTransaction = absl::Seconds(30);
constexpr absl::Duration kGather = absl::Milliseconds(5);
constexpr char kFenced[] = "fenced";

// Permanent: trying the same event again with the same program would fail again. A statement that
// PostgreSQL refuses (INTERNAL) is.
bool IsPermanent(const absl::Status& status) {
  return !status.ok() && (!IsTransient(status) || status.code() == absl::StatusCode::kInternal);
}

}  // namespace

Consumer::Consumer(
    Options options, Db& db, const Clock& clock, Metrics& metrics,
    std::vector<Subscription> subscriptions)
    : options_(std::move(options)),
      db_(db),
      clock_(clock),
      subscriptions_(std::move(subscriptions)),
      applied_(metrics.Counter("binadaya_consumer_applied_total", "Events applied.")),
      duplicates_(metrics.Counter(
          "binadaya_consumer_duplicates_total",
          "Events skipped because they were applied before.")),
      dead_(metrics.Counter(
          "binadaya_consumer_dead_letters_total", "Events copied to the dead letters.")),
      retries_(metrics.Counter(
          "binadaya_consumer_retries_total", "Batches tried again after a passing fault.")),
      parked_(
          metrics.Gauge("binadaya_consumer_parked_aggregates", "Aggregates whose events wait.")),
      lag_(metrics.Gauge(
          "binadaya_consumer_lag_seconds",
          "Age of the newest event when it was applied; 0 when nothing waits.")),
      lost_position_(metrics.Gauge(
          "binadaya_consumer_position_lost",
          "1: the broker no longer has the next event; rebuild the projection.")) {}

void Consumer::Start() {
  if (subscriptions_.empty()) return;
  thread_ = std::thread([this] { Loop(); });
}

void Consumer::Stop() {
  stop_ = true;
  if (thread_.joinable()) thread_.join();
}

Call Consumer::Background() const {
  Identity identity{
      .subject = options_.group, .token_id = {}, .grants = {{v1::SERVICE, "/"}}, .token = {}};
  return {
      "consumer", std::move(identity), absl::Now() + kTransaction, clock_.Now(), clock_.Today()};
}

void Consumer::Loop() {
  absl::InsecureBitGen random;
  const kafka::Conf conf = {
      {"bootstrap.servers", options_.brokers},
      {"group.id", Cat(options_.topic_prefix, options_.group)},
      {"group.instance.id", Cat(options_.topic_prefix, options_.group, "-", options_.instance)},
      {"enable.auto.commit", "false"},
      {"auto.offset.reset", "error"},
      {"partition.assignment.strategy", "range"},
      {"session.timeout.ms", "15000"},
      {"heartbeat.interval.ms", "3000"},
      {"max.poll.interval.ms", "300000"},
      {"isolation.level", "read_committed"},
      {"check.crcs", "true"},
      {"queued.max.messages.kbytes", "16384"},
      {"fetch.message.max.bytes", "1048576"},
      {"fetch.wait.max.ms", "20"},
      {"reconnect.backoff.max.ms", "1000"},
      {"topic.metadata.refresh.interval.ms", "10000"},
      {"allow.auto.create.topics", "false"}};
  while (!stop_) {
    absl::StatusOr<kafka::Client> client =
        kafka::Make(RD_KAFKA_CONSUMER, conf, [this](rd_kafka_conf_t* built) {
          rd_kafka_conf_set_opaque(built, this);
          rd_kafka_conf_set_rebalance_cb(
              built, [](rd_kafka_t* kafka, rd_kafka_resp_err_t error,
                        rd_kafka_topic_partition_list_t* list, void* self) {
                if (error == RD_KAFKA_RESP_ERR__ASSIGN_PARTITIONS) {
                  static_cast<Consumer*>(self)->Assign(kafka, list);
                } else {
                  static_cast<Consumer*>(self)->epochs_.clear();
                  rd_kafka_assign(kafka, nullptr);
                }
              });
        });
    if (client.ok()) {
      rd_kafka_poll_set_consumer(client->get());
      const absl::Status ended = Run(client->get());
      if (!stop_) log::Warn("consumer starts again", {{"why", std::string(ended.message())}});
      rd_kafka_consumer_close(client->get());
    } else {
      log::Error("no consumer", {{"error", std::string(client.status().message())}});
    }
    epochs_.clear();
    if (!stop_) absl::SleepFor(absl::Milliseconds(absl::Uniform(random, 100, 500)));
  }
}

void Consumer::Assign(rd_kafka_t* client, rd_kafka_topic_partition_list_t* partitions) {
  // Taking a partition advances its epoch: whoever held it before can no longer write.
  absl::Status taken = absl::UnavailableError("");
  while (!stop_ && !taken.ok()) {
    taken = db_.Background(Background(), [&](Tx& tx) {
      epochs_.clear();
      for (int i = 0; i < partitions->cnt; ++i) {
        rd_kafka_topic_partition_t& partition = partitions->elems[i];
        const pg::Result row = tx.Query(
            "INSERT INTO consumer_offset AS o (topic, part, next_offset, epoch) VALUES ($1, $2, "
            "-1, 1)"
            " ON CONFLICT (topic, part) DO UPDATE SET epoch = o.epoch + 1 RETURNING next_offset, "
            "epoch",
            partition.topic, partition.partition);
        partition.offset = row.Int(0, 0) < 0 ? RD_KAFKA_OFFSET_BEGINNING : row.Int(0, 0);
        epochs_[{partition.topic, partition.partition}] = row.Int(0, 1);
      }
      return absl::OkStatus();
    });
    if (!taken.ok()) absl::SleepFor(absl::Milliseconds(200));
  }
  rd_kafka_assign(client, partitions);
  log::Info("partitions taken", {{"count", Cat(partitions->cnt)}});
}

absl::Status Consumer::Run(rd_kafka_t* client) {
  const kafka::Partitions topics(rd_kafka_topic_partition_list_new(4));
  for (const Subscription& subscription : subscriptions_) {
    const std::string topic =
        Cat(options_.topic_prefix, "binadaya.", subscription.publisher, ".v1");
    rd_kafka_topic_partition_list_add(topics.get(), topic.c_str(), RD_KAFKA_PARTITION_UA);
  }
  const std::string replay = Cat(options_.topic_prefix, "replay.", options_.group);
  rd_kafka_topic_partition_list_add(topics.get(), replay.c_str(), RD_KAFKA_PARTITION_UA);
  if (const rd_kafka_resp_err_t error = rd_kafka_subscribe(client, topics.get());
      error != RD_KAFKA_RESP_ERR_NO_ERROR) {
    return absl::UnavailableError(rd_kafka_err2str(error));
  }
  absl::InsecureBitGen random;
  absl::Time next_gauges = absl::InfinitePast();
  while (!stop_) {
    if (absl::Now() >= next_gauges) {
      UpdateGauges();
      next_gauges = absl::Now() + absl::Seconds(1);
    }
    std::vector<Record> batch;
    const absl::Time gathered = absl::Now() + kGather;
    while (static_cast<int>(batch.size()) < options_.batch) {
      const kafka::Message message(rd_kafka_consumer_poll(
          client, batch.empty()            ? 100
                  : absl::Now() < gathered ? 1
                                           : 0));
      if (message == nullptr) {
        if (!batch.empty() && absl::Now() < gathered) continue;
        break;
      }
      if (message->err == RD_KAFKA_RESP_ERR__AUTO_OFFSET_RESET) {
        lost_position_.Set(1);
        log::Error(
            "the broker no longer has the next event; rebuild this projection from the event logs "
            "(binadaya replay)",
            {{"topic", rd_kafka_topic_name(message->rkt)}, {"partition", Cat(message->partition)}});
        continue;
      }
      if (message->err == RD_KAFKA_RESP_ERR__FATAL ||
          message->err == RD_KAFKA_RESP_ERR__MAX_POLL_EXCEEDED) {
        return absl::UnavailableError(rd_kafka_message_errstr(message.get()));
      }
      if (message->err != RD_KAFKA_RESP_ERR_NO_ERROR) continue;  // librdkafka goes on by itself
      batch.push_back(Read(*message));
    }
    if (batch.empty()) {
      lag_.Set(0);
      continue;
    }
    absl::Duration backoff = absl::Milliseconds(50);
    while (!stop_) {
      absl::Status applied = ApplyBatch(batch);
      if (applied.ok()) break;
      if (applied.message() == kFenced) return applied;
      retries_.Increment();
      log::Warn(
          "batch tried again",
          {{"code", CodeName(applied.code())}, {"why", std::string(applied.message())}});
      absl::SleepFor(backoff * absl::Uniform(random, 0.5, 1.5));
      backoff = std::min(backoff * 2, absl::Seconds(2));
    }
  }
  return absl::OkStatus();
}

Consumer::Record Consumer::Read(const rd_kafka_message_t& message) const {
  Record record;
  record.topic = rd_kafka_topic_name(message.rkt);
  record.partition = message.partition;
  record.offset = message.offset;
  record.payload.assign(static_cast<const char*>(message.payload), message.len);
  v1::Headers headers;
  rd_kafka_headers_t* list = nullptr;
  if (rd_kafka_message_headers(&message, &list) == RD_KAFKA_RESP_ERR_NO_ERROR) {
    const char* name = nullptr;
    const void* value = nullptr;
    std::size_t size = 0;
    for (std::size_t i = 0;
         rd_kafka_header_get_all(list, i, &name, &value, &size) == RD_KAFKA_RESP_ERR_NO_ERROR;
         ++i) {
      (*headers.mutable_values())[name] = std::string(static_cast<const char*>(value), size);
    }
  }
  auto& values = *headers.mutable_values();
  Event& event = record.event;
  event.id = values["ce_id"];
  event.source = values["ce_source"];
  event.type = values["ce_type"];
  event.traceparent = values["ce_traceparent"];
  const std::string& subject = values["ce_subject"];
  const std::size_t slash = subject.find('/');
  std::string error;
  const bool whole = IsUuid(event.id) && !event.source.empty() && IsUtf8(event.source) &&
                     IsUtf8(subject) && slash != std::string::npos &&
                     absl::SimpleAtoi(values["ce_sequence"], &event.version) && event.version > 0 &&
                     absl::ParseTime(absl::RFC3339_full, values["ce_time"], &event.time, &error);
  values.erase("ce_sequence");  // the outbox puts it back
  record.headers = headers.SerializeAsString();
  if (!whole) {
    record.fault = "not a CloudEvent of this platform";
    return record;
  }
  event.aggregate_type = subject.substr(0, slash);
  event.aggregate_id = subject.substr(slash + 1);
  return record;
}

absl::Status Consumer::ApplyBatch(const std::vector<Record>& batch) {
  absl::Status applied =
      db_.Background(Background(), [&](Tx& tx) { return Apply(tx, batch, false); });
  if (IsPermanent(applied) && applied.message() != kFenced) {
    // One of them is poison. Again, each behind its own savepoint.
    applied = db_.Background(Background(), [&](Tx& tx) { return Apply(tx, batch, true); });
  }
  if (!applied.ok()) return applied;
  applied_.Increment(static_cast<double>(batch.size()));
  const absl::Time newest = batch.back().event.time;
  lag_.Set(std::max(0.0, absl::ToDoubleSeconds(clock_.Now() - newest)));
  return absl::OkStatus();
}

absl::Status Consumer::Apply(Tx& tx, const std::vector<Record>& batch, bool careful) {
  std::map<std::pair<std::string, std::int32_t>, std::int64_t> next;
  for (const Record& record : batch) next[{record.topic, record.partition}] = record.offset + 1;
  for (const auto& [partition, offset] : next) {
    const auto epoch = epochs_.find(partition);
    const pg::Result moved = tx.Query(
        "UPDATE consumer_offset SET next_offset = $3 WHERE topic = $1 AND part = $2 AND epoch = $4",
        partition.first, partition.second, offset, epoch == epochs_.end() ? -1 : epoch->second);
    if (moved.affected() != 1) return absl::FailedPreconditionError(kFenced);
  }

  pg::Array ids, sources, aggregate_sources, types, aggregates;
  std::set<Key> keys;
  for (const Record& record : batch) {
    if (!record.fault.empty()) continue;
    ids.Add(record.event.id);
    sources.Add(record.event.source);
    keys.insert({record.event.source, {record.event.aggregate_type, record.event.aggregate_id}});
  }
  for (const Key& key : keys) {
    aggregate_sources.Add(key.first);
    types.Add(key.second.first);
    aggregates.Add(key.second.second);
  }
  const pg::Result inserted = tx.Query(
      "INSERT INTO inbox (event_id, source) SELECT * FROM unnest($1::uuid[], $2::text[]) ON "
      "CONFLICT DO NOTHING"
      " RETURNING event_id::text || source",
      ids, sources);
  std::set<std::string, std::less<>> fresh;
  for (int i = 0; i < inserted.rows(); ++i) fresh.insert(inserted.String(i, 0));
  tx.Defer(
      "INSERT INTO heard (source, aggregate_type, aggregate_id, version)"
      " SELECT s, t, a, 0 FROM unnest($1::text[], $2::text[], $3::text[]) AS k(s, t, a) ON "
      "CONFLICT DO NOTHING",
      aggregate_sources, types, aggregates);
  const pg::Result heard = tx.Query(
      "SELECT h.source, h.aggregate_type, h.aggregate_id, h.version, EXISTS (SELECT 1 FROM parked p"
      "  WHERE (p.source, p.aggregate_type, p.aggregate_id) = (h.source, h.aggregate_type, "
      "h.aggregate_id))"
      " FROM heard h JOIN unnest($1::text[], $2::text[], $3::text[]) AS k(s, t, a)"
      " ON (h.source, h.aggregate_type, h.aggregate_id) = (k.s, k.t, k.a)"
      " ORDER BY h.source, h.aggregate_type, h.aggregate_id FOR UPDATE OF h",
      aggregate_sources, types, aggregates);
  std::map<Key, std::int64_t> version;
  std::set<Key> waiting;
  for (int i = 0; i < heard.rows(); ++i) {
    const Key key{heard.String(i, 0), {heard.String(i, 1), heard.String(i, 2)}};
    version[key] = heard.Int(i, 3);
    if (heard.Bool(i, 4)) waiting.insert(key);
  }

  std::set<Key> moved;
  for (const Record& record : batch) {
    if (!record.fault.empty()) {
      // Nothing says which aggregate it is of, so nothing can wait behind it: it goes to the dead
      // letters alone. On the replay topic nothing says whose it was either.
      std::string source = record.topic.substr(options_.topic_prefix.size());
      if (source.starts_with("replay."))
        source = Cat("binadaya.", subscriptions_.front().publisher, ".v1");
      Outbound::Copy(
          tx, Cat(options_.topic_prefix, "dlq.", options_.group, ".", source), "unknown",
          Cat(record.topic, "-", record.partition), record.offset + 1, NewId(clock_.Now()),
          record.headers, record.payload);
      dead_.Increment();
      continue;
    }
    const bool again = !fresh.contains(Cat(record.event.id, record.event.source));
    if (again && !options_.mutant_no_inbox) {
      duplicates_.Increment();
      continue;
    }
    fresh.erase(Cat(record.event.id, record.event.source));  // the same event twice in one batch
    const Key key{record.event.source, {record.event.aggregate_type, record.event.aggregate_id}};
    std::int64_t& current = version[key];
    if (record.event.version <= current && !options_.mutant_no_inbox) {
      duplicates_.Increment();
      continue;
    }
    if (record.event.version > current + 1) {
      Park(tx, record, "");
      waiting.insert(key);
      continue;
    }
    bool blocked = false;
    const absl::Status applied =
        careful ? tx.Try([&] { return Dispatch(tx, record); }) : Dispatch(tx, record);
    if (IsPermanent(applied) && careful) {
      Park(tx, record, std::string(applied.message()));
      waiting.insert(key);
      continue;
    }
    RETURN_IF_ERROR(applied);
    current = std::max(current, record.event.version);
    moved.insert(key);
    if (waiting.contains(key)) {
      DrainParked(tx, key, current, blocked);
    }
  }
  pg::Array versions, moved_sources, moved_types, moved_ids;
  for (const Key& key : moved) {
    moved_sources.Add(key.first);
    moved_types.Add(key.second.first);
    moved_ids.Add(key.second.second);
    versions.Add(version[key]);
  }
  tx.Defer(
      "UPDATE heard SET version = k.v FROM unnest($1::text[], $2::text[], $3::text[], "
      "$4::bigint[]) AS k(s, t, a, v)"
      " WHERE (source, aggregate_type, aggregate_id) = (k.s, k.t, k.a)",
      moved_sources, moved_types, moved_ids, versions);
  return absl::OkStatus();
}

absl::Status Consumer::Dispatch(Tx& tx, const Record& record) {
  const Event& event = record.event;
  for (const Subscription& subscription : subscriptions_) {
    if (event.source != Cat("//id.go.", options_.agency, "/", subscription.publisher)) continue;
    const std::string prefix = Cat("id.go.", options_.agency, ".", subscription.publisher, ".");
    std::string_view type = event.type;
    if (!type.starts_with(prefix))
      return absl::InvalidArgumentError("the type is not of its source");
    type.remove_prefix(prefix.size());
    const auto handler = subscription.handlers.find(type);
    if (handler != subscription.handlers.end()) return handler->second(tx, event, record.payload);
    // A type that is new in this major version is not for us; another major of a known one is not
    // readable.
    const std::string first_major = Cat(type.substr(0, type.rfind('.')), ".v1");
    if (subscription.handlers.contains(first_major))
      return absl::InvalidArgumentError("unknown major version");
    return absl::OkStatus();
  }
  return absl::InvalidArgumentError("from a source that is not heard");
}

void Consumer::Park(Tx& tx, const Record& record, std::string_view error) {
  const Event& event = record.event;
  tx.Defer(
      "INSERT INTO parked (source, aggregate_type, aggregate_id, version, event_id, topic, "
      "headers, payload, error, attempts,"
      " first_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1, $10) ON CONFLICT DO NOTHING",
      event.source, event.aggregate_type, event.aggregate_id, event.version, event.id, record.topic,
      pg::Bytes{record.headers}, pg::Bytes{record.payload}, error, clock_.Now());
  if (error.empty()) return;
  const std::string publisher = event.source.substr(event.source.rfind('/') + 1);
  v1::Headers headers;
  headers.ParseFromString(record.headers);
  auto& values = *headers.mutable_values();
  values["x-dlq-topic"] = record.topic;
  values["x-dlq-partition"] = Cat(record.partition);
  values["x-dlq-offset"] = Cat(record.offset);
  values["x-dlq-group"] = options_.group;
  values["x-dlq-error"] = std::string(error.substr(0, 200));
  Outbound::Copy(
      tx, Cat(options_.topic_prefix, "dlq.", options_.group, ".binadaya.", publisher, ".v1"),
      event.aggregate_type, event.aggregate_id, event.version, event.id,
      headers.SerializeAsString(), record.payload);
  dead_.Increment();
  log::Error(
      "event parked and copied to the dead letters",
      {{"event", event.id}, {"type", event.type}, {"error", std::string(error)}});
}

int Consumer::DrainParked(Tx& tx, const Key& key, std::int64_t& version, bool& blocked) {
  int applied = 0;
  while (true) {
    const pg::Result row = tx.Query(
        "SELECT version, event_id, topic, headers, payload FROM parked"
        " WHERE (source, aggregate_type, aggregate_id) = ($1, $2, $3) AND version <= $4 ORDER BY "
        "version LIMIT 1",
        key.first, key.second.first, key.second.second, version + 1);
    if (row.empty()) return applied;
    Record record;
    v1::Headers headers;
    record.headers = row.Bytes(0, 3);
    headers.ParseFromString(record.headers);
    const auto& values = headers.values();
    record.event = {
        .id = row.String(0, 1),
        .source = key.first,
        .type = values.at("ce_type"),
        .aggregate_type = key.second.first,
        .aggregate_id = key.second.second,
        .version = row.Int(0, 0),
        .time = absl::InfinitePast(),
        .traceparent = values.contains("ce_traceparent") ? values.at("ce_traceparent") : ""};
    std::string error;
    absl::ParseTime(absl::RFC3339_full, values.at("ce_time"), &record.event.time, &error);
    record.payload = row.Bytes(0, 4);
    const bool due = record.event.version == version + 1;
    const absl::Status status =
        due ? tx.Try([&] { return Dispatch(tx, record); }) : absl::OkStatus();
    if (!status.ok()) {
      tx.Defer(
          "UPDATE parked SET attempts = attempts + 1, error = $5"
          " WHERE (source, aggregate_type, aggregate_id, version) = ($1, $2, $3, $4)",
          key.first, key.second.first, key.second.second, record.event.version,
          std::string(status.message()));
      blocked = true;
      return applied;
    }
    tx.Defer(
        "DELETE FROM parked WHERE (source, aggregate_type, aggregate_id, version) = ($1, $2, $3, "
        "$4)",
        key.first, key.second.first, key.second.second, record.event.version);
    if (due) {
      ++version;
      ++applied;
    }
  }
}

std::pair<int, int> Consumer::ReplayParked(Tx& tx) {
  const pg::Result aggregates = tx.Query(
      "SELECT source, aggregate_type, aggregate_id, version FROM heard h WHERE EXISTS (SELECT 1 "
      "FROM parked p"
      " WHERE (p.source, p.aggregate_type, p.aggregate_id) = (h.source, h.aggregate_type, "
      "h.aggregate_id))"
      " ORDER BY 1, 2, 3 FOR UPDATE");
  int applied = 0;
  for (int i = 0; i < aggregates.rows(); ++i) {
    const Key key{aggregates.String(i, 0), {aggregates.String(i, 1), aggregates.String(i, 2)}};
    std::int64_t version = aggregates.Int(i, 3);
    bool blocked = false;
    const int moved = DrainParked(tx, key, version, blocked);
    applied += moved;
    if (moved > 0) {
      tx.Defer(
          "UPDATE heard SET version = $4 WHERE (source, aggregate_type, aggregate_id) = ($1, $2, "
          "$3)",
          key.first, key.second.first, key.second.second, version);
    }
  }
  return {applied, tx.Query("SELECT count(*) FROM parked").Int32(0, 0)};
}

void Consumer::Forget(Tx& tx) {
  tx.Defer("UPDATE consumer_offset SET epoch = epoch + 1");
  tx.Defer("DELETE FROM inbox");
  tx.Defer("DELETE FROM heard");
  tx.Defer("DELETE FROM parked");
}

void Consumer::UpdateGauges() {
  (void)db_.Read(Background(), [&](Tx& tx) -> absl::StatusOr<int> {
    const pg::Result count =
        tx.Query("SELECT count(DISTINCT (source, aggregate_type, aggregate_id)) FROM parked");
    parked_.Set(count.Double(0, 0));
    return 0;
  });
}

}  // namespace binadaya
