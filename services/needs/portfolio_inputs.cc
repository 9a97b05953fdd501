// What a portfolio is chosen from: programs, needs and ceilings as they stand when it is asked for.
#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "absl/strings/str_format.h"
#include "services/common/domain/refusal.h"
#include "services/common/enums.h"
#include "services/common/id.h"
#include "services/common/status.h"
#include "services/needs/domain/ways.h"
#include "services/needs/need_store.h"
#include "services/needs/needs.h"
#include "services/needs/plan_store.h"
#include "services/needs/portfolio_candidates.h"
#include "services/needs/program_store.h"

namespace binadaya::needs {
namespace {

// One that is weighed, with what is said of it.
struct Weighing {
  const Candidate* candidate = nullptr;
  const v1::ProgramTerms* terms = nullptr;
  std::vector<domain::NeedPeople> people = {};
  std::size_t place = 0;  // among all
};

const v1::ProgramTerms& TermsOf(const v1::StartPortfolioRequest& request, const std::string& id) {
  for (const v1::ProgramTerms& terms : request.terms())
    if (terms.program() == id) return terms;
  return v1::ProgramTerms::default_instance();
}

// A need of the year that waits for funds, with its score.
bool IsWeighed(const domain::Need& need) {
  return need.rank > 0 &&
         (need.state == domain::NeedState::kRanked || need.state == domain::NeedState::kBacklog);
}

// What scores rest on.
struct ScoreBasis {
  std::set<std::string> left;             // documents that a scenario leaves out
  std::set<std::vector<double>> weights;  // one, unless the campaigns were ranked on different days
};

// The score of a need in a scenario.
double ScoreIn(Tx& tx, const v1::Scenario& scenario, const domain::Need& need, ScoreBasis& basis) {
  const auto& breakdown = need.score.breakdown;
  if (breakdown.size() != 6) return need.score.total;
  std::vector<double> w(scenario.weights().begin(), scenario.weights().end());
  if (w.size() != 6) {  // none; any other number is refused (PRIO-01)
    w.clear();
    for (const domain::ScoreComponent& component : breakdown) w.push_back(component.weight);
  }
  basis.weights.insert(w);
  if (scenario.without_documents().empty() && scenario.weights().empty()) return need.score.total;
  domain::PriorityInputs inputs{breakdown[0].value, breakdown[1].value, breakdown[2].value,
                                breakdown[3].value, breakdown[4].value, breakdown[5].value};
  const domain::PriorityWeights weights{w[0], w[1], w[2], w[3], w[4], w[5]};
  bool leaves = false, stays = false;
  double strongest = 0;
  for (const need_store::Directive& one : need_store::DirectivesOf(tx, need.id)) {
    if (Contains(scenario.without_documents(), one.doc_ref)) {
      leaves = true;
      basis.left.insert(one.doc_ref);
    } else {
      stays = true;
      strongest = std::max(strongest, one.strategic_link);
    }
  }
  if (leaves && !stays && need.type == domain::NeedType::kStrategic) return 0;
  // Those recorded since the ranking count no more than what was ranked with.
  if (leaves) inputs.strategic = std::min(inputs.strategic, strongest);
  return domain::Prioritise(inputs, weights).total;
}

// The ways to hold a program: each variant with each number of batches that is offered.
void FillWays(
    const Weighing& weighed, const v1::StartPortfolioRequest& request, int trainer_minutes,
    v1::WeighedProgram& out) {
  const domain::Design& design = weighed.candidate->version().design;
  const v1::ProgramTerms& terms = *weighed.terms;
  const std::optional<v1::PlanItem>& planned = weighed.candidate->planned;
  std::set<int> offered(terms.batches().begin(), terms.batches().end());
  if (offered.empty()) {
    for (const int one : domain::BatchesFor(domain::PeopleOf(weighed.people), design.batch_max))
      offered.insert(one);
  }
  const Held held = HeldOf(*weighed.candidate, terms);
  const bool committed = held.batches > 0 && held.exactly;
  if (committed) {
    offered = {held.batches};
  } else if (held.batches > 0) {
    offered.insert({held.batches, planned->batches()});
    offered.erase(offered.begin(), offered.lower_bound(held.batches));
    out.set_mandatory(true);
  }
  // What is planned already stays in its months, unless others are named.
  const auto& named = terms.months().empty() && planned ? planned->months() : terms.months();
  const std::vector<int> months(named.begin(), named.end());
  const std::set<std::string> kecamatan(
      request.kecamatan_families().begin(), request.kecamatan_families().end());
  for (std::size_t v = 0; v < design.variants.size(); ++v) {
    const domain::Variant& variant = design.variants[v];
    const auto mode = ToContract<v1::DeliveryMode>(*variant.mode);
    if (held.batches > 0 && mode != held.mode) continue;
    for (const int batches : offered) {
      v1::WeighedWay& one = *out.add_ways();
      v1::ProgramWay& way = *one.mutable_way();
      way.set_id(absl::StrFormat("%d.%02d", v + 1, batches));
      way.set_mode(mode);
      way.set_batches(batches);
      for (const int month : domain::MonthsOf(batches, months, weighed.place))
        way.add_months(month);
      way.set_seats(batches * design.batch_max);
      way.set_kecamatan_seats(domain::SeatsFor(kecamatan, way.seats(), weighed.people));
      way.set_trainer_hours(
          batches * (terms.trainer_hours() > 0 ? terms.trainer_hours()
                                               : domain::TrainerHoursOf(design, trainer_minutes)));
      way.set_rupiah(batches * variant.Cost().value_or(0));
      way.set_source(ToContract<v1::FundingSource>(*design.funding));
      way.set_sub_activity(
          terms.sub_activity().empty() ? request.sub_activity() : terms.sub_activity());
      for (const domain::Lift& lift :
           domain::LiftsOf(design, variant, way.seats(), weighed.people)) {
        v1::WayLift& brings = *one.add_lifts();
        brings.set_need(lift.need);
        brings.set_share(lift.share);
      }
      if (committed) out.set_committed(way.id());
    }
  }
}

// PORT-16: what is said to be committed is no less than what money is bound for.
void CheckBound(const Candidate& candidate, const v1::ProgramTerms& terms, Findings& findings) {
  if (candidate.bound == 0 || !IsHeld(candidate.version().design, terms)) return;
  if (terms.committed_mode() == candidate.planned->mode() &&
      terms.committed_batches() >= candidate.bound)
    return;
  findings.push_back(
      {.rule = "PORT-16",
       .where = candidate.version().design.title,
       .message =
           {Cat("Uang sudah terikat untuk ", candidate.bound,
                " angkatan menurut rencana yang berlaku. Sebut paling sedikit itu, dengan modanya, "
                "atau kosongkan."),
            Cat("Money is bound for ", candidate.bound,
                " batches by the plan in force. Name at least these, in its mode, or nothing.")},
       .values = {
           {"found", absl::StrCat(terms.committed_batches())},
           {"expected", absl::StrCat(candidate.bound)}}});
}

void CheckTerms(
    const v1::StartPortfolioRequest& request, const std::vector<Candidate>& programs,
    Findings& findings) {
  if (programs.empty()) {
    findings.push_back(
        {.rule = "PORT-10",
         .where = "year",
         .message = {
             Cat("Tidak ada program tahun ", request.year(),
                 " yang dapat direncanakan. Setujui programnya lebih dahulu."),
             Cat("No program of ", request.year(),
                 " can be planned. Have programs approved first.")}});
  }
  std::set<std::string> named;
  for (const v1::ProgramTerms& terms : request.terms()) {
    const auto program = std::find_if(programs.begin(), programs.end(), [&](const Candidate& one) {
      return one.program.id == terms.program();
    });
    const bool again = program != programs.end() && program->IsKept() &&
                       terms.committed_batches() > program->planned->batches();
    if (program == programs.end() || again || !named.insert(terms.program()).second) {
      findings.push_back(
          {.rule = "PORT-06",
           .where = Cat("terms[", terms.program(), "]"),
           .message = {
               "Program ini disebut dua kali, atau tidak dapat direncanakan pada tahun itu: belum "
               "disetujui, ditinjau ulang, dihentikan, atau milik rencana lain. Hapus dari "
               "permintaan.",
               "This program is named twice, or cannot be planned in that year: it is not "
               "approved, "
               "under review, retired, or another plan's. Take it from the request."}});
      continue;
    }
    const domain::Design& design = program->version().design;
    CheckBound(*program, terms, findings);
    if (terms.committed_mode() == v1::DELIVERY_MODE_UNSPECIFIED || IsHeld(design, terms)) continue;
    findings.push_back(
        {.rule = "PORT-07",
         .where = design.title,
         .message = {
             "Komitmen program ini menyebut varian yang tidak dirancang, atau tanpa jumlah "
             "angkatan. Sebut varian dari rancangannya dan jumlah angkatannya.",
             "The commitment of this program names a variant that is not in its design, or no "
             "number of batches. Name a variant of the design and how many batches."}});
  }
  if (request.kecamatan_share() > 0 && request.kecamatan_families().empty()) {
    findings.push_back(
        {.rule = "PORT-14",
         .where = "kecamatan_families",
         .message = {
             "Bagian kursi kecamatan dan kelurahan diminta tanpa menyebut rumpun jabatannya. Sebut "
             "rumpunnya, misalnya LURAH.",
             "A share of seats for kecamatan and kelurahan is asked for, but no post family is "
             "named. Name the families, such as LURAH."}});
  }
  if (const auto& weights = request.scenario().weights(); !weights.empty()) {
    for (Finding& finding : domain::CheckWeights({weights.begin(), weights.end()}))
      findings.push_back(std::move(finding));
  }
}

void CheckYear(int year, int of_plan, Findings& findings) {
  if (year == of_plan) return;
  findings.push_back(
      {.rule = "PORT-15",
       .where = "plan",
       .message = {
           Cat("Rencana ini milik tahun ", of_plan, ", bukan ", year,
               ". Sebut rencana tahun itu, atau jangan sebut rencana."),
           Cat("This plan is of ", of_plan, ", not of ", year,
               ". Name a plan of that year, or none.")}});
}

// What the scores do not say of themselves: warnings.
void CheckRanked(
    const v1::Scenario& scenario, const std::set<std::vector<double>>& weights,
    const std::vector<double>& today, Findings& findings) {
  const bool other = std::any_of(
      weights.begin(), weights.end(), [&](const std::vector<double>& one) { return one != today; });
  if (!other || !scenario.weights().empty()) return;
  findings.push_back(
      {.rule = "PORT-19",
       .where = "needs",
       .message =
           {"Kebutuhan diperingkat dengan bobot lain daripada yang berlaku hari ini, dan nilai itu "
            "yang dihitung. Susun peringkatnya lagi, lalu minta portofolio baru.",
            "The needs were ranked with other weights than those in force today, and it is those "
            "scores that count. Rank them again, then ask for a new portfolio."},
       .warning = true});
}

// A need that programs are for and that counts nothing, for nobody ranked it.
Finding Unranked(const domain::Need& need) {
  const domain::NeedKey& key = need.key;
  std::string name =
      key.competency.empty() ? key.training : Cat(key.competency, " → ", key.to_level);
  name = Cat(name, name.empty() ? "" : " ", key.family);
  return {
      .rule = "PORT-18",
      .where = name,
      .message =
          {Cat("Kebutuhan ", name,
               " sudah divalidasi tetapi belum diperingkat, jadi tidak ditimbang. Susun "
               "peringkatnya, lalu minta portofolio baru."),
           Cat("The need ", name,
               " is validated but not ranked, so it is not weighed. Rank the needs, then ask for a "
               "new portfolio.")},
      .values = {{"need", need.id}},
      .warning = true};
}

void CheckDocuments(
    const v1::Scenario& scenario, const std::set<std::string>& left, Findings& findings) {
  for (const std::string& document : scenario.without_documents()) {
    if (left.contains(document)) continue;
    findings.push_back(
        {.rule = "PORT-08",
         .where = document,
         .message = {
             "Tidak ada arahan dengan nomor dokumen ini pada kebutuhan yang ditimbang. Perbaiki "
             "nomornya.",
             "No directive of this document stands behind the needs that are weighed. Correct its "
             "number."}});
  }
}

}  // namespace

absl::StatusOr<v1::PortfolioInputs> Needs::Weigh(
    Tx& tx, const v1::StartPortfolioRequest& request, Findings& findings) const {
  if (!request.plan().empty()) {
    if (!IsUuid(request.plan())) return NoSuchObject("plan");
    ASSIGN_OR_RETURN(const plan_store::StoredPlan revised, plan_store::Get(tx, request.plan()));
    CheckYear(request.year(), revised.plan.year, findings);
  }
  v1::PortfolioInputs inputs;
  *inputs.mutable_request() = request;
  for (v1::PortfolioCeiling ceiling : request.ceilings()) {
    const int percent = request.scenario().percent() == 0 ? 100 : request.scenario().percent();
    ceiling.set_rupiah(ceiling.rupiah() * percent / 100);
    *inputs.add_ceilings() = std::move(ceiling);
  }
  const std::vector<Candidate> programs = CandidatesOf(tx, request, inputs);
  std::vector<std::string> ids;
  for (const Candidate& one : programs) {
    for (const domain::ServedNeed& need : one.version().needs)
      if (domain::IsServed(need, request.year())) ids.push_back(need.id);
  }
  CheckTerms(request, programs, findings);

  const int k = SmallestGroup(tx);
  std::map<std::string, domain::NeedPeople> people;
  ScoreBasis basis;
  for (const domain::Need& need : need_store::Of(tx, ids)) {
    if (!IsWeighed(need)) {
      findings.push_back(Unranked(need));
      continue;
    }
    v1::WeighedNeed& out = *inputs.add_needs();
    out.set_need(need.id);
    out.set_competency(need.key.competency);
    out.set_to_level(need.key.to_level);
    out.set_family(need.key.family);
    out.set_training(need.key.training);
    out.set_rank(need.rank);
    out.set_score(ScoreIn(tx, request.scenario(), need, basis));
    out.set_affected(need.measured.affected);
    out.set_mean_gap(need.measured.mean_gap);
    out.set_few(IsOfFew(need, k));
    people[need.id] = {
        .need = need.id,
        .competency = need.key.competency,
        .family = need.key.family,
        .affected = need.measured.affected,
        .mean_gap = need.measured.mean_gap};
  }
  CheckDocuments(request.scenario(), basis.left, findings);
  CheckRanked(request.scenario(), basis.weights, weights_.Today(tx), findings);

  const int trainer_minutes = static_cast<int>(trainer_minutes_.Today(tx)[0]);
  for (std::size_t i = 0; i < programs.size(); ++i) {
    const domain::ProgramVersion& version = programs[i].version();
    Weighing weighed{
        .candidate = &programs[i],
        .terms = &TermsOf(request, programs[i].program.id),
        .people = {},
        .place = i};
    for (const domain::ServedNeed& need : version.needs)
      if (const auto found = people.find(need.id); found != people.end())
        weighed.people.push_back(found->second);
    v1::WeighedProgram& out = *inputs.add_programs();
    out.set_program(programs[i].program.id);
    out.set_number(version.number);
    out.set_title(version.design.title);
    out.set_mandatory(weighed.terms->mandatory());
    out.set_bound_batches(programs[i].bound);
    out.set_without_measured_need(!domain::HasMeasured(version.needs));
    FillWays(weighed, request, trainer_minutes, out);
  }
  const auto used = [&](const char* key, const std::vector<double>& values) {
    v1::PolicyUsed& policy = *inputs.add_policies();
    policy.set_key(key);
    policy.mutable_values()->Add(values.begin(), values.end());
  };
  used("oj.minutes", trainer_minutes_.Today(tx));
  for (const std::vector<double>& weights : basis.weights) used("priority.weights", weights);
  return inputs;
}

}  // namespace binadaya::needs
