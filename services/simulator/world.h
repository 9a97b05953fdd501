#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "binadaya/budgeting/v1/budgeting.rpc.h"
#include "binadaya/needs/v1/needs.rpc.h"
#include "binadaya/operations/v1/operations.rpc.h"
#include "binadaya/registry/v1/registry.rpc.h"
#include "binadaya/reporting/v1/reporting.rpc.h"
#include "binadaya/scheduling/v1/scheduling.rpc.h"
#include "services/cli/environment.h"
#include "services/common/call.h"
#include "services/common/clock.h"
#include "services/common/token.h"

namespace binadaya::simulator {

// Somebody who calls: a person of the city, in the roles that the call needs.
struct Actor {
  std::string subject;  // person id, or the name of an office that is not in the registry
  std::vector<Grant> grants;
};

Actor As(std::string subject, v1::Role role, std::string path);
Actor Employee(const std::string& person);  // for himself
// Offices of the whole city.
Actor Administrator();
Actor Analyst();        // analis bangkom BKPP
Actor AgencyHead();     // Kepala BKPP
Actor Organiser();      // panitia BKPP
Actor Protocol();       // protokol pimpinan
Actor CityHrOfficer();  // pengelola kepegawaian
Actor CitySecretary();  // Sekretaris Daerah, who heads what has no other head
Actor CityAssistant();  // Asisten Pemerintahan, who decides where the Sekretaris Daerah has rated

inline constexpr absl::Duration kPatience = absl::Seconds(10);
// As many as one answer may list.
inline constexpr int kPage = 1000;
// For whole files: a little less than the longest deadline that a server grants.
inline constexpr absl::Duration kLongPatience = absl::Seconds(55);

// The running platform as people outside see it: its public APIs, with a token for whoever calls.
// Safe from any thread, but for MoveTo.
class World {
 public:
  // From the environment that deploy/up writes; says which variable is missing.
  static absl::StatusOr<World> Reach(const cli::Environment& environment);

  const registry::RegistryClient& registry() const { return *registry_; }
  const needs::NeedsClient& needs() const { return *needs_; }
  const budgeting::BudgetingClient& budgeting() const { return *budgeting_; }
  const scheduling::SchedulingClient& scheduling() const { return *scheduling_; }
  const reporting::ReportingClient& reporting() const { return *reporting_; }
  // What an operator does with scheduling.
  const operations::OperationsClient& operations() const { return *operations_; }
  const cli::Environment& environment() const { return environment_; }

  absl::Time now() const { return clock_.Now(); }
  absl::CivilDay today() const { return clock_.Today(); }
  // Moves the clock of every process of the stack to eight in the morning of a day, or to another
  // minute of it.
  absl::Status MoveTo(absl::CivilDay day, int hour = 8, int minute = 0);

  // A request id, for what changes something.
  std::string NewRequestId() const;

  // One call of one person. A refusal that only says "later" (UNAVAILABLE, RESOURCE_EXHAUSTED,
  // ABORTED) is tried again, with the same request and so the same request id, as long as
  // `patience` lasts.
  template <class Client, class Request, class Response>
  absl::StatusOr<Response> Ask(
      const Actor& actor, const Client& client,
      absl::StatusOr<Response> (Client::*method)(const Call&, const Request&) const,
      const Request& request, absl::Duration patience = kPatience) const {
    const absl::Time give_up = absl::Now() + patience;
    for (int attempt = 1;; ++attempt) {
      absl::StatusOr<Response> response = (client.*method)(MakeCall(actor, give_up), request);
      if (response.ok() || !WaitToRepeat(response.status(), attempt, give_up)) return response;
    }
  }

 private:
  World(cli::Environment environment, Clock clock, Signer signer)
      : environment_(std::move(environment)),
        clock_(std::move(clock)),
        signer_(std::move(signer)) {}

  Call MakeCall(const Actor& actor, absl::Time deadline) const;
  // False when trying again is useless or too late.
  static bool WaitToRepeat(const absl::Status& status, int attempt, absl::Time give_up);

  cli::Environment environment_;
  Clock clock_;
  Signer signer_;
  std::unique_ptr<registry::RegistryClient> registry_;
  std::unique_ptr<needs::NeedsClient> needs_;
  std::unique_ptr<budgeting::BudgetingClient> budgeting_;
  std::unique_ptr<scheduling::SchedulingClient> scheduling_;
  std::unique_ptr<reporting::ReportingClient> reporting_;
  std::unique_ptr<operations::OperationsClient> operations_;
};

// "Sekar Lowanda (LURAH Tembalang)".
absl::StatusOr<std::string> NameOf(const World& world, const std::string& person);

// Waits until `condition` is true; DeadlineExceeded, naming `what`, when it does not become so. A
// failure of it ends the wait.
absl::Status WaitUntil(
    std::string_view what, const std::function<absl::StatusOr<bool>()>& condition,
    absl::Duration patience = absl::Seconds(60));

// What a service knows from events it knows a moment later: what it has not heard of yet is asked
// for again.
template <class Ask>
auto OnceHeard(std::string_view what, Ask ask) -> decltype(ask()) {
  decltype(ask()) answer = absl::UnavailableError("not asked");
  RETURN_IF_ERROR(WaitUntil(what, [&]() -> absl::StatusOr<bool> {
    answer = ask();
    return !absl::IsNotFound(answer.status());
  }));
  return answer;
}

}  // namespace binadaya::simulator
