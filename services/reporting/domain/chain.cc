#include "services/reporting/domain/chain.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace binadaya::reporting::domain {
namespace {

Link LinkOf(const Need& need, int depth) {
  Facts facts = {
      {"campaign", need.campaign},
      {"type", need.type},
      {"competency", need.competency},
      {"to_level", absl::StrCat(need.to_level)},
      {"family", need.family},
      {"unit_path", need.path},
      {"affected", absl::StrCat(need.affected)},
      {"rated", absl::StrCat(need.rated)},
      {"population", absl::StrCat(need.population)},
      {"mean_gap", absl::StrCat(need.mean_gap)},
      {"detected_at", need.detected_at}};
  AddKnown(facts, "from_levels", need.from_levels);
  AddKnown(facts, "next_family", need.next_family);
  AddKnown(facts, "training", need.training);
  if (!need.breakdown.empty()) facts["score"] = absl::StrCat(need.score);
  if (need.rank > 0) facts["rank"] = absl::StrCat(need.rank);
  if (need.rank > 0 && need.provisional) facts["provisional"] = "true";
  if (need.state == "CLOSED") {
    facts["closed_at"] = need.closed_at;
    facts["closed_because"] = need.closed_because;
  }
  return {
      .kind = "need",
      .id = need.id,
      .depth = depth,
      .state = need.state,
      .facts = std::move(facts)};
}

Link LinkOf(const ScoreComponent& component, int depth) {
  return {
      .kind = "score",
      .id = component.code,
      .depth = depth,
      .state = "",
      .facts = {
          {"value", absl::StrCat(component.value)},
          {"weight", absl::StrCat(component.weight)},
          {"points", absl::StrCat(component.points)}}};
}

Link LinkOf(const Directive& directive, int depth) {
  return {
      .kind = "directive",
      .id = directive.id,
      .depth = depth,
      .state = directive.linked ? "LINKED" : "UNLINKED",
      .facts = {
          {"issuer_role", directive.issuer_role},
          {"measured_affected", absl::StrCat(directive.affected)},
          {"measured_rated", absl::StrCat(directive.rated)},
          {"measured_population", absl::StrCat(directive.population)},
          {"measured_mean_gap", absl::StrCat(directive.mean_gap)},
          {"recorded_at", directive.recorded_at}}};
}

Link LinkOf(const Program& program, int depth) {
  Facts facts = {{"year", absl::StrCat(program.year)}, {"version", absl::StrCat(program.number)}};
  AddKnown(facts, "title", program.title);
  return {
      .kind = "program",
      .id = program.id,
      .depth = depth,
      .state = program.state,
      .facts = std::move(facts)};
}

Link LinkOf(const Rating& rating, int depth) {
  return {
      .kind = "rating",
      .id = rating.id,
      .depth = depth,
      .state = "",
      .facts = {
          {"rater_role", rating.rater_role},
          {"competency", rating.competency},
          {"level", absl::StrCat(rating.level)},
          {"campaign", rating.campaign},
          {"at", rating.at}}};
}

std::string IdOf(const Gap& gap) {
  return absl::StrCat(
      gap.measurement, "/", gap.next_family, gap.next_family.empty() ? "" : "/", gap.competency);
}

Link LinkOf(const Gap& gap, const char* kind, int depth) {
  Facts facts = {
      {"person", gap.person},
      {"competency", gap.competency},
      {"required", absl::StrCat(gap.required)},
      {"actual", absl::StrCat(gap.actual)},
      {"gap", absl::StrCat(gap.gap)},
      {"severity", gap.severity},
      {"family", gap.family},
      {"unit_path", gap.path},
      {"opened_at", gap.opened_at}};
  AddKnown(facts, "closed_at", gap.closed_at);
  AddKnown(facts, "next_family", gap.next_family);
  return {
      .kind = kind,
      .id = IdOf(gap),
      .depth = depth,
      .state = gap.closed_at.empty() ? "CURRENT" : "PAST",
      .facts = std::move(facts)};
}

Link LinkOf(const Profile& profile) {
  Facts facts = {{"valid_until", profile.valid_until}};
  if (profile.match.has_value()) facts["job_person_match"] = absl::StrCat(*profile.match);
  if (profile.required > 0) facts["rated"] = absl::StrCat(profile.known, "/", profile.required);
  AddKnown(facts, "disputed", absl::StrJoin(profile.disputed, ","));
  return {
      .kind = "profile",
      .id = profile.person,
      .depth = 0,
      .state = "VALID",
      .facts = std::move(facts)};
}

// What people agreed on in place of what the ratings come to.
Link DecisionOf(const Gap& gap, const char* kind, int depth) {
  return {
      .kind = kind,
      .id = IdOf(gap),
      .depth = depth,
      .state = "",
      .facts = {
          {"level", absl::StrCat(gap.actual)},
          {"agreed_by", absl::StrJoin(gap.decided_by, ",")},
          {"on", gap.decided_on}}};
}

// A gap, the standard that it was measured against and the ratings that the actual level rests on.
void AddGap(
    const Gap& gap, const char* kind, int depth, const RatingsById& ratings,
    std::vector<Link>& chain) {
  chain.push_back(LinkOf(gap, kind, depth));
  if (gap.standard.empty()) {
    chain.push_back(Missing(
        "standard", "", depth + 1, "standar jabatan yang menjadi ukurannya tidak disebut",
        "the standard that it was measured against is not named"));
  } else {
    chain.push_back(
        {.kind = "standard",
         .id = gap.standard,
         .depth = depth + 1,
         .state = "",
         .facts = {{"competency", gap.competency}, {"level", absl::StrCat(gap.required)}}});
  }
  if (gap.basis == "CALIBRATION") chain.push_back(DecisionOf(gap, "calibration", depth + 1));
  if (gap.basis == "CORRECTION") chain.push_back(DecisionOf(gap, "correction", depth + 1));
  if (gap.basis == "APPEAL") chain.push_back(DecisionOf(gap, "appeal", depth + 1));
  if (gap.ratings.empty()) {
    chain.push_back(Missing(
        "rating", "", depth + 1, "tidak ada penilaian yang mendasarinya", "it rests on no rating"));
  }
  for (const std::string& id : gap.ratings) {
    const auto rating = ratings.find(id);
    if (rating != ratings.end()) {
      chain.push_back(LinkOf(rating->second, depth + 1));
    } else {
      chain.push_back(Missing(
          "rating", id, depth + 1,
          "penilaian ini disebut oleh kesenjangan tetapi tidak dikenal di sini",
          "the gap names this rating, but it is not known here"));
    }
  }
}

const char* KindOf(const Gap& gap) { return gap.next_family.empty() ? "gap" : "next_gap"; }

// What took a gap away: what is measured of its person now.
void AddClosing(const Gap& gap, const NeedFacts& facts, int depth, std::vector<Link>& chain) {
  const auto later = facts.later.find(gap.person);
  if (later != facts.later.end() && later->second.measurement != gap.measurement) {
    AddGap(later->second, "closed_by", depth, facts.ratings, chain);
    return;
  }
  chain.push_back(Missing(
      "closed_by", "", depth,
      "tidak ada pengukuran sesudahnya: pegawai pindah, nonaktif, atau profilnya kedaluwarsa",
      "no later measurement: the person moved, is not active, or the profile expired"));
}

Link More(const char* kind, int more) {
  return {
      .kind = kind, .id = "", .depth = 1, .state = "MORE", .facts = {{"more", absl::StrCat(more)}}};
}

void AddAppraisals(const NeedFacts& facts, std::vector<Link>& chain) {
  for (const Appraisal& appraisal : facts.appraisals) {
    Link& link = chain.emplace_back(Link{
        .kind = "appraisal",
        .id = appraisal.id,
        .depth = 1,
        .state = appraisal.ended_at.empty() ? "CURRENT" : "PAST",
        .facts = {
            {"person", appraisal.person},
            {"year", absl::StrCat(appraisal.year)},
            {"predicate", appraisal.predicate},
            {"recorded_at", appraisal.recorded_at}}});
    AddKnown(link.facts, "ended_at", appraisal.ended_at);
  }
  if (facts.appraisals.empty()) {
    chain.push_back(Missing(
        "appraisal", "", 1, "tidak ada penilaian kinerja di bawah Baik yang mendasarinya",
        "it rests on no appraisal below Baik"));
  }
  const int more = facts.appraisals_in_all - static_cast<int>(facts.appraisals.size());
  if (more > 0) chain.push_back(More("appraisal", more));
}

bool Serves(const Enrolment& enrolment, const Need& need) {
  return std::find(enrolment.needs.begin(), enrolment.needs.end(), need.id) !=
         enrolment.needs.end();
}

}  // namespace

