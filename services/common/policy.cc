#include "services/common/policy.h"

#include <cstdlib>

#include "absl/time/clock.h"
#include "services/common/log.h"

namespace binadaya {
namespace {

constexpr absl::Duration kRemembered = absl::Seconds(5);

}  // namespace

std::vector<double> Policies::On(Tx& tx, std::string_view key, absl::CivilDay day) {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (absl::Now() - read_ > kRemembered) {
    const pg::Result rows =
        tx.Query("SELECT key, valid_from, values FROM policy ORDER BY key, valid_from DESC");
    rows_.clear();
    for (int i = 0; i < rows.rows(); ++i)
      rows_[rows.String(i, 0)].push_back({rows.Day(i, 1), rows.Doubles(i, 2)});
    read_ = absl::Now();
  }
  const auto found = rows_.find(key);
  if (found == rows_.end()) {
    log::Error(
        "no policy row; the migrations of this service must bring one",
        {{"key", std::string(key)}});
    std::abort();
  }
  for (const Row& row : found->second) {
    if (row.valid_from <= day) return row.values;
  }
  return found->second.back().values;  // before the first row: the earliest known
}

void Policies::Forget() {
  const std::lock_guard<std::mutex> lock(mutex_);
  read_ = absl::InfinitePast();
}

}  // namespace binadaya
