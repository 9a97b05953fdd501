#pragma once

#include <cstdint>
#include <string_view>

#include "services/common/db.h"

// Replays: this service's event log once more, for one consumer. Asked for in a transaction; sent
// by the relay from the log itself, a portion whenever no live event waits, and across restarts.
namespace binadaya::replay {

// Has the events after `after` (an event's id; "" = from the beginning) up to those committed by
// now sent to `topic`, those of an aggregate in the order of their versions and at least once
// (replay_portion.h). One replay a topic: while one is under way it goes back to the earlier of the
// two beginnings. Returns how many events that are.
//
// `json`: as the structured mode of CloudEvents has it (structured.h).
std::int64_t Request(Tx& tx, std::string_view topic, std::string_view after, bool json = false);

// Ends the one that is under way. False when there is none.
bool End(Tx& tx, std::string_view topic);

}  // namespace binadaya::replay
