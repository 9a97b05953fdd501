#include "services/cli/chain.h"

#include <algorithm>
#include <map>
#include <vector>

#include "binadaya/reporting/v1/reporting.rpc.h"
#include "services/cli/operator.h"
#include "services/cli/render.h"
#include "services/common/domain/text.h"
#include "services/common/id.h"
#include "services/common/status.h"

namespace binadaya::cli {
namespace {

using reporting::ReportingClient;
using reporting::v1::Chain;

std::string LinkText(const Chain::Link& link) {
  std::string text = link.missing() ? Cat("PUTUS / MISSING ", link.kind()) : link.kind();
  if (!link.id().empty()) text += Cat(" ", link.id());
  if (!link.state().empty()) text += Cat(" [", link.state(), "]");
  const std::map<std::string, std::string> facts(link.facts().begin(), link.facts().end());
  for (const auto& [name, value] : facts) text += Cat("  ", name, "=", value);
  return text;
}

absl::StatusOr<Answer> ChainAnswer(absl::StatusOr<Chain> chain) {
  if (!chain.ok()) return chain.status();
  return Answer{.text = Redact(ChainText(*chain)), .json = Redact(Json(*chain))};
}

}  // namespace

std::string ChainText(const Chain& chain) {
  if (chain.links().empty()) return "the chain is empty\n";
  const int count = chain.links_size();
  // Depths without holes, so that a walk that leaves one out is drawn all the same.
  std::vector<int> depths;
  for (const Chain::Link& link : chain.links()) {
    depths.push_back(depths.empty() ? 0 : std::clamp(link.depth(), 0, depths.back() + 1));
  }
  std::string text;
  std::vector<bool> open;  // for each depth: another branch follows below
  for (int i = 0; i < count; ++i) {
    const int depth = depths[i];
    const auto next = std::find_if(
        depths.begin() + i + 1, depths.end(), [depth](int other) { return other <= depth; });
    open.resize(static_cast<std::size_t>(depth) + 1);
    open[depth] = next != depths.end() && *next == depth;
    for (int above = 1; above < depth; ++above) text += open[above] ? "│  " : "   ";
    if (depth > 0) text += open[depth] ? "├─ " : "└─ ";
    text += Cat(LinkText(chain.links(i)), "\n");
  }
  return text;
}

absl::StatusOr<Answer> RunNeedChain(const Environment& environment, const std::string& need) {
  if (!IsUuid(need)) return UsageError("ID is the UUID of a need, in lower case");
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  reporting::v1::GetNeedChainRequest request;
  request.set_need(need);
  return ChainAnswer(caller.Ask("reporting", &ReportingClient::GetNeedChain, request));
}

absl::StatusOr<Answer> RunPersonChain(const Environment& environment, const std::string& person) {
  if (!IsUuid(person)) return UsageError("ID is the UUID of a person, in lower case");
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  reporting::v1::GetPersonChainRequest request;
  request.set_person(person);
  return ChainAnswer(caller.Ask("reporting", &ReportingClient::GetPersonChain, request));
}

}  // namespace binadaya::cli
