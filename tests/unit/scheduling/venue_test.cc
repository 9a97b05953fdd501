#include "services/scheduling/domain/venue.h"

#include "gtest/gtest.h"
#include "tests/unit/scheduling/timetable.h"

namespace binadaya::scheduling::domain::timetable {
namespace {

Venue Hall() {
  return {
      .id = "v1",
      .name = "Aula Balai Kota",
      .city = "Semarang",
      .province = "Jawa Tengah",
      .kind = VenueKind::kHall,
      .capacity = 1};
}

TEST(Venue, IsFoundFaultWithAllAtOnce) {
  EXPECT_EQ(Places(CheckVenue(Hall())), "");
  Venue venue = Hall();
  venue.name = "";
  venue.capacity = 0;
  venue.day_rate = {-1};
  venue.city = "";
  const absl::CivilDay day(2026, 3, 2);
  venue.windows = {Between(day, 800, 900), Between(day, 900, 900)};
  EXPECT_EQ(
      Places(CheckVenue(venue)),
      "VEN-01 capacity, VEN-02 city, VEN-03 windows[1], VEN-04 day_rate, VEN-05 name");
}

TEST(Venue, ThatGetsSmallerNamesWhomItHoldsNoMore) {
  Venue before = Hall(), now = Hall();
  before.capacity = 100;
  now.capacity = 50;
  const std::vector<Housed> housed = {{"a", 50}, {"b", 51}, {"c", 100}, {"d", 101}};
  const Findings findings = CheckSmaller(before, now, housed);
  ASSERT_EQ(Places(findings), "VEN-06 capacity");
  EXPECT_EQ(findings[0].values.at("batches"), "b, c") << "the last one it never held";
  EXPECT_EQ(Places(CheckSmaller(now, before, housed)), "");
  const std::vector<Housed> many(7, {"a", 60});
  EXPECT_EQ(CheckSmaller(before, now, many)[0].values.at("batches"), "a, a, a, a, a");
  EXPECT_EQ(CheckSmaller(before, now, many)[0].values.at("count"), "7");
}

TEST(Venue, HasACityAndAProvinceUnlessItIsOnline) {
  Venue venue = Hall();
  venue.province = "";
  EXPECT_EQ(Places(CheckVenue(venue)), "VEN-02 province");
  venue.city = "";
  EXPECT_EQ(Places(CheckVenue(venue)), "VEN-02 city");
  venue.kind = VenueKind::kOnline;
  EXPECT_EQ(Places(CheckVenue(venue)), "");
  venue.province = "Jawa Tengah";
  EXPECT_EQ(Places(CheckVenue(venue)), "VEN-02 province");
  venue.city = "Semarang";
  EXPECT_EQ(Places(CheckVenue(venue)), "VEN-02 city");
}

}  // namespace
}  // namespace binadaya::scheduling::domain::timetable
