#include "services/registry/act_store.h"

#include "services/common/status.h"

namespace binadaya::registry::act_store {
namespace {

#define ACT_ROWS                                                   \
  "SELECT id, person, kind, state, effective, decree, post, unit," \
  " assignment, valid_to, employment_type, grade, legal_position," \
  " number, contract_end, coalesce(ended_because, '')"             \
  " FROM act"

domain::Act ActAt(pg::Row row) {
  return {
      .id = row.String(),
      .person = row.String(),
      .kind = row.Enum<domain::ActKind>(),
      .state = row.Enum<domain::ActState>(),
      .effective = row.Day(),
      .decree = row.String(),
      .post = row.String(),
      .unit = row.String(),
      .assignment = row.Enum<domain::AssignmentKind>(),
      .to = row.Maybe(&pg::Row::Day),
      .employment_type = row.String(),
      .grade = row.String(),
      .legal_position = row.String(),
      .number = row.String(),
      .contract_end = row.Maybe(&pg::Row::Day),
      .ended_because = row.String()};
}

// An assignment leaves employment alone.
bool TouchesEmployment(const domain::Act& act) {
  return act.kind != domain::ActKind::kAssignment && act.kind != domain::ActKind::kActing;
}

}  // namespace

absl::StatusOr<domain::Standing> Lock(Tx& tx, const std::string& person) {
  tx.Defer("SELECT 1 FROM person WHERE id = $1 FOR UPDATE", person);
  const pg::Result rows = tx.Query(
      R"(
      SELECT e.birth_date, e.employment_type, e.gender, e.grade, e.legal_position,
             coalesce(p.post, ''), coalesce(p.unit, ''), p.valid_from,
             p.decided_on, (SELECT max(valid_to) FROM person_before WHERE person = e.id)
      FROM person e
      LEFT JOIN placement p ON p.person = e.id
      WHERE e.id = $1)",
      person);
  if (rows.empty()) return NoSuchObject("person");
  pg::Row row(rows);
  return domain::Standing{
      .birth_date = row.Day(),
      .type = *domain::ParseEmploymentType(row.Text()),
      .gender = *domain::ParseGender(row.Text()),
      .grade = row.String(),
      .legal_position = row.String(),
      .post = row.String(),
      .unit = row.String(),
      .since = row.Maybe(&pg::Row::Day),
      .decided = row.Maybe(&pg::Row::Day),
      .changed = row.Maybe(&pg::Row::Day)};
}

domain::Place PlaceOf(Tx& tx, const domain::Act& act) {
  // Nobody closes the unit while somebody is put into it.
  if (!act.unit.empty()) tx.Defer("SELECT 1 FROM unit WHERE code = $1 FOR KEY SHARE", act.unit);
  const pg::Result rows = tx.Query(
      R"(
      SELECT u.code IS NOT NULL, p.code IS NOT NULL, coalesce(p.is_head, false),
             coalesce(u.valid_from, '1900-01-01'), coalesce(p.exists_from, '1900-01-01'),
             u.valid_to, coalesce(u.people_in, '')
      FROM (VALUES ($1, $2)) AS asked(unit, post)
      LEFT JOIN unit_span u ON u.code = asked.unit
      LEFT JOIN post p ON p.code = asked.post)",
      act.unit, act.post);
  pg::Row row(rows);
  return {
      .unit_exists = row.Bool(),
      .post_exists = row.Bool(),
      .is_head = row.Bool(),
      .unit_from = row.Day(),
      .post_from = row.Day(),
      .unit_to = row.Maybe(&pg::Row::Day),
      .people_in = row.String()};
}

void Add(Tx& tx, const domain::Act& act) {
  tx.Defer(
      R"(
      INSERT INTO act
        (id, person, kind, state, effective, decree, post, unit, assignment, valid_to,
         employment_type, grade, legal_position, number, contract_end, recorded_at, recorded_by)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17))",
      act.id, act.person, act.kind, act.state, act.effective, act.decree, act.post, act.unit,
      act.assignment, act.to, act.employment_type, act.grade, act.legal_position, act.number,
      act.contract_end, tx.call().now(), tx.call().subject());
}

absl::StatusOr<domain::Act> Get(Tx& tx, const std::string& act) {
  const pg::Result rows = tx.Query(ACT_ROWS " WHERE id = $1", act);
  if (rows.empty()) return NoSuchObject("act");
  return ActAt(pg::Row(rows));
}

std::vector<domain::Act> Pending(Tx& tx, const std::string& person, absl::CivilDay day) {
  const pg::Result rows = tx.Query(
      ACT_ROWS " WHERE person = $1 AND effective <= $2 AND state = 1 ORDER BY effective, id",
      person, day);
  return rows.Map(ActAt);
}

