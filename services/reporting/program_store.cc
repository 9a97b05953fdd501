#include "services/reporting/program_store.h"

namespace binadaya::reporting::program_store {

void Save(Tx& tx, const needs::v1::ProgramDrafted& told) {
  tx.Defer(
      R"(
      INSERT INTO program (id, year, number, state, needs)
      VALUES ($1, $2, $3, $4, $5)
      ON CONFLICT (id) DO UPDATE
      SET needs = excluded.needs
      WHERE program.state = excluded.state)",
      told.program(), told.year(), told.number(),
      needs::v1::ProgramState_Name(needs::v1::PROGRAM_DRAFT), pg::Array(told.needs()));
}

void Save(Tx& tx, const needs::v1::ProgramRelinked& told) {
  tx.ChangeOne(
      R"(
      UPDATE program
      SET needs = ARRAY(SELECT DISTINCT unnest(array_replace(needs, $2::uuid, $3::uuid)))
      WHERE id = $1)",
      told.program(), told.from_need(), told.to_need());
}

void SaveVersion(
    Tx& tx, const std::string& program, needs::v1::ProgramState state, int number,
    const needs::v1::ProgramDesign& design) {
  tx.ChangeOne(
      "UPDATE program SET state = $2, number = $3, title = $4, needs = $5 WHERE id = $1", program,
      needs::v1::ProgramState_Name(state), number, design.title(), pg::Array(design.needs()));
}

std::vector<domain::Program> OfNeed(Tx& tx, const std::string& need) {
  return tx
      .Query(
          R"(
          SELECT id, year, number, state, title
          FROM program
          WHERE needs @> ARRAY[$1::uuid]
          ORDER BY id)",
          need)
      .Map([](pg::Row row) -> domain::Program {
        return {
            .id = row.String(),
            .year = row.Int32(),
            .number = row.Int32(),
            .state = row.String(),
            .title = row.String()};
      });
}

}  // namespace binadaya::reporting::program_store
