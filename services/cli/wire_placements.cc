// The command line of placements and repairs.
#include "services/cli/placement.h"
#include "services/cli/wiring.h"
#include "services/cli/words.h"

namespace binadaya::cli {
namespace {

using RunOfPlacement = absl::StatusOr<Answer> (*)(const Environment&, const PlacementOptions&);

void WireMeans(Program& p, CLI::App* command) {
  PlacementOptions& options = p.placement;
  command
      ->add_option(
          "--unit", options.unit,
          Say("Unit penyelenggara dan semua di bawahnya",
              "The unit that holds them, and all below"))
      ->required();
  Program::Several(
      command, "--batch", options.batches,
      Say("Hanya kelas ini; bawaan: semua", "Only these batches; by default all"));
  Program::Several(
      command, "--venue", options.venues,
      Say("Tempat yang boleh dipakai; bawaan: semua", "Venues that may be taken; by default all"));
  Program::Several(
      command, "--speaker", options.speakers,
      Say("Narasumber yang boleh mengisi atau menggantikan",
          "Speakers who may hold it or stand in"));
}

void WirePlace(Program& p, CLI::App* group) {
  PlacementOptions& options = p.placement;
  CLI::App* place = p.Command(
      group, "place",
      Say("Hitung hari, jam, tempat, dan narasumber kelas-kelas dalam satu masa",
          "Compute days, hours, venues and speakers of the batches of a window"),
      [&p] { return RunStartPlacement(p.environment, p.placement, p.progress); });
  WireMeans(p, place);
  place->add_option("--year", options.year, Say("Tahun rencana", "Plan year"))->required();
  Program::Day(place, "--from", options.from, Say("Hari pertama masa itu", "First day of it"))
      ->required();
  Program::Day(place, "--until", options.until, Say("Sampai sebelum hari ini", "Day that ends it"))
      ->required();
  place->add_option(
      "--steps", options.steps,
      Say("Langkah pencarian; bawaan: menurut kebijakan", "Steps; by default those of the policy"));
  place->add_option(
      "--seed", options.seed, Say("Benih, untuk mengulang", "Seed, to compute it again"));
  place->add_option("--as", options.by, Say("Atas nama siapa", "In whose name"))->required();
}

// Of one that is computed.
CLI::App* WireUnderWay(
    Program& p, CLI::App* group, const char* name, const std::string& meaning, RunOfPlacement run) {
  CLI::App* command =
      p.Command(group, name, meaning, [&p, run] { return run(p.environment, p.placement); });
  command
      ->add_option(
          "ID", p.placement.placement, Say("Awal id pekerjaannya", "First letters of its job"))
      ->required();
  command
      ->add_option(
          "--unit", p.placement.unit, Say("Unit penyelenggara", "The unit that holds the batches"))
      ->required();
  return command;
}

void WireRepair(Program& p, CLI::App* group) {
  PlacementOptions& options = p.placement;
  CLI::App* repair = p.Command(
      group, "repair",
      Say("Hitung cara memperbaiki jadwal yang terganggu, dengan harganya",
          "Compute how a disturbed schedule is mended, and at what price"),
      [&p] { return RunStartRepair(p.environment, p.placement, p.progress); });
  WireMeans(p, repair);
  repair->add_option(
      "--leader", options.leader, Say("Pimpinan berhalangan", "A leader cannot come"));
  repair->add_option(
      "--lost-venue", options.venue, Say("Tempat tidak dapat dipakai", "A venue is lost"));
  repair->add_option(
      "--lost-speaker", options.lost_speaker, Say("Narasumber berhalangan", "A speaker is lost"));
  repair->add_option(
      "--blackout", options.blackout,
      Say("Tidak seorang pun dari unit ini boleh pergi (bencana)",
          "Nobody of this unit may be away (disaster)"));
  Program::Day(repair, "--holiday", options.holiday, Say("Hari libur baru", "A new holiday"));
  repair->add_option(
      "--at", options.at, Say("Kapan: 2027-04-08 atau dengan jam", "When: a day, or with hours"));
  repair->add_option("--cause", options.cause, Choices<scheduling::v1::ChangeCause>())->required();
  repair->add_option("--reason", options.reason, Say("Apa yang terjadi", "What happened"))
      ->required();
  repair->add_option("--as", options.by, Say("Atas nama siapa", "In whose name"))->required();
}

// Shown without a decision, accepted with one.
CLI::App* WireShown(
    Program& p, CLI::App* group, const char* name, std::string& which, const std::string& meaning,
    RunOfPlacement run) {
  CLI::App* command =
      p.Command(group, name, meaning, [&p, run] { return run(p.environment, p.placement); });
  command->add_option(
      "ID", which,
      Say("Awal id; tanpa itu: daftarnya", "First letters of the id; without: the list"));
  command->add_flag("--all", p.placement.all, Say("Semuanya", "All of them"));
  return command;
}

}  // namespace

void WirePlacements(Program& p) {
  PlacementOptions& options = p.placement;
  CLI::App* group = p.app.get_subcommand("schedule");
  WirePlace(p, group);
  WireRepair(p, group);
  WireShown(
      p, group, "placement", options.placement,
      Say("Rencana yang dihitung: satu, atau daftarnya", "Placements: one, or the list"),
      &RunPlacement)
      ->add_option("--batch", options.batch, Say("Dengan sesi kelas ini", "With its sessions"));
  WireUnderWay(
      p, group, "placement-so-far",
      Say("Rencana terbaik yang sudah ditemukan, selama dihitung",
          "The best plan found so far, while it is computed"),
      &RunPlacementSoFar);
  WireUnderWay(
      p, group, "finish-placement",
      Say("Akhiri perhitungan dengan rencana terbaik yang sudah ditemukan",
          "End the computation with the best plan found so far"),
      &RunFinishPlacement)
      ->add_option("--as", options.by, Say("Atas nama siapa", "In whose name"))
      ->required();
  WireShown(
      p, group, "repairs", options.repair,
      Say("Perbaikan yang dihitung: satu, atau daftarnya", "Repairs: one, or the list"),
      &RunRepair);
  const auto accept = [&](const char* name, std::string& which, const std::string& meaning,
                          RunOfPlacement run) {
    CLI::App* command =
        p.Command(group, name, meaning, [&p, run] { return run(p.environment, p.placement); });
    command->add_option("ID", which, Say("Awal id", "First letters of the id"))->required();
    command->add_option("--note", options.note, Say("Mengapa", "Why"))->required();
    command->add_option("--as", options.by, Say("Atas nama siapa", "In whose name"))->required();
    return command;
  };
  accept(
      "accept-placement", options.placement,
      Say("Terima sebuah rencana; susunan acaranya berlaku", "Accept a placement; it is released"),
      &RunAcceptPlacement);
  CLI::App* mend = accept(
      "accept-repair", options.repair,
      Say("Terima salah satu cara memperbaiki, dan jalankan", "Accept a way to mend, and do it"),
      &RunAcceptRepair);
  mend->add_option("OPTION", options.option, Choices<scheduling::v1::RepairKind>())->required();
  mend->add_option(
      "--delegate", options.delegate,
      Say("Yang mewakili pimpinan", "Who stands in for the leader"));
}

}  // namespace binadaya::cli
