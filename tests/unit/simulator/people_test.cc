#include "services/simulator/domain/people.h"

#include <map>
#include <set>

#include "absl/status/status.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/registry/domain/employment_number.h"
#include "services/simulator/domain/posts.h"
#include "services/simulator/files.h"
#include "services/simulator/reference.h"

namespace binadaya::simulator {
namespace {

constexpr int kPeople = 16000;
const absl::CivilDay kToday(2026, 1, 5);

std::vector<domain::Person> City(std::uint64_t seed = 1) {
  return *domain::MakePeople(seed, Units(), kPeople);
}

std::map<std::string, int> CountBy(
    const std::vector<domain::Person>& people, std::string domain::Person::*field) {
  std::map<std::string, int> counts;
  for (const domain::Person& person : people) ++counts[person.*field];
  return counts;
}

TEST(Units, AreTheRealOnes) {
  std::map<std::string, int> kinds;
  std::set<std::string> codes;
  for (const domain::Unit& unit : Units()) {
    ++kinds[unit.kind];
    codes.insert(unit.code);
  }
  EXPECT_EQ(Units().size(), 240);
  EXPECT_EQ(codes.size(), 240);
  EXPECT_EQ(kinds["BAGIAN"], 12);
  EXPECT_EQ(kinds["KECAMATAN"], 16);
  EXPECT_EQ(kinds["KELURAHAN"], 177);
  EXPECT_EQ(NameOfUnit("33.74.14"), "Mijen");
}

TEST(MakePeople, TheSameSeedMakesTheSamePeople) {
  const std::string once = *PeopleCsv(7, kPeople);
  EXPECT_EQ(once, *PeopleCsv(7, kPeople));
  EXPECT_NE(once, *PeopleCsv(8, kPeople));
}

TEST(MakePeople, NumbersPassTheRegistrysOwnCheckWithoutAWarning) {
  for (const domain::Person& person : City()) {
    const auto type = registry::domain::ParseEmploymentType(person.employment_type);
    const auto gender = registry::domain::ParseGender(person.gender);
    ASSERT_TRUE(type.has_value() && gender.has_value());
    const Findings findings = registry::domain::CheckEmploymentNumber(
        person.number, {*type, *gender, person.birth_date}, kToday, {}, "nip");
    ASSERT_TRUE(findings.empty()) << person.number << " " << person.employment_type << ": "
                                  << findings.front().rule;
    ASSERT_GE(person.number.substr(15), "900");
  }
}

TEST(MakePeople, NumbersAreUnique) {
  const std::vector<domain::Person> people = City();
  std::set<std::string> numbers;
  for (const domain::Person& person : people) numbers.insert(person.number);
  EXPECT_EQ(people.size(), kPeople);
  EXPECT_EQ(numbers.size(), kPeople);
}

TEST(MakePeople, EveryKecamatanAndKelurahanHasItsLeadership) {
  std::map<std::string, int> posts = CountBy(City(), &domain::Person::post);
  EXPECT_EQ(posts["CAMAT"], 16);
  EXPECT_EQ(posts["SEKCAM"], 16);
  EXPECT_EQ(posts["KASI_KEC"], 64);
  EXPECT_EQ(posts["LURAH"], 177);
  EXPECT_EQ(posts["SEKLUR"], 177);
  EXPECT_EQ(posts["KASI_KEL"], 531);
  EXPECT_EQ(posts["STAF_KEL"], 708);
  EXPECT_EQ(posts["KEPALA_OPD"], 35);
  EXPECT_EQ(posts["KABAG"], 12);
  int leaders = 0;
  for (const std::string& post : domain::LeaderPosts()) leaders += posts[post];
  EXPECT_GT(leaders, 1000);
}

TEST(MakePeople, EmploymentTypesHavePlausibleShares) {
  std::map<std::string, int> types = CountBy(City(), &domain::Person::employment_type);
  EXPECT_GT(types["PNS"], kPeople * 6 / 10);
  EXPECT_GT(types["PPPK"], kPeople / 10);
  EXPECT_GT(types["PPPK_PW"], 100);
  EXPECT_GT(types["CPNS"], 50);
  std::map<std::string, int> positions = CountBy(City(), &domain::Person::legal_position);
  EXPECT_GT(positions["AKTIF"], kPeople * 97 / 100);
  EXPECT_LT(positions["AKTIF"], kPeople);
}

TEST(MakePeople, NobodyHoldsAPostBeforeTheAppointment) {
  for (const domain::Person& person : City()) {
    ASSERT_GE(absl::FormatCivilTime(person.since).substr(0, 4), person.number.substr(8, 4));
    ASSERT_LT(person.since, kToday);
  }
}

TEST(MakePeople, RefusesTooFewToFillTheFixedPosts) {
  EXPECT_EQ(
      domain::MakePeople(1, Units(), 1000).status().code(), absl::StatusCode::kInvalidArgument);
}

TEST(BadPeopleCsv, HasOneHeadingAndSevenRows) {
  const std::string csv = *BadPeopleCsv(1);
  EXPECT_EQ(std::count(csv.begin(), csv.end(), '\n'), 8);
  EXPECT_THAT(csv, testing::HasSubstr("\"1,99E+17\""));
}

}  // namespace
}  // namespace binadaya::simulator
