#pragma once

#include "binadaya/scheduling/v1/scheduling.pb.h"
#include "services/common/domain/finding.h"
#include "services/scheduling/domain/rundown.h"

namespace binadaya::scheduling {

domain::Rundown AsDomain(const v1::RundownContent& content);
v1::RundownItem ToProto(const domain::RundownItem& item);
v1::RundownContent ToProto(const domain::Rundown& rundown);
v1::ItemChange ToProto(const domain::RundownChange& change);

}  // namespace binadaya::scheduling
