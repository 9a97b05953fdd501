// What calendar programs are told of a session, from one version of a rundown to the next.
#include "services/scheduling/domain/appointment.h"

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace binadaya::scheduling::domain {
namespace {

using ::testing::ElementsAre;

const absl::CivilDay kDay(2027, 4, 8);

absl::Time Noon(int day) {
  return absl::FromCivil(absl::CivilDay(2027, 3, day), absl::UTCTimeZone());
}

RundownItem Item(
    const std::string& id, int hour, const std::string& venue = "aula",
    const std::string& speaker = "narasumber", ItemKind kind = ItemKind::kLearning) {
  RundownItem item;
  item.id = id;
  item.day = kDay;
  item.from = hour * 60;
  item.until = hour * 60 + 90;
  item.kind = kind;
  item.title = absl::StrCat("Materi ", id);
  item.venue = venue;
  item.speaker = speaker;
  return item;
}

// Version n is released on the n-th of March; what the newest holds is booked.
BatchHistory Of(const std::vector<std::vector<RundownItem>>& versions) {
  BatchHistory history;
  for (const std::vector<RundownItem>& items : versions) {
    const int number = static_cast<int>(history.versions.size()) + 1;
    history.versions.push_back({number, Noon(number), {.items = items}});
    history.booked.clear();
    for (const RundownItem& item : items) history.booked.insert(item.id);
  }
  return history;
}

// "a 4 CONFIRMED 08:00 created 1 changed 3": days of March.
std::string Told(const Appointment& one) {
  const char* status[] = {"", "TENTATIVE", "CONFIRMED", "CANCELLED"};
  const auto day = [](absl::Time at) { return absl::FormatTime("%e", at, absl::UTCTimeZone()); };
  return absl::StrCat(
      one.id, " ", one.sequence, " ", status[static_cast<int>(one.status)], " ",
      absl::FormatCivilTime(one.slot.from).substr(11), " created", day(one.created), " changed",
      day(one.changed));
}
std::vector<std::string> Told(const BatchHistory& history) {
  std::vector<std::string> told;
  for (const Appointment& one : AppointmentsOf(history)) told.push_back(Told(one));
  return told;
}

TEST(Appointments, KeepTheirIdAndCountWhatMatters) {
  EXPECT_THAT(
      Told(Of({{Item("a", 8), Item("b", 10)}})),
      ElementsAre(
          "a 0 CONFIRMED 08:00 created 1 changed 1", "b 0 CONFIRMED 10:00 created 1 changed 1"));
  // Another hour, venue, speaker, title; a number, method or track tells nobody anything.
  RundownItem quiet = Item("b", 10);
  quiet.number = "9";
  quiet.method = "simulasi";
  EXPECT_THAT(
      Told(Of({{Item("a", 8), Item("b", 10)}, {Item("a", 13), quiet}})),
      ElementsAre(
          "b 0 CONFIRMED 10:00 created 1 changed 1", "a 2 CONFIRMED 13:00 created 1 changed 2"));
  for (const RundownItem& other :
       {Item("a", 8, "ruang"), Item("a", 8, "aula", "lain"), Item("a", 8, "aula", "")}) {
    EXPECT_THAT(
        Told(Of({{Item("a", 8)}, {Item("a", 8)}, {other}})),
        ElementsAre("a 4 CONFIRMED 08:00 created 1 changed 3"));
  }
  RundownItem renamed = Item("a", 8);
  renamed.title = "Lain";
  EXPECT_THAT(
      Told(Of({{Item("a", 8)}, {renamed}})),
      ElementsAre("a 2 CONFIRMED 08:00 created 1 changed 2"));
}

TEST(Appointments, AreCancelledAndComeBackAndTheirSequenceNeverFalls) {
  EXPECT_THAT(
      Told(Of({{Item("a", 8), Item("b", 10)}, {Item("a", 8)}})),
      ElementsAre(
          "a 0 CONFIRMED 08:00 created 1 changed 1", "b 2 CANCELLED 10:00 created 1 changed 2"));
  EXPECT_THAT(
      Told(Of({{Item("a", 8), Item("b", 10)}, {Item("a", 8)}, {Item("a", 8)}})),
      ElementsAre(
          "a 0 CONFIRMED 08:00 created 1 changed 1", "b 2 CANCELLED 10:00 created 1 changed 2"));
  // As it was: the same hour, and yet another sequence.
  EXPECT_THAT(
      Told(Of({{Item("a", 8), Item("b", 10)}, {Item("a", 8)}, {Item("a", 8), Item("b", 10)}})),
      ElementsAre(
          "a 0 CONFIRMED 08:00 created 1 changed 1", "b 4 CONFIRMED 10:00 created 1 changed 3"));
}

TEST(Appointments, FallAwayWithoutAnotherVersion) {
  BatchHistory history = Of({{Item("a", 8), Item("b", 10)}, {Item("a", 9), Item("b", 11)}});
  history.booked.erase("b");  // the batch was cancelled behind the first
  history.freed["b"] = Noon(20);
  EXPECT_THAT(
      Told(history),
      ElementsAre(
          "a 2 CONFIRMED 09:00 created 1 changed 2", "b 3 CANCELLED 11:00 created 1 changed20"));
  history.freed.clear();  // from before that was kept
  EXPECT_EQ(Told(history)[1], "b 3 CANCELLED 11:00 created 1 changed 2");
  // Mended, and booked anew.
  history =
      Of({{Item("a", 8), Item("b", 10)},
          {Item("a", 9), Item("b", 11)},
          {Item("a", 9), Item("b", 14)}});
  EXPECT_EQ(Told(history)[1], "b 4 CONFIRMED 14:00 created 1 changed 3");
}

TEST(Appointments, OfMakeUpSessionsAreWhereAndByWhomTheyAreThemselves) {
  BatchHistory history = Of({{Item("a", 8)}});
  history.make_ups.push_back(
      {.id = "m",
       .makes_up = "a",
       .title = "Pengganti",
       .slot = {absl::CivilMinute(2027, 4, 9, 8, 0), absl::CivilMinute(2027, 4, 9, 9, 0)},
       .planned = Noon(25),
       .venue = "balai",
       .speaker = "pengganti"});
  history.booked.insert("m");
  const std::vector<Appointment> told = AppointmentsOf(history);
  ASSERT_EQ(told.size(), 2u);
  EXPECT_EQ(Told(told[1]), "m 0 CONFIRMED 08:00 created25 changed25");
  EXPECT_EQ(told[1].title, "Pengganti");
  EXPECT_EQ(told[1].venue, "balai");
  EXPECT_EQ(told[1].speaker, "pengganti");
  EXPECT_THAT(told[1].speakers, ElementsAre("pengganti"));
  history.booked.erase("m");
  history.freed["m"] = Noon(27);
  EXPECT_EQ(Told(history)[1], "m 1 CANCELLED 08:00 created25 changed27");
  // What is written of the room of the other goes for the same room, as it was when it was planned.
  RundownItem first = Item("a", 8), later = Item("a", 8);
  first.place = "lantai dua";
  later.place = "lantai tiga";
  history = Of({{first}, {later}});
  history.make_ups.push_back(
      {.id = "m", .makes_up = "a", .slot = {}, .planned = Noon(1), .venue = "aula"});
  history.booked.insert("m");
  EXPECT_EQ(AppointmentsOf(history)[0].id, "m");
  EXPECT_EQ(AppointmentsOf(history)[0].place, "lantai dua");
  history.make_ups[0].venue = "balai";
  EXPECT_EQ(AppointmentsOf(history)[0].place, "");
  // Of a session that nobody knows: nothing is invented.
  history.make_ups[0].makes_up = "nobody";
  EXPECT_EQ(AppointmentsOf(history).size(), 2u);
  EXPECT_EQ(AppointmentsOf(history)[0].speaker, "");
}

TEST(Appointments, RememberWhoWasToTeachAndThatNobodyIsHeldInABreak) {
  const std::vector<Appointment> told = AppointmentsOf(
      Of({{Item("a", 8), Item("p", 10, "aula", "", ItemKind::kBreak)},
          {Item("a", 8, "aula", "lain"), Item("p", 10, "aula", "", ItemKind::kBreak)}}));
  EXPECT_THAT(told[0].speakers, ElementsAre("lain", "narasumber"));
  EXPECT_EQ(told[0].speaker, "lain");
  EXPECT_FALSE(told[0].rests);
  EXPECT_TRUE(told[1].rests);
}

Hold OfLeader(HoldState state) {
  return {
      .id = "h",
      .leader = "wali",
      .slot = {absl::CivilMinute(2027, 4, 8, 8, 0), absl::CivilMinute(2027, 4, 8, 9, 0)},
      .state = state};
}

TEST(AppointmentOfAHold, IsWhatItIsToTheLeaderAndToWhoStandsInForHim) {
  const auto of = [](const Hold& hold, const std::string& person) {
    const auto one = AppointmentOf(hold, person);
    return one.has_value() ? static_cast<int>(one->status) : 0;
  };
  EXPECT_EQ(of(OfLeader(HoldState::kRequested), "wali"), 1);
  EXPECT_EQ(of(OfLeader(HoldState::kTentative), "wali"), 1);
  EXPECT_EQ(of(OfLeader(HoldState::kConfirmed), "wali"), 2);
  EXPECT_EQ(of(OfLeader(HoldState::kReleased), "wali"), 3);
  EXPECT_EQ(of(OfLeader(HoldState::kConfirmed), "lain"), 0);
  Hold changed = OfLeader(HoldState::kChanged);
  changed.proposed = Slot{absl::CivilMinute(2027, 4, 9, 8, 0), absl::CivilMinute(2027, 4, 9, 9, 0)};
  EXPECT_EQ(of(changed, "wali"), 1);
  EXPECT_EQ(AppointmentOf(changed, "wali")->slot, *changed.proposed);
  for (const HoldState state : {HoldState::kFallbackActive, HoldState::kDone}) {
    Hold delegated = OfLeader(state);
    delegated.fallback = Fallback::kDelegate;
    delegated.delegate = "wakil";
    EXPECT_EQ(of(delegated, "wali"), 3);
    EXPECT_EQ(of(delegated, "wakil"), 2);
    delegated.fallback = Fallback::kMove;
    delegated.delegate.clear();
    EXPECT_EQ(of(delegated, "wali"), 2);
  }
}

TEST(IsShown, CountsDaysOverTheYearsTurnAndALeapDay) {
  Appointment one{
      .slot = {absl::CivilMinute(2027, 12, 20, 8, 0), absl::CivilMinute(2027, 12, 20, 9, 0)}};
  const FeedPolicy policy;
  EXPECT_TRUE(IsShown(one, absl::CivilDay(2028, 12, 20), policy)) << "366 days: a leap year";
  EXPECT_FALSE(IsShown(one, absl::CivilDay(2028, 12, 21), policy));
  one.status = AppointmentStatus::kCancelled;
  EXPECT_TRUE(IsShown(one, absl::CivilDay(2028, 1, 19), policy));
  EXPECT_FALSE(IsShown(one, absl::CivilDay(2028, 1, 20), policy));
  one.slot = {absl::CivilMinute(2028, 1, 30, 8, 0), absl::CivilMinute(2028, 1, 30, 9, 0)};
  EXPECT_TRUE(IsShown(one, absl::CivilDay(2028, 2, 29), policy));
  EXPECT_FALSE(IsShown(one, absl::CivilDay(2028, 3, 1), policy));
  EXPECT_TRUE(IsShown(one, absl::CivilDay(2020, 1, 1), policy)) << "whatever is to come";
}

}  // namespace
}  // namespace binadaya::scheduling::domain
