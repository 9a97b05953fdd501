#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "binadaya/registry/v1/registry.rpc.h"
#include "binadaya/registry/v1/registry_events.pb.h"
#include "services/common/clock.h"
#include "services/common/db.h"
#include "services/common/jobs.h"
#include "services/common/page.h"
#include "services/common/policy.h"
#include "services/common/program.h"
#include "services/common/timer.h"
#include "services/registry/campaign_store.h"
#include "services/registry/case_store.h"
#include "services/registry/directory_store.h"
#include "services/registry/domain/act.h"
#include "services/registry/domain/appeal.h"
#include "services/registry/domain/career.h"
#include "services/registry/domain/employment_number.h"
#include "services/registry/domain/gap.h"
#include "services/registry/domain/import_units.h"
#include "services/registry/domain/rating_case.h"
#include "services/registry/domain/record.h"
#include "services/registry/gap_store.h"

namespace binadaya::registry {

// A person measured against a post: the gaps of what is known, as events carry them, the job-person
// match over these in percent, and how many competencies the post demands; 0 when nothing is known.
// And the gaps to what the next families demand.
struct Measurement {
  google::protobuf::RepeatedPtrField<v1::MeasuredGap> gaps, next;
  double match = 0;
  int required = 0;
};
// Puts it into an event that carries one.
template <class Event>
void Fill(Measurement measured, Event& event) {
  *event.mutable_gaps() = std::move(measured.gaps);
  *event.mutable_next_gaps() = std::move(measured.next);
  event.set_job_person_match(measured.match);
  event.set_required(measured.required);
}

absl::Status LevelMissing();
// The level that a caller decides on today, which has to be given.
template <class Request>
absl::StatusOr<domain::Decision> Decided(const Call& call, const Request& request) {
  if (!request.has_level()) return LevelMissing();
  return domain::Decision{
      .level = request.level(), .by = {call.subject()}, .on = call.today(), .note = {}};
}

void FillDecision(const domain::Decision& decision, v1::Profile::Decision& proto);

// A day of a request that may be empty.
absl::CivilDay DayOr(const std::string& text, absl::CivilDay otherwise);

// Of a file: how many of its rows are written; an import ends with what this says unless it is ok.
using Progress = std::function<absl::Status(std::size_t done, std::size_t total)>;

// Units, posts, people, ratings, gaps. Handlers by aggregate: units and people are looked up in
// directory.cc, come from files in imports.cc and are put on posts in placements.cc; unit_acts.cc;
// posts.cc, career.cc, records.cc, shortfalls.cc, ratings.cc, gaps.cc. Stateless; any thread.
class Registry final : public RegistryService {
 public:
  explicit Registry(App& app);

