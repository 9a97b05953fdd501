#include "tests/support/events.h"

#include "binadaya/registry/v1/registry_events.pb.h"
#include "binadaya/v1/finding.pb.h"

namespace binadaya::test {

std::string EventsTest::Publish(
    const std::string& unit, std::int64_t version, const std::string& payload, Told told) {
  v1::Headers headers;
  auto& values = *headers.mutable_values();
  const std::string agency = Stack::Get()["AGENCY"];
  const std::string id = told.id.empty() ? platform_.Id() : told.id;
  values["ce_specversion"] = "1.0";
  values["ce_id"] = id;
  values["ce_source"] = Cat("//id.go.", agency, "/", told.source);
  values["ce_type"] = Cat("id.go.", agency, ".", told.source, ".", told.type);
  values["ce_subject"] = Cat("unit/", unit);
  values["ce_time"] =
      absl::FormatTime("%Y-%m-%dT%H:%M:%E3SZ", platform_.clock().Now(), absl::UTCTimeZone());
  platform_.sql("registry")
      .Query(
          R"(
          INSERT INTO outbox (shard, event_id, aggregate_type, aggregate_id, aggregate_version,
            topic, headers, payload)
          VALUES (1, $1, 'unit', $2, $3, $4, $5, $6))",
          {id, unit, version, platform_.topic(told.topic), pg::Bytes{headers.SerializeAsString()},
           pg::Bytes{payload}});
  return id;
}

std::string EventsTest::Unit(const std::string& code, const std::string& path) {
  registry::v1::UnitChanged event;
  event.set_code(code);
  event.set_path(path);
  return event.SerializeAsString();
}

std::string EventsTest::PathOf(const std::string& code) {
  const pg::Result row =
      platform_.sql("reporting").Query("SELECT path FROM unit WHERE code = $1", {code});
  return row.empty() ? "" : row.String(0, 0);
}

}  // namespace binadaya::test
