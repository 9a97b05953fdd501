// Plays the people of the city against the platform's public APIs.
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>

#include "CLI/CLI.hpp"
#include "services/cli/answer.h"
#include "services/cli/environment.h"
#include "services/cli/language.h"
#include "services/cli/render.h"
#include "services/common/domain/text.h"
#include "services/common/status.h"
#include "services/simulator/files.h"
#include "services/simulator/load.h"
#include "services/simulator/narrator.h"
#include "services/simulator/story.h"
#include "services/simulator/world.h"
#include "spdlog/spdlog.h"

namespace binadaya::simulator {
namespace {

using cli::Say;

absl::Status MakeFiles(const StoryOptions& options, const std::string& folder) {
  ASSIGN_OR_RETURN(
      const std::vector<std::string> written, WriteFiles(options.seed, options.people, folder));
  for (const std::string& file : written) std::cout << file << "\n";
  return absl::OkStatus();
}

absl::Status PlayStory(const StoryOptions& options) {
  const cli::Environment environment = cli::Environment::OfProcess();
  ASSIGN_OR_RETURN(World world, World::Reach(environment));
  Narrator narrator(
      std::cout,
      {"Binadaya: Januari 2026 sampai April 2027 di Kota Semarang (pegawai sintetis, unit "
       "nyata)",
       "Binadaya: January 2026 to April 2027 in Kota Semarang (synthetic people, real units)"});
  RETURN_IF_ERROR(Story(world, narrator, options).Play());
  const std::filesystem::path page =
      std::filesystem::path(environment.Get("LOCAL", ".local")) / "demo.html";
  std::ofstream file(page, std::ios::binary);
  file << narrator.Html();
  file.close();
  if (!file.good()) return absl::FailedPreconditionError(Cat("cannot write ", page.string()));
  return absl::OkStatus();
}

absl::Status Load(const LoadOptions& options) {
  ASSIGN_OR_RETURN(const World world, World::Reach(cli::Environment::OfProcess()));
  return RunLoad(world, options, std::cout);
}

cli::ExitCode Main(int argc, char** argv) {
  std::signal(SIGPIPE, SIG_IGN);
  spdlog::set_level(spdlog::level::off);  // what libraries log, their errors then say
  const char* locale = std::getenv("LANG");
  const cli::Environment environment = cli::Environment::OfProcess();
  cli::SpeakIn(cli::LanguageOf("", environment.Get("LANG"), locale == nullptr ? "" : locale));
  CLI::App app(
      Say("Memainkan orang-orang kota terhadap API publik platform, tertentu oleh seed.",
          "Plays the people of the city against the platform's public APIs, deterministically from "
          "a seed."));
  app.require_subcommand(1);
  app.footer(
      Say("Stack ditemukan dari lingkungan: muat berkas env yang ditulis deploy/up (.local/env). "
          "Bahasa: BINADAYA_LANG, lalu LANG.",
          "The stack is found by its environment: source the file env that deploy/up wrote "
          "(.local/env). Language: BINADAYA_LANG, then LANG."));
  StoryOptions story;
  LoadOptions load;
  std::string folder = ".";

  CLI::App* files = app.add_subcommand(
      "files", Say("Tulis units.csv, people.csv, dan bad_people.csv",
                   "Write units.csv, people.csv and bad_people.csv"));
  files
      ->add_option(
          "--out", folder, Say("Folder, dibuat bila belum ada", "Folder, made if it is not there"))
      ->capture_default_str();
  CLI::App* play = app.add_subcommand(
      "play",
      Say("Mainkan Januari 2026 sampai April 2027: impor, penilaian, kesenjangan, kebutuhan, "
          "arahan; "
          "lalu "
          "kampanye kedua, pembetulan, perpindahan unit, jalur karier, pensiun, program, "
          "portofolio, "
          "rencana tahunan, anggaran, kelas dan susunan acaranya, agenda pimpinan, peserta, "
          "penerbitan",
          "Play January 2026 to April 2027: import, ratings, gaps, needs, a directive; then a "
          "second "
          "campaign, a correction, a unit that moves, a career path, a retirement, programs, the "
          "portfolio, the annual plan, the budget, batches with their rundowns, a leader's "
          "agenda, participants, publication"));
  for (CLI::App* command : {files, play}) {
    command
        ->add_option(
            "--seed", story.seed,
            Say("Seed yang sama membuat orang yang sama", "The same seed makes the same people"))
        ->capture_default_str();
    command->add_option("--people", story.people, Say("Berapa banyak", "How many"))
        ->check(CLI::Range(1, 1'000'000))
        ->capture_default_str();
  }
  CLI::App* rate = app.add_subcommand(
      "load", Say("Nilai pimpinan dengan laju tetap, dan hitung yang diterima",
                  "Rate leaders at a fixed rate, and count what was acknowledged"));
  rate->add_option("--seed", load.seed, Say("Siapa menilai siapa", "Who rates whom"))
      ->capture_default_str();
  rate->add_option("--rate", load.rate, Say("Penilaian per detik", "Ratings a second"))
      ->check(CLI::Range(0.1, 100'000.0))
      ->capture_default_str();
  rate->add_option("--seconds", load.seconds, Say("Berapa lama", "How long"))
      ->check(CLI::Range(1, 86'400))
      ->capture_default_str();
  rate->add_option(
      "--journal", load.journal,
      Say("Berkas dengan satu baris tiap penilaian: id permintaan, ok | fail | unknown, pegawai",
          "File for one line a rating: request id, ok | fail | unknown, person"));
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? cli::ExitCode::kDone : cli::ExitCode::kUsage;
  }
  const absl::Status done = files->parsed()  ? MakeFiles(story, folder)
                            : play->parsed() ? PlayStory(story)
                                             : Load(load);
  if (done.ok()) return cli::ExitCode::kDone;
  std::cout << cli::ErrorText(done);
  return cli::ExitCodeOf(done);
}

}  // namespace
}  // namespace binadaya::simulator

int main(int argc, char** argv) { return static_cast<int>(binadaya::simulator::Main(argc, argv)); }
