#include "services/common/id.h"

#include <openssl/rand.h>
#include <openssl/sha.h>

#include <cstdint>
#include <cstring>
#include <mutex>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "services/common/domain/text.h"

namespace binadaya {

std::string NewId(absl::Time now) {
  // 48 bits of milliseconds, then a 74-bit number that starts at random in each millisecond and
  // counts up within it, so that ids made in one process ascend even inside a millisecond. What is
  // of another time altogether (a moved clock beside the machine's) does not start it anew.
  static std::mutex mutex;
  static std::uint64_t last_ms = 0;
  static std::uint64_t high = 0;  // 12 bits
  static std::uint64_t low = 0;   // 62 bits
  const std::lock_guard<std::mutex> lock(mutex);
  const auto ms = static_cast<std::uint64_t>(absl::ToUnixMillis(now));
  if (ms > last_ms) {
    last_ms = ms;
    std::uint64_t random[2];
    RAND_bytes(reinterpret_cast<unsigned char*>(random), sizeof(random));
    high = random[0] & 0x7ff;
    low = random[1] & 0x3fffffffffffffff;
  } else if (++low >> 62) {
    low = 0;
    high = (high + 1) & 0xfff;
  }
  const std::uint64_t at = last_ms - ms > 10'000 ? ms : last_ms;
  std::uint8_t bytes[16];
  for (int i = 0; i < 6; ++i) bytes[i] = static_cast<std::uint8_t>(at >> (40 - 8 * i));
  bytes[6] = static_cast<std::uint8_t>(0x70 | (high >> 8));
  bytes[7] = static_cast<std::uint8_t>(high);
  for (int i = 0; i < 8; ++i) bytes[8 + i] = static_cast<std::uint8_t>(low >> (56 - 8 * i));
  bytes[8] = static_cast<std::uint8_t>((bytes[8] & 0x3f) | 0x80);
  const std::string hex = absl::BytesToHexString(
      absl::string_view(reinterpret_cast<const char*>(bytes), sizeof(bytes)));
  return Cat(
      hex.substr(0, 8), "-", hex.substr(8, 4), "-", hex.substr(12, 4), "-", hex.substr(16, 4), "-",
      hex.substr(20));
}

absl::Time MadeAt(std::string_view id) {
  // The first 48 bits, with a dash between.
  std::uint64_t ms = 0;
  for (const char c : id.substr(0, 13)) {
    if (c != '-') ms = ms * 16 + static_cast<std::uint64_t>(IsDigit(c) ? c - '0' : c - 'a' + 10);
  }
  return absl::FromUnixMillis(static_cast<std::int64_t>(ms));
}

bool IsUuid(std::string_view text) {
  if (text.size() != 36) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    const bool hex = absl::ascii_isdigit(text[i]) || (text[i] >= 'a' && text[i] <= 'f');
    if (dash ? text[i] != '-' : !hex) return false;
  }
  return true;
}

std::string Sha256(std::string_view bytes) {
  std::string digest(SHA256_DIGEST_LENGTH, '\0');
  SHA256(
      reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(),
      reinterpret_cast<unsigned char*>(digest.data()));
  return digest;
}

}  // namespace binadaya
