#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/civil_time.h"
#include "services/common/domain/finding.h"
#include "services/registry/domain/employment_number.h"
#include "services/registry/domain/post.h"

// Legal positions (kedudukan hukum), grades (golongan) and retirement.
namespace binadaya::registry::domain {

extern const std::vector<std::string> kLegalPositions;
bool IsActive(std::string_view legal_position);  // AKTIF
// CLTN, TUGAS_BELAJAR, DIPERBANTUKAN, PEMBERHENTIAN_SEMENTARA: keeps the post and comes back to it.
bool IsAway(std::string_view legal_position);
// PENSIUN, MENINGGAL, BERHENTI, PINDAH_INSTANSI: holds no post of this city any more.
bool HasLeft(std::string_view legal_position);

// A grade (golongan, ruang) as it is kept, however it is written: "III/c" for "iii.C", "3c" and
// "III c", "IX" for "ix" and "9". nullopt when there is no such grade.
std::optional<std::string> ReadGrade(std::string_view text);
// PER-13: the grade is not one of the employment type: CPNS and PNS I/a to IV/e, PPPK I to XVII,
// PPPK_PW as PPPK or none. `where` names the field.
Findings CheckGrade(EmploymentType type, std::string_view grade, std::string_view where);
// PER-24 (warning): a CPNS above III/c, in which those with a doctorate begin. `where` names the
// field.
Findings CheckFirstGrade(EmploymentType type, std::string_view grade, std::string_view where);
// All grades of an employment type, lowest first.
std::vector<std::string_view> GradesOf(EmploymentType type);
// How high a grade stands among those of its kind, 1 = the lowest; nullopt for what is none.
std::optional<int> RankOfGrade(EmploymentType type, std::string_view grade);

// The ages at which people retire (BUP; UU 20/2023, PP 11/2017 art. 239).
inline constexpr LevelTable kRetirementAges = {
    .senior_leader = 60,
    .administrator = 58,
    .supervisor = 58,
    .executor = 58,
    .expert = {58, 58, 60, 65},
    .skilled = {58, 58, 58, 58}};
// The first day in retirement: the first of the month after the one in which the age is reached.
absl::CivilDay RetiresOn(absl::CivilDay birth_date, int age);
// PER-14 (warning): still active though the age was reached. `where` names the field.
Findings CheckRetirement(
    absl::CivilDay birth_date, std::optional<int> age, bool active, absl::CivilDay today,
    std::string_view where);

}  // namespace binadaya::registry::domain
