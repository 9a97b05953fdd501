#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "services/common/domain/finding.h"
#include "services/scheduling/domain/check_in.h"
#include "services/scheduling/domain/slot.h"

// Who was there, session by session (daftar hadir; domain rules 11, 18.8).
//
// What is kept are entries, which say what was seen, and are never changed; after years they are
// removed (retention). All else follows from them and from when the session took place, whatever
// order they came in: a device that was without a net for a day changes nothing for the others.
// Committee entries win over all others, and both are kept.
//
// How a service uses it. Under a lock on the session's sheet: load Attendance with its entries, let
// one of the methods decide, save and tell. A use of the code (check_in.h) is an entry kQr. After
// each change, and after each change of the session's times, CreditOf says the minutes; who was
// told other ones before is told anew, and completion.h decides anew. Days that working days are
// counted for are handed in.
namespace binadaya::scheduling::domain {

enum class AttendanceMethod {
  kQr = 1,  // the person scanned the code
  kManual,  // the committee wrote it
  kOnline   // the list of a meeting room on the net
};
std::string_view ToString(AttendanceMethod method);
enum class Statement { kThere = 1, kAbsent, kExcused };
std::string_view ToString(Statement statement);

struct Entry {
  std::string id = {};  // given by the device: the same entry may come many times
  AttendanceMethod method = AttendanceMethod::kQr;
  Statement statement = Statement::kThere;
  // Of a scan the moment. Else from when until when; without an end he was still there.
  absl::CivilSecond from = {};
  std::optional<absl::CivilSecond> until = {};
  absl::CivilSecond made = {};     // by the clock of the device
  absl::CivilSecond arrived = {};  // by ours
  std::string device = {}, by = {};
  std::string replaces = {};  // an earlier committee entry
  std::string document = {};  // of an excuse
  bool operator==(const Entry&) const = default;
};
// What the device signs: all but the arrival, the same on every machine.
std::string SignedText(const Entry& entry, std::string_view session, std::string_view enrolment);

struct AttendancePolicy {
  CheckInPolicy check_in = {};
  int late_minutes = 15;   // more than so many after the start: LATE
  int early_minutes = 15;  // more than so many before the end: LEFT_EARLY
  int ahead_minutes = 5;   // that the clock of a device may be ahead of ours
};

// When the session is, and what of it took place; none: not over yet.
struct SessionTime {
  Slot planned = {};
  std::optional<Slot> delivered = {};
  const Slot& now() const { return delivered.has_value() ? *delivered : planned; }
};

// From when until when he was there; where one is missing, a scan is missing.
struct Stay {
  std::optional<absl::CivilMinute> from = {}, until = {};
  bool open() const { return !from.has_value() || !until.has_value(); }
  bool operator==(const Stay&) const = default;
};

enum class AttendanceState {
  kExpected = 1,
  kCheckedIn,
  kCheckedOut,
  kAbsent,
  kExcused,
  kVerified,
  kCredited
};
std::string_view ToString(AttendanceState state);  // "CHECKED_IN", …

enum class Presence { kPresent = 1, kLate, kLeftEarly, kExcused, kAbsent };
std::string_view ToString(Presence presence);  // "LEFT_EARLY", …

// A person says what the missing end of a stay was.
struct Closing {
  absl::CivilMinute at = {};
  std::string by = {}, reason = {};
};
// A person says, after verification, how it was.
struct Correction {
  Statement statement = Statement::kThere;
  std::vector<Slot> stays = {};
  std::string by = {}, reason = {}, document = {};
  absl::CivilDay on = {};
};
struct Verification {
  std::string by = {};
  absl::CivilSecond at = {};
};

// One person in one session.
struct Attendance {
  std::string session = {}, enrolment = {}, person = {};
  bool left = false;  // the enrolment has ended early (withdrawn, substituted): shown as such
  std::vector<Entry> entries = {};
  std::optional<Closing> closing = {};
  std::optional<Verification> verified = {};
  std::vector<Correction> corrections = {};  // the last one holds
  bool credited = false;

