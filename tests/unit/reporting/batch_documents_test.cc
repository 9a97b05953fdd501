// Documents of a batch: rundown and attendance sheet; what all of them rest on.
#include <functional>
#include <utility>

#include "gmock/gmock.h"
#include "tests/unit/reporting/batch_facts.h"

namespace binadaya::reporting::documents {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

namespace sv = scheduling::v1;

std::string TextAt(const xlsx::Sheet& sheet, std::size_t row, std::size_t column) {
  const auto* text = std::get_if<std::string>(&sheet.rows.at(row).at(column).value);
  return text == nullptr ? "" : *text;
}
RundownFacts SampleRundown() {
  RundownFacts facts;
  static_cast<BatchFacts&>(facts) = BatchOf();
  facts.release = FromText<sv::RundownRelease>(
      R"(number: 2 released_by: "p100" reason: "aula dipakai upacara")");
  facts.released_on = "2027-03-01";
  facts.holidays.push_back(
      FromText<registry::v1::Holiday>(R"(day: "2027-04-07" name: "Rekaan" provisional: true)"));
  return facts;
}

TEST(RundownDocument, PrintsEachDayInOrderOfTimeWithItsLessonHours) {
  const std::string html = Html(SampleRundown(), BatchFrame(kSpeakId));
  Shows(
      html, {"Susunan Acara",
             "(OPD04) · Tahun 2027",
             "Keputusan bagi &lt;Lurah&gt; &amp; Camat",
             "ke-2",
             "2, dirilis 1 Maret 2027",
             "aula dipakai upacara",
             "210 menit, 4 JP",
             "hari libur pengganti",
             "Selasa, 6 April 2027",
             "07.30–08.00",
             ">30<",
             "Registrasi &lt;b&gt;",
             "Lobi",
             "08.00–10.00",
             ">120<",
             "Studi kasus",
             "Pembelajaran",
             "studi kasus",
             "Pengajar Rekaan",
             "Widyaiswara",
             "Aula Rekaan, Kota Semarang",
             "PIC: Seksi 2",
             "Pembelajaran hari ini: 120 menit, 2 JP",
             "Rabu, 7 April 2027",
             "hari libur: Rekaan (sementara, keputusan masih dapat menggesernya)",
             "Simulasi",
             "Praktik",
             "Dr. Narasumber Rekaan",
             "Universitas Rekaan",
             "Pembelajaran hari ini: 90 menit, 2 JP",
             "Pembelajaran seluruhnya: 210 menit, 4 JP"});
  EXPECT_THAT(html, Not(HasSubstr("RANCANGAN")));
  Shows(
      Html(SampleRundown(), BatchFrame(kSpeakEn)),
      {"Rundown", "2, released 1 March 2027", "Tuesday, 6 April 2027", "07:30–08:00",
       "Learning on this day: 120 minutes, 2 JP", "holiday: Rekaan (provisional"});
}

TEST(RundownDocument, SaysWhatItIsNotAnyMore) {
  RundownFacts facts = SampleRundown();
  facts.batch.set_released(3);
  EXPECT_THAT(
      Html(facts, BatchFrame(kSpeakId)),
      HasSubstr("2, dirilis 1 Maret 2027; sudah digantikan versi 3"));
  facts.batch.set_state(sv::BATCH_CANCELLED);
  EXPECT_THAT(Html(facts, BatchFrame(kSpeakId)), HasSubstr("ke-2 (dibatalkan)"));
  facts.holidays[0].set_provisional(false);
  EXPECT_THAT(Html(facts, BatchFrame(kSpeakId)), HasSubstr(">hari libur: Rekaan<"));
}

TEST(RundownDocument, IsATableOfTypedCells) {
  const xlsx::Sheet sheet = Sheets(SampleRundown(), BatchFrame(kSpeakId))[0];
  const auto first = static_cast<std::size_t>(sheet.heading);
  ASSERT_EQ(sheet.rows.size(), first + 6);  // three items, two days, all
  EXPECT_EQ(sheet.rows[first].size(), sheet.rows[first - 1].size());
  EXPECT_EQ(std::get<absl::CivilDay>(sheet.rows[first][1].value), absl::CivilDay(2027, 4, 6));
  EXPECT_EQ(TextAt(sheet, first, 4), "08.00");
  EXPECT_EQ(std::get<std::int64_t>(sheet.rows[first][5].value), 30);
  EXPECT_EQ(TextAt(sheet, first + 1, 9), "Pengajar Rekaan");
  EXPECT_EQ(std::get<std::int64_t>(sheet.rows[first + 2][5].value), 120);
  EXPECT_EQ(TextAt(sheet, first + 2, 6), "2 JP");
  EXPECT_EQ(TextAt(sheet, first + 5, 6), "4 JP");
}

TEST(RundownDocument, IsKeptByItsReleaseAndKnownByItsContent) {
  const RundownFacts facts = SampleRundown();
  const Print print = PrintOf(facts);
  EXPECT_EQ(print.about.kind(), v1::BATCH_RUNDOWN);
  EXPECT_EQ(print.about.subject(), facts.batch.id());
  EXPECT_EQ(print.about.year(), 2027);
  EXPECT_EQ(print.about.number(), 2);
  EXPECT_EQ(print.about.version(), 7);
  EXPECT_EQ(print.about.state(), "BATCH_PUBLISHED");
  EXPECT_TRUE(print.about.in_force());
  EXPECT_EQ(print.file, "susunan-acara-keputusan-bagi-lurah-camat-angkatan-2");
  EXPECT_THAT(print.people, ElementsAre("p9"));
  const std::vector<std::function<void(RundownFacts&)>> changes = {
      [](RundownFacts& f) { f.title = "Lain"; },
      [](RundownFacts& f) { f.batch.set_number(3); },
      [](RundownFacts& f) { f.batch.set_unit("OPD05"); },
      [](RundownFacts& f) { f.batch.set_released(3); },
      [](RundownFacts& f) { f.rundown.mutable_content()->mutable_items(0)->set_from(481); },
      [](RundownFacts& f) { f.rundown.mutable_content()->mutable_items(1)->set_speaker("s2"); },
      [](RundownFacts& f) { f.speakers["s1"].set_person("p100"); },
      [](RundownFacts& f) { f.venues["v"].set_name("Aula lain"); },
      [](RundownFacts& f) { f.holidays[0].set_provisional(false); },
      [](RundownFacts& f) { f.rundown.mutable_learning(2)->set_jp(5); },
      [](RundownFacts& f) { f.release.set_reason("lain"); }};
  for (std::size_t i = 0; i < changes.size(); ++i) {
    RundownFacts changed = facts;
    changes[i](changed);
    EXPECT_NE(Code(changed), Code(facts)) << i;
  }
  EXPECT_EQ(Code(SampleRundown()), Code(facts));
}

// Three on the sheet of the second item; nobody was seen yet.
AttendanceFacts SampleSheet() {
  AttendanceFacts facts;
  static_cast<BatchFacts&>(facts) = BatchOf();
  facts.sheet = FromText<sv::Sheet>(R"(
    session { id: "i2" title: "Studi kasus" state: SESSION_PLANNED
              slot { from: "2027-04-06T08:00" until: "2027-04-06T10:00" } }
    rows { enrolment: "e0" person: "p100" }
    rows { enrolment: "e1" person: "p101" }
    rows { enrolment: "e2" person: "p102" }
    rows { enrolment: "e3" person: "p103" left: true })");
  return facts;
}
// The same, held; one came late, one was corrected, one is not verified yet.
AttendanceFacts SampleVerified() {
  AttendanceFacts facts = SampleSheet();
  sv::Session& session = *facts.sheet.mutable_session();
  session.set_state(sv::SESSION_CLOSED);
  session.mutable_delivered()->set_from("2027-04-06T08:00");
  session.mutable_delivered()->set_until("2027-04-06T09:45");
  const auto seen = [&](int i, sv::Presence presence, int minutes) -> sv::SheetRow& {
    sv::SheetRow& row = *facts.sheet.mutable_rows(i);
    row.set_verified_by("p9");
    row.set_presence(presence);
    row.set_minutes(minutes);
    return row;
  };
  seen(0, sv::PRESENCE_LATE, 85).set_late_by(20);
  facts.sheet.mutable_rows(0)->set_closed_by("p9");
  seen(1, sv::PRESENCE_ABSENT, 0).add_corrections()->set_on("2027-04-08");
  seen(3, sv::PRESENCE_PRESENT, 105);
  return facts;
}

TEST(AttendanceDocument, IsAListToSignInTwoStaggeredColumns) {
  const std::string html = Html(SampleSheet(), BatchFrame(kSpeakId));
  // By name: who is 102 is called "Peserta x2".
  Shows(
      html, {"A4 portrait", "Daftar Hadir", "Keputusan bagi &lt;Lurah&gt;", "Studi kasus",
             "Selasa, 6 April 2027", "08.00–10.00", "Aula Rekaan, Kota Semarang", "Pengajar Rekaan",
             "Tanda tangan", "Peserta x2 &lt;i&gt;, S.Sos.", "NIP ••••1003", "Kelurahan Rekaan 2",
             "<td class=\"sign\">1. …………</td><td class=\"sign\"></td>", "Peserta y1",
             "<td class=\"sign\"></td><td class=\"sign\">2. …………</td>", "Peserta z0",
             "<td class=\"sign\">3. …………</td><td class=\"sign\"></td>"});
  EXPECT_THAT(html, Not(HasSubstr("p103")));  // who left before he came
  EXPECT_THAT(html, Not(HasSubstr("Kehadiran")));
  const Print print = PrintOf(SampleSheet());
  EXPECT_EQ(print.about.subject(), "i2");
  EXPECT_EQ(print.about.state(), "SESSION_PLANNED");
  EXPECT_EQ(print.file, "daftar-hadir-keputusan-bagi-lurah-camat-2027-04-06T0800");
  ASSERT_EQ(print.steps.size(), 2u);
  EXPECT_EQ(print.steps[0].by, "p9");
  EXPECT_EQ(print.steps[1].capacity.id, "Panitia penyelenggara");
}

TEST(AttendanceDocument, SaysWhoWasThereOnceSomebodyIsVerified) {
  Frame frame = BatchFrame(kSpeakId);
  frame.people["p103"] = {.name = "Peserta a, pensiun"};
  Shows(
      Html(SampleVerified(), frame),
      {"Terlaksana", "08.00–09.45", "2 dari 4 peserta", "Kehadiran", "Peserta a, pensiun", "Hadir",
       ">105<", "tidak lagi peserta", "Peserta x2", "belum diverifikasi", "Peserta y1",
       "Tidak hadir", ">0<", "dikoreksi 8 April 2027", "Peserta z0", "Terlambat", ">85<",
       "terlambat 20 menit; jamnya dilengkapi Pengajar Rekaan"});
  EXPECT_THAT(Html(SampleVerified(), frame), Not(HasSubstr("Tanda tangan")));
  Shows(
      Html(SampleVerified(), BatchFrame(kSpeakEn)),
      {"Attendance Sheet", "2 of 4 participants", "not verified yet", "corrected on 8 April 2027",
       "late by 20 minutes; its hours completed by Pengajar Rekaan"});
  const std::vector<Step> steps = PrintOf(SampleVerified()).steps;
  ASSERT_EQ(steps.size(), 1u);
  EXPECT_EQ(steps[0].by, "p9");
  EXPECT_EQ(steps[0].capacity.id, "Diverifikasi oleh panitia");
  const xlsx::Sheet sheet = Sheets(SampleVerified(), frame)[0];
  const auto first = static_cast<std::size_t>(sheet.heading);
  ASSERT_EQ(sheet.rows.size(), first + 4);
  EXPECT_EQ(std::get<std::int64_t>(sheet.rows[first][6].value), 105);
  EXPECT_EQ(TextAt(sheet, first + 1, 5), "");  // nothing is known of who is not verified
  EXPECT_EQ(TextAt(sheet, first + 3, 5), "Terlambat");
}

// Two seats of one person, for he came back: he stands there once, as he was seen.
TEST(AttendanceDocument, NamesNobodyTwice) {
  for (const bool back_first : {false, true}) {
    AttendanceFacts facts = SampleVerified();
    sv::SheetRow& back = *facts.sheet.add_rows();
    back.set_enrolment("e4");
    back.set_person("p103");
    if (back_first) facts.sheet.mutable_rows()->SwapElements(3, 4);
    const xlsx::Sheet sheet = Sheets(facts, Frame())[0];
    const auto first = static_cast<std::size_t>(sheet.heading);
    ASSERT_EQ(sheet.rows.size(), first + 4);
    EXPECT_EQ(TextAt(sheet, first + 3, 1), "p103");
    EXPECT_EQ(TextAt(sheet, first + 3, 5), "Hadir");
  }
}

TEST(AttendanceDocument, NamesTheSpeakerAndTheRoomOfAMakeUpSession) {
  AttendanceFacts facts = SampleSheet();
  facts.sheet.mutable_session()->set_id("m1");
  facts.sheet.mutable_session()->set_makes_up("i2");
  facts.sheet.mutable_session()->set_venue("v9");
  facts.sheet.mutable_session()->set_speaker("s2");
  facts.venues["v9"].set_name("Balai Lain");
  Shows(
      Html(facts, BatchFrame(kSpeakId)),
      {"Studi kasus (pengganti)", "Balai Lain", "Dr. Narasumber Rekaan"});
  EXPECT_THAT(Html(facts, BatchFrame(kSpeakId)), Not(HasSubstr("Aula Rekaan")));
  // The same as those of what it makes up.
  facts.sheet.mutable_session()->set_venue("v");
  facts.sheet.mutable_session()->set_speaker("s1");
  Shows(
      Html(facts, BatchFrame(kSpeakId)),
      {"Studi kasus (pengganti)", "Aula Rekaan, Kota Semarang", "Pengajar Rekaan"});
  facts.sheet.clear_rows();
  EXPECT_FALSE(NamesAnybody(facts));
}

TEST(AttendanceDocument, IsKnownByItsContentWhateverPeopleAreCalled) {
  const std::string blank = Code(SampleSheet()), verified = Code(SampleVerified());
  EXPECT_NE(blank, verified);
  AttendanceFacts facts = SampleVerified();
  facts.sheet.mutable_rows(0)->set_minutes(84);
  EXPECT_NE(Code(facts), verified);
  facts = SampleSheet();
  facts.sheet.mutable_rows(0)->set_person("p105");
  EXPECT_NE(Code(facts), blank);
  facts = SampleSheet();
  facts.sheet.mutable_rows()->SwapElements(0, 2);
  EXPECT_EQ(Code(facts), blank);
}

// Batches of one number in one year do not overwrite each other, and no title names a folder.
TEST(BatchDocuments, AreFilesNamedByTheProgram) {
  const auto of = [](const std::string& title) {
    BatchFacts facts;
    facts.title = title;
    return FileOf(facts, "surat-tugas");
  };
  EXPECT_EQ(of("Keputusan & Pelayanan (2)"), "surat-tugas-keputusan-pelayanan-2");
  EXPECT_EQ(of("../../etc/passwd"), "surat-tugas-etc-passwd");
  EXPECT_EQ(of("../"), "surat-tugas");
  EXPECT_EQ(of("é"), "surat-tugas");
  EXPECT_EQ(of(std::string(200, 'a')), Cat("surat-tugas-", std::string(59, 'a')));
}

TEST(BatchDocuments, CountThoseWhoAreExpectedAndThoseWhoHaveASeat) {
  const auto of = [](sv::EnrolmentState state, sv::EndCause cause = sv::END_CAUSE_UNSPECIFIED) {
    sv::Enrolment enrolment;
    enrolment.set_state(state);
    enrolment.set_end_cause(cause);
    return std::pair(IsExpected(enrolment), HasSeat(enrolment));
  };
  constexpr std::pair kNeither(false, false), kSeat(false, true), kBoth(true, true);
  EXPECT_EQ(of(sv::ENROLMENT_WAITLISTED), kNeither);
  EXPECT_EQ(of(sv::ENROLMENT_OFFERED), kSeat);
  EXPECT_EQ(of(sv::ENROLMENT_APPROVED), kSeat);
  EXPECT_EQ(of(sv::ENROLMENT_CONFIRMED), kBoth);
  EXPECT_EQ(of(sv::ENROLMENT_ATTENDING), kBoth);
  EXPECT_EQ(of(sv::ENROLMENT_COMPLETED), kBoth);
  EXPECT_EQ(of(sv::ENROLMENT_ATTENDED_ONLY), kBoth);
  EXPECT_EQ(of(sv::ENROLMENT_NOT_PASSED), kBoth);
  EXPECT_EQ(of(sv::ENROLMENT_NO_SHOW), kBoth);
  EXPECT_EQ(of(sv::ENROLMENT_DECLINED), kNeither);
  EXPECT_EQ(of(sv::ENROLMENT_SUBSTITUTED), kNeither);
  EXPECT_EQ(of(sv::ENROLMENT_WITHDRAWN, sv::END_REQUEST), kNeither);
  EXPECT_EQ(of(sv::ENROLMENT_WITHDRAWN, sv::END_EXCUSED), kBoth);
}

}  // namespace
}  // namespace binadaya::reporting::documents
