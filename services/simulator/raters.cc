#include "services/simulator/raters.h"

#include <atomic>
#include <functional>

#include "services/common/domain/text.h"
#include "services/common/status.h"
#include "services/simulator/crowd.h"
#include "services/simulator/domain/levels.h"

namespace binadaya::simulator {
namespace {

using registry::RegistryClient;
using registry::v1::Judgement;
using registry::v1::Profile;

// The way of one person through a campaign, from the first rating to the valid profile.
class Passage {
 public:
  Passage(
      const World& world, const Leadership& leadership, const Leader& leader,
      const std::string& campaign, std::uint64_t seed, const Improvement& improvement)
      : world_(world),
        leadership_(leadership),
        leader_(leader),
        campaign_(campaign),
        seed_(seed),
        improvement_(improvement) {}

  absl::StatusOr<RoundResult> Go() {
    using domain::Subject;
    RETURN_IF_ERROR(Record(
        leadership_.SupervisorOf(leader_), registry::v1::RATER_SUPERVISOR,
        [](const Subject& subject, int level, Judgement& out) {
          FillChecklist(subject, level, out);
        }));
    RETURN_IF_ERROR(Record(
        As(leader_.id, v1::EMPLOYEE, leader_.unit_path), registry::v1::RATER_SELF,
        [this](const Subject& subject, int level, Judgement& out) {
          Judge(Improved(subject) ? level : domain::SelfView(subject, level), out);
        }));
    for (const Actor& peer : leadership_.PeersOf(leader_)) {
      const std::string view = Cat("peer/", result_.ratings);
      RETURN_IF_ERROR(Record(
          peer, registry::v1::RATER_PEER, [&](const Subject& subject, int level, Judgement& out) {
            Judge(Improved(subject) ? level : domain::PeerView(subject, view, level), out);
          }));
    }
    RETURN_IF_ERROR(Calibrate());
    RETURN_IF_ERROR(Decide(leadership_.HrOfficerOf(leader_), &RegistryClient::VerifyProfile));
    RETURN_IF_ERROR(Decide(leadership_.HeadOf(leader_), &RegistryClient::ValidateProfile));
    result_.people = 1;
    return result_;
  }

 private:
  using View = std::function<void(const domain::Subject&, int level, Judgement&)>;

  bool Improved(const domain::Subject& subject) const {
    return subject.competency == improvement_.competency;
  }

  domain::Subject SubjectOf(const std::string& competency, int required) const {
    return {.seed = seed_, .person = leader_.name, .competency = competency, .required = required};
  }

  int LevelOf(const domain::Subject& subject) const {
    return Improved(subject) ? subject.required : domain::TrueLevel(subject);
  }

  // All indicators up to the level, and some of the next one (F-02).
  static void FillChecklist(const domain::Subject& subject, int level, Judgement& judgement) {
    const auto tick = [&judgement](int at, int ticked) {
      registry::v1::Checklist& line = *judgement.add_checklist();
      line.set_level(at);
      line.set_ticked(ticked);
      line.set_indicators(domain::kIndicators);
    };
    for (int at = 1; at <= level; ++at) tick(at, domain::kIndicators);
    if (level < subject.required) tick(level + 1, domain::TickedAbove(subject, level));
  }

  // A level as such; below level 1, a checklist without a tick.
  static void Judge(double level, Judgement& judgement) {
    if (level >= 1) {
      judgement.set_level(level);
      return;
    }
    registry::v1::Checklist& line = *judgement.add_checklist();
    line.set_level(1);
    line.set_indicators(domain::kIndicators);
  }

