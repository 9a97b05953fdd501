#include "services/common/domain/money_text.h"

#include <limits>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace binadaya {
namespace {

using ::testing::HasSubstr;

// What was read, or the rule of the only finding.
std::string Read(std::string_view text) {
  Findings findings;
  const std::optional<Money> money = ReadRupiah(text, "amount", findings);
  if (money.has_value()) {
    EXPECT_TRUE(findings.empty()) << text;
    return std::to_string(money->rupiah);
  }
  EXPECT_EQ(findings.size(), 1u) << text;
  EXPECT_EQ(findings[0].where, "amount") << text;
  return findings[0].rule;
}

std::string Understood(std::string_view text) {
  Findings findings;
  EXPECT_FALSE(ReadRupiah(text, "amount", findings).has_value()) << text;
  EXPECT_EQ(findings.at(0).rule, "MON-04") << text;
  const std::string understood = findings.at(0).values["understood"];
  EXPECT_THAT(findings.at(0).message.id, HasSubstr(understood));
  EXPECT_THAT(findings.at(0).message.en, HasSubstr(understood));
  return understood;
}

std::string ReadVolume(std::string_view text) {
  Findings findings;
  const std::optional<Quantity> quantity = ReadQuantity(text, "volume", findings);
  if (quantity.has_value()) return std::to_string(quantity->thousandths);
  EXPECT_EQ(findings.size(), 1u) << text;
  return findings[0].rule;
}

TEST(RupiahText, IsReadInOneForm) {
  EXPECT_EQ(Read("1.500.000"), "1500000");
  EXPECT_EQ(Read("Rp1.500.000,00"), "1500000");
  EXPECT_EQ(Read("rp1500000"), "1500000");
  EXPECT_EQ(Read("1500000"), "1500000");
  EXPECT_EQ(Read("1500000,00"), "1500000");
  EXPECT_EQ(Read("0"), "0");
  EXPECT_EQ(Read("Rp0,00"), "0");
  EXPECT_EQ(Read("143"), "143");
}

TEST(RupiahText, ThatMayMeanTwoThingsIsRefusedWithWhatWasUnderstood) {
  EXPECT_EQ(Understood("1.500"), "Rp1.500");
  EXPECT_EQ(Understood("143.000"), "Rp143.000");
  EXPECT_EQ(Understood("1,500"), "Rp1.500");
  EXPECT_EQ(Understood("1,500,000"), "Rp1.500.000");
  EXPECT_EQ(Understood("1,500,000.00"), "Rp1.500.000");
  EXPECT_EQ(Understood("1500.50"), "Rp1.500");
  EXPECT_EQ(Understood("Rp1,500,000"), "Rp1.500.000");
  EXPECT_EQ(Read("Rp1.500"), "1500") << "what is understood can be written";
  EXPECT_EQ(Read("1.500,00"), "1500");
}

TEST(RupiahText, HasNoCents) {
  EXPECT_EQ(Read("1.500.000,50"), "MON-05");
  EXPECT_EQ(Read("1500,01"), "MON-05");
  EXPECT_EQ(Read("1500,5"), "MON-05");
  EXPECT_EQ(Read("1.500.000,000"), "MON-07");
}

TEST(RupiahText, IsNeverNegative) {
  for (const char* text :
       {"-1500000", "Rp-1.500.000", "-Rp1.500.000", "(1.500.000)",
        "\xE2\x88\x92"
        "5"}) {
    EXPECT_EQ(Read(text), "MON-03") << text;
  }
}

TEST(RupiahText, FitsOrIsRefused) {
  EXPECT_EQ(Read("9.223.372.036.854.775.807"), "9223372036854775807");
  EXPECT_EQ(Read("9.223.372.036.854.775.808"), "MON-06");
  EXPECT_EQ(Read("99999999999999999999999999999999999999999999999999"), "MON-06");
}

TEST(RupiahText, HasNoBlanksAndNothingThatNobodySees) {
  EXPECT_EQ(Read(""), "MON-01");
  EXPECT_EQ(Read(" \t"), "MON-01");
  EXPECT_EQ(Read(" 1500000"), "MON-02");
  EXPECT_EQ(Read("Rp 1.500.000"), "MON-02");
  EXPECT_EQ(Read("1500000\xC2\xA0"), "MON-02");
  EXPECT_EQ(
      Read("1500\xE2\x80\x8B"
           "000"),
      "MON-02");
  EXPECT_EQ(
      Read("\xEF\xBB\xBF"
           "1500000"),
      "MON-02");
  EXPECT_EQ(
      Read(std::string(
          "15\0"
          "00",
          5)),
      "MON-02");
  Findings findings;
  ReadRupiah(
      "1500\xE2\x80\x8B"
      "000",
      "amount", findings);
  EXPECT_THAT(findings.at(0).message.id, HasSubstr("U+200B"));
}

TEST(RupiahText, ThatIsNoneIsRefused) {
  for (const char* text :
       {"1.5E+08", "satujuta", "1.500.00", "15.000.00.000", "0015", "001.500.000", ".500.000",
        "1..000", "Rp", "1.500.000,-", "1,,5", "-", "12a", "RpRp5", ",00", "1.500.000,",
        "\xD9\xA1"}) {
    EXPECT_EQ(Read(text), "MON-07") << text;
  }
}

TEST(RupiahText, IsPrintedAsItIsRead) {
  EXPECT_EQ(Rupiah({0}), "Rp0");
  EXPECT_EQ(Rupiah({999}), "Rp999");
  EXPECT_EQ(Rupiah({1'000}), "Rp1.000");
  EXPECT_EQ(Rupiah({143'248'000}), "Rp143.248.000");
  EXPECT_EQ(Rupiah({-112'932'000}), "-Rp112.932.000");
  EXPECT_EQ(Rupiah({std::numeric_limits<std::int64_t>::min()}), "-Rp9.223.372.036.854.775.808");
  for (const std::int64_t amount :
       {std::int64_t{0}, std::int64_t{7}, std::int64_t{1'000}, std::int64_t{100'618'000}})
    EXPECT_EQ(Read(Rupiah({amount})), std::to_string(amount));
}

TEST(RupiahText, IsSaidInWords) {
  const auto words = [](std::int64_t amount) { return InWords({amount}); };
  EXPECT_EQ(words(0), "nol rupiah");
  EXPECT_EQ(words(1), "satu rupiah");
  EXPECT_EQ(words(10), "sepuluh rupiah");
  EXPECT_EQ(words(11), "sebelas rupiah");
  EXPECT_EQ(words(12), "dua belas rupiah");
  EXPECT_EQ(words(19), "sembilan belas rupiah");
  EXPECT_EQ(words(20), "dua puluh rupiah");
  EXPECT_EQ(words(99), "sembilan puluh sembilan rupiah");
  EXPECT_EQ(words(100), "seratus rupiah");
  EXPECT_EQ(words(111), "seratus sebelas rupiah");
  EXPECT_EQ(words(210), "dua ratus sepuluh rupiah");
  EXPECT_EQ(words(1'000), "seribu rupiah");
  EXPECT_EQ(words(1'001), "seribu satu rupiah");
  EXPECT_EQ(words(2'000), "dua ribu rupiah");
  EXPECT_EQ(words(11'000), "sebelas ribu rupiah");
  EXPECT_EQ(words(101'000), "seratus satu ribu rupiah");
  EXPECT_EQ(words(1'000'000), "satu juta rupiah");
  EXPECT_EQ(words(1'001'000), "satu juta seribu rupiah");
  EXPECT_EQ(words(1'500'000), "satu juta lima ratus ribu rupiah");
  EXPECT_EQ(
      words(143'248'000),
      "seratus empat puluh tiga juta dua ratus empat puluh delapan ribu rupiah");
  EXPECT_EQ(words(1'000'000'000), "satu miliar rupiah");
  EXPECT_EQ(words(2'000'000'000'000), "dua triliun rupiah");
  EXPECT_EQ(words(1'000'000'000'000'000), "satu kuadriliun rupiah");
  EXPECT_EQ(
      words(std::numeric_limits<std::int64_t>::max()),
      "sembilan kuintiliun dua ratus dua puluh tiga kuadriliun tiga ratus tujuh puluh dua triliun "
      "tiga puluh enam miliar delapan ratus lima puluh empat juta tujuh ratus tujuh puluh lima "
      "ribu delapan ratus tujuh rupiah");
  EXPECT_EQ(words(-1'000), "minus seribu rupiah");
}

TEST(Volume, HasADecimalCommaAndNoPoints) {
  EXPECT_EQ(ReadVolume("210"), "210000");
  EXPECT_EQ(ReadVolume("2,5"), "2500");
  EXPECT_EQ(ReadVolume("0,001"), "1");
  EXPECT_EQ(ReadVolume("999999999999"), "999999999999000");
  for (const char* text :
       {"0", "0,000", "2.5", "1.500", "2,5000", "-2", "1000000000000", "2,", ",5", "dua"})
    EXPECT_EQ(ReadVolume(text), "MON-08") << text;
  EXPECT_EQ(ReadVolume(""), "MON-01");
  EXPECT_EQ(ReadVolume("2 "), "MON-02");
  EXPECT_EQ(Written({210'000}), "210");
  EXPECT_EQ(Written({2'500}), "2,5");
  EXPECT_EQ(Written({1}), "0,001");
  EXPECT_EQ(Percent(1'100), "11 %");
  EXPECT_EQ(Percent(25), "0,25 %");
}

TEST(PercentText, HasADecimalCommaAndIsAtMostAHundred) {
  const auto read = [](const char* text) {
    Findings findings;
    const std::optional<int> rate = ReadPercent(text, "ppn", findings);
    return rate.has_value() ? absl::StrCat(*rate) : findings.at(0).rule;
  };
  EXPECT_EQ(read("0"), "0");
  EXPECT_EQ(read("11"), "1100");
  EXPECT_EQ(read("11 %"), "1100");
  EXPECT_EQ(read("0,25%"), "25");
  EXPECT_EQ(read("100 %"), "10000");
  for (const char* text : {"", "%", "0.11", "11.5 %", "100,01 %", "-1", "1,234", "sebelas"})
    EXPECT_EQ(read(text), "MON-09") << text;
}

}  // namespace
}  // namespace binadaya
