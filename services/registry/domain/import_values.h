#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/civil_time.h"
#include "services/registry/domain/employment_number.h"
#include "services/registry/domain/post.h"

// What people write into cells, in Indonesian or English, in any case.
namespace binadaya::registry::domain {

// How a file writes its dates: "dd/mm/yyyy", "d-m-yyyy", "dd mmmm yyyy" (5 Januari 2026), also with
// the Indonesian letters h, b and t. The year has four digits; it comes last, or first of all
// (yyyy-mm-dd).
class DateFormat {
 public:
  // The numbers of a date, whether or not there is such a day.
  struct Parts {
    int year = 0, month = 0, day = 0;
  };
  static std::optional<DateFormat> Parse(std::string_view text);
  // What is written in just this way.
  std::optional<Parts> PartsOf(std::string_view text) const;
  // The same, if it is a day that exists.
  std::optional<absl::CivilDay> Read(std::string_view text) const;
  const std::string& text() const { return text_; }  // "dd/mm/yyyy"

 private:
  struct Piece {
    char part = 0;  // 'd', 'm' or 'y'
    bool named = false;
    std::string separator;  // behind it
  };
  std::array<Piece, 3> pieces_;
  std::string text_;
};

// YYYY-MM-DD whatever the file declares, for that is also what a date of a workbook reads as, and
// a date whose month has its name ("5 Januari 2026"); else as declared. Strictly, and from 1900 to
// 9999: a year before or after is a slip of the hand.
std::optional<absl::CivilDay> ReadDay(
    std::string_view text, const std::optional<DateFormat>& declared);

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
