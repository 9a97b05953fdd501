// A log of years is verified over several calls.
#include "services/cli/audit.h"

#include <string>
#include <vector>

#include "binadaya/operations/v1/operations.rpc.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/common/domain/text.h"
#include "tests/unit/cli/fake_services.h"
#include "tests/unit/cli/samples.h"

namespace binadaya::cli {
namespace {

using operations::v1::VerifyAuditRequest;
using operations::v1::VerifyAuditResponse;
using ::testing::ElementsAre;

class VerifyAuditCommand : public CommandsTest {
 protected:
  Fake registry_, needs_;
  std::vector<std::string> from_;  // the token of each call
};

TEST_F(VerifyAuditCommand, AsksPortionByPortionUntilTheEndOrAFault) {
  const auto serve = [&](Fake& fake, const std::string& text) {
    fake.On<VerifyAuditRequest, VerifyAuditResponse>(
        "VerifyAudit",
        [this, text](const VerifyAuditRequest& request) -> absl::StatusOr<VerifyAuditResponse> {
          EXPECT_EQ(request.page_size(), 0) << "as much as there is time for";
          from_.push_back(request.page_token());
          if (from_.size() % 3 == 0) return Of<VerifyAuditResponse>(text);
          VerifyAuditResponse portion;
          portion.set_rows(5);
          portion.set_fault("UNFINISHED");
          portion.set_next_page_token(Cat(from_.size() % 3));
          return portion;
        });
  };
  serve(registry_, "rows: 12 intact: true unsealed: 3");
  Serve("REGISTRY_ADDRESS", registry_);
  const auto whole = RunVerifyAudit(environment(), "registry", progress_);
  ASSERT_TRUE(whole.ok()) << whole.status();
  EXPECT_EQ(whole->text, "registry: 12 rows checked, intact; 3 not sealed yet\n");
  EXPECT_EQ(whole->exit, ExitCode::kDone);
  EXPECT_THAT(from_, ElementsAre("", "1", "2"));
  serve(needs_, R"(rows: 7 fault: "CHANGED" audit_id: "8")");
  Serve("NEEDS_ADDRESS", needs_);
  const auto fault = RunVerifyAudit(environment(), "needs", progress_);
  ASSERT_TRUE(fault.ok()) << fault.status();
  EXPECT_EQ(fault->text, "needs: 7 rows checked, CHANGED at audit id 8\n");
  EXPECT_EQ(fault->exit, ExitCode::kRefused);
}

}  // namespace
}  // namespace binadaya::cli
