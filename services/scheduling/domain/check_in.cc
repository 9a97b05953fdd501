#include "services/scheduling/domain/check_in.h"

#include <array>
#include <cstddef>
#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "services/common/domain/refusal.h"
#include "services/common/domain/text.h"
#include "services/scheduling/domain/written.h"

namespace binadaya::scheduling::domain {
namespace {

constexpr absl::civil_diff_t kSecondsOfMinute = 60;

// Takes as long wherever they differ.
bool SameSecretly(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  unsigned char differs = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    differs = static_cast<unsigned char>(
        differs | (static_cast<unsigned char>(a[i]) ^ static_cast<unsigned char>(b[i])));
  }
  return differs == 0;
}

// The device comes last: it alone is not ours.
std::string Seal(
    const CheckInSession& session, std::string_view window, std::string_view opened,
    std::string_view device, const Hmac& hmac) {
  return absl::WebSafeBase64Escape(Absl(
      hmac(session.secret, Cat("ticket\n", window, "\n", opened, "\n", session.id, "\n", device))));
}

struct Ticket {
  absl::CivilSecond opened;
  bool genuine = false;
};
Ticket ReadTicket(const CheckInSession& session, const Claim& claim, const Hmac& hmac) {
  const std::vector<std::string> parts = absl::StrSplit(claim.ticket, '.');
  std::int64_t opened = 0;
  if (parts.size() != 3 || !absl::SimpleAtoi(parts[1], &opened)) return {};
  return {
      absl::CivilSecond(1970) + opened,
      SameSecretly(parts[2], Seal(session, parts[0], parts[1], claim.device, hmac))};
}

Finding Cancelled() {
  return {
      "CHK-03",
      "session",
      {"Sesi ini dibatalkan. Lihat jadwal terbaru di halaman kegiatan.",
       "This session is cancelled. See the newest schedule on the page of the batch."}};
}

// CHK-01 to CHK-03. A secret is erased some time after the end, or because the batch is cancelled;
// nothing may be held against one that is not there.
Findings CheckOpen(
    const CheckInSession& session, absl::CivilSecond at, const CheckInPolicy& policy) {
  if (session.cancelled) return {Cancelled()};
  const absl::CivilMinute opens = session.slot.from - policy.opens_minutes;
  if (at < absl::CivilSecond(opens)) {
    return {
        {"CHK-01",
         "session",
         {absl::StrCat(
              "Daftar hadir sesi ini dibuka pada ", Written(opens),
              ". Pindai kode di layar lagi setelah itu."),
          absl::StrCat(
              "Check-in of this session opens at ", Written(opens),
              ". Scan the code on the screen again after that.")},
         {{"opens", Written(opens)}}}};
  }
  const absl::CivilMinute closes = session.slot.until + policy.closes_minutes;
  if (at >= absl::CivilSecond(closes)) {
    return {
        {"CHK-02",
         "session",
         {absl::StrCat(
              "Daftar hadir sesi ini ditutup pada ", Written(closes),
              ". Mintalah panitia mencatat kehadiran Anda."),
          absl::StrCat(
              "Check-in of this session closed at ", Written(closes),
              ". Ask the committee to enter your attendance.")},
         {{"closed", Written(closes)}}}};
  }
  if (session.secret.empty()) return {Cancelled()};
  return {};
}

// CHK-04 to CHK-07. The code itself is looked at only if everything else holds.
Findings CheckCode(
    const CheckInSession& session, const Opening& opening, const CheckInPolicy& policy,
    const Hmac& hmac) {
  const ShownCode& shown = opening.shown;
  if (opening.wrong >= policy.wrong_codes) {
    return {
        {"CHK-07",
         "code",
         {absl::StrCat(
              "Sudah ", opening.wrong,
              " kode yang salah dari perangkat ini. Mintalah panitia mencatat kehadiran Anda."),
          absl::StrCat(
              opening.wrong,
              " wrong codes came from this device. Ask the committee to enter your "
              "attendance.")},
         {{"wrong", absl::StrCat(opening.wrong)}}}};
  }
  if (shown.session != session.id) {
    return {
        {"CHK-04",
         "code",
         {"Kode ini milik sesi lain. Pindai kode di layar ruangan sesi Anda.",
          "This code belongs to another session. Scan the one on the screen of your own."}}};
  }
  // From the window before the way began to the one after.
  if (shown.window > WindowAt(opening.now + policy.way_seconds, policy)) return {NoSuchCode()};
  if (shown.window < WindowAt(opening.now - policy.way_seconds, policy)) {
    return {
        {"CHK-05",
         "code",
         {absl::StrCat(
              "Kode ini sudah berganti; tiap kode berlaku ", policy.code_seconds,
              " detik. Pindai kode yang sedang tampil di layar."),
          absl::StrCat(
              "This code has changed: each is good for ", policy.code_seconds,
              " seconds. Scan the one that is on the screen now.")},
         {{"seconds", absl::StrCat(policy.code_seconds)}}}};
  }
  if (!SameSecretly(shown.code, CodeOf(session.secret, shown.window, hmac))) return {NoSuchCode()};
  return {};
}

}  // namespace

