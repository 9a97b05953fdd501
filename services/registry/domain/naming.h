#pragma once

#include <string>
#include <string_view>
#include <vector>

// What codes and names may look like.
namespace binadaya::registry::domain {

// Letters, digits, '.', '-' and '_'; 1 to 40 of them.
bool IsCode(std::string_view code);
// What is written where a name is not known, or was to be tried: "Tidak ada", "N/A", "Tes", "x".
bool IsFiller(std::string_view name);
// At least two letters, and no filler: "-" and "." stand for a name that nobody knew.
bool HasWords(std::string_view name);
// Whether somebody may be called so: a name with words before the titles, and no digit.
bool IsPersonName(std::string_view name);
// The code that differs from `code` only in capitals; null when there is none.
const std::string* TwinOf(std::string_view code, const std::vector<std::string>& others);

}  // namespace binadaya::registry::domain
