#include "services/scheduling/program_store.h"

#include "services/common/status.h"

namespace binadaya::scheduling::program_store {
namespace {

#define PROGRAMS                                                                   \
  "SELECT id, origin, families, competencies, lifts, weights, lottery, plannable," \
  " retired FROM program WHERE id = $1"

absl::StatusOr<Program> OneProgram(const pg::Result& rows) {
  if (rows.empty()) return NoSuchObject("program");
  pg::Row row(rows);
  Program program{.id = row.String(), .origin = row.String(), .families = row.Strings()};
  const std::vector<std::string> competencies = row.Strings();
  const std::vector<double> lifts = row.Doubles(), weights = row.Doubles();
  for (std::size_t i = 0; i < competencies.size(); ++i)
    program.targets.push_back({competencies[i], lifts[i], weights[i]});
  program.lottery = row.Bool();
  program.plannable = row.Bool();
  program.retired = row.Bool();
  return program;
}

}  // namespace

void Save(Tx& tx, const Program& program, const std::string& copy_of) {
  pg::Array competencies, lifts, weights;
  for (const Target& target : program.targets) {
    competencies.Add(target.competency);
    lifts.Add(target.lift);
    weights.Add(target.weight);
  }
  tx.Defer(
      R"(
      INSERT INTO program
        (id, origin, families, competencies, lifts, weights, lottery, plannable, retired)
      VALUES ($1::uuid,
              coalesce((SELECT origin FROM program WHERE id = nullif($2, '')::uuid),
                       nullif($2, '')::uuid, $1),
              $3, $4, $5, $6, $7, $8, $9)
      ON CONFLICT (id) DO UPDATE
      SET families = excluded.families, competencies = excluded.competencies,
          lifts = excluded.lifts, weights = excluded.weights, lottery = excluded.lottery,
          plannable = excluded.plannable, retired = excluded.retired)",
      program.id, copy_of, pg::Array(program.families), competencies, lifts, weights,
      program.lottery, program.plannable, program.retired);
  // Those that were heard of before the one that they go on with.
  tx.Defer(
      R"(
      UPDATE program SET origin = p.origin FROM program p
      WHERE p.id = $1 AND program.origin = p.id AND p.origin <> p.id)",
      program.id);
}

absl::StatusOr<Program> Get(Tx& tx, const std::string& id) {
  return OneProgram(tx.Query(PROGRAMS, id));
}

absl::StatusOr<Program> Lock(Tx& tx, const std::string& id) {
  return OneProgram(tx.Query(PROGRAMS " FOR UPDATE", id));
}

}  // namespace binadaya::scheduling::program_store
