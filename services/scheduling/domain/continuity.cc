#include "services/scheduling/domain/continuity.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "absl/strings/numbers.h"
#include "services/common/domain/text.h"
#include "services/scheduling/domain/written.h"

namespace binadaya::scheduling::domain {
namespace {

constexpr int kWhole = 100;  // percent

// A part of somebody's absence that his unit works.
struct WorkedAway {
  Slot slot;
  const Away* away;
};
using Crew = std::vector<WorkedAway>;  // of one unit and day, by time

struct Crowd {
  std::set<std::string> people = {};
  absl::CivilMinute at = {};
};
// The most people at one moment, at the first such moment. Whoever is there twice counts once.
Crowd Fullest(const Crew& crew) {
  Crowd fullest;
  for (const WorkedAway& start : crew) {  // it fills up only where somebody leaves
    Crowd crowd{.at = start.slot.from};
    for (const WorkedAway& one : crew)
      if (one.slot.from <= crowd.at && crowd.at < one.slot.until)
        crowd.people.insert(one.away->person);
    if (crowd.people.size() > fullest.people.size()) fullest = std::move(crowd);
  }
  return fullest;
}

Crew Only(const Crew& crew, bool (*wanted)(const Away&)) {
  Crew part;
  for (const WorkedAway& one : crew)
    if (wanted(*one.away)) part.push_back(one);
  return part;
}

int Beside(const Crowd& crowd) { return static_cast<int>(crowd.people.size()); }

// A kelurahan whose head is in office.
bool HasLurah(const UnitStaff& unit) { return !unit.kecamatan.empty() && !unit.head.empty(); }

int CapOf(int people, int percent, int one_from) {
  return people < one_from ? 0 : std::max(1, people * percent / kWhole);
}

class Watch {
 public:
  Watch(
      std::span<const Away> away, std::span<const UnitStaff> units, const Calendar& calendar,
      const ContinuityPolicy& policy)
      : away_(away), calendar_(calendar), policy_(policy) {
    for (const UnitStaff& unit : units) {
      units_[unit.id] = &unit;
      if (HasLurah(unit)) ++lurah_of_[unit.kecamatan];
    }
  }

  Findings Result() {
    for (const Away& one : away_) Take(one);
    for (auto& [key, crew] : crews_) {
      std::stable_sort(crew.begin(), crew.end(), [](const WorkedAway& a, const WorkedAway& b) {
        return a.slot < b.slot;
      });
      OfUnit(*units_.at(key.first), key.second, crew);
    }
    for (const auto& [key, lurah] : lurah_) OfKecamatan(key.first, key.second, lurah);
    for (const Away& one : away_) OfBlackouts(one);
    for (const auto& [key, days] : days_) OfQuarter(key, days);
    return std::move(findings_);
  }

 private:
  void Take(const Away& one) {
    if (one.slot.empty()) return;
    if (one.training && !one.structural) {
      const absl::CivilDay day(one.slot.from);
      days_[{one.person, day.year(), (day.month() - 1) / kQuarterMonths + 1}].insert(day);
    }
    const auto unit = units_.find(one.unit);
    if (unit == units_.end()) return;
    for (const Slot& worked : calendar_.Worked(unit->second->path, one.slot)) {
      const absl::CivilDay day(worked.from);
      crews_[{one.unit, day}].push_back({worked, &one});
      if (HasLurah(*unit->second) && one.person == unit->second->head)
        lurah_[{unit->second->kecamatan, day}][one.person] |= one.training;
    }
  }

  void Find(
      std::string rule, std::string where, Message message, absl::CivilDay day,
      std::map<std::string, std::string> values, bool warning = false) {
    values["day"] = absl::FormatCivilTime(day);
    findings_.push_back(
        {.rule = std::move(rule),
         .where = std::move(where),
         .message = std::move(message),
         .values = std::move(values),
         .warning = warning});
  }

