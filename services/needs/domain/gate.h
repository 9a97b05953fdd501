#pragma once

#include <cstddef>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "services/needs/domain/design.h"

// What the parts of the gate share.
namespace binadaya::needs::domain {

inline bool IsBlank(const std::string& text) { return absl::StripAsciiWhitespace(text).empty(); }

// "modules[2]"
inline std::string At(const char* list, std::size_t index) {
  return absl::StrCat(list, "[", index, "]");
}

// PRG-09 to PRG-12, PRG-18, PRG-20.
void CheckVariants(const Design& design, const GateFacts& facts, Findings& findings);

}  // namespace binadaya::needs::domain
