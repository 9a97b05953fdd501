#pragma once

#include <vector>

#include "binadaya/scheduling/v1/scheduling.pb.h"
#include "services/common/domain/finding.h"
#include "services/scheduling/domain/rundown.h"

namespace binadaya::scheduling {

std::vector<domain::Expertise> ExpertiseIn(
    const google::protobuf::RepeatedPtrField<v1::Expertise>& list);
void ToProto(
    const std::vector<domain::Expertise>& list,
    google::protobuf::RepeatedPtrField<v1::Expertise>& out);
domain::Rundown AsDomain(const v1::RundownContent& content);
v1::RundownItem ToProto(const domain::RundownItem& item);
v1::RundownContent ToProto(const domain::Rundown& rundown);
v1::ItemChange ToProto(const domain::RundownChange& change);

}  // namespace binadaya::scheduling
