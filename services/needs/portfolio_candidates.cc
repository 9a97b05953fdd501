#include "services/needs/portfolio_candidates.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "services/common/enums.h"
#include "services/needs/learned_store.h"
#include "services/needs/plan_store.h"
#include "services/needs/program_store.h"

namespace binadaya::needs {
namespace {

bool HasMode(const domain::Design& design, v1::DeliveryMode mode) {
  return std::any_of(
      design.variants.begin(), design.variants.end(), [&](const domain::Variant& variant) {
        return ToContract<v1::DeliveryMode>(*variant.mode) == mode;
      });
}

}  // namespace

bool IsHeld(const domain::Design& design, const v1::ProgramTerms& terms) {
  return terms.committed_batches() > 0 && HasMode(design, terms.committed_mode());
}

Held HeldOf(const Candidate& candidate, const v1::ProgramTerms& terms) {
  if (IsHeld(candidate.version().design, terms))
    return {.mode = terms.committed_mode(), .batches = terms.committed_batches()};
  if (candidate.bound == 0) return {};
  return {
      .mode = candidate.planned->mode(), .batches = candidate.bound, .exactly = candidate.IsKept()};
}

std::map<std::string, int> BatchesBound(
    Tx& tx, const std::map<std::string, v1::PlanItem>& planned) {
  std::vector<std::string> items;
  for (const auto& [program, item] : planned) items.push_back(item.id());
  const std::map<std::string, int> money = learned_store::BatchesBound(tx, items);
  std::map<std::string, int> bound;
  for (const auto& [program, item] : planned)
    if (const auto batches = money.find(item.id()); batches != money.end())
      bound[program] = std::min(batches->second, item.batches());
  return bound;
}

std::vector<Candidate> CandidatesOf(
    Tx& tx, const v1::StartPortfolioRequest& request, v1::PortfolioInputs& inputs) {
  const auto held = plan_store::HeldElsewhere(tx, request.plan());
  std::map<std::string, v1::PlanItem> planned = plan_store::ItemsInForce(tx, request.plan());
  std::map<std::string, int> bound = BatchesBound(tx, planned);
  std::map<std::string, Candidate> found;  // in the order of ids
  for (domain::Program& program : program_store::PlannableOf(tx, request.year())) {
    const domain::ProgramVersion& version = *program.InForce();
    if (held.contains(program.id)) {
      inputs.add_held_elsewhere(version.design.title);
      for (const domain::ServedNeed& need : version.needs) inputs.add_held_needs(need.id);
      continue;
    }
    const auto item = planned.find(program.id);
    // A way for which there is money, and that is in the design no more, is held as it was planned.
    if (item != planned.end() && bound.contains(program.id) &&
        !HasMode(version.design, item->second.mode()))
      continue;
    Candidate& one = found[program.id] = {.program = program, .number = version.number};
    if (item == planned.end()) continue;
    one.bound = bound[program.id];
    one.planned = std::move(item->second);
  }
  std::set<std::string> kept;
  for (const auto& [program, batches] : bound)
    if (!found.contains(program)) kept.insert(program);
  for (const v1::ProgramTerms& terms : request.terms()) {
    const auto item = planned.find(terms.program());
    if (item != planned.end() && !found.contains(terms.program()) &&
        terms.committed_mode() == item->second.mode() && terms.committed_batches() > 0 &&
        terms.committed_batches() <= item->second.batches()) {
      kept.insert(terms.program());
    }
  }
  for (domain::Program& program : program_store::Of(tx, {kept.begin(), kept.end()})) {
    v1::PlanItem& item = planned.at(program.id);
    Candidate& one = found[program.id];
    one.number = item.number();
    one.bound = bound[program.id];
    one.planned = std::move(item);
    one.program = std::move(program);
  }
  std::vector<Candidate> candidates;
  for (auto& [id, one] : found) candidates.push_back(std::move(one));
  return candidates;
}

}  // namespace binadaya::needs
