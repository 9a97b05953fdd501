// What the calendar still allows of an enrolment.
#include "services/scheduling/domain/enrolment.h"

namespace binadaya::scheduling::domain {

void RequireChangeable(const EnrolmentSetting& setting, Findings& findings) {
  if (setting.today <= setting.change_until) return;
  const std::string day = absl::FormatCivilTime(setting.change_until);
  findings.push_back(
      {"ENR-17",
       "batch",
       {absl::StrCat(
            "Kursi hanya dapat berpindah sampai ", day,
            ". Sesudah itu kursi yang kosong tetap kosong."),
        absl::StrCat(
            "A seat passes to another until ", day, " only. What falls free later stays empty.")},
       {{"change_until", day}}});
}

void RequireNotBegun(const EnrolmentSetting& setting, Findings& findings) {
  if (setting.today < setting.starts) return;
  const std::string day = absl::FormatCivilTime(setting.starts);
  findings.push_back(
      {"ENR-13",
       "batch",
       {absl::StrCat(
            "Kelas ini sudah dimulai pada ", day,
            ". Ajukan angkatan berikutnya kepada penyelenggara."),
        absl::StrCat("The class began on ", day, ". Ask the organiser for the next intake.")},
       {{"starts", day}}});
}

void RequireNotOver(const EnrolmentSetting& setting, Findings& findings) {
  if (setting.today <= setting.ends) return;
  const std::string day = absl::FormatCivilTime(setting.ends);
  findings.push_back(
      {"ENR-37",
       "batch",
       {absl::StrCat(
            "Kelas ini berakhir pada ", day,
            ". Kursinya tidak dibatalkan lagi; yang tidak datang dicatat pada kehadirannya."),
        absl::StrCat(
            "The class ended on ", day,
            ". Its seats are not withdrawn any more; who did not come is recorded with its "
            "attendance.")},
       {{"ends", day}}});
}

}  // namespace binadaya::scheduling::domain
