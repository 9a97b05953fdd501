// Weeks, rundowns and what is looked up of them, as people read them.
#include "services/cli/schedule.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/cli/speaking.h"

namespace binadaya::cli {
namespace {

using ::testing::HasSubstr;
namespace sv = scheduling::v1;

sv::Slot SlotBetween(const std::string& from, const std::string& until) {
  sv::Slot slot;
  slot.set_from(from);
  slot.set_until(until);
  return slot;
}

sv::RundownItem Timed(
    const std::string& number, sv::ItemKind kind, int from, int until, const std::string& title) {
  sv::RundownItem item;
  item.set_number(number);
  item.set_day("2027-04-08");
  item.set_kind(kind);
  item.set_from(from);
  item.set_until(until);
  item.set_title(title);
  return item;
}

sv::CalendarDay DayWorked(const std::string& day) {
  sv::CalendarDay out;
  out.set_day(day);
  *out.add_worked() = SlotBetween(day + "T07:30", day + "T12:00");
  *out.add_worked() = SlotBetween(day + "T13:00", day + "T16:00");
  return out;
}

Week AWeek() {
  Week week{.unit = "33.74.14  Gunungpati", .days = {}, .items = {}, .holds = {}};
  week.days = {DayWorked("2027-04-08"), DayWorked("2027-04-09")};
  sv::CalendarDay holiday;
  holiday.set_day("2027-04-10");
  holiday.set_holiday("Wafat (rekaan)");
  holiday.set_provisional(true);
  week.days.push_back(holiday);
  sv::Blackout& blackout = *week.days[1].add_blackouts();
  *blackout.mutable_slot() = SlotBetween("2027-04-09T13:00", "2027-04-10T00:00");
  blackout.set_reason("Musrenbang");
  week.items = {
      {"33.74.14 angkatan 1", Timed("1", sv::REGISTRATION, 450, 480, "Registrasi")},
      {"33.74.14 angkatan 1", Timed("2", sv::LEARNING, 480, 600, "Materi")}};
  sv::Hold& hold = week.holds.emplace_back();
  *hold.mutable_slot() = SlotBetween("2027-04-08T13:00", "2027-04-08T14:00");
  hold.set_priority(sv::TRAINING_OPENING);
  hold.set_state(sv::HOLD_CONFIRMED);
  return week;
}

TEST(Week, IsDrawnWithALineADayAndWhatTakesPlaceBelow) {
  const SpeakingIndonesian id;
  EXPECT_EQ(
      WeekText(AWeek()),
      "33.74.14  Gunungpati\n"
      "           07  08  09  10  11  12  13  14  15  16  \n"
      "Kam 04-08  ..++########--------....!!!!--------....\n"
      "Jum 04-09  ..------------------....xxxxxxxxxxxxxxxx  x Musrenbang\n"
      "Sab 04-10  ........................................  Wafat (rekaan) (sementara)\n"
      "- jam kerja   # belajar   + acara lain   ! agenda pimpinan   x larangan   (satu huruf 15 "
      "menit)\n"
      "\n"
      "Kam 04-08  07.30–08.00  + Registrasi  [33.74.14 angkatan 1]\n"
      "Kam 04-08  08.00–10.00  # Materi  [33.74.14 angkatan 1]\n"
      "Kam 04-08  13.00–14.00  ! pembukaan pelatihan, pasti\n");
}

TEST(Week, GrowsToWhatIsWorkedAtNight) {
  Week week = AWeek();
  week.items.push_back({"b", Timed("3", sv::ENTERTAINMENT, 1160, 1350, "Ramah tamah")});
  const std::string text = WeekText(week);
  EXPECT_THAT(text, HasSubstr("19  20  21  22  \n"));
  EXPECT_THAT(text, HasSubstr("Thu 04-08  19:20–22:30  + Ramah tamah"));
}

TEST(Rundown, IsShownWithItsPrice) {
  sv::RundownCheck check;
  check.set_scheduled_minutes(810);
  check.set_learning_minutes(120);
  check.set_jp(2);
  check.set_rupiah_per_participant_jp(371'109);
  const SpeakingIndonesian id;
  EXPECT_EQ(
      CheckText(check), "Belajar 120 dari 810 menit: 2 JP. Satu JP seorang peserta Rp371.109.\n");
  check.set_jp(0);
  EXPECT_EQ(CheckText(check), "Belajar 120 dari 810 menit: 0 JP.\n");
  sv::Rundown rundown;
  *rundown.mutable_content()->add_items() = Timed("12", sv::LEARNING, 600, 720, "Materi");
  *rundown.mutable_content()->add_items() = Timed("13", sv::CLOSING, 720, 0, "Penutupan");
  rundown.mutable_content()->mutable_items(1)->clear_until();
  const std::string text = RundownText(rundown);
  EXPECT_THAT(text, HasSubstr("10.00–12.00"));
  EXPECT_THAT(text, HasSubstr("120"));
  EXPECT_THAT(text, HasSubstr("12.00–  "));
}

TEST(Rundown, IsReleasedWithWhatChanged) {
  sv::RundownRelease release;
  release.set_number(2);
  sv::ItemChange& moved = *release.add_changes();
  moved.set_kind(sv::ITEM_MOVED);
  *moved.mutable_before() = Timed("2", sv::LEARNING, 480, 600, "Materi");
  *moved.mutable_now() = Timed("2", sv::LEARNING, 495, 600, "Materi");
  sv::ItemChange& gone = *release.add_changes();
  gone.set_kind(sv::ITEM_CANCELLED);
  *gone.mutable_before() = Timed("8", sv::CLOSING, 900, 960, "Penutupan");
  EXPECT_EQ(
      ReleaseText(release),
      "Version 2 of the rundown is released.\n"
      "moved  Thu 04-08 08:15  Materi  (before Thu 04-08 08:00)\n"
      "cancelled  Thu 04-08 15:00  Penutupan\n");
}

}  // namespace
}  // namespace binadaya::cli
