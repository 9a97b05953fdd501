#include "services/needs/domain/program.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/domain/step.h"

namespace binadaya::needs::domain {
namespace {

constexpr ProgramState kDrafts[] = {ProgramState::kDraft};
constexpr ProgramState kSubmits[] = {ProgramState::kSubmitted};
constexpr ProgramState kReviews[] = {ProgramState::kReviewed};
constexpr ProgramState kReturns[] = {ProgramState::kSubmitted, ProgramState::kReviewed};
constexpr ProgramState kInForce[] = {ProgramState::kApproved, ProgramState::kUnderReview};
constexpr ProgramState kApproves[] = {ProgramState::kApproved};
constexpr ProgramState kStands[] = {
    ProgramState::kDraft, ProgramState::kSubmitted, ProgramState::kReviewed,
    ProgramState::kApproved, ProgramState::kUnderReview};

constexpr Step<ProgramState> kSave = {
    "PRG-30",
    kDrafts,
    {"disunting", "edited"},
    {"Minta dikembalikan, atau buat versi baru.", "Have it returned, or begin a new version."}};
constexpr Step<ProgramState> kSubmit = {
    "PRG-31",
    kDrafts,
    {"diajukan", "submitted"},
    {"Buat versi baru lebih dahulu bila sudah berlaku.",
     "Begin a new version first if it is in force."}};
constexpr Step<ProgramState> kReview = {
    "PRG-32", kSubmits, {"ditelaah", "reviewed"}, {"Ajukan lebih dahulu.", "Submit it first."}};
constexpr Step<ProgramState> kApprove = {
    "PRG-33",
    kReviews,
    {"disetujui", "approved"},
    {"Telaah lebih dahulu.", "Have it reviewed first."}};
constexpr Step<ProgramState> kReturn = {
    "PRG-34",
    kReturns,
    {"dikembalikan", "returned"},
    {"Buat versi baru dari yang sudah berlaku.", "Begin a new version of one that is in force."}};
constexpr Step<ProgramState> kRevise = {
    "PRG-35",
    kInForce,
    {"direvisi", "revised"},
    {"Lanjutkan versi yang sedang dikerjakan, atau buat program baru.",
     "Go on with the version that is worked on, or draft a new program."}};
constexpr Step<ProgramState> kPutUnderReview = {
    "PRG-36",
    kApproves,
    {"ditinjau", "reconsidered"},
    {"Hanya program yang berlaku ditinjau ulang.", "Only a program in force is put under review."}};
constexpr Step<ProgramState> kRetire = {
    "PRG-37",
    kStands,
    {"dihentikan", "retired"},
    {"Program ini sudah berakhir; tidak ada yang perlu dilakukan.",
     "It has ended already; nothing is left to do."}};

bool IsInForce(ProgramState state) {
  return state == ProgramState::kApproved || state == ProgramState::kUnderReview;
}

Findings CheckProgram(const Step<ProgramState>& step, ProgramState state) {
  return CheckStep({"Program", "A program"}, step, state);
}

void RequireNote(const std::string& reason, Findings& findings) {
  RequireReason(
      reason,
      {"PRG-39",
       "reason",
       {"Alasan kosong. Tuliskan mengapa program ini dikembalikan, ditinjau ulang atau dihentikan.",
        "The reason is missing. Write why the program is returned, put under review or retired."}},
      findings);
}

void RequireOther(bool same, Findings& findings) {
  if (!same) return;
  findings.push_back(
      {.rule = "PRG-38",
       .where = "program",
       .message = {
           "Anda ikut menyusun atau menelaah versi ini. Serahkan keputusan ini kepada orang lain.",
           "You worked on this version or reviewed it. Leave this decision to somebody else."}});
}

// What the gate found, behind what the step itself refuses.
Findings With(Findings findings, Findings gate) {
  if (!Blocks(gate)) return findings;
  for (Finding& finding : gate)
    if (!finding.warning) findings.push_back(std::move(finding));
  return findings;
}

}  // namespace

std::string_view ToString(ProgramState state) {
  switch (state) {
    case ProgramState::kDraft:
      return "DRAFT";
    case ProgramState::kSubmitted:
      return "SUBMITTED";
    case ProgramState::kReviewed:
      return "REVIEWED";
    case ProgramState::kApproved:
      return "APPROVED";
    case ProgramState::kUnderReview:
      return "UNDER_REVIEW";
    case ProgramState::kRetired:
      return "RETIRED";
    case ProgramState::kReplaced:
      return "REPLACED";
  }
  return "";
}

Phrase NameOf(ProgramState state) {
  switch (state) {
    case ProgramState::kDraft:
      return {"masih rancangan", "a draft"};
    case ProgramState::kSubmitted:
      return {"diajukan", "submitted"};
    case ProgramState::kReviewed:
      return {"sudah ditelaah", "reviewed"};
    case ProgramState::kApproved:
      return {"disetujui", "approved"};
    case ProgramState::kUnderReview:
      return {"ditinjau ulang", "under review"};
    case ProgramState::kRetired:
      return {"dihentikan", "retired"};
    case ProgramState::kReplaced:
      return {"diganti versi baru", "replaced"};
  }
  return {"", ""};
}

Program Program::Draft(
    std::string id, int year, Design design, std::vector<ServedNeed> needs,
    const std::string& drafter, absl::CivilDay today) {
  Program program;
  program.id = std::move(id);
  program.year = year;
  program.versions.push_back(
      {.design = std::move(design),
       .needs = std::move(needs),
       .drafters = {drafter},
       .decided_on = today});
  return program;
}

absl::Status Program::CheckCopy(
    const Program& source, int year, const std::vector<ServedNeed>& needs) {
  Findings findings;
  if (!source.IsPlannable() || source.year >= year) {
    findings.push_back(
        {.rule = "PRG-41",
         .where = "program",
         .message =
             {"Yang disalin adalah program tahun sebelumnya yang disetujui dan tidak ditinjau "
              "ulang. "
              "Rancang program baru, atau setujui versi barunya lebih dahulu.",
              "What is copied is an earlier year's program that is approved and not under review. "
              "Draft a new program, or have its new version approved first."},
         .values = {
             {"year", absl::StrCat(source.year)},
             {"state", std::string(ToString(source.Shown().state))}}});
  }
  const bool needed = std::any_of(
      needs.begin(), needs.end(), [&](const ServedNeed& need) { return IsServed(need, year); });
  if (!needed) {
    findings.push_back(
        {.rule = "PRG-40",
         .where = "needs",
         .message = {
             absl::StrCat(
                 "Program lama tidak disalin tanpa kebutuhan tahun ", year,
                 " yang sudah divalidasi. Sebut kebutuhannya, atau jangan ulangi programnya."),
             absl::StrCat(
                 "An old program is not copied without a validated need of ", year,
                 ". Name that need, or do not repeat the program.")}});
  }
  return RefuseIfBlocked(std::move(findings));
}

absl::Status Program::Save(
    Design design, std::vector<ServedNeed> needs, const std::string& drafter,
    absl::CivilDay today) {
  ProgramVersion& version = versions.back();
  if (Findings findings = CheckProgram(kSave, version.state); !findings.empty())
    return RefuseIfBlocked(std::move(findings));
  version.design = std::move(design);
  version.needs = std::move(needs);
  version.drafters.insert(drafter);
  version.decided_on = today;
  return absl::OkStatus();
}

absl::Status Program::Submit(const std::string& by, Findings gate, absl::CivilDay today) {
  ProgramVersion& version = versions.back();
  Findings findings = CheckProgram(kSubmit, version.state);
  findings = With(std::move(findings), std::move(gate));
  if (!findings.empty()) return RefuseIfBlocked(std::move(findings));
  version.state = ProgramState::kSubmitted;
  version.drafters.insert(by);
  version.note.clear();
  version.decided_on = today;
  return absl::OkStatus();
}

absl::Status Program::Review(const std::string& by, absl::CivilDay today) {
  ProgramVersion& version = versions.back();
  Findings findings = CheckProgram(kReview, version.state);
  RequireOther(version.drafters.contains(by), findings);
  if (!findings.empty()) return RefuseIfBlocked(std::move(findings));
  version.state = ProgramState::kReviewed;
  version.reviewer = by;
  version.decided_on = today;
  return absl::OkStatus();
}

absl::Status Program::Approve(const std::string& by, Findings gate, absl::CivilDay today) {
  ProgramVersion& version = versions.back();
  Findings findings = CheckProgram(kApprove, version.state);
  RequireOther(version.drafters.contains(by) || version.reviewer == by, findings);
  findings = With(std::move(findings), std::move(gate));
  if (!findings.empty()) return RefuseIfBlocked(std::move(findings));
  if (const auto before = InForceAt()) versions[*before].state = ProgramState::kReplaced;
  version.state = ProgramState::kApproved;
  version.decided_on = today;
  return absl::OkStatus();
}

absl::Status Program::Return(std::string reason, absl::CivilDay today) {
  ProgramVersion& version = versions.back();
  Findings findings = CheckProgram(kReturn, version.state);
  RequireNote(reason, findings);
  if (!findings.empty()) return RefuseIfBlocked(std::move(findings));
  version.state = ProgramState::kDraft;
  version.reviewer.clear();
  version.note = std::move(reason);
  version.decided_on = today;
  return absl::OkStatus();
}

absl::Status Program::PutUnderReview(std::string reason, absl::CivilDay today) {
  Findings findings = CheckProgram(kPutUnderReview, Shown().state);
  RequireNote(reason, findings);
  if (!findings.empty()) return RefuseIfBlocked(std::move(findings));
  ProgramVersion& version = versions[*InForceAt()];
  version.state = ProgramState::kUnderReview;
  version.doubt = reason;
  version.note = std::move(reason);
  version.decided_on = today;
  return absl::OkStatus();
}

absl::Status Program::Retire(const std::string& reason, absl::CivilDay today) {
  Findings findings = CheckProgram(kRetire, Shown().state);
  RequireNote(reason, findings);
  if (!findings.empty()) return RefuseIfBlocked(std::move(findings));
  for (ProgramVersion& version : versions) {
    if (version.state == ProgramState::kReplaced) continue;
    version.state = ProgramState::kRetired;
    version.note = reason;
    version.decided_on = today;
  }
  return absl::OkStatus();
}

absl::Status Program::Revise(const std::string& by, absl::CivilDay today) {
  // Beside one that is worked on there is no second one.
  const ProgramState state = Worked() ? Worked()->state : Shown().state;
  if (Findings findings = CheckProgram(kRevise, state); !findings.empty())
    return RefuseIfBlocked(std::move(findings));
  const ProgramVersion& now = *InForce();
  versions.push_back(
      {.number = versions.back().number + 1,
       .design = now.design,
       .needs = now.needs,
       .drafters = {by},
       .decided_on = today});
  return absl::OkStatus();
}

const ProgramVersion* Program::Worked() const {
  return versions.back().state < ProgramState::kApproved ? &versions.back() : nullptr;
}

std::optional<std::size_t> Program::InForceAt() const {
  for (std::size_t i = 0; i < versions.size(); ++i)
    if (IsInForce(versions[i].state)) return i;
  return std::nullopt;
}

const ProgramVersion* Program::InForce() const {
  const std::optional<std::size_t> at = InForceAt();
  return at.has_value() ? &versions[*at] : nullptr;
}

const ProgramVersion* Program::Numbered(int number) const {
  for (const ProgramVersion& version : versions)
    if (version.number == number) return &version;
  return nullptr;
}

const ProgramVersion& Program::Shown() const { return InForce() ? *InForce() : versions.back(); }

bool Program::IsRetired() const { return versions.back().state == ProgramState::kRetired; }

Traceability Trace(const std::vector<Traced>& programs) {
  Traceability trace;
  for (const Traced& program : programs) {
    ++trace.programs;
    trace.rupiah += program.rupiah;
    if (!program.measured) continue;
    ++trace.measured;
    trace.measured_rupiah += program.rupiah;
  }
  return trace;
}

}  // namespace binadaya::needs::domain
