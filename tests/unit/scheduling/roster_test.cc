#include "services/scheduling/domain/roster.h"

#include <algorithm>
#include <random>

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

const absl::CivilDay kToday(2026, 2, 16);
const absl::CivilDay kLastDay(2026, 3, 6);
const EnrolmentSetting kSetting = {
    .today = kToday, .starts = absl::CivilDay(2026, 3, 10), .change_until = kLastDay};

// "e3" of the person "p3", who has that rank.
Enrolment Ranked(int rank, EnrolmentState state = EnrolmentState::kWaitlisted) {
  Enrolment enrolment;
  enrolment.id = "e" + std::to_string(rank);
  enrolment.person = "p" + std::to_string(rank);
  enrolment.rank = rank;
  enrolment.state = state;
  if (state != EnrolmentState::kWaitlisted) enrolment.batch = "B1";
  return enrolment;
}
// Confirmed up to one rank, waiting up to another; given in no order.
Roster Class(int capacity, int confirmed, int waiting, EnrolmentSetting setting = kSetting) {
  std::vector<Enrolment> enrolments;
  for (int rank = 1; rank <= waiting; ++rank) {
    enrolments.push_back(
        Ranked(rank, rank <= confirmed ? EnrolmentState::kConfirmed : EnrolmentState::kWaitlisted));
  }
  std::shuffle(enrolments.begin(), enrolments.end(), std::mt19937(5));
  return {"B1", capacity, setting, enrolments};
}
const Enrolment& At(const Roster& roster, const std::string& id) {
  return *std::find_if(
      roster.enrolments().begin(), roster.enrolments().end(),
      [&](const Enrolment& enrolment) { return enrolment.id == id; });
}

Findings Everybody(const Enrolment&) { return {}; }
// Nobody but those who are not named.
Roster::Judge Without(std::vector<std::string> ids) {
  return [ids = std::move(ids)](const Enrolment& enrolment) -> Findings {
    Findings findings = {{"SEL-04", "barred", {"Tidak.", "No."}, {}, true}};  // told, no bar
    if (std::find(ids.begin(), ids.end(), enrolment.id) != ids.end())
      findings.push_back(NoRoom("SVC-1", "U1"));
    return findings;
  };
}

TEST(Roster, OffersSeatsUntilNoneIsLeft) {
  Roster roster = Class(2, 0, 3);
  EXPECT_EQ(roster.Free(), 2);
  EXPECT_THAT(roster.Offer("e2", Everybody, kToday + 3), test::IsOk());
  EXPECT_THAT(roster.Offer("e1", Everybody, kToday + 3), test::IsOk());
  EXPECT_EQ(roster.Held(), 2);
  EXPECT_EQ(roster.Free(), 0);
  EXPECT_EQ(At(roster, "e1").state, EnrolmentState::kOffered);
  EXPECT_EQ(At(roster, "e1").batch, "B1");
  EXPECT_EQ(At(roster, "e1").answer_by, kToday + 3);
  EXPECT_EQ(At(roster, "e1").offered_on, kToday);
  const absl::Status full = roster.Offer("e3", Everybody, kToday + 3);
  EXPECT_THAT(full, test::RefusedBy("ENR-30"));
  EXPECT_THAT(
      FindingsOf(full)[0].values, UnorderedElementsAre(Pair("held", "2"), Pair("capacity", "2")));
  EXPECT_THAT(roster.Promote(Everybody, kToday + 3), test::RefusedBy("ENR-30"));
}

TEST(Roster, RefusesAnOfferThatCannotBe) {
  Roster roster = Class(3, 1, 2);
  EXPECT_THAT(roster.Offer("e9", Everybody, kToday), test::RefusedBy("ENR-34"));
  EXPECT_THAT(roster.Offer("e1", Everybody, kToday), test::RefusedBy("ENR-01"));
  const absl::Status judged = roster.Offer("e2", Without({"e2"}), kToday);
  EXPECT_THAT(judged, test::RefusedBy("SEL-07"));  // and not the warning
  EXPECT_THAT(
      FindingsOf(judged)[0].values, UnorderedElementsAre(Pair("rule", "SVC-1"), Pair("of", "U1")));
  std::vector<Enrolment> twice = {Ranked(1, EnrolmentState::kOffered), Ranked(2)};
  twice[1].person = "p1";
  Roster same("B1", 3, kSetting, twice);
  EXPECT_THAT(same.Offer("e2", Everybody, kToday), test::RefusedBy("ENR-31"));
  twice[0].state = EnrolmentState::kWithdrawn;
  Roster again("B1", 3, kSetting, twice);
  EXPECT_THAT(again.Offer("e2", Everybody, kToday), test::IsOk());
  EnrolmentSetting late = kSetting;
  late.today = kLastDay + 1;
  Roster closed = Class(1, 1, 2, late);
  EXPECT_THAT(closed.Offer("e2", Everybody, kToday), test::RefusedBy("ENR-17", "ENR-30"));
  EXPECT_THAT(closed.Promote(Everybody, kToday), test::RefusedBy("ENR-17", "ENR-30"));
  late.today = kLastDay;
  EXPECT_THAT(Class(2, 1, 2, late).Promote(Everybody, kToday), test::IsOk());
}

