#include "services/cli/imported.h"

#include <algorithm>
#include <fstream>
#include <set>
#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_join.h"
#include "binadaya/registry/v1/registry.rpc.h"
#include "services/cli/language.h"
#include "services/cli/operator.h"
#include "services/cli/read_file.h"
#include "services/cli/render.h"
#include "services/cli/words.h"
#include "services/common/domain/text.h"
#include "services/common/id.h"
#include "services/common/status.h"

namespace binadaya::cli {
namespace {

using registry::RegistryClient;
namespace rv = registry::v1;
using Kind = rv::GetImportTemplateRequest::Kind;

constexpr int kMostSubjects = 50;  // of a table on the screen

template <class Repeated>
std::string Joined(const Repeated& items, const char* between = ", ") {
  return items.empty() ? "-" : absl::StrJoin(items, between);
}

// The one thing that an import must have concerned: an id or a code; none when nothing is named.
absl::StatusOr<std::string> SubjectOf(const Operator& caller, const ListOptions& options) {
  if (!options.person.empty()) {
    ASSIGN_OR_RETURN(const rv::Person person, FindPerson(caller, options.person));
    return person.id();
  }
  if (!options.unit.empty()) {
    ASSIGN_OR_RETURN(const rv::Unit unit, FindUnit(caller, options.unit));
    return unit.code();
  }
  if (!options.post.empty()) {
    ASSIGN_OR_RETURN(const rv::Post post, FindPost(caller, options.post));
    return post.code();
  }
  return "";
}

// Whom or what it added or changed, and on which line it stood.
std::string ConcernedText(const rv::Import& import, const Names& names) {
  Rows rows = {
      {Say("BARIS", "LINE"), Say("DITAMBAH ATAU DIUBAH", "ADDED OR CHANGED"), Say("NAMA", "NAME")}};
  const int shown = std::min(kMostSubjects, import.subjects_size());
  for (int i = 0; i < shown; ++i) {
    const auto name = names.find(import.subjects(i));
    rows.push_back(
        {i < import.lines_size() ? Cat(import.lines(i)) : "-", import.subjects(i),
         name == names.end() ? "" : name->second});
  }
  std::string text = Cat("\n", TableOf(rows));
  if (const int more = import.subjects_size() - shown; more > 0)
    text += Say(Cat("… dan ", more, " lagi (--json)\n"), Cat("… and ", more, " more (--json)\n"));
  return text;
}

// "UNIT-14 UNIT-13", or that another act took its place.
std::string WhyOf(const rv::UnitAct& act) {
  return act.ended_because().empty() ? "-" : Term(act.ended_because());
}

std::string SaysOf(const rv::UnitAct& act) {
  if (act.closes()) return Say("ditutup", "closed");
  std::string text =
      Cat(act.name(), " (", act.kind(), act.parent().empty() ? "" : Cat(", ", act.parent()), ")");
  if (!act.succeeds().empty()) {
    const std::string before = absl::StrJoin(act.succeeds(), " ");
    text += Say(Cat(", menggantikan ", before), Cat(", succeeds ", before));
  }
  return text;
}

}  // namespace

std::string ImportsText(const rv::ListImportsResponse& imports, absl::TimeZone zone) {
  Rows rows = {
      {Say("WAKTU", "AT"), Say("JENIS", "KIND"), Say("OLEH", "BY"), Say("BARU", "NEW"),
       Say("BERUBAH", "CHANGED"), Say("SAMA", "SAME"), Say("DILEWATI", "SKIPPED"),
       Say("DISETUJUI", "CONFIRMED"), Say("BERKAS", "FILE"), "ID"}};
  for (const rv::Import& import : imports.imports()) {
    rows.push_back(
        {Local(import.at(), zone), Word(import.kind()), import.actor(), Cat(import.new_count()),
         Cat(import.changed_count()), Cat(import.same_count()), Cat(import.skipped_lines_size()),
         Joined(import.confirmed(), " "), ShortHash(import.file_sha256()), import.id()});
  }
  return TableOf(rows);
}

std::string ShortHash(std::string_view hash) { return std::string(hash.substr(0, 12)); }

std::string ImportText(const rv::Import& import, absl::TimeZone zone, const Names& names) {
  const std::string head = Table(
      {{"id", import.id()},
       {Say("jenis", "kind"), Word(import.kind())},
       {Say("waktu", "at"), Local(import.at(), zone)},
       {Say("oleh", "by"), import.actor()},
       {Say("berkas (SHA-256)", "file (SHA-256)"), import.file_sha256()},
       {Say("baru", "new"), Cat(import.new_count())},
       {Say("berubah", "changed"), Cat(import.changed_count())},
       {Say("sama", "same"), Cat(import.same_count())},
       {Say("baris yang dilewati", "lines skipped"), Joined(import.skipped_lines())},
       {Say("perubahan yang disetujui", "changes confirmed"), Joined(import.confirmed(), " ")}});
  return head + ConcernedText(import, names);
}

std::string UnitActsText(const rv::ListUnitActsResponse& acts) {
  Rows rows = {
      {Say("BERLAKU", "EFFECTIVE"), "UNIT", Say("MENJADI", "WILL BE"), Say("KEADAAN", "STATE"),
       Say("DASAR", "DECREE"), Say("SEBAB", "WHY"), Say("DICATAT OLEH", "RECORDED BY")}};
  for (const rv::UnitAct& act : acts.acts()) {
    rows.push_back(
        {act.effective(), act.unit(), SaysOf(act), Word(act.state()),
         act.decree().empty() ? "-" : act.decree(), WhyOf(act), act.recorded_by()});
  }
  return TableOf(rows);
}

absl::StatusOr<Answer> RunListImports(const Environment& environment, const ListOptions& options) {
  rv::ListImportsRequest request;
  if (!options.kind.empty()) {
    ASSIGN_OR_RETURN(const auto kind, Parse<Kind>("--kind", options.kind));
    request.set_kind(kind);
  }
  if (!options.file.empty()) {
    std::ifstream in(options.file, std::ios::binary);
    ASSIGN_OR_RETURN(const std::string bytes, ReadFile(in));
    request.set_file_sha256(absl::BytesToHexString(Sha256(bytes)));
  }
  ASSIGN_OR_RETURN(const absl::TimeZone zone, environment.Zone());
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  ASSIGN_OR_RETURN(*request.mutable_subject(), SubjectOf(caller, options));
  ASSIGN_OR_RETURN(
      const auto listed,
      caller.AskPages("registry", &RegistryClient::ListImports, request, options.all));
  return AnswerOf(ImportsText(listed, zone), listed);
}

absl::StatusOr<Answer> RunGetImport(const Environment& environment, const std::string& id) {
  ASSIGN_OR_RETURN(const absl::TimeZone zone, environment.Zone());
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  rv::GetImportRequest request;
  request.set_import(id);
  if (!IsUuid(id)) {
    ASSIGN_OR_RETURN(
        const auto listed,
        caller.AskPages("registry", &RegistryClient::ListImports, rv::ListImportsRequest()));
    std::vector<Candidate> candidates;
    for (const rv::Import& one : listed.imports()) {
      if (!absl::StartsWith(one.id(), id)) continue;
      candidates.push_back(
          {.id = one.id(),
           .shown = Cat(Local(one.at(), zone), "  ", Word(one.kind()), "  ", one.actor())});
    }
    ASSIGN_OR_RETURN(const std::size_t chosen, Choose({"impor", "imports"}, id, candidates));
    request.set_import(candidates[chosen].id);
  }
  ASSIGN_OR_RETURN(
      const rv::Import import, caller.Ask("registry", &RegistryClient::GetImport, request));
  std::set<std::string> people;
  for (int i = 0; i < std::min(kMostSubjects, import.subjects_size()); ++i)
    if (IsUuid(import.subjects(i))) people.insert(import.subjects(i));
  return Answer{
      .text = Redact(ImportText(import, zone, NamesOf(caller, people))),
      .json = Redact(Json(import))};
}

absl::StatusOr<Answer> RunListUnitActs(const Environment& environment, const ListOptions& options) {
  rv::ListUnitActsRequest request;
  if (!options.state.empty()) {
    ASSIGN_OR_RETURN(const auto state, Parse<rv::ActState>("--state", options.state));
    request.set_state(state);
  }
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  request.set_unit(options.unit);  // a code: the unit may not be there yet
  ASSIGN_OR_RETURN(
      const auto listed,
      caller.AskPages("registry", &RegistryClient::ListUnitActs, request, options.all));
  return AnswerOf(UnitActsText(listed), listed);
}

}  // namespace binadaya::cli
