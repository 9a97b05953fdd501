#include "services/reporting/withholding.h"

#include <algorithm>
#include <initializer_list>
#include <map>

#include "services/common/domain/small_groups.h"

namespace binadaya::reporting {
namespace {

using Units = std::set<std::string>;

// How the people of each unit divide. Figures that divide others are shown only where those are.
struct Division {
  CellsByUnit rated, people, disputed, matched, bands;
  std::map<std::string, CellsByUnit> gaps, severities;  // by competency
};

Division Divide(Tx& tx, dashboard_store::Bands bands) {
  Division by;
  for (const auto& [path, of] : dashboard_store::PeopleByUnit(tx, bands)) {
    const int matched = of.optimal + of.fair + of.poor;
    by.rated[path] = {of.rated};
    by.people[path] = {of.rated, of.active - of.rated};
    by.disputed[path] = {of.disputed, of.active - of.disputed};
    by.matched[path] = {matched};
    by.bands[path] = {of.optimal, of.fair, of.poor};
  }
  for (const auto& gap : dashboard_store::GapsByUnit(tx)) {
    // Also units where nobody has a gap in it: everybody else there has none.
    if (!by.gaps.contains(gap.competency)) {
      for (const auto& [path, matched] : by.matched) {
        by.gaps[gap.competency][path] = {0, matched[0]};
        by.severities[gap.competency][path] = {0, 0, 0, matched[0]};
      }
    }
    const int people = gap.high + gap.medium + gap.low;
    const int without = by.matched[gap.path][0] - people;
    by.gaps[gap.competency][gap.path] = {people, without};
    by.severities[gap.competency][gap.path] = {gap.high, gap.medium, gap.low, without};
  }
  return by;
}

}  // namespace

void WithholdSmallGroups(
    Tx& tx, const std::vector<std::string>& paths, int k, dashboard_store::Bands bands,
    v1::Dashboard& dashboard) {
  Division by = Divide(tx, bands);
  const auto shown = [&](const Units& units) {
    return std::all_of(
        paths.begin(), paths.end(), [&](const std::string& path) { return units.contains(path); });
  };
  const Units rated = Showable(by.rated, k);
  const Units matched = Showable(by.matched, k, &rated);
  const auto withhold = [&](std::initializer_list<const char*> figures) {
    for (const char* figure : figures) {
      dashboard.GetReflection()->ClearField(
          &dashboard, v1::Dashboard::descriptor()->FindFieldByName(figure));
      dashboard.add_withheld(figure);
    }
  };
  if (!shown(rated)) withhold({"rated"});
  if (!shown(Showable(by.people, k, &rated))) withhold({"people"});
  if (!shown(Showable(by.disputed, k))) withhold({"disputed"});
  if (!shown(matched)) withhold({"mean_match", "competencies_required", "competencies_rated"});
  if (!shown(Showable(by.bands, k, &matched)))
    withhold({"match_optimal", "match_fair", "match_poor"});
  google::protobuf::RepeatedPtrField<v1::Dashboard::Competency> kept;
  for (v1::Dashboard::Competency& one : *dashboard.mutable_competencies()) {
    const Units gaps = Showable(by.gaps[one.code()], k, &matched);
    if (!shown(gaps)) continue;
    if (!shown(Showable(by.severities[one.code()], k, &gaps))) {
      one.clear_severity_high();
      one.clear_severity_medium();
      one.clear_severity_low();
      one.set_severities_withheld(true);
    }
    *kept.Add() = one;
  }
  // Also when nobody has a gap: that there is none to withhold tells of those who are there.
  if (kept.size() < dashboard.competencies_size() || !shown(matched))
    dashboard.add_withheld("competencies");
  kept.Swap(dashboard.mutable_competencies());
}

}  // namespace binadaya::reporting
