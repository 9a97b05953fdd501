// Jobs: done once whatever happens to who works on them, cancelled, refused, failed; and who sees
// them.
#include "services/common/jobs.h"

#include "absl/synchronization/notification.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/common/status.h"
#include "tests/support/matchers.h"
#include "tests/support/platform.h"

namespace binadaya::test {
namespace {

using operations::v1::Job;
using operations::v1::RevokeTokenRequest;
using operations::v1::VerifyAuditResponse;
using ::testing::ElementsAre;

constexpr char kKind[] = "test.Work";

class JobsTest : public ::testing::Test {
 protected:
  JobsTest()
      : platform_({"registry"}),
        sql_(platform_.sql("registry")),
        db_(platform_.conninfo("registry"), 8, {}, platform_.clock(), metrics_) {
    sql_.Execute("CREATE TABLE effect (job uuid); GRANT ALL ON effect TO registry");
  }

  using Work =
      std::function<absl::StatusOr<VerifyAuditResponse>(JobRun&, const RevokeTokenRequest&)>;
  // An instance of a service that knows one kind of job.
  std::unique_ptr<Jobs> Make(Work work, Jobs::Options options = {.retry = absl::ZeroDuration()}) {
    auto jobs = std::make_unique<Jobs>(
        db_, platform_.clock(), [this] { return Own(); }, metrics_, options);
    jobs->On(Jobs::Of<RevokeTokenRequest>(kKind, std::move(work)));
    jobs->Start();
    return jobs;
  }
  Call Own() {
    return {
        "job",
        {},
        absl::Now() + absl::Seconds(20),
        platform_.clock().Now(),
        platform_.clock().Today()};
  }
  std::string Ask(const std::string& word = "", const std::string& subject = "operator") {
    RevokeTokenRequest request;
    request.set_token_id(word);
    std::string id;
    EXPECT_THAT(
        db_.Background(
            platform_.As(subject, {{v1::ANALYST, "/"}}),
            [&](Tx& tx) {
              const auto job = Jobs::Ask(tx, kKind, request);
              if (job.ok()) id = job->id();
              return job.status();
            }),
        IsOk());
    return id;
  }
  // The effect, under the job's own id.
  absl::StatusOr<VerifyAuditResponse> Do(JobRun& run) {
    RevokeTokenRequest command;
    command.set_request_id(run.id());
    return db_.Write(run.call(), command, [&](Tx& tx) -> absl::StatusOr<VerifyAuditResponse> {
      RETURN_IF_ERROR(run.At(0, 10));
      tx.Defer("INSERT INTO effect VALUES ($1)", run.id());
      RETURN_IF_ERROR(run.At(10, 10));
      VerifyAuditResponse response;
      response.set_rows(42);
      return response;
    });
  }
  static void UntilToldToEnd(JobRun& run, int done = 1) {
    EXPECT_TRUE(Eventually([&] { return !run.At(done, 10).ok(); }));
  }
  std::int64_t Effects(const std::string& job) {
    return sql_.Query("SELECT count(*) FROM effect WHERE job = $1", pg::Params(job)).Int(0, 0);
  }
  Job Get(const std::string& id) {
    operations::v1::GetJobRequest request;
    request.set_job(id);
    const auto job = platform_.operations("registry").GetJob(platform_.Analyst(), request);
    EXPECT_THAT(job, IsOk());
    return job.value_or(Job());
  }
  Job Cancel(const std::string& id) {
    operations::v1::CancelJobRequest request;
    request.set_request_id(platform_.Id());
    request.set_job(id);
    const auto job = platform_.operations("registry").CancelJob(platform_.Analyst(), request);
    EXPECT_THAT(job, IsOk());
    return job.value_or(Job());
  }
  // Who has asked first that it ends with what it has; none: it does not.
  std::optional<std::string> Finish(const std::string& id, const std::string& subject) {
    std::optional<std::string> by;
    EXPECT_THAT(
        db_.Background(
            platform_.As(subject, {{v1::ANALYST, "/"}}),
            [&](Tx& tx) {
              by = Jobs::Finish(tx, id);
              return absl::OkStatus();
            }),
        IsOk());
    return by;
  }
  Job Ended(const std::string& id) {
    EXPECT_TRUE(Eventually([&] { return !Get(id).ended_at().empty(); }));
    return Get(id);
  }
  bool Runs(const std::string& id) { return Get(id).state() == Job::RUNNING; }
  std::int64_t RequestBytes(const std::string& id) {
    return sql_.Query("SELECT length(request) FROM job WHERE id = $1", pg::Params(id)).Int(0, 0);
  }
  // The lease as if its holder had stood still for too long.
  void LoseLease(const std::string& id) {
    (void)sql_.Query(
        "UPDATE job SET lease = gen_random_uuid(), lease_until = now() - interval '1 s' WHERE id = "
        "$1",
        pg::Params(id));
  }