std::vector<Link> NeedChain(const NeedFacts& facts) {
  std::vector<Link> chain = {LinkOf(facts.need, 0)};
  for (const ScoreComponent& component : facts.need.breakdown)
    chain.push_back(LinkOf(component, 1));
  for (const Directive& directive : facts.directives) chain.push_back(LinkOf(directive, 1));
  for (const Program& program : facts.programs) {
    chain.push_back(LinkOf(program, 1));
    AddDelivery(program.items, program.state == "PROGRAM_APPROVED", 2, chain);
  }
  for (const Gap& gap : facts.gaps) {
    AddGap(gap, KindOf(gap), 1, facts.ratings, chain);
    if (facts.need.ClosedByMeasurement()) AddClosing(gap, facts, 2, chain);
  }
  if (facts.need.type == "MANDATORY") {
    chain.push_back(
        {.kind = "requirement",
         .id = facts.need.training,
         .depth = 1,
         .state = "",
         .facts = {{"regulated_on", facts.need.regulated_on}}});
    return chain;
  }
  if (facts.need.type == "PERFORMANCE_GAP") {
    AddAppraisals(facts, chain);
    return chain;
  }
  const int more = facts.gaps_in_all - static_cast<int>(facts.gaps.size());
  if (facts.gaps.empty()) {
    chain.push_back(Missing(
        "gap", "", 1, "kebutuhan ini tidak tertelusur ke kesenjangan yang terukur",
        "this need is not traceable to a measured gap"));
  } else if (more > 0) {
    chain.push_back(More("gap", more));
  }
  return chain;
}

