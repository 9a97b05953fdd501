#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "binadaya/scheduling/v1/scheduling.pb.h"
#include "services/reporting/documents/document.h"

// What the documents of a batch rest on, and what they say of it alike.
namespace binadaya::reporting::documents {

// As its owners answer at one moment.
struct BatchFacts {
  scheduling::v1::Batch batch = {};
  std::string title = {};                                        // of its program
  scheduling::v1::Rundown rundown = {};                          // a release
  std::map<std::string, scheduling::v1::Venue> venues = {};      // of its items, by id
  std::map<std::string, scheduling::v1::Speaker> speakers = {};  // the same
  std::int64_t asked = 0;  // microsecond of the Unix epoch: the version of what several make up
};

// All that is alike: number and subject are the batch's.
v1::Document AboutOf(const BatchFacts& facts, v1::DocumentKind kind);

// The first part of the name of its file: "surat-tugas-keputusan-bagi-lurah".
std::string FileOf(const BatchFacts& facts, const std::string& what);

// Expected in the class: who confirmed, and whatever became of him there (18.4).
bool IsExpected(const scheduling::v1::Enrolment& enrolment);
// Has a seat: it is offered to him, or more.
bool HasSeat(const scheduling::v1::Enrolment& enrolment);

// What stands above a document, line by line: in its HTML and in its table.
struct Fact {
  Message what;
  std::string is;
};
// Program, batch, unit.
std::vector<Fact> FactsOf(const BatchFacts& facts, const Frame& frame);
std::vector<Values> ValuesOf(const std::vector<Fact>& facts, Speech say);
// A sheet that begins with them.
xlsx::Sheet SheetOf(
    const Message& name, const Heading& heading, const std::vector<Fact>& facts,
    const Frame& frame);

absl::CivilDay DayOf(const scheduling::v1::RundownItem& item);
// Minutes of its day: where no end is given, by its printed duration.
int EndOf(const scheduling::v1::RundownItem& item);
std::string HoursText(int from, int until, Speech say);  // "07.30–08.00"
std::string HoursText(const scheduling::v1::Slot& slot, Speech say);
// Of each day: "Selasa, 6 April 2027, 07.30–16.00".
std::string DaysText(const scheduling::v1::Rundown& rundown, Speech say);
// Where an item takes place: the venue on record, else as it is written; all places of a rundown.
std::string PlaceOf(const BatchFacts& facts, const scheduling::v1::RundownItem& item);
std::string PlacesOf(const BatchFacts& facts);
// Of all days: "315 menit, 7 JP".
std::string LearningText(const scheduling::v1::LearningHours& learning, Speech say);

// The speaker of an item; none: a message without an id.
scheduling::v1::Speaker SpeakerOf(const BatchFacts& facts, const scheduling::v1::RundownItem& item);
// By name, with the organisation that one from outside comes from.
Named NameOf(const scheduling::v1::Speaker& speaker, const Frame& frame);
// Those of the registry.
std::vector<std::string> PeopleAmong(const BatchFacts& facts);

}  // namespace binadaya::reporting::documents
