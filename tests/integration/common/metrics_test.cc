#include "services/common/metrics.h"

#include <cstring>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/common/domain/text.h"
#include "services/common/http.h"
#include "tests/support/ask.h"
#include "tests/support/matchers.h"

namespace binadaya::test {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;

// As much as the libraries of a solver bring along: it lies in the stack of each thread.
thread_local char of_a_library[96 * 1024];

TEST(MetricsPageTest, IsServedByAThreadThatHasRoomBesideTheDataOfLibraries) {
  std::memset(of_a_library, 1, sizeof(of_a_library));
  Metrics metrics;
  metrics.Gauge("binadaya_test", "Of this test.").Set(0.1);
  ASSERT_THAT(metrics.Serve("127.0.0.1:0"), IsOk());
  for (int i = 0; i < 3; ++i) {
    const std::string answer = Ask(metrics.port(), "GET /metrics HTTP/1.0\r\n\r\n");
    EXPECT_THAT(answer, StartsWith("HTTP/1.1 200 OK\r\n"));
    EXPECT_THAT(answer, HasSubstr("Content-Type: text/plain; version=0.0.4"));
    EXPECT_THAT(answer, EndsWith("# TYPE binadaya_test gauge\nbinadaya_test 0.1\n"));
  }
}

TEST(MetricsPageTest, HasOneBesideItThatSaysWhetherTheServiceIsReady) {
  Metrics metrics;
  bool ready = false;
  ASSERT_THAT(metrics.Serve("127.0.0.1:0", [&ready] { return ready; }), IsOk());
  const std::string address = Cat("127.0.0.1:", metrics.port());
  EXPECT_EQ(http::StatusOf(address, "/ready"), 503);
  ready = true;
  EXPECT_EQ(http::StatusOf(address, "/ready"), 200);
  EXPECT_EQ(http::StatusOf(address, "/metrics"), 200);
  EXPECT_EQ(http::StatusOf(address, "/read"), 404);
}

TEST(MetricsPageTest, IsTheOnlyOne) {
  Metrics metrics;
  ASSERT_THAT(metrics.Serve("127.0.0.1:0"), IsOk());
  EXPECT_THAT(
      Ask(metrics.port(), "GET / HTTP/1.0\r\n\r\n"), StartsWith("HTTP/1.1 404 Not Found\r\n"));
  EXPECT_THAT(
      Ask(metrics.port(), "POST /metrics HTTP/1.0\r\nContent-Length: 1\r\n\r\nx"),
      StartsWith("HTTP/1.1 404 Not Found\r\n"));
  EXPECT_THAT(Ask(metrics.port(), "nonsense\r\n\r\n"), ::testing::Not(HasSubstr("200 OK")));
  EXPECT_THAT(MetricsPage(metrics.port()), StartsWith("HTTP/1.1 200 OK\r\n"));
}

TEST(MetricsPageTest, IsServedAtAnAddressThatIsThereAndFree) {
  Metrics metrics, other;
  ASSERT_THAT(metrics.Serve("127.0.0.1:0"), IsOk());
  EXPECT_THAT(
      other.Serve(Cat("127.0.0.1:", metrics.port())), HasCode(absl::StatusCode::kUnavailable));
  EXPECT_THAT(other.Serve("127.0.0.1"), HasCode(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(other.Serve("127.0.0.1:none"), HasCode(absl::StatusCode::kInvalidArgument));
  EXPECT_EQ(other.port(), 0);
}

TEST(MetricsPageTest, EndsWithItsOwner) {
  int port = 0;
  {
    Metrics metrics;
    ASSERT_THAT(metrics.Serve("127.0.0.1:0"), IsOk());
    port = metrics.port();
    EXPECT_THAT(MetricsPage(port), StartsWith("HTTP/1.1 200 OK\r\n"));
  }
  EXPECT_THAT(MetricsPage(port), IsEmpty());
  EXPECT_EQ(http::StatusOf(Cat("127.0.0.1:", port), "/metrics"), 0);
}

}  // namespace
}  // namespace binadaya::test
