// The audit log: every command and refusal is in it, and what was done to it afterwards shows.
#include "services/common/audit.h"

#include "gmock/gmock.h"
#include "services/common/id.h"
#include "tests/support/city.h"
#include "tests/support/matchers.h"
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
  // A portion of three rows, from where the one before ended.
  operations::v1::VerifyAuditResponse Portion(const std::string& token = "", int rows = 3) {
    operations::v1::VerifyAuditRequest request;
    request.set_page_size(rows);
    request.set_page_token(token);
    const auto report = platform_.operations("registry").VerifyAudit(platform_.Admin(), request);
    EXPECT_TRUE(report.ok()) << report.status();
    return report.ok() ? *report : operations::v1::VerifyAuditResponse();
  }
  // What is left of a walk, in portions.
  operations::v1::VerifyAuditResponse Rest(operations::v1::VerifyAuditResponse report) {
    while (!report.next_page_token().empty()) report = Portion(report.next_page_token());
    return report;
  }
  // The id of the third sealed row.
  std::string Third() {
    return platform_.sql("registry")
        .Query("SELECT audit_id FROM audit_seal ORDER BY seq OFFSET 2 LIMIT 1", {})
        .String(0, 0);
  }
  // The id of a row that somebody put there by hand.
  std::string PutBetween() {
    std::string id = platform_.Id();
    sql().Query(
        "INSERT INTO audit SELECT $1::uuid, at, 'nobody', action, target, decision, reason, "
        "request_id, body_hash, traceparent"
        " FROM audit LIMIT 1",
        {id});
    return id;
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
  const std::string id = PutBetween();
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

TEST_F(AuditLog, IsVerifiedInPortions) {
  auto report = Portion();
  std::vector<std::int64_t> walked = {report.rows()};
  while (!report.next_page_token().empty()) {
    EXPECT_FALSE(report.intact()) << "not all was walked";
    EXPECT_EQ(report.fault(), "UNFINISHED");
    report = Portion(report.next_page_token());
    walked.push_back(report.rows());
    ASSERT_LT(walked.size(), 20u);
  }
  EXPECT_TRUE(report.intact()) << report.DebugString();
  EXPECT_EQ(report.fault(), "");
  // Seven seals, and then the seven rows, whether each has one.
  EXPECT_THAT(walked, ::testing::ElementsAre(3, 6, 7, 7, 7));
}

TEST_F(AuditLog, IsVerifiedForAsLongAsThereIsTimeButAlwaysALittle) {
  const Signer signer = *Signer::Load(Stack::Get()["OPERATOR_KEY"]);
  const Verifier verifier = *Verifier::Load(Stack::Get()["TOKEN_KEYS"], signer);
  Metrics metrics;
  Db db(platform_.conninfo("registry"), 2, {}, platform_.clock(), metrics);
  const AuditPortion portion = {.rows = 1000, .until = absl::InfinitePast()};
  const auto walked = [&](const AuditWalk& from) {
    const auto report = db.Read(platform_.Admin(), [&](Tx& tx) -> absl::StatusOr<AuditReport> {
      return VerifyAudit(tx, verifier, "registry", from, portion);
    });
    EXPECT_THAT(report, IsOk());
    return report.ok() ? *report : AuditReport();
  };
  const AuditReport first = walked({});
  EXPECT_FALSE(first.ended);
  EXPECT_EQ(first.fault, "");
  EXPECT_EQ(first.at.rows, 7) << "one look, of as many rows as that takes";
  EXPECT_EQ(first.at.looked_at, "");
  const AuditReport second = walked(first.at);
  EXPECT_FALSE(second.ended);
  EXPECT_NE(second.at.looked_at, "");
  EXPECT_TRUE(walked(second.at).ended);
}

TEST_F(AuditLog, APortionGoesOnOnlyWhereThisServiceSaidToTheSameCaller) {
  operations::v1::VerifyAuditRequest request;
  request.set_page_token(Portion().next_page_token());
  const Call auditor = platform_.As("inspektorat", {{v1::AUDITOR, "/"}});
  EXPECT_THAT(platform_.operations("registry").VerifyAudit(auditor, request), RefusedBy("PAGE-02"));
  request.mutable_page_token()->front() = request.page_token().front() == 'A' ? 'B' : 'A';
  EXPECT_THAT(
      platform_.operations("registry").VerifyAudit(platform_.Admin(), request),
      RefusedBy("PAGE-02"));
}

TEST_F(AuditLog, NamesWhatIsDoneToRowsAheadOfAPortion) {
  const auto first = Portion();
  const std::string fifth =
      sql().Query("SELECT audit_id FROM audit_seal WHERE seq = 5", {}).String(0, 0);
  sql().Query("UPDATE audit SET actor = 'nobody' WHERE id = $1", {fifth});
  EXPECT_EQ(Rest(first).fault(), "CHANGED");
  EXPECT_EQ(Rest(first).audit_id(), fifth);
}

// From the fourth seal on, each of them right for the one before: only not for the third one.
TEST_F(AuditLog, NamesAChainThatGoesOnFromAnotherSealThanAPortionEndedWith) {
  const auto first = Portion();
  const pg::Result seals =
      sql().Query("SELECT seq, row_hash FROM audit_seal WHERE seq > 3 ORDER BY seq", {});
  std::string hash = Sha256("another");
  for (int i = 0; i < seals.rows(); ++i) {
    hash = Sha256(Cat(hash, seals.Bytes(i, 1)));
    sql().Query(
        "UPDATE audit_seal SET hash = $2 WHERE seq = $1", {seals.Int(i, 0), pg::Bytes{hash}});
  }
  EXPECT_EQ(Rest(first).fault(), "PUT_BETWEEN");
}

TEST_F(AuditLog, NamesAChainThatWasMadeAnewBehindAPortion) {
  const auto first = Portion();
  sql().Query("UPDATE audit_seal SET hash = $1 WHERE seq = 3", {pg::Bytes{Sha256("another")}});
  const auto report = Rest(first);
  EXPECT_EQ(report.fault(), "FORGED");
  EXPECT_EQ(report.audit_id(), Third());
}

TEST_F(AuditLog, NamesAChainThatWasCutOffBehindAPortion) {
  const std::string third = Third();
  const auto first = Portion();
  sql().Execute(R"(
      DELETE FROM audit a USING audit_seal s WHERE s.audit_id = a.id AND s.seq > 2;
      DELETE FROM audit_seal WHERE seq > 2;
      DELETE FROM audit_head WHERE seq > 2)");
  const auto report = Rest(first);
  EXPECT_EQ(report.fault(), "REMOVED");
  EXPECT_EQ(report.audit_id(), third);
}

TEST_F(AuditLog, NamesARowThatWasPutBetweenPortions) {
  const auto first = Portion();
  const std::string id = PutBetween();
  EXPECT_EQ(Rest(first).fault(), "PUT_BETWEEN");
  EXPECT_EQ(Rest(first).audit_id(), id);
}

// A portion has seen that the chain's heads are signed: it is none from before they were.
TEST_F(AuditLog, IsNotTakenForAnOldOneOnceAHeadWasSeen) {
  const auto all = Portion("", 7);
  ASSERT_EQ(all.rows(), 7);
  ASSERT_FALSE(all.next_page_token().empty());
  const std::string id = PutBetween();
  sql().Query(
      R"(
      INSERT INTO audit_seal (seq, audit_id, row_hash, hash, format)
      SELECT 8, a.id, sha256(convert_to(a::text, 'UTF8')),
        sha256(s.hash || sha256(convert_to(a::text, 'UTF8'))), 1
      FROM audit a, audit_seal s
      WHERE a.id = $1 AND s.seq = 7)",
      {id});
  sql().Execute("UPDATE audit_seal SET format = 1; DELETE FROM audit_head");
  const auto report = Rest(all);
  EXPECT_EQ(report.rows(), 8) << report.DebugString();
  EXPECT_EQ(report.fault(), "FORGED");
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
