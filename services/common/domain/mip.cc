#include "services/common/domain/mip.h"

#include <cstddef>

#include "absl/numeric/int128.h"

namespace binadaya {

bool Satisfies(const Mip& mip, const std::vector<bool>& chosen) {
  for (const Mip::Row& row : mip.rows) {
    absl::int128 sum = 0;
    bool exact = true;
    for (const Mip::Term& term : row.terms) {
      const auto column = static_cast<std::size_t>(term.column);
      if (!mip.columns[column].binary) exact = false;
      if (chosen[column]) sum += term.factor;
    }
    if (exact && sum > row.most) return false;
  }
  return true;
}

}  // namespace binadaya
