#include "services/reporting/documents/letter_document.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_join.h"
#include "services/common/domain/money_text.h"
#include "services/common/domain/text.h"
#include "services/reporting/documents/templates.h"

namespace binadaya::reporting::documents {
namespace {

namespace sv = scheduling::v1;

constexpr char kOpen[] = "………………………";  // is written on it

Heading LetterHeading(const LetterFacts& facts, const Message& title) {
  const v1::Document about = AboutOf(facts, v1::ASSIGNMENT_LETTER);
  return {.title = title, .unit = about.unit(), .year = about.year(), .portrait = true};
}

std::string DateText(const LetterFacts& facts, Speech say) {
  return facts.head.date().empty() ? kOpen : DayText(facts.head.date(), say);
}
std::string NumberText(const LetterFacts& facts) {
  return facts.head.number().empty() ? kOpen : facts.head.number();
}

std::vector<Step> StepsTo(const LetterFacts& facts, const Message& signs) {
  return {
      {{Cat("Tanggal ", DateText(facts, Speech{true}), ", ", signs.id),
        Cat(DateText(facts, Speech{false}), ", ", signs.en)},
       facts.head.signed_by()}};
}

// Where and when, and what is learned.
std::vector<Fact> EventFacts(const LetterFacts& facts, const Frame& frame) {
  const Speech say = frame.say;
  std::vector<Fact> all = FactsOf(static_cast<const BatchFacts&>(facts), frame);
  all.push_back({{"Waktu", "Time"}, DaysText(facts.rundown, say)});
  all.push_back({{"Tempat", "Place"}, PlacesOf(facts)});
  for (const sv::LearningHours& one : facts.rundown.learning())
    if (one.day().empty()) all.push_back({{"Pembelajaran", "Learning"}, LearningText(one, say)});
  all.push_back(
      {{"Susunan acara", "Rundown"}, Cat(say("versi ", "version "), facts.rundown.number())});
  return all;
}

std::vector<Fact> NumberFacts(const LetterFacts& facts, Speech say) {
  return {
      {{"Nomor", "Number"}, facts.head.number()},
      {{"Tanggal", "Date"}, DayText(facts.head.date(), say)}};
}

// A person of the list, whoever he is to it; `what` he is there for.
struct Listed {
  Named is;
  std::string what = {};
};
std::vector<Listed> ListedIn(const LetterFacts& facts, const Frame& frame) {
  std::vector<Listed> all;
  for (const std::string& person : ByName(facts.people, frame))
    all.push_back({.is = frame.Person(person)});
  return all;
}

// Of each speaker the sessions that are his.
std::vector<Listed> SpeakersIn(const LetterFacts& facts, const Frame& frame) {
  const Speech say = frame.say;
  std::vector<Listed> all;
  for (const auto& [id, speaker] : facts.speakers) {
    std::vector<std::string> sessions;
    for (const sv::RundownItem& item : facts.rundown.content().items()) {
      if (item.speaker() != id) continue;
      sessions.push_back(
          Cat(item.title(), ", ", DayText(DayOf(item), say), " ",
              HoursText(item.from(), EndOf(item), say)));
    }
    if (!sessions.empty())
      all.push_back({.is = NameOf(speaker, frame), .what = absl::StrJoin(sessions, "\n")});
  }
  std::stable_sort(all.begin(), all.end(), [](const Listed& one, const Listed& other) {
    return one.is.name < other.is.name;
  });
  return all;
}

std::vector<Values> ListValues(const std::vector<Listed>& all) {
  std::vector<Values> rows;
  int no = 0;
  for (const Listed& one : all) {
    rows.emplace_back()
        .Set("no", Cat(++no))
        .Set("name", one.is.name)
        .Set("number", one.is.number)
        .Set("post", one.is.post)
        .Set("unit", one.is.unit)
        .Set("what", one.what);
  }
  return rows;
}

void AddList(const std::vector<Listed>& all, Speech say, xlsx::Sheet& sheet) {
  const auto head = [&](const char* id, const char* en) { return xlsx::Cell{say(id, en), true}; };
  sheet.widths = {6, 36, 24, 36, 36, 48};
  sheet.rows.push_back(
      {head("No.", "No."), head("Nama", "Name"), head("NIP", "Employment number"),
       head("Jabatan", "Post"), head("Unit kerja", "Unit"), head("Sesi", "Sessions")});
  sheet.heading = static_cast<int>(sheet.rows.size());
  std::int64_t no = 0;
  for (const Listed& one : all) {
    sheet.rows.push_back(
        {{++no}, {one.is.name}, {one.is.number}, {one.is.post}, {one.is.unit}, {one.what}});
  }
}

std::vector<Fact> And(std::vector<Fact> facts, const std::vector<Fact>& more) {
  facts.insert(facts.end(), more.begin(), more.end());
  return facts;
}

Print PrintLetter(const LetterFacts& facts, v1::DocumentKind kind, const std::string& file) {
  Print print{
      .about = AboutOf(facts, kind),
      .file = Cat(FileOf(facts, file), "-angkatan"),
      .people = PeopleAmong(facts),
      .html = {},
      .sheets = {}};
  print.people.insert(print.people.end(), facts.people.begin(), facts.people.end());
  return print;
}

std::string LineText(const Funding& line) {
  return Cat(line.account, " ", line.description, " (", line.year, "): ", Rupiah(line.amount));
}
std::vector<Fact> FundingFacts(const AssignmentFacts& facts, Speech say) {
  std::vector<std::string> lines;
  for (const Funding& line : facts.funding) lines.push_back(LineText(line));
  return {
      {{"Beban anggaran", "Paid by"},
       lines.empty() ? say("Tidak ada biaya yang terikat", "No money is bound for it")
                     : absl::StrJoin(lines, "\n")}};
}

Message AsWhat(const InvitationFacts& facts) {
  return facts.invited == v1::SPEAKERS ? Message("narasumber", "speakers")
                                       : Message("peserta", "participants");
}
std::vector<Listed> InvitedIn(const InvitationFacts& facts, const Frame& frame) {
  return facts.invited == v1::SPEAKERS ? SpeakersIn(facts, frame) : ListedIn(facts, frame);
}

}  // namespace

Heading HeadingOf(const AssignmentFacts& facts) {
  return LetterHeading(facts, {"Surat Tugas", "Assignment Letter"});
}

std::string Html(const AssignmentFacts& facts, const Frame& frame) {
  const Speech say = frame.say;
  Values values;
  values.Set("id", say.indonesian)
      .Set("en", !say.indonesian)
      .Set("number", NumberText(facts))
      .Set("people", Cat(facts.people.size()))
      .Set("rows", ListValues(ListedIn(facts, frame)))
      .Set("facts", ValuesOf(And(EventFacts(facts, frame), FundingFacts(facts, say)), say));
  return Page(HeadingOf(facts), frame, Fill(kAssignmentHtml, values));
}

std::vector<xlsx::Sheet> Sheets(const AssignmentFacts& facts, const Frame& frame) {
  const Speech say = frame.say;
  xlsx::Sheet sheet = SheetOf(
      {"Surat Tugas", "Assignment"}, HeadingOf(facts),
      And(And(NumberFacts(facts, say), EventFacts(facts, frame)), FundingFacts(facts, say)), frame);
  AddList(ListedIn(facts, frame), say, sheet);
  return {sheet};
}

Print PrintOf(const AssignmentFacts& facts) {
  Print print = PrintLetter(facts, v1::ASSIGNMENT_LETTER, "surat-tugas");
  print.steps = StepsTo(facts, {"yang menugaskan", "assigned by"});
  print.html = [facts](const Frame& frame) { return Html(facts, frame); };
  print.sheets = [facts](const Frame& frame) { return Sheets(facts, frame); };
  std::int64_t total = 0;
  for (const Funding& line : facts.funding) total += line.amount.rupiah;
  print.about.set_total(total);
  return print;
}

Heading HeadingOf(const InvitationFacts& facts) {
  return LetterHeading(facts, {"Undangan", "Invitation"});
}

std::string Html(const InvitationFacts& facts, const Frame& frame) {
  const Speech say = frame.say;
  Values values;
  values.Set("id", say.indonesian)
      .Set("en", !say.indonesian)
      .Set("number", NumberText(facts))
      .Set("as", say(AsWhat(facts)))
      .Set("speakers", facts.invited == v1::SPEAKERS)
      .Set("rows", ListValues(InvitedIn(facts, frame)))
      .Set("facts", ValuesOf(EventFacts(facts, frame), say));
  return Page(HeadingOf(facts), frame, Fill(kInvitationHtml, values));
}

std::vector<xlsx::Sheet> Sheets(const InvitationFacts& facts, const Frame& frame) {
  const Speech say = frame.say;
  const Fact as = {{"Diundang sebagai", "Invited as"}, say(AsWhat(facts))};
  xlsx::Sheet sheet = SheetOf(
      {"Undangan", "Invitation"}, HeadingOf(facts),
      And(And(NumberFacts(facts, say), EventFacts(facts, frame)), {as}), frame);
  AddList(InvitedIn(facts, frame), say, sheet);
  return {sheet};
}

Print PrintOf(const InvitationFacts& facts) {
  const bool speakers = facts.invited == v1::SPEAKERS;
  Print print = PrintLetter(
      facts, speakers ? v1::SPEAKER_INVITATION : v1::INVITATION,
      speakers ? "undangan-narasumber" : "undangan-peserta");
  print.steps = StepsTo(facts, {"yang mengundang", "invited by"});
  print.html = [facts](const Frame& frame) { return Html(facts, frame); };
  print.sheets = [facts](const Frame& frame) { return Sheets(facts, frame); };
  return print;
}

}  // namespace binadaya::reporting::documents
