#include "services/needs/portfolio_proto.h"

#include <algorithm>
#include <map>
#include <set>

#include "absl/strings/str_replace.h"
#include "services/common/domain/text.h"
#include "services/common/enums.h"

namespace binadaya::needs {
namespace {

// Of a ceiling or a way; none: all of them.
std::string SourceName(v1::FundingSource source) {
  return source == v1::FUNDING_SOURCE_UNSPECIFIED ? "" : v1::FundingSource_Name(source);
}
v1::FundingSource SourceOf(const std::string& name) {
  v1::FundingSource source = v1::FUNDING_SOURCE_UNSPECIFIED;
  v1::FundingSource_Parse(name, &source);
  return source;
}

domain::PortfolioVariant WayVariant(const v1::WeighedWay& weighed) {
  const v1::ProgramWay& way = weighed.way();
  domain::PortfolioVariant variant{
      .id = way.id(),
      .cost = {way.rupiah()},
      .source = SourceName(way.source()),
      .sub_activity = way.sub_activity(),
      .seats = way.seats(),
      .kecamatan_seats = way.kecamatan_seats(),
      .trainer_hours = way.trainer_hours()};
  for (const int month : way.months()) ++variant.batches.at(static_cast<std::size_t>(month) - 1);
  for (const v1::WayLift& lift : weighed.lifts())
    variant.lifts.push_back({.need = lift.need(), .share = lift.share()});
  return variant;
}

// The domain's answers in the words of the contract.
class PortfolioWords {
 public:
  explicit PortfolioWords(const v1::PortfolioInputs& inputs) {
    for (const v1::WeighedProgram& program : inputs.programs())
      programs_[program.program()] = &program;
    for (const v1::WeighedNeed& need : inputs.needs()) needs_[need.need()] = &need;
  }

  const std::string& Title(const std::string& program) const {
    return programs_.at(program)->title();
  }
  const v1::ProgramWay& Way(const std::string& program, const std::string& way) const {
    const auto& ways = programs_.at(program)->ways();
    return std::find_if(
               ways.begin(), ways.end(),
               [&](const v1::WeighedWay& one) { return one.way().id() == way; })
        ->way();
  }
  // Those that it brings something to, by rank.
  std::vector<const v1::WeighedNeed*> NeedsOf(const std::string& program) const {
    std::set<std::pair<int, std::string>> ranked;
    for (const v1::WeighedWay& way : programs_.at(program)->ways()) {
      for (const v1::WayLift& lift : way.lifts())
        ranked.insert({needs_.at(lift.need())->rank(), lift.need()});
    }
    std::vector<const v1::WeighedNeed*> needs;
    for (const auto& [rank, need] : ranked) needs.push_back(needs_.at(need));
    return needs;
  }
  int RankOf(const std::string& program) const {
    const auto needs = NeedsOf(program);
    return needs.empty() ? 0 : needs.front()->rank();
  }

  void Fill(const domain::Choice& choice, v1::ChosenProgram& out) const {
    const v1::WeighedProgram& program = *programs_.at(choice.program);
    out.set_program(choice.program);
    out.set_number(program.number());
    out.set_title(program.title());
    *out.mutable_way() = Way(choice.program, choice.variant);
    for (const v1::WeighedNeed* need : NeedsOf(choice.program)) out.add_needs(need->need());
    out.set_rank(RankOf(choice.program));
    out.set_mandatory(program.mandatory());
    out.set_committed(!program.committed().empty());
    out.set_bound_batches(program.bound_batches());
    out.set_without_measured_need(program.without_measured_need());
  }

  static void Fill(const domain::Use& use, v1::LimitUse& out) {
    out.set_kind(ToContract<v1::LimitKind>(use.limit.kind));
    out.set_source(SourceOf(use.limit.source));
    out.set_sub_activity(use.limit.sub_activity);
    out.set_month(use.limit.month);
    out.set_used(use.used);
    out.set_most(use.most);
  }

  void Fill(const domain::NotChosen& why, v1::NotChosenWay& out) const {
    *out.mutable_way() = Way(why.program, why.variant);
    out.set_why(ToContract<v1::WhyNot>(why.why));
    out.set_points(why.points);
    for (const std::string& by : why.by)
      out.add_by(why.why == domain::NotChosen::Why::kOtherVariant ? by : Title(by));
    for (const domain::Use& use : why.over) Fill(use, *out.add_over());
  }

  void Fill(const domain::Entry& entry, v1::DroppedProgram& out) const {
    out.set_program(entry.program);
    out.set_title(Title(entry.program));
    out.set_rank(RankOf(entry.program));
    out.set_entry(ToContract<v1::EntryState>(entry.state));
    out.set_extra_rupiah(entry.extra.rupiah);
    if (!entry.variant.empty()) *out.mutable_enters_as() = Way(entry.program, entry.variant);
    for (const domain::Ceiling& ceiling : entry.ceilings) {
      v1::PortfolioCeiling& one = *out.add_ceilings();
      one.set_source(SourceOf(ceiling.source));
      one.set_sub_activity(ceiling.sub_activity);
      one.set_rupiah(ceiling.amount.rupiah);
    }
    for (const std::string& leaves : entry.leaves) out.add_leaves(Title(leaves));
  }

