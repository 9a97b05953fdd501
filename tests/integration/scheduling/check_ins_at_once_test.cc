// A class at the door: many check in at once, and are written together.
#include <future>
#include <memory>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/matchers.h"
#include "tests/support/platform.h"
#include "tests/support/sessions.h"
#include "tests/support/with_id.h"

namespace binadaya::test {
namespace {

using ::testing::ElementsAre;
using ::testing::UnorderedElementsAre;
namespace sv = ::binadaya::scheduling::v1;

constexpr char kAlike[] = "peramban-bersama";  // a browser that two have used

class CheckInsAtOnce : public ::testing::Test {
 protected:
  using Receipt = absl::StatusOr<sv::CheckInReceipt>;

  CheckInsAtOnce() {
    (void)sql().Query("INSERT INTO unit VALUES ($1, '/33.74.14/')", pg::Params(kHeldIn));
    absl::TimeZone zone;
    absl::LoadTimeZone(Stack::Get()["TIME_ZONE"], &zone);
    people_ = FoundSessions(sql(), 2 * kInASession, platform_.clock().Now(), zone);
  }
  pg::Connection& sql() { return platform_.sql("scheduling"); }
  // Those of one session.
  std::vector<Participant> Of(int session, int people) const {
    std::vector<Participant> of;
    for (int i = 0; i < people; ++i)
      of.push_back(people_[static_cast<std::size_t>(2 * i + session)]);
    return of;
  }
  // The page that somebody opened there.
  std::string Ticket(const std::string& session, const std::string& device) {
    const Call organiser = platform_.As("halaman-hadir", {{v1::ORGANISER, "/"}});
    sv::GetCheckInCodeRequest screen;
    screen.set_unit(kHeldIn);
    screen.set_session(session);
    const auto shown = platform_.scheduling().GetCheckInCode(organiser, screen);
    EXPECT_THAT(shown, IsOk());
    sv::OpenCheckInRequest open;
    open.set_session(session);
    open.set_window(shown.value_or(sv::CheckInCode()).window());
    open.set_code(shown.value_or(sv::CheckInCode()).code());
    open.set_device(device);
    const auto page = platform_.scheduling().OpenCheckIn(organiser, open);
    EXPECT_THAT(page, IsOk());
    return page.value_or(sv::CheckInTicket()).ticket();
  }
  sv::CheckInRequest Scan(const Participant& by, const std::string& device = "") {
    auto request = WithId<sv::CheckInRequest>();
    request.set_person(by.person);
    request.set_session(by.session);
    request.set_device(device.empty() ? Cat("peramban-", by.person) : device);
    request.set_ticket(Ticket(by.session, request.device()));
    return request;
  }
  std::vector<sv::CheckInRequest> Scans(const std::vector<Participant>& people) {
    std::vector<sv::CheckInRequest> scans;
    for (const Participant& one : people) scans.push_back(Scan(one));
    return scans;
  }
  std::future<Receipt> Sent(const sv::CheckInRequest& request) {
    return std::async(std::launch::async, [this, request]() -> Receipt {
      const Call call = platform_.As(request.person(), {{v1::EMPLOYEE, "/"}});
      return platform_.scheduling().CheckIn(call, request);
    });
  }
  std::vector<Receipt> AtOnce(const std::vector<sv::CheckInRequest>& requests) {
    std::vector<std::future<Receipt>> sent;
    for (const sv::CheckInRequest& one : requests) sent.push_back(Sent(one));
    std::vector<Receipt> receipts;
    for (std::future<Receipt>& one : sent) receipts.push_back(one.get());
    return receipts;
  }
  std::string Found(pg::Sql sql_text) { return sql().Query(sql_text, {}).String(0, 0); }
  // Entries and whose they are; events, of whom, and how often of one at most; done, and by whom.
  std::string Kept() {
    return Found(R"(
        SELECT concat_ws(' ',
          (SELECT concat_ws('/', count(*), count(DISTINCT enrolment)) FROM attendance_entry),
          (SELECT concat_ws('/', count(*), count(DISTINCT aggregate_id), max(aggregate_version))
           FROM event_log WHERE aggregate_type = 'attendance'),
          (SELECT concat_ws('/', count(*), count(DISTINCT actor))
           FROM audit WHERE action = 'scheduling.CheckIn' AND decision = 'DONE' AND actor = target)))");
  }
  static std::string RulesIn(const sv::CheckInReceipt& receipt) {
    std::string rules;
    for (const v1::Finding& one : receipt.warnings()) rules += one.rule();
    return rules;
  }

