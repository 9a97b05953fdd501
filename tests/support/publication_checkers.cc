#include "tests/support/publication_checkers.h"

#include <cstdint>
#include <map>
#include <string>

#include "services/common/domain/text.h"

namespace binadaya::test {

Violations PublishedWhole(pg::Connection& scheduling, pg::Connection& money) {
  // States: of a batch 2 scheduled, 3 publishing, 11 cancelled; of a saga 2 done, 4 undone; of an
  // enrolment 2 to 5, in which it holds a seat. Resource 1 is a venue.
  Violations violations = scheduling
                              .Query(
                                  R"(
      SELECT format('batch %s is in state %s, its publication %s in %s', b.id, b.state,
                    b.publications, s.state)
      FROM batch b
      JOIN saga s ON s.kind = 'publication' AND (s.subject, s.version) = (b.id::text, b.publications)
      WHERE (b.state = 3) <> (s.state IN (1, 3)) OR b.state = 2 AND s.state = 2
         OR b.state BETWEEN 4 AND 8 AND s.state = 4
      UNION ALL
      SELECT format('batch %s has %s seats held of %s', b.id, count(*), b.capacity)
      FROM batch b
      JOIN enrolment e ON e.batch = b.id AND e.state BETWEEN 2 AND 5
      GROUP BY b.id
      HAVING count(*) > b.capacity
      UNION ALL
      SELECT format('venue %s is booked twice at %s: by batch %s and batch %s', a.id, b.starts,
                    a.batch, b.batch)
      FROM booking a
      JOIN booking b ON (b.resource, b.id) = (a.resource, a.id)
                    AND (b.batch, b.item) > (a.batch, a.item)
                    AND b.starts < a.ends AND a.starts < b.ends
      WHERE a.resource = 1)",
                                  {})
                              .Map([](pg::Row row) { return row.String(); });
  // What is to be bound for each batch, unless its publication is under way.
  std::map<std::string, std::int64_t> asked;
  const pg::Result publications = scheduling.Query(
      R"(
      SELECT p.batch,
             coalesce(sum(p.rupiah) FILTER (WHERE s.state = 2 AND b.state <> 11), 0)::bigint,
             bool_or(s.state IN (1, 3))
      FROM (SELECT batch, number, (SELECT sum(a) FROM unnest(amounts) AS a) AS rupiah
            FROM publication) p
      JOIN batch b ON b.id = p.batch
      JOIN saga s ON s.kind = 'publication' AND (s.subject, s.version) = (p.batch::text, p.number)
      GROUP BY p.batch)",
      {});
  std::map<std::string, std::int64_t> bound;
  const pg::Result commitments = money.Query(
      R"(
      SELECT c.batch, sum(p.committed - p.released)::bigint
      FROM commitment c
      JOIN commitment_part p ON p.commitment = c.id
      WHERE c.batch <> ''
      GROUP BY c.batch)",
      {});
  for (int i = 0; i < commitments.rows(); ++i)
    bound[commitments.String(i, 0)] = commitments.Int(i, 1);
  for (int i = 0; i < publications.rows(); ++i) {
    const std::string batch = publications.String(i, 0);
    if (publications.Bool(i, 2)) {
      bound.erase(batch);
    } else {
      asked[batch] = publications.Int(i, 1);
      bound.try_emplace(batch, 0);
    }
  }
  for (const auto& [batch, amount] : bound) {
    if (amount != asked[batch])
      violations.push_back(
          Cat("for batch ", batch, " ", amount, " is bound, its publications ask ", asked[batch]));
  }
  return violations;
}

}  // namespace binadaya::test
