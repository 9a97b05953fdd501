#include "services/registry/domain/invitation.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/registry/told.h"

namespace binadaya::registry::domain {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(Proposal, SaysWhyItGoesBeyondTheUnitAndWhereItEnds) {
  Proposal proposal{
      .wanted = 3, .needed = 3, .at_home = 3, .found = 3, .home = "/A/B/", .within = "/A/B/"};
  EXPECT_THAT(OfProposal(proposal), IsEmpty());
  proposal.at_home = 2;
  proposal.within = "/A/";
  const Findings findings = OfProposal(proposal);
  EXPECT_THAT(Rules(findings), ElementsAre("INV-05!"));
  EXPECT_EQ(
      findings[0].message.en,
      "Unit /A/B/ has only 2 of 3 colleagues of the same level; the proposal was widened to /A/.");
}

TEST(Proposal, SaysWhenTooFewAreOfTheLevelToBeCounted) {
  Proposal proposal{
      .wanted = 5, .needed = 3, .at_home = 1, .found = 3, .home = "/A/", .within = "/"};
  EXPECT_THAT(Rules(OfProposal(proposal)), ElementsAre("INV-05!"));
  proposal.found = 2;
  EXPECT_THAT(Rules(OfProposal(proposal)), ElementsAre("INV-05!", "INV-06!"));
}

}  // namespace
}  // namespace binadaya::registry::domain
