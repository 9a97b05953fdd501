#pragma once

#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "tests/support/platform.h"

namespace binadaya::test {

// Has reporting forget everything and hear the past of these again: whether the same rows come of
// it.
inline testing::AssertionResult RebuildsTheSame(
    Platform& platform, const std::vector<std::string>& publishers) {
  if (!platform.Settle()) return testing::AssertionFailure() << "nothing comes to rest";
  const std::string before = platform.Projection();
  operations::v1::ResetProjectionRequest reset;
  reset.set_request_id(platform.Id());
  const auto forgotten = platform.operations("reporting").ResetProjection(platform.Admin(), reset);
  if (!forgotten.ok()) return testing::AssertionFailure() << forgotten.status().ToString();
  for (const std::string& publisher : publishers) {
    operations::v1::RepublishLogRequest past;
    past.set_request_id(platform.Id());
    past.set_consumer("reporting");
    const auto told = platform.operations(publisher).RepublishLog(platform.Admin(), past);
    if (!told.ok()) return testing::AssertionFailure() << told.status().ToString();
  }
  if (Eventually([&] { return platform.Projection() == before; }))
    return testing::AssertionSuccess();
  return testing::AssertionFailure() << "before " << before << "now " << platform.Projection();
}

}  // namespace binadaya::test
