#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "binadaya/scheduling/v1/attendance.pb.h"
#include "services/common/db.h"
#include "services/common/retention.h"
#include "services/scheduling/domain/attendance.h"

// Who was there. The session is locked by whoever changes anything here.
namespace binadaya::scheduling::attendance_store {

struct Row {
  domain::Attendance is = {};
  bool on_record = false;  // something was entered or decided of it
  // Of one that is verified: the policy that it was verified by, what it is worth, and the last day
  // for corrections.
  std::optional<domain::AttendancePolicy> rules = {};
  domain::Presence presence = domain::Presence::kAbsent;
  int minutes = 0;
  std::optional<absl::CivilDay> correct_until = {};
};
// Everybody of the batch, and whoever was on the sheet, by enrolment.
std::vector<Row> SheetOf(Tx& tx, const std::string& session, const std::string& batch);
// How often people have scanned in a session.
int ScansIn(Tx& tx, const std::string& session);
// That of an enrolment; null: it is not on the sheet.
Row* RowOf(std::vector<Row>& sheet, const std::string& enrolment);
// The same, when nothing else of the sheet is wanted.
std::optional<Row> RowOf(
    Tx& tx, const std::string& session, const std::string& batch, const std::string& enrolment);
// Of several, each of one session; by enrolment.
struct Place {
  std::string session = {}, batch = {}, enrolment = {};
};
std::map<std::string, Row> RowsOf(Tx& tx, const std::vector<Place>& places);
// What persons decided, and what it is worth.
void Save(Tx& tx, const Row& row);
// One more entry; of an upload with who uploaded it, and the signature.
struct Evidence {
  std::string uploaded_by = {}, signature = {};
};
void Add(Tx& tx, const Row& row, const domain::Entry& entry, const Evidence& evidence = {});
struct Addition {
  const Row* row = nullptr;
  domain::Entry entry = {};
  Evidence evidence = {};
};
void Add(Tx& tx, const std::vector<Addition>& additions);
// As somebody whom a scan of this device, or this ticket, has checked in the session for, another
// enrolment than his: whether there is one. Of each use, in their order.
struct Use {
  std::string session = {}, enrolment = {}, ticket = {}, device = {};
};
struct UsedBy {
  bool ticket = false, device = false;
};
Later<std::vector<UsedBy>> UsedByOthers(Tx& tx, const std::vector<Use>& uses);

// Verified minutes of all sessions of a batch: [enrolment][session].
struct Worth {
  domain::Presence presence = domain::Presence::kAbsent;
  int minutes = 0;
  bool credited = false;
};
using WorthOf = std::map<std::string, std::map<std::string, Worth>>;
WorthOf VerifiedOf(Tx& tx, const std::string& batch);
// Completion has counted what is verified of an enrolment in a batch.
void Credit(Tx& tx, const std::string& enrolment, const std::string& batch);

// The enrolment of each person in the batch of the same place, and whether it holds; none: a
// stranger.
struct Standing {
  std::string enrolment = {};
  bool seated = false;
};
std::vector<std::optional<Standing>> StandingsOf(
    Tx& tx, const std::vector<std::string>& people, const std::vector<std::string>& batches);

// What is removed of what was seen, by the policy retention.attendance_days: of what is verified,
// or of a batch that was cancelled. Sheets, minutes and corrections stay, and so does what nobody
// has verified yet.
Retention::Portion RawEntries();

}  // namespace binadaya::scheduling::attendance_store
