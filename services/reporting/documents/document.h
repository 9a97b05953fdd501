#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "binadaya/reporting/v1/reporting.pb.h"
#include "services/common/domain/finding.h"
#include "services/common/domain/money.h"
#include "services/common/xlsx_write.h"
#include "services/reporting/documents/html.h"

// What is alike in all documents. Pure: facts in, text out.
namespace binadaya::reporting::documents {

// In which of the two languages of the platform a document speaks.
struct Speech {
  bool indonesian = true;

  std::string operator()(std::string_view id, std::string_view en) const {
    return std::string(indonesian ? id : en);
  }
  std::string operator()(const Message& message) const { return (*this)(message.id, message.en); }
};

std::string MonthName(int month, Speech say);                               // 1..12
std::string DayText(absl::CivilDay day, Speech say);                        // "20 Mei 2026"
std::string InstantText(absl::Time time, absl::TimeZone zone, Speech say);  // "… 08.00 WIB"
// Of a contract: "2026-05-20"; any other text as it is.
std::string DayText(const std::string& day, Speech say);
std::string WeekdayText(absl::CivilDay day, Speech say);  // "Rabu, 20 Mei 2026"
std::string MinuteText(int minute, Speech say);           // of a day: "07.30"

// Amounts added up; none when the sum does not fit, which is said in its place.
std::optional<Money> Added(const std::vector<Money>& amounts);
std::string AmountText(const std::optional<Money>& money, Speech say);
xlsx::Cell AmountCell(const std::optional<Money>& money, Speech say, bool bold);
const char* SignOf(const std::optional<Money>& money);  // "less" below zero: its class in HTML

// A step on the way of what is printed, and the subject who took it; empty: not taken yet.
struct Step {
  Message capacity;
  std::string by;
  std::string name = {};  // of one whom the registry does not know
};

// Whoever stands under a document: by name once the step was taken, else a line to sign on.
struct Signatory {
  Message capacity;
  std::string name = {};    // with titles
  std::string number = {};  // NIP, masked
  std::string post = {};
};

// Somebody whom a document names, as the registry has him now.
struct Named {
  std::string name = {};    // with titles
  std::string number = {};  // NIP, masked
  std::string post = {};
  std::string unit = {};
  bool active = false;
};

// What is said of a document beside its facts, at the moment of printing.
struct Frame {
  Speech say;
  std::string government;  // "Pemerintah Kota Semarang"; empty: none stands there
  std::string unit_name;
  std::string code;     // of its content
  std::string address;  // where its code is checked; empty: nowhere yet
  std::string printed;
  std::vector<Signatory> signatories = {};
  std::map<std::string, Named> people = {};  // those whom it names, by id

  // One whom the registry does not know, or was not asked for, is called by his id.
  Named Person(const std::string& id) const;
};
// So many people in the order of a list: by name. Each is once there.
std::vector<std::string> ByName(std::vector<std::string> people, const Frame& frame);

struct Heading {
  Message title;
  std::string unit;
  int year = 0;
  bool draft = false;     // nobody may take it for one in force: each page is marked
  bool portrait = false;  // else its tables are wide
};

// A document whose facts are known, of whatever kind: all that it takes to print it.
struct Print {
  v1::Document about;  // what is kept of it, but its code
  std::string file;    // the first part of the name of its file: "rincian-belanja"
  std::vector<Step> steps = {};
  std::vector<std::string> people = {};  // whom it names beside them: ids of the registry
  std::function<std::string(const Frame&)> html;
  // For an empty frame too, whose content makes its code: people then stand there by their ids.
  std::function<std::vector<xlsx::Sheet>(const Frame&)> sheets;
};

// A whole page of HTML around `body`, for the screen and for print; nothing in it comes from
// elsewhere.
std::string Page(const Heading& heading, const Frame& frame, const std::string& body);

// A QR code as SVG; of a text that is too long for one, nothing.
std::string QrSvg(const std::string& text);

// All that the tables of a document hold, as one UUID (RFC 9562, version 8): the same content has
// the same, other content another.
std::string CodeOf(const std::vector<xlsx::Sheet>& sheets);

}  // namespace binadaya::reporting::documents
