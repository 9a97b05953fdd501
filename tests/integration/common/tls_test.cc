// Connections on which both sides show a certificate.
#include <fstream>
#include <thread>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/certificates.h"
#include "tests/support/server.h"

namespace binadaya::test {
namespace {

using registry::v1::ListPostsRequest;
using ::testing::HasSubstr;

constexpr char kAll[] = "registry needs budgeting operator";

// The registry, behind an identity.
class TlsServer {
 public:
  explicit TlsServer(tls::Files as)
      : server_(
            {{"ListPosts",
              [this](Call&) {
                ++served_;
                return std::string();
              }}},
            {.listen = "127.0.0.1:0", .workers = 4, .tls = std::move(as)}) {}

  rpc::Neighbour Reach(tls::Files as) const {
    rpc::Neighbour at = server_.Reach();
    at.tls = std::move(as);
    return at;
  }
  // A call by a connection of its own.
  absl::Status Ask(tls::Files as, const Call& call) const {
    return registry::RegistryClient(Reach(std::move(as))).ListPosts(call, {}).status();
  }
  absl::Status Ask(tls::Files as) const { return Ask(std::move(as), Known()); }
  Call Known() const { return server_.Known(); }
  // A call that a service makes because it was asked by somebody who is known.
  Call By(const std::string& service) const {
    const Call known = Known();
    const auto own = Signer::Load(Cat(Stack::Get().folder(), "/keys/private/", service, ".pem"));
    const auto verifier = Verifier::Load(Stack::Get()["TOKEN_KEYS"], *own);
    auto asked = verifier->Verify(known.identity().proof(service, known.now()), known.now());
    return {"test", *std::move(asked), known.deadline(), known.now(), known.today()};
  }
  int served() const { return served_; }

