#include "tests/support/process.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <fstream>
#include <sstream>
#include <vector>

#include "gtest/gtest.h"
#include "services/common/domain/text.h"
#include "tests/support/platform.h"

namespace binadaya::test {

Process::Process(const std::map<std::string, std::string>& settings)
    : log_(Cat(::testing::TempDir(), "binadaya-process-", getpid(), ".log")) {
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
  EXPECT_EQ(posix_spawn(&pid_, program.c_str(), &actions, nullptr, arguments, pointers.data()), 0);
  posix_spawn_file_actions_destroy(&actions);
}

Process::~Process() {
  if (!Ended(absl::ZeroDuration())) {
    Signal(SIGKILL);
    waitpid(pid_, nullptr, 0);
  }
  unlink(log_.c_str());
}

void Process::Signal(int signal) const { kill(pid_, signal); }

bool Process::Ended(absl::Duration patience) {
  return Eventually(
      [this] { return ended_ || (ended_ = waitpid(pid_, &status_, WNOHANG) == pid_); }, patience);
}

int Process::code() const { return WIFEXITED(status_) ? WEXITSTATUS(status_) : -1; }

std::string Process::Log() const {
  std::stringstream text;
  text << std::ifstream(log_).rdbuf();
  return text.str();
}

}  // namespace binadaya::test
