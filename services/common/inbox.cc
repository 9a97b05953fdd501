#include "services/common/inbox.h"

#include <algorithm>
#include <utility>

#include "services/common/domain/text.h"
#include "services/common/event_type.h"
#include "services/common/status.h"
#include "services/common/trace.h"

namespace binadaya {
namespace {

constexpr int kRetried = 200;  // aggregates in one transaction
constexpr char kToldAnew[] =
    "its publisher told this version before, as another event: was it restored from a backup?";

AggregateKey KeyOf(const Event& event) {
  return {event.source, event.aggregate_type, event.aggregate_id};
}

std::string ClaimOf(const Event& event) { return Cat(event.id, event.source); }

}  // namespace

Inbox::Inbox(Options options, const Clock& clock, std::vector<Subscription> subscriptions)
    : options_(std::move(options)),
      parked_(options_.group, options_.topic_prefix, clock, [this](Tx& tx, const Record& record) {
        return Dispatch(tx, record);
      }) {
  for (Subscription& subscription : subscriptions) {
    EventOrigin origin =
        EventOrigin::Of(options_.agency, options_.topic_prefix, subscription.publisher);
    sources_.push_back({std::move(origin), std::move(subscription)});
  }
}

std::vector<std::string> Inbox::Topics() const {
  std::vector<std::string> topics;
  for (const Source& source : sources_) topics.push_back(source.origin.topic);
  if (!topics.empty()) topics.push_back(ReplayTopic(options_.topic_prefix, options_.group));
  return topics;
}

bool Inbox::Repeated(std::string_view topic) const {
  return topic == ReplayTopic(options_.topic_prefix, options_.group);
}

std::optional<std::string> Inbox::SourceOf(std::string_view publisher) const {
  for (const auto& [origin, subscription] : sources_) {
    if (subscription.publisher == publisher) return origin.source;
  }
  return std::nullopt;
}

void Inbox::Screen(Record& record) const {
  if (!record.fault.empty()) return;
  const bool replayed = record.topic == ReplayTopic(options_.topic_prefix, options_.group);
  for (const auto& [origin, _] : sources_) {
    if ((replayed || record.topic == origin.topic) && record.event.source == origin.source &&
        record.event.type.starts_with(origin.type_prefix)) {
      return;
    }
  }
  record.fault = "its source has no business on this topic";
}

absl::Status Inbox::Apply(
    Tx& tx, const std::vector<Record>& batch, bool careful, Tally& tally) const {
  std::set<AggregateKey> keys;
  for (const Record& record : batch) {
    if (record.fault.empty()) keys.insert(KeyOf(record.event));
  }
  std::set<std::string> claimed = Claim(tx, batch);
  Aggregates aggregates = Lock(tx, keys);
  for (const Record& record : batch) {
    if (!record.fault.empty()) {
      parked_.DeadLetter(tx, record, PublisherOf(record.topic));
      tally.Add(Outcome::kUnreadable, record);
      continue;
    }
    Heard& heard = aggregates[KeyOf(record.event)];
    ASSIGN_OR_RETURN(const Outcome outcome, ApplyOne(tx, record, claimed, heard, careful, tally));
    tally.Add(outcome, record);
  }
  Save(tx, aggregates);
  return absl::OkStatus();
}

std::string Inbox::PublisherOf(const std::string& topic) const {
  for (const Source& source : sources_) {
    if (topic == source.origin.topic) return source.subscription.publisher;
  }
  return sources_.front().subscription.publisher;  // of what is repeated: nothing says whose it was
}

std::set<std::string> Inbox::Claim(Tx& tx, const std::vector<Record>& batch) const {
  pg::Array ids, sources;
  for (const Record& record : batch) {
    if (!record.fault.empty() || HandlerOf(record) == nullptr) continue;
    ids.Add(record.event.id);
    sources.Add(record.event.source);
  }
  // In one order, so that two consumers of the same event never wait for each other crosswise.
  const pg::Result inserted = tx.Query(
      R"(
      INSERT INTO inbox (event_id, source)
      SELECT id, source FROM unnest($1::uuid[], $2::text[]) AS e(id, source)
      ORDER BY id, source
      ON CONFLICT DO NOTHING
      RETURNING event_id::text || source)",
      ids, sources);
  std::set<std::string> claimed;
  for (int i = 0; i < inserted.rows(); ++i) claimed.insert(inserted.String(i, 0));
  return claimed;
}

