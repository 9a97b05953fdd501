#include "services/common/together.h"

#include <algorithm>
#include <set>
#include <string_view>

#include "absl/cleanup/cleanup.h"
#include "absl/time/clock.h"
#include "services/common/domain/text.h"
#include "services/common/trace.h"

namespace binadaya {
namespace {

constexpr std::size_t kMost = 64;  // of one transaction
// Longer than many take while all is well: those in hand are then done each by itself, and whoever
// waits behind them gets his turn.
constexpr absl::Duration kTogether = absl::Seconds(5);
constexpr absl::Duration kOneWait = absl::Minutes(1);  // at one's deadline, if it is not sooner

absl::Status TooLate() {
  return absl::DeadlineExceededError("what was to be written before it took too long");
}

}  // namespace

Gathering::Member::Member(
    const Call& call, const std::string& request_id, std::vector<std::string> touches)
    : Db::Joined(call, request_id), touches_(std::move(touches)) {
  touches_.push_back(Cat("request ", request_id));
}

std::optional<absl::Status> Gathering::Join(const std::shared_ptr<Member>& own) {
  if (absl::Status inside = OutsideTransaction("database"); !inside.ok()) return inside;
  const absl::Time begun = absl::Now();
  std::optional<absl::Status> outcome;
  {
    std::unique_lock<std::mutex> lock(mutex_);
    if (!led_) {
      in_hand_ = {own};
      own->turn_ = Member::Turn::kLeads;
      led_ = true;  // last: should there be no memory, nobody would ever hand over
    }
    if (!Wait(lock, own)) {
      outcome = TooLate();
    } else if (own->turn_ == Member::Turn::kLeads) {
      lock.unlock();
      Lead(own->call);
    }
    // Of one that left while others have it in hand, they say what it comes to.
    if (!outcome.has_value()) outcome = own->outcome;
  }
  if (!outcome.has_value()) shown_.alone.Increment();
  if (outcome.has_value()) {
    trace::Span(
        own->call.tracer(), trace::Span::Kind::kClient, "PostgreSQL, transaction",
        own->call.traceparent(), begun)
        .End(outcome->code());
  }
  return outcome;
}

bool Gathering::Wait(std::unique_lock<std::mutex>& lock, const std::shared_ptr<Member>& own) {
  using Turn = Member::Turn;
  if (own->turn_ == Turn::kWaits) {
    waits_.push_back(own);
    shown_.waiting.Set(static_cast<double>(waits_.size()));
  }
  while (own->turn_ == Turn::kWaits || own->turn_ == Turn::kInHand) {
    const absl::Duration left = own->call.remaining();
    if (left <= absl::ZeroDuration()) {
      std::erase(waits_, own);
      shown_.waiting.Set(static_cast<double>(waits_.size()));
      return false;
    }
    own->turned_.wait_for(lock, absl::ToChronoNanoseconds(std::min(left, kOneWait)));
  }
  return true;
}

void Gathering::Lead(const Call& call) {
  bool written = false;
  const absl::Cleanup over = [&] {
    const std::lock_guard<std::mutex> lock(mutex_);
    for (const std::shared_ptr<Member>& one : in_hand_) {
      if (!written) one->outcome.reset();
      End(*one);
    }
    HandOver();
  };
  std::vector<Db::Joined*> members;
  for (const std::shared_ptr<Member>& one : in_hand_) members.push_back(one.get());
  const absl::Time until = std::min(call.deadline(), absl::Now() + kTogether);
  written = db_.WriteTogether(call.Until(until), members, effect_).ok();
}

void Gathering::HandOver() {
  in_hand_.clear();
  Members left;
  std::set<std::string_view> touched;
  for (const std::shared_ptr<Member>& one : waits_) {
    if (one->call.remaining() <= absl::ZeroDuration()) {
      one->outcome = TooLate();
      End(*one);
      continue;
    }
    // What one who has to wait touches, nobody touches before him.
    bool goes = in_hand_.size() < kMost;
    for (const std::string& what : one->touches_) goes = touched.insert(what).second && goes;
    if (goes) one->turn_ = Member::Turn::kInHand;
    (goes ? in_hand_ : left).push_back(one);
  }
  waits_ = std::move(left);
  shown_.waiting.Set(static_cast<double>(waits_.size()));
  led_ = !in_hand_.empty();
  if (!led_) return;
  Member& leader = **std::ranges::max_element(
      in_hand_, {}, [](const std::shared_ptr<Member>& one) { return one->call.deadline(); });
  leader.turn_ = Member::Turn::kLeads;
  leader.turned_.notify_one();
}

void Gathering::End(Member& member) {
  member.turn_ = Member::Turn::kOver;
  member.turned_.notify_one();
}

}  // namespace binadaya
