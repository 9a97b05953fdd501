#include "services/common/domain/refusal.h"

#include <string>
#include <type_traits>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/cord.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace binadaya {

// Tests only: what makes two findings the same.
static bool operator==(const Finding& a, const Finding& b) {
  return a.rule == b.rule && a.where == b.where && a.message.id == b.message.id &&
         a.message.en == b.message.en && a.values == b.values && a.warning == b.warning;
}

namespace {

using ::testing::ElementsAre;
using ::testing::ElementsAreArray;
using ::testing::IsEmpty;

Finding Blocking(std::string rule) {
  return {
      std::move(rule),
      "baris 12, nip",
      {"Perbaiki nomornya.", "Correct the number."},
      {{"line", "12"}}};
}

Finding Warning(std::string rule) {
  Finding finding = Blocking(std::move(rule));
  finding.warning = true;
  finding.message.en = "Have a look.";
  return finding;
}

// The one payload of a refusal, to damage it.
std::pair<std::string, std::string> PayloadOf(const absl::Status& status) {
  std::pair<std::string, std::string> found;
  status.ForEachPayload([&](auto url, const absl::Cord& bytes) {
    found = {static_cast<std::string>(url), static_cast<std::string>(bytes)};
  });
  return found;
}

TEST(Refusal, CarriesItsCodeAndAllFindingsUnchangedAndInOrder) {
  const Findings findings = {Warning("NIP-09"), Blocking("NIP-03"), Blocking("NIP-06")};

  const absl::Status status = Refuse(absl::StatusCode::kInvalidArgument, findings);

  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(FindingsOf(status), ElementsAreArray(findings));
}

TEST(Refusal, OfOneFindingWaitsForSomethingToBeFixed) {
  const absl::Status status = Refuse(Blocking("NEED-02"));

  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(FindingsOf(status), ElementsAre(Blocking("NEED-02")));
}

TEST(Refusal, SpeaksWithTheFirstFindingThatBlocks) {
  const absl::Status status = Refuse(
      absl::StatusCode::kAborted, {Warning("NIP-09"), Blocking("NIP-03"), Blocking("NIP-06")});

  EXPECT_EQ(status.message(), "NIP-03: Correct the number.");
}

TEST(Refusal, SpeaksWithTheFirstFindingWhenNoneBlocks) {
  EXPECT_EQ(Refuse(Warning("NIP-09")).message(), "NIP-09: Have a look.");
}

TEST(Refusal, SaysThatItRefusesEvenWithoutAFinding) {
  const absl::Status status = Refuse(absl::StatusCode::kFailedPrecondition, Findings());

  EXPECT_EQ(status.message(), "refused");
  EXPECT_THAT(FindingsOf(status), IsEmpty());
}

TEST(Refusal, NeverPassesAsSuccess) {
  const absl::Status status = Refuse(absl::StatusCode::kOk, {Blocking("NIP-03")});

  EXPECT_EQ(status.code(), absl::StatusCode::kInternal);
  EXPECT_THAT(FindingsOf(status), ElementsAre(Blocking("NIP-03")));
}

TEST(Message, IsInBothLanguagesOrDoesNotCompile) {
  static_assert(!std::is_default_constructible_v<Message>);
  static_assert(!std::is_constructible_v<Message, std::string>);
  static_assert(!std::is_default_constructible_v<Finding>);
  const Message message = {"wajib diisi", "is required"};
  EXPECT_EQ(message.id, "wajib diisi");
  EXPECT_EQ(message.en, "is required");
}

TEST(Refusal, KeepsAnyBytes) {
  std::string every_byte;
  for (int repeat = 0; repeat < 3; ++repeat) {
    for (int byte = 0; byte < 256; ++byte) every_byte.push_back(static_cast<char>(byte));
  }
  Finding finding{
      every_byte,
      "",
      {every_byte, ""},
      {{"", every_byte}, {every_byte, ""}, {"a\nb:c", "\"%s\""}},
      true};

  EXPECT_THAT(FindingsOf(Refuse(finding)), ElementsAre(finding));
}

TEST(Refusal, SurvivesBeingCopiedWithTheStatus) {
  absl::Status status = Refuse(Blocking("NEED-02"));
  const absl::Status copy = status;
  status = absl::OkStatus();

  EXPECT_THAT(FindingsOf(copy), ElementsAre(Blocking("NEED-02")));
}

TEST(Refusal, IsNotWhatAnyOtherStatusIs) {
  EXPECT_THAT(FindingsOf(absl::OkStatus()), IsEmpty());
  EXPECT_THAT(FindingsOf(absl::UnavailableError("down")), IsEmpty());
  absl::Status other = absl::UnavailableError("down");
  other.SetPayload(
      "type.googleapis.com/google.rpc.RetryInfo",
      absl::Cord(PayloadOf(Refuse(Blocking("NIP-03"))).second));
  EXPECT_THAT(FindingsOf(other), IsEmpty());
}

TEST(Refusal, YieldsNothingFromAPayloadCutAnywhere) {
  const auto [url, bytes] = PayloadOf(
      Refuse(absl::StatusCode::kInvalidArgument, {Blocking("NIP-03"), Warning("NIP-09")}));
  for (size_t size = 0; size < bytes.size(); ++size) {
    absl::Status cut = absl::InvalidArgumentError("");
    cut.SetPayload(url, absl::Cord(bytes.substr(0, size)));
    EXPECT_THAT(FindingsOf(cut), IsEmpty()) << "cut to " << size << " bytes";
  }
}

TEST(Refusal, YieldsNothingFromAPayloadWithSomethingBehindItOrOfAnotherVersion) {
  const auto [url, bytes] = PayloadOf(Refuse(Blocking("NIP-03")));
  absl::Status longer = absl::InvalidArgumentError("");
  longer.SetPayload(url, absl::Cord(bytes + '\0'));
  EXPECT_THAT(FindingsOf(longer), IsEmpty());
  absl::Status newer = absl::InvalidArgumentError("");
  newer.SetPayload(url, absl::Cord('\2' + bytes.substr(1)));
  EXPECT_THAT(FindingsOf(newer), IsEmpty());
}

TEST(Refusal, BelievesNoLengthThatAPayloadClaims) {
  const auto [url, bytes] = PayloadOf(Refuse(Blocking("NIP-03")));
  // Every byte in turn claims as much as it can: of counts and lengths as of text.
  for (size_t i = 0; i < bytes.size(); ++i) {
    std::string damaged = bytes;
    damaged[i] = '\xff';
    absl::Status status = absl::InvalidArgumentError("");
    status.SetPayload(url, absl::Cord(damaged));
    EXPECT_LE(FindingsOf(status).size(), 1u);
  }
}

TEST(Findings, BlockOnlyWhenOneIsMoreThanAWarning) {
  EXPECT_FALSE(Blocks({}));
  EXPECT_FALSE(Blocks({Warning("NIP-09")}));
  EXPECT_TRUE(Blocks({Warning("NIP-09"), Blocking("NIP-03")}));
}

}  // namespace
}  // namespace binadaya
