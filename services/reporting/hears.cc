// What reporting hears. Each handler writes what its own aggregate says and assumes nothing about
// others, whose events may still be on their way. Instants are the event's, so that a rebuild ends
// in the same rows.
#include "services/common/learned.h"
#include "services/reporting/gap_store.h"
#include "services/reporting/need_store.h"
#include "services/reporting/place_store.h"
#include "services/reporting/program_store.h"
#include "services/reporting/reporting.h"

namespace binadaya::reporting {
namespace {

// Keeps the gaps that an event tells. F-03 has no value where nothing was measured; there the event
// says 0.
template <class Told>
void Measure(Tx& tx, const Event& event, const Told& told) {
  gap_store::Measurement measurement{
      .event = event.id,
      .person = told.person(),
      .at = event.time,
      .family = told.family(),
      .path = told.unit_path(),
      .required = told.required()};
  if (!told.gaps().empty()) measurement.match = told.job_person_match();
  gap_store::Insert(tx, measurement, told.gaps(), told.next_gaps());
}

}  // namespace

absl::Status Reporting::Hear(Tx& tx, const Event& event, const registry::v1::UnitChanged& told) {
  Note(event);
  place_store::SaveUnit(tx, told, event.time);
  return absl::OkStatus();
}

absl::Status Reporting::Hear(Tx& tx, const Event& event, const registry::v1::PostDefined& told) {
  Note(event);
  place_store::SaveFamily(tx, told, event.id, event.time);
  return absl::OkStatus();
}

absl::Status Reporting::Hear(Tx& tx, const Event& event, const registry::v1::PersonChanged& told) {
  Note(event);
  learned::SaveActive(tx, told.person(), told.active());
  return absl::OkStatus();
}

absl::Status Reporting::Hear(Tx& tx, const Event& event, const registry::v1::PostAssigned& told) {
  Note(event);
  if (told.kind() != registry::v1::DEFINITIVE)
    return absl::OkStatus();  // who acts for another stays where he stands
  place_store::SaveStay(
      tx, {.event = event.id,
           .person = told.person(),
           .post = told.post(),
           .family = told.family(),
           .path = told.unit_path(),
           .at = event.time});
  // Where no level is known nothing was measured, and nothing that was measured before has ended.
  if (told.gaps().empty() && told.next_gaps().empty() && told.required() == 0) {
    place_store::SavePlace(tx, told, {});
  } else {
    place_store::SavePlace(tx, told, {event.id, event.time});
    Measure(tx, event, told);
  }
  return absl::OkStatus();
}

absl::Status Reporting::Hear(Tx& tx, const Event& event, const registry::v1::PersonLeft& told) {
  Note(event);
  // He stands nowhere, and nothing is demanded of him.
  place_store::SaveStay(
      tx, {.event = event.id,
           .person = told.person(),
           .post = "",
           .family = "",
           .path = "/",
           .at = event.time});
  place_store::SaveLeft(tx, told.person(), {event.id, event.time});
  gap_store::Insert(
      tx, {.event = event.id, .person = told.person(), .at = event.time, .family = "", .path = "/"},
      {}, {});
  return absl::OkStatus();
}

absl::Status Reporting::Hear(
    Tx& tx, const Event& event, const registry::v1::AppraisalRecorded& told) {
  Note(event);
  gap_store::Insert(tx, told, event.time);
  return absl::OkStatus();
}

absl::Status Reporting::Hear(Tx& tx, const Event& event, const registry::v1::RecordAnnulled& told) {
  Note(event);
  gap_store::Insert(tx, told, event.time);
  return absl::OkStatus();
}

absl::Status Reporting::Hear(Tx& tx, const Event& event, const registry::v1::RatingRecorded& told) {
  Note(event);
  gap_store::Insert(tx, told, event.time);
  return absl::OkStatus();
}

absl::Status Reporting::Hear(Tx& tx, const Event& event, const registry::v1::RatingDisputed& told) {
  Note(event);
  place_store::SaveDispute(tx, told);
  return absl::OkStatus();
}

absl::Status Reporting::Hear(
    Tx& tx, const Event& event, const registry::v1::RatingCalibrated& told) {
  Note(event);
  place_store::SaveCalibration(tx, told);
  return absl::OkStatus();
}

absl::Status Reporting::Hear(
    Tx& tx, const Event& event, const registry::v1::ProfileValidated& told) {
  Note(event);
  place_store::SaveValid(tx, told, {event.id, event.time});
  Measure(tx, event, told);
  return absl::OkStatus();
}

absl::Status Reporting::Hear(
    Tx& tx, const Event& event, const registry::v1::ProfileMeasured& told) {
  Note(event);
  place_store::SaveMeasured(tx, told.person(), {event.id, event.time});
  Measure(tx, event, told);
  return absl::OkStatus();
}

absl::Status Reporting::Hear(Tx& tx, const Event& event, const registry::v1::ProfileExpired& told) {
  Note(event);
  place_store::SaveEnd(tx, told.person(), told.valid_until(), {event.id, event.time});
  Measure(tx, event, told);
  return absl::OkStatus();
}

absl::Status Reporting::Hear(
    Tx& tx, const Event& event, const registry::v1::ProfileCorrected& told) {
  Note(event);
  place_store::SaveEnd(tx, told.person(), told.valid_until(), {event.id, event.time});
  Measure(tx, event, told);
  return absl::OkStatus();
}

absl::Status Reporting::Hear(Tx& tx, const Event& event, const needs::v1::NeedDetected& told) {
  Note(event);
  need_store::Save(tx, told, event.time);
  return absl::OkStatus();
}

absl::Status Reporting::Hear(Tx& tx, const Event& event, const needs::v1::NeedMeasured& told) {
  Note(event);
  need_store::SaveFigures(tx, told);
  return absl::OkStatus();
}

absl::Status Reporting::Hear(Tx& tx, const Event& event, const needs::v1::NeedVerified& told) {
  Note(event);
  need_store::SaveState(tx, told.need(), needs::v1::VERIFIED);
  return absl::OkStatus();
}

absl::Status Reporting::Hear(Tx& tx, const Event& event, const needs::v1::NeedValidated& told) {
  Note(event);
  need_store::SaveState(tx, told.need(), needs::v1::VALIDATED);
  return absl::OkStatus();
}

absl::Status Reporting::Hear(Tx& tx, const Event& event, const needs::v1::NeedRanked& told) {
  Note(event);
  need_store::SaveRank(tx, told);
  return absl::OkStatus();
}

absl::Status Reporting::Hear(Tx& tx, const Event& event, const needs::v1::NeedBacklogged& told) {
  Note(event);
  need_store::SaveState(tx, told.need(), needs::v1::BACKLOG);
  return absl::OkStatus();
}

absl::Status Reporting::Hear(Tx& tx, const Event& event, const needs::v1::NeedRejected& told) {
  Note(event);
  need_store::SaveState(tx, told.need(), needs::v1::REJECTED);
  return absl::OkStatus();
}

absl::Status Reporting::Hear(Tx& tx, const Event& event, const needs::v1::NeedLeftToAction& told) {
  Note(event);
  need_store::SaveState(tx, told.need(), needs::v1::NON_TRAINING_ACTION);
  return absl::OkStatus();
}

absl::Status Reporting::Hear(Tx& tx, const Event& event, const needs::v1::NeedReopened& told) {
  Note(event);
  need_store::SaveReopened(tx, told);
  return absl::OkStatus();
}

absl::Status Reporting::Hear(Tx& tx, const Event& event, const needs::v1::NeedClosed& told) {
  Note(event);
  need_store::SaveClosed(tx, told, event.time);
  return absl::OkStatus();
}

absl::Status Reporting::Hear(Tx& tx, const Event& event, const needs::v1::DirectiveRecorded& told) {
  Note(event);
  need_store::Save(tx, told, event.time);
  return absl::OkStatus();
}

absl::Status Reporting::Hear(Tx& tx, const Event& event, const needs::v1::ProgramDrafted& told) {
  Note(event);
  program_store::Save(tx, told);
  return absl::OkStatus();
}

absl::Status Reporting::Hear(Tx& tx, const Event& event, const needs::v1::ProgramApproved& told) {
  Note(event);
  program_store::SaveVersion(
      tx, told.program(), needs::v1::PROGRAM_APPROVED, told.number(), told.design());
  return absl::OkStatus();
}

absl::Status Reporting::Hear(
    Tx& tx, const Event& event, const needs::v1::ProgramUnderReview& told) {
  Note(event);
  program_store::SaveVersion(
      tx, told.program(), needs::v1::PROGRAM_UNDER_REVIEW, told.number(), told.design());
  return absl::OkStatus();
}

absl::Status Reporting::Hear(Tx& tx, const Event& event, const needs::v1::ProgramRetired& told) {
  Note(event);
  program_store::SaveVersion(
      tx, told.program(), needs::v1::PROGRAM_RETIRED, told.number(), told.design());
  return absl::OkStatus();
}

absl::Status Reporting::Hear(Tx& tx, const Event& event, const needs::v1::ProgramRelinked& told) {
  Note(event);
  program_store::Save(tx, told);
  return absl::OkStatus();
}

}  // namespace binadaya::reporting
