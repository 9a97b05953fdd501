#include "services/cli/schedule.h"

#include <map>
#include <set>

#include "binadaya/scheduling/v1/scheduling.rpc.h"
#include "services/cli/find.h"
#include "services/cli/language.h"
#include "services/cli/operator.h"
#include "services/cli/render.h"
#include "services/cli/schedule_find.h"
#include "services/common/day.h"
#include "services/common/domain/text.h"
#include "services/common/status.h"

namespace binadaya::cli {
namespace {

using scheduling::SchedulingClient;
namespace sv = scheduling::v1;

// Rundowns that are released and take place in the days.
absl::Status AddItems(
    const Operator& caller, const std::string& unit, const std::string& first,
    const std::string& until, Week& week) {
  ASSIGN_OR_RETURN(const sv::ListBatchesResponse batches, BatchesIn(caller, unit));
  for (const sv::Batch& batch : batches.batches()) {
    if (batch.released() == 0 || batch.last_day() < first || batch.first_day() >= until) continue;
    sv::GetRundownRequest released;
    released.set_unit(batch.unit());
    released.set_batch(batch.id());
    released.set_number(batch.released());
    ASSIGN_OR_RETURN(
        const sv::Rundown rundown,
        caller.Ask("scheduling", &SchedulingClient::GetRundown, released));
    const std::string name =
        Say(Cat(batch.unit(), " angkatan ", batch.number()),
            Cat(batch.unit(), " batch ", batch.number()));
    for (const sv::RundownItem& item : rundown.content().items())
      week.items.push_back({name, item});
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<Answer> RunWeek(const Environment& environment, const ScheduleOptions& options) {
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  const std::string named = options.unit.empty() ? "/" : options.unit;
  ASSIGN_OR_RETURN(const registry::v1::Unit unit, FindUnit(caller, named));
  absl::CivilDay first = DayOf(options.from).value_or(caller.today());
  first -= static_cast<int>(absl::GetWeekday(first));  // Monday is 0
  const std::string from = absl::FormatCivilTime(first), until = absl::FormatCivilTime(first + 7);
  sv::GetCalendarRequest days;
  days.set_unit(unit.code());
  days.set_from(from);
  days.set_until(until);
  ASSIGN_OR_RETURN(
      const sv::CalendarDays calendar,
      caller.Ask("scheduling", &SchedulingClient::GetCalendar, days));
  Week week{
      .unit = Cat(unit.code(), "  ", unit.name()),
      .days = {calendar.days().begin(), calendar.days().end()},
      .items = {},
      .holds = {}};
  RETURN_IF_ERROR(AddItems(caller, unit.code(), from, until, week));
  sv::ListHoldsRequest holds;
  holds.set_unit(unit.code());
  holds.set_from(from);
  holds.set_until(until);
  ASSIGN_OR_RETURN(
      const sv::ListHoldsResponse agenda,
      caller.AskPages("scheduling", &SchedulingClient::ListHolds, holds));
  for (const sv::Hold& hold : agenda.holds())
    if (hold.state() != sv::HOLD_RELEASED) week.holds.push_back(hold);
  return AnswerOf(WeekText(week), calendar);
}

absl::StatusOr<Answer> RunListHolds(
    const Environment& environment, const ScheduleOptions& options) {
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  sv::ListHoldsRequest request;
  ASSIGN_OR_RETURN(*request.mutable_unit(), FindUnitCode(caller, options.unit));
  request.set_from(options.from);
  ASSIGN_OR_RETURN(
      sv::ListHoldsResponse holds,
      caller.AskPages("scheduling", &SchedulingClient::ListHolds, request, options.all));
  std::set<std::string> leaders;
  for (const sv::Hold& hold : holds.holds()) leaders.insert(hold.leader());
  const Names names = NamesOf(caller, leaders);
  sv::ListHoldsResponse shown = holds;
  for (sv::Hold& hold : *shown.mutable_holds()) hold.set_leader(NameIn(names, hold.leader()));
  return AnswerOf(HoldsText(shown), holds);
}

absl::StatusOr<Answer> RunListVenues(
    const Environment& environment, const ScheduleOptions& options) {
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  sv::ListVenuesRequest request;
  request.set_words(options.text);
  ASSIGN_OR_RETURN(
      const sv::ListVenuesResponse venues,
      caller.AskPages("scheduling", &SchedulingClient::ListVenues, request, options.all));
  return AnswerOf(VenuesText(venues), venues);
}

absl::StatusOr<Answer> RunListSpeakers(
    const Environment& environment, const ScheduleOptions& options) {
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  ASSIGN_OR_RETURN(
      const sv::ListSpeakersResponse speakers, NamedSpeakers(caller, options.text, options.all));
  return AnswerOf(SpeakersText(speakers), speakers);
}

absl::StatusOr<Answer> RunListBatches(
    const Environment& environment, const ScheduleOptions& options) {
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  sv::ListBatchesRequest request;
  ASSIGN_OR_RETURN(*request.mutable_unit(), FindUnitCode(caller, options.unit));
  request.set_unplanned(options.unplanned);
  ASSIGN_OR_RETURN(
      const sv::ListBatchesResponse batches,
      caller.AskPages("scheduling", &SchedulingClient::ListBatches, request, options.all));
  const std::map<std::string, std::string> titles = ProgramTitles(caller);
  sv::ListBatchesResponse shown = batches;
  for (sv::Batch& batch : *shown.mutable_batches())
    batch.set_program(NameIn(titles, batch.program()));
  return AnswerOf(BatchesText(shown), batches);
}

}  // namespace binadaya::cli
