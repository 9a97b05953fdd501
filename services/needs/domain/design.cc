#include "services/needs/domain/design.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "absl/strings/ascii.h"
#include "services/common/domain/money.h"
#include "services/needs/domain/gate.h"

namespace binadaya::needs::domain {
namespace {

// Beyond this nobody means it, and sums of it still fit.
constexpr std::int64_t kLargestAmount = 1'000'000'000'000'000;

// Verbs of what nobody can watch somebody do.
constexpr std::array<std::string_view, 12> kUnwatched = {
    "memahami", "mengetahui", "mengerti", "menyadari",  "menghayati", "meyakini",
    "mengenal", "understand", "know",     "appreciate", "realise",    "believe"};

}  // namespace

bool IsActive(TrainingMethod method) { return method >= TrainingMethod::kCaseStudy; }

bool IsMeasurable(const LearningObjective& objective) {
  if (IsBlank(objective.verb) || IsBlank(objective.condition) || IsBlank(objective.standard))
    return false;
  std::string verb = absl::AsciiStrToLower(std::string(absl::StripAsciiWhitespace(objective.verb)));
  verb = verb.substr(0, verb.find(' '));
  return std::find(kUnwatched.begin(), kUnwatched.end(), verb) == kUnwatched.end();
}

std::optional<std::int64_t> CostLine::Amount() const {
  if (IsBlank(item) || factors.empty() || price <= 0 || price > kLargestAmount) return std::nullopt;
  std::int64_t amount = price;
  for (const CostFactor& factor : factors) {
    if (factor.quantity <= 0 || IsBlank(factor.unit)) return std::nullopt;
    if (amount > kLargestAmount / factor.quantity) return std::nullopt;
    amount *= factor.quantity;
  }
  return amount;
}

std::optional<std::int64_t> Variant::Cost() const {
  if (costs.empty() && IsBlank(free_because)) return std::nullopt;
  std::int64_t sum = 0;
  for (const CostLine& line : costs) {
    const std::optional<std::int64_t> amount = line.Amount();
    if (!amount.has_value() || *amount > kLargestAmount - sum) return std::nullopt;
    sum += *amount;
  }
  return sum;
}

int Design::ScheduledMinutes() const {
  int minutes = 0;
  for (const Module& module : modules) minutes += module.minutes;
  return minutes;
}

int Design::LearningMinutes() const {
  int minutes = 0;
  for (const Module& module : modules) minutes += module.learning ? module.minutes : 0;
  return minutes;
}

int Design::ActiveMinutes() const {
  int minutes = 0;
  for (const Module& module : modules) {
    const bool active = module.learning && module.method.has_value() && IsActive(*module.method);
    minutes += active ? module.minutes : 0;
  }
  return minutes;
}

std::int64_t Design::Rupiah() const {
  return variants.empty() ? 0 : variants.front().Cost().value_or(0);
}

std::int64_t Design::RupiahPerParticipantJp() const {
  if (variants.empty()) return 0;
  const std::int64_t hours = std::int64_t{batch_max} * variants.front().jp;
  return hours <= 0 ? 0 : Scale({Rupiah()}, 1, hours).value_or(Money()).rupiah;
}

bool IsServed(const ServedNeed& need, int year) {
  const bool validated = need.state == NeedState::kValidated || need.state == NeedState::kRanked ||
                         need.state == NeedState::kBacklog;
  return validated && need.year == year;
}

bool HasMeasured(const std::vector<ServedNeed>& needs) {
  return std::any_of(needs.begin(), needs.end(), [](const ServedNeed& need) {
    return need.type != NeedType::kStrategic;
  });
}

}  // namespace binadaya::needs::domain
