// Units over time, by decree: renamed, moved, merged, split, closed; and posts from files.
#include "tests/integration/registry/restructuring.h"

#include <functional>
#include <thread>

#include "absl/strings/str_replace.h"
#include "tests/support/waiting.h"

namespace binadaya::test {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;

TEST_F(Restructuring, RenamesAndMovesAUnitOnADayThatWasAndKeepsWhatItWas) {
  ASSERT_THAT(Units(New("R1") + New("R2") + New("R1A", "R1")), IsOk());
  ASSERT_THAT(Units(On(today_ - 10, "R1A", "Bidang Baru", "R2")), IsOk());
  EXPECT_EQ(Unit("R1A", today_ - 11).name(), "Dinas R1A");
  EXPECT_EQ(Unit("R1A", today_ - 11).path(), "/R1/R1A/");
  EXPECT_EQ(Unit("R1A", today_ - 10).name(), "Bidang Baru");
  EXPECT_EQ(Unit("R1A", today_).path(), "/R2/R1A/");
  EXPECT_EQ(Units(On(today_ - 10, "R1A", "Bidang Baru", "R2"))->same_count(), 1);
}

TEST_F(Restructuring, OfADayAheadTakesEffectOnThatDay) {
  ASSERT_THAT(Units(New("W1") + New("W2")), IsOk());
  platform_->Told("registry");
  const std::string ahead =
      On(today_ + 5, "W1", "Dinas Baru") + On(today_ + 5, "W3", "Dinas Ketiga");
  ASSERT_EQ(Units(ahead)->changed_count(), 1);
  EXPECT_EQ(Units(ahead)->same_count(), 2);
  EXPECT_THAT(platform_->Told("registry"), IsEmpty());
  EXPECT_EQ(Unit("W1", today_).name(), "Dinas W1");
  EXPECT_THAT(Listed(), Not(Contains("W3")));
  MoveTo(today_ + 5);
  ASSERT_TRUE(Eventually([&] { return Unit("W3", Now()).valid_from() == Day(today_ + 5); }));
  EXPECT_EQ(Unit("W1", Now()).name(), "Dinas Baru");
  EXPECT_EQ(Unit("W1", today_ + 4).name(), "Dinas W1");
  EXPECT_EQ(Unit("W3", today_ + 4).code(), "");
  EXPECT_THAT(ToldAbout("unit", "W1"), ElementsAre("unit.changed", "unit.changed"));
  EXPECT_THAT(ToldAbout("unit", "W3"), ElementsAre("unit.changed"));
}

TEST_F(Restructuring, MergesUnitsAndTheirPeopleGoAlong) {
  ASSERT_THAT(Units(New("M1") + New("M2")), IsOk());
  const std::string one = city_->Person("STAF", "M1"), two = city_->Person("STAF", "M2");
  const std::string merge =
      On(today_, "M3", "Dinas Gabungan", "", "M1 M2") + Closed(today_, "M1") + Closed(today_, "M2");
  ASSERT_THAT(Units(merge), IsOk());
  for (const std::string& person : {one, two}) {
    EXPECT_THAT(
        ToldAbout("person", person),
        ElementsAre("person.changed", "post.assigned", "post.assigned"));
    EXPECT_EQ(Person(person, today_).unit(), "M3");
    EXPECT_EQ(Person(person, today_).post(), "STAF");
  }
  EXPECT_EQ(Person(one, today_ - 1).unit(), "M1");
  EXPECT_THAT(Unit("M3", today_).succeeds(), ElementsAre("M1", "M2"));
  EXPECT_EQ(Unit("M1", today_).valid_to(), Day(today_));
  EXPECT_THAT(Listed(), Not(Contains("M1")));
  EXPECT_THAT(Listed(), Contains("M3"));
  EXPECT_EQ(Units(merge)->same_count(), 3);
  // Nothing comes under a closed unit any more.
  EXPECT_THAT(Rules(Units(New("M1A", "M1"), false)), ElementsAre("UNIT-12"));
  EXPECT_THAT(
      Rules(city_->ImportPeople(
          City::PeopleHeader() +
              absl::StrReplaceAll(city_->Row("STAF", "M1"), {{"2024-01-01", Day(today_)}}),
          false)),
      ElementsAre("ASG-06"));
}

TEST_F(Restructuring, SplitsAUnitOnceItsPeopleAreElsewhere) {
  ASSERT_THAT(Units(New("S1")), IsOk());
  const std::string row = city_->Row("STAF", "S1");
  ASSERT_THAT(city_->ImportPeople(City::PeopleHeader() + row, true), IsOk());
  const absl::CivilDay day = today_ + 3;
  const std::string split =
      On(day, "S2", "Dinas Dua", "", "S1") + On(day, "S3", "Dinas Tiga", "", "S1");
  EXPECT_THAT(Rules(Units(split + Closed(day, "S1"), false)), ElementsAre("UNIT-14"));
  ASSERT_THAT(Units(split), IsOk());
  // Who goes where is decided before the units are there.
  const std::string placed = absl::StrReplaceAll(row, {{",S1,", ",S3,"}, {"2024-01-01", Day(day)}});
  ASSERT_THAT(city_->ImportPeople(City::PeopleHeader() + placed, true), IsOk());
  EXPECT_THAT(
      Rules(city_->ImportPeople(
          City::PeopleHeader() + absl::StrReplaceAll(placed, {{Day(day), Day(day - 1)}}), false)),
      ElementsAre("ASG-06"));
  ASSERT_THAT(Units(Closed(day, "S1")), IsOk());
  MoveTo(day);
  ASSERT_TRUE(Eventually([&] { return Unit("S1", Now()).valid_to() == Day(day); }));
  const pg::Result rows =
      platform_->sql("registry")
          .Query(
              "SELECT p.unit FROM placement p JOIN employment_number n USING (person) WHERE "
              "n.value = $1",
              {row.substr(0, 18)});
  ASSERT_EQ(rows.rows(), 1);
  EXPECT_EQ(rows.String(0, 0), "S3");
}

TEST_F(Restructuring, ThatIsNotPossibleAnyMoreOnItsDayLapsesAndSaysWhy) {
  ASSERT_THAT(Units(New("L1") + New("L2")), IsOk());
  const absl::CivilDay day = today_ + 2;
  ASSERT_THAT(Units(Closed(day, "L1") + On(day, "L2", "Dinas Lain")), IsOk());
  city_->Person("STAF", "L1");
  MoveTo(day);
  ASSERT_TRUE(Eventually([&] { return Unit("L2", Now()).name() == "Dinas Lain"; }));
  const auto because = [&] {
    return platform_->sql("registry")
        .Query("SELECT state, ended_because FROM unit_act WHERE code = 'L1' AND closes", {});
  };
  ASSERT_TRUE(Eventually([&] { return because().Int32(0, 0) == 4; }));
  EXPECT_EQ(because().String(0, 1), "UNIT-14");
  EXPECT_EQ(Unit("L1", Now()).valid_to(), "");
}

TEST_F(Restructuring, OfTwoActsOfOneDayTheNewerHolds) {
  ASSERT_THAT(Units(New("T1")), IsOk());
  const absl::CivilDay day = today_ + 2;
  ASSERT_THAT(Units(On(day, "T1", "Dinas Satu")), IsOk());
  ASSERT_THAT(Units(On(day, "T1", "Dinas Dua")), IsOk());
  EXPECT_THAT(
      Decided("T1"), ElementsAre(
                         Cat(Day(day), " Dinas Dua ACT_PENDING "),
                         Cat(Day(day), " Dinas Satu ACT_LAPSED REPLACED"),
                         Cat(Day(today_), " Dinas T1 ACT_IN_FORCE ")));
  MoveTo(day);
  ASSERT_TRUE(Eventually([&] { return Unit("T1", Now()).name() == "Dinas Dua"; }));
  EXPECT_EQ(Unit("T1", day - 1).name(), "Dinas T1");
  EXPECT_EQ(Decided("T1")[0], Cat(Day(day), " Dinas Dua ACT_IN_FORCE "));
}

TEST_F(Restructuring, RenamedTodayKeepsItsNameWhenAMoveThatWaitedTakesEffect) {
  ASSERT_THAT(Units(New("F1") + New("F2") + New("F1A", "F1")), IsOk());
  ASSERT_THAT(Units(On(today_ + 2, "F1A", "Dinas F1A", "F2")), IsOk());
  ASSERT_THAT(Units(On(today_, "F1A", "Bidang Baru", "F1")), IsOk());
  MoveTo(today_ + 2);
  ASSERT_TRUE(Eventually([&] { return Unit("F1A", Now()).parent() == "F2"; }));
  EXPECT_EQ(Unit("F1A", Now()).name(), "Bidang Baru");
  EXPECT_EQ(Unit("F1A", today_ + 1).path(), "/F1/F1A/");
}

TEST_F(Restructuring, LeavesNothingToRateInAUnitThatIsClosed) {
  ASSERT_THAT(Units(New("Q1")), IsOk());
  ASSERT_THAT(Units(On(today_, "Q2", "Dinas Q2", "", "Q1") + Closed(today_, "Q1")), IsOk());
  rv::OpenRatingCampaignRequest open;
  open.set_name("Penilaian");
  open.set_opens(Day(today_));
  open.set_closes(Day(today_ + 30));
  const auto over = [&](const std::string& unit) {
    open.set_request_id(platform_->Id());
    open.set_unit(unit);
    return platform_->registry().OpenRatingCampaign(platform_->Analyst(), open);
  };
  EXPECT_THAT(over("Q1"), RefusedBy("CAMP-06"));
  EXPECT_THAT(over("Q2"), IsOk());
  EXPECT_THAT(over("/"), IsOk());
}

// Whoever is being put into a unit is in it or not when it closes, never in a closed one.
TEST_F(Restructuring, WaitsForWhoIsBeingPutIntoAUnitAndHasHimWaitForTheEndOfIt) {
  ASSERT_THAT(Units(New("P1") + New("P2") + New("P3")), IsOk());
  const std::string person = city_->Person("STAF", "P3");
  pg::Connection& sql = platform_->sql("registry");
  pg::Connection other(platform_->conninfo("registry"));
  const auto wait_for = [&](const std::function<absl::Status()>& call) {
    absl::Status answer;
    std::thread caller([&] { answer = call(); });
    EXPECT_TRUE(Eventually([&] { return Waiting(sql) == 1; }));
    other.Execute("COMMIT");
    caller.join();
    return answer;
  };
  other.Execute("BEGIN; SELECT 1 FROM unit WHERE code = 'P1' FOR KEY SHARE");
  (void)other.Query("UPDATE assignment SET unit = 'P1' WHERE person = $1", pg::Params(person));
  EXPECT_THAT(wait_for([&] { return Units(Closed(today_, "P1")).status(); }), RefusedBy("UNIT-14"));
  other.Execute(
      "BEGIN; SELECT 1 FROM unit WHERE code = 'P2' FOR UPDATE;"
      "UPDATE unit SET valid_to = current_date - 36500 WHERE code = 'P2'");
  EXPECT_THAT(
      wait_for([&] { return city_->Assign(person, "STAF", "P2").status(); }), RefusedBy("ASG-06"));
}

TEST_F(Restructuring, IsTheSameOnceMoreAWeekLaterAndCorrectedAsOfItsDay) {
  ASSERT_THAT(Units(New("V1") + New("V2")), IsOk());
  const std::string person = city_->Person("STAF", "V1");
  rv::ImportRequest merge;
  merge.set_request_id(platform_->Id());
  merge.set_file(
      kHeader + On(today_, "V3", "Dinas Gabngan", "", "V1 V2") + Closed(today_, "V1") +
      Closed(today_, "V2"));
  merge.set_confirm(true);
  const auto first = platform_->registry().ImportUnits(platform_->Analyst(), merge);
  ASSERT_THAT(first, IsOk());
  MoveTo(today_ + 7);
  ASSERT_TRUE(Eventually([] { return NothingIsDue(); }));
  platform_->Told("registry");
  const auto again = platform_->registry().ImportUnits(platform_->Analyst(), merge);
  ASSERT_THAT(again, IsOk());
  EXPECT_EQ(again->SerializeAsString(), first->SerializeAsString());
  merge.set_request_id(platform_->Id());
  EXPECT_EQ(platform_->registry().ImportUnits(platform_->Analyst(), merge)->same_count(), 3);
  EXPECT_THAT(platform_->Told("registry"), IsEmpty());
  // A slip of the pen in the name is corrected as of the same day; it never was so.
  ASSERT_THAT(Units(On(today_, "V3", "Dinas Gabungan", "", "V1 V2")), IsOk());
  EXPECT_EQ(Unit("V3", today_).name(), "Dinas Gabungan");
  EXPECT_THAT(Unit("V3", today_).succeeds(), ElementsAre("V1", "V2"));
  EXPECT_EQ(Person(person, today_ - 1).unit(), "V1");
  EXPECT_EQ(Person(person, today_).unit(), "V3");
  EXPECT_EQ(Units(On(today_, "V3", "Dinas Gabungan"))->same_count(), 1);
}

TEST_F(Restructuring, TakesARunningCampaignAlongWithItsPeople) {
  ASSERT_THAT(Units(New("K1") + New("K2")), IsOk());
  const std::string person = city_->Person("STAF", "K1");
  const std::string campaign = city_->RatingCampaign("K1");
  ASSERT_THAT(city_->Rate(campaign, person, rv::RATER_SELF, City::Nine(1)), IsOk());
  ASSERT_THAT(Units(On(today_, "K2", "Dinas K2", "", "K1") + Closed(today_, "K1")), IsOk());
  ASSERT_THAT(city_->Rate(campaign, person, rv::RATER_SUPERVISOR, City::Nine(1)), IsOk());
  ASSERT_THAT(city_->Verify(person, campaign), IsOk());
  EXPECT_EQ(city_->Validate(person, campaign)->state(), rv::Profile::VALID);
  rv::GetRatingCampaignRequest get;
  get.set_campaign(campaign);
  const auto standing = platform_->registry().GetRatingCampaign(platform_->Analyst(), get);
  ASSERT_THAT(standing, IsOk());
  EXPECT_EQ(standing->campaign().unit_path(), "/K2/");
  EXPECT_EQ(standing->valid(), 1);
  // Without the one unit that takes it over it ends there, and whoever imports is told.
  const std::string other = city_->RatingCampaign("K2");
  const std::string split = On(today_ + 1, "K3", "Dinas K3", "", "K2") +
                            On(today_ + 1, "K4", "Dinas K4", "", "K2") + Closed(today_ + 1, "K2");
  EXPECT_THAT(Rules(Units(split, false)), ElementsAre("UNIT-14", "UNIT-19"));
}

TEST_F(Restructuring, WithOneUnitInItThatCannotBeClosedDoesNotCloseThoseAboveIt) {
  ASSERT_THAT(Units(New("Z1") + New("Z1A", "Z1")), IsOk());
  const absl::CivilDay day = today_ + 2;
  ASSERT_THAT(Units(Closed(day, "Z1") + On(day, "Z1A", "Dinas Z1A", "Z1", "", "ya")), IsOk());
  city_->Person("STAF", "Z1A");
  MoveTo(day);
  ASSERT_TRUE(Eventually([&] { return Decided("Z1")[0].find("LAPSED") != std::string::npos; }));
  EXPECT_EQ(Decided("Z1")[0], Cat(Day(day), "  ACT_LAPSED UNIT-13"));
  EXPECT_EQ(Decided("Z1A")[0], Cat(Day(day), "  ACT_LAPSED UNIT-14"));
  EXPECT_EQ(Unit("Z1", Now()).valid_to(), "");
}

TEST_F(Restructuring, ReadsTechnicalCompetenciesThatPostsThenDemand) {
  const std::string post = "PENGADA;Pengelola Pengadaan;Pelaksana;PENGADA;T.PBJ.01=2;;\n";
  EXPECT_THAT(Rules(Posts(post, false)), ElementsAre("POST-02"));
  rv::ImportRequest request;
  request.set_request_id(platform_->Id());
  request.set_file("Kode,Nama,Kelompok\nT.PBJ.01,Pengadaan Barang dan Jasa,Teknis\n");
  request.set_confirm(true);
  ASSERT_THAT(platform_->registry().ImportCompetencies(platform_->Analyst(), request), IsOk());
  ASSERT_THAT(Posts(post), IsOk());
  EXPECT_EQ(Level(Post("PENGADA", today_), "T.PBJ.01"), 2);
  EXPECT_EQ(Level(Post("STAF", today_), "T.PBJ.01"), 0);
  request.set_request_id(platform_->Id());
  EXPECT_EQ(
      platform_->registry().ImportCompetencies(platform_->Analyst(), request)->same_count(), 1);
}

TEST_F(Restructuring, ReadsPostsWithTheirStandardsAndEachVersionOnItsDay) {
  const std::string file =
      Cat("ANALIS;Analis Contoh;Pelaksana;ANALIS;M.08=3; ;\n",
          "KABID;Kepala Bidang Contoh;Administrator;KABID;\"M.01=-\";", Day(today_ + 4), ";ya\n");
  const auto dry = Posts(file, false);
  ASSERT_THAT(dry, IsOk());
  EXPECT_EQ(dry->new_count(), 2) << dry->ShortDebugString();
  EXPECT_EQ(Post("ANALIS", today_).code(), "");
  ASSERT_THAT(Posts(file), IsOk());
  EXPECT_THAT(ToldAbout("post", "ANALIS"), ElementsAre("post.defined"));
  EXPECT_THAT(ToldAbout("post", "KABID"), IsEmpty());
  EXPECT_EQ(Level(Post("ANALIS", today_), "M.08"), 3);
  EXPECT_EQ(Level(Post("ANALIS", today_), "M.07"), 1);
  EXPECT_EQ(Posts(file)->same_count(), 2);
  MoveTo(today_ + 4);
  ASSERT_TRUE(Eventually([&] {
    return platform_->sql("registry")
               .Query("SELECT count(*) FROM event_log WHERE aggregate_id = 'KABID'", {})
               .Int(0, 0) == 1;
  }));
  EXPECT_EQ(Level(Post("KABID", Now()), "M.01"), 0);
  EXPECT_EQ(Level(Post("KABID", Now()), "M.02"), 3);
  // The same file with one level less: what a person is measured against changes from today on.
  const auto lower = Posts("ANALIS;Analis Contoh;Pelaksana;ANALIS;M.08=2;;\n");
  ASSERT_THAT(lower, IsOk());
  EXPECT_EQ(lower->changed_count(), 1);
  EXPECT_EQ(Level(Post("ANALIS", today_), "M.08"), 3);
  EXPECT_EQ(Level(Post("ANALIS", Now()), "M.08"), 2);
}

}  // namespace
}  // namespace binadaya::test
