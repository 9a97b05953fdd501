// Rating campaigns and profiles.
#include <algorithm>
#include <set>

#include "binadaya/registry/v1/registry_events.tell.h"
#include "services/common/enums.h"
#include "services/common/id.h"
#include "services/common/status.h"
#include "services/registry/directory_store.h"
#include "services/registry/domain/assignment.h"
#include "services/registry/gap_store.h"
#include "services/registry/post_store.h"
#include "services/registry/profile_store.h"
#include "services/registry/registry.h"

namespace binadaya::registry {
namespace {

namespace store = profile_store;
constexpr char kExpiry[] = "profile_expiry";

v1::Profile ToProto(
    const domain::Profile& profile, const std::vector<domain::ProfileLevel>& levels) {
  v1::Profile proto;
  proto.set_person(profile.person());
  proto.set_campaign(profile.campaign());
  proto.set_state(ToContract<v1::Profile::State>(profile.state()));
  proto.set_as_of(absl::FormatCivilTime(profile.as_of()));
  proto.set_valid_until(absl::FormatCivilTime(profile.valid_until()));
  for (const domain::ProfileLevel& level : levels) {
    v1::Profile::Level& out = *proto.add_levels();
    out.set_competency(level.competency);
    out.set_level(level.level);
    out.set_basis(level.basis);
    out.set_disputed(level.disputed);
    out.mutable_ratings()->Add(level.ratings.begin(), level.ratings.end());
  }
  return proto;
}

void TellOpened(Tx& tx, const store::Campaign& campaign) {
  v1::RatingCampaignOpened event;
  event.set_campaign(campaign.id);
  event.set_unit_path(campaign.path);
  event.set_opens(absl::FormatCivilTime(campaign.opens));
  event.set_closes(absl::FormatCivilTime(campaign.closes));
  Tell(tx, event);
}

void TellRecorded(
    Tx& tx, const domain::Profile& profile, v1::RaterRole role,
    const std::vector<domain::Rating>& judgements) {
  v1::RatingRecorded event;
  event.set_person(profile.person());
  event.set_campaign(profile.campaign());
  event.set_rater_role(role);
  for (const domain::Rating& rating : judgements) {
    v1::RecordedRating& out = *event.add_ratings();
    out.set_id(rating.id);
    out.set_competency(rating.competency);
    out.set_level(rating.level);
  }
  Tell(tx, event);
}

void TellDisputed(Tx& tx, const domain::Profile& profile, const domain::ProfileLevel& level) {
  v1::RatingDisputed event;
  event.set_person(profile.person());
  event.set_campaign(profile.campaign());
  event.set_competency(level.competency);
  event.set_self_level(level.self_level);
  event.set_supervisor_level(level.supervisor_level);
  Tell(tx, event);
}

void TellCalibrated(
    Tx& tx, const domain::Profile& profile, const std::string& competency, double level) {
  v1::RatingCalibrated event;
  event.set_person(profile.person());
  event.set_campaign(profile.campaign());
  event.set_competency(competency);
  event.set_level(Round4(level));
  Tell(tx, event);
}

void TellValidated(
    Tx& tx, const domain::Profile& profile, const directory_store::PersonView& person,
    Measurement measured) {
  v1::ProfileValidated event;
  event.set_person(profile.person());
  event.set_campaign(profile.campaign());
  event.set_as_of(absl::FormatCivilTime(profile.as_of()));
  event.set_valid_until(absl::FormatCivilTime(profile.valid_until()));
  event.set_post(person.post);
  event.set_family(person.family);
  event.set_unit_path(person.path);
  *event.mutable_gaps() = std::move(measured.gaps);
  event.set_job_person_match(measured.match);
  Tell(tx, event);
}

void TellExpired(Tx& tx, const directory_store::PersonView& person) {
  v1::ProfileExpired event;
  event.set_person(person.id);
  event.set_as_of(absl::FormatCivilTime(tx.call().today()));
  event.set_family(person.family);
  event.set_unit_path(person.path);
  Tell(tx, event);
}

// A rater may only speak in a role that the token grants over the person's unit.
absl::Status CheckRaterRole(const Call& call, v1::RaterRole role) {
  const ::binadaya::v1::Role needed = role == v1::RATER_SUPERVISOR ? ::binadaya::v1::SUPERVISOR
                                      : role == v1::RATER_ASSESSMENT_CENTER
                                          ? ::binadaya::v1::ASSESSOR
                                          : ::binadaya::v1::EMPLOYEE;
  if (call.Holds(needed, call.scope_path())) return absl::OkStatus();
  return Refuse(
      absl::StatusCode::kPermissionDenied,
      {{.rule = "RATE-01",
        .where = "rater_role",
        .message = {
            "Token tidak memberi peran penilai ini atas unit pegawai. Pilih peran yang benar, atau "
            "mintalah perannya.",
            "The token does not grant this rater's role over the person's unit. Choose the right "
            "role, or ask for it."}}});
}

// The judgements of a request, with checklists turned into levels (F-02). Competencies must be in
// the dictionary and stand once.
absl::StatusOr<std::vector<domain::Rating>> FromProto(
    const v1::RecordRatingsRequest& request, const Call& call,
    const std::vector<std::string>& known) {
  std::vector<domain::Rating> ratings;
  Findings findings;
  std::set<std::string> seen;
  for (int i = 0; i < request.judgements_size(); ++i) {
    const v1::Judgement& judgement = request.judgements(i);
    const std::string where = Cat("judgements[", i, "].competency");
    if (std::find(known.begin(), known.end(), judgement.competency()) == known.end()) {
      findings.push_back(
          {.rule = "RATE-02",
           .where = where,
           .message = {
               "Kompetensi tidak ada dalam kamus. Perbaiki kodenya.",
               "The competency is not in the dictionary. Correct its code."}});
    }
    if (!seen.insert(judgement.competency()).second) {
      findings.push_back(
          {.rule = "RATE-03",
           .where = where,
           .message = {
               "Kompetensi dinilai dua kali. Hapus salah satunya.",
               "The competency is judged twice. Remove one of the two."}});
    }
    double level = judgement.level();
    if (judgement.checklist_size() > 0) {
      std::vector<domain::Checklist> checklist;
      for (const v1::Checklist& ticks : judgement.checklist()) {
        checklist.push_back({ticks.level(), ticks.ticked(), ticks.indicators()});
      }
      ASSIGN_OR_RETURN(level, domain::LevelFromChecklist(checklist));
    }
    ratings.push_back(
        {.id = NewId(call.now()),
         .rater = call.subject(),
         .role = ToDomain<domain::RaterRole>(request.rater_role()),
         .competency = judgement.competency(),
         .level = Round4(level),
         .on = call.today()});
  }
  if (Blocks(findings)) return Refuse(absl::StatusCode::kInvalidArgument, std::move(findings));
  return ratings;
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

absl::StatusOr<v1::RecordRatingsResponse> Registry::RecordRatings(
    Call& call, const v1::RecordRatingsRequest& request) {
  return db_.Write(call, request, [&](Tx& tx) -> absl::StatusOr<v1::RecordRatingsResponse> {
    RETURN_IF_ERROR(CheckRaterRole(call, request.rater_role()));
    ASSIGN_OR_RETURN(const store::Campaign campaign, store::GetCampaign(tx, request.campaign()));
    if (Findings findings = domain::CheckRatable(
            campaign.opens, campaign.closes, call.today(),
            Covers(campaign.path, call.scope_path()));
        Blocks(findings)) {
      return Refuse(absl::StatusCode::kFailedPrecondition, std::move(findings));
    }
    ASSIGN_OR_RETURN(
        const std::vector<domain::Rating> judgements,
        FromProto(request, call, post_store::Dictionary(tx).known));
    absl::StatusOr<domain::Profile> found = store::Lock(tx, request.person());
    domain::Profile profile = found.ok() && found->campaign() == campaign.id
                                  ? *std::move(found)
                                  : domain::Profile(request.person(), campaign.id);
    const domain::RatingPolicy policy = RatingPolicy(tx);
    ASSIGN_OR_RETURN(
        const std::vector<domain::ProfileLevel> disputed,
        profile.Record(judgements, call.today(), policy));
    store::Save(tx, profile, judgements);
    TellRecorded(tx, profile, request.rater_role(), judgements);
    for (const domain::ProfileLevel& level : disputed) TellDisputed(tx, profile, level);
    v1::RecordRatingsResponse response;
    for (const domain::Rating& rating : judgements) response.add_ratings(rating.id);
    return response;
  });
}

template <class Request, class Decision>
absl::StatusOr<v1::Profile> Registry::Decide(Call& call, const Request& request, Decision decide) {
  return db_.Write(call, request, [&](Tx& tx) -> absl::StatusOr<v1::Profile> {
    ASSIGN_OR_RETURN(domain::Profile profile, store::Lock(tx, request.person()));
    const domain::RatingPolicy policy = RatingPolicy(tx);
    RETURN_IF_ERROR(decide(tx, profile, policy));
    store::Save(tx, profile, {});
    return ToProto(profile, profile.Levels(call.today(), policy));
  });
}

absl::StatusOr<v1::Profile> Registry::CalibrateRating(
    Call& call, const v1::CalibrateRatingRequest& request) {
  return Decide(call, request, [&](Tx& tx, domain::Profile& profile, const auto& policy) {
    const absl::Status settled =
        profile.Calibrate(request.competency(), request.level(), call.today(), policy);
    if (!settled.ok()) return settled;
    store::Calibrate(tx, profile, request.competency(), request.level(), request.note());
    TellCalibrated(tx, profile, request.competency(), request.level());
    return absl::OkStatus();
  });
}

absl::StatusOr<v1::Profile> Registry::VerifyProfile(
    Call& call, const v1::DecideProfileRequest& request) {
  return Decide(
      call, request, [](Tx&, domain::Profile& profile, const auto&) { return profile.Verify(); });
}

absl::StatusOr<v1::Profile> Registry::ValidateProfile(
    Call& call, const v1::DecideProfileRequest& request) {
  return Decide(
      call, request,
      [&](Tx& tx, domain::Profile& profile, const domain::RatingPolicy& policy) -> absl::Status {
        RETURN_IF_ERROR(profile.Validate(call.today(), policy));
        store::SaveValidLevels(tx, profile, profile.Levels(call.today(), policy));
        tx.At(clock_.StartOf(profile.valid_until()), kExpiry, request.person());
        ASSIGN_OR_RETURN(
            const directory_store::PersonView person,
            directory_store::GetPerson(tx, request.person()));
        TellValidated(tx, profile, person, Measure(tx, person.id, person.post));
        return absl::OkStatus();
      });
}

absl::StatusOr<v1::Profile> Registry::GetProfile(Call& call, const v1::GetPersonRequest& request) {
  return db_.Read(call, [&](Tx& tx) -> absl::StatusOr<v1::Profile> {
    ASSIGN_OR_RETURN(const domain::Profile profile, store::Get(tx, request.person()));
    return ToProto(profile, profile.Levels(call.today(), RatingPolicy(tx)));
  });
}

absl::StatusOr<Timers::Effect> Registry::Expire(const Call& call, const std::string& person) {
  const absl::CivilDay today = call.today();
  return Timers::Effect([today, person](Tx& tx) -> absl::Status {
    absl::StatusOr<domain::Profile> profile = store::Lock(tx, person);
    if (profile.ok() && profile->Expire(today).ok()) store::Save(tx, *profile, {});
    // A newer profile may have become valid meanwhile; then nothing has ended.
    if (!store::ExpireLevels(tx, person, today)) return absl::OkStatus();
    gap_store::Clear(tx, person);
    ASSIGN_OR_RETURN(
        const directory_store::PersonView view, directory_store::GetPerson(tx, person));
    TellExpired(tx, view);
    return absl::OkStatus();
  });
}

}  // namespace binadaya::registry
