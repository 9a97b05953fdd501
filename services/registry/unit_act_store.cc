#include "services/registry/unit_act_store.h"

#include <cstdint>

#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "services/common/status.h"

namespace binadaya::registry::unit_act_store {
namespace {

#define UNIT_ACT_ROWS                                                      \
  "SELECT id, code, effective, dated, decree, closes, name, kind, parent," \
  " direct_service, succeeds, state, ended_because,"                       \
  " (extract(epoch FROM recorded_at) * 1000000)::bigint, recorded_by FROM unit_act"

domain::UnitAct ActAt(pg::Row& row) {
  domain::UnitAct act;
  act.id = row.String();
  act.unit.code = row.String();
  act.effective = row.Day();
  act.dated = row.Bool();
  act.decree = row.String();
  act.closes = row.Bool();
  act.unit.name = row.String();
  act.unit.kind = row.String();
  act.unit.parent = row.String();
  act.unit.direct_service = row.Bool();
  act.unit.succeeds = row.Strings();
  return act;
}

pg::Array Ids(const std::vector<domain::UnitAct>& acts) {
  pg::Array ids;
  for (const domain::UnitAct& act : acts) ids.Add(act.id);
  return ids;
}

}  // namespace

void Add(Tx& tx, const std::vector<domain::UnitAct>& acts) {
  pg::Array codes, days, dated, decrees, closes, names, kinds, parents, direct, succeeds;
  for (const domain::UnitAct& act : acts) {
    codes.Add(act.unit.code);
    days.Add(absl::FormatCivilTime(act.effective));
    dated.Add(act.dated ? "t" : "f");
    decrees.Add(act.decree);
    closes.Add(act.closes ? "t" : "f");
    names.Add(act.unit.name);
    kinds.Add(act.unit.kind);
    parents.Add(act.unit.parent);
    direct.Add(act.unit.direct_service ? "t" : "f");
    succeeds.Add(absl::StrJoin(act.unit.succeeds, " "));
  }
  tx.Defer(
      R"(
      UPDATE unit_act a
      SET state = 4, ended_because = 'REPLACED'
      FROM unnest($1::text[], $2::date[]) AS n(code, effective)
      WHERE a.state = 1 AND a.code = n.code AND a.effective = n.effective)",
      codes, days);
  tx.Defer(
      R"(
      INSERT INTO unit_act
        (id, code, state, effective, dated, decree, closes, name, kind, parent, direct_service,
         succeeds, recorded_at, recorded_by)
      SELECT n.id, n.code, 1, n.effective, n.dated, n.decree, n.closes, n.name, n.kind, n.parent,
             n.direct_service, string_to_array(n.succeeds, ' '), $12, $13
      FROM unnest($1::uuid[], $2::text[], $3::date[], $4::boolean[], $5::text[], $6::boolean[],
                  $7::text[], $8::text[], $9::text[], $10::boolean[], $11::text[])
        AS n(id, code, effective, dated, decree, closes, name, kind, parent, direct_service,
             succeeds))",
      Ids(acts), codes, days, dated, decrees, closes, names, kinds, parents, direct, succeeds,
      tx.call().now(), tx.call().subject());
}

bool IsDue(Tx& tx) {
  return !tx.Query(
                "SELECT 1 FROM unit_act WHERE state = 1 AND effective <= $1 LIMIT 1",
                tx.call().today())
              .empty();
}

std::vector<domain::UnitAct> Waiting(Tx& tx) {
  const pg::Result rows = tx.Query(UNIT_ACT_ROWS " WHERE state = 1 ORDER BY effective, closes, id");
  return rows.Map([](pg::Row row) { return ActAt(row); });
}

std::vector<Recorded> PageOf(
    Tx& tx, const std::string& unit, domain::ActState state, const Page& page) {
  const pg::Result rows = tx.Query(
      UNIT_ACT_ROWS R"(
      WHERE ($1 = '' OR code = $1) AND ($2::int = 0 OR state = $2)
        AND ($3 = '' OR (effective, id) < (nullif($3, '')::date, nullif($4, '')::uuid))
      ORDER BY effective DESC, id DESC
      LIMIT $5)",
      unit, state, page.After(0), page.After(1), page.size());
  return rows.Map([](pg::Row row) -> Recorded {
    return {
        .act = ActAt(row),
        .state = row.Enum<domain::ActState>(),
        .ended_because = row.String(),
        .at = row.Micros(),
        .by = row.String()};
  });
}

