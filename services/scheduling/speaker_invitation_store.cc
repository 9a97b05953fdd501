#include "services/scheduling/speaker_invitation_store.h"

#include "services/common/status.h"
#include "services/scheduling/domain/clash.h"
#include "services/scheduling/slot_proto.h"

namespace binadaya::scheduling {

domain::Engagement EngagementIn(
    const domain::RundownItem& item, const std::string& program, const Acceptances& accepted,
    const std::string& speaker) {
  const auto found = accepted.find(speaker);
  const Acceptance why = found == accepted.end() ? Acceptance() : found->second;
  return {
      .teaches = item.teaches,
      .touches = {program},
      .accepted_because = why.reason,
      .accepted_by = why.by};
}

namespace speaker_invitation_store {
namespace {

#define INVITATIONS \
  "SELECT i.state, " WRITTEN("i.starts") ", " WRITTEN("i.ends") ", i.answer_by, i.overdue,"   \
  " i.reason, i.id, i.batch, i.item, i.speaker, b.unit, i.invited_by, i.answered_by,"         \
  " i.invited_on, i.answered_on, i.on_behalf"                                                 \
  " FROM speaker_invitation i JOIN batch b ON b.id = i.batch"

Invited InvitedAt(pg::Row row) {
  Invited of;
  of.is.state = row.Enum<domain::InvitationState>();
  of.is.slot = SlotAt(row);
  of.is.answer_by = row.Day();
  of.is.overdue = row.Bool();
  of.is.reason = row.String();
  of.id = row.String();
  of.batch = row.String();
  of.session = row.String();
  of.speaker = row.String();
  of.unit = row.String();
  of.invited_by = row.String();
  of.answered_by = row.String();
  of.invited_on = row.Day();
  of.answered_on = row.Maybe(&pg::Row::Day);
  of.on_behalf = row.Bool();
  return of;
}

// Sessions to come that are booked with a speaker, with the newest invitation of his to each.
#define BOOKED_TO_COME \
  "SELECT b.item, b.id, b.batch, t.unit, " WRITTEN("b.starts") ", "              \
  WRITTEN("b.ends") ", i.state FROM booking b JOIN batch t ON t.id = b.batch"    \
  " LEFT JOIN LATERAL (SELECT state FROM speaker_invitation"                     \
  " WHERE batch = b.batch AND item = b.item AND speaker = b.id"                  \
  " ORDER BY id DESC LIMIT 1) i ON true"                                         \
  " WHERE b.resource = $1::int AND b.starts > $2::timestamp"

Booked BookedAt(pg::Row row) {
  Booked of{.session = row.String(), .speaker = row.String(), .batch = row.String()};
  of.unit = row.String();
  of.slot = SlotAt(row);
  of.state = row.MaybeEnum<domain::InvitationState>();
  return of;
}

#define ACCEPTANCE "reason, accepted_by, (extract(epoch FROM accepted_at) * 1000000)::bigint"

Acceptance AcceptanceAt(pg::Row& row) {
  return {.reason = row.String(), .by = row.String(), .at = row.Micros()};
}

}  // namespace

absl::StatusOr<Invited> Get(Tx& tx, const std::string& id) {
  const pg::Result rows = tx.Query(INVITATIONS " WHERE i.id = $1", id);
  if (rows.empty()) return NoSuchObject("id");
  return InvitedAt(pg::Row(rows));
}

void Add(Tx& tx, const Invited& of) {
  tx.ChangeOne(
      R"(
      INSERT INTO speaker_invitation
        (id, batch, item, speaker, state, starts, ends, answer_by, invited_by, invited_on)
      VALUES ($1, $2, $3, $4, $5, $6::timestamp, $7::timestamp, $8, $9, $10))",
      of.id, of.batch, of.session, of.speaker, of.is.state, ForSql(of.is.slot.from),
      ForSql(of.is.slot.until), of.is.answer_by, of.invited_by, of.invited_on);
}

void Save(Tx& tx, const Invited& of) {
  tx.ChangeOne(
      R"(
      UPDATE speaker_invitation
      SET state = $2, starts = $3::timestamp, ends = $4::timestamp, answer_by = $5, overdue = $6,
          reason = $7, invited_by = $8, invited_on = $9, answered_by = $10, answered_on = $11,
          on_behalf = $12
      WHERE id = $1)",
      of.id, of.is.state, ForSql(of.is.slot.from), ForSql(of.is.slot.until), of.is.answer_by,
      of.is.overdue, of.is.reason, of.invited_by, of.invited_on, of.answered_by, of.answered_on,
      of.on_behalf);
}

std::vector<Invited> StandingIn(Tx& tx, const std::string& batch) {
  return tx.Query(INVITATIONS " WHERE i.batch = $1 AND i.state IN (1, 2) ORDER BY i.id", batch)
      .Map([](pg::Row row) { return InvitedAt(row); });
}

std::vector<std::string> StandingOf(Tx& tx, const std::string& person, absl::CivilMinute now) {
  return tx
      .Query(
          R"(
          SELECT i.id
          FROM speaker_invitation i
          JOIN speaker s ON s.id = i.speaker
          WHERE s.person = $1 AND i.state IN (1, 2) AND i.starts > $2::timestamp
          ORDER BY i.id)",
          person, ForSql(now))
      .Map([](pg::Row row) { return row.String(); });
}

