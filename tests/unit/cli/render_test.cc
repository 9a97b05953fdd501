#include "services/cli/render.h"

#include "gmock/gmock.h"
#include "google/protobuf/struct.pb.h"
#include "gtest/gtest.h"
#include "services/cli/answer.h"
#include "services/common/domain/refusal.h"
#include "tests/unit/cli/speaking.h"

namespace binadaya::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(Redact, HidesEmploymentAndIdentityNumbersInAnyGrouping) {
  EXPECT_EQ(Redact("NIP 198001012005011001 sudah ada"), "NIP *** sudah ada");
  EXPECT_EQ(Redact("19800101 200501 1 001"), "***");
  EXPECT_EQ(Redact("\"3374010101800001\""), "\"***\"");
  EXPECT_EQ(Redact("a198001012005011001b"), "a***b");
}

TEST(Redact, LeavesOtherNumbersAlone) {
  for (const char* text :
       {"", "baris 12, nip", "3 wrong, 4 same", "01890a5d-ac96-774b-bcce-b302099a8057",
        "33.74.01.1001", "2026-01-31T08:00:00+07:00", "123456789012345", "12 "}) {
    EXPECT_EQ(Redact(text), text);
  }
}

TEST(FindingText, SaysRuleAndPlaceThenWhatItIsInOneLanguageThenValues) {
  v1::Finding finding;
  finding.set_rule("NIP-03");
  finding.set_where("baris 12, nip");
  finding.set_id("panjangnya salah");
  finding.set_en("wrong length");
  (*finding.mutable_values())["length"] = "17";
  EXPECT_EQ(FindingText(finding), "NIP-03  line 12, nip\n  wrong length\n  length = 17\n");
  finding.set_warning(true);
  EXPECT_THAT(FindingText(finding), HasSubstr("line 12, nip  (warning)\n"));
  const SpeakingIndonesian id;
  EXPECT_EQ(
      FindingText(finding),
      "NIP-03  baris 12, nip  (peringatan)\n  panjangnya salah\n  length = 17\n");
}

TEST(FindingText, NeverShowsAnEmploymentNumber) {
  v1::Finding finding;
  finding.set_id("198001012005011001 dua kali");
  (*finding.mutable_values())["nip"] = "198001012005011001";
  EXPECT_THAT(FindingText(finding), Not(HasSubstr("1980")));
}

TEST(Error, CarriesTheFindingsOfARefusal) {
  const absl::Status status = Refuse(
      {.rule = "REPLAY-01",
       .where = "service",
       .message = {"tidak ada proyeksi", "no projection"}});
  EXPECT_EQ(ErrorText(status), "REPLAY-01  service\n  no projection\n");
  EXPECT_THAT(ErrorJson(status), HasSubstr(R"("rule":"REPLAY-01")"));
  EXPECT_EQ(DetailsOf(status).reason(), "REPLAY-01");
}

TEST(Error, SaysToTryAgainOnlyWhereThatMayHelp) {
  EXPECT_THAT(
      ErrorText(absl::UnavailableError("registry: away")),
      AllOf(HasSubstr("registry: away"), HasSubstr("try again")));
  EXPECT_THAT(ErrorText(absl::PermissionDeniedError("no")), Not(HasSubstr("try again")));
}

TEST(Error, OfUsageIsTheProgramsOwn) {
  EXPECT_EQ(
      ErrorText(UsageError({"tulis PERAN:LETAK", "write ROLE:PATH"})),
      "USAGE\n  write ROLE:PATH\n");
}

TEST(Error, WithoutFindingsSaysInBothLanguagesWhatItsCodeMeans) {
  for (int code = 1; code <= 16; ++code) {
    const absl::Status status(static_cast<absl::StatusCode>(code), "registry (127.0.0.1:1): x");
    EXPECT_THAT(ErrorText(status), HasSubstr("detail = registry (127.0.0.1:1): x"));
    const SpeakingIndonesian id;
    EXPECT_NE(DetailsOf(status).findings(0).id(), DetailsOf(status).findings(0).en()) << code;
  }
}

TEST(Local, IsTheTimeOfTheCity) {
  absl::TimeZone jakarta;
  ASSERT_TRUE(absl::LoadTimeZone("Asia/Jakarta", &jakarta));
  EXPECT_EQ(Local("2026-01-26T23:00:02Z", jakarta), "2026-01-27 06:00:02 WIB");
  EXPECT_EQ(Local("2026-01-27T08:00:00+07:00", jakarta), "2026-01-27 08:00:00 WIB");
  for (const char* text : {"", "2026-01-27", "RANKED", "infinite-future", "3.14"})
    EXPECT_EQ(Local(text, jakarta), text);
}

TEST(Json, IsOneLineWithEveryField) {
  v1::Finding finding;
  finding.set_rule("A");
  EXPECT_EQ(
      Json(finding), R"({"rule":"A","where":"","id":"","en":"","values":{},"warning":false})");
  EXPECT_EQ(JsonString("a\"\n"), R"("a\"\n")");
  EXPECT_EQ(JsonObject({{"b", "1"}, {"a", JsonArray({"2", "3"})}}), R"({"b":1,"a":[2,3]})");
}

TEST(Table, AlignsByCharactersNotBytes) {
  EXPECT_EQ(
      Table({{"A", "B", "C"}, {"→→→", "x"}, {"aa", "yy", "z"}}),
      "A    B   C\n→→→  x\naa   yy  z\n");
  EXPECT_EQ(Table({}), "");
}

TEST(Number, HasNoTrailingZeros) {
  EXPECT_EQ(Number(0.25), "0.25");
  EXPECT_EQ(Number(3), "3");
  EXPECT_EQ(Number(100, 0), "100");
  EXPECT_EQ(Number(1.0 / 3, 2), "0.33");
  EXPECT_EQ(Number(-0.00001), "0");
}

}  // namespace
}  // namespace binadaya::cli
