// What may be forgotten of a batch that the broker did not acknowledge whole, and whose fault it
// is.
#include "services/common/sender.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace binadaya {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr rd_kafka_resp_err_t kGood = RD_KAFKA_RESP_ERR_NO_ERROR;
constexpr rd_kafka_resp_err_t kFell = RD_KAFKA_RESP_ERR__PURGE_QUEUE;
constexpr rd_kafka_resp_err_t kTooLarge = RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE;

Outgoing Sent(const char* topic, const char* aggregate, rd_kafka_resp_err_t outcome) {
  return {
      .topic = topic,
      .aggregate_type = "unit",
      .aggregate_id = aggregate,
      .headers = {},
      .payload = {},
      .outcome = outcome};
}

TEST(Settled, IsNothingThatFollowsAFailedEventOfItsAggregate) {
  EXPECT_THAT(
      Settled(
          {Sent("t", "A", kGood), Sent("t", "B", kGood), Sent("t", "A", kFell),
           Sent("t", "B", kGood), Sent("t", "A", kGood), Sent("t", "A", kGood)}),
      ElementsAre(0, 1, 3));
}

TEST(Settled, IsWhatGoesToAnotherTopicOrIsOfAnotherTypeThoughItHasTheSameId) {
  Outgoing person = Sent("t", "A", kGood);
  person.aggregate_type = "person";
  EXPECT_THAT(
      Settled({Sent("t", "A", kFell), Sent("copies", "A", kGood), person}), ElementsAre(1, 2));
}

TEST(Failing, AreTheTopicsWhoseOwnEventsWereRefused) {
  EXPECT_THAT(
      Failing({Sent("a", "A", kGood), Sent("b", "B", kTooLarge), Sent("a", "C", kFell)}),
      ElementsAre("b"));
}

TEST(Failing, AreAllThatFellWhenNoneWasRefused) {
  EXPECT_THAT(
      Failing({Sent("a", "A", kGood), Sent("b", "B", kFell), Sent("c", "C", kFell)}),
      ElementsAre("b", "c"));
  EXPECT_THAT(Failing({Sent("a", "A", kGood)}), IsEmpty());
}

}  // namespace
}  // namespace binadaya
