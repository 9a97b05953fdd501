// A service whose neighbour does not answer.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <thread>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/platform.h"

namespace binadaya::test {
namespace {

// Takes connections (the kernel does) and says nothing.
class Silent {
 public:
  Silent() : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof(address);
    if (::bind(socket_, reinterpret_cast<sockaddr*>(&address), size) != 0 ||
        ::listen(socket_, 64) != 0 ||
        ::getsockname(socket_, reinterpret_cast<sockaddr*>(&address), &size) != 0)
      std::abort();
    port_ = ntohs(address.sin_port);
  }
  ~Silent() { ::close(socket_); }
  std::string address() const { return Cat("127.0.0.1:", port_); }

 private:
  const int socket_;
  int port_ = 0;
};

class Neighbour : public ::testing::Test {
 protected:
  explicit Neighbour(const std::string& registry)
      : platform_({"needs"}, {{"REGISTRY_ADDRESS", registry}}) {
    needs::v1::OpenCampaignRequest open;
    open.set_request_id(platform_.Id());
    open.set_year(2027);
    open.set_unit("/");
    const auto campaign = platform_.needs().OpenCampaign(platform_.Analyst(), open);
    EXPECT_TRUE(campaign.ok()) << campaign.status();
    if (campaign.ok()) campaign_ = campaign->id();
  }
  // Needs the registry.
  absl::Status Detect(absl::Duration patience) {
    needs::v1::DetectNeedsRequest request;
    request.set_request_id(platform_.Id());
    request.set_campaign(campaign_);
    const Call call = platform_.As("operator", {{v1::ANALYST, "/"}}, patience);
    return platform_.needs().DetectNeeds(call, request).status();
  }
  // Does not.
  absl::Status List() {
    needs::v1::ListNeedsRequest request;
    request.set_campaign(campaign_);
    return platform_.needs().ListNeeds(platform_.Analyst(), request).status();
  }

  Platform platform_;
  std::string campaign_;
};

absl::Duration Took(const std::function<void()>& work) {
  const absl::Time begun = absl::Now();
  work();
  return absl::Now() - begun;
}

class SilentNeighbour : private Silent, public Neighbour {
 protected:
  SilentNeighbour() : Neighbour(address()) {}
};

TEST_F(SilentNeighbour, KeepsOnlySomeOfTheWorkersWaitingAndNoneOnceItIsKnown) {
  // Far enough apart for a machine that does much else.
  constexpr absl::Duration kPatience = absl::Seconds(8);
  constexpr absl::Duration kFast = absl::Seconds(4);
  for (int round = 0; round < 2; ++round) {
    std::atomic<int> at_once = 0;
    std::vector<std::thread> callers;
    for (int i = 0; i < 12; ++i) {
      callers.emplace_back([&] {
        absl::Status status;
        if (Took([&] { status = Detect(kPatience); }) < kFast) ++at_once;
        EXPECT_FALSE(status.ok());
      });
    }
    // Of six workers three wait, or one who looks once it is known; the others turn away who needs
    // it and answer who does not.
    EXPECT_TRUE(Eventually([&] { return at_once >= 9; })) << at_once;
    EXPECT_LT(Took([&] { EXPECT_TRUE(List().ok()); }), kFast);
    for (std::thread& caller : callers) caller.join();
  }
  // Alone, only what is known of the neighbour turns a call away; now and then one looks whether it
  // is back, and waits.
  EXPECT_TRUE(Eventually(
      [&] {
        absl::Status status;
        return Took([&] { status = Detect(kPatience); }) < kFast && absl::IsUnavailable(status);
      },
      absl::Minutes(1)));
  EXPECT_GT(platform_.Metric("needs", "binadaya_neighbour_away_total"), 0);
}

class AbsentNeighbour : public Neighbour {
 protected:
  AbsentNeighbour() : Neighbour("127.0.0.1:1") {}
};

TEST_F(AbsentNeighbour, IsNamedInBothLanguagesAndItsAddressIsNot) {
  const absl::Status status = Detect(absl::Seconds(10));
  EXPECT_TRUE(absl::IsUnavailable(status)) << status;
  EXPECT_EQ(status.message().find("127.0.0.1"), std::string::npos) << status;
  const Findings findings = FindingsOf(status);
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_EQ(findings[0].rule, "NEIGHBOUR-01");
  EXPECT_EQ(findings[0].where, "registry");
  EXPECT_THAT(findings[0].message.id, ::testing::HasSubstr("registry"));
  EXPECT_THAT(findings[0].message.en, ::testing::HasSubstr("registry"));
  EXPECT_TRUE(List().ok());
}

}  // namespace
}  // namespace binadaya::test
