#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/city.h"
#include "tests/support/matchers.h"
#include "tests/support/platform.h"

namespace binadaya::test {
namespace {

namespace rv = ::binadaya::registry::v1;

// Each test has a kecamatan of its own with one kelurahan, and their heads.
class ReportingLine : public RegistryTest {
 protected:
  void SetUp() override {
    kecamatan_ = Cat("K", ++tests_);
    kelurahan_ = Cat("K", tests_, ".1");
    ImportUnits(kecamatan_);
    camat_ = city_->Head(kecamatan_);
    lurah_ = city_->Head(kelurahan_);
    clerk_ = city_->Person("STAF", kelurahan_);
  }

  // The kelurahan under one kecamatan or the other.
  void ImportUnits(const std::string& above) {
    ASSERT_THAT(
        city_->ImportUnits(
            Cat("code,name,kind,parent,direct_service\n", kecamatan_, ",Mijen,KECAMATAN,,ya\n",
                kelurahan_, ",Purwosari,KELURAHAN,", above, ",ya\n"),
            true),
        IsOk());
  }
  std::string SuperiorOf(const std::string& person, const std::string& day = "") {
    rv::GetSuperiorRequest request;
    request.set_person(person);
    request.set_as_of(day);
    const auto superior = platform_->registry().GetSuperior(platform_->Analyst(), request);
    EXPECT_THAT(superior, IsOk());
    return superior.ok() ? superior->person() : "";
  }
  absl::Status Assign(
      const std::string& person, const std::string& post, const std::string& unit,
      rv::AssignmentKind kind = rv::DEFINITIVE, const std::string& from = "2026-02-01",
      const std::string& to = "") {
    return city_->Assign(person, post, unit, from, kind, to).status();
  }
  // The same person with another legal position, by import.
  void BecomeInactive(const std::string& person) {
    platform_->sql("registry")
        .Query("UPDATE person SET legal_position = 'CLTN', active = false WHERE id = $1", {person});
  }

