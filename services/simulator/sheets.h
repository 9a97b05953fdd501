#pragma once

#include <string>
#include <vector>

#include "services/simulator/world.h"

// What the story enters in the sheets of its first batch, and how they are summed up.
namespace binadaya::simulator {

// Of the class, in this order: who comes too early, who misses the second day, who has no phone;
// and the last three, who are late: one is put right, one leaves early, one stays as he is.
inline constexpr std::size_t kTooEarly = 0, kMissesADay = 1, kNoPhone = 2, kLateOnes = 3;
inline constexpr std::size_t kLeast = 10;
inline constexpr int kSessionsADay = 4;  // of a day in the class
inline constexpr int kAtWork = 8;        // the session at work, counted from 0
inline constexpr int kHeldAtWork = 60;   // minutes of it

// "2027-04-06T08:30", of 08:00.
std::string MinutesAfter(const std::string& from, int minutes);
scheduling::v1::AttendanceEntry WasThere(
    const World& world, const scheduling::v1::Enrolment& of, const std::string& from,
    const std::string& until);
std::vector<scheduling::v1::AttendanceEntry> AllThere(
    const World& world, const std::vector<scheduling::v1::Enrolment>& seated,
    const scheduling::v1::Slot& slot);
// How many were there how long, as a table.
std::vector<std::vector<std::string>> Tally(const scheduling::v1::Sheet& sheet);

}  // namespace binadaya::simulator
