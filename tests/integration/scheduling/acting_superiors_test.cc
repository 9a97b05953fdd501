// Seats whose superior is somebody who acts for the head (Plt, Plh): as long as he does, and may.
#include <algorithm>
#include <string_view>

#include "services/common/migrate.h"
#include "tests/integration/scheduling/seats.h"
#include "tests/support/programs.h"

namespace binadaya::test {
namespace {

using ::testing::ElementsAre;
using ::testing::Not;

// Somebody is asked whose head is one and who has a deputy, the head of the kelurahan beside it.
class ActingSuperiors : public SeatedTest {
 protected:
  void Acts(const std::string& until) {
    person_ = Offered(1, 1)[0];
    deputy_ = city_.Head("33.74.14.1004");
    const auto acts =
        city_.Assign(deputy_, "KEPALA", kKelurahan, "2027-03-01", registry::v1::DAILY, until);
    ASSERT_THAT(acts, IsOk());
    act_ = acts->act();
    ASSERT_TRUE(IsQuiet());
    EXPECT_THAT(Of(person_).asked(), ElementsAre(deputy_));
  }
  template <class Request>
  Request OfDeputy(const std::string& decree) {
    Request request;
    request.set_request_id(platform_.Id());
    request.set_person(deputy_);
    request.set_effective("2027-03-01");
    request.set_decree(decree);
    return request;
  }

  std::string person_, deputy_, act_;
};

// Nobody tells that he acts no more: until when was told when he began.
TEST_F(ActingSuperiors, AreAskedNoMoreFromTheDayOnWhichItEnds) {
  Acts("2027-03-04");
  const std::vector<std::string> asked = AskedAbout(person_);
  MoveTo(absl::CivilDay(2027, 3, 3), 23);
  ASSERT_TRUE(IsQuiet());
  EXPECT_EQ(AskedAbout(person_), asked);
  MoveTo(absl::CivilDay(2027, 3, 4), 1);
  ASSERT_TRUE(IsQuiet());
  EXPECT_THAT(Of(person_).asked(), ElementsAre(head_));
  EXPECT_EQ(AskedAbout(person_).size(), asked.size() + 1);
  EXPECT_EQ(Of(person_).answer_by(), "2027-03-09") << "three working days of his own";
  EXPECT_THAT(client().ApproveEnrolment(Self(deputy_), About(person_)), Not(IsOk()));
  EXPECT_THAT(client().ApproveEnrolment(Self(head_), About(person_)), IsOk());
}

// He acted before that was counted: the migration counts it, once.
TEST_F(ActingSuperiors, AreAskedNoMoreIfTheyActedBeforeThatWasCounted) {
  Acts("2027-03-04");
  (void)sql().Query("DELETE FROM timer WHERE kind = 'head'", {});
  const std::vector<Migration>& all = ProgramOf("scheduling").migrations();
  const auto found = std::ranges::find_if(all, [](const Migration& one) {
    return std::string_view(one.name).find("0024_acting_ends") != std::string_view::npos;
  });
  ASSERT_NE(found, all.end());
  for (int i = 0; i < 2; ++i) sql().Execute(found->sql);
  const pg::Result timers = sql().Query(
      "SELECT due = $2 FROM timer WHERE kind = 'head' AND subject = $1",
      pg::Params(
          Cat(kKelurahan, "@2027-03-04"),
          platform_.clock().StartOf(absl::CivilDay(2027, 3, 4)) + absl::Minutes(10)));
  ASSERT_EQ(timers.rows(), 1);
  EXPECT_TRUE(timers.Bool(0, 0)) << "as it is set when it is told";
  MoveTo(absl::CivilDay(2027, 3, 4), 1);
  ASSERT_TRUE(IsQuiet());
  EXPECT_THAT(Of(person_).asked(), ElementsAre(head_));
}

// What was recorded ahead comes into force on the day on which the other ends.
TEST_F(ActingSuperiors, WhoActOnAreNotAskedOnceMore) {
  Acts("2027-03-04");
  ASSERT_THAT(
      city_.Assign(deputy_, "KEPALA", kKelurahan, "2027-03-04", registry::v1::DAILY, "2027-09-01"),
      IsOk());
  ASSERT_TRUE(IsQuiet());
  const std::vector<std::string> asked = AskedAbout(person_);
  const std::string answer_by = Of(person_).answer_by();
  for (const int hour : {0, 1}) {
    MoveTo(absl::CivilDay(2027, 3, 4), hour);
    ASSERT_TRUE(IsQuiet());
    EXPECT_THAT(Of(person_).asked(), ElementsAre(deputy_));
    EXPECT_EQ(AskedAbout(person_), asked);
    EXPECT_EQ(Of(person_).answer_by(), answer_by);
  }
}

TEST_F(ActingSuperiors, AreAskedNoMoreOnceThatIsAnnulled) {
  Acts("2027-09-01");
  registry::v1::AnnulActRequest annul;
  annul.set_request_id(platform_.Id());
  annul.set_person(deputy_);
  annul.set_act(act_);
  annul.set_reason("salah unit");
  ASSERT_THAT(platform_.registry().AnnulAct(platform_.Analyst(), annul), IsOk());
  ASSERT_TRUE(IsQuiet());
  EXPECT_THAT(Of(person_).asked(), ElementsAre(head_));
}

TEST_F(ActingSuperiors, AreAskedWheneverTheyAreActive) {
  Acts("2027-09-01");
  auto away = OfDeputy<registry::v1::SuspendPersonRequest>("882/1");
  away.set_legal_position("CLTN");
  ASSERT_THAT(platform_.registry().SuspendPerson(platform_.Analyst(), away), IsOk());
  ASSERT_TRUE(IsQuiet());
  EXPECT_THAT(Of(person_).asked(), ElementsAre(head_));
  const auto back = OfDeputy<registry::v1::ReturnPersonRequest>("882/2");
  ASSERT_THAT(platform_.registry().ReturnPerson(platform_.Analyst(), back), IsOk());
  ASSERT_TRUE(IsQuiet());
  EXPECT_THAT(Of(person_).asked(), ElementsAre(deputy_));
}

}  // namespace
}  // namespace binadaya::test
