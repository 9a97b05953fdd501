#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "binadaya/scheduling/v1/participants.pb.h"
#include "services/common/db.h"
#include "services/common/page.h"
#include "services/scheduling/domain/enrolment.h"

// Enrolments. One that waits and has a batch has a seat kept in it until that is published.
namespace binadaya::scheduling::enrolment_store {

struct Enrolment {
  domain::Enrolment is = {};
  std::string unit = {}, selection = {};
  bool drawn = false;
  std::vector<std::string> asked = {};  // superiors, nearest first
  v1::Considered candidate = {};        // as he was when he was chosen,
  absl::Time chosen_at = {};            // which was then
};
// NotFound for one that is not there.
absl::StatusOr<Enrolment> Get(Tx& tx, const std::string& id);
// Of a batch, in any state.
std::vector<Enrolment> OfBatch(Tx& tx, const std::string& batch);
// Those who wait for whichever batch of a program, in the order of the list; the next after one of
// them, at most so many.
std::vector<Enrolment> Waiting(
    Tx& tx, const std::string& program, const Enrolment* after, int limit);
// Those who wait, at most so many, chosen for years before, 0: for any; not those for whom a seat
// is kept in a batch that is not over.
std::vector<Enrolment> WaitingSince(Tx& tx, const std::string& program, int before_year, int limit);
// What somebody has a seat in, or one kept; what he waits for, too.
std::vector<std::string> SeatsOf(Tx& tx, const std::string& person);
// Held or kept, with a session that a blackout touches, of people below its unit.
std::vector<std::string> SeatsInBlackout(Tx& tx, const std::string& blackout);
// Held or kept, with a session on these days (`until` not among them; empty: on all after `from`),
// of people of a unit and those below it.
std::vector<std::string> SeatsOn(
    Tx& tx, const std::string& unit, const std::string& from, const std::string& until);
std::vector<std::string> OpenOf(Tx& tx, const std::string& person);
// The newest of a person in a program; NotFound.
absl::StatusOr<Enrolment> NewestOf(Tx& tx, const std::string& person, const std::string& program);
void Add(Tx& tx, const std::vector<Enrolment>& enrolments);
void Save(Tx& tx, const Enrolment& enrolment);

// Inside these paths by the unit that selected them or by where they stand; by place on the list.
std::vector<Enrolment> PageOf(
    Tx& tx, const std::vector<std::string>& paths, const v1::ListEnrolmentsRequest& request,
    const Page& page);
// Newest first.
std::vector<Enrolment> PageOfPerson(Tx& tx, const std::string& person, const Page& page);
// Offered to people under a path.
std::vector<std::string> OfferedUnder(Tx& tx, const std::string& path);
// Offered, and this superior is asked: all of them, and a page of them.
std::vector<std::string> AskedOf(Tx& tx, const std::string& superior);
std::vector<Enrolment> PageOfAsked(Tx& tx, const std::string& superior, const Page& page);

// How many seats of a batch are held, and kept.
struct Taken {
  int held = 0, kept = 0;
};
Taken TakenOf(Tx& tx, const std::string& batch);

}  // namespace binadaya::scheduling::enrolment_store
