#pragma once

#include <string>
#include <vector>

#include "binadaya/needs/v1/needs_events.pb.h"
#include "services/common/db.h"
#include "services/reporting/domain/chain.h"

// Programs, as they are told. All events of a program come in order and start with its draft.
namespace binadaya::reporting::program_store {

// Of a new version beside one that is in force nothing is kept until it is approved.
void Save(Tx& tx, const needs::v1::ProgramDrafted& told);
void Save(Tx& tx, const needs::v1::ProgramRelinked& told);
// A version that stands, or stood: approved, under review, retired.
void SaveVersion(
    Tx& tx, const std::string& program, needs::v1::ProgramState state, int number,
    const needs::v1::ProgramDesign& design);

// Those that serve a need, oldest first.
std::vector<domain::Program> OfNeed(Tx& tx, const std::string& need);

}  // namespace binadaya::reporting::program_store
