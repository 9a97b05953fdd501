#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "binadaya/v1/error.pb.h"
#include "services/cli/language.h"
#include "services/common/domain/finding.h"
#include "services/common/status.h"
#include "services/simulator/leaders.h"
#include "services/simulator/narrator.h"
#include "services/simulator/reference.h"
#include "services/simulator/rundowns.h"
#include "services/simulator/world.h"

namespace binadaya::simulator {

struct StoryOptions {
  std::uint64_t seed = 1;
  int people = 16000;
};

// What keeps the story from going on.
absl::Status Stopped(const Message& why);

// January 2026 in Kota Semarang, from the import of the units to a need that closed by itself, and
// what became of it until April 2027. Played on an empty platform it begins on 5 January; on one
// that was played before it goes on from that platform's day, finds the people there and opens new
// campaigns. One thread.
class Story {
 public:
  Story(World& world, Narrator& narrator, const StoryOptions& options)
      : world_(world), tell_(narrator), options_(options) {}

  // Ends at the first step that fails, with what failed.
  absl::Status Play();

 private:
  // story.cc
  absl::Status Begin();
  absl::Status ShowDashboard();
  void ShowWhereToLook();

  // story_people.cc
  absl::Status ImportUnitsAndPosts();
  absl::Status TryBadFile();
  absl::Status ImportPeople();
  // Lines of those who have left since they were imported. Refuses people of another seed beside
  // those who are there.
  absl::StatusOr<std::vector<int>> LinesOfWhoLeft(const std::string& csv);
  absl::StatusOr<int> DefinePosts();
  absl::StatusOr<int> CountPeople();
  absl::StatusOr<registry::v1::ImportReport> Import(
      bool units, const std::string& csv, bool confirm, const std::vector<int>& skip = {});

  // story_ratings.cc
  absl::Status RateLeaders();
  absl::Status ShowGapGroups();
  absl::Status RateOneGroupAgain();
  // Those of the leadership, by their positions.
  absl::StatusOr<std::vector<std::size_t>> PeopleBehind(
      const std::string& competency, const std::string& family, int to_level);

  // story_needs.cc
  absl::Status DetectNeeds();
  absl::Status Decide(const std::vector<std::string>& needs);
  absl::Status RecordDirective();
  absl::Status RankNeeds();
  absl::Status WatchNeedClose();
  // Over the whole city, for the year that is planned; its id.
  absl::StatusOr<std::string> OpenNeedsCampaign();
  absl::StatusOr<needs::v1::DetectNeedsResponse> Detect(
      const std::string& campaign, int min_affected);
  absl::StatusOr<needs::v1::RankNeedsResponse> Rank(const std::string& campaign);
  absl::StatusOr<std::vector<needs::v1::Need>> NeedsOf(const std::string& campaign);
  absl::StatusOr<std::vector<needs::v1::Need>> ListNeeds() { return NeedsOf(needs_campaign_); }
  absl::StatusOr<needs::v1::Need> GetNeed(const std::string& id);
  static std::string Label(const needs::v1::Need& need);
  void ShowRanking(const std::vector<needs::v1::Need>& needs);

  // story_chain.cc
  absl::Status ShowChain();
  absl::Status ShowWhatWasDone();

  // story_later.cc
  // The first by rank of a measured gap that the second rating was not about.
  const needs::v1::Need& Foremost() const;
  absl::Status RateAFewInOneCompetency();
  absl::Status CorrectOneLevel();
  absl::Status MoveKelurahan();
  absl::Status OpenCareerPath();
  absl::Status RetireTheLast();

  // story_programs.cc
  absl::Status TryProgramAsBefore();
  absl::Status DesignPrograms();
  absl::StatusOr<needs::v1::Program> Draft(const needs::v1::ProgramDesign& design);
  // In class, or with less effect by mentoring; a batch of so many.
  static needs::v1::ProgramDesign ForOne(const needs::v1::Need& need, int seats);
  // Through the gate and three people; the last of the programs then.
  absl::Status BringIntoForce(const needs::v1::ProgramDesign& design);
  absl::Status Retire(const needs::v1::Program& program, const std::string& reason);

  // story_plan.cc
  absl::Status ChoosePortfolio();
  absl::Status SetPlan();
  static constexpr int kLess = 85;  // per cent of every ceiling
  // So much of PAD for the year that is planned, at so many per cent.
  needs::v1::StartPortfolioRequest Under(
      std::int64_t rupiah, const std::string& name, int percent) const;
  // Once its job is done.
  absl::StatusOr<needs::v1::Portfolio> Computed(const needs::v1::StartPortfolioRequest& request);
  absl::StatusOr<needs::v1::Portfolio> Choose(const std::string& name, int percent);

  // story_worked_example.cc
  absl::Status ShowWorkedExample();

  // story_budget.cc
  absl::Status TryPrintedBudget();
  absl::Status BringBudgetIntoForce();
  absl::Status BindAndSpend();
  // Prices, and accounts of the sub-activity.
  absl::Status FoundBudget();
  template <class Request>
  Request OfBudget() const;
  absl::StatusOr<budgeting::v1::Version> Decide(
      const Actor& actor,
      absl::StatusOr<budgeting::v1::Version> (budgeting::BudgetingClient::*step)(
          const Call&, const budgeting::v1::DecideVersionRequest&) const);

