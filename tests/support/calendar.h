#pragma once

#include <map>
#include <string>
#include <vector>

// Calendars as programs outside of the platform meet them.
namespace binadaya::test {

// What curl gets at an address: headers in small letters, without the line's end.
struct Fetched {
  int status = 0;  // 0: nobody answered
  std::map<std::string, std::string> headers = {};
  std::string body = {};
};
// `options`: further ones of curl.
Fetched Fetch(const std::string& address, const std::string& options = "");

// An event as another library than the one that wrote it reads it (icalendar for Python).
struct ReadEvent {
  std::string uid, status, starts, ends, summary, location;  // "2027-04-08T08:00:00+07:00"
  int sequence = -1;
};
// Nothing but the method's line ("" of a feed) and its events; one that cannot be read is a
// failure.
struct ReadCalendar {
  std::string method;
  std::vector<ReadEvent> events;
};
ReadCalendar Read(const std::string& file);

}  // namespace binadaya::test
