// Traces: one command's work, found whole at a collector, through Kafka, timers, sagas and jobs;
// and a collector that is away, slow or says no, of which no call hears.
#include <set>

#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/common/jobs.h"
#include "services/common/saga.h"
#include "services/common/timer.h"
#include "services/common/trace.h"
#include "tests/support/certificates.h"
#include "tests/support/city.h"
#include "tests/support/collector.h"
#include "tests/support/matchers.h"
#include "tests/support/with_id.h"

namespace binadaya::test {
namespace {

using Span = Collector::Span;
using Kind = trace::Span::Kind;
using ::testing::Contains;
using ::testing::Each;
using ::testing::EndsWith;
using ::testing::Field;
using ::testing::IsEmpty;
using ::testing::Pair;
using ::testing::SizeIs;

constexpr char kParent[] = "b7ad6b7169203331";

// A new trace, as a caller begins it.
std::string NewTrace() {
  std::string digits = NewId(absl::Now());
  std::erase(digits, '-');
  return digits;
}
std::string Under(const std::string& trace, bool sampled = true) {
  return trace::Context{trace, kParent, sampled}.Text();
}

// Those of one name, or of a type of event.
std::vector<Span> Named(
    const Collector& collector, const std::string& trace, const std::string& end,
    Kind kind = Kind::kInternal) {
  std::vector<Span> named;
  for (const Span& span : collector.Spans(trace)) {
    if (span.name.ends_with(end) && span.kind == static_cast<int>(kind)) named.push_back(span);
  }
  return named;
}

// The only one, once it is there.
Span One(
    const Collector& collector, const std::string& trace, const std::string& end,
    Kind kind = Kind::kInternal) {
  EXPECT_TRUE(Eventually([&] { return !Named(collector, trace, end, kind).empty(); })) << end;
  const std::vector<Span> named = Named(collector, trace, end, kind);
  EXPECT_THAT(named, SizeIs(1)) << end;
  return named.empty() ? Span() : named.front();
}

// Everything of a trace hangs together, under the caller.
void ExpectWhole(const Collector& collector, const std::string& trace) {
  const auto loose = [&] {
    std::set<std::string> ids = {kParent};
    for (const Span& span : collector.Spans(trace)) ids.insert(span.id);
    std::string names;
    for (const Span& span : collector.Spans(trace)) {
      if (!ids.contains(span.parent)) names += Cat(span.service, " ", span.name, "; ");
    }
    return names;
  };
  EXPECT_TRUE(Eventually([&] { return loose().empty(); })) << loose();
}

class Traces : public ::testing::Test {
 protected:
  // Only what a caller has sampled.
  Traces()
      : platform_(
            {"registry", "needs"}, {{"TRACES", collector_.address()}, {"TRACES_PER_MILLE", "0"}}) {}

  Call By(const std::string& traceparent) {
    Call call = platform_.Admin();
    call.set_traceparent(traceparent);
    return call;
  }
  absl::Status AddUnit(const std::string& code, const std::string& traceparent) {
    auto request = WithId<registry::v1::ImportRequest>();
    request.set_file(
        Cat("code,name,kind,parent,direct_service\n33.74.14,Mijen,KECAMATAN,,ya\n", code,
            ",Polaman,KELURAHAN,33.74.14,ya\n"));
    request.set_confirm(true);
    return platform_.registry().ImportUnits(By(traceparent), request).status();
  }
  std::vector<Span> Heard(const std::string& trace) {
    return Named(collector_, trace, ".registry.unit.changed.v1", Kind::kConsumer);
  }

