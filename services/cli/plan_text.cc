// How annual plans read.
#include "absl/strings/ascii.h"
#include "absl/strings/str_join.h"
#include "services/cli/language.h"
#include "services/cli/plan.h"
#include "services/cli/portfolio.h"
#include "services/cli/render.h"
#include "services/cli/words.h"
#include "services/common/domain/money_text.h"
#include "services/common/domain/text.h"

namespace binadaya::cli {
namespace {

namespace nv = needs::v1;

// "M.08 Pengambilan Keputusan 1 → 2"
std::string CompetencyText(const nv::PlannedCompetency& one) {
  const std::string name = Say(one.name_id(), one.name_en());
  return Cat(
      one.code(), name.empty() ? "" : Cat(" ", name), " ", one.from_level(), " → ", one.to_level());
}

std::string CompetenciesOf(const nv::PlanItem& item) {
  std::vector<std::string> texts;
  for (const nv::PlannedCompetency& one : item.competencies()) texts.push_back(CompetencyText(one));
  return absl::StrJoin(texts, ", ");
}

std::string ItemsText(const nv::Plan& plan) {
  Rows rows = {
      {Say("PROGRAM", "PROGRAM"), Say("KOMPETENSI", "COMPETENCIES"), Say("SASARAN", "TARGET"),
       Say("BENTUK DAN JALUR", "FORM AND CHANNEL"), Say("PENYELENGGARA", "ORGANISER"),
       Say("TEMPAT", "PLACE"), Say("TRIWULAN", "QUARTER"), Say("ANGKATAN", "BATCHES"), "JP",
       Say("KURIKULUM", "CURRICULUM"), Say("ANGGARAN", "BUDGET"), Say("SUMBER", "SOURCE")}};
  for (const nv::PlanItem& item : plan.items()) {
    rows.push_back(
        {item.title(), CompetenciesOf(item), Cat(item.target(), ", ", item.seats()),
         Cat(item.form_name(), ", ", Word(item.mode())), item.organiser(),
         item.place().empty() ? "-" : item.place(), Cat(item.quarter()),
         Cat(item.batches(), Say(" (bulan ", " (month "), MonthsText(item.months()), ")"),
         Cat(item.jp(), item.jp_unverified() ? "*" : ""),
         item.curriculum().empty() ? "-" : item.curriculum(), Rupiah({item.rupiah()}),
         Cat(Word(item.source()), item.sub_activity().empty() ? "" : " ", item.sub_activity())});
  }
  std::string text = TableOf(rows);
  text += "\n";
  for (const nv::PlanItem& item : plan.items())
    text += Cat(item.title(), ": ", Say(item.why_id(), item.why_en()), "\n");
  return text;
}

std::string ChangeText(const nv::PlanChange& change) {
  const auto brief = [](const nv::PlanItem& item) {
    return Cat(
        Word(item.mode()), " × ", item.batches(), Say(", triwulan ", ", quarter "), item.quarter(),
        ", ", Rupiah({item.rupiah()}));
  };
  const nv::PlanItem& named =
      change.kind() == nv::PlanChange::REMOVED ? change.before() : change.after();
  std::string text = Cat(absl::AsciiStrToLower(Word(change.kind())), ": ", named.title(), "  ");
  if (change.kind() == nv::PlanChange::CHANGED) text += Cat(brief(change.before()), " → ");
  return Cat(text, brief(named), "\n");
}

}  // namespace

std::string PlanText(const nv::Plan& plan) {
  std::string text =
      Cat(Say("Rencana pengembangan kompetensi ", "Competency development plan "), plan.year(),
          "  ", Word(plan.state()), plan.number() > 1 ? Cat(" (", plan.number() - 1, ")") : "",
          "  ", plan.id(), "\n");
  if (!plan.reason().empty()) text += Cat("  ", Say("alasan: ", "reason: "), plan.reason(), "\n");
  Rows facts = {
      {Say("seluruhnya", "in all"),
       Cat(plan.item_count(), Say(" program, ", " programs, "), plan.batches(),
           Say(" angkatan, ", " batches, "), plan.seats(), Say(" kursi, ", " seats, "),
           Rupiah({plan.rupiah()}))},
      {Say("disusun", "drafted"), plan.drafted_on()}};
  if (!plan.proposed_on().empty())
    facts.push_back({Say("diusulkan", "proposed"), plan.proposed_on()});
  if (!plan.set_on().empty())
    facts.push_back({Say("ditetapkan", "set"), Cat(plan.set_on(), "  ", plan.decree())});
  text += Cat("\n", Table(facts), "\n", ItemsText(plan));
  if (!plan.changes().empty()) text += Cat("\n", Say("Perubahan:", "Changes:"), "\n");
  for (const nv::PlanChange& change : plan.changes()) text += Cat("  ", ChangeText(change));
  if (plan.versions_size() > 1) {
    Rows rows = {
        {Say("VERSI", "VERSION"), Say("KEADAAN", "STATE"), Say("SEJAK", "SINCE"),
         Say("KEPUTUSAN", "DECREE")}};
    for (const nv::PlanVersion& one : plan.versions())
      rows.push_back({Cat(one.number()), Word(one.state()), one.decided_on(), one.decree()});
    text += Cat("\n", Table(rows));
  }
  return text;
}

std::string PlansText(const nv::ListPlansResponse& plans) {
  Rows rows = {
      {Say("TAHUN", "YEAR"), Say("KEADAAN", "STATE"), Say("PROGRAM", "PROGRAMS"),
       Say("ANGGARAN", "BUDGET"), Say("KEPUTUSAN", "DECREE"), "ID"}};
  for (const nv::Plan& plan : plans.plans()) {
    rows.push_back(
        {Cat(plan.year()), Word(plan.state()), Cat(plan.item_count()), Rupiah({plan.rupiah()}),
         plan.decree().empty() ? "-" : plan.decree(), plan.id()});
  }
  return TableOf(rows);
}

}  // namespace binadaya::cli
