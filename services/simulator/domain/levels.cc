#include "services/simulator/domain/levels.h"

#include <algorithm>
#include <map>
#include <string_view>

#include "absl/strings/str_cat.h"
#include "services/simulator/domain/random.h"

namespace binadaya::simulator::domain {
namespace {

constexpr int kHighest = 5;

Stream Of(const Subject& subject, std::string_view what) {
  return Stream(
      subject.seed, absl::StrCat(subject.person, "/", subject.competency, "/", std::string(what)));
}

// The chance that one of the required levels is missing.
double Weakness(const std::string& competency) {
  static const std::map<std::string, double> known = {
      {"M.01", 0.05}, {"M.02", 0.10}, {"M.03", 0.16}, {"M.04", 0.30}, {"M.05", 0.12},
      {"M.06", 0.27}, {"M.07", 0.20}, {"M.08", 0.34}, {"SK.01", 0.07}};
  const auto found = known.find(competency);
  return found == known.end() ? 0.15 : found->second;
}

}  // namespace

int TrueLevel(const Subject& subject) {
  // Some people are weaker throughout, others stronger.
  const double person = 0.5 + Stream(subject.seed, subject.person).Unit();
  const int missing =
      Of(subject, "true").Binomial(subject.required, Weakness(subject.competency) * person);
  return subject.required - missing;
}

int TickedAbove(const Subject& subject, int level) {
  return level >= subject.required ? 0 : Of(subject, "ticked").Between(0, kIndicators - 1);
}

double SelfView(const Subject& subject, int level) {
  const double draw = Of(subject, "self").Unit();
  const int above = draw < 0.01 ? 2 : draw < 0.30 ? 1 : 0;
  return std::min(level + above, kHighest);
}

double PeerView(const Subject& subject, const std::string& peer, int level) {
  const double draw = Of(subject, peer).Unit();
  const int off = draw < 0.03 ? -1 : draw < 0.15 ? 1 : 0;
  return std::clamp(level + off, 0, kHighest);
}

}  // namespace binadaya::simulator::domain
