#include <algorithm>
#include <bit>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "services/common/domain/round.h"
#include "services/common/domain/step.h"
#include "services/scheduling/domain/ranking.h"

// The gates, and what is wrong with the input.
namespace binadaya::scheduling::domain {
namespace {

bool Fits(const Matching& matching, const Candidate& candidate) {
  return std::find(matching.families.begin(), matching.families.end(), candidate.family) !=
             matching.families.end() ||
         std::any_of(candidate.parts.begin(), candidate.parts.end(), [&](const ScorePart& part) {
           return part.gap >= matching.policy.least_gap;
         });
}

// PPPK and PPPK part time alike.
bool IsWithinHours(const Matching& matching, const Candidate& candidate) {
  const bool pppk = candidate.employment == "PPPK" || candidate.employment == "PPPK_PW";
  return !pppk || candidate.jp + matching.jp <= matching.policy.pppk_cap;
}

bool IsOpenAnywhere(const Matching& matching, const Candidate& candidate) {
  for (std::size_t i = 0; i < matching.intakes.size(); ++i)
    if (IsOpenTo(matching, candidate, i)) return true;
  return false;
}

Finding Cooling(const Matching& matching, const Candidate& candidate, const Intake& intake) {
  const std::string from = absl::FormatCivilTime(AgainFrom(matching, candidate));
  return {
      "SEL-03",
      "completed",
      {absl::StrCat(
           "Program ini baru diselesaikan; dapat diikuti lagi mulai ", from,
           ". Pilih angkatan sesudah itu."),
       absl::StrCat(
           "This program was completed not long ago; it can be had again from ", from,
           " on. Choose an intake after that.")},
      {{"batch", intake.batch},
       {"completed", absl::FormatCivilTime(*candidate.completed)},
       {"again_from", from}}};
}

Finding NotFree(const Barred& barred, const Intake& intake) {
  return {
      "SEL-04",
      "barred",
      {absl::StrCat(
           "Tidak dapat hadir pada angkatan ini (", barred.rule,
           "): ada sesi lain, cuti, atau larangan meninggalkan unit. Pilih angkatan lain, atau "
           "selesaikan benturannya."),
       absl::StrCat(
           "Cannot come to this intake (", barred.rule,
           "): there is another session, leave, or the unit may not be left. Choose another "
           "intake, or resolve what collides.")},
      {{"batch", intake.batch}, {"rule", barred.rule}, {"by", barred.by}}};
}

class InputCheck {
 public:
  InputCheck(
      const Matching& matching, std::span<const Candidate> candidates,
      std::span<const std::uint64_t> lots)
      : matching_(matching), candidates_(candidates), lots_(lots) {}

  Findings Check(std::span<const SeatOverride> overrides) {
    CheckIntakes();
    for (std::size_t i = 0; i < matching_.caps.size(); ++i)
      for (const std::size_t intake : matching_.caps[i].intakes)
        Require(intake < matching_.intakes.size(), absl::StrCat("caps[", i, "].intakes"));
    for (std::size_t i = 0; i < candidates_.size(); ++i) CheckCandidate(i);
    CheckTwice();
    CheckOverrides(overrides);
    return std::move(findings_);
  }

 private:
  void CheckIntakes() {
    const std::vector<Intake>& intakes = matching_.intakes;
    if (intakes.empty() || std::any_of(intakes.begin(), intakes.end(), [](const Intake& intake) {
          return intake.seats < 1;
        })) {
      findings_.push_back(
          {"SEL-10",
           "intakes",
           {"Tidak ada angkatan, atau ada angkatan tanpa kursi. Isi sedikitnya satu kursi tiap "
            "angkatan.",
            "There is no intake, or one without seats. Give each intake at least one seat."}});
    }
    for (std::size_t i = 1; i < intakes.size(); ++i) {
      if (intakes[i - 1].first <= intakes[i].first &&
          intakes[i - 1].first.year() == intakes[i].first.year()) {
        continue;
      }
      findings_.push_back(
          {"SEL-11",
           absl::StrCat("intakes[", i, "].first"),
           {"Angkatan tidak urut menurut tanggal, atau tidak dalam satu tahun. Urutkan, dan pilih "
            "peserta tiap tahun tersendiri.",
            "The intakes are not by day, or not of one year. Put them into order, and choose the "
            "participants of each year by themselves."}});
    }
    RequireValue(matching_.jp >= 0, "jp");
  }

  void CheckCandidate(std::size_t i) {
    const Candidate& candidate = candidates_[i];
    // A NaN fails both comparisons.
    if (!(candidate.score >= 0 && candidate.score <= 100)) RequireValue(false, At(i, "score"));
    if (!(candidate.unit_trained >= 0 && candidate.unit_trained <= 1))
      RequireValue(false, At(i, "unit_trained"));
    if (candidate.jp < 0) RequireValue(false, At(i, "jp"));
    for (const Barred& barred : candidate.barred)
      if (barred.intake >= matching_.intakes.size()) Require(false, At(i, "barred"));
    for (std::size_t n = 0; n < candidate.caps.size(); ++n) {
      const auto end = candidate.caps.begin() + static_cast<std::ptrdiff_t>(n);
      if (candidate.caps[n] >= matching_.caps.size() ||
          std::find(candidate.caps.begin(), end, candidate.caps[n]) != end) {
        Require(false, At(i, "caps"));
      }
    }
  }

