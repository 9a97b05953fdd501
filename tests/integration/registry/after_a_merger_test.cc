// What is recorded about people after their unit was closed, of days before.
#include "absl/strings/str_replace.h"
#include "tests/integration/registry/restructuring.h"

namespace binadaya::test {
namespace {

using ::testing::ElementsAre;

// Each test has units of its own: one that is closed five days ago, its heir, a third and one more.
class AfterAMerger : public Restructuring {
 protected:
  void SetUp() override {
    const std::string mine = Cat("G", ++tests_, ".");
    one_ = mine + "1";
    two_ = mine + "2";
    three_ = mine + "3";
    elsewhere_ = mine + "4";
    ASSERT_THAT(Units(New(one_) + New(two_) + New(three_) + New(elsewhere_)), IsOk());
  }

  void Merge(const std::string& closed, const std::string& heir, absl::CivilDay day) {
    ASSERT_THAT(Units(On(day, heir, "Dinas " + heir, "", closed) + Closed(day, closed)), IsOk());
  }
  absl::StatusOr<rv::Act> Return(
      const std::string& person, const std::string& unit, absl::CivilDay day) {
    auto request = For<rv::ReturnPersonRequest>(person, day);
    request.set_post("STAF");
    request.set_unit(unit);
    return platform_->registry().ReturnPerson(platform_->Analyst(), request);
  }
  absl::StatusOr<rv::Person> Assign(
      const std::string& person, const std::string& unit, absl::CivilDay from) {
    return city_->Assign(person, "STAF", unit, Day(from));
  }
  absl::StatusOr<rv::Person> Act(
      const std::string& person, const std::string& unit, absl::CivilDay from) {
    return city_->Assign(person, "LURAH", unit, Day(from), rv::ACTING, Day(today_ + 30));
  }
  std::string In(const std::string& person, absl::CivilDay day) {
    return Person(person, day).unit();
  }
  static std::string PersonOf(const std::string& row) {
    return platform_->sql("registry")
        .Query("SELECT person FROM employment_number WHERE value = $1", {row.substr(0, 18)})
        .String(0, 0);
  }
  static std::string ActsUntil(const std::string& person) {
    const pg::Result rows =
        platform_->sql("registry")
            .Query("SELECT valid_to FROM assignment WHERE person = $1 AND kind = 2", {person});
    return rows.rows() == 1 ? rows.String(0, 0) : "";
  }

