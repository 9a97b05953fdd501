#include "services/registry/domain/unit.h"

namespace binadaya::registry::domain {

bool SameUnit(const Unit& a, const Unit& b) {
  return a.code == b.code && a.name == b.name && a.kind == b.kind && a.parent == b.parent &&
         a.direct_service == b.direct_service && a.succeeds == b.succeeds;
}

void Follow(UnitAct& later, const Unit& before, const Unit& after) {
  if (later.closes) return;
  const auto follow = [&](auto field) {
    if (later.unit.*field == before.*field) later.unit.*field = after.*field;
  };
  follow(&Unit::name);
  follow(&Unit::kind);
  follow(&Unit::parent);
  follow(&Unit::direct_service);
}

}  // namespace binadaya::registry::domain
