#pragma once

#include <map>
#include <string>
#include <vector>

#include "binadaya/needs/v1/needs_events.pb.h"
#include "binadaya/scheduling/v1/scheduling_events.pb.h"
#include "services/common/db.h"
#include "services/reporting/domain/delivery.h"

// Items of annual plans, batches and enrolments, as they are told. All events of a batch come in
// order and start with its draft; those of an enrolment each say all that is kept of it.
namespace binadaya::reporting::delivery_store {

// A plan of a year has these items now, and those no more. A year may have several plans.
void SavePlan(
    Tx& tx, int year, int number,
    const google::protobuf::RepeatedPtrField<needs::v1::PlanItem>& items,
    const std::vector<std::string>& removed);

void Save(Tx& tx, const scheduling::v1::BatchDrafted& told);
void SaveState(Tx& tx, const std::string& batch, scheduling::v1::BatchState state);
void Save(Tx& tx, const scheduling::v1::BatchCancelled& told);
void Save(Tx& tx, const scheduling::v1::CapacitySet& told);
// It is scheduled, from the first to the last day of its sessions.
void Save(Tx& tx, const scheduling::v1::RundownReleased& told);

struct Seat {
  std::string enrolment, person, program, batch;  // no batch: none
  scheduling::v1::EnrolmentState state = {};
  std::string cause = {};   // of its end
  int jp = 0, minutes = 0;  // credited, once its outcome is decided
};
void Save(Tx& tx, const Seat& seat);

// Of programs, oldest year first, with lines and batches; by program.
std::map<std::string, std::vector<domain::PlanItem>> ItemsOf(
    Tx& tx, const std::vector<std::string>& programs);
// Newest program first.
std::vector<domain::Enrolment> EnrolmentsOf(Tx& tx, const std::string& person);

}  // namespace binadaya::reporting::delivery_store
