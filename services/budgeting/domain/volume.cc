#include "services/budgeting/domain/volume.h"

#include <array>
#include <string_view>
#include <vector>

#include "absl/numeric/int128.h"
#include "services/budgeting/domain/honorarium.h"
#include "services/common/domain/money_text.h"
#include "services/common/domain/text.h"

namespace binadaya::budgeting::domain {
namespace {

// A number as a fraction; what is multiplied stays far below an int128's bounds.
struct Fraction {
  absl::int128 numerator = 1, denominator = 1;
};

// What the unit of a factor multiplies the plan by; false if it is no unit of people or time.
class Units {
 public:
  Units(const Planned& planned, int people, HourMinutes hours)
      : planned_(planned), people_(people), hours_(hours) {}

  bool Take(std::string_view unit) {
    if (unit == "kali" || unit == "kegiatan") return true;
    if (unit == "orang" || unit == "peserta") return Once(0, people_, 1);
    if (unit == "hari") return Once(1, planned_.days, 1);
    if (unit == "jam") return Once(2, planned_.minutes, hours_.paid);
    if (unit == "jp") return Once(3, planned_.minutes, hours_.lesson);
    if (unit == "oh") return Take("orang") && Take("hari");
    if (unit == "oj") return Take("orang") && Take("jam");
    if (unit == "ojp") return Take("orang") && Take("jp");
    return false;
  }
  bool any() const { return taken_[0] || taken_[1] || taken_[2] || taken_[3]; }
  const Fraction& planned() const { return fraction_; }

 private:
  bool Once(std::size_t unit, int numerator, int denominator) {
    if (taken_[unit] || numerator == 0) return false;
    taken_[unit] = true;
    fraction_.numerator *= numerator;
    fraction_.denominator *= denominator;
    return true;
  }

  const Planned& planned_;
  int people_;
  HourMinutes hours_;
  std::array<bool, 4> taken_ = {};
  Fraction fraction_;
};

Quantity Rounded(const Fraction& fraction) {
  const absl::int128 half = fraction.denominator / 2;
  return {static_cast<std::int64_t>(
      (fraction.numerator * Quantity::kOne + half) / fraction.denominator)};
}

}  // namespace

std::string VolumeText(const Side& side) {
  std::string text;
  for (const Factor& factor : side.factors) {
    if (!text.empty()) text += " × ";
    text += Cat(Written(factor.quantity), " ", factor.unit);
  }
  return text;
}

std::optional<Expected> Reconcile(
    const Line& line, const Planned& planned, int tolerance_percent, HourMinutes hours) {
  if (line.counted == Counted::kNobody) return std::nullopt;
  Units units(
      planned, line.counted == Counted::kSpeakers ? planned.speakers : planned.participants, hours);
  Fraction volume;
  // A thousand million: above it a volume is out of every proportion.
  constexpr Quantity kMost = {1'000'000'000 * Quantity::kOne};
  for (const Factor& factor : line.after.factors) {
    const std::vector<std::string> names = UnitWords(factor.unit);
    for (const std::string& unit : names) {
      if (!units.Take(unit)) return std::nullopt;
    }
    if (factor.quantity > kMost) return Expected{kMost, {}, false};
    volume.numerator *= factor.quantity.thousandths;
    volume.denominator *= Quantity::kOne;
    if (volume.numerator > volume.denominator * kMost.thousandths / Quantity::kOne)
      return Expected{kMost, {}, false};
  }
  if (!units.any()) return std::nullopt;
  const Fraction& plan = units.planned();
  const absl::int128 found = volume.numerator * plan.denominator;
  const absl::int128 expected = plan.numerator * volume.denominator;
  const absl::int128 off = found > expected ? found - expected : expected - found;
  return Expected{Rounded(volume), Rounded(plan), off * 100 <= expected * tolerance_percent};
}

}  // namespace binadaya::budgeting::domain
