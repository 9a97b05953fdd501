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
  for (const char* name : {"", "-", "A", "A.", "123", ". .", "Tidak ada", "N/A", "xx"})
    EXPECT_FALSE(HasWords(name)) << name;
}

TEST(PersonName, IsNoFillerAndHasTwoLettersAndNoDigit) {
  for (const char* name :
       {"Su", "Sudarto", "O'Neil", "I Made", "R. A. Kartini, S.H.", "M. Nur", "Ñu", "Na", "Nan",
        "Uu", "Xaverius", "Tes Putri", "Ada", "Nur, S.Tr.IP., M.M.", "Contoh Pegawai, S.E."})
    EXPECT_TRUE(IsPersonName(name)) << name;
  for (const char* name : {"",           "-",
                           "x",          "S",
                           "S.",         "S, S.H.",
                           ", S.H.",     "Tes 123",
                           "R2",         "Budi, 3",
                           "Tidak ada",  "TIDAK  ADA.",
                           "tidak_ada",  "tidak-ada",
                           " (kosong) ", "Tidak ada, S.H.",
                           "N/A",        "n.a.",
                           "XX",         "x. xx",
                           "Tes",        "test",
                           "Nama",       "null",
                           "Unknown",    "Belum diketahui",
                           "tdk ada"})
    EXPECT_FALSE(IsPersonName(name)) << name;
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
