// Seats in question, and ratings of speakers, on the command line.
#include "services/cli/seat_questions.h"

#include "gmock/gmock.h"
#include "services/cli/attendance.h"
#include "services/cli/resources.h"
#include "services/common/domain/refusal.h"
#include "tests/support/matchers.h"
#include "tests/unit/cli/scheduling_commands.h"

namespace binadaya::cli {
namespace {

using test::IsOk;
using test::RefusedBy;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
namespace sv = scheduling::v1;

constexpr char kSeat[] = "019c6666-07b2-7153-a111-105640ac0071";

class QuestionCommands : public SchedulingCommands {
 protected:
  QuestionCommands() {
    Answers<sv::ListSeatQuestionsRequest>(
        "ListSeatQuestions", [this](const sv::ListSeatQuestionsRequest& request) {
          listed_ = request;
          return Of<sv::ListSeatQuestionsResponse>(
              Cat("questions { enrolment: '", kSeat, "' number: 1 unit: 'OPD04' person: '", kSekar,
                  "' batch: '", kFirstBatch,
                  "' state: QUESTION_OPEN decide_by: '2027-03-04' overdue: true version: 5 "
                  "reasons { rule: 'SEL-02' id: 'Bukan sasaran.' en: 'Not of the target.' } }"));
        });
    Keeps<sv::DecideSeatQuestionRequest, sv::SeatQuestion>(
        "DecideSeatQuestion", decided_,
        Cat("enrolment: '", kSeat, "' person: '", kSekar,
            "' state: QUESTION_KEPT reason: UNIT_REQUEST note: 'tugas lama'"));
  }
  sv::ListSeatQuestionsRequest listed_;
  sv::DecideSeatQuestionRequest decided_;
};

TEST_F(QuestionCommands, ListThoseThatAreOpenWithWhy) {
  Serve();
  const auto answer = RunListSeatQuestions(environment(), {.batch = "OPD04/1", .overdue = true});
  ASSERT_THAT(answer, IsOk());
  EXPECT_EQ(listed_.batch(), kFirstBatch);
  EXPECT_EQ(listed_.state(), sv::QUESTION_OPEN);
  EXPECT_TRUE(listed_.overdue());
  EXPECT_THAT(
      answer->text,
      AllOf(
          HasSubstr("2027-03-04 (overdue)"), HasSubstr("Sekar Lowanda"), HasSubstr("in question"),
          HasSubstr("SEL-02"), HasSubstr("Not of the target.")));
  ASSERT_THAT(RunListSeatQuestions(environment(), {.all = true}), IsOk());
  EXPECT_EQ(listed_.state(), sv::SEAT_QUESTION_STATE_UNSPECIFIED);
}

TEST_F(QuestionCommands, DecideTheOneThatIsOpenAboutSomebody) {
  Serve();
  const auto kept = RunDecideSeatQuestion(
      environment(),
      {.person = "sekar", .why = "permintaan unit", .note = "tugas lama", .by = "sekar"},
      sv::KEEP_SEAT);
  ASSERT_THAT(kept, IsOk());
  EXPECT_EQ(decided_.enrolment(), kSeat);
  EXPECT_EQ(decided_.unit(), "OPD04");
  EXPECT_EQ(decided_.version(), 5);
  EXPECT_EQ(decided_.decision(), sv::KEEP_SEAT);
  EXPECT_EQ(decided_.reason(), sv::UNIT_REQUEST);
  EXPECT_EQ(decided_.note(), "tugas lama");
  EXPECT_THAT(
      kept->text, AllOf(HasSubstr("unit's request: tugas lama"), Not(HasSubstr("overdue"))));
  ASSERT_THAT(
      RunDecideSeatQuestion(
          environment(), {.person = "sekar", .reason = "mutasi", .by = "sekar"}, sv::WITHDRAW_SEAT),
      IsOk());
  EXPECT_EQ(decided_.decision(), sv::WITHDRAW_SEAT);
  EXPECT_EQ(decided_.note(), "mutasi");
  EXPECT_FALSE(RunDecideSeatQuestion(
                   environment(), {.person = "jatisasih", .reason = "mutasi", .by = "sekar"},
                   sv::WITHDRAW_SEAT)
                   .ok())
      << "nothing of hers is in question";
}

class RatingCommands : public SchedulingCommands {};

TEST_F(RatingCommands, AreInTheNameOfAParticipantOrOfOneOfTheCommittee) {
  Answers<sv::GetDeliveryRequest>("GetDelivery", [](const sv::GetDeliveryRequest&) {
    return Of<sv::Delivery>(Cat("sessions { id: '", kSeat, "' }"));
  });
  sv::RateSpeakerRequest own;
  Keeps<sv::RateSpeakerRequest, sv::SpeakerRatingGiven>(
      "RateSpeaker", own, "rating: 4 until: '2027-04-22'");
  sv::RateSpeakerForCommitteeRequest committee;
  Keeps<sv::RateSpeakerForCommitteeRequest, sv::SpeakerRatingGiven>(
      "RateSpeakerForCommittee", committee, "rating: 5 until: '2027-04-22'");
  Serve();
  AttendanceOptions options{.batch = "OPD04/1", .session = 1};
  options.rating = 4;
  EXPECT_FALSE(RunRateSpeaker(environment(), options).ok()) << "in whose name?";
  options.person = "sekar";
  const auto answer = RunRateSpeaker(environment(), options);
  ASSERT_THAT(answer, IsOk());
  EXPECT_EQ(own.person(), kSekar);
  EXPECT_EQ(own.session(), kSeat);
  EXPECT_EQ(own.rating(), 4);
  EXPECT_THAT(answer->text, HasSubstr("Rated 4; may be changed until 2027-04-22"));
  options.person = "";
  options.by = "sekar";
  options.rating = 5;
  ASSERT_THAT(RunRateSpeaker(environment(), options), IsOk());
  EXPECT_EQ(committee.unit(), "OPD04");
  EXPECT_EQ(committee.rating(), 5);
}

TEST_F(RatingCommands, ShowWhatCounts) {
  std::string counts = "mean: 3.2 ratings: 5 sessions: 1 hides: true least: 3.5 least_ratings: 5";
  Answers<sv::GetSpeakerRatingRequest>("GetSpeakerRating", [&](const sv::GetSpeakerRatingRequest&) {
    return Of<sv::SpeakerRating>(counts);
  });
  Serve();
  const auto answer = RunSpeakerRating(environment(), {.name = "dr. rekaan"});
  ASSERT_THAT(answer, IsOk());
  EXPECT_EQ(
      answer->text,
      "Rated 3.2 by 5 ratings in 1 sessions; at least 3.5 from 5 ratings on.\n"
      "Sessions that few rated do not count.\n");
  counts = "least: 3.5 least_ratings: 5";
  EXPECT_EQ(
      RunSpeakerRating(environment(), {.name = "dr. rekaan"})->text, "No rating counts yet.\n");
  EXPECT_FALSE(RunSpeakerRating(environment(), {.name = "siapa"}).ok());
}

}  // namespace
}  // namespace binadaya::cli
