#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "services/common/kafka.h"
#include "services/common/metrics.h"

namespace binadaya {

// An event on its way to a topic. What it points to outlives the Send.
struct Outgoing {
  std::string topic;
  std::string_view aggregate_type;
  std::string_view aggregate_id;  // the key
  std::int64_t version = 0;
  std::string_view headers;  // as stored
  std::string_view payload;
  // What became of it: no error = acknowledged; in progress = not known.
  rd_kafka_resp_err_t outcome = RD_KAFKA_RESP_ERR__IN_PROGRESS;

  bool acknowledged() const { return outcome == RD_KAFKA_RESP_ERR_NO_ERROR; }
};

// The relay's way to the broker. A producer that fails, or whose certificate was replaced, is
// thrown away and built anew (librdkafka 2.0.2 may die of one dropped connection). One thread.
class Sender {
 public:
  Sender(kafka::Brokers brokers, Metrics& metrics);

  // Hands the events to the broker in their order and waits for its answers until `patience` is
  // over or `wait` returns false; it is called while waiting, every few milliseconds. What goes to
  // a topic that does not exist is not handed over. Afterwards nothing is under way any more.
  void Send(
      std::vector<Outgoing>& batch, std::chrono::milliseconds patience,
      const std::function<bool()>& wait);

 private:
  using Steady = std::chrono::steady_clock;

  bool Connected();
  void HandOver(std::vector<Outgoing>& batch, const std::function<bool()>& go_on);
  rd_kafka_resp_err_t Produce(Outgoing& event);
  // Ends what is under way, and with it the producer.
  void Abandon();
  void Count(const std::vector<Outgoing>& batch);

  const kafka::Brokers brokers_;
  kafka::Client producer_;
  std::string files_;  // the version of the TLS files that producer_ has read
  std::map<std::string, rd_kafka_resp_err_t> topics_;  // as producer_ has found them

  prometheus::Counter& published_;
  prometheus::Counter& failures_;
  prometheus::Counter& rebuilds_;
};

// Which of a batch need not be sent again, as indices: those acknowledged, as is each earlier one
// of the same aggregate on the same topic.
std::vector<std::size_t> Settled(const std::vector<Outgoing>& batch);

// The topics whose fault it is that a batch was not acknowledged whole. What only fell with the
// producer says nothing about its topic, unless all did.
std::set<std::string> Failing(const std::vector<Outgoing>& batch);

}  // namespace binadaya
