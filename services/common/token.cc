#include "services/common/token.h"

#include <filesystem>
#include <memory>
#include <optional>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_split.h"
#include "binadaya/v1/finding.pb.h"
#include "google/protobuf/util/json_util.h"
#include "openssl/ecdsa.h"
#include "openssl/pem.h"
#include "services/common/domain/text.h"
#include "services/common/id.h"
#include "services/common/status.h"

namespace binadaya {
namespace {

constexpr std::size_t kHalf = 32;  // bytes of r and of s
constexpr std::size_t kMaxToken = 6000;
constexpr std::size_t kRemembered = 1000;  // tokens; then they are verified anew

using Key = std::shared_ptr<EVP_PKEY>;

absl::StatusOr<Key> LoadKey(const std::string& file, bool secret) {
  const std::unique_ptr<BIO, int (*)(BIO*)> bio(BIO_new_file(file.c_str(), "r"), &BIO_free);
  EVP_PKEY* key = nullptr;
  if (bio != nullptr) {
    key = secret ? PEM_read_bio_PrivateKey(bio.get(), nullptr, nullptr, nullptr)
                 : PEM_read_bio_PUBKEY(bio.get(), nullptr, nullptr, nullptr);
  }
  if (key == nullptr) return absl::FailedPreconditionError(Cat(file, " is not a readable PEM key"));
  Key owned(key, &EVP_PKEY_free);
  char group[64] = {};
  std::size_t length = 0;
  if (EVP_PKEY_get_group_name(key, group, sizeof(group), &length) != 1 ||
      std::string_view(group) != "prime256v1") {
    return absl::FailedPreconditionError(Cat(file, " is not a P-256 key (ES256)"));
  }
  return owned;
}

std::string Encode(std::string_view bytes) {
  return absl::WebSafeBase64Escape({bytes.data(), bytes.size()});
}

absl::Status Refused(std::string_view why) {
  return absl::UnauthenticatedError(Cat("token refused: ", why));
}

// JOSE signatures are r || s; OpenSSL speaks DER.
std::string ToDer(std::string_view raw) {
  const std::unique_ptr<ECDSA_SIG, void (*)(ECDSA_SIG*)> signature(
      ECDSA_SIG_new(), &ECDSA_SIG_free);
  const auto* bytes = reinterpret_cast<const unsigned char*>(raw.data());
  ECDSA_SIG_set0(
      signature.get(), BN_bin2bn(bytes, static_cast<int>(kHalf), nullptr),
      BN_bin2bn(bytes + kHalf, static_cast<int>(kHalf), nullptr));
  unsigned char* out = nullptr;
  const int size = i2d_ECDSA_SIG(signature.get(), &out);
  std::string der(reinterpret_cast<char*>(out), static_cast<std::size_t>(size));
  OPENSSL_free(out);
  return der;
}

std::string FromDer(const std::string& der) {
  const auto* in = reinterpret_cast<const unsigned char*>(der.data());
  const std::unique_ptr<ECDSA_SIG, void (*)(ECDSA_SIG*)> signature(
      d2i_ECDSA_SIG(nullptr, &in, static_cast<std::int64_t>(der.size())), &ECDSA_SIG_free);
  std::string raw(2 * kHalf, '\0');
  auto* out = reinterpret_cast<unsigned char*>(raw.data());
  BN_bn2binpad(ECDSA_SIG_get0_r(signature.get()), out, static_cast<int>(kHalf));
  BN_bn2binpad(ECDSA_SIG_get0_s(signature.get()), out + kHalf, static_cast<int>(kHalf));
  return raw;
}

bool Matches(EVP_PKEY* key, std::string_view text, std::string_view der) {
  const std::unique_ptr<EVP_MD_CTX, void (*)(EVP_MD_CTX*)> context(
      EVP_MD_CTX_new(), &EVP_MD_CTX_free);
  return EVP_DigestVerifyInit(context.get(), nullptr, EVP_sha256(), nullptr, key) == 1 &&
         EVP_DigestVerify(
             context.get(), reinterpret_cast<const unsigned char*>(der.data()), der.size(),
             reinterpret_cast<const unsigned char*>(text.data()), text.size()) == 1;
}

// Claims that the platform does not know are refused: nobody signs them.
template <class Message>
bool Parse(absl::string_view encoded, Message& message) {
  std::string json;
  return absl::WebSafeBase64Unescape(encoded, &json) &&
         google::protobuf::util::JsonStringToMessage(json, &message).ok();
}

}  // namespace

absl::StatusOr<Signer> Signer::Load(const std::string& private_key_pem) {
  absl::StatusOr<Key> key = LoadKey(private_key_pem, true);
  if (!key.ok()) return key.status();
  Signer signer;
  signer.key_id_ = std::filesystem::path(private_key_pem).stem().string();
  signer.key_ = *std::move(key);
  return signer;
}

std::string Signer::SignRaw(std::string_view header_json, std::string_view claims_json) const {
  const std::string text = Cat(Encode(header_json), ".", Encode(claims_json));
  const std::unique_ptr<EVP_MD_CTX, void (*)(EVP_MD_CTX*)> context(
      EVP_MD_CTX_new(), &EVP_MD_CTX_free);
  EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, key_.get());
  std::size_t size = 0;
  const auto* bytes = reinterpret_cast<const unsigned char*>(text.data());
  EVP_DigestSign(context.get(), nullptr, &size, bytes, text.size());
  std::string der(size, '\0');
  EVP_DigestSign(
      context.get(), reinterpret_cast<unsigned char*>(der.data()), &size, bytes, text.size());
  der.resize(size);
  return Cat(text, ".", Encode(FromDer(der)));
}

