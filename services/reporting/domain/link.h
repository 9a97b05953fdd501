#pragma once

#include <map>
#include <string>

// A link of a chain. What is not there is a link too, marked as missing.
namespace binadaya::reporting::domain {

using Facts = std::map<std::string, std::string>;

struct Link {
  std::string kind;  // need, score, directive, program, plan_item, budget_line, batch, requirement,
                     // appraisal, gap, next_gap, closed_by, calibration, correction, appeal,
                     // rating, standard, profile, enrolment
  std::string id;
  int depth = 0;
  std::string state;
  Facts facts;
  bool missing = false;  // the facts "id" and "en" say what was expected
  bool operator==(const Link&) const = default;
};

Link Missing(
    const char* kind, std::string id, int depth, const char* indonesian, const char* english);
// Leaves out what is not known.
void AddKnown(Facts& facts, const char* name, const std::string& value);

}  // namespace binadaya::reporting::domain
