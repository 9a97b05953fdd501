// Budgets as files, in the columns of the printed one: what goes out comes back, and what is wrong
// is told with its row and column.
#include <set>

#include "services/common/csv.h"
#include "services/common/table_file.h"
#include "tests/integration/budgeting/budget.h"

namespace binadaya::test {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::IsSupersetOf;

class BudgetFiles : public BudgetTest {
 protected:
  static constexpr char kItem[] = "019b8bab-25b4-7187-9582-d547fc7da3e7";

  // The columns that a clerk fills in.
  static std::vector<std::string> Heading() {
    return {"Baris",       "Sub Kegiatan",   "Sumber Dana",       "Kode Rekening",  "Uraian",
            "Provinsi",    "Standar Harga",  "Setelah/Koefisien", "Setelah/Satuan", "Setelah/Harga",
            "Setelah/PPN", "Setelah/Jumlah", "Yang Dihitung",     "Item Rencana",   "Peserta"};
  }
  static std::string Csv(const std::vector<std::vector<std::string>>& rows) {
    Table table{.sheet = "", .rows = {{1, Heading()}}, .findings = {}};
    for (const auto& row : rows) {
      table.rows.push_back({static_cast<int>(table.rows.size()) + 1, row});
      table.rows.back().cells.resize(Heading().size());
    }
    return csv::Write(table);
  }
  static std::vector<std::string> Group(const std::string& total) {
    return {"KELOMPOK", kSubactivity, "PAD", "",   "Capacity building lurah", "", "", "",
            "",         "",           "",    total};
  }
  static std::vector<std::string> Row(
      const std::string& volume, const std::string& unit, const std::string& price,
      const std::string& amount, const std::string& vat = "0 %") {
    return {"RINCIAN",
            "",
            "",
            kMeeting,
            "Paket rapat di luar kantor",
            "DI YOGYAKARTA",
            "PAKET.DIY",
            volume,
            unit,
            price,
            vat,
            amount};
  }