std::vector<Link> PersonChain(const PersonFacts& facts) {
  std::vector<Link> chain;
  if (facts.profile.valid_until.empty()) {
    chain.push_back(Missing(
        "profile", facts.profile.person, 0,
        "pegawai ini tidak punya profil kompetensi yang berlaku",
        "this person has no valid competency profile"));
    AddKnown(chain.back().facts, "disputed", absl::StrJoin(facts.profile.disputed, ","));
  } else {
    chain.push_back(LinkOf(facts.profile));
  }
  std::set<std::string> shown;  // enrolments
  for (const Gap& gap : facts.gaps) {
    AddGap(gap, KindOf(gap), 1, facts.ratings, chain);
    if (gap.gap <= 0) continue;  // nothing to need
    bool named = false;
    for (const Need& need : facts.needs) {
      if (need.competency != gap.competency || need.next_family != gap.next_family) continue;
      chain.push_back(LinkOf(need, 2));
      named = true;
      for (const Enrolment& enrolment : facts.enrolments) {
        if (!Serves(enrolment, need)) continue;
        chain.push_back(LinkOf(enrolment, 3));
        shown.insert(enrolment.id);
      }
    }
    if (!named) {
      chain.push_back(Missing(
          "need", "", 2, "tidak ada kebutuhan yang menyebut kesenjangan ini",
          "no need names this gap"));
    }
  }
  for (const Enrolment& enrolment : facts.enrolments)
    if (!shown.contains(enrolment.id)) chain.push_back(LinkOf(enrolment, 1));
  return chain;
}

std::vector<std::string> RatingsOf(const std::vector<Gap>& gaps) {
  std::set<std::string> ids;
  for (const Gap& gap : gaps) ids.insert(gap.ratings.begin(), gap.ratings.end());
  return {ids.begin(), ids.end()};
}

}  // namespace binadaya::reporting::domain
