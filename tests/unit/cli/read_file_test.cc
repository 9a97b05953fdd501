#include "services/cli/read_file.h"

#include <sstream>
#include <streambuf>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/matchers.h"

namespace binadaya::cli {
namespace {

using test::RefusedBy;

absl::StatusOr<std::string> Read(const std::string& text) {
  std::istringstream in(text);
  return ReadFile(in);
}

// Endless: what reads it must stop by itself. Counts what was taken.
class Endless : public std::streambuf {
 public:
  std::size_t taken = 0;

 private:
  int_type underflow() override {
    std::fill(std::begin(buffer_), std::end(buffer_), 'x');
    taken += sizeof(buffer_);
    setg(buffer_, buffer_, buffer_ + sizeof(buffer_));
    return 'x';
  }
  char buffer_[4096];
};

TEST(ReadFile, ReturnsTheFileUnchanged) {
  const std::string text(
      "\xef\xbb\xbf"
      "code,name\r\n1,a\n\0\n2,\"b\nc\"",
      28);
  EXPECT_EQ(*Read(text), text);
  EXPECT_EQ(*Read(""), "");
}

TEST(ReadFile, TakesAFileOfTheLimitAndNotOneByteMore) {
  const std::string text(kLargestFile, 'a');
  EXPECT_EQ(Read(text)->size(), kLargestFile);
  EXPECT_THAT(Read(text + "a"), RefusedBy("FILE-02"));
}

TEST(ReadFile, StopsReadingWhatHasNoEnd) {
  Endless endless;
  std::istream in(&endless);
  EXPECT_THAT(ReadFile(in), RefusedBy("FILE-02"));
  EXPECT_LE(endless.taken, kLargestFile + 128UL * 1024);
}

TEST(ReadFile, SaysWhenItCannotRead) {
  std::istringstream in("x");
  in.setstate(std::ios::failbit);
  EXPECT_THAT(ReadFile(in), RefusedBy("FILE-01"));
}

}  // namespace
}  // namespace binadaya::cli
