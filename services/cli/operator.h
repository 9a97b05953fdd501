#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/cli/environment.h"
#include "services/common/call.h"
#include "services/common/token.h"

namespace binadaya::cli {

inline constexpr absl::Duration kPatience = absl::Seconds(10);
// For what walks whole tables: a little less than the longest deadline that a server grants.
inline constexpr absl::Duration kLongPatience = absl::Seconds(55);

// Speaks to the services as the subject "operator", with a token made on the spot by the operator's
// key, good for administering and reading the whole city. Lives as long as the command; one thread.
class Operator {
 public:
  static absl::StatusOr<Operator> Make(const Environment& environment);

  // One call of a method of a service, with a deadline; errors name the service.
  template <class Client, class Request, class Response>
  absl::StatusOr<Response> Ask(
      std::string_view service,
      absl::StatusOr<Response> (Client::*method)(const Call&, const Request&) const,
      const Request& request, absl::Duration patience = kPatience) const {
    absl::StatusOr<std::string> address = environment_.AddressOf(service);
    if (!address.ok()) return address.status();
    const Client client({.service = std::string(service), .address = *address});
    absl::StatusOr<Response> response = (client.*method)(MakeCall(patience), request);
    if (!response.ok()) return Named(service, *address, response.status());
    return response;
  }

  // A request id, for what changes something.
  std::string NewRequestId() const;

  const Signer& signer() const { return signer_; }
  absl::Time now() const { return clock_.Now(); }

 private:
  Operator(Environment environment, Signer signer, Clock clock)
      : environment_(std::move(environment)),
        signer_(std::move(signer)),
        clock_(std::move(clock)) {}

  Call MakeCall(absl::Duration patience) const;
  static absl::Status Named(
      std::string_view service, std::string_view address, const absl::Status& status);

  Environment environment_;
  Signer signer_;
  Clock clock_;
};

}  // namespace binadaya::cli
