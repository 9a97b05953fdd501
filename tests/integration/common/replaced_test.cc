// An event beside its successor: both are told from one place, and whoever hears either reads on.
#include "binadaya/played/v1/played_events.hear.h"
#include "binadaya/played/v1/played_events.tell.h"
#include "binadaya/v1/finding.pb.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/common/inbox.h"
#include "services/common/kafka.h"
#include "tests/support/platform.h"
#include "tests/support/topics.h"

namespace binadaya::test {
namespace {

using played::v1::SeatFreed;
using played::v1::SeatTaken;
using played::v1::SeatTaken2;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using HeardThings = std::vector<std::string>;

// One that was never changed, one that has moved on, and one that is in between.
struct HearsFirst : played::EventListener {
  using EventListener::Hear;
  absl::Status Hear(Tx&, const Event&, const SeatTaken& taken) override {
    heard.push_back(taken.person());
    return absl::OkStatus();
  }
  absl::Status Hear(Tx&, const Event&, const SeatFreed&) override {
    heard.push_back("free");
    return absl::OkStatus();
  }
  HeardThings heard;
};
struct HearsSecond : played::EventListener {
  using EventListener::Hear;
  absl::Status Hear(Tx&, const Event&, const SeatTaken2& taken) override {
    heard.push_back(Cat("new ", taken.people(0)));
    return absl::OkStatus();
  }
  HeardThings heard;
};
struct HearsBoth : HearsFirst {
  using HearsFirst::Hear;
  absl::Status Hear(Tx&, const Event&, const SeatTaken2& taken) override {
    heard.push_back(Cat("new ", taken.people(0)));
    return absl::OkStatus();
  }
};

class ReplacedEvents : public ::testing::Test {
 protected:
  ReplacedEvents()
      : platform_({"registry"}),
        prefix_(platform_.topic("")),
        origin_(EventOrigin::Of(Stack::Get()["AGENCY"], prefix_, "played")),
        db_(platform_.conninfo("registry"), 1, origin_, platform_.clock(), metrics_) {}

  void Told(const std::function<void(Tx&)>& body) {
    ASSERT_TRUE(db_.Background(
                       platform_.Admin(),
                       [&](Tx& tx) {
                         body(tx);
                         return absl::OkStatus();
                       })
                    .ok());
  }
  static SeatTaken Old(const std::string& person) {
    SeatTaken taken;
    taken.set_seat("A1");
    taken.set_person(person);
    return taken;
  }
  static SeatTaken2 New(const std::string& person) {
    SeatTaken2 taken;
    taken.set_seat("A1");
    taken.add_people(person);
    return taken;
  }
  static SeatFreed Freed() {
    SeatFreed freed;
    freed.set_seat("A1");
    return freed;
  }
  static void TellAsBefore(Tx& tx, const std::string& person) {
    played::v1::SeatTakenBefore taken;
    taken.set_seat("A1");
    taken.set_person(person);
    tx.TellRaw("seat", "A1", "seat.taken", taken);
  }

  std::vector<binadaya::Record> Log() {
    const pg::Result rows = platform_.sql("registry")
                                .Query(
                                    R"(
        SELECT headers, payload, aggregate_version FROM event_log WHERE aggregate_type = 'seat'
        ORDER BY aggregate_version)",
                                    {});
    std::vector<binadaya::Record> log;
    for (int i = 0; i < rows.rows(); ++i) {
      pg::Row row(rows, i);
      const std::string headers = row.Bytes(), payload = row.Bytes();
      log.push_back({Envelope::Stored(headers, row.Int(), payload), origin_.topic, 0, i});
    }
    return log;
  }
  // What a listener of its own hears of the log, and how much of it was refused.
  template <class Listener>
  HeardThings HeardBy() {
    Listener listener;
    const Inbox inbox(
        {.group = "test", .agency = Stack::Get()["AGENCY"], .topic_prefix = prefix_},
        platform_.clock(), {played::Listen(listener)});
    Tally tally;
    const absl::Status done = db_.Background(platform_.Admin(), [&](Tx& tx) {
      listener.heard.clear();
      tally.clear();
      const absl::Status applied = inbox.Apply(tx, Log(), true, tally);
      return applied.ok() ? absl::CancelledError("nothing stays of it") : applied;
    });
    EXPECT_EQ(done.code(), absl::StatusCode::kCancelled) << done;
    refused_ = static_cast<int>(tally[Outcome::kRefused]);
    return listener.heard;
  }

