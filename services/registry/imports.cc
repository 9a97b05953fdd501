// Units and people from files.
#include <set>

#include "absl/strings/escaping.h"
#include "absl/strings/str_join.h"
#include "binadaya/registry/v1/registry_events.tell.h"
#include "services/common/enums.h"
#include "services/common/id.h"
#include "services/common/status.h"
#include "services/common/table_file.h"
#include "services/registry/act_store.h"
#include "services/registry/directory_store.h"
#include "services/registry/import_report.h"
#include "services/registry/post_store.h"
#include "services/registry/registry.h"
#include "services/registry/reporting_line.h"

namespace binadaya::registry {
namespace {

namespace store = directory_store;

void TellUnit(Tx& tx, const domain::Unit& unit) {
  v1::UnitChanged event;
  event.set_code(unit.code);
  event.set_name(unit.name);
  event.set_kind(unit.kind);
  event.set_parent(unit.parent);
  event.set_path(unit.path);
  event.set_direct_service(unit.direct_service);
  Tell(tx, event);
}

void TellPerson(
    Tx& tx, const domain::PersonRecord& person, const std::string& family = "",
    const std::string& path = "") {
  v1::PersonChanged event;
  event.set_person(person.id);
  event.set_employment_type(std::string(ToString(person.type)));
  event.set_legal_position(person.legal_position);
  event.set_active(domain::IsActive(person.legal_position));
  event.set_family(family);
  event.set_unit_path(path);
  Tell(tx, event);
}

void TellCorrected(Tx& tx, const domain::PersonRecord& person, absl::CivilDay was) {
  v1::AssignmentCorrected event;
  event.set_person(person.id);
  event.set_post(person.post);
  event.set_unit(person.unit);
  event.set_valid_from(absl::FormatCivilTime(person.since));
  event.set_previous_valid_from(absl::FormatCivilTime(was));
  Tell(tx, event);
}

// What whoever imports a file says of it.
absl::StatusOr<domain::ImportOptions> OptionsOf(const v1::ImportRequest& request) {
  domain::ImportOptions options;
  options.skip.insert(request.skip_lines().begin(), request.skip_lines().end());
  for (const v1::ConfirmedChange& confirmed : request.confirmed_changes()) {
    options.confirmed.push_back(
        {.change = ToDomain<domain::Confirmable>(confirmed.kind()),
         .lines = {confirmed.lines().begin(), confirmed.lines().end()}});
  }
  options.complete = request.complete();
  options.dates = domain::DateFormat::Parse(request.date_format());
  if (!request.date_format().empty() && !options.dates.has_value()) {
    return Refuse(
        absl::StatusCode::kInvalidArgument,
        {{.rule = "IMP-08",
          .where = "date_format",
          .message = {
              "Bentuk tanggal tidak dikenal. Tulis misalnya dd/mm/yyyy, d-m-yyyy atau dd mmmm "
              "yyyy; tahun empat angka.",
              "The form of dates is unknown. Write such as dd/mm/yyyy, d-m-yyyy or dd mmmm yyyy; "
              "the year has four digits."}}});
  }
  return options;
}

// "EXIT", or "EXIT:12,15" for some lines.
std::vector<std::string> ConfirmedTexts(const v1::ImportRequest& request) {
  std::vector<std::string> texts;
  for (const v1::ConfirmedChange& confirmed : request.confirmed_changes()) {
    texts.push_back(
        Cat(v1::ConfirmedChange::Kind_Name(confirmed.kind()), confirmed.lines().empty() ? "" : ":",
            absl::StrJoin(confirmed.lines(), ",")));
  }
  return texts;
}

// Keeps who brought which file and whom it concerned; the audit row of the command says it too.
void KeepImport(
    Tx& tx, std::string_view kind, const v1::ImportRequest& request, const v1::ImportReport& report,
    const std::vector<std::string>& subjects) {
  const std::string hash = Sha256(request.file());
  const std::vector<std::string> confirmed = ConfirmedTexts(request);
  tx.Remark(
      Cat("file=", absl::BytesToHexString(hash), " new=", report.new_count(),
          " changed=", report.changed_count(), " same=", report.same_count(), " skipped=",
          absl::StrJoin(request.skip_lines(), ","), " confirmed=", absl::StrJoin(confirmed, " ")));
  tx.Defer(
      R"(
      INSERT INTO import (request_id, kind, file_hash, at, actor, new_count, changed_count,
        same_count, skipped, confirmed, subjects)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11))",
      request.request_id(), kind, pg::Bytes{hash}, tx.call().now(), tx.call().subject(),
      report.new_count(), report.changed_count(), report.same_count(),
      pg::Array(request.skip_lines()), pg::Array(confirmed), pg::Array(subjects));
}

