// How budgets, prices and what is found in them read.
#include <algorithm>

#include "absl/strings/str_join.h"
#include "services/cli/budget.h"
#include "services/cli/language.h"
#include "services/cli/render.h"
#include "services/cli/words.h"
#include "services/common/domain/money_text.h"
#include "services/common/domain/text.h"

namespace binadaya::cli {
namespace {

namespace bv = budgeting::v1;

std::string VolumeText(const bv::Side& side) {
  return absl::StrJoin(side.factors(), " × ", [](std::string* out, const bv::Factor& one) {
    absl::StrAppend(out, one.quantity(), " ", one.unit());
  });
}

std::string VersionLine(const bv::Version& version) {
  std::string text =
      Cat(version.unit(), "  ", version.year(), "  ", Word(version.kind()), "  ",
          Say(Cat("versi ", version.seq()), Cat("version ", version.seq())), "  ",
          Word(version.state()), "  ", RupiahText(version.total()));
  if (version.shift() != bv::SHIFT_LEVEL_UNSPECIFIED)
    text += Cat("  ", Say("geser: ", "shift: "), Word(version.shift()));
  if (!version.doc_ref().empty())
    text += Cat("  ", version.doc_ref(), Say(" sejak ", " since "), version.valid_from());
  return Cat(text, "\n");
}

std::string GroupText(const bv::BudgetGroup& group) {
  Rows rows = {
      {Say("baris", "row"), Say("rekening", "account"), Say("uraian", "description"),
       Say("koefisien", "volume"), Say("harga", "price"), Say("PPN", "VAT"),
       Say("sebelum", "before"), Say("setelah", "after")}};
  for (const bv::BudgetLine& line : group.lines()) {
    rows.push_back(
        {Cat(line.row()), line.account(), line.description(), VolumeText(line.after()),
         RupiahText(line.after().price()), Percent(line.after().vat_basis_points()),
         line.has_before() ? RupiahText(line.before().amount()) : "-",
         RupiahText(line.after().amount())});
  }
  return Cat(
      "[#] ", group.title(), "  ", group.subactivity(), "  ", group.source(), "  ",
      RupiahText(group.total()), "\n", Table(rows));
}

template <class Findings>
std::string All(const Findings& findings) {
  std::string text;
  for (const v1::Finding& finding : findings) text += FindingText(finding);
  return text;
}

template <class Findings>
bool Block(const Findings& findings) {
  return std::any_of(
      findings.begin(), findings.end(), [](const v1::Finding& one) { return !one.warning(); });
}

}  // namespace

std::string BudgetText(const bv::Version& version) {
  std::string text = VersionLine(version);
  if (!version.reason().empty())
    text += Cat(Say("dikembalikan: ", "returned: "), version.reason(), "\n");
  for (const bv::BudgetGroup& group : version.budget().groups()) text += GroupText(group);
  if (version.has_budget() && !version.total_in_words().empty())
    text += Cat(Say("terbilang: ", "in words: "), version.total_in_words(), "\n");
  return text;
}

std::string CashPlanText(const bv::CashPlan& plan) {
  Rows rows = {
      {Say("bulan", "month"), Say("rencana", "planned"), Say("s.d. bulan ini", "up to it"),
       Say("terealisasi", "realised"), Say("s.d. bulan ini", "up to it")}};
  for (const bv::CashPlan::Row& row : plan.rows())
    rows[0].push_back(Cat(row.subactivity(), " ", row.source()));
  std::int64_t planned = 0;
  std::int64_t realised = 0;
  for (int m = 0; m < plan.planned_size(); ++m) {
    planned += plan.planned(m);
    realised += plan.realised(m);
    rows.push_back(
        {Cat(plan.year(), m < 9 ? "-0" : "-", m + 1), RupiahText(plan.planned(m)),
         RupiahText(planned), RupiahText(plan.realised(m)), RupiahText(realised)});
    for (const bv::CashPlan::Row& row : plan.rows())
      rows.back().push_back(RupiahText(row.planned(m)));
  }
  return Table(rows);
}

std::string BudgetsText(const bv::ListVersionsResponse& versions) {
  Rows rows = {
      {Say("unit", "unit"), Say("tahun", "year"), Say("versi", "version"), Say("jenis", "kind"),
       Say("keadaan", "state"), Say("jumlah", "total"), Say("dokumen", "document"),
       Say("berlaku", "in force since")}};
  for (const bv::Version& one : versions.versions()) {
    rows.push_back(
        {one.unit(), Cat(one.year()), Cat(one.seq()), Word(one.kind()), Word(one.state()),
         RupiahText(one.total()), one.doc_ref(), one.valid_from()});
  }
  return TableOf(rows);
}

std::string PricesText(const bv::ListPriceStandardsResponse& prices) {
  Rows rows = {
      {Say("kode", "code"), Say("uraian", "name"), Say("jenis", "item"), Say("satuan", "unit"),
       Say("paling tinggi", "at most"), Say("provinsi", "province"), Say("mulai", "from"),
       Say("sampai", "until"), Say("dasar", "basis")}};
  for (const bv::PriceStandard& one : prices.standards()) {
    rows.push_back(
        {one.code(), one.name(), one.item(), one.unit(), RupiahText(one.ceiling()), one.province(),
         one.valid_from(), one.valid_to(), one.legal_basis()});
  }
  return TableOf(rows);
}

Answer FindingsAnswer(const bv::ListVersionFindingsResponse& findings) {
  Answer answer = AnswerOf(All(findings.findings()), findings);
  const auto blocking = std::count_if(
      findings.findings().begin(), findings.findings().end(),
      [](const v1::Finding& one) { return !one.warning(); });
  answer.text +=
      Say(Cat(findings.findings_size(), " temuan, ", blocking, " di antaranya harus diperbaiki\n"),
          Cat(findings.findings_size(), " findings, ", blocking, " of them must be corrected\n"));
  if (blocking > 0) answer.exit = ExitCode::kRefused;
  return answer;
}

Answer DraftAnswer(const bv::ImportVersionResponse& drafted) {
  Answer answer = AnswerOf(All(drafted.findings()), drafted);
  if (const int more = drafted.finding_count() - drafted.findings_size(); more > 0) {
    answer.text +=
        Say(Cat("… dan ", more, " temuan lagi\n"), Cat("… and ", more, " more findings\n"));
  }
  if (!drafted.drafted()) {
    answer.exit = ExitCode::kRefused;
    answer.text +=
        Say(Cat("tidak ada yang ditulis: ", drafted.finding_count(),
                " temuan; perbaiki berkasnya, lalu ulangi\n"),
            Cat("nothing was written: ", drafted.finding_count(),
                " findings; correct the file and try again\n"));
    return answer;
  }
  answer.text +=
      Cat(VersionLine(drafted.version()),
          Say(Cat(drafted.lines(), " rincian, ", drafted.finding_count(), " temuan"),
              Cat(drafted.lines(), " lines, ", drafted.finding_count(), " findings")),
          Block(drafted.findings())
              ? Say("; perbaiki sebelum diajukan", "; correct them before it is submitted")
              : "",
          "\n");
  return answer;
}

}  // namespace binadaya::cli