  // An open hash table of positions: among a million people, sorting takes longer.
  void CheckTwice() {
    std::vector<std::uint32_t> table(std::bit_ceil(2 * candidates_.size() + 1));  // 0 is free
    const std::size_t mask = table.size() - 1;
    for (std::size_t i = 0; i < candidates_.size(); ++i) {
      const std::string& person = candidates_[i].person;
      std::size_t at = lots_[i] & mask;
      const auto is_other = [&](std::size_t one) {
        return lots_[one] != lots_[i] || candidates_[one].person != person;
      };
      while (table[at] != 0 && is_other(table[at] - 1)) at = (at + 1) & mask;
      if (table[at] == 0) {
        table[at] = static_cast<std::uint32_t>(i) + 1;
        continue;
      }
      findings_.push_back(
          {"SEL-12",
           "candidates",
           {"Pegawai ini tercantum dua kali. Hapus salah satunya.",
            "This person is listed twice. Leave one out."},
           {{"person", person}}});
    }
  }

  void CheckOverrides(std::span<const SeatOverride> overrides) {
    std::set<std::string> seen;
    for (std::size_t i = 0; i < overrides.size(); ++i) {
      const SeatOverride& override = overrides[i];
      const std::string where = absl::StrCat("overrides[", i, "].person");
      const std::map<std::string, std::string> values = {{"person", override.person}};
      if (std::none_of(candidates_.begin(), candidates_.end(), [&](const Candidate& candidate) {
            return candidate.person == override.person;
          })) {
        findings_.push_back(
            {"SEL-20",
             where,
             {"Pegawai ini tidak ada di antara calon: bukan dari unit dan rumpun jabatan yang "
              "dipilih, atau tidak cocok dengan program. Pilih orang lain, atau perluas "
              "pemilihannya.",
              "This person is not among the candidates: not of the units and job families that "
              "were chosen, or no match for the program. Choose somebody else, or choose from "
              "more."},
             values});
      }
      if (!seen.insert(override.person).second) {
        findings_.push_back(
            {"SEL-21",
             where,
             {"Pegawai ini dipilih di luar urutan dua kali. Hapus salah satunya.",
              "This person is chosen out of turn twice. Leave one out."},
             values});
      }
      if (override.reason == OverrideReason::kOther) {
        RequireReason(
            override.note,
            {"SEL-24",
             absl::StrCat("overrides[", i, "].note"),
             {"Alasan OTHER perlu penjelasan. Tuliskan mengapa pegawai ini didahulukan.",
              "The reason OTHER needs words. Write why this person is put ahead."},
             values},
            findings_);
      }
    }
  }

  static std::string At(std::size_t i, const char* field) {
    return absl::StrCat("candidates[", i, "].", field);
  }
  void RequireValue(bool good, std::string where) {
    if (good) return;
    findings_.push_back(
        {"SEL-13",
         std::move(where),
         {"Nilai ini di luar batas: skor 0 sampai 100, bagian unit 0 sampai 1, jam pelajaran tidak "
          "kurang dari 0. Perbaiki nilainya.",
          "This value is out of range: a score is 0 to 100, a share 0 to 1, lesson hours are not "
          "below 0. Correct the value."}});
  }
  void Require(bool good, std::string where) {
    if (good) return;
    findings_.push_back(
        {"SEL-14",
         std::move(where),
         {"Angkatan atau batas yang dirujuk tidak ada, atau disebut dua kali. Perbaiki nomornya.",
          "An intake or a cap that is referred to is not there, or is named twice. Correct the "
          "number."}});
  }

