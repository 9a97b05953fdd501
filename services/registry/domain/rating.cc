#include "services/registry/domain/rating.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/domain/refusal.h"
#include "services/common/domain/round.h"

namespace binadaya::registry::domain {
namespace {

constexpr int kLevels = 5;

// The judgements of one role on one competency.
struct Share {
  double weight = 0;
  double sum = 0;
  int count = 0;
  std::vector<const Rating*> ratings = {};

  void Take(const Rating& rating) {
    sum += rating.level;
    ++count;
    ratings.push_back(&rating);
  }
  double Mean() const { return sum / count; }
};

// The day from which what was seen then says nothing any more.
absl::CivilDay EndOf(const Rating& rating, const RatingPolicy& policy) {
  return YearsLater(
      rating.on, rating.role == RaterRole::kAssessmentCenter ? policy.assessment_validity_years
                                                             : policy.profile_validity_years);
}

// Lets `level` rest on a rating too.
void Rest(ProfileLevel& level, const Rating& rating, const RatingPolicy& policy) {
  level.ratings.push_back(rating.id);
  level.seen = std::max(level.seen, rating.on);
  level.until = std::max(level.until, EndOf(rating, policy));
}

// A finding of the checklist's field.
absl::Status RefuseChecklist(std::string rule, size_t index, Message message) {
  return Refuse(
      absl::StatusCode::kInvalidArgument,
      {{std::move(rule), absl::StrCat("checklist[", index, "]"), std::move(message)}});
}

}  // namespace

std::string_view ToString(RaterRole role) {
  switch (role) {
    case RaterRole::kSelf:
      return "SELF";
    case RaterRole::kSupervisor:
      return "SUPERVISOR";
    case RaterRole::kPeer:
      return "PEER";
    case RaterRole::kAssessmentCenter:
      return "ASSESSMENT_CENTER";
    case RaterRole::kSubordinate:
      return "SUBORDINATE";
    case RaterRole::kTest:
      return "TEST";
    case RaterRole::kEvidence:
      return "EVIDENCE";
  }
  return "";
}

absl::CivilDay YearsLater(absl::CivilDay day, int years) {
  return absl::CivilDay(day.year() + years, day.month(), day.day());
}

bool IsLevel(double level) { return level >= 0 && level <= kLevels; }

bool StandsAlone(RaterRole role) {
  return role == RaterRole::kAssessmentCenter || role == RaterRole::kTest ||
         role == RaterRole::kEvidence;
}

bool Holds(const Rating& rating, absl::CivilDay today, const RatingPolicy& policy) {
  return StandsAlone(rating.role) && today < EndOf(rating, policy);
}

bool IsAnsweredFor(
    const std::vector<Rating>& ratings, absl::CivilDay today, const RatingPolicy& policy) {
  return std::any_of(ratings.begin(), ratings.end(), [&](const Rating& rating) {
    return rating.role == RaterRole::kSupervisor || Holds(rating, today, policy);
  });
}

absl::StatusOr<double> LevelFromChecklist(const std::vector<Checklist>& checklist) {
  // By level; the one above the highest stays absent.
  std::array<const Checklist*, kLevels + 2> at = {};
  for (size_t i = 0; i < checklist.size(); ++i) {
    const Checklist& entry = checklist[i];
    if (entry.level < 1 || entry.level > kLevels) {
      return RefuseChecklist(
          "F-02", i,
          {"Tingkat daftar periksa harus 1 sampai 5. Perbaiki tingkatnya.",
           "The level of a checklist must be 1 to 5. Correct the level."});
    }
    if (entry.indicators < 1 || entry.ticked < 0 || entry.ticked > entry.indicators) {
      return RefuseChecklist(
          "F-02", i,
          {"Indikator yang dicentang harus antara 0 dan jumlah indikator "
           "tingkat itu, paling sedikit satu indikator. Hitung ulang.",
           "The ticked indicators must be between 0 and the number of "
           "indicators of that level, which is at least one. Count again."});
    }
    const Checklist*& slot = at[static_cast<size_t>(entry.level)];
    if (slot != nullptr) {
      return RefuseChecklist(
          "F-02", i,
          {"Tingkat ini diisi dua kali. Gabungkan daftar periksanya.",
           "This level is given twice. Merge the checklists."});
    }
    slot = &entry;
  }
  size_t level = 1;
  while (at[level] != nullptr && at[level]->ticked == at[level]->indicators) ++level;
  const Checklist* next = at[level];
  const double share = next == nullptr ? 0 : static_cast<double>(next->ticked) / next->indicators;
  return Round4(static_cast<double>(level - 1) + share);
}

ProfileLevel Combine(
    const std::vector<Rating>& ratings, absl::CivilDay today, const RatingPolicy& policy) {
  ProfileLevel result;
  const Rating* alone = nullptr;
  Share supervisor{policy.supervisor};
  Share peer{policy.peer};
  Share self{policy.self};
  for (const Rating& rating : ratings) {
    result.competency = rating.competency;
    switch (rating.role) {
      case RaterRole::kSelf:
        self.Take(rating);
        break;
      case RaterRole::kSupervisor:
        supervisor.Take(rating);
        break;
      case RaterRole::kPeer:
      case RaterRole::kSubordinate:
        peer.Take(rating);
        break;
      case RaterRole::kAssessmentCenter:
      case RaterRole::kTest:
      case RaterRole::kEvidence:
        if (Holds(rating, today, policy) && (alone == nullptr || alone->on <= rating.on))
          alone = &rating;
        break;
    }
  }
  if (alone != nullptr) {
    result.level = Round4(alone->level);
    result.basis = ToString(alone->role);
    result.stands_alone = true;
    Rest(result, *alone, policy);
    return result;
  }
  result.basis = "MULTI_RATER";
  double sum = 0;
  double weight = 0;
  // Few peers could be recognised, and one friend or foe would tip the level.
  if (peer.count < policy.min_peers) peer = {};
  for (const Share* share : {&supervisor, &peer, &self}) {
    if (share->count == 0) continue;
    sum += share->weight * share->Mean();
    weight += share->weight;
    for (const Rating* rating : share->ratings) Rest(result, *rating, policy);
  }
  if (weight > 0) result.level = Round4(sum / weight);
  if (self.count > 0 && supervisor.count > 0) {
    // Rounded: 3.6667 and 1.6667 are two levels apart, whatever the double says.
    result.disputed = Round4(std::abs(self.Mean() - supervisor.Mean())) >= policy.dispute_distance;
  }
  if (result.disputed) {
    result.self_level = Round4(self.Mean());
    result.supervisor_level = Round4(supervisor.Mean());
  }
  return result;
}

}  // namespace binadaya::registry::domain
