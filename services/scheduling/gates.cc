#include "services/scheduling/gates.h"

#include <algorithm>

#include "absl/strings/str_split.h"
#include "services/common/domain/text.h"
#include "services/scheduling/booking_store.h"
#include "services/scheduling/calendar_store.h"
#include "services/scheduling/domain/roster.h"
#include "services/scheduling/hold_store.h"
#include "services/scheduling/override_store.h"
#include "services/scheduling/people_store.h"

namespace binadaya::scheduling {
namespace {

constexpr int kPercent = 100;
// What the registry was told this long before it was asked, it may not have known when it answered.
constexpr absl::Duration kLongestCommand = absl::Minutes(1);

bool OverlapsAny(const std::vector<domain::Slot>& sessions, const domain::Slot& slot) {
  return std::any_of(sessions.begin(), sessions.end(), [&](const domain::Slot& session) {
    return session.Overlaps(slot);
  });
}

// Of a path the unit that it ends with, or one so many above it: one that moves keeps its code.
std::string CodeOf(const std::string& path, std::size_t above = 0) {
  const std::vector<std::string> codes = absl::StrSplit(path, '/', absl::SkipEmpty());
  return above < codes.size() ? codes[codes.size() - 1 - above] : "/";
}

// Of each intake, the first of those that it shares some time with, also by way of others.
std::vector<std::size_t> GroupByTime(const std::vector<std::vector<domain::Slot>>& sessions) {
  std::vector<std::size_t> together(sessions.size());
  for (std::size_t i = 0; i < sessions.size(); ++i) together[i] = i;
  for (std::size_t i = 0; i < sessions.size(); ++i) {
    for (std::size_t other = 0; other < i; ++other) {
      const bool share = std::any_of(
          sessions[other].begin(), sessions[other].end(),
          [&](const domain::Slot& slot) { return OverlapsAny(sessions[i], slot); });
      if (!share || together[i] == together[other]) continue;
      const std::size_t first = std::min(together[i], together[other]);
      const std::size_t last = std::max(together[i], together[other]);
      std::replace(together.begin(), together.end(), last, first);
    }
  }
  return together;
}

}  // namespace

Gates::Hours Gates::ByDay(const std::vector<domain::Slot>& sessions) {
  Hours hours;
  for (const domain::Slot& session : sessions)
    for (absl::CivilDay day(session.from); absl::CivilMinute(day) < session.until; ++day)
      hours[day].push_back(
          {std::max(session.from, absl::CivilMinute(day)),
           std::min(session.until, absl::CivilMinute(day + 1))});
  return hours;
}

absl::CivilMonth QuarterOf(absl::CivilDay day) {
  return absl::CivilMonth(day.year(), (day.month() - 1) / kQuarterMonths * kQuarterMonths + 1);
}

Gates::Gates(
    Tx& tx, const program_store::Program& program, const std::vector<batch_store::Batch>& batches,
    const std::vector<std::string>& people, const GateRules& rules)
    : program_(program), rules_(rules) {
  std::vector<std::string> ids;
  for (const batch_store::Batch& batch : batches) ids.push_back(batch.id);
  auto bookings = gate_store::SessionsOf(tx, ids);
  if (ids.size() == 1) overrides_ = override_store::OfBatch(tx, ids.front());
  matching.program = program.id;
  matching.families = program.families;
  matching.equals = program.lottery ? domain::Equals::kScore : domain::Equals::kTieBreaks;
  matching.policy = rules.matching;
  absl::CivilDay first = *batches.front().first_day, last = *batches.front().last_day;
  for (const batch_store::Batch& batch : batches) {
    matching.intakes.push_back({.batch = batch.id, .first = *batch.first_day});
    matching.jp = batch.jp;
    structural_.push_back(batch.structural);
    std::vector<domain::Slot>& slots = sessions_.emplace_back();
    for (const domain::Booking& session : bookings[batch.id]) slots.push_back(session.slot);
    bookings_.push_back(std::move(bookings[batch.id]));
    first = std::min(first, *batch.first_day);
    last = std::max(last, *batch.last_day);
  }
  std::vector<std::vector<domain::Slot>> days;
  for (const std::vector<domain::Slot>& intake : sessions_) {
    std::vector<domain::Slot>& whole = days.emplace_back();
    for (const auto& [day, hours] : hours_.emplace_back(ByDay(intake)))
      whole.push_back(domain::SlotOn(day, {0, domain::kDayMinutes}));
  }
  together_ = GroupByTime(sessions_);
  same_days_ = GroupByTime(days);
  calendar_ = calendar_store::CalendarOf(tx, first, last + 1);
  const domain::Slot around = {
      absl::CivilMinute(QuarterOf(first)), absl::CivilMinute(QuarterOf(last) + kQuarterMonths)};
  ReadDuties(tx, people);
  past_ =
      gate_store::PastOf(tx, people, program.id, program.origin, static_cast<int>(first.year()));
  ReadBusy(tx, people, around);
  ReadAway(tx, {absl::CivilMinute(first), absl::CivilMinute(last + 1)});
}

void Gates::ReadDuties(Tx& tx, const std::vector<std::string>& people) {
  duties_ = gate_store::DutiesOf(tx, people);
  std::set<std::string> paths;
  for (const auto& [person, duty] : duties_) paths.insert(duty.unit);
  const std::vector<std::string> units(paths.begin(), paths.end());
  staff_ = gate_store::StaffOf(tx, units, program_.origin);
  units_ = gate_store::UnitsOf(tx, units);
  for (const domain::UnitStaff& unit : units_)
    if (!unit.kecamatan.empty() && !unit.head.empty()) ++lurah_[unit.kecamatan];
}

void Gates::ReadBusy(Tx& tx, const std::vector<std::string>& people, const domain::Slot& around) {
  for (const gate_store::Seat& seat : gate_store::SeatsOf(tx, people, around)) {
    if (seat.program == program_.id && !seat.decided) continue;
    const std::string& person = seat.duty.person;
    busy_[person].push_back(
        {gate_store::BookingOf(seat, domain::Resource::kPerson, person), seat.kept});
    if (seat.structural) continue;
    auto& on = training_days_[person];
    bool& kept = on.emplace(absl::CivilDay(seat.slot.from), true).first->second;
    kept = kept && seat.kept;
  }
  const domain::DaySpan days = {absl::CivilDay(around.from), absl::CivilDay(around.until)};
  const auto add = [&](const std::string& of, const std::string& person, const domain::Slot& slot) {
    busy_[person].push_back(
        {{.of = of, .resource = domain::Resource::kPerson, .id = person, .slot = slot}});
  };
  for (const people_store::Leave& leave : people_store::LeavesOf(tx, people, days))
    add(leave.record, leave.person,
        {absl::CivilMinute(leave.days.from), absl::CivilMinute(leave.days.until)});
  for (domain::Booking& teaches : booking_store::TaughtBy(tx, people, around)) {
    auto& on = busy_[std::string(teaches.id)];
    on.push_back({std::move(teaches)});
  }
  for (const std::string& leader : gate_store::LeadersOf(tx, people, around)) {
    for (const domain::Hold& hold : hold_store::AgendaOf(tx, leader, {around}))
      if (hold.Stands()) add(hold.id, leader, hold.slot);
  }
}

void Gates::ReadAway(Tx& tx, const domain::Slot& around) {
  std::vector<std::string> units;
  for (const auto& [unit, staff] : staff_) units.push_back(unit);
  for (const auto& [kecamatan, lurah] : lurah_) units.push_back(kecamatan);
  const auto add = [&](const Group& group, const std::string& person, const domain::Slot& slot,
                       const std::string& by) {
    for (std::size_t i = 0; i < hours_.size(); ++i) {
      for (absl::CivilDay day(slot.from); absl::CivilMinute(day) < slot.until; ++day) {
        const auto hours = hours_[i].find(day);
        if (hours != hours_[i].end() && (IsByDay(group) || OverlapsAny(hours->second, slot)))
          away_[{group, TogetherOf(group)[i]}][day][person].insert(by);
      }
    }
  };
  for (const gate_store::Seat& seat : gate_store::SeatsIn(tx, units, around))
    for (const Group& group : GroupsOf(seat.duty))
      add(group, seat.duty.person, seat.slot, seat.batch);
  // Leave of those without whom the other may not go (SVC-2), and of lurah (SVC-3): what of it
  // their unit works.
  struct Kept {
    Group group;
    std::string path;
  };
  std::map<std::string, std::vector<Kept>> kept_by;
  for (const domain::UnitStaff& unit : units_) {
    if (!unit.head.empty() && !unit.secretary.empty())
      for (const std::string& one : {unit.head, unit.secretary})
        kept_by[one].push_back({{"SVC-2", unit.path}, unit.path});
    if (!unit.head.empty() && !unit.kecamatan.empty())
      kept_by[unit.head].push_back({{"SVC-3", unit.kecamatan}, unit.path});
  }
  std::vector<std::string> people;
  for (const auto& [person, kept] : kept_by) people.push_back(person);
  const domain::DaySpan days = {absl::CivilDay(around.from), absl::CivilDay(around.until)};
  for (const people_store::Leave& leave : people_store::LeavesOf(tx, people, days)) {
    const domain::Slot slot = {
        absl::CivilMinute(std::max(leave.days.from, days.from)),
        absl::CivilMinute(std::min(leave.days.until, days.until))};
    for (const auto& [group, path] : kept_by.at(leave.person))
      for (const domain::Slot& worked : calendar_.Worked(path, slot))
        add(group, leave.person, worked, leave.record);
  }
}

std::vector<Gates::Group> Gates::GroupsOf(const gate_store::Duty& duty) const {
  std::vector<Group> groups;
  const auto staff = staff_.find(duty.unit);
  if (staff != staff_.end()) {
    groups.emplace_back("SVC-1", duty.unit);
    if (duty.direct_service) groups.emplace_back("SVC-4", duty.unit);
    if ((duty.head || duty.deputy) && staff->second.has_head && staff->second.has_deputy)
      groups.emplace_back("SVC-2", duty.unit);
  }
  if (duty.head && lurah_.contains(duty.kecamatan)) groups.emplace_back("SVC-3", duty.kecamatan);
  return groups;
}

int Gates::Allowed(const Group& group, std::string_view period) const {
  return domain::AllowedOf(
      overrides_, Cat("SVC-0", group.first.substr(group.first.size() - 1)), group.second, period);
}

int Gates::CapOf(const Group& group) const {
  if (group.first == "SVC-2") return 1;
  if (group.first == "SVC-3")
    return lurah_.at(group.second) * rules_.continuity.lurah_percent / kPercent;
  const int headcount = staff_.at(group.second).headcount;
  return group.first == "SVC-4" ? domain::DirectCapOf(headcount, rules_.continuity)
                                : domain::AwayCapOf(headcount, rules_.continuity);
}

int Gates::RoomOf(const Group& group, std::size_t intake, const std::string& but) const {
  const std::vector<std::size_t>& together = TogetherOf(group);
  const auto away = away_.find({group, together[intake]});
  const int cap = CapOf(group);
  std::optional<int> room;
  for (std::size_t i = 0; i < together.size(); ++i) {
    if (together[i] != together[intake]) continue;
    for (const auto& [day, hours] : hours_[i]) {
      int left = std::max(cap, Allowed(group, absl::FormatCivilTime(day)));
      if (away != away_.end())
        if (const auto gone = away->second.find(day); gone != away->second.end())
          left -= static_cast<int>(gone->second.size() - gone->second.count(but));
      room = std::min(room.value_or(left), left);
    }
  }
  return room.value_or(cap);
}

void Gates::Fill(domain::Candidate& candidate, absl::Time chosen_at) const {
  Fill(candidate, chosen_at, true);
}

void Gates::Fill(domain::Candidate& candidate, absl::Time chosen_at, bool by_kept) const {
  const std::string& person = candidate.person;
  if (const auto duty = duties_.find(person); duty != duties_.end()) {
    const auto take = [](const std::string& heard, std::string& of) {
      if (!heard.empty()) of = heard;
    };
    candidate.active = duty->second.active;
    take(duty->second.unit, candidate.unit);
    take(duty->second.family, candidate.family);
    take(duty->second.employment, candidate.employment);
    if (duty->second.gaps_at > chosen_at - kLongestCommand) {
      for (domain::ScorePart& part : candidate.parts) {
        const auto gap = duty->second.gaps.find(part.competency);
        part.gap = gap == duty->second.gaps.end() ? 0 : std::max(gap->second, 0.0);
      }
    }
    if (const auto staff = staff_.find(duty->second.unit); staff != staff_.end())
      candidate.unit_trained = 1.0 * staff->second.trained / staff->second.headcount;
  }
  if (const auto past = past_.find(person); past != past_.end()) {
    candidate.jp = past->second.jp;
    candidate.last_training = past->second.last_training;
    candidate.completed = past->second.completed;
    candidate.enrolled = past->second.elsewhere;
  }
  candidate.barred.clear();
  candidate.caps.clear();
  for (std::size_t i = 0; i < sessions_.size(); ++i) Bar(i, by_kept, candidate);
}

bool Gates::IsEnrolled(const std::string& person) const {
  const auto past = past_.find(person);
  return past != past_.end() && past->second.enrolled;
}

void Gates::Bar(std::size_t intake, bool by_kept, domain::Candidate& candidate) const {
  const std::vector<domain::Slot>& sessions = sessions_[intake];
  std::set<std::pair<std::string, std::string>> bars;
  if (const auto busy = busy_.find(candidate.person); busy != busy_.end()) {
    for (domain::Booking session : bookings_[intake]) {
      session.id = candidate.person;
      for (const Busy& one : busy->second)
        if ((by_kept || !one.kept) && domain::ConflictOf(session, one.at, rules_.clash).has_value())
          bars.emplace("SC-9", booking_store::OwnerOf(one.at.of));
    }
  }
  std::set<absl::CivilDay> days;
  for (const domain::Slot& session : sessions) {
    days.insert(absl::CivilDay(session.from));
    for (const domain::Blackout* blackout : calendar_.BlackoutsOf(candidate.unit, session)) {
      const absl::CivilDay day(std::max(session.from, blackout->slot.from));
      if (Allowed({"SVC-5", blackout->id}, absl::FormatCivilTime(day)) == 0)
        bars.emplace("SVC-5", blackout->id);
    }
  }
  std::map<absl::CivilMonth, int> quarters;  // none that structural training adds to
  if (!structural_[intake])
    for (const absl::CivilDay day : days) ++quarters[QuarterOf(day)];
  if (const auto others = training_days_.find(candidate.person); others != training_days_.end()) {
    for (const auto& [day, kept] : others->second)
      if ((by_kept || !kept) && quarters.contains(QuarterOf(day)) && !days.contains(day))
        ++quarters[QuarterOf(day)];
  }
  for (const auto& [quarter, count] : quarters) {
    const int allowed =
        Allowed({"SVC-6", candidate.person}, domain::QuarterName(absl::CivilDay(quarter)));
    if (count > std::max(rules_.continuity.quarter_days, allowed))
      bars.emplace("SVC-6", matching.intakes[intake].batch);
  }
  for (const auto& [rule, by] : bars) candidate.barred.push_back({intake, rule, by});
}

void Gates::AddCaps(std::vector<domain::Candidate>& candidates) {
  std::map<std::pair<Group, std::size_t>, std::size_t> at;
  for (domain::Candidate& candidate : candidates) {
    const auto duty = duties_.find(candidate.person);
    if (duty == duties_.end()) continue;
    for (const Group& group : GroupsOf(duty->second)) {
      const std::vector<std::size_t>& together = TogetherOf(group);
      for (const std::size_t first : std::set(together.begin(), together.end())) {
        const auto [cap, added] = at.emplace(std::pair(group, first), matching.caps.size());
        if (added) {
          domain::AwayCap& out = matching.caps.emplace_back();
          out = {
              .rule = group.first, .of = group.second, .free = std::max(RoomOf(group, first), 0)};
          for (std::size_t i = 0; i < together.size(); ++i)
            if (together[i] == first) out.intakes.push_back(i);
        }
        candidate.caps.push_back(cap->second);
      }
    }
  }
}

void Gates::AddNoRoom(
    const std::string& person, const std::function<bool(const Group&)>& asked,
    Findings& findings) const {
  const auto duty = duties_.find(person);
  if (duty == duties_.end()) return;
  for (const Group& group : GroupsOf(duty->second)) {
    if (asked(group) && RoomOf(group, 0, person) < 1)
      findings.push_back(domain::NoRoom(group.first, group.second));
  }
}

Findings Gates::JudgeHeld(domain::Candidate candidate, absl::Time chosen_at) const {
  const auto stands = [&] { return std::pair(CodeOf(candidate.unit), candidate.family); };
  const auto below = [&] { return CodeOf(candidate.unit, 1); };
  const auto stood = std::pair(stands(), below());
  Fill(candidate, chosen_at, false);
  const bool moved = stands() != stood.first, unit_moved = below() != stood.second;
  Findings findings = domain::CheckGates(matching, candidate);
  AddNoRoom(
      candidate.person,
      [&](const Group& group) {
        return moved || group.first == "SVC-2" || (unit_moved && group.first == "SVC-3");
      },
      findings);
  return findings;
}

Findings Gates::Judge(domain::Candidate candidate, absl::Time chosen_at) const {
  Fill(candidate, chosen_at);
  Findings findings = domain::CheckGates(matching, candidate);
  AddNoRoom(
      candidate.person, [](const Group&) { return true; }, findings);
  return findings;
}

void Gates::Take(const std::string& person) {
  if (const auto duty = duties_.find(person); duty != duties_.end())
    for (const Group& group : GroupsOf(duty->second))
      for (const auto& [day, hours] : hours_.front())
        away_[{group, 0}][day][person].insert(matching.intakes.front().batch);
}

void Gates::Leave(const std::string& person) {
  for (auto& [group, days] : away_) {
    for (auto& [day, away] : days) {
      const auto of = away.find(person);
      if (of == away.end()) continue;
      of->second.erase(matching.intakes.front().batch);
      if (of->second.empty()) away.erase(of);
    }
  }
}

}  // namespace binadaya::scheduling
