#pragma once

#include <atomic>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "binadaya/budgeting/v1/budgeting.rpc.h"
#include "binadaya/budgeting/v1/budgeting_events.hear.h"
#include "binadaya/needs/v1/needs.rpc.h"
#include "binadaya/needs/v1/needs_events.hear.h"
#include "binadaya/registry/v1/registry.rpc.h"
#include "binadaya/registry/v1/registry_events.hear.h"
#include "binadaya/reporting/v1/reporting.rpc.h"
#include "binadaya/scheduling/v1/scheduling.rpc.h"
#include "binadaya/scheduling/v1/scheduling_events.hear.h"
#include "services/common/clock.h"
#include "services/common/db.h"
#include "services/common/page.h"
#include "services/common/policy.h"
#include "services/common/program.h"
#include "services/reporting/documents/attendance_document.h"
#include "services/reporting/documents/document.h"
#include "services/reporting/documents/letter_document.h"
#include "services/reporting/documents/renderer.h"
#include "services/reporting/documents/rundown_document.h"

namespace binadaya::reporting {

// Read models, learned from events alone: what is heard in hears.cc and hears_delivery.cc, what is
// shown in dashboard.cc and chain.cc. And documents (documents.cc; of batches batch_facts.cc):
// asked for at that moment, printed, and remembered by the code of their content. And who from
// elsewhere may read what is told (agencies.cc). Decides nothing else and tells nothing, so it can
// be away for a day without anybody else noticing. Any thread.
class Reporting final : public ReportingService,
                        public registry::EventListener,
                        public needs::EventListener,
                        public budgeting::EventListener,
                        public scheduling::EventListener {
 public:
  explicit Reporting(App& app);

  absl::StatusOr<v1::Dashboard> GetDashboard(
      Call& call, const v1::GetDashboardRequest& request) override;
  absl::StatusOr<v1::Chain> GetNeedChain(
      Call& call, const v1::GetNeedChainRequest& request) override;
  absl::StatusOr<v1::Chain> GetPersonChain(
      Call& call, const v1::GetPersonChainRequest& request) override;
  absl::StatusOr<v1::RenderedDocument> RenderBudgetVersion(
      Call& call, const v1::RenderBudgetVersionRequest& request) override;
  absl::StatusOr<v1::RenderedDocument> RenderPlan(
      Call& call, const v1::RenderPlanRequest& request) override;
  absl::StatusOr<v1::RenderedPersonalDocument> RenderRundown(
      Call& call, const v1::RenderRundownRequest& request) override;
  absl::StatusOr<v1::RenderedPersonalDocument> RenderAttendanceSheet(
      Call& call, const v1::RenderAttendanceSheetRequest& request) override;
  absl::StatusOr<v1::RenderedPersonalDocument> RenderAssignmentLetter(
      Call& call, const v1::RenderAssignmentLetterRequest& request) override;
  absl::StatusOr<v1::RenderedPersonalDocument> RenderInvitation(
      Call& call, const v1::RenderInvitationRequest& request) override;
  absl::StatusOr<v1::Document> GetDocument(
      Call& call, const v1::GetDocumentRequest& request) override;
  absl::StatusOr<v1::ListDocumentsResponse> ListDocuments(
      Call& call, const v1::ListDocumentsRequest& request) override;
  absl::StatusOr<v1::Agency> GrantAgency(
      Call& call, const v1::GrantAgencyRequest& request) override;
  absl::StatusOr<v1::Agency> NoteCertificate(
      Call& call, const v1::NoteCertificateRequest& request) override;
  absl::StatusOr<v1::Agency> RevokeAgency(
      Call& call, const v1::RevokeAgencyRequest& request) override;
  absl::StatusOr<v1::ListAgenciesResponse> ListAgencies(
      Call& call, const v1::ListAgenciesRequest& request) override;

  using registry::EventListener::Hear;
  absl::Status Hear(Tx& tx, const Event& event, const registry::v1::UnitChanged& told) override;
  absl::Status Hear(Tx& tx, const Event& event, const registry::v1::PostDefined& told) override;
  absl::Status Hear(Tx& tx, const Event& event, const registry::v1::PersonChanged& told) override;
  absl::Status Hear(Tx& tx, const Event& event, const registry::v1::PostAssigned& told) override;
  absl::Status Hear(Tx& tx, const Event& event, const registry::v1::PersonLeft& told) override;
  absl::Status Hear(
      Tx& tx, const Event& event, const registry::v1::AppraisalRecorded& told) override;
  absl::Status Hear(Tx& tx, const Event& event, const registry::v1::RecordAnnulled& told) override;
  absl::Status Hear(Tx& tx, const Event& event, const registry::v1::RatingRecorded& told) override;
  absl::Status Hear(Tx& tx, const Event& event, const registry::v1::RatingDisputed& told) override;
  absl::Status Hear(
      Tx& tx, const Event& event, const registry::v1::RatingCalibrated& told) override;
  absl::Status Hear(
      Tx& tx, const Event& event, const registry::v1::ProfileValidated& told) override;
  absl::Status Hear(Tx& tx, const Event& event, const registry::v1::ProfileMeasured& told) override;
  absl::Status Hear(Tx& tx, const Event& event, const registry::v1::ProfileExpired& told) override;
  absl::Status Hear(
      Tx& tx, const Event& event, const registry::v1::ProfileCorrected& told) override;

  using needs::EventListener::Hear;
  absl::Status Hear(Tx& tx, const Event& event, const needs::v1::NeedDetected& told) override;
  absl::Status Hear(Tx& tx, const Event& event, const needs::v1::NeedMeasured& told) override;
  absl::Status Hear(Tx& tx, const Event& event, const needs::v1::NeedVerified& told) override;
  absl::Status Hear(Tx& tx, const Event& event, const needs::v1::NeedValidated& told) override;
  absl::Status Hear(Tx& tx, const Event& event, const needs::v1::NeedRanked& told) override;
  absl::Status Hear(Tx& tx, const Event& event, const needs::v1::NeedBacklogged& told) override;
  absl::Status Hear(Tx& tx, const Event& event, const needs::v1::NeedRejected& told) override;
  absl::Status Hear(Tx& tx, const Event& event, const needs::v1::NeedLeftToAction& told) override;
  absl::Status Hear(Tx& tx, const Event& event, const needs::v1::NeedReopened& told) override;
  absl::Status Hear(Tx& tx, const Event& event, const needs::v1::NeedClosed& told) override;
  absl::Status Hear(Tx& tx, const Event& event, const needs::v1::DirectiveRecorded& told) override;
  absl::Status Hear(Tx& tx, const Event& event, const needs::v1::ProgramDrafted& told) override;
  absl::Status Hear(Tx& tx, const Event& event, const needs::v1::ProgramApproved& told) override;
  absl::Status Hear(Tx& tx, const Event& event, const needs::v1::ProgramUnderReview& told) override;
  absl::Status Hear(Tx& tx, const Event& event, const needs::v1::ProgramRetired& told) override;
  absl::Status Hear(Tx& tx, const Event& event, const needs::v1::ProgramRelinked& told) override;
  absl::Status Hear(Tx& tx, const Event& event, const needs::v1::PlanSet& told) override;
  absl::Status Hear(Tx& tx, const Event& event, const needs::v1::PlanRevised& told) override;

  using budgeting::EventListener::Hear;
  absl::Status Hear(Tx& tx, const Event& event, const budgeting::v1::LineChanged& told) override;
  absl::Status Hear(Tx& tx, const Event& event, const budgeting::v1::LineFrozen& told) override;
  absl::Status Hear(Tx& tx, const Event& event, const budgeting::v1::LineUnfrozen& told) override;
  absl::Status Hear(Tx& tx, const Event& event, const budgeting::v1::FundsCommitted& told) override;
  absl::Status Hear(Tx& tx, const Event& event, const budgeting::v1::FundsReleased& told) override;
  absl::Status Hear(Tx& tx, const Event& event, const budgeting::v1::FundsRealised& told) override;
  absl::Status Hear(Tx& tx, const Event& event, const budgeting::v1::FundsReturned& told) override;

  using scheduling::EventListener::Hear;
  absl::Status Hear(Tx& tx, const Event& event, const scheduling::v1::BatchDrafted& told) override;
  absl::Status Hear(
      Tx& tx, const Event& event, const scheduling::v1::RundownReleased& told) override;
  absl::Status Hear(
      Tx& tx, const Event& event, const scheduling::v1::BatchPublishing& told) override;
  absl::Status Hear(
      Tx& tx, const Event& event, const scheduling::v1::BatchPublished& told) override;
  absl::Status Hear(
      Tx& tx, const Event& event, const scheduling::v1::BatchUnpublished& told) override;
  absl::Status Hear(Tx& tx, const Event& event, const scheduling::v1::BatchLocked& told) override;
  absl::Status Hear(Tx& tx, const Event& event, const scheduling::v1::BatchStarted& told) override;
  absl::Status Hear(
      Tx& tx, const Event& event, const scheduling::v1::BatchDelivered& told) override;
  absl::Status Hear(
      Tx& tx, const Event& event, const scheduling::v1::BatchCancelled& told) override;
  absl::Status Hear(Tx& tx, const Event& event, const scheduling::v1::CapacitySet& told) override;
  absl::Status Hear(
      Tx& tx, const Event& event, const scheduling::v1::EnrolmentWaitlisted& told) override;
  absl::Status Hear(
      Tx& tx, const Event& event, const scheduling::v1::EnrolmentOffered& told) override;
  absl::Status Hear(
      Tx& tx, const Event& event, const scheduling::v1::EnrolmentApproved& told) override;
  absl::Status Hear(
      Tx& tx, const Event& event, const scheduling::v1::EnrolmentDeclined& told) override;
  absl::Status Hear(
      Tx& tx, const Event& event, const scheduling::v1::EnrolmentConfirmed& told) override;
  absl::Status Hear(
      Tx& tx, const Event& event, const scheduling::v1::EnrolmentSubstituted& told) override;
  absl::Status Hear(
      Tx& tx, const Event& event, const scheduling::v1::EnrolmentWithdrawn& told) override;
  absl::Status Hear(
      Tx& tx, const Event& event, const scheduling::v1::EnrolmentAttending& told) override;
  absl::Status Hear(
      Tx& tx, const Event& event, const scheduling::v1::EnrolmentCompleted& told) override;
  absl::Status Hear(
      Tx& tx, const Event& event, const scheduling::v1::BatchCompleted& told) override;
  absl::Status Hear(Tx& tx, const Event& event, const scheduling::v1::BatchReopened& told) override;

  absl::StatusOr<std::string> PathOf(
      Call& call, ::binadaya::v1::ScopeKind kind, const std::string& id) override;

 private:
  friend Parts Wire(App& app);

  // Empties every projection table.
  static void Clear(Tx& tx);
  // Remembers how old the newest event was when it came. Every Hear starts with it.
  void Note(const Event& event);

  // On this service's own behalf: whoever may read a document need not be one who may look up
  // people.
  Call Own(const Call& call) const;
  // Those of a unit and below it whom the registry knows, left or not; no ids are nobody.
  absl::StatusOr<std::map<std::string, documents::Named>> PeopleOf(
      const Call& own, const std::string& unit, const std::set<std::string>& ids) const;
  // What is said beside the facts of a document: the unit's name, and whom it names, as the
  // registry has them now.
  absl::StatusOr<documents::Frame> FrameOf(
      const Call& call, const documents::Print& print, v1::DocumentLanguage language) const;
  // Prints it, and remembers that it did.
  template <class Rendered, class Request>
  absl::StatusOr<Rendered> Render(const Call& call, const Request& request, documents::Print print);

  // What is printed of a batch, asked as the caller; refused where it is not fit (DOC-06 to
  // DOC-10).
  absl::StatusOr<documents::RundownFacts> RundownFor(
      const Call& call, const v1::RenderRundownRequest& request) const;
  absl::StatusOr<documents::AttendanceFacts> AttendanceFor(
      const Call& call, const v1::RenderAttendanceSheetRequest& request) const;
  absl::StatusOr<documents::AssignmentFacts> AssignmentFor(
      const Call& call, const v1::RenderAssignmentLetterRequest& request) const;
  absl::StatusOr<documents::InvitationFacts> InvitationFor(
      const Call& call, const v1::RenderInvitationRequest& request) const;
  // What they share; `number` 0: the newest release.
  absl::StatusOr<documents::BatchFacts> BatchFor(
      const Call& call, const std::string& unit, const std::string& batch, int number) const;
  // What these venues and speakers are called.
  absl::Status AddPlaces(
      const Call& call, const std::set<std::string>& venues, const std::set<std::string>& speakers,
      documents::BatchFacts& facts) const;
  absl::StatusOr<std::vector<scheduling::v1::Enrolment>> EnrolmentsOf(
      const Call& call, const scheduling::v1::Batch& batch) const;
  absl::Status CheckSigner(
      const Call& call, const std::string& unit, const v1::LetterHead& head) const;

  App& app_;
  Db& db_;
  const Pages& pages_;
  const Clock& clock_;
  const Policy match_bands_;
  const Policy smallest_group_;
  const registry::RegistryClient registry_;
  const budgeting::BudgetingClient budgeting_;
  const needs::NeedsClient needs_;
  const scheduling::SchedulingClient scheduling_;
  const documents::Renderer renderer_;
  const std::vector<std::string> publishers_;  // all of them: it hears everybody
  // Since the start of this process, and of the events that it hears itself; 0 before the first.
  std::atomic<std::int64_t> newest_us_ = 0;
  std::atomic<std::int64_t> lag_ms_ = 0;
};

}  // namespace binadaya::reporting
