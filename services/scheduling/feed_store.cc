#include "services/scheduling/feed_store.h"

#include <algorithm>

#include "services/common/enums.h"
#include "services/common/id.h"
#include "services/common/status.h"
#include "services/scheduling/batch_store.h"
#include "services/scheduling/booking_store.h"
#include "services/scheduling/domain/enrolment_state.h"
#include "services/scheduling/rundown_proto.h"
#include "services/scheduling/session_store.h"
#include "services/scheduling/slot_proto.h"

namespace binadaya::scheduling::feed_store {
namespace {

#define FEEDS                                                                               \
  "SELECT id, kind, subject, opened_by, (extract(epoch FROM opened_at) * 1000000)::bigint," \
  " closed_by, (extract(epoch FROM closed_at) * 1000000)::bigint FROM feed"

constexpr int kAllReleases = 100'000;

v1::Feed FeedAt(pg::Row row) {
  v1::Feed feed;
  feed.set_id(row.String());
  feed.set_kind(row.Enum<v1::Resource>());
  feed.set_of(row.String());
  feed.set_opened_by(row.String());
  feed.set_opened_at(InstantText(row.Micros()));
  feed.set_closed_by(row.String());
  if (const auto closed = row.Maybe(&pg::Row::Micros); closed.has_value())
    feed.set_closed_at(InstantText(*closed));
  return feed;
}

}  // namespace

void Add(Tx& tx, const v1::Feed& feed, const std::string& hash) {
  tx.ChangeOne(
      R"(
      INSERT INTO feed (id, kind, subject, secret, opened_by, opened_at)
      VALUES ($1, $2, $3, $4, $5, $6))",
      feed.id(), feed.kind(), feed.of(), pg::Bytes{hash}, feed.opened_by(), tx.call().now());
}

absl::StatusOr<v1::Feed> Lock(Tx& tx, const std::string& id) {
  const pg::Result rows = tx.Query(FEEDS " WHERE id = $1 FOR UPDATE", id);
  if (rows.empty()) return NoSuchObject("id");
  return FeedAt(pg::Row(rows));
}

void Close(Tx& tx, v1::Feed& feed) {
  feed.set_closed_by(tx.call().subject());
  feed.set_closed_at(InstantText(tx.call().now()));
  tx.ChangeOne(
      "UPDATE feed SET closed_by = $2, closed_at = $3 WHERE id = $1", feed.id(), feed.closed_by(),
      tx.call().now());
}

std::optional<v1::Feed> OpenAt(Tx& tx, const std::string& hash) {
  const pg::Result rows =
      tx.Query(FEEDS " WHERE secret = $1 AND closed_at IS NULL", pg::Bytes{hash});
  if (rows.empty()) return std::nullopt;
  return FeedAt(pg::Row(rows));
}

std::vector<v1::Feed> PageOf(Tx& tx, const std::string& of, const Page& page) {
  return tx
      .Query(
          FEEDS R"(
          WHERE ($1 = '' OR subject::text = $1) AND ($2 OR id < nullif($3, '')::uuid)
          ORDER BY id DESC LIMIT $4)",
          of, page.first(), page.After(0), page.size())
      .Map(FeedAt);
}

Retention::Portion Closed() {
  return {.policy = "retention.feed_days", .sql = R"(
          DELETE FROM feed
          WHERE id IN (SELECT id FROM feed WHERE closed_at < $1 ORDER BY closed_at LIMIT $2))"};
}

std::vector<Concern> ConcernsOf(
    Tx& tx, domain::Resource resource, const std::string& id, absl::CivilDay since) {
  return tx
      .Query(
          R"(
          SELECT b.id, b.unit, p.program, b.number, b.state = $4
          FROM engaged e
            JOIN batch b ON b.id = e.batch
            JOIN plan_item p ON p.id = b.plan_item
          WHERE e.resource = $1 AND e.id = $2 AND b.last_day >= $3
          ORDER BY b.first_day, b.id)",
          resource, id, since, domain::BatchState::kCancelled)
      .Map([](pg::Row row) -> Concern {
        return {
            .batch = row.String(),
            .unit = row.String(),
            .program = row.String(),
            .number = row.Int32(),
            .cancelled = row.Bool()};
      });
}

domain::BatchHistory HistoryOf(Tx& tx, const std::string& batch) {
  domain::BatchHistory history;
  for (const batch_store::Release& one : batch_store::ReleasesOf(tx, batch, 0, kAllReleases))
    history.versions.push_back({one.number, one.released_at, AsDomain(one.content)});
  std::reverse(history.versions.begin(), history.versions.end());
  for (const session_store::Held& one : session_store::OfBatch(tx, batch)) {
    if (!one.is.makes_up.empty())
      history.make_ups.push_back(
          {.id = one.is.id,
           .makes_up = one.is.makes_up,
           .title = one.title,
           .slot = one.is.slot,
           .planned = MadeAt(one.is.id),
           .venue = one.venue,
           .speaker = one.speaker});
  }
  for (const booking_store::Session& one : booking_store::SessionsOf(tx, batch))
    history.booked.insert(one.item);
  const pg::Result freed = tx.Query(
      R"(
      SELECT item, (extract(epoch FROM freed_at) * 1000000)::bigint
      FROM session_freed WHERE batch = $1)",
      batch);
  history.freed = freed.Pairs(&pg::Row::String, &pg::Row::Micros);
  return history;
}

Place PlaceOf(Tx& tx, const std::string& person, const Concern& concern) {
  const pg::Result rows = tx.Query(
      R"(
      SELECT e.state, coalesce(e.batch = $3, false), coalesce(a.version, 0)
      FROM enrolment e LEFT JOIN aggregate a ON a.type = 'enrolment' AND a.id = e.id::text
      WHERE e.person = $1 AND e.program = $2)",
      person, concern.program, concern.batch);
  Place place{
      .offered = !tx.Query(
                        "SELECT FROM engaged WHERE resource = $1 AND id = $2 AND batch = $3",
                        domain::Resource::kPerson, person, concern.batch)
                      .empty()};
  for (int i = 0; i < rows.rows(); ++i) {
    pg::Row row(rows, i);
    const auto state = row.Enum<domain::EnrolmentState>();
    const bool of_batch = row.Bool();
    place.version += row.Int32();
    if (!of_batch) continue;
    switch (state) {
      case domain::EnrolmentState::kWaitlisted:
        break;  // kept for him, not offered
      case domain::EnrolmentState::kOffered:
      case domain::EnrolmentState::kApproved:
        place.held = true;
        break;
      case domain::EnrolmentState::kConfirmed:
      case domain::EnrolmentState::kAttending:
      case domain::EnrolmentState::kCompleted:
      case domain::EnrolmentState::kAttendedOnly:
      case domain::EnrolmentState::kNotPassed:
      case domain::EnrolmentState::kNoShow:
        place.held = place.accepted = true;
        break;
      case domain::EnrolmentState::kDeclined:
      case domain::EnrolmentState::kSubstituted:
      case domain::EnrolmentState::kWithdrawn:
        place.left = true;
        break;
    }
  }
  return place;
}

std::string SpeakerOf(Tx& tx, const std::string& person) {
  const pg::Result rows = tx.Query("SELECT id FROM speaker WHERE person = $1", person);
  return rows.empty() ? "" : rows.String(0, 0);
}

}  // namespace binadaya::scheduling::feed_store
