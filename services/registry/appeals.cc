// Appeals (keberatan): a person objects to one of his valid levels, and somebody who had no part in
// it decides.
#include <algorithm>

#include "absl/strings/numbers.h"
#include "binadaya/registry/v1/registry_events.tell.h"
#include "services/common/enums.h"
#include "services/common/id.h"
#include "services/common/status.h"
#include "services/registry/appeal_store.h"
#include "services/registry/case_store.h"
#include "services/registry/domain/act.h"
#include "services/registry/profile_store.h"
#include "services/registry/registry.h"

namespace binadaya::registry {
namespace {

constexpr char kDue[] = "appeal_due";

void TellFiled(Tx& tx, const domain::Appeal& appeal) {
  v1::AppealFiled event;
  event.set_appeal(appeal.id);
  event.set_person(appeal.person);
  event.set_campaign(appeal.campaign);
  event.set_competency(appeal.competency);
  event.set_filed_on(absl::FormatCivilTime(appeal.filed));
  event.set_decide_by(absl::FormatCivilTime(appeal.decide_by));
  Tell(tx, event);
}

void TellDecided(Tx& tx, const domain::Appeal& appeal) {
  v1::AppealDecided event;
  event.set_appeal(appeal.id);
  event.set_person(appeal.person);
  event.set_campaign(appeal.campaign);
  event.set_competency(appeal.competency);
  event.set_state(ToContract<v1::AppealState>(appeal.state));
  event.set_level_before(appeal.objected);
  event.set_level(appeal.decision->level);
  event.set_decided_on(absl::FormatCivilTime(appeal.decision->on));
  Tell(tx, event);
}

v1::Holidays ToProto(int year, const std::vector<appeal_store::Holiday>& holidays) {
  v1::Holidays proto;
  proto.set_year(year);
  for (const appeal_store::Holiday& holiday : holidays) {
    v1::Holiday& out = *proto.add_holidays();
    out.set_day(absl::FormatCivilTime(holiday.day));
    out.set_name(holiday.name);
    out.set_set_by(holiday.set_by);
    if (holiday.set_at.has_value())
      out.set_set_at(absl::FormatTime(absl::RFC3339_full, *holiday.set_at, absl::UTCTimeZone()));
    out.set_document(holiday.document);
    out.set_provisional(holiday.provisional);
  }
  return proto;
}

void TellHolidays(Tx& tx, int year) {
  v1::HolidaysSet event;
  event.set_year(Cat(year));
  for (const appeal_store::Holiday& holiday : appeal_store::HolidaysOf(tx, year)) {
    v1::ToldHoliday& out = *event.add_holidays();
    out.set_day(absl::FormatCivilTime(holiday.day));
    out.set_name(holiday.name);
    out.set_provisional(holiday.provisional);
  }
  Tell(tx, event);
}

}  // namespace

v1::Appeal Registry::View(const domain::Appeal& appeal) {
  v1::Appeal proto;
  proto.set_id(appeal.id);
  proto.set_person(appeal.person);
  proto.set_campaign(appeal.campaign);
  proto.set_competency(appeal.competency);
  proto.set_level(appeal.objected);
  if (appeal.claimed.has_value()) proto.set_claimed(*appeal.claimed);
  proto.set_reason(appeal.reason);
  proto.set_state(ToContract<v1::AppealState>(appeal.state));
  proto.set_filed_on(absl::FormatCivilTime(appeal.filed));
  proto.set_decide_by(absl::FormatCivilTime(appeal.decide_by));
  if (appeal.decided.has_value()) proto.set_decided_on(absl::FormatCivilTime(*appeal.decided));
  if (appeal.decision.has_value()) FillDecision(*appeal.decision, *proto.mutable_decision());
  return proto;
}

std::vector<domain::Appealable> Registry::AppealableOf(
    Tx& tx, const std::string& person, const std::vector<domain::ValidLevel>& profile,
    const std::vector<domain::Appeal>& appeals) {
  const std::vector<domain::ValidLevel> all = profile_store::Of(tx, person);
  std::vector<absl::CivilDay> since;
  for (const domain::ValidLevel& level : profile) since.push_back(domain::CountsSince(level, all));
  const std::vector<absl::CivilDay> last =
      appeal_store::WorkingDaysAfter(tx, since, static_cast<int>(appeal_days_.Today(tx)[0]));
  std::vector<domain::Appealable> levels;
  for (std::size_t i = 0; i < profile.size(); ++i) {
    const bool appealed = std::any_of(
        appeals.begin(), appeals.end(),
        [&](const domain::Appeal& appeal) { return appeal.level == profile[i].id; });
    levels.push_back({.level = &profile[i], .last_day = last[i], .appealed = appealed});
  }
  return levels;
}

absl::StatusOr<v1::Appeal> Registry::AppealLevel(
    Call& call, const v1::AppealLevelRequest& request) {
  return db_.Write(call, request, [&](Tx& tx) -> absl::StatusOr<v1::Appeal> {
    const absl::CivilDay today = call.today();
    case_store::LockPerson(tx, request.person());
    ASSIGN_OR_RETURN(
        const directory_store::PersonView person, directory_store::GetPerson(tx, request.person()));
    std::vector<domain::ValidLevel> profile = profile_store::On(tx, person.id, today);
    std::erase_if(profile, [&](const domain::ValidLevel& level) {
      return level.what.competency != request.competency();
    });
    domain::Appealable about;
    if (!profile.empty())
      about = AppealableOf(tx, person.id, profile, appeal_store::Of(tx, person.id)).front();
    if (Findings findings =
            domain::CheckAppeal(about, domain::HasLeft(person.legal_position), today);
        Blocks(findings)) {
      return Refuse(absl::StatusCode::kFailedPrecondition, std::move(findings));
    }
    domain::Appeal appeal{
        .id = NewId(call.now()),
        .person = person.id,
        .level = about.level->id,
        .campaign = about.level->campaign,
        .competency = request.competency(),
        .objected = about.level->what.level,
        .reason = request.reason(),
        .filed = today,
        .decide_by =
            appeal_store::WorkingDaysAfter(tx, {today}, static_cast<int>(appeal_days_.Today(tx)[1]))
                .front()};
    if (request.has_claimed()) appeal.claimed = request.claimed();
    appeal_store::Add(tx, appeal);
    tx.At(clock_.StartOf(appeal.decide_by + 1), kDue, appeal.id);
    TellFiled(tx, appeal);
    return View(appeal);
  });
}

absl::StatusOr<v1::Appeal> Registry::DecideAppeal(
    Call& call, const v1::DecideAppealRequest& request) {
  return db_.Write(call, request, [&](Tx& tx) -> absl::StatusOr<v1::Appeal> {
    case_store::LockPerson(tx, request.person());
    ASSIGN_OR_RETURN(domain::Appeal appeal, appeal_store::Get(tx, request.appeal()));
    if (appeal.person != request.person()) return NoSuchObject("appeal");
    std::vector<domain::ValidLevel> objected = profile_store::On(tx, appeal.person, call.today());
    std::erase_if(
        objected, [&](const domain::ValidLevel& level) { return level.id != appeal.level; });
    std::set<std::string> part_in;
    for (const domain::ValidLevel& level : objected) {
      part_in =
          domain::PartIn(level, Open(tx, appeal.person, level.campaign).rating_case.content());
    }
    const auto outcome = ToDomain<domain::AppealState>(request.decision());
    if (Findings findings = domain::CheckDecision(
            appeal, !objected.empty(), outcome, request.has_level(), call.subject(), part_in);
        Blocks(findings)) {
      return Refuse(absl::StatusCode::kFailedPrecondition, std::move(findings));
    }
    domain::Decision decision{
        .level = appeal.objected, .by = {call.subject()}, .on = call.today(), .note = {}};
    if (outcome == domain::AppealState::kUpheld) {
      ASSIGN_OR_RETURN(decision, Decided(call, request));
    }
    decision.note = request.reason();
    if (outcome == domain::AppealState::kUpheld)
      RETURN_IF_ERROR(
          PutRight(tx, appeal.person, appeal.competency, objected, decision, domain::kByAppeal));
    appeal.state = outcome;
    appeal.decided = decision.on;
    appeal.decision = std::move(decision);
    appeal_store::Decide(tx, appeal);
    TellDecided(tx, appeal);
    return View(appeal);
  });
}

void Registry::LapseAppeals(Tx& tx, const std::vector<std::int64_t>& ended) {
  for (const domain::Appeal& appeal : appeal_store::Lapse(tx, ended, tx.call().today())) {
    v1::AppealLapsed event;
    event.set_appeal(appeal.id);
    event.set_person(appeal.person);
    event.set_competency(appeal.competency);
    event.set_lapsed_on(absl::FormatCivilTime(*appeal.decided));
    Tell(tx, event);
  }
}

absl::StatusOr<Timers::Effect> Registry::AppealDue(const Call&, const std::string& id) {
  return Timers::Effect([id](Tx& tx) -> absl::Status {
    ASSIGN_OR_RETURN(domain::Appeal appeal, appeal_store::Get(tx, id));
    case_store::LockPerson(tx, appeal.person);
    ASSIGN_OR_RETURN(appeal, appeal_store::Get(tx, id));
    if (appeal.state != domain::AppealState::kFiled) return absl::OkStatus();
    v1::AppealOverdue event;
    event.set_appeal(appeal.id);
    event.set_person(appeal.person);
    event.set_competency(appeal.competency);
    event.set_decide_by(absl::FormatCivilTime(appeal.decide_by));
    Tell(tx, event);
    return absl::OkStatus();
  });
}

absl::StatusOr<v1::ListAppealsResponse> Registry::ListAppeals(
    Call& call, const v1::ListAppealsRequest& request) {
  ASSIGN_OR_RETURN(const Page page, pages_.Of(call, request));
  return db_.Read(call, [&](Tx& tx) -> absl::StatusOr<v1::ListAppealsResponse> {
    v1::ListAppealsResponse response;
    for (const domain::Appeal& appeal : appeal_store::PageOfOpen(tx, call.scope(), page))
      *response.add_appeals() = View(appeal);
    if (response.appeals_size() == page.size()) {
      const v1::Appeal& last = *response.appeals().rbegin();
      response.set_next_page_token(page.Next({last.decide_by(), last.id()}));
    }
    return response;
  });
}

absl::StatusOr<v1::Holidays> Registry::SetHolidays(
    Call& call, const v1::SetHolidaysRequest& request) {
  return db_.Write(call, request, [&](Tx& tx) -> absl::StatusOr<v1::Holidays> {
    std::vector<appeal_store::Holiday> holidays;
    std::set<absl::CivilDay> days;
    Findings findings;
    for (int i = 0; i < request.holidays_size(); ++i) {
      absl::CivilDay day;
      absl::ParseCivilTime(request.holidays(i).day(), &day);
      holidays.push_back(
          {.day = day,
           .name = request.holidays(i).name(),
           .provisional = request.holidays(i).provisional()});
      if (day.year() == request.year() && days.insert(day).second) continue;
      findings.push_back(
          {.rule = "HOL-01",
           .where = Cat("holidays[", i, "].day"),
           .message = {
               "Tanggal ini bukan dari tahun itu, atau disebut dua kali. Perbaiki daftarnya.",
               "This day is not of that year, or is named twice. Correct the list."}});
    }
    if (Blocks(findings)) return Refuse(absl::StatusCode::kInvalidArgument, std::move(findings));
    appeal_store::LockHolidays(tx);
    appeal_store::SetHolidays(tx, request.year(), holidays, request.document());
    TellHolidays(tx, request.year());
    return ToProto(request.year(), appeal_store::HolidaysOf(tx, request.year()));
  });
}

absl::StatusOr<Timers::Effect> Registry::TellHolidaysByTimer(
    const Call&, const std::string& subject) {
  int year = 0;
  if (!absl::SimpleAtoi(subject, &year)) return absl::InternalError(Cat("no year: ", subject));
  return Timers::Effect([year](Tx& tx) -> absl::Status {
    appeal_store::LockHolidays(tx);
    TellHolidays(tx, year);
    return absl::OkStatus();
  });
}

absl::StatusOr<v1::Holidays> Registry::ListHolidays(
    Call& call, const v1::ListHolidaysRequest& request) {
  const int year = request.year() == 0 ? static_cast<int>(call.today().year()) : request.year();
  return db_.Read(call, [&](Tx& tx) -> absl::StatusOr<v1::Holidays> {
    return ToProto(year, appeal_store::HolidaysOf(tx, year));
  });
}

}  // namespace binadaya::registry
