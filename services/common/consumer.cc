#include "services/common/consumer.h"

#include <algorithm>

#include "absl/time/clock.h"
#include "services/common/domain/text.h"
#include "services/common/log.h"
#include "services/common/status.h"

namespace binadaya {
namespace {

constexpr absl::Duration kTransaction = absl::Seconds(30);
constexpr absl::Duration kLook = absl::Seconds(2);  // the deadline of a check
constexpr absl::Duration kRejoin = absl::Milliseconds(300);
constexpr absl::Duration kBackoffMin = absl::Milliseconds(50);
constexpr absl::Duration kBackoffMax = absl::Seconds(2);
constexpr int kIdleMs = 200;
constexpr int kLookMs = 1'000;
constexpr std::chrono::milliseconds kGatherHeard(5);
constexpr std::chrono::seconds kCheck(1);
constexpr std::chrono::seconds kLookForTopics(10);

}  // namespace

Consumer::Consumer(
    Options options, Db& db, const Clock& clock, Metrics& metrics, const Inbox& inbox)
    : options_(std::move(options)),
      db_(db),
      clock_(clock),
      inbox_(inbox),
      backoff_(kBackoffMin),
      applied_(metrics.Counter("binadaya_consumer_applied_total", "Events applied.")),
      duplicates_(metrics.Counter(
          "binadaya_consumer_duplicates_total",
          "Events skipped because they were applied before.")),
      dead_(metrics.Counter(
          "binadaya_consumer_dead_letters_total", "Events copied to the dead letters.")),
      reused_(metrics.Counter(
          "binadaya_consumer_version_reused_total",
          "Events of a version that their publisher had told before.")),
      retries_(metrics.Counter(
          "binadaya_consumer_retries_total", "Batches tried again after a passing fault.")),
      parked_(
          metrics.Gauge("binadaya_consumer_parked_aggregates", "Aggregates whose events wait.")),
      lag_(metrics.Gauge(
          "binadaya_consumer_lag_seconds",
          "Age of the oldest event that came and is not applied yet; 0 when nothing waits.")),
      lost_position_(metrics.Gauge(
          "binadaya_consumer_position_lost",
          "Partitions of which the broker no longer has the next event.")),
      metrics_(metrics),
      loop_("consumer", [this] { return Turn(); }) {
  for (const std::string& topic : inbox_.Topics()) {
    if (inbox_.Repeated(topic)) continue;
    delays_[topic] = &metrics.Duration(
        "binadaya_consumer_delay_seconds",
        "Time from when an event was told until it was applied here.", {{"topic", topic}});
  }
  if (!inbox_.Topics().empty()) {
    partitions_ =
        &metrics.Gauge("binadaya_consumer_partitions", "Partitions that this process hears.");
  }
}

void Consumer::Start() {
  if (!inbox_.Topics().empty()) loop_.Start();
}

void Consumer::Stop() {
  loop_.Stop();
  Leave("stopped");
}

Call Consumer::Background(absl::Duration patience) const {
  Identity identity{
      .subject = options_.group, .token_id = {}, .grants = {{v1::SERVICE, "/"}}, .proof = nullptr};
  Call call("consumer", std::move(identity), absl::Now() + patience, clock_.Now(), clock_.Today());
  call.set_tracer(options_.tracer);
  return call;
}

absl::Duration Consumer::Jitter(absl::Duration time) {
  return time * absl::Uniform(random_, 0.5, 1.5);
}

absl::Duration Consumer::Turn() {
  if (client_ != nullptr && Steady::now() >= next_check_ &&
      options_.brokers.tls.Version() != files_) {
    Leave("its certificate was replaced");
  }
  if (client_ == nullptr) {
    if (const absl::Status joined = Join(); !joined.ok()) {
      log::Error("no consumer", {{"why", std::string(joined.message())}});
      Leave("it could not join");
      return Jitter(kRejoin);
    }
  }
  if (!CheckPositions()) {
    Leave("its position was taken over");
    return Jitter(kRejoin);
  }
  LookForTopics();
  if (batch_.empty()) {
    if (const absl::Status gathered = Gather(); !gathered.ok()) {
      Leave(std::string(gathered.message()));
      return Jitter(kRejoin);
    }
  }
  switch (batch_.empty() ? Applied::kDone : ApplyBatch()) {
    case Applied::kDone:
      batch_.clear();
      oldest_us_ = 0;
      backoff_ = kBackoffMin;
      return absl::ZeroDuration();
    case Applied::kAgain: {
      retries_.Increment();
      const absl::Duration pause = Jitter(backoff_);
      backoff_ = std::min(backoff_ * 2, kBackoffMax);
      return pause;
    }
    case Applied::kFenced:
      Leave("another took its partition");
      return Jitter(kRejoin);
  }
  return absl::ZeroDuration();
}

absl::Status Consumer::Join() {
  files_ = options_.brokers.tls.Version();
  ASSIGN_OR_RETURN(
      client_, kafka::Make(
                   RD_KAFKA_CONSUMER,
                   kafka::ConsumerConf(
                       options_.brokers, Cat(options_.topic_prefix, options_.group),
                       options_.instance, options_.seconds),
                   [this](rd_kafka_conf_t* conf) {
                     rd_kafka_conf_set_opaque(conf, this);
                     rd_kafka_conf_set_rebalance_cb(
                         conf, [](rd_kafka_t* client, rd_kafka_resp_err_t error,
                                  rd_kafka_topic_partition_list_t* list, void* self) {
                           if (error == RD_KAFKA_RESP_ERR__ASSIGN_PARTITIONS) {
                             static_cast<Consumer*>(self)->Assign(client, list);
                           } else {
                             static_cast<Consumer*>(self)->epochs_.clear();
                             static_cast<Consumer*>(self)->held_ = 0;
                             rd_kafka_assign(client, nullptr);
                           }
                         });
                   }));
  rd_kafka_poll_set_consumer(client_.get());
  const kafka::Partitions topics(rd_kafka_topic_partition_list_new(4));
  for (const std::string& topic : inbox_.Topics()) {
    rd_kafka_topic_partition_list_add(topics.get(), topic.c_str(), RD_KAFKA_PARTITION_UA);
  }
  const rd_kafka_resp_err_t error = rd_kafka_subscribe(client_.get(), topics.get());
  if (error != RD_KAFKA_RESP_ERR_NO_ERROR) return absl::UnavailableError(rd_kafka_err2str(error));
  return absl::OkStatus();
}

void Consumer::Leave(std::string_view why) {
  if (client_ != nullptr) {
    log::Info("consumer leaves its group", {{"why", std::string(why)}});
    rd_kafka_consumer_close(client_.get());
    client_.reset();
  }
  epochs_.clear();
  lost_.clear();
  held_ = 0;
  batch_.clear();
  oldest_us_ = 0;
}

void Consumer::Assign(rd_kafka_t* client, rd_kafka_topic_partition_list_t* partitions) {
  pg::Array topics, parts;
  for (int i = 0; i < partitions->cnt; ++i) {
    topics.Add(partitions->elems[i].topic);
    parts.Add(partitions->elems[i].partition);
  }
  // Taking a partition advances its epoch: whoever held it before can no longer write.
  const auto take = [&](Tx& tx) {
    const pg::Result rows = tx.Query(
        R"(
        INSERT INTO consumer_offset AS o (topic, part, next_offset, epoch)
        SELECT topic, part, -1, 1 FROM unnest($1::text[], $2::int[]) AS k(topic, part)
        ORDER BY topic, part
        ON CONFLICT (topic, part) DO UPDATE SET epoch = o.epoch + 1
        RETURNING topic, part, next_offset, epoch)",
        topics, parts);
    epochs_.clear();
    lost_.clear();
    for (int i = 0; i < rows.rows(); ++i) {
      pg::Row row(rows, i);
      const Partition partition{row.String(), row.Int32()};
      const std::int64_t next = row.Int();
      epochs_[partition] = row.Int();
      rd_kafka_topic_partition_list_set_offset(
          partitions, partition.first.c_str(), partition.second,
          next < 0 ? RD_KAFKA_OFFSET_BEGINNING : next);
    }
    return absl::OkStatus();
  };
  while (loop_.go_on() && !db_.Background(Background(kTransaction), take).ok()) {
    loop_.Rest(Jitter(kRejoin));
  }
  rd_kafka_assign(client, partitions);
  held_ = partitions->cnt;
  log::Info("partitions taken", {{"count", Cat(partitions->cnt)}});
}

