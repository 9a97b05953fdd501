#include "services/cli/chain.h"

#include <algorithm>
#include <map>
#include <set>
#include <vector>

#include "absl/strings/numbers.h"
#include "binadaya/reporting/v1/reporting.rpc.h"
#include "services/cli/find.h"
#include "services/cli/language.h"
#include "services/cli/operator.h"
#include "services/cli/render.h"
#include "services/cli/words.h"
#include "services/common/domain/money_text.h"
#include "services/common/domain/text.h"
#include "services/common/status.h"

namespace binadaya::cli {
namespace {

using reporting::ReportingClient;
using reporting::v1::Chain;

// Facts that are whole rupiah.
const std::set<std::string, std::less<>> kMoney = {"amount", "bound", "frozen", "realised"};

std::string ValueText(const std::string& name, const std::string& value, absl::TimeZone zone) {
  Money amount;
  if (kMoney.contains(name) && absl::SimpleAtoi(value, &amount.rupiah)) return Rupiah(amount);
  const std::string time = Local(value, zone);
  return time == value ? Term(value) : time;
}

std::string LinkText(const Chain::Link& link, absl::TimeZone zone) {
  std::string text =
      link.missing() ? Cat(Say("PUTUS ", "MISSING "), Term(link.kind())) : Term(link.kind());
  if (!link.id().empty()) text += Cat(" ", link.id());
  if (!link.state().empty()) text += Cat(" [", Term(link.state()), "]");
  const std::map<std::string, std::string> facts(link.facts().begin(), link.facts().end());
  // Of a missing one, what was expected stands in both languages.
  const auto id = facts.find("id"), en = facts.find("en");
  const bool both = id != facts.end() && en != facts.end();
  if (both) text += Cat("  ", Say(id->second, en->second));
  for (const auto& [name, value] : facts) {
    if (both && (name == "id" || name == "en")) continue;
    text += Cat("  ", Term(name), "=", ValueText(name, value, zone));
  }
  return text;
}

absl::StatusOr<Answer> ChainAnswer(const Environment& environment, absl::StatusOr<Chain> chain) {
  if (!chain.ok()) return chain.status();
  ASSIGN_OR_RETURN(const absl::TimeZone zone, environment.Zone());
  return Answer{.text = Redact(ChainText(*chain, zone)), .json = Redact(Json(*chain))};
}

}  // namespace

std::string ChainText(const Chain& chain, absl::TimeZone zone) {
  if (chain.links().empty()) return Say("rantainya kosong\n", "the chain is empty\n");
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
    text += Cat(LinkText(chain.links(i), zone), "\n");
  }
  return text;
}

absl::StatusOr<Answer> RunNeedChain(const Environment& environment, const std::string& need) {
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  ASSIGN_OR_RETURN(const needs::v1::Need found, FindNeed(caller, need));
  reporting::v1::GetNeedChainRequest request;
  request.set_need(found.id());
  return ChainAnswer(environment, caller.Ask("reporting", &ReportingClient::GetNeedChain, request));
}

absl::StatusOr<Answer> RunPersonChain(const Environment& environment, const std::string& person) {
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  ASSIGN_OR_RETURN(const registry::v1::Person found, FindPerson(caller, person));
  reporting::v1::GetPersonChainRequest request;
  request.set_person(found.id());
  return ChainAnswer(
      environment, caller.Ask("reporting", &ReportingClient::GetPersonChain, request));
}

}  // namespace binadaya::cli
