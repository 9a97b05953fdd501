// Chains that cannot be shown.
#include "gtest/gtest.h"
#include "tests/support/city.h"
#include "tests/support/platform.h"

namespace binadaya::test {
namespace {

TEST(Chain, OfAPersonWhoIsNotHeardOfAgainYetSaysSoInBothLanguages) {
  Platform platform({"registry", "reporting"});
  City city(platform);
  city.Found();
  reporting::v1::GetPersonChainRequest request;
  request.set_person(city.Person("LURAH", "33.74.14.1003"));
  ASSERT_TRUE(platform.Settle());
  const auto chain = platform.reporting().GetPersonChain(platform.Analyst(), request);
  ASSERT_TRUE(chain.ok()) << chain.status();  // and the person's scope is remembered

  operations::v1::ResetProjectionRequest reset;
  reset.set_request_id(platform.Id());
  ASSERT_TRUE(platform.operations("reporting").ResetProjection(platform.Admin(), reset).ok());
  const absl::Status status =
      platform.reporting().GetPersonChain(platform.Analyst(), request).status();
  EXPECT_TRUE(absl::IsNotFound(status)) << status;
  const Findings findings = FindingsOf(status);
  ASSERT_EQ(findings.size(), 1);
  EXPECT_EQ(findings[0].rule, "CHAIN-01");
  EXPECT_EQ(findings[0].where, "person");
  EXPECT_NE(findings[0].message.id, "");
  EXPECT_NE(findings[0].message.en, "");
}

}  // namespace
}  // namespace binadaya::test
