#include "tests/support/sessions.h"

#include <algorithm>

#include "services/common/id.h"

namespace binadaya::test {
namespace {

constexpr absl::Duration kBeforeTheyBegin = absl::Minutes(10);

}  // namespace

std::vector<Participant> FoundSessions(
    pg::Connection& sql, int people, absl::Time now, absl::TimeZone zone) {
  const std::string taught = NewId(now);  // program, item and selection
  const std::string id = taught.substr(0, 24);
  const std::string begin = absl::FormatTime("%Y-%m-%d %H:%M:00", now + kBeforeTheyBegin, zone);
  const int sessions = std::max(1, people / kInASession);
  (void)sql.Query(
      "INSERT INTO plan_item (id, program, year, batches, batch_size, rupiah_per_batch, gone)"
      " VALUES ($1, $1, 2027, $2, $3, 0, false)",
      {taught, sessions, kInASession});
  (void)sql.Query(
      "INSERT INTO selection (id, unit, program, year, number, from_unit, considered, qualified,"
      "  chosen, overridden, made_by, made_at, made_on, content)"
      " VALUES ($1, $2, $1, 2027, 1, '/', $3, $3, $3, 0, 'panitia', now(), current_date, '')",
      {taught, kHeldIn, people});
  // RUNNING; the sessions PLANNED, and everybody CONFIRMED.
  (void)sql.Query(
      "INSERT INTO batch (id, unit, plan_item, number, state, capacity, accessible, first_day,"
      "  last_day, change_until)"
      " SELECT ($6 || lpad(n::text, 12, '0'))::uuid, $2, $1, 1 + n, 6, $4, true, $5, $5, $5"
      " FROM generate_series(0, $3::int - 1) AS n",
      {taught, kHeldIn, sessions, kInASession, begin.substr(0, 10), id});
  (void)sql.Query(
      "INSERT INTO learning_session (id, batch, title, starts, ends, state, secret)"
      " SELECT id, id, 'Materi', $2::timestamp, $2::timestamp + interval '1 hour', 1,"
      "  decode(md5(id::text), 'hex')"
      " FROM batch WHERE plan_item = $1",
      {taught, begin});
  return sql
      .Query(
          "INSERT INTO enrolment (id, unit, program, person, batch, state, origin, override, arm,"
          "  drawn, upheld, selection, turn, rank, candidate)"
          " SELECT ($5 || lpad(n::text, 12, '0'))::uuid, $2, $1,"
          "  ($5 || lpad(n::text, 12, '0'))::uuid,"
          "  ($5 || lpad((n % $4::int)::text, 12, '0'))::uuid, 4, 1, 0, 1, false, false, $1, 1, n,"
          "  ''"
          " FROM generate_series(0, $3::int - 1) AS n RETURNING person, id, batch",
          {taught, kHeldIn, people, sessions, id})
      .Map([](pg::Row row) -> Participant {
        return {.person = row.String(), .enrolment = row.String(), .session = row.String()};
      });
}

}  // namespace binadaya::test
