#pragma once

#include <optional>
#include <string>
#include <vector>

#include "binadaya/scheduling/v1/attendance.pb.h"
#include "services/common/db.h"

// What decides outcomes, and what they were.
namespace binadaya::scheduling::completion_store {

// What completes a program, as it says now; without an attendance_min it has not said it yet. The
// numbers of policy are not in it.
v1::KeptRule RuleOfProgram(Tx& tx, const std::string& program);
// Heard, or asked of needs.
void SaveRule(Tx& tx, const std::string& program, const v1::KeptRule& rule);

// As it was kept with a batch; none: not yet.
std::optional<v1::KeptRule> KeptOf(Tx& tx, const std::string& batch);
void Keep(Tx& tx, const std::string& batch, const v1::KeptRule& rule);
// Batches of a program that have begun and whose outcomes are not decided.
std::vector<std::string> BatchesWaiting(Tx& tx, const std::string& program);

// The outcome of an enrolment that was told last; none: none was.
std::optional<v1::Completion> OutcomeOf(Tx& tx, const std::string& enrolment);
void SaveOutcome(Tx& tx, const v1::Completion& outcome);
void ForgetOutcome(Tx& tx, const std::string& enrolment);

}  // namespace binadaya::scheduling::completion_store
