#include "services/needs/plan_store.h"

#include <utility>

#include "absl/strings/str_join.h"
#include "services/common/status.h"

namespace binadaya::needs::plan_store {
namespace {

std::vector<StoredPlan> PlansOf(Tx& tx, const std::vector<std::string>& ids) {
  const pg::Result rows = tx.Query(
      R"(
      SELECT p.id, p.year, v.number, v.state, v.portfolio, v.items, v.drafter, v.proposer, v.setter,
             v.decree, v.reason, v.drafted_on, v.proposed_on, v.set_on
      FROM unnest($1::uuid[]) WITH ORDINALITY AS asked (id, place)
      JOIN plan p ON p.id = asked.id
      JOIN plan_version v ON v.plan = p.id
      ORDER BY asked.place, v.number)",
      pg::Array(ids));
  std::vector<StoredPlan> plans;
  for (int i = 0; i < rows.rows(); ++i) {
    pg::Row row(rows, i);
    std::string id = row.String();
    if (plans.empty() || plans.back().plan.id != id) plans.emplace_back().plan.id = std::move(id);
    StoredPlan& stored = plans.back();
    stored.plan.year = row.Int32();
    domain::PlanVersion version;
    version.number = row.Int32();
    version.state = row.Enum<domain::PlanState>();
    version.portfolio = row.String();
    v1::PlanItems& items = stored.items[version.number];
    items.ParseFromString(row.Bytes());
    version.lines = LinesOf(items);
    version.drafter = row.String();
    version.proposer = row.String();
    version.setter = row.String();
    version.decree = row.String();
    version.reason = row.String();
    version.drafted_on = row.Day();
    version.proposed_on = row.Maybe(&pg::Row::Day);
    version.set_on = row.Maybe(&pg::Row::Day);
    stored.plan.versions.push_back(std::move(version));
  }
  return plans;
}

absl::StatusOr<StoredPlan> OnePlan(std::vector<StoredPlan> found) {
  if (found.empty()) return NoSuchObject("plan");
  return std::move(found.front());
}

}  // namespace

domain::PlanLine LineOf(const v1::PlanItem& item) {
  return {
      .program = item.program(),
      .number = item.number(),
      .way = Cat(v1::DeliveryMode_Name(item.mode()), " ", item.batches()),
      .when = absl::StrJoin(item.months(), ","),
      .where = Cat(item.organiser(), "|", item.place(), "|", item.curriculum()),
      .source = Cat(v1::FundingSource_Name(item.source()), "|", item.sub_activity()),
      .rupiah = item.rupiah(),
      .seats = item.seats()};
}

std::vector<domain::PlanLine> LinesOf(const v1::PlanItems& items) {
  std::vector<domain::PlanLine> lines;
  for (const v1::PlanItem& item : items.items()) lines.push_back(LineOf(item));
  return lines;
}

absl::StatusOr<StoredPlan> Get(Tx& tx, const std::string& id) { return OnePlan(PlansOf(tx, {id})); }

absl::StatusOr<StoredPlan> Lock(Tx& tx, const std::string& id) {
  tx.Defer("SELECT 1 FROM plan WHERE id = $1 FOR UPDATE", id);
  return OnePlan(PlansOf(tx, {id}));
}

void Save(Tx& tx, const StoredPlan& stored) {
  const domain::Plan& plan = stored.plan;
  tx.Defer(
      "INSERT INTO plan (id, year) VALUES ($1, $2) ON CONFLICT (id) DO NOTHING", plan.id,
      plan.year);
  for (const domain::PlanVersion& version : plan.versions) {
    const std::string items = stored.items.at(version.number).SerializeAsString();
    tx.Defer(
        R"(
        INSERT INTO plan_version
          (plan, number, state, portfolio, items, drafter, proposer, setter, decree, reason,
           drafted_on, proposed_on, set_on)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
        ON CONFLICT (plan, number) DO UPDATE
        SET state = excluded.state, portfolio = excluded.portfolio, items = excluded.items,
            drafter = excluded.drafter, proposer = excluded.proposer, setter = excluded.setter,
            decree = excluded.decree, reason = excluded.reason, drafted_on = excluded.drafted_on,
            proposed_on = excluded.proposed_on, set_on = excluded.set_on)",
        plan.id, version.number, version.state, version.portfolio, pg::Bytes{items},
        version.drafter, version.proposer, version.setter, version.decree, version.reason,
        version.drafted_on, version.proposed_on, version.set_on);
  }
  const pg::Array held(plan.Held());
  tx.Defer(
      "DELETE FROM planned_program WHERE plan = $1 AND program <> ALL ($2::uuid[])", plan.id, held);
  tx.Defer(
      R"(
      INSERT INTO planned_program (program, plan)
      SELECT program, $1::uuid
      FROM unnest($2::uuid[]) AS program
      WHERE program NOT IN (SELECT program FROM planned_program WHERE plan = $1))",
      plan.id, held);
}

std::vector<StoredPlan> PageOf(Tx& tx, const v1::ListPlansRequest& sought, const Page& page) {
  const pg::Result rows = tx.Query(
      R"(
      SELECT p.id
      FROM plan p
      WHERE ($1 = 0 OR p.year = $1)
        AND ($2 = 0 OR EXISTS (
          SELECT 1 FROM plan_version v WHERE v.plan = p.id AND v.state = $2))
        AND starts_with(p.id::text, $3)
        AND ($4 OR (p.year, p.id) < (nullif($5, '')::int, nullif($6, '')::uuid))
      ORDER BY p.year DESC, p.id DESC
      LIMIT $7)",
      sought.year(), sought.state(), sought.id_prefix(), page.first(), page.After(0), page.After(1),
      page.size());
  return PlansOf(tx, rows.Map([](pg::Row row) { return row.String(); }));
}

std::map<std::string, v1::PlanItem> ItemsInForce(Tx& tx, const std::string& plan) {
  std::map<std::string, v1::PlanItem> items;
  if (plan.empty()) return items;
  const absl::StatusOr<StoredPlan> stored = Get(tx, plan);
  if (!stored.ok() || stored->plan.InForce() == nullptr) return items;
  for (const v1::PlanItem& item : stored->items.at(stored->plan.InForce()->number).items())
    items[item.program()] = item;
  return items;
}

std::map<std::string, std::string> HeldElsewhere(Tx& tx, const std::string& plan) {
  return tx.Query("SELECT program, plan FROM planned_program WHERE plan::text <> $1", plan)
      .Pairs(&pg::Row::String, &pg::Row::String);
}

}  // namespace binadaya::needs::plan_store
