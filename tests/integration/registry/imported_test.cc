// What came in from files, as somebody finds it again.
#include <algorithm>

#include "absl/strings/escaping.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/city.h"
#include "tests/support/matchers.h"
#include "tests/support/platform.h"

namespace binadaya::test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;
namespace rv = ::binadaya::registry::v1;
using Form = rv::GetImportTemplateRequest;

class Imported : public RegistryOverTime {
 protected:
  static std::string UnitFile(const std::string& code) {
    return Cat("code,name,kind,parent,direct_service\n", code, ",Dinas ", code, ",DINAS,,\n");
  }
  static absl::StatusOr<rv::ImportReport> Units(const std::string& id, const std::string& file) {
    rv::ImportRequest request;
    request.set_request_id(id);
    request.set_file(file);
    request.set_confirm(true);
    return platform_->registry().ImportUnits(platform_->Analyst(), request);
  }
  static absl::StatusOr<rv::ListImportsResponse> List(const rv::ListImportsRequest& request) {
    return platform_->registry().ListImports(platform_->Analyst(), request);
  }
  static std::vector<std::string> Ids(const rv::ListImportsRequest& request) {
    std::vector<std::string> ids;
    const auto listed = List(request);
    EXPECT_THAT(listed, IsOk());
    if (listed.ok())
      for (const rv::Import& import : listed->imports()) ids.push_back(import.id());
    return ids;
  }
};

TEST_F(Imported, FilesAreListedNewestFirstPageByPageWhateverTheirIds) {
  std::vector<std::string> ids = {platform_->Id(), platform_->Id(), platform_->Id()};
  std::sort(ids.rbegin(), ids.rend());  // the oldest has the last id
  for (int i = 0; i < 3; ++i) {
    ASSERT_THAT(Units(ids[i], UnitFile(Cat("Q", i))), IsOk());
    MoveTo(today_ + 1 + i);
  }
  rv::ListImportsRequest request;
  request.set_page_size(2);
  const auto first = List(request);
  ASSERT_THAT(first, IsOk());
  ASSERT_THAT(first->imports(), SizeIs(2));
  EXPECT_EQ(first->imports(0).id(), ids[2]);
  EXPECT_EQ(first->imports(1).id(), ids[1]);
  EXPECT_EQ(first->imports(0).actor(), "operator");
  EXPECT_EQ(first->imports(0).new_count(), 1);
  EXPECT_THAT(first->imports(0).subjects(), IsEmpty());
  request.set_page_token(first->next_page_token());
  EXPECT_EQ(Ids(request)[0], ids[0]);
  // The token of one list opens no other.
  request.set_kind(Form::UNITS);
  EXPECT_THAT(List(request), RefusedBy("PAGE-02"));
}

TEST_F(Imported, FilesAreFoundByWhatTheyHeldByKindAndByWhatTheyConcerned) {
  const std::string unit = platform_->Id(), again = platform_->Id();
  ASSERT_THAT(Units(unit, UnitFile("Q7")), IsOk());
  ASSERT_THAT(Units(again, UnitFile("Q7")), IsOk());  // changes nothing, and is on record
  const std::string person = city_->Person("STAF", "Q7");
  rv::ListImportsRequest request;
  request.set_subject("Q7");
  EXPECT_THAT(Ids(request), ElementsAre(unit));
  request.set_subject(person);
  ASSERT_THAT(Ids(request), SizeIs(1));
  EXPECT_EQ(List(request)->imports(0).kind(), Form::PEOPLE);
  request.set_kind(Form::UNITS);
  EXPECT_THAT(Ids(request), IsEmpty());
  request.clear_subject();
  request.set_file_sha256(absl::BytesToHexString(Sha256(UnitFile("Q7"))));
  EXPECT_THAT(Ids(request), ElementsAre(again, unit));
  request.set_file_sha256("no hash");
  EXPECT_THAT(Ids(request), IsEmpty());
}

TEST_F(Imported, TheAuditRowOfAFileIsAboutTheImportWhichNamesWhomItWroteAndOnWhichLine) {
  const std::string known = city_->Row("STAF", "OPD04"), fresh = city_->Row("STAF", "OPD04");
  ASSERT_THAT(city_->ImportPeople(City::PeopleHeader() + known, true), IsOk());
  ASSERT_THAT(city_->ImportPeople(City::PeopleHeader() + known + fresh, true), IsOk());
  const std::string person =
      platform_->sql("registry")
          .Query("SELECT person FROM employment_number WHERE value = $1", {fresh.substr(0, 18)})
          .String(0, 0);
  rv::ListImportsRequest of_person;
  of_person.set_subject(person);
  const std::vector<std::string> imports = Ids(of_person);
  ASSERT_THAT(imports, SizeIs(1));
  rv::GetImportRequest get;
  get.set_import(imports[0]);
  const auto import = platform_->registry().GetImport(platform_->Analyst(), get);
  ASSERT_THAT(import, IsOk());
  EXPECT_THAT(import->subjects(), ElementsAre(person));
  EXPECT_THAT(import->lines(), ElementsAre(3));

  operations::v1::ListAuditRequest audit;
  const auto entries = [&] {
    const auto listed = platform_->operations("registry")
                            .ListAudit(platform_->As("x", {{v1::AUDITOR, "/"}}), audit);
    EXPECT_THAT(listed, IsOk());
    std::vector<operations::v1::AuditEntry> all;
    if (listed.ok()) all.assign(listed->entries().begin(), listed->entries().end());
    return all;
  };
  audit.set_target(imports[0]);
  ASSERT_THAT(entries(), SizeIs(1));
  EXPECT_EQ(entries()[0].method(), "registry.ImportPeople");
  EXPECT_EQ(entries()[0].request_id(), imports[0]);
}

TEST_F(Imported, APostOfADayAheadIsHeldFromThatDayOnAndNotBefore) {
  const std::string row = city_->Row("STAF", "OPD04");
  std::string ahead = row;
  ahead.replace(ahead.find("2024-01-01"), 10, Day(today_ + 10));
  ASSERT_THAT(city_->ImportPeople(City::PeopleHeader() + ahead, true), IsOk());
  const auto find = [&] {
    rv::GetPersonRequest request;
    request.set_person(
        platform_->sql("registry")
            .Query("SELECT person FROM employment_number WHERE value = $1", {row.substr(0, 18)})
            .String(0, 0));
    return platform_->registry().GetPerson(platform_->Analyst(), request).value_or(rv::Person());
  };
  EXPECT_EQ(find().post(), "");
  MoveTo(today_ + 9);
  EXPECT_EQ(find().post(), "");
  MoveTo(today_ + 10);
  ASSERT_TRUE(Eventually([&] { return find().post() == "STAF"; }));
  // The post that is held is not given a begin that lies ahead.
  std::string later = row;
  later.replace(later.find("2024-01-01"), 10, Day(today_ + 20));
  EXPECT_THAT(city_->ImportPeople(City::PeopleHeader() + later, true), RefusedBy("PER-22"));
  EXPECT_EQ(find().post(), "STAF");
}

TEST_F(Imported, AFileThatNeverCameInIsNotFound) {
  rv::GetImportRequest request;
  request.set_import(platform_->Id());
  EXPECT_EQ(
      platform_->registry().GetImport(platform_->Analyst(), request).status().code(),
      absl::StatusCode::kNotFound);
}

}  // namespace
}  // namespace binadaya::test
