// The worked example of the portfolio (F-23), for the year after the one that was planned: five
// programs of which anybody can find the best by hand, and a list by ratio does not.
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "services/cli/language.h"
#include "services/common/domain/money_text.h"
#include "services/common/domain/text.h"
#include "services/common/status.h"
#include "services/simulator/reference.h"
#include "services/simulator/story.h"

namespace binadaya::simulator {
namespace {

namespace nv = needs::v1;

struct ExampleProgram {
  const char* title;
  const char* competency;
  std::int64_t rupiah;
  int points;  // per cent of the gap that it closes
};
constexpr ExampleProgram kExamples[] = {
    {"P1", "M.01", 143'200'000, 40},
    {"P2", "M.02", 180'000'000, 62},
    {"P3", "M.03", 95'000'000, 38},
    {"P4", "M.04", 220'000'000, 70},
    {"P5", "M.05", 60'000'000, 15}};
constexpr std::int64_t kExampleCeiling = 400'000'000;
constexpr char kExampleFamily[] = "LURAH";
constexpr int kExampleAffected = 100;                      // needs of fewer people are not detected
constexpr int kExampleBatches = 4, kExampleBatchMax = 45;  // for all lurah

// Of all its batches together: such a cost, and such a share of the gap.
nv::ProgramDesign Reduced(
    nv::ProgramDesign design, const ExampleProgram& example, const nv::Need& need) {
  design.set_title(example.title);
  nv::CompetencyTarget& target = *design.mutable_targets(0);
  target.set_from_level(0);
  target.set_lift(need.mean_gap());
  design.mutable_variants()->DeleteSubrange(1, design.variants_size() - 1);
  nv::Variant& variant = *design.mutable_variants(0);
  variant.set_lift_share(example.points / 100.0);
  variant.clear_costs();
  nv::CostLine& line = *variant.add_costs();
  line.set_item("Seluruh kelas");
  line.set_price(example.rupiah / kExampleBatches);
  nv::CostFactor& once = *line.add_factors();
  once.set_quantity(1);
  once.set_unit("paket");
  return design;
}

// "P2 + P4 = 132"
std::string SumOf(const nv::Portfolio& portfolio) {
  const auto title = [](std::string* out, const auto& chosen) { *out += chosen.title(); };
  return Cat(absl::StrJoin(portfolio.chosen(), " + ", title), " = ", portfolio.points());
}

}  // namespace

absl::Status Story::ShowWorkedExample() {
  ++plan_year_;
  tell_.Step(
      {Cat("Contoh hitungan untuk ", plan_year_, ": daftar menurut rasio, dan yang terbaik"),
       Cat("A worked example for ", plan_year_, ": a list by ratio, and the best")});
  ASSIGN_OR_RETURN(const std::string campaign, OpenNeedsCampaign());
  RETURN_IF_ERROR(Detect(campaign, kExampleAffected).status());
  ASSIGN_OR_RETURN(const std::vector<nv::Need> detected, NeedsOf(campaign));
  std::vector<nv::Need> needs;  // one for each program: what the next post demands of every lurah
  std::vector<std::string> ids;
  for (const ExampleProgram& example : kExamples) {
    for (const nv::Need& need : detected) {
      if (need.type() == nv::CAREER && need.family() == kExampleFamily &&
          need.competency() == example.competency) {
        needs.push_back(need);
        ids.push_back(need.id());
      }
    }
  }
  if (needs.size() != std::size(kExamples))
    return absl::InternalError("not one need for each program of the worked example");
  RETURN_IF_ERROR(Decide(ids));
  RETURN_IF_ERROR(Rank(campaign).status());

  nv::StartPortfolioRequest request = Under(kExampleCeiling, "contoh hitungan", 100);
  for (const double weight : {0.0, 1.0, 0.0, 0.0, 0.0, 0.0})
    request.mutable_scenario()->add_weights(weight);
  std::vector<std::vector<std::string>> table = {
      {"program", cli::Say("kompetensi", "competency"), "rupiah", cli::Say("poin", "points"),
       cli::Say("poin per juta rupiah", "points a million rupiah")}};
  std::vector<nv::Program> programs;
  for (std::size_t i = 0; i < needs.size(); ++i) {
    const ExampleProgram& example = kExamples[i];
    RETURN_IF_ERROR(BringIntoForce(Reduced(ForOne(needs[i], kExampleBatchMax), example, needs[i])));
    programs.push_back(programs_.back());
    nv::ProgramTerms& terms = *request.add_terms();
    terms.set_program(programs.back().id());
    terms.add_batches(kExampleBatches);
    const double ratio = 1e6 * example.points / static_cast<double>(example.rupiah);
    table.push_back(
        {example.title, Cat(example.competency, " ", NameOfCompetency(example.competency)),
         Rupiah({example.rupiah}), Cat(example.points), absl::StrFormat("%.3f", ratio)});
  }
  ASSIGN_OR_RETURN(const nv::Portfolio best, Computed(request));
  request.set_request_id(world_.NewRequestId());
  request.mutable_scenario()->set_percent(kLess);
  ASSIGN_OR_RETURN(const nv::Portfolio less, Computed(request));
  for (const nv::Program& program : programs)
    RETURN_IF_ERROR(Retire(program, "Hanya contoh hitungan; tidak direncanakan."));

  const nv::GreedyPortfolio& list = best.greedy();
  const std::string by_list = Cat(absl::StrJoin(list.titles(), " + "), " = ", list.points());
  if (by_list != "P2 + P3 + P5 = 115" || SumOf(best) != "P2 + P4 = 132" || !best.optimal() ||
      SumOf(less) != "P2 + P3 + P5 = 115")
    return absl::InternalError(
        Cat("the worked example came out as ", by_list, ", ", SumOf(best), ", ", SumOf(less)));
  const int lurah = needs.front().affected();
  tell_.Say(
      {Cat("Lima program, masing-masing ", kExampleBatches, " kelas bagi semua ", lurah,
           " lurah, yang semuanya di bawah yang dituntut jabatan berikutnya. Dengan bobot skenario "
           "ini hanya jangkauan yang dihitung: tiap kebutuhan bernilai 100 poin, tiap program "
           "sebanyak persen kesenjangan yang ditutupnya. Pagunya ",
           Rupiah({kExampleCeiling}), ". Sebagai contoh saja, semuanya lalu dihentikan."),
       Cat("Five programs, each of ", kExampleBatches, " batches for all ", lurah,
           " lurah, who are all below what the next post demands. By the weights of this scenario "
           "only the reach counts: each need is worth 100 points, each program as many as the per "
           "cent of the gap that it closes. The ceiling is ",
           Rupiah({kExampleCeiling}), ". Being an example only, all are retired then.")});
  tell_.Table(table);
  tell_.Table(
      {{cli::Say("cara memilih", "chosen"), cli::Say("poin", "points"), "rupiah"},
       {cli::Say("menurut daftar poin per rupiah", "by a list of points a rupiah"), by_list,
        Rupiah({list.rupiah()})},
       {cli::Say("yang terbaik, terbukti optimal", "the best, proven optimal"), SumOf(best),
        Rupiah({best.rupiah()})},
       {cli::Say(
            Cat("yang terbaik dari ", Rupiah({less.ceilings(0).rupiah()})),
            Cat("the best of ", Rupiah({less.ceilings(0).rupiah()}))),
        SumOf(less), Rupiah({less.rupiah()})}});
  return absl::OkStatus();
}

}  // namespace binadaya::simulator
