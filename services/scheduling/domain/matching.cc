#include "services/scheduling/domain/matching.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <string>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/common/domain/refusal.h"
#include "services/scheduling/domain/ranking.h"

namespace binadaya::scheduling::domain {
namespace {

// Hands out the seats, to one after the other.
class Seats {
 public:
  Seats(const Matching& matching, std::span<const Candidate> candidates)
      : matching_(matching), candidates_(candidates), caps_of_(matching.intakes.size()) {
    for (const Intake& intake : matching.intakes) free_.push_back(intake.seats);
    left_ = std::accumulate(free_.begin(), free_.end(), 0);
    for (const AwayCap& cap : matching.caps) room_.push_back(cap.free);
    for (std::size_t i = 0; i < caps_of_.size(); ++i) {
      caps_of_[i].resize(matching.caps.size(), false);
      for (std::size_t cap = 0; cap < matching.caps.size(); ++cap) {
        caps_of_[i][cap] = Covers(matching.caps[cap], i);
      }
    }
  }

  // The first intake that is open to him and has a seat, where his caps have room.
  void Ask(std::size_t candidate, Verdict& verdict) {
    const Candidate& asks = candidates_[candidate];
    for (std::size_t i = 0; left_ > 0 && i < free_.size(); ++i) {
      if (free_[i] <= 0 || !IsOpenTo(matching_, asks, i)) continue;
      const std::size_t passed = verdict.passed_over.size();
      for (const std::size_t cap : asks.caps)
        if (caps_of_[i][cap] && room_[cap] <= 0) verdict.passed_over.push_back({i, cap});
      if (verdict.passed_over.size() > passed) continue;
      for (const std::size_t cap : asks.caps)
        if (caps_of_[i][cap]) --room_[cap];
      --free_[i];
      --left_;
      verdict.standing = ChoiceState::kChosen;
      verdict.intake = i;
      return;
    }
    verdict.standing = ChoiceState::kWaiting;
  }

