#include "services/common/consumer.h"

#include <algorithm>
#include <set>

#include "absl/random/random.h"
#include "absl/time/clock.h"
#include "services/common/domain/text.h"
#include "services/common/id.h"
#include "services/common/log.h"
#include "services/common/status.h"

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
  const kafka::Conf conf = kafka::ConsumerConf(
      options_.brokers, Cat(options_.topic_prefix, options_.group), options_.instance);
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
    const std::string topic = EventTopic(options_.topic_prefix, subscription.publisher);
    rd_kafka_topic_partition_list_add(topics.get(), topic.c_str(), RD_KAFKA_PARTITION_UA);
  }
  const std::string replay = ReplayTopic(options_.topic_prefix, options_.group);
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
      batch.push_back(
          {Envelope::Received(
               kafka::HeadersOf(*message),
               {static_cast<const char*>(message->payload), message->len}),
           rd_kafka_topic_name(message->rkt), message->partition, message->offset});
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
      std::string publisher = subscriptions_.front().publisher;
      for (const Subscription& subscription : subscriptions_) {
        if (record.topic == EventTopic(options_.topic_prefix, subscription.publisher))
          publisher = subscription.publisher;
      }
      Envelope dead = record;
      dead.event.id = NewId(clock_.Now());
      dead.event.aggregate_type = "unknown";
      dead.event.aggregate_id = Cat(record.topic, "-", record.partition);
      dead.event.version = record.offset + 1;
      Outbound::Copy(tx, DeadLetterTopic(options_.topic_prefix, options_.group, publisher), dead);
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
  Outbound::Copy(
      tx, DeadLetterTopic(options_.topic_prefix, options_.group, publisher),
      record.With(
          {{"x-dlq-topic", record.topic},
           {"x-dlq-partition", Cat(record.partition)},
           {"x-dlq-offset", Cat(record.offset)},
           {"x-dlq-group", options_.group},
           {"x-dlq-error", std::string(error.substr(0, 200))}}));
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
    Record record{Envelope::Stored(row.Bytes(0, 3), row.Int(0, 0), row.Bytes(0, 4)), {}, 0, 0};
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
