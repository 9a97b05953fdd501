#include "services/common/jobs.h"

#include <algorithm>
#include <utility>

#include "absl/time/clock.h"
#include "binadaya/v1/finding.pb.h"
#include "services/common/domain/text.h"
#include "services/common/guarded.h"
#include "services/common/id.h"
#include "services/common/log.h"
#include "services/common/status.h"
#include "services/common/trace.h"

namespace binadaya {
namespace {

using operations::v1::Job;

constexpr absl::Duration kLookForJobs = absl::Seconds(5);
constexpr absl::Duration kKeep = absl::Seconds(1);
constexpr int kMostAttempts = 5;

// What came of it says that the work is wrong, or does not end in the time that it has.
bool IsFault(const absl::Status& status) {
  return status.code() == absl::StatusCode::kInternal ||
         status.code() == absl::StatusCode::kUnknown ||
         status.code() == absl::StatusCode::kDeadlineExceeded;
}

std::string TextOf(const Grant& grant) { return Cat(v1::Role_Name(grant.role), ":", grant.path); }

Grant GrantOf(const std::string& text) {
  const std::size_t at = text.find(':');
  Grant grant{.role = v1::ROLE_UNSPECIFIED, .path = text.substr(at + 1)};
  v1::Role_Parse(text.substr(0, at), &grant.role);
  return grant;
}

std::string Instant(std::optional<absl::Time> time) {
  return time.has_value() ? absl::FormatTime(absl::RFC3339_sec, *time, absl::UTCTimeZone()) : "";
}

// A row of job_shown.
Job JobAt(pg::Row& row) {
  Job job;
  job.set_id(row.String());
  job.set_kind(row.String());
  job.set_state(row.Enum<Job::State>());
  job.set_done(row.Int());
  job.set_total(row.Int());
  job.set_asked_by(row.String());
  job.set_asked_at(Instant(row.Micros()));
  job.set_started_at(Instant(row.Maybe(&pg::Row::Micros)));
  job.set_ended_at(Instant(row.Maybe(&pg::Row::Micros)));
  job.set_attempts(row.Int32());
  job.set_cancelling(row.Bool());
  return job;
}

}  // namespace

absl::Status JobRun::At(std::int64_t done, std::int64_t total) {
  done_ = done;
  total_ = total;
  return ended_ ? absl::AbortedError("the job is to end") : absl::OkStatus();
}

void JobRun::Keep(std::string checkpoint) {
  const std::lock_guard<std::mutex> lock(mutex_);
  kept_ = std::move(checkpoint);
}

std::string JobRun::finish_by() {
  const std::lock_guard<std::mutex> lock(mutex_);
  return finish_by_;
}

// How an attempt came to its end, as its row says it.
struct Jobs::Outcome {
  Job::State state;
  std::string result = {}, findings = {};
  bool counts = true;  // as one of the attempts that it has
  bool postponed = false;
};

Jobs::Jobs(Db& db, const Clock& clock, Background background, Metrics& metrics, Options options)
    : db_(db),
      clock_(clock),
      background_(std::move(background)),
      options_(options),
      ended_(metrics.Counter("binadaya_job_ended_total", "Jobs that came to their end.")),
      failures_(metrics.Counter("binadaya_job_failures_total", "Attempts that ended in a fault.")),
      running_(metrics.Gauge("binadaya_job_running", "Jobs that this process works on.")),
      waiting_(metrics.Gauge(
          "binadaya_job_waiting_seconds", "How long the job that waits longest has waited.")),
      standing_(metrics.Gauge(
          "binadaya_job_standing_seconds",
          "How long the job under way that has not got on for longest stands.")) {}

void Jobs::On(Kind kind) {
  Worker& worker = workers_.emplace_back(Worker{std::move(kind), nullptr});
  worker.loop = std::make_unique<Loop>(
      Cat("job.", worker.kind.name), [this, &worker] { return Turn(worker); });
}

void Jobs::Start() {
  if (workers_.empty()) return;
  keeper_.Start();
  for (Worker& worker : workers_) worker.loop->Start();
}

void Jobs::Stop() {
  stopping_ = true;
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    for (JobRun* run : under_way_) run->ended_ = true;
  }
  for (Worker& worker : workers_) worker.loop->Stop();
  keeper_.Stop();
}

void Jobs::Wake() {
  for (Worker& worker : workers_) worker.loop->Wake();
}