  absl::StatusOr<v1::ImportReport> ImportUnits(
      Call& call, const v1::ImportRequest& request) override;
  absl::StatusOr<v1::ImportReport> ImportCompetencies(
      Call& call, const v1::ImportRequest& request) override;
  absl::StatusOr<v1::ImportReport> ImportPosts(
      Call& call, const v1::ImportRequest& request) override;
  absl::StatusOr<v1::ImportReport> ImportPeople(
      Call& call, const v1::ImportRequest& request) override;
  absl::StatusOr<v1::ImportReport> ImportRecords(
      Call& call, const v1::ImportRecordsRequest& request) override;
  absl::StatusOr<v1::StartImportResponse> StartImport(
      Call& call, const v1::StartImportRequest& request) override;
  absl::StatusOr<v1::ImportTemplate> GetImportTemplate(
      Call& call, const v1::GetImportTemplateRequest& request) override;
  absl::StatusOr<v1::ListImportsResponse> ListImports(
      Call& call, const v1::ListImportsRequest& request) override;
  absl::StatusOr<v1::Import> GetImport(Call& call, const v1::GetImportRequest& request) override;
  absl::StatusOr<v1::ListUnitActsResponse> ListUnitActs(
      Call& call, const v1::ListUnitActsRequest& request) override;
  absl::StatusOr<v1::Post> DefinePost(Call& call, const v1::DefinePostRequest& request) override;
  absl::StatusOr<v1::Post> GetPost(Call& call, const v1::GetPostRequest& request) override;
  absl::StatusOr<v1::CareerPath> SetCareerPath(
      Call& call, const v1::SetCareerPathRequest& request) override;
  absl::StatusOr<v1::ListCareerPathsResponse> ListCareerPaths(
      Call& call, const v1::ListCareerPathsRequest& request) override;
  absl::StatusOr<v1::Act> PromotePerson(
      Call& call, const v1::PromotePersonRequest& request) override;
  absl::StatusOr<v1::Act> ChangeEmployment(
      Call& call, const v1::ChangeEmploymentRequest& request) override;
  absl::StatusOr<v1::Act> SuspendPerson(
      Call& call, const v1::SuspendPersonRequest& request) override;
  absl::StatusOr<v1::Act> ReturnPerson(Call& call, const v1::ReturnPersonRequest& request) override;
  absl::StatusOr<v1::Act> EndEmployment(
      Call& call, const v1::EndEmploymentRequest& request) override;
  absl::StatusOr<v1::Act> AnnulAct(Call& call, const v1::AnnulActRequest& request) override;
  absl::StatusOr<v1::ListActsResponse> ListActs(
      Call& call, const v1::ListActsRequest& request) override;
  absl::StatusOr<v1::ListRetirementsResponse> ListRetirements(
      Call& call, const v1::ListRetirementsRequest& request) override;
  absl::StatusOr<v1::Person> AssignPost(Call& call, const v1::AssignPostRequest& request) override;
  absl::StatusOr<v1::Record> RecordAppraisal(
      Call& call, const v1::RecordAppraisalRequest& request) override;
  absl::StatusOr<v1::Record> RecordTraining(
      Call& call, const v1::RecordTrainingRequest& request) override;
  absl::StatusOr<v1::Record> RecordEducation(
      Call& call, const v1::RecordEducationRequest& request) override;
  absl::StatusOr<v1::Record> RecordDiscipline(
      Call& call, const v1::RecordDisciplineRequest& request) override;
  absl::StatusOr<v1::Record> RegisterLeave(
      Call& call, const v1::RegisterLeaveRequest& request) override;
  absl::StatusOr<v1::Record> AnnulRecord(
      Call& call, const v1::AnnulRecordRequest& request) override;
  absl::StatusOr<v1::ListRecordsResponse> ListRecords(
      Call& call, const v1::ListRecordsRequest& request) override;
  absl::StatusOr<v1::TrainingRequirement> RequireTraining(
      Call& call, const v1::RequireTrainingRequest& request) override;
  absl::StatusOr<v1::ListTrainingRequirementsResponse> ListTrainingRequirements(
      Call& call, const v1::ListTrainingRequirementsRequest& request) override;
  absl::StatusOr<v1::ListShortfallsResponse> ListShortfalls(
      Call& call, const v1::ListShortfallsRequest& request) override;
  absl::StatusOr<v1::ListCandidatesResponse> ListCandidates(
      Call& call, const v1::ListCandidatesRequest& request) override;
  absl::StatusOr<v1::RatingCampaign> OpenRatingCampaign(
      Call& call, const v1::OpenRatingCampaignRequest& request) override;
  absl::StatusOr<v1::RatingCampaign> CloseRatingCampaign(
      Call& call, const v1::CloseRatingCampaignRequest& request) override;
  absl::StatusOr<v1::RatingCampaignStanding> GetRatingCampaign(
      Call& call, const v1::GetRatingCampaignRequest& request) override;
  absl::StatusOr<v1::ListRatingCampaignsResponse> ListRatingCampaigns(
      Call& call, const v1::ListRatingCampaignsRequest& request) override;
  absl::StatusOr<v1::RecordRatingsResponse> RecordRatings(
      Call& call, const v1::RecordRatingsRequest& request) override;
  absl::StatusOr<v1::InvitedRaters> InviteRaters(
      Call& call, const v1::InviteRatersRequest& request) override;
  absl::StatusOr<v1::PeerProposal> GetPeerProposal(
      Call& call, const v1::GetPeerProposalRequest& request) override;
  absl::StatusOr<v1::ListRaterStatisticsResponse> ListRaterStatistics(
      Call& call, const v1::ListRaterStatisticsRequest& request) override;
  absl::StatusOr<v1::ListReturnRatesResponse> ListReturnRates(
      Call& call, const v1::ListReturnRatesRequest& request) override;
  absl::StatusOr<v1::Profile> CalibrateRating(
      Call& call, const v1::CalibrateRatingRequest& request) override;
  absl::StatusOr<v1::Profile> LeaveOutCompetency(
      Call& call, const v1::LeaveOutCompetencyRequest& request) override;
  absl::StatusOr<v1::Profile> VerifyProfile(
      Call& call, const v1::DecideProfileRequest& request) override;
  absl::StatusOr<v1::Profile> ValidateProfile(
      Call& call, const v1::DecideProfileRequest& request) override;
  absl::StatusOr<v1::Profile> CorrectLevel(
      Call& call, const v1::CorrectLevelRequest& request) override;
  absl::StatusOr<v1::Appeal> AppealLevel(
      Call& call, const v1::AppealLevelRequest& request) override;
  absl::StatusOr<v1::Appeal> DecideAppeal(
      Call& call, const v1::DecideAppealRequest& request) override;
  absl::StatusOr<v1::ListAppealsResponse> ListAppeals(
      Call& call, const v1::ListAppealsRequest& request) override;
  absl::StatusOr<v1::OwnFile> GetOwnFile(Call& call, const v1::GetOwnFileRequest& request) override;
  absl::StatusOr<v1::ListPeopleResponse> ListReports(
      Call& call, const v1::ListReportsRequest& request) override;
  absl::StatusOr<v1::Holidays> SetHolidays(
      Call& call, const v1::SetHolidaysRequest& request) override;
  absl::StatusOr<v1::Holidays> ListHolidays(
      Call& call, const v1::ListHolidaysRequest& request) override;
  absl::StatusOr<v1::Profile> GetProfile(Call& call, const v1::GetProfileRequest& request) override;
  absl::StatusOr<v1::Person> GetPerson(Call& call, const v1::GetPersonRequest& request) override;
  absl::StatusOr<v1::Person> FindPersonByNumber(
      Call& call, const v1::FindPersonByNumberRequest& request) override;
  absl::StatusOr<v1::ResolvePeopleResponse> ResolvePeople(
      Call& call, const v1::ResolvePeopleRequest& request) override;
  absl::StatusOr<v1::ListPeopleResponse> ListPeople(
      Call& call, const v1::ListPeopleRequest& request) override;
  absl::StatusOr<v1::Superior> GetSuperior(
      Call& call, const v1::GetSuperiorRequest& request) override;
  absl::StatusOr<v1::Unit> GetUnit(Call& call, const v1::GetUnitRequest& request) override;
  absl::StatusOr<v1::ListUnitsResponse> ListUnits(
      Call& call, const v1::ListUnitsRequest& request) override;
  absl::StatusOr<v1::ListPostsResponse> ListPosts(
      Call& call, const v1::ListPostsRequest& request) override;
  absl::StatusOr<v1::ListCompetenciesResponse> ListCompetencies(
      Call& call, const v1::ListCompetenciesRequest& request) override;
  absl::StatusOr<v1::ListGapsResponse> ListPersonGaps(
      Call& call, const v1::ListPersonGapsRequest& request) override;
  absl::StatusOr<v1::ListGapsResponse> ListGaps(
      Call& call, const v1::ListGapsRequest& request) override;
  absl::StatusOr<v1::ListGapGroupsResponse> ListGapGroups(
      Call& call, const v1::ListGapGroupsRequest& request) override;

