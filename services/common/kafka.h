#pragma once

#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "binadaya/v1/finding.pb.h"
#include "librdkafka/rdkafka.h"
#include "services/common/tls.h"

// What librdkafka needs around it, for the relay, the consumer and the cli.
namespace binadaya::kafka {

using Conf = std::vector<std::pair<std::string, std::string>>;
struct Destroy {
  // Waits until its threads have ended, but not for ever: those of a consumer whose topic was
  // deleted under it never do (librdkafka #3954). They are left behind then, with a warning.
  void operator()(rd_kafka_t* client) const;
  void operator()(rd_kafka_message_t* message) const { rd_kafka_message_destroy(message); }
  void operator()(rd_kafka_headers_t* headers) const { rd_kafka_headers_destroy(headers); }
  void operator()(rd_kafka_topic_partition_list_t* list) const {
    rd_kafka_topic_partition_list_destroy(list);
  }
  void operator()(rd_kafka_queue_t* queue) const { rd_kafka_queue_destroy(queue); }
  void operator()(rd_kafka_event_t* event) const { rd_kafka_event_destroy(event); }
  void operator()(rd_kafka_AdminOptions_t* options) const {
    rd_kafka_AdminOptions_destroy(options);
  }
  void operator()(rd_kafka_NewTopic_t* topic) const { rd_kafka_NewTopic_destroy(topic); }
  void operator()(rd_kafka_ConfigResource_t* resource) const {
    rd_kafka_ConfigResource_destroy(resource);
  }
  void operator()(rd_kafka_AclBinding_t* binding) const { rd_kafka_AclBinding_destroy(binding); }
};
template <class T>
using Owned = std::unique_ptr<T, Destroy>;
using Client = Owned<rd_kafka_t>;
using Message = Owned<rd_kafka_message_t>;
using Headers = Owned<rd_kafka_headers_t>;
using Partitions = Owned<rd_kafka_topic_partition_list_t>;

// Where the brokers are, and who goes there: by TLS, the program whose identity it is.
struct Brokers {
  // NOLINTNEXTLINE(google-explicit-constructor): in plain text an address says it all.
  Brokers(std::string address = {}, tls::Files as = {})
      : address(std::move(address)), tls(std::move(as)) {}

  std::string address;  // host:port[,…]
  tls::Files tls;       // librdkafka reads them once: a client is of use while their Version stays
};

// The properties of every client.
Conf ClientConf(const Brokers& brokers);

// A client with these properties; `adjust` sets callbacks before it starts. librdkafka's own log
// lines go to ours.
absl::StatusOr<Client> Make(
    rd_kafka_type_t type, const Conf& conf,
    const std::function<void(rd_kafka_conf_t*)>& adjust = {});

// The settings of every producer of events: in order, acknowledged by all, never given up by time.
Conf ProducerConf(const Brokers& brokers);

// The settings of every consumer: PostgreSQL knows where it continues, so it never resets a
// position by itself. A broker answers at once when something comes, so a long fetch costs no
// latency. Whoever does not ask for more within so many seconds loses its partitions.
Conf ConsumerConf(
    const Brokers& brokers, const std::string& group, const std::string& instance,
    int max_poll_seconds);

// Whether a topic is there: no error, UNKNOWN_TOPIC_OR_PART, or why the broker does not say, within
// two seconds.
rd_kafka_resp_err_t FindTopic(rd_kafka_t* client, const std::string& topic);
// The same for who has no client yet. FailedPrecondition (TOPIC-01) says what to do.
absl::Status RequireTopic(const Brokers& brokers, const std::string& topic);

// The partitions of every topic that is there, by name. Unavailable when the broker does not answer
// in time.
absl::StatusOr<std::map<std::string, int>> ExistingTopics(rd_kafka_t* client, int timeout_ms);

// Headers as the client holds them, and as bytes that can be stored.
Headers MakeHeaders(const v1::Headers& headers);
v1::Headers HeadersOf(const rd_kafka_message_t& message);

// Topics as they are declared: name, partitions, configuration, and who may write and read them.
struct Topic {
  std::string name;
  int partitions = 0;
  std::vector<std::pair<std::string, std::string>> config;
  std::set<std::string> writers = {}, readers = {};
};
// Reads lines `name partitions [write=name] [read=name] key=value …`; '#' starts a comment.
// InvalidArgument names the line.
absl::StatusOr<std::vector<Topic>> ParseTopics(std::string_view text);
// Creates what is missing and changes the configuration of what differs; says of each topic
// "created …", "changed key=value …" ("=default" where a setting is not declared) or "as declared".
// FailedPrecondition when a topic has another number of partitions: that would move keys, so a new
// major version of the topic is due.
absl::StatusOr<std::vector<std::string>> ApplyTopics(
    const Brokers& brokers, const std::vector<Topic>& topics);
// Has the broker forget everything that lies on a topic now, if `still` agrees once it is known how
// far that reaches: what comes from then on stays.
absl::Status EmptyTopic(
    const Brokers& brokers, const std::string& topic,
    const std::function<absl::Status()>& still = {});

}  // namespace binadaya::kafka