void Jobs::UpdateGauges(pg::Connection& connection) {
  const pg::Result rows = connection.Query(
      R"(
      SELECT coalesce(extract(epoch FROM $1::timestamptz - min(asked_at) FILTER (WHERE state = $2)), 0),
             coalesce(extract(epoch FROM now() - min(moved_at) FILTER (WHERE state = $3)), 0)
      FROM job
      WHERE ended_at IS NULL)",
      pg::Params(clock_.Now(), Job::WAITING, Job::RUNNING));
  pg::Row row(rows);
  waiting_.Set(row.Double());
  standing_.Set(row.Double());
}

absl::Duration Jobs::Turn(Worker& worker) {
  absl::StatusOr<std::optional<Taken>> taken = Take(worker.kind.name);
  if (!taken.ok() || !taken->has_value()) return kLookForJobs;
  JobRun& run = *(*taken)->run;
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    run.ended_ = stopping_ || run.cancelled_;
    under_way_.push_back(&run);
  }
  running_.Increment();
  trace::Span span = trace::Span::Of(run.call_, trace::Span::Kind::kInternal, worker.loop->name());
  const bool spent = (*taken)->attempts > kMostAttempts;
  const absl::StatusOr<google::protobuf::Any> result =
      spent ? absl::InternalError("the process ended with it, again and again")
            : Guarded([&] { return worker.kind.work(run, (*taken)->request); });
  span.End(result.status().code());
  Settle(worker, **taken, OutcomeOf(**taken, result));
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    std::erase(under_way_, &run);
  }
  running_.Decrement();
  return absl::ZeroDuration();
}

absl::StatusOr<std::optional<Jobs::Taken>> Jobs::Take(const std::string& kind) {
  std::optional<Taken> taken;
  const std::string lease = NewId(absl::Now());
  const Call own = background_();
  const absl::Status status = db_.Background(own, [&](Tx& tx) {
    taken.reset();
    const pg::Result rows = tx.Query(
        R"(
        UPDATE job
        SET state = $3, lease = $2, lease_until = clock_timestamp() + $4 * interval '1 ms',
            moved_at = clock_timestamp(), attempts = attempts + 1,
            started_at = coalesce(started_at, $5)
        WHERE id = (
          SELECT id
          FROM job
          WHERE kind = $1 AND ended_at IS NULL
            AND coalesce(lease_until, not_before) <= clock_timestamp()
          ORDER BY asked_at, id
          LIMIT 1
          FOR UPDATE SKIP LOCKED)
        RETURNING id, request, asked_by, grants, target, scope_path, paths, traceparent, checkpoint,
                  attempts, cancelling, finish_by)",
        kind, lease, Job::RUNNING, absl::ToInt64Milliseconds(options_.lease), clock_.Now());
    if (rows.empty()) return absl::OkStatus();
    pg::Row row(rows);
    const std::string id = row.String();
    std::string request = row.Bytes();
    Identity asker{.subject = row.String(), .token_id = {}, .grants = {}, .proof = nullptr};
    for (const std::string& grant : row.Strings()) asker.grants.push_back(GrantOf(grant));
    const absl::Time now = clock_.Now();
    Call call(kind, std::move(asker), absl::Now() + options_.attempt, now, clock_.DayOf(now));
    const std::string target = row.String();
    call.set_scope(target, row.String());
    call.set_paths(row.Strings());
    call.set_traceparent(row.String());
    call.set_tracer(own.tracer());
    call.set_body_hash(Sha256(request));
    taken = Taken{
        .run = std::unique_ptr<JobRun>(new JobRun(id, lease, std::move(call), row.Bytes())),
        .request = std::move(request),
        .attempts = row.Int32()};
    taken->run->cancelled_ = row.Bool();
    taken->run->finish_by_ = row.String();
    return absl::OkStatus();
  });
  if (!status.ok()) return status;
  return taken;
}

