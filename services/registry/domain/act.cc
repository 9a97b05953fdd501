#include "services/registry/domain/act.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/domain/refusal.h"

namespace binadaya::registry::domain {
namespace {

void Append(Findings& findings, Findings more) {
  findings.insert(
      findings.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

bool Changes(EmploymentType from, EmploymentType to) {
  using enum EmploymentType;
  return from == to || (IsContract(from) && to == kCpns) || (from == kCpns && to == kPns) ||
         (from == kPppkPartTime && to == kPppk);
}

class ActChecker {
 public:
  ActChecker(
      const Act& act, const Standing& standing, const Place& place, absl::CivilDay today,
      const ActPolicy& policy)
      : act_(act), standing_(standing), place_(place), today_(today), policy_(policy) {}

  Findings Check() {
    Append(
        findings_,
        CheckDay(
            act_.effective, standing_.birth_date, today_, policy_,
            act_.kind == ActKind::kAssignment || act_.kind == ActKind::kActing ? "valid_from"
                                                                               : "effective"));
    if (HasLeft(standing_.legal_position) && act_.kind != ActKind::kReturn) {
      Add("ACT-04", "person",
          {"Pegawai sudah tidak bekerja di sini pada tanggal itu. Periksa tanggalnya, atau "
           "aktifkan kembali lebih dahulu.",
           "The person has left by that day. Check the day, or have him return first."},
          {{"legal_position", standing_.legal_position}});
      return std::move(findings_);
    }
    switch (act_.kind) {
      case ActKind::kAssignment:
      case ActKind::kActing:
        Assignment();
        break;
      case ActKind::kPromotion:
        Promotion();
        break;
      case ActKind::kEmployment:
        Employment();
        break;
      case ActKind::kSuspension:
        Suspension();
        break;
      case ActKind::kReturn:
        Return();
        break;
      case ActKind::kDeath:
        if (act_.effective > today_) {
          Add("ACT-09", "effective",
              {"Tanggal meninggal belum tiba. Perbaiki tanggalnya.",
               "The day of death has not come yet. Correct the day."});
        }
        break;
      case ActKind::kContractEnd:
        if (!IsContract(standing_.type)) {
          Add("ACT-10", "exit",
              {"Pegawai ini bukan PPPK, jadi tidak punya kontrak. Pilih alasan lain.",
               "The person is not under contract (PPPK). Choose another reason."});
        }
        break;
      case ActKind::kRetirement:
      case ActKind::kDismissal:
      case ActKind::kTransferOut:
        break;
    }
    if (act_.kind != ActKind::kAssignment && act_.kind != ActKind::kActing) Order();
    return std::move(findings_);
  }

 private:
  void Add(
      std::string_view rule, std::string_view where, Message message,
      std::map<std::string, std::string> values = {}) {
    findings_.push_back(
        {std::string(rule), std::string(where), std::move(message), std::move(values)});
  }

  void NotActive() {
    Append(
        findings_,
        CheckAssignment(AssignmentKind::kDefinitive, act_.effective, std::nullopt, false));
  }

  void Assignment() {
    Append(
        findings_,
        CheckAssignment(
            act_.assignment, act_.effective, act_.to, IsActive(standing_.legal_position)));
    Append(findings_, CheckPlace(place_, act_.effective, act_.kind == ActKind::kAssignment));
    if (act_.to.has_value() && *act_.to > act_.effective) {
      Append(findings_, CheckDay(*act_.to, standing_.birth_date, today_, policy_, "valid_to"));
    }
    if (act_.kind == ActKind::kAssignment) AfterPresentPost("valid_from");
  }

  void AfterPresentPost(std::string_view where) {
    if (!standing_.decided.has_value() || act_.effective >= *standing_.decided) return;
    Add("ASG-08", where,
        {"Tanggalnya sebelum jabatan yang sekarang dimulai. Perbaiki tanggalnya, atau batalkan "
         "dulu penempatan yang sekarang.",
         "It is before the present post began. Correct the day, or annul the present assignment "
         "first."},
        {{"present_since", absl::FormatCivilTime(*standing_.decided)}});
  }

  // What changes a person's employment comes after what changed it before.
  void Order() {
    if (standing_.changed.has_value() && act_.effective < *standing_.changed) {
      Add("ACT-03", "effective",
          {"Sesudah tanggal itu sudah berlaku keputusan lain tentang pegawai ini. Batalkan dulu "
           "yang itu, atau perbaiki tanggalnya.",
           "Another act about this person is in force from a later day. Annul that one first, or "
           "correct the day."},
          {{"in_force_since", absl::FormatCivilTime(*standing_.changed)}});
    }
    if (!PositionAfter(act_.kind).empty()) AfterPresentPost("effective");
  }

  void Promotion() {
    if (!IsActive(standing_.legal_position)) NotActive();
    Append(findings_, CheckGrade(standing_.type, act_.grade, "grade"));
    const auto before = RankOfGrade(standing_.type, standing_.grade);
    const auto after = RankOfGrade(standing_.type, act_.grade);
    if (!before.has_value() || !after.has_value() || *after > *before) return;
    Add("ACT-05", "grade",
        {"Golongan baru tidak lebih tinggi daripada yang sekarang. Perbaiki golongannya.",
         "The new grade is not higher than the present one. Correct the grade."},
        {{"present", standing_.grade}});
  }

  void Suspension() {
    if (!IsActive(standing_.legal_position)) NotActive();
    if (IsAway(act_.legal_position)) return;
    Add("ACT-16", "legal_position",
        {"Kedudukan hukum ini bukan pemberhentian sementara dari tugas. Isi CLTN, TUGAS_BELAJAR, "
         "DIPERBANTUKAN atau PEMBERHENTIAN_SEMENTARA.",
         "This legal position is no way to be away. Enter CLTN, TUGAS_BELAJAR, DIPERBANTUKAN or "
         "PEMBERHENTIAN_SEMENTARA."});
  }

  void Employment() {
    if (act_.employment_type.empty() && act_.number.empty() && act_.grade.empty() &&
        !act_.contract_end.has_value()) {
      Add("ACT-15", "employment_type",
          {"Tidak ada yang diubah. Isi jenis kepegawaian, nomor, golongan atau akhir kontrak yang "
           "baru.",
           "Nothing changes. Enter the new employment type, number, grade or end of contract."});
    }
    if (!act_.employment_type.empty() && !ParseEmploymentType(act_.employment_type)) {
      Add("PER-04", "employment_type",
          {"Jenis kepegawaian tidak dikenal. Isi CPNS, PNS, PPPK atau PPPK_PW.",
           "The employment type is unknown. Enter CPNS, PNS, PPPK or PPPK_PW."});
    }
    const EmploymentType type = ParseEmploymentType(act_.employment_type).value_or(standing_.type);
    if (!Changes(standing_.type, type)) {
      Add("ACT-06", "employment_type",
          {"Perubahan jenis kepegawaian ini tidak ada. Yang ada: PPPK atau PPPK_PW menjadi CPNS, "
           "CPNS menjadi PNS, PPPK_PW menjadi PPPK.",
           "There is no such change of employment. There are PPPK or PPPK_PW to CPNS, CPNS to PNS, "
           "PPPK_PW to PPPK."},
          {{"from", std::string(ToString(standing_.type))}, {"to", std::string(ToString(type))}});
    }
    if (IsContract(standing_.type) != IsContract(type) && act_.number.empty()) {
      Add("ACT-07", "number",
          {"Kepegawaian baru ini punya nomor baru. Isi NIP dari SK-nya.",
           "This new employment has a new number. Enter the NIP of its decree."});
    }
    if (!act_.number.empty()) {
      Append(
          findings_,
          CheckEmploymentNumber(
              act_.number,
              {.type = type, .gender = standing_.gender, .birth_date = standing_.birth_date},
              std::max(today_, act_.effective), policy_.ages, "number"));
    }
    Append(findings_, CheckGrade(type, act_.grade.empty() ? standing_.grade : act_.grade, "grade"));
    if (!act_.contract_end.has_value()) return;
    if (!IsContract(type) || *act_.contract_end <= act_.effective) {
      Add("ACT-08", "contract_end",
          {"Akhir kontrak hanya ada pada PPPK dan sesudah mulainya. Perbaiki, atau kosongkan.",
           "Only PPPK have an end of contract, after its begin. Correct it, or leave it empty."});
    }
  }

  void Return() {
    const std::string& position = standing_.legal_position;
    if (IsActive(position) || position == "PENSIUN" || position == "MENINGGAL") {
      Add("ACT-11", "person",
          {"Pegawai ini tidak sedang di luar, atau sudah pensiun atau meninggal. Bila keputusannya "
           "keliru, batalkan keputusan itu.",
           "The person is not away, or has retired or died. If that was a mistake, annul the act."},
          {{"legal_position", position}});
      return;
    }
    if (!act_.post.empty()) {
      Append(findings_, CheckPlace(place_, act_.effective, true));
      AfterPresentPost("effective");
    } else if (standing_.post.empty()) {
      Add("ACT-12", "post",
          {"Pegawai kembali tanpa jabatan. Isi jabatan dan unitnya.",
           "The person comes back to no post. Enter the post and its unit."});
    }
  }

  const Act& act_;
  const Standing& standing_;
  const Place& place_;
  const absl::CivilDay today_;
  const ActPolicy& policy_;
  Findings findings_;
};

}  // namespace

std::string_view PositionAfter(ActKind exit) {
  switch (exit) {
    case ActKind::kRetirement:
      return "PENSIUN";
    case ActKind::kDeath:
      return "MENINGGAL";
    case ActKind::kDismissal:
    case ActKind::kContractEnd:
      return "BERHENTI";
    case ActKind::kTransferOut:
      return "PINDAH_INSTANSI";
    default:
      return "";
  }
}

ActKind KindOf(Exit exit) {
  return static_cast<ActKind>(
      static_cast<int>(ActKind::kRetirement) + static_cast<int>(exit) -
      static_cast<int>(Exit::kRetirement));
}

Finding NoHeir(std::string_view where) {
  return {
      .rule = "ASG-06",
      .where = std::string(where),
      .message = {
          "Unit ini sudah ditutup, dan tidak tepat satu unit menggantikannya, jadi tidak diketahui "
          "di mana pegawainya sekarang. Catat penempatannya di unit yang sekarang.",
          "The unit is closed, and not just one unit succeeds it, so nobody knows where its people "
          "are now. Record the assignment to the unit of today."}};
}

Finding NumberTaken(std::string_view where) {
  return {
      .rule = "PER-10",
      .where = std::string(where),
      .message = {
          "NIP atau NI PPPK ini sudah dipakai pegawai lain. Periksa surat keputusannya.",
          "This NIP or NI PPPK belongs to another person. Check the decree."}};
}

absl::Status CheckAnnul(ActState state, bool newest) {
  if (state == ActState::kAnnulled || state == ActState::kLapsed) {
    return Refuse(
        {.rule = "ACT-13",
         .where = "act",
         .message = {
             "Keputusan ini sudah dibatalkan atau gugur. Tidak ada yang perlu dibatalkan.",
             "The act is annulled or has lapsed already. There is nothing to annul."}});
  }
  if (newest) return absl::OkStatus();
  return Refuse(
      {.rule = "ACT-14",
       .where = "act",
       .message = {
           "Sesudah keputusan ini data pegawai sudah berubah lagi. Batalkan dulu perubahan yang "
           "terbaru.",
           "Something about the person has changed after this act. Annul the newest change "
           "first."}});
}

ActKind ExitTo(std::string_view legal_position) {
  using enum ActKind;
  for (const ActKind exit : {kRetirement, kDeath, kTransferOut}) {
    if (PositionAfter(exit) == legal_position) return exit;
  }
  return kDismissal;
}

Standing After(Standing standing, const std::vector<Act>& acts) {
  for (const Act& act : acts) {
    if (act.kind == ActKind::kActing) continue;
    if (!act.post.empty()) {
      standing.post = act.post;
      standing.unit = act.unit;
      standing.since = standing.decided = act.effective;
    }
    if (act.kind == ActKind::kAssignment) continue;
    if (!act.grade.empty()) standing.grade = act.grade;
    if (!act.legal_position.empty()) standing.legal_position = act.legal_position;
    if (const auto type = ParseEmploymentType(act.employment_type)) standing.type = *type;
    standing.changed = act.effective;
    if (HasLeft(standing.legal_position)) {
      standing.post.clear();
      standing.unit.clear();
      standing.since.reset();
      standing.decided.reset();
    }
  }
  return standing;
}

Findings CheckHorizon(
    absl::CivilDay day, absl::CivilDay today, int horizon_years, std::string_view where) {
  Findings findings;
  if (const absl::CivilDay last(today.year() + horizon_years, today.month(), today.day());
      day > last) {
    findings.push_back(
        {.rule = "ACT-02",
         .where = std::string(where),
         .message =
             {absl::StrCat(
                  "Tanggalnya lebih dari ", horizon_years,
                  " tahun lagi. Perbaiki, atau catat bila sudah lebih dekat."),
              absl::StrCat(
                  "It is more than ", horizon_years,
                  " years ahead. Correct it, or record it when it is nearer.")},
         .values = {{"last", absl::FormatCivilTime(last)}}});
  }
  return findings;
}

Findings CheckDay(
    absl::CivilDay day, absl::CivilDay birth_date, absl::CivilDay today, const ActPolicy& policy,
    std::string_view where) {
  Findings findings;
  const absl::CivilDay employable(
      birth_date.year() + policy.ages.working_age, birth_date.month(), birth_date.day());
  if (day < employable) {
    findings.push_back(
        {.rule = "ACT-01",
         .where = std::string(where),
         .message = {
             absl::StrCat(
                 "Tanggalnya sebelum pegawai berumur ", policy.ages.working_age,
                 " tahun. Periksa tanggal itu dan tanggal lahirnya."),
             absl::StrCat(
                 "It is before the person is ", policy.ages.working_age,
                 " years old. Check that day and the birth date.")}});
  }
  for (Finding& finding : CheckHorizon(day, today, policy.horizon_years, where))
    findings.push_back(std::move(finding));
  return findings;
}

Findings CheckPlace(const Place& place, absl::CivilDay day, bool for_good) {
  Findings findings;
  const auto add = [&](std::string_view rule, std::string_view where, Message message,
                       std::map<std::string, std::string> values = {}) {
    findings.push_back(
        {std::string(rule), std::string(where), std::move(message), std::move(values)});
  };
  if (!place.unit_exists) {
    add("PER-06", "unit",
        {"Kode unit tidak ada dalam registri. Impor unitnya lebih dahulu, atau perbaiki kodenya.",
         "The unit code is not in the registry. Import the unit first, or correct the code."});
  } else if (day < place.unit_from || (place.unit_to.has_value() && day >= *place.unit_to)) {
    add("ASG-06", "unit",
        {"Unit ini belum atau tidak lagi ada pada tanggal itu. Perbaiki tanggal atau unitnya.",
         "The unit does not exist yet, or no longer, on that day. Correct the day or the unit."},
        {{"valid_from", absl::FormatCivilTime(place.unit_from)},
         {"valid_to", place.unit_to.has_value() ? absl::FormatCivilTime(*place.unit_to) : ""}});
  } else if (for_good && place.unit_to.has_value() && place.people_in.empty()) {
    findings.push_back(NoHeir("unit"));
  }
  if (!place.post_exists) {
    add("PER-07", "post",
        {"Kode jabatan tidak ada dalam registri. Tetapkan jabatannya lebih dahulu, atau perbaiki "
         "kodenya.",
         "The post code is not in the registry. Define the post first, or correct the code."});
  } else if (day < place.post_from) {
    add("ASG-07", "post",
        {"Jabatan ini belum ada pada tanggal itu. Perbaiki tanggal atau jabatannya.",
         "The post does not exist yet on that day. Correct the day or the post."},
        {{"valid_from", absl::FormatCivilTime(place.post_from)}});
  }
  return findings;
}

Findings CheckAct(
    const Act& act, const Standing& standing, const Place& place, absl::CivilDay today,
    const ActPolicy& policy) {
  return ActChecker(act, standing, place, today, policy).Check();
}

}  // namespace binadaya::registry::domain
