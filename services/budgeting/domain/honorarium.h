#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "services/budgeting/domain/price_standard.h"

namespace binadaya::budgeting::domain {

// The words of a unit such as "Orang/Jam", in small letters. A lesson hour that is written out
// ("Jam Pelajaran") is one word, "jp": alone its first would be an hour of another length.
std::vector<std::string> UnitWords(std::string_view unit);

// Two clocks: an hour that is paid (OJ) and a lesson hour (JP, OJP). See HourMinutes.
enum class Hours { kNone, kPaid, kLesson };
// Of a unit such as "Orang/Jam", "OJP", "Orang × JP".
Hours HoursOf(std::string_view unit);

// What is set about honoraria, in per cent: for who is of the organising unit, and the final income
// tax (PPh 21) of civil servants by golongan I, II, III, IV.
struct HonorariumTerms {
  int own_staff = 50;
  std::array<int, 4> tax = {0, 0, 5, 15};
  HourMinutes hours = {};
};
struct HonorariumAsked {
  int minutes = 0;  // of what is paid by the hour
  int times = 0;    // of what is paid by the time
  bool own_staff = false;
  std::string grade = {};  // golongan: "III/c"
};
struct Honorarium {
  int units = 0;  // full ones
  Money rate = {}, gross = {}, tax = {}, net = {};
  int tax_percent = 0;
};
// Only full hours are paid. HON-01 the standard is paid neither by the hour nor by the time; HON-02
// less than one; HON-03 no golongan of a civil servant (PNS), I/a to IV/e.
absl::StatusOr<Honorarium> HonorariumOf(
    const PriceStandard& standard, const HonorariumAsked& asked, const HonorariumTerms& terms);

}  // namespace binadaya::budgeting::domain
