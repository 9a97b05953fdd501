#include "services/needs/domain/need.h"

#include <algorithm>
#include <string>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"

namespace binadaya::needs::domain {
namespace {

constexpr NeedState kToVerify[] = {
    NeedState::kDetected, NeedState::kProposed, NeedState::kReopened};
constexpr NeedState kToValidate[] = {NeedState::kVerified};
constexpr NeedState kToRank[] = {NeedState::kValidated, NeedState::kRanked, NeedState::kBacklog};
constexpr NeedState kToBacklog[] = {NeedState::kRanked, NeedState::kBacklog};
constexpr NeedState kToReopen[] = {
    NeedState::kClosed, NeedState::kNonTrainingAction, NeedState::kRejected};
constexpr NeedState kToClose[] = {NeedState::kDetected, NeedState::kProposed,
                                  NeedState::kVerified, NeedState::kValidated,
                                  NeedState::kRanked,   NeedState::kBacklog,
                                  NeedState::kReopened, NeedState::kNonTrainingAction};
constexpr NeedState kToReject[] = {
    NeedState::kDetected, NeedState::kProposed, NeedState::kVerified, NeedState::kReopened};
constexpr NeedState kToLeave[] = {NeedState::kDetected,  NeedState::kProposed, NeedState::kVerified,
                                  NeedState::kValidated, NeedState::kRanked,   NeedState::kBacklog,
                                  NeedState::kReopened};

constexpr Step<NeedState> kVerify = {
    "NEED-01",
    kToVerify,
    {"diverifikasi", "verified"},
    {"Buka kembali lebih dahulu bila sudah ditutup.", "Reopen it first if it is closed."}};
constexpr Step<NeedState> kValidate = {
    "NEED-02",
    kToValidate,
    {"divalidasi", "validated"},
    {"Verifikasi lebih dahulu.", "Verify it first."}};
constexpr Step<NeedState> kRank = {
    "NEED-03",
    kToRank,
    {"diperingkat", "ranked"},
    {"Validasi lebih dahulu.", "Validate it first."}};
constexpr Step<NeedState> kBacklog = {
    "NEED-04",
    kToBacklog,
    {"ditunda", "postponed"},
    {"Beri peringkat lebih dahulu.", "Rank it first."}};
constexpr Step<NeedState> kReopen = {
    "NEED-05",
    kToReopen,
    {"dibuka kembali", "reopened"},
    {"Kebutuhan ini masih terbuka; lanjutkan dari statusnya.",
     "It is still open; go on from its state."}};
constexpr Step<NeedState> kClose = {
    "NEED-06",
    kToClose,
    {"ditutup", "closed"},
    {"Kebutuhan ini sudah selesai; tidak ada yang perlu dilakukan.",
     "It is settled already; nothing is left to do."}};
constexpr Step<NeedState> kReject = {
    "NEED-07",
    kToReject,
    {"ditolak", "rejected"},
    {"Tutuplah kebutuhan yang sudah divalidasi, dengan alasan.",
     "Close one that was validated, with a reason."}};
constexpr Step<NeedState> kLeave = {
    "NEED-09",
    kToLeave,
    {"dialihkan", "diverted"},
    {"Buka kembali lebih dahulu bila sudah selesai.", "Reopen it first if it is settled."}};

Findings Check(const Step<NeedState>& step, NeedState state) {
  return CheckStep({"Kebutuhan", "A need"}, step, state);
}

// How far a need has come on its way to a plan.
int Progress(NeedState state) {
  switch (state) {
    case NeedState::kRanked:
    case NeedState::kBacklog:
      return 3;
    case NeedState::kValidated:
      return 2;
    case NeedState::kVerified:
      return 1;
    default:
      return 0;
  }
}

// A step that a person takes with a reason.
absl::Status Decide(Need& need, const Step<NeedState>& step, NeedState to, std::string reason) {
  Findings findings = Check(step, need.state);
  RequireReason(
      reason,
      {"NEED-08",
       "reason",
       {"Alasan kosong. Tuliskan alasan keputusan ini.",
        "The reason is missing. Write why this was decided."}},
      findings);
  if (!findings.empty()) return RefuseIfBlocked(std::move(findings));
  need.state = to;
  need.decision_note = std::move(reason);
  need.closed_because =
      to == NeedState::kClosed ? ClosedBecause::kDecision : ClosedBecause::kNotClosed;
  if (!need.IsOpen()) need.rank = 0;  // it no longer stands in the order
  return absl::OkStatus();
}

Need Make(
    NeedType type, NeedState state, std::string id, std::string campaign, NeedKey key,
    Measured measured, absl::CivilDay since) {
  Need need;
  need.id = std::move(id);
  need.campaign = std::move(campaign);
  need.type = type;
  need.state = state;
  need.key = std::move(key);
  need.measured = std::move(measured);
  need.detected_on = since;
  return need;
}

}  // namespace

Phrase NameOf(NeedState state) {
  switch (state) {
    case NeedState::kDetected:
      return {"terdeteksi", "detected"};
    case NeedState::kProposed:
      return {"diusulkan", "proposed"};
    case NeedState::kVerified:
      return {"terverifikasi", "verified"};
    case NeedState::kValidated:
      return {"tervalidasi", "validated"};
    case NeedState::kRanked:
      return {"diperingkat", "ranked"};
    case NeedState::kBacklog:
      return {"dalam daftar tunggu", "backlogged"};
    case NeedState::kClosed:
      return {"ditutup", "closed"};
    case NeedState::kReopened:
      return {"dibuka kembali", "reopened"};
    case NeedState::kNonTrainingAction:
      return {"diserahkan ke tindakan nonpelatihan", "left to action other than training"};
    case NeedState::kRejected:
      return {"ditolak", "rejected"};
  }
  return {"", ""};
}

std::string_view ToString(NeedState state) {
  switch (state) {
    case NeedState::kDetected:
      return "DETECTED";
    case NeedState::kProposed:
      return "PROPOSED";
    case NeedState::kVerified:
      return "VERIFIED";
    case NeedState::kValidated:
      return "VALIDATED";
    case NeedState::kRanked:
      return "RANKED";
    case NeedState::kBacklog:
      return "BACKLOG";
    case NeedState::kClosed:
      return "CLOSED";
    case NeedState::kReopened:
      return "REOPENED";
    case NeedState::kNonTrainingAction:
      return "NON_TRAINING_ACTION";
    case NeedState::kRejected:
      return "REJECTED";
  }
  return "";
}

NeedType TypeOf(const NeedKey& key) {
  if (!key.training.empty()) return NeedType::kMandatory;
  if (key.competency.empty()) return NeedType::kPerformanceGap;
  return key.next_family.empty() ? NeedType::kCompetencyGap : NeedType::kCareer;
}

Need Need::Detect(
    std::string id, std::string campaign, NeedKey key, Measured measured, absl::CivilDay since) {
  const NeedType type = TypeOf(key);
  return Make(
      type, NeedState::kDetected, std::move(id), std::move(campaign), std::move(key),
      std::move(measured), since);
}

Need Need::Propose(
    std::string id, std::string campaign, NeedKey key, Measured measured, absl::CivilDay since) {
  return Make(
      NeedType::kStrategic, NeedState::kProposed, std::move(id), std::move(campaign),
      std::move(key), std::move(measured), since);
}

absl::Status Need::Verify() {
  if (Findings findings = Check(kVerify, state); !findings.empty()) {
    return RefuseIfBlocked(std::move(findings));
  }
  state = NeedState::kVerified;
  return absl::OkStatus();
}

absl::Status Need::Validate() {
  if (Findings findings = Check(kValidate, state); !findings.empty()) {
    return RefuseIfBlocked(std::move(findings));
  }
  state = NeedState::kValidated;
  return absl::OkStatus();
}

absl::Status Need::Rank(Score new_score, int new_rank) {
  if (Findings findings = Check(kRank, state); !findings.empty()) {
    return RefuseIfBlocked(std::move(findings));
  }
  if (state == NeedState::kValidated) state = NeedState::kRanked;
  score = std::move(new_score);
  rank = new_rank;
  return absl::OkStatus();
}

bool Need::Fund() {
  if (state != NeedState::kBacklog) return false;
  state = NeedState::kRanked;
  decision_note.clear();  // why it had to wait no longer describes it
  return true;
}

absl::Status Need::Backlog(std::string reason) {
  return Decide(*this, kBacklog, NeedState::kBacklog, std::move(reason));
}

absl::Status Need::Reopen(std::string reason) {
  return Decide(*this, kReopen, NeedState::kReopened, std::move(reason));
}

absl::Status Need::Close(std::string reason) {
  return Decide(*this, kClose, NeedState::kClosed, std::move(reason));
}

absl::Status Need::Reject(std::string reason) {
  return Decide(*this, kReject, NeedState::kRejected, std::move(reason));
}

absl::Status Need::LeaveToAction(std::string reason) {
  return Decide(*this, kLeave, NeedState::kNonTrainingAction, std::move(reason));
}

bool Need::IsOpen() const {
  return state != NeedState::kClosed && state != NeedState::kNonTrainingAction &&
         state != NeedState::kRejected;
}

bool Need::IsSettled() const {
  return !IsOpen() && (state != NeedState::kClosed || closed_because == ClosedBecause::kDecision ||
                       closed_because == ClosedBecause::kMerged);
}

bool Need::IsMeasured() const {
  return IsOpen() || (IsSettled() && closed_because != ClosedBecause::kMerged);
}

Need::Change Need::Measure(Measured now, ClosedBecause because) {
  const bool same = measured == now && grouped;
  measured = std::move(now);
  grouped = true;
  const bool anyone = measured.affected > 0;
  if (state == NeedState::kClosed && anyone && !IsSettled()) {
    state = NeedState::kReopened;
    closed_because = ClosedBecause::kNotClosed;
    decision_note.clear();
    return Change::kReopened;
  }
  if (IsOpen() && !anyone && type != NeedType::kStrategic) {
    state = NeedState::kClosed;
    closed_because = because;
    rank = 0;
    decision_note.clear();
    return Change::kClosed;
  }
  return same ? Change::kNone : Change::kFigures;
}

void Need::MergeInto(Need& other) {
  other.detected_on = std::min(other.detected_on, detected_on);
  state = NeedState::kClosed;
  closed_because = ClosedBecause::kMerged;
  rank = 0;
  decision_note = absl::StrCat("Digabung ke kebutuhan ", other.id, ".");
}

bool StandsBefore(const Need& a, const Need& b) {
  const auto standing = [](const Need& need) {
    return std::tuple(
        need.closed_because == ClosedBecause::kMerged, !need.grouped, !need.IsOpen(),
        -Progress(need.state), -need.measured.affected, need.id);
  };
  return standing(a) < standing(b);
}

PriorityInputs Need::Inputs(double strategic, absl::CivilDay today, int full_urgency_days) const {
  PriorityInputs inputs;
  inputs.gap = GapInput(measured.mean_gap);
  inputs.reach = ReachInput(measured.affected, measured.population);
  inputs.criticality = measured.criticality;
  inputs.strategic = strategic;
  inputs.mandatory = type == NeedType::kMandatory ? 1 : 0;
  const absl::CivilDay since = measured.regulated_on.value_or(detected_on);
  inputs.urgency = UrgencyInput(static_cast<int>(today - since), full_urgency_days);
  return inputs;
}

}  // namespace binadaya::needs::domain
