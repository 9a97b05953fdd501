// The audit log: every command and refusal is in it, and what was done to it afterwards shows.
#include "gtest/gtest.h"
#include "tests/support/city.h"
#include "tests/support/platform.h"

namespace binadaya::test {
namespace {

class AuditLog : public ::testing::Test {
 protected:
  AuditLog() : platform_({"registry"}), city_(platform_) {
    city_.Found();
    for (int i = 0; i < 3; ++i) city_.Person("LURAH", "33.74.14.1003");
    EXPECT_TRUE(Eventually([this] { return Verify().unsealed() == 0; }));
  }
  operations::v1::VerifyAuditResponse Verify() {
    const auto report = platform_.operations("registry").VerifyAudit(platform_.Admin(), {});
    EXPECT_TRUE(report.ok()) << report.status();
    return report.ok() ? *report : operations::v1::VerifyAuditResponse();
  }
  // The id of the third sealed row.
  std::string Third() {
    return platform_.sql("registry")
        .Query("SELECT audit_id FROM audit_seal ORDER BY seq OFFSET 2 LIMIT 1", {})
        .String(0, 0);
  }
  Platform platform_;
  City city_;
};

TEST_F(AuditLog, IsIntactAfterOrdinaryWork) {
  const auto report = Verify();
  EXPECT_TRUE(report.intact()) << report.DebugString();
  EXPECT_EQ(report.rows(), 7);  // an import of units, three posts, three people
}

TEST_F(AuditLog, NamesTheFirstRowThatWasChanged) {
  const std::string third = Third();
  platform_.sql("registry").Query("UPDATE audit SET actor = 'nobody' WHERE id = $1", {third});
  const auto report = Verify();
  EXPECT_FALSE(report.intact());
  EXPECT_EQ(report.fault(), "CHANGED");
  EXPECT_EQ(report.audit_id(), third);
}

TEST_F(AuditLog, NamesTheFirstRowThatWasRemoved) {
  const std::string third = Third();
  platform_.sql("registry").Query("DELETE FROM audit WHERE id = $1", {third});
  EXPECT_EQ(Verify().fault(), "REMOVED");
  EXPECT_EQ(Verify().audit_id(), third);
}

TEST_F(AuditLog, NamesTheFirstRowThatWasRemovedWithItsSeal) {
  const std::string third = Third();
  platform_.sql("registry").Query("DELETE FROM audit WHERE id = $1", {third});
  platform_.sql("registry").Query("DELETE FROM audit_seal WHERE audit_id = $1", {third});
  EXPECT_EQ(Verify().fault(), "REMOVED");
}

TEST_F(AuditLog, NamesARowThatWasPutBetween) {
  const std::string id = platform_.Id();
  platform_.sql("registry")
      .Query(
          "INSERT INTO audit SELECT $1::uuid, at, 'nobody', action, target, decision, reason, "
          "request_id, body_hash, traceparent"
          " FROM audit LIMIT 1",
          {id});
  EXPECT_EQ(Verify().fault(), "PUT_BETWEEN");
  EXPECT_EQ(Verify().audit_id(), id);
}

TEST_F(AuditLog, NamesASealThatWasForged) {
  const std::string third = Third();
  platform_.sql("registry").Query("UPDATE audit SET actor = 'nobody' WHERE id = $1", {third});
  platform_.sql("registry")
      .Query(
          "UPDATE audit_seal s SET row_hash = sha256(convert_to(a::text, 'UTF8')) FROM audit a "
          "WHERE a.id = s.audit_id AND a.id = $1",
          {third});
  EXPECT_EQ(Verify().fault(), "PUT_BETWEEN");
  EXPECT_EQ(Verify().audit_id(), third);
}

}  // namespace
}  // namespace binadaya::test
