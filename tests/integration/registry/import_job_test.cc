// A file that comes as a job: the same import, the same report.
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/city.h"
#include "tests/support/matchers.h"

namespace binadaya::test {
namespace {

using operations::v1::Job;
namespace rv = ::binadaya::registry::v1;

class ImportJob : public RegistryTest {
 protected:
  static std::string Start(
      rv::GetImportTemplateRequest::Kind kind, const std::string& file, bool confirm) {
    rv::StartImportRequest request;
    request.set_request_id(platform_->Id());
    request.set_kind(kind);
    request.mutable_import()->set_request_id(request.request_id());
    request.mutable_import()->set_file(file);
    request.mutable_import()->set_confirm(confirm);
    const auto started = platform_->registry().StartImport(platform_->Admin(), request);
    EXPECT_THAT(started, IsOk());
    // Asked once more, it is the same job.
    EXPECT_EQ(
        platform_->registry().StartImport(platform_->Admin(), request)->job(), started->job());
    return started->job();
  }
  static std::int64_t People() {
    return platform_->sql("registry").Query("SELECT count(*) FROM person", {}).Int(0, 0);
  }
};

TEST_F(ImportJob, SaysWhatWouldHappenAndThenWritesItOnce) {
  std::string file = City::PeopleHeader();
  for (int i = 0; i < 40; ++i) file += city_->Row("STAF", "33.74.14.1003");
  const std::int64_t before = People();
  const Job dry = Ended(Start(rv::GetImportTemplateRequest::PEOPLE, file, false));
  ASSERT_EQ(dry.state(), Job::DONE);
  rv::ImportReport report;
  ASSERT_TRUE(dry.result().UnpackTo(&report));
  EXPECT_EQ(report.new_count(), 40);
  EXPECT_FALSE(report.written());
  EXPECT_EQ(People(), before);

  const Job job = Ended(Start(rv::GetImportTemplateRequest::PEOPLE, file, true));
  ASSERT_EQ(job.state(), Job::DONE);
  EXPECT_EQ(job.kind(), "registry.Import");
  EXPECT_EQ(job.done(), 40);
  EXPECT_EQ(job.total(), 40);
  ASSERT_TRUE(job.result().UnpackTo(&report));
  EXPECT_TRUE(report.written());
  EXPECT_EQ(People(), before + 40);
  // Who brought it is on record under the job's own id.
  rv::GetImportRequest brought;
  brought.set_import(job.id());
  const auto import = platform_->registry().GetImport(platform_->Admin(), brought);
  ASSERT_THAT(import, IsOk());
  EXPECT_EQ(import->actor(), "operator");
  EXPECT_EQ(import->subjects_size(), 40);
}

TEST_F(ImportJob, WithAWrongRowIsRefusedWithWhatIsWrong) {
  const std::int64_t before = People();
  const Job job = Ended(Start(
      rv::GetImportTemplateRequest::PEOPLE,
      City::PeopleHeader() + city_->Row("LURAH", "33.74.14.1003") +
          "1,99E+17,Budi,L,1980-01-01,PNS,III/c,AKTIF,33.74.14.1003,LURAH,2024-01-01\n",
      true));
  EXPECT_EQ(job.state(), Job::REFUSED);
  ASSERT_GT(job.findings_size(), 0);
  EXPECT_FALSE(job.has_result());
  EXPECT_EQ(People(), before);
}

TEST_F(ImportJob, IsOfEveryKindOfFile) {
  const auto written = [](rv::GetImportTemplateRequest::Kind kind, const std::string& file) {
    const Job job = Ended(Start(kind, file, true));
    rv::ImportReport report;
    EXPECT_TRUE(job.result().UnpackTo(&report)) << job.DebugString();
    return report.new_count();
  };
  EXPECT_EQ(
      written(
          rv::GetImportTemplateRequest::UNITS,
          "code,name,kind,parent,direct_service\nOPD77,Dinas Uji Coba,DINAS,,tidak\n"),
      1);
  EXPECT_EQ(
      written(
          rv::GetImportTemplateRequest::COMPETENCIES,
          "code,name,name_en,cluster\nT.77,Uji Coba,Trial,TEKNIS\n"),
      1);
  EXPECT_EQ(
      written(
          rv::GetImportTemplateRequest::POSTS,
          "code,title,group,family\nSTAF77,Staf Uji Coba,PELAKSANA,UJI\n"),
      1);
}

TEST_F(ImportJob, OfADateFormatThatDoesNotExistIsNotEvenBegun) {
  const auto jobs = [] {
    return platform_->sql("registry").Query("SELECT count(*) FROM job", {}).Int(0, 0);
  };
  const std::int64_t before = jobs();
  rv::StartImportRequest request;
  request.set_request_id(platform_->Id());
  request.set_kind(rv::GetImportTemplateRequest::PEOPLE);
  request.mutable_import()->set_request_id(request.request_id());
  request.mutable_import()->set_file("x");
  request.mutable_import()->set_date_format("hari apa saja");
  EXPECT_THAT(platform_->registry().StartImport(platform_->Admin(), request), RefusedBy("IMP-08"));
  EXPECT_EQ(jobs(), before);
}

}  // namespace
}  // namespace binadaya::test
