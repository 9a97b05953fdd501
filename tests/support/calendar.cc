#include "tests/support/calendar.h"

#include <cstdio>
#include <fstream>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "gtest/gtest.h"
#include "services/common/domain/text.h"
#include "tests/support/pdf.h"

namespace binadaya::test {
namespace {

// Fields are parted by tabs, events by lines; whatever is wrong with a file ends it with a failure.
constexpr char kReader[] = R"(
import sys
from icalendar import Calendar
calendar = Calendar.from_ical(open(sys.argv[1], 'rb').read())
assert calendar.name == 'VCALENDAR' and not calendar.errors
assert len(calendar.walk('VTIMEZONE')) == 1
calendar.walk('VTIMEZONE')[0].to_tz()
print(calendar.get('METHOD', ''))
for event in calendar.walk('VEVENT'):
    assert not event.errors, event.errors
    print('\t'.join(str(field) for field in (
        event['UID'], event['SEQUENCE'], event['STATUS'], event['DTSTART'].dt.isoformat(),
        event['DTEND'].dt.isoformat(), event['SUMMARY'], event.get('LOCATION', ''))))
)";

std::string OutputOf(const std::string& command, int& code) {
  std::string text;
  std::FILE* pipe = popen(command.c_str(), "r");
  char buffer[4096];
  while (const std::size_t got = std::fread(buffer, 1, sizeof buffer, pipe))
    text.append(buffer, got);
  code = pclose(pipe);
  return text;
}

}  // namespace

Fetched Fetch(const std::string& address, const std::string& options) {
  int code = 0;
  const std::string text =
      OutputOf(Cat("curl -s -i --max-time 20 ", options, " '", address, "'"), code);
  Fetched fetched;
  const std::size_t end = text.find("\r\n\r\n");
  if (end == std::string::npos) return fetched;
  fetched.body = text.substr(end + 4);
  const std::vector<std::string> lines = absl::StrSplit(text.substr(0, end), "\r\n");
  EXPECT_TRUE(absl::SimpleAtoi(lines[0].substr(9, 3), &fetched.status)) << lines[0];
  for (std::size_t i = 1; i < lines.size(); ++i) {
    const std::size_t colon = lines[i].find(": ");
    fetched.headers[absl::AsciiStrToLower(lines[i].substr(0, colon))] = lines[i].substr(colon + 2);
  }
  return fetched;
}

ReadCalendar Read(const std::string& file) {
  const FakeProgram reader(kReader, "/usr/bin/python3");
  const std::string path = reader.Beside("calendar.ics");
  std::ofstream(path, std::ios::binary) << file;
  int code = 0;
  const std::string text = OutputOf(Cat(reader.path(), " ", path), code);
  EXPECT_EQ(code, 0) << file;
  std::vector<std::string> lines = absl::StrSplit(text, '\n', absl::AllowEmpty());
  ReadCalendar calendar{.method = lines[0], .events = {}};
  for (std::size_t i = 1; i < lines.size(); ++i) {
    const std::vector<std::string> fields = absl::StrSplit(lines[i], '\t');
    if (fields.size() != 7) continue;
    ReadEvent event{fields[0], fields[2], fields[3], fields[4], fields[5], fields[6]};
    EXPECT_TRUE(absl::SimpleAtoi(fields[1], &event.sequence)) << lines[i];
    calendar.events.push_back(std::move(event));
  }
  return calendar;
}

}  // namespace binadaya::test
