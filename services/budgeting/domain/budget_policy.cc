#include "services/budgeting/domain/budget_policy.h"

#include <cmath>
#include <cstddef>

#include "services/common/domain/text.h"

namespace binadaya::budgeting::domain {
namespace {

// Of each value of a key.
struct PolicyBound {
  std::string_view key;
  double least = 0, most = 0;
};
constexpr PolicyBound kPolicyBounds[] = {
    {"budget.vat_rates", 0, 10'000},  // basis points
    {"budget.volume_tolerance", 0, 100},
    {"budget.low_percent", 0, 100},
    {"honorarium.own_staff_percent", 0, 100},
    {"honorarium.tax_percent", 0, 100},
    {"jp.minutes", 1, 240},
    {"oj.minutes", 1, 240},
};

}  // namespace

Findings CheckBudgetPolicy(std::string_view key, const std::vector<double>& values) {
  Findings findings;
  for (const PolicyBound& bound : kPolicyBounds) {
    if (bound.key != key) continue;
    for (std::size_t i = 0; i < values.size(); ++i) {
      const double value = values[i];
      if (value >= bound.least && value <= bound.most && value == std::floor(value)) continue;
      findings.push_back(
          {"BL-50",
           Cat("values[", i, "]"),
           {Cat("Nilai ini bilangan bulat dari ", bound.least, " sampai ", bound.most,
                ". Perbaiki."),
            Cat("This value is a whole number from ", bound.least, " to ", bound.most,
                ". Correct it.")},
           {{"found", Cat(value)}, {"least", Cat(bound.least)}, {"most", Cat(bound.most)}}});
    }
  }
  return findings;
}

}  // namespace binadaya::budgeting::domain
