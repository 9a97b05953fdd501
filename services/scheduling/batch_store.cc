#include "services/scheduling/batch_store.h"

#include "services/common/enums.h"
#include "services/common/status.h"
#include "services/scheduling/domain/clash.h"
#include "services/scheduling/slot_proto.h"

namespace binadaya::scheduling::batch_store {
namespace {

#define BATCH_COLUMNS                                                                  \
  "b.id, b.unit, b.plan_item, p.program, b.number, b.state, b.capacity, b.accessible," \
  " p.rupiah_per_batch, b.first_day, b.last_day, b.change_until, b.released,"          \
  " b.publications, b.cause, b.reason, p.jp, p.year, p.structural, p.gone"
#define FROM_BATCHES " FROM batch b JOIN plan_item p ON p.id = b.plan_item"
#define RELEASES                         \
  "SELECT number, content, released_by," \
  " (extract(epoch FROM released_at) * 1000000)::bigint, reason, relied_on FROM rundown_release"

Batch BatchAt(pg::Row row, bool whole) {
  Batch batch{
      .id = row.String(),
      .unit = row.String(),
      .plan_item = row.String(),
      .program = row.String(),
      .number = row.Int32(),
      .state = row.Enum<domain::BatchState>(),
      .capacity = row.Int32(),
      .accessible = row.Bool(),
      .rupiah = row.Int(),
      .first_day = row.Maybe(&pg::Row::Day),
      .last_day = row.Maybe(&pg::Row::Day),
      .change_until = row.Maybe(&pg::Row::Day),
      .released = row.Int32(),
      .publications = row.Int32()};
  batch.cause = row.MaybeEnum<domain::ChangeCause>();
  batch.reason = row.String();
  batch.jp = row.Int32();
  batch.year = row.Int32();
  batch.structural = row.Bool();
  batch.unplanned = row.Bool();
  if (whole) batch.draft.ParseFromString(row.Bytes());
  return batch;
}

absl::StatusOr<Batch> OneBatch(const pg::Result& rows, const char* where) {
  if (rows.empty()) return NoSuchObject(where);
  return BatchAt(pg::Row(rows), true);
}

Release ReleaseAt(pg::Row row) {
  Release release;
  release.number = row.Int32();
  release.content.ParseFromString(row.Bytes());
  release.released_by = row.String();
  release.released_at = row.Micros();
  release.reason = row.String();
  release.relied_on = row.Bool();
  return release;
}

}  // namespace

void SetPlan(
    Tx& tx, int year, const std::vector<PlanItem>& items, const std::vector<std::string>& removed) {
  pg::Array ids, programs, batches, sizes, rupiah, jp, structural;
  for (const PlanItem& item : items) {
    ids.Add(item.id);
    programs.Add(item.program);
    batches.Add(item.planned.batches);
    sizes.Add(item.planned.batch_size);
    rupiah.Add(item.rupiah_per_batch);
    jp.Add(item.jp);
    structural.Add(item.structural ? "t" : "f");
  }
  tx.Defer("UPDATE plan_item SET gone = true WHERE id = ANY ($1::uuid[])", pg::Array(removed));
  tx.Defer(
      R"(
      INSERT INTO plan_item
        (id, program, year, batches, batch_size, rupiah_per_batch, jp, structural, gone)
      SELECT id, program, $1::int, batches, size, rupiah, jp, structural, false
      FROM unnest($2::uuid[], $3::uuid[], $4::int[], $5::int[], $6::bigint[], $7::int[], $8::bool[])
        AS i(id, program, batches, size, rupiah, jp, structural)
      ON CONFLICT (id) DO UPDATE
      SET program = excluded.program, batches = excluded.batches, batch_size = excluded.batch_size,
          rupiah_per_batch = excluded.rupiah_per_batch, jp = excluded.jp,
          structural = excluded.structural, gone = false)",
      year, ids, programs, batches, sizes, rupiah, jp, structural);
}

absl::StatusOr<PlanItem> LockPlanItem(Tx& tx, const std::string& id) {
  const pg::Result rows = tx.Query(
      R"(
      SELECT id, program, year, batches, batch_size, gone, rupiah_per_batch
      FROM plan_item WHERE id = $1 FOR UPDATE)",
      id);
  if (rows.empty()) return NoSuchObject("plan_item");
  pg::Row row(rows);
  return PlanItem{
      .id = row.String(),
      .program = row.String(),
      .year = row.Int32(),
      .planned = {.batches = row.Int32(), .batch_size = row.Int32(), .gone = row.Bool()},
      .rupiah_per_batch = row.Int()};
}

