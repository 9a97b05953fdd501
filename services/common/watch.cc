#include "services/common/watch.h"

#include <algorithm>
#include <cstdlib>
#include <utility>

#include "services/common/domain/text.h"
#include "services/common/log.h"

namespace binadaya {
namespace {

constexpr absl::Duration kEach = absl::Seconds(1);
constexpr absl::Duration kScraped = absl::Seconds(5);  // scrape_interval of prometheus.yml

void EndProcess(const Loop& loop) {
  log::Error(
      "a loop is stuck; the process ends, to be started anew",
      {{"loop", loop.name()}, {"silent", absl::FormatDuration(loop.Silence())}});
  std::_Exit(1);
}

}  // namespace

Watch::Watch(Options options, Metrics& metrics) : options_(std::move(options)), metrics_(metrics) {
  Hear(look_);
  Hear(measure_);
}

void Watch::Start() {
  look_.Start();
  measure_.Start();
  listen_.Start();
}

void Watch::Stop() {
  listen_.Stop();
  measure_.Stop();
  look_.Stop();
}

void Watch::Hear(const Loop& loop) {
  heard_.push_back(
      {.loop = loop,
       .silence = metrics_.Gauge(
           "binadaya_loop_silence_seconds",
           "How long ago a loop of the service gave a sign of life.", {{"loop", loop.name()}})});
}

absl::Duration Watch::Listen() {
  for (Heard& heard : heard_) {
    const absl::Duration silence = heard.loop.Silence();
    heard.silence.Set(absl::ToDoubleSeconds(silence));
    // Twice in a row: when the whole process was frozen, its loops are heard again by then.
    const bool silent = silence > options_.limit;
    if (silent && heard.was_silent)
      options_.stuck ? options_.stuck(heard.loop) : EndProcess(heard.loop);
    heard.was_silent = silent;
  }
  return std::min(kEach, options_.limit / 2);
}

absl::Duration Watch::Look() {
  for (const auto& look : looks_) look();
  return kEach;
}

absl::Duration Watch::MeasureAll() {
  try {
    for (const Measured& gauges : gauges_) {
      if (!measure_.go_on()) break;
      measure_.Beat();
      if (connection_ == nullptr) connection_ = std::make_unique<pg::Connection>(options_.database);
      MeasureOne(gauges);
    }
  } catch (const pg::Error& error) {
    log::Warn("nothing is measured: no database", {{"error", error.what()}});
  }
  return kScraped;
}

void Watch::MeasureOne(const Measured& gauges) {
  try {
    gauges(*connection_);
  } catch (const pg::Error& error) {
    log::Warn("something is not measured", {{"error", error.what()}});
    connection_.reset();
  }
}

}  // namespace binadaya
