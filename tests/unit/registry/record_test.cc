#include "services/registry/domain/record.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/registry/domain/training.h"
#include "tests/unit/registry/days.h"
#include "tests/unit/registry/told.h"

namespace binadaya::registry::domain {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

RecordSetting Setting() {
  return {
      .birth_date = absl::CivilDay(1980, 6, 15),
      .today = kMarch2,
      .standing = {},
      .known = true,
      .working_age = 18,
      .horizon_years = 2};
}
std::vector<std::string> RulesOf(
    const Record& record, const RecordSetting& setting, const std::string& reason = "") {
  return Rules(CheckRecord(record, setting, reason));
}
Record Appraisal(int year, const std::string& predicate) {
  return {
      .kind = RecordKind::kAppraisal,
      .code = predicate,
      .year = year,
      .from = absl::CivilDay(year, 1, 1)};
}
Record Leave(absl::CivilDay first, absl::CivilDay until) {
  return {.id = "l", .kind = RecordKind::kLeave, .code = "TAHUNAN", .from = first, .to = until};
}

TEST(Appraisal, IsSoManyStepsBelowBaik) {
  EXPECT_EQ(StepsBelowGood(Predicate::kSangatBaik), 0);
  EXPECT_EQ(StepsBelowGood(Predicate::kBaik), 0);
  EXPECT_EQ(StepsBelowGood(Predicate::kButuhPerbaikan), 1);
  EXPECT_EQ(StepsBelowGood(Predicate::kKurang), 2);
  EXPECT_EQ(StepsBelowGood(Predicate::kSangatKurang), 3);
}

TEST(Appraisal, IsOfAYearInWhichThePersonCouldWorkUpToThisOne) {
  EXPECT_THAT(RulesOf(Appraisal(2026, "BAIK"), Setting()), IsEmpty());
  EXPECT_THAT(RulesOf(Appraisal(2027, "BAIK"), Setting()), ElementsAre("REC-04"));
  EXPECT_THAT(RulesOf(Appraisal(1998, "BAIK"), Setting()), IsEmpty());
  EXPECT_THAT(RulesOf(Appraisal(1997, "BAIK"), Setting()), ElementsAre("REC-04"));
}

TEST(Appraisal, CorrectsAnotherOfTheSameYearOnlyWithAReason) {
  RecordSetting setting = Setting();
  setting.standing = {Appraisal(2024, "KURANG"), Appraisal(2025, "KURANG")};
  EXPECT_THAT(RulesOf(Appraisal(2025, "BAIK"), setting), ElementsAre("REC-05"));
  EXPECT_THAT(RulesOf(Appraisal(2025, "BAIK"), setting, " "), ElementsAre("REC-05"));
  EXPECT_THAT(RulesOf(Appraisal(2025, "BAIK"), setting, "salah ketik"), IsEmpty());
  EXPECT_THAT(RulesOf(Appraisal(2023, "BAIK"), setting), IsEmpty());
  ASSERT_NE(SameYear(Appraisal(2025, "BAIK"), setting.standing), nullptr);
  EXPECT_EQ(SameYear(Appraisal(2025, "BAIK"), setting.standing)->year, 2025);
}

TEST(Record, OfATrainingNamesOneThatExistsAndHasBeenDoneByAnAdult) {
  Record pkp{.kind = RecordKind::kTraining, .code = "PKP", .from = kMarch2};
  EXPECT_THAT(RulesOf(pkp, Setting()), IsEmpty());
  pkp.from = kMarch2 + 1;
  EXPECT_THAT(RulesOf(pkp, Setting()), ElementsAre("REC-02"));
  pkp.from = absl::CivilDay(1998, 6, 15);
  EXPECT_THAT(RulesOf(pkp, Setting()), IsEmpty());
  pkp.from = absl::CivilDay(1998, 6, 14);
  EXPECT_THAT(RulesOf(pkp, Setting()), ElementsAre("REC-03"));
  RecordSetting unknown = Setting();
  unknown.known = false;
  pkp.from = kMarch2;
  EXPECT_THAT(RulesOf(pkp, unknown), ElementsAre("REC-01"));
  Record school{.kind = RecordKind::kEducation, .code = "SMA", .from = absl::CivilDay(1998, 6, 14)};
  EXPECT_THAT(RulesOf(school, Setting()), IsEmpty());
}

TEST(Record, OfLeaveMayLieAheadAndOverlapsNoOther) {
  RecordSetting setting = Setting();
  setting.standing = {Leave(absl::CivilDay(2026, 4, 6), absl::CivilDay(2026, 4, 11))};
  const auto leave = [&](absl::CivilDay first, absl::CivilDay until) {
    return RulesOf(Leave(first, until), setting);
  };
  EXPECT_THAT(leave(absl::CivilDay(2026, 4, 11), absl::CivilDay(2026, 4, 12)), IsEmpty());
  EXPECT_THAT(
      leave(absl::CivilDay(2026, 4, 10), absl::CivilDay(2026, 4, 12)), ElementsAre("REC-07"));
  EXPECT_THAT(leave(absl::CivilDay(2026, 4, 1), absl::CivilDay(2026, 4, 6)), IsEmpty());
  EXPECT_THAT(leave(absl::CivilDay(2026, 4, 1), absl::CivilDay(2026, 4, 7)), ElementsAre("REC-07"));
  EXPECT_THAT(leave(absl::CivilDay(2028, 3, 2), absl::CivilDay(2028, 3, 4)), IsEmpty());
  EXPECT_THAT(leave(absl::CivilDay(2028, 3, 3), absl::CivilDay(2028, 3, 4)), ElementsAre("REC-02"));
  EXPECT_THAT(leave(absl::CivilDay(2026, 5, 1), absl::CivilDay(2026, 5, 1)), ElementsAre("REC-06"));
}

TEST(Record, OfDisciplineEndsAfterItBegan) {
  Record measure{.kind = RecordKind::kDiscipline, .code = "SEDANG", .from = kMarch2};
  EXPECT_THAT(RulesOf(measure, Setting()), IsEmpty());
  measure.to = kMarch2 + 1;
  EXPECT_THAT(RulesOf(measure, Setting()), IsEmpty());
  measure.to = kMarch2;
  EXPECT_THAT(RulesOf(measure, Setting()), ElementsAre("REC-06"));
}

TEST(RequiredTraining, IsOfSomebodyAndFromADayThatNobodyWasJudgedBy) {
  const auto rules = [](absl::CivilDay from, std::optional<absl::CivilDay> newest) {
    return Rules(CheckRequirement(from, true, true, "", newest, kMarch2, 2));
  };
  EXPECT_THAT(rules(kMarch2, kMarch2), IsEmpty());
  EXPECT_THAT(rules(kMarch2 - 1, kMarch2 - 1), ElementsAre("TRN-04"));
  EXPECT_THAT(rules(kMarch2 - 1, kMarch2 - 2), IsEmpty());
  EXPECT_THAT(rules(absl::CivilDay(2028, 3, 2), kMarch2), IsEmpty());
  EXPECT_THAT(rules(absl::CivilDay(2028, 3, 3), kMarch2), ElementsAre("TRN-05"));
  const auto of = [](bool held, bool group, const char* type) {
    return Rules(CheckRequirement(kMarch2, held, group, type, std::nullopt, kMarch2, 2));
  };
  EXPECT_THAT(of(false, true, ""), ElementsAre("TRN-01"));
  EXPECT_THAT(of(true, false, ""), ElementsAre("TRN-02"));
  EXPECT_THAT(of(true, false, "CPNS"), IsEmpty());
  EXPECT_THAT(of(true, true, "HONORER"), ElementsAre("TRN-03"));
}

TEST(Record, EndsFourYearsAfterItBeginsAtTheLatest) {
  const absl::CivilDay first(2026, 3, 2);
  EXPECT_THAT(RulesOf(Leave(first, absl::CivilDay(2030, 3, 2)), Setting()), IsEmpty());
  const Findings late = CheckRecord(Leave(first, absl::CivilDay(2030, 3, 3)), Setting(), "");
  ASSERT_THAT(Rules(late), ElementsAre("REC-10"));
  EXPECT_EQ(late[0].where, "last_day");
  EXPECT_EQ(late[0].values.at("last"), "2030-03-01") << "the last day is his";
  Record discipline{
      .kind = RecordKind::kDiscipline,
      .code = "BERAT",
      .from = first,
      .to = absl::CivilDay(2030, 3, 2)};
  EXPECT_THAT(RulesOf(discipline, Setting()), IsEmpty());
  discipline.to = absl::CivilDay(9999, 12, 31);
  EXPECT_THAT(RulesOf(discipline, Setting()), ElementsAre("REC-10"));
}

}  // namespace
}  // namespace binadaya::registry::domain