  enum class Taken {
    kNew = 1,
    kAgain,  // it was there
    kLate    // kept, but counts nothing: it came after verification, and wants a correction
  };
  // `genuine`: the signature is right. Refuses (InvalidArgument): ATT-01 it is not; ATT-02 the
  // clock of the device is ahead; ATT-03 it is about another time than the session's; ATT-04 it
  // ends before it starts; ATT-05 its id is that of another entry; ATT-06 excused without a
  // document; ATT-07 only the committee says who is absent or excused; ATT-08 nobody writes
  // about himself, in a sheet or a list; ATT-09 nobody scans for another; ATT-10 what it replaces
  // is no committee entry here; ATT-11 it says what had not happened yet; ATT-17 he has scanned
  // more often than `scans`, what was known of him to who says that he is absent or excused; none:
  // of a device, which knows nothing of scans.
  absl::StatusOr<Taken> Take(
      Entry entry, bool genuine, const SessionTime& time, const AttendancePolicy& policy,
      std::optional<int> scans = {});
  int Scans() const;
  // Whether a scan is one that counts already: within the pause of it.
  bool IsSameScan(absl::CivilSecond at, int pause_minutes) const;

  // A missing exit or entrance, by a person and with a reason. Refuses: ATT-20 nothing is missing;
  // ATT-21 `at` is on the wrong side of what is known, or outside the session; ATT-22 no reason;
  // ATT-24 one's own; ATT-25 verified already; ATT-26 it was closed before: one closing, which is
  // never changed.
  absl::Status Close(Closing closing, const SessionTime& time, const AttendancePolicy& policy);

  // VERIFIED, CREDITED -> VERIFIED with other minutes; also of people who have left since. Refuses:
  // ATT-30 from another state; ATT-31 after `until`, 3 working days after verification; ATT-22,
  // ATT-24; ATT-04 an empty stay, ATT-06, ATT-32 stays go with being there, and being there with
  // stays.
  absl::Status Correct(Correction correction, absl::CivilDay until);

  // VERIFIED -> CREDITED: completion has counted it. ATT-33.
  absl::Status Credit();
};

// What of the entries counts, in order of time: those that came before verification, about the time
// of the session as it is now (what was seen before it moved counts no more), and of them the
// committee's alone, if there are any.
std::vector<Entry> Counting(
    const Attendance& attendance, const SessionTime& time, const AttendancePolicy& policy);
// What was said of him: by the last correction, else by the committee.
Statement StatementOf(
    const Attendance& attendance, const SessionTime& time, const AttendancePolicy& policy);
// The scans of the person, and what lists say, as stays. Before the start every scan is an
// entrance, from the end on an exit; between, exit follows entrance. A scan within the pause is the
// one before; who is in comes in no second time.
std::vector<Stay> StaysOf(
    const Attendance& attendance, const SessionTime& time, const AttendancePolicy& policy);

struct Credit {
  Presence presence = Presence::kAbsent;
  int minutes = 0;  // in the session as it took place; what lies between missing ends is none
  int late_by = 0, early_by = 0;  // minutes, of whoever was there; both may be
  bool open = false;              // an entrance or exit is missing
  bool operator==(const Credit&) const = default;
};
Credit CreditOf(
    const Attendance& attendance, const SessionTime& time, const AttendancePolicy& policy);
AttendanceState StateOf(
    const Attendance& attendance, const SessionTime& time, const AttendancePolicy& policy);

// ATT-24 and ATT-25.
Finding OwnAttendance(std::string_view where);
Finding VerifiedBefore(std::string_view where);

// The committee verifies the sheet of a session: all of it or nothing, with all findings. Refuses:
// ATT-40 the session is not over; ATT-41 an entrance or exit is missing; ATT-42 committee entries
// contradict each other; ATT-24 one's own; ATT-25 it is verified already.
absl::Status VerifySheet(
    std::span<Attendance> sheet, const Verification& verification, const SessionTime& time,
    const AttendancePolicy& policy);

}  // namespace binadaya::scheduling::domain
