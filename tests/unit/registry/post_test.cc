#include "services/registry/domain/post.h"

#include <string>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace binadaya::registry::domain {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

const std::vector<std::string> kCore = {"M.01", "M.02", "M.03", "M.04", "M.05",
                                        "M.06", "M.07", "M.08", "SK.01"};
const std::vector<std::string> kKnown = {"M.01", "M.02", "M.03",  "M.04", "M.05", "M.06",
                                         "M.07", "M.08", "SK.01", "T.01", "T.02"};

Post APost(
    PostGroup group, std::vector<Standard> departures = {}, std::string functional_level = "") {
  Post post;
  post.code = "LURAH";
  post.title = "Lurah";
  post.group = group;
  post.functional_level = std::move(functional_level);
  post.standards = std::move(departures);
  return post;
}

TEST(RequiredLevel, FollowsTheGroupOfThePost) {
  EXPECT_EQ(OfLevel(PostGroup::kSeniorLeader, "", {}), 4);
  EXPECT_EQ(OfLevel(PostGroup::kAdministrator, "", {}), 3);  // camat
  EXPECT_EQ(OfLevel(PostGroup::kSupervisor, "", {}), 2);     // lurah
  EXPECT_EQ(OfLevel(PostGroup::kExecutor, "", {}), 1);
}

TEST(RequiredLevel, OfAFunctionalPostFollowsItsLevel) {
  const std::vector<std::pair<std::string, int>> levels = {
      {"AHLI_UTAMA", 5}, {"AHLI_MADYA", 4}, {"AHLI_MUDA", 3}, {"AHLI_PERTAMA", 2},
      {"PENYELIA", 3},   {"MAHIR", 2},      {"TERAMPIL", 1},  {"PEMULA", 1}};
  for (const auto& [name, level] : levels) {
    EXPECT_EQ(OfLevel(PostGroup::kFunctional, name, {}), level) << name;
  }
}

TEST(RequiredLevel, OfAFunctionalPostWithoutAKnownLevelIsUnknown) {
  EXPECT_EQ(OfLevel(PostGroup::kFunctional, "", {}), std::nullopt);
  EXPECT_EQ(OfLevel(PostGroup::kFunctional, "ahli_muda", {}), std::nullopt);
}

TEST(RequiredLevel, FollowsThePolicyInForce) {
  LevelTable policy;
  policy.supervisor = 3;
  policy.expert[1] = 4;
  policy.skilled[3] = 4;
  EXPECT_EQ(OfLevel(PostGroup::kSupervisor, "", policy), 3);
  EXPECT_EQ(OfLevel(PostGroup::kFunctional, "AHLI_MUDA", policy), 4);
  EXPECT_EQ(OfLevel(PostGroup::kFunctional, "PENYELIA", policy), 4);
}

TEST(Standards, OfALurahAreAllNineCompetenciesAtLevelTwo) {
  Post post = APost(PostGroup::kSupervisor);

  EXPECT_THAT(CompleteStandards(post, kCore, kKnown, {}), IsEmpty());

  EXPECT_THAT(
      post.standards, ElementsAre(
                          Standard{"M.01", 2}, Standard{"M.02", 2}, Standard{"M.03", 2},
                          Standard{"M.04", 2}, Standard{"M.05", 2}, Standard{"M.06", 2},
                          Standard{"M.07", 2}, Standard{"M.08", 2}, Standard{"SK.01", 2}));
}

TEST(Standards, KeepDeparturesAndAdditionsAndStandByCode) {
  Post post = APost(PostGroup::kSupervisor, {{"T.01", 3}, {"M.02", 4}});

  EXPECT_THAT(CompleteStandards(post, {"M.02", "M.01"}, kKnown, {}), IsEmpty());

  EXPECT_THAT(
      post.standards, ElementsAre(Standard{"M.01", 2}, Standard{"M.02", 4}, Standard{"T.01", 3}));
}

TEST(Standards, Post01NeedAKnownFunctionalLevel) {
  Post post = APost(PostGroup::kFunctional, {{"T.01", 3}}, "AHLI_RENDAH");

  const Findings findings = CompleteStandards(post, kCore, kKnown, {});

  ASSERT_EQ(findings.size(), 1u);
  EXPECT_EQ(findings[0].rule, "POST-01");
  EXPECT_EQ(findings[0].where, "functional_level");
  EXPECT_EQ(findings[0].values.at("functional_level"), "AHLI_RENDAH");
  EXPECT_THAT(post.standards, ElementsAre(Standard{"T.01", 3}));
}

TEST(Standards, Post02NameOnlyCompetenciesOfTheDictionary) {
  Post post = APost(PostGroup::kSupervisor, {{"M.01", 3}, {"T.99", 3}});

  const Findings findings = CompleteStandards(post, kCore, kKnown, {});

  ASSERT_EQ(findings.size(), 1u);
  EXPECT_EQ(findings[0].rule, "POST-02");
  EXPECT_EQ(findings[0].where, "standards[1].competency");
  EXPECT_EQ(findings[0].values.at("competency"), "T.99");
  EXPECT_THAT(post.standards, ElementsAre(Standard{"M.01", 3}, Standard{"T.99", 3}));
}

TEST(Standards, Post03NameNoCompetencyTwice) {
  Post post = APost(PostGroup::kSupervisor, {{"M.01", 3}, {"T.01", 1}, {"M.01", 3}});

  const Findings findings = CompleteStandards(post, kCore, kKnown, {});

  ASSERT_EQ(findings.size(), 1u);
  EXPECT_EQ(findings[0].rule, "POST-03");
  EXPECT_EQ(findings[0].where, "standards[2].competency");
  EXPECT_EQ(post.standards.size(), 3u);
}

TEST(Standards, TellAllThatIsWrongAtOnce) {
  Post post = APost(PostGroup::kFunctional, {{"T.99", 3}, {"T.99", 3}});

  std::vector<std::string> rules;
  for (const Finding& finding : CompleteStandards(post, kCore, kKnown, {})) {
    rules.push_back(finding.rule);
    EXPECT_FALSE(finding.message.id.empty());
    EXPECT_FALSE(finding.message.en.empty());
    EXPECT_FALSE(finding.warning);
  }
  EXPECT_THAT(rules, ElementsAre("POST-01", "POST-02", "POST-02", "POST-03"));
}

}  // namespace
}  // namespace binadaya::registry::domain
