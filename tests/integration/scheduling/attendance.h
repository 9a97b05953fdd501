#pragma once

#include <string>
#include <vector>

#include "binadaya/scheduling/v1/scheduling_events.pb.h"
#include "tests/integration/scheduling/seats.h"

namespace binadaya::test {

// A batch on 8 April 2027 with three sessions of 120, 105 and 90 minutes (from 08.00, 10.15 and
// 13.00), whose participants have confirmed.
class AttendanceTest : public SeatedTest {
 protected:
  using SeatedTest::SeatedTest;

  static constexpr char kDay[] = "2027-04-08";

  // What completes the program, from now on; with tests if they are named.
  void CompletesWith(double attendance_min, const std::string& post_test = "") {
    AsNeeds([&](Tx& tx) {
      needs::v1::ProgramApproved event;
      event.set_program(kProgram);
      needs::v1::ProgramDesign& design = *event.mutable_design();
      design.add_families("LURAH");
      design.mutable_evaluation()->set_design(needs::v1::EVALUATION_A);
      design.mutable_evaluation()->set_post_test(post_test);
      design.mutable_completion()->set_attendance_min(attendance_min);
      design.mutable_completion()->set_pass_mark(70);
      design.add_variants()->set_form("KL05");
      for (const auto& [code, weight] : {std::pair("M.03", 1.0), {"M.08", 3.0}}) {
        needs::v1::CompetencyTarget& target = *design.add_targets();
        target.set_competency(code);
        target.set_lift(1);
        target.set_weight(weight);
      }
      needs::Tell(tx, event);
    });
  }
  // What needs has of the program, as if it had been approved there.
  void NeedsKnows(double attendance_min) {
    needs::v1::ProgramDesign design;
    design.set_title("Keputusan");
    design.mutable_completion()->set_attendance_min(attendance_min);
    const std::string bytes = design.SerializeAsString();
    pg::Connection& of = platform_.sql("needs");
    (void)of.Query(
        "INSERT INTO program (id, year, title) VALUES ($1, 2027, 'Keputusan')",
        pg::Params(kProgram));
    (void)of.Query(
        R"(
        INSERT INTO program_version
          (program, number, state, design, families, rupiah, drafters, reviewer, note, decided_on)
        VALUES ($1, 1, 4, $2, '{LURAH}', 0, '{a}', 'b', '', '2026-07-01'))",
        pg::Params(kProgram, pg::Bytes{bytes}));
  }
  // So many participants; on the first day, at midnight.
  std::vector<std::string> Begun(int people) {
    const std::vector<std::string> all = Offered(people, people);
    for (const std::string& person : all) Confirm(person);
    At(0, 0);
    EXPECT_TRUE(Becomes(sv::BATCH_RUNNING));
    return all;
  }
  void At(int hour, int minute, int second = 0, absl::CivilDay day = absl::CivilDay(2027, 4, 8)) {
    ASSERT_TRUE(platform_.clock()
                    .MoveTo(
                        platform_.clock().StartOf(day) + absl::Hours(hour) + absl::Minutes(minute) +
                        absl::Seconds(second))
                    .ok());
  }
  // The gauge of what waits for somebody comes to say so.
  bool Awaited(const std::string& what, int count) {
    const std::string line = Cat("binadaya_awaiting{what=\"", what, "\"} ", count, "\n");
    return Eventually([&] {
      return platform_.app("scheduling").metrics().Text().find(line) != std::string::npos;
    });
  }
  bool Becomes(sv::BatchState state) {
    return Eventually([&] { return Shown(batch_).state() == state; });
  }

  sv::Delivery Delivery() {
    sv::GetDeliveryRequest request;
    request.set_unit(kUnit);
    request.set_batch(batch_.id());
    const auto delivery = client().GetDelivery(Auditor(), request);
    EXPECT_THAT(delivery, IsOk());
    return delivery.value_or(sv::Delivery());
  }
  sv::Session SessionNo(int i) { return Delivery().sessions(i); }
  std::string SessionStates() {
    std::string states;
    const sv::Delivery delivery = Delivery();
    for (const sv::Session& one : delivery.sessions()) {
      absl::StrAppend(
          &states, states.empty() ? "" : " ",
          sv::SessionState_Name(one.state()).substr(std::string("SESSION_").size()));
    }
    return states;
  }
  bool AreSessions(const std::string& states) {
    return Eventually([&] { return SessionStates() == states; });
  }
  static std::string RulesIn(const google::protobuf::RepeatedPtrField<v1::Finding>& findings) {
    std::string rules;
    for (const v1::Finding& one : findings)
      absl::StrAppend(&rules, rules.empty() ? "" : " ", one.rule());
    return rules;
  }

