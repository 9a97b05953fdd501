#include "services/common/status.h"

#include "gtest/gtest.h"
#include "services/common/domain/text.h"

namespace binadaya {
namespace {

TEST(Status, CarriesItsFindingsToTheCaller) {
  const absl::Status refused = Refuse(
      absl::StatusCode::kFailedPrecondition,
      {{.rule = "NEED-04",
        .where = "state",
        .message = {"tidak bisa", "cannot"},
        .values = {{"state", "CLOSED"}}},
       {.rule = "NEED-08", .where = "reason", .message = {"wajib", "required"}, .warning = true}});
  const absl::Status arrived = FromGrpc(ToGrpc(refused));
  EXPECT_EQ(arrived.code(), refused.code());
  const Findings findings = FindingsOf(arrived);
  ASSERT_EQ(findings.size(), 2);
  EXPECT_EQ(findings[0].rule, "NEED-04");
  EXPECT_EQ(findings[0].message.id, "tidak bisa");
  EXPECT_EQ(findings[0].values.at("state"), "CLOSED");
  EXPECT_TRUE(findings[1].warning);
}

TEST(Status, KeepsEveryCode) {
  for (int code = 1; code <= 16; ++code) {
    const absl::Status status(static_cast<absl::StatusCode>(code), "why");
    EXPECT_EQ(FromGrpc(ToGrpc(status)).code(), status.code());
  }
  EXPECT_TRUE(FromGrpc(ToGrpc(absl::OkStatus())).ok());
}

TEST(Status, SaysHowManyFindingsDidNotFit) {
  Findings many;
  for (int i = 0; i < 500; ++i)
    many.push_back(
        {.rule = "NIP-01", .where = Cat("baris ", i), .message = {"salah sekali", "very wrong"}});
  const absl::Status arrived = FromGrpc(ToGrpc(Refuse(absl::StatusCode::kInvalidArgument, many)));
  const Findings findings = FindingsOf(arrived);
  EXPECT_LT(findings.size(), 500);
  EXPECT_EQ(findings.back().rule, "MORE-01");
  EXPECT_EQ(findings.back().values.at("more"), Cat(500 - (findings.size() - 1)));
}

}  // namespace
}  // namespace binadaya
