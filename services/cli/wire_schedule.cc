// The command line of calendars, batches and their rundowns.
#include "services/cli/schedule.h"
#include "services/cli/wiring.h"
#include "services/cli/words.h"

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
  CLI::App* batches =
      list("batches", Say("Kelas, yang terbaru dulu", "Batches, newest first"), &RunListBatches);
  unit(batches);
  batches->add_flag(
      "--unplanned", p.schedule.unplanned,
      Say("Hanya yang butirnya tidak ada lagi dalam rencana tahunan",
          "Only those that the annual plan has no more"));
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

// Batches, and rundowns from sheets. `by`: adds in whose name.
template <class By>
void WireDrafts(Program& p, CLI::App* group, By by) {
  ScheduleOptions& options = p.schedule;
  CLI::App* batch = p.Command(
      group, "batch",
      Say("Susun satu kelas lagi dari sebuah kegiatan rencana tahunan",
          "Draft one more batch of an item of the annual plan"),
      [&p] { return RunDraftBatch(p.environment, p.schedule); });
  batch
      ->add_option(
          "PROGRAM", options.program,
          Say("Bagian dari judul kegiatannya, atau awal id",
              "Part of the item's title, or first letters of its id"))
      ->required();
  batch->add_option("--year", options.year, Say("Tahun rencana", "Plan year"))->required();
  batch
      ->add_option(
          "--unit", options.unit,
          Say("Unit penyelenggara, dengan kode atau nama", "Unit that holds it, by code or name"))
      ->required();
  batch
      ->add_option(
          "--capacity", options.capacity,
          Say("Banyaknya kursi; bawaan: sebanyak rencananya",
              "Seats; by default those of the plan"))
      ->check(CLI::Range(1, 10'000));
  batch->add_flag(
      "--accessible", options.accessible,
      Say("Ada peserta yang perlu tempat aksesibel", "Somebody needs an accessible venue"));
  by(batch)->required();
  CLI::App* draft = p.Command(
      group, "draft",
      Say("Susun acara sebuah kelas dari lembar, seutuhnya; semua temuan, JP, dan harganya",
          "Draft a batch's rundown from a sheet, whole; all findings, lesson hours and price"),
      [&p] { return RunDraftRundown(p.environment, p.schedule); });
  CLI::Option* of = draft->add_option("BATCH", options.batch, WhichBatch());
  CLI::Option* file = draft->add_option(
      "FILE", options.file,
      Say("CSV atau XLSX: No, Hari/Tanggal, Waktu, Durasi, Kegiatan, Jenis, Tempat, Narasumber, "
          "Metode, Tujuan, Bahan, Jalur, PIC; Waktu boleh Mulai dan Selesai",
          "CSV or XLSX: no, date, time, duration, item, kind, place, speaker, method, objectives, "
          "materials, track, owner; time may be from and until"));
  draft
      ->add_option(
          "--template", options.form,
          Say("Tulis berkas untuk diisi, dengan contoh; sebagai .xlsx dengan nilai yang boleh",
              "Write a file to fill in, with an example; as .xlsx with the allowed values"))
      ->excludes(of)
      ->excludes(file);
  draft->add_option(
      "--compensation", options.compensation,
      Say("Bagaimana kerja di luar jam kerja dikompensasi",
          "How work outside of working time is compensated"));
  by(draft);
}

// `batch` and `by` add which batch, and in whose name.
template <class Batch, class By>
void WirePublishing(Program& p, CLI::App* group, Batch batch, By by) {
  ScheduleOptions& options = p.schedule;
  by(batch(p.Command(
         group, "publish",
         Say("Terbitkan sebuah kelas: uang, tempat, narasumber; semuanya atau tidak sama sekali",
             "Publish a batch: money, venue, speakers; all of it or none"),
         [&p] { return RunPublish(p.environment, p.schedule); })))
      ->required();
  batch(p.Command(
            group, "status",
            Say("Sampai di mana penerbitan sebuah kelas, dan mengapa dikembalikan",
                "Where the publication of a batch stands, and why it was undone"),
            [&p] { return RunPublication(p.environment, p.schedule); }))
      ->add_option(
          "--number", options.number,
          Say("Penerbitan ke berapa; bawaan: yang terakhir",
              "Which publication; by default the newest"));
  CLI::App* checklist = batch(p.Command(
      group, "checklist",
      Say("Daftar periksa sebuah kelas; dengan ITEM dan DECISION: catat satu butir",
          "The checklist of a batch; with ITEM and DECISION: record one item"),
      [&p] { return RunChecklist(p.environment, p.schedule); }));
  checklist->add_option("ITEM", options.item, Choices<scheduling::v1::ChecklistKind>());
  checklist->add_option("DECISION", options.decision, Choices<scheduling::v1::ChecklistDecision>());
  Program::Day(
      checklist, "--on", options.from,
      Say("Selesai pada hari ini; bawaan: hari ini", "Done on this day; by default today"));
  checklist->add_option(
      "--note", options.reason, Say("Catatan, atau alasan", "Note, or the reason"));
  by(checklist);
  CLI::App* cancel = batch(p.Command(
      group, "cancel",
      Say("Batalkan sebuah kelas; uang, tempat, dan narasumbernya bebas lagi",
          "Cancel a batch; its money, venue and speakers are free again"),
      [&p] { return RunCancelBatch(p.environment, p.schedule); }));
  cancel->add_option("--cause", options.cause, Choices<scheduling::v1::ChangeCause>())->required();
  cancel->add_option("--reason", options.reason, Say("Mengapa dibatalkan", "Why it is cancelled"))
      ->required();
  by(cancel)->required();
}

}  // namespace

std::string WhichBatch() {
  return Say(
      "Kelas: unit atau program dan nomornya (OPD04/2), atau awal id",
      "Batch: unit or program and its number (OPD04/2), or first letters of the id");
}

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
    command->add_option("BATCH", p.schedule.batch, WhichBatch())->required();
    return command;
  };
  const auto by = [&](CLI::App* command) {
    return command->add_option("--as", p.schedule.by, Say("Atas nama siapa", "In whose name"));
  };
  WireDrafts(p, group, by);
  CLI::App* release = batch(p.Command(
      group, "release",
      Say("Berlakukan susunan acara; yang salah disebut semuanya",
          "Release a rundown; all that is wrong is named"),
      [&p] { return RunReleaseRundown(p.environment, p.schedule); }));
  by(release)->required();
  release->add_option(
      "--reason", p.schedule.reason,
      Say("Mengapa yang sudah berlaku berubah", "Why what was released changes"));
  WirePublishing(p, group, batch, by);
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
