// The command line of templates of rundowns.
#include "services/cli/templates.h"
#include "services/cli/wiring.h"

namespace binadaya::cli {

void WireTemplates(Program& p) {
  TemplateOptions& options = p.templates;
  CLI::App* group = p.app.get_subcommand("schedule");
  const auto by = [&](CLI::App* command) {
    command->add_option("--as", options.by, Say("Atas nama siapa", "In whose name"))->required();
  };
  const auto which =
      Say("Templat: bagian dari judulnya, atau awal id",
          "Template: part of its title, or first letters of its id");
  const auto version = [&](CLI::App* command) {
    command->add_option(
        "--number", options.number,
        Say("Versi templatnya; bawaan: yang terbaru",
            "Version of the template; by default the newest"));
  };
  CLI::App* keep = p.Command(
      group, "keep-template",
      Say("Jadikan susunan acara sebuah kelas templat programnya, tanpa tanggal, tempat, dan orang",
          "Make a batch's rundown a template of its program, without dates, places and people"),
      [&p] { return RunKeepTemplate(p.environment, p.templates); });
  keep->add_option("BATCH", options.batch, WhichBatch())->required();
  keep->add_option("--title", options.title, Say("Judulnya", "Its title"));
  keep->add_option(
      "--of", options.id,
      Say("Versi berikut dari templat ini; bawaan: templat baru",
          "The next version of this template; by default a new one"));
  keep->add_option(
      "--release", options.release,
      Say("Versi susunan acara yang pernah berlaku; bawaan: rancangan",
          "A version of the rundown that was released; by default the draft"));
  keep->add_option("--note", options.note, Say("Catatan", "Note"));
  by(keep);
  CLI::App* list = p.Command(
      group, "templates",
      Say("Templat susunan acara: satu, atau daftarnya", "Templates of rundowns: one, or the list"),
      [&p] { return RunTemplates(p.environment, p.templates); });
  list->add_option("TEMPLATE", options.id, which);
  list->add_option(
      "--program", options.program,
      Say("Milik program ini, dari tahun mana pun", "Of this program, of whichever year"));
  list->add_flag("--retired", options.retired, Say("Juga yang tidak dipakai", "Retired ones too"));
  list->add_flag("--all", options.all, Say("Semuanya", "All of them"));
  version(list);
  CLI::App* retire = p.Command(
      group, "retire-template",
      Say("Templat ini tidak dipakai lagi", "Nothing is drafted from it any more"),
      [&p] { return RunRetireTemplate(p.environment, p.templates); });
  retire->add_option("TEMPLATE", options.id, which)->required();
  retire->add_option("--reason", options.reason, Say("Mengapa", "Why"))->required();
  by(retire);
  CLI::App* draft = p.Command(
      group, "from-template",
      Say("Mulai susunan acara sebuah kelas dari templat programnya",
          "Start a batch's rundown from a template of its program"),
      [&p] { return RunDraftFromTemplate(p.environment, p.templates); });
  draft->add_option("BATCH", options.batch, WhichBatch())->required();
  draft->add_option("TEMPLATE", options.id, which)->required();
  Program::Day(
      draft, "--first", options.first,
      Say("Hari pertamanya; yang lain hari kerja sesudahnya",
          "Its first day; the others are the working days after it"))
      ->required();
  version(draft);
  by(draft);
}

}  // namespace binadaya::cli
