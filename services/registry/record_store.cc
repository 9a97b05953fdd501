#include "services/registry/record_store.h"

#include <utility>

#include "services/common/status.h"

namespace binadaya::registry::record_store {
namespace {

#define RECORDS                                                           \
  "SELECT id, person, kind, code, year, steps, valid_from, valid_to,"     \
  " document, detail, recorded_on, ended_on, coalesce(ended_because, '')" \
  " FROM personnel_record"

domain::Record RecordAt(pg::Row row) {
  return {
      .id = row.String(),
      .person = row.String(),
      .kind = row.Enum<domain::RecordKind>(),
      .code = row.String(),
      .year = row.Int32(),
      .steps = row.Int32(),
      .from = row.Day(),
      .to = row.Maybe(&pg::Row::Day),
      .document = row.String(),
      .detail = row.String(),
      .recorded_on = row.Day(),
      .ended_on = row.Maybe(&pg::Row::Day),
      .ended_because = row.String()};
}

}  // namespace

void Lock(Tx& tx, const std::set<std::string>& people) {
  tx.Defer(
      "SELECT 1 FROM person WHERE id = ANY ($1::uuid[]) ORDER BY id FOR UPDATE", pg::Array(people));
}

void Add(Tx& tx, const std::vector<domain::RecordEntry>& entries) {
  pg::Array ids, people, kinds, codes, years, steps, froms, ends, documents, details, days;
  for (const domain::RecordEntry& entry : entries) {
    const domain::Record& record = entry.record;
    ids.Add(record.id);
    people.Add(record.person);
    kinds.Add(record.kind);
    codes.Add(record.code);
    years.Add(record.year);
    steps.Add(record.steps);
    froms.Add(absl::FormatCivilTime(record.from));
    if (record.to.has_value()) {
      ends.Add(absl::FormatCivilTime(*record.to));
    } else {
      ends.AddNull();
    }
    documents.Add(record.document);
    details.Add(record.detail);
    days.Add(absl::FormatCivilTime(record.recorded_on));
  }
  tx.Defer(
      R"(
      INSERT INTO personnel_record
        (id, person, kind, code, year, steps, valid_from, valid_to, document, detail, recorded_on,
         recorded_by)
      SELECT *, $12
      FROM unnest($1::uuid[], $2::uuid[], $3::int[], $4::text[], $5::int[], $6::int[],
        $7::date[], $8::date[], $9::text[], $10::text[], $11::date[]))",
      ids, people, kinds, codes, years, steps, froms, ends, documents, details, days,
      tx.call().subject());
}

absl::StatusOr<domain::Record> Get(Tx& tx, const std::string& record) {
  const pg::Result rows = tx.Query(RECORDS " WHERE id = $1", record);
  if (rows.empty()) return NoSuchObject("record");
  return RecordAt(pg::Row(rows));
}

void End(Tx& tx, const std::string& record, const std::string& because) {
  tx.ChangeOne(
      R"(
      UPDATE personnel_record
      SET ended_on = $2, ended_by = $3, ended_because = $4
      WHERE id = $1 AND ended_on IS NULL)",
      record, tx.call().today(), tx.call().subject(), because);
}

std::vector<domain::Record> Standing(
    Tx& tx, const std::set<std::string>& people, domain::RecordKind kind) {
  return tx
      .Query(
          RECORDS R"(
          WHERE person = ANY ($1::uuid[]) AND kind = $2 AND ended_on IS NULL
          ORDER BY person, valid_from, id)",
          pg::Array(people), kind)
      .Map(RecordAt);
}

std::vector<domain::Record> PageOf(
    Tx& tx, const std::string& person, int kind, absl::CivilDay day, const Page& page) {
  const pg::Result rows = tx.Query(
      RECORDS R"(
      WHERE person = $1 AND ($2 = 0 OR kind = $2)
        AND recorded_on <= $3 AND (ended_on IS NULL OR ended_on > $3)
        AND ($4 = '' OR (valid_from, id) < (nullif($4, '')::date, nullif($5, '')::uuid))
      ORDER BY valid_from DESC, id DESC
      LIMIT $6)",
      person, kind, day, page.After(0), page.After(1), page.size());
  return rows.Map(RecordAt);
}

std::map<std::string, int> StepsBelow(Tx& tx, const std::set<std::string>& people) {
  const pg::Result rows = tx.Query(
      "SELECT person, steps FROM appraised WHERE person = ANY ($1::uuid[])", pg::Array(people));
  return rows.Pairs(&pg::Row::String, &pg::Row::Int32);
}

std::vector<domain::Training> Trainings(Tx& tx) {
  return tx.Query("SELECT code, name_id, name_en, counts_as FROM training ORDER BY code")
      .Map([](pg::Row row) -> domain::Training {
        return {
            .code = row.String(),
            .name = row.String(),
            .name_en = row.String(),
            .counts_as = row.String()};
      });
}

std::optional<std::string> CountsAs(Tx& tx, const std::string& training) {
  const pg::Result rows = tx.Query("SELECT counts_as FROM training WHERE code = $1", training);
  if (rows.empty()) return std::nullopt;
  return pg::Row(rows).String();
}

bool HasTraining(Tx& tx, const std::string& person, const std::string& counts_as) {
  return !tx.Query("SELECT 1 FROM trained WHERE person = $1 AND training = $2", person, counts_as)
              .empty();
}

void Save(Tx& tx, const Requirement& requirement) {
  tx.Defer(
      R"(
      INSERT INTO required_training
        (training, post_group, employment_type, valid_from, required, legal_basis, regulated_on)
      VALUES ($1, $2, $3, $4, $5, $6, $7)
      ON CONFLICT (training, post_group, employment_type, valid_from) DO UPDATE
      SET required = excluded.required, legal_basis = excluded.legal_basis,
          regulated_on = excluded.regulated_on)",
      requirement.training, pg::OrZero(requirement.post_group), requirement.employment_type,
      requirement.valid_from, requirement.required, requirement.legal_basis,
      requirement.regulated_on);
}

std::vector<Requirement> RequirementsOn(Tx& tx, absl::CivilDay day) {
  const pg::Result rows = tx.Query(
      R"(
      SELECT DISTINCT ON (training, post_group, employment_type)
             training, post_group, employment_type, valid_from, required, legal_basis, regulated_on
      FROM required_training
      WHERE valid_from <= $1
      ORDER BY training, post_group, employment_type, valid_from DESC)",
      day);
  return rows.Map([](pg::Row row) -> Requirement {
    return {
        .training = row.String(),
        .post_group = row.MaybeEnum<domain::PostGroup>(),
        .employment_type = row.String(),
        .valid_from = row.Day(),
        .required = row.Bool(),
        .legal_basis = row.String(),
        .regulated_on = row.Day()};
  });
}

}  // namespace binadaya::registry::record_store
