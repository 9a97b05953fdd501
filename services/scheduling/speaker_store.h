#pragma once

#include <map>
#include <string>
#include <vector>

#include "binadaya/scheduling/v1/scheduling.pb.h"
#include "services/common/db.h"
#include "services/common/page.h"
#include "services/scheduling/domain/speaker.h"

// Who teaches.
namespace binadaya::scheduling::speaker_store {

// TIME-01: a window that cannot be read.
domain::Speaker AsDomain(const v1::Speaker& speaker, Findings& findings);

absl::StatusOr<v1::Speaker> Lock(Tx& tx, const std::string& id);
void Save(Tx& tx, const v1::Speaker& speaker);
// Those of these ids that are on record; not in use, too, if he has left service. `lock`: nobody
// else books them until the end.
std::map<std::string, domain::Speaker> OfIds(
    Tx& tx, const std::vector<std::string>& ids, bool lock = false);
// By id. With `free`: nothing is booked then, nor is he on leave or out of service.
std::vector<v1::Speaker> PageOf(
    Tx& tx, const v1::ListSpeakersRequest& request, const std::optional<domain::Slot>& free,
    const Page& page);

}  // namespace binadaya::scheduling::speaker_store
