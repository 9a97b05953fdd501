// Figures over a unit subtree.
#include <algorithm>

#include "absl/strings/str_join.h"
#include "services/common/sees.h"
#include "services/reporting/dashboard_store.h"
#include "services/reporting/reporting.h"
#include "services/reporting/withholding.h"

namespace binadaya::reporting {
namespace {

void FillPeople(const dashboard_store::People& people, v1::Dashboard& dashboard) {
  dashboard.set_people(people.active);
  dashboard.set_rated(people.rated);
  dashboard.set_mean_match(people.mean_match);
  dashboard.set_competencies_required(people.competencies_required);
  dashboard.set_competencies_rated(people.competencies_rated);
  dashboard.set_match_optimal(people.optimal);
  dashboard.set_match_fair(people.fair);
  dashboard.set_match_poor(people.poor);
  dashboard.set_disputed(people.disputed);
}

void FillCompetencies(
    const std::vector<dashboard_store::Competency>& competencies, v1::Dashboard& dashboard) {
  for (const dashboard_store::Competency& competency : competencies) {
    v1::Dashboard::Competency& out = *dashboard.add_competencies();
    out.set_code(competency.code);
    out.set_people(competency.people);
    out.set_mean_gap(competency.mean_gap);
    out.set_severity_high(competency.high);
    out.set_severity_medium(competency.medium);
    out.set_severity_low(competency.low);
  }
}

// Also F-27, the part that exists: needs whose gap was measured when they were detected. Closed
// ones count: they were needs. 0 of none.
void FillNeeds(const std::vector<dashboard_store::Needs>& counts, v1::Dashboard& dashboard) {
  int all = 0, measured = 0;
  for (const dashboard_store::Needs& count : counts) {
    v1::Dashboard::NeedCount& out = *dashboard.add_needs();
    out.set_state(count.state);
    out.set_needs(count.needs);
    all += count.needs;
    measured += count.measured;
  }
  dashboard.set_traceability(all == 0 ? 0 : 100.0 * measured / all);
}

}  // namespace

absl::StatusOr<v1::Dashboard> Reporting::GetDashboard(Call& call, const v1::GetDashboardRequest&) {
  return db_.Read(call, [&](Tx& tx) -> absl::StatusOr<v1::Dashboard> {
    const std::vector<std::string> scope = call.scope();
    const std::vector<double> values = match_bands_.Today(tx);
    const dashboard_store::Bands bands{.fair = values[0], .optimal = values[1]};
    v1::Dashboard dashboard;
    dashboard.set_unit_path(absl::StrJoin(scope, " "));
    dashboard.set_units(dashboard_store::Units(tx, scope));
    FillPeople(dashboard_store::CountPeople(tx, scope, bands), dashboard);
    FillCompetencies(dashboard_store::Competencies(tx, scope), dashboard);
    FillNeeds(dashboard_store::CountNeeds(tx, scope), dashboard);
    dashboard.set_lag_ms(lag_ms_);
    const bool sees = std::all_of(
        scope.begin(), scope.end(), [&](const auto& path) { return SeesPeople(call, path); });
    if (!sees) {
      const int k = static_cast<int>(smallest_group_.Today(tx)[0]);
      WithholdSmallGroups(tx, scope, k, bands, dashboard);
    }
    return dashboard;
  });
}

}  // namespace binadaya::reporting
