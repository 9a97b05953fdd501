#include "services/scheduling/domain/hold.h"

#include <functional>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/matchers.h"
#include "tests/unit/scheduling/timetable.h"

namespace binadaya::scheduling::domain::timetable {
namespace {

using test::IsOk;
using test::RefusedBy;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

const absl::CivilDay kOpening(2026, 3, 9);

Hold OpeningHold(HoldState state = HoldState::kRequested) {
  Hold hold;
  hold.id = "h1";
  hold.leader = "mayor";
  hold.slot = Between(kOpening, 800, 815);
  hold.batch = "b1";
  hold.state = state;
  return hold;
}
Hold Engaged(HoldPriority priority, HoldState state, int from = 800, int until = 900) {
  Hold hold;
  hold.id = "h2";
  hold.leader = "mayor";
  hold.slot = Between(kOpening, from, until);
  hold.priority = priority;
  hold.state = state;
  return hold;
}

TEST(Hold, GoesFromTheRequestToItsEnd) {
  Hold hold = OpeningHold();
  EXPECT_EQ(ToString(hold.state), "REQUESTED");
  EXPECT_FALSE(hold.Stands());
  EXPECT_THAT(hold.Confirm({}), RefusedBy("HLD-01"));
  EXPECT_THAT(hold.Pencil({}), IsOk());
  EXPECT_EQ(ToString(hold.state), "TENTATIVE");
  EXPECT_TRUE(hold.Stands());
  EXPECT_THAT(hold.Pencil({}), RefusedBy("HLD-01"));
  EXPECT_THAT(hold.Confirm({}), IsOk());
  EXPECT_EQ(ToString(hold.state), "CONFIRMED");
  EXPECT_TRUE(hold.Stands() && hold.open());
  EXPECT_THAT(hold.Finish(At(kOpening, 814)), RefusedBy("HLD-09"));
  EXPECT_THAT(hold.Finish(At(kOpening, 815)), IsOk());
  EXPECT_EQ(ToString(hold.state), "DONE");
  EXPECT_TRUE(hold.Stands());
  EXPECT_FALSE(hold.open());
  EXPECT_THAT(hold.Release("x"), RefusedBy("HLD-01"));
}

TEST(Hold, IsPossibleOnlyFromTheStatesOfItsStep) {
  using enum HoldState;
  const std::vector<HoldState> all = {kRequested,      kTentative, kConfirmed, kChanged,
                                      kFallbackActive, kDone,      kReleased};
  const auto from = [&](const std::function<absl::Status(Hold&)>& step) {
    std::string text;
    for (const HoldState state : all) {
      Hold hold = OpeningHold(state);
      hold.proposed = Between(kOpening, 1000, 1015);
      hold.video = true;
      if (step(hold).ok()) text += std::string(ToString(state)) + ' ';
    }
    return text;
  };
  EXPECT_EQ(from([](Hold& it) { return it.Pencil({}); }), "REQUESTED ");
  EXPECT_EQ(from([](Hold& it) { return it.Confirm({}); }), "TENTATIVE ");
  EXPECT_EQ(from([](Hold& it) { return it.Change(std::nullopt, "x"); }), "CONFIRMED ");
  EXPECT_EQ(from([](Hold& it) { return it.LoseDelegate("x"); }), "") << "nobody stands in";
  EXPECT_EQ(from([](Hold& it) { return it.TakeNewTime({}); }), "CHANGED ");
  EXPECT_EQ(
      from([](Hold& it) { return it.AgreeVideo(false); }),
      "REQUESTED TENTATIVE CONFIRMED CHANGED ");
  EXPECT_EQ(from([](Hold& it) { return it.FallBack(Fallback::kVideo, "", {}, {}); }), "CHANGED ");
  EXPECT_EQ(
      from([](Hold& it) { return it.Finish(At(kOpening, 900)); }), "CONFIRMED FALLBACK_ACTIVE ");
  EXPECT_EQ(
      from([](Hold& it) { return it.Release("x"); }),
      "REQUESTED TENTATIVE CONFIRMED CHANGED FALLBACK_ACTIVE ");
  std::string open;
  for (const HoldState state : all)
    if (OpeningHold(state).open()) open += std::string(ToString(state)) + ' ';
  EXPECT_EQ(open, "REQUESTED TENTATIVE CONFIRMED CHANGED FALLBACK_ACTIVE ");
}

TEST(Hold, MakesWayForWhatGoesBefore) {
  using enum HoldPriority;
  using enum HoldState;
  const auto confirm = [](HoldPriority mine, const Hold& other) {
    Hold hold = Engaged(mine, kTentative);
    hold.id = "h1";
    return hold.Confirm(std::vector<Hold>{other});
  };
  const std::vector<HoldPriority> order = {
      kStateInvitation, kDisaster, kCouncil, kCityCeremony, kTrainingOpening};
  for (std::size_t i = 0; i + 1 < order.size(); ++i) {
    EXPECT_THAT(confirm(order[i + 1], Engaged(order[i], kTentative)), RefusedBy("HLD-02"));
    EXPECT_THAT(confirm(order[i], Engaged(order[i + 1], kConfirmed)), IsOk());
    EXPECT_THAT(confirm(order[i], Engaged(order[i], kConfirmed)), RefusedBy("HLD-02"));
    EXPECT_THAT(confirm(order[i], Engaged(order[i], kTentative)), IsOk());
  }
  for (const HoldState gone : {kRequested, kChanged, kReleased})
    EXPECT_THAT(confirm(kTrainingOpening, Engaged(kDisaster, gone)), IsOk());
  EXPECT_THAT(confirm(kTrainingOpening, Engaged(kDisaster, kConfirmed, 900, 1000)), IsOk())
      << "back to back";
  EXPECT_THAT(
      confirm(kTrainingOpening, Engaged(kDisaster, kConfirmed, 859, 1000)), RefusedBy("HLD-02"));
  Hold other = Engaged(kDisaster, kConfirmed);
  other.leader = "deputy";
  EXPECT_THAT(confirm(kTrainingOpening, other), IsOk());
  other = Engaged(kDisaster, kConfirmed);
  other.id = "h1";
  EXPECT_THAT(confirm(kTrainingOpening, other), IsOk()) << "itself";
}

TEST(Hold, NamesAllThatGoBeforeIt) {
  Hold second = Engaged(HoldPriority::kCouncil, HoldState::kConfirmed, 810, 830);
  second.id = "h3";
  Hold hold = OpeningHold();
  const absl::Status status = hold.Pencil(
      std::vector<Hold>{Engaged(HoldPriority::kDisaster, HoldState::kTentative), second});
  EXPECT_THAT(status, RefusedBy("HLD-02", "HLD-02"));
  EXPECT_EQ(FindingsOf(status)[0].values.at("hold"), "h2");
  EXPECT_EQ(FindingsOf(status)[1].values.at("hold"), "h3");
  EXPECT_EQ(FindingsOf(status)[1].values.at("from"), "2026-03-09 08:10");
  EXPECT_EQ(ToString(hold.state), "REQUESTED");
}

TEST(Hold, TellsWhoIsDisplacedByIt) {
  using enum HoldPriority;
  using enum HoldState;
  Hold ceremony = Engaged(kCityCeremony, kConfirmed);
  ceremony.id = "h9";
  std::vector<Hold> agenda;
  const auto add = [&](const char* id, HoldPriority priority, HoldState state, int from) {
    agenda.push_back(Engaged(priority, state, from, from + 100));
    agenda.back().id = id;
  };
  add("opening", kTrainingOpening, kConfirmed, 800);
  add("later", kTrainingOpening, kConfirmed, 900);
  add("council", kCouncil, kConfirmed, 800);
  add("pencilled", kCityCeremony, kTentative, 800);
  add("asked", kTrainingOpening, kRequested, 800);
  EXPECT_THAT(Displaced(ceremony, agenda), ElementsAre("opening", "pencilled"));
  ceremony.state = kTentative;
  EXPECT_THAT(Displaced(ceremony, agenda), ElementsAre("opening"));
}

TEST(Hold, ThatChangesTakesTheNewTimeIfItFits) {
  Hold hold = OpeningHold(HoldState::kConfirmed);
  const Slot later = Between(kOpening, 1300, 1315);
  EXPECT_THAT(hold.Change(later, ""), RefusedBy("HLD-03"));
  EXPECT_THAT(hold.Change(hold.slot, "x"), RefusedBy("HLD-04"));
  EXPECT_THAT(hold.Change(Between(kOpening, 900, 900), "x"), RefusedBy("HLD-04"));
  EXPECT_THAT(hold.Change(later, "dipanggil gubernur"), IsOk());
  EXPECT_EQ(ToString(hold.state), "CHANGED");
  EXPECT_EQ(hold.reason, "dipanggil gubernur");
  EXPECT_EQ(hold.changes, 1);
  EXPECT_FALSE(hold.Stands());
  EXPECT_THAT(
      hold.TakeNewTime(
          std::vector<Hold>{Engaged(HoldPriority::kDisaster, HoldState::kConfirmed, 1300, 1400)}),
      RefusedBy("HLD-02"));
  EXPECT_THAT(
      hold.TakeNewTime(
          std::vector<Hold>{Engaged(HoldPriority::kDisaster, HoldState::kConfirmed, 800, 900)}),
      IsOk())
      << "its old time does not matter";
  EXPECT_EQ(ToString(hold.state), "CONFIRMED");
  EXPECT_EQ(hold.slot, later);
  EXPECT_FALSE(hold.proposed.has_value());
  EXPECT_THAT(hold.Change(std::nullopt, "berhalangan"), IsOk());
  EXPECT_EQ(hold.changes, 2);
  EXPECT_THAT(hold.TakeNewTime({}), RefusedBy("HLD-05"));
}

TEST(Hold, ThatChangesFallsBack) {
  using enum Fallback;
  const Slot closing = Between(kOpening, 1500, 1515);
  const auto changed = [] {
    Hold hold = OpeningHold(HoldState::kChanged);
    hold.proposed = Between(kOpening, 1000, 1015);
    return hold;
  };
  Hold hold = changed();
  hold.video = true;
  EXPECT_THAT(hold.FallBack(kDelegate, "", {}, {}), RefusedBy("HLD-07"));
  EXPECT_THAT(hold.FallBack(kVideo, "deputy", {}, {}), RefusedBy("HLD-07"));
  EXPECT_THAT(hold.FallBack(kDelegate, "deputy", closing, {}), RefusedBy("HLD-08"));
  EXPECT_THAT(hold.FallBack(kMove, "", {}, {}), RefusedBy("HLD-08"));
  EXPECT_THAT(hold.FallBack(kMove, "", Between(kOpening, 1500, 1500), {}), RefusedBy("HLD-08"));
  EXPECT_EQ(ToString(hold.state), "CHANGED");
  hold.batch = "";
  EXPECT_THAT(hold.FallBack(kDelegate, "deputy", {}, {}), RefusedBy("HLD-06"));

  hold = changed();
  EXPECT_THAT(hold.FallBack(kDelegate, "deputy", {}, {}), IsOk());
  EXPECT_EQ(ToString(hold.state), "FALLBACK_ACTIVE");
  EXPECT_EQ(hold.delegate, "deputy");
  EXPECT_FALSE(hold.proposed.has_value());
  EXPECT_FALSE(hold.Stands()) << "the deputy is there";
  EXPECT_THAT(hold.Finish(At(kOpening, 815)), IsOk());
  EXPECT_FALSE(hold.Stands());

  hold = changed();
  const std::vector<Hold> agenda = {
      Engaged(HoldPriority::kCouncil, HoldState::kConfirmed, 1500, 1530)};
  EXPECT_THAT(hold.FallBack(kMove, "", closing, agenda), RefusedBy("HLD-02"));
  EXPECT_THAT(hold.FallBack(kMove, "", closing, {}), IsOk());
  EXPECT_EQ(hold.slot, closing);
  EXPECT_EQ(hold.fallback, kMove);
  EXPECT_TRUE(hold.Stands()) << "at the closing";

  hold = changed();
  EXPECT_THAT(hold.FallBack(kVideo, "", {}, {}), RefusedBy("HLD-12"));
  EXPECT_EQ(ToString(hold.state), "CHANGED");
  EXPECT_THAT(hold.AgreeVideo(true), IsOk());
  EXPECT_THAT(hold.FallBack(kVideo, "", {}, {}), IsOk());
  EXPECT_FALSE(hold.Stands());
}

TEST(Hold, ThatMovedChangesAgain) {
  const Slot closing = Between(kOpening, 1500, 1515);
  Hold hold = OpeningHold(HoldState::kChanged);
  EXPECT_FALSE(hold.Comes());
  EXPECT_THAT(hold.FallBack(Fallback::kMove, "", closing, {}), IsOk());
  EXPECT_TRUE(hold.Comes());
  EXPECT_THAT(hold.Change(closing, "x"), RefusedBy("HLD-04")) << "it is there already";
  EXPECT_THAT(hold.Change(std::nullopt, "dipanggil gubernur"), IsOk());
  EXPECT_EQ(ToString(hold.state), "CHANGED");
  EXPECT_FALSE(hold.Stands());
  EXPECT_FALSE(hold.fallback.has_value());
  EXPECT_THAT(hold.FallBack(Fallback::kDelegate, "deputy", {}, {}), IsOk());
  EXPECT_FALSE(hold.Comes());
  EXPECT_THAT(hold.Change(std::nullopt, "x"), RefusedBy("HLD-01")) << "the deputy speaks";
}

TEST(Hold, IsOfATimeThatIsNotOver) {
  const Slot slot = Between(kOpening, 800, 815);
  EXPECT_EQ(Places(CheckHoldToCome(slot, At(kOpening, 814))), "") << "it has begun, and goes on";
  EXPECT_EQ(Places(CheckHoldToCome(slot, At(kOpening, 815))), "HLD-18 slot");
}

TEST(Hold, OfADelegateWhoCannotEitherChangesAgain) {
  Hold hold = OpeningHold(HoldState::kChanged);
  EXPECT_THAT(hold.FallBack(Fallback::kDelegate, "deputy", {}, {}), IsOk());
  EXPECT_THAT(hold.LoseDelegate(" "), RefusedBy("HLD-03"));
  EXPECT_THAT(hold.LoseDelegate("pindah instansi"), IsOk());
  EXPECT_EQ(ToString(hold.state), "CHANGED");
  EXPECT_EQ(hold.delegate, "");
  EXPECT_FALSE(hold.fallback.has_value());
  EXPECT_THAT(hold.FallBack(Fallback::kMove, "", Between(kOpening, 1500, 1515), {}), IsOk());
  EXPECT_THAT(hold.LoseDelegate("x"), RefusedBy("HLD-01")) << "he speaks himself";
}

TEST(Hold, MayBeHeldByVideoWhileTheLeaderAgrees) {
  Hold hold = OpeningHold(HoldState::kConfirmed);
  EXPECT_THAT(hold.AgreeVideo(false), RefusedBy("HLD-13")) << "he has not agreed";
  EXPECT_THAT(hold.AgreeVideo(true), IsOk());
  EXPECT_THAT(hold.AgreeVideo(true), RefusedBy("HLD-13"));
  EXPECT_THAT(hold.Change(std::nullopt, "undangan provinsi"), IsOk());
  EXPECT_TRUE(hold.video);
  EXPECT_THAT(hold.AgreeVideo(false), IsOk());
  EXPECT_THAT(hold.FallBack(Fallback::kVideo, "", {}, {}), RefusedBy("HLD-12"));
  hold.batch = "";
  EXPECT_THAT(hold.AgreeVideo(true), RefusedBy("HLD-06"));
}

// It comes to pass at the closing as it would have at the opening: agreed before it is needed.
TEST(Hold, ThatMovedMayBeHeldByVideoOnceItChangesAgain) {
  Hold hold = OpeningHold(HoldState::kChanged);
  EXPECT_THAT(hold.FallBack(Fallback::kMove, "", Between(kOpening, 1500, 1515), {}), IsOk());
  EXPECT_THAT(hold.AgreeVideo(true), IsOk());
  EXPECT_TRUE(hold.Comes()) << "he still means to";
  EXPECT_THAT(hold.Change(std::nullopt, "dipanggil gubernur"), IsOk());
  EXPECT_THAT(hold.FallBack(Fallback::kVideo, "", {}, {}), IsOk());
  EXPECT_THAT(hold.AgreeVideo(false), RefusedBy("HLD-01")) << "the recording is shown";
  hold = OpeningHold(HoldState::kChanged);
  EXPECT_THAT(hold.FallBack(Fallback::kDelegate, "deputy", {}, {}), IsOk());
  EXPECT_THAT(hold.AgreeVideo(true), RefusedBy("HLD-01")) << "the deputy speaks";
}

TEST(Hold, IsReleasedWithAReason) {
  Hold hold = OpeningHold();
  EXPECT_THAT(hold.Release(" "), RefusedBy("HLD-03"));
  EXPECT_THAT(hold.Release("kelas batal"), IsOk());
  EXPECT_EQ(ToString(hold.state), "RELEASED");
  EXPECT_EQ(hold.reason, "kelas batal");
  EXPECT_FALSE(hold.Stands());
}

TEST(Hold, HasATimeAndOfAnOpeningItsBatch) {
  EXPECT_THAT(CheckHold(OpeningHold()), IsEmpty());
  Hold hold = OpeningHold();
  hold.slot.until = hold.slot.from;
  hold.batch = "";
  EXPECT_EQ(Places(CheckHold(hold)), "HLD-10 slot, HLD-11 batch");
  hold = OpeningHold();
  hold.priority = HoldPriority::kCouncil;
  EXPECT_EQ(Places(CheckHold(hold)), "HLD-11 batch");
  hold.batch = "";
  EXPECT_EQ(Places(CheckHold(hold)), "");
}

TEST(Hold, TakesItsAddressAlong) {
  const auto moved = [](int from, int until) {
    const auto to = MovedTo(Between(kOpening, 730, 800), Between(kOpening, from, until));
    return to.has_value() ? Clocks({*to}) : "stays";
  };
  EXPECT_EQ(moved(730, 800), "stays");
  EXPECT_EQ(moved(700, 900), "stays");
  EXPECT_EQ(moved(731, 900), "07:31-08:01");
  EXPECT_EQ(moved(700, 759), "07:00-07:30");
  EXPECT_EQ(moved(730, 745), "07:30-07:45") << "the leader leaves earlier";
  EXPECT_EQ(moved(1500, 1515), "15:00-15:15");
}

TEST(Hold, SaysWhereTheAgendaHasItsAddress) {
  const Slot address = Between(kOpening, 730, 800);
  Hold hold = OpeningHold(HoldState::kConfirmed);
  hold.slot = Between(kOpening, 730, 830);
  EXPECT_EQ(Places(CheckInAgenda(address, hold)), "");
  for (const HoldState asked :
       {HoldState::kRequested, HoldState::kTentative, HoldState::kConfirmed}) {
    hold = OpeningHold(asked);
    hold.slot = Between(kOpening + 1, 730, 800);
    const Findings findings = CheckInAgenda(address, hold);
    ASSERT_EQ(Places(findings), "HLD-17 items");
    EXPECT_TRUE(findings[0].warning);
  }
  hold = OpeningHold(HoldState::kChanged);
  hold.slot = Between(kOpening, 900, 930);
  EXPECT_EQ(Places(CheckInAgenda(address, hold)), "") << "he cannot come";
  hold.proposed = Between(kOpening, 1000, 1030);
  EXPECT_EQ(Places(CheckInAgenda(address, hold)), "HLD-17 items");
  hold.proposed = address;
  EXPECT_EQ(Places(CheckInAgenda(address, hold)), "") << "what he wants";
  hold = OpeningHold(HoldState::kFallbackActive);
  hold.slot = Between(kOpening, 900, 930);
  hold.fallback = Fallback::kDelegate;
  EXPECT_EQ(Places(CheckInAgenda(address, hold)), "") << "somebody else speaks";
  hold.state = HoldState::kReleased;
  hold.fallback.reset();
  EXPECT_EQ(Places(CheckInAgenda(address, hold)), "");
}

TEST(Hold, MovesAnAddressToWhatIsToComeWithinItsBatch) {
  const absl::CivilDay last = kOpening + 2;
  const auto places = [&](absl::CivilDay day, absl::CivilMinute now) {
    return Places(CheckMove(Between(day, 800, 815), kOpening, last, now));
  };
  EXPECT_EQ(places(kOpening, At(kOpening, 759)), "");
  EXPECT_EQ(places(kOpening, At(kOpening, 800)), "HLD-14 slot");
  EXPECT_EQ(places(last, At(kOpening, 700)), "");
  EXPECT_EQ(places(last + 1, At(kOpening, 700)), "HLD-15 slot");
  EXPECT_EQ(places(kOpening - 1, At(kOpening - 1, 700)), "HLD-15 slot");
  EXPECT_EQ(places(kOpening - 1, At(kOpening, 700)), "HLD-14 slot, HLD-15 slot");
}

TEST(Hold, IsForTheAddressAtItsTimeElseForTheNext) {
  const auto held = [](const std::vector<int>& addresses, const std::vector<int>& holds) {
    std::vector<Slot> slots;
    for (const int at : addresses) slots.push_back(Between(kOpening, at, at + 15));
    std::vector<Hold> of;
    for (const int at : holds) {
      of.push_back(OpeningHold());
      of.back().slot = Between(kOpening, at, at + 30);
    }
    std::string text;
    for (const auto& found : HoldsFor(slots, of))
      text += (found.has_value() ? std::to_string(*found) : "-") + ' ';
    return text;
  };
  EXPECT_EQ(held({800, 1500}, {1500, 800}), "1 0 ");
  EXPECT_EQ(held({800, 1500}, {1500}), "- 0 ");
  EXPECT_EQ(held({800, 1500}, {1000}), "0 - ");
  EXPECT_EQ(held({1500, 800}, {1000, 900}), "0 1 ") << "both in the order of time";
  EXPECT_EQ(held({800, 1500}, {900, 1500, 1600}), "0 1 ");
  EXPECT_EQ(held({}, {900}), "");
  EXPECT_EQ(held({800}, {}), "- ");
}

}  // namespace
}  // namespace binadaya::scheduling::domain::timetable
