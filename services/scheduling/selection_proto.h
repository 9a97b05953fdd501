#pragma once

#include <optional>
#include <vector>

#include "binadaya/scheduling/v1/participants.pb.h"
#include "services/scheduling/domain/matching.h"

// A selection as it is kept, and as the rules see it.
namespace binadaya::scheduling {

domain::Candidate AsDomain(const v1::Considered& kept);
v1::Considered ToProto(const domain::Candidate& candidate);

// All that went in and what came out.
struct KeptSelection {
  domain::Matching matching = {};
  std::vector<domain::Candidate> candidates = {};
  domain::Selection selection = {};
};
KeptSelection AsDomain(const v1::SelectionRecord& kept);
v1::SelectionRecord ToProto(
    const KeptSelection& of, const std::vector<domain::SeatOverride>& overrides);

std::vector<domain::SeatOverride> AsDomain(
    const google::protobuf::RepeatedPtrField<v1::SeatOverride>& overrides);

}  // namespace binadaya::scheduling
