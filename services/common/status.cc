#include "services/common/status.h"

#include "absl/strings/str_cat.h"
#include "binadaya/v1/error.pb.h"
#include "binadaya/v1/finding.pb.h"
#include "services/common/domain/text.h"

namespace binadaya {
namespace {

// gRPC allows 8 KiB of metadata; the rest of it needs room too.
constexpr std::size_t kMaxDetails = 6UL * 1024;

}  // namespace

void ToProto(const Finding& finding, v1::Finding& out) {
  out.set_rule(finding.rule);
  out.set_where(finding.where);
  out.set_id(finding.message.id);
  out.set_en(finding.message.en);
  out.set_warning(finding.warning);
  for (const auto& [name, value] : finding.values) (*out.mutable_values())[name] = value;
}

Finding FromProto(const v1::Finding& finding) {
  return {
      .rule = finding.rule(),
      .where = finding.where(),
      .message = {finding.id(), finding.en()},
      .values = {finding.values().begin(), finding.values().end()},
      .warning = finding.warning()};
}

absl::Status NoSuchObject(std::string where) {
  return Refuse(
      absl::StatusCode::kNotFound, {{.rule = "ACCESS-02",
                                     .where = std::move(where),
                                     .message = {
                                         "Objek ini tidak ada. Periksa kode atau id-nya.",
                                         "There is no such object. Check its code or id."}}});
}

bool IsTransient(const absl::Status& status) {
  switch (status.code()) {
    case absl::StatusCode::kUnavailable:
    case absl::StatusCode::kAborted:
    case absl::StatusCode::kDeadlineExceeded:
    case absl::StatusCode::kResourceExhausted:
    case absl::StatusCode::kInternal:
    case absl::StatusCode::kUnknown:
    case absl::StatusCode::kCancelled:
      return true;
    default:
      return false;
  }
}

std::string CodeName(absl::StatusCode code) { return absl::StatusCodeToString(code); }

grpc::Status ToGrpc(const absl::Status& status) {
  if (status.ok()) return grpc::Status::OK;
  v1::ErrorDetails details;
  details.set_code(static_cast<int>(status.code()));
  const Findings findings = FindingsOf(status);
  details.set_reason(findings.empty() ? CodeName(status.code()) : findings.front().rule);
  if (status.code() == absl::StatusCode::kUnavailable ||
      status.code() == absl::StatusCode::kResourceExhausted) {
    details.set_retry_after_ms(200);
  }
  for (const Finding& finding : findings) {
    v1::Finding proto;
    ToProto(finding, proto);
    if (details.ByteSizeLong() + proto.ByteSizeLong() > kMaxDetails) {
      details.set_more_findings(details.more_findings() + 1);
      continue;
    }
    *details.add_findings() = std::move(proto);
  }
  return {
      static_cast<grpc::StatusCode>(status.code()), std::string(status.message().substr(0, 1000)),
      details.SerializeAsString()};
}

absl::Status FromGrpc(const grpc::Status& status) {
  if (status.ok()) return absl::OkStatus();
  const auto code = static_cast<absl::StatusCode>(status.error_code());
  v1::ErrorDetails details;
  if (details.ParseFromString(status.error_details()) && details.findings_size() > 0) {
    Findings findings;
    for (const v1::Finding& proto : details.findings()) findings.push_back(FromProto(proto));
    if (const int more = details.more_findings(); more > 0) {
      findings.push_back(
          {.rule = "MORE-01",
           .where = "",
           .message =
               {Cat("Dan ", more, " temuan lagi. Perbaiki yang ini lebih dahulu."),
                Cat("And ", more, " more. Mend these first.")},
           .values = {{"more", Cat(more)}},
           .warning = true});
    }
    return Refuse(code, std::move(findings));
  }
  return {code, status.error_message()};
}

}  // namespace binadaya
