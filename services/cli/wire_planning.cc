// The command line of programs.
#include "services/cli/planning.h"
#include "services/cli/wiring.h"
#include "services/cli/words.h"

namespace binadaya::cli {
namespace {

using RunPlanning = absl::StatusOr<Answer> (*)(const Environment&, const PlanningOptions&);

std::string WhichProgram() {
  return Say("Bagian dari judul, atau awal id", "Part of the title, or first letters of the id");
}

std::string WhichNeed() {
  return Say(
      "Nomor peringkat kebutuhan pada tahun itu, atau awal id",
      "Rank of the need in that year, or first letters of the id");
}

void WireDecisions(Program& p) {
  PlanningOptions& options = p.planning;
  CLI::App* group = p.Group(
      "program", Say("Program pengembangan kompetensi: rancang, ajukan, putuskan",
                     "Programs of competency development: draft, submit, decide"));
  const auto command = [&](const char* name, const std::string& meaning, RunPlanning run) {
    return p.Command(group, name, meaning, [&p, run] { return run(p.environment, p.planning); });
  };
  const auto program = [&](CLI::App* one) {
    return one->add_option("PROGRAM", options.program, WhichProgram());
  };
  const auto as = [&](CLI::App* one) {
    return one->add_option(
        "--as", options.by,
        Say("Atas nama siapa; bawaan: operator", "In whose name; by default the operator's"));
  };
  const auto file = [&](CLI::App* one) {
    one->add_option(
           "FILE", options.file,
           Say("Rancangan, seperti yang ditulis program template",
               "The design, as program template writes it"))
        ->required();
  };
  const auto year = [&](CLI::App* one) {
    one->add_option("--year", options.year, Say("Tahun rencana", "Plan year"))->required();
  };
  program(command(
      "template",
      Say("Tulis contoh rancangan, atau rancangan sebuah program untuk disunting",
          "Write an example of a design, or that of a program to be edited"),
      &RunProgramTemplate));
  CLI::App* draft =
      command("draft", Say("Rancang program baru", "Draft a new program"), &RunDraftProgram);
  file(draft);
  year(draft);
  as(draft);
  CLI::App* copy = command(
      "copy",
      Say("Salin program tahun lalu untuk kebutuhan tahun ini",
          "Copy last year's program for needs of this year"),
      &RunCopyProgram);
  program(copy)->required();
  year(copy);
  as(copy);
  Program::Several(copy, "--need", options.needs, WhichNeed());
  CLI::App* edit =
      command("edit", Say("Simpan rancangan baru", "Save another design"), &RunEditProgram);
  program(edit)->required();
  file(edit);
  as(edit);
  struct Decision {
    const char* name;
    std::string meaning;
    RunPlanning run;
    bool head;  // by the head of the agency
    bool reason;
  };
  for (const Decision& one : std::vector<Decision>{
           {"submit", Say("Ajukan melalui gerbang", "Submit it through the gate"),
            &RunSubmitProgram, false, false},
           {"review", Say("Telaah, oleh analis lain", "Review it, by another analyst"),
            &RunReviewProgram, false, false},
           {"approve", Say("Setujui (Kepala BKPP)", "Approve it (head of BKPP)"),
            &RunApproveProgram, true, false},
           {"return", Say("Kembalikan ke perancangnya", "Return it to its drafter"),
            &RunReturnProgram, false, true},
           {"revise",
            Say("Mulai versi baru; yang berlaku tetap berlaku",
                "Begin a new version; the one in force stays so"),
            &RunReviseProgram, false, false},
           {"under-review",
            Say("Tinjau ulang: tidak direncanakan lagi tanpa rancangan baru (Kepala BKPP)",
                "Put it under review: not planned again without a redesign (head of BKPP)"),
            &RunPutProgramUnderReview, false, true},
           {"retire", Say("Hentikan", "Retire it"), &RunRetireProgram, false, true}}) {
    CLI::App* decide = command(one.name, one.meaning, one.run);
    program(decide)->required();
    CLI::Option* by = as(decide);
    if (one.head) by->required();
    if (one.reason)
      decide->add_option("--reason", options.reason, Say("Alasannya", "Why"))->required();
  }
}

void WireLookUps(Program& p) {
  PlanningOptions& options = p.planning;
  const auto command = [&](const char* group, const char* name, const std::string& meaning,
                           RunPlanning run) {
    return p.Command(p.app.get_subcommand(group), name, meaning, [&p, run] {
      return run(p.environment, p.planning);
    });
  };
  CLI::App* get = command(
      "get", "program",
      Say("Sebuah program, dan kata gerbang tentangnya hari ini",
          "A program, and what the gate says of it today"),
      &RunGetProgram);
  get->add_option("PROGRAM", options.program, WhichProgram())->required();
  get->add_option(
      "--number", options.number,
      Say("Versi ini; bawaan: yang berlaku", "This version; by default the one in force"));
  command(
      "get", "traceability",
      Say("Bagian program setahun yang berdiri di atas kebutuhan terukur (F-27)",
          "The share of a year's programs that stand on a measured need (F-27)"),
      &RunGetTraceability)
      ->add_option("YEAR", options.year, Say("Tahun rencana", "Plan year"))
      ->required();
  CLI::App* list = command("list", "programs", Say("Program", "Programs"), &RunListPrograms);
  list->add_option("TEXT", options.text, Say("Bagian dari judul", "Part of the title"));
  list->add_option("--year", options.year, Say("Tahun rencana", "Plan year"));
  list->add_option(
      "--state", options.state, Say("Keadaan: ", "State: ") + Choices<needs::v1::ProgramState>());
  list->add_option("--need", options.need, WhichNeed());
  list->add_option("--family", options.family, Say("Rumpun sasaran", "Target family"));
  list->add_flag(
      "--all", options.all,
      Say("Semuanya, bukan hanya 200 pertama", "All, not only the first 200"));
  p.Command(
      p.app.get_subcommand("list"), "forms",
      Say("Bentuk pengembangan kompetensi, dengan id SIASN dan cara menghitung JP",
          "Forms of competency development, with the ids of SIASN and how JP is counted"),
      [&p] { return RunListForms(p.environment); });
}

}  // namespace

void WirePlanning(Program& p) {
  for (const auto wire : {&WireDecisions, &WireLookUps}) wire(p);
}

}  // namespace binadaya::cli
