#include "services/cli/every_service.h"

#include "services/graph.h"

namespace binadaya::cli {

std::vector<std::string> AllServices() {
  return {std::begin(graph::kServices), std::end(graph::kServices)};
}

std::vector<std::string> HeardBy(std::string_view service) {
  std::vector<std::string> heard;
  for (const graph::Subscription& subscription : graph::kSubscriptions) {
    if (subscription.service == service) heard.emplace_back(subscription.heard);
  }
  return heard;
}

}  // namespace binadaya::cli
