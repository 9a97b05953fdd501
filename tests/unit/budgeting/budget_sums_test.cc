#include <limits>
#include <utility>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/budgeting/budgets.h"

namespace binadaya::budgeting::domain::sample {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// A version of two lines whose money moves from one account to the other, each of `amount` before.
Version Moved(const char* from, const char* to, std::int64_t moved) {
  Version version{.year = 2024, .kind = VersionKind::kPergeseran};
  Group group{.subactivity = kSubactivity, .source = "PAD", .total = {2'000}};
  group.lines.push_back(
      {.account = from,
       .before = Of(1'000, "Paket", 1'000, 1'000),
       .after = Of(1'000, "Paket", 1'000 - moved, 1'000 - moved)});
  group.lines.push_back(
      {.account = to,
       .before = Of(1'000, "Paket", 1'000, 1'000),
       .after = Of(1'000, "Paket", 1'000 + moved, 1'000 + moved)});
  version.groups.push_back(std::move(group));
  return version;
}
Setting AllOf(const std::vector<const char*>& accounts) {
  Setting setting;
  for (const char* account : accounts) setting.accounts.push_back({kSubactivity, account, ""});
  return setting;
}

TEST(Sums, OverLinesAreAllCompared) {
  Version version = Right();
  version.groups.push_back(version.groups[0]);
  version.groups[1].source = "DAU";
  version.groups[1].lines[0].id.clear();
  version.sources = {{"PAD", {30'030'000}}, {"DAU", {30'030'001}}};
  version.subactivities = {{kSubactivity, {60'059'999}}, {"5.04.02.2.01.0009", {1}}};
  EXPECT_THAT(
      Errors(version, Known()), ElementsAre(
                                    "BL-02 sources[1].amount", "BL-02 subactivities[0].amount",
                                    "BL-02 subactivities[1].amount"));
  for (const Finding& one : CheckVersion(version, Known())) {
    EXPECT_EQ(one.values.contains("row"), one.where != "subactivities[1].amount")
        << "which has no lines: " << one.where;
  }
  version.groups[1].total = {30'029'999};
  const Findings findings = CheckVersion(version, Known());
  EXPECT_EQ(findings[0].where, "groups[1].total");
  EXPECT_EQ(findings[0].values.at("difference"), "Rp1");
  EXPECT_THAT(findings[0].message.id, HasSubstr("sumber dana DAU"));
}

TEST(Sums, ThatDoNotFitAreRefused) {
  Version version = Right();
  version.kind = VersionKind::kPerubahan;
  Line& line = Only(version);
  line.id.clear();
  line.after = Of(0, "Orang/Hari", 1, std::numeric_limits<std::int64_t>::max());
  version.groups[0].lines.push_back(line);
  const Findings findings = CheckVersion(version, Known());
  ASSERT_EQ(findings.back().rule, "BL-02");
  EXPECT_THAT(findings.back().message.en, HasSubstr("is above the largest amount"));
  EXPECT_EQ(findings.back().values.at("expected"), "Rp9.223.372.036.854.775.807");
  version.kind = VersionKind::kPergeseran;
  EXPECT_EQ(CheckVersion(version, Known()).back().rule, "BL-12");
}

TEST(Sums, OfNewLinesStandAgainstNothing) {
  Version version = Moved(kMeeting, kMeeting, 400);
  version.groups[0].lines[1].before.reset();
  version.groups[0].lines[1].after = Of(1'000, "Paket", 400, 400);
  version.groups[0].total = {1'000};
  EXPECT_THAT(Errors(version, AllOf({kMeeting})), IsEmpty());
  version.kind = VersionKind::kMurni;
  version.groups[0].lines[1].after = Of(1'000, "Paket", 401, 401);
  version.groups[0].total = {1'001};
  EXPECT_THAT(Errors(version, AllOf({kMeeting})), ElementsAre("BL-07 groups"));
}

TEST(Sums, StayUnlessTheYearsBudgetIsChanged) {
  Version version = Moved(kMeeting, kMeeting, 400);
  Setting setting = AllOf({kMeeting});
  EXPECT_THAT(Errors(version, setting), IsEmpty());
  version.groups[0].lines[1].after = Of(1'000, "Paket", 1'401, 1'401);
  version.groups[0].total = {2'001};
  EXPECT_THAT(Errors(version, setting), ElementsAre("BL-07 groups", "BL-12 groups[0]"));
  version.groups[0].lines[0].row = 8;
  version.groups[0].lines[1].row = 9;
  for (const Finding& one : CheckVersion(version, setting)) {
    if (one.warning) continue;
    EXPECT_EQ(one.values.at("found"), "Rp2.001") << one.rule;
    EXPECT_EQ(one.values.at("expected"), "Rp2.000") << one.rule;
    EXPECT_EQ(one.values.at("row"), "8") << one.rule;
    EXPECT_EQ(one.values.at("column"), "Setelah/Jumlah") << one.rule;
  }
  version.kind = VersionKind::kMurni;
  EXPECT_THAT(Errors(version, setting), ElementsAre("BL-07 groups"));
  version.kind = VersionKind::kPerubahan;
  EXPECT_THAT(Errors(version, setting), IsEmpty());
}

TEST(Shift, IsApprovedTheHigherTheFartherItsMoneyMoves) {
  const auto level = [](const char* from, const char* to) { return LevelOf(Moved(from, to, 400)); };
  EXPECT_EQ(level("5.1.02.04.01.0005", "5.1.02.04.01.0004"), ShiftLevel::kRincian);
  EXPECT_EQ(level("5.1.02.04.01.0005", "5.1.02.04.02.0001"), ShiftLevel::kRincian);
  EXPECT_EQ(level("5.1.02.04.01.0005", "5.1.02.02.01.0003"), ShiftLevel::kObjek);
  EXPECT_EQ(level("5.1.02.04.01.0005", "5.1.01.04.01.0005"), ShiftLevel::kJenis);
  EXPECT_EQ(level("5.1.02.04.01.0005", "5.2.02.04.01.0005"), ShiftLevel::kJenis);
  EXPECT_EQ(LevelOf(Moved("5.1.02.04.01.0005", "5.1.01.04.01.0005", 0)), ShiftLevel::kRincian);
}

TEST(Shift, DoesNotLeaveItsKindOfExpenditureOrItsGroup) {
  Version version = Moved("5.1.02.04.01.0005", "5.1.01.04.01.0005", 400);
  const Setting setting = AllOf({"5.1.02.04.01.0005", "5.1.01.04.01.0005"});
  EXPECT_THAT(Errors(version, setting), ElementsAre("BL-12 groups[0]"));
  const Finding kind = CheckVersion(version, setting).back();
  EXPECT_EQ(kind.values.at("account"), "5.1.01");
  EXPECT_EQ(kind.values.at("found"), "Rp1.400");
  EXPECT_EQ(kind.values.at("expected"), "Rp1.000");
  version = Moved("5.1.02.04.01.0005", "5.1.02.04.01.0005", 400);
  version.groups.push_back(version.groups[0]);
  version.groups[1].source = "DAU";
  version.groups[0].lines.pop_back();
  version.groups[1].lines.erase(version.groups[1].lines.begin());
  version.groups[0].total = {600};
  version.groups[1].total = {1'400};
  EXPECT_EQ(LevelOf(version), ShiftLevel::kJenis);
  EXPECT_THAT(Errors(version, setting), ElementsAre("BL-12 groups[0]", "BL-12 groups[1]"));
  version.kind = VersionKind::kPerubahan;
  EXPECT_THAT(Errors(version, setting), IsEmpty());
}

TEST(BudgetLine, IsNotCutBelowWhatIsBound) {
  Setting setting = Known();
  setting.bound["line"] = {30'030'000};
  EXPECT_THAT(CheckVersion(Right(), setting), IsEmpty());
  setting.bound["line"] = {30'030'001};
  EXPECT_THAT(Errors(Right(), setting), ElementsAre("BL-13 groups[0].lines[0].after.amount"));
}

TEST(BudgetVersion, HasEachLineInForceOnce) {
  Setting setting = Known();
  setting.bound["gone"] = {0};
  const Findings missing = CheckVersion(Right(), setting);
  ASSERT_THAT(Told(missing), ElementsAre("BL-15 groups"));
  EXPECT_EQ(missing[0].values.at("line"), "gone");
  EXPECT_EQ(missing[0].values.at("found"), "0");
  EXPECT_FALSE(missing[0].values.contains("row")) << "it has none";
  EXPECT_EQ(missing[0].values.at("column"), "Id Baris");
  Version version = Right();
  version.groups[0].lines.push_back(Only(version));
  version.groups[0].total = {60'060'000};
  EXPECT_THAT(Errors(version, Known()), ElementsAre("BL-15 groups"));
  version.groups[0].lines[1].row = 9;
  EXPECT_EQ(CheckVersion(version, Known()).back().values.at("row"), "9");
  for (Line& line : version.groups[0].lines) line.id.clear();
  EXPECT_THAT(Errors(version, Known()), IsEmpty()) << "two new ones";
}

}  // namespace
}  // namespace binadaya::budgeting::domain::sample
