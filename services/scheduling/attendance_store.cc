#include "services/scheduling/attendance_store.h"

#include <algorithm>

#include "services/common/day.h"
#include "services/common/enums.h"
#include "services/scheduling/slot_proto.h"

namespace binadaya::scheduling::attendance_store {
namespace {

#define TO_THE_SECOND(column) "to_char(" column ", 'YYYY-MM-DD\"T\"HH24:MI:SS')"
// CONFIRMED to NOT_PASSED, and NO_SHOW: expected in the class. Who was excused from everything is
// WITHDRAWN, but not gone.
#define EXPECTED "(e.state IN (4, 5, 6, 7, 8, 12) OR e.end_cause = 9)"

absl::CivilSecond SecondAt(pg::Row& row) {
  absl::CivilSecond at;
  absl::ParseCivilTime(row.String(), &at);
  return at;
}
std::optional<absl::CivilSecond> MaybeSecondAt(pg::Row& row) {
  if (!row.IsNull()) return SecondAt(row);
  row.Skip();
  return std::nullopt;
}
std::string SecondForSql(absl::CivilSecond at) { return absl::FormatCivilTime(at); }

domain::AttendancePolicy RulesFrom(const std::vector<double>& numbers) {
  const auto whole = [&](std::size_t i) { return static_cast<int>(numbers[i]); };
  domain::AttendancePolicy rules;
  rules.late_minutes = whole(0);
  rules.early_minutes = whole(1);
  rules.check_in.pause_minutes = whole(2);
  rules.check_in.opens_minutes = whole(3);
  rules.check_in.closes_minutes = whole(4);
  return rules;
}
std::optional<std::string> RulesForSql(const std::optional<domain::AttendancePolicy>& rules) {
  if (!rules.has_value()) return std::nullopt;
  pg::Array numbers;
  for (const int number :
       {rules->late_minutes, rules->early_minutes, rules->check_in.pause_minutes,
        rules->check_in.opens_minutes, rules->check_in.closes_minutes}) {
    numbers.Add(number);
  }
  return numbers.Text();
}

std::vector<domain::Correction> CorrectionsFrom(const std::string& bytes) {
  v1::AttendanceCorrections kept;
  kept.ParseFromString(bytes);
  std::vector<domain::Correction> corrections;
  for (const v1::AttendanceCorrection& one : kept.corrections()) {
    Findings none;
    corrections.push_back(
        {.statement = ToDomain<domain::Statement>(one.statement()),
         .stays = ReadSlots(one.stays(), "stays", none),
         .by = one.by(),
         .reason = one.reason(),
         .document = one.document(),
         .on = DayOf(one.on()).value_or(absl::CivilDay())});
  }
  return corrections;
}
std::string BytesOfAll(const std::vector<domain::Correction>& corrections) {
  v1::AttendanceCorrections kept;
  for (const domain::Correction& one : corrections) {
    v1::AttendanceCorrection& out = *kept.add_corrections();
    out.set_statement(ToContract<v1::Statement>(one.statement));
    for (const domain::Slot& stay : one.stays) ToProto(stay, *out.add_stays());
    out.set_by(one.by);
    out.set_reason(one.reason);
    out.set_document(one.document);
    out.set_on(absl::FormatCivilTime(one.on));
  }
  return kept.SerializeAsString();
}

// Of the sheet of a session of a batch; enrolments are e, attendances a.
#define ROW(session, batch) \
  "SELECT " session ", e.id, e.person, e.batch IS DISTINCT FROM " batch " OR NOT " EXPECTED ", " \
  "a.session IS NOT NULL, " TO_THE_SECOND("a.closed_at") ", "                              \
  "coalesce(a.closed_by, ''), coalesce(a.closed_why, ''), coalesce(a.verified_by, ''), "   \
  TO_THE_SECOND("a.verified_at") ", a.rules, coalesce(a.presence, 0), coalesce(a.minutes, 0), " \
  "coalesce(a.credited, false), a.correct_until, coalesce(a.corrections, '') "
#define ENTRY \
  "SELECT enrolment, id, method, statement, " TO_THE_SECOND("seen_from") ", "              \
  TO_THE_SECOND("seen_until") ", " TO_THE_SECOND("made") ", " TO_THE_SECOND("arrived") ", " \
  "device, by, replaces, document "

Row RowAt(pg::Row row) {
  Row of;
  of.is.session = row.String();
  of.is.enrolment = row.String();
  of.is.person = row.String();
  of.is.left = row.Bool();
  of.on_record = row.Bool();
  const std::optional<absl::CivilSecond> closed = MaybeSecondAt(row);
  domain::Closing closing;
  closing.by = row.String();
  closing.reason = row.String();
  if (closed.has_value()) {
    closing.at = absl::CivilMinute(*closed);
    of.is.closing = std::move(closing);
  }
  domain::Verification verification{.by = row.String()};
  const std::optional<absl::CivilSecond> verified = MaybeSecondAt(row);
  if (verified.has_value()) {
    verification.at = *verified;
    of.is.verified = std::move(verification);
  }
  if (row.IsNull()) {
    row.Skip();
  } else {
    of.rules = RulesFrom(row.Doubles());
  }
  of.presence = row.MaybeEnum<domain::Presence>().value_or(domain::Presence::kAbsent);
  of.minutes = row.Int32();
  of.is.credited = row.Bool();
  of.correct_until = row.Maybe(&pg::Row::Day);
  of.is.corrections = CorrectionsFrom(row.Bytes());
  return of;
}

domain::Entry EntryAt(pg::Row& row) {
  domain::Entry entry;
  entry.id = row.String();
  entry.method = row.Enum<domain::AttendanceMethod>();
  entry.statement = row.Enum<domain::Statement>();
  entry.from = SecondAt(row);
  entry.until = MaybeSecondAt(row);
  entry.made = SecondAt(row);
  entry.arrived = SecondAt(row);
  entry.device = row.String();
  entry.by = row.String();
  entry.replaces = row.String();
  entry.document = row.String();
  return entry;
}

void TakeEntries(const pg::Result& entries, const std::map<std::string, Row*>& by_enrolment) {
  for (int i = 0; i < entries.rows(); ++i) {
    pg::Row row(entries, i);
    const auto of = by_enrolment.find(row.String());
    if (of != by_enrolment.end()) of->second->is.entries.push_back(EntryAt(row));
  }
}

}  // namespace

std::vector<Row> SheetOf(Tx& tx, const std::string& session, const std::string& batch) {
  Asked rows = tx.Ask(
      ROW("$1::uuid", "$2::uuid") R"(
      FROM enrolment e
      LEFT JOIN attendance a ON a.session = $1::uuid AND a.enrolment = e.id
      WHERE e.id IN (SELECT enrolment FROM attendance WHERE session = $1
                     UNION ALL
                     SELECT id FROM enrolment e WHERE batch = $2 AND )" EXPECTED R"()
      ORDER BY e.id)",
      session, batch);
  const pg::Result entries = tx.Query(
      ENTRY "FROM attendance_entry WHERE session = $1 ORDER BY arrived, enrolment, id", session);
  std::vector<Row> sheet = rows.Rows().Map([](pg::Row row) { return RowAt(row); });
  std::map<std::string, Row*> by_enrolment;
  for (Row& row : sheet) by_enrolment[row.is.enrolment] = &row;
  TakeEntries(entries, by_enrolment);
  return sheet;
}

