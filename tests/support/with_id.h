#pragma once

#include "absl/time/clock.h"
#include "services/common/id.h"

namespace binadaya::test {

// A request with an id of its own.
template <class Request>
Request WithId() {
  Request request;
  request.set_request_id(NewId(absl::Now()));
  return request;
}

}  // namespace binadaya::test
