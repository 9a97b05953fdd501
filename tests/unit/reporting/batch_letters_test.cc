// Letters of a batch: assignment and invitation.
#include <functional>

#include "tests/unit/reporting/batch_facts.h"

namespace binadaya::reporting::documents {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

AssignmentFacts SampleAssignment() {
  AssignmentFacts facts;
  static_cast<BatchFacts&>(facts) = BatchOf();
  facts.people = {"p100", "p101"};
  facts.head.set_number("893/12/2027");
  facts.head.set_date("2027-03-02");
  facts.head.set_signed_by("p9");
  facts.funding = {
      {.year = 2027,
       .account = "5.1.02.04.01.0003",
       .description = "Perjalanan <dinas>",
       .amount = {13'500'000}}};
  return facts;
}

TEST(AssignmentLetter, SaysWhoIsAssignedToWhatByWhomAndWhoPays) {
  Shows(
      Html(SampleAssignment(), BatchFrame(kSpeakId)),
      {"Surat Tugas",
       "Nomor: 893/12/2027",
       "Undang-Undang Nomor 20 Tahun 2023",
       "Pasal 203",
       "Menugaskan",
       "Kepada",
       "2 pegawai dalam daftar di bawah ini",
       "Untuk",
       "mengikuti pelatihan berikut",
       "Keputusan bagi &lt;Lurah&gt; &amp; Camat",
       "ke-2",
       "Selasa, 6 April 2027, 07.30–10.00\nRabu, 7 April 2027, 08.00–09.30",
       "Lobi",
       "210 menit, 4 JP",
       "versi 2",
       "Beban anggaran",
       "5.1.02.04.01.0003 Perjalanan &lt;dinas&gt; (2027): Rp13.500.000",
       "Jabatan",
       "Peserta y1 &lt;i&gt;, S.Sos.",
       "NIP ••••1002",
       "Lurah",
       "Kelurahan Rekaan 1",
       "Peserta z0"});
  Shows(
      Html(SampleAssignment(), BatchFrame(kSpeakEn)),
      {"Assignment Letter", "UU 20/2023 art. 49", "those listed below (2)", "taking part in",
       "Tuesday, 6 April 2027, 07:30–10:00", "Paid by"});
  const Print print = PrintOf(SampleAssignment());
  EXPECT_EQ(print.about.total(), 13'500'000);
  EXPECT_EQ(print.about.kind(), v1::ASSIGNMENT_LETTER);
  ASSERT_EQ(print.steps.size(), 1u);
  EXPECT_EQ(print.steps[0].by, "p9");
  EXPECT_EQ(print.steps[0].capacity.id, "Tanggal 2 Maret 2027, yang menugaskan");
  EXPECT_EQ(print.steps[0].capacity.en, "2 March 2027, assigned by");
}

TEST(AssignmentLetter, LeavesOpenWhatTheOfficeHasNotSaid) {
  AssignmentFacts facts = SampleAssignment();
  facts.head.Clear();
  facts.funding.clear();
  Shows(Html(facts, BatchFrame(kSpeakId)), {"Nomor: ………………………", "Tidak ada biaya yang terikat"});
  EXPECT_EQ(PrintOf(facts).steps[0].capacity.id, "Tanggal ………………………, yang menugaskan");
  EXPECT_EQ(PrintOf(facts).about.total(), 0);
  facts.head.set_number("<b>9</b>");
  EXPECT_THAT(Html(facts, BatchFrame(kSpeakId)), HasSubstr("Nomor: &lt;b&gt;9&lt;/b&gt;"));
}

TEST(AssignmentLetter, IsAnotherOnceAnythingOfItIs) {
  const std::vector<std::function<void(AssignmentFacts&)>> changes = {
      [](AssignmentFacts& f) { f.head.set_number("893/13/2027"); },
      [](AssignmentFacts& f) { f.head.set_date("2027-03-03"); },
      [](AssignmentFacts& f) { f.people.push_back("p102"); },
      [](AssignmentFacts& f) { f.funding[0].amount.rupiah += 1; },
      [](AssignmentFacts& f) { f.funding[0].account = "5.1.02.02.01.0003"; },
      [](AssignmentFacts& f) { f.rundown.mutable_content()->mutable_items(0)->set_until(580); },
      [](AssignmentFacts& f) { f.venues["v"].set_city("Kota Surakarta"); }};
  for (std::size_t i = 0; i < changes.size(); ++i) {
    AssignmentFacts changed = SampleAssignment();
    changes[i](changed);
    EXPECT_NE(Code(changed), Code(SampleAssignment())) << i;
  }
}

InvitationFacts SampleInvitation(v1::Invited invited) {
  InvitationFacts facts;
  static_cast<BatchFacts&>(facts) = BatchOf();
  facts.head.set_number("005/7/2027");
  facts.people = {"p100", "p101"};
  facts.invited = invited;
  return facts;
}

TEST(Invitation, IsToParticipantsOrToSpeakersWithTheirSessions) {
  Shows(
      Html(SampleInvitation(v1::PARTICIPANTS), BatchFrame(kSpeakId)),
      {"Undangan", "Nomor", "005/7/2027", "Lampiran", "Susunan acara", "Hal",
       "Undangan sebagai peserta", "Yth. Bapak/Ibu peserta", "sebagai peserta",
       "Selasa, 6 April 2027, 07.30–10.00", "Jabatan", "Peserta y1", "Peserta z0"});
  const std::string html = Html(SampleInvitation(v1::SPEAKERS), BatchFrame(kSpeakId));
  Shows(
      html, {"Yth. Bapak/Ibu narasumber", "Dr. Narasumber Rekaan", "Universitas Rekaan",
             "Simulasi, 7 April 2027 08.00–09.30", "Pengajar Rekaan", "NIP ••••9", "Widyaiswara",
             "Studi kasus, 6 April 2027 08.00–10.00"});
  EXPECT_THAT(html, Not(HasSubstr("Peserta y1")));
  Shows(
      Html(SampleInvitation(v1::SPEAKERS), BatchFrame(kSpeakEn)),
      {"Invitation", "To the speakers listed below", "Simulasi, 7 April 2027 08:00–09:30"});
  EXPECT_NE(Code(SampleInvitation(v1::PARTICIPANTS)), Code(SampleInvitation(v1::SPEAKERS)));
  // Neither takes the place of the other.
  EXPECT_EQ(PrintOf(SampleInvitation(v1::PARTICIPANTS)).about.kind(), v1::INVITATION);
  EXPECT_EQ(PrintOf(SampleInvitation(v1::SPEAKERS)).about.kind(), v1::SPEAKER_INVITATION);
  EXPECT_EQ(PrintOf(SampleInvitation(v1::SPEAKERS)).steps[0].capacity.en, "………………………, invited by");
}

}  // namespace
}  // namespace binadaya::reporting::documents
