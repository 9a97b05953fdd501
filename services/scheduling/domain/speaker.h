#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "services/common/domain/finding.h"
#include "services/scheduling/domain/slot.h"

// Who teaches (narasumber, widyaiswara, fasilitator), and whether he comes.
namespace binadaya::scheduling::domain {

enum class SpeakerKind { kInternal = 1, kExternal };

struct Expertise {
  std::string competency = {};
  int level = 0;  // up to which he teaches, 1 to 5
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
  std::string accepted_because = {};      // a conflict of interest is known and accepted
};
// Whether he may be invited. Refuses: SPK-06 he is not versed in it, or not up to that level;
// SPK-07 conflict of interest, a warning once it is accepted with a reason; SPK-08 rated too low;
// SPK-09 no longer in use.
Findings CheckEngagement(
    const Speaker& speaker, const Engagement& engagement, const SpeakerPolicy& policy);

enum class InvitationState { kInvited = 1, kConfirmed, kDeclined, kWithdrawn };
std::string_view ToString(InvitationState state);  // "CONFIRMED", …

// Of one speaker to one session.
struct Invitation {
  InvitationState state = InvitationState::kInvited;
  Slot slot = {};           // that he was asked for
  std::string reason = {};  // declined or withdrawn

  // Refuse: SPK-10 from another state; SPK-11 no reason.
  absl::Status Confirm();                     // INVITED
  absl::Status Decline(std::string reason);   // INVITED, CONFIRMED
  absl::Status Withdraw(std::string reason);  // INVITED, CONFIRMED
  // The session takes place at another time: he is asked again, unless he declined or need not
  // come.
  void MovedTo(const Slot& slot);
};

}  // namespace binadaya::scheduling::domain
