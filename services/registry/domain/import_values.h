#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "services/common/domain/date_format.h"
#include "services/registry/domain/employment_number.h"
#include "services/registry/domain/post.h"

// What people write into cells, in Indonesian or English, in any case.
namespace binadaya::registry::domain {

std::optional<Gender> ReadGender(std::string_view text);                  // L, Laki-laki, male …
std::optional<EmploymentType> ReadEmploymentType(std::string_view text);  // PNS, pppk paruh waktu …
std::optional<bool> ReadYesNo(std::string_view text);  // ya, TRUE, 0 …; empty = no
// The code of a legal position: "Aktif" and "Cuti di Luar Tanggungan Negara" are AKTIF and CLTN.
std::optional<std::string> ReadLegalPosition(std::string_view text);
std::optional<PostGroup> ReadPostGroup(std::string_view text);  // PENGAWAS, "JPT Pratama" …
std::string_view CodeOf(PostGroup group);
// The codes that a column may hold, with what they mean; none where anything may stand, or what the
// registry knows.
struct CodeName {
  std::string_view code;
  std::string_view meaning;
};
std::vector<CodeName> AllowedValues(std::string_view column);

// A name has a letter in it: "-" and "..." are none.
bool IsName(std::string_view text);

}  // namespace binadaya::registry::domain
