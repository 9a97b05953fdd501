// Acts about units: recorded, in force on their day.
#include <set>

#include "absl/strings/str_join.h"
#include "binadaya/registry/v1/registry_events.tell.h"
#include "services/common/enums.h"
#include "services/common/id.h"
#include "services/common/status.h"
#include "services/registry/act_store.h"
#include "services/registry/directory_store.h"
#include "services/registry/domain/import_units.h"
#include "services/registry/registry.h"
#include "services/registry/reporting_line.h"
#include "services/registry/unit_act_store.h"

namespace binadaya::registry {
namespace {

constexpr char kUnitActTimer[] = "unit_act";

void TellUnit(Tx& tx, const domain::Unit& unit, const std::string& heir = "") {
  v1::UnitChanged event;
  event.set_code(unit.code);
  event.set_name(unit.name);
  event.set_kind(unit.kind);
  event.set_parent(unit.parent);
  event.set_path(unit.path);
  event.set_direct_service(unit.direct_service);
  event.mutable_succeeds()->Add(unit.succeeds.begin(), unit.succeeds.end());
  if (unit.valid_to.has_value()) event.set_valid_to(absl::FormatCivilTime(*unit.valid_to));
  event.set_heir(heir);
  Tell(tx, event);
}

v1::UnitAct ToProto(const unit_act_store::Recorded& recorded) {
  const domain::UnitAct& act = recorded.act;
  v1::UnitAct proto;
  proto.set_id(act.id);
  proto.set_unit(act.unit.code);
  proto.set_state(ToContract<v1::ActState>(recorded.state));
  proto.set_effective(absl::FormatCivilTime(act.effective));
  proto.set_decree(act.decree);
  proto.set_closes(act.closes);
  if (!act.closes) {
    proto.set_name(act.unit.name);
    proto.set_kind(act.unit.kind);
    proto.set_parent(act.unit.parent);
    proto.set_direct_service(act.unit.direct_service);
    proto.mutable_succeeds()->Add(act.unit.succeeds.begin(), act.unit.succeeds.end());
  }
  proto.set_ended_because(recorded.ended_because);
  proto.set_recorded_at(absl::FormatTime(absl::RFC3339_sec, recorded.at, absl::UTCTimeZone()));
  proto.set_recorded_by(recorded.by);
  return proto;
}

// The act is not possible any more on its day.
void LapseOf(Tx& tx, const domain::Planned<domain::UnitAct>& planned) {
  std::set<std::string> rules;
  for (const Finding& finding : planned.findings)
    if (!finding.warning) rules.insert(finding.rule);
  unit_act_store::Lapse(tx, planned.record, absl::StrJoin(rules, " "));
}

}  // namespace

domain::UnitDirectory Registry::UnitDirectory(Tx& tx) {
  return {
      .existing = directory_store::Units(tx),
      .kinds = directory_store::UnitKinds(tx),
      .waiting = unit_act_store::Waiting(tx),
      .occupants = unit_act_store::Occupants(tx),
      .campaigns = unit_act_store::Campaigns(tx)};
}

absl::StatusOr<Findings> Registry::RecordUnitActs(Tx& tx, std::vector<domain::UnitAct> acts) {
  const absl::CivilDay today = tx.call().today();
  for (domain::UnitAct& act : acts) {
    act.id = NewId(tx.call().now());
    if (act.effective > today)
      tx.At(clock_.StartOf(act.effective), kUnitActTimer, absl::FormatCivilTime(act.effective));
  }
  if (!acts.empty()) unit_act_store::Add(tx, acts);
  return TakeUnitActs(tx);
}

absl::StatusOr<Findings> Registry::TakeUnitActs(Tx& tx) {
  Findings against;
  if (!unit_act_store::IsDue(tx)) return against;
  directory_store::LockImports(tx);
  for (;;) {
    const std::vector<domain::UnitAct> waiting = unit_act_store::Waiting(tx);
    if (waiting.empty() || waiting.front().effective > tx.call().today()) return against;
    // Of one day at a time, first what begins or changes, then, when the people's own acts are in
    // force, what is closed.
    const absl::CivilDay day = waiting.front().effective;
    const bool closes = waiting.front().closes;
    std::vector<domain::UnitAct> now, later;
    for (const domain::UnitAct& act : waiting)
      (act.effective == day && act.closes == closes ? now : later).push_back(act);
    if (closes) {
      unit_act_store::Lock(tx, now);
      RETURN_IF_ERROR(TakeActsOfPeople(tx, now));
    }
    domain::UnitDirectory directory = UnitDirectory(tx);
    directory.waiting = std::move(later);
    domain::ImportPlan<domain::UnitAct> plan;
    for (domain::UnitAct& act : now) plan.rows.emplace_back().record = std::move(act);
    JudgeUnits(
        plan, directory, {.confirmed = {{domain::Confirmable::kUnitKind, {}}}}, tx.call().today(),
        HorizonYears(tx));
    std::vector<domain::UnitAct> possible;
    for (domain::Planned<domain::UnitAct>& planned : plan.rows) {
      if (planned.outcome == domain::Outcome::kWrong) {
        LapseOf(tx, planned);
        against.insert(against.end(), planned.findings.begin(), planned.findings.end());
      } else {
        possible.push_back(std::move(planned.record));
      }
    }
    if (possible.size() < plan.rows.size()) continue;  // others may have counted on what lapsed
    unit_act_store::InForce(tx, possible);
    if (closes) {
      RETURN_IF_ERROR(CloseUnits(tx, possible, std::move(directory.existing)));
    } else {
      ChangeUnits(tx, possible, std::move(directory));
    }
  }
}

absl::Status Registry::TakeActsOfPeople(Tx& tx, const std::vector<domain::UnitAct>& closed) {
  std::set<std::string> under_way;
  for (const domain::UnitAct& unit : closed) {
    for (const std::string& act : unit_act_store::DueActsIn(tx, unit.unit.code))
      RETURN_IF_ERROR(TakeEffect(tx, act, under_way));
  }
  return absl::OkStatus();
}

void Registry::ChangeUnits(
    Tx& tx, const std::vector<domain::UnitAct>& acts, domain::UnitDirectory before) {
  for (const domain::UnitAct& act : acts) {
    const auto known = before.existing.find(act.unit.code);
    if (known == before.existing.end()) continue;
    for (domain::UnitAct& later : before.waiting) {
      if (later.unit.code != act.unit.code) continue;
      const domain::Unit said = later.unit;
      Follow(later, known->second, act.unit);
      if (!SameUnit(said, later.unit)) unit_act_store::Amend(tx, later);
    }
  }
  directory_store::SaveUnits(tx, acts);
  std::set<std::string> changed;
  for (const domain::UnitAct& act : acts) changed.insert(act.unit.code);
  changed.merge(directory_store::RepairPaths(tx));
  for (const auto& [code, unit] : directory_store::Units(tx))
    if (changed.contains(code)) TellUnit(tx, unit);
}

absl::Status Registry::CloseUnits(
    Tx& tx, const std::vector<domain::UnitAct>& acts, std::map<std::string, domain::Unit> units) {
  unit_act_store::Close(tx, acts);
  for (const domain::UnitAct& act : acts) units.at(act.unit.code).valid_to = act.effective;
  for (const domain::UnitAct& act : acts) {
    const domain::Unit& closed = units.at(act.unit.code);
    TellUnit(tx, closed, act.heir);
    for (const std::string& person : unit_act_store::PeopleIn(tx, closed.code)) {
      ASSIGN_OR_RETURN(
          const directory_store::PersonView before, directory_store::GetPerson(tx, person));
      ASSIGN_OR_RETURN(
          const std::optional<directory_store::Assignment> along,
          unit_act_store::GoAlong(tx, person));
      if (along.has_value()) TellPlaced(tx, *along, before);
    }
    if (!act.heir.empty()) unit_act_store::MoveCampaigns(tx, act);
  }
  return reporting_line::CheckHeads(tx, "closed");
}

absl::StatusOr<v1::ListUnitActsResponse> Registry::ListUnitActs(
    Call& call, const v1::ListUnitActsRequest& request) {
  ASSIGN_OR_RETURN(const Page page, pages_.Of(call, request));
  return db_.Read(call, [&](Tx& tx) -> absl::StatusOr<v1::ListUnitActsResponse> {
    v1::ListUnitActsResponse response;
    for (const unit_act_store::Recorded& recorded : unit_act_store::PageOf(
             tx, request.unit(), ToDomain<domain::ActState>(request.state()), page)) {
      *response.add_acts() = ToProto(recorded);
    }
    if (response.acts_size() == page.size()) {
      const v1::UnitAct& last = *response.acts().rbegin();
      response.set_next_page_token(page.Next({last.effective(), last.id()}));
    }
    return response;
  });
}

absl::StatusOr<Timers::Effect> Registry::TakeUnitActsByTimer(const Call&, const std::string&) {
  return Timers::Effect([this](Tx& tx) { return TakeUnitActs(tx).status(); });
}

}  // namespace binadaya::registry
