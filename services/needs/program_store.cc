#include "services/needs/program_store.h"

#include <algorithm>
#include <map>
#include <utility>

#include "services/common/status.h"
#include "services/needs/designs.h"

namespace binadaya::needs::program_store {
namespace {

#define SERVED                                                                                   \
  "n.id, n.type, n.state, n.closed_because, c.year, n.rank, n.competency, n.to_level, n.family," \
  " n.training"

domain::ServedNeed ServedAt(pg::Row& row) {
  return {
      .id = row.String(),
      .type = row.Enum<domain::NeedType>(),
      .state = row.Enum<domain::NeedState>(),
      .closed_because = row.Enum<domain::ClosedBecause>(),
      .year = row.Int32(),
      .rank = row.Int32(),
      .competency = row.String(),
      .to_level = row.Int32(),
      .family = row.String(),
      .training = row.String()};
}

std::string Bytes(const domain::Design& design) {
  v1::ProgramDesign proto;
  FillDesign(design, proto);
  return proto.SerializeAsString();
}

domain::Design DesignAt(pg::Row& row) {
  v1::ProgramDesign proto;
  proto.ParseFromString(row.Bytes());
  return DesignOf(proto);
}

domain::ProgramVersion VersionAt(pg::Row& row) {
  domain::ProgramVersion version;
  version.number = row.Int32();
  version.state = row.Enum<domain::ProgramState>();
  version.design = DesignAt(row);
  for (std::string& drafter : row.Strings()) version.drafters.insert(std::move(drafter));
  version.reviewer = row.String();
  version.note = row.String();
  version.decided_on = row.Day();
  version.doubt = row.String();
  // The program before this one tells by the state and its note alone.
  if (version.state == domain::ProgramState::kUnderReview && version.doubt.empty())
    version.doubt = version.note;
  return version;
}

absl::StatusOr<domain::Program> OneProgram(std::vector<domain::Program> found) {
  if (found.empty()) return NoSuchObject("program");
  return std::move(found.front());
}

}  // namespace

std::vector<domain::Program> Of(Tx& tx, const std::vector<std::string>& ids) {
  const pg::Result rows = tx.Query(
      R"(
      SELECT p.id, p.year, coalesce(p.copy_of::text, ''), v.number, v.state, v.design, v.drafters,
             v.reviewer, v.note, v.decided_on, v.doubt
      FROM unnest($1::uuid[]) WITH ORDINALITY AS asked (id, place)
      JOIN program p ON p.id = asked.id
      JOIN program_version v ON v.program = p.id
      ORDER BY asked.place, v.number)",
      pg::Array(ids));
  std::vector<domain::Program> programs;
  std::map<std::string, std::size_t> places;
  for (int i = 0; i < rows.rows(); ++i) {
    pg::Row row(rows, i);
    std::string id = row.String();
    if (programs.empty() || programs.back().id != id) {
      places[id] = programs.size();
      programs.emplace_back().id = std::move(id);
    }
    domain::Program& program = programs.back();
    program.year = row.Int32();
    program.copy_of = row.String();
    program.versions.push_back(VersionAt(row));
  }
  const pg::Result needs = tx.Query(
      R"(
      SELECT l.program, l.number, )" SERVED R"(
      FROM program_need l
        JOIN need n ON n.id = l.need
        JOIN campaign c ON c.id = n.campaign
      WHERE l.program = ANY ($1::uuid[])
      ORDER BY n.rank = 0, n.rank, n.id)",
      pg::Array(ids));
  for (int i = 0; i < needs.rows(); ++i) {
    pg::Row row(needs, i);
    domain::Program& program = programs[places.at(row.String())];
    const int number = row.Int32();
    const auto version = std::find_if(
        program.versions.begin(), program.versions.end(),
        [&](const domain::ProgramVersion& one) { return one.number == number; });
    version->needs.push_back(ServedAt(row));
  }
  return programs;
}

