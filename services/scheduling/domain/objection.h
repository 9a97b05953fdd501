#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/time/civil_time.h"
#include "services/common/domain/finding.h"

namespace binadaya::scheduling::domain {

enum class ObjectionState { kFiled = 1, kUpheld, kRejected, kLapsed };
std::string_view ToString(ObjectionState state);  // "FILED", …

// What is known of the decision that somebody wants to object to.
struct Objectionable {
  bool considered = false;       // the selection judged him
  bool objected = false;         // he did already
  absl::CivilDay last_day = {};  // on which he may [policy: 10 working days after he was told]
};

// A person objects to what a selection made of him (keberatan), once.
struct Objection {
  std::string id = {}, selection = {}, person = {};
  std::string reason = {};
  ObjectionState state = ObjectionState::kFiled;
  absl::CivilDay filed = {};
  std::optional<absl::CivilDay> decided = {};
  std::string by = {}, why = {};  // of the decision

  // OBJ-01 the selection did not judge him; OBJ-02 too late; OBJ-03 he did already; OBJ-04 without
  // a reason.
  static Findings Check(
      const Objectionable& about, const std::string& reason, absl::CivilDay today);

  // FILED -> UPHELD or REJECTED, else OBJ-05, by somebody who had no part in the selection
  // (OBJ-06) and is not the person himself (OBJ-07), with a reason (OBJ-04). Upheld: he goes to the
  // head of the waiting list (Enrolment::upheld), with an enrolment if he had none; his gates are
  // asked when a seat falls free, like everybody's.
  absl::Status Decide(
      bool upheld, const std::string& decider, const std::set<std::string>& part_in,
      const std::string& words, absl::CivilDay today);
  // He has got a seat, left service, or the program has no more batches. Whether it was open.
  bool Lapse(absl::CivilDay today);
};
// OBJ-03, also of two that came at once.
Finding ObjectedAlready();

}  // namespace binadaya::scheduling::domain
