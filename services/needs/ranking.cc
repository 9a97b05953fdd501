// The order of a campaign's needs (F-05).
#include <algorithm>

#include "services/common/status.h"
#include "services/needs/domain/priority.h"
#include "services/needs/need_store.h"
#include "services/needs/needs.h"
#include "services/needs/tell.h"

namespace binadaya::needs {

absl::StatusOr<v1::RankNeedsResponse> Needs::RankNeeds(
    Call& call, const v1::RankNeedsRequest& request) {
  return db_.Write(call, request, [&](Tx& tx) -> absl::StatusOr<v1::RankNeedsResponse> {
    need_store::LockCampaign(tx, request.campaign());
    const std::vector<double> w = weights_.Today(tx);
    const domain::PriorityWeights weights{w[0], w[1], w[2], w[3], w[4], w[5]};
    const int urgency_days = static_cast<int>(urgency_days_.Today(tx)[0]);
    const double rated_share = rated_share_.Today(tx)[0];
    struct Scored {
      domain::Need need;
      domain::Score score;
    };
    std::vector<Scored> scored;
    for (domain::Need& need : need_store::OfCampaign(tx, request.campaign())) {
      const bool open = need.state == domain::NeedState::kValidated ||
                        need.state == domain::NeedState::kRanked ||
                        need.state == domain::NeedState::kBacklog;
      if (!open) continue;
      const domain::PriorityInputs inputs =
          need.Inputs(need_store::StrategicLink(tx, need.id), call.today(), urgency_days);
      scored.push_back({std::move(need), domain::Prioritise(inputs, weights)});
    }
    std::stable_sort(scored.begin(), scored.end(), [](const Scored& a, const Scored& b) {
      return a.score.total > b.score.total;
    });
    int rank = 0;
    for (Scored& one : scored) {
      RETURN_IF_ERROR(one.need.Rank(std::move(one.score), ++rank));
      one.need.provisional =
          domain::IsProvisional(one.need.measured.rated, one.need.measured.population, rated_share);
      need_store::Save(tx, one.need);
      TellRanked(tx, one.need);
      // Who reads by a contract that does not know that it waits.
      if (one.need.state == domain::NeedState::kBacklog) TellBacklogged(tx, one.need);
    }
    v1::RankNeedsResponse response;
    response.set_ranked(rank);
    return response;
  });
}

}  // namespace binadaya::needs
