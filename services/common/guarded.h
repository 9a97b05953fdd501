#pragma once

#include <exception>
#include <type_traits>
#include <typeinfo>

#include "absl/status/status.h"
#include "services/common/log.h"
#include "services/common/pg.h"

namespace binadaya {

// Runs what a service wrote: what it throws is its own fault and nobody else's end. INTERNAL,
// without the exception's words, which may be about a person. The database's errors pass: whoever
// holds the transaction knows what they mean. `handler` returns a Status or StatusOr.
template <class F>
std::invoke_result_t<F> Guarded(F handler) {
  try {
    return handler();
  } catch (const pg::Error&) {
    throw;
  } catch (const std::exception& error) {
    log::Error("an exception left a handler", {{"type", typeid(error).name()}});
    return absl::InternalError("an exception left a handler");
  }
}

}  // namespace binadaya
