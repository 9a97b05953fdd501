// Rating campaigns: opened, what came back.
#include <optional>

#include "binadaya/registry/v1/registry_events.tell.h"
#include "services/common/id.h"
#include "services/common/status.h"
#include "services/registry/campaign_store.h"
#include "services/registry/directory_store.h"
#include "services/registry/domain/assignment.h"
#include "services/registry/registry.h"

namespace binadaya::registry {
namespace {

void TellOpened(Tx& tx, const campaign_store::Campaign& campaign) {
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
    campaign_store::Campaign campaign{
        .id = NewId(call.now()),
        .name = request.name(),
        .path = call.scope_path(),
        .opens = {},
        .closes = {},
        .by_invitation = request.by_invitation()};
    absl::ParseCivilTime(request.opens(), &campaign.opens);
    absl::ParseCivilTime(request.closes(), &campaign.closes);
    std::optional<absl::CivilDay> unit_to;
    if (request.unit() != "/") {
      ASSIGN_OR_RETURN(
          const domain::Unit unit, directory_store::GetUnit(tx, request.unit(), call.today()));
      unit_to = unit.valid_to;
    }
    if (Findings findings = domain::CheckCampaign(campaign.opens, campaign.closes, unit_to);
        Blocks(findings)) {
      return Refuse(absl::StatusCode::kInvalidArgument, std::move(findings));
    }
    campaign_store::Add(tx, campaign);
    PlanReminders(tx, campaign);
    AwaitEnd(tx, campaign);
    TellOpened(tx, campaign);
    v1::RatingCampaign proto;
    proto.set_id(campaign.id);
    proto.set_name(campaign.name);
    proto.set_unit_path(campaign.path);
    proto.set_opens(request.opens());
    proto.set_closes(request.closes());
    proto.set_by_invitation(campaign.by_invitation);
    return proto;
  });
}

absl::StatusOr<v1::ListReturnRatesResponse> Registry::ListReturnRates(
    Call& call, const v1::ListReturnRatesRequest& request) {
  ASSIGN_OR_RETURN(const Page page, pages_.Of(call, request));
  return db_.Read(call, [&](Tx& tx) -> absl::StatusOr<v1::ListReturnRatesResponse> {
    const double gate = return_gate_.Today(tx)[0];
    RETURN_IF_ERROR(campaign_store::Get(tx, request.campaign(), call.paths()).status());
    v1::ListReturnRatesResponse response;
    for (const campaign_store::Returned& unit :
         campaign_store::PageOfReturns(tx, request.campaign(), call.scope(), call.today(), page)) {
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
