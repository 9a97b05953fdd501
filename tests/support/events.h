#pragma once

#include <cstdint>
#include <string>

#include "gtest/gtest.h"
#include "tests/support/city.h"
#include "tests/support/platform.h"

namespace binadaya::test {

// Registry and reporting over a founded city, and events of the registry that a test makes up.
class EventsTest : public ::testing::Test {
 protected:
  EventsTest() : platform_({"registry", "reporting"}), city_(platform_) { city_.Found(); }

  struct Told {
    std::string type = "unit.changed.v1";
    std::string topic = "binadaya.registry.v1";
    std::string source = "registry";
    std::string id = "";  // empty: a new one
  };
  // Puts an event about a unit on a topic as the registry's relay would, whatever it says; its id.
  std::string Publish(
      const std::string& unit, std::int64_t version, const std::string& payload, Told told);
  std::string Publish(const std::string& unit, std::int64_t version, const std::string& payload) {
    return Publish(unit, version, payload, {});
  }
  static std::string Unit(const std::string& code, const std::string& path);

  // What reporting has of it.
  std::string PathOf(const std::string& code);
  std::int64_t Count(pg::Sql query) {
    return platform_.sql("reporting").Query(query, {}).Int(0, 0);
  }
  std::int64_t Parked() { return Count("SELECT count(*) FROM parked"); }
  std::int64_t Refused() { return Count("SELECT count(*) FROM parked WHERE error <> ''"); }
  double Metric(const std::string& name) {
    return platform_.Metric("reporting", Cat("binadaya_consumer_", name));
  }

  Platform platform_;
  City city_;
};

}  // namespace binadaya::test