// One probe of an index for each, whatever the planner thinks of the tables.
std::map<std::string, Row> RowsOf(Tx& tx, const std::vector<Place>& places) {
  pg::Array sessions, batches, enrolments;
  for (const Place& one : places) {
    sessions.Add(one.session);
    batches.Add(one.batch);
    enrolments.Add(one.enrolment);
  }
  Asked rows = tx.Ask(
      ROW("w.session", "w.batch") R"(
      FROM unnest($1::uuid[], $2::uuid[], $3::uuid[]) AS w(session, batch, enrolment)
      CROSS JOIN LATERAL (SELECT * FROM enrolment WHERE id = w.enrolment LIMIT 1) AS e
      LEFT JOIN LATERAL (
        SELECT * FROM attendance WHERE session = w.session AND enrolment = w.enrolment LIMIT 1
      ) AS a ON true
      WHERE a.session IS NOT NULL OR e.batch = w.batch AND )" EXPECTED,
      sessions, batches, enrolments);
  const pg::Result entries = tx.Query(
      ENTRY R"(
      FROM unnest($1::uuid[], $2::uuid[]) AS w(of_session, of_enrolment)
      CROSS JOIN LATERAL (
        SELECT *
        FROM attendance_entry
        WHERE session = of_session AND enrolment = of_enrolment
        ORDER BY arrived, id
      ) AS entry
      ORDER BY arrived, enrolment, id)",
      sessions, enrolments);
  std::map<std::string, Row> found;
  std::map<std::string, Row*> by_enrolment;
  for (int i = 0; i < rows.Rows().rows(); ++i) {
    Row of = RowAt(pg::Row(rows.Rows(), i));
    const std::string enrolment = of.is.enrolment;
    by_enrolment[enrolment] = &(found[enrolment] = std::move(of));
  }
  TakeEntries(entries, by_enrolment);
  return found;
}

