#include "services/needs/domain/plan.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"

namespace binadaya::needs::domain {
namespace {

constexpr PlanState kPlanDrafts[] = {PlanState::kDraft};
constexpr PlanState kPlanProposed[] = {PlanState::kProposed};

constexpr Step<PlanState> kPropose = {
    "PLAN-02",
    kPlanDrafts,
    {"diusulkan", "proposed"},
    {"Buat revisi lebih dahulu bila sudah berlaku.", "Begin a revision first if it is in force."}};
constexpr Step<PlanState> kSetPlan = {
    "PLAN-03",
    kPlanProposed,
    {"ditetapkan", "set"},
    {"Rencana diusulkan lebih dahulu oleh PyB.",
     "Have it proposed by the authorised official first."}};
constexpr Step<PlanState> kReturnPlan = {
    "PLAN-04",
    kPlanProposed,
    {"dikembalikan", "returned"},
    {"Buat revisi dari yang sudah berlaku.", "Begin a revision of one that is in force."}};

Findings CheckPlan(const Step<PlanState>& step, PlanState state) {
  return CheckStep({"Rencana", "A plan"}, step, state);
}

bool IsPlanInForce(PlanState state) {
  return state == PlanState::kSet || state == PlanState::kRevised;
}

void RequireOtherPerson(bool same, Findings& findings) {
  if (!same) return;
  findings.push_back(
      {.rule = "PLAN-05",
       .where = "plan",
       .message = {
           "Anda menyusun atau mengusulkan rencana ini. Serahkan keputusan ini kepada orang lain.",
           "You drafted or proposed this plan. Leave this decision to somebody else."}});
}

void RequirePlanReason(const std::string& reason, Findings& findings) {
  RequireReason(
      reason,
      {"PLAN-08",
       "reason",
       {"Alasan kosong. Tuliskan mengapa rencana ini direvisi atau dikembalikan.",
        "The reason is missing. Write why the plan is revised or returned."}},
      findings);
}

void RequireLines(const std::vector<PlanLine>& lines, Findings& findings) {
  if (!lines.empty()) return;
  findings.push_back(
      {.rule = "PLAN-10",
       .where = "portfolio",
       .message = {
           "Portofolio ini tidak memilih program apa pun. Terima portofolio lain.",
           "This portfolio has no program in it. Accept another one."}});
}

void Append(Findings& findings, Findings more) {
  for (Finding& finding : more) findings.push_back(std::move(finding));
}

const PlanLine* LineOf(const std::vector<PlanLine>& lines, const std::string& program) {
  const auto found = std::find_if(
      lines.begin(), lines.end(), [&](const PlanLine& line) { return line.program == program; });
  return found == lines.end() ? nullptr : &*found;
}

}  // namespace

Findings CheckPortfolioDays(double days) {
  if (days >= 30 && days <= 36'525) return {};
  return {
      {.rule = "PORT-17",
       .where = "policy.values",
       .message = {
           "Portofolio yang tidak diterima disimpan 30 sampai 36.525 hari. Perbaiki nilainya.",
           "A portfolio that nobody accepts is kept for 30 to 36,525 days. Correct the value."}}};
}

absl::Status PortfolioCase::Accept(
    const std::string& by, const std::string& note, Findings standing) {
  Findings findings;
  if (!accepted_by.empty()) {
    findings.push_back(
        {.rule = "PORT-11",
         .where = "portfolio",
         .message = {
             "Portofolio ini sudah diterima. Susun rencananya, atau hitung portofolio lain.",
             "This portfolio is accepted already. Draft its plan, or compute another one."}});
  }
  if (asked_by == by) {
    findings.push_back(
        {.rule = "PORT-12",
         .where = "portfolio",
         .message = {
             "Anda yang meminta portofolio ini dihitung. Serahkan penerimaannya kepada orang lain.",
             "You asked for this portfolio. Leave its acceptance to somebody else."}});
  }
  RequireReason(
      note,
      {"PORT-13",
       "note",
       {"Catatan kosong. Tuliskan mengapa portofolio ini yang diterima.",
        "The note is missing. Write why this portfolio is accepted."}},
      findings);
  Append(findings, std::move(standing));
  if (findings.empty()) accepted_by = by;
  return RefuseIfBlocked(std::move(findings));
}

Findings CheckStanding(const std::vector<Standing>& programs) {
  Findings findings;
  for (const Standing& one : programs) {
    if (one.kept || (one.plannable && one.in_force == one.planned)) continue;
    const Message why = one.in_force == 0 ? Message("sudah dihentikan", "was retired")
                        : !one.plannable
                            ? Message("sedang ditinjau ulang", "is under review")
                            : Message(
                                  absl::StrCat("sudah berlaku dalam versi ", one.in_force),
                                  absl::StrCat("is in force in version ", one.in_force));
    findings.push_back(
        {.rule = "PLAN-06",
         .where = one.title,
         .message =
             {absl::StrCat(
                  "Program ini dipilih dalam versi ", one.planned, ", tetapi ", why.id,
                  ". Hitung dan terima portofolio baru."),
              absl::StrCat(
                  "This program was chosen in version ", one.planned, ", but ", why.en,
                  ". Compute and accept another portfolio.")},
         .values = {
             {"planned", absl::StrCat(one.planned)}, {"in_force", absl::StrCat(one.in_force)}}});
  }
  return findings;
}

std::string_view ToString(PlanState state) {
  switch (state) {
    case PlanState::kDraft:
      return "DRAFT";
    case PlanState::kProposed:
      return "PROPOSED";
    case PlanState::kSet:
      return "SET";
    case PlanState::kRevised:
      return "REVISED";
    case PlanState::kReplaced:
      return "REPLACED";
  }
  return "";
}

Phrase NameOf(PlanState state) {
  switch (state) {
    case PlanState::kDraft:
      return {"masih rancangan", "a draft"};
    case PlanState::kProposed:
      return {"diusulkan", "proposed"};
    case PlanState::kSet:
      return {"ditetapkan", "set"};
    case PlanState::kRevised:
      return {"ditetapkan sebagai revisi", "set as a revision"};
    case PlanState::kReplaced:
      return {"diganti revisi", "replaced"};
  }
  return {"", ""};
}

PlanDifference Difference(const std::vector<PlanLine>& before, const std::vector<PlanLine>& after) {
  PlanDifference difference;
  for (const PlanLine& line : before) {
    const PlanLine* now = LineOf(after, line.program);
    if (now == nullptr) {
      difference.removed.push_back(line.program);
    } else if (*now != line) {
      difference.changed.push_back(line.program);
    }
  }
  for (const PlanLine& line : after)
    if (LineOf(before, line.program) == nullptr) difference.added.push_back(line.program);
  return difference;
}

absl::StatusOr<Plan> Plan::Draft(
    std::string id, int year, const std::string& portfolio, std::vector<PlanLine> lines,
    const std::string& by, absl::CivilDay today) {
  Findings findings;
  RequireLines(lines, findings);
  if (!findings.empty()) return RefuseIfBlocked(std::move(findings));
  Plan plan;
  plan.id = std::move(id);
  plan.year = year;
  plan.versions.push_back(
      {.portfolio = portfolio, .lines = std::move(lines), .drafter = by, .drafted_on = today});
  return plan;
}

absl::Status Plan::Revise(
    const std::string& portfolio, std::vector<PlanLine> lines, const std::string& reason,
    const std::string& by, absl::CivilDay today) {
  Findings findings;
  RequireLines(lines, findings);
  if (const PlanVersion* in_force = InForce()) {
    RequirePlanReason(reason, findings);
    if (Difference(in_force->lines, lines).none()) {
      findings.push_back(
          {.rule = "PLAN-11",
           .where = "portfolio",
           .message = {
               "Revisi ini sama dengan rencana yang berlaku. Tidak ada yang perlu direvisi.",
               "This revision is the same as the plan in force. There is nothing to revise."}});
    }
  }
  if (!findings.empty()) return RefuseIfBlocked(std::move(findings));
  if (IsPlanInForce(Last().state)) versions.push_back({.number = Last().number + 1});
  Last() = {
      .number = Last().number,
      .portfolio = portfolio,
      .lines = std::move(lines),
      .drafter = by,
      .reason = reason,
      .drafted_on = today};
  return absl::OkStatus();
}

absl::Status Plan::Propose(const std::string& by, Findings standing, absl::CivilDay today) {
  Findings findings = CheckPlan(kPropose, Last().state);
  RequireOtherPerson(Last().drafter == by, findings);
  Append(findings, std::move(standing));
  if (!findings.empty()) return RefuseIfBlocked(std::move(findings));
  Last().state = PlanState::kProposed;
  Last().proposer = by;
  Last().proposed_on = today;
  return absl::OkStatus();
}

absl::Status Plan::Set(
    const std::string& by, const std::string& decree, Findings standing, absl::CivilDay today) {
  Findings findings = CheckPlan(kSetPlan, Last().state);
  RequireOtherPerson(Last().drafter == by || Last().proposer == by, findings);
  RequireReason(
      decree,
      {"PLAN-09",
       "decree",
       {"Nomor keputusan kosong. Sebut nomor keputusan yang menetapkan rencana ini.",
        "The number of the decree is missing. Name the decree that sets the plan."}},
      findings);
  Append(findings, std::move(standing));
  if (!findings.empty()) return RefuseIfBlocked(std::move(findings));
  for (PlanVersion& version : versions)
    if (IsPlanInForce(version.state)) version.state = PlanState::kReplaced;
  Last().state = Last().number == 1 ? PlanState::kSet : PlanState::kRevised;
  Last().setter = by;
  Last().decree = decree;
  Last().set_on = today;
  return absl::OkStatus();
}

absl::Status Plan::Return(const std::string& reason) {
  Findings findings = CheckPlan(kReturnPlan, Last().state);
  RequirePlanReason(reason, findings);
  if (!findings.empty()) return RefuseIfBlocked(std::move(findings));
  Last().state = PlanState::kDraft;
  Last().proposer.clear();
  Last().proposed_on.reset();
  Last().reason = reason;
  return absl::OkStatus();
}

const PlanVersion* Plan::InForce() const {
  const auto found = std::find_if(versions.begin(), versions.end(), [](const PlanVersion& one) {
    return IsPlanInForce(one.state);
  });
  return found == versions.end() ? nullptr : &*found;
}

const PlanVersion* Plan::Before(const PlanVersion& version) const {
  return version.number < 2 ? nullptr : &versions[static_cast<std::size_t>(version.number) - 2];
}

std::set<std::string> Plan::Held() const {
  std::set<std::string> held;
  for (const PlanVersion& version : versions) {
    if (!IsPlanInForce(version.state) && version.state != PlanState::kProposed) continue;
    for (const PlanLine& line : version.lines) held.insert(line.program);
  }
  return held;
}

}  // namespace binadaya::needs::domain
