// Acts about people over time: what lies ahead takes effect on its day, what was is still found,
// what was wrong is undone.
#include <algorithm>

#include "absl/strings/str_replace.h"
#include "binadaya/registry/v1/registry_events.pb.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/integration/registry/recorded_acts.h"
#include "tests/support/matchers.h"
#include "tests/support/platform.h"

namespace binadaya::test {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

class Acts : public RecordedActs {
 protected:
  void SetUp() override { person_ = city_->Person("STAF", "33.74.14.1003"); }

  absl::StatusOr<rv::Person> Assign(
      const std::string& person, const std::string& post, const std::string& unit,
      absl::CivilDay from, rv::AssignmentKind kind = rv::DEFINITIVE, const std::string& to = "") {
    return city_->Assign(person, post, unit, Day(from), kind, to);
  }
  absl::StatusOr<rv::Act> Promote(
      const std::string& person, const std::string& grade, absl::CivilDay day) {
    auto request = For<rv::PromotePersonRequest>(person, day);
    request.set_grade(grade);
    return platform_->registry().PromotePerson(platform_->Analyst(), request);
  }
  // The number that he was employed by first.
  std::string Number() {
    return platform_->sql("registry")
        .Query(
            "SELECT value FROM employment_number WHERE person = $1 ORDER BY valid_from NULLS FIRST",
            {person_})
        .String(0, 0);
  }
  // "number from to", in order.
  std::vector<std::string> Numbers() {
    return platform_->sql("registry")
        .Query(
            "SELECT array_agg(value || ' ' || coalesce(valid_from::text, '') || ' ' || "
            "coalesce(valid_to::text, '') ORDER BY valid_from NULLS FIRST) FROM employment_number "
            "WHERE person = $1",
            {person_})
        .Strings(0, 0);
  }
  rv::Person On(const std::string& person, absl::CivilDay day) {
    rv::GetPersonRequest request;
    request.set_person(person);
    request.set_as_of(Day(day));
    const auto found = platform_->registry().GetPerson(platform_->Analyst(), request);
    EXPECT_THAT(found, IsOk());
    return found.value_or(rv::Person());
  }
  rv::Person Now(const std::string& person) { return On(person, platform_->clock().Today()); }
  rv::Act Newest(const std::string& person) {
    rv::ListActsRequest request;
    request.set_person(person);
    const auto acts = platform_->registry().ListActs(platform_->Analyst(), request);
    EXPECT_THAT(acts, IsOk());
    return acts.ok() && acts->acts_size() > 0 ? acts->acts(0) : rv::Act();
  }

  // Somebody whom a row of the people file brings in.
  std::string Import(const std::string& row) {
    EXPECT_THAT(city_->ImportPeople(City::PeopleHeader() + row, true), IsOk());
    return platform_->sql("registry")
        .Query("SELECT person FROM employment_number WHERE value = $1", {row.substr(0, 18)})
        .String(0, 0);
  }
  // In how many competencies somebody is measured.
  int Gaps(const std::string& person) {
    rv::ListPersonGapsRequest request;
    request.set_person(person);
    const auto gaps = platform_->registry().ListPersonGaps(platform_->Analyst(), request);
    EXPECT_THAT(gaps, IsOk());
    return gaps.ok() ? gaps->gaps_size() : -1;
  }
  // Why somebody leaves within the next year; unspecified: he does not.
  rv::Exit Leaves(const std::string& person, const std::string& unit) {
    rv::ListRetirementsRequest request;
    request.set_unit(unit);
    request.set_page_size(200);
    const auto list = platform_->registry().ListRetirements(platform_->Analyst(), request);
    EXPECT_THAT(list, IsOk());
    for (const rv::Retirement& one : list->retirements()) {
      if (one.person() == person) return one.exit();
    }
    return rv::EXIT_UNSPECIFIED;
  }
  // The last event of this type about somebody.
  template <class Event>
  Event Last(const std::string& person, const std::string& type) {
    const pg::Result rows = platform_->sql("registry")
                                .Query(
                                    "SELECT payload FROM event_log WHERE aggregate_type = 'person'"
                                    " AND aggregate_id = $1 AND position($2 IN headers) > 0"
                                    " ORDER BY aggregate_version DESC LIMIT 1",
                                    {person, pg::Bytes{type}});
    Event event;
    if (rows.rows() > 0) event.ParseFromString(rows.Bytes(0, 0));
    return event;
  }

