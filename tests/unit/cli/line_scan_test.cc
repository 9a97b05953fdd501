#include "services/cli/line_scan.h"

#include <sstream>
#include <streambuf>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace binadaya::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::IsEmpty;

ScannedFile Scan(const std::string& text) {
  std::istringstream in(text);
  return ScanFile(in);
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

TEST(ScanFile, ReturnsTheFileUnchanged) {
  const std::string text =
      "\xef\xbb\xbf"
      "code,name\r\n1,a\n\n2,\"b\nc\"";
  const ScannedFile file = Scan(text);
  EXPECT_THAT(file.findings, IsEmpty());
  EXPECT_EQ(file.bytes, text);
  EXPECT_THAT(Scan("").findings, IsEmpty());
}

TEST(ScanFile, ALineOfExactlyTheLimitIsTaken) {
  const std::string line = std::string(csv::kLongestLine - 1, 'a') + "\n";
  EXPECT_THAT(Scan(line + line).findings, IsEmpty());
  EXPECT_THAT(Scan(std::string(csv::kLongestLine, 'a')).findings, IsEmpty());
}

TEST(ScanFile, NamesEachLineThatIsTooLongOnce) {
  const std::string longer = std::string(csv::kLongestLine, 'a') + "\n";
  const ScannedFile file =
      Scan("one\n" + longer + "three\n" + longer + std::string(3 * csv::kLongestLine, 'b'));
  EXPECT_THAT(
      file.findings, ElementsAre(
                         Field(&Finding::where, "baris 2"), Field(&Finding::where, "baris 4"),
                         Field(&Finding::where, "baris 5")));
  EXPECT_EQ(file.findings[0].rule, "CSV-05");
  EXPECT_EQ(file.bytes, "");
}

TEST(ScanFile, AFileOfTheLimitIsTakenAndOneByteMoreIsNot) {
  std::string text;
  while (text.size() < kLargestFile) text += std::string(999, 'a') + "\n";
  text.resize(kLargestFile);
  EXPECT_THAT(Scan(text).findings, IsEmpty());
  EXPECT_THAT(Scan(text + "a").findings, ElementsAre(Field(&Finding::rule, "FILE-02")));
}

TEST(ScanFile, StopsReadingWhatHasNoEnd) {
  Endless endless;
  std::istream in(&endless);
  const ScannedFile file = ScanFile(in);
  EXPECT_THAT(
      file.findings,
      ElementsAre(Field(&Finding::rule, "CSV-05"), Field(&Finding::rule, "FILE-02")));
  EXPECT_EQ(file.bytes, "");
  EXPECT_LE(endless.taken, kLargestFile + 2 * csv::kLongestLine);
}

TEST(ScanFile, SaysWhenItCannotRead) {
  std::istringstream in("x");
  in.setstate(std::ios::failbit);
  EXPECT_THAT(ScanFile(in).findings, ElementsAre(Field(&Finding::rule, "FILE-01")));
}

}  // namespace
}  // namespace binadaya::cli
