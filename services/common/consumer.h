#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "services/common/db.h"
#include "services/common/envelope.h"
#include "services/common/kafka.h"

namespace binadaya {

// What a service hears of one publisher: a handler for each type of event. Generated code makes one
// from the Hear methods.
struct Subscription {
  std::string publisher;  // "registry"
  std::map<
      std::string, std::function<absl::Status(Tx&, const Event&, std::string_view payload)>,
      std::less<>>
      handlers;
};

// Applies events in the order of each aggregate, each once. Inbox row, version check, effect and
// offset are one transaction; the offset is PostgreSQL's, fenced by an epoch. A gap parks the
// aggregate until it is filled; an event whose handler refuses is parked and copied to
// dlq.<group>.<topic>, and later events of that aggregate wait behind it. What is transient is
// tried again for ever.
class Consumer {
 public:
  struct Options {
    std::string group;  // the service
    std::string brokers;
    std::string topic_prefix;
    std::string agency;
    std::string instance;
    int batch = 200;
    // For the test of the fault checker: applies what it has already applied.
    bool mutant_no_inbox = false;
  };
  Consumer(
      Options options, Db& db, const Clock& clock, Metrics& metrics,
      std::vector<Subscription> subscriptions);
  ~Consumer() { Stop(); }
  void Start();
  void Stop();

  // Tries every parked event again, in order. Returns applied and still parked.
  std::pair<int, int> ReplayParked(Tx& tx);
  // Forgets what was heard (not where to continue) and fences every running consumer of the group.
  static void Forget(Tx& tx);

 private:
  struct Record : Envelope {
    std::string topic;
    std::int32_t partition = 0;
    std::int64_t offset = 0;
  };
  using Key = std::pair<std::string, std::pair<std::string, std::string>>;  // source, (type, id)

  void Loop();
  absl::Status Run(rd_kafka_t* client);
  void Assign(rd_kafka_t* client, rd_kafka_topic_partition_list_t* partitions);
  absl::Status ApplyBatch(const std::vector<Record>& batch);
  absl::Status Apply(Tx& tx, const std::vector<Record>& batch, bool careful);
  absl::Status Dispatch(Tx& tx, const Record& record);
  void Park(Tx& tx, const Record& record, std::string_view error);
  int DrainParked(Tx& tx, const Key& key, std::int64_t& version, bool& blocked);
  Call Background() const;
  void UpdateGauges();

  const Options options_;
  Db& db_;
  const Clock& clock_;
  const std::vector<Subscription> subscriptions_;
  std::map<std::pair<std::string, std::int32_t>, std::int64_t> epochs_;
  std::atomic<bool> stop_ = false;
  std::thread thread_;

  prometheus::Counter& applied_;
  prometheus::Counter& duplicates_;
  prometheus::Counter& dead_;
  prometheus::Counter& retries_;
  prometheus::Gauge& parked_;
  prometheus::Gauge& lag_;
  prometheus::Gauge& lost_position_;
};

}  // namespace binadaya
