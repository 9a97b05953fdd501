// The command line of other agencies.
#include "services/cli/agency.h"
#include "services/cli/wiring.h"

namespace binadaya::cli {

void WireAgencies(Program& p) {
  AgencyOptions& options = p.agency;
  CLI::App* group = p.Group(
      "agency", Say("Instansi lain yang membaca peristiwa", "Other agencies that read events"));
  const auto name = [&](CLI::App* command) {
    command
        ->add_option(
            "NAME", options.name,
            Say("Nama instansi; sertifikatnya menyebut agency-<nama>",
                "The agency's name; its certificate says agency-<name>"))
        ->required();
  };
  const auto topics = [&](CLI::App* command, const std::string& meaning) {
    return command->add_option("--topics", options.publishers, meaning)->delimiter(',');
  };
  const auto request = [&](CLI::App* command) {
    command
        ->add_option(
            "--csr", options.request,
            Say("Permintaan sertifikat, bila instansi membuat kuncinya sendiri",
                "Its certificate request, when the agency makes its key itself"))
        ->check(CLI::ExistingFile);
  };
  CLI::App* add = p.Command(
      group, "add",
      Say("Izinkan membaca, menggantikan izin sebelumnya; aman diulang",
          "Have it read, in place of what it might before; safe to repeat"),
      [&p] { return RunAgencyAdd(p.environment, p.agency); });
  name(add);
  topics(add, Say("Penerbitnya, misalnya registry,needs", "Whose events, such as registry,needs"))
      ->required();
  add->add_option(
      "--bytes-per-second", options.bytes_per_second,
      Say("Paling cepat, dari setiap broker; bawaan 1000000",
          "At most, of each broker; by default 1000000"));
  add->add_flag(
      "--json", options.json,
      Say("CloudEvents dalam JSON, bukan protobuf", "CloudEvents in JSON instead of protobuf"));
  request(add);
  CLI::App* rotate = p.Command(
      group, "rotate",
      Say("Beri sertifikat baru; yang lama berlaku sampai habis masanya",
          "Give it a new certificate; the old one holds until it ends"),
      [&p] { return RunAgencyRotate(p.environment, p.agency); });
  name(rotate);
  request(rotate);
  name(p.Command(
      group, "remove",
      Say("Cabut semuanya; sertifikatnya tidak membuka apa pun lagi",
          "Take all away; its certificate opens nothing any more"),
      [&p] { return RunAgencyRemove(p.environment, p.agency); }));
  p.Command(
      group, "list",
      Say("Izin yang berlaku, dan batas di broker", "What holds, and the broker's limits"),
      [&p] { return RunAgencyList(p.environment); });
  CLI::App* replay = p.Command(
      group, "replay",
      Say("Kirim ulang sejak suatu hari ke jalur instansi itu saja",
          "Send once more what was told since a day, to its own lane only"),
      [&p] { return RunAgencyReplay(p.environment, p.agency); });
  name(replay);
  Program::Day(replay, "--from", options.from, "2026-03-01")->required();
  topics(
      replay, Say("Penerbitnya saja; bawaan: semua yang diizinkan",
                  "Of these only; by default of all that it may read"));
}

}  // namespace binadaya::cli
