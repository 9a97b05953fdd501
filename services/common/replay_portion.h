#pragma once

#include <cstddef>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "services/common/envelope.h"
#include "services/common/pg.h"
#include "services/common/sender.h"

namespace binadaya::replay {

// A replay that is under way.
struct UnderWay {
  std::string topic;
  std::string after, until, since;  // events' ids
  std::string requested;            // when: who asks anew makes it another one
  bool json = false;

  // The one that was asked for first, but to none of these topics. Throws pg::Error, as do those
  // below.
  static std::optional<UnderWay> First(pg::Connection& connection, const pg::Array& but);
  void Advance(pg::Connection& connection, std::string_view to) const;
  void End(pg::Connection& connection) const;
};

// What a replay sends next: some 1,000 events in the order of their ids, but those of an aggregate
// in the order of their versions. One that was told before them under a later id comes with them,
// and once more in its place.
class Portion {
 public:
  Portion(pg::Connection& connection, const UnderWay& replay);

  bool none() const { return rows_.empty(); }  // no event is left
  // To be sent in this order. Of those that are left out there is none.
  std::vector<Outgoing>& batch() { return batch_; }
  // The event behind which it goes on once the first `sent` of the batch are sent; "" = as before.
  std::string_view Through(std::size_t sent) const;

 private:
  const pg::Result rows_;
  std::string_view last_;
  std::deque<Envelope> translated_;
  std::vector<Outgoing> batch_;
  std::vector<std::string_view> through_;  // of each of the batch
};

}  // namespace binadaya::replay
