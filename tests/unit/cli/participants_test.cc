// Who takes part, on the command line.
#include "services/cli/participants.h"

#include "gmock/gmock.h"
#include "services/common/domain/refusal.h"
#include "tests/support/matchers.h"
#include "tests/unit/cli/scheduling_commands.h"
#include "tests/unit/cli/speaking.h"

namespace binadaya::cli {
namespace {

using test::IsOk;
using test::RefusedBy;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
namespace sv = scheduling::v1;

constexpr char kOpen[] = "019c6666-07b2-7153-a111-105640ac0051";
constexpr char kEnded[] = "019c6666-07b2-7153-a111-105640ac0052";
constexpr char kSelection[] = "019c7777-07b2-7153-a111-105640ac0061";

// Sekar has a seat that is open and one, newer, that has ended.
class ParticipantCommands : public SchedulingCommands {
 protected:
  ParticipantCommands() {
    Answers<sv::ListEnrolmentsRequest>(
        "ListEnrolments", [](const sv::ListEnrolmentsRequest& request) {
          if (request.person() == kHead) return sv::ListEnrolmentsResponse();
          return Of<sv::ListEnrolmentsResponse>(
              Cat("enrolments { id: '", kOpen, "' unit: 'OPD04' person: '", kSekar, "' batch: '",
                  kFirstBatch,
                  "' state: ENROLMENT_OFFERED rank: 3 answer_by: '2027-03-04' version: 4 } "
                  "enrolments { id: '",
                  kEnded, "' unit: 'OPD04' person: '", kSekar,
                  "' state: ENROLMENT_WITHDRAWN end_cause: END_GATE rank: 1 version: 6 }"));
        });
  }
};

TEST_F(ParticipantCommands, SelectForBatchesByTheirNamesWithWhoGoesAhead) {
  sv::SelectParticipantsRequest asked;
  Keeps<sv::SelectParticipantsRequest, sv::Selection>(
      "SelectParticipants", asked,
      "number: 1 considered: 40 qualified: 30 chosen: 25 waiting: 5 overridden: 1 seed: 7 "
      "intakes { first_day: '2027-04-08' seats: 25 chosen: 25 }");
  Serve();
  ParticipantOptions options{
      .batches = {"OPD04/1", "OPD04/2"},
      .families = {"LURAH"},
      .ahead = {"sekar"},
      .unit = "OPD04",
      .by = "sekar"};
  EXPECT_EQ(
      RunSelectParticipants(environment(), options).status().code(),
      absl::StatusCode::kInvalidArgument)
      << "without a reason code";
  options.why = "arahan pimpinan";
  const auto answer = RunSelectParticipants(environment(), options);
  ASSERT_THAT(answer, IsOk());
  EXPECT_EQ(asked.unit(), "OPD04");
  ASSERT_EQ(asked.batches_size(), 2);
  EXPECT_THAT(asked.families(), ::testing::ElementsAre("LURAH"));
  EXPECT_EQ(asked.batches(0), kFirstBatch);
  EXPECT_EQ(asked.from_unit(), "OPD04");
  ASSERT_EQ(asked.overrides_size(), 1);
  EXPECT_EQ(asked.overrides(0).person(), kSekar);
  EXPECT_EQ(asked.overrides(0).reason(), sv::LEADER_DIRECTIVE);
  EXPECT_THAT(
      answer->text, AllOf(
                        HasSubstr("40 people were judged, 30 qualify, 25 are chosen, 5 wait"),
                        HasSubstr("1 out of turn")));
}

TEST_F(ParticipantCommands, AnswerForTheSeatThatIsOpen) {
  sv::AnswerEnrolmentRequest asked;
  Keeps<sv::AnswerEnrolmentRequest, sv::Enrolment>(
      "ApproveEnrolment", asked, Cat("person: '", kSekar, "' state: ENROLMENT_APPROVED"));
  Serve();
  const auto answer =
      RunAnswerSeat(environment(), {.person = "sekar", .by = "jatisasih"}, SeatAnswer::kApprove);
  ASSERT_THAT(answer, IsOk());
  EXPECT_EQ(asked.id(), kOpen);
  EXPECT_EQ(asked.version(), 4);
  EXPECT_EQ(asked.person(), kSekar);
  EXPECT_THAT(answer->text, AllOf(HasSubstr("Sekar Lowanda"), HasSubstr("approved")));
  EXPECT_THAT(
      RunAnswerSeat(environment(), {.person = "jatisasih", .by = "sekar"}, SeatAnswer::kReject),
      RefusedBy("FIND-01"));
}

TEST_F(ParticipantCommands, LetABatchBreakARuleInAUnit) {
  sv::OverrideContinuityRequest asked;
  Keeps<sv::OverrideContinuityRequest, sv::ContinuityOverrides>(
      "OverrideContinuity", asked,
      "overrides { rule: 'SVC-01' about: '/OPD04/' period: '2027-04-08' allows: 2 reason: OTHER "
      "note: 'peresmian' }");
  Serve();
  const auto answer = RunOverrideContinuity(
      environment(), {.batch = "OPD04/1",
                      .unit = "OPD04",
                      .why = "other",
                      .note = "peresmian",
                      .rule = "SVC-01",
                      .by = "jatisasih"});
  ASSERT_THAT(answer, IsOk());
  EXPECT_EQ(asked.unit(), "OPD04");
  EXPECT_EQ(asked.batch(), kFirstBatch);
  EXPECT_EQ(asked.rule(), "SVC-01");
  EXPECT_EQ(asked.reason(), sv::OTHER);
  EXPECT_EQ(asked.note(), "peresmian");
  EXPECT_THAT(answer->text, AllOf(HasSubstr("2027-04-08"), HasSubstr("peresmian")));
}

TEST_F(ParticipantCommands, ListWhatBatchesMayBreak) {
  sv::ListContinuityOverridesRequest asked;
  Keeps<sv::ListContinuityOverridesRequest, sv::ListContinuityOverridesResponse>(
      "ListContinuityOverrides", asked,
      "overrides { rule: 'SVC-01' about: '/OPD04/' period: '2027-04-08' allows: 2 reason: OTHER "
      "note: 'peresmian' unit: 'OPD04' batch: 'k-1' made_by: 'camat' made_on: '2027-03-01' }");
  Serve();
  const auto answer = RunListOverrides(environment(), {.batch = "OPD04/1", .unit = "OPD04"});
  ASSERT_THAT(answer, IsOk());
  EXPECT_EQ(asked.batch(), kFirstBatch);
  EXPECT_EQ(asked.unit(), "OPD04");
  EXPECT_THAT(
      answer->text, AllOf(
                        HasSubstr("2027-04-08"), HasSubstr("peresmian"), HasSubstr("k-1"),
                        HasSubstr("camat"), HasSubstr("2027-03-01")));
}

TEST_F(ParticipantCommands, ListWithNamesStatesAndReasons) {
  Serve();
  const auto answer = RunListParticipants(environment(), {.batch = "OPD04/1"});
  ASSERT_THAT(answer, IsOk());
  EXPECT_THAT(
      answer->text, AllOf(
                        HasSubstr("Sekar Lowanda"), HasSubstr("offered"), HasSubstr("2027-03-04"),
                        HasSubstr("qualifies no more")));
  const SpeakingIndonesian indonesian;
  EXPECT_THAT(
      RunListParticipants(environment(), {})->text,
      AllOf(HasSubstr("ditawari"), HasSubstr("tidak lagi memenuhi syarat")));
}

TEST_F(ParticipantCommands, SayWhyWithTheReasonsAndUntilWhenToObject) {
  sv::GetChoiceRequest asked;
  Keeps<sv::GetChoiceRequest, sv::Choice>(
      "GetChoice", asked,
      Cat("selection: '", kSelection,
          "' standing: WAITING made_on: '2027-03-01' object_until: '2027-03-15' "
          "reasons { rule: 'WHY-03' where: 'standing' id: 'Menunggu.' en: 'Waiting.' }"));
  Serve();
  const auto answer = RunWhy(environment(), {.person = "sekar"});
  ASSERT_THAT(answer, IsOk());
  EXPECT_EQ(asked.person(), kSekar);
  EXPECT_THAT(
      answer->text, AllOf(
                        HasSubstr("WHY-03"), HasSubstr("objections until 2027-03-15"),
                        Not(HasSubstr("lot alone"))));
}

TEST_F(ParticipantCommands, ShowRatesOfGroupsAndWhatIsHidden) {
  sv::GetFairnessRequest asked;
  Keeps<sv::GetFairnessRequest, sv::Fairness>(
      "GetFairness", asked,
      "dimensions { dimension: GENDER groups { name: 'L' considered: 50 chosen: 30 rate: 0.6 } "
      "groups { name: 'P' considered: 40 chosen: 18 rate: 0.45 } ratio: 0.75 } "
      "dimensions { dimension: UNIT hides: true } chosen: 48 overridden: 3 override_rate: 0.0625");
  Serve();
  const auto answer = RunFairness(environment(), {.unit = "OPD04", .year = 2027});
  ASSERT_THAT(answer, IsOk());
  EXPECT_EQ(asked.unit(), "OPD04");
  EXPECT_EQ(asked.year(), 2027);
  EXPECT_THAT(
      answer->text, AllOf(
                        HasSubstr("45 %"), HasSubstr("0.75"), HasSubstr("unit: small groups"),
                        HasSubstr("3 of 48 seats (6.2 %)")));
}

}  // namespace
}  // namespace binadaya::cli
