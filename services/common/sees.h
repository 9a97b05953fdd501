#pragma once

#include <string_view>

#include "services/common/call.h"

namespace binadaya {

// Whether the caller may see single people of a unit subtree: holds a role there that sees how
// people were rated (`sees` in the contract), or is a service of the platform. Anybody else is
// shown large groups only (common/domain/small_groups.h).
inline bool SeesPeople(const Call& call, std::string_view path) {
  for (const Grant& grant : call.identity().grants) {
    if (!Covers(grant.path, path)) continue;
    if (grant.role == v1::SERVICE) return true;
    const google::protobuf::EnumValueDescriptor* role =
        v1::Role_descriptor()->FindValueByNumber(grant.role);
    if (role == nullptr) continue;
    for (const int data : role->options().GetRepeatedExtension(v1::sees))
      if (data == v1::EVALUATION) return true;
  }
  return false;
}

}  // namespace binadaya
