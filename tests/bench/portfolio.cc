// Portfolio: the generated year of a city (80 programs in 3 variants each, 120 needs, 6 ceilings,
// seats for kecamatan, trainers' hours, batches a month), 20 of them. Ours: Choose, to the proven
// optimum and through its ties, on one core. Reference: OR-Tools CP-SAT on every core, the same
// program in whole numbers (of points only), when BINADAYA_ORTOOLS names a python3 that has
// `ortools`. Then the same solver on instances of Chu and Beasley (OR-Library), when BINADAYA_MKNAP
// names the file mknapcb1.txt.
#include "services/needs/domain/portfolio.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <optional>
#include <random>
#include <sstream>
#include <thread>

#include "absl/strings/numbers.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "services/common/domain/text.h"
#include "services/common/solver/solve_mip.h"
#include "tests/bench/bench.h"

namespace binadaya::bench {
namespace {

namespace domain = needs::domain;

constexpr int kYears = 20;
constexpr int kNeeds = 120;
constexpr int kPrograms = 80;
constexpr int kInstances = 10;
constexpr double kSeconds = 10;  // that the reference, and each instance, may take

class Year {
 public:
  explicit Year(unsigned seed) : random_(seed) {}

  domain::PortfolioInput Make() {
    std::lognormal_distribution<double> affected(3.6, 1);
    for (int n = 0; n < kNeeds; ++n) {
      input_.needs.push_back(
          {absl::StrFormat("N%03d", n), std::round(Between(12, 45) * 1e4) / 1e4,
           std::clamp(static_cast<int>(affected(random_)), 4, 700), Between(0.3, 1.5)});
    }
    for (int p = 0; p < kPrograms; ++p) Add(p);
    for (const char* const source : {"APBD", "DAK"}) Limit(source, "", 0.22);
    for (const char* sub : {"S1", "S2", "S3", "S4"}) Limit("", sub, 0.25);
    input_.kecamatan_share = 0.30;
    input_.trainer_hours = hours_ / 6;  // half of what one variant of each would take
    input_.batches_a_month = 8;
    return input_;
  }

 private:
  double Between(double least, double most) {
    return std::uniform_real_distribution<double>(least, most)(random_);
  }
  template <class T>
  T OneOf(const std::vector<T>& list) {
    return list[std::uniform_int_distribution<std::size_t>(0, list.size() - 1)(random_)];
  }

