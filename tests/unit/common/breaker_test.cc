#include "services/common/breaker.h"

#include "gtest/gtest.h"

namespace binadaya {
namespace {

using Pass = Breaker::Pass;
using Outcome = Breaker::Outcome;
using std::chrono::milliseconds;

const Breaker::Time kNow{std::chrono::hours(1)};

TEST(Breaker, LetsOnlySoManyWaitAtOnce) {
  Breaker breaker(2);
  EXPECT_EQ(breaker.Begin(kNow), Pass::kCall);
  EXPECT_EQ(breaker.Begin(kNow), Pass::kCall);
  EXPECT_EQ(breaker.Begin(kNow), Pass::kRefused);
  breaker.End(Pass::kCall, Outcome::kAnswered, kNow);
  EXPECT_EQ(breaker.Begin(kNow), Pass::kCall);
}

TEST(Breaker, ProbesOneAtATimeOnceANeighbourFailedSeveralTimesRunning) {
  Breaker breaker(10);
  for (int i = 0; i < Breaker::kFailures; ++i) {
    ASSERT_EQ(breaker.Begin(kNow), Pass::kCall) << i;
    breaker.End(Pass::kCall, Outcome::kAway, kNow);
  }
  EXPECT_EQ(breaker.Begin(kNow + Breaker::kRest - milliseconds(1)), Pass::kRefused);
  const Breaker::Time later = kNow + Breaker::kRest;
  EXPECT_EQ(breaker.Begin(later), Pass::kProbe);
  EXPECT_EQ(breaker.Begin(later), Pass::kRefused);
  breaker.End(Pass::kProbe, Outcome::kAway, later);
  EXPECT_EQ(breaker.Begin(later + milliseconds(1)), Pass::kRefused);
  EXPECT_EQ(breaker.Begin(later + Breaker::kRest), Pass::kProbe);
  // A caller who gave up says nothing about the neighbour: the next one may ask at once.
  breaker.End(Pass::kProbe, Outcome::kUnknown, later + Breaker::kRest);
  EXPECT_EQ(breaker.Begin(later + Breaker::kRest), Pass::kProbe);
  breaker.End(Pass::kProbe, Outcome::kAnswered, later + Breaker::kRest);
  EXPECT_EQ(breaker.Begin(later + Breaker::kRest), Pass::kCall);
  EXPECT_EQ(breaker.Begin(later + Breaker::kRest), Pass::kCall);
}

TEST(Breaker, IsNotTrippedByFailuresBetweenAnswers) {
  Breaker breaker(1);
  for (int i = 0; i < 100; ++i) {
    ASSERT_EQ(breaker.Begin(kNow), Pass::kCall) << i;
    breaker.End(Pass::kCall, i % 3 == 0 ? Outcome::kAnswered : Outcome::kAway, kNow);
  }
}

TEST(Breaker, AllowsRetriesOnlyOfAFewInALotOfAnswers) {
  Breaker breaker(0);
  int retries = 0;
  for (int i = 0; i < 1000; ++i) {
    breaker.Failed();
    if (breaker.MayRetry()) ++retries;
  }
  EXPECT_EQ(retries, 4);
  for (int i = 0; i < 60; ++i) breaker.End(breaker.Begin(kNow), Outcome::kAnswered, kNow);
  EXPECT_TRUE(breaker.MayRetry());
}

TEST(Breaker, NeitherBoundsNorStopsCallersFromOutside) {
  Breaker breaker(0);
  for (int i = 0; i < 100; ++i) {
    ASSERT_EQ(breaker.Begin(kNow), Pass::kCall);
    if (i % 2 == 0) breaker.End(Pass::kCall, Outcome::kAway, kNow);
  }
}

}  // namespace
}  // namespace binadaya
