// Directives (arahan pimpinan) beside what is measured.
#include <algorithm>

#include "services/common/id.h"
#include "services/common/status.h"
#include "services/needs/need_store.h"
#include "services/needs/needs.h"
#include "services/needs/tell.h"

namespace binadaya::needs {
namespace {

namespace store = need_store;

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

// The widest open measured need of the directive's competency and family; null without one.
const domain::Need* Widest(
    const std::vector<domain::Need>& needs, const v1::RecordDirectiveRequest& request) {
  const domain::Need* widest = nullptr;
  for (const domain::Need& need : needs) {
    const bool same =
        need.type == domain::NeedType::kCompetencyGap && need.state != domain::NeedState::kClosed &&
        need.key.competency == request.competency() && need.key.family == request.family();
    if (same && (widest == nullptr || need.measured.affected > widest->measured.affected))
      widest = &need;
  }
  return widest;
}

}  // namespace

absl::StatusOr<v1::Directive> Needs::RecordDirective(
    Call& call, const v1::RecordDirectiveRequest& request) {
  const auto ask = [&]() -> absl::StatusOr<Asked> {
    ::binadaya::v1::Role role;
    if (!::binadaya::v1::Role_Parse(request.issuer_role(), &role)) {
      return Refuse(
          absl::StatusCode::kInvalidArgument,
          {{.rule = "NEED-10",
            .where = "issuer_role",
            .message = {
                "Peran pemberi arahan tidak dikenal. Sebutkan perannya, misalnya "
                "APPOINTING_AUTHORITY (Wali Kota).",
                "The role that directed is unknown. Name it, such as APPOINTING_AUTHORITY."}}});
    }
    return Ask(call, request.campaign(), request.competency(), request.family());
  };
  const auto record = [&](Tx& tx, const Asked& asked) -> absl::StatusOr<v1::Directive> {
    const store::Campaign& campaign = asked.campaign;
    const domain::Measured measured = Sum(asked.groups, request.to_level());
    store::LockCampaign(tx, campaign.id);
    const std::vector<domain::Need> needs = store::OfCampaign(tx, campaign.id);
    const domain::Need* widest = Widest(needs, request);
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
    TellDirective(tx, directive);
    return View(directive);
  };
  return db_.Write(call, request, ask, record);
}

v1::Directive Needs::View(const store::Directive& directive) {
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

}  // namespace binadaya::needs
