#include "services/registry/directory_store.h"

#include "services/common/locks.h"
#include "services/common/status.h"

namespace binadaya::registry::directory_store {
namespace {

// The units that it came in the place of, as far as that was decided for a day or before.
#define SUCCEEDS(day)                                               \
  " coalesce((SELECT array_agg(DISTINCT before ORDER BY before)"    \
  "  FROM unit_act a, unnest(a.succeeds) AS before"                 \
  "  WHERE a.code = u.code AND a.state = 2 AND a.effective <= " day \
  "),"                                                              \
  "  '{}')"
#define UNIT_ROWS \
  "SELECT u.code, u.name, u.kind, u.parent, u.path, u.direct_service,"          \
  SUCCEEDS("'infinity'") ", u.valid_from, u.valid_to,"                          \
  " (SELECT max(valid_to) FROM unit_before b WHERE b.code = u.code) FROM unit u"

domain::Unit UnitAt(pg::Row row) {
  return {
      .code = row.String(),
      .name = row.String(),
      .kind = row.String(),
      .parent = row.String(),
      .path = row.String(),
      .direct_service = row.Bool(),
      .succeeds = row.Strings(),
      .valid_from = row.Day(),
      .valid_to = row.Maybe(&pg::Row::Day),
      .changed = row.Maybe(&pg::Row::Day)};
}

#define PERSON_ROWS                                                      \
  "SELECT e.id, e.name, e.employment_type, e.grade, e.legal_position,"   \
  " coalesce(p.post, ''), coalesce(p.family, ''), coalesce(p.unit, '')," \
  " coalesce(p.path, ''), e.active, e.birth_date, e.gender,"             \
  " coalesce(p.valid_from::text, '')"                                    \
  " FROM person e"                                                       \
  " LEFT JOIN placement p ON p.person = e.id"

PersonView PersonAt(pg::Row row) {
  return {
      .id = row.String(),
      .name = row.String(),
      .employment_type = row.String(),
      .grade = row.String(),
      .legal_position = row.String(),
      .post = row.String(),
      .family = row.String(),
      .unit = row.String(),
      .path = row.String(),
      .active = row.Bool(),
      .birth_date = row.String(),
      .gender = row.String(),
      .since = row.String()};
}

domain::PersonRecord RecordAt(pg::Row row) {
  return {
      .id = row.String(),
      .number = row.String(),
      .name = row.String(),
      .gender = *domain::ParseGender(row.Text()),
      .birth_date = row.Day(),
      .type = *domain::ParseEmploymentType(row.Text()),
      .grade = row.String(),
      .legal_position = row.String(),
      .unit = row.String(),
      .post = row.String(),
      .since = row.Day(),
      .contact = {.email = row.String(), .mobile = row.String()}};
}

void AppendRow(std::string& buffer, std::initializer_list<std::string_view> values) {
  for (const std::string_view value : values) {
    pg::Connection::AppendCopy(buffer, value);
    buffer += '\t';
  }
  buffer.back() = '\n';
}

// Copies one row a person, as `append` writes it.
template <class Append>
void Copy(
    Tx& tx, pg::Sql statement, const std::vector<domain::PersonRecord>& people, Append append) {
  std::size_t next = 0;
  tx.CopyIn(statement, [&](std::string& buffer) {
    for (const std::size_t end = std::min(next + 500, people.size()); next < end; ++next)
      append(buffer, people[next]);
    return next < people.size();
  });
}

std::map<std::string, absl::CivilDay> DayByPerson(const pg::Result& rows) {
  return rows.Pairs(&pg::Row::String, &pg::Row::Day);
}

}  // namespace

void LockImports(Tx& tx) { tx.Defer("SELECT pg_advisory_xact_lock($1, 0)", lock::kImport); }

domain::UnitKinds UnitKinds(Tx& tx) {
  const pg::Result rows = tx.Query("SELECT kind, meaning, parents FROM unit_kind");
  domain::UnitKinds kinds;
  for (int i = 0; i < rows.rows(); ++i) {
    pg::Row row(rows, i);
    std::string code = row.String();
    kinds[std::move(code)] = {.meaning = row.String(), .parents = row.Strings()};
  }
  return kinds;
}

std::map<std::string, domain::Unit> Units(Tx& tx) {
  std::map<std::string, domain::Unit> units;
  for (domain::Unit& unit : tx.Query(UNIT_ROWS).Map(UnitAt)) units[unit.code] = std::move(unit);
  return units;
}

absl::StatusOr<domain::Unit> GetUnit(Tx& tx, const std::string& code, absl::CivilDay day) {
  const pg::Result rows = tx.Query(
      R"(
      SELECT u.code, coalesce(b.name, u.name), coalesce(b.kind, u.kind),
             coalesce(b.parent, u.parent), unit_path(u.code, $2),
             coalesce(b.direct_service, u.direct_service),)" SUCCEEDS("$2") R"(,
             u.valid_from, u.valid_to, NULL::date
      FROM unit u
      LEFT JOIN LATERAL (
        SELECT name, kind, parent, direct_service
        FROM unit_before
        WHERE code = u.code AND valid_to > $2
        ORDER BY valid_to
        LIMIT 1) b ON true
      WHERE u.code = $1 AND u.valid_from <= $2)",
      code, day);
  if (rows.empty()) return NoSuchObject("unit");
  return UnitAt(pg::Row(rows));
}

