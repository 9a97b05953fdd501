#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/time/civil_time.h"
#include "binadaya/registry/v1/registry.pb.h"

// What was true of people on a day, worked out the slow and obvious way: everything that ever
// happened is kept, and each question goes through all of it.
namespace binadaya::test::past {

// Values that hold from a day on, the later said winning of two on one day.
template <class Value>
class Since {
 public:
  void Set(absl::CivilDay day, Value value) { values_[day] = std::move(value); }
  Value On(absl::CivilDay day) const {
    Value found{};
    for (const auto& [from, value] : values_) {
      if (from <= day) found = value;
    }
    return found;
  }
  std::vector<absl::CivilDay> Days() const {
    std::vector<absl::CivilDay> days;
    for (const auto& [from, value] : values_) days.push_back(from);
    return days;
  }

 private:
  std::map<absl::CivilDay, Value> values_;
};

struct Act {
  std::string id = {};
  registry::v1::ActKind kind = registry::v1::ACT_ASSIGNMENT;
  registry::v1::AssignmentKind assignment = registry::v1::DEFINITIVE;
  absl::CivilDay effective = {};
  std::optional<absl::CivilDay> to = {};
  std::string post = {}, unit = {}, grade = {}, position = {};
  registry::v1::ActState state = registry::v1::ACT_PENDING;
  int turn = 0;  // the how manieth that came into force; 0: did not
};

// How a person stood.
struct Standing {
  std::string grade = "III/c", position = "AKTIF", post, unit;
  bool operator==(const Standing&) const = default;
};

struct Level {
  double level = 0;
  absl::CivilDay from, until;
};

struct Person {
  std::string id;
  Standing first = {};
  std::vector<Act> acts = {};
  std::map<std::string, std::vector<Level>> levels = {};  // by competency

  Standing On(absl::CivilDay day) const;
  // The acting assignments that held then: post and unit, the newest first.
  std::vector<Act> ActingOn(absl::CivilDay day) const;
  std::map<std::string, double> LevelsOn(absl::CivilDay day) const;
};

struct Post {
  std::string family;
  std::map<std::string, int> standards = {};
};

struct City {
  std::map<std::string, Since<std::string>> parents;  // of units, by code
  std::map<std::string, Since<Post>> posts;
  std::string head;  // the post whose holders head their units
  std::vector<Person> people;

  std::string PathOn(const std::string& unit, absl::CivilDay day) const;
  // Whom the reporting line names; empty for nobody.
  std::string SuperiorOn(const Person& person, absl::CivilDay day) const;
  // Required and actual level of each competency that the post demands and is known.
  std::map<std::string, std::pair<int, double>> GapsOn(
      const Person& person, absl::CivilDay day) const;
};

}  // namespace binadaya::test::past
