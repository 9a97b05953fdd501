#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "services/common/solver/solve_mip.h"
#include "services/needs/domain/portfolio.h"

namespace binadaya::needs::domain::samples {

// A program with one variant, K, that closes the whole gap of a need of its own: N1 of P1.
// Thirty seats, ten of them for kecamatan, 10 trainer hours, a batch in March.
inline void AddProgram(
    PortfolioInput& input, const std::string& number, Money cost, double points) {
  input.needs.push_back({"N" + number, points, 30, 1});
  PortfolioVariant variant{
      .id = "K",
      .cost = cost,
      .source = "APBD",
      .sub_activity = "5.03.02",
      .seats = 30,
      .kecamatan_seats = 10,
      .trainer_hours = 10,
      .lifts = {{"N" + number, 1}}};
  variant.batches[2] = 1;
  input.programs.push_back({.id = "P" + number, .variants = {variant}});
}

// F-23: rupiah and points.
inline PortfolioInput WorkedExample() {
  PortfolioInput input;
  AddProgram(input, "1", {143'200'000}, 40);
  AddProgram(input, "2", {180'000'000}, 62);
  AddProgram(input, "3", {95'000'000}, 38);
  AddProgram(input, "4", {220'000'000}, 70);
  AddProgram(input, "5", {60'000'000}, 15);
  input.ceilings = {{"APBD", "", {400'000'000}}};
  return input;
}

inline absl::StatusOr<Portfolio> BestOf(const PortfolioInput& input) {
  return Choose(input, SolveMip, {});
}

// "P2 P4"; with the variant where it is not K: "P2/D".
inline std::string Names(const std::vector<Choice>& chosen) {
  std::string names;
  for (const Choice& choice : chosen) {
    if (!names.empty()) names += ' ';
    names += choice.program + (choice.variant == "K" ? "" : "/" + choice.variant);
  }
  return names;
}
inline std::string Chosen(const PortfolioInput& input) {
  const absl::StatusOr<Portfolio> best = BestOf(input);
  return best.ok() ? Names(best->chosen) : best.status().ToString();
}

}  // namespace binadaya::needs::domain::samples
