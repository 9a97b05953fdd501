#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "services/scheduling/domain/hold.h"
#include "services/scheduling/domain/rundown.h"
#include "services/scheduling/domain/slot.h"

// What calendar programs are told of sessions and of the leaders' agenda (RFC 5545, 5546): one
// appointment for life of each, whatever becomes of it.
namespace binadaya::scheduling::domain {

enum class AppointmentStatus { kTentative = 1, kConfirmed, kCancelled };  // STATUS

struct Appointment {
  std::string id = {};  // of the session, or of the hold
  // SEQUENCE: rises whenever time, place, title or speaker is another, it falls away, or comes
  // back.
  int sequence = 0;
  absl::Time created = {}, changed = {};
  AppointmentStatus status = AppointmentStatus::kConfirmed;
  Slot slot = {};
  std::string title = {}, place = {};
  std::string venue = {}, speaker = {};  // of those on record
  bool rests = false;                    // nobody is held
  std::set<std::string> speakers = {};   // who ever was to teach it
};

// One released version of a rundown.
struct ReleasedVersion {
  int number = 0;
  absl::Time at = {};
  Rundown rundown = {};
};
// A session beside the rundown, which delivers what one of it lacks.
struct MakeUpSession {
  std::string id = {}, makes_up = {}, title = {};
  Slot slot = {};
  absl::Time planned = {};
  std::string venue = {}, speaker = {};  // of those on record
};
struct BatchHistory {
  std::vector<ReleasedVersion> versions = {};  // oldest first
  std::vector<MakeUpSession> make_ups = {};
  std::set<std::string> booked = {};  // sessions that take place, or took
  // When others fell away, by themselves or with the batch; not in it: nobody knows any more.
  std::map<std::string, absl::Time> freed = {};
};
// All that was ever released, by time. It depends on nothing but that, so whoever fetches it twice
// gets the same. Version n that changes one makes its sequence 2(n - 1); what falls away without
// another version, the odd number behind the newest: so it never falls, also when one comes back.
std::vector<Appointment> AppointmentsOf(const BatchHistory& history);

// As it stands for the leader, or for who stands in for him; none for anybody else. What is asked
// for, pencilled or changed is tentative, at the time that is proposed last. Without title,
// sequence and times of its own.
std::optional<Appointment> AppointmentOf(const Hold& hold, const std::string& person);

// How long a calendar shows what is over, in days after it.
struct FeedPolicy {
  int days = 366;
  int cancelled_days = 30;  // for programs that were off for a month
};
bool IsShown(const Appointment& appointment, absl::CivilDay today, const FeedPolicy& policy);

}  // namespace binadaya::scheduling::domain
