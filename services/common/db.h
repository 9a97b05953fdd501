#pragma once

#include <condition_variable>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "google/protobuf/message.h"
#include "services/common/call.h"
#include "services/common/clock.h"
#include "services/common/envelope.h"
#include "services/common/metrics.h"
#include "services/common/pg.h"

namespace binadaya {

class Db;
class Tx;

// Rows that were asked for and are waited for when somebody looks at them.
class Asked {
 public:
  const pg::Result& Rows();

 private:
  friend class Tx;
  Asked(Tx& tx, pg::Connection::Slot slot) : tx_(&tx), slot_(std::move(slot)) {}

  Tx* tx_;
  pg::Connection::Slot slot_;
};

// What a store makes of them.
template <class T>
struct [[nodiscard]] Later {
  Asked asked;
  T (*read)(const pg::Result& rows);

  T Get() { return read(asked.Rows()); }
};

// Ok, but inside a transaction's body, where asking the database or a service would hold locks and
// a connection for as long as that takes. There it is Internal, and the transaction fails with it
// whatever its body makes of the answer.
absl::Status OutsideTransaction(std::string_view what);

// A transaction as stores and handlers see it. Events and timers are collected and written once, in
// one statement, just before the commit. Statements throw; common/db.cc catches.
class Tx {
 public:
  // Runs a statement.
  template <class... Args>
  [[nodiscard]] pg::Result Query(pg::Sql sql, Args&&... args) {
    LimitRead();
    connection_.Defer(sql, pg::Params(std::forward<Args>(args)...));
    return Settle();
  }
  // The same for a query whose rows are not looked at yet: it goes to the server with the next one
  // that is waited for. What is asked together costs one round trip.
  template <class... Args>
  [[nodiscard]] Asked Ask(pg::Sql sql, Args&&... args) {
    LimitRead();
    return {*this, connection_.Ask(sql, pg::Params(std::forward<Args>(args)...))};
  }
  // The same for a change whose result nobody reads. It goes to the server with the next statement
  // that is waited for, at the latest the commit, and what is wrong with it is thrown there.
  template <class... Args>
  void Defer(pg::Sql sql, Args&&... args) {
    connection_.Defer(sql, pg::Params(std::forward<Args>(args)...));
  }
  // Defer, for an INSERT, UPDATE or DELETE of exactly one row. When it changes none, or several,
  // the transaction fails (Internal): what was to be changed was not there, and that is no success.
  template <class... Args>
  void ChangeOne(pg::Sql sql, Args&&... args) {
    connection_.DeferOne(sql, pg::Params(std::forward<Args>(args)...));
  }
  void CopyIn(pg::Sql statement, const std::function<bool(std::string&)>& next) {
    Settle();
    connection_.CopyIn(statement, next);
  }

  // Refuses with Aborted (VERSION-01) unless the aggregate is at `expected`; locks it. 0 = any
  // version.
  absl::Status Expect(
      std::string_view aggregate_type, std::string_view aggregate_id, std::int64_t expected);

  // An event about one aggregate. Services call the generated Tell of their own events, which fills
  // in type and aggregate.
  void TellRaw(
      std::string_view aggregate_type, std::string aggregate_id, std::string_view type,
      const google::protobuf::Message& event);

  // What the audit row of this command says beside who and what: never personal data.
  void Remark(std::string words) { remarks_[call_] = std::move(words); }

  // Runs `body` behind a savepoint: when it fails, nothing of it remains, events included, and the
  // transaction goes on.
  absl::Status Try(const std::function<absl::Status()>& body);

  // Has `kind` fire for `subject` at `due` of the platform's clock, at least once. A timer of the
  // same kind and subject is moved.
  void At(absl::Time due, std::string_view kind, std::string_view subject);
  // From here on statements are planned for their values: those of a command that reads arrays of
  // hundreds and more. It plans others once, for arrays of ten (docs/adr/0058).
  void PlanForValues();
  // For a statement that sets timers itself, or asks for a job: they are looked at as soon as this
  // is committed.
  void TimersSet() { timers_set_ = true; }

  const Call& call() const { return *call_; }
  // The trace of what is done now: of the call or, while an event is applied, of that event. What
  // is told, timers that are set and jobs that are asked for go on with it.
  const std::string& traceparent() const { return *traceparent_; }

  // While this is there, what the transaction does is done for `traceparent`, which outlives it.
  class Following {
   public:
    Following(Tx& tx, const std::string& traceparent)
        : tx_(tx), before_(std::exchange(tx.traceparent_, &traceparent)) {}
    ~Following() { tx_.traceparent_ = before_; }
    Following(const Following&) = delete;

   private:
    Tx& tx_;
    const std::string* const before_;
  };

