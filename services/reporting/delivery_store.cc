#include "services/reporting/delivery_store.h"

#include <algorithm>

#include "services/reporting/money_store.h"

namespace binadaya::reporting::delivery_store {
namespace {

std::map<std::string, std::vector<domain::Batch>> BatchesOf(
    Tx& tx, const std::vector<std::string>& items) {
  std::map<std::string, std::vector<domain::Batch>> batches;
  std::map<std::string, std::map<std::string, int>> seats;
  const pg::Result seated = tx.Query(
      R"(
      SELECT e.batch, e.state, count(*)
      FROM batch b JOIN enrolment e ON e.batch = b.id
      WHERE b.plan_item = ANY($1::uuid[])
      GROUP BY e.batch, e.state)",
      pg::Array(items));
  for (int i = 0; i < seated.rows(); ++i) {
    pg::Row row(seated, i);
    std::map<std::string, int>& of = seats[row.String()];
    std::string state = row.String();
    of[std::move(state)] = row.Int32();
  }
  const pg::Result rows = tx.Query(
      R"(
      SELECT b.plan_item, b.id, b.unit, b.state, coalesce(b.first_day::text, ''),
             coalesce(b.last_day::text, ''), b.cause, b.number, b.capacity,
             coalesce(m.bound, 0), coalesce(m.realised, 0)
      FROM batch b
      LEFT JOIN LATERAL (
        SELECT sum(l.bound) AS bound, sum(l.realised) AS realised
        FROM commitment c JOIN commitment_line l ON l.commitment = c.id
        WHERE c.batch = b.id::text) m ON true
      WHERE b.plan_item = ANY($1::uuid[])
      ORDER BY b.number, b.id)",
      pg::Array(items));
  for (int i = 0; i < rows.rows(); ++i) {
    pg::Row row(rows, i);
    domain::Batch& batch = batches[row.String()].emplace_back(domain::Batch{
        .id = row.String(),
        .unit = row.String(),
        .state = row.String(),
        .first_day = row.String(),
        .last_day = row.String(),
        .cause = row.String(),
        .number = row.Int32(),
        .capacity = row.Int32(),
        .bound = row.Int(),
        .realised = row.Int()});
    batch.seats = seats[batch.id];
  }
  return batches;
}

}  // namespace

void SavePlan(
    Tx& tx, int year, int number,
    const google::protobuf::RepeatedPtrField<needs::v1::PlanItem>& items,
    const std::vector<std::string>& removed) {
  tx.Defer("UPDATE plan_item SET removed = true WHERE id = ANY ($1::uuid[])", pg::Array(removed));
  for (const needs::v1::PlanItem& item : items) {
    tx.Defer(
        R"(
        INSERT INTO plan_item
          (id, program, year, number, quarter, batches, seats, rupiah, source)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
        ON CONFLICT (id) DO UPDATE
        SET number = excluded.number, removed = false, quarter = excluded.quarter,
            batches = excluded.batches, seats = excluded.seats, rupiah = excluded.rupiah,
            source = excluded.source)",
        item.id(), item.program(), year, number, item.quarter(), item.batches(), item.seats(),
        item.rupiah(), needs::v1::FundingSource_Name(item.source()));
  }
}

void Save(Tx& tx, const scheduling::v1::BatchDrafted& told) {
  tx.Defer(
      R"(
      INSERT INTO batch (id, unit, plan_item, number, capacity, state)
      VALUES ($1, $2, $3, $4, $5, $6)
      ON CONFLICT (id) DO NOTHING)",
      told.batch(), told.unit(), told.plan_item(), told.number(), told.capacity(),
      scheduling::v1::BatchState_Name(scheduling::v1::BATCH_PLANNED));
}

void SaveState(Tx& tx, const std::string& batch, scheduling::v1::BatchState state) {
  tx.ChangeOne(
      "UPDATE batch SET state = $2 WHERE id = $1", batch, scheduling::v1::BatchState_Name(state));
}

void Save(Tx& tx, const scheduling::v1::BatchCancelled& told) {
  tx.ChangeOne(
      "UPDATE batch SET state = $2, cause = $3 WHERE id = $1", told.batch(),
      scheduling::v1::BatchState_Name(scheduling::v1::BATCH_CANCELLED),
      scheduling::v1::ChangeCause_Name(told.cause()));
}

