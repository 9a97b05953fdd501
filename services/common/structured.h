#pragma once

#include "services/common/envelope.h"

namespace binadaya {

// An event that is told in protobuf, as CloudEvents 1.0 in the structured mode of Kafka: its
// payload is JSON with all attributes, and in `data` the proto3 JSON of its message. The headers
// stay beside it. Of a message that this program does not know, or cannot read, or whose JSON is
// more than a topic takes, the bytes as they were told stand in `data_base64`; where these are too
// many as well there is neither, and it says `dataomitted`.
Envelope Structured(const Envelope& told);

}  // namespace binadaya
