#pragma once

#include <string>
#include <string_view>

#include "binadaya/bridge/v1/bridge.rpc.h"
#include "services/common/db.h"
#include "services/common/program.h"
#include "services/common/subscription.h"

namespace binadaya::bridge {

// Copies what publishers tell to their topics in JSON. Any thread.
class Bridge final : public BridgeService {
 public:
  explicit Bridge(App& app);

  absl::StatusOr<v1::Translated> SetTranslated(
      Call& call, const v1::SetTranslatedRequest& request) override;
  absl::StatusOr<v1::Translated> GetTranslated(
      Call& call, const v1::GetTranslatedRequest& request) override;

  // Hears all that `publisher` tells, of whatever type. This outlives it.
  Subscription All(std::string_view publisher);

 private:
  absl::Status Copy(Tx& tx, const std::string& publisher, const Envelope& told) const;

  Db& db_;
  const std::string topic_prefix_;
};

}  // namespace binadaya::bridge
