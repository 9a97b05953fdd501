#include "services/reporting/documents/batch_text.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "services/common/domain/text.h"

namespace binadaya::reporting::documents {
namespace {

namespace sv = scheduling::v1;

bool IsCancelled(const sv::Batch& batch) { return batch.state() == sv::BATCH_CANCELLED; }

}  // namespace

v1::Document AboutOf(const BatchFacts& facts, v1::DocumentKind kind) {
  v1::Document about;
  about.set_kind(kind);
  about.set_subject(facts.batch.id());
  about.set_unit(facts.batch.unit());
  absl::CivilDay first;
  for (const sv::RundownItem& item : facts.rundown.content().items())
    first = first == absl::CivilDay() ? DayOf(item) : std::min(first, DayOf(item));
  about.set_year(static_cast<int>(first.year()));
  about.set_number(facts.batch.number());
  about.set_version(facts.asked);
  about.set_state(sv::BatchState_Name(facts.batch.state()));
  about.set_in_force(true);
  return about;
}

std::string FileOf(const BatchFacts& facts, const std::string& what) {
  constexpr std::size_t kLongest = 60;
  std::string name = Cat(what, "-");
  for (const char c : facts.title) {
    const bool kept = absl::ascii_isalnum(static_cast<unsigned char>(c));
    if (kept) name += absl::ascii_tolower(static_cast<unsigned char>(c));
    if (!kept && name.back() != '-') name += '-';
  }
  name.resize(std::min(name.size(), what.size() + kLongest));
  return std::string(absl::StripSuffix(name, "-"));
}

bool IsExpected(const sv::Enrolment& enrolment) {
  switch (enrolment.state()) {
    case sv::ENROLMENT_CONFIRMED:
    case sv::ENROLMENT_ATTENDING:
    case sv::ENROLMENT_COMPLETED:
    case sv::ENROLMENT_ATTENDED_ONLY:
    case sv::ENROLMENT_NOT_PASSED:
    case sv::ENROLMENT_NO_SHOW:
      return true;
    default:
      return enrolment.end_cause() == sv::END_EXCUSED;
  }
}

bool HasSeat(const sv::Enrolment& enrolment) {
  return IsExpected(enrolment) || enrolment.state() == sv::ENROLMENT_OFFERED ||
         enrolment.state() == sv::ENROLMENT_APPROVED;
}

std::vector<Fact> FactsOf(const BatchFacts& facts, const Frame& frame) {
  const Speech say = frame.say;
  std::vector<Fact> all = {
      {{"Program", "Program"}, facts.title},
      {{"Angkatan", "Batch"},
       Cat(say("ke-", "no. "), facts.batch.number(),
           IsCancelled(facts.batch) ? say(" (dibatalkan)", " (cancelled)") : "")}};
  return all;
}

std::vector<Values> ValuesOf(const std::vector<Fact>& facts, Speech say) {
  std::vector<Values> rows;
  for (const Fact& fact : facts) {
    if (fact.is.empty()) continue;
    rows.emplace_back().Set("what", say(fact.what)).Set("is", fact.is);
  }
  return rows;
}

xlsx::Sheet SheetOf(
    const Message& name, const Heading& heading, const std::vector<Fact>& facts,
    const Frame& frame) {
  const Speech say = frame.say;
  xlsx::Sheet sheet{.name = say(name), .rows = {}, .landscape = !heading.portrait};
  const auto add = [&](const Message& what, const std::string& is) {
    if (!is.empty()) sheet.rows.push_back({{}, {say(what), true}, {is}});
  };
  add({"Dokumen", "Document"}, say(heading.title));
  add({"Perangkat daerah", "Unit"}, Cat(heading.unit, " ", frame.unit_name));
  for (const Fact& fact : facts) add(fact.what, fact.is);
  return sheet;
}

absl::CivilDay DayOf(const sv::RundownItem& item) {
  absl::CivilDay day;
  absl::ParseCivilTime(item.day(), &day);
  return day;
}

int EndOf(const sv::RundownItem& item) {
  return item.has_until() ? item.until() : item.from() + item.printed_minutes();
}

std::string HoursText(int from, int until, Speech say) {
  return Cat(MinuteText(from, say), "–", MinuteText(until, say));
}

std::string HoursText(const sv::Slot& slot, Speech say) {
  absl::CivilMinute from, until;
  if (!absl::ParseCivilTime(slot.from(), &from) || !absl::ParseCivilTime(slot.until(), &until))
    return "";
  const auto minute = [](absl::CivilMinute at) { return at.hour() * 60 + at.minute(); };
  return HoursText(minute(from), minute(until), say);
}

std::string DaysText(const sv::Rundown& rundown, Speech say) {
  std::map<absl::CivilDay, std::pair<int, int>> days;
  for (const sv::RundownItem& item : rundown.content().items()) {
    auto [day, first] = days.try_emplace(DayOf(item), item.from(), EndOf(item));
    day->second = {
        std::min(day->second.first, item.from()), std::max(day->second.second, EndOf(item))};
  }
  std::vector<std::string> lines;
  for (const auto& [day, hours] : days)
    lines.push_back(Cat(WeekdayText(day, say), ", ", HoursText(hours.first, hours.second, say)));
  return absl::StrJoin(lines, "\n");
}

std::string PlaceOf(const BatchFacts& facts, const sv::RundownItem& item) {
  const auto venue = facts.venues.find(item.venue());
  if (venue == facts.venues.end()) return item.place();
  const std::string& city = venue->second.city();
  return Cat(venue->second.name(), city.empty() ? "" : ", ", city);
}

std::string PlacesOf(const BatchFacts& facts) {
  std::vector<std::string> places;
  for (const sv::RundownItem& item : facts.rundown.content().items()) {
    const std::string place = PlaceOf(facts, item);
    if (!place.empty() && !Contains(places, place)) places.push_back(place);
  }
  return absl::StrJoin(places, "\n");
}

std::string LearningText(const sv::LearningHours& learning, Speech say) {
  return Cat(learning.minutes(), say(" menit, ", " minutes, "), learning.jp(), " JP");
}

sv::Speaker SpeakerOf(const BatchFacts& facts, const sv::RundownItem& item) {
  const auto speaker = facts.speakers.find(item.speaker());
  return speaker == facts.speakers.end() ? sv::Speaker() : speaker->second;
}

Named NameOf(const sv::Speaker& speaker, const Frame& frame) {
  if (!speaker.person().empty()) return frame.Person(speaker.person());
  return {.name = speaker.name(), .unit = speaker.organisation()};
}

std::vector<std::string> PeopleAmong(const BatchFacts& facts) {
  std::vector<std::string> people;
  for (const auto& [id, speaker] : facts.speakers)
    if (!speaker.person().empty()) people.push_back(speaker.person());
  return people;
}

}  // namespace binadaya::reporting::documents
