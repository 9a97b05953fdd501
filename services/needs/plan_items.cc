#include "services/needs/plan_items.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "services/common/domain/text.h"
#include "services/common/enums.h"

namespace binadaya::needs {
namespace {

// "Pimpinan Kecamatan" for PIMPINAN_KECAMATAN.
std::string FamilyInWords(const std::string& family) {
  std::vector<std::string> words = absl::StrSplit(absl::AsciiStrToLower(family), '_');
  for (std::string& word : words)
    if (!word.empty()) word[0] = absl::ascii_toupper(static_cast<unsigned char>(word[0]));
  return absl::StrJoin(words, " ");
}

std::string InFull(const domain::LearningObjective& objective) {
  return Cat(objective.verb, " ", objective.condition, " ", objective.standard);
}

// Its own, else that of all.
std::string OwnOr(const std::string& own, const std::string& of_all) {
  return own.empty() ? of_all : own;
}

std::vector<int> RanksOf(const v1::Portfolio& portfolio, const v1::ChosenProgram& chosen) {
  std::vector<int> ranks;
  for (const v1::NeedCover& cover : portfolio.covers())
    if (Contains(chosen.needs(), cover.need())) ranks.push_back(cover.rank());
  std::sort(ranks.begin(), ranks.end());
  return ranks;
}

void FillWhy(const v1::Portfolio& portfolio, const v1::ChosenProgram& chosen, v1::PlanItem& item) {
  const std::string ranks = absl::StrJoin(RanksOf(portfolio, chosen), ", ");
  std::string id = chosen.bound_batches() > 0
                       ? Cat("Uangnya sudah terikat untuk ", chosen.bound_batches(), " angkatan")
                   : chosen.committed()  ? "Sudah dikomitmenkan"
                   : chosen.mandatory()  ? "Program wajib"
                   : portfolio.optimal() ? "Dipilih dalam portofolio optimal"
                                         : "Dipilih dalam portofolio";
  std::string en = chosen.bound_batches() > 0
                       ? Cat("Money is bound for ", chosen.bound_batches(), " batches")
                   : chosen.committed()  ? "Committed already"
                   : chosen.mandatory()  ? "A mandatory program"
                   : portfolio.optimal() ? "Chosen in the optimal portfolio"
                                         : "Chosen in the portfolio";
  if (!ranks.empty()) {
    id += Cat("; melayani kebutuhan peringkat ", ranks);
    en += Cat("; serves the needs ranked ", ranks);
  }
  if (chosen.without_measured_need()) {
    id += "; tanpa kebutuhan terukur";
    en += "; without a measured need";
  }
  item.set_why_id(id);
  item.set_why_en(en);
}

void FillFromDesign(
    const PlanSources& sources, const domain::Design& design, const domain::Variant& variant,
    v1::PlanItem& item) {
  for (const domain::CompetencyTarget& target : design.targets) {
    v1::PlannedCompetency& out = *item.add_competencies();
    out.set_code(target.competency);
    out.set_from_level(target.from);
    out.set_to_level(target.to);
    const auto name = sources.names.find(target.competency);
    if (name == sources.names.end()) continue;
    out.set_name_id(name->second.name_id());
    out.set_name_en(name->second.name_en());
    out.set_cluster(name->second.cluster());
  }
  std::vector<std::string> families;
  for (const std::string& family : design.families) {
    item.add_families(family);
    families.push_back(FamilyInWords(family));
  }
  item.set_target(absl::StrJoin(families, ", "));
  item.set_form(variant.form);
  if (const auto form = sources.forms.find(variant.form); form != sources.forms.end()) {
    item.set_form_name(form->second.name);
    item.set_channel(form->second.channel);
    item.set_jp_unverified(!form->second.verified);
  }
  item.set_batch_size(design.batch_max);
  item.set_scheduled_minutes(design.ScheduledMinutes());
  item.set_learning_minutes(design.LearningMinutes());
  item.set_jp(variant.jp);
  item.set_result(design.evaluation.result);
  for (const domain::Module& module : design.modules)
    for (const domain::LearningObjective& one : module.objectives) item.add_objectives(InFull(one));
  for (const domain::SpeakerRequirement& one : design.speakers)
    item.add_speakers(Cat(one.people, " × ", one.expertise));
  for (const std::string& one : design.facilities) item.add_facilities(one);
}

}  // namespace

v1::PlanItem ItemOf(
    const PlanSources& sources, const v1::ChosenProgram& chosen,
    const domain::ProgramVersion& version) {
  const v1::ProgramWay& way = chosen.way();
  const domain::Variant& variant = *std::find_if(
      version.design.variants.begin(), version.design.variants.end(),
      [&](const domain::Variant& one) {
        return ToContract<v1::DeliveryMode>(*one.mode) == way.mode();
      });
  const auto own = sources.own.find(chosen.program());
  const v1::PlanTerms& terms =
      own == sources.own.end() ? v1::PlanTerms::default_instance() : own->second;
  v1::PlanItem item;
  if (const auto id = sources.ids.find(chosen.program()); id != sources.ids.end())
    item.set_id(id->second);
  item.set_program(chosen.program());
  item.set_number(chosen.number());
  item.set_title(chosen.title());
  FillFromDesign(sources, version.design, variant, item);
  item.set_seats(way.seats());
  item.set_kecamatan_seats(way.kecamatan_seats());
  item.set_mode(way.mode());
  item.set_organiser(OwnOr(terms.organiser(), sources.terms.organiser()));
  item.set_place(OwnOr(terms.place(), sources.terms.place()));
  item.set_curriculum(
      OwnOr(OwnOr(terms.curriculum(), variant.syllabus), sources.terms.curriculum()));
  *item.mutable_months() = way.months();
  item.set_quarter((way.months(0) + 2) / 3);
  item.set_batches(way.batches());
  item.set_rupiah(way.rupiah());
  item.set_rupiah_per_batch(way.rupiah() / way.batches());
  item.set_source(way.source());
  item.set_sub_activity(way.sub_activity());
  item.set_rank(chosen.rank());
  *item.mutable_needs() = chosen.needs();
  item.set_without_measured_need(chosen.without_measured_need());
  FillWhy(sources.portfolio, chosen, item);
  return item;
}

}  // namespace binadaya::needs
