#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "binadaya/needs/v1/needs_events.pb.h"
#include "services/common/db.h"

// Needs and directives, as they are told. All events of a need come in order and start with its
// detection, so only that one inserts; another one about an unknown need is refused (NotFound),
// which parks it in view instead of losing it.
namespace binadaya::reporting::need_store {

// Told again, it brings the figures up to date.
void Save(Tx& tx, const needs::v1::NeedDetected& told, absl::Time at);
void Save(Tx& tx, const needs::v1::DirectiveRecorded& told, absl::Time at);
absl::Status SaveState(Tx& tx, const std::string& need, needs::v1::NeedState state);
absl::Status SaveRank(Tx& tx, const needs::v1::NeedRanked& told);
absl::Status SaveFigures(Tx& tx, const needs::v1::NeedMeasured& told);
absl::Status SaveReopened(Tx& tx, const needs::v1::NeedReopened& told);
absl::Status SaveClosed(Tx& tx, const needs::v1::NeedClosed& told, absl::Time at);

absl::StatusOr<std::string> PathOf(Tx& tx, const std::string& need);

}  // namespace binadaya::reporting::need_store
