#include "services/registry/domain/naming.h"

#include "gtest/gtest.h"

namespace binadaya::registry::domain {
namespace {

TEST(Code, IsOfLettersDigitsAndThreeSigns) {
  for (const char* code : {"LURAH", "33.74.14.1003", "KASI_KEL", "a-1"})
    EXPECT_TRUE(IsCode(code)) << code;
  for (const char* code : {"", "A/B", "A B", "LURÁH", "A@1", "A,1"})
    EXPECT_FALSE(IsCode(code)) << code;
  EXPECT_TRUE(IsCode(std::string(40, 'A')));
  EXPECT_FALSE(IsCode(std::string(41, 'A')));
}

TEST(Name, HoldsAtLeastTwoLetters) {
  for (const char* name : {"Bo", "Siti", "Ñu", "1A b"}) EXPECT_TRUE(HasWords(name)) << name;
  for (const char* name : {"", "-", "A", "A.", "123", ". ."}) EXPECT_FALSE(HasWords(name)) << name;
}

TEST(Twin, DiffersOnlyInCapitals) {
  const std::vector<std::string> codes = {"REV", "LURAH"};
  ASSERT_NE(TwinOf("rev", codes), nullptr);
  EXPECT_EQ(*TwinOf("Lurah", codes), "LURAH");
  EXPECT_EQ(TwinOf("REV", codes), nullptr);
  EXPECT_EQ(TwinOf("RE", codes), nullptr);
}

}  // namespace
}  // namespace binadaya::registry::domain
