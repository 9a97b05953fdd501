#include "services/registry/registry.h"

#include "services/common/status.h"
#include "services/registry/directory_store.h"

namespace binadaya::registry {
namespace {

constexpr absl::Duration kPathRemembered = absl::Seconds(60);

}  // namespace

Registry::Registry(App& app)
    : db_(app.db()), cache_(app.cache()), clock_(app.clock()), policies_(app.policies()) {}

App::Parts Registry::Wire(App& app) {
  auto registry = std::make_shared<Registry>(app);
  const auto expire = [self = registry.get()](const Call& call, const std::string& person) {
    return self->Expire(call, person);
  };
  return {
      .service = registry.get(),
      .subscriptions = {},
      .timers = {{"profile_expiry", expire}},
      .hooks = {},
      .owner = registry};
}

absl::StatusOr<std::string> Registry::PathOf(
    Call& call, ::binadaya::v1::ScopeKind kind, const std::string& id) {
  const std::string key = Cat("path:", static_cast<int>(kind), ":", id);
  if (std::optional<std::string> known = cache_.Get(key)) return *std::move(known);
  ASSIGN_OR_RETURN(std::string path, db_.Read(call, [&](Tx& tx) -> absl::StatusOr<std::string> {
    switch (kind) {
      case ::binadaya::v1::UNIT:
        return directory_store::PathOfUnit(tx, id);
      case ::binadaya::v1::PERSON:
        return directory_store::PathOfPerson(tx, id);
      default:
        return RegistryService::PathOf(call, kind, id);
    }
  }));
  cache_.Set(key, path, kPathRemembered);
  return path;
}

domain::RatingPolicy Registry::RatingPolicy(Tx& tx) {
  const absl::CivilDay today = tx.call().today();
  const std::vector<double> weights = policies_.On(tx, "rating.weights", today);
  const std::vector<double> years = policies_.On(tx, "rating.validity_years", today);
  return {
      .supervisor = weights[0],
      .peer = weights[1],
      .self = weights[2],
      .min_peers = static_cast<int>(policies_.On(tx, "rating.min_peers", today)[0]),
      .dispute_distance = policies_.On(tx, "rating.dispute_distance", today)[0],
      .assessment_validity_years = static_cast<int>(years[0]),
      .profile_validity_years = static_cast<int>(years[1])};
}

domain::StandardPolicy Registry::StandardPolicy(Tx& tx) {
  const absl::CivilDay today = tx.call().today();
  const std::vector<double> level = policies_.On(tx, "standard.level", today);
  const std::vector<double> expert = policies_.On(tx, "standard.expert", today);
  const std::vector<double> skilled = policies_.On(tx, "standard.skilled", today);
  domain::StandardPolicy policy{
      .senior_leader = static_cast<int>(level[0]),
      .administrator = static_cast<int>(level[1]),
      .supervisor = static_cast<int>(level[2]),
      .executor = static_cast<int>(level[3])};
  for (std::size_t i = 0; i < 4; ++i) {
    policy.expert[i] = static_cast<int>(expert[i]);
    policy.skilled[i] = static_cast<int>(skilled[i]);
  }
  return policy;
}

domain::BandPolicy Registry::BandPolicy(Tx& tx) {
  const absl::CivilDay today = tx.call().today();
  const std::vector<double> severity = policies_.On(tx, "gap.severity", today);
  const std::vector<double> match = policies_.On(tx, "jpm.bands", today);
  return {
      .medium = severity[0],
      .high = severity[1],
      .match_fair = match[0],
      .match_optimal = match[1]};
}

domain::AgePolicy Registry::AgePolicy(Tx& tx) {
  const std::vector<double> ages = policies_.On(tx, "nip.ages", tx.call().today());
  return {
      .working_age = static_cast<int>(ages[0]),
      .civil_servant_max = static_cast<int>(ages[1]),
      .contract_min = static_cast<int>(ages[2])};
}

}  // namespace binadaya::registry