bool Consumer::CheckPositions() {
  if (Steady::now() < next_check_ || epochs_.empty()) return true;
  next_check_ = Steady::now() + kCheck;
  pg::Array topics, parts, epochs, lost;
  for (const auto& [partition, epoch] : epochs_) {
    topics.Add(partition.first);
    parts.Add(partition.second);
    epochs.Add(epoch);
    lost.Add(lost_.contains(partition) ? "t" : "f");
  }
  std::size_t held = 0;
  const absl::Status checked = db_.Background(Background(kLook), [&](Tx& tx) {
    if (!lost_.empty()) {
      tx.Defer(
          R"(
          UPDATE consumer_offset o SET lost = true
          FROM unnest($1::text[], $2::int[], $3::bigint[], $4::boolean[]) AS k(topic, part, epoch, lost)
          WHERE (o.topic, o.part, o.epoch) = (k.topic, k.part, k.epoch) AND k.lost AND NOT o.lost)",
          topics, parts, epochs, lost);
    }
    const pg::Result rows = tx.Query(
        R"(
        SELECT count(*) FROM consumer_offset o
        JOIN unnest($1::text[], $2::int[], $3::bigint[]) AS k(topic, part, epoch)
          ON (o.topic, o.part, o.epoch) = (k.topic, k.part, k.epoch))",
        topics, parts, epochs);
    held = static_cast<std::size_t>(rows.Int(0, 0));
    return absl::OkStatus();
  });
  return !checked.ok() || held == epochs_.size();
}

