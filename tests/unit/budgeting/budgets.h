#pragma once

#include <string>
#include <utility>
#include <vector>

#include "services/budgeting/domain/budget.h"
#include "tests/unit/budgeting/told.h"

namespace binadaya::budgeting::domain::sample {

inline constexpr char kSubactivity[] = "5.04.02.2.01.0007";
inline constexpr char kMeeting[] = "5.1.02.04.01.0005";  // perjalanan dinas paket meeting luar kota
inline constexpr char kHonorarium[] = "5.1.02.02.01.0003";
inline constexpr char kStationery[] = "5.1.02.01.01.0024";

inline Side Of(
    std::int64_t thousandths, const char* unit, std::int64_t price, std::int64_t amount,
    int vat = 0) {
  return {.factors = {{{thousandths}, unit}}, .price = {price}, .vat = vat, .amount = {amount}};
}

inline PriceStandard Standard(
    const char* code, std::int64_t ceiling, const char* province, const char* item) {
  return {
      .code = code,
      .item = item,
      .ceiling = {ceiling},
      .province = province,
      .legal_basis = "Perwal 1/2023",
      .valid_from = absl::CivilDay(2024, 1, 1)};
}

inline Setting Known() {
  return {
      .priced_on = absl::CivilDay(2024, 1, 1),
      .standards =
          {Standard("PAKET.DIY", 150'000, "DI YOGYAKARTA", "PAKET_RAPAT"),
           Standard("PAKET.JATENG", 143'000, "JAWA TENGAH", "PAKET_RAPAT"),
           Standard("HONOR.ES2", 1'000'000, "", "HONORARIUM"), Standard("ATK", 50'000, "", "ATK")},
      .accounts = {
          {kSubactivity, kMeeting, "PAKET_RAPAT"},
          {kSubactivity, kHonorarium, "HONORARIUM"},
          {kSubactivity, kStationery, ""}}};
}

// One line that is right, and its group.
inline Version Right() {
  Version version{.year = 2024, .kind = VersionKind::kMurni};
  version.groups.push_back(
      {.subactivity = kSubactivity,
       .source = "PAD",
       .total = {30'030'000},
       .lines = {
           {.id = "line",
            .row = 7,
            .account = kMeeting,
            .province = "DI YOGYAKARTA",
            .standard = "PAKET.DIY",
            .after = Of(210'000, "Orang/Hari", 143'000, 30'030'000)}}});
  return version;
}
inline Line& Only(Version& version) { return version.groups[0].lines[0]; }

// Without the warnings.
inline std::vector<std::string> Errors(const Version& version, const Setting& setting) {
  Findings errors;
  for (const Finding& finding : CheckVersion(version, setting)) {
    if (!finding.warning) errors.push_back(finding);
  }
  return Told(errors);
}

}  // namespace binadaya::budgeting::domain::sample