  absl::StatusOr<std::string> PathOf(
      Call& call, ::binadaya::v1::ScopeKind kind, const std::string& id) override;

 private:
  friend Parts Wire(App& app);

  // Policies in force today, as the domain takes them.
  domain::RatingPolicy RatingPolicy(Tx& tx);
  // Of policies for groups, keahlian and keterampilan.
  static domain::LevelTable LevelsOf(
      Tx& tx, const Policy& groups, const Policy& expert, const Policy& skilled);
  domain::ActPolicy ActPolicy(Tx& tx);
  domain::BandPolicy BandPolicy(Tx& tx);
  domain::AgePolicy AgePolicy(Tx& tx);
  domain::LevelTable StandardLevels(Tx& tx);  // that posts demand
  int HorizonYears(Tx& tx);                   // how far ahead an act may be dated
  // The ages at which people retire.
  domain::LevelTable RetirementAges(Tx& tx);

  // New people from a file.
  absl::Status Insert(
      Tx& tx, const std::vector<domain::PersonRecord>& fresh,
      const std::map<std::string, domain::Post>& posts,
      const std::map<std::string, domain::Unit>& units);
  // The import of each kind of file, as a call or as a job.
  absl::StatusOr<v1::ImportReport> BringUnits(
      const Call& call, const v1::ImportRequest& request, const Progress& at);
  absl::StatusOr<v1::ImportReport> BringCompetencies(
      const Call& call, const v1::ImportRequest& request, const Progress& at);
  absl::StatusOr<v1::ImportReport> BringPosts(
      const Call& call, const v1::ImportRequest& request, const Progress& at);
  absl::StatusOr<v1::ImportReport> BringPeople(
      const Call& call, const v1::ImportRequest& request, const Progress& at);
  absl::StatusOr<v1::ImportReport> BringRecords(
      const Call& call, v1::GetImportTemplateRequest::Kind file, const v1::ImportRequest& request,
      const Progress& at);
  static constexpr char kImportJob[] = "registry.Import";
  absl::StatusOr<v1::ImportReport> DoImport(JobRun& run, const v1::StartImportRequest& request);
  // Brings a known person to what a file says of him.
  absl::Status Change(
      Tx& tx, const domain::PersonRecord& before, domain::PersonRecord person,
      const std::map<std::string, domain::Post>& posts,
      const std::map<std::string, domain::Unit>& units);
  static v1::Person View(const directory_store::PersonView& person);
  static v1::Person Whole(
      const directory_store::PersonView& person);  // as one who asks for him sees
  static v1::Gap View(const gap_store::GapView& gap);
  static v1::Appeal View(const domain::Appeal& appeal);
  // Every event of an assignment. `family` is of the post, `path` of the unit.
  static v1::PostAssigned Assigned(
      const directory_store::Assignment& assignment, const std::string& family,
      const std::string& path);
  // What lies ahead begins on its day: a timer about "LURAH@2027-01-01".
  void Await(Tx& tx, const char* timer, const std::string& code, absl::CivilDay day);
  // Such a subject in its two parts.
  static std::pair<std::string, std::string> Halves(const std::string& subject);
  // Today, or the day asked for; ASOF-01 for one that lies ahead.
  static absl::StatusOr<absl::CivilDay> DayAsked(const Call& call, const std::string& as_of);
  // Puts a person on a post from today or before, and tells. A definitive assignment ends the one
  // before it, and the gaps are measured against the new post. One into a unit that is closed since
  // goes along with its people; ASG-06 where nobody knows where they are.
  absl::Status Place(Tx& tx, const directory_store::Assignment& assignment);
  void TellPlaced(
      Tx& tx, const directory_store::Assignment& assignment,
      const directory_store::PersonView& before);
  // His employment. Who holds no post, and is not put on one now either, counts nowhere: he is told
  // as not active.
  static void TellPerson(Tx& tx, const directory_store::PersonView& person, bool placed = false);
  // Of who acts for another (Plt, Plh), and until when. Who hears it counts the days; told again is
  // what these do not say: he may act again, or never did, and it ends where it began.
  static void TellActing(Tx& tx, const directory_store::Assignment& acting);
  // The same wherever somebody acts who is active again.
  static void TellActing(Tx& tx, const std::string& person);

