#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "services/common/db.h"
#include "services/common/loop.h"

namespace binadaya {

// Due work, kept in PostgreSQL (Tx::At) and run by the platform's clock, at least once. A fault
// postpones it; it is never dropped. Each kind has a loop of its own: one whose handler hangs until
// its deadline, or has much to do, delays no other; they rest until something of theirs is due. A
// kind that this program does not know is left to one that does; the gauge of what is overdue shows
// it.
class Timers {
 public:
  using Effect = std::function<absl::Status(Tx&)>;
  // Prepares outside any transaction (it may ask other services) and returns the effect, which is
  // committed together with the timer's removal. The effect may find that there is nothing left to
  // do. It ends by the call's deadline.
  using Handler = std::function<absl::StatusOr<Effect>(const Call&, const std::string& subject)>;
  using Background = std::function<Call()>;

  Timers(Db& db, const Clock& clock, Background background, Metrics& metrics);
  ~Timers() { Stop(); }
  void On(const std::string& kind, Handler handler);  // before Start
  void Start();
  void Stop();
  // A timer was set or moved: looks at once. What other instances set is found within 2 s.
  void Wake();

  std::vector<const Loop*> loops() const;
  // Sets the gauge of what is overdue: how long the oldest due timer of any kind has waited.
  void UpdateGauges(pg::Connection& connection);

 private:
  struct Kind {
    std::string name;
    Handler handler;
    std::unique_ptr<Loop> loop;
  };
  struct Due {
    std::string subject;
    absl::Time due;
    int attempts;
    std::string traceparent;  // of what set it
  };

  // Wakes the kinds of which something is due: one look for all of them, however many there are.
  absl::Duration LookOut();
  absl::Status Look();
  absl::Duration Turn(const Kind& kind);
  absl::StatusOr<std::vector<Due>> DueOf(const Kind& kind);
  void Fire(const Kind& kind, const Due& timer);
  void Postpone(const Kind& kind, const Due& timer, const absl::Status& why);
  Call Looking() const;

  Db& db_;
  const Clock& clock_;
  const Background background_;
  std::map<std::string, Kind> kinds_;
  std::atomic<bool> look_ = true;
  absl::Time next_ = absl::InfinitePast();  // of the platform: nothing else is due before it
  int quiet_ = 0;                           // turns since the last look
  Loop lookout_{"timers", [this] { return LookOut(); }};
  prometheus::Counter& fired_;
  prometheus::Counter& failures_;
  prometheus::Gauge& overdue_;
};

}  // namespace binadaya
