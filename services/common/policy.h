#pragma once

#include <chrono>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/civil_time.h"
#include "services/common/db.h"

namespace binadaya {

// Numbers that law or policy sets: effective-dated rows with their legal basis
// (Operations.SetPolicy). A service's migrations bring the first row of each of its keys. Rows are
// remembered for a few seconds. Safe from any thread.
class Policies {
 public:
  // FailedPrecondition unless every key that the service declared is in force today with as many
  // values as it reads; names those that are not. Before the service takes calls.
  absl::Status Check(Tx& tx);
  void Forget();

 private:
  friend class Policy;

  struct Row {
    absl::CivilDay valid_from;
    std::vector<double> values;
  };
  using Rows = std::map<std::string, std::vector<Row>, std::less<>>;  // latest first

  std::shared_ptr<const Rows> Read(Tx& tx);
  // Null before its first day. A number does not hold before that, not even for want of another:
  // that would be to apply a rule before it was made.
  static const Row* On(const Rows& rows, const std::string& key, absl::CivilDay day);

  std::map<std::string, std::size_t> declared_;
  std::mutex mutex_;
  std::chrono::steady_clock::time_point read_;
  std::shared_ptr<const Rows> rows_;
};

// One of them, as a service reads it: a member of the service, which thereby declares it.
class Policy {
 public:
  Policy(Policies& policies, std::string key, std::size_t values);

  // Its values in force on the call's day.
  std::vector<double> Today(Tx& tx) const;
  // Those in force on a day; none before its first.
  std::optional<std::vector<double>> On(Tx& tx, absl::CivilDay day) const;

 private:
  Policies& policies_;
  const std::string key_;
};

}  // namespace binadaya
