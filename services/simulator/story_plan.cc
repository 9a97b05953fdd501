// What is worth the money: the portfolio under its ceiling and with less, and the plan that is made
// of it.
#include <algorithm>

#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "services/cli/language.h"
#include "services/cli/render.h"
#include "services/cli/words.h"
#include "services/common/domain/money_text.h"
#include "services/common/domain/text.h"
#include "services/common/status.h"
#include "services/simulator/reference.h"
#include "services/simulator/story.h"

namespace binadaya::simulator {
namespace {

namespace nv = needs::v1;
using needs::NeedsClient;

constexpr std::int64_t kCeiling = 160'000'000;
constexpr int kLeadersBatches = 4;

Actor AppointingAuthority() { return As("wali-kota", v1::APPOINTING_AUTHORITY, "/"); }
Actor AuthorisedOfficial() { return As("sekretaris-daerah", v1::AUTHORISED_OFFICIAL, "/"); }

std::string Points(double points) { return absl::StrFormat("%.2f", points); }

template <class Programs>
std::string TitlesOf(const Programs& programs) {
  if (programs.empty()) return cli::Say("tidak ada", "none");
  return absl::StrJoin(programs, "; ", [](std::string* out, const auto& program) {
    absl::StrAppend(out, program.title());
  });
}

// Why a program is not in, by the first of its ways.
std::string WhyOf(const nv::DroppedProgram& dropped) {
  for (const nv::NotChosenWay& way : dropped.ways()) {
    if (way.why() != nv::WHY_LIMITS || way.over().empty()) continue;
    const nv::LimitUse& over = way.over(0);
    return cli::Say(
        Cat("akan memakai ", Rupiah({over.used()}), " dari ", Rupiah({over.most()})),
        Cat("would use ", Rupiah({over.used()}), " of ", Rupiah({over.most()})));
  }
  return dropped.ways().empty() ? "" : cli::Word(dropped.ways(0).why());
}

std::string EntryOf(const nv::DroppedProgram& dropped) {
  return dropped.entry() == nv::ENTRY_ENTERS
             ? cli::Say(
                   Cat("bila pagu bertambah ", Rupiah({dropped.extra_rupiah()})),
                   Cat("with ", Rupiah({dropped.extra_rupiah()}), " more"))
             : cli::Word(dropped.entry());
}

}  // namespace

nv::StartPortfolioRequest Story::Under(
    std::int64_t rupiah, const std::string& name, int percent) const {
  nv::StartPortfolioRequest request;
  request.set_request_id(world_.NewRequestId());
  request.set_year(plan_year_);
  nv::PortfolioCeiling& ceiling = *request.add_ceilings();
  ceiling.set_source(nv::PAD);
  ceiling.set_rupiah(rupiah);
  request.set_sub_activity(kSubactivity);
  request.mutable_scenario()->set_name(name);
  request.mutable_scenario()->set_percent(percent);
  return request;
}

absl::StatusOr<nv::Portfolio> Story::Computed(const nv::StartPortfolioRequest& request) {
  ASSIGN_OR_RETURN(
      const auto started,
      world_.Ask(Analyst(), world_.needs(), &NeedsClient::StartPortfolio, request));
  nv::Portfolio portfolio;
  RETURN_IF_ERROR(WaitUntil("the portfolio is computed", [&]() -> absl::StatusOr<bool> {
    nv::GetPortfolioRequest get;
    get.set_portfolio(started.job());
    absl::StatusOr<nv::Portfolio> got =
        world_.Ask(Analyst(), world_.needs(), &NeedsClient::GetPortfolio, get);
    if (absl::IsNotFound(got.status())) return false;
    ASSIGN_OR_RETURN(portfolio, std::move(got));
    return true;
  }));
  return portfolio;
}

absl::StatusOr<nv::Portfolio> Story::Choose(const std::string& name, int percent) {
  nv::StartPortfolioRequest request = Under(kCeiling, name, percent);
  nv::ProgramTerms& leaders = *request.add_terms();
  leaders.set_program(programs_.front().id());
  leaders.add_batches(kLeadersBatches);
  return Computed(request);
}

absl::Status Story::ChoosePortfolio() {
  tell_.Step(
      {Cat("Apa yang sepadan dengan uangnya: portofolio ", plan_year_, ", pada ",
           absl::FormatCivilTime(world_.today())),
       Cat("What is worth the money: the portfolio of ", plan_year_, ", on ",
           absl::FormatCivilTime(world_.today()))});
  ASSIGN_OR_RETURN(portfolio_, Choose("pagu indikatif", 100));
  ASSIGN_OR_RETURN(const nv::Portfolio less, Choose("pagu dikurangi 15 %", kLess));
  const std::string greedy = Points(portfolio_.greedy().points());
  tell_.Say(
      {Cat("Pagu PAD ", Rupiah({kCeiling}), ". Yang terbaik: ", Points(portfolio_.points()),
           " poin dengan ", Rupiah({portfolio_.rupiah()}), ", ",
           portfolio_.optimal() ? "terbukti optimal" : "belum terbukti optimal",
           "; menurut daftar poin per rupiah ", greedy,
           " poin. Satu poin kesenjangan: ", Rupiah({portfolio_.rupiah_per_gap_point()}), "."),
       Cat("The ceiling of PAD is ", Rupiah({kCeiling}), ". The best: ",
           Points(portfolio_.points()), " points for ", Rupiah({portfolio_.rupiah()}), ", ",
           portfolio_.optimal() ? "proven optimal" : "not proven optimal",
           "; by a list of points a rupiah ", greedy,
           " points. One gap point: ", Rupiah({portfolio_.rupiah_per_gap_point()}), ".")});
  std::vector<std::vector<std::string>> table = {
      {cli::Say("program", "program"), cli::Say("cara", "way"), cli::Say("rupiah", "rupiah"),
       cli::Say("masuk, atau mengapa tidak", "in, or why not"),
       cli::Say("akan masuk", "would enter")}};
  for (const nv::ChosenProgram& chosen : portfolio_.chosen()) {
    table.push_back(
        {chosen.title(), Cat(cli::Word(chosen.way().mode()), " × ", chosen.way().batches()),
         Rupiah({chosen.way().rupiah()}), cli::Say("masuk", "in"), ""});
  }
  for (const nv::DroppedProgram& dropped : portfolio_.dropped())
    table.push_back({dropped.title(), "-", "-", WhyOf(dropped), EntryOf(dropped)});
  tell_.Table(table);
  nv::ComparePortfoliosRequest compare;
  compare.add_portfolios(portfolio_.id());
  compare.add_portfolios(less.id());
  ASSIGN_OR_RETURN(
      const auto compared,
      world_.Ask(Analyst(), world_.needs(), &NeedsClient::ComparePortfolios, compare));
  const auto& beside = *compared.portfolios().rbegin();
  tell_.Say(
      {Cat("Dengan 15 % lebih sedikit (", Rupiah({less.ceilings(0).rupiah()}),
           "): ", Points(less.points()), " poin. Gugur: ", TitlesOf(beside.falls_out()),
           ". Masuk: ", TitlesOf(beside.comes_in()),
           ". Diselenggarakan lain: ", TitlesOf(beside.held_otherwise()), "."),
       Cat("With 15 % less (", Rupiah({less.ceilings(0).rupiah()}), "): ", Points(less.points()),
           " points. Falls out: ", TitlesOf(beside.falls_out()),
           ". Comes in: ", TitlesOf(beside.comes_in()),
           ". Held otherwise: ", TitlesOf(beside.held_otherwise()), ".")});
  nv::AcceptPortfolioRequest accept;
  accept.set_request_id(world_.NewRequestId());
  accept.set_portfolio(portfolio_.id());
  accept.set_version(portfolio_.version());
  accept.set_note("Sesuai pagu indikatif; kebutuhan yang tidak didanai masuk daftar tunggu.");
  ASSIGN_OR_RETURN(
      portfolio_, world_.Ask(AgencyHead(), world_.needs(), &NeedsClient::AcceptPortfolio, accept));
  ASSIGN_OR_RETURN(const std::vector<nv::Need> needs, ListNeeds());
  const auto waiting = std::count_if(
      needs.begin(), needs.end(), [](const nv::Need& need) { return need.state() == nv::BACKLOG; });
  tell_.Say(
      {Cat("Diterima kepala BKPP dengan catatan. ", waiting,
           " kebutuhan yang tidak didanai menunggu dengan umurnya; tidak ada yang dihapus."),
       Cat("Accepted by the head of BKPP with a note. ", waiting,
           " needs that are not funded wait with their age; none is deleted.")});
  return absl::OkStatus();
}

absl::Status Story::SetPlan() {
  tell_.Step(
      {Cat("Rencana pengembangan kompetensi ", plan_year_, ", pada ",
           absl::FormatCivilTime(world_.today())),
       Cat("The annual plan of ", plan_year_, ", on ", absl::FormatCivilTime(world_.today()))});
  nv::DraftPlanRequest draft;
  draft.set_request_id(world_.NewRequestId());
  draft.set_portfolio(portfolio_.id());
  draft.mutable_terms()->set_organiser("BKPP Kota Semarang");
  draft.mutable_terms()->set_place("Kota Semarang");
  ASSIGN_OR_RETURN(
      nv::Plan plan, world_.Ask(Analyst(), world_.needs(), &NeedsClient::DraftPlan, draft));
  const auto step = [&](const Actor& actor, auto method,
                        const std::string& decree) -> absl::Status {
    nv::DecidePlanRequest request;
    request.set_request_id(world_.NewRequestId());
    request.set_plan(plan.id());
    request.set_version(plan.version());
    request.set_decree(decree);
    ASSIGN_OR_RETURN(plan, world_.Ask(actor, world_.needs(), method, request));
    return absl::OkStatus();
  };
  RETURN_IF_ERROR(step(AuthorisedOfficial(), &NeedsClient::ProposePlan, ""));
  RETURN_IF_ERROR(
      step(AppointingAuthority(), &NeedsClient::SetPlan, Cat("893/", plan_year_, " (rekaan)")));
  plan_ = plan.id();
  for (const nv::PlanItem& item : plan.items()) {
    if (item.program() == programs_.front().id()) {
      plan_item_ = item.id();
    } else {
      other_items_.push_back(item);
    }
  }
  if (plan_item_.empty())
    return Stopped(
        {"Program camat dan lurah tidak masuk rencana.",
         "The program of camat and lurah is not in the plan."});
  tell_.Say(
      {Cat("Disusun analis, diusulkan Sekretaris Daerah (PyB), ditetapkan Wali Kota (PPK) dengan "
           "keputusan ",
           plan.decree(), ": ", plan.items_size(), " kegiatan, ", plan.seats(), " kursi, ",
           Rupiah({plan.rupiah()}), " (PP 11/2017 pasal 207):"),
       Cat("Drafted by the analyst, proposed by the Sekretaris Daerah (PyB), set by the Wali Kota "
           "(PPK) by decree ",
           plan.decree(), ": ", plan.items_size(), " items, ", plan.seats(), " seats, ",
           Rupiah({plan.rupiah()}), " (PP 11/2017 art. 207):")});
  std::vector<std::vector<std::string>> table = {
      {cli::Say("kegiatan", "item"), cli::Say("sasaran", "target"), cli::Say("bentuk", "form"),
       cli::Say("triwulan", "quarter"), cli::Say("kelas", "batches"), cli::Say("kursi", "seats"),
       "JP", cli::Say("anggaran", "budget"), cli::Say("sumber", "source"),
       cli::Say("peringkat", "rank")}};
  for (const nv::PlanItem& item : plan.items()) {
    table.push_back(
        {item.title(), item.target(), item.form_name(), Cat(item.quarter()), Cat(item.batches()),
         Cat(item.seats()), Cat(item.jp()), Rupiah({item.rupiah()}), cli::Word(item.source()),
         item.rank() > 0 ? Cat(item.rank()) : "-"});
  }
  tell_.Table(table);
  reporting::v1::RenderPlanRequest print;
  print.set_plan(plan_);
  ASSIGN_OR_RETURN(
      const Printed printed, Print(Analyst(), &reporting::ReportingClient::RenderPlan, print));
  tell_.Say(
      {Cat("Dicetak sebagai dokumen: ", KeptIn(), "/", printed.file, "."),
       Cat("Printed as a document: ", KeptIn(), "/", printed.file, ".")});
  return absl::OkStatus();
}

}  // namespace binadaya::simulator
