#include "services/registry/domain/import_values.h"

#include <algorithm>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/registry/domain/employment.h"
#include "services/registry/domain/import_columns.h"
#include "tests/unit/registry/told.h"

namespace binadaya::registry::domain {
namespace {

using ::testing::Optional;

TEST(Values, AreReadInAnyCaseAndLanguage) {
  for (const char* male : {"L", "l", "Laki-laki", "LAKI LAKI", "pria", "Male"})
    EXPECT_THAT(ReadGender(male), Optional(Gender::kMale)) << male;
  for (const char* female : {"P", "Perempuan", "wanita", "female"})
    EXPECT_THAT(ReadGender(female), Optional(Gender::kFemale)) << female;
  EXPECT_THAT(ReadEmploymentType("PPPK Paruh Waktu"), Optional(EmploymentType::kPppkPartTime));
  EXPECT_THAT(ReadEmploymentType("pns"), Optional(EmploymentType::kPns));
  EXPECT_THAT(ReadLegalPosition("Aktif"), Optional(std::string("AKTIF")));
  EXPECT_THAT(ReadLegalPosition("Tugas Belajar"), Optional(std::string("TUGAS_BELAJAR")));
  EXPECT_THAT(ReadLegalPosition("Cuti di Luar Tanggungan Negara"), Optional(std::string("CLTN")));
  EXPECT_EQ(ReadGender("X"), std::nullopt);
  EXPECT_EQ(ReadEmploymentType("honorer"), std::nullopt);
  EXPECT_EQ(ReadLegalPosition(""), std::nullopt);
}

TEST(Values, OfATemplateAreReadAsThemselves) {
  for (const CodeName& allowed : AllowedValues("legal_position"))
    EXPECT_THAT(ReadLegalPosition(allowed.code), Optional(std::string(allowed.code)));
  for (const CodeName& allowed : AllowedValues("employment_type"))
    EXPECT_EQ(ToString(ReadEmploymentType(allowed.code).value()), allowed.code);
  for (const CodeName& allowed : AllowedValues("gender"))
    EXPECT_EQ(ToString(ReadGender(allowed.code).value()), allowed.code);
  for (const CodeName& allowed : AllowedValues("group"))
    EXPECT_EQ(CodeOf(ReadPostGroup(allowed.code).value()), allowed.code);
}

TEST(Values, OfGradesAreAllOfBothKindsAndReadAsTheyAre) {
  const auto grades = AllowedValues("grade");
  EXPECT_EQ(grades.size(), 34u);
  for (const CodeName& allowed : grades)
    EXPECT_THAT(ReadGrade(allowed.code), Optional(std::string(allowed.code)));
}

TEST(Values, OfTheTemplatesExamplesAreAmongThoseAllowed) {
  for (const auto* columns : {&kUnitColumns, &kPostColumns, &kCompetencyColumns, &kPersonColumns}) {
    for (const Column& column : *columns) {
      const auto allowed = AllowedValues(column.name);
      if (allowed.empty() || column.example.empty()) continue;
      EXPECT_TRUE(std::any_of(allowed.begin(), allowed.end(), [&](const CodeName& one) {
        return one.code == column.example;
      })) << column.name;
    }
  }
}

TEST(Values, OfTheTemplatesExampleAreRightButItsPersonIsNobody) {
  Row row{.line = 2, .values = {}};
  for (const Column& column : kPersonColumns) row.values[column.name] = column.example;
  const std::map<std::string, PersonRecord> nobody;
  const std::map<std::string, Span> units = {{"33.74.01", {kAlways}}};
  const std::map<std::string, Post> posts = Posts({{"STAF", PostGroup::kExecutor}});
  const auto plan = PlanPeople(
      {row}, {nobody, units, posts}, {}, absl::CivilDay(2026, 6, 15), ActPolicy(), kRetirementAges);
  EXPECT_TRUE(plan.rows[0].findings.empty());
}

TEST(Name, HasALetter) {
  for (const char* name : {"A", "Ó", "R2"}) EXPECT_TRUE(IsName(name)) << name;
  for (const char* name : {"", "-", "...", "123", " "}) EXPECT_FALSE(IsName(name)) << name;
}

}  // namespace
}  // namespace binadaya::registry::domain