std::map<std::string, std::vector<domain::Act>> Waiting(Tx& tx) {
  std::map<std::string, std::vector<domain::Act>> acts;
  for (domain::Act& act : tx.Query(ACT_ROWS " WHERE state = 1 ORDER BY effective, id").Map(ActAt)) {
    std::vector<domain::Act>& of_person = acts[act.person];
    of_person.push_back(std::move(act));
  }
  return acts;
}

std::vector<domain::Act> PageOf(Tx& tx, const std::string& person, const Page& page) {
  const pg::Result rows = tx.Query(
      ACT_ROWS R"(
      WHERE person = $1
        AND ($2 = '' OR (effective, id) < (nullif($2, '')::date, nullif($3, '')::uuid))
      ORDER BY effective DESC, id DESC
      LIMIT $4)",
      person, page.After(0), page.After(1), page.size());
  return rows.Map(ActAt);
}

void End(Tx& tx, const domain::Act& act, domain::ActState state, const std::string& because) {
  tx.ChangeOne(
      R"(
      UPDATE act
      SET state = $2, ended_at = $3, ended_by = $4, ended_because = $5
      WHERE id = $1)",
      act.id, state, tx.call().now(), tx.call().subject(), because);
}

void Enforce(Tx& tx, const domain::Act& act) {
  tx.ChangeOne(
      R"(
      UPDATE act a
      SET state = 2, before_type = e.employment_type, before_grade = e.grade,
          before_position = e.legal_position, before_contract_end = e.contract_end
      FROM person e
      WHERE a.id = $1 AND e.id = a.person)",
      act.id);
  if (!TouchesEmployment(act)) return;
  tx.Defer(
      R"(
      INSERT INTO person_before (person, valid_to, employment_type, grade, legal_position)
      SELECT id, $2, employment_type, grade, legal_position
      FROM person
      WHERE id = $1
      ON CONFLICT DO NOTHING)",
      act.person, act.effective);
  tx.ChangeOne(
      R"(
      UPDATE person
      SET employment_type = coalesce(nullif($2, ''), employment_type),
          grade = coalesce(nullif($3, ''), grade),
          legal_position = coalesce(nullif($4, ''), legal_position),
          active = coalesce(nullif($4, ''), legal_position) = 'AKTIF',
          contract_end = CASE
            WHEN coalesce(nullif($2, ''), employment_type) IN ('CPNS', 'PNS') THEN NULL
            ELSE coalesce($5, contract_end) END
      WHERE id = $1)",
      act.person, act.employment_type, act.grade, act.legal_position, act.contract_end);
  if (act.number.empty()) return;
  tx.Defer(
      "UPDATE employment_number SET valid_to = $2 WHERE person = $1 AND valid_to IS NULL",
      act.person, act.effective);
  tx.Defer(
      "INSERT INTO employment_number (value, person, valid_from, act) VALUES ($1, $2, $3, $4)",
      act.number, act.person, act.effective, act.id);
}

void EndAssignments(Tx& tx, const domain::Act& act) {
  tx.Defer(
      R"(
      UPDATE assignment
      SET planned_to = valid_to, valid_to = greatest(valid_from, $2), ended_by = $3
      WHERE person = $1 AND (valid_to IS NULL OR valid_to > greatest(valid_from, $2)))",
      act.person, act.effective, act.id);
}

std::vector<directory_store::Assignment> ActingOf(Tx& tx, const std::string& person) {
  const pg::Result rows = tx.Query(
      R"(
      SELECT person, post, unit, kind, valid_from, valid_to
      FROM assignment
      WHERE person = $1 AND kind <> 1 AND valid_from <= $2 AND valid_to > $2
      ORDER BY id)",
      person, tx.call().today());
  return rows.Map([](pg::Row row) -> directory_store::Assignment {
    return {
        .person = row.String(),
        .post = row.String(),
        .unit = row.String(),
        .kind = row.Enum<domain::AssignmentKind>(),
        .from = row.Day(),
        .to = row.Day()};
  });
}

bool IsNewest(Tx& tx, const domain::Act& act) {
  return tx
      .Query(
          R"(
          SELECT 1
          FROM act
          WHERE person = $1 AND state = 2 AND (effective, id) > ($2, $3)
          LIMIT 1)",
          act.person, act.effective, act.id)
      .empty();
}

