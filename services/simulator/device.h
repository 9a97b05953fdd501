#pragma once

#include <memory>
#include <string>

#include "absl/time/civil_time.h"
#include "binadaya/scheduling/v1/attendance.pb.h"
#include "openssl/evp.h"

namespace binadaya::simulator {

// A tablet of a committee that works without a net (ADR 0043): it makes its own key pair, whose
// private half never leaves it, and signs what is entered on it. One thread.
class Device {
 public:
  Device();

  std::string public_key() const;  // Ed25519, raw: 32 bytes
  // Once it is registered: what it is called.
  void set_id(const std::string& id) { id_ = id; }

  // An entry as it uploads it: `made` by its clock, by a person.
  scheduling::v1::SignedEntry Sign(
      const scheduling::v1::AttendanceEntry& entry, const std::string& session,
      absl::CivilSecond made, const std::string& by) const;

 private:
  std::unique_ptr<EVP_PKEY, void (*)(EVP_PKEY*)> key_;
  std::string id_;
};

}  // namespace binadaya::simulator
