// The annual plan as a document: literals, hostile text, nothing, too much.
#include "services/reporting/documents/plan_document.h"

#include <functional>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/common/domain/text.h"
#include "tests/support/plan.h"

namespace binadaya::reporting::documents {
namespace {

using test::PlanOf;
using test::RevisedPlanOf;
using ::testing::HasSubstr;
using ::testing::Not;

namespace nv = needs::v1;

Frame PlanFrame(bool indonesian = true) {
  return {
      .say = {indonesian},
      .government = "Pemerintah Kota Semarang",
      .unit_name = "Pemerintah Kota Semarang",
      .code = "00000000-0000-8000-8000-000000000002",
      .address = "https://binadaya.example/periksa/00000000-0000-8000-8000-000000000002",
      .printed = "27 Juli 2026 08.00 WIB",
      .signatories = {
          {.capacity = {"Disusun", "Drafted"}, .name = "Galenoyo", .number = "••••1001"},
          {.capacity = {"Ditetapkan", "Set"}}}};
}

std::size_t Count(const std::string& text, const std::string& part) {
  std::size_t count = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1))
    ++count;
  return count;
}

TEST(PlanDocument, PrintsTheColumnsOfArticle207) {
  const std::string html = Html(PlanOf(2), PlanFrame());
  for (const char* part :
       {"Rencana Pengembangan Kompetensi Tahunan", "Pasal 207 ayat (3)", "Rencana awal",
        "Nomor 800/12/2026, 27 Juli 2026",
        // 45.000.000 and 2 × 45.250.000
        "2 program, 3 angkatan, 90 peserta", "Rp135.500.000",
        "seratus tiga puluh lima juta lima ratus ribu rupiah",
        "Pelatihan Kepemimpinan Kelurahan Berbasis Kasus 1", "Manajerial<span",
        "M.08 Pengambilan Keputusan, 1\u00a0→\u00a02", "Teknis<span",
        "M.04 Orientasi pada Hasil, 2\u00a0→\u00a03",
        "Lurah, Pimpinan Kecamatan<span class=\"small\">60 peserta", "Klasikal, tatap muka",
        "Klasikal, campuran", "Aula balai kota", "Triwulan I<", "Maret<", "Triwulan II<",
        "April, Juli", "2 angkatan", "Kurikulum LAN", "Rp90.500.000", "5.04.02.2.01.0003",
        "Sumber dana</td><td>PAD</td><td class=\"n\">1</td>", "Rekapitulasi", "Galenoyo",
        "<svg viewBox", "counter(pages)"}) {
    EXPECT_THAT(html, HasSubstr(part));
  }
  for (const char* part : {">RANCANGAN<", "<sup>", "Perubahan terhadap", "http:"})
    EXPECT_THAT(html, Not(HasSubstr(part)));
}

TEST(PlanDocument, SpeaksEnglishToo) {
  const std::string html = Html(RevisedPlanOf(9), PlanFrame(false));
  for (const char* part :
       {"Annual Plan of Competency Development", "Revision 1", "Decision Making",
        "Without a measured need", "is not verified", "Changes against", "classroom", "March",
        "27 July 2026", "Provincial aid"}) {
    EXPECT_THAT(html, HasSubstr(part));
  }
  for (const char* part : {"Sumber", "Triwulan", "angkatan", "Ditambahkan"})
    EXPECT_THAT(html, Not(HasSubstr(part)));
}

TEST(PlanDocument, MarksWhatNoMeasuredNeedOrVerifiedHoursStandBehind) {
  // The seventh has no measured need, the ninth an unverified JP.
  const std::string six = Html(PlanOf(6), PlanFrame()), nine = Html(PlanOf(9), PlanFrame());
  EXPECT_EQ(Count(six, "<sup>"), 0u);
  EXPECT_EQ(Count(nine, "<sup>1)</sup>"), 2u);  // the item and its footnote
  EXPECT_EQ(Count(nine, "<sup>2)</sup>"), 2u);
  EXPECT_THAT(nine, HasSubstr("mendasarinya (1 program, Rp46.500.000)"));
  EXPECT_THAT(nine, HasSubstr("24<sup>2)</sup>"));
}

