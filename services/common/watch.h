#pragma once

#include <functional>
#include <list>
#include <memory>
#include <string>
#include <vector>

#include "services/common/loop.h"
#include "services/common/metrics.h"
#include "services/common/pg.h"

namespace binadaya {

// Sees to a service from outside its loops. It hears their hearts: one that is silent for longer
// than `limit` ends the process, so that supervisor starts it anew. And it measures, on a
// connection of its own, what a loop that hangs would no longer say (the age of what waits for it).
class Watch {
 public:
  struct Options {
    std::string database;
    absl::Duration limit = absl::Seconds(60);
    // What is done about a loop that is stuck. Default: says so and ends the process with 1.
    std::function<void(const Loop&)> stuck = nullptr;
  };
  Watch(Options options, Metrics& metrics);
  ~Watch() { Stop(); }
  void Start();
  void Stop();

  // All three before Start.
  void Hear(const Loop& loop);
  // Called each second.
  void Each(std::function<void()> look) { looks_.push_back(std::move(look)); }
  // Sets gauges, as often as Prometheus asks for them; may throw pg::Error: no other waits for it.
  using Measured = std::function<void(pg::Connection&)>;
  void Measure(Measured gauges) { gauges_.push_back(std::move(gauges)); }

 private:
  struct Heard {
    const Loop& loop;
    prometheus::Gauge& silence;
    bool was_silent = false;
  };

  absl::Duration Listen();  // no I/O in it: nothing that the others hang on holds it up
  absl::Duration Look();
  absl::Duration MeasureAll();
  void MeasureOne(const Measured& gauges);

  const Options options_;
  Metrics& metrics_;
  std::list<Heard> heard_;
  std::vector<std::function<void()>> looks_;
  std::vector<Measured> gauges_;
  std::unique_ptr<pg::Connection> connection_;
  Loop look_{"look", [this] { return Look(); }};
  Loop measure_{"measure", [this] { return MeasureAll(); }};
  Loop listen_{"listen", [this] { return Listen(); }};
};

}  // namespace binadaya
