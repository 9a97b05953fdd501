// Planners who move sessions at the same time: into one another's rooms, and to one speaker.
#include <array>
#include <future>

#include "tests/integration/scheduling/scheduling.h"

namespace binadaya::test {
namespace {

class MovesAtOnce : public SchedulingTest {
 protected:
  // Two batches at the same hours, each with a room and a speaker of its own; a third of both.
  void Begin() {
    for (int i = 0; i < 3; ++i) {
      rooms_.push_back(Venue(Cat("Ruang ", i)));
      teachers_.push_back(Speaker());
    }
    for (std::size_t i = 0; i < 2; ++i) {
      batches_.push_back(Batch(30));
      Released(batches_[i], GoodDay(kDay, rooms_[i], teachers_[i]));
    }
  }
  // Both are drafted like this, and released at once; what came of each.
  std::array<absl::Status, 2> Move(const std::array<sv::RundownContent, 2>& to) {
    for (std::size_t i = 0; i < 2; ++i) EXPECT_THAT(Draft(batches_[i], to[i]), IsOk());
    std::vector<std::future<absl::Status>> asked;
    for (const sv::Batch& batch : batches_)
      asked.push_back(
          std::async(std::launch::async, [&] { return Release(batch, "pindah ruang").status(); }));
    std::array<absl::Status, 2> answers = {asked[0].get(), asked[1].get()};
    EXPECT_EQ(DoublyBooked(), 0);
    for (std::size_t i = 0; i < 2; ++i) {
      if (answers[i].ok()) continue;
      const Findings findings = FindingsOf(answers[i]);
      EXPECT_GE(findings.size(), 3u) << answers[i] << ": its three lessons";
      for (const Finding& finding : findings) {
        EXPECT_EQ(finding.rule, "SC-09");
        EXPECT_TRUE(finding.values.at("with").starts_with(batches_[1 - i].id())) << answers[i];
      }
    }
    return answers;
  }
  // The first takes what is free, the other what the first has. Who has which of the three.
  using Having = std::array<std::size_t, 2>;
  template <class Content>
  void Rotate(Having has, const Content& content) {
    for (int round = 0; round < 6; ++round) {
      const Having wants = {3 - has[0] - has[1], has[0]};
      const auto answers = Move({content(0, wants[0]), content(1, wants[1])});
      EXPECT_THAT(answers[0], IsOk()) << "what it takes is free, whatever the other does";
      has[0] = wants[0];
      if (answers[1].ok()) has[1] = wants[1];  // it came second
    }
  }

  static constexpr char kDay[] = "2027-04-08";
  std::vector<sv::Venue> rooms_;
  std::vector<sv::Speaker> teachers_;
  std::vector<sv::Batch> batches_;
};

TEST_F(MovesAtOnce, IntoARoomThatFallsFreeAreInOrderOrRefused) {
  Begin();
  Rotate({0, 1}, [&](std::size_t batch, std::size_t room) {
    return GoodDay(kDay, rooms_[room], teachers_[batch]);
  });
}

TEST_F(MovesAtOnce, ToASpeakerWhoFallsFreeAreInOrderOrRefused) {
  Begin();
  Rotate({0, 1}, [&](std::size_t batch, std::size_t teacher) {
    return GoodDay(kDay, rooms_[batch], teachers_[teacher]);
  });
}

// Each waits for the other to leave: nobody does, and each is told of the other.
TEST_F(MovesAtOnce, IntoOneAnothersRoomAreBothRefused) {
  Begin();
  for (int round = 0; round < 3; ++round) {
    const auto rooms =
        Move({GoodDay(kDay, rooms_[1], teachers_[0]), GoodDay(kDay, rooms_[0], teachers_[1])});
    const auto teachers =
        Move({GoodDay(kDay, rooms_[0], teachers_[1]), GoodDay(kDay, rooms_[1], teachers_[0])});
    for (const absl::Status& answer : {rooms[0], rooms[1], teachers[0], teachers[1]})
      EXPECT_THAT(answer, HasCode(absl::StatusCode::kFailedPrecondition));
  }
  EXPECT_EQ(Shown(batches_[0]).released(), 1);
}

// One wins each time; the other's draft stands as it is.
TEST_F(MovesAtOnce, IntoOneRoomOneIsReleased) {
  Begin();
  for (int round = 0; round < 4; ++round) {
    const auto answers =
        Move({GoodDay(kDay, rooms_[2], teachers_[0]), GoodDay(kDay, rooms_[2], teachers_[1])});
    EXPECT_NE(answers[0].ok(), answers[1].ok());
    // Back to where they came from.
    const std::size_t won = answers[0].ok() ? 0 : 1;
    ASSERT_THAT(Draft(batches_[won], GoodDay(kDay, rooms_[won], teachers_[won])), IsOk());
    ASSERT_THAT(Release(batches_[won], "kembali"), IsOk());
  }
}

}  // namespace
}  // namespace binadaya::test
