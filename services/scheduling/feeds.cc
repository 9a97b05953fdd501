// Calendars for calendar programs: their addresses, and what is answered there.
#include "services/scheduling/feeds.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <tuple>
#include <utility>

#include "absl/strings/escaping.h"
#include "services/common/app.h"
#include "services/common/enums.h"
#include "services/common/id.h"
#include "services/common/learned.h"
#include "services/common/log.h"
#include "services/common/status.h"
#include "services/scheduling/feed_events.h"
#include "services/scheduling/people_store.h"
#include "services/scheduling/signatures.h"
#include "services/scheduling/slot_proto.h"
#include "services/scheduling/speaker_store.h"
#include "services/scheduling/venue_store.h"

namespace binadaya::scheduling {
namespace {

constexpr std::string_view kFolder = "/calendars/";
constexpr std::string_view kEnding = ".ics";
constexpr char kType[] = "text/calendar; charset=utf-8";
constexpr std::size_t kSecret = 16;  // bytes: 128 bits
constexpr absl::Duration kFetching = absl::Seconds(5);

// Sixteen letters in place of hexadecimal digits: no run of digits in it that might be a number of
// somebody, which the command line would not print.
std::string Letters(std::string_view bytes) {
  std::string letters = absl::BytesToHexString(Absl(bytes));
  for (char& c : letters) c = static_cast<char>('a' + (IsDigit(c) ? c - '0' : c - 'a' + 10));
  return letters;
}

// Only what an address can look like is looked up.
std::optional<std::string> SecretIn(std::string_view path) {
  if (!path.starts_with(kFolder) || !path.ends_with(kEnding)) return std::nullopt;
  path.remove_prefix(kFolder.size());
  path.remove_suffix(kEnding.size());
  const bool letters = std::ranges::all_of(path, [](char c) { return c >= 'a' && c <= 'p'; });
  if (path.size() != 2 * kSecret || !letters) return std::nullopt;
  return std::string(path);
}

absl::StatusOr<v1::Feed> Closed(Tx& tx, v1::Feed feed) {
  if (!feed.closed_at().empty()) {
    return Refuse(
        {.rule = "FEED-04",
         .where = "id",
         .message = {
             "Alamat kalender ini sudah ditutup. Tidak ada lagi yang perlu dilakukan.",
             "This address is closed already. There is nothing left to do."}});
  }
  feed_store::Close(tx, feed);
  tx.Remark(Cat("feed ", feed.id(), " of ", feed.of()));
  return feed;
}

}  // namespace

Feeds::Feeds(App& app) : Placements(app), app_(app), feed_days_(app.policies(), "feed.days", 2) {
  origin_.domain = Cat("id.go.", app.config().agency);
  absl::LoadTimeZone(app.config().time_zone, &origin_.zone);  // checked by Config
  std::ifstream file(app.config().signing_key, std::ios::binary);
  key_ = HmacSha256(std::string(std::istreambuf_iterator<char>(file), {}), "calendar feeds");
  db_.On(
      "one_open_feed",
      Refuse(
          absl::StatusCode::kFailedPrecondition,
          {{.rule = "FEED-02",
            .where = "id",
            .message = {
                "Kalender ini sudah punya alamat. Pakai yang itu, atau tutup dulu, lalu buka yang "
                "baru.",
                "This calendar has an address already. Use that one, or close it first and open a "
                "new one."}}}));
}

std::string Feeds::SecretOf(const std::string& feed) const {
  return Letters(HmacSha256(key_, feed).substr(0, kSecret));
}

v1::Feed Feeds::WithAddress(v1::Feed feed) const {
  const std::string path = Cat(kFolder, SecretOf(feed.id()), kEnding);
  const std::string& base = app_.config().calendars;
  feed.set_address(base.ends_with('/') ? Cat(base, path.substr(1)) : Cat(base, path));
  return feed;
}

absl::StatusOr<v1::Feed> Feeds::OpenFor(
    Tx& tx, domain::Resource kind, const std::string& of) const {
  v1::Feed feed;
  feed.set_id(NewId(tx.call().now()));
  feed.set_kind(ToContract<v1::Resource>(kind));
  feed.set_of(of);
  feed.set_opened_by(tx.call().subject());
  feed.set_opened_at(InstantText(tx.call().now()));
  feed_store::Add(tx, feed, Sha256(SecretOf(feed.id())));
  tx.Remark(Cat("feed ", feed.id(), " of ", of));
  return feed;
}

absl::StatusOr<v1::Feed> Feeds::OpenOwnFeed(Call& call, const v1::OpenOwnFeedRequest& request) {
  ASSIGN_OR_RETURN(v1::Feed feed, db_.Write(call, request, [&](Tx& tx) -> absl::StatusOr<v1::Feed> {
    RETURN_IF_ERROR(learned::RequireActive(tx, request.person(), "person"));
    return OpenFor(tx, domain::Resource::kPerson, request.person());
  }));
  return WithAddress(std::move(feed));
}

absl::StatusOr<v1::Feed> Feeds::OpenFeed(Call& call, const v1::OpenFeedRequest& request) {
  if (request.venue().empty() == request.speaker().empty()) {
    return RefuseInput(
        {{.rule = "FEED-01",
          .where = "venue",
          .message = {
              "Sebutkan satu: tempat atau narasumber.", "Name one: a venue or a speaker."}}});
  }
  ASSIGN_OR_RETURN(v1::Feed feed, db_.Write(call, request, [&](Tx& tx) -> absl::StatusOr<v1::Feed> {
    if (!request.venue().empty()) {
      if (venue_store::OfIds(tx, {request.venue()}).empty()) return NoSuchObject("venue");
      return OpenFor(tx, domain::Resource::kVenue, request.venue());
    }
    const auto speakers = speaker_store::OfIds(tx, {request.speaker()});
    if (speakers.empty()) return NoSuchObject("speaker");
    if (!speakers.begin()->second.person.empty()) {
      return Refuse(
          {.rule = "FEED-03",
           .where = "speaker",
           .message = {
               "Narasumber ini pegawai. Ia membuka kalendernya sendiri, yang juga memuat sesi "
               "mengajarnya.",
               "This speaker is on the staff. He opens a calendar of his own, which holds what he "
               "teaches, too."}});
    }
    return OpenFor(tx, domain::Resource::kSpeaker, request.speaker());
  }));
  return WithAddress(std::move(feed));
}

absl::StatusOr<v1::Feed> Feeds::CloseOwnFeed(Call& call, const v1::CloseOwnFeedRequest& request) {
  return db_.Write(call, request, [&](Tx& tx) -> absl::StatusOr<v1::Feed> {
    ASSIGN_OR_RETURN(const v1::Feed feed, feed_store::Lock(tx, request.id()));
    if (feed.of() != request.person()) return NoSuchObject("id");
    return Closed(tx, feed);
  });
}

absl::StatusOr<v1::Feed> Feeds::CloseFeed(Call& call, const v1::CloseFeedRequest& request) {
  return db_.Write(call, request, [&](Tx& tx) -> absl::StatusOr<v1::Feed> {
    ASSIGN_OR_RETURN(const v1::Feed feed, feed_store::Lock(tx, request.id()));
    return Closed(tx, feed);
  });
}

absl::StatusOr<v1::ListFeedsResponse> Feeds::ListFeedsOf(
    const Call& call, const std::string& of, const Page& page) const {
  return db_.Read(call, [&](Tx& tx) -> absl::StatusOr<v1::ListFeedsResponse> {
    v1::ListFeedsResponse response;
    for (v1::Feed& feed : feed_store::PageOf(tx, of, page)) *response.add_feeds() = std::move(feed);
    if (response.feeds_size() == page.size())
      response.set_next_page_token(page.Next({response.feeds().rbegin()->id()}));
    return response;
  });
}

absl::StatusOr<v1::ListFeedsResponse> Feeds::ListOwnFeeds(
    Call& call, const v1::ListOwnFeedsRequest& request) {
  ASSIGN_OR_RETURN(const Page page, pages_.Of(call, request));
  return ListFeedsOf(call, request.person(), page);
}

absl::StatusOr<v1::ListFeedsResponse> Feeds::ListFeeds(
    Call& call, const v1::ListFeedsRequest& request) {
  ASSIGN_OR_RETURN(const Page page, pages_.Of(call, request));
  return ListFeedsOf(call, request.of(), page);
}

absl::StatusOr<std::string> Feeds::FileOf(Tx& tx, const v1::Feed& feed) const {
  const std::vector<double> days = feed_days_.Today(tx);
  const domain::FeedPolicy policy{static_cast<int>(days[0]), static_cast<int>(days[1])};
  const absl::CivilDay today = tx.call().today();
  const absl::CivilDay since = today - std::max(policy.days, policy.cancelled_days);
  const auto kind = ToDomain<domain::Resource>(feed.kind());
  icalendar::Calendar calendar{
      .name = {"Kalender pelatihan", "Training calendar"}, .personal = true};
  switch (kind) {
    case domain::Resource::kVenue:
      for (const auto& [id, venue] : venue_store::OfIds(tx, {feed.of()}))
        calendar.name = {Cat("Tempat ", venue.name), Cat("venue ", venue.name)};
      calendar.personal = false;
      calendar.events = feed_events::OfResource(tx, kind, feed.of(), since);
      break;
    case domain::Resource::kSpeaker:
      calendar.name = {"Kalender mengajar", "Teaching calendar"};
      calendar.events = feed_events::OfResource(tx, kind, feed.of(), since);
      break;
    case domain::Resource::kPerson:
    case domain::Resource::kLeader:
      if (people_store::HasLeft(tx, feed.of())) return NoSuchObject("person");
      calendar.events = feed_events::OfPerson(tx, feed.of(), since);
      break;
  }
  std::erase_if(calendar.events, [&](const icalendar::Event& event) {
    return !domain::IsShown(event.is, today, policy);
  });
  std::ranges::sort(calendar.events, [](const icalendar::Event& a, const icalendar::Event& b) {
    return std::tie(a.is.slot, a.is.id) < std::tie(b.is.slot, b.is.id);
  });
  return icalendar::FeedOf(calendar, origin_);
}

http::Page Feeds::PageAt(std::string_view path) const {
  const std::optional<std::string> secret = SecretIn(path);
  if (!secret.has_value()) return {};
  const Call call = app_.Background("calendar", kFetching);
  const absl::StatusOr<std::string> file =
      db_.Read(call, [&](Tx& tx) -> absl::StatusOr<std::string> {
        const std::optional<v1::Feed> feed = feed_store::OpenAt(tx, Sha256(*secret));
        if (!feed.has_value()) return NoSuchObject("address");
        return FileOf(tx, *feed);
      });
  if (absl::IsNotFound(file.status())) return {};
  if (!file.ok()) {
    log::Warn("a calendar could not be made", {{"code", CodeName(file.status().code())}});
    return {.status = 503};
  }
  return {.status = 200, .type = kType, .body = *file, .tagged = true};
}

absl::StatusOr<v1::ListInvitationsResponse> Feeds::ListInvitations(
    Call& call, const v1::ListInvitationsRequest& request) {
  return db_.Read(call, [&](Tx& tx) -> absl::StatusOr<v1::ListInvitationsResponse> {
    std::optional<feed_events::Invitations> invitations =
        feed_events::InvitationsTo(tx, request.person(), request.batch());
    if (!invitations.has_value()) return NoSuchObject("batch");
    v1::ListInvitationsResponse response;
    for (feed_events::Invited& one : invitations->to) {
      domain::Appointment& is = one.event.is;
      if (!request.item().empty() && is.id != request.item()) continue;
      if (!one.invited) is.status = domain::AppointmentStatus::kCancelled;
      v1::Invitation& out = *response.add_invitations();
      out.set_item(is.id);
      out.set_cancelled(is.status == domain::AppointmentStatus::kCancelled);
      out.set_sequence(is.sequence);
      out.set_file(icalendar::InvitationOf(
          one.event,
          {.person = request.person(), .accepted = one.accepted, .unit = invitations->unit},
          origin_));
    }
    if (response.invitations().empty()) return NoSuchObject("item");
    return response;
  });
}

}  // namespace binadaya::scheduling