  void OfUnit(const UnitStaff& unit, absl::CivilDay day, const Crew& crew) {
    const Crew training = Only(crew, [](const Away& one) { return one.training; });
    if (const Crowd crowd = Fullest(training); Beside(crowd) > AwayCapOf(unit.headcount, policy_)) {
      const std::string cap = Cat(AwayCapOf(unit.headcount, policy_));
      Find(
          "SVC-01", unit.id,
          {Cat(crowd.people.size(), " dari ", unit.headcount,
               " pegawai unit ini ikut pelatihan "
               "pada saat yang sama, paling banyak ",
               cap, ". Pindahkan sebagian ke kelas lain."),
           Cat(crowd.people.size(), " of the ", unit.headcount,
               " people of this unit are in "
               "training at the same time, at most ",
               cap, ". Move some to another batch.")},
          day, {{"at", Written(crowd.at)}, {"away", Cat(crowd.people.size())}, {"cap", cap}});
    }
    OfPair(unit, day, crew);
    OfCounters(unit, day, training);
  }

  void OfPair(const UnitStaff& unit, absl::CivilDay day, const Crew& crew) {
    if (unit.head.empty()) return;
    const WorkedAway* together = nullptr;
    std::int64_t minutes = 0;
    absl::CivilMinute until = absl::CivilMinute(day);
    bool learns = false;
    bool acted = std::any_of(unit.acting.begin(), unit.acting.end(), [&](const Acting& one) {
      return one.days.Holds(day) && !IsAwayWithHead(one.person, unit, crew);
    });
    for (const WorkedAway& one : crew) {
      if (one.away->person != unit.head) continue;
      minutes += std::max<std::int64_t>(0, one.slot.until - std::max(one.slot.from, until));
      until = std::max(until, one.slot.until);
      learns |= one.away->training;
      acted |= !one.away->acting.empty();
      for (const WorkedAway& other : crew) {
        const bool pair = !unit.secretary.empty() && other.away->person == unit.secretary &&
                          one.slot.Overlaps(other.slot) &&
                          (one.away->training || other.away->training);
        if (pair && together == nullptr) together = &other;
      }
    }
    if (learns && minutes >= policy_.acting_minutes && !acted) OfActing(unit, day, crew, minutes);
    if (together != nullptr) {
      Find(
          "SVC-02", unit.id,
          {"Kepala unit ini dan sekretarisnya tidak ada pada jam kerja yang sama. Pindahkan salah "
           "satunya ke kelas lain.",
           "The head of this unit and the secretary are away on the same working hours. Move one "
           "of them to another batch."},
          day, {{"head", unit.head}, {"secretary", unit.secretary}});
    }
  }

  // Or is the head.
  bool IsAwayWithHead(const std::string& person, const UnitStaff& unit, const Crew& crew) const {
    return std::any_of(crew.begin(), crew.end(), [&](const WorkedAway& head) {
      return head.away->person == unit.head &&
             std::any_of(away_.begin(), away_.end(), [&](const Away& one) {
               return one.person == person && one.slot.Overlaps(head.slot);
             });
    });
  }

  void OfActing(const UnitStaff& unit, absl::CivilDay day, const Crew& crew, std::int64_t minutes) {
    const bool away = std::any_of(crew.begin(), crew.end(), [&](const WorkedAway& one) {
      return one.away->person == unit.secretary;
    });
    const std::string may_act = away ? "" : unit.secretary;
    const Message who = may_act.empty()
                            ? Message("seorang dari unit di atasnya", "one of the unit above")
                            : Message("sekretarisnya", "the secretary");
    Find(
        "SVC-02", unit.id,
        {Cat("Kepala unit ini tidak ada sehari dan belum ada pelaksana harian. Tunjuk Plh: ",
             who.id, "."),
         Cat("The head of this unit is away for a day and nobody acts for him yet. Name a Plh: ",
             who.en, ".")},
        day, {{"head", unit.head}, {"may_act", may_act}, {"minutes", Cat(minutes)}}, true);
  }

