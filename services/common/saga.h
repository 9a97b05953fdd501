#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "services/common/db.h"
#include "services/common/domain/saga.h"
#include "services/common/metrics.h"
#include "services/common/timer.h"

// Sagas: rows of the table `saga`, each driven by a timer of its own (docs/adr/0017).
namespace binadaya::saga {

// One turn of a step. Prepares outside any transaction: what it asks of a neighbour, it asks under
// `request_id`, which is the same at every try, so that it happens once. Returns the effect, which
// is committed with the record of the turn. A refusal of an act, or of its effect
// (FAILED_PRECONDITION, INVALID_ARGUMENT, NOT_FOUND, PERMISSION_DENIED), undoes the saga; anything
// else, and whatever an undo says, is tried again. The undo of what never happened is a success.
using Turn = std::function<absl::StatusOr<Timers::Effect>(
    const Call& call, const Saga& saga, const std::string& request_id)>;
struct Step {
  std::string name;  // "FUNDS"; it names the turn to neighbours, so it stays
  Turn act, undo;
};
struct Kind {
  std::string name;  // "publication"
  std::vector<Step> steps;
  std::function<Finding(const Saga&)> overdue;  // why it is undone when its time is up
  // It is done, or undone: in the transaction that ends it.
  std::function<absl::Status(Tx&, const Saga&)> ended;
};

// What drives the sagas of a kind: one of a service's timers (Parts).
std::pair<std::string, Timers::Handler> TimerOf(Db& db, Kind kind);

// Within the command that decides it; its first turn is due at once. One that is alive already
// fails the transaction: the subject's state says so before.
void Start(
    Tx& tx, std::string_view kind, const std::string& subject, int version, absl::Time deadline);
std::optional<Saga> Find(Tx& tx, std::string_view kind, const std::string& subject, int version);

// Sets the gauge of what is alive beyond its deadline: by how much, at most.
void UpdateGauges(pg::Connection& connection, absl::Time now, prometheus::Gauge& overdue);

}  // namespace binadaya::saga
