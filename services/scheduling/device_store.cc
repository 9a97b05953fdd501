#include "services/scheduling/device_store.h"

#include "services/common/status.h"

namespace binadaya::scheduling::device_store {
namespace {

#define DEVICES \
  "SELECT d.id, d.unit, d.name, d.public_key, d.registered_by, d.revoked FROM device d"

v1::Device DeviceAt(pg::Row row) {
  v1::Device device;
  device.set_id(row.String());
  device.set_unit(row.String());
  device.set_name(row.String());
  device.set_public_key(row.Bytes());
  device.set_registered_by(row.String());
  device.set_revoked(row.Bool());
  return device;
}

}  // namespace

void Add(Tx& tx, const v1::Device& device) {
  tx.ChangeOne(
      R"(
      INSERT INTO device (id, unit, name, public_key, registered_by)
      VALUES ($1, $2, $3, $4, $5))",
      device.id(), device.unit(), device.name(), pg::Bytes{device.public_key()},
      device.registered_by());
}

absl::StatusOr<v1::Device> Lock(
    Tx& tx, const std::string& unit, const std::string& id, const char* where) {
  const pg::Result rows = tx.Query(DEVICES " WHERE d.id = $1 AND d.unit = $2 FOR UPDATE", id, unit);
  if (rows.empty()) return NoSuchObject(where);
  return DeviceAt(pg::Row(rows));
}

void Revoke(Tx& tx, const std::string& id) {
  tx.ChangeOne("UPDATE device SET revoked = true WHERE id = $1", id);
}

std::vector<v1::Device> PageOf(Tx& tx, const std::vector<std::string>& paths, const Page& page) {
  return tx
      .Query(
          DEVICES R"(
          LEFT JOIN unit u ON u.code = d.unit
          WHERE EXISTS (
              SELECT 1 FROM unnest($1::text[]) AS s WHERE starts_with(coalesce(u.path, '/'), s))
            AND ($2 OR d.id < nullif($3, '')::uuid)
          ORDER BY d.id DESC
          LIMIT $4)",
          pg::Array(paths), page.first(), page.After(0), page.size())
      .Map([](pg::Row row) { return DeviceAt(row); });
}

}  // namespace binadaya::scheduling::device_store
