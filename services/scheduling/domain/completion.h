#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/civil_time.h"
#include "services/common/domain/finding.h"

// Whether what was promised was delivered, and what each made of it (domain rules 10.4, 11, F-08,
// F-13, F-26). All of it pure: after an attendance was verified or corrected, a session closed, a
// test graded, a reaction or a plan handed in, the service asks anew and tells what has changed.
// Minutes are those of sessions that count as learning (LEARNING, PRACTICE, OUTDOOR_LEARNING,
// RTL_CLINIC); all others must not be handed in.
namespace binadaya::scheduling::domain {

// Of the program (needs: CompletionRule), and policy [domain 11].
struct CompletionRule {
  // Of the learning minutes that were delivered; none: the program has not said it yet, and nobody
  // completes before.
  std::optional<double> attendance_min = 0.85;
  int pass_mark = 70;  // of the post-test, 0 to 100; 0: to have sat it is enough
  bool pre_test = true, post_test = true;  // are to be sat
  bool reaction = true;                    // the survey is to be handed in
  bool action_plan = true;                 // the action plan (RTL) is to be drafted
};

// One person in one session.
struct SessionCredit {
  std::string session = {};
  int delivered = 0;     // minutes, with what was made up
  int credited = 0;      // of them, also in a make-up session of it
  bool excused = false;  // EXCUSED from it
};

struct CompletionFacts {
  std::vector<SessionCredit> sessions = {};
  bool pre_test = false;                 // sat
  std::optional<double> post_test = {};  // 0 to 100
  std::optional<double> remedial = {};   // the one remedial test
  bool reaction = false, action_plan = false;
  bool withdrawn = false;
  bool closed = false;  // the batch is over, and no more attendance is waited for
  // Nor anything else but the remedial: tests, survey and plan are in, or too late.
  bool evaluated = true;
};

enum class CompletionStatus {
  kPending = 1,
  kCompleted,
  kAttendedOnly,
  kNotPassed,
  kWithdrawn,
  kNoShow
};
std::string_view ToString(CompletionStatus status);  // "ATTENDED_ONLY", …

struct Completion {
  CompletionStatus status = CompletionStatus::kPending;
  int credited = 0, delivered = 0;  // learning minutes
  bool by_remedial = false;
  // What is missing: CMP-01 minutes (values: missing); CMP-02 pre-test; CMP-03 post-test; CMP-04
  // reaction; CMP-05 action plan; CMP-06 below the pass mark; CMP-07 the remedial too; CMP-08 the
  // rule is not known.
  Findings findings = {};
};
// Before `closed` whatever is missing may still come. Excused minutes are no credited ones: they
// are made up. Who was excused from every session has withdrawn; who came to none, without excuse
// from all, is a NO_SHOW; whose minutes are too few has ATTENDED_ONLY: none of these waits for
// tests.
Completion Complete(const CompletionFacts& facts, const CompletionRule& rule);

// How hours (JP) are counted.
struct HoursRule {
  int minutes_per_hour = 45;      // jp.minutes
  std::optional<int> fixed = {};  // what the syllabus or the activities of the form say
};
// Lesson hours (JP) of an enrolment: of COMPLETED alone, floor of the sum (F-08), never by session.
// It is the whole of it, not an addition: what was told before is replaced.
int Hours(const Completion& completion, const HoursRule& rule);

// One learning session of a batch, in the order of the rundown as it was published.
struct SessionMinutes {
  std::string session = {};
  int planned = 0, delivered = 0, made_up = 0;
  // Never above what was planned: a longer session makes up for no other.
  int counted() const;
  int missing() const { return planned - counted(); }
};

struct FidelityPolicy {
  double min = 0.90;  // fidelity.min
};
// F-13.
struct Fidelity {
  int planned = 0, delivered = 0;
  int make_up = 0;       // minutes needed to reach the least share
  double share() const;  // 1 where nothing was planned
};
Fidelity FidelityOf(std::span<const SessionMinutes> sessions, const FidelityPolicy& policy);

struct MakeUp {
  std::string session;
  int minutes = 0;
  bool operator==(const MakeUp&) const = default;
};
// What everybody of the batch needs, where minutes are missing: the session that lost most first
// (ties: the earlier), so that as few as possible are taken up again.
std::vector<MakeUp> MakeUpOf(
    std::span<const SessionMinutes> sessions, const FidelityPolicy& policy);
// What one person needs beyond that to reach the attendance of the rule, in the sessions that he
// missed most of. Empty: nothing.
std::vector<MakeUp> MakeUpFor(std::span<const SessionCredit> sessions, const CompletionRule& rule);

// F-26, of sessions as they were planned. A session counts as changed once, however often it was.
struct SessionChange {
  std::string session;
  int minutes_lost = 0;  // learning minutes that were not recovered
};
struct Stability {
  int planned = 0, lost = 0;  // minutes
  int sessions = 0, changed = 0;
  double stability() const;    // 1 - lost / planned
  double change_rate() const;  // changed / sessions
};
Stability StabilityOf(
    std::span<const SessionMinutes> planned, std::span<const SessionChange> changes);

}  // namespace binadaya::scheduling::domain
