#include "services/cli/agency.h"

#include <algorithm>
#include <filesystem>
#include <optional>
#include <set>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "binadaya/bridge/v1/bridge.rpc.h"
#include "binadaya/operations/v1/operations.rpc.h"
#include "binadaya/reporting/v1/reporting.rpc.h"
#include "services/cli/agency_certificate.h"
#include "services/cli/language.h"
#include "services/cli/operator.h"
#include "services/cli/render.h"
#include "services/common/domain/refusal.h"
#include "services/common/domain/text.h"
#include "services/common/envelope.h"
#include "services/common/kafka_access.h"
#include "services/common/kafka_quotas.h"
#include "services/common/status.h"
#include "services/common/tls.h"
#include "services/graph.h"

namespace binadaya::cli {
namespace {

using bridge::BridgeClient;
using operations::OperationsClient;
using reporting::ReportingClient;
namespace av = reporting::v1;

// As many partitions as the topics have whose events it repeats, so that keys keep their place.
constexpr int kLanePartitions = 12;
constexpr char kLaneKeeps[] = "604800000";  // 7 days

absl::StatusOr<kafka::Brokers> BrokersWhoAsk(const Environment& environment) {
  ASSIGN_OR_RETURN(std::string address, environment.Need("KAFKA"));
  RETURN_IF_ERROR(environment.Need("TLS_CA").status());  // else a broker does not know who speaks
  return kafka::Brokers(std::move(address), environment.tls());
}

absl::StatusOr<av::ListAgenciesResponse> AllGranted(const Operator& caller) {
  return caller.AskPages("reporting", &ReportingClient::ListAgencies, av::ListAgenciesRequest());
}

absl::StatusOr<av::Agency> FindAgency(const Operator& caller, const std::string& name) {
  ASSIGN_OR_RETURN(const av::ListAgenciesResponse granted, AllGranted(caller));
  for (const av::Agency& agency : granted.agencies())
    if (agency.name() == name) return agency;
  return UsageError(
      {Cat("tidak ada instansi \"", name, "\"; lihat agency list"),
       Cat("there is no agency \"", name, "\"; see agency list")});
}

// Whose events agencies read in JSON, as reporting says.
std::set<std::string> ReadInJson(const av::ListAgenciesResponse& granted) {
  std::set<std::string> publishers;
  for (const av::Agency& agency : granted.agencies())
    if (agency.json()) publishers.insert(agency.publishers().begin(), agency.publishers().end());
  return publishers;
}

absl::StatusOr<bridge::v1::Translated> ToldInJson(const Operator& caller) {
  return caller.Ask("bridge", &BridgeClient::GetTranslated, bridge::v1::GetTranslatedRequest());
}

std::set<std::string> PublishersOf(const bridge::v1::Translated& told) {
  std::set<std::string> publishers;
  for (const bridge::v1::Translated::Publisher& one : told.publishers())
    publishers.insert(one.name());
  return publishers;
}

// Has exactly these be told, if nobody has set that since `told` was read; that is then what holds.
absl::Status TellInJson(
    const Operator& caller, const std::set<std::string>& publishers, bridge::v1::Translated& told) {
  bridge::v1::SetTranslatedRequest request;
  request.set_request_id(caller.NewRequestId());
  request.mutable_publishers()->Add(publishers.begin(), publishers.end());
  request.set_version(told.version());
  ASSIGN_OR_RETURN(told, caller.Ask("bridge", &BridgeClient::SetTranslated, request));
  return absl::OkStatus();
}

// Whether somebody has set it since it was read.
bool SetMeanwhile(const absl::Status& status) {
  const Findings findings = FindingsOf(status);
  return !findings.empty() && findings.front().rule == "VERSION-01";
}

// Has what agencies read in JSON be told so, beside what is. Says what begins. It is set even if
// nothing does: whoever ends it, for he does not know of those agencies yet, comes too late then.
absl::StatusOr<std::vector<std::string>> BeginJson(
    const Operator& caller, const kafka::Brokers& brokers, const std::string& prefix,
    const std::set<std::string>& publishers, const absl::StatusOr<bridge::v1::Translated>& read) {
  std::vector<std::string> changed;
  if (publishers.empty()) return changed;
  ASSIGN_OR_RETURN(bridge::v1::Translated told, read);
  const std::set<std::string> before = PublishersOf(told);
  std::set<std::string> all = before;
  for (const std::string& publisher : publishers) {
    if (!all.insert(publisher).second) continue;
    // From an earlier time when it was told: what came since then would be missing behind it. But
    // not what comes since somebody else has begun it.
    const std::string topic = JsonTopic(prefix, publisher);
    RETURN_IF_ERROR(
        kafka::EmptyTopic(brokers, topic, [&] { return TellInJson(caller, before, told); }));
    changed.push_back(Cat(topic, ": begins"));
  }
  RETURN_IF_ERROR(TellInJson(caller, all, told));
  return changed;
}

std::string NoBridge() { return Say("bridge tidak menjawab", "bridge does not answer"); }

// Has nothing be told in JSON that nobody reads so. Says what ends. It fails only if somebody has
// set that meanwhile: a bridge that is away is no reason to break off, for the next command does
// it.
absl::StatusOr<std::vector<std::string>> EndJson(
    const Operator& caller, const std::string& prefix, const std::set<std::string>& publishers,
    absl::StatusOr<bridge::v1::Translated> told) {
  std::vector<std::string> changed;
  absl::Status ended = told.status();
  if (told.ok()) {
    std::set<std::string> left;
    for (const std::string& name : PublishersOf(*told)) {
      if (publishers.contains(name)) {
        left.insert(name);
      } else {
        changed.push_back(Cat(JsonTopic(prefix, name), ": ends"));
      }
    }
    if (!changed.empty()) ended = TellInJson(caller, left, *told);
  }
  if (SetMeanwhile(ended)) return ended;
  if (!ended.ok()) {
    changed = {
        Cat(NoBridge(), Say("; JSON yang tidak dibaca lagi dihentikan oleh perintah berikutnya",
                            "; the next command ends what is not read in JSON any more"))};
  }
  return changed;
}

// Makes the bridge and the broker what reporting says, until nobody has changed that meanwhile: an
// agency may read JSON only once it is told, and it is told for as long as one may. What is told is
// read before what is granted, and set only if it is still that: of commands at the same moment the
// one that does not know of the other's grant begins anew. Without the bridge nobody begins to read
// JSON, but what is taken away is gone; then it fails only if the command is about an agency that
// reads JSON (`in_json`).
absl::StatusOr<std::vector<std::string>> ApplyGranted(
    const Operator& caller, const Environment& environment, const kafka::Brokers& brokers,
    bool in_json) {
  const std::string prefix = environment.Get("TOPIC_PREFIX");
  std::vector<std::string> changed;
  const auto add = [&changed](const std::vector<std::string>& more) {
    changed.insert(changed.end(), more.begin(), more.end());
  };
  std::optional<std::string> applied;
  while (true) {
    const absl::StatusOr<bridge::v1::Translated> told = ToldInJson(caller);
    ASSIGN_OR_RETURN(const av::ListAgenciesResponse granted, AllGranted(caller));
    const std::set<std::string> readable = ReadInJson(granted);
    if (applied == granted.SerializeAsString()) {
      const auto ended = EndJson(caller, prefix, readable, told);
      if (!ended.ok()) continue;
      add(*ended);
      return changed;
    }
    const auto begun = BeginJson(caller, brokers, prefix, readable, told);
    if (SetMeanwhile(begun.status())) continue;
    if (begun.ok()) add(*begun);
    std::vector<kafka::Reader> readers;
    kafka::Rates rates;
    for (const av::Agency& agency : granted.agencies()) {
      kafka::Reader& reader = readers.emplace_back();
      reader.name = agency.name();
      for (const std::string& publisher : agency.publishers()) {
        const std::string json = JsonTopic(prefix, publisher),
                          event = EventTopic(prefix, publisher);
        if (agency.json() && !begun.ok()) {
          reader.kept.insert({json, event});  // in the form in which it has it
        } else {
          reader.topics.insert(agency.json() ? json : event);
        }
        reader.publishers.insert(publisher);
      }
      rates[Principal(agency.name())] = agency.bytes_per_second();
    }
    ASSIGN_OR_RETURN(const auto read, kafka::ApplyReaders(brokers, readers, prefix));
    add(read);
    ASSIGN_OR_RETURN(const auto held, kafka::ApplyRates(brokers, rates, kafka::kReader));
    add(held);
    if (in_json) RETURN_IF_ERROR(begun.status());
    applied = granted.SerializeAsString();
  }
}

// Has no publisher tell it of its past any more, for who is granted that name next has not asked
// for that. Says what ends; who does not answer does not keep the others from being asked.
std::vector<std::string> EndReplays(
    const Operator& caller, const std::string& name, std::string& note) {
  std::vector<std::string> changed;
  for (const std::string_view publisher : graph::kPublishers) {
    operations::v1::EndReplayRequest request;
    request.set_request_id(caller.NewRequestId());
    request.set_consumer(Principal(name));
    const auto done = caller.Ask(publisher, &OperationsClient::EndReplay, request);
    if (!done.ok()) {
      note += Cat(
          done.status().message(), Say("; ulangi perintah ini, agar pemutaran ulangnya berakhir\n",
                                       "; repeat this command, so that its replay ends\n"));
    } else if (done->ended()) {
      changed.push_back(Cat(publisher, ": replay ends"));
    }
  }
  return changed;
}

Answer WhatChanged(
    const av::Agency& agency, const std::vector<std::string>& changed, const std::string& file) {
  std::vector<std::string> lines;
  Answer answer;
  for (const std::string& line : changed) {
    answer.text += Cat(line, "\n");
    lines.push_back(JsonString(line));
  }
  if (!file.empty()) answer.text += Cat(Say("sertifikat: ", "certificate: "), file, "\n");
  answer.json = JsonObject(
      {{"agency", Json(agency)}, {"changed", JsonArray(lines)}, {"certificate", JsonString(file)}});
  return answer;
}

// Makes everything so, its certificate too.
absl::StatusOr<Answer> Complete(
    const Environment& environment, const AgencyOptions& options, const Operator& caller,
    const kafka::Brokers& brokers, av::Agency agency, bool renew) {
  ASSIGN_OR_RETURN(
      const std::vector<std::string> changed,
      ApplyGranted(caller, environment, brokers, agency.json()));
  ASSIGN_OR_RETURN(
      const Certified certified, Certify(environment, options, caller, std::move(agency), renew));
  Answer answer = WhatChanged(certified.agency, changed, certified.file);
  answer.note = certified.note;
  return answer;
}

// When its certificate ends, or that it opens nothing whatever it says.
std::string EndShown(const av::Agency& agency, const std::vector<tls::Ca>& trusted) {
  if (agency.certificate_ends().empty()) return "-";
  if (agency.certificate_ca().empty() ||
      std::ranges::find(trusted, agency.certificate_ca(), &tls::Ca::id) != trusted.end())
    return agency.certificate_ends();
  return Say("CA lama", "former CA");
}

// The least id of what is told from the first instant of a day on (UUIDv7).
absl::StatusOr<std::string> FirstIdOf(const Environment& environment, const std::string& day) {
  ASSIGN_OR_RETURN(const absl::TimeZone zone, environment.Zone());
  absl::CivilDay from;
  if (!absl::ParseCivilTime(day, &from))
    return UsageError({Cat(day, " bukan tanggal"), Cat(day, " is not a day")});
  const std::string ms = absl::StrFormat(
      "%012x", std::max<std::int64_t>(0, absl::ToUnixMillis(absl::FromCivil(from, zone))));
  return Cat(ms.substr(0, 8), "-", ms.substr(8), "-0000-0000-000000000000");
}

}  // namespace

absl::StatusOr<Answer> RunAgencyAdd(const Environment& environment, const AgencyOptions& options) {
  ASSIGN_OR_RETURN(const kafka::Brokers brokers, BrokersWhoAsk(environment));
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  av::GrantAgencyRequest request;
  request.set_request_id(caller.NewRequestId());
  av::Agency& agency = *request.mutable_agency();
  agency.set_name(options.name);
  agency.mutable_publishers()->Add(options.publishers.begin(), options.publishers.end());
  agency.set_bytes_per_second(options.bytes_per_second);
  agency.set_json(options.json);
  ASSIGN_OR_RETURN(
      av::Agency granted, caller.Ask("reporting", &ReportingClient::GrantAgency, request));
  if (granted.json() != options.json) {
    return absl::FailedPreconditionError(Say(
        "reporting yang berjalan belum mengenal JSON; pasang versi ini dulu, lalu ulangi",
        "the reporting that runs does not know JSON yet; install this version first, then repeat"));
  }
  return Complete(environment, options, caller, brokers, std::move(granted), /*renew=*/false);
}

absl::StatusOr<Answer> RunAgencyRotate(
    const Environment& environment, const AgencyOptions& options) {
  ASSIGN_OR_RETURN(const kafka::Brokers brokers, BrokersWhoAsk(environment));
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  ASSIGN_OR_RETURN(av::Agency agency, FindAgency(caller, options.name));
  return Complete(environment, options, caller, brokers, std::move(agency), /*renew=*/true);
}

absl::StatusOr<Answer> RunAgencyRemove(
    const Environment& environment, const AgencyOptions& options) {
  ASSIGN_OR_RETURN(const kafka::Brokers brokers, BrokersWhoAsk(environment));
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  if (absl::StrContains(options.name, '/'))
    return UsageError({"nama instansi tanpa garis miring", "an agency's name has no slash"});
  av::RevokeAgencyRequest request;
  request.set_request_id(caller.NewRequestId());
  request.set_name(options.name);
  av::Agency agency;
  agency.set_name(options.name);
  const absl::StatusOr<av::Agency> revoked =
      caller.Ask("reporting", &ReportingClient::RevokeAgency, request);
  // Revoked before, by a command that did not come to its end.
  if (!revoked.ok() && !absl::IsNotFound(revoked.status())) return revoked.status();
  ASSIGN_OR_RETURN(
      std::vector<std::string> changed,
      ApplyGranted(caller, environment, brokers, /*in_json=*/false));
  std::string note;
  for (std::string& ended : EndReplays(caller, options.name, note))
    changed.push_back(std::move(ended));
  std::error_code ignored;
  const bool had = std::filesystem::remove(CertificateOf(environment, options.name), ignored);
  if (!revoked.ok() && changed.empty() && !had) return revoked.status();
  Answer answer = WhatChanged(revoked.value_or(agency), changed, "");
  if (!note.empty()) answer.exit = ExitCode::kTryAgain;
  answer.note = std::move(note);
  return answer;
}

absl::StatusOr<Answer> RunAgencyList(const Environment& environment) {
  ASSIGN_OR_RETURN(const kafka::Brokers brokers, BrokersWhoAsk(environment));
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  ASSIGN_OR_RETURN(const av::ListAgenciesResponse granted, AllGranted(caller));
  ASSIGN_OR_RETURN(const kafka::Rates rates, kafka::ReadRates(brokers, kafka::kReader));
  Rows rows = {
      {Say("INSTANSI", "AGENCY"), Say("BOLEH MEMBACA", "MAY READ"), Say("BENTUK", "FORM"),
       Say("BATAS (B/s)", "LIMIT (B/s)"), Say("DI BROKER", "AT THE BROKER"),
       Say("SERTIFIKAT HABIS", "CERTIFICATE ENDS"), Say("OLEH", "BY"), Say("SEJAK", "SINCE")}};
  const std::vector<tls::Ca> trusted = tls::CasOf(environment.Get("TLS_CA"));
  for (const av::Agency& agency : granted.agencies()) {
    const auto held = rates.find(Principal(agency.name()));
    rows.push_back(
        {agency.name(), absl::StrJoin(agency.publishers(), " "),
         agency.json() ? "JSON" : "protobuf", Cat(agency.bytes_per_second()),
         held == rates.end() ? "-" : Cat(held->second), EndShown(agency, trusted),
         agency.granted_by(), agency.granted_at()});
  }
  Answer answer;
  answer.text = TableOf(rows);
  absl::StatusOr<bridge::v1::Translated> told = bridge::v1::Translated();
  const std::set<std::string> wanted = ReadInJson(granted);
  if (!wanted.empty()) told = ToldInJson(caller);
  for (const std::string& publisher : wanted) {
    std::string state = NoBridge();
    if (told.ok()) {
      const auto since = std::ranges::find(
          told->publishers(), publisher, &bridge::v1::Translated::Publisher::name);
      state = since != told->publishers().end()
                  ? Cat(Say("sejak ", "since "), since->since())
                  : Say("belum ada; ulangi agency add", "not there yet; repeat agency add");
    }
    answer.text += Cat(JsonTopic(environment.Get("TOPIC_PREFIX"), publisher), ": ", state, "\n");
  }
  answer.json =
      JsonObject({{"granted", Json(granted)}, {"json", told.ok() ? Json(*told) : "null"}});
  return answer;
}

absl::StatusOr<Answer> RunAgencyReplay(
    const Environment& environment, const AgencyOptions& options) {
  ASSIGN_OR_RETURN(const kafka::Brokers brokers, BrokersWhoAsk(environment));
  ASSIGN_OR_RETURN(const std::string first, FirstIdOf(environment, options.from));
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  ASSIGN_OR_RETURN(const av::Agency agency, FindAgency(caller, options.name));
  std::vector<std::string> publishers = options.publishers;
  if (publishers.empty()) publishers.assign(agency.publishers().begin(), agency.publishers().end());
  const std::string lane = ReplayTopic(environment.Get("TOPIC_PREFIX"), Principal(options.name));
  RETURN_IF_ERROR(
      kafka::ApplyTopics(
          brokers, {{.name = lane,
                     .partitions = kLanePartitions,
                     .config = {{"retention.ms", kLaneKeeps}, {"max.message.bytes", "1048576"}}}})
          .status());
  Answer answer;
  std::vector<std::pair<std::string, std::string>> members;
  for (const std::string& publisher : publishers) {
    // Of what it was not granted its lane is not open to the publisher, either: TOPIC-01.
    operations::v1::RepublishLogRequest request;
    request.set_request_id(caller.NewRequestId());
    request.set_consumer(Principal(options.name));
    request.set_after(first);
    request.set_json(agency.json());
    ASSIGN_OR_RETURN(
        const operations::v1::RepublishLogResponse done,
        caller.Ask(publisher, &OperationsClient::RepublishLog, request, kLongPatience));
    answer.text +=
        Cat(publisher, ": ", done.events(), Say(" peristiwa ke ", " events to "), lane, "\n");
    members.emplace_back(publisher, Json(done));
  }
  answer.json = JsonObject({{"lane", JsonString(lane)}, {"events", JsonObject(members)}});
  return answer;
}

}  // namespace binadaya::cli