TEST(PlanDocument, IsMarkedUntilItIsSet) {
  for (const auto& [state, marked] : std::initializer_list<std::pair<nv::PlanState, bool>>{
           {nv::PLAN_DRAFT, true},
           {nv::PLAN_PROPOSED, true},
           {nv::PLAN_SET, false},
           {nv::PLAN_REVISED, false},
           {nv::PLAN_REPLACED, false}}) {
    nv::Plan plan = PlanOf(1);
    plan.set_state(state);
    EXPECT_EQ(HeadingOf(plan).draft, marked) << state;
    EXPECT_EQ(Count(Html(plan, PlanFrame()), ">RANCANGAN<"), marked ? 1u : 0u) << state;
  }
}

TEST(PlanDocument, OfARevisionShowsWhatItChanges) {
  const std::string html = Html(RevisedPlanOf(3), PlanFrame());
  for (const char* part :
       {"Revisi ke-1", "Efisiensi belanja 15 %", "Ditambahkan", "Dikeluarkan", "Diubah",
        "versi program 1, tatap muka, 1 angkatan, 30 peserta, Triwulan I, Maret",
        // The first: 45.000.000 to the half; the second is out; the third is in.
        "-Rp22.500.000", "-Rp90.500.000", "Rp136.500.000",
        // Before 135.500.000, after 159.000.000.
        "Rp135.500.000", "Rp159.000.000", "Rp23.500.000"}) {
    EXPECT_THAT(html, HasSubstr(part));
  }
  const std::vector<xlsx::Sheet> sheets = Sheets(RevisedPlanOf(3), Frame());
  ASSERT_EQ(sheets.size(), 3u);
  ASSERT_EQ(sheets[2].rows.size(), 5u);
  EXPECT_EQ(std::get<Money>(sheets[2].rows[4][6].value).rupiah, 23'500'000);
  EXPECT_EQ(Sheets(PlanOf(3), Frame()).size(), 2u);
}

TEST(PlanDocument, NamesWhoTookTheStepsAndTheDecree) {
  const std::vector<Step> steps = StepsOf(PlanOf(1));
  ASSERT_EQ(steps.size(), 3u);
  EXPECT_EQ(steps[0].by, "a");
  EXPECT_EQ(steps[1].by, "b");
  EXPECT_EQ(steps[2].by, "c");
  EXPECT_EQ(
      steps[2].capacity.id,
      "Ditetapkan oleh Pejabat Pembina Kepegawaian (PPK) dengan Keputusan Nomor 800/12/2026 "
      "tanggal 27 Juli 2026");
  nv::Plan draft = PlanOf(1);
  draft.clear_decree();
  EXPECT_EQ(StepsOf(draft)[2].capacity.id, "Ditetapkan oleh Pejabat Pembina Kepegawaian (PPK)");
}

TEST(PlanDocument, ShowsHostileTextAsText) {
  nv::Plan plan = PlanOf(1);
  nv::PlanItem& item = *plan.mutable_items(0);
  item.set_title("<script>alert(1)</script>");
  item.set_organiser("=HYPERLINK(\"x\")");
  item.set_place(
      "\xE2\x80\xAE"
      "000.1pR\xE2\x81\xA9\xE2\x80\x8B");  // turned around, and unseen
  item.set_target("{{total}}{{{total}}}");
  item.set_form_name("<img src=x onerror=alert(1)>");
  item.add_months(13);
  item.add_months(13);
  item.set_quarter(-1);
  item.mutable_competencies(0)->set_cluster("<b>");
  plan.set_reason("</td><h1>'");
  const std::string html = Html(plan, PlanFrame());
  for (const char* part :
       {"&lt;script&gt;alert(1)&lt;/script&gt;", "=HYPERLINK(&quot;x&quot;)", "000.1pR<",
        "{{total}}{{{total}}}", "&lt;img src=x", "Maret, 13, 13", "Triwulan –", "&lt;b&gt;",
        "&lt;/td&gt;&lt;h1&gt;&#39;"}) {
    EXPECT_THAT(html, HasSubstr(part));
  }
  for (const char* part : {"<script", "<img", "\xE2\x80\xAE", "\xE2\x81\xA9", "\xE2\x80\x8B"})
    EXPECT_THAT(html, Not(HasSubstr(part)));
  // A formula is text.
  const xlsx::Sheet sheet = Sheets(plan, Frame())[0];
  const auto first = static_cast<std::size_t>(sheet.heading);
  EXPECT_EQ(std::get<std::string>(sheet.rows[first][10].value), "=HYPERLINK(\"x\")");
}