  absl::Status Record(const Actor& rater, registry::v1::RaterRole role, const View& view) {
    registry::v1::RecordRatingsRequest request;
    request.set_request_id(world_.NewRequestId());
    request.set_campaign(campaign_);
    request.set_person(leader_.id);
    request.set_rater_role(role);
    for (const auto& [competency, required] : leader_.standards) {
      const domain::Subject subject = SubjectOf(competency, required);
      if (improvement_.alone && !Improved(subject)) continue;
      Judgement& judgement = *request.add_judgements();
      judgement.set_competency(competency);
      view(subject, LevelOf(subject), judgement);
    }
    RETURN_IF_ERROR(
        world_.Ask(rater, world_.registry(), &RegistryClient::RecordRatings, request).status());
    ++result_.ratings;
    return absl::OkStatus();
  }

  absl::Status Calibrate() {
    registry::v1::GetProfileRequest get;
    get.set_person(leader_.id);
    get.set_campaign(campaign_);
    const Actor officer = leadership_.HrOfficerOf(leader_);
    ASSIGN_OR_RETURN(
        const Profile profile,
        world_.Ask(officer, world_.registry(), &RegistryClient::GetProfile, get));
    for (const Profile::Level& level : profile.cases(0).levels()) {
      if (!level.disputed()) continue;
      registry::v1::CalibrateRatingRequest request;
      request.set_request_id(world_.NewRequestId());
      request.set_person(leader_.id);
      request.set_campaign(campaign_);
      request.set_competency(level.competency());
      request.set_level(
          LevelOf(SubjectOf(level.competency(), leader_.standards.at(level.competency()))));
      request.set_note("Rapat kalibrasi: bukti kerja mendukung penilaian atasan.");
      RETURN_IF_ERROR(
          world_.Ask(officer, world_.registry(), &RegistryClient::CalibrateRating, request)
              .status());
      ++result_.disputes;
    }
    return absl::OkStatus();
  }

  absl::Status Decide(
      const Actor& actor, absl::StatusOr<Profile> (RegistryClient::*step)(
                              const Call&, const registry::v1::DecideProfileRequest&) const) {
    registry::v1::DecideProfileRequest request;
    request.set_request_id(world_.NewRequestId());
    request.set_person(leader_.id);
    request.set_campaign(campaign_);
    return world_.Ask(actor, world_.registry(), step, request).status();
  }

  const World& world_;
  const Leadership& leadership_;
  const Leader& leader_;
  const std::string& campaign_;
  const std::uint64_t seed_;
  const Improvement& improvement_;
  RoundResult result_;
};

}  // namespace

absl::StatusOr<std::string> OpenRatingCampaign(
    const World& world, const std::string& name, int days, bool by_invitation) {
  registry::v1::OpenRatingCampaignRequest request;
  request.set_request_id(world.NewRequestId());
  request.set_name(name);
  request.set_unit("/");
  request.set_opens(absl::FormatCivilTime(world.today()));
  request.set_closes(absl::FormatCivilTime(world.today() + days));
  request.set_by_invitation(by_invitation);
  ASSIGN_OR_RETURN(
      const auto campaign,
      world.Ask(Analyst(), world.registry(), &RegistryClient::OpenRatingCampaign, request));
  return campaign.id();
}

absl::StatusOr<RoundResult> RateAll(
    const World& world, const Leadership& leadership, const std::vector<std::size_t>& rated,
    const std::string& campaign, std::uint64_t seed, const Improvement& improvement) {
  std::atomic<int> people = 0, ratings = 0, disputes = 0;
  const auto rate = [&](int i) -> absl::Status {
    const Leader& leader = leadership.leaders()[rated[static_cast<std::size_t>(i)]];
    ASSIGN_OR_RETURN(
        const RoundResult one,
        Passage(world, leadership, leader, campaign, seed, improvement).Go());
    people += one.people;
    ratings += one.ratings;
    disputes += one.disputes;
    return absl::OkStatus();
  };
  RETURN_IF_ERROR(ForEach(static_cast<int>(rated.size()), rate));
  return RoundResult{.people = people, .ratings = ratings, .disputes = disputes};
}

}  // namespace binadaya::simulator
