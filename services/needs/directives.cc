// Directives (arahan pimpinan) beside what is measured.
#include "services/common/app.h"
#include "services/common/id.h"
#include "services/common/status.h"
#include "services/needs/learned_store.h"
#include "services/needs/need_store.h"
#include "services/needs/needs.h"
#include "services/needs/tell.h"

namespace binadaya::needs {
namespace {

// Who directs: those who answer for the city's people, by name of their role.
bool MayDirect(const std::string& role) {
  for (const auto one :
       {::binadaya::v1::APPOINTING_AUTHORITY, ::binadaya::v1::AUTHORISED_OFFICIAL,
        ::binadaya::v1::AGENCY_HEAD}) {
    if (role == ::binadaya::v1::Role_Name(one)) return true;
  }
  return false;
}

absl::Status CheckDirective(Tx& tx, const v1::RecordDirectiveRequest& request) {
  Findings findings;
  if (!MayDirect(request.issuer_role())) {
    findings.push_back(
        {.rule = "NEED-10",
         .where = "issuer_role",
         .message = {
             "Peran ini tidak memberi arahan. Sebutkan APPOINTING_AUTHORITY (Wali Kota), "
             "AUTHORISED_OFFICIAL (Sekda) atau AGENCY_HEAD (Kepala BKPP).",
             "This role gives no directives. Name APPOINTING_AUTHORITY (Wali Kota), "
             "AUTHORISED_OFFICIAL (Sekda) or AGENCY_HEAD (Kepala BKPP)."}});
  }
  if (!learned_store::KnowsCompetency(tx, request.competency())) {
    findings.push_back(
        {.rule = "NEED-12",
         .where = "competency",
         .message = {
             "Tidak ada standar jabatan yang memuat kompetensi ini. Perbaiki kodenya, atau "
             "tetapkan standarnya lebih dahulu.",
             "No post's standard holds this competency. Correct its code, or define the standard "
             "first."}});
  }
  if (!learned_store::KnowsFamily(tx, request.family())) {
    findings.push_back(
        {.rule = "NEED-13",
         .where = "family",
         .message = {
             "Tidak ada jabatan dalam rumpun ini. Perbaiki nama rumpunnya, atau tetapkan "
             "jabatannya lebih dahulu.",
             "There is no post of this family. Correct its name, or define its posts first."}});
  }
  if (!findings.empty()) return Refuse(absl::StatusCode::kInvalidArgument, std::move(findings));
  if (need_store::IsDirected(
          tx, request.campaign(), request.competency(), request.family(), request.doc_ref())) {
    return Refuse(
        absl::StatusCode::kAlreadyExists,
        {{.rule = "NEED-14",
          .where = "doc_ref",
          .message = {
              "Dokumen ini sudah dicatat mengarahkan kompetensi dan rumpun ini. Tidak perlu "
              "dicatat lagi; untuk arahan lain sebutkan dokumennya.",
              "This document is recorded already as directing this competency and family. It need "
              "not be recorded again; for another directive name its document."}}});
  }
  return absl::OkStatus();
}

// What a directive is about among a campaign's open needs: the widest measured one of its
// competency and family, or else one that was proposed for the same; null without either.
const domain::Need* Directed(
    const std::vector<domain::Need>& needs, const v1::RecordDirectiveRequest& request) {
  const auto measured = [](const domain::Need& need) {
    return need.type == domain::NeedType::kCompetencyGap;
  };
  const domain::Need* directed = nullptr;
  for (const domain::Need& need : needs) {
    const bool same = need.IsOpen() && need.key.competency == request.competency() &&
                      need.key.family == request.family() &&
                      (measured(need) || need.key.to_level == request.to_level());
    if (!same) continue;
    if (directed == nullptr || std::pair(measured(need), need.measured.affected) >
                                   std::pair(measured(*directed), directed->measured.affected)) {
      directed = &need;
    }
  }
  return directed;
}

}  // namespace

absl::StatusOr<v1::Directive> Needs::RecordDirective(
    Call& call, const v1::RecordDirectiveRequest& request) {
  struct Asked {
    need_store::Campaign campaign;
    domain::Measured measured;
  };
  const auto ask = [&]() -> absl::StatusOr<Asked> {
    ASSIGN_OR_RETURN(
        need_store::Campaign campaign,
        db_.Read(call, [&](Tx& tx) -> absl::StatusOr<need_store::Campaign> {
          RETURN_IF_ERROR(CheckDirective(tx, request));
          return need_store::GetCampaign(tx, request.campaign());
        }));
    // What is measured does not depend on what the caller may see of it.
    Call own = app_.Background("RecordDirective", call.remaining());
    own.set_traceparent(call.traceparent());
    registry::v1::ListGapGroupsRequest measured;
    measured.set_unit(campaign.unit);
    measured.set_competency(request.competency());
    measured.set_family(request.family());
    ASSIGN_OR_RETURN(const Gaps gaps, GapsOf(own, std::move(measured)));
    return Asked{std::move(campaign), MeasuredBelow(gaps, request.to_level())};
  };
  const auto record = [&](Tx& tx, const Asked& asked) -> absl::StatusOr<v1::Directive> {
    const need_store::Campaign& campaign = asked.campaign;
    need_store::LockCampaign(tx, campaign.id);
    RETURN_IF_ERROR(CheckDirective(tx, request));
    const std::vector<domain::Need> needs = need_store::OfCampaign(tx, campaign.id);
    const domain::Need* need = Directed(needs, request);
    need_store::Directive directive{
        .id = NewId(call.now()),
        .need = need == nullptr ? "" : need->id,
        .issuer_role = request.issuer_role(),
        .reason = request.reason(),
        .doc_ref = request.doc_ref(),
        .linked = need != nullptr && need->type == domain::NeedType::kCompetencyGap,
        .strategic_link = request.strategic_link(),
        .measured = asked.measured};
    if (need == nullptr) {
      const domain::NeedKey key{
          .competency = request.competency(),
          .to_level = request.to_level(),
          .family = request.family(),
          .unit_path = campaign.path};
      const domain::Need proposed = domain::Need::Propose(
          NewId(call.now()), campaign.id, key, asked.measured,
          need_store::OpenElsewhere(tx, campaign, false).Of(key, call.today()));
      need_store::Save(tx, proposed);
      TellDetected(tx, proposed);
      directive.need = proposed.id;
    }
    need_store::Add(tx, directive);
    TellDirective(tx, directive);
    return View(tx, directive, campaign.path);
  };
  return db_.Write(call, request, ask, record);
}

}  // namespace binadaya::needs