std::string Signer::Sign(
    std::string_view subject, const std::vector<Grant>& grants, absl::Time now) const {
  v1::TokenHeader header;
  header.set_alg("ES256");
  header.set_typ("JWT");
  header.set_kid(key_id_);
  v1::Claims claims;
  claims.set_iss(kTokenIssuer);
  claims.set_aud(kTokenAudience);
  claims.set_sub(std::string(subject));
  claims.set_iat(static_cast<std::uint32_t>(absl::ToUnixSeconds(now)));
  claims.set_exp(static_cast<std::uint32_t>(absl::ToUnixSeconds(now + kTokenLifetime)));
  claims.set_jti(NewId(now));
  for (const Grant& grant : grants) {
    v1::Grant& claim = *claims.add_grants();
    claim.set_role(v1::Role_Name(grant.role));
    claim.set_path(grant.path);
  }
  std::string header_json, claims_json;
  (void)google::protobuf::util::MessageToJsonString(header, &header_json);
  (void)google::protobuf::util::MessageToJsonString(claims, &claims_json);
  return SignRaw(header_json, claims_json);
}

absl::StatusOr<Verifier> Verifier::Load(const std::string& folder) {
  Verifier verifier;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(folder, error)) {
    if (entry.path().extension() != ".pem") continue;
    absl::StatusOr<Key> key = LoadKey(entry.path().string(), false);
    if (!key.ok()) return key.status();
    verifier.keys_[entry.path().stem().string()] = *std::move(key);
  }
  if (verifier.keys_.empty()) {
    return absl::FailedPreconditionError(Cat("no public key (<key id>.pem) in ", folder));
  }
  return verifier;
}

absl::StatusOr<Identity> Verifier::Verify(std::string_view token, absl::Time now) const {
  const std::string text(token);
  std::optional<Opened> opened;
  {
    const std::lock_guard<std::mutex> lock(memory_->mutex);
    if (const auto known = memory_->tokens.find(text); known != memory_->tokens.end())
      opened = known->second;
  }
  if (!opened.has_value()) {
    ASSIGN_OR_RETURN(opened, Open(token));
    const std::lock_guard<std::mutex> lock(memory_->mutex);
    if (memory_->tokens.size() >= kRemembered) memory_->tokens.clear();
    memory_->tokens.emplace(text, *opened);
  }
  if (now > opened->expires + kTokenLeeway) return Refused("expired; get a new one");
  if (opened->issued > now + kTokenLeeway || opened->expires - opened->issued > kTokenLifetime)
    return Refused("wrong times");
  return std::move(opened->identity);
}

absl::StatusOr<Verifier::Opened> Verifier::Open(std::string_view token) const {
  if (token.size() > kMaxToken) return Refused("too long");
  const std::vector<absl::string_view> parts = absl::StrSplit(Absl(token), '.');
  if (parts.size() != 3) return Refused("not a signed token");
  v1::TokenHeader header;
  if (!Parse(parts[0], header) || header.alg() != "ES256" || header.typ() != "JWT") {
    return Refused("only ES256 tokens without further header fields are accepted");
  }
  const auto key = keys_.find(header.kid());
  if (key == keys_.end()) return Refused("unknown key");
  std::string signature;
  if (!absl::WebSafeBase64Unescape(parts[2], &signature) || signature.size() != 2 * kHalf ||
      !Matches(
          key->second.get(), token.substr(0, parts[0].size() + 1 + parts[1].size()),
          ToDer(signature))) {
    return Refused("wrong signature");
  }
  v1::Claims claims;
  if (!Parse(parts[1], claims)) return Refused("unreadable claims");
  if (claims.iss() != kTokenIssuer) return Refused("wrong issuer");
  if (claims.aud() != kTokenAudience) return Refused("wrong audience");
  if (!IsUuid(claims.jti()) || claims.sub().empty()) return Refused("no token id or subject");
  Identity identity{
      .subject = claims.sub(), .token_id = claims.jti(), .grants = {}, .token = std::string(token)};
  for (const v1::Grant& claim : claims.grants()) {
    Grant grant{.role = v1::ROLE_UNSPECIFIED, .path = claim.path()};
    if (!v1::Role_Parse(claim.role(), &grant.role) || grant.path.empty() ||
        grant.path.front() != '/' || grant.path.back() != '/') {
      return Refused("unknown role or path");
    }
    // The operator's key signs for people; every other key is a service's, and speaks as that
    // service only.
    if ((header.kid() != "operator") != (grant.role == v1::SERVICE))
      return Refused("the key may not grant this role");
    identity.grants.push_back(std::move(grant));
  }
  if (header.kid() != "operator" && claims.sub() != header.kid())
    return Refused("the key may not speak for another");
  return Opened{
      .identity = std::move(identity),
      .issued = absl::FromUnixSeconds(claims.iat()),
      .expires = absl::FromUnixSeconds(claims.exp())};
}

}  // namespace binadaya
