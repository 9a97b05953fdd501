#include "services/cli/jobs.h"

#include <vector>

#include "absl/time/clock.h"
#include "binadaya/operations/v1/operations.rpc.h"
#include "services/cli/find.h"
#include "services/cli/language.h"
#include "services/cli/render.h"
#include "services/cli/words.h"
#include "services/common/domain/text.h"
#include "services/common/status.h"

namespace binadaya::cli {
namespace {

using operations::OperationsClient;
using operations::v1::Job;
using operations::v1::ListJobsRequest;
using operations::v1::ListJobsResponse;

constexpr absl::Duration kEach = absl::Milliseconds(300);

absl::StatusOr<ListJobsResponse> JobsOf(
    const Operator& caller, const std::string& service, bool all) {
  ListJobsRequest request;
  request.set_with_ended(all);
  return caller.AskPages(service, &OperationsClient::ListJobs, request);
}

std::string StateOf(const Job& job) {
  return Cat(Word(job.state()), job.cancelling() ? Say(", akan berhenti", ", to end") : "");
}

absl::StatusOr<Job> GetJob(
    const Operator& caller, const std::string& service, const std::string& id) {
  operations::v1::GetJobRequest request;
  request.set_job(id);
  return caller.Ask(service, &OperationsClient::GetJob, request);
}

}  // namespace

std::string HowFar(const Job& job) {
  return job.total() == 0 ? "-" : Cat(job.done(), "/", job.total());
}

Answer JobsAnswer(const ListJobsResponse& jobs, absl::TimeZone zone) {
  Rows rows = {
      {Say("DIMINTA", "ASKED"), Say("OLEH", "BY"), Say("PEKERJAAN", "KIND"),
       Say("KEADAAN", "STATE"), Say("SEJAUH", "PROGRESS"), "ID"}};
  for (const Job& job : jobs.jobs()) {
    rows.push_back(
        {Local(job.asked_at(), zone), job.asked_by(), job.kind(), StateOf(job), HowFar(job),
         job.id()});
  }
  return AnswerOf(TableOf(rows), jobs);
}

Answer JobAnswer(const Job& job, absl::TimeZone zone) {
  std::string text = Table(
      {{Say("pekerjaan", "kind"), job.kind()},
       {Say("keadaan", "state"), StateOf(job)},
       {Say("sejauh", "progress"), HowFar(job)},
       {Say("diminta", "asked"), Cat(Local(job.asked_at(), zone), " ", job.asked_by())},
       {Say("mulai", "started"), job.started_at().empty() ? "-" : Local(job.started_at(), zone)},
       {Say("berakhir", "ended"), job.ended_at().empty() ? "-" : Local(job.ended_at(), zone)},
       {Say("percobaan", "attempts"), Cat(job.attempts())}});
  for (const v1::Finding& finding : job.findings()) text += FindingText(finding);
  return AnswerOf(text, job);
}

absl::StatusOr<std::string> FindJob(
    const Operator& caller, const std::string& service, const std::string& text,
    const std::string& kind) {
  ASSIGN_OR_RETURN(const ListJobsResponse jobs, JobsOf(caller, service, true));
  std::vector<Candidate> candidates;
  for (const Job& job : jobs.jobs()) {
    if (job.id().starts_with(text) && (kind.empty() || job.kind() == kind)) {
      candidates.push_back(
          {.id = job.id(),
           .shown = Cat(job.kind(), "  ", Word(job.state()), "  ", job.asked_by()),
           .exact = job.id() == text});
    }
  }
  ASSIGN_OR_RETURN(const std::size_t chosen, Choose({"pekerjaan latar", "jobs"}, text, candidates));
  return candidates[chosen].id;
}

absl::StatusOr<Answer> RunListJobs(
    const Environment& environment, const std::string& service, bool all) {
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  ASSIGN_OR_RETURN(const absl::TimeZone zone, environment.Zone());
  ASSIGN_OR_RETURN(const ListJobsResponse jobs, JobsOf(caller, service, all));
  return JobsAnswer(jobs, zone);
}

absl::StatusOr<Answer> RunGetJob(
    const Environment& environment, const std::string& service, const std::string& text) {
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  ASSIGN_OR_RETURN(const absl::TimeZone zone, environment.Zone());
  ASSIGN_OR_RETURN(const std::string id, FindJob(caller, service, text));
  ASSIGN_OR_RETURN(const Job job, GetJob(caller, service, id));
  return JobAnswer(job, zone);
}

absl::StatusOr<Answer> RunCancel(
    const Environment& environment, const std::string& service, const std::string& text) {
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  ASSIGN_OR_RETURN(const absl::TimeZone zone, environment.Zone());
  operations::v1::CancelJobRequest request;
  request.set_request_id(caller.NewRequestId());
  ASSIGN_OR_RETURN(*request.mutable_job(), FindJob(caller, service, text));
  ASSIGN_OR_RETURN(const Job job, caller.Ask(service, &OperationsClient::CancelJob, request));
  return JobAnswer(job, zone);
}

absl::StatusOr<google::protobuf::Any> Await(
    const Operator& caller, const std::string& service, const std::string& id,
    const std::function<void(const Job&)>& tell) {
  for (;; absl::SleepFor(kEach)) {
    ASSIGN_OR_RETURN(const Job job, GetJob(caller, service, id));
    if (job.ended_at().empty()) {
      tell(job);
      continue;
    }
    if (job.state() == Job::DONE) return job.result();
    if (job.state() == Job::REFUSED && job.findings_size() > 0) {
      Findings findings;
      for (const v1::Finding& finding : job.findings()) findings.push_back(FromProto(finding));
      return Refuse(absl::StatusCode::kFailedPrecondition, std::move(findings));
    }
    return Refuse(
        {.rule = "JOB-01",
         .where = job.id(),
         .message = {
             Cat("Pekerjaan latar ini tidak selesai: ", Word(job.state()),
                 ". Tidak ada yang diubah; lihat binadaya get job."),
             Cat("This job was not done: ", Word(job.state()),
                 ". Nothing was changed; see binadaya get job.")}});
  }
}

}  // namespace binadaya::cli
