// Who acts for another (Plt, Plh), and until when: what others hear of it.
#include "absl/strings/str_replace.h"
#include "binadaya/registry/v1/registry_events.pb.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/integration/registry/recorded_acts.h"
#include "tests/support/matchers.h"
#include "tests/support/platform.h"

namespace binadaya::test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class Acting : public RecordedActs {
 protected:
  static constexpr char kWhere[] = "33.74.02.1001";

  // From a day (today) for thirty days; the act.
  std::string Act(const std::string& person, int ahead = 0) {
    const auto acts = city_->Assign(
        person, "LURAH", kWhere, Day(today_ + ahead), rv::ACTING, Day(today_ + ahead + 30));
    EXPECT_THAT(acts, IsOk());
    return acts.ok() ? acts->act() : "";
  }
  // "33.74.02.1001 2026-03-02 2026-04-01", each time that he was told to act.
  static std::vector<std::string> Told(const std::string& person) {
    const pg::Result rows =
        platform_->sql("registry")
            .Query(
                "SELECT payload FROM event_log WHERE aggregate_type = 'person'"
                " AND aggregate_id = $1 AND position($2 IN headers) > 0 ORDER BY aggregate_version",
                {person, pg::Bytes{"registry.post.assigned.v1"}});
    std::vector<std::string> told;
    for (int i = 0; i < rows.rows(); ++i) {
      rv::PostAssigned event;
      event.ParseFromString(rows.Bytes(i, 0));
      if (event.kind() != rv::DEFINITIVE)
        told.push_back(Cat(event.unit(), " ", event.valid_from(), " ", event.valid_to()));
    }
    return told;
  }
  std::string Between(absl::CivilDay from, absl::CivilDay to) const {
    return Cat(kWhere, " ", Day(from), " ", Day(to));
  }
  void Suspend(const std::string& person) {
    auto away = For<rv::SuspendPersonRequest>(person, platform_->clock().Today());
    away.set_legal_position("CLTN");
    ASSERT_THAT(platform_->registry().SuspendPerson(platform_->Analyst(), away), IsOk());
  }
  void Return(const std::string& person) {
    const auto back = For<rv::ReturnPersonRequest>(person, platform_->clock().Today());
    ASSERT_THAT(platform_->registry().ReturnPerson(platform_->Analyst(), back), IsOk());
  }
};

TEST_F(Acting, IsToldWithItsEndOnTheDayOnWhichItBegins) {
  const std::string person = city_->Person("STAF", "33.74.14.1003");
  Act(person, 2);
  EXPECT_THAT(Told(person), IsEmpty());
  MoveTo(today_ + 2);
  ASSERT_TRUE(Eventually([] { return NothingIsDue(); }));
  EXPECT_THAT(Told(person), ElementsAre(Between(today_ + 2, today_ + 32)));
  MoveTo(today_ + 32);
  ASSERT_TRUE(Eventually([] { return NothingIsDue(); }));
  EXPECT_EQ(Told(person).size(), 1u) << "its end was said";
}

TEST_F(Acting, ThatIsAnnulledIsToldToEndWhereItBegan) {
  const std::string person = city_->Person("STAF", "33.74.14.1003");
  const std::string act = Act(person);
  ASSERT_THAT(Annul(person, act), IsOk());
  EXPECT_THAT(Told(person), ElementsAre(Between(today_, today_ + 30), Between(today_, today_)));
  EXPECT_THAT(
      ToldAbout("person", person),
      ElementsAre(
          "person.changed", "post.assigned", "post.assigned", "act.ended", "post.assigned"));
  // Of one that never began nobody has heard.
  const std::string later = Act(person, 2);
  ASSERT_THAT(Annul(person, later), IsOk());
  EXPECT_EQ(Told(person).size(), 2u);
}

TEST_F(Acting, IsToldAgainWheneverHeIsActiveAgain) {
  const std::string row = city_->Row("STAF", "33.74.14.1003");
  const auto bring = [&](const std::string& legal_position) {
    const std::string now = absl::StrReplaceAll(row, {{"AKTIF", legal_position}});
    ASSERT_THAT(city_->ImportPeople(City::PeopleHeader() + now, true), IsOk());
  };
  bring("AKTIF");
  const std::string person =
      platform_->sql("registry")
          .Query("SELECT person FROM employment_number WHERE value = $1", {row.substr(0, 18)})
          .String(0, 0);
  Act(person);
  const std::string acts = Between(today_, today_ + 30);
  bring("CLTN");
  EXPECT_THAT(Told(person), ElementsAre(acts));
  bring("AKTIF");
  EXPECT_THAT(Told(person), ElementsAre(acts, acts)) << "by a file";
  Suspend(person);
  EXPECT_THAT(Told(person), ElementsAre(acts, acts));
  Return(person);
  EXPECT_THAT(Told(person), ElementsAre(acts, acts, acts)) << "by an act";
  const auto exit = End(person, rv::EXIT_DISMISSAL, today_);
  ASSERT_THAT(exit, IsOk());
  EXPECT_EQ(Told(person).size(), 3u);
  ASSERT_THAT(Annul(person, exit->id()), IsOk());
  EXPECT_THAT(Told(person), ElementsAre(acts, acts, acts, acts)) << "by an act that was none";
  // Over is over.
  MoveTo(today_ + 30);
  Suspend(person);
  Return(person);
  EXPECT_EQ(Told(person).size(), 4u);
}

}  // namespace
}  // namespace binadaya::test
