#pragma once

#include <string>
#include <vector>

#include "tests/integration/scheduling/seats.h"

namespace binadaya::test {

// Heads, secretaries and batches of single lessons: who may be away when.
class ContinuityOfService : public SeatedTest {
 protected:
  // Heads of kelurahan, whom the program is for; their secretaries, whom it is for if `chosen_too`.
  std::string HeadOf(const std::string& unit) {
    city_.Post("KEPALA_KELURAHAN", registry::v1::SUPERVISOR, [](auto& post) {
      post.set_family("LURAH");
      post.set_is_head(true);
    });
    return PersonOn("KEPALA_KELURAHAN", unit);
  }
  std::string SecretaryOf(const std::string& unit, bool chosen_too) {
    city_.Post("SEKRETARIS", registry::v1::SUPERVISOR, [&](auto& post) {
      post.set_title("Sekretaris Kelurahan");
      post.set_family(chosen_too ? "LURAH" : "SEKRETARIS");
    });
    return PersonOn("SEKRETARIS", unit);
  }
  std::string PersonOn(const std::string& post, const std::string& unit) {
    const std::string person = city_.Person(post, unit);
    EXPECT_TRUE(platform_.Settle());
    return person;
  }
  // A batch of one lesson on each of these days.
  sv::Batch Lessons(
      const std::vector<std::string>& days, int from = 800, int until = 900, int capacity = 1,
      const std::string& item = kPlanItem) {
    sv::DraftBatchRequest request = Drafting(capacity);
    request.set_plan_item(item);
    const auto batch = client().DraftBatch(Organiser(), request);
    EXPECT_THAT(batch, IsOk());
    (void)Released(*batch, LessonsOn(days, from, until));
    return *batch;
  }
  static sv::RundownContent LessonIn(
      const sv::Venue& venue, const sv::Speaker& speaker, int from, int until,
      const std::string& day = "2027-04-08") {
    sv::RundownContent content;
    *content.add_items() = Lesson("1", day, from, until, venue, speaker);
    return content;
  }
  sv::RundownContent LessonsOn(const std::vector<std::string>& days, int from, int until) {
    const sv::Venue venue = Venue(Cat("Aula ", platform_.Id()));
    const sv::Speaker speaker = Speaker();
    sv::RundownContent content;
    for (const std::string& day : days)
      *content.add_items() =
          Lesson(Cat(content.items_size() + 1), day, from, until, venue, speaker);
    return content;
  }
  sv::Blackout Closed(const std::string& from, const std::string& until) {
    sv::SetBlackoutRequest request;
    request.set_request_id(platform_.Id());
    request.set_unit(kUnit);
    *request.mutable_slot() = SlotOf(from, until);
    request.set_reason("Musrenbang");
    const auto blackout = client().SetBlackout(platform_.Admin(), request);
    EXPECT_THAT(blackout, IsOk());
    EXPECT_TRUE(IsQuiet());
    return blackout.value_or(sv::Blackout());
  }
  void Lift(const sv::Blackout& blackout) {
    sv::LiftBlackoutRequest request;
    request.set_request_id(platform_.Id());
    request.set_unit(blackout.unit());
    request.set_id(blackout.id());
    ASSERT_THAT(client().LiftBlackout(platform_.Admin(), request), IsOk());
    ASSERT_TRUE(IsQuiet());
  }
  // The seat of a head is in question, for his secretary has gone on leave since.
  void AskForTheSecretaryOnLeave(std::string& head, std::string& secretary) {
    head = HeadOf(kKelurahan);
    secretary = SecretaryOf(kKelurahan, false);
    batch_ = Lessons({"2027-04-08"});
    Selected({batch_});
    Leave(secretary, "2027-04-08", "2027-04-08");
    ASSERT_TRUE(IsQuiet());
    ASSERT_EQ(Questioned(head), "OPEN SEL-07");
  }
};

}  // namespace binadaya::test
