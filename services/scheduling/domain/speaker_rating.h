#pragma once

#include <span>
#include <string>

#include "absl/time/civil_time.h"
#include "services/common/domain/finding.h"
#include "services/scheduling/domain/speaker.h"

// How a speaker is rated by who was there: participants and the committee, each once a session,
// from 1 to 5. While it may still change a rating counts nowhere; from the day after, those of a
// session count all together, if enough people gave one: no number, and no change of one, says how
// few of them rated.
namespace binadaya::scheduling::domain {

// What somebody is who would rate.
struct RatingSetting {
  absl::CivilDay today = {};
  absl::CivilDay day = absl::CivilDay::max();  // on which the session ended; else it is not over
  bool was_there = false;
  bool himself = false;      // the speaker
  bool has_speaker = false;  // one on record
};
// Refuses: SPK-20 no speaker on record; SPK-21 it is not over, or longer ago than `days`; SPK-22 he
// was not there, as far as it is verified; SPK-23 the speaker himself.
Findings CheckSpeakerRating(const RatingSetting& setting, const SpeakerPolicy& policy);
// The last day on which a session of that day is rated, and what was said changed.
absl::CivilDay RateUntil(absl::CivilDay day, const SpeakerPolicy& policy);

// All ratings of one speaker in one session, of people who were there.
struct RatedSession {
  absl::CivilDay day = {};
  int ratings = 0, total = 0;
};
struct SpeakerRating {
  double mean = 0;  // of all that count; 0: none do
  int ratings = 0, sessions = 0;
  bool hides = false;  // a session that few rated
};
// As of a day: of sessions of the policy's last months, up to the day before.
SpeakerRating RatingOf(
    std::span<const RatedSession> sessions, const SpeakerPolicy& policy, absl::CivilDay on);

}  // namespace binadaya::scheduling::domain
