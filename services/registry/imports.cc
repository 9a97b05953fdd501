// Units and people from files.
#include <algorithm>
#include <set>

#include "binadaya/registry/v1/registry_events.tell.h"
#include "services/common/csv.h"
#include "services/common/enums.h"
#include "services/common/id.h"
#include "services/common/status.h"
#include "services/registry/directory_store.h"
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

// What a file says of somebody who leaves or comes back, or of a day that lies ahead, is an act.
domain::Act ExitOf(const domain::PersonRecord& person, absl::CivilDay today) {
  return {
      .person = person.id,
      .kind = domain::ExitTo(person.legal_position),
      .effective = today,
      .legal_position = person.legal_position};
}

domain::Act AssignmentOf(const domain::PersonRecord& person) {
  return {.person = person.id, .effective = person.since, .post = person.post, .unit = person.unit};
}

domain::Act ReturnOf(const domain::PersonRecord& person, absl::CivilDay today) {
  domain::Act act = AssignmentOf(person);
  act.kind = domain::ActKind::kReturn;
  act.effective = today;
  act.legal_position = person.legal_position;
  return act;
}

// Reads a file as far as its shape goes.
struct File {
  std::vector<domain::Row> rows;
  Findings findings;
  std::set<int> skip;
};

File ReadFile(const v1::ImportRequest& request, const std::vector<std::string>& columns) {
  File file;
  csv::Table table = csv::Parse(request.csv());
  file.skip.insert(request.skip_lines().begin(), request.skip_lines().end());
  // A row that is left out on purpose may have any shape; a file that cannot be read on cannot be
  // skipped.
  for (Finding& finding : table.findings) {
    const bool skipped =
        finding.rule == "CSV-03" && std::any_of(file.skip.begin(), file.skip.end(), [&](int line) {
          return finding.where == Cat("baris ", line);
        });
    if (!skipped) file.findings.push_back(std::move(finding));
  }
  if (table.header.empty()) return file;
  for (Finding& finding : domain::CheckColumns(table.header, columns))
    file.findings.push_back(std::move(finding));
  for (csv::Row& row : table.rows) {
    domain::Row& out = file.rows.emplace_back();
    out.line = row.line;
    for (std::size_t i = 0; i < std::min(row.fields.size(), table.header.size()); ++i) {
      out.values[table.header[i]] = std::move(row.fields[i]);
    }
  }
  return file;
}

// Counts a plan and lists the rows that a person must see.
template <class T>
v1::ImportReport Report(const domain::ImportPlan<T>& plan, const Findings& file) {
  v1::ImportReport report;
  const auto add = [&report](int line, domain::Outcome outcome, const Findings& findings) {
    v1::ImportReport::Row& row = *report.add_rows();
    row.set_line(line);
    row.set_outcome(ToContract<v1::ImportReport::Outcome>(outcome));
    for (const Finding& finding : findings) ::binadaya::ToProto(finding, *row.add_findings());
  };
  for (const Finding& finding : file) {
    add(0, finding.warning ? domain::Outcome::kSame : domain::Outcome::kWrong, {finding});
    if (!finding.warning) report.set_wrong_count(report.wrong_count() + 1);
  }
  for (const domain::Planned<T>& planned : plan.rows) {
    switch (planned.outcome) {
      case domain::Outcome::kNew:
        report.set_new_count(report.new_count() + 1);
        break;
      case domain::Outcome::kChanged:
        report.set_changed_count(report.changed_count() + 1);
        break;
      case domain::Outcome::kSame:
        report.set_same_count(report.same_count() + 1);
        break;
      case domain::Outcome::kWrong:
        report.set_wrong_count(report.wrong_count() + 1);
        break;
      case domain::Outcome::kSkipped:
        report.set_skipped_count(report.skipped_count() + 1);
        break;
    }
    const bool seen = planned.outcome == domain::Outcome::kWrong ||
                      planned.outcome == domain::Outcome::kChanged || !planned.findings.empty();
    if (seen) add(planned.line, planned.outcome, planned.findings);
  }
  return report;
}

// A confirmed import with something wrong is refused whole, with what is wrong.
absl::Status RefuseImport(const v1::ImportReport& report) {
  Findings findings;
  for (const v1::ImportReport::Row& row : report.rows()) {
    if (row.outcome() != v1::ImportReport::WRONG) continue;
    for (const auto& finding : row.findings()) {
      findings.push_back(
          {.rule = finding.rule(),
           .where = finding.where(),
           .message = {finding.id(), finding.en()},
           .warning = finding.warning()});
    }
  }
  return Refuse(absl::StatusCode::kInvalidArgument, std::move(findings));
}

}  // namespace

absl::StatusOr<v1::ImportReport> Registry::ImportUnits(
    Call& call, const v1::ImportRequest& request) {
  const auto apply = [&](Tx& tx) { return ApplyUnits(tx, request); };
  return request.confirm() ? db_.Write(call, request, apply) : db_.Read(call, apply);
}

