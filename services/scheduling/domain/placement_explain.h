#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "services/common/domain/finding.h"
#include "services/scheduling/domain/placement_index.h"

// Why a plan cannot keep every rule, in words: the smallest set of rules that cannot hold together,
// where, and how much has to give way.
namespace binadaya::scheduling::domain::placement {

struct ExplainPolicy {
  std::int64_t nodes = 100'000;        // that are tried to answer one question
  std::int64_t all_nodes = 2'000'000;  // and all of them
  std::int64_t most = 200;             // that is looked for
};

struct Explanation {
  // PLC-20 for each rule and place that cannot hold, with how much must move; PLC-21, a warning:
  // nothing is proven, so what the plan breaks may be mended by a longer search.
  Findings findings = {};
  std::vector<Rule> rules = {};  // that cannot hold together, whatever the others ask
  bool proven = false;           // that they cannot
  bool smallest = false;         // proven: no fewer rules do
  // Of them at least so much is broken in every plan; proven if `least_proven`.
  std::int64_t least = 0;
  bool least_proven = false;
  std::vector<std::size_t> batches = {};  // that alone cannot be placed
};

// `plan`: the best there is. Nothing is found for one that keeps every rule.
Explanation Explain(const Index& index, const Plan& plan, const ExplainPolicy& policy = {});

// What people call the sessions and batches of a problem, by their ids.
using Names = std::map<std::string, Message>;
// What a finding says of them to people has these names; `where` and its values keep the ids.
void CallByNames(const Names& names, Finding& finding);

}  // namespace binadaya::scheduling::domain::placement