void Consumer::LookForTopics() {
  if (Steady::now() < next_look_) return;
  next_look_ = Steady::now() + kLookForTopics;
  const auto there = kafka::ExistingTopics(client_.get(), kLookMs);
  if (!there.ok()) return;
  for (const std::string& topic : inbox_.Topics()) {
    const bool missing = !there->contains(topic);
    if (missing == missing_.contains(topic)) continue;
    if (missing) {
      missing_.insert(topic);
      log::Error("a topic that is heard is missing: binadaya topics apply", {{"topic", topic}});
    } else {
      missing_.erase(topic);
      log::Info("the topic is there", {{"topic", topic}});
    }
    metrics_
        .Gauge(
            "binadaya_consumer_topic_missing", "1: a topic that is heard does not exist.",
            {{"topic", topic}})
        .Set(missing ? 1 : 0);
  }
}

absl::Status Consumer::Gather() {
  Steady::time_point end;
  while (static_cast<int>(batch_.size()) < options_.batch) {
    const bool first = batch_.empty();
    const kafka::Message message(rd_kafka_consumer_poll(client_.get(), first ? kIdleMs : 1));
    if (message == nullptr) {
      if (!first && Steady::now() < end) continue;
      break;
    }
    switch (message->err) {
      case RD_KAFKA_RESP_ERR_NO_ERROR:
        if (first) end = Steady::now() + kGatherHeard;
        batch_.push_back(Read(*message));
        break;
      case RD_KAFKA_RESP_ERR__AUTO_OFFSET_RESET:
        lost_.insert({rd_kafka_topic_name(message->rkt), message->partition});
        next_check_ = {};
        log::Error(
            "the broker no longer has the next event: binadaya replay bootstrap",
            {{"topic", rd_kafka_topic_name(message->rkt)}, {"partition", Cat(message->partition)}});
        break;
      case RD_KAFKA_RESP_ERR__FATAL:
      case RD_KAFKA_RESP_ERR__MAX_POLL_EXCEEDED:
        return absl::UnavailableError(rd_kafka_message_errstr(message.get()));
      default:  // librdkafka goes on by itself
        break;
    }
    if (first && batch_.empty()) break;
  }
  absl::Time oldest = absl::InfiniteFuture();
  for (const Record& record : batch_) {
    if (record.fault.empty() && !inbox_.Repeated(record.topic))
      oldest = std::min(oldest, record.event.time);
  }
  oldest_us_ = oldest == absl::InfiniteFuture() ? 0 : absl::ToUnixMicros(oldest);
  return absl::OkStatus();
}

