#include "services/reporting/domain/delivery.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/reporting/domain/chain.h"
#include "tests/unit/reporting/drawn.h"

namespace binadaya::reporting::domain {
namespace {

using ::testing::ElementsAre;
using ::testing::IsSupersetOf;
using ::testing::Pair;

PlanItem AnItem() {
  return {
      .id = "i1",
      .program = "pr1",
      .source = "PAD",
      .year = 2027,
      .number = 2,
      .quarter = 2,
      .batches = 4,
      .seats = 193,
      .rupiah = 143'248'000,
      .lines = {{
          .id = "l1",
          .sub_activity = "5.04",
          .account = "5.1",
          .source = "PAD",
          .year = 2027,
          .rupiah = 143'248'000,
          .frozen = 1'000,
          .bound = 35'812'000,
          .realised = 13'000'000,
      }},
      .drafted = {{
          .id = "b1",
          .unit = "OPD04",
          .state = "BATCH_PUBLISHED",
          .first_day = "2027-04-06",
          .last_day = "2027-04-22",
          .number = 1,
          .capacity = 49,
          .bound = 35'812'000,
          .seats = {{"ENROLMENT_CONFIRMED", 48}, {"ENROLMENT_DECLINED", 1}},
      }}};
}

std::vector<Link> Delivered(const std::vector<PlanItem>& items, bool planned = true) {
  std::vector<Link> chain;
  AddDelivery(items, planned, 2, chain);
  return chain;
}

TEST(Delivery, GoesFromThePlanToItsMoneyAndItsBatches) {
  const std::vector<Link> chain = Delivered({AnItem()});
  EXPECT_THAT(
      Drawn(chain), ElementsAre(
                        "    plan_item i1 [PLAN_SET]", "      budget_line l1",
                        "      batch b1 [BATCH_PUBLISHED]"));
  EXPECT_THAT(
      chain[0].facts, ElementsAre(
                          Pair("amount", "143248000"), Pair("batches", "4"), Pair("quarter", "2"),
                          Pair("revision", "2"), Pair("seats", "193"), Pair("source", "PAD"),
                          Pair("year", "2027")));
  EXPECT_THAT(
      chain[1].facts,
      ElementsAre(
          Pair("account", "5.1"), Pair("amount", "143248000"), Pair("bound", "35812000"),
          Pair("frozen", "1000"), Pair("realised", "13000000"), Pair("source", "PAD"),
          Pair("sub_activity", "5.04"), Pair("year", "2027")));
  EXPECT_THAT(
      chain[2].facts,
      ElementsAre(
          Pair("ENROLMENT_CONFIRMED", "48"), Pair("ENROLMENT_DECLINED", "1"),
          Pair("batch_number", "1"), Pair("bound", "35812000"), Pair("capacity", "49"),
          Pair("first_day", "2027-04-06"), Pair("last_day", "2027-04-22"), Pair("realised", "0"),
          Pair("unit_code", "OPD04")));
}

TEST(Delivery, NamesWhatIsMissing) {
  EXPECT_THAT(Drawn(Delivered({})), ElementsAre("    !plan_item"));
  EXPECT_THAT(Drawn(Delivered({}, false)), ElementsAre());
  PlanItem bare = AnItem();
  bare.lines.clear();
  bare.drafted.clear();
  EXPECT_THAT(
      Drawn(Delivered({bare})),
      ElementsAre("    plan_item i1 [PLAN_SET]", "      !budget_line", "      !batch"));
  // Of what a revision took out nothing more is expected.
  bare.removed = true;
  EXPECT_THAT(Drawn(Delivered({bare})), ElementsAre("    plan_item i1 [PLAN_ITEM_REMOVED]"));
}

TEST(Delivery, ShowsWhatEndedWithItsCause) {
  PlanItem item = AnItem();
  item.lines[0].frozen = 0;
  item.drafted[0] = {.id = "b1", .state = "BATCH_CANCELLED", .cause = "CAUSE_VENUE"};
  const std::vector<Link> chain = Delivered({item});
  EXPECT_FALSE(chain[1].facts.contains("frozen"));
  EXPECT_EQ(chain[2].facts.at("cause"), "CAUSE_VENUE");
  EXPECT_FALSE(chain[2].facts.contains("first_day"));
}

TEST(NeedChain, GoesOnToWhatWasMadeOfItsPrograms) {
  NeedFacts facts;
  facts.need.id = "n1";
  facts.need.type = "MANDATORY";
  facts.need.state = "RANKED";
  facts.programs = {
      {.id = "pr1",
       .year = 2027,
       .number = 1,
       .state = "PROGRAM_APPROVED",
       .title = {},
       .items = {AnItem()}},
      {.id = "pr2", .year = 2028, .number = 1, .state = "PROGRAM_APPROVED", .title = {}},
      {.id = "pr3", .year = 2028, .number = 1, .state = "PROGRAM_DRAFT", .title = {}}};
  EXPECT_THAT(
      Drawn(NeedChain(facts)),
      ElementsAre(
          "need n1 [RANKED]", "  program pr1 [PROGRAM_APPROVED]", "    plan_item i1 [PLAN_SET]",
          "      budget_line l1", "      batch b1 [BATCH_PUBLISHED]",
          "  program pr2 [PROGRAM_APPROVED]", "    !plan_item", "  program pr3 [PROGRAM_DRAFT]",
          "  requirement"));
}

// A seat stands below the need that its program serves; once for each such need, and by itself if
// there is none.
TEST(PersonChain, GoesOnToTheSeats) {
  PersonFacts facts;
  facts.profile.person = "p1";
  facts.profile.valid_until = "2029-01-01";
  Gap gap;
  gap.measurement = "m1";
  gap.competency = "M.03";
  gap.standard = "s";
  gap.ratings = {"r1"};
  gap.gap = 1;
  facts.gaps = {gap};
  facts.ratings["r1"].id = "r1";
  Need need;
  need.id = "n1";
  need.state = "RANKED";
  need.competency = "M.03";
  facts.needs = {need};
  facts.enrolments = {
      {.id = "e1",
       .program = "pr1",
       .title = "Judul",
       .state = "ENROLMENT_CONFIRMED",
       .batch = "b1",
       .first_day = "2027-04-06",
       .year = 2027,
       .number = 1,
       .needs = {"n0", "n1"},
       .jp = 20,
       .minutes = 900},
      {.id = "e2",
       .program = "pr2",
       .state = "ENROLMENT_WITHDRAWN",
       .cause = "END_GATE",
       .needs = {"n2"}}};
  const std::vector<Link> chain = PersonChain(facts);
  EXPECT_THAT(
      Drawn(chain),
      ElementsAre(
          "profile p1 [VALID]", "  gap m1/M.03 [CURRENT]", "    standard s", "    rating r1",
          "    need n1 [RANKED]", "      enrolment e1 [ENROLMENT_CONFIRMED]",
          "  enrolment e2 [ENROLMENT_WITHDRAWN]"));
  EXPECT_THAT(
      chain[5].facts, ElementsAre(
                          Pair("batch", "b1"), Pair("batch_number", "1"),
                          Pair("first_day", "2027-04-06"), Pair("jp", "20"), Pair("minutes", "900"),
                          Pair("program", "pr1"), Pair("title", "Judul"), Pair("year", "2027")));
  EXPECT_THAT(
      chain[6].facts,
      ElementsAre(Pair("cause", "END_GATE"), Pair("program", "pr2"), Pair("year", "0")));
}

}  // namespace
}  // namespace binadaya::reporting::domain
