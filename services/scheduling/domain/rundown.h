#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "services/common/domain/finding.h"
#include "services/common/domain/money.h"
#include "services/scheduling/domain/calendar.h"
#include "services/scheduling/domain/slot.h"
#include "services/scheduling/domain/speaker.h"

// The rundown of a batch (susunan acara): what happens when, where and by whom, as it is printed.
// A draft may hold what is wrong with it, so that all of it is found at once.
namespace binadaya::scheduling::domain {

enum class ItemKind {
  kRegistration = 1,
  kAssembly,
  kTravel,
  kOpening,
  kLeaderAddress,
  kLearning,
  kPractice,
  kOutdoorLearning,
  kPretest,
  kPosttest,
  kRtlClinic,
  kBreak,
  kMeal,
  kPrayer,
  kCeremony,
  kEntertainment,
  kEvaluation,
  kClosing
};
// LEARNING, PRACTICE, OUTDOOR_LEARNING, RTL_CLINIC: they earn lesson hours.
bool Earns(ItemKind kind);
// BREAK, MEAL, PRAYER: nobody is held.
bool Rests(ItemKind kind);

struct RundownItem {
  std::string id = {};      // the same from version to version
  std::string number = {};  // No
  absl::CivilDay day = {};
  // Waktu: minutes since the midnight that the day begins with; an end at midnight is 1440.
  std::optional<int> from = {}, until = {};
  std::optional<int> printed_minutes = {};  // Durasi
  ItemKind kind = ItemKind::kLearning;
  std::string track = {};    // items of one track follow each other; empty is the common one
  std::string title = {};    // Kegiatan
  std::string place = {};    // Tempat
  std::string venue = {};    // of the venues on record
  std::string speaker = {};  // Narasumber
  std::string method = {};   // Metode
  std::vector<std::string> objectives = {};  // of the program's modules
  std::vector<std::string> materials = {};
  std::string owner = {};               // PIC
  std::vector<Expertise> teaches = {};  // what its speaker must be versed in (SPK-06)
  bool operator==(const RundownItem&) const = default;

  // Where an end is not given, the printed duration gives it. None: it has no time.
  std::optional<Slot> slot() const;
};

struct RundownDay {
  absl::CivilDay day = {};
  std::string printed = {};  // "Sabtu", as the heading has it; empty: it has none
  bool operator==(const RundownDay&) const = default;
};

struct Rundown {
  std::vector<RundownDay> days = {};
  std::vector<RundownItem> items = {};
  // How work outside of working time is compensated; empty: it is not.
  std::string compensation = {};

  bool Travels() const;
  bool operator==(const Rundown&) const = default;
};

// A prayer time of which so many minutes in one piece are free of all but rest.
struct PrayerTime {
  Stretch window;
  int free_minutes = 0;
};

struct RundownPolicy {
  int lesson_minutes = 45;
  int learning_percent = 60;         // SC-06
  int learning_percent_travel = 40;  // of a rundown that travels
  int break_minutes = 15;            // SC-10
  int run_minutes = 120;
  PrayerTime noon = {{11 * 60 + 30, 13 * 60}, 15};       // Dzuhur
  PrayerTime friday = {{11 * 60 + 30, 13 * 60}, 90};     // Jumat, instead of it
  PrayerTime afternoon = {{14 * 60 + 45, 16 * 60}, 15};  // Ashar
  int least_learning = 45;                               // minutes of an item (SC-11)
  int most_learning = 180;
  int day_learning = 405;  // minutes of a day: 9 lesson hours
};

// SC-01 to SC-06, SC-08, SC-10, SC-11, all at once; `where` is the number of an item, or a day.
// `path`: the unit whose working time counts. Warnings: a holiday that is provisional, a year whose
// holidays nobody knows yet. `named`: so many are named of what an item overlaps, and a further
// SC-03 counts the others (values: more); 0: all are.
Findings CheckRundown(
    const Rundown& rundown, const Calendar& calendar, std::string_view path,
    const RundownPolicy& policy, int named = 0);
// That somebody reads of what one item collides with: items of one hour are as many as they like.
inline constexpr int kNamed = 5;

// What stands beside it.
struct RundownMeasure {
  int scheduled_minutes = 0;  // of all but breaks and prayers; what runs beside counts once
  int learning_minutes = 0;
  int jp = 0;  // lesson hours (F-08)
};
RundownMeasure Measure(const Rundown& rundown, const RundownPolicy& policy);
// Whole rupiah for each participant and lesson hour (F-12). InvalidArgument: no participants or no
// lesson hours.
absl::StatusOr<Money> CostPerParticipantJp(Money total, int participants, int jp);

// From one released version to the next.
enum class ItemChange {
  kNew = 1,
  kMoved,    // another time, place or track
  kChanged,  // something else about it
  kCancelled
};
struct RundownChange {
  ItemChange change = ItemChange::kNew;
  std::string item = {};  // id
  std::optional<RundownItem> before = {}, now = {};
};
// By the time that an item has now, or had. What is only numbered otherwise has not changed.
std::vector<RundownChange> Diff(const Rundown& before, const Rundown& now);

// A sheet knows no ids: each item without one takes that of an item of `before` with the same kind
// and title, in order. What is left without is new.
void TakeIds(const Rundown& before, Rundown& now);

}  // namespace binadaya::scheduling::domain
