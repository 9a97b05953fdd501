// The command line of what training stands on, and of the leaders' agenda.
#include "services/cli/wiring.h"
#include "services/cli/words.h"

namespace binadaya::cli {
namespace {

std::string WhichTime() {
  return Say(
      "\"2027-04-08 08.00-10.00\"; tanpa jam sehari penuh",
      "\"2027-04-08 08:00-10:00\"; without hours the whole day");
}

std::string WhichWindow() {
  return Say("Masa tersedia; boleh berulang: ", "When it can be had; may be repeated: ") +
         WhichTime();
}

// Whether something is still in use.
void WireUse(CLI::App* command, bool& out_of_use, bool& in_use) {
  CLI::Option* out =
      command->add_flag("--out-of-use", out_of_use, Say("Tidak dipakai lagi", "No longer in use"));
  command->add_flag("--in-use", in_use, Say("Dipakai lagi", "In use again"))->excludes(out);
}

void WireVenue(Program& p, CLI::App* group) {
  VenueOptions& options = p.venue;
  CLI::App* venue = p.Command(
      group, "venue",
      Say("Catat atau ubah tempat; yang tidak disebut tetap seperti semula",
          "Enter or change a venue; what is not said stays as it was"),
      [&p] { return RunSetVenue(p.environment, p.venue); });
  venue
      ->add_option(
          "NAME", options.name,
          Say("Namanya seperti di daftar, awal id, atau nama yang baru",
              "Its name as listed, first letters of its id, or a new name"))
      ->required();
  venue->add_option("--rename", options.rename, Say("Nama barunya", "Its name from now on"));
  venue->add_option(
      "--kind", options.kind, Say("Jenis: ", "Kind: ") + Choices<scheduling::v1::VenueKind>());
  venue->add_option("--city", options.city, Say("Kota", "City"));
  venue->add_option("--province", options.province, Say("Provinsi", "Province"));
  venue->add_option("--capacity", options.capacity, Say("Banyaknya kursi", "Seats"))
      ->check(CLI::Range(1, 100'000));
  venue->add_flag(
      "--despite-batches", options.despite_batches,
      Say("Juga bila kelas yang sudah terbit di sana perlu lebih banyak kursi",
          "Even if batches that are published there need more seats"));
  venue->add_option(
      "--rate", options.rate, Say("Sewa sehari: Rp4.500.000", "Rent of a day: Rp4.500.000"));
  CLI::Option* accessible = venue->add_flag(
      "--accessible", options.accessible,
      Say("Dapat dicapai penyandang disabilitas", "People with a disability reach it"));
  venue
      ->add_flag(
          "--not-accessible", options.not_accessible,
          Say("Tidak dapat dicapai", "They do not reach it"))
      ->excludes(accessible);
  Program::Several(venue, "--window", options.windows, WhichWindow());
  WireUse(venue, options.out_of_use, options.in_use);
}

void WireSpeaker(Program& p, CLI::App* group) {
  SpeakerOptions& options = p.speaker;
  CLI::App* speaker = p.Command(
      group, "speaker",
      Say("Catat atau ubah narasumber; yang tidak disebut tetap seperti semula",
          "Enter or change a speaker; what is not said stays as it was"),
      [&p] { return RunSetSpeaker(p.environment, p.speaker); });
  speaker
      ->add_option(
          "NAME", options.name,
          Say("Namanya seperti di daftar, awal id, atau nama yang baru",
              "His name as listed, first letters of his id, or a new name"))
      ->required();
  CLI::Option* employee = speaker->add_flag(
      "--employee", options.employee,
      Say("Pegawai kota: NAME dicari di antara pegawai",
          "Of the city's people: NAME is looked for among them"));
  speaker
      ->add_option(
          "--organisation", options.organisation,
          Say("Instansi, bagi yang dari luar", "Organisation, of one from outside"))
      ->excludes(employee);
  speaker->add_option(
      "--rate-class", options.rate_class, Say("Kelas tarif honorarium", "Rate class of the fee"));
  speaker->add_option("--city", options.city, Say("Kota asal", "City that he comes from"));
  Program::Several(
      speaker, "--versed", options.versed,
      Say("M.08=3: menguasai sampai tingkat ini; boleh berulang",
          "M.08=3: versed up to this level; may be repeated"));
  Program::Several(
      speaker, "--interest", options.interests,
      Say("Program yang di dalamnya ia berkepentingan; boleh berulang",
          "A program that he has a stake in; may be repeated"));
  Program::Several(speaker, "--window", options.windows, WhichWindow());
  WireUse(speaker, options.out_of_use, options.in_use);
}

void WireSpeakerRating(Program& p, CLI::App* group) {
  p.Command(
       group, "speaker-rating", Say("Penilaian seorang narasumber", "How a speaker is rated"),
       [&p] { return RunSpeakerRating(p.environment, p.speaker); })
      ->add_option(
          "NAME", p.speaker.name,
          Say("Namanya seperti di daftar, atau awal id",
              "His name as listed, or first letters of "
              "his id"))
      ->required();
}

void WireBlackout(Program& p, CLI::App* group) {
  CLI::App* blackout = p.Command(
      group, "blackout",
      Say("Masa tanpa pelatihan bagi sebuah unit dan yang di bawahnya (Musrenbang, tutup buku)",
          "A time without training for a unit and all below it (Musrenbang, closing of books)"),
      [&p] { return RunBlackout(p.environment, p.blackout); });
  blackout
      ->add_option(
          "UNIT", p.blackout.unit, Say("Unit, dengan kode atau nama", "Unit, by code or name"))
      ->required();
  blackout->add_option("--at", p.blackout.at, WhichTime())->required();
  CLI::Option* lift =
      blackout->add_flag("--lift", p.blackout.lift, Say("Cabut yang ada", "Lift the one there is"));
  blackout->add_option("--reason", p.blackout.reason, Say("Alasannya", "Why"))->excludes(lift);
}

void WireAgenda(Program& p) {
  AgendaOptions& options = p.agenda;
  CLI::App* group = p.Group(
      "agenda", Say("Agenda pimpinan: minta, putuskan, ganti",
                    "The leaders' agenda: ask, decide, fall back"));
  const auto by = [&](CLI::App* command) {
    command->add_option("--as", options.by, Say("Atas nama siapa", "In whose name"))->required();
  };
  const auto hold = [&](CLI::App* command) {
    command
        ->add_option(
            "HOLD", options.hold,
            Say("Bagian dari nama pimpinannya, atau awal id",
                "Part of its leader's name, or first letters of the id"))
        ->required();
    by(command);
  };
  CLI::App* request = p.Command(
      group, "request",
      Say("Minta waktu pimpinan (panitia)", "Ask for a leader's time (organiser)"),
      [&p] { return RunRequestHold(p.environment, p.agenda); });
  request->add_option("LEADER", options.leader, Say("Pimpinan", "Leader"))->required();
  request->add_option("--at", options.at, WhichTime())->required();
  request->add_option(
      "--batch", options.batch, Say("Yang dibukanya. ", "Which it opens. ") + WhichBatch());
  request->add_option(
      "--unit", options.unit,
      Say("Unit, bila bukan pembukaan pelatihan", "Unit, where it opens no training"));
  request->add_option(
      "--for", options.priority,
      Say("Bawaan pembukaan pelatihan: ", "By default the opening of a training: ") +
          Choices<scheduling::v1::HoldPriority>());
  by(request);
  struct Decision {
    const char* name;
    std::string meaning;
    scheduling::v1::HoldDecision decision;
  };
  for (const Decision& one : std::vector<Decision>{
           {"pencil", Say("Catat sementara (protokol)", "Pencil it in (protocol)"),
            scheduling::v1::PENCIL},
           {"confirm", Say("Pastikan", "Confirm it"), scheduling::v1::CONFIRM},
           {"change",
            Say("Pimpinan minta waktu lain, atau berhalangan",
                "The leader wants another time, or cannot come"),
            scheduling::v1::CHANGE},
           {"take-new-time", Say("Terima waktu yang baru", "Accept the new time"),
            scheduling::v1::TAKE_NEW_TIME},
           {"finish", Say("Sudah terlaksana", "It took place"), scheduling::v1::FINISH},
           {"release", Say("Lepaskan", "Release it"), scheduling::v1::RELEASE},
           {"agree-video",
            Say("Pimpinan setuju digantikan rekaman", "The leader agrees to a recording"),
            scheduling::v1::AGREE_VIDEO},
           {"decline-video",
            Say("Pimpinan tidak setuju lagi digantikan rekaman",
                "The leader agrees to a recording no more"),
            scheduling::v1::DECLINE_VIDEO}}) {
    CLI::App* decide = p.Command(group, one.name, one.meaning, [&p, decision = one.decision] {
      return RunDecideHold(p.environment, p.agenda, decision);
    });
    hold(decide);
    if (one.decision == scheduling::v1::CHANGE)
      decide->add_option(
          "--to", options.to, Say("Waktu barunya: ", "Its new time: ") + WhichTime());
    if (one.decision == scheduling::v1::CHANGE || one.decision == scheduling::v1::RELEASE)
      decide->add_option("--reason", options.reason, Say("Alasannya", "Why"))->required();
  }
  CLI::App* fall_back = p.Command(
      group, "fall-back",
      Say("Ganti yang berubah, agar kelasnya tetap berjalan",
          "Replace one that changed, so that its batch goes on"),
      [&p] { return RunFallBack(p.environment, p.agenda); });
  hold(fall_back);
  fall_back
      ->add_option("WAY", options.way, Say("Cara: ", "Way: ") + Choices<scheduling::v1::Fallback>())
      ->required();
  fall_back->add_option(
      "--delegate", options.delegate, Say("Siapa yang mewakili", "Who stands in"));
  fall_back->add_option(
      "--to", options.to, Say("Pindah ke waktu ini: ", "Moves to this time: ") + WhichTime());
}

}  // namespace

void WireResources(Program& p) {
  CLI::App* group = p.app.get_subcommand("schedule");
  for (const auto wire : {&WireVenue, &WireSpeaker, &WireSpeakerRating, &WireBlackout})
    wire(p, group);
  WireAgenda(p);
}

}  // namespace binadaya::cli
