// Who is chosen, and why.
#include <algorithm>

#include "tests/integration/scheduling/participants.h"

namespace binadaya::test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

class Selections : public ParticipantsTest {};

TEST_F(Selections, AreByFitInTurnWithArmsAndTheWaitingList) {
  const std::string both = Lurah(kKelurahan, {{"M.03", 1}, {"M.08", 1}});
  const std::string heavy = Lurah(kKelurahan, {{"M.08", 1}});
  const std::string light = Lurah("33.74.02.1001", {{"M.03", 1}});
  const std::string meets = Lurah("33.74.02.1002", {});
  People("STAF", kKelurahan, 1);  // neither of the family nor known to lack anything
  const sv::Batch later = OnDay("2027-05-11", 1), first = OnDay("2027-04-08", 2);
  (void)platform_.Told("scheduling");
  const sv::SelectParticipantsRequest request = Selecting({later, first});
  const auto selection = client().SelectParticipants(Organiser(), request);
  ASSERT_THAT(selection, IsOk());
  EXPECT_EQ(Figures(*selection), "4 4 3 1");
  EXPECT_EQ(selection->number(), 1);
  EXPECT_EQ(selection->year(), 2027);
  EXPECT_FALSE(selection->score_alone());
  ASSERT_EQ(selection->intakes_size(), 2);
  EXPECT_EQ(selection->intakes(0).batch(), first.id());
  EXPECT_EQ(selection->intakes(0).seats(), 2);
  EXPECT_EQ(selection->intakes(0).chosen(), 2);
  EXPECT_THAT(
      platform_.Told("scheduling"),
      ElementsAre(
          "participants.selected", "enrolment.waitlisted", "enrolment.waitlisted",
          "enrolment.waitlisted", "enrolment.waitlisted"));
  std::vector<std::string> order;
  for (const sv::Enrolment& one : Listed()) order.push_back(one.person());
  EXPECT_THAT(order, ElementsAre(both, heavy, light, meets));
  EXPECT_EQ(Of(both).batch(), first.id());
  EXPECT_EQ(Of(light).batch(), later.id());
  EXPECT_EQ(Of(meets).batch(), "");
  EXPECT_EQ(Of(heavy).arm(), sv::ARM_TREAT);
  EXPECT_EQ(Of(light).arm(), sv::ARM_WAITLIST);
  EXPECT_EQ(Of(meets).rank(), 4);
  // Retried, it is the same; asked for anew, there is nobody left and no seat.
  const auto retried = client().SelectParticipants(Organiser(), request);
  ASSERT_THAT(retried, IsOk());
  EXPECT_EQ(retried->id(), selection->id());
  EXPECT_EQ(Listed().size(), 4u);
  EXPECT_THAT(
      client().SelectParticipants(Organiser(), Selecting({first, later})), RefusedBy("SEL-10"));
  sv::ListSelectionsRequest list;
  const auto listed = client().ListSelections(Auditor(), list);
  ASSERT_THAT(listed, IsOk());
  ASSERT_EQ(listed->selections_size(), 1);
  EXPECT_EQ(listed->selections(0).seed(), selection->seed());
}

TEST_F(Selections, AreOfTheFamiliesThatAreNamed) {
  Lurah(kKelurahan, {{"M.03", 1}});
  Lurah("33.74.02.1001", {{"M.03", 1}});
  const sv::Batch batch = OnDay("2027-04-08", 1);
  sv::SelectParticipantsRequest request = Selecting({batch});
  request.add_families("CAMAT");
  const auto nobody = client().SelectParticipants(Organiser(), request);
  ASSERT_THAT(nobody, IsOk());
  EXPECT_EQ(Figures(*nobody), "0 0 0 0");
  request = Selecting({batch});
  request.add_families("CAMAT");
  request.add_families("LURAH");
  const auto named = client().SelectParticipants(Organiser(), request);
  ASSERT_THAT(named, IsOk());
  EXPECT_EQ(Figures(*named), "2 2 1 1");
  EXPECT_THAT(named->families(), ElementsAre("CAMAT", "LURAH"));
}

