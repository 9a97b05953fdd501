// Portfolios: asked for, computed as a job, accepted by a person.
#include <algorithm>
#include <map>
#include <set>

#include "services/common/aggregate.h"
#include "services/common/domain/money_text.h"
#include "services/common/jobs.h"
#include "services/common/solver/solve_mip.h"
#include "services/common/status.h"
#include "services/needs/domain/plan.h"
#include "services/needs/need_store.h"
#include "services/needs/needs.h"
#include "services/needs/plan_store.h"
#include "services/needs/portfolio_proto.h"
#include "services/needs/portfolio_store.h"
#include "services/needs/program_store.h"
#include "services/needs/tell.h"

namespace binadaya::needs {
namespace {

// The choice itself may take a minute; each search for the price of a program that is not in so
// many nodes, which are the same on every machine.
constexpr double kSecondsToChoose = 60;
constexpr int kNodesToExplain = 10'000;

// The program that would serve a need for the least more money; null: none is known.
const v1::DroppedProgram* CheapestFor(
    const v1::Portfolio& portfolio, const v1::PortfolioInputs& inputs, const std::string& need) {
  const v1::DroppedProgram* cheapest = nullptr;
  for (const v1::WeighedProgram& program : inputs.programs()) {
    const bool serves =
        std::any_of(program.ways().begin(), program.ways().end(), [&](const v1::WeighedWay& way) {
          return std::any_of(way.lifts().begin(), way.lifts().end(), [&](const v1::WayLift& lift) {
            return lift.need() == need;
          });
        });
    if (!serves) continue;
    for (const v1::DroppedProgram& dropped : portfolio.dropped()) {
      if (dropped.program() != program.program() || dropped.entry() != v1::ENTRY_ENTERS) continue;
      if (cheapest == nullptr || dropped.extra_rupiah() < cheapest->extra_rupiah())
        cheapest = &dropped;
    }
  }
  return cheapest;
}

// What the need's note says, and the event; anew of one that waits already. Nothing of one that no
// longer stands in the order.
void PutOnBacklog(
    Tx& tx, domain::Need& need, const v1::Portfolio& portfolio, const v1::DroppedProgram* entry) {
  const auto days = tx.call().today() - need.detected_on;
  std::string note =
      Cat("tidak didanai dalam portofolio ", portfolio.year(), "; menunggu ", days, " hari sejak ",
          absl::FormatCivilTime(need.detected_on));
  if (entry != nullptr) {
    note +=
        Cat("; ", entry->title(), " masuk bila pagu bertambah ", Rupiah({entry->extra_rupiah()}));
  }
  if (!need.Backlog(std::move(note)).ok()) return;
  need_store::Save(tx, need);
  TellBacklogged(
      tx, need, portfolio.id(), static_cast<int>(days),
      entry == nullptr ? 0 : entry->extra_rupiah());
}

// Needs that another plan pays for: when the portfolio was asked for, or by now.
std::set<std::string> HeldNeeds(
    Tx& tx, const v1::Portfolio& portfolio, const v1::PortfolioInputs& inputs) {
  std::set<std::string> needs = {inputs.held_needs().begin(), inputs.held_needs().end()};
  std::vector<std::string> held;
  for (const auto& [program, plan] : plan_store::HeldElsewhere(tx, portfolio.plan()))
    held.push_back(program);
  for (const domain::Program& program : program_store::Of(tx, held)) {
    if (program.year != portfolio.year()) continue;
    // One that was retired since is in its plan until that is revised.
    for (const domain::ServedNeed& need : program.Shown().needs) needs.insert(need.id);
  }
  return needs;
}

// Needs with no funds wait; those that waited and have funds now do not.
std::vector<std::string> SettleNeeds(
    Tx& tx, const v1::Portfolio& portfolio, const v1::PortfolioInputs& inputs) {
  const std::set<std::string> held = HeldNeeds(tx, portfolio, inputs);
  std::vector<std::string> backlog;
  for (const v1::NeedCover& cover : portfolio.covers()) {
    auto found = need_store::Lock(tx, cover.need());
    if (!found.ok()) continue;
    domain::Need& need = *found;
    if (cover.share() > 0) {
      if (!need.Fund()) continue;
      need_store::Save(tx, need);
      TellRanked(tx, need);
      continue;
    }
    if (held.contains(need.id)) continue;
    PutOnBacklog(tx, need, portfolio, CheapestFor(portfolio, inputs, need.id));
    if (need.state == domain::NeedState::kBacklog) backlog.push_back(need.id);
  }
  return backlog;
}

}  // namespace

absl::StatusOr<v1::StartPortfolioResponse> Needs::StartPortfolio(
    Call& call, const v1::StartPortfolioRequest& request) {
  return db_.Write(call, request, [&](Tx& tx) -> absl::StatusOr<v1::StartPortfolioResponse> {
    Findings findings;
    ASSIGN_OR_RETURN(v1::PortfolioInputs inputs, Weigh(tx, request, findings));
    for (Finding& finding : Readable(domain::CheckPortfolio(InputOf(inputs)), inputs))
      findings.push_back(std::move(finding));
    if (Blocks(findings)) return Refuse(absl::StatusCode::kInvalidArgument, std::move(findings));
    for (const Finding& finding : findings) ToProto(finding, *inputs.add_findings());
    ASSIGN_OR_RETURN(const auto job, Jobs::Ask(tx, kPortfolioJob, inputs));
    v1::StartPortfolioResponse response;
    response.set_job(job.id());
    return response;
  });
}

absl::StatusOr<v1::StartPortfolioResponse> Needs::DoPortfolio(
    JobRun& run, const v1::PortfolioInputs& inputs) {
  const domain::PortfolioInput input = InputOf(inputs);
  const std::int64_t total = inputs.programs_size() + 1;  // the choice, then each program
  std::int64_t done = 0;
  domain::PortfolioRun solving{.seconds = kSecondsToChoose};
  solving.stop = [&] { return !run.At(done, total).ok(); };
  const auto best = domain::Choose(input, SolveMip, solving);
  RETURN_IF_ERROR(run.At(++done, total));  // a search that was stopped ends here
  if (!best.ok()) return best.status();
  solving.nodes = kNodesToExplain;
  solving.progress = [&](double explained, double) {
    done = 1 + static_cast<std::int64_t>(explained);
  };
  const auto explanation = domain::Explain(input, *best, SolveMip, solving);
  RETURN_IF_ERROR(run.At(done, total));
  if (!explanation.ok()) return explanation.status();
  v1::Portfolio portfolio = Found(inputs, *best, domain::Greedy(input), *explanation);
  portfolio.set_id(run.id());
  portfolio.set_state(v1::PORTFOLIO_COMPUTED);
  portfolio.set_asked_by(run.call().subject());
  portfolio.set_computed_on(absl::FormatCivilTime(run.call().today()));

  v1::StartPortfolioRequest command;
  command.set_request_id(run.id());
  return db_.Write(run.call(), command, [&](Tx& tx) -> absl::StatusOr<v1::StartPortfolioResponse> {
    portfolio_store::Add(tx, portfolio, inputs);
    v1::PortfolioComputed event;
    event.set_portfolio(portfolio.id());
    event.set_year(portfolio.year());
    event.set_scenario(portfolio.scenario().name());
    event.set_points(portfolio.points());
    event.set_bound(portfolio.bound());
    event.set_rupiah(portfolio.rupiah());
    Tell(tx, event);
    v1::StartPortfolioResponse response;
    response.set_job(run.id());
    return response;
  });
}

absl::StatusOr<v1::Portfolio> Needs::AcceptPortfolio(
    Call& call, const v1::AcceptPortfolioRequest& request) {
  return db_.Write(call, request, [&](Tx& tx) -> absl::StatusOr<v1::Portfolio> {
    ASSIGN_OR_RETURN(v1::Portfolio portfolio, portfolio_store::Lock(tx, request.portfolio()));
    RETURN_IF_ERROR(tx.Expect("portfolio", request.portfolio(), request.version()));
    domain::PortfolioCase one{
        .asked_by = portfolio.asked_by(), .accepted_by = portfolio.accepted_by()};
    RETURN_IF_ERROR(
        one.Accept(call.subject(), request.note(), StandingOf(tx, portfolio, portfolio.plan())));
    portfolio.set_state(v1::PORTFOLIO_ACCEPTED);
    portfolio.set_accepted_by(call.subject());
    portfolio.set_accepted_on(absl::FormatCivilTime(call.today()));
    portfolio.set_note(request.note());
    portfolio_store::Save(tx, portfolio);
    v1::PortfolioChosen event;
    for (std::string& need :
         SettleNeeds(tx, portfolio, portfolio_store::InputsOf(tx, portfolio.id())))
      event.add_backlog(std::move(need));
    event.set_portfolio(portfolio.id());
    event.set_year(portfolio.year());
    event.set_plan(portfolio.plan());
    *event.mutable_chosen() = portfolio.chosen();
    event.set_points(portfolio.points());
    event.set_bound(portfolio.bound());
    event.set_rupiah(portfolio.rupiah());
    Tell(tx, event);
    // And the event that this transaction tells.
    portfolio.set_version(VersionOf(tx, "portfolio", portfolio.id()) + 1);
    return View(call, std::move(portfolio));
  });
}

}  // namespace binadaya::needs