TEST(Roster, PromotesTheFirstWhoMayCome) {
  Roster roster = Class(3, 1, 6);
  absl::StatusOr<Roster::Promotion> promotion = roster.Promote(Without({"e2", "e3"}), kToday + 3);
  ASSERT_THAT(promotion, test::IsOk());
  EXPECT_THAT(promotion->id, Optional(std::string("e4")));
  ASSERT_EQ(promotion->skipped.size(), 2);
  EXPECT_EQ(promotion->skipped[0].id, "e2");
  EXPECT_EQ(RulesOf(promotion->skipped[0].findings), "SEL-07");
  EXPECT_EQ(promotion->skipped[1].id, "e3");
  EXPECT_EQ(At(roster, "e4").state, EnrolmentState::kOffered);
  EXPECT_EQ(At(roster, "e4").answer_by, kToday + 3);
  EXPECT_EQ(At(roster, "e2").state, EnrolmentState::kWaitlisted);
  EXPECT_THAT(roster.Promote(Everybody, kToday)->id, Optional(std::string("e2")));
  EXPECT_EQ(roster.Free(), 0);
  // Nobody of those who wait may come: the seat stays empty.
  promotion = Class(2, 1, 2).Promote(Without({"e2"}), kToday);
  EXPECT_EQ(promotion->id, std::nullopt);
  EXPECT_EQ(promotion->skipped.size(), 1);
  promotion = Class(2, 1, 1).Promote(Everybody, kToday);
  EXPECT_EQ(promotion->id, std::nullopt);
  EXPECT_EQ(promotion->skipped.size(), 0);
}

TEST(Roster, LetsASubstituteComeInTurnOrForAReason) {
  const auto substitute = [](Roster& roster, const std::string& in,
                             std::optional<OverrideReason> reason, const Roster::Judge& judge) {
    return roster.Substitute("e1", in, reason, "officer", "sakit", judge, kToday + 3);
  };
  Roster roster = Class(2, 2, 5);
  EXPECT_THAT(substitute(roster, "e3", {}, Everybody), test::IsOk());
  EXPECT_EQ(roster.Held(), 2);
  EXPECT_EQ(At(roster, "e1").state, EnrolmentState::kSubstituted);
  EXPECT_EQ(At(roster, "e1").ending->substitute, "p3");
  EXPECT_EQ(At(roster, "e1").ending->by, "officer");
  EXPECT_EQ(At(roster, "e1").ending->reason, "sakit");
  EXPECT_EQ(At(roster, "e3").state, EnrolmentState::kOffered);
  EXPECT_EQ(At(roster, "e3").origin, Origin::kSubstitute);
  EXPECT_EQ(At(roster, "e3").override, std::nullopt);
  EXPECT_EQ(At(roster, "e3").batch, "B1");
  EXPECT_EQ(At(roster, "e3").answer_by, kToday + 3);
  // Told twice.
  EXPECT_EQ(RulesOf(FindingsOf(substitute(roster, "e3", {}, Everybody))), "ENR-08 ENR-01");
  // Out of turn.
  roster = Class(2, 2, 5);
  const absl::Status refused = substitute(roster, "e5", {}, Everybody);
  EXPECT_THAT(refused, test::RefusedBy("ENR-32"));
  EXPECT_THAT(FindingsOf(refused)[0].values, ElementsAre(Pair("passed", "2")));
  EXPECT_EQ(At(roster, "e1").state, EnrolmentState::kConfirmed);
  EXPECT_EQ(At(roster, "e5").state, EnrolmentState::kWaitlisted);
  EXPECT_THAT(substitute(roster, "e5", OverrideReason::kSubstitute, Everybody), test::IsOk());
  EXPECT_THAT(At(roster, "e5").override, Optional(OverrideReason::kSubstitute));
  // In turn, since those ahead may not come; a reason that was given is no override then.
  roster = Class(2, 2, 5);
  EXPECT_THAT(
      substitute(roster, "e5", OverrideReason::kSubstitute, Without({"e3", "e4"})), test::IsOk());
  EXPECT_EQ(At(roster, "e5").override, std::nullopt);
}

