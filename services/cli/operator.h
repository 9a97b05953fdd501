#pragma once

#include <memory>
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

inline constexpr int kFirstPage = 200;
inline constexpr int kWholePage = 1000;

// A method of a service's client.
template <class Client, class Request, class Response>
using Method = absl::StatusOr<Response> (Client::*)(const Call&, const Request&) const;

// Speaks to the services as the subject "operator", with a token made on the spot by the operator's
// key, good for administering and reading the whole city; or as somebody else (As). Lives as long
// as the command; one thread.
class Operator {
 public:
  static absl::StatusOr<Operator> Make(const Environment& environment);

  // One call of a method of a service, with a deadline; errors name the service.
  template <class Client, class Request, class Response>
  absl::StatusOr<Response> Ask(
      std::string_view service, Method<Client, Request, Response> method, const Request& request,
      absl::Duration patience = kPatience) const {
    const absl::StatusOr<rpc::Neighbour> at = environment_.Reach(service);
    if (!at.ok()) return at.status();
    const Client client(*at);
    absl::StatusOr<Response> response = (client.*method)(MakeCall(patience), request);
    if (!response.ok()) return Named(service, at->address, response.status());
    return response;
  }

  // A list page by page: all of it, or, unless `all`, its first page with the token that says that
  // there is more.
  template <class Client, class Request, class Response>
  absl::StatusOr<Response> AskPages(
      std::string_view service, Method<Client, Request, Response> method, Request request,
      bool all = true) const {
    request.set_page_size(all ? kWholePage : kFirstPage);
    Response whole;
    do {
      absl::StatusOr<Response> page = Ask(service, method, request);
      if (!page.ok()) return page.status();
      whole.MergeFrom(*page);
      whole.set_next_page_token(page->next_page_token());
      request.set_page_token(page->next_page_token());
    } while (all && !request.page_token().empty());
    return whole;
  }

  // The same in the name of somebody else, who enters a form on paper by way of the operator.
  Operator As(std::string subject, std::vector<Grant> grants) const;

  // A request id, for what changes something.
  std::string NewRequestId() const;

  const Signer& signer() const { return signer_; }
  absl::Time now() const { return clock_->Now(); }
  absl::CivilDay today() const { return clock_->Today(); }

 private:
  Operator(
      Environment environment, Signer signer, std::shared_ptr<const Clock> clock,
      std::string subject, std::vector<Grant> grants)
      : environment_(std::move(environment)),
        signer_(std::move(signer)),
        clock_(std::move(clock)),
        subject_(std::move(subject)),
        grants_(std::move(grants)) {}

  Call MakeCall(absl::Duration patience) const;
  static absl::Status Named(
      std::string_view service, std::string_view address, const absl::Status& status);

  Environment environment_;
  Signer signer_;
  std::shared_ptr<const Clock> clock_;
  std::string subject_;
  std::vector<Grant> grants_;
};

}  // namespace binadaya::cli
