// The command line of calendars, batches and their rundowns.
#include "services/cli/schedule.h"
#include "services/cli/wiring.h"

namespace binadaya::cli {
namespace {

using RunSchedule = absl::StatusOr<Answer> (*)(const Environment&, const ScheduleOptions&);

void WireScheduleLists(Program& p) {
  const auto list = [&](const char* name, const std::string& meaning, RunSchedule run) {
    CLI::App* command = p.Command(p.app.get_subcommand("list"), name, meaning, [&p, run] {
      return run(p.environment, p.schedule);
    });
    command->add_flag(
        "--all", p.schedule.all,
        Say("Semuanya, bukan hanya 200 pertama", "All, not only the first 200"));
    return command;
  };
  const auto unit = [&](CLI::App* command) {
    command->add_option("--unit", p.schedule.unit, Say("Di dalam unit ini", "Inside this unit"));
  };
  unit(list("batches", Say("Kelas, yang terbaru dulu", "Batches, newest first"), &RunListBatches));
  CLI::App* holds = list("holds", Say("Agenda pimpinan", "The leaders' agenda"), &RunListHolds);
  unit(holds);
  Program::Day(holds, "--from", p.schedule.from, Say("Sejak hari ini", "From this day on"));
  list("venues", Say("Tempat pelatihan", "Venues"), &RunListVenues)
      ->add_option("TEXT", p.schedule.text, Say("Bagian dari nama", "Part of the name"));
  list("speakers", Say("Narasumber", "Speakers"), &RunListSpeakers)
      ->add_option(
          "COMPETENCY", p.schedule.text,
          Say("Yang menguasai kompetensi ini (M.08)", "Who is versed in this competency (M.08)"));
}

}  // namespace

void WireSchedule(Program& p) {
  CLI::App* group = p.Group(
      "schedule", Say("Kalender, kelas, dan susunan acaranya", "Calendars, batches and rundowns"));
  CLI::App* week = p.Command(
      group, "week",
      Say("Satu minggu sebuah unit, digambar: jam kerja, acara, agenda pimpinan",
          "A week of a unit, drawn: working time, sessions, the leaders' agenda"),
      [&p] { return RunWeek(p.environment, p.schedule); });
  week->add_option(
      "UNIT", p.schedule.unit,
      Say("Unit, dengan kode atau nama; bawaan: kota",
          "Unit, by code or name; by default the city"));
  Program::Day(
      week, "--from", p.schedule.from, Say("Minggu dari hari ini", "The week of this day"));
  const auto batch = [&](CLI::App* command) {
    command
        ->add_option(
            "BATCH", p.schedule.batch, Say("Awal id kelas", "First letters of the batch's id"))
        ->required();
    return command;
  };
  CLI::App* release = batch(p.Command(
      group, "release",
      Say("Berlakukan susunan acara; yang salah disebut semuanya",
          "Release a rundown; all that is wrong is named"),
      [&p] { return RunReleaseRundown(p.environment, p.schedule); }));
  release->add_option("--as", p.schedule.by, Say("Atas nama siapa", "In whose name"))->required();
  release->add_option(
      "--reason", p.schedule.reason,
      Say("Mengapa yang sudah berlaku berubah", "Why what was released changes"));
  batch(p.Command(
            p.app.get_subcommand("get"), "rundown",
            Say("Susunan acara sebuah kelas, dengan semua yang salah, JP, dan harganya",
                "The rundown of a batch, with all that is wrong, its lesson hours and their price"),
            [&p] { return RunGetRundown(p.environment, p.schedule); }))
      ->add_option(
          "--number", p.schedule.number,
          Say("Versi yang pernah berlaku; bawaan: rancangan",
              "A version that was released; by default the draft"));
  WireScheduleLists(p);
}

}  // namespace binadaya::cli
