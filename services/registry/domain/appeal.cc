#include "services/registry/domain/appeal.h"

#include "absl/strings/str_cat.h"

namespace binadaya::registry::domain {

std::string_view ToString(AppealState state) {
  switch (state) {
    case AppealState::kFiled:
      return "FILED";
    case AppealState::kUpheld:
      return "UPHELD";
    case AppealState::kRejected:
      return "REJECTED";
    case AppealState::kLapsed:
      return "LAPSED";
  }
  return "";
}

Findings CheckAppeal(const Appealable& about, bool left, absl::CivilDay today) {
  Findings findings;
  if (left) {
    findings.push_back(
        {"APL-04",
         "person",
         {"Pegawai ini sudah tidak bekerja di sini; keberatan baru tidak dapat diajukan. Yang "
          "diajukan sebelumnya tetap diputus.",
          "This person has left; no new appeal can be filed. What was filed before is still "
          "decided."}});
  }
  if (about.level == nullptr) {
    findings.push_back(
        {"APL-01",
         "competency",
         {"Tidak ada tingkat yang berlaku untuk kompetensi ini dalam profil. Periksa kodenya.",
          "The profile holds no valid level of this competency. Check its code."}});
    return findings;
  }
  if (about.appealed || about.level->what.basis == kByAppeal) {
    findings.push_back(
        {"APL-03",
         "competency",
         {"Keberatan atas tingkat ini sudah diajukan atau sudah diputus; setiap tingkat hanya "
          "sekali. Lihat keputusannya di berkas pribadi.",
          "This level was objected to already, or set on appeal: each level once. See the decision "
          "in the own file."}});
  } else if (today > about.last_day) {
    const std::string last = absl::FormatCivilTime(about.last_day);
    findings.push_back(
        {"APL-02",
         "competency",
         {absl::StrCat(
              "Batas waktu keberatan atas tingkat ini berakhir pada ", last,
              ". Mintalah pejabat yang berwenang mengoreksinya bila ada kekeliruan."),
          absl::StrCat(
              "The time to object to this level ended on ", last,
              ". If there is a mistake, ask the competent official to correct it.")},
         {{"last_day", last}, {"valid_from", absl::FormatCivilTime(about.level->from)}}});
  }
  return findings;
}

std::set<std::string> PartIn(const ValidLevel& level, const CaseContent& its_case) {
  std::set<std::string> people = {its_case.verified_by, its_case.validated_by};
  for (const Rating& rating : its_case.ratings) people.insert(rating.rater);
  if (level.what.decision.has_value())
    people.insert(level.what.decision->by.begin(), level.what.decision->by.end());
  if (const auto agreed = its_case.calibrated.find(level.what.competency);
      agreed != its_case.calibrated.end()) {
    people.insert(agreed->second.by.begin(), agreed->second.by.end());
  }
  return people;
}

Findings CheckDecision(
    const Appeal& appeal, bool holds, AppealState decision, bool has_level, const std::string& by,
    const std::set<std::string>& part_in) {
  Findings findings;
  if (by == appeal.person) findings.push_back(OwnProfile());
  if (by != appeal.person && part_in.contains(by)) {
    findings.push_back(
        {"APL-07",
         "subject",
         {"Yang menilai, memverifikasi, mengesahkan, menyepakati, atau mengoreksi tingkat ini "
          "tidak "
          "memutus keberatan atasnya. Minta pejabat lain.",
          "Who rated, verified, validated, agreed to or corrected this level does not decide the "
          "appeal against it. Ask another official."}});
  }
  const bool filed = appeal.state == AppealState::kFiled;
  if (!filed || !holds) {
    findings.push_back(
        {"APL-05",
         "appeal",
         {"Keberatan ini sudah diputus atau sudah gugur; tidak ada yang perlu dilakukan.",
          "This appeal is decided or has lapsed; nothing is left to do."},
         {{"state", std::string(ToString(filed ? AppealState::kLapsed : appeal.state))}}});
  }
  const bool upheld = decision == AppealState::kUpheld;
  if ((!upheld && decision != AppealState::kRejected) || (!upheld && has_level)) {
    findings.push_back(
        {"APL-06",
         "decision",
         {"Putusannya dikabulkan, dengan tingkat yang benar, atau ditolak, tanpa tingkat. Perbaiki "
          "isiannya.",
          "An appeal is upheld, with the right level, or rejected, without one. Correct the "
          "request."}});
  }
  return findings;
}

Finding UnderAppeal() {
  return {
      "APL-08",
      "competency",
      {"Ada keberatan yang belum diputus atas tingkat ini. Putuskan keberatannya.",
       "An appeal against this level waits for a decision. Decide the appeal."}};
}

}  // namespace binadaya::registry::domain
