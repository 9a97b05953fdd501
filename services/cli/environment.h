#pragma once

#include <map>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/common/client.h"
#include "services/common/clock.h"

namespace binadaya::cli {

// What the environment says about the stack that the program talks to. deploy/up writes it to a
// file `env`, ready to be sourced. A variable is looked up when a command needs it: `clock show`
// works without a key. (common/config demands what a service needs.)
class Environment {
 public:
  static Environment OfProcess();
  // For tests. Names without the prefix BINADAYA_.
  static Environment Of(std::map<std::string, std::string> values);

  // The value; the default when it is not set.
  std::string Get(std::string_view name, std::string_view standard = "") const;
  // The value; UsageError when it is not set or empty.
  absl::StatusOr<std::string> Need(std::string_view name) const;

  // As in common/config: what says nothing is production.
  bool production() const { return Get("DEPLOYMENT", "production") == "production"; }
  // How to reach a service: at REGISTRY_ADDRESS, with the certificate of TLS_IDENTITY.
  absl::StatusOr<rpc::Neighbour> Reach(std::string_view service) const;
  tls::Files tls() const { return {.identity = Get("TLS_IDENTITY"), .ca = Get("TLS_CA")}; }
  absl::StatusOr<absl::TimeZone> Zone() const;
  // The platform's clock: the moved one if the stack has one, else the system's.
  absl::StatusOr<Clock> PlatformClock() const;

 private:
  Environment() = default;

  std::map<std::string, std::string> values_;
};

}  // namespace binadaya::cli
