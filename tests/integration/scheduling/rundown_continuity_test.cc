// SC-07 at the release of a rundown: no unit is emptied by a day that somebody moves by hand.
#include <future>

#include "tests/integration/scheduling/participants.h"

namespace binadaya::test {
namespace {

class RundownContinuity : public ParticipantsTest {
 protected:
  // A kelurahan of two people, each with a seat kept in a batch of his own; whoever may be away by
  // percent (two of them: 100, one of them: 99).
  std::vector<sv::Batch> TwoBatches() {
    people_ = People("LURAH", kKelurahan, 2);
    std::vector<sv::Batch> batches = {OnDay("2027-04-08", 1), OnDay("2027-04-13", 1)};
    EXPECT_EQ(Selected(batches).chosen(), 2);
    return batches;
  }
  sv::RundownContent On(const sv::Batch& batch, const std::string& day) {
    sv::GetRundownRequest request;
    request.set_unit(batch.unit());
    request.set_batch(batch.id());
    sv::RundownContent content =
        client().GetRundown(Organiser(), request).value_or(sv::Rundown()).content();
    content.clear_days();
    for (sv::RundownItem& item : *content.mutable_items()) item.set_day(day);
    return content;
  }
  std::string SeatedIn(const sv::Batch& batch) { return Listed(batch.id())[0].person(); }

  std::vector<std::string> people_;
};

TEST_F(RundownContinuity, IsAskedOfADayThatIsMovedByHand) {
  const std::vector<sv::Batch> batches = TwoBatches();
  ASSERT_THAT(Draft(batches[0], On(batches[0], "2027-04-13")), IsOk());
  EXPECT_EQ(Told(Check(batches[0])), "") << "two of two may be away";
  MayBeAway("{99,1,100,60}");
  const sv::RundownCheck check = Check(batches[0]);
  EXPECT_EQ(Told(check), "SVC-01 1, 2, 4, 6, 8");
  const auto& values = check.findings(0).values();
  EXPECT_EQ(values.at("people"), SeatedIn(batches[0]));
  EXPECT_THAT(values.at("unit"), ::testing::HasSubstr(kKelurahan));
  EXPECT_EQ(values.at("day"), "2027-04-13");
  EXPECT_EQ(values.at("away"), "2");
  EXPECT_EQ(values.at("cap"), "1");
  EXPECT_THAT(
      values.at("sessions"), ::testing::HasSubstr(On(batches[0], "2027-04-13").items(1).id()));

  (void)platform_.Told("scheduling");
  EXPECT_THAT(Release(batches[0], "aula"), RefusedBy("SVC-01"));
  EXPECT_THAT(platform_.Told("scheduling"), ::testing::IsEmpty());
  EXPECT_EQ(Shown(batches[0]).first_day(), "2027-04-08");

  ASSERT_THAT(Draft(batches[0], On(batches[0], "2027-04-12")), IsOk());
  EXPECT_THAT(Release(batches[0], "aula"), IsOk()) << "a day of its own";
  MayBeAway("{100,1,100,60}");
  ASSERT_THAT(Draft(batches[0], On(batches[0], "2027-04-13")), IsOk());
  EXPECT_THAT(Release(batches[0], "aula"), IsOk()) << "just inside";
}

TEST_F(RundownContinuity, CountsLeaveAndDaysOfAQuarter) {
  const std::vector<sv::Batch> batches = TwoBatches();
  MayBeAway("{100,1,100,0}");
  EXPECT_EQ(Told(Check(batches[0])), "SVC-06 1, 2, 4, 6, 8");
  MayBeAway("{100,1,100,1}");
  EXPECT_EQ(Told(Check(batches[0])), "");
}

TEST_F(RundownContinuity, OfTwoThatGoToOneDayAtOnceOneIsReleased) {
  const std::vector<sv::Batch> batches = TwoBatches();
  MayBeAway("{99,1,100,60}");
  for (const sv::Batch& batch : batches) ASSERT_THAT(Draft(batch, On(batch, "2027-04-12")), IsOk());
  std::vector<std::future<absl::StatusOr<sv::RundownRelease>>> asked;
  for (const sv::Batch& batch : batches)
    asked.push_back(std::async(std::launch::async, [&] { return Release(batch, "aula"); }));
  int released = 0;
  for (auto& one : asked) {
    const auto answer = one.get();
    released += answer.ok() ? 1 : 0;
    if (answer.ok()) continue;
    EXPECT_THAT(answer, RefusedBy("SVC-01"));
  }
  EXPECT_EQ(released, 1);
}

}  // namespace
}  // namespace binadaya::test