bool Undo(Tx& tx, const domain::Act& act) {
  if (TouchesEmployment(act)) {
    const pg::Result undone = tx.Query(
        R"(
        UPDATE person e
        SET employment_type = a.before_type, grade = a.before_grade,
            legal_position = a.before_position, active = a.before_position = 'AKTIF',
            contract_end = a.before_contract_end
        FROM act a
        WHERE a.id = $1 AND e.id = a.person
          AND e.employment_type = coalesce(nullif(a.employment_type, ''), a.before_type)
          AND e.grade = coalesce(nullif(a.grade, ''), a.before_grade)
          AND e.legal_position = coalesce(nullif(a.legal_position, ''), a.before_position))",
        act.id);
    if (undone.affected() != 1) return false;
    tx.Defer(
        R"(
        DELETE FROM person_before b
        WHERE b.person = $1 AND b.valid_to = $2
          AND NOT EXISTS (
            SELECT 1
            FROM act
            WHERE person = $1 AND effective = $2 AND state = 2 AND kind > 2 AND id <> $3))",
        act.person, act.effective, act.id);
    if (!act.number.empty()) {
      tx.Defer("DELETE FROM employment_number WHERE act = $1", act.id);
      tx.Defer(
          "UPDATE employment_number SET valid_to = NULL WHERE person = $1 AND valid_to = $2",
          act.person, act.effective);
    }
  }
  if (act.kind == domain::ActKind::kActing) {
    tx.ChangeOne(
        "UPDATE assignment SET planned_to = valid_to, valid_to = valid_from WHERE act = $1",
        act.id);
    return true;
  }
  const pg::Result moved = tx.Query(
      R"(
      SELECT 1
      FROM assignment
      WHERE person = $1 AND kind = 1 AND valid_to IS NULL AND act IS DISTINCT FROM $2
        AND EXISTS (SELECT 1 FROM assignment WHERE act = $2 OR ended_by = $2))",
      act.person, act.id);
  if (!moved.empty()) return false;
  // What it put somewhere held for no day; what it ended goes on. Nobody closes a unit while
  // somebody comes back into it; who stood in there had been released when it was closed.
  tx.Defer("UPDATE assignment SET valid_to = valid_from WHERE act = $1", act.id);
  tx.Defer(
      R"(
      SELECT 1
      FROM unit
      WHERE code IN (SELECT unit FROM assignment WHERE ended_by = $1)
      ORDER BY code
      FOR KEY SHARE)",
      act.id);
  tx.Defer(
      R"(
      UPDATE assignment a
      SET valid_to = CASE
            WHEN a.kind = 1 THEN a.planned_to
            ELSE greatest(a.valid_from, least(a.planned_to, u.valid_to)) END,
          planned_to = NULL, ended_by = NULL
      FROM unit u
      WHERE a.ended_by = $1 AND u.code = a.unit)",
      act.id);
  return true;
}

std::vector<Leaving> PageOfLeaving(
    Tx& tx, const std::vector<std::string>& paths, absl::CivilDay until,
    const domain::LevelTable& ages, const Page& page) {
  pg::Array groups, levels, years;
  for (const domain::LevelTable::Entry& entry : ages.Entries()) {
    groups.Add(entry.group);
    levels.Add(entry.functional_level);
    years.Add(entry.value);
  }
  const pg::Result rows = tx.Query(
      R"(
      WITH leaving AS (
        SELECT p.person, p.post, p.unit, p.path,
               least(e.contract_end,
                     (date_trunc('month', e.birth_date) + make_interval(years => a.years, months => 1))
                       ::date) AS leaves_on,
               e.contract_end
        FROM placement p
        JOIN person e ON e.id = p.person
        JOIN post t ON t.code = p.post
        JOIN unnest($2::int[], $3::text[], $4::int[]) AS a(post_group, level, years)
          ON a.post_group = t.post_group AND a.level IN ('', t.functional_level)
        WHERE p.active
          AND EXISTS (SELECT 1 FROM unnest($1::text[]) AS s WHERE starts_with(p.path, s)))
      SELECT person, post, unit, path, leaves_on::text,
             coalesce(contract_end = leaves_on, false)
      FROM leaving
      WHERE leaves_on <= $5
        AND ($6 = '' OR (leaves_on, person) > (nullif($6, '')::date, nullif($7, '')::uuid))
      ORDER BY leaves_on, person
      LIMIT $8)",
      pg::Array(paths), groups, levels, years, until, page.After(0), page.After(1), page.size());
  return rows.Map([](pg::Row row) -> Leaving {
    return {
        .person = row.String(),
        .post = row.String(),
        .unit = row.String(),
        .path = row.String(),
        .on = row.String(),
        .contract = row.Bool()};
  });
}

std::vector<Number> Numbers(Tx& tx, const std::string& person) {
  const pg::Result rows = tx.Query(
      R"(
      SELECT value, coalesce(valid_from::text, ''), coalesce(valid_to::text, '')
      FROM employment_number
      WHERE person = $1
      ORDER BY valid_to DESC NULLS FIRST, value)",
      person);
  return rows.Map([](pg::Row row) -> Number {
    return {.value = row.String(), .from = row.String(), .to = row.String()};
  });
}

}  // namespace binadaya::registry::act_store
