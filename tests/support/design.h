#pragma once

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "binadaya/needs/v1/needs.rpc.h"
#include "tests/support/budget.h"

// A program and the people who bring it into force, through the public API.
namespace binadaya::test {

// For a need of lurah: one batch costs so much, and closes this share of the gap.
needs::v1::ProgramDesign DesignFor(
    const std::string& title, const std::string& need, const std::string& competency,
    std::int64_t rupiah, double lift_share);

// Drafted and submitted (drafter), reviewed (second) and approved (head).
absl::StatusOr<needs::v1::Program> PutInForce(
    const needs::NeedsClient& client, const CallAs& as, const needs::v1::ProgramDesign& design,
    int year);

}  // namespace binadaya::test
