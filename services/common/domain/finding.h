#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace binadaya {

// What is wrong and what to do, in both languages of the platform: one alone does not compile.
struct Message {
  Message(std::string indonesian, std::string english)
      : id(std::move(indonesian)), en(std::move(english)) {}

  std::string id;  // Indonesian
  std::string en;
};

// What a check found. A check returns all findings, never only the first. `rule` is the id of the
// rule ("NIP-03"); `where` the field, or the line and column of a file; `values` hold what was
// involved, never personal data.
struct Finding {
  std::string rule;
  std::string where;
  Message message;
  std::map<std::string, std::string> values = {};
  bool warning = false;  // told, but does not block
};

using Findings = std::vector<Finding>;

// True if something in `findings` blocks.
inline bool Blocks(const Findings& findings) {
  for (const Finding& finding : findings) {
    if (!finding.warning) return true;
  }
  return false;
}

}  // namespace binadaya
