#pragma once

#include <atomic>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "binadaya/operations/v1/operations.pb.h"
#include "google/protobuf/any.pb.h"
#include "services/common/db.h"
#include "services/common/loop.h"
#include "services/common/page.h"

namespace binadaya {

// A job (pekerjaan latar) under way, as its work sees it. It may be begun anew after a crash, and
// for a moment twice at once, so the only change that it makes is one command under id().
class JobRun {
 public:
  const std::string& id() const { return id_; }
  // Whoever asked, with what he was permitted then; the time is this attempt's.
  const Call& call() const { return call_; }
  // What an earlier attempt kept.
  const std::string& checkpoint() const { return checkpoint_; }

  // How far it is, which is written down each second. Aborted when it is to end: it was cancelled,
  // another took it over, or the service stops. At least every few seconds; costs nothing, also
  // inside a transaction.
  absl::Status At(std::int64_t done, std::int64_t total);
  // What the next attempt begins with, should this one not come to its end.
  void Keep(std::string checkpoint);
  // Who has asked that it ends with the best that it has found so far; empty: nobody. Work that
  // improves an answer looks at it where it looks at At.
  std::string finish_by();

 private:
  friend class Jobs;

  JobRun(std::string id, std::string lease, Call call, std::string checkpoint)
      : id_(std::move(id)),
        lease_(std::move(lease)),
        call_(std::move(call)),
        checkpoint_(std::move(checkpoint)) {}

  const std::string id_, lease_;
  Call call_;
  const std::string checkpoint_;
  std::atomic<std::int64_t> done_ = 0, total_ = 0;
  std::atomic<bool> ended_ = false, cancelled_ = false;
  std::mutex mutex_;
  std::optional<std::string> kept_;  // not written down yet
  std::string finish_by_;
};

// Work that takes longer than a call may: rows of the table `job`, taken by one worker a kind
// under a lease that is renewed while it works. A service that ends or stands still loses the
// lease, and the job is begun anew; it ends once. A fault postpones it; after five attempts that
// ended in INTERNAL, or in the end of the process, it has failed. docs/adr/0018.
class Jobs {
 public:
  using Background = std::function<Call()>;

  // A kind of job, and its work: ends with the job's result, with a refusal that is told to who
  // asked, or with a fault.
  struct Kind {
    std::string name;  // "registry.Import"
    std::function<absl::StatusOr<google::protobuf::Any>(JobRun&, const std::string& request)> work;
  };
  template <class Request, class F>
  static Kind Of(std::string name, F work) {
    return {
        std::move(name),
        [work](JobRun& run, const std::string& bytes) -> absl::StatusOr<google::protobuf::Any> {
          Request request;
          if (!request.ParseFromString(bytes)) return absl::InternalError("not a request");
          const auto response = work(run, request);
          if (!response.ok()) return response.status();
          google::protobuf::Any result;
          result.PackFrom(*response);
          return result;
        }};
  }

  struct Options {
    absl::Duration lease = absl::Seconds(30);
    absl::Duration retry = absl::Seconds(5);     // after a fault
    absl::Duration attempt = absl::Minutes(30);  // the longest that one may take
  };

  Jobs(Db& db, const Clock& clock, Background background, Metrics& metrics, Options options);
  Jobs(Db& db, const Clock& clock, Background background, Metrics& metrics)
      : Jobs(db, clock, std::move(background), metrics, Options()) {}
  ~Jobs() { Stop(); }
  void On(Kind kind);  // before Start
  void Start();
  // What is under way ends at its next At, and goes on with the next start.
  void Stop();
  // A job was asked for: looks at once. What other instances were asked is found within seconds.
  void Wake();

  // The loop that keeps the leases. Those that work are not to be heard: their turns are long.
  const Loop& loop() const { return keeper_; }
  // Sets the gauges: the longest that one has waited, and that one under way has not got on.
  void UpdateGauges(pg::Connection& connection);

  // Within a command: asks for a job on behalf of the command's caller.
  static absl::StatusOr<operations::v1::Job> Ask(
      Tx& tx, std::string_view kind, const google::protobuf::Message& request);
  // Who asked for it, and the unit path that this was about; none when there is no such job.
  struct Owner {
    std::string asked_by, path;
  };
  static std::optional<Owner> OwnerOf(Tx& tx, const std::string& job);
  // As it stands now; its result is shown to who asked for it.
  static absl::StatusOr<operations::v1::Job> Get(Tx& tx, const std::string& job);
  // One that waits for its first attempt has ended with this; one under way ends soon, unless its
  // effect is there already.
  static absl::StatusOr<operations::v1::Job> Cancel(Tx& tx, const std::string& job);
  // Of one of this kind: what its scope named, what it kept last, and whether it is under way:
  // begun, and neither ended nor about to be cancelled. None: there is no such one.
  struct Standing {
    std::string target, checkpoint, finish_by;
    bool under_way = false;
  };
  static std::optional<Standing> StandingOf(Tx& tx, std::string_view kind, const std::string& job);
  // One under way is to end with the best that it has found so far. Answers who has asked for that
  // first; none: it is not under way, perhaps since a moment ago.
  [[nodiscard]] static std::optional<std::string> Finish(Tx& tx, const std::string& job);
  static operations::v1::ListJobsResponse List(Tx& tx, const Page& page, bool with_ended);

 private:
  struct Worker {
    Kind kind;
    std::unique_ptr<Loop> loop;
  };
  struct Taken {
    std::unique_ptr<JobRun> run;
    std::string request;
    int attempts;
  };
  struct Outcome;

  absl::Duration Turn(Worker& worker);
  absl::StatusOr<std::optional<Taken>> Take(const std::string& kind);
  Outcome OutcomeOf(const Taken& taken, const absl::StatusOr<google::protobuf::Any>& result);
  void Settle(const Worker& worker, const Taken& taken, const Outcome& outcome);
  // Renews the leases of what is under way, writes down how far it is, and hears of cancellations.
  absl::Duration Keep();
  absl::Status Renew(JobRun& run);

  Db& db_;
  const Clock& clock_;
  const Background background_;
  const Options options_;
  std::list<Worker> workers_;
  Loop keeper_{"jobs", [this] { return Keep(); }};
  std::atomic<bool> stopping_ = false;
  std::mutex mutex_;
  std::vector<JobRun*> under_way_;
  prometheus::Counter& ended_;
  prometheus::Counter& failures_;
  prometheus::Gauge& running_;
  prometheus::Gauge& waiting_;
  prometheus::Gauge& standing_;
};

}  // namespace binadaya
