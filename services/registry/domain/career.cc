#include "services/registry/domain/career.h"

#include <map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/registry/domain/employment_number.h"

namespace binadaya::registry::domain {

bool HasCareer(std::string_view employment_type) {
  const std::optional<EmploymentType> type = ParseEmploymentType(employment_type);
  return type == EmploymentType::kCpns || type == EmploymentType::kPns;
}

Findings CheckPath(
    const CareerPath& path, const std::set<std::string>& families,
    std::optional<absl::CivilDay> newest, absl::CivilDay today, int horizon_years) {
  Findings findings;
  const auto check_known = [&](const std::string& family, std::string where) {
    if (families.contains(family)) return;
    findings.push_back(
        {"PATH-01",
         std::move(where),
         {"Tidak ada jabatan dalam rumpun ini. Perbaiki nama rumpunnya, atau tetapkan jabatannya "
          "lebih dahulu.",
          "There is no post of this family. Correct its name, or define its posts first."},
         {{"family", family}}});
  };
  check_known(path.family, "family");
  std::set<std::string> seen = {path.family};
  for (std::size_t i = 0; i < path.next.size(); ++i) {
    const std::string where = absl::StrCat("next_families[", i, "]");
    check_known(path.next[i], where);
    if (seen.insert(path.next[i]).second) continue;
    findings.push_back(
        {"PATH-02",
         where,
         {"Jalur karier menuju rumpun ini sendiri, atau menyebutnya dua kali. Hapus yang "
          "berlebih.",
          "The career path leads to its own family, or names this one twice. Leave it out."},
         {{"family", path.next[i]}}});
  }
  if (newest.has_value() && path.valid_from <= *newest && path.valid_from < today) {
    findings.push_back(
        {"PATH-03",
         "valid_from",
         {"Sejak tanggal itu sudah berlaku jalur karier rumpun ini, dan orang sudah diukur "
          "menurutnya. Tetapkan yang baru mulai hari ini atau sesudahnya.",
          "A career path of this family is in force from that day or later, and people were "
          "measured by it. Set the new one from today on."},
         {{"in_force_since", absl::FormatCivilTime(*newest)}}});
  }
  if (const absl::CivilDay last(today.year() + horizon_years, today.month(), today.day());
      path.valid_from > last) {
    findings.push_back(
        {"PATH-04",
         "valid_from",
         {absl::StrCat(
              "Jalur karier ini baru berlaku lebih dari ", horizon_years,
              " tahun lagi. Perbaiki tanggalnya, atau tetapkan bila sudah lebih dekat."),
          absl::StrCat(
              "This career path begins more than ", horizon_years,
              " years ahead. Correct the day, or set it when it is nearer.")},
         {{"last", absl::FormatCivilTime(last)}}});
  }
  return findings;
}

std::vector<FamilyDemand> DemandsOf(const std::vector<Post>& posts) {
  struct Lowest {
    std::size_t demanded = 0;  // by so many posts
    FamilyDemand demand;
  };
  std::map<std::string, Lowest> lowest;
  for (const Post& post : posts) {
    for (const Standard& standard : post.standards) {
      Lowest& one = lowest[standard.competency];
      if (++one.demanded > 1 && one.demand.standard.level <= standard.level) continue;
      one.demand = {standard, absl::StrCat(post.code, "@", absl::FormatCivilTime(post.valid_from))};
    }
  }
  std::vector<FamilyDemand> demands;
  for (auto& [competency, one] : lowest)
    if (one.demanded == posts.size()) demands.push_back(std::move(one.demand));
  return demands;
}

std::vector<NextGap> MeasureNext(
    const std::vector<Post>& posts, const std::map<std::string, double>& levels,
    const BandPolicy& policy) {
  std::map<std::string, std::vector<Post>> families;
  for (const Post& post : posts) families[post.family].push_back(post);
  std::vector<NextGap> next;
  for (const auto& [family, of] : families) {
    for (const FamilyDemand& demand : DemandsOf(of)) {
      for (Gap& gap : MeasureGaps({demand.standard}, levels, policy))
        next.push_back({.family = family, .standard = demand.of, .gap = std::move(gap)});
    }
  }
  return next;
}

}  // namespace binadaya::registry::domain
