#include "services/common/domain/table.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace binadaya {

std::string LineList(std::span<const int> lines) {
  constexpr std::size_t kFirst = 10;
  const auto first = lines.first(std::min(kFirst, lines.size()));
  std::string list = absl::StrJoin(first.begin(), first.end(), ", ");
  if (lines.size() > kFirst) absl::StrAppend(&list, ", … (", lines.size(), ")");
  return list;
}

}  // namespace binadaya
