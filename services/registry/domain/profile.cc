#include "services/registry/domain/profile.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <optional>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/common/domain/refusal.h"
#include "services/registry/domain/gap.h"

namespace binadaya::registry::domain {
namespace {

constexpr int kLevels = 5;

// The same day `years` later; 29 February becomes 1 March.
absl::CivilDay YearsLater(absl::CivilDay day, int years) {
  return absl::CivilDay(day.year() + years, day.month(), day.day());
}

bool IsLevel(double level) { return level >= 0 && level <= kLevels; }

Finding LevelOutside(std::string where) {
  return {
      "PROF-03",
      std::move(where),
      {"Tingkat harus 0 sampai 5. Perbaiki penilaiannya.",
       "The level must be 0 to 5. Correct the judgement."}};
}

// An assessment that has run out counts for nothing.
bool Holds(const Rating& rating, absl::CivilDay today, const RatingPolicy& policy) {
  return rating.role == RaterRole::kAssessmentCenter &&
         today < YearsLater(rating.on, policy.assessment_validity_years);
}

// Self-assessment and colleagues alone do not make a level; who answers for it is the supervisor or
// the assessment centre.
bool IsAnsweredFor(
    const std::vector<Rating>& ratings, absl::CivilDay today, const RatingPolicy& policy) {
  return std::any_of(ratings.begin(), ratings.end(), [&](const Rating& rating) {
    return rating.role == RaterRole::kSupervisor || Holds(rating, today, policy);
  });
}

std::map<std::string, std::vector<Rating>> ByCompetency(const std::vector<Rating>& ratings) {
  std::map<std::string, std::vector<Rating>> sorted;
  for (const Rating& rating : ratings) sorted[rating.competency].push_back(rating);
  return sorted;
}

std::set<std::string> Disputed(const std::vector<ProfileLevel>& levels) {
  std::set<std::string> disputed;
  for (const ProfileLevel& level : levels) {
    if (level.disputed) disputed.insert(level.competency);
  }
  return disputed;
}

// The judgements of one role on one competency.
struct Share {
  double weight = 0;
  double sum = 0;
  int count = 0;
  std::vector<std::string> ratings = {};

