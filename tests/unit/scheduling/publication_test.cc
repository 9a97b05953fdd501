#include "services/scheduling/domain/publication.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/scheduling/findings_told.h"

namespace binadaya::scheduling::domain {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// Every turn until it ends, as keys.
std::vector<std::string> RunToItsEnd(Publication& publication) {
  std::vector<std::string> keys;
  while (const std::optional<PublicationTurn> turn = publication.Next()) {
    keys.push_back(Key(publication, *turn));
    EXPECT_TRUE(publication.Took(*turn));
    EXPECT_LT(keys.size(), 10u);
    if (keys.size() >= 10) break;
  }
  keys.emplace_back(ToString(publication.state));
  return keys;
}
Publication Fresh() { return {.batch = "B1", .version = 3}; }
const Findings kRefusal = {
    {"BL-08", "line", {"Uang kurang. Kurangi.", "Too little money. Ask for less."}}};

TEST(Publication, CommitsThenBooksThenOffers) {
  Publication publication = Fresh();
  EXPECT_THAT(
      RunToItsEnd(publication),
      ElementsAre("B1/3/FUNDS/act", "B1/3/RESOURCES/act", "B1/3/SEATS/act", "DONE"));
  EXPECT_EQ(PublicationSteps().size(), 3u);
}

// The step in doubt too is undone: it may have had its effect.
TEST(Publication, IsUndoneFromTheStepInDoubtBack) {
  const std::vector<std::vector<std::string>> undone = {
      {"B1/3/FUNDS/undo", "UNDONE"},
      {"B1/3/RESOURCES/undo", "B1/3/FUNDS/undo", "UNDONE"},
      {"B1/3/SEATS/undo", "B1/3/RESOURCES/undo", "B1/3/FUNDS/undo", "UNDONE"}};
  for (std::size_t steps = 0; steps < undone.size(); ++steps) {
    Publication publication = Fresh();
    for (std::size_t i = 0; i < steps; ++i) publication.Took(*publication.Next());
    EXPECT_TRUE(publication.Refused(kRefusal));
    EXPECT_EQ(ToString(publication.state), "UNDOING");
    EXPECT_EQ(RunToItsEnd(publication), undone[steps]);
    EXPECT_THAT(FindingsTold(publication.findings), ElementsAre("BL-08 line"));
  }
}

TEST(Publication, TurnsToldTwiceOrLateChangeNothing) {
  Publication publication = Fresh();
  const PublicationTurn funds = *publication.Next();
  EXPECT_FALSE(publication.Took({PublicationStep::kResources, false}));
  EXPECT_FALSE(publication.Took({PublicationStep::kFunds, true}));
  EXPECT_TRUE(publication.Took(funds));
  EXPECT_FALSE(publication.Took(funds));
  EXPECT_EQ(publication.at, 1);
  EXPECT_TRUE(publication.Refused(kRefusal));
  EXPECT_FALSE(publication.Took({PublicationStep::kResources, false}));
  EXPECT_EQ(publication.Next(), (PublicationTurn{PublicationStep::kResources, true}));
  // An undo is not refused.
  EXPECT_FALSE(publication.Refused({}));
  EXPECT_THAT(FindingsTold(publication.findings), ElementsAre("BL-08 line"));
  RunToItsEnd(publication);
  EXPECT_FALSE(publication.Took({PublicationStep::kFunds, true}));
  EXPECT_FALSE(publication.Refused(kRefusal));
  EXPECT_EQ(publication.state, PublicationState::kUndone);

  Publication done = Fresh();
  RunToItsEnd(done);
  EXPECT_FALSE(done.Refused(kRefusal));
  EXPECT_EQ(done.state, PublicationState::kDone);
  EXPECT_THAT(done.findings, IsEmpty());
}

TEST(Publication, SaysThatItsTimeIsUp) {
  const Finding finding = PublicationOverdue(24);
  EXPECT_THAT(FindingsTold(Findings{finding}), ElementsAre("PUB-01 batch"));
  EXPECT_EQ(finding.values.at("hours"), "24");
  EXPECT_EQ(ToString(PublicationState::kRunning), "RUNNING");
}

}  // namespace
}  // namespace binadaya::scheduling::domain
