#include "services/budgeting/domain/approval.h"

#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/common/domain/refusal.h"
#include "tests/unit/budgeting/told.h"

namespace binadaya::budgeting::domain {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr Approver kUser = Approver::kBudgetUser;

std::vector<std::string> Refused(const absl::Status& status) { return Told(FindingsOf(status)); }

Approval Verified() {
  Approval approval;
  EXPECT_TRUE(approval.Draft("a").ok());
  EXPECT_TRUE(approval.Submit("b").ok());
  EXPECT_TRUE(approval.Verify("c").ok());
  return approval;
}

TEST(Approval, IsByThreeDifferentPeople) {
  Approval approval;
  ASSERT_TRUE(approval.Draft("a").ok());
  ASSERT_TRUE(approval.Submit("b").ok());
  EXPECT_THAT(Refused(approval.Verify("a")), ElementsAre("BV-02 id")) << "who drafted it";
  EXPECT_THAT(Refused(approval.Verify("b")), ElementsAre("BV-02 id")) << "who submitted it";
  ASSERT_TRUE(approval.Verify("c").ok());
  for (const char* same : {"a", "b", "c"})
    EXPECT_THAT(Refused(approval.Validate(same, {kUser}, kUser)), ElementsAre("BV-02 id")) << same;
  EXPECT_TRUE(approval.Validate("d", {kUser}, kUser).ok());
  EXPECT_EQ(approval.state, VersionState::kValid);
}

TEST(Approval, GoesStepByStep) {
  Approval approval;
  EXPECT_THAT(Refused(approval.Verify("c")), ElementsAre("BV-01 id"));
  EXPECT_THAT(Refused(approval.Validate("d", {kUser}, kUser)), ElementsAre("BV-01 id"));
  EXPECT_THAT(Refused(approval.Return("salah")), ElementsAre("BV-01 id"));
  ASSERT_TRUE(approval.Submit("a").ok());
  EXPECT_THAT(Refused(approval.Draft("a")), ElementsAre("BV-01 id"));
  EXPECT_THAT(Refused(approval.Submit("a")), ElementsAre("BV-01 id"));
  EXPECT_THAT(Refused(approval.Validate("d", {kUser}, kUser)), ElementsAre("BV-01 id"));
}

TEST(Approval, GoesBackWithAReason) {
  Approval approval = Verified();
  EXPECT_THAT(Refused(approval.Return(" ")), ElementsAre("BV-03 reason"));
  ASSERT_TRUE(approval.Return("harga salah").ok());
  EXPECT_EQ(approval.state, VersionState::kDraft);
  EXPECT_EQ(approval.reason, "harga salah");
  EXPECT_EQ(approval.verified_by, "");
  ASSERT_TRUE(approval.Submit("a").ok());
  EXPECT_THAT(approval.reason, IsEmpty());
  EXPECT_TRUE(approval.Verify("d").ok());
}

TEST(Approval, SaysWhereItStandsAndWhoseTurnItIs) {
  for (const auto& [state, name] : std::vector<std::pair<VersionState, const char*>>{
           {VersionState::kSubmitted, "SUBMITTED"},
           {VersionState::kVerified, "VERIFIED"},
           {VersionState::kValid, "VALID"},
           {VersionState::kSuperseded, "SUPERSEDED"}}) {
    const Findings findings = FindingsOf(Approval{.state = state}.Draft("a"));
    ASSERT_EQ(findings.size(), 1u);
    EXPECT_EQ(findings[0].values.at("found"), name);
    EXPECT_EQ(findings[0].values.at("expected"), "DRAFT");
  }
  for (const auto& [approver, name] : std::vector<std::pair<Approver, const char*>>{
           {kUser, "the budget user (PA/KPA)"},
           {Approver::kFinanceAuthority, "the finance authority (PPKD)"},
           {Approver::kAuthorisedOfficial, "the authorised official (Sekda)"}}) {
    EXPECT_EQ(FindingsOf(Verified().Validate("d", {}, approver)).at(0).values.at("expected"), name);
  }
  Approval twice;
  ASSERT_TRUE(twice.Draft("a").ok());
  ASSERT_TRUE(twice.Submit("a").ok());
  EXPECT_THAT(twice.drafted_by, ElementsAre("a"));
  ASSERT_TRUE(twice.Return("belum lengkap").ok()) << "before anybody has verified it";
  EXPECT_EQ(twice.state, VersionState::kDraft);
}

TEST(Approval, IsOfWhoMayApproveHowFarTheMoneyMoves) {
  Version version{.kind = VersionKind::kMurni};
  EXPECT_EQ(ApproverOf(version), kUser);
  version.kind = VersionKind::kPerubahan;
  EXPECT_EQ(ApproverOf(version), kUser);
  version.kind = VersionKind::kPergeseran;
  EXPECT_EQ(ApproverOf(version), Approver::kFinanceAuthority);
  const auto line = [](const char* account, std::int64_t before, std::int64_t after) {
    return Line{
        .account = account, .before = Side{.amount = {before}}, .after = {.amount = {after}}};
  };
  version.groups.push_back(
      {.lines = {line("5.1.02.04.01.0005", 10, 5), line("5.1.02.02.01.0003", 0, 5)}});
  EXPECT_EQ(ApproverOf(version), Approver::kAuthorisedOfficial);
  Approval approval = Verified();
  EXPECT_THAT(
      Refused(approval.Validate("d", {kUser, Approver::kFinanceAuthority}, ApproverOf(version))),
      ElementsAre("BV-04 id"));
  EXPECT_TRUE(approval.Validate("d", {Approver::kAuthorisedOfficial}, ApproverOf(version)).ok());
}

}  // namespace
}  // namespace binadaya::budgeting::domain
