#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "services/scheduling/domain/placement.h"

// A problem prepared for millions of small questions: days are numbers, ids are positions, and what
// the calendar says is worked out once. Made once, read by whoever searches.
namespace binadaya::scheduling::domain::placement {

// A place in numbers. `day` from the first of the horizon; -1: nowhere.
struct Spot {
  std::int16_t day = -1;
  std::int16_t from = 0;  // minutes since midnight
  std::int16_t venue = -1;
  std::int16_t speaker = -1;
  bool placed() const { return day >= 0; }
  bool operator==(const Spot&) const = default;
};

// Where somebody is, as far as the way from there to elsewhere goes.
struct Whereabouts {
  std::int32_t venue = -1, city = -1;
  bool nowhere = true;
};

class Index {
 public:
  Index(const Problem& problem, const Policy& policy);
  Index(const Index&) = delete;
  Index& operator=(const Index&) = delete;

  // Something that stands, in minutes of a day; it may reach over both of its ends.
  struct Standing {
    int from = 0, until = 0;
    Whereabouts at = {};
  };
  // A part of an absence in `away`, that the unit works.
  struct Absence {
    int person = 0, from = 0, until = 0;
    bool training = false, direct = false, substitute = false, acting = false;
  };
  struct Minutes {
    int from = 0, until = 0;
  };
  struct OnDay {
    std::vector<Absence> absences = {};
    std::vector<Minutes> blackouts = {};
    std::vector<Minutes> trained = {};  // absences in training, worked or not
  };
  struct Hours {
    bool closed = true;
    int from = 0, until = 0;
  };
  struct Batch {
    std::vector<int> sessions = {};
    std::vector<bool> venues = {};  // that it may take and that are large enough
    int first = 0, last = 0;        // days of the window, both in it
    int settle_by = 0;
    int program = 0, hours = 0;
  };
  struct Session {
    int batch = 0, minutes = 0, order = 0, leader = -1;
    bool earns = false, moves = false;  // `moves`: something about it may change
  };
  struct Unit {
    int hours = 0, cap = 0, direct_cap = 0, kecamatan = -1;
    int head = -1, secretary = -1;
    std::vector<int> seats = {};
    std::vector<int> special = {};  // seats of special people
    std::vector<int> people = {};   // of `away`
  };
  struct Person {
    int unit = -1, kecamatan = -1;  // `kecamatan`: of a lurah
    bool direct = false, substitute = false, acting = false, accessible = false;
    bool special = false;  // head, secretary or at a counter: more than his number matters
    bool several = false;  // has more than one seat, or something that stands, or teaches
    std::vector<int> seats = {};
    std::vector<int> speakers = {};  // who he is
  };
  struct Kecamatan {
    int cap = 0;
    std::vector<int> lurah = {};
  };
  struct Program {
    std::vector<int> batches = {};  // with an arm
  };

  int DayOf(absl::CivilDay day) const { return static_cast<int>(day - first_day_); }
  absl::CivilDay DayAt(int day) const { return first_day_ + day; }
  bool Within(absl::CivilDay day) const { return DayOf(day) >= 0 && DayOf(day) < days; }
  Spot SpotOf(const Place& place) const;
  Place PlaceOf(const Spot& spot) const;

  // Minutes that must lie between two places for one who travels.
  int Way(const Whereabouts& one, const Whereabouts& other) const;
  const OnDay* UnitOn(int unit, int day) const;
  const std::vector<Standing>& StandingOf(
      const std::map<std::pair<int, int>, std::vector<Standing>>& of, int who, int day) const;

  const Problem& problem;
  const Policy& policy;
  int days = 0, weeks = 0, quarters = 0;
  std::vector<int> working;  // working days before each day
  std::vector<int> week, quarter;
  std::vector<int> weekday;  // Monday 0
  std::vector<Batch> batches;
  std::vector<Session> sessions;
  std::vector<Unit> units;
  std::vector<Person> people;  // those of the problem first, then others who are away
  std::map<std::string, int, std::less<>> person_of;  // in `people`, by id
  std::vector<Kecamatan> kecamatan;
  std::vector<Program> programs;
  std::vector<Whereabouts> venues;
  std::vector<int> speaker_is;  // of each speaker who he is, in `people`; -1: somebody else
  std::vector<int> teaching;    // seats of people who teach
  int leaders = 0;
  std::vector<std::vector<Hours>> hours;                // of batches: by class and day
  std::vector<std::vector<std::vector<Stretch>>> work;  // of units: by class and day
  std::map<std::pair<int, int>, std::vector<Standing>> venue_busy, speaker_busy, leader_busy,
      person_busy;                           // by position and day
  std::vector<std::vector<int>> trained_on;  // by person: days of `away`

 private:
  void Days();
  void People();
  void Batches();
  void Sessions();
  void Units();
  void Stand();
  void Absences();
  int PersonOf(const std::string& id, const std::string& unit);
  int CityOf(const std::string& city);
  Whereabouts AtOf(const Booking& booking);

  absl::CivilDay first_day_;
  std::map<std::string, int, std::less<>> venue_of_, city_of_, unit_of_, leader_of_;
  std::vector<OnDay> on_day_;
  std::vector<std::int32_t> on_day_at_;  // by unit and day; -1: nothing
};

}  // namespace binadaya::scheduling::domain::placement
