// Events that were given up: listed with their reason, and settled with one.
#include "gmock/gmock.h"
#include "tests/support/events.h"
#include "tests/support/matchers.h"

namespace binadaya::test {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class DeadLetters : public EventsTest {
 protected:
  std::vector<operations::v1::DeadLetter> List(bool with_discarded = false) {
    operations::v1::ListDeadLettersRequest request;
    request.set_with_discarded(with_discarded);
    request.set_page_size(1);
    std::vector<operations::v1::DeadLetter> all;
    do {
      const auto listed =
          platform_.operations("reporting").ListDeadLetters(platform_.Admin(), request);
      EXPECT_THAT(listed, IsOk());
      if (!listed.ok()) break;
      all.insert(all.end(), listed->letters().begin(), listed->letters().end());
      request.set_page_token(listed->next_page_token());
    } while (!request.page_token().empty());
    return all;
  }
  absl::StatusOr<operations::v1::DiscardDeadLetterResponse> Discard(const std::string& letter) {
    operations::v1::DiscardDeadLetterRequest request;
    request.set_request_id(platform_.Id());
    request.set_letter(letter);
    request.set_reason("dikirim keliru oleh penerbit");
    return platform_.operations("reporting").DiscardDeadLetter(platform_.Admin(), request);
  }
};

TEST_F(DeadLetters, OfARefusedEventAreSettledAndWhatWaitedGoesOn) {
  Publish("X", 1, Unit("X", "/one/"));
  const std::string poison = Publish("X", 2, "\xff\xff no message");
  const std::string waits = Publish("X", 3, Unit("X", "/three/"));
  ASSERT_TRUE(Eventually([&] { return Parked() == 2; }));
  const auto letters = List();
  ASSERT_THAT(letters, SizeIs(1));
  EXPECT_EQ(letters[0].id(), poison);
  EXPECT_EQ(letters[0].aggregate_type(), "unit");
  EXPECT_EQ(letters[0].version(), 2);
  EXPECT_NE(letters[0].error(), "");

  // One that only waits is none.
  EXPECT_THAT(Discard(waits), RefusedBy("DEAD-01"));
  const auto settled = Discard(poison);
  ASSERT_THAT(settled, IsOk());
  EXPECT_EQ(settled->applied(), 1);
  EXPECT_EQ(PathOf("X"), "/three/");
  EXPECT_EQ(Parked(), 0);
  EXPECT_THAT(List(), IsEmpty());
  const auto kept = List(true);
  ASSERT_THAT(kept, SizeIs(1));
  EXPECT_EQ(kept[0].discarded_because(), "dikirim keliru oleh penerbit");
  EXPECT_EQ(kept[0].discarded_by(), "operator");
  EXPECT_THAT(Discard(poison), RefusedBy("DEAD-01"));
  EXPECT_EQ(
      Count("SELECT count(*) FROM audit WHERE action LIKE '%DiscardDeadLetter' AND decision = "
            "'DONE'"),
      1);
  // The next of the aggregate comes through.
  Publish("X", 4, Unit("X", "/four/"));
  EXPECT_TRUE(Eventually([&] { return PathOf("X") == "/four/"; }));
}

TEST_F(DeadLetters, OfAVersionToldAnewLeaveTheEarlierHistoryAsItIs) {
  Publish("X", 1, Unit("X", "/one/"));
  Publish("X", 2, Unit("X", "/two/"));
  ASSERT_TRUE(Eventually([&] { return PathOf("X") == "/two/"; }));
  const std::string anew = Publish("X", 1, Unit("X", "/again/"));
  ASSERT_TRUE(Eventually([&] { return Refused() == 1; }));
  ASSERT_THAT(Discard(anew), IsOk());
  EXPECT_EQ(PathOf("X"), "/two/");
  Publish("X", 3, Unit("X", "/three/"));
  EXPECT_TRUE(Eventually([&] { return PathOf("X") == "/three/"; }));
}

TEST_F(DeadLetters, WithoutHeadersAreListedByTheirPlace) {
  // As a program that knows nothing of us writes it.
  const std::string topic = platform_.topic("binadaya.registry.v1");
  platform_.sql("registry")
      .Query(
          R"(
          INSERT INTO outbox (shard, event_id, aggregate_type, aggregate_id, aggregate_version,
            topic, headers, payload)
          VALUES (1, $1, 'unit', 'Z', 1, $2, '', 'no event'))",
          {platform_.Id(), topic});
  ASSERT_TRUE(Eventually([&] { return List().size() == 1; }));
  const operations::v1::DeadLetter letter = List()[0];
  EXPECT_EQ(letter.topic(), topic);
  EXPECT_EQ(letter.aggregate_type(), "");
  EXPECT_THAT(letter.error(), HasSubstr("not a CloudEvent"));
  ASSERT_THAT(Discard(letter.id()), IsOk());
  EXPECT_THAT(List(), IsEmpty());
  // Heard once more it stays settled.
  operations::v1::SeekToBeginningRequest seek;
  seek.set_request_id(platform_.Id());
  const double before = Metric("dead_letters_total");
  ASSERT_THAT(platform_.operations("reporting").SeekToBeginning(platform_.Admin(), seek), IsOk());
  ASSERT_TRUE(Eventually([&] { return Metric("dead_letters_total") > before; }));
  EXPECT_THAT(List(), IsEmpty());
  EXPECT_THAT(List(true), SizeIs(1));
}

}  // namespace
}  // namespace binadaya::test
