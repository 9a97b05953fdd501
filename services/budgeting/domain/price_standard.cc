#include "services/budgeting/domain/price_standard.h"

namespace binadaya::budgeting::domain {

PriceList::PriceList(std::span<const PriceStandard> standards, absl::CivilDay day) {
  for (const PriceStandard& standard : standards) {
    if (standard.valid_from > day) continue;
    const auto [there, added] = standards_.try_emplace(standard.code, standard);
    if (!added && there->second.valid_from < standard.valid_from) there->second = standard;
  }
  // One that has ended does not bring back what it had ended itself.
  std::erase_if(standards_, [&](const auto& one) {
    return one.second.valid_to.has_value() && *one.second.valid_to <= day;
  });
}

const PriceStandard* PriceList::Find(const std::string& code) const {
  const auto found = standards_.find(code);
  return found == standards_.end() ? nullptr : &found->second;
}

}  // namespace binadaya::budgeting::domain
