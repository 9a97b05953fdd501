// Documents: HTML of one template, PDF by the renderer beside us, a process each; the workbook of
// the same. No reference.
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "services/common/domain/text.h"
#include "services/reporting/documents/budget_document.h"
#include "services/reporting/documents/renderer.h"
#include "tests/bench/bench.h"

namespace binadaya::bench {
namespace {

namespace documents = reporting::documents;

constexpr int kRounds = 5;

documents::Frame AFrame() {
  documents::Frame frame;
  frame.government = "Pemerintah Kota Semarang";
  frame.unit_name = "Badan Kepegawaian, Pendidikan dan Pelatihan";
  frame.code = "00000000-0000-8000-8000-000000000001";
  frame.address = Cat("https://binadaya.example/periksa/", frame.code);
  frame.printed = "20 Mei 2026 08.00 WIB";
  for (int i = 0; i < 3; ++i)
    frame.signatories.push_back({.capacity = {"Disusun", "Drafted"}, .name = "Galenoyo"});
  return frame;
}

budgeting::v1::Version ABudget(int lines) {
  budgeting::v1::Version version;
  version.set_unit("OPD04");
  version.set_year(2027);
  version.set_seq(1);
  budgeting::v1::BudgetGroup& group = *version.mutable_budget()->add_groups();
  group.set_title("Capacity Building Lurah");
  group.set_subactivity("5.04.02.2.01.0007");
  group.set_source("PAD");
  for (int i = 1; i <= lines; ++i) {
    budgeting::v1::BudgetLine& line = *group.add_lines();
    line.set_row(i);
    line.set_account("5.1.02.04.01.0005");
    line.set_description("Paket rapat atau pertemuan di luar kantor, fullboard, eselon III");
    line.set_specification("Dua hari satu malam, kamar berdua");
    line.set_standard("PAKET.DIY");
    for (budgeting::v1::Side* side : {line.mutable_before(), line.mutable_after()}) {
      budgeting::v1::Factor& factor = *side->add_factors();
      factor.set_quantity(Cat(i));
      factor.set_unit("Orang/Hari");
      side->set_price(1'430'000);
      side->set_amount(1'430'000LL * i);
    }
  }
  return version;
}

// The median of some rounds; a document that is refused ends the bench.
template <class Facts>
void PrintPdf(const std::string& name, const Facts& facts, double aim) {
  const documents::Renderer renderer("weasyprint", {});
  std::vector<double> whole, html, workbook;
  for (int round = 0; round < kRounds; ++round) {
    const absl::Time begun = absl::Now();
    const std::string page = documents::Html(facts, AFrame());
    html.push_back(Seconds(begun));
    const auto pdf = renderer.Pdf(page, absl::Now() + absl::Seconds(50));
    Check(pdf.status());
    whole.push_back(Seconds(begun));
    const absl::Time book = absl::Now();
    (void)xlsx::WriteSheets(documents::Sheets(facts, AFrame()));
    workbook.push_back(Seconds(book));
  }
  const double median = Median(whole);
  Print(
      {.bench = Cat(name, " as PDF"),
       .ours = absl::StrFormat("%.2f s", median),
       .reference = "-",
       .aim = absl::StrFormat("<= %g s", aim),
       .met = median <= aim});
  Note(absl::StrFormat(
      "of it HTML %.1f ms; the same as XLSX %.1f ms", 1e3 * Median(html), 1e3 * Median(workbook)));
}

void Document() {
  PrintPdf("budget of 60 lines", ABudget(60), 3);
  PrintPdf("budget of 600 lines", ABudget(600), 20);
}

}  // namespace
}  // namespace binadaya::bench

int main() { return binadaya::bench::Run(&binadaya::bench::Document); }