absl::StatusOr<domain::Program> Get(Tx& tx, const std::string& id) {
  return OneProgram(Of(tx, {id}));
}

absl::StatusOr<domain::Program> Lock(Tx& tx, const std::string& id) {
  tx.Defer("SELECT 1 FROM program WHERE id = $1 FOR UPDATE", id);
  return OneProgram(Of(tx, {id}));
}

void Save(Tx& tx, const domain::Program& program) {
  std::optional<std::string> copy_of;
  if (!program.copy_of.empty()) copy_of = program.copy_of;
  tx.Defer(
      R"(
      INSERT INTO program (id, year, title, copy_of, retired)
      VALUES ($1, $2, $3, $4, $5)
      ON CONFLICT (id) DO UPDATE
      SET title = excluded.title, retired = excluded.retired)",
      program.id, program.year, program.versions.back().design.title, copy_of, program.IsRetired());
  for (const domain::ProgramVersion& version : program.versions) {
    tx.Defer(
        R"(
        INSERT INTO program_version
          (program, number, state, design, families, rupiah, drafters, reviewer, note, decided_on,
           doubt)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
        ON CONFLICT (program, number) DO UPDATE
        SET state = excluded.state, design = excluded.design, families = excluded.families,
            rupiah = excluded.rupiah, drafters = excluded.drafters, reviewer = excluded.reviewer,
            note = excluded.note, decided_on = excluded.decided_on, doubt = excluded.doubt)",
        program.id, version.number, version.state, pg::Bytes{Bytes(version.design)},
        pg::Array(version.design.families), version.design.Rupiah(), pg::Array(version.drafters),
        version.reviewer, version.note, version.decided_on, version.doubt);
    pg::Array needs;
    for (const domain::ServedNeed& need : version.needs) needs.Add(need.id);
    tx.Defer(
        R"(
        DELETE FROM program_need
        WHERE program = $1 AND number = $2 AND need <> ALL ($3::uuid[]))",
        program.id, version.number, needs);
    tx.Defer(
        R"(
        INSERT INTO program_need (program, number, need)
        SELECT $1::uuid, $2::int, need
        FROM unnest($3::uuid[]) AS need
        ON CONFLICT DO NOTHING)",
        program.id, version.number, needs);
  }
}

std::vector<domain::Program> PageOf(Tx& tx, const ProgramsSought& sought, const Page& page) {
  const pg::Result rows = tx.Query(
      R"(
      SELECT p.id
      FROM program p
      WHERE ($1 = 0 OR p.year = $1)
        AND starts_with(p.id::text, $2)
        AND position(lower($3) IN lower(p.title)) > 0
        AND EXISTS (
          SELECT 1
          FROM program_version v
          WHERE v.program = p.id
            AND (v.state < 7 AND $4 = 0 OR v.state = $4)
            AND ($5 = '' OR $5 = ANY (v.families))
            AND ($6 = '' OR EXISTS (
              SELECT 1
              FROM program_need l
              WHERE l.program = p.id AND l.number = v.number AND l.need::text = $6)))
        AND ($7 OR (p.year, p.id) < (nullif($8, '')::int, nullif($9, '')::uuid))
      ORDER BY p.year DESC, p.id DESC
      LIMIT $10)",
      sought.year, sought.id_prefix, sought.text, sought.state, sought.family, sought.need,
      page.first(), page.After(0), page.After(1), page.size());
  return Of(tx, rows.Map([](pg::Row row) { return row.String(); }));
}

std::vector<domain::ServedNeed> NeedsOf(Tx& tx, const std::vector<std::string>& ids) {
  return tx
      .Query(
          R"(
          SELECT )" SERVED R"(
          FROM need n
            JOIN campaign c ON c.id = n.campaign
          WHERE n.id = ANY ($1::uuid[])
          ORDER BY n.id)",
          pg::Array(ids))
      .Map([](pg::Row row) { return ServedAt(row); });
}

