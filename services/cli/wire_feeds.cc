// The command line of calendars for calendar programs.
#include "services/cli/feeds.h"
#include "services/cli/wiring.h"

namespace binadaya::cli {
namespace {

void OfWhom(Program& p, CLI::App* command) {
  FeedOptions& options = p.feed;
  CLI::Option* person = command->add_option(
      "--person", options.person,
      Say("Milik pegawai ini: nama, atau seluruh nomornya",
          "Of this person: name, or the whole number"));
  CLI::Option* venue =
      command->add_option("--venue", options.venue, Say("Milik tempat ini", "Of this venue"));
  command
      ->add_option(
          "--speaker", options.speaker,
          Say("Milik narasumber luar ini", "Of this external speaker"))
      ->excludes(person)
      ->excludes(venue);
  venue->excludes(person);
}

}  // namespace

void WireFeeds(Program& p) {
  FeedOptions& options = p.feed;
  CLI::App* schedule = p.app.get_subcommand("schedule");
  CLI::App* group =
      Program::Named(schedule->add_subcommand(
                         "calendar", Say("Kalender langganan (iCalendar) untuk ponsel dan program "
                                         "kalender",
                                         "Calendars to subscribe to (iCalendar), for phones and "
                                         "calendar programs")))
          ->require_subcommand(1);
  const auto by = [&](CLI::App* command) {
    command->add_option("--as", options.by, Say("Atas nama siapa", "In whose name"));
  };
  CLI::App* open = p.Command(
      group, "open",
      Say("Buka satu; alamat rahasianya tampil sekali",
          "Open one; its secret address is shown once"),
      [&p] { return RunOpenFeed(p.environment, p.feed); });
  OfWhom(p, open);
  by(open);
  CLI::App* close = p.Command(
      group, "close",
      Say("Cabut alamatnya, untuk selamanya", "Close one: nothing is at its address any more"),
      [&p] { return RunCloseFeed(p.environment, p.feed); });
  close->add_option("ID", options.id, Say("Awal id (list)", "First letters of its id (list)"))
      ->required();
  by(close);
  CLI::App* list = p.Command(
      group, "list",
      Say("Yang dibuka dan dicabut, tanpa alamatnya", "All of them, without addresses"),
      [&p] { return RunListFeeds(p.environment, p.feed); });
  OfWhom(p, list);
  list->add_flag(
      "--all", options.all,
      Say("Semuanya, bukan hanya 200 pertama", "All, not only the first 200"));
  CLI::App* invitation = p.Command(
      schedule, "invitation",
      Say("Undangan seorang pegawai sebagai berkas .ics, satu untuk setiap acara",
          "Invitations of a person as .ics files, one for each session"),
      [&p] { return RunInvitations(p.environment, p.feed); });
  invitation->add_option("BATCH", options.batch, WhichBatch())->required();
  invitation
      ->add_option(
          "PERSON", options.person,
          Say("Pegawai: nama, atau seluruh nomornya", "Person: name, or the whole number"))
      ->required();
  invitation->add_option(
      "--out", options.out,
      Say("Map berkasnya; bawaan: yang sekarang", "Folder; by default this one"));
}

}  // namespace binadaya::cli