  static int tests_;
  std::string kecamatan_, kelurahan_, camat_, lurah_, clerk_;
};

int ReportingLine::tests_ = 0;

TEST_F(ReportingLine, GoesToTheHeadOfTheUnitAndFromAHeadToTheHeadAbove) {
  EXPECT_EQ(SuperiorOf(clerk_), lurah_);
  EXPECT_EQ(SuperiorOf(lurah_), camat_);
  EXPECT_EQ(SuperiorOf(camat_), "");
}

TEST_F(ReportingLine, SkipsAUnitWithoutAHeadAndOneWhoseHeadIsNotActive) {
  ASSERT_THAT(Assign(lurah_, "STAF", kelurahan_), IsOk());
  EXPECT_EQ(SuperiorOf(clerk_), camat_);
  EXPECT_EQ(SuperiorOf(lurah_), camat_);
  BecomeInactive(camat_);
  EXPECT_EQ(SuperiorOf(clerk_), "");
}

TEST_F(ReportingLine, KnowsWhoStoodAboveOnAPastDay) {
  ASSERT_THAT(Assign(lurah_, "STAF", kelurahan_, rv::DEFINITIVE, "2026-02-01"), IsOk());
  EXPECT_EQ(SuperiorOf(clerk_, "2026-01-31"), lurah_);
  EXPECT_EQ(SuperiorOf(clerk_, "2026-02-01"), camat_);
  EXPECT_EQ(SuperiorOf(clerk_, "2023-12-31"), "");  // held no post then
}

TEST_F(ReportingLine, GoesToADeputyBetweenHisDatesBeforeTheOneHeStandsInFor) {
  const std::string secretary = city_->Person("STAF", kelurahan_);
  ASSERT_THAT(
      Assign(secretary, "KEPALA", kelurahan_, rv::DAILY, "2026-03-02", "2026-03-16"), IsOk());
  EXPECT_EQ(SuperiorOf(clerk_, "2026-03-01"), lurah_);
  EXPECT_EQ(SuperiorOf(clerk_, "2026-03-02"), secretary);
  EXPECT_EQ(SuperiorOf(clerk_, "2026-03-15"), secretary);
  EXPECT_EQ(SuperiorOf(clerk_, "2026-03-16"), lurah_);
  // Neither is below the other in the unit that both head.
  EXPECT_EQ(SuperiorOf(secretary, "2026-03-02"), camat_);
  EXPECT_EQ(SuperiorOf(lurah_, "2026-03-02"), camat_);
  EXPECT_EQ(SuperiorOf(secretary, "2026-03-16"), lurah_);
}

TEST_F(ReportingLine, MovesWithAUnitAndStaysAsItWasBefore) {
  const std::string elsewhere = kecamatan_;
  SetUp();
  const absl::CivilDay today = platform_->clock().Today();
  ImportUnits(elsewhere);
  EXPECT_NE(SuperiorOf(lurah_), camat_);
  EXPECT_NE(SuperiorOf(lurah_), "");
  EXPECT_EQ(SuperiorOf(lurah_, absl::FormatCivilTime(today - 1)), camat_);
}

TEST_F(ReportingLine, AdmitsOneDefinitiveHeadOfAUnit) {
  EXPECT_THAT(Assign(clerk_, "KEPALA", kelurahan_), RefusedBy("ASG-05"));
  EXPECT_THAT(
      city_->ImportPeople(City::PeopleHeader() + city_->Row("KEPALA", kelurahan_), true),
      RefusedBy("ASG-05"));
  // Nor by declaring a post to be a head's that several hold in one unit.
  city_->Person("STAF", kelurahan_);
  rv::DefinePostRequest request;
  request.set_request_id(platform_->Id());
  request.set_code("STAF");
  request.set_title("STAF");
  request.set_group(rv::EXECUTOR);
  request.set_family("STAF");
  request.set_is_head(true);
  EXPECT_THAT(platform_->registry().DefinePost(platform_->Analyst(), request), RefusedBy("ASG-05"));
  // Once the post is vacant it may be filled.
  ASSERT_THAT(Assign(lurah_, "STAF", kelurahan_), IsOk());
  EXPECT_THAT(Assign(clerk_, "KEPALA", kelurahan_), IsOk());
  EXPECT_EQ(SuperiorOf(lurah_), clerk_);
}

TEST_F(ReportingLine, FollowsWhenAPostTurnsOutToBeAHeads) {
  rv::DefinePostRequest request;
  request.set_request_id(platform_->Id());
  request.set_code("LURAH_LAMA");
  request.set_title("Lurah");
  request.set_group(rv::SUPERVISOR);
  request.set_family("LURAH");
  ASSERT_THAT(platform_->registry().DefinePost(platform_->Analyst(), request), IsOk());
  ASSERT_THAT(Assign(lurah_, "LURAH_LAMA", kelurahan_), IsOk());
  EXPECT_EQ(SuperiorOf(clerk_), camat_);
  request.set_request_id(platform_->Id());
  request.set_is_head(true);
  ASSERT_THAT(platform_->registry().DefinePost(platform_->Analyst(), request), IsOk());
  EXPECT_EQ(SuperiorOf(clerk_), lurah_);
}

// Head of a seksi, acting in the bidang above it: his superior heads the dinas.
TEST_F(ReportingLine, HasWhoActsForAUnitAboveHisOwnReportToTheHeadAboveThat) {
  const std::string dinas = Cat("D", tests_), bidang = Cat(dinas, ".1"), seksi = Cat(dinas, ".1.1");
  ASSERT_THAT(
      city_->ImportUnits(
          Cat("code,name,kind,parent,direct_service\n", dinas, ",Kesehatan,DINAS,,tidak\n", bidang,
              ",Pencegahan,BIDANG,", dinas, ",tidak\n", seksi, ",Imunisasi,SEKSI,", bidang,
              ",tidak\n"),
          true),
      IsOk());
  const std::string head = city_->Head(dinas), acting = city_->Head(seksi);
  const std::string today = absl::FormatCivilTime(platform_->clock().Today());
  ASSERT_THAT(
      Assign(
          acting, "KEPALA", bidang, rv::ACTING, today,
          absl::FormatCivilTime(platform_->clock().Today() + 30)),
      IsOk());
  EXPECT_EQ(SuperiorOf(acting), head);
  rv::ListReportsRequest request;
  request.set_superior(head);
  const auto reports = platform_->registry().ListReports(
      platform_->As(head, {{v1::EMPLOYEE, Cat("/", dinas, "/")}}), request);
  ASSERT_THAT(reports, IsOk());
  ASSERT_EQ(reports->people_size(), 1);
  EXPECT_EQ(reports->people(0).id(), acting);
}

}  // namespace
}  // namespace binadaya::test