  Collector collector_;
  Platform platform_;
};

TEST_F(Traces, JoinACommandWithItsEventsAndWhoHearsThem) {
  const std::string trace = NewTrace();
  ASSERT_THAT(AddUnit("33.74.14.1003", Under(trace)), IsOk());
  const Span command = One(collector_, trace, "registry.ImportUnits", Kind::kServer);
  EXPECT_EQ(command.service, "registry");
  EXPECT_EQ(command.parent, kParent);
  EXPECT_THAT(command.attributes, Contains(Pair("code", "OK")));
  EXPECT_FALSE(command.error);
  const std::string event = ".registry.unit.changed.v1";
  ASSERT_TRUE(Eventually([&] {
    return Named(collector_, trace, event, Kind::kProducer).size() == 2 && Heard(trace).size() == 2;
  }));
  for (const Span& published : Named(collector_, trace, event, Kind::kProducer)) {
    EXPECT_EQ(published.service, "registry");
    EXPECT_EQ(published.parent, command.id);
    EXPECT_THAT(
        published.attributes,
        Contains(Pair("messaging.destination.name", platform_.topic("binadaya.registry.v1"))));
  }
  for (const Span& heard : Heard(trace)) {
    EXPECT_EQ(heard.service, "needs");
    EXPECT_EQ(heard.parent, command.id);
  }
  EXPECT_THAT(
      Named(collector_, trace, "PostgreSQL, transaction", Kind::kClient),
      Contains(Field(&Span::parent, command.id)));
  ExpectWhole(collector_, trace);
  // The drawing of lots left all else out.
  EXPECT_THAT(collector_.Spans(), Each(Field(&Span::trace, trace)));
}

TEST_F(Traces, GoOnWhereAnEventWaitedForWhoHearsIt) {
  platform_.Stop("needs");
  const std::string trace = NewTrace();
  ASSERT_THAT(AddUnit("33.74.14.1003", Under(trace)), IsOk());
  const Span command = One(collector_, trace, "registry.ImportUnits", Kind::kServer);
  ASSERT_TRUE(Eventually([&] {
    return Named(collector_, trace, ".registry.unit.changed.v1", Kind::kProducer).size() == 2;
  }));
  EXPECT_THAT(Heard(trace), IsEmpty());
  platform_.Restart("needs");
  ASSERT_TRUE(Eventually([&] { return Heard(trace).size() == 2; }));
  for (const Span& heard : Heard(trace)) EXPECT_EQ(heard.parent, command.id);
}

TEST_F(Traces, JoinACallOfAnotherService) {
  auto open = WithId<needs::v1::OpenCampaignRequest>();
  open.set_year(2027);
  open.set_unit("/");
  const auto campaign = platform_.needs().OpenCampaign(platform_.Analyst(), open);
  ASSERT_THAT(campaign, IsOk());
  auto detect = WithId<needs::v1::DetectNeedsRequest>();
  detect.set_campaign(campaign->id());
  Call call = platform_.Analyst();
  const std::string trace = NewTrace();
  call.set_traceparent(Under(trace));
  ASSERT_THAT(platform_.needs().DetectNeeds(call, detect), IsOk());
  const Span command = One(collector_, trace, "needs.DetectNeeds", Kind::kServer);
  EXPECT_EQ(command.parent, kParent);
  // Page by page.
  const auto asks = [&] {
    return Named(collector_, trace, "binadaya.registry.v1.Registry/ListGapGroups", Kind::kClient);
  };
  const auto answers = [&] {
    return Named(collector_, trace, "registry.ListGapGroups", Kind::kServer);
  };
  ASSERT_TRUE(Eventually([&] { return !asks().empty() && asks().size() == answers().size(); }));
  std::set<std::string> asked;
  for (const Span& one : asks()) {
    EXPECT_EQ(one.service, "needs");
    EXPECT_EQ(one.parent, command.id);
    asked.insert(one.id);
  }
  for (const Span& one : answers()) {
    EXPECT_EQ(one.service, "registry");
    EXPECT_EQ(asked.erase(one.parent), 1) << "each under its own question";
  }
  ExpectWhole(collector_, trace);
}

// Who began it says whether it is recorded; it is passed on all the same.
TEST_F(Traces, ThatAreNotSampledGoOnUnrecorded) {
  const std::string trace = NewTrace();
  ASSERT_THAT(AddUnit("33.74.14.1003", Under(trace, false)), IsOk());
  ASSERT_THAT(AddUnit("33.74.14.1004", "anything"), IsOk());
  const std::string after = NewTrace();
  ASSERT_THAT(AddUnit("33.74.14.1005", Under(after)), IsOk());
  ASSERT_TRUE(Eventually([&] { return !Heard(after).empty(); }));
  EXPECT_THAT(collector_.Spans(), Each(Field(&Span::trace, after)));
  const pg::Result audited = platform_.sql("registry")
                                 .Query(
                                     "SELECT traceparent FROM audit WHERE action LIKE "
                                     "'%ImportUnits' ORDER BY at, id",
                                     {});
  ASSERT_EQ(audited.rows(), 3);
  EXPECT_EQ(audited.String(0, 0), Under(trace, false));
  EXPECT_THAT(audited.String(1, 0), EndsWith("-00"));
}

TEST_F(Traces, OfARefusalSayItsCodeAndNoFault) {
  const std::string trace = NewTrace();
  Call call = platform_.As("somebody", {{v1::EMPLOYEE, "/"}});
  call.set_traceparent(Under(trace));
  EXPECT_THAT(
      platform_.registry().ImportUnits(call, WithId<registry::v1::ImportRequest>()),
      HasCode(absl::StatusCode::kPermissionDenied));
  const Span refused = One(collector_, trace, "registry.ImportUnits", Kind::kServer);
  EXPECT_THAT(refused.attributes, Contains(Pair("code", "PERMISSION_DENIED")));
  EXPECT_FALSE(refused.error);
  for (const Span& span : collector_.Spans(trace)) {
    for (const auto& [key, value] : span.attributes) EXPECT_EQ(value.find("somebody"), value.npos);
  }
}

// A slow collector is heard again, with what waited meanwhile; no call waits for it.
TEST_F(Traces, NoCallWaitsForTheCollector) {
  collector_.Hold(true);
  const std::string trace = NewTrace();
  ASSERT_THAT(AddUnit("33.74.14.1003", Under(trace)), IsOk());
  ASSERT_TRUE(Eventually([&] { return collector_.requests() > 0; }));
  ASSERT_THAT(AddUnit("33.74.14.1004", Under(trace)), IsOk());
  EXPECT_THAT(collector_.Spans(trace), IsEmpty());
  collector_.Hold(false);
  EXPECT_TRUE(Eventually([&] {
    std::set<std::string> commands;  // some came twice: the first answer was not waited for
    for (const Span& span : Named(collector_, trace, "registry.ImportUnits", Kind::kServer))
      commands.insert(span.id);
    return commands.size() == 2;
  }));
}

TEST(TracesOff, AreTheDefaultAndATraceIsPassedOnAsItCame) {
  Platform platform({"registry"});
  const std::string trace = Under(NewTrace());
  Call call = platform.Admin();
  call.set_traceparent(trace);
  auto request = WithId<registry::v1::ImportRequest>();
  request.set_file("code,name,kind,parent,direct_service\n33.74.14,Mijen,KECAMATAN,,ya\n");
  request.set_confirm(true);
  ASSERT_THAT(platform.registry().ImportUnits(call, request), IsOk());
  EXPECT_EQ(platform.Metric("registry", "binadaya_trace_spans_exported_total"), -1);
  EXPECT_EQ(
      platform.sql("registry")
          .Query("SELECT DISTINCT traceparent FROM audit WHERE traceparent <> ''", {})
          .String(0, 0),
      trace);
}

// What is done later, beside a service that runs.
class TracesOfLaterWork : public ::testing::Test {
 protected:
  TracesOfLaterWork()
      : platform_({"registry"}),
        tracer_(
            {.address = collector_.address(),
             .per_mille = 0,
             .service = "later",
             .rest = absl::Milliseconds(20)},
            metrics_),
        db_(platform_.conninfo("registry"), 8, {}, platform_.clock(), metrics_) {
    tracer_.Start();
  }
  Call Own() {
    Call call(
        "later", {}, absl::Now() + absl::Seconds(20), platform_.clock().Now(),
        platform_.clock().Today());
    call.set_tracer(&tracer_);
    return call;
  }
  static Timers::Effect Then(std::function<void(Tx&)> what) {
    return [what = std::move(what)](Tx& tx) {
      what(tx);
      return absl::OkStatus();
    };
  }
  void Begin(const std::string& trace, const std::function<void(Tx&)>& what) {
    Call call = Own();
    call.set_traceparent(Under(trace));
    ASSERT_THAT(db_.Background(call, Then(what)), IsOk());
  }

