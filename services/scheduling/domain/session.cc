#include "services/scheduling/domain/session.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/scheduling/domain/written.h"

namespace binadaya::scheduling::domain {
namespace {

constexpr SessionState kToOpen[] = {SessionState::kPlanned, SessionState::kMoved};
constexpr SessionState kToStart[] = {SessionState::kOpen};
constexpr SessionState kToEnd[] = {SessionState::kRunning};
constexpr SessionState kUnbegun[] = {
    SessionState::kPlanned, SessionState::kMoved, SessionState::kOpen};
constexpr SessionState kCancels[] = {SessionState::kPlanned, SessionState::kMoved,
                                     SessionState::kOpen,    SessionState::kRunning,
                                     SessionState::kClosed,  SessionState::kCutShort};
constexpr SessionState kRecovered[] = {SessionState::kMadeUp};
constexpr SessionState kLost[] = {SessionState::kCutShort, SessionState::kCancelled};
constexpr SessionState kHeld[] = {
    SessionState::kClosed, SessionState::kCutShort, SessionState::kMadeUp,
    SessionState::kCancelled};

constexpr Step<SessionState> kOpenSession = {
    "SES-01",
    kToOpen,
    {"dibuka", "opened for check-in"},
    {"Lihat keadaannya; daftar hadir dibuka sekali.", "See where it stands; check-in opens once."}};
constexpr Step<SessionState> kStartSession = {
    "SES-02",
    kToStart,
    {"dimulai", "started"},
    {"Buka daftar hadirnya lebih dahulu.", "Open its check-in first."}};
constexpr Step<SessionState> kCloseSession = {
    "SES-03",
    kToEnd,
    {"ditutup", "closed"},
    {"Mulai sesinya lebih dahulu; yang sudah selesai dikoreksi.",
     "Start it first; one that is over is corrected."}};
constexpr Step<SessionState> kCutSession = {
    "SES-04",
    kToEnd,
    {"dipersingkat", "cut short"},
    {"Yang belum dimulai dipindahkan atau dibatalkan.",
     "One that has not begun is moved or "
     "cancelled."}};
constexpr Step<SessionState> kMoveSession = {
    "SES-05",
    kUnbegun,
    {"dipindahkan", "moved"},
    {"Yang sudah berjalan dipersingkat, dan sisanya diganti di sesi lain.",
     "One that has begun is cut short, and its rest made up in another."}};
constexpr Step<SessionState> kCancelSession = {
    "SES-06",
    kCancels,
    {"dibatalkan", "cancelled"},
    {"Yang sudah digantikan dikoreksi; sesi penggantinya yang dibatalkan.",
     "One that is made up is corrected; what makes it up is cancelled."}};
constexpr Step<SessionState> kMakeUpSession = {
    "SES-07",
    kLost,
    {"digantikan", "made up"},
    {"Tidak ada menit yang hilang di sesi ini.", "No minutes are missing in it."}};
constexpr Step<SessionState> kLoseSession = {
    "SES-09",
    kRecovered,
    {"dinyatakan kurang lagi", "reopened"},
    {"Lihat sesi penggantinya.", "See what makes it up."}};
constexpr Step<SessionState> kCorrectSession = {
    "SES-08",
    kHeld,
    {"dikoreksi", "corrected in its times"},
    {"Tutup sesinya lebih dahulu.", "Close it first."}};

Findings CheckSession(const Step<SessionState>& step, SessionState state) {
  return CheckStep({"Sesi", "A session"}, step, state);
}

// SES-12. Half-open: a session may end at midnight, which is the next day's first minute.
void CheckOneDay(const Slot& slot, Findings& findings) {
  if (!slot.empty() && absl::CivilDay(slot.from) == absl::CivilDay(slot.until - 1)) return;
  findings.push_back(
      {"SES-12",
       "slot",
       {"Sesi berakhir sesudah dimulai, pada hari yang sama. Perbaiki waktunya, atau bagi dua.",
        "A session ends after its start, on the same day. Correct the times, or make it two."}});
}
// SES-12, SES-18.
void CheckTookPlace(
    const Slot& slot, const Slot& planned, absl::CivilMinute now, const SessionPolicy& policy,
    Findings& findings) {
  CheckOneDay(slot, findings);
  if (absl::CivilDay(slot.from) != absl::CivilDay(planned.from) ||
      slot.from < planned.from - policy.spread_minutes ||
      slot.until > planned.until + policy.spread_minutes) {
    findings.push_back(
        {"SES-18",
         "slot",
         {absl::StrCat(
              "Sesi berlangsung pada harinya, paling jauh ", policy.spread_minutes,
              " menit dari rencananya. Perbaiki waktunya, atau adakan sesi pengganti."),
          absl::StrCat(
              "A session takes place on its day, at most ", policy.spread_minutes,
              " minutes from what was planned. Correct the times, or plan a make-up session.")},
         {{"minutes", absl::StrCat(policy.spread_minutes)}}});
  }
  if (slot.until <= now) return;
  findings.push_back(
      {"SES-12",
       "slot",
       {absl::StrCat(
            "Sesi yang berakhir ", Written(slot.until), " belum selesai. Tunggu sampai selesai."),
        absl::StrCat(
            "A session that ends ", Written(slot.until), " is not over. Wait until it is.")},
       {{"until", Written(slot.until)}}});
}

void RequireCause(ChangeCause cause, Findings& findings) {
  if (!ToString(cause).empty()) return;
  findings.push_back(
      {"SES-15",
       "cause",
       {"Sebab perubahan tidak disebut. Pilih sebabnya.",
        "The cause of the change is missing. Choose it."}});
}

Finding Shorter(int minutes, std::int64_t planned) {
  return {
      "SES-13",
      "slot",
      {absl::StrCat(
           "Sesi berlangsung ", minutes, " dari ", planned,
           " menit. Catat sebagai dipersingkat, dengan sebabnya."),
       absl::StrCat(
           "The session took ", minutes, " of ", planned,
           " minutes. Enter it as cut short, with the cause.")},
      {{"minutes", absl::StrCat(minutes)}, {"planned", absl::StrCat(planned)}}};
}

}  // namespace

absl::Status Session::Open() {
  if (Findings findings = CheckSession(kOpenSession, state); !findings.empty()) {
    return RefuseIfBlocked(std::move(findings));
  }
  state = SessionState::kOpen;
  return absl::OkStatus();
}

absl::Status Session::Start(absl::CivilMinute now) {
  Findings findings = CheckSession(kStartSession, state);
  if (now < slot.from) {
    findings.push_back(
        {"SES-11",
         "slot",
         {absl::StrCat(
              "Sesi ini dimulai ", Written(slot.from), ". Tunggu, atau pindahkan sesinya."),
          absl::StrCat("This session starts ", Written(slot.from), ". Wait, or move it.")},
         {{"from", Written(slot.from)}}});
  }
  if (!findings.empty()) return RefuseIfBlocked(std::move(findings));
  state = SessionState::kRunning;
  return absl::OkStatus();
}

absl::Status Session::Close(
    const Slot& took_place, absl::CivilMinute now, const SessionPolicy& policy) {
  Findings findings = CheckSession(kCloseSession, state);
  CheckTookPlace(took_place, slot, now, policy, findings);
  if (took_place.minutes() < slot.minutes()) {
    findings.push_back(Shorter(static_cast<int>(took_place.minutes()), slot.minutes()));
  }
  if (!findings.empty()) return RefuseIfBlocked(std::move(findings));
  state = SessionState::kClosed;
  delivered = took_place;
  return absl::OkStatus();
}

absl::Status Session::CutShort(
    const Slot& took_place, ChangeCause why, absl::CivilMinute now, const SessionPolicy& policy) {
  Findings findings = CheckSession(kCutSession, state);
  CheckTookPlace(took_place, slot, now, policy, findings);
  RequireCause(why, findings);
  if (took_place.minutes() >= slot.minutes()) {
    findings.push_back(
        {"SES-14",
         "slot",
         {"Sesi ini tidak lebih singkat daripada rencananya. Tutup seperti biasa.",
          "This session was no shorter than planned. Close it as usual."}});
  }
  if (!findings.empty()) return RefuseIfBlocked(std::move(findings));
  state = SessionState::kCutShort;
  delivered = took_place;
  cause = why;
  return absl::OkStatus();
}

absl::Status Session::Move(const Slot& to, ChangeCause why, absl::CivilMinute now) {
  Findings findings = CheckSession(kMoveSession, state);
  CheckOneDay(to, findings);
  RequireCause(why, findings);
  if (to.from < now || to == slot) {
    findings.push_back(
        {"SES-16",
         "slot",
         {"Waktu baru sudah lewat, atau sama dengan yang lama. Pilih waktu lain.",
          "The new time is past, or the old one. Choose another."}});
  }
  if (!findings.empty()) return RefuseIfBlocked(std::move(findings));
  state = SessionState::kMoved;
  slot = to;
  cause = why;
  return absl::OkStatus();
}

absl::Status Session::Cancel(ChangeCause why) {
  Findings findings = CheckSession(kCancelSession, state);
  RequireCause(why, findings);
  if (!findings.empty()) return RefuseIfBlocked(std::move(findings));
  state = SessionState::kCancelled;
  delivered.reset();
  cause = why;
  return absl::OkStatus();
}

absl::Status Session::MakeUp(int missing) {
  Findings findings = CheckSession(kMakeUpSession, state);
  if (missing > 0) {
    findings.push_back(
        {"SES-17",
         "session",
         {absl::StrCat(
              "Masih kurang ", missing, " menit. Selesaikan sesi penggantinya lebih dahulu."),
          absl::StrCat(missing, " minutes are still missing. Finish what makes them up first.")},
         {{"missing", absl::StrCat(missing)}}});
  }
  if (!findings.empty()) return RefuseIfBlocked(std::move(findings));
  state = SessionState::kMadeUp;
  return absl::OkStatus();
}

absl::Status Session::LoseAgain() {
  if (Findings findings = CheckSession(kLoseSession, state); !findings.empty()) {
    return RefuseIfBlocked(std::move(findings));
  }
  state = delivered.has_value() ? SessionState::kCutShort : SessionState::kCancelled;
  return absl::OkStatus();
}

absl::Status Session::Correct(
    const Slot& took_place, std::optional<ChangeCause> why, absl::CivilMinute now,
    const SessionPolicy& policy) {
  Findings findings = CheckSession(kCorrectSession, state);
  CheckTookPlace(took_place, slot, now, policy, findings);
  const bool shorter = took_place.minutes() < slot.minutes();
  if (!why.has_value()) why = cause;
  if (shorter) RequireCause(why.value_or(ChangeCause()), findings);
  if (!findings.empty()) return RefuseIfBlocked(std::move(findings));
  state = shorter ? SessionState::kCutShort : SessionState::kClosed;
  delivered = took_place;
  cause = why;
  return absl::OkStatus();
}

int Session::missing(int made_up) const {
  if (!over() || !makes_up.empty()) return 0;
  return std::max(0, static_cast<int>(slot.minutes()) - minutes() - made_up);
}

bool Session::over() const {
  switch (state) {
    case SessionState::kClosed:
    case SessionState::kCutShort:
    case SessionState::kMadeUp:
    case SessionState::kCancelled:
      return true;
    default:
      return false;
  }
}

int Session::minutes() const {
  return delivered.has_value() ? static_cast<int>(delivered->minutes()) : 0;
}

Findings CheckMakeUp(const Session& lost, const Slot& slot, int missing, absl::CivilMinute now) {
  Findings findings;
  CheckOneDay(slot, findings);
  if (slot.from < now) {
    findings.push_back(
        {"SES-16",
         "slot",
         {"Waktu ini sudah lewat. Pilih waktu lain.", "This time is past. Choose another."}});
  }
  if (!lost.over() || !lost.makes_up.empty()) {
    findings.push_back(
        {"SES-19",
         "session",
         {"Yang digantikan hanya sesi rencana yang sudah selesai. Pilih sesi aslinya.",
          "Only a planned session that is over is made up. Choose the original."}});
  } else if (missing <= 0) {
    findings.push_back(
        {"SES-24",
         "session",
         {"Yang kurang dari sesi ini sudah diganti atau sudah ada sesi penggantinya. Batalkan yang "
          "itu lebih dahulu.",
          "What this session lacks is made up, or a session for it is planned. Cancel that one "
          "first."}});
  }
  if (slot.minutes() > lost.slot.minutes()) {
    findings.push_back(
        {"SES-23",
         "slot",
         {absl::StrCat(
              "Sesi pengganti paling lama ", lost.slot.minutes(),
              " menit, seperti sesi yang digantikan. Persingkat."),
          absl::StrCat(
              "A make-up session takes at most ", lost.slot.minutes(),
              " minutes, as what it makes up. Shorten it.")},
         {{"minutes", absl::StrCat(lost.slot.minutes())}}});
  }
  return findings;
}

std::string_view ToString(SessionState state) {
  switch (state) {
    case SessionState::kPlanned:
      return "PLANNED";
    case SessionState::kMoved:
      return "MOVED";
    case SessionState::kOpen:
      return "OPEN";
    case SessionState::kRunning:
      return "RUNNING";
    case SessionState::kClosed:
      return "CLOSED";
    case SessionState::kCutShort:
      return "CUT_SHORT";
    case SessionState::kMadeUp:
      return "MADE_UP";
    case SessionState::kCancelled:
      return "CANCELLED";
  }
  return "";
}

Phrase NameOf(SessionState state) {
  switch (state) {
    case SessionState::kPlanned:
      return {"direncanakan", "planned"};
    case SessionState::kMoved:
      return {"dipindahkan", "moved"};
    case SessionState::kOpen:
      return {"dibuka daftar hadirnya", "open for check-in"};
    case SessionState::kRunning:
      return {"berlangsung", "running"};
    case SessionState::kClosed:
      return {"ditutup", "closed"};
    case SessionState::kCutShort:
      return {"dipersingkat", "cut short"};
    case SessionState::kMadeUp:
      return {"digantikan", "made up"};
    case SessionState::kCancelled:
      return {"dibatalkan", "cancelled"};
  }
  return {"", ""};
}

std::string_view ToString(ChangeCause cause) {
  switch (cause) {
    case ChangeCause::kLeaderAgenda:
      return "LEADER_AGENDA";
    case ChangeCause::kServiceDuty:
      return "SERVICE_DUTY";
    case ChangeCause::kSpeaker:
      return "SPEAKER";
    case ChangeCause::kVenue:
      return "VENUE";
    case ChangeCause::kBudget:
      return "BUDGET";
    case ChangeCause::kForceMajeure:
      return "FORCE_MAJEURE";
  }
  return "";
}

}  // namespace binadaya::scheduling::domain
