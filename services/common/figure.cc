#include "services/common/figure.h"

#include <chrono>
#include <map>
#include <utility>

#include "absl/cleanup/cleanup.h"

namespace binadaya {
namespace {

using Steady = std::chrono::steady_clock;

constexpr int kRest = 50;  // times what the query took, also when it failed

}  // namespace

Figure Awaiting(pg::Sql rows) {
  return {
      .name = "binadaya_awaiting",
      .help = "What waits for somebody to decide or to answer.",
      .labels = {"what"},
      .rows = rows};
}

std::function<void(pg::Connection&)> Measuring(Figure figure, Metrics& metrics) {
  return [figure = std::move(figure), &metrics,
          shown = std::map<Metrics::Labels, prometheus::Gauge*>(),
          next = Steady::time_point()](pg::Connection& connection) mutable {
    const Steady::time_point begun = Steady::now();
    if (begun < next) return;
    const absl::Cleanup rest = [&next, begun] {
      next = Steady::now() + kRest * (Steady::now() - begun);
    };
    const pg::Result rows =
        connection.Query(figure.rows, figure.given ? figure.given() : std::vector<pg::Param>());
    std::map<Metrics::Labels, prometheus::Gauge*> gone = shown;
    for (int i = 0; i < rows.rows(); ++i) {
      Metrics::Labels labels;
      int column = 0;
      for (const std::string& label : figure.labels) labels[label] = rows.String(i, column++);
      prometheus::Gauge& gauge = metrics.Gauge(figure.name, figure.help, labels);
      gauge.Set(rows.Double(i, column));
      gone.erase(labels);
      shown[std::move(labels)] = &gauge;
    }
    for (const auto& [labels, gauge] : gone) gauge->Set(0);
  };
}

}  // namespace binadaya