TEST(Roster, RefusesASubstituteWhoCannotComeAndChangesNothing) {
  Roster roster = Class(2, 2, 4);
  const auto substitute = [&](const std::string& out, const std::string& in,
                              const Roster::Judge& judge, const std::string& reason = "sakit") {
    return RulesOf(
        FindingsOf(roster.Substitute(out, in, std::nullopt, "officer", reason, judge, kToday + 3)));
  };
  EXPECT_EQ(substitute("e1", "e9", Everybody), "ENR-34");
  EXPECT_EQ(substitute("e9", "e3", Everybody), "ENR-34");
  EXPECT_EQ(substitute("e8", "e9", Everybody), "ENR-34 ENR-34");
  EXPECT_EQ(substitute("e1", "e2", Everybody), "ENR-01");
  EXPECT_EQ(substitute("e4", "e3", Everybody), "ENR-08");
  EXPECT_EQ(substitute("e1", "e3", Without({"e3"})), "SEL-07");
  EXPECT_EQ(substitute("e1", "e3", Everybody, ""), "ENR-14");
  for (int rank = 1; rank <= 4; ++rank) {
    EXPECT_EQ(
        At(roster, "e" + std::to_string(rank)).state,
        rank <= 2 ? EnrolmentState::kConfirmed : EnrolmentState::kWaitlisted);
  }
  EnrolmentSetting late = kSetting;
  late.today = kLastDay + 1;
  roster = Class(2, 2, 4, late);
  EXPECT_EQ(substitute("e1", "e3", Everybody), "ENR-17");
}

TEST(Roster, AsksWhoLeavesWhenTheCapacityIsLowered) {
  Roster roster = Class(4, 4, 6);
  const auto lower = [&](int capacity, const std::vector<std::string>& leaving) {
    return roster.SetCapacity(capacity, leaving);
  };
  const absl::Status asks = lower(2, {});
  EXPECT_THAT(asks, test::RefusedBy("ENR-33"));
  EXPECT_THAT(
      FindingsOf(asks)[0].values,
      UnorderedElementsAre(Pair("over", "2"), Pair("named", "0"), Pair("by_rank", "e4, e3")));
  EXPECT_EQ(roster.capacity(), 4);
  EXPECT_EQ(FindingsOf(lower(2, {"e4"}))[0].values.at("named"), "1");
  EXPECT_THAT(lower(2, {"e4", "e4"}), test::RefusedBy("ENR-33"));
  EXPECT_THAT(lower(2, {"e4", "e3", "e2"}), test::RefusedBy("ENR-33"));
  EXPECT_THAT(lower(2, {"e4", "e5"}), test::RefusedBy("ENR-33"));  // e5 holds no seat
  EXPECT_THAT(lower(2, {"e4", "e9"}), test::RefusedBy("ENR-33"));
  EXPECT_THAT(lower(3, {"e4", "e5"}), test::RefusedBy("ENR-33"));
  EXPECT_THAT(lower(0, {}), test::RefusedBy("ENR-35"));
  EXPECT_THAT(lower(0, {}), test::HasCode(absl::StatusCode::kInvalidArgument));
  EXPECT_EQ(roster.Held(), 4);
  // Others than those by rank: it is a decision.
  EXPECT_THAT(lower(2, {"e1", "e4"}), test::IsOk());
  EXPECT_EQ(roster.capacity(), 2);
  EXPECT_EQ(roster.Held(), 2);
  EXPECT_EQ(At(roster, "e1").state, EnrolmentState::kWaitlisted);
  EXPECT_EQ(At(roster, "e1").rank, 1);
  // Back to the head of the list.
  EXPECT_THAT(lower(3, {}), test::IsOk());
  EXPECT_THAT(roster.Promote(Everybody, kToday)->id, Optional(std::string("e1")));
  EXPECT_THAT(lower(1, {"e1", "e2"}), test::IsOk());
  EXPECT_THAT(lower(1, {}), test::IsOk());
}

