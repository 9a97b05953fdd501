// The command line of the budget and its ledger.
#include "services/cli/ledger.h"
#include "services/cli/wiring.h"
#include "services/cli/words.h"

namespace binadaya::cli {
namespace {

using RunBudget = absl::StatusOr<Answer> (*)(const Environment&, const BudgetOptions&);

// A command of a group, and the options that several have alike.
class BudgetCommand {
 public:
  BudgetCommand(
      Program& p, const char* group, const char* name, const std::string& meaning, RunBudget run)
      : options_(p.budget),
        command_(p.Command(p.app.get_subcommand(group), name, meaning, [&p, run] {
          return run(p.environment, p.budget);
        })) {}

  BudgetCommand& Unit(bool required = true) {
    command_
        ->add_option(
            "--unit", options_.unit, Say("Unit, dengan kode atau nama", "Unit, by code or name"))
        ->required(required);
    return *this;
  }
  BudgetCommand& Year(bool required = true) {
    command_->add_option("--year", options_.year, Say("Tahun anggaran", "Fiscal year"))
        ->required(required);
    return *this;
  }
  BudgetCommand& Number() {
    command_->add_option(
        "--number", options_.number,
        Say("Versi ini tahun itu; bawaan: yang terbaru",
            "This version of the year; by default the newest"));
    return *this;
  }
  BudgetCommand& As() {
    command_->add_option("--as", options_.by, Say("Atas nama siapa", "In whose name"))->required();
    return *this;
  }
  BudgetCommand& Doc(const std::string& meaning, bool required = true) {
    command_->add_option("--doc", options_.doc, meaning)->required(required);
    return *this;
  }
  BudgetCommand& Parts(bool required = true) {
    command_
        ->add_option(
            "LINES", options_.parts,
            Say("Baris dan jumlahnya: 5.1.02.04.01.0005/1=1.500.000; baris tahun lain: "
                "2028:5.1.02.04.01.0005/1=…",
                "Lines and amounts: 5.1.02.04.01.0005/1=1.500.000; a line of another year: "
                "2028:5.1.02.04.01.0005/1=…"))
        ->required(required);
    return *this;
  }
  BudgetCommand& Line() {
    command_
        ->add_option(
            "LINE", options_.line,
            Say("Rekening dan nomor barisnya (5.1.02.04.01.0005/1), atau awal id",
                "Account and number of the line (5.1.02.04.01.0005/1), or first letters of the id"))
        ->required();
    return *this;
  }
  BudgetCommand& PlanItem(const char* name, bool required) {
    command_
        ->add_option(
            name, options_.plan_item,
            Say("Item rencana tahunan, dengan awal id", "Plan item, by first letters of the id"))
        ->required(required);
    return *this;
  }
  BudgetCommand& Batch() {
    command_->add_option("--batch", options_.batch, Say("Kelas, dengan id", "Batch, by id"));
    return *this;
  }
  BudgetCommand& All() {
    command_->add_flag(
        "--all", options_.all,
        Say("Semuanya, bukan hanya 200 pertama", "All, not only the first 200"));
    return *this;
  }
  BudgetCommand& AsOf() {
    Program::Day(
        command_, "--as-of", options_.as_of, Say("Pada akhir hari ini", "At the end of this day"));
    return *this;
  }
  CLI::App* operator->() const { return command_; }
  BudgetOptions& options() const { return options_; }

