// Calendars on the command line: in whose name they are opened, and what is written.
#include "services/cli/feeds.h"

#include <filesystem>
#include <fstream>
#include <iterator>

#include "gmock/gmock.h"
#include "tests/support/matchers.h"
#include "tests/unit/cli/scheduling_commands.h"
#include "tests/unit/cli/speaking.h"

namespace binadaya::cli {
namespace {

using test::IsOk;
using test::RefusedBy;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
namespace sv = scheduling::v1;

constexpr char kFeed[] = "019c2f00-0000-7000-8000-000000000001";

class FeedCommands : public SchedulingCommands {
 protected:
  FeedCommands() {
    Keeps<sv::OpenOwnFeedRequest, sv::Feed>(
        "OpenOwnFeed", own_,
        Cat("id: '", kFeed,
            "' address: "
            "'https://binadaya.example/calendars/abcdefghijklmnopabcdefghijklmnop.ics'"));
    Keeps<sv::OpenFeedRequest, sv::Feed>("OpenFeed", opened_, Cat("id: '", kFeed, "'"));
    Keeps<sv::CloseFeedRequest, sv::Feed>(
        "CloseFeed", closed_,
        Cat("id: '", kFeed, "' kind: VENUE of: '", kHall, "' closed_at: '2027-03-02T01:00:00Z'"));
    Keeps<sv::ListFeedsRequest, sv::ListFeedsResponse>(
        "ListFeeds", listed_,
        Cat("feeds { id: '", kFeed, "' kind: PERSON of: '", kSekar,
            "' opened_at: '2027-03-01T01:00:00Z' opened_by: 'x' }"));
  }
  FeedOptions options_;
  sv::OpenOwnFeedRequest own_;
  sv::OpenFeedRequest opened_;
  sv::CloseFeedRequest closed_;
  sv::ListFeedsRequest listed_;
};

TEST_F(FeedCommands, OpenOneAndShowItsAddressWhole) {
  Serve();
  options_.person = "sekar";
  const auto answer = RunOpenFeed(environment(), options_);
  ASSERT_THAT(answer, IsOk());
  EXPECT_EQ(own_.person(), kSekar);
  EXPECT_THAT(
      answer->text,
      HasSubstr("https://binadaya.example/calendars/abcdefghijklmnopabcdefghijklmnop.ics"));
  EXPECT_THAT(answer->note, HasSubstr("this once"));
  options_.venue = "aula balai kota";
  EXPECT_THAT(RunOpenFeed(environment(), options_), RefusedBy("USAGE"));
  options_.person.clear();
  options_.by = "jatisasih";
  ASSERT_THAT(RunOpenFeed(environment(), options_), IsOk());
  EXPECT_EQ(opened_.venue(), kHall);
  EXPECT_EQ(opened_.speaker(), "");
  options_.venue.clear();
  options_.speaker = "Dr. Rekaan";
  ASSERT_THAT(RunOpenFeed(environment(), options_), IsOk());
  EXPECT_EQ(opened_.speaker(), kLecturer);
  options_.speaker = "Siapa";
  EXPECT_THAT(RunOpenFeed(environment(), options_), RefusedBy("FIND-01"));
}

TEST_F(FeedCommands, ListThemAndCloseOneByItsFirstLetters) {
  Serve();
  options_.person = "sekar";
  const auto answer = RunListFeeds(environment(), options_);
  ASSERT_THAT(answer, IsOk());
  EXPECT_EQ(listed_.of(), kSekar);
  EXPECT_THAT(answer->text, AllOf(HasSubstr("Sekar Lowanda"), HasSubstr("person")));
  {
    const SpeakingIndonesian id;
    EXPECT_THAT(RunListFeeds(environment(), options_)->text, HasSubstr("pegawai"));
  }
  options_.id = "019c2f";
  const auto closed = RunCloseFeed(environment(), options_);
  ASSERT_THAT(closed, IsOk());
  EXPECT_EQ(closed_.id(), kFeed);
  EXPECT_THAT(closed->text, HasSubstr("2027-03-02T01:00:00Z"));
  options_.id = "nobody";
  EXPECT_THAT(RunCloseFeed(environment(), options_), RefusedBy("FIND-01"));
}

TEST_F(FeedCommands, WriteAFileForEachSession) {
  sv::ListInvitationsRequest asked;
  Keeps<sv::ListInvitationsRequest, sv::ListInvitationsResponse>(
      "ListInvitations", asked,
      "invitations { item: 'a' sequence: 3 file: 'BEGIN:VCALENDAR' } "
      "invitations { item: 'b' cancelled: true sequence: 4 file: 'x' }");
  Serve();
  std::string folder = ::testing::TempDir() + "undanganXXXXXX";
  ASSERT_NE(mkdtemp(folder.data()), nullptr);
  options_.batch = "OPD04/1";
  options_.person = "sekar";
  options_.out = folder;
  const auto answer = RunInvitations(environment(), options_);
  ASSERT_THAT(answer, IsOk());
  EXPECT_EQ(asked.batch(), kFirstBatch);
  EXPECT_EQ(asked.person(), kSekar);
  EXPECT_THAT(
      answer->text, AllOf(
                        HasSubstr("OPD04-1-01.ics  invitation    3"),
                        HasSubstr("OPD04-1-02.ics  cancellation  4")));
  std::ifstream file(folder + "/OPD04-1-01.ics", std::ios::binary);
  EXPECT_EQ(std::string(std::istreambuf_iterator<char>(file), {}), "BEGIN:VCALENDAR");
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace binadaya::cli
