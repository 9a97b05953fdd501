#include "services/common/log.h"

#include <sstream>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "spdlog/sinks/ostream_sink.h"
#include "spdlog/spdlog.h"

namespace binadaya {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

// What is logged while it lives.
class Logged {
 public:
  Logged() : before_(spdlog::default_logger()) {
    spdlog::set_default_logger(std::make_shared<spdlog::logger>(
        "test", std::make_shared<spdlog::sinks::ostream_sink_mt>(text_)));
    spdlog::set_pattern("%v");
  }
  ~Logged() { spdlog::set_default_logger(before_); }
  std::string Text() const { return text_.str(); }

 private:
  std::ostringstream text_;
  std::shared_ptr<spdlog::logger> before_;
};

TEST(LogSparingly, SaysOfEachPlaceTheFirst) {
  const Logged logged;
  for (const char* said : {"one", "two", "three"}) {
    log::Sparingly("log_test.cc:1", "gRPC", {{"said", said}});
  }
  log::Sparingly("log_test.cc:2", "gRPC", {{"said", "four"}});
  EXPECT_THAT(logged.Text(), HasSubstr(R"("gRPC","place":"log_test.cc:1","said":"one")"));
  EXPECT_THAT(logged.Text(), Not(HasSubstr("two")));
  EXPECT_THAT(logged.Text(), Not(HasSubstr("three")));
  EXPECT_THAT(logged.Text(), HasSubstr(R"("gRPC","place":"log_test.cc:2","said":"four")"));
}

}  // namespace
}  // namespace binadaya
