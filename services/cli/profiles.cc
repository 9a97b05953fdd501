#include "services/cli/profiles.h"

#include <utility>

#include "binadaya/registry/v1/registry.rpc.h"
#include "services/cli/language.h"
#include "services/cli/lists.h"
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

Operator Himself(const Operator& caller, const rv::Person& person) {
  return caller.As(person.id(), {{v1::EMPLOYEE, "/"}});
}

// Fills in whom a decision is about, makes the request in the name of who decided, and shows the
// profile.
template <class Request>
absl::StatusOr<Answer> Decided(
    const Operator& caller, const DecisionOptions& options, v1::Role role,
    Method<RegistryClient, Request, rv::Profile> method, Request request) {
  ASSIGN_OR_RETURN(const rv::Person person, FindPerson(caller, options.person));
  ASSIGN_OR_RETURN(const rv::Person by, FindPerson(caller, options.by));
  request.set_request_id(caller.NewRequestId());
  request.set_person(person.id());
  ASSIGN_OR_RETURN(
      const rv::Profile profile,
      caller.As(by.id(), {{role, "/"}}).Ask("registry", method, request));
  return AnswerOf(
      Cat(Say("diputuskan atas nama ", "decided in the name of "), by.name(), "\n",
          ProfileText(profile, NamesIn(caller, profile))),
      profile);
}

// The campaign of a decision may stay unsaid as long as only the newest case of the person is open.
absl::StatusOr<std::string> CampaignOf(const Operator& caller, const std::string& text) {
  if (text.empty()) return text;
  ASSIGN_OR_RETURN(const rv::RatingCampaign campaign, FindRatingCampaign(caller, text));
  return campaign.id();
}

// "2 → 3 (2026-03-09)" of an upheld one; of any other that was decided when.
std::string OutcomeOf(const rv::Appeal& appeal) {
  std::string text = Word(appeal.state());
  if (appeal.state() == rv::APPEAL_UPHELD) text += Cat(" → ", Number(appeal.decision().level(), 2));
  return appeal.decided_on().empty() ? text : Cat(text, " (", appeal.decided_on(), ")");
}

}  // namespace

absl::StatusOr<Answer> RunVerifyProfile(
    const Environment& environment, const DecisionOptions& options) {
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  rv::DecideProfileRequest request;
  ASSIGN_OR_RETURN(*request.mutable_campaign(), CampaignOf(caller, options.campaign));
  return Decided(caller, options, v1::UNIT_HR_OFFICER, &RegistryClient::VerifyProfile, request);
}

absl::StatusOr<Answer> RunValidateProfile(
    const Environment& environment, const DecisionOptions& options) {
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  rv::DecideProfileRequest request;
  ASSIGN_OR_RETURN(*request.mutable_campaign(), CampaignOf(caller, options.campaign));
  return Decided(caller, options, v1::UNIT_HEAD, &RegistryClient::ValidateProfile, request);
}

absl::StatusOr<Answer> RunCalibrate(
    const Environment& environment, const DecisionOptions& options) {
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  ASSIGN_OR_RETURN(const rv::Competency competency, FindCompetency(caller, options.competency));
  rv::CalibrateRatingRequest request;
  ASSIGN_OR_RETURN(*request.mutable_campaign(), CampaignOf(caller, options.campaign));
  for (const std::string& one : options.agreed_by) {
    ASSIGN_OR_RETURN(const rv::Person person, FindPerson(caller, one));
    request.add_agreed_by(person.id());
  }
  request.set_competency(competency.code());
  if (options.level.has_value()) request.set_level(*options.level);
  request.set_note(options.reason);
  return Decided(caller, options, v1::UNIT_HR_OFFICER, &RegistryClient::CalibrateRating, request);
}

