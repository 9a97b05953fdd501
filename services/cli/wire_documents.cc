// The command line of documents.
#include "services/cli/document.h"
#include "services/cli/wiring.h"
#include "services/cli/words.h"

namespace binadaya::cli {
namespace {

using RunDocument = absl::StatusOr<Answer> (*)(const Environment&, const DocumentOptions&);

}  // namespace

void WireDocuments(Program& p) {
  DocumentOptions& options = p.document;
  const auto command = [&](CLI::App* group, const char* name, const std::string& meaning,
                           RunDocument run) {
    return p.Command(group, name, meaning, [&p, run] { return run(p.environment, p.document); });
  };
  CLI::App* group =
      p.Group("document", Say("Cetak dokumen ke sebuah berkas", "Print a document to a file"));
  const auto printed = [&](CLI::App* one) {
    one->add_option(
        "--format", options.format,
        Say("Menurut akhiran --out, bila tidak disebut: ", "By the ending of --out if not said: ") +
            Choices<reporting::v1::DocumentFormat>());
    one->add_option("--out", options.out, Say("Berkas yang ditulis", "The file to write"));
  };
  CLI::App* budget = command(
      group, "budget",
      Say("Rincian belanja sebuah versi anggaran, sebelum dan setelah",
          "The details of a budget version, before and after"),
      &RunPrintBudget);
  budget
      ->add_option(
          "VERSION", options.of,
          Say("Tahun (versi terbarunya), atau awal id versi",
              "A year (its newest version), or first letters of a version's id"))
      ->required();
  budget->add_option("--unit", options.unit, Say("Anggaran unit ini", "The budget of this unit"))
      ->required();
  printed(budget);
  CLI::App* plan = command(
      group, "plan",
      Say("Rencana tahunan, menurut PP 11/2017 Pasal 207 ayat (3)",
          "The annual plan, by PP 11/2017 art. 207(3)"),
      &RunPrintPlan);
  plan->add_option(
          "PLAN", options.of,
          Say("Tahun, atau awal id rencana", "A year, or first letters of a plan's id"))
      ->required();
  plan->add_option(
      "--number", options.number,
      Say("Nomor versinya; tanpa ini yang berlaku, atau yang terbaru",
          "Number of its version; without it the one in force, else the newest"));
  printed(plan);
  const auto of_batch = [&](CLI::App* one) {
    one->add_option("BATCH", options.batch, WhichBatch())->required();
    return one;
  };
  CLI::App* rundown = of_batch(command(
      group, "rundown",
      Say("Susunan acara sebuah kelas, seperti yang dirilis",
          "The rundown of a batch, as it was released"),
      &RunPrintRundown));
  rundown->add_option(
      "--number", options.number,
      Say("Nomor rilisnya; tanpa ini yang terbaru",
          "Number of its release; without it the newest"));
  printed(rundown);
  CLI::App* sheet = of_batch(command(
      group, "sheet",
      Say("Daftar hadir sebuah sesi: untuk ditandatangani, atau siapa yang hadir",
          "The attendance sheet of a session: to sign, or who was there"),
      &RunPrintSheet));
  sheet
      ->add_option(
          "SESSION", options.session,
          Say("Nomor sesi menurut waktunya", "Number of the session in order of time"))
      ->required();
  printed(sheet);
  const auto letter = [&](CLI::App* one) {
    one->add_option("--letter-number", options.letter_number, Say("Nomor surat", "Its number"));
    Program::Day(one, "--letter-date", options.letter_date, Say("Tanggal surat", "Its date"));
    one->add_option(
        "--signed-by", options.signed_by,
        Say("Penanda tangan, pegawai unit penyelenggara",
            "Who signs, somebody of the unit that organises"));
    printed(one);
  };
  letter(of_batch(command(
      group, "assignment",
      Say("Surat tugas bagi peserta sebuah kelas", "The letter that assigns people to a batch"),
      &RunPrintAssignment)));
  CLI::App* invitation = of_batch(command(
      group, "invitation", Say("Undangan ke sebuah kelas", "The invitation to a batch"),
      &RunPrintInvitation));
  invitation->add_option("INVITED", options.invited, Choices<reporting::v1::Invited>())->required();
  letter(invitation);
  CLI::App* get = command(
      p.app.get_subcommand("get"), "document",
      Say("Apakah sebuah dokumen asli dan terbaru, menurut kodenya",
          "Whether a document is genuine and the newest, by its code"),
      &RunGetDocument);
  get->add_option(
         "CODE", options.document, Say("Kode yang tertera padanya", "The code that stands on it"))
      ->required();
  CLI::App* list = command(
      p.app.get_subcommand("list"), "documents",
      Say("Yang pernah dicetak, terbaru dulu", "What was printed, newest first"),
      &RunListDocuments);
  list->add_option("--unit", options.unit, Say("Di dalam unit ini", "Inside this unit"));
  list->add_option(
      "--kind", options.kind,
      Say("Jenisnya: ", "Of this kind: ") + Choices<reporting::v1::DocumentKind>());
  list->add_option("--year", options.year, Say("Tahunnya", "Of this year"));
  list->add_flag(
      "--all", options.all,
      Say("Semuanya, bukan hanya 200 pertama", "All, not only the first 200"));
}

}  // namespace binadaya::cli
