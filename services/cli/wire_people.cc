// The command line of what is done to one person: acts, records, decisions about his profile.
#include "services/cli/wiring.h"
#include "services/cli/words.h"

namespace binadaya::cli {
namespace {

CLI::Option* Person(CLI::App* command, std::string& target) {
  return command
      ->add_option(
          "PERSON", target,
          Say("Nama, NIP utuh, atau awal id", "Name, whole NIP or first letters of the id"))
      ->required();
}

void WireEmployment(Program& p) {
  CLI::App* group =
      p.Group("act", Say("Perbuatan dengan keputusan (SK)", "Acts that rest on a decree (SK)"));
  using Run = absl::StatusOr<Answer> (*)(const Environment&, const ActOptions&);
  const auto act = [&](const char* name, const std::string& meaning, Run run) {
    CLI::App* command =
        p.Command(group, name, meaning, [&p, run] { return run(p.environment, p.act); });
    Person(command, p.act.person);
    return command;
  };
  CLI::App* promote = act("promote", Say("Kenaikan pangkat", "Another grade"), &RunPromote);
  promote->add_option("GRADE", p.act.grade, Say("Golongan: III/d", "Grade: III/d"))->required();
  CLI::App* employment =
      act("employment",
          Say("Jenis kepegawaian, nomor, atau kontrak lain dari orang yang sama",
              "Another employment type, number or contract of the same person"),
          &RunChangeEmployment);
  Program::OneOf(
      employment, "--type", p.act.type, {"CPNS", "PNS", "PPPK", "PPPK_PW"},
      "CPNS, PNS, PPPK, PPPK_PW");
  employment->add_option("--number", p.act.number, "NIP, NI PPPK");
  employment->add_option("--grade", p.act.grade, Say("Golongan", "Grade"));
  Program::Day(
      employment, "--contract-end", p.act.contract_end,
      Say("PPPK: hari pertama tidak lagi", "PPPK: the first day no more"));
  CLI::App* suspend = act(
      "suspend", Say("Nonaktif sementara; jabatannya tetap", "Off duty for a time; the post stays"),
      &RunSuspend);
  Program::OneOf(
      suspend, "POSITION", p.act.position,
      {"CLTN", "TUGAS_BELAJAR", "DIPERBANTUKAN", "PEMBERHENTIAN_SEMENTARA"},
      "CLTN, TUGAS_BELAJAR, DIPERBANTUKAN, PEMBERHENTIAN_SEMENTARA")
      ->required();
  CLI::App* back = act("return", Say("Pengaktifan kembali", "Back on duty"), &RunReturn);
  back->add_option(
      "--post", p.act.post,
      Say("Bagi yang tidak lagi memegang jabatan", "For who holds no post any more"));
  back->add_option("--unit", p.act.unit, "Unit");
  CLI::App* end =
      act("end", Say("Pergi: pensiun, meninggal, …", "Leaves: retirement, death, …"),
          &RunEndEmployment);
  end->add_option("EXIT", p.act.exit, Choices<registry::v1::Exit>())->required();
  for (CLI::App* command : {promote, employment, suspend, back, end}) {
    Program::Day(command, "--from", p.act.from, Say("Mulai berlaku", "The first day"))->required();
    command
        ->add_option(
            "--decree", p.act.decree, Say("Nomor keputusan (SK)", "Number of the decree (SK)"))
        ->required();
  }
  CLI::App* annul =
      act("annul",
          Say("Batalkan yang terakhir, atau yang masih di depan",
              "Undo the newest one, or one that lies ahead"),
          &RunAnnulAct);
  annul
      ->add_option(
          "ACT", p.act.act, Say("Awal id-nya (list acts)", "First letters of its id (list acts)"))
      ->required();
  annul->add_option("--reason", p.act.reason, Say("Alasannya", "Why"))->required();
}

void WireRecords(Program& p) {
  CLI::App* group = p.Group(
      "record", Say("Catat tentang seorang pegawai", "Put something on record about a person"));
  using Run = absl::StatusOr<Answer> (*)(const Environment&, const RecordOptions&);
  const auto record = [&](const char* name, const std::string& meaning, Run run) {
    CLI::App* command =
        p.Command(group, name, meaning, [&p, run] { return run(p.environment, p.record); });
    Person(command, p.record.person);
    return command;
  };
  CLI::App* appraisal = record(
      "appraisal",
      Say("Predikat kinerja setahun; yang lain dari tahun yang sama membetulkannya",
          "The appraisal of a year; another one of the same year corrects it"),
      &RunRecordAppraisal);
  appraisal->add_option("YEAR", p.record.year, Say("Tahun", "Year"))->required();
  appraisal->add_option("PREDICATE", p.record.what, Choices<registry::v1::Predicate>())->required();
  appraisal->add_option("--reason", p.record.reason, Say("Bila membetulkan", "Of a correction"));
  appraisal->add_option("--document", p.record.document, Say("Dokumen", "Document"));
  CLI::App* training = record(
      "training", Say("Pelatihan yang diselesaikan", "A training that was completed"),
      &RunRecordTraining);
  training->add_option("TRAINING", p.record.what, "PKP, DIKLATPIM_IV, LATSAR, …")->required();
  CLI::App* education =
      record("education", Say("Pendidikan formal", "Formal education"), &RunRecordEducation);
  education->add_option("LEVEL", p.record.what, Choices<registry::v1::EducationLevel>())
      ->required();
  education->add_option("--field", p.record.field, Say("Bidang studi", "Field of study"));
  for (CLI::App* command : {training, education}) {
    Program::Day(command, "--on", p.record.from, Say("Tanggal selesai", "The day of completion"))
        ->required();
  }
  CLI::App* discipline =
      record("discipline", Say("Hukuman disiplin", "A disciplinary measure"), &RunRecordDiscipline);
  discipline->add_option("LEVEL", p.record.what, Choices<registry::v1::DisciplineLevel>())
      ->required();
  Program::Day(
      discipline, "--from", p.record.from, Say("Tanggal keputusan", "The day of the decision"))
      ->required();
  Program::Day(
      discipline, "--to", p.record.to, Say("Hari pertama tidak lagi", "The first day no more"));
  CLI::App* leave = record("leave", Say("Cuti", "Leave"), &RunRecordLeave);
  leave->add_option("KIND", p.record.what, Choices<registry::v1::LeaveKind>())->required();
  Program::Day(leave, "--from", p.record.from, Say("Hari pertama", "The first day"))->required();
  Program::Day(leave, "--last-day", p.record.to, Say("Hari terakhir", "The last day"))->required();
  for (CLI::App* command : {training, education, discipline, leave}) {
    command
        ->add_option(
            "--document", p.record.document,
            Say("Nomor sertifikat, ijazah, atau keputusan",
                "Number of the certificate, diploma or decree"))
        ->required();
  }
  CLI::App* annul = record(
      "annul",
      Say("Catatan ini tidak benar, mulai hari ini", "This record is not true, from today"),
      &RunRecordAnnul);
  annul
      ->add_option(
          "RECORD", p.record.record,
          Say("Awal id-nya (list records)", "First letters of its id (list records)"))
      ->required();
  annul->add_option("--reason", p.record.reason, Say("Alasannya", "Why"))->required();
}

using RunDecision = absl::StatusOr<Answer> (*)(const Environment&, const DecisionOptions&);

// A command about a person, of a competency of his unless it is about the whole profile.
CLI::App* Decision(
    Program& p, CLI::App* group, const char* name, const std::string& meaning, RunDecision run,
    bool of_competency = true) {
  CLI::App* command =
      p.Command(group, name, meaning, [&p, run] { return run(p.environment, p.decision); });
  Person(command, p.decision.person);
  if (of_competency) {
    command->add_option("COMPETENCY", p.decision.competency, Say("Kompetensi", "Competency"))
        ->required();
  }
  return command;
}

void WireProfiles(Program& p) {
  CLI::App* group = p.Group(
      "profile", Say("Keputusan tentang profil, atas nama yang memutuskan",
                     "Decisions about a profile, in the name of who decided"));
  CLI::App* verify = Decision(
      p, group, "verify", Say("Verifikasi (pengelola kepegawaian)", "Verify (HR officer)"),
      &RunVerifyProfile, false);
  CLI::App* validate = Decision(
      p, group, "validate", Say("Sahkan (kepala unit)", "Validate (head of the unit)"),
      &RunValidateProfile, false);
  CLI::App* calibrate = Decision(
      p, group, "calibrate",
      Say("Tingkat yang disepakati rapat kalibrasi", "The level that the calibration agreed"),
      &RunCalibrate);
  CLI::App* leave_out = Decision(
      p, group, "leave-out", Say("Kompetensi yang tidak dinilai", "A competency that is not rated"),
      &RunLeaveOut);
  CLI::App* correct = Decision(
      p, group, "correct",
      Say("Betulkan tingkat yang sah, mulai hari ini (kepala unit)",
          "Put a valid level right, from today (head of the unit)"),
      &RunCorrectLevel);
  for (CLI::App* command : {verify, validate, calibrate, leave_out, correct}) {
    command->add_option("--as", p.decision.by, Say("Siapa yang memutuskan", "Who decided"))
        ->required();
  }
  for (CLI::App* command : {verify, validate, calibrate, leave_out}) {
    command->add_option(
        "--campaign", p.decision.campaign,
        Say("Bila ada beberapa yang terbuka, atau bukan yang terbaru",
            "Where several are open, or it is not the newest"));
  }
  for (CLI::App* command : {calibrate, correct}) {
    command->add_option("--level", p.decision.level, Say("Tingkatnya", "The level"))->required();
  }
  for (CLI::App* command : {calibrate, leave_out, correct})
    command->add_option("--reason", p.decision.reason, Say("Alasannya", "Why"))->required();
  Program::Several(
      calibrate, "--agreed-by", p.decision.agreed_by,
      Say("Yang juga menyepakati; boleh berulang", "Who agreed too; may be repeated"));
}

void WireAppeals(Program& p) {
  CLI::App* group =
      p.Group("appeal", Say("Keberatan atas tingkat yang sah", "Appeals against valid levels"));
  CLI::App* submit = Decision(
      p, group, "submit",
      Say("Ajukan, atas nama pegawai itu sendiri", "File one, in the name of the person himself"),
      &RunAppealSubmit);
  submit->add_option(
      "--claimed", p.decision.level, Say("Tingkat yang seharusnya", "What the level should be"));
  CLI::App* decide = Decision(
      p, group, "decide", Say("Putuskan yang menunggu", "Decide the one that waits"),
      &RunAppealDecide);
  decide
      ->add_option(
          "DECISION", p.decision.outcome, Say("dikabulkan atau ditolak", "upheld or rejected"))
      ->required();
  decide->add_option(
      "--level", p.decision.level,
      Say("Bila dikabulkan: tingkat yang benar", "Of an upheld one: the right level"));
  decide->add_option(
      "--as", p.decision.by,
      Say("Kepala unit yang memutuskan; bawaan: operator",
          "The head of the unit who decided; by default the operator"));
  for (CLI::App* command : {submit, decide})
    command->add_option("--reason", p.decision.reason, Say("Alasannya", "Why"))->required();
}

}  // namespace

void WirePeople(Program& p) {
  for (const auto wire : {&WireEmployment, &WireRecords, &WireProfiles, &WireAppeals}) wire(p);
}

}  // namespace binadaya::cli
