#include "services/cli/lists.h"

#include <utility>
#include <vector>

#include "absl/strings/str_join.h"
#include "binadaya/needs/v1/needs.rpc.h"
#include "binadaya/registry/v1/registry.rpc.h"
#include "services/cli/find.h"
#include "services/cli/language.h"
#include "services/cli/operator.h"
#include "services/cli/render.h"
#include "services/cli/words.h"
#include "services/common/domain/text.h"
#include "services/common/status.h"

namespace binadaya::cli {
namespace {

using needs::NeedsClient;
using needs::v1::ListNeedsResponse;
using needs::v1::Need;
using registry::RegistryClient;
namespace nv = needs::v1;
namespace rv = registry::v1;

// "closed (gap gone)"
std::string StateOf(const Need& need) {
  std::string state = Word(need.state());
  if (need.closed_because() == nv::NOT_CLOSED) return state;
  return Cat(state, " (", Word(need.closed_because()), ")");
}

// The kind of unit that is meant, in any case; others are refused, naming those that there are.
absl::StatusOr<std::string> UnitKind(const Operator& caller, const std::string& text) {
  if (text.empty()) return text;
  rv::GetImportTemplateRequest request;
  request.set_kind(rv::GetImportTemplateRequest::UNITS);
  ASSIGN_OR_RETURN(
      const auto form, caller.Ask("registry", &RegistryClient::GetImportTemplate, request));
  std::vector<std::string> kinds;
  for (const auto& column : form.columns()) {
    if (column.name() != "kind") continue;
    for (const auto& allowed : column.allowed()) {
      if (IsMeant(text, allowed.value())) return allowed.value();
      kinds.push_back(allowed.value());
    }
  }
  const std::string choices = absl::StrJoin(kinds, ", ");
  return UsageError(
      {Cat("--kind ", text, ": pilih salah satu dari ", choices),
       Cat("--kind ", text, ": choose one of ", choices)});
}

}  // namespace

std::string UnitsText(const rv::ListUnitsResponse& units) {
  Rows rows = {
      {Say("KODE", "CODE"), Say("NAMA", "NAME"), Say("JENIS", "KIND"), Say("LETAK", "PATH"),
       Say("NAMA LAMA", "FORMER NAMES"), Say("DITUTUP", "CLOSED")}};
  for (const rv::Unit& unit : units.units()) {
    rows.push_back(
        {unit.code(), unit.name(), unit.kind(), unit.path(),
         absl::StrJoin(unit.former_names(), "; "), unit.valid_to()});
  }
  return TableOf(rows);
}

std::string PeopleText(const rv::ListPeopleResponse& people, bool with_profiles) {
  Rows rows = {
      {Say("NAMA", "NAME"), Say("JABATAN", "POST"), "UNIT", Say("GOL", "GRADE"),
       Say("KEDUDUKAN", "POSITION"), "ID"}};
  for (const rv::Person& person : people.people()) {
    rows.push_back(
        {person.name(), person.post(), person.unit(), person.grade(), person.legal_position(),
         person.id()});
  }
  if (with_profiles) {
    rows[0].insert(rows[0].end() - 1, Say("PROFIL", "PROFILE"));
    for (int i = 0; i < people.people_size(); ++i) {
      const rv::Profile::State state = people.people(i).profile();
      Rows::value_type& row = rows[static_cast<std::size_t>(i) + 1];
      row.insert(row.end() - 1, state == rv::Profile::STATE_UNSPECIFIED ? "-" : Word(state));
    }
  }
  return TableOf(rows);
}

std::string PostsText(const rv::ListPostsResponse& posts) {
  Rows rows = {
      {Say("KODE", "CODE"), Say("NAMA", "TITLE"), Say("JENJANG", "GROUP"), Say("RUMPUN", "FAMILY"),
       Say("ESELON", "ECHELON"), Say("KEPALA", "HEAD"), Say("BERLAKU SEJAK", "VALID FROM")}};
  for (const rv::Post& post : posts.posts()) {
    rows.push_back(
        {post.code(), post.title(), Word(post.group()), post.family(), post.echelon(),
         post.is_head() ? Say("ya", "yes") : "", post.valid_from()});
  }
  return TableOf(rows);
}

std::string CompetenciesText(const rv::ListCompetenciesResponse& competencies) {
  Rows rows = {{Say("KODE", "CODE"), Say("NAMA", "NAME"), Say("RUMPUN", "CLUSTER")}};
  for (const rv::Competency& one : competencies.competencies())
    rows.push_back({one.code(), Say(one.name_id(), one.name_en()), one.cluster()});
  return TableOf(rows);
}

std::string CampaignsText(
    const rv::ListRatingCampaignsResponse& ratings, const nv::ListCampaignsResponse& needs) {
  Rows rows = {
      {Say("KAMPANYE PENILAIAN", "RATING CAMPAIGN"), "UNIT", Say("DIBUKA", "OPENS"),
       Say("DITUTUP", "CLOSES"), "ID"}};
  for (const rv::RatingCampaign& one : ratings.campaigns())
    rows.push_back({one.name(), one.unit_path(), one.opens(), one.closes(), one.id()});
  const std::string text = TableOf(rows);
  rows = {
      {Say("KAMPANYE KEBUTUHAN", "NEEDS CAMPAIGN"), "UNIT", Say("KEBUTUHAN", "NEEDS"),
       Say("SELESAI", "SETTLED"), "ID"}};
  for (const nv::Campaign& one : needs.campaigns()) {
    rows.push_back(
        {Cat(one.year()), one.unit_path(), Cat(one.needs()), Cat(one.settled()), one.id()});
  }
  return Cat(text, "\n", TableOf(rows));
}

std::string NeedsText(const ListNeedsResponse& needs) {
  Rows rows = {
      {Say("PERINGKAT", "RANK"), Say("SKOR", "SCORE"), Say("KEADAAN", "STATE"),
       Say("JENIS", "TYPE"), Say("TENTANG", "ABOUT"), Say("TINGKAT", "LEVEL"),
       Say("RUMPUN", "FAMILY"), "UNIT", Say("PEGAWAI", "PEOPLE"), Say("DINILAI", "RATED"),
       Say("RERATA", "GAP"), "ID"}};
  for (const Need& need : needs.needs()) {
    const bool ranked = need.rank() > 0;
    rows.push_back(
        {ranked ? Cat(need.rank(), need.provisional() ? "?" : "") : "-",
         ranked ? Number(need.score(), 2) : "-", StateOf(need), Word(need.type()), AboutOf(need),
         LevelsOf(need), FamilyOf(need), need.unit_path(),
         Cat(need.affected(), "/", need.population()), Cat(need.rated()),
         Number(need.mean_gap(), 2), need.id()});
  }
  return TableOf(rows);
}

absl::StatusOr<Answer> RunListUnits(const Environment& environment, const ListOptions& options) {
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  rv::ListUnitsRequest request;
  ASSIGN_OR_RETURN(*request.mutable_unit(), FindUnitCode(caller, options.unit));
  request.set_text(options.text);
  ASSIGN_OR_RETURN(*request.mutable_kind(), UnitKind(caller, options.kind));
  request.set_as_of(options.as_of);
  RETURN_IF_ERROR(Put<rv::UnitOrder>(
      "--sort", options.sort, [&](rv::UnitOrder order) { request.set_order(order); }));
  ASSIGN_OR_RETURN(
      const auto listed,
      caller.AskPages("registry", &RegistryClient::ListUnits, request, options.all));
  return AnswerOf(UnitsText(listed), listed);
}

absl::StatusOr<Answer> RunListPeople(const Environment& environment, const ListOptions& options) {
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  rv::ListPeopleRequest request;
  ASSIGN_OR_RETURN(*request.mutable_unit(), FindUnitCode(caller, options.unit));
  if (!options.post.empty()) {
    ASSIGN_OR_RETURN(const rv::Post post, FindPost(caller, options.post));
    request.set_post(post.code());
  }
  if (!options.campaign.empty()) {
    ASSIGN_OR_RETURN(
        const rv::RatingCampaign campaign, FindRatingCampaign(caller, options.campaign));
    request.set_campaign(campaign.id());
  }
  request.set_name(options.text);
  request.set_legal_position(options.legal_position);
  request.set_as_of(options.as_of);
  request.set_with_former(options.former);
  request.set_order(rv::PEOPLE_BY_NAME);
  RETURN_IF_ERROR(Put<rv::PeopleOrder>(
      "--sort", options.sort, [&](rv::PeopleOrder order) { request.set_order(order); }));
  RETURN_IF_ERROR(Put<rv::ProfileFilter>(
      "--profile", options.profile, [&](rv::ProfileFilter one) { request.set_profile(one); }));
  ASSIGN_OR_RETURN(
      const auto listed,
      caller.AskPages("registry", &RegistryClient::ListPeople, request, options.all));
  return AnswerOf(PeopleText(listed, options.as_of.empty()), listed);
}

absl::StatusOr<Answer> RunListPosts(const Environment& environment, const ListOptions& options) {
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  rv::ListPostsRequest request;
  request.set_text(options.text);
  request.set_family(options.family);
  request.set_as_of(options.as_of);
  RETURN_IF_ERROR(Put<rv::PostGroup>(
      "--group", options.group, [&](rv::PostGroup group) { request.set_group(group); }));
  RETURN_IF_ERROR(Put<rv::PostOrder>(
      "--sort", options.sort, [&](rv::PostOrder order) { request.set_order(order); }));
  ASSIGN_OR_RETURN(
      const auto listed,
      caller.AskPages("registry", &RegistryClient::ListPosts, request, options.all));
  return AnswerOf(PostsText(listed), listed);
}

absl::StatusOr<Answer> RunListCompetencies(
    const Environment& environment, const ListOptions& options) {
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  rv::ListCompetenciesRequest request;
  request.set_text(options.text);
  request.set_cluster(options.cluster);
  ASSIGN_OR_RETURN(
      const auto listed,
      caller.AskPages("registry", &RegistryClient::ListCompetencies, request, options.all));
  return AnswerOf(CompetenciesText(listed), listed);
}

absl::StatusOr<Answer> RunListCampaigns(
    const Environment& environment, const ListOptions& options) {
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  rv::ListRatingCampaignsRequest of_ratings;
  ASSIGN_OR_RETURN(*of_ratings.mutable_unit(), FindUnitCode(caller, options.unit));
  of_ratings.set_text(options.text);
  RETURN_IF_ERROR(Put<rv::CampaignPhase>(
      "--phase", options.phase, [&](rv::CampaignPhase phase) { of_ratings.set_phase(phase); }));
  ASSIGN_OR_RETURN(
      const auto ratings,
      caller.AskPages("registry", &RegistryClient::ListRatingCampaigns, of_ratings));
  nv::ListCampaignsRequest of_needs;
  of_needs.set_unit(of_ratings.unit());
  ASSIGN_OR_RETURN(
      const auto needs, caller.AskPages("needs", &NeedsClient::ListCampaigns, of_needs));
  return Answer{
      .text = CampaignsText(ratings, needs),
      .json = JsonObject({{"ratings", Json(ratings)}, {"needs", Json(needs)}})};
}

absl::StatusOr<Answer> RunListNeeds(const Environment& environment, const ListOptions& options) {
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  nv::ListNeedsRequest request;
  ASSIGN_OR_RETURN(const nv::Campaign campaign, FindNeedsCampaign(caller, options.campaign));
  request.set_campaign(campaign.id());
  request.set_family(options.family);
  if (!options.competency.empty()) {
    ASSIGN_OR_RETURN(const rv::Competency one, FindCompetency(caller, options.competency));
    request.set_competency(one.code());
  }
  RETURN_IF_ERROR(Put<nv::NeedState>(
      "--state", options.state, [&](nv::NeedState state) { request.set_state(state); }));
  ASSIGN_OR_RETURN(const auto listed, caller.AskPages("needs", &NeedsClient::ListNeeds, request));
  return AnswerOf(NeedsText(listed), listed);
}

}  // namespace binadaya::cli