  // An act: refused, or kept; in force at once, or by the timer on its day. There it lapses if it
  // is no longer possible. `under_way`: people who are leaving their post in this transaction.
  template <class Request>
  absl::StatusOr<v1::Act> RecordAct(Call& call, const Request& request, const domain::Act& act);
  absl::StatusOr<domain::Act> Record(Tx& tx, domain::Act act);
  absl::StatusOr<Findings> Against(
      Tx& tx, const domain::Act& act, const domain::Standing& standing,
      std::set<std::string>& under_way);
  absl::Status TakeEffect(Tx& tx, const std::string& act, std::set<std::string>& under_way);
  absl::StatusOr<Timers::Effect> TakeEffectByTimer(const Call& call, const std::string& act);
  absl::Status Enforce(Tx& tx, const domain::Act& act);
  absl::Status TellUndone(
      Tx& tx, const domain::Act& act, const directory_store::PersonView& before);

  // Acts about units: kept, and put in force with all that is due. What stands against those that
  // are not possible on their day; they lapse.
  domain::UnitDirectory UnitDirectory(Tx& tx);
  absl::StatusOr<Findings> RecordUnitActs(Tx& tx, std::vector<domain::UnitAct> acts);
  absl::StatusOr<Findings> TakeUnitActs(Tx& tx);
  absl::StatusOr<Timers::Effect> TakeUnitActsByTimer(const Call& call, const std::string& day);
  // What is due about the people of units that are closed goes before.
  absl::Status TakeActsOfPeople(Tx& tx, const std::vector<domain::UnitAct>& closed);
  // What waits and leaves something as it was follows them.
  void ChangeUnits(Tx& tx, const std::vector<domain::UnitAct>& acts, domain::UnitDirectory before);
  absl::Status CloseUnits(
      Tx& tx, const std::vector<domain::UnitAct>& acts, std::map<std::string, domain::Unit> units);

