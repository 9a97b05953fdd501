// Who fits a program, and why (F-06). What the registry cannot know, hours, calendars and earlier
// enrolments, is for the one who asks.
#include "services/common/enums.h"
#include "services/common/status.h"
#include "services/registry/candidate_store.h"
#include "services/registry/post_store.h"
#include "services/registry/registry.h"

namespace binadaya::registry {
namespace {

v1::Candidate ToProto(
    const candidate_store::Candidate& candidate, const std::vector<domain::Target>& targets) {
  v1::Candidate proto;
  proto.set_person(candidate.person);
  proto.set_post(candidate.post);
  proto.set_family(candidate.family);
  proto.set_unit_path(candidate.path);
  proto.set_in_family(candidate.in_family);
  proto.set_gender(candidate.gender);
  proto.set_employment_type(candidate.employment_type);
  proto.set_group(ToContract<v1::PostGroup>(candidate.group));
  const domain::Match match = domain::MatchOf(targets, candidate.gaps);
  proto.set_score(match.score);
  for (const domain::Match::Part& part : match.parts) {
    v1::Candidate::Reason& reason = *proto.add_reasons();
    reason.set_competency(part.target.competency);
    reason.set_known(candidate.gaps.contains(part.target.competency));
    reason.set_gap(part.gap);
    reason.set_lift(part.target.lift);
    reason.set_weight(part.target.weight);
    reason.set_points(part.points);
  }
  return proto;
}

candidate_store::Asked FromProto(const v1::ListCandidatesRequest& request) {
  candidate_store::Asked asked{
      .targets = {},
      .families = {request.families().begin(), request.families().end()},
      .horizon = request.next_family().empty() ? domain::Horizon::kCurrent : domain::Horizon::kNext,
      .next_family = request.next_family()};
  if (!request.from().empty()) absl::ParseCivilTime(request.from(), &asked.from.emplace());
  if (!request.until().empty()) absl::ParseCivilTime(request.until(), &asked.until.emplace());
  for (const v1::CandidateTarget& target : request.targets())
    asked.targets.push_back({target.competency(), target.lift(), target.weight()});
  return asked;
}

}  // namespace

absl::StatusOr<v1::ListCandidatesResponse> Registry::ListCandidates(
    Call& call, const v1::ListCandidatesRequest& request) {
  ASSIGN_OR_RETURN(const Page page, pages_.Of(call, request));
  const candidate_store::Asked asked = FromProto(request);
  return db_.Read(call, [&](Tx& tx) -> absl::StatusOr<v1::ListCandidatesResponse> {
    Findings findings = domain::CheckTargets(asked.targets, post_store::Dictionary(tx).Get().known);
    for (Finding& finding : domain::CheckDays(asked.from, asked.until))
      findings.push_back(std::move(finding));
    if (Blocks(findings)) {
      return Refuse(absl::StatusCode::kInvalidArgument, std::move(findings));
    }
    v1::ListCandidatesResponse response;
    const std::vector<candidate_store::Candidate> candidates =
        candidate_store::PageOf(tx, call.scope(), asked, page);
    for (const candidate_store::Candidate& candidate : candidates)
      *response.add_candidates() = ToProto(candidate, asked.targets);
    if (static_cast<int>(candidates.size()) == page.size()) {
      response.set_next_page_token(page.Next({candidates.back().score, candidates.back().person}));
    }
    return response;
  });
}

}  // namespace binadaya::registry
