#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "binadaya/scheduling/v1/seat_questions.pb.h"
#include "services/common/db.h"
#include "services/common/page.h"
#include "services/scheduling/domain/seat_question.h"

// Seats in question. Whoever changes one holds the lock of the batch.
namespace binadaya::scheduling::question_store {

// The newest of each of these enrolments that has one.
std::map<std::string, domain::SeatQuestion> NewestOf(
    Tx& tx, const std::vector<std::string>& enrolments);
std::optional<domain::SeatQuestion> NewestOf(Tx& tx, const std::string& enrolment);
// Enrolments of a batch whose seats are in question.
std::vector<std::string> OpenIn(Tx& tx, const std::string& batch);
// Of a batch, and of these people in any.
std::vector<std::string> OpenBeside(
    Tx& tx, const std::string& batch, const std::vector<std::string>& people);
void Add(Tx& tx, const domain::SeatQuestion& question);
void Save(Tx& tx, const domain::SeatQuestion& question);
// The seat has ended: so has the question about it, if one is open.
void EndOf(Tx& tx, const std::string& enrolment);

// Where somebody stands, as far as it was heard: unit, post, family, employment.
std::string PlaceOf(Tx& tx, const std::string& person);

struct Listed {
  domain::SeatQuestion is = {};
  std::string unit = {}, person = {}, program = {}, batch = {};
};
// Inside these paths by the unit that chose them or that holds the batch; of a person, in any.
// Those to be decided first in front.
std::vector<Listed> PageOf(
    Tx& tx, const std::vector<std::string>& paths, const v1::ListSeatQuestionsRequest& request,
    const Page& page);
std::vector<Listed> PageOfPerson(Tx& tx, const std::string& person, const Page& page);

}  // namespace binadaya::scheduling::question_store
