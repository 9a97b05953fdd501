#pragma once

#include <string>
#include <vector>

#include "services/common/db.h"
#include "services/scheduling/domain/clash.h"

// What the released rundowns have booked. A session is "batch/item".
namespace binadaya::scheduling::booking_store {

struct Session {
  std::string item = {};
  domain::Slot slot = {};
  bool rests = false;  // a break: who sits in the batch may be elsewhere
};
// Of a batch, in place of what it had.
void Replace(
    Tx& tx, const std::string& batch, const std::vector<Session>& sessions,
    const std::vector<domain::Booking>& bookings);

// One session more than was released.
void Add(
    Tx& tx, const std::string& batch, const Session& session,
    const std::vector<domain::Booking>& bookings);

std::vector<Session> SessionsOf(Tx& tx, const std::string& batch);
// What a batch has from a minute on is free again; when that was is kept of its sessions.
void Free(Tx& tx, const std::string& batch, absl::CivilMinute from);
// What a session of it has, which does not take place.
void Free(Tx& tx, const std::string& batch, const std::string& item);

// The batch of a session; a hold or a leave is what it is.
std::string OwnerOf(const std::string& of);
// Of these venues or speakers, touching the slot; without those of a batch, if it is named.
std::vector<domain::Booking> Near(
    Tx& tx, domain::Resource resource, const std::vector<std::string>& ids,
    const domain::Slot& slot, const std::string& but);
// Sessions that these people teach, as bookings of themselves.
std::vector<domain::Booking> TaughtBy(
    Tx& tx, const std::vector<std::string>& people, const domain::Slot& slot);

}  // namespace binadaya::scheduling::booking_store