std::vector<std::string> Ahead(Tx& tx) {
  const pg::Result rows = tx.Query(
      "SELECT id FROM batch WHERE state BETWEEN $1::int AND $2::int ORDER BY id",
      domain::BatchState::kScheduled, domain::BatchState::kLocked);
  return rows.Map([](pg::Row row) { return row.String(); });
}

std::vector<std::string> Awaited(Tx& tx) {
  const pg::Result rows = tx.Query(
      "SELECT id FROM batch WHERE state IN ($1::int, $2::int) ORDER BY id",
      domain::BatchState::kPublished, domain::BatchState::kLocked);
  return rows.Map([](pg::Row row) { return row.String(); });
}

std::vector<std::pair<std::string, int>> HousedIn(
    Tx& tx, const std::string& venue, absl::CivilMinute now) {
  return tx
      .Query(
          R"(
          SELECT id, capacity
          FROM batch
          WHERE state BETWEEN $1::int AND $2::int
            AND id IN (
              SELECT batch FROM booking
              WHERE resource = $3::int AND id = $4 AND ends > $5::timestamp)
          ORDER BY first_day, id)",
          domain::BatchState::kPublished, domain::BatchState::kRunning, domain::Resource::kVenue,
          venue, ForSql(now))
      .Map([](pg::Row row) {
        std::string id = row.String();
        return std::pair(std::move(id), row.Int32());
      });
}

Drafted DraftedOf(Tx& tx, const std::string& plan_item) {
  const pg::Result rows = tx.Query(
      R"(
      SELECT count(*) FILTER (WHERE state <> $2::int), coalesce(max(number), 0)
      FROM batch WHERE plan_item = $1)",
      plan_item, domain::BatchState::kCancelled);
  pg::Row row(rows);
  return {.batches = row.Int32(), .last = row.Int32()};
}

int PublishedOf(Tx& tx, const std::string& plan_item, const std::string& but) {
  const pg::Result rows = tx.Query(
      R"(
      SELECT count(*)
      FROM batch
      WHERE plan_item = $1 AND id <> $2 AND state BETWEEN $3::int AND $4::int)",
      plan_item, but, domain::BatchState::kPublishing, domain::BatchState::kClosed);
  pg::Row row(rows);
  return row.Int32();
}

domain::Batch AsDomain(const Batch& batch) {
  const absl::CivilDay none = absl::CivilDay::max();
  return {
      .id = batch.id,
      .state = batch.state,
      .first_day = batch.first_day.value_or(none),
      .last_day = batch.last_day.value_or(none),
      .change_until = batch.change_until.value_or(none),
      .publications = batch.publications,
      .reason = batch.reason,
      .cause = batch.cause};
}

bool IsAhead(const Batch& batch) {
  return batch.state >= domain::BatchState::kScheduled &&
         batch.state <= domain::BatchState::kLocked;
}

bool HasBegun(const Batch& batch) {
  return batch.state == domain::BatchState::kRunning ||
         batch.state == domain::BatchState::kDelivered ||
         batch.state == domain::BatchState::kCompleted;
}

bool IsReliedOn(const Batch& batch) {
  return HasBegun(batch) || batch.state == domain::BatchState::kPublished ||
         batch.state == domain::BatchState::kLocked;
}

Batch Become(Batch batch, const domain::Batch& decided) {
  batch.state = decided.state;
  batch.publications = decided.publications;
  batch.cause = decided.cause;
  batch.reason = decided.reason;
  return batch;
}

// The contract has those of its states that a batch can get to: the others are not there yet.
v1::BatchState ToContract(domain::BatchState state) {
  using domain::BatchState;
  static_assert(
      enums::AgreeOn<BatchState, v1::BatchState>(std::make_integer_sequence<int, 8>()) &&
      static_cast<int>(BatchState::kCancelled) == v1::BATCH_CANCELLED);
  return static_cast<v1::BatchState>(state);
}

absl::StatusOr<Batch> Get(
    Tx& tx, const std::string& unit, const std::string& id, const char* where) {
  return OneBatch(
      tx.Query(
          "SELECT " BATCH_COLUMNS ", b.draft" FROM_BATCHES " WHERE b.id::text = $1 AND b.unit = $2",
          id, unit),
      where);
}

absl::StatusOr<Batch> Get(Tx& tx, const std::string& id) {
  return OneBatch(
      tx.Query("SELECT " BATCH_COLUMNS ", b.draft" FROM_BATCHES " WHERE b.id = $1", id), "batch");
}

