#include "services/registry/domain/employment_number.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/registry/amir.h"
#include "tests/unit/registry/days.h"
#include "tests/unit/registry/told.h"

namespace binadaya::registry::domain {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

const EmploymentFacts kAmirFacts = {
    EmploymentType::kPns, Gender::kMale, absl::CivilDay(1966, 8, 1)};

const EmploymentFacts kContractFacts = {
    EmploymentType::kPppk, Gender::kMale, absl::CivilDay(1990, 1, 1)};

// The rules found, "!" behind those that only warn.
std::vector<std::string> Check(
    const std::string& number, const EmploymentFacts& facts, absl::CivilDay today = kJune15) {
  return Rules(CheckEmploymentNumber(number, facts, today, AgePolicy(), "nip"));
}

// The facts that a PNS number of `birth` (YYYYMMDD) states, so that NIP-06 and NIP-09 stay silent.
EmploymentFacts Facts(EmploymentType type, int year, int month, int day) {
  return {type, Gender::kMale, absl::CivilDay(year, month, day)};
}

TEST(EmploymentNumber, OfTheOfficialExampleIsFaultless) {
  EXPECT_THAT(Check(kAmir, kAmirFacts), IsEmpty());
  EXPECT_THAT(Check("19660801 198803 1 001", kAmirFacts), IsEmpty());
}

TEST(EmploymentNumber, IsShownToOthersByItsLastFourDigits) {
  EXPECT_EQ(MaskedNumber("196608011988031001"), "••••••••••••••1001");
  EXPECT_EQ(MaskedNumber("10011"), "•0011");
  EXPECT_EQ(MaskedNumber("1001"), "1001");
  EXPECT_EQ(MaskedNumber(""), "");
}

TEST(EmploymentNumber, OfTheContractExampleIsFaultless) {
  EXPECT_THAT(Check(kContract, kContractFacts), IsEmpty());
}

TEST(EmploymentNumber, OfAPartTimeContractHasTheContractLayout) {
  EmploymentFacts facts = kContractFacts;
  facts.type = EmploymentType::kPppkPartTime;
  EXPECT_THAT(Check(kContract, facts), IsEmpty());
  facts.birth_date = kAmirFacts.birth_date;
  EXPECT_THAT(Check(kAmir, facts), ElementsAre("NIP-03"));
}

TEST(EmploymentNumber, IsReadWithoutSpacesAndDots) {
  EXPECT_EQ(StripEmploymentNumber(" 19660801.198803.1.001\t"), kAmir);
  EXPECT_EQ(
      StripEmploymentNumber("19660801\xC2\xA0"
                            "198803\xC2\xA0"
                            "1\xC2\xA0"
                            "001"),
      kAmir);
  EXPECT_EQ(StripEmploymentNumber("1966-0801x"), "1966-0801x");
  EXPECT_EQ(StripEmploymentNumber(""), "");
  EXPECT_THAT(Check("19660801.198803.1.001", kAmirFacts), IsEmpty());
}

TEST(EmploymentNumber, Nip01HasEighteenDigits) {
  for (const char* number :
       {"", "19660801198803100", "1966080119880310011", "19660801198803100O", "1966-0801198803100",
        "abcdefghijklmnopqr", "1966080119880310\u0661"}) {
    EXPECT_THAT(Check(number, kAmirFacts), ElementsAre("NIP-01")) << number;
  }
}

TEST(EmploymentNumber, Nip01SaysHowManyDigitsThereAreOrWhichCharacterIsNone) {
  const auto said = [](const char* number) {
    return CheckEmploymentNumber(number, kAmirFacts, kJune15, AgePolicy(), "nip").at(0).message.id;
  };
  EXPECT_THAT(said("19660801 198803 1 00"), HasSubstr("tertulis 17 angka."));
  EXPECT_THAT(said("196608011988031O01"), HasSubstr("Sesudah 15 angka tertulis \"O\""));
  EXPECT_THAT(said("1966-0801198803100"), HasSubstr("Sesudah 4 angka tertulis \"-\""));
  EXPECT_THAT(said("1966080119880310\u0661"), HasSubstr("Sesudah 16 angka tertulis \"\u0661\""));
  // Eighteen characters, as it happens.
  EXPECT_THAT(said("Semarang, 1 Juni 2026"), HasSubstr("Sesudah 0 angka tertulis \"S\""));
  EXPECT_THAT(said("Kepala BKPP"), HasSubstr("tidak ada angka"));
}

TEST(EmploymentNumber, Nip01SaysHowLongTheNumberIs) {
  const Findings findings =
      CheckEmploymentNumber("1966 0801", kAmirFacts, kJune15, AgePolicy(), "baris 12, nip");
  ASSERT_THAT(Rules(findings), ElementsAre("NIP-01"));
  EXPECT_EQ(findings[0].where, "baris 12, nip");
  EXPECT_THAT(findings[0].message.en, HasSubstr("It has 8."));
}

TEST(EmploymentNumber, Nip01OfOnlyZerosOrNothingIsMissing) {
  for (const char* nothing : {"", " ", "-", "0", "000000000000000000", "00000000 000000 0 000"}) {
    const Findings findings =
        CheckEmploymentNumber(nothing, kAmirFacts, kJune15, AgePolicy(), "nip");
    ASSERT_THAT(Rules(findings), ElementsAre("NIP-01")) << nothing;
    EXPECT_THAT(findings[0].message.en, HasSubstr("missing")) << nothing;
  }
  const Findings other =
      CheckEmploymentNumber("000000000000000001", kAmirFacts, kJune15, AgePolicy(), "nip");
  EXPECT_THAT(other.at(0).message.en, Not(HasSubstr("missing")));
}

TEST(EmploymentNumber, Nip01TellsDamageByExcelAsSuch) {
  for (const char* number :
       {"1,99E+17", "1.99E+17", "1.96608011988031E+17", "2E+17", " 1,99e+17 ", "1,99E17"}) {
    const Findings findings =
        CheckEmploymentNumber(number, kAmirFacts, kJune15, AgePolicy(), "nip");
    ASSERT_THAT(Rules(findings), ElementsAre("NIP-01")) << number;
    EXPECT_THAT(findings[0].message.en, HasSubstr("Format the column as text")) << number;
    EXPECT_THAT(findings[0].message.id, HasSubstr("berformat teks")) << number;
  }
  for (const char* number : {"19660801", "1,99E", "E+17", "1,99F+17", "1,99E+17x", "1;99E+17"}) {
    const Findings findings =
        CheckEmploymentNumber(number, kAmirFacts, kJune15, AgePolicy(), "nip");
    ASSERT_THAT(Rules(findings), ElementsAre("NIP-01")) << number;
    EXPECT_THAT(findings[0].message.en, Not(HasSubstr("Excel"))) << number;
  }
}

TEST(EmploymentNumber, Nip02BeginsWithADateThatExists) {
  for (const char* birth :
       {"19660230", "19661301", "19660001", "19660100", "19660431", "19670229", "00000000"}) {
    EXPECT_THAT(Check(std::string(birth) + "1988031001", kAmirFacts), ElementsAre("NIP-02"))
        << birth;
  }
  EXPECT_THAT(Check("196802291988031001", Facts(EmploymentType::kPns, 1968, 2, 29)), IsEmpty());
}

TEST(EmploymentNumber, Nip02IsOfSomeoneBornIn1940OrLater) {
  EXPECT_THAT(Check("194001011965031001", Facts(EmploymentType::kPns, 1940, 1, 1)), IsEmpty());
  EXPECT_THAT(
      Check("193912311965031001", Facts(EmploymentType::kPns, 1939, 12, 31)),
      ElementsAre("NIP-02"));
}

TEST(EmploymentNumber, Nip02IsOfSomeoneWhoIsEighteenToday) {
  EXPECT_THAT(
      Check("200806152026061001", Facts(EmploymentType::kCpns, 2008, 6, 15)),
      ElementsAre("NIP-05!"));
  EXPECT_THAT(
      Check("200806162026061001", Facts(EmploymentType::kCpns, 2008, 6, 16)),
      ElementsAre("NIP-02", "NIP-05!"));
  EXPECT_THAT(Check("200806152026071001", Facts(EmploymentType::kCpns, 2008, 6, 15)), IsEmpty());
}

TEST(EmploymentNumber, Nip03OfACivilServantNamesAMonth) {
  for (const char* mark : {"01", "12"}) {
    EXPECT_THAT(Check(std::string("196608011988") + mark + "1001", kAmirFacts), IsEmpty()) << mark;
  }
  for (const char* mark : {"00", "13", "20", "21", "29", "30", "99"}) {
    EXPECT_THAT(
        Check(std::string("196608011988") + mark + "1001", kAmirFacts), ElementsAre("NIP-03"))
        << mark;
  }
}

TEST(EmploymentNumber, Nip03OfAContractHasItsMark) {
  for (const char* mark : {"21", "29"}) {
    EXPECT_THAT(Check(std::string("199001012021") + mark + "1001", kContractFacts), IsEmpty())
        << mark;
  }
  for (const char* mark : {"00", "01", "12", "13", "20", "30"}) {
    EXPECT_THAT(
        Check(std::string("199001012021") + mark + "1001", kContractFacts), ElementsAre("NIP-03"))
        << mark;
  }
}

TEST(EmploymentNumber, Nip03SaysWhenTheNumberIsOfTheOtherKind) {
  EmploymentFacts facts = kContractFacts;
  facts.type = EmploymentType::kCpns;
  Findings findings = CheckEmploymentNumber(kContract, facts, kJune15, AgePolicy(), "nip");
  ASSERT_THAT(Rules(findings), ElementsAre("NIP-03"));
  EXPECT_THAT(findings[0].message.en, HasSubstr("layout of a NI PPPK"));
  EXPECT_THAT(findings[0].message.id, HasSubstr("jenis kepegawaiannya CPNS."));

  facts = kAmirFacts;
  facts.type = EmploymentType::kPppk;
  findings = CheckEmploymentNumber(kAmir, facts, kJune15, AgePolicy(), "nip");
  ASSERT_THAT(Rules(findings), ElementsAre("NIP-03"));
  EXPECT_THAT(findings[0].message.en, HasSubstr("layout of a PNS number"));
  EXPECT_THAT(findings[0].message.id, HasSubstr("jenis kepegawaiannya PPPK."));
  facts.type = EmploymentType::kPppkPartTime;
  findings = CheckEmploymentNumber(kAmir, facts, kJune15, AgePolicy(), "nip");
  EXPECT_THAT(findings.at(0).message.id, HasSubstr("jenis kepegawaiannya PPPK_PW."));
}

TEST(EmploymentNumber, Nip03NamesAYearAfterTheBirth) {
  EXPECT_THAT(Check("196608011966091001", kAmirFacts), ElementsAre("NIP-03"));
  EXPECT_THAT(Check("196608010000031001", kAmirFacts), ElementsAre("NIP-03"));
  EXPECT_THAT(Check("199001011990211001", kContractFacts), ElementsAre("NIP-03"));
  EXPECT_THAT(Check("196602301900031001", kAmirFacts), ElementsAre("NIP-02", "NIP-03"));
  EXPECT_THAT(Check("196608011967091001", kAmirFacts), ElementsAre("NIP-05!"));
}

TEST(EmploymentNumber, Nip04OfACivilServantIsAppointedAtMostAMonthAhead) {
  const EmploymentFacts facts = Facts(EmploymentType::kCpns, 2000, 1, 1);
  EXPECT_THAT(Check("200001012026061001", facts), IsEmpty());
  EXPECT_THAT(Check("200001012026071001", facts), IsEmpty());
  EXPECT_THAT(Check("200001012026081001", facts), ElementsAre("NIP-04"));
  EXPECT_THAT(Check("200001012027011001", facts, absl::CivilDay(2026, 12, 1)), IsEmpty());
}

TEST(EmploymentNumber, Nip04OfAContractIsOfThisYearOrInDecemberOfTheNext) {
  const EmploymentFacts facts = Facts(EmploymentType::kPppk, 1990, 1, 1);
  EXPECT_THAT(Check("199001012026211001", facts), IsEmpty());
  EXPECT_THAT(
      Check("199001012027211001", facts, absl::CivilDay(2026, 11, 30)), ElementsAre("NIP-04"));
  EXPECT_THAT(Check("199001012027211001", facts, absl::CivilDay(2026, 12, 1)), IsEmpty());
}

TEST(EmploymentNumber, Nip04IsToldAlsoWhenTheBirthDateDoesNotExist) {
  EXPECT_THAT(Check("196602302027031001", kAmirFacts), ElementsAre("NIP-02", "NIP-04"));
}

TEST(EmploymentNumber, Nip05WarnsOfACivilServantAppointedOutsideEighteenToThirtyFive) {
  const EmploymentFacts facts = Facts(EmploymentType::kPns, 1970, 3, 1);
  EXPECT_THAT(Check("197003011988021001", facts), ElementsAre("NIP-05!"));  // 17
  EXPECT_THAT(Check("197003011988031001", facts), IsEmpty());               // 18 on that day
  EXPECT_THAT(Check("197003012006021001", facts), IsEmpty());               // 35
  EXPECT_THAT(Check("197003012006031001", facts), ElementsAre("NIP-05!"));  // 36 on that day
}

TEST(EmploymentNumber, Nip05WarnsOfAContractBelowTwenty) {
  const EmploymentFacts facts = Facts(EmploymentType::kPppk, 2002, 12, 31);
  EXPECT_THAT(Check("200212312022211001", facts), IsEmpty());  // 20 on the last day of the year
  EXPECT_THAT(Check("200212312021211001", facts), ElementsAre("NIP-05!"));
  // No upper bound for contracts: the retirement age of the post is not in the number.
  EXPECT_THAT(Check("197001012024211001", Facts(EmploymentType::kPppk, 1970, 1, 1)), IsEmpty());
}

TEST(EmploymentNumber, AgesFollowThePolicy) {
  AgePolicy ages;
  ages.civil_servant_max = 40;
  EXPECT_THAT(
      Rules(CheckEmploymentNumber(
          "197003012010021001", Facts(EmploymentType::kPns, 1970, 3, 1), kJune15, ages, "nip")),
      IsEmpty());
  ages.contract_min = 19;
  EXPECT_THAT(
      Rules(CheckEmploymentNumber(
          "200212312021211001", Facts(EmploymentType::kPppk, 2002, 12, 31), kJune15, ages, "nip")),
      IsEmpty());
  ages.working_age = 60;
  EXPECT_THAT(
      Rules(CheckEmploymentNumber(kAmir, kAmirFacts, kJune15, ages, "nip")),
      ElementsAre("NIP-02", "NIP-05!"));
}

TEST(EmploymentNumber, Nip06NamesTheGenderOfThePerson) {
  EmploymentFacts woman = kAmirFacts;
  woman.gender = Gender::kFemale;
  EXPECT_THAT(Check("196608011988032001", woman), IsEmpty());
  EXPECT_THAT(Check("196608011988031001", woman), ElementsAre("NIP-06"));
  EXPECT_THAT(Check("196608011988032001", kAmirFacts), ElementsAre("NIP-06"));
  for (const char* digit : {"0", "3", "9"}) {
    EXPECT_THAT(
        Check(std::string("19660801198803") + digit + "001", kAmirFacts), ElementsAre("NIP-06"))
        << digit;
    EXPECT_THAT(Check(std::string("19660801198803") + digit + "001", woman), ElementsAre("NIP-06"))
        << digit;
  }
}

TEST(EmploymentNumber, Nip07EndsWithASerialFromOne) {
  EXPECT_THAT(Check("196608011988031999", kAmirFacts), IsEmpty());
  const Findings findings =
      CheckEmploymentNumber("196608011988031000", kAmirFacts, kJune15, AgePolicy(), "nip");
  ASSERT_THAT(Rules(findings), ElementsAre("NIP-07"));
  EXPECT_THAT(
      findings[0].message.en,
      HasSubstr("format the column as text"));  // Excel keeps 15 digits
}

TEST(EmploymentNumber, Nip09WarnsOfAnotherBirthDateThanTheRegistrys) {
  EmploymentFacts corrected = kAmirFacts;
  corrected.birth_date = absl::CivilDay(1966, 8, 11);
  EXPECT_THAT(Check(kAmir, corrected), ElementsAre("NIP-09!"));
}

TEST(EmploymentNumber, TellsAllThatIsWrongAtOnce) {
  EXPECT_THAT(
      Check("196608112027039000", kAmirFacts),
      ElementsAre("NIP-04", "NIP-05!", "NIP-06", "NIP-07", "NIP-09!"));
}

TEST(EmploymentNumber, IsNeverInWhatIsToldAboutIt) {
  const std::vector<std::string> numbers = {
      "1966080119880310011", "196602301988031001", "193912311965031001", kContract,
      "196608011988991001",  "196608011966091001", "196608012027031001", "196608011980031001",
      "196608011988039001",  "196608011988032001", "196608011988031000", "196608111988031001"};
  for (const std::string& number : numbers) {
    const Findings findings =
        CheckEmploymentNumber(number, kAmirFacts, kJune15, AgePolicy(), "nip");
    EXPECT_THAT(findings, Not(IsEmpty())) << number;
    for (const Finding& finding : findings) {
      EXPECT_FALSE(finding.message.id.empty());
      EXPECT_FALSE(finding.message.en.empty());
      EXPECT_EQ(finding.where, "nip");
      std::string told = finding.message.id + finding.message.en;
      for (const auto& [name, value] : finding.values) told += name + value;
      // Neither the number nor the birth date or the appointment in it.
      for (const size_t part : {0, 8}) {
        EXPECT_THAT(told, Not(HasSubstr(number.substr(part, 6)))) << finding.rule;
      }
    }
  }
}

TEST(EmploymentType, IsWrittenAsImportsWriteIt) {
  EXPECT_EQ(ParseEmploymentType("CPNS"), EmploymentType::kCpns);
  EXPECT_EQ(ParseEmploymentType("PNS"), EmploymentType::kPns);
  EXPECT_EQ(ParseEmploymentType("PPPK"), EmploymentType::kPppk);
  EXPECT_EQ(ParseEmploymentType("PPPK_PW"), EmploymentType::kPppkPartTime);
  EXPECT_EQ(ParseEmploymentType("HONORER"), std::nullopt);
  EXPECT_EQ(ParseEmploymentType(""), std::nullopt);
  for (const auto type :
       {EmploymentType::kCpns, EmploymentType::kPns, EmploymentType::kPppk,
        EmploymentType::kPppkPartTime}) {
    EXPECT_EQ(ParseEmploymentType(ToString(type)), type);
  }
}

TEST(Gender, IsWrittenAsImportsWriteIt) {
  EXPECT_EQ(ParseGender("L"), Gender::kMale);
  EXPECT_EQ(ParseGender("P"), Gender::kFemale);
  EXPECT_EQ(ParseGender("M"), std::nullopt);
  EXPECT_EQ(ParseGender(""), std::nullopt);
  EXPECT_EQ(ToString(Gender::kMale), "L");
  EXPECT_EQ(ToString(Gender::kFemale), "P");
}

TEST(AppointedFrom, IsAMonthOfANipAndAYearOfANiPppk) {
  using enum EmploymentType;
  EXPECT_EQ(AppointedFrom("19660801 198803 1 001", kPns), absl::CivilDay(1988, 3, 1));
  EXPECT_EQ(AppointedFrom("196608011988121001", kCpns), absl::CivilDay(1988, 12, 1));
  EXPECT_EQ(AppointedFrom("199001012021211001", kPppk), absl::CivilDay(2021, 1, 1));
  EXPECT_EQ(AppointedFrom("199001012021291001", kPppkPartTime), absl::CivilDay(2021, 1, 1));
  EXPECT_EQ(AppointedFrom("196608011988001001", kPns), std::nullopt);
  EXPECT_EQ(AppointedFrom("196608011988131001", kPns), std::nullopt);
  EXPECT_EQ(AppointedFrom("199001012021211001", kPns), std::nullopt);
  EXPECT_EQ(AppointedFrom("199001012021201001", kPppk), std::nullopt);
  EXPECT_EQ(AppointedFrom("199001012021301001", kPppk), std::nullopt);
  EXPECT_EQ(AppointedFrom("19660801198803100", kPns), std::nullopt);
}

}  // namespace
}  // namespace binadaya::registry::domain
