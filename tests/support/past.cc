#include "tests/support/past.h"

#include <algorithm>
#include <set>

namespace binadaya::test::past {
namespace {

using registry::v1::ACT_ACTING;
using registry::v1::ACT_IN_FORCE;

bool Leaves(const Act& act) { return act.kind >= registry::v1::ACT_RETIREMENT; }

}  // namespace

Standing Person::On(absl::CivilDay day) const {
  std::vector<Act> done;
  for (const Act& act : acts) {
    if (act.state == ACT_IN_FORCE && act.effective <= day && act.kind != ACT_ACTING)
      done.push_back(act);
  }
  std::sort(done.begin(), done.end(), [](const Act& a, const Act& b) {
    return std::pair(a.effective, a.turn) < std::pair(b.effective, b.turn);
  });
  Standing standing = first;
  for (const Act& act : done) {
    if (!act.grade.empty()) standing.grade = act.grade;
    if (!act.position.empty()) standing.position = act.position;
    if (!act.post.empty()) {
      standing.post = act.post;
      standing.unit = act.unit;
    }
    if (Leaves(act)) standing.post = standing.unit = "";
  }
  return standing;
}

std::vector<Act> Person::ActingOn(absl::CivilDay day) const {
  std::vector<Act> acting;
  for (Act act : acts) {
    if (act.kind != ACT_ACTING || act.state != ACT_IN_FORCE) continue;
    for (const Act& exit : acts) {
      const bool ended = Leaves(exit) && exit.state == ACT_IN_FORCE && exit.turn > act.turn;
      if (ended) act.to = std::min(*act.to, exit.effective);
    }
    if (act.effective <= day && day < *act.to) acting.push_back(act);
  }
  std::sort(
      acting.begin(), acting.end(), [](const Act& a, const Act& b) { return a.turn > b.turn; });
  return acting;
}

std::map<std::string, double> Person::LevelsOn(absl::CivilDay day) const {
  std::map<std::string, double> known;
  for (const auto& [competency, all] : levels) {
    for (const Level& level : all) {
      if (level.from <= day && day < level.until) known[competency] = level.level;
    }
  }
  return known;
}

std::string City::PathOn(const std::string& unit, absl::CivilDay day) const {
  return unit.empty() ? "" : [&] {
    const std::string parent = parents.at(unit).On(day);
    return (parent.empty() ? "/" : PathOn(parent, day)) + unit + "/";
  }();
}

std::string City::SuperiorOn(const Person& person, absl::CivilDay day) const {
  const auto heads = [&](const Person& one, const std::string& unit) {
    const Standing standing = one.On(day);
    if (standing.post == head && standing.unit == unit) return true;
    for (const Act& act : one.ActingOn(day)) {
      if (act.post == head && act.unit == unit) return true;
    }
    return false;
  };
  for (std::string unit = person.On(day).unit; !unit.empty(); unit = parents.at(unit).On(day)) {
    if (heads(person, unit)) continue;
    std::string definitive, acting;
    int newest = 0;
    for (const Person& one : people) {
      const Standing standing = one.On(day);
      if (standing.position != "AKTIF") continue;
      if (standing.post == head && standing.unit == unit) definitive = one.id;
      for (const Act& act : one.ActingOn(day)) {
        if (act.post != head || act.unit != unit || act.turn < newest) continue;
        newest = act.turn;
        acting = one.id;
      }
    }
    // Who acts stands in for who holds the post.
    if (!acting.empty()) return acting;
    if (!definitive.empty()) return definitive;
  }
  return "";
}

std::map<std::string, std::pair<int, double>> City::GapsOn(
    const Person& person, absl::CivilDay day) const {
  std::map<std::string, std::pair<int, double>> gaps;
  const std::string post = person.On(day).post;
  if (post.empty()) return gaps;
  const std::map<std::string, double> known = person.LevelsOn(day);
  for (const auto& [competency, required] : posts.at(post).On(day).standards) {
    if (const auto level = known.find(competency); level != known.end())
      gaps[competency] = {required, level->second};
  }
  return gaps;
}

}  // namespace binadaya::test::past
