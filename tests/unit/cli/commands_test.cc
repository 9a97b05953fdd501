// The commands against servers that are real except for their handlers.
#include <map>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "binadaya/operations/v1/operations.rpc.h"
#include "binadaya/registry/v1/registry.rpc.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/cli/audit.h"
#include "services/cli/every_service.h"
#include "services/cli/import.h"
#include "services/cli/program.h"
#include "services/cli/read_file.h"
#include "services/cli/replay.h"
#include "services/cli/tokens.h"
#include "services/common/domain/refusal.h"
#include "services/common/domain/text.h"
#include "tests/support/matchers.h"
#include "tests/unit/cli/fake_services.h"
#include "tests/unit/cli/speaking.h"

namespace binadaya::cli {
namespace {

using operations::v1::GetJobRequest;
using operations::v1::Job;
using operations::v1::ListParkedRequest;
using operations::v1::ListParkedResponse;
using operations::v1::ReplayParkedRequest;
using operations::v1::ReplayParkedResponse;
using operations::v1::RepublishLogRequest;
using operations::v1::RepublishLogResponse;
using operations::v1::ResetProjectionRequest;
using operations::v1::ResetProjectionResponse;
using operations::v1::RevokeTokenRequest;
using operations::v1::RevokeTokenResponse;
using operations::v1::SeekToBeginningRequest;
using operations::v1::SeekToBeginningResponse;
using operations::v1::VerifyAuditRequest;
using operations::v1::VerifyAuditResponse;
using registry::v1::ImportReport;
using registry::v1::ImportRequest;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::ElementsAreArray;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;

class ImportTest : public CommandsTest {
 protected:
  // A registry that keeps what it was asked and answers with `plan`, or `written`.
  ImportTest() {
    plan_.set_acceptable(true);
    written_->set_acceptable(true);
    registry_.On<ImportRequest, ImportReport>(
        "ImportPeople", [this](const ImportRequest& request) -> absl::StatusOr<ImportReport> {
          asked_.push_back(request);
          return request.confirm() ? written_ : plan_;
        });
  }

