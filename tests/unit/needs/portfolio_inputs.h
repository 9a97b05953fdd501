#pragma once

#include <algorithm>
#include <cstdint>
#include <random>
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

inline PortfolioVariant& VariantOf(
    PortfolioInput& input, std::size_t program, std::size_t variant = 0) {
  return input.programs[program].variants[variant];
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

// Few programs, with everything that can stand in an input.
inline PortfolioInput Random(std::mt19937& random) {
  const auto upto = [&random](int most) { return static_cast<int>(random() % (most + 1)); };
  PortfolioInput input;
  for (int n = 0; n < 5; ++n)
    input.needs.push_back({"N" + std::to_string(n), upto(80) / 2.0, 10 + upto(40), 1});
  const int programs = 3 + upto(4);
  std::int64_t all = 0;
  for (int p = 0; p < programs; ++p) {
    PortfolioProgram program{.id = "P" + std::to_string(p)};
    for (int v = upto(2); v >= 0; --v) {
      PortfolioVariant variant{
          .id = "V" + std::to_string(v),
          .cost = {1 + upto(1'000)},
          .source = upto(2) == 0 ? "APBN" : "APBD",
          .sub_activity = "S" + std::to_string(upto(1)),
          .seats = 10 * (1 + upto(3)),
          .trainer_hours = upto(20)};
      variant.kecamatan_seats = upto(variant.seats);
      variant.batches[2] = upto(1);
      for (int n = 0; n < 5; ++n)
        if (upto(2) == 0) variant.lifts.push_back({"N" + std::to_string(n), upto(10) / 10.0});
      all += variant.cost.rupiah;
      program.variants.push_back(variant);
    }
    if (upto(7) == 0) program.mandatory = true;
    if (upto(9) == 0) program.committed = program.variants[0].id;
    input.programs.push_back(program);
  }
  const int part = static_cast<int>(all / 3);
  input.ceilings = {
      {"", "", {upto(part)}},
      {"APBD", "", {upto(part)}},
      {"", "S0", {upto(part)}},
      {"", "S1", {upto(part)}}};
  if (upto(1) == 0) input.kecamatan_share = upto(6) / 10.0;
  if (upto(1) == 0) input.trainer_hours = 20 + upto(40);
  if (upto(1) == 0) input.batches_a_month = 1 + upto(2);
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
