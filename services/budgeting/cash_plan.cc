// When the money of a version is to be paid out, and what was paid out.
#include "services/budgeting/domain/cash_plan.h"

#include <map>

#include "services/budgeting/budget_proto.h"
#include "services/budgeting/budgeting.h"
#include "services/common/status.h"

namespace binadaya::budgeting {
namespace {

// The month of a year in which money came into force on a day; that which did before is there
// from January.
int MonthOf(absl::CivilDay day, int year) {
  return day < absl::CivilDay(year, 1, 1) ? 1 : day.year() > year ? domain::kMonths : day.month();
}

struct CashRow {
  domain::ByMonth planned, realised;
};

void AddMonths(const domain::ByMonth& months, domain::ByMonth& to) {
  for (std::size_t m = 0; m < months.size(); ++m) to.at(m).rupiah += months.at(m).rupiah;
}

void ShowMonths(
    const domain::ByMonth& months, google::protobuf::RepeatedField<std::int64_t>& proto) {
  for (const Money& month : months) proto.Add(month.rupiah);
}

}  // namespace

absl::StatusOr<v1::CashPlan> Budgeting::GetCashPlan(
    Call& call, const v1::GetCashPlanRequest& request) {
  return db_.Read(call, [&](Tx& tx) -> absl::StatusOr<v1::CashPlan> {
    ASSIGN_OR_RETURN(
        const version_store::Version version, version_store::Get(tx, request.unit(), request.id()));
    const int year = version.year;
    const absl::CivilDay until = version.valid_from.value_or(call.today());
    domain::Timing timing{
        .batches = version_store::BatchMonths(tx, year), .now = MonthOf(until, year)};
    for (const domain::Entry& entry : ledger_store::AllottedUntil(tx, version.unit, year, until))
      timing.allotted[entry.line].push_back({MonthOf(entry.on, year), entry.amount});
    Findings unread;
    const domain::Version budget = AsDomain(version.budget, year, version.kind, unread);
    ASSIGN_OR_RETURN(const std::vector<domain::ByMonth> plan, CashPlan(budget, timing));

    std::map<std::pair<std::string, std::string>, CashRow> rows;
    for (std::size_t g = 0; g < plan.size(); ++g)
      AddMonths(plan[g], rows[{budget.groups[g].subactivity, budget.groups[g].source}].planned);
    for (const ledger_store::Paid& paid : ledger_store::PaidOf(tx, version.unit, year)) {
      domain::ByMonth& realised = rows[{paid.subactivity, paid.source}].realised;
      realised.at(static_cast<std::size_t>(paid.month - 1)) = paid.amount;
    }
    v1::CashPlan proto;
    proto.set_year(year);
    CashRow all;
    for (const auto& [of, row] : rows) {
      v1::CashPlan::Row& shown = *proto.add_rows();
      shown.set_subactivity(of.first);
      shown.set_source(of.second);
      ShowMonths(row.planned, *shown.mutable_planned());
      ShowMonths(row.realised, *shown.mutable_realised());
      AddMonths(row.planned, all.planned);
      AddMonths(row.realised, all.realised);
    }
    ShowMonths(all.planned, *proto.mutable_planned());
    ShowMonths(all.realised, *proto.mutable_realised());
    return proto;
  });
}

}  // namespace binadaya::budgeting
