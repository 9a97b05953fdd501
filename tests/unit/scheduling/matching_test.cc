#include "services/scheduling/domain/matching.h"

#include <algorithm>
#include <map>
#include <random>
#include <set>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/matchers.h"
#include "tests/unit/scheduling/people.h"

namespace binadaya::scheduling::domain::sample {
namespace {

using ::testing::ElementsAre;
using ::testing::Optional;
using ::testing::Pair;
using ::testing::UnorderedElementsAre;

TEST(Select, RanksByScoreToFourDecimals) {
  const std::vector<Candidate> people = {
      Person("a", 74.9999), Person("b", 75), Person("c", 75.0001), Person("d", 0)};
  EXPECT_EQ(Chosen(Program({2}), people), "c b; a d");
  const absl::StatusOr<Selection> selection = Select(Program({2}), people);
  EXPECT_EQ(selection->verdicts.size(), 4);
  EXPECT_EQ(selection->Of(2).rank, 1);
  EXPECT_EQ(selection->Of(2).standing, ChoiceState::kChosen);
  EXPECT_THAT(selection->Of(2).intake, Optional(std::size_t{0}));
  EXPECT_EQ(selection->Of(0).rank, 3);
  EXPECT_EQ(selection->Of(0).standing, ChoiceState::kWaiting);
  EXPECT_EQ(selection->Of(0).intake, std::nullopt);
  EXPECT_EQ(Chosen(Program({4}), people), "c b a d");
  EXPECT_EQ(Chosen(Program({3}), {}), "");
}

TEST(Select, BreaksTiesInTheGivenOrder) {
  Matching matching = Program({1});
  // Each beats the next by one criterion and loses by all that come after it.
  Candidate deficit = Person("deficit", 60), training = Person("training", 60);
  Candidate share = Person("share", 60), last = Person("last", 60);
  deficit.jp = 3;
  training.jp = share.jp = last.jp = 4;
  deficit.last_training = absl::CivilDay(2026, 1, 5);
  training.last_training = absl::CivilDay(2026, 1, 3);
  share.last_training = last.last_training = absl::CivilDay(2026, 1, 4);
  deficit.unit_trained = 1;
  training.unit_trained = 0.9;
  share.unit_trained = 0.2;
  last.unit_trained = 0.2001;
  EXPECT_EQ(Chosen(matching, {last, share, training, deficit}), "deficit; training share last");
  // Who was never trained comes before all who were.
  last.last_training.reset();
  EXPECT_EQ(Chosen(matching, {last, share, training, deficit}), "deficit; last training share");
  training.last_training = absl::CivilDay(1950, 1, 1);
  EXPECT_EQ(Chosen(matching, {last, share, training, deficit}), "deficit; last training share");
  // Beyond the year's target of 20 nobody lacks anything.
  deficit.jp = 20;
  share.jp = 25;
  last.jp = 19;
  training.jp = 21;
  EXPECT_EQ(Chosen(matching, {last, share, training, deficit}), "last; training share deficit");
  EXPECT_EQ(Between(matching, Equals::kTieBreaks, last, share), Criterion::kJpDeficit);
  EXPECT_EQ(Between(matching, Equals::kTieBreaks, share, deficit), Criterion::kLastTraining);
  EXPECT_EQ(Between(matching, Equals::kScore, last, share), Criterion::kLot);
  share.last_training = deficit.last_training;
  EXPECT_EQ(Between(matching, Equals::kTieBreaks, share, deficit), Criterion::kUnitShare);
  share.unit_trained = 1;
  EXPECT_EQ(Between(matching, Equals::kTieBreaks, share, deficit), Criterion::kLot);
  share.score = 60.0001;
  EXPECT_EQ(Between(matching, Equals::kScore, share, deficit), Criterion::kScore);
}

TEST(Select, DrawsLotsAmongEqualsAndKeepsToTheSeed) {
  std::vector<Candidate> people;
  for (const char* const id : {"a", "b", "c", "d", "e", "f"}) people.push_back(Person(id, 50));
  Matching matching = Program({2});
  matching.seed = 1;
  EXPECT_EQ(Chosen(matching, people), "a e; f d b c");
  matching.seed = 2;
  EXPECT_EQ(Chosen(matching, people), "b a; e c d f");
}

// A city in which nearly everybody is like somebody else.
std::vector<Candidate> Crowd(int people, unsigned seed) {
  std::mt19937 random(seed);
  std::vector<Candidate> crowd;
  for (int i = 0; i < people; ++i) {
    Candidate candidate = Person("p" + std::to_string(i), 25.0 * (random() % 4));
    candidate.jp = static_cast<int>(random() % 2);
    if (random() % 2 == 0) candidate.last_training = absl::CivilDay(2025, 1, 1);
    candidate.unit_trained = 0.5 * (random() % 2);
    candidate.caps = {random() % 4, 4 + random() % 3};
    candidate.active = random() % 10 != 0;
    if (random() % 10 == 0) candidate.barred = {{random() % 2, "SC-09", "x"}};
    crowd.push_back(std::move(candidate));
  }
  return crowd;
}
// Seven groups: four units that may lose three people at a time, three kecamatan.
Matching Crowded(Equals equals) {
  Matching matching = Program({10, 8});
  matching.equals = equals;
  for (int cap = 0; cap < 7; ++cap)
    matching.caps.push_back({"SVC-1", "U" + std::to_string(cap), {}, cap < 4 ? 3 : 4});
  return matching;
}

TEST(Select, ComesToTheSameInWhateverOrderPeopleAreGiven) {
  std::mt19937 random(3);
  for (const Equals equals : {Equals::kTieBreaks, Equals::kScore}) {
    const Matching matching = Crowded(equals);
    std::vector<Candidate> people = Crowd(60, 11);
    const std::vector<SeatOverride> overrides = {
        {"p57", OverrideReason::kUnitRequest, ""}, {"p3", OverrideReason::kOther, "ya"}};
    const absl::StatusOr<Selection> first = Select(matching, people, overrides);
    ASSERT_THAT(first, test::IsOk());
    std::map<std::string, Verdict> expected;
    for (std::size_t i = 0; i < people.size(); ++i) expected[people[i].person] = first->Of(i);
    for (int round = 0; round < 20; ++round) {
      std::shuffle(people.begin(), people.end(), random);
      const absl::StatusOr<Selection> again = Select(matching, people, overrides);
      ASSERT_THAT(again, test::IsOk());
      for (std::size_t i = 0; i < people.size(); ++i)
        EXPECT_EQ(again->Of(i), expected[people[i].person]) << people[i].person;
    }
  }
}

TEST(Select, KeepsSeatsCapsGatesAndRankInAnyCrowd) {
  for (unsigned seed = 0; seed < 200; ++seed) {
    const Matching matching = Crowded(seed % 2 == 0 ? Equals::kTieBreaks : Equals::kScore);
    const std::vector<Candidate> people = Crowd(50, seed);
    const absl::StatusOr<Selection> selection = Select(matching, people);
    ASSERT_THAT(selection, test::IsOk());
    for (std::size_t i = 0; i < 2; ++i)
      EXPECT_LE(selection->chosen[i].size(), static_cast<std::size_t>(matching.intakes[i].seats));
    for (std::size_t cap = 0; cap < matching.caps.size(); ++cap) {
      EXPECT_LE(selection->holders[cap].size(), static_cast<std::size_t>(matching.caps[cap].free));
    }
    std::set<std::size_t> seen;
    for (const std::vector<std::size_t>& chosen : selection->chosen) {
      for (const std::size_t one : chosen) {
        EXPECT_TRUE(seen.insert(one).second);
        EXPECT_FALSE(Blocks(CheckGates(matching, people[one])));
        EXPECT_TRUE(IsOpenTo(matching, people[one], *selection->Of(one).intake));
      }
    }
    for (const std::size_t waits : selection->waiting) EXPECT_TRUE(seen.insert(waits).second);
    EXPECT_EQ(seen.size(), static_cast<std::size_t>(selection->verdicts.size()));
    // Whoever waits was shut out of every intake that had seats, or all seats went to better ones.
    for (const std::size_t waits : selection->waiting) {
      const Verdict& verdict = selection->Of(waits);
      for (std::size_t i = 0; i < 2; ++i) {
        if (!IsOpenTo(matching, people[waits], i)) continue;
        const bool capped = std::any_of(
            verdict.passed_over.begin(), verdict.passed_over.end(),
            [i](const PassedOver& passed) { return passed.intake == i; });
        const bool full =
            std::all_of(
                selection->chosen[i].begin(), selection->chosen[i].end(),
                [&](std::size_t one) { return selection->Of(one).rank < verdict.rank; }) &&
            static_cast<int>(selection->chosen[i].size()) == matching.intakes[i].seats;
        EXPECT_TRUE(capped || full) << people[waits].person << " of " << seed;
      }
    }
  }
}

TEST(Select, GivesSeatsOfLaterIntakesInTheSameOrder) {
  std::vector<Candidate> people = {
      Person("a", 90), Person("b", 80), Person("c", 70), Person("d", 60), Person("e", 50)};
  EXPECT_EQ(Chosen(Program({2, 1}), people), "a b | c; d e");
  people[0].barred = {{0, "SC-09", "x"}};
  EXPECT_EQ(Chosen(Program({2, 1}), people), "b c | a; d e");
  people[1].completed = absl::CivilDay(2024, 4, 10);
  people[2].barred = {{1, "SC-09", "x"}};
  EXPECT_EQ(Chosen(Program({2, 1}), people), "c d | a; b e");
}

TEST(Select, PassesOverWhoseGroupHasNoRoomAndSaysByWhom) {
  Matching matching = Program({3});
  matching.caps = {{"SVC-2", "L1", {}, 1}, {"SVC-3", "K1", {}, 2}, {"SVC-1", "L9", {}, 0}};
  std::vector<Candidate> people = {Person("lurah", 90),  Person("sekretaris", 80),
                                   Person("lurah2", 70), Person("lurah3", 60),
                                   Person("full", 55),   Person("staff", 50)};
  people[0].caps = {0, 1};
  people[1].caps = {0};
  people[2].caps = {1};
  people[3].caps = {1};
  people[4].caps = {2};
  const absl::StatusOr<Selection> selection = Select(matching, people);
  EXPECT_EQ(Told(people, selection), "lurah lurah2 staff; sekretaris lurah3 full");
  EXPECT_THAT(selection->Of(1).passed_over, ElementsAre(PassedOver{0, 0}));
  EXPECT_THAT(selection->Of(3).passed_over, ElementsAre(PassedOver{0, 1}));
  EXPECT_THAT(selection->Of(4).passed_over, ElementsAre(PassedOver{0, 2}));
  EXPECT_THAT(selection->holders, ElementsAre(ElementsAre(0), ElementsAre(0, 2), ElementsAre()));
  // Both of his caps are in the way.
  people[3].caps = {0, 1};
  EXPECT_THAT(
      Select(matching, people)->Of(3).passed_over, ElementsAre(PassedOver{0, 0}, PassedOver{0, 1}));
  // Nobody is passed over when all seats are gone.
  matching.intakes[0].seats = 1;
  EXPECT_THAT(Select(matching, people)->Of(1).passed_over, ElementsAre());
}

TEST(Select, CountsACapInTheIntakesThatItCovers) {
  Matching matching = Program({2, 2, 2});
  std::vector<Candidate> people = {Person("a", 90), Person("b", 80), Person("c", 70)};
  for (Candidate& candidate : people) candidate.caps = {0, 1, 2};
  // One of the unit at a time: the intakes follow each other.
  matching.caps = {{"SVC-1", "U", {0}, 1}, {"SVC-1", "U", {1}, 1}, {"SVC-1", "U", {2}, 1}};
  const absl::StatusOr<Selection> staggered = Select(matching, people);
  EXPECT_EQ(Told(people, staggered), "a | b | c");
  EXPECT_THAT(staggered->Of(2).passed_over, ElementsAre(PassedOver{0, 0}, PassedOver{1, 1}));
  EXPECT_THAT(staggered->holders, ElementsAre(ElementsAre(0), ElementsAre(1), ElementsAre(2)));
  // The first two at the same time.
  matching.caps = {{"SVC-1", "U", {0, 1}, 1}, {"SVC-1", "U", {2}, 1}};
  for (Candidate& candidate : people) candidate.caps = {0, 1};
  EXPECT_EQ(Chosen(matching, people), "a |  | b; c");
  // All at the same time.
  matching.caps = {{"SVC-1", "U", {}, 1}};
  for (Candidate& candidate : people) candidate.caps = {0};
  EXPECT_EQ(Chosen(matching, people), "a |  | ; b c");
}

TEST(Select, MakesArmsOnlyWhereSomebodyWaits) {
  std::vector<Candidate> people = {Person("a", 90), Person("b", 80)};
  const absl::StatusOr<Selection> all = Select(Program({2}), people);
  for (const Verdict& verdict : all->verdicts) {
    EXPECT_EQ(verdict.arm, std::nullopt);
    EXPECT_FALSE(verdict.drawn);
  }
  people.push_back(Person("c", 70));
  const absl::StatusOr<Selection> selection = Select(Program({2}), people);
  EXPECT_THAT(selection->Of(1).arm, Optional(Arm::kTreat));
  EXPECT_THAT(selection->Of(2).arm, Optional(Arm::kWaitlist));
  EXPECT_FALSE(selection->Of(1).drawn);  // the scores decided
  // A later intake is the control group until it begins.
  const absl::StatusOr<Selection> staggered = Select(Program({1, 1, 1}), people);
  EXPECT_THAT(staggered->Of(0).arm, Optional(Arm::kTreat));
  EXPECT_THAT(staggered->Of(1).arm, Optional(Arm::kWaitlist));
  EXPECT_THAT(staggered->Of(2).arm, Optional(Arm::kWaitlist));
  EXPECT_THAT(staggered->Of(2).intake, Optional(std::size_t{2}));
}

TEST(Select, SaysBetweenWhomTheLotDecided) {
  std::vector<Candidate> people = {Person("a", 90), Person("b", 60), Person("c", 60),
                                   Person("d", 60), Person("e", 30), Person("f", 30)};
  people[1].jp = 10;
  Matching matching = Program({2, 1});
  absl::StatusOr<Selection> selection = Select(matching, people);
  // b lacks fewer hours: the lot decided between c and d alone.
  std::vector<int> equals;
  std::vector<bool> drawn;
  for (std::size_t i = 0; i < people.size(); ++i) {
    equals.push_back(selection->Of(i).equals);
    drawn.push_back(selection->Of(i).drawn);
  }
  EXPECT_THAT(equals, ElementsAre(1, 3, 2, 2, 4, 4));
  EXPECT_THAT(drawn, ElementsAre(false, false, true, true, false, false));
  EXPECT_EQ(selection->equals, Equals::kTieBreaks);

  matching.equals = Equals::kScore;
  selection = Select(matching, people);
  equals.clear();
  drawn.clear();
  for (std::size_t i = 0; i < people.size(); ++i) {
    equals.push_back(selection->Of(i).equals);
    drawn.push_back(selection->Of(i).drawn);
  }
  EXPECT_THAT(equals, ElementsAre(1, 2, 2, 2, 3, 3));
  EXPECT_THAT(drawn, ElementsAre(false, true, true, true, false, false));
  EXPECT_EQ(selection->equals, Equals::kScore);
  // Whoever a cap moved was not drawn, and does not make others so.
  matching.caps = {{"SVC-1", "U", {0}, 0}};
  matching.intakes[0].seats = 3;
  const std::size_t first = selection->chosen[0][1];
  for (std::size_t i = 1; i < 4; ++i)
    if (i != first) people[i].caps = {0};
  selection = Select(matching, people);
  for (std::size_t i = 1; i < 4; ++i) {
    EXPECT_EQ(selection->Of(i).arm, i == first ? Arm::kTreat : Arm::kWaitlist);
    EXPECT_FALSE(selection->Of(i).drawn);
  }
}

TEST(Select, DoesNotCallItALotWhereACalendarDecided) {
  std::vector<Candidate> people = {Person("a", 60), Person("b", 60), Person("c", 30)};
  people[0].barred = {{0, "SC-09", "x"}};
  absl::StatusOr<Selection> selection = Select(Program({1, 1}), people);
  EXPECT_EQ(Told(people, selection), "b | a; c");
  EXPECT_EQ(selection->Of(0).equals, selection->Of(1).equals);
  EXPECT_FALSE(selection->Of(0).drawn);
  EXPECT_FALSE(selection->Of(1).drawn);
  // A later intake that is closed to him leaves it a lot.
  people[0].barred = {{1, "SC-09", "x"}};
  selection = Select(Program({1, 1}), people);
  EXPECT_TRUE(selection->Of(0).drawn);
  EXPECT_TRUE(selection->Of(1).drawn);
}

TEST(Select, TreatsAllIntakesOfTheFirstDayAlike) {
  std::vector<Candidate> people = {
      Person("a", 90), Person("b", 60), Person("c", 60), Person("d", 60)};
  Matching matching = Program({1, 1, 1});
  matching.equals = Equals::kScore;
  matching.intakes[1].first = matching.intakes[0].first;
  absl::StatusOr<Selection> selection = Select(matching, people);
  EXPECT_THAT(selection->Of(0).arm, Optional(Arm::kTreat));
  for (std::size_t i = 1; i < 4; ++i) {
    const Verdict& verdict = selection->Of(i);
    EXPECT_EQ(verdict.intake.value_or(3), verdict.rank - 1u);
    EXPECT_THAT(verdict.arm, Optional(verdict.rank == 2 ? Arm::kTreat : Arm::kWaitlist));
    EXPECT_TRUE(verdict.drawn);
  }
  EXPECT_EQ(selection->equals, Equals::kScore);
  // One of the two is closed to b: which of the others comes first is still a lot.
  people[1].barred = {{1, "SC-09", "x"}};
  selection = Select(matching, people);
  EXPECT_FALSE(selection->Of(1).drawn);
  // As many seats on the first day as people: nobody waits.
  people.pop_back();
  people.pop_back();
  selection = Select(matching, people);
  EXPECT_EQ(selection->Of(1).arm, std::nullopt);
  EXPECT_EQ(selection->equals, Equals::kTieBreaks);
}

TEST(Select, DrawsAmongEqualScoresOnlyWhereSomebodyWaits) {
  std::vector<Candidate> people;
  for (int i = 0; i < 8; ++i) {
    people.push_back(Person("p" + std::to_string(i), 50));
    people.back().jp = i;
  }
  Matching matching = Program({8});
  matching.equals = Equals::kScore;
  EXPECT_EQ(Chosen(matching, people), "p0 p1 p2 p3 p4 p5 p6 p7");
  EXPECT_EQ(Select(matching, people)->equals, Equals::kTieBreaks);
  matching.intakes[0].seats = 7;
  EXPECT_NE(Chosen(matching, people), "p0 p1 p2 p3 p4 p5 p6; p7");
  // Under many seeds each gets a seat equally often.
  matching.intakes[0].seats = 2;
  std::map<std::string, int> seats;
  for (matching.seed = 0; matching.seed < 4'000; ++matching.seed) {
    const absl::StatusOr<Selection> selection = Select(matching, people);
    for (const std::size_t one : selection->chosen[0]) ++seats[people[one].person];
  }
  for (const auto& [person, times] : seats) EXPECT_NEAR(times, 1'000, 110) << person;
  EXPECT_EQ(seats.size(), 8);
}

TEST(Select, PutsOverridesAheadAndCountsThoseThatRankWouldNotHaveChosen) {
  const std::vector<Candidate> people = {
      Person("a", 90), Person("b", 80), Person("c", 70), Person("d", 60), Person("e", 50)};
  const std::vector<SeatOverride> overrides = {
      {"d", OverrideReason::kLeaderDirective, ""}, {"b", OverrideReason::kUnitRequest, ""}};
  absl::StatusOr<Selection> selection = Select(Program({2, 1}), people, overrides);
  EXPECT_EQ(Told(people, selection), "b d | a; c e");
  EXPECT_EQ(selection->overridden, 1);
  EXPECT_THAT(selection->Of(3).override, Optional(OverrideReason::kLeaderDirective));
  EXPECT_EQ(selection->Of(3).rank, 4);
  EXPECT_EQ(selection->Of(3).ranked_intake, std::nullopt);
  EXPECT_EQ(selection->Of(1).override, std::nullopt);  // rank had chosen b as well
  EXPECT_THAT(selection->Of(0).ranked_intake, Optional(std::size_t{0}));
  EXPECT_THAT(selection->Of(2).ranked_intake, Optional(std::size_t{1}));
  EXPECT_EQ(selection->Of(2).standing, ChoiceState::kWaiting);
  // An earlier seat than that of the ranking is one out of turn.
  selection = Select(
      Program({2, 1}), people, std::vector<SeatOverride>{{"c", OverrideReason::kSubstitute, ""}});
  EXPECT_EQ(Told(people, selection), "a c | b; d e");
  EXPECT_THAT(selection->Of(2).override, Optional(OverrideReason::kSubstitute));
  // Whom an override moved was not drawn.
  std::vector<Candidate> alike;
  for (const char* const id : {"a", "b", "c"}) alike.push_back(Person(id, 50));
  selection = Select(Program({1}), alike);
  const std::size_t last = selection->waiting.back();
  selection = Select(
      Program({1}), alike,
      std::vector<SeatOverride>{{alike[last].person, OverrideReason::kSubstitute, ""}});
  for (const Verdict& verdict : selection->verdicts) EXPECT_FALSE(verdict.drawn);
}

TEST(Select, RefusesAnOverrideThatLiftsAGateACapOrASeat) {
  Matching matching = Program({1});
  matching.caps = {{"SVC-2", "L1", {}, 0}, {"SVC-3", "K1", {}, 0}};
  std::vector<Candidate> people = {Person("a", 90), Person("b", 80), Person("c", 70)};
  people[0].caps = {0, 1};
  people[1].active = false;
  people[1].enrolled = true;
  const auto choose = [&](const std::vector<std::string>& names) {
    std::vector<SeatOverride> overrides;
    for (const std::string& name : names)
      overrides.push_back({name, OverrideReason::kLeaderDirective, ""});
    return Select(matching, people, overrides).status();
  };
  EXPECT_THAT(choose({"c"}), test::IsOk());
  EXPECT_EQ(RulesOf(FindingsOf(choose({"b"}))), "SEL-22 SEL-01 SEL-06");
  EXPECT_THAT(choose({"b"}), test::HasCode(absl::StatusCode::kFailedPrecondition));
  const Findings gates = FindingsOf(choose({"b"}));
  EXPECT_THAT(
      gates[0].values,
      UnorderedElementsAre(Pair("person", "b"), Pair("reason", "LEADER_DIRECTIVE")));
  EXPECT_EQ(gates[1].where, "overrides.active");
  EXPECT_EQ(gates[1].values.at("person"), "b");
  const Findings capped = FindingsOf(choose({"a"}));
  EXPECT_EQ(RulesOf(capped), "SEL-23");
  EXPECT_EQ(capped[0].values.at("caps"), "SVC-2 L1, SVC-3 K1");
  people[0].caps.clear();
  EXPECT_EQ(RulesOf(FindingsOf(choose({"a", "c"}))), "SEL-23");
  EXPECT_EQ(FindingsOf(choose({"a", "c"}))[0].values.at("person"), "c");
  EXPECT_EQ(FindingsOf(choose({"a", "c"}))[0].values.at("caps"), "");
  EXPECT_EQ(RulesOf(FindingsOf(choose({"c", "b", "a"}))), "SEL-22 SEL-01 SEL-06 SEL-23");
}

TEST(Select, NamesReasonsAndCriteriaAsContractsDo) {
  EXPECT_EQ(ToString(OverrideReason::kLeaderDirective), "LEADER_DIRECTIVE");
  EXPECT_EQ(ToString(OverrideReason::kSubstitute), "SUBSTITUTE");
  EXPECT_EQ(ToString(OverrideReason::kUnitRequest), "UNIT_REQUEST");
  EXPECT_EQ(ToString(OverrideReason::kOther), "OTHER");
  EXPECT_EQ(ToString(Criterion::kScore), "SCORE");
  EXPECT_EQ(ToString(Criterion::kJpDeficit), "JP_DEFICIT");
  EXPECT_EQ(ToString(Criterion::kLastTraining), "LAST_TRAINING");
  EXPECT_EQ(ToString(Criterion::kUnitShare), "UNIT_SHARE");
  EXPECT_EQ(ToString(Criterion::kLot), "LOT");
}

}  // namespace
}  // namespace binadaya::scheduling::domain::sample
