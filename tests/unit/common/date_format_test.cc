#include "services/common/domain/date_format.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace binadaya {
namespace {

using ::testing::Optional;

const absl::CivilDay kFifthOfJanuary(2026, 1, 5);

TEST(DateFormat, ReadsJustWhatIsDeclared) {
  const auto read = [](const char* format, const char* text) {
    return DateFormat::Parse(format).value().Read(text);
  };
  EXPECT_THAT(read("dd/mm/yyyy", "05/01/2026"), Optional(kFifthOfJanuary));
  EXPECT_THAT(read("mm/dd/yyyy", "01/05/2026"), Optional(kFifthOfJanuary));
  EXPECT_THAT(read("d-m-yyyy", "5-1-2026"), Optional(kFifthOfJanuary));
  EXPECT_THAT(read("HH/BB/TTTT", "05/01/2026"), Optional(kFifthOfJanuary));
  EXPECT_THAT(read("dd mmmm yyyy", "5 Januari 2026"), Optional(kFifthOfJanuary));
  EXPECT_THAT(read("d-mmm-yyyy", "5-jan-2026"), Optional(kFifthOfJanuary));
  EXPECT_THAT(read("dd mmmm yyyy", "17 Agt 1945"), Optional(absl::CivilDay(1945, 8, 17)));
  EXPECT_THAT(read("yyyy.mm.dd", "2026.01.05"), Optional(kFifthOfJanuary));
  for (const char* text :
       {"", "5", "05-01-2026", "05/01/26", "05/01/2026 ", "005/01/2026", "31/02/2026", "05/13/2026",
        "00/01/2026", "05/01/1899", "5/Jan/2026", "05//01/2026"}) {
    EXPECT_EQ(read("dd/mm/yyyy", text), std::nullopt) << text;
  }
  EXPECT_EQ(read("dd mmmm yyyy", "5 Ja 2026"), std::nullopt);
  EXPECT_EQ(read("dd mmmm yyyy", "5 Janggal 2026"), std::nullopt);
}

TEST(DateFormat, IsNoneWithoutEachPartOnceAndAYearOfFourDigits) {
  for (const char* format :
       {"", "dd/mm", "dd/mm/yy", "dd/dd/yyyy", "ddmmyyyy", "dd/mm/yyyy/", "/dd/mm/yyyy",
        "yyyy/dd/mm", "ddd/mm/yyyy", "dm/mm/yyyy", "besok", "dd/mm/yyyy hh"}) {
    EXPECT_FALSE(DateFormat::Parse(format).has_value()) << format;
  }
}

TEST(ReadDay, NeedsNoDeclarationWhereDayAndMonthCannotBeTakenForEachOther) {
  const auto read = [](const char* text) { return ReadDay(text, std::nullopt); };
  for (const char* text : {"2026-01-05", "5 Januari 2026", "5-jan-2026", "5/Jan/2026"})
    EXPECT_THAT(read(text), Optional(kFifthOfJanuary)) << text;
  for (const char* text : {"", "05/01/2026", "5 Januari", "2026-02-30", "1899-01-05", "Senin"})
    EXPECT_EQ(read(text), std::nullopt) << text;
  EXPECT_THAT(ReadDay("05/01/2026", DateFormat::Parse("dd/mm/yyyy")), Optional(kFifthOfJanuary));
}

}  // namespace
}  // namespace binadaya
