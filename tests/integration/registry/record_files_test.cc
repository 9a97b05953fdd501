// Files of records: the same import as of people, and each row as if it were recorded by itself.
#include "binadaya/registry/v1/registry_events.pb.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/city.h"
#include "tests/support/matchers.h"

namespace binadaya::test {
namespace {

using operations::v1::Job;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;
namespace rv = ::binadaya::registry::v1;
using Form = rv::GetImportTemplateRequest;

constexpr char kAppraisals[] = "NIP,Nama,Tahun,Predikat,Nomor Dokumen,Alasan\n";

class RecordFiles : public RegistryOverTime {
 protected:
  void SetUp() override { person_ = city_->Person("LURAH", "33.74.14.1003"); }

  static std::string NumberOf(const std::string& person) {
    return platform_->sql("registry")
        .Query(
            "SELECT value FROM employment_number WHERE person = $1 AND valid_to IS NULL", {person})
        .String(0, 0);
  }
  static rv::ImportRecordsRequest FileOf(
      rv::RecordKind kind, const std::string& file, bool confirm = true) {
    rv::ImportRecordsRequest request;
    request.set_request_id(platform_->Id());
    request.set_kind(kind);
    request.mutable_import()->set_request_id(platform_->Id());
    request.mutable_import()->set_file(file);
    request.mutable_import()->set_confirm(confirm);
    return request;
  }
  static absl::StatusOr<rv::ImportReport> Bring(
      rv::RecordKind kind, const std::string& file, bool confirm = true,
      const Call& by = platform_->Analyst()) {
    return platform_->registry().ImportRecords(by, FileOf(kind, file, confirm));
  }
  std::string Appraisal(int year, const std::string& rest) const {
    return Cat(kAppraisals, NumberOf(person_), ",,", year, ",", rest, "\n");
  }
  // The same about the person, since he was put on his post.
  std::vector<std::string> Told() const {
    std::vector<std::string> told = ToldAbout("person", person_);
    told.erase(told.begin(), told.begin() + 2);
    return told;
  }
  std::vector<std::string> List(const std::string& as_of = "") const {
    rv::ListRecordsRequest request;
    request.set_person(person_);
    request.set_as_of(as_of);
    const auto listed = platform_->registry().ListRecords(platform_->Analyst(), request);
    EXPECT_THAT(listed, IsOk());
    std::vector<std::string> records;
    for (const rv::Record& record : listed->records()) {
      records.push_back(
          Cat(record.year() != 0 ? Cat(record.year()) : record.from(), " ", record.code()));
    }
    return records;
  }
  static std::int64_t Count(const std::string& table) {
    return platform_->sql("registry")
        .Query(
            "SELECT count(*) FROM personnel_record WHERE $1 = 'record' UNION ALL "
            "SELECT count(*) FROM event_log WHERE $1 = 'event' UNION ALL "
            "SELECT count(*) FROM import WHERE $1 = 'import' ORDER BY 1 DESC LIMIT 1",
            {table})
        .Int(0, 0);
  }

