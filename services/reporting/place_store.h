#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "binadaya/registry/v1/registry_events.pb.h"
#include "services/common/db.h"

// Units, and people with their place and the state of their profile.
namespace binadaya::reporting::place_store {

// The event that brought a measurement of a person; empty when an event brought none. The newest is
// the current one.
struct Measured {
  std::optional<std::string_view> event;  // id
  std::optional<absl::Time> at;
};

// `at`: when it was told; a closed unit has its heir from then on.
void SaveUnit(Tx& tx, const registry::v1::UnitChanged& told, absl::Time at);
// The family of a post from an instant on.
void SaveFamily(
    Tx& tx, const registry::v1::PostDefined& told, const std::string& event, absl::Time at);
// Each of these writes its own columns of the person's row, and makes the row when it is the first
// to hear of the person.
void SavePlace(Tx& tx, const registry::v1::PostAssigned& told, const Measured& measured);
// A valid profile settles what was disputed.
void SaveValid(Tx& tx, const registry::v1::ProfileValidated& told, const Measured& measured);
void SaveMeasured(Tx& tx, const std::string& person, const Measured& measured);
// The first day on which a level of the person holds no more; '' = no level is known.
void SaveEnd(
    Tx& tx, const std::string& person, const std::string& valid_until, const Measured& measured);
// Who has left holds no post in any unit, and is measured by nothing from now on.
void SaveLeft(Tx& tx, const std::string& person, const Measured& measured);
void SaveDispute(Tx& tx, const registry::v1::RatingDisputed& told);
// Settles one competency of the campaign that the disputes are of.
void SaveCalibration(Tx& tx, const registry::v1::RatingCalibrated& told);

// Where somebody stands from an instant on; without a post he has left.
struct Stay {
  std::string event;  // that told it, its id
  std::string person, post, family, path;
  absl::Time at;
};
void SaveStay(Tx& tx, const Stay& stay);

// What a person's scope resolves to today. NotFound for somebody never heard of; a person without a
// place, also one who has left, stands under the whole city only.
absl::StatusOr<std::string> PathOfPerson(Tx& tx, const std::string& person);

}  // namespace binadaya::reporting::place_store
