// The gate: what a design must hold before anybody decides about it.
#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "services/common/domain/step.h"
#include "services/needs/domain/gate.h"

namespace binadaya::needs::domain {
namespace {

using absl::StrCat;

// Shares are of whole minutes: far above the error of a double, far below a minute of a year.
constexpr double kTolerance = 1e-9;

// "58.3 %" is what a share rounds down to: never shown as reached when it is not.
std::string Percent(double share) {
  return absl::StrFormat("%.1f %%", std::floor(share * 1000 + kTolerance) / 10);
}

// What a need is about, as a sentence names it.
std::string About(const ServedNeed& need) {
  const std::string what = need.competency.empty() ? need.training : need.competency;
  return StrCat(what.empty() ? need.id.substr(0, 8) : what, " (", need.family, ")");
}

void CheckNeeds(const Design& design, const GateFacts& facts, Findings& findings) {
  if (facts.needs.empty()) {
    findings.push_back(
        {.rule = "PRG-01",
         .where = "needs",
         .message = {
             "Program ini tidak melayani kebutuhan apa pun. Kaitkan kebutuhan tahun ini yang sudah "
             "divalidasi.",
             "This program serves no need. Link a validated need of this year."}});
  }
  for (const ServedNeed& need : facts.needs) {
    const std::map<std::string, std::string> values = {
        {"need", need.id},
        {"state", std::string(ToString(need.state))},
        {"year", StrCat(need.year)}};
    if (!IsServed(need, facts.year)) {
      findings.push_back(
          {.rule = "PRG-02",
           .where = "needs",
           .message =
               {StrCat(
                    "Kebutuhan ", About(need), " tahun ", need.year, " ", NameOf(need.state).id,
                    "; program tahun ", facts.year,
                    " melayani kebutuhan tahun itu yang tervalidasi, berperingkat atau tertunda. "
                    "Validasi kebutuhan itu, atau lepaskan dari program."),
                StrCat(
                    "Need ", About(need), " of ", need.year, " is ", NameOf(need.state).en,
                    "; a program of ", facts.year,
                    " serves needs of that year that are validated, ranked or backlogged. Validate "
                    "it, or unlink it.")},
           .values = values});
    }
    const bool targeted = std::any_of(
        design.targets.begin(), design.targets.end(),
        [&](const auto& target) { return target.competency == need.competency; });
    if (!need.competency.empty() && !targeted) {
      findings.push_back(
          {.rule = "PRG-03",
           .where = "targets",
           .message =
               {StrCat(
                    "Tidak ada target kompetensi untuk kebutuhan ", About(need),
                    ". Tambahkan targetnya, atau lepaskan kebutuhan itu."),
                StrCat(
                    "No competency target is for the need ", About(need),
                    ". Add one, or unlink the need.")},
           .values = values});
    }
    const auto& families = design.families;
    if (!families.empty() && !absl::c_linear_search(families, need.family)) {
      findings.push_back(
          {.rule = "PRG-21",
           .where = "families",
           .message =
               {StrCat(
                    "Kebutuhan ", About(need),
                    " milik rumpun yang bukan sasaran program ini. Tambahkan rumpunnya, atau "
                    "lepaskan kebutuhan itu."),
                StrCat(
                    "The need ", About(need),
                    " is of a family that the program is not for. Add that family, or unlink the "
                    "need.")},
           .values = values});
    }
  }
}

void CheckTargets(const Design& design, const GateFacts& facts, Findings& findings) {
  for (std::size_t i = 0; i < design.targets.size(); ++i) {
    const CompetencyTarget& target = design.targets[i];
    const double span = target.to - target.from;
    const bool known = facts.competencies.contains(target.competency);
    if (known && span > 0 && target.lift > 0 && target.lift <= span && target.weight > 0) continue;
    findings.push_back(
        {.rule = "PRG-13",
         .where = At("targets", i),
         .message =
             {StrCat(
                  "Target ", target.competency,
                  " tidak lengkap. Sebut kompetensi yang dituntut suatu jabatan, tingkat akhir di "
                  "atas tingkat awal, kenaikan di atas 0 dan paling banyak selisihnya, dan bobot "
                  "di "
                  "atas 0."),
              StrCat(
                  "The target ", target.competency,
                  " is incomplete. Name a competency that some post demands, a final level above "
                  "the first one, a lift above 0 and at most their difference, and a weight above "
                  "0.")},
         .values = {
             {"from", StrCat(target.from)},
             {"to", StrCat(target.to)},
             {"lift", StrCat(target.lift)},
             {"weight", StrCat(target.weight)}}});
  }
}

void CheckModules(const Design& design, Findings& findings) {
  for (std::size_t i = 0; i < design.modules.size(); ++i) {
    const Module& module = design.modules[i];
    const bool method_missing = module.learning && !module.method.has_value();
    if (IsBlank(module.title) || module.minutes <= 0 || method_missing) {
      findings.push_back(
          {.rule = "PRG-19",
           .where = At("modules", i),
           .message = {
               StrCat(
                   "Modul ", i + 1, " (", module.title,
                   ") tidak lengkap. Isi judul, menit, dan metodenya bila pembelajaran."),
               StrCat(
                   "Module ", i + 1, " (", module.title,
                   ") is incomplete. Enter its title, its minutes, and its method if it is "
                   "learning.")}});
    }
    const auto& objectives = module.objectives;
    if (module.learning && std::none_of(objectives.begin(), objectives.end(), IsMeasurable)) {
      findings.push_back(
          {.rule = "PRG-04",
           .where = At("modules", i),
           .message = {
               StrCat(
                   "Modul ", i + 1, " (", module.title,
                   ") tidak punya tujuan yang terukur. Tulis satu dengan kata kerja yang teramati, "
                   "kondisi dan standarnya."),
               StrCat(
                   "Module ", i + 1, " (", module.title,
                   ") has no measurable objective. Write one with a verb that can be watched, its "
                   "condition and its standard.")}});
    }
  }
}

void CheckShares(const Design& design, const DesignPolicy& policy, Findings& findings) {
  const int scheduled = design.ScheduledMinutes(), learning = design.LearningMinutes();
  const int active = design.ActiveMinutes();
  const std::map<std::string, std::string> values = {
      {"scheduled", StrCat(scheduled)}, {"learning", StrCat(learning)}, {"active", StrCat(active)}};
  if (learning == 0 || learning + kTolerance < policy.learning_share_min * scheduled) {
    const std::string share = Percent(scheduled == 0 ? 0 : 1.0 * learning / scheduled);
    findings.push_back(
        {.rule = "PRG-05",
         .where = "modules",
         .message =
             {StrCat(
                  "Pembelajaran ", learning, " dari ", scheduled, " menit (", share,
                  "); paling sedikit ", Percent(policy.learning_share_min),
                  ". Tambah menit belajar, atau kurangi acara lain."),
              StrCat(
                  "Learning is ", learning, " of ", scheduled, " minutes (", share, "); at least ",
                  Percent(policy.learning_share_min),
                  " is wanted. Add minutes of learning, or take away other items.")},
         .values = values});
  }
  if (active + kTolerance < policy.active_share_min * learning || learning == 0) {
    const std::string share = Percent(learning == 0 ? 0 : 1.0 * active / learning);
    findings.push_back(
        {.rule = "PRG-06",
         .where = "modules",
         .message =
             {StrCat(
                  "Peserta aktif ", active, " dari ", learning, " menit belajar (", share,
                  "); paling sedikit ", Percent(policy.active_share_min),
                  ". Ganti ceramah dengan kasus, simulasi, praktik atau proyek."),
              StrCat(
                  "Participants act in ", active, " of ", learning, " minutes of learning (", share,
                  "); at least ", Percent(policy.active_share_min),
                  " is wanted. Replace lectures by cases, simulation, practice or a project.")},
         .values = values});
  }
}

void CheckWhoFor(const Design& design, const GateFacts& facts, Findings& findings) {
  std::vector<std::string> without_posts;
  for (const std::string& family : design.families)
    if (!facts.families.contains(family)) without_posts.push_back(family);
  if (design.families.empty() || !without_posts.empty()) {
    const std::string unknown = absl::StrJoin(without_posts, ", ");
    findings.push_back(
        {.rule = "PRG-14",
         .where = "families",
         .message =
             {StrCat(
                  "Rumpun jabatan sasaran kosong atau tidak dikenal (", unknown,
                  "). Sebut rumpun yang punya jabatan."),
              StrCat(
                  "The target families are missing or unknown (", unknown,
                  "). Name families that have posts.")},
         .values = {{"unknown", unknown}}});
  }
  if (design.batch_min < 1 || design.batch_max < design.batch_min) {
    findings.push_back(
        {.rule = "PRG-15",
         .where = "batch_max",
         .message = {
             StrCat(
                 "Besar kelas ", design.batch_min, " sampai ", design.batch_max,
                 " tidak mungkin. Isi paling sedikit 1, dan batas atas tidak di bawah batas "
                 "bawah."),
             StrCat(
                 "A batch of ", design.batch_min, " to ", design.batch_max,
                 " is not possible. Enter at least 1, and a maximum not below the minimum.")}});
  }
}

// Names of what is missing, in both languages.
struct Missing {
  std::string id, en;
  void If(bool missing, const char* in_indonesian, const char* in_english) {
    if (!missing) return;
    const char* const comma = id.empty() ? "" : ", ";
    absl::StrAppend(&id, comma, in_indonesian);
    absl::StrAppend(&en, comma, in_english);
  }
};

void CheckTests(const Design& design, Findings& findings) {
  Missing tests;
  tests.If(IsBlank(design.evaluation.pre_test), "tes awal", "pre-test");
  tests.If(IsBlank(design.evaluation.post_test), "tes akhir", "post-test");
  if (!tests.id.empty()) {
    findings.push_back(
        {.rule = "PRG-07",
         .where = "evaluation",
         .message = {
             StrCat("Belum ditetapkan: ", tests.id, ". Tetapkan tesnya."),
             StrCat("Not defined yet: ", tests.en, ". Define the test.")}});
  }
  if (IsBlank(design.action_plan)) {
    findings.push_back(
        {.rule = "PRG-08",
         .where = "action_plan",
         .message = {
             "Templat rencana tindak lanjut (RTL) belum dipilih. Pilih templatnya.",
             "No template of the follow-up plan (RTL) is chosen. Choose one."}});
  }
}

void CheckSaid(const Design& design, Findings& findings) {
  Missing needed;
  needed.If(!design.funding.has_value(), "sumber dana", "funding source");
  needed.If(!design.evaluation.design.has_value(), "rancangan evaluasi", "evaluation design");
  needed.If(
      design.completion.attendance_min <= 0, "kehadiran paling sedikit", "minimum attendance");
  const bool no_lift = std::any_of(
      design.variants.begin(), design.variants.end(),
      [](const Variant& variant) { return variant.lift_share <= 0; });
  needed.If(no_lift, "bagian kenaikan tiap varian", "share of the lift of each variant");
  if (!needed.id.empty()) {
    findings.push_back(
        {.rule = "PRG-16",
         .where = "design",
         .message = {
             StrCat("Belum diisi: ", needed.id, ". Isi semuanya."),
             StrCat("Not said yet: ", needed.en, ". Fill in all of it.")}});
  }
  Missing useful;
  useful.If(design.speakers.empty(), "syarat narasumber", "requirements of speakers");
  useful.If(design.facilities.empty(), "sarana", "facilities");
  useful.If(design.risks.empty(), "risiko", "risks");
  useful.If(IsBlank(design.evaluation.behaviour), "ukuran perilaku", "measure of behaviour");
  useful.If(IsBlank(design.evaluation.result), "ukuran hasil kerja", "measure of results");
  if (!useful.id.empty()) {
    findings.push_back(
        {.rule = "PRG-17",
         .where = "design",
         .message =
             {StrCat(
                  "Belum diisi: ", useful.id,
                  ". Program dapat diajukan tanpanya, tetapi isi sebelum kelas dijadwalkan."),
              StrCat(
                  "Not said yet: ", useful.en,
                  ". The program may be submitted without, but fill it in before a batch is "
                  "scheduled.")},
         .warning = true});
  }
}

// What was put under review is planned again as another design, not under another name.
void CheckRedesigned(Design design, const GateFacts& facts, Findings& findings) {
  for (const DoubtedDesign& before : facts.doubted) {
    design.title = before.design.title;
    if (design != before.design) continue;
    findings.push_back(
        {.rule = "PRG-45",
         .where = "design",
         .message = {
             StrCat(
                 "Selain judulnya, rancangan ini sama dengan ", before.design.title, " tahun ",
                 before.year, ", yang ditinjau ulang (", before.because,
                 "). Ubah rancangannya sesuai alasan itu."),
             StrCat(
                 "But for its title this design is that of ", before.design.title, " of ",
                 before.year, ", which was put under review (", before.because,
                 "). Change the design for what it was put under review for.")}});
    return;
  }
}

}  // namespace

Findings CheckShare(double share) {
  if (share >= 0 && share <= 1) return {};
  return {
      {.rule = "PRG-50",
       .where = "policy.values",
       .message = {
           "Bagian menit harus 0 sampai 1. Perbaiki nilainya.",
           "A share of minutes must be 0 to 1. Correct the value."}}};
}

Findings CheckMinutes(double minutes) {
  constexpr double kMost = 240;
  if (minutes >= 1 && minutes <= kMost && minutes == std::floor(minutes)) return {};
  return {
      {.rule = "PRG-52",
       .where = "policy.values",
       .message = {
           "Satu JP atau satu jam adalah bilangan bulat menit dari 1 sampai 240. Perbaiki "
           "nilainya.",
           "One JP or one hour is a whole number of minutes from 1 to 240. Correct the value."}}};
}

Findings CheckPerActivity(double each, double cap) {
  constexpr double kMost = 100;
  const bool whole = each == std::floor(each) && cap == std::floor(cap);
  if (whole && each >= 0 && each <= cap && cap <= kMost) return {};
  return {
      {.rule = "PRG-51",
       .where = "policy.values",
       .message = {
           "JP tiap kegiatan dan batasnya setahun adalah bilangan bulat dari 0 sampai 100, dan "
           "yang "
           "pertama tidak lebih dari yang kedua. Perbaiki nilainya.",
           "The JP of an activity and their limit in a year are whole numbers from 0 to 100, the "
           "first not above the second. Correct the values."}}};
}

Findings CheckDesign(const Design& design, const GateFacts& facts) {
  Findings findings;
  CheckNeeds(design, facts, findings);
  CheckTargets(design, facts, findings);
  CheckModules(design, findings);
  CheckShares(design, facts.policy, findings);
  CheckTests(design, findings);
  CheckVariants(design, facts, findings);
  CheckWhoFor(design, facts, findings);
  CheckSaid(design, findings);
  CheckRedesigned(design, facts, findings);
  return findings;
}

}  // namespace binadaya::needs::domain
