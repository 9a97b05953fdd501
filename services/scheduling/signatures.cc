#include "services/scheduling/signatures.h"

#include <cstdlib>
#include <memory>

#include "openssl/evp.h"
#include "openssl/hmac.h"
#include "openssl/rand.h"

namespace binadaya::scheduling {
namespace {

const unsigned char* BytesOf(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

using PublicKey = std::unique_ptr<EVP_PKEY, void (*)(EVP_PKEY*)>;
PublicKey Ed25519(std::string_view key) {
  return {
      EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, BytesOf(key), key.size()),
      &EVP_PKEY_free};
}

}  // namespace

std::string HmacSha256(std::string_view key, std::string_view message) {
  std::string mac(EVP_MAX_MD_SIZE, '\0');
  unsigned int size = 0;
  HMAC(
      EVP_sha256(), key.data(), static_cast<int>(key.size()), BytesOf(message), message.size(),
      reinterpret_cast<unsigned char*>(mac.data()), &size);
  mac.resize(size);
  return mac;
}

std::string RandomBytes(std::size_t count) {
  std::string bytes(count, '\0');
  // Without randomness every code could be guessed.
  if (RAND_bytes(reinterpret_cast<unsigned char*>(bytes.data()), static_cast<int>(count)) != 1)
    std::abort();
  return bytes;
}

bool IsEd25519Key(std::string_view key) { return Ed25519(key) != nullptr; }

bool IsSignedBy(std::string_view key, std::string_view text, std::string_view signature) {
  const PublicKey of = Ed25519(key);
  const std::unique_ptr<EVP_MD_CTX, void (*)(EVP_MD_CTX*)> context(
      EVP_MD_CTX_new(), &EVP_MD_CTX_free);
  return of != nullptr &&
         EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, of.get()) == 1 &&
         EVP_DigestVerify(
             context.get(), BytesOf(signature), signature.size(), BytesOf(text), text.size()) == 1;
}

}  // namespace binadaya::scheduling
