#pragma once

#include <span>
#include <string>
#include <vector>

#include "services/common/domain/finding.h"
#include "services/scheduling/domain/slot.h"

// Who teaches (narasumber, widyaiswara, fasilitator). Whether he comes: speaker_invitation.h.
namespace binadaya::scheduling::domain {

enum class SpeakerKind { kInternal = 1, kExternal };

struct Expertise {
  std::string competency = {};
  int level = 0;  // up to which it is taught, 1 to 5
  bool operator==(const Expertise&) const = default;
};

struct Speaker {
  std::string id = {};
  SpeakerKind kind = SpeakerKind::kInternal;
  std::string person = {};                   // of an internal one; his name is the registry's
  std::string name = {}, organisation = {};  // of an external one
  std::string rate_class = {};
  std::string city = {};
  std::vector<Expertise> expertise = {};
  std::vector<Slot> windows = {};           // in which he can be had; empty: always
  std::vector<std::string> interests = {};  // programs and suppliers that he has a stake in
  double rating = 0;                        // mean of 1 to 5
  int ratings = 0;                          // how many it rests on
  bool in_use = true;
};
// Refuses: SPK-01 an internal one without person, or with name or organisation; SPK-02 an external
// one without both, or with person; SPK-03 a level that is none, or a competency twice; SPK-04 an
// empty window; SPK-05 no rate class.
Findings CheckSpeaker(const Speaker& speaker);

struct SpeakerPolicy {
  double least_rating = 3.5;  // to be invited again
  int least_ratings = 5;      // fewer say nothing about him
  int months = 24;            // ratings count so long
  int rate_days = 14;         // in which a session is rated; then they count
  int small = 5;              // a session that fewer rated counts nowhere
};

// What he is wanted for.
struct Engagement {
  std::vector<Expertise> teaches = {};
  std::vector<std::string> touches = {};  // the program, and who supplies it
  // A conflict of interest is known, and accepted: why, and by whom.
  std::string accepted_because = {}, accepted_by = {};
};
// Whether he may be invited. Refuses: SPK-06 he is not versed in it, or not up to that level;
// SPK-07 conflict of interest, a warning once it is accepted with a reason; SPK-08 rated too low;
// SPK-09 no longer in use.
Findings CheckEngagement(
    const Speaker& speaker, const Engagement& engagement, const SpeakerPolicy& policy);
bool HasStake(const Speaker& speaker, std::span<const std::string> touches);
// SPK-16: he has no stake in any of it, so there is nothing to accept. SPK-17: no reason.
Findings CheckAcceptance(
    const Speaker& speaker, std::span<const std::string> touches, const std::string& reason);
// SPK-17: no reason why it is accepted no more.
Findings CheckAcceptanceWithdrawn(const std::string& reason);

}  // namespace binadaya::scheduling::domain
