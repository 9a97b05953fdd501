// Speakers who are asked for sessions, on the command line.
#include "services/cli/speakers.h"

#include "gmock/gmock.h"
#include "tests/support/matchers.h"
#include "tests/unit/cli/scheduling_commands.h"

namespace binadaya::cli {
namespace {

using test::IsOk;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
namespace sv = scheduling::v1;

constexpr char kOfGuest[] = "019c7777-07b2-7153-a111-105640ac0081";
constexpr char kOfStaff[] = "019c8888-07b2-7153-a111-105640ac0082";

class SpeakersWhoAreAsked : public SchedulingCommands {
 protected:
  SpeakersWhoAreAsked() {
    Answers<sv::ListSpeakerInvitationsRequest>(
        "ListSpeakerInvitations", [this](const sv::ListSpeakerInvitationsRequest& request) {
          listed_ = request;
          const auto one = [](const char* id, const char* speaker) {
            return Cat(
                "invitations { id: '", id, "' unit: 'OPD04' batch: '", kFirstBatch, "' speaker: '",
                speaker,
                "' state: SPEAKER_INVITED answer_by: '2027-03-04' overdue: true version: 3 "
                "slot { from: '2027-04-12T08:00' until: '2027-04-12T10:00' } } ");
          };
          return Of<sv::ListSpeakerInvitationsResponse>(
              Cat(one(kOfGuest, kLecturer), one(kOfStaff, kInternal)));
        });
    Keeps<sv::AnswerForSpeakerRequest, sv::SpeakerInvitations>(
        "AnswerForSpeaker", noted_,
        Cat("invitations { id: '", kOfGuest, "' speaker: '", kLecturer,
            "' state: SPEAKER_CONFIRMED on_behalf: true }"));
    Keeps<sv::AnswerSpeakerInvitationRequest, sv::SpeakerInvitations>(
        "AnswerSpeakerInvitation", own_,
        Cat("invitations { id: '", kOfStaff, "' speaker: '", kInternal,
            "' state: SPEAKER_DECLINED reason: 'dinas luar' } in_need { session: 's6' slot { from: "
            "'2027-04-12T13:00' until: '2027-04-12T14:30' } }"));
  }
  sv::ListSpeakerInvitationsRequest listed_;
  sv::AnswerForSpeakerRequest noted_;
  sv::AnswerSpeakerInvitationRequest own_;
};

TEST_F(SpeakersWhoAreAsked, ListWhoHasNotAnswered) {
  Serve();
  const auto answer =
      RunListSpeakerInvitations(environment(), {.batch = "OPD04/1", .overdue = true});
  ASSERT_THAT(answer, IsOk());
  EXPECT_EQ(listed_.batch(), kFirstBatch);
  EXPECT_EQ(listed_.state(), sv::SPEAKER_INVITED);
  EXPECT_TRUE(listed_.overdue());
  EXPECT_THAT(
      answer->text,
      AllOf(HasSubstr("2027-03-04 (overdue)"), HasSubstr("Dr. Rekaan"), HasSubstr("asked")));
}

TEST_F(SpeakersWhoAreAsked, ListWhatNobodyIsAskedFor) {
  Keeps<sv::ListSpeakerInvitationsRequest, sv::ListSpeakerInvitationsResponse>(
      "ListSpeakerInvitations", listed_,
      Cat("in_need { session: 's6' batch: '", kFirstBatch,
          "' slot { from: '2027-04-12T13:00' until: '2027-04-12T14:30' } }"));
  Serve();
  const auto answer = RunListSpeakerInvitations(environment(), {.in_need = true});
  ASSERT_THAT(answer, IsOk());
  EXPECT_TRUE(listed_.in_need());
  EXPECT_THAT(
      answer->text, AllOf(HasSubstr("Needs a speaker"), HasSubstr("s6"), HasSubstr(kFirstBatch)));
  EXPECT_THAT(answer->text, Not(HasSubstr("answer by")));
}

TEST_F(SpeakersWhoAreAsked, AnswerInTheSpeakersNameOrNoteWhatOneFromOutsideSaid) {
  Serve();
  EXPECT_FALSE(
      RunAnswerSpeakerInvitation(environment(), {.invitation = "019c7777"}, sv::CONFIRM_SESSION)
          .ok())
      << "who notes it?";
  const auto noted = RunAnswerSpeakerInvitation(
      environment(), {.invitation = "019c7777", .by = "sekar"}, sv::CONFIRM_SESSION);
  ASSERT_THAT(noted, IsOk());
  EXPECT_EQ(noted_.id(), kOfGuest);
  EXPECT_EQ(noted_.unit(), "OPD04");
  EXPECT_EQ(noted_.version(), 3);
  EXPECT_EQ(noted_.answer(), sv::CONFIRM_SESSION);
  EXPECT_THAT(noted->text, HasSubstr("confirmed (noted by the committee)"));
  const auto declined = RunAnswerSpeakerInvitation(
      environment(), {.invitation = "019c8888", .reason = "dinas luar"}, sv::DECLINE_SESSION);
  ASSERT_THAT(declined, IsOk());
  EXPECT_EQ(own_.person(), kSekar);
  EXPECT_EQ(own_.reason(), "dinas luar");
  EXPECT_THAT(
      declined->text, AllOf(HasSubstr("declined"), HasSubstr("Needs a speaker"), HasSubstr("s6")));
}

TEST_F(SpeakersWhoAreAsked, TeachInSpiteOfAStakeAsLongAsThatIsAccepted) {
  sv::AcceptInterestRequest accepted;
  sv::WithdrawAcceptedInterestRequest withdrawn;
  Keeps<sv::AcceptInterestRequest, sv::AcceptedInterest>(
      "AcceptInterest", accepted, "reason: 'satu-satunya ahli'");
  Keeps<sv::WithdrawAcceptedInterestRequest, sv::AcceptedInterest>(
      "WithdrawAcceptedInterest", withdrawn, "reason: 'satu-satunya ahli'");
  Serve();
  SpeakerInvitationOptions options{
      .batch = "OPD04/1", .speaker = "Dr. Rekaan", .reason = "satu-satunya ahli", .by = "sekar"};
  const auto accept = RunAcceptInterest(environment(), options);
  ASSERT_THAT(accept, IsOk());
  EXPECT_EQ(accepted.batch(), kFirstBatch);
  EXPECT_EQ(accepted.speaker(), kLecturer);
  EXPECT_EQ(accepted.reason(), "satu-satunya ahli");
  EXPECT_THAT(accept->text, HasSubstr("Accepted for this batch: Dr. Rekaan"));
  options.reason = "ada ahli lain";
  const auto withdraw = RunWithdrawInterest(environment(), options);
  ASSERT_THAT(withdraw, IsOk());
  EXPECT_EQ(withdrawn.unit(), "OPD04");
  EXPECT_EQ(withdrawn.batch(), kFirstBatch);
  EXPECT_EQ(withdrawn.speaker(), kLecturer);
  EXPECT_EQ(withdrawn.reason(), "ada ahli lain");
  EXPECT_THAT(withdraw->text, HasSubstr("Not accepted any more for this batch: Dr. Rekaan"));
}

}  // namespace
}  // namespace binadaya::cli
