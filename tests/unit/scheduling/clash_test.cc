#include "services/scheduling/domain/clash.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/scheduling/timetable.h"

namespace binadaya::scheduling::domain::timetable {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

const absl::CivilDay kMeeting(2026, 3, 2);

Booking Booked(
    const char* of, int from, int until, const char* venue = "v1", const char* city = "Semarang") {
  return {
      .of = of,
      .resource = Resource::kSpeaker,
      .id = "s1",
      .slot = Between(kMeeting, from, until),
      .venue = venue,
      .city = city};
}
// "OVERLAP 60", "TRAVEL 1", or nothing.
std::string Told(const std::optional<Conflict>& conflict) {
  if (!conflict.has_value()) return "";
  const char* kind = conflict->kind == ConflictKind::kOverlap        ? "OVERLAP"
                     : conflict->kind == ConflictKind::kTravel       ? "TRAVEL"
                     : conflict->kind == ConflictKind::kClosed       ? "CLOSED"
                     : conflict->kind == ConflictKind::kTooSmall     ? "SMALL"
                     : conflict->kind == ConflictKind::kInaccessible ? "ACCESS"
                                                                     : "OUT";
  return std::string(kind) + ' ' + std::to_string(conflict->amount);
}
std::string Told(const std::vector<Conflict>& conflicts) {
  std::string text;
  for (const Conflict& conflict : conflicts) text += Told(std::optional(conflict)) + ';';
  return text;
}

TEST(Clash, IsNoneBackToBackAndOneAtTheSameTime) {
  const auto with = [](int from, int until) {
    return Told(ConflictOf(Booked("a", 900, 1000), Booked("b", from, until), {}));
  };
  EXPECT_EQ(with(800, 900), "");
  EXPECT_EQ(with(800, 901), "OVERLAP 1");
  EXPECT_EQ(with(1000, 1100), "");
  EXPECT_EQ(with(959, 1100), "OVERLAP 1");
  EXPECT_EQ(with(900, 1000), "OVERLAP 60");
  EXPECT_EQ(with(915, 930), "OVERLAP 15");
  EXPECT_EQ(with(930, 930), "") << "an empty slot is nothing";
  EXPECT_EQ(Told(ConflictOf(Booked("a", 930, 930), Booked("b", 900, 1000), {})), "");
}

TEST(Clash, IsBetweenSessionsOfTheSameResourceOnly) {
  const Booking booking = Booked("a", 900, 1000);
  Booking other = booking;
  EXPECT_EQ(Told(ConflictOf(booking, other, {})), "") << "itself";
  other.of = "b";
  EXPECT_EQ(Told(ConflictOf(booking, other, {})), "OVERLAP 60");
  other.id = "s2";
  EXPECT_EQ(Told(ConflictOf(booking, other, {})), "");
  other.id = "s1";
  other.resource = Resource::kPerson;
  EXPECT_EQ(Told(ConflictOf(booking, other, {})), "");
}

TEST(Clash, LeavesTimeForTheWay) {
  const auto to = [](int from, const char* venue, const char* city) {
    return Told(ConflictOf(Booked("a", 900, 1000), Booked("b", from, from + 100, venue, city), {}));
  };
  EXPECT_EQ(to(1000, "v1", "Semarang"), "");
  EXPECT_EQ(to(1059, "v2", "Semarang"), "TRAVEL 1");
  EXPECT_EQ(to(1100, "v2", "Semarang"), "");
  EXPECT_EQ(to(1259, "v3", "Yogyakarta"), "TRAVEL 1");
  EXPECT_EQ(to(1300, "v3", "Yogyakarta"), "");
  EXPECT_EQ(to(1000, "", ""), "") << "online, nobody travels";
  EXPECT_EQ(to(759, "v2", "Semarang"), "TRAVEL 59") << "and the way there";
  EXPECT_EQ(to(700, "v2", "Semarang"), "");
  Booking online = Booked("a", 900, 1000, "", "");
  EXPECT_EQ(Told(ConflictOf(online, Booked("b", 1000, 1100), {})), "");
  Booking somewhere = Booked("a", 900, 1000, "", "Semarang");
  EXPECT_EQ(Told(ConflictOf(somewhere, Booked("b", 1000, 1100), {})), "TRAVEL 60");
  EXPECT_EQ(
      Told(ConflictOf(Booked("a", 900, 1000, "v1", ""), Booked("b", 1000, 1100, "v1", ""), {})),
      "");
}

TEST(Clash, OfAVenueNeedsNoWay) {
  Booking one = Booked("a", 900, 1000), other = Booked("b", 1000, 1100, "v2", "Yogyakarta");
  one.resource = other.resource = Resource::kVenue;
  EXPECT_EQ(Told(ConflictOf(one, other, {})), "");
  other.slot.from = At(kMeeting, 959);
  EXPECT_EQ(Told(ConflictOf(one, other, {})), "OVERLAP 1");
}

TEST(Clash, IsTheSameFromBothSides) {
  for (const Booking& other : {Booked("b", 930, 1100), Booked("b", 1030, 1100, "v2")}) {
    const std::optional<Conflict> seen = ConflictOf(Booked("a", 900, 1000), other, {});
    ASSERT_TRUE(seen.has_value());
    EXPECT_EQ(seen->of, "a");
    EXPECT_EQ(seen->with, "b");
    EXPECT_EQ(seen->other, other.slot);
    EXPECT_EQ(ConflictOf(other, Booked("a", 900, 1000), {}), seen->FromOtherSide());
    EXPECT_EQ(seen->FromOtherSide().FromOtherSide(), *seen);
  }
}

TEST(Clash, IsToldWithWhatItCollidesWith) {
  const Finding overlap =
      FindingOf(*ConflictOf(Booked("a", 900, 1000), Booked("b", 930, 1100), {}));
  EXPECT_EQ(overlap.rule, "SC-09");
  EXPECT_EQ(overlap.where, "a");
  EXPECT_EQ(
      overlap.message.en,
      "It collides for 30 minutes with another engagement, 2026-03-02 09:30–11:00. Move one of the "
      "two.");
  EXPECT_THAT(
      overlap.values, ElementsAre(
                          std::pair("amount", "30"), std::pair("from", "2026-03-02 09:00"),
                          std::pair("speaker", "s1"), std::pair("until", "2026-03-02 10:00"),
                          std::pair("with", "b"), std::pair("with_from", "2026-03-02 09:30"),
                          std::pair("with_until", "2026-03-02 11:00")));
  const Finding travel =
      FindingOf(*ConflictOf(Booked("a", 900, 1000), Booked("b", 1030, 1100, "v2"), {}));
  EXPECT_EQ(travel.rule, "SC-09");
  EXPECT_THAT(travel.message.en, ::testing::HasSubstr("30 minutes short"));
  Booking person = Booked("a", 900, 1000);
  for (const auto& [resource, name] : std::vector<std::pair<Resource, std::string>>{
           {Resource::kVenue, "venue"},
           {Resource::kPerson, "person"},
           {Resource::kLeader, "leader"}}) {
    person.resource = resource;
    const Finding closed = FindingOf(*OutsideOf({Between(kMeeting, 1100, 1200)}, person));
    EXPECT_EQ(closed.values.at(name), "s1");
    EXPECT_FALSE(closed.values.contains("with") || closed.values.contains("amount"));
    EXPECT_EQ(closed.rule, "SC-09");
    EXPECT_THAT(closed.message.en, ::testing::HasSubstr("not available"));
  }
}

TEST(Clash, WithMoreThanAreNamedIsCounted) {
  const Finding more = FurtherConflicts(Booked("a", 900, 1000), 7);
  EXPECT_EQ(more.rule, "SC-09");
  EXPECT_EQ(more.where, "a");
  EXPECT_THAT(more.values, ElementsAre(std::pair("more", "7"), std::pair("speaker", "s1")));
  EXPECT_FALSE(more.warning);
}

TEST(Clash, WithTheWindowsOfAResourceMergesThem) {
  const std::vector<Slot> windows = {Between(kMeeting, 930, 1000), Between(kMeeting, 900, 930)};
  EXPECT_EQ(Told(OutsideOf(windows, Booked("a", 900, 1000))), "");
  EXPECT_EQ(Told(OutsideOf(windows, Booked("a", 859, 1000))), "CLOSED 0");
  EXPECT_EQ(Told(OutsideOf(windows, Booked("a", 900, 1001))), "CLOSED 0");
  EXPECT_EQ(Told(OutsideOf({}, Booked("a", 900, 1000))), "") << "always";
}

TEST(Clash, OfARoomIsItsSizeAndWhoCanEnterIt) {
  Venue venue;
  venue.capacity = 110;
  const Booking booking = Booked("a", 900, 1000);
  const auto check = [&](int participants, bool access = false) {
    return Told(ConflictsOf(venue, booking, {participants, access}, {}));
  };
  EXPECT_EQ(check(100), "");
  EXPECT_EQ(check(101), "SMALL 2;") << "111,1 is 112";
  venue.capacity = 109;
  EXPECT_EQ(check(100), "SMALL 1;");
  EXPECT_EQ(check(99), "");
  EXPECT_EQ(check(99, true), "ACCESS 0;");
  venue.accessible = true;
  EXPECT_EQ(check(99, true), "");
  venue.accessible = false;
  venue.kind = VenueKind::kOnline;
  EXPECT_EQ(check(99, true), "");
  venue = {
      .kind = VenueKind::kRoom,
      .capacity = 1,
      .windows = {Between(kMeeting, 1200, 1300)},
      .in_use = false};
  const std::vector<Conflict> all = ConflictsOf(venue, booking, {10, true}, {});
  EXPECT_EQ(Told(all), "OUT 0;CLOSED 0;SMALL 10;ACCESS 0;");
  std::string rules;
  for (const Conflict& conflict : all) {
    rules += FindingOf(conflict).rule + ' ';
    EXPECT_FALSE(FindingOf(conflict).message.id.empty());
    EXPECT_FALSE(FindingOf(conflict).message.en.empty());
  }
  EXPECT_EQ(rules, "SC-09 SC-09 SC-12 SC-12 ");
  EXPECT_THAT(FindingOf(all[2]).message.en, ::testing::HasSubstr("10 seats short"));
}

TEST(Bookings, AreLookedUpByResourceAndTime) {
  Bookings bookings;
  EXPECT_THAT(bookings.Against(Booked("a", 900, 1000)), IsEmpty());
  bookings.Add(Booked("all day", 0, 2300));
  bookings.Add(Booked("b", 930, 1100));
  bookings.Add(Booked("c", 1100, 1200));
  Booking other = Booked("d", 900, 1000);
  other.id = "s2";
  bookings.Add(other);
  const auto with = [&](const Booking& booking) {
    std::vector<std::string> ids;
    for (const Conflict& conflict : bookings.Against(booking)) ids.push_back(conflict.with);
    return ids;
  };
  EXPECT_THAT(with(Booked("a", 1030, 1130)), ElementsAre("all day", "b", "c"));
  EXPECT_THAT(with(Booked("b", 1030, 1130)), ElementsAre("all day", "c")) << "not its own";
  bookings.Remove("all day");
  bookings.Remove("nothing");
  EXPECT_THAT(with(Booked("a", 1000, 1100)), ElementsAre("b"));
  EXPECT_THAT(with(Booked("a", 1259, 1400, "v2")), ElementsAre("c")) << "too little for the way";
  EXPECT_THAT(with(Booked("a", 1300, 1400, "v2")), IsEmpty());
  EXPECT_THAT(with(Booked("a", 1459, 1600, "v2", "Yogyakarta")), ElementsAre("c"));
  EXPECT_THAT(with(Booked("a", 1500, 1600, "v2", "Yogyakarta")), IsEmpty());
  EXPECT_THAT(with(Booked("a", 500, 631, "v2", "Yogyakarta")), ElementsAre("b"));
  EXPECT_THAT(with(Booked("a", 500, 630, "v2", "Yogyakarta")), IsEmpty());
  EXPECT_EQ(
      Told(bookings.Against(std::vector{Booked("a", 1000, 1100), Booked("a", 1130, 1200)})),
      "OVERLAP 60;OVERLAP 30;");
}

TEST(Bookings, OfALeaveAreOneForEachDayAndGoTogether) {
  Bookings bookings;
  const auto leave = [](int day) {
    Booking booking = Booked("leave", 730, 1600, "", "");
    booking.slot = Between(kMeeting + day, 730, 1600);
    return booking;
  };
  for (int day = 0; day < 3; ++day) bookings.Add(leave(day));
  Booking night = Booked("night", 1700, 1800);
  night.slot = Between(kMeeting + 1, 1700, 1800);
  EXPECT_THAT(bookings.Against(night), IsEmpty()) << "not from its first to its last day";
  for (int day = 0; day < 3; ++day) {
    Booking course = Booked("course", 800, 900);
    course.slot = Between(kMeeting + day, 800, 900);
    EXPECT_EQ(bookings.Against(course).size(), 1u);
  }
  bookings.Remove("leave");
  EXPECT_THAT(bookings.Against(Booked("course", 800, 900)), IsEmpty());
}

}  // namespace
}  // namespace binadaya::scheduling::domain::timetable
