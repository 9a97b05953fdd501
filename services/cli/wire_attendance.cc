// The command line of who was there.
#include "services/cli/attendance.h"
#include "services/cli/wiring.h"
#include "services/cli/words.h"

namespace binadaya::cli {
namespace {

using RunAttendance = absl::StatusOr<Answer> (*)(const Environment&, const AttendanceOptions&);

class AttendanceWiring {
 public:
  explicit AttendanceWiring(Program& p)
      : p_(p),
        options_(p.attendance),
        group_(p.Group(
            "attendance", Say("Kehadiran: sesi, daftar hadir, dan hasil peserta",
                              "Attendance: sessions, sheets, and what participants made of it"))) {}

  void Reads() {
    Of(
        Add("delivery",
            Say("Sesi belajar sebuah kelas, dan yang harus diganti",
                "The learning sessions of a batch, and what must be made up"),
            &RunDelivery));
    Session(Add("sheet", Say("Daftar hadir sebuah sesi", "The sheet of a session"), &RunSheet));
    Person(
        Add("outcome",
            Say("Hasil seorang peserta, dan yang kurang",
                "What a participant made of it, and what is missing"),
            &RunOutcome));
  }
  void Decisions() {
    CLI::App* decide = Session(
        Add("session",
            Say("Tutup, persingkat, batalkan, atau koreksi sebuah sesi",
                "Close, cut short, cancel or correct a session"),
            &RunDecideSession));
    decide->add_option("DECISION", options_.decision, Choices<scheduling::v1::SessionDecision>())
        ->required();
    decide->add_option("--cause", options_.cause, Choices<scheduling::v1::ChangeCause>());
    Times(decide);
    Reason(decide);
    By(decide);
    CLI::App* make_up = Session(
        Add("make-up", Say("Rencanakan sesi pengganti", "Plan a make-up session"), &RunPlanMakeUp));
    Times(make_up);
    By(make_up);
  }
  void Ratings() {
    CLI::App* rate = Session(
        Add("rate-speaker", Say("Nilai narasumber sebuah sesi", "Rate the speaker of a session"),
            &RunRateSpeaker));
    rate->add_option("RATING", options_.rating, Say("1 sampai 5", "1 to 5"))->required();
    rate->add_option(
        "--person", options_.person, Say("Peserta yang menilai", "The participant who rates"));
    rate->add_option("--as", options_.by, Say("Panitia yang menilai", "Who of the committee does"));
  }
  void Sheets() {
    CLI::App* enter =
        Act("enter", Say("Catat siapa yang hadir", "Enter who was there"), SheetAct::kEnter);
    enter
        ->add_option(
            "PERSON", options_.people,
            Say("Pegawai: nama, atau seluruh nomornya", "Person: name, or the whole number"))
        ->required();
    Times(enter);
    Otherwise(enter);
    CLI::App* close =
        Act("close", Say("Catat waktu keluar yang belum ada", "Say what a missing exit was"),
            SheetAct::kClose);
    Person(close);
    close->add_option("AT", options_.until, Say("Jamnya (09:40)", "The time (09:40)"))->required();
    Reason(close);
    Act("verify", Say("Verifikasi daftar hadirnya", "Verify the sheet"), SheetAct::kVerify);
    CLI::App* correct =
        Act("correct", Say("Koreksi yang sudah diverifikasi", "Correct what is verified"),
            SheetAct::kCorrect);
    Person(correct);
    Times(correct);
    Otherwise(correct);
    Reason(correct);
  }

 private:
  CLI::App* Add(const char* name, const std::string& meaning, RunAttendance run) {
    return p_.Command(
        group_, name, meaning, [&p = p_, run] { return run(p.environment, p.attendance); });
  }
  CLI::App* Act(const char* name, const std::string& meaning, SheetAct act) {
    CLI::App* command = Session(p_.Command(group_, name, meaning, [&p = p_, act] {
      return RunSheetAct(p.environment, p.attendance, act);
    }));
    By(command);
    return command;
  }
  CLI::App* Of(CLI::App* command) {
    command->add_option("BATCH", options_.batch, WhichBatch())->required();
    return command;
  }
  CLI::App* Session(CLI::App* command) {
    Of(command)
        ->add_option(
            "SESSION", options_.session,
            Say("Nomor sesi menurut waktunya", "Number of the session in order of time"))
        ->required();
    return command;
  }
  void Person(CLI::App* command) {
    command
        ->add_option(
            "PERSON", options_.person,
            Say("Pegawai: nama, atau seluruh nomornya", "Person: name, or the whole number"))
        ->required();
  }
  void Times(CLI::App* command) {
    command->add_option(
        "--from", options_.from, Say("Mulai jam (08:00)", "From this time on (08:00)"));
    command->add_option("--until", options_.until, Say("Sampai jam", "Until this time"));
  }
  void Otherwise(CLI::App* command) {
    command->add_flag("--absent", options_.absent, Say("Tidak hadir", "Was absent"));
    command->add_option(
        "--excused", options_.excused, Say("Berizin, dengan suratnya", "Excused, by this letter"));
  }
  void Reason(CLI::App* command) {
    command->add_option("--reason", options_.reason, Say("Alasannya", "Why"));
  }
  void By(CLI::App* command) {
    command->add_option("--as", options_.by, Say("Atas nama siapa", "In whose name"))->required();
  }

  Program& p_;
  AttendanceOptions& options_;
  CLI::App* group_;
};

}  // namespace

void WireAttendance(Program& p) {
  AttendanceWiring wiring(p);
  wiring.Reads();
  wiring.Decisions();
  wiring.Sheets();
  wiring.Ratings();
}

}  // namespace binadaya::cli
