// Units, competencies, posts and people from files.
#include "binadaya/registry/v1/registry_events.tell.h"
#include "services/common/id.h"
#include "services/registry/act_store.h"
#include "services/registry/contact_store.h"
#include "services/registry/domain/import.h"
#include "services/registry/domain/import_posts.h"
#include "services/registry/domain/import_units.h"
#include "services/registry/importing.h"
#include "services/registry/post_store.h"
#include "services/registry/reporting_line.h"
#include "services/registry/unit_act_store.h"

namespace binadaya::registry {
namespace {

// Without the place where he stands.
directory_store::PersonView ViewOf(const domain::PersonRecord& person) {
  directory_store::PersonView view;
  view.id = person.id;
  view.employment_type = ToString(person.type);
  view.legal_position = person.legal_position;
  view.active = domain::IsActive(person.legal_position);
  return view;
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

}  // namespace

absl::StatusOr<v1::ImportReport> Registry::BringUnits(
    const Call& call, const v1::ImportRequest& request, const Progress& at) {
  const auto plan = [&](Tx& tx, const std::vector<domain::Row>& rows,
                        const domain::ImportOptions& options)
      -> absl::StatusOr<domain::ImportPlan<domain::UnitAct>> {
    if (request.confirm()) RETURN_IF_ERROR(TakeUnitActs(tx).status());
    return PlanUnits(rows, UnitDirectory(tx), options, call.today(), HorizonYears(tx));
  };
  const auto write = [&](Tx& tx, domain::ImportPlan<domain::UnitAct> planned)
      -> absl::StatusOr<std::vector<import_store::Concerned>> {
    std::vector<domain::UnitAct> acts;
    std::vector<import_store::Concerned> codes;
    for (domain::Planned<domain::UnitAct>& row : planned.rows) {
      if (!IsWritten(row)) continue;
      codes.push_back({row.record.unit.code, row.line});
      acts.push_back(std::move(row.record));
    }
    ASSIGN_OR_RETURN(Findings against, RecordUnitActs(tx, std::move(acts)));
    if (Blocks(against)) return Refuse(absl::StatusCode::kFailedPrecondition, std::move(against));
    return codes;
  };
  return Import<domain::UnitAct>(
      db_, call, request, {"UNITS", domain::kUnitColumns, plan, write}, at);
}

absl::StatusOr<v1::ImportReport> Registry::BringCompetencies(
    const Call& call, const v1::ImportRequest& request, const Progress& at) {
  const auto plan = [](Tx& tx, const std::vector<domain::Row>& rows,
                       const domain::ImportOptions& options) {
    return PlanCompetencies(rows, post_store::Competencies(tx), options);
  };
  const auto write = [](Tx& tx, domain::ImportPlan<domain::Competency> planned)
      -> absl::StatusOr<std::vector<import_store::Concerned>> {
    std::vector<domain::Competency> written;
    std::vector<import_store::Concerned> codes;
    for (domain::Planned<domain::Competency>& row : planned.rows) {
      if (!IsWritten(row)) continue;
      codes.push_back({row.record.code, row.line});
      written.push_back(std::move(row.record));
    }
    post_store::SaveCompetencies(tx, written);
    return codes;
  };
  return Import<domain::Competency>(
      db_, call, request, {"COMPETENCIES", domain::kCompetencyColumns, plan, write}, at);
}

absl::StatusOr<v1::ImportReport> Registry::BringPosts(
    const Call& call, const v1::ImportRequest& request, const Progress& at) {
  const auto plan = [&](Tx& tx, const std::vector<domain::Row>& rows,
                        const domain::ImportOptions& options) {
    return PlanPosts(
        rows, {post_store::Versions(tx), post_store::Dictionary(tx).Get(), StandardLevels(tx)},
        options, call.today(), HorizonYears(tx));
  };
  const auto write = [&](Tx& tx, const domain::ImportPlan<domain::Post>& planned)
      -> absl::StatusOr<std::vector<import_store::Concerned>> {
    std::vector<import_store::Concerned> codes;
    for (const domain::Planned<domain::Post>& row : planned.rows) {
      if (!IsWritten(row)) continue;
      codes.push_back({row.record.code, row.line});
      Define(tx, row.record);
    }
    RETURN_IF_ERROR(reporting_line::CheckHeads(tx, "is_head"));
    return codes;
  };
  return Import<domain::Post>(db_, call, request, {"POSTS", domain::kPostColumns, plan, write}, at);
}

absl::StatusOr<v1::ImportReport> Registry::BringPeople(
    const Call& call, const v1::ImportRequest& request, const Progress& at) {
  std::map<std::string, domain::PersonRecord> existing;
  std::map<std::string, domain::Post> posts;
  const auto plan = [&](Tx& tx, const std::vector<domain::Row>& rows,
                        const domain::ImportOptions& options)
      -> absl::StatusOr<domain::ImportPlan<domain::PersonRecord>> {
    if (request.confirm()) RETURN_IF_ERROR(TakeUnitActs(tx).status());
    existing = directory_store::PeopleByNumber(tx);
    posts = post_store::InForce(tx, call.today());
    return PlanPeople(
        rows,
        {existing, unit_act_store::Spans(tx), posts, directory_store::EarlierBegins(tx),
         act_store::Waiting(tx), directory_store::LastChanges(tx),
         directory_store::EarlierDecisions(tx)},
        options, call.today(), ActPolicy(tx), RetirementAges(tx));
  };
  const auto write = [&](Tx& tx, domain::ImportPlan<domain::PersonRecord> planned)
      -> absl::StatusOr<std::vector<import_store::Concerned>> {
    const std::map<std::string, domain::Unit> units = directory_store::Units(tx);
    std::vector<domain::PersonRecord> fresh;
    std::vector<import_store::Concerned> ids;
    std::map<std::string, domain::Contact> contacts;
    for (std::size_t i = 0; i < planned.rows.size(); ++i) {
      RETURN_IF_ERROR(at(i, planned.rows.size()));
      domain::Planned<domain::PersonRecord>& row = planned.rows[i];
      if (!IsWritten(row)) continue;
      domain::PersonRecord& person = row.record;
      if (row.outcome == domain::Outcome::kChanged) {
        const domain::PersonRecord& known = existing.at(person.number);
        RETURN_IF_ERROR(Change(tx, known, person, posts, units));
        if (person.contact != known.contact) contacts[person.id] = person.contact;
        ids.push_back({std::move(person.id), row.line});
      } else {
        person.id = NewId(call.now());
        if (person.contact != domain::Contact()) contacts[person.id] = person.contact;
        ids.push_back({person.id, row.line});
        fresh.push_back(std::move(person));
      }
    }
    RETURN_IF_ERROR(Insert(tx, fresh, posts, units));
    contact_store::Save(tx, contacts);
    return ids;
  };
  return Import<domain::PersonRecord>(
      db_, call, request, {"PEOPLE", domain::kPersonColumns, plan, write}, at);
}

absl::Status Registry::Insert(
    Tx& tx, const std::vector<domain::PersonRecord>& fresh,
    const std::map<std::string, domain::Post>& posts,
    const std::map<std::string, domain::Unit>& units) {
  directory_store::InsertPeople(tx, fresh, posts);
  for (const domain::PersonRecord& person : fresh) {
    TellPerson(tx, ViewOf(person), person.since <= tx.call().today());
    if (person.unit.empty()) continue;  // has left
    domain::PersonRecord before = person;
    before.unit = before.post = "";
    if (const auto act = domain::ActOf(before, person, tx.call().today()); act.has_value()) {
      RETURN_IF_ERROR(Record(tx, *act).status());
      continue;
    }
    directory_store::Assignment place{
        .person = person.id, .post = person.post, .unit = person.unit, .from = person.since};
    if (units.at(person.unit).valid_to.has_value()) {
      ASSIGN_OR_RETURN(const auto along, unit_act_store::GoAlong(tx, person.id));
      place = along.value_or(place);
    }
    Tell(tx, Assigned(place, posts.at(place.post).family, units.at(place.unit).path));
  }
  return reporting_line::CheckHeads(tx, "post");
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
  const bool begins = before.post.empty() && !person.post.empty() && !act.has_value();
  if (begins || !domain::SamePerson(known, person)) {
    directory_store::UpdatePerson(tx, person);
    const bool waits = act.has_value() && act->effective > tx.call().today();
    const domain::PersonRecord& there = waits ? before : person;
    if (!told || before.type != person.type) {
      directory_store::PersonView now = ViewOf(person);
      now.post = there.post;
      if (!there.post.empty()) now.family = posts.at(there.post).family;
      if (!there.unit.empty()) now.path = units.at(there.unit).path;
      TellPerson(tx, now);
    }
    const bool again =
        domain::IsActive(person.legal_position) && !domain::IsActive(before.legal_position);
    if (again && !told) TellActing(tx, person.id);
    if (domain::HasCareer(ToString(before.type)) != domain::HasCareer(ToString(person.type))) {
      ASSIGN_OR_RETURN(
          const directory_store::PersonView view, directory_store::GetPerson(tx, person.id));
      MeasureAnew(tx, view);
    }
  }
  if (employment) return absl::OkStatus();
  if (act.has_value()) return Record(tx, *act).status();
  if (before.post != person.post || before.unit != person.unit) {
    return Place(
        tx, {.person = person.id, .post = person.post, .unit = person.unit, .from = person.since});
  }
  if (before.since != person.since) {
    directory_store::CorrectBegin(tx, person.id, before.since, person.since);
    TellCorrected(tx, person, before.since);
  }
  return absl::OkStatus();
}

}  // namespace binadaya::registry
