// Posts over time: a version is in force from its day on, and whoever holds the post is measured
// against it then.
#include "binadaya/registry/v1/registry_events.pb.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/city.h"
#include "tests/support/matchers.h"
#include "tests/support/platform.h"
#include "tests/support/waiting.h"

namespace binadaya::test {
namespace {

using ::testing::Each;
using ::testing::ElementsAre;
namespace rv = ::binadaya::registry::v1;

class Posts : public RegistryOverTime {
 protected:
  void SetUp() override {
    code_ = Cat("POS_", ++tests_);
    ASSERT_THAT(Define(Request("2020-01-01")), IsOk());
    person_ = city_->Person(code_, "33.74.14.1003");
  }
  rv::DefinePostRequest Request(const std::string& from) {
    rv::DefinePostRequest request;
    request.set_request_id(platform_->Id());
    request.set_code(code_);
    request.set_title("Pelaksana Lama");
    request.set_group(rv::EXECUTOR);
    request.set_family("LAMA");
    request.set_valid_from(from);
    return request;
  }
  absl::StatusOr<rv::Post> Define(const rv::DefinePostRequest& request) {
    return platform_->registry().DefinePost(platform_->Analyst(), request);
  }
  rv::Post On(absl::CivilDay day) {
    rv::GetPostRequest request;
    request.set_post(code_);
    request.set_as_of(Day(day));
    const auto post = platform_->registry().GetPost(platform_->Analyst(), request);
    EXPECT_THAT(post, IsOk());
    return post.value_or(rv::Post());
  }
  std::map<std::string, double> Gaps() {
    rv::ListPersonGapsRequest request;
    request.set_person(person_);
    std::map<std::string, double> gaps;
    const auto listed = platform_->registry().ListPersonGaps(platform_->Analyst(), request);
    EXPECT_THAT(listed, IsOk());
    for (const rv::Gap& gap : listed->gaps()) gaps[gap.competency()] = gap.gap();
    return gaps;
  }
  // What the newest event of a type says.
  template <class Event>
  Event Newest(const std::string& type) {
    const pg::Result rows =
        platform_->sql("registry")
            .Query(
                "SELECT payload FROM event_log WHERE position($1 IN headers) > 0 "
                "ORDER BY event_id DESC LIMIT 1",
                {pg::Bytes{type}});
    Event event;
    EXPECT_TRUE(!rows.empty() && event.ParseFromString(rows.Bytes(0, 0)));
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

  static int tests_;
  std::string code_, person_;
};

int Posts::tests_ = 0;

TEST_F(Posts, RedefinedFromADayAheadChangeOnThatDayInTitleGroupFamilyAndEchelon) {
  rv::DefinePostRequest next = Request(Day(today_ + 30));
  next.set_title("Pengawas Baru");
  next.set_group(rv::SUPERVISOR);
  next.set_family("BARU");
  next.set_echelon("IV.a");
  ASSERT_THAT(Define(next), IsOk());
  EXPECT_EQ(On(today_).title(), "Pelaksana Lama");
  EXPECT_EQ(On(today_ + 29).family(), "LAMA");
  EXPECT_EQ(On(today_ + 30).title(), "Pengawas Baru");
  EXPECT_EQ(On(today_ + 30).group(), rv::SUPERVISOR);
  EXPECT_EQ(On(today_ + 30).echelon(), "IV.a");
  EXPECT_EQ(Told(code_, "post.defined"), 1);
  MoveTo(today_ + 30);
  ASSERT_TRUE(Eventually([&] {
    return platform_->sql("registry")
               .Query("SELECT family FROM placement WHERE person = $1", {person_})
               .String(0, 0) == "BARU";
  }));
  EXPECT_EQ(Told(code_, "post.defined"), 2);
  EXPECT_EQ(On(today_).title(), "Pelaksana Lama");
}

TEST_F(Posts, ThatDropARequirementEndItsGapsAsEndedAndNotAsClosed) {
  ASSERT_THAT(city_->Assess(city_->RatingCampaign(), person_, 0), IsOk());
  EXPECT_THAT(Gaps(), Each(::testing::Pair(::testing::_, 1)));
  rv::DefinePostRequest next = Request(Day(today_ + 10));
  next.add_not_required("M.08");
  rv::Standard& harder = *next.add_standards();
  harder.set_competency("M.03");
  harder.set_level(3);
  ASSERT_THAT(Define(next), IsOk());
  EXPECT_EQ(Gaps().size(), 9);
  MoveTo(today_ + 10);
  ASSERT_TRUE(Eventually([&] { return Gaps().size() == 8; }));
  EXPECT_EQ(Gaps().count("M.08"), 0);
  EXPECT_EQ(Gaps()["M.03"], 3);
  const auto event = Newest<rv::ProfileMeasured>("profile.measured");
  EXPECT_EQ(event.person(), person_);
  EXPECT_THAT(event.requirements_ended(), ElementsAre("M.08"));
  EXPECT_EQ(event.gaps_size(), 8);
  EXPECT_EQ(event.gaps(0).standard(), Cat(code_, "@", Day(today_ + 10)));
}

TEST_F(Posts, ThatChangeTodayMeasureAllTheirHoldersInBatches) {
  const std::string campaign = city_->RatingCampaign();
  // More than one batch hold the post; the last of them are rated.
  platform_->sql("registry")
      .Query(
          "WITH p AS (INSERT INTO person (id, name, birth_date, gender, employment_type, grade, "
          "legal_position, active) SELECT ('00000000-0000-7000-8000-' || lpad(i::text, 12, "
          "'0'))::uuid, 'x', '1980-01-01', 'L', 'PNS', 'III/a', 'AKTIF', true FROM "
          "generate_series(1, 100) AS i RETURNING id) INSERT INTO assignment (person, post, unit, "
          "kind, valid_from) SELECT id, $1, '33.74.14.1003', 1, '2024-01-01' FROM p",
          {code_});
  ASSERT_THAT(city_->Assess(campaign, person_, 1), IsOk());
  rv::DefinePostRequest next = Request("");
  rv::Standard& harder = *next.add_standards();
  harder.set_competency("M.03");
  harder.set_level(4);
  ASSERT_THAT(Define(next), IsOk());
  EXPECT_TRUE(Eventually([&] { return Gaps()["M.03"] == 3; }));
}

TEST_F(Posts, AreNotRewrittenWherePeopleWereMeasuredAgainstThem) {
  EXPECT_THAT(Define(Request("2020-01-01")), IsOk());  // the same once more
  EXPECT_EQ(Told(code_, "post.defined"), 1);
  rv::DefinePostRequest other = Request("2020-01-01");
  other.add_not_required("M.08");
  EXPECT_THAT(Define(other), RefusedBy("POST-09"));
  EXPECT_THAT(Define(Request("2019-01-01")), RefusedBy("POST-09"));
  EXPECT_THAT(Define(Request(Day(today_ - 1))), IsOk());
  EXPECT_THAT(Define(Request("2999-01-01")), RefusedBy("POST-10"));
  // Of today it may be corrected the same day.
  EXPECT_THAT(Define(Request("")), IsOk());
  EXPECT_THAT(Define(Request("")), IsOk());
}

TEST_F(Posts, ThatDoNotExistYetTakeNobody) {
  code_ = Cat(code_, "_BARU");
  ASSERT_THAT(Define(Request(Day(today_ + 20))), IsOk());
  const std::string unit = "33.74.14.1003";
  EXPECT_THAT(city_->Assign(person_, code_, unit, Day(today_ + 19)), RefusedBy("ASG-07"));
  EXPECT_THAT(city_->Assign(person_, code_, unit, Day(today_ + 20)), IsOk());
}

TEST_F(Posts, AreCheckedForEchelonCodeTitleAndTwin) {
  rv::DefinePostRequest request = Request("");
  request.set_echelon("II.a");
  request.set_title("-");
  EXPECT_THAT(Define(request), RefusedBy("POST-05", "POST-07"));
  request = Request("");
  request.set_code("POS/1");
  EXPECT_THAT(Define(request), RefusedBy("POST-06"));
  request.set_code(Cat("pos_", tests_));
  EXPECT_THAT(Define(request), RefusedBy("POST-08"));
}

TEST_F(Posts, ThatChangeMeasureNobodyAgainstThemWhoHasGoneToAnotherMeanwhile) {
  ASSERT_THAT(city_->Assess(city_->RatingCampaign(), person_, 1), IsOk());
  pg::Connection& moving = platform_->sql("registry");
  moving.Execute("BEGIN");
  moving.Query("SELECT 1 FROM person WHERE id = $1 FOR UPDATE", {person_});
  rv::DefinePostRequest next = Request("");
  rv::Standard& harder = *next.add_standards();
  harder.set_competency("M.03");
  harder.set_level(4);
  ASSERT_THAT(Define(next), IsOk());
  ASSERT_TRUE(Eventually([&] { return Waiting(moving) > 0; }));
  moving.Query(
      "UPDATE assignment SET post = 'STAF' WHERE person = $1 AND valid_to IS NULL", {person_});
  moving.Execute("COMMIT");
  ASSERT_TRUE(Eventually([] { return NothingIsDue(); }));
  EXPECT_EQ(
      moving.Query("SELECT string_agg(DISTINCT post, ' ') FROM gap WHERE person = $1", {person_})
          .String(0, 0),
      "STAF");
}

}  // namespace
}  // namespace binadaya::test