  Collector collector_;
  Platform platform_;
  Metrics metrics_;
  trace::Tracer tracer_;
  Db db_;
};

TEST_F(TracesOfLaterWork, GoThroughTimersAndJobs) {
  Timers timers(
      db_, platform_.clock(), [this] { return Own(); }, metrics_);
  Jobs jobs(
      db_, platform_.clock(), [this] { return Own(); }, metrics_);
  timers.On("test.first", [](const Call&, const std::string&) -> absl::StatusOr<Timers::Effect> {
    return Then([](Tx& tx) { tx.At(tx.call().now(), "test.second", "one"); });
  });
  timers.On("test.second", [](const Call&, const std::string&) -> absl::StatusOr<Timers::Effect> {
    return Then([](Tx& tx) {
      EXPECT_THAT(Jobs::Ask(tx, "test.Work", WithId<operations::v1::RevokeTokenRequest>()), IsOk());
    });
  });
  jobs.On(Jobs::Of<operations::v1::RevokeTokenRequest>(
      "test.Work",
      [this](JobRun& run, const operations::v1::RevokeTokenRequest&)
          -> absl::StatusOr<operations::v1::VerifyAuditResponse> {
        return db_.Read(
            run.call(), [](Tx& tx) -> absl::StatusOr<operations::v1::VerifyAuditResponse> {
              (void)tx.Query("SELECT 1");
              return operations::v1::VerifyAuditResponse();
            });
      }));
  db_.OnTimersSet([&] {
    timers.Wake();
    jobs.Wake();
  });
  timers.Start();
  jobs.Start();
  const std::string trace = NewTrace();
  Begin(trace, [](Tx& tx) { tx.At(tx.call().now(), "test.first", "one"); });
  const Span first = One(collector_, trace, "timer.test.first");
  EXPECT_EQ(first.parent, kParent);
  const Span second = One(collector_, trace, "timer.test.second");
  EXPECT_EQ(second.parent, first.id);
  const Span job = One(collector_, trace, "job.test.Work");
  EXPECT_EQ(job.parent, second.id);
  EXPECT_EQ(One(collector_, trace, "PostgreSQL, read", Kind::kClient).parent, job.id);
  ExpectWhole(collector_, trace);
  timers.Stop();
  jobs.Stop();
}

TEST_F(TracesOfLaterWork, GoThroughTheTurnsOfASaga) {
  saga::Kind kind{.name = "toy", .steps = {}, .overdue = {}, .ended = {}};
  const saga::Turn turn = [](const Call&, const Saga&,
                             const std::string&) -> absl::StatusOr<Timers::Effect> {
    return Then([](Tx&) {});
  };
  for (const char* step : {"A", "B"})
    kind.steps.push_back({.name = step, .act = turn, .undo = turn});
  kind.ended = [](Tx&, const Saga&) { return absl::OkStatus(); };
  Timers timers(
      db_, platform_.clock(), [this] { return Own(); }, metrics_);
  auto [name, handler] = saga::TimerOf(db_, std::move(kind));
  timers.On(name, handler);
  timers.Start();
  const std::string trace = NewTrace();
  Begin(trace, [](Tx& tx) { saga::Start(tx, "toy", "one", 1, tx.call().now() + absl::Hours(24)); });
  const auto turns = [&] { return Named(collector_, trace, "timer.saga.toy"); };
  ASSERT_TRUE(Eventually([&] { return turns().size() == 2; }));
  EXPECT_THAT(turns(), Contains(Field(&Span::parent, kParent)));
  EXPECT_THAT(
      turns(), Contains(Field(&Span::parent, ::testing::AnyOf(turns()[0].id, turns()[1].id))));
  ExpectWhole(collector_, trace);
  timers.Stop();
}

class Exporting : public ::testing::Test {
 protected:
  std::unique_ptr<trace::Tracer> Make(
      const std::string& address, const tls::Files& files = {},
      absl::Duration patience = absl::Seconds(5)) {
    auto tracer = std::make_unique<trace::Tracer>(
        trace::Tracer::Options{
            .address = address,
            .tls = files,
            .service = "test",
            .rest = absl::Milliseconds(20),
            .patience = patience},
        metrics_);
    tracer->Start();
    return tracer;
  }
  void Record(trace::Tracer& tracer, const std::string& name) {
    trace::Span(&tracer, Kind::kServer, name, Under(trace_)).End(absl::StatusCode::kInternal);
  }
  double Count(const std::string& what) {
    return ValueOf(metrics_.Text(), Cat("binadaya_trace_spans_", what, "_total"));
  }