  bv::ImportVersionRequest ImportOf(
      const std::string& file, bv::VersionKind kind = bv::MURNI, const std::string& unit = kUnit,
      int year = kYear) {
    bv::ImportVersionRequest request;
    request.set_request_id(platform_.Id());
    request.set_unit(unit);
    request.set_year(year);
    request.set_kind(kind);
    request.set_file(file);
    return request;
  }
  bv::ImportVersionResponse Import(const bv::ImportVersionRequest& request) {
    const auto imported =
        platform_.budgeting().ImportVersion(As("pptk", "/", absl::Minutes(2)), request);
    EXPECT_THAT(imported, IsOk());
    return imported.ok() ? *imported : bv::ImportVersionResponse();
  }
  std::string Export(const bv::Version& version, bv::FileFormat format) {
    bv::ExportVersionRequest request;
    request.set_unit(version.unit());
    request.set_id(version.id());
    request.set_format(format);
    const auto file = platform_.budgeting().ExportVersion(As("auditor"), request);
    EXPECT_THAT(file, IsOk());
    return file.ok() ? file->file() : "";
  }
  bv::Version Get(const bv::Version& version) {
    bv::GetVersionRequest request;
    request.set_unit(version.unit());
    request.set_id(version.id());
    const auto got = platform_.budgeting().GetVersion(As("auditor"), request);
    EXPECT_THAT(got, IsOk());
    return got.ok() ? *got : bv::Version();
  }
  // "BL-01 3 Setelah/Jumlah", warnings left out.
  static std::vector<std::string> Told(const bv::ImportVersionResponse& response) {
    std::vector<std::string> told;
    for (const v1::Finding& finding : response.findings()) {
      if (finding.warning()) continue;
      told.push_back(
          Cat(finding.rule(), " ", finding.values().count("row") ? finding.values().at("row") : "",
              " ", finding.values().count("column") ? finding.values().at("column") : ""));
    }
    return told;
  }
  static std::string Cells(const std::string& file) {
    std::string text;
    const std::vector<Table> tables = ReadTables(file);
    for (const TableRow& row : tables.front().rows) {
      text += Cat(row.line, ":");
      for (const std::string& cell : row.cells) text += Cat(" | ", cell);
      text += "\n";
    }
    return text;
  }
};

// A budget with every kind of line, drafted by a program.
bv::Budget Everything(const std::vector<std::string>& lines, const char* subactivity) {
  bv::Budget budget;
  bv::BudgetGroup& first = *budget.add_groups();
  first.set_subactivity(subactivity);
  first.set_title("=Capacity building; \"lurah\"");
  first.set_source("PAD");
  first.set_total(7'215'000);
  const auto line = [](bv::BudgetGroup& group, const std::string& id, std::int64_t price) {
    bv::BudgetLine& out = *group.add_lines();
    out.set_id(id);
    out.set_account("5.1.02.04.01.0005");
    out.set_description("Paket rapat");
    bv::Factor& factor = *out.mutable_after()->add_factors();
    factor.set_quantity("1");
    factor.set_unit("Orang/Hari");
    out.mutable_after()->set_price(price);
    out.mutable_after()->set_amount(price);
    return &out;
  };
  line(first, lines[0], 1'500'000);
  line(first, lines[1], 0);  // no longer needed
  bv::BudgetLine& many = *line(first, "", 2'000'000);
  many.set_description("+62 \xC3\xA9 Rapat; baris kedua, dengan koma");
  many.set_specification("0012");
  many.set_province("DI YOGYAKARTA");
  many.set_standard("PAKET.DIY");
  many.set_exception("Kep 1/2027");
  many.set_plan_item("019b8bab-25b4-7187-9582-d547fc7da3e7");
  many.set_counted(bv::PARTICIPANTS);
  many.mutable_after()->mutable_factors(0)->set_quantity("2,5");
  many.mutable_after()->mutable_factors(0)->set_unit("Orang");
  bv::Factor& days = *many.mutable_after()->add_factors();
  days.set_quantity("1");
  days.set_unit("Box hari");
  many.mutable_after()->set_vat_basis_points(1'100);
  many.mutable_after()->set_price(2'000'000);
  many.mutable_after()->set_amount(5'550'000);
  bv::BudgetLine& speaker = *line(first, "", 165'000);
  speaker.set_counted(bv::SPEAKERS);
  speaker.mutable_after()->set_vat_basis_points(25);
  bv::BudgetGroup& second = *budget.add_groups();
  second.set_subactivity(subactivity);
  second.set_source("DAU");
  second.set_total(1'500);
  line(second, "", 1'500)->set_counted(bv::NOBODY);
  for (const auto& [of, amount] : {std::pair("PAD", 7'215'000), std::pair("DAU", 1'500)}) {
    bv::Total& total = *budget.add_sources();
    total.set_of(of);
    total.set_amount(amount);
  }
  bv::Total& all = *budget.add_subactivities();
  all.set_of(subactivity);
  all.set_amount(7'216'500);
  bv::Planned& planned = *budget.add_planned();
  planned.set_plan_item("019b8bab-25b4-7187-9582-d547fc7da3e7");
  planned.set_participants(1'930);
  planned.set_speakers(4);
  planned.set_days(2);
  planned.set_minutes(900);
  return budget;
}

TEST_F(BudgetFiles, ComeBackAsTheyWereFromCsvAndFromXlsx) {
  bv::DraftVersionRequest request = Draft({{}}, bv::PERUBAHAN);
  *request.mutable_budget() = Everything(Lines({1'000'000, 2'000'000}), kSubactivity);
  bv::Version version = Drafted(request);
  EXPECT_EQ(version.budget().groups(0).lines(1).before().amount(), 2'000'000);
  for (const bv::FileFormat format : {bv::FILE_CSV, bv::FILE_XLSX, bv::FILE_CSV}) {
    const std::string file = Export(version, format);
    bv::ImportVersionRequest import = ImportOf(file, bv::PERUBAHAN);
    import.set_id(version.id());
    import.set_version(version.version());
    const bv::ImportVersionResponse imported = Import(import);
    ASSERT_TRUE(imported.drafted()) << imported.DebugString();
    EXPECT_EQ(imported.lines(), 5);
    const bv::Version again = Get(version);
    // Rows are those of the file.
    int row = 3;
    for (int g = 0; g < 2; ++g) {
      for (bv::BudgetLine& line : *version.mutable_budget()->mutable_groups(g)->mutable_lines())
        line.set_row(row++);
      ++row;
    }
    EXPECT_EQ(again.budget().DebugString(), version.budget().DebugString());
    EXPECT_EQ(again.total(), version.total());
    // And the file that comes of it is the one that went in.
    EXPECT_EQ(Cells(Export(again, format)), Cells(file));
    version = again;
  }
}

TEST_F(BudgetFiles, WithTheFigure3OfThePaperAreDraftedAndRefusedWithEveryFault) {
  const bv::ImportVersionResponse imported = Import(ImportOf(Csv(
      {Group("Rp143.248.000"), Row("2", "Orang/Hari", "143.000,00", "Rp143.000"),
       Row("210 Orang/Hari", "", "Rp143.000", "Rp143.000")})));
  ASSERT_TRUE(imported.drafted());
  EXPECT_THAT(
      Told(imported),
      ElementsAre("BL-02 2 Setelah/Jumlah", "BL-01 3 Setelah/Jumlah", "BL-01 4 Setelah/Jumlah"));
  EXPECT_EQ(imported.findings(0).values().at("difference"), "Rp112.932.000");
  EXPECT_EQ(imported.findings(1).values().at("expected"), "Rp286.000");
  EXPECT_EQ(imported.findings(2).values().at("expected"), "Rp30.030.000");
  EXPECT_EQ(imported.findings(2).where(), "baris 4, Setelah/Jumlah");
  EXPECT_EQ(FindingsOf(Submit(imported.version()).status()).size(), 3u);
  EXPECT_EQ(Get(imported.version()).budget().groups(0).lines(1).row(), 4);
}

TEST_F(BudgetFiles, TellTenKindsOfFaultAtOnceEachInItsRowAndColumn) {
  std::vector<std::string> unknown = Row("1", "Orang/Hari", "1000", "1000");
  unknown[0] = "CATATAN";
  std::vector<std::string> without_account = Row("1", "Orang/Hari", "1000", "1000");
  without_account[3] = "";
  std::vector<std::string> counted = Row("1", "Orang/Hari", "1000", "1000");
  counted.emplace_back("SEMUA");
  const std::string file = Csv(
      {Row("1", "Orang/Hari", "1000", "1000"),
       Group("Rp1.000.000"),
       Row("1", "Orang/Hari", "1.500", "1500"),
       Row("1", "Orang/Hari", "-1000", "1000"),
       Row("2.5", "Orang/Hari", "1000", "2500"),
       Row("2 x 3", "Orang", "1000", "6000"),
       Row("1", "Orang/Hari", "1000", "1000", "0.11"),
       unknown,
       without_account,
       counted,
       {"RENCANA", "", "", "", "", "", "", "", "", "", "", "", "", kItem, "1.930"},
       Row("2", "Orang/Hari", "1000", "1000"),
       Row("1", "Orang/Hari", "200.000.000", "200.000.000"),
       Row("1", "Orang/Hari", "1,500,000", "99999999999999999999")});
  const bv::ImportVersionResponse imported = Import(ImportOf(file));
  EXPECT_FALSE(imported.drafted());
  EXPECT_THAT(
      Told(imported),
      ElementsAre(
          "BF-02 2 Baris", "MON-04 4 Setelah/Harga", "MON-03 5 Setelah/Harga",
          "MON-08 6 Setelah/Koefisien", "BF-03 7 Setelah/Satuan", "MON-09 8 Setelah/PPN",
          "BF-01 9 Baris", "FIELD-04 10 Kode Rekening", "BF-04 11 Yang Dihitung",
          "BF-05 12 Peserta", "BL-01 13 Setelah/Jumlah", "BL-03 14 Setelah/Harga",
          "MON-04 15 Setelah/Harga", "MON-06 15 Setelah/Jumlah"));
  EXPECT_EQ(imported.finding_count(), imported.findings_size());
  bv::ListVersionsRequest list;
  list.set_unit(kUnit);
  EXPECT_EQ(platform_.budgeting().ListVersions(As("auditor"), list)->versions_size(), 0);
}

TEST_F(BudgetFiles, ThatCannotBeReadSayWhy) {
  EXPECT_THAT(Told(Import(ImportOf("bukan, sebuah\nanggaran, x\n"))), Contains("IMP-04  "));
  EXPECT_THAT(Told(Import(ImportOf("Baris;Uraian\nRINCIAN;x\n"))), Contains("IMP-01  "));
  EXPECT_THAT(Told(Import(ImportOf(Csv({})))), Contains("CSV-04  "));
  EXPECT_THAT(Told(Import(ImportOf("PK\x03\x04 rusak"))), Contains("XLSX-01  "));
}

TEST_F(BudgetFiles, OfTenThousandLinesGoInAndOut) {
  std::vector<std::vector<std::string>> rows = {Group("Rp10.000.000")};
  for (int i = 0; i < 10'000; ++i) rows.push_back(Row("1", "Orang/Hari", "1000", "1000"));
  const bv::ImportVersionResponse imported = Import(ImportOf(Csv(rows)));
  ASSERT_TRUE(imported.drafted());
  EXPECT_EQ(imported.lines(), 10'000);
  EXPECT_EQ(imported.version().total(), 10'000'000);
  EXPECT_THAT(Told(imported), IsEmpty());
  const std::string file = Export(imported.version(), bv::FILE_XLSX);
  EXPECT_EQ(ReadTables(file).front().rows.size(), 10'002u);
  // As many findings as a person can use; all are counted.
  rows[0][11] = "Rp1";
  for (std::size_t i = 1; i < rows.size(); ++i) rows[i][11] = "1.500";
  const bv::ImportVersionResponse wrong = Import(ImportOf(Csv(rows)));
  EXPECT_FALSE(wrong.drafted());
  EXPECT_EQ(wrong.finding_count(), 10'000);
  EXPECT_EQ(wrong.findings_size(), 1'000);
}

TEST_F(BudgetFiles, OfAnotherUnitOrYearAreNotTakenForItsOwn) {
  InForce(Draft({{}, {}}));
  InForce(Draft({{}}, bv::MURNI, kOther));
  bv::ListVersionsRequest list;
  list.set_unit(kUnit);
  const bv::Version mine = platform_.budgeting().ListVersions(As("auditor"), list)->versions(0);
  const std::string file = Export(mine, bv::FILE_CSV);
  EXPECT_THAT(
      Told(Import(ImportOf(file, bv::PERUBAHAN, kOther))),
      IsSupersetOf({"BL-16 3 Id Baris", "BL-16 4 Id Baris"}));
  const bv::ImportVersionResponse next = Import(ImportOf(file, bv::MURNI, kUnit, kYear + 1));
  EXPECT_FALSE(next.drafted());
  EXPECT_THAT(Told(next), IsSupersetOf({"BL-16 3 Id Baris", "BL-16 4 Id Baris"}));
  const bv::ImportVersionResponse own = Import(ImportOf(file, bv::PERUBAHAN));
  EXPECT_TRUE(own.drafted());
  EXPECT_EQ(own.version().seq(), 2);
  bv::ExportVersionRequest request;
  request.set_unit(kOther);
  request.set_id(mine.id());
  request.set_format(bv::FILE_CSV);
  EXPECT_THAT(
      platform_.budgeting().ExportVersion(As("auditor"), request),
      HasCode(absl::StatusCode::kNotFound));
}

TEST_F(BudgetFiles, ThatAreOldSayThatTheirSideBeforeIsNotInForceAnyMore) {
  const bv::Version first = InForce(Draft({{}, {}}));
  const std::string old = Export(first, bv::FILE_XLSX);
  const auto& lines = first.budget().groups(0).lines();
  const bv::Version second = InForce(
      Draft(
          {{.price = 900'000, .id = lines[0].id()}, {.price = 1'100'000, .id = lines[1].id()}},
          bv::PERGESERAN),
      "ppkd");
  // The first file has no side before: nothing came before it.
  EXPECT_THAT(Import(ImportOf(old, bv::PERGESERAN)).findings(), IsEmpty());
  const bv::ImportVersionResponse imported = [&] {
    bv::ListVersionsRequest list;
    list.set_unit(kUnit);
    const bv::Version draft = platform_.budgeting().ListVersions(As("auditor"), list)->versions(0);
    bv::ImportVersionRequest request = ImportOf(Export(second, bv::FILE_XLSX), bv::PERGESERAN);
    request.set_id(draft.id());
    return Import(request);
  }();
  ASSERT_EQ(imported.findings_size(), 2);
  EXPECT_TRUE(imported.drafted());
  EXPECT_EQ(imported.findings(0).rule(), "BF-06");
  EXPECT_EQ(imported.findings(0).where(), "baris 3, Sebelum/Jumlah");
  EXPECT_EQ(imported.findings(0).values().at("found"), "Rp1.000.000");
  EXPECT_EQ(imported.findings(0).values().at("expected"), "Rp900.000");
  EXPECT_EQ(Get(imported.version()).budget().groups(0).lines(0).before().amount(), 900'000);
}

TEST_F(BudgetFiles, AreTakenOnceForARequestAlsoAWeekLater) {
  const bv::ImportVersionRequest request =
      ImportOf(Csv({Group("Rp1.000"), Row("1", "Orang/Hari", "1000", "1000")}));
  const bv::ImportVersionResponse first = Import(request);
  MoveTo(absl::CivilDay(kYear, 3, 8));
  const bv::ImportVersionResponse again = Import(request);
  EXPECT_EQ(again.SerializeAsString(), first.SerializeAsString());
  EXPECT_EQ(Get(first.version()).version(), 1);
}

TEST_F(BudgetFiles, ArePricedByTheStandardOfTheDay) {
  bv::ImportPriceStandardsRequest prices;
  prices.set_request_id(platform_.Id());
  *prices.add_rows() = BudgetTest::Row("PAKET.DIY", "Rp999.999", "DI YOGYAKARTA");
  prices.mutable_rows(0)->set_valid_from("2027-07-01");
  ASSERT_THAT(platform_.budgeting().ImportPriceStandards(As("ppkd"), prices), IsOk());
  const std::string file =
      Csv({Group("Rp1.000.000"), Row("1", "Orang/Hari", "1.000.000", "1.000.000")});
  MoveTo(absl::CivilDay(kYear, 6, 30));
  EXPECT_THAT(Told(Import(ImportOf(file))), IsEmpty());
  MoveTo(absl::CivilDay(kYear, 7, 1));
  EXPECT_THAT(
      Told(Import(ImportOf(file, bv::MURNI, kOther))), ElementsAre("BL-03 3 Setelah/Harga"));
  // Next year is priced as of its first day.
  EXPECT_THAT(
      Told(Import(ImportOf(file, bv::MURNI, kOther, kYear + 1))),
      ElementsAre("BL-03 3 Setelah/Harga"));
}

TEST_F(BudgetFiles, WithoutAVersionAreAnExampleThatCanBeRead) {
  bv::ExportVersionRequest request;
  request.set_unit(kUnit);
  for (const bv::FileFormat format : {bv::FILE_CSV, bv::FILE_XLSX}) {
    request.set_format(format);
    const auto file = platform_.budgeting().ExportVersion(As("auditor"), request);
    ASSERT_THAT(file, IsOk());
    bv::ImportVersionRequest import =
        ImportOf(file->file(), bv::MURNI, format == bv::FILE_CSV ? kUnit : kOther);
    const bv::ImportVersionResponse imported = Import(import);
    EXPECT_TRUE(imported.drafted());
    EXPECT_EQ(imported.version().total(), 62'220'000);
    // Its prices and accounts are invented; its sums are right.
    EXPECT_THAT(Told(imported), ElementsAre("BL-03 3 Setelah/Harga", "BL-04 4 Kode Rekening"));
  }
}

}  // namespace
}  // namespace binadaya::test