TEST_F(Selections, AreExplainedToHimselfAndToWhoAnswersForThem) {
  const std::string chosen = Lurah(kKelurahan, {{"M.08", 1}});
  const std::string waits = Lurah(kKelurahan, {{"M.03", 1}});
  Selected({OnDay("2027-04-08", 1)});
  const auto own = Choice(Self(waits), waits);
  ASSERT_THAT(own, IsOk());
  EXPECT_EQ(own->standing(), sv::WAITING);
  EXPECT_EQ(own->rank(), 2);
  EXPECT_EQ(own->qualified(), 2);
  EXPECT_EQ(Rules(*own), "WHY-03 WHY-06 WHY-06 WHY-07");
  EXPECT_EQ(own->reasons(0).values().at("score"), "25.0000");
  EXPECT_EQ(own->reasons(0).values().at("decided_by"), "SCORE");
  EXPECT_EQ(own->object_until(), "2027-03-15") << "ten working days";
  EXPECT_EQ(own->enrolment().state(), sv::ENROLMENT_WAITLISTED);
  // Nobody reads another's; who organises is not shown how people were rated.
  EXPECT_TRUE(absl::IsPermissionDenied(Choice(Self(chosen), waits).status()));
  const auto organiser = Choice(Organiser(), waits);
  ASSERT_THAT(organiser, IsOk());
  EXPECT_EQ(Rules(*organiser), "WHY-03 WHY-07");
  EXPECT_FALSE(organiser->reasons(0).values().contains("score"));
  const auto analyst = Choice(platform_.As("a", {{v1::ANALYST, "/"}}), waits);
  ASSERT_THAT(analyst, IsOk());
  EXPECT_EQ(Rules(*analyst), Rules(*own));
  EXPECT_TRUE(absl::IsPermissionDenied(Choice(Organiser("/33.74.02/"), waits).status()));
  // Somebody whom no selection judged.
  const std::string other = People("STAF", kKelurahan, 1)[0];
  EXPECT_TRUE(absl::IsNotFound(Choice(Self(other), other).status()));
}

TEST_F(Selections, AskEverythingThatStandsInTheWay) {
  const std::vector<std::string> lurah = People("LURAH", kKelurahan, 4);
  const sv::Batch batch = OnDay("2027-04-08", 4);
  Leave(lurah[0], "2027-04-08", "2027-04-08");
  Leave(lurah[1], "2027-04-09", "2027-04-09");
  // He teaches on that day.
  const sv::Batch taught = Batch(10, kOther);
  (void)Released(taught, GoodDay("2027-04-08", Venue("Lain"), Speaker(lurah[2])));
  EXPECT_EQ(Figures(Selected({batch})), "4 2 2 0");
  EXPECT_EQ(Rules(*Choice(Self(lurah[0]), lurah[0])), "SEL-04 WHY-06 WHY-06 WHY-07");
  EXPECT_EQ(Rules(*Choice(Self(lurah[1]), lurah[1])), "WHY-01 WHY-06 WHY-06 WHY-07");
  EXPECT_EQ(Rules(*Choice(Self(lurah[2]), lurah[2])), "SEL-04 WHY-06 WHY-06 WHY-07");
}

TEST_F(Selections, LetNoUnitLoseMoreThanItMay) {
  MayBeAway("{20,3,50,5}");
  // Of 3 people one may go, of 2 nobody, of 10 two.
  const std::vector<std::string> three = People("LURAH", "33.74.14.1003", 3);
  const std::vector<std::string> two = People("LURAH", "33.74.14.1004", 2);
  const std::vector<std::string> ten = People("LURAH", "33.74.02.1001", 10);
  const sv::Batch batch = OnDay("2027-04-08", 10);
  EXPECT_EQ(Figures(Selected({batch})), "15 15 3 12");
  std::map<std::string, int> by_unit;
  for (const sv::Enrolment& one : Listed(batch.id())) {
    const auto in = [&](const std::vector<std::string>& unit) {
      return std::find(unit.begin(), unit.end(), one.person()) != unit.end();
    };
    ++by_unit[in(three) ? "three" : in(two) ? "two" : "ten"];
  }
  EXPECT_EQ(by_unit["three"], 1);
  EXPECT_EQ(by_unit["two"], 0);
  EXPECT_EQ(by_unit["ten"], 2);
  const auto passed = Choice(Self(two[0]), two[0]);
  ASSERT_THAT(passed, IsOk());
  EXPECT_EQ(Rules(*passed), "WHY-03 WHY-04 WHY-04 WHY-06 WHY-06 WHY-07");
  EXPECT_EQ(passed->reasons(1).values().at("rule"), "SVC-1");
  EXPECT_EQ(passed->reasons(2).values().at("rule"), "SVC-4");
  // Seats that are kept in it count for one at the same time, and not for one on another day.
  EXPECT_THAT(
      client().SelectParticipants(Organiser(), Selecting({OnDay("2027-05-11", 5)})), IsOk());
}

