// The command line of portfolios and of the annual plan.
#include "services/cli/plan.h"
#include "services/cli/portfolio.h"
#include "services/cli/wiring.h"
#include "services/cli/words.h"

namespace binadaya::cli {
namespace {

using RunPortfolio = absl::StatusOr<Answer> (*)(const Environment&, const PortfolioOptions&);
using RunPlan = absl::StatusOr<Answer> (*)(const Environment&, const PlanOptions&);

std::string WhichPortfolio() {
  return Say(
      "Tahun, bagian dari nama skenario, atau awal id",
      "Year, part of the scenario's name, or first letters of the id");
}

std::string WhichPlan() { return Say("Tahun, atau awal id", "Year, or first letters of the id"); }

std::string InWhoseName() {
  return Say("Atas nama siapa; bawaan: operator", "In whose name; by default the operator's");
}

void WireStart(Program& p, CLI::App* group) {
  PortfolioOptions& options = p.portfolio;
  CLI::App* start = p.Command(
      group, "start",
      Say("Hitung portofolio terbaik di bawah pagu", "Compute the best portfolio under ceilings"),
      [&p] { return RunStartPortfolio(p.environment, p.portfolio, p.progress); });
  start->add_option("YEAR", options.year, Say("Tahun rencana", "Plan year"))->required();
  Program::Several(
      start, "--ceiling", options.ceilings,
      Say("Pagu: SUMBER:SUBKEGIATAN=RUPIAH; yang tidak disebut berlaku untuk semua",
          "A ceiling: SOURCE:SUBACTIVITY=RUPIAH; what is not named stands for all"))
      ->required();
  start->add_option(
      "--sub-activity", options.sub_activity,
      Say("Subkegiatan yang membiayai program", "The sub-activity that pays for programs"));
  Program::Several(
      start, "--paid-by", options.paid_by,
      Say("PROGRAM=SUBKEGIATAN lain", "PROGRAM=another SUBACTIVITY"));
  Program::Several(
      start, "--mandatory", options.mandatory, Say("Program yang wajib", "A mandatory program"));
  Program::Several(
      start, "--committed", options.committed,
      Say("PROGRAM=VARIAN:ANGKATAN yang sudah dikomitmenkan",
          "PROGRAM=VARIANT:BATCHES that is committed already"));
  Program::Several(
      start, "--batches", options.batches,
      Say("PROGRAM=1,2,4: jumlah angkatan yang ditawarkan",
          "PROGRAM=1,2,4: the numbers of batches offered"));
  Program::Several(
      start, "--months", options.months,
      Say("PROGRAM=3,5: bulan mulai angkatannya",
          "PROGRAM=3,5: months in which its batches begin"));
  start->add_option(
      "--kecamatan-share", options.kecamatan_share,
      Say("Bagian kursi untuk kecamatan dan kelurahan, 0 sampai 1",
          "Share of seats for kecamatan and kelurahan, 0 to 1"));
  Program::Several(
      start, "--kecamatan", options.kecamatan,
      Say("Rumpun jabatan kecamatan dan kelurahan", "A post family of kecamatan and kelurahan"));
  start->add_option(
      "--trainer-hours", options.trainer_hours,
      Say("Paling banyak sekian jam pengajar", "At most so many trainer hours"));
  start->add_option(
      "--batches-a-month", options.batches_a_month,
      Say("Paling banyak sekian angkatan mulai dalam sebulan",
          "At most so many batches begin in a month"));
  start->add_option("--scenario", options.scenario, Say("Nama skenario", "Name of the scenario"));
  start->add_option(
      "--percent", options.percent,
      Say("Persen dari tiap pagu: 85 berarti dikurangi 15 %",
          "Per cent of each ceiling: 85 means 15 % less"));
  Program::Several(
      start, "--without", options.without,
      Say("Tanpa arahan dengan nomor dokumen ini", "Without the directive of this document"));
  start->add_option(
      "--weights", options.weights,
      Say("Bobot lain G,R,C,S,M,U, berjumlah 1", "Other weights G,R,C,S,M,U that sum to 1"));
  start->add_option(
      "--plan", options.plan,
      Say("Untuk merevisi rencana ini: ", "To revise this plan: ") + WhichPlan());
  start->add_option("--as", options.by, InWhoseName());
}

void WirePortfolios(Program& p) {
  PortfolioOptions& options = p.portfolio;
  CLI::App* group = p.Group(
      "portfolio", Say("Portofolio program: hitung, bandingkan, terima",
                       "Portfolios of programs: compute, compare, accept"));
  WireStart(p, group);
  const auto command = [&](CLI::App* parent, const char* name, const std::string& meaning,
                           RunPortfolio run) {
    return p.Command(parent, name, meaning, [&p, run] { return run(p.environment, p.portfolio); });
  };
  CLI::App* accept = command(
      group, "accept", Say("Terima (Kepala BKPP)", "Accept it (head of BKPP)"),
      &RunAcceptPortfolio);
  accept->add_option("PORTFOLIO", options.portfolio, WhichPortfolio())->required();
  accept->add_option("--note", options.note, Say("Mengapa yang ini", "Why this one"))->required();
  accept->add_option("--as", options.by, InWhoseName())->required();
  command(
      group, "compare",
      Say("Skenario berdampingan: apa yang berubah terhadap yang pertama",
          "Scenarios side by side: what changes against the first"),
      &RunComparePortfolios)
      ->add_option("PORTFOLIO", options.portfolios, WhichPortfolio())
      ->required()
      ->expected(2, 10);
  command(
      p.app.get_subcommand("get"), "portfolio",
      Say("Sebuah portofolio dengan alasannya", "A portfolio and why it is so"), &RunGetPortfolio)
      ->add_option("PORTFOLIO", options.portfolio, WhichPortfolio())
      ->required();
  CLI::App* list = command(
      p.app.get_subcommand("list"), "portfolios", Say("Portofolio", "Portfolios"),
      &RunListPortfolios);
  list->add_option("--year", options.year, Say("Tahun rencana", "Plan year"));
  list->add_option(
      "--state", options.state, Say("Keadaan: ", "State: ") + Choices<needs::v1::PortfolioState>());
  list->add_flag(
      "--all", options.all,
      Say("Semuanya, bukan hanya 200 pertama", "All, not only the first 200"));
}

void WirePlans(Program& p) {
  PlanOptions& options = p.plan;
  CLI::App* group = p.Group(
      "plan", Say("Rencana tahunan: susun, usulkan, tetapkan, revisi",
                  "The annual plan: draft, propose, set, revise"));
  const auto command = [&](CLI::App* parent, const char* name, const std::string& meaning,
                           RunPlan run) {
    return p.Command(parent, name, meaning, [&p, run] { return run(p.environment, p.plan); });
  };
  const auto plan = [&](CLI::App* one) {
    one->add_option("PLAN", options.plan, WhichPlan())->required();
  };
  const auto terms = [&](CLI::App* one) {
    one->add_option("PORTFOLIO", options.portfolio, WhichPortfolio())->required();
    one->add_option(
        "--organiser", options.organiser, Say("Penyelenggara semua program", "Organiser of all"));
    one->add_option("--place", options.place, Say("Tempat semua program", "Place of all"));
    one->add_option(
        "--curriculum", options.curriculum,
        Say("Standar kurikulum semua program", "Curriculum standard of all"));
    Program::Several(
        one, "--organiser-of", options.organisers,
        Say("PROGRAM=penyelenggaranya", "PROGRAM=its organiser"));
    Program::Several(
        one, "--place-of", options.places, Say("PROGRAM=tempatnya", "PROGRAM=its place"));
    Program::Several(
        one, "--curriculum-of", options.curricula,
        Say("PROGRAM=standar kurikulumnya", "PROGRAM=its curriculum standard"));
  };
  const auto as = [&](CLI::App* one) { return one->add_option("--as", options.by, InWhoseName()); };
  const auto reason = [&](CLI::App* one) {
    return one->add_option("--reason", options.reason, Say("Alasannya", "Why"));
  };
  CLI::App* draft = command(
      group, "draft",
      Say("Susun rencana dari portofolio yang diterima", "Draft a plan from an accepted portfolio"),
      &RunDraftPlan);
  terms(draft);
  as(draft);
  CLI::App* revise = command(
      group, "revise",
      Say("Revisi rencana dari portofolio lain yang diterima",
          "Revise a plan from another accepted portfolio"),
      &RunRevisePlan);
  plan(revise);
  terms(revise);
  reason(revise);
  as(revise);
  CLI::App* propose = command(
      group, "propose", Say("Usulkan (Pejabat yang Berwenang)", "Propose it (authorised official)"),
      &RunProposePlan);
  plan(propose);
  as(propose)->required();
  CLI::App* set = command(
      group, "set", Say("Tetapkan (Pejabat Pembina Kepegawaian)", "Set it (appointing authority)"),
      &RunSetPlan);
  plan(set);
  set->add_option("--decree", options.decree, Say("Nomor keputusan", "Number of the decree"))
      ->required();
  as(set)->required();
  CLI::App* back = command(
      group, "return",
      Say("Kembalikan ke penyusunnya (Pejabat Pembina Kepegawaian)",
          "Return it to its drafter (appointing authority)"),
      &RunReturnPlan);
  plan(back);
  reason(back)->required();
  as(back)->required();
  CLI::App* get = command(
      p.app.get_subcommand("get"), "plan",
      Say("Sebuah rencana dalam kolom PP 11/2017 pasal 207(3)",
          "A plan in the columns of PP 11/2017 art. 207(3)"),
      &RunGetPlan);
  plan(get);
  get->add_option(
      "--number", options.number,
      Say("Versi ini; bawaan: yang berlaku", "This version; by default the one in force"));
  CLI::App* list = command(
      p.app.get_subcommand("list"), "plans", Say("Rencana tahunan", "Annual plans"), &RunListPlans);
  list->add_option("--year", options.year, Say("Tahun rencana", "Plan year"));
  list->add_option(
      "--state", options.state, Say("Keadaan: ", "State: ") + Choices<needs::v1::PlanState>());
  list->add_flag(
      "--all", options.all,
      Say("Semuanya, bukan hanya 200 pertama", "All, not only the first 200"));
}

}  // namespace

void WirePortfolio(Program& p) {
  WirePortfolios(p);
  WirePlans(p);
}

}  // namespace binadaya::cli
