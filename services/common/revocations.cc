#include "services/common/revocations.h"

#include <utility>

#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "services/common/domain/text.h"
#include "services/common/status.h"

namespace binadaya {
namespace {

constexpr std::chrono::seconds kFresh{1};
// What Redis keeps of one hour outlives the last token of it.
constexpr absl::Duration kShared = absl::Hours(2);

std::int64_t Hour() { return absl::ToUnixSeconds(absl::Now()) / 3600; }

}  // namespace

Revocations::Revocations(Db& db, Cache& cache) : db_(db), shared_(cache.Shared("revoked")) {}

absl::StatusOr<bool> Revocations::Hold(const Call& call, const std::string& token_id) {
  const Clock::time_point now = Clock::now();
  std::int64_t told = 0;
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    // One reads; the others go on with what is known for as long as the bound allows.
    const Clock::duration age = now - read_;
    if (age < kFresh || (reading_ && age < kRevokedWithin)) return known_.contains(token_id);
    reading_ = true;
    told = told_;
  }
  absl::StatusOr<Ids> ids = Read(call);
  const std::lock_guard<std::mutex> lock(mutex_);
  reading_ = false;
  if (!ids.ok()) return ids.status();
  const bool revoked = ids->contains(token_id);
  if (told == told_) {  // else it may lack what was told meanwhile
    known_ = *std::move(ids);
    read_ = now;
  }
  return revoked;
}

absl::StatusOr<Revocations::Ids> Revocations::Read(const Call& call) {
  ASSIGN_OR_RETURN(Ids ids, db_.Read(call, [](Tx& tx) -> absl::StatusOr<Ids> {
    const pg::Result rows = tx.Query("SELECT token_id FROM revoked_token");
    Ids own;
    for (int i = 0; i < rows.rows(); ++i) own.insert(rows.String(i, 0));
    return own;
  }));
  for (const std::int64_t hour : {Hour() - 1, Hour()}) {
    const std::string text = shared_.Get(Cat(hour)).value_or("");
    for (const absl::string_view id : absl::StrSplit(text, '\n', absl::SkipEmpty()))
      ids.emplace(id);
  }
  return ids;
}

void Revocations::Write(Tx& tx, const std::string& token_id) {
  tx.Defer(
      R"(
      INSERT INTO revoked_token (token_id, at)
      VALUES ($1, $2)
      ON CONFLICT DO NOTHING)",
      token_id, tx.call().now());
}

void Revocations::Tell(const std::string& token_id) {
  shared_.Append(Cat(Hour()), Cat(token_id, "\n"), kShared);
  const std::lock_guard<std::mutex> lock(mutex_);
  ++told_;
  read_ = {};
}

}  // namespace binadaya
