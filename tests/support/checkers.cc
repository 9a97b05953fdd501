#include "tests/support/checkers.h"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

#include "absl/time/clock.h"
#include "binadaya/registry/v1/registry_events.pb.h"
#include "binadaya/v1/finding.pb.h"
#include "services/cli/every_service.h"
#include "services/common/domain/text.h"
#include "services/common/id.h"
#include "services/common/status.h"
#include "services/graph.h"
#include "tests/support/ledger_checkers.h"
#include "tests/support/platform.h"
#include "tests/support/publication_checkers.h"

namespace binadaya::test {
namespace {

constexpr absl::Duration kSettle = absl::Seconds(60);
constexpr std::size_t kShown = 5;

// Who hears whom.
const std::map<std::string, std::vector<std::string>>& Hearings() {
  static const std::map<std::string, std::vector<std::string>> hearings = [] {
    std::map<std::string, std::vector<std::string>> made;
    for (const graph::Subscription& subscription : graph::kSubscriptions)
      made[std::string(subscription.service)].emplace_back(subscription.heard);
    return made;
  }();
  return hearings;
}
const std::vector<std::string>& Publishers() {
  static const std::vector<std::string> publishers(
      std::begin(graph::kPublishers), std::end(graph::kPublishers));
  return publishers;
}

// "//id.go.semarangkota/registry" -> "registry"
std::string_view ServiceOf(std::string_view source) { return source.substr(source.rfind('/') + 1); }

// "id.go.semarangkota.registry.rating.recorded.v1" -> "rating.recorded"
std::string ShortType(const std::string& type, const std::string& service) {
  const std::string mark = Cat(".", service, ".");
  const std::size_t start = type.find(mark) + mark.size();
  return type.substr(start, type.rfind('.') - start);
}

std::vector<Logged> ReadLog(pg::Connection& sql, const std::string& service) {
  const pg::Result rows = sql.Query(
      "SELECT event_id, aggregate_type || '/' || aggregate_id, aggregate_version, headers, payload"
      " FROM event_log ORDER BY aggregate_type, aggregate_id, aggregate_version",
      {});
  std::vector<Logged> log;
  for (int i = 0; i < rows.rows(); ++i) {
    v1::Headers headers;
    headers.ParseFromString(rows.Bytes(i, 3));
    auto& values = *headers.mutable_values();
    log.push_back(
        {.id = rows.String(i, 0),
         .subject = rows.String(i, 1),
         .version = rows.Int(i, 2),
         .type = ShortType(values["ce_type"], service),
         .traceparent = values["ce_traceparent"],
         .payload = rows.Bytes(i, 4)});
  }
  return log;
}

// The last event of each aggregate of a type that the log holds.
std::unordered_map<std::string, const Logged*> LastOf(
    const std::vector<Logged>& log, std::string_view type) {
  std::unordered_map<std::string, const Logged*> last;
  for (const Logged& event : log) {
    if (event.type == type) last[event.subject] = &event;  // the log is in order of versions
  }
  return last;
}

void CheckHeard(const Evidence& evidence, Violations& violations) {
  for (const auto& [consumer, publishers] : Hearings()) {
    std::map<std::string, std::int64_t> heard = evidence.heard.at(consumer);
    for (const std::string& publisher : publishers) {
      std::map<std::string, std::int64_t> told;
      for (const Logged& event : evidence.logs.at(publisher)) told[event.subject] = event.version;
      for (const auto& [aggregate, version] : told) {
        const std::int64_t found = heard[Cat(publisher, " ", aggregate)];
        if (found != version)
          violations.push_back(
              Cat(consumer, " is at version ", found, " of ", aggregate, ", told are ", version));
      }
    }
  }
}

// Every rating that was ever told stands in reporting, and nothing else does.
void CheckRatings(const Evidence& evidence, const Subject& subject, Violations& violations) {
  std::map<std::string, int> expected;
  for (const Logged& event : evidence.logs.at("registry")) {
    if (event.type != "rating.recorded") continue;
    registry::v1::RatingRecorded recorded;
    recorded.ParseFromString(event.payload);
    for (const auto& rating : recorded.ratings()) {
      if (++expected[rating.id()] > 1)
        violations.push_back(Cat("rating ", rating.id(), " was told twice"));
    }
  }
  const pg::Result rows = subject.sql("reporting").Query("SELECT id FROM rating", {});
  for (int i = 0; i < rows.rows(); ++i) {
    if (expected.erase(rows.String(i, 0)) == 0)
      violations.push_back(Cat("reporting has rating ", rows.Text(i, 0), ", which nobody told"));
  }
  for (const auto& [id, count] : expected)
    violations.push_back(Cat("reporting does not have rating ", id));
  const pg::Result current =
      subject.sql("registry")
          .Query(
              "SELECT person, campaign, rater, role, competency, count(*) FROM rating"
              " GROUP BY 1, 2, 3, 4, 5 HAVING count(*) > 1",
              {});
  for (int i = 0; i < current.rows(); ++i)
    violations.push_back(Cat("registry has two ratings of one judgement of ", current.Text(i, 0)));
}

// The last word about each unit is what everybody says who hears of it, that about each person what
// reporting says: an old event that is applied again would take it back.
void CheckLastWords(const Evidence& evidence, const Subject& subject, Violations& violations) {
  const std::vector<Logged>& log = evidence.logs.at("registry");
  for (const auto& [consumer, publishers] : Hearings()) {
    if (std::find(publishers.begin(), publishers.end(), "registry") == publishers.end()) continue;
    pg::Connection& sql = subject.sql(consumer);
    if (sql.Query("SELECT to_regclass('unit')", {}).IsNull(0, 0)) continue;  // passes them on only
    std::map<std::string, std::string> paths;
    const pg::Result rows = sql.Query("SELECT code, path FROM unit", {});
    for (int i = 0; i < rows.rows(); ++i) paths[rows.String(i, 0)] = rows.String(i, 1);
    for (const auto& [aggregate, event] : LastOf(log, "unit.changed")) {
      registry::v1::UnitChanged told;
      told.ParseFromString(event->payload);
      if (paths[told.code()] != told.path())
        violations.push_back(
            Cat(consumer, " has ", aggregate, " at ", paths[told.code()], ", last told is ",
                told.path()));
    }
  }
  std::map<std::string, std::string> places;
  const pg::Result rows =
      subject.sql("reporting").Query("SELECT id, post || ' ' || unit FROM person", {});
  for (int i = 0; i < rows.rows(); ++i) places[rows.String(i, 0)] = rows.String(i, 1);
  const auto left = LastOf(log, "person.left");
  for (const auto& [aggregate, event] : LastOf(log, "post.assigned")) {
    registry::v1::PostAssigned told;
    told.ParseFromString(event->payload);
    // Who has left since holds no post in any unit.
    const auto gone = left.find(aggregate);
    const bool holds = gone == left.end() || gone->second->version < event->version;
    const std::string last = holds ? Cat(told.post(), " ", told.unit()) : " ";
    if (places[told.person()] != last)
      violations.push_back(
          Cat("reporting has ", aggregate, " at ", places[told.person()], ", last told is ", last));
  }
}

// Effects of one request in the own tables of the service that did it.
struct Effects {
  std::unordered_map<std::string, int> events;  // by traceparent and type
  std::unordered_map<std::string, int> audits;  // by request id
};

std::map<std::string, Effects> EffectsOf(const Evidence& evidence, const Subject& subject) {
  std::map<std::string, Effects> effects;
  for (const auto& [service, log] : evidence.logs) {
    Effects& of = effects[service];
    for (const Logged& event : log) ++of.events[Cat(event.traceparent, " ", event.type)];
    const pg::Result rows = subject.sql(service).Query(
        "SELECT request_id, count(*) FROM audit WHERE decision = 'DONE' GROUP BY 1", {});
    for (int i = 0; i < rows.rows(); ++i) of.audits[rows.String(i, 0)] = rows.Int32(i, 1);
  }
  return effects;
}

std::string Name(const Operation& operation) {
  static constexpr const char* kOutcomes[] = {"ok", "refused", "unknown"};
  return Cat(
      operation.service, " ", operation.effect, " ", operation.request_id, " (",
      kOutcomes[static_cast<int>(operation.outcome)], ")");
}

absl::Status Rebuild(const Subject& subject) {
  operations::v1::ResetProjectionRequest reset;
  reset.set_request_id(NewId(absl::Now()));
  RETURN_IF_ERROR(subject.operations("reporting").ResetProjection(subject.admin(), reset).status());
  for (const std::string& publisher : Publishers()) {
    operations::v1::RepublishLogRequest republish;
    republish.set_consumer("reporting");
    republish.set_request_id(NewId(absl::Now()));
    RETURN_IF_ERROR(
        subject.operations(publisher).RepublishLog(subject.admin(), republish).status());
  }
  return absl::OkStatus();
}

}  // namespace

std::string Projection(pg::Connection& sql) {
  std::string all;
  for (const pg::Sql sum : std::initializer_list<pg::Sql>{
           "SELECT count(*), coalesce(sum(hashtextextended(t::text, 0)), 0) FROM unit t",
           "SELECT count(*), coalesce(sum(hashtextextended(t::text, 0)), 0) FROM post_family t",
           "SELECT count(*), coalesce(sum(hashtextextended(t::text, 0)), 0) FROM person t",
           "SELECT count(*), coalesce(sum(hashtextextended(t::text, 0)), 0) FROM stay t",
           "SELECT count(*), coalesce(sum(hashtextextended(t::text, 0)), 0) FROM measurement t",
           "SELECT count(*), coalesce(sum(hashtextextended(t::text, 0)), 0) FROM gap t",
           "SELECT count(*), coalesce(sum(hashtextextended(t::text, 0)), 0) FROM next_gap t",
           "SELECT count(*), coalesce(sum(hashtextextended(t::text, 0)), 0) FROM appraisal t",
           "SELECT count(*), coalesce(sum(hashtextextended(t::text, 0)), 0) FROM annulled_record t",
           "SELECT count(*), coalesce(sum(hashtextextended(t::text, 0)), 0) FROM rating t",
           "SELECT count(*), coalesce(sum(hashtextextended(t::text, 0)), 0) FROM need t",
           "SELECT count(*), coalesce(sum(hashtextextended(t::text, 0)), 0) FROM directive t"}) {
    const pg::Result row = sql.Query(sum, {});
    all += Cat(row.Text(0, 0), ":", row.Text(0, 1), " ");
  }
  return all;
}

absl::StatusOr<Evidence> Gather(const Subject& subject) {
  Evidence evidence;
  for (const std::string& publisher : Publishers()) {
    evidence.logs[publisher] = ReadLog(subject.sql(publisher), publisher);
    ASSIGN_OR_RETURN(
        evidence.topics[publisher],
        Dump(subject.brokers, Cat(subject.topic_prefix, "binadaya.", publisher, ".v1")));
    std::erase_if(evidence.topics[publisher], [&](const Record& record) {
      return subject.planted.contains(record.id);
    });
  }
  for (const auto& [consumer, publishers] : Hearings()) {
    std::map<std::string, std::int64_t>& heard = evidence.heard[consumer];
    const pg::Result rows = subject.sql(consumer).Query(
        "SELECT source, aggregate_type || '/' || aggregate_id, version FROM heard", {});
    for (int i = 0; i < rows.rows(); ++i)
      heard[Cat(ServiceOf(rows.Text(i, 0)), " ", rows.Text(i, 1))] = rows.Int(i, 2);
  }
  return evidence;
}

Violations NoLostEvent(const Evidence& evidence) {
  Violations violations;
  for (const auto& [publisher, log] : evidence.logs) {
    std::unordered_set<std::string> published;
    for (const Record& record : evidence.topics.at(publisher)) published.insert(record.id);
    for (const Logged& event : log) {
      if (!published.contains(event.id))
        violations.push_back(
            Cat(publisher, " told ", event.type, " ", event.id, " of ", event.subject,
                ", which is not on its topic"));
    }
  }
  for (const auto& [consumer, publishers] : Hearings()) {
    for (const std::string& publisher : publishers) {
      for (const Record& record : evidence.topics.at(publisher)) {
        const auto& heard = evidence.heard.at(consumer);
        const auto found = heard.find(Cat(publisher, " ", record.subject));
        if (found == heard.end() || found->second < record.sequence)
          violations.push_back(
              Cat(consumer, " never heard ", record.id, " of ", publisher, "'s ", record.subject));
      }
    }
  }
  return violations;
}

Violations NoGhostEvent(const Evidence& evidence) {
  Violations violations;
  for (const auto& [publisher, records] : evidence.topics) {
    std::unordered_set<std::string> told;
    for (const Logged& event : evidence.logs.at(publisher)) told.insert(event.id);
    for (const Record& record : records) {
      if (!told.contains(record.id))
        violations.push_back(
            Cat(record.id, " of ", record.subject, " was published but never told"));
    }
  }
  return violations;
}

Violations NoDuplicateEffect(const Evidence& evidence, const Subject& subject) {
  Violations violations;
  CheckHeard(evidence, violations);
  CheckRatings(evidence, subject, violations);
  CheckLastWords(evidence, subject, violations);
  return violations;
}

Violations InOrder(const std::vector<Record>& records) {
  struct Seen {
    int partition;
    std::vector<std::string> ids;  // of version 1, 2, …
  };
  Violations violations;
  std::unordered_map<std::string, Seen> aggregates;
  for (const Record& record : records) {
    const std::string at =
        Cat(record.subject, " version ", record.sequence, " in partition ", record.partition,
            " at ", record.offset);
    Seen& seen = aggregates.try_emplace(record.subject, Seen{record.partition, {}}).first->second;
    if (seen.partition != record.partition)
      violations.push_back(Cat(at, ": it began in partition ", seen.partition));
    const auto known = static_cast<std::int64_t>(seen.ids.size());
    if (record.sequence == known + 1) {
      seen.ids.push_back(record.id);
    } else if (record.sequence > known + 1 || record.sequence < 1) {
      violations.push_back(Cat(at, ": after version ", known));
    } else if (seen.ids[static_cast<std::size_t>(record.sequence - 1)] != record.id) {
      violations.push_back(Cat(at, ": that version was another event"));
    }
  }
  return violations;
}

Violations InOrder(const Evidence& evidence) {
  Violations violations;
  for (const auto& [publisher, records] : evidence.topics) {
    for (std::string& violation : InOrder(records)) violations.push_back(std::move(violation));
  }
  return violations;
}

Violations Idempotent(const Journal& journal, const Evidence& evidence, const Subject& subject) {
  Violations violations;
  const std::map<std::string, Effects> effects = EffectsOf(evidence, subject);
  for (const Operation& operation : journal) {
    if (operation.effect.empty()) continue;
    const Effects& of = effects.at(operation.service);
    const auto events = of.events.find(Cat(operation.traceparent, " ", operation.effect));
    const auto audits = of.audits.find(operation.request_id);
    const int told = events == of.events.end() ? 0 : events->second;
    const int done = audits == of.audits.end() ? 0 : audits->second;
    const int most = operation.outcome == Operation::Outcome::kFail ? 0 : 1;
    if (told > most || done > most)
      violations.push_back(Cat(Name(operation), ": told ", told, ", done ", done, " times"));
    if (told > done)
      violations.push_back(Cat(Name(operation), ": told without an audit row of it"));
    if (operation.answers.size() > 1)
      violations.push_back(
          Cat(Name(operation), ": ", operation.answers.size(), " different answers"));
  }
  return violations;
}

Violations Durable(const Journal& journal, const Evidence& evidence, const Subject& subject) {
  Violations violations;
  const std::map<std::string, Effects> effects = EffectsOf(evidence, subject);
  for (const Operation& operation : journal) {
    if (operation.outcome != Operation::Outcome::kOk || operation.effect.empty()) continue;
    const Effects& of = effects.at(operation.service);
    if (operation.always && !of.events.contains(Cat(operation.traceparent, " ", operation.effect)))
      violations.push_back(Cat(Name(operation), ": its event is not in the log"));
    if (!of.audits.contains(operation.request_id))
      violations.push_back(Cat(Name(operation), ": it is not in the audit"));
  }
  return violations;
}

Violations ProjectionIsFold(const Subject& subject) {
  const std::string live = Projection(subject.sql("reporting"));
  if (const absl::Status status = Rebuild(subject); !status.ok())
    return {Cat("not rebuilt: ", status.ToString())};
  if (!Eventually([&] { return Settled(subject); }, kSettle))
    return {"the rebuilt projection did not come to rest"};
  const std::string rebuilt = Projection(subject.sql("reporting"));
  if (rebuilt == live) return {};
  return {Cat("rows:checksum by table, live ", live, "rebuilt ", rebuilt)};
}

Violations AuditIntact(const Subject& subject) {
  Violations violations;
  for (const std::string& service : cli::AllServices()) {
    operations::v1::VerifyAuditRequest request;
    auto report = subject.operations(service).VerifyAudit(subject.admin(), request);
    while (report.ok() && !report->next_page_token().empty()) {
      request.set_page_token(report->next_page_token());
      report = subject.operations(service).VerifyAudit(subject.admin(), request);
    }
    if (!report.ok()) {
      violations.push_back(Cat(service, ": ", report.status().ToString()));
    } else if (!report->intact()) {
      violations.push_back(Cat(service, ": ", report->fault(), " at ", report->audit_id()));
    }
  }
  return violations;
}

bool Settled(const Subject& subject) {
  try {
    for (const std::string& service : cli::AllServices()) {
      if (!subject.sql(service).Query("SELECT 1 FROM outbox LIMIT 1", {}).empty()) return false;
      if (!subject.sql(service).Query("SELECT 1 FROM replay LIMIT 1", {}).empty()) return false;
      if (!subject.sql(service).Query("SELECT 1 FROM parked LIMIT 1", {}).empty()) return false;
    }
    if (!subject.sql("needs")
             .Query("SELECT 1 FROM timer WHERE kind = 'recheck' LIMIT 1", {})
             .empty())
      return false;
    for (const auto& [consumer, publishers] : Hearings()) {
      for (const std::string& publisher : publishers) {
        const std::int64_t told =
            subject.sql(publisher).Query("SELECT count(*) FROM event_log", {}).Int(0, 0);
        const std::int64_t heard =
            subject.sql(consumer)
                .Query(
                    "SELECT coalesce(sum(version), 0) FROM heard WHERE source LIKE $1",
                    {Cat("%/", publisher)})
                .Int(0, 0);
        if (heard < told) return false;
      }
    }
    return true;
  } catch (const pg::Error&) {
    return false;  // a database that is away is not at rest
  }
}

Violations Everything(const Journal& journal, const Subject& subject) {
  const absl::StatusOr<Evidence> evidence = Gather(subject);
  if (!evidence.ok()) return {Cat("nothing gathered: ", evidence.status().ToString())};
  Violations all;
  const auto add = [&all](std::string_view name, const Violations& violations) {
    for (const std::string& violation : violations) all.push_back(Cat(name, ": ", violation));
  };
  add("I1 no lost event", NoLostEvent(*evidence));
  add("I2 no ghost event", NoGhostEvent(*evidence));
  add("I3 no duplicate effect", NoDuplicateEffect(*evidence, subject));
  add("I4 in order", InOrder(*evidence));
  pg::Connection& ledger = subject.sql("budgeting");
  add("I5 money conserved", MoneyConserved(ledger));
  add("I5 entries told", EntriesTold(evidence->topics.at("budgeting"), ledger));
  add("I6 published whole", PublishedWhole(subject.sql("scheduling"), ledger));
  add("I7 posted once", PostedOnce(journal, ledger));
  add("I7 idempotent", Idempotent(journal, *evidence, subject));
  add("I8 durable", Durable(journal, *evidence, subject));
  add("I9 projection is fold", ProjectionIsFold(subject));
  add("I10 audit intact", AuditIntact(subject));
  return all;
}

std::string Text(const Violations& violations) {
  std::string text = violations.empty() ? "holds" : Cat(violations.size(), " violations:");
  for (std::size_t i = 0; i < std::min(violations.size(), kShown); ++i)
    text += Cat("\n  ", violations[i]);
  if (violations.size() > kShown) text += "\n  …";
  return text;
}

}  // namespace binadaya::test