  void OfCounters(const UnitStaff& unit, absl::CivilDay day, const Crew& training) {
    const Crew counters = Only(training, [](const Away& one) { return one.direct_service; });
    const int cap = DirectCapOf(unit.direct_posts, policy_);
    if (const Crowd crowd = Fullest(counters); Beside(crowd) > cap) {
      Find(
          "SVC-04", unit.id,
          {Cat(crowd.people.size(), " dari ", unit.direct_posts,
               " petugas layanan langsung tidak "
               "ada pada saat yang sama, paling banyak ",
               cap, ". Pindahkan sebagian."),
           Cat(crowd.people.size(), " of ", unit.direct_posts,
               " direct-service posts are away at "
               "the same time, at most ",
               cap, ". Move some.")},
          day, {{"at", Written(crowd.at)}, {"away", Cat(crowd.people.size())}, {"cap", Cat(cap)}});
    }
    std::set<std::string> alone;
    for (const WorkedAway& one : counters)
      if (one.away->substitute.empty()) alone.insert(one.away->person);
    for (const std::string& person : alone) {
      Find(
          "SVC-04", unit.id,
          {"Petugas layanan langsung ini tanpa pengganti di loket. Sebutkan penggantinya.",
           "Nobody stands in for this direct-service post. Name a substitute."},
          day, {{"person", person}});
    }
  }

  void OfKecamatan(
      const std::string& kecamatan, absl::CivilDay day, const std::map<std::string, bool>& lurah) {
    const int all = lurah_of_.at(kecamatan);
    const int cap = all * policy_.lurah_percent / kWhole;
    const int gone = static_cast<int>(lurah.size());
    const bool learns =
        std::any_of(lurah.begin(), lurah.end(), [](const auto& one) { return one.second; });
    if (gone <= cap || !learns) return;
    Find(
        "SVC-03", kecamatan,
        {Cat(gone, " dari ", all,
             " lurah kecamatan ini tidak ada pada hari yang sama, paling "
             "banyak ",
             cap, ". Pindahkan sebagian ke kelas lain."),
         Cat(gone, " of the ", all, " lurah of this kecamatan are away on one day, at most ", cap,
             ". Move some to another batch.")},
        day, {{"away", Cat(gone)}, {"cap", Cat(cap)}});
  }

  void OfBlackouts(const Away& one) {
    const auto unit = units_.find(one.unit);
    if (!one.training || unit == units_.end()) return;
    for (const Blackout* blackout : calendar_.BlackoutsOf(unit->second->path, one.slot)) {
      const absl::CivilDay day(std::max(one.slot.from, blackout->slot.from));
      if (!blacked_out_.insert({one.unit, day, blackout}).second) continue;
      Find(
          "SVC-05", one.unit,
          {Cat("Unit ini tidak boleh ditinggalkan: ", blackout->reason, ", sampai ",
               Written(blackout->slot.until), ". Pilih waktu lain."),
           Cat("Nobody is to be away from this unit: ", blackout->reason, ", until ",
               Written(blackout->slot.until), ". Choose another time.")},
          day, {{"blackout", blackout->id}, {"set_for", blackout->path}});
    }
  }

  using PersonQuarter = std::tuple<std::string, absl::civil_year_t, int>;
  void OfQuarter(const PersonQuarter& key, const std::set<absl::CivilDay>& days) {
    const auto& [person, year, quarter] = key;
    const int count = static_cast<int>(days.size());
    if (count <= policy_.quarter_days) return;
    Find(
        "SVC-06", person,
        {Cat("Pegawai ini ", count, " hari pelatihan dalam triwulan ", quarter, " ", year,
             ", paling banyak ", policy_.quarter_days, ". Pindahkan sebagian."),
         Cat("This person has ", count, " days of training in quarter ", quarter, " of ", year,
             ", at most ", policy_.quarter_days, ". Move some.")},
        *days.rbegin(),
        {{"days", Cat(count)},
         {"cap", Cat(policy_.quarter_days)},
         {"quarter", QuarterName(*days.rbegin())}});
  }

