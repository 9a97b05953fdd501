#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "absl/time/civil_time.h"

// Dates as people write them into files, in Indonesian or English.
namespace binadaya {

// How a file writes its dates: "dd/mm/yyyy", "d-m-yyyy", "dd mmmm yyyy" (5 Januari 2026), also with
// the Indonesian letters h, b and t. The year has four digits; it comes last, or first of all
// (yyyy-mm-dd).
class DateFormat {
 public:
  // A year before or after is a slip of the hand.
  static constexpr int kFirstYear = 1900, kLastYear = 9999;

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

// The form of a date that nobody can take for another: YYYY-MM-DD, or with the name of its month.
// None: the text is of no such form.
const DateFormat* UnmistakableFormOf(std::string_view text);

// YYYY-MM-DD whatever the file declares, for that is also what a date of a workbook reads as, and
// a date whose month has its name ("5 Januari 2026"); else as declared. Strictly, and of those
// years.
std::optional<absl::CivilDay> ReadDay(
    std::string_view text, const std::optional<DateFormat>& declared);

}  // namespace binadaya