  // Classical, blended and online: cheaper by the seat, with less lift.
  void Add(int number) {
    struct Form {
      std::string id;
      double seats, price, lift;
      int hours;
    };
    static const std::vector<Form> forms = {
        {"A", 1, 743'000, 0.9, 24}, {"B", 1.25, 420'000, 0.7, 16}, {"C", 2, 150'000, 0.45, 8}};
    std::vector<int> needs;
    for (int left = OneOf<int>({1, 1, 2, 2, 3, 4}); left > 0;) {
      const int need = std::uniform_int_distribution<int>(0, kNeeds - 1)(random_);
      if (std::count(needs.begin(), needs.end(), need) > 0) continue;
      needs.push_back(need);
      --left;
    }
    const int seats = OneOf<int>({20, 30, 40, 60, 80, 120, 160});
    const std::string sub = OneOf<std::string>({"S1", "S2", "S3", "S4"});
    const std::string source = OneOf<std::string>({"APBD", "APBD", "APBD", "APBD", "DAK"});
    const int month = OneOf<int>({1, 2, 3, 4, 5, 6, 7, 8, 9, 10});
    domain::PortfolioProgram program{.id = absl::StrFormat("P%02d", number)};
    for (const Form& form : forms) {
      domain::PortfolioVariant variant;
      variant.id = form.id;
      variant.source = source;
      variant.sub_activity = sub;
      variant.seats = static_cast<int>(seats * form.seats);
      variant.cost = {
          static_cast<std::int64_t>(variant.seats * form.price * Between(0.7, 1.4) / 1'000) *
          1'000};
      variant.kecamatan_seats = static_cast<int>(variant.seats * OneOf<double>({0, 0.2, 0.5, 1}));
      variant.trainer_hours = (variant.seats / 30 + 1) * form.hours;
      for (int batch = 0; batch < std::max(1, variant.seats / 40); ++batch)
        ++variant.batches[static_cast<std::size_t>((month + batch) % 12)];
      for (const int need : needs) {
        variant.lifts.push_back(
            {input_.needs[static_cast<std::size_t>(need)].id,
             std::min(1.0, form.lift * Between(0.6, 1.1))});
      }
      hours_ += variant.trainer_hours;
      program.variants.push_back(variant);
    }
    input_.programs.push_back(program);
  }

  void Limit(const std::string& source, const std::string& sub, double share) {
    double all = 0;  // the dearest variant of each
    for (const domain::PortfolioProgram& program : input_.programs) {
      std::int64_t dearest = 0;
      for (const domain::PortfolioVariant& variant : program.variants) {
        if ((source.empty() || source == variant.source) &&
            (sub.empty() || sub == variant.sub_activity))
          dearest = std::max(dearest, variant.cost.rupiah);
      }
      all += static_cast<double>(dearest);
    }
    input_.ceilings.push_back(
        {source, sub, {static_cast<std::int64_t>(all * share / 1e6) * 1'000'000}});
  }

  std::mt19937_64 random_;
  domain::PortfolioInput input_;
  int hours_ = 0;
};

// As tests/bench/portfolio_reference.py reads it.
void Write(const Mip& mip, std::ostream& out) {
  out << mip.columns.size() << ' ' << mip.rows.size() << '\n';
  for (const Mip::Column& column : mip.columns)
    out << column.objective << ' ' << column.most << '\n';
  for (const Mip::Row& row : mip.rows) {
    out << row.most << ' ' << row.terms.size();
    for (const Mip::Term& term : row.terms) out << ' ' << term.column << ' ' << term.factor;
    out << '\n';
  }
}

struct Reference {
  bool proven = false;
  double objective = 0;
  double seconds = 0;
};

std::vector<Reference> Refer(const std::vector<Mip>& mips, const std::string& python) {
  std::string files;
  for (std::size_t i = 0; i < mips.size(); ++i) {
    const std::string path = Cat(test::Stack::Get().folder(), "/portfolio", i, ".txt");
    std::ofstream out(path);
    Write(mips[i], out);
    files += Cat(" ", path);
  }
  const std::string output = Output(
      Cat(python, " tests/bench/portfolio_reference.py ", std::thread::hardware_concurrency(), " ",
          kSeconds, files));
  std::istringstream lines(output);
  std::vector<Reference> references(mips.size());
  for (Reference& reference : references) {
    if (!(lines >> reference.proven >> reference.objective >> reference.seconds))
      Die(Cat("the reference said: ", output));
  }
  return references;
}

std::string InSeconds(double seconds) { return absl::StrFormat("%.2f s", seconds); }

void Years() {
  std::vector<Mip> mips;
  std::vector<double> seconds, optima;
  for (unsigned seed = 1; seed <= kYears; ++seed) {
    const domain::PortfolioInput input = Year(seed).Make();
    std::string searches;
    const MipSolver solver = [&](const Mip& mip, const MipRun& run) {
      if (searches.empty()) mips.push_back(mip);
      const absl::Time begun = absl::Now();
      MipAnswer answer = SolveMip(mip, run);
      absl::StrAppendFormat(&searches, " %.2f", Seconds(begun));
      return answer;
    };
    const absl::Time begun = absl::Now();
    const absl::StatusOr<domain::Portfolio> best = domain::Choose(input, solver, {});
    seconds.push_back(Seconds(begun));
    Check(best.status());
    if (best->within_percent() > 0) Die("an optimum was not proven");
    optima.push_back(best->points);
    const absl::StatusOr<domain::Portfolio> greedy = domain::Greedy(input);
    Check(greedy.status());
    Note(absl::StrFormat(
        "year %d: %d of %d programs, %.1f points (greedy %.1f), %.2f s, searches:%s", seed,
        best->chosen.size(), kPrograms, best->points, greedy->points, seconds.back(), searches));
  }
  const double slowest = *std::max_element(seconds.begin(), seconds.end());
  Print(
      {.bench = "portfolio: slowest year",
       .ours = InSeconds(slowest),
       .reference = "-",
       .ratio = 0,
       .aim = "proven <= 2 s",
       .met = slowest <= 2});
  Figure figure{
      .bench = "portfolio: city year",
      .ours = InSeconds(Median(seconds)),
      .reference = "-",
      .ratio = 0,
      .aim = ">= 1 x CP-SAT",
      .met = std::nullopt};
  if (const char* python = std::getenv("BINADAYA_ORTOOLS")) {
    std::vector<double> theirs;
    int proven = 0;
    const std::vector<Reference> references = Refer(mips, python);
    for (std::size_t i = 0; i < references.size(); ++i) {
      theirs.push_back(references[i].seconds);
      proven += references[i].proven ? 1 : 0;
      if (references[i].objective > optima[i] * 1e4 + 0.5) Die("the reference found a better one");
    }
    figure.reference = InSeconds(Median(theirs));
    figure.ratio = Median(theirs) / Median(seconds);
    figure.met = figure.ratio >= 1;
    Note(absl::StrFormat(
        "reference: CP-SAT on %d cores, %d of %d years proven; at %.0f s each it was stopped",
        std::thread::hardware_concurrency(), proven, kYears, kSeconds));
  } else {
    Note("no reference: BINADAYA_ORTOOLS names no python3 that has ortools");
  }
  Note("ours: one core; the first search is the rough one, the last proves that nothing is better");
  Print(figure);
}

void Instances(const char* path) {
  std::ifstream in(path);
  int count = 0;
  if (!(in >> count)) Die(Cat("cannot read ", path));
  double worst = 0, slowest = 0;
  for (int i = 0; i < std::min(count, kInstances); ++i) {
    int columns = 0, rows = 0;
    double best_known = 0;
    in >> columns >> rows >> best_known;
    Mip mip;
    mip.columns.resize(static_cast<std::size_t>(columns));
    mip.rows.resize(static_cast<std::size_t>(rows));
    for (Mip::Column& column : mip.columns) in >> column.objective;
    for (Mip::Row& row : mip.rows) {
      for (int c = 0; c < columns; ++c) {
        row.terms.push_back({c, 0});
        in >> row.terms.back().factor;
      }
    }
    for (Mip::Row& row : mip.rows) in >> row.most;
    const absl::Time begun = absl::Now();
    const MipAnswer answer = SolveMip(mip, {.seconds = kSeconds});
    slowest = std::max(slowest, Seconds(begun));
    double found = 0;
    for (std::size_t c = 0; c < answer.chosen.size(); ++c)
      if (answer.chosen[c]) found += static_cast<double>(mip.columns[c].objective);
    const double gap = 100 * (best_known - found) / best_known;
    worst = std::max(worst, gap);
    Note(absl::StrFormat(
        "mknapcb1 no. %d: %.0f of %.0f, bound %.1f, %.1f s", i + 1, found, best_known, answer.bound,
        Seconds(begun)));
  }
  Print(
      {.bench = "portfolio: mknapcb1, 10",
       .ours = absl::StrFormat("%.3f %%", worst),
       .reference = "best known",
       .ratio = 0,
       .aim = "<= 0.1 % in 10 s",
       .met = worst <= 0.1 && slowest <= kSeconds * 1.05});
}

void Main() {
  Years();
  if (const char* path = std::getenv("BINADAYA_MKNAP")) {
    Instances(path);
  } else {
    Note("no instances of Chu and Beasley: BINADAYA_MKNAP names no mknapcb1.txt");
  }
}

}  // namespace
}  // namespace binadaya::bench

int main() { return binadaya::bench::Run(&binadaya::bench::Main); }
