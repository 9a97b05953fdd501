#pragma once

#include <algorithm>
#include <string>
#include <string_view>

#include "absl/strings/ascii.h"

// Types of events and their major versions. The contracts' plugin uses it too.
namespace binadaya {

// "need.closed" of "need.closed.v2", and of "need.closed".
inline std::string_view WithoutMajor(std::string_view type) {
  const std::size_t at = type.rfind(".v");
  const bool versioned = at != std::string_view::npos && at + 2 < type.size() &&
                         std::ranges::all_of(type.substr(at + 2), absl::ascii_isdigit);
  return versioned ? type.substr(0, at) : type;
}

// A contract leaves the first major out: "need.closed" is "need.closed.v1".
inline std::string WithMajor(std::string_view type) {
  std::string with(type);
  if (WithoutMajor(type).size() == type.size()) with += ".v1";
  return with;
}

inline int MajorOf(std::string_view type) {
  const std::string with = WithMajor(type);
  int major = 0;
  for (const char digit : with.substr(with.rfind('v') + 1)) major = major * 10 + (digit - '0');
  return major;
}

}  // namespace binadaya
