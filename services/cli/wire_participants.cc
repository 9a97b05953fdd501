// The command line of who takes part.
#include "services/cli/participants.h"
#include "services/cli/seat_questions.h"
#include "services/cli/wiring.h"
#include "services/cli/words.h"

namespace binadaya::cli {
namespace {

using RunParticipants = absl::StatusOr<Answer> (*)(const Environment&, const ParticipantOptions&);

class Wiring {
 public:
  explicit Wiring(Program& p)
      : p_(p),
        options_(p.participants),
        group_(p.Group(
            "participants", Say("Peserta: siapa terpilih, mengapa, dan kursinya",
                                "Participants: who is chosen, why, and their seats"))) {}

  CLI::App* Add(const char* name, const std::string& meaning, RunParticipants run) {
    return p_.Command(
        group_, name, meaning, [&p = p_, run] { return run(p.environment, p.participants); });
  }
  void Person(CLI::App* command, const char* name = "PERSON") {
    command
        ->add_option(
            name, options_.person,
            Say("Pegawai: nama, atau seluruh nomornya", "Person: name, or the whole number"))
        ->required();
  }
  void By(CLI::App* command) {
    command->add_option("--as", options_.by, Say("Atas nama siapa", "In whose name"))->required();
  }
  void Reason(CLI::App* command, bool required) {
    CLI::Option* reason = command->add_option("--reason", options_.reason, Say("Alasannya", "Why"));
    if (required) reason->required();
  }
  void OutOfTurn(CLI::App* command) {
    command->add_option(
        "--why", options_.why,
        Say("Alasan di luar urutan: ", "Reason out of turn: ") +
            Choices<scheduling::v1::OverrideReason>());
  }

  void Selections() {
    CLI::App* select =
        Add("select",
            Say("Pilih peserta satu atau beberapa angkatan", "Choose for one or more intakes"),
            &RunSelectParticipants);
    select->add_option("BATCH", options_.batches, WhichBatch())->required()->expected(1, 50);
    select->add_option(
        "--from", options_.unit,
        Say("Dari unit ini; bawaan: unit kelasnya", "From this unit; by default the batch's"));
    Program::Several(
        select, "--family", options_.families,
        Say("Hanya dari rumpun jabatan ini; boleh berulang",
            "Only of this job family; may be repeated"));
    Program::Several(
        select, "--ahead", options_.ahead,
        Say("Didahulukan; boleh berulang", "Goes ahead; may be repeated"));
    OutOfTurn(select);
    select->add_option("--note", options_.note, Say("Keterangannya", "What it is"));
    By(select);
    CLI::App* list = Add(
        "list",
        Say("Peserta dan yang menunggu, menurut urutan", "Participants and who waits, in order"),
        &RunListParticipants);
    list->add_option("BATCH", options_.batch, WhichBatch());
    list->add_option("--unit", options_.unit, Say("Di dalam unit ini", "Inside this unit"));
    list->add_option(
        "--state", options_.state,
        Say("Keadaan: ", "State: ") + Choices<scheduling::v1::EnrolmentState>());
    list->add_flag(
        "--all", options_.all,
        Say("Semuanya, bukan hanya 200 pertama", "All, not only the first 200"));
    Person(
        Add("why", Say("Mengapa seseorang terpilih atau tidak", "Why somebody was chosen or not"),
            &RunWhy));
    CLI::App* fairness =
        Add("fairness",
            Say("Apakah kelompok terpilih sama seringnya", "Whether groups are chosen alike"),
            &RunFairness);
    fairness->add_option("--unit", options_.unit, Say("Di dalam unit ini", "Inside this unit"));
    fairness->add_option("--year", options_.year, Say("Tahun", "Year"));
  }

  void Seats() {
    struct Given {
      const char* name;
      std::string meaning;
      SeatAnswer answer;
    };
    for (const Given& one : std::vector<Given>{
             {"approve", Say("Atasan mengizinkan", "The superior lets him go"),
              SeatAnswer::kApprove},
             {"reject", Say("Atasan tidak mengizinkan", "The superior does not"),
              SeatAnswer::kReject},
             {"confirm", Say("Peserta memastikan ikut", "The participant confirms"),
              SeatAnswer::kConfirm},
             {"decline", Say("Peserta menolak kursinya", "The participant declines"),
              SeatAnswer::kDecline}}) {
      CLI::App* command = p_.Command(group_, one.name, one.meaning, [&p = p_, answer = one.answer] {
        return RunAnswerSeat(p.environment, p.participants, answer);
      });
      Person(command);
      if (one.answer == SeatAnswer::kApprove || one.answer == SeatAnswer::kReject) By(command);
      if (one.answer == SeatAnswer::kReject || one.answer == SeatAnswer::kDecline)
        Reason(command, true);
    }
    CLI::App* withdraw =
        Add("withdraw", Say("Batalkan kepesertaan", "Withdraw an enrolment"), &RunWithdraw);
    Person(withdraw);
    Reason(withdraw, true);
    By(withdraw);
    CLI::App* substitute = Add(
        "substitute", Say("Ganti peserta dengan yang menunggu", "Let one who waits take a seat"),
        &RunSubstitute);
    Person(substitute, "OUT");
    substitute->add_option("IN", options_.in, Say("Penggantinya", "Who comes in"))->required();
    OutOfTurn(substitute);
    Reason(substitute, true);
    By(substitute);
    CLI::App* capacity =
        Add("capacity", Say("Ubah banyaknya kursi", "Change how many seats there are"),
            &RunSetCapacity);
    capacity->add_option("BATCH", options_.batch, WhichBatch())->required();
    capacity->add_option("SEATS", options_.capacity, Say("Banyaknya kursi", "Seats"))->required();
    Program::Several(
        capacity, "--leaving", options_.leaving,
        Say("Siapa yang melepas kursi; boleh berulang", "Who gives up a seat; may be repeated"));
    By(capacity);
  }