  Fake registry_;
  std::vector<ImportRequest> asked_;
  ImportReport plan_;
  absl::StatusOr<ImportReport> written_ = ImportReport();
};

TEST_F(ImportTest, OnlyAsksUnlessConfirmed) {
  Serve("REGISTRY_ADDRESS", registry_);
  plan_.set_new_count(3);
  const auto answer = RunImport(
      environment(), ImportKind::kPeople, {.file = File("a,b\n1,2\n"), .skip_lines = {4, 7}},
      progress_);
  ASSERT_TRUE(answer.ok()) << answer.status();
  EXPECT_EQ(answer->exit, ExitCode::kDone);
  ASSERT_EQ(asked_.size(), 1u);
  EXPECT_FALSE(asked_[0].confirm());
  EXPECT_EQ(asked_[0].file(), "a,b\n1,2\n");
  EXPECT_THAT(asked_[0].skip_lines(), ElementsAre(4, 7));
}

TEST_F(ImportTest, WritesWhatWasAskedUnderTheGivenRequestId) {
  Serve("REGISTRY_ADDRESS", registry_);
  written_->set_written(true);
  const std::string id = "01890a5d-ac96-774b-bcce-b302099a8057";
  const auto answer = RunImport(
      environment(), ImportKind::kPeople,
      {.file = File("a,b\n"), .confirm = true, .request_id = id}, progress_);
  ASSERT_TRUE(answer.ok()) << answer.status();
  EXPECT_EQ(answer->exit, ExitCode::kDone);
  ASSERT_EQ(asked_.size(), 2u);
  EXPECT_NE(asked_[0].request_id(), id);
  EXPECT_FALSE(asked_[0].confirm());
  EXPECT_EQ(asked_[1].request_id(), id);
  EXPECT_TRUE(asked_[1].confirm());
  EXPECT_EQ(asked_[1].file(), asked_[0].file());
}

TEST_F(ImportTest, AWrongRowKeepsTheWriteFromBeingAsked) {
  Serve("REGISTRY_ADDRESS", registry_);
  plan_.set_acceptable(false);
  const auto answer = RunImport(
      environment(), ImportKind::kPeople, {.file = File("a,b\n"), .confirm = true}, progress_);
  ASSERT_TRUE(answer.ok()) << answer.status();
  EXPECT_EQ(answer->exit, ExitCode::kRefused);
  EXPECT_EQ(asked_.size(), 1u);
}

TEST_F(ImportTest, OfRecordsSaysWhichTheyAre) {
  using registry::v1::ImportRecordsRequest;
  std::vector<ImportRecordsRequest> records;
  registry_.On<ImportRecordsRequest, ImportReport>(
      "ImportRecords", [&](const ImportRecordsRequest& request) -> absl::StatusOr<ImportReport> {
        records.push_back(request);
        return request.import().confirm() ? written_ : plan_;
      });
  Serve("REGISTRY_ADDRESS", registry_);
  plan_.set_new_count(1);
  for (const auto& [kind, contract] :
       {std::pair{ImportKind::kAppraisals, registry::v1::RECORD_APPRAISAL},
        std::pair{ImportKind::kTrainings, registry::v1::RECORD_TRAINING},
        std::pair{ImportKind::kEducation, registry::v1::RECORD_EDUCATION},
        std::pair{ImportKind::kDiscipline, registry::v1::RECORD_DISCIPLINE},
        std::pair{ImportKind::kLeave, registry::v1::RECORD_LEAVE}}) {
    records.clear();
    const auto answer =
        RunImport(environment(), kind, {.file = File("nip,b\n1,2\n"), .confirm = true}, progress_);
    ASSERT_TRUE(answer.ok()) << answer.status();
    ASSERT_EQ(records.size(), 2u);
    EXPECT_EQ(records[0].kind(), contract);
    EXPECT_FALSE(records[0].import().confirm());
    EXPECT_TRUE(records[1].import().confirm());
    EXPECT_NE(records[0].request_id(), records[1].request_id());
    EXPECT_EQ(records[1].import().file(), "nip,b\n1,2\n");
  }
  EXPECT_THAT(asked_, IsEmpty());
}

// A registry that takes a large file as a job and says of it, one after the other, these.
class LargeImportTest : public ImportTest {
 protected:
  LargeImportTest() {
    registry_.On<registry::v1::StartImportRequest, registry::v1::StartImportResponse>(
        "StartImport",
        [this](const registry::v1::StartImportRequest& request)
            -> absl::StatusOr<registry::v1::StartImportResponse> {
          started_.push_back(request);
          registry::v1::StartImportResponse response;
          response.set_job(kJob);
          return response;
        });
    operations_.On<GetJobRequest, Job>(
        "GetJob", [this](const GetJobRequest& request) -> absl::StatusOr<Job> {
          if (request.job() != kJob) return absl::NotFoundError("no such job");
          if (says_.size() > 1) says_.erase(says_.begin());
          return says_.front();
        });
    Serve("REGISTRY_ADDRESS", registry_, operations_);
  }
  static Job In(Job::State state) {
    Job job;
    job.set_id(kJob);
    job.set_state(state);
    if (state > Job::RUNNING) job.set_ended_at("2026-01-05T01:00:00Z");
    return job;
  }
  static std::string Lines(std::size_t bytes) {
    std::string text;
    while (text.size() < bytes) text.append(999, 'a').append(1, '\n');
    text.resize(bytes);
    return text;
  }
  absl::StatusOr<Answer> Import(
      std::size_t bytes, bool confirm = false, const std::vector<int>& skip = {}) {
    return RunImport(
        environment(), ImportKind::kPeople,
        {.file = File(Lines(bytes)), .confirm = confirm, .skip_lines = skip}, progress_);
  }