// The answer to a write: the rows, and who they are, were for the dry run.
v1::ImportReport Written(v1::ImportReport report) {
  report.clear_rows();
  report.clear_missing();
  report.set_written(true);
  return report;
}

}  // namespace

absl::StatusOr<v1::ImportReport> Registry::ImportUnits(
    Call& call, const v1::ImportRequest& request) {
  ASSIGN_OR_RETURN(const domain::ImportOptions options, OptionsOf(request));
  const domain::Sheet sheet = domain::ReadSheet(ReadTables(request.file()), domain::kUnitColumns);
  const auto apply = [&](Tx& tx) { return ApplyUnits(tx, request, sheet, options); };
  return request.confirm() ? db_.Write(call, request, apply) : db_.Read(call, apply);
}

absl::StatusOr<v1::ImportReport> Registry::ImportPeople(
    Call& call, const v1::ImportRequest& request) {
  ASSIGN_OR_RETURN(const domain::ImportOptions options, OptionsOf(request));
  const domain::Sheet sheet = domain::ReadSheet(ReadTables(request.file()), domain::kPersonColumns);
  const auto apply = [&](Tx& tx) { return ApplyPeople(tx, request, sheet, options); };
  return request.confirm() ? db_.Write(call, request, apply) : db_.Read(call, apply);
}

absl::StatusOr<v1::ImportReport> Registry::ApplyUnits(
    Tx& tx, const v1::ImportRequest& request, const domain::Sheet& sheet,
    const domain::ImportOptions& options) {
  if (request.confirm()) store::LockImports(tx);
  const std::map<std::string, domain::Unit> existing = store::Units(tx);
  ImportReporter reporter(sheet, options);
  domain::ImportPlan<domain::Unit> plan;
  if (reporter.readable())
    plan = domain::PlanUnits(sheet.rows, existing, store::UnitKinds(tx), options);
  reporter.Add(plan);
  v1::ImportReport report = std::move(reporter).Report();
  if (!request.confirm()) return report;
  if (!report.acceptable()) return RefuseImport(report);
  std::vector<domain::Unit> changed;
  std::vector<std::string> codes;
  for (domain::Planned<domain::Unit>& planned : plan.rows) {
    if (planned.outcome == domain::Outcome::kNew || planned.outcome == domain::Outcome::kChanged) {
      codes.push_back(planned.record.code);
      changed.push_back(std::move(planned.record));
    }
  }
  if (!changed.empty()) {
    store::SaveUnits(tx, changed);
    for (domain::Unit& moved : store::RepairPaths(tx)) changed.push_back(std::move(moved));
    for (const domain::Unit& unit : changed) TellUnit(tx, unit);
  }
  KeepImport(tx, "UNITS", request, report, codes);
  return Written(std::move(report));
}

