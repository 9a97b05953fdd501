#pragma once

#include <algorithm>
#include <compare>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "services/common/envelope.h"

namespace binadaya {

// An event as it came from a topic, or waits to be applied.
struct Record : Envelope {
  std::string topic;
  std::int32_t partition = 0;
  std::int64_t offset = -1;  // -1: it waited in PostgreSQL, which does not say
};

// A foreign aggregate.
struct AggregateKey {
  std::string source, type, id;
  auto operator<=>(const AggregateKey&) const = default;
};

// How far a foreign aggregate was heard.
struct Heard {
  std::int64_t version = 0;
  std::string newest;        // event id; empty: not known
  std::int64_t waiting = 0;  // version of the first parked event; 0: none
  bool changed = false;

  // Its publisher told a version anew: which of the two histories is right, a person decides.
  bool forked() const { return waiting != 0 && waiting <= version; }
  void Advance(const Event& event);
  // Behind an event of this version the rest waits.
  void Wait(std::int64_t behind) { waiting = waiting == 0 ? behind : std::min(waiting, behind); }
};

// What became of an event.
enum class Outcome {
  kApplied,
  kPassedBy,    // of a type that is not for us
  kDuplicate,   // applied before
  kWaits,       // parked: behind one that is missing or refused
  kRefused,     // parked with its error, and copied to the dead letters
  kReused,      // the same, for a version told anew
  kUnreadable,  // copied to the dead letters: it says of no aggregate that we could hold back
};
struct Tally {
  std::map<Outcome, int> outcomes;
  std::vector<std::pair<std::string, absl::Time>> applied;  // their topic, and when they were told

  int& operator[](Outcome outcome) { return outcomes[outcome]; }
  void Add(Outcome outcome, const Record& record) {
    ++outcomes[outcome];
    if (outcome == Outcome::kApplied) applied.emplace_back(record.topic, record.event.time);
  }
  void clear() { *this = {}; }
};

// Permanent: trying the same event again with the same program would fail again. A statement that
// PostgreSQL refuses (INTERNAL) is; a lock, a deadline, a lost connection is not.
bool IsPermanent(const absl::Status& status);

}  // namespace binadaya
