#include "services/common/metrics.h"

#include "prometheus/text_serializer.h"

namespace binadaya {

prometheus::Counter& Metrics::Counter(
    const std::string& name, const std::string& help, const Labels& labels) {
  return prometheus::BuildCounter().Name(name).Help(help).Register(registry_).Add(labels);
}

prometheus::Gauge& Metrics::Gauge(
    const std::string& name, const std::string& help, const Labels& labels) {
  return prometheus::BuildGauge().Name(name).Help(help).Register(registry_).Add(labels);
}

prometheus::Histogram& Metrics::Duration(
    const std::string& name, const std::string& help, const Labels& labels) {
  const prometheus::Histogram::BucketBoundaries bounds = {
      0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30};
  return prometheus::BuildHistogram().Name(name).Help(help).Register(registry_).Add(labels, bounds);
}

absl::Status Metrics::Serve(const std::string& address, std::function<bool()> ready) {
  return server_.Serve(
      "metrics", address,
      [this, ready = std::move(ready)](std::string_view path) -> http::Page {
        if (path == "/ready" && ready != nullptr) return {.status = ready() ? 200 : 503};
        if (path != "/metrics") return {};
        return {.status = 200, .type = "text/plain; version=0.0.4; charset=utf-8", .body = Text()};
      },
      {});
}

std::string Metrics::Text() const {
  return prometheus::TextSerializer().Serialize(registry_.Collect());
}

}  // namespace binadaya