absl::StatusOr<std::string> PathOfUnit(Tx& tx, const std::string& code) {
  const pg::Result rows = tx.Query("SELECT path FROM unit WHERE code = $1", code);
  if (rows.empty())
    return absl::NotFoundError(
        "The unit code is not in the registry. Import the unit first, or correct the code.");
  return pg::Row(rows).String();
}

void SaveUnits(Tx& tx, const std::vector<domain::UnitAct>& acts) {
  pg::Array codes, names, kinds, parents, direct, days, froms;
  for (const domain::UnitAct& act : acts) {
    codes.Add(act.unit.code);
    names.Add(act.unit.name);
    kinds.Add(act.unit.kind);
    parents.Add(act.unit.parent);
    direct.Add(act.unit.direct_service ? "t" : "f");
    days.Add(absl::FormatCivilTime(act.effective));
    froms.Add(absl::FormatCivilTime(act.dated ? act.effective : domain::kAlways));
  }
  tx.Defer(
      R"(
      INSERT INTO unit_before (code, valid_to, name, kind, parent, direct_service)
      SELECT u.code, n.day, u.name, u.kind, u.parent, u.direct_service
      FROM unit u
      JOIN unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::boolean[], $6::date[])
        AS n(code, name, kind, parent, direct_service, day) ON n.code = u.code
      WHERE (u.name, u.kind, u.parent, u.direct_service) <>
            (n.name, n.kind, n.parent, n.direct_service)
        AND n.day > u.valid_from  -- else it never was so
      ON CONFLICT DO NOTHING)",
      codes, names, kinds, parents, direct, days);
  tx.Defer(
      R"(
      INSERT INTO unit (code, name, kind, parent, path, direct_service, valid_from)
      SELECT code, name, kind, parent, '/' || code || '/', direct_service, valid_from
      FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::boolean[], $6::date[])
        AS n(code, name, kind, parent, direct_service, valid_from)
      ON CONFLICT (code) DO UPDATE
      SET name = excluded.name, kind = excluded.kind, parent = excluded.parent,
          direct_service = excluded.direct_service)",
      codes, names, kinds, parents, direct, froms);
}

std::set<std::string> RepairPaths(Tx& tx) {
  const pg::Result rows = tx.Query(R"(
      WITH RECURSIVE tree AS (
        SELECT code, '/' || code || '/' AS path FROM unit WHERE parent = ''
        UNION ALL
        SELECT u.code, t.path || u.code || '/' FROM unit u JOIN tree t ON u.parent = t.code)
      UPDATE unit
      SET path = tree.path
      FROM tree
      WHERE unit.code = tree.code AND unit.path <> tree.path
      RETURNING unit.code)");
  std::set<std::string> codes;
  for (int row = 0; row < rows.rows(); ++row) codes.insert(rows.String(row, 0));
  return codes;
}

std::map<std::string, domain::PersonRecord> PeopleByNumber(Tx& tx) {
  const pg::Result rows = tx.Query(R"(
      SELECT e.id, n.value, e.name, e.gender, e.birth_date, e.employment_type, e.grade,
             e.legal_position, coalesce(p.unit, ''), coalesce(p.post, ''), p.valid_from,
             coalesce(c.email, ''), coalesce(c.mobile, '')
      FROM employment_number n
      JOIN person e ON e.id = n.person
      LEFT JOIN contact c ON c.person = e.id
      LEFT JOIN placement p ON p.person = e.id)");
  std::map<std::string, domain::PersonRecord> people;
  for (domain::PersonRecord& person : rows.Map(RecordAt)) {
    std::string number = person.number;
    people.emplace_hint(people.end(), std::move(number), std::move(person));
  }
  return people;
}