  // Of the first program, for all camat and lurah, at so many lesson hours (JP).
  absl::StatusOr<budgeting::v1::UnitCost> UnitCost(int lesson_hours);
  absl::Status TellWhenItIsPaid();

  // story_schedule.cc
  absl::Status TryPrintedRundown();
  absl::Status ScheduleBatches();
  // Holidays, venue and speakers, as far as they are not there yet.
  absl::Status FoundSchedule();
  // Of the agency, who holds a post; `skip`: the one after so many.
  absl::StatusOr<registry::v1::Person> OfAgency(const std::string& post, std::size_t skip = 0);
  // In the city and accessible; its id.
  absl::StatusOr<std::string> Venue(const std::string& name, int seats, std::int64_t day_rate);
  absl::StatusOr<scheduling::v1::Speaker> Speaker(scheduling::v1::Speaker wanted);
  absl::Status DraftRundown(
      const scheduling::v1::Batch& batch, const scheduling::v1::RundownContent& content);
  absl::StatusOr<scheduling::v1::RundownCheck> CheckRundown(const scheduling::v1::Batch& batch);
  // `reason`: why, of one that was released before.
  absl::StatusOr<scheduling::v1::RundownRelease> ReleaseRundown(
      const scheduling::v1::Batch& batch, const std::string& reason = "");
  // Of the agency's, those that are worked.
  absl::StatusOr<std::set<absl::CivilDay>> WorkingDays(absl::CivilDay from, absl::CivilDay until);
  // The opening of the first by the agenda, all other days by the solver.
  absl::StatusOr<std::vector<BatchDays>> PlaceBatches();
  // Two days where each was placed, and a free one two weeks later, of no other batch.
  absl::StatusOr<std::vector<BatchDays>> DaysOfBatches(
      const scheduling::v1::Placement& placement, std::set<absl::CivilDay> free);
  template <class Request>
  Request InAgency() const {
    Request request;
    request.set_request_id(world_.NewRequestId());
    request.set_unit(kAgency);
    return request;
  }

  // story_agenda.cc
  absl::Status ChangeAgenda();
  absl::StatusOr<scheduling::v1::Hold> RequestHold(
      const Actor& actor, const std::string& leader, const scheduling::v1::Slot& slot,
      scheduling::v1::HoldPriority priority, const std::string& batch);
  // To open a batch, confirmed by protocol.
  absl::StatusOr<scheduling::v1::Hold> HoldOpening(
      const std::string& leader, const scheduling::v1::Slot& slot, const std::string& batch);
  // To what goes before, as protocol writes it down.
  absl::StatusOr<scheduling::v1::Hold> InviteElsewhere(
      const std::string& leader, const scheduling::v1::Slot& slot);
  absl::StatusOr<scheduling::v1::Hold> DecideHold(
      const scheduling::v1::Hold& hold, scheduling::v1::HoldDecision decision,
      const std::string& reason = "");
  // Of what is disturbed by something else in his agenda.
  absl::StatusOr<scheduling::v1::Repair> ProposeRepair(
      const std::string& leader, const std::string& why);
  absl::Status TakeRepair(
      const scheduling::v1::Repair& repair, const scheduling::v1::RepairOption& option,
      const std::string& delegate);

  // story_placing.cc
  absl::Status PlaceTheRest();
  // As they are computed, for the story's seed. `steps`: of the search; 0: as many as usual.
  absl::StatusOr<scheduling::v1::Placement> FindPlaces(
      const std::vector<scheduling::v1::Batch>& batches, absl::CivilDay from, absl::CivilDay until,
      std::int64_t steps = 0);
  void ShowTraded(const scheduling::v1::Placement& placement);
  absl::Status TakePlaces(const scheduling::v1::Placement& placement, const std::string& note);
  // Of all other items of the plan, each drafted on the same provisional day; their titles.
  absl::StatusOr<std::vector<std::string>> DraftTheRest();
  absl::Status JobIsDone(const std::string& job);

  // story_participants.cc
  absl::Status ChooseParticipants();
  absl::Status PublishBatches();
  absl::Status AnswerSeats();
  template <class Request>
  Request OfBatch(const scheduling::v1::Batch& batch) const;
  // Of a batch, or all; in any state, or in one.
  absl::StatusOr<std::vector<scheduling::v1::Enrolment>> Enrolled(
      const std::string& batch,
      scheduling::v1::EnrolmentState state = scheduling::v1::ENROLMENT_STATE_UNSPECIFIED);
  absl::StatusOr<scheduling::v1::Choice> ChoiceOf(const std::string& person);
  absl::Status ArrangeWhatIsOnTheChecklist(const scheduling::v1::Batch& batch);
  // As it ended.
  absl::StatusOr<scheduling::v1::Publication> Publish(
      const scheduling::v1::Batch& batch, const std::vector<scheduling::v1::Payment>& payments);
  absl::StatusOr<std::vector<scheduling::v1::Payment>> WhatIsLeft();
  absl::StatusOr<scheduling::v1::Enrolment> Answer(
      const Actor& by, const scheduling::v1::Enrolment& enrolment,
      absl::StatusOr<scheduling::v1::Enrolment> (scheduling::SchedulingClient::*answer)(
          const Call&, const scheduling::v1::AnswerEnrolmentRequest&) const,
      const std::string& reason = "");

