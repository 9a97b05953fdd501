// The part of the gate that is about variants: their form, JP and costs.
#include <algorithm>
#include <optional>
#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/needs/domain/gate.h"

namespace binadaya::needs::domain {
namespace {

using absl::StrCat;

// JP as the form counts them; none where the curriculum says it.
std::optional<int> ExpectedJp(
    const Variant& variant, const Form& form, int learning, const DesignPolicy& policy) {
  switch (form.method) {
    case JpMethod::kByMinutes:
      return learning / policy.jp_minutes;
    case JpMethod::kPerActivity:
      return std::min(variant.activities * form.per_activity, form.cap);
    case JpMethod::kBySyllabus:
      break;
  }
  return std::nullopt;
}

void CheckJp(
    const Variant& variant, const Form& form, const std::string& where, int learning,
    const DesignPolicy& policy, Findings& findings) {
  const std::optional<int> expected = ExpectedJp(variant, form, learning, policy);
  if (expected.has_value() && (variant.jp != *expected || variant.jp == 0)) {
    findings.push_back(
        {.rule = "PRG-10",
         .where = where,
         .message =
             {StrCat(
                  "JP ", variant.jp, " tidak sesuai: bentuk ", form.code, " dengan ", learning,
                  " menit belajar dan ", variant.activities, " kegiatan memberi ", *expected,
                  " JP. Perbaiki JP, menit atau kegiatannya."),
              StrCat(
                  "JP ", variant.jp, " does not fit: form ", form.code, " with ", learning,
                  " minutes of learning and ", variant.activities, " activities gives ", *expected,
                  " JP. Correct the JP, the minutes or the activities.")},
         .values = {{"found", StrCat(variant.jp)}, {"expected", StrCat(*expected)}}});
  }
  if (!expected.has_value() && (variant.jp == 0 || IsBlank(variant.syllabus))) {
    findings.push_back(
        {.rule = "PRG-20",
         .where = where,
         .message = {
             StrCat(
                 "JP bentuk ", form.code,
                 " berasal dari kurikulum terakreditasi. Sebut kurikulumnya dan JP di dalamnya."),
             StrCat(
                 "The JP of form ", form.code,
                 " comes from an accredited curriculum. Name that curriculum and its JP.")}});
  }
  if (!form.verified) {
    findings.push_back(
        {.rule = "PRG-12",
         .where = where,
         .message =
             {StrCat(
                  "Angka JP bentuk ", form.code,
                  " belum dicocokkan dengan peraturan. Program dapat berjalan, tetapi JP-nya tidak "
                  "dikirim ke SIASN sebelum angka itu disahkan."),
              StrCat(
                  "The JP numbers of form ", form.code,
                  " were not checked against the regulation. The program may go on, but its JP is "
                  "not sent to SIASN until they are.")},
         .warning = true});
  }
}

void CheckCost(const Variant& variant, const std::string& where, Findings& findings) {
  if (variant.Cost().has_value()) return;
  std::vector<std::string> incomplete;
  for (std::size_t i = 0; i < variant.costs.size(); ++i)
    if (!variant.costs[i].Amount().has_value()) incomplete.push_back(StrCat(i + 1));
  const std::string lines = absl::StrJoin(incomplete, ", ");
  findings.push_back(
      {.rule = "PRG-09",
       .where = where,
       .message =
           {StrCat(
                "Biaya belum lengkap (baris: ", lines,
                "). Isi uraian, volume, satuan dan harga tiap baris, paling banyak seribu triliun "
                "rupiah, atau sebut mengapa tanpa biaya."),
            StrCat(
                "The costs are incomplete (lines: ", lines,
                "). Enter item, quantities, units and price of each line, at most 10^15 rupiah, or "
                "say why it costs nothing.")},
       .values = {{"lines", lines}}});
}

}  // namespace

void CheckVariants(const Design& design, const GateFacts& facts, Findings& findings) {
  std::set<std::optional<DeliveryMode>> modes;
  bool twice = false;
  for (const Variant& variant : design.variants)
    twice = !modes.insert(variant.mode).second || !variant.mode.has_value() || twice;
  if (twice || modes.empty()) {
    findings.push_back(
        {.rule = "PRG-18",
         .where = "variants",
         .message = {
             "Varian tidak ada, tanpa cara penyelenggaraan, atau dua dengan cara yang sama. Sebut "
             "satu varian untuk tiap cara.",
             "There is no variant, one without a mode, or two of the same mode. Name one variant "
             "for each mode."}});
  }
  for (std::size_t i = 0; i < design.variants.size(); ++i) {
    const Variant& variant = design.variants[i];
    const auto form = facts.forms.find(variant.form);
    if (form == facts.forms.end()) {
      findings.push_back(
          {.rule = "PRG-11",
           .where = At("variants", i),
           .message = {
               StrCat(
                   "Bentuk \"", variant.form,
                   "\" tidak dikenal. Pilih kode dari daftar bentuk pengembangan kompetensi."),
               StrCat(
                   "The form \"", variant.form,
                   "\" is unknown. Choose a code of the list of forms.")}});
    } else {
      CheckJp(
          variant, form->second, At("variants", i), design.LearningMinutes(), facts.policy,
          findings);
    }
    CheckCost(variant, At("variants", i), findings);
  }
}

}  // namespace binadaya::needs::domain