bool AnyIn(Tx& tx, const std::string& batch) {
  return !tx.Query("SELECT FROM speaker_invitation WHERE batch = $1 LIMIT 1", batch).empty();
}

std::vector<Invited> PageOf(
    Tx& tx, const std::vector<std::string>& paths, const v1::ListSpeakerInvitationsRequest& request,
    absl::CivilMinute now, const Page& page) {
  return tx
      .Query(
          INVITATIONS R"(
          LEFT JOIN unit u ON u.code = b.unit
          WHERE EXISTS (
              SELECT 1 FROM unnest($1::text[]) AS s WHERE starts_with(coalesce(u.path, '/'), s))
            AND ($2 = '' OR i.batch::text = $2)
            AND ($3::int = 0 OR i.state = $3::int)
            AND (NOT $4 OR i.state = 1 AND i.answer_by < $5 AND i.starts > $6::timestamp)
            AND ($7 OR (i.answer_by, i.id) > (nullif($8, '')::date, nullif($9, '')::uuid))
          ORDER BY i.answer_by, i.id
          LIMIT $10)",
          pg::Array(paths), request.batch(), static_cast<int>(request.state()), request.overdue(),
          tx.call().today(), ForSql(now), page.first(), page.After(0), page.After(1), page.size())
      .Map([](pg::Row row) { return InvitedAt(row); });
}

std::vector<Invited> PageOfPerson(Tx& tx, const std::string& person, const Page& page) {
  return tx
      .Query(
          INVITATIONS R"(
          JOIN speaker s ON s.id = i.speaker
          WHERE s.person = $1
            AND ($2 OR (i.answer_by, i.id) > (nullif($3, '')::date, nullif($4, '')::uuid))
          ORDER BY i.answer_by, i.id
          LIMIT $5)",
          person, page.first(), page.After(0), page.After(1), page.size())
      .Map([](pg::Row row) { return InvitedAt(row); });
}

std::vector<Booked> BookedIn(Tx& tx, const std::string& batch, absl::CivilMinute now) {
  return tx
      .Query(
          BOOKED_TO_COME " AND b.batch = $3 ORDER BY b.starts, b.item", domain::Resource::kSpeaker,
          ForSql(now), batch)
      .Map([](pg::Row row) { return BookedAt(row); });
}

std::vector<Booked> PageInNeed(
    Tx& tx, const std::vector<std::string>& paths, const v1::ListSpeakerInvitationsRequest& request,
    absl::CivilMinute now, const Page& page) {
  return tx
      .Query(
          BOOKED_TO_COME R"(
            AND EXISTS (
              SELECT 1 FROM unnest($3::text[]) AS s
              WHERE starts_with(coalesce((SELECT path FROM unit WHERE code = t.unit), '/'), s))
            AND ($4 = '' OR b.batch::text = $4)
            AND (i.state IS NULL OR i.state IN (3, 4))
            AND ($5 OR (b.starts, b.batch, b.item)
              > (nullif($6, '')::timestamp, nullif($7, '')::uuid, nullif($8, '')::uuid))
          ORDER BY b.starts, b.batch, b.item
          LIMIT $9)",
          domain::Resource::kSpeaker, ForSql(now), pg::Array(paths), request.batch(), page.first(),
          page.After(0), page.After(1), page.After(2), page.size())
      .Map([](pg::Row row) { return BookedAt(row); });
}

Acceptances AcceptedIn(Tx& tx, const std::string& batch) {
  const pg::Result rows =
      tx.Query("SELECT speaker, " ACCEPTANCE " FROM accepted_interest WHERE batch = $1", batch);
  Acceptances accepted;
  for (int i = 0; i < rows.rows(); ++i) {
    pg::Row row(rows, i);
    const std::string speaker = row.String();
    accepted[speaker] = AcceptanceAt(row);
  }
  return accepted;
}

void Accept(
    Tx& tx, const std::string& batch, const std::string& speaker, const Acceptance& acceptance) {
  tx.ChangeOne(
      R"(
      INSERT INTO accepted_interest (batch, speaker, reason, accepted_by, accepted_at)
      VALUES ($1, $2, $3, $4, $5)
      ON CONFLICT (batch, speaker) DO UPDATE
      SET reason = excluded.reason, accepted_by = excluded.accepted_by,
          accepted_at = excluded.accepted_at)",
      batch, speaker, acceptance.reason, acceptance.by, acceptance.at);
}

std::optional<Acceptance> WithdrawAccepted(
    Tx& tx, const std::string& batch, const std::string& speaker) {
  const pg::Result rows = tx.Query(
      "DELETE FROM accepted_interest WHERE batch = $1 AND speaker = $2 RETURNING " ACCEPTANCE,
      batch, speaker);
  if (rows.empty()) return std::nullopt;
  pg::Row row(rows);
  return AcceptanceAt(row);
}

}  // namespace speaker_invitation_store
}  // namespace binadaya::scheduling
