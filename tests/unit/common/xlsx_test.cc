#include "services/common/xlsx.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/common/domain/text.h"
#include "services/common/xlsx_write.h"
#include "services/common/zip.h"

namespace binadaya::xlsx {
namespace {

using ::testing::ElementsAre;

// A workbook as Excel lays it out, with this sheet data.
class Excel {
 public:
  std::string Bytes() const {
    return zip::Pack(
        {{"[Content_Types].xml", "<Types/>"},
         {"_rels/.rels",
          R"(<Relationships><Relationship Id="rId1" Type="http://x/officeDocument" Target="xl/workbook.xml"/></Relationships>)"},
         {"xl/workbook.xml", Cat("<workbook xmlns:r=\"r\"><workbookPr ", book, "/><sheets>", sheets,
                                 "</sheets></workbook>")},
         {"xl/_rels/workbook.xml.rels",
          R"(<Relationships><Relationship Id="rId1" Type="http://x/worksheet" Target="worksheets/sheet1.xml"/>
             <Relationship Id="rId2" Type="http://x/worksheet" Target="/xl/worksheets/sheet2.xml"/>
             <Relationship Id="rId3" Type="http://x/styles" Target="styles.xml"/>
             <Relationship Id="rId4" Type="http://x/sharedStrings" Target="sharedStrings.xml"/></Relationships>)"},
         {"xl/styles.xml",
          R"(<styleSheet><numFmts><numFmt numFmtId="164" formatCode="[$-421]dd\ mmmm\ yyyy;@"/>
             <numFmt numFmtId="165" formatCode="[Red]#,##0.00&quot;day&quot;"/></numFmts>
             <cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="20"/></cellXfs></styleSheet>)"},
         {"xl/sharedStrings.xml", Cat("<sst>", strings, "</sst>")},
         {"xl/worksheets/sheet1.xml",
          Cat("<worksheet><sheetData>", data, "</sheetData></worksheet>")},
         {"xl/worksheets/sheet2.xml",
          "<worksheet><sheetData><row><c t=\"str\"><v>x</v></c></row></sheetData></worksheet>"}});
  }
  std::vector<std::string> FirstRow() const {
    const std::vector<Table> tables = Read(Bytes());
    EXPECT_TRUE(tables[0].findings.empty());
    return tables[0].rows.empty() ? std::vector<std::string>() : tables[0].rows[0].cells;
  }

  std::string book, data;
  std::string sheets = R"(<sheet name="Data" sheetId="1" r:id="rId1"/>)";
  std::string strings =
      "<si><t>satu</t></si><si><r><t>du</t></r><r><rPr><b/></rPr><t xml:space=\"preserve\">a "
      "</t></r><rPh><t>x</t></rPh></si><si><t>_x000D_a_x005F_x0041_</t></si>";
};

std::vector<std::string> Cells(const std::string& cells, const std::string& book = "") {
  Excel excel;
  excel.book = book;
  excel.data = Cat("<row r=\"1\">", cells, "</row>");
  return excel.FirstRow();
}

std::vector<std::string> Rules(const std::string& bytes) {
  const std::vector<Table> tables = Read(bytes);
  std::vector<std::string> rules;
  for (const Finding& finding : tables.at(0).findings) rules.push_back(finding.rule);
  return rules;
}

TEST(Xlsx, ReadsSharedInlineAndFormulaStrings) {
  EXPECT_THAT(
      Cells(R"(<c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="s"><v>2</v></c>
               <c r="D1" t="inlineStr"><is><t>empat</t></is></c><c r="E1" t="str"><f>A1</f><v>lima</v></c>)"),
      ElementsAre("satu", "dua", "a_x0041_", "empat", "lima"));
}

TEST(Xlsx, ReadsNumbersAsTheyLookAndTruthAndErrors) {
  EXPECT_THAT(
      Cells(R"(<c><v>12</v></c><c><v>0.1</v></c><c><v>1.5E+3</v></c><c><v>33.740000000000002</v></c>
               <c t="b"><v>1</v></c><c t="b"><v>0</v></c><c t="e"><v>#N/A</v></c>)"),
      ElementsAre("12", "0.1", "1500", "33.74", "TRUE", "FALSE", "#N/A"));
}

TEST(Xlsx, KeepsThatANumberWasTooLongForExcel) {
  EXPECT_THAT(Cells("<c><v>1.9660801198803101E+17</v></c>"), ElementsAre("1.9660801198803101E+17"));
  EXPECT_THAT(Cells("<c><v>196608011988031000</v></c>"), ElementsAre("196608011988031000"));
}

TEST(Xlsx, ReadsDatesByTheirFormat) {
  EXPECT_THAT(
      Cells(R"(<c s="1"><v>24320</v></c><c s="2"><v>46082.5</v></c><c s="0"><v>24320</v></c>
               <c s="3"><v>24320</v></c><c s="4"><v>0.5</v></c><c t="d"><v>2026-03-01T00:00:00</v></c>)"),
      ElementsAre("1966-08-01", "2026-03-01", "24320", "24320", "0.5", "2026-03-01"));
}

TEST(Xlsx, CountsDaysAsExcelDoesAroundADayThatNeverWas) {
  EXPECT_THAT(
      Cells(
          R"(<c s="1"><v>1</v></c><c s="1"><v>59</v></c><c s="1"><v>61</v></c><c s="1"><v>2958465</v></c>
               <c s="1"><v>2958466</v></c><c s="1"><v>0</v></c>)"),
      ElementsAre("1900-01-01", "1900-02-28", "1900-03-01", "9999-12-31", "2958466", "0"));
  EXPECT_THAT(Cells(R"(<c s="1"><v>0</v></c>)", "date1904=\"1\""), ElementsAre("1904-01-01"));
}

TEST(Xlsx, LeavesOutEmptyRowsAndCellsBehindTheLast) {
  Excel excel;
  excel.data = R"(<row r="2"><c r="A2" s="1"/><c r="B2" s="1"><v></v></c></row>
                  <row r="5"><c r="C5"><v>3</v></c><c r="D5" s="1"/></row><row><c><v>6</v></c></row>)";
  const Table table = Read(excel.Bytes())[0];
  ASSERT_EQ(table.rows.size(), 2u);
  EXPECT_EQ(table.rows[0].line, 5);
  EXPECT_THAT(table.rows[0].cells, ElementsAre("", "", "3"));
  EXPECT_EQ(table.rows[1].line, 6);
}

TEST(Xlsx, ReadsVisibleSheetsInTheirOrder) {
  Excel excel;
  excel.sheets =
      R"(<sheet name="Lama" r:id="rId1" state="hidden"/><sheet name="Dua" r:id="rId2"/><sheet name="Satu" r:id="rId1"/>)";
  const std::vector<Table> tables = Read(excel.Bytes());
  ASSERT_EQ(tables.size(), 2u);
  EXPECT_EQ(tables[0].sheet, "Dua");
  EXPECT_EQ(tables[1].sheet, "Satu");
}

TEST(Xlsx, Xlsx01IsNoWorkbookOrDamagedOrLocked) {
  EXPECT_THAT(Rules("\xD0\xCF\x11\xE0 with a password"), ElementsAre("XLSX-01"));
  EXPECT_THAT(Rules("PK\x03\x04 and nothing more"), ElementsAre("XLSX-01"));
  EXPECT_THAT(Rules(zip::Pack({{"mimetype", "x"}})), ElementsAre("XLSX-01"));
  Excel excel;
  excel.data = "<row><c t=\"s\"><v>99</v></c></row>";
  EXPECT_THAT(Rules(excel.Bytes()), ElementsAre("XLSX-01"));
  excel.data = "<row><c t=\"str\"><v>\xff</v></c></row>";
  EXPECT_THAT(Rules(excel.Bytes()), ElementsAre("XLSX-01"));
  excel.data = "<row>";
  EXPECT_THAT(Rules(excel.Bytes()), ElementsAre("XLSX-01"));
}

TEST(Xlsx, Xlsx02IsLargerThanCanBeReadAtOnce) {
  Excel excel;
  excel.data = "<row><c r=\"SR1\"><v>1</v></c></row>";  // column 512
  EXPECT_THAT(Rules(excel.Bytes()), ElementsAre());
  excel.data = "<row><c r=\"SS1\"><v>1</v></c></row>";
  EXPECT_THAT(Rules(excel.Bytes()), ElementsAre("XLSX-02"));
  // A small file that unpacks to a large one.
  excel.data = std::string(65UL * 1024 * 1024, ' ');
  EXPECT_LT(excel.Bytes().size(), 1024UL * 1024);
  EXPECT_THAT(Rules(excel.Bytes()), ElementsAre("XLSX-02"));
}

TEST(Xlsx, Xlsx02IsAlsoWhatIsReadOutOfAllCellsTogether) {
  Excel excel;
  excel.strings = Cat("<si><t>", std::string(1024UL * 1024, 'a'), "</t></si>");
  const auto naming_it = [&](int times) {
    excel.data.clear();
    for (int i = 0; i < times; ++i) excel.data += "<row><c t=\"s\"><v>0</v></c></row>";
    return Rules(excel.Bytes());
  };
  EXPECT_THAT(naming_it(126), ElementsAre());
  EXPECT_THAT(naming_it(128), ElementsAre("XLSX-02"));
}

TEST(Xlsx, Xlsx03IsMoreSheetsThanOneImports) {
  Excel excel;
  excel.sheets = "<sheet name=\"Lama\" r:id=\"rId1\" state=\"hidden\"/>";
  for (int i = 0; i < 32; ++i) excel.sheets += Cat("<sheet name=\"", i, "\" r:id=\"rId2\"/>");
  EXPECT_EQ(Read(excel.Bytes()).size(), 32u);
  excel.sheets += "<sheet name=\"33\" r:id=\"rId2\"/>";
  EXPECT_THAT(Rules(excel.Bytes()), ElementsAre("XLSX-03"));
}

TEST(Xlsx, Xlsx04IsARowThatDoesNotComeAfterTheOneBefore) {
  Excel excel;
  const auto rows = [&](const std::string& first, const std::string& second) {
    excel.data =
        Cat("<row r=\"", first, "\"><c><v>1</v></c></row><row r=\"", second,
            "\"><c><v>2</v></c></row>");
    return Rules(excel.Bytes());
  };
  EXPECT_THAT(rows("2", "3"), ElementsAre());
  EXPECT_THAT(rows("2", "2"), ElementsAre("XLSX-04"));
  EXPECT_THAT(rows("3", "2"), ElementsAre("XLSX-04"));
  EXPECT_THAT(rows("0", "1"), ElementsAre("XLSX-04"));
  EXPECT_THAT(rows("-4", "1"), ElementsAre("XLSX-04"));
  EXPECT_THAT(rows("x", "1"), ElementsAre("XLSX-04"));
}

TEST(Xlsx, WritesWhatItReads) {
  Table table;
  table.sheet = "Data & <Nilai>";
  table.rows = {
      {1, {"nip", "nama"}},
      {3, {"196608011988031001", "", "Budi \"Andi\" & <x>", "a\nb", "=1+1", "2026-03-01"}},
      {9, {"_x0041_", "a\tb", "Ó ’", "1,99E+17", "007"}}};
  const std::vector<Table> again =
      Read(Write({table, {.sheet = "Lagi", .rows = {{1, {"x"}}}, .findings = {}}}));
  ASSERT_EQ(again.size(), 2u);
  EXPECT_EQ(again[0].sheet, table.sheet);
  ASSERT_EQ(again[0].rows.size(), table.rows.size());
  for (std::size_t i = 0; i < table.rows.size(); ++i) {
    EXPECT_EQ(again[0].rows[i].line, table.rows[i].line);
    EXPECT_EQ(again[0].rows[i].cells, table.rows[i].cells);
  }
  EXPECT_EQ(again[1].sheet, "Lagi");
}

TEST(Xlsx, WritesEachCellAsWhatItIs) {
  const std::string bytes = WriteSheets(
      {{.name = "Belanja",
        .rows = {
            {{"kode", true}, {"jumlah", true}},
            {{"5.1.02"}, {Money{1'500'000}}, {absl::CivilDay(2026, 5, 20)}, {Quantity{2'500}}},
            {{"=1+1"}, {Money{-1'500}}, {std::int64_t{210}}, {}, {"007"}},
            {{"+62812"}, {Money{999'999'999'999'999}}, {Money{1'000'000'000'000'000}}}}}});
  const std::vector<Table> tables = Read(bytes);
  ASSERT_EQ(tables.size(), 1u);
  EXPECT_EQ(tables[0].sheet, "Belanja");
  ASSERT_EQ(tables[0].rows.size(), 4u);
  EXPECT_THAT(tables[0].rows[0].cells, ElementsAre("kode", "jumlah"));
  EXPECT_THAT(tables[0].rows[1].cells, ElementsAre("5.1.02", "1500000", "2026-05-20", "2.5"));
  EXPECT_THAT(tables[0].rows[2].cells, ElementsAre("=1+1", "-1500", "210", "", "007"));
  EXPECT_THAT(
      tables[0].rows[3].cells, ElementsAre("+62812", "999999999999999", "1000000000000000"));
  const auto sheet = zip::Reader(bytes).Read("xl/worksheets/sheet1.xml", 1 << 20);
  ASSERT_TRUE(sheet.ok());
  EXPECT_THAT(*sheet, ::testing::Not(::testing::HasSubstr("<f>")));
  EXPECT_THAT(*sheet, ::testing::HasSubstr("<v>1500000</v>"));
  EXPECT_THAT(*sheet, ::testing::HasSubstr("<v>999999999999999</v>"));
  // A digit more, and Excel would lose it.
  EXPECT_THAT(*sheet, ::testing::Not(::testing::HasSubstr("<v>1000000000000000</v>")));
}

TEST(Xlsx, WritesTheSameCellsAsTheSameBytes) {
  const std::vector<Sheet> sheets = {{.name = "A", .rows = {{{"x"}, {Money{1}}}}}};
  EXPECT_EQ(WriteSheets(sheets), WriteSheets(sheets));
}

TEST(Xlsx, WritesSheetsUnderNamesThatExcelTakes) {
  const std::string long_name(31, 'a');
  const std::vector<Table> tables = Read(WriteSheets(
      {{.name = "[a]:b*c?d/e\\f", .rows = {{{"1"}}}},
       {.name = "", .rows = {{{"2"}}}},
       {.name = long_name, .rows = {{{"3"}}}},
       {.name = Cat(long_name, "b"), .rows = {{{"4"}}}},
       {.name = "'x", .rows = {{{"5"}}}}}));
  std::vector<std::string> names;
  for (const Table& table : tables) names.push_back(table.sheet);
  EXPECT_THAT(names, ElementsAre("-a--b-c-d-e-f", "Sheet2", long_name, "Sheet4", "Sheet5"));
}

TEST(Xlsx, CutsATextThatNoCellHolds) {
  const auto held = [](std::size_t characters) {
    std::string text;
    for (std::size_t i = 0; i < characters; ++i) text += "é";
    const std::string cell =
        Read(WriteSheets({{.name = "A", .rows = {{{text}}}}}))[0].rows.at(0).cells.at(0);
    return cell == text;
  };
  EXPECT_TRUE(held(32'767));
  EXPECT_FALSE(held(32'768));
}

}  // namespace
}  // namespace binadaya::xlsx
