// Speakers are asked for sessions, and answer; conflicts of interest are accepted, or not any more.
#include "services/scheduling/speaker_invitations.h"

#include <algorithm>
#include <set>

#include "binadaya/scheduling/v1/scheduling_events.tell.h"
#include "services/common/aggregate.h"
#include "services/common/app.h"
#include "services/common/domain/step.h"
#include "services/common/enums.h"
#include "services/common/id.h"
#include "services/common/status.h"
#include "services/scheduling/calendar_store.h"
#include "services/scheduling/people_store.h"
#include "services/scheduling/publication_store.h"
#include "services/scheduling/rating_store.h"
#include "services/scheduling/slot_proto.h"
#include "services/scheduling/speaker_store.h"

namespace binadaya::scheduling {
namespace {

namespace store = speaker_invitation_store;
using domain::InvitationState;

constexpr char kInvitation[] = "speaker_invitation";
// What the platform itself says, where nobody else does.
constexpr char kNotNeeded[] =
    "Sesi ini batal atau diisi narasumber lain. / The session is off or has another speaker.";
constexpr char kLeftService[] =
    "Narasumber ini tidak bekerja di sini lagi. / This speaker works here no more.";
constexpr char kAway[] =
    "Narasumber ini tidak dapat hadir pada waktu sesi. / "
    "This speaker cannot be had at the time of the session.";
constexpr char kAllConfirmed[] =
    "Semua narasumber sudah memastikan. / All speakers have confirmed.";
constexpr char kNotConfirmed[] =
    "Ada narasumber yang belum memastikan. / A speaker has not confirmed.";

template <class Told>
Told AboutInvitation(const store::Invited& of) {
  Told event;
  event.set_invitation(of.id);
  event.set_batch(of.batch);
  event.set_session(of.session);
  event.set_speaker(of.speaker);
  return event;
}

template <class Told>
void TellAnswer(Tx& tx, const store::Invited& of) {
  auto event = AboutInvitation<Told>(of);
  event.set_on_behalf(of.on_behalf);
  Tell(tx, event);
}

void TellInvitation(Tx& tx, const store::Invited& of) {
  switch (of.is.state) {
    case InvitationState::kInvited: {
      auto event = AboutInvitation<v1::SpeakerInvited>(of);
      scheduling::ToProto(of.is.slot, *event.mutable_slot());
      event.set_answer_by(absl::FormatCivilTime(of.is.answer_by));
      Tell(tx, event);
      break;
    }
    case InvitationState::kConfirmed:
      TellAnswer<v1::SpeakerConfirmed>(tx, of);
      break;
    case InvitationState::kDeclined:
      TellAnswer<v1::SpeakerDeclined>(tx, of);
      break;
    case InvitationState::kWithdrawn:
      Tell(tx, AboutInvitation<v1::SpeakerInvitationWithdrawn>(of));
      break;
  }
}

v1::SpeakerInvitation ShowInvitation(const store::Invited& of, std::int64_t version) {
  v1::SpeakerInvitation out;
  out.set_id(of.id);
  out.set_unit(of.unit);
  out.set_batch(of.batch);
  out.set_session(of.session);
  out.set_speaker(of.speaker);
  out.set_state(ToContract<v1::SpeakerInvitationState>(of.is.state));
  scheduling::ToProto(of.is.slot, *out.mutable_slot());
  out.set_answer_by(absl::FormatCivilTime(of.is.answer_by));
  out.set_overdue(of.is.overdue);
  out.set_reason(of.is.reason);
  out.set_invited_by(of.invited_by);
  out.set_invited_on(absl::FormatCivilTime(of.invited_on));
  out.set_answered_by(of.answered_by);
  if (of.answered_on.has_value()) out.set_answered_on(absl::FormatCivilTime(*of.answered_on));
  out.set_on_behalf(of.on_behalf);
  out.set_version(version);
  return out;
}

v1::ListSpeakerInvitationsResponse InvitationsOf(
    Tx& tx, const std::vector<store::Invited>& listed, const Page& page) {
  const auto versions = VersionsOf(tx, kInvitation, listed, &store::Invited::id);
  v1::ListSpeakerInvitationsResponse response;
  for (const store::Invited& one : listed)
    *response.add_invitations() = ShowInvitation(one, versions.at(one.id));
  if (response.invitations_size() == page.size()) {
    const v1::SpeakerInvitation& last = *response.invitations().rbegin();
    response.set_next_page_token(page.Next({last.answer_by(), last.id()}));
  }
  return response;
}

// Those of the sessions that leave keeps their speaker from, as SC-09 sees it: by id.
std::set<std::string> OnLeave(Tx& tx, const std::vector<store::Booked>& booked) {
  std::set<std::string> sessions;
  if (booked.empty()) return sessions;
  const absl::CivilDay first(booked.front().slot.from);
  domain::DaySpan days = {first, first + 1};
  std::vector<std::string> ids, people;
  for (const store::Booked& one : booked) {
    ids.push_back(one.speaker);
    days.from = std::min(days.from, absl::CivilDay(one.slot.from));
    days.until = std::max(days.until, absl::CivilDay(one.slot.until) + 1);
  }
  const auto speakers = speaker_store::OfIds(tx, ids);
  for (const auto& [id, speaker] : speakers)
    if (!speaker.person.empty()) people.push_back(speaker.person);
  if (people.empty()) return sessions;
  const domain::Calendar calendar = calendar_store::CalendarOf(tx, days.from, days.until);
  for (const people_store::Leave& leave : people_store::LeavesOf(tx, people, days)) {
    const domain::DaySpan within = {
        std::max(leave.days.from, days.from), std::min(leave.days.until, days.until)};
    const std::vector<domain::Slot> away = calendar.SlotsOf("/", {.days = within});
    for (const store::Booked& one : booked) {
      const auto speaker = speakers.find(one.speaker);
      if (speaker == speakers.end() || speaker->second.person != leave.person) continue;
      if (std::any_of(away.begin(), away.end(), [&](const domain::Slot& slot) {
            return slot.Overlaps(one.slot);
          }))
        sessions.insert(one.session);
    }
  }
  return sessions;
}

bool IsOnLeave(Tx& tx, const store::Invited& of) {
  const store::Booked one{.session = of.session, .speaker = of.speaker, .slot = of.is.slot};
  return !OnLeave(tx, {one}).empty();
}

void FillInNeed(
    const store::Booked& one, const std::set<std::string>& away, v1::SessionInNeed& out) {
  out.set_session(one.session);
  scheduling::ToProto(one.slot, *out.mutable_slot());
  out.set_speaker(one.speaker);
  if (one.state.has_value()) out.set_state(ToContract<v1::SpeakerInvitationState>(*one.state));
  out.set_batch(one.batch);
  out.set_unit(one.unit);
  out.set_unavailable(away.contains(one.session));
}

// `speaker`: of his alone; empty: of all.
void ShowInNeed(
    Tx& tx, const std::vector<store::Booked>& booked, const std::string& speaker,
    v1::SpeakerInvitations& out) {
  const std::set<std::string> away = OnLeave(tx, booked);
  for (const store::Booked& one : booked)
    if (one.in_need() && (speaker.empty() || one.speaker == speaker))
      FillInNeed(one, away, *out.add_in_need());
}

v1::ListSpeakerInvitationsResponse InNeedOf(
    Tx& tx, const std::vector<store::Booked>& listed, const Page& page) {
  const std::set<std::string> away = OnLeave(tx, listed);
  v1::ListSpeakerInvitationsResponse response;
  for (const store::Booked& one : listed) FillInNeed(one, away, *response.add_in_need());
  if (response.in_need_size() == page.size()) {
    const store::Booked& last = listed.back();
    response.set_next_page_token(page.Next({ForSql(last.slot.from), last.batch, last.session}));
  }
  return response;
}

v1::AcceptedInterest ShowAccepted(
    const std::string& batch, const std::string& speaker, const Acceptance& accepted) {
  v1::AcceptedInterest out;
  out.set_batch(batch);
  out.set_speaker(speaker);
  out.set_reason(accepted.reason);
  out.set_accepted_by(accepted.by);
  out.set_accepted_at(InstantText(accepted.at));
  return out;
}

int Unconfirmed(const std::vector<store::Booked>& booked) {
  return static_cast<int>(std::count_if(booked.begin(), booked.end(), [](const store::Booked& one) {
    return one.state != InvitationState::kConfirmed;
  }));
}

// One from outside never does.
bool HasLeftService(Tx& tx, const std::string& speaker) {
  const auto found = speaker_store::OfIds(tx, {speaker});
  if (found.empty()) return false;
  const std::string& person = found.begin()->second.person;
  return !person.empty() && people_store::HasLeft(tx, person);
}

// Why somebody who is asked for a session cannot come; null: he can.
const char* WhyNot(Tx& tx, const store::Invited& of) {
  if (HasLeftService(tx, of.speaker)) return kLeftService;
  return IsOnLeave(tx, of) ? kAway : nullptr;
}

absl::Status GiveAnswer(
    domain::Invitation& is, v1::SpeakerAnswer answer, const std::string& reason) {
  return answer == v1::CONFIRM_SESSION ? is.Confirm() : is.Decline(reason);
}

}  // namespace

void SaveDecided(
    Tx& tx, const std::string& batch, const domain::Checklist& checklist,
    domain::ChecklistKind kind, v1::ChecklistDecision decision) {
  publication_store::Save(tx, batch, checklist);
  v1::ChecklistChanged event;
  event.set_batch(batch);
  event.set_kind(ToContract<v1::ChecklistKind>(kind));
  event.set_decision(decision);
  Tell(tx, event);
}

std::function<absl::CivilDay(const domain::Slot&)> Invitations::AnswerBy(Tx& tx) const {
  const absl::CivilDay today = tx.call().today();
  return [today, calendar = calendar_store::CalendarOf(tx, today, today + 1),
          days = AnswerDays(tx)](const domain::Slot& slot) {
    return domain::AnswerBy(calendar, today, slot, days);
  };
}

void Invitations::Ask(Tx& tx, const Invited& invited) const {
  TellInvitation(tx, invited);
  tx.At(app_.clock().StartOf(invited.is.answer_by + 1), kSpeakerTimer, invited.id);
}

void Invitations::TickSpeakers(Tx& tx, const std::string& batch) const {
  constexpr auto kKind = domain::ChecklistKind::kSpeakers;
  const auto booked = store::BookedIn(tx, batch, Minute(tx.call().now()));
  domain::Checklist checklist = publication_store::ChecklistOf(tx, batch);
  const bool asked_about = std::any_of(
      checklist.items.begin(), checklist.items.end(),
      [](const domain::ChecklistItem& item) { return item.kind == kKind && item.applies(); });
  if (booked.empty() || !asked_about) return;
  const bool all = Unconfirmed(booked) == 0;
  const absl::CivilDay today = tx.call().today();
  const absl::Status changed =
      all ? checklist.Done(kKind, today, today, tx.call().subject(), kAllConfirmed)
          : checklist.Undo(kKind, tx.call().subject(), kNotConfirmed);
  // Refused: it stands as it should.
  if (changed.ok()) SaveDecided(tx, batch, checklist, kKind, all ? v1::CHECK_DONE : v1::CHECK_UNDO);
}

Findings Invitations::CheckConfirmed(Tx& tx, const std::string& batch) const {
  if (!store::AnyIn(tx, batch)) return {};
  return domain::CheckSpeakersConfirmed(
      Unconfirmed(store::BookedIn(tx, batch, Minute(tx.call().now()))));
}

void Invitations::FollowBookings(Tx& tx, const std::string& batch) const {
  if (!store::AnyIn(tx, batch)) return;
  std::vector<Invited> standing = store::StandingIn(tx, batch);
  std::map<std::string, store::Booked> booked;
  const absl::CivilMinute now = Minute(tx.call().now());
  const auto answer_by = AnswerBy(tx);
  for (store::Booked& one : store::BookedIn(tx, batch, now)) booked[one.session] = std::move(one);
  for (Invited& of : standing) {
    const auto found = booked.find(of.session);
    if (found != booked.end() && found->second.speaker == of.speaker) {
      if (!of.is.MovedTo(found->second.slot, answer_by(found->second.slot))) continue;
      of.invited_on = tx.call().today();
      of.answered_by.clear();
      of.answered_on.reset();
      of.on_behalf = false;
      store::Save(tx, of);
      Ask(tx, of);
    } else if (
        (found != booked.end() || of.is.slot.from > now) && of.is.Withdraw(kNotNeeded).ok()) {
      of.answered_on = tx.call().today();
      store::Save(tx, of);
      TellInvitation(tx, of);
    }
  }
  TickSpeakers(tx, batch);
}

absl::StatusOr<v1::SpeakerInvitations> Invitations::InviteSpeakers(
    Call& call, const v1::InviteSpeakersRequest& request) {
  return db_.Write(call, request, [&](Tx& tx) -> absl::StatusOr<v1::SpeakerInvitations> {
    ASSIGN_OR_RETURN(
        const batch_store::Batch batch,
        batch_store::Lock(tx, request.unit(), request.batch(), "batch"));
    RETURN_IF_ERROR(tx.Expect("batch", batch.id, request.version()));
    std::vector<store::Booked> booked = store::BookedIn(tx, batch.id, Minute(call.now()));
    const std::string& session = request.session();
    std::vector<store::Booked*> asked;
    std::vector<std::string> ids;
    const std::set<std::string> away = OnLeave(tx, booked);
    for (store::Booked& one : booked) {
      const bool cannot = one.state == InvitationState::kDeclined || away.contains(one.session);
      if (!one.in_need() || (session.empty() ? cannot : one.session != session)) continue;
      asked.push_back(&one);
      ids.push_back(one.speaker);
    }
    Findings findings =
        domain::CheckSomebodyAsked(static_cast<int>(asked.size()), static_cast<int>(booked.size()));
    if (away.contains(session)) findings.push_back(domain::CannotBeHad(session));
    const domain::SpeakerPolicy rated = SpeakerRules(tx);
    auto speakers = speaker_store::OfIds(tx, ids);
    rating_store::AddTo(tx, rated, speakers);
    // What he teaches was asked when the rundown was released; what was accepted of a stake of his
    // may have been taken back since.
    const Acceptances accepted = store::AcceptedIn(tx, batch.id);
    for (const auto& [id, speaker] : speakers) {
      const domain::Engagement wanted = EngagementIn({}, batch.program, accepted, id);
      for (Finding& finding : domain::CheckEngagement(speaker, wanted, rated)) {
        finding.values["speaker"] = id;
        findings.push_back(std::move(finding));
      }
    }
    RETURN_IF_ERROR(RefuseIfBlocked(std::move(findings)));
    v1::SpeakerInvitations response;
    const auto answer_by = AnswerBy(tx);
    for (store::Booked* const one : asked) {
      Invited of;
      of.is.slot = one->slot;
      of.is.answer_by = answer_by(one->slot);
      of.id = NewId(call.now());
      of.batch = batch.id;
      of.session = one->session;
      of.speaker = one->speaker;
      of.unit = batch.unit;
      of.invited_by = call.subject();
      of.invited_on = call.today();
      store::Add(tx, of);
      Ask(tx, of);
      one->state = of.is.state;
      *response.add_invitations() = ShowInvitation(of, 1);
    }
    TickSpeakers(tx, batch.id);
    ShowInNeed(tx, booked, "", response);
    return response;
  });
}

absl::StatusOr<v1::SpeakerInvitations> Invitations::Decide(
    Tx& tx, const std::string& id, std::int64_t version, bool own, bool on_behalf,
    const std::function<bool(const Invited&, const domain::Speaker&)>& sees,
    const std::function<absl::Status(domain::Invitation&)>& decide) const {
  ASSIGN_OR_RETURN(const Invited seen, store::Get(tx, id));
  RETURN_IF_ERROR(batch_store::Lock(tx, seen.batch).status());
  ASSIGN_OR_RETURN(Invited of, store::Get(tx, id));
  const auto speakers = speaker_store::OfIds(tx, {of.speaker});
  if (speakers.empty() || !sees(of, speakers.begin()->second)) return NoSuchObject("id");
  RETURN_IF_ERROR(tx.Expect(kInvitation, id, version));
  const absl::CivilMinute now = Minute(tx.call().now());
  Findings findings = domain::CheckToCome(of.is.slot, now);
  if (on_behalf)
    for (Finding& finding : domain::CheckOnBehalf(speakers.begin()->second.kind))
      findings.push_back(std::move(finding));
  for (Finding& finding : FindingsOf(decide(of.is))) findings.push_back(std::move(finding));
  RETURN_IF_ERROR(RefuseIfBlocked(std::move(findings)));
  of.answered_by = tx.call().subject();
  of.answered_on = tx.call().today();
  of.on_behalf = on_behalf;
  store::Save(tx, of);
  TellInvitation(tx, of);
  TickSpeakers(tx, of.batch);
  v1::SpeakerInvitations response;
  *response.add_invitations() = ShowInvitation(of, VersionOf(tx, kInvitation, id) + 1);
  ShowInNeed(tx, store::BookedIn(tx, of.batch, now), own ? of.speaker : "", response);
  return response;
}

absl::StatusOr<v1::SpeakerInvitations> Invitations::AnswerSpeakerInvitation(
    Call& call, const v1::AnswerSpeakerInvitationRequest& request) {
  return db_.Write(call, request, [&](Tx& tx) {
    return Decide(
        tx, request.id(), request.version(), true, false,
        [&](const Invited&, const domain::Speaker& speaker) {
          return speaker.person == request.person();
        },
        [&](domain::Invitation& is) { return GiveAnswer(is, request.answer(), request.reason()); });
  });
}

absl::StatusOr<v1::SpeakerInvitations> Invitations::AnswerForSpeaker(
    Call& call, const v1::AnswerForSpeakerRequest& request) {
  return db_.Write(call, request, [&](Tx& tx) {
    return Decide(
        tx, request.id(), request.version(), false, true,
        [&](const Invited& of, const domain::Speaker&) { return of.unit == request.unit(); },
        [&](domain::Invitation& is) { return GiveAnswer(is, request.answer(), request.reason()); });
  });
}

absl::StatusOr<v1::SpeakerInvitations> Invitations::WithdrawSpeakerInvitation(
    Call& call, const v1::WithdrawSpeakerInvitationRequest& request) {
  return db_.Write(call, request, [&](Tx& tx) {
    return Decide(
        tx, request.id(), request.version(), false, false,
        [&](const Invited& of, const domain::Speaker&) { return of.unit == request.unit(); },
        [&](domain::Invitation& is) { return is.Withdraw(request.reason()); });
  });
}

absl::StatusOr<v1::ListSpeakerInvitationsResponse> Invitations::ListSpeakerInvitations(
    Call& call, const v1::ListSpeakerInvitationsRequest& request) {
  ASSIGN_OR_RETURN(const Page page, pages_.Of(call, request));
  const absl::CivilMinute now = Minute(call.now());
  return db_.Read(call, [&](Tx& tx) -> absl::StatusOr<v1::ListSpeakerInvitationsResponse> {
    if (request.in_need())
      return InNeedOf(tx, store::PageInNeed(tx, call.scope(), request, now, page), page);
    return InvitationsOf(tx, store::PageOf(tx, call.scope(), request, now, page), page);
  });
}

absl::StatusOr<v1::ListSpeakerInvitationsResponse> Invitations::ListOwnSpeakerInvitations(
    Call& call, const v1::ListOwnSpeakerInvitationsRequest& request) {
  ASSIGN_OR_RETURN(const Page page, pages_.Of(call, request));
  return db_.Read(call, [&](Tx& tx) -> absl::StatusOr<v1::ListSpeakerInvitationsResponse> {
    return InvitationsOf(tx, store::PageOfPerson(tx, request.person(), page), page);
  });
}

absl::StatusOr<Timers::Effect> Invitations::LookAtInvitation(const Call&, const std::string& id) {
  return Timers::Effect([this, id](Tx& tx) -> absl::Status {
    ASSIGN_OR_RETURN(const Invited seen, store::Get(tx, id));
    RETURN_IF_ERROR(batch_store::Lock(tx, seen.batch).status());
    ASSIGN_OR_RETURN(Invited of, store::Get(tx, id));
    const absl::CivilMinute now = Minute(tx.call().now());
    const char* const why = of.is.slot.from > now ? WhyNot(tx, of) : nullptr;
    if (why != nullptr && of.is.Withdraw(why).ok()) {
      of.answered_on = tx.call().today();
      store::Save(tx, of);
      TellInvitation(tx, of);
      TickSpeakers(tx, of.batch);
      return absl::OkStatus();
    }
    if (!of.is.FallDue(now)) {
      // He is back, or can come after all, before it was looked at; or on another day.
      if (of.is.state == InvitationState::kInvited && absl::CivilDay(now) <= of.is.answer_by)
        tx.At(app_.clock().StartOf(of.is.answer_by + 1), kSpeakerTimer, id);
      return absl::OkStatus();
    }
    store::Save(tx, of);
    Tell(tx, AboutInvitation<v1::SpeakerInvitationOverdue>(of));
    return absl::OkStatus();
  });
}

absl::StatusOr<v1::AcceptedInterest> Invitations::AcceptInterest(
    Call& call, const v1::AcceptInterestRequest& request) {
  return db_.Write(call, request, [&](Tx& tx) -> absl::StatusOr<v1::AcceptedInterest> {
    ASSIGN_OR_RETURN(
        const batch_store::Batch batch,
        batch_store::Lock(tx, request.unit(), request.batch(), "batch"));
    const auto speakers = speaker_store::OfIds(tx, {request.speaker()});
    if (speakers.empty()) return NoSuchObject("speaker");
    RETURN_IF_ERROR(RefuseIfBlocked(domain::CheckAcceptance(
        speakers.begin()->second, std::span(&batch.program, 1), request.reason())));
    const Acceptance accepted = {
        .reason = request.reason(), .by = call.subject(), .at = call.now()};
    store::Accept(tx, batch.id, request.speaker(), accepted);
    return ShowAccepted(batch.id, request.speaker(), accepted);
  });
}

void Invitations::WithdrawBarred(
    Tx& tx, const batch_store::Batch& batch, const std::string& speaker,
    const std::string& reason) const {
  const auto speakers = speaker_store::OfIds(tx, {speaker});
  // It may not be on record any more: then nothing bars him.
  if (speakers.empty() ||
      !domain::HasStake(speakers.begin()->second, std::span(&batch.program, 1))) {
    return;
  }
  std::vector<Invited> standing = store::StandingIn(tx, batch.id);
  const absl::CivilMinute now = Minute(tx.call().now());
  bool any = false;
  for (Invited& of : standing) {
    if (of.speaker != speaker || of.is.slot.from <= now || !of.is.Withdraw(reason).ok()) continue;
    of.answered_by = tx.call().subject();
    of.answered_on = tx.call().today();
    of.on_behalf = false;
    store::Save(tx, of);
    TellInvitation(tx, of);
    any = true;
  }
  if (any) TickSpeakers(tx, batch.id);
}

absl::StatusOr<v1::AcceptedInterest> Invitations::WithdrawAcceptedInterest(
    Call& call, const v1::WithdrawAcceptedInterestRequest& request) {
  return db_.Write(call, request, [&](Tx& tx) -> absl::StatusOr<v1::AcceptedInterest> {
    ASSIGN_OR_RETURN(
        const batch_store::Batch batch,
        batch_store::Lock(tx, request.unit(), request.batch(), "batch"));
    RETURN_IF_ERROR(RefuseIfBlocked(domain::CheckAcceptanceWithdrawn(request.reason())));
    const auto accepted = store::WithdrawAccepted(tx, batch.id, request.speaker());
    if (!accepted.has_value()) return NoSuchObject("speaker");
    tx.Remark(Cat("speaker ", request.speaker(), ": ", request.reason()));
    WithdrawBarred(tx, batch, request.speaker(), request.reason());
    return ShowAccepted(batch.id, request.speaker(), *accepted);
  });
}

}  // namespace binadaya::scheduling
