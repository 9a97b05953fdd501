// Rating campaigns: opened, who is invited, what came back.
#include <algorithm>
#include <set>

#include "absl/strings/str_join.h"
#include "binadaya/registry/v1/registry_events.tell.h"
#include "services/common/enums.h"
#include "services/common/id.h"
#include "services/common/status.h"
#include "services/registry/campaign_store.h"
#include "services/registry/domain/assignment.h"
#include "services/registry/registry.h"

namespace binadaya::registry {
namespace {

namespace store = campaign_store;

void TellOpened(Tx& tx, const store::Campaign& campaign) {
  v1::RatingCampaignOpened event;
  event.set_campaign(campaign.id);
  event.set_unit_path(campaign.path);
  event.set_opens(absl::FormatCivilTime(campaign.opens));
  event.set_closes(absl::FormatCivilTime(campaign.closes));
  Tell(tx, event);
}

}  // namespace

absl::StatusOr<v1::RatingCampaign> Registry::OpenRatingCampaign(
    Call& call, const v1::OpenRatingCampaignRequest& request) {
  return db_.Write(call, request, [&](Tx& tx) -> absl::StatusOr<v1::RatingCampaign> {
    store::Campaign campaign{
        .id = NewId(call.now()),
        .name = request.name(),
        .path = call.scope_path(),
        .opens = {},
        .closes = {}};
    absl::ParseCivilTime(request.opens(), &campaign.opens);
    absl::ParseCivilTime(request.closes(), &campaign.closes);
    if (Findings findings = domain::CheckCampaign(campaign.opens, campaign.closes);
        Blocks(findings)) {
      return Refuse(absl::StatusCode::kInvalidArgument, std::move(findings));
    }
    store::Add(tx, campaign);
    TellOpened(tx, campaign);
    v1::RatingCampaign proto;
    proto.set_id(campaign.id);
    proto.set_name(campaign.name);
    proto.set_unit_path(campaign.path);
    proto.set_opens(request.opens());
    proto.set_closes(request.closes());
    return proto;
  });
}

absl::StatusOr<v1::InvitedRaters> Registry::InviteRaters(
    Call& call, const v1::InviteRatersRequest& request) {
  return db_.Write(call, request, [&](Tx& tx) -> absl::StatusOr<v1::InvitedRaters> {
    ASSIGN_OR_RETURN(const store::Campaign campaign, store::Get(tx, request.campaign()));
    std::vector<domain::Invited> named;
    std::vector<std::string> raters;
    for (const v1::InvitedRater& rater : request.raters()) {
      named.push_back({rater.rater(), ToDomain<domain::RaterRole>(rater.role())});
      raters.push_back(rater.rater());
    }
    Findings findings = domain::CheckRatable(
        campaign.opens, campaign.closes, std::max(call.today(), campaign.opens),
        Covers(campaign.path, call.scope_path()));
    for (Finding& finding : domain::CheckInvited(named, request.person(), RatingPolicy(tx)))
      findings.push_back(std::move(finding));
    if (const auto strangers = store::Strangers(tx, raters); !strangers.empty()) {
      findings.push_back(
          {.rule = "INV-03",
           .where = "raters",
           .message =
               {"Penilai yang diundang bukan pegawai aktif dalam registri. Periksa id-nya.",
                "An invited rater is no active person of the registry. Check the id."},
           .values = {{"raters", absl::StrJoin(strangers, ", ")}}});
    }
    if (Blocks(findings)) return Refuse(absl::StatusCode::kFailedPrecondition, std::move(findings));
    named.insert(
        named.begin(),
        {{request.person(), domain::RaterRole::kSelf}, {"", domain::RaterRole::kSupervisor}});
    store::Invite(tx, campaign.id, request.person(), named);
    v1::InvitedRaters proto;
    for (const domain::Invited& invited : named) {
      v1::InvitedRater& out = *proto.add_raters();
      out.set_rater(invited.rater);
      out.set_role(ToContract<v1::RaterRole>(invited.role));
    }
    return proto;
  });
}

absl::StatusOr<v1::ListReturnRatesResponse> Registry::ListReturnRates(
    Call& call, const v1::ListReturnRatesRequest& request) {
  ASSIGN_OR_RETURN(const Page page, pages_.Of(call, request));
  return db_.Read(call, [&](Tx& tx) -> absl::StatusOr<v1::ListReturnRatesResponse> {
    const double gate = return_gate_.Today(tx)[0];
    v1::ListReturnRatesResponse response;
    for (const store::Returned& unit :
         store::PageOfReturns(tx, request.campaign(), call.scope(), page)) {
      v1::ListReturnRatesResponse::Unit& out = *response.add_units();
      out.set_unit(unit.unit);
      out.set_people(unit.people);
      out.set_invited(unit.invited);
      out.set_returned(unit.returned);
      const double share = static_cast<double>(unit.returned) / unit.invited;
      out.set_rate(Round4(100 * share));
      out.set_passes(Round4(share) >= gate);
    }
    if (response.units_size() == page.size())
      response.set_next_page_token(page.Next({response.units().rbegin()->unit()}));
    return response;
  });
}

}  // namespace binadaya::registry