Jobs::Outcome Jobs::OutcomeOf(
    const Taken& taken, const absl::StatusOr<google::protobuf::Any>& result) {
  if (result.ok()) return {.state = Job::DONE, .result = result->SerializeAsString()};
  const absl::Status& status = result.status();
  if (taken.run->ended_ && absl::IsAborted(status)) {
    if (taken.run->cancelled_) return {.state = Job::CANCELLED};
    return {.state = Job::WAITING, .counts = false};
  }
  if (!IsTransient(status)) {
    v1::Findings findings;
    for (const Finding& finding : FindingsOf(status)) ToProto(finding, *findings.add_findings());
    db_.AuditRefusal(taken.run->call(), taken.run->id(), status);
    return {.state = Job::REFUSED, .findings = findings.SerializeAsString()};
  }
  failures_.Increment();
  log::Warn(
      "a job could not be done", {{"job", taken.run->id()},
                                  {"code", CodeName(status.code())},
                                  {"why", std::string(status.message())}});
  if (!IsFault(status)) return {.state = Job::WAITING, .counts = false, .postponed = true};
  if (taken.attempts >= kMostAttempts) return {.state = Job::FAILED};
  return {.state = Job::WAITING, .postponed = true};
}

void Jobs::Settle(const Worker& worker, const Taken& taken, const Outcome& outcome) {
  const JobRun& run = *taken.run;
  const bool over = outcome.state != Job::WAITING;
  bool settled = false;
  const absl::Status status = db_.Background(background_(), [&](Tx& tx) {
    const pg::Result changed = tx.Query(
        R"(
        UPDATE job
        SET state = $3, result = $4, findings = $5, done = $6, total = $7,
            attempts = attempts - $8, lease = NULL, lease_until = NULL,
            not_before = clock_timestamp() + $9 * interval '1 ms',
            ended_at = CASE WHEN $10 THEN $11::timestamptz END,
            request = CASE WHEN $10 THEN '' ELSE request END,
            checkpoint = CASE WHEN $10 THEN '' ELSE checkpoint END
        WHERE id = $1 AND lease = $2)",
        run.id_, run.lease_, outcome.state, pg::Bytes{outcome.result}, pg::Bytes{outcome.findings},
        run.done_.load(), run.total_.load(), outcome.counts ? 0 : 1,
        outcome.postponed ? absl::ToInt64Milliseconds(options_.retry) : 0, over, clock_.Now());
    settled = changed.affected() == 1;
    return absl::OkStatus();
  });
  if (status.ok() && settled && over) ended_.Increment();
  // Whoever has the lease now, or gets it when it runs out, finds the effect there.
  if (!status.ok() || !settled) {
    log::Warn(
        "how a job ended was not written down",
        {{"kind", worker.kind.name}, {"job", run.id_}, {"code", CodeName(status.code())}});
  }
}

absl::Duration Jobs::Keep() {
  // Not for longer than the work itself: whoever ends takes his run with him.
  const std::lock_guard<std::mutex> lock(mutex_);
  for (JobRun* run : under_way_) {
    keeper_.Beat();
    const absl::Status status = Renew(*run);
    if (!status.ok()) {
      log::Warn("a job's lease was not renewed", {{"code", CodeName(status.code())}});
    }
  }
  return kKeep;
}

absl::Status Jobs::Renew(JobRun& run) {
  std::optional<std::string> kept;
  {
    const std::lock_guard<std::mutex> lock(run.mutex_);
    kept.swap(run.kept_);
  }
  std::optional<pg::Bytes> checkpoint;
  if (kept.has_value()) checkpoint = pg::Bytes{*kept};
  absl::Status written = db_.Background(background_(), [&](Tx& tx) {
    const pg::Result rows = tx.Query(
        R"(
        UPDATE job
        SET lease_until = clock_timestamp() + $3 * interval '1 ms',
            moved_at = CASE WHEN done = $4 AND $6::bytea IS NULL THEN moved_at
                            ELSE clock_timestamp() END,
            done = $4, total = $5, checkpoint = coalesce($6, checkpoint)
        WHERE id = $1 AND lease = $2
        RETURNING cancelling, finish_by)",
        run.id_, run.lease_, absl::ToInt64Milliseconds(options_.lease), run.done_.load(),
        run.total_.load(), checkpoint);
    if (!rows.empty() && !rows.Bool(0, 0)) {
      const std::lock_guard<std::mutex> lock(run.mutex_);
      run.finish_by_ = rows.String(0, 1);
      return absl::OkStatus();
    }
    run.cancelled_ = !rows.empty();
    run.ended_ = true;
    return absl::OkStatus();
  });
  if (!written.ok()) {
    const std::lock_guard<std::mutex> lock(run.mutex_);
    if (!run.kept_.has_value()) run.kept_ = std::move(kept);
  }
  return written;
}

