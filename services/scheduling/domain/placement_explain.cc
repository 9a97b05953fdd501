#include "services/scheduling/domain/placement_explain.h"

#include <algorithm>
#include <array>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_join.h"
#include "services/common/domain/text.h"
#include "services/scheduling/domain/placement_exact.h"

namespace binadaya::scheduling::domain::placement {
namespace {

Rules Of(const std::vector<Rule>& rules) {
  Rules all = Rules::None();
  for (const Rule rule : rules) all = all.With(rule);
  return all;
}

// The batches that share in a broken rule, and those that their people could go to.
std::vector<std::size_t> Involved(const Index& index, const Plan& plan) {
  State state(index);
  state.Load(plan);
  std::set<std::size_t> batches;
  for (const int session : state.Culprits())
    batches.insert(index.problem.sessions[static_cast<std::size_t>(session)].batch);
  for (std::size_t batch = 0; batch < index.batches.size(); ++batch)
    if (static_cast<int>(state.members(static_cast<int>(batch)).size()) >
        index.problem.batches[batch].seats)
      batches.insert(batch);
  const std::set<std::size_t> culprits = batches;
  for (std::size_t seat = 0; seat < plan.batches.size(); ++seat)
    if (culprits.contains(plan.batches[seat]))
      batches.insert(
          index.problem.seats[seat].batches.begin(), index.problem.seats[seat].batches.end());
  return {batches.begin(), batches.end()};
}

class Explainer {
 public:
  Explainer(const Index& whole, const ExplainPolicy& policy, std::vector<std::size_t> batches)
      : policy_(policy),
        left_(policy.all_nodes),
        part_(PartOf(whole.problem, batches)),
        index_(part_.problem, whole.policy),
        exact_(index_, part_) {
    result_.batches = std::move(batches);
  }

  Explanation Result() && {
    std::vector<Rule> rules;
    for (std::size_t i = 0; i < kRules; ++i)
      if (Rules::All().Has(static_cast<Rule>(i))) rules.push_back(static_cast<Rule>(i));
    if (Ask(rules) != Exact::Answer::kNone) return std::move(result_);
    result_.proven = true;
    const std::vector<Rule> all = rules;
    for (const Rule rule : all) {  // what is not needed for it falls out
      std::vector<Rule> fewer = rules;
      std::erase(fewer, rule);
      if (Ask(fewer) == Exact::Answer::kNone) rules = std::move(fewer);
    }
    result_.smallest = true;
    for (std::size_t size = 1; size < rules.size(); ++size)
      if (std::optional<std::vector<Rule>> smaller = Smaller(all, size, {}, 0)) {
        rules = *std::move(smaller);
        break;
      }
    result_.rules = rules;
    Measure();
    return std::move(result_);
  }

 private:
  Exact::Answer Ask(const std::vector<Rule>& rules, std::int64_t most = 0) {
    const std::int64_t nodes = std::min(policy_.nodes, left_);
    const Exact::Answer answer = exact_.Solve(Of(rules), most, nodes);
    left_ -= nodes - exact_.nodes_left();
    return answer;
  }

  // A set of so many rules that cannot hold. Where one is not decided, none is said to be smallest.
  std::optional<std::vector<Rule>> Smaller(
      const std::vector<Rule>& all, std::size_t size, std::vector<Rule> chosen, std::size_t from) {
    if (chosen.size() == size) {
      const Exact::Answer answer = Ask(chosen);
      if (answer == Exact::Answer::kNone) return chosen;
      if (answer == Exact::Answer::kCutShort) result_.smallest = false;
      return std::nullopt;
    }
    for (std::size_t i = from; i < all.size(); ++i) {
      chosen.push_back(all[i]);
      if (auto found = Smaller(all, size, chosen, i + 1)) return found;
      chosen.pop_back();
    }
    return std::nullopt;
  }

  void Measure() {
    result_.least_proven = true;
    for (std::int64_t most = 1; most <= policy_.most; ++most) {
      const Exact::Answer answer = Ask(result_.rules, most);
      if (answer == Exact::Answer::kFound) {
        result_.least = most;
        return Say(exact_.plan());
      }
      if (answer == Exact::Answer::kCutShort) break;
    }
    result_.least_proven = false;
  }

