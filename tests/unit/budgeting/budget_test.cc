#include <limits>
#include <utility>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/budgeting/budgets.h"

namespace binadaya::budgeting::domain::sample {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// What was printed for "Capacity Building Lurah" in 2024, sebelum = setelah.
Version Figure3() {
  Version version{.year = 2024, .kind = VersionKind::kMurni};
  Group group{.subactivity = kSubactivity, .source = "PAD", .total = {143'248'000}};
  for (const std::int64_t people : {2, 210}) {
    const Side side = Of(people * Quantity::kOne, "Orang/Hari", 143'000, 143'000);
    group.lines.push_back(
        {.row = static_cast<int>(group.lines.size()) + 1,
         .account = kMeeting,
         .description = "Paket Rapat/Pertemuan di Luar Kantor",
         .province = "DI YOGYAKARTA",
         .standard = "PAKET.DIY",
         .before = side,
         .after = side});
  }
  version.groups.push_back(std::move(group));
  return version;
}

TEST(Figure3, IsRefusedWithEveryFaultOfItsArithmetic) {
  const Findings findings = CheckVersion(Figure3(), Known());
  ASSERT_THAT(
      Told(findings), ElementsAre(
                          "BL-01 groups[0].lines[0].after.amount",
                          "BL-01 groups[0].lines[1].after.amount", "BL-02 groups[0].total"));
  EXPECT_EQ(findings[0].values.at("found"), "Rp143.000");
  EXPECT_EQ(findings[0].values.at("expected"), "Rp286.000");
  EXPECT_EQ(findings[0].values.at("row"), "1");
  EXPECT_EQ(findings[0].values.at("column"), "Setelah/Jumlah");
  EXPECT_EQ(findings[1].values.at("found"), "Rp143.000");
  EXPECT_EQ(findings[1].values.at("expected"), "Rp30.030.000");
  EXPECT_EQ(findings[1].values.at("row"), "2");
  EXPECT_EQ(
      findings[1].message.id,
      "Baris 2, kolom Setelah/Jumlah: 210 Orang/Hari × Rp143.000 = Rp30.030.000, tetapi tertulis "
      "Rp143.000. Perbaiki jumlahnya, atau koefisien dan harganya.");
  EXPECT_EQ(findings[2].values.at("found"), "Rp143.248.000");
  EXPECT_EQ(findings[2].values.at("expected"), "Rp30.316.000");
  EXPECT_EQ(findings[2].values.at("difference"), "Rp112.932.000");
  EXPECT_EQ(findings[2].values.at("row"), "1") << "the first of the lines that it is the sum of";
  EXPECT_EQ(findings[2].values.at("column"), "Setelah/Jumlah");
}

TEST(Figure3, WithTheTariffOfJawaTengahIsRefusedForThatToo) {
  Version version = Figure3();
  for (Line& line : version.groups[0].lines) line.standard = "PAKET.JATENG";
  const Findings findings = CheckVersion(version, Known());
  EXPECT_THAT(
      Told(findings),
      ElementsAre(
          "BL-01 groups[0].lines[0].after.amount", "BL-05 groups[0].lines[0].province",
          "BL-01 groups[0].lines[1].after.amount", "BL-05 groups[0].lines[1].province",
          "BL-02 groups[0].total"));
  EXPECT_EQ(findings[1].values.at("found"), "JAWA TENGAH");
  EXPECT_EQ(findings[1].values.at("expected"), "DI YOGYAKARTA");
}

TEST(BudgetVersion, ThatIsRightHasNothingAgainstIt) {
  EXPECT_THAT(CheckVersion(Right(), Known()), IsEmpty());
}

TEST(BudgetLine, IsQuantitiesTimesPriceAndVatToTheRupiah) {
  Version version = Right();
  Only(version).after = {
      .factors = {{{210'000}, "Orang"}, {{2'000}, "Hari"}},
      .price = {100'001},
      .vat = 1'100,
      .amount = {46'620'466}};  // 42.000.420 x 1,11 = 46.620.466,20
  version.groups[0].total = {46'620'466};
  EXPECT_THAT(CheckVersion(version, Known()), IsEmpty());
  for (const std::int64_t amount : {46'620'465, 46'620'467}) {
    Only(version).after.amount = {amount};
    EXPECT_THAT(Errors(version, Known()), ElementsAre("BL-01 groups[0].lines[0].after.amount"));
  }
}

TEST(BudgetLine, IsCheckedOnBothSidesWhereTheyDiffer) {
  Version version = Right();
  version.kind = VersionKind::kPerubahan;
  Only(version).before = Of(100'000, "Orang/Hari", 143'000, 14'300'001);
  const Findings findings = CheckVersion(version, Known());
  ASSERT_THAT(Told(findings), ElementsAre("BL-01 groups[0].lines[0].before.amount"));
  EXPECT_EQ(findings[0].values.at("column"), "Sebelum/Jumlah");
  EXPECT_EQ(findings[0].values.at("expected"), "Rp14.300.000");
  EXPECT_EQ(findings[0].values.at("row"), "7");
}

TEST(BudgetLine, ThatDoesNotFitIsRefused) {
  Version version = Right();
  Only(version).after =
      Of(1'000'000'000, "Orang/Hari", std::numeric_limits<std::int64_t>::max(), 0);
  EXPECT_THAT(
      Errors(version, Known()),
      ElementsAre(
          "BL-01 groups[0].lines[0].after.amount", "BL-03 groups[0].lines[0].after.price",
          "BL-02 groups[0].total"));
}

TEST(BudgetLine, HasFactorsAboveZeroAndAPriceNotBelow) {
  Version version = Right();
  const auto errors = [&](Side side) {
    Only(version).after = std::move(side);
    return Errors(version, Known());
  };
  EXPECT_THAT(
      errors(Of(0, "Orang", 143'000, 30'030'000)),
      ElementsAre("BL-10 groups[0].lines[0].after.factors"));
  EXPECT_THAT(
      errors(Of(-1'000, "Orang", 143'000, 30'030'000)),
      ElementsAre("BL-10 groups[0].lines[0].after.factors"));
  EXPECT_THAT(
      errors(Of(1'000, "Orang", -1, 30'030'000)),
      ElementsAre("BL-10 groups[0].lines[0].after.price"));
  EXPECT_THAT(errors(Of(1, "Orang", 143'000, 143)), ElementsAre("BL-02 groups[0].total"))
      << "a thousandth";
  Side side = Of(1'000, "Orang", 143'000, 30'030'000);
  side.factors.clear();
  EXPECT_THAT(errors(side), ElementsAre("BL-10 groups[0].lines[0].after.factors"));
  side.factors.assign(5, {{1'000}, "Kali"});
  EXPECT_THAT(
      errors(side), ElementsAre("BL-01 groups[0].lines[0].after.amount", "BL-02 groups[0].total"));
  side.factors.assign(6, {{1'000}, "Kali"});
  EXPECT_THAT(errors(side), ElementsAre("BL-10 groups[0].lines[0].after.factors"));
}

TEST(BudgetLine, HasARateOfVatThatIsInForce) {
  Version version = Right();
  Only(version).after.vat = 1'200;
  const Findings findings = CheckVersion(version, Known());
  ASSERT_THAT(Told(findings), ElementsAre("BL-11 groups[0].lines[0].after.vat"));
  EXPECT_EQ(findings[0].values.at("found"), "12 %");
  EXPECT_EQ(findings[0].values.at("expected"), "0 %, 11 %");
}

TEST(Price, IsUpToTheStandardUnlessADecreeExceptsIt) {
  Version version = Right();
  Only(version).after = Of(1'000, "Orang/Hari", 150'000, 150'000);
  version.groups[0].total = {150'000};
  EXPECT_THAT(CheckVersion(version, Known()), IsEmpty());
  Only(version).after = Of(1'000, "Orang/Hari", 150'001, 150'001);
  version.groups[0].total = {150'001};
  const Findings findings = CheckVersion(version, Known());
  ASSERT_THAT(Told(findings), ElementsAre("BL-03 groups[0].lines[0].after.price"));
  EXPECT_EQ(findings[0].values.at("found"), "Rp150.001");
  EXPECT_EQ(findings[0].values.at("expected"), "Rp150.000");
  EXPECT_EQ(findings[0].values.at("legal_basis"), "Perwal 1/2023");
  Only(version).exception = "SK 900/12/2024";
  EXPECT_THAT(
      Told(CheckVersion(version, Known())), ElementsAre("BL-03 groups[0].lines[0].after.price!"));
}

TEST(Price, IsComparedWithTheStandardOfTheYear) {
  Setting setting = Known();
  setting.standards[0].valid_to = absl::CivilDay(2024, 1, 2);
  PriceStandard next = setting.standards[0];
  next.ceiling = {142'999};
  next.valid_from = absl::CivilDay(2024, 1, 2);
  next.valid_to.reset();
  setting.priced_on = absl::CivilDay(2024, 1, 2);
  EXPECT_THAT(Errors(Right(), setting), ElementsAre("BL-03 groups[0].lines[0].after.price"));
  setting.priced_on = absl::CivilDay(2024, 1, 1);
  setting.standards.push_back(next);
  EXPECT_THAT(Errors(Right(), setting), IsEmpty());
  setting.priced_on = absl::CivilDay(2024, 1, 2);
  EXPECT_THAT(Errors(Right(), setting), ElementsAre("BL-03 groups[0].lines[0].after.price"));
  setting.priced_on = absl::CivilDay(2023, 12, 31);
  EXPECT_THAT(Errors(Right(), setting), ElementsAre("BL-03 groups[0].lines[0].after.price"));
  setting.priced_on = absl::CivilDay(2024, 1, 2);
  setting.standards[0].valid_to.reset();
  EXPECT_THAT(Errors(Right(), setting), ElementsAre("BL-03 groups[0].lines[0].after.price"))
      << "of two in force it is the newer one";
  std::swap(setting.standards[0], setting.standards.back());
  EXPECT_THAT(Errors(Right(), setting), ElementsAre("BL-03 groups[0].lines[0].after.price"));
  for (PriceStandard& standard : setting.standards)
    if (standard.ceiling == next.ceiling) standard.valid_to = absl::CivilDay(2024, 1, 9);
  setting.standards.push_back(setting.standards[0]);
  setting.standards.back().code = "ANOTHER";
  setting.priced_on = absl::CivilDay(2024, 1, 9);
  EXPECT_THAT(Errors(Right(), setting), ElementsAre("BL-03 groups[0].lines[0].after.price"))
      << "what a newer one has ended does not come back when that one ends";
  EXPECT_EQ(PricedOn(2024, absl::CivilDay(2023, 9, 1)), absl::CivilDay(2024, 1, 1));
  EXPECT_EQ(PricedOn(2024, absl::CivilDay(2024, 8, 9)), absl::CivilDay(2024, 8, 9));
  EXPECT_EQ(PricedOn(2024, absl::CivilDay(2025, 1, 1)), absl::CivilDay(2024, 12, 31));
}

// A price, an account, a rate of VAT: each is other than when the line came into force.
TEST(BudgetLine, InForceIsNotRefusedByWhatHasChangedSince) {
  Version version = Right();
  version.kind = VersionKind::kPergeseran;
  Only(version).after = Of(210'000, "Orang/Hari", 143'000, 33'333'300, 1'100);
  Only(version).before = Only(version).after;
  version.groups[0].total = {33'333'300};
  Setting setting = Known();
  setting.standards[0].ceiling = {142'999};
  setting.accounts.clear();
  setting.vat_rates = {0, 1'200};
  EXPECT_THAT(
      Told(CheckVersion(version, setting)),
      ElementsAre(
          "BL-11 groups[0].lines[0].after.vat!", "BL-03 groups[0].lines[0].after.price!",
          "BL-04 groups[0].lines[0].account!"));
  // Less of it is what may be wanted just then.
  Only(version).after = Of(1'000, "Orang/Hari", 143'000, 158'730, 1'100);
  version.kind = VersionKind::kPerubahan;
  version.groups[0].total = {158'730};
  EXPECT_THAT(Errors(version, setting), IsEmpty());
  // More of it is new.
  Only(version).after = Of(211'000, "Orang/Hari", 143'000, 33'492'030, 1'100);
  version.groups[0].total = {33'492'030};
  const auto refused = ElementsAre(
      "BL-11 groups[0].lines[0].after.vat", "BL-03 groups[0].lines[0].after.price",
      "BL-04 groups[0].lines[0].account");
  EXPECT_THAT(Errors(version, setting), refused);
  // It may take the rate of today.
  Only(version).after = Of(210'000, "Orang/Hari", 143'000, 33'633'600, 1'200);
  version.groups[0].total = {33'633'600};
  setting = Known();
  setting.vat_rates = {0, 1'200};
  EXPECT_THAT(
      Told(CheckVersion(version, setting)), ElementsAre("BL-11 groups[0].lines[0].before.vat!"));
}

TEST(Price, WithoutAStandardIsSaidToBeUnchecked) {
  Version version = Right();
  Only(version).standard.clear();
  EXPECT_THAT(
      Told(CheckVersion(version, Known())), ElementsAre("BL-03 groups[0].lines[0].after.price!"));
  Only(version).standard = "NO.SUCH";
  EXPECT_THAT(
      Told(CheckVersion(version, Known())), ElementsAre("BL-03 groups[0].lines[0].after.price"));
}

TEST(Account, IsAllowedForTheSubactivityAndTheKindOfItem) {
  const auto errors = [](const char* account, const char* standard) {
    Version version = Right();
    Only(version).account = account;
    Only(version).standard = standard;
    Only(version).after = Of(1'000, "Orang", 100, 100);
    version.groups[0].total = {100};
    return Errors(version, Known());
  };
  const auto refused = ElementsAre("BL-04 groups[0].lines[0].account");
  EXPECT_THAT(errors(kMeeting, "PAKET.DIY"), IsEmpty());
  EXPECT_THAT(errors(kMeeting, "HONOR.ES2"), refused);
  EXPECT_THAT(errors(kHonorarium, "HONOR.ES2"), IsEmpty());
  EXPECT_THAT(errors(kStationery, "HONOR.ES2"), IsEmpty()) << "any kind of item";
  EXPECT_THAT(errors(kHonorarium, ""), IsEmpty()) << "without a standard its kind is not known";
  EXPECT_THAT(errors("5.1.02.02.01.0004", ""), refused);
  Version version = Right();
  version.groups[0].subactivity = "5.04.02.2.01.0008";
  const Findings findings = CheckVersion(version, Known());
  ASSERT_THAT(Told(findings), refused);
  EXPECT_EQ(findings[0].values.at("found"), kMeeting);
  version = Right();
  Only(version).account = kHonorarium;
  EXPECT_EQ(
      CheckVersion(version, Known())[0].values.at("expected"),
      "5.1.02.01.01.0024, 5.1.02.04.01.0005");
  Only(version).account = "5.1.02.02.01.0004";
  Only(version).standard.clear();
  EXPECT_EQ(
      CheckVersion(version, Known())[1].values.at("expected"),
      "5.1.02.01.01.0024, 5.1.02.02.01.0003, 5.1.02.04.01.0005");
  version.groups[0].subactivity = "5.04.02.2.01.0009";
  EXPECT_EQ(CheckVersion(version, Known())[1].values.at("expected"), "");
}

TEST(Tariff, OfAProvinceIsForItsActivitiesAlone) {
  Version version = Right();
  Only(version).province = "";
  EXPECT_THAT(Errors(version, Known()), ElementsAre("BL-05 groups[0].lines[0].province"));
  Only(version).standard = "ATK";
  Only(version).account = kStationery;
  Only(version).after = Of(1'000, "Paket", 50'000, 50'000);
  version.groups[0].total = {50'000};
  EXPECT_THAT(Errors(version, Known()), IsEmpty());
}

TEST(Hours, Of60MinutesAndOf45DoNotMixInALine) {
  Version version = Right();
  Only(version).account = kHonorarium;
  Only(version).standard = "HONOR.ES2";
  Only(version).after = Of(1'000, "OJP", 100'000, 100'000);
  version.groups[0].total = {100'000};
  Setting setting = Known();
  EXPECT_THAT(Errors(version, setting), IsEmpty());
  setting.standards[2].unit = "Orang/JP";
  EXPECT_THAT(Errors(version, setting), IsEmpty());
  setting.standards[2].unit = "OJ";
  EXPECT_THAT(Errors(version, setting), ElementsAre("BL-17 groups[0].lines[0].after.factors"));
  Only(version).after.factors[0].unit = "Orang/Jam";
  EXPECT_THAT(Errors(version, setting), IsEmpty());
  Only(version).after.factors.push_back({{1'000}, "JP"});
  EXPECT_THAT(Errors(version, setting), ElementsAre("BL-17 groups[0].lines[0].after.factors"));
}

// Whether a volume is within what is planned.
std::vector<std::string> Volume(std::vector<Factor> factors, Counted counted, Planned planned) {
  Version version = Right();
  Only(version).after.factors = std::move(factors);
  Only(version).after.price = {0};
  Only(version).after.amount = {0};
  version.groups[0].total = {0};
  Only(version).plan_item = "item";
  Only(version).counted = counted;
  Setting setting = Known();
  setting.planned["item"] = planned;
  return Told(CheckVersion(version, setting));
}

TEST(BudgetLine, OfAnItemThatIsInNoPlanInForceIsWarnedOf) {
  Version version = Right();
  Only(version).plan_item = "item";
  Setting setting = Known();
  setting.unplanned = {"other"};
  EXPECT_THAT(Told(CheckVersion(version, setting)), IsEmpty());
  setting.unplanned = {"item"};
  EXPECT_THAT(
      Told(CheckVersion(version, setting)), ElementsAre("BL-18 groups[0].lines[0].plan_item!"));
}

TEST(BudgetVolume, MayBeFivePercentFromThePlanEitherWay) {
  const Planned planned{.participants = 200, .days = 2};
  const auto of = [&](std::int64_t people) {
    return Volume(
        {{{people * 1'000}, "Orang"}, {{2'000}, "Hari"}}, Counted::kParticipants, planned);
  };
  const auto warned = ElementsAre("BL-06 groups[0].lines[0].after.factors!");
  EXPECT_THAT(of(210), IsEmpty());
  EXPECT_THAT(of(211), warned);
  EXPECT_THAT(of(190), IsEmpty());
  EXPECT_THAT(of(189), warned);
  EXPECT_THAT(Volume({{{420'001}, "Orang/Hari"}}, Counted::kParticipants, planned), warned);
  EXPECT_THAT(Volume({{{420'000}, "OH"}}, Counted::kParticipants, planned), IsEmpty());
}

TEST(BudgetVolume, OfTwoHundredTenIsMoreThanTheHundredNinetyThreeHeads) {
  Version version = Figure3();
  Setting setting = Known();
  setting.planned["item"] = {.participants = 193, .days = 1};
  version.groups[0].lines[1].plan_item = "item";
  version.groups[0].lines[1].counted = Counted::kParticipants;
  const Findings findings = CheckVersion(version, setting);
  ASSERT_EQ(findings.size(), 4u);
  EXPECT_EQ(findings[2].rule, "BL-06");
  EXPECT_TRUE(findings[2].warning);
  EXPECT_EQ(findings[2].values.at("found"), "210");
  EXPECT_EQ(findings[2].values.at("expected"), "193");
}

TEST(BudgetVolume, NeverMixesHoursOfSixtyMinutesWithLessonsOfFortyFive) {
  const Planned planned{.participants = 30, .speakers = 2, .days = 1, .minutes = 180};
  EXPECT_THAT(Volume({{{6'000}, "OJ"}}, Counted::kSpeakers, planned), IsEmpty());   // 2 x 3 hours
  EXPECT_THAT(Volume({{{8'000}, "OJP"}}, Counted::kSpeakers, planned), IsEmpty());  // 2 x 4 JP
  const auto warned = ElementsAre("BL-06 groups[0].lines[0].after.factors!");
  EXPECT_THAT(Volume({{{8'000}, "OJ"}}, Counted::kSpeakers, planned), warned);
  EXPECT_THAT(Volume({{{6'000}, "OJP"}}, Counted::kSpeakers, planned), warned);
  EXPECT_THAT(
      Volume({{{2'000}, "Orang"}, {{3'000}, "Jam"}}, Counted::kSpeakers, planned), IsEmpty());
}

TEST(BudgetVolume, ThatThePlanSaysNothingOfIsNotCompared) {
  const Planned planned{.participants = 30};
  EXPECT_THAT(Volume({{{99'000}, "Paket"}}, Counted::kParticipants, planned), IsEmpty());
  EXPECT_THAT(Volume({{{99'000}, "Orang/Hari"}}, Counted::kParticipants, planned), IsEmpty())
      << "days are not known";
  EXPECT_THAT(Volume({{{99'000}, "Orang"}}, Counted::kNobody, planned), IsEmpty());
  EXPECT_THAT(Volume({{{99'000}, "Kali"}}, Counted::kParticipants, planned), IsEmpty());
  const auto warned = ElementsAre("BL-06 groups[0].lines[0].after.factors!");
  EXPECT_THAT(
      Volume({{{15'000}, "Orang"}, {{2'000}, "Kali"}}, Counted::kParticipants, planned), IsEmpty());
  EXPECT_THAT(
      Volume({{{30'000}, "Orang"}, {{2'000}, "Kali"}}, Counted::kParticipants, planned), warned);
  EXPECT_THAT(
      Volume(
          {{{std::numeric_limits<std::int64_t>::max()}, "Orang"}}, Counted::kParticipants, planned),
      warned);
}

}  // namespace
}  // namespace binadaya::budgeting::domain::sample
