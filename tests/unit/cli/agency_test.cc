// What agencies are granted, by a command that is newer than the services.
#include "services/cli/agency.h"

#include "binadaya/reporting/v1/reporting.rpc.h"
#include "gmock/gmock.h"
#include "tests/support/matchers.h"
#include "tests/unit/cli/fake_services.h"

namespace binadaya::cli {
namespace {

using test::HasCode;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
namespace av = reporting::v1;

class AgencyCommands : public CommandsTest {
 protected:
  // A reporting of before there were grants in JSON, and a broker that nobody is to ask.
  AgencyCommands() {
    reporting_.On<av::GrantAgencyRequest, av::Agency>(
        "GrantAgency", [](const av::GrantAgencyRequest& request) {
          av::Agency granted = request.agency();
          granted.clear_json();
          return granted;
        });
    values_["KAFKA"] = "127.0.0.1:1";
    values_["TLS_CA"] = folder_ / "ca.pem";
  }

  Fake reporting_;
};

TEST_F(AgencyCommands, BeginNothingInJsonWhereReportingDoesNotKnowIt) {
  Serve("REPORTING_ADDRESS", reporting_);
  const auto answer = RunAgencyAdd(
      environment(),
      {.name = "dinas", .publishers = {"registry"}, .json = true, .request = {}, .from = {}});
  EXPECT_THAT(answer, HasCode(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(std::string(answer.status().message()), HasSubstr("does not know JSON yet"));
  EXPECT_THAT(reporting_.asked_by, ElementsAre("operator"));
}

}  // namespace
}  // namespace binadaya::cli
