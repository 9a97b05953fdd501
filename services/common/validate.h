#pragma once

#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "google/protobuf/message.h"
#include "services/common/domain/finding.h"

namespace binadaya {

bool IsUtf8(std::string_view text);

// Reads `bytes` into `message`. InvalidArgument names the field that is not UTF-8 (FIELD-01) or
// says that the bytes are no such message (FIELD-02).
absl::Status ParseRequest(std::string_view bytes, google::protobuf::Message& message);

// Checks every field against the rule that its contract declares (options.proto), nested messages
// and repeated fields included. All violations, each with the path of its field.
Findings CheckRules(const google::protobuf::Message& message);

}  // namespace binadaya
