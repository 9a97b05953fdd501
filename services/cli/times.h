#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "binadaya/scheduling/v1/scheduling.pb.h"

// Times of the clock on the wall as people write them. Pure.
namespace binadaya::cli {

// Minutes since midnight of "07.30", "7:30", "24.00", "7", or of the part of a day that a
// spreadsheet keeps a time as ("0.3125").
std::optional<int> ReadClock(std::string_view text);

// From when to when (Waktu: mulai–selesai); either may be open.
struct ClockSpan {
  std::optional<int> from = {}, until = {};
};
// "08.00-10.00", "17.00 s.d. 18.00 WIB", "13.00 - selesai", "13.00". None: it is no time.
std::optional<ClockSpan> ReadClockSpan(std::string_view text);

// "2027-04-08 08.00-10.00", "2027-04-08 08.00 - 2027-04-09 12.00"; without hours whole days, the
// last one too: "2027-04-08", "2027-04-08 - 2027-04-10". UsageError otherwise.
absl::StatusOr<scheduling::v1::Slot> SlotIn(std::string_view option, std::string_view text);

// "08:00", of minutes since midnight.
std::string ClockShown(int minutes);
// "2027-04-08 08:00–10:00".
std::string SlotText(const scheduling::v1::Slot& slot);

}  // namespace binadaya::cli
