#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "binadaya/needs/v1/needs_events.hear.h"
#include "binadaya/registry/v1/registry_events.hear.h"
#include "binadaya/scheduling/v1/scheduling.rpc.h"
#include "services/common/db.h"
#include "services/common/page.h"
#include "services/common/policy.h"
#include "services/common/program.h"
#include "services/scheduling/batch_store.h"
#include "services/scheduling/booking_store.h"
#include "services/scheduling/calendar_store.h"
#include "services/scheduling/domain/clash.h"
#include "services/scheduling/domain/rundown.h"

namespace binadaya::scheduling {

// When training takes place, where, by whom. Handlers by aggregate: calendars.cc, holds.cc,
// resources.cc, batches.cc, rundowns.cc, rundown_checks.cc. Any thread.
//
// Locks are taken in one order: a batch, then venues, then speakers, in the order of their ids.
class Scheduling final : public SchedulingService,
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
  absl::StatusOr<v1::ListRundownReleasesResponse> ListRundownReleases(
      Call& call, const v1::ListRundownReleasesRequest& request) override;

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

 private:
  // One decision about a hold: load and lock, `decide` against the leader's agenda, save.
  template <class Request, class Decision>
  absl::StatusOr<v1::Hold> DecideAgenda(Call& call, const Request& request, Decision decide);

  // A draft as the rules see it, with all that is wrong with it, and what it would book.
  struct Checked {
    domain::Rundown rundown = {};
    domain::RundownMeasure measure = {};
    std::vector<domain::Booking> bookings = {};
    Findings findings = {};
  };
  // `lock`: what it books stays as it is until the end of the transaction.
  Checked Check(Tx& tx, const batch_store::Batch& batch, bool lock) const;
  absl::Status Schedule(
      Tx& tx, batch_store::Batch& batch, const Checked& checked, const Findings& findings) const;

  // What is booked of the same resources, as near as one travels, without that of a batch:
  // sessions, holds that stand, leave.
  std::vector<domain::Booking> BookedNear(
      Tx& tx, std::span<const domain::Booking> asked, const std::string& but) const;
  // NotFound: no such venue or speaker.
  absl::StatusOr<std::vector<domain::Conflict>> ConflictsOf(
      Tx& tx, const domain::Booking& asked, const std::string& but) const;

  domain::RundownPolicy Rules(Tx& tx) const;
  domain::ClashPolicy Clash(Tx& tx) const;
  int ChangeDays(Tx& tx) const;
  // On the clock on the wall.
  absl::CivilMinute Minute(absl::Time at) const;

  App& app_;
  Db& db_;
  const Pages& pages_;
  const Policy lesson_minutes_;
  const Policy learning_percent_;
  const Policy breaks_;
  const Policy learning_minutes_;
  const Policy travel_;
  const Policy spare_;
  const Policy change_days_;
};

}  // namespace binadaya::scheduling
