#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "binadaya/needs/v1/needs.pb.h"
#include "binadaya/registry/v1/registry.pb.h"
#include "binadaya/reporting/v1/reporting.pb.h"
#include "services/cli/answer.h"
#include "services/cli/environment.h"
#include "services/cli/find.h"
#include "services/cli/operator.h"

// One thing, by its code, its name or the first letters of its id.
namespace binadaya::cli {

absl::StatusOr<Answer> RunGetPerson(
    const Environment& environment, const std::string& person, const std::string& as_of);
absl::StatusOr<Answer> RunGetProfile(
    const Environment& environment, const std::string& person, const std::string& as_of);
absl::StatusOr<Answer> RunGetUnit(
    const Environment& environment, const std::string& unit, const std::string& as_of);
absl::StatusOr<Answer> RunGetPost(
    const Environment& environment, const std::string& post, const std::string& as_of);
absl::StatusOr<Answer> RunGetCompetency(
    const Environment& environment, const std::string& competency);
absl::StatusOr<Answer> RunGetNeed(const Environment& environment, const std::string& need);
// What stands in a unit subtree; an empty unit is the city.
absl::StatusOr<Answer> RunGetDashboard(const Environment& environment, const std::string& unit);

// Pure.
std::string PersonText(const registry::v1::Person& person);
std::string ContactText(const std::string& email, const std::string& mobile);  // empty of neither
std::string ProfileText(const registry::v1::Profile& profile, const Names& names);
// Of the person and of whoever is awaited.
Names NamesIn(const Operator& caller, const registry::v1::Profile& profile);
std::string UnitText(const registry::v1::Unit& unit);
std::string PostText(const registry::v1::Post& post);
std::string NeedText(const needs::v1::Need& need);
std::string DashboardText(const reporting::v1::Dashboard& dashboard);

}  // namespace binadaya::cli
