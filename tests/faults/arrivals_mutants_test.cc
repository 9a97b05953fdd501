// The checker of arrivals meets the faults that it is meant for: see mutants_test.cc.
#include <iostream>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/faults/arrivals_load.h"
#include "tests/support/city.h"
#include "tests/support/matchers.h"
#include "tests/support/platform.h"

namespace binadaya::test {
namespace {

using ::testing::IsEmpty;
using ::testing::Not;

class ArrivalsMutants : public ::testing::Test {
 protected:
  ArrivalsMutants() : platform_({"registry", "needs", "scheduling"}) {
    City(platform_).Found();
    EXPECT_TRUE(platform_.Settle());
  }
  // Some scan: they come, or they leave.
  void Work() {
    if (participants_.empty()) {
      absl::TimeZone zone;
      absl::LoadTimeZone(Stack::Get()["TIME_ZONE"], &zone);
      participants_ = FoundSessions(sql(), 500, platform_.clock().Now(), zone);
    }
    rounds_.push_back(std::make_shared<Scans>(
        platform_.scheduling(),
        [this](const std::string& who, const std::vector<Grant>& grants, absl::Duration patience) {
          return platform_.As(who, grants, patience);
        },
        participants_));
    load_ =
        std::make_unique<Load>(ScanWork(rounds_.back()), Load::Options{.clients = 6, .rate = 300});
    load_->Start();
    ASSERT_TRUE(Eventually([&] { return load_->answered() >= 200; })) << load_->Summary();
    load_->Stop();
  }
  pg::Connection& sql() { return platform_.sql("scheduling"); }
  Violations Kept() { return ScansKept(sql(), rounds_); }
  // What a statement does to the log, which is undone then.
  void ExpectFoundOf(const char* fault, const char* statement) {
    EXPECT_THAT(Kept(), IsEmpty());
    sql().Execute("BEGIN");
    sql().Execute(statement);
    ExpectFound(fault, Kept());
    sql().Execute("ROLLBACK");
  }
  static void ExpectFound(const char* fault, const Violations& violations) {
    EXPECT_THAT(violations, Not(IsEmpty())) << fault;
    std::cout << "[ FOUND    ] " << fault << ": " << Text(violations) << std::endl;
  }

  Platform platform_;
  std::vector<Participant> participants_;
  std::vector<std::shared_ptr<Scans>> rounds_;
  std::unique_ptr<Load> load_;
};

TEST_F(ArrivalsMutants, AreTheOnlyReasonForViolations) {
  Work();
  ASSERT_THAT(platform_.clock().MoveTo(platform_.clock().Now() + absl::Minutes(1)), IsOk());
  Work();
  load_->Repeat(1000);
  ExpectFoundOf(
      "a scan that nobody told",
      "DELETE FROM event_log WHERE aggregate_type = 'attendance' AND aggregate_id ="
      " (SELECT min(enrolment::text) FROM attendance_entry)");
  ExpectFoundOf(
      "a scan that was told twice",
      "INSERT INTO event_log"
      " (event_id, aggregate_type, aggregate_id, aggregate_version, headers, payload)"
      " SELECT gen_random_uuid(), aggregate_type, aggregate_id, aggregate_version + 2, headers,"
      "  payload"
      " FROM event_log WHERE aggregate_type = 'attendance' ORDER BY event_id LIMIT 1");
  ExpectFoundOf(
      "one told twice in place of another",
      "UPDATE event_log AS gone SET headers = came.headers, payload = came.payload"
      " FROM event_log AS came WHERE came.aggregate_type = 'attendance'"
      " AND (gone.aggregate_type, gone.aggregate_id) = (came.aggregate_type, came.aggregate_id)"
      " AND came.aggregate_version = 1 AND gone.aggregate_version = 2");
  EXPECT_THAT(Kept(), IsEmpty());
}

TEST_F(ArrivalsMutants, ADatabaseThatAnswersBeforeItCommitsForgetsWhoCame) {
  platform_.Restart("scheduling", {{"MUTANT", "no_commit"}});
  Work();
  ExpectFound("a scan that is not there", Kept());
}

}  // namespace
}  // namespace binadaya::test
