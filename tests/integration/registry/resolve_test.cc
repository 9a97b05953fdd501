// Who the people of some ids are, for a document that names them.
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/city.h"
#include "tests/support/matchers.h"

namespace binadaya::test {
namespace {

using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::IsEmpty;
using ::testing::StartsWith;
using ::testing::UnorderedElementsAre;
namespace rv = ::binadaya::registry::v1;

constexpr char kUnitPath[] = "/33.74.14/33.74.14.1003/";

class Resolve : public RegistryOverTime {
 protected:
  static absl::StatusOr<rv::ResolvePeopleResponse> Ask(
      const Call& call, const std::string& unit, const std::vector<std::string>& people) {
    rv::ResolvePeopleRequest request;
    request.set_request_id(platform_->Id());
    request.set_unit(unit);
    request.mutable_people()->Add(people.begin(), people.end());
    return platform_->registry().ResolvePeople(call, request);
  }
};

TEST_F(Resolve, NamesThePeopleOfAUnitInTheOrderAskedAndNobodyElse) {
  const std::string lurah = city_->Person("LURAH", "33.74.14.1003");
  const std::string staff = city_->Person("STAF", "33.74.14.1003");
  const std::string elsewhere = city_->Person("STAF", "OPD04");
  const std::string nobody = platform_->Id();
  const auto answer =
      Ask(platform_->Analyst(), "33.74.14.1003", {staff, elsewhere, lurah, nobody, staff});
  ASSERT_THAT(answer, IsOk());
  ASSERT_EQ(answer->people_size(), 2);
  EXPECT_EQ(answer->people(0).id(), staff);
  EXPECT_EQ(answer->people(1).id(), lurah);
  EXPECT_THAT(answer->people(1).name(), StartsWith("Pegawai"));
  EXPECT_EQ(answer->people(1).post(), "LURAH");
  EXPECT_EQ(answer->people(1).unit(), "33.74.14.1003");
  EXPECT_FALSE(answer->people(1).post_title().empty());
  EXPECT_FALSE(answer->people(1).unit_name().empty());
  EXPECT_TRUE(answer->people(1).active());
  EXPECT_THAT(answer->unknown(), UnorderedElementsAre(elsewhere, nobody));
  EXPECT_EQ(
      platform_->sql("registry")
          .Query(
              "SELECT count(*) FROM audit WHERE action LIKE '%ResolvePeople' AND target = $1",
              pg::Params("33.74.14.1003"))
          .Int(0, 0),
      1);
}

TEST_F(Resolve, ShowsNumbersMaskedAndOnlyToWhoWorksWithThem) {
  const std::string person = city_->Person("STAF", "33.74.14.1003");
  const std::string number =
      platform_->sql("registry")
          .Query("SELECT value FROM employment_number WHERE person = $1", pg::Params(person))
          .String(0, 0);
  for (const v1::Role role : {v1::UNIT_HR_OFFICER, v1::ANALYST, v1::ADMINISTRATOR, v1::AUDITOR}) {
    const auto answer =
        Ask(platform_->As("someone", {{role, kUnitPath}}), "33.74.14.1003", {person});
    ASSERT_THAT(answer, IsOk());
    EXPECT_EQ(answer->people(0).masked_number(), "••••••••••••••" + number.substr(14));
  }
  for (const v1::Role role : {v1::SUPERVISOR, v1::UNIT_HEAD}) {
    const auto answer =
        Ask(platform_->As("someone", {{role, kUnitPath}, {v1::ANALYST, "/OPD04/"}}),
            "33.74.14.1003", {person});
    ASSERT_THAT(answer, IsOk());
    EXPECT_THAT(answer->people(0).masked_number(), IsEmpty());
  }
}

TEST_F(Resolve, FollowsWhoMovesAndNamesWhoHasLeftToTheCityAlone) {
  const std::string person = city_->Person("STAF", "33.74.14.1003");
  ASSERT_THAT(city_->Assign(person, "STAF", "OPD04"), IsOk());
  EXPECT_THAT(Ask(platform_->Analyst(), "33.74.14.1003", {person})->unknown(), ElementsAre(person));
  EXPECT_EQ(Ask(platform_->Analyst(), "OPD04", {person})->people(0).unit(), "OPD04");
  rv::EndEmploymentRequest end;
  end.set_request_id(platform_->Id());
  end.set_person(person);
  end.set_exit(rv::EXIT_DEATH);
  end.set_effective(Day(today_));
  end.set_decree("SK 1/2026");
  ASSERT_THAT(platform_->registry().EndEmployment(platform_->Analyst(), end), IsOk());
  EXPECT_THAT(Ask(platform_->Analyst(), "OPD04", {person})->unknown(), ElementsAre(person));
  const auto answer = Ask(platform_->Analyst(), "/", {person});
  ASSERT_THAT(answer, IsOk());
  ASSERT_EQ(answer->people_size(), 1);
  EXPECT_FALSE(answer->people(0).active());
  EXPECT_THAT(answer->people(0).unit(), IsEmpty());
}

}  // namespace
}  // namespace binadaya::test
