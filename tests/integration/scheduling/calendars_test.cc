// When units work, and what holidays do to sessions.
#include "tests/integration/scheduling/scheduling.h"

namespace binadaya::test {
namespace {

using ::testing::ElementsAre;

class Calendars : public SchedulingTest {
 protected:
  sv::CalendarDays DaysOf(
      const std::string& unit, const std::string& from, const std::string& until) {
    sv::GetCalendarRequest request;
    request.set_unit(unit);
    request.set_from(from);
    request.set_until(until);
    const auto days = client().GetCalendar(platform_.As("anak", {{v1::EMPLOYEE, "/"}}), request);
    EXPECT_THAT(days, IsOk());
    return *days;
  }
  static std::string Worked(const sv::CalendarDay& day) {
    std::string worked;
    for (const sv::Slot& slot : day.worked())
      absl::StrAppend(
          &worked, worked.empty() ? "" : ", ", slot.from().substr(11), "-",
          slot.until().substr(11));
    return worked;
  }
  // Monday to Saturday from 07.00 to 14.00.
  sv::SetWorkingHoursRequest SixDays(const std::string& unit, const std::string& from) {
    sv::SetWorkingHoursRequest request;
    request.set_request_id(platform_.Id());
    request.set_unit(unit);
    request.set_valid_from(from);
    for (int day = 0; day < 7; ++day) {
      sv::WorkDay& one = *request.add_days();
      if (day == 6) continue;
      one.add_stretches()->set_from(7 * 60);
      one.mutable_stretches(0)->set_until(14 * 60);
    }
    return request;
  }
  Call HrOfficer(const std::string& path) {
    return platform_.As("kepegawaian", {{v1::UNIT_HR_OFFICER, path}});
  }
  sv::SetBlackoutRequest Closed(const std::string& from, const std::string& until) {
    sv::SetBlackoutRequest request;
    request.set_request_id(platform_.Id());
    request.set_unit(kUnit);
    *request.mutable_slot() = SlotOf(from, until);
    request.set_reason("Musrenbang");
    return request;
  }
};

TEST_F(Calendars, ShowHolidaysAndHoursOfTheNearestUnitAbove) {
  sv::CalendarDays days = DaysOf("33.74.14.1003", "2027-03-19", "2027-03-24");
  ASSERT_EQ(days.days_size(), 5);
  EXPECT_EQ(Worked(days.days(0)), "07:30-11:30, 13:00-16:30") << "a Friday";
  EXPECT_EQ(Worked(days.days(1)), "");
  EXPECT_EQ(days.days(3).holiday(), "Idulfitri (rekaan)");
  EXPECT_EQ(Worked(days.days(3)), "");
  EXPECT_EQ(Worked(days.days(4)), "07:30-12:00, 13:00-16:00");
  EXPECT_FALSE(days.days(4).unknown());
  EXPECT_TRUE(DaysOf(kUnit, "2031-01-02", "2031-01-03").days(0).unknown());

  const auto hours =
      client().SetWorkingHours(HrOfficer("/33.74.14/"), SixDays(kUnit, "2027-03-20"));
  ASSERT_THAT(hours, IsOk());
  EXPECT_EQ(hours->minutes_a_week(), 6 * 420);
  days = DaysOf("33.74.14.1003", "2027-03-19", "2027-03-21");
  EXPECT_EQ(Worked(days.days(0)), "07:30-11:30, 13:00-16:30") << "not yet";
  EXPECT_EQ(Worked(days.days(1)), "07:00-14:00");
  EXPECT_EQ(Worked(DaysOf(kOther, "2027-03-20", "2027-03-21").days(0)), "") << "another unit";
  EXPECT_THAT(
      client().SetWorkingHours(HrOfficer("/33.74.14/"), SixDays(kOther, "2027-03-20")),
      HasCode(absl::StatusCode::kPermissionDenied));
}

TEST_F(Calendars, RefuseHoursThatAreNone) {
  sv::SetWorkingHoursRequest request = SixDays(kUnit, "2027-03-20");
  request.mutable_days(0)->add_stretches()->set_from(13 * 60);
  request.mutable_days(0)->mutable_stretches(1)->set_until(15 * 60);
  request.mutable_days(1)->mutable_stretches(0)->set_until(60);
  const auto refused = client().SetWorkingHours(platform_.Admin(), request);
  EXPECT_THAT(refused, RefusedBy("CAL-01", "CAL-02"));
  request = SixDays(kUnit, "2027-03-20");
  request.add_ramadan();
  EXPECT_THAT(client().SetWorkingHours(platform_.Admin(), request), RefusedBy("CAL-07"));
  for (int day = 1; day < 7; ++day) request.add_ramadan();
  const auto empty = client().SetWorkingHours(platform_.Admin(), request);
  EXPECT_THAT(empty, RefusedBy("CAL-03"));
  EXPECT_EQ(FindingsOf(empty.status())[0].where, "ramadan.days");
}

TEST_F(Calendars, HaveOtherHoursInRamadan) {
  sv::SetRamadanRequest request;
  request.set_request_id(platform_.Id());
  request.set_first_day("2027-02-08");
  request.set_last_day("2027-03-10");
  EXPECT_THAT(client().SetRamadan(platform_.Admin(), request), RefusedBy("CAL-06"));
  request.set_last_day("2027-03-09");
  ASSERT_THAT(client().SetRamadan(platform_.Admin(), request), IsOk());
  EXPECT_EQ(Worked(DaysOf(kUnit, "2027-03-09", "2027-03-10").days(0)), "08:00-12:00, 12:30-15:00");
  // Said anew, in place of what was said before; the next year's is beside it.
  for (const auto& [first, last] :
       {std::pair("2028-01-28", "2028-02-26"), {"2027-02-07", "2027-03-08"}}) {
    request.set_request_id(platform_.Id());
    request.set_first_day(first);
    request.set_last_day(last);
    ASSERT_THAT(client().SetRamadan(platform_.Admin(), request), IsOk());
  }
  EXPECT_EQ(Worked(DaysOf(kUnit, "2027-03-09", "2027-03-10").days(0)), "07:30-12:00, 13:00-16:00");
  EXPECT_EQ(Worked(DaysOf(kUnit, "2028-02-01", "2028-02-02").days(0)), "08:00-12:00, 12:30-15:00");
}

TEST_F(Calendars, ShowBlackoutsUntilTheyAreLifted) {
  EXPECT_THAT(
      client().SetBlackout(HrOfficer("/"), Closed("2027-03-10T07:30", "2027-03-10T07:30")),
      RefusedBy("CAL-04"));
  EXPECT_THAT(
      client().SetBlackout(HrOfficer("/"), Closed("2027-03-10", "1999-03-10T07:30")),
      RefusedBy("TIME-01", "TIME-01"));
  const auto set =
      client().SetBlackout(HrOfficer("/"), Closed("2027-03-10T07:30", "2027-03-11T00:00"));
  ASSERT_THAT(set, IsOk());
  EXPECT_EQ(set->set_by(), "kepegawaian");
  sv::CalendarDays days = DaysOf("33.74.14.1003", "2027-03-10", "2027-03-12");
  ASSERT_EQ(days.days(0).blackouts_size(), 1) << "of the unit above too";
  EXPECT_EQ(days.days(0).blackouts(0).reason(), "Musrenbang");
  EXPECT_EQ(days.days(0).blackouts(0).unit(), kUnit);
  EXPECT_EQ(days.days(1).blackouts_size(), 0) << "it ends where the day begins";
  EXPECT_EQ(DaysOf(kOther, "2027-03-10", "2027-03-11").days(0).blackouts_size(), 0);
  sv::LiftBlackoutRequest lift;
  lift.set_request_id(platform_.Id());
  lift.set_unit(kOther);
  lift.set_id(set->id());
  EXPECT_THAT(client().LiftBlackout(platform_.Admin(), lift), HasCode(absl::StatusCode::kNotFound));
  lift.set_request_id(platform_.Id());
  lift.set_unit(kUnit);
  const auto lifted = client().LiftBlackout(platform_.Admin(), lift);
  ASSERT_THAT(lifted, IsOk());
  EXPECT_TRUE(lifted->lifted());
  EXPECT_EQ(DaysOf(kUnit, "2027-03-10", "2027-03-11").days(0).blackouts_size(), 0);
  lift.set_request_id(platform_.Id());
  EXPECT_THAT(client().LiftBlackout(platform_.Admin(), lift), RefusedBy("CAL-08"));
  EXPECT_THAT(platform_.Told("scheduling"), ElementsAre("blackout.set", "blackout.lifted"));
}

TEST_F(Calendars, AreAtMostAYear) {
  sv::GetCalendarRequest request;
  request.set_unit(kUnit);
  request.set_from("2027-01-01");
  for (const char* until : {"2027-01-01", "2028-01-03"}) {
    request.set_until(until);
    EXPECT_THAT(client().GetCalendar(platform_.Admin(), request), RefusedBy("CAL-09"));
  }
  request.set_until("2028-01-02");
  EXPECT_THAT(client().GetCalendar(platform_.Admin(), request), IsOk());
}

TEST_F(Calendars, TellWhichSessionsFallOnNewHolidaysAndWhichAreFreed) {
  const sv::Batch batch = Batch(30);
  const sv::RundownRelease release =
      Released(batch, GoodDay("2027-04-08", Venue("Aula"), Speaker()));
  ASSERT_EQ(release.changes_size(), 8);
  (void)platform_.Told("scheduling");
  const auto effects = [&](int page = 0, const std::string& token = "") {
    sv::ListHolidayEffectsRequest request;
    request.set_page_size(page);
    request.set_page_token(token);
    const auto listed = client().ListHolidayEffects(Auditor(), request);
    EXPECT_THAT(listed, IsOk());
    return *listed;
  };
  Holidays({{"2027-03-22", "Idulfitri (rekaan)"}, {"2027-04-07", "Cuti bersama"}});
  EXPECT_EQ(effects().effects_size(), 0);
  Holidays({{"2027-03-22", "Idulfitri (rekaan)"}, {"2027-04-08", "Cuti bersama", true}});
  sv::ListHolidayEffectsResponse found = effects();
  ASSERT_EQ(found.effects_size(), 8);
  EXPECT_EQ(found.effects(0).batch(), batch.id());
  EXPECT_EQ(found.effects(0).holiday(), "Cuti bersama");
  EXPECT_FALSE(found.effects(0).freed());
  EXPECT_EQ(platform_.Told("scheduling"), std::vector<std::string>(8, "session.holiday_changed"));
  // Heard again, by a bootstrap, it is nothing new.
  Holidays({{"2027-03-22", "Idulfitri (rekaan)"}, {"2027-04-08", "Cuti bersama", true}});
  EXPECT_EQ(effects().effects_size(), 8);
  // The decree settles it: from now on they must be moved.
  Holidays({{"2027-03-22", "Idulfitri (rekaan)"}, {"2027-04-08", "Cuti bersama"}});
  found = effects();
  ASSERT_EQ(found.effects_size(), 16);
  EXPECT_EQ(found.effects(0).holiday(), "Cuti bersama");
  EXPECT_FALSE(found.effects(0).freed());
  EXPECT_EQ(platform_.Told("scheduling"), std::vector<std::string>(8, "session.holiday_changed"));
  Holidays({{"2027-03-22", "Idulfitri (rekaan)"}});
  found = effects(8);
  ASSERT_EQ(found.effects_size(), 8);
  EXPECT_TRUE(found.effects(0).freed()) << "newest first";
  EXPECT_TRUE(found.effects(7).freed());
  found = effects(8, found.next_page_token());
  ASSERT_EQ(found.effects_size(), 8);
  EXPECT_FALSE(found.effects(0).freed());
  // Whose unit it is not does not see it.
  EXPECT_EQ(
      client()
          .ListHolidayEffects(Organiser("/33.74.02/"), sv::ListHolidayEffectsRequest())
          ->effects_size(),
      0);
  // What has taken place is as it was.
  MoveTo(absl::CivilDay(2027, 4, 9));
  Holidays({{"2027-03-22", "Idulfitri (rekaan)"}, {"2027-04-08", "Cuti bersama"}});
  EXPECT_EQ(effects().effects_size(), 24);
}

}  // namespace
}  // namespace binadaya::test
