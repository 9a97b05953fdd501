#include "services/reporting/documents/plan_document.h"

#include <algorithm>
#include <optional>

#include "services/common/domain/money_text.h"
#include "services/common/domain/text.h"
#include "services/reporting/documents/plan_text.h"
#include "services/reporting/documents/templates.h"

namespace binadaya::reporting::documents {
namespace {

namespace nv = needs::v1;

bool WasSet(const nv::Plan& plan) {
  return plan.state() == nv::PLAN_SET || plan.state() == nv::PLAN_REVISED ||
         plan.state() == nv::PLAN_REPLACED;
}

Values& SetAmounts(Values& values, const PlanChangeRow& change, Speech say) {
  return values.Set("before", AmountText(change.before, say))
      .Set("after", AmountText(change.after, say))
      .Set("difference", AmountText(change.difference, say))
      .Set("sign", SignOf(change.difference));
}

Values ItemOf(const nv::PlanItem& item, int no, Speech say) {
  std::vector<Values> competencies;
  for (const std::string& one : CompetenciesOf(item, say))
    competencies.emplace_back().Set("competency", one);
  const std::string curriculum =
      item.curriculum().empty() ? say("belum disebut", "not named") : item.curriculum();
  Values values;
  values.Set("no", Cat(no))
      .Set("title", item.title())
      .Set("unmeasured", item.without_measured_need())
      .Set("why", say(item.why_id(), item.why_en()))
      .Set("kinds", KindsOf(item, say))
      .Set("competencies", competencies)
      .Set("target", item.target())
      .Set("seats", SeatsText(item.seats(), say))
      .Set("form", item.form_name())
      .Set("channel", ChannelOf(item, say))
      .Set("organiser", item.organiser())
      .Set("place", item.place())
      .Set("quarter", QuarterText(item.quarter(), say))
      .Set("months", MonthsOf(item, say))
      .Set("batches", BatchesText(item.batches(), say))
      .Set("jp", Cat(item.jp()))
      .Set("unverified", item.jp_unverified())
      .Set("curriculum", curriculum)
      .Set("amount", Rupiah({item.rupiah()}))
      .Set("source", say(SourceOf(item.source())))
      .Set("subactivity", item.sub_activity());
  return values;
}

// "dengan Keputusan Nomor 800/12 tanggal 20 Mei 2026"
Message ByDecree(const nv::Plan& plan) {
  if (plan.decree().empty()) return {"", ""};
  return {
      Cat(" dengan Keputusan Nomor ", plan.decree(), " tanggal ",
          DayText(plan.set_on(), Speech{true})),
      Cat(" by decree no. ", plan.decree(), " of ", DayText(plan.set_on(), Speech{false}))};
}

xlsx::Sheet ItemSheet(const nv::Plan& plan, const Frame& frame, const PlanSums& sums) {
  const Speech say = frame.say;
  const auto head = [&](const char* id, const char* en) { return xlsx::Cell{say(id, en), true}; };
  xlsx::Sheet sheet{
      .name = say("Rencana", "Plan"),
      .rows = {},
      .widths = {6,  36, 16, 40, 24, 10, 14, 10, 24, 22, 26, 26, 12, 20, 10,
                 10, 8,  12, 26, 18, 18, 14, 22, 10, 14, 44, 36, 36, 30, 30},
      .landscape = true};
  const auto fact = [&](const char* id, const char* en, const xlsx::Value& value) {
    sheet.rows.push_back({{}, head(id, en), {value}});
  };
  fact("Dokumen", "Document", say(HeadingOf(plan).title));
  fact("Tahun", "Year", Cat(plan.year()));
  fact("Versi", "Version", say(VersionText(plan)));
  fact("Keadaan", "State", say(PlanStateOf(plan.state())));
  if (!plan.reason().empty()) fact("Alasan", "Reason", plan.reason());
  fact("Disusun pada", "Drafted on", DayText(plan.drafted_on(), say));
  fact("Diusulkan pada", "Proposed on", DayText(plan.proposed_on(), say));
  fact("Ditetapkan pada", "Set on", DayText(plan.set_on(), say));
  fact("Nomor keputusan", "Decree", plan.decree());
  sheet.rows.push_back(
      {head("No.", "No."),
       head("Program", "Program"),
       head("Jenis", "Kind"),
       head("Kompetensi", "Competencies"),
       head("Sasaran", "Target"),
       head("Peserta", "Participants"),
       head("Dari kecamatan", "Of kecamatan"),
       head("Kode bentuk", "Form code"),
       head("Bentuk", "Form"),
       head("Jalur", "Channel"),
       head("Penyelenggara", "Organiser"),
       head("Tempat", "Place"),
       head("Triwulan", "Quarter"),
       head("Bulan", "Months"),
       head("Angkatan", "Batches"),
       head("Per angkatan", "Batch size"),
       head("JP", "JP"),
       head("JP terverifikasi", "JP verified"),
       head("Kesesuaian kurikulum", "Curriculum standard"),
       head("Anggaran", "Budget"),
       head("Per angkatan", "Of a batch"),
       head("Sumber dana", "Source"),
       head("Sub-kegiatan", "Sub-activity"),
       head("Peringkat", "Rank"),
       head("Kebutuhan terukur", "Measured need"),
       head("Alasan", "Why"),
       head("Hasil", "Result"),
       head("Tujuan", "Objectives"),
       head("Narasumber", "Speakers"),
       head("Sarana", "Facilities")});
  sheet.heading = static_cast<int>(sheet.rows.size());
  int no = 0;
  const auto yes = [&](bool is) { return is ? say("ya", "yes") : say("tidak", "no"); };
  for (const nv::PlanItem& item : plan.items()) {
    sheet.rows.push_back(
        {{std::int64_t{++no}},
         {item.title()},
         {KindsOf(item, say)},
         {Joined(CompetenciesOf(item, say))},
         {item.target()},
         {std::int64_t{item.seats()}},
         {std::int64_t{item.kecamatan_seats()}},
         {item.form()},
         {item.form_name()},
         {ChannelOf(item, say)},
         {item.organiser()},
         {item.place()},
         {QuarterText(item.quarter(), say)},
         {MonthsOf(item, say)},
         {std::int64_t{item.batches()}},
         {std::int64_t{item.batch_size()}},
         {std::int64_t{item.jp()}},
         {yes(!item.jp_unverified())},
         {item.curriculum()},
         {Money{item.rupiah()}},
         {Money{item.rupiah_per_batch()}},
         {say(SourceOf(item.source()))},
         {item.sub_activity()},
         {std::int64_t{item.rank()}},
         {yes(!item.without_measured_need())},
         {say(item.why_id(), item.why_en())},
         {item.result()},
         {Joined(item.objectives())},
         {Joined(item.speakers())},
         {Joined(item.facilities())}});
  }
  std::vector<xlsx::Cell> total(20);
  total[1] = head("Jumlah", "Total");
  total[5] = {sums.all.seats, true};
  total[14] = {sums.all.batches, true};
  total[19] = AmountCell(Added(sums.all.amounts), say, true);
  sheet.rows.push_back(total);
  return sheet;
}

xlsx::Sheet SumSheet(const PlanSums& sums, Speech say) {
  const auto head = [&](const char* id, const char* en) { return xlsx::Cell{say(id, en), true}; };
  xlsx::Sheet sheet{
      .name = say("Rekapitulasi", "Summary"),
      .rows =
          {{head("Menurut", "By"), head("", ""), head("Program", "Programs"),
            head("Angkatan", "Batches"), head("Peserta", "Participants"),
            head("Anggaran", "Budget")}},
      .widths = {30, 24, 12, 12, 12, 22},
      .heading = 1};
  for (const PlanSumRow& row : PlanSumRows(sums, say)) {
    sheet.rows.push_back(
        {{row.by},
         {row.of},
         {std::int64_t{row.total.programs}},
         {row.total.batches},
         {row.total.seats},
         AmountCell(Added(row.total.amounts), say, false)});
  }
  return sheet;
}

xlsx::Sheet ChangeSheet(const nv::Plan& plan, Speech say) {
  const auto head = [&](const char* id, const char* en) { return xlsx::Cell{say(id, en), true}; };
  xlsx::Sheet sheet{
      .name = say("Perubahan", "Changes"),
      .rows =
          {{head("Perubahan", "Change"), head("Program", "Program"), head("Sebelum", "Before"),
            head("Anggaran sebelum", "Budget before"), head("Setelah", "After"),
            head("Anggaran setelah", "Budget after"), head("Selisih", "Difference")}},
      .widths = {16, 36, 48, 20, 48, 20, 20},
      .heading = 1,
      .landscape = true};
  const auto add = [&](const PlanChangeRow& one, bool bold) {
    sheet.rows.push_back(
        {{one.kind, bold},
         {one.title},
         {one.was},
         AmountCell(one.before, say, bold),
         {one.is},
         AmountCell(one.after, say, bold),
         AmountCell(one.difference, say, bold)});
  };
  for (const PlanChangeRow& one : ChangesOf(plan, say)) add(one, false);
  PlanChangeRow all = ChangeOf(plan);
  all.kind = say("Jumlah", "Total");
  add(all, true);
  return sheet;
}

}  // namespace

Heading HeadingOf(const nv::Plan& plan) {
  return {
      .title = {"Rencana Pengembangan Kompetensi Tahunan", "Annual Plan of Competency Development"},
      .unit = "/",
      .year = plan.year(),
      .draft = !WasSet(plan)};
}

std::vector<Step> StepsOf(const nv::Plan& plan) {
  const Message decree = ByDecree(plan);
  return {
      {{"Disusun oleh analis pengembangan kompetensi", "Drafted by the competency analyst"},
       plan.drafted_by()},
      {{"Diusulkan oleh Pejabat yang Berwenang (PyB)", "Proposed by the authorised official (PyB)"},
       plan.proposed_by()},
      {{Cat("Ditetapkan oleh Pejabat Pembina Kepegawaian (PPK)", decree.id),
        Cat("Set by the appointing authority (PPK)", decree.en)},
       plan.set_by()}};
}

std::string Html(const nv::Plan& plan, const Frame& frame) {
  const Speech say = frame.say;
  const PlanSums sums = PlanSumsOf(plan);
  const std::optional<Money> total = Added(sums.all.amounts);
  std::vector<Values> items, rows, changes;
  int no = 0;
  for (const nv::PlanItem& item : plan.items()) items.push_back(ItemOf(item, ++no, say));
  for (const PlanSumRow& row : PlanSumRows(sums, say)) {
    rows.emplace_back()
        .Set("by", row.by)
        .Set("of", row.of)
        .Set("programs", Grouped(row.total.programs))
        .Set("batches", Grouped(row.total.batches))
        .Set("seats", Grouped(row.total.seats))
        .Set("amount", AmountText(Added(row.total.amounts), say));
  }
  for (const PlanChangeRow& one : ChangesOf(plan, say)) {
    SetAmounts(changes.emplace_back(), one, say)
        .Set("kind", one.kind)
        .Set("title", one.title)
        .Set("was", one.was)
        .Set("is", one.is);
  }
  const bool unverified = std::any_of(
      plan.items().begin(), plan.items().end(),
      [](const nv::PlanItem& item) { return item.jp_unverified(); });
  const auto programs = [&](int count) {
    return Cat(Grouped(count), say(" program", count == 1 ? " program" : " programs"));
  };
  Values values;
  SetAmounts(values, ChangeOf(plan), say)
      .Set("id", say.indonesian)
      .Set("en", !say.indonesian)
      .Set("version", say(VersionText(plan)))
      .Set("state", say(PlanStateOf(plan.state())))
      .Set("reason", plan.reason())
      .Set("decree", plan.decree())
      .Set("set_on", DayText(plan.set_on(), say))
      .Set(
          "content", Cat(programs(sums.all.programs), ", ", BatchesText(sums.all.batches, say),
                         ", ", SeatsText(sums.all.seats, say)))
      .Set("total", AmountText(total, say))
      .Set("words", say.indonesian && total.has_value() ? InWords(*total) : "")
      .Set("items", items)
      .Set("filled", !items.empty())
      .Set("any_unmeasured", sums.unmeasured.programs > 0)
      .Set(
          "unmeasured_sum", Cat(programs(sums.unmeasured.programs), ", ",
                                AmountText(Added(sums.unmeasured.amounts), say)))
      .Set("any_unverified", unverified)
      .Set("sums", rows)
      .Set("revised", !changes.empty())
      .Set("changes", changes);
  return Page(HeadingOf(plan), frame, Fill(kPlanHtml, values));
}

std::vector<xlsx::Sheet> Sheets(const nv::Plan& plan, const Frame& frame) {
  const PlanSums sums = PlanSumsOf(plan);
  std::vector<xlsx::Sheet> sheets = {ItemSheet(plan, frame, sums), SumSheet(sums, frame.say)};
  if (!plan.changes().empty()) sheets.push_back(ChangeSheet(plan, frame.say));
  return sheets;
}

Print PrintOf(const nv::Plan& plan) {
  Print print{
      .about = {},
      .file = "rencana-tahunan",
      .steps = StepsOf(plan),
      .html = [plan](const Frame& frame) { return Html(plan, frame); },
      .sheets = [plan](const Frame& frame) { return Sheets(plan, frame); }};
  print.about.set_kind(v1::ANNUAL_PLAN);
  print.about.set_subject(plan.id());
  print.about.set_unit("/");
  print.about.set_year(plan.year());
  print.about.set_number(plan.number());
  print.about.set_version(plan.version());
  print.about.set_state(nv::PlanState_Name(plan.state()));
  print.about.set_in_force(WasSet(plan));
  print.about.set_total(plan.rupiah());
  return print;
}

}  // namespace binadaya::reporting::documents
