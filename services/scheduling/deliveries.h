#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "binadaya/needs/v1/programs.pb.h"
#include "binadaya/scheduling/v1/attendance.pb.h"
#include "services/scheduling/attendance_store.h"
#include "services/scheduling/batch_store.h"
#include "services/scheduling/domain/completion.h"
#include "services/scheduling/domain/rundown.h"
#include "services/scheduling/enrolment_store.h"
#include "services/scheduling/session_store.h"

// What of a batch's sessions took place, as rules and contracts see it.
namespace binadaya::scheduling {

using HeldSessions = std::vector<session_store::Held>;

// Minutes that were delivered in the make-up sessions of one.
int MadeUpOf(const HeldSessions& sessions, const std::string& session);
// Minutes of one that are neither made up nor planned to be.
int MissingOf(const HeldSessions& sessions, const session_store::Held& of);
// A session as the last release had it: a repair leaves out what the committee cancelled.
std::optional<domain::RundownItem> LastItemOf(
    Tx& tx, const batch_store::Batch& batch, const std::string& id);
// Of the planned sessions, in order of time.
std::vector<domain::SessionMinutes> MinutesOf(const HeldSessions& sessions);
// Those that took place at another time, elsewhere or by somebody else than people relied on.
std::set<std::string> MovedOf(Tx& tx, const batch_store::Batch& batch);
domain::Stability StabilityOf(const HeldSessions& sessions, const std::set<std::string>& moved);
// What somebody was credited of each planned session, with what makes it up.
std::vector<domain::SessionCredit> CreditsOf(
    const HeldSessions& sessions, const std::map<std::string, attendance_store::Worth>& worth);
// Whether all planned sessions are over, and everybody who is expected is verified in each that
// took place; in make-up sessions too, if they are asked about. Nobody expected: never.
bool AllVerified(
    const HeldSessions& sessions, const std::set<std::string>& expected,
    const attendance_store::WorthOf& worth, bool make_ups);
// Whether a make-up session took place that nobody has verified for him.
bool WaitsForMakeUp(
    const HeldSessions& sessions, const std::map<std::string, attendance_store::Worth>& worth);

// What completes a program, by its design. The numbers of policy are not in it.
v1::KeptRule RuleOf(const needs::v1::ProgramDesign& design);
domain::CompletionRule AsDomain(const v1::KeptRule& rule);

// What a session has become; `by_itself`: nobody closed it.
void TellSession(Tx& tx, session_store::Held& session, bool by_itself = false);
// Who was entered, on which way.
void TellEntered(
    Tx& tx, session_store::Held& session, const std::vector<std::string>& enrolments,
    domain::AttendanceMethod method);
// ATT-12, a warning: it came after verification. ATT-13: no participant of the session.
Finding LateEntry();
Finding NotOnSheet(const std::string& where);
// An entry of the committee as a request has it, by nobody and made never yet; TIME-01, and ATT-14:
// it is called a scan. `where`: before the names of its fields.
domain::Entry ReadEntry(
    const v1::AttendanceEntry& entry, const session_store::Held& session, const std::string& where,
    Findings& findings);

v1::Session ShowSession(const session_store::Held& session, int missing, std::int64_t version);
// Cut short and cancelled sessions whose minutes are all made up; and those whose are not any more.
void SettleMakeUps(Tx& tx, HeldSessions& sessions);
// Enrolments of a batch whose attendance of it decides what becomes of them.
std::set<std::string> ExpectedOf(Tx& tx, const std::string& batch);
// What one made of a batch as it stands; `closed`: no more attendance is waited for.
v1::Completion CompletionOf(
    const enrolment_store::Enrolment& of, const HeldSessions& sessions,
    const std::map<std::string, attendance_store::Worth>& worth, const v1::KeptRule& rule,
    bool closed);

domain::SessionTime TimeOf(const session_store::Held& session);

}  // namespace binadaya::scheduling
