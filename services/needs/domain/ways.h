#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <vector>

#include "services/needs/domain/design.h"
#include "services/needs/domain/portfolio.h"

// In which ways a program can be held for a year, and what each does for its needs.
namespace binadaya::needs::domain {

inline constexpr int kMostBatches = 64;

// The people of one need, as a program for it sees them.
struct NeedPeople {
  std::string need = {};
  std::string competency = {};  // empty: the need is of a training, or of appraisals
  std::string family = {};
  int affected = 0;
  double mean_gap = 0;
};

// How many people a program is for: of each family those of its largest need, for whoever lacks one
// thing often lacks the other.
int PeopleOf(const std::vector<NeedPeople>& needs);

// The numbers of batches that are offered where nobody names them: 1, 2, 4, 8 … and as many as seat
// everybody.
std::vector<int> BatchesFor(int people, int batch_max);

// In which month, 1 to 12, each batch begins, in order: they take turns in `months`. Where none are
// named, from February to November, and the program at another `place` begins elsewhere.
std::vector<int> MonthsOf(int batches, const std::vector<int>& months, std::size_t place);

// What a variant with so many seats does for each need: its share of the target's lift, in parts of
// the mean gap, at most all of it; of a need without a competency, its share itself. Seats are
// divided over the families by their people, and nobody sits on two: so the share is less where
// there are more seats than people.
std::vector<Lift> LiftsOf(
    const Design& design, const Variant& variant, int seats, const std::vector<NeedPeople>& needs);

// How many of the seats are for people of some families, rounded down.
int SeatsFor(
    const std::set<std::string>& families, int seats, const std::vector<NeedPeople>& needs);

// Hours that trainers teach in one batch: the minutes of learning in hours of `minutes`, rounded
// up.
int TrainerHoursOf(const Design& design, int minutes);

}  // namespace binadaya::needs::domain
