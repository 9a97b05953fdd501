#include "services/common/domain/saga.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace binadaya {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr int kSteps = 3;

// Every turn until it ends.
std::vector<std::string> RunToItsEnd(Saga& saga) {
  std::vector<std::string> turns;
  while (const std::optional<SagaTurn> turn = saga.Next()) {
    turns.push_back(absl::StrCat(turn->undo ? "undo " : "act ", turn->step));
    EXPECT_TRUE(saga.Took(*turn, kSteps));
    EXPECT_LT(turns.size(), 10u);
    if (turns.size() >= 10) break;
  }
  turns.emplace_back(
      saga.state == SagaState::kDone     ? "done"
      : saga.state == SagaState::kUndone ? "undone"
                                         : "alive");
  return turns;
}
Saga Fresh() { return {.subject = "B1", .version = 3}; }
const Findings kRefusal = {
    {"BL-08", "line", {"Uang kurang. Kurangi.", "Too little money. Ask for less."}}};

TEST(SagaSteps, AreDoneInTheirOrder) {
  Saga saga = Fresh();
  EXPECT_THAT(RunToItsEnd(saga), ElementsAre("act 0", "act 1", "act 2", "done"));
  EXPECT_THAT(saga.findings, IsEmpty());
}

// The step in doubt too is undone: it may have had its effect.
TEST(SagaSteps, AreUndoneFromTheOneInDoubtBack) {
  const std::vector<std::vector<std::string>> undone = {
      {"undo 0", "undone"},
      {"undo 1", "undo 0", "undone"},
      {"undo 2", "undo 1", "undo 0", "undone"}};
  for (std::size_t steps = 0; steps < undone.size(); ++steps) {
    Saga saga = Fresh();
    for (std::size_t i = 0; i < steps; ++i) EXPECT_TRUE(saga.Took(*saga.Next(), kSteps));
    EXPECT_TRUE(saga.Refused(kRefusal));
    EXPECT_EQ(saga.state, SagaState::kUndoing);
    EXPECT_EQ(RunToItsEnd(saga), undone[steps]);
    ASSERT_EQ(saga.findings.size(), 1u);
    EXPECT_EQ(saga.findings[0].rule, "BL-08");
  }
}

TEST(SagaSteps, ToldTwiceOrLateChangeNothing) {
  Saga saga = Fresh();
  const SagaTurn first = *saga.Next();
  EXPECT_FALSE(saga.Took({1, false}, kSteps));
  EXPECT_FALSE(saga.Took({0, true}, kSteps));
  EXPECT_TRUE(saga.Took(first, kSteps));
  EXPECT_FALSE(saga.Took(first, kSteps));
  EXPECT_EQ(saga.at, 1);
  EXPECT_TRUE(saga.Refused(kRefusal));
  EXPECT_FALSE(saga.Took({1, false}, kSteps));
  EXPECT_EQ(saga.Next(), (SagaTurn{1, true}));
  // An undo is not refused.
  EXPECT_FALSE(saga.Refused({}));
  EXPECT_EQ(saga.findings.size(), 1u);
  RunToItsEnd(saga);
  EXPECT_FALSE(saga.Took({0, true}, kSteps));
  EXPECT_FALSE(saga.Refused(kRefusal));
  EXPECT_EQ(saga.state, SagaState::kUndone);

  Saga done = Fresh();
  RunToItsEnd(done);
  EXPECT_FALSE(done.Refused(kRefusal));
  EXPECT_EQ(done.state, SagaState::kDone);
  EXPECT_THAT(done.findings, IsEmpty());
}

}  // namespace
}  // namespace binadaya
