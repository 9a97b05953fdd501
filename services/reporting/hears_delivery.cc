// What reporting hears of what is done about needs: annual plans, their money, batches and seats.
#include "services/reporting/delivery_store.h"
#include "services/reporting/money_store.h"
#include "services/reporting/reporting.h"

namespace binadaya::reporting {
namespace {

// What an event says of a seat: each of them names enrolment, person, program and batch.
template <class Told>
delivery_store::Seat SeatOf(const Told& told, scheduling::v1::EnrolmentState state) {
  return {
      .enrolment = told.enrolment(),
      .person = told.person(),
      .program = told.program(),
      .batch = told.batch(),
      .state = state};
}

// The same of one that has ended.
template <class Told>
delivery_store::Seat EndedSeatOf(const Told& told, scheduling::v1::EnrolmentState state) {
  delivery_store::Seat seat = SeatOf(told, state);
  seat.cause = scheduling::v1::EndCause_Name(told.cause());
  return seat;
}

}  // namespace

absl::Status Reporting::Hear(Tx& tx, const Event& event, const needs::v1::PlanSet& told) {
  Note(event);
  delivery_store::SavePlan(tx, told.year(), 0, told.items(), {});
  return absl::OkStatus();
}

absl::Status Reporting::Hear(Tx& tx, const Event& event, const needs::v1::PlanRevised& told) {
  Note(event);
  delivery_store::SavePlan(
      tx, told.year(), told.number(), told.items(), {told.removed().begin(), told.removed().end()});
  return absl::OkStatus();
}

absl::Status Reporting::Hear(Tx& tx, const Event& event, const budgeting::v1::LineChanged& told) {
  Note(event);
  money_store::Save(tx, told);
  return absl::OkStatus();
}

absl::Status Reporting::Hear(Tx& tx, const Event& event, const budgeting::v1::LineFrozen& told) {
  Note(event);
  money_store::SaveFrozen(tx, told.line(), told.frozen());
  return absl::OkStatus();
}

absl::Status Reporting::Hear(Tx& tx, const Event& event, const budgeting::v1::LineUnfrozen& told) {
  Note(event);
  money_store::SaveFrozen(tx, told.line(), told.frozen());
  return absl::OkStatus();
}

absl::Status Reporting::Hear(
    Tx& tx, const Event& event, const budgeting::v1::FundsCommitted& told) {
  Note(event);
  money_store::Save(tx, told);
  return absl::OkStatus();
}

absl::Status Reporting::Hear(Tx& tx, const Event& event, const budgeting::v1::FundsReleased& told) {
  Note(event);
  money_store::Save(tx, told);
  return absl::OkStatus();
}

absl::Status Reporting::Hear(Tx& tx, const Event& event, const budgeting::v1::FundsRealised& told) {
  Note(event);
  money_store::Save(tx, told);
  return absl::OkStatus();
}

absl::Status Reporting::Hear(Tx& tx, const Event& event, const budgeting::v1::FundsReturned& told) {
  Note(event);
  money_store::Save(tx, told);
  return absl::OkStatus();
}

absl::Status Reporting::Hear(Tx& tx, const Event& event, const scheduling::v1::BatchDrafted& told) {
  Note(event);
  delivery_store::Save(tx, told);
  return absl::OkStatus();
}

absl::Status Reporting::Hear(
    Tx& tx, const Event& event, const scheduling::v1::RundownReleased& told) {
  Note(event);
  delivery_store::Save(tx, told);
  return absl::OkStatus();
}

absl::Status Reporting::Hear(
    Tx& tx, const Event& event, const scheduling::v1::BatchPublishing& told) {
  Note(event);
  delivery_store::SaveState(tx, told.batch(), scheduling::v1::BATCH_PUBLISHING);
  return absl::OkStatus();
}

absl::Status Reporting::Hear(
    Tx& tx, const Event& event, const scheduling::v1::BatchPublished& told) {
  Note(event);
  delivery_store::SaveState(tx, told.batch(), scheduling::v1::BATCH_PUBLISHED);
  return absl::OkStatus();
}

absl::Status Reporting::Hear(
    Tx& tx, const Event& event, const scheduling::v1::BatchUnpublished& told) {
  Note(event);
  delivery_store::SaveState(tx, told.batch(), scheduling::v1::BATCH_SCHEDULED);
  return absl::OkStatus();
}

absl::Status Reporting::Hear(Tx& tx, const Event& event, const scheduling::v1::BatchLocked& told) {
  Note(event);
  delivery_store::SaveState(tx, told.batch(), scheduling::v1::BATCH_LOCKED);
  return absl::OkStatus();
}

absl::Status Reporting::Hear(Tx& tx, const Event& event, const scheduling::v1::BatchStarted& told) {
  Note(event);
  delivery_store::SaveState(tx, told.batch(), scheduling::v1::BATCH_RUNNING);
  return absl::OkStatus();
}

absl::Status Reporting::Hear(
    Tx& tx, const Event& event, const scheduling::v1::BatchDelivered& told) {
  Note(event);
  delivery_store::SaveState(tx, told.batch(), scheduling::v1::BATCH_DELIVERED);
  return absl::OkStatus();
}

absl::Status Reporting::Hear(
    Tx& tx, const Event& event, const scheduling::v1::BatchCancelled& told) {
  Note(event);
  delivery_store::Save(tx, told);
  return absl::OkStatus();
}

absl::Status Reporting::Hear(Tx& tx, const Event& event, const scheduling::v1::CapacitySet& told) {
  Note(event);
  delivery_store::Save(tx, told);
  return absl::OkStatus();
}

absl::Status Reporting::Hear(
    Tx& tx, const Event& event, const scheduling::v1::EnrolmentWaitlisted& told) {
  Note(event);
  delivery_store::Save(tx, SeatOf(told, scheduling::v1::ENROLMENT_WAITLISTED));
  return absl::OkStatus();
}

absl::Status Reporting::Hear(
    Tx& tx, const Event& event, const scheduling::v1::EnrolmentOffered& told) {
  Note(event);
  delivery_store::Save(tx, SeatOf(told, scheduling::v1::ENROLMENT_OFFERED));
  return absl::OkStatus();
}

absl::Status Reporting::Hear(
    Tx& tx, const Event& event, const scheduling::v1::EnrolmentApproved& told) {
  Note(event);
  delivery_store::Save(tx, SeatOf(told, scheduling::v1::ENROLMENT_APPROVED));
  return absl::OkStatus();
}

absl::Status Reporting::Hear(
    Tx& tx, const Event& event, const scheduling::v1::EnrolmentDeclined& told) {
  Note(event);
  delivery_store::Save(tx, EndedSeatOf(told, scheduling::v1::ENROLMENT_DECLINED));
  return absl::OkStatus();
}

absl::Status Reporting::Hear(
    Tx& tx, const Event& event, const scheduling::v1::EnrolmentConfirmed& told) {
  Note(event);
  delivery_store::Save(tx, SeatOf(told, scheduling::v1::ENROLMENT_CONFIRMED));
  return absl::OkStatus();
}

absl::Status Reporting::Hear(
    Tx& tx, const Event& event, const scheduling::v1::EnrolmentSubstituted& told) {
  Note(event);
  delivery_store::Save(tx, SeatOf(told, scheduling::v1::ENROLMENT_SUBSTITUTED));
  return absl::OkStatus();
}

absl::Status Reporting::Hear(
    Tx& tx, const Event& event, const scheduling::v1::EnrolmentWithdrawn& told) {
  Note(event);
  delivery_store::Save(tx, EndedSeatOf(told, scheduling::v1::ENROLMENT_WITHDRAWN));
  return absl::OkStatus();
}

absl::Status Reporting::Hear(
    Tx& tx, const Event& event, const scheduling::v1::EnrolmentAttending& told) {
  Note(event);
  delivery_store::Save(tx, SeatOf(told, scheduling::v1::ENROLMENT_ATTENDING));
  return absl::OkStatus();
}

absl::Status Reporting::Hear(
    Tx& tx, const Event& event, const scheduling::v1::EnrolmentCompleted& told) {
  Note(event);
  delivery_store::Seat seat = SeatOf(told, told.outcome());
  seat.jp = told.jp();
  seat.minutes = told.minutes();
  delivery_store::Save(tx, seat);
  return absl::OkStatus();
}

absl::Status Reporting::Hear(
    Tx& tx, const Event& event, const scheduling::v1::BatchCompleted& told) {
  Note(event);
  delivery_store::SaveState(tx, told.batch(), scheduling::v1::BATCH_COMPLETED);
  return absl::OkStatus();
}

absl::Status Reporting::Hear(
    Tx& tx, const Event& event, const scheduling::v1::BatchReopened& told) {
  Note(event);
  delivery_store::SaveState(tx, told.batch(), told.state());
  return absl::OkStatus();
}

}  // namespace binadaya::reporting