  // While this is there, what the transaction does is done for one of the callers whose commands it
  // writes together.
  class For {
   public:
    For(Tx& tx, const Call& call)
        : following_(tx, call.traceparent()), tx_(tx), before_(std::exchange(tx.call_, &call)) {}
    ~For() { tx_.call_ = before_; }
    For(const For&) = delete;

   private:
    const Following following_;
    Tx& tx_;
    const Call* const before_;
  };

 private:
  friend class Asked;
  friend class Db;
  friend class Outbound;

  struct Command {
    const Call* call = nullptr;
    std::string request_id, fingerprint, response;
  };
  // Thrown through the body of a command that was answered before, or of several of which one was.
  struct Answered {
    pg::Result earlier;  // as it was asked for
  };

  Tx(pg::Connection& connection, const Call& call, const Db& db, bool reads)
      : connection_(connection),
        call_(&call),
        db_(db),
        reads_(reads),
        traceparent_(&call.traceparent()) {}

  // Of a query: what goes to the server next begins with its limits.
  void LimitRead();
  // Waits for what was deferred. Throws Answered if the look-up that went with it found an answer,
  // whatever became of the statements behind it.
  pg::Result Settle();
  // Writes what was collected and, of each command, its audit row and answer.
  void Flush(std::span<const Command> commands);
  void Flush(std::span<const Envelope> told, const Command& command);
  // Audit rows and answers of several.
  void Record(std::span<const Command> commands);
  std::string RemarkOf(const Call& call) const;

  pg::Connection& connection_;
  const Call* call_;
  const Db& db_;
  const bool reads_;
  const std::string* traceparent_;
  pg::Connection::Slot look_up_;  // of a command's earlier answer, until it has come
  std::vector<Envelope> told_;
  std::map<const Call*, std::string> remarks_;
  bool tells_ = false;  // something goes to the outbox
  bool timers_set_ = false;
};

// Puts an event that is already made, headers and all, on a topic through the outbox: dead letters
// and replays.
class Outbound {
 public:
  static void Copy(Tx& tx, std::string_view topic, const Envelope& envelope);
};

// The service's database: a bounded pool, and the only ways to read and to change. Nothing outlasts
// its call: waiting for a connection, for an answer and for another attempt end at its deadline.
// Whatever leaves a body, the transaction is rolled back; an exception is Internal. Safe from any
// thread.
class Db {
 public:
  using Body = std::function<absl::Status(Tx&)>;

  // `mutant` names a fault for the tests of the fault checkers: no_idempotency does every request
  // anew, no_commit answers commands that it never commits.
  Db(std::string conninfo, int connections, EventOrigin origin, const Clock& clock,
     Metrics& metrics, std::string_view mutant = {});

  // Runs a command: once for its request_id whatever happens in between. A retry gets the stored
  // answer; the same id with another body, method or caller is InvalidArgument (REQUEST-01). `body`
  // may run more than once (conflicts, lost connections), so it changes nothing but the
  // transaction. Its events, timers, audit row and answer are committed with it or not at all.
  template <class Request, class F>
  std::invoke_result_t<F, Tx&> Write(const Call& call, const Request& request, F body) {
    typename std::invoke_result_t<F, Tx&>::value_type response;
    const absl::Status status = WriteCommand(call, request.request_id(), response, [&](Tx& tx) {
      auto answer = body(tx);
      if (!answer.ok()) return answer.status();
      response = *std::move(answer);
      return absl::OkStatus();
    });
    if (!status.ok()) return status;
    return response;
  }

  // The same for a command that asks others before it decides. `prepare` asks, outside any
  // transaction, and is not run for a request that was answered before: a retry gets its answer
  // whatever became of those others. `effect` gets what it returned.
  template <class Request, class P, class F>
  auto Write(const Call& call, const Request& request, P prepare, F effect)
      -> std::invoke_result_t<F, Tx&, const typename std::invoke_result_t<P>::value_type&> {
    typename std::invoke_result_t<
        F, Tx&, const typename std::invoke_result_t<P>::value_type&>::value_type response;
    const absl::StatusOr<bool> answered = Answered(call, request.request_id(), response);
    if (!answered.ok()) return answered.status();
    if (*answered) return response;
    const auto prepared = prepare();
    if (!prepared.ok()) return prepared.status();
    return Write(call, request, [&](Tx& tx) { return effect(tx, *prepared); });
  }

  // One of several commands that are written in one transaction (together.h).
  struct Joined {
    Joined(Call by, std::string id) : call(std::move(by)), request_id(std::move(id)) {}
    virtual ~Joined() = default;
    virtual google::protobuf::Message& response() = 0;

