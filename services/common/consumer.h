#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/random/random.h"
#include "absl/status/status.h"
#include "absl/time/time.h"
#include "services/common/db.h"
#include "services/common/inbox.h"
#include "services/common/kafka.h"
#include "services/common/loop.h"

namespace binadaya {

// Brings what others tell from Kafka to the inbox, in order, each once. Inbox row, version check,
// effect and position are one transaction; the position is PostgreSQL's, fenced by an epoch: who
// lost a partition without noticing writes nothing more. What is transient is tried again for ever.
// One loop.
class Consumer {
 public:
  struct Options {
    std::string group;  // the service
    kafka::Brokers brokers;
    std::string topic_prefix;
    std::string instance;
    int batch = 200;
    int seconds = 300;  // that one batch may take; then its partitions go to another
    trace::Tracer* tracer = nullptr;
  };
  Consumer(Options options, Db& db, const Clock& clock, Metrics& metrics, const Inbox& inbox);
  ~Consumer() { Stop(); }
  void Start();
  void Stop();

  // Set the gauges of what waits, whatever the loop does meanwhile; from the watcher's threads.
  // What is known here, and what the database knows.
  void UpdateGauges();
  void UpdateGauges(pg::Connection& connection);
  // Counts what became of events, once it is committed.
  void Count(Tally& tally);
  const Loop& loop() const { return loop_; }

  // Fences every running consumer of the group. It goes on from the beginning of all partitions, or
  // of those whose position was lost.
  static void SeekToBeginning(Tx& tx, bool lost_only);

 private:
  using Partition = std::pair<std::string, std::int32_t>;
  using Steady = std::chrono::steady_clock;

  absl::Duration Turn();
  // Joins the group; partitions come by Assign.
  absl::Status Join();
  void Leave(std::string_view why);
  void Assign(rd_kafka_t* client, rd_kafka_topic_partition_list_t* partitions);
  // False when another instance or an operator took a partition.
  bool CheckPositions();
  // Asks the broker which topics that are heard are not there: librdkafka tells of one once, or
  // never, when it had been given its partitions before it knew.
  void LookForTopics();
  // Takes in what has come; its error means that this client is of no use any more.
  absl::Status Gather();
  Record Read(const rd_kafka_message_t& message) const;

  enum class Applied { kDone, kAgain, kFenced };
  Applied ApplyBatch();
  absl::Status ApplyBatch(bool careful, Tally& tally, bool& fenced);
  bool AdvancePositions(Tx& tx) const;
  absl::Duration Jitter(absl::Duration time);
  Call Background(absl::Duration patience) const;

  const Options options_;
  Db& db_;
  const Clock& clock_;
  const Inbox& inbox_;
  kafka::Client client_;
  std::string files_;  // the version of the TLS files that client_ has read
  std::map<Partition, std::int64_t> epochs_;
  std::set<Partition> lost_;
  std::set<std::string> missing_;  // topics
  std::vector<Record> batch_;      // in hand until it is applied
  absl::Duration backoff_;
  Steady::time_point next_check_;
  Steady::time_point next_look_;
  absl::InsecureBitGen random_;
  std::atomic<std::int64_t> oldest_us_ = 0;  // of the events in hand; 0: none
  std::atomic<int> held_ = 0;                // partitions

  prometheus::Counter& applied_;
  prometheus::Counter& duplicates_;
  prometheus::Counter& dead_;
  prometheus::Counter& reused_;
  prometheus::Counter& retries_;
  prometheus::Gauge& parked_;
  prometheus::Gauge& lag_;
  prometheus::Gauge& lost_position_;
  std::map<std::string, prometheus::Histogram*> delays_;  // by topic
  Metrics& metrics_;
  prometheus::Gauge* partitions_ = nullptr;  // null: hears nobody
  Loop loop_;
};

}  // namespace binadaya
