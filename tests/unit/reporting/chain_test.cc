#include "services/reporting/domain/chain.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/reporting/drawn.h"

namespace binadaya::reporting::domain {
namespace {

using ::testing::ElementsAre;
using ::testing::IsSupersetOf;
using ::testing::Pair;

Gap AGap(
    const std::string& measurement, const std::string& person, std::vector<std::string> ratings) {
  Gap gap;
  gap.measurement = measurement;
  gap.person = person;
  gap.competency = "M.03";
  gap.severity = "LOW";
  gap.standard = "LURAH@2026-01-01";
  gap.ratings = std::move(ratings);
  gap.family = "LURAH";
  gap.path = "/A/";
  gap.opened_at = "2026-02-01T00:00:00Z";
  gap.required = 2;
  gap.actual = 1;
  gap.gap = 1;
  return gap;
}

Need ANeed(const std::string& state) {
  Need need;
  need.id = "n1";
  need.type = "COMPETENCY_GAP";
  need.state = state;
  need.competency = "M.03";
  need.from_levels = "1:1";
  need.to_level = 2;
  need.family = "LURAH";
  need.path = "/A/";
  need.affected = 1;
  return need;
}

Rating ARating(const std::string& id) {
  return {
      .id = id,
      .rater_role = "RATER_SUPERVISOR",
      .competency = "M.03",
      .campaign = "c1",
      .at = "2026-01-15T00:00:00Z",
      .level = 1};
}

TEST(NeedChain, GoesFromTheNeedDownToTheSingleRatings) {
  NeedFacts facts;
  facts.need = ANeed("RANKED");
  facts.need.breakdown = {{"G", 0.72, 0.3, 21.6}, {"R", 0.55, 0.15, 8.25}};
  facts.directives = {
      {.id = "d1", .issuer_role = "APPOINTING_AUTHORITY", .recorded_at = "", .linked = true}};
  facts.gaps = {AGap("m1", "p1", {"r1", "r2"})};
  facts.gaps_in_all = 1;
  facts.ratings = {{"r1", ARating("r1")}, {"r2", ARating("r2")}};

  const std::vector<Link> chain = NeedChain(facts);

  EXPECT_THAT(
      Drawn(chain), ElementsAre(
                        "need n1 [RANKED]", "  score G", "  score R", "  directive d1 [LINKED]",
                        "  gap m1/M.03 [CURRENT]", "    standard LURAH@2026-01-01", "    rating r1",
                        "    rating r2"));
  EXPECT_THAT(
      chain[1].facts,
      ElementsAre(Pair("points", "21.6"), Pair("value", "0.72"), Pair("weight", "0.3")));
  EXPECT_THAT(
      chain[4].facts, IsSupersetOf(
                          {Pair("person", "p1"), Pair("required", "2"), Pair("actual", "1"),
                           Pair("severity", "LOW")}));
}

TEST(NeedChain, OfACareerNeedGoesToTheGapsToTheNextFamily) {
  NeedFacts facts;
  facts.need = ANeed("DETECTED");
  facts.need.next_family = "CAMAT";
  facts.gaps = {AGap("m1", "p1", {"r1"})};
  facts.gaps[0].next_family = "CAMAT";
  facts.gaps_in_all = 1;
  facts.ratings = {{"r1", ARating("r1")}};
  EXPECT_THAT(
      Drawn(NeedChain(facts)), ElementsAre(
                                   "need n1 [DETECTED]", "  next_gap m1/CAMAT/M.03 [CURRENT]",
                                   "    standard LURAH@2026-01-01", "    rating r1"));
}

TEST(NeedChain, OfATrainingGoesToItsRequirementAndOfAppraisalsToThese) {
  NeedFacts facts;
  facts.need = ANeed("DETECTED");
  facts.need.type = "MANDATORY";
  facts.need.training = "PKP";
  EXPECT_THAT(Drawn(NeedChain(facts)), ElementsAre("need n1 [DETECTED]", "  requirement PKP"));
  facts.need.type = "PERFORMANCE_GAP";
  EXPECT_THAT(Drawn(NeedChain(facts)), ElementsAre("need n1 [DETECTED]", "  !appraisal"));
  facts.appraisals = {
      {.id = "a1",
       .person = "p1",
       .year = 2025,
       .predicate = "KURANG",
       .recorded_at = "2026-01-10T00:00:00Z",
       .ended_at = "2026-02-10T00:00:00Z"}};
  facts.appraisals_in_all = 3;
  EXPECT_THAT(
      Drawn(NeedChain(facts)),
      ElementsAre("need n1 [DETECTED]", "  appraisal a1 [PAST]", "  appraisal [MORE]"));
}

TEST(PersonChain, KeepsTheGapsOfBothHorizonsAndTheirNeedsApart) {
  PersonFacts facts;
  facts.profile = {.person = "p1", .valid_until = "2029-01-01", .disputed = {}, .match = 50};
  facts.gaps = {AGap("m1", "p1", {"r1"}), AGap("m1", "p1", {"r1"})};
  facts.gaps[1].next_family = "CAMAT";
  facts.needs = {ANeed("DETECTED")};
  facts.ratings = {{"r1", ARating("r1")}};
  EXPECT_THAT(
      Drawn(PersonChain(facts)),
      ElementsAre(
          "profile p1 [VALID]", "  gap m1/M.03 [CURRENT]", "    standard LURAH@2026-01-01",
          "    rating r1", "    need n1 [DETECTED]", "  next_gap m1/CAMAT/M.03 [CURRENT]",
          "    standard LURAH@2026-01-01", "    rating r1", "    !need"));
}

TEST(NeedChain, ANeedWithoutAGapSaysSo) {
  NeedFacts facts;
  facts.need = ANeed("PROPOSED");

  const std::vector<Link> chain = NeedChain(facts);

  EXPECT_THAT(Drawn(chain), ElementsAre("need n1 [PROPOSED]", "  !gap"));
  EXPECT_EQ(chain[1].facts.at("en"), "this need is not traceable to a measured gap");
  EXPECT_FALSE(chain[1].facts.at("id").empty());
}

TEST(NeedChain, NamesWhatAGapLacks) {
  NeedFacts facts;
  facts.need = ANeed("DETECTED");
  facts.gaps = {AGap("m1", "p1", {"r1", "r9"}), AGap("m2", "p2", {})};
  facts.gaps[1].standard.clear();
  facts.gaps_in_all = 2;
  facts.ratings = {{"r1", ARating("r1")}};

  EXPECT_THAT(
      Drawn(NeedChain(facts)),
      ElementsAre(
          "need n1 [DETECTED]", "  gap m1/M.03 [CURRENT]", "    standard LURAH@2026-01-01",
          "    rating r1", "    !rating r9", "  gap m2/M.03 [CURRENT]", "    !standard",
          "    !rating"));
}

// Row 23: a level that no rating explains.
TEST(NeedChain, ShowsWhatWasAgreedInPlaceOfTheRatings) {
  NeedFacts facts;
  facts.need = ANeed("DETECTED");
  facts.gaps = {
      AGap("m1", "p1", {"r1"}), AGap("m2", "p2", {"r1"}), AGap("m3", "p3", {"r1"}),
      AGap("m4", "p4", {"r1"})};
  facts.gaps[0].basis = "CALIBRATION";
  facts.gaps[0].decided_by = {"pic", "boss"};
  facts.gaps[0].decided_on = "2026-01-20";
  facts.gaps[1].basis = "CORRECTION";
  facts.gaps[2].basis = "MULTI_RATER";
  facts.gaps[3].basis = "APPEAL";
  facts.gaps_in_all = 4;
  facts.ratings = {{"r1", ARating("r1")}};

  const std::vector<Link> chain = NeedChain(facts);

  EXPECT_THAT(
      Drawn(chain), ElementsAre(
                        "need n1 [DETECTED]", "  gap m1/M.03 [CURRENT]",
                        "    standard LURAH@2026-01-01", "    calibration m1/M.03", "    rating r1",
                        "  gap m2/M.03 [CURRENT]", "    standard LURAH@2026-01-01",
                        "    correction m2/M.03", "    rating r1", "  gap m3/M.03 [CURRENT]",
                        "    standard LURAH@2026-01-01", "    rating r1", "  gap m4/M.03 [CURRENT]",
                        "    standard LURAH@2026-01-01", "    appeal m4/M.03", "    rating r1"));
  EXPECT_THAT(
      chain[3].facts,
      ElementsAre(Pair("agreed_by", "pic,boss"), Pair("level", "1"), Pair("on", "2026-01-20")));
}

TEST(NeedChain, SaysHowManyGapsItDoesNotShow) {
  NeedFacts facts;
  facts.need = ANeed("DETECTED");
  facts.gaps = {AGap("m1", "p1", {"r1"})};
  facts.gaps_in_all = 18;
  facts.ratings = {{"r1", ARating("r1")}};

  const Link last = NeedChain(facts).back();

  EXPECT_EQ(last.state, "MORE");
  EXPECT_FALSE(last.missing);
  EXPECT_THAT(last.facts, ElementsAre(Pair("more", "17")));
}

TEST(NeedChain, OfANeedClosedByMeasurementShowsTheLaterMeasurement) {
  NeedFacts facts;
  facts.need = ANeed("CLOSED");
  facts.need.closed_because = "GAP_GONE";
  facts.gaps = {AGap("m1", "p1", {"r1"}), AGap("m2", "p2", {"r2"}), AGap("m3", "p3", {"r3"})};
  facts.gaps[0].closed_at = facts.gaps[1].closed_at = "2026-05-01T00:00:00Z";
  facts.gaps_in_all = 3;
  // p1 was measured again; p2's profile expired; p3 stands where it stood and left the group
  // another way.
  facts.later = {{"p1", AGap("m4", "p1", {"r4"})}, {"p3", facts.gaps[2]}};
  facts.ratings = {
      {"r1", ARating("r1")}, {"r2", ARating("r2")}, {"r3", ARating("r3")}, {"r4", ARating("r4")}};

  EXPECT_THAT(
      Drawn(NeedChain(facts)),
      ElementsAre(
          "need n1 [CLOSED]",                                                        //
          "  gap m1/M.03 [PAST]", "    standard LURAH@2026-01-01", "    rating r1",  //
          "    closed_by m4/M.03 [CURRENT]", "      standard LURAH@2026-01-01",
          "      rating r4",  //
          "  gap m2/M.03 [PAST]", "    standard LURAH@2026-01-01", "    rating r2",
          "    !closed_by",  //
          "  gap m3/M.03 [CURRENT]", "    standard LURAH@2026-01-01", "    rating r3",
          "    !closed_by"));
}

TEST(NeedChain, OfANeedThatAPersonClosedLooksForNoMeasurement) {
  NeedFacts facts;
  facts.need = ANeed("CLOSED");
  facts.need.closed_because = "DECISION";
  facts.gaps = {AGap("m1", "p1", {"r1"})};
  facts.gaps_in_all = 1;
  facts.ratings = {{"r1", ARating("r1")}};

  const std::vector<Link> chain = NeedChain(facts);

  EXPECT_THAT(
      Drawn(chain), ElementsAre(
                        "need n1 [CLOSED]", "  gap m1/M.03 [CURRENT]",
                        "    standard LURAH@2026-01-01", "    rating r1"));
  EXPECT_EQ(chain[0].facts.at("closed_because"), "DECISION");
}

TEST(PersonChain, GoesFromTheProfileUpToTheNeeds) {
  PersonFacts facts;
  facts.profile = {.person = "p1", .valid_until = "2029-01-01", .disputed = {}, .match = 77.7778};
  facts.gaps = {AGap("m1", "p1", {"r1"}), AGap("m1", "p1", {"r1"}), AGap("m1", "p1", {"r1"})};
  facts.gaps[1].competency = "M.04";  // a gap that no need names
  facts.gaps[2].competency = "M.05";  // no gap
  facts.gaps[2].gap = 0;
  facts.needs = {ANeed("VERIFIED")};
  facts.ratings = {{"r1", ARating("r1")}};

  const std::vector<Link> chain = PersonChain(facts);

  EXPECT_THAT(
      Drawn(chain),
      ElementsAre(
          "profile p1 [VALID]",  //
          "  gap m1/M.03 [CURRENT]", "    standard LURAH@2026-01-01", "    rating r1",
          "    need n1 [VERIFIED]", "  gap m1/M.04 [CURRENT]", "    standard LURAH@2026-01-01",
          "    rating r1", "    !need", "  gap m1/M.05 [CURRENT]", "    standard LURAH@2026-01-01",
          "    rating r1"));
  EXPECT_EQ(chain[0].facts.at("job_person_match"), "77.7778");
}

TEST(PersonChain, WithoutAValidProfileIsBroken) {
  PersonFacts facts;
  facts.profile = {
      .person = "p1", .valid_until = "", .disputed = {"M.03", "M.04"}, .match = std::nullopt};

  const std::vector<Link> chain = PersonChain(facts);

  EXPECT_THAT(Drawn(chain), ElementsAre("!profile p1"));
  EXPECT_EQ(chain[0].facts.at("disputed"), "M.03,M.04");
}

TEST(RatingsOf, NamesEachOnce) {
  EXPECT_THAT(
      RatingsOf({AGap("m1", "p1", {"r2", "r1"}), AGap("m2", "p2", {"r1"})}),
      ElementsAre("r1", "r2"));
}

}  // namespace
}  // namespace binadaya::reporting::domain
