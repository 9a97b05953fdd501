#pragma once

#include <functional>
#include <map>
#include <string>

#include "absl/status/status.h"
#include "prometheus/counter.h"
#include "prometheus/gauge.h"
#include "prometheus/histogram.h"
#include "prometheus/registry.h"
#include "services/common/http.h"

namespace binadaya {

// The process's metrics and their /metrics page. A metric is looked up once and its reference kept;
// labels are few and bounded (never an id). Names: binadaya_<thing>_<unit>. Safe from any thread.
class Metrics {
 public:
  using Labels = std::map<std::string, std::string>;

  prometheus::Counter& Counter(
      const std::string& name, const std::string& help, const Labels& labels = {});
  prometheus::Gauge& Gauge(
      const std::string& name, const std::string& help, const Labels& labels = {});
  // Seconds, 1 ms to 30 s.
  prometheus::Histogram& Duration(
      const std::string& name, const std::string& help, const Labels& labels = {});

  // Serves the page at an address, "127.0.0.1:9101" (port 0 picks one), until this is gone; beside
  // it, given `ready`, /ready: 200 or 503, for those who start and watch the process.
  // InvalidArgument: it is none. Unavailable: it cannot be bound.
  absl::Status Serve(const std::string& address, std::function<bool()> ready = nullptr);
  int port() const { return server_.port(); }

  // The page as text.
  std::string Text() const;

 private:
  prometheus::Registry registry_;
  http::Server server_;
};

}  // namespace binadaya
