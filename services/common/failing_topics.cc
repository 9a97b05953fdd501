#include "services/common/failing_topics.h"

#include "services/common/log.h"

namespace binadaya {
namespace {

constexpr absl::Duration kFirst = absl::Milliseconds(100);
constexpr absl::Duration kLongestAside = absl::Seconds(5);

}  // namespace

prometheus::Gauge& FailingTopics::Failing(const std::string& topic) {
  return metrics_.Gauge(
      "binadaya_outbox_topic_failing", "1: the topic does not take events; they wait.",
      {{"topic", topic}});
}

void FailingTopics::Add(const std::vector<Outgoing>& batch) {
  for (const std::string& topic : binadaya::Failing(batch)) {
    auto [entry, fresh] = topics_.try_emplace(topic, Aside{Backoff(kFirst, kLongestAside), {}});
    if (fresh) {
      Failing(topic).Set(1);
      log::Error("topic set aside", {{"topic", topic}});
    }
    entry->second.due = Steady::now() + absl::ToChronoNanoseconds(entry->second.backoff.Next());
  }
}

void FailingTopics::Remove(const std::string& topic) {
  if (topics_.erase(topic) == 0) return;
  Failing(topic).Set(0);
  log::Info("topic takes events again", {{"topic", topic}});
}

void FailingTopics::Clear() {
  for (const std::string& topic : All()) Remove(topic);
}

template <class F>
std::vector<std::string> FailingTopics::Those(F chosen) const {
  std::vector<std::string> those;
  for (const auto& [topic, aside] : topics_) {
    if (chosen(aside)) those.push_back(topic);
  }
  return those;
}

std::vector<std::string> FailingTopics::All() const {
  return Those([](const Aside&) { return true; });
}

std::vector<std::string> FailingTopics::Due() const {
  return Those([now = Steady::now()](const Aside& aside) { return aside.due <= now; });
}

std::vector<std::string> FailingTopics::NotDue() const {
  return Those([now = Steady::now()](const Aside& aside) { return aside.due > now; });
}

absl::Duration FailingTopics::Rest(absl::Duration otherwise) const {
  for (const auto& [topic, aside] : topics_)
    otherwise = std::min(otherwise, absl::FromChrono(aside.due - Steady::now()));
  return std::max(otherwise, absl::ZeroDuration());
}

}  // namespace binadaya