absl::StatusOr<Job> Jobs::Ask(
    Tx& tx, std::string_view kind, const google::protobuf::Message& request) {
  const Call& call = tx.call();
  std::vector<std::string> grants;
  for (const Grant& grant : call.identity().grants) grants.push_back(TextOf(grant));
  const std::string bytes = request.SerializeAsString();
  const std::string id = NewId(call.now());
  tx.Defer(
      R"(
      INSERT INTO job
        (id, kind, state, request, asked_by, grants, target, scope_path, paths, asked_at,
         traceparent)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11))",
      id, kind, Job::WAITING, pg::Bytes{bytes}, call.subject(), pg::Array(grants), call.target(),
      call.scope_path().empty() ? "/" : call.scope_path(), pg::Array(call.paths()), call.now(),
      tx.traceparent());
  tx.TimersSet();
  return Get(tx, id);
}

std::optional<Jobs::Owner> Jobs::OwnerOf(Tx& tx, const std::string& job) {
  const pg::Result rows = tx.Query("SELECT asked_by, scope_path FROM job WHERE id = $1", job);
  if (rows.empty()) return std::nullopt;
  pg::Row row(rows);
  return Owner{row.String(), row.String()};
}

absl::StatusOr<Job> Jobs::Get(Tx& tx, const std::string& id) {
  const pg::Result rows = tx.Query(
      R"(
      SELECT job_shown.*, findings, result
      FROM job_shown
      JOIN job USING (id)
      WHERE id = $1)",
      id);
  if (rows.empty()) return NoSuchObject("job");
  pg::Row row(rows);
  Job job = JobAt(row);
  v1::Findings findings;
  findings.ParseFromString(row.Bytes());
  *job.mutable_findings() = std::move(*findings.mutable_findings());
  const std::string result = row.Bytes();
  if (job.state() == Job::DONE && job.asked_by() == tx.call().subject()) {
    job.mutable_result()->ParseFromString(result);
  }
  return job;
}

absl::StatusOr<Job> Jobs::Cancel(Tx& tx, const std::string& id) {
  // One that was begun may have had its effect, and only its worker knows: it says so.
  tx.Defer(
      R"(
      UPDATE job
      SET cancelling = true,
          state = CASE WHEN started_at IS NULL THEN $2 ELSE state END,
          ended_at = CASE WHEN started_at IS NULL THEN $3::timestamptz END,
          request = CASE WHEN started_at IS NULL THEN '' ELSE request END
      WHERE id = $1 AND ended_at IS NULL)",
      id, Job::CANCELLED, tx.call().now());
  return Get(tx, id);
}

std::optional<Jobs::Standing> Jobs::StandingOf(
    Tx& tx, std::string_view kind, const std::string& id) {
  const pg::Result rows = tx.Query(
      R"(
      SELECT target, checkpoint, finish_by,
             started_at IS NOT NULL AND ended_at IS NULL AND NOT cancelling
      FROM job
      WHERE id = $1 AND kind = $2)",
      id, kind);
  if (rows.empty()) return std::nullopt;
  pg::Row row(rows);
  return Standing{
      .target = row.String(),
      .checkpoint = row.Bytes(),
      .finish_by = row.String(),
      .under_way = row.Bool()};
}

std::optional<std::string> Jobs::Finish(Tx& tx, const std::string& id) {
  const pg::Result rows = tx.Query(
      R"(
      UPDATE job
      SET finish_by = CASE WHEN finish_by = '' THEN $2 ELSE finish_by END
      WHERE id = $1 AND started_at IS NOT NULL AND ended_at IS NULL AND NOT cancelling
      RETURNING finish_by)",
      id, tx.call().subject());
  if (rows.empty()) return std::nullopt;
  return rows.String(0, 0);
}

operations::v1::ListJobsResponse Jobs::List(Tx& tx, const Page& page, bool with_ended) {
  const pg::Result rows = tx.Query(
      R"(
      SELECT *
      FROM job_shown
      WHERE ($1 OR ended_us IS NULL) AND ($2 OR id < nullif($3, '')::uuid)
      ORDER BY id DESC
      LIMIT $4)",
      with_ended, page.first(), page.After(0), page.size());
  operations::v1::ListJobsResponse response;
  for (int i = 0; i < rows.rows(); ++i) {
    pg::Row row(rows, i);
    *response.add_jobs() = JobAt(row);
  }
  if (rows.rows() == page.size())
    response.set_next_page_token(page.Next({response.jobs().rbegin()->id()}));
  return response;
}

}  // namespace binadaya