 private:
  const Matching& matching_;
  std::span<const Candidate> candidates_;
  std::vector<int> free_;  // of each intake
  int left_ = 0;
  std::vector<int> room_;                   // of each cap
  std::vector<std::vector<bool>> caps_of_;  // by intake: which caps are about it
};

// How many intakes begin on the first day: before all who wait.
std::size_t FirstIntakes(const Matching& matching) {
  const std::vector<Intake>& intakes = matching.intakes;
  return static_cast<std::size_t>(std::count_if(
      intakes.begin(), intakes.end(),
      [&](const Intake& intake) { return intake.first == intakes.front().first; }));
}

std::vector<Place> Ranked(
    const Matching& matching, Equals equals, std::span<const Candidate> candidates,
    std::span<const std::uint64_t> lots) {
  std::vector<Place> places;
  places.reserve(candidates.size());
  const std::size_t first = FirstIntakes(matching);
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    if (!Qualifies(matching, candidates[i])) continue;
    places.push_back(PlaceOf(matching, equals, candidates[i], lots[i]));
    Place& place = places.back();
    place.candidate = static_cast<std::uint32_t>(i);
    place.may_be_first = true;
    for (std::size_t intake = 0; intake < first; ++intake)
      if (!IsOpenTo(matching, candidates[i], intake)) place.may_be_first = false;
  }
  // The id decides where even the lots are equal, which hardly ever happens.
  std::sort(places.begin(), places.end(), [&](const Place& one, const Place& other) {
    if (one < other || other < one) return one < other;
    return candidates[one.candidate].person < candidates[other.candidate].person;
  });
  return places;
}

// Verdicts by rank, which are worked out in that order: beside each other in memory.
// Those `ahead` are asked first, in the order of rank like the others.
std::vector<Verdict> Seated(
    const Matching& matching, std::span<const Candidate> candidates,
    const std::vector<Place>& ranked, const std::map<std::size_t, OverrideReason>& ahead) {
  std::vector<Verdict> verdicts(ranked.size());
  Seats seats(matching, candidates);
  for (const bool first : {true, false}) {
    for (std::size_t i = 0; i < ranked.size(); ++i)
      if (ahead.contains(ranked[i].candidate) == first) seats.Ask(ranked[i].candidate, verdicts[i]);
  }
  return verdicts;
}

// Who has another seat than the ranking alone had given him, and why; how many are overrides.
int SetApart(
    const std::vector<Place>& ranked, const std::map<std::size_t, OverrideReason>& ahead,
    const std::vector<Verdict>& by_rank, std::vector<Verdict>& verdicts) {
  int overridden = 0;
  for (std::size_t i = 0; i < ranked.size(); ++i) {
    Verdict& verdict = verdicts[i];
    verdict.ranked_intake = by_rank[i].intake;
    const auto found = ahead.find(ranked[i].candidate);
    if (found == ahead.end() || verdict.intake == verdict.ranked_intake) continue;
    verdict.override = found->second;
    ++overridden;
  }
  return overridden;
}

void Number(const std::vector<Place>& ranked, std::vector<Verdict>& verdicts) {
  int equals = 0;
  for (std::size_t i = 0; i < ranked.size(); ++i) {
    if (i == 0 || !ranked[i].IsEqual(ranked[i - 1])) ++equals;
    verdicts[i].rank = static_cast<int>(i) + 1;
    verdicts[i].equals = equals;
  }
}

// The arms of all who qualify, and those between whom the lot alone decided: neither a calendar nor
// a cap nor an override.
void Split(
    const Matching& matching, const std::vector<Place>& ranked, std::vector<Verdict>& verdicts) {
  const std::size_t first = FirstIntakes(matching);
  const auto by_rank = [&](std::size_t i) {
    const Verdict& verdict = verdicts[i];
    return ranked[i].may_be_first && verdict.passed_over.empty() &&
           verdict.intake == verdict.ranked_intake;
  };
  std::vector<std::pair<bool, bool>> both(verdicts.size() + 1);  // by number of equals
  for (std::size_t i = 0; i < verdicts.size(); ++i) {
    Verdict& verdict = verdicts[i];
    verdict.arm = verdict.intake.value_or(first) < first ? Arm::kTreat : Arm::kWaitlist;
    if (!by_rank(i)) continue;
    auto& [treated, waits] = both[static_cast<std::size_t>(verdict.equals)];
    (verdict.arm == Arm::kTreat ? treated : waits) = true;
  }
  for (std::size_t i = 0; i < verdicts.size(); ++i) {
    const auto& [treated, waits] = both[static_cast<std::size_t>(verdicts[i].equals)];
    verdicts[i].drawn = treated && waits && by_rank(i);
  }
}

// SEL-22.
void RequireQualified(
    const Matching& matching, std::span<const Candidate> candidates,
    const std::map<std::size_t, OverrideReason>& ahead, Findings& findings) {
  for (const auto& [at, reason] : ahead) {
    const Candidate& candidate = candidates[at];
    if (Qualifies(matching, candidate)) continue;
    findings.push_back(
        {"SEL-22",
         "overrides",
         {"Pilihan di luar urutan tidak meniadakan syarat; pegawai ini belum memenuhinya. Pilih "
          "pegawai lain, atau penuhi syarat yang disebut.",
          "A choice out of turn lifts no condition, and this person does not meet them all. "
          "Choose another, or see to the conditions that are named."},
         {{"person", candidate.person}, {"reason", std::string(ToString(reason))}}});
    for (Finding& gate : CheckGates(matching, candidate)) {
      gate.where = absl::StrCat("overrides.", gate.where);
      gate.values["person"] = candidate.person;
      findings.push_back(std::move(gate));
    }
  }
}

// SEL-23.
void RequireSeats(
    const Matching& matching, std::span<const Candidate> candidates,
    const std::vector<Place>& ranked, const std::vector<Verdict>& verdicts,
    const std::map<std::size_t, OverrideReason>& ahead, Findings& findings) {
  for (std::size_t i = 0; i < ranked.size(); ++i) {
    const auto found = ahead.find(ranked[i].candidate);
    if (found == ahead.end() || verdicts[i].standing == ChoiceState::kChosen) continue;
    std::vector<std::string> caps;
    for (const PassedOver& passed : verdicts[i].passed_over)
      caps.push_back(
          absl::StrCat(matching.caps[passed.cap].rule, " ", matching.caps[passed.cap].of));
    findings.push_back(
        {"SEL-23",
         "overrides",
         {"Tidak ada kursi lagi baginya: kursi habis, atau batas pegawai yang boleh meninggalkan "
          "unit tercapai. Kurangi pilihan di luar urutan, atau tambah kursi atau angkatan.",
          "No seat is left for this person: all are taken, or no more people of the unit may be "
          "away. Choose fewer out of turn, or add seats or an intake."},
         {{"person", candidates[ranked[i].candidate].person},
          {"reason", std::string(ToString(found->second))},
          {"caps", absl::StrJoin(caps, ", ")}}});
  }
}

}  // namespace

