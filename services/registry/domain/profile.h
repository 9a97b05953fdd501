#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "services/common/domain/finding.h"
#include "services/registry/domain/rating.h"

namespace binadaya::registry::domain {

// What every decision about a level is refused for: PROF-03 it is outside 0..5, PROF-16 it is one's
// own.
Finding LevelOutside(std::string where);
Finding OwnProfile();

// A level that was validated. It holds from `from` until the day before `what.until`, or before
// `ended` when another took its place. No level of a past day is ever changed.
struct ValidLevel {
  std::int64_t id = 0;
  std::string campaign;
  ProfileLevel what;
  absl::CivilDay from;
  std::optional<absl::CivilDay> ended = {};
};

// A person's profile on a day: of each competency the level that holds and was seen last, of two
// seen on one day the one that was validated last; one that stands alone stands over the others
// (F-04). What is in none is not known, which is no level. Ordered by competency.
std::vector<ValidLevel> ProfileOn(std::vector<ValidLevel> levels, absl::CivilDay day);

// The day from which a level of the profile is the one that counts: that on which it was validated,
// or, when it waited behind one that stood over it, the first on which that held no more. `all`:
// whatever was ever valid of the person.
absl::CivilDay CountsSince(const ValidLevel& level, const std::vector<ValidLevel>& all);

// Those of `open` that end on `today`, when the levels of a case become valid: of the competencies
// that it rated. A level that stands alone and still holds is not ended by one that does not, and
// of two that both do, or both do not, what was seen later not by what was seen before: that waits.
std::vector<std::int64_t> SupersededBy(
    const std::vector<ProfileLevel>& validated, const std::vector<ValidLevel>& open,
    absl::CivilDay today);

// Whether a level that is validated would wait until its end, behind one of `open` that holds as
// long as it does: of a case that was finished late.
bool NeverCounts(const ProfileLevel& validated, const std::vector<ValidLevel>& open);

// The first day on which one of the open levels holds no more; none when nothing is to end.
std::optional<absl::CivilDay> NextEnd(const std::vector<ValidLevel>& open);

// What a level is based on that was put right by decision.
inline constexpr std::string_view kByCorrection = "CORRECTION";

// A level put right by decision: it takes the place of the one in the profile, rests on the same
// ratings and ends with them. Refuses: PROF-03; PROF-16; PROF-15 there is nothing to correct.
absl::StatusOr<ValidLevel> Correct(
    const std::string& person, const std::string& competency,
    const std::vector<ValidLevel>& profile, const Decision& decision, std::string_view basis);

}  // namespace binadaya::registry::domain
