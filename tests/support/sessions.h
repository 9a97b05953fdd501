#pragma once

#include <string>
#include <vector>

#include "absl/time/time.h"
#include "services/common/pg.h"

namespace binadaya::test {

inline constexpr char kHeldIn[] = "33.74.14";  // the unit of the sessions
inline constexpr int kInASession = 100;

// Somebody who is expected in a learning session.
struct Participant {
  std::string person, enrolment, session;
};
// So many people, a hundred in each session of an hour; all of them begin in ten minutes by the
// clock on the wall. Put into the tables of scheduling, which knows the units: what it takes to get
// there is no matter of arrivals. In their order: the n-th, from 0, is the person and the enrolment
// of the n-th id of SessionsId, and comes into session and batch n % sessions of it.
std::vector<Participant> FoundSessions(
    pg::Connection& sql, int people, absl::Time now, absl::TimeZone zone);
// What all ids of one such founding begin with; twelve digits follow.
inline std::string SessionsId(const std::vector<Participant>& of) {
  return of.front().person.substr(0, 24);
}

}  // namespace binadaya::test
