#include "services/cli/views.h"

#include <vector>

#include "absl/strings/str_join.h"
#include "binadaya/needs/v1/needs.rpc.h"
#include "binadaya/reporting/v1/reporting.rpc.h"
#include "services/cli/operator.h"
#include "services/cli/render.h"
#include "services/common/domain/text.h"
#include "services/common/id.h"
#include "services/common/status.h"

namespace binadaya::cli {
namespace {

using needs::v1::ListNeedsRequest;
using needs::v1::ListNeedsResponse;
using needs::v1::Need;
using reporting::v1::Dashboard;

constexpr int kPage = 500;

// "0:3 1:20 -> 2": people by where they stand.
std::string LevelsOf(const Need& need) {
  std::string text;
  for (const Need::FromLevel& from : need.from_levels())
    text += Cat(from.level(), ":", from.people(), " ");
  return Cat(text, "-> ", need.to_level());
}

// "CLOSED (GAP_GONE)"
std::string StateOf(const Need& need) {
  const std::string state = needs::v1::NeedState_Name(need.state());
  if (need.closed_because() == needs::v1::NOT_CLOSED) return state;
  return Cat(state, " (", needs::v1::ClosedBecause_Name(need.closed_because()), ")");
}

}  // namespace

std::string NeedsText(const ListNeedsResponse& needs) {
  std::vector<std::vector<std::string>> rows = {
      {"RANK", "SCORE", "STATE", "COMPETENCY", "LEVEL", "FAMILY", "UNIT", "PEOPLE", "RATED", "GAP",
       "ID"}};
  for (const Need& need : needs.needs()) {
    const bool ranked = need.rank() > 0;
    rows.push_back(
        {ranked ? Cat(need.rank(), need.provisional() ? "?" : "") : "-",
         ranked ? Number(need.score(), 2) : "-", StateOf(need), need.competency(), LevelsOf(need),
         need.family(), need.unit_path(), Cat(need.affected(), "/", need.population()),
         Cat(need.rated()), Number(need.mean_gap(), 2), need.id()});
  }
  return Table(rows);
}

std::string DashboardText(const Dashboard& dashboard) {
  std::string text = Table(
      {{"unit", dashboard.unit_path()},
       {"units", Cat(dashboard.units())},
       {"people", Cat(dashboard.people(), ", rated ", dashboard.rated(), ", disputed ",
                      dashboard.disputed())},
       {"job-person match",
        Cat(Number(dashboard.mean_match(), 1), " %: optimal ", dashboard.match_optimal(), ", fair ",
            dashboard.match_fair(), ", poor ", dashboard.match_poor())},
       {"traceability", Cat(Number(dashboard.traceability(), 1), " %")},
       {"lag", Cat(dashboard.lag_ms(), " ms")},
       {"withheld", dashboard.withheld().empty()
                        ? "-"
                        : Cat(absl::StrJoin(dashboard.withheld(), ", "), " (too few people)")}});
  std::vector<std::vector<std::string>> rows = {
      {"COMPETENCY", "PEOPLE", "MEAN GAP", "HIGH", "MEDIUM", "LOW"}};
  for (const Dashboard::Competency& one : dashboard.competencies()) {
    rows.push_back(
        {one.code(), Cat(one.people()), Number(one.mean_gap(), 2), Cat(one.severity_high()),
         Cat(one.severity_medium()), Cat(one.severity_low())});
  }
  if (rows.size() > 1) text += Cat("\n", Table(rows));
  rows = {{"NEEDS", "COUNT"}};
  for (const Dashboard::NeedCount& one : dashboard.needs())
    rows.push_back({one.state(), Cat(one.needs())});
  if (rows.size() > 1) text += Cat("\n", Table(rows));
  return text;
}

absl::StatusOr<Answer> RunGetNeeds(const Environment& environment, const std::string& campaign) {
  if (!IsUuid(campaign))
    return UsageError("--campaign is the UUID of a needs campaign, in lower case");
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  ListNeedsRequest request;
  request.set_campaign(campaign);
  request.set_page_size(kPage);
  ListNeedsResponse all;
  do {
    ASSIGN_OR_RETURN(
        const ListNeedsResponse page, caller.Ask("needs", &needs::NeedsClient::ListNeeds, request));
    all.mutable_needs()->MergeFrom(page.needs());
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  return Answer{.text = NeedsText(all), .json = Json(all)};
}

absl::StatusOr<Answer> RunGetDashboard(const Environment& environment, const std::string& unit) {
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  reporting::v1::GetDashboardRequest request;
  request.set_unit(unit);
  ASSIGN_OR_RETURN(
      const Dashboard dashboard,
      caller.Ask("reporting", &reporting::ReportingClient::GetDashboard, request));
  return Answer{.text = DashboardText(dashboard), .json = Json(dashboard)};
}

}  // namespace binadaya::cli
