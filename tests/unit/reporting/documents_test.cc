// What documents have in common, and the budget's.
#include "gmock/gmock.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"
#include "services/common/domain/text.h"
#include "services/reporting/documents/budget_document.h"
#include "services/reporting/documents/document.h"

namespace binadaya::reporting::documents {
namespace {

using ::testing::HasSubstr;
using ::testing::MatchesRegex;
using ::testing::Not;

namespace bv = budgeting::v1;

constexpr Speech kId{true}, kEn{false};

TEST(Documents, ShowHostileTextAsText) {
  EXPECT_EQ(
      Escape("<script>alert('x')</script> & \"Budi\""),
      "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; &quot;Budi&quot;");
  EXPECT_EQ(Escape("&lt;"), "&amp;lt;");
  EXPECT_EQ(Escape("a\nb\tc"), "a\nb\tc");
  EXPECT_EQ(Escape(std::string_view("a\0\x01\x1f z", 6)), "a z");
  EXPECT_EQ(Escape("Ó ’ 漢"), "Ó ’ 漢");
}

TEST(Documents, FillTemplatesThroughTheOneEscape) {
  Values values;
  values.Set("name", "<b>'\"&{{x}}{{{x}}}").Set("x", "no").Set("none", "");
  EXPECT_EQ(
      Fill("<p title=\"{{name}}\">{{#none}}a{{/none}}{{^none}}b{{/none}}</p>", values),
      "<p title=\"&lt;b&gt;&#39;&quot;&amp;{{x}}{{{x}}}\">b</p>");
}

TEST(Documents, WriteDaysAndHoursAsTheLanguageDoes) {
  EXPECT_EQ(DayText(absl::CivilDay(2026, 5, 20), kId), "20 Mei 2026");
  EXPECT_EQ(DayText(absl::CivilDay(2026, 5, 20), kEn), "20 May 2026");
  EXPECT_EQ(DayText(std::string("2026-08-01"), kId), "1 Agustus 2026");
  EXPECT_EQ(DayText(std::string("2026-12-31"), kId), "31 Desember 2026");
  EXPECT_EQ(DayText(std::string(""), kId), "");
  absl::TimeZone jakarta;
  ASSERT_TRUE(absl::LoadTimeZone("Asia/Jakarta", &jakarta));
  const absl::Time time = absl::FromCivil(absl::CivilSecond(2026, 5, 20, 0, 30, 0), jakarta);
  EXPECT_EQ(InstantText(time, jakarta, kId), "20 Mei 2026 00.30 WIB");
  EXPECT_EQ(InstantText(time, jakarta, kEn), "20 May 2026 00:30 WIB");
}

TEST(Documents, AreKnownByTheirContent) {
  const auto code = [](const std::vector<xlsx::Cell>& row) {
    return CodeOf({{.name = "A", .rows = {row}}});
  };
  const std::string one = code({{"a"}, {Money{1}}});
  EXPECT_THAT(
      one, MatchesRegex("[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"));
  EXPECT_EQ(code({{"a"}, {Money{1}}}), one);
  EXPECT_EQ(code({{"a", true}, {Money{1}}}), one);  // how it looks is not what it says
  for (const std::vector<xlsx::Cell>& other : std::vector<std::vector<xlsx::Cell>>{
           {{"a"}, {Money{2}}},
           {{"a"}, {std::int64_t{1}}},
           {{"a"}, {"1"}},
           {{"a"}},
           {{"a"}, {}, {Money{1}}},
           {{"a2:1:1"}}}) {
    EXPECT_NE(code(other), one);
  }
  EXPECT_NE(
      CodeOf({{.name = "A", .rows = {{{"ab"}, {"c"}}}}}),
      CodeOf({{.name = "A", .rows = {{{"a"}, {"bc"}}}}}));
  EXPECT_NE(
      CodeOf({{.name = "A", .rows = {{{"a"}}, {{"b"}}}}}),
      CodeOf({{.name = "A", .rows = {{{"a"}, {"b"}}}}}));
}

TEST(Documents, CarryACodeThatACameraReads) {
  const std::string svg = QrSvg("https://binadaya.example/periksa/0f9a");
  // 36 bytes at level M fit version 3: 29 modules and a quiet zone of 4 around them.
  EXPECT_THAT(svg, HasSubstr("viewBox=\"0 0 37 37\""));
  EXPECT_THAT(svg, HasSubstr("M4 4h1v1h-1z"));
  EXPECT_THAT(svg, Not(HasSubstr("M5 5h1v1h-1z")));  // the ring of the finder
  EXPECT_THAT(svg, HasSubstr("M6 6h1v1h-1z"));
  EXPECT_EQ(QrSvg(std::string(4000, 'x')), "");
}

bv::Version VersionOf(const std::string& text) {
  bv::Version version;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &version));
  return version;
}

