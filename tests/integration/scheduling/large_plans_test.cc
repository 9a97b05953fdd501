// Rundowns and plans that are larger than any that a city has: answered, or refused with the limit.
#include <map>

#include "tests/integration/scheduling/placing.h"

namespace binadaya::test {
namespace {

class LargePlans : public PlacingTest {
 protected:
  static std::map<std::string, int> ByRule(const sv::RundownCheck& check) {
    std::map<std::string, int> rules;
    for (const v1::Finding& finding : check.findings()) ++rules[finding.rule()];
    return rules;
  }
  // So many days like a good one; but who teaches is not said.
  static sv::RundownContent GoodDays(int days, const sv::Venue& hall) {
    sv::RundownContent content;
    for (int i = 0; i < days; ++i) {
      const std::string day = absl::FormatCivilTime(absl::CivilDay(2027, 4, 8) + i);
      sv::RundownContent good = GoodDay(day, hall, sv::Speaker());
      for (sv::RundownItem& item : *good.mutable_items()) content.add_items()->Swap(&item);
    }
    return content;
  }
  sv::Batch Drafted(const sv::RundownContent& content) {
    sv::Batch batch = Batch(30);
    EXPECT_THAT(Draft(batch, content), IsOk());
    return batch;
  }
};

TEST_F(LargePlans, ARundownOfFiveHundredItemsIsCheckedWithAllThatIsWrong) {
  const sv::Batch batch = Batch(30);
  const sv::Venue hall = Venue("Aula");
  const sv::Speaker teacher = Speaker();
  sv::RundownContent content;
  // Ten lessons of half an hour on each of fifty days, from 8 to 13, that teach nothing definite.
  for (int i = 0; i < 500; ++i) {
    const std::string day = absl::FormatCivilTime(absl::CivilDay(2027, 4, 5) + i / 10);
    sv::RundownItem& item = *content.add_items();
    item = Lesson(Cat(i + 1), day, 800, 900, hall, teacher);
    item.set_from(8 * 60 + i % 10 * 30);
    item.set_until(item.from() + 30);
    item.clear_objectives();
  }
  ASSERT_THAT(Draft(batch, content), IsOk());
  const sv::RundownCheck check = Check(batch);
  std::map<std::string, int> rules = ByRule(check);
  EXPECT_EQ(rules["SC-05"], 500);
  EXPECT_EQ(rules["SC-11"], 500);
  EXPECT_EQ(rules["SC-09"], 0);
  EXPECT_EQ(check.learning_minutes(), 500 * 30);
  // A refusal names what fits into it, and how much more there is.
  const auto refused = Release(batch);
  EXPECT_THAT(refused, HasCode(absl::StatusCode::kFailedPrecondition));
  const Findings named = FindingsOf(refused.status());
  ASSERT_GT(named.size(), 5u);
  ASSERT_EQ(named.back().rule, "MORE-01");
  EXPECT_EQ(
      named.back().values.at("more"),
      Cat(check.findings_size() + 1 - static_cast<int>(named.size())));

  while (content.items_size() <= 1'000) *content.add_items() = content.items(0);
  const auto larger = Draft(batch, content);
  EXPECT_THAT(larger, RefusedBy("FIELD-10"));
  EXPECT_EQ(FindingsOf(larger.status())[0].where, "content.items");
}

// Each pair would be a finding: half a million in the track, and twice as many in hall and speaker.
TEST_F(LargePlans, AThousandItemsOfOneHourAreToldByFiveOfEach) {
  const sv::Batch batch = Batch(30);
  const sv::Venue hall = Venue("Aula");
  const sv::Speaker teacher = Speaker();
  sv::RundownContent content;
  for (int i = 1; i <= 1'000; ++i)
    *content.add_items() = Lesson(Cat(i), "2027-04-08", 800, 900, hall, teacher);
  ASSERT_THAT(Draft(batch, content), IsOk());
  std::map<std::string, int> rules = ByRule(Check(batch));
  EXPECT_EQ(rules["SC-03"], 15 + 994 * 6) << "five, and how many more";
  EXPECT_EQ(rules["SC-09"], 2 * 1'000 * 6);
  const auto refused = Release(batch);
  EXPECT_THAT(refused, HasCode(absl::StatusCode::kFailedPrecondition));
  EXPECT_EQ(FindingsOf(refused.status()).back().rule, "MORE-01");
}

TEST_F(LargePlans, FiveThousandSessionsArePlacedAndMoreThanSixThousandAreNot) {
  constexpr int kBatches = 125, kDays = 8;  // 5 sessions a day
  SetPlan(200, 193);
  sv::StartPlacementRequest request = Window("2027-04-01", "2027-12-24");
  request.set_steps(300);
  sv::Venue hall;
  for (int i = 0; i < 20; ++i) {
    hall = Venue(Cat("Aula ", i));
    request.add_speakers(Speaker().id());
  }
  const sv::RundownContent content = GoodDays(kDays, hall);
  for (int i = 0; i < kBatches; ++i) (void)Drafted(content);
  const sv::Placement placement = Placed(request);
  ASSERT_EQ(placement.state(), sv::PLACEMENT_COMPUTED) << placement.rules_size();
  EXPECT_EQ(RulesOf(placement.findings()), "");
  EXPECT_EQ(placement.batches_size(), kBatches);
  int sessions = 0;
  for (const sv::PlacedBatch& batch : placement.batches()) sessions += batch.sessions();
  EXPECT_EQ(sessions, 5'000);
  const Call patient =
      platform_.As("panitia", {{v1::ORGANISER, "/"}}, absl::Seconds(60));  // the longest there is
  ASSERT_THAT(client().AcceptPlacement(patient, Accepting(placement)), IsOk());
  EXPECT_EQ(Now(placement.batches(0).batch()).state(), sv::BATCH_SCHEDULED);
  EXPECT_EQ(DoublyBooked(), 0);

  for (int i = 0; i < 26; ++i) (void)Drafted(content);
  request.set_request_id(platform_.Id());
  const std::string job = Started(request);
  ASSERT_TRUE(HasEnded(job));
  EXPECT_EQ(JobOf(job).state(), operations::v1::Job::REFUSED);
  ASSERT_EQ(RulesOf(JobOf(job).findings()), "PLC-39");
  EXPECT_EQ(JobOf(job).findings(0).values().at("sessions"), "6040");
}

TEST_F(LargePlans, ABatchOfMoreSessionsThanArePlacedIsPlacedByHand) {
  const sv::Venue hall = Venue("Aula");
  sv::RundownContent content = GoodDays(24, hall);
  const sv::Batch inside = Drafted(content);
  *content.add_items() = Item("9", "2027-05-03", 800, 900, sv::EVALUATION, "Evaluasi");
  const sv::Batch outside = Drafted(content);
  sv::StartPlacementRequest request =
      Window("2027-04-12", "2027-06-12", {inside.id(), outside.id()});
  const auto refused = client().StartPlacement(Organiser(), request);
  ASSERT_THAT(refused, RefusedBy("PLC-38"));
  const Finding found = FindingsOf(refused.status())[0];
  EXPECT_EQ(found.values.at("batch"), outside.id());
  EXPECT_EQ(found.values.at("sessions"), "121");
  // Where none is named it is left out, and told.
  request = Window("2027-04-12", "2027-06-12");
  request.set_steps(1);
  request.add_speakers(Speaker().id());
  const sv::Placement placement = Placed(request);
  ASSERT_EQ(placement.batches_size(), 1);
  EXPECT_EQ(placement.batches(0).batch(), inside.id());
  EXPECT_EQ(placement.batches(0).sessions(), 120);
  EXPECT_EQ(RulesOf(placement.findings()), "PLC-38");
}

}  // namespace
}  // namespace binadaya::test
