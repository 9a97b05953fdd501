#include "services/budgeting/domain/honorarium.h"

#include <limits>

#include "absl/strings/str_join.h"
#include "gtest/gtest.h"
#include "services/common/domain/refusal.h"

namespace binadaya::budgeting::domain {
namespace {

PriceStandard By(const char* unit, std::int64_t ceiling) {
  return {.code = "HON", .unit = unit, .ceiling = {ceiling}};
}
// "gross - tax = net", or the rules that refuse it.
std::string Fee(
    const PriceStandard& standard, const HonorariumAsked& asked,
    const HonorariumTerms& terms = {}) {
  const auto fee = HonorariumOf(standard, asked, terms);
  if (fee.ok())
    return absl::StrCat(fee->gross.rupiah, " - ", fee->tax.rupiah, " = ", fee->net.rupiah);
  std::string rules;
  for (const Finding& finding : FindingsOf(fee.status())) rules += finding.rule + " ";
  return rules;
}

TEST(Honorarium, CountsFullHoursOf60MinutesAndLessonHoursOf45) {
  const PriceStandard second = By("OJ", 1'000'000), teacher = By("OJP", 300'000);
  EXPECT_EQ(Fee(second, {.minutes = 119, .grade = "I/a"}), "1000000 - 0 = 1000000");
  EXPECT_EQ(Fee(second, {.minutes = 120, .grade = "I/a"}), "2000000 - 0 = 2000000");
  EXPECT_EQ(Fee(second, {.minutes = 59, .grade = "I/a"}), "HON-02 ");
  EXPECT_EQ(Fee(teacher, {.minutes = 120, .grade = "I/a"}), "600000 - 0 = 600000");
  EXPECT_EQ(Fee(teacher, {.minutes = 134, .grade = "I/a"}), "600000 - 0 = 600000");
  EXPECT_EQ(Fee(teacher, {.minutes = 135, .grade = "I/a"}), "900000 - 0 = 900000");
  EXPECT_EQ(Fee(teacher, {.minutes = 44, .grade = "I/a"}), "HON-02 ");
  EXPECT_EQ(Fee(By("Orang/Jam", 900'000), {.minutes = 60, .grade = "I/a"}), "900000 - 0 = 900000");
  EXPECT_EQ(
      Fee(By("Orang/Jam Pelajaran", 300'000), {.minutes = 135, .grade = "I/a"}),
      "900000 - 0 = 900000");
}

TEST(Honorarium, CountsByTheMinutesThatPolicySets) {
  const HonorariumTerms terms{.hours = {.paid = 50, .lesson = 40}};
  EXPECT_EQ(Fee(By("OJ", 1'000), {.minutes = 100, .grade = "I/a"}, terms), "2000 - 0 = 2000");
  EXPECT_EQ(Fee(By("OJP", 1'000), {.minutes = 120, .grade = "I/a"}, terms), "3000 - 0 = 3000");
}

TEST(Honorarium, IsPaidByTheTimeWhateverItsMinutes) {
  EXPECT_EQ(
      Fee(By("Orang/Kali", 700'000), {.minutes = 600, .times = 2, .grade = "II/d"}),
      "1400000 - 0 = 1400000");
  EXPECT_EQ(Fee(By("Orang/Kegiatan", 400'000), {.minutes = 600, .grade = "II/d"}), "HON-02 ");
  EXPECT_EQ(Fee(By("Orang/Hari", 370'000), {.times = 1, .grade = "II/d"}), "HON-01 ");
}

TEST(Honorarium, IsTaxedByGolonganAndHalvedForOwnStaff) {
  const PriceStandard standard = By("OJ", 900'000);
  EXPECT_EQ(Fee(standard, {.minutes = 120, .grade = "II/d"}), "1800000 - 0 = 1800000");
  EXPECT_EQ(Fee(standard, {.minutes = 120, .grade = "III/a"}), "1800000 - 90000 = 1710000");
  EXPECT_EQ(Fee(standard, {.minutes = 120, .grade = "iv/E"}), "1800000 - 270000 = 1530000");
  EXPECT_EQ(
      Fee(standard, {.minutes = 120, .own_staff = true, .grade = "III/a"}),
      "900000 - 45000 = 855000");
  EXPECT_EQ(
      Fee(By("OJ", 333), {.minutes = 60, .own_staff = true, .grade = "IV/a"}), "167 - 25 = 142");
  EXPECT_EQ(
      Fee(standard, {.minutes = 60, .grade = "III/a"}, {.own_staff = 50, .tax = {0, 0, 6, 15}}),
      "900000 - 54000 = 846000");
  for (const char* grade : {"V", "IX", "", "III-a", "3", "III/e", "IV/f", "IV/", "IV/aa"})
    EXPECT_EQ(Fee(standard, {.minutes = 60, .grade = grade}), "HON-03 ") << grade;
  EXPECT_EQ(Fee(By("OJ", 1), {.grade = ""}), "HON-02 HON-03 ");
}

// PPPK have golongan I to XVII without a letter; the tax of a PNS of IV is none of theirs.
TEST(Honorarium, OfAPppkIsNotTaxedLikeThatOfAPns) {
  for (const char* grade : {"I", "II", "III", "IV", "XVII"})
    EXPECT_EQ(Fee(By("OJ", 900'000), {.minutes = 60, .grade = grade}), "HON-03 ") << grade;
}

TEST(Honorarium, ThatDoesNotFitIsRefused) {
  const PriceStandard standard = By("OJ", std::numeric_limits<std::int64_t>::max());
  EXPECT_FALSE(HonorariumOf(standard, {.minutes = 120, .grade = "I/a"}, {}).ok());
  EXPECT_FALSE(HonorariumOf(
                   standard, {.minutes = 60, .own_staff = true, .grade = "I/a"},
                   {.own_staff = 101, .tax = {0, 0, 5, 15}})
                   .ok());
  EXPECT_FALSE(
      HonorariumOf(
          standard, {.minutes = 60, .grade = "I/a"}, {.own_staff = 50, .tax = {101, 0, 5, 15}})
          .ok());
}

TEST(Honorarium, AsksForWhatItIsCountedBy) {
  const auto where = [](const char* unit) {
    return FindingsOf(HonorariumOf(By(unit, 1), {.grade = "I/a"}, {}).status()).at(0).where;
  };
  EXPECT_EQ(where("OJ"), "minutes");
  EXPECT_EQ(where("OJP"), "minutes");
  EXPECT_EQ(where("Kali"), "times");
  EXPECT_EQ(Fee(By("Orang/Kegiatan", 400), {.times = 1, .grade = "I/a"}), "400 - 0 = 400");
}

TEST(HoursOfAUnit, AreOfTwoKinds) {
  for (const char* unit : {"OJ", "Orang/Jam", "jam"})
    EXPECT_EQ(HoursOf(unit), Hours::kPaid) << unit;
  for (const char* unit :
       {"OJP", "JP", "Orang / JP", "Orang/Jam Pelajaran", "Jam pelajaran", "jam pelatihan"})
    EXPECT_EQ(HoursOf(unit), Hours::kLesson) << unit;
  for (const char* unit : {"Orang/Hari", "", "Kali"})
    EXPECT_EQ(HoursOf(unit), Hours::kNone) << unit;
}

TEST(HoursOfAUnit, AreOneWordAmongThoseOfTheUnitHoweverWritten) {
  const auto words = [](const char* unit) { return absl::StrJoin(UnitWords(unit), " "); };
  EXPECT_EQ(words("Orang/Jam Pelajaran"), "orang jp");
  EXPECT_EQ(words("Jam Pelatihan / Kelas"), "jp kelas");
  EXPECT_EQ(words("Orang/Jam"), "orang jam");
  EXPECT_EQ(words(""), "");
}

}  // namespace
}  // namespace binadaya::budgeting::domain
