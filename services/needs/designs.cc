#include "services/needs/designs.h"

#include <optional>

#include "services/common/enums.h"

namespace binadaya::needs {
namespace {

// What is not chosen yet is 0 in the contract.
template <class Domain, class Contract>
std::optional<Domain> Chosen(Contract value) {
  if (value == 0) return std::nullopt;
  return ToDomain<Domain>(value);
}
template <class Contract, class Domain>
Contract ChosenOr0(const std::optional<Domain>& value) {
  return value.has_value() ? ToContract<Contract>(*value) : Contract();
}

domain::Module ModuleOf(const v1::Module& proto) {
  domain::Module module{
      .title = proto.title(),
      .minutes = proto.minutes(),
      .learning = proto.learning(),
      .method = Chosen<domain::TrainingMethod>(proto.method()),
      .objectives = {}};
  for (const v1::LearningObjective& one : proto.objectives())
    module.objectives.push_back(
        {.verb = one.verb(), .condition = one.condition(), .standard = one.standard()});
  return module;
}

domain::Variant VariantOf(const v1::Variant& proto) {
  domain::Variant variant{
      .mode = Chosen<domain::DeliveryMode>(proto.mode()),
      .form = proto.form(),
      .jp = proto.jp(),
      .activities = proto.activities(),
      .syllabus = proto.syllabus(),
      .costs = {},
      .free_because = proto.free_because(),
      .lift_share = proto.lift_share()};
  for (const v1::CostLine& line : proto.costs()) {
    domain::CostLine& out = variant.costs.emplace_back();
    out.item = line.item();
    for (const v1::CostFactor& factor : line.factors())
      out.factors.push_back({.quantity = factor.quantity(), .unit = factor.unit()});
    out.price = line.price();
  }
  return variant;
}

void FillModule(const domain::Module& module, v1::Module& proto) {
  proto.set_title(module.title);
  proto.set_minutes(module.minutes);
  proto.set_learning(module.learning);
  proto.set_method(ChosenOr0<v1::TrainingMethod>(module.method));
  for (const domain::LearningObjective& one : module.objectives) {
    v1::LearningObjective& out = *proto.add_objectives();
    out.set_verb(one.verb);
    out.set_condition(one.condition);
    out.set_standard(one.standard);
  }
}

void FillVariant(const domain::Variant& variant, v1::Variant& proto) {
  proto.set_mode(ChosenOr0<v1::DeliveryMode>(variant.mode));
  proto.set_form(variant.form);
  proto.set_jp(variant.jp);
  proto.set_activities(variant.activities);
  proto.set_syllabus(variant.syllabus);
  for (const domain::CostLine& line : variant.costs) {
    v1::CostLine& out = *proto.add_costs();
    out.set_item(line.item);
    for (const domain::CostFactor& factor : line.factors) {
      v1::CostFactor& one = *out.add_factors();
      one.set_quantity(factor.quantity);
      one.set_unit(factor.unit);
    }
    out.set_price(line.price);
  }
  proto.set_free_because(variant.free_because);
  proto.set_lift_share(variant.lift_share);
}

}  // namespace

domain::Design DesignOf(const v1::ProgramDesign& proto) {
  domain::Design design;
  design.title = proto.title();
  for (const v1::CompetencyTarget& one : proto.targets()) {
    design.targets.push_back(
        {.competency = one.competency(),
         .from = one.from_level(),
         .to = one.to_level(),
         .lift = one.lift(),
         .weight = one.weight()});
  }
  for (const v1::Module& one : proto.modules()) design.modules.push_back(ModuleOf(one));
  for (const v1::Variant& one : proto.variants()) design.variants.push_back(VariantOf(one));
  design.completion = {
      .attendance_min = proto.completion().attendance_min(),
      .pass_mark = proto.completion().pass_mark()};
  design.evaluation = {
      .design = Chosen<domain::EvaluationDesign>(proto.evaluation().design()),
      .pre_test = proto.evaluation().pre_test(),
      .post_test = proto.evaluation().post_test(),
      .behaviour = proto.evaluation().behaviour(),
      .result = proto.evaluation().result()};
  design.action_plan = proto.action_plan();
  for (const v1::SpeakerRequirement& one : proto.speakers())
    design.speakers.push_back({.expertise = one.expertise(), .people = one.people()});
  design.facilities.assign(proto.facilities().begin(), proto.facilities().end());
  for (const v1::Risk& one : proto.risks())
    design.risks.push_back({.risk = one.risk(), .answer = one.answer()});
  design.families.assign(proto.families().begin(), proto.families().end());
  design.batch_min = proto.batch_min();
  design.batch_max = proto.batch_max();
  design.funding = Chosen<domain::FundingSource>(proto.funding());
  return design;
}

void FillDesign(const domain::Design& design, v1::ProgramDesign& proto) {
  proto.set_title(design.title);
  for (const domain::CompetencyTarget& one : design.targets) {
    v1::CompetencyTarget& out = *proto.add_targets();
    out.set_competency(one.competency);
    out.set_from_level(one.from);
    out.set_to_level(one.to);
    out.set_lift(one.lift);
    out.set_weight(one.weight);
  }
  for (const domain::Module& one : design.modules) FillModule(one, *proto.add_modules());
  for (const domain::Variant& one : design.variants) FillVariant(one, *proto.add_variants());
  proto.mutable_completion()->set_attendance_min(design.completion.attendance_min);
  proto.mutable_completion()->set_pass_mark(design.completion.pass_mark);
  v1::EvaluationPlan& evaluation = *proto.mutable_evaluation();
  evaluation.set_design(ChosenOr0<v1::EvaluationDesign>(design.evaluation.design));
  evaluation.set_pre_test(design.evaluation.pre_test);
  evaluation.set_post_test(design.evaluation.post_test);
  evaluation.set_behaviour(design.evaluation.behaviour);
  evaluation.set_result(design.evaluation.result);
  proto.set_action_plan(design.action_plan);
  for (const domain::SpeakerRequirement& one : design.speakers) {
    v1::SpeakerRequirement& out = *proto.add_speakers();
    out.set_expertise(one.expertise);
    out.set_people(one.people);
  }
  for (const std::string& one : design.facilities) proto.add_facilities(one);
  for (const domain::Risk& one : design.risks) {
    v1::Risk& out = *proto.add_risks();
    out.set_risk(one.risk);
    out.set_answer(one.answer);
  }
  for (const std::string& one : design.families) proto.add_families(one);
  proto.set_batch_min(design.batch_min);
  proto.set_batch_max(design.batch_max);
  proto.set_funding(ChosenOr0<v1::FundingSource>(design.funding));
}

}  // namespace binadaya::needs