  // How often an event of this type was told about somebody or something.
  std::int64_t Told(const std::string& id, const std::string& type) {
    return platform_->sql("registry")
        .Query(
            "SELECT count(*) FROM event_log WHERE aggregate_id = $1 AND position($2 IN headers) > "
            "0",
            {id, pg::Bytes{type}})
        .Int(0, 0);
  }

  std::string person_;
};

TEST_F(Acts, ThatLieAheadTakeEffectOnTheirDayAndUndoNothingBefore) {
  const auto placed = Assign(person_, "LURAH", "33.74.02.1001", today_ + 10);
  ASSERT_THAT(placed, IsOk());
  EXPECT_EQ(placed->post(), "STAF");
  EXPECT_EQ(Newest(person_).state(), rv::ACT_PENDING);
  MoveTo(today_ + 9);
  EXPECT_EQ(Now(person_).post(), "STAF");
  EXPECT_EQ(Told(person_, "post.assigned"), 1);  // by the import
  MoveTo(today_ + 10);
  ASSERT_TRUE(Eventually([&] { return Now(person_).post() == "LURAH"; }));
  EXPECT_EQ(Now(person_).unit_path(), "/33.74.02/33.74.02.1001/");
  EXPECT_EQ(Newest(person_).state(), rv::ACT_IN_FORCE);
  EXPECT_EQ(Told(person_, "post.assigned"), 2);
  EXPECT_EQ(On(person_, today_ + 9).post(), "STAF");
  EXPECT_EQ(On(person_, today_ + 9).unit_path(), "/33.74.14/33.74.14.1003/");
}

TEST_F(Acts, OfImpossibleDaysAreRefused) {
  EXPECT_THAT(
      Assign(person_, "LURAH", "33.74.02.1001", absl::CivilDay(2999, 1, 1)), RefusedBy("ACT-02"));
  EXPECT_THAT(
      Assign(person_, "LURAH", "33.74.02.1001", absl::CivilDay(1960, 1, 1)),
      RefusedBy("ACT-01", "ASG-08"));
  EXPECT_THAT(
      Assign(person_, "LURAH", "33.74.02.1001", absl::CivilDay(2023, 12, 31)), RefusedBy("ASG-08"));
  EXPECT_THAT(End(person_, rv::EXIT_DEATH, today_ + 1), RefusedBy("ACT-09"));
  EXPECT_THAT(Newest(person_).id(), IsEmpty());
}

TEST_F(Acts, OfOnePersonFollowOneAnotherAlsoWhereBothLieAhead) {
  ASSERT_THAT(End(person_, rv::EXIT_RETIREMENT, today_ + 5), IsOk());
  EXPECT_THAT(Assign(person_, "LURAH", "33.74.02.1001", today_ + 6), RefusedBy("ACT-04"));
  ASSERT_THAT(Assign(person_, "LURAH", "33.74.02.1001", today_ + 4), IsOk());
}

TEST_F(Acts, OfRetirementMakeThePostVacantOnTheirDay) {
  ASSERT_THAT(End(person_, rv::EXIT_RETIREMENT, today_ + 30), IsOk());
  EXPECT_TRUE(Now(person_).active());
  MoveTo(today_ + 30);
  ASSERT_TRUE(Eventually([&] { return Now(person_).legal_position() == "PENSIUN"; }));
  EXPECT_EQ(Told(person_, "person.left"), 1);
  EXPECT_EQ(Told(person_, "person.changed"), 2);
  EXPECT_EQ(Now(person_).post(), "");
  EXPECT_FALSE(Now(person_).active());
  EXPECT_EQ(On(person_, today_ + 29).legal_position(), "AKTIF");
  EXPECT_EQ(On(person_, today_ + 29).post(), "STAF");
  EXPECT_TRUE(On(person_, today_ + 29).active());
  // Whoever is gone leaves no deputy behind either.
  EXPECT_THAT(Assign(person_, "LURAH", "33.74.02.1001", today_ + 31), RefusedBy("ACT-04"));
}

TEST_F(Acts, OfTheFirstDayOfAMonthLetHeadsChangePlaces) {
  ASSERT_THAT(
      city_->ImportUnits(
          "code,name,kind,parent,direct_service\nT1,Satu,KECAMATAN,,ya\nT2,Dua,KECAMATAN,,ya\n"
          "T3,Tiga,KECAMATAN,,ya\n",
          true),
      IsOk());
  const std::string one = city_->Head("T1"), two = city_->Head("T2"), three = city_->Head("T3");
  EXPECT_THAT(Assign(one, "KEPALA", "T2", today_), RefusedBy("ASG-05"));
  ASSERT_THAT(Assign(one, "KEPALA", "T2", today_ + 1), IsOk());
  ASSERT_THAT(Assign(two, "KEPALA", "T3", today_ + 1), IsOk());
  ASSERT_THAT(Assign(three, "KEPALA", "T1", today_ + 1), IsOk());
  MoveTo(today_ + 1);
  ASSERT_TRUE(Eventually([&] {
    return Now(one).unit() == "T2" && Now(two).unit() == "T3" && Now(three).unit() == "T1";
  }));
}

TEST_F(Acts, ThatAreNoLongerPossibleOnTheirDayLapseAndSayWhy) {
  ASSERT_THAT(
      city_->ImportUnits("code,name,kind,parent,direct_service\nT4,Empat,KECAMATAN,,ya\n", true),
      IsOk());
  city_->Head("T4");
  ASSERT_THAT(Assign(person_, "KEPALA", "T4", today_ + 1), IsOk());
  MoveTo(today_ + 1);
  ASSERT_TRUE(Eventually([&] { return Newest(person_).state() == rv::ACT_LAPSED; }));
  EXPECT_EQ(Newest(person_).ended_because(), "ASG-05");
  EXPECT_EQ(Told(person_, "act.ended"), 1);
  EXPECT_EQ(Now(person_).post(), "STAF");
}

TEST_F(Acts, RaiseAGradeAndKeepTheOldOneByDay) {
  EXPECT_THAT(Promote(person_, "III/b", today_), RefusedBy("ACT-05"));
  EXPECT_THAT(Promote(person_, "IX", today_), RefusedBy("PER-13"));
  ASSERT_THAT(Promote(person_, "III/d", today_ - 9), IsOk());
  EXPECT_EQ(Now(person_).grade(), "III/d");
  EXPECT_EQ(On(person_, today_ - 9).grade(), "III/d");
  EXPECT_EQ(On(person_, today_ - 10).grade(), "III/c");
  EXPECT_THAT(Promote(person_, "IV/a", today_ - 10), RefusedBy("ACT-03"));
}

TEST_F(Acts, GiveAPersonAnotherNumberAndKeepTheOldOneFindable) {
  const std::string old_number = Number();
  const std::string new_number = Cat(old_number.substr(0, 8), "2015011901");
  auto request = For<rv::ChangeEmploymentRequest>(person_, today_);
  request.set_number(old_number);
  EXPECT_THAT(
      platform_->registry().ChangeEmployment(platform_->Analyst(), request), RefusedBy("PER-10"));
  request.set_request_id(platform_->Id());
  request.set_number(new_number);
  const auto corrected = platform_->registry().ChangeEmployment(platform_->Analyst(), request);
  ASSERT_THAT(corrected, IsOk());
  EXPECT_THAT(
      Numbers(),
      ElementsAre(Cat(old_number, "  ", Day(today_)), Cat(new_number, " ", Day(today_), " ")));
  // By either number it is the same person: importing him under the old one makes no second.
  for (const std::string& number : {old_number, new_number}) {
    rv::FindPersonByNumberRequest find;
    find.set_request_id(platform_->Id());
    find.set_number(number);
    const auto found = platform_->registry().FindPersonByNumber(platform_->Analyst(), find);
    ASSERT_THAT(found, IsOk());
    EXPECT_EQ(found->id(), person_);
    const auto report = city_->ImportPeople(
        Cat(City::PeopleHeader(), number, city_->Row("STAF", "33.74.14.1003").substr(18)), false);
    ASSERT_THAT(report, IsOk());
    EXPECT_EQ(report->new_count(), 0) << number;
  }
  // What was a mistake gives the number back.
  ASSERT_THAT(Annul(person_, corrected->id()), IsOk());
  EXPECT_THAT(Numbers(), ElementsAre(Cat(old_number, "  ")));
}

TEST_F(Acts, MakeACivilServantOfAContractEmployeeWhoStaysTheSamePerson) {
  platform_->sql("registry")
      .Query("UPDATE person SET employment_type = 'PPPK', grade = 'IX' WHERE id = $1", {person_});
  const std::string contract = Number();
  const std::string servant = Cat(contract.substr(0, 8), "2026011902");
  auto request = For<rv::ChangeEmploymentRequest>(person_, today_);
  request.set_employment_type("CPNS");
  request.set_grade("III/a");
  request.set_number(servant);
  const auto changed = platform_->registry().ChangeEmployment(platform_->Analyst(), request);
  ASSERT_THAT(changed, IsOk());
  EXPECT_THAT(
      Numbers(),
      ElementsAre(Cat(contract, "  ", Day(today_)), Cat(servant, " ", Day(today_), " ")));
  EXPECT_EQ(On(person_, today_).employment_type(), "CPNS");
  EXPECT_EQ(On(person_, today_).grade(), "III/a");
  EXPECT_EQ(On(person_, today_ - 1).employment_type(), "PPPK");
  EXPECT_EQ(On(person_, today_ - 1).grade(), "IX");
  rv::ListActsRequest list;
  list.set_person(person_);
  const auto acts = platform_->registry().ListActs(platform_->Analyst(), list);
  ASSERT_THAT(acts, IsOk());
  const auto act = std::find_if(acts->acts().begin(), acts->acts().end(), [&](const rv::Act& one) {
    return one.id() == changed->id();
  });
  ASSERT_NE(act, acts->acts().end());
  EXPECT_EQ(act->decree(), "800/1/2026");
  EXPECT_EQ(act->effective(), Day(today_));
  EXPECT_EQ(act->employment_type(), "CPNS");
  // A file that still knows him by the old number makes no second person.
  const auto report = city_->ImportPeople(
      Cat(City::PeopleHeader(), contract, city_->Row("STAF", "33.74.14.1003").substr(18)), false);
  ASSERT_THAT(report, IsOk());
  EXPECT_EQ(report->new_count(), 0);
}

TEST_F(Acts, EndAContractWithTheEmploymentThatItWasOf) {
  const std::string unit = "33.74.14.1003";
  platform_->sql("registry")
      .Query("UPDATE person SET employment_type = 'PPPK', grade = 'IX' WHERE id = $1", {person_});
  auto contract = For<rv::ChangeEmploymentRequest>(person_, today_ - 9);
  contract.set_contract_end(Day(today_ + 90));
  ASSERT_THAT(platform_->registry().ChangeEmployment(platform_->Analyst(), contract), IsOk());
  EXPECT_EQ(Leaves(person_, unit), rv::EXIT_CONTRACT_END);
  auto servant = For<rv::ChangeEmploymentRequest>(person_, today_);
  servant.set_employment_type("CPNS");
  servant.set_grade("III/a");
  servant.set_number(Cat(Number().substr(0, 8), "2026011903"));
  const auto changed = platform_->registry().ChangeEmployment(platform_->Analyst(), servant);
  ASSERT_THAT(changed, IsOk());
  EXPECT_NE(Leaves(person_, unit), rv::EXIT_CONTRACT_END);
  // What was a mistake gives him his contract back.
  ASSERT_THAT(Annul(person_, changed->id()), IsOk());
  EXPECT_EQ(Leaves(person_, unit), rv::EXIT_CONTRACT_END);
}

TEST_F(Acts, SendAPersonAwayAndBringHimBackToHisPost) {
  auto away = For<rv::SuspendPersonRequest>(person_, today_ - 5);
  away.set_legal_position("TUGAS_BELAJAR");
  ASSERT_THAT(platform_->registry().SuspendPerson(platform_->Analyst(), away), IsOk());
  EXPECT_FALSE(Now(person_).active());
  EXPECT_EQ(Now(person_).post(), "STAF");
  EXPECT_THAT(Assign(person_, "LURAH", "33.74.02.1001", today_), RefusedBy("ASG-04"));
  const auto back = For<rv::ReturnPersonRequest>(person_, today_);
  ASSERT_THAT(platform_->registry().ReturnPerson(platform_->Analyst(), back), IsOk());
  EXPECT_TRUE(Now(person_).active());
  EXPECT_FALSE(On(person_, today_ - 5).active());
  EXPECT_TRUE(On(person_, today_ - 6).active());
}

TEST_F(Acts, BringBackFromAnotherAgencyToAPost) {
  ASSERT_THAT(End(person_, rv::EXIT_TRANSFER_OUT, today_ - 20), IsOk());
  auto back = For<rv::ReturnPersonRequest>(person_, today_);
  EXPECT_THAT(platform_->registry().ReturnPerson(platform_->Analyst(), back), RefusedBy("ACT-12"));
  back.set_request_id(platform_->Id());
  back.set_post("LURAH");
  back.set_unit("33.74.02.1002");
  ASSERT_THAT(platform_->registry().ReturnPerson(platform_->Analyst(), back), IsOk());
  EXPECT_EQ(Now(person_).post(), "LURAH");
  EXPECT_EQ(On(person_, today_ - 1).post(), "");
  EXPECT_EQ(On(person_, today_ - 1).legal_position(), "PINDAH_INSTANSI");
  EXPECT_EQ(On(person_, today_ - 21).post(), "STAF");
}

TEST_F(Acts, AreUndoneFromTheNewestOnAndStayOnRecord) {
  ASSERT_THAT(Promote(person_, "III/d", today_ - 9), IsOk());
  const std::string promotion = Newest(person_).id();
  const auto moved = Assign(person_, "LURAH", "33.74.02.1001", today_ - 3);
  ASSERT_THAT(moved, IsOk());
  ASSERT_THAT(End(person_, rv::EXIT_DISMISSAL, today_), IsOk());
  const std::string exit = Newest(person_).id();
  EXPECT_THAT(Annul(person_, promotion), RefusedBy("ACT-14"));
  ASSERT_THAT(Annul(person_, exit), IsOk());
  EXPECT_EQ(Told(person_, "act.ended"), 1);
  EXPECT_EQ(Told(person_, "person.changed"), 4);  // new, promoted, gone, back
  EXPECT_EQ(Told(person_, "post.assigned"), 3);   // STAF, LURAH, LURAH again
  EXPECT_EQ(Now(person_).post(), "LURAH");
  EXPECT_TRUE(Now(person_).active());
  EXPECT_THAT(Annul(person_, exit), RefusedBy("ACT-13"));
  EXPECT_EQ(Newest(person_).ended_because(), "salah orang");
  ASSERT_THAT(Annul(person_, moved->act()), IsOk());
  EXPECT_EQ(Now(person_).post(), "STAF");
  EXPECT_EQ(On(person_, today_ - 2).post(), "STAF");
  ASSERT_THAT(Annul(person_, promotion), IsOk());
  EXPECT_EQ(Now(person_).grade(), "III/c");
  EXPECT_EQ(On(person_, today_ - 5).grade(), "III/c");
}

// He went to another agency, and that he came back was a mistake.
TEST_F(Acts, OfReturnThatAreUndoneLeaveNothingOfThePost) {
  ASSERT_THAT(city_->Assess(city_->RatingCampaign(), person_, 1), IsOk());
  ASSERT_THAT(End(person_, rv::EXIT_TRANSFER_OUT, today_ - 20), IsOk());
  EXPECT_EQ(Gaps(person_), 0);
  auto back = For<rv::ReturnPersonRequest>(person_, today_);
  back.set_post("LURAH");
  back.set_unit("33.74.02.1002");
  const auto returned = platform_->registry().ReturnPerson(platform_->Analyst(), back);
  ASSERT_THAT(returned, IsOk());
  EXPECT_EQ(Gaps(person_), 9);
  EXPECT_TRUE(Last<rv::PersonChanged>(person_, "person.changed").active());
  ASSERT_THAT(Annul(person_, returned->id()), IsOk());
  EXPECT_EQ(Gaps(person_), 0);
  EXPECT_FALSE(Last<rv::PersonChanged>(person_, "person.changed").active());
  EXPECT_EQ(Told(person_, "person.left"), 2);
  const auto left = Last<rv::PersonLeft>(person_, "person.left");
  EXPECT_EQ(left.act(), returned->id());
  EXPECT_EQ(left.legal_position(), "PINDAH_INSTANSI");
  EXPECT_EQ(left.effective(), Day(today_));
  EXPECT_EQ(left.post(), "LURAH");
  EXPECT_EQ(left.unit_path(), "/33.74.02/33.74.02.1002/");
}

// What put him on his only post was a mistake: he counts nowhere until he is put on another.
TEST_F(Acts, OfAFirstPostThatAreUndoneLeaveAnActivePersonWithoutOne) {
  const std::string row = city_->Row("STAF", "33.74.14.1003");
  const std::string person = Import(absl::StrReplaceAll(row, {{"2024-01-01", Day(today_ + 10)}}));
  EXPECT_FALSE(Last<rv::PersonChanged>(person, "person.changed").active()) << "nowhere yet";
  MoveTo(today_ + 10);
  ASSERT_TRUE(Eventually([&] { return Now(person).post() == "STAF"; }));
  EXPECT_TRUE(Last<rv::PersonChanged>(person, "person.changed").active());
  ASSERT_THAT(city_->Assess(city_->RatingCampaign(), person, 1), IsOk());
  EXPECT_EQ(Gaps(person), 9);
  ASSERT_THAT(Annul(person, Newest(person).id()), IsOk());
  EXPECT_EQ(Now(person).post(), "");
  EXPECT_TRUE(Now(person).active());
  EXPECT_EQ(Gaps(person), 0);
  EXPECT_FALSE(Last<rv::PersonChanged>(person, "person.changed").active());
  EXPECT_EQ(ToldAbout("profile", person).back(), "profile.measured");
  ASSERT_THAT(Promote(person, "III/d", today_ + 10), IsOk());
  EXPECT_FALSE(Last<rv::PersonChanged>(person, "person.changed").active());
  // By a file as by an act.
  Import(absl::StrReplaceAll(row, {{"III/c", "III/d"}, {"2024-01-01", Day(today_ + 10)}}));
  EXPECT_EQ(Gaps(person), 9);
  EXPECT_THAT(
      ToldAbout("person", person),
      ElementsAre(
          "person.changed", "person.changed", "post.assigned", "act.ended", "person.changed",
          "person.changed", "person.changed", "post.assigned"));
  EXPECT_TRUE(Last<rv::PersonChanged>(person, "person.changed").active());
}

// The row that holds for no day ends on the day on which the next one began.
TEST_F(Acts, ThatAreUndoneStaySoWhenTheBeginOfTheNextIsCorrected) {
  ASSERT_THAT(
      city_->ImportUnits("code,name,kind,parent,direct_service\nT6,Enam,KECAMATAN,,ya\n", true),
      IsOk());
  city_->Post("KEPALA", rv::ADMINISTRATOR, [](auto& post) { post.set_is_head(true); });
  const std::string row = city_->Row("STAF", "33.74.14.1003");
  const std::string person = Import(row), clerk = city_->Person("STAF", "T6");
  const auto wrong = Assign(person, "KEPALA", "T6", today_ - 30);
  ASSERT_THAT(wrong, IsOk());
  ASSERT_THAT(Annul(person, wrong->act()), IsOk());
  ASSERT_THAT(Assign(person, "LURAH", "33.74.02.1001", today_ - 30), IsOk());
  Import(absl::StrReplaceAll(
      row, {{"33.74.14.1003,STAF", "33.74.02.1001,LURAH"}, {"2024-01-01", Day(today_ - 10)}}));
  EXPECT_EQ(On(person, today_ - 10).post(), "LURAH");
  EXPECT_EQ(On(person, today_ - 11).post(), "STAF");
  rv::GetSuperiorRequest superior;
  superior.set_person(clerk);
  superior.set_as_of(Day(today_ - 20));
  const auto head = platform_->registry().GetSuperior(platform_->Analyst(), superior);
  ASSERT_THAT(head, IsOk());
  EXPECT_EQ(head->person(), "") << "nobody ever headed the unit";
}

TEST_F(Acts, ThatLieAheadAreAnnulledBeforeTheirDay) {
  const auto placed = Assign(person_, "LURAH", "33.74.02.1001", today_ + 2);
  ASSERT_THAT(placed, IsOk());
  ASSERT_THAT(Annul(person_, placed->act()), IsOk());
  ASSERT_THAT(Promote(person_, "III/d", today_ + 2), IsOk());
  MoveTo(today_ + 2);
  ASSERT_TRUE(Eventually([&] { return Now(person_).grade() == "III/d"; }));
  EXPECT_EQ(Now(person_).post(), "STAF");
}

TEST_F(Acts, OfAnotherPersonAreNotFound) {
  ASSERT_THAT(Promote(person_, "III/d", today_), IsOk());
  const std::string other = city_->Person("STAF", "33.74.14.1003");
  EXPECT_TRUE(absl::IsNotFound(Annul(other, Newest(person_).id()).status()));
}

TEST_F(Acts, NeedADecree) {
  auto request = For<rv::PromotePersonRequest>(person_, today_);
  request.set_grade("III/d");
  request.clear_decree();
  EXPECT_TRUE(absl::IsInvalidArgument(
      platform_->registry().PromotePerson(platform_->Analyst(), request).status()));
}

TEST_F(Acts, OfRetirementAreForeseenByAgeAndByTheEndOfAContract) {
  ASSERT_THAT(
      city_->ImportUnits("code,name,kind,parent,direct_service\nT5,Lima,KECAMATAN,,ya\n", true),
      IsOk());
  const auto born = [&](const std::string& person, absl::CivilDay day) {
    platform_->sql("registry")
        .Query("UPDATE person SET birth_date = $2 WHERE id = $1", {person, day});
  };
  // 58 years for a pelaksana; the first of the month after the birthday.
  const absl::CivilMonth month(today_);
  const std::string soon = city_->Person("STAF", "T5"), later = city_->Person("STAF", "T5"),
                    overdue = city_->Person("STAF", "T5"), contract = city_->Person("STAF", "T5");
  born(soon, absl::CivilDay(month - 58 * 12 + 11));
  born(later, absl::CivilDay(month - 58 * 12 + 12));
  born(overdue, absl::CivilDay(1941, 3, 1));
  platform_->sql("registry")
      .Query(
          "UPDATE person SET contract_end = $2 WHERE id = $1",
          {contract, absl::CivilDay(month + 2)});
  rv::ListRetirementsRequest request;
  request.set_unit("T5");
  const auto list = [&] {
    std::vector<std::string> found;
    do {
      const auto page = platform_->registry().ListRetirements(platform_->Analyst(), request);
      EXPECT_THAT(page, IsOk());
      for (const rv::Retirement& one : page->retirements())
        found.push_back(Cat(one.person(), " ", one.leaves_on(), " ", rv::Exit_Name(one.exit())));
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    return found;
  };
  const std::vector<std::string> year = {
      Cat(overdue, " 1999-04-01 EXIT_RETIREMENT"),
      Cat(contract, " ", Day(absl::CivilDay(month + 2)), " EXIT_CONTRACT_END"),
      Cat(soon, " ", Day(absl::CivilDay(month + 12)), " EXIT_RETIREMENT")};
  EXPECT_THAT(list(), ::testing::ElementsAreArray(year));
  request.set_page_size(1);
  EXPECT_THAT(list(), ::testing::ElementsAreArray(year));
  request.set_months(13);
  EXPECT_THAT(
      list(), Contains(Cat(later, " ", Day(absl::CivilDay(month + 13)), " EXIT_RETIREMENT")));
}

}  // namespace
}  // namespace binadaya::test