absl::StatusOr<v1::ImportReport> Registry::ImportPeople(
    Call& call, const v1::ImportRequest& request) {
  const auto apply = [&](Tx& tx) { return ApplyPeople(tx, request); };
  return request.confirm() ? db_.Write(call, request, apply) : db_.Read(call, apply);
}

absl::StatusOr<v1::ImportReport> Registry::ApplyUnits(Tx& tx, const v1::ImportRequest& request) {
  const File file = ReadFile(request, domain::kUnitColumns);
  if (request.confirm()) store::LockImports(tx);
  domain::ImportPlan<domain::Unit> plan;
  if (!Blocks(file.findings)) plan = domain::PlanUnits(file.rows, store::Units(tx), file.skip);
  v1::ImportReport report = Report(plan, file.findings);
  if (!request.confirm()) return report;
  if (report.wrong_count() > 0) return RefuseImport(report);
  std::vector<domain::Unit> changed;
  for (domain::Planned<domain::Unit>& planned : plan.rows) {
    if (planned.outcome == domain::Outcome::kNew || planned.outcome == domain::Outcome::kChanged) {
      changed.push_back(std::move(planned.record));
    }
  }
  if (!changed.empty()) {
    store::SaveUnits(tx, changed);
    for (domain::Unit& moved : store::RepairPaths(tx)) changed.push_back(std::move(moved));
    for (const domain::Unit& unit : changed) TellUnit(tx, unit);
  }
  report.set_written(true);
  return report;
}

absl::StatusOr<v1::ImportReport> Registry::ApplyPeople(Tx& tx, const v1::ImportRequest& request) {
  const File file = ReadFile(request, domain::kPersonColumns);
  if (request.confirm()) store::LockImports(tx);
  const std::map<std::string, domain::PersonRecord> existing = store::PeopleByNumber(tx);
  std::set<std::string> units;
  std::map<std::string, domain::Unit> known_units = store::Units(tx);
  for (const auto& [code, unit] : known_units) units.insert(code);
  const std::map<std::string, domain::Post> posts = post_store::InForce(tx, tx.call().today());
  std::set<std::string> post_codes;
  for (const auto& [code, post] : posts) post_codes.insert(code);
  domain::ImportPlan<domain::PersonRecord> plan;
  if (!Blocks(file.findings)) {
    plan = domain::PlanPeople(
        file.rows, {existing, units, post_codes, store::EarlierBegins(tx)}, file.skip,
        tx.call().today(), ActPolicy(tx));
  }
  v1::ImportReport report = Report(plan, file.findings);
  if (!request.confirm()) return report;
  if (report.wrong_count() > 0) return RefuseImport(report);
  const absl::CivilDay today = tx.call().today();
  std::vector<domain::PersonRecord> fresh;
  for (domain::Planned<domain::PersonRecord>& planned : plan.rows) {
    domain::PersonRecord& person = planned.record;
    if (planned.outcome == domain::Outcome::kNew) {
      person.id = NewId(tx.call().now());
      fresh.push_back(std::move(person));
    } else if (planned.outcome == domain::Outcome::kChanged) {
      const domain::PersonRecord& before = existing.at(person.number);
      const bool left = domain::HasLeft(before.legal_position);
      const bool leaves = domain::HasLeft(person.legal_position);
      if (leaves && !left) RETURN_IF_ERROR(Record(tx, ExitOf(person, today)).status());
      if (left && !leaves) RETURN_IF_ERROR(Record(tx, ReturnOf(person, today)).status());
      if (!domain::SamePerson(before, person)) {
        store::UpdatePerson(tx, person);
        TellPerson(tx, person, posts.at(person.post).family, known_units.at(person.unit).path);
      }
      if (left || leaves) continue;  // who comes back was placed with that
      const bool moves = before.post != person.post || before.unit != person.unit;
      if (moves && person.since > today) {
        RETURN_IF_ERROR(Record(tx, AssignmentOf(person)).status());
      } else if (moves) {
        Place(
            tx,
            {.person = person.id, .post = person.post, .unit = person.unit, .from = person.since});
      } else if (before.since != person.since) {
        store::CorrectBegin(tx, person.id, before.since, person.since);
        TellCorrected(tx, person, before.since);
      }
    }
  }
  store::InsertPeople(tx, fresh, posts);
  RETURN_IF_ERROR(reporting_line::CheckHeads(tx, "post"));
  for (const domain::PersonRecord& person : fresh) {
    TellPerson(tx, person);
    if (domain::HasLeft(person.legal_position)) continue;
    if (person.since > today) {
      RETURN_IF_ERROR(Record(tx, AssignmentOf(person)).status());
      continue;
    }
    Tell(
        tx,
        Assigned(
            {.person = person.id, .post = person.post, .unit = person.unit, .from = person.since},
            posts.at(person.post).family, known_units.at(person.unit).path));
  }
  report.set_written(true);
  return report;
}

}  // namespace binadaya::registry
