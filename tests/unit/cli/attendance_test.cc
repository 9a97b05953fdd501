// Who was there, on the command line: what is asked, in whose name, and how it reads.
#include "services/cli/attendance.h"

#include "gmock/gmock.h"
#include "tests/support/matchers.h"
#include "tests/unit/cli/scheduling_commands.h"
#include "tests/unit/cli/speaking.h"

namespace binadaya::cli {
namespace {

using test::IsOk;
using test::RefusedBy;
using ::testing::AllOf;
using ::testing::ContainsRegex;
using ::testing::HasSubstr;
using ::testing::Not;
namespace sv = scheduling::v1;

constexpr char kFirstSession[] = "019c8888-07b2-7153-a111-105640ac0071";
constexpr char kSecondSession[] = "019c8888-07b2-7153-a111-105640ac0072";
constexpr char kSeat[] = "019c6666-07b2-7153-a111-105640ac0053";
constexpr char kOtherSeat[] = "019c6666-07b2-7153-a111-105640ac0054";

std::string TwoSessions() {
  return Cat(
      "batch: '", kFirstBatch, "' sessions { id: '", kFirstSession,
      "' title: 'Dasar keputusan' state: SESSION_CLOSED verified: true version: 5"
      " slot { from: '2027-04-06T08:00' until: '2027-04-06T10:00' }"
      " delivered { from: '2027-04-06T08:00' until: '2027-04-06T10:00' } }"
      " sessions { id: '",
      kSecondSession,
      "' title: 'Simulasi' state: SESSION_CUT_SHORT makes_up: 'x' missing: 30 version: 9"
      " slot { from: '2027-04-06T10:15' until: '2027-04-06T11:45' }"
      " delivered { from: '2027-04-06T10:15' until: '2027-04-06T11:15' } }"
      " planned: 210 delivered: 180 fidelity: 0.857142"
      " findings { rule: 'BATCH-27' where: 'sessions' id: 'Adakan pengganti.' en: 'Make up.' }");
}
std::string ASheet() {
  return Cat(
      "session { id: '", kFirstSession,
      "' title: 'Dasar keputusan' state: SESSION_CLOSED"
      " slot { from: '2027-04-06T08:00' until: '2027-04-06T10:00' } }"
      " rows { enrolment: '",
      kSeat, "' person: '", kSekar,
      "' state: ATTENDANCE_CHECKED_IN presence: PRESENCE_LATE minutes: 100 open: true"
      " entries { entry { method: METHOD_QR } } entries { entry { method: METHOD_MANUAL } } }"
      " rows { enrolment: '",
      kOtherSeat, "' person: '", kHead,
      "' left: true state: ATTENDANCE_EXPECTED presence: PRESENCE_ABSENT }");
}

class AttendanceCommands : public SchedulingCommands {
 protected:
  AttendanceCommands() {
    Answers<sv::GetDeliveryRequest>("GetDelivery", [](const sv::GetDeliveryRequest& request) {
      EXPECT_EQ(request.unit(), "OPD04");
      EXPECT_EQ(request.batch(), kFirstBatch);
      return Of<sv::Delivery>(TwoSessions());
    });
    Answers<sv::GetSheetRequest>(
        "GetSheet", [](const sv::GetSheetRequest&) { return Of<sv::Sheet>(ASheet()); });
    options_.batch = "OPD04/1";
    options_.session = 1;
    options_.by = "jatisasih";
  }
  AttendanceOptions options_;
};

TEST_F(AttendanceCommands, ShowWhatOfABatchTookPlace) {
  Serve();
  const auto answer = RunDelivery(environment(), options_);
  ASSERT_THAT(answer, IsOk());
  EXPECT_THAT(
      answer->text,
      AllOf(
          ContainsRegex("1 .*2027-04-06 08:00–10:00 .*Dasar keputusan .*took place .*0' .*yes"),
          ContainsRegex(
              "2 .*10:15–11:45 .*cut short \\(makes up\\) .*2027-04-06 10:15–11:15 .*30' .*no"),
          HasSubstr("180 of 210 learning minutes were delivered (85.7 %)"), HasSubstr("Make up.")));
  const SpeakingIndonesian id;
  EXPECT_THAT(
      DeliveryText(Of<sv::Delivery>(TwoSessions())),
      AllOf(
          ContainsRegex("dipersingkat \\(pengganti\\) .*30' .*belum"),
          HasSubstr("180 dari 210 menit belajar terlaksana (85.7 %)"),
          HasSubstr("Adakan pengganti.")));
}

TEST_F(AttendanceCommands, ShowASheetByNamesAndWhatIsOpen) {
  Serve();
  const auto answer = RunSheet(environment(), options_);
  ASSERT_THAT(answer, IsOk());
  EXPECT_THAT(
      answer->text,
      AllOf(
          HasSubstr("Dasar keputusan, 2027-04-06 08:00–10:00, took place\n"),
          ContainsRegex("Sekar Lowanda .*checked in .*late, an exit is missing .*100 .*2"),
          ContainsRegex("Jatisasih Larisdewi \\(left\\) .*expected .*absent .*0 .*0")));
  const SpeakingIndonesian id;
  EXPECT_THAT(
      SheetText(Of<sv::Sheet>(ASheet()), {{kSekar, "Sekar Lowanda"}}),
      ContainsRegex("Sekar Lowanda .*masuk .*terlambat, belum ada waktu keluar .*100"));
}

TEST_F(AttendanceCommands, NameASessionByItsNumber) {
  Serve();
  for (const int number : {0, 3}) {
    options_.session = number;
    const auto answer = RunSheet(environment(), options_);
    EXPECT_THAT(answer, RefusedBy("USAGE"));
    EXPECT_THAT(
        std::string(answer.status().message()), HasSubstr("this batch has 2 learning sessions"));
  }
}

TEST_F(AttendanceCommands, DecideASessionAsItWasSeen) {
  sv::DecideSessionRequest asked;
  Keeps<sv::DecideSessionRequest, sv::Session>("DecideSession", asked, "");
  Serve();
  options_.session = 2;
  options_.decision = "persingkat";
  options_.cause = "narasumber";
  options_.until = "11:15";
  options_.reason = "listrik padam";
  EXPECT_THAT(RunDecideSession(environment(), options_), IsOk());
  EXPECT_EQ(asked.session(), kSecondSession);
  EXPECT_EQ(asked.version(), 9);
  EXPECT_EQ(asked.decision(), sv::CUT_SESSION_SHORT);
  EXPECT_EQ(asked.cause(), sv::CAUSE_SPEAKER);
  EXPECT_EQ(asked.took_place().from(), "2027-04-06T10:15");
  EXPECT_EQ(asked.took_place().until(), "2027-04-06T11:15");
  EXPECT_EQ(asked.reason(), "listrik padam");
  options_ = {.batch = "OPD04/1", .session = 1, .decision = "close", .by = "jatisasih"};
  EXPECT_THAT(RunDecideSession(environment(), options_), IsOk());
  EXPECT_FALSE(asked.has_took_place()) << "as planned";
  EXPECT_EQ(asked.scans(), 0);
  options_.decision = "cancel";
  options_.cause = "force_majeure";
  EXPECT_THAT(RunDecideSession(environment(), options_), IsOk());
  EXPECT_EQ(asked.scans(), 1) << "that its sheet shows";
  options_.decision = "sing";
  EXPECT_THAT(RunDecideSession(environment(), options_), RefusedBy("USAGE"));
}

TEST_F(AttendanceCommands, PlanAMakeUpOnAnotherDay) {
  sv::PlanMakeUpRequest asked;
  Keeps<sv::PlanMakeUpRequest, sv::Session>("PlanMakeUp", asked, "");
  Serve();
  options_.session = 2;
  options_.from = "2027-04-23T08:30";
  options_.until = "2027-04-23T09:00";
  EXPECT_THAT(RunPlanMakeUp(environment(), options_), IsOk());
  EXPECT_EQ(asked.session(), kSecondSession);
  EXPECT_EQ(asked.version(), 9);
  EXPECT_EQ(asked.slot().from(), "2027-04-23T08:30");
  EXPECT_EQ(asked.slot().until(), "2027-04-23T09:00");
}

TEST_F(AttendanceCommands, EnterWhoWasThereAbsentOrExcused) {
  sv::EnterAttendanceRequest asked;
  Keeps<sv::EnterAttendanceRequest, sv::Sheet>("EnterAttendance", asked, ASheet());
  Serve();
  options_.people = {"sekar", "jatisasih"};
  options_.until = "09:40";
  EXPECT_THAT(RunSheetAct(environment(), options_, SheetAct::kEnter), IsOk());
  EXPECT_EQ(asked.version(), 5);
  ASSERT_EQ(asked.entries_size(), 2);
  const sv::AttendanceEntry entry = asked.entries(0);
  EXPECT_EQ(entry.enrolment(), kSeat);
  EXPECT_EQ(entry.method(), sv::METHOD_MANUAL);
  EXPECT_EQ(entry.statement(), sv::STATEMENT_THERE);
  EXPECT_EQ(entry.from(), "2027-04-06T08:00");
  EXPECT_EQ(entry.until(), "2027-04-06T09:40");
  EXPECT_NE(entry.id(), asked.entries(1).id());
  options_.excused = "surat tugas 12";
  EXPECT_THAT(RunSheetAct(environment(), options_, SheetAct::kEnter), IsOk());
  EXPECT_EQ(asked.entries(0).statement(), sv::STATEMENT_EXCUSED);
  EXPECT_EQ(asked.entries(0).document(), "surat tugas 12");
  EXPECT_EQ(asked.entries(0).from(), "");
  options_.absent = true;
  EXPECT_THAT(RunSheetAct(environment(), options_, SheetAct::kEnter), IsOk());
  EXPECT_EQ(asked.entries(0).statement(), sv::STATEMENT_ABSENT);
  EXPECT_EQ(asked.entries(0).scans(), 1) << "that the sheet shows";
  EXPECT_EQ(asked.entries(1).scans(), 0);
}

TEST_F(AttendanceCommands, CloseVerifyAndCorrect) {
  sv::CloseAttendanceRequest closed;
  Keeps<sv::CloseAttendanceRequest, sv::Sheet>("CloseAttendance", closed, ASheet());
  sv::VerifyAttendanceRequest verified;
  Keeps<sv::VerifyAttendanceRequest, sv::Sheet>("VerifyAttendance", verified, ASheet());
  sv::CorrectAttendanceRequest corrected;
  Keeps<sv::CorrectAttendanceRequest, sv::Sheet>("CorrectAttendance", corrected, ASheet());
  Serve();
  options_.person = "sekar";
  options_.until = "09:40";
  options_.reason = "dilihat panitia";
  EXPECT_THAT(RunSheetAct(environment(), options_, SheetAct::kClose), IsOk());
  EXPECT_EQ(closed.enrolment(), kSeat);
  EXPECT_EQ(closed.at(), "2027-04-06T09:40");
  EXPECT_EQ(closed.reason(), "dilihat panitia");
  const auto answer = RunSheetAct(environment(), options_, SheetAct::kVerify);
  ASSERT_THAT(answer, IsOk());
  EXPECT_EQ(verified.session(), kFirstSession);
  EXPECT_EQ(verified.version(), 5);
  EXPECT_THAT(answer->text, HasSubstr("Sekar Lowanda"));
  EXPECT_THAT(RunSheetAct(environment(), options_, SheetAct::kCorrect), IsOk());
  EXPECT_EQ(corrected.enrolment(), kSeat);
  ASSERT_EQ(corrected.stays_size(), 1);
  EXPECT_EQ(corrected.stays(0).from(), "2027-04-06T08:00");
  EXPECT_EQ(corrected.stays(0).until(), "2027-04-06T09:40");
  options_.absent = true;
  EXPECT_THAT(RunSheetAct(environment(), options_, SheetAct::kCorrect), IsOk());
  EXPECT_EQ(corrected.statement(), sv::STATEMENT_ABSENT);
  EXPECT_EQ(corrected.stays_size(), 0);
}

TEST_F(AttendanceCommands, ShowWhatAParticipantMadeOfIt) {
  const std::string outcome =
      "status: COMPLETION_ATTENDED_ONLY credited: 450 delivered: 810 "
      "sessions { title: 'Dasar keputusan' delivered: 120 credited: 100 presence: PRESENCE_LATE "
      "slot { from: '2027-04-06T08:00' until: '2027-04-06T10:00' } } "
      "sessions { title: 'Simulasi' delivered: 90 } "
      "findings { rule: 'CMP-01' where: 'attendance' id: 'Kurang 239.' en: '239 are missing.' }";
  Answers<sv::ListEnrolmentsRequest>("ListEnrolments", [](const sv::ListEnrolmentsRequest& of) {
    if (of.person() != kSekar) return sv::ListEnrolmentsResponse();
    return Of<sv::ListEnrolmentsResponse>(
        Cat("enrolments { id: '", kSeat, "' person: '", kSekar, "' }"));
  });
  sv::GetCompletionRequest asked;
  Keeps<sv::GetCompletionRequest, sv::Completion>("GetCompletion", asked, outcome);
  Serve();
  options_.person = "sekar";
  const auto answer = RunOutcome(environment(), options_);
  ASSERT_THAT(answer, IsOk());
  EXPECT_EQ(asked.person(), kSekar);
  EXPECT_EQ(asked.enrolment(), kSeat);
  EXPECT_THAT(
      answer->text, AllOf(
                        HasSubstr("attended only, 450 of 810 minutes, 0 lesson hours (JP)\n"),
                        ContainsRegex("2027-04-06 08:00–10:00 Dasar keputusan .*late .*100/120"),
                        ContainsRegex("- Simulasi .*- .*0/90"), HasSubstr("239 are missing.")));
  const SpeakingIndonesian id;
  EXPECT_THAT(
      CompletionText(Of<sv::Completion>(outcome), "Sekar"),
      AllOf(
          HasSubstr("Sekar: hadir saja, 450 dari 810 menit, 0 JP\n"), HasSubstr("Kurang 239."),
          Not(HasSubstr("missing"))));
  options_.person = "jatisasih";
  EXPECT_THAT(RunOutcome(environment(), options_), Not(IsOk()));
}

}  // namespace
}  // namespace binadaya::cli