Finding NoSuchCode() {
  return {
      "CHK-06",
      "code",
      {"Kode ini tidak benar. Pindai kode yang sedang tampil di layar ruangan.",
       "This code is not right. Scan the one that is on the screen of the room now."}};
}

std::int64_t WindowAt(absl::CivilSecond at, const CheckInPolicy& policy) {
  return (at - absl::CivilSecond(1970)) / policy.code_seconds;
}

std::string CodeOf(std::string_view secret, std::int64_t window, const Hmac& hmac) {
  constexpr int kByte = 8;
  std::array<char, 8> counter = {};  // big-endian
  for (std::size_t i = counter.size(); i-- > 0; window >>= kByte) {
    counter[i] = static_cast<char>(window & 0xff);
  }
  const std::string mac = hmac(secret, std::string_view(counter.data(), counter.size()));
  const std::size_t offset = static_cast<unsigned char>(mac.back()) & 0xf;
  std::uint32_t cut = 0;
  for (const char c : mac.substr(offset, 4)) cut = cut << kByte | static_cast<unsigned char>(c);
  return absl::StrFormat("%08d", (cut & 0x7fffffff) % 100'000'000);
}

ShownCode Show(
    const CheckInSession& session, absl::CivilSecond now, const CheckInPolicy& policy,
    const Hmac& hmac) {
  const std::int64_t window = WindowAt(now, policy);
  return {session.id, window, CodeOf(session.secret, window, hmac)};
}

absl::StatusOr<std::string> OpenPage(
    const CheckInSession& session, const Opening& opening, const CheckInPolicy& policy,
    const Hmac& hmac) {
  Findings findings = CheckOpen(session, opening.now, policy);
  if (findings.empty()) findings = CheckCode(session, opening, policy, hmac);
  if (!findings.empty()) {
    return Refuse(absl::StatusCode::kFailedPrecondition, std::move(findings));
  }
  const std::string window = absl::StrCat(opening.shown.window);
  const std::string opened = absl::StrCat(opening.now - absl::CivilSecond(1970));
  return absl::StrCat(
      window, ".", opened, ".", Seal(session, window, opened, opening.device, hmac));
}

absl::StatusOr<Use> CheckIn(
    const CheckInSession& session, const Claim& claim, const CheckInPolicy& policy,
    const Hmac& hmac) {
  const Ticket ticket = ReadTicket(session, claim, hmac);
  if (!ticket.genuine) {
    return Refuse(
        {"CHK-08",
         "ticket",
         {"Tanda masuk ini bukan dari sesi dan perangkat ini. Pindai kode di layar lagi.",
          "This ticket is not of this session and device. Scan the code on the screen again."}});
  }
  Findings findings = CheckOpen(session, ticket.opened, policy);
  if (claim.now - ticket.opened >= policy.ticket_minutes * kSecondsOfMinute) {
    findings.push_back(
        {"CHK-09",
         "ticket",
         {absl::StrCat(
              "Halaman ini dibuka lebih dari ", policy.ticket_minutes,
              " menit yang lalu. Pindai kode di layar lagi."),
          absl::StrCat(
              "This page was opened more than ", policy.ticket_minutes,
              " minutes ago. Scan the code on the screen again.")},
         {{"minutes", absl::StrCat(policy.ticket_minutes)}}});
  }
  if (claim.standing == Standing::kStranger) {
    findings.push_back(
        {"CHK-10",
         "person",
         {"Anda bukan peserta sesi ini; kehadiran tidak dicatat. Lihat jadwal Anda sendiri, atau "
          "hubungi panitia.",
          "You are no participant of this session; nothing was recorded. See your own schedule, or "
          "ask the committee."}});
  } else if (claim.standing == Standing::kLeft) {
    findings.push_back(
        {"CHK-11",
         "person",
         {"Kepesertaan Anda dalam kegiatan ini sudah berakhir; kehadiran tidak dicatat. Hubungi "
          "panitia bila itu keliru.",
          "Your enrolment in this batch has ended; nothing was recorded. Ask the committee if that "
          "is a mistake."}});
  }
  if (claim.used_by_other) {
    findings.push_back(
        {"CHK-12",
         "ticket",
         {"Tanda masuk ini sudah dipakai orang lain. Pindai sendiri kode di layar.",
          "Somebody else has used this ticket. Scan the code on the screen yourself."}});
  }
  if (!findings.empty()) {
    return Refuse(absl::StatusCode::kFailedPrecondition, std::move(findings));
  }
  Use use = {ticket.opened, claim.ticket, {}};
  if (claim.device_of_other) {
    use.findings.push_back(
        {.rule = "CHK-13",
         .where = "device",
         .message =
             {"Perangkat ini sudah dipakai peserta lain dalam sesi ini. Periksa bahwa keduanya "
              "hadir.",
              "This device has checked in another participant of this session. See that both are "
              "there."},
         .warning = true});
  }
  return use;
}

}  // namespace binadaya::scheduling::domain
