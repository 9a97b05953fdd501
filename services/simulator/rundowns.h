#pragma once

#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "binadaya/needs/v1/programs.pb.h"
#include "binadaya/scheduling/v1/scheduling.pb.h"

// The rundowns of the story: one as it was printed, and one that keeps the rules. Pure.
namespace binadaya::simulator {

// Two days of class, and guidance at work after them.
struct BatchDays {
  absl::CivilDay first = {}, second = {}, at_work = {};
};
// Ids of those on record.
struct RundownResources {
  std::string hall, expert, trainer, mentor;
};

// As a rundown names them.
std::vector<std::string> ObjectivesOf(const needs::v1::Program& program);

// “Rundown Capacity Building Camat & Lurah” of 2024: 810 minutes, 120 of them learning.
scheduling::v1::RundownContent PrintedRundown();

// The two days of class: 720 minutes of learning.
scheduling::v1::RundownContent ClassRundown(
    const BatchDays& days, const RundownResources& resources,
    const std::vector<std::string>& objectives);

// Guidance at work too: 900 minutes of learning, 20 lesson hours (JP).
scheduling::v1::RundownContent DesignedRundown(
    const BatchDays& days, const RundownResources& resources,
    const std::vector<std::string>& objectives);

// One day, opened by a leader: 360 minutes of learning, 8 lesson hours (JP).
scheduling::v1::RundownContent GuidanceRundown(
    absl::CivilDay day, const RundownResources& resources,
    const std::vector<std::string>& objectives);

scheduling::v1::Slot OnThatDay(
    absl::CivilDay day, const std::string& from, const std::string& until);

}  // namespace binadaya::simulator