  absl::StatusOr<sv::Session> DecideSession(
      const sv::Session& session, sv::SessionDecision decision, const std::string& from = "",
      const std::string& until = "", sv::ChangeCause cause = sv::CHANGE_CAUSE_UNSPECIFIED,
      std::int64_t version = 0, int scans = 0) {
    sv::DecideSessionRequest request;
    request.set_request_id(platform_.Id());
    request.set_unit(kUnit);
    request.set_session(session.id());
    request.set_version(version);
    request.set_decision(decision);
    if (!from.empty()) *request.mutable_took_place() = Minutes(from, until);
    request.set_cause(cause);
    request.set_reason("listrik padam");
    request.set_scans(scans);
    return client().DecideSession(Organiser(), request);
  }
  static sv::Slot Minutes(const std::string& from, const std::string& until) {
    return SlotOf(Cat(kDay, "T", from), Cat(kDay, "T", until));
  }

  // For somebody whom nobody knows yet.
  Call FrontEnd() { return platform_.As("halaman-hadir", {{v1::ORGANISER, "/"}}); }
  absl::StatusOr<sv::CheckInCode> Code(const sv::Session& session) {
    sv::GetCheckInCodeRequest request;
    request.set_unit(kUnit);
    request.set_session(session.id());
    return client().GetCheckInCode(Organiser(), request);
  }
  absl::StatusOr<sv::CheckInTicket> Open(
      const sv::Session& session, const sv::CheckInCode& code, const std::string& device) {
    sv::OpenCheckInRequest request;
    request.set_session(session.id());
    request.set_window(code.window());
    request.set_code(code.code());
    request.set_device(device);
    return client().OpenCheckIn(FrontEnd(), request);
  }
  absl::StatusOr<sv::CheckInReceipt> Claim(
      const sv::Session& session, const std::string& ticket, const std::string& person,
      const std::string& device) {
    sv::CheckInRequest request;
    request.set_request_id(platform_.Id());
    request.set_person(person);
    request.set_session(session.id());
    request.set_ticket(ticket);
    request.set_device(device);
    return client().CheckIn(Self(person), request);
  }
  // He scans what is on the screen now, and logs in.
  absl::StatusOr<sv::CheckInReceipt> Scan(const sv::Session& session, const std::string& person) {
    const auto code = Code(session);
    if (!code.ok()) return code.status();
    const auto ticket = Open(session, *code, Cat("browser-", person));
    if (!ticket.ok()) return ticket.status();
    return Claim(session, ticket->ticket(), person, Cat("browser-", person));
  }