absl::StatusOr<PersonView> GetPerson(Tx& tx, const std::string& person) {
  const pg::Result rows = tx.Query(PERSON_ROWS " WHERE e.id = $1", person);
  if (rows.empty()) return NoSuchObject("person");
  return PersonAt(pg::Row(rows));
}

std::vector<PersonView> People(Tx& tx, const std::vector<std::string>& people) {
  return tx.Query(PERSON_ROWS " WHERE e.id = ANY ($1::uuid[]) ORDER BY e.id", pg::Array(people))
      .Map(PersonAt);
}

absl::StatusOr<PersonView> GetPerson(Tx& tx, const std::string& person, absl::CivilDay day) {
  std::vector<PersonView> found = People(tx, {person}, day);
  if (found.empty()) return NoSuchObject("person");
  return std::move(found.front());
}

std::vector<PersonView> People(Tx& tx, const std::vector<std::string>& people, absl::CivilDay day) {
  if (day == tx.call().today()) {
    const pg::Result rows = tx.Query(
        PERSON_ROWS " WHERE e.id = ANY ($1::uuid[]) ORDER BY array_position($1::uuid[], e.id)",
        pg::Array(people));
    return rows.Map(PersonAt);
  }
  const pg::Result rows = tx.Query(
      R"(
      SELECT e.id, e.name, coalesce(b.employment_type, e.employment_type),
             coalesce(b.grade, e.grade), coalesce(b.legal_position, e.legal_position),
             coalesce(a.post, ''), coalesce(v.family, ''), coalesce(a.unit, ''),
             coalesce(unit_path(a.unit, $2), ''),
             coalesce(b.legal_position, e.legal_position) = 'AKTIF', e.birth_date, e.gender,
             coalesce(a.valid_from::text, '')
      FROM person e
      LEFT JOIN LATERAL (
        SELECT employment_type, grade, legal_position
        FROM person_before
        WHERE person = e.id AND valid_to > $2
        ORDER BY valid_to
        LIMIT 1) b ON true
      LEFT JOIN assignment a ON a.person = e.id AND a.kind = 1 AND a.valid_from <= $2
        AND (a.valid_to IS NULL OR a.valid_to > $2)
      LEFT JOIN post_version v
        ON v.post = a.post AND v.valid_from = post_version_on(a.post, $2)
      WHERE e.id = ANY ($1::uuid[])
      ORDER BY array_position($1::uuid[], e.id))",
      pg::Array(people), day);
  return rows.Map(PersonAt);
}

absl::StatusOr<std::string> OwnerOf(Tx& tx, const std::string& number) {
  const pg::Result rows = tx.Query("SELECT person FROM employment_number WHERE value = $1", number);
  if (rows.empty()) return NoSuchObject("person");
  return pg::Row(rows).String();
}

absl::StatusOr<PersonView> LockPerson(Tx& tx, const std::string& person) {
  tx.Defer("SELECT 1 FROM person WHERE id = $1 FOR UPDATE", person);
  return GetPerson(tx, person);
}

absl::StatusOr<std::string> PathOfPerson(Tx& tx, const std::string& person) {
  const pg::Result rows = tx.Query(
      R"(
      SELECT coalesce(u.path, '/')
      FROM person e
      LEFT JOIN assignment a ON a.person = e.id AND a.kind = 1 AND a.valid_to IS NULL
      LEFT JOIN unit u ON u.code = a.unit
      WHERE e.id = $1)",
      person);
  if (rows.empty()) return absl::NotFoundError("no such person");
  return pg::Row(rows).String();
}