  std::span<const Away> away_;
  const Calendar& calendar_;
  const ContinuityPolicy& policy_;
  std::map<std::string, const UnitStaff*> units_;
  std::map<std::string, int> lurah_of_;  // how many are in office, by kecamatan
  std::map<std::pair<std::string, absl::CivilDay>, Crew> crews_;
  // By kecamatan: who, and whether for training.
  std::map<std::pair<std::string, absl::CivilDay>, std::map<std::string, bool>> lurah_;
  std::map<PersonQuarter, std::set<absl::CivilDay>> days_;
  std::set<std::tuple<std::string, absl::CivilDay, const Blackout*>> blacked_out_;
  Findings findings_;
};

// What one finding is about, whoever is named in it: a rule, whose, on which day or in which
// quarter; and whether it blocks, for what warns forgives nothing that does, nor the other way
// round.
using Matter = std::tuple<std::string, std::string, std::string, bool>;
Matter MatterOf(const Finding& finding) {
  const auto quarter = finding.values.find("quarter");
  return {
      finding.rule, finding.where,
      quarter != finding.values.end() ? quarter->second : finding.values.at("day"),
      finding.warning};
}

std::int64_t OverCap(const Finding& finding) {
  const auto number = [&](const char* name) {
    std::int64_t value = 0;
    const auto found = finding.values.find(name);
    return found != finding.values.end() && absl::SimpleAtoi(found->second, &value) ? value : 0;
  };
  return std::max<std::int64_t>(1, number("away") + number("days") - number("cap"));
}

}  // namespace

void AddByDay(Away away, std::vector<Away>& all) {
  Slot rest = away.slot;
  while (!rest.empty()) {
    const absl::CivilMinute midnight(absl::CivilDay(rest.from) + 1);
    away.slot = {rest.from, std::min(rest.until, midnight)};
    all.push_back(away);
    rest.from = midnight;
  }
}

std::string QuarterName(absl::CivilDay day) {
  return Cat(day.year(), "-", (day.month() - 1) / kQuarterMonths + 1);
}

std::string MayActFor(const UnitStaff& unit, const std::string& person) {
  if (unit.head != person) return "";
  return unit.secretary.empty() ? "+" : unit.secretary;
}

int AwayCapOf(int headcount, const ContinuityPolicy& policy) {
  return CapOf(headcount, policy.unit_percent, policy.one_from);
}

int DirectCapOf(int posts, const ContinuityPolicy& policy) {
  return CapOf(posts, policy.direct_percent, policy.one_from);
}

Findings CheckContinuity(
    std::span<const Away> away, std::span<const UnitStaff> units, const Calendar& calendar,
    const ContinuityPolicy& policy) {
  return Watch(away, units, calendar, policy).Result();
}

std::vector<std::pair<Finding, std::int64_t>> CheckAdded(
    std::span<const Away> ours, std::span<const Away> others, std::span<const UnitStaff> units,
    const Calendar& calendar, const ContinuityPolicy& policy) {
  std::vector<std::pair<Finding, std::int64_t>> added;
  const auto in_blackout = [](const Finding& one) { return one.rule == "SVC-05"; };
  // Whoever is in a blackout is there by himself; all else is of all of them together.
  for (Finding& finding : CheckContinuity(ours, units, calendar, policy))
    if (in_blackout(finding)) added.emplace_back(std::move(finding), 1);
  std::map<Matter, std::int64_t> theirs;
  for (const Finding& finding : CheckContinuity(others, units, calendar, policy))
    theirs[MatterOf(finding)] += OverCap(finding);
  std::vector<Away> all(others.begin(), others.end());
  all.insert(all.end(), ours.begin(), ours.end());
  for (Finding& finding : CheckContinuity(all, units, calendar, policy)) {
    if (in_blackout(finding)) continue;
    std::int64_t& spared = theirs[MatterOf(finding)];
    const std::int64_t over = OverCap(finding), forgiven = std::min(over, spared);
    spared -= forgiven;
    if (over > forgiven) added.emplace_back(std::move(finding), over - forgiven);
  }
  return added;
}

}  // namespace binadaya::scheduling::domain
