#include "services/cli/tokens.h"

#include <algorithm>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "binadaya/operations/v1/operations.rpc.h"
#include "binadaya/v1/finding.pb.h"
#include "google/protobuf/util/json_util.h"
#include "services/cli/every_service.h"
#include "services/cli/language.h"
#include "services/cli/operator.h"
#include "services/cli/render.h"
#include "services/common/domain/text.h"
#include "services/common/id.h"
#include "services/common/status.h"

namespace binadaya::cli {
namespace {

using operations::v1::RevokeTokenRequest;
using operations::v1::RevokeTokenResponse;

std::string RoleNames() {
  std::vector<std::string> names;
  for (int role = v1::Role_MIN; role <= v1::Role_MAX; ++role) {
    if (role != v1::ROLE_UNSPECIFIED && role != v1::SERVICE)
      names.push_back(v1::Role_Name(static_cast<v1::Role>(role)));
  }
  return absl::StrJoin(names, ", ");
}

// The claims of a token that was just signed.
v1::Claims ClaimsOf(const std::string& token) {
  const std::vector<std::string> parts = absl::StrSplit(token, '.');
  std::string json;
  v1::Claims claims;
  if (parts.size() == 3 && absl::WebSafeBase64Unescape(parts[1], &json)) {
    (void)google::protobuf::util::JsonStringToMessage(json, &claims);
  }
  return claims;
}

}  // namespace

absl::StatusOr<Grant> ParseGrant(std::string_view text) {
  const std::size_t colon = text.find(':');
  const std::string_view path = colon == std::string_view::npos ? "" : text.substr(colon + 1);
  Grant grant{.role = v1::ROLE_UNSPECIFIED, .path = std::string(path)};
  // A service speaks with its own key; the operator's may not.
  if (!v1::Role_Parse(std::string(text.substr(0, colon)), &grant.role) ||
      grant.role == v1::ROLE_UNSPECIFIED || grant.role == v1::SERVICE) {
    return UsageError(
        {Cat("--grant ", text, ": tulis PERAN:LETAK dengan peran dari ", RoleNames()),
         Cat("--grant ", text, ": write ROLE:PATH with a role of ", RoleNames())});
  }
  if (path.empty() || path.front() != '/' || path.back() != '/' ||
      path.find("//") != std::string_view::npos) {
    return UsageError(
        {Cat("--grant ", text,
             ": letak diawali dan diakhiri '/': / adalah kota, /33.74.01/ sebuah kecamatan"),
         Cat("--grant ", text,
             ": a path starts and ends with '/': / is the city, /33.74.01/ a kecamatan")});
  }
  return grant;
}

absl::StatusOr<Answer> RunToken(
    const Environment& environment, const std::string& service, const std::string& subject,
    const std::vector<std::string>& grants) {
  if (subject.empty() || grants.empty())
    return UsageError(
        {"token memerlukan --subject dan sedikitnya satu --grant",
         "token needs --subject and at least one --grant"});
  const std::vector<std::string> services = AllServices();
  if (std::find(services.begin(), services.end(), service) == services.end())
    return UsageError(
        {Cat("--for ", service, ": tulis salah satu dari ", absl::StrJoin(services, ", ")),
         Cat("--for ", service, ": write one of ", absl::StrJoin(services, ", "))});
  std::vector<Grant> granted;
  for (const std::string& text : grants) {
    ASSIGN_OR_RETURN(Grant grant, ParseGrant(text));
    granted.push_back(std::move(grant));
  }
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  ASSIGN_OR_RETURN(const absl::TimeZone zone, environment.Zone());
  const std::string token = caller.signer().Sign(subject, granted, service, caller.now());
  const v1::Claims claims = ClaimsOf(token);
  const std::string until = absl::FormatTime(kLocalTime, absl::FromUnixSeconds(claims.exp()), zone);
  return Answer{
      .text = Cat(token, "\n"),
      .json = JsonObject({{"token", JsonString(token)}, {"claims", Json(claims)}}),
      .exit = ExitCode::kDone,
      .note =
          Say(Cat("id token ", claims.jti(), ", berlaku sampai ", until, "\n"),
              Cat("token id ", claims.jti(), ", good until ", until, "\n"))};
}

absl::StatusOr<Answer> RunTokenRevoke(
    const Environment& environment, const std::string& token_id, Progress& progress) {
  if (!IsUuid(token_id))
    return UsageError(
        {"TOKEN_ID adalah UUID yang disebut `binadaya token` (klaim jti)",
         "TOKEN_ID is the UUID that `binadaya token` tells (the claim jti)"});
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  const std::vector<std::string> services = AllServices();
  progress.Begin(static_cast<int>(services.size()));
  return AskEach<RevokeTokenResponse>(
      services, progress,
      [&](std::string_view service) {
        RevokeTokenRequest request;
        request.set_request_id(caller.NewRequestId());
        request.set_token_id(token_id);
        return caller.Ask(service, &operations::OperationsClient::RevokeToken, request);
      },
      [](const RevokeTokenResponse&) { return Answer{.text = Say("dicabut\n", "revoked\n")}; });
}

}  // namespace binadaya::cli
