#include "services/registry/directory_store.h"

#include "services/common/locks.h"
#include "services/common/status.h"

namespace binadaya::registry::directory_store {
namespace {

domain::Unit UnitAt(const pg::Result& rows, int row) {
  return {
      .code = rows.String(row, 0),
      .name = rows.String(row, 1),
      .kind = rows.String(row, 2),
      .parent = rows.String(row, 3),
      .path = rows.String(row, 4),
      .direct_service = rows.Bool(row, 5)};
}

std::vector<domain::Unit> UnitsOf(const pg::Result& rows) {
  std::vector<domain::Unit> units;
  for (int i = 0; i < rows.rows(); ++i) units.push_back(UnitAt(rows, i));
  return units;
}

PersonView PersonAt(const pg::Result& rows, int row) {
  return {
      .id = rows.String(row, 0),
      .name = rows.String(row, 1),
      .employment_type = rows.String(row, 2),
      .grade = rows.String(row, 3),
      .legal_position = rows.String(row, 4),
      .post = rows.String(row, 5),
      .unit = rows.String(row, 6),
      .path = rows.String(row, 7),
      .active = rows.Bool(row, 8)};
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

}  // namespace

void LockImports(Tx& tx) { tx.Defer("SELECT pg_advisory_xact_lock($1, 0)", lock::kImport); }

std::map<std::string, domain::Unit> Units(Tx& tx) {
  std::map<std::string, domain::Unit> units;
  for (domain::Unit& unit :
       UnitsOf(tx.Query("SELECT code, name, kind, parent, path, direct_service FROM unit"))) {
    units[unit.code] = std::move(unit);
  }
  return units;
}

absl::StatusOr<domain::Unit> GetUnit(Tx& tx, const std::string& code) {
  const pg::Result rows = tx.Query(
      "SELECT code, name, kind, parent, path, direct_service FROM unit WHERE code = $1", code);
  if (rows.empty()) return NoSuchObject("unit");
  return UnitAt(rows, 0);
}

std::vector<domain::Unit> PageOfUnits(
    Tx& tx, const std::vector<std::string>& paths, const Page& page) {
  return UnitsOf(tx.Query(
      "SELECT code, name, kind, parent, path, direct_service FROM unit"
      " WHERE EXISTS (SELECT 1 FROM unnest($1::text[]) AS s WHERE starts_with(path, s)) "
      "AND path > $2 ORDER BY path LIMIT $3",
      pg::Array(paths), page.After(0), page.size()));
}

absl::StatusOr<std::string> PathOfUnit(Tx& tx, const std::string& code) {
  const pg::Result rows = tx.Query("SELECT path FROM unit WHERE code = $1", code);
  if (rows.empty()) return absl::NotFoundError("no such unit");
  return rows.String(0, 0);
}

void SaveUnits(Tx& tx, const std::vector<domain::Unit>& units) {
  pg::Array codes, names, kinds, parents, paths, direct;
  for (const domain::Unit& unit : units) {
    codes.Add(unit.code);
    names.Add(unit.name);
    kinds.Add(unit.kind);
    parents.Add(unit.parent);
    paths.Add(unit.path);
    direct.Add(unit.direct_service ? "t" : "f");
  }
  tx.Defer(
      "INSERT INTO unit (code, name, kind, parent, path, direct_service)"
      " SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], "
      "$6::boolean[])"
      " ON CONFLICT (code) DO UPDATE SET name = excluded.name, kind = excluded.kind, parent = "
      "excluded.parent,"
      " path = excluded.path, direct_service = excluded.direct_service",
      codes, names, kinds, parents, paths, direct);
}

std::vector<domain::Unit> RepairPaths(Tx& tx) {
  return UnitsOf(
      tx.Query("WITH RECURSIVE tree AS ("
               "  SELECT code, '/' || code || '/' AS path FROM unit WHERE parent = ''"
               "  UNION ALL SELECT u.code, t.path || u.code || '/' FROM unit u JOIN tree t ON "
               "u.parent = t.code)"
               " UPDATE unit SET path = tree.path FROM tree WHERE unit.code = tree.code AND "
               "unit.path <> tree.path"
               " RETURNING unit.code, name, kind, parent, unit.path, direct_service"));
}

std::map<std::string, domain::PersonRecord> PeopleByNumber(Tx& tx) {
  const pg::Result rows = tx.Query(
      "SELECT n.value, e.id, e.name, e.gender, e.birth_date, e.employment_type, e.grade, "
      "e.legal_position,"
      " coalesce(p.unit, ''), coalesce(p.post, ''), p.valid_from FROM employment_number n JOIN "
      "person e ON e.id = n.person"
      " LEFT JOIN placement p ON p.person = e.id");
  std::map<std::string, domain::PersonRecord> people;
  for (int i = 0; i < rows.rows(); ++i) {
    domain::PersonRecord person;
    person.number = rows.String(i, 0);
    person.id = rows.String(i, 1);
    person.name = rows.String(i, 2);
    person.gender = *domain::ParseGender(rows.Text(i, 3));
    person.birth_date = rows.Day(i, 4);
    person.type = *domain::ParseEmploymentType(rows.Text(i, 5));
    person.grade = rows.String(i, 6);
    person.legal_position = rows.String(i, 7);
    person.unit = rows.String(i, 8);
    person.post = rows.String(i, 9);
    person.since = rows.Day(i, 10);
    people.emplace_hint(people.end(), person.number, std::move(person));
  }
  return people;
}

absl::StatusOr<PersonView> GetPerson(Tx& tx, const std::string& person) {
  const pg::Result rows = tx.Query(
      "SELECT e.id, e.name, e.employment_type, e.grade, e.legal_position, coalesce(p.post, ''), "
      "coalesce(p.unit, ''),"
      " coalesce(p.path, ''), e.active FROM person e LEFT JOIN placement p ON p.person = e.id "
      "WHERE e.id = $1",
      person);
  if (rows.empty()) return NoSuchObject("person");
  return PersonAt(rows, 0);
}

absl::StatusOr<PersonView> LockPerson(Tx& tx, const std::string& person) {
  tx.Defer("SELECT 1 FROM person WHERE id = $1 FOR UPDATE", person);
  return GetPerson(tx, person);
}

std::vector<PersonView> PageOfPeople(
    Tx& tx, const std::vector<std::string>& paths, const std::string& post, const Page& page) {
  const pg::Result rows = tx.Query(
      "SELECT e.id, e.name, e.employment_type, e.grade, e.legal_position, p.post, p.unit, p.path, "
      "e.active"
      " FROM placement p JOIN person e ON e.id = p.person"
      " WHERE EXISTS (SELECT 1 FROM unnest($1::text[]) AS s WHERE starts_with(p.path, s)) AND ($2 "
      "= '' OR p.post = $2)"
      " AND ($3 = '' OR e.id > nullif($3, '')::uuid) ORDER BY e.id LIMIT $4",
      pg::Array(paths), post, page.After(0), page.size());
  std::vector<PersonView> people;
  for (int i = 0; i < rows.rows(); ++i) people.push_back(PersonAt(rows, i));
  return people;
}

absl::StatusOr<std::string> PathOfPerson(Tx& tx, const std::string& person) {
  const pg::Result rows = tx.Query(
      "SELECT coalesce(p.path, '/') FROM person e LEFT JOIN placement p ON p.person = e.id WHERE "
      "e.id = $1",
      person);
  if (rows.empty()) return absl::NotFoundError("no such person");
  return rows.String(0, 0);
}

void InsertPeople(Tx& tx, const std::vector<domain::PersonRecord>& people) {
  if (people.empty()) return;
  Copy(
      tx,
      "COPY person (id, name, birth_date, gender, employment_type, grade, legal_position, active) "
      "FROM STDIN",
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
      tx, "COPY assignment (person, post, unit, kind, valid_from) FROM STDIN", people,
      [](std::string& buffer, const domain::PersonRecord& person) {
        AppendRow(
            buffer,
            {person.id, person.post, person.unit, "1", absl::FormatCivilTime(person.since)});
      });
}

void UpdatePerson(Tx& tx, const domain::PersonRecord& person) {
  tx.Defer(
      "UPDATE person SET name = $2, birth_date = $3, gender = $4, employment_type = $5, grade = "
      "$6, legal_position = $7, active = $8"
      " WHERE id = $1",
      person.id, person.name, person.birth_date, ToString(person.gender), ToString(person.type),
      person.grade, person.legal_position, domain::IsActive(person.legal_position));
}

void ReplaceDefinitive(
    Tx& tx, const std::string& person, const std::string& post, const std::string& unit,
    absl::CivilDay since) {
  tx.Defer(
      "UPDATE assignment SET valid_to = $2 WHERE person = $1 AND kind = 1 AND valid_to IS NULL",
      person, since);
  tx.Defer(
      "INSERT INTO assignment (person, post, unit, kind, valid_from) VALUES ($1, $2, $3, 1, $4)",
      person, post, unit, since);
}

void AddActing(
    Tx& tx, const std::string& person, const std::string& post, const std::string& unit,
    domain::AssignmentKind kind, absl::CivilDay from, absl::CivilDay to) {
  tx.Defer(
      "INSERT INTO assignment (person, post, unit, kind, valid_from, valid_to) VALUES ($1, $2, $3, "
      "$4, $5, $6)",
      person, post, unit, static_cast<int>(kind), from, to);
}

}  // namespace binadaya::registry::directory_store
