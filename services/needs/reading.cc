// What readers see of needs.
#include "services/common/aggregate.h"
#include "services/common/domain/small_groups.h"
#include "services/common/enums.h"
#include "services/common/sees.h"
#include "services/common/status.h"
#include "services/needs/need_store.h"
#include "services/needs/needs.h"
#include "services/needs/tell.h"

namespace binadaya::needs {
namespace {

// Whether figures may be shown to somebody who may not see single people. Those of one agency would
// tell, beside the city's, of the rest of it.
bool IsShown(const domain::Measured& measured, const std::string& path, int k) {
  return path == "/" && IsSafe({measured.affected, measured.rated - measured.affected}, k);
}

// Of a need.
bool IsShown(const domain::Need& need, int k) {
  const auto& levels = need.measured.from_levels;
  // A career need is of people of whom others tell too, by lower or higher levels; of appraisals,
  // some have none.
  Cells also;
  if (need.type == domain::NeedType::kCareer) also.assign(levels.begin(), levels.end());
  if (need.type == domain::NeedType::kPerformanceGap)
    also = {need.measured.population - need.measured.rated};
  return IsSafe(also, k) && IsShown(need.measured, need.key.unit_path, k);
}

void Withhold(const domain::Need& need, int k, v1::Need& proto) {
  const auto& levels = need.measured.from_levels;
  const bool shown = IsShown(need, k);
  if (!shown || !IsSafe({levels.begin(), levels.end()}, k)) {
    proto.clear_from_level();
    proto.clear_from_levels();
  }
  if (shown) return;
  proto.clear_affected();
  proto.clear_rated();
  proto.clear_population();
  proto.clear_mean_gap();
  proto.clear_criticality();
  proto.clear_score();
  proto.clear_breakdown();
  proto.set_withheld(true);
}

}  // namespace

bool Needs::IsOfFew(const domain::Need& need, int k) { return !IsShown(need, k); }

int Needs::SmallestGroup(Tx& tx) const { return static_cast<int>(smallest_group_.Today(tx)[0]); }

std::vector<v1::Need> Needs::View(Tx& tx, const std::vector<domain::Need>& needs) const {
  const auto versions = VersionsOf(tx, "need", needs, &domain::Need::id);
  std::vector<std::string> ids;
  for (const domain::Need& need : needs) ids.push_back(need.id);
  auto directives = need_store::DirectivesOf(tx, ids);
  std::vector<v1::Need> views;
  for (const domain::Need& need : needs) {
    v1::Need& proto = views.emplace_back();
    proto.set_id(need.id);
    proto.set_campaign(need.campaign);
    proto.set_type(ToContract<v1::NeedType>(need.type));
    proto.set_state(ToContract<v1::NeedState>(need.state));
    FillGroup(need, proto);
    proto.set_criticality(need.measured.criticality);
    proto.set_legal_basis(need.measured.legal_basis);
    proto.set_score(need.score.total);
    FillBreakdown(need.score, proto);
    proto.set_rank(need.rank);
    proto.set_provisional(need.provisional);
    proto.set_closed_because(ToContract<v1::ClosedBecause>(need.closed_because));
    proto.set_decision_note(need.decision_note);
    proto.set_detected_on(absl::FormatCivilTime(need.detected_on));
    proto.set_version(versions.at(need.id));
    for (const need_store::Directive& directive : directives[need.id])
      *proto.add_directives() = View(tx, directive, need.key.unit_path);
    if (!SeesPeople(tx.call(), need.key.unit_path)) Withhold(need, SmallestGroup(tx), proto);
  }
  return views;
}

v1::Directive Needs::View(
    Tx& tx, const need_store::Directive& directive, const std::string& path) const {
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
  proto.set_measured_rated(directive.measured.rated);
  if (!SeesPeople(tx.call(), path) && !IsShown(directive.measured, path, SmallestGroup(tx))) {
    proto.clear_measured_affected();
    proto.clear_measured_rated();
    proto.clear_measured_population();
    proto.clear_measured_mean_gap();
    proto.set_withheld(true);
  }
  return proto;
}

absl::StatusOr<v1::Need> Needs::GetNeed(Call& call, const v1::GetNeedRequest& request) {
  return db_.Read(call, [&](Tx& tx) -> absl::StatusOr<v1::Need> {
    ASSIGN_OR_RETURN(const domain::Need need, need_store::Get(tx, request.need()));
    return View(tx, need);
  });
}

absl::StatusOr<v1::ListCampaignsResponse> Needs::ListCampaigns(
    Call& call, const v1::ListCampaignsRequest& request) {
  ASSIGN_OR_RETURN(const Page page, pages_.Of(call, request));
  return db_.Read(call, [&](Tx& tx) -> absl::StatusOr<v1::ListCampaignsResponse> {
    v1::ListCampaignsResponse response;
    for (const auto& [campaign, needs, settled] :
         need_store::PageOfCampaigns(tx, call.scope(), request.year(), request.id_prefix(), page)) {
      v1::Campaign& proto = *response.add_campaigns();
      proto.set_id(campaign.id);
      proto.set_year(campaign.year);
      proto.set_unit(campaign.unit);
      proto.set_unit_path(campaign.path);
      proto.set_needs(needs);
      proto.set_settled(settled);
    }
    if (response.campaigns_size() == page.size()) {
      const v1::Campaign& last = *response.campaigns().rbegin();
      response.set_next_page_token(page.Next({Cat(last.year()), last.id()}));
    }
    return response;
  });
}

absl::StatusOr<v1::ListNeedsResponse> Needs::ListNeeds(
    Call& call, const v1::ListNeedsRequest& request) {
  ASSIGN_OR_RETURN(const Page page, pages_.Of(call, request));
  return db_.Read(call, [&](Tx& tx) -> absl::StatusOr<v1::ListNeedsResponse> {
    const need_store::Listed listed = need_store::PageOf(
        tx,
        {.campaign = request.campaign(),
         .competency = request.competency(),
         .family = request.family(),
         .id_prefix = request.id_prefix(),
         .state = request.state()},
        page);
    if (!page.first() && page.After(0) != listed.order) {
      return Refuse(
          absl::StatusCode::kAborted,
          {{.rule = "NEED-17",
            .where = "page_token",
            .message = {
                "Peringkat berubah selagi daftar dibaca. Mulai lagi dari halaman pertama.",
                "The order changed while the list was read. Start again from the first page."}}});
    }
    v1::ListNeedsResponse response;
    for (v1::Need& need : View(tx, listed.needs)) *response.add_needs() = std::move(need);
    if (response.needs_size() == page.size()) {
      const v1::Need& last = *response.needs().rbegin();
      response.set_next_page_token(page.Next({listed.order, Cat(last.rank()), last.id()}));
    }
    return response;
  });
}

}  // namespace binadaya::needs