absl::StatusOr<Answer> RunLeaveOut(const Environment& environment, const DecisionOptions& options) {
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  ASSIGN_OR_RETURN(const rv::Competency competency, FindCompetency(caller, options.competency));
  rv::LeaveOutCompetencyRequest request;
  ASSIGN_OR_RETURN(*request.mutable_campaign(), CampaignOf(caller, options.campaign));
  request.set_competency(competency.code());
  request.set_reason(options.reason);
  return Decided(
      caller, options, v1::UNIT_HR_OFFICER, &RegistryClient::LeaveOutCompetency, request);
}

absl::StatusOr<Answer> RunCorrectLevel(
    const Environment& environment, const DecisionOptions& options) {
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  ASSIGN_OR_RETURN(const rv::Competency competency, FindCompetency(caller, options.competency));
  rv::CorrectLevelRequest request;
  request.set_competency(competency.code());
  if (options.level.has_value()) request.set_level(*options.level);
  request.set_reason(options.reason);
  return Decided(caller, options, v1::UNIT_HEAD, &RegistryClient::CorrectLevel, request);
}

absl::StatusOr<Answer> RunAppealSubmit(
    const Environment& environment, const DecisionOptions& options) {
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  ASSIGN_OR_RETURN(const rv::Person person, FindPerson(caller, options.person));
  ASSIGN_OR_RETURN(const rv::Competency competency, FindCompetency(caller, options.competency));
  rv::AppealLevelRequest request;
  request.set_request_id(caller.NewRequestId());
  request.set_person(person.id());
  request.set_competency(competency.code());
  request.set_reason(options.reason);
  if (options.level.has_value()) request.set_claimed(*options.level);
  rv::ListAppealsResponse one;
  ASSIGN_OR_RETURN(
      *one.add_appeals(),
      Himself(caller, person).Ask("registry", &RegistryClient::AppealLevel, request));
  return AnswerOf(AppealsText(one.appeals(), {{person.id(), person.name()}}), one.appeals(0));
}

absl::StatusOr<Answer> RunAppealDecide(
    const Environment& environment, const DecisionOptions& options) {
  rv::DecideAppealRequest request;
  ASSIGN_OR_RETURN(const auto decision, Parse<rv::AppealState>("DECISION", options.outcome));
  ASSIGN_OR_RETURN(Operator caller, Operator::Make(environment));
  ASSIGN_OR_RETURN(const rv::Person person, FindPerson(caller, options.person));
  ASSIGN_OR_RETURN(const rv::Competency competency, FindCompetency(caller, options.competency));
  rv::ListAppealsRequest list;
  ASSIGN_OR_RETURN(
      const auto waiting, caller.AskPages("registry", &RegistryClient::ListAppeals, list));
  std::vector<Candidate> candidates;
  for (const rv::Appeal& appeal : waiting.appeals()) {
    if (appeal.person() == person.id() && appeal.competency() == competency.code())
      candidates.push_back({.id = appeal.id(), .shown = appeal.filed_on()});
  }
  ASSIGN_OR_RETURN(
      const std::size_t chosen, Choose(
                                    {"keberatan yang menunggu", "appeals that wait"},
                                    Cat(person.name(), " ", competency.code()), candidates));
  request.set_request_id(caller.NewRequestId());
  request.set_person(person.id());
  request.set_appeal(candidates[chosen].id);
  request.set_decision(decision);
  request.set_reason(options.reason);
  if (options.level.has_value()) request.set_level(*options.level);
  if (!options.by.empty()) {
    ASSIGN_OR_RETURN(const rv::Person by, FindPerson(caller, options.by));
    caller = caller.As(by.id(), {{v1::UNIT_HEAD, "/"}});
  }
  rv::ListAppealsResponse one;
  ASSIGN_OR_RETURN(
      *one.add_appeals(), caller.Ask("registry", &RegistryClient::DecideAppeal, request));
  return AnswerOf(AppealsText(one.appeals(), {{person.id(), person.name()}}), one.appeals(0));
}