  const Matching& matching_;
  std::span<const Candidate> candidates_;
  std::span<const std::uint64_t> lots_;
  Findings findings_;
};

}  // namespace

std::string_view ToString(OverrideReason reason) {
  switch (reason) {
    case OverrideReason::kLeaderDirective:
      return "LEADER_DIRECTIVE";
    case OverrideReason::kSubstitute:
      return "SUBSTITUTE";
    case OverrideReason::kUnitRequest:
      return "UNIT_REQUEST";
    case OverrideReason::kOther:
      return "OTHER";
  }
  return "";
}

int JpDeficit(const MatchingPolicy& policy, const Candidate& candidate) {
  return std::max(policy.jp_target - candidate.jp, 0);
}

bool Covers(const AwayCap& cap, std::size_t intake) {
  return cap.intakes.empty() ||
         std::find(cap.intakes.begin(), cap.intakes.end(), intake) != cap.intakes.end();
}

absl::CivilDay AgainFrom(const Matching& matching, const Candidate& candidate) {
  if (!candidate.completed.has_value()) return {};
  // 29 February is 1 March of a year without one.
  const absl::CivilDay day = *candidate.completed;
  return absl::CivilDay(day.year(), day.month() + matching.policy.cooldown_months, day.day());
}

bool IsOpenTo(const Matching& matching, const Candidate& candidate, std::size_t intake) {
  if (AgainFrom(matching, candidate) > matching.intakes[intake].first) return false;
  return std::none_of(
      candidate.barred.begin(), candidate.barred.end(),
      [intake](const Barred& barred) { return barred.intake == intake; });
}

bool Qualifies(const Matching& matching, const Candidate& candidate) {
  return candidate.active && !candidate.enrolled && Fits(matching, candidate) &&
         IsWithinHours(matching, candidate) && IsOpenAnywhere(matching, candidate);
}

Findings CheckGates(const Matching& matching, const Candidate& candidate) {
  Findings findings;
  if (!candidate.active) {
    findings.push_back(
        {"SEL-01",
         "active",
         {"Pegawai tidak berkedudukan aktif pada hari program. Pilih pegawai lain.",
          "The person is not in active service on the days of the program. Choose another."}});
  }
  if (!Fits(matching, candidate)) {
    findings.push_back(
        {"SEL-02",
         "family",
         {"Rumpun jabatannya bukan sasaran program, dan tidak ada kesenjangan satu tingkat pada "
          "kompetensi yang dituju. Pilih program yang sesuai dengan kesenjangannya.",
          "The post family is no target of the program, and no target competency has a gap of a "
          "whole level. Choose a program that fits the gaps."},
         {{"family", candidate.family}, {"families", absl::StrJoin(matching.families, ", ")}}});
  }
  const bool closed = !IsOpenAnywhere(matching, candidate);
  for (const Intake& intake : matching.intakes) {
    if (AgainFrom(matching, candidate) <= intake.first) continue;
    findings.push_back(Cooling(matching, candidate, intake));
    findings.back().warning = !closed;
  }
  for (const Barred& barred : candidate.barred) {
    findings.push_back(NotFree(barred, matching.intakes[barred.intake]));
    findings.back().warning = !closed;
  }
  if (!IsWithinHours(matching, candidate)) {
    findings.push_back(
        {"SEL-05",
         "jp",
         {absl::StrCat(
              "PPPK paling banyak ", matching.policy.pppk_cap, " JP setahun; sudah ", candidate.jp,
              ", program ini ", matching.jp,
              ". Pilih program yang lebih pendek, atau tahun depan."),
          absl::StrCat(
              "A PPPK has at most ", matching.policy.pppk_cap,
              " lesson hours (JP) a year; there "
              "are ",
              candidate.jp, " and this program has ", matching.jp,
              ". Choose a shorter one, or next year.")},
         {{"jp", absl::StrCat(candidate.jp)},
          {"program", absl::StrCat(matching.jp)},
          {"cap", absl::StrCat(matching.policy.pppk_cap)}}});
  }
  if (candidate.enrolled) {
    findings.push_back(
        {"SEL-06",
         "enrolled",
         {"Pegawai sudah punya kursi pada program ini, atau menunggunya. Tidak ada yang perlu "
          "dilakukan.",
          "The person has a seat of this program already, or waits for one. Nothing is left to "
          "do."}});
  }
  return findings;
}

Findings CheckMatching(
    const Matching& matching, std::span<const Candidate> candidates,
    std::span<const SeatOverride> overrides) {
  return CheckInput(matching, candidates, overrides, LotsOf(matching, candidates));
}

Findings CheckInput(
    const Matching& matching, std::span<const Candidate> candidates,
    std::span<const SeatOverride> overrides, std::span<const std::uint64_t> lots) {
  return InputCheck(matching, candidates, lots).Check(overrides);
}

Findings CheckOverrideRate(int overridden, int chosen, const MatchingPolicy& policy) {
  const double rate = chosen == 0 ? 0 : 1.0 * overridden / chosen;
  if (Round4(rate) <= policy.override_rate) return {};
  const std::string percent = absl::StrFormat("%.1f", 100 * rate);
  const std::string most = absl::StrFormat("%.0f", 100 * policy.override_rate);
  return {
      {.rule = "SEL-25",
       .where = "overrides",
       .message =
           {absl::StrCat(
                percent, " % peserta dipilih di luar urutan, lebih dari ", most,
                " %. Periksa alasan-alasannya, atau perbaiki sasaran programnya."),
            absl::StrCat(
                percent, " % of the participants were chosen out of turn, more than ", most,
                " %. Look at the reasons, or correct the program's targets.")},
       .values =
           {{"overridden", absl::StrCat(overridden)},
            {"chosen", absl::StrCat(chosen)},
            {"rate", absl::StrFormat("%.4f", rate)}},
       .warning = true}};
}

}  // namespace binadaya::scheduling::domain
