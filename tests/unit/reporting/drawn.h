#pragma once

#include <string>
#include <vector>

#include "services/reporting/domain/link.h"

namespace binadaya::reporting::domain {

// "  gap m1/M.03 [CURRENT]": indent, kind, id, state; "!" where the chain is broken.
inline std::vector<std::string> Drawn(const std::vector<Link>& chain) {
  std::vector<std::string> lines;
  for (const Link& link : chain) {
    std::string line(static_cast<std::size_t>(2 * link.depth), ' ');
    line += (link.missing ? "!" : "") + link.kind;
    if (!link.id.empty()) line += " " + link.id;
    if (!link.state.empty()) line += " [" + link.state + "]";
    lines.push_back(line);
  }
  return lines;
}

}  // namespace binadaya::reporting::domain
