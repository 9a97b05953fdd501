#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "services/reporting/domain/delivery.h"
#include "services/reporting/domain/link.h"

// The chain from a need down to the single ratings and up again, and on to what was done about it.
namespace binadaya::reporting::domain {

// Instants and days are text as they are shown; '' = none.
struct Rating {
  std::string id, rater_role, competency, campaign, at;
  double level = 0;
};

// One row of a measurement.
struct Gap {
  std::string measurement, person, competency, severity;
  std::string standard;                 // "LURAH@2026-01-01"
  std::vector<std::string> ratings;     // ids
  std::string basis;                    // "MULTI_RATER", "CALIBRATION", …; '' = not told
  std::vector<std::string> decided_by;  // of a calibration, correction or appeal
  std::string decided_on;
  std::string family, path, opened_at, closed_at;
  int required = 0;
  double actual = 0, gap = 0;
  std::string next_family = {};  // '' = measured against the post held
};

struct ScoreComponent {
  std::string code;
  double value = 0, weight = 0, points = 0;
};

struct Need {
  std::string id, campaign, type, state, competency, family, path, detected_at, closed_at;
  std::string from_levels;     // "0:3 1:20": people by where they stand
  std::string closed_because;  // GAP_GONE, …; of one that is closed
  int to_level = 0, affected = 0, rated = 0, population = 0, rank = 0;
  double mean_gap = 0, score = 0;
  std::vector<ScoreComponent> breakdown;
  bool provisional = false;                      // ranked while too few were rated
  std::string next_family = {};                  // of a career need
  std::string training = {}, regulated_on = {};  // of a mandatory one

  // Closed by measurement: nobody is left with the gap.
  bool ClosedByMeasurement() const { return state == "CLOSED" && closed_because == "GAP_GONE"; }
};

struct Directive {
  std::string id, issuer_role, recorded_at;
  bool linked = false;
  int affected = 0, population = 0;
  double mean_gap = 0;
  int rated = 0;
};

// A program that serves a need: its version in force, before that its draft.
struct Program {
  std::string id;
  int year = 0, number = 0;
  std::string state, title;  // no title before it was in force
  std::vector<PlanItem> items = {};
};

// What a performance gap comes from.
struct Appraisal {
  std::string id, person;
  int year = 0;
  std::string predicate, recorded_at, ended_at;  // ended: corrected or annulled
};

struct Profile {
  std::string person, valid_until;
  std::vector<std::string> disputed;  // competencies
  std::optional<double> match;        // percent
  int required = 0;                   // competencies of the post's standard; 0 = not told
  int known = 0;                      // of these, with a valid level
};

using RatingsById = std::map<std::string, Rating>;

// What is known around one need.
struct NeedFacts {
  Need need;
  std::vector<Directive> directives;
  std::vector<Gap> gaps;  // those shown
  int gaps_in_all = 0;
  std::vector<Appraisal> appraisals = {};  // those shown
  int appraisals_in_all = 0;
  std::map<std::string, Gap> later;  // by person: what is measured of the need's competency now; of
                                     // a need closed by measurement
  RatingsById ratings;
  std::vector<Program> programs = {};
};

// What is known around one person.
struct PersonFacts {
  Profile profile;
  std::vector<Gap> gaps;    // the current ones, a row a competency
  std::vector<Need> needs;  // that name one of them
  RatingsById ratings;
  std::vector<Enrolment> enrolments = {};
};

// need -> score components, directives, programs that serve it with their delivery; the requirement
// of a training; appraisals; gaps -> standard, ratings, and, of a need closed by measurement, the
// later one
// -> the same.
std::vector<Link> NeedChain(const NeedFacts& facts);

// profile -> gaps, and those to next families -> standard, ratings, needs that name the gap ->
// seats in programs that serve it; seats in programs that serve none of these.
std::vector<Link> PersonChain(const PersonFacts& facts);

// The ids of all ratings that the gaps name, each once.
std::vector<std::string> RatingsOf(const std::vector<Gap>& gaps);

}  // namespace binadaya::reporting::domain
