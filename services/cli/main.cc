// binadaya: the operator's program. Here is only how its command line looks; each command stands in
// a file of its own.
#include <unistd.h>

#include <functional>
#include <iostream>
#include <string>
#include <utility>
#include <vector>

#include "CLI/App.hpp"
#include "CLI/Config.hpp"
#include "CLI/Formatter.hpp"
#include "services/cli/answer.h"
#include "services/cli/audit.h"
#include "services/cli/chain.h"
#include "services/cli/clock.h"
#include "services/cli/environment.h"
#include "services/cli/every_service.h"
#include "services/cli/import.h"
#include "services/cli/policy.h"
#include "services/cli/progress.h"
#include "services/cli/render.h"
#include "services/cli/replay.h"
#include "services/cli/tokens.h"
#include "services/cli/topics.h"
#include "services/cli/views.h"
#include "spdlog/spdlog.h"

namespace binadaya::cli {
namespace {

constexpr char kFooter[] =
    "Exit codes:\n"
    "  0  done\n"
    "  1  refused, or something was found to be wrong; the findings say what to do\n"
    "  2  wrong usage, or the environment lacks something\n"
    "  3  a service or the broker did not answer; the same command again may do\n\n"
    "The stack is told by the environment: source the file env that deploy/up wrote (.local/env).";

// The command line as it was read, and what to run for it.
struct Program {
  CLI::App app{"binadaya — import, operate and look into a Binadaya stack", "binadaya"};
  Environment environment = Environment::OfProcess();
  Progress progress{std::cerr, isatty(STDERR_FILENO) == 1};

  bool json = false;
  ImportOptions import;
  std::string form;  // a template to write
  PolicyOptions policy;
  std::string subject, token_id, service, accept, id, file, when, unit, campaign;
  std::vector<std::string> grants;
  bool list = false;

  using Run = std::function<absl::StatusOr<Answer>()>;
  std::vector<std::pair<CLI::App*, Run>> commands;  // the deepest first

