#pragma once

#include <string>
#include <string_view>

#include "absl/time/time.h"

namespace binadaya {

// A new UUIDv7 (RFC 9562) of that instant, in text form. Ids of one process ascend in the order in
// which they were made.
std::string NewId(absl::Time now);

// When a UUIDv7 was made, to the millisecond.
absl::Time MadeAt(std::string_view id);

// True for the text form of a UUID, in lower case.
bool IsUuid(std::string_view text);

// The SHA-256 of `bytes`, 32 bytes.
std::string Sha256(std::string_view bytes);

}  // namespace binadaya
