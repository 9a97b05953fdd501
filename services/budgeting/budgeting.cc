#include "services/budgeting/budgeting.h"

#include "services/budgeting/domain/budget_policy.h"
#include "services/common/app.h"
#include "services/common/learned.h"
#include "services/common/status.h"

namespace binadaya::budgeting {

Budgeting::Budgeting(App& app)
    : db_(app.db()),
      pages_(app.pages()),
      vat_rates_(app.policies(), "budget.vat_rates", 2),
      tolerance_(app.policies(), "budget.volume_tolerance", 1),
      low_(app.policies(), "budget.low_percent", 1),
      own_staff_(app.policies(), "honorarium.own_staff_percent", 1),
      fee_tax_(app.policies(), "honorarium.tax_percent", 4),
      paid_minutes_(app.policies(), "oj.minutes", 1),
      lesson_minutes_(app.policies(), "jp.minutes", 1) {
  db_.On(
      "a_document_commits_once",
      Refuse(absl::StatusCode::kFailedPrecondition, {domain::DocumentUsed("")}));
  const absl::Status under_way = Refuse(
      {.rule = "BV-05",
       .where = "year",
       .message = {
           "Versi lain tahun ini masih dalam proses. Selesaikan dulu yang itu.",
           "Another version of this year is under way. Finish that one first."}});
  // Of two that are drafted at once, either may be what stands in the way.
  for (const char* one : {"one_version_under_way", "version_unit_year_seq_key"})
    db_.On(one, under_way);
}

Parts Wire(App& app) {
  auto budgeting = std::make_shared<Budgeting>(app);
  return {
      .service = budgeting.get(),
      .subscriptions =
          {registry::Listen(*budgeting), needs::Listen(*budgeting), scheduling::Listen(*budgeting)},
      .timers = {},
      .jobs = {},
      .hooks = {.reset_projection = nullptr, .check_policy = &domain::CheckBudgetPolicy},
      .figures = {Awaiting(R"(
          -- submitted, verified
          SELECT 'budget', count(*)
          FROM version
          WHERE state IN (2, 3))")},
      .owner = budgeting};
}

std::optional<domain::HourMinutes> Budgeting::HoursOn(Tx& tx, absl::CivilDay day) const {
  const auto paid = paid_minutes_.On(tx, day), lesson = lesson_minutes_.On(tx, day);
  if (!paid.has_value() || !lesson.has_value()) return std::nullopt;
  return domain::HourMinutes{
      .paid = static_cast<int>(paid->front()), .lesson = static_cast<int>(lesson->front())};
}

absl::StatusOr<std::string> Budgeting::PathOf(
    Call& call, ::binadaya::v1::ScopeKind kind, const std::string& id) {
  if (kind != ::binadaya::v1::UNIT) return BudgetingService::PathOf(call, kind, id);
  return db_.Read(call, [&](Tx& tx) { return learned::PathOfUnit(tx, id); });
}

absl::Status Budgeting::Hear(Tx& tx, const Event&, const needs::v1::PlanSet& told) {
  version_store::SavePlanned(tx, told.year(), told.items());
  return absl::OkStatus();
}

absl::Status Budgeting::Hear(Tx& tx, const Event&, const needs::v1::PlanRevised& told) {
  version_store::SavePlanned(tx, told.year(), told.items());
  version_store::DropPlanned(tx, {told.removed().begin(), told.removed().end()});
  return absl::OkStatus();
}

// A budget stays with its unit when that is closed: its year is accounted for where it was spent.
absl::Status Budgeting::Hear(Tx& tx, const Event&, const registry::v1::UnitChanged& told) {
  learned::SaveUnit(tx, told.code(), told.path());
  return absl::OkStatus();
}

}  // namespace binadaya::budgeting