Record Consumer::Read(const rd_kafka_message_t& message) const {
  Record record{
      Envelope::Received(
          kafka::HeadersOf(message), {static_cast<const char*>(message.payload), message.len}),
      rd_kafka_topic_name(message.rkt), message.partition, message.offset};
  inbox_.Screen(record);
  return record;
}

Consumer::Applied Consumer::ApplyBatch() {
  Tally tally;
  bool fenced = false;
  absl::Status applied = ApplyBatch(false, tally, fenced);
  if (!fenced && IsPermanent(applied)) {
    // One of them is poison. Again, each behind its own savepoint.
    loop_.Beat();
    applied = ApplyBatch(true, tally, fenced);
  }
  if (fenced) return Applied::kFenced;
  if (!applied.ok()) {
    log::Warn(
        "batch tried again",
        {{"code", CodeName(applied.code())}, {"why", std::string(applied.message())}});
    return Applied::kAgain;
  }
  Count(tally);
  return Applied::kDone;
}

absl::Status Consumer::ApplyBatch(bool careful, Tally& tally, bool& fenced) {
  return db_.Background(Background(kTransaction), [&](Tx& tx) {
    tally.clear();
    fenced = !AdvancePositions(tx);
    return fenced ? absl::CancelledError("fenced") : inbox_.Apply(tx, batch_, careful, tally);
  });
}

bool Consumer::AdvancePositions(Tx& tx) const {
  std::map<Partition, std::int64_t> next;
  for (const Record& record : batch_) next[{record.topic, record.partition}] = record.offset + 1;
  pg::Array topics, parts, offsets, epochs;
  for (const auto& [partition, offset] : next) {
    const auto epoch = epochs_.find(partition);
    topics.Add(partition.first);
    parts.Add(partition.second);
    offsets.Add(offset);
    epochs.Add(epoch == epochs_.end() ? -1 : epoch->second);
  }
  const pg::Result moved = tx.Query(
      R"(
      UPDATE consumer_offset o SET next_offset = k.next, lost = false
      FROM unnest($1::text[], $2::int[], $3::bigint[], $4::bigint[]) AS k(topic, part, next, epoch)
      WHERE (o.topic, o.part, o.epoch) = (k.topic, k.part, k.epoch))",
      topics, parts, offsets, epochs);
  return moved.affected() == static_cast<std::int64_t>(next.size());
}

void Consumer::SeekToBeginning(Tx& tx, bool lost_only) {
  tx.Defer(
      R"(
      UPDATE consumer_offset
      SET next_offset = CASE WHEN lost OR NOT $1 THEN -1 ELSE next_offset END,
        epoch = epoch + 1,
        lost = false)",
      lost_only);
}

void Consumer::Count(Tally& tally) {
  applied_.Increment(tally[Outcome::kApplied]);
  duplicates_.Increment(tally[Outcome::kDuplicate]);
  reused_.Increment(tally[Outcome::kReused]);
  dead_.Increment(tally[Outcome::kRefused] + tally[Outcome::kReused] + tally[Outcome::kUnreadable]);
  const absl::Time now = clock_.Now();
  for (const auto& [topic, told] : tally.applied) {
    const auto delay = delays_.find(topic);  // none: repeated, from long ago perhaps
    if (delay != delays_.end())
      delay->second->Observe(std::max(0.0, absl::ToDoubleSeconds(now - told)));
  }
}

void Consumer::UpdateGauges() {
  if (partitions_ == nullptr) return;
  partitions_->Set(held_);
  const std::int64_t oldest = oldest_us_;
  const absl::Duration age =
      oldest == 0 ? absl::ZeroDuration() : clock_.Now() - absl::FromUnixMicros(oldest);
  lag_.Set(std::max(0.0, absl::ToDoubleSeconds(age)));
}

void Consumer::UpdateGauges(pg::Connection& connection) {
  if (partitions_ == nullptr) return;
  parked_.Set(Parked::Aggregates(connection));
  lost_position_.Set(
      connection.Query("SELECT count(*) FROM consumer_offset WHERE lost", {}).Double(0, 0));
}

}  // namespace binadaya
