#include "services/common/http.h"

#include <mutex>
#include <stdexcept>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/common/domain/text.h"
#include "tests/support/ask.h"
#include "tests/support/calendar.h"
#include "tests/support/matchers.h"

namespace binadaya::test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;

class Http : public ::testing::Test {
 protected:
  Http() {
    EXPECT_THAT(
        server_.Serve(
            "test", "127.0.0.1:0",
            [this](std::string_view path) -> http::Page {
              if (path == "/throws") throw std::runtime_error("kena");
              if (path != "/page") return {};
              const std::lock_guard<std::mutex> lock(mutex_);
              return {.status = 200, .type = "text/plain", .body = page_, .tagged = true};
            },
            {.threads = 2,
             .answered =
                 [this](int status) {
                   const std::lock_guard<std::mutex> lock(mutex_);
                   answered_.push_back(status);
                 }}),
        IsOk());
  }
  std::string Address(const std::string& path) {
    return Cat("http://127.0.0.1:", server_.port(), path);
  }
  void PutPage(const std::string& text) {
    const std::lock_guard<std::mutex> lock(mutex_);
    page_ = text;
  }
  std::vector<int> Answered() {
    const std::lock_guard<std::mutex> lock(mutex_);
    return answered_;
  }
  std::mutex mutex_;  // of what the server's threads see
  std::string page_ = "isi";
  std::vector<int> answered_;
  http::Server server_;
};

TEST_F(Http, AnswersAPageOnceAndThenThatItIsTheSame) {
  const Fetched first = Fetch(Address("/page"));
  EXPECT_EQ(first.status, 200);
  EXPECT_EQ(first.body, "isi");
  EXPECT_EQ(first.headers.at("content-type"), "text/plain");
  EXPECT_EQ(first.headers.at("cache-control"), "private, no-cache");
  const std::string tag = first.headers.at("etag");
  EXPECT_THAT(tag, StartsWith("\""));
  for (const std::string& known : {tag, Cat("W/", tag), Cat("\"x\", ", tag), std::string("*")}) {
    const Fetched again = Fetch(Address("/page"), Cat("-H 'If-None-Match: ", known, "'"));
    EXPECT_EQ(again.status, 304) << known;
    EXPECT_EQ(again.headers.at("etag"), tag);
    EXPECT_THAT(again.body, IsEmpty());
  }
  EXPECT_EQ(Fetch(Address("/page"), "-H 'If-None-Match: \"x\"'").status, 200);
  PutPage("lain");
  const Fetched changed = Fetch(Address("/page"), Cat("-H 'If-None-Match: ", tag, "'"));
  EXPECT_EQ(changed.status, 200);
  EXPECT_EQ(changed.body, "lain");
  EXPECT_NE(changed.headers.at("etag"), tag);
  const Fetched head = Fetch(Address("/page"), "-I");
  EXPECT_EQ(head.status, 200);
  EXPECT_EQ(head.headers.at("content-length"), "4");
  EXPECT_THAT(head.body, IsEmpty());
  EXPECT_THAT(Answered(), ElementsAre(200, 304, 304, 304, 304, 200, 200, 200));
}

TEST_F(Http, MakesWhateverIsNotThereLookAlike) {
  const std::string missing = Ask(server_.port(), "GET /other HTTP/1.0\r\n\r\n");
  EXPECT_THAT(missing, StartsWith("HTTP/1.1 404 Not Found\r\n"));
  const auto without_date = [](std::string answer) {
    const std::size_t date = answer.find("Date: ");
    return date == std::string::npos ? answer
                                     : answer.erase(date, answer.find("\r\n", date) - date);
  };
  for (const char* words :
       {"GET /page/ HTTP/1.0\r\n\r\n", "DELETE /page HTTP/1.0\r\n\r\n",
        "OPTIONS /page HTTP/1.0\r\n\r\n"}) {
    EXPECT_EQ(without_date(Ask(server_.port(), words)), without_date(missing)) << words;
  }
  EXPECT_EQ(Fetch(Address("/page"), "-X POST -d x").status, 404);
}

TEST_F(Http, OutlivesWhatAPageThrows) {
  EXPECT_EQ(Fetch(Address("/throws")).status, 500);
  EXPECT_EQ(Fetch(Address("/page")).status, 200);
  server_.Stop();
  EXPECT_EQ(Fetch(Address("/page")).status, 0);
  EXPECT_EQ(server_.port(), 0);
}

TEST_F(Http, RefusesHeadersWithoutEnd) {
  const std::string endless(32 * 1024, 'x');
  EXPECT_THAT(
      Ask(server_.port(), Cat("GET /page HTTP/1.0\r\nX: ", endless, "\r\n\r\n")),
      Not(StartsWith("HTTP/1.1 200")));
  EXPECT_EQ(Fetch(Address("/page")).status, 200);
}

}  // namespace
}  // namespace binadaya::test
