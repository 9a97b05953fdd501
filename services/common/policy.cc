#include "services/common/policy.h"

#include <utility>

#include "absl/strings/str_join.h"
#include "services/common/domain/text.h"

namespace binadaya {
namespace {

constexpr std::chrono::seconds kRemembered(5);

}  // namespace

std::shared_ptr<const Policies::Rows> Policies::Read(Tx& tx) {
  const auto now = std::chrono::steady_clock::now();
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (rows_ != nullptr && now - read_ < kRemembered) return rows_;
  }
  // Not under the lock: nobody waits for another one's statement.
  const pg::Result found =
      tx.Query("SELECT key, valid_from, values FROM policy ORDER BY key, valid_from DESC");
  Rows rows;
  for (int i = 0; i < found.rows(); ++i) {
    pg::Row row(found, i);
    std::vector<Row>& versions = rows[row.String()];
    versions.push_back({.valid_from = row.Day(), .values = row.Doubles()});
  }
  auto read = std::make_shared<const Rows>(std::move(rows));
  const std::lock_guard<std::mutex> lock(mutex_);
  read_ = now;
  rows_ = read;
  return read;
}

const Policies::Row* Policies::On(const Rows& rows, const std::string& key, absl::CivilDay day) {
  const auto found = rows.find(key);
  if (found == rows.end()) return nullptr;
  for (const Row& row : found->second) {
    if (row.valid_from <= day) return &row;
  }
  return nullptr;
}

absl::Status Policies::Check(Tx& tx) {
  const std::shared_ptr<const Rows> rows = Read(tx);
  std::vector<std::string> missing;
  for (const auto& [key, values] : declared_) {
    const Row* row = On(*rows, key, tx.call().today());
    if (row == nullptr || row->values.size() != values)
      missing.push_back(Cat(key, " (", values, " values)"));
  }
  if (missing.empty()) return absl::OkStatus();
  return absl::FailedPreconditionError(
      Cat("the table policy has no row in force today of ", absl::StrJoin(missing, ", "),
          "; the service's migrations must bring one"));
}

void Policies::Forget() {
  const std::lock_guard<std::mutex> lock(mutex_);
  rows_ = nullptr;
}

Policy::Policy(Policies& policies, std::string key, std::size_t values)
    : policies_(policies), key_(std::move(key)) {
  policies_.declared_[key_] = values;
}

std::vector<double> Policy::Today(Tx& tx) const {
  std::optional<std::vector<double>> values = On(tx, tx.call().today());
  if (!values.has_value())  // checked at the start; the calendar was moved back since
    throw pg::Error(pg::Error::Kind::kStatement, Cat("the policy ", key_, " is not in force yet"));
  return *std::move(values);
}

std::optional<std::vector<double>> Policy::On(Tx& tx, absl::CivilDay day) const {
  const std::shared_ptr<const Policies::Rows> rows = policies_.Read(tx);
  const Policies::Row* row = Policies::On(*rows, key_, day);
  if (row == nullptr) return std::nullopt;
  return row->values;
}

}  // namespace binadaya
