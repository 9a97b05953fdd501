#pragma once

#include <map>
#include <span>
#include <string>

#include "absl/time/civil_time.h"
#include "services/common/domain/money.h"

namespace binadaya::budgeting::domain {

// What may happen to the money of a line. A version that comes into force allots; a plan item
// earmarks; a commitment (SPK, surat tugas, undangan) is realised (SPJ verified) or released; what
// was paid too much is returned; an efficiency order freezes.
enum class EntryKind {
  kAllot = 1,
  kEarmark,
  kCommit,
  kRelease,
  kRealise,
  kReturn,
  kFreeze,
  kUnfreeze
};

// One line of the ledger. Never changed: what was wrong is taken back by a counter-entry, of the
// same kind and the opposite amount.
struct Entry {
  std::string id = {}, line = {};
  EntryKind kind = EntryKind::kAllot;
  Money amount = {};            // below zero: an allotment cut, an earmark used, a counter-entry
  std::string commitment = {};  // of a commit, release, realise, return
  std::string plan_item = {};
  std::string doc_ref = {};  // the document that it rests on
  absl::CivilDay on = {};
  std::string corrects = {};  // the entry that it takes back
};

// How the money of a line stands. `committed` is what is open of its commitments. Every rupiah of
// `after` is in exactly one of Free(), committed, realised and frozen; what is earmarked is free,
// for its own plan item alone.
struct Balance {
  Money after = {}, committed = {}, realised = {}, frozen = {};
  std::map<std::string, Money> earmarked = {};  // by plan item, above zero

  // F-11: after - open commitments - realised; nor is what is frozen free.
  Money Free() const;
  // Of that, what a plan item ("": none) may take.
  Money FreeFor(const std::string& plan_item) const;
  Money Earmarked() const;  // of all plan items together
  // Whether nothing of it is below zero.
  bool Holds() const;
  // Below so many percent of `after` free.
  bool IsLow(int percent) const;
  bool operator==(const Balance&) const = default;
};

// The only place that says what an entry does.
void Apply(const Entry& entry, Balance& balance);

// The balance of a line at the end of a day, from all its entries.
Balance BalanceOn(std::span<const Entry> entries, const std::string& line, absl::CivilDay day);

}  // namespace binadaya::budgeting::domain