  // story_documents.cc
  absl::Status MakeLetters();
  absl::Status PrintSheets();
  // The files of his sessions in the first batch.
  absl::Status SendCalendar(const std::string& person);
  // Where documents and calendars are kept, beside the files that were imported.
  std::string KeptIn() const;
  absl::Status Keep(const std::string& name, std::string_view bytes) const;
  struct Printed {
    reporting::v1::Document document;
    std::string file;
  };
  // In the language in which the story is told; kept.
  template <class Request, class Rendered>
  absl::StatusOr<Printed> Print(
      const Actor& by,
      absl::StatusOr<Rendered> (reporting::ReportingClient::*render)(const Call&, const Request&)
          const,
      Request request, reporting::v1::DocumentFormat format = reporting::v1::HTML) const {
    request.set_request_id(world_.NewRequestId());
    request.set_format(format);
    request.set_language(
        cli::Spoken() == cli::Language::kIndonesian ? reporting::v1::INDONESIAN
                                                    : reporting::v1::ENGLISH);
    ASSIGN_OR_RETURN(
        const Rendered rendered,
        world_.Ask(by, world_.reporting(), render, request, kLongPatience));
    RETURN_IF_ERROR(Keep(rendered.file_name(), rendered.content()));
    return Printed{rendered.document(), rendered.file_name()};
  }
  // About the first batch, of today.
  template <class Request>
  Request Letter(const std::string& number, const std::string& signed_by) const;

  // story_attendance.cc, story_hours.cc
  absl::Status CheckInByCode();
  absl::Status KeepTheSheets();
  absl::Status MakeUpWhatWasLost();
  absl::Status CreditHours();
  // Once the clock has carried the first batch that far; noted with its day.
  absl::Status Becomes(scheduling::v1::BatchState state);
  absl::StatusOr<scheduling::v1::Delivery> DeliveryOf(const scheduling::v1::Batch& batch);
  template <class Request>
  Request OfSession(const scheduling::v1::Session& session) const {
    Request request;
    request.set_request_id(world_.NewRequestId());
    request.set_unit(kAgency);
    request.set_session(session.id());
    return request;
  }
  absl::StatusOr<scheduling::v1::CheckInCode> CodeOf(const scheduling::v1::Session& session);
  // Somebody scans a code, and logs in.
  absl::StatusOr<scheduling::v1::CheckInReceipt> Scan(
      const scheduling::v1::Session& session, const std::string& person,
      const std::optional<scheduling::v1::CheckInCode>& code = {});
  absl::Status Enter(
      const scheduling::v1::Session& session,
      const std::vector<scheduling::v1::AttendanceEntry>& entries);
  // It took place as planned; or so many of its first minutes, and then a leader called.
  absl::Status CloseSession(const scheduling::v1::Session& session, int minutes = 0);
  absl::StatusOr<scheduling::v1::Sheet> Verify(const scheduling::v1::Session& session);
  // What a device that was without a net says of everybody, one of them tampered with.
  absl::StatusOr<scheduling::v1::UploadAttendanceRequest> WithoutNet(
      const scheduling::v1::Session& session);

  // Findings one under the other.
  void Show(const v1::ErrorDetails& refused);

  World& world_;
  Narrator& tell_;
  const StoryOptions options_;

  std::optional<Leadership> leadership_;
  std::vector<registry::v1::GapGroup> groups_;  // of the city, widest effect first
  std::string needs_campaign_;
  std::string directed_;                 // the need that the directive is about
  std::vector<needs::v1::Need> ranked_;  // by rank
  needs::v1::Need chosen_;               // the one that a second rating closes
  registry::v1::GapGroup smallest_;      // of whom all but one are rated later
  std::string last_;                     // that one
  int plan_year_ = 0;
  std::vector<needs::v1::Program> programs_;  // in force; the first is that of camat and lurah
  needs::v1::Portfolio portfolio_;            // the accepted one
  std::string plan_, plan_item_;              // and in it the first program
  std::vector<needs::v1::PlanItem> other_items_;
  budgeting::v1::Version budget_;
  RundownResources resources_;                          // where and by whom they learn
  std::vector<scheduling::v1::Batch> batches_;          // of the first program
  std::vector<scheduling::v1::Batch> placed_;           // of the others
  BatchDays first_days_;                                // of the first batch
  scheduling::v1::Hold opening_;                        // of it, by the head of the agency
  std::vector<scheduling::v1::Enrolment> seated_;       // in it
  std::vector<std::vector<std::string>> batch_states_;  // day, state
};

}  // namespace binadaya::simulator
