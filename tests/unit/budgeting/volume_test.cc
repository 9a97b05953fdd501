#include "services/budgeting/domain/volume.h"

#include "gtest/gtest.h"
#include "services/common/domain/money_text.h"

namespace binadaya::budgeting::domain {
namespace {

// What BL-06 says: what is written, and what is planned.
std::string VolumeOf(const std::vector<Factor>& factors, Planned planned, HourMinutes hours = {}) {
  Line line{.counted = Counted::kParticipants};
  line.after.factors = factors;
  const std::optional<Expected> volume = Reconcile(line, planned, 5, hours);
  if (!volume.has_value()) return "";
  return Written(volume->volume) + " of " + Written(volume->planned);
}

TEST(Volume, CountsPeopleAndTimeOnceEach) {
  const Planned planned{.participants = 30, .days = 2, .minutes = 100};
  EXPECT_EQ(VolumeOf({{{60'000}, "Peserta/Hari"}}, planned), "60 of 60");
  EXPECT_EQ(VolumeOf({{{3'000}, "Hari"}}, planned), "3 of 2");
  EXPECT_EQ(VolumeOf({{{1'500}, "Jam"}}, planned), "1,5 of 1,667");
  EXPECT_EQ(VolumeOf({{{2'000}, "JP"}}, planned), "2 of 2,222");
  EXPECT_EQ(VolumeOf({{{2'000}, "Jam Pelajaran"}}, planned), "2 of 2,222");
  EXPECT_EQ(VolumeOf({{{2'000}, "JP"}}, planned, {.paid = 60, .lesson = 50}), "2 of 2");
  EXPECT_EQ(VolumeOf({{{2'000}, "Jam"}}, planned, {.paid = 50, .lesson = 45}), "2 of 2");
  EXPECT_EQ(VolumeOf({{{30'000}, "Orang"}, {{1'000}, "Kegiatan"}}, planned), "30 of 30");
  EXPECT_EQ(VolumeOf({{{30'000}, "Orang"}, {{1'000}, "Orang"}}, planned), "") << "twice";
  EXPECT_EQ(VolumeOf({{{1'250}, "Orang"}, {{1'250}, "Kali"}}, planned), "1,563 of 30");
  EXPECT_EQ(VolumeOf({{{1'000}, "Kegiatan"}}, planned), "");
}

TEST(Volume, AboveAThousandMillionIsOutOfEveryProportion) {
  const Planned planned{.participants = 30};
  const Quantity most{1'000'000'000 * Quantity::kOne}, more{most.thousandths + 1};
  EXPECT_EQ(VolumeOf({{most, "Orang"}}, planned), "1000000000 of 30");
  EXPECT_EQ(VolumeOf({{more, "Orang"}}, planned), "1000000000 of 0");
  EXPECT_EQ(VolumeOf({{most, "Orang"}, {{1'000}, "Kali"}}, planned), "1000000000 of 30");
  EXPECT_EQ(VolumeOf({{most, "Orang"}, {{1'001}, "Kali"}}, planned), "1000000000 of 0");
}

}  // namespace
}  // namespace binadaya::budgeting::domain
