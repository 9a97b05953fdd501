// The checker of arrivals meets the faults that it is meant for: see mutants_test.cc.
#include <iostream>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/faults/arrivals_load.h"
#include "tests/support/city.h"
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
  // Some come.
  void Work() {
    absl::TimeZone zone;
    absl::LoadTimeZone(Stack::Get()["TIME_ZONE"], &zone);
    scans_ = std::make_shared<Scans>(
        platform_.scheduling(),
        [this](const std::string& who, const std::vector<Grant>& grants, absl::Duration patience) {
          return platform_.As(who, grants, patience);
        },
        FoundSessions(sql(), 500, platform_.clock().Now(), zone));
    load_ = std::make_unique<Load>(ScanWork(scans_), Load::Options{.clients = 6, .rate = 300});
    load_->Start();
    ASSERT_TRUE(Eventually([&] { return load_->answered() >= 200; })) << load_->Summary();
    load_->Stop();
  }
  pg::Connection& sql() { return platform_.sql("scheduling"); }
  Violations Kept() { return ScansKept(sql(), {scans_}); }
  static void ExpectFound(const char* fault, const Violations& violations) {
    EXPECT_THAT(violations, Not(IsEmpty())) << fault;
    std::cout << "[ FOUND    ] " << fault << ": " << Text(violations) << std::endl;
  }

  Platform platform_;
  std::shared_ptr<Scans> scans_;
  std::unique_ptr<Load> load_;
};

TEST_F(ArrivalsMutants, AreTheOnlyReasonForViolations) {
  Work();
  load_->Repeat(1000);
  EXPECT_THAT(Kept(), IsEmpty());
  sql().Execute(
      "DELETE FROM event_log WHERE aggregate_type = 'attendance' AND aggregate_id ="
      " (SELECT min(enrolment::text) FROM attendance_entry)");
  ExpectFound("a scan that nobody told", Kept());
}

TEST_F(ArrivalsMutants, ADatabaseThatAnswersBeforeItCommitsForgetsWhoCame) {
  platform_.Restart("scheduling", {{"MUTANT", "no_commit"}});
  Work();
  ExpectFound("a scan that is not there", Kept());
}

}  // namespace
}  // namespace binadaya::test