std::string AppealsText(
    const google::protobuf::RepeatedPtrField<rv::Appeal>& appeals, const Names& names) {
  Rows rows = {
      {Say("PEGAWAI", "PERSON"), Say("KOMPETENSI", "COMPETENCY"), Say("TINGKAT", "LEVEL"),
       Say("SEHARUSNYA", "CLAIMED"), Say("DIAJUKAN", "FILED"), Say("DIPUTUS PALING LAMBAT", "DUE"),
       Say("KEADAAN", "STATE"), Say("ALASAN", "REASON")}};
  for (const rv::Appeal& appeal : appeals) {
    rows.push_back(
        {NameIn(names, appeal.person()), appeal.competency(), Number(appeal.level(), 2),
         appeal.has_claimed() ? Number(appeal.claimed(), 2) : "-", appeal.filed_on(),
         appeal.decide_by(), OutcomeOf(appeal),
         appeal.decision().note().empty() ? appeal.reason()
                                          : Cat(appeal.reason(), " | ", appeal.decision().note())});
  }
  return TableOf(rows);
}

absl::StatusOr<Answer> RunListAppeals(
    const Environment& environment, const std::string& unit, bool all) {
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  rv::ListAppealsRequest request;
  ASSIGN_OR_RETURN(*request.mutable_unit(), FindUnitCode(caller, unit));
  ASSIGN_OR_RETURN(
      const auto listed, caller.AskPages("registry", &RegistryClient::ListAppeals, request, all));
  return AnswerOf(AppealsText(listed.appeals(), NamesOf(caller, listed.appeals())), listed);
}

std::string OwnFileText(const rv::OwnFile& file, const Names& names) {
  std::string text = PersonText(file.person()) + ContactText(file.email(), file.mobile());
  text += Table(
      {{Say("atasan", "superior"), file.superior().empty() ? "-" : NameIn(names, file.superior())},
       {Say("kesesuaian jabatan (JPM)", "job-person match"),
        // Of who has no valid level nothing is known.
        file.profile().levels().empty() ? Say("belum dinilai", "unrated")
                                        : Cat(Number(file.job_person_match(), 1), " %")}});
  Rows rows = {{Say("NOMOR", "NUMBER"), Say("SEJAK", "FROM"), Say("SAMPAI", "UNTIL")}};
  for (const rv::OwnFile::Number& one : file.numbers())
    rows.push_back({Redact(one.number()), one.valid_from(), one.valid_to()});
  text += Cat("\n", TableOf(rows));
  if (file.has_profile())
    text += Cat("\n", ProfileText(file.profile(), {{file.person().id(), file.person().name()}}));
  text += Cat("\n", Say("kesenjangan", "gaps"), ":\n", GapsText(file.gaps(), {}));
  text +=
      Cat("\n", Say("keberatan", "appeals"), ":\n",
          AppealsText(file.appeals(), {{file.person().id(), file.person().name()}}));
  rows = {
      {Say("MASIH DAPAT DIAJUKAN KEBERATAN", "MAY STILL BE APPEALED"),
       Say("HARI TERAKHIR", "LAST DAY")}};
  for (const rv::OwnFile::Appealable& one : file.appealable())
    rows.push_back({one.competency(), one.last_day()});
  if (rows.size() > 1) text += Cat("\n", Table(rows));
  return text;
}

absl::StatusOr<Answer> RunGetOwnFile(const Environment& environment, const std::string& person) {
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  ASSIGN_OR_RETURN(const rv::Person found, FindPerson(caller, person));
  rv::GetOwnFileRequest request;
  request.set_person(found.id());
  ASSIGN_OR_RETURN(
      const rv::OwnFile file,
      Himself(caller, found).Ask("registry", &RegistryClient::GetOwnFile, request));
  return AnswerOf(OwnFileText(file, NamesOf(caller, std::set{file.superior()})), file);
}

}  // namespace binadaya::cli
