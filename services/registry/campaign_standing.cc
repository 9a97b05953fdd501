// Rating campaigns: which there are, how they stand, and their end, on its day or before.
#include "absl/strings/str_split.h"
#include "binadaya/registry/v1/registry_events.tell.h"
#include "services/common/status.h"
#include "services/registry/campaign_store.h"
#include "services/registry/domain/assignment.h"
#include "services/registry/registry.h"

namespace binadaya::registry {
namespace {

constexpr char kEnd[] = "rating_campaign_end";
// Cases looked at in one transaction when a campaign ends.
constexpr std::size_t kEndedAtOnce = 100;

v1::RatingCampaign ToProto(const campaign_store::Campaign& campaign) {
  v1::RatingCampaign proto;
  proto.set_id(campaign.id);
  proto.set_name(campaign.name);
  proto.set_unit_path(campaign.path);
  proto.set_opens(absl::FormatCivilTime(campaign.opens));
  proto.set_closes(absl::FormatCivilTime(campaign.closes));
  proto.set_by_invitation(campaign.by_invitation);
  proto.set_closed_because(campaign.closed_because);
  return proto;
}

}  // namespace

absl::StatusOr<v1::RatingCampaign> Registry::CloseRatingCampaign(
    Call& call, const v1::CloseRatingCampaignRequest& request) {
  return db_.Write(call, request, [&](Tx& tx) -> absl::StatusOr<v1::RatingCampaign> {
    ASSIGN_OR_RETURN(
        campaign_store::Campaign campaign, campaign_store::Lock(tx, request.campaign()));
    if (Findings findings = domain::CheckClosing(campaign.closes, call.today()); Blocks(findings))
      return Refuse(absl::StatusCode::kFailedPrecondition, std::move(findings));
    campaign.closes = call.today();
    campaign.closed_because = request.reason();
    campaign_store::Count(tx, campaign.id, call.today());
    campaign_store::Close(tx, campaign.id, campaign.closes, campaign.closed_because);
    AwaitEnd(tx, campaign);
    v1::RatingCampaignClosed event;
    event.set_campaign(campaign.id);
    event.set_closes(absl::FormatCivilTime(campaign.closes));
    Tell(tx, event);
    return ToProto(campaign);
  });
}

void Registry::AwaitEnd(
    Tx& tx, const campaign_store::Campaign& campaign, const std::string& after) {
  tx.At(
      clock_.StartOf(campaign.closes), kEnd,
      Cat(campaign.id, "@", absl::FormatCivilTime(campaign.closes), "@", after));
}

absl::StatusOr<Timers::Effect> Registry::EndCampaign(const Call&, const std::string& subject) {
  const std::vector<std::string> parts = absl::StrSplit(subject, '@');
  absl::CivilDay day;
  if (parts.size() != 3 || !absl::ParseCivilTime(parts[1], &day))
    return absl::InternalError("no end of a campaign");
  return Timers::Effect([this, id = parts[0], day, after = parts[2]](Tx& tx) -> absl::Status {
    ASSIGN_OR_RETURN(const campaign_store::Campaign campaign, campaign_store::Lock(tx, id));
    if (campaign.closes != day) return absl::OkStatus();  // it was closed before, with its own end
    if (!campaign.counted) campaign_store::Count(tx, id, tx.call().today());
    // Raters who were awaited are awaited no more.
    const std::vector<std::string> people = campaign_store::Submitted(tx, id, after, kEndedAtOnce);
    for (const std::string& person : people) {
      case_store::LockPerson(tx, person);
      const case_store::Opened opened = Open(tx, person, id);
      if (opened.rating_case.state() != domain::CaseState::kSubmitted)
        case_store::Save(tx, opened.rating_case, {});
    }
    if (people.size() == kEndedAtOnce) AwaitEnd(tx, campaign, people.back());
    return absl::OkStatus();
  });
}

absl::StatusOr<v1::RatingCampaignStanding> Registry::GetRatingCampaign(
    Call& call, const v1::GetRatingCampaignRequest& request) {
  return db_.Read(call, [&](Tx& tx) -> absl::StatusOr<v1::RatingCampaignStanding> {
    ASSIGN_OR_RETURN(
        const campaign_store::Campaign campaign,
        campaign_store::Get(tx, request.campaign(), call.paths()));
    const campaign_store::Standing standing =
        campaign_store::StandingOf(tx, campaign.id, call.scope(), call.today());
    v1::RatingCampaignStanding proto;
    *proto.mutable_campaign() = ToProto(campaign);
    const auto of = [&](domain::CaseState state) {
      return standing.at(static_cast<std::size_t>(state));
    };
    for (const int people : standing) proto.set_people(proto.people() + people);
    proto.set_unrated(standing[0]);
    proto.set_submitted(of(domain::CaseState::kSubmitted));
    proto.set_consolidated(of(domain::CaseState::kConsolidated));
    proto.set_disputed(of(domain::CaseState::kDisputed));
    proto.set_verified(of(domain::CaseState::kVerified));
    proto.set_valid(of(domain::CaseState::kValid) + of(domain::CaseState::kExpired));
    return proto;
  });
}

absl::StatusOr<v1::ListRatingCampaignsResponse> Registry::ListRatingCampaigns(
    Call& call, const v1::ListRatingCampaignsRequest& request) {
  ASSIGN_OR_RETURN(const Page page, pages_.Of(call, request));
  return db_.Read(call, [&](Tx& tx) -> absl::StatusOr<v1::ListRatingCampaignsResponse> {
    v1::ListRatingCampaignsResponse response;
    for (const campaign_store::Campaign& campaign : campaign_store::PageOf(
             tx,
             {.paths = call.scope(),
             .day = call.today(),
             .text = request.text(),
             .id_prefix = request.id_prefix(),
             .phase = request.phase()},
             page)) {
      *response.add_campaigns() = ToProto(campaign);
    }
    if (response.campaigns_size() == page.size()) {
      const v1::RatingCampaign& last = *response.campaigns().rbegin();
      response.set_next_page_token(page.Next({last.opens(), last.id()}));
    }
    return response;
  });
}

}  // namespace binadaya::registry
