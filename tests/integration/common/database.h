#pragma once

#include <string>

#include "absl/strings/str_replace.h"
#include "gtest/gtest.h"
#include "services/common/db.h"
#include "tests/support/city.h"
#include "tests/support/platform.h"
#include "tests/support/tcp_gate.h"

namespace binadaya::test {

// The registry's database, asked directly.
class DatabaseTest : public RegistryTest {
 protected:
  static Db& db() { return platform_->app("registry").db(); }
  static Call In(absl::Duration time) {
    const Clock& clock = platform_->clock();
    return {"test", {}, absl::Now() + time, clock.Now(), clock.Today()};
  }
  static absl::Status Change(const Db::Body& body) {
    return db().Background(In(absl::Seconds(5)), body);
  }
  static registry::v1::DefinePostRequest Post(const std::string& code) {
    registry::v1::DefinePostRequest request;
    request.set_request_id(platform_->Id());
    request.set_code(code);
    request.set_title("Analis");
    request.set_group(registry::v1::EXECUTOR);
    request.set_family("ANALIS");
    return request;
  }
  static int CountOf(pg::Sql sql, const std::string& value) {
    return platform_->sql("registry").Query(sql, {value}).Int32(0, 0);
  }
  // Ends every session of the registry's own role.
  static void EndSessions() {
    pg::Connection admin(Stack::Get()["POSTGRES_ADMIN"]);
    const std::string database =
        platform_->sql("registry").Query("SELECT current_database()", {}).String(0, 0);
    (void)admin.Query(
        "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
        " WHERE datname = $1 AND usename = 'registry'",
        {database});
  }
};

// The registry behind a network that a test can break.
class FarDatabaseTest : public DatabaseTest {
 protected:
  FarDatabaseTest() : near_(platform_->conninfo("registry")), gate_(AddressOf(near_)) {
    platform_->Restart(
        "registry",
        {{"DATABASE",
          absl::StrReplaceAll(
              near_, {{Cat("port=", PortOf(AddressOf(near_))), Cat("port=", gate_.port())}})}});
  }
  ~FarDatabaseTest() override {
    gate_.Open();
    platform_->Restart("registry", {{"DATABASE", near_}});
  }
  static std::string AddressOf(const std::string& conninfo) {
    const std::size_t start = conninfo.find("port=") + 5;
    return Cat("127.0.0.1:", conninfo.substr(start, conninfo.find(' ', start) - start));
  }

  const std::string near_;
  TcpGate gate_;
};

}  // namespace binadaya::test
