// Who may not come in at all.
#include <fstream>

#include "absl/strings/str_split.h"
#include "gtest/gtest.h"
#include "tests/support/city.h"
#include "tests/support/platform.h"

namespace binadaya::test {
namespace {

class Tokens : public ::testing::Test {
 protected:
  static void SetUpTestSuite() { platform_ = new Platform({"registry"}); }
  static void TearDownTestSuite() { delete platform_; }

  absl::StatusCode Try(const std::string& token) {
    registry::v1::ListPostsRequest request;
    return platform_->registry().ListPosts(platform_->WithToken(token), request).status().code();
  }
  static Signer SignerOf(const std::string& name) {
    return *Signer::Load(Cat(Stack::Get().folder(), "/keys/private/", name, ".pem"));
  }
  std::string Good() {
    return SignerOf("operator").Sign("someone", {{v1::ANALYST, "/"}}, platform_->clock().Now());
  }
  // Claims as the operator would sign them, with `changed` put in.
  std::string Claims(const std::string& changed = "") {
    const std::int64_t now = absl::ToUnixSeconds(platform_->clock().Now());
    std::map<std::string, std::string> claims = {
        {"iss", "\"binadaya\""},
        {"aud", "\"binadaya-platform\""},
        {"sub", "\"someone\""},
        {"iat", Cat(now)},
        {"exp", Cat(now + 600)},
        {"jti", Cat("\"", platform_->Id(), "\"")},
        {"grants", R"([{"role":"ANALYST","path":"/"}])"}};
    if (!changed.empty()) {
      const std::pair<std::string, std::string> parts =
          absl::StrSplit(changed, absl::MaxSplits('=', 1));
      claims[parts.first] = parts.second;
    }
    std::string json = "{";
    for (const auto& [name, value] : claims)
      json += Cat(json.size() > 1 ? "," : "", "\"", name, "\":", value);
    return json + "}";
  }
  static Platform* platform_;
};
Platform* Tokens::platform_;

constexpr char kHeader[] = R"({"alg":"ES256","typ":"JWT","kid":"operator"})";

TEST_F(Tokens, SignedByTheOperatorAreAccepted) {
  EXPECT_EQ(Try(Good()), absl::StatusCode::kOk);
  EXPECT_EQ(Try(SignerOf("operator").SignRaw(kHeader, Claims())), absl::StatusCode::kOk);
}

TEST_F(Tokens, MissingOrUnsignedAreRefused) {
  EXPECT_EQ(Try(""), absl::StatusCode::kUnauthenticated);
  EXPECT_EQ(Try("nonsense"), absl::StatusCode::kUnauthenticated);
  const std::string good = Good();
  EXPECT_EQ(Try(good.substr(0, good.rfind('.'))), absl::StatusCode::kUnauthenticated);
  EXPECT_EQ(Try(good.substr(0, good.rfind('.') + 1)), absl::StatusCode::kUnauthenticated);
}

TEST_F(Tokens, TamperedAreRefused) {
  const std::string good = Good();
  for (const std::size_t at : {std::size_t{5}, good.find('.') + 5, good.rfind('.') + 5}) {
    std::string bad = good;
    bad[at] = bad[at] == 'A' ? 'B' : 'A';
    EXPECT_EQ(Try(bad), absl::StatusCode::kUnauthenticated) << at;
  }
}

TEST_F(Tokens, OfAWrongAlgorithmOrKeyAreRefused) {
  const Signer signer = SignerOf("operator");
  for (const char* header :
       {R"({"alg":"none","typ":"JWT","kid":"operator"})",
        R"({"alg":"HS256","typ":"JWT","kid":"operator"})",
        R"({"alg":"ES384","typ":"JWT","kid":"operator"})",
        R"({"alg":"ES256","typ":"at+jwt","kid":"operator"})",
        R"({"alg":"ES256","typ":"JWT","kid":"nobody"})",
        R"({"alg":"ES256","typ":"JWT","kid":"../private/operator"})",
        R"({"alg":"ES256","typ":"JWT","kid":"' OR 1=1 --"})", R"({"alg":"ES256","typ":"JWT"})",
        R"({"alg":"ES256","typ":"JWT","kid":"operator","jku":"http://127.0.0.1/keys"})",
        R"({"alg":"ES256","typ":"JWT","kid":"registry"})"}) {
    EXPECT_EQ(Try(signer.SignRaw(header, Claims())), absl::StatusCode::kUnauthenticated) << header;
  }
}

TEST_F(Tokens, WithWrongClaimsAreRefused) {
  const Signer signer = SignerOf("operator");
  const std::int64_t now = absl::ToUnixSeconds(platform_->clock().Now());
  for (const std::string& change :
       {std::string(R"(iss="somebody")"), std::string(R"(aud="another")"),
        std::string(R"(aud=["binadaya-platform"])"), Cat("exp=", now - 120), Cat("iat=", now + 600),
        Cat("exp=", now + 100'000), std::string(R"(jti="7")"), std::string(R"(sub="")"),
        std::string(R"(grants=[{"role":"KING","path":"/"}])"),
        std::string(R"(grants=[{"role":"ANALYST","path":"33.74"}])"),
        std::string(R"(grants=[{"role":"SERVICE","path":"/"}])"), std::string(R"(admin=true)")}) {
    EXPECT_EQ(Try(signer.SignRaw(kHeader, Claims(change))), absl::StatusCode::kUnauthenticated)
        << change;
  }
}

TEST_F(Tokens, ThatWereFoundGoodExpireAndCannotBeChangedAfterwards) {
  const Verifier verifier = *Verifier::Load(Stack::Get()["TOKEN_KEYS"]);
  const absl::Time now = platform_->clock().Now();
  std::string token = Good();
  const absl::Time end = now + kTokenLifetime + kTokenLeeway;
  EXPECT_TRUE(verifier.Verify(token, now).ok());
  EXPECT_TRUE(verifier.Verify(token, end - absl::Seconds(2)).ok());
  EXPECT_TRUE(absl::IsUnauthenticated(verifier.Verify(token, end + absl::Seconds(2)).status()));
  EXPECT_TRUE(absl::IsUnauthenticated(verifier.Verify(token, now - kTokenLeeway * 2).status()));
  char& last = token[token.size() - 10];
  last = last == 'A' ? 'B' : 'A';
  EXPECT_TRUE(absl::IsUnauthenticated(verifier.Verify(token, now).status()));
}

TEST_F(Tokens, OfAServiceSpeakForThatServiceOnly) {
  const Signer service = SignerOf("needs");
  const absl::Time now = platform_->clock().Now();
  EXPECT_EQ(Try(service.Sign("needs", {{v1::SERVICE, "/"}}, now)), absl::StatusCode::kOk);
  EXPECT_EQ(
      Try(service.Sign("reporting", {{v1::SERVICE, "/"}}, now)),
      absl::StatusCode::kUnauthenticated);
  EXPECT_EQ(
      Try(service.Sign("needs", {{v1::ADMINISTRATOR, "/"}}, now)),
      absl::StatusCode::kUnauthenticated);
}

TEST_F(Tokens, ThatWereRevokedAreRefusedWithAndWithoutRedis) {
  const std::string token = Good();
  const std::string id = SignerOf("operator").key_id();
  ASSERT_EQ(Try(token), absl::StatusCode::kOk);
  const Verifier verifier = *Verifier::Load(Stack::Get()["TOKEN_KEYS"]);
  operations::v1::RevokeTokenRequest request;
  request.set_request_id(platform_->Id());
  request.set_token_id(verifier.Verify(token, platform_->clock().Now())->token_id);
  ASSERT_TRUE(platform_->operations("registry").RevokeToken(platform_->Admin(), request).ok());
  EXPECT_EQ(Try(token), absl::StatusCode::kUnauthenticated);
  platform_->Restart("registry", {{"REDIS", ""}});
  EXPECT_EQ(Try(token), absl::StatusCode::kUnauthenticated);
  EXPECT_EQ(Try(Good()), absl::StatusCode::kOk);
}

TEST_F(Tokens, RefusalsAreAudited) {
  const std::int64_t before =
      platform_->sql("registry").Query("SELECT count(*) FROM audit", {}).Int(0, 0);
  Try("nonsense");
  EXPECT_TRUE(Eventually([&] {
    return platform_->sql("registry").Query("SELECT count(*) FROM audit", {}).Int(0, 0) ==
           before + 1;
  }));
}

}  // namespace
}  // namespace binadaya::test