  absl::StatusOr<sv::Sheet> Sheet(const sv::Session& session) {
    sv::GetSheetRequest request;
    request.set_unit(kUnit);
    request.set_session(session.id());
    return client().GetSheet(Auditor(), request);
  }
  sv::SheetRow RowOf(const sv::Session& session, const std::string& person) {
    const auto sheet = Sheet(session);
    EXPECT_THAT(sheet, IsOk());
    if (sheet.ok())
      for (const sv::SheetRow& row : sheet->rows())
        if (row.person() == person) return row;
    return {};
  }
  // "VERIFIED PRESENT 120"
  std::string Seen(const sv::Session& session, const std::string& person) {
    const sv::SheetRow row = RowOf(session, person);
    return Cat(
        sv::AttendanceState_Name(row.state()).substr(std::string("ATTENDANCE_").size()), " ",
        sv::Presence_Name(row.presence()).substr(std::string("PRESENCE_").size()), " ",
        row.minutes(), row.open() ? " open" : "");
  }
  sv::AttendanceEntry Entry(
      const std::string& person, const std::string& from = "", const std::string& until = "",
      sv::Statement statement = sv::STATEMENT_THERE) {
    sv::AttendanceEntry entry;
    entry.set_id(platform_.Id());
    entry.set_enrolment(Of(person).id());
    entry.set_method(sv::METHOD_MANUAL);
    entry.set_statement(statement);
    if (!from.empty()) entry.set_from(Cat(kDay, "T", from, ":00"));
    if (!until.empty()) entry.set_until(Cat(kDay, "T", until, ":00"));
    if (statement == sv::STATEMENT_EXCUSED) entry.set_document("surat tugas 12");
    return entry;
  }
  absl::StatusOr<sv::Sheet> Enter(
      const sv::Session& session, const std::vector<sv::AttendanceEntry>& entries,
      const std::string& by = "panitia", std::int64_t version = 0) {
    sv::EnterAttendanceRequest request;
    request.set_request_id(platform_.Id());
    request.set_unit(kUnit);
    request.set_session(session.id());
    request.set_version(version);
    for (const sv::AttendanceEntry& entry : entries) *request.add_entries() = entry;
    return client().EnterAttendance(Committee(by), request);
  }
  Call Committee(const std::string& by) { return platform_.As(by, {{v1::ORGANISER, "/"}}); }
  absl::StatusOr<sv::Sheet> Verify(
      const sv::Session& session, const std::string& by = "panitia", std::int64_t version = 0) {
    sv::VerifyAttendanceRequest request;
    request.set_request_id(platform_.Id());
    request.set_unit(kUnit);
    request.set_session(session.id());
    request.set_version(version);
    return client().VerifyAttendance(Committee(by), request);
  }
  absl::StatusOr<sv::Sheet> CloseStay(
      const sv::Session& session, const std::string& person, const std::string& at,
      const std::string& by = "panitia", const std::string& reason = "dilihat panitia") {
    sv::CloseAttendanceRequest request;
    request.set_request_id(platform_.Id());
    request.set_unit(kUnit);
    request.set_session(session.id());
    request.set_enrolment(Of(person).id());
    request.set_at(Cat(kDay, "T", at));
    request.set_reason(reason);
    return client().CloseAttendance(Committee(by), request);
  }
  // Without times: absent.
  absl::StatusOr<sv::Sheet> Correct(
      const sv::Session& session, const std::string& person, const std::string& from = "",
      const std::string& until = "", const std::string& by = "panitia",
      const std::string& reason = "salah tulis") {
    sv::CorrectAttendanceRequest request;
    request.set_request_id(platform_.Id());
    request.set_unit(kUnit);
    request.set_session(session.id());
    request.set_enrolment(Of(person).id());
    request.set_statement(from.empty() ? sv::STATEMENT_ABSENT : sv::STATEMENT_THERE);
    if (!from.empty()) *request.add_stays() = Minutes(from, until);
    request.set_reason(reason);
    return client().CorrectAttendance(Committee(by), request);
  }
  // Everybody from the first minute to the last, but those named, who are absent or, with a letter,
  // excused.
  void WasThere(
      const sv::Session& session, const std::vector<std::string>& people,
      const std::vector<std::string>& but = {}, bool excused = false) {
    const auto clock = [](const std::string& written) { return written.substr(11); };
    std::vector<sv::AttendanceEntry> entries;
    for (const std::string& person : people) {
      const bool there = std::find(but.begin(), but.end(), person) == but.end();
      const sv::Slot& slot = session.slot();
      entries.push_back(
          there ? Entry(person, clock(slot.from()), clock(slot.until()))
                : Entry(person, "", "", excused ? sv::STATEMENT_EXCUSED : sv::STATEMENT_ABSENT));
    }
    ASSERT_THAT(Enter(session, entries), IsOk());
  }
  // All sessions over, entered and verified.
  void AllHeld(
      const std::vector<std::string>& people, const std::vector<std::string>& but = {},
      bool excused = false) {
    At(16, 30);
    ASSERT_TRUE(AreSessions("CLOSED CLOSED CLOSED"));
    for (int i = 0; i < 3; ++i) {
      WasThere(SessionNo(i), people, but, excused);
      ASSERT_THAT(Verify(SessionNo(i)), IsOk());
    }
  }

  sv::Completion Completion(const std::string& person) {
    sv::GetCompletionRequest request;
    request.set_person(person);
    request.set_enrolment(Of(person).id());
    const auto completion = client().GetCompletion(Self(person), request);
    EXPECT_THAT(completion, IsOk());
    return completion.value_or(sv::Completion());
  }
  // "COMPLETED 315 7"
  std::string Outcome(const std::string& person) {
    const sv::Completion of = Completion(person);
    return Cat(
        sv::CompletionStatus_Name(of.status()).substr(std::string("COMPLETION_").size()), " ",
        of.credited(), " ", of.jp());
  }
};

}  // namespace binadaya::test
