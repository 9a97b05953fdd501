#include "services/common/trace.h"

#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace binadaya::trace {
namespace {

using ::testing::EndsWith;

constexpr char kTrace[] = "0af7651916cd43dd8448eb211c80319c";
constexpr char kSampled[] = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
constexpr char kUnsampled[] = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00";

TEST(Traceparent, IsReadAndWritten) {
  const auto context = Context::Parse(kSampled);
  ASSERT_TRUE(context.has_value());
  EXPECT_EQ(context->trace_id, kTrace);
  EXPECT_EQ(context->span_id, "b7ad6b7169203331");
  EXPECT_TRUE(context->sampled);
  EXPECT_EQ(context->Text(), kSampled);
  EXPECT_FALSE(Context::Parse(kUnsampled)->sampled);
}

TEST(Traceparent, OfALaterVersionOrWithOtherFlagsIsTakenAsFarAsItIsKnown) {
  const std::string rest = std::string(kSampled).substr(2);
  EXPECT_EQ(Checked("01" + rest), kSampled);
  EXPECT_EQ(Checked("fe" + rest + "-more"), kSampled);
  EXPECT_EQ(Checked("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-ff"), kSampled);
  EXPECT_EQ(Checked("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-0e"), kUnsampled);
}

TEST(Traceparent, ThatIsNoneIsNotPassedOn) {
  const std::string good = kSampled;
  const std::string rest = good.substr(2);
  for (const std::string& bad :
       {std::string(), good.substr(1), good.substr(0, 54), good + "0", good + "-more", "ff" + rest,
        "01" + rest + "more", "0g" + rest, "00_" + good.substr(3),
        std::string("00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01"),
        std::string("00-00000000000000000000000000000000-b7ad6b7169203331-01"),
        std::string("00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01"),
        std::string("00-0af7651916cd43dd8448eb211c80319c-b7ad6b716920333x-01"),
        std::string("00-0af7651916cd43dd8448eb211c80319c_b7ad6b7169203331-01"),
        std::string("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331_01"),
        std::string("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-0x")})
    EXPECT_EQ(Checked(bad), "") << bad;
}

// By the last 14 digits, so that whoever else goes by the id comes to the same.
TEST(Sampling, TakesSoManyOfAThousandTraces) {
  const std::string least = "ffffffffffffffffff00000000000000";
  const std::string most = "000000000000000000ffffffffffffff";
  EXPECT_FALSE(Recorded(least, 0));
  EXPECT_TRUE(Recorded(least, 1));
  EXPECT_FALSE(Recorded(most, 999));
  EXPECT_TRUE(Recorded(most, 1000));
  // 0.5 of 2^56, and just below.
  EXPECT_TRUE(Recorded("0000000000000000007fffffffffff00", 500));
  EXPECT_FALSE(Recorded("00000000000000000080000000000000", 500));
}

class Tracing : public ::testing::Test {
 protected:
  // Nobody listens there.
  std::unique_ptr<Tracer> Make(int per_mille, std::size_t queue = 100) {
    return std::make_unique<Tracer>(
        Tracer::Options{
            .address = "http://127.0.0.1:1",
            .per_mille = per_mille,
            .service = "test",
            .queue = queue,
            .patience = absl::Milliseconds(100)},
        metrics_);
  }
  static Call With(Tracer* tracer, const std::string& traceparent) {
    Call call("test", {}, absl::Now() + absl::Seconds(1), absl::Now(), {});
    call.set_tracer(tracer);
    call.set_traceparent(traceparent);
    return call;
  }
  bool Dropped(int count) {
    return metrics_.Text().find("binadaya_trace_spans_dropped_total " + std::to_string(count)) !=
           std::string::npos;
  }

  Metrics metrics_;
};

TEST_F(Tracing, PassesOnWhatCameWhenNobodyAskedForTraces) {
  for (const char* parent : {kSampled, kUnsampled, ""}) {
    Call call = With(nullptr, parent);
    const Span span = Span::Of(call, Span::Kind::kServer, "x");
    EXPECT_EQ(call.traceparent(), parent);
    EXPECT_EQ(span.traceparent(call.traceparent()), parent);
  }
}

TEST_F(Tracing, GoesByTheFlagOfWhatCame) {
  const auto tracer = Make(1000);
  Call unsampled = With(tracer.get(), kUnsampled);
  const Span none = Span::Of(unsampled, Span::Kind::kServer, "x");
  EXPECT_EQ(unsampled.traceparent(), kUnsampled);
  const auto never = Make(0);
  Call sampled = With(never.get(), kSampled);
  {
    const Span span = Span::Of(sampled, Span::Kind::kServer, "x");
    const auto own = Context::Parse(sampled.traceparent());
    ASSERT_TRUE(own.has_value());
    EXPECT_EQ(own->trace_id, kTrace);
    EXPECT_NE(own->span_id, "b7ad6b7169203331");
    EXPECT_TRUE(own->sampled);
  }
  never->Stop();
  EXPECT_TRUE(Dropped(1)) << metrics_.Text();
}

TEST_F(Tracing, DrawsAtTheBeginningOnceForAllThatFollows) {
  const auto always = Make(1000);
  Call first = With(always.get(), "");
  const Span one = Span::Of(first, Span::Kind::kServer, "x");
  EXPECT_THAT(first.traceparent(), EndsWith("-01"));
  const auto never = Make(0);
  Call second = With(never.get(), "");
  const Span two = Span::Of(second, Span::Kind::kServer, "x");
  EXPECT_THAT(second.traceparent(), EndsWith("-00"));
  EXPECT_EQ(Checked(second.traceparent()), second.traceparent());
}

TEST_F(Tracing, APartOfNothingIsNoSpan) {
  const auto tracer = Make(1000);
  const Span span(tracer.get(), Span::Kind::kClient, "x", "");
  EXPECT_EQ(span.traceparent(""), "");
}

TEST_F(Tracing, DropsAndCountsWhatIsMoreThanItsQueueHoldsAndInTheEndWhatNobodyTook) {
  const auto tracer = Make(1000, 3);
  for (int i = 0; i < 3; ++i) Span(tracer.get(), Span::Kind::kServer, "x", kSampled);
  EXPECT_TRUE(Dropped(0)) << metrics_.Text();
  for (int i = 0; i < 2; ++i) Span(tracer.get(), Span::Kind::kServer, "x", kSampled);
  EXPECT_TRUE(Dropped(2)) << metrics_.Text();
  tracer->Stop();
  EXPECT_TRUE(Dropped(5)) << metrics_.Text();
  Span(tracer.get(), Span::Kind::kServer, "x", kSampled).End();
  EXPECT_TRUE(Dropped(6)) << metrics_.Text();
}

}  // namespace
}  // namespace binadaya::trace
