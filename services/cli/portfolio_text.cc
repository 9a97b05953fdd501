// How portfolios read.
#include <algorithm>

#include "absl/strings/str_join.h"
#include "services/cli/language.h"
#include "services/cli/portfolio.h"
#include "services/cli/render.h"
#include "services/cli/words.h"
#include "services/common/domain/money_text.h"
#include "services/common/domain/text.h"

namespace binadaya::cli {
namespace {

namespace nv = needs::v1;

// "klasikal × 2"
std::string WayText(const nv::ProgramWay& way) {
  return way.batches() == 0 ? "-" : Cat(Word(way.mode()), " × ", way.batches());
}

// "PAD 5.04.02"; the words of a source without what explains them.
std::string FundsText(nv::FundingSource source, const std::string& sub_activity) {
  std::string text = source == 0 ? Say("semua sumber", "all sources") : Word(source);
  text = text.substr(0, text.find(" ("));
  return Cat(text, sub_activity.empty() ? "" : Cat(" ", sub_activity));
}

// "pagu PAD 5.04.02: Rp500.000.000 dari Rp400.000.000"
std::string UseText(const nv::LimitUse& use) {
  const bool money = use.kind() == nv::LIMIT_CEILING;
  std::string name = Word(use.kind());
  if (money) name += Cat(" ", FundsText(use.source(), use.sub_activity()));
  if (use.month() > 0) name += Cat(" ", use.month());
  const auto amount = [&](std::int64_t one) { return money ? Rupiah({one}) : Cat(one); };
  return Cat(name, ": ", amount(use.used()), Say(" dari ", " of "), amount(use.most()));
}

// "132"; "*" where it is withheld.
std::string PointsText(const nv::Portfolio& portfolio, double points) {
  return portfolio.withheld() ? "*" : Number(points, 2);
}

bool WithholdsANeed(const nv::Portfolio& portfolio) {
  return std::any_of(
      portfolio.covers().begin(), portfolio.covers().end(),
      [](const nv::NeedCover& cover) { return cover.withheld(); });
}

// How good it is: "optimal", "paling jauh 1,2 % dari yang terbaik".
std::string BoundText(const nv::Portfolio& portfolio) {
  if (portfolio.optimal()) return Say("optimal", "optimal");
  const std::string percent = Number(portfolio.within_percent(), 2);
  return Say(
      Cat("paling jauh ", percent, " % dari yang terbaik"),
      Cat("within ", percent, " % of the best"));
}

std::string CoverText(const nv::NeedCover& cover) {
  return Cat(
      cover.competency().empty() ? cover.training() : cover.competency(),
      cover.to_level() == 0 ? "" : Cat(" → ", cover.to_level()), "  ", cover.family());
}

std::string WhyText(const nv::Portfolio& portfolio, const nv::NotChosenWay& one) {
  std::vector<std::string> parts;
  for (const nv::LimitUse& use : one.over()) parts.push_back(UseText(use));
  for (const std::string& by : one.by()) parts.push_back(by);
  const std::string detail = absl::StrJoin(parts, "; ");
  return Cat(
      WayText(one.way()), " +", WithholdsANeed(portfolio) ? "*" : Number(one.points(), 2), ": ",
      Word(one.why()), detail.empty() ? "" : Cat(" (", detail, ")"));
}

std::string EntryText(const nv::DroppedProgram& dropped) {
  if (dropped.entry() != nv::ENTRY_ENTERS) return Word(dropped.entry());
  std::string text =
      Cat(Say("masuk bila pagu bertambah ", "enters when the ceilings are raised by "),
          Rupiah({dropped.extra_rupiah()}), ": ", WayText(dropped.enters_as()));
  for (const nv::PortfolioCeiling& ceiling : dropped.ceilings())
    text += Cat(
        ", ", FundsText(ceiling.source(), ceiling.sub_activity()), " ", Rupiah({ceiling.rupiah()}));
  if (!dropped.leaves().empty())
    text += Cat(Say("; keluar: ", "; leaves: "), absl::StrJoin(dropped.leaves(), ", "));
  return text;
}

std::string ScenarioText(const nv::Scenario& scenario) {
  std::vector<std::string> parts;
  if (!scenario.name().empty()) parts.push_back(scenario.name());
  if (scenario.percent() != 0 && scenario.percent() != 100)
    parts.push_back(Cat(scenario.percent(), Say(" % pagu", " % of the ceilings")));
  for (const std::string& document : scenario.without_documents())
    parts.push_back(Cat(Say("tanpa arahan ", "without directive "), document));
  if (!scenario.weights().empty()) parts.push_back(Say("bobot lain", "other weights"));
  return parts.empty() ? Say("pokok", "base") : absl::StrJoin(parts, ", ");
}

std::string Titles(const google::protobuf::RepeatedPtrField<nv::ChosenProgram>& programs) {
  std::vector<std::string> titles;
  for (const nv::ChosenProgram& one : programs) titles.push_back(one.title());
  return titles.empty() ? "-" : absl::StrJoin(titles, ", ");
}

std::string ChosenText(const nv::Portfolio& portfolio) {
  Rows rows = {
      {Say("PROGRAM", "PROGRAM"), Say("PERINGKAT", "RANK"), Say("VARIAN", "VARIANT"),
       Say("BULAN", "MONTHS"), Say("KURSI", "SEATS"), Say("BIAYA", "COST"), Say("SUMBER", "SOURCE"),
       ""}};
  for (const nv::ChosenProgram& one : portfolio.chosen()) {
    std::vector<std::string> flags;
    if (one.mandatory()) flags.push_back(Say("wajib", "mandatory"));
    if (one.bound_batches() > 0)
      flags.push_back(
          Cat(Say("uang terikat: ", "money bound: "), one.bound_batches(),
              Say(" angkatan", " batches")));
    if (one.committed()) flags.push_back(Say("komitmen", "committed"));
    if (one.without_measured_need())
      flags.push_back(Say("TANPA KEBUTUHAN TERUKUR", "NO MEASURED NEED"));
    rows.push_back(
        {one.title(), one.rank() == 0 ? "-" : Cat(one.rank()), WayText(one.way()),
         MonthsText(one.way().months()), Cat(one.way().seats()), Rupiah({one.way().rupiah()}),
         FundsText(one.way().source(), one.way().sub_activity()), absl::StrJoin(flags, ", ")});
  }
  return TableOf(rows);
}

}  // namespace

std::string MonthsText(const google::protobuf::RepeatedField<int>& months) {
  return absl::StrJoin(months, ", ");
}

std::string PortfolioText(const nv::Portfolio& portfolio) {
  std::string text = Cat(
      Say("Portofolio ", "Portfolio "), portfolio.year(), "  ", ScenarioText(portfolio.scenario()),
      "  ", Word(portfolio.state()), "  ", portfolio.id(), "\n");
  if (!portfolio.note().empty())
    text += Cat("  ", Say("catatan: ", "note: "), portfolio.note(), "\n");
  Rows facts = {
      {Say("poin", "points"),
       Cat(PointsText(portfolio, portfolio.points()), ", ", BoundText(portfolio))},
      {Say("biaya", "cost"), Rupiah({portfolio.rupiah()})},
      {Say("kesenjangan yang tertutup", "gap that closes"),
       Cat(PointsText(portfolio, portfolio.gap_points()), Say(" poin", " points"),
           portfolio.rupiah_per_gap_point() == 0
               ? ""
               : Cat(", ", Rupiah({portfolio.rupiah_per_gap_point()}),
                     Say(" tiap poin", " a point")))}};
  facts.push_back(
      {Say("menurut rasio saja", "by ratio alone"),
       portfolio.greedy().fits()
           ? Cat(PointsText(portfolio, portfolio.greedy().points()), Say(" poin: ", " points: "),
                 absl::StrJoin(portfolio.greedy().titles(), ", "))
           : Say("tidak menemukan yang muat", "finds none that fits")});
  for (const nv::LimitUse& use : portfolio.uses())
    if (use.kind() != nv::LIMIT_BATCHES || use.used() == use.most())
      facts.push_back({Say("batas", "limit"), UseText(use)});
  if (!portfolio.held_elsewhere().empty())
    facts.push_back(
        {Say("milik rencana lain", "another plan's"),
         absl::StrJoin(portfolio.held_elsewhere(), ", ")});
  text += Cat("\n", Table(facts), "\n", ChosenText(portfolio));
  for (const nv::DroppedProgram& dropped : portfolio.dropped()) {
    text +=
        Cat("\n", Say("Tidak dipilih: ", "Not chosen: "), dropped.title(), "\n  ",
            EntryText(dropped), "\n");
    for (const nv::NotChosenWay& one : dropped.ways())
      text += Cat("  ", WhyText(portfolio, one), "\n");
  }
  Rows covers = {
      {Say("KEBUTUHAN", "NEED"), Say("PERINGKAT", "RANK"), Say("TERTUTUP", "COVERED"),
       Say("POIN", "POINTS")}};
  for (const nv::NeedCover& cover : portfolio.covers()) {
    covers.push_back(
        {CoverText(cover), Cat(cover.rank()),
         cover.withheld() ? "*" : Cat(Number(cover.share() * 100, 1), " %"),
         cover.withheld() ? "*" : Number(cover.points(), 2)});
  }
  if (covers.size() > 1) text += Cat("\n", Table(covers));
  if (WithholdsANeed(portfolio))
    text += Say("* tidak ditampilkan: terlalu sedikit orang\n", "* not shown: too few people\n");
  if (!portfolio.findings().empty()) text += "\n";
  for (const v1::Finding& finding : portfolio.findings()) text += FindingText(finding);
  return text;
}

std::string PortfoliosText(const nv::ListPortfoliosResponse& portfolios) {
  Rows rows = {
      {Say("TAHUN", "YEAR"), Say("SKENARIO", "SCENARIO"), Say("KEADAAN", "STATE"),
       Say("POIN", "POINTS"), Say("BIAYA", "COST"), Say("DIHITUNG", "COMPUTED"), "ID"}};
  for (const nv::Portfolio& one : portfolios.portfolios()) {
    rows.push_back(
        {Cat(one.year()), ScenarioText(one.scenario()), Word(one.state()),
         Cat(PointsText(one, one.points()), " ", BoundText(one)), Rupiah({one.rupiah()}),
         one.computed_on(), one.id()});
  }
  return TableOf(rows);
}

std::string ComparisonText(const nv::ComparePortfoliosResponse& comparison) {
  Rows rows = {
      {Say("SKENARIO", "SCENARIO"), Say("POIN", "POINTS"), Say("BIAYA", "COST"),
       Say("KELUAR", "FALLS OUT"), Say("MASUK", "COMES IN"), Say("CARA LAIN", "HELD OTHERWISE")}};
  for (const nv::ComparedPortfolio& one : comparison.portfolios()) {
    rows.push_back(
        {ScenarioText(one.portfolio().scenario()),
         Cat(PointsText(one.portfolio(), one.portfolio().points()), " ",
             BoundText(one.portfolio())),
         Rupiah({one.portfolio().rupiah()}), Titles(one.falls_out()), Titles(one.comes_in()),
         Titles(one.held_otherwise())});
  }
  return TableOf(rows);
}

}  // namespace binadaya::cli
