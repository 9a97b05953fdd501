#include "services/common/kafka_access.h"

#include <algorithm>
#include <compare>
#include <functional>
#include <iterator>

#include "services/common/domain/text.h"
#include "services/common/envelope.h"
#include "services/common/status.h"

namespace binadaya::kafka {
namespace {

constexpr int kAnswerMs = 20'000;
constexpr std::string_view kUser = "User:";

// One entry of the broker's lists. What we declare is of the usual kind: by full name, from
// anywhere.
struct Entry {
  std::string principal;
  rd_kafka_AclOperation_t operation = RD_KAFKA_ACL_OPERATION_UNKNOWN;
  rd_kafka_ResourceType_t kind = RD_KAFKA_RESOURCE_UNKNOWN;
  std::string name = {};
  rd_kafka_ResourcePatternType_t pattern = RD_KAFKA_RESOURCE_PATTERN_LITERAL;
  std::string host = "*";
  rd_kafka_AclPermissionType_t permission = RD_KAFKA_ACL_PERMISSION_TYPE_ALLOW;

  auto operator<=>(const Entry&) const = default;

  std::string Text(std::string_view may) const {
    return Cat(
        principal.substr(kUser.size()), ": ", may, " ", rd_kafka_AclOperation_name(operation), " ",
        name, pattern == RD_KAFKA_RESOURCE_PATTERN_PREFIXED ? "*" : "",
        kind == RD_KAFKA_RESOURCE_GROUP ? " (group)" : "");
  }
};
using Entries = std::set<Entry>;
// Whether an entry is ours to take away.
using Ours = std::function<bool(const Entry& entry)>;

Entries Declared(const std::vector<Topic>& topics, const std::string& prefix) {
  Entries entries;
  const auto may = [&](const std::string& who, rd_kafka_AclOperation_t what,
                       rd_kafka_ResourceType_t kind, std::string name) {
    entries.insert(
        {.principal = Cat(kUser, who), .operation = what, .kind = kind, .name = std::move(name)});
  };
  for (const Topic& topic : topics) {
    for (const std::string& writer : topic.writers)
      may(writer, RD_KAFKA_ACL_OPERATION_WRITE, RD_KAFKA_RESOURCE_TOPIC, topic.name);
    for (const std::string& reader : topic.readers) {
      may(reader, RD_KAFKA_ACL_OPERATION_READ, RD_KAFKA_RESOURCE_TOPIC, topic.name);
      may(reader, RD_KAFKA_ACL_OPERATION_READ, RD_KAFKA_RESOURCE_GROUP, Cat(prefix, reader));
    }
  }
  return entries;
}

absl::StatusOr<Owned<rd_kafka_event_t>> Answer(rd_kafka_queue_t* queue) {
  Owned<rd_kafka_event_t> event(rd_kafka_queue_poll(queue, kAnswerMs));
  if (event == nullptr)
    return absl::UnavailableError("the broker did not answer in time who may do what");
  if (rd_kafka_event_error(event.get()) != RD_KAFKA_RESP_ERR_NO_ERROR)
    return absl::FailedPreconditionError(
        Cat("who may do what: ", rd_kafka_event_error_string(event.get())));
  return event;
}

absl::Status Refusal(const rd_kafka_error_t* error) {
  if (error == nullptr) return absl::OkStatus();
  return absl::FailedPreconditionError(Cat("who may do what: ", rd_kafka_error_string(error)));
}

// What the broker's lists say of them.
absl::StatusOr<Entries> Found(rd_kafka_t* client, rd_kafka_queue_t* queue, const Ours& ours) {
  const Owned<rd_kafka_AclBinding_t> all(rd_kafka_AclBindingFilter_new(
      RD_KAFKA_RESOURCE_ANY, nullptr, RD_KAFKA_RESOURCE_PATTERN_ANY, nullptr, nullptr,
      RD_KAFKA_ACL_OPERATION_ANY, RD_KAFKA_ACL_PERMISSION_TYPE_ANY, nullptr, 0));
  rd_kafka_DescribeAcls(client, all.get(), nullptr, queue);
  ASSIGN_OR_RETURN(const Owned<rd_kafka_event_t> event, Answer(queue));
  std::size_t count = 0;
  const rd_kafka_AclBinding_t** bindings =
      rd_kafka_DescribeAcls_result_acls(rd_kafka_event_DescribeAcls_result(event.get()), &count);
  Entries entries;
  for (std::size_t i = 0; i < count; ++i) {
    const rd_kafka_AclBinding_t* binding = bindings[i];
    Entry entry{
        .principal = rd_kafka_AclBinding_principal(binding),
        .operation = rd_kafka_AclBinding_operation(binding),
        .kind = rd_kafka_AclBinding_restype(binding),
        .name = rd_kafka_AclBinding_name(binding),
        .pattern = rd_kafka_AclBinding_resource_pattern_type(binding),
        .host = rd_kafka_AclBinding_host(binding),
        .permission = rd_kafka_AclBinding_permission_type(binding)};
    if (entry.principal.starts_with(kUser) && ours(entry)) entries.insert(std::move(entry));
  }
  return entries;
}

// The entries as librdkafka wants them, by `make`; they live as long as `owned`.
template <class Maker>
std::vector<rd_kafka_AclBinding_t*> Bindings(
    const Entries& entries, Maker make, std::vector<Owned<rd_kafka_AclBinding_t>>& owned) {
  std::vector<rd_kafka_AclBinding_t*> bindings;
  for (const Entry& entry : entries) {
    owned.emplace_back(make(
        entry.kind, entry.name.c_str(), entry.pattern, entry.principal.c_str(), entry.host.c_str(),
        entry.operation, entry.permission, nullptr, 0));
    bindings.push_back(owned.back().get());
  }
  return bindings;
}

absl::Status Add(rd_kafka_t* client, rd_kafka_queue_t* queue, const Entries& entries) {
  std::vector<Owned<rd_kafka_AclBinding_t>> owned;
  std::vector<rd_kafka_AclBinding_t*> bindings = Bindings(entries, &rd_kafka_AclBinding_new, owned);
  rd_kafka_CreateAcls(client, bindings.data(), bindings.size(), nullptr, queue);
  ASSIGN_OR_RETURN(const Owned<rd_kafka_event_t> event, Answer(queue));
  std::size_t count = 0;
  const rd_kafka_acl_result_t** results =
      rd_kafka_CreateAcls_result_acls(rd_kafka_event_CreateAcls_result(event.get()), &count);
  for (std::size_t i = 0; i < count; ++i)
    RETURN_IF_ERROR(Refusal(rd_kafka_acl_result_error(results[i])));
  return absl::OkStatus();
}

absl::Status Remove(rd_kafka_t* client, rd_kafka_queue_t* queue, const Entries& entries) {
  std::vector<Owned<rd_kafka_AclBinding_t>> owned;
  std::vector<rd_kafka_AclBinding_t*> filters =
      Bindings(entries, &rd_kafka_AclBindingFilter_new, owned);
  rd_kafka_DeleteAcls(client, filters.data(), filters.size(), nullptr, queue);
  ASSIGN_OR_RETURN(const Owned<rd_kafka_event_t> event, Answer(queue));
  std::size_t count = 0;
  const rd_kafka_DeleteAcls_result_response_t** results =
      rd_kafka_DeleteAcls_result_responses(rd_kafka_event_DeleteAcls_result(event.get()), &count);
  for (std::size_t i = 0; i < count; ++i)
    RETURN_IF_ERROR(Refusal(rd_kafka_DeleteAcls_result_response_error(results[i])));
  return absl::OkStatus();
}

// Whether it is about a lane of one who hears from elsewhere.
bool OnLane(const Entry& entry, std::string_view lanes) {
  return entry.kind == RD_KAFKA_RESOURCE_TOPIC && entry.name.starts_with(lanes);
}

// What is in `these` and not in `those`.
Entries Without(const Entries& these, const Entries& those) {
  Entries left;
  std::ranges::set_difference(these, those, std::inserter(left, left.end()));
  return left;
}

// Lanes in which more may lie than their reader may have from now on: what somebody told who may
// tell him nothing any more, or what a reader of that name was told before.
std::set<std::string> Outdated(
    const Entries& missing, const Entries& surplus, std::string_view lanes) {
  std::set<std::string> outdated;
  for (const Entry& entry : missing)
    if (OnLane(entry, lanes) && entry.operation == RD_KAFKA_ACL_OPERATION_READ)
      outdated.insert(entry.name);
  for (const Entry& entry : surplus)
    if (OnLane(entry, lanes) && entry.operation == RD_KAFKA_ACL_OPERATION_WRITE)
      outdated.insert(entry.name);
  return outdated;
}

// Says which of them had anything to be emptied of: a lane is made when the past is asked for.
absl::StatusOr<std::vector<std::string>> Empty(
    const Brokers& brokers, const std::set<std::string>& lanes) {
  std::vector<std::string> report;
  for (const std::string& lane : lanes) {
    const absl::Status emptied = EmptyTopic(brokers, lane);
    if (absl::IsUnavailable(emptied)) return emptied;
    if (emptied.ok()) report.push_back(Cat(lane, ": emptied"));
  }
  return report;
}

absl::StatusOr<std::vector<std::string>> Converge(
    const Brokers& brokers, const Entries& declared, const std::string& prefix, const Ours& ours) {
  ASSIGN_OR_RETURN(const Client client, Make(RD_KAFKA_PRODUCER, ClientConf(brokers)));
  const Owned<rd_kafka_queue_t> queue(rd_kafka_queue_new(client.get()));
  ASSIGN_OR_RETURN(const Entries found, Found(client.get(), queue.get(), ours));
  const Entries missing = Without(declared, found), surplus = Without(found, declared);
  // Before, for whoever breaks off here finds the same again; and after, for what came meanwhile.
  const std::set<std::string> outdated = Outdated(missing, surplus, ReplayTopic(prefix, kReader));
  ASSIGN_OR_RETURN(std::vector<std::string> report, Empty(brokers, outdated));
  if (!missing.empty()) RETURN_IF_ERROR(Add(client.get(), queue.get(), missing));
  if (!surplus.empty()) RETURN_IF_ERROR(Remove(client.get(), queue.get(), surplus));
  RETURN_IF_ERROR(Empty(brokers, outdated).status());
  for (const Entry& entry : missing) report.push_back(entry.Text("may"));
  for (const Entry& entry : surplus) report.push_back(entry.Text("may no longer"));
  return report;
}

}  // namespace

absl::StatusOr<std::vector<std::string>> ApplyAccess(
    const Brokers& brokers, const std::vector<Topic>& topics, const std::string& prefix,
    const std::set<std::string>& principals) {
  return Converge(brokers, Declared(topics, prefix), prefix, [&](const Entry& entry) {
    return principals.contains(entry.principal.substr(kUser.size())) &&
           !OnLane(entry, ReplayTopic(prefix, kReader));
  });
}

absl::StatusOr<std::vector<std::string>> ApplyReaders(
    const Brokers& brokers, const std::vector<Reader>& readers, const std::string& prefix) {
  Entries declared, kept;
  for (const Reader& reader : readers) {
    const std::string lane = ReplayTopic(prefix, Cat(kReader, reader.name));
    const auto may = [](std::string_view who, rd_kafka_AclOperation_t what, std::string topic) {
      return Entry{
          .principal = Cat(kUser, who),
          .operation = what,
          .kind = RD_KAFKA_RESOURCE_TOPIC,
          .name = std::move(topic)};
    };
    const std::string principal = Cat(kReader, reader.name);
    for (const std::string& topic : reader.topics)
      declared.insert(may(principal, RD_KAFKA_ACL_OPERATION_READ, topic));
    for (const std::string& topic : reader.kept)
      kept.insert(may(principal, RD_KAFKA_ACL_OPERATION_READ, topic));
    declared.insert(may(principal, RD_KAFKA_ACL_OPERATION_READ, lane));
    for (const std::string& writer : reader.publishers)
      declared.insert(may(writer, RD_KAFKA_ACL_OPERATION_WRITE, lane));
    declared.insert(
        {.principal = Cat(kUser, principal),
         .operation = RD_KAFKA_ACL_OPERATION_READ,
         .kind = RD_KAFKA_RESOURCE_GROUP,
         .name = Cat(principal, "-"),
         .pattern = RD_KAFKA_RESOURCE_PATTERN_PREFIXED});
  }
  return Converge(brokers, declared, prefix, [&](const Entry& entry) {
    return !kept.contains(entry) && (entry.principal.substr(kUser.size()).starts_with(kReader) ||
                                     OnLane(entry, ReplayTopic(prefix, kReader)));
  });
}

}  // namespace binadaya::kafka
