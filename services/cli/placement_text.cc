// How placements and repairs read.
#include "services/cli/language.h"
#include "services/cli/placement.h"
#include "services/cli/render.h"
#include "services/cli/times.h"
#include "services/cli/words.h"
#include "services/common/domain/money_text.h"
#include "services/common/domain/text.h"

namespace binadaya::cli {
namespace {

namespace sv = scheduling::v1;

std::string FindingsText(
    const google::protobuf::RepeatedPtrField<::binadaya::v1::Finding>& findings) {
  std::string text;
  for (const ::binadaya::v1::Finding& finding : findings) text += FindingText(finding);
  return text;
}

std::string DaysText(const std::string& first, const std::string& last) {
  return first == last ? first : Cat(first, "–", last);
}

// What has happened, and when.
std::string HappenedText(const sv::Disruption& of) {
  const bool slot = !of.slot().from().empty();
  return Cat(
      Word(of.cause()), ": ", of.reason(), of.holiday().empty() ? "" : Cat("  ", of.holiday()),
      slot ? Cat("  ", SlotText(of.slot())) : "");
}

std::string ChangesText(const sv::RepairOption& option) {
  Rows rows = {
      {Say("sesi", "session"), Say("semula", "before"), Say("menjadi", "after"),
       Say("tempat", "venue"), Say("narasumber", "speaker")}};
  const auto named = [](const std::string& before, const std::string& after) {
    return before == after ? Say("tetap", "stays") : after;
  };
  for (const sv::RepairChange& one : option.changes()) {
    rows.push_back(
        {one.before().title(), SlotText(one.before().slot()), SlotText(one.after().slot()),
         named(one.before().venue(), one.after().venue()),
         named(one.before().speaker(), one.after().speaker())});
  }
  for (const sv::PlacedSession& one : option.stood_in())
    rows.push_back({one.title(), SlotText(one.slot()), Word(option.fallback()), "-", "-"});
  for (const sv::PlacedSession& one : option.make_ups())
    rows.push_back(
        {one.title(), Say("sesi pengganti", "make-up session"), SlotText(one.slot()), one.venue(),
         one.speaker()});
  return TableOf(rows);
}

std::string OptionText(const sv::RepairOption& option) {
  std::string text = Cat("\n", Word(option.kind()));
  if (option.fallback() != sv::FALLBACK_UNSPECIFIED)
    text += Cat(" (", Word(option.fallback()), ")");
  text +=
      Say(Cat("; sesi yang berubah: ", option.changes_size(),
              option.fewest() ? ", terbukti paling sedikit" : ""),
          Cat("; sessions that change: ", option.changes_size(),
              option.fewest() ? ", proven the fewest" : ""));
  text += Say(
      Cat("\nmenit hilang: ", option.minutes_lost(), ", terselamatkan: ",
          option.minutes_recovered(), "; diberi tahu: peserta ", option.people_size(),
          ", narasumber ", option.speakers_size(), "; biaya: ", Rupiah({option.rupiah()}), "\n"),
      Cat("\nminutes lost: ", option.minutes_lost(), ", recovered: ", option.minutes_recovered(),
          "; told: participants ", option.people_size(), ", speakers ", option.speakers_size(),
          "; cost: ", Rupiah({option.rupiah()}), "\n"));
  text += ChangesText(option);
  for (const sv::AskedLeader& one : option.asked()) {
    const std::string when = Cat(SlotText(one.before()), " → ", SlotText(one.after()), "\n");
    text += Say(Cat("pimpinan ditanya lagi: ", when), Cat("a leader is asked anew: ", when));
  }
  return text + FindingsText(option.rules());
}

std::string WishesText(const google::protobuf::RepeatedPtrField<sv::WishCount>& counts) {
  Rows wishes = {{Say("keinginan", "wish"), Say("banyaknya", "amount"), Say("bobot", "weight")}};
  for (const sv::WishCount& one : counts)
    if (one.amount() > 0)
      wishes.push_back({Word(one.wish()), Cat(one.amount()), Cat(one.weight())});
  return TableOf(wishes);
}

std::string RulesText(const google::protobuf::RepeatedPtrField<sv::RuleCount>& counts) {
  std::string text;
  for (const sv::RuleCount& one : counts) text += Cat(one.rule(), "  ", one.amount(), "\n");
  return text;
}

}  // namespace

std::string PlacementText(const sv::Placement& placement) {
  std::string text =
      Cat(placement.id(), "  ", Word(placement.state()), "  ", placement.from(), "–",
          placement.until(), "\n");
  text += Say(
      Cat("aturan dilanggar: ", placement.broken(), "; keinginan: ", placement.wished(),
          ", paling sedikit ", placement.at_least(), "; ", placement.steps(), " langkah, benih ",
          placement.seed(), "\n"),
      Cat("rules broken: ", placement.broken(), "; wishes: ", placement.wished(), ", at least ",
          placement.at_least(), "; ", placement.steps(), " steps, seed ", placement.seed(), "\n"));
  Rows rows = {
      {Say("kelas", "batch"), Say("hari", "days"), Say("sesi", "sessions"),
       Say("peserta", "people"), Say("pindah kelas", "moved")}};
  for (const sv::PlacedBatch& batch : placement.batches()) {
    rows.push_back(
        {batch.batch(), DaysText(batch.first_day(), batch.last_day()), Cat(batch.sessions()),
         Cat(batch.people()), Cat(batch.moved())});
  }
  text += TableOf(rows);
  if (placement.sessions_size() > 0) {
    Rows sessions = {
        {Say("waktu", "time"), Say("acara", "item"), Say("tempat", "venue"),
         Say("narasumber", "speaker")}};
    for (const sv::PlacedSession& one : placement.sessions())
      sessions.push_back({SlotText(one.slot()), one.title(), one.venue(), one.speaker()});
    text += Cat("\n", TableOf(sessions));
  }
  text += Cat("\n", WishesText(placement.wishes()), RulesText(placement.rules()));
  if (!placement.finished_by().empty())
    text +=
        Say(Cat("pencarian diakhiri lebih awal oleh ", placement.finished_by(), "\n"),
            Cat("the search was ended early by ", placement.finished_by(), "\n"));
  if (!placement.note().empty()) text += Cat(placement.accepted_by(), ": ", placement.note(), "\n");
  return text + FindingsText(placement.findings()) + FindingsText(placement.warnings());
}

std::string SoFarText(const sv::PlacementSoFar& so_far) {
  if (!so_far.known()) {
    return Say(
        "Belum ada rencana yang tersimpan; lihat lagi sebentar lagi.\n",
        "No plan is saved yet; look again in a moment.\n");
  }
  constexpr std::int64_t kMillis = 1000;
  const std::string seconds = Cat(so_far.milliseconds() / kMillis);
  std::string text =
      Say(Cat("rencana terbaik sejauh ini, sesudah ", so_far.steps(), " dari ", so_far.most_steps(),
              " langkah, ", seconds, " detik\naturan dilanggar: ", so_far.broken(),
              "; keinginan: ", so_far.wished(), ", paling sedikit ", so_far.at_least(), "\n"),
          Cat("the best plan so far, after ", so_far.steps(), " of ", so_far.most_steps(),
              " steps, ", seconds, " seconds\nrules broken: ", so_far.broken(),
              "; wishes: ", so_far.wished(), ", at least ", so_far.at_least(), "\n"));
  text += Cat("\n", WishesText(so_far.wishes()), RulesText(so_far.rules()));
  if (!so_far.finish_by().empty())
    text +=
        Say(Cat("akan berakhir dengan ini: diminta ", so_far.finish_by(), "\n"),
            Cat("about to end with this: asked by ", so_far.finish_by(), "\n"));
  return text;
}

std::string PlacementsText(const sv::ListPlacementsResponse& placements) {
  Rows rows = {
      {Say("masa", "window"), Say("keadaan", "state"), Say("dilanggar", "broken"),
       Say("keinginan", "wishes"), Say("oleh", "by"), "id"}};
  for (const sv::Placement& one : placements.placements()) {
    rows.push_back(
        {Cat(one.from(), "–", one.until()), Word(one.state()), Cat(one.broken()), Cat(one.wished()),
         one.asked_by(), one.id()});
  }
  return TableOf(rows);
}

std::string RepairText(const sv::Repair& repair) {
  std::string text =
      Cat(repair.id(), "  ", Word(repair.state()), "\n", HappenedText(repair.disruption()), "\n");
  text +=
      Say(Cat("sesi terdampak: ", repair.affected_size()),
          Cat("sessions affected: ", repair.affected_size()));
  for (const std::string& rule : repair.broken()) text += Cat("  ", rule);
  text += "\n";
  for (const sv::RepairOption& option : repair.options()) text += OptionText(option);
  if (!repair.note().empty())
    text +=
        Cat("\n", repair.accepted_by(), ": ", Word(repair.accepted()), ", ", repair.note(), "\n");
  return text + FindingsText(repair.findings()) + FindingsText(repair.warnings());
}

std::string RepairsText(const sv::ListRepairsResponse& repairs) {
  Rows rows = {
      {Say("yang terjadi", "what happened"), Say("keadaan", "state"), Say("cara", "way"),
       Say("oleh", "by"), "id"}};
  for (const sv::Repair& one : repairs.repairs()) {
    rows.push_back(
        {HappenedText(one.disruption()), Word(one.state()),
         one.accepted() == sv::REPAIR_KIND_UNSPECIFIED ? "-" : Word(one.accepted()), one.asked_by(),
         one.id()});
  }
  return TableOf(rows);
}

}  // namespace binadaya::cli
