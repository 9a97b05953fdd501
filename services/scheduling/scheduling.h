#pragma once

#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "binadaya/budgeting/v1/budgeting.rpc.h"
#include "binadaya/needs/v1/needs.rpc.h"
#include "binadaya/needs/v1/needs_events.hear.h"
#include "binadaya/registry/v1/registry.rpc.h"
#include "binadaya/registry/v1/registry_events.hear.h"
#include "binadaya/scheduling/v1/scheduling.rpc.h"
#include "services/common/cache.h"
#include "services/common/db.h"
#include "services/common/page.h"
#include "services/common/policy.h"
#include "services/common/program.h"
#include "services/common/saga.h"
#include "services/common/timer.h"
#include "services/common/together.h"
#include "services/scheduling/batch_store.h"
#include "services/scheduling/booking_store.h"
#include "services/scheduling/calendar_store.h"
#include "services/scheduling/deliveries.h"
#include "services/scheduling/domain/checklist.h"
#include "services/scheduling/domain/clash.h"
#include "services/scheduling/domain/publication.h"
#include "services/scheduling/domain/rundown.h"
#include "services/scheduling/domain/speaker.h"
#include "services/scheduling/seats.h"
#include "services/scheduling/selection_store.h"
#include "services/scheduling/speaker_invitations.h"

