#include "services/cli/audit.h"

#include <vector>

#include "binadaya/operations/v1/operations.rpc.h"
#include "services/cli/every_service.h"
#include "services/cli/operator.h"
#include "services/cli/render.h"
#include "services/common/domain/text.h"
#include "services/common/status.h"

namespace binadaya::cli {

using operations::v1::VerifyAuditRequest;
using operations::v1::VerifyAuditResponse;

Answer AuditAnswer(const VerifyAuditResponse& report) {
  Answer answer{.text = Cat(report.rows(), " rows checked, "), .json = Json(report)};
  if (report.intact()) {
    answer.text += Cat("intact; ", report.unsealed(), " not sealed yet\n");
  } else {
    answer.text += Cat(report.fault(), " at audit id ", report.audit_id(), "\n");
    answer.exit = ExitCode::kRefused;
  }
  return answer;
}

absl::StatusOr<Answer> RunVerifyAudit(
    const Environment& environment, const std::string& service, Progress& progress) {
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  const std::vector<std::string> services =
      service.empty() ? AllServices() : std::vector<std::string>{service};
  progress.Begin(static_cast<int>(services.size()));
  return AskEach<VerifyAuditResponse>(
      services, progress,
      [&](std::string_view asked) {
        return caller.Ask(
            asked, &operations::OperationsClient::VerifyAudit, VerifyAuditRequest(), kLongPatience);
      },
      &AuditAnswer);
}

}  // namespace binadaya::cli
