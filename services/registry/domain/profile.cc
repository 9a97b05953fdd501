#include "services/registry/domain/profile.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "services/common/domain/refusal.h"
#include "services/common/domain/round.h"

namespace binadaya::registry::domain {
namespace {

bool HoldsOn(const ValidLevel& level, absl::CivilDay day) {
  return level.from <= day && day < level.what.until &&
         (!level.ended.has_value() || day < *level.ended);
}

// Of two levels of one competency, whether `a` rests on more: it stands alone, or was seen later.
bool Outranks(const ProfileLevel& a, const ProfileLevel& b) {
  return std::tie(b.stands_alone, b.seen) < std::tie(a.stands_alone, a.seen);
}

// Whether `a` counts while both hold.
bool StandsOver(const ValidLevel& a, const ValidLevel& b) {
  return std::tie(b.what.stands_alone, b.what.seen, b.from, b.id) <
         std::tie(a.what.stands_alone, a.what.seen, a.from, a.id);
}

}  // namespace

Finding LevelOutside(std::string where) {
  return {
      "PROF-03",
      std::move(where),
      {"Tingkat harus 0 sampai 5. Perbaiki penilaiannya.",
       "The level must be 0 to 5. Correct the judgement."}};
}

Finding OwnProfile() {
  return {
      "PROF-16",
      "subject",
      {"Tidak seorang pun memutuskan profilnya sendiri. Minta pejabat lain.",
       "Nobody decides on his own profile. Ask another official."}};
}

std::vector<ValidLevel> ProfileOn(std::vector<ValidLevel> levels, absl::CivilDay day) {
  std::erase_if(levels, [day](const ValidLevel& level) { return !HoldsOn(level, day); });
  // Of each competency the one that counts comes first, and stays.
  std::sort(levels.begin(), levels.end(), [](const ValidLevel& a, const ValidLevel& b) {
    return a.what.competency != b.what.competency ? a.what.competency < b.what.competency
                                                  : StandsOver(a, b);
  });
  const auto same = [](const ValidLevel& a, const ValidLevel& b) {
    return a.what.competency == b.what.competency;
  };
  levels.erase(std::unique(levels.begin(), levels.end(), same), levels.end());
  return levels;
}

absl::CivilDay CountsSince(const ValidLevel& level, const std::vector<ValidLevel>& all) {
  absl::CivilDay since = level.from;
  for (const ValidLevel& other : all) {
    if (other.what.competency == level.what.competency && StandsOver(other, level))
      since = std::max(since, std::min(other.what.until, other.ended.value_or(other.what.until)));
  }
  return since;
}

std::vector<std::int64_t> SupersededBy(
    const std::vector<ProfileLevel>& validated, const std::vector<ValidLevel>& open,
    absl::CivilDay today) {
  std::vector<std::int64_t> ended;
  for (const ValidLevel& old : open) {
    const auto fresh = std::find_if(
        validated.begin(), validated.end(),
        [&old](const ProfileLevel& level) { return level.competency == old.what.competency; });
    if (fresh == validated.end()) continue;
    if (!Outranks(old.what, *fresh) || old.what.until <= today) ended.push_back(old.id);
  }
  return ended;
}

bool NeverCounts(const ProfileLevel& validated, const std::vector<ValidLevel>& open) {
  return std::any_of(open.begin(), open.end(), [&validated](const ValidLevel& old) {
    return old.what.competency == validated.competency && Outranks(old.what, validated) &&
           old.what.until >= validated.until;
  });
}

std::optional<absl::CivilDay> NextEnd(const std::vector<ValidLevel>& open) {
  std::optional<absl::CivilDay> next;
  for (const ValidLevel& level : open)
    next = next.has_value() ? std::min(*next, level.what.until) : level.what.until;
  return next;
}

absl::StatusOr<ValidLevel> Correct(
    const std::string& person, const std::string& competency,
    const std::vector<ValidLevel>& profile, const Decision& decision, std::string_view basis) {
  Findings findings;
  if (decision.by.front() == person) findings.push_back(OwnProfile());
  if (!IsLevel(decision.level)) findings.push_back(LevelOutside("level"));
  const auto wrong = std::find_if(
      profile.begin(), profile.end(),
      [&competency](const ValidLevel& level) { return level.what.competency == competency; });
  if (wrong == profile.end() || wrong->what.level == Round4(decision.level)) {
    findings.push_back(
        {"PROF-15",
         "competency",
         {"Tidak ada tingkat berlaku yang lain dari ini untuk dikoreksi. Periksa kompetensi dan "
          "tingkatnya.",
          "There is no valid level other than this one to correct. Check the competency and the "
          "level."},
         {{"competency", competency}}});
  }
  if (!findings.empty()) return Refuse(absl::StatusCode::kFailedPrecondition, std::move(findings));
  ValidLevel right = *wrong;
  right.from = decision.on;
  right.what.level = Round4(decision.level);
  right.what.basis = basis;
  right.what.decision = decision;
  right.what.decision->level = right.what.level;
  return right;
}

}  // namespace binadaya::registry::domain