void InsertPeople(
    Tx& tx, const std::vector<domain::PersonRecord>& people,
    const std::map<std::string, domain::Post>& posts) {
  if (people.empty()) return;
  const absl::CivilDay today = tx.call().today();
  Copy(
      tx,
      R"(
      COPY person
        (id, name, birth_date, gender, employment_type, grade, legal_position, active)
      FROM STDIN)",
      people, [](std::string& buffer, const domain::PersonRecord& person) {
        AppendRow(
            buffer, {person.id, person.name, absl::FormatCivilTime(person.birth_date),
                     ToString(person.gender), ToString(person.type), person.grade,
                     person.legal_position, domain::IsActive(person.legal_position) ? "t" : "f"});
      });
  Copy(
      tx, "COPY employment_number (value, person) FROM STDIN", people,
      [](std::string& buffer, const domain::PersonRecord& person) {
        AppendRow(buffer, {person.number, person.id});
      });
  Copy(
      tx, "COPY assignment (person, post, unit, kind, valid_from, head) FROM STDIN", people,
      [&](std::string& buffer, const domain::PersonRecord& person) {
        if (person.unit.empty() || person.since > today) return;
        AppendRow(
            buffer, {person.id, person.post, person.unit, "1", absl::FormatCivilTime(person.since),
                     posts.at(person.post).is_head ? "t" : "f"});
      });
}

void UpdatePerson(Tx& tx, const domain::PersonRecord& person) {
  tx.Defer(
      R"(
      INSERT INTO person_before (person, valid_to, employment_type, grade, legal_position)
      SELECT id, $2, employment_type, grade, legal_position
      FROM person
      WHERE id = $1 AND (employment_type, grade, legal_position) <> ($3, $4, $5)
      ON CONFLICT DO NOTHING)",
      person.id, tx.call().today(), ToString(person.type), person.grade, person.legal_position);
  tx.ChangeOne(
      R"(
      UPDATE person
      SET name = $2, birth_date = $3, gender = $4, employment_type = $5, grade = $6,
          legal_position = $7, active = $8
      WHERE id = $1)",
      person.id, person.name, person.birth_date, ToString(person.gender), ToString(person.type),
      person.grade, person.legal_position, domain::IsActive(person.legal_position));
}

void Add(Tx& tx, const Assignment& assignment) {
  tx.ChangeOne(
      R"(
      INSERT INTO assignment (person, post, unit, kind, valid_from, valid_to, head, act)
      SELECT $1, code, $3, $4, $5, $6, is_head, nullif($7, '')::uuid
      FROM post
      WHERE code = $2)",
      assignment.person, assignment.post, assignment.unit, assignment.kind, assignment.from,
      assignment.to, assignment.act);
}

void EndDefinitive(Tx& tx, const Assignment& next) {
  tx.Defer(
      R"(
      UPDATE assignment
      SET planned_to = valid_to, valid_to = greatest(valid_from, $2),
          ended_by = nullif($3, '')::uuid
      WHERE person = $1 AND kind = 1
        AND (valid_to IS NULL OR valid_to > greatest(valid_from, $2)))",
      next.person, next.from, next.act);
}

void CorrectBegin(Tx& tx, const std::string& person, absl::CivilDay was, absl::CivilDay begin) {
  tx.Defer(
      R"(
      WITH corrected AS (
        SELECT id, valid_from, valid_to
        FROM assignment
        WHERE person = $1 AND kind = 1
          AND (valid_to IS NULL OR (valid_to = $2 AND valid_from < $2))
      ), kept AS (
        INSERT INTO assignment_correction (assignment, valid_from, valid_to, corrected_at)
        SELECT id, valid_from, valid_to, $4 FROM corrected
      )
      UPDATE assignment a
      SET valid_from = CASE WHEN a.valid_to IS NULL THEN $3 ELSE a.valid_from END,
          valid_to = CASE WHEN a.valid_to IS NULL THEN NULL ELSE $3 END,
          act = CASE WHEN a.valid_to IS NULL AND a.decided_on IS NOT NULL THEN NULL ELSE a.act END,
          decided_on = CASE WHEN a.valid_to IS NULL THEN NULL ELSE a.decided_on END
      FROM corrected
      WHERE a.id = corrected.id)",
      person, was, begin, tx.call().now());
}

std::map<std::string, absl::CivilDay> EarlierBegins(Tx& tx) {
  return DayByPerson(tx.Query(R"(
      SELECT person, max(valid_from)
      FROM assignment
      WHERE kind = 1 AND valid_to > valid_from
      GROUP BY person)"));
}

std::map<std::string, absl::CivilDay> EarlierDecisions(Tx& tx) {
  return DayByPerson(
      tx.Query("SELECT person, decided_on FROM placement WHERE decided_on < valid_from"));
}

std::map<std::string, absl::CivilDay> LastChanges(Tx& tx) {
  return DayByPerson(tx.Query("SELECT person, max(valid_to) FROM person_before GROUP BY person"));
}

}  // namespace binadaya::registry::directory_store
