#include "services/scheduling/domain/attendance.h"

#include <algorithm>
#include <cstddef>
#include <set>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/domain/refusal.h"
#include "services/common/domain/step.h"

namespace binadaya::scheduling::domain {
namespace {

bool ByCommittee(const Entry& entry) { return entry.method == AttendanceMethod::kManual; }

// It came before the sheet was verified.
bool CameInTime(const Attendance& attendance, const Entry& entry) {
  return !attendance.verified.has_value() || entry.arrived <= attendance.verified->at;
}

// Whether the entry is about the time in which one checks in and out, as planned or as it took
// place. After a session has moved, what was seen at its old time is not.
bool IsAbout(const Entry& entry, const SessionTime& time, const AttendancePolicy& policy) {
  if (entry.statement != Statement::kThere) return true;
  const Slot& slot = time.now();
  const absl::CivilSecond opens(
      std::min(slot.from, time.planned.from) - policy.check_in.opens_minutes);
  const absl::CivilSecond closes(
      std::max(slot.until, time.planned.until) + policy.check_in.closes_minutes);
  return entry.from < closes && entry.until.value_or(entry.from) >= opens;
}

absl::civil_diff_t InSeconds(int minutes) { return 60L * minutes; }

// Of scans in order of time those that are not the one before: each is compared to the last that
// counted.
std::vector<absl::CivilSecond> Distinct(
    const std::vector<absl::CivilSecond>& scans, int pause_minutes) {
  std::vector<absl::CivilSecond> distinct;
  for (const absl::CivilSecond scan : scans)
    if (distinct.empty() || scan - distinct.back() >= InSeconds(pause_minutes))
      distinct.push_back(scan);
  return distinct;
}

// Entrances and exits by scans, in order of time.
std::vector<Stay> Alternating(
    const std::vector<absl::CivilSecond>& scans, const Slot& slot, int pause_minutes) {
  std::vector<Stay> stays;
  bool in = false;
  for (const absl::CivilSecond scan : Distinct(scans, pause_minutes)) {
    const absl::CivilMinute at(scan);
    const bool enters = at < slot.from || (!in && at < slot.until);
    if (enters && !in) stays.push_back({at, std::nullopt});
    if (!enters && in) stays.back().until = at;
    if (!enters && stays.empty()) stays.push_back({std::nullopt, at});
    in = enters;
  }
  return stays;
}

void Fill(Stay& stay, const Closing& closing) {
  if (!stay.from.has_value() && closing.at < *stay.until) stay.from = closing.at;
  if (!stay.until.has_value() && closing.at > *stay.from) stay.until = closing.at;
}

Finding ShortStay(std::string_view where) {
  return {
      "ATT-04",
      std::string(where),
      {"Waktu keluar tidak sesudah waktu masuk. Perbaiki salah satunya.",
       "The exit is not after the entrance. Correct one of the two."}};
}
Finding NoDocument() {
  return {
      "ATT-06",
      "document",
      {"Izin tidak punya dokumen. Sebutkan surat izin atau surat tugasnya.",
       "Nobody is excused without a document. Name the letter."}};
}
void RequireWhy(const std::string& reason, Findings& findings) {
  RequireReason(
      reason,
      {"ATT-22",
       "reason",
       {"Alasan kosong. Tuliskan bagaimana hal ini diketahui.",
        "The reason is missing. Write how this is known."}},
      findings);
}

// ATT-02, ATT-03, ATT-04, ATT-11.
void CheckTimes(
    const Entry& entry, const SessionTime& time, const AttendancePolicy& policy,
    Findings& findings) {
  const absl::civil_diff_t ahead = InSeconds(policy.ahead_minutes);
  if (entry.made - entry.arrived > ahead) {
    findings.push_back(
        {"ATT-02",
         "made",
         {absl::StrCat(
              "Jam perangkat ini lebih dari ", policy.ahead_minutes,
              " menit di depan. Betulkan jamnya, lalu catat lagi."),
          absl::StrCat(
              "The clock of this device is more than ", policy.ahead_minutes,
              " minutes ahead. Set it right and enter it again.")},
         {{"minutes", absl::StrCat((entry.made - entry.arrived) / 60)}}});
  }
  if (entry.statement != Statement::kThere) return;
  if (entry.until.has_value() && *entry.until <= entry.from) {
    findings.push_back(ShortStay("until"));
    return;
  }
  const absl::CivilSecond last = entry.until.value_or(entry.from);
  if (last - entry.made > ahead) {
    findings.push_back(
        {"ATT-11",
         entry.until.has_value() ? "until" : "from",
         {"Ini belum terjadi ketika dicatat. Catat setelah terjadi.",
          "This had not happened when it was entered. Enter it when it has."}});
  }
  if (!IsAbout(entry, time, policy)) {
    findings.push_back(
        {"ATT-03",
         "from",
         {"Waktu ini bukan waktu sesi ini. Periksa sesi dan waktunya.",
          "This is not the time of this session. Check the session and the time."}});
  }
}

// ATT-06 to ATT-10.
void CheckAuthor(const Attendance& attendance, const Entry& entry, Findings& findings) {
  const bool committee = ByCommittee(entry);
  if (entry.statement == Statement::kExcused && entry.document.empty()) {
    findings.push_back(NoDocument());
  }
  if (entry.statement != Statement::kThere && !committee) {
    findings.push_back(
        {"ATT-07",
         "statement",
         {"Hanya panitia yang mencatat tidak hadir atau izin. Serahkan kepada panitia.",
          "Only the committee enters who is absent or excused. Leave it to them."}});
  }
  if (entry.method != AttendanceMethod::kQr && entry.by == attendance.person) {
    findings.push_back(
        {"ATT-08",
         "by",
         {"Panitia tidak mencatat kehadirannya sendiri. Minta anggota lain, atau pindai kodenya.",
          "Nobody enters his own attendance. Ask another member of the committee, or scan the "
          "code."}});
  }
  if (entry.method == AttendanceMethod::kQr && entry.by != attendance.person) {
    findings.push_back(
        {"ATT-09",
         "by",
         {"Kode dipindai untuk orang lain. Setiap orang memindai sendiri; selain itu panitia yang "
          "mencatat.",
          "The code was scanned for somebody else. Each scans it himself; else the committee "
          "enters it."}});
  }
  if (entry.replaces.empty()) return;
  const auto other = std::find_if(
      attendance.entries.begin(), attendance.entries.end(),
      [&](const Entry& one) { return one.id == entry.replaces; });
  if (!committee || entry.replaces == entry.id ||
      (other != attendance.entries.end() &&
       (!ByCommittee(*other) || other->replaces == entry.id))) {
    findings.push_back(
        {"ATT-10",
         "replaces",
         {"Yang diganti hanya catatan panitia, oleh catatan panitia lain. Perbaiki isiannya.",
          "Only a committee entry is replaced, by another one. Correct the request."}});
  }
}

}  // namespace

Finding OwnAttendance(std::string_view where) {
  return {
      "ATT-24",
      std::string(where),
      {"Kehadiran sendiri tidak dicatat, diverifikasi, atau dikoreksi sendiri. Minta anggota "
       "panitia lain.",
       "Nobody enters, verifies or corrects his own attendance. Ask another member of the "
       "committee."}};
}

Finding VerifiedBefore(std::string_view where) {
  return {
      "ATT-25",
      std::string(where),
      {"Kehadiran ini sudah diverifikasi. Koreksilah dengan alasan bila keliru.",
       "This attendance is verified already. Correct it with a reason if it is wrong."}};
}

std::string SignedText(const Entry& entry, std::string_view session, std::string_view enrolment) {
  std::string text;
  // With its length in front, no part runs into the next.
  const auto add = [&](std::string_view part) {
    absl::StrAppend(&text, part.size(), ":");
    text += part;
  };
  const auto second = [](absl::CivilSecond at) { return absl::FormatCivilTime(at); };
  for (const std::string_view part : {session, enrolment}) add(part);
  add(entry.id);
  add(ToString(entry.method));
  add(ToString(entry.statement));
  add(second(entry.from));
  add(entry.until.has_value() ? second(*entry.until) : "");
  add(second(entry.made));
  for (const std::string& part : {entry.device, entry.by, entry.replaces, entry.document}) {
    add(part);
  }
  return text;
}

int Attendance::Scans() const {
  return static_cast<int>(std::ranges::count(entries, AttendanceMethod::kQr, &Entry::method));
}

bool Attendance::IsSameScan(absl::CivilSecond at, int pause_minutes) const {
  std::vector<absl::CivilSecond> scans;
  for (const Entry& one : entries)
    if (one.method == AttendanceMethod::kQr) scans.push_back(one.from);
  std::sort(scans.begin(), scans.end());
  return std::ranges::any_of(Distinct(scans, pause_minutes), [&](absl::CivilSecond one) {
    return std::max(at - one, one - at) < InSeconds(pause_minutes);
  });
}

absl::StatusOr<Attendance::Taken> Attendance::Take(
    Entry entry, bool genuine, const SessionTime& time, const AttendancePolicy& policy,
    std::optional<int> scans) {
  Findings findings;
  if (!genuine) {
    findings.push_back(
        {"ATT-01",
         "signature",
         {"Tanda tangan perangkat tidak cocok. Daftarkan perangkatnya, lalu unggah lagi.",
          "The signature of the device does not fit. Register the device and upload it again."}});
    return Refuse(absl::StatusCode::kInvalidArgument, std::move(findings));
  }
  for (const Entry& known : entries) {
    if (known.id != entry.id) continue;
    Entry same = entry;
    same.arrived = known.arrived;
    if (same == known) return Taken::kAgain;
    findings.push_back(
        {"ATT-05",
         "id",
         {"Nomor catatan ini sudah dipakai untuk isi lain. Buat catatan baru.",
          "The id of this entry is that of another. Make a new entry."}});
  }
  CheckTimes(entry, time, policy, findings);
  CheckAuthor(*this, entry, findings);
  if (entry.statement != Statement::kThere && scans.has_value() && Scans() > *scans) {
    findings.push_back(
        {"ATT-17",
         "scans",
         {absl::StrCat(
              "Orang ini sudah memindai ", Scans(),
              " kali. Baca daftar hadirnya lagi sebelum menyatakannya tidak hadir."),
          absl::StrCat(
              "This person has scanned ", Scans(),
              " times by now. Read the sheet again before you say that he was not there.")},
         {{"found", absl::StrCat(Scans())}, {"expected", absl::StrCat(*scans)}}});
  }
  if (!findings.empty()) {
    return Refuse(absl::StatusCode::kInvalidArgument, std::move(findings));
  }
  const bool counts = CameInTime(*this, entry);
  entries.push_back(std::move(entry));
  return counts ? Taken::kNew : Taken::kLate;
}

absl::Status Attendance::Close(
    Closing how, const SessionTime& time, const AttendancePolicy& policy) {
  Findings findings;
  const std::vector<Stay> stays = StaysOf(*this, time, policy);
  bool open = false;
  bool fits = time.now().from <= how.at && how.at <= time.now().until;
  for (Stay stay : stays) {
    if (!stay.open()) continue;
    open = true;
    Fill(stay, how);
    fits = fits && !stay.open();
  }
  if (verified.has_value()) findings.push_back(VerifiedBefore("state"));
  if (closing.has_value()) {
    findings.push_back(
        {"ATT-26",
         "at",
         {"Yang belum lengkap sudah pernah ditutup. Catat kehadirannya dengan waktu masuk dan "
          "keluar.",
          "What was missing was closed before. Enter an attendance with both of its ends."}});
  } else if (!open) {
    findings.push_back(
        {"ATT-20",
         "at",
         {"Waktu masuk dan keluarnya lengkap. Tidak ada yang perlu ditutup.",
          "Entrances and exits are all there. There is nothing to close."}});
  } else if (!fits) {
    findings.push_back(
        {"ATT-21",
         "at",
         {"Waktu ini di luar sesi, atau keluar sebelum masuk. Perbaiki waktunya.",
          "This is outside the session, or an exit before its entrance. Correct the time."}});
  }
  if (how.by == person) findings.push_back(OwnAttendance("by"));
  RequireWhy(how.reason, findings);
  if (!findings.empty()) return RefuseIfBlocked(std::move(findings));
  closing = std::move(how);
  return absl::OkStatus();
}

absl::Status Attendance::Correct(Correction how, absl::CivilDay until) {
  Findings findings;
  if (!verified.has_value()) {
    findings.push_back(
        {"ATT-30",
         "state",
         {"Kehadiran ini belum diverifikasi, jadi belum dikoreksi. Ganti catatannya.",
          "This attendance is not verified yet, so it is not corrected. Replace its entry."}});
  }
  if (how.on > until) {
    const std::string last = absl::FormatCivilTime(until);
    findings.push_back(
        {"ATT-31",
         "on",
         {absl::StrCat(
              "Koreksi kehadiran ini hanya sampai ", last,
              ". Yang ditemukan sesudahnya dicatat dalam laporan kegiatan."),
          absl::StrCat(
              "This attendance could be corrected until ", last,
              ". What is found later is noted in the report of the batch.")},
         {{"last_day", last}}});
  }
  if (how.by == person) findings.push_back(OwnAttendance("by"));
  RequireWhy(how.reason, findings);
  if (std::any_of(how.stays.begin(), how.stays.end(), [](const Slot& s) { return s.empty(); })) {
    findings.push_back(ShortStay("stays"));
  }
  if ((how.statement == Statement::kThere) == how.stays.empty()) {
    findings.push_back(
        {"ATT-32",
         "stays",
         {"Yang hadir punya waktu masuk dan keluar, yang lain tidak. Perbaiki isiannya.",
          "Who was there has an entrance and an exit, others have none. Correct the request."}});
  }
  if (how.statement == Statement::kExcused && how.document.empty()) {
    findings.push_back(NoDocument());
  }
  if (!findings.empty()) return RefuseIfBlocked(std::move(findings));
  corrections.push_back(std::move(how));
  credited = false;
  return absl::OkStatus();
}

absl::Status Attendance::Credit() {
  if (!verified.has_value() || credited) {
    return Refuse(
        {"ATT-33",
         "state",
         {"Yang dikreditkan hanya kehadiran yang terverifikasi, sekali. Verifikasi lebih dahulu.",
          "Only verified attendance is credited, and once. Verify it first."}});
  }
  credited = true;
  return absl::OkStatus();
}

std::vector<Entry> Counting(
    const Attendance& attendance, const SessionTime& time, const AttendancePolicy& policy) {
  std::vector<Entry> counting;
  std::set<std::string> replaced;
  for (const Entry& entry : attendance.entries) {
    if (!CameInTime(attendance, entry) || !IsAbout(entry, time, policy)) continue;
    counting.push_back(entry);
    if (!entry.replaces.empty()) replaced.insert(entry.replaces);
  }
  std::erase_if(counting, [&](const Entry& entry) { return replaced.contains(entry.id); });
  if (std::any_of(counting.begin(), counting.end(), ByCommittee)) {
    std::erase_if(counting, [](const Entry& entry) { return !ByCommittee(entry); });
  }
  std::sort(counting.begin(), counting.end(), [](const Entry& a, const Entry& b) {
    return std::tie(a.from, a.id) < std::tie(b.from, b.id);
  });
  return counting;
}

Statement StatementOf(
    const Attendance& attendance, const SessionTime& time, const AttendancePolicy& policy) {
  if (!attendance.corrections.empty()) return attendance.corrections.back().statement;
  Statement said = Statement::kThere;
  for (const Entry& entry : Counting(attendance, time, policy))
    said = std::max(said, entry.statement);
  return said;
}

std::vector<Stay> StaysOf(
    const Attendance& attendance, const SessionTime& time, const AttendancePolicy& policy) {
  std::vector<Stay> stays;
  if (StatementOf(attendance, time, policy) != Statement::kThere) return stays;
  if (!attendance.corrections.empty()) {
    for (const Slot& slot : attendance.corrections.back().stays) {
      stays.push_back({slot.from, slot.until});
    }
    return stays;
  }
  std::vector<absl::CivilSecond> scans;
  for (const Entry& entry : Counting(attendance, time, policy)) {
    if (entry.method == AttendanceMethod::kQr) {
      scans.push_back(entry.from);
      continue;
    }
    Stay& stay = stays.emplace_back(Stay{absl::CivilMinute(entry.from), std::nullopt});
    if (entry.until.has_value()) stay.until = absl::CivilMinute(*entry.until);
  }
  const std::vector<Stay> scanned = Alternating(scans, time.now(), policy.check_in.pause_minutes);
  stays.insert(stays.end(), scanned.begin(), scanned.end());
  if (attendance.closing.has_value()) {
    for (Stay& stay : stays) Fill(stay, *attendance.closing);
  }
  return stays;
}

}  // namespace binadaya::scheduling::domain