  void Fill(const domain::Cover& cover, v1::NeedCover& out) const {
    const v1::WeighedNeed& need = *needs_.at(cover.need);
    out.set_need(cover.need);
    out.set_competency(need.competency());
    out.set_to_level(need.to_level());
    out.set_family(need.family());
    out.set_training(need.training());
    out.set_rank(need.rank());
    out.set_share(cover.share);
    out.set_points(cover.points);
    out.set_withheld(need.few());
  }

 private:
  std::map<std::string, const v1::WeighedProgram*> programs_;
  std::map<std::string, const v1::WeighedNeed*> needs_;
};

domain::Portfolio ChoicesOf(const v1::Portfolio& portfolio) {
  domain::Portfolio choices;
  for (const v1::ChosenProgram& one : portfolio.chosen())
    choices.chosen.push_back({.program = one.program(), .variant = one.way().id()});
  return choices;
}

}  // namespace

domain::PortfolioInput InputOf(const v1::PortfolioInputs& inputs) {
  const v1::StartPortfolioRequest& request = inputs.request();
  domain::PortfolioInput input;
  for (const v1::WeighedNeed& need : inputs.needs()) {
    input.needs.push_back(
        {.id = need.need(),
         .score = need.score(),
         .affected = need.affected(),
         .mean_gap = need.mean_gap()});
  }
  for (const v1::WeighedProgram& program : inputs.programs()) {
    domain::PortfolioProgram& out = input.programs.emplace_back();
    out.id = program.program();
    out.mandatory = program.mandatory();
    out.committed = program.committed();
    for (const v1::WeighedWay& way : program.ways()) out.variants.push_back(WayVariant(way));
  }
  for (const v1::PortfolioCeiling& ceiling : inputs.ceilings()) {
    input.ceilings.push_back(
        {.source = SourceName(ceiling.source()),
         .sub_activity = ceiling.sub_activity(),
         .amount = {ceiling.rupiah()}});
  }
  input.kecamatan_share = request.kecamatan_share();
  if (request.trainer_hours() > 0) input.trainer_hours = request.trainer_hours();
  if (request.batches_a_month() > 0) input.batches_a_month = request.batches_a_month();
  return input;
}

v1::Portfolio Found(
    const v1::PortfolioInputs& inputs, const domain::Portfolio& best,
    const absl::StatusOr<domain::Portfolio>& greedy, const domain::Explanation& explanation) {
  const PortfolioWords words(inputs);
  v1::Portfolio found;
  found.set_year(inputs.request().year());
  found.set_plan(inputs.request().plan());
  *found.mutable_scenario() = inputs.request().scenario();
  *found.mutable_ceilings() = inputs.ceilings();
  for (const domain::Choice& choice : best.chosen) words.Fill(choice, *found.add_chosen());
  found.set_rupiah(best.cost.rupiah);
  found.set_points(best.points);
  found.set_bound(best.bound);
  found.set_optimal(best.within_percent() == 0);
  found.set_within_percent(best.within_percent());
  found.set_gap_points(best.gap_points);
  if (const auto price = best.per_gap_point()) found.set_rupiah_per_gap_point(price->rupiah);
  found.mutable_greedy()->set_fits(greedy.ok());
  if (greedy.ok()) {
    found.mutable_greedy()->set_points(greedy->points);
    found.mutable_greedy()->set_rupiah(greedy->cost.rupiah);
    for (const domain::Choice& choice : greedy->chosen)
      found.mutable_greedy()->add_titles(words.Title(choice.program));
  }
  for (const domain::Entry& entry : explanation.entries) {
    v1::DroppedProgram& dropped = *found.add_dropped();
    words.Fill(entry, dropped);
    for (const domain::NotChosen& why : explanation.not_chosen)
      if (why.program == entry.program) words.Fill(why, *dropped.add_ways());
  }
  for (const domain::Cover& cover : best.covers) words.Fill(cover, *found.add_covers());
  for (const domain::Use& use : best.uses) PortfolioWords::Fill(use, *found.add_uses());
  *found.mutable_policies() = inputs.policies();
  *found.mutable_held_elsewhere() = inputs.held_elsewhere();
  *found.mutable_findings() = inputs.findings();
  return found;
}

v1::ComparedPortfolio Compared(const v1::Portfolio& from, const v1::Portfolio& to) {
  const auto fill = [](const std::vector<domain::Choice>& choices, const v1::Portfolio& of,
                       google::protobuf::RepeatedPtrField<v1::ChosenProgram>& out) {
    for (const domain::Choice& choice : choices) {
      for (const v1::ChosenProgram& one : of.chosen())
        if (one.program() == choice.program) *out.Add() = one;
    }
  };
  const domain::Change change = domain::Compare(ChoicesOf(from), ChoicesOf(to));
  v1::ComparedPortfolio compared;
  fill(change.comes_in, to, *compared.mutable_comes_in());
  fill(change.falls_out, from, *compared.mutable_falls_out());
  fill(change.held_otherwise, to, *compared.mutable_held_otherwise());
  return compared;
}

Findings Readable(Findings findings, const v1::PortfolioInputs& inputs) {
  std::set<std::string> told;
  Findings readable;
  for (Finding& finding : findings) {
    std::string whole = finding.where;
    for (const v1::WeighedProgram& program : inputs.programs()) {
      if (finding.where.find(program.program()) == std::string::npos) continue;
      whole = program.title();
      finding.where = absl::StrReplaceAll(finding.where, {{program.program(), program.title()}});
    }
    if (told.insert(Cat(finding.rule, whole, finding.message.id)).second)
      readable.push_back(std::move(finding));
  }
  return readable;
}

}  // namespace binadaya::needs