TEST(PlanDocument, HasPlaceForNothingAndForMoreThanCanBeAdded) {
  const std::string none = Html(PlanOf(0), PlanFrame());
  EXPECT_THAT(none, HasSubstr("belum berisi program"));
  EXPECT_THAT(none, HasSubstr("Rp0 (nol rupiah)"));
  EXPECT_THAT(none, Not(HasSubstr("Rekapitulasi")));
  const std::string many = Html(PlanOf(500), PlanFrame());
  EXPECT_THAT(many, HasSubstr("<td class=\"c\">500</td>"));
  EXPECT_THAT(many, HasSubstr("500 program, 999 angkatan, 29.970 peserta"));
  nv::Plan large = PlanOf(1100);
  for (nv::PlanItem& item : *large.mutable_items()) item.set_rupiah(9'000'000'000'000'000);
  EXPECT_THAT(Html(large, PlanFrame()), HasSubstr("terlalu besar"));
}

TEST(PlanDocument, IsATableOfTypedCells) {
  const std::vector<xlsx::Sheet> sheets = Sheets(PlanOf(2), PlanFrame());
  const auto& rows = sheets[0].rows;
  const auto first = static_cast<std::size_t>(sheets[0].heading);
  ASSERT_EQ(rows.size(), first + 3);
  const std::vector<xlsx::Cell>& row = rows[first + 1];
  ASSERT_EQ(row.size(), rows[first - 1].size());
  ASSERT_EQ(row.size(), sheets[0].widths.size());
  EXPECT_EQ(std::get<std::int64_t>(row[0].value), 2);
  EXPECT_EQ(std::get<std::int64_t>(row[5].value), 60);
  EXPECT_EQ(std::get<std::string>(row[7].value), "KL02");
  EXPECT_EQ(std::get<std::string>(row[17].value), "ya");
  EXPECT_EQ(std::get<Money>(row[19].value).rupiah, 90'500'000);
  EXPECT_EQ(std::get<std::string>(row[22].value), "5.04.02.2.01.0003");
  EXPECT_EQ(std::get<std::string>(row[24].value), "ya");
  EXPECT_EQ(std::get<Money>(rows[first + 2][19].value).rupiah, 135'500'000);
  // PAD and DAU; the first and the second quarter; all.
  ASSERT_EQ(sheets[1].rows.size(), 6u);
  EXPECT_EQ(std::get<std::string>(sheets[1].rows[4][1].value), "Triwulan II");
  EXPECT_EQ(std::get<Money>(sheets[1].rows[4][5].value).rupiah, 90'500'000);
  EXPECT_EQ(std::get<Money>(sheets[1].rows[5][5].value).rupiah, 135'500'000);
}

TEST(PlanDocument, IsAnotherOnceAnythingOfItIs) {
  const auto code = [](const nv::Plan& plan) { return CodeOf(Sheets(plan, Frame())); };
  const std::string one = code(RevisedPlanOf(3));
  const std::vector<std::function<void(nv::Plan&)>> changes = {
      [](nv::Plan& p) { p.set_state(nv::PLAN_DRAFT); },
      [](nv::Plan& p) { p.set_number(3); },
      [](nv::Plan& p) { p.set_year(2028); },
      [](nv::Plan& p) { p.set_decree("x"); },
      [](nv::Plan& p) { p.set_set_on("2026-07-28"); },
      [](nv::Plan& p) { p.set_proposed_on("2026-07-28"); },
      [](nv::Plan& p) { p.set_drafted_on("2026-07-28"); },
      [](nv::Plan& p) { p.set_reason("x"); },
      [](nv::Plan& p) { p.mutable_items(0)->set_without_measured_need(true); },
      [](nv::Plan& p) { p.mutable_items(0)->set_jp_unverified(true); },
      [](nv::Plan& p) { p.mutable_items(0)->set_place("x"); },
      [](nv::Plan& p) { p.mutable_items(0)->set_curriculum("x"); },
      [](nv::Plan& p) { p.mutable_items(0)->set_why_id("x"); },
      [](nv::Plan& p) { p.mutable_items(0)->mutable_competencies(0)->set_to_level(5); },
      [](nv::Plan& p) { p.mutable_changes(0)->mutable_after()->set_batches(9); }};
  for (std::size_t i = 0; i < changes.size(); ++i) {
    nv::Plan changed = RevisedPlanOf(3);
    changes[i](changed);
    EXPECT_NE(code(changed), one) << i;
  }
  EXPECT_EQ(code(RevisedPlanOf(3)), one);
}

}  // namespace
}  // namespace binadaya::reporting::documents
