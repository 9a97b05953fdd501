// Who may not come in at all.
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "absl/strings/str_split.h"
#include "gtest/gtest.h"
#include "tests/support/city.h"
#include "tests/support/platform.h"

namespace binadaya::test {
namespace {

class Tokens : public ::testing::Test {
 protected:
  static void SetUpTestSuite() { platform_ = new Platform({"registry", "needs"}); }
  static void TearDownTestSuite() { delete platform_; }

  absl::StatusCode Try(const std::string& token) {
    registry::v1::ListPostsRequest request;
    return platform_->registry().ListPosts(platform_->WithToken(token), request).status().code();
  }
  absl::StatusCode TryNeeds(const std::string& token) {
    needs::v1::ListNeedsRequest request;
    request.set_campaign(platform_->Id());
    const absl::StatusCode code =
        platform_->needs().ListNeeds(platform_->WithToken(token), request).status().code();
    // Let in is let in, whatever there is.
    return code == absl::StatusCode::kUnauthenticated ? code : absl::StatusCode::kOk;
  }
  void Revoke(const std::string& service, const std::string& token_id) {
    operations::v1::RevokeTokenRequest request;
    request.set_request_id(platform_->Id());
    request.set_token_id(token_id);
    const auto revoked = platform_->operations(service).RevokeToken(platform_->Admin(), request);
    ASSERT_TRUE(revoked.ok()) << revoked.status();
  }
  static Signer SignerOf(const std::string& name) {
    return *Signer::Load(Cat(Stack::Get().folder(), "/keys/private/", name, ".pem"));
  }
  std::string Good() { return TokenFor("registry"); }
  std::string TokenFor(const std::string& service) {
    return SignerOf("operator")
        .Sign("someone", {{v1::ANALYST, "/"}}, service, platform_->clock().Now());
  }
  // What a service adds to a caller's token when it calls another.
  std::string LinkBy(const std::string& service, const std::string& called) {
    return SignerOf(service).Sign(service, {{v1::SERVICE, "/"}}, called, platform_->clock().Now());
  }
  static Verifier RegistrysVerifier() {
    return *Verifier::Load(Stack::Get()["TOKEN_KEYS"], SignerOf("registry"));
  }
  // Claims as the operator would sign them, with `changed` put in.
  std::string Claims(const std::string& changed = "", const std::string& service = "registry") {
    const std::int64_t now = absl::ToUnixSeconds(platform_->clock().Now());
    std::map<std::string, std::string> claims = {
        {"iss", "\"binadaya\""},
        {"aud", Cat("\"", service, "\"")},
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
        std::string(R"(aud=["registry"])"), std::string(R"(aud="")"), Cat("exp=", now - 120),
        Cat("iat=", now + 600), Cat("exp=", now + 100'000), std::string(R"(jti="7")"),
        std::string(R"(sub="")"), std::string(R"(grants=[{"role":"KING","path":"/"}])"),
        std::string(R"(grants=[{"role":"ANALYST","path":"33.74/"}])"),
        std::string(R"(grants=[{"role":"ANALYST","path":"/33.74.1"}])"),
        std::string(R"(grants=[{"role":"ANALYST","path":""}])"),
        std::string(R"(grants=[{"role":"SERVICE","path":"/"}])"), std::string(R"(admin=true)")}) {
    EXPECT_EQ(Try(signer.SignRaw(kHeader, Claims(change))), absl::StatusCode::kUnauthenticated)
        << change;
  }
}

TEST_F(Tokens, ThatWereFoundGoodExpireAndCannotBeChangedAfterwards) {
  const Verifier verifier = RegistrysVerifier();
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

TEST_F(Tokens, OfAServiceSpeakForThatServiceToThoseWhomItCallsOnly) {
  const Signer service = SignerOf("needs");
  const absl::Time now = platform_->clock().Now();
  EXPECT_EQ(Try(LinkBy("needs", "registry")), absl::StatusCode::kOk);
  EXPECT_EQ(Try(LinkBy("budgeting", "registry")), absl::StatusCode::kUnauthenticated);
  EXPECT_EQ(TryNeeds(LinkBy("registry", "needs")), absl::StatusCode::kUnauthenticated);
  EXPECT_EQ(
      Try(service.Sign("reporting", {{v1::SERVICE, "/"}}, "registry", now)),
      absl::StatusCode::kUnauthenticated);
  EXPECT_EQ(
      Try(service.Sign("needs", {{v1::ADMINISTRATOR, "/"}}, "registry", now)),
      absl::StatusCode::kUnauthenticated);
}

TEST_F(Tokens, OfACallerAreWorthNothingToAnotherServiceByThemselves) {
  EXPECT_EQ(TryNeeds(TokenFor("needs")), absl::StatusCode::kOk);
  EXPECT_EQ(Try(TokenFor("needs")), absl::StatusCode::kUnauthenticated);
  EXPECT_EQ(TryNeeds(TokenFor("registry")), absl::StatusCode::kUnauthenticated);
}

TEST_F(Tokens, OfACallerArePassedOnByTheServiceThatTheyAreForToThoseWhomItCalls) {
  const std::string user = TokenFor("needs");
  const std::string passed = Cat(user, "~", LinkBy("needs", "registry"));
  EXPECT_EQ(Try(passed), absl::StatusCode::kOk);
  const auto identity = RegistrysVerifier().Verify(passed, platform_->clock().Now());
  ASSERT_TRUE(identity.ok()) << identity.status();
  EXPECT_EQ(identity->subject, "someone");
  ASSERT_EQ(identity->grants.size(), 1u);
  EXPECT_EQ(identity->grants[0].role, v1::ANALYST);
  for (const std::string& credential :
       {Cat(TokenFor("registry"), "~", LinkBy("needs", "registry")),   // never was needs'
        Cat(TokenFor("reporting"), "~", LinkBy("needs", "registry")),  // nor this
        Cat(user, "~", LinkBy("reporting", "registry")),               // calls nobody
        Cat(user, "~", TokenFor("registry")),                          // a person is no service
        Cat(user, "~", user, "~", LinkBy("needs", "registry")), Cat(passed, "~"), Cat("~", passed),
        Cat(user, "~~", LinkBy("needs", "registry")),
        Cat(passed, "~", LinkBy("needs", "registry"))}) {
    EXPECT_EQ(Try(credential), absl::StatusCode::kUnauthenticated) << credential;
  }
}

TEST_F(Tokens, ThatWerePassedOnAreRevokedWithTheCallers) {
  const std::string passed = Cat(TokenFor("needs"), "~", LinkBy("needs", "registry"));
  ASSERT_EQ(Try(passed), absl::StatusCode::kOk);
  Revoke("registry", RegistrysVerifier().Verify(passed, platform_->clock().Now())->token_id);
  EXPECT_EQ(Try(passed), absl::StatusCode::kUnauthenticated);
}

TEST_F(Tokens, ThatWereRevokedAreRefusedWithAndWithoutRedis) {
  const std::string token = Good();
  ASSERT_EQ(Try(token), absl::StatusCode::kOk);
  Revoke("registry", RegistrysVerifier().Verify(token, platform_->clock().Now())->token_id);
  EXPECT_EQ(Try(token), absl::StatusCode::kUnauthenticated);
  platform_->Restart("registry", {{"REDIS", ""}});
  EXPECT_EQ(Try(token), absl::StatusCode::kUnauthenticated);
  EXPECT_EQ(Try(Good()), absl::StatusCode::kOk);
  platform_->Restart("registry", {{"REDIS", Stack::Get()["REDIS"]}});
}

// The same token id, as a platform whose callers hold one token for several services has it.
TEST_F(Tokens, RevokedAtOneServiceAreSoonRefusedByAnotherThatWasNotTold) {
  const std::string id = platform_->Id();
  const std::string at_registry =
      SignerOf("operator").SignRaw(kHeader, Claims(Cat("jti=\"", id, "\"")));
  const std::string at_needs =
      SignerOf("operator").SignRaw(kHeader, Claims(Cat("jti=\"", id, "\""), "needs"));
  ASSERT_EQ(Try(at_registry), absl::StatusCode::kOk);
  ASSERT_EQ(TryNeeds(at_needs), absl::StatusCode::kOk);
  Revoke("registry", id);
  const absl::Time revoked = absl::Now();
  EXPECT_EQ(Try(at_registry), absl::StatusCode::kUnauthenticated);
  EXPECT_TRUE(Eventually([&] { return TryNeeds(at_needs) == absl::StatusCode::kUnauthenticated; }));
  EXPECT_LT(
      absl::Now() - revoked,
      absl::FromChrono(Revocations::kRevokedWithin) + absl::Milliseconds(500));
}

TEST_F(Tokens, ThatAnotherServiceFindsGoodStayRevokedWhereTheyWereRevoked) {
  const std::string id = platform_->Id();
  const std::string at_registry =
      SignerOf("operator").SignRaw(kHeader, Claims(Cat("jti=\"", id, "\"")));
  const std::string at_needs =
      SignerOf("operator").SignRaw(kHeader, Claims(Cat("jti=\"", id, "\""), "needs"));
  // Redis was away when it was revoked, so needs cannot know.
  platform_->Restart("registry", {{"REDIS", ""}});
  Revoke("registry", id);
  platform_->Restart("registry", {{"REDIS", Stack::Get()["REDIS"]}});
  EXPECT_EQ(TryNeeds(at_needs), absl::StatusCode::kOk);
  EXPECT_EQ(Try(at_registry), absl::StatusCode::kUnauthenticated);
}

TEST_F(Tokens, RefusalsAreAuditedOfThoseWhoAreKnown) {
  const auto audited = [&](const std::string& reason) {
    return platform_->sql("registry")
        .Query("SELECT count(*) FROM audit WHERE decision = 'REFUSED' AND reason = $1", {reason})
        .Int(0, 0);
  };
  const std::int64_t before = audited("UNAUTHENTICATED");
  EXPECT_EQ(Try("nonsense"), absl::StatusCode::kUnauthenticated);
  EXPECT_EQ(Try(""), absl::StatusCode::kUnauthenticated);
  const std::string token = Good();
  Revoke("registry", RegistrysVerifier().Verify(token, platform_->clock().Now())->token_id);
  EXPECT_EQ(Try(token), absl::StatusCode::kUnauthenticated);
  EXPECT_EQ(audited("UNAUTHENTICATED"), before + 1);
}

TEST_F(Tokens, RefusalsOfAccessAreAuditedWithTheirTarget) {
  registry::v1::GetUnitRequest request;
  request.set_unit("33.74.14.1003");
  EXPECT_TRUE(absl::IsPermissionDenied(
      platform_->registry()
          .GetUnit(platform_->As("lurah", {{v1::ANALYST, "/33.74.01/"}}), request)
          .status()));
  EXPECT_EQ(
      platform_->sql("registry")
          .Query("SELECT target FROM audit WHERE actor = 'lurah' AND reason = 'ACCESS-01'", {})
          .String(0, 0),
      "33.74.14.1003");
}

TEST_F(Tokens, OfAKeyThatWasTakenAwayAreRefusedFromThenOn) {
  const std::filesystem::path keys =
      std::filesystem::path(::testing::TempDir()) / Cat("binadaya_keys_", getpid());
  std::filesystem::copy(Stack::Get()["TOKEN_KEYS"], keys);
  {
    Platform platform({"registry"}, {{"TOKEN_KEYS", keys.string()}});
    const std::string token =
        SignerOf("operator")
            .Sign("someone", {{v1::ANALYST, "/"}}, "registry", platform.clock().Now());
    const auto answer = [&] {
      return platform.registry().ListPosts(platform.WithToken(token), {}).status().code();
    };
    EXPECT_EQ(answer(), absl::StatusCode::kOk);
    std::filesystem::rename(keys / "operator.pem", keys / "operator.away");
    EXPECT_TRUE(Eventually([&] { return answer() == absl::StatusCode::kUnauthenticated; }))
        << "though it was found good before";
    std::filesystem::rename(keys / "operator.away", keys / "operator.pem");
    EXPECT_TRUE(Eventually([&] { return answer() == absl::StatusCode::kOk; }));
  }
  // What cannot be used is said, and takes nobody's key away.
  Verifier verifier = *Verifier::Load(keys.string(), SignerOf("registry"));
  std::ofstream(keys / "other.pem") << "none";
  const absl::Status unread = verifier.Follow();
  EXPECT_TRUE(absl::IsFailedPrecondition(unread)) << unread;
  EXPECT_TRUE(verifier.Verify(Good(), platform_->clock().Now()).ok());
  std::filesystem::remove_all(keys);
  EXPECT_TRUE(absl::IsFailedPrecondition(verifier.Follow()));
  EXPECT_TRUE(verifier.Verify(Good(), platform_->clock().Now()).ok());
}

}  // namespace
}  // namespace binadaya::test