absl::StatusOr<v1::ImportReport> Registry::ApplyPeople(
    Tx& tx, const v1::ImportRequest& request, const domain::Sheet& sheet,
    const domain::ImportOptions& options) {
  if (request.confirm()) store::LockImports(tx);
  const std::map<std::string, domain::PersonRecord> existing = store::PeopleByNumber(tx);
  std::set<std::string> units;
  std::map<std::string, domain::Unit> known_units = store::Units(tx);
  for (const auto& [code, unit] : known_units) units.insert(code);
  const std::map<std::string, domain::Post> posts = post_store::InForce(tx, tx.call().today());
  ImportReporter reporter(sheet, options);
  domain::ImportPlan<domain::PersonRecord> plan;
  if (reporter.readable()) {
    plan = domain::PlanPeople(
        sheet.rows,
        {existing, units, posts, store::EarlierBegins(tx), act_store::Waiting(tx),
         store::LastChanges(tx)},
        options, tx.call().today(), ActPolicy(tx), RetirementAges(tx));
  }
  reporter.Add(plan);
  v1::ImportReport report = std::move(reporter).Report();
  if (!request.confirm()) return report;
  if (!report.acceptable()) return RefuseImport(report);
  std::vector<domain::PersonRecord> fresh;
  std::vector<std::string> ids;
  for (domain::Planned<domain::PersonRecord>& planned : plan.rows) {
    domain::PersonRecord& person = planned.record;
    if (planned.outcome == domain::Outcome::kNew) {
      person.id = NewId(tx.call().now());
      ids.push_back(person.id);
      fresh.push_back(std::move(person));
    } else if (planned.outcome == domain::Outcome::kChanged) {
      ids.push_back(person.id);
      RETURN_IF_ERROR(Change(tx, existing.at(person.number), person, posts, known_units));
    }
  }
  store::InsertPeople(tx, fresh, posts);
  RETURN_IF_ERROR(reporting_line::CheckHeads(tx, "post"));
  for (const domain::PersonRecord& person : fresh) {
    TellPerson(tx, person);
    if (person.unit.empty()) continue;  // has left
    domain::PersonRecord before = person;
    before.unit = before.post = "";
    if (const auto act = domain::ActOf(before, person, tx.call().today()); act.has_value()) {
      RETURN_IF_ERROR(Record(tx, *act).status());
      continue;
    }
    Tell(
        tx,
        Assigned(
            {.person = person.id, .post = person.post, .unit = person.unit, .from = person.since},
            posts.at(person.post).family, known_units.at(person.unit).path));
  }
  KeepImport(tx, "PEOPLE", request, report, ids);
  return Written(std::move(report));
}

absl::Status Registry::Change(
    Tx& tx, const domain::PersonRecord& before, domain::PersonRecord person,
    const std::map<std::string, domain::Post>& posts,
    const std::map<std::string, domain::Unit>& units) {
  const std::optional<domain::Act> act = domain::ActOf(before, person, tx.call().today());
  const bool employment = act.has_value() && act->kind != domain::ActKind::kAssignment;
  domain::PersonRecord known = before;
  bool told = false;  // by the act
  if (employment) {
    ASSIGN_OR_RETURN(const domain::Act recorded, Record(tx, *act));
    told = recorded.state == domain::ActState::kInForce;
    if (told) {
      known.legal_position = person.legal_position;
    } else {
      person.legal_position = before.legal_position;
    }
  }
  if (!domain::SamePerson(known, person)) {
    store::UpdatePerson(tx, person);
    const bool waits = act.has_value() && act->effective > tx.call().today();
    const domain::PersonRecord& there = waits ? before : person;
    if (!told || before.type != person.type) {
      TellPerson(
          tx, person, there.post.empty() ? "" : posts.at(there.post).family,
          there.unit.empty() ? "" : units.at(there.unit).path);
    }
  }
  if (employment) return absl::OkStatus();
  if (act.has_value()) return Record(tx, *act).status();
  if (before.post != person.post || before.unit != person.unit) {
    Place(
        tx, {.person = person.id, .post = person.post, .unit = person.unit, .from = person.since});
  } else if (before.since != person.since) {
    store::CorrectBegin(tx, person.id, before.since, person.since);
    TellCorrected(tx, person, before.since);
  }
  return absl::OkStatus();
}

}  // namespace binadaya::registry
