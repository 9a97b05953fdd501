// What a person sees of himself, and a superior of who reports to him.
#include <set>

#include "absl/strings/str_replace.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/city.h"
#include "tests/support/matchers.h"
#include "tests/support/platform.h"

namespace binadaya::test {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;
namespace rv = ::binadaya::registry::v1;

// Each test has a kecamatan of its own with two kelurahan, their heads and a clerk.
class OwnFile : public RegistryOverTime {
 protected:
  void SetUp() override {
    kecamatan_ = Cat("F", ++tests_);
    kelurahan_ = Cat(kecamatan_, ".1");
    vacant_ = Cat(kecamatan_, ".2");
    ASSERT_THAT(
        city_->ImportUnits(
            Cat("code,name,kind,parent,direct_service\n", kecamatan_, ",Mijen,KECAMATAN,,ya\n",
                kelurahan_, ",Purwosari,KELURAHAN,", kecamatan_, ",ya\n", vacant_,
                ",Polaman,KELURAHAN,", kecamatan_, ",ya\n"),
            true),
        IsOk());
    camat_ = city_->Head(kecamatan_);
    lurah_ = city_->Head(kelurahan_);
    clerk_ = city_->Person("STAF", kelurahan_);
  }

  // Somebody without any role but an employee's over his own unit.
  static Call As(const std::string& person) {
    return platform_->As(person, {{v1::EMPLOYEE, "/33.74.02/"}});
  }
  absl::StatusOr<rv::OwnFile> File(const std::string& person, const Call& by) {
    rv::GetOwnFileRequest request;
    request.set_person(person);
    return platform_->registry().GetOwnFile(by, request);
  }
  absl::Status Reads(const std::string& superior, const std::string& person) {
    rv::GetProfileRequest profile;
    profile.set_person(person);
    rv::ListPersonGapsRequest gaps;
    gaps.set_person(person);
    rv::GetPersonRequest get;
    get.set_person(person);
    const absl::Status read = platform_->registry().GetProfile(As(superior), profile).status();
    EXPECT_EQ(
        platform_->registry().ListPersonGaps(As(superior), gaps).status().code(), read.code());
    EXPECT_EQ(platform_->registry().GetPerson(As(superior), get).status().code(), read.code());
    return read;
  }
  std::set<std::string> ReportsOf(const std::string& superior, int page_size = 0) {
    rv::ListReportsRequest request;
    request.set_superior(superior);
    request.set_page_size(page_size);
    std::set<std::string> people;
    do {
      const auto page = platform_->registry().ListReports(As(superior), request);
      EXPECT_THAT(page, IsOk());
      if (!page.ok()) break;
      for (const rv::Person& person : page->people()) people.insert(person.id());
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    return people;
  }
  absl::Status Assign(
      const std::string& person, const std::string& post, const std::string& unit,
      rv::AssignmentKind kind = rv::DEFINITIVE, absl::CivilDay to = {}) {
    return city_->Assign(person, post, unit, "", kind, kind == rv::DEFINITIVE ? "" : Day(to))
        .status();
  }
  absl::Status Rated(const std::string& person, const std::string& by) {
    const std::string campaign = city_->RatingCampaign();
    for (const auto& [role, rater] :
         {std::pair(rv::RATER_SUPERVISOR, by), {rv::RATER_SELF, person}}) {
      if (const auto rated = city_->Rate(campaign, person, role, City::Nine(1), rater); !rated.ok())
        return rated.status();
    }
    if (const auto verified = city_->Verify(person, campaign); !verified.ok())
      return verified.status();
    return city_->Validate(person, campaign).status();
  }

  static int tests_;
  std::string kecamatan_, kelurahan_, vacant_, camat_, lurah_, clerk_;
};

int OwnFile::tests_ = 0;

TEST_F(OwnFile, OfWhoReportsToHimShowsASuperiorHowFarTheProfileIs) {
  const auto shown = [&] {
    rv::ListReportsRequest request;
    request.set_superior(lurah_);
    const auto reports = platform_->registry().ListReports(As(lurah_), request);
    EXPECT_THAT(reports, IsOk());
    EXPECT_EQ(reports->people_size(), 1);
    return reports->people(0).profile();
  };
  EXPECT_EQ(shown(), rv::Profile::STATE_UNSPECIFIED);
  ASSERT_THAT(Rated(clerk_, lurah_), IsOk());
  EXPECT_EQ(shown(), rv::Profile::VALID);
  const std::string later = city_->RatingCampaign();
  ASSERT_THAT(city_->Rate(later, clerk_, rv::RATER_SELF, City::Nine(1), clerk_), IsOk());
  EXPECT_EQ(shown(), rv::Profile::SUBMITTED);
}

TEST_F(OwnFile, ShowsNumbersSuperiorProfileGapsAndMatchToThePersonAlone) {
  ASSERT_THAT(Rated(clerk_, lurah_), IsOk());
  const auto file = File(clerk_, As(clerk_));
  ASSERT_THAT(file, IsOk());
  EXPECT_EQ(file->person().id(), clerk_);
  EXPECT_EQ(file->person().gender(), "L");
  EXPECT_EQ(file->person().since(), "2024-01-01");
  ASSERT_THAT(file->numbers(), SizeIs(1));
  EXPECT_EQ(file->numbers(0).number().size(), 18);
  EXPECT_EQ(
      absl::StrReplaceAll(file->person().birth_date(), {{"-", ""}}),
      file->numbers(0).number().substr(0, 8));
  EXPECT_EQ(file->superior(), lurah_);
  EXPECT_THAT(file->profile().levels(), SizeIs(9));
  EXPECT_THAT(file->gaps(), SizeIs(9));
  EXPECT_DOUBLE_EQ(file->job_person_match(), 100) << "a clerk's standard is 1";
  EXPECT_THAT(file->appealable(), SizeIs(9));
  for (const std::string& other : {lurah_, camat_})
    EXPECT_THAT(File(clerk_, As(other)), HasCode(absl::StatusCode::kPermissionDenied));
  EXPECT_THAT(File(clerk_, platform_->Analyst()), HasCode(absl::StatusCode::kPermissionDenied));
}

TEST_F(OwnFile, IsThereForWhoWasNeverRated) {
  const auto file = File(clerk_, As(clerk_));
  ASSERT_THAT(file, IsOk());
  EXPECT_FALSE(file->has_profile());
  EXPECT_THAT(file->gaps(), IsEmpty());
  EXPECT_EQ(file->superior(), lurah_);
}

TEST_F(OwnFile, ShowsANumberOfBeforeBehindThePresentOne) {
  const std::string present = city_->Row("STAF", kelurahan_).substr(0, 18);
  rv::ChangeEmploymentRequest request;
  request.set_request_id(platform_->Id());
  request.set_person(clerk_);
  request.set_number(present);
  request.set_effective(Day(platform_->clock().Today()));
  request.set_decree("800/7/2026");
  ASSERT_THAT(platform_->registry().ChangeEmployment(platform_->Analyst(), request), IsOk());
  const auto file = File(clerk_, As(clerk_));
  ASSERT_THAT(file, IsOk());
  ASSERT_THAT(file->numbers(), SizeIs(2));
  EXPECT_EQ(file->numbers(0).number(), present);
  EXPECT_EQ(file->numbers(0).valid_to(), "");
  EXPECT_EQ(file->numbers(1).valid_to(), request.effective());
}

TEST_F(OwnFile, NamesNobodyWhoJudgesOrIsToJudge) {
  const std::string campaign = city_->RatingCampaign();
  rv::InviteRatersRequest invite;
  invite.set_request_id(platform_->Id());
  invite.set_campaign(campaign);
  invite.set_person(clerk_);
  std::vector<std::string> peers;
  for (int i = 0; i < 3; ++i) {
    peers.push_back(city_->Person("STAF", kelurahan_));
    rv::InvitedRater& rater = *invite.add_raters();
    rater.set_rater(peers.back());
    rater.set_role(rv::RATER_PEER);
  }
  ASSERT_THAT(platform_->registry().InviteRaters(platform_->Analyst(), invite), IsOk());
  ASSERT_THAT(city_->Rate(campaign, clerk_, rv::RATER_SUPERVISOR, City::Nine(1), lurah_), IsOk());
  ASSERT_THAT(city_->Rate(campaign, clerk_, rv::RATER_PEER, City::Nine(1), peers[0]), IsOk());
  const auto file = File(clerk_, As(clerk_));
  ASSERT_THAT(file, IsOk());
  EXPECT_THAT(file->profile().cases(0).awaited(), SizeIs(3)) << "he himself and two peers";
  rv::GetProfileRequest get;
  get.set_person(clerk_);
  const auto own = platform_->registry().GetProfile(As(clerk_), get);
  ASSERT_THAT(own, IsOk());
  for (const std::string& shown : {file->profile().DebugString(), own->DebugString()}) {
    for (const std::string& peer : peers) EXPECT_EQ(shown.find(peer), std::string::npos);
    EXPECT_EQ(shown.find(lurah_), std::string::npos);
  }
  // Who sees to it that they answer knows whom to ask.
  EXPECT_NE(city_->Profile(clerk_)->DebugString().find(peers[1]), std::string::npos);
  // Nobody names those who judge him.
  invite.set_request_id(platform_->Id());
  EXPECT_THAT(
      platform_->registry().InviteRaters(
          platform_->As(clerk_, {{v1::UNIT_HR_OFFICER, "/"}}), invite),
      RefusedBy("PROF-16"));
}

TEST_F(OwnFile, OfWhoReportsToHimIsReadByTheSuperiorAndNotByHis) {
  for (const auto& [person, by] : {std::pair(clerk_, lurah_), {lurah_, camat_}})
    ASSERT_THAT(Rated(person, by), IsOk());
  EXPECT_THAT(Reads(lurah_, clerk_), IsOk());
  EXPECT_THAT(Reads(camat_, lurah_), IsOk());
  EXPECT_THAT(Reads(camat_, clerk_), HasCode(absl::StatusCode::kPermissionDenied));
  EXPECT_THAT(Reads(clerk_, lurah_), HasCode(absl::StatusCode::kPermissionDenied));
}

TEST_F(OwnFile, IsReadByADeputyBetweenHisDatesAndBySuccessorsFromTheirDayOn) {
  ASSERT_THAT(Rated(clerk_, lurah_), IsOk());
  const std::string secretary = city_->Person("STAF", kelurahan_);
  ASSERT_THAT(Assign(secretary, "KEPALA", kelurahan_, rv::DAILY, today_ + 7), IsOk());
  EXPECT_THAT(Reads(secretary, clerk_), IsOk());
  EXPECT_THAT(Reads(lurah_, clerk_), HasCode(absl::StatusCode::kPermissionDenied));
  EXPECT_THAT(ReportsOf(secretary), UnorderedElementsAre(clerk_));
  EXPECT_THAT(ReportsOf(lurah_), IsEmpty());
  MoveTo(today_ + 6);
  EXPECT_THAT(Reads(secretary, clerk_), IsOk());
  MoveTo(today_ + 7);
  EXPECT_THAT(Reads(secretary, clerk_), HasCode(absl::StatusCode::kPermissionDenied));
  EXPECT_THAT(Reads(lurah_, clerk_), IsOk());
  EXPECT_THAT(ReportsOf(lurah_), UnorderedElementsAre(clerk_, secretary));
  // Who goes to another unit is somebody else's.
  ASSERT_THAT(Assign(clerk_, "STAF", vacant_), IsOk());
  EXPECT_THAT(Reads(lurah_, clerk_), HasCode(absl::StatusCode::kPermissionDenied));
  EXPECT_THAT(Reads(camat_, clerk_), IsOk());
}

// Whoever the line names as somebody's superior has him among those who report to him, and nobody
// else has.
TEST_F(OwnFile, ListsWhoReportsAsTheReportingLineNamesTheSuperior) {
  const std::string alone = city_->Person("STAF", vacant_);
  const std::string secretary = city_->Person("STAF", kecamatan_);
  const std::string deputy = city_->Person("STAF", kelurahan_);
  ASSERT_THAT(Assign(deputy, "KEPALA", vacant_, rv::ACTING, today_ + 30), IsOk());
  const auto check = [&] {
    std::map<std::string, std::set<std::string>> expected;
    const std::vector<std::string> people = {camat_, lurah_, clerk_, alone, secretary, deputy};
    for (const std::string& person : people) {
      rv::GetSuperiorRequest request;
      request.set_person(person);
      const auto superior = platform_->registry().GetSuperior(platform_->Analyst(), request);
      ASSERT_THAT(superior, IsOk());
      expected[superior->person()].insert(person);
    }
    for (const std::string& person : people) {
      EXPECT_EQ(ReportsOf(person), expected[person]) << person;
      EXPECT_EQ(ReportsOf(person, 1), expected[person]) << "page by page";
    }
  };
  check();
  EXPECT_THAT(ReportsOf(deputy), UnorderedElementsAre(alone));
  MoveTo(today_ + 30);
  check();
  EXPECT_THAT(ReportsOf(camat_), UnorderedElementsAre(lurah_, secretary, alone));
  platform_->sql("registry")
      .Query("UPDATE person SET legal_position = 'CLTN', active = false WHERE id = $1", {lurah_});
  check();
  EXPECT_THAT(ReportsOf(camat_), UnorderedElementsAre(lurah_, secretary, alone, clerk_, deputy));
}

}  // namespace
}  // namespace binadaya::test
