#include "services/scheduling/venue_store.h"

#include "services/common/enums.h"
#include "services/common/status.h"
#include "services/scheduling/slot_proto.h"

namespace binadaya::scheduling::venue_store {
namespace {

v1::Venue VenueAt(pg::Row row) {
  v1::Venue venue;
  venue.ParseFromString(row.Bytes());
  return venue;
}

}  // namespace

domain::Venue AsDomain(const v1::Venue& venue, Findings& findings) {
  return {
      .id = venue.id(),
      .name = venue.name(),
      .city = venue.city(),
      .province = venue.province(),
      .kind = ToDomain<domain::VenueKind>(venue.kind()),
      .capacity = venue.capacity(),
      .accessible = venue.accessible(),
      .day_rate = {venue.day_rate()},
      .windows = ReadSlots(venue.windows(), "venue.windows", findings),
      .in_use = !venue.out_of_use()};
}

absl::Status Lock(Tx& tx, const std::string& id) {
  if (tx.Query("SELECT FROM venue WHERE id::text = $1 FOR UPDATE", id).empty())
    return NoSuchObject("venue.id");
  return absl::OkStatus();
}

void Save(Tx& tx, const v1::Venue& venue) {
  std::string content;
  venue.SerializeToString(&content);
  Findings read;
  tx.ChangeOne(
      R"(
      INSERT INTO venue (id, name, capacity, accessible, out_of_use, windows, content)
      VALUES ($1, $2, $3, $4, $5, $6::tsmultirange, $7)
      ON CONFLICT (id) DO UPDATE
      SET name = excluded.name, capacity = excluded.capacity, accessible = excluded.accessible,
          out_of_use = excluded.out_of_use, windows = excluded.windows, content = excluded.content)",
      venue.id(), venue.name(), venue.capacity(), venue.accessible(), venue.out_of_use(),
      RangesForSql(ReadSlots(venue.windows(), "", read)), pg::Bytes{content});
}

std::map<std::string, domain::Venue> OfIds(Tx& tx, const std::vector<std::string>& ids, bool lock) {
  const pg::Array asked(ids);
  // In the order of their ids, so that two who book the same wait for each other in turn.
  const pg::Result rows =
      lock ? tx.Query(
                 R"(
                 SELECT content FROM venue
                 WHERE id::text = ANY ($1::text[])
                 ORDER BY id
                 FOR UPDATE)",
                 asked)
           : tx.Query("SELECT content FROM venue WHERE id::text = ANY ($1::text[])", asked);
  std::map<std::string, domain::Venue> venues;
  for (const v1::Venue& venue : rows.Map(VenueAt)) {
    Findings read;
    venues[venue.id()] = AsDomain(venue, read);
  }
  return venues;
}

std::vector<v1::Venue> PageOf(
    Tx& tx, const v1::ListVenuesRequest& request, const std::optional<domain::Slot>& free,
    const Page& page) {
  const std::optional<std::string> slot = free.has_value() ? RangesForSql({*free}) : std::nullopt;
  return tx
      .Query(
          R"(
          SELECT content
          FROM venue v
          WHERE position(lower($1::text) IN lower(name)) > 0 AND capacity >= $2
            AND (NOT $3 OR accessible)
            AND ($4::tsmultirange IS NULL OR NOT out_of_use
              AND (windows IS NULL OR windows @> $4::tsmultirange)
              AND NOT EXISTS (
                SELECT 1 FROM booking b
                WHERE b.resource = 1 AND b.id = v.id
                  AND tsrange(b.starts, b.ends) && $4::tsmultirange))
            AND ($5 OR (name, id) > ($6, nullif($7, '')::uuid))
            AND ($8::uuid[] = '{}' OR id = ANY($8::uuid[]))
          ORDER BY name, id
          LIMIT $9)",
          request.words(), request.least_capacity(), request.accessible(), slot, page.first(),
          page.After(0), page.After(1), pg::Array(request.ids()), page.size())
      .Map(VenueAt);
}

}  // namespace binadaya::scheduling::venue_store
