#include "services/scheduling/domain/enrolment.h"

#include <algorithm>
#include <tuple>
#include <utility>

namespace binadaya::scheduling::domain {
namespace {

constexpr EnrolmentState kWaits[] = {EnrolmentState::kWaitlisted};
constexpr EnrolmentState kOffers[] = {EnrolmentState::kOffered};
constexpr EnrolmentState kApproves[] = {EnrolmentState::kApproved};
constexpr EnrolmentState kUnconfirmed[] = {EnrolmentState::kOffered, EnrolmentState::kApproved};
constexpr EnrolmentState kConfirms[] = {EnrolmentState::kConfirmed};
constexpr EnrolmentState kAttends[] = {EnrolmentState::kAttending};
constexpr EnrolmentState kExpected[] = {EnrolmentState::kConfirmed, EnrolmentState::kAttending};
constexpr EnrolmentState kSeated[] = {
    EnrolmentState::kOffered, EnrolmentState::kApproved, EnrolmentState::kConfirmed,
    EnrolmentState::kAttending};
constexpr EnrolmentState kOpen[] = {
    EnrolmentState::kWaitlisted, EnrolmentState::kOffered, EnrolmentState::kApproved,
    EnrolmentState::kConfirmed, EnrolmentState::kAttending};
constexpr EnrolmentState kFinished[] = {
    EnrolmentState::kCompleted, EnrolmentState::kAttendedOnly, EnrolmentState::kNotPassed,
    EnrolmentState::kNoShow};

constexpr Step<EnrolmentState> kOffer = {
    "ENR-01",
    kWaits,
    {"ditawarkan", "offered"},
    {"Pilih yang berikutnya dalam daftar tunggu.", "Choose the next on the waiting list."}};
constexpr Step<EnrolmentState> kApprove = {
    "ENR-02",
    kOffers,
    {"disetujui", "approved"},
    {"Lihat keadaannya; jawaban ini tidak diperlukan lagi.",
     "See where it stands; this answer is no longer needed."}};
constexpr Step<EnrolmentState> kReject = {
    "ENR-03",
    kOffers,
    {"ditolak", "rejected"},
    {"Yang sudah disetujui dibatalkan dengan alasan, atau diganti orang lain.",
     "One that is approved already is withdrawn with a reason, or passes to a substitute."}};
constexpr Step<EnrolmentState> kEscalate = {
    "ENR-04",
    kOffers,
    {"diteruskan", "escalated"},
    {"Atasan sudah menjawab; tidak ada yang perlu dilakukan.",
     "There is an answer already; nothing is left to do."}};
constexpr Step<EnrolmentState> kConfirm = {
    "ENR-05",
    kApproves,
    {"dikonfirmasi", "confirmed"},
    {"Tunggu persetujuan atasan; yang sudah dikonfirmasi tidak perlu diulang.",
     "Wait for the superior's approval; one that is confirmed stays so."}};
constexpr Step<EnrolmentState> kDecline = {
    "ENR-06",
    kUnconfirmed,
    {"ditampik", "declined"},
    {"Yang sudah dikonfirmasi diganti orang lain, atau dibatalkan dengan alasan.",
     "One that is confirmed passes to a substitute, or is withdrawn with a reason."}};
constexpr Step<EnrolmentState> kWithdraw = {
    "ENR-07",
    kOpen,
    {"dibatalkan", "withdrawn"},
    {"Sudah berakhir; tidak ada yang perlu dilakukan.",
     "It has ended already; nothing is left to do."}};
constexpr Step<EnrolmentState> kSubstitute = {
    "ENR-08",
    kConfirms,
    {"digantikan", "substituted"},
    {"Yang belum dikonfirmasi ditolak saja; kursinya ditawarkan kepada yang berikutnya.",
     "Decline one that is not confirmed; its seat is offered to the next."}};
constexpr Step<EnrolmentState> kStart = {
    "ENR-09",
    kConfirms,
    {"dimulai", "begun"},
    {"Minta persetujuan dan konfirmasi lebih dahulu.", "Have it approved and confirmed first."}};
constexpr Step<EnrolmentState> kFinish = {
    "ENR-10",
    kAttends,
    {"diselesaikan", "finished"},
    {"Catat kehadirannya lebih dahulu; yang belum lulus hanya diselesaikan lewat remedial.",
     "Record the attendance first; one that is not passed is completed by the remedial only."}};
constexpr Step<EnrolmentState> kMiss = {
    "ENR-10",
    kExpected,
    {"dialpakan", "missed"},
    {"Lihat keadaannya; hanya yang ditunggu di kelas dapat alpa.",
     "See where it stands; only who was expected in the class can miss it."}};
constexpr Step<EnrolmentState> kReopen = {
    "ENR-19",
    kFinished,
    {"dibuka", "reopened"},
    {"Hanya yang sudah selesai atau tidak hadir dihitung ulang.",
     "Only what is finished, or was a no-show, is counted anew."}};
constexpr Step<EnrolmentState> kRequeue = {
    "ENR-20",
    kSeated,
    {"diantrekan", "requeued"},
    {"Hanya yang memegang kursi kembali ke daftar tunggu.",
     "Only who holds a seat goes back to the list."}};

bool Is(EnrolmentState state, std::span<const EnrolmentState> states) {
  return std::find(states.begin(), states.end(), state) != states.end();
}

Findings CheckEnrolment(const Step<EnrolmentState>& step, EnrolmentState state) {
  return CheckStep({"Kepesertaan", "An enrolment"}, step, state);
}

void RequireWords(const std::string& reason, Findings& findings) {
  RequireReason(
      reason,
      {"ENR-14",
       "reason",
       {"Alasan kosong. Tuliskan mengapa kursi ini ditolak, dibatalkan atau diganti.",
        "The reason is missing. Write why the seat is declined, withdrawn or passed on."}},
      findings);
}

// ENR-11 and ENR-12.
void RequireSuperior(
    const Enrolment& enrolment, const std::string& by, std::span<const std::string> line,
    Findings& findings) {
  if (by == enrolment.person) {
    findings.push_back(
        {"ENR-12",
         "by",
         {"Peserta tidak menjawab atas namanya sendiri sebagai atasan. Serahkan kepada atasannya.",
          "Nobody answers for himself as his superior. Leave it to the superior."}});
  }
  const auto asked =
      line.first(std::min(line.size(), static_cast<std::size_t>(enrolment.escalations) + 1));
  if (std::find(asked.begin(), asked.end(), by) != asked.end()) return;
  findings.push_back(
      {"ENR-11",
       "by",
       {"Hanya atasan langsung yang menjawab, atau atasan di atasnya bila sudah diteruskan. "
        "Serahkan kepada yang berwenang.",
        "Only the superior answers, or the next above once it was passed on. Leave it to them."},
       {{"escalations", absl::StrCat(enrolment.escalations)}}});
}

void RequireHimself(const Enrolment& enrolment, const std::string& by, Findings& findings) {
  if (by == enrolment.person) return;
  findings.push_back(
      {"ENR-16",
       "by",
       {"Hanya peserta sendiri yang mengonfirmasi atau menolak kursinya. Hubungi yang "
        "bersangkutan.",
        "Only the participant confirms or declines his seat. Ask him."}});
}

}  // namespace

void Enrolment::End(EnrolmentState to, Ending how) {
  state = to;
  ending = std::move(how);
}

bool Enrolment::TakesSeat() const {
  return HoldsSeat(state) || (state == EnrolmentState::kWaitlisted && !batch.empty());
}

absl::Status Enrolment::Offer(
    const std::string& to_batch, absl::CivilDay answer, const EnrolmentSetting& setting) {
  if (Findings findings = CheckEnrolment(kOffer, state); !findings.empty())
    return RefuseIfBlocked(std::move(findings));
  state = EnrolmentState::kOffered;
  batch = to_batch;
  offered_on = setting.today;
  answer_by = answer;
  return absl::OkStatus();
}

absl::Status Enrolment::Approve(
    const std::string& by, std::span<const std::string> line, const EnrolmentSetting& setting) {
  Findings findings = CheckEnrolment(kApprove, state);
  RequireSuperior(*this, by, line, findings);
  RequireNotBegun(setting, findings);
  if (!findings.empty()) return RefuseIfBlocked(std::move(findings));
  state = EnrolmentState::kApproved;
  approved_by = by;
  return absl::OkStatus();
}

absl::Status Enrolment::Reject(
    const std::string& by, std::span<const std::string> line, const std::string& reason,
    const EnrolmentSetting& setting) {
  Findings findings = CheckEnrolment(kReject, state);
  RequireSuperior(*this, by, line, findings);
  RequireWords(reason, findings);
  if (!findings.empty()) return RefuseIfBlocked(std::move(findings));
  End(EnrolmentState::kDeclined,
      {.cause = EndCause::kSuperior, .on = setting.today, .by = by, .reason = reason});
  return absl::OkStatus();
}

absl::Status Enrolment::Escalate(absl::CivilDay answer, const EnrolmentSetting& setting) {
  Findings findings = CheckEnrolment(kEscalate, state);
  if (findings.empty() && setting.today <= answer_by) {
    const std::string day = absl::FormatCivilTime(answer_by);
    findings.push_back(
        {"ENR-15",
         "answer_by",
         {absl::StrCat("Atasan masih dapat menjawab sampai ", day, ". Tunggu sampai hari itu."),
          absl::StrCat("The superior has until ", day, ". Wait until that day.")},
         {{"answer_by", day}}});
  }
  if (!findings.empty()) return RefuseIfBlocked(std::move(findings));
  ++escalations;
  answer_by = answer;
  return absl::OkStatus();
}

absl::Status Enrolment::Confirm(const std::string& by, const EnrolmentSetting& setting) {
  Findings findings = CheckEnrolment(kConfirm, state);
  RequireHimself(*this, by, findings);
  RequireNotBegun(setting, findings);
  if (!findings.empty()) return RefuseIfBlocked(std::move(findings));
  state = EnrolmentState::kConfirmed;
  return absl::OkStatus();
}

absl::Status Enrolment::Decline(
    const std::string& by, const std::string& reason, const EnrolmentSetting& setting) {
  Findings findings = CheckEnrolment(kDecline, state);
  RequireHimself(*this, by, findings);
  RequireWords(reason, findings);
  if (!findings.empty()) return RefuseIfBlocked(std::move(findings));
  End(EnrolmentState::kDeclined,
      {.cause = EndCause::kParticipant, .on = setting.today, .by = by, .reason = reason});
  return absl::OkStatus();
}

absl::Status Enrolment::Withdraw(
    const std::string& by, const std::string& reason, const EnrolmentSetting& setting) {
  Findings findings = CheckEnrolment(kWithdraw, state);
  if (HoldsSeat(state)) RequireNotOver(setting, findings);
  RequireWords(reason, findings);
  if (!findings.empty()) return RefuseIfBlocked(std::move(findings));
  End(EnrolmentState::kWithdrawn,
      {.cause = EndCause::kRequest, .on = setting.today, .by = by, .reason = reason});
  return absl::OkStatus();
}

absl::Status Enrolment::Substitute(
    const std::string& by, const std::string& substitute, const std::string& reason,
    const EnrolmentSetting& setting) {
  Findings findings = CheckEnrolment(kSubstitute, state);
  RequireChangeable(setting, findings);
  RequireWords(reason, findings);
  if (!findings.empty()) return RefuseIfBlocked(std::move(findings));
  End(EnrolmentState::kSubstituted, {.cause = EndCause::kSubstituted,
                                     .on = setting.today,
                                     .by = by,
                                     .reason = reason,
                                     .substitute = substitute});
  return absl::OkStatus();
}

absl::Status Enrolment::Start(const EnrolmentSetting& setting) {
  Findings findings = CheckEnrolment(kStart, state);
  if (setting.today < setting.starts) {
    const std::string day = absl::FormatCivilTime(setting.starts);
    findings.push_back(
        {"ENR-18",
         "batch",
         {absl::StrCat("Kelas baru dimulai pada ", day, ". Tunggu sampai hari itu."),
          absl::StrCat("The class begins on ", day, " only. Wait until that day.")},
         {{"starts", day}}});
  }
  if (!findings.empty()) return RefuseIfBlocked(std::move(findings));
  state = EnrolmentState::kAttending;
  return absl::OkStatus();
}

absl::Status Enrolment::Finish(EnrolmentState outcome) {
  if (!Is(outcome, kFinished)) {
    return Refuse(
        absl::StatusCode::kInvalidArgument,
        {{"ENR-21",
          "outcome",
          {"Ini bukan hasil akhir. Isi COMPLETED, ATTENDED_ONLY, NOT_PASSED atau NO_SHOW.",
           "This is no outcome. Enter COMPLETED, ATTENDED_ONLY, NOT_PASSED or NO_SHOW."},
          {{"outcome", std::string(ToString(outcome))}}}});
  }
  const bool remedy = state == EnrolmentState::kNotPassed && outcome == EnrolmentState::kCompleted;
  const Step<EnrolmentState>& step = outcome == EnrolmentState::kNoShow ? kMiss : kFinish;
  if (Findings findings = CheckEnrolment(step, state); !remedy && !findings.empty())
    return RefuseIfBlocked(std::move(findings));
  state = outcome;
  remedial = remedy;
  return absl::OkStatus();
}

absl::Status Enrolment::Excuse(absl::CivilDay today) {
  if (Findings findings = CheckEnrolment(kMiss, state); !findings.empty())
    return RefuseIfBlocked(std::move(findings));
  End(EnrolmentState::kWithdrawn, {.cause = EndCause::kExcused, .on = today});
  return absl::OkStatus();
}

absl::Status Enrolment::Reopen() {
  const bool excused = ending.has_value() && ending->cause == EndCause::kExcused;
  if (Findings findings = CheckEnrolment(kReopen, state); !excused && !findings.empty())
    return RefuseIfBlocked(std::move(findings));
  ending.reset();
  state = EnrolmentState::kAttending;
  remedial = false;
  return absl::OkStatus();
}

absl::Status Enrolment::Requeue() {
  const bool kept = state == EnrolmentState::kWaitlisted && TakesSeat();
  if (Findings findings = CheckEnrolment(kRequeue, state); !kept && !findings.empty())
    return RefuseIfBlocked(std::move(findings));
  state = EnrolmentState::kWaitlisted;
  batch.clear();
  answer_by = {};
  escalations = 0;
  approved_by.clear();
  return absl::OkStatus();
}

absl::Status Enrolment::KeepIn(const std::string& other) {
  if (state != EnrolmentState::kWaitlisted || batch.empty()) {
    return Refuse(
        {.rule = "ENR-38",
         .where = "id",
         .message =
             {"Hanya kursi yang disimpan berpindah kelas; yang ditawarkan sudah dijanjikan.",
              "Only a seat that is kept moves to another batch; one that was offered is promised."},
         .values = {{"state", std::string(ToString(state))}}});
  }
  batch = other;
  return absl::OkStatus();
}

bool Enrolment::Lapse(const EnrolmentSetting& setting) {
  const absl::CivilDay ends =
      offered_on < setting.change_until ? setting.change_until : setting.starts;
  if (!Is(state, kUnconfirmed) || setting.today < ends) return false;
  End(EnrolmentState::kWithdrawn, {.cause = EndCause::kUnanswered, .on = setting.today});
  return true;
}

bool Enrolment::AskOfficial() {
  if (state != EnrolmentState::kOffered || escalations > 0) return false;
  escalations = 1;
  return true;
}

bool Enrolment::AskAnew(absl::CivilDay answer, int silent) {
  if (state != EnrolmentState::kOffered || (answer_by == answer && escalations == silent))
    return false;
  answer_by = answer;
  escalations = silent;
  return true;
}

bool Enrolment::LeaveService(const EnrolmentSetting& setting) {
  const bool over = HoldsSeat(state) && setting.today > setting.ends;
  if (!Is(state, kOpen) || over) return false;
  End(EnrolmentState::kWithdrawn, {.cause = EndCause::kLeftService, .on = setting.today});
  return true;
}

bool Enrolment::CloseList(const EnrolmentSetting& setting) {
  if (state != EnrolmentState::kWaitlisted) return false;
  batch.clear();
  End(EnrolmentState::kWithdrawn, {.cause = EndCause::kListClosed, .on = setting.today});
  return true;
}

bool IsBefore(const Enrolment& one, const Enrolment& other) {
  return std::tuple(!one.upheld, one.selection, one.rank, std::string_view(one.person)) <
         std::tuple(!other.upheld, other.selection, other.rank, std::string_view(other.person));
}

}  // namespace binadaya::scheduling::domain