  void Questions() {
    CLI::App* list =
        Add("questions",
            Say("Kursi yang dipertanyakan, yang paling dulu harus diputus di depan",
                "Seats in question, those to be decided first in front"),
            &RunListSeatQuestions);
    list->add_option("BATCH", options_.batch, WhichBatch());
    list->add_option("--unit", options_.unit, Say("Di dalam unit ini", "Inside this unit"));
    list->add_flag(
        "--overdue", options_.overdue,
        Say("Hanya yang lewat waktunya", "Only those that are overdue"));
    list->add_flag(
        "--all", options_.all, Say("Juga yang sudah diputus", "Those that were settled, too"));
    const auto decide = [&](const char* name, const std::string& meaning,
                            scheduling::v1::SeatDecision decision) {
      CLI::App* command = p_.Command(group_, name, meaning, [&p = p_, decision] {
        return RunDecideSeatQuestion(p.environment, p.participants, decision);
      });
      Person(command);
      command->add_option(
          "--batch", options_.batch,
          Say("Awal id kelasnya, bila ada beberapa",
              "First letters of the batch's id, if several"));
      By(command);
      return command;
    };
    CLI::App* let_be =
        Add("let-be",
            Say("Izinkan kelas melanggar aturan kesinambungan layanan di unit Anda",
                "Let a batch break a rule of continuity of service in your unit"),
            &RunOverrideContinuity);
    let_be->add_option("BATCH", options_.batch, WhichBatch())->required();
    let_be->add_option("RULE", options_.rule, Say("Aturannya: SVC-01", "The rule: SVC-01"))
        ->required();
    let_be->add_option("--unit", options_.unit, Say("Unit Anda", "Your unit"))->required();
    let_be->add_option(
        "--why", options_.why,
        Say("Alasannya: ", "Why: ") + Choices<scheduling::v1::OverrideReason>());
    let_be->add_option("--note", options_.note, Say("Keterangannya", "What it is"));
    By(let_be);
    CLI::App* overrides =
        Add("let-be-list",
            Say("Aturan kesinambungan layanan yang boleh dilanggar, oleh siapa dan mengapa",
                "Rules of continuity of service that batches may break, by whom and why"),
            &RunListOverrides);
    overrides->add_option("BATCH", options_.batch, WhichBatch());
    overrides->add_option("--unit", options_.unit, Say("Di dalam unit ini", "Inside this unit"));
    CLI::App* keep = decide(
        "keep-seat", Say("Pertahankan kursi yang dipertanyakan", "Keep a seat in question"),
        scheduling::v1::KEEP_SEAT);
    OutOfTurn(keep);
    keep->add_option("--note", options_.note, Say("Keterangannya", "What it is"));
    Reason(
        decide(
            "give-up-seat",
            Say("Lepaskan kursi yang dipertanyakan; kursinya ditawarkan kepada yang menunggu",
                "Give up a seat in question; it is offered to who waits"),
            scheduling::v1::WITHDRAW_SEAT),
        true);
  }

  void Objections() {
    CLI::App* object =
        Add("object", Say("Ajukan keberatan atas pemilihan", "Object to a selection"), &RunObject);
    Person(object);
    Reason(object, true);
    CLI::App* decide =
        Add("decide", Say("Putuskan keberatan seseorang", "Decide somebody's objection"),
            &RunDecideObjection);
    Person(decide);
    decide->add_flag("--uphold", options_.upheld, Say("Diterima", "It is upheld"));
    Reason(decide, true);
    By(decide);
  }

 private:
  Program& p_;
  ParticipantOptions& options_;
  CLI::App* group_;
};

}  // namespace

void WireParticipants(Program& p) {
  Wiring wiring(p);
  wiring.Selections();
  wiring.Seats();
  wiring.Questions();
  wiring.Objections();
}

}  // namespace binadaya::cli
