#pragma once

#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "services/common/db.h"

namespace binadaya {

// Numbers that law or policy sets: effective-dated rows with their legal basis
// (Operations.SetPolicy). A service's migrations bring the first row of each of its keys. Rows are
// remembered for a few seconds. Safe from any thread.
class Policies {
 public:
  // The values in force on that day. Dies on a key that has no row: migrations bring one.
  std::vector<double> On(Tx& tx, std::string_view key, absl::CivilDay day);
  void Forget();

 private:
  struct Row {
    absl::CivilDay valid_from;
    std::vector<double> values;
  };
  std::mutex mutex_;
  absl::Time read_ = absl::InfinitePast();
  std::map<std::string, std::vector<Row>, std::less<>> rows_;  // by valid_from, latest first
};

}  // namespace binadaya
