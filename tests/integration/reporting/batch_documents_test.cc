// Documents of a batch through the public API: from its rundown to who was there.
#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "services/common/xlsx.h"
#include "tests/integration/scheduling/attendance.h"
#include "tests/support/pdf.h"

namespace binadaya::test {
namespace {

namespace pv = ::binadaya::reporting::v1;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using Printed = absl::StatusOr<pv::RenderedPersonalDocument>;

class BatchDocuments : public AttendanceTest {
 protected:
  BatchDocuments() : AttendanceTest({"registry", "needs", "budgeting", "scheduling", "reporting"}) {
    NeedsKnows(85);
  }

  Call Prints() { return platform_.As("panitia", {{v1::ORGANISER, "/"}}, absl::Seconds(50)); }
  template <class Request>
  Request Asked(const sv::Batch& batch, pv::DocumentFormat format = pv::HTML) {
    Request request;
    request.set_request_id(platform_.Id());
    request.set_unit(batch.unit());
    request.set_batch(batch.id());
    request.set_format(format);
    request.set_language(pv::INDONESIAN);
    return request;
  }
  Printed Rundown(const sv::Batch& batch, pv::DocumentFormat format = pv::HTML, int number = 0) {
    auto request = Asked<pv::RenderRundownRequest>(batch, format);
    request.set_number(number);
    return platform_.reporting().RenderRundown(Prints(), request);
  }
  Printed Sheet(const Call& by, const std::string& session, pv::DocumentFormat format = pv::HTML) {
    auto request = Asked<pv::RenderAttendanceSheetRequest>(batch_, format);
    request.set_session(session);
    return platform_.reporting().RenderAttendanceSheet(by, request);
  }
  Printed Sheet(const std::string& session, pv::DocumentFormat format = pv::HTML) {
    return Sheet(Prints(), session, format);
  }
  Printed Assignment(const std::string& signer = "") {
    auto request = Asked<pv::RenderAssignmentLetterRequest>(batch_);
    request.mutable_head()->set_number("893/12/2027");
    request.mutable_head()->set_date("2027-03-02");
    request.mutable_head()->set_signed_by(signer);
    return platform_.reporting().RenderAssignmentLetter(Prints(), request);
  }
  Printed Invitation(pv::Invited invited, pv::DocumentFormat format = pv::HTML) {
    auto request = Asked<pv::RenderInvitationRequest>(batch_, format);
    request.set_invited(invited);
    return platform_.reporting().RenderInvitation(Prints(), request);
  }
  // The id of a lesson of the released rundown.
  std::string LessonNo(int number) {
    sv::GetRundownRequest request;
    request.set_unit(batch_.unit());
    request.set_batch(batch_.id());
    request.set_number(1);
    const auto rundown = client().GetRundown(Auditor(), request);
    EXPECT_THAT(rundown, IsOk());
    for (const sv::RundownItem& item : rundown->content().items())
      if (item.kind() == sv::LEARNING && --number == 0) return item.id();
    return "";
  }
  std::string NameOf(const std::string& person) {
    registry::v1::ResolvePeopleRequest request;
    request.set_request_id(platform_.Id());
    request.set_unit("/");
    request.add_people(person);
    const auto people = platform_.registry().ResolvePeople(platform_.Admin(), request);
    EXPECT_THAT(people, IsOk());
    return people->people(0).name();
  }
  std::string SupersededBy(const Printed& printed) {
    pv::GetDocumentRequest request;
    request.set_id(printed->document().id());
    EXPECT_THAT(platform_.reporting().GetDocument(Prints(), request), IsOk());
    const auto document = platform_.reporting().GetDocument(
        platform_.As("somebody", {{v1::EMPLOYEE, "/33.74.02/"}}), request);
    EXPECT_THAT(document, IsOk());
    return document->superseded_by();
  }
  std::int64_t Kept() {
    return platform_.sql("reporting").Query("SELECT count(*) FROM document", {}).Int(0, 0);
  }
};

TEST_F(BatchDocuments, AreTheRundownAsItWasReleasedAndTheNextOneInItsPlace) {
  const std::string teacher = city_.Person("STAF", kUnit);
  Holidays({{"2027-03-22", "Idulfitri (rekaan)"}, {"2027-04-08", "Nyepi (rekaan)", true}});
  const sv::Batch batch = Batch(49);
  EXPECT_THAT(Rundown(batch), RefusedBy("DOC-06"));
  EXPECT_EQ(Kept(), 0);
  const sv::Speaker speaker = Speaker(teacher);
  Released(batch, GoodDay("2027-04-08", Venue("Aula Rekaan"), speaker));
  const auto first = Rundown(batch);
  ASSERT_THAT(first, IsOk());
  EXPECT_THAT(
      first->content(),
      AllOf(
          HasSubstr("Keputusan"), HasSubstr("1, dirilis 1 Maret 2027"),
          HasSubstr("Kamis, 8 April 2027"), HasSubstr("Nyepi (rekaan) (sementara"),
          HasSubstr("Aula Rekaan, Kota Semarang"), HasSubstr(NameOf(teacher)),
          HasSubstr("315 menit, 7 JP"), Not(HasSubstr(">RANCANGAN<"))));
  EXPECT_EQ(first->file_name(), "susunan-acara-keputusan-angkatan-1-33.74.14-2027-1.html");
  EXPECT_EQ(first->document().kind(), pv::BATCH_RUNDOWN);
  EXPECT_EQ(first->document().subject(), batch.id());
  const auto workbook = Rundown(batch, pv::XLSX);
  ASSERT_THAT(workbook, IsOk());
  EXPECT_EQ(workbook->document().id(), first->document().id());
  std::set<std::string> cells;
  const auto tables = xlsx::Read(workbook->content());
  for (const TableRow& row : tables.at(0).rows) cells.insert(row.cells.begin(), row.cells.end());
  EXPECT_TRUE(cells.contains("7 JP"));
  EXPECT_TRUE(cells.contains(NameOf(teacher)));
  // Another batch has a first release too, and no part in this one.
  const sv::Batch other = Batch(49);
  Released(other, GoodDay("2027-04-13", Venue("Aula Kedua"), Speaker()));
  ASSERT_THAT(Rundown(other), IsOk());
  EXPECT_EQ(SupersededBy(first), "");
  ASSERT_THAT(Draft(batch, GoodDay("2027-04-08", Venue("Balai Rekaan"), speaker)), IsOk());
  ASSERT_THAT(Release(batch, "aula dipakai upacara"), IsOk());
  const auto second = Rundown(batch);
  ASSERT_THAT(second, IsOk());
  EXPECT_THAT(
      second->content(), AllOf(
                             HasSubstr("Balai Rekaan"), HasSubstr("aula dipakai upacara"),
                             Not(HasSubstr("sudah digantikan"))));
  EXPECT_EQ(SupersededBy(first), second->document().id());
  EXPECT_THAT(Rundown(batch, pv::HTML, 1)->content(), HasSubstr("sudah digantikan versi 2"));
  EXPECT_THAT(Rundown(batch, pv::HTML, 3), HasCode(absl::StatusCode::kNotFound));
}

TEST_F(BatchDocuments, AreASheetToSignTheDayBeforeAndThenWhoWasThere) {
  const std::vector<std::string> people = Offered(2, 2);
  const std::string lesson = LessonNo(1);
  EXPECT_THAT(Sheet(lesson), RefusedBy("DOC-09"));
  for (const std::string& person : people) Confirm(person);
  const auto blank = Sheet(lesson);
  ASSERT_THAT(blank, IsOk());
  EXPECT_THAT(
      blank->content(), AllOf(
                            HasSubstr(NameOf(people[0])), HasSubstr(NameOf(people[1])),
                            HasSubstr("NIP ••••"), HasSubstr("Tanda tangan"), HasSubstr("2. …………"),
                            HasSubstr("Narasumber Rekaan"), HasSubstr("08.00–10.00")));
  EXPECT_EQ(blank->file_name(), "daftar-hadir-keputusan-2027-04-08T0800-33.74.14-2027-1.html");
  EXPECT_EQ(blank->document().subject(), lesson);
  EXPECT_THAT(Sheet(platform_.Id()), HasCode(absl::StatusCode::kNotFound));
  const auto as = [&](v1::Role role, const std::string& path) {
    return Sheet(platform_.As("somebody", {{role, path}}), lesson);
  };
  EXPECT_THAT(as(v1::ORGANISER, "/33.74.02/"), HasCode(absl::StatusCode::kPermissionDenied));
  EXPECT_THAT(as(v1::EMPLOYEE, "/"), HasCode(absl::StatusCode::kPermissionDenied));
  EXPECT_THAT(as(v1::AGENCY_HEAD, "/"), HasCode(absl::StatusCode::kPermissionDenied));
  EXPECT_THAT(as(v1::AUDITOR, "/33.74.14/"), IsOk());
  // The same sheet, once the session is kept by itself.
  At(0, 0);
  ASSERT_TRUE(Becomes(sv::BATCH_RUNNING));
  const auto kept = Sheet(lesson);
  ASSERT_THAT(kept, IsOk());
  EXPECT_EQ(kept->document().id(), blank->document().id());
  const std::string verifier = city_.Person("STAF", kUnit);
  At(16, 30);
  ASSERT_TRUE(AreSessions("CLOSED CLOSED CLOSED"));
  WasThere(SessionNo(0), people, {people[1]});
  ASSERT_THAT(Verify(SessionNo(0), verifier), IsOk());
  const auto verified = Sheet(lesson);
  ASSERT_THAT(verified, IsOk());
  EXPECT_THAT(
      verified->content(),
      AllOf(
          HasSubstr("1 dari 2 peserta"), HasSubstr(">Hadir<"), HasSubstr(">120<"),
          HasSubstr(">Tidak hadir<"), HasSubstr(NameOf(verifier)),
          HasSubstr("Diverifikasi oleh panitia"), Not(HasSubstr("Tanda tangan"))));
  EXPECT_EQ(SupersededBy(blank), verified->document().id());
  EXPECT_EQ(SupersededBy(verified), "");
  // Who leaves service was there all the same.
  registry::v1::EndEmploymentRequest leaves;
  leaves.set_request_id(platform_.Id());
  leaves.set_person(people[0]);
  leaves.set_exit(registry::v1::EXIT_TRANSFER_OUT);
  leaves.set_effective("2027-04-09");
  leaves.set_decree("800/1/2027");
  ASSERT_THAT(platform_.registry().EndEmployment(platform_.Analyst(), leaves), IsOk());
  MoveTo(absl::CivilDay(2027, 4, 9));
  ASSERT_TRUE(IsQuiet());
  const auto later = Sheet(lesson);
  ASSERT_THAT(later, IsOk());
  EXPECT_THAT(later->content(), AllOf(HasSubstr(NameOf(people[0])), HasSubstr("1 dari 2 peserta")));
}

TEST_F(BatchDocuments, HaveNoSheetOfASessionThatDoesNotTakePlace) {
  Begun(1);
  ASSERT_THAT(DecideSession(SessionNo(2), sv::CANCEL_SESSION, "", "", sv::CAUSE_VENUE), IsOk());
  EXPECT_THAT(Sheet(LessonNo(3)), RefusedBy("DOC-08"));
  EXPECT_THAT(Sheet(LessonNo(1)), IsOk());
  // A session of another batch is none of this one's.
  const std::string lesson = LessonNo(1);
  batch_ = OnDay("2027-04-15", 1);
  Publish(batch_);
  EXPECT_THAT(Sheet(lesson), HasCode(absl::StatusCode::kNotFound));
  // Nobody has a seat in it.
  EXPECT_THAT(Sheet(LessonNo(1)), RefusedBy("DOC-09"));
  EXPECT_THAT(Invitation(pv::PARTICIPANTS), RefusedBy("DOC-09"));
  EXPECT_THAT(Assignment(), RefusedBy("DOC-09"));
}

TEST_F(BatchDocuments, AreLettersToThoseWhoHaveSeatsOnceItIsPublished) {
  head_ = city_.Head(kKelurahan);
  const std::vector<std::string> ranked = Ranked(2, 3);
  EXPECT_THAT(Invitation(pv::PARTICIPANTS), RefusedBy("DOC-07"));
  EXPECT_THAT(Assignment(), RefusedBy("DOC-07"));
  Plan(2027, kPlanItem, kProgram, 3'500'000);
  Publish(batch_, {{Lines()[1], 3'500'000}});
  const auto invitation = Invitation(pv::PARTICIPANTS);
  ASSERT_THAT(invitation, IsOk());
  EXPECT_THAT(
      invitation->content(),
      AllOf(
          HasSubstr(NameOf(ranked[0])), HasSubstr(NameOf(ranked[1])),
          Not(HasSubstr(NameOf(ranked[2]))), HasSubstr("Kamis, 8 April 2027, 07.30–16.00")));
  const auto speakers = Invitation(pv::SPEAKERS);
  ASSERT_THAT(speakers, IsOk());
  EXPECT_THAT(
      speakers->content(),
      AllOf(
          HasSubstr("Narasumber Rekaan"), HasSubstr("Universitas Rekaan"),
          HasSubstr("Materi 2, 8 April 2027 08.00–10.00"), Not(HasSubstr(NameOf(ranked[0])))));
  EXPECT_EQ(SupersededBy(invitation), "");  // it is to others
  EXPECT_THAT(Assignment(), RefusedBy("DOC-09"));
  Confirm(ranked[0]);
  const auto assignment = Assignment(head_);
  ASSERT_THAT(assignment, IsOk());
  EXPECT_THAT(
      assignment->content(),
      AllOf(
          HasSubstr("Nomor: 893/12/2027"), HasSubstr(NameOf(ranked[0])),
          Not(HasSubstr(NameOf(ranked[1]))), HasSubstr(": Rp3.500.000"),
          HasSubstr("Tanggal 2 Maret 2027, yang menugaskan"), HasSubstr(NameOf(head_))));
  EXPECT_THAT(assignment->content(), HasSubstr("5.1.02."));
  EXPECT_EQ(assignment->document().total(), 3'500'000);
  EXPECT_EQ(assignment->document().state(), "BATCH_PUBLISHED");
  EXPECT_THAT(Assignment(city_.Person("STAF", kOther)), RefusedBy("DOC-10"));
  EXPECT_THAT(Assignment("kepala"), RefusedBy("DOC-10"));
  EXPECT_THAT(
      platform_.reporting().RenderAssignmentLetter(
          platform_.As("pptk", {{v1::ACTIVITY_OFFICER, "/"}}),
          Asked<pv::RenderAssignmentLetterRequest>(batch_)),
      HasCode(absl::StatusCode::kPermissionDenied));
  // A further participant makes another letter, which takes the place of this one.
  ASSERT_TRUE(platform_.clock().MoveTo(platform_.clock().Now() + absl::Minutes(1)).ok());
  Confirm(ranked[1]);
  const auto more = Assignment(head_);
  ASSERT_THAT(more, IsOk());
  EXPECT_THAT(more->content(), HasSubstr(NameOf(ranked[1])));
  EXPECT_EQ(SupersededBy(assignment), more->document().id());
  Cancel(batch_);
  EXPECT_THAT(Assignment(head_), RefusedBy("DOC-07"));
  EXPECT_THAT(Rundown(batch_)->content(), HasSubstr("ke-1 (dibatalkan)"));
}

TEST_F(BatchDocuments, AreTheSameForTheSameRequest) {
  const std::vector<std::string> ranked = Offered(2, 2);
  Confirm(ranked[0]);
  const auto request = Asked<pv::RenderAssignmentLetterRequest>(batch_);
  const auto first = platform_.reporting().RenderAssignmentLetter(Prints(), request);
  ASSERT_THAT(first, IsOk());
  ASSERT_THAT(platform_.reporting().RenderAssignmentLetter(Prints(), request), IsOk());
  EXPECT_EQ(Kept(), 1);
  Confirm(ranked[1]);
  EXPECT_THAT(platform_.reporting().RenderAssignmentLetter(Prints(), request), RefusedBy("DOC-05"));
  EXPECT_EQ(Kept(), 1);
  platform_.Stop("scheduling");
  EXPECT_THAT(Assignment(), RefusedBy("NEIGHBOUR-01"));
}

TEST_F(BatchDocuments, OfFiftyPeopleRepeatTheirHeadingsOnEachPage) {
  const std::vector<std::string> people = Offered(50, 50);
  for (const std::string& person : people) Confirm(person);
  const auto sheet = Sheet(LessonNo(2), pv::PDF);
  ASSERT_THAT(sheet, IsOk());
  const auto invitation = Invitation(pv::PARTICIPANTS, pv::PDF);
  ASSERT_THAT(invitation, IsOk());
  for (const auto& [printed, column] :
       {std::pair(sheet, "Tanda tangan"), std::pair(invitation, "Jabatan")}) {
    const std::vector<std::string> pages = PagesOf(printed->content());
    ASSERT_GE(pages.size(), 2u);
    std::string whole;
    for (std::size_t i = 0; i < pages.size(); ++i) {
      EXPECT_THAT(pages[i], HasSubstr(Cat("Halaman ", i + 1, " dari ", pages.size())));
      EXPECT_THAT(pages[i], HasSubstr(printed->document().id()));
      if (i + 1 < pages.size()) {
        EXPECT_THAT(pages[i], HasSubstr(column)) << i;
      }
      whole += pages[i];
    }
    for (int no = 1; no <= 50; ++no) EXPECT_THAT(whole, HasSubstr(Cat(no)));
    for (const std::string& person : {people.front(), people.back()})
      EXPECT_THAT(whole, HasSubstr(NameOf(person)));
  }
}

// Who was there before the rest of it was cancelled stays on record.
TEST_F(BatchDocuments, AreWhatWasSeenOfABatchThatWasCancelledLater) {
  const std::vector<std::string> people = Begun(1);
  const std::vector<std::string> lessons = {LessonNo(1), LessonNo(2)};
  At(10, 5);
  ASSERT_THAT(DecideSession(SessionNo(0), sv::CLOSE_SESSION), IsOk());
  WasThere(SessionNo(0), people);
  ASSERT_THAT(Verify(SessionNo(0)), IsOk());
  Cancel(batch_);
  const auto sheet = Sheet(lessons[0]);
  ASSERT_THAT(sheet, IsOk());
  EXPECT_THAT(
      sheet->content(), AllOf(
                            HasSubstr("ke-1 (dibatalkan)"), HasSubstr(NameOf(people[0])),
                            HasSubstr(">Hadir<"), Not(HasSubstr("Tanda tangan"))));
  EXPECT_THAT(Sheet(lessons[1]), RefusedBy("DOC-07"));
}

// Whoever is named on paper is named in no log line, and in no table of the service that printed.
TEST_F(BatchDocuments, LeaveNoNameBehind) {
  const std::vector<std::string> people = Offered(1, 1);
  Confirm(people[0]);
  const std::string name = NameOf(people[0]);
  ::testing::internal::CaptureStderr();
  ASSERT_THAT(Sheet(LessonNo(1)), IsOk());
  ASSERT_THAT(Assignment(head_), IsOk());
  ASSERT_THAT(Invitation(pv::PARTICIPANTS), IsOk());
  ASSERT_THAT(Assignment(platform_.Id()), RefusedBy("DOC-10"));
  const std::string log = ::testing::internal::GetCapturedStderr();
  EXPECT_THAT(log, HasSubstr("RenderAttendanceSheet"));
  EXPECT_THAT(log, AllOf(Not(HasSubstr(name)), Not(HasSubstr("Narasumber Rekaan"))));
  pg::Connection& sql = platform_.sql("reporting");
  sql.Execute("SET xmlbinary = hex");
  const std::string tables =
      sql.Query("SELECT schema_to_xml('public', true, true, '')::text", {}).String(0, 0);
  EXPECT_THAT(tables, HasSubstr("BATCH_PUBLISHED"));  // these are the tables
  const std::string hex = absl::AsciiStrToUpper(absl::BytesToHexString(name));
  EXPECT_THAT(tables, AllOf(Not(HasSubstr(name)), Not(HasSubstr(hex))));
}

}  // namespace
}  // namespace binadaya::test