  // How many people of the part, or sessions, a finding of a rule is about.
  std::size_t About(Rule rule, const std::string& where) const {
    const auto people = [&](const std::function<bool(const Participant&)>& counts) {
      return static_cast<std::size_t>(std::count_if(
          part_.problem.seats.begin(), part_.problem.seats.end(),
          [&](const Seat& seat) { return counts(part_.problem.people[seat.person]); }));
    };
    const auto& units = part_.problem.units;
    switch (rule) {
      case Rule::kLurah:
        return people([&](const Participant& person) {
          return units[person.unit].kecamatan == where && units[person.unit].head == person.id;
        });
      case Rule::kUnit:
      case Rule::kPair:
      case Rule::kCounter:
      case Rule::kBlackout:
        return people([&](const Participant& person) { return units[person.unit].id == where; });
      case Rule::kCapacity:
        return part_.problem.seats.size();
      case Rule::kQuarter:
        return 1;
      default:
        return part_.problem.sessions.size();
    }
  }

  void Say(const Plan& plan) {
    absl::CivilDay first = absl::CivilDay::max(), last = absl::CivilDay::min();
    for (std::size_t batch = 0; batch < result_.batches.size(); ++batch) {
      first = std::min(first, part_.problem.batches[batch].window.from);
      last = std::max(last, part_.problem.batches[batch].window.until - 1);
    }
    std::vector<std::string> ids;
    for (const Rule rule : result_.rules) ids.push_back(IdOf(rule));
    const std::string together = absl::StrJoin(ids, " + ");
    std::map<std::pair<Rule, std::string>, std::int64_t> broken;
    for (const auto& [rule, where, amount] : Evaluate(part_.problem, index_.policy, plan).broken)
      if (Of(result_.rules).Has(rule)) broken[{rule, where}] += amount;
    for (const auto& [key, amount] : broken) {
      const auto& [rule, where] = key;
      constexpr std::array kPeople = {Rule::kCapacity, Rule::kUnit, Rule::kLurah, Rule::kCounter};
      const bool seats = std::find(kPeople.begin(), kPeople.end(), rule) != kPeople.end();
      const std::string from = absl::FormatCivilTime(first), until = absl::FormatCivilTime(last);
      const std::string many = Cat(About(rule, where));
      const Message who = seats ? Message{"orang", "people"} : Message{"sesi", "sessions"};
      const Message what = seats ? Message{"kursi", "seats"} : Message{"benturan", "conflicts"};
      result_.findings.push_back(
          {.rule = "PLC-20",
           .where = where,
           .message =
               {Cat("Dengan ", many, " ", who.id, " antara ", from, " dan ", until, ", ", together,
                    " tidak dapat dipenuhi bagi ", where, "; ", amount, " ", what.id,
                    " harus pindah. Perpanjang masanya, atau kurangi pesertanya."),
                Cat("With ", many, " ", who.en, " from ", from, " to ", until, ", ", together,
                    " cannot hold for ", where, "; ", amount, " ", what.en,
                    " must move. Extend the window, or take fewer people.")},
           .values = {
               {"rules", absl::StrJoin(ids, ",")},
               {"rule", IdOf(rule)},
               {"about", many},
               {"must_move", Cat(amount)},
               {"from", from},
               {"until", until}}});
    }
  }

  const ExplainPolicy& policy_;
  std::int64_t left_;
  const Part part_;
  const Index index_;
  Exact exact_;
  Explanation result_;
};

}  // namespace

Explanation Explain(const Index& index, const Plan& plan, const ExplainPolicy& policy) {
  const Evaluation evaluation = Evaluate(index.problem, index.policy, plan);
  if (ScoreOf(evaluation.tally, Rules::All(), index.policy.weights).hard == 0) return {};
  Explanation explanation = Explainer(index, policy, Involved(index, plan)).Result();
  if (!explanation.findings.empty()) return explanation;
  explanation.findings.push_back(
      {.rule = "PLC-21",
       .where = "plan",
       .message =
           {"Belum ada rencana yang memenuhi semua aturan, dan belum terbukti bahwa tidak ada. "
            "Cari lebih lama, atau ubah yang disebut di bawah.",
            "No plan that keeps every rule was found, and none is proven impossible. Search "
            "longer, or change what is named below."},
       .warning = true});
  for (const Finding& finding : evaluation.findings)
    if (!finding.warning) explanation.findings.push_back(finding);
  return explanation;
}

void CallByNames(const Names& names, Finding& finding) {
  const auto is_of_an_id = [](char c) {
    return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '-' || c == '/' || c == '+';
  };
  for (std::string Message::*const language : {&Message::id, &Message::en}) {
    const std::string text = std::exchange(finding.message.*language, "");
    std::string& out = finding.message.*language;
    for (auto at = text.begin(); at != text.end();) {
      const auto end = std::find_if_not(at, text.end(), is_of_an_id);
      const std::string word(at, end);
      const auto found = names.find(word);
      out += found == names.end() ? word : found->second.*language;
      at = end;
      if (at != text.end()) out += *at++;
    }
  }
}

}  // namespace binadaya::scheduling::domain::placement