void Amend(Tx& tx, const domain::UnitAct& act) {
  tx.ChangeOne(
      R"(
      UPDATE unit_act
      SET name = $2, kind = $3, parent = $4, direct_service = $5
      WHERE id = $1 AND state = 1)",
      act.id, act.unit.name, act.unit.kind, act.unit.parent, act.unit.direct_service);
}

void InForce(Tx& tx, const std::vector<domain::UnitAct>& acts) {
  tx.Defer("UPDATE unit_act SET state = 2 WHERE id = ANY($1::uuid[])", Ids(acts));
}

void Lapse(Tx& tx, const domain::UnitAct& act, const std::string& because) {
  tx.ChangeOne("UPDATE unit_act SET state = 4, ended_because = $2 WHERE id = $1", act.id, because);
}

std::map<std::string, domain::Span> Spans(Tx& tx) {
  std::map<std::string, domain::Span> spans;
  const pg::Result rows =
      tx.Query("SELECT code, valid_from, valid_to, coalesce(people_in, '') FROM unit_span");
  for (int i = 0; i < rows.rows(); ++i) {
    pg::Row row(rows, i);
    std::string code = row.String();
    spans[std::move(code)] = {
        .from = row.Day(), .to = row.Maybe(&pg::Row::Day), .people_in = row.String()};
  }
  return spans;
}

std::map<std::string, std::vector<domain::Occupants>> Occupants(Tx& tx) {
  // Where each person stands today, and from which day on acts that wait have him stand; '' = he
  // has left by then.
  const pg::Result rows = tx.Query(R"(
      WITH stay AS (
        SELECT person, unit, post, waits, day,
               lead(day) OVER (PARTITION BY person ORDER BY waits, day, id) AS leave
        FROM (
          SELECT person, unit, post, false AS waits, valid_from AS day, NULL::uuid AS id
          FROM placement
          UNION ALL
          SELECT person, CASE WHEN kind >= 7 THEN '' ELSE unit END, post, true, effective, id
          FROM act
          WHERE state = 1 AND (kind >= 7 OR (kind IN (1, 6) AND unit <> ''))) AS stays)
      SELECT s.unit, CASE WHEN s.waits THEN s.day END, s.leave, count(*)::int,
             (count(*) FILTER (WHERE t.is_head))::int, max(s.day)
      FROM stay s
      JOIN post t ON t.code = s.post
      WHERE s.unit <> ''
      GROUP BY 1, 2, 3)");
  std::map<std::string, std::vector<domain::Occupants>> occupants;
  for (int i = 0; i < rows.rows(); ++i) {
    pg::Row row(rows, i);
    std::vector<domain::Occupants>& of_unit = occupants[row.String()];
    of_unit.push_back(
        {.come = row.Maybe(&pg::Row::Day),
         .leave = row.Maybe(&pg::Row::Day),
         .people = row.Int32(),
         .heads = row.Int32(),
         .newest = row.Day()});
  }
  return occupants;
}

std::map<std::string, absl::CivilDay> Campaigns(Tx& tx) {
  const pg::Result rows = tx.Query(
      R"(
      SELECT unit, max(closes)
      FROM rating_campaign
      WHERE unit <> '' AND closes > $1
      GROUP BY unit)",
      tx.call().today());
  return rows.Pairs(&pg::Row::String, &pg::Row::Day);
}

void MoveCampaigns(Tx& tx, const domain::UnitAct& closed) {
  tx.Defer(
      R"(
      UPDATE rating_campaign
      SET path = (SELECT path FROM unit WHERE code = $2)
      WHERE unit = $1 AND closes > $3)",
      closed.unit.code, closed.heir, closed.effective);
}

