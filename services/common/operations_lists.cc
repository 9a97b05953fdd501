// What an operator looks up in any service, and dead letters that are settled.
#include <algorithm>
#include <optional>

#include "services/common/day.h"
#include "services/common/domain/text.h"
#include "services/common/operations.h"
#include "services/common/status.h"

namespace binadaya::operations {
namespace {

std::string Instant(absl::Time time) {
  return absl::FormatTime(absl::RFC3339_sec, time, absl::UTCTimeZone());
}

}  // namespace

absl::StatusOr<v1::ListDeadLettersResponse> Operations::ListDeadLetters(
    Call& call, const v1::ListDeadLettersRequest& request) {
  ASSIGN_OR_RETURN(const Page page, pages_.Of(call, request));
  return db_.Read(call, [&](Tx& tx) -> absl::StatusOr<v1::ListDeadLettersResponse> {
    const pg::Result rows = tx.Query(
        R"(
        SELECT at_us, id, topic, part, position, aggregate_type, aggregate_id, version, error,
               (extract(epoch FROM discarded_at) * 1000000)::bigint, discarded_by,
               discarded_because
        FROM (
          SELECT (extract(epoch FROM first_at) * 1000000)::bigint AS at_us, event_id AS id, topic,
                 -1 AS part, -1 AS position, aggregate_type, aggregate_id, version, error,
                 NULL::timestamptz AS discarded_at, '' AS discarded_by, '' AS discarded_because
          FROM parked
          WHERE error <> ''
          UNION ALL
          SELECT (extract(epoch FROM at) * 1000000)::bigint, id, topic, part, position,
                 aggregate_type, aggregate_id, version, error, discarded_at, discarded_by,
                 discarded_because
          FROM dead_letter
          WHERE $1 OR discarded_at IS NULL) AS letter
        WHERE $2 OR (at_us, id) > (nullif($3, '')::bigint, nullif($4, '')::uuid)
        ORDER BY at_us, id
        LIMIT $5)",
        request.with_discarded(), page.first(), page.After(0), page.After(1), page.size());
    v1::ListDeadLettersResponse response;
    for (int i = 0; i < rows.rows(); ++i) {
      v1::DeadLetter& letter = *response.add_letters();
      pg::Row row(rows, i);
      letter.set_at(Instant(row.Micros()));
      letter.set_id(row.String());
      letter.set_topic(row.String());
      letter.set_partition(std::max(row.Int32(), 0));
      letter.set_offset(std::max<std::int64_t>(row.Int(), 0));
      letter.set_aggregate_type(row.String());
      letter.set_aggregate_id(row.String());
      letter.set_version(row.Int());
      letter.set_error(row.String());
      if (const auto at = row.Maybe(&pg::Row::Micros)) letter.set_discarded_at(Instant(*at));
      letter.set_discarded_by(row.String());
      letter.set_discarded_because(row.String());
    }
    if (rows.rows() == page.size()) {
      pg::Row last(rows, rows.rows() - 1);
      response.set_next_page_token(page.Next({last.String(), last.String()}));
    }
    return response;
  });
}

absl::StatusOr<v1::DiscardDeadLetterResponse> Operations::DiscardDeadLetter(
    Call& call, const v1::DiscardDeadLetterRequest& request) {
  Tally tally;
  absl::StatusOr<v1::DiscardDeadLetterResponse> answer =
      db_.Write(call, request, [&](Tx& tx) -> absl::StatusOr<v1::DiscardDeadLetterResponse> {
        tally.clear();
        const pg::Result unreadable = tx.Query(
            R"(
            UPDATE dead_letter
            SET discarded_at = $2, discarded_by = $3, discarded_because = $4
            WHERE id = $1 AND discarded_at IS NULL)",
            request.letter(), call.now(), call.subject(), request.reason());
        bool settled = unreadable.affected() > 0;
        if (!settled) {
          ASSIGN_OR_RETURN(settled, inbox_.GiveUp(tx, request.letter(), request.reason(), tally));
        }
        if (!settled) {
          return Refuse(
              absl::StatusCode::kNotFound,
              {{.rule = "DEAD-01",
                .where = "letter",
                .message = {
                    "Tidak ada surat mati terbuka dengan id ini. Lihat daftarnya; peristiwa yang "
                    "hanya menunggu peristiwa lain tidak dapat dibuang.",
                    "There is no open dead letter with this id. See the list; an event that only "
                    "waits for another one cannot be discarded."}}});
        }
        v1::DiscardDeadLetterResponse response;
        response.set_applied(tally[Outcome::kApplied]);
        return response;
      });
  if (answer.ok()) consumer_.Count(tally);
  return answer;
}

absl::StatusOr<v1::ListAuditResponse> Operations::ListAudit(
    Call& call, const v1::ListAuditRequest& request) {
  ASSIGN_OR_RETURN(const Page page, pages_.Of(call, request));
  const std::optional<absl::CivilDay> first = DayOf(request.from()), last = DayOf(request.until());
  if (first.has_value() && last.has_value() && *last < *first) {
    return Refuse(
        absl::StatusCode::kInvalidArgument,
        {{.rule = "AUDIT-01",
          .where = "until",
          .message = {
              "Hari terakhir mendahului hari pertama. Perbaiki salah satunya.",
              "The last day is before the first. Correct one of the two."}}});
  }
  std::optional<absl::Time> from, until;
  if (first.has_value()) from = clock_.StartOf(*first);
  if (last.has_value()) until = clock_.StartOf(*last + 1);
  return db_.Read(call, [&](Tx& tx) -> absl::StatusOr<v1::ListAuditResponse> {
    // Ids ascend with time, so that older months are not read for newer days.
    const pg::Result rows = tx.Query(
        R"(
        SELECT id, (extract(epoch FROM at) * 1000000)::bigint, actor, action, target,
               decision = 'REFUSED', reason, request_id
        FROM audit
        WHERE ($1 = '' OR actor = $1)
          AND ($2 = '' OR target = $2)
          AND ($3 = '' OR action = $3 OR right(action, length($3) + 1) = '.' || $3)
          AND (NOT $4 OR decision = 'REFUSED')
          AND ($5::timestamptz IS NULL OR (id >= uuid_floor(greatest($5::timestamptz, 'epoch'))
            AND at >= $5::timestamptz))
          AND ($6::timestamptz IS NULL OR at < $6::timestamptz)
          AND ($7 OR id < nullif($8, '')::uuid)
        ORDER BY id DESC
        LIMIT $9)",
        request.actor(), request.target(), request.method(), request.refused_only(), from, until,
        page.first(), page.After(0), page.size());
    v1::ListAuditResponse response;
    for (int i = 0; i < rows.rows(); ++i) {
      v1::AuditEntry& entry = *response.add_entries();
      pg::Row row(rows, i);
      entry.set_id(row.String());
      entry.set_at(Instant(row.Micros()));
      entry.set_actor(row.String());
      entry.set_method(row.String());
      entry.set_target(row.String());
      entry.set_refused(row.Bool());
      entry.set_reason(row.String());
      entry.set_request_id(row.String());
    }
    if (rows.rows() == page.size())
      response.set_next_page_token(page.Next({response.entries().rbegin()->id()}));
    return response;
  });
}

}  // namespace binadaya::operations