TEST_F(Selections, OutOfTurnAreCountedAndLiftNoGate) {
  const std::string best = Lurah(kKelurahan, {{"M.08", 1}});
  const std::string last = Lurah(kKelurahan, {});
  const sv::Batch batch = OnDay("2027-04-08", 1);
  sv::SelectParticipantsRequest request = Selecting({batch});
  sv::SeatOverride& ahead = *request.add_overrides();
  ahead.set_person(last);
  ahead.set_reason(sv::OTHER);
  EXPECT_THAT(client().SelectParticipants(Organiser(), request), RefusedBy("SEL-24"));
  request.set_request_id(platform_.Id());
  ahead.set_reason(sv::LEADER_DIRECTIVE);
  const auto selection = client().SelectParticipants(Organiser(), request);
  ASSERT_THAT(selection, IsOk());
  EXPECT_EQ(selection->overridden(), 1);
  ASSERT_EQ(selection->warnings_size(), 1);
  EXPECT_EQ(selection->warnings(0).rule(), "SEL-25");
  EXPECT_EQ(Of(last).override(), sv::LEADER_DIRECTIVE);
  EXPECT_EQ(Rules(*Choice(Self(best), best)), "WHY-03 WHY-05 WHY-06 WHY-06 WHY-07");
  sv::GetFairnessRequest fairness;
  fairness.set_unit("/");
  const auto shown = client().GetFairness(Auditor(), fairness);
  ASSERT_THAT(shown, IsOk());
  EXPECT_DOUBLE_EQ(shown->override_rate(), 1);
  ASSERT_EQ(shown->findings_size(), 1);
  EXPECT_EQ(shown->findings(0).rule(), "SEL-25");
}

TEST_F(Selections, ForALotteryDrawAmongEqualScores) {
  Approve(kProgram, "", true);
  People("LURAH", kKelurahan, 6);
  const auto selection = Selected({OnDay("2027-04-08", 2), OnDay("2027-05-11", 2)});
  EXPECT_EQ(Figures(selection), "6 6 4 2");
  EXPECT_TRUE(selection.score_alone());
  int drawn = 0;
  for (const sv::Enrolment& one : Listed()) {
    const auto choice = Choice(Self(one.person()), one.person());
    ASSERT_THAT(choice, IsOk());
    drawn += choice->drawn() ? 1 : 0;
  }
  EXPECT_EQ(drawn, 6);
}

TEST_F(Selections, AreOfBatchesOfOneProgramThatHaveDays) {
  const sv::Batch planned = Batch(10), scheduled = OnDay("2027-04-08", 10);
  People("LURAH", kKelurahan, 1);
  EXPECT_THAT(
      client().SelectParticipants(Organiser(), Selecting({planned, scheduled})),
      RefusedBy("SEL-30"));
  const char *const item = "019c0000-0000-7000-8000-0000000000b1",
                    *const program = "019c0000-0000-7000-8000-0000000000b2";
  Plan(2028, item, program);
  const sv::Batch other = OnDay("2027-04-15", 10, item);
  EXPECT_THAT(
      client().SelectParticipants(Organiser(), Selecting({other, scheduled})), RefusedBy("SEL-31"));
  EXPECT_THAT(client().SelectParticipants(Organiser(), Selecting({other})), RefusedBy("SEL-32"));
  sv::SelectParticipantsRequest foreign = Selecting({scheduled});
  foreign.set_unit(kOther);
  EXPECT_TRUE(absl::IsNotFound(client().SelectParticipants(Organiser(), foreign).status()));
  // Whose people somebody may not see he does not choose from.
  EXPECT_TRUE(absl::IsNotFound(
      client().SelectParticipants(Organiser("/33.74.14/"), Selecting({scheduled}, "/")).status()));
  EXPECT_THAT(
      client().SelectParticipants(Organiser("/33.74.14/"), Selecting({scheduled}, kUnit)), IsOk());
}