void Lock(Tx& tx, const std::vector<domain::UnitAct>& closed) {
  pg::Array codes;
  for (const domain::UnitAct& act : closed) codes.Add(act.unit.code);
  // In the order in which an act about a person locks them.
  tx.Defer(
      R"(
      SELECT 1
      FROM person
      WHERE id IN (SELECT person FROM placement WHERE unit = ANY($1::text[]))
      ORDER BY id
      FOR UPDATE)",
      codes);
  tx.Defer("SELECT 1 FROM unit WHERE code = ANY($1::text[]) ORDER BY code FOR UPDATE", codes);
}

std::vector<std::string> DueActsIn(Tx& tx, const std::string& unit) {
  const pg::Result rows = tx.Query(
      R"(
      SELECT a.id
      FROM act a
      JOIN placement p ON p.person = a.person
      WHERE p.unit = $1 AND a.state = 1 AND a.effective <= $2
      ORDER BY a.effective, a.id)",
      unit, tx.call().today());
  return rows.Map([](pg::Row row) { return row.String(); });
}

std::vector<std::string> PeopleIn(Tx& tx, const std::string& unit) {
  const pg::Result rows =
      tx.Query("SELECT person FROM placement WHERE unit = $1 ORDER BY person", unit);
  return rows.Map([](pg::Row row) { return row.String(); });
}

void Close(Tx& tx, const std::vector<domain::UnitAct>& acts) {
  pg::Array codes, days, heirs;
  for (const domain::UnitAct& act : acts) {
    codes.Add(act.unit.code);
    days.Add(absl::FormatCivilTime(act.effective));
    heirs.Add(act.heir);
  }
  tx.Defer(
      R"(
      UPDATE assignment a
      SET valid_to = greatest(a.valid_from, n.day)
      FROM unnest($1::text[], $2::date[]) AS n(code, day)
      WHERE a.unit = n.code AND a.kind <> 1 AND a.valid_to > n.day)",
      codes, days);
  tx.Defer(
      R"(
      UPDATE unit u
      SET valid_to = n.day, heir = n.heir
      FROM unnest($1::text[], $2::date[], $3::text[]) AS n(code, day, heir)
      WHERE u.code = n.code)",
      codes, days, heirs);
}

absl::StatusOr<std::optional<directory_store::Assignment>> GoAlong(
    Tx& tx, const std::string& person) {
  std::optional<directory_store::Assignment> place;
  for (;;) {
    const pg::Result rows = tx.Query(
        R"(
        SELECT a.id, a.post, u.heir, greatest(a.valid_from, u.valid_to)
        FROM assignment a
        JOIN unit u ON u.code = a.unit
        WHERE a.person = $1 AND a.kind = 1 AND a.valid_to IS NULL AND u.valid_to IS NOT NULL)",
        person);
    if (rows.empty()) return place;
    pg::Row row(rows);
    const std::int64_t left = row.Int();
    place = directory_store::Assignment{
        .person = person, .post = row.String(), .unit = row.String(), .from = row.Day()};
    if (place->unit.empty()) return Refuse(domain::NoHeir("unit"));
    tx.ChangeOne("UPDATE assignment SET valid_to = $2 WHERE id = $1", left, place->from);
    // By no decision of its own: what is decided of the row before holds of this one.
    tx.ChangeOne(
        R"(
        INSERT INTO assignment (person, post, unit, kind, valid_from, head, act, decided_on)
        SELECT person, post, $2, kind, $3, head, act, coalesce(decided_on, valid_from)
        FROM assignment
        WHERE id = $1)",
        left, place->unit, place->from);
  }
}

void Release(Tx& tx, const std::string& person) {
  tx.Defer(
      R"(
      UPDATE assignment a
      SET valid_to = greatest(a.valid_from, coalesce(u.valid_to, a.valid_from))
      FROM unit u
      WHERE u.code = a.unit AND a.person = $1 AND a.kind = 1 AND a.valid_to IS NULL
        AND (u.valid_to IS NOT NULL OR a.head))",
      person);
}

}  // namespace binadaya::registry::unit_act_store
