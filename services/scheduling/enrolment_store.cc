#include "services/scheduling/enrolment_store.h"

#include <optional>
#include <utility>

#include "services/common/status.h"
#include "services/scheduling/domain/clash.h"
#include "services/scheduling/question_store.h"

namespace binadaya::scheduling::enrolment_store {
namespace {

#define ENROLMENTS                                                                      \
  "SELECT e.id, e.unit, e.program, e.person, coalesce(e.batch::text, ''), e.state,"     \
  " e.origin, e.override, e.arm, e.drawn, e.upheld, e.selection, e.turn, e.rank,"       \
  " e.offered_on, e.answer_by, e.escalations, e.asked, e.approved_by, e.remedial,"      \
  " e.end_cause, e.ended_on, e.ended_by, e.reason, e.rules, e.substitute, e.candidate," \
  " (SELECT (extract(epoch FROM made_at) * 1000000)::bigint FROM selection"             \
  " WHERE id = e.selection) FROM enrolment e"

// For whichever batch: no seat is kept.
#define WAITS "e.state = 1 AND e.batch IS NULL"

Enrolment EnrolmentAt(pg::Row row) {
  Enrolment of;
  domain::Enrolment& is = of.is;
  is.id = row.String();
  of.unit = row.String();
  is.program = row.String();
  is.person = row.String();
  is.batch = row.String();
  is.state = row.Enum<domain::EnrolmentState>();
  is.origin = row.Enum<domain::Origin>();
  is.override = row.MaybeEnum<domain::OverrideReason>();
  is.arm = row.MaybeEnum<domain::Arm>();
  of.drawn = row.Bool();
  is.upheld = row.Bool();
  of.selection = row.String();
  is.selection = row.Int32();
  is.rank = row.Int32();
  is.offered_on = row.Maybe(&pg::Row::Day).value_or(absl::CivilDay());
  is.answer_by = row.Maybe(&pg::Row::Day).value_or(absl::CivilDay());
  is.escalations = row.Int32();
  of.asked = row.Strings();
  is.approved_by = row.String();
  is.remedial = row.Bool();
  const auto cause = row.MaybeEnum<domain::EndCause>();
  domain::Ending ending;
  ending.on = row.Maybe(&pg::Row::Day).value_or(absl::CivilDay());
  ending.by = row.String();
  ending.reason = row.String();
  ending.rules = row.Strings();
  ending.substitute = row.String();
  if (cause.has_value()) {
    ending.cause = *cause;
    is.ending = std::move(ending);
  }
  of.candidate.ParseFromString(row.Bytes());
  of.chosen_at = row.Micros();
  return of;
}

std::vector<Enrolment> Listed(const pg::Result& rows) {
  return rows.Map([](pg::Row row) { return EnrolmentAt(row); });
}

std::vector<std::string> IdsOf(const pg::Result& rows) {
  return rows.Map([](pg::Row row) { return row.String(); });
}

std::optional<std::string> IfAny(const std::string& text) {
  if (text.empty()) return std::nullopt;
  return text;
}
std::optional<absl::CivilDay> IfSet(absl::CivilDay day) {
  if (day == absl::CivilDay()) return std::nullopt;
  return day;
}

}  // namespace

absl::StatusOr<Enrolment> Get(Tx& tx, const std::string& id) {
  const pg::Result rows = tx.Query(ENROLMENTS " WHERE e.id = $1", id);
  if (rows.empty()) return NoSuchObject("id");
  return EnrolmentAt(pg::Row(rows));
}

std::vector<Enrolment> OfBatch(Tx& tx, const std::string& batch) {
  return Listed(tx.Query(ENROLMENTS " WHERE e.batch = $1 ORDER BY e.id", batch));
}

std::vector<Enrolment> Waiting(
    Tx& tx, const std::string& program, const Enrolment* after, int limit) {
  constexpr char kFirst[] = "00000000-0000-0000-0000-000000000000";
  return Listed(tx.Query(
      ENROLMENTS R"(
      WHERE e.program = $1 AND )" WAITS R"(
        AND (NOT e.upheld, e.turn, e.rank, e.person) > ($2::boolean, $3::int, $4::int, $5::uuid)
      ORDER BY NOT e.upheld, e.turn, e.rank, e.person LIMIT $6)",
      program, after != nullptr && !after->is.upheld, after == nullptr ? 0 : after->is.selection,
      after == nullptr ? 0 : after->is.rank, after == nullptr ? kFirst : after->is.person, limit));
}

std::vector<Enrolment> WaitingSince(
    Tx& tx, const std::string& program, int before_year, int limit) {
  return Listed(tx.Query(
      ENROLMENTS R"(
        JOIN selection s ON s.id = e.selection
        LEFT JOIN batch b ON b.id = e.batch
      WHERE e.program = $1 AND e.state = 1 AND ($2::int = 0 OR s.year < $2::int)
        AND (e.batch IS NULL OR b.last_day < $3)
      ORDER BY e.id LIMIT $4)",
      program, before_year, tx.call().today(), limit));
}

