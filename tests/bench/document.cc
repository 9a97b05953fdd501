// The annual plan of 60 items as a PDF: to HTML, and by the renderer with the limits that it has.
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "services/reporting/documents/plan_document.h"
#include "services/reporting/documents/renderer.h"
#include "tests/bench/bench.h"
#include "tests/support/plan.h"

namespace binadaya::bench {
namespace {

namespace documents = ::binadaya::reporting::documents;

constexpr int kItems = 60, kRounds = 7;
constexpr double kAim = 3;

void Main() {
  const documents::Renderer renderer("weasyprint", {});
  const needs::v1::Plan plan = test::PlanOf(kItems);
  documents::Frame frame;
  frame.government = frame.unit_name = "Pemerintah Kota Semarang";
  frame.code = documents::CodeOf(documents::Sheets(plan, frame));
  frame.address = "https://binadaya.example/periksa/" + frame.code;
  for (const documents::Step& step : documents::StepsOf(plan))
    frame.signatories.push_back({.capacity = step.capacity, .name = "Galenoyo"});
  std::vector<double> times, html_times;
  std::size_t bytes = 0;
  for (int round = 0; round < kRounds; ++round) {
    const absl::Time begun = absl::Now();
    const std::string html = documents::Html(plan, frame);
    html_times.push_back(Seconds(begun));
    const absl::StatusOr<std::string> pdf = renderer.Pdf(html, begun + absl::Minutes(1));
    Check(pdf.status());
    times.push_back(Seconds(begun));
    bytes = pdf->size();
  }
  const double median = Median(times);
  Print(
      {.bench = "plan as PDF, 60 items",
       .ours = absl::StrFormat("%.2f s", median),
       .reference = "-",
       .aim = absl::StrFormat("<= %.0f s", kAim),
       .met = median <= kAim});
  Note(absl::StrFormat(
      "of it the HTML %.1f ms; the slowest of %d %.2f s; %d KB", Median(html_times) * 1e3, kRounds,
      Quantile(times, 1), bytes / 1000));
}

}  // namespace
}  // namespace binadaya::bench

int main() { return binadaya::bench::Run(&binadaya::bench::Main); }
