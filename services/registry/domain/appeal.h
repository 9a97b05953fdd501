#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "absl/time/civil_time.h"
#include "services/common/domain/finding.h"
#include "services/registry/domain/profile.h"
#include "services/registry/domain/rating_case.h"

namespace binadaya::registry::domain {

enum class AppealState { kFiled = 1, kUpheld, kRejected, kLapsed };
std::string_view ToString(AppealState state);

// What a level is based on that was set on appeal.
inline constexpr std::string_view kByAppeal = "APPEAL";

// A person objects to one of his valid levels (keberatan).
struct Appeal {
  std::string id = {}, person = {};
  std::int64_t level = 0;  // ValidLevel::id
  std::string campaign = {}, competency = {};
  double objected = 0;  // the level as it was validated
  std::optional<double> claimed = {};
  std::string reason = {};
  AppealState state = AppealState::kFiled;
  absl::CivilDay filed = {}, decide_by = {};
  std::optional<absl::CivilDay> decided = {};
  std::optional<Decision> decision = {};  // of an upheld or rejected one
};

// What is known of the level that somebody wants to object to.
struct Appealable {
  const ValidLevel* level = nullptr;  // in his profile today
  absl::CivilDay last_day = {};       // on which he may object
  bool appealed = false;              // he did already
};

// Whether a person may object to a level today. Refuses: APL-01 nothing of the kind is valid;
// APL-02 too late; APL-03 it was objected to, or set on appeal: each level once; APL-04 the person
// has left.
Findings CheckAppeal(const Appealable& about, bool left, absl::CivilDay today);

// Who had a part in a level: all who judged the case that it is from, verified or validated it,
// agreed to the level or put it right.
std::set<std::string> PartIn(const ValidLevel& level, const CaseContent& its_case);

// Whether `by` may decide an appeal so; `holds`: its level is still in the profile. Refuses: APL-05
// it is decided or has lapsed, or lapses since its level has ended; APL-06 upheld
// and rejected are what can be decided, and a level belongs to an upheld one; APL-07 he had a part
// in the level; PROF-16 it is his own.
Findings CheckDecision(
    const Appeal& appeal, bool holds, AppealState decision, bool has_level, const std::string& by,
    const std::set<std::string>& part_in);

// APL-08: the level is under appeal, and decided there.
Finding UnderAppeal();

}  // namespace binadaya::registry::domain
