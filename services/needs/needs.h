#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "binadaya/budgeting/v1/budgeting_events.hear.h"
#include "binadaya/needs/v1/needs.rpc.h"
#include "binadaya/registry/v1/registry.rpc.h"
#include "binadaya/registry/v1/registry_events.hear.h"
#include "services/common/db.h"
#include "services/common/jobs.h"
#include "services/common/page.h"
#include "services/common/policy.h"
#include "services/common/program.h"
#include "services/common/timer.h"
#include "services/needs/domain/need.h"
#include "services/needs/domain/program.h"
#include "services/needs/need_store.h"
#include "services/needs/plan_items.h"
#include "services/needs/plan_store.h"

namespace binadaya::needs {

// Needs analysis. Asks the registry for gap groups when it decides; hears of new profiles to know
// when to ask again, and of the budget what money is bound for. Handlers by aggregate:
// campaigns.cc, decisions.cc (about one need), directives.cc, ranking.cc, reading.cc, programs.cc,
// program_reading.cc, portfolios.cc, portfolio_inputs.cc, portfolio_reading.cc, plans.cc,
// plan_reading.cc. Any thread.
class Needs final : public NeedsService,
                    public registry::EventListener,
                    public budgeting::EventListener {
 public:
  explicit Needs(App& app);

  absl::StatusOr<v1::Campaign> OpenCampaign(
      Call& call, const v1::OpenCampaignRequest& request) override;
  absl::StatusOr<v1::DetectNeedsResponse> DetectNeeds(
      Call& call, const v1::DetectNeedsRequest& request) override;
  absl::StatusOr<v1::Directive> RecordDirective(
      Call& call, const v1::RecordDirectiveRequest& request) override;
  absl::StatusOr<v1::Need> VerifyNeed(Call& call, const v1::DecideNeedRequest& request) override;
  absl::StatusOr<v1::Need> ValidateNeed(Call& call, const v1::DecideNeedRequest& request) override;
  absl::StatusOr<v1::Need> RejectNeed(Call& call, const v1::DecideNeedRequest& request) override;
  absl::StatusOr<v1::Need> LeaveNeedToAction(
      Call& call, const v1::DecideNeedRequest& request) override;
  absl::StatusOr<v1::RankNeedsResponse> RankNeeds(
      Call& call, const v1::RankNeedsRequest& request) override;
  absl::StatusOr<v1::Need> BacklogNeed(Call& call, const v1::DecideNeedRequest& request) override;
  absl::StatusOr<v1::Need> ReopenNeed(Call& call, const v1::DecideNeedRequest& request) override;
  absl::StatusOr<v1::Need> CloseNeed(Call& call, const v1::DecideNeedRequest& request) override;
  absl::StatusOr<v1::Need> GetNeed(Call& call, const v1::GetNeedRequest& request) override;
  absl::StatusOr<v1::ListCampaignsResponse> ListCampaigns(
      Call& call, const v1::ListCampaignsRequest& request) override;
  absl::StatusOr<v1::ListNeedsResponse> ListNeeds(
      Call& call, const v1::ListNeedsRequest& request) override;

  absl::StatusOr<v1::Program> DraftProgram(
      Call& call, const v1::DraftProgramRequest& request) override;
  absl::StatusOr<v1::Program> CopyProgram(
      Call& call, const v1::CopyProgramRequest& request) override;
  absl::StatusOr<v1::Program> EditProgram(
      Call& call, const v1::EditProgramRequest& request) override;
  absl::StatusOr<v1::Program> SubmitProgram(
      Call& call, const v1::DecideProgramRequest& request) override;
  absl::StatusOr<v1::Program> ReviewProgram(
      Call& call, const v1::DecideProgramRequest& request) override;
  absl::StatusOr<v1::Program> ApproveProgram(
      Call& call, const v1::DecideProgramRequest& request) override;
  absl::StatusOr<v1::Program> ReturnProgram(
      Call& call, const v1::DecideProgramRequest& request) override;
  absl::StatusOr<v1::Program> ReviseProgram(
      Call& call, const v1::DecideProgramRequest& request) override;
  absl::StatusOr<v1::Program> PutProgramUnderReview(
      Call& call, const v1::DecideProgramRequest& request) override;
  absl::StatusOr<v1::Program> RetireProgram(
      Call& call, const v1::DecideProgramRequest& request) override;
  absl::StatusOr<v1::Program> GetProgram(Call& call, const v1::GetProgramRequest& request) override;
  absl::StatusOr<v1::ListProgramsResponse> ListPrograms(
      Call& call, const v1::ListProgramsRequest& request) override;
  absl::StatusOr<v1::ListProgramFormsResponse> ListProgramForms(
      Call& call, const v1::ListProgramFormsRequest& request) override;
  absl::StatusOr<v1::Traceability> GetTraceability(
      Call& call, const v1::GetTraceabilityRequest& request) override;

  absl::StatusOr<v1::StartPortfolioResponse> StartPortfolio(
      Call& call, const v1::StartPortfolioRequest& request) override;
  absl::StatusOr<v1::Portfolio> GetPortfolio(
      Call& call, const v1::GetPortfolioRequest& request) override;
  absl::StatusOr<v1::ListPortfoliosResponse> ListPortfolios(
      Call& call, const v1::ListPortfoliosRequest& request) override;
  absl::StatusOr<v1::ComparePortfoliosResponse> ComparePortfolios(
      Call& call, const v1::ComparePortfoliosRequest& request) override;
  absl::StatusOr<v1::Portfolio> AcceptPortfolio(
      Call& call, const v1::AcceptPortfolioRequest& request) override;

  absl::StatusOr<v1::Plan> DraftPlan(Call& call, const v1::DraftPlanRequest& request) override;
  absl::StatusOr<v1::Plan> RevisePlan(Call& call, const v1::RevisePlanRequest& request) override;
  absl::StatusOr<v1::Plan> ProposePlan(Call& call, const v1::DecidePlanRequest& request) override;
  absl::StatusOr<v1::Plan> SetPlan(Call& call, const v1::DecidePlanRequest& request) override;
  absl::StatusOr<v1::Plan> ReturnPlan(Call& call, const v1::DecidePlanRequest& request) override;
  absl::StatusOr<v1::Plan> GetPlan(Call& call, const v1::GetPlanRequest& request) override;
  absl::StatusOr<v1::ListPlansResponse> ListPlans(
      Call& call, const v1::ListPlansRequest& request) override;

  using registry::EventListener::Hear;
  absl::Status Hear(Tx& tx, const Event& event, const registry::v1::UnitChanged& told) override;
  absl::Status Hear(Tx& tx, const Event& event, const registry::v1::PostDefined& told) override;
  absl::Status Hear(Tx& tx, const Event& event, const registry::v1::CareerPathSet& told) override;
  absl::Status Hear(
      Tx& tx, const Event& event, const registry::v1::TrainingRequired& told) override;
  absl::Status Hear(
      Tx& tx, const Event& event, const registry::v1::TrainingRecorded& told) override;
  absl::Status Hear(
      Tx& tx, const Event& event, const registry::v1::AppraisalRecorded& told) override;
  absl::Status Hear(Tx& tx, const Event& event, const registry::v1::RecordAnnulled& told) override;
  absl::Status Hear(Tx& tx, const Event& event, const registry::v1::PersonChanged& told) override;
  absl::Status Hear(
      Tx& tx, const Event& event, const registry::v1::ProfileValidated& told) override;
  absl::Status Hear(Tx& tx, const Event& event, const registry::v1::PostAssigned& told) override;
  absl::Status Hear(Tx& tx, const Event& event, const registry::v1::ProfileMeasured& told) override;
  absl::Status Hear(Tx& tx, const Event& event, const registry::v1::PersonLeft& told) override;
  absl::Status Hear(Tx& tx, const Event& event, const registry::v1::ProfileExpired& told) override;
  absl::Status Hear(
      Tx& tx, const Event& event, const registry::v1::ProfileCorrected& told) override;
  using budgeting::EventListener::Hear;
  absl::Status Hear(Tx& tx, const Event& event, const budgeting::v1::FundsCommitted& told) override;
  absl::Status Hear(Tx& tx, const Event& event, const budgeting::v1::FundsReleased& told) override;
  absl::Status Hear(Tx& tx, const Event& event, const budgeting::v1::FundsReturned& told) override;

  absl::StatusOr<std::string> PathOf(
      Call& call, ::binadaya::v1::ScopeKind kind, const std::string& id) override;

 private:
  friend Parts Wire(App& app);

  // What the registry measures.
  struct Gaps {
    std::vector<registry::v1::GapGroup> groups;
    int population = 0, rated = 0;  // of the family that was asked for
  };
  // People of one family who lack the same: what becomes a need.
  struct Group {
    domain::NeedKey key;
    domain::Measured measured;
    std::vector<std::string> people = {};  // of one without a competency
  };
  static constexpr int kPage = 1000;  // groups asked for at once
  static constexpr char kRecheck[] = "recheck";
  static constexpr char kEmpty[] = "empty";  // the same for a group that is ahead of its events
  static constexpr char kDemands[] = "demands";
  static constexpr char kMerge[] = "merge";

  // The gap groups that a request asks for, all pages, fresh from the registry.
  absl::StatusOr<Gaps> GapsOf(const Call& call, registry::v1::ListGapGroupsRequest request) const;
  // The same of required trainings and appraisals.
  absl::StatusOr<std::vector<registry::v1::Shortfall>> ShortfallsOf(
      const Call& call, registry::v1::ListShortfallsRequest request) const;
  // All that becomes needs of a campaign.
  absl::StatusOr<std::vector<Group>> GroupsOf(
      const Call& call, const need_store::Campaign& campaign) const;
  // What is measured of one need now.
  absl::StatusOr<Group> GroupOf(
      const Call& call, const need_store::Campaign& campaign, const domain::Need& need) const;
  // One decision about one need: load, `decide`, save, `tell`.
  absl::StatusOr<v1::Need> Decide(
      Call& call, const v1::DecideNeedRequest& request,
      const std::function<absl::Status(domain::Need&)>& decide,
      const std::function<void(Tx&, const domain::Need&)>& tell);
  // Measures a need again; what the "recheck" timer runs. `patient`: a group that is empty while
  // its people are heard to be behind it still, or to be elsewhere, is left for later.
  absl::StatusOr<Timers::Effect> Recheck(const Call& call, const std::string& need, bool patient);
  // Makes one need of those of one group.
  static absl::StatusOr<Timers::Effect> Merge(const Call& call, const std::string& campaign);
  // Has the open needs of a family ("LURAH@2027-01-01") measured again: its standards changed.
  static absl::StatusOr<Timers::Effect> ChangeDemands(const Call& call, const std::string& subject);
  // Measures a need, saves what changed and says so.
  static domain::Need::Change Remeasure(
      Tx& tx, domain::Need& need, const Group& now, domain::ClosedBecause because);
  static domain::Measured MeasuredOf(const registry::v1::GapGroup& group);
  static domain::Measured MeasuredOf(const registry::v1::Shortfall& group);
  // Of everybody of the family that was asked for, against levels up to one.
  static domain::Measured MeasuredBelow(const Gaps& gaps, int to_level);
  // What the caller may see, of all by the same few statements. `path`: where the directive's need
  // lies.
  std::vector<v1::Need> View(Tx& tx, const std::vector<domain::Need>& needs) const;
  v1::Need View(Tx& tx, const domain::Need& need) const {
    return View(tx, std::vector{need}).front();
  }
  v1::Directive View(Tx& tx, const need_store::Directive& directive, const std::string& path) const;
  int SmallestGroup(Tx& tx) const;
  // Whether its figures tell of too few for who may not see single people.
  static bool IsOfFew(const domain::Need& need, int k);

  // One decision about one program: load, `decide`, save; `Told` says that it was taken.
  template <class Told, class Request, class Decision>
  absl::StatusOr<v1::Program> DecideProgram(Call& call, const Request& request, Decision decide);
  // Saves a new program, and says so.
  absl::StatusOr<v1::Program> Begin(Tx& tx, const domain::Program& program) const;
  domain::DesignPolicy DesignRules(Tx& tx) const;
  // What the gate says of a version today.
  Findings Gate(
      Tx& tx, const domain::Program& program, const domain::ProgramVersion& version) const;
  // A version of a program, whole, and lines of a list. `told`: the version of the aggregate.
  v1::Program View(
      Tx& tx, const domain::Program& program, const domain::ProgramVersion& version,
      std::int64_t told) const;
  static std::vector<v1::Program> Lines(Tx& tx, const std::vector<domain::Program>& programs);

  static constexpr char kPortfolioJob[] = "needs.Portfolio";
  // What a portfolio is chosen from now, and what stands against that.
  absl::StatusOr<v1::PortfolioInputs> Weigh(
      Tx& tx, const v1::StartPortfolioRequest& request, Findings& findings) const;
  absl::StatusOr<v1::StartPortfolioResponse> DoPortfolio(
      JobRun& run, const v1::PortfolioInputs& inputs);
  static v1::Portfolio View(const Call& call, v1::Portfolio portfolio);

  // What stands against planning the programs of a portfolio now, in this plan ("": in a new one).
  static Findings StandingOf(Tx& tx, const v1::Portfolio& portfolio, const std::string& plan);
  absl::StatusOr<CompetencyNames> NamesOf(const Call& call) const;
  // The items that an accepted portfolio makes; those of a plan that is revised keep their ids.
  template <class Request>
  absl::StatusOr<v1::PlanItems> ItemsOf(
      Tx& tx, const Request& request, const CompetencyNames& names,
      const plan_store::StoredPlan* revised) const;
  // One decision about one plan: load, `decide`, save, `tell`.
  template <class Request, class Decision, class Told>
  absl::StatusOr<v1::Plan> DecidePlan(
      Tx& tx, const Request& request, Decision decide, Told tell) const;
  static v1::Plan View(
      const plan_store::StoredPlan& stored, const domain::PlanVersion& version, std::int64_t told);

  App& app_;
  Db& db_;
  const Pages& pages_;
  const Policy weights_;
  const Policy urgency_days_;
  const Policy rated_share_;
  const Policy smallest_group_;
  const Policy learning_share_;
  const Policy active_share_;
  const Policy jp_minutes_;
  const Policy traceability_target_;
  const Policy trainer_minutes_;
  const registry::RegistryClient registry_;
};

}  // namespace binadaya::needs
