#pragma once

#include <cstdint>
#include <string_view>

#include "services/common/db.h"

// Replays: this service's event log once more, for one consumer. Asked for in a transaction; sent
// by the relay from the log itself, a portion whenever no live event waits, and across restarts.
namespace binadaya::replay {

// Has the events after `after` (an event's id; "" = from the beginning) up to those committed by
// now sent to `topic`, in the order of their ids and at least once. One replay a topic: while one
// is under way it goes back to the earlier of the two beginnings. Returns how many events that are.
//
// `json`: as the structured mode of CloudEvents has it (structured.h).
std::int64_t Request(Tx& tx, std::string_view topic, std::string_view after, bool json = false);

}  // namespace binadaya::replay
