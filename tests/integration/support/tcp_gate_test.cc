// The network that tests break, between redis-server and a client of it.
#include "tests/support/tcp_gate.h"

#include <memory>

#include "absl/time/clock.h"
#include "gtest/gtest.h"
#include "hiredis/hiredis.h"
#include "tests/support/platform.h"

namespace binadaya::test {
namespace {

class Client {
 public:
  explicit Client(const TcpGate& gate)
      : context_(redisConnectWithTimeout("127.0.0.1", gate.port(), timeval{5, 0}), redisFree) {}

  // Whether it answered within `patience`.
  bool Ping(absl::Duration patience = absl::Seconds(5)) {
    redisSetTimeout(context_.get(), absl::ToTimeval(patience));
    const std::unique_ptr<void, void (*)(void*)> reply(
        redisCommand(context_.get(), "PING"), freeReplyObject);
    return reply != nullptr && static_cast<redisReply*>(reply.get())->type == REDIS_REPLY_STATUS;
  }
  // Waits for an answer that is still to come.
  bool Hear() {
    void* reply = nullptr;
    if (redisGetReply(context_.get(), &reply) != REDIS_OK) return false;
    freeReplyObject(reply);
    return true;
  }
  // Sends without waiting.
  bool Say() {
    int done = 0;
    return redisAppendCommand(context_.get(), "PING") == REDIS_OK &&
           redisBufferWrite(context_.get(), &done) == REDIS_OK;
  }
  int error() const { return context_->err; }

 private:
  std::unique_ptr<redisContext, void (*)(redisContext*)> context_;
};

class Gate : public ::testing::Test {
 protected:
  TcpGate gate_{Stack::Get()["REDIS"]};
};

TEST_F(Gate, PassesOnWhatItHears) {
  Client first(gate_), second(gate_);
  for (int i = 0; i < 100; ++i) EXPECT_TRUE(first.Ping() && second.Ping());
  EXPECT_EQ(gate_.connections(), 2);
}

TEST_F(Gate, HoldsEverythingWhileItStallsAndThenPassesItOn) {
  Client old(gate_);
  ASSERT_TRUE(old.Ping());
  gate_.Stall();
  Client fresh(gate_);  // connects
  EXPECT_TRUE(old.Say() && fresh.Say());
  Client impatient(gate_);
  EXPECT_FALSE(impatient.Ping(absl::Milliseconds(100)));
  EXPECT_EQ(impatient.error(), REDIS_ERR_IO);  // its own deadline, no end and no reset
  gate_.Open();
  EXPECT_TRUE(old.Hear() && fresh.Hear());
}

TEST_F(Gate, ResetsOldAndNewConnectionsWhenItIsCut) {
  Client old(gate_);
  ASSERT_TRUE(old.Ping());
  gate_.Cut();
  EXPECT_FALSE(old.Ping());
  EXPECT_FALSE(Client(gate_).Ping());
  EXPECT_TRUE(Eventually([&] { return gate_.connections() == 0; }));
  gate_.Open();
  EXPECT_TRUE(Client(gate_).Ping());
}

TEST_F(Gate, DelaysEachPieceWhenItIsSlow) {
  Client client(gate_);
  ASSERT_TRUE(client.Ping());
  gate_.Slow(absl::Milliseconds(50));
  const absl::Time asked = absl::Now();
  EXPECT_TRUE(client.Ping());
  EXPECT_GE(absl::Now() - asked, absl::Milliseconds(100));  // there and back
}

TEST_F(Gate, PassesOnTheEndOfAConnectionAndTheAbsenceOfAnybodyBehindIt) {
  {
    const Client client(gate_);
    EXPECT_TRUE(Eventually([&] { return gate_.connections() == 1; }));
  }
  EXPECT_TRUE(Eventually([&] { return gate_.connections() == 0; }));
  int unused = 0;
  {
    const TcpGate gone(Stack::Get()["REDIS"]);
    unused = gone.port();
  }
  const TcpGate nowhere(Cat("127.0.0.1:", unused));
  EXPECT_FALSE(Client(nowhere).Ping());
}

}  // namespace
}  // namespace binadaya::test
