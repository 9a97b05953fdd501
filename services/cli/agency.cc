#include "services/cli/agency.h"

#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>

#include "absl/strings/match.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "binadaya/operations/v1/operations.rpc.h"
#include "binadaya/reporting/v1/reporting.rpc.h"
#include "services/cli/language.h"
#include "services/cli/operator.h"
#include "services/cli/render.h"
#include "services/common/domain/text.h"
#include "services/common/envelope.h"
#include "services/common/kafka_access.h"
#include "services/common/kafka_quotas.h"
#include "services/common/status.h"

namespace binadaya::cli {
namespace {

using operations::OperationsClient;
using reporting::ReportingClient;
namespace av = reporting::v1;

// As many partitions as the topics have whose events it repeats, so that keys keep their place.
constexpr int kLanePartitions = 12;
constexpr char kLaneKeeps[] = "604800000";  // 7 days

std::string Principal(const std::string& name) { return Cat(kafka::kReader, name); }

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

// Makes the broker what reporting says.
absl::StatusOr<std::vector<std::string>> ApplyGranted(
    const Operator& caller, const Environment& environment, const kafka::Brokers& brokers) {
  const std::string prefix = environment.Get("TOPIC_PREFIX");
  ASSIGN_OR_RETURN(const av::ListAgenciesResponse granted, AllGranted(caller));
  std::vector<kafka::Reader> readers;
  kafka::Rates rates;
  for (const av::Agency& agency : granted.agencies()) {
    kafka::Reader& reader = readers.emplace_back();
    reader.name = agency.name();
    for (const std::string& publisher : agency.publishers()) {
      reader.topics.insert(EventTopic(prefix, publisher));
      reader.publishers.insert(publisher);
    }
    rates[Principal(agency.name())] = agency.bytes_per_second();
  }
  ASSIGN_OR_RETURN(std::vector<std::string> changed, kafka::ApplyReaders(brokers, readers, prefix));
  ASSIGN_OR_RETURN(
      const std::vector<std::string> held, kafka::ApplyRates(brokers, rates, kafka::kReader));
  changed.insert(changed.end(), held.begin(), held.end());
  return changed;
}

// Where its certificate stands: beside the CA's, as all do.
std::string CertificateOf(const Environment& environment, const std::string& name) {
  return (std::filesystem::path(environment.Get("TLS_CA")).parent_path() /
          Cat(Principal(name), ".pem"))
      .string();
}

// Has CERTIFICATES (deploy/certificates) make it.
absl::Status Certify(const Environment& environment, const AgencyOptions& options) {
  std::string program = environment.Get("CERTIFICATES");
  const std::string file = CertificateOf(environment, options.name);
  std::string folder = std::filesystem::path(file).parent_path().string();
  std::string what = Principal(options.name);
  if (!options.request.empty()) what = Cat("--csr=", what, ":", options.request);
  std::vector<char*> arguments = {program.data(), folder.data(), what.data(), nullptr};
  pid_t child = 0;
  int outcome = -1;
  const bool done =
      posix_spawn(&child, program.c_str(), nullptr, nullptr, arguments.data(), environ) == 0 &&
      waitpid(child, &outcome, 0) == child && outcome == 0;
  if (done) return absl::OkStatus();
  return absl::FailedPreconditionError(Say(
      Cat(program, " tidak membuat ", file, "; hak aksesnya sudah berlaku, ulangi perintah ini"),
      Cat(program, " did not make ", file, "; its access holds already, repeat this command")));
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

absl::StatusOr<Answer> GrantTo(
    const Environment& environment, const AgencyOptions& options, const Operator& caller,
    const kafka::Brokers& brokers, av::Agency agency, bool renew) {
  const std::string file = CertificateOf(environment, options.name);
  std::error_code ignored;
  const bool certify = renew || !options.request.empty() || !std::filesystem::exists(file, ignored);
  av::GrantAgencyRequest request;
  request.set_request_id(caller.NewRequestId());
  *request.mutable_agency() = std::move(agency);
  request.set_new_certificate(certify);
  ASSIGN_OR_RETURN(
      const av::Agency granted, caller.Ask("reporting", &ReportingClient::GrantAgency, request));
  ASSIGN_OR_RETURN(
      const std::vector<std::string> changed, ApplyGranted(caller, environment, brokers));
  if (!environment.Get("CERTIFICATES").empty()) {
    if (certify) RETURN_IF_ERROR(Certify(environment, options));
    return WhatChanged(granted, changed, file);
  }
  Answer answer = WhatChanged(granted, changed, "");
  answer.note =
      Say(Cat("beri sertifikat CN=", Principal(options.name), " dari CA platform ini\n"),
          Cat("issue a certificate CN=", Principal(options.name), " by this platform's CA\n"));
  return answer;
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
  av::Agency agency;
  agency.set_name(options.name);
  agency.mutable_publishers()->Add(options.publishers.begin(), options.publishers.end());
  agency.set_bytes_per_second(options.bytes_per_second);
  return GrantTo(environment, options, caller, brokers, std::move(agency), /*renew=*/false);
}

absl::StatusOr<Answer> RunAgencyRotate(
    const Environment& environment, const AgencyOptions& options) {
  ASSIGN_OR_RETURN(const kafka::Brokers brokers, BrokersWhoAsk(environment));
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  ASSIGN_OR_RETURN(av::Agency agency, FindAgency(caller, options.name));
  return GrantTo(environment, options, caller, brokers, std::move(agency), /*renew=*/true);
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
      const std::vector<std::string> changed, ApplyGranted(caller, environment, brokers));
  std::error_code ignored;
  const bool had = std::filesystem::remove(CertificateOf(environment, options.name), ignored);
  if (!revoked.ok() && changed.empty() && !had) return revoked.status();
  return WhatChanged(revoked.value_or(agency), changed, "");
}

absl::StatusOr<Answer> RunAgencyList(const Environment& environment) {
  ASSIGN_OR_RETURN(const kafka::Brokers brokers, BrokersWhoAsk(environment));
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  ASSIGN_OR_RETURN(const av::ListAgenciesResponse granted, AllGranted(caller));
  ASSIGN_OR_RETURN(const kafka::Rates rates, kafka::ReadRates(brokers, kafka::kReader));
  Rows rows = {
      {Say("INSTANSI", "AGENCY"), Say("BOLEH MEMBACA", "MAY READ"),
       Say("BATAS (B/s)", "LIMIT (B/s)"), Say("DI BROKER", "AT THE BROKER"), Say("OLEH", "BY"),
       Say("SEJAK", "SINCE")}};
  for (const av::Agency& agency : granted.agencies()) {
    const auto held = rates.find(Principal(agency.name()));
    rows.push_back(
        {agency.name(), absl::StrJoin(agency.publishers(), " "), Cat(agency.bytes_per_second()),
         held == rates.end() ? "-" : Cat(held->second), agency.granted_by(), agency.granted_at()});
  }
  return AnswerOf(TableOf(rows), granted);
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