void Save(Tx& tx, const scheduling::v1::CapacitySet& told) {
  tx.ChangeOne("UPDATE batch SET capacity = $2 WHERE id = $1", told.batch(), told.capacity());
}

void Save(Tx& tx, const scheduling::v1::RundownReleased& told) {
  // Times as contracts write them, so that their order is that of time: "2027-04-06T08:00".
  std::string first, last;
  for (const scheduling::v1::ToldItem& item : told.items()) {
    const std::string from = item.slot().from().substr(0, 10);
    const std::string until = item.slot().until().substr(0, 10);
    first = first.empty() ? from : std::min(first, from);
    last = std::max(last, until);
  }
  tx.ChangeOne(
      R"(
      UPDATE batch
      SET state = $2, first_day = nullif($3, '')::date, last_day = nullif($4, '')::date
      WHERE id = $1)",
      told.batch(), scheduling::v1::BatchState_Name(scheduling::v1::BATCH_SCHEDULED), first, last);
}

void Save(Tx& tx, const Seat& seat) {
  tx.Defer(
      R"(
      INSERT INTO enrolment (id, person, program, batch, state, cause, jp, minutes)
      VALUES ($1, $2, $3, nullif($4, '')::uuid, $5, $6, $7, $8)
      ON CONFLICT (id) DO UPDATE
      SET batch = excluded.batch, state = excluded.state, cause = excluded.cause,
          jp = excluded.jp, minutes = excluded.minutes)",
      seat.enrolment, seat.person, seat.program, seat.batch,
      scheduling::v1::EnrolmentState_Name(seat.state), seat.cause, seat.jp, seat.minutes);
}

std::map<std::string, std::vector<domain::PlanItem>> ItemsOf(
    Tx& tx, const std::vector<std::string>& programs) {
  std::vector<domain::PlanItem> items = tx.Query(
                                              R"(
            SELECT id, program, source, year, number, removed, quarter, batches, seats, rupiah
            FROM plan_item
            WHERE program = ANY($1::uuid[])
            ORDER BY year, id)",
                                              pg::Array(programs))
                                            .Map([](pg::Row row) -> domain::PlanItem {
                                              return {
                                                  .id = row.String(),
                                                  .program = row.String(),
                                                  .source = row.String(),
                                                  .year = row.Int32(),
                                                  .number = row.Int32(),
                                                  .removed = row.Bool(),
                                                  .quarter = row.Int32(),
                                                  .batches = row.Int32(),
                                                  .seats = row.Int32(),
                                                  .rupiah = row.Int()};
                                            });
  std::vector<std::string> ids;
  for (const domain::PlanItem& item : items) ids.push_back(item.id);
  auto lines = money_store::LinesOf(tx, ids);
  auto batches = BatchesOf(tx, ids);
  std::map<std::string, std::vector<domain::PlanItem>> by_program;
  for (domain::PlanItem& item : items) {
    item.lines = std::move(lines[item.id]);
    item.drafted = std::move(batches[item.id]);
    by_program[item.program].push_back(std::move(item));
  }
  return by_program;
}

std::vector<domain::Enrolment> EnrolmentsOf(Tx& tx, const std::string& person) {
  return tx
      .Query(
          R"(
          SELECT e.id, e.program, coalesce(p.title, ''), e.state, e.cause,
                 coalesce(e.batch::text, ''), coalesce(b.first_day::text, ''),
                 coalesce(p.year, 0), coalesce(b.number, 0), coalesce(p.needs, '{}'),
                 e.jp, e.minutes
          FROM enrolment e LEFT JOIN program p ON p.id = e.program
          LEFT JOIN batch b ON b.id = e.batch
          WHERE e.person = $1
          ORDER BY p.year DESC NULLS LAST, e.id)",
          person)
      .Map([](pg::Row row) -> domain::Enrolment {
        return {
            .id = row.String(),
            .program = row.String(),
            .title = row.String(),
            .state = row.String(),
            .cause = row.String(),
            .batch = row.String(),
            .first_day = row.String(),
            .year = row.Int32(),
            .number = row.Int32(),
            .needs = row.Strings(),
            .jp = row.Int32(),
            .minutes = row.Int32()};
      });
}

}  // namespace binadaya::reporting::delivery_store
