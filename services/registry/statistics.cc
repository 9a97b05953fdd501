// How superiors judged, in figures of many.
#include <algorithm>

#include "services/common/status.h"
#include "services/registry/campaign_store.h"
#include "services/registry/domain/rater_statistics.h"
#include "services/registry/registry.h"

namespace binadaya::registry {
namespace {

// "/A/B/" -> "B"; "/" is itself.
std::string UnitOf(const std::string& path) {
  if (path == "/") return path;
  const std::size_t begin = path.rfind('/', path.size() - 2) + 1;
  return path.substr(begin, path.size() - 1 - begin);
}

}  // namespace

absl::StatusOr<v1::ListRaterStatisticsResponse> Registry::ListRaterStatistics(
    Call& call, const v1::ListRaterStatisticsRequest& request) {
  ASSIGN_OR_RETURN(const Page page, pages_.Of(call, request));
  const std::vector<std::string> scope = call.scope();
  const auto asked = [&scope](const std::string& path) {
    return std::any_of(
        scope.begin(), scope.end(), [&](const auto& own) { return Covers(own, path); });
  };
  return db_.Read(call, [&](Tx& tx) -> absl::StatusOr<v1::ListRaterStatisticsResponse> {
    RETURN_IF_ERROR(campaign_store::Get(tx, request.campaign(), call.paths()).status());
    const std::vector<domain::Judged> judged =
        campaign_store::JudgedBySuperiors(tx, request.campaign(), call.today());
    const int k = static_cast<int>(smallest_group_.Today(tx)[0]);
    v1::ListRaterStatisticsResponse response;
    std::set<std::string> shown;
    for (const domain::RaterStatistics& unit : domain::StatisticsOf(judged, k)) {
      shown.insert(unit.path);
      if (!asked(unit.path) || unit.path <= page.After(0) || response.units_size() == page.size())
        continue;
      v1::ListRaterStatisticsResponse::Unit& out = *response.add_units();
      out.set_unit(UnitOf(unit.path));
      out.set_raters(unit.raters);
      out.set_people(unit.people);
      out.set_mean(unit.mean);
      out.set_leniency(unit.leniency);
      out.set_spread(unit.spread);
      out.set_both(unit.both);
      out.set_self_distance(unit.self_distance);
      if (response.units_size() == page.size())
        response.set_next_page_token(page.Next({unit.path}));
    }
    response.set_withheld(std::any_of(judged.begin(), judged.end(), [&](const domain::Judged& one) {
      return asked(one.path) && !shown.contains(one.path);
    }));
    return response;
  });
}

}  // namespace binadaya::registry
