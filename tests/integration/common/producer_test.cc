// What a producer of events guarantees of its own.
#include "absl/random/random.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/common/kafka.h"
#include "tests/support/checkers.h"
#include "tests/support/platform.h"

namespace binadaya::test {
namespace {

using ::testing::Each;
using ::testing::Ne;

void Reported(rd_kafka_t*, const rd_kafka_message_t* message, void*) {
  *static_cast<rd_kafka_resp_err_t*>(message->_private) = message->err;
}

TEST(Producer, WritesNothingThatFollowsWhatTheBrokerRefused) {
  const std::string brokers = Stack::Get()["KAFKA"];
  const std::string topic = Cat("producer-", NewId(absl::Now()));
  const kafka::Topic narrow{
      .name = topic, .partitions = 1, .config = {{"max.message.bytes", "1000"}}};
  ASSERT_TRUE(kafka::ApplyTopics(brokers, {narrow}).ok());
  kafka::Conf conf = kafka::ProducerConf(brokers);
  conf.emplace_back("batch.num.messages", "1");
  const auto producer = kafka::Make(RD_KAFKA_PRODUCER, conf, [](rd_kafka_conf_t* made) {
    rd_kafka_conf_set_dr_msg_cb(made, &Reported);
  });
  ASSERT_TRUE(producer.ok()) << producer.status();

  const auto send = [&](const std::string& payload, rd_kafka_resp_err_t& outcome) {
    const rd_kafka_resp_err_t queued = rd_kafka_producev(
        producer->get(), RD_KAFKA_V_TOPIC(topic.c_str()), RD_KAFKA_V_MSGFLAGS(RD_KAFKA_MSG_F_COPY),
        RD_KAFKA_V_KEY("k", 1), RD_KAFKA_V_VALUE(const_cast<char*>(payload.data()), payload.size()),
        RD_KAFKA_V_OPAQUE(&outcome), RD_KAFKA_V_END);
    // The broker's answer may come before the last is queued: that is refused then, and not
    // written.
    if (queued != RD_KAFKA_RESP_ERR_NO_ERROR) outcome = queued;
  };
  const auto reported = [&] {
    rd_kafka_poll(producer->get(), 0);
    return rd_kafka_outq_len(producer->get()) == 0;
  };
  // One that arrives: a broker that does not know the producer takes any sequence number.
  rd_kafka_resp_err_t first = RD_KAFKA_RESP_ERR__IN_PROGRESS;
  send("small", first);
  ASSERT_TRUE(Eventually(reported));
  ASSERT_EQ(first, RD_KAFKA_RESP_ERR_NO_ERROR);

  // One that is too large for the topic, and does not shrink; those behind it would fit.
  absl::BitGen random;
  std::string large(5000, ' ');
  for (char& c : large) c = static_cast<char>(absl::Uniform<std::uint8_t>(random));
  std::vector<rd_kafka_resp_err_t> outcomes(20, RD_KAFKA_RESP_ERR__IN_PROGRESS);
  for (std::size_t i = 0; i < outcomes.size(); ++i) send(i == 0 ? large : "small", outcomes[i]);
  ASSERT_TRUE(Eventually([&] {
    return reported() ||
           rd_kafka_fatal_error(producer->get(), nullptr, 0) != RD_KAFKA_RESP_ERR_NO_ERROR;
  }));
  rd_kafka_purge(producer->get(), RD_KAFKA_PURGE_F_QUEUE | RD_KAFKA_PURGE_F_INFLIGHT);
  rd_kafka_flush(producer->get(), 5000);
  EXPECT_THAT(outcomes, Each(Ne(RD_KAFKA_RESP_ERR_NO_ERROR)));
  const auto records = Dump(brokers, topic);
  ASSERT_TRUE(records.ok()) << records.status();
  EXPECT_EQ(records->size(), 1);
}

}  // namespace
}  // namespace binadaya::test
