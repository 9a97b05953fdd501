// A PDF by a program beside us: what it may not, and that nothing is left of it.
#include "services/reporting/documents/renderer.h"

#include <arpa/inet.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <fstream>
#include <thread>

#include "absl/time/clock.h"
#include "tests/support/matchers.h"
#include "tests/support/pdf.h"
#include "tests/support/platform.h"

namespace binadaya::test {
namespace {

using reporting::documents::Renderer;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

absl::Time Soon() { return absl::Now() + absl::Seconds(50); }

std::string LimitReached(const absl::Status& status) {
  const Findings findings = FindingsOf(status);
  if (findings.size() != 1 || findings[0].rule != "DOC-02") return status.ToString();
  return findings[0].values.at("limit");
}

// The number that a program wrote to a file, once it is there.
int NumberIn(const std::string& file) {
  int number = 0;
  EXPECT_TRUE(Eventually([&] { return static_cast<bool>(std::ifstream(file) >> number); })) << file;
  return number;
}

TEST(Renderer, MakesAPdfOfWhatItIsGiven) {
  const Renderer renderer("weasyprint", {});
  const auto pdf = renderer.Pdf("<p>Halaman pertama</p><p style='break-before:page'>kedua", Soon());
  ASSERT_THAT(pdf, IsOk());
  EXPECT_TRUE(pdf->starts_with("%PDF"));
  EXPECT_THAT(PagesOf(*pdf), ElementsAre(HasSubstr("Halaman pertama"), HasSubstr("kedua")));
}

TEST(Renderer, PassesTheTextOnWhole) {
  const FakeProgram echo("cat");
  const std::string html = Cat("%PDF", std::string(5UL * 1024 * 1024, 'x'), "end");
  const auto pdf = Renderer(echo.path(), {}).Pdf(html, Soon());
  ASSERT_THAT(pdf, IsOk());
  EXPECT_TRUE(*pdf == html);
}

TEST(Renderer, EndsAProgramThatHangsAndAllThatItStarted) {
  const FakeProgram hung(
      "tail -f /dev/null & echo $! > ${0%/*}/other; echo $$ > ${0%/*}/self; tail -f /dev/null");
  const Renderer renderer(hung.path(), {.time = absl::Seconds(2)});
  const absl::Time begun = absl::Now();
  EXPECT_EQ(LimitReached(renderer.Pdf("x", Soon()).status()), "time");
  EXPECT_GE(absl::Now() - begun, absl::Seconds(2));
  EXPECT_LT(absl::Now() - begun, absl::Seconds(20));
  for (const char* one : {"self", "other"}) {
    const int pid = NumberIn(hung.Beside(one));
    EXPECT_TRUE(Eventually([&] { return !IsAlive(pid); })) << one;
  }
}

TEST(Renderer, DoesNotOutlastTheCallThatAskedForIt) {
  const FakeProgram hung("exec tail -f /dev/null");
  const absl::Time begun = absl::Now();
  const auto pdf = Renderer(hung.path(), {}).Pdf("x", begun + absl::Seconds(1));
  EXPECT_EQ(LimitReached(pdf.status()), "time");
  EXPECT_LT(absl::Now() - begun, absl::Seconds(20));
}

TEST(Renderer, DoesNotOutlastTheProcessThatStartedIt) {
  const FakeProgram hung("echo $$ > ${0%/*}/self; exec tail -f /dev/null");
  const pid_t process = fork();
  if (process == 0) {
    (void)Renderer(hung.path(), {}).Pdf("x", Soon());
    _exit(0);
  }
  const int pid = NumberIn(hung.Beside("self"));
  EXPECT_TRUE(IsAlive(pid));
  kill(process, SIGKILL);
  waitpid(process, nullptr, 0);
  EXPECT_TRUE(Eventually([&] { return !IsAlive(pid); }));
}

TEST(Renderer, LeavesTheNetworkAlone) {
  const int server = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  ASSERT_EQ(bind(server, reinterpret_cast<sockaddr*>(&address), size), 0);
  ASSERT_EQ(listen(server, 1), 0);
  ASSERT_EQ(getsockname(server, reinterpret_cast<sockaddr*>(&address), &size), 0);
  const FakeProgram calls(
      Cat("if (exec 3<>/dev/tcp/127.0.0.1/", ntohs(address.sin_port),
          ") 2>/dev/null; then echo %PDF reached; else echo %PDF refused; fi"));
  const auto pdf = Renderer(calls.path(), {}).Pdf("x", Soon());
  close(server);
  ASSERT_THAT(pdf, IsOk());
  EXPECT_EQ(*pdf, "%PDF refused\n");
}

TEST(Renderer, GetsNoFileOfOurs) {
  ASSERT_EQ(dup2(0, 200), 200);
  const FakeProgram lists("echo %PDF $(ls /proc/$$/fd)");
  const auto pdf = Renderer(lists.path(), {}).Pdf("x", Soon());
  close(200);
  ASSERT_THAT(pdf, IsOk());
  EXPECT_THAT(*pdf, HasSubstr(" 0 1 2"));
  EXPECT_THAT(*pdf, Not(HasSubstr("200")));
}

TEST(Renderer, HasSoMuchMemoryAndWritesSoMuch) {
  const FakeProgram greedy("x = bytearray(300 << 20)\nprint('%PDF')", "/usr/bin/env python3");
  EXPECT_THAT(Renderer(greedy.path(), {.megabytes = 512}).Pdf("x", Soon()), IsOk());
  EXPECT_EQ(
      LimitReached(Renderer(greedy.path(), {.megabytes = 256}).Pdf("x", Soon()).status()),
      "memory");
  const FakeProgram wordy("printf %%PDF; head -c 3000000 /dev/zero");
  EXPECT_THAT(Renderer(wordy.path(), {.output_megabytes = 4}).Pdf("x", Soon()), IsOk());
  EXPECT_EQ(
      LimitReached(Renderer(wordy.path(), {.output_megabytes = 2}).Pdf("x", Soon()).status()),
      "size");
}

TEST(Renderer, SaysWhenTheProgramIsMissingFailsOrMakesNoPdf) {
  EXPECT_THAT(Renderer("no-such-program", {}).Pdf("x", Soon()), RefusedBy("DOC-01"));
  EXPECT_THAT(Renderer("/no/such/program", {}).Pdf("x", Soon()), RefusedBy("DOC-01"));
  const FakeProgram fails("echo %PDF; exit 3"), other("echo '<html>'"), silent("true");
  for (const FakeProgram* one : {&fails, &other, &silent})
    EXPECT_THAT(Renderer(one->path(), {}).Pdf("x", Soon()), RefusedBy("DOC-01"));
}

TEST(Renderer, HasOthersWaitForTheirTurnButNotAny) {
  const FakeProgram waits(
      "echo $$ > ${0%/*}/self; until [[ -e ${0%/*}/go ]]; do read -t 0.05 < <(:); done; echo %PDF");
  const Renderer renderer(waits.path(), {.at_once = 1});
  std::vector<absl::StatusOr<std::string>> made(6, absl::UnknownError(""));
  std::atomic<int> refused = 0;
  std::vector<std::thread> threads;
  const auto ask = [&](std::size_t i) {
    made[i] = renderer.Pdf("x", Soon());
    if (!made[i].ok()) ++refused;
  };
  threads.emplace_back(ask, 0);
  NumberIn(waits.Beside("self"));
  EXPECT_THAT(renderer.Pdf("x", absl::Now() + absl::Seconds(1)), RefusedBy("DOC-03"));
  // One is printed and two wait: the others are refused, however long they would wait.
  for (std::size_t i = 1; i < made.size(); ++i) threads.emplace_back(ask, i);
  EXPECT_TRUE(Eventually([&] { return refused == 3; }));
  std::ofstream(waits.Beside("go")) << "1";
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(refused, 3);
  for (const auto& one : made) {
    if (!one.ok()) {
      EXPECT_THAT(one, RefusedBy("DOC-03"));
    }
  }
  EXPECT_THAT(renderer.Pdf("x", Soon()), IsOk());
}

}  // namespace
}  // namespace binadaya::test
