#pragma once

#include <chrono>
#include <map>
#include <string>
#include <vector>

#include "services/common/backoff.h"
#include "services/common/metrics.h"
#include "services/common/pg.h"
#include "services/common/sender.h"

namespace binadaya {

// Topics that do not take events, each with the time of its next try: they are left alone until
// then, and the others go on. One thread.
class FailingTopics {
 public:
  using Steady = std::chrono::steady_clock;

  explicit FailingTopics(Metrics& metrics) : metrics_(metrics) {}

  // Sets those aside whose fault it is that the batch was not acknowledged whole.
  void Add(const std::vector<Outgoing>& batch);
  // It takes events again.
  void Remove(const std::string& topic);
  // Forgets them all: whoever leads from here on finds out anew.
  void Clear();

  std::vector<std::string> All() const;
  std::vector<std::string> Due() const;
  std::vector<std::string> NotDue() const;
  // Until the next is due; `otherwise` when none is before.
  absl::Duration Rest(absl::Duration otherwise) const;

 private:
  struct Aside {
    Backoff backoff;
    Steady::time_point due;
  };
  prometheus::Gauge& Failing(const std::string& topic);
  template <class F>
  std::vector<std::string> Those(F chosen) const;

  Metrics& metrics_;
  std::map<std::string, Aside> topics_;
};

}  // namespace binadaya
