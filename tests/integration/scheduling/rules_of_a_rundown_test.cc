// Each rule of a rundown through the API, just inside and just outside. SC-07 is that of
// rundown_continuity_test.cc and continuity_test.cc, SC-09 of participants too.
#include <functional>

#include "tests/integration/scheduling/scheduling.h"

namespace binadaya::test {
namespace {

constexpr char kThursday[] = "2027-04-08", kFriday[] = "2027-04-09";

class RulesOfARundown : public SchedulingTest {
 protected:
  using Change = std::function<void(sv::RundownContent&)>;
  struct Edge {
    const char* rule;
    Change inside, outside;
    std::string told;  // of what is outside
    std::string day = kThursday;
  };

  static int At(int clock) { return clock / 100 * 60 + clock % 100; }
  static sv::RundownItem& No(sv::RundownContent& content, int number) {
    return *content.mutable_items(number - 1);
  }
  static void During(sv::RundownContent& content, int number, int from, int until) {
    No(content, number).set_from(At(from));
    No(content, number).set_until(At(until));
  }
  // What a batch would be told of it.
  std::string Told(const sv::Batch& batch, sv::RundownContent content, const Change& change) {
    if (change != nullptr) change(content);
    EXPECT_THAT(Draft(batch, content), IsOk());
    return SchedulingTest::Told(Check(batch));
  }
  // Whatever is not said is as on a good day: 1 registration 07.30, 2 lesson 08.00 to 10.00,
  // 3 break, 4 lesson 10.15 to 12.00, 5 meal, 6 lesson 13.00 to 14.30, 7 prayer until 15.00,
  // 8 closing until 16.00.
  void Expect(const std::vector<Edge>& edges) {
    const sv::Batch batch = Batch(30);
    const sv::Venue hall = Venue("Aula");
    const sv::Speaker teacher = Speaker();
    for (const Edge& edge : edges) {
      const sv::RundownContent content = GoodDay(edge.day, hall, teacher);
      EXPECT_EQ(Told(batch, content, edge.inside), "") << edge.rule;
      EXPECT_EQ(Told(batch, content, edge.outside), edge.told) << edge.rule;
    }
  }
  static Change Printed(const char* name) {
    return [name](auto& content) {
      content.add_days()->set_day(kThursday);
      content.mutable_days(0)->set_printed(name);
    };
  }
  static Change Lasts(int number, int from, int until) {
    return [=](auto& content) { During(content, number, from, until); };
  }
  static Change Without(const std::function<void(sv::RundownItem&)>& clear) {
    return [=](auto& content) { clear(No(content, 2)); };
  }
  // The last lesson until then, and something else up to the prayer.
  static Change LearnsUntil(int clock, sv::ItemKind other) {
    return [=](auto& content) {
      During(content, 6, 1300, clock);
      if (other == sv::TRAVEL) No(content, 4).set_kind(sv::CEREMONY);
      *content.add_items() = Item("9", kThursday, clock, 1430, other, "Lain");
    };
  }
};

TEST_F(RulesOfARundown, OfItsItemsAreKeptToTheMinute) {
  Expect({
      {"SC-01", Printed("KAMIS"), Printed("Jumat"), "SC-01 2027-04-08"},
      {"SC-02", Lasts(8, 1500, 1501), Lasts(8, 1500, 1500), "SC-02 8"},
      {"SC-02", nullptr, [](auto& content) { No(content, 8).clear_until(); }, "SC-02 8"},
      {"SC-03", Lasts(7, 1430, 1500), Lasts(7, 1429, 1500), "SC-03 7"},
      {"SC-04", [](auto& content) { No(content, 1).set_printed_minutes(30); },
       [](auto& content) { No(content, 1).set_printed_minutes(31); }, "SC-04 1"},
      {"SC-05", nullptr, Without([](auto& item) { item.clear_objectives(); }), "SC-05 2"},
      {"SC-05", nullptr, Without([](auto& item) { item.clear_method(); }), "SC-05 2"},
      {"SC-05", nullptr, Without([](auto& item) { item.clear_speaker(); }), "SC-05 2"},
      {"SC-05", nullptr, Without([](auto& item) { item.clear_materials(); }), "SC-05 2"},
      {"SC-05", Without([](auto& item) { item.clear_venue(), item.set_place("Ruang 3"); }),
       Without([](auto& item) { item.clear_venue(), item.set_place("Ruang"); }), "SC-05 2"},
      // 279 of 465 minutes are 60 %, 186 are 40.
      {"SC-06", LearnsUntil(1354, sv::CEREMONY), LearnsUntil(1353, sv::CEREMONY), "SC-06 items"},
      {"SC-06", LearnsUntil(1406, sv::TRAVEL), LearnsUntil(1405, sv::TRAVEL), "SC-06 items"},
  });
}

TEST_F(RulesOfARundown, OfItsTimeAreKeptToTheMinute) {
  const auto breaks = [](int until) {
    return [=](auto& content) {
      During(content, 3, 1000, until);
      During(content, 4, until, 1200);
    };
  };
  const auto prays = [](int until) {
    return [=](auto& content) {
      During(content, 7, 1430, until);
      During(content, 8, until, 1600);
    };
  };
  // The first lesson that long, a break, and one of 45 minutes.
  const auto learns = [](int minutes) {
    return [=](auto& content) {
      int at = At(800);
      for (const auto& [number, lasts] : {std::pair(2, minutes), {3, 15}, {4, 45}}) {
        No(content, number).set_from(at);
        No(content, number).set_until(at += lasts);
      }
      No(content, 5).set_from(at);
    };
  };
  // A further lesson after the prayer: 405 minutes with one of 90.
  const auto evening = [](int until) {
    return [=](auto& content) {
      content.set_compensation("libur pengganti");
      *content.add_items() = No(content, 6);
      No(content, 9).set_number("9");
      No(content, 9).set_title("Materi 9");
      During(content, 9, 1500, until);
      During(content, 8, until, 1700);
    };
  };
  Expect({
      {"SC-08", Lasts(8, 1500, 1600), Lasts(8, 1500, 1601), "SC-08 2027-04-08"},
      {"SC-08",
       [](auto& content) {
         During(content, 8, 1500, 1601);
         content.set_compensation("libur pengganti");
       },
       Lasts(1, 729, 800), "SC-08 2027-04-08"},
      {"SC-08 day after a holiday, and on it", nullptr,
       [](auto& content) {
         for (sv::RundownItem& item : *content.mutable_items()) item.set_day("2027-03-22");
       },
       "SC-08 2027-03-22", "2027-03-23"},
      {"SC-10", breaks(1015), breaks(1014), "SC-10 4"},
      {"SC-10 Ashar", prays(1500), prays(1459), "SC-10 2027-04-08"},
      {"SC-10 Jumat", Lasts(4, 1015, 1130), Lasts(4, 1015, 1131), "SC-10 2027-04-09", kFriday},
      {"SC-11", Lasts(6, 1300, 1345), Lasts(6, 1300, 1344), "SC-11 6"},
      {"SC-11", learns(180), learns(181), "SC-11 2"},
      {"SC-11 of a day", evening(1630), evening(1631), "SC-11 2027-04-08"},
  });
}

TEST_F(RulesOfARundown, OfItsRoomIsATenthMoreThanItsSeatsAndAccess) {
  const sv::Speaker teacher = Speaker();
  const auto in = [&](const sv::Batch& batch, const sv::Venue& venue) {
    return Told(batch, GoodDay(kThursday, venue, teacher), nullptr);
  };
  const sv::Batch plain = Batch(30);
  EXPECT_EQ(in(plain, Venue("Ruang 33", 33)), "");
  EXPECT_EQ(in(plain, Venue("Ruang 32", 32)), "SC-12 2") << "told once";
  sv::DraftBatchRequest request = Drafting(30);
  request.set_accessible(true);
  const auto needed = client().DraftBatch(Organiser(), request);
  ASSERT_THAT(needed, IsOk());
  sv::SetVenueRequest ramp = Hall("Ruang landai");
  ramp.mutable_venue()->set_accessible(true);
  const auto accessible = client().SetVenue(Organiser(), ramp);
  ASSERT_THAT(accessible, IsOk());
  EXPECT_EQ(in(*needed, *accessible), "");
  EXPECT_EQ(in(*needed, Venue("Ruang bertangga")), "SC-12 2");
}

// SC-09: back to back in one venue, an hour to another one, three to another city.
TEST_F(RulesOfARundown, OfAVenueAndASpeakerLeaveTheWay) {
  const sv::Venue hall = Venue("Aula"), near = Venue("Pendopo");
  sv::SetVenueRequest another = Hall("Aula kota lain");
  another.mutable_venue()->set_city("Kota Surakarta");
  const auto far = client().SetVenue(Organiser(), another);
  ASSERT_THAT(far, IsOk());
  const sv::Speaker teacher = Speaker(), other = Speaker();
  sv::RundownContent morning;
  *morning.add_items() = Lesson("1", kThursday, 900, 1000, hall, teacher);
  const sv::Batch first = Batch(30), second = Batch(30);
  Released(first, morning);
  const auto told = [&](int from, int until, const sv::Venue& venue, const sv::Speaker& speaker) {
    sv::RundownContent content;
    *content.add_items() = Lesson("1", kThursday, from, until, venue, speaker);
    return Told(second, content, nullptr);
  };
  EXPECT_EQ(told(1000, 1100, hall, other), "");
  EXPECT_EQ(told(959, 1100, hall, other), "SC-09 1") << "the venue";
  EXPECT_EQ(told(800, 900, hall, teacher), "");
  EXPECT_EQ(told(800, 901, hall, teacher), "SC-09 1, SC-09 1") << "and the speaker";
  EXPECT_EQ(told(1100, 1200, near, teacher), "");
  EXPECT_EQ(told(1059, 1200, near, teacher), "SC-09 1") << "59 minutes to another venue";
  EXPECT_EQ(told(1300, 1400, *far, teacher), "");
  EXPECT_EQ(told(1259, 1400, *far, teacher), "SC-09 1") << "179 minutes to another city";
  const v1::Finding found = Check(second).findings(0);
  EXPECT_EQ(found.values().at("amount"), "1");
  EXPECT_TRUE(found.values().at("with").starts_with(first.id()));
  EXPECT_THAT(Release(second), RefusedBy("SC-09"));
  // The same asked for an hour, without a rundown.
  const auto clash = [&](const char* from, const char* until) {
    return SchedulingTest::Told(Conflicts(
        sv::SPEAKER, teacher.id(), SlotOf(Cat(kThursday, "T", from), Cat(kThursday, "T", until)),
        far->id()));
  };
  EXPECT_EQ(clash("12:59", "14:00"), "CONFLICT_TRAVEL 1");
  EXPECT_EQ(clash("13:00", "14:00"), "");
  EXPECT_EQ(clash("05:00", "06:01"), "CONFLICT_TRAVEL 1") << "and the way from there";
  EXPECT_EQ(clash("05:00", "06:00"), "");
}

}  // namespace
}  // namespace binadaya::test