std::vector<std::uint64_t> LotsOf(const Matching& matching, std::span<const Candidate> candidates) {
  std::vector<std::uint64_t> lots;
  lots.reserve(candidates.size());
  for (const Candidate& candidate : candidates)
    lots.push_back(Lot(matching.seed, candidate.person));
  return lots;
}

Place PlaceOf(
    const Matching& matching, Equals equals, const Candidate& candidate, std::uint64_t lot) {
  const auto scaled = [](double value) { return static_cast<std::int32_t>(value * 10'000 + 0.5); };
  Place place;
  place.score = -scaled(candidate.score);
  if (equals == Equals::kTieBreaks) {
    place.deficit = -JpDeficit(matching.policy, candidate);
    // Day 0 is 1970: nobody in service was trained before that.
    place.training =
        candidate.last_training.has_value()
            ? std::max(static_cast<int>(*candidate.last_training - absl::CivilDay(1970)), 0)
            : -1;
    place.share = scaled(candidate.unit_trained);
  }
  place.lot = lot;
  return place;
}

bool operator<(const Place& one, const Place& other) {
  return std::tie(one.score, one.deficit, one.training, one.share, one.lot) <
         std::tie(other.score, other.deficit, other.training, other.share, other.lot);
}

const Verdict& Selection::Of(std::size_t candidate) const {
  static const Verdict kNotQualified;
  const int rank = ranks[candidate];
  return rank == 0 ? kNotQualified : verdicts[static_cast<std::size_t>(rank) - 1];
}

absl::StatusOr<Selection> Select(
    const Matching& matching, std::span<const Candidate> candidates,
    std::span<const SeatOverride> overrides) {
  const std::vector<std::uint64_t> lots = LotsOf(matching, candidates);
  if (Findings findings = CheckInput(matching, candidates, overrides, lots); !findings.empty())
    return Refuse(absl::StatusCode::kInvalidArgument, std::move(findings));
  Selection selection;
  std::vector<Place> ranked = Ranked(matching, Equals::kTieBreaks, candidates, lots);
  std::size_t first_seats = 0;
  for (std::size_t i = 0; i < FirstIntakes(matching); ++i)
    first_seats += static_cast<std::size_t>(matching.intakes[i].seats);
  const bool somebody_waits = ranked.size() > first_seats;
  if (matching.equals == Equals::kScore && somebody_waits) {
    selection.equals = Equals::kScore;
    ranked = Ranked(matching, Equals::kScore, candidates, lots);
  }
  std::map<std::size_t, OverrideReason> ahead;
  for (const SeatOverride& override : overrides) {
    const auto found = std::find_if(
        candidates.begin(), candidates.end(),
        [&](const Candidate& candidate) { return candidate.person == override.person; });
    ahead[static_cast<std::size_t>(found - candidates.begin())] = override.reason;
  }
  std::vector<Verdict>& verdicts = selection.verdicts;
  verdicts = Seated(matching, candidates, ranked, ahead);
  Findings findings;
  RequireQualified(matching, candidates, ahead, findings);
  RequireSeats(matching, candidates, ranked, verdicts, ahead, findings);
  if (!findings.empty()) return Refuse(absl::StatusCode::kFailedPrecondition, std::move(findings));
  selection.overridden =
      ahead.empty() ? SetApart(ranked, ahead, verdicts, verdicts)
                    : SetApart(ranked, ahead, Seated(matching, candidates, ranked, {}), verdicts);
  Number(ranked, verdicts);
  if (somebody_waits) Split(matching, ranked, verdicts);
  selection.ranks.resize(candidates.size());
  selection.chosen.resize(matching.intakes.size());
  selection.holders.resize(matching.caps.size());
  for (std::size_t i = 0; i < ranked.size(); ++i) {
    const std::size_t at = ranked[i].candidate;
    selection.ranks[at] = verdicts[i].rank;
    const std::optional<std::size_t> intake = verdicts[i].intake;
    if (!intake.has_value()) {
      selection.waiting.push_back(at);
      continue;
    }
    selection.chosen[*intake].push_back(at);
    for (const std::size_t cap : candidates[at].caps)
      if (Covers(matching.caps[cap], *intake)) selection.holders[cap].push_back(at);
  }
  return selection;
}

}  // namespace binadaya::scheduling::domain