  Platform platform_;
  pg::Connection& sql_;
  Metrics metrics_;
  Db db_;
};

TEST_F(JobsTest, IsDoneOnBehalfOfWhoAskedAndItsResultIsHis) {
  std::string asker, word;
  std::vector<std::string> paths;
  const std::string id = Ask("0190");
  EXPECT_EQ(Get(id).state(), Job::WAITING);
  EXPECT_GT(RequestBytes(id), 0);
  const auto jobs = Make([&](JobRun& run, const RevokeTokenRequest& request) {
    asker = run.call().subject();
    word = request.token_id();
    EXPECT_TRUE(run.call().Holds(v1::ANALYST, "/33.74.01/"));
    return Do(run);
  });
  const Job job = Ended(id);
  EXPECT_EQ(job.state(), Job::DONE);
  EXPECT_EQ(job.kind(), kKind);
  EXPECT_EQ(job.done(), 10);
  EXPECT_EQ(job.attempts(), 1);
  EXPECT_EQ(asker, "operator");
  EXPECT_EQ(word, "0190");
  VerifyAuditResponse result;
  ASSERT_TRUE(job.result().UnpackTo(&result));
  EXPECT_EQ(result.rows(), 42);
  EXPECT_EQ(Effects(id), 1);
  EXPECT_EQ(RequestBytes(id), 0);  // what was asked is not kept

  operations::v1::GetJobRequest request;
  request.set_job(id);
  auto& operations = platform_.operations("registry");
  // Another analyst sees nothing of it, an administrator that it was done.
  EXPECT_THAT(
      operations.GetJob(platform_.As("colleague", {{v1::ANALYST, "/"}}), request),
      RefusedBy("ACCESS-02"));
  EXPECT_THAT(
      operations.GetJob(platform_.As("colleague", {{v1::ANALYST, "/33.74.01/"}}), request),
      RefusedBy("ACCESS-01"));
  const auto seen = operations.GetJob(platform_.As("root", {{v1::ADMINISTRATOR, "/"}}), request);
  ASSERT_THAT(seen, IsOk());
  EXPECT_EQ(seen->state(), Job::DONE);
  EXPECT_FALSE(seen->has_result());
}

TEST_F(JobsTest, WhoLosesItsLeaseAfterTheEffectDoesNotHaveItTwice) {
  absl::Notification done, released;
  const auto first = Make([&](JobRun& run, const RevokeTokenRequest&) {
    EXPECT_THAT(Do(run), IsOk());
    done.Notify();
    released.WaitForNotification();  // it stands still before it can say so
    return absl::StatusOr<VerifyAuditResponse>(absl::InternalError("nobody listens any more"));
  });
  const std::string id = Ask();
  first->Wake();
  done.WaitForNotification();
  LoseLease(id);
  int again = 0;
  const auto second = Make([&](JobRun& run, const RevokeTokenRequest&) {
    ++again;
    return Do(run);
  });
  EXPECT_EQ(Ended(id).state(), Job::DONE);
  released.Notify();
  first->Stop();
  second->Stop();
  EXPECT_EQ(again, 1);
  EXPECT_EQ(Effects(id), 1);
  EXPECT_EQ(Get(id).attempts(), 2);
  EXPECT_EQ(Get(id).state(), Job::DONE);
}

TEST_F(JobsTest, WhoLosesItsLeaseBeforeTheEffectHearsOfIt) {
  absl::Status heard;
  absl::Notification ended;
  const std::string id = Ask();
  const auto first = Make([&](JobRun& run, const RevokeTokenRequest&) {
    UntilToldToEnd(run);
    heard = Do(run).status();
    if (!ended.HasBeenNotified()) ended.Notify();
    return absl::StatusOr<VerifyAuditResponse>(heard);
  });
  ASSERT_TRUE(Eventually([&] { return Runs(id); }));
  LoseLease(id);
  ended.WaitForNotification();
  first->Stop();
  EXPECT_EQ(heard.code(), absl::StatusCode::kAborted);
  EXPECT_EQ(Effects(id), 0);
}

TEST_F(JobsTest, IsNobodyElsesWhileItsLeaseHoldsNorAnybodysBeforeItsNextAttempt) {
  const std::string held = Ask();
  const auto first = Make([&](JobRun& run, const RevokeTokenRequest&) {
    UntilToldToEnd(run);
    return Do(run);
  });
  ASSERT_TRUE(Eventually([&] { return Runs(held); }));
  const std::string fails = Ask("fails");
  const auto second = Make(
      [&](JobRun& run, const RevokeTokenRequest& request) {
        if (request.token_id() != "fails") return Do(run);
        return absl::StatusOr<VerifyAuditResponse>(absl::UnavailableError("away"));
      },
      {.retry = absl::Hours(1)});
  EXPECT_TRUE(
      Eventually([&] { return ValueOf(metrics_.Text(), "binadaya_job_failures_total") == 1; }));
  // Older ones go first, if they are anybody's.
  const std::string last = Ask();
  second->Wake();
  EXPECT_EQ(Ended(last).state(), Job::DONE);
  EXPECT_EQ(Get(held).attempts(), 1);
  EXPECT_EQ(Get(held).state(), Job::RUNNING);
  EXPECT_EQ(Get(fails).state(), Job::WAITING);
  EXPECT_EQ(ValueOf(metrics_.Text(), "binadaya_job_failures_total"), 1);
}

TEST_F(JobsTest, GoesOnElsewhereFromWhatWasKeptWhenItsServiceStops) {
  const std::string id = Ask();
  auto first = Make([&](JobRun& run, const RevokeTokenRequest&) {
    run.Keep("half");
    UntilToldToEnd(run, 5);
    return absl::StatusOr<VerifyAuditResponse>(absl::AbortedError("told to end"));
  });
  // What it keeps is written down beside it.
  ASSERT_TRUE(Eventually([&] { return Get(id).done() == 5; }));
  EXPECT_EQ(Get(id).total(), 10);
  first.reset();
  EXPECT_EQ(Get(id).state(), Job::WAITING);
  std::string found;
  const auto second = Make([&](JobRun& run, const RevokeTokenRequest&) {
    found = run.checkpoint();
    return Do(run);
  });
  EXPECT_EQ(Ended(id).state(), Job::DONE);
  EXPECT_EQ(found, "half");
  EXPECT_EQ(Get(id).attempts(), 1);  // a stop is no failed attempt
}

TEST_F(JobsTest, ThatKeptSomethingOnceStandsFromThenOn) {
  const std::string id = Ask();
  const auto jobs = Make([&](JobRun& run, const RevokeTokenRequest&) {
    (void)run.At(1, 10);
    run.Keep("once");
    UntilToldToEnd(run, 1);
    return absl::StatusOr<VerifyAuditResponse>(absl::AbortedError("told to end"));
  });
  const auto moved = [&] {
    return sql_.Query(
        "SELECT coalesce(checkpoint = 'once'::bytea, false), moved_at::text, lease_until::text"
        " FROM job WHERE id = $1",
        {id});
  };
  ASSERT_TRUE(Eventually([&] { return moved().Bool(0, 0); }));
  const std::string since = moved().String(0, 1), lease = moved().String(0, 2);
  ASSERT_TRUE(Eventually([&] { return moved().String(0, 2) != lease; })) << "it is renewed";
  EXPECT_EQ(moved().String(0, 1), since);
}

TEST_F(JobsTest, HearsWhoAsksFirstThatItEndsWithWhatItHas) {
  const std::string id = Ask();
  const auto finish = [&](const std::string& subject) { return Finish(id, subject); };
  const auto standing = [&](const char* kind = kKind) {
    std::optional<Jobs::Standing> found;
    EXPECT_THAT(
        db_.Read(
            platform_.Analyst(),
            [&](Tx& tx) -> absl::StatusOr<VerifyAuditResponse> {
              found = Jobs::StandingOf(tx, kind, id);
              return VerifyAuditResponse();
            }),
        IsOk());
    return found;
  };
  EXPECT_EQ(finish("early"), std::nullopt);  // nothing is begun that could end
  EXPECT_FALSE(standing()->under_way);
  EXPECT_FALSE(standing("test.Other").has_value());
  std::string by;
  absl::Notification asked;
  const auto jobs = Make([&](JobRun& run, const RevokeTokenRequest&) {
    EXPECT_EQ(run.finish_by(), "");
    run.Keep("half");
    EXPECT_THAT(run.At(5, 10), IsOk());
    asked.WaitForNotification();
    EXPECT_TRUE(Eventually([&] { return !run.finish_by().empty(); }));
    by = run.finish_by();
    return Do(run);
  });
  ASSERT_TRUE(Eventually([&] { return standing()->checkpoint == "half"; }));
  EXPECT_TRUE(standing()->under_way);
  EXPECT_EQ(finish("first"), "first");
  EXPECT_EQ(finish("second"), "first");
  EXPECT_EQ(standing()->finish_by, "first");
  asked.Notify();
  EXPECT_EQ(Ended(id).state(), Job::DONE);
  EXPECT_EQ(by, "first");
  EXPECT_FALSE(standing()->under_way);
  EXPECT_EQ(finish("late"), std::nullopt);
}

TEST_F(JobsTest, ThatIsToBeCancelledDoesNotEndWithWhatItHas) {
  const std::string id = Ask();
  (void)sql_.Query("UPDATE job SET started_at = now(), cancelling = true WHERE id = $1", {id});
  EXPECT_EQ(Finish(id, "somebody"), std::nullopt);
  EXPECT_EQ(sql_.Query("SELECT finish_by FROM job WHERE id = $1", pg::Params(id)).String(0, 0), "");
}

// Whoever takes it over knows it from the beginning.
TEST_F(JobsTest, ThatIsToEndWithWhatItHasDoesSoElsewhereToo) {
  const std::string id = Ask();
  (void)sql_.Query("UPDATE job SET started_at = now(), finish_by = 'somebody' WHERE id = $1", {id});
  std::string by;
  const auto jobs = Make([&](JobRun& run, const RevokeTokenRequest&) {
    by = run.finish_by();
    return Do(run);
  });
  EXPECT_EQ(Ended(id).state(), Job::DONE);
  EXPECT_EQ(by, "somebody");
}

TEST_F(JobsTest, IsCancelledAtOnceWhileItWaitsAndSoonWhenItIsUnderWay) {
  const std::string waiting = Ask();
  EXPECT_EQ(Cancel(waiting).state(), Job::CANCELLED);
  EXPECT_EQ(RequestBytes(waiting), 0);
  std::vector<std::string> worked;
  const std::string under_way = Ask();
  const auto jobs = Make([&](JobRun& run, const RevokeTokenRequest&) {
    worked.push_back(run.id());
    UntilToldToEnd(run);
    return Do(run);
  });
  ASSERT_TRUE(Eventually([&] { return Runs(under_way); }));
  EXPECT_TRUE(Cancel(under_way).cancelling());
  const Job job = Ended(under_way);
  EXPECT_EQ(job.state(), Job::CANCELLED);
  EXPECT_FALSE(job.cancelling());
  EXPECT_EQ(Effects(under_way), 0);
  EXPECT_THAT(worked, ElementsAre(under_way));
  // Once more is no fault, and changes nothing.
  EXPECT_EQ(Cancel(under_way).ended_at(), job.ended_at());
}

TEST_F(JobsTest, WhoseEffectIsThereIsDoneThoughItWasCancelled) {
  absl::Notification done, released;
  const std::string id = Ask();
  const auto first = Make([&](JobRun& run, const RevokeTokenRequest&) {
    auto answer = Do(run);
    done.Notify();
    released.WaitForNotification();
    return answer;
  });
  done.WaitForNotification();
  EXPECT_EQ(Cancel(id).state(), Job::RUNNING);
  LoseLease(id);  // and whoever takes it over does not know of the effect
  const auto second = Make([&](JobRun& run, const RevokeTokenRequest&) { return Do(run); });
  EXPECT_EQ(Ended(id).state(), Job::DONE);
  released.Notify();
}

TEST_F(JobsTest, ARefusalIsToldToWhoAskedAndAudited) {
  const auto jobs = Make([&](JobRun&, const RevokeTokenRequest&) {
    return absl::StatusOr<VerifyAuditResponse>(
        Refuse({.rule = "TEST-01", .where = "file", .message = {"Salah.", "Wrong."}}));
  });
  const std::string id = Ask();
  jobs->Wake();
  const Job job = Ended(id);
  EXPECT_EQ(job.state(), Job::REFUSED);
  ASSERT_EQ(job.findings_size(), 1);
  EXPECT_EQ(job.findings(0).rule(), "TEST-01");
  EXPECT_EQ(job.findings(0).id(), "Salah.");
  EXPECT_EQ(
      sql_.Query(
              "SELECT count(*) FROM audit WHERE decision = 'REFUSED' AND reason = 'TEST-01' AND "
              "actor = 'operator' AND request_id = $1",
              pg::Params(id))
          .Int(0, 0),
      1);
}

TEST_F(JobsTest, AFaultIsTriedFiveTimesAndAnythingThatPassesForEver) {
  int faults = 0, away = 0;
  const std::string broken = Ask("broken"), patient = Ask("patient");
  const auto jobs = Make([&](JobRun& run, const RevokeTokenRequest& request) {
    if (request.token_id() == "patient" && ++away > 7) return Do(run);
    faults += request.token_id() == "broken" ? 1 : 0;
    return absl::StatusOr<VerifyAuditResponse>(
        request.token_id() == "broken" ? absl::InternalError("a fault")
                                       : absl::UnavailableError("away"));
  });
  // What is asked for next is found by who rests, too.
  EXPECT_TRUE(Eventually([&] {
    jobs->Wake();
    return !Get(broken).ended_at().empty() && !Get(patient).ended_at().empty();
  }));
  EXPECT_EQ(Get(broken).state(), Job::FAILED);
  EXPECT_EQ(Get(broken).attempts(), 5);
  EXPECT_EQ(faults, 5);
  EXPECT_EQ(Get(patient).state(), Job::DONE);
  EXPECT_EQ(Get(patient).attempts(), 1);
  EXPECT_EQ(ValueOf(metrics_.Text(), "binadaya_job_failures_total"), 5 + 7);
}

TEST_F(JobsTest, OneWithWhichTheProcessEndsFiveTimesIsNotBegunAgain) {
  const std::string fifth = Ask(), sixth = Ask();
  (void)sql_.Query(
      "UPDATE job SET state = 2, started_at = now(), lease = gen_random_uuid(), lease_until = "
      "now() - interval '1 s', attempts = CASE id WHEN $1 THEN 4 ELSE 5 END",
      pg::Params(fifth));
  const auto jobs = Make([&](JobRun& run, const RevokeTokenRequest&) { return Do(run); });
  EXPECT_EQ(Ended(fifth).state(), Job::DONE);
  EXPECT_EQ(Ended(sixth).state(), Job::FAILED);
  EXPECT_EQ(Effects(sixth), 0);
}

TEST_F(JobsTest, OfAKindAreDoneInTheOrderInWhichTheyWereAsked) {
  const std::string first = Ask(), second = Ask(), third = Ask();
  std::vector<std::string> order;
  const auto jobs = Make([&](JobRun& run, const RevokeTokenRequest&) {
    order.push_back(run.id());
    return Do(run);
  });
  for (const std::string& id : {first, second, third}) EXPECT_EQ(Ended(id).state(), Job::DONE);
  jobs->Stop();
  EXPECT_THAT(order, ElementsAre(first, second, third));
}

TEST_F(JobsTest, AreListedNewestFirstAndPurgedAMonthAfterTheirEnd) {
  const std::string first = Ask(), second = Ask("", "colleague"), third = Ask();
  Cancel(first);
  const auto listed = [&](bool with_ended) {
    operations::v1::ListJobsRequest request;
    request.set_with_ended(with_ended);
    request.set_page_size(2);
    std::vector<std::string> ids;
    do {
      const auto page = platform_.operations("registry").ListJobs(platform_.Admin(), request);
      EXPECT_THAT(page, IsOk());
      if (!page.ok()) break;
      for (const Job& job : page->jobs()) ids.push_back(job.id());
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    return ids;
  };
  EXPECT_THAT(listed(true), ElementsAre(third, second, first));
  EXPECT_THAT(listed(false), ElementsAre(third, second));
  // 30 days to the hour; the daily purge comes after.
  ASSERT_TRUE(platform_.clock().MoveTo(platform_.clock().Now() + absl::Hours(24 * 30 - 1)).ok());
  const std::string fourth = Ask();
  Cancel(fourth);
  ASSERT_TRUE(platform_.clock().MoveTo(platform_.clock().Now() + absl::Hours(25)).ok());
  EXPECT_TRUE(Eventually([&] { return listed(true).size() == 3; }));
  EXPECT_THAT(listed(true), ElementsAre(fourth, third, second));
}

TEST_F(JobsTest, WhatWaitsAndWhatDoesNotGetOnIsMeasured) {
  Jobs jobs(
      db_, platform_.clock(), [this] { return Own(); }, metrics_);
  const std::string waits = Ask(), stands = Ask();
  (void)sql_.Query(
      "UPDATE job SET state = 2, moved_at = now() - interval '200 s' WHERE id = $1",
      pg::Params(stands));
  ASSERT_TRUE(platform_.clock().MoveTo(platform_.clock().Now() + absl::Seconds(90)).ok());
  pg::Connection connection(platform_.conninfo("registry"));
  jobs.UpdateGauges(connection);
  const double waiting = ValueOf(metrics_.Text(), "binadaya_job_waiting_seconds");
  const double standing = ValueOf(metrics_.Text(), "binadaya_job_standing_seconds");
  EXPECT_TRUE(waiting >= 90 && waiting < 150) << waiting;
  EXPECT_TRUE(standing >= 200 && standing < 260) << standing;
}

}  // namespace
}  // namespace binadaya::test