  const std::string trace_ = NewTrace();
  Metrics metrics_;
};

TEST_F(Exporting, TriesAgainWhatTheCollectorCannotTakeNowAndDropsWhatItRefuses) {
  Collector collector;
  const auto tracer = Make(collector.address());
  collector.Answer(503);
  Record(*tracer, "later");
  ASSERT_TRUE(Eventually([&] { return collector.requests() >= 2; }));
  EXPECT_EQ(Count("dropped"), 0);
  collector.Answer(200);
  EXPECT_TRUE(One(collector, trace_, "later", Kind::kServer).error);
  ASSERT_TRUE(Eventually([&] { return Count("exported") == 1; }));
  collector.Answer(400);
  Record(*tracer, "never");
  ASSERT_TRUE(Eventually([&] { return Count("dropped") == 1; }));
  collector.Answer(200, 1);
  Record(*tracer, "rejected");
  ASSERT_TRUE(Eventually([&] { return Count("dropped") == 2; }));
  collector.Answer(200);
  Record(*tracer, "next");
  One(collector, trace_, "next", Kind::kServer);
  EXPECT_THAT(Named(collector, trace_, "never", Kind::kServer), IsEmpty());
  EXPECT_TRUE(Eventually([&] { return Count("exported") == 2; }));
}

TEST_F(Exporting, SendsWhatWaitsWhenItStops) {
  Collector collector;
  const auto tracer = Make(collector.address());
  for (int i = 0; i < 1'000; ++i) Record(*tracer, "waits");
  tracer->Stop();
  EXPECT_THAT(collector.Spans(trace_), SizeIs(1'000));
  EXPECT_EQ(Count("exported"), 1'000);
  EXPECT_EQ(Count("dropped"), 0);
}

TEST_F(Exporting, StopsInTimeWithACollectorThatIsSilent) {
  Collector collector;
  collector.Hold(true);
  const auto tracer = Make(collector.address(), {}, absl::Milliseconds(200));
  for (int i = 0; i < 1'000; ++i) Record(*tracer, "waits");
  const absl::Time begun = absl::Now();
  tracer->Stop();
  EXPECT_LT(absl::Now() - begun, Slower() * absl::Seconds(5));
  EXPECT_EQ(Count("dropped"), 1'000);
}

TEST_F(Exporting, OverTlsBothEndsShowACertificateOfTheSameCa) {
  const Certificates ours("collector=IP:127.0.0.1 elsewhere registry");
  const Certificates others("registry");
  Collector collector(ours.Of("collector"));
  const auto tracer = Make(collector.address(), ours.Of("registry"));
  Record(*tracer, "sealed");
  EXPECT_EQ(One(collector, trace_, "sealed", Kind::kServer).service, "test");
  tls::Files mixed = ours.Of("registry");
  mixed.identity = others.Of("registry").identity;
  // A stranger to the collector; a collector that is a stranger; one under another's name.
  const Collector elsewhere(ours.Of("elsewhere"));
  for (const auto& [files, address] :
       {std::pair(mixed, collector.address()),
        std::pair(others.Of("registry"), collector.address()),
        std::pair(ours.Of("registry"), elsewhere.address())}) {
    const double before = Count("dropped");
    const auto refused = Make(address, files, absl::Milliseconds(500));
    Record(*refused, "stranger");
    refused->Stop();
    EXPECT_EQ(Count("dropped"), before + 1);
  }
  EXPECT_THAT(Named(collector, trace_, "stranger", Kind::kServer), IsEmpty());
  EXPECT_THAT(elsewhere.Spans(), IsEmpty());
}

}  // namespace
}  // namespace binadaya::test