  Platform platform_;
  Metrics metrics_;
  const std::string prefix_;
  const EventOrigin origin_;
  Db db_;
  int refused_ = 0;
};

TEST_F(ReplacedEvents, GoToOneTopicBothInOneOrderAndSayWhatTheyAreToEachOther) {
  const std::vector<kafka::Topic> topics = {{.name = origin_.topic, .partitions = 3, .config = {}}};
  ASSERT_TRUE(kafka::ApplyTopics(Stack::Get()["KAFKA"], topics).ok());
  Told([](Tx& tx) { played::Tell(tx, New("p1"), Old("p1")); });
  Told([](Tx& tx) { played::Tell(tx, Freed()); });
  absl::StatusOr<std::vector<Record>> records;
  ASSERT_TRUE(Eventually([&] {
    records = Dump(Stack::Get()["KAFKA"], origin_.topic);
    return records.ok() && records->size() == 3;
  }));
  std::vector<std::string> sent;
  for (const Record& record : *records) {
    sent.push_back(Cat(record.type.substr(origin_.type_prefix.size()), " ", record.sequence));
  }
  EXPECT_THAT(sent, ElementsAre("seat.taken.v1 1", "seat.taken.v2 2", "seat.freed.v1 3"));
  std::vector<std::string> said;
  for (const binadaya::Record& record : Log()) {
    v1::Headers headers;
    headers.ParseFromString(record.headers);
    for (const char* name : {"alsotoldas", "deprecated", "deprecationfrom", "deprecationsunset"}) {
      const auto found = headers.values().find(Cat("ce_", name));
      if (found != headers.values().end()) said.push_back(Cat(name, " ", found->second));
    }
  }
  EXPECT_THAT(
      said, ElementsAre(
                Cat("alsotoldas ", origin_.type_prefix, "seat.taken.v2"), "deprecated true",
                "deprecationfrom 2027-01-01T00:00:00Z", "deprecationsunset 2027-07-01T00:00:00Z",
                Cat("alsotoldas ", origin_.type_prefix, "seat.taken.v1")));
}

TEST_F(ReplacedEvents, AreHeardOnceWhicheverVersionIsHeard) {
  Told([](Tx& tx) { TellAsBefore(tx, "p0"); });
  Told([](Tx& tx) { played::Tell(tx, New("p1"), Old("p1")); });
  Told([](Tx& tx) { played::Tell(tx, Freed()); });
  EXPECT_THAT(HeardBy<HearsFirst>(), ElementsAre("p0", "p1", "free"));
  EXPECT_EQ(refused_, 0);
  EXPECT_THAT(HeardBy<HearsBoth>(), ElementsAre("p0", "new p1", "free"));
  EXPECT_EQ(refused_, 0);
}

TEST_F(ReplacedEvents, WhoseTimeIsOverAreToldAsTheirSuccessorOnly) {
  played::v1::SeatKept2 kept;
  kept.set_seat("A1");
  Told([&](Tx& tx) { played::Tell(tx, kept); });
  const std::vector<binadaya::Record> log = Log();
  ASSERT_EQ(log.size(), 1);
  EXPECT_EQ(log[0].event.type, Cat(origin_.type_prefix, "seat.kept.v2"));
  v1::Headers headers;
  headers.ParseFromString(log[0].headers);
  EXPECT_FALSE(headers.values().contains("ce_alsotoldas"));
}

TEST_F(ReplacedEvents, OfAVersionThatIsNotHeardDoNotPassByUnreadWhenItIsAllThatIsTold) {
  Told([](Tx& tx) { TellAsBefore(tx, "p0"); });
  EXPECT_THAT(HeardBy<HearsSecond>(), IsEmpty());
  EXPECT_EQ(refused_, 1);
}

}  // namespace
}  // namespace binadaya::test
