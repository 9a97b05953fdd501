#include "services/scheduling/domain/attendance_policy.h"

#include <algorithm>
#include <cstddef>
#include <string>

#include "absl/strings/str_cat.h"

namespace binadaya::scheduling::domain {
namespace {

struct Bound {
  std::string_view key;
  double least = 0, most = 0;
};
// In the order of a key's values.
constexpr Bound kBounds[] = {
    {"checkin.code", 10, 300},  // seconds of a code, of its way; wrong codes
    {"checkin.code", 0, 60},
    {"checkin.code", 1, 100},
    {"checkin.window", 0, 120},  // minutes: opens, closes, for a login, between two scans
    {"checkin.window", 0, 240},
    {"checkin.window", 1, 60},
    {"checkin.window", 0, 60},
    {"attendance.minutes", 0, 240},  // late, early, a clock ahead
    {"attendance.minutes", 0, 240},
    {"attendance.minutes", 0, 60},
    {"attendance.correct_days", 0, 60},
    {"session.spread_minutes", 0, 480},
    {"fidelity.min", 0, 1},
    {"completion.reaction", 0, 1},
    {"completion.tests", 0, 1},
    {"retention.attendance_days", 1827, 36525},  // five years (finance audit), a hundred
    {"retention.proposal_days", 30, 36525},
    {"retention.feed_days", 30, 36525},
    {"retention.rating_days", 1827, 36525},  // at least the months below
    {"speaker.rating", 1, 5},                // least mean, from so many on; months, days to rate
    {"speaker.rating", 1, 1000},
    {"speaker.rating", 1, 60},
    {"speaker.rating", 1, 90},
    {"enrolment.question_days", 1, 60},
    {"feed.days", 1, 3660},  // what is over, what is cancelled
    {"feed.days", 1, 3660},
    {"rundown.lesson_minutes", 1, 240},
};

}  // namespace

Findings CheckAttendancePolicy(std::string_view key, const std::vector<double>& values) {
  Findings findings;
  std::size_t i = 0;
  for (const Bound& bound : kBounds) {
    if (bound.key != key || i >= values.size()) continue;
    const double value = values[i++];
    if (value >= bound.least && value <= bound.most) continue;
    findings.push_back(
        {"ATT-50",
         absl::StrCat("values[", i - 1, "]"),
         {absl::StrCat("Nilai ini dari ", bound.least, " sampai ", bound.most, ". Perbaiki."),
          absl::StrCat("This value is from ", bound.least, " to ", bound.most, ". Correct it.")},
         {{"least", absl::StrCat(bound.least)}, {"most", absl::StrCat(bound.most)}}});
  }
  return findings;
}

}  // namespace binadaya::scheduling::domain
