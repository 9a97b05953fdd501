#include "services/scheduling/deliveries.h"

#include <algorithm>

#include "services/scheduling/rundown_proto.h"

namespace binadaya::scheduling {

int MadeUpOf(const HeldSessions& sessions, const std::string& session) {
  int minutes = 0;
  for (const session_store::Held& one : sessions)
    if (one.is.makes_up == session) minutes += one.is.minutes();
  return minutes;
}

int MissingOf(const HeldSessions& sessions, const session_store::Held& of) {
  int planned = 0;
  for (const session_store::Held& one : sessions)
    if (one.is.makes_up == of.is.id && !one.is.over())
      planned += static_cast<int>(one.is.slot.minutes());
  return of.is.missing(MadeUpOf(sessions, of.is.id)) - planned;
}

std::optional<domain::RundownItem> LastItemOf(
    Tx& tx, const batch_store::Batch& batch, const std::string& id) {
  for (const batch_store::Release& release :
       batch_store::ReleasesOf(tx, batch.id, 0, batch.released)) {
    for (domain::RundownItem& item : AsDomain(release.content).items)
      if (item.id == id) return std::move(item);
  }
  return std::nullopt;
}

std::vector<domain::SessionMinutes> MinutesOf(const HeldSessions& sessions) {
  std::vector<domain::SessionMinutes> minutes;
  for (const session_store::Held& one : sessions) {
    if (!one.is.makes_up.empty()) continue;
    minutes.push_back(
        {.session = one.is.id,
         .planned = static_cast<int>(one.is.slot.minutes()),
         .delivered = one.is.minutes(),
         .made_up = MadeUpOf(sessions, one.is.id)});
  }
  return minutes;
}

std::set<std::string> MovedOf(Tx& tx, const batch_store::Batch& batch) {
  std::set<std::string> moved;
  domain::Rundown after;
  bool relied_on = false;  // on what `after` took the place of
  for (const batch_store::Release& release :
       batch_store::ReleasesOf(tx, batch.id, 0, batch.released)) {
    domain::Rundown before = AsDomain(release.content);
    if (relied_on) {
      for (const domain::RundownChange& change : domain::Diff(before, after))
        if (change.before.has_value() && change.now.has_value()) moved.insert(change.item);
    }
    after = std::move(before);
    relied_on = release.relied_on;
  }
  return moved;
}

domain::Stability StabilityOf(const HeldSessions& sessions, const std::set<std::string>& moved) {
  std::vector<domain::SessionChange> changes;
  for (const session_store::Held& one : sessions) {
    const bool changed = one.is.state == domain::SessionState::kCutShort ||
                         one.is.state == domain::SessionState::kCancelled ||
                         one.is.state == domain::SessionState::kMadeUp || moved.contains(one.is.id);
    if (changed && one.is.makes_up.empty())
      changes.push_back({one.is.id, one.is.missing(MadeUpOf(sessions, one.is.id))});
  }
  return domain::StabilityOf(MinutesOf(sessions), changes);
}

std::vector<domain::SessionCredit> CreditsOf(
    const HeldSessions& sessions, const std::map<std::string, attendance_store::Worth>& worth) {
  std::vector<domain::SessionCredit> credits;
  for (const domain::SessionMinutes& one : MinutesOf(sessions)) {
    domain::SessionCredit credit{.session = one.session, .delivered = one.counted()};
    bool there = false;  // in it, or in what made it up
    for (const session_store::Held& held : sessions) {
      if (held.is.id != one.session && held.is.makes_up != one.session) continue;
      const auto found = worth.find(held.is.id);
      if (found == worth.end()) continue;
      credit.credited += found->second.minutes;
      const bool excused = found->second.presence == domain::Presence::kExcused;
      credit.excused = credit.excused || excused;
      there = there || (!excused && held.is.delivered.has_value());
    }
    credit.excused = credit.excused && !there;
    credit.credited = std::min(credit.credited, credit.delivered);
    credits.push_back(std::move(credit));
  }
  return credits;
}

bool AllVerified(
    const HeldSessions& sessions, const std::set<std::string>& expected,
    const attendance_store::WorthOf& worth, bool make_ups) {
  if (expected.empty()) return false;
  for (const session_store::Held& one : sessions) {
    const bool planned = one.is.makes_up.empty();
    if (planned && !one.is.over()) return false;
    if ((!planned && !make_ups) || !one.is.delivered.has_value()) continue;
    for (const std::string& enrolment : expected) {
      const auto of = worth.find(enrolment);
      if (of == worth.end() || !of->second.contains(one.is.id)) return false;
    }
  }
  return true;
}

bool WaitsForMakeUp(
    const HeldSessions& sessions, const std::map<std::string, attendance_store::Worth>& worth) {
  return std::any_of(sessions.begin(), sessions.end(), [&](const session_store::Held& one) {
    return !one.is.makes_up.empty() && one.is.delivered.has_value() && !worth.contains(one.is.id);
  });
}

v1::KeptRule RuleOf(const needs::v1::ProgramDesign& design) {
  v1::KeptRule rule;
  if (!design.has_completion()) return rule;
  rule.set_attendance_min(design.completion().attendance_min());
  rule.set_pass_mark(design.completion().pass_mark());
  rule.set_pre_test(!design.evaluation().pre_test().empty());
  rule.set_post_test(!design.evaluation().post_test().empty());
  rule.set_action_plan(!design.action_plan().empty());
  if (design.variants_size() > 0) rule.set_form(design.variants(0).form());
  return rule;
}

domain::CompletionRule AsDomain(const v1::KeptRule& rule) {
  domain::CompletionRule of;
  of.attendance_min.reset();
  if (rule.has_attendance_min()) of.attendance_min = rule.attendance_min();
  of.pass_mark = rule.pass_mark();
  of.pre_test = rule.pre_test();
  of.post_test = rule.post_test();
  of.reaction = rule.reaction();
  of.action_plan = rule.action_plan();
  return of;
}

domain::SessionTime TimeOf(const session_store::Held& session) {
  return {.planned = session.is.slot, .delivered = session.is.delivered};
}

}  // namespace binadaya::scheduling