namespace binadaya::scheduling {

// When training takes place, where, by whom. Handlers by aggregate: calendars.cc, holds.cc,
// addresses.cc, resources.cc, batches.cc, rundowns.cc, rundown_checks.cc, continuity_overrides.cc,
// publications.cc,
// checklists.cc, selections.cc, choices.cc, enrolments.cc, batch_seats.cc, seat_news.cc,
// seat_questions.cc, objections.cc, sessions.cc, make_ups.cc, check_ins.cc, attendances.cc,
// devices.cc, completions.cc, speaker_ratings.cc; placements.h, feeds.h, rundown_templates.h,
// speaker_invitations.h. Any thread.
//
// Locks are taken in one order: a batch, then venues, then speakers, in the order of their ids,
// then its program, whose waiting list all of its batches share, then the giving of seats
// (gate_store::LockGiving), then objections, and a leader's agenda; a batch, then its sessions,
// then its program. Who checks in, or enters who was there, locks the session alone; those who
// check in together, their sessions, in the order in which those of a batch are.
class Scheduling final : public Invitations,
                         public registry::EventListener,
                         public needs::EventListener {
 public:
  explicit Scheduling(App& app);

  absl::StatusOr<v1::WorkingHours> SetWorkingHours(
      Call& call, const v1::SetWorkingHoursRequest& request) override;
  absl::StatusOr<v1::Ramadan> SetRamadan(Call& call, const v1::SetRamadanRequest& request) override;
  absl::StatusOr<v1::Blackout> SetBlackout(
      Call& call, const v1::SetBlackoutRequest& request) override;
  absl::StatusOr<v1::Blackout> LiftBlackout(
      Call& call, const v1::LiftBlackoutRequest& request) override;
  absl::StatusOr<v1::CalendarDays> GetCalendar(
      Call& call, const v1::GetCalendarRequest& request) override;
  absl::StatusOr<v1::ListHolidayEffectsResponse> ListHolidayEffects(
      Call& call, const v1::ListHolidayEffectsRequest& request) override;

  absl::StatusOr<v1::Hold> RequestHold(Call& call, const v1::RequestHoldRequest& request) override;
  absl::StatusOr<v1::Hold> DecideHold(Call& call, const v1::DecideHoldRequest& request) override;
  absl::StatusOr<v1::Hold> FallBack(Call& call, const v1::FallBackRequest& request) override;
  absl::StatusOr<v1::ListHoldsResponse> ListHolds(
      Call& call, const v1::ListHoldsRequest& request) override;

  absl::StatusOr<v1::Venue> SetVenue(Call& call, const v1::SetVenueRequest& request) override;
  absl::StatusOr<v1::ListVenuesResponse> ListVenues(
      Call& call, const v1::ListVenuesRequest& request) override;
  absl::StatusOr<v1::Speaker> SetSpeaker(Call& call, const v1::SetSpeakerRequest& request) override;
  absl::StatusOr<v1::ListSpeakersResponse> ListSpeakers(
      Call& call, const v1::ListSpeakersRequest& request) override;
  absl::StatusOr<v1::GetConflictsResponse> GetConflicts(
      Call& call, const v1::GetConflictsRequest& request) override;

  absl::StatusOr<v1::Batch> DraftBatch(Call& call, const v1::DraftBatchRequest& request) override;
  absl::StatusOr<v1::Batch> GetBatch(Call& call, const v1::GetBatchRequest& request) override;
  absl::StatusOr<v1::ListBatchesResponse> ListBatches(
      Call& call, const v1::ListBatchesRequest& request) override;
  absl::StatusOr<v1::Rundown> GetRundown(Call& call, const v1::GetRundownRequest& request) override;
  absl::StatusOr<v1::Rundown> DraftRundown(
      Call& call, const v1::DraftRundownRequest& request) override;
  absl::StatusOr<v1::RundownCheck> GetRundownCheck(
      Call& call, const v1::GetRundownCheckRequest& request) override;
  absl::StatusOr<v1::RundownRelease> ReleaseRundown(
      Call& call, const v1::ReleaseRundownRequest& request) override;
  absl::StatusOr<v1::ContinuityOverrides> OverrideContinuity(
      Call& call, const v1::OverrideContinuityRequest& request) override;
  absl::StatusOr<v1::ListContinuityOverridesResponse> ListContinuityOverrides(
      Call& call, const v1::ListContinuityOverridesRequest& request) override;
  absl::StatusOr<v1::ListRundownReleasesResponse> ListRundownReleases(
      Call& call, const v1::ListRundownReleasesRequest& request) override;

  // Publishing, and what becomes of a batch.
  absl::StatusOr<v1::Publication> PublishBatch(
      Call& call, const v1::PublishBatchRequest& request) override;
  absl::StatusOr<v1::Publication> GetPublication(
      Call& call, const v1::GetPublicationRequest& request) override;
  absl::StatusOr<v1::Batch> CancelBatch(Call& call, const v1::CancelBatchRequest& request) override;
  absl::StatusOr<v1::Checklist> GetChecklist(
      Call& call, const v1::GetChecklistRequest& request) override;
  absl::StatusOr<v1::Checklist> SetChecklistItem(
      Call& call, const v1::SetChecklistItemRequest& request) override;
  // What drives publications; and batches, by the day.
  saga::Kind PublicationSaga();
  std::pair<std::string, Timers::Handler> BatchTimer();

  using needs::EventListener::Hear;
  using registry::EventListener::Hear;
  absl::Status Hear(Tx& tx, const Event& event, const registry::v1::UnitChanged& told) override;
  absl::Status Hear(Tx& tx, const Event& event, const registry::v1::HolidaysSet& told) override;
  absl::Status Hear(Tx& tx, const Event& event, const registry::v1::PersonChanged& told) override;
  absl::Status Hear(Tx& tx, const Event& event, const registry::v1::PersonLeft& told) override;
  absl::Status Hear(Tx& tx, const Event& event, const registry::v1::LeaveRegistered& told) override;
  absl::Status Hear(Tx& tx, const Event& event, const registry::v1::RecordAnnulled& told) override;
  absl::Status Hear(Tx& tx, const Event& event, const needs::v1::PlanSet& told) override;
  absl::Status Hear(Tx& tx, const Event& event, const needs::v1::PlanRevised& told) override;

  absl::StatusOr<std::string> PathOf(
      Call& call, ::binadaya::v1::ScopeKind kind, const std::string& id) override;

  // Who takes part.
  absl::StatusOr<v1::Selection> SelectParticipants(
      Call& call, const v1::SelectParticipantsRequest& request) override;
  absl::StatusOr<v1::ListSelectionsResponse> ListSelections(
      Call& call, const v1::ListSelectionsRequest& request) override;
  absl::StatusOr<v1::Choice> GetChoice(Call& call, const v1::GetChoiceRequest& request) override;
  absl::StatusOr<v1::Fairness> GetFairness(
      Call& call, const v1::GetFairnessRequest& request) override;
  absl::StatusOr<v1::ListEnrolmentsResponse> ListEnrolments(
      Call& call, const v1::ListEnrolmentsRequest& request) override;
  absl::StatusOr<v1::ListEnrolmentsResponse> ListOwnEnrolments(
      Call& call, const v1::ListOwnEnrolmentsRequest& request) override;
  absl::StatusOr<v1::ListEnrolmentsResponse> ListAsked(
      Call& call, const v1::ListAskedRequest& request) override;
  absl::StatusOr<v1::Enrolment> ApproveEnrolment(
      Call& call, const v1::AnswerEnrolmentRequest& request) override;
  absl::StatusOr<v1::Enrolment> RejectEnrolment(
      Call& call, const v1::AnswerEnrolmentRequest& request) override;
  absl::StatusOr<v1::Enrolment> ConfirmEnrolment(
      Call& call, const v1::AnswerEnrolmentRequest& request) override;
  absl::StatusOr<v1::Enrolment> DeclineEnrolment(
      Call& call, const v1::AnswerEnrolmentRequest& request) override;
  absl::StatusOr<v1::Enrolment> WithdrawEnrolment(
      Call& call, const v1::WithdrawEnrolmentRequest& request) override;
  absl::StatusOr<v1::ListSeatQuestionsResponse> ListSeatQuestions(
      Call& call, const v1::ListSeatQuestionsRequest& request) override;
  absl::StatusOr<v1::ListSeatQuestionsResponse> ListOwnSeatQuestions(
      Call& call, const v1::ListOwnSeatQuestionsRequest& request) override;
  absl::StatusOr<v1::SeatQuestion> DecideSeatQuestion(
      Call& call, const v1::DecideSeatQuestionRequest& request) override;
  absl::StatusOr<v1::Substitution> SubstituteParticipant(
      Call& call, const v1::SubstituteParticipantRequest& request) override;
  absl::StatusOr<v1::BatchSeats> SetCapacity(
      Call& call, const v1::SetCapacityRequest& request) override;
  absl::StatusOr<v1::Objection> FileObjection(
      Call& call, const v1::FileObjectionRequest& request) override;
  absl::StatusOr<v1::Objection> DecideObjection(
      Call& call, const v1::DecideObjectionRequest& request) override;
  absl::StatusOr<v1::ListObjectionsResponse> ListObjections(
      Call& call, const v1::ListObjectionsRequest& request) override;

  absl::Status Hear(Tx& tx, const Event& event, const registry::v1::PostDefined& told) override;
  absl::Status Hear(Tx& tx, const Event& event, const registry::v1::PostAssigned& told) override;
  absl::Status Hear(
      Tx& tx, const Event& event, const registry::v1::TrainingRecorded& told) override;
  absl::Status Hear(Tx& tx, const Event& event, const needs::v1::ProgramApproved& told) override;
  absl::Status Hear(Tx& tx, const Event& event, const needs::v1::ProgramUnderReview& told) override;
  absl::Status Hear(Tx& tx, const Event& event, const needs::v1::ProgramRetired& told) override;

  // Who was there.
  absl::StatusOr<v1::Delivery> GetDelivery(
      Call& call, const v1::GetDeliveryRequest& request) override;
  absl::StatusOr<v1::Session> DecideSession(
      Call& call, const v1::DecideSessionRequest& request) override;
  absl::StatusOr<v1::Session> PlanMakeUp(Call& call, const v1::PlanMakeUpRequest& request) override;
  absl::StatusOr<v1::CheckInCode> GetCheckInCode(
      Call& call, const v1::GetCheckInCodeRequest& request) override;
  absl::StatusOr<v1::CheckInTicket> OpenCheckIn(
      Call& call, const v1::OpenCheckInRequest& request) override;
  absl::StatusOr<v1::CheckInReceipt> CheckIn(
      Call& call, const v1::CheckInRequest& request) override;
  absl::StatusOr<v1::Sheet> GetSheet(Call& call, const v1::GetSheetRequest& request) override;
  absl::StatusOr<v1::Sheet> EnterAttendance(
      Call& call, const v1::EnterAttendanceRequest& request) override;
  absl::StatusOr<v1::UploadReport> UploadAttendance(
      Call& call, const v1::UploadAttendanceRequest& request) override;
  absl::StatusOr<v1::Sheet> CloseAttendance(
      Call& call, const v1::CloseAttendanceRequest& request) override;
  absl::StatusOr<v1::Sheet> VerifyAttendance(
      Call& call, const v1::VerifyAttendanceRequest& request) override;
  absl::StatusOr<v1::Sheet> CorrectAttendance(
      Call& call, const v1::CorrectAttendanceRequest& request) override;
  absl::StatusOr<v1::Device> RegisterDevice(
      Call& call, const v1::RegisterDeviceRequest& request) override;
  absl::StatusOr<v1::Device> RevokeDevice(
      Call& call, const v1::RevokeDeviceRequest& request) override;
  absl::StatusOr<v1::ListDevicesResponse> ListDevices(
      Call& call, const v1::ListDevicesRequest& request) override;
  absl::StatusOr<v1::Completion> GetCompletion(
      Call& call, const v1::GetCompletionRequest& request) override;
  absl::StatusOr<v1::SpeakerRatingGiven> RateSpeaker(
      Call& call, const v1::RateSpeakerRequest& request) override;
  absl::StatusOr<v1::SpeakerRatingGiven> RateSpeakerForCommittee(
      Call& call, const v1::RateSpeakerForCommitteeRequest& request) override;
  absl::StatusOr<v1::SpeakerRating> GetSpeakerRating(
      Call& call, const v1::GetSpeakerRatingRequest& request) override;
  // Timer: what completes a program that was heard of before that was kept?
  absl::StatusOr<Timers::Effect> LearnRule(const Call& call, const std::string& program);

  // Timers: a superior is to be asked; nobody acts for the head any more; a leader has left
  // service; who has not answered? Something was heard of somebody, a blackout is set or lifted, or
  // other hours are worked: whose seats does it concern? May he keep his seat? A waiting list is
  // over.
  absl::StatusOr<Timers::Effect> AskSuperior(const Call& call, const std::string& enrolment);
  absl::StatusOr<Timers::Effect> LookAtHead(const Call& call, const std::string& subject);
  absl::StatusOr<Timers::Effect> LookAtLeader(const Call& call, const std::string& subject);
  absl::StatusOr<Timers::Effect> LapseSeats(const Call& call, const std::string& batch);
  absl::StatusOr<Timers::Effect> LookAtSeats(const Call& call, const std::string& person);
  absl::StatusOr<Timers::Effect> LookAtBlackout(const Call& call, const std::string& blackout);
  absl::StatusOr<Timers::Effect> LookAtDays(const Call& call, const std::string& days);
  absl::StatusOr<Timers::Effect> Recheck(const Call& call, const std::string& enrolment);
  absl::StatusOr<Timers::Effect> CloseList(const Call& call, const std::string& list);

 private:
  // Who takes part.
  absl::CivilDay ObjectUntil(Tx& tx, absl::CivilDay made_on) const;
  // Somebody's superior and those above, nearest first, as the registry knows them today.
  absl::StatusOr<std::vector<std::string>> LineOf(
      const Call& call, const std::string& person) const;
  // Who may let somebody go, nearest first: the same, and above them the authorised official (PyB),
  // as far as that is who calls.
  absl::StatusOr<std::vector<std::string>> WhoLetsGo(
      const Call& call, const std::string& person) const;
  // Everybody of a unit's subtree who fits a program, in full.
  absl::StatusOr<std::vector<domain::Candidate>> CandidatesOf(
      const Call& call, const program_store::Program& program, const std::string& unit) const;
  // What is asked of the batches of a selection; in the order of their first days.
  absl::StatusOr<std::vector<batch_store::Batch>> BatchesOf(
      Tx& tx, const v1::SelectParticipantsRequest& request, bool lock) const;
  // Whether it is one of a unit: of those who chose him, or of those who hold the batch.
  static bool IsOfUnit(Tx& tx, const enrolment_store::Enrolment& one, const std::string& unit);
  using SeatDecision = std::function<absl::Status(
      domain::Enrolment& enrolment, const domain::EnrolmentSetting& setting)>;
  // One decision about one enrolment, and what becomes of its seat. `sees`: whether it is one that
  // the request may name.
  absl::StatusOr<v1::Enrolment> DecideEnrolment(
      Tx& tx, const std::string& id, std::int64_t version,
      const std::function<bool(const enrolment_store::Enrolment&)>& sees,
      const SeatDecision& decide) const;
  absl::StatusOr<v1::Enrolment> Answer(
      Call& call, const v1::AnswerEnrolmentRequest& request, const SeatDecision& decide);
  // Until whoever gives seats at this moment has given them. The lock is not kept: who judges a
  // seat has taken its timer and waits for that lock, and who looks for seats waits for their
  // timers.
  absl::Status AwaitGiving(const Call& call) const;
  // Something was heard of somebody: each of his seats will be looked at again; what he waits for,
  // too, if he has left.
  static void SeatNews(Tx& tx, const std::string& person);
  // These days, or those from the first one on, are other ones to the people of a unit: worked or
  // not, at other hours, or below another unit. Their seats are looked at again, for whether
  // somebody is missed (SVC-2, SVC-3, SVC-5) depends on that.
  static void DaysNews(
      Tx& tx, const std::string& unit, absl::CivilDay from, std::optional<absl::CivilDay> until);
  // The same of his pair (SVC-2), before he stands elsewhere: afterwards nobody knows whose he was.
  static void PairNews(Tx& tx, const std::string& person);
  // The same of somebody who is a superior, perhaps: of whoever he was asked for, another one may
  // be to be asked.
  static void SuperiorNews(Tx& tx, const std::string& person);
  // What he was asked to teach is looked at again: whether he can come.
  void SpeakerNews(Tx& tx, const std::string& person) const;
  // A unit may have another head: so of whom its people are asked.
  static void HeadNews(Tx& tx, const std::string& path);
  absl::Status LeaveList(Tx& tx, const std::string& id) const;
  absl::Status RecheckSeat(
      Tx& tx, const batch_store::Batch& batch, const std::string& id,
      const std::vector<std::string>& line, Seats& seats) const;
  // His gates are these now: what becomes of the question about his seat, and when it falls due.
  void QuestionSeat(
      Tx& tx, const enrolment_store::Enrolment& of, const Findings& gates,
      const Seats& seats) const;
  // Whoever waits when the year is over waits no more; nor when others are chosen for a later one.
  static void CloseListBefore(Tx& tx, const std::string& program, int year);
  void CloseListAfter(Tx& tx, const std::string& program, int year) const;
  // `program`: whether it is plannable or retired; the rest is as told.
  template <class Told>
  absl::Status HearProgram(Tx& tx, const Told& told, program_store::Program program);
  // Of a batch that is locked. Offered to those for whom they are kept, and to who waits; back to
  // waiting, with none kept, for it does not take place.
  absl::Status OfferSeats(Tx& tx, const batch_store::Batch& batch) const;
  absl::Status RequeueSeats(Tx& tx, const batch_store::Batch& batch) const;
  // With the seats of a batch that is locked, if anybody can have been chosen for it: it has days,
  // and its program was heard of.
  absl::Status WithSeats(
      Tx& tx, const batch_store::Batch& batch,
      const std::function<absl::Status(Seats&)>& change) const;
  static v1::Selection ShowSelection(const selection_store::Selection& of);
  static v1::Objection ShowObjection(const selection_store::Objection& of);

  // One decision about a hold: load and lock, `decide` against the leader's agenda, save. `moves`:
  // its address may move by it.
  template <class Request, class Decision>
  absl::StatusOr<v1::Hold> DecideAgenda(
      Call& call, const Request& request, bool moves, Decision decide);
  // Its address is then in the released rundown, too. HLD-14, HLD-15, and AddedByMove. `hold` is
  // not saved yet.
  absl::Status MoveAddress(Tx& tx, const domain::Hold& hold) const;
  // HLD-17 of a rundown that somebody writes by hand. Who places or mends it moves the agenda too.
  static Findings CheckAgenda(
      Tx& tx, const batch_store::Batch& batch, const domain::Rundown& rundown);
  // It is settled that leaders come to all addresses of a rundown, when it has them.
  static bool LeadersCome(Tx& tx, const batch_store::Batch& batch, const domain::Rundown& rundown);
  // SC-07 and SC-09 that an item has where it moves, and had not where it was.
  Findings AddedByMove(
      Tx& tx, const batch_store::Batch& batch, const domain::Rundown& before,
      const domain::Rundown& after, const std::string& item) const;
  // Of a batch that is cancelled, and locked: what was to open it is off, with its reason, and the
  // leader's time is free. What he has opened by then stays as it was.
  absl::Status ReleaseHolds(Tx& tx, const batch_store::Batch& batch) const;
  absl::Status GiveUp(
      Tx& tx, domain::Hold hold, domain::Fallback way, const std::string& delegate,
      const std::optional<domain::Slot>& to, const std::string& reason) const override;
  absl::Status AskAnew(
      Tx& tx, hold_store::Hold of, const domain::Slot& to,
      const std::string& reason) const override;

  // A draft as the rules see it, with all that is wrong with it, and what it would book.
  struct Checked {
    domain::Rundown rundown = {};
    domain::RundownMeasure measure = {};
    std::vector<domain::Booking> bookings = {};
    Findings findings = {};
  };
  // `lock`: what it books stays as it is until the end of the transaction.
  Checked Check(Tx& tx, const batch_store::Batch& batch, bool lock) const;
  // SC-07, and SC-09 of who has a seat of the batch or one that is kept for him. `beside`: what
  // else the batch does; what that breaks by itself is not told. What a head lets be is a warning.
  Findings Continuity(
      Tx& tx, const batch_store::Batch& batch, const domain::Rundown& rundown,
      const domain::Rundown& beside = {}) const;
  // The same of a batch as it is drafted, and as it is released; and of it what concerns the units
  // at or below a path, whosever batch it is: NotFound, there is none.
  Findings ContinuityNow(Tx& tx, const batch_store::Batch& batch) const;
  absl::StatusOr<v1::RundownCheck> CheckForHead(
      Tx& tx, const std::string& id, const std::string& path) const;
  // SC-09 of these seats, of each person and what is in his way once; not what somebody has
  // decided to keep him for all the same.
  Findings ClashesOf(
      Tx& tx, const batch_store::Batch& batch, const domain::Rundown& rundown,
      const std::vector<placement_store::Seat>& seats) const;
  // What is wrong with a draft as it was with what is released is only told.
  void ForgiveOld(Tx& tx, batch_store::Batch batch, Checked& checked) const;
  // What is counted in working days back from its first one: until when it may change, and when
  // each item of its checklist is due.
  void CountDays(Tx& tx, batch_store::Batch& batch) const;
  // `mends`: a repair that is decided already, of a batch that people may rely on.
  absl::Status Schedule(
      Tx& tx, batch_store::Batch& batch, const Checked& checked, const Findings& findings,
      bool mends) const;
  absl::StatusOr<v1::RundownRelease> ReleasePlaced(
      Tx& tx, batch_store::Batch batch, const domain::Rundown& placed,
      const std::string& reason) const override;
  absl::StatusOr<v1::RundownRelease> ReleaseMended(
      Tx& tx, batch_store::Batch batch, const domain::Rundown& mended,
      const domain::ScheduleChange& change) const override;
  // Of a batch that runs: its learning sessions go where its rundown has them now.
  absl::Status MoveSessions(
      Tx& tx, const batch_store::Batch& batch, const domain::Rundown& mended,
      domain::ChangeCause cause) const;
  // Who searched for it, or moves an address, has asked SC-07 already: of all batches at once, and
  // of a repair without what was broken before.
  enum class Released { kByHand, kPlaced, kMended };
  absl::StatusOr<v1::RundownRelease> ReleaseDraft(
      Tx& tx, batch_store::Batch& batch, const std::string& reason, Released how) const;

  // Items of the checklist of a batch, which is locked, that were done for other days are open
  // again.
  static void OpenAgain(
      Tx& tx, const std::string& batch, const std::vector<domain::ChecklistKind>& kinds);

  // Publishing, and what becomes of a batch.
  absl::StatusOr<Timers::Effect> CommitFunds(
      const Call& call, const Saga& saga, const std::string& request_id);
  absl::StatusOr<Timers::Effect> ReleaseFunds(
      const Call& call, const Saga& saga, const std::string& request_id);
  absl::StatusOr<Timers::Effect> BookResources(
      const Call& call, const Saga& saga, const std::string& request_id);
  absl::StatusOr<Timers::Effect> OfferKeptSeats(
      const Call& call, const Saga& saga, const std::string& request_id);
  absl::Status EndPublication(Tx& tx, const Saga& saga);
  // What the rules find in what is released, of its participants too, with what it books locked.
  Findings CheckReleased(Tx& tx, batch_store::Batch batch) const;
  // What pays for a batch: as the request names it, or as the budget has it for the plan item.
  struct Paying {
    std::vector<domain::Payment> payments = {};
    std::vector<domain::Fund> funds = {};
    std::vector<domain::YearCost> costs = {};  // of each year in which it takes place
  };
  absl::StatusOr<Paying> PaymentsFor(const Call& call, const v1::PublishBatchRequest& request);
  absl::StatusOr<v1::Publication> ShowPublication(
      Tx& tx, const batch_store::Batch& batch, int number);
  // Who was there.
  // A session of a batch of this unit; NotFound of the field "session".
  absl::StatusOr<session_store::Held> SessionOf(
      Tx& tx, const std::string& unit, const std::string& id, bool lock) const;
  // One decision about a session with its batch and all of its sessions locked; the batch is
  // reckoned anew after it.
  struct Deciding {
    batch_store::Batch batch = {};
    HeldSessions sessions = {};
    std::size_t at = 0;  // of the one that is decided
    session_store::Held& session() { return sessions[at]; }
  };
  absl::StatusOr<Deciding> Decide(
      Tx& tx, const std::string& unit, const std::string& session, std::int64_t version) const;
  // The sessions of a batch that runs; and as far as the clock has come: opened, started, closed,
  // and the secret erased.
  HeldSessions SessionsOf(Tx& tx, const batch_store::Batch& batch) const;
  void Advance(Tx& tx, HeldSessions& sessions) const;
  // Of a batch that is cancelled: whatever was not over is, and no code is good any more.
  void CancelSessions(Tx& tx, const batch_store::Batch& batch) const;
  absl::CivilDay CorrectUntil(Tx& tx, absl::CivilDay since) const;
  std::vector<domain::Booking> BookingsOf(
      Tx& tx, const session_store::Held& session, const MakeUpAt& at) const;
  // What a make-up session that is planned by hand breaks beside all else of its batch: SC-03,
  // SC-07 to SC-11. It may be shorter than a lesson.
  Findings CheckByHand(
      Tx& tx, Deciding& deciding, domain::RundownItem item, const domain::Slot& slot) const;
  // SPK-06 to SPK-09 of who is to hold a make-up session, as they are asked of rundowns.
  Findings CheckHolder(Tx& tx, Deciding& deciding, const MakeUpAt& at) const;
  // Of the session that is decided.
  absl::StatusOr<v1::Session> MakeUp(Tx& tx, Deciding& deciding, const MakeUpAt& at) const;
  absl::Status AddMakeUp(
      Tx& tx, const std::string& unit, const std::string& lost, const MakeUpAt& at) const override;
  // What stands between a batch that has begun and its next state.
  absl::Status Hindered(
      Tx& tx, const batch_store::Batch& batch, const HeldSessions& sessions) const;
  // As Deliver wants them: also what is no learning, which is over when its time is.
  std::vector<domain::Session> ForDelivery(
      Tx& tx, const batch_store::Batch& batch, const HeldSessions& sessions) const;
  // When the clock next changes something about them.
  std::optional<absl::CivilSecond> NextOf(Tx& tx, const HeldSessions& sessions) const;
  // What it was that minutes were counted for is another: those that were verified are counted anew
  // by the policy that they were verified by, and told.
  static absl::Status Recount(Tx& tx, session_store::Held& session);
  absl::StatusOr<v1::Sheet> ShowSheet(Tx& tx, const session_store::Held& session) const;
  // Delivered, completed, or again not; who was there attends, and outcomes as far as they are
  // decided. Saves the batch.
  absl::Status Reckon(Tx& tx, batch_store::Batch& batch, HeldSessions& sessions) const;
  // Of everybody who is expected; whether all are decided.
  absl::StatusOr<bool> DecideOutcomes(
      Tx& tx, const batch_store::Batch& batch, const HeldSessions& sessions,
      const v1::KeptRule& rule, bool closed) const;
  v1::KeptRule RuleFor(Tx& tx, const batch_store::Batch& batch, bool keep) const;
  // Of the clock on the wall, and back.
  // By our clock; of an entry that comes after verification, after that.
  absl::CivilSecond ArrivalAt(Tx& tx, const attendance_store::Row& row) const;
  // Check-ins that are written together.
  using Arrivals = Together<v1::CheckInRequest, v1::CheckInReceipt>;
  static std::vector<std::string> TouchedBy(const v1::CheckInRequest& request);
  absl::Status Arrive(Tx& tx, std::span<Arrivals::Member* const> members) const;
  struct Arriving;
  static void Find(Tx& tx, std::vector<Arriving>& all);
  absl::StatusOr<v1::CheckInReceipt> TakeIn(Tx& tx, Arriving& one) const;
  // "accepted", or the rule.
  prometheus::Counter& CheckIns(const std::string& result) const;
  void CountCheckIn(const absl::Status& status) const;
  absl::CivilSecond Second(absl::Time at) const;
  absl::Time InstantOf(absl::CivilSecond at) const;

  // As far as the day has come: a late timer, or a clock that jumps, makes several steps at once.
  // Saves the batch and sets its next timer.
  absl::Status Carry(Tx& tx, batch_store::Batch batch) const;

  // VEN-06: of a venue that is on record, and locked, as it would be now.
  Findings CheckSmaller(Tx& tx, const domain::Venue& now) const;
  // What is booked of the same resources, as near as one travels, without that of a batch:
  // sessions, holds that stand, leave, and seats of people.
  std::vector<domain::Booking> BookedNear(
      Tx& tx, std::span<const domain::Booking> asked, const std::string& but) const override;
  // NotFound: no such venue or speaker.
  absl::StatusOr<std::vector<domain::Conflict>> ConflictsOf(
      Tx& tx, const domain::Booking& asked, const std::string& but,
      const domain::RoomNeed& need = {}) const;

  absl::CivilMinute Minute(absl::Time at) const override;

  const budgeting::BudgetingClient budgeting_;
  const registry::RegistryClient registry_;
  const needs::NeedsClient needs_;
  mutable Cache::Space wrong_codes_;
  Arrivals arrivals_;
};

}  // namespace binadaya::scheduling
