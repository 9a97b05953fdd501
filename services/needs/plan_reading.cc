// What readers see of annual plans: no figure about people, so that everybody with a role reads it.
#include "services/common/aggregate.h"
#include "services/common/enums.h"
#include "services/common/status.h"
#include "services/needs/needs.h"
#include "services/needs/plan_store.h"

namespace binadaya::needs {
namespace {

using plan_store::StoredPlan;

std::string DayOr(const std::optional<absl::CivilDay>& day) {
  return day.has_value() ? absl::FormatCivilTime(*day) : "";
}

const v1::PlanItem* ItemFor(const v1::PlanItems& items, const std::string& program) {
  for (const v1::PlanItem& item : items.items())
    if (item.program() == program) return &item;
  return nullptr;
}

void FillChanges(const StoredPlan& stored, const domain::PlanVersion& version, v1::Plan& proto) {
  const domain::PlanVersion* before = stored.plan.Before(version);
  if (before == nullptr) return;
  const v1::PlanItems &was = stored.items.at(before->number), &is = stored.items.at(version.number);
  const domain::PlanDifference difference = domain::Difference(before->lines, version.lines);
  const auto add = [&](v1::PlanChange::Kind kind, const std::vector<std::string>& programs) {
    for (const std::string& program : programs) {
      v1::PlanChange& change = *proto.add_changes();
      change.set_kind(kind);
      if (const v1::PlanItem* item = ItemFor(was, program)) *change.mutable_before() = *item;
      if (const v1::PlanItem* item = ItemFor(is, program)) *change.mutable_after() = *item;
    }
  };
  add(v1::PlanChange::ADDED, difference.added);
  add(v1::PlanChange::REMOVED, difference.removed);
  add(v1::PlanChange::CHANGED, difference.changed);
}

}  // namespace

v1::Plan Needs::View(
    const StoredPlan& stored, const domain::PlanVersion& version, std::int64_t told) {
  v1::Plan proto;
  proto.set_id(stored.plan.id);
  proto.set_year(stored.plan.year);
  proto.set_version(told);
  proto.set_number(version.number);
  proto.set_state(ToContract<v1::PlanState>(version.state));
  proto.set_portfolio(version.portfolio);
  *proto.mutable_items() = stored.items.at(version.number).items();
  for (const v1::PlanItem& item : proto.items()) {
    proto.set_rupiah(proto.rupiah() + item.rupiah());
    proto.set_seats(proto.seats() + item.seats());
    proto.set_batches(proto.batches() + item.batches());
  }
  proto.set_item_count(proto.items_size());
  proto.set_drafted_by(version.drafter);
  proto.set_drafted_on(absl::FormatCivilTime(version.drafted_on));
  proto.set_proposed_by(version.proposer);
  proto.set_proposed_on(DayOr(version.proposed_on));
  proto.set_set_by(version.setter);
  proto.set_set_on(DayOr(version.set_on));
  proto.set_decree(version.decree);
  proto.set_reason(version.reason);
  FillChanges(stored, version, proto);
  for (const domain::PlanVersion& one : stored.plan.versions) {
    v1::PlanVersion& out = *proto.add_versions();
    out.set_number(one.number);
    out.set_state(ToContract<v1::PlanState>(one.state));
    out.set_portfolio(one.portfolio);
    out.set_decided_on(DayOr(
        one.set_on.has_value()        ? one.set_on
        : one.proposed_on.has_value() ? one.proposed_on
                                      : one.drafted_on));
    out.set_decree(one.decree);
    out.set_reason(one.reason);
  }
  return proto;
}

absl::StatusOr<v1::Plan> Needs::GetPlan(Call& call, const v1::GetPlanRequest& request) {
  return db_.Read(call, [&](Tx& tx) -> absl::StatusOr<v1::Plan> {
    ASSIGN_OR_RETURN(const StoredPlan stored, plan_store::Get(tx, request.plan()));
    const std::int64_t told = VersionOf(tx, "plan", stored.plan.id);
    if (request.number() == 0) return View(stored, stored.plan.Shown(), told);
    for (const domain::PlanVersion& version : stored.plan.versions)
      if (version.number == request.number()) return View(stored, version, told);
    return NoSuchObject("number");
  });
}

absl::StatusOr<v1::ListPlansResponse> Needs::ListPlans(
    Call& call, const v1::ListPlansRequest& request) {
  ASSIGN_OR_RETURN(const Page page, pages_.Of(call, request));
  return db_.Read(call, [&](Tx& tx) -> absl::StatusOr<v1::ListPlansResponse> {
    const std::vector<StoredPlan> listed = plan_store::PageOf(tx, request, page);
    const auto told =
        VersionsOf(tx, "plan", listed, [](const StoredPlan& stored) { return stored.plan.id; });
    v1::ListPlansResponse response;
    for (const StoredPlan& stored : listed) {
      v1::Plan& plan = *response.add_plans();
      plan = View(stored, stored.plan.Shown(), told.at(stored.plan.id));
      plan.clear_items();
      plan.clear_changes();
    }
    if (response.plans_size() == page.size()) {
      const v1::Plan& last = *response.plans().rbegin();
      response.set_next_page_token(page.Next({Cat(last.year()), last.id()}));
    }
    return response;
  });
}

}  // namespace binadaya::needs
