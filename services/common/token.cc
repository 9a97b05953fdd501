#include "services/common/token.h"

#include <algorithm>
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
#include "services/common/tls.h"
#include "services/graph.h"

namespace binadaya {
namespace {

constexpr std::size_t kHalf = 32;  // bytes of r and of s
constexpr std::size_t kMaxToken = 6000;
constexpr char kLink = '~';
constexpr std::size_t kMaxLinks = 4;
constexpr std::size_t kRememberedTokens = 1000;  // tokens; then they are verified anew

constexpr char kAttestation[] = R"({"alg":"ES256","typ":"attestation"})";

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

std::vector<std::string> KeysIn(const std::string& folder) {
  std::vector<std::string> files;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(folder, error)) {
    if (entry.path().extension() == ".pem") files.push_back(entry.path().string());
  }
  std::ranges::sort(files);
  return files;
}

std::string Encode(std::string_view bytes) {
  return absl::WebSafeBase64Escape({bytes.data(), bytes.size()});
}

absl::Status Refused(std::string_view why) {
  return absl::UnauthenticatedError(Cat("token refused: ", why));
}

bool Calls(std::string_view service, std::string_view called) {
  for (const graph::Call& edge : graph::kCalls) {
    if (edge.service == service && edge.called == called) return true;
  }
  return false;
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

absl::StatusOr<Signer> Signer::LoadOf(
    std::string_view service, const std::string& private_key_pem) {
  absl::StatusOr<Signer> signer = Load(private_key_pem);
  if (!signer.ok() || signer->key_id() == service) return signer;
  return absl::FailedPreconditionError(
      Cat("BINADAYA_SIGNING_KEY is the key of ", signer->key_id(), ", not of ", service));
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

std::string Signer::Attest(std::string_view text) const { return SignRaw(kAttestation, text); }

std::string Signer::Sign(
    std::string_view subject, const std::vector<Grant>& grants, std::string_view service,
    absl::Time now) const {
  v1::TokenHeader header;
  header.set_alg("ES256");
  header.set_typ("JWT");
  header.set_kid(key_id_);
  v1::Claims claims;
  claims.set_iss(kTokenIssuer);
  claims.set_aud(std::string(service));
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

Proof ProofBy(Signer signer, std::string subject, std::vector<Grant> grants) {
  struct Kept {
    std::string token;
    absl::Time since;
  };
  struct Memory {
    std::mutex mutex;
    std::map<std::string, Kept, std::less<>> by_service;
  };
  return [signer = std::move(signer), subject = std::move(subject), grants = std::move(grants),
          memory = std::make_shared<Memory>()](std::string_view service, absl::Time now) {
    const std::lock_guard<std::mutex> lock(memory->mutex);
    Kept& kept = memory->by_service[std::string(service)];
    // A moved clock may have gone back.
    if (kept.token.empty() || now < kept.since || now > kept.since + kTokenLifetime / 3)
      kept = {.token = signer.Sign(subject, grants, service, now), .since = now};
    return kept.token;
  };
}

absl::StatusOr<Verifier> Verifier::Load(const std::string& folder, const Signer& own) {
  Verifier verifier;
  verifier.service_ = own.key_id();
  verifier.own_ = ProofBy(own, own.key_id(), {{v1::SERVICE, "/"}});
  verifier.folder_ = folder;
  RETURN_IF_ERROR(verifier.Follow());
  return verifier;
}

absl::Status Verifier::Follow() {
  const std::vector<std::string> files = KeysIn(folder_);
  std::string version;
  for (const std::string& file : files)
    version += Cat(file, " ", tls::Files{.identity = file, .ca = {}}.Version());
  if (!version.empty() && version == version_) return absl::OkStatus();
  auto keys = std::make_shared<Keys>();
  for (const std::string& file : files) {
    ASSIGN_OR_RETURN(Key key, LoadKey(file, false));
    (*keys)[std::filesystem::path(file).stem().string()] = std::move(key);
  }
  if (keys->empty())
    return absl::FailedPreconditionError(Cat("no public key (<key id>.pem) in ", folder_));
  version_ = std::move(version);
  const std::lock_guard<std::mutex> lock(memory_->mutex);
  memory_->keys = std::move(keys);
  memory_->tokens.clear();
  return absl::OkStatus();
}

absl::StatusOr<Identity> Verifier::Verify(std::string_view credential, absl::Time now) const {
  const std::vector<std::string> links = absl::StrSplit(Absl(credential), kLink);
  if (links.size() > kMaxLinks) return Refused("too many links");
  ASSIGN_OR_RETURN(Opened caller, Check(links.front(), now));
  std::string audience = std::move(caller.audience);
  std::string shown_by = std::move(caller.key_id);
  for (std::size_t i = 1; i < links.size(); ++i) {
    ASSIGN_OR_RETURN(Opened link, Check(links[i], now));
    if (!link.by_service || link.identity.subject != audience) return Refused("wrong link");
    audience = std::move(link.audience);
    shown_by = std::move(link.key_id);
  }
  if (audience != service_) return Refused("wrong audience");
  caller.identity.shown_by = std::move(shown_by);
  caller.identity.proof = [shown = std::string(credential), own = own_](
                              std::string_view service, absl::Time at) {
    return Cat(shown, std::string_view(&kLink, 1), own(service, at));
  };
  return std::move(caller.identity);
}

absl::StatusOr<Verifier::Opened> Verifier::Check(const std::string& token, absl::Time now) const {
  std::optional<Opened> opened;
  std::shared_ptr<const Keys> keys;
  {
    const std::lock_guard<std::mutex> lock(memory_->mutex);
    keys = memory_->keys;
    if (const auto known = memory_->tokens.find(token); known != memory_->tokens.end())
      opened = known->second;
  }
  if (!opened.has_value()) {
    ASSIGN_OR_RETURN(opened, Open(token, *keys));
    const std::lock_guard<std::mutex> lock(memory_->mutex);
    if (memory_->tokens.size() >= kRememberedTokens) memory_->tokens.clear();
    if (memory_->keys == keys) memory_->tokens.emplace(token, *opened);
  }
  if (now > opened->expires + kTokenLeeway) return Refused("expired; get a new one");
  if (opened->issued > now + kTokenLeeway || opened->expires - opened->issued > kTokenLifetime)
    return Refused("wrong times");
  return *std::move(opened);
}

bool Verifier::Attested(
    std::string_view attestation, std::string_view key_id, std::string_view text) const {
  const std::string signed_text = Cat(Encode(kAttestation), ".", Encode(text));
  std::shared_ptr<const Keys> keys;
  {
    const std::lock_guard<std::mutex> lock(memory_->mutex);
    keys = memory_->keys;
  }
  const auto key = keys->find(key_id);
  std::string signature;
  return key != keys->end() && attestation.starts_with(Cat(signed_text, ".")) &&
         absl::WebSafeBase64Unescape(
             Absl(attestation.substr(signed_text.size() + 1)), &signature) &&
         signature.size() == 2 * kHalf && Matches(key->second.get(), signed_text, ToDer(signature));
}

absl::StatusOr<Verifier::Opened> Verifier::Open(std::string_view token, const Keys& keys) {
  if (token.size() > kMaxToken) return Refused("too long");
  const std::vector<absl::string_view> parts = absl::StrSplit(Absl(token), '.');
  if (parts.size() != 3) return Refused("not a signed token");
  v1::TokenHeader header;
  if (!Parse(parts[0], header) || header.alg() != "ES256" || header.typ() != "JWT") {
    return Refused("only ES256 tokens without further header fields are accepted");
  }
  const auto key = keys.find(header.kid());
  if (key == keys.end()) return Refused("unknown key");
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
  if (claims.aud().empty()) return Refused("wrong audience");
  if (!IsUuid(claims.jti()) || claims.sub().empty()) return Refused("no token id or subject");
  // The operator's key signs for people; every other key is a service's, and speaks as that service
  // only, to those whom it calls.
  const bool by_service = header.kid() != "operator";
  if (by_service && claims.sub() != header.kid())
    return Refused("the key may not speak for another");
  if (by_service && !Calls(header.kid(), claims.aud()))
    return Refused("the key's service does not call this one");
  Identity identity{
      .subject = claims.sub(), .token_id = claims.jti(), .grants = {}, .proof = nullptr};
  for (const v1::Grant& claim : claims.grants()) {
    Grant grant{.role = v1::ROLE_UNSPECIFIED, .path = claim.path()};
    if (!v1::Role_Parse(claim.role(), &grant.role) || !grant.path.starts_with('/') ||
        !grant.path.ends_with('/')) {
      return Refused("unknown role or path");
    }
    if (by_service != (grant.role == v1::SERVICE))
      return Refused("the key may not grant this role");
    identity.grants.push_back(std::move(grant));
  }
  return Opened{
      .identity = std::move(identity),
      .by_service = by_service,
      .key_id = header.kid(),
      .audience = claims.aud(),
      .issued = absl::FromUnixSeconds(claims.iat()),
      .expires = absl::FromUnixSeconds(claims.exp())};
}

}  // namespace binadaya
