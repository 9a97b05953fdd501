// What holds for every command: one effect for one request id, a refusal without trace, deadlines,
// least privilege.
#include <thread>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/registry/registry.h"
#include "tests/support/city.h"
#include "tests/support/matchers.h"
#include "tests/support/platform.h"

namespace binadaya::test {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
namespace rv = ::binadaya::registry::v1;

class Commands : public RegistryTest {
 protected:
  rv::DefinePostRequest Request(const std::string& code) {
    rv::DefinePostRequest request;
    request.set_request_id(platform_->Id());
    request.set_code(code);
    request.set_title("Analis");
    request.set_group(rv::EXECUTOR);
    request.set_family("ANALIS");
    return request;
  }
  int CountOf(pg::Sql sql, const std::string& value) {
    return platform_->sql("registry").Query(sql, {value}).Int32(0, 0);
  }
};

TEST_F(Commands, RepeatedWithTheirRequestIdGetTheSameAnswerAndOneEffect) {
  const rv::DefinePostRequest request = Request("ANALIS-1");
  const auto first = platform_->registry().DefinePost(platform_->Analyst(), request);
  const auto second = platform_->registry().DefinePost(platform_->Analyst(), request);
  ASSERT_TRUE(first.ok() && second.ok()) << first.status() << second.status();
  EXPECT_EQ(first->SerializeAsString(), second->SerializeAsString());
  EXPECT_EQ(CountOf("SELECT count(*) FROM event_log WHERE aggregate_id = $1", "ANALIS-1"), 1);
  EXPECT_EQ(CountOf("SELECT count(*) FROM audit WHERE request_id = $1", request.request_id()), 1);
}

TEST_F(Commands, RepeatedAtOnceByManyHaveOneEffect) {
  const rv::DefinePostRequest request = Request("ANALIS-2");
  std::vector<std::thread> callers;
  std::atomic<int> answered = 0;
  for (int i = 0; i < 12; ++i) {
    callers.emplace_back([&] {
      if (platform_->registry().DefinePost(platform_->Analyst(), request).ok()) ++answered;
    });
  }
  for (std::thread& caller : callers) caller.join();
  EXPECT_EQ(answered, 12);
  EXPECT_EQ(CountOf("SELECT count(*) FROM event_log WHERE aggregate_id = $1", "ANALIS-2"), 1);
}

// A decision that was taken is refused when it is taken again; its repetition is not.
TEST_F(Commands, RepeatedWhileTheFirstIsAtWorkAreAnsweredAndNotRefused) {
  const std::string person = city_->Person("LURAH", "33.74.14.1003");
  const std::string campaign = city_->RatingCampaign();
  for (const auto role : {rv::RATER_SUPERVISOR, rv::RATER_SELF})
    ASSERT_TRUE(city_->Rate(campaign, person, role, City::Nine(2)).ok());
  pg::Connection& blocker = platform_->sql("registry");
  blocker.Execute("BEGIN");
  blocker.Query("SELECT FROM person WHERE id = $1 FOR UPDATE", {person});
  rv::DecideProfileRequest request;
  request.set_request_id(platform_->Id());
  request.set_person(person);
  const Call call = platform_->As("pic", {{v1::UNIT_HR_OFFICER, "/"}});
  std::vector<absl::Status> answers(2);
  std::vector<std::thread> callers;
  for (absl::Status& answer : answers) {
    callers.emplace_back(
        [&] { answer = platform_->registry().VerifyProfile(call, request).status(); });
  }
  pg::Connection watch(platform_->conninfo("registry"));
  EXPECT_TRUE(Eventually([&] {
    return watch
               .Query(
                   "SELECT count(*) FROM pg_stat_activity"
                   " WHERE datname = current_database() AND wait_event_type = 'Lock'",
                   {})
               .Int(0, 0) == 2;
  }));
  blocker.Execute("COMMIT");
  for (std::thread& caller : callers) caller.join();
  for (const absl::Status& answer : answers) EXPECT_TRUE(answer.ok()) << answer;
  EXPECT_EQ(CountOf("SELECT count(*) FROM audit WHERE request_id = $1", request.request_id()), 1);
}

TEST_F(Commands, WithARequestIdOfAnotherBodyOrCallerAreRefused) {
  rv::DefinePostRequest request = Request("ANALIS-3");
  ASSERT_TRUE(platform_->registry().DefinePost(platform_->Analyst(), request).ok());
  const auto other_caller = platform_->registry()
                                .DefinePost(platform_->As("another", {{v1::ANALYST, "/"}}), request)
                                .status();
  EXPECT_THAT(other_caller, RefusedBy("REQUEST-01"));
  request.set_title("Analis Utama");
  const auto other_body = platform_->registry().DefinePost(platform_->Analyst(), request).status();
  EXPECT_TRUE(absl::IsInvalidArgument(other_body));
  EXPECT_THAT(other_body, RefusedBy("REQUEST-01"));
  EXPECT_EQ(CountOf("SELECT count(*) FROM event_log WHERE aggregate_id = $1", "ANALIS-3"), 1);
}

TEST_F(Commands, StopAtTheirDeadlineAndLeaveNothing) {
  const std::string person = city_->Person("LURAH", "33.74.14.1003");
  const std::string campaign = city_->RatingCampaign();
  platform_->Told("registry");
  pg::Connection& blocker = platform_->sql("registry");
  blocker.Execute("BEGIN");
  blocker.Query("SELECT 1 FROM person WHERE id = $1 FOR UPDATE", {person});
  rv::RecordRatingsRequest request;
  request.set_request_id(platform_->Id());
  request.set_campaign(campaign);
  request.set_person(person);
  request.set_rater_role(rv::RATER_SUPERVISOR);
  request.add_judgements()->set_competency("M.01");
  request.mutable_judgements(0)->set_level(2);
  const absl::Time start = absl::Now();
  const Call hurried = platform_->As("boss", {{v1::SUPERVISOR, "/"}}, absl::Milliseconds(400));
  EXPECT_TRUE(
      absl::IsDeadlineExceeded(platform_->registry().RecordRatings(hurried, request).status()));
  EXPECT_LT(absl::Now() - start, absl::Seconds(2));
  // The registry's clock for it ran a little longer than the caller's.
  EXPECT_TRUE(Eventually(
      [&] { return platform_->Metric("registry", "binadaya_rpc_workers_busy") == 0; },
      absl::Seconds(2)));
  blocker.Execute("ROLLBACK");
  EXPECT_THAT(platform_->Told("registry"), IsEmpty());
  // And the same request succeeds with time.
  EXPECT_TRUE(platform_->registry()
                  .RecordRatings(platform_->As("boss", {{v1::SUPERVISOR, "/"}}), request)
                  .ok());
}

TEST_F(Commands, BeyondTheQueueAreRefusedWithAHintToTryAgain) {
  platform_->Restart("registry", {{"QUEUE", "1"}, {"DATABASE_CONNECTIONS", "1"}});
  pg::Connection& blocker = platform_->sql("registry");
  blocker.Execute("BEGIN");
  blocker.Query("LOCK TABLE post IN ACCESS EXCLUSIVE MODE", {});
  std::vector<std::thread> callers;
  std::atomic<int> exhausted = 0;
  for (int i = 0; i < 8; ++i) {
    callers.emplace_back([&] {
      const rv::ListPostsRequest request;
      const Call call = platform_->As("someone", {{v1::ANALYST, "/"}}, absl::Milliseconds(1500));
      if (absl::IsResourceExhausted(platform_->registry().ListPosts(call, request).status()))
        ++exhausted;
    });
  }
  for (std::thread& caller : callers) caller.join();
  blocker.Execute("ROLLBACK");
  EXPECT_GE(exhausted, 5);  // one at work, one in the queue; the rest may not wait
  platform_->Restart("registry", {{"QUEUE", "512"}, {"DATABASE_CONNECTIONS", "6"}});
  EXPECT_TRUE(platform_->registry().ListPosts(platform_->Analyst(), {}).ok());
}

TEST_F(Commands, WorkWithoutRedis) {
  platform_->Restart("registry", {{"REDIS", "127.0.0.1:1"}});
  const std::string person = city_->Person("LURAH", "33.74.14.1004");
  EXPECT_TRUE(city_->Assess(city_->RatingCampaign(), person, 2).ok());
}

TEST_F(Commands, CannotRewriteWhatWasToldOrAudited) {
  pg::Connection service(platform_->conninfo("registry"));
  for (const char* statement :
       {"UPDATE event_log SET payload = ''", "DELETE FROM event_log", "TRUNCATE event_log",
        "UPDATE audit SET actor = ''", "DELETE FROM audit", "DELETE FROM audit_default",
        "UPDATE audit_seal SET hash = ''", "DELETE FROM audit_seal", "DROP TABLE outbox",
        "DELETE FROM schema_migration", "CREATE TABLE mine (id int)"}) {
    try {
      service.Execute(statement);
      ADD_FAILURE() << statement << " was allowed";
    } catch (const pg::Error& error) {
      EXPECT_EQ(error.state(), "42501") << statement << ": " << error.what();
    }
  }
}

TEST_F(Commands, OfOneServiceCannotReachAnothersDatabase) {
  // The deployment's own databases: those of a test are open to all, being made ad hoc.
  const std::string registry = Stack::Get().Of("registry").at("DATABASE");
  const std::size_t at = registry.find("dbname=registry");
  ASSERT_NE(at, std::string::npos);
  for (const char* other : {"needs", "reporting", "postgres"}) {
    std::string conninfo = registry;
    conninfo.replace(at, 15, Cat("dbname=", other));
    EXPECT_THROW(pg::Connection{conninfo}, pg::Error) << other;
  }
}

TEST_F(Commands, AreMeasured) {
  ASSERT_TRUE(platform_->registry().ListPosts(platform_->Analyst(), {}).ok());
  EXPECT_GE(platform_->Metric("registry", "binadaya_rpc_handled_total"), 1);
  const std::string page = platform_->app("registry").metrics().Text();
  EXPECT_THAT(page, HasSubstr("kind=\"query\",method=\"registry.ListPosts\"}"));
  EXPECT_THAT(page, HasSubstr("code=\"OK\",kind=\"command\",method=\"registry.DefinePost\"}"));
  for (const char* name :
       {"binadaya_rpc_duration_seconds_count", "binadaya_outbox_oldest_age_seconds",
        "binadaya_outbox_rows", "binadaya_db_connections_in_use",
        "binadaya_db_connections_capacity", "binadaya_timer_overdue_seconds",
        "binadaya_audit_unsealed_age_seconds", "binadaya_consumer_lag_seconds",
        "binadaya_rpc_queued"}) {
    EXPECT_GE(platform_->Metric("registry", name), 0) << name;
  }
}

}  // namespace
}  // namespace binadaya::test
