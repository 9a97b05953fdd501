#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "services/common/backoff.h"
#include "services/common/failing_topics.h"
#include "services/common/loop.h"
#include "services/common/metrics.h"
#include "services/common/pg.h"
#include "services/common/sender.h"

namespace binadaya {

namespace replay {
struct UnderWay;
}  // namespace replay
namespace trace {
class Tracer;
}  // namespace trace

// What waits in an outbox, for whoever watches it. Throws pg::Error.
struct Backlog {
  double oldest_age_seconds = 0;
  std::int64_t rows = 0;  // at most 100,000

  static Backlog Of(pg::Connection& connection);
};

// Sends the outbox to Kafka, in order, at least once. One thread; one connection that holds the
// advisory locks of the shards it reads, so that losing the connection loses the right to delete;
// one that stands still loses it too (pg::Session::kLeader). Deletes a row only after the broker
// has acknowledged it and every earlier row of the same aggregate. While the broker takes a full
// batch, the database already reads the next. A topic that fails is set aside, and the others go
// on.
//
// Replays (replay.h) have what is left: a portion whenever no live event waits.
class Relay {
 public:
  struct Options {
    std::string database;
    kafka::Brokers brokers;
    int batch = 4000;
    // Who tells wakes the relay of its process, and that one those of other processes: this is for
    // what was lost on the way. Shorter than a leader's session may idle (pg::Session::kLeader).
    absl::Duration poll = absl::Seconds(1);
    trace::Tracer* tracer = nullptr;
    // For the tests of the fault checkers: deletes before the acknowledgement; sends newest first.
    bool mutant_delete_first = false;
    bool mutant_unordered = false;
  };
  Relay(Options options, Metrics& metrics);
  ~Relay() { Stop(); }
  void Start() { loop_.Start(); }
  void Stop() { loop_.Stop(); }

  // Something was told: it is sent soon, by whichever relay leads its shard. Any thread.
  void Wake();

  const Loop& loop() const { return loop_; }
  // Sets the gauges of what waits, whatever the loop does meanwhile.
  void UpdateGauges(pg::Connection& connection);

 private:
  using Steady = std::chrono::steady_clock;
  // What a pass has done.
  struct Done {
    int rows = 0;
    bool all = true;    // nothing failed
    bool more = false;  // there may be more to do at once
  };

  absl::Duration Turn();
  absl::Duration Work();
  void Connect();
  // Takes the locks of shards that no other relay holds.
  void Lead();
  Done SendAll();
  // Sends what waits, for a second at most: to all topics but these, or to these only.
  Done SendOutbox(
      const pg::Array& topics, bool only, int limit, std::chrono::milliseconds patience);
  // Sends a portion of a replay.
  Done SendReplay();
  // Whether its topic has refused a replay ever since a minute ago, if it is to an agency: that may
  // hear nothing of this service any more, and nobody would ever end it.
  bool RefusedForLong(const replay::UnderWay& replay, bool refused);
  void Send(std::vector<Outgoing>& batch, std::chrono::milliseconds patience);
  // Spans of what was published, under what told it.
  void Trace(const std::vector<Outgoing>& batch, absl::Time begun) const;

  const Options options_;
  std::unique_ptr<pg::Connection> session_;
  std::vector<int> shards_;  // and kReplays
  Sender sender_;
  FailingTopics failing_;
  FailingTopics failing_replays_;
  // By topic: which replay it refuses, by when that was requested, and since when it does.
  std::map<std::string, std::pair<std::string, Steady::time_point>> refused_;
  Backoff backoff_;
  Steady::time_point next_lead_;
  std::atomic<bool> told_ = false;
  Loop loop_;

  prometheus::Gauge& oldest_;
  prometheus::Gauge& rows_;
  prometheus::Gauge& leading_;
  prometheus::Gauge& replays_;
};

}  // namespace binadaya