// A seat that is kept until the batch is published is promised, too.
TEST(Roster, AsksWhoLeavesOfThoseForWhomSeatsAreKept) {
  std::vector<Enrolment> enrolments;
  for (int rank = 1; rank <= 5; ++rank) enrolments.push_back(Ranked(rank));
  for (std::size_t i = 0; i < 3; ++i) enrolments[i].batch = "B1";
  enrolments[3].batch = "B2";  // in another batch
  Roster roster("B1", 3, kSetting, enrolments);
  EXPECT_THAT(roster.SetCapacity(3, {}), test::IsOk());
  const absl::Status asks = roster.SetCapacity(2, {});
  EXPECT_THAT(asks, test::RefusedBy("ENR-33"));
  EXPECT_EQ(FindingsOf(asks)[0].values.at("by_rank"), "e3");
  for (const char* none : {"e4", "e5"})
    EXPECT_THAT(roster.SetCapacity(2, std::vector<std::string>{none}), test::RefusedBy("ENR-33"));
  EXPECT_THAT(roster.SetCapacity(2, std::vector<std::string>{"e1"}), test::IsOk());
  EXPECT_EQ(At(roster, "e1").batch, "");
  EXPECT_EQ(At(roster, "e1").state, EnrolmentState::kWaitlisted);
  EXPECT_EQ(At(roster, "e2").batch, "B1");
  EXPECT_EQ(At(roster, "e4").batch, "B2");
  EXPECT_THAT(roster.SetCapacity(2, {}), test::IsOk());
}

TEST(Roster, LetsNobodyGoWhoAttends) {
  std::vector<Enrolment> enrolments = {
      Ranked(1, EnrolmentState::kConfirmed), Ranked(2, EnrolmentState::kAttending)};
  Roster roster("B1", 2, kSetting, enrolments);
  const absl::Status asks = roster.SetCapacity(1, std::vector<std::string>{"e2"});
  EXPECT_THAT(asks, test::RefusedBy("ENR-33"));
  EXPECT_EQ(FindingsOf(asks)[0].values.at("by_rank"), "e1");
  EnrolmentSetting begun = kSetting;
  begun.today = begun.starts;
  Roster running("B1", 2, begun, enrolments);
  EXPECT_THAT(running.SetCapacity(1, std::vector<std::string>{"e1"}), test::RefusedBy("ENR-13"));
  EXPECT_THAT(running.SetCapacity(3, {}), test::IsOk());
  EXPECT_THAT(running.SetCapacity(2, {}), test::IsOk());
}

// Whatever is asked, in whatever order: never more seats than there are, never one person twice.
TEST(Roster, NeverHoldsMoreThanThereAreSeats) {
  std::mt19937 random(9);
  int promoted = 0, full = 0;
  for (int round = 0; round < 50; ++round) {
    Roster roster = Class(5, 0, 40);
    for (int step = 0; step < 200; ++step) {
      const std::string one = "e" + std::to_string(1 + random() % 40);
      const std::string other = "e" + std::to_string(1 + random() % 40);
      switch (random() % 5) {
        case 0:
          if (roster.Offer(one, Everybody, kToday).code() != absl::StatusCode::kOk) ++full;
          break;
        case 1:
          if (roster.Promote(Without({one}), kToday).ok()) ++promoted;
          break;
        case 2:
          (void)roster.Substitute(
              one, other, OverrideReason::kSubstitute, "officer", "sakit", Everybody, kToday);
          break;
        case 3:
          (void)roster.SetCapacity(
              1 + static_cast<int>(random() % 6), std::vector<std::string>{one});
          break;
        default: {  // an answer comes in: it is saved, and the roster loaded anew
          std::vector<Enrolment> enrolments = roster.enrolments();
          for (Enrolment& enrolment : enrolments) {
            if (enrolment.id != one) continue;
            if (!enrolment.Approve("s", std::vector<std::string>{"s"}, kSetting).ok())
              (void)enrolment.Confirm(enrolment.person, kSetting);
            if (random() % 8 == 0) (void)enrolment.Withdraw("x", "sakit", kSetting);
          }
          roster = Roster("B1", roster.capacity(), kSetting, enrolments);
        }
      }
      ASSERT_LE(roster.Held(), roster.capacity());
      ASSERT_GE(roster.Free(), 0);
    }
  }
  EXPECT_GT(promoted, 100);
  EXPECT_GT(full, 100);
}

}  // namespace
}  // namespace binadaya::scheduling::domain::sample