std::optional<Row> RowOf(
    Tx& tx, const std::string& session, const std::string& batch, const std::string& enrolment) {
  std::map<std::string, Row> rows =
      RowsOf(tx, {{.session = session, .batch = batch, .enrolment = enrolment}});
  if (rows.empty()) return std::nullopt;
  return std::move(rows.begin()->second);
}

int ScansIn(Tx& tx, const std::string& session) {
  const pg::Result rows = tx.Query(
      R"(
      SELECT count(*)
      FROM attendance_entry
      WHERE session = $1
        AND method = $2)",
      session, domain::AttendanceMethod::kQr);
  return rows.Int32(0, 0);
}

Row* RowOf(std::vector<Row>& sheet, const std::string& enrolment) {
  const auto found = std::find_if(
      sheet.begin(), sheet.end(), [&](const Row& row) { return row.is.enrolment == enrolment; });
  return found == sheet.end() ? nullptr : &*found;
}

void Save(Tx& tx, const Row& row) {
  const domain::Attendance& is = row.is;
  const domain::Closing closing = is.closing.value_or(domain::Closing());
  const bool verified = is.verified.has_value();
  const std::string corrections = BytesOfAll(is.corrections);
  const auto at = [](bool given, absl::CivilSecond second) {
    return given ? std::optional(SecondForSql(second)) : std::nullopt;
  };
  tx.ChangeOne(
      R"(
      INSERT INTO attendance
        (session, enrolment, person, closed_at, closed_by, closed_why, verified_by, verified_at,
         rules, presence, minutes, credited, correct_until, corrections)
      VALUES ($1, $2, $3, $4::timestamp, $5, $6, $7, $8::timestamp, $9::float8[], $10, $11, $12,
              $13, $14)
      ON CONFLICT (session, enrolment) DO UPDATE
      SET closed_at = excluded.closed_at, closed_by = excluded.closed_by,
          closed_why = excluded.closed_why, verified_by = excluded.verified_by,
          verified_at = excluded.verified_at, rules = excluded.rules,
          presence = excluded.presence, minutes = excluded.minutes, credited = excluded.credited,
          correct_until = excluded.correct_until, corrections = excluded.corrections)",
      is.session, is.enrolment, is.person,
      at(is.closing.has_value(), absl::CivilSecond(closing.at)), closing.by, closing.reason,
      verified ? is.verified->by : "",
      at(verified, verified ? is.verified->at : absl::CivilSecond()), RulesForSql(row.rules),
      verified ? static_cast<int>(row.presence) : 0, row.minutes, is.credited, row.correct_until,
      pg::Bytes{corrections});
}

void Add(Tx& tx, const std::vector<Addition>& additions) {
  if (additions.empty()) return;
  pg::Array sessions, enrolments, people, ids, methods, statements, from, until, made, arrived,
      devices, by, replaces, documents, uploaders;
  pg::ByteArray signatures;
  for (const auto& [row, entry, evidence] : additions) {
    sessions.Add(row->is.session);
    enrolments.Add(row->is.enrolment);
    people.Add(row->is.person);
    ids.Add(entry.id);
    methods.Add(entry.method);
    statements.Add(entry.statement);
    from.Add(SecondForSql(entry.from));
    if (entry.until.has_value()) {
      until.Add(SecondForSql(*entry.until));
    } else {
      until.AddNull();
    }
    made.Add(SecondForSql(entry.made));
    arrived.Add(SecondForSql(entry.arrived));
    devices.Add(entry.device);
    by.Add(entry.by);
    replaces.Add(entry.replaces);
    documents.Add(entry.document);
    uploaders.Add(evidence.uploaded_by);
    signatures.Add(evidence.signature);
  }
  tx.Defer(
      R"(
      INSERT INTO attendance (session, enrolment, person)
      SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::uuid[])
      ON CONFLICT DO NOTHING)",
      sessions, enrolments, people);
  tx.Defer(
      R"(
      INSERT INTO attendance_entry
        (session, enrolment, id, method, statement, seen_from, seen_until, made, arrived, device,
         by, replaces, document, uploaded_by, signature)
      SELECT *
      FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::int[], $5::int[], $6::timestamp[],
        $7::timestamp[], $8::timestamp[], $9::timestamp[], $10::text[], $11::text[], $12::text[],
        $13::text[], $14::text[], $15::bytea[]))",
      sessions, enrolments, ids, methods, statements, from, until, made, arrived, devices, by,
      replaces, documents, uploaders, std::move(signatures));
}

