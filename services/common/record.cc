#include "services/common/record.h"

#include <algorithm>

#include "services/common/status.h"

namespace binadaya {

void Heard::Advance(const Event& event) {
  version = std::max(version, event.version);
  newest = std::max(newest, event.id);
  changed = true;
}

bool IsPermanent(const absl::Status& status) {
  return !status.ok() && (!IsTransient(status) || status.code() == absl::StatusCode::kInternal);
}

}  // namespace binadaya
