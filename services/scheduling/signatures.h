#pragma once

#include <cstddef>
#include <string>
#include <string_view>

// What codes, tickets and devices rest on (OpenSSL). Any thread.
namespace binadaya::scheduling {

// 32 bytes.
std::string HmacSha256(std::string_view key, std::string_view message);
std::string RandomBytes(std::size_t count);
// Whether it is an Ed25519 public key (RFC 8032), raw.
bool IsEd25519Key(std::string_view key);
bool IsSignedBy(std::string_view key, std::string_view text, std::string_view signature);

}  // namespace binadaya::scheduling