void Add(Tx& tx, const Row& row, const domain::Entry& entry, const Evidence& evidence) {
  Add(tx, {{.row = &row, .entry = entry, .evidence = evidence}});
}

Later<std::vector<UsedBy>> UsedByOthers(Tx& tx, const std::vector<Use>& uses) {
  pg::Array sessions, enrolments, tickets, devices;
  for (const Use& one : uses) {
    sessions.Add(one.session);
    enrolments.Add(one.enrolment);
    tickets.Add(one.ticket);
    devices.Add(one.device);
  }
  return {
      tx.Ask(
          R"(
          SELECT EXISTS (SELECT 1 FROM attendance_entry
                         WHERE session = w.of_session AND id = w.ticket
                           AND enrolment <> w.of_enrolment),
                 EXISTS (SELECT 1 FROM attendance_entry
                         WHERE session = w.of_session AND device = w.of_device AND method = 1
                           AND enrolment <> w.of_enrolment)
          FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[]) WITH ORDINALITY
            AS w(of_session, of_enrolment, ticket, of_device, n)
          ORDER BY n)",
          sessions, enrolments, tickets, devices),
      [](const pg::Result& rows) {
        return rows.Map(
            [](pg::Row row) -> UsedBy { return {.ticket = row.Bool(), .device = row.Bool()}; });
      }};
}

WorthOf VerifiedOf(Tx& tx, const std::string& batch) {
  const pg::Result rows = tx.Query(
      R"(
      SELECT a.enrolment, a.session, a.presence, a.minutes, a.credited
      FROM learning_session s
      JOIN attendance a ON a.session = s.id
      WHERE s.batch = $1 AND a.verified_at IS NOT NULL)",
      batch);
  WorthOf worth;
  for (int i = 0; i < rows.rows(); ++i) {
    pg::Row row(rows, i);
    auto& of = worth[row.String()];
    Worth& one = of[row.String()];
    one.presence = row.Enum<domain::Presence>();
    one.minutes = row.Int32();
    one.credited = row.Bool();
  }
  return worth;
}

void Credit(Tx& tx, const std::string& enrolment, const std::string& batch) {
  tx.Defer(
      R"(
      UPDATE attendance SET credited = true
      FROM learning_session s
      WHERE s.id = session AND s.batch = $2 AND enrolment = $1 AND verified_at IS NOT NULL
        AND NOT credited)",
      enrolment, batch);
}

std::vector<std::optional<Standing>> StandingsOf(
    Tx& tx, const std::vector<std::string>& people, const std::vector<std::string>& batches) {
  const pg::Result rows = tx.Query(
      R"(
      SELECT w.n, s.id, s.expected
      FROM unnest($1::uuid[], $2::uuid[]) WITH ORDINALITY AS w(person, batch, n)
      CROSS JOIN LATERAL (
        SELECT e.id, )" EXPECTED R"( AS expected
        FROM enrolment e
        WHERE e.person = w.person AND e.batch = w.batch AND e.state NOT IN (1, 2, 3)
        ORDER BY 2 DESC, e.id DESC
        LIMIT 1
      ) AS s)",
      pg::Array(people), pg::Array(batches));
  std::vector<std::optional<Standing>> standings(people.size());
  for (int i = 0; i < rows.rows(); ++i) {
    pg::Row row(rows, i);
    const auto at = static_cast<std::size_t>(row.Int() - 1);
    standings.at(at) = Standing{.enrolment = row.String(), .seated = row.Bool()};
  }
  return standings;
}

// The clock on the wall is ahead of UTC all over the country: never a day too early.
Retention::Portion RawEntries() {
  return {.policy = "retention.attendance_days", .sql = R"(
      DELETE FROM attendance_entry
      WHERE (session, enrolment, id) IN (
        SELECT e.session, e.enrolment, e.id
        FROM learning_session s
        JOIN batch b ON b.id = s.batch
        JOIN attendance_entry e ON e.session = s.id
        JOIN attendance a ON a.session = e.session AND a.enrolment = e.enrolment
        WHERE s.ends < $1::timestamptz AT TIME ZONE 'UTC'
          AND (s.correct_until IS NULL OR s.correct_until < ($1::timestamptz)::date)
          AND (a.correct_until < ($1::timestamptz)::date OR b.state = 11
            OR s.state IN (7, 8) AND s.took_from IS NULL)
        LIMIT $2))"};
}

}  // namespace binadaya::scheduling::attendance_store
