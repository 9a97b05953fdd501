#include "services/reporting/domain/link.h"

#include <utility>

namespace binadaya::reporting::domain {

Link Missing(
    const char* kind, std::string id, int depth, const char* indonesian, const char* english) {
  return {
      .kind = kind,
      .id = std::move(id),
      .depth = depth,
      .state = "",
      .facts = {{"id", indonesian}, {"en", english}},
      .missing = true};
}

void AddKnown(Facts& facts, const char* name, const std::string& value) {
  if (!value.empty()) facts[name] = value;
}

}  // namespace binadaya::reporting::domain
