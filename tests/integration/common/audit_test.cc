// The audit log: every command and refusal is in it, and what was done to it afterwards shows.
#include "services/common/audit.h"

#include "gtest/gtest.h"
#include "services/common/id.h"
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
  pg::Connection& sql() { return platform_.sql("registry"); }

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

TEST_F(AuditLog, NamesALetterThatMovedIntoTheNextColumn) {
  const std::string third = Third();
  sql().Query(
      "UPDATE audit SET actor = actor || left(action, 1), action = substr(action, 2) WHERE id = $1",
      {third});
  EXPECT_EQ(Verify().fault(), "CHANGED");
  EXPECT_EQ(Verify().audit_id(), third);
}

TEST_F(AuditLog, NamesASealThatWasForged) {
  const std::string third = Third();
  sql().Query("UPDATE audit SET actor = 'nobody' WHERE id = $1", {third});
  sql().Query(
      R"(
      UPDATE audit_seal s
      SET format = 1, row_hash = sha256(convert_to(a::text, 'UTF8'))
      FROM audit a
      WHERE a.id = s.audit_id AND a.id = $1)",
      {third});
  EXPECT_EQ(Verify().fault(), "PUT_BETWEEN");
  EXPECT_EQ(Verify().audit_id(), third);
}

TEST_F(AuditLog, AColumnThatIsAddedChangesNothing) {
  sql().Execute("ALTER TABLE audit ADD COLUMN device text NOT NULL DEFAULT ''");
  EXPECT_TRUE(Verify().intact()) << Verify().DebugString();
  city_.Person("LURAH", "33.74.14.1003");
  EXPECT_TRUE(Eventually([this] { return Verify().unsealed() == 0 && Verify().rows() == 8; }));
  EXPECT_TRUE(Verify().intact()) << Verify().DebugString();
}

TEST_F(AuditLog, SealsOfTheFirstFormatStayGood) {
  platform_.Stop("registry");
  // As the first sealer made them: the row's whole text, no signed head.
  sql().Execute(R"(
      DELETE FROM audit_head;
      UPDATE audit_seal s
      SET format = 1, row_hash = sha256(convert_to(a::text, 'UTF8'))
      FROM audit a
      WHERE a.id = s.audit_id)");
  const pg::Result seals = sql().Query("SELECT seq, row_hash FROM audit_seal ORDER BY seq", {});
  std::string hash;
  for (int i = 0; i < seals.rows(); ++i) {
    hash = Sha256(Cat(hash, seals.Bytes(i, 1)));
    sql().Query(
        "UPDATE audit_seal SET hash = $2 WHERE seq = $1", {seals.Int(i, 0), pg::Bytes{hash}});
  }
  sql().Execute("ALTER TABLE audit ADD COLUMN device text");
  platform_.Restart("registry");
  EXPECT_TRUE(Verify().intact()) << Verify().DebugString();
  city_.Person("LURAH", "33.74.14.1003");
  EXPECT_TRUE(Eventually([this] { return Verify().unsealed() == 0 && Verify().rows() == 8; }));
  EXPECT_TRUE(Verify().intact()) << Verify().DebugString();
}

// Who can write the database makes the chain anew from its beginning, every hash of it right.
TEST_F(AuditLog, AChainThatWasForgedWholeIsNamedAndNotContinued) {
  platform_.Stop("registry");
  sql().Query("UPDATE audit SET actor = 'nobody' WHERE id = $1", {Third()});
  sql().Execute(R"(
      INSERT INTO audit_pending (audit_id) SELECT audit_id FROM audit_seal ORDER BY seq;
      DELETE FROM audit_seal;
      DELETE FROM audit_head)");
  {
    Metrics metrics;
    const Signer other = *Signer::Load(Stack::Get()["OPERATOR_KEY"]);
    const Verifier verifier = *Verifier::Load(Stack::Get()["TOKEN_KEYS"], other);
    Sealer forger(platform_.settings("registry").at("DATABASE_OWNER"), other, verifier, metrics);
    forger.Start();
    EXPECT_TRUE(Eventually(
        [this] { return sql().Query("SELECT count(*) FROM audit_pending", {}).Int(0, 0) == 0; }));
  }
  platform_.Restart("registry");
  EXPECT_EQ(Verify().fault(), "FORGED");
  city_.Person("LURAH", "33.74.14.1003");
  EXPECT_EQ(Verify().fault(), "FORGED");
  sql().Execute("DELETE FROM audit_head");  // nor without any signature
  platform_.Restart("registry");
  EXPECT_EQ(Verify().fault(), "FORGED");
}

}  // namespace
}  // namespace binadaya::test