std::vector<std::string> SeatsOf(Tx& tx, const std::string& person) {
  return IdsOf(tx.Query(
      R"(
      SELECT id
      FROM enrolment
      WHERE person = $1 AND (state BETWEEN 2 AND 5 OR state = 1 AND batch IS NOT NULL)
      ORDER BY id)",
      person));
}

std::vector<std::string> SeatsInBlackout(Tx& tx, const std::string& blackout) {
  return IdsOf(tx.Query(
      R"(
      SELECT DISTINCT e.id
      FROM blackout b
        LEFT JOIN unit closed ON closed.code = b.unit
        JOIN session s ON s.ends > b.starts AND s.starts < b.ends
        JOIN enrolment e ON e.batch = s.batch AND e.state BETWEEN 1 AND 5
        JOIN person p ON p.id = e.person
        LEFT JOIN unit u ON u.code = p.unit
      WHERE b.id = $1
        AND starts_with(coalesce(u.path, p.unit_path), coalesce(closed.path, '/'))
      ORDER BY e.id)",
      blackout));
}

std::vector<std::string> SeatsOn(
    Tx& tx, const std::string& unit, const std::string& from, const std::string& until) {
  return IdsOf(tx.Query(
      R"(
      SELECT DISTINCT e.id
      FROM session s
        JOIN enrolment e ON e.batch = s.batch AND e.state BETWEEN 1 AND 5
        JOIN person p ON p.id = e.person
        LEFT JOIN unit u ON u.code = p.unit
      WHERE s.ends > $2::timestamp AND ($3 = '' OR s.starts < nullif($3, '')::timestamp)
        AND starts_with(
          coalesce(u.path, p.unit_path),
          coalesce((SELECT path FROM unit WHERE code = $1), '/'))
      ORDER BY e.id)",
      unit, from, until));
}

std::vector<std::string> OpenOf(Tx& tx, const std::string& person) {
  return IdsOf(tx.Query(
      "SELECT id FROM enrolment WHERE person = $1 AND state BETWEEN 1 AND 5 ORDER BY id", person));
}

absl::StatusOr<Enrolment> NewestOf(Tx& tx, const std::string& person, const std::string& program) {
  const pg::Result rows = tx.Query(
      ENROLMENTS " WHERE e.person = $1 AND e.program = $2 ORDER BY e.id DESC LIMIT 1", person,
      program);
  if (rows.empty()) return NoSuchObject("person");
  return EnrolmentAt(pg::Row(rows));
}

void Add(Tx& tx, const std::vector<Enrolment>& enrolments) {
  if (enrolments.empty()) return;
  pg::Array ids, people, batches, overrides, arms, drawn, upheld, ranks;
  pg::ByteArray candidates;
  for (const Enrolment& of : enrolments) {
    ids.Add(of.is.id);
    people.Add(of.is.person);
    if (of.is.batch.empty()) {
      batches.AddNull();
    } else {
      batches.Add(of.is.batch);
    }
    overrides.Add(pg::OrZero(of.is.override));
    arms.Add(pg::OrZero(of.is.arm));
    drawn.Add(of.drawn ? "t" : "f");
    upheld.Add(of.is.upheld ? "t" : "f");
    ranks.Add(of.is.rank);
    candidates.Add(of.candidate.SerializeAsString());
  }
  const Enrolment& first = enrolments.front();  // of one selection all
  tx.Defer(
      R"(
      INSERT INTO enrolment
        (id, unit, program, person, batch, state, origin, override, arm, drawn, upheld, selection,
         turn, rank, candidate)
      SELECT id, $1, $2::uuid, person, batch, 1, $3::int, override, arm, drawn, upheld, $4::uuid,
             $5::int, rank, candidate
      FROM unnest($6::uuid[], $7::uuid[], $8::uuid[], $9::int[], $10::int[], $11::boolean[],
                  $12::boolean[], $13::int[], $14::bytea[])
        AS n(id, person, batch, override, arm, drawn, upheld, rank, candidate))",
      first.unit, first.is.program, first.is.origin, first.selection, first.is.selection, ids,
      people, batches, overrides, arms, drawn, upheld, ranks, std::move(candidates));
}

