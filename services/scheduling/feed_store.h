#pragma once

#include <optional>
#include <string>
#include <vector>

#include "binadaya/scheduling/v1/scheduling.pb.h"
#include "services/common/db.h"
#include "services/common/page.h"
#include "services/common/retention.h"
#include "services/scheduling/domain/appointment.h"
#include "services/scheduling/domain/clash.h"

// Feeds of calendar programs, and what they are made of.
namespace binadaya::scheduling::feed_store {

// One that is open. `hash`: the SHA-256 of what its address ends in, which itself is kept nowhere.
// The constraint "one_open_feed" refuses a second one.
void Add(Tx& tx, const v1::Feed& feed, const std::string& hash);
// NotFound of "id".
absl::StatusOr<v1::Feed> Lock(Tx& tx, const std::string& id);
// By the call, now.
void Close(Tx& tx, v1::Feed& feed);
// The open one at an address.
std::optional<v1::Feed> OpenAt(Tx& tx, const std::string& hash);
// Newest first; of one, or all.
std::vector<v1::Feed> PageOf(Tx& tx, const std::string& of, const Page& page);
// Those that were closed long ago.
Retention::Portion Closed();

// A batch that ever concerned a venue, a speaker or a person, and was not over before a day.
struct Concern {
  std::string batch = {}, unit = {}, program = {};
  int number = 0;
  bool cancelled = false;
};
std::vector<Concern> ConcernsOf(
    Tx& tx, domain::Resource resource, const std::string& id, absl::CivilDay since);
domain::BatchHistory HistoryOf(Tx& tx, const std::string& batch);

// How somebody stands to a batch that offered him a seat.
struct Place {
  bool offered = false;   // at any time
  bool held = false;      // a seat: answered or not, or what became of it
  bool accepted = false;  // by superior and himself
  bool left = false;      // he had one and ended it
  int version = 0;        // of all his enrolments in the program: it never falls
};
Place PlaceOf(Tx& tx, const std::string& person, const Concern& concern);
// As which he teaches, if he does.
std::string SpeakerOf(Tx& tx, const std::string& person);

}  // namespace binadaya::scheduling::feed_store