  CLI::App* Group(const char* name, const char* meaning) {
    return app.add_subcommand(name, meaning)->require_subcommand(1);
  }
  CLI::App* Command(CLI::App* parent, const char* name, const char* meaning, Run run) {
    CLI::App* command = parent->add_subcommand(name, meaning);
    commands.emplace_back(command, std::move(run));
    return command;
  }
  CLI::Option* Service(CLI::App* command, std::string& target) {
    return command->add_option("SERVICE", target)->check(CLI::IsMember(AllServices()));
  }
};

void WireImport(Program& p) {
  CLI::App* group =
      p.Group("import", "Import a CSV or XLSX file: a dry run unless --confirm is given");
  for (const auto& [name, meaning, kind] :
       {std::tuple{
            "units", "Organisational units: code, name, kind, parent, direct_service",
            ImportKind::kUnits},
        std::tuple{
            "people",
            "People: nip, name, gender, birth_date, employment_type, grade, legal_position, unit, "
            "post, since",
            ImportKind::kPeople}}) {
    CLI::App* command = p.Command(group, name, meaning, [&p, kind = kind] {
      return p.form.empty() ? RunImport(p.environment, kind, p.import, p.progress)
                            : RunImportTemplate(p.environment, kind, p.form);
    });
    CLI::Option* file = command
                            ->add_option(
                                "FILE", p.import.file,
                                "CSV (UTF-8) or XLSX; a line near the top names the columns, in "
                                "Indonesian or English")
                            ->check(CLI::ExistingFile);
    command
        ->add_option(
            "--template", p.form,
            "Write a file to fill in, with an example; as .xlsx with the allowed values")
        ->excludes(file);
    CLI::Option* confirm =
        command->add_flag("--confirm", p.import.confirm, "Write, unless a row is wrong");
    command
        ->add_option(
            "--skip-line", p.import.skip_lines,
            "Leave out this line of the file, or row of the sheet; may be repeated")
        ->check(CLI::Range(2, 10'000'000))
        ->expected(1)
        ->take_all();
    command->add_option(
        "--date-format", p.import.date_format,
        "How the file writes dates, such as dd/mm/yyyy; YYYY-MM-DD is read in any case");
    command
        ->add_option(
            "--allow", p.import.allow,
            "Confirm a kind of change, NAME, EXIT, RETURN or UNIT_KIND: in the whole file, or on "
            "some lines (EXIT:12,15); may be repeated")
        ->expected(1)
        ->take_all();
    command->add_flag(
        "--complete", p.import.complete,
        "The file holds everybody: list who is known and not in it (nobody is removed)");
    command->add_option(
        "--findings", p.import.findings,
        "Write the file once more with what is wrong beside each row: mend it, import it again");
    command
        ->add_option(
            "--request-id", p.import.request_id,
            "UUID of the write: repeated with the same one, it is done once")
        ->needs(confirm);
  }
}

void WireToken(Program& p) {
  CLI::App* token = p.app.add_subcommand(
      "token", "Print a token, good for 15 minutes, signed with the operator's key");
  CLI::App* revoke = p.Command(
      token, "revoke", "Have every service refuse a token from now on",
      [&p] { return RunTokenRevoke(p.environment, p.token_id, p.progress); });
  revoke->add_option("TOKEN_ID", p.token_id, "The claim jti")->required();
  token->add_option("--for", p.service, "The one service that takes it");
  token->add_option("--subject", p.subject, "Person id (UUID), or the name of an operator");
  token
      ->add_option(
          "--grant", p.grants,
          "ROLE:PATH, such as ANALYST:/ or UNIT_HEAD:/33.74.01/; may be repeated")
      ->expected(1)
      ->take_all();
  p.commands.emplace_back(
      token, [&p] { return RunToken(p.environment, p.service, p.subject, p.grants); });
}

void WireReplay(Program& p) {
  CLI::App* group = p.Group("replay", "Apply events again");
  CLI::App* parked =
      p.Command(group, "dead-letters", "Try again what a service could not apply", [&p] {
        return p.list ? RunListParked(p.environment, p.service)
                      : RunReplayParked(p.environment, p.service, p.accept);
      });
  p.Service(parked, p.service)->required();
  parked->add_flag("--list", p.list, "Only show what is parked, and why");
  parked
      ->add_option(
          "--accept", p.accept,
          "A publisher that was restored from a backup: of versions told twice, the later count")
      ->check(CLI::IsMember(AllServices()));
  CLI::App* bootstrap = p.Command(
      group, "bootstrap", "Have a service take over the past from the logs of those it hears",
      [&p] { return RunReplayBootstrap(p.environment, p.service, p.progress); });
  p.Service(bootstrap, p.service)->required();
  CLI::App* seek = p.Command(
      group, "seek",
      "Have a service hear its topics from their beginning; nothing is applied twice",
      [&p] { return RunReplaySeek(p.environment, p.service); });
  p.Service(seek, p.service)->required();
  CLI::App* projection = p.Command(
      group, "projection",
      "Empty the projection of a service and fill it from the logs of those it hears",
      [&p] { return RunReplayProjection(p.environment, p.service, p.progress); });
  p.Service(projection, p.service)->required();
}

void WireAudit(Program& p) {
  CLI::App* audit = p.Command(
      &p.app, "verify-audit", "Verify the sealed audit log of one service or of all",
      [&p] { return RunVerifyAudit(p.environment, p.service, p.progress); });
  p.Service(audit, p.service);
}

void WireChain(Program& p) {
  CLI::App* group = p.Group("chain", "Show what rests on what, with missing links");
  p.Command(
       group, "need", "From a need down to the ratings",
       [&p] { return RunNeedChain(p.environment, p.id); })
      ->add_option("ID", p.id, "UUID of the need")
      ->required();
  p.Command(
       group, "person", "From the ratings of a person up to the needs",
       [&p] { return RunPersonChain(p.environment, p.id); })
      ->add_option("ID", p.id, "UUID of the person")
      ->required();
}

void WireTopics(Program& p) {
  p.Command(
       p.Group("topics", "Kafka's topics"), "apply",
       "Create what is missing and set the configuration; never changes partitions",
       [&p] { return RunTopicsApply(p.environment, p.file); })
      ->add_option("--file", p.file, "Lines of: name partitions key=value…")
      ->required()
      ->check(CLI::ExistingFile);
}

void WireClock(Program& p) {
  CLI::App* group = p.Group("clock", "The time of the stack");
  p.Command(group, "show", "Show it", [&p] { return RunClockShow(p.environment); });
  p.Command(
       group, "to", "Move it, for demo and tests; refused in production",
       [&p] { return RunClockTo(p.environment, p.when); })
      ->add_option("WHEN", p.when, "A date (its first instant) or RFC 3339")
      ->required();
}

void WirePolicy(Program& p) {
  CLI::App* group = p.Group("policy", "Numbers that law or policy sets");
  CLI::App* list = p.Command(group, "list", "Those of a service", [&p] {
    return RunPolicyList(p.environment, p.service);
  });
  p.Service(list, p.service)->required();
  CLI::App* set = p.Command(
      group, "set", "Set one from a day on; earlier days keep what was in force",
      [&p] { return RunPolicySet(p.environment, p.policy); });
  p.Service(set, p.policy.service)->required();
  set->add_option("KEY", p.policy.key, "Such as priority.weights")->required();
  set->add_option("VALID_FROM", p.policy.valid_from, "YYYY-MM-DD")->required();
  set->add_option("VALUE", p.policy.values, "As many as the policy has")->required();
  set->add_option("--basis", p.policy.basis, "The law or decision that sets it")->required();
  set->add_option("--verified-by", p.policy.verified_by, "Who checked it against its source");
}

void WireGet(Program& p) {
  CLI::App* group = p.Group("get", "Look into the stack");
  p.Command(
       group, "needs", "Needs of a campaign, by rank",
       [&p] { return RunGetNeeds(p.environment, p.campaign); })
      ->add_option("--campaign", p.campaign, "UUID of the needs campaign")
      ->required();
  p.Command(group, "dashboard", "People, ratings, gaps and needs of a unit subtree", [&p] {
     return RunGetDashboard(p.environment, p.unit);
   })->add_option("UNIT", p.unit, "Unit code; none = the city");
}

ExitCode Print(const absl::StatusOr<Answer>& answer, bool json) {
  if (!answer.ok()) {
    (json ? std::cout : std::cerr)
        << (json ? ErrorJson(answer.status()) + "\n" : ErrorText(answer.status()));
    return ExitCodeOf(answer.status());
  }
  std::cout << (json ? answer->json + "\n" : answer->text) << std::flush;
  if (!json) std::cerr << answer->note;
  return answer->exit;
}

ExitCode Main(int argc, char** argv) {
  spdlog::set_level(spdlog::level::off);  // libraries log what their errors then say; both outputs
                                          // are the answer's
  Program p;
  p.app.require_subcommand(1);
  p.app.fallthrough();
  p.app.footer(kFooter);
  p.app.add_flag("--json", p.json, "Answer with one JSON document on standard output");
  for (const auto wire :
       {&WireImport, &WireToken, &WireReplay, &WireAudit, &WireChain, &WireTopics, &WireClock,
        &WirePolicy, &WireGet}) {
    wire(p);
  }
  try {
    p.app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return p.app.exit(error) == 0 ? ExitCode::kDone : ExitCode::kUsage;
  }
  for (const auto& [command, run] : p.commands) {
    if (!command->parsed()) continue;
    const absl::StatusOr<Answer> answer = run();
    p.progress.End();
    return Print(answer, p.json);
  }
  return ExitCode::kUsage;
}

}  // namespace
}  // namespace binadaya::cli

int main(int argc, char** argv) { return static_cast<int>(binadaya::cli::Main(argc, argv)); }
