#pragma once

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "CLI/App.hpp"
#include "CLI/Config.hpp"
#include "CLI/Formatter.hpp"
#include "services/cli/acts.h"
#include "services/cli/agency.h"
#include "services/cli/agenda.h"
#include "services/cli/answer.h"
#include "services/cli/attendance.h"
#include "services/cli/audit.h"
#include "services/cli/budget.h"
#include "services/cli/document.h"
#include "services/cli/employment.h"
#include "services/cli/environment.h"
#include "services/cli/feeds.h"
#include "services/cli/import.h"
#include "services/cli/language.h"
#include "services/cli/lists.h"
#include "services/cli/participants.h"
#include "services/cli/placement.h"
#include "services/cli/plan.h"
#include "services/cli/planning.h"
#include "services/cli/policy.h"
#include "services/cli/portfolio.h"
#include "services/cli/profiles.h"
#include "services/cli/progress.h"
#include "services/cli/records.h"
#include "services/cli/regulations.h"
#include "services/cli/resources.h"
#include "services/cli/schedule.h"
#include "services/cli/speakers.h"
#include "services/cli/templates.h"

namespace binadaya::cli {

// The command line as it was read, and what to run for it. Help texts are said in the language that
// is spoken when it is made.
struct Program {
  Program(const Environment& environment, std::ostream& err, bool terminal);

  using Run = std::function<absl::StatusOr<Answer>()>;

  CLI::App* Group(const char* name, const std::string& meaning);
  CLI::App* Command(CLI::App* parent, const char* name, const std::string& meaning, Run run);
  // Its heading in the help of what it is part of.
  static CLI::App* Named(CLI::App* command);
  // One of a few codes, in any case; others are refused, naming these.
  static CLI::Option* OneOf(
      CLI::App* command, const char* name, std::string& target,
      const std::vector<std::string>& codes, const std::string& meaning);
  // A service by its name.
  static CLI::Option* Service(CLI::App* command, std::string& target, const std::string& meaning);
  static CLI::Option* Day(
      CLI::App* command, const char* name, std::string& target, const std::string& meaning);
  // One that may be given several times.
  template <class T>
  static CLI::Option* Several(
      CLI::App* command, const char* name, std::vector<T>& target, const std::string& meaning) {
    return command->add_option(name, target, meaning)->expected(1)->take_all();
  }

  CLI::App app;
  const Environment& environment;
  Progress progress;
  std::vector<std::pair<CLI::App*, Run>> commands;  // the deepest first

  bool json = false;
  std::string language;
  ImportOptions import;
  std::string form;  // a template to write
  PolicyOptions policy;
  ListOptions list;
  RateOptions rate;
  AssignOptions assign;
  PostOptions post;
  CampaignOptions campaign;
  ActOptions act;
  RecordOptions record;
  DecisionOptions decision;
  RegulationOptions regulation;
  PlanningOptions planning;
  PortfolioOptions portfolio;
  PlanOptions plan;
  BudgetOptions budget;
  ScheduleOptions schedule;
  VenueOptions venue;
  SpeakerOptions speaker;
  SpeakerInvitationOptions speaker_invitation;
  BlackoutOptions blackout;
  AgendaOptions agenda;
  PlacementOptions placement;
  ParticipantOptions participants;
  AttendanceOptions attendance;
  FeedOptions feed;
  TemplateOptions templates;
  DocumentOptions document;
  AuditOptions audit;
  AgencyOptions agency;
  std::string subject, token_id, service, accept, id, file, when, as_of, reason;
  std::vector<std::string> grants;
  bool all = false;
};

// Each adds the commands of one group of files.
void WireImport(Program& p);
void WireRegistry(Program& p);      // list, get, chain
void WireActs(Program& p);          // rate, assign, post, campaign, career, training, holidays
void WirePeople(Program& p);        // act, record, profile, appeal
void WirePlanning(Program& p);      // program, and what is looked up of programs
void WirePortfolio(Program& p);     // portfolio, plan
void WireBudget(Program& p);        // budget, ledger, and what is looked up of them
void WireSchedule(Program& p);      // schedule, and what is looked up of it
void WirePlacements(Program& p);    // windows placed, schedules mended; after WireSchedule
void WireFeeds(Program& p);         // calendars for calendar programs; after WireSchedule
void WireTemplates(Program& p);     // templates of rundowns; after WireSchedule
void WireResources(Program& p);     // venues, speakers, blackouts; the leaders' agenda
void WireSpeakers(Program& p);      // speakers who are asked; after WireSchedule
void WireParticipants(Program& p);  // who takes part, and why
void WireAttendance(Program& p);    // who was there
void WireDocuments(Program& p);     // document, and what is looked up of documents
void WireAgencies(Program& p);      // agency
void WireOperations(Program& p);    // audit, dead letters, replay, policy, token, topics, clock

// How a batch is named on the command line, for help texts.
std::string WhichBatch();

// What CLI11 says about a wrong command line, in both languages. `unknown`: the word that names no
// command. Pure.
Message MeaningOf(const CLI::ParseError& error, const std::string& unknown = "");

}  // namespace binadaya::cli
