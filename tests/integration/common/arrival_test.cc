// What a server does before a handler has a say, and when one has too much.
#include <fstream>
#include <future>
#include <stdexcept>
#include <thread>

#include "grpcpp/generic/generic_stub.h"
#include "grpcpp/grpcpp.h"
#include "gtest/gtest.h"
#include "tests/support/platform.h"
#include "tests/support/server.h"
#include "tests/support/tcp_gate.h"

namespace binadaya::test {
namespace {

using registry::v1::GetUnitRequest;
using registry::v1::ListPostsRequest;
using registry::v1::ListUnitsRequest;

constexpr std::size_t kLarge = 15'900'000;

// What AddressSanitizer keeps of what was freed, its quarantine.
#ifdef __SANITIZE_ADDRESS__
constexpr std::size_t kKept = 256UL << 20;
#else
constexpr std::size_t kKept = 0;
#endif

// The largest that this process ever was since this was made, in bytes.
class Peak {
 public:
  Peak() { std::ofstream("/proc/self/clear_refs") << "5"; }
  static std::size_t Now() {
    std::ifstream status("/proc/self/status");
    for (std::string word; status >> word;) {
      std::size_t kilobytes = 0;
      if (word == "VmHWM:" && status >> kilobytes) return kilobytes << 10;
    }
    return 0;
  }
  std::size_t Growth() const { return Now() - start_; }

