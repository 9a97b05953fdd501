#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "binadaya/needs/v1/needs_events.pb.h"
#include "services/common/db.h"

// Needs and directives, as they are told. All events of a need come in order and start with its
// detection, so only that one inserts; another one about an unknown need fails (Tx::ChangeOne),
// which parks it in view instead of losing it.
namespace binadaya::reporting::need_store {

// Told again, it brings the figures up to date.
void Save(Tx& tx, const needs::v1::NeedDetected& told, absl::Time at);
void Save(Tx& tx, const needs::v1::DirectiveRecorded& told, absl::Time at);
void SaveState(Tx& tx, const std::string& need, needs::v1::NeedState state);
void SaveRank(Tx& tx, const needs::v1::NeedRanked& told);
void SaveFigures(Tx& tx, const needs::v1::NeedMeasured& told);
void SaveReopened(Tx& tx, const needs::v1::NeedReopened& told);
void SaveClosed(Tx& tx, const needs::v1::NeedClosed& told, absl::Time at);

// Where its unit is today, or of a closed one the heir.
absl::StatusOr<std::string> PathOf(Tx& tx, const std::string& need);

}  // namespace binadaya::reporting::need_store
