// The annual plan: drafted from an accepted portfolio, proposed, set, revised.
#include <algorithm>
#include <cstddef>
#include <set>
#include <utility>

#include "services/common/aggregate.h"
#include "services/common/id.h"
#include "services/common/status.h"
#include "services/needs/needs.h"
#include "services/needs/plan_items.h"
#include "services/needs/plan_store.h"
#include "services/needs/portfolio_candidates.h"
#include "services/needs/portfolio_store.h"
#include "services/needs/program_store.h"
#include "services/needs/tell.h"

namespace binadaya::needs {
namespace {

using plan_store::StoredPlan;

// A plan is told whole when it is set, and an event has at most 900,000 bytes. What is told beside
// its items, of those that are no more, has the rest.
constexpr std::size_t kMostBytes = 800'000;

absl::Status MayBePlanned(const v1::Portfolio& portfolio, const std::string& plan) {
  Findings findings;
  if (portfolio.state() != v1::PORTFOLIO_ACCEPTED) {
    findings.push_back(
        {.rule = "PLAN-12",
         .where = "portfolio",
         .message = {
             "Portofolio ini belum diterima. Mintakan penerimaannya kepada Kepala BKPP.",
             "This portfolio is not accepted. Have the head of BKPP accept it first."}});
  }
  if (portfolio.plan() != plan) {
    findings.push_back(
        {.rule = "PLAN-13",
         .where = "portfolio",
         .message = {
             "Portofolio ini tidak dihitung untuk rencana ini. Hitung portofolio dengan menyebut "
             "rencana yang direvisi; untuk rencana baru tanpa menyebutnya.",
             "This portfolio was not computed for this plan. Compute one that names the plan to be "
             "revised; for a new plan, one that names none."}});
  }
  if (findings.empty()) return absl::OkStatus();
  return Refuse(absl::StatusCode::kFailedPrecondition, std::move(findings));
}

// Whether it is in as the plan in force has it, in no more batches: what goes beyond that is
// planned again.
bool IsAsPlanned(const v1::ChosenProgram& chosen, const v1::PlanItem& item) {
  return chosen.number() == item.number() && chosen.way().mode() == item.mode() &&
         chosen.way().batches() <= item.batches();
}

// What the terms lack, of all items at once; and whether they can be told together.
absl::Status CheckItems(const v1::PlanItems& items, const PlanSources& sources) {
  Findings findings;
  std::set<std::string> planned;
  for (const v1::PlanItem& item : items.items()) {
    planned.insert(item.program());
    if (!item.organiser().empty()) continue;
    findings.push_back(
        {.rule = "PLAN-14",
         .where = item.title(),
         .message = {
             "Penyelenggara kosong. Sebut penyelenggaranya, untuk program ini atau untuk semuanya.",
             "The organiser is missing. Name one, for this program or for all."}});
  }
  for (const auto& [program, terms] : sources.own) {
    if (planned.contains(program)) continue;
    findings.push_back(
        {.rule = "PLAN-15",
         .where = Cat("items[", program, "]"),
         .message = {
             "Program ini tidak ada dalam portofolio. Hapus dari permintaan.",
             "This program is not in the portfolio. Take it from the request."}});
  }
  if (const std::size_t bytes = items.ByteSizeLong(); bytes > kMostBytes) {
    findings.push_back(
        {.rule = "PLAN-19",
         .where = "portfolio",
         .message =
             {Cat("Rencana ini terlalu besar untuk diumumkan: ", bytes, " byte, paling banyak ",
                  kMostBytes,
                  ". Hitung portofolio dengan lebih sedikit program dan susun sisanya sebagai "
                  "rencana lain, atau ringkas tujuan belajar programnya."),
              Cat("This plan is too large to be told: ", bytes, " bytes, at most ", kMostBytes,
                  ". Compute a portfolio of fewer programs and draft the others as another plan, "
                  "or shorten the objectives of its programs.")},
         .values = {{"found", absl::StrCat(bytes)}, {"expected", absl::StrCat(kMostBytes)}}});
  }
  if (findings.empty()) return absl::OkStatus();
  return Refuse(absl::StatusCode::kInvalidArgument, std::move(findings));
}

template <class Told>
void TellInForce(Tx& tx, const StoredPlan& stored, Told event) {
  const domain::PlanVersion& version = stored.plan.Newest();
  event.set_plan(stored.plan.id);
  event.set_year(stored.plan.year);
  event.set_portfolio(version.portfolio);
  event.set_decree(version.decree);
  event.set_set_on(absl::FormatCivilTime(*version.set_on));
  *event.mutable_items() = stored.items.at(version.number).items();
  Tell(tx, event);
}

void TellSet(Tx& tx, const StoredPlan& stored) {
  const domain::PlanVersion& version = stored.plan.Newest();
  const domain::PlanVersion* before = stored.plan.Before(version);
  if (before == nullptr) return TellInForce(tx, stored, v1::PlanSet());
  v1::PlanRevised event;
  event.set_number(version.number);
  const domain::PlanDifference difference = domain::Difference(before->lines, version.lines);
  for (const v1::PlanItem& item : stored.items.at(before->number).items())
    if (Contains(difference.removed, item.program())) event.add_removed(item.id());
  TellInForce(tx, stored, std::move(event));
}

template <class Told>
void TellStep(Tx& tx, const StoredPlan& stored) {
  Told event;
  event.set_plan(stored.plan.id);
  event.set_number(stored.plan.Newest().number);
  if constexpr (requires { event.year(); }) event.set_year(stored.plan.year);
  if constexpr (requires { event.portfolio(); })
    event.set_portfolio(stored.plan.Newest().portfolio);
  Tell(tx, event);
}

}  // namespace

Findings Needs::StandingOf(Tx& tx, const v1::Portfolio& portfolio, const std::string& plan) {
  std::vector<std::string> ids;
  for (const v1::ChosenProgram& chosen : portfolio.chosen()) ids.push_back(chosen.program());
  const std::map<std::string, v1::PlanItem> planned = plan_store::ItemsInForce(tx, plan);
  const std::map<std::string, int> bound = BatchesBound(tx, planned);
  std::vector<domain::Standing> standing;
  std::map<std::string, std::string> titles;
  for (const domain::Program& program : program_store::Of(tx, ids)) {
    const auto chosen = std::find_if(
        portfolio.chosen().begin(), portfolio.chosen().end(),
        [&](const v1::ChosenProgram& one) { return one.program() == program.id; });
    const domain::ProgramVersion* in_force = program.InForce();
    const auto there = planned.find(program.id);
    titles[program.id] = program.Shown().design.title;
    standing.push_back(
        {.title = titles[program.id],
         .planned = chosen->number(),
         .in_force = in_force == nullptr ? 0 : in_force->number,
         .plannable = program.IsPlannable(),
         .kept =
             chosen->committed() && there != planned.end() && IsAsPlanned(*chosen, there->second)});
  }
  Findings findings = domain::CheckStanding(standing);
  for (const auto& [program, batches] : bound) {
    const v1::PlanItem& item = planned.at(program);
    if (std::ranges::any_of(
            portfolio.chosen(),
            [&, &program = program, batches = batches](const v1::ChosenProgram& one) {
              return one.program() == program && one.way().mode() == item.mode() &&
                     one.way().batches() >= batches;
            }))
      continue;
    findings.push_back(
        {.rule = "PLAN-18",
         .where = item.title(),
         .message =
             {Cat("Sejak portofolio ini dihitung, uang terikat untuk ", batches,
                  " angkatan program ini. Hitung dan terima portofolio baru."),
              Cat("Since this portfolio was computed, money was bound for ", batches,
                  " batches of this program. Compute and accept another portfolio.")},
         .values = {{"expected", absl::StrCat(batches)}}});
  }
  const auto held = plan_store::HeldElsewhere(tx, plan);
  for (const auto& [program, title] : titles) {
    const auto other = held.find(program);
    if (other == held.end()) continue;
    findings.push_back(
        {.rule = "PLAN-07",
         .where = title,
         .message =
             {"Program ini sudah ada dalam rencana lain. Hitung dan terima portofolio baru tanpa "
              "program ini.",
              "Another plan holds this program already. Compute and accept another portfolio "
              "without it."},
         .values = {{"plan", other->second}}});
  }
  return findings;
}

absl::StatusOr<CompetencyNames> Needs::NamesOf(const Call& call) const {
  CompetencyNames names;
  registry::v1::ListCompetenciesRequest request;
  request.set_page_size(kPage);
  do {
    ASSIGN_OR_RETURN(
        const registry::v1::ListCompetenciesResponse page,
        registry_.ListCompetencies(call, request));
    for (const registry::v1::Competency& one : page.competencies()) names[one.code()] = one;
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  return names;
}

template <class Request>
absl::StatusOr<v1::PlanItems> Needs::ItemsOf(
    Tx& tx, const Request& request, const CompetencyNames& names, const StoredPlan* revised) const {
  ASSIGN_OR_RETURN(const v1::Portfolio portfolio, portfolio_store::Get(tx, request.portfolio()));
  const std::string plan = revised == nullptr ? "" : revised->plan.id;
  RETURN_IF_ERROR(MayBePlanned(portfolio, plan));
  const domain::Forms forms = program_store::FormsOn(tx, tx.call().today());
  PlanSources sources{.portfolio = portfolio, .forms = forms, .names = names};
  sources.terms = request.terms();
  for (const v1::PlanItemTerms& one : request.items()) sources.own[one.program()] = one.terms();
  if (revised != nullptr) {
    for (const auto& [number, items] : revised->items)
      for (const v1::PlanItem& item : items.items()) sources.ids[item.program()] = item.id();
  }
  std::vector<std::string> ids;
  for (const v1::ChosenProgram& chosen : portfolio.chosen()) ids.push_back(chosen.program());
  std::vector<v1::PlanItem> ordered;
  for (const domain::Program& program : program_store::Of(tx, ids)) {
    for (const v1::ChosenProgram& chosen : portfolio.chosen()) {
      if (chosen.program() != program.id) continue;
      ordered.push_back(ItemOf(sources, chosen, *program.Numbered(chosen.number())));
      if (ordered.back().id().empty()) ordered.back().set_id(NewId(tx.call().now()));
    }
  }
  std::stable_sort(
      ordered.begin(), ordered.end(), [](const v1::PlanItem& a, const v1::PlanItem& b) {
        return std::pair(a.rank() == 0, a.rank()) < std::pair(b.rank() == 0, b.rank());
      });
  v1::PlanItems items;
  for (v1::PlanItem& item : ordered) *items.add_items() = std::move(item);
  RETURN_IF_ERROR(CheckItems(items, sources));
  Findings standing = StandingOf(tx, portfolio, plan);
  if (Blocks(standing)) return Refuse(absl::StatusCode::kFailedPrecondition, std::move(standing));
  return items;
}

absl::StatusOr<v1::Plan> Needs::DraftPlan(Call& call, const v1::DraftPlanRequest& request) {
  return db_.Write(
      call, request, [&] { return NamesOf(call); },
      [&](Tx& tx, const CompetencyNames& names) -> absl::StatusOr<v1::Plan> {
        ASSIGN_OR_RETURN(v1::PlanItems items, ItemsOf(tx, request, names, nullptr));
        ASSIGN_OR_RETURN(
            const v1::Portfolio portfolio, portfolio_store::Get(tx, request.portfolio()));
        ASSIGN_OR_RETURN(
            domain::Plan plan, domain::Plan::Draft(
                                   NewId(call.now()), portfolio.year(), request.portfolio(),
                                   plan_store::LinesOf(items), call.subject(), call.today()));
        const StoredPlan stored{.plan = std::move(plan), .items = {{1, std::move(items)}}};
        plan_store::Save(tx, stored);
        TellStep<v1::PlanDrafted>(tx, stored);
        return View(stored, stored.plan.Newest(), 1);
      });
}

template <class Request, class Decision, class Told>
absl::StatusOr<v1::Plan> Needs::DecidePlan(
    Tx& tx, const Request& request, Decision decide, Told tell) const {
  ASSIGN_OR_RETURN(StoredPlan stored, plan_store::Lock(tx, request.plan()));
  RETURN_IF_ERROR(tx.Expect("plan", request.plan(), request.version()));
  RETURN_IF_ERROR(decide(stored));
  plan_store::Save(tx, stored);
  tell(tx, stored);
  // And the event that this transaction tells.
  return View(stored, stored.plan.Newest(), VersionOf(tx, "plan", stored.plan.id) + 1);
}

absl::StatusOr<v1::Plan> Needs::RevisePlan(Call& call, const v1::RevisePlanRequest& request) {
  return db_.Write(
      call, request, [&] { return NamesOf(call); },
      [&](Tx& tx, const CompetencyNames& names) {
        return DecidePlan(
            tx, request,
            [&](StoredPlan& stored) -> absl::Status {
              ASSIGN_OR_RETURN(v1::PlanItems items, ItemsOf(tx, request, names, &stored));
              RETURN_IF_ERROR(stored.plan.Revise(
                  request.portfolio(), plan_store::LinesOf(items), request.reason(), call.subject(),
                  call.today()));
              stored.items[stored.plan.Newest().number] = std::move(items);
              return absl::OkStatus();
            },
            &TellStep<v1::PlanDrafted>);
      });
}

absl::StatusOr<v1::Plan> Needs::ProposePlan(Call& call, const v1::DecidePlanRequest& request) {
  return db_.Write(call, request, [&](Tx& tx) {
    return DecidePlan(
        tx, request,
        [&](StoredPlan& stored) -> absl::Status {
          domain::Plan& plan = stored.plan;
          ASSIGN_OR_RETURN(
              const v1::Portfolio portfolio, portfolio_store::Get(tx, plan.Newest().portfolio));
          return plan.Propose(call.subject(), StandingOf(tx, portfolio, plan.id), call.today());
        },
        &TellStep<v1::PlanProposed>);
  });
}

absl::StatusOr<v1::Plan> Needs::SetPlan(Call& call, const v1::DecidePlanRequest& request) {
  return db_.Write(call, request, [&](Tx& tx) {
    return DecidePlan(
        tx, request,
        [&](StoredPlan& stored) -> absl::Status {
          domain::Plan& plan = stored.plan;
          ASSIGN_OR_RETURN(
              const v1::Portfolio portfolio, portfolio_store::Get(tx, plan.Newest().portfolio));
          return plan.Set(
              call.subject(), request.decree(), StandingOf(tx, portfolio, plan.id), call.today());
        },
        &TellSet);
  });
}

absl::StatusOr<v1::Plan> Needs::ReturnPlan(Call& call, const v1::DecidePlanRequest& request) {
  return db_.Write(call, request, [&](Tx& tx) {
    return DecidePlan(
        tx, request, [&](StoredPlan& stored) { return stored.plan.Return(request.reason()); },
        &TellStep<v1::PlanReturned>);
  });
}

}  // namespace binadaya::needs