  void Take(const Rating& rating) {
    sum += rating.level;
    ++count;
    ratings.push_back(rating.id);
  }
  double Mean() const { return sum / count; }
};

// F-02, as a finding of the checklist's field.
absl::Status RefuseChecklist(size_t index, Message message) {
  return Refuse(
      absl::StatusCode::kInvalidArgument,
      {{"F-02", absl::StrCat("checklist[", index, "]"), std::move(message)}});
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
  }
  return "";
}

std::string_view ToString(ProfileState state) {
  switch (state) {
    case ProfileState::kSubmitted:
      return "SUBMITTED";
    case ProfileState::kConsolidated:
      return "CONSOLIDATED";
    case ProfileState::kDisputed:
      return "DISPUTED";
    case ProfileState::kVerified:
      return "VERIFIED";
    case ProfileState::kValid:
      return "VALID";
    case ProfileState::kExpired:
      return "EXPIRED";
  }
  return "";
}

absl::StatusOr<double> LevelFromChecklist(const std::vector<Checklist>& checklist) {
  // By level; the one above the highest stays absent.
  std::array<const Checklist*, kLevels + 2> at = {};
  for (size_t i = 0; i < checklist.size(); ++i) {
    const Checklist& entry = checklist[i];
    if (entry.level < 1 || entry.level > kLevels) {
      return RefuseChecklist(
          i, {"Tingkat daftar periksa harus 1 sampai 5. Perbaiki tingkatnya.",
              "The level of a checklist must be 1 to 5. Correct the level."});
    }
    if (entry.indicators < 1 || entry.ticked < 0 || entry.ticked > entry.indicators) {
      return RefuseChecklist(
          i, {"Indikator yang dicentang harus antara 0 dan jumlah indikator "
              "tingkat itu, paling sedikit satu indikator. Hitung ulang.",
              "The ticked indicators must be between 0 and the number of "
              "indicators of that level, which is at least one. Count again."});
    }
    const Checklist*& slot = at[static_cast<size_t>(entry.level)];
    if (slot != nullptr) {
      return RefuseChecklist(
          i, {"Tingkat ini diisi dua kali. Gabungkan daftar periksanya.",
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
  const Rating* assessment = nullptr;
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
        peer.Take(rating);
        break;
      case RaterRole::kAssessmentCenter:
        if (Holds(rating, today, policy) &&
            (assessment == nullptr || assessment->on <= rating.on)) {
          assessment = &rating;
        }
        break;
    }
  }
  if (assessment != nullptr) {
    result.level = Round4(assessment->level);
    result.basis = "ASSESSMENT_CENTER";
    result.ratings = {assessment->id};
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
    result.ratings.insert(result.ratings.end(), share->ratings.begin(), share->ratings.end());
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

Profile::Profile(std::string person, std::string campaign)
    : person_(std::move(person)), campaign_(std::move(campaign)) {}

Profile Profile::Restore(
    std::string person, std::string campaign, ProfileState state, absl::CivilDay as_of,
    absl::CivilDay valid_until, std::vector<Rating> ratings,
    std::map<std::string, double> calibrated) {
  Profile profile(std::move(person), std::move(campaign));
  profile.state_ = state;
  profile.as_of_ = as_of;
  profile.valid_until_ = valid_until;
  profile.ratings_ = std::move(ratings);
  profile.calibrated_ = std::move(calibrated);
  return profile;
}

absl::StatusOr<std::vector<ProfileLevel>> Profile::Record(
    const std::vector<Rating>& judgements, absl::CivilDay today, const RatingPolicy& policy) {
  Findings input;
  for (size_t i = 0; i < judgements.size(); ++i) {
    const Rating& judgement = judgements[i];
    const bool self = judgement.role == RaterRole::kSelf;
    // All judgements are of one rater: one finding says it.
    if ((judgement.rater == person_) != self && input.empty()) {
      input.push_back(
          {"PROF-01",
           "rater_role",
           {self
                ? "Penilaian diri hanya oleh pegawai itu sendiri. Pilih peran penilai yang benar."
                : "Pegawai menilai dirinya sendiri hanya sebagai penilaian diri. Pilih peran SELF.",
            self ? "Only the employee rates as self. Choose the right role of the rater."
                 : "Employees rate themselves only as self. Choose the role SELF."},
           {{"role", std::string(ToString(judgement.role))}}});
    }
  }
  for (size_t i = 0; i < judgements.size(); ++i) {
    if (!IsLevel(judgements[i].level)) {
      input.push_back(LevelOutside(absl::StrCat("judgements[", i, "].level")));
    }
  }
  const bool settled = state_ == ProfileState::kVerified || state_ == ProfileState::kValid ||
                       state_ == ProfileState::kExpired;
  Findings findings = input;
  if (settled) {
    findings.push_back(
        {"PROF-02",
         "state",
         {"Profil sudah diverifikasi dalam periode penilaian ini. Nilai kembali "
          "dalam periode berikutnya.",
          "The profile has been verified in this rating campaign. Rate again in the "
          "next campaign."},
         {{"state", std::string(ToString(state_))}}});
  }
  if (!findings.empty()) {
    // With a wrong input no other state of the profile would help.
    return Refuse(
        input.empty() ? absl::StatusCode::kFailedPrecondition : absl::StatusCode::kInvalidArgument,
        std::move(findings));
  }

  const std::set<std::string> before = Disputed(Levels(today, policy));
  for (Rating judgement : judgements) {
    judgement.level = Round4(judgement.level);
    const auto earlier = std::find_if(ratings_.begin(), ratings_.end(), [&](const Rating& rating) {
      return rating.rater == judgement.rater && rating.role == judgement.role &&
             rating.competency == judgement.competency;
    });
    const bool known = earlier != ratings_.end();
    // A calibration settled what these three said; when one of them says something else, it is no
    // longer what was agreed.
    if (judgement.role != RaterRole::kPeer && !(known && earlier->level == judgement.level)) {
      calibrated_.erase(judgement.competency);
    }
    if (known) {
      *earlier = std::move(judgement);
    } else {
      ratings_.push_back(std::move(judgement));
    }
  }
  Consolidate(today, policy);
  std::vector<ProfileLevel> disputed = Levels(today, policy);
  std::erase_if(disputed, [&](const ProfileLevel& level) {
    return !level.disputed || before.contains(level.competency);
  });
  return disputed;
}

absl::Status Profile::Calibrate(
    std::string_view competency, double level, absl::CivilDay today, const RatingPolicy& policy) {
  Findings findings;
  const std::string key(competency);
  const bool disputed =
      state_ == ProfileState::kDisputed && Disputed(Levels(today, policy)).contains(key);
  if (!disputed) {
    findings.push_back(
        {"PROF-04",
         "competency",
         {"Kompetensi ini tidak sedang disengketakan, jadi tidak ada yang "
          "dikalibrasi. Pilih kompetensi yang disengketakan.",
          "This competency is not in dispute, so there is nothing to calibrate. "
          "Choose a disputed one."},
         {{"competency", key}, {"state", std::string(ToString(state_))}}});
  }
  if (!IsLevel(level)) findings.push_back(LevelOutside("level"));
  if (!findings.empty()) {
    return Refuse(
        IsLevel(level) ? absl::StatusCode::kFailedPrecondition : absl::StatusCode::kInvalidArgument,
        std::move(findings));
  }
  calibrated_[key] = Round4(level);
  Consolidate(today, policy);
  return absl::OkStatus();
}

absl::Status Profile::Verify() {
  if (state_ == ProfileState::kConsolidated) {
    state_ = ProfileState::kVerified;
    return absl::OkStatus();
  }
  Finding finding{"PROF-05", "state", {}, {{"state", std::string(ToString(state_))}}};
  switch (state_) {
    case ProfileState::kSubmitted: {
      std::vector<std::string> missing;
      for (const auto& [competency, ratings] : ByCompetency(ratings_)) {
        const bool rated = std::any_of(ratings.begin(), ratings.end(), [](const Rating& rating) {
          return rating.role == RaterRole::kSupervisor ||
                 rating.role == RaterRole::kAssessmentCenter;
        });
        if (!rated) missing.push_back(competency);
      }
      const std::string list = absl::StrJoin(missing, ", ");
      finding.message = {
          absl::StrCat(
              "Penilaian atasan atau assessment center yang masih berlaku belum ada",
              missing.empty() ? "" : absl::StrCat(" untuk ", list), ". Minta atasan menilai."),
          absl::StrCat(
              "A rating of the supervisor or of an assessment centre that still holds is missing",
              missing.empty() ? "" : absl::StrCat(" for ", list), ". Ask the supervisor to rate.")};
      if (!missing.empty()) finding.values["competencies"] = list;
      break;
    }
    case ProfileState::kDisputed:
      finding.message = {
          "Masih ada kompetensi yang disengketakan. Selesaikan dalam rapat kalibrasi lebih dahulu.",
          "A competency is still in dispute. Settle it in a calibration meeting first."};
      break;
    case ProfileState::kExpired:
      finding.message = {
          "Masa berlaku profil sudah habis. Nilai kembali dalam periode penilaian yang baru.",
          "The profile has expired. Rate again in a new rating campaign."};
      break;
    default:
      finding.message = {
          "Profil sudah diverifikasi; tidak ada yang perlu dilakukan.",
          "The profile is verified already; nothing is left to do."};
  }
  return Refuse(std::move(finding));
}

absl::Status Profile::Validate(absl::CivilDay today, const RatingPolicy& policy) {
  if (state_ == ProfileState::kVerified) {
    state_ = ProfileState::kValid;
    as_of_ = today;
    valid_until_ = YearsLater(today, policy.profile_validity_years);
    return absl::OkStatus();
  }
  Finding finding{"PROF-06", "state", {}, {{"state", std::string(ToString(state_))}}};
  if (state_ == ProfileState::kValid) {
    finding.message = {
        "Profil sudah disahkan; tidak ada yang perlu dilakukan.",
        "The profile is valid already; nothing is left to do."};
  } else if (state_ == ProfileState::kExpired) {
    finding.message = {
        "Masa berlaku profil sudah habis. Nilai kembali dalam periode penilaian yang baru.",
        "The profile has expired. Rate again in a new rating campaign."};
  } else {
    finding.message = {
        "Profil belum diverifikasi. Minta pengelola kepegawaian unit memverifikasinya lebih "
        "dahulu.",
        "The profile is not verified. Have the unit's HR officer verify it first."};
  }
  return Refuse(std::move(finding));
}

absl::Status Profile::Expire(absl::CivilDay today) {
  if (state_ == ProfileState::kValid && today >= valid_until_) {
    state_ = ProfileState::kExpired;
    return absl::OkStatus();
  }
  Finding finding{"PROF-07", "state", {}, {{"state", std::string(ToString(state_))}}};
  if (state_ == ProfileState::kValid) {
    const std::string until = absl::FormatCivilTime(valid_until_);
    finding.message = {
        absl::StrCat("Profil masih berlaku sampai sebelum ", until, ". Tunggu sampai tanggal itu."),
        absl::StrCat("The profile holds until ", until, ". Wait for that day.")};
    finding.values["valid_until"] = until;
  } else {
    finding.message = {
        "Hanya profil yang berlaku yang dapat habis masa berlakunya. Sahkan profilnya lebih "
        "dahulu.",
        "Only a valid profile can expire. Validate the profile first."};
  }
  return Refuse(std::move(finding));
}

std::vector<ProfileLevel> Profile::Levels(absl::CivilDay today, const RatingPolicy& policy) const {
  std::vector<ProfileLevel> levels;
  for (const auto& [competency, ratings] : ByCompetency(ratings_)) {
    ProfileLevel level = Combine(ratings, today, policy);
    if (const auto agreed = calibrated_.find(competency); agreed != calibrated_.end()) {
      level.level = agreed->second;
      level.basis = "CALIBRATION";
      level.disputed = false;
      level.self_level = 0;
      level.supervisor_level = 0;
    }
    levels.push_back(std::move(level));
  }
  return levels;
}

void Profile::Consolidate(absl::CivilDay today, const RatingPolicy& policy) {
  const auto sorted = ByCompetency(ratings_);
  const bool complete =
      !sorted.empty() && std::all_of(sorted.begin(), sorted.end(), [&](const auto& entry) {
        return IsAnsweredFor(entry.second, today, policy);
      });
  if (!Disputed(Levels(today, policy)).empty()) {
    state_ = ProfileState::kDisputed;
  } else {
    state_ = complete ? ProfileState::kConsolidated : ProfileState::kSubmitted;
  }
}

}  // namespace binadaya::registry::domain
