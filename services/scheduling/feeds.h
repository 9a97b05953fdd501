#pragma once

#include <optional>
#include <string>
#include <vector>

#include "services/common/http.h"
#include "services/scheduling/feed_store.h"
#include "services/scheduling/icalendar/icalendar.h"
#include "services/scheduling/placements.h"

namespace binadaya::scheduling {

// The part of the service that calendar programs meet (ADR 0046): addresses of feeds, what stands
// at them, and invitations. Nothing of it is kept but who may fetch what: a calendar is worked out
// of released rundowns, bookings, seats and holds whenever somebody asks. Any thread.
class Feeds : public Placements {
 public:
  absl::StatusOr<v1::Feed> OpenOwnFeed(Call& call, const v1::OpenOwnFeedRequest& request) override;
  absl::StatusOr<v1::Feed> OpenFeed(Call& call, const v1::OpenFeedRequest& request) override;
  absl::StatusOr<v1::Feed> CloseOwnFeed(
      Call& call, const v1::CloseOwnFeedRequest& request) override;
  absl::StatusOr<v1::Feed> CloseFeed(Call& call, const v1::CloseFeedRequest& request) override;
  absl::StatusOr<v1::ListFeedsResponse> ListOwnFeeds(
      Call& call, const v1::ListOwnFeedsRequest& request) override;
  absl::StatusOr<v1::ListFeedsResponse> ListFeeds(
      Call& call, const v1::ListFeedsRequest& request) override;
  absl::StatusOr<v1::ListInvitationsResponse> ListInvitations(
      Call& call, const v1::ListInvitationsRequest& request) override;

  // GET /calendars/<secret>.ics; 404 for whatever is not the address of an open feed, 503 while the
  // database is away.
  http::Page PageAt(std::string_view path) const;

 protected:
  explicit Feeds(App& app);

  App& app_;

 private:
  absl::StatusOr<v1::Feed> OpenFor(Tx& tx, domain::Resource kind, const std::string& of) const;
  // Not random, but known to nobody without the service's key: a retry shows the same one, and the
  // answer that is kept holds none.
  std::string SecretOf(const std::string& feed) const;
  v1::Feed WithAddress(v1::Feed feed) const;
  absl::StatusOr<v1::ListFeedsResponse> ListFeedsOf(
      const Call& call, const std::string& of, const Page& page) const;

  absl::StatusOr<std::string> FileOf(Tx& tx, const v1::Feed& feed) const;

  const Policy feed_days_;
  icalendar::Origin origin_;
  std::string key_;
};

}  // namespace binadaya::scheduling