 private:
  std::atomic<int> served_ = 0;
  HandlerServer server_;
};

TEST(Tls, ServesWhoShowsTheCertificateThatGoesWithTheToken) {
  const Certificates ours(kAll);
  const TlsServer server(ours.Of("registry"));
  EXPECT_TRUE(server.Ask(ours.Of("operator")).ok());
  EXPECT_TRUE(server.Ask(ours.Of("needs"), server.By("needs")).ok());
  EXPECT_EQ(server.served(), 2);
  for (const char* other : {"needs", "budgeting", "registry"}) {
    const absl::Status refused = server.Ask(ours.Of(other));
    EXPECT_TRUE(absl::IsUnauthenticated(refused)) << other << " with a stolen token: " << refused;
  }
  for (const char* other : {"operator", "budgeting"}) {
    const absl::Status refused = server.Ask(ours.Of(other), server.By("needs"));
    EXPECT_TRUE(absl::IsUnauthenticated(refused)) << other << " as needs: " << refused;
  }
  EXPECT_EQ(server.served(), 2);
}

// A front door is a program of its own, which brings people's tokens as the operator's do.
TEST(Tls, ServesAFrontDoorByItsSecondName) {
  const Certificates ours("registry front=DNS:operator");
  const TlsServer server(ours.Of("registry"));
  EXPECT_TRUE(server.Ask(ours.Of("front")).ok());
}

TEST(Tls, RefusesAServiceThatItsContractDoesNotLetCall) {
  const Certificates ours(kAll);
  const TlsServer server(ours.Of("registry"));
  const absl::Status refused = server.Ask(ours.Of("budgeting"), server.By("budgeting"));
  EXPECT_TRUE(absl::IsUnauthenticated(refused)) << refused;
  EXPECT_EQ(server.served(), 0);
}

TEST(Tls, RefusesPlainTextAnotherCaAndWhatHasExpired) {
  const Certificates ours(kAll), others(kAll);
  const TlsServer server(ours.Of("registry"));
  tls::Files of_others = others.Of("operator");
  EXPECT_TRUE(absl::IsUnavailable(server.Ask({}))) << "plain text";
  EXPECT_TRUE(absl::IsUnavailable(server.Ask(of_others))) << "each trusts its own CA";
  of_others.ca = ours.Of("operator").ca;
  EXPECT_TRUE(absl::IsUnavailable(server.Ask(of_others))) << "the server does not trust the caller";
  tls::Files trusting = ours.Of("operator");
  trusting.ca = others.Of("operator").ca;
  EXPECT_TRUE(absl::IsUnavailable(server.Ask(trusting))) << "the caller does not trust the server";
  ours.Make("operator", 0);
  EXPECT_TRUE(absl::IsUnavailable(server.Ask(ours.Of("operator")))) << "expired";
  EXPECT_EQ(server.served(), 0);
  ours.Make("operator");
  EXPECT_TRUE(server.Ask(ours.Of("operator")).ok());
}

TEST(Tls, ACallerRefusesAServerThatIsNotTheServiceItCalls) {
  const Certificates ours(kAll);
  const TlsServer impostor(ours.Of("needs"));
  EXPECT_TRUE(absl::IsUnavailable(impostor.Ask(ours.Of("operator"))));
  EXPECT_EQ(impostor.served(), 0);
  const TlsServer plain({});
  EXPECT_TRUE(absl::IsUnavailable(plain.Ask(ours.Of("operator"))));
  EXPECT_EQ(plain.served(), 0);
}

TEST(Tls, ANewCaAndNewIdentitiesAreTakenUpWhileCallsGoOn) {
  const Certificates ours(kAll);
  const TlsServer server(ours.Of("registry"));
  const tls::Files now = ours.Of("operator");
  const tls::Files old = {.identity = ours.Keep("operator"), .ca = now.ca};
  const registry::RegistryClient client(server.Reach(now));
  std::atomic<bool> done = false;
  std::atomic<int> good = 0;
  std::vector<std::string> failed;
  std::thread caller([&] {
    while (!done) {
      const absl::Status one = client.ListPosts(server.Known(), {}).status();
      const absl::Status other = server.Ask(now);
      for (const absl::Status& status : {one, other}) {
        if (!status.ok()) failed.push_back(status.ToString());
        good += status.ok() ? 1 : 0;
      }
    }
  });
  ours.Make("--new-ca");
  // Signed by the new CA; its own file, so that the callers' stay what they are.
  ours.Make("front=DNS:operator");
  EXPECT_TRUE(Eventually([&] { return server.Ask(ours.Of("front")).ok(); })) << "both are trusted";
  ours.Make(kAll);
  const auto renewed = [&] { return server.Ask({now.identity, ours.newest_ca()}).ok(); };
  EXPECT_TRUE(Eventually(renewed)) << "the server shows its new certificate";
  ours.Make("--forget-old-ca");
  const int before = good;
  EXPECT_TRUE(Eventually([&] { return !server.Ask(old).ok(); })) << "the old one is over";
  EXPECT_TRUE(Eventually([&] { return good > before + 10; }));
  done = true;
  caller.join();
  EXPECT_THAT(failed, ::testing::IsEmpty());
}

TEST(Tls, SaysWhatIsWrongWithItsOwnFiles) {
  const Certificates ours(kAll), others(kAll);
  const tls::Files files = ours.Of("registry");
  const auto why = [](const tls::Files& wrong, std::string_view name = "registry") {
    return std::string(tls::Check(wrong, name).status().message());
  };
  const auto ends = tls::Check(files, "registry");
  ASSERT_TRUE(ends.ok()) << ends.status();
  EXPECT_NEAR(absl::ToDoubleHours(*ends - absl::Now()), 90 * 24, 1);
  EXPECT_THAT(why(files, "needs"), HasSubstr("does not name needs"));
  EXPECT_THAT(why({files.identity, others.Of("registry").ca}), HasSubstr("issuer"));
  EXPECT_THAT(why({"/nowhere", files.ca}), HasSubstr("/nowhere cannot be used"));
  EXPECT_THAT(why({files.identity, "/nowhere"}), HasSubstr("/nowhere cannot be used"));
  EXPECT_THAT(why({files.ca, files.ca}), HasSubstr("cannot be used"));
  ours.Make("registry", 0);
  EXPECT_THAT(why(files), HasSubstr("expired"));
}

TEST(Tls, ACertificateOfSomebodyElseIsOneByACaThatIsTrusted) {
  const Certificates ours("registry"), others("registry");
  const tls::Files files = ours.Of("registry");
  const auto issued = tls::ReadIssued(files, "registry");
  ASSERT_TRUE(issued.ok()) << issued.status();
  EXPECT_EQ(issued->ends, *tls::Check(files, "registry"));
  const std::vector<tls::Ca> before = tls::CasOf(files.ca);
  ASSERT_EQ(before.size(), 1u);
  EXPECT_EQ(issued->ca, before[0].id);
  EXPECT_NEAR(absl::ToDoubleHours(before[0].ends - absl::Now()), 3650 * 24, 1);
  const auto unread = [](const tls::Files& wrong, std::string_view name = "registry") {
    return std::string(tls::ReadIssued(wrong, name).status().message());
  };
  EXPECT_THAT(unread({"/nowhere", files.ca}), HasSubstr("/nowhere cannot be used"));
  EXPECT_THAT(unread(files, "needs"), HasSubstr("is that of registry, not of needs"));
  EXPECT_THAT(unread({others.Of("registry").identity, files.ca}), HasSubstr("issuer"));
  // Both while the new one takes over, then only what that has signed.
  ours.Make("--new-ca");
  EXPECT_EQ(tls::CasOf(files.ca).size(), 2u);
  EXPECT_EQ(unread(files), "");
  ours.Make("--forget-old-ca");
  EXPECT_THAT(unread(files), HasSubstr("issuer"));
  ours.Make("registry", 0);
  const auto ended = tls::ReadIssued(files, "registry");
  ASSERT_TRUE(ended.ok()) << ended.status();
  EXPECT_EQ(ended->ca, tls::CasOf(ours.newest_ca())[0].id);
  EXPECT_NE(ended->ca, issued->ca);
  EXPECT_TRUE(tls::CasOf("/nowhere").empty());
}

TEST(Tls, AReplacedFileHasAnotherVersion) {
  const Certificates ours("registry");
  const tls::Files files = ours.Of("registry");
  const std::string before = files.Version();
  EXPECT_EQ(files.Version(), before);
  ours.Make("registry");
  EXPECT_NE(files.Version(), before);
  EXPECT_EQ(tls::Files().Version(), "");
}

}  // namespace
}  // namespace binadaya::test
