#pragma once

#include <atomic>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "services/common/kafka.h"
#include "services/common/metrics.h"
#include "services/common/pg.h"

namespace binadaya {

// Sends the outbox to Kafka, in order, at least once. One thread; one connection that holds the
// advisory locks of the shards it reads, so that losing the connection loses the right to delete.
// Deletes a row only after the broker has acknowledged it and every earlier row of the same
// aggregate. While the broker takes a full batch, the database already reads the next. A producer
// that fails is thrown away and built anew (librdkafka 2.0.2 may die of one dropped connection).
class Relay {
 public:
  struct Options {
    std::string database;
    std::string brokers;
    int batch = 4000;
    // For the tests of the fault checkers: deletes before the acknowledgement; reads newest first.
    bool mutant_delete_first = false;
    bool mutant_unordered = false;
  };
  Relay(Options options, Metrics& metrics);
  ~Relay() { Stop(); }
  void Start();
  void Stop();

 private:
  struct Row;

  void Loop();
  // Takes the locks of shards that no other relay holds.
  void Lead(pg::Connection& connection);
  // Sends what waits, for a second at most; the number of rows acknowledged and deleted, or -1 when
  // some were not. Throws pg::Error.
  int Pass(pg::Connection& connection);
  // Hands rows to the broker and waits for its answers; those that may be deleted.
  std::vector<std::int64_t> Send(pg::Connection& connection, const pg::Result& rows);
  void UpdateGauges(pg::Connection& connection);
  bool Pause(absl::Duration time);

  const Options options_;
  kafka::Client producer_;
  std::vector<int> shards_;
  std::atomic<bool> stop_ = false;
  std::thread thread_;

  prometheus::Gauge& oldest_;
  prometheus::Gauge& rows_;
  prometheus::Gauge& leading_;
  prometheus::Counter& published_;
  prometheus::Counter& failures_;
  prometheus::Counter& rebuilds_;
};

}  // namespace binadaya
