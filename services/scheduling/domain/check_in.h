#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "services/common/domain/finding.h"
#include "services/scheduling/domain/slot.h"

// The code on the screen of a session, which changes every half minute, and how somebody checks in
// by it (daftar hadir QR).
//
// How a service uses it. The screen of the committee asks Show every few seconds; its QR is a link
// that holds session, window and code. Opening the link, before anybody has logged in, is OpenPage:
// the code is looked at there and then, once, and the ticket that it answers stays in the browser
// through the login. CheckIn, after it, turns the ticket into a use, which is recorded in the same
// transaction as an Entry (attendance.h) at the time when the page was opened. Redis counts wrong
// codes and remembers used tickets; without it, PostgreSQL's entries answer the same questions. A
// refusal records nothing. What is said about a wrong code is the same for every wrong code, and is
// only said while the window lasts: nobody learns one by asking.
//
// Time is that of the clock on the wall (slot.h), to the second.
namespace binadaya::scheduling::domain {

// HMAC-SHA256 (RFC 2104, FIPS 198-1): 32 bytes. Handed in, for a domain stands on no library.
using Hmac = std::function<std::string(std::string_view key, std::string_view message)>;

struct CheckInPolicy {
  int code_seconds = 30;    // that a code is on the screen
  int way_seconds = 5;      // that the way from the screen to us may take, and clocks may differ
  int opens_minutes = 15;   // before the session starts
  int closes_minutes = 60;  // after it ends
  int ticket_minutes = 10;  // for a login
  int pause_minutes = 5;    // in which a second scan is the same scan
  int wrong_codes = 10;     // of one person or device in one session
};

struct CheckInSession {
  std::string id = {};
  // 16 random bytes, of this session alone; never leaves the service. Empty: erased.
  std::string secret = {};
  Slot slot = {};  // as it is planned now
  bool cancelled = false;
};

struct ShownCode {
  std::string session = {};
  std::int64_t window = 0;
  std::string code = {};  // 8 digits
};

// The window that a second lies in: so many periods since 1970-01-01 00:00.
std::int64_t WindowAt(absl::CivilSecond at, const CheckInPolicy& policy);
// The code of a window: 8 digits, as RFC 6238 (TOTP, SHA-256) and RFC 4226 5.3 cut them.
std::string CodeOf(std::string_view secret, std::int64_t window, const Hmac& hmac);
// What the screen shows now.
ShownCode Show(
    const CheckInSession& session, absl::CivilSecond now, const CheckInPolicy& policy,
    const Hmac& hmac);

// CHK-06; such codes are counted.
Finding NoSuchCode();

// Somebody, nobody knows who, opens the link with what he scanned. `device`: what the service calls
// his browser, a random id. `wrong`: wrong codes that came from there in this session.
struct Opening {
  ShownCode shown = {};
  std::string device = {};
  int wrong = 0;
  absl::CivilSecond now = {};
};
// The ticket. Refuses: CHK-01 it opens later (values: opens), whatever the code: nothing is locked
// by coming early; CHK-02 it is over; CHK-03 it is cancelled, or its secret erased; CHK-04 the code
// is another session's; CHK-05 its time is over; CHK-06 it is no code of ours; CHK-07 too many
// wrong ones.
absl::StatusOr<std::string> OpenPage(
    const CheckInSession& session, const Opening& opening, const CheckInPolicy& policy,
    const Hmac& hmac);

// What he is to the batch of the session.
enum class Standing { kSeated = 1, kLeft, kStranger };

// He has logged in, and comes with the ticket.
struct Claim {
  std::string ticket = {};
  std::string device = {};
  Standing standing = Standing::kStranger;
  bool used_by_other = false;    // the ticket has checked in somebody else
  bool device_of_other = false;  // the device has checked in somebody else in this session
  absl::CivilSecond now = {};
};
struct Use {
  absl::CivilSecond at = {};  // when the page was opened: this is when he came
  std::string ticket = {};    // names the use; the same ticket again is the same use
  Findings findings = {};     // for the committee to see; none blocks
};
// Refuses: CHK-08 the ticket is not ours, of another session or of another device; CHK-09 it is too
// old; CHK-10 he is not in this batch; CHK-11 he no longer is; CHK-12 the ticket is used; and as
// OpenPage CHK-01 to CHK-03, by the session as it is now. CHK-13, a warning: the device has checked
// in somebody else.
absl::StatusOr<Use> CheckIn(
    const CheckInSession& session, const Claim& claim, const CheckInPolicy& policy,
    const Hmac& hmac);

}  // namespace binadaya::scheduling::domain
