#include "services/needs/needs.h"

#include <algorithm>
#include <map>

#include "binadaya/needs/v1/needs_events.tell.h"
#include "services/common/id.h"
#include "services/common/status.h"
#include "services/needs/need_store.h"

namespace binadaya::needs {
namespace {

namespace store = need_store;

domain::Measured MeasuredOf(const registry::v1::GapGroup& group) {
  return {
      .affected = group.affected(),
      .population = group.population(),
      .mean_gap = group.mean_gap(),
      .criticality = group.criticality()};
}

domain::NeedKey KeyOf(const registry::v1::GapGroup& group, const std::string& path) {
  return {
      .competency = group.competency(),
      .from_level = group.from_level(),
      .to_level = group.to_level(),
      .family = group.family(),
      .unit_path = path};
}

// What was measured for everybody of a family below a level.
domain::Measured Sum(const std::vector<registry::v1::GapGroup>& groups, int to_level) {
  domain::Measured sum;
  double gaps = 0, criticality = 0;
  for (const registry::v1::GapGroup& group : groups) {
    if (group.to_level() > to_level) continue;
    sum.affected += group.affected();
    sum.population = std::max(sum.population, group.population());
    gaps += group.mean_gap() * group.affected();
    criticality += group.criticality() * group.affected();
  }
  if (sum.affected > 0) {
    sum.mean_gap = gaps / sum.affected;
    sum.criticality = criticality / sum.affected;
  }
  return sum;
}

v1::Directive ToProto(const store::Directive& directive) {
  v1::Directive proto;
  proto.set_id(directive.id);
  proto.set_need(directive.need);
  proto.set_linked(directive.linked);
  proto.set_issuer_role(directive.issuer_role);
  proto.set_reason(directive.reason);
  proto.set_doc_ref(directive.doc_ref);
  proto.set_measured_affected(directive.measured.affected);
  proto.set_measured_population(directive.measured.population);
  proto.set_measured_mean_gap(directive.measured.mean_gap);
  return proto;
}

template <class Proto>
void FillBreakdown(const domain::Score& score, Proto& proto) {
  for (const domain::ScoreComponent& component : score.breakdown) {
    v1::ScoreComponent& out = *proto.add_breakdown();
    out.set_code(std::string(component.code));
    out.set_value(component.value);
    out.set_weight(component.weight);
    out.set_points(component.points);
  }
}

void TellDetected(Tx& tx, const domain::Need& need) {
  v1::NeedDetected event;
  event.set_need(need.id);
  event.set_campaign(need.campaign);
  event.set_type(static_cast<v1::NeedType>(need.type));
  event.set_state(static_cast<v1::NeedState>(need.state));
  event.set_competency(need.key.competency);
  event.set_from_level(need.key.from_level);
  event.set_to_level(need.key.to_level);
  event.set_family(need.key.family);
  event.set_unit_path(need.key.unit_path);
  event.set_affected(need.measured.affected);
  event.set_population(need.measured.population);
  event.set_mean_gap(need.measured.mean_gap);
  Tell(tx, need.id, event);
}

void TellMeasured(Tx& tx, const domain::Need& need) {
  v1::NeedMeasured event;
  event.set_need(need.id);
  event.set_affected(need.measured.affected);
  event.set_population(need.measured.population);
  event.set_mean_gap(need.measured.mean_gap);
  Tell(tx, need.id, event);
}

void TellReopened(Tx& tx, const domain::Need& need) {
  v1::NeedReopened event;
  event.set_need(need.id);
  event.set_affected(need.measured.affected);
  event.set_population(need.measured.population);
  event.set_mean_gap(need.measured.mean_gap);
  Tell(tx, need.id, event);
}

void TellClosed(Tx& tx, const domain::Need& need, bool gap_gone) {
  v1::NeedClosed event;
  event.set_need(need.id);
  event.set_gap_gone(gap_gone);
  Tell(tx, need.id, event);
}

// An event that names nothing but its need.
template <class Told>
void TellOf(Tx& tx, const domain::Need& need) {
  Told event;
  event.set_need(need.id);
  Tell(tx, need.id, event);
}

// Measures a need, saves what changed and says so.
domain::Need::Change Remeasure(Tx& tx, domain::Need& need, const domain::Measured& measured) {
  const domain::Need::Change change = need.Measure(measured);
  if (change == domain::Need::Change::kNone) return change;
  store::Save(tx, need);
  if (change == domain::Need::Change::kFigures) TellMeasured(tx, need);
  if (change == domain::Need::Change::kReopened) TellReopened(tx, need);
  if (change == domain::Need::Change::kClosed) TellClosed(tx, need, true);
  return change;
}

}  // namespace

Needs::Needs(App& app)
    : db_(app.db()), policies_(app.policies()), registry_(app.config().Get("REGISTRY_ADDRESS")) {}

App::Parts Needs::Wire(App& app) {
  auto needs = std::make_shared<Needs>(app);
  const auto recheck = [self = needs.get()](const Call& call, const std::string& need) {
    return self->Recheck(call, need);
  };
  const auto check = [](std::string_view key, const std::vector<double>& values) {
    return key == "priority.weights" ? domain::CheckWeights(values) : Findings();
  };
  return {
      .service = needs.get(),
      .subscriptions = {registry::Listen(*needs)},
      .timers = {{"recheck", recheck}},
      .hooks = {.reset_projection = nullptr, .check_policy = check},
      .owner = needs};
}

absl::StatusOr<std::string> Needs::PathOf(
    Call& call, ::binadaya::v1::ScopeKind kind, const std::string& id) {
  return db_.Read(call, [&](Tx& tx) -> absl::StatusOr<std::string> {
    switch (kind) {
      case ::binadaya::v1::UNIT:
        return store::PathOfUnit(tx, id);
      case ::binadaya::v1::NEED:
        return store::PathOfNeed(tx, id);
      case ::binadaya::v1::CAMPAIGN:
        return store::PathOfCampaign(tx, id);
      default:
        return NeedsService::PathOf(call, kind, id);
    }
  });
}

absl::StatusOr<Needs::Groups> Needs::GapGroups(
    const Call& call, const std::string& unit, const std::string& competency,
    const std::string& family) const {
  Groups groups;
  registry::v1::ListGapGroupsRequest request;
  request.set_unit(unit);
  request.set_competency(competency);
  request.set_family(family);
  request.set_page_size(1000);
  do {
    ASSIGN_OR_RETURN(
        const registry::v1::ListGapGroupsResponse page, registry_.ListGapGroups(call, request));
    groups.insert(groups.end(), page.groups().begin(), page.groups().end());
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  return groups;
}

absl::StatusOr<v1::Campaign> Needs::OpenCampaign(
    Call& call, const v1::OpenCampaignRequest& request) {
  return db_.Write(call, request, [&](Tx& tx) -> absl::StatusOr<v1::Campaign> {
    store::Campaign campaign{
        .id = NewId(call.now()),
        .year = request.year(),
        .unit = request.unit(),
        .path = call.scope_path()};
    store::Add(tx, campaign);
    v1::Campaign proto;
    proto.set_id(campaign.id);
    proto.set_year(campaign.year);
    proto.set_unit(campaign.unit);
    proto.set_unit_path(campaign.path);
    return proto;
  });
}

absl::StatusOr<v1::DetectNeedsResponse> Needs::DetectNeeds(
    Call& call, const v1::DetectNeedsRequest& request) {
  ASSIGN_OR_RETURN(const store::Campaign campaign, db_.Read(call, [&](Tx& tx) {
    return store::GetCampaign(tx, request.campaign());
  }));
  ASSIGN_OR_RETURN(const Groups groups, GapGroups(call, campaign.unit, "", ""));
  return db_.Write(call, request, [&](Tx& tx) -> absl::StatusOr<v1::DetectNeedsResponse> {
    store::LockCampaign(tx, campaign.id);
    std::map<domain::NeedKey, domain::Need> known;
    for (domain::Need& need : store::OfCampaign(tx, campaign.id)) {
      if (need.type == domain::NeedType::kCompetencyGap) known.emplace(need.key, std::move(need));
    }
    v1::DetectNeedsResponse response;
    for (const registry::v1::GapGroup& group : groups) {
      const domain::NeedKey key = KeyOf(group, campaign.path);
      if (const auto found = known.find(key); found != known.end()) {
        const domain::Need::Change change = Remeasure(tx, found->second, MeasuredOf(group));
        response.set_updated(
            response.updated() + (change == domain::Need::Change::kFigures ? 1 : 0));
        response.set_reopened(
            response.reopened() + (change == domain::Need::Change::kReopened ? 1 : 0));
        known.erase(found);
      } else if (group.affected() < request.min_affected()) {
        response.set_too_small(response.too_small() + 1);
      } else {
        const domain::Need need = domain::Need::Detect(
            NewId(call.now()), campaign.id, key, MeasuredOf(group), call.today());
        store::Save(tx, need);
        TellDetected(tx, need);
        response.set_detected(response.detected() + 1);
      }
    }
    for (auto& [key, need] : known)
      Remeasure(tx, need, {.affected = 0, .population = need.measured.population});
    return response;
  });
}

absl::StatusOr<v1::Directive> Needs::RecordDirective(
    Call& call, const v1::RecordDirectiveRequest& request) {
  ::binadaya::v1::Role role;
  if (!::binadaya::v1::Role_Parse(request.issuer_role(), &role)) {
    return Refuse(
        absl::StatusCode::kInvalidArgument,
        {{.rule = "NEED-10",
          .where = "issuer_role",
          .message = {
              "sebutkan peran pemberi arahan, misalnya APPOINTING_AUTHORITY (Wali Kota)",
              "name the role that directed, such as APPOINTING_AUTHORITY"}}});
  }
  ASSIGN_OR_RETURN(const store::Campaign campaign, db_.Read(call, [&](Tx& tx) {
    return store::GetCampaign(tx, request.campaign());
  }));
  ASSIGN_OR_RETURN(
      const Groups groups, GapGroups(call, campaign.unit, request.competency(), request.family()));
  const domain::Measured measured = Sum(groups, request.to_level());
  return db_.Write(call, request, [&](Tx& tx) -> absl::StatusOr<v1::Directive> {
    store::LockCampaign(tx, campaign.id);
    const std::vector<domain::Need> needs = store::OfCampaign(tx, campaign.id);
    // The widest open measured need of the same competency and family.
    const domain::Need* widest = nullptr;
    for (const domain::Need& need : needs) {
      const bool same = need.type == domain::NeedType::kCompetencyGap &&
                        need.state != domain::NeedState::kClosed &&
                        need.key.competency == request.competency() &&
                        need.key.family == request.family();
      if (same && (widest == nullptr || need.measured.affected > widest->measured.affected))
        widest = &need;
    }
    store::Directive directive{
        .id = NewId(call.now()),
        .need = widest == nullptr ? "" : widest->id,
        .issuer_role = request.issuer_role(),
        .reason = request.reason(),
        .doc_ref = request.doc_ref(),
        .linked = widest != nullptr,
        .strategic_link = request.strategic_link(),
        .measured = measured};
    if (widest == nullptr) {
      const domain::NeedKey key{
          .competency = request.competency(),
          .from_level = 0,
          .to_level = request.to_level(),
          .family = request.family(),
          .unit_path = campaign.path};
      const domain::Need need =
          domain::Need::Propose(NewId(call.now()), campaign.id, key, measured, call.today());
      store::Save(tx, need);
      TellDetected(tx, need);
      directive.need = need.id;
    }
    store::Add(tx, directive);
    v1::DirectiveRecorded event;
    event.set_directive(directive.id);
    event.set_need(directive.need);
    event.set_issuer_role(directive.issuer_role);
    event.set_linked(directive.linked);
    event.set_measured_affected(measured.affected);
    event.set_measured_population(measured.population);
    event.set_measured_mean_gap(measured.mean_gap);
    Tell(tx, directive.need, event);
    return ToProto(directive);
  });
}

absl::StatusOr<v1::Need> Needs::Decide(
    Call& call, const v1::DecideNeedRequest& request,
    const std::function<absl::Status(domain::Need&)>& decide,
    const std::function<void(Tx&, const domain::Need&)>& tell) {
  return db_.Write(call, request, [&](Tx& tx) -> absl::StatusOr<v1::Need> {
    ASSIGN_OR_RETURN(domain::Need need, store::Lock(tx, request.need()));
    RETURN_IF_ERROR(tx.Expect("need", request.need(), request.version()));
    RETURN_IF_ERROR(decide(need));
    store::Save(tx, need);
    tell(tx, need);
    v1::Need view = View(tx, need);
    view.set_version(view.version() + 1);  // the event that this transaction tells
    return view;
  });
}

absl::StatusOr<v1::Need> Needs::VerifyNeed(Call& call, const v1::DecideNeedRequest& request) {
  return Decide(
      call, request, [](domain::Need& need) { return need.Verify(); }, &TellOf<v1::NeedVerified>);
}

absl::StatusOr<v1::Need> Needs::ValidateNeed(Call& call, const v1::DecideNeedRequest& request) {
  return Decide(
      call, request, [](domain::Need& need) { return need.Validate(); },
      &TellOf<v1::NeedValidated>);
}

absl::StatusOr<v1::Need> Needs::BacklogNeed(Call& call, const v1::DecideNeedRequest& request) {
  return Decide(
      call, request, [&](domain::Need& need) { return need.Backlog(request.reason()); },
      &TellOf<v1::NeedBacklogged>);
}

absl::StatusOr<v1::Need> Needs::ReopenNeed(Call& call, const v1::DecideNeedRequest& request) {
  return Decide(
      call, request, [&](domain::Need& need) { return need.Reopen(request.reason()); },
      &TellReopened);
}

absl::StatusOr<v1::Need> Needs::CloseNeed(Call& call, const v1::DecideNeedRequest& request) {
  return Decide(
      call, request, [&](domain::Need& need) { return need.Close(request.reason()); },
      [](Tx& tx, const domain::Need& need) { TellClosed(tx, need, false); });
}

absl::StatusOr<v1::RankNeedsResponse> Needs::RankNeeds(
    Call& call, const v1::RankNeedsRequest& request) {
  return db_.Write(call, request, [&](Tx& tx) -> absl::StatusOr<v1::RankNeedsResponse> {
    store::LockCampaign(tx, request.campaign());
    const std::vector<double> w = policies_.On(tx, "priority.weights", call.today());
    const domain::PriorityWeights weights{w[0], w[1], w[2], w[3], w[4], w[5]};
    const int urgency_days =
        static_cast<int>(policies_.On(tx, "priority.urgency_days", call.today())[0]);
    struct Scored {
      domain::Need need;
      domain::Score score;
    };
    std::vector<Scored> scored;
    for (domain::Need& need : store::OfCampaign(tx, request.campaign())) {
      const bool open = need.state == domain::NeedState::kValidated ||
                        need.state == domain::NeedState::kRanked ||
                        need.state == domain::NeedState::kBacklog;
      if (!open) continue;
      const domain::PriorityInputs inputs =
          need.Inputs(store::StrategicLink(tx, need.id), call.today(), urgency_days);
      scored.push_back({std::move(need), domain::Prioritise(inputs, weights)});
    }
    std::stable_sort(scored.begin(), scored.end(), [](const Scored& a, const Scored& b) {
      return a.score.total > b.score.total;
    });
    int rank = 0;
    for (Scored& one : scored) {
      RETURN_IF_ERROR(one.need.Rank(std::move(one.score), ++rank));
      store::Save(tx, one.need);
      v1::NeedRanked event;
      event.set_need(one.need.id);
      event.set_score(one.need.score.total);
      event.set_rank(rank);
      FillBreakdown(one.need.score, event);
      Tell(tx, one.need.id, event);
    }
    v1::RankNeedsResponse response;
    response.set_ranked(rank);
    return response;
  });
}

v1::Need Needs::View(Tx& tx, const domain::Need& need) {
  v1::Need proto;
  proto.set_id(need.id);
  proto.set_campaign(need.campaign);
  proto.set_type(static_cast<v1::NeedType>(need.type));
  proto.set_state(static_cast<v1::NeedState>(need.state));
  proto.set_competency(need.key.competency);
  proto.set_from_level(need.key.from_level);
  proto.set_to_level(need.key.to_level);
  proto.set_family(need.key.family);
  proto.set_unit_path(need.key.unit_path);
  proto.set_affected(need.measured.affected);
  proto.set_population(need.measured.population);
  proto.set_mean_gap(need.measured.mean_gap);
  proto.set_criticality(need.measured.criticality);
  proto.set_score(need.score.total);
  FillBreakdown(need.score, proto);
  proto.set_rank(need.rank);
  proto.set_decision_note(need.decision_note);
  proto.set_detected_on(absl::FormatCivilTime(need.detected_on));
  proto.set_version(store::Version(tx, need.id));
  for (const store::Directive& directive : store::DirectivesOf(tx, need.id))
    *proto.add_directives() = ToProto(directive);
  return proto;
}

absl::StatusOr<v1::Need> Needs::GetNeed(Call& call, const v1::GetNeedRequest& request) {
  return db_.Read(call, [&](Tx& tx) -> absl::StatusOr<v1::Need> {
    ASSIGN_OR_RETURN(const domain::Need need, store::Get(tx, request.need()));
    return View(tx, need);
  });
}

absl::StatusOr<v1::ListNeedsResponse> Needs::ListNeeds(
    Call& call, const v1::ListNeedsRequest& request) {
  ASSIGN_OR_RETURN(
      const Page page,
      Page::Of(
          request.page_size(), request.page_token(),
          Cat(call.method(), request.campaign(), static_cast<int>(request.state()))));
  return db_.Read(call, [&](Tx& tx) -> absl::StatusOr<v1::ListNeedsResponse> {
    v1::ListNeedsResponse response;
    for (const domain::Need& need : store::PageOf(tx, request.campaign(), request.state(), page))
      *response.add_needs() = View(tx, need);
    if (response.needs_size() == page.size()) {
      const v1::Need& last = *response.needs().rbegin();
      response.set_next_page_token(page.Next({Cat(last.rank()), last.id()}));
    }
    return response;
  });
}

absl::StatusOr<Timers::Effect> Needs::Recheck(const Call& call, const std::string& id) {
  struct Found {
    domain::Need need;
    store::Campaign campaign;
  };
  ASSIGN_OR_RETURN(const Found found, db_.Read(call, [&](Tx& tx) -> absl::StatusOr<Found> {
    ASSIGN_OR_RETURN(domain::Need need, store::Get(tx, id));
    ASSIGN_OR_RETURN(store::Campaign campaign, store::GetCampaign(tx, need.campaign));
    return Found{std::move(need), std::move(campaign)};
  }));
  const domain::NeedKey& key = found.need.key;
  ASSIGN_OR_RETURN(
      const Groups groups, GapGroups(call, found.campaign.unit, key.competency, key.family));
  domain::Measured measured{.affected = 0, .population = found.need.measured.population};
  for (const registry::v1::GapGroup& group : groups) {
    if (group.from_level() == key.from_level && group.to_level() == key.to_level)
      measured = MeasuredOf(group);
  }
  return Timers::Effect([id, measured](Tx& tx) -> absl::Status {
    ASSIGN_OR_RETURN(domain::Need need, store::Lock(tx, id));
    // Closed by a person meanwhile: only a detection opens it again.
    if (need.state != domain::NeedState::kClosed) Remeasure(tx, need, measured);
    return absl::OkStatus();
  });
}

}  // namespace binadaya::needs
