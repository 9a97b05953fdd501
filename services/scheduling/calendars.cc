// When units work: hours, fasting months, blackouts, holidays and what they do to sessions.
#include <map>

#include "absl/strings/numbers.h"
#include "binadaya/scheduling/v1/scheduling_events.tell.h"
#include "services/common/day.h"
#include "services/common/domain/step.h"
#include "services/common/id.h"
#include "services/common/status.h"
#include "services/scheduling/calendar_store.h"
#include "services/scheduling/scheduling.h"
#include "services/scheduling/slot_proto.h"

namespace binadaya::scheduling {
namespace {

constexpr int kWeek = 7, kYearDays = 366;

// Hours are those of a week; none in Ramadan where they are the same.
void CheckWeek(const v1::SetWorkingHoursRequest& request, Findings& findings) {
  const auto check = [&](const char* where, int days) {
    if (days == kWeek) return;
    findings.push_back(
        {.rule = "CAL-07",
         .where = where,
         .message =
             {"Jam kerja berisi tujuh hari, dari Senin. Lengkapi harinya.",
              "Working hours have seven days, from Monday. Complete the days."},
         .values = {{"days", Cat(days)}}});
  };
  check("days", request.days_size());
  if (request.ramadan_size() > 0) check("ramadan", request.ramadan_size());
}

v1::Blackout ShowBlackout(const calendar_store::Blackout& blackout) {
  v1::Blackout proto;
  proto.set_id(blackout.id);
  proto.set_unit(blackout.unit);
  ToProto(blackout.slot, *proto.mutable_slot());
  proto.set_reason(blackout.reason);
  proto.set_set_by(blackout.set_by);
  proto.set_lifted(blackout.lifted);
  return proto;
}

// Each holiday that is gone, settled or new, by its day.
std::map<absl::CivilDay, std::string> NamesOf(const domain::HolidayChange& change) {
  std::map<absl::CivilDay, std::string> names;
  for (const auto& list : {change.removed, change.settled, change.added})
    for (const domain::Holiday& holiday : list) names[holiday.day] = holiday.name;
  return names;
}

std::string NameIn(const std::map<absl::CivilDay, std::string>& names, const domain::Slot& slot) {
  const auto found = names.lower_bound(absl::CivilDay(slot.from));
  return found == names.end() ? "" : found->second;
}

}  // namespace

absl::StatusOr<v1::WorkingHours> Scheduling::SetWorkingHours(
    Call& call, const v1::SetWorkingHoursRequest& request) {
  return db_.Write(call, request, [&](Tx& tx) -> absl::StatusOr<v1::WorkingHours> {
    v1::WorkingHours hours;
    hours.set_unit(request.unit());
    hours.set_valid_from(request.valid_from());
    *hours.mutable_days() = request.days();
    *hours.mutable_ramadan() = request.ramadan();
    hours.set_on_holidays(request.on_holidays());
    hours.set_basis(request.basis());
    Findings findings;
    CheckWeek(request, findings);
    RETURN_IF_ERROR(RefuseInput(findings));
    const domain::UnitHours of = calendar_store::AsDomain(hours);
    findings = domain::CheckPattern(of.normal);
    for (Finding& finding : domain::CheckPattern(of.ramadan)) {
      if (request.ramadan_size() == 0) break;  // told already
      finding.where = Cat("ramadan.", finding.where);
      findings.push_back(std::move(finding));
    }
    RETURN_IF_ERROR(RefuseInput(std::move(findings)));
    hours.set_minutes_a_week(domain::MinutesAWeek(of.normal));
    calendar_store::SaveHours(tx, hours);
    DaysNews(tx, request.unit(), *DayOf(request.valid_from()), std::nullopt);
    return hours;
  });
}

absl::StatusOr<v1::Ramadan> Scheduling::SetRamadan(
    Call& call, const v1::SetRamadanRequest& request) {
  return db_.Write(call, request, [&](Tx& tx) -> absl::StatusOr<v1::Ramadan> {
    const domain::DaySpan ramadan{
        .from = *DayOf(request.first_day()), .until = *DayOf(request.last_day()) + 1};
    Findings findings = domain::CheckRamadan(ramadan);
    RETURN_IF_ERROR(RefuseInput(std::move(findings)));
    // Those of the month in whose place it is, too.
    for (const domain::DaySpan& days : calendar_store::SaveRamadan(tx, ramadan))
      DaysNews(tx, "/", days.from, days.until);
    DaysNews(tx, "/", ramadan.from, ramadan.until);
    v1::Ramadan proto;
    proto.set_first_day(request.first_day());
    proto.set_last_day(request.last_day());
    return proto;
  });
}

absl::StatusOr<v1::Blackout> Scheduling::SetBlackout(
    Call& call, const v1::SetBlackoutRequest& request) {
  return db_.Write(call, request, [&](Tx& tx) -> absl::StatusOr<v1::Blackout> {
    Findings findings;
    calendar_store::Blackout blackout{
        .id = NewId(tx.call().now()),
        .unit = request.unit(),
        .slot = ReadSlot(request.slot(), "slot", findings),
        .reason = request.reason(),
        .set_by = call.subject()};
    RETURN_IF_ERROR(RefuseInput(findings));
    RETURN_IF_ERROR(
        RefuseInput(domain::CheckBlackout({.slot = blackout.slot, .reason = blackout.reason})));
    calendar_store::Add(tx, blackout);
    tx.At(tx.call().now(), kBlackoutTimer, blackout.id);
    v1::BlackoutSet event;
    event.set_id(blackout.id);
    event.set_unit(blackout.unit);
    ToProto(blackout.slot, *event.mutable_slot());
    event.set_reason(blackout.reason);
    Tell(tx, event);
    return ShowBlackout(blackout);
  });
}

absl::StatusOr<v1::Blackout> Scheduling::LiftBlackout(
    Call& call, const v1::LiftBlackoutRequest& request) {
  return db_.Write(call, request, [&](Tx& tx) -> absl::StatusOr<v1::Blackout> {
    ASSIGN_OR_RETURN(
        calendar_store::Blackout blackout,
        calendar_store::LockBlackout(tx, request.unit(), request.id()));
    if (blackout.lifted) {
      return Refuse(
          {.rule = "CAL-08",
           .where = "id",
           .message = {
               "Masa larangan ini sudah dicabut. Tidak ada yang perlu dilakukan.",
               "This blackout is lifted already. There is nothing left to do."}});
    }
    blackout.lifted = true;
    calendar_store::Lift(tx, blackout.id);
    tx.At(tx.call().now(), kBlackoutTimer, blackout.id);
    v1::BlackoutLifted event;
    event.set_id(blackout.id);
    Tell(tx, event);
    return ShowBlackout(blackout);
  });
}

absl::StatusOr<v1::CalendarDays> Scheduling::GetCalendar(
    Call& call, const v1::GetCalendarRequest& request) {
  const absl::CivilDay from = *DayOf(request.from()), until = *DayOf(request.until());
  if (until <= from || until - from > kYearDays) {
    return Refuse(
        absl::StatusCode::kInvalidArgument,
        {{.rule = "CAL-09",
          .where = "until",
          .message = {
              "Kalender memuat satu sampai 366 hari. Perbaiki hari pertama atau terakhirnya.",
              "A calendar holds 1 to 366 days. Correct its first or last day."}}});
  }
  return db_.Read(call, [&](Tx& tx) -> absl::StatusOr<v1::CalendarDays> {
    const domain::Calendar calendar = calendar_store::CalendarOf(tx, from, until);
    std::map<std::string, v1::Blackout> blackouts;
    for (const calendar_store::Blackout& blackout :
         calendar_store::BlackoutsIn(tx, {absl::CivilMinute(from), absl::CivilMinute(until)})) {
      blackouts[blackout.id] = ShowBlackout(blackout);
    }
    v1::CalendarDays response;
    for (absl::CivilDay day = from; day < until; ++day) {
      v1::CalendarDay& out = *response.add_days();
      out.set_day(absl::FormatCivilTime(day));
      for (const domain::Slot& slot : calendar.WorkingTime(call.scope_path(), day))
        ToProto(slot, *out.add_worked());
      if (const domain::Holiday* holiday = calendar.HolidayOn(day); holiday != nullptr) {
        out.set_holiday(holiday->name);
        out.set_provisional(holiday->provisional);
      }
      out.set_unknown(!calendar.Knows(day));
      for (const domain::Blackout* blackout :
           calendar.BlackoutsOf(call.scope_path(), domain::SlotOn(day, {0, domain::kDayMinutes}))) {
        *out.add_blackouts() = blackouts[blackout->id];
      }
    }
    return response;
  });
}

absl::StatusOr<v1::ListHolidayEffectsResponse> Scheduling::ListHolidayEffects(
    Call& call, const v1::ListHolidayEffectsRequest& request) {
  ASSIGN_OR_RETURN(const Page page, pages_.Of(call, request));
  return db_.Read(call, [&](Tx& tx) -> absl::StatusOr<v1::ListHolidayEffectsResponse> {
    v1::ListHolidayEffectsResponse response;
    const std::vector<calendar_store::Effect> effects =
        calendar_store::EffectsOf(tx, call.scope(), page);
    for (const calendar_store::Effect& effect : effects) {
      v1::HolidayEffect& out = *response.add_effects();
      out.set_batch(effect.session.batch);
      out.set_item(effect.session.item);
      ToProto(effect.session.slot, *out.mutable_slot());
      out.set_freed(effect.freed);
      out.set_holiday(effect.holiday);
      out.set_heard_at(InstantText(effect.heard_at));
    }
    if (response.effects_size() == page.size()) {
      const calendar_store::Effect& last = effects.back();
      response.set_next_page_token(page.Next(
          {Cat(absl::ToUnixMicros(last.heard_at)), last.session.batch, last.session.item}));
    }
    return response;
  });
}

// Sessions on the days of a list that is new stay where they are: somebody must move them.
absl::Status Scheduling::Hear(Tx& tx, const Event& event, const registry::v1::HolidaysSet& told) {
  const std::optional<absl::CivilDay> first = DayOf(Cat(told.year(), "-01-01"));
  if (!first.has_value()) return absl::InvalidArgumentError("no year");
  std::vector<domain::Holiday> now;
  for (const registry::v1::ToldHoliday& holiday : told.holidays()) {
    const std::optional<absl::CivilDay> day = DayOf(holiday.day());
    if (!day.has_value()) return absl::InvalidArgumentError("no day");
    now.push_back({*day, holiday.name(), holiday.provisional()});
  }
  const domain::HolidayChange change =
      domain::Compare(calendar_store::HolidaysOf(tx, first->year()), now);
  calendar_store::SetHolidays(tx, first->year(), now);
  for (const auto& list : {change.added, change.removed, change.settled, change.unsettled})
    for (const domain::Holiday& holiday : list) DaysNews(tx, "/", holiday.day, holiday.day + 1);
  // H-2 may be another day now, and that one today.
  for (const std::string& batch : batch_store::Awaited(tx))
    tx.At(tx.call().now(), kLapseTimer, batch);
  // So may H-3, and the days of checklists.
  for (const std::string& batch : batch_store::Ahead(tx))
    tx.At(tx.call().now(), kBatchTimer, batch);
  std::vector<calendar_store::Session> sessions = calendar_store::SessionsOf(tx, first->year());
  // What was over by then took place, whatever its day is called now.
  std::erase_if(sessions, [now = Minute(event.time)](const calendar_store::Session& one) {
    return one.slot.until <= now;
  });
  std::vector<domain::ReleasedSession> released;
  for (std::size_t i = 0; i < sessions.size(); ++i) released.push_back({Cat(i), sessions[i].slot});
  const domain::HolidayEffect effect = domain::EffectOf(change, released);
  const std::map<absl::CivilDay, std::string> names = NamesOf(change);
  std::vector<calendar_store::Effect> effects;
  for (const auto& [ids, freed] :
       {std::pair(effect.fallen, false), std::pair(effect.freed, true)}) {
    for (const std::string& id : ids) {
      std::size_t i = 0;
      if (!absl::SimpleAtoi(id, &i)) return absl::InternalError("no session");
      effects.push_back(
          {.session = sessions[i],
           .freed = freed,
           .holiday = NameIn(names, sessions[i].slot),
           .heard_at = event.time});
    }
  }
  calendar_store::Add(tx, effects);
  for (const calendar_store::Effect& one : effects) {
    v1::SessionHolidayChanged out;
    out.set_batch(one.session.batch);
    out.set_item(one.session.item);
    ToProto(one.session.slot, *out.mutable_slot());
    out.set_freed(one.freed);
    out.set_holiday(one.holiday);
    Tell(tx, out);
  }
  return absl::OkStatus();
}

}  // namespace binadaya::scheduling
