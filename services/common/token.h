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
inline constexpr char kTokenAudience[] = "binadaya-platform";
inline constexpr absl::Duration kTokenLifetime = absl::Minutes(15);
inline constexpr absl::Duration kTokenLeeway = absl::Seconds(60);

// Signs tokens (JWS compact, ES256) with one private key, whose file name is its key id. Safe from
// any thread.
class Signer {
 public:
  static absl::StatusOr<Signer> Load(const std::string& private_key_pem);

  // A token of `subject` with these grants, good for kTokenLifetime from `now`. A new token id each
  // time.
  std::string Sign(
      std::string_view subject, const std::vector<Grant>& grants, absl::Time now) const;
  // Signs any header and claims, for the tests of refusals.
  std::string SignRaw(std::string_view header_json, std::string_view claims_json) const;
  const std::string& key_id() const { return key_id_; }

 private:
  std::string key_id_;
  std::shared_ptr<EVP_PKEY> key_;
};

// Verifies tokens: ES256 only, key from a closed set, issuer, audience, times, roles. A service's
// own key (its id is the service's name) may only speak as that service. A token that was found
// good is remembered, so that its next calls cost no signature; its times are checked at each. Safe
// from any thread.
class Verifier {
 public:
  // Loads every <key id>.pem of the folder.
  static absl::StatusOr<Verifier> Load(const std::string& folder);

  // Unauthenticated, without saying to the caller which check failed beyond what is needed to mend
  // it.
  absl::StatusOr<Identity> Verify(std::string_view token, absl::Time now) const;

 private:
  // What of a token never changes.
  struct Opened {
    Identity identity;
    absl::Time issued;
    absl::Time expires;
  };
  struct Memory {
    std::mutex mutex;
    std::unordered_map<std::string, Opened> tokens;
  };

  absl::StatusOr<Opened> Open(std::string_view token) const;

  std::map<std::string, std::shared_ptr<EVP_PKEY>, std::less<>> keys_;
  std::unique_ptr<Memory> memory_ = std::make_unique<Memory>();
};

}  // namespace binadaya
