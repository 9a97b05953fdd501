// Cases: one person in one rating campaign, from the first judgement to the valid levels.
#include <algorithm>

#include "absl/strings/str_join.h"
#include "binadaya/registry/v1/registry_events.tell.h"
#include "services/common/enums.h"
#include "services/common/id.h"
#include "services/common/status.h"
#include "services/registry/campaign_store.h"
#include "services/registry/domain/assignment.h"
#include "services/registry/domain/form.h"
#include "services/registry/post_store.h"
#include "services/registry/registry.h"
#include "services/registry/reporting_line.h"

namespace binadaya::registry {
namespace {

void TellRecorded(
    Tx& tx, const domain::RatingCase& rating_case, v1::RaterRole role,
    const std::vector<domain::Rating>& judgements) {
  v1::RatingRecorded event;
  event.set_person(rating_case.person());
  event.set_campaign(rating_case.campaign());
  event.set_rater_role(role);
  event.set_seen_on(absl::FormatCivilTime(judgements.front().on));
  for (const domain::Rating& rating : judgements) {
    v1::RecordedRating& out = *event.add_ratings();
    out.set_id(rating.id);
    out.set_competency(rating.competency);
    out.set_level(rating.level);
  }
  Tell(tx, event);
}

void TellDisputed(
    Tx& tx, const domain::RatingCase& rating_case, const domain::ProfileLevel& level) {
  v1::RatingDisputed event;
  event.set_person(rating_case.person());
  event.set_campaign(rating_case.campaign());
  event.set_competency(level.competency);
  event.set_self_level(level.self_level);
  event.set_supervisor_level(level.supervisor_level);
  Tell(tx, event);
}

void TellCalibrated(
    Tx& tx, const domain::RatingCase& rating_case, const std::string& competency, double level) {
  v1::RatingCalibrated event;
  event.set_person(rating_case.person());
  event.set_campaign(rating_case.campaign());
  event.set_competency(competency);
  event.set_level(Round4(level));
  Tell(tx, event);
}

// A rater may only speak in a role that the token grants over the person's unit.
absl::Status CheckHolds(const Call& call, ::binadaya::v1::Role needed) {
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

// As a superior judges who the reporting line says, on the day on which it was seen, and he needs
// no role for it. Where it names nobody (the top, a line without heads on record) the role alone
// decides.
absl::Status CheckSuperior(Tx& tx, const std::string& person, absl::CivilDay seen) {
  const auto head = reporting_line::Superior(tx, person, seen);
  if (head.has_value() && head->person == tx.call().subject()) return absl::OkStatus();
  RETURN_IF_ERROR(CheckHolds(tx.call(), ::binadaya::v1::SUPERVISOR));
  if (!head.has_value()) return absl::OkStatus();
  return Refuse(
      {.rule = "RATE-10",
       .where = "rater_role",
       .message =
           {Cat("Atasan langsung pegawai ini pada hari itu adalah pemegang ", head->post, " di ",
                head->unit, ". Nilai sebagai rekan, atau minta atasannya menilai."),
            Cat("The person's superior on that day is who holds ", head->post, " in ", head->unit,
                ". Rate as a peer, or have the superior rate.")},
       .values = {{"superior", head->person}, {"post", head->post}, {"unit", head->unit}}});
}

absl::Status CheckRater(Tx& tx, const std::string& person, const domain::Form& form) {
  if (form.role == domain::RaterRole::kSupervisor) return CheckSuperior(tx, person, form.seen);
  return CheckHolds(
      tx.call(),
      domain::StandsAlone(form.role) ? ::binadaya::v1::ASSESSOR : ::binadaya::v1::EMPLOYEE);
}

domain::Form FromProto(const v1::RecordRatingsRequest& request, absl::CivilDay today) {
  domain::Form form{
      .role = ToDomain<domain::RaterRole>(request.rater_role()),
      .seen = DayOr(request.seen_on(), today),
      .lines = {}};
  for (const v1::Judgement& judgement : request.judgements()) {
    domain::Form::Line& line = form.lines.emplace_back();
    line.competency = judgement.competency();
    if (judgement.has_level()) line.level = judgement.level();
    for (const v1::Checklist& ticks : judgement.checklist())
      line.checklist.push_back({ticks.level(), ticks.ticked(), ticks.indicators()});
  }
  return form;
}

// The case that a decision is about: the one named, or that of the newest campaign; when that is
// decided it says why nothing is left to decide, and nothing reaches behind it. Where others are
// open beside it, one has to be named.
absl::StatusOr<std::string> CaseNamed(
    Tx& tx, const std::string& person, const std::string& campaign) {
  const std::vector<case_store::Listed> cases = case_store::Of(tx, person, tx.call().today());
  std::vector<std::string> open, names;
  for (const case_store::Listed& one : cases) {
    if (one.campaign == campaign) return campaign;
    if (one.state >= domain::CaseState::kValid) continue;
    open.push_back(one.campaign);
    names.push_back(Cat(one.name, " (", one.campaign, ")"));
  }
  if (cases.empty() || !campaign.empty()) return case_store::NeverRated();
  const bool decided = cases.front().state >= domain::CaseState::kValid;
  if (decided || open.size() == 1) return cases.front().campaign;
  return Refuse(
      {.rule = "PROF-17",
       .where = "campaign",
       .message =
           {Cat("Pegawai ini punya beberapa penilaian yang terbuka: ", absl::StrJoin(names, ", "),
                ". Sebutkan kampanyenya."),
            Cat("This person has several open cases: ", absl::StrJoin(names, ", "),
                ". Name the campaign.")},
       .values = {{"campaigns", absl::StrJoin(open, ", ")}}});
}

}  // namespace

case_store::Opened Registry::Open(Tx& tx, const std::string& person, const std::string& campaign) {
  domain::Setting setting;
  setting.today = tx.call().today();
  setting.policy = RatingPolicy(tx);
  return case_store::Get(tx, person, campaign, std::move(setting));
}

absl::StatusOr<v1::RecordRatingsResponse> Registry::RecordRatings(
    Call& call, const v1::RecordRatingsRequest& request) {
  return db_.Write(call, request, [&](Tx& tx) -> absl::StatusOr<v1::RecordRatingsResponse> {
    const domain::Form form = FromProto(request, call.today());
    RETURN_IF_ERROR(CheckRater(tx, request.person(), form));
    Later<domain::Dictionary> dictionary = post_store::Dictionary(tx);
    ASSIGN_OR_RETURN(
        const campaign_store::Campaign campaign, campaign_store::KeepOpen(tx, request.campaign()));
    if (Findings findings = domain::CheckRatable(
            campaign.opens, campaign.closes, call.today(),
            Covers(campaign.path, call.scope_path()));
        Blocks(findings)) {
      return Refuse(absl::StatusCode::kFailedPrecondition, std::move(findings));
    }
    ASSIGN_OR_RETURN(
        const std::vector<double> levels,
        domain::LevelsOf(form, dictionary.Get(), call.today(), RatingPolicy(tx)));
    std::vector<domain::Rating> judgements;
    for (std::size_t i = 0; i < levels.size(); ++i) {
      judgements.push_back(
          {.id = NewId(call.now()),
           .rater = call.subject(),
           .role = form.role,
           .competency = form.lines[i].competency,
           .level = levels[i],
           .on = form.seen});
    }
    case_store::LockPerson(tx, request.person());
    auto [rating_case, setting] = Open(tx, request.person(), campaign.id);
    const domain::CaseContent before = rating_case.content();
    ASSIGN_OR_RETURN(
        const std::vector<domain::ProfileLevel> disputed, rating_case.Record(judgements, setting));
    case_store::Save(tx, rating_case, judgements);
    if (!rating_case.content().DecidesAs(before)) case_store::SaveDecisions(tx, rating_case);
    TellRecorded(tx, rating_case, request.rater_role(), judgements);
    for (const domain::ProfileLevel& level : disputed) TellDisputed(tx, rating_case, level);
    v1::RecordRatingsResponse response;
    for (const domain::Rating& rating : judgements) response.add_ratings(rating.id);
    return response;
  });
}

template <class Request, class Decision>
absl::StatusOr<v1::Profile> Registry::Decide(Call& call, const Request& request, Decision decide) {
  return db_.Write(call, request, [&](Tx& tx) -> absl::StatusOr<v1::Profile> {
    case_store::LockPerson(tx, request.person());
    ASSIGN_OR_RETURN(
        const std::string campaign, CaseNamed(tx, request.person(), request.campaign()));
    case_store::Opened opened = Open(tx, request.person(), campaign);
    RETURN_IF_ERROR(decide(tx, opened));
    case_store::Save(tx, opened.rating_case, {});
    return Show(tx, request.person(), campaign, call.today());
  });
}

absl::StatusOr<v1::Profile> Registry::CalibrateRating(
    Call& call, const v1::CalibrateRatingRequest& request) {
  return Decide(call, request, [&](Tx& tx, case_store::Opened& opened) -> absl::Status {
    ASSIGN_OR_RETURN(domain::Decision agreed, Decided(call, request));
    agreed.by.insert(agreed.by.end(), request.agreed_by().begin(), request.agreed_by().end());
    agreed.note = request.note();
    RETURN_IF_ERROR(opened.rating_case.Calibrate(request.competency(), agreed, opened.setting));
    case_store::SaveDecisions(tx, opened.rating_case);
    TellCalibrated(tx, opened.rating_case, request.competency(), agreed.level);
    return absl::OkStatus();
  });
}

absl::StatusOr<v1::Profile> Registry::LeaveOutCompetency(
    Call& call, const v1::LeaveOutCompetencyRequest& request) {
  return Decide(call, request, [&](Tx& tx, case_store::Opened& opened) -> absl::Status {
    RETURN_IF_ERROR(opened.rating_case.LeaveOut(
        request.competency(),
        {.reason = request.reason(), .by = call.subject(), .on = call.today()}, opened.setting));
    case_store::SaveDecisions(tx, opened.rating_case);
    return absl::OkStatus();
  });
}

absl::StatusOr<v1::Profile> Registry::VerifyProfile(
    Call& call, const v1::DecideProfileRequest& request) {
  return Decide(call, request, [&](Tx&, case_store::Opened& opened) {
    return opened.rating_case.Verify(call.subject(), opened.setting);
  });
}

absl::StatusOr<v1::Profile> Registry::ValidateProfile(
    Call& call, const v1::DecideProfileRequest& request) {
  return Decide(call, request, [&](Tx& tx, case_store::Opened& opened) -> absl::Status {
    RETURN_IF_ERROR(opened.rating_case.Validate(call.subject(), opened.setting));
    return Adopt(tx, opened);
  });
}

}  // namespace binadaya::registry
