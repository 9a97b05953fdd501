#pragma once

#include <string_view>

#include "services/common/domain/finding.h"

// What the annual plan grants: so many batches of an item, of so many people (RKT; domain rule 9).
namespace binadaya::scheduling::domain {

struct PlannedItem {
  int batches = 0;
  int batch_size = 0;  // people of one, at most
  bool gone = false;   // no longer in the plan
};
// Structural leadership training (pelatihan struktural kepemimpinan; PerLAN 10/2018): it takes the
// time that its curriculum wants, so SVC-6 does not count it. `form`: as the plan names it.
bool IsStructural(std::string_view form);
// One more, beside `drafted` of them. Refuses: PLB-01 the item is no longer in the plan; PLB-02 all
// are drafted; PLB-03 more people than the plan pays for. All at once.
Findings CheckNewBatch(const PlannedItem& item, int drafted, int capacity);
// One that was drafted is to be published, beside `published` of them, by the plan as it is by now.
// Refuses: PLB-03; PLB-04 it has no more than these, or the item no longer. Both at once.
Findings CheckPublished(const PlannedItem& item, int published, int capacity);

}  // namespace binadaya::scheduling::domain
