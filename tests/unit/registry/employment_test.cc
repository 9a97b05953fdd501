#include "services/registry/domain/employment.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace binadaya::registry::domain {
namespace {

using absl::CivilDay;
using ::testing::Optional;
using enum EmploymentType;

TEST(Grade, IsReadHoweverItIsWritten) {
  for (const char* text : {"III/c", "III/C", "iii.c", "III c", "IIIc", "3c", "3/C"})
    EXPECT_THAT(ReadGrade(text), Optional(std::string("III/c"))) << text;
  for (const char* text : {"IX", "ix", "9"})
    EXPECT_THAT(ReadGrade(text), Optional(std::string("IX"))) << text;
  EXPECT_THAT(ReadGrade("I/d"), Optional(std::string("I/d")));
  EXPECT_THAT(ReadGrade("IV/e"), Optional(std::string("IV/e")));
  EXPECT_THAT(ReadGrade("XVII"), Optional(std::string("XVII")));
  for (const char* text :
       {"", "-", "ZZ/9", "III/e", "IV/f", "V/a", "XVIII", "18", "0", "c", "IIII"})
    EXPECT_EQ(ReadGrade(text), std::nullopt) << text;
}

TEST(Grade, GoesWithTheEmploymentType) {
  for (const EmploymentType type : {kCpns, kPns}) {
    for (const char* grade : {"I/a", "II/d", "III/a", "IV/e"})
      EXPECT_TRUE(CheckGrade(type, grade, "grade").empty()) << grade;
    for (const char* grade : {"IX", "V", "IV/f", "III/e", "I", "", "ZZ/9", "iii/a"})
      EXPECT_EQ(CheckGrade(type, grade, "grade").front().rule, "PER-13") << grade;
  }
  for (const char* grade : {"I", "IX", "XVII"})
    EXPECT_TRUE(CheckGrade(kPppk, grade, "grade").empty()) << grade;
  for (const char* grade : {"XVIII", "III/a", "0", ""})
    EXPECT_EQ(CheckGrade(kPppk, grade, "grade").front().rule, "PER-13") << grade;
  EXPECT_TRUE(CheckGrade(kPppkPartTime, "", "grade").empty());
  EXPECT_TRUE(CheckGrade(kPppkPartTime, "V", "grade").empty());
  EXPECT_FALSE(CheckGrade(kPppkPartTime, "II/a", "grade").empty());
}

TEST(Grade, RanksFromTheLowest) {
  EXPECT_EQ(RankOfGrade(kPns, "I/a"), 1);
  EXPECT_EQ(RankOfGrade(kPns, "III/a"), 9);
  EXPECT_EQ(RankOfGrade(kPns, "IV/e"), 17);
  EXPECT_EQ(RankOfGrade(kPppk, "XVII"), 17);
  EXPECT_EQ(RankOfGrade(kPns, "XVII"), std::nullopt);
}

TEST(LegalPosition, SaysWhoWorksWhoIsAwayAndWhoHasLeft) {
  for (const std::string& position : kLegalPositions)
    EXPECT_EQ(IsActive(position) + IsAway(position) + HasLeft(position), 1) << position;
  EXPECT_TRUE(HasLeft("PINDAH_INSTANSI"));
  EXPECT_TRUE(IsAway("TUGAS_BELAJAR"));
}

// UU 20/2023 and PP 11/2017 art. 239: 60 JPT, 58 administrator, pengawas and pelaksana, functional
// 58, 58, 60, 65 and 58.
TEST(Retirement, ComesAtTheAgeOfThePost) {
  EXPECT_EQ(OfLevel(PostGroup::kSeniorLeader, "", kRetirementAges), 60);
  EXPECT_EQ(OfLevel(PostGroup::kAdministrator, "", kRetirementAges), 58);
  EXPECT_EQ(OfLevel(PostGroup::kSupervisor, "", kRetirementAges), 58);
  EXPECT_EQ(OfLevel(PostGroup::kExecutor, "", kRetirementAges), 58);
  EXPECT_EQ(OfLevel(PostGroup::kFunctional, "AHLI_MUDA", kRetirementAges), 58);
  EXPECT_EQ(OfLevel(PostGroup::kFunctional, "AHLI_MADYA", kRetirementAges), 60);
  EXPECT_EQ(OfLevel(PostGroup::kFunctional, "AHLI_UTAMA", kRetirementAges), 65);
  EXPECT_EQ(OfLevel(PostGroup::kFunctional, "PENYELIA", kRetirementAges), 58);
  EXPECT_EQ(OfLevel(PostGroup::kFunctional, "", kRetirementAges), std::nullopt);
}

TEST(Retirement, BeginsWithTheMonthAfterTheBirthday) {
  EXPECT_EQ(RetiresOn(CivilDay(1968, 3, 1), 58), CivilDay(2026, 4, 1));
  EXPECT_EQ(RetiresOn(CivilDay(1968, 3, 31), 58), CivilDay(2026, 4, 1));
  EXPECT_EQ(RetiresOn(CivilDay(1968, 12, 5), 58), CivilDay(2027, 1, 1));
  EXPECT_EQ(RetiresOn(CivilDay(1968, 2, 29), 58), CivilDay(2026, 3, 1));
}

TEST(Retirement, ThatIsPastIsWarnedOf) {
  const CivilDay birth(1941, 3, 1);
  const Findings late = CheckRetirement(birth, 58, true, CivilDay(2026, 1, 1), "birth_date");
  ASSERT_EQ(late.size(), 1);
  EXPECT_EQ(late.front().rule, "PER-14");
  EXPECT_TRUE(late.front().warning);
  const CivilDay last(2026, 3, 31);
  EXPECT_TRUE(CheckRetirement(CivilDay(1968, 3, 5), 58, true, last, "birth_date").empty());
  EXPECT_FALSE(CheckRetirement(CivilDay(1968, 3, 5), 58, true, last + 1, "birth_date").empty());
  EXPECT_TRUE(CheckRetirement(birth, 58, false, last, "birth_date").empty());
  EXPECT_TRUE(CheckRetirement(birth, std::nullopt, true, last, "birth_date").empty());
}

}  // namespace
}  // namespace binadaya::registry::domain
