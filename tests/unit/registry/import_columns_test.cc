#include "services/registry/domain/import_columns.h"

#include "tests/unit/registry/told.h"

namespace binadaya::registry::domain {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

const std::vector<std::string> kUnitHeading = {"code", "name", "kind", "parent", "direct_service"};

// A CSV (or, with a name, a sheet) whose rows stand on the lines from 1 on.
Table Of(const std::vector<std::vector<std::string>>& rows, const std::string& sheet = "") {
  Table table{.sheet = sheet, .rows = {}, .findings = {}};
  for (const auto& cells : rows)
    table.rows.push_back({static_cast<int>(table.rows.size()) + 1, cells});
  return table;
}

Sheet Units(const std::vector<std::vector<std::string>>& rows, const std::string& sheet = "") {
  return ReadSheet({Of(rows, sheet)}, kUnitColumns);
}

std::vector<std::string> ToldOfRow(const Sheet& sheet, std::size_t row = 0) {
  return Told(sheet.rows.at(row).findings);
}

TEST(Columns, AreFoundInAnyOrderCaseAndLanguage) {
  for (const std::vector<std::string>& heading :
       {kUnitHeading,
        {"Kode", "Nama", "Jenis", "Kode Induk", "Layanan Langsung"},
        {"KODE UNIT", "NAMA UNIT", "JENIS UNIT", "INDUK", "PELAYANAN LANGSUNG"},
        {"\xEF\xBB\xBF"
         "Code",
         "Name\xC2\xA0", "KIND", "Parent Code", "Direct Service"}}) {
    const Sheet sheet = Units({heading, {"A", "Dinas A", "DINAS", "", "ya"}});
    EXPECT_THAT(sheet.findings, IsEmpty()) << heading[0];
    ASSERT_EQ(sheet.rows.size(), 1u);
    EXPECT_EQ(sheet.rows[0].values.at("code"), "A");
    EXPECT_EQ(sheet.rows[0].values.at("direct_service"), "ya");
  }
  const Sheet turned =
      Units({{"name", "direct_service", "code", "parent", "kind"}, {"n", "d", "c", "p", "k"}});
  EXPECT_EQ(turned.rows[0].values.at("kind"), "k");
}

TEST(Columns, OfPeopleMayBeCalledAsInTheFilesOfAnAgency) {
  const Sheet sheet = ReadSheet(
      {Of(
          {{"No.", "NIP Baru", "Nama Lengkap", "L/P", "Tgl. Lahir", "Status Kepegawaian",
            "Gol/Ruang", "Kedudukan Hukum", "Kode Unit Kerja", "Kode Jabatan", "TMT Jabatan"},
           {"1", "n", "a", "l", "b", "e", "g", "k", "u", "p", "s"}})},
      kPersonColumns);
  EXPECT_THAT(sheet.findings, IsEmpty());
  EXPECT_EQ(sheet.rows.at(0).values.at("birth_date"), "b");
  EXPECT_EQ(sheet.rows.at(0).values.at("grade"), "g");
}

TEST(Columns, ThatSayItBestAreReadWhenTwoMightBeMeant) {
  std::vector<std::string> heading;
  for (const Column& column : kPersonColumns) heading.push_back(column.heading);
  heading.insert(heading.begin(), "Unit Kerja");  // the name beside the code
  std::vector<std::string> row(heading.size(), "x");
  row[0] = "Kelurahan Miroto";
  const Sheet sheet = ReadSheet({Of({heading, row})}, kPersonColumns);
  EXPECT_THAT(Told(sheet.findings), ElementsAre("IMP-02 kolom 1!"));
  EXPECT_EQ(sheet.rows.at(0).values.at("unit"), "x");
}

TEST(Columns, AreFoundBelowATitleAndAboveTheirNumbers) {
  const Sheet sheet = Units(
      {{"DAFTAR UNIT"},
       {"Kota Semarang", "2026"},
       kUnitHeading,
       {"(1)", "(2)", "(3)", "(4)", "(5)"},
       {"A", "Dinas A", "DINAS", "", "ya"},
       kUnitHeading,
       {"B", "Dinas B", "DINAS", "", "ya"}});
  EXPECT_THAT(sheet.findings, IsEmpty());
  EXPECT_EQ(sheet.heading, 3);
  ASSERT_EQ(sheet.rows.size(), 2u);
  EXPECT_EQ(sheet.rows[0].line, 5);
  EXPECT_EQ(sheet.rows[1].line, 7);
}

TEST(Columns, AreLookedForInEverySheet) {
  const Sheet sheet = ReadSheet(
      {Of({{"Petunjuk"}}, "Sampul"), Of({kUnitHeading, {"A", "A", "DINAS"}}, "Data")},
      kUnitColumns);
  EXPECT_EQ(sheet.name, "Data");
  EXPECT_EQ(sheet.rows.size(), 1u);
}

TEST(Sheets, Imp10ThatHoldDataBesideAnotherAreNamedAndTheOneToReadIsAskedFor) {
  const Table first =
      Of({kUnitHeading, {"A", "A", "DINAS", "", "ya"}, {"B", "B", "DINAS", "", "ya"}}, "Dinas A");
  const Table second =
      Of({{"DAFTAR UNIT"}, kUnitHeading, {"C", "C", "DINAS", "", "ya"}}, "Dinas B");
  for (const std::vector<Table>& tables : {std::vector{first, second}, {second, first}}) {
    const Sheet sheet = ReadSheet(tables, kUnitColumns);
    ASSERT_THAT(Told(sheet.findings), ElementsAre("IMP-10 berkas"));
    EXPECT_THAT(sheet.findings[0].message.id, HasSubstr("\"Dinas A\" (2)"));
    EXPECT_THAT(sheet.findings[0].message.id, HasSubstr("\"Dinas B\" (1)"));
    const Sheet named = ReadSheet(tables, kUnitColumns, "dinas b");
    EXPECT_THAT(named.findings, IsEmpty());
    EXPECT_EQ(named.name, "Dinas B");
    ASSERT_EQ(named.rows.size(), 1u);
    EXPECT_EQ(named.rows[0].values.at("code"), "C");
  }
}

TEST(Sheets, Imp10ThatLackAColumnAreListsAllTheSameButNotThoseOfCodes) {
  const Table data = Of({kUnitHeading, {"A", "A", "DINAS", "", "ya"}}, "Data");
  const auto told = [&](const std::vector<std::string>& heading) {
    return Told(
        ReadSheet({data, Of({heading, {"B", "B", "DINAS", "B"}}, "Lain")}, kUnitColumns).findings);
  };
  EXPECT_THAT(told({"Kode", "Nama", "Jenis"}), ElementsAre("IMP-10 berkas"));
  EXPECT_THAT(told({"Kode", "Nama"}), IsEmpty());
  EXPECT_THAT(told({"Nama", "Jenis", "Induk", "Layanan Langsung"}), IsEmpty());
  EXPECT_THAT(told({"Kolom", "Nilai", "Arti"}), IsEmpty());
}

TEST(Sheets, WithoutRowsArePassedOverWhereverTheyStand) {
  const Table data = Of({kUnitHeading, {"A", "A", "DINAS", "", "ya"}}, "Data");
  std::vector<std::string> example;
  for (const Column& column : kUnitColumns) example.push_back(column.example);
  example.resize(kUnitHeading.size());
  for (const Table& other :
       {Of({kUnitHeading}, "Kosong"), Of({kUnitHeading, example}, "Contoh"),
        Of({kUnitHeading, {"1", "2", "3", "4", "5"}}, "Nomor"), Of({{"Petunjuk"}}, "Sampul")}) {
    for (const std::vector<Table>& tables : {std::vector{other, data}, {data, other}}) {
      const Sheet sheet = ReadSheet(tables, kUnitColumns);
      EXPECT_THAT(sheet.findings, IsEmpty()) << other.sheet;
      EXPECT_EQ(sheet.name, "Data") << other.sheet;
    }
  }
}

TEST(Sheets, Imp11MustBeThereWhenTheyAreNamed) {
  const Table data = Of({kUnitHeading, {"A", "A", "DINAS", "", "ya"}}, "Data");
  const Sheet sheet = ReadSheet({data}, kUnitColumns, "Dat");
  ASSERT_THAT(Told(sheet.findings), ElementsAre("IMP-11 berkas"));
  EXPECT_THAT(sheet.findings[0].message.id, HasSubstr("\"Data\""));
  EXPECT_THAT(
      Told(ReadSheet({Of({kUnitHeading, {"A"}})}, kUnitColumns, "Data").findings),
      ElementsAre("IMP-11 berkas"));
  EXPECT_THAT(
      Told(ReadSheet({data, Of({{"x"}}, "Lain")}, kUnitColumns, "Lain").findings),
      ElementsAre("IMP-04 berkas"));
}

TEST(Columns, Imp01AreMissing) {
  const Sheet sheet = Units({{"code", "name", "direct_service"}, {"A", "A", "ya"}});
  EXPECT_THAT(Told(sheet.findings), ElementsAre("IMP-01 kind", "IMP-01 parent"));
  // A dictionary may do without the English names.
  EXPECT_THAT(
      ReadSheet({Of({{"Kode", "Nama", "Kelompok"}, {"T.1", "Satu", "TEKNIS"}})}, kCompetencyColumns)
          .findings,
      IsEmpty());
  EXPECT_THAT(sheet.findings[1].message.en, HasSubstr("Kode Induk (parent)"));
}

TEST(Columns, Imp02AreUnknownAndOnlyWarnedOf) {
  const Sheet sheet = Units(
      {{"No", "code", "name", "catatan", "kind", "parent", "direct_service", "", ""},
       {"1", "A", "Dinas A", "x", "DINAS", "", "ya", "", ""}});
  EXPECT_THAT(Told(sheet.findings), ElementsAre("IMP-02 kolom 4!"));
  EXPECT_THAT(ToldOfRow(sheet), IsEmpty());  // empty columns behind are none
}

TEST(Columns, Imp03AreThereTwice) {
  const Sheet sheet = Units({{"code", "name", "kind", "code", "parent", "direct_service"}, {"A"}});
  EXPECT_THAT(Told(sheet.findings), ElementsAre("IMP-03 code"));
}

TEST(Columns, Imp04AreNamedNowhereAndNobodyIsTold) {
  const Sheet sheet = ReadSheet({Of({{"196608011988031001", "Amir"}})}, kPersonColumns);
  EXPECT_THAT(Told(sheet.findings), ElementsAre("IMP-04 berkas"));
  EXPECT_EQ(sheet.heading, 0);
}

TEST(Columns, Csv04WithoutRowsBelowThem) {
  EXPECT_THAT(Told(Units({kUnitHeading}).findings), ElementsAre("CSV-04 berkas"));
}

TEST(Columns, OfAFileThatCannotBeReadAreNotBlamed) {
  Table table = Of({});
  table.findings = {
      {.rule = "CSV-01", .where = "baris 1", .message = {"bukan UTF-8", "not UTF-8"}}};
  EXPECT_THAT(Told(ReadSheet({table}, kUnitColumns).findings), ElementsAre("CSV-01 baris 1"));
}

TEST(Rows, WithoutAnythingInAKnownColumnAreNone) {
  const Sheet sheet = Units(
      {{"No", "code", "name", "kind", "parent", "direct_service"},
       {"1", "A", "Dinas A", "DINAS", "", ""},
       {"2", "", "", "", "", ""},
       {"3", "\xC2\xA0", " ", "", "", ""}});
  EXPECT_EQ(sheet.rows.size(), 1u);
}

TEST(Rows, OfTheTemplatesExampleAreNone) {
  std::vector<std::string> heading, example;
  for (const Column& column : kPersonColumns) {
    heading.push_back(column.heading);
    example.push_back(column.example);
  }
  const Sheet sheet = ReadSheet({Of({heading, example})}, kPersonColumns);
  ASSERT_THAT(Told(sheet.findings), ElementsAre("CSV-04 berkas"));
  EXPECT_THAT(sheet.findings[0].message.id, HasSubstr("baris contoh, yang tidak diimpor"));
  EXPECT_THAT(
      ReadSheet({Of({heading})}, kPersonColumns).findings.at(0).message.id,
      testing::Not(HasSubstr("contoh")));
}

TEST(Rows, Csv03HaveMoreOrFewerCellsThanColumns) {
  const std::vector<std::string> good = {"A", "A", "DINAS", "", "ya"};
  EXPECT_THAT(
      ToldOfRow(Units({kUnitHeading, {"A", "A", "DINAS", "", "ya", "x"}})), ElementsAre("CSV-03 "));
  EXPECT_THAT(ToldOfRow(Units({kUnitHeading, {"A", "A", "DINAS", "", "ya", "", ""}})), IsEmpty());
  EXPECT_THAT(ToldOfRow(Units({kUnitHeading, {"A", "A", "DINAS", ""}})), ElementsAre("CSV-03 "));
  EXPECT_THAT(ToldOfRow(Units({kUnitHeading, good})), IsEmpty());
  // A workbook does not keep empty cells behind the last, and people write notes beside a table.
  EXPECT_THAT(ToldOfRow(Units({kUnitHeading, {"A", "A", "DINAS"}}, "Data")), IsEmpty());
  EXPECT_THAT(
      ToldOfRow(Units({kUnitHeading, {"A", "A", "DINAS", "", "ya", "x"}}, "Data")),
      ElementsAre("CSV-03 !"));
}

TEST(Cells, Imp06LoseWhatNobodySees) {
  const auto read = [](const std::string& cell, const std::vector<std::string>& told) {
    const Sheet sheet = Units({kUnitHeading, {cell, "A", "DINAS", "", "ya"}});
    EXPECT_THAT(ToldOfRow(sheet), testing::ElementsAreArray(told)) << cell;
    return sheet.rows[0].values.at("code");
  };
  const std::vector<std::string> told = {"IMP-06 code!"};
  EXPECT_EQ(read("'33.74.01", told), "33.74.01");
  EXPECT_EQ(
      read(
          "\xE2\x80\x99"
          "33.74.01",
          told),
      "33.74.01");
  EXPECT_EQ(read("33.74.01'", told), "33.74.01");
  EXPECT_EQ(
      read(
          "\xE2\x80\x8B"
          "33.74.01\xEF\xBB\xBF",
          told),
      "33.74.01");
  EXPECT_EQ(
      read(
          "\xC2\xA0"
          "33.74.01\xC2\xA0 ",
          {}),
      "33.74.01");  // as good as a space
  EXPECT_EQ(read("Ma'ruf", {}), "Ma'ruf");
}

TEST(Cells, OfAFileThatTheImportWroteLoseTheirGuardsSilently) {
  const Sheet sheet = Units(
      {{"code", "name", "kind", "parent", "direct_service", "Temuan"},
       {"'33.74.01", "'=A1", "KECAMATAN", "", "ya", "UNIT-01 code: Kode unit kosong."}});
  EXPECT_THAT(sheet.findings, IsEmpty());
  EXPECT_THAT(ToldOfRow(sheet), IsEmpty());
  EXPECT_EQ(sheet.rows[0].values.at("code"), "33.74.01");
  EXPECT_EQ(sheet.rows[0].values.at("name"), "=A1");
}

TEST(Cells, Imp07HoldTheErrorOfAFormula) {
  const Sheet sheet = Units({kUnitHeading, {"#N/A", "A", "DINAS", "", "ya"}});
  EXPECT_THAT(ToldOfRow(sheet), ElementsAre("IMP-07 code"));
}

TEST(Skips, NameLinesThatHoldData) {
  const Sheet sheet = Units({{"Judul"}, kUnitHeading, {"A"}, {"B"}});
  EXPECT_THAT(UnknownLines(sheet, {3, 4}), IsEmpty());
  EXPECT_THAT(UnknownLines(sheet, {1, 2, 3, 5}), ElementsAre(1, 2, 5));
  EXPECT_EQ(NoSuchLine().rule, "IMP-05");
}

}  // namespace
}  // namespace binadaya::registry::domain
