// A program that cannot start yet: it says why, obeys SIGTERM at once, and gives up only where
// waiting does not help.
#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <fstream>
#include <sstream>

#include "absl/strings/match.h"
#include "absl/strings/str_replace.h"
#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/common/locks.h"
#include "tests/support/platform.h"
#include "tests/support/programs.h"

namespace binadaya::test {
namespace {

using ::testing::HasSubstr;

// The registry's program on a platform's database, in a process of its own.
class Process {
 public:
  explicit Process(const std::map<std::string, std::string>& settings)
      : log_(::testing::TempDir() + "binadaya-start.log") {
    std::vector<std::string> environment;
    for (const auto& [name, value] : settings)
      environment.push_back(Cat("BINADAYA_", name, "=", value));
    std::vector<char*> pointers;
    for (std::string& variable : environment) pointers.push_back(variable.data());
    pointers.push_back(nullptr);
    std::string program = Cat(BINADAYA_PROGRAMS, "/registry");
    char* const arguments[] = {program.data(), nullptr};
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(
        &actions, STDERR_FILENO, log_.c_str(), O_CREAT | O_TRUNC | O_WRONLY, 0600);
    EXPECT_EQ(
        posix_spawn(&pid_, program.c_str(), &actions, nullptr, arguments, pointers.data()), 0);
    posix_spawn_file_actions_destroy(&actions);
  }
  ~Process() {
    if (Ended(absl::ZeroDuration())) return;
    kill(pid_, SIGKILL);
    waitpid(pid_, nullptr, 0);
  }
  Process(const Process&) = delete;

  void Terminate() const { kill(pid_, SIGTERM); }
  bool Ended(absl::Duration patience) {
    return Eventually(
        [this] { return ended_ || (ended_ = waitpid(pid_, &status_, WNOHANG) == pid_); }, patience);
  }
  int code() const { return WIFEXITED(status_) ? WEXITSTATUS(status_) : -1; }
  std::string Log() const {
    std::stringstream text;
    text << std::ifstream(log_).rdbuf();
    return text.str();
  }

 private:
  const std::string log_;
  pid_t pid_ = 0;
  bool ended_ = false;
  int status_ = 0;
};

TEST(Start, StopsAtOnceWhileItWaitsForAMigrationAndSaysWhatItWaitsFor) {
  Platform platform({"registry"});
  platform.Stop("registry");
  pg::Connection other(platform.settings("registry").at("DATABASE_OWNER"));
  other.Query("SELECT pg_advisory_lock($1, 0)", {lock::kMigration});
  Process process(platform.settings("registry"));
  ASSERT_TRUE(
      Eventually([&] { return absl::StrContains(process.Log(), "another program migrates"); }));
  process.Terminate();
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
  process.Terminate();
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

TEST(Start, WaitsForADatabaseThatIsAway) {
  Platform platform({"registry"});
  platform.Stop("registry");
  auto settings = platform.settings("registry");
  settings["DATABASE_OWNER"] += " port=1";
  Process process(settings);
  ASSERT_TRUE(Eventually([&] { return absl::StrContains(process.Log(), "cannot be reached"); }));
  EXPECT_FALSE(process.Ended(absl::Seconds(1)));
  process.Terminate();
  EXPECT_TRUE(process.Ended(absl::Seconds(1)));
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