  static constexpr char kJob[] = "01890a5d-ac96-774b-bcce-b302099a8057";
  Fake operations_;
  std::vector<registry::v1::StartImportRequest> started_;
  std::vector<Job> says_ = {Job()};
};

TEST_F(LargeImportTest, GoesOnAsAJobWhoseReportIsTheAnswer) {
  ImportReport report;
  report.set_acceptable(true);
  report.set_new_count(3);
  Job done = In(Job::DONE);
  done.mutable_result()->PackFrom(report);
  says_ = {Job(), In(Job::WAITING), In(Job::RUNNING), done};
  const auto answer = Import(kLargeFile);
  ASSERT_TRUE(answer.ok()) << answer.status();
  EXPECT_THAT(answer->text, HasSubstr("new       3"));
  ASSERT_EQ(started_.size(), 1u);
  EXPECT_EQ(started_[0].kind(), registry::v1::GetImportTemplateRequest::PEOPLE);
  EXPECT_EQ(started_[0].import().file().size(), kLargeFile);
  EXPECT_THAT(asked_, IsEmpty());
  ASSERT_TRUE(
      RunImport(environment(), ImportKind::kLeave, {.file = File(Lines(kLargeFile))}, progress_)
          .ok());
  EXPECT_EQ(started_.back().kind(), registry::v1::GetImportTemplateRequest::LEAVE);
  started_.pop_back();
  // What is smaller is asked for in one call.
  ASSERT_TRUE(Import(kLargeFile - 1).ok());
  EXPECT_EQ(started_.size(), 1u);
  EXPECT_EQ(asked_.size(), 1u);
}

TEST_F(LargeImportTest, OfTheLargestFileFitsWithItsSkippedLines) {
  std::vector<int> lines;
  for (int line = 0; line < 10'000; ++line) lines.push_back(9'000'000 + line);
  Job done = In(Job::DONE);
  done.mutable_result()->PackFrom(ImportReport());
  says_ = {done};
  EXPECT_TRUE(Import(kLargestFile, false, lines).ok());
  EXPECT_EQ(started_.size(), 1u);
}

TEST_F(LargeImportTest, SaysWhyAJobHasNoReport) {
  Job refused = In(Job::REFUSED);
  v1::Finding& finding = *refused.add_findings();
  finding.set_rule("PER-06");
  finding.set_id("Unit tidak dikenal.");
  finding.set_en("The unit is unknown.");
  says_ = {refused};
  EXPECT_THAT(Import(kLargeFile), test::RefusedBy("PER-06"));
  for (const Job::State state : {Job::CANCELLED, Job::FAILED}) {
    says_ = {In(state)};
    EXPECT_THAT(Import(kLargeFile), test::RefusedBy("JOB-01"));
  }
}

TEST_F(ImportTest, SaysOfAFileWhatItsOwnerSays) {
  Serve("REGISTRY_ADDRESS", registry_);
  ASSERT_TRUE(RunImport(
                  environment(), ImportKind::kPeople,
                  {.file = File("a,b\n"),
                   .date_format = "dd/mm/yyyy",
                   .allow = {"name", "EXIT:12,15"},
                   .complete = true},
                  progress_)
                  .ok());
  ASSERT_EQ(asked_.size(), 1u);
  EXPECT_EQ(asked_[0].date_format(), "dd/mm/yyyy");
  EXPECT_TRUE(asked_[0].complete());
  ASSERT_EQ(asked_[0].confirmed_changes_size(), 2);
  EXPECT_EQ(asked_[0].confirmed_changes(0).kind(), registry::v1::ConfirmedChange::NAME);
  EXPECT_THAT(asked_[0].confirmed_changes(0).lines(), IsEmpty());
  EXPECT_EQ(asked_[0].confirmed_changes(1).kind(), registry::v1::ConfirmedChange::EXIT);
  EXPECT_THAT(asked_[0].confirmed_changes(1).lines(), ElementsAre(12, 15));
  for (const char* wrong : {"ALL", "", "EXIT:", "EXIT:x", "EXIT:0", "KIND_UNSPECIFIED"}) {
    EXPECT_EQ(
        ExitCodeOf(RunImport(
                       environment(), ImportKind::kPeople,
                       {.file = File("a,b\n"), .allow = {wrong}}, progress_)
                       .status()),
        ExitCode::kUsage)
        << wrong;
  }
}

TEST_F(ImportTest, WritesTheFileOnceMoreWithWhatIsWrongBesideEachRow) {
  Serve("REGISTRY_ADDRESS", registry_);
  plan_.set_acceptable(false);
  plan_.set_heading_line(1);
  auto& kind = *plan_.add_kinds();
  kind.mutable_finding()->set_rule("NIP-01");
  kind.mutable_finding()->set_where("nip");
  kind.mutable_finding()->set_id("Nomor kosong.");
  kind.add_lines(3);
  const std::string findings = folder_ / "temuan.csv";
  const auto answer = RunImport(
      environment(), ImportKind::kPeople,
      {.file = File("nip,name\n1,Budi\n,Ani\n"), .confirm = true, .findings = findings}, progress_);
  ASSERT_TRUE(answer.ok()) << answer.status();
  EXPECT_EQ(asked_.size(), 1u);
  std::ifstream in(findings);
  const std::string text(std::istreambuf_iterator<char>(in), {});
  EXPECT_EQ(text, "\xef\xbb\xbfnip;name;Temuan\r\n'1;Budi;\r\n;Ani;NIP-01 nip: Nomor kosong.\r\n");
}

TEST_F(ImportTest, CallsColumnsInIndonesianAsTheTemplateDoes) {
  using registry::v1::GetImportTemplateRequest;
  using registry::v1::ImportTemplate;
  registry_.On<GetImportTemplateRequest, ImportTemplate>(
      "GetImportTemplate", [](const GetImportTemplateRequest&) -> absl::StatusOr<ImportTemplate> {
        ImportTemplate form;
        form.add_columns()->set_name("since");
        form.mutable_columns(0)->set_heading("TMT Jabatan");
        return form;
      });
  Serve("REGISTRY_ADDRESS", registry_);
  plan_.set_acceptable(false);
  plan_.set_heading_line(1);
  auto& kind = *plan_.add_kinds();
  kind.mutable_finding()->set_rule("PER-03");
  kind.mutable_finding()->set_where("since");
  kind.mutable_finding()->set_id("Bukan tanggal.");
  kind.mutable_finding()->set_en("No date.");
  kind.add_lines(2);
  auto& row = *plan_.add_rows();
  row.set_line(2);
  row.add_changes()->set_field("since");
  const auto import = [&](const std::string& findings) {
    return RunImport(
        environment(), ImportKind::kPeople,
        {.file = File("since\n1/2/2020\n"), .findings = folder_ / findings}, progress_);
  };
  EXPECT_THAT(import("a.csv")->text, AllOf(HasSubstr("PER-03  since, line 2"), HasSubstr("a.csv")));
  const SpeakingIndonesian id;
  const auto answer = import("b.csv");
  ASSERT_TRUE(answer.ok()) << answer.status();
  EXPECT_THAT(
      answer->text, AllOf(
                        HasSubstr("PER-03  TMT Jabatan, baris 2"), Not(HasSubstr("since")),
                        HasSubstr("b.csv memuat berkas ini dengan temuannya")));
  EXPECT_THAT(answer->json, HasSubstr("since"));  // codes are for programs
  std::ifstream in(folder_ / "b.csv");
  const std::string text(std::istreambuf_iterator<char>(in), {});
  EXPECT_THAT(text, HasSubstr("PER-03 TMT Jabatan: Bukan tanggal."));
}

TEST_F(ImportTest, TakesSeveralLinesAtOnceTheSheetThatIsNamedAndADryRun) {
  Serve("REGISTRY_ADDRESS", registry_);
  std::ostringstream out, err;
  const auto run = [&](const std::vector<std::string>& options) {
    std::vector<std::string> arguments = {"import", "people", File("a,b\n")};
    arguments.insert(arguments.end(), options.begin(), options.end());
    out.str("");
    return RunProgram(
        arguments, {.environment = environment(), .locale = "", .out = out, .err = err});
  };
  ASSERT_EQ(run({"--skip-line", "5,6", "--skip-line", "9", "--sheet", "Dinas A"}), ExitCode::kDone)
      << out.str();
  EXPECT_THAT(asked_.at(0).skip_lines(), ElementsAre(5, 6, 9));
  EXPECT_EQ(asked_.at(0).sheet(), "Dinas A");
  for (const char* wrong : {"5,x", "1,5", "5-6"})
    EXPECT_EQ(run({"--skip-line", wrong}), ExitCode::kUsage);
  EXPECT_EQ(asked_.size(), 1u);
  // What is the case without it may be said, and not together with its opposite.
  EXPECT_EQ(run({"--dry-run"}), ExitCode::kDone) << out.str();
  EXPECT_FALSE(asked_.at(1).confirm());
  EXPECT_EQ(run({"--dry-run", "--confirm"}), ExitCode::kUsage);
  EXPECT_EQ(asked_.size(), 2u);
}

TEST_F(ImportTest, ProposesAFileOfFindingsThatIsNotThereYet) {
  const std::string there = folder_ / "temuan.xlsx", second = folder_ / "temuan-2.xlsx";
  const auto proposed = [&] {
    return FindingsOf(RunImport(
                          environment(), ImportKind::kPeople,
                          {.file = File("a,b\n"), .findings = there}, progress_)
                          .status())
        .at(0)
        .message.id;
  };
  std::ofstream(there) << "x";
  EXPECT_THAT(proposed(), HasSubstr(Cat("misalnya ", second, ",")));
  std::ofstream(second) << "x";
  EXPECT_THAT(proposed(), HasSubstr("temuan-3.xlsx"));
  // And where somebody has asked for none.
  Serve("REGISTRY_ADDRESS", registry_);
  plan_.set_acceptable(false);
  plan_.add_kinds()->add_lines(2);
  EXPECT_THAT(
      RunImport(
          environment(), ImportKind::kPeople, {.file = File("a,b\n"), .free_name = there},
          progress_)
          ->text,
      HasSubstr("temuan-3.xlsx writes this file"));
}

TEST_F(ImportTest, WritesNoFindingsBesideTheRowsOfAFileThatIsWrongAsAWhole) {
  Serve("REGISTRY_ADDRESS", registry_);
  plan_.set_acceptable(false);
  plan_.add_kinds()->add_lines(0);
  plan_.mutable_kinds(0)->mutable_finding()->set_rule("IMP-10");
  const std::string findings = folder_ / "temuan.csv";
  const auto text = [&] {
    return RunImport(
               environment(), ImportKind::kPeople, {.file = File("a\n1\n"), .findings = findings},
               progress_)
        ->text;
  };
  EXPECT_THAT(text(), AllOf(HasSubstr("mend the file"), HasSubstr("temuan.csv was not written")));
  EXPECT_FALSE(std::filesystem::exists(findings));
  plan_.mutable_kinds(0)->set_lines(0, 2);
  EXPECT_THAT(text(), HasSubstr("temuan.csv holds this file"));
  EXPECT_TRUE(std::filesystem::exists(findings));
}

TEST_F(ImportTest, DoesNotWriteOverAFileThatIsThere) {
  const std::string file = File("a,b\n");
  EXPECT_EQ(
      ExitCodeOf(
          RunImport(environment(), ImportKind::kPeople, {.file = file, .findings = file}, progress_)
              .status()),
      ExitCode::kUsage);
  EXPECT_EQ(
      ExitCodeOf(RunImportTemplate(environment(), ImportKind::kPeople, file).status()),
      ExitCode::kUsage);
}

TEST_F(ImportTest, AnUnusableFileIsNotSent) {
  Serve("REGISTRY_ADDRESS", registry_);
  const auto answer = RunImport(
      environment(), ImportKind::kPeople, {.file = File(std::string(70'000, 'a'))}, progress_);
  EXPECT_EQ(FindingsOf(answer.status()).at(0).rule, "CSV-05");
  EXPECT_EQ(ExitCodeOf(answer.status()), ExitCode::kRefused);
  EXPECT_THAT(asked_, IsEmpty());
}

TEST_F(ImportTest, AWriteWithoutAnAnswerSaysHowToFindOut) {
  Serve("REGISTRY_ADDRESS", registry_);
  written_ = absl::AbortedError("the database went away");
  const std::string id = "01890a5d-ac96-774b-bcce-b302099a8057";
  const auto answer = RunImport(
      environment(), ImportKind::kPeople, {.file = File("a\n"), .confirm = true, .request_id = id},
      progress_);
  EXPECT_EQ(ExitCodeOf(answer.status()), ExitCode::kTryAgain);
  EXPECT_THAT(FindingsOf(answer.status()).at(0).message.en, HasSubstr(Cat("--request-id ", id)));
}

TEST_F(ImportTest, ARegistryThatIsAwayIsNamed) {
  const auto answer =
      RunImport(environment(), ImportKind::kPeople, {.file = File("a\n")}, progress_);
  EXPECT_EQ(ExitCodeOf(answer.status()), ExitCode::kTryAgain);
  EXPECT_THAT(std::string(answer.status().message()), StartsWith("registry (127.0.0.1:1): "));
}

// A service that notes each call as "name method".
class OperationsTest : public CommandsTest {
 protected:
  void ServeOperations(const std::string& name, Fake& fake, bool resettable = false) {
    fake.On<ListParkedRequest, ListParkedResponse>(
        "ListParked", [this, name](const ListParkedRequest&) -> absl::StatusOr<ListParkedResponse> {
          calls_.push_back(name + " ListParked");
          return ListParkedResponse();
        });
    fake.On<ResetProjectionRequest, ResetProjectionResponse>(
        "ResetProjection",
        [this, name,
         resettable](const ResetProjectionRequest&) -> absl::StatusOr<ResetProjectionResponse> {
          calls_.push_back(name + " ResetProjection");
          if (!resettable)
            return Refuse({.rule = "REPLAY-01", .where = "service", .message = {"tidak", "no"}});
          return ResetProjectionResponse();
        });
    fake.On<SeekToBeginningRequest, SeekToBeginningResponse>(
        "SeekToBeginning",
        [this,
         name](const SeekToBeginningRequest& request) -> absl::StatusOr<SeekToBeginningResponse> {
          calls_.push_back(Cat(name, " SeekToBeginning", request.lost_only() ? " lost" : ""));
          return SeekToBeginningResponse();
        });
    fake.On<ReplayParkedRequest, ReplayParkedResponse>(
        "ReplayParked",
        [this, name](const ReplayParkedRequest& request) -> absl::StatusOr<ReplayParkedResponse> {
          calls_.push_back(Cat(name, " ReplayParked ", request.accept(), request.after().id()));
          ReplayParkedResponse response;
          response.set_applied(3);
          if (!request.has_after()) response.mutable_last()->set_id("X");
          return response;
        });
    fake.On<RepublishLogRequest, RepublishLogResponse>(
        "RepublishLog",
        [this, name](const RepublishLogRequest& request) -> absl::StatusOr<RepublishLogResponse> {
          calls_.push_back(Cat(name, " RepublishLog ", request.consumer()));
          RepublishLogResponse response;
          response.set_events(5);
          return response;
        });
    fake.On<VerifyAuditRequest, VerifyAuditResponse>(
        "VerifyAudit", [name](const VerifyAuditRequest&) -> absl::StatusOr<VerifyAuditResponse> {
          VerifyAuditResponse response;
          response.set_intact(name != "needs");
          if (name == "needs") response.set_fault("REMOVED");
          return response;
        });
    fake.On<RevokeTokenRequest, RevokeTokenResponse>(
        "RevokeToken",
        [this, name](const RevokeTokenRequest& request) -> absl::StatusOr<RevokeTokenResponse> {
          calls_.push_back(Cat(name, " ", request.token_id()));
          return RevokeTokenResponse();
        });
    Serve(Cat(absl::AsciiStrToUpper(name), "_ADDRESS"), fake);
  }

  Fake registry_, needs_, reporting_;
  std::map<std::string, Fake> all_;
  std::vector<std::string> calls_;  // one at a time
};

TEST_F(OperationsTest, AProjectionIsResetOnlyAfterItsSourcesAnsweredAndThenFilled) {
  for (const char* source : {"registry", "needs", "budgeting", "scheduling"})
    ServeOperations(source, all_[source]);
  ServeOperations("reporting", reporting_, true);
  const auto answer = RunReplayProjection(environment(), "reporting", progress_);
  ASSERT_TRUE(answer.ok()) << answer.status();
  EXPECT_EQ(answer->exit, ExitCode::kDone);
  EXPECT_THAT(
      calls_, ElementsAre(
                  "registry ListParked", "needs ListParked", "budgeting ListParked",
                  "scheduling ListParked", "reporting ResetProjection",
                  "registry RepublishLog reporting", "needs RepublishLog reporting",
                  "budgeting RepublishLog reporting", "scheduling RepublishLog reporting"));
  EXPECT_EQ(
      answer->text,
      "registry: 5 events published once more\nneeds: 5 events published once more\n"
      "budgeting: 5 events published once more\nscheduling: 5 events published once more\n");
}

TEST_F(OperationsTest, AServiceTakesOverThePastOfThoseItHearsWithoutLosingItsOwn) {
  for (const char* one : {"registry", "needs", "budgeting"}) ServeOperations(one, all_[one]);
  const auto answer = RunReplayBootstrap(environment(), "needs", progress_);
  ASSERT_TRUE(answer.ok()) << answer.status();
  EXPECT_EQ(
      answer->text,
      "registry: 5 events published once more\nbudgeting: 5 events published once more\n");
  EXPECT_THAT(
      calls_, ElementsAre(
                  "registry ListParked", "budgeting ListParked", "needs SeekToBeginning lost",
                  "registry RepublishLog needs", "budgeting RepublishLog needs"));
}

TEST_F(OperationsTest, WhatIsParkedIsTriedUntilAllOfItWas) {
  ServeOperations("needs", needs_);
  const auto answer = RunReplayParked(environment(), "needs", "registry");
  ASSERT_TRUE(answer.ok()) << answer.status();
  EXPECT_EQ(answer->text, "6 applied, 0 still parked\n");
  EXPECT_THAT(calls_, ElementsAre("needs ReplayParked registry", "needs ReplayParked registryX"));
}

TEST_F(OperationsTest, AProjectionIsNotEmptiedWhileASourceIsAway) {
  ServeOperations("registry", registry_);
  ServeOperations("reporting", reporting_, true);
  EXPECT_EQ(
      ExitCodeOf(RunReplayProjection(environment(), "reporting", progress_).status()),
      ExitCode::kTryAgain);
  EXPECT_THAT(calls_, ElementsAre("registry ListParked"));
}

TEST_F(OperationsTest, AServiceWithoutAProjectionRefusesAndNothingIsPublished) {
  for (const char* one : {"registry", "needs", "budgeting"}) ServeOperations(one, all_[one]);
  const auto answer = RunReplayProjection(environment(), "needs", progress_);
  EXPECT_EQ(ExitCodeOf(answer.status()), ExitCode::kRefused);
  EXPECT_EQ(FindingsOf(answer.status()).at(0).rule, "REPLAY-01");
  EXPECT_THAT(
      calls_, ElementsAre("registry ListParked", "budgeting ListParked", "needs ResetProjection"));
}

TEST_F(OperationsTest, AFaultOfOneAuditLogIsFoundThoughAnotherServiceIsAway) {
  ServeOperations("registry", registry_);
  ServeOperations("needs", needs_);
  const auto answer = RunVerifyAudit(environment(), "", progress_);
  ASSERT_TRUE(answer.ok()) << answer.status();
  EXPECT_EQ(answer->exit, ExitCode::kRefused);
  EXPECT_THAT(
      answer->text,
      AllOf(
          HasSubstr("registry: 0 rows checked, intact"),
          HasSubstr("needs: 0 rows checked, REMOVED"), HasSubstr("reporting:\nUNAVAILABLE")));
}

TEST_F(OperationsTest, ATokenIsRevokedEverywhere) {
  const std::string id = "01890a5d-ac96-774b-bcce-b302099a8057";
  std::vector<std::string> expected;
  for (const std::string& service : AllServices()) {
    ServeOperations(service, all_[service]);
    expected.push_back(Cat(service, " ", id));
  }
  const auto answer = RunTokenRevoke(environment(), id, progress_);
  ASSERT_TRUE(answer.ok()) << answer.status();
  EXPECT_EQ(answer->exit, ExitCode::kDone);
  EXPECT_THAT(calls_, ElementsAreArray(expected));
}

TEST_F(CommandsTest, ATokenIsAcceptedByTheOneServiceThatItIsFor) {
  const auto answer =
      RunToken(environment(), "needs", "kaban", {"AGENCY_HEAD:/", "UNIT_HEAD:/33.74.01/"});
  ASSERT_TRUE(answer.ok()) << answer.status();
  const std::string token = answer->text.substr(0, answer->text.size() - 1);
  EXPECT_FALSE(VerifierOf("registry").Verify(token, absl::Now()).ok());
  const auto identity = VerifierOf("needs").Verify(token, absl::Now());
  ASSERT_TRUE(identity.ok()) << identity.status();
  EXPECT_EQ(identity->subject, "kaban");
  EXPECT_TRUE(answer->note.starts_with(Cat("token id ", identity->token_id)));
  EXPECT_EQ(identity->grants.size(), 2u);
}

}  // namespace
}  // namespace binadaya::cli
