// Profiles: the valid levels of people, and how they begin, are put right and end.
#include <algorithm>
#include <optional>

#include "binadaya/registry/v1/registry_events.tell.h"
#include "services/common/enums.h"
#include "services/common/status.h"
#include "services/registry/appeal_store.h"
#include "services/registry/post_store.h"
#include "services/registry/profile_store.h"
#include "services/registry/registry.h"

namespace binadaya::registry {
namespace {

constexpr char kExpiry[] = "profile_expiry";

void FillLevel(const domain::ProfileLevel& level, v1::Profile::Level& proto) {
  proto.set_competency(level.competency);
  proto.set_level(level.level);
  proto.set_basis(level.basis);
  proto.set_disputed(level.disputed);
  proto.mutable_ratings()->Add(level.ratings.begin(), level.ratings.end());
  proto.set_seen_on(absl::FormatCivilTime(level.seen));
  proto.set_valid_until(absl::FormatCivilTime(level.until));
  if (level.decision.has_value()) FillDecision(*level.decision, *proto.mutable_decision());
}

void FillCase(const case_store::Opened& opened, v1::Profile::Case& proto) {
  const auto& [rating_case, setting] = opened;
  // Of today, also where the timer that writes it comes a moment later.
  proto.set_state(ToContract<v1::Profile::State>(rating_case.state()));
  for (const domain::ProfileLevel& level : rating_case.Levels(setting)) {
    v1::Profile::Level& out = *proto.add_levels();
    FillLevel(level, out);
    out.set_campaign(rating_case.campaign());
  }
  for (const auto& [competency, left_out] : rating_case.content().left_out) {
    v1::Profile::LeftOut& out = *proto.add_left_out();
    out.set_competency(competency);
    out.set_reason(left_out.reason);
    out.set_by(left_out.by);
    out.set_on(absl::FormatCivilTime(left_out.on));
  }
  proto.set_verified_by(rating_case.content().verified_by);
  proto.set_validated_by(rating_case.content().validated_by);
  if (rating_case.state() >= domain::CaseState::kVerified) return;
  for (const std::string& competency : rating_case.Missing(setting)) proto.add_missing(competency);
  for (const domain::Invited& invited : rating_case.Awaited(setting)) {
    v1::InvitedRater& out = *proto.add_awaited();
    out.set_rater(invited.rater);
    out.set_role(ToContract<v1::RaterRole>(invited.role));
  }
}

// What every event about a person's levels says: where he stands, and what is measured of him now.
template <class Event>
void FillMeasured(
    const directory_store::PersonView& person, Measurement measured, const std::string& ends,
    absl::CivilDay today, Event& event) {
  event.set_person(person.id);
  event.set_as_of(absl::FormatCivilTime(today));
  event.set_valid_until(ends);
  event.set_post(person.post);
  event.set_family(person.family);
  event.set_unit_path(person.path);
  Fill(std::move(measured), event);
}

}  // namespace

void FillDecision(const domain::Decision& decision, v1::Profile::Decision& proto) {
  proto.mutable_by()->Add(decision.by.begin(), decision.by.end());
  proto.set_on(absl::FormatCivilTime(decision.on));
  proto.set_level(decision.level);
  proto.set_note(decision.note);
}

absl::Status Registry::Adopt(Tx& tx, const case_store::Opened& opened) {
  const std::string& id = opened.rating_case.person();
  const absl::CivilDay today = tx.call().today();
  const std::vector<domain::ProfileLevel> levels = opened.rating_case.Levels(opened.setting);
  const std::vector<domain::ValidLevel> open = profile_store::Open(tx, id);
  const std::vector<std::int64_t> superseded = domain::SupersededBy(levels, open, today);
  profile_store::End(tx, superseded, profile_store::Ended::kSuperseded, today);
  LapseAppeals(tx, superseded);
  std::vector<domain::ValidLevel> valid;
  for (const domain::ProfileLevel& level : levels) {
    valid.push_back({.campaign = opened.rating_case.campaign(), .what = level, .from = today});
    if (domain::NeverCounts(level, open)) valid.back().ended = today;
  }
  profile_store::Add(tx, id, valid);
  const std::string ends = AwaitEnd(tx, id);
  ASSIGN_OR_RETURN(const directory_store::PersonView person, directory_store::GetPerson(tx, id));
  v1::ProfileValidated event;
  event.set_campaign(opened.rating_case.campaign());
  FillMeasured(person, Measure(tx, person), ends, today, event);
  Tell(tx, event);
  return absl::OkStatus();
}

absl::StatusOr<v1::Profile> Registry::CorrectLevel(
    Call& call, const v1::CorrectLevelRequest& request) {
  return db_.Write(call, request, [&](Tx& tx) -> absl::StatusOr<v1::Profile> {
    ASSIGN_OR_RETURN(domain::Decision decision, Decided(call, request));
    decision.note = request.reason();
    case_store::LockPerson(tx, request.person());
    std::vector<domain::ValidLevel> profile = profile_store::On(tx, request.person(), call.today());
    std::erase_if(profile, [&](const domain::ValidLevel& level) {
      return level.what.competency != request.competency();
    });
    for (const domain::Appeal& appeal : appeal_store::Of(tx, request.person())) {
      const bool filed = appeal.state == domain::AppealState::kFiled;
      if (filed && !profile.empty() && appeal.level == profile.front().id)
        return Refuse(domain::UnderAppeal());
    }
    RETURN_IF_ERROR(PutRight(
        tx, request.person(), request.competency(), profile, decision, domain::kByCorrection));
    return Show(tx, request.person(), "", call.today());
  });
}

absl::Status Registry::PutRight(
    Tx& tx, const std::string& id, const std::string& competency,
    const std::vector<domain::ValidLevel>& profile, const domain::Decision& decision,
    std::string_view basis) {
  const absl::CivilDay today = tx.call().today();
  ASSIGN_OR_RETURN(
      const domain::ValidLevel right, domain::Correct(id, competency, profile, decision, basis));
  profile_store::End(tx, {right.id}, profile_store::Ended::kCorrected, today);
  profile_store::Add(tx, id, {right});
  const std::string ends = AwaitEnd(tx, id);
  ASSIGN_OR_RETURN(const directory_store::PersonView person, directory_store::GetPerson(tx, id));
  v1::ProfileCorrected event;
  event.set_campaign(right.campaign);
  event.set_competency(competency);
  event.set_level(right.what.level);
  event.set_level_before(profile.front().what.level);
  FillMeasured(person, Measure(tx, person), ends, today, event);
  Tell(tx, event);
  return absl::OkStatus();
}

std::string Registry::AwaitEnd(Tx& tx, const std::string& person) {
  const std::optional<absl::CivilDay> next = domain::NextEnd(profile_store::Open(tx, person));
  if (!next.has_value()) return "";
  tx.At(clock_.StartOf(*next), kExpiry, person);
  return absl::FormatCivilTime(*next);
}

absl::StatusOr<v1::Profile> Registry::Show(
    Tx& tx, const std::string& person, const std::string& campaign, absl::CivilDay day) {
  v1::Profile proto;
  proto.set_person(person);
  proto.set_as_of(absl::FormatCivilTime(day));
  for (const case_store::Listed& one : case_store::Of(tx, person, day)) {
    if (!campaign.empty() && one.campaign != campaign) continue;
    v1::Profile::Case& shown = *proto.add_cases();
    shown.set_campaign(one.campaign);
    shown.set_campaign_name(one.name);
    shown.set_state(ToContract<v1::Profile::State>(one.state));
    if (day != tx.call().today()) continue;
    FillCase(Open(tx, person, one.campaign), shown);
    // Who is to judge him is not for the person to know.
    if (person != tx.call().subject()) continue;
    for (v1::InvitedRater& rater : *shown.mutable_awaited()) rater.clear_rater();
  }
  const std::vector<domain::ValidLevel> profile = profile_store::On(tx, person, day);
  const bool nothing = profile.empty() && day == tx.call().today();
  if (proto.cases().empty() && (!campaign.empty() || nothing)) return case_store::NeverRated();
  if (!proto.cases().empty()) {
    proto.set_campaign(proto.cases(0).campaign());
    proto.set_state(proto.cases(0).state());
  }
  for (const domain::ValidLevel& level : profile) {
    v1::Profile::Level& out = *proto.add_levels();
    FillLevel(level.what, out);
    out.set_campaign(level.campaign);
    out.set_valid_from(absl::FormatCivilTime(level.from));
  }
  if (const auto ends = domain::NextEnd(profile); ends.has_value())
    proto.set_valid_until(absl::FormatCivilTime(*ends));
  if (day != tx.call().today()) return proto;
  const std::vector<std::string> required = post_store::RequiredOf(tx, person, day).Get();
  proto.set_required(static_cast<int>(required.size()));
  proto.set_rated(static_cast<int>(
      std::count_if(profile.begin(), profile.end(), [&required](const domain::ValidLevel& level) {
        return std::binary_search(required.begin(), required.end(), level.what.competency);
      })));
  return proto;
}

absl::StatusOr<v1::Profile> Registry::GetProfile(Call& call, const v1::GetProfileRequest& request) {
  ASSIGN_OR_RETURN(const absl::CivilDay day, DayAsked(call, request.as_of()));
  return db_.Read(
      call, [&](Tx& tx) { return Show(tx, request.person(), request.campaign(), day); });
}

absl::StatusOr<Timers::Effect> Registry::Expire(const Call& call, const std::string& person) {
  const absl::CivilDay today = call.today();
  return Timers::Effect([this, today, person](Tx& tx) -> absl::Status {
    case_store::LockPerson(tx, person);
    std::vector<std::int64_t> ended;
    for (const domain::ValidLevel& level : profile_store::Open(tx, person)) {
      if (level.what.until <= today) ended.push_back(level.id);
    }
    // Something newer may have taken their place meanwhile; then nothing has ended.
    if (ended.empty()) return absl::OkStatus();
    profile_store::End(tx, ended, profile_store::Ended::kExpired, today);
    LapseAppeals(tx, ended);
    case_store::Expire(tx, person, today);
    const std::string ends = AwaitEnd(tx, person);
    ASSIGN_OR_RETURN(
        const directory_store::PersonView view, directory_store::GetPerson(tx, person));
    v1::ProfileExpired event;
    FillMeasured(view, Measure(tx, view), ends, today, event);
    Tell(tx, event);
    return absl::OkStatus();
  });
}

}  // namespace binadaya::registry
