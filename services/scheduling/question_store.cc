#include "services/scheduling/question_store.h"

#include <utility>

#include "services/common/status.h"

namespace binadaya::scheduling::question_store {
namespace {

#define QUESTION                                                                                   \
  "q.enrolment, q.number, q.place, q.reasons, q.asked_on, q.decide_by, q.state, q.overdue, q.why," \
  " q.note, q.by, q.decided_on, q.waives"
#define LISTED                                                                               \
  "SELECT " QUESTION                                                                         \
  ", coalesce(b.unit, e.unit), e.person, e.program,"                                         \
  " coalesce(e.batch::text, '') FROM seat_question q JOIN enrolment e ON e.id = q.enrolment" \
  " LEFT JOIN batch b ON b.id = e.batch"

domain::SeatQuestion QuestionAt(pg::Row& row) {
  domain::SeatQuestion of{.enrolment = row.String(), .number = row.Int32(), .place = row.String()};
  ::binadaya::v1::Findings reasons;
  reasons.ParseFromString(row.Bytes());
  for (const ::binadaya::v1::Finding& one : reasons.findings())
    of.reasons.push_back(FromProto(one));
  of.asked_on = row.Day();
  of.decide_by = row.Day();
  of.state = row.Enum<domain::QuestionState>();
  of.overdue = row.Bool();
  of.why = row.MaybeEnum<domain::OverrideReason>();
  of.note = row.String();
  of.by = row.String();
  of.decided_on = row.Maybe(&pg::Row::Day);
  of.waives = row.Bool();
  return of;
}

Listed ListedAt(pg::Row row) {
  Listed of{.is = QuestionAt(row)};
  of.unit = row.String();
  of.person = row.String();
  of.program = row.String();
  of.batch = row.String();
  return of;
}

std::string BytesOf(const Findings& reasons) {
  ::binadaya::v1::Findings kept;
  for (const Finding& one : reasons) ToProto(one, *kept.add_findings());
  return kept.SerializeAsString();
}

}  // namespace

std::map<std::string, domain::SeatQuestion> NewestOf(
    Tx& tx, const std::vector<std::string>& enrolments) {
  const pg::Result rows = tx.Query(
      "SELECT DISTINCT ON (q.enrolment) " QUESTION R"(
      FROM seat_question q
      WHERE q.enrolment = ANY ($1::uuid[])
      ORDER BY q.enrolment, q.number DESC)",
      pg::Array(enrolments));
  std::map<std::string, domain::SeatQuestion> newest;
  for (int i = 0; i < rows.rows(); ++i) {
    pg::Row row(rows, i);
    domain::SeatQuestion of = QuestionAt(row);
    const std::string enrolment = of.enrolment;
    newest.emplace(enrolment, std::move(of));
  }
  return newest;
}

std::optional<domain::SeatQuestion> NewestOf(Tx& tx, const std::string& enrolment) {
  auto newest = NewestOf(tx, std::vector<std::string>{enrolment});
  if (newest.empty()) return std::nullopt;
  return std::move(newest.begin()->second);
}

std::vector<std::string> OpenIn(Tx& tx, const std::string& batch) {
  return OpenBeside(tx, batch, {});
}

std::vector<std::string> OpenBeside(
    Tx& tx, const std::string& batch, const std::vector<std::string>& people) {
  return tx
      .Query(
          R"(
          SELECT q.enrolment
          FROM enrolment e JOIN seat_question q ON q.enrolment = e.id AND q.state = 1
          WHERE e.batch = $1 OR e.person = ANY ($2::uuid[])
          ORDER BY q.enrolment)",
          batch, pg::Array(people))
      .Map([](pg::Row row) { return row.String(); });
}

void Add(Tx& tx, const domain::SeatQuestion& of) {
  const std::string reasons = BytesOf(of.reasons);
  tx.ChangeOne(
      R"(
      INSERT INTO seat_question (enrolment, number, place, reasons, asked_on, decide_by, state)
      VALUES ($1, $2, $3, $4, $5, $6, $7))",
      of.enrolment, of.number, of.place, pg::Bytes{reasons}, of.asked_on, of.decide_by, of.state);
}

void Save(Tx& tx, const domain::SeatQuestion& of) {
  tx.ChangeOne(
      R"(
      UPDATE seat_question
      SET state = $3, overdue = $4, why = $5, note = $6, by = $7, decided_on = $8, waives = $9
      WHERE enrolment = $1 AND number = $2)",
      of.enrolment, of.number, of.state, of.overdue, pg::OrZero(of.why), of.note, of.by,
      of.decided_on, of.waives);
}

void EndOf(Tx& tx, const std::string& enrolment) {
  tx.Defer(
      "UPDATE seat_question SET state = $2, decided_on = $3 WHERE enrolment = $1 AND state = 1",
      enrolment, domain::QuestionState::kEnded, tx.call().today());
}

std::string PlaceOf(Tx& tx, const std::string& person) {
  const pg::Result rows = tx.Query(
      "SELECT concat_ws(' ', unit, post, family, employment) FROM person WHERE id = $1", person);
  return rows.empty() ? "" : rows.String(0, 0);
}

std::vector<Listed> PageOf(
    Tx& tx, const std::vector<std::string>& paths, const v1::ListSeatQuestionsRequest& request,
    const Page& page) {
  return tx
      .Query(
          LISTED R"(
            LEFT JOIN unit u ON u.code = e.unit
            LEFT JOIN unit h ON h.code = b.unit
          WHERE EXISTS (
              SELECT 1 FROM unnest($1::text[]) AS s
              WHERE starts_with(coalesce(u.path, '/'), s)
                OR b.id IS NOT NULL AND starts_with(coalesce(h.path, '/'), s))
            AND ($2 = '' OR e.batch::text = $2)
            AND ($3::int = 0 OR q.state = $3::int)
            AND (NOT $4 OR q.state = 1 AND q.decide_by < $5)
            AND ($6 OR (q.decide_by, q.enrolment, q.number)
              > (nullif($7, '')::date, nullif($8, '')::uuid, nullif($9, '')::int))
          ORDER BY q.decide_by, q.enrolment, q.number
          LIMIT $10)",
          pg::Array(paths), request.batch(), static_cast<int>(request.state()), request.overdue(),
          tx.call().today(), page.first(), page.After(0), page.After(1), page.After(2), page.size())
      .Map([](pg::Row row) { return ListedAt(row); });
}

std::vector<Listed> PageOfPerson(Tx& tx, const std::string& person, const Page& page) {
  return tx
      .Query(
          LISTED R"(
          WHERE e.person = $1
            AND ($2 OR (q.decide_by, q.enrolment, q.number)
              > (nullif($3, '')::date, nullif($4, '')::uuid, nullif($5, '')::int))
          ORDER BY q.decide_by, q.enrolment, q.number
          LIMIT $6)",
          person, page.first(), page.After(0), page.After(1), page.After(2), page.size())
      .Map([](pg::Row row) { return ListedAt(row); });
}

}  // namespace binadaya::scheduling::question_store