std::vector<std::string> MoveNeed(Tx& tx, const std::string& from, const std::string& to) {
  const pg::Result rows = tx.Query(
      R"(
      SELECT id
      FROM program
      WHERE id IN (SELECT program FROM program_need WHERE need = $1)
      ORDER BY id FOR UPDATE)",
      from);
  tx.Defer(
      R"(
      INSERT INTO program_need (program, number, need)
      SELECT program, number, $2::uuid
      FROM program_need
      WHERE need = $1
      ON CONFLICT DO NOTHING)",
      from, to);
  tx.Defer("DELETE FROM program_need WHERE need = $1", from);
  return rows.Map([](pg::Row row) { return row.String(); });
}

std::vector<TracedProgram> InForceOf(Tx& tx, int year) {
  return tx
      .Query(
          R"(
          SELECT p.id,
                 EXISTS (
                   SELECT 1
                   FROM program_need l
                   JOIN need n ON n.id = l.need
                   WHERE l.program = p.id AND l.number = v.number AND n.type <> 2),
                 v.rupiah
          FROM program p
          JOIN program_version v ON v.program = p.id AND v.state IN (4, 5)
          WHERE p.year = $1
          ORDER BY p.id)",
          year)
      .Map([](pg::Row row) -> TracedProgram {
        return {.id = row.String(), .traced = {.measured = row.Bool(), .rupiah = row.Int()}};
      });
}

std::vector<domain::DoubtedDesign> DoubtedLike(Tx& tx, const domain::Design& design) {
  return tx
      .Query(
          R"(
          SELECT v.design, p.year, coalesce(nullif(v.doubt, ''), v.note)
          FROM program_version v
          JOIN program p ON p.id = v.program
          WHERE (v.doubt <> '' OR v.state = 5 OR (v.state = 7 AND v.note <> ''))
            AND v.rupiah = $1 AND v.families = $2::text[]
          ORDER BY p.year DESC, v.program, v.number)",
          design.Rupiah(), pg::Array(design.families))
      .Map([](pg::Row row) -> domain::DoubtedDesign {
        return {.design = DesignAt(row), .year = row.Int32(), .because = row.String()};
      });
}

std::vector<domain::Program> PlannableOf(Tx& tx, int year) {
  const pg::Result rows = tx.Query(
      R"(
      SELECT p.id
      FROM program p
      JOIN program_version v ON v.program = p.id AND v.state = 4
      WHERE p.year = $1
      ORDER BY p.id)",
      year);
  return Of(tx, rows.Map([](pg::Row row) { return row.String(); }));
}

domain::Forms FormsOn(Tx& tx, absl::CivilDay day) {
  const pg::Result rows = tx.Query(
      R"(
      SELECT f.code, f.name, f.channel, f.siasn_id, f.method, coalesce(p.values[1], 0)::int,
             coalesce(p.values[2], 0)::int, f.method <> 3 OR coalesce(p.verified_by, '') <> '',
             coalesce(p.legal_basis, '')
      FROM program_form f
      LEFT JOIN LATERAL (
        SELECT values, verified_by, legal_basis
        FROM policy
        WHERE key = 'jp.per_activity.' || f.code AND valid_from <= $1
        ORDER BY valid_from DESC
        LIMIT 1) p ON true)",
      day);
  domain::Forms forms;
  for (int i = 0; i < rows.rows(); ++i) {
    pg::Row row(rows, i);
    domain::Form form{
        .code = row.String(),
        .name = row.String(),
        .channel = row.String(),
        .siasn_id = row.Int32(),
        .method = row.Enum<domain::JpMethod>(),
        .per_activity = row.Int32(),
        .cap = row.Int32(),
        .verified = row.Bool(),
        .legal_basis = row.String()};
    const std::string code = form.code;
    forms.emplace(code, std::move(form));
  }
  return forms;
}

}  // namespace binadaya::needs::program_store