  std::string person_;
};

TEST_F(RecordFiles, OfEveryKindAreToldAsSingleRecordsAreAndOnceMoreChangeNothing) {
  const std::string number = NumberOf(person_);
  const int year = static_cast<int>(today_.year());
  const std::vector<std::pair<rv::RecordKind, std::string>> files = {
      {rv::RECORD_APPRAISAL, Appraisal(year - 1, "Butuh Perbaikan,800/1,")},
      {rv::RECORD_TRAINING, Cat("NIP,Diklat,Tanggal Selesai,Nomor Sertifikat\n", number,
                                ",Diklatpim Tk. IV,2015-05-05,"
                                "SERT-1\n")},
      {rv::RECORD_EDUCATION, Cat("NIP,Tingkat Pendidikan,Bidang Studi,Tanggal Lulus,Nomor Ijazah\n",
                                 number, ",S-1,Ilmu Hukum,1999-08-31,IJZ-1\n")},
      {rv::RECORD_DISCIPLINE,
       Cat("NIP,Tingkat Hukuman Disiplin,Tanggal SK,Tanggal Berakhir,Nomor SK\n", number,
           ",Hukuman Disiplin Sedang,", Day(today_ - 5), ",", Day(today_ + 90), ",800/9\n")},
      {rv::RECORD_LEAVE,
       Cat("NIP,Jenis Cuti,Tanggal Mulai,Tanggal Selesai,Nomor Surat Cuti\n", number,
           ",Cuti Sakit,", Day(today_ + 10), ",", Day(today_ + 12), ",C-1\n")}};
  for (const auto& [kind, file] : files) {
    const auto dry = Bring(kind, file, false);
    ASSERT_THAT(dry, IsOk());
    EXPECT_TRUE(dry->acceptable()) << dry->DebugString();
  }
  EXPECT_THAT(List(), IsEmpty());
  for (const auto& [kind, file] : files) {
    const auto report = Bring(kind, file);
    ASSERT_THAT(report, IsOk());
    EXPECT_TRUE(report->written());
    EXPECT_EQ(report->new_count(), 1);
  }
  const std::vector<std::string> told = Told();
  EXPECT_THAT(
      told, ElementsAre(
                "appraisal.recorded", "training.recorded", "education.recorded",
                "discipline.recorded", "leave.registered"));
  EXPECT_THAT(
      List(), ElementsAre(
                  Cat(Day(today_ + 10), " SAKIT"), Cat(Day(today_ - 5), " SEDANG"),
                  Cat(year - 1, " BUTUH_PERBAIKAN"), "2015-05-05 DIKLATPIM_IV", "1999-08-31 S1"));
  for (const auto& [kind, file] : files) {
    const auto report = Bring(kind, file);
    ASSERT_THAT(report, IsOk());
    EXPECT_EQ(report->same_count(), 1);
    EXPECT_EQ(report->new_count() + report->changed_count(), 0);
  }
  EXPECT_EQ(Told(), told);
}

// The events say what those of single records say.
TEST_F(RecordFiles, TellHowFarSomebodyIsBelowBaikAndWhatATrainingCountsAs) {
  const int year = static_cast<int>(today_.year());
  ASSERT_THAT(
      Bring(
          rv::RECORD_APPRAISAL, Cat(Appraisal(year - 1, "Kurang,,"), NumberOf(person_), ",,",
                                    year - 2, ",Sangat Kurang,,\n")),
      IsOk());
  const auto payload = [&] {
    return platform_->sql("registry")
        .Query(
            "SELECT payload FROM event_log WHERE aggregate_type = 'person' AND aggregate_id = $1 "
            "ORDER BY aggregate_version DESC LIMIT 1",
            {person_})
        .Bytes(0, 0);
  };
  rv::AppraisalRecorded appraisal;
  ASSERT_TRUE(appraisal.ParseFromString(payload()));
  EXPECT_EQ(appraisal.year(), year - 2);
  EXPECT_EQ(appraisal.steps_below(), 3);
  EXPECT_EQ(appraisal.steps_below_now(), 2) << "of the newest year";
  EXPECT_EQ(appraisal.family(), "LURAH");
  ASSERT_THAT(
      Bring(
          rv::RECORD_TRAINING, Cat("NIP,Diklat,Tanggal Selesai,Nomor Sertifikat\n",
                                   NumberOf(person_), ",DIKLATPIM_IV,2015-05-05,SERT-1\n")),
      IsOk());
  rv::TrainingRecorded training;
  ASSERT_TRUE(training.ParseFromString(payload()));
  EXPECT_EQ(training.counts_as(), "PKP");
  EXPECT_EQ(training.unit_path(), "/33.74.14/33.74.14.1003/");
}

TEST_F(RecordFiles, OverTwoYearsCorrectOnlyTheYearThatWasWrongAndLeavePastDaysAsTheyWere) {
  const int year = static_cast<int>(today_.year());
  ASSERT_THAT(Bring(rv::RECORD_APPRAISAL, Appraisal(year - 2, "Baik,,")), IsOk());
  ASSERT_THAT(Bring(rv::RECORD_APPRAISAL, Appraisal(year - 1, "Kurang,800/1,")), IsOk());
  EXPECT_THAT(Bring(rv::RECORD_APPRAISAL, Appraisal(year - 1, "Baik,800/1,")), RefusedBy("REC-05"));
  MoveTo(today_ + 20);
  const std::string correction = Appraisal(year - 1, "Baik,800/1,keberatan diterima");
  const auto dry = Bring(rv::RECORD_APPRAISAL, correction, false);
  ASSERT_THAT(dry, IsOk());
  ASSERT_THAT(dry->rows(), SizeIs(1));
  EXPECT_EQ(dry->rows(0).changes(0).field(), "predicate");
  EXPECT_EQ(dry->rows(0).changes(0).before(), "KURANG");
  EXPECT_EQ(dry->rows(0).changes(0).after(), "BAIK");
  const auto report = Bring(rv::RECORD_APPRAISAL, correction);
  ASSERT_THAT(report, IsOk());
  EXPECT_EQ(report->changed_count(), 1);
  EXPECT_THAT(List(), ElementsAre(Cat(year - 1, " BAIK"), Cat(year - 2, " BAIK")));
  EXPECT_THAT(
      List(Day(today_ + 19)), ElementsAre(Cat(year - 1, " KURANG"), Cat(year - 2, " BAIK")));
  EXPECT_EQ(
      platform_->sql("registry")
          .Query(
              "SELECT ended_because FROM personnel_record WHERE person = $1 AND ended_on IS NOT "
              "NULL",
              {person_})
          .String(0, 0),
      "keberatan diterima");
  const auto again = Bring(rv::RECORD_APPRAISAL, correction);
  ASSERT_THAT(again, IsOk());
  EXPECT_EQ(again->same_count(), 1);
  EXPECT_THAT(Told(), SizeIs(3));
}

TEST_F(RecordFiles, WithAWrongRowLeaveNothing) {
  const int year = static_cast<int>(today_.year()) - 1;
  const std::int64_t records = Count("record"), events = Count("event"), imports = Count("import");
  EXPECT_THAT(
      Bring(
          rv::RECORD_APPRAISAL,
          Cat(Appraisal(year, "Baik,,"), "198001012005011999,,", year, ",Baik,,\n")),
      RefusedBy("REC-13"));
  EXPECT_EQ(Count("record"), records);
  EXPECT_EQ(Count("event"), events);
  EXPECT_EQ(Count("import"), imports);
}

TEST_F(RecordFiles, AreFoundAgainByTheirKindAndByWhomTheyConcernAndWrittenOnceARequest) {
  const auto request =
      FileOf(rv::RECORD_APPRAISAL, Appraisal(static_cast<int>(today_.year()) - 1, "Baik,,"));
  ASSERT_THAT(platform_->registry().ImportRecords(platform_->Analyst(), request), IsOk());
  const auto again = platform_->registry().ImportRecords(platform_->Analyst(), request);
  ASSERT_THAT(again, IsOk());
  EXPECT_EQ(again->new_count(), 1) << "the stored answer";
  EXPECT_THAT(List(), SizeIs(1));
  rv::ListImportsRequest sought;
  sought.set_subject(person_);
  sought.set_kind(Form::APPRAISALS);
  const auto listed = platform_->registry().ListImports(platform_->Analyst(), sought);
  ASSERT_THAT(listed, IsOk());
  ASSERT_THAT(listed->imports(), SizeIs(1));
  EXPECT_EQ(listed->imports(0).id(), request.request_id());
  rv::GetImportRequest get;
  get.set_import(request.request_id());
  const auto import = platform_->registry().GetImport(platform_->Analyst(), get);
  ASSERT_THAT(import, IsOk());
  EXPECT_EQ(import->kind(), Form::APPRAISALS);
  EXPECT_EQ(import->actor(), "operator");
  EXPECT_THAT(import->subjects(), ElementsAre(person_));
}

TEST_F(RecordFiles, ComeAsAJobFromWhoMaySeeHowPeopleWereRated) {
  rv::StartImportRequest request;
  request.set_request_id(platform_->Id());
  request.set_kind(Form::TRAININGS);
  request.mutable_import()->set_request_id(request.request_id());
  request.mutable_import()->set_file(
      Cat("NIP,Diklat,Tanggal Selesai,Nomor Sertifikat\n", NumberOf(person_),
          ",PKP,2024-05-05,SERT-1\n"));
  request.mutable_import()->set_confirm(true);
  EXPECT_THAT(platform_->registry().StartImport(platform_->Admin(), request), RefusedBy("REC-19"));
  const auto started = platform_->registry().StartImport(platform_->Analyst(), request);
  ASSERT_THAT(started, IsOk());
  const Job job = Ended(started->job());
  ASSERT_EQ(job.state(), Job::DONE) << job.DebugString();
  rv::ImportReport report;
  ASSERT_TRUE(job.result().UnpackTo(&report));
  EXPECT_EQ(report.new_count(), 1);
  EXPECT_THAT(List(), ElementsAre("2024-05-05 PKP"));
}

TEST_F(RecordFiles, AreNotBroughtByWhoMayNotNorAboutOneself) {
  const int year = static_cast<int>(today_.year()) - 1;
  const std::string file = Appraisal(year, "Baik,,");
  for (const v1::Role role : {v1::ADMINISTRATOR, v1::UNIT_HR_OFFICER, v1::AUDITOR}) {
    EXPECT_TRUE(absl::IsPermissionDenied(
        Bring(rv::RECORD_APPRAISAL, file, false, platform_->As("someone", {{role, "/"}}))
            .status()));
  }
  EXPECT_THAT(
      Bring(rv::RECORD_APPRAISAL, file, true, platform_->As(person_, {{v1::ANALYST, "/"}})),
      RefusedBy("REC-08"));
}

TEST_F(RecordFiles, KnowAPersonByANumberOfBefore) {
  const std::string before = NumberOf(person_);
  rv::ChangeEmploymentRequest change;
  change.set_request_id(platform_->Id());
  change.set_person(person_);
  change.set_number(before.substr(0, 8) + "2015011902");
  change.set_effective(Day(today_));
  change.set_decree("800/1/2026");
  ASSERT_THAT(platform_->registry().ChangeEmployment(platform_->Analyst(), change), IsOk());
  const int year = static_cast<int>(today_.year()) - 1;
  const auto row = [&](const std::string& number) {
    return Cat(kAppraisals, number, ",,", year, ",Baik,,\n");
  };
  ASSERT_THAT(Bring(rv::RECORD_APPRAISAL, row(before)), IsOk());
  EXPECT_THAT(List(), ElementsAre(Cat(year, " BAIK")));
  const auto again = Bring(rv::RECORD_APPRAISAL, row(change.number()));
  ASSERT_THAT(again, IsOk());
  EXPECT_EQ(again->same_count(), 1);
}

TEST_F(RecordFiles, OfTwoThousandRowsGoInInOneGo) {
  std::string people = City::PeopleHeader();
  std::string file = kAppraisals;
  const int year = static_cast<int>(today_.year()) - 1;
  for (int i = 0; i < 2000; ++i) {
    const std::string row = city_->Row("STAF", "33.74.14.1003");
    people += row;
    file += Cat(row.substr(0, 18), ",,", year, ",", i % 2 == 0 ? "Baik" : "Kurang", ",,\n");
  }
  ASSERT_THAT(city_->ImportPeople(people, true), IsOk());
  const std::int64_t records = Count("record"), events = Count("event");
  const auto report = Bring(rv::RECORD_APPRAISAL, file);
  ASSERT_THAT(report, IsOk());
  EXPECT_EQ(report->new_count(), 2000);
  EXPECT_EQ(Count("record"), records + 2000);
  EXPECT_EQ(Count("event"), events + 2000);
  const auto again = Bring(rv::RECORD_APPRAISAL, file);
  ASSERT_THAT(again, IsOk());
  EXPECT_EQ(again->same_count(), 2000);
}

TEST_F(RecordFiles, HaveATemplateWithTheValuesThatTheyMayHold) {
  rv::GetImportTemplateRequest request;
  request.set_kind(Form::TRAININGS);
  const auto form = platform_->registry().GetImportTemplate(platform_->Analyst(), request);
  ASSERT_THAT(form, IsOk());
  ASSERT_THAT(form->columns(), SizeIs(5));
  EXPECT_EQ(form->columns(2).heading(), "Diklat");
  EXPECT_THAT(form->columns(2).allowed(), SizeIs(7));
  request.set_kind(Form::LEAVE);
  const auto leave = platform_->registry().GetImportTemplate(platform_->Analyst(), request);
  ASSERT_THAT(leave, IsOk());
  EXPECT_EQ(leave->columns(2).allowed(0).value(), "TAHUNAN");
}

}  // namespace
}  // namespace binadaya::test
