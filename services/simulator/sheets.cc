#include "services/simulator/sheets.h"

#include <map>
#include <utility>

#include "services/cli/language.h"
#include "services/cli/words.h"
#include "services/common/domain/text.h"

namespace binadaya::simulator {

namespace sv = scheduling::v1;

std::string MinutesAfter(const std::string& from, int minutes) {
  absl::CivilMinute at;
  absl::ParseCivilTime(from, &at);
  return absl::FormatCivilTime(at + minutes);
}

sv::AttendanceEntry WasThere(
    const World& world, const sv::Enrolment& of, const std::string& from,
    const std::string& until) {
  sv::AttendanceEntry entry;
  entry.set_id(world.NewRequestId());
  entry.set_enrolment(of.id());
  entry.set_method(sv::METHOD_MANUAL);
  entry.set_statement(sv::STATEMENT_THERE);
  entry.set_from(from);
  entry.set_until(until);
  return entry;
}

std::vector<sv::AttendanceEntry> AllThere(
    const World& world, const std::vector<sv::Enrolment>& seated, const sv::Slot& slot) {
  std::vector<sv::AttendanceEntry> entries;
  for (const sv::Enrolment& one : seated)
    entries.push_back(WasThere(world, one, slot.from(), slot.until()));
  return entries;
}

std::vector<std::vector<std::string>> Tally(const sv::Sheet& sheet) {
  std::map<std::pair<sv::Presence, int>, int> people;
  for (const sv::SheetRow& row : sheet.rows())
    if (!row.left()) ++people[{row.presence(), row.minutes()}];
  std::vector<std::vector<std::string>> table = {
      {cli::Say("kehadiran", "presence"), cli::Say("menit", "minutes"),
       cli::Say("orang", "people")}};
  for (const auto& [seen, count] : people)
    table.push_back({cli::Word(seen.first), Cat(seen.second), Cat(count)});
  return table;
}

}  // namespace binadaya::simulator