    const Call call;
    const std::string request_id;
    std::optional<absl::Status> outcome = {};  // none: not decided yet
  };
  // Does commands of several callers, no two with one request_id, in one transaction that lasts no
  // longer than `call`: one attempt. `body` gets those that were not answered before, and decides
  // each, as Write's; of one that it refuses it leaves nothing. It may run again, without those of
  // which an answer was found meanwhile. When this is OK, each has its outcome: its events, audit
  // row and answer are committed, or it is refused. Else nothing is known of any: Write finds out.
  absl::Status WriteTogether(
      const Call& call, std::span<Joined* const> joined,
      const std::function<absl::Status(Tx&, std::span<Joined* const>)>& body);

  // Runs a query. Each of its statements may only read, and sees what is committed when it begins.
  template <class F>
  std::invoke_result_t<F, Tx&> Read(const Call& call, F body) {
    std::invoke_result_t<F, Tx&> response = absl::InternalError("not run");
    const absl::Status status = ReadOnly(call, [&](Tx& tx) {
      response = body(tx);
      return response.status();
    });
    if (!status.ok()) return status;
    return response;
  }

  // Runs work that no caller asked for (an event heard, a timer) in one transaction with what it
  // tells. `body` as for Write; its own idempotence is its business (inbox, timer row).
  absl::Status Background(const Call& call, const Body& body);

  // Records a refusal: the only trace that it leaves.
  void AuditRefusal(const Call& call, std::string_view request_id, const absl::Status& refusal);

  // What it means to a caller when this constraint of the service's tables stops a change. One that
  // nobody declared is a fault (Internal). Before the first call.
  void On(std::string constraint, absl::Status refusal);

  // Has `told` called after each transaction that told something. Before the first of them.
  void OnTold(std::function<void()> told) { on_told_ = std::move(told); }

  // Whether the database answers and takes changes; on a connection of its own, so that a pool that
  // is busy does not look like a database that is away.
  absl::Status Ping();
  const std::string& conninfo() const { return conninfo_; }
  const EventOrigin& origin() const { return origin_; }

  // Called after each commit that set timers or asked for jobs. Before the first use of the
  // database.
  void OnTimersSet(std::function<void()> wake) { wake_timers_ = std::move(wake); }

 private:
  friend class Tx;
  class Lease;

  enum class Mode { kRead, kBackground, kCommand, kTogether };
  struct Work {
    const Call& call;
    Mode mode;
    const Body& body;
    // Of a command:
    std::string request_id;
    google::protobuf::Message* response = nullptr;
    // Of commands that are written together:
    std::span<Joined* const> joined = {};
  };

  absl::Status WriteCommand(
      const Call& call, const std::string& request_id, google::protobuf::Message& response,
      const Body& body);
  absl::StatusOr<bool> Answered(
      const Call& call, const std::string& request_id, google::protobuf::Message& response);
  absl::Status ReadOnly(const Call& call, const Body& body);
  // One transaction, again after a conflict or a lost connection while there is time. Every attempt
  // of a command first looks for the answer of an earlier one, so a commit whose outcome was lost
  // with its connection is settled by the next attempt, or by the caller's.
  absl::Status Run(const Work& work);
  enum class Next {
    kEnd,
    kAgain,  // another attempt may succeed
    kLook,   // refused, unless the same command has its answer by now
  };
  absl::Status Attempt(const Work& work, Next& next);
  absl::Status Transact(pg::Connection& connection, const Work& work) const;
  absl::Status Command(pg::Connection& connection, Tx& tx, const Work& work) const;
  // Decides those of which no answer is found; when one is, the others stay undecided.
  absl::Status Commands(pg::Connection& connection, Tx& tx, const Work& work) const;
  // `commands`: none for work that is none.
  void Commit(pg::Connection& connection, Tx& tx, std::span<const Tx::Command> commands) const;
  absl::Status Translate(const pg::Error& error) const;

  std::string conninfo_;
  const int limit_;
  const EventOrigin origin_;
  const Clock& clock_;
  const bool mutant_no_idempotency_;
  const bool mutant_no_commit_;
  std::map<std::string, absl::Status, std::less<>> constraints_;
  std::function<void()> wake_timers_ = [] {};

  std::function<void()> on_told_ = [] {};
  std::mutex mutex_;
  std::condition_variable returned_;
  std::vector<std::unique_ptr<pg::Connection>> idle_;
  std::mutex pinging_;
  std::unique_ptr<pg::Connection> ping_;
  int open_ = 0;
  int generation_ = 0;  // of the connections; advanced when one is lost

  prometheus::Gauge& in_use_;
  prometheus::Histogram& wait_;
  prometheus::Counter& conflicts_;
  prometheus::Counter& lost_;
};

}  // namespace binadaya
