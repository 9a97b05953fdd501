// A program that cannot start yet: it says why, obeys SIGTERM at once, and gives up only where
// waiting does not help.
#include <csignal>

#include "absl/strings/match.h"
#include "absl/strings/str_replace.h"
#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/common/locks.h"
#include "tests/support/certificates.h"
#include "tests/support/platform.h"
#include "tests/support/process.h"
#include "tests/support/programs.h"

namespace binadaya::test {
namespace {

using ::testing::HasSubstr;

TEST(Start, StopsAtOnceWhileItWaitsForAMigrationAndSaysWhatItWaitsFor) {
  Platform platform({"registry"});
  platform.Stop("registry");
  pg::Connection other(platform.settings("registry").at("DATABASE_OWNER"));
  other.Query("SELECT pg_advisory_lock($1, 0)", {lock::kMigration});
  Process process(platform.settings("registry"));
  ASSERT_TRUE(
      Eventually([&] { return absl::StrContains(process.Log(), "another program migrates"); }));
  process.Signal(SIGTERM);
  EXPECT_TRUE(process.Ended(absl::Seconds(1)));
  EXPECT_EQ(process.code(), 0);
}

TEST(Start, StopsAtOnceWhileAMigrationIsUnderWay) {
  Platform platform({"registry"});
  platform.Stop("registry");
  // The last step again, which waits for a table that is locked.
  pg::Connection other(platform.settings("registry").at("DATABASE_OWNER"));
  platform.sql("registry")
      .Execute(
          "DELETE FROM schema_migration WHERE name = '0006_timer_kinds.sql'; DROP INDEX "
          "timer_by_kind");
  other.Execute("BEGIN; LOCK TABLE timer IN ACCESS EXCLUSIVE MODE");
  Process process(platform.settings("registry"));
  ASSERT_TRUE(Eventually([&] { return absl::StrContains(process.Log(), "a lock on a table"); }));
  process.Signal(SIGTERM);
  EXPECT_TRUE(process.Ended(absl::Seconds(1)));
  EXPECT_EQ(process.code(), 0);
}

TEST(Start, AWrongPasswordIsSaidAndNotWaitedFor) {
  Platform platform({"registry"});
  platform.Stop("registry");
  auto settings = platform.settings("registry");
  settings["DATABASE_OWNER"] += " password=wrong";
  Process process(settings);
  ASSERT_TRUE(process.Ended(absl::Seconds(10)));
  EXPECT_EQ(process.code(), 1);
  EXPECT_THAT(process.Log(), HasSubstr("28P01"));
  EXPECT_THAT(process.Log(), HasSubstr("BINADAYA_DATABASE_OWNER"));
}

TEST(Start, EverythingThatCannotBeUsedIsSaidAtOnceWithWhatIsMissing) {
  Platform platform({"registry"});
  platform.Stop("registry");
  const Certificates ours("registry needs");
  ours.Make("registry", 0);
  auto settings = platform.settings("registry");
  settings.erase("AGENCY");
  settings["SIGNING_KEY"] = ours.Of("needs").ca;  // a certificate is no key
  settings["TOKEN_KEYS"] = "/dev/null";
  settings["TLS_IDENTITY"] = ours.Of("registry").identity;
  settings["TLS_CA"] = ours.Of("registry").ca;
  settings["DATABASE"] += " passfile=/nowhere/own";
  settings["DATABASE_OWNER"] += " passfile=/nowhere/owner";
  Process process(settings);
  ASSERT_TRUE(process.Ended(absl::Seconds(10)));
  EXPECT_EQ(process.code(), 1);
  for (const char* part :
       {"BINADAYA_AGENCY is not set", "ca.pem is not a readable PEM key", "in /dev/null", "expired",
        "BINADAYA_DATABASE: passfile=/nowhere/own cannot",
        "BINADAYA_DATABASE_OWNER: passfile=/nowhere/owner cannot"})
    EXPECT_THAT(process.Log(), HasSubstr(part));
}

TEST(Start, WaitsForADatabaseThatIsAway) {
  Platform platform({"registry"});
  platform.Stop("registry");
  auto settings = platform.settings("registry");
  settings["DATABASE_OWNER"] += " port=1";
  Process process(settings);
  ASSERT_TRUE(Eventually([&] { return absl::StrContains(process.Log(), "cannot be reached"); }));
  EXPECT_FALSE(process.Ended(absl::Seconds(1)));
  process.Signal(SIGTERM);
  EXPECT_TRUE(process.Ended(absl::Seconds(1)));
}

TEST(Start, APolicyWithoutItsRowStopsItAndIsNamed) {
  Platform platform({"registry"});
  platform.Stop("registry");
  platform.sql("registry").Execute("DELETE FROM policy WHERE key = 'jpm.bands'");
  Process process(platform.settings("registry"));
  ASSERT_TRUE(process.Ended(absl::Seconds(20)));
  EXPECT_EQ(process.code(), 1);
  EXPECT_THAT(process.Log(), HasSubstr("jpm.bands"));
}

TEST(Start, OfAServiceThatListensToLessThanTheGraphSaysIsRefused) {
  Platform platform({"needs"}, {{"REGISTRY_ADDRESS", "127.0.0.1:1"}});
  platform.Stop("needs");
  const auto start = [&](Wire wire) {
    return (*App::Make(
                *Config::Of("needs", platform.settings("needs")), ProgramOf("needs").migrations()))
        ->Start(wire);
  };
  const absl::Status deaf = start([](App& app) {
    Parts parts = ProgramOf("needs").wire(app);
    parts.subscriptions.clear();
    return parts;
  });
  EXPECT_TRUE(absl::IsFailedPrecondition(deaf)) << deaf;
  EXPECT_THAT(std::string(deaf.message()), HasSubstr("registry::Listen"));
  EXPECT_TRUE(start(ProgramOf("needs").wire).ok());
}

}  // namespace
}  // namespace binadaya::test