absl::StatusOr<Batch> Lock(
    Tx& tx, const std::string& unit, const std::string& id, const char* where) {
  return OneBatch(
      tx.Query(
          R"(
          SELECT )" BATCH_COLUMNS R"(, b.draft)" FROM_BATCHES R"(
          WHERE b.id::text = $1 AND b.unit = $2 FOR UPDATE OF b)",
          id, unit),
      where);
}

absl::StatusOr<Batch> Lock(Tx& tx, const std::string& id) {
  return OneBatch(
      tx.Query(
          "SELECT " BATCH_COLUMNS ", b.draft" FROM_BATCHES " WHERE b.id = $1 FOR UPDATE OF b", id),
      "batch");
}

std::vector<Batch> PageOf(
    Tx& tx, const std::vector<std::string>& paths, const v1::ListBatchesRequest& request,
    const Page& page) {
  const pg::Result rows = tx.Query(
      "SELECT " BATCH_COLUMNS FROM_BATCHES R"(
      LEFT JOIN unit u ON u.code = b.unit
      WHERE EXISTS (
          SELECT 1 FROM unnest($1::text[]) AS s WHERE starts_with(coalesce(u.path, '/'), s))
        AND ($2 = '' OR b.plan_item::text = $2)
        AND ($3::int = 0 OR b.state = $3::int)
        AND (NOT $4 OR p.gone AND b.state < $5::int)
        AND ($6 OR b.id < nullif($7, '')::uuid)
      ORDER BY b.id DESC
      LIMIT $8)",
      pg::Array(paths), request.plan_item(), static_cast<int>(request.state()), request.unplanned(),
      domain::BatchState::kDelivered, page.first(), page.After(0), page.size());
  return rows.Map([](pg::Row row) { return BatchAt(row, false); });
}

void Add(Tx& tx, const Batch& batch) {
  tx.ChangeOne(
      R"(
      INSERT INTO batch (id, unit, plan_item, number, state, capacity, accessible)
      VALUES ($1, $2, $3, $4, $5, $6, $7))",
      batch.id, batch.unit, batch.plan_item, batch.number, batch.state, batch.capacity,
      batch.accessible);
}

void Save(Tx& tx, const Batch& batch) {
  std::string draft;
  batch.draft.SerializeToString(&draft);
  tx.ChangeOne(
      R"(
      UPDATE batch
      SET state = $2, first_day = $3, last_day = $4, change_until = $5, released = $6, draft = $7,
          publications = $8, cause = $9, reason = $10
      WHERE id = $1)",
      batch.id, batch.state, batch.first_day, batch.last_day, batch.change_until, batch.released,
      pg::Bytes{draft}, batch.publications, pg::OrZero(batch.cause), batch.reason);
}

void SetCapacity(Tx& tx, const std::string& batch, int capacity) {
  tx.ChangeOne("UPDATE batch SET capacity = $2 WHERE id = $1", batch, capacity);
}

std::optional<Release> ReleaseOf(Tx& tx, const std::string& batch, int number) {
  const pg::Result rows = tx.Query(RELEASES " WHERE batch = $1 AND number = $2", batch, number);
  if (rows.empty()) return std::nullopt;
  return ReleaseAt(pg::Row(rows));
}

void Add(Tx& tx, const std::string& batch, const Release& release) {
  std::string content;
  release.content.SerializeToString(&content);
  tx.ChangeOne(
      R"(
      INSERT INTO rundown_release
        (batch, number, content, released_by, released_at, reason, relied_on)
      VALUES ($1, $2, $3, $4, $5, $6, $7))",
      batch, release.number, pg::Bytes{content}, release.released_by, release.released_at,
      release.reason, release.relied_on);
  pg::Array items;
  for (const v1::RundownItem& item : release.content.items()) items.Add(item.id());
  tx.Defer(
      R"(
      INSERT INTO item_released (batch, item)
      SELECT $1::uuid, * FROM unnest($2::uuid[]) ON CONFLICT DO NOTHING)",
      batch, items);
}

std::vector<Release> ReleasesOf(Tx& tx, const std::string& batch, int below, int size) {
  return tx
      .Query(
          RELEASES R"(
          WHERE batch = $1 AND ($2::int = 0 OR number < $2::int)
          ORDER BY number DESC LIMIT $3)",
          batch, below, size)
      .Map([](pg::Row row) { return ReleaseAt(row); });
}

std::vector<std::string> ItemsReleased(Tx& tx, const std::string& batch) {
  return tx.Query("SELECT item FROM item_released WHERE batch = $1", batch).Map([](pg::Row row) {
    return row.String();
  });
}

}  // namespace binadaya::scheduling::batch_store