Inbox::Aggregates Inbox::Lock(Tx& tx, const std::set<AggregateKey>& keys) {
  pg::Array sources, types, ids;
  for (const AggregateKey& key : keys) {
    sources.Add(key.source);
    types.Add(key.type);
    ids.Add(key.id);
  }
  tx.Defer(
      R"(
      INSERT INTO heard (source, aggregate_type, aggregate_id, version)
      SELECT source, type, id, 0 FROM unnest($1::text[], $2::text[], $3::text[]) AS k(source, type, id)
      ON CONFLICT DO NOTHING)",
      sources, types, ids);
  // First the locks: a statement sees what was committed before it began, and whoever held a lock
  // that this one waited for may have parked or applied.
  tx.Defer(
      R"(
      SELECT
      FROM heard h
      JOIN unnest($1::text[], $2::text[], $3::text[]) AS k(source, type, id)
        ON (h.source, h.aggregate_type, h.aggregate_id) = (k.source, k.type, k.id)
      ORDER BY h.source, h.aggregate_type, h.aggregate_id
      FOR UPDATE OF h)",
      sources, types, ids);
  const pg::Result rows = tx.Query(
      R"(
      SELECT h.source, h.aggregate_type, h.aggregate_id, h.version, coalesce(h.newest::text, ''),
        coalesce((
          SELECT min(p.version) FROM parked p
          WHERE (p.source, p.aggregate_type, p.aggregate_id) = (h.source, h.aggregate_type, h.aggregate_id)
        ), 0)
      FROM heard h
      JOIN unnest($1::text[], $2::text[], $3::text[]) AS k(source, type, id)
        ON (h.source, h.aggregate_type, h.aggregate_id) = (k.source, k.type, k.id))",
      sources, types, ids);
  Aggregates aggregates;
  for (int i = 0; i < rows.rows(); ++i) {
    pg::Row row(rows, i);
    AggregateKey key{row.String(), row.String(), row.String()};
    aggregates[std::move(key)] = {
        .version = row.Int(), .newest = row.String(), .waiting = row.Int()};
  }
  return aggregates;
}

absl::StatusOr<Outcome> Inbox::ApplyOne(
    Tx& tx, const Record& record, std::set<std::string>& claimed, Heard& heard, bool careful,
    Tally& tally) const {
  const Event& event = record.event;
  const bool for_us = HandlerOf(record) != nullptr;
  // An old version is told anew if its id is newer than all that was heard of the aggregate. Any
  // other is an event of the past: one that the inbox no longer holds, or never did.
  const bool old = event.version <= heard.version;
  const bool known = (for_us && claimed.erase(ClaimOf(event)) == 0) ||
                     (old && (heard.newest.empty() || event.id <= heard.newest));
  if (known && !options_.mutant_no_inbox) return Outcome::kDuplicate;
  if (heard.forked()) {
    parked_.Keep(tx, record, heard);
    return Outcome::kWaits;
  }
  if (old && !known) {
    parked_.Refuse(tx, record, heard, kToldAnew);
    return Outcome::kReused;
  }
  if (event.version > heard.version + 1) {
    parked_.Keep(tx, record, heard);
    return Outcome::kWaits;
  }
  const absl::Status applied =
      careful ? tx.Try([&] { return Dispatch(tx, record); }) : Dispatch(tx, record);
  if (careful && IsPermanent(applied)) {
    parked_.Refuse(tx, record, heard, std::string(applied.message()));
    return Outcome::kRefused;
  }
  RETURN_IF_ERROR(applied);
  heard.Advance(event);
  if (heard.waiting != 0) RETURN_IF_ERROR(parked_.Drain(tx, KeyOf(event), heard, tally));
  return for_us ? Outcome::kApplied : Outcome::kPassedBy;
}

