#include "services/cli/acts.h"

#include <utility>

#include "absl/strings/numbers.h"
#include "binadaya/registry/v1/registry.rpc.h"
#include "services/cli/find.h"
#include "services/cli/language.h"
#include "services/cli/operator.h"
#include "services/cli/render.h"
#include "services/cli/views.h"
#include "services/cli/words.h"
#include "services/common/domain/text.h"
#include "services/common/status.h"

namespace binadaya::cli {
namespace {

using registry::RegistryClient;
namespace rv = registry::v1;

// The role that a token needs for a rater's.
v1::Role RoleOf(rv::RaterRole role) {
  switch (role) {
    case rv::RATER_SUPERVISOR:
      return v1::SUPERVISOR;
    case rv::RATER_ASSESSMENT_CENTER:
    case rv::RATER_TEST:
    case rv::RATER_EVIDENCE:
      return v1::ASSESSOR;
    default:
      return v1::EMPLOYEE;
  }
}

// Who fills in a form: the one who is named, the person himself, or his superior on that day.
absl::StatusOr<std::string> RaterOf(
    const Operator& caller, const RateOptions& options, rv::RaterRole role,
    const std::string& person) {
  // Assessors may come from elsewhere.
  if (!options.rater.empty() && RoleOf(role) == v1::ASSESSOR) return options.rater;
  if (!options.rater.empty()) {
    ASSIGN_OR_RETURN(const rv::Person rater, FindPerson(caller, options.rater));
    return rater.id();
  }
  if (role == rv::RATER_SELF) return person;
  if (role == rv::RATER_SUPERVISOR) {
    rv::GetSuperiorRequest request;
    request.set_person(person);
    request.set_as_of(options.seen_on);
    ASSIGN_OR_RETURN(
        const rv::Superior superior, caller.Ask("registry", &RegistryClient::GetSuperior, request));
    if (!superior.person().empty()) return superior.person();
  }
  return UsageError(
      {"--as: sebut siapa yang mengisi formulir ini", "--as: say who filled in this form"});
}

}  // namespace

absl::StatusOr<std::pair<std::string, double>> ParseLevel(
    std::string_view option, std::string_view text) {
  const std::size_t equals = text.rfind('=');
  double level = 0;
  if (equals == std::string_view::npos || equals == 0 ||
      !absl::SimpleAtod(Absl(text.substr(equals + 1)), &level)) {
    return UsageError(
        {Cat(option, " ", text, ": tulis KOMPETENSI=TINGKAT, misalnya M.08=3"),
         Cat(option, " ", text, ": write COMPETENCY=LEVEL, such as M.08=3")});
  }
  return std::pair(std::string(text.substr(0, equals)), level);
}

absl::StatusOr<Answer> RunRate(const Environment& environment, const RateOptions& options) {
  rv::RecordRatingsRequest request;
  ASSIGN_OR_RETURN(const auto role, Parse<rv::RaterRole>("--role", options.role));
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  ASSIGN_OR_RETURN(const rv::Person person, FindPerson(caller, options.person));
  ASSIGN_OR_RETURN(const rv::RatingCampaign campaign, FindRatingCampaign(caller, options.campaign));
  for (const std::string& text : options.levels) {
    ASSIGN_OR_RETURN(const auto level, ParseLevel("LEVEL", text));
    ASSIGN_OR_RETURN(const rv::Competency competency, FindCompetency(caller, level.first));
    rv::Judgement& judgement = *request.add_judgements();
    judgement.set_competency(competency.code());
    judgement.set_level(level.second);
  }
  ASSIGN_OR_RETURN(const std::string rater, RaterOf(caller, options, role, person.id()));
  request.set_request_id(caller.NewRequestId());
  request.set_campaign(campaign.id());
  request.set_person(person.id());
  request.set_rater_role(role);
  request.set_seen_on(options.seen_on);
  ASSIGN_OR_RETURN(
      const auto recorded, caller.As(rater, {{RoleOf(role), "/"}})
                               .Ask("registry", &RegistryClient::RecordRatings, request));
  const std::string by = NameIn(NamesOf(caller, std::set{rater}), rater);
  return Answer{
      .text =
          Say(Cat(recorded.ratings_size(), " penilaian ", person.name(), " dicatat atas nama ", by,
                  " (", Word(role), ")\n"),
              Cat(recorded.ratings_size(), " ratings of ", person.name(),
                  " recorded in the name of ", by, " (", Word(role), ")\n")),
      .json = Json(recorded)};
}

absl::StatusOr<Answer> RunAssign(const Environment& environment, const AssignOptions& options) {
  rv::AssignPostRequest request;
  request.set_kind(rv::DEFINITIVE);
  if (!options.kind.empty()) {
    ASSIGN_OR_RETURN(const auto kind, Parse<rv::AssignmentKind>("--kind", options.kind));
    request.set_kind(kind);
  }
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  ASSIGN_OR_RETURN(const rv::Person person, FindPerson(caller, options.person));
  ASSIGN_OR_RETURN(const rv::Post post, FindPost(caller, options.post));
  ASSIGN_OR_RETURN(const rv::Unit unit, FindUnit(caller, options.unit));
  request.set_request_id(caller.NewRequestId());
  request.set_person(person.id());
  request.set_post(post.code());
  request.set_unit(unit.code());
  request.set_valid_from(options.from);
  request.set_valid_to(options.to);
  request.set_decree(options.decree);
  ASSIGN_OR_RETURN(
      const rv::Person placed, caller.Ask("registry", &RegistryClient::AssignPost, request));
  return Answer{
      .text =
          Cat(Say(Cat("penempatan dicatat, berlaku sejak ", options.from, "; hari ini:\n"),
                  Cat("recorded, in effect from ", options.from, "; today:\n")),
              PersonText(placed)),
      .json = Json(placed)};
}

absl::StatusOr<Answer> RunPostDefine(const Environment& environment, const PostOptions& options) {
  rv::DefinePostRequest request;
  ASSIGN_OR_RETURN(const auto group, Parse<rv::PostGroup>("--group", options.group));
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  for (const std::string& text : options.levels) {
    ASSIGN_OR_RETURN(const auto level, ParseLevel("--level", text));
    ASSIGN_OR_RETURN(const rv::Competency competency, FindCompetency(caller, level.first));
    rv::Standard& standard = *request.add_standards();
    standard.set_competency(competency.code());
    standard.set_level(static_cast<int>(level.second));
    if (standard.level() != level.second) {
      return UsageError(
          {Cat("--level ", text, ": tingkat standar adalah bilangan bulat 1 sampai 5"),
           Cat("--level ", text, ": the level of a standard is a whole number, 1 to 5")});
    }
  }
  for (const std::string& text : options.without) {
    ASSIGN_OR_RETURN(const rv::Competency competency, FindCompetency(caller, text));
    request.add_not_required(competency.code());
  }
  request.set_request_id(caller.NewRequestId());
  request.set_code(options.code);
  request.set_title(options.title);
  request.set_group(group);
  request.set_family(options.family);
  request.set_echelon(options.echelon);
  request.set_criticality(options.criticality);
  request.set_functional_level(options.functional_level);
  request.set_valid_from(options.from);
  request.set_is_head(options.is_head);
  ASSIGN_OR_RETURN(
      const rv::Post post, caller.Ask("registry", &RegistryClient::DefinePost, request));
  return Answer{.text = PostText(post), .json = Json(post)};
}

std::string CampaignText(const rv::RatingCampaign& campaign) {
  std::vector<std::vector<std::string>> rows = {
      {Say("kampanye", "campaign"), campaign.name()},
      {"id", campaign.id()},
      {"unit", campaign.unit_path()},
      {Say("dibuka", "opens"), campaign.opens()},
      {Say("ditutup", "closes"), campaign.closes()}};
  if (!campaign.closed_because().empty())
    rows.push_back({Say("ditutup karena", "closed because"), campaign.closed_because()});
  return Table(rows);
}

std::string StandingText(
    const rv::RatingCampaignStanding& standing, const rv::ListReturnRatesResponse& rates) {
  int invited = 0, returned = 0;
  for (const rv::ListReturnRatesResponse::Unit& unit : rates.units()) {
    invited += unit.invited();
    returned += unit.returned();
  }
  std::string text =
      Cat(CampaignText(standing.campaign()), "\n",
          Table(
              {{Say("pegawai", "people"), Cat(standing.people())},
               {Word(rv::PROFILE_UNRATED), Cat(standing.unrated())},
               {Word(rv::Profile::SUBMITTED), Cat(standing.submitted())},
               {Word(rv::Profile::CONSOLIDATED), Cat(standing.consolidated())},
               {Word(rv::Profile::DISPUTED), Cat(standing.disputed())},
               {Word(rv::Profile::VERIFIED), Cat(standing.verified())},
               {Word(rv::Profile::VALID), Cat(standing.valid())},
               {Say("formulir kembali", "forms returned"),
                Say(Cat(returned, " dari ", invited), Cat(returned, " of ", invited))}}));
  std::vector<std::vector<std::string>> rows = {
      {"UNIT", Say("PEGAWAI", "PEOPLE"), Say("FORMULIR", "FORMS"), Say("KEMBALI", "RETURNED"), "%",
       Say("CUKUP", "ENOUGH")}};
  for (const rv::ListReturnRatesResponse::Unit& unit : rates.units()) {
    rows.push_back(
        {unit.unit(), Cat(unit.people()), Cat(unit.invited()), Cat(unit.returned()),
         Number(unit.rate(), 1), unit.passes() ? Say("ya", "yes") : Say("belum", "not yet")});
  }
  if (rows.size() > 1) text += Cat("\n", Table(rows));
  return text;
}

absl::StatusOr<Answer> RunCampaignOpen(
    const Environment& environment, const CampaignOptions& options) {
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  ASSIGN_OR_RETURN(const rv::Unit unit, FindUnit(caller, options.unit));
  rv::OpenRatingCampaignRequest request;
  request.set_request_id(caller.NewRequestId());
  request.set_name(options.name);
  request.set_unit(unit.code());
  request.set_opens(options.opens);
  request.set_closes(options.closes);
  request.set_by_invitation(options.by_invitation);
  ASSIGN_OR_RETURN(
      const rv::RatingCampaign campaign,
      caller.Ask("registry", &RegistryClient::OpenRatingCampaign, request));
  return Answer{.text = CampaignText(campaign), .json = Json(campaign)};
}

absl::StatusOr<Answer> RunCampaignClose(
    const Environment& environment, const CampaignOptions& options) {
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  ASSIGN_OR_RETURN(const rv::RatingCampaign found, FindRatingCampaign(caller, options.name));
  rv::CloseRatingCampaignRequest request;
  request.set_request_id(caller.NewRequestId());
  request.set_campaign(found.id());
  request.set_reason(options.reason);
  ASSIGN_OR_RETURN(
      const rv::RatingCampaign campaign,
      caller.Ask("registry", &RegistryClient::CloseRatingCampaign, request));
  return Answer{.text = CampaignText(campaign), .json = Json(campaign)};
}

absl::StatusOr<Answer> RunCampaignStatus(
    const Environment& environment, const CampaignOptions& options) {
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  ASSIGN_OR_RETURN(const rv::RatingCampaign found, FindRatingCampaign(caller, options.name));
  rv::GetRatingCampaignRequest request;
  request.set_campaign(found.id());
  ASSIGN_OR_RETURN(*request.mutable_unit(), FindUnitCode(caller, options.unit));
  ASSIGN_OR_RETURN(
      const rv::RatingCampaignStanding standing,
      caller.Ask("registry", &RegistryClient::GetRatingCampaign, request));
  rv::ListReturnRatesRequest of_units;
  of_units.set_campaign(found.id());
  of_units.set_unit(request.unit());
  ASSIGN_OR_RETURN(
      const auto rates, caller.AskPages("registry", &RegistryClient::ListReturnRates, of_units));
  return Answer{
      .text = StandingText(standing, rates),
      .json = JsonObject({{"standing", Json(standing)}, {"returnRates", Json(rates)}})};
}

namespace {

// Colleagues of the same level who could judge a person.
absl::StatusOr<Answer> Proposal(
    const Operator& caller, const rv::RatingCampaign& campaign, const rv::Person& person) {
  rv::GetPeerProposalRequest request;
  request.set_campaign(campaign.id());
  request.set_person(person.id());
  ASSIGN_OR_RETURN(
      const rv::PeerProposal proposal,
      caller.Ask("registry", &RegistryClient::GetPeerProposal, request));
  Rows rows = {{Say("REKAN", "PEER"), Say("JABATAN", "POST"), "UNIT", "ID"}};
  for (const rv::PeerProposal::Peer& peer : proposal.peers())
    rows.push_back({peer.name(), peer.post(), peer.unit(), peer.person()});
  std::string text = TableOf(rows);
  for (const v1::Finding& finding : proposal.findings()) text += FindingText(finding);
  text +=
      Say("tidak ada yang diundang; sebut mereka dengan --peer\n",
          "nobody was invited; name them with --peer\n");
  return AnswerOf(text, proposal);
}

}  // namespace

absl::StatusOr<Answer> RunCampaignInvite(
    const Environment& environment, const CampaignOptions& options) {
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  ASSIGN_OR_RETURN(const rv::RatingCampaign campaign, FindRatingCampaign(caller, options.name));
  ASSIGN_OR_RETURN(const rv::Person person, FindPerson(caller, options.person));
  if (options.peers.empty() && options.subordinates.empty())
    return Proposal(caller, campaign, person);
  rv::InviteRatersRequest request;
  request.set_request_id(caller.NewRequestId());
  request.set_campaign(campaign.id());
  request.set_person(person.id());
  Names names = {{person.id(), person.name()}};
  for (const auto& [role, raters] :
       {std::pair(rv::RATER_PEER, options.peers),
        std::pair(rv::RATER_SUBORDINATE, options.subordinates)}) {
    for (const std::string& text : raters) {
      ASSIGN_OR_RETURN(const rv::Person rater, FindPerson(caller, text));
      names[rater.id()] = rater.name();
      rv::InvitedRater& invited = *request.add_raters();
      invited.set_rater(rater.id());
      invited.set_role(role);
    }
  }
  ASSIGN_OR_RETURN(
      const rv::InvitedRaters invited,
      caller.Ask("registry", &RegistryClient::InviteRaters, request));
  Rows rows = {{Say("SEBAGAI", "AS"), Say("PENILAI", "RATER"), Say("SUDAH MENILAI", "ANSWERED")}};
  for (const rv::InvitedRater& one : invited.raters()) {
    rows.push_back(
        {Word(one.role()), one.rater().empty() ? "-" : NameIn(names, one.rater()),
         one.answered() ? Say("ya", "yes") : Say("belum", "not yet")});
  }
  return AnswerOf(Cat(person.name(), ":\n", TableOf(rows)), invited);
}

std::string RatersText(const rv::ListRaterStatisticsResponse& statistics) {
  Rows rows = {
      {"UNIT", Say("ATASAN", "SUPERIORS"), Say("PEGAWAI", "PEOPLE"), Say("RERATA", "MEAN"),
       Say("KEMURAHAN", "LENIENCY"), Say("SEBARAN", "SPREAD"), Say("DIRI DAN ATASAN", "BOTH"),
       Say("JARAK DIRI", "SELF DISTANCE")}};
  for (const rv::ListRaterStatisticsResponse::Unit& unit : statistics.units()) {
    rows.push_back(
        {unit.unit(), Cat(unit.raters()), Cat(unit.people()), Number(unit.mean(), 2),
         Number(unit.leniency(), 2), Number(unit.spread(), 2), Cat(unit.both()),
         Number(unit.self_distance(), 2)});
  }
  std::string text = TableOf(rows);
  if (statistics.withheld()) {
    text +=
        Say("unit dengan terlalu sedikit orang tidak ditampilkan\n",
            "units with too few people are withheld\n");
  }
  return text;
}

absl::StatusOr<Answer> RunCampaignRaters(
    const Environment& environment, const CampaignOptions& options) {
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  ASSIGN_OR_RETURN(const rv::RatingCampaign found, FindRatingCampaign(caller, options.name));
  rv::ListRaterStatisticsRequest request;
  request.set_campaign(found.id());
  ASSIGN_OR_RETURN(*request.mutable_unit(), FindUnitCode(caller, options.unit));
  ASSIGN_OR_RETURN(
      const auto listed,
      caller.AskPages("registry", &RegistryClient::ListRaterStatistics, request, options.all));
  return AnswerOf(RatersText(listed), listed);
}

}  // namespace binadaya::cli
