// Chains that cannot be shown.
#include "gtest/gtest.h"
#include "tests/support/city.h"
#include "tests/support/matchers.h"
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
  ASSERT_THAT(platform.reporting().GetPersonChain(platform.Analyst(), request), IsOk());

  operations::v1::ResetProjectionRequest reset;
  reset.set_request_id(platform.Id());
  ASSERT_THAT(platform.operations("reporting").ResetProjection(platform.Admin(), reset), IsOk());
  const auto gone = platform.reporting().GetPersonChain(platform.Analyst(), request);
  EXPECT_THAT(gone, HasCode(absl::StatusCode::kNotFound));
  EXPECT_THAT(gone, RefusedBy("ACCESS-02"));
}

}  // namespace
}  // namespace binadaya::test
