#pragma once

#include <span>

#include "services/scheduling/domain/placement_index.h"

// What of a plan is one batch's own affair: its window, hours, order, breaks, venues and speakers
// as such. It is small, and so worked out anew whenever something of the batch changes.
namespace binadaya::scheduling::domain::placement {

struct Local {
  Tally tally = {};
  int learning = 0, outside = 0;  // minutes, and those outside the preferred hours
};

// `spots`: of all sessions; `people`: in the batch; `accessible`: somebody needs it.
Local LocalOf(
    const Index& index, int batch, std::span<const Spot> spots, int people, bool accessible);

// Whether the venue itself does for a session there (SC-12 and others), and how often not.
int RoomFaults(const Index& index, int session, const Spot& spot, bool accessible);
// Whether the speaker may be asked for it.
int SpeakerFaults(const Index& index, int session, const Spot& spot);

}  // namespace binadaya::scheduling::domain::placement
