#include "services/common/sender.h"

#include <algorithm>
#include <tuple>

#include "absl/cleanup/cleanup.h"
#include "services/common/domain/text.h"
#include "services/common/envelope.h"
#include "services/common/log.h"

namespace binadaya {
namespace {

constexpr int kBetween = 256;  // events handed over between two looks at what has arrived
constexpr int kPollMs = 10;
constexpr rd_kafka_resp_err_t kGood = RD_KAFKA_RESP_ERR_NO_ERROR;

void Delivered(rd_kafka_t*, const rd_kafka_message_t* message, void*) {
  *static_cast<rd_kafka_resp_err_t*>(message->_private) = message->err;
}

// Whether an error is about the event or its topic. The others befall whatever is under way.
bool OfItsOwn(rd_kafka_resp_err_t error) {
  switch (error) {
    case RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART:
    case RD_KAFKA_RESP_ERR__UNKNOWN_TOPIC:
    case RD_KAFKA_RESP_ERR_TOPIC_EXCEPTION:
    case RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED:
    case RD_KAFKA_RESP_ERR_POLICY_VIOLATION:
    case RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE:
    case RD_KAFKA_RESP_ERR_RECORD_LIST_TOO_LARGE:
    case RD_KAFKA_RESP_ERR_INVALID_MSG:
    case RD_KAFKA_RESP_ERR_INVALID_RECORD:
      return true;
    default:
      return false;
  }
}

}  // namespace

Sender::Sender(kafka::Brokers brokers, Metrics& metrics)
    : brokers_(std::move(brokers)),
      published_(
          metrics.Counter("binadaya_outbox_published_total", "Events acknowledged by the broker.")),
      failures_(metrics.Counter(
          "binadaya_outbox_failures_total", "Events that the broker did not acknowledge at once.")),
      rebuilds_(metrics.Counter(
          "binadaya_outbox_producer_rebuilds_total", "Producers thrown away after an error.")) {}

void Sender::Send(
    std::vector<Outgoing>& batch, std::chrono::milliseconds patience,
    const std::function<bool()>& wait) {
  const Steady::time_point give_up = Steady::now() + patience;
  const absl::Cleanup abandon = [this] { Abandon(); };  // also when `wait` throws
  if (Connected()) {
    const auto go_on = [&] {
      return Steady::now() < give_up && wait() &&
             rd_kafka_fatal_error(producer_.get(), nullptr, 0) == kGood;
    };
    HandOver(batch, go_on);
    while (rd_kafka_outq_len(producer_.get()) > 0 && go_on()) {
      rd_kafka_poll(producer_.get(), kPollMs);
    }
    Abandon();
  }
  Count(batch);
}

bool Sender::Connected() {
  std::string files = brokers_.tls.Version();
  if (producer_ != nullptr && files == files_) return true;
  absl::StatusOr<kafka::Client> made = kafka::Make(
      RD_KAFKA_PRODUCER, kafka::ProducerConf(brokers_),
      [](rd_kafka_conf_t* conf) { rd_kafka_conf_set_dr_msg_cb(conf, &Delivered); });
  if (!made.ok()) {
    log::Error("no producer", {{"error", std::string(made.status().message())}});
    return false;
  }
  producer_ = *std::move(made);
  files_ = std::move(files);
  topics_.clear();
  rebuilds_.Increment();
  return true;
}

void Sender::HandOver(std::vector<Outgoing>& batch, const std::function<bool()>& go_on) {
  std::erase_if(topics_, [](const auto& topic) { return topic.second != kGood; });
  int handed = 0;
  for (Outgoing& event : batch) {
    auto [topic, unseen] = topics_.try_emplace(event.topic, kGood);
    if (unseen) topic->second = kafka::FindTopic(producer_.get(), event.topic);
    if (topic->second == RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART) {
      event.outcome = topic->second;
      continue;
    }
    rd_kafka_resp_err_t error = topic->second;
    if (error == kGood) error = Produce(event);
    while (error == RD_KAFKA_RESP_ERR__QUEUE_FULL && go_on()) {
      rd_kafka_poll(producer_.get(), kPollMs);
      error = Produce(event);
    }
    if (error != kGood) {
      event.outcome = error;
      return;  // what follows must not arrive without it
    }
    if (++handed % kBetween == 0) {
      rd_kafka_poll(producer_.get(), 0);
      if (!go_on()) return;
    }
  }
}

rd_kafka_resp_err_t Sender::Produce(Outgoing& event) {
  kafka::Headers headers = kafka::MakeHeaders(HeadersToSend(event.headers, event.version));
  const rd_kafka_resp_err_t error = rd_kafka_producev(
      producer_.get(), RD_KAFKA_V_TOPIC(event.topic.c_str()),
      RD_KAFKA_V_MSGFLAGS(RD_KAFKA_MSG_F_COPY),
      RD_KAFKA_V_KEY(event.aggregate_id.data(), event.aggregate_id.size()),
      RD_KAFKA_V_VALUE(const_cast<char*>(event.payload.data()), event.payload.size()),
      RD_KAFKA_V_HEADERS(headers.get()), RD_KAFKA_V_OPAQUE(&event.outcome), RD_KAFKA_V_END);
  if (error == kGood) (void)headers.release();  // the producer's now
  return error;
}

void Sender::Abandon() {
  if (producer_ == nullptr) return;
  const bool fatal = rd_kafka_fatal_error(producer_.get(), nullptr, 0) != kGood;
  if (rd_kafka_outq_len(producer_.get()) == 0 && !fatal) return;
  // What is still queued may yet be written: the producer goes, after its reports have been served,
  // before the batch does.
  rd_kafka_purge(producer_.get(), RD_KAFKA_PURGE_F_QUEUE | RD_KAFKA_PURGE_F_INFLIGHT);
  rd_kafka_flush(producer_.get(), 1000);
  producer_.reset();
}

void Sender::Count(const std::vector<Outgoing>& batch) {
  const auto failed =
      std::ranges::count_if(batch, [](const Outgoing& event) { return !event.acknowledged(); });
  published_.Increment(static_cast<double>(batch.size()) - static_cast<double>(failed));
  failures_.Increment(static_cast<double>(failed));
  if (failed == 0) return;
  const Outgoing& first =
      *std::ranges::find_if(batch, [](const Outgoing& event) { return !event.acknowledged(); });
  log::Warn(
      "events not acknowledged", {{"events", Cat(failed)},
                                  {"topic", first.topic},
                                  {"error", rd_kafka_err2name(first.outcome)}});
}

std::vector<std::size_t> Settled(const std::vector<Outgoing>& batch) {
  std::vector<std::size_t> settled;
  settled.reserve(batch.size());
  std::set<std::tuple<std::string_view, std::string_view, std::string_view>> held;
  for (std::size_t i = 0; i < batch.size(); ++i) {
    const Outgoing& event = batch[i];
    const std::tuple stream{
        std::string_view(event.topic), event.aggregate_type, event.aggregate_id};
    if (!event.acknowledged()) held.insert(stream);
    if (held.empty() || !held.contains(stream)) settled.push_back(i);
  }
  return settled;
}

std::set<std::string> Failing(const std::vector<Outgoing>& batch) {
  std::set<std::string> at_fault, fallen;
  for (const Outgoing& event : batch) {
    if (!event.acknowledged()) (OfItsOwn(event.outcome) ? at_fault : fallen).insert(event.topic);
  }
  return at_fault.empty() ? fallen : at_fault;
}

}  // namespace binadaya