  // A version of a post: in force at once, or by the timer on its day.
  void Define(Tx& tx, const domain::Post& post);
  // A version of a post is in force from now on; its holders are measured by and by.
  void Enforce(Tx& tx, const domain::Post& post);
  absl::StatusOr<Timers::Effect> BeginVersion(const Call& call, const std::string& subject);
  absl::StatusOr<Timers::Effect> MeasureHolders(const Call& call, const std::string& subject);
  static void MeasureHoldersSoon(Tx& tx, const std::vector<std::string>& posts);
  // A career path is in force from now on.
  static void Enforce(Tx& tx, const domain::CareerPath& path);
  absl::StatusOr<Timers::Effect> BeginPath(const Call& call, const std::string& subject);

  // What records are checked against, as far as it is the same for everybody.
  domain::RecordSetting RecordSetting(Tx& tx);
  // Keeps records that were checked, each in the place of one that it corrects, and tells.
  static void Keep(Tx& tx, std::vector<domain::RecordEntry>& entries);
  // The same of one that is to be checked.
  template <class Request>
  absl::StatusOr<v1::Record> Keep(
      Call& call, const Request& request, const domain::Record& record, const std::string& reason);
  static void TellRequired(Tx& tx, const std::string& training);
  absl::StatusOr<Timers::Effect> BeginRequirement(const Call& call, const std::string& subject);

