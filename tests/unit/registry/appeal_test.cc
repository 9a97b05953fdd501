#include "services/registry/domain/appeal.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/registry/judgements.h"
#include "tests/unit/registry/told.h"

namespace binadaya::registry::domain {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

const absl::CivilDay kLast(2026, 3, 16);

ValidLevel Level(std::string basis = "MULTI_RATER") {
  ValidLevel level{.id = 7, .campaign = "campaign", .what = {}, .from = kMarch2};
  level.what.competency = "M.03";
  level.what.level = 1;
  level.what.basis = std::move(basis);
  return level;
}

TEST(Appeal, IsPossibleUntilTheEndOfItsLastDay) {
  const ValidLevel level = Level();
  const auto on = [&](absl::CivilDay today) {
    return Rules(CheckAppeal({.level = &level, .last_day = kLast}, false, today));
  };
  EXPECT_THAT(on(kMarch2), IsEmpty());
  EXPECT_THAT(on(kLast), IsEmpty());
  EXPECT_THAT(on(kLast + 1), ElementsAre("APL-02"));
}

TEST(Appeal, IsAgainstOneLevelOnceAndNotAgainstWhatWasSetOnAppeal) {
  const ValidLevel level = Level(), by_appeal = Level("APPEAL"), corrected = Level("CORRECTION");
  EXPECT_THAT(Rules(CheckAppeal({&level, kLast, true}, false, kMarch2)), ElementsAre("APL-03"));
  EXPECT_THAT(
      Rules(CheckAppeal({&by_appeal, kLast, false}, false, kMarch2)), ElementsAre("APL-03"));
  EXPECT_THAT(Rules(CheckAppeal({&corrected, kLast, false}, false, kMarch2)), IsEmpty());
}

TEST(Appeal, IsAgainstAValidLevelByWhoIsStillHere) {
  const ValidLevel level = Level();
  EXPECT_THAT(Rules(CheckAppeal({}, false, kMarch2)), ElementsAre("APL-01"));
  EXPECT_THAT(Rules(CheckAppeal({&level, kLast, false}, true, kMarch2)), ElementsAre("APL-04"));
}

TEST(Appeal, HasEverybodyWhoRatedVerifiedValidatedOrAgreedAsAPartInTheLevel) {
  CaseContent its_case;
  its_case.ratings = {Self(3), Supervisor(1), Peer("peer", 2)};
  its_case.verified_by = "pic";
  its_case.validated_by = "head";
  ValidLevel level = Level();
  EXPECT_THAT(
      PartIn(level, its_case), UnorderedElementsAre(kPerson, "SUPERVISOR", "peer", "pic", "head"));
  level.what.decision = Decision{.level = 2, .by = {"pic", "chair"}, .on = kMarch2, .note = ""};
  EXPECT_TRUE(PartIn(level, its_case).contains("chair"));
  // Who agreed in the calibration had a part also when the level was corrected since.
  its_case.calibrated[level.what.competency] =
      Decision{.level = 2, .by = {"member"}, .on = kMarch2, .note = ""};
  EXPECT_TRUE(PartIn(level, its_case).contains("member"));
  its_case.calibrated = {
      {"other", Decision{.level = 2, .by = {"member"}, .on = kMarch2, .note = ""}}};
  EXPECT_FALSE(PartIn(level, its_case).contains("member"));
}

TEST(Appeal, IsDecidedOnceByWhoHadNoPartInTheLevel) {
  const std::set<std::string> part_in = {"SUPERVISOR", "pic", "head", kPerson};
  Appeal appeal{.person = kPerson, .level = 7};
  const auto by = [&](const std::string& who) {
    return Rules(CheckDecision(appeal, true, AppealState::kRejected, false, who, part_in));
  };
  for (const char* who : {"SUPERVISOR", "pic", "head"}) EXPECT_THAT(by(who), ElementsAre("APL-07"));
  EXPECT_THAT(by(kPerson), ElementsAre("PROF-16"));
  EXPECT_THAT(by("other head"), IsEmpty());
  for (const auto state : {AppealState::kUpheld, AppealState::kRejected, AppealState::kLapsed}) {
    appeal.state = state;
    EXPECT_THAT(by("other head"), ElementsAre("APL-05")) << ToString(state);
  }
}

TEST(Appeal, IsNotDecidedOnceItsLevelHasEndedAlsoBeforeThatIsKept) {
  const Appeal appeal{.person = kPerson, .level = 7};
  const Findings ended = CheckDecision(appeal, false, AppealState::kUpheld, true, "other head", {});
  EXPECT_THAT(Rules(ended), ElementsAre("APL-05"));
  EXPECT_EQ(ended[0].values.at("state"), "LAPSED");
}

TEST(Appeal, IsUpheldOrRejectedAndALevelBelongsToAnUpheldOne) {
  const Appeal appeal{.person = kPerson, .level = 7};
  const auto rules = [&](AppealState decision, bool has_level) {
    return Rules(CheckDecision(appeal, true, decision, has_level, "other head", {}));
  };
  EXPECT_THAT(rules(AppealState::kUpheld, true), IsEmpty());
  EXPECT_THAT(rules(AppealState::kRejected, false), IsEmpty());
  EXPECT_THAT(rules(AppealState::kRejected, true), ElementsAre("APL-06"));
  EXPECT_THAT(rules(AppealState::kFiled, false), ElementsAre("APL-06"));
  EXPECT_THAT(rules(AppealState::kLapsed, false), ElementsAre("APL-06"));
}

}  // namespace
}  // namespace binadaya::registry::domain
