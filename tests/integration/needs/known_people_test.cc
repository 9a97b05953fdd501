// What needs knows of people from events: the family that they stand in, what they lack and what
// they meet. How a need ends follows from that.
#include "tests/integration/needs/analysis.h"

namespace binadaya::test {
namespace {

class KnownPeople : public NeedsAnalysis {
 protected:
  // To the morning of a day after the first, once all that it brings was told, heard and measured.
  void MoveOn(int days) {
    ASSERT_THAT(
        platform_.clock().MoveTo(platform_.clock().StartOf(begun_ + days) + absl::Hours(8)),
        IsOk());
    ASSERT_TRUE(Eventually([&] {
      return platform_.sql("registry")
          .Query("SELECT FROM timer WHERE due <= $1", {platform_.clock().Now()})
          .empty();
    }));
    ASSERT_TRUE(Rechecked());
  }
  // Three years later nothing is known of anybody but M.08 of the first lurah, who was rated in it
  // again.
  void KeepOneLevel() {
    MoveOn(365);
    ASSERT_THAT(city_.Assess(city_.RatingCampaign(), lurah_[0], City::Levels{{"M.08", 1}}), IsOk());
    MoveOn(1100);
  }
  void Suspend(const std::string& person) {
    rv::SuspendPersonRequest away;
    away.set_request_id(platform_.Id());
    away.set_person(person);
    away.set_legal_position("TUGAS_BELAJAR");
    away.set_effective(absl::FormatCivilTime(platform_.clock().Today()));
    away.set_decree("800/5");
    ASSERT_THAT(platform_.registry().SuspendPerson(platform_.Analyst(), away), IsOk());
  }
  void Correct(const std::string& person, const std::string& competency, double level) {
    rv::CorrectLevelRequest correct;
    correct.set_request_id(platform_.Id());
    correct.set_person(person);
    correct.set_competency(competency);
    correct.set_level(level);
    correct.set_reason("salah ketik");
    ASSERT_THAT(platform_.registry().CorrectLevel(By(v1::UNIT_HEAD), correct), IsOk());
  }
  bool Closed(const std::string& need) {
    return Eventually([&] { return Get(need).state() == nv::CLOSED; });
  }

  const absl::CivilDay begun_ = platform_.clock().Today();
};

TEST_F(KnownPeople, StandInTheFamilyThatTheirPostIsOfToday) {
  // A fourth lurah is at the standard and stays.
  ASSERT_THAT(city_.Assess(ratings_, city_.Person("LURAH", "33.74.14.1004"), 2), IsOk());
  city_.Post("LURAH", rv::SUPERVISOR, [&](rv::DefinePostRequest& post) {
    post.set_family("LURAH_KOTA");
    post.set_valid_from(absl::FormatCivilTime(begun_));
  });
  ASSERT_TRUE(Rechecked());
  Detect();
  const std::string need = NeedIn("M.08", "LURAH_KOTA").id();
  EXPECT_EQ(Get(need).affected(), 3);
  Suspend(lurah_[0]);
  EXPECT_TRUE(Eventually([&] { return Get(need).affected() == 2; }));
  Retire(1);
  Retire(2);
  ASSERT_TRUE(Closed(need));
  EXPECT_EQ(Get(need).closed_because(), nv::PEOPLE_LEFT);
  EXPECT_EQ(Get(need).population(), 1);
}

TEST_F(KnownPeople, WhosePostDoesNotDemandALevelAnyMoreHaveNoGapInIt) {
  KeepOneLevel();
  Correct(lurah_[0], "M.08", 1.5);
  city_.Post("LURAH_MUDA", rv::SUPERVISOR, [](rv::DefinePostRequest& post) {
    post.set_family("LURAH");
    post.add_not_required("M.08");
  });
  ASSERT_TRUE(Rechecked());
  campaign_ = Open("33.74.02.1001");
  EXPECT_EQ(Detect().detected(), 1);
  const std::string need = NeedIn("M.08").id();
  // There nothing of him is measured: what the post demands is not known.
  ASSERT_THAT(city_.Assign(lurah_[0], "LURAH_MUDA", "33.74.02.1001"), IsOk());
  ASSERT_TRUE(Closed(need));
  EXPECT_EQ(Get(need).closed_because(), nv::GAP_GONE);
}

TEST_F(KnownPeople, OfWhomSomeLevelsEndedStillLackTheOthers) {
  const std::string at_the_standard = city_.Person("LURAH", "33.74.14.1004");
  KeepOneLevel();
  ASSERT_THAT(city_.Assess(city_.RatingCampaign(), at_the_standard, 2), IsOk());
  ASSERT_TRUE(Rechecked());
  campaign_ = Open("/");
  EXPECT_EQ(Detect().detected(), 1);
  const std::string need = NeedIn("M.08").id();
  EXPECT_EQ(Get(need).affected(), 1);
  Leave(0, "MENINGGAL");
  ASSERT_TRUE(Closed(need));
  EXPECT_EQ(Get(need).closed_because(), nv::PEOPLE_LEFT);
}

TEST_F(KnownPeople, OfWhomALevelEndedHaveNotReachedItWhateverElseIsKnownOfThem) {
  Detect();
  const std::string need = NeedIn("M.01").id();
  MoveOn(180);
  ASSERT_THAT(city_.Assess(city_.RatingCampaign(), lurah_[1], 1), IsOk());
  MoveOn(365);
  ASSERT_THAT(city_.Assess(city_.RatingCampaign(), lurah_[0], City::Levels{{"M.08", 1}}), IsOk());
  MoveOn(1100);  // of the second all is known still, of the first M.08, of the third nothing
  EXPECT_EQ(Get(need).affected(), 1);
  Correct(lurah_[0], "M.08", 2);
  MoveOn(1280);  // of the second nothing either
  ASSERT_TRUE(Closed(need));
  EXPECT_EQ(Get(need).closed_because(), nv::PROFILES_EXPIRED);
  ASSERT_TRUE(Closed(NeedIn("M.08").id()));
  EXPECT_EQ(NeedIn("M.08").closed_because(), nv::GAP_GONE);
}

}  // namespace
}  // namespace binadaya::test
