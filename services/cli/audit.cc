#include "services/cli/audit.h"

#include <algorithm>
#include <set>

#include "binadaya/operations/v1/operations.rpc.h"
#include "services/cli/every_service.h"
#include "services/cli/find.h"
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

// A person's id, or the text as it is: an operator, a service, a unit, a need …
absl::StatusOr<std::string> IdOf(const Operator& caller, const std::string& text) {
  if (text.empty() || IsUuid(text)) return text;
  const auto person = FindPerson(caller, text);
  if (person.ok()) return person->id();
  if (absl::IsNotFound(person.status())) return text;
  return person.status();
}

std::set<std::string> PeopleIn(const Entries& entries) {
  std::set<std::string> ids;
  for (const auto& [service, entry] : entries) ids.insert({entry.actor(), entry.target()});
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
    const std::string method = entry.method().substr(entry.method().rfind('.') + 1);
    rows.push_back(
        {Local(entry.at(), zone), who(entry.actor()), Cat(service, " ", method),
         who(entry.target()),
         entry.refused() ? Say(Cat("ditolak ", entry.reason()), Cat("refused ", entry.reason()))
                         : Say("dilakukan", "done")});
  }
  return Table(rows);
}

absl::StatusOr<Answer> RunAudit(
    const Environment& environment, const AuditOptions& options, Progress& progress) {
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  ASSIGN_OR_RETURN(const absl::TimeZone zone, environment.Zone());
  ListAuditRequest request;
  ASSIGN_OR_RETURN(*request.mutable_actor(), IdOf(caller, options.actor));
  ASSIGN_OR_RETURN(*request.mutable_target(), IdOf(caller, options.target));
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
    ASSIGN_OR_RETURN(
        const ListAuditResponse listed,
        caller.AskPages(service, &OperationsClient::ListAudit, request, options.all));
    for (const AuditEntry& entry : listed.entries()) entries.emplace_back(service, entry);
    members.emplace_back(service, Json(listed));
    more = more || !listed.next_page_token().empty();
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
      [&](std::string_view asked) {
        return caller.Ask(
            asked, &operations::OperationsClient::VerifyAudit, VerifyAuditRequest(), kLongPatience);
      },
      &AuditAnswer);
}

}  // namespace binadaya::cli
