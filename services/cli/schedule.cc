#include "services/cli/schedule.h"

#include <set>
#include <utility>

#include "binadaya/scheduling/v1/scheduling.rpc.h"
#include "services/cli/budget_find.h"
#include "services/cli/find.h"
#include "services/cli/language.h"
#include "services/cli/operator.h"
#include "services/cli/render.h"
#include "services/cli/words.h"
#include "services/common/day.h"
#include "services/common/domain/text.h"
#include "services/common/status.h"

namespace binadaya::cli {
namespace {

using scheduling::SchedulingClient;
namespace sv = scheduling::v1;

absl::StatusOr<sv::ListBatchesResponse> BatchesOf(
    const Operator& caller, const std::string& unit, bool all = true) {
  sv::ListBatchesRequest request;
  request.set_unit(unit);
  return caller.AskPages("scheduling", &SchedulingClient::ListBatches, request, all);
}

absl::StatusOr<sv::Batch> FindBatch(const Operator& caller, const std::string& text) {
  ASSIGN_OR_RETURN(const sv::ListBatchesResponse listed, BatchesOf(caller, ""));
  std::vector<Candidate> candidates;
  std::vector<const sv::Batch*> found;
  for (const sv::Batch& batch : listed.batches()) {
    if (!batch.id().starts_with(text)) continue;
    found.push_back(&batch);
    candidates.push_back(
        {.id = batch.id(),
         .shown = Cat(batch.unit(), "  ", batch.number(), "  ", Word(batch.state())),
         .exact = batch.id() == text});
  }
  ASSIGN_OR_RETURN(const std::size_t one, Choose({"kelas", "batches"}, text, candidates));
  return *found[one];
}

absl::StatusOr<sv::Rundown> RundownOf(const Operator& caller, const sv::Batch& batch, int number) {
  sv::GetRundownRequest request;
  request.set_unit(batch.unit());
  request.set_batch(batch.id());
  request.set_number(number);
  return caller.Ask("scheduling", &SchedulingClient::GetRundown, request);
}

// Rundowns that are released and take place in the days.
absl::Status AddItems(
    const Operator& caller, const std::string& unit, const std::string& first,
    const std::string& until, Week& week) {
  ASSIGN_OR_RETURN(const sv::ListBatchesResponse batches, BatchesOf(caller, unit));
  for (const sv::Batch& batch : batches.batches()) {
    if (batch.released() == 0 || batch.last_day() < first || batch.first_day() >= until) continue;
    ASSIGN_OR_RETURN(const sv::Rundown rundown, RundownOf(caller, batch, batch.released()));
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
  sv::ListSpeakersRequest request;
  request.set_competency(options.text);
  ASSIGN_OR_RETURN(
      const sv::ListSpeakersResponse speakers,
      caller.AskPages("scheduling", &SchedulingClient::ListSpeakers, request, options.all));
  std::set<std::string> people;
  for (const sv::Speaker& speaker : speakers.speakers())
    if (!speaker.person().empty()) people.insert(speaker.person());
  const Names names = NamesOf(caller, people);
  sv::ListSpeakersResponse shown = speakers;
  for (sv::Speaker& speaker : *shown.mutable_speakers())
    if (speaker.name().empty()) speaker.set_name(NameIn(names, speaker.person()));
  return AnswerOf(SpeakersText(shown), speakers);
}

absl::StatusOr<Answer> RunListBatches(
    const Environment& environment, const ScheduleOptions& options) {
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  ASSIGN_OR_RETURN(const std::string unit, FindUnitCode(caller, options.unit));
  ASSIGN_OR_RETURN(const sv::ListBatchesResponse batches, BatchesOf(caller, unit, options.all));
  return AnswerOf(BatchesText(batches), batches);
}

absl::StatusOr<Answer> RunGetRundown(
    const Environment& environment, const ScheduleOptions& options) {
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  ASSIGN_OR_RETURN(const sv::Batch batch, FindBatch(caller, options.batch));
  ASSIGN_OR_RETURN(const sv::Rundown rundown, RundownOf(caller, batch, options.number));
  if (options.number != 0) return AnswerOf(RundownText(rundown), rundown);
  sv::GetRundownCheckRequest request;
  request.set_unit(batch.unit());
  request.set_batch(batch.id());
  ASSIGN_OR_RETURN(
      const sv::RundownCheck check,
      caller.Ask("scheduling", &SchedulingClient::GetRundownCheck, request));
  Answer answer = AnswerOf(Cat(RundownText(rundown), "\n", CheckText(check)), rundown);
  answer.json = JsonObject({{"rundown", answer.json}, {"check", Json(check)}});
  for (const v1::Finding& finding : check.findings())
    if (!finding.warning()) answer.exit = ExitCode::kRefused;
  return answer;
}

absl::StatusOr<Answer> RunReleaseRundown(
    const Environment& environment, const ScheduleOptions& options) {
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  ASSIGN_OR_RETURN(const Operator by, ActingAs(caller, options.by, v1::ORGANISER));
  ASSIGN_OR_RETURN(const sv::Batch batch, FindBatch(caller, options.batch));
  sv::ReleaseRundownRequest request;
  request.set_request_id(caller.NewRequestId());
  request.set_unit(batch.unit());
  request.set_batch(batch.id());
  request.set_version(batch.version());
  request.set_reason(options.reason);
  ASSIGN_OR_RETURN(
      const sv::RundownRelease release,
      by.Ask("scheduling", &SchedulingClient::ReleaseRundown, request));
  return AnswerOf(ReleaseText(release), release);
}

}  // namespace binadaya::cli
