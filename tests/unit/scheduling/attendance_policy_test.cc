#include "services/scheduling/domain/attendance_policy.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/scheduling/findings_told.h"

namespace binadaya::scheduling::domain {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(AttendancePolicies, HaveBounds) {
  const auto told = [](std::string_view key, const std::vector<double>& values) {
    return FindingsTold(CheckAttendancePolicy(key, values));
  };
  EXPECT_THAT(told("checkin.code", {10, 0, 1}), IsEmpty());
  EXPECT_THAT(told("checkin.code", {300, 60, 100}), IsEmpty());
  EXPECT_THAT(
      told("checkin.code", {0, -1, 0}),
      ElementsAre("ATT-50 values[0]", "ATT-50 values[1]", "ATT-50 values[2]"));
  EXPECT_THAT(told("checkin.code", {9, 61, 101}), testing::SizeIs(3));
  EXPECT_THAT(told("checkin.window", {15, 60, 0, 5}), ElementsAre("ATT-50 values[2]"));
  EXPECT_THAT(told("rundown.lesson_minutes", {0}), ElementsAre("ATT-50 values[0]"));
  EXPECT_THAT(told("rundown.lesson_minutes", {1}), IsEmpty());
  EXPECT_THAT(told("fidelity.min", {1.01}), ElementsAre("ATT-50 values[0]"));
  EXPECT_THAT(told("fidelity.min", {1}), IsEmpty());
  EXPECT_THAT(told("completion.tests", {0}), IsEmpty());
  EXPECT_THAT(told("completion.tests", {2}), ElementsAre("ATT-50 values[0]"));
  // Not sooner than a finance audit may ask.
  EXPECT_THAT(told("retention.attendance_days", {1826}), ElementsAre("ATT-50 values[0]"));
  EXPECT_THAT(told("retention.attendance_days", {1827}), IsEmpty());
  EXPECT_THAT(told("feed.days", {0, 3661}), ElementsAre("ATT-50 values[0]", "ATT-50 values[1]"));
  EXPECT_THAT(told("feed.days", {3660, 1}), IsEmpty());
  EXPECT_THAT(told("retention.feed_days", {29}), ElementsAre("ATT-50 values[0]"));
  EXPECT_THAT(told("speaker.rating", {5, 1, 60, 90}), IsEmpty());
  EXPECT_THAT(told("speaker.rating", {5.1, 0, 61, 0}), testing::SizeIs(4));
  EXPECT_THAT(told("retention.rating_days", {1826}), ElementsAre("ATT-50 values[0]"));
  EXPECT_THAT(told("enrolment.question_days", {0}), ElementsAre("ATT-50 values[0]"));
  EXPECT_THAT(told("eval.k_anon", {-5}), IsEmpty());
}

}  // namespace
}  // namespace binadaya::scheduling::domain
