#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "services/common/domain/money.h"

namespace binadaya::budgeting::domain {

// How many minutes an hour has that is paid (OJ), and a lesson hour (JP, OJP): numbers of policy.
struct HourMinutes {
  int paid = 60, lesson = 45;
};

// What something may cost at most (SSH, SBU) between two days; another one of the same code
// follows.
struct PriceStandard {
  std::string code = {}, name = {};
  std::string item = {};  // kind of item: HONORARIUM, UANG_HARIAN, PAKET_RAPAT …
  std::string unit = {};
  Money ceiling = {};
  std::string province = {};  // whose tariff it is; empty: the same everywhere
  std::string level = {};     // of the person who is paid: ESELON_II …; empty: any
  std::string legal_basis = {};
  absl::CivilDay valid_from = {};
  std::optional<absl::CivilDay> valid_to = {};  // exclusive
};

// Standards by code, as they are on a day; several at once would be a fault of the data: the
// newest.
class PriceList {
 public:
  PriceList(std::span<const PriceStandard> standards, absl::CivilDay day);
  // Null if there is none of that code, or none on that day.
  const PriceStandard* Find(const std::string& code) const;

 private:
  std::map<std::string, PriceStandard> standards_;
};

}  // namespace binadaya::budgeting::domain