  Platform platform_{{"scheduling"}, {{"DATABASE_CONNECTIONS", "16"}}};
  std::vector<Participant> people_;
};

TEST_F(CheckInsAtOnce, OfOneSessionAreEachKeptToldAndAnswered) {
  const std::vector<Participant> people = Of(0, 64);
  const std::vector<sv::CheckInRequest> scans = Scans(people);
  const std::vector<Receipt> receipts = AtOnce(scans);
  for (std::size_t i = 0; i < receipts.size(); ++i) {
    ASSERT_THAT(receipts[i], IsOk());
    EXPECT_EQ(receipts[i]->session(), people[i].session);
    EXPECT_EQ(receipts[i]->state(), sv::ATTENDANCE_CHECKED_IN);
    EXPECT_FALSE(receipts[i]->again());
    EXPECT_EQ(receipts[i]->warnings_size(), 0);
  }
  EXPECT_EQ(Kept(), "64/64 64/64/1 64/64");
  EXPECT_EQ(Found("SELECT count(DISTINCT xmin::text) < 64 FROM request"), "t");
  EXPECT_EQ(platform_.Metric("scheduling", "binadaya_check_ins_waiting"), 0);
  // All of them again, as if no answer had come.
  const std::vector<Receipt> repeated = AtOnce(scans);
  for (std::size_t i = 0; i < repeated.size(); ++i) {
    ASSERT_THAT(repeated[i], IsOk());
    EXPECT_EQ(repeated[i]->SerializeAsString(), receipts[i]->SerializeAsString());
  }
  EXPECT_EQ(Kept(), "64/64 64/64/1 64/64");
}

TEST_F(CheckInsAtOnce, WhoIsRefusedLeavesOnlyAnAuditRow) {
  std::vector<sv::CheckInRequest> scans = Scans(Of(0, 20));
  for (int i = 0; i < 4; ++i) {
    Participant stranger = people_[0];
    stranger.person = platform_.Id();
    scans.push_back(Scan(stranger));
  }
  scans.push_back(Scan(people_[60]));
  scans.back().set_session(platform_.Id());
  const std::vector<Receipt> receipts = AtOnce(scans);
  for (std::size_t i = 0; i < 20; ++i) EXPECT_THAT(receipts[i], IsOk());
  for (std::size_t i = 20; i < 24; ++i) EXPECT_THAT(receipts[i], RefusedBy("CHK-10"));
  EXPECT_THAT(receipts[24], RefusedBy("ACCESS-02"));
  EXPECT_EQ(Kept(), "20/20 20/20/1 20/20");
  EXPECT_EQ(Found("SELECT count(*) FROM request"), "20");
  EXPECT_EQ(
      Found("SELECT string_agg(reason, ' ' ORDER BY reason) FROM audit WHERE decision = 'REFUSED'"),
      "ACCESS-02 CHK-10 CHK-10 CHK-10 CHK-10");
}

// As if one had come after the other, whichever it was.
TEST_F(CheckInsAtOnce, OfOnePersonOneDeviceOrOneTicketFollowEachOther) {
  const std::vector<Participant> people = Of(0, 9);
  std::vector<sv::CheckInRequest> scans = {Scan(people[0]), Scan(people[0])};
  scans.push_back(Scan(people[1], kAlike));
  // A page that is opened there later has another ticket.
  ASSERT_THAT(platform_.clock().MoveTo(platform_.clock().Now() + absl::Seconds(2)), IsOk());
  scans.push_back(Scan(people[2], kAlike));
  scans.push_back(Scan(people[3], "lain"));
  scans.push_back(scans.back());
  scans.back().set_request_id(platform_.Id());
  scans.back().set_person(people[4].person);
  for (std::size_t i = 5; i < people.size(); ++i) scans.push_back(Scan(people[i]));
  const std::vector<Receipt> receipts = AtOnce(scans);
  for (const std::size_t i : {0, 1, 2, 3, 6, 7, 8, 9}) ASSERT_THAT(receipts[i], IsOk());
  // A second scan within the pause is the same.
  EXPECT_THAT(
      std::vector<bool>({receipts[0]->again(), receipts[1]->again()}),
      UnorderedElementsAre(false, true));
  EXPECT_THAT(
      std::vector<std::string>({RulesIn(*receipts[2]), RulesIn(*receipts[3])}),
      UnorderedElementsAre("", "CHK-13"));
  const bool first = receipts[4].ok();
  EXPECT_THAT(receipts[first ? 4 : 5], IsOk());
  EXPECT_THAT(receipts[first ? 5 : 4], RefusedBy("CHK-12"));
  EXPECT_EQ(
      Found("SELECT count(*) FROM attendance_entry GROUP BY session, device"
            " HAVING device = 'peramban-bersama'"),
      "2");
}

// A session that somebody holds keeps nobody of another one waiting.
TEST_F(CheckInsAtOnce, WaitForTheirOwnSessionAlone) {
  const std::vector<sv::CheckInRequest> here = Scans(Of(0, 4)), there = Scans(Of(1, 8));
  pg::Connection& holder = sql();
  holder.Execute("BEGIN");
  (void)holder.Query(
      "SELECT FROM learning_session WHERE id = $1 FOR UPDATE", pg::Params(here[0].session()));
  std::vector<std::future<Receipt>> held;
  for (const sv::CheckInRequest& one : here) held.push_back(Sent(one));
  const std::vector<Receipt> receipts = AtOnce(there);
  holder.Execute("COMMIT");
  for (const Receipt& one : receipts) EXPECT_THAT(one, IsOk());
  for (std::future<Receipt>& one : held) EXPECT_THAT(one.get(), IsOk());
  EXPECT_EQ(Kept(), "12/12 12/12/1 12/12");
}

}  // namespace
}  // namespace binadaya::test