  static inline int tests_ = 0;
  std::string one_, two_, three_, elsewhere_;
  const absl::CivilDay closed_ = today_ - 5;
};

TEST_F(AfterAMerger, WhoComesBackIsWithTheLastOfTheHeirsAndWithEachFromItsDay) {
  const std::string left = city_->Person("STAF", one_), moved = city_->Person("STAF", one_);
  ASSERT_THAT(Act(left, one_, today_ - 12), IsOk());
  const auto exit = End(left, rv::EXIT_DISMISSAL, today_ - 10);
  ASSERT_THAT(exit, IsOk());
  const auto transfer = Assign(moved, elsewhere_, today_ - 10);
  ASSERT_THAT(transfer, IsOk());
  Merge(one_, two_, closed_);
  Merge(two_, three_, today_ - 2);
  ASSERT_THAT(Annul(left, exit->id()), IsOk());
  ASSERT_THAT(Annul(moved, transfer->act()), IsOk());
  for (const std::string& person : {left, moved}) {
    EXPECT_EQ(In(person, closed_ - 1), one_);
    EXPECT_EQ(In(person, closed_), two_);
    EXPECT_EQ(In(person, today_ - 3), two_);
    EXPECT_EQ(In(person, today_ - 2), three_);
    EXPECT_EQ(Person(person, today_).unit_path(), Cat("/", three_, "/"));
    EXPECT_EQ(ToldAbout("person", person).back(), "post.assigned");
  }
  EXPECT_TRUE(Person(left, today_).active());
  EXPECT_EQ(ActsUntil(left), Day(closed_)) << "who stood in there was released";
}

TEST_F(AfterAMerger, WhatComesLateOfADayBeforeTakesPeopleAlong) {
  const std::string moved = city_->Person("STAF", elsewhere_);
  const std::string back = city_->Person("STAF", elsewhere_);
  ASSERT_THAT(End(back, rv::EXIT_TRANSFER_OUT, today_ - 20), IsOk());
  Merge(one_, two_, closed_);
  const auto placed = Assign(moved, one_, closed_ - 3);
  ASSERT_THAT(placed, IsOk());
  EXPECT_EQ(placed->unit(), two_);
  ASSERT_THAT(Return(back, one_, closed_ - 3), IsOk());
  const std::string fresh = city_->Person("STAF", one_);
  for (const std::string& person : {moved, back, fresh}) {
    EXPECT_EQ(In(person, closed_ - 1), one_);
    EXPECT_EQ(In(person, closed_), two_);
    EXPECT_EQ(Person(person, today_).unit_path(), Cat("/", two_, "/"));
  }
  ASSERT_THAT(Act(moved, one_, closed_ - 2), IsOk());
  EXPECT_EQ(ActsUntil(moved), Day(closed_));
  EXPECT_THAT(Assign(moved, one_, closed_), RefusedBy("ASG-06"));
}

TEST_F(AfterAMerger, NobodyBecomesASecondHeadOfTheHeir) {
  city_->Head(two_);
  const std::string person = city_->Person("STAF", elsewhere_);
  Merge(one_, two_, closed_);
  EXPECT_THAT(city_->Assign(person, "KEPALA", one_, Day(closed_ - 1)), RefusedBy("ASG-05"));
  EXPECT_THAT(
      city_->ImportPeople(City::PeopleHeader() + city_->Row("KEPALA", one_), true),
      RefusedBy("ASG-05"));
  EXPECT_THAT(
      Rules(city_->ImportPeople(City::PeopleHeader() + city_->Row("KEPALA", one_), false)),
      ElementsAre("ASG-05"));
}

TEST_F(AfterAMerger, AHeadWhoDidNotDieHoldsNoPostWhereTheHeirHasAHead) {
  const std::string head = city_->Head(one_), other = city_->Head(two_);
  const auto died = End(head, rv::EXIT_DEATH, closed_ - 2);
  ASSERT_THAT(died, IsOk());
  Merge(one_, two_, closed_);
  ASSERT_THAT(Annul(head, died->id()), IsOk());
  EXPECT_EQ(Person(head, today_).legal_position(), "AKTIF");
  EXPECT_EQ(In(head, closed_ - 1), one_);
  for (const absl::CivilDay day : {closed_, today_}) EXPECT_EQ(In(head, day), "");
  EXPECT_EQ(In(other, today_), two_);
}

TEST_F(AfterAMerger, OfASplitNobodyKnowsWhoIsWhereSoThatHeIsPutThereByName) {
  const std::string left = city_->Person("STAF", one_), other = city_->Person("STAF", elsewhere_);
  const auto exit = End(left, rv::EXIT_DISMISSAL, today_ - 10);
  ASSERT_THAT(exit, IsOk());
  ASSERT_THAT(
      Units(
          On(closed_, two_, "Dinas " + two_, "", one_) +
          On(closed_, three_, "Dinas " + three_, "", one_) + Closed(closed_, one_)),
      IsOk());
  ASSERT_THAT(Annul(left, exit->id()), IsOk());
  EXPECT_EQ(Person(left, today_).legal_position(), "AKTIF");
  EXPECT_EQ(In(left, closed_ - 1), one_);
  for (const absl::CivilDay day : {closed_, today_}) EXPECT_EQ(In(left, day), "");
  ASSERT_THAT(Assign(left, two_, closed_), IsOk());
  EXPECT_EQ(In(left, today_), two_);
  EXPECT_THAT(Assign(other, one_, closed_ - 1), RefusedBy("ASG-06"));
  EXPECT_EQ(In(other, today_), elsewhere_);
  EXPECT_THAT(
      Rules(city_->ImportPeople(City::PeopleHeader() + city_->Row("STAF", one_), false)),
      ElementsAre("ASG-06"));
  EXPECT_THAT(Assign(other, three_, closed_ - 1), IsOk());
}

TEST_F(AfterAMerger, ADeathBeforeItIsOfItsDayAndUndoneHeIsWithTheHeir) {
  const std::string person = city_->Person("STAF", one_);
  Merge(one_, two_, closed_);
  const auto died = End(person, rv::EXIT_DEATH, closed_ - 2);
  ASSERT_THAT(died, IsOk());
  EXPECT_EQ(In(person, closed_ - 3), one_);
  EXPECT_EQ(Person(person, closed_ - 2).legal_position(), "MENINGGAL");
  for (const absl::CivilDay day : {closed_ - 2, closed_, today_}) EXPECT_EQ(In(person, day), "");
  ASSERT_THAT(Annul(person, died->id()), IsOk());
  EXPECT_EQ(In(person, closed_ - 1), one_);
  EXPECT_EQ(In(person, closed_), two_);
  EXPECT_EQ(In(person, today_), two_);
}

TEST_F(AfterAMerger, AWrongTransferIntoTheUnitIsAnnulledWithTheMoveThatFollowed) {
  const std::string person = city_->Person("STAF", elsewhere_);
  const auto wrong = Assign(person, one_, closed_ - 3);
  ASSERT_THAT(wrong, IsOk());
  Merge(one_, two_, closed_);
  EXPECT_EQ(In(person, today_), two_);
  ASSERT_THAT(Annul(person, wrong->act()), IsOk());
  for (const absl::CivilDay day : {closed_ - 3, closed_, today_})
    EXPECT_EQ(In(person, day), elsewhere_);
}

TEST_F(AfterAMerger, ATransferOfADayBeforeItIsRecordedAndAnnulled) {
  const std::string person = city_->Person("STAF", one_);
  Merge(one_, two_, closed_);
  EXPECT_THAT(Assign(person, elsewhere_, absl::CivilDay(2023, 12, 31)), RefusedBy("ASG-08"));
  const auto moved = Assign(person, elsewhere_, closed_ - 2);
  ASSERT_THAT(moved, IsOk());
  EXPECT_EQ(In(person, closed_ - 3), one_);
  for (const absl::CivilDay day : {closed_ - 2, closed_, today_})
    EXPECT_EQ(In(person, day), elsewhere_);
  ASSERT_THAT(Annul(person, moved->act()), IsOk());
  EXPECT_EQ(In(person, closed_ - 1), one_);
  EXPECT_EQ(In(person, closed_), two_);
  EXPECT_EQ(In(person, today_), two_);
}

TEST_F(AfterAMerger, WhatAFileSaysOfTheHeirOutlastsTheActThatPutHimIntoTheUnit) {
  const std::string row = city_->Row("STAF", elsewhere_);
  ASSERT_THAT(city_->ImportPeople(City::PeopleHeader() + row, true), IsOk());
  const std::string person = PersonOf(row);
  const auto moved = Assign(person, one_, closed_ - 10);
  ASSERT_THAT(moved, IsOk());
  Merge(one_, two_, closed_);
  const std::string corrected = absl::StrReplaceAll(
      row, {{Cat(",", elsewhere_, ","), Cat(",", two_, ",")}, {"2024-01-01", Day(closed_ - 3)}});
  ASSERT_THAT(city_->ImportPeople(City::PeopleHeader() + corrected, true), IsOk());
  EXPECT_EQ(In(person, closed_ - 3), two_);
  EXPECT_THAT(Annul(person, moved->act()), RefusedBy("ACT-14"));
}

TEST_F(AfterAMerger, AFileMayTellOfADayBeforeItButBringsNobodyBack) {
  const std::string row = city_->Row("STAF", one_);
  ASSERT_THAT(city_->ImportPeople(City::PeopleHeader() + row, true), IsOk());
  const std::string person = PersonOf(row);
  Merge(one_, two_, closed_);
  // The same row again is where he is; another place of that day is not.
  EXPECT_EQ(city_->ImportPeople(City::PeopleHeader() + row, false)->same_count(), 1);
  const std::string before =
      absl::StrReplaceAll(row, {{Cat(",", one_, ","), Cat(",", elsewhere_, ",")}});
  EXPECT_THAT(
      Rules(city_->ImportPeople(City::PeopleHeader() + before, false)), ElementsAre("PER-11"));
  const std::string moved = absl::StrReplaceAll(
      row, {{Cat(",", one_, ","), Cat(",", elsewhere_, ",")}, {"2024-01-01", Day(closed_ - 2)}});
  ASSERT_THAT(city_->ImportPeople(City::PeopleHeader() + moved, true), IsOk());
  EXPECT_EQ(In(person, closed_ - 3), one_);
  for (const absl::CivilDay day : {closed_ - 2, closed_, today_})
    EXPECT_EQ(In(person, day), elsewhere_);
  EXPECT_EQ(city_->ImportPeople(City::PeopleHeader() + moved, false)->same_count(), 1);
}

}  // namespace
}  // namespace binadaya::test
