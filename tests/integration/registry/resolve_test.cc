// Who the people of some ids are, for a document that names them.
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/city.h"
#include "tests/support/matchers.h"

namespace binadaya::test {
namespace {

using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
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

// A row of the people file, and the same with where its person is written to.
class Contacts : public Resolve {
 protected:
  void SetUp() override {
    row_ = city_->Row("STAF", "33.74.14.1003");
    row_.pop_back();
    ASSERT_THAT(city_->ImportPeople(City::PeopleHeader() + row_ + "\n", true), IsOk());
    person_ = platform_->sql("registry")
                  .Query(
                      "SELECT person FROM employment_number WHERE value = $1",
                      pg::Params(row_.substr(0, 18)))
                  .String(0, 0);
  }
  absl::StatusOr<rv::ImportReport> Bring(
      const std::string& email, const std::string& mobile, bool confirm = true) {
    std::string header = City::PeopleHeader();
    header.pop_back();
    return city_->ImportPeople(
        Cat(header, ",Surel,No. HP\n", row_, ",", email, ",", mobile, "\n"), confirm);
  }
  // "e-mail mobile" as somebody sees it.
  std::string Seen(const std::vector<Grant>& grants) const {
    const auto answer = Ask(platform_->As("someone", grants), "33.74.14.1003", {person_});
    EXPECT_THAT(answer, IsOk());
    return Cat(answer->people(0).email(), " ", answer->people(0).mobile());
  }
  std::string Seen() const { return Seen({{v1::ANALYST, "/"}}); }

  std::string row_, person_;
};

TEST_F(Contacts, AreAnsweredToWhoWritesToPeopleInsideTheirScopeAlone) {
  ASSERT_THAT(Bring("Staf.Contoh@contoh.go.id", "81234567890"), IsOk());
  for (const v1::Role role : {v1::UNIT_HR_OFFICER, v1::ANALYST, v1::ADMINISTRATOR})
    EXPECT_EQ(Seen({{role, kUnitPath}}), "staf.contoh@contoh.go.id +6281234567890") << role;
  for (const v1::Role role : {v1::SUPERVISOR, v1::UNIT_HEAD, v1::AUDITOR})
    EXPECT_EQ(Seen({{role, kUnitPath}, {v1::ANALYST, "/OPD04/"}}), " ") << role;
  rv::GetOwnFileRequest own;
  own.set_person(person_);
  const auto file = platform_->registry().GetOwnFile(platform_->As(person_, {}), own);
  ASSERT_THAT(file, IsOk());
  EXPECT_EQ(file->email(), "staf.contoh@contoh.go.id");
  EXPECT_EQ(file->mobile(), "+6281234567890");
}

TEST_F(Contacts, ThatAFileDoesNotSayStayAsTheyAre) {
  ASSERT_THAT(Bring("a@contoh.go.id", "081234567890"), IsOk());
  const auto without = city_->ImportPeople(City::PeopleHeader() + row_ + "\n", true);
  ASSERT_THAT(without, IsOk());
  EXPECT_EQ(without->same_count(), 1);
  ASSERT_THAT(Bring("", ""), IsOk());
  EXPECT_EQ(Seen(), "a@contoh.go.id +6281234567890");
  const auto other = Bring("b@contoh.go.id", "");
  ASSERT_THAT(other, IsOk());
  EXPECT_EQ(other->changed_count(), 1);
  EXPECT_EQ(Seen(), "b@contoh.go.id +6281234567890");
  EXPECT_EQ(Bring("B@contoh.go.id", "")->same_count(), 1);
}

TEST_F(Contacts, AreToldNobodyAndShownNowhere) {
  const auto told = ToldAbout("person", person_);
  const auto dry = Bring("rahasia@contoh.go.id", "081234567890", false);
  ASSERT_THAT(dry, IsOk());
  ASSERT_EQ(dry->rows_size(), 1);
  EXPECT_EQ(dry->rows(0).changes(0).after(), "r•••@contoh.go.id");
  ASSERT_THAT(Bring("rahasia@contoh.go.id", "081234567890"), IsOk());
  EXPECT_EQ(ToldAbout("person", person_), told);
  const auto refused = Bring("rahasia", "rahasia");
  EXPECT_THAT(refused, RefusedBy("PER-19", "PER-20"));
  EXPECT_THAT(std::string(refused.status().message()), Not(HasSubstr("rahasia")));
  rv::GetPersonRequest get;
  get.set_person(person_);
  const auto person = platform_->registry().GetPerson(platform_->Analyst(), get);
  ASSERT_THAT(person, IsOk());
  EXPECT_THAT(person->DebugString(), Not(HasSubstr("rahasia")));
}

}  // namespace
}  // namespace binadaya::test
