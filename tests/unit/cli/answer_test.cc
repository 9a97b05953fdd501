#include "services/cli/answer.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/cli/clock.h"
#include "services/cli/environment.h"
#include "services/cli/every_service.h"
#include "services/cli/progress.h"
#include "services/cli/tokens.h"
#include "services/common/domain/refusal.h"

namespace binadaya::cli {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(ExitCode, FollowsWhatTheCallerCanDo) {
  EXPECT_EQ(ExitCodeOf(absl::OkStatus()), ExitCode::kDone);
  EXPECT_EQ(ExitCodeOf(UsageError({"tidak", "no"})), ExitCode::kUsage);
  // The same code from a service is a refusal.
  EXPECT_EQ(ExitCodeOf(absl::InvalidArgumentError("no")), ExitCode::kRefused);
  EXPECT_EQ(
      ExitCodeOf(Refuse({.rule = "A", .where = "", .message = {"tidak", "no"}})),
      ExitCode::kRefused);
  EXPECT_EQ(ExitCodeOf(absl::PermissionDeniedError("no")), ExitCode::kRefused);
  EXPECT_EQ(ExitCodeOf(absl::UnauthenticatedError("no")), ExitCode::kRefused);
  EXPECT_EQ(ExitCodeOf(absl::UnavailableError("no")), ExitCode::kTryAgain);
  EXPECT_EQ(ExitCodeOf(absl::DeadlineExceededError("no")), ExitCode::kTryAgain);
  EXPECT_EQ(ExitCodeOf(absl::AbortedError("no")), ExitCode::kTryAgain);
}

TEST(ExitCode, SomethingWrongOutweighsSomethingAway) {
  EXPECT_EQ(Worse(ExitCode::kDone, ExitCode::kTryAgain), ExitCode::kTryAgain);
  EXPECT_EQ(Worse(ExitCode::kRefused, ExitCode::kTryAgain), ExitCode::kRefused);
  EXPECT_EQ(Worse(ExitCode::kTryAgain, ExitCode::kRefused), ExitCode::kRefused);
  EXPECT_EQ(Worse(ExitCode::kDone, ExitCode::kDone), ExitCode::kDone);
}

TEST(Grant, IsARoleOfAPersonOverAPath) {
  const absl::StatusOr<Grant> grant = ParseGrant("UNIT_HEAD:/33.74.01/");
  ASSERT_TRUE(grant.ok());
  EXPECT_EQ(grant->role, v1::UNIT_HEAD);
  EXPECT_EQ(grant->path, "/33.74.01/");
  EXPECT_TRUE(ParseGrant("ANALYST:/").ok());
  for (const char* text :
       {"", "ANALYST", "ANALYST:", ":/", "ANALYST:33.74/", "ANALYST:/33.74", "ANALYST://",
        "SERVICE:/", "Analyst:/", "ROLE_UNSPECIFIED:/"}) {
    EXPECT_EQ(ExitCodeOf(ParseGrant(text).status()), ExitCode::kUsage) << text;
  }
}

TEST(Instant, IsADayOfTheZoneOrRfc3339) {
  const absl::TimeZone jakarta = absl::FixedTimeZone(7 * 3600);
  EXPECT_EQ(
      *ParseInstant("2026-03-01", jakarta),
      absl::FromUnixSeconds(1772298000));  // 2026-02-28T17:00:00Z
  EXPECT_EQ(
      *ParseInstant("2026-03-01T08:00:00+07:00", absl::UTCTimeZone()),
      absl::FromUnixSeconds(1772326800));
  for (const char* text :
       {"", "2026-02-30", "2026-3-1", "2026-03-01 08:00", "tomorrow", "infinite-future",
        "2026-03"}) {
    EXPECT_EQ(ExitCodeOf(ParseInstant(text, jakarta).status()), ExitCode::kUsage) << text;
  }
}

TEST(Environment, SaysWhatIsMissing) {
  const Environment environment =
      Environment::Of({{"REGISTRY_ADDRESS", "127.0.0.1:1"}, {"KAFKA", ""}});
  EXPECT_EQ(environment.Reach("registry")->address, "127.0.0.1:1");
  EXPECT_EQ(ExitCodeOf(environment.Reach("needs").status()), ExitCode::kUsage);
  EXPECT_EQ(ExitCodeOf(environment.Need("KAFKA").status()), ExitCode::kUsage);
  EXPECT_EQ(ExitCodeOf(Environment::Of({{"TIME_ZONE", "Mars"}}).Zone().status()), ExitCode::kUsage);
}

TEST(Environment, IsProductionUnlessItSaysOtherwise) {
  EXPECT_TRUE(Environment::Of({}).production());
  EXPECT_FALSE(Environment::Of({{"DEPLOYMENT", "demo"}}).production());
  EXPECT_EQ(ExitCodeOf(RunClockTo(Environment::Of({}), "2026-03-01").status()), ExitCode::kRefused);
}

TEST(Graph, TellsWhomAServiceHears) {
  EXPECT_THAT(AllServices(), Contains("reporting"));
  EXPECT_THAT(HeardBy("reporting"), ElementsAre("registry", "needs", "budgeting", "scheduling"));
  EXPECT_THAT(HeardBy("needs"), ElementsAre("registry", "budgeting"));
  EXPECT_THAT(HeardBy("registry"), IsEmpty());
}

TEST(Progress, FillsWithTheSteps) {
  EXPECT_EQ(
      ProgressLine(0, 2, "scan", absl::Seconds(1)), "[                        ] 0/2 scan 1 s");
  EXPECT_EQ(
      ProgressLine(1, 2, "dry run", absl::Seconds(12)),
      "[============            ] 1/2 dry run 12 s");
  EXPECT_EQ(ProgressLine(3, 2, "", absl::ZeroDuration()), "[========================] 3/2  0 s");
}

}  // namespace
}  // namespace binadaya::cli
