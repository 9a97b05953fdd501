// Times of the clock as people write them on the command line and in sheets.
#include "services/cli/times.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/matchers.h"

namespace binadaya::cli {
namespace {

using test::RefusedBy;
using ::testing::Optional;

std::string Written(const std::string& text) {
  const auto slot = SlotIn("--at", text);
  return slot.ok() ? slot->from() + " " + slot->until() : "";
}

TEST(Clock, IsReadAsPeopleAndSpreadsheetsWriteIt) {
  EXPECT_THAT(ReadClock("07.30"), Optional(450));
  EXPECT_THAT(ReadClock("7:30"), Optional(450));
  EXPECT_THAT(ReadClock("13:00:00"), Optional(780));
  EXPECT_THAT(ReadClock("13"), Optional(780));
  EXPECT_THAT(ReadClock("00.15"), Optional(15));
  EXPECT_THAT(ReadClock("24.00"), Optional(1440));
  EXPECT_THAT(ReadClock("0.3125"), Optional(450));
  EXPECT_THAT(ReadClock("0.541666666666667"), Optional(780));
  for (const char* text :
       {"", "7.3", "25", "24.01", "07.60", "pagi", "7h30", "07.30.15", "-1", "1.5.2", "0."}) {
    EXPECT_EQ(ReadClock(text), std::nullopt) << text;
  }
}

TEST(ClockSpan, HasAStartAndPerhapsAnEnd) {
  for (const char* text :
       {"08.00-10.00", "08.00 – 10.00 WIB", "8:00—10:00", "Pukul 08.00 s.d. 10.00",
        "08.00 s/d 10.00", "08.00 sampai 10.00"}) {
    const auto span = ReadClockSpan(text);
    ASSERT_TRUE(span.has_value()) << text;
    EXPECT_THAT(span->from, Optional(480)) << text;
    EXPECT_THAT(span->until, Optional(600)) << text;
  }
  for (const char* text : {"13.00", "13.00 -", "13.00 - selesai", "13.00 s.d. end"}) {
    const auto span = ReadClockSpan(text);
    ASSERT_TRUE(span.has_value()) << text;
    EXPECT_THAT(span->from, Optional(780)) << text;
    EXPECT_EQ(span->until, std::nullopt) << text;
  }
  for (const char* text : {"", "selesai", "08.00-10.00-12.00", "08.00-nanti", "-10.00"})
    EXPECT_FALSE(ReadClockSpan(text).has_value()) << text;
}

TEST(Slot, IsOfOneDayOrSeveralWithHoursOrWhole) {
  EXPECT_EQ(Written("2027-04-08 08.00-10.00"), "2027-04-08T08:00 2027-04-08T10:00");
  EXPECT_EQ(Written("2027-04-08 20:00 - 24:00"), "2027-04-08T20:00 2027-04-09T00:00");
  EXPECT_EQ(Written("2027-04-08"), "2027-04-08T00:00 2027-04-09T00:00");
  EXPECT_EQ(Written("2027-04-08 - 2027-04-10"), "2027-04-08T00:00 2027-04-11T00:00");
  EXPECT_EQ(Written("2027-04-08 s.d. 2027-04-10"), "2027-04-08T00:00 2027-04-11T00:00");
  EXPECT_EQ(Written("2027-04-08 08.00 – 2027-04-10 12.00"), "2027-04-08T08:00 2027-04-10T12:00");
  for (const char* text :
       {"", "besok", "08.00-10.00", "2027-02-30 08.00-10.00", "2027-04-08 08.00",
        "2027-04-08 08.00-selesai", "2027-04-08 2027-04-10", "2027-04-08 08.00 - 2027-04-10",
        "2027-04-08 - 2027-04-10 12.00"}) {
    EXPECT_THAT(SlotIn("--at", text), RefusedBy("USAGE")) << text;
  }
}

TEST(SlotText, SaysASecondDayOnlyWhereThereIsOne) {
  EXPECT_EQ(SlotText(*SlotIn("", "2027-04-08 08.00-10.00")), "2027-04-08 08:00–10:00");
  EXPECT_EQ(SlotText(*SlotIn("", "2027-04-08 - 2027-04-09")), "2027-04-08 00:00–2027-04-10 00:00");
  EXPECT_EQ(SlotText({}), "");
}

}  // namespace
}  // namespace binadaya::cli