TEST_F(Selections, OfTheSameProgramPassWhoHadItTwentyFourMonthsLong) {
  const std::vector<std::string> lurah = People("LURAH", kKelurahan, 2);
  const sv::Batch batch = OnDay("2027-04-08", 1);
  Selected({batch});
  const std::string had = Listed(batch.id())[0].person();
  const std::string had_not = had == lurah[0] ? lurah[1] : lurah[0];
  (void)sql().Query("UPDATE enrolment SET state = 6 WHERE batch IS NOT NULL", {});
  const auto next_year = [&](int year, const std::string& last, const std::string& day) {
    const std::string program = Cat("019c0000-0000-7000-8000-00000000", year),
                      item = Cat("019c0000-0000-7000-8000-00000001", year);
    Approve(program, last);
    Plan(year, item, program);
    MoveTo(absl::CivilDay(year, 3, 1));
    NoHolidays(year);
    Selected({OnDay(day, 1, item)});
    return program;
  };
  const std::string second = next_year(2028, kProgram, "2028-04-06");
  EXPECT_EQ(Rules(*Choice(Self(had), had)), "SEL-03 WHY-06 WHY-06 WHY-07");
  EXPECT_EQ(Choice(Self(had_not), had_not)->standing(), sv::CHOSEN);
  (void)sql().Query("UPDATE enrolment SET state = 6 WHERE batch IS NOT NULL", {});
  next_year(2029, second, "2029-04-10");
  EXPECT_EQ(Choice(Self(had), had)->standing(), sv::CHOSEN) << "two years and two days later";
  EXPECT_EQ(Rules(*Choice(Self(had_not), had_not)), "SEL-03 WHY-06 WHY-06 WHY-07");
}

// Whatever is heard first: it is one program that goes on from year to year.
TEST_F(Selections, KnowProgramsByTheirFirstInWhateverOrderTheyAreHeard) {
  const auto id = [](int order, int at) {
    return Cat("019c0000-0000-7000-8000-0000000", 10 + order, "0a", at);
  };
  std::vector<int> heard = {0, 1, 2};
  int order = 0;
  do {
    for (const int at : heard) Approve(id(order, at), at == 0 ? "" : id(order, at - 1));
    const pg::Result origins = sql().Query(
        "SELECT origin, count(*) FROM program WHERE starts_with(id::text, $1) GROUP BY origin",
        pg::Params(id(order, 0).substr(0, 33)));
    ASSERT_EQ(origins.rows(), 1) << order;
    EXPECT_EQ(origins.String(0, 0), id(order, 0)) << order;
    EXPECT_EQ(origins.Int(0, 1), 3) << order;
    ++order;
  } while (std::next_permutation(heard.begin(), heard.end()));
  EXPECT_EQ(order, 6);
}

TEST_F(Selections, AreCheckedForLikeRatesOfGroups) {
  People("LURAH", kKelurahan, 13, 10);  // ten men, three women
  const sv::Batch batch = OnDay("2027-04-08", 6);
  const sv::Selection selection = Selected({batch});
  EXPECT_EQ(Figures(selection), "13 13 6 7");
  sv::GetFairnessRequest request;
  request.set_unit(kUnit);
  const auto shown = client().GetFairness(Auditor(), request);
  ASSERT_THAT(shown, IsOk());
  EXPECT_EQ(shown->selections(), 1);
  EXPECT_EQ(shown->chosen(), 6);
  ASSERT_EQ(shown->dimensions_size(), 4);
  const auto& gender = shown->dimensions(0);
  EXPECT_EQ(gender.dimension(), sv::GENDER);
  ASSERT_EQ(gender.groups_size(), 2);
  EXPECT_EQ(gender.groups(0).name(), "L");
  EXPECT_EQ(gender.groups(0).considered(), 10);
  EXPECT_EQ(gender.groups(1).considered(), 3);
  EXPECT_FALSE(gender.groups(1).compared()) << "three people say nothing";
  EXPECT_EQ(gender.groups(0).chosen() + gender.groups(1).chosen(), 6);
  EXPECT_EQ(shown->dimensions(2).groups(0).name(), "SUPERVISOR");
  // Who sees groups only is not shown three women, nor ten men from whom they follow.
  const auto hidden = client().GetFairness(Organiser(), request);
  ASSERT_THAT(hidden, IsOk());
  EXPECT_TRUE(hidden->dimensions(0).hides());
  for (const sv::FairnessGroup& group : hidden->dimensions(0).groups())
    EXPECT_NE(group.name(), "P");
  request.set_year(2026);
  EXPECT_EQ(client().GetFairness(Auditor(), request)->selections(), 0);
}

}  // namespace
}  // namespace binadaya::test