// A draft with the arithmetic of Figure 3, and a cut.
bv::Version Sample() {
  return VersionOf(R"(
    id: "v" unit: "OPD04" year: 2027 kind: MURNI seq: 1 state: DRAFT drafted_by: "x"
    budget {
      groups {
        subactivity: "5.04.02.2.01.0007" title: "Capacity Building <Lurah> & Camat" source: "PAD" total: 143248000
        lines {
          row: 3 account: "5.1.02.04.01.0005" description: "Paket rapat <script>alert(1)</script>"
          specification: "Fullboard" province: "DI YOGYAKARTA" standard: "PAKET.DIY" exception: "SK/7"
          before { factors { quantity: "2" unit: "Orang/Hari" } price: 143000 amount: 286000 }
          after { factors { quantity: "210" unit: "Orang" } factors { quantity: "2,5" unit: "Hari" }
                  price: 143000 vat_basis_points: 1100 amount: 83333250 }
        }
        lines {
          row: 4 account: "5.1.02.02.01.0003" description: "Honorarium"
          before { factors { quantity: "1" unit: "OJ" } price: 90000000 amount: 90000000 }
          after { factors { quantity: "1" unit: "OJ" } price: 1000000 amount: 1000000 }
        }
      }
    })");
}

Frame FrameFor(Speech say) {
  return {
      .say = say,
      .government = "Pemerintah Kota Semarang",
      .unit_name = "Badan Kepegawaian, Pendidikan dan Pelatihan",
      .code = "00000000-0000-8000-8000-000000000001",
      .address = "https://binadaya.example/periksa/00000000-0000-8000-8000-000000000001",
      .printed = "20 Mei 2026 08.00 WIB",
      .signatories = {
          {.capacity = {"Disusun", "Drafted"},
           .name = "Galenoyo <img src=x onerror=alert(1)>",
           .number = "••••1001",
           .post = "Analis & Perencana"},
          {.capacity = {"Disahkan", "Approved"}}}};
}

TEST(BudgetDocument, PrintsEachLineBeforeAndAfter) {
  const std::string html = Html(Sample(), FrameFor(kId));
  for (const char* part :
       {"Rincian Belanja (RKA)", "Badan Kepegawaian, Pendidikan dan Pelatihan (OPD04)",
        "Capacity Building &lt;Lurah&gt; &amp; Camat", "Sumber dana PAD",
        "Paket rapat &lt;script&gt;alert(1)&lt;/script&gt;", "2 Orang/Hari", "Rp286.000",
        "210 Orang × 2,5 Hari", "11 %", "Rp83.333.250",
        "PAKET.DIY · DI YOGYAKARTA · pengecualian SK/7",
        // Added up, and the total that was written beside it.
        "Rp90.286.000", "Rp84.333.250", "tertulis Rp143.248.000", "-Rp5.952.750",
        "delapan puluh empat juta tiga ratus tiga puluh tiga ribu dua ratus lima puluh rupiah",
        "Galenoyo &lt;img src=x onerror=alert(1)&gt;", "NIP ••••1001", "Analis &amp; Perencana",
        "……………………", "<svg viewBox", "dicetak 20 Mei 2026 08.00 WIB", "Rekapitulasi",
        // Counted from one, whatever rows of a file its lines came from.
        "<td class=\"c\">1</td><td>5.1.02.04.01.0005",
        "<td class=\"c\">2</td><td>5.1.02.02.01.0003", "counter(pages)"}) {
    EXPECT_THAT(html, HasSubstr(part));
  }
  EXPECT_THAT(html, Not(HasSubstr("<script")));
  EXPECT_THAT(html, Not(HasSubstr("<img")));
  EXPECT_THAT(html, Not(HasSubstr("http:")));
}

TEST(BudgetDocument, SpeaksEnglishToo) {
  const std::string html = Html(Sample(), FrameFor(kEn));
  for (const char* part :
       {"<html lang=\"en\">", "Budget Details (RKA)", "Source of funds", "written Rp143.248.000",
        "exception SK/7", ">DRAFT<", "First budget of the year"}) {
    EXPECT_THAT(html, HasSubstr(part));
  }
  for (const char* part : {"Setelah", "rupiah", "Sumber", "RANCANGAN"})
    EXPECT_THAT(html, Not(HasSubstr(part)));
}

TEST(BudgetDocument, IsMarkedUntilItIsInForce) {
  for (const auto& [state, marked] : std::initializer_list<std::pair<bv::VersionState, bool>>{
           {bv::DRAFT, true},
           {bv::SUBMITTED, true},
           {bv::VERIFIED, true},
           {bv::VALID, false},
           {bv::SUPERSEDED, false}}) {
    bv::Version version = Sample();
    version.set_state(state);
    const std::string html = Html(version, FrameFor(kId));
    EXPECT_EQ(html.find(">RANCANGAN<") != std::string::npos, marked) << state;
    EXPECT_EQ(
        HeadingOf(version).title.id, marked ? "Rincian Belanja (RKA)" : "Rincian Belanja (DPA)");
    version.set_kind(bv::PERUBAHAN);
    EXPECT_EQ(
        HeadingOf(version).title.id, marked ? "Rincian Belanja (RKA)" : "Rincian Belanja (DPPA)");
  }
}

