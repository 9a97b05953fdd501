// Statements that travel together, and queries in two steps.
#include "gtest/gtest.h"
#include "tests/support/platform.h"

namespace binadaya::test {
namespace {

class Connections : public ::testing::Test {
 protected:
  Connections() : sql_(Stack::Get()["POSTGRES_ADMIN"]) {
    sql_.Execute("CREATE TEMP TABLE number (n int PRIMARY KEY)");
  }
  std::int64_t Count() { return sql_.Query("SELECT count(*) FROM number", {}).Int(0, 0); }

  static constexpr char kInsert[] = "INSERT INTO number VALUES ($1)";
  pg::Connection sql_;
};

TEST_F(Connections, SendWhatIsDeferredWithTheNextQueryAndInOrder) {
  for (int i = 0; i < 1000; ++i) sql_.Defer(kInsert, {i});
  sql_.Defer("DELETE FROM number WHERE n >= $1", {900});
  EXPECT_EQ(Count(), 900);
  sql_.Defer(kInsert, {5000});
  sql_.Execute("UPDATE number SET n = 6000 WHERE n = 5000");
  EXPECT_EQ(sql_.Query("SELECT max(n) FROM number", {}).Int(0, 0), 6000);
}

TEST_F(Connections, ThrowWhatADeferredStatementBrokeAndGoOn) {
  sql_.Defer("BEGIN", {});
  sql_.Defer(kInsert, {1});
  sql_.Defer(kInsert, {1});
  try {
    (void)Count();
    ADD_FAILURE() << "the duplicate was not noticed";
  } catch (const pg::Error& error) {
    EXPECT_TRUE(error.unique_violation()) << error.what();
    EXPECT_FALSE(error.connection_lost());
  }
  sql_.Rollback();
  EXPECT_EQ(Count(), 0);
  sql_.Defer(kInsert, {1});
  sql_.Settle();
  EXPECT_EQ(Count(), 1);
}

TEST_F(Connections, ForgetWhatIsDeferredWhenTheyRollBack) {
  sql_.Defer("BEGIN", {});
  sql_.Defer(kInsert, {1});
  sql_.Rollback();
  sql_.Settle();
  EXPECT_EQ(Count(), 0);
  sql_.Execute("BEGIN");
  sql_.Defer(kInsert, {2});
  (void)Count();
  sql_.Rollback();
  EXPECT_EQ(Count(), 0);
}

TEST_F(Connections, StartAQueryAndCollectItsRowsLater) {
  sql_.Defer(kInsert, {7});
  sql_.Start("SELECT n::text, '\\x00ff'::bytea FROM number WHERE n = $1", {7});
  sql_.Receive();
  sql_.Defer(kInsert, {8});
  const pg::Result rows = sql_.Collect();
  ASSERT_EQ(rows.rows(), 1);
  EXPECT_EQ(rows.Int(0, 0), 7);
  EXPECT_EQ(rows.Text(0, 1), std::string_view("\0\xff", 2));
  EXPECT_EQ(Count(), 2);
}

TEST_F(Connections, KeepTheRowsOfAQueryThatWasAskedWhateverItsFollowersRunInto) {
  const auto first = sql_.Ask("SELECT 42", {});
  const auto second = sql_.Ask("SELECT 43", {});
  EXPECT_FALSE(first->has_value());
  EXPECT_EQ(Count(), 0);
  EXPECT_EQ((*first)->Int(0, 0), 42);
  EXPECT_EQ((*second)->Int(0, 0), 43);
  const auto third = sql_.Ask("SELECT 44", {});
  sql_.Defer(kInsert, {1});
  sql_.Defer(kInsert, {1});
  const auto behind = sql_.Ask("SELECT 45", {});
  EXPECT_THROW(sql_.Settle(), pg::Error);
  EXPECT_EQ((*third)->Int(0, 0), 44);
  EXPECT_FALSE(behind->has_value());
  // One that fails, or is never sent, takes nobody else's rows.
  const auto failed = sql_.Ask("SELECT 1 / $1::int", {0});
  EXPECT_THROW(sql_.Settle(), pg::Error);
  EXPECT_EQ(Count(), 0);
  const auto dropped = sql_.Ask("SELECT 46", {});
  sql_.Discard();
  EXPECT_EQ(Count(), 0);
  EXPECT_FALSE(failed->has_value());
  EXPECT_FALSE(dropped->has_value());
}

TEST_F(Connections, SayWhatIsWrongWithCopiedRowsWhereTheNextStatementIsWaitedFor) {
  const auto copy = [this](const char* rows) {
    sql_.CopyIn("COPY number FROM STDIN", [rows](std::string& buffer) {
      buffer = rows;
      return false;
    });
  };
  copy("1\n1\n");
  EXPECT_THROW((void)Count(), pg::Error);
  copy("2\n2\n");
  EXPECT_THROW((void)sql_.Settle(), pg::Error);
  // What was to go with it is dropped, as behind every error.
  copy("2\n2\n");
  sql_.Defer(kInsert, {2});
  EXPECT_THROW((void)sql_.Settle(), pg::Error);
  EXPECT_EQ(Count(), 0);
  sql_.Execute("BEGIN");
  copy("3\n3\n");
  sql_.Rollback();
  EXPECT_FALSE(sql_.lost());
  sql_.Execute("BEGIN");
  copy("4\n");
  copy("5\n");
  sql_.Defer(kInsert, {6});
  sql_.Execute("COMMIT");
  EXPECT_EQ(Count(), 3);
}

TEST_F(Connections, AreClosedWhenTheyRollBackBetweenSendingAndCollecting) {
  sql_.Execute("BEGIN");
  sql_.Defer(kInsert, {1});
  sql_.Send();
  sql_.Rollback();
  EXPECT_TRUE(sql_.lost());
}

TEST_F(Connections, SayThatTheyAreLost) {
  pg::Connection other(Stack::Get()["POSTGRES_ADMIN"]);
  const std::int64_t pid = sql_.Query("SELECT pg_backend_pid()", {}).Int(0, 0);
  (void)other.Query("SELECT pg_terminate_backend($1, 5000)", {pid});
  sql_.Defer(kInsert, {1});
  try {
    sql_.Settle();
    ADD_FAILURE() << "the lost connection was not noticed";
  } catch (const pg::Error& error) {
    EXPECT_TRUE(error.connection_lost()) << error.what();
  }
  EXPECT_TRUE(sql_.lost());
  sql_.Rollback();
}

}  // namespace
}  // namespace binadaya::test
