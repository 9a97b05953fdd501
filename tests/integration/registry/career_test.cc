// Career paths: people are measured against what the posts of the next families demand, too.
#include "binadaya/registry/v1/registry_events.pb.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/city.h"
#include "tests/support/matchers.h"

namespace binadaya::test {
namespace {

using ::testing::AllOf;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;
using ::testing::SizeIs;
namespace rv = ::binadaya::registry::v1;

// A family whose people stand at level 1, as their post demands, and one above that demands 2.
class Career : public RegistryOverTime {
 protected:
  void SetUp() override {
    ++tests_;
    from_ = Cat("DARI_", tests_);
    to_ = Cat("KE_", tests_);
    Define(from_, from_, rv::EXECUTOR);
    Define(to_, to_, rv::SUPERVISOR);
    person_ = city_->Person(from_, "33.74.14.1003");
    ASSERT_THAT(city_->Assess(city_->RatingCampaign(), person_, 1), IsOk());
  }
  static void Define(
      const std::string& code, const std::string& family, rv::PostGroup group,
      const std::string& from = "2020-01-01",
      const std::vector<std::pair<std::string, int>>& levels = {}) {
    rv::DefinePostRequest request;
    request.set_request_id(platform_->Id());
    request.set_code(code);
    request.set_title(code);
    request.set_group(group);
    request.set_family(family);
    request.set_valid_from(from);
    for (const auto& [competency, level] : levels) {
      rv::Standard& standard = *request.add_standards();
      standard.set_competency(competency);
      standard.set_level(level);
    }
    ASSERT_THAT(platform_->registry().DefinePost(platform_->Analyst(), request), IsOk());
  }
  absl::StatusOr<rv::CareerPath> Set(
      const std::vector<std::string>& next, const std::string& from = "") {
    rv::SetCareerPathRequest request;
    request.set_request_id(platform_->Id());
    request.set_family(from_);
    request.mutable_next_families()->Add(next.begin(), next.end());
    request.set_valid_from(from);
    request.set_basis("800/2/2026");
    return platform_->registry().SetCareerPath(platform_->Analyst(), request);
  }
  // "KE_1 M.08" -> gap.
  std::map<std::string, double> Gaps(rv::Horizon horizon, const std::string& as_of = "") {
    rv::ListPersonGapsRequest request;
    request.set_person(person_);
    request.set_horizon(horizon);
    request.set_as_of(as_of);
    const auto listed = platform_->registry().ListPersonGaps(platform_->Analyst(), request);
    EXPECT_THAT(listed, IsOk());
    std::map<std::string, double> gaps;
    for (const rv::Gap& gap : listed->gaps()) {
      EXPECT_EQ(gap.horizon(), horizon);
      EXPECT_EQ(gap.next_family().empty(), horizon == rv::HORIZON_CURRENT);
      gaps[Cat(gap.next_family(), " ", gap.competency())] = gap.gap();
    }
    return gaps;
  }
  std::map<std::string, double> Next(const std::string& as_of = "") {
    return Gaps(rv::HORIZON_NEXT, as_of);
  }
  // Waits until all nine are measured against the next family.
  void SetAndMeasure() {
    ASSERT_THAT(Set({to_}), IsOk());
    ASSERT_TRUE(Eventually([&] { return Next().size() == 9; }));
  }
  absl::StatusOr<rv::Person> Assign(const std::string& post) {
    return city_->Assign(person_, post, "33.74.14.1003");
  }
  // What the newest event of a type about the person says.
  template <class Event>
  Event Newest(const std::string& type) {
    const pg::Result rows =
        platform_->sql("registry")
            .Query(
                "SELECT payload FROM event_log WHERE position($1 IN headers) > 0 AND "
                "aggregate_id = $2 ORDER BY event_id DESC LIMIT 1",
                {pg::Bytes{type}, person_});
    Event event;
    EXPECT_TRUE(!rows.empty() && event.ParseFromString(rows.Bytes(0, 0)));
    return event;
  }

