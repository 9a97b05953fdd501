#pragma once

#include <string>
#include <vector>

#include "services/common/db.h"
#include "services/common/page.h"
#include "services/registry/domain/career.h"
#include "services/registry/domain/gap.h"

// Measured gaps, by person; in groups: group_store.
namespace binadaya::registry::gap_store {

// What a person is measured to from `today` on: gaps that differ from those that stood take their
// place, and what stood until then is kept. `standard`: "LURAH@2026-01-01", the standard that they
// were measured against.
void Replace(
    Tx& tx, const std::string& person, const std::string& post, const std::string& standard,
    const std::vector<domain::Gap>& gaps, absl::CivilDay today);

// The same of the gaps to the next families.
void ReplaceNext(
    Tx& tx, const std::string& person, const std::vector<domain::NextGap>& gaps,
    absl::CivilDay today);

struct GapView {
  std::string person, post, family, path, as_of;
  domain::Gap gap;
  std::string next_family = {};  // of a gap to one
};
// As they stood on a day, with the unit in which the person was then.
std::vector<GapView> OfPerson(Tx& tx, const std::string& person, absl::CivilDay day);
std::vector<GapView> NextOfPerson(Tx& tx, const std::string& person, absl::CivilDay day);
// Deficits inside the paths, largest first.
std::vector<GapView> PageOf(
    Tx& tx, const std::vector<std::string>& paths, const std::string& competency,
    const std::string& family, const Page& page);

}  // namespace binadaya::registry::gap_store
