#include "services/registry/domain/profile.h"

#include <algorithm>
#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/common/domain/refusal.h"
#include "services/common/domain/round.h"

namespace binadaya::registry::domain {
namespace {

// The refusal of a step that the profile's state does not allow.
absl::Status NotNow(
    std::string rule, ProfileState state, Message message,
    std::map<std::string, std::string> values = {}) {
  values["state"] = ToString(state);
  return Refuse(
      {.rule = std::move(rule),
       .where = "state",
       .message = std::move(message),
       .values = std::move(values)});
}

Finding LevelOutside(std::string where) {
  return {
      "PROF-03",
      std::move(where),
      {"Tingkat harus 0 sampai 5. Perbaiki penilaiannya.",
       "The level must be 0 to 5. Correct the judgement."}};
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

}  // namespace

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
      const std::string named = missing.empty() ? "" : absl::StrCat(" (", list, ")");
      std::map<std::string, std::string> values;
      if (!missing.empty()) values["competencies"] = list;
      return NotNow(
          "PROF-05", state_,
          {absl::StrCat(
               "Penilaian atasan atau assessment center yang masih berlaku belum ada", named,
               ". Minta atasan menilai."),
           absl::StrCat(
               "A rating of the supervisor or of an assessment centre that still holds is missing",
               named, ". Ask the supervisor to rate.")},
          std::move(values));
    }
    case ProfileState::kDisputed:
      return NotNow(
          "PROF-05", state_,
          {"Masih ada kompetensi yang disengketakan. Selesaikan dalam rapat kalibrasi lebih "
           "dahulu.",
           "A competency is still in dispute. Settle it in a calibration meeting first."});
    case ProfileState::kExpired:
      return NotNow(
          "PROF-05", state_,
          {"Masa berlaku profil sudah habis. Nilai kembali dalam periode penilaian yang baru.",
           "The profile has expired. Rate again in a new rating campaign."});
    default:
      return NotNow(
          "PROF-05", state_,
          {"Profil sudah diverifikasi; tidak ada yang perlu dilakukan.",
           "The profile is verified already; nothing is left to do."});
  }
}

absl::Status Profile::Validate(absl::CivilDay today, const RatingPolicy& policy) {
  if (state_ == ProfileState::kVerified) {
    state_ = ProfileState::kValid;
    as_of_ = today;
    valid_until_ = YearsLater(today, policy.profile_validity_years);
    return absl::OkStatus();
  }
  if (state_ == ProfileState::kValid) {
    return NotNow(
        "PROF-06", state_,
        {"Profil sudah disahkan; tidak ada yang perlu dilakukan.",
         "The profile is valid already; nothing is left to do."});
  }
  if (state_ == ProfileState::kExpired) {
    return NotNow(
        "PROF-06", state_,
        {"Masa berlaku profil sudah habis. Nilai kembali dalam periode penilaian yang baru.",
         "The profile has expired. Rate again in a new rating campaign."});
  }
  return NotNow(
      "PROF-06", state_,
      {"Profil belum diverifikasi. Minta pengelola kepegawaian unit memverifikasinya lebih "
       "dahulu.",
       "The profile is not verified. Have the unit's HR officer verify it first."});
}

absl::Status Profile::Expire(absl::CivilDay today) {
  if (state_ == ProfileState::kValid && today >= valid_until_) {
    state_ = ProfileState::kExpired;
    return absl::OkStatus();
  }
  if (state_ == ProfileState::kValid) {
    const std::string until = absl::FormatCivilTime(valid_until_);
    return NotNow(
        "PROF-07", state_,
        {absl::StrCat(
             "Profil masih berlaku sampai sebelum ", until, ". Tunggu sampai tanggal itu."),
         absl::StrCat("The profile holds until ", until, ". Wait for that day.")},
        {{"valid_until", until}});
  }
  return NotNow(
      "PROF-07", state_,
      {"Hanya profil yang berlaku yang dapat habis masa berlakunya. Sahkan profilnya lebih "
       "dahulu.",
       "Only a valid profile can expire. Validate the profile first."});
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
