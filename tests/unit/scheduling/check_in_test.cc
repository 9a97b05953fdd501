#include "services/scheduling/domain/check_in.h"

#include <set>
#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_replace.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "openssl/evp.h"
#include "openssl/hmac.h"
#include "tests/unit/scheduling/findings_told.h"

namespace binadaya::scheduling::domain {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

std::string HmacSha256(std::string_view key, std::string_view message) {
  unsigned char mac[EVP_MAX_MD_SIZE];
  unsigned int size = 0;
  HMAC(
      EVP_sha256(), key.data(), static_cast<int>(key.size()),
      reinterpret_cast<const unsigned char*>(message.data()), message.size(), mac, &size);
  return std::string(reinterpret_cast<const char*>(mac), size);
}

const CheckInPolicy kPolicy;
const absl::CivilMinute kFrom(2026, 3, 2, 8, 0);
const absl::CivilMinute kUntil(2026, 3, 2, 9, 30);

CheckInSession ASession(std::string id = "session", std::string secret = "0123456789abcdef") {
  return {std::move(id), std::move(secret), {kFrom, kUntil}};
}
absl::CivilSecond At(int hour, int minute, int second = 0) {
  return absl::CivilSecond(2026, 3, 2, hour, minute, second);
}

// What somebody gets who scans what the screen shows at `shown` and opens it at `opened`.
absl::StatusOr<std::string> Scan(
    absl::CivilSecond shown, absl::CivilSecond opened, const CheckInSession& session = ASession()) {
  return OpenPage(
      session, {Show(session, shown, kPolicy, HmacSha256), "device", 0, opened}, kPolicy,
      HmacSha256);
}
Claim AClaim(std::string ticket, absl::CivilSecond now) {
  return {std::move(ticket), "device", Standing::kSeated, false, false, now};
}
absl::StatusOr<Use> Claims(const Claim& claim, const CheckInSession& session = ASession()) {
  return CheckIn(session, claim, kPolicy, HmacSha256);
}

// RFC 4231, test cases 1 and 2: the HMAC that these tests hand in is one.
TEST(CheckIn, TestsUseTheRealHmac) {
  EXPECT_EQ(
      absl::BytesToHexString(HmacSha256(std::string(20, '\x0b'), "Hi There")),
      "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
  EXPECT_EQ(
      absl::BytesToHexString(HmacSha256("Jefe", "what do ya want for nothing?")),
      "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
}

// RFC 6238, appendix B, SHA-256.
TEST(Code, IsThatOfRfc6238) {
  const struct {
    std::int64_t seconds;
    const char* code;
  } cases[] = {{59, "46119246"},         {1111111109, "68084774"}, {1111111111, "67062674"},
               {1234567890, "91819424"}, {2000000000, "90698825"}, {20000000000, "77737706"}};
  for (const auto& one : cases) {
    const std::int64_t window = WindowAt(absl::CivilSecond(1970) + one.seconds, kPolicy);
    EXPECT_EQ(CodeOf("12345678901234567890123456789012", window, HmacSha256), one.code);
  }
}

TEST(Code, ChangesEveryHalfMinute) {
  const ShownCode shown = Show(ASession(), At(8, 0), kPolicy, HmacSha256);
  EXPECT_EQ(shown.session, "session");
  EXPECT_EQ(shown.code.size(), 8u);
  EXPECT_EQ(Show(ASession(), At(8, 0, 29), kPolicy, HmacSha256).code, shown.code);
  EXPECT_NE(Show(ASession(), At(8, 0, 30), kPolicy, HmacSha256).code, shown.code);
  EXPECT_EQ(Show(ASession(), At(8, 0, 30), kPolicy, HmacSha256).window, shown.window + 1);
}

// Midnight, the year's turn and 29 February are half minutes like others.
TEST(Code, GoesOnOverTheTurnsOfTheCalendar) {
  for (const absl::CivilDay day :
       {absl::CivilDay(2026, 3, 3), absl::CivilDay(2027, 1, 1), absl::CivilDay(2028, 2, 29),
        absl::CivilDay(2028, 3, 1)}) {
    const absl::CivilSecond midnight(day);
    EXPECT_EQ(WindowAt(midnight, kPolicy), WindowAt(midnight - 1, kPolicy) + 1);
    EXPECT_EQ(WindowAt(midnight + 29, kPolicy), WindowAt(midnight, kPolicy));
  }
}

TEST(Code, IsGoodFor30SecondsAndTheWayFromTheScreen) {
  EXPECT_TRUE(Scan(At(8, 0, 0), At(8, 0, 0)).ok());
  EXPECT_TRUE(Scan(At(8, 0, 0), At(8, 0, 34)).ok());
  EXPECT_THAT(FindingsTold(Scan(At(8, 0, 0), At(8, 0, 35)).status()), ElementsAre("CHK-05 code"));
  // Replayed 90 seconds later.
  const absl::Status late = Scan(At(8, 0, 0), At(8, 1, 30)).status();
  EXPECT_THAT(FindingsTold(late), ElementsAre("CHK-05 code"));
  EXPECT_EQ(FindingsOf(late)[0].values.at("seconds"), "30");
  // A screen whose clock is ahead of ours.
  EXPECT_TRUE(Scan(At(8, 0, 30), At(8, 0, 25)).ok());
  EXPECT_THAT(FindingsTold(Scan(At(8, 0, 30), At(8, 0, 24)).status()), ElementsAre("CHK-06 code"));
}

TEST(Code, OfAnotherSessionOrTamperedWithIsRefused) {
  const CheckInSession mine = ASession();
  const CheckInSession other = ASession("other", "fedcba9876543210");
  const auto open = [&](const ShownCode& shown) {
    return OpenPage(mine, {shown, "device", 0, At(8, 0)}, kPolicy, HmacSha256).status();
  };
  ShownCode shown = Show(other, At(8, 0), kPolicy, HmacSha256);
  EXPECT_THAT(FindingsTold(open(shown)), ElementsAre("CHK-04 code"));
  shown.session = mine.id;  // said to be ours
  EXPECT_THAT(FindingsTold(open(shown)), ElementsAre("CHK-06 code"));

  const ShownCode right = Show(mine, At(8, 0), kPolicy, HmacSha256);
  EXPECT_TRUE(open(right).ok());
  std::set<std::string> messages;
  for (std::size_t i = 0; i < right.code.size(); ++i) {
    ShownCode wrong = right;
    wrong.code[i] = wrong.code[i] == '9' ? '0' : static_cast<char>(wrong.code[i] + 1);
    const absl::Status status = open(wrong);
    EXPECT_THAT(FindingsTold(status), ElementsAre("CHK-06 code"));
    EXPECT_TRUE(FindingsOf(status)[0].values.empty());
    EXPECT_FALSE(status.ToString().find(right.code) != std::string::npos);
    messages.insert(status.ToString());
  }
  for (const char* code : {"", "1", "123456789"}) {
    ShownCode wrong = right;
    wrong.code = code;
    messages.insert(open(wrong).ToString());
  }
  // However wrong it is, the same is said.
  EXPECT_EQ(messages.size(), 1u);
  // A window of another time says nothing about its code, right or wrong.
  ShownCode past = Show(mine, At(7, 50), kPolicy, HmacSha256);
  const std::string said = open(past).ToString();
  past.code = "00000000";
  EXPECT_EQ(open(past).ToString(), said);
}

TEST(Code, TooManyWrongOnesAreNoLongerLookedAt) {
  const CheckInSession session = ASession();
  Opening opening = {Show(session, At(8, 0), kPolicy, HmacSha256), "device", 9, At(8, 0)};
  EXPECT_TRUE(OpenPage(session, opening, kPolicy, HmacSha256).ok());
  opening.wrong = 10;
  const absl::Status status = OpenPage(session, opening, kPolicy, HmacSha256).status();
  EXPECT_THAT(FindingsTold(status), ElementsAre("CHK-07 code"));
  EXPECT_EQ(FindingsOf(status)[0].values.at("wrong"), "10");
}

TEST(CheckIn, OpensAQuarterOfAnHourBeforeAndClosesAnHourAfter) {
  EXPECT_TRUE(Scan(At(7, 45), At(7, 45)).ok());
  const absl::Status early = Scan(At(7, 44, 59), At(7, 44, 59)).status();
  EXPECT_THAT(FindingsTold(early), ElementsAre("CHK-01 session"));
  EXPECT_EQ(FindingsOf(early)[0].values.at("opens"), "2026-03-02 07:45");
  EXPECT_THAT(FindingsOf(early)[0].message.id, HasSubstr("2026-03-02 07:45"));
  EXPECT_TRUE(Scan(At(10, 29, 59), At(10, 29, 59)).ok());
  const absl::Status late = Scan(At(10, 30), At(10, 30)).status();
  EXPECT_THAT(FindingsTold(late), ElementsAre("CHK-02 session"));
  EXPECT_EQ(FindingsOf(late)[0].values.at("closed"), "2026-03-02 10:30");
  CheckInSession cancelled = ASession();
  cancelled.cancelled = true;
  EXPECT_THAT(
      FindingsTold(Scan(At(8, 0), At(8, 0), cancelled).status()), ElementsAre("CHK-03 session"));
}

// The secret goes some time after the end: whoever comes then is late. Before that it goes with a
// batch that is cancelled. Without it no code is good, not even one that is made without it.
TEST(CheckIn, WithoutItsSecretItIsOverOrCancelled) {
  const CheckInSession erased = ASession("session", "");
  EXPECT_THAT(
      FindingsTold(Scan(At(10, 30), At(10, 40), erased).status()), ElementsAre("CHK-02 session"));
  EXPECT_THAT(
      FindingsTold(Scan(At(10, 29), At(10, 29), erased).status()), ElementsAre("CHK-03 session"));
  CheckInSession cancelled = erased;
  cancelled.cancelled = true;
  for (const absl::CivilSecond at : {At(7, 0), At(10, 40)}) {
    EXPECT_THAT(FindingsTold(Scan(at, at, cancelled).status()), ElementsAre("CHK-03 session"));
  }
}

// Early, and even with a wrong code and many before it: he is told when, and comes in later.
TEST(CheckIn, EarlyLocksNothing) {
  const CheckInSession session = ASession();
  EXPECT_THAT(
      FindingsTold(
          OpenPage(session, {{"session", 1, "1"}, "device", 99, At(7, 0)}, kPolicy, HmacSha256)
              .status()),
      ElementsAre("CHK-01 session"));
  EXPECT_TRUE(Scan(At(7, 50), At(7, 50)).ok());
}

TEST(Ticket, KeepsTheTimeOfOpeningThroughALogin) {
  const std::string ticket = *Scan(At(8, 0, 7), At(8, 0, 20));
  for (const absl::CivilSecond now : {At(8, 0, 21), At(8, 10, 19)}) {
    const absl::StatusOr<Use> use = Claims(AClaim(ticket, now));
    ASSERT_TRUE(use.ok()) << use.status();
    EXPECT_EQ(use->at, At(8, 0, 20));
    EXPECT_EQ(use->ticket, ticket);
    EXPECT_THAT(use->findings, IsEmpty());
  }
  const absl::Status late = Claims(AClaim(ticket, At(8, 10, 20))).status();
  EXPECT_THAT(FindingsTold(late), ElementsAre("CHK-09 ticket"));
  EXPECT_EQ(FindingsOf(late)[0].values.at("minutes"), "10");
}

TEST(Ticket, IsOfOneDeviceAndOneSessionAndCannotBeMade) {
  const std::string ticket = *Scan(At(8, 0), At(8, 0));
  Claim claim = AClaim(ticket, At(8, 1));
  claim.device = "another";
  EXPECT_THAT(FindingsTold(Claims(claim).status()), ElementsAre("CHK-08 ticket"));
  claim = AClaim(ticket, At(8, 1));
  // Another session, and one that would have the same secret.
  for (const CheckInSession& other :
       {ASession("other", "fedcba9876543210"), ASession("other"),
        ASession("session", "fedcba9876543210")}) {
    EXPECT_THAT(FindingsTold(Claims(claim, other).status()), ElementsAre("CHK-08 ticket"));
  }
  const std::string opened = std::to_string(At(8, 0) - absl::CivilSecond(1970));
  const std::string later = std::to_string(At(8, 1) - absl::CivilSecond(1970));
  for (const std::string& made :
       {std::string(), std::string("."), std::string(".."), std::string("a.b.c"), ticket + "x",
        ticket + ".", "1" + ticket, absl::StrReplaceAll(ticket, {{opened, later}}),
        ticket.substr(0, ticket.size() - 1)}) {
    EXPECT_THAT(FindingsTold(Claims(AClaim(made, At(8, 1))).status()), ElementsAre("CHK-08 ticket"))
        << made;
  }
}

TEST(CheckIn, IsForOnesOwnSession) {
  const std::string ticket = *Scan(At(8, 0), At(8, 0));
  Claim claim = AClaim(ticket, At(8, 1));
  claim.standing = Standing::kStranger;
  EXPECT_THAT(FindingsTold(Claims(claim).status()), ElementsAre("CHK-10 person"));
  claim.standing = Standing::kLeft;
  EXPECT_THAT(FindingsTold(Claims(claim).status()), ElementsAre("CHK-11 person"));
}

TEST(CheckIn, TellsEverythingAtOnce) {
  CheckInSession moved = ASession();
  const std::string ticket = *Scan(At(8, 0), At(8, 0));
  moved.slot = {kFrom + 24 * 60, kUntil + 24 * 60};
  const Claim claim = {ticket, "device", Standing::kStranger, true, true, At(9, 0)};
  EXPECT_THAT(
      FindingsTold(Claims(claim, moved).status()),
      ElementsAre("CHK-01 session", "CHK-09 ticket", "CHK-10 person", "CHK-12 ticket"));
}

TEST(Ticket, IsUsedByOnePerson) {
  Claim claim = AClaim(*Scan(At(8, 0), At(8, 0)), At(8, 1));
  claim.used_by_other = true;
  EXPECT_THAT(FindingsTold(Claims(claim).status()), ElementsAre("CHK-12 ticket"));
  // A telephone may be lent: the committee is told.
  claim.used_by_other = false;
  claim.device_of_other = true;
  const absl::StatusOr<Use> use = Claims(claim);
  ASSERT_TRUE(use.ok());
  EXPECT_THAT(FindingsTold(use->findings), ElementsAre("CHK-13 device!"));
}

}  // namespace
}  // namespace binadaya::scheduling::domain