 private:
  BudgetOptions& options_;
  CLI::App* command_;
};

void WireVersions(Program& p) {
  p.Group(
      "budget", Say("Anggaran tahunan unit: harga, rekening, versi, berkas",
                    "A unit's yearly budget: prices, accounts, versions, files"));
  const auto command = [&](const char* name, const std::string& meaning, RunBudget run) {
    return BudgetCommand(p, "budget", name, meaning, run);
  };
  const auto form = [](BudgetCommand one, const std::string& columns) {
    CLI::Option* file = one->add_option("FILE", one.options().file, columns);
    one->add_option(
           "--template", one.options().form,
           Say("Tulis berkas untuk diisi, dengan contoh",
               "Write a file to fill in, with an example"))
        ->excludes(file);
  };
  form(
      command(
          "prices",
          Say("Berlakukan standar harga (SSH, SBU) dari berkas",
              "Put price standards (SSH, SBU) in force from a file"),
          &RunBudgetPrices),
      Say("Kode, Uraian, Jenis Item, Satuan, Harga Tertinggi, Dasar Hukum, Berlaku Mulai; juga "
          "Provinsi, Tingkat, Berlaku Sampai",
          "code, name, item, unit, ceiling, legal_basis, valid_from; also province, level, "
          "valid_to"));
  form(
      command(
          "accounts",
          Say("Tetapkan rekening yang boleh dipakai tiap sub-kegiatan setahun",
              "Set which accounts each sub-activity may use in a year"),
          &RunBudgetAccounts),
      Say("Sub Kegiatan, Tahun, Kode Rekening; juga Jenis Item",
          "subactivity, year, account; also item"));
  BudgetCommand draft = command(
      "draft",
      Say("Susun versi dari berkas rincian belanja, atau ganti rancangannya; semua temuan "
          "sekaligus",
          "Draft a version from a file of lines, or replace the draft; all findings at once"),
      &RunDraftBudget);
  draft.Unit().Year().As();
  draft
      ->add_option(
          "FILE", draft.options().file,
          Say("CSV atau XLSX dengan kolom rincian belanja (budget export menulis contoh)",
              "CSV or XLSX in the columns of the printed budget (budget export writes an "
              "example)"))
      ->required();
  draft->add_option(
      "--kind", draft.options().kind,
      Say("Jenis: ", "Kind: ") + Choices<budgeting::v1::VersionKind>());
  BudgetCommand exported = command(
      "export",
      Say("Tulis sebuah versi sebagai berkas rincian belanja; tanpa --year sebuah contoh",
          "Write a version as a file of lines; without --year an example"),
      &RunExportBudget);
  exported.Unit(false).Year(false).Number();
  exported
      ->add_option(
          "FILE", exported.options().file, Say("Berkas .xlsx atau .csv", "File .xlsx or .csv"))
      ->required();
  command(
      "check",
      Say("Semua temuan aturan BL pada sebuah versi hari ini",
          "All that the rules BL find in a version today"),
      &RunCheckBudget)
      .Unit()
      .Year()
      .Number();
  struct Step {
    const char* name;
    std::string meaning;
    RunBudget run;
  };
  for (const Step& one : std::vector<Step>{
           {"submit", Say("Ajukan (PPTK)", "Submit it (PPTK)"), &RunSubmitBudget},
           {"verify", Say("Verifikasi (PPK-SKPD)", "Verify it (PPK-SKPD)"), &RunVerifyBudget},
           {"return", Say("Kembalikan untuk diperbaiki", "Return it to be corrected"),
            &RunReturnBudget},
           {"validate",
            Say("Sahkan DPA (PA/KPA; pergeseran: PPKD atau Sekda)",
                "Validate the DPA (PA/KPA; a shift: PPKD or Sekda)"),
            &RunValidateBudget}}) {
    BudgetCommand step = command(one.name, one.meaning, one.run);
    step.Unit().Year().Number().As();
    if (one.run == &RunReturnBudget)
      step->add_option("--reason", step.options().reason, Say("Alasannya", "Why"))->required();
    if (one.run == &RunValidateBudget)
      step.Doc(Say("Nomor DPA atau DPPA", "Number of the DPA or DPPA"));
  }
}

void WireLedger(Program& p) {
  p.Group(
      "ledger", Say("Buku anggaran: ikat, lepas, realisasi, kembalikan, bekukan, betulkan",
                    "Ledger: commit, release, realise, return, freeze, correct"));
  const auto command = [&](const char* name, const std::string& meaning, RunBudget run) {
    return BudgetCommand(p, "ledger", name, meaning, run);
  };
  command(
      "commit",
      Say("Ikat uang beberapa baris dengan satu dokumen: semua atau tidak sama sekali",
          "Bind money of some lines by one document: all of them or none"),
      &RunCommit)
      .Unit()
      .Year()
      .As()
      .Parts()
      .Doc(Say(
          "Nomor SPK, surat tugas, atau undangan", "Number of the SPK, assignment or invitation"))
      .PlanItem("--plan-item", false)
      .Batch();
  command(
      "earmark",
      Say("Cadangkan uang bebas untuk sebuah item rencana", "Earmark free money for a plan item"),
      &RunEarmark)
      .Unit()
      .Year()
      .As()
      .Parts()
      .PlanItem("--plan-item", true);
  command(
      "unearmark",
      Say("Lepas cadangan yang tidak lagi diperlukan sebuah item rencana",
          "Give up what is earmarked for a plan item and not needed any more"),
      &RunReleaseEarmark)
      .Unit()
      .Year()
      .As()
      .Parts()
      .PlanItem("--plan-item", true);
  struct Act {
    const char* name;
    std::string meaning, doc;
    RunBudget run;
  };
  for (const Act& one : std::vector<Act>{
           {"release", Say("Lepas sisa ikatan (PPTK)", "Free what is open of a commitment (PPTK)"),
            Say("Dokumen yang mendasarinya", "The document that it rests on"), &RunRelease},
           {"realise",
            Say("Catat realisasi, SPJ sah (bendahara)",
                "Record what was spent, SPJ verified (treasurer)"),
            Say("Nomor SPJ", "Number of the SPJ"), &RunRealise},
           {"return",
            Say("Catat pengembalian (bendahara)", "Record what was paid back (treasurer)"),
            Say("Nomor STS", "Number of the receipt"), &RunReturn}}) {
    BudgetCommand act = command(one.name, one.meaning, one.run);
    act->add_option(
           "COMMITMENT", act.options().commitment,
           Say("Dokumen yang mengikat, atau awal id",
               "The document that bound it, or first letters of the id"))
        ->required();
    act.Unit().Year().As().Parts(false).Doc(one.doc);
    if (one.run == &RunRealise)
      act->add_flag(
          "--close", act.options().closes,
          Say("Tidak ada lagi yang menyusul: sisanya bebas",
              "Nothing more will come: what is left is freed"));
  }
  for (const bool freeze : {true, false}) {
    command(
        freeze ? "freeze" : "unfreeze",
        freeze ? Say("Bekukan uang bebas (surat efisiensi)", "Freeze free money (efficiency order)")
               : Say("Cairkan yang dibekukan", "Unfreeze it"),
        freeze ? &RunFreeze : &RunUnfreeze)
        .Unit()
        .Year()
        .As()
        .Parts()
        .Doc(Say("Nomor surat perintahnya", "Number of the order"));
  }
  BudgetCommand correct = command(
      "correct",
      Say("Batalkan sebuah catatan dengan catatan lawannya (PPK-SKPD)",
          "Take an entry back by its counter-entry (PPK-SKPD)"),
      &RunCorrectEntry);
  correct.Line();
  correct
      ->add_option(
          "ENTRY", correct.options().entry,
          Say("Nomor catatan pada baris itu (list entries), atau awal id",
              "Number of the entry on that line (list entries), or first letters of the id"))
      ->required();
  correct.Unit().Year().As().Doc(Say("Berita acaranya", "The document that says why"));
}

void WireSpj(Program& p) {
  p.Group(
      "spj", Say("Dokumen pertanggungjawaban (SPJ) kelas", "Documents of a batch's account (SPJ)"));
  const auto command = [&p](const char* name, const std::string& meaning, RunBudget run) {
    BudgetCommand of(p, "spj", name, meaning, run);
    of->add_option("BATCH", of.options().batch, Say("Awal id kelas", "First letters of the id"))
        ->required();
    of->add_option(
          "KIND", of.options().kind,
          Say("Dokumen: ", "Document: ") + Choices<budgeting::v1::SpjKind>())
        ->required();
    of->add_option("DOC", of.options().doc, Say("Nomornya", "Its number"))->required();
    of.Unit().As();
    return of;
  };
  command(
      "record", Say("Catat bahwa sebuah dokumen ada", "Record that a document is there"),
      &RunRecordSpj);
  BudgetCommand withdraw = command(
      "withdraw",
      Say("Tarik dokumen yang salah dicatat", "Take back a document that was recorded wrongly"),
      &RunWithdrawSpj);
  withdraw->add_option("--reason", withdraw.options().reason, Say("Alasannya", "Why"))->required();
}

void WireBudgetLookUps(Program& p) {
  const auto command = [&](const char* group, const char* name, const std::string& meaning,
                           RunBudget run) { return BudgetCommand(p, group, name, meaning, run); };
  command(
      "get", "budget",
      Say("Sebuah versi anggaran dengan rinciannya", "A version of a budget with its lines"),
      &RunGetBudget)
      .Unit()
      .Year()
      .Number();
  command(
      "get", "cash-plan",
      Say("Rencana penarikan dana sebuah versi anggaran per bulan, dan realisasinya",
          "When the money of a version is to be paid out, by month, and what was"),
      &RunGetCashPlan)
      .Unit()
      .Year()
      .Number();
  command(
      "get", "balance", Say("Keadaan uang sebuah baris", "How the money of a line stands"),
      &RunGetBalance)
      .Line()
      .Unit()
      .Year()
      .AsOf();
  command(
      "get", "funds",
      Say("Uang sebuah item rencana pada tiap baris", "The money of a plan item on each line"),
      &RunGetFunds)
      .PlanItem("ITEM", true)
      .Unit();
  BudgetCommand cost = command(
      "get", "unit-cost",
      Say("Biaya item rencana per peserta, per JP, dan per poin kesenjangan (F-12)",
          "What a plan item costs per participant, lesson hour and gap point (F-12)"),
      &RunGetUnitCost);
  cost.PlanItem("ITEM", true).Unit();
  cost->add_option("--participants", cost.options().participants, Say("Peserta", "Participants"))
      ->required();
  cost->add_option(
      "--jp", cost.options().lesson_hours,
      Say("JP seorang peserta", "Lesson hours (JP) of one participant"));
  cost->add_option(
      "--gap-points", cost.options().gap_points,
      Say("Poin kesenjangan yang tertutup", "Gap points that are closed"));
  BudgetCommand fee = command(
      "get", "honorarium",
      Say("Honorarium menurut standar harga pada suatu hari, dipotong PPh 21",
          "An honorarium by the price standard of a day, the income tax taken off"),
      &RunGetHonorarium);
  fee->add_option(
         "STANDARD", fee.options().text,
         Say("Kode standar harga, misalnya HON.NS.E2", "Code of the standard, such as HON.NS.E2"))
      ->required();
  fee->add_option(
         "--grade", fee.options().grade,
         Say("Golongan penerima, misalnya III/c", "Golongan of who is paid, such as III/c"))
      ->required();
  fee->add_option(
      "--minutes", fee.options().minutes,
      Say("Menit, bagi yang dibayar per jam: OJ 60 menit, OJP 45",
          "Minutes, of what is paid by the hour: an OJ has 60, an OJP 45"));
  fee->add_option(
      "--times", fee.options().times,
      Say("Banyaknya, bagi yang dibayar per kali", "How often, of what is paid by the time"));
  fee->add_option(
      "--on", fee.options().as_of,
      Say("Pada hari itu; bawaan hari ini", "On that day; today if left out"));
  fee->add_flag(
      "--own-staff", fee.options().own_staff,
      Say("Dari unit penyelenggara sendiri", "Of the organising unit itself"));
  BudgetCommand spj = command(
      "get", "spj",
      Say("Kelengkapan SPJ sebuah kelas: yang ada, yang belum, tenggat LPJ",
          "The documents of a batch's account: present, missing, and when it is due"),
      &RunGetSpj);
  spj->add_option("BATCH", spj.options().batch, Say("Awal id kelas", "First letters of the id"))
      ->required();
  spj.Unit();
  command("list", "budgets", Say("Versi anggaran", "Versions of budgets"), &RunListBudgets)
      .Unit(false)
      .Year(false)
      .All();
  command(
      "list", "lines",
      Say("Baris anggaran yang berlaku, dengan keadaan uangnya",
          "Lines in force, with how their money stands"),
      &RunListBudgetLines)
      .Unit()
      .Year(false);
  command(
      "list", "entries",
      Say("Buku sebuah baris, yang terlama dahulu", "The ledger of a line, oldest first"),
      &RunListEntries)
      .Line()
      .Unit()
      .Year();
  command(
      "list", "commitments",
      Say("Ikatan anggaran, yang terbaru dahulu", "Commitments, newest first"), &RunListCommitments)
      .Unit()
      .Doc(Say("Hanya yang dibuat dokumen ini", "Only the one of this document"), false)
      .PlanItem("--plan-item", false)
      .Batch()
      .All();
  BudgetCommand prices = command(
      "list", "prices", Say("Standar harga pada suatu hari", "Price standards as of a day"),
      &RunListPrices);
  prices->add_option("CODE", prices.options().text, Say("Awal kodenya", "Beginning of the code"));
  prices.AsOf().All();
  BudgetCommand accounts = command(
      "list", "accounts",
      Say("Rekening yang boleh dipakai sebuah sub-kegiatan",
          "Accounts that a sub-activity may use"),
      &RunListAccounts);
  accounts
      ->add_option(
          "SUBACTIVITY", accounts.options().subactivity,
          Say("Kode sub-kegiatan", "Code of the sub-activity"))
      ->required();
  accounts.Year();
}

}  // namespace

void WireBudget(Program& p) {
  for (const auto wire : {&WireVersions, &WireLedger, &WireSpj, &WireBudgetLookUps}) wire(p);
}

}  // namespace binadaya::cli
