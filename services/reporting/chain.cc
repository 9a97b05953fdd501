// The chain need - gap - rating, walked from either end, and on to what was done about it.
#include "services/common/status.h"
#include "services/reporting/chain_store.h"
#include "services/reporting/delivery_store.h"
#include "services/reporting/program_store.h"
#include "services/reporting/reporting.h"

namespace binadaya::reporting {
namespace {

constexpr int kGapsShown = 20;

v1::Chain ToProto(const std::vector<domain::Link>& links) {
  v1::Chain chain;
  for (const domain::Link& link : links) {
    v1::Chain::Link& out = *chain.add_links();
    out.set_kind(link.kind);
    out.set_id(link.id);
    out.set_depth(link.depth);
    out.set_state(link.state);
    out.mutable_facts()->insert(link.facts.begin(), link.facts.end());
    out.set_missing(link.missing);
  }
  return chain;
}

std::map<std::string, domain::Gap> LaterGaps(Tx& tx, const domain::NeedFacts& facts) {
  if (!facts.need.ClosedByMeasurement()) return {};
  std::vector<std::string> people;
  for (const domain::Gap& gap : facts.gaps) people.push_back(gap.person);
  // Who has left the caller's units since is measured for others.
  return chain_store::CurrentGaps(tx, people, facts.need, tx.call().paths());
}

void AddItems(Tx& tx, std::vector<domain::Program>& programs) {
  std::vector<std::string> ids;
  for (const domain::Program& program : programs) ids.push_back(program.id);
  auto items = delivery_store::ItemsOf(tx, ids);
  for (domain::Program& program : programs) program.items = std::move(items[program.id]);
}

}  // namespace

absl::StatusOr<v1::Chain> Reporting::GetNeedChain(
    Call& call, const v1::GetNeedChainRequest& request) {
  return db_.Read(call, [&](Tx& tx) -> absl::StatusOr<v1::Chain> {
    domain::NeedFacts facts;
    ASSIGN_OR_RETURN(facts.need, chain_store::GetNeed(tx, request.need()));
    facts.directives = chain_store::DirectivesOf(tx, request.need());
    facts.programs = program_store::OfNeed(tx, request.need());
    AddItems(tx, facts.programs);
    if (facts.need.type == "PERFORMANCE_GAP") {
      chain_store::Appraised appraised =
          chain_store::AppraisalsOfNeed(tx, request.need(), kGapsShown);
      facts.appraisals = std::move(appraised.appraisals);
      facts.appraisals_in_all = appraised.in_all;
    }
    chain_store::Shown of_need = chain_store::GapsOfNeed(tx, request.need(), kGapsShown);
    facts.gaps = std::move(of_need.gaps);
    facts.gaps_in_all = of_need.in_all;
    facts.later = LaterGaps(tx, facts);
    std::vector<domain::Gap> shown = facts.gaps;
    for (const auto& [person, gap] : facts.later) shown.push_back(gap);
    facts.ratings = chain_store::Ratings(tx, domain::RatingsOf(shown));
    return ToProto(domain::NeedChain(facts));
  });
}

absl::StatusOr<v1::Chain> Reporting::GetPersonChain(
    Call& call, const v1::GetPersonChainRequest& request) {
  return db_.Read(call, [&](Tx& tx) -> absl::StatusOr<v1::Chain> {
    domain::PersonFacts facts;
    ASSIGN_OR_RETURN(facts.profile, chain_store::GetProfile(tx, request.person()));
    facts.gaps = chain_store::GapsOfPerson(tx, request.person());
    facts.needs = chain_store::NeedsOfPerson(tx, request.person());
    facts.ratings = chain_store::Ratings(tx, domain::RatingsOf(facts.gaps));
    facts.enrolments = delivery_store::EnrolmentsOf(tx, request.person());
    return ToProto(domain::PersonChain(facts));
  });
}

}  // namespace binadaya::reporting