TEST(BudgetDocument, HasPlaceForNothingAndForMoreThanCanBeAdded) {
  const bv::Version none = VersionOf(R"(unit: "A" year: 2027 kind: MURNI seq: 1 state: DRAFT)");
  EXPECT_THAT(Html(none, FrameFor(kId)), HasSubstr("belum berisi baris belanja"));
  EXPECT_THAT(Html(none, FrameFor(kId)), HasSubstr("Rp0 (nol rupiah)"));
  EXPECT_THAT(Html(none, FrameFor(kId)), Not(HasSubstr("Rekapitulasi")));
  bv::Version large = Sample();
  for (int i = 0; i < 1100; ++i) {
    bv::BudgetLine& line = *large.mutable_budget()->mutable_groups(0)->add_lines();
    line.mutable_after()->set_amount(9'000'000'000'000'000);
  }
  EXPECT_THAT(Html(large, FrameFor(kId)), HasSubstr("terlalu besar"));
}

TEST(BudgetDocument, NamesWhoApprovesItsKind) {
  bv::Version version = Sample();
  version.set_verified_by("b");
  version.set_validated_by("c");
  const std::vector<Step> steps = StepsOf(version);
  ASSERT_EQ(steps.size(), 3u);
  EXPECT_EQ(steps[0].by, "x");
  EXPECT_EQ(steps[1].by, "b");
  EXPECT_EQ(steps[2].by, "c");
  EXPECT_EQ(steps[2].capacity.id, "Disahkan oleh Pengguna Anggaran");
  version.set_kind(bv::PERGESERAN);
  version.set_shift(bv::RINCIAN);
  EXPECT_EQ(StepsOf(version)[2].capacity.id, "Disetujui oleh PPKD");
  version.set_shift(bv::OBJEK);
  EXPECT_EQ(StepsOf(version)[2].capacity.id, "Disetujui oleh Sekretaris Daerah");
}

TEST(BudgetDocument, IsATableOfTypedCells) {
  const std::vector<xlsx::Sheet> sheets = Sheets(Sample(), FrameFor(kId));
  ASSERT_EQ(sheets.size(), 1u);
  const auto& rows = sheets[0].rows;
  const auto first = static_cast<std::size_t>(sheets[0].heading);
  ASSERT_EQ(rows.size(), first + 4);  // two lines, the group, all
  const std::vector<xlsx::Cell>& line = rows[first];
  ASSERT_EQ(line.size(), rows[first - 1].size());
  EXPECT_EQ(std::get<std::int64_t>(line[0].value), 1);
  EXPECT_EQ(std::get<std::int64_t>(rows[first + 1][0].value), 2);
  EXPECT_EQ(std::get<std::string>(line[4].value), "5.1.02.04.01.0005");
  EXPECT_EQ(std::get<std::string>(line[5].value), "Paket rapat <script>alert(1)</script>");
  EXPECT_EQ(std::get<Money>(line[12].value).rupiah, 286'000);
  EXPECT_EQ(std::get<std::string>(line[13].value), "210 Orang × 2,5 Hari");
  EXPECT_EQ(std::get<Money>(line[16].value).rupiah, 83'333'250);
  EXPECT_EQ(std::get<Money>(line[17].value).rupiah, 83'047'250);
  EXPECT_EQ(std::get<Money>(rows[first + 2][16].value).rupiah, 143'248'000);
  EXPECT_EQ(std::get<Money>(rows[first + 3][16].value).rupiah, 84'333'250);
  EXPECT_EQ(std::get<Money>(rows[first + 3][17].value).rupiah, -5'952'750);
}

TEST(BudgetDocument, IsAnotherOnceAnythingOfItIs) {
  const auto code = [](const bv::Version& version) { return CodeOf(Sheets(version, Frame())); };
  const std::string one = code(Sample());
  const std::vector<std::function<void(bv::Version&)>> changes = {
      [](bv::Version& v) { v.set_state(bv::SUBMITTED); },
      [](bv::Version& v) { v.set_seq(2); },
      [](bv::Version& v) { v.set_unit("OPD05"); },
      [](bv::Version& v) { v.set_reason("harga salah"); },
      [](bv::Version& v) { v.set_doc_ref("DPA/1"); },
      [](bv::Version& v) { v.mutable_budget()->mutable_groups(0)->set_total(1); },
      [](bv::Version& v) { v.mutable_budget()->mutable_groups(0)->set_source("DAU"); },
      [](bv::Version& v) {
        v.mutable_budget()->mutable_groups(0)->mutable_lines(0)->set_exception("SK/8");
      },
      [](bv::Version& v) {
        v.mutable_budget()->mutable_groups(0)->mutable_lines(1)->mutable_after()->set_price(9);
      }};
  for (std::size_t i = 0; i < changes.size(); ++i) {
    bv::Version changed = Sample();
    changes[i](changed);
    EXPECT_NE(code(changed), one) << i;
  }
  EXPECT_EQ(code(Sample()), one);
}

}  // namespace
}  // namespace binadaya::reporting::documents
