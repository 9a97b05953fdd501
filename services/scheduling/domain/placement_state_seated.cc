// Speakers who have seats themselves: nobody teaches one batch while he sits in another.
#include "services/scheduling/domain/placement_state.h"

namespace binadaya::scheduling::domain::placement {

int State::ClashesWithSeats(int session, const Spot& spot) const {
  const int person = index_.speaker_is[At(spot.speaker)];
  if (person < 0) return 0;
  int clashes = 0;
  for (const int seat : index_.people[At(person)].seats) {
    const int batch = batch_of_[At(seat)];
    if (batch == index_.sessions[At(session)].batch) continue;
    for (const int with : index_.batches[At(batch)].sessions)
      clashes += Clash(session, spot, with, true) ? 1 : 0;
  }
  return clashes;
}

int State::ClashesWithTaught(int seat, int session, const Spot& spot) const {
  int clashes = 0;
  for (const int speaker : index_.people[index_.problem.seats[At(seat)].person].speakers)
    for (const int with : speaker_[At(speaker * index_.days + spot.day)])
      if (index_.sessions[At(with)].batch != index_.sessions[At(session)].batch)
        clashes += Clash(session, spot, with, true) ? 1 : 0;
  return clashes;
}

int State::ClashesWithTaught(int session, const Spot& spot) const {
  int clashes = 0;
  for (const int seat : index_.teaching)
    if (batch_of_[At(seat)] == index_.sessions[At(session)].batch)
      clashes += ClashesWithTaught(seat, session, spot);
  return clashes;
}

}  // namespace binadaya::scheduling::domain::placement
