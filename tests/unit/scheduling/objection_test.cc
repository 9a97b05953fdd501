#include "services/scheduling/domain/objection.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/matchers.h"
#include "tests/unit/scheduling/people.h"

namespace binadaya::scheduling::domain::sample {
namespace {

const absl::CivilDay kFiledOn(2026, 2, 20);

Objection Filed() { return {.id = "objection", .selection = "s", .person = "person"}; }

TEST(Objection, IsFiledOnceInTimeByWhomTheSelectionJudged) {
  const auto rules = [](const Objectionable& about, const std::string& reason = "keliru") {
    return RulesOf(Objection::Check(about, reason, kFiledOn));
  };
  EXPECT_EQ(rules({.considered = true, .last_day = kFiledOn}), "");
  EXPECT_EQ(rules({.considered = true, .last_day = kFiledOn - 1}), "OBJ-02");
  EXPECT_EQ(
      Objection::Check({.considered = true, .last_day = kFiledOn - 1}, "x", kFiledOn)[0].values.at(
          "last_day"),
      "2026-02-19");
  EXPECT_EQ(rules({.considered = false, .last_day = kFiledOn - 1}), "OBJ-01");
  EXPECT_EQ(rules({.considered = true, .objected = true, .last_day = kFiledOn}), "OBJ-03");
  EXPECT_EQ(rules({.considered = true, .last_day = kFiledOn}, " "), "OBJ-04");
  EXPECT_EQ(
      rules({.considered = true, .objected = true, .last_day = kFiledOn - 1}, ""),
      "OBJ-02 OBJ-03 OBJ-04");
}

TEST(Objection, IsDecidedOnceByAnotherWithAReason) {
  Objection objection = Filed();
  EXPECT_THAT(
      objection.Decide(true, "chooser", {"chooser"}, "benar", kFiledOn), test::RefusedBy("OBJ-06"));
  EXPECT_THAT(
      objection.Decide(true, "person", {"chooser"}, "benar", kFiledOn), test::RefusedBy("OBJ-07"));
  EXPECT_THAT(
      objection.Decide(true, "judge", {"chooser"}, "", kFiledOn), test::RefusedBy("OBJ-04"));
  EXPECT_EQ(objection.state, ObjectionState::kFiled);
  EXPECT_EQ(objection.decided, std::nullopt);
  EXPECT_THAT(objection.Decide(true, "judge", {"chooser"}, "benar", kFiledOn), test::IsOk());
  EXPECT_EQ(objection.state, ObjectionState::kUpheld);
  EXPECT_THAT(objection.decided, testing::Optional(kFiledOn));
  EXPECT_EQ(objection.by, "judge");
  EXPECT_EQ(objection.why, "benar");
  EXPECT_FALSE(objection.Lapse(kFiledOn));
  const absl::Status again = objection.Decide(false, "person", {"person"}, "", kFiledOn);
  EXPECT_EQ(RulesOf(FindingsOf(again)), "OBJ-05 OBJ-06 OBJ-07 OBJ-04");
  EXPECT_EQ(FindingsOf(again)[0].values.at("state"), "UPHELD");
  EXPECT_EQ(objection.state, ObjectionState::kUpheld);
  objection = Filed();
  EXPECT_THAT(objection.Decide(false, "judge", {}, "tidak terbukti", kFiledOn), test::IsOk());
  EXPECT_EQ(objection.state, ObjectionState::kRejected);
}

TEST(Objection, LapsesWhileItIsOpen) {
  Objection objection = Filed();
  EXPECT_TRUE(objection.Lapse(kFiledOn));
  EXPECT_EQ(objection.state, ObjectionState::kLapsed);
  EXPECT_THAT(objection.decided, testing::Optional(kFiledOn));
  EXPECT_FALSE(objection.Lapse(kFiledOn));
  EXPECT_THAT(objection.Decide(true, "judge", {}, "benar", kFiledOn), test::RefusedBy("OBJ-05"));
  EXPECT_EQ(ToString(ObjectionState::kFiled), "FILED");
  EXPECT_EQ(ToString(ObjectionState::kUpheld), "UPHELD");
  EXPECT_EQ(ToString(ObjectionState::kRejected), "REJECTED");
  EXPECT_EQ(ToString(ObjectionState::kLapsed), "LAPSED");
}

}  // namespace
}  // namespace binadaya::scheduling::domain::sample
