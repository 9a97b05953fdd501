#pragma once

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "openssl/evp.h"
#include "services/common/call.h"

namespace binadaya {

inline constexpr char kTokenIssuer[] = "binadaya";
inline constexpr absl::Duration kTokenLifetime = absl::Minutes(15);
inline constexpr absl::Duration kTokenLeeway = absl::Seconds(60);

// Signs tokens (JWS compact, ES256) with one private key, whose file name is its key id. Safe from
// any thread.
class Signer {
 public:
  static absl::StatusOr<Signer> Load(const std::string& private_key_pem);
  // FailedPrecondition, too, when it is not that of this service.
  static absl::StatusOr<Signer> LoadOf(
      std::string_view service, const std::string& private_key_pem);

  // A token of `subject` with these grants, made out to `service` and good for kTokenLifetime from
  // `now`. A new token id each time.
  std::string Sign(
      std::string_view subject, const std::vector<Grant>& grants, std::string_view service,
      absl::Time now) const;
  // Signs any header and claims, for the tests of refusals.
  std::string SignRaw(std::string_view header_json, std::string_view claims_json) const;
  // Signs a text that is no token: Verifier::Attested knows it again, Verify refuses it.
  std::string Attest(std::string_view text) const;
  const std::string& key_id() const { return key_id_; }

 private:
  std::string key_id_;
  std::shared_ptr<EVP_PKEY> key_;
};

// Proves `subject` by tokens of `signer`, one for each service that is called, which is kept and
// sent again for a third of its life. Safe from any thread.
Proof ProofBy(Signer signer, std::string subject, std::vector<Grant> grants);

// Verifies the credentials of those who call one service (docs/adr/0012). A credential is a token,
// or several joined by '~': whoever calls a service on behalf of another adds a token of its own,
// so that each is made out to the service that signed the next, and the last to the one that is
// called. The first says who it is. A service can therefore show a caller's token to those only
// whom it may call itself, together with its own name.
//
// Tokens are ES256 only; key from a closed set, issuer, audience, times and roles are checked. A
// service's own key (its id is the service's name) speaks only as that service, to those whom the
// service's contract declares to call. A token that was found good is remembered, so that its
// next calls cost no signature; its times are checked at each. Safe from any thread.
class Verifier {
 public:
  // Loads every <key id>.pem of the folder. `own` is the key of the service that is called; it
  // signs what is added for calls on a caller's behalf.
  static absl::StatusOr<Verifier> Load(const std::string& folder, const Signer& own);
  // Goes by what is in the folder now: a key that was taken away speaks for nobody any more.
  // FailedPrecondition, and everything as before, unless all that is there can be used.
  absl::Status Follow();

  // Unauthenticated, without saying to the caller which check failed beyond what is needed to mend
  // it: "token refused: <one of a few reasons>[; what to do]".
  absl::StatusOr<Identity> Verify(std::string_view credential, absl::Time now) const;
  // Whether this is what Attest made of `text` with the key `key_id`, at whatever time.
  bool Attested(std::string_view attestation, std::string_view key_id, std::string_view text) const;

 private:
  using Keys = std::map<std::string, std::shared_ptr<EVP_PKEY>, std::less<>>;
  // What of a token never changes.
  struct Opened {
    Identity identity;
    bool by_service = false;
    std::string key_id;
    std::string audience;
    absl::Time issued;
    absl::Time expires;
  };
  struct Memory {
    std::mutex mutex;
    std::shared_ptr<const Keys> keys;
    std::unordered_map<std::string, Opened> tokens;  // that were opened by these keys
  };

  static absl::StatusOr<Opened> Open(std::string_view token, const Keys& keys);
  // The same, from memory if it is there; the times hold too.
  absl::StatusOr<Opened> Check(const std::string& token, absl::Time now) const;

  std::string service_;
  Proof own_;
  std::string folder_;
  std::string version_;  // of what was loaded of it
  std::unique_ptr<Memory> memory_ = std::make_unique<Memory>();
};

}  // namespace binadaya