  static int tests_;
  std::string from_, to_, person_;
};

int Career::tests_ = 0;

TEST_F(Career, LeadsToGapsBesideThoseOfThePostHeld) {
  EXPECT_THAT(Next(), IsEmpty());
  SetAndMeasure();
  EXPECT_THAT(Next(), Each(Pair(::testing::StartsWith(to_), 1)));
  EXPECT_THAT(Gaps(rv::HORIZON_CURRENT), AllOf(SizeIs(9), Each(Pair(::testing::_, 0))));
  EXPECT_THAT(ToldAbout("career_path", from_), ElementsAre("career_path.set"));
  const auto told = Newest<rv::ProfileMeasured>("profile.measured");
  EXPECT_EQ(told.gaps_size(), 9);
  ASSERT_EQ(told.next_gaps_size(), 9);
  EXPECT_EQ(told.gaps(0).horizon(), rv::HORIZON_CURRENT);
  EXPECT_EQ(told.next_gaps(0).horizon(), rv::HORIZON_NEXT);
  EXPECT_EQ(told.next_gaps(0).next_family(), to_);
  EXPECT_EQ(told.next_gaps(0).required(), 2);
  EXPECT_EQ(told.next_gaps(0).standard(), Cat(to_, "@2020-01-01"));
  EXPECT_EQ(told.next_gaps(0).ratings_size(), 2);
  EXPECT_DOUBLE_EQ(told.job_person_match(), 100);  // with the post held
}

// A year of one path, then none: what was on a past day stays.
TEST_F(Career, BeginsAndEndsOnItsDayAndThePastStaysAsItWas) {
  ASSERT_THAT(Set({to_}, Day(today_ + 10)), IsOk());
  ASSERT_THAT(Set({}, Day(today_ + 375)), IsOk());
  EXPECT_THAT(Next(), IsEmpty());
  MoveTo(today_ + 10);
  ASSERT_TRUE(Eventually([&] { return Next().size() == 9; }));
  MoveTo(today_ + 374);
  EXPECT_THAT(Next(), SizeIs(9));
  MoveTo(today_ + 375);
  ASSERT_TRUE(Eventually([&] { return Next().empty(); }));
  EXPECT_THAT(Next(Day(today_ + 9)), IsEmpty());
  EXPECT_THAT(Next(Day(today_ + 10)), SizeIs(9));
  EXPECT_THAT(Next(Day(today_ + 374)), SizeIs(9));
  EXPECT_THAT(Gaps(rv::HORIZON_CURRENT), SizeIs(9));
  rv::ListCareerPathsRequest list;
  list.set_as_of(Day(today_ + 374));
  const auto paths = platform_->registry().ListCareerPaths(platform_->Analyst(), list);
  ASSERT_THAT(paths, IsOk());
  const auto of = std::find_if(paths->paths().begin(), paths->paths().end(), [&](const auto& path) {
    return path.family() == from_;
  });
  ASSERT_NE(of, paths->paths().end());
  EXPECT_THAT(of->next_families(), ::testing::ElementsAre(to_));
}

TEST_F(Career, IsMeasuredAnewWhenTheNextStandardALevelOrTheAssignmentChanges) {
  SetAndMeasure();
  Define(to_, to_, rv::SUPERVISOR, "", {{"M.08", 4}});
  EXPECT_TRUE(Eventually([&] { return Next()[Cat(to_, " M.08")] == 3; }));
  // A second post of the family that demands less: whichever he gets, he needs that.
  Define(Cat(to_, "_B"), to_, rv::SUPERVISOR, "", {{"M.08", 3}});
  EXPECT_TRUE(Eventually([&] { return Next()[Cat(to_, " M.08")] == 2; }));

  rv::CorrectLevelRequest correct;
  correct.set_request_id(platform_->Id());
  correct.set_person(person_);
  correct.set_competency("M.03");
  correct.set_level(2);
  correct.set_reason("salah ketik");
  ASSERT_THAT(
      platform_->registry().CorrectLevel(platform_->As("head", {{v1::UNIT_HEAD, "/"}}), correct),
      IsOk());
  EXPECT_EQ(Next()[Cat(to_, " M.03")], 0);
  EXPECT_EQ(Newest<rv::ProfileCorrected>("profile.corrected").next_gaps_size(), 9);

  const auto there = Assign(to_);
  ASSERT_THAT(there, IsOk());
  EXPECT_THAT(Next(), IsEmpty());
  EXPECT_EQ(Newest<rv::PostAssigned>("post.assigned").next_gaps_size(), 0);
  rv::AnnulActRequest annul;
  annul.set_request_id(platform_->Id());
  annul.set_person(person_);
  annul.set_act(there->act());
  annul.set_reason("keliru");
  ASSERT_THAT(platform_->registry().AnnulAct(platform_->Analyst(), annul), IsOk());
  EXPECT_THAT(Next(), SizeIs(9));
}

TEST_F(Career, EndsForWhoLeavesAndWhoseLevelsEnd) {
  SetAndMeasure();
  const std::string leaving = person_;
  const std::string staying = person_ = city_->Person(from_, "33.74.14.1003");
  ASSERT_THAT(city_->Assess(city_->RatingCampaign(), person_, 1), IsOk());
  EXPECT_THAT(Next(), SizeIs(9));  // validated while the path is in force
  person_ = leaving;
  rv::EndEmploymentRequest end;
  end.set_request_id(platform_->Id());
  end.set_person(person_);
  end.set_exit(rv::EXIT_RETIREMENT);
  end.set_effective(Day(today_ + 5));
  end.set_decree("800/3/2026");
  ASSERT_THAT(platform_->registry().EndEmployment(platform_->Analyst(), end), IsOk());
  EXPECT_THAT(Next(), SizeIs(9));
  MoveTo(today_ + 5);
  EXPECT_TRUE(Eventually([&] { return Next().empty(); }));
  EXPECT_THAT(Next(Day(today_ + 4)), SizeIs(9));
  person_ = staying;
  EXPECT_THAT(Next(), SizeIs(9));
  MoveTo(absl::CivilDay(today_.year() + 3, today_.month(), today_.day()));
  EXPECT_TRUE(Eventually([&] { return Next().empty(); }));
}

TEST_F(Career, IsRefusedWhereItCannotBe) {
  EXPECT_THAT(Set({"TIDAK_ADA"}), RefusedBy("PATH-01"));
  EXPECT_THAT(Set({from_}), RefusedBy("PATH-02"));
  ASSERT_THAT(Set({to_}, Day(today_ - 1)), IsOk());
  EXPECT_THAT(Set({to_}, Day(today_ - 1)), IsOk());  // the same once more
  EXPECT_THAT(ToldAbout("career_path", from_), SizeIs(1));
  EXPECT_THAT(Set({}, Day(today_ - 1)), RefusedBy("PATH-03"));
  EXPECT_THAT(Set({}, Day(absl::CivilDay(today_.year() + 3, 1, 1))), RefusedBy("PATH-04"));
}

// People of two units; the groups of one horizon are not those of the other.
TEST_F(Career, MakesGroupsOfItsOwnByUnitAndWithholdsSmallOnes) {
  const std::string campaign = city_->RatingCampaign();
  const auto people = [&](int n, const std::string& unit, double level) {
    for (int i = 0; i < n; ++i)
      ASSERT_THAT(city_->Assess(campaign, city_->Person(from_, unit), level), IsOk());
  };
  SetAndMeasure();
  people(4, "33.74.14.1003", 1);  // five with the one there
  people(2, "33.74.02.1001", 0);
  const auto of = [&](const std::string& unit, rv::Horizon horizon, v1::Role role) {
    rv::ListGapGroupsRequest request;
    request.set_unit(unit);
    request.set_competency("M.08");
    request.set_family(from_);
    request.set_horizon(horizon);
    const auto groups =
        platform_->registry().ListGapGroups(platform_->As("someone", {{role, "/"}}), request);
    EXPECT_THAT(groups, IsOk());
    std::vector<std::string> shown;
    for (const rv::GapGroup& group : groups->groups()) {
      EXPECT_EQ(group.horizon(), horizon);
      shown.push_back(
          Cat(group.next_family(), " ", group.affected(), "/", group.rated(), "/",
              group.population(), " ", group.mean_gap()));
    }
    if (groups->withheld()) shown.emplace_back("withheld");
    return shown;
  };
  EXPECT_THAT(of("/", rv::HORIZON_CURRENT, v1::ANALYST), ElementsAre(" 2/7/7 1"));
  EXPECT_THAT(of("/", rv::HORIZON_NEXT, v1::ANALYST), ElementsAre(Cat(to_, " 7/7/7 ", "1.2857")));
  EXPECT_THAT(of("33.74.14", rv::HORIZON_NEXT, v1::ANALYST), ElementsAre(Cat(to_, " 5/5/5 1")));
  EXPECT_THAT(of("33.74.02", rv::HORIZON_NEXT, v1::ANALYST), ElementsAre(Cat(to_, " 2/2/2 2")));
  // Seven lack it for the next post; that two of them lack it on their own would follow beside.
  EXPECT_THAT(of("/", rv::HORIZON_NEXT, v1::AGENCY_HEAD), ElementsAre("withheld"));
  EXPECT_THAT(of("33.74.02", rv::HORIZON_NEXT, v1::AGENCY_HEAD), ElementsAre("withheld"));
  people(3, "33.74.02.1001", 0);
  EXPECT_THAT(of("/", rv::HORIZON_NEXT, v1::AGENCY_HEAD), ElementsAre(Cat(to_, " 10/10/10 1.5")));
  EXPECT_THAT(of("33.74.02", rv::HORIZON_NEXT, v1::AGENCY_HEAD), ElementsAre(Cat(to_, " 5/5/5 2")));
}

TEST_F(Career, EndsToldAlsoWhenNothingElseIsMeasured) {
  SetAndMeasure();
  // What the post demands from now on, nobody knows of him.
  platform_->sql("registry")
      .Query(
          "INSERT INTO competency (code, name_id, name_en, cluster)"
          " VALUES ('T.99', 'Teknis', 'Technical', 'TEKNIS') ON CONFLICT DO NOTHING",
          {});
  rv::DefinePostRequest none;
  none.set_request_id(platform_->Id());
  none.set_code(from_);
  none.set_title(from_);
  none.set_group(rv::EXECUTOR);
  none.set_family(from_);
  for (const std::string& competency : City::Competencies()) none.add_not_required(competency);
  rv::Standard& other = *none.add_standards();
  other.set_competency("T.99");
  other.set_level(1);
  ASSERT_THAT(platform_->registry().DefinePost(platform_->Analyst(), none), IsOk());
  ASSERT_TRUE(Eventually([&] {
    return NothingIsDue() && Newest<rv::ProfileMeasured>("profile.measured").gaps().empty();
  }));
  EXPECT_EQ(Newest<rv::ProfileMeasured>("profile.measured").next_gaps_size(), 9);
  ASSERT_THAT(Set({}), IsOk());
  EXPECT_TRUE(Eventually([&] {
    return NothingIsDue() && Newest<rv::ProfileMeasured>("profile.measured").next_gaps().empty();
  }));
}

TEST_F(Career, IsOfCivilServantsAndBeginsWhenSomebodyBecomesOne) {
  pg::Connection& sql = platform_->sql("registry");
  sql.Query("UPDATE person SET employment_type = 'PPPK', grade = 'IX' WHERE id = $1", {person_});
  ASSERT_THAT(Set({to_}), IsOk());
  ASSERT_TRUE(Eventually([&] { return NothingIsDue(); }));
  EXPECT_THAT(Next(), IsEmpty());
  rv::ListGapGroupsRequest groups;
  groups.set_family(from_);
  groups.set_horizon(rv::HORIZON_NEXT);
  const auto listed = platform_->registry().ListGapGroups(platform_->Analyst(), groups);
  ASSERT_THAT(listed, IsOk());
  EXPECT_EQ(listed->population(), 0) << "nobody who could go on";
  rv::ChangeEmploymentRequest change;
  change.set_request_id(platform_->Id());
  change.set_person(person_);
  change.set_employment_type("CPNS");
  change.set_grade("III/a");
  change.set_effective(Day(today_));
  change.set_decree("800/7/2026");
  change.set_number(
      Cat(sql.Query("SELECT to_char(birth_date, 'YYYYMMDD') FROM person WHERE id = $1", {person_})
              .String(0, 0),
          "2015011", 900 + tests_));
  const auto changed = platform_->registry().ChangeEmployment(platform_->Analyst(), change);
  ASSERT_THAT(changed, IsOk());
  EXPECT_THAT(Next(), SizeIs(9));
  EXPECT_EQ(Newest<rv::ProfileMeasured>("profile.measured").next_gaps_size(), 9);
  rv::AnnulActRequest annul;
  annul.set_request_id(platform_->Id());
  annul.set_person(person_);
  annul.set_act(changed->id());
  annul.set_reason("salah orang");
  ASSERT_THAT(platform_->registry().AnnulAct(platform_->Analyst(), annul), IsOk());
  EXPECT_THAT(Next(), IsEmpty());
}

}  // namespace
}  // namespace binadaya::test
