#include "services/cli/audit.h"

#include <algorithm>
#include <map>
#include <set>
#include <vector>

#include "absl/strings/str_split.h"
#include "binadaya/operations/v1/operations.rpc.h"
#include "binadaya/registry/v1/registry.rpc.h"
#include "binadaya/v1/options.pb.h"
#include "services/cli/every_service.h"
#include "services/cli/find.h"
#include "services/cli/imported.h"
#include "services/cli/language.h"
#include "services/cli/operator.h"
#include "services/cli/render.h"
#include "services/cli/words.h"
#include "services/common/domain/text.h"
#include "services/common/id.h"
#include "services/common/status.h"

namespace binadaya::cli {
namespace {

using operations::OperationsClient;
using operations::v1::AuditEntry;
using operations::v1::ListAuditRequest;
using operations::v1::ListAuditResponse;
using operations::v1::VerifyAuditRequest;
using operations::v1::VerifyAuditResponse;
using Entries = std::vector<std::pair<std::string, AuditEntry>>;

// All of a log, one portion after the other; of a service that knows of none, in one.
absl::StatusOr<VerifyAuditResponse> VerifyWhole(
    const Operator& caller, std::string_view service, Progress& progress) {
  VerifyAuditRequest request;
  while (true) {
    ASSIGN_OR_RETURN(
        VerifyAuditResponse report,
        caller.Ask(service, &OperationsClient::VerifyAudit, request, kLongPatience));
    if (report.next_page_token().empty()) return report;
    progress.Detail(Say(Cat(report.rows(), " baris"), Cat(report.rows(), " rows")));
    request.set_page_token(report.next_page_token());
  }
}

// A person's id, or the text as it is: an operator, a service, a unit, a need …
absl::StatusOr<std::string> IdOf(const Operator& caller, const std::string& text) {
  if (text.empty() || IsUuid(text)) return text;
  const auto person = FindPerson(caller, text);
  if (person.ok()) return person->id();
  if (absl::IsNotFound(person.status())) return text;
  return person.status();
}

// A person's id, a unit's code, or the text as it is: what audit rows name.
absl::StatusOr<std::string> TargetOf(const Operator& caller, const std::string& text) {
  ASSIGN_OR_RETURN(std::string target, IdOf(caller, text));
  if (target.empty() || IsUuid(target)) return target;
  const auto unit = FindUnit(caller, target);
  if (unit.ok()) return unit->code();
  if (absl::IsNotFound(unit.status())) return target;
  return unit.status();
}

// What audit rows name that are about somebody or something: it, and in the registry the imports
// that wrote it.
absl::StatusOr<std::vector<std::string>> TargetsOf(
    const Operator& caller, std::string_view service, const std::string& target) {
  constexpr std::size_t kLongestSubject = 40;
  std::vector<std::string> targets = {target};
  if (service != "registry" || target.empty() || target.size() > kLongestSubject) return targets;
  registry::v1::ListImportsRequest imports;
  imports.set_subject(target);
  ASSIGN_OR_RETURN(
      const auto listed,
      caller.AskPages("registry", &registry::RegistryClient::ListImports, imports, false));
  for (const registry::v1::Import& import : listed.imports()) targets.push_back(import.id());
  return targets;
}

// What came of it; of an import which file, and how many rows.
std::string ResultOf(const AuditEntry& entry) {
  if (entry.refused()) return Say(Cat("ditolak ", entry.reason()), Cat("refused ", entry.reason()));
  std::map<std::string, std::string, std::less<>> said;
  std::string* last = nullptr;
  const std::vector<std::string> words = absl::StrSplit(entry.reason(), ' ', absl::SkipEmpty());
  for (const std::string& word : words) {
    const std::size_t equals = word.find('=');
    if (equals != std::string::npos) {
      last = &said[word.substr(0, equals)];
      *last = word.substr(equals + 1);
    } else if (last != nullptr) {
      *last += Cat(" ", word);  // several changes are confirmed
    }
  }
  std::string text = Say("dilakukan", "done");
  if (!said.contains("file")) return text;
  text +=
      Say(Cat(": berkas ", ShortHash(said["file"]), ", baru ", said["new"], ", berubah ",
              said["changed"], ", sama ", said["same"]),
          Cat(": file ", ShortHash(said["file"]), ", new ", said["new"], ", changed ",
              said["changed"], ", same ", said["same"]));
  if (const std::string& lines = said["skipped"]; !lines.empty())
    text += Cat(Say(", dilewati baris ", ", skipped line "), lines);
  if (const std::string& changes = said["confirmed"]; !changes.empty())
    text += Cat(Say(", disetujui ", ", confirmed "), changes);
  return text;
}

// "ValidateProfile"
std::string MethodOf(const AuditEntry& entry) {
  return entry.method().substr(entry.method().rfind('.') + 1);
}

// Whether what an entry is about is a person, by the contract of its method: of an import, a
// campaign or a need the registry is not asked who that is.
bool IsAboutAPerson(const std::string& service, const AuditEntry& entry) {
  const auto* file = google::protobuf::DescriptorPool::generated_pool()->FindFileByName(
      Cat("binadaya/", service, "/v1/", service, ".proto"));
  const auto* method =
      file == nullptr ? nullptr : file->service(0)->FindMethodByName(MethodOf(entry));
  if (method == nullptr) return false;
  const auto& accesses = method->options().GetRepeatedExtension(v1::access);
  return std::any_of(accesses.begin(), accesses.end(), [](const v1::Access& access) {
    const v1::ScopeKind kind = access.scope().kind();
    return kind == v1::PERSON || kind == v1::SELF || kind == v1::SUPERIOR;
  });
}

// Those who did something, and those to whom it was done.
std::set<std::string> PeopleIn(const Entries& entries) {
  std::set<std::string> ids;
  for (const auto& [service, entry] : entries) {
    ids.insert(entry.actor());
    if (IsAboutAPerson(service, entry)) ids.insert(entry.target());
  }
  return ids;
}

}  // namespace

std::string AuditText(
    const Entries& entries, const std::map<std::string, std::string>& names, absl::TimeZone zone) {
  if (entries.empty()) return Say("tidak ada\n", "none\n");
  const auto who = [&](const std::string& id) {
    const auto name = names.find(id);
    return name == names.end() ? id : Cat(name->second, " (", id.substr(0, 8), "…)");
  };
  std::vector<std::vector<std::string>> rows = {
      {Say("WAKTU", "AT"), Say("SIAPA", "WHO"), Say("BERBUAT APA", "DID WHAT"),
       Say("KEPADA", "TO WHOM"), Say("HASIL", "RESULT")}};
  for (const auto& [service, entry] : entries) {
    rows.push_back(
        {Local(entry.at(), zone), who(entry.actor()), Cat(service, " ", MethodOf(entry)),
         who(entry.target()), ResultOf(entry)});
  }
  return Table(rows);
}

absl::StatusOr<Answer> RunAudit(
    const Environment& environment, const AuditOptions& options, Progress& progress) {
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  ASSIGN_OR_RETURN(const absl::TimeZone zone, environment.Zone());
  ListAuditRequest request;
  ASSIGN_OR_RETURN(*request.mutable_actor(), IdOf(caller, options.actor));
  ASSIGN_OR_RETURN(const std::string target, TargetOf(caller, options.target));
  request.set_method(options.method);
  request.set_from(options.from);
  request.set_until(options.to);
  request.set_refused_only(options.refused_only);
  const std::vector<std::string> services =
      options.service.empty() ? AllServices() : std::vector<std::string>{options.service};
  progress.Begin(static_cast<int>(services.size()));
  Entries entries;
  std::vector<std::pair<std::string, std::string>> members;
  bool more = false;
  for (const std::string& service : services) {
    progress.Step(service);
    ASSIGN_OR_RETURN(const auto targets, TargetsOf(caller, service, target));
    ListAuditResponse found;
    for (const std::string& one : targets) {
      request.set_target(one);
      ASSIGN_OR_RETURN(
          const ListAuditResponse listed,
          caller.AskPages(service, &OperationsClient::ListAudit, request, options.all));
      found.MergeFrom(listed);
      more = more || !listed.next_page_token().empty();
    }
    for (const AuditEntry& entry : found.entries()) entries.emplace_back(service, entry);
    members.emplace_back(service, Json(found));
  }
  std::stable_sort(entries.begin(), entries.end(), [](const auto& a, const auto& b) {
    return a.second.at() > b.second.at();
  });
  Answer answer{
      .text = Redact(AuditText(entries, NamesOf(caller, PeopleIn(entries)), zone)),
      .json = Redact(JsonObject(members))};
  if (more) answer.note = Say("masih ada lagi: --all\n", "there is more: --all\n");
  return answer;
}

Answer AuditAnswer(const VerifyAuditResponse& report) {
  Answer answer{
      .text = Say(Cat(report.rows(), " baris diperiksa, "), Cat(report.rows(), " rows checked, ")),
      .json = Json(report)};
  if (report.intact()) {
    answer.text +=
        Say(Cat("utuh; ", report.unsealed(), " belum disegel\n"),
            Cat("intact; ", report.unsealed(), " not sealed yet\n"));
  } else {
    answer.text +=
        Cat(Term(report.fault()), Say(Cat(" pada baris audit ", report.audit_id(), "\n"),
                                      Cat(" at audit id ", report.audit_id(), "\n")));
    answer.exit = ExitCode::kRefused;
  }
  return answer;
}

absl::StatusOr<Answer> RunVerifyAudit(
    const Environment& environment, const std::string& service, Progress& progress) {
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  const std::vector<std::string> services =
      service.empty() ? AllServices() : std::vector<std::string>{service};
  progress.Begin(static_cast<int>(services.size()));
  return AskEach<VerifyAuditResponse>(
      services, progress,
      [&](std::string_view asked) { return VerifyWhole(caller, asked, progress); }, &AuditAnswer);
}

}  // namespace binadaya::cli
