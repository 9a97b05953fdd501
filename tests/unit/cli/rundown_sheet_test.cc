// Rundowns from sheets: what is read, and what is said of what cannot be.
#include "services/cli/rundown_sheet.h"

#include "gmock/gmock.h"
#include "services/cli/schedule.h"
#include "services/common/csv.h"
#include "services/common/domain/refusal.h"
#include "services/common/domain/text.h"
#include "tests/support/matchers.h"
#include "tests/unit/cli/speaking.h"

namespace binadaya::cli {
namespace {

using test::IsOk;
using test::RefusedBy;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
namespace sv = scheduling::v1;

constexpr char kAula[] = "019c0000-07b2-7153-a111-105640ab0001";
constexpr char kTeacher[] = "019c0000-07b2-7153-a111-105640ab0002";
constexpr char kNamesake[] = "019d0000-07b2-7153-a111-105640ab0003";

OnRecord SomeOnRecord() {
  return {
      .venues = {{kAula, "Aula Balai Kota"}},
      .speakers = {
          {kTeacher, "Dr. Rekaan, M.Si."},
          {kNamesake, "Siti Rekaan"},
          {kTeacher + std::string("2"), "Siti Rekaan"}}};
}

absl::StatusOr<RundownSheet> ReadText(const std::string& text) {
  const sheets::Sheet sheet = sheets::ReadSheet({csv::Parse(text)}, RundownColumns());
  EXPECT_FALSE(Blocks(sheet.findings)) << text;
  return ReadRundown(sheet.rows, SomeOnRecord());
}

constexpr char kHeading[] =
    "No;Hari/Tanggal;Waktu;Durasi;Kegiatan;Jenis;Tempat;Narasumber;Metode;Tujuan;Bahan;Jalur;PIC\n";

// One item of the 8th of April, with this in place of what is right.
std::string RowWith(
    const std::string& day, const std::string& time, const std::string& minutes,
    const std::string& title, const std::string& kind, const std::string& speaker = "") {
  return Cat(
      kHeading, "1;", day, ";", time, ";", minutes, ";", title, ";", kind, ";;", speaker,
      ";;;;;\n");
}

TEST(RundownSheet, IsReadItemByItemWithWhatIsOnRecord) {
  const auto read = ReadText(
      Cat(kHeading,
          "1;Kamis, 8 April 2027;07.30-08.00;30;Registrasi;registrasi;Lobi;;;;;;Panitia\n"
          "2;;08.00 s.d. 10.00 WIB;120';Studi kasus;BELAJAR;aula balai kota;dr rekaan m.si;studi "
          "kasus;memilih;kasus 1;;\n"
          "3;2027-04-09;13.00 - selesai;;Penutupan;penutupan;;;;;;;\n"));
  ASSERT_THAT(read, IsOk());
  const sv::RundownContent& content = read->content;
  ASSERT_EQ(content.items_size(), 3);
  EXPECT_EQ(content.items(0).day(), "2027-04-08");
  EXPECT_EQ(content.items(0).from(), 450);
  EXPECT_EQ(content.items(0).until(), 480);
  EXPECT_EQ(content.items(0).printed_minutes(), 30);
  EXPECT_EQ(content.items(0).kind(), sv::REGISTRATION);
  EXPECT_EQ(content.items(0).place(), "Lobi");
  EXPECT_EQ(content.items(0).venue(), "");
  EXPECT_EQ(content.items(0).owner(), "Panitia");
  EXPECT_EQ(content.items(1).day(), "2027-04-08") << "that of the row above";
  EXPECT_EQ(content.items(1).printed_minutes(), 120);
  EXPECT_EQ(content.items(1).venue(), kAula);
  EXPECT_EQ(content.items(1).place(), "Aula Balai Kota");
  EXPECT_EQ(content.items(1).speaker(), kTeacher);
  EXPECT_EQ(content.items(1).method(), "studi kasus");
  EXPECT_EQ(content.items(2).day(), "2027-04-09");
  EXPECT_TRUE(content.items(2).has_from());
  EXPECT_FALSE(content.items(2).has_until()) << "for the check to say so";
  ASSERT_EQ(content.days_size(), 2);
  EXPECT_EQ(content.days(0).day(), "2027-04-08");
  EXPECT_EQ(content.days(0).printed(), "Kamis");
  EXPECT_EQ(content.days(1).printed(), "");
  EXPECT_THAT(read->warnings, IsEmpty());
}

TEST(RundownSheet, HasObjectivesAndMaterialsPartedBySemicolons) {
  const auto read = ReadText(
      "Date,Time,Item,Kind,Objectives,Materials,Track\n"
      "2027-04-08,08:00-10:00,Case study,learning,decide; choose,case 1;case 2; ,A\n");
  ASSERT_THAT(read, IsOk());
  const sv::RundownItem& item = read->content.items(0);
  EXPECT_THAT(item.objectives(), ElementsAre("decide", "choose"));
  EXPECT_THAT(item.materials(), ElementsAre("case 1", "case 2"));
  EXPECT_EQ(item.track(), "A");
  EXPECT_EQ(item.number(), "1") << "by its place where no number is written";
}

// “Rundown Capacity Building Camat & Lurah” of 2024.
TEST(RundownSheet, OfTheOldAgendaIsReadAsItWasPrinted) {
  const auto read = ReadText(
      "Rundown Capacity Building Camat & Lurah\n"
      "No;Waktu;Durasi;Kegiatan;Jenis;Tempat\n"
      "Sabtu, 12 Juli 2024;;;;;\n"
      "1;13.00;240';Keberangkatan;perjalanan;4 titik kumpul\n"
      "2;17.00 – 18.00;;Makan siang;makan;Bus\n"
      "3;17.00 – 18.00;;Check in;registrasi;Room\n"
      "7;19.20 – 22.30;180';Makan malam dan hiburan;hiburan;Restoran\n"
      "Minggu, 13 Juli 2024;;;;;\n"
      "12;10.00 – 12.00;120';Penyampaian Materi;belajar;Room\n");
  ASSERT_THAT(read, IsOk());
  ASSERT_EQ(read->content.items_size(), 5);
  EXPECT_EQ(read->content.items(0).printed_minutes(), 240);
  EXPECT_FALSE(read->content.items(0).has_until());
  EXPECT_EQ(read->content.items(3).until(), 22 * 60 + 30);
  EXPECT_EQ(read->content.items(4).number(), "12");
  EXPECT_EQ(read->content.items(4).day(), "2024-07-13");
  ASSERT_EQ(read->content.days_size(), 2);
  EXPECT_EQ(read->content.days(0).printed(), "Sabtu");
  EXPECT_EQ(read->content.days(1).printed(), "Minggu");
  ASSERT_EQ(read->warnings.size(), 1u) << "of the place where somebody learns";
  EXPECT_EQ(read->warnings[0].rule, "RDS-08");
  EXPECT_EQ(read->warnings[0].where, "baris 9, Tempat");
  EXPECT_TRUE(read->warnings[0].warning);
}

TEST(RundownSheet, MayHaveColumnsOfTheirOwnForDayNameStartAndEnd) {
  const auto read = ReadText(
      "Hari;Tanggal;Mulai;Selesai;Kegiatan;Jenis\n"
      "Jumat;8 April 2027;0.3125;08.00;Registrasi;registrasi\n");
  ASSERT_THAT(read, IsOk());
  EXPECT_EQ(read->content.days(0).printed(), "Jumat");
  EXPECT_EQ(read->content.items(0).from(), 450);
  EXPECT_EQ(read->content.items(0).until(), 480);
  const auto only_day = ReadText("Hari;Kegiatan;Jenis\n\"Jumat, 9 April 2027\";Materi;belajar\n");
  ASSERT_THAT(only_day, IsOk());
  EXPECT_EQ(only_day->content.items(0).day(), "2027-04-09");
  EXPECT_THAT(
      ReadText("Tanggal;Waktu;Mulai;Kegiatan;Jenis\n"
               "2027-04-08;08.00-09.00;08.30;Materi;belajar\n"),
      RefusedBy("RDS-02"));
}

TEST(RundownSheet, SaysOfEachCellThatCannotBeReadWhereItStandsAndWhatToDo) {
  struct Case {
    std::string text, rule, where;
  };
  const std::string day = "2027-04-08", time = "08.00-10.00";
  for (const Case& one : std::vector<Case>{
           {RowWith("12/07/2024", time, "", "Materi", "belajar"), "RDS-01",
            "baris 2, Hari/Tanggal"},
           {RowWith("31 Juni 2027", time, "", "Materi", "belajar"), "RDS-01",
            "baris 2, Hari/Tanggal"},
           {RowWith("", time, "", "Materi", "belajar"), "RDS-01", "baris 2, Hari/Tanggal"},
           {RowWith(day, "pagi", "", "Materi", "belajar"), "RDS-02", "baris 2, Waktu"},
           {RowWith(day, "08.00-25.00", "", "Materi", "belajar"), "RDS-02", "baris 2, Waktu"},
           {RowWith(day, time, "dua jam", "Materi", "belajar"), "RDS-03", "baris 2, Durasi"},
           {RowWith(day, time, "", "Materi", "rapat"), "RDS-04", "baris 2, Jenis"},
           {RowWith(day, time, "", "Materi", ""), "RDS-04", "baris 2, Jenis"},
           {RowWith(day, time, "", "", "belajar"), "RDS-05", "baris 2, Kegiatan"},
           {RowWith(day, time, "", "Materi", "belajar", "Anonim"), "RDS-06", "baris 2, Narasumber"},
           {RowWith(day, time, "", "Materi", "belajar", "siti rekaan"), "RDS-06",
            "baris 2, Narasumber"}}) {
    const auto refused = ReadText(one.text);
    ASSERT_THAT(refused, RefusedBy(one.rule)) << one.text;
    EXPECT_EQ(FindingsOf(refused.status())[0].where, one.where) << one.text;
    EXPECT_FALSE(FindingsOf(refused.status())[0].message.id.empty());
  }
  const auto known = ReadText(RowWith(day, time, "", "Materi", "belajar", "019d"));
  ASSERT_THAT(known, IsOk()) << "of two who are called the same by the first letters of an id";
  EXPECT_EQ(known->content.items(0).speaker(), kNamesake);
}

TEST(RundownSheet, SaysAllThatIsWrongAtOnce) {
  const auto refused = ReadText(
      Cat(kHeading,
          "1;Kamis, 8 April 2027;pagi;lama;;rapat;;Anonim;;;;;\n"
          "2;Jumat, 8 April 2027;08.00-10.00;;Materi;belajar;;;;;;;\n"));
  std::string told;
  for (const Finding& finding : FindingsOf(refused.status()))
    told += Cat(told.empty() ? "" : " ", finding.rule);
  EXPECT_EQ(told, "RDS-02 RDS-03 RDS-04 RDS-05 RDS-06 RDS-07");
  const SpeakingIndonesian id;
  EXPECT_THAT(
      FindingsOf(ReadText(RowWith("2027-04-08", "", "", "Materi", "rapat")).status())[0].message.id,
      HasSubstr("klinik RTL"));
}

TEST(RundownSheet, SaysWhatAnItemTeachesAndUpToWhichLevel) {
  const auto read = [](const std::string& cell) {
    return ReadText(Cat(
        "No;Hari/Tanggal;Kegiatan;Jenis;Kompetensi\n1;2027-04-08;Materi;belajar;\"", cell, "\"\n"));
  };
  const auto two = read("M.08=5; M.04 = 1");
  ASSERT_THAT(two, IsOk());
  ASSERT_EQ(two->content.items(0).teaches_size(), 2);
  EXPECT_EQ(two->content.items(0).teaches(0).competency(), "M.08");
  EXPECT_EQ(two->content.items(0).teaches(0).level(), 5);
  EXPECT_EQ(two->content.items(0).teaches(1).competency(), "M.04");
  for (const char* wrong : {"M.08", "M.08=0", "M.08=6", "=3"})
    EXPECT_THAT(read(wrong), RefusedBy("RDS-09")) << wrong;
}

TEST(RundownSheet, IsWrittenToBeFilledInWithEachThingOnceAndReadsBack) {
  std::string heading, example;
  for (const sheets::Column& column : RundownFormColumns()) {
    heading += Cat(heading.empty() ? "" : "|", column.heading);
    EXPECT_TRUE(column.name == "track" || !column.example.empty()) << column.name;
  }
  EXPECT_EQ(
      heading,
      "No|Hari/Tanggal|Waktu|Durasi|Kegiatan|Jenis|Tempat|Narasumber|Metode|Tujuan|Bahan|Jalur|"
      "PIC|Kompetensi");
  const SpeakingIndonesian id;
  const AllowedValues values = RundownValues();
  ASSERT_EQ(values.at("kind").size(), 18u);
  for (const auto& [value, code] : values.at("kind")) {
    const auto read = ReadText(RowWith("2027-04-08", "", "", "Materi", value));
    ASSERT_THAT(read, IsOk()) << value;
    EXPECT_EQ(sv::ItemKind_Name(read->content.items(0).kind()), code);
  }
}

}  // namespace
}  // namespace binadaya::cli
