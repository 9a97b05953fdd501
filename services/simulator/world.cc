#include "services/simulator/world.h"

#include <algorithm>
#include <utility>

#include "absl/random/random.h"
#include "absl/time/clock.h"
#include "services/cli/language.h"
#include "services/common/domain/text.h"
#include "services/common/id.h"
#include "services/common/status.h"
#include "services/simulator/reference.h"

namespace binadaya::simulator {
namespace {

template <class Client>
absl::StatusOr<std::unique_ptr<Client>> Connect(
    const cli::Environment& environment, std::string_view service) {
  ASSIGN_OR_RETURN(const rpc::Neighbour at, environment.Reach(service));
  return std::make_unique<Client>(at);
}

}  // namespace

Actor As(std::string subject, v1::Role role, std::string path) {
  return {.subject = std::move(subject), .grants = {{role, std::move(path)}}};
}
Actor Employee(const std::string& person) { return As(person, v1::EMPLOYEE, "/"); }
Actor Administrator() { return As("administrator", v1::ADMINISTRATOR, "/"); }
Actor Analyst() { return As("analis-bkpp", v1::ANALYST, "/"); }
Actor AgencyHead() { return As("kepala-bkpp", v1::AGENCY_HEAD, "/"); }
Actor Organiser() { return As("panitia-bkpp", v1::ORGANISER, "/"); }
Actor Protocol() { return As("protokol", v1::PROTOCOL, "/"); }
Actor CityHrOfficer() { return As("kepegawaian-bkpp", v1::UNIT_HR_OFFICER, "/"); }
Actor CityAssistant() { return As("asisten-pemerintahan", v1::UNIT_HEAD, "/"); }
Actor CitySecretary() {
  return {.subject = "sekretaris-daerah", .grants = {{v1::UNIT_HEAD, "/"}, {v1::SUPERVISOR, "/"}}};
}

absl::StatusOr<World> World::Reach(const cli::Environment& environment) {
  ASSIGN_OR_RETURN(const std::string key, environment.Need("OPERATOR_KEY"));
  ASSIGN_OR_RETURN(Signer signer, Signer::Load(key));
  ASSIGN_OR_RETURN(Clock clock, environment.PlatformClock());
  World world(environment, std::move(clock), std::move(signer));
  ASSIGN_OR_RETURN(world.registry_, Connect<registry::RegistryClient>(environment, "registry"));
  ASSIGN_OR_RETURN(world.needs_, Connect<needs::NeedsClient>(environment, "needs"));
  ASSIGN_OR_RETURN(world.budgeting_, Connect<budgeting::BudgetingClient>(environment, "budgeting"));
  ASSIGN_OR_RETURN(
      world.scheduling_, Connect<scheduling::SchedulingClient>(environment, "scheduling"));
  ASSIGN_OR_RETURN(world.reporting_, Connect<reporting::ReportingClient>(environment, "reporting"));
  ASSIGN_OR_RETURN(
      world.operations_, Connect<operations::OperationsClient>(environment, "scheduling"));
  return world;
}

absl::Status World::MoveTo(absl::CivilDay day, int hour, int minute) {
  return clock_.MoveTo(clock_.StartOf(day) + absl::Hours(hour) + absl::Minutes(minute));
}

std::string World::NewRequestId() const { return NewId(now()); }

Call World::MakeCall(const Actor& actor, absl::Time deadline) const {
  const absl::Time now = clock_.Now();
  Identity identity{
      .subject = actor.subject,
      .token_id = {},
      .grants = actor.grants,
      .proof = ProofBy(signer_, actor.subject, actor.grants)};
  return {"simulator", std::move(identity), deadline, now, clock_.DayOf(now)};
}

bool World::WaitToRepeat(const absl::Status& status, int attempt, absl::Time give_up) {
  const bool later =
      absl::IsUnavailable(status) || absl::IsResourceExhausted(status) || absl::IsAborted(status);
  absl::InsecureBitGen random;
  const absl::Duration pause =
      absl::Milliseconds(absl::Uniform(random, 20, 40 << std::min(attempt, 5)));
  if (!later || absl::Now() + pause >= give_up) return false;
  absl::SleepFor(pause);
  return true;
}

absl::StatusOr<std::string> NameOf(const World& world, const std::string& person) {
  if (person.empty()) return cli::Say("(tidak ada)", "(nobody)");
  registry::v1::GetPersonRequest request;
  request.set_person(person);
  ASSIGN_OR_RETURN(
      const registry::v1::Person found,
      world.Ask(Analyst(), world.registry(), &registry::RegistryClient::GetPerson, request));
  return Cat(found.name(), " (", found.post(), " ", NameOfUnit(found.unit()), ")");
}

absl::Status WaitUntil(
    std::string_view what, const std::function<absl::StatusOr<bool>()>& condition,
    absl::Duration patience) {
  for (const absl::Time give_up = absl::Now() + patience; absl::Now() < give_up;
       absl::SleepFor(absl::Milliseconds(50))) {
    ASSIGN_OR_RETURN(const bool holds, condition());
    if (holds) return absl::OkStatus();
  }
  return absl::DeadlineExceededError(
      Cat("waited ", absl::FormatDuration(patience), " in vain: ", what));
}

}  // namespace binadaya::simulator