  // Measures a person against his post, and those that its career path leads to, from the valid
  // levels and keeps the gaps.
  Measurement Measure(Tx& tx, const directory_store::PersonView& person);
  // The same because of what is demanded of him, and tells if anything was or is measured.
  void MeasureAnew(Tx& tx, const directory_store::PersonView& person);
  // A person's case in a campaign, and what it is decided against today.
  case_store::Opened Open(Tx& tx, const std::string& person, const std::string& campaign);
  // One decision about the case that the request names: lock, `decide`, save, show.
  template <class Request, class Decision>
  absl::StatusOr<v1::Profile> Decide(Call& call, const Request& request, Decision decide);
  // Makes the levels of a case valid, measures and tells.
  absl::Status Adopt(Tx& tx, const case_store::Opened& opened);
  // Puts a level, the only one of its competency in `profile`, right from today on, measures and
  // tells.
  absl::Status PutRight(
      Tx& tx, const std::string& person, const std::string& competency,
      const std::vector<domain::ValidLevel>& profile, const domain::Decision& decision,
      std::string_view basis);
  // Has the timer fire when the next level ends; that day, empty when there is none.
  std::string AwaitEnd(Tx& tx, const std::string& person);
  // The profile of a day; with the cases when `campaign` is one, or all with "".
  absl::StatusOr<v1::Profile> Show(
      Tx& tx, const std::string& person, const std::string& campaign, absl::CivilDay day);
  // Of each level in a profile, whether and until when the person may object to it.
  std::vector<domain::Appealable> AppealableOf(
      Tx& tx, const std::string& person, const std::vector<domain::ValidLevel>& profile,
      const std::vector<domain::Appeal>& appeals);
  // Ends the appeals against levels that have ended, and tells.
  static void LapseAppeals(Tx& tx, const std::vector<std::int64_t>& ended);
  absl::StatusOr<Timers::Effect> AppealDue(const Call& call, const std::string& appeal);
  // Tells the holidays of a year that stood there before holidays were told.
  absl::StatusOr<Timers::Effect> TellHolidaysByTimer(const Call& call, const std::string& year);

  // Has the reminders of a campaign told on their days; told by the timer, some people at a time.
  void PlanReminders(Tx& tx, const campaign_store::Campaign& campaign);
  absl::StatusOr<Timers::Effect> Remind(const Call& call, const std::string& subject);
  // Has a campaign end on its day: who took part is kept, and where the cases stand that waited for
  // raters, some people at a time.
  void AwaitEnd(Tx& tx, const campaign_store::Campaign& campaign, const std::string& after = "");
  absl::StatusOr<Timers::Effect> EndCampaign(const Call& call, const std::string& subject);

  absl::StatusOr<Timers::Effect> Expire(const Call& call, const std::string& person);

  Db& db_;
  const Clock& clock_;
  Policies& policies_;
  const Pages& pages_;
  const Policy rating_weights_{policies_, "rating.weights", 3};
  const Policy validity_years_{policies_, "rating.validity_years", 2};
  const Policy min_peers_{policies_, "rating.min_peers", 1};
  const Policy dispute_distance_{policies_, "rating.dispute_distance", 1};
  const Policy seen_within_{policies_, "rating.seen_within_months", 1};
  const Policy coverage_min_{policies_, "profile.coverage_min", 1};
  const Policy appeal_days_{policies_, "appeal.working_days", 2};
  const Policy reminder_days_{policies_, "campaign.reminder_days", 3};
  const Policy return_gate_{policies_, "campaign.return_gate", 1};
  const Policy standard_level_{policies_, "standard.level", 4};
  const Policy standard_expert_{policies_, "standard.expert", 4};
  const Policy standard_skilled_{policies_, "standard.skilled", 4};
  const Policy gap_severity_{policies_, "gap.severity", 2};
  const Policy match_bands_{policies_, "jpm.bands", 2};
  const Policy smallest_group_{policies_, "eval.k_anon", 1};
  const Policy ages_{policies_, "nip.ages", 3};
  const Policy horizon_years_{policies_, "act.horizon_years", 1};
  const Policy longest_record_{policies_, "record.longest_years", 1};
  const Policy retirement_age_{policies_, "retirement.age", 4};
  const Policy retirement_expert_{policies_, "retirement.expert", 4};
  const Policy retirement_skilled_{policies_, "retirement.skilled", 4};
};

}  // namespace binadaya::registry