 private:
  const std::size_t start_ = Now();
};

// Sends `bytes` over a connection of its own, without a copy of them.
grpc::StatusCode Send(const std::string& address, const Call& call, const std::string& bytes) {
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  arguments.SetMaxSendMessageSize(-1);
  grpc::GenericStub raw(
      grpc::CreateCustomChannel(address, grpc::InsecureChannelCredentials(), arguments));
  grpc::ClientContext context;
  context.set_deadline(absl::ToChronoTime(call.deadline()));
  if (const Proof& proof = call.identity().proof; proof != nullptr)
    context.AddMetadata("authorization", Cat("Bearer ", proof("registry", call.now())));
  grpc::Slice slice(bytes.data(), bytes.size(), grpc::Slice::STATIC_SLICE);
  grpc::ByteBuffer request(&slice, 1), response;
  grpc::CompletionQueue queue;
  auto reader = raw.PrepareUnaryCall(
      &context, "/binadaya.registry.v1.Registry/ImportPeople", request, &queue);
  reader->StartCall();
  grpc::Status status;
  reader->Finish(&response, &status, &queue);
  void* tag = nullptr;
  bool ok = false;
  queue.Next(&tag, &ok);
  return status.error_code();
}

std::map<grpc::StatusCode, int> SendMany(
    const std::string& address, const Call& call, const std::string& bytes, int times) {
  std::mutex mutex;
  std::map<grpc::StatusCode, int> answers;
  std::vector<std::thread> senders;
  for (int i = 0; i < times; ++i) {
    senders.emplace_back([&] {
      const grpc::StatusCode code = Send(address, call, bytes);
      const std::lock_guard<std::mutex> lock(mutex);
      ++answers[code];
    });
  }
  for (std::thread& sender : senders) sender.join();
  return answers;
}

TEST(Arrival, AnExceptionOutOfAHandlerIsInternalAndSaysNothingOfItself) {
  const HandlerServer server({
      {"ListPosts",
       [](Call&) -> absl::StatusOr<std::string> {
         throw std::runtime_error("198001012005011001");
       }},
      {"ListUnits", [](Call&) -> absl::StatusOr<std::string> { throw 7; }},
      {"GetUnit", [](Call&) { return std::string(); }},
  });
  const registry::RegistryClient client(server.Reach());
  const absl::Status thrown = client.ListPosts(server.Known(), ListPostsRequest()).status();
  EXPECT_TRUE(absl::IsInternal(thrown)) << thrown;
  EXPECT_EQ(thrown.message().find("1980"), std::string::npos) << thrown;
  EXPECT_TRUE(absl::IsInternal(client.ListUnits(server.Known(), ListUnitsRequest()).status()));
  EXPECT_EQ(server.Metric("binadaya_rpc_exceptions_total"), 2);
  GetUnitRequest unit;
  unit.set_unit("33.74.14");
  EXPECT_TRUE(client.GetUnit(server.Known(), unit).ok());
}

TEST(Arrival, WhoIsUnknownIsCountedByReasonAndLeavesNothingElse) {
  const HandlerServer server({{"ListPosts", [](Call&) { return std::string(); }}});
  constexpr int kThreads = 8, kEach = 1000;
  std::atomic<int> refused = 0;
  std::vector<std::thread> callers;
  for (int i = 0; i < kThreads; ++i) {
    callers.emplace_back([&] {
      const registry::RegistryClient client(server.Reach());
      for (int n = 0; n < kEach; ++n)
        refused += absl::IsUnauthenticated(
            client.ListPosts(server.Unknown(), ListPostsRequest()).status());
    });
  }
  for (std::thread& caller : callers) caller.join();
  EXPECT_EQ(refused, kThreads * kEach);
  EXPECT_EQ(server.Metric("binadaya_rpc_unauthenticated_total"), kThreads * kEach);
  EXPECT_EQ(server.refusals(), 0);
}

TEST(Arrival, NothingIsReadOfARequestOfSomebodyUnknown) {
  const HandlerServer server({{"ImportPeople", [](Call&) { return std::string(); }}});
  const TcpGate gate(server.Reach().address);
  const std::string bytes(kLarge, 'a');
  const auto answers = SendMany(gate.address(), server.Unknown(), bytes, 64);
  EXPECT_EQ(answers, (std::map<grpc::StatusCode, int>{{grpc::UNAUTHENTICATED, 64}}));
  // No more than a connection takes before anybody reads.
  EXPECT_LT(gate.passed(), 64 * kLarge / 8);
}

TEST(Arrival, RequestsOfSomebodyKnownFillNoMoreThanTheirShareOfMemory) {
  std::promise<void> go_on;
  const HandlerServer server({{"ImportPeople", [until = go_on.get_future().share()](Call&) {
                                 until.wait();
                                 return std::string();
                               }}});
  registry::v1::ImportRequest import;
  import.set_request_id(NewId(absl::Now()));
  import.set_file(std::string(kLarge, 'a'));
  const std::string bytes = import.SerializeAsString();
  import.Clear();
  const Peak peak;
  std::map<grpc::StatusCode, int> answers;
  std::thread senders([&] {
    answers = SendMany(server.Reach().address, server.Known(absl::Minutes(1)), bytes, 64);
  });
  // Each is refused, waits, or is at work.
  EXPECT_TRUE(Eventually([&] {
    return server.Metric("binadaya_rpc_handled_total") + server.Metric("binadaya_rpc_queued") +
               server.Metric("binadaya_rpc_workers_busy") ==
           64;
  }));
  go_on.set_value();
  senders.join();
  // 256 MB of requests, and what four workers make of theirs; as often as a sanitizer keeps it.
  EXPECT_LT(peak.Growth(), static_cast<std::size_t>(Slower()) * (600UL << 20) + kKept);
  EXPECT_EQ(answers[grpc::OK], 16);
  EXPECT_EQ(answers[grpc::RESOURCE_EXHAUSTED], 48);
  EXPECT_EQ(Send(server.Reach().address, server.Known(), bytes), grpc::OK);
}

TEST(Arrival, WhoSendsNoRequestIsCutOffSoThatItsRoomIsFree) {
  const HandlerServer server({{"ImportPeople", [](Call&) { return std::string(); }}});
  grpc::GenericStub raw(
      grpc::CreateChannel(server.Reach().address, grpc::InsecureChannelCredentials()));
  grpc::ClientContext context;  // without a deadline; the server's for that is 5 s
  const Call call = server.Known();
  context.AddMetadata(
      "authorization", Cat("Bearer ", call.identity().proof("registry", call.now())));
  grpc::CompletionQueue queue;
  const auto stream =
      raw.PrepareCall(&context, "/binadaya.registry.v1.Registry/ImportPeople", &queue);
  void* tag = nullptr;
  bool ok = false;
  stream->StartCall(&tag);
  ASSERT_TRUE(queue.Next(&tag, &ok) && ok);
  grpc::Status status;
  stream->Finish(&status, &tag);
  const auto patience = std::chrono::system_clock::now() + std::chrono::seconds(8);
  EXPECT_EQ(queue.AsyncNext(&tag, &ok, patience), grpc::CompletionQueue::GOT_EVENT);
  EXPECT_EQ(status.error_code(), grpc::CANCELLED);
}

TEST(Arrival, RequestsThatAreSmallTakeNoMoreRoomThanTheyAreLarge) {
  std::promise<void> go_on;
  const HandlerServer server({{"ImportPeople", [until = go_on.get_future().share()](Call&) {
                                 until.wait();
                                 return std::string();
                               }}});
  registry::v1::ImportRequest import;
  import.set_request_id(NewId(absl::Now()));
  import.set_file("a");
  const std::string bytes = import.SerializeAsString();
  std::vector<std::future<grpc::StatusCode>> answers;
  // One by one, and more than there is room for large ones.
  for (int here = 1; here <= 20; ++here) {
    answers.push_back(std::async(
        std::launch::async, [&] { return Send(server.Reach().address, server.Known(), bytes); }));
    EXPECT_TRUE(Eventually([&] {
      return server.Metric("binadaya_rpc_handled_total") + server.Metric("binadaya_rpc_queued") +
                 server.Metric("binadaya_rpc_workers_busy") ==
             here;
    }));
  }
  go_on.set_value();
  for (auto& answer : answers) EXPECT_EQ(answer.get(), grpc::OK);
}

}  // namespace
}  // namespace binadaya::test
