#pragma once

#include <map>
#include <string>
#include <vector>

#include "binadaya/scheduling/v1/scheduling.pb.h"
#include "services/common/db.h"
#include "services/common/page.h"
#include "services/scheduling/domain/venue.h"

// Where training takes place.
namespace binadaya::scheduling::venue_store {

// TIME-01: a window that cannot be read.
domain::Venue AsDomain(const v1::Venue& venue, Findings& findings);

absl::Status Lock(Tx& tx, const std::string& id);
void Save(Tx& tx, const v1::Venue& venue);
// Those of these ids that are on record; `lock`: nobody else books them until the end.
std::map<std::string, domain::Venue> OfIds(
    Tx& tx, const std::vector<std::string>& ids, bool lock = false);
// By name. With `free`: nothing is booked then.
std::vector<v1::Venue> PageOf(
    Tx& tx, const v1::ListVenuesRequest& request, const std::optional<domain::Slot>& free,
    const Page& page);

}  // namespace binadaya::scheduling::venue_store