void Save(Tx& tx, const Enrolment& of) {
  const domain::Enrolment& is = of.is;
  const domain::Ending ending = is.ending.value_or(domain::Ending());
  const bool ended = is.ending.has_value();
  const std::string candidate = of.candidate.SerializeAsString();
  tx.ChangeOne(
      R"(
      UPDATE enrolment
      SET batch = $2, state = $3, origin = $4, override = $5, upheld = $6, offered_on = $7,
          answer_by = $8, escalations = $9, asked = $10::uuid[], approved_by = $11, remedial = $12,
          end_cause = $13, ended_on = $14, ended_by = $15, reason = $16, rules = $17::text[],
          substitute = $18, candidate = $19
      WHERE id = $1)",
      is.id, IfAny(is.batch), is.state, is.origin, pg::OrZero(is.override), is.upheld,
      IfSet(is.offered_on), IfSet(is.answer_by), is.escalations, pg::Array(of.asked),
      is.approved_by, is.remedial, ended ? static_cast<int>(ending.cause) : 0,
      ended ? std::optional(ending.on) : std::nullopt, ending.by, ending.reason,
      pg::Array(ending.rules), ending.substitute, pg::Bytes{candidate});
  if (!is.TakesSeat()) question_store::EndOf(tx, is.id);
  // That a batch offered him a seat stays on record when he has none any more.
  if (domain::HoldsSeat(is.state)) {
    tx.Defer(
        R"(
        INSERT INTO engaged (resource, id, batch)
        SELECT $1::int, person, batch FROM enrolment WHERE id = $2
        ON CONFLICT DO NOTHING)",
        domain::Resource::kPerson, is.id);
  }
}

std::vector<Enrolment> PageOf(
    Tx& tx, const std::vector<std::string>& paths, const v1::ListEnrolmentsRequest& request,
    const Page& page) {
  return Listed(tx.Query(
      ENROLMENTS R"(
      LEFT JOIN unit u ON u.code = e.unit
      LEFT JOIN person p ON p.id = e.person
      LEFT JOIN unit pu ON pu.code = p.unit
      WHERE EXISTS (
          SELECT 1
          FROM unnest($1::text[]) AS s
          WHERE starts_with(coalesce(u.path, '/'), s)
            OR starts_with(coalesce(pu.path, p.unit_path), s))
        AND ($2 = '' OR e.batch::text = $2)
        AND ($3 = '' OR e.program::text = $3)
        AND ($4 = '' OR e.person::text = $4)
        AND ($5::int = 0 OR e.state = $5::int)
        AND ($6 OR (e.program, e.turn, e.rank, e.id) > (
          nullif($7, '')::uuid, nullif($8, '')::int, nullif($9, '')::int, nullif($10, '')::uuid))
      ORDER BY e.program, e.turn, e.rank, e.id
      LIMIT $11)",
      pg::Array(paths), request.batch(), request.program(), request.person(),
      static_cast<int>(request.state()), page.first(), page.After(0), page.After(1), page.After(2),
      page.After(3), page.size()));
}

std::vector<Enrolment> PageOfPerson(Tx& tx, const std::string& person, const Page& page) {
  return Listed(tx.Query(
      ENROLMENTS R"(
      WHERE e.person = $1 AND ($2 OR e.id < nullif($3, '')::uuid)
      ORDER BY e.id DESC LIMIT $4)",
      person, page.first(), page.After(0), page.size()));
}

std::vector<std::string> OfferedUnder(Tx& tx, const std::string& path) {
  const pg::Result rows = tx.Query(
      R"(
      SELECT e.id
      FROM enrolment e
        JOIN person p ON p.id = e.person
        LEFT JOIN unit u ON u.code = p.unit
      WHERE e.state = 2 AND starts_with(coalesce(u.path, p.unit_path), $1)
      ORDER BY e.id)",
      path);
  return rows.Map([](pg::Row row) { return row.String(); });
}

std::vector<std::string> AskedOf(Tx& tx, const std::string& superior) {
  const pg::Result rows = tx.Query(
      "SELECT id FROM enrolment WHERE state = 2 AND asked @> ARRAY[$1::uuid] ORDER BY id",
      superior);
  return rows.Map([](pg::Row row) { return row.String(); });
}

std::vector<Enrolment> PageOfAsked(Tx& tx, const std::string& superior, const Page& page) {
  return Listed(tx.Query(
      ENROLMENTS R"(
      WHERE e.state = 2 AND e.asked @> ARRAY[$1::uuid]
        AND ($2 OR e.id < nullif($3, '')::uuid)
      ORDER BY e.id DESC LIMIT $4)",
      superior, page.first(), page.After(0), page.size()));
}

Taken TakenOf(Tx& tx, const std::string& batch) {
  const pg::Result rows = tx.Query(
      R"(
      SELECT count(*) FILTER (WHERE state BETWEEN 2 AND 5), count(*) FILTER (WHERE state = 1)
      FROM enrolment
      WHERE batch = $1)",
      batch);
  pg::Row row(rows);
  return {.held = row.Int32(), .kept = row.Int32()};
}

}  // namespace binadaya::scheduling::enrolment_store
