#include "services/registry/domain/rating_case.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/common/domain/refusal.h"
#include "services/common/domain/round.h"
#include "services/registry/domain/profile.h"

namespace binadaya::registry::domain {
namespace {

// The refusal of a step that the case's state does not allow.
absl::Status NotNow(std::string rule, CaseState state, Message message) {
  return Refuse(
      {.rule = std::move(rule),
       .where = "state",
       .message = std::move(message),
       .values = {{"state", std::string(ToString(state))}}});
}

Finding AlreadyVerified(CaseState state) {
  return {
      "PROF-02",
      "state",
      {"Profil sudah diverifikasi dalam periode penilaian ini. Nilai kembali dalam periode "
       "berikutnya.",
       "The profile has been verified in this rating campaign. Rate again in the next campaign."},
      {{"state", std::string(ToString(state))}}};
}

}  // namespace

std::string_view ToString(CaseState state) {
  switch (state) {
    case CaseState::kSubmitted:
      return "SUBMITTED";
    case CaseState::kConsolidated:
      return "CONSOLIDATED";
    case CaseState::kDisputed:
      return "DISPUTED";
    case CaseState::kVerified:
      return "VERIFIED";
    case CaseState::kValid:
      return "VALID";
    case CaseState::kExpired:
      return "EXPIRED";
  }
  return "";
}

RatingCase::RatingCase(std::string person, std::string campaign, CaseContent content)
    : person_(std::move(person)), campaign_(std::move(campaign)), content_(std::move(content)) {}

absl::StatusOr<std::vector<ProfileLevel>> RatingCase::Record(
    const std::vector<Rating>& judgements, const Setting& setting) {
  Findings input;
  if (!judgements.empty()) {  // all of one rater: one finding says it
    const Rating& form = judgements.front();
    const bool self = form.role == RaterRole::kSelf;
    if ((form.rater == person_) != self) {
      input.push_back(
          {"PROF-01",
           "rater_role",
           {self
                ? "Penilaian diri hanya oleh pegawai itu sendiri. Pilih peran penilai yang benar."
                : "Pegawai menilai dirinya sendiri hanya sebagai penilaian diri. Pilih peran SELF.",
            self ? "Only the employee rates as self. Choose the right role of the rater."
                 : "Employees rate themselves only as self. Choose the role SELF."},
           {{"role", std::string(ToString(form.role))}}});
    }
    const auto other = std::find_if(
        content_.ratings.begin(), content_.ratings.end(), [&form](const Rating& rating) {
          return rating.rater == form.rater && rating.role != form.role;
        });
    if (other != content_.ratings.end()) {
      const std::string role(ToString(other->role));
      input.push_back(
          {"PROF-09",
           "rater_role",
           {absl::StrCat(
                "Penilai ini sudah menilai pegawai yang sama sebagai ", role,
                " dalam periode ini. Nilai tetap dalam peran itu."),
            absl::StrCat(
                "This rater has judged the same person as ", role,
                " in this campaign. Keep to that role.")},
           {{"role", role}}});
    }
  }
  for (std::size_t i = 0; i < judgements.size(); ++i) {
    if (!IsLevel(judgements[i].level))
      input.push_back(LevelOutside(absl::StrCat("judgements[", i, "].level")));
  }
  Findings findings = input;
  if (Settled()) findings.push_back(AlreadyVerified(state()));
  if (!findings.empty()) {
    // With a wrong input no other state of the case would help.
    return Refuse(
        input.empty() ? absl::StatusCode::kFailedPrecondition : absl::StatusCode::kInvalidArgument,
        std::move(findings));
  }

  const std::set<std::string> before = Disputed(setting);
  for (Rating judgement : judgements) {
    judgement.level = Round4(judgement.level);
    content_.left_out.erase(judgement.competency);
    const auto earlier = std::find_if(
        content_.ratings.begin(), content_.ratings.end(), [&judgement](const Rating& rating) {
          return rating.rater == judgement.rater && rating.competency == judgement.competency;
        });
    const bool known = earlier != content_.ratings.end();
    // A calibration settled what self, supervisor and assessors said; when one of them says
    // something else, it is no longer what was agreed.
    const bool colleague =
        judgement.role == RaterRole::kPeer || judgement.role == RaterRole::kSubordinate;
    if (!colleague && !(known && earlier->level == judgement.level))
      content_.calibrated.erase(judgement.competency);
    if (known) {
      *earlier = std::move(judgement);
    } else {
      content_.ratings.push_back(std::move(judgement));
    }
  }
  Consolidate(setting);
  std::vector<ProfileLevel> disputed = Levels(setting);
  std::erase_if(disputed, [&](const ProfileLevel& level) {
    return !level.disputed || before.contains(level.competency);
  });
  return disputed;
}

absl::Status RatingCase::Calibrate(
    const std::string& competency, const Decision& agreed, const Setting& setting) {
  // Who judged may agree, but not record what was agreed.
  Findings findings = NotByOneOfThem(agreed.by.front(), false);
  if (Settled() || !Disputed(setting).contains(competency)) {
    findings.push_back(
        {"PROF-04",
         "competency",
         {"Kompetensi ini tidak sedang disengketakan, jadi tidak ada yang dikalibrasi. Pilih "
          "kompetensi yang disengketakan.",
          "This competency is not in dispute, so there is nothing to calibrate. Choose a disputed "
          "one."},
         {{"competency", competency}, {"state", std::string(ToString(state()))}}});
  }
  if (!IsLevel(agreed.level)) findings.push_back(LevelOutside("level"));
  if (!findings.empty()) {
    return Refuse(
        IsLevel(agreed.level) ? absl::StatusCode::kFailedPrecondition
                              : absl::StatusCode::kInvalidArgument,
        std::move(findings));
  }
  Decision& decision = content_.calibrated[competency] = agreed;
  decision.level = Round4(decision.level);
  Consolidate(setting);
  return absl::OkStatus();
}

absl::Status RatingCase::LeaveOut(
    const std::string& competency, const LeftOut& left_out, const Setting& setting) {
  Findings findings;
  if (left_out.by == person_) findings.push_back(OwnProfile());
  if (Settled()) findings.push_back(AlreadyVerified(state()));
  const Ratings counted = Counted();
  if (const auto rated = counted.find(competency);
      rated != counted.end() && IsAnsweredFor(rated->second, setting.today, setting.policy)) {
    findings.push_back(
        {"PROF-11",
         "competency",
         {"Kompetensi ini sudah dinilai atasan atau assessment center. Yang sudah dinilai tidak "
          "dapat dikecualikan; perbaiki penilaiannya.",
          "The supervisor or an assessment centre has rated this competency. What is rated cannot "
          "be left out; correct the rating."},
         {{"competency", competency}}});
  }
  const std::vector<std::string>& required = setting.required;
  if (!counted.contains(competency) &&
      std::find(required.begin(), required.end(), competency) == required.end()) {
    findings.push_back(
        {"PROF-14",
         "competency",
         {"Kompetensi ini tidak diminta standar jabatannya dan tidak dinilai. Periksa kodenya.",
          "The post's standard does not demand this competency, and nobody rated it. Check its "
          "code."},
         {{"competency", competency}}});
  }
  if (!findings.empty()) return Refuse(absl::StatusCode::kFailedPrecondition, std::move(findings));
  content_.left_out[competency] = left_out;
  Consolidate(setting);
  return absl::OkStatus();
}

absl::Status RatingCase::Verify(const std::string& by, const Setting& setting) {
  Consolidate(setting);
  Findings findings = NotByOneOfThem(by, false);
  switch (state()) {
    case CaseState::kConsolidated:
      break;
    case CaseState::kSubmitted: {
      for (Finding& lack : Lacks(setting)) findings.push_back(std::move(lack));
      std::vector<std::string> awaited;
      for (const Invited& rater : Awaited(setting)) awaited.push_back(NameOf(rater));
      if (!awaited.empty()) {
        const std::string names = absl::StrJoin(awaited, ", ");
        findings.push_back(
            {"PROF-13",
             "state",
             {absl::StrCat(
                  "Belum semua penilai yang diundang menjawab: ", names,
                  ". Ingatkan mereka, atau tunggu sampai periode ditutup."),
              absl::StrCat(
                  "Not all invited raters have answered: ", names,
                  ". Remind them, or wait until the campaign closes.")},
             {{"raters", names}}});
      }
      break;
    }
    case CaseState::kDisputed:
      findings.push_back(
          {"PROF-05",
           "state",
           {"Masih ada kompetensi yang disengketakan. Selesaikan dalam rapat kalibrasi lebih "
            "dahulu.",
            "A competency is still in dispute. Settle it in a calibration meeting first."},
           {{"state", std::string(ToString(state()))},
            {"competencies", absl::StrJoin(Disputed(setting), ", ")}}});
      break;
    default:
      return NotNow(
          "PROF-05", state(),
          {"Profil sudah diverifikasi; tidak ada yang perlu dilakukan.",
           "The profile is verified already; nothing is left to do."});
  }
  if (!findings.empty()) return Refuse(absl::StatusCode::kFailedPrecondition, std::move(findings));
  content_.state = CaseState::kVerified;
  content_.verified_by = by;
  return absl::OkStatus();
}

absl::Status RatingCase::Validate(const std::string& by, const Setting& setting) {
  if (state() > CaseState::kVerified) {
    return NotNow(
        "PROF-06", state(),
        {"Profil sudah disahkan; tidak ada yang perlu dilakukan.",
         "The profile is valid already; nothing is left to do."});
  }
  if (state() < CaseState::kVerified) {
    return NotNow(
        "PROF-06", state(),
        {"Profil belum diverifikasi. Minta pengelola kepegawaian unit memverifikasinya lebih "
         "dahulu.",
         "The profile is not verified. Have the unit's HR officer verify it first."});
  }
  Findings findings = NotByOneOfThem(by, true);
  for (Finding& lack : Lacks(setting)) findings.push_back(std::move(lack));
  if (!findings.empty()) return Refuse(absl::StatusCode::kFailedPrecondition, std::move(findings));
  content_.state = CaseState::kValid;
  content_.validated_by = by;
  return absl::OkStatus();
}

void RatingCase::Consolidate(const Setting& setting) {
  if (Settled()) return;
  if (!Disputed(setting).empty()) {
    content_.state = CaseState::kDisputed;
  } else if (Lacks(setting).empty() && Awaited(setting).empty()) {
    content_.state = CaseState::kConsolidated;
  } else {
    content_.state = CaseState::kSubmitted;
  }
}

std::vector<ProfileLevel> RatingCase::Levels(const Setting& setting) const {
  std::vector<ProfileLevel> levels;
  for (const auto& [competency, ratings] : Counted()) {
    ProfileLevel level = Combine(ratings, setting.today, setting.policy);
    if (const auto agreed = content_.calibrated.find(competency);
        agreed != content_.calibrated.end()) {
      level.level = agreed->second.level;
      level.basis = "CALIBRATION";
      level.disputed = false;
      level.self_level = 0;
      level.supervisor_level = 0;
      level.decision = agreed->second;
    }
    levels.push_back(std::move(level));
  }
  return levels;
}

std::vector<std::string> RatingCase::Missing(const Setting& setting) const {
  const Ratings counted = Counted();
  std::vector<std::string> missing;
  for (const std::string& competency : setting.required) {
    if (!counted.contains(competency) && !setting.known.contains(competency) &&
        !content_.left_out.contains(competency))
      missing.push_back(competency);
  }
  return missing;
}

std::vector<Invited> RatingCase::Awaited(const Setting& setting) const {
  if (setting.closed) return {};
  const Ratings counted = Counted();
  // Where every level stands alone, nobody's judgement adds to it.
  const bool alone =
      !counted.empty() && std::all_of(counted.begin(), counted.end(), [&](const auto& entry) {
        return Combine(entry.second, setting.today, setting.policy).stands_alone;
      });
  if (alone) return {};
  std::vector<Invited> awaited = setting.invited;
  std::erase_if(awaited, [this](const Invited& invited) {
    return std::any_of(
        content_.ratings.begin(), content_.ratings.end(), [&invited](const Rating& rating) {
          return rating.role == invited.role &&
                 (invited.rater.empty() || rating.rater == invited.rater);
        });
  });
  return awaited;
}

RatingCase::Ratings RatingCase::Counted() const {
  Ratings counted;
  for (const Rating& rating : content_.ratings) {
    if (!content_.left_out.contains(rating.competency))
      counted[rating.competency].push_back(rating);
  }
  return counted;
}

std::set<std::string> RatingCase::Disputed(const Setting& setting) const {
  std::set<std::string> disputed;
  for (const ProfileLevel& level : Levels(setting)) {
    if (level.disputed) disputed.insert(level.competency);
  }
  return disputed;
}

Findings RatingCase::Lacks(const Setting& setting) const {
  Findings findings;
  const Ratings counted = Counted();
  std::vector<std::string> unanswered;
  for (const auto& [competency, ratings] : counted) {
    if (!IsAnsweredFor(ratings, setting.today, setting.policy)) unanswered.push_back(competency);
  }
  if (!unanswered.empty() || counted.empty()) {
    const std::string list = absl::StrJoin(unanswered, ", ");
    const std::string named = unanswered.empty() ? "" : absl::StrCat(" (", list, ")");
    findings.push_back(
        {"PROF-05",
         "state",
         {absl::StrCat(
              "Penilaian atasan atau assessment center yang masih berlaku belum ada", named,
              ". Minta atasan menilai."),
          absl::StrCat(
              "A rating of the supervisor or of an assessment centre that still holds is missing",
              named, ". Ask the supervisor to rate.")},
         {{"state", std::string(ToString(state()))}}});
    if (!unanswered.empty()) findings.back().values["competencies"] = list;
  }
  const std::vector<std::string> missing = Missing(setting);
  const double covered =
      1 - static_cast<double>(missing.size()) / static_cast<double>(setting.required.size());
  if (!missing.empty() && Round4(covered) < setting.policy.coverage_min) {
    const std::string list = absl::StrJoin(missing, ", ");
    findings.push_back(
        {"PROF-12",
         "competency",
         {absl::StrCat(
              "Kompetensi standar jabatan ini belum dinilai: ", list,
              ". Nilai, atau kecualikan dengan alasan."),
          absl::StrCat(
              "Competencies of the post's standard are not rated: ", list,
              ". Rate them, or leave them out with a reason.")},
         {{"competencies", list},
          {"rated", absl::StrCat(setting.required.size() - missing.size())},
          {"required", absl::StrCat(setting.required.size())}}});
  }
  return findings;
}

Findings RatingCase::NotByOneOfThem(const std::string& by, bool validates) const {
  if (by == person_) return {OwnProfile()};
  const bool rated = std::any_of(
      content_.ratings.begin(), content_.ratings.end(),
      [&by](const Rating& rating) { return rating.rater == by; });
  if (!rated && !(validates && by == content_.verified_by)) return {};
  return {
      {"PROF-10",
       "subject",
       {"Yang menilai, memverifikasi, dan mengesahkan harus tiga orang yang berbeda. Minta pejabat "
        "lain.",
        "Who rates, who verifies and who validates are three different people. Ask another "
        "official."}}};
}

}  // namespace binadaya::registry::domain
