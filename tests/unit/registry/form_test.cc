#include "services/registry/domain/form.h"

#include <limits>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/registry/judgements.h"

namespace binadaya::registry::domain {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

const Dictionary kDictionary = {.core = {"M.03", "M.08"}, .known = {"M.03", "M.08", "T.01"}};

absl::StatusOr<std::vector<double>> Levels(const Form& form) {
  return LevelsOf(form, kDictionary, kMarch2, {});
}

Form OfA(
    RaterRole role, std::vector<Form::Line> lines = {{.competency = "M.03", .level = 2}},
    absl::CivilDay seen = kMarch2) {
  return {.role = role, .seen = seen, .lines = std::move(lines)};
}

Form Supervisors(std::vector<Form::Line> lines) {
  return OfA(RaterRole::kSupervisor, std::move(lines));
}

TEST(Form, HoldsALevelOrAChecklistOfEachCompetency) {
  const auto levels = Levels(Supervisors(
      {{.competency = "M.03", .level = 2},
       {.competency = "M.08", .level = {}, .checklist = {{1, 3, 3}, {2, 2, 3}}}}));
  ASSERT_TRUE(levels.ok()) << levels.status();
  EXPECT_THAT(*levels, ElementsAre(2, 1.6667));
}

// Row 12.
TEST(Form, Rate04HoldsNeitherNoJudgementNorTwo) {
  const auto neither = Levels(Supervisors({{.competency = "M.03"}}));
  const auto both = Levels(Supervisors(
      {{.competency = "M.08", .level = 2},
       {.competency = "M.03", .level = 2, .checklist = {{1, 3, 3}}}}));
  EXPECT_THAT(Rules(neither.status()), ElementsAre("RATE-04"));
  ASSERT_THAT(Rules(both.status()), ElementsAre("RATE-04"));
  EXPECT_EQ(FindingsOf(both.status())[0].where, "judgements[1]");
  EXPECT_EQ(neither.status().code(), absl::StatusCode::kInvalidArgument);
}

TEST(Form, Rate05TakesLevelsFromOneToFiveAndLessOnlyByChecklist) {
  for (const double level : {0.0, 0.9999, 5.0001, std::numeric_limits<double>::quiet_NaN()}) {
    EXPECT_THAT(
        Rules(Levels(Supervisors({{.competency = "M.03", .level = level}})).status()),
        ElementsAre("RATE-05"))
        << level;
  }
  for (const double level : {1.0, 5.0})
    EXPECT_TRUE(Levels(Supervisors({{.competency = "M.03", .level = level}})).ok()) << level;
  EXPECT_THAT(
      *Levels(Supervisors({{.competency = "M.03", .level = {}, .checklist = {{1, 1, 3}}}})),
      ElementsAre(0.3333));
}

TEST(Form, NamesAllThatIsWrongAtOnce) {
  const auto status = Levels(Supervisors(
                                 {{.competency = "X.99", .level = 2},
                                  {.competency = "M.03", .level = 9},
                                  {.competency = "M.03"},
                                  {.competency = "M.08", .level = {}, .checklist = {{1, 4, 3}}}}))
                          .status();
  EXPECT_THAT(Rules(status), ElementsAre("RATE-02", "RATE-05", "RATE-03", "RATE-04", "F-02"));
  EXPECT_EQ(FindingsOf(status)[4].where, "judgements[3].checklist[0]");
}

TEST(Form, Rate06And07TakeWhatWasSeenWithinTwentyFourMonths) {
  const auto rules = [](absl::CivilDay seen) {
    return Rules(
        Levels(OfA(RaterRole::kSupervisor, {{.competency = "M.03", .level = 2}}, seen)).status());
  };
  EXPECT_THAT(rules(absl::CivilDay(2026, 3, 3)), ElementsAre("RATE-06"));
  EXPECT_THAT(rules(absl::CivilDay(2026, 3, 2)), IsEmpty());
  EXPECT_THAT(rules(absl::CivilDay(2024, 3, 2)), IsEmpty());
  EXPECT_THAT(rules(absl::CivilDay(2024, 3, 1)), ElementsAre("RATE-07"));
}

TEST(Form, Rate08TakesEachSourceForItsKindOfCompetency) {
  const auto rules = [](RaterRole role, const char* competency) {
    return Rules(Levels(OfA(role, {{.competency = competency, .level = 2}})).status());
  };
  for (const RaterRole role : {RaterRole::kTest, RaterRole::kEvidence}) {
    EXPECT_THAT(rules(role, "T.01"), IsEmpty());
    EXPECT_THAT(rules(role, "M.03"), ElementsAre("RATE-08"));
  }
  EXPECT_THAT(rules(RaterRole::kAssessmentCenter, "M.03"), IsEmpty());
  EXPECT_THAT(rules(RaterRole::kAssessmentCenter, "T.01"), ElementsAre("RATE-08"));
  for (const RaterRole role :
       {RaterRole::kSelf, RaterRole::kSupervisor, RaterRole::kPeer, RaterRole::kSubordinate}) {
    EXPECT_THAT(rules(role, "T.01"), IsEmpty());
    EXPECT_THAT(rules(role, "M.03"), IsEmpty());
  }
}

}  // namespace
}  // namespace binadaya::registry::domain