const Subscription::Handler* Inbox::HandlerOf(const Record& record) const {
  const Event& event = record.event;
  // Another major version of a type that concerns us must not pass by unread, unless it is told in
  // ours as well. What is told in two versions that concern us is heard in the later one.
  static const Subscription::Handler kUnknownMajor = [](Tx&, const Envelope&) {
    return absl::InvalidArgumentError("unknown major version");
  };
  for (const auto& [origin, subscription] : sources_) {
    if (event.source != origin.source) continue;
    const std::string_view type = std::string_view(event.type).substr(origin.type_prefix.size());
    const auto& handlers = subscription.handlers;
    const auto handler = handlers.find(type);
    const std::string majors = Cat(WithoutMajor(type), ".v");
    auto other = handlers.lower_bound(majors);
    if (other == handler && other != handlers.end()) ++other;
    const bool other_majors =
        other != handlers.end() && WithoutMajor(other->first) == WithoutMajor(type);
    if (other_majors) {
      const std::string& also = event.also_told_as;
      const bool elsewhere = also.starts_with(origin.type_prefix) &&
                             handlers.contains(also.substr(origin.type_prefix.size()));
      if (elsewhere && (handler == handlers.end() || MajorOf(also) > MajorOf(type))) return nullptr;
      if (handler == handlers.end()) return &kUnknownMajor;
    }
    if (handler != handlers.end()) return &handler->second;
    if (subscription.rest) return &subscription.rest;
  }
  return nullptr;
}

absl::Status Inbox::Dispatch(Tx& tx, const Record& record) const {
  const Event& event = record.event;
  const Subscription::Handler* handler = HandlerOf(record);
  if (handler == nullptr) return absl::OkStatus();
  // The sagas, timers and events that follow from it are its trace's.
  trace::Span span(tx.call().tracer(), trace::Span::Kind::kConsumer, event.type, event.traceparent);
  const Tx::Following following(tx, span.traceparent(event.traceparent));
  absl::Status applied = (*handler)(tx, record);
  span.End(applied.code());
  return applied;
}

void Inbox::Save(Tx& tx, const Aggregates& aggregates) {
  pg::Array sources, types, ids, versions, newest;
  for (const auto& [key, heard] : aggregates) {
    if (!heard.changed) continue;
    sources.Add(key.source);
    types.Add(key.type);
    ids.Add(key.id);
    versions.Add(heard.version);
    newest.Add(heard.newest);
  }
  tx.Defer(
      R"(
      UPDATE heard SET version = k.version, newest = nullif(k.newest, '')::uuid
      FROM unnest($1::text[], $2::text[], $3::text[], $4::bigint[], $5::text[])
        AS k(source, type, id, version, newest)
      WHERE (heard.source, aggregate_type, aggregate_id) = (k.source, k.type, k.id))",
      sources, types, ids, versions, newest);
}

absl::StatusOr<std::optional<AggregateKey>> Inbox::Retry(
    Tx& tx, const AggregateKey& after, const std::string& accepted, Tally& tally) const {
  const pg::Result rows = tx.Query(
      R"(
      SELECT DISTINCT source, aggregate_type, aggregate_id FROM parked
      WHERE (source, aggregate_type, aggregate_id) > ($1, $2, $3)
      ORDER BY source, aggregate_type, aggregate_id
      LIMIT $4)",
      after.source, after.type, after.id, kRetried);
  std::set<AggregateKey> keys;
  for (int i = 0; i < rows.rows(); ++i) {
    pg::Row row(rows, i);
    keys.insert({row.String(), row.String(), row.String()});
  }
  Aggregates aggregates = Lock(tx, keys);
  for (auto& [key, heard] : aggregates) {
    if (heard.forked() && key.source == accepted) {
      heard = {
          .version = heard.waiting - 1, .newest = "", .waiting = heard.waiting, .changed = true};
    }
    if (!heard.forked()) RETURN_IF_ERROR(parked_.Drain(tx, key, heard, tally));
  }
  Save(tx, aggregates);
  if (rows.rows() < kRetried) return std::nullopt;
  pg::Row last(rows, kRetried - 1);
  return AggregateKey{last.String(), last.String(), last.String()};
}

absl::StatusOr<bool> Inbox::GiveUp(
    Tx& tx, const std::string& event, std::string_view reason, Tally& tally) const {
  const std::optional<AggregateKey> key = Parked::Refused(tx, event);
  if (!key.has_value()) return false;
  // First the lock, as everywhere, so that nobody applies or parks meanwhile.
  Lock(tx, {*key});
  const std::int64_t version = Parked::Settle(tx, event, reason);
  if (version == 0) return false;
  Aggregates aggregates = Lock(tx, {*key});
  // One of a version that was told before leaves the earlier history as it is.
  Heard& heard = aggregates[*key];
  heard.version = std::max(heard.version, version);
  heard.newest = std::max(heard.newest, event);
  heard.changed = true;
  RETURN_IF_ERROR(parked_.Drain(tx, *key, heard, tally));
  Save(tx, aggregates);
  return true;
}

void Inbox::Forget(Tx& tx) { tx.Defer("SELECT forget_heard()"); }

}  // namespace binadaya
