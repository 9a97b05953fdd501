// How sessions, sheets and outcomes read.
#include "services/cli/attendance.h"
#include "services/cli/language.h"
#include "services/cli/render.h"
#include "services/cli/words.h"
#include "services/common/domain/text.h"

namespace binadaya::cli {
namespace {

namespace sv = scheduling::v1;

std::string SpanText(const sv::Slot& slot) {
  if (slot.from().size() < 16 || slot.until().size() < 16) return "-";
  return Cat(slot.from().substr(0, 10), " ", slot.from().substr(11), "–", slot.until().substr(11));
}

}  // namespace

std::string DeliveryText(const sv::Delivery& of) {
  Rows rows = {
      {Say("sesi", "session"), Say("rencana", "planned"), Say("judul", "title"),
       Say("keadaan", "state"), Say("berlangsung", "took place"), Say("kurang", "missing"),
       Say("hadir diverifikasi", "attendance verified")}};
  int number = 0;
  for (const sv::Session& one : of.sessions()) {
    rows.push_back(
        {Cat(++number), SpanText(one.slot()), one.title(),
         Cat(Word(one.state()), one.makes_up().empty() ? "" : Say(" (pengganti)", " (makes up)")),
         SpanText(one.delivered()), Cat(one.missing(), "'"),
         one.verified() ? Say("sudah", "yes") : Say("belum", "no")});
  }
  std::string text = TableOf(rows);
  text +=
      Say(Cat(of.delivered(), " dari ", of.planned(), " menit belajar terlaksana (",
              Number(of.fidelity() * 100, 1), " %).\n"),
          Cat(of.delivered(), " of ", of.planned(), " learning minutes were delivered (",
              Number(of.fidelity() * 100, 1), " %).\n"));
  for (const v1::Finding& finding : of.findings()) text += FindingText(finding);
  return text;
}

std::string SheetText(const sv::Sheet& of, const Names& names) {
  std::string text =
      Cat(of.session().title(), ", ", SpanText(of.session().slot()), ", ",
          Word(of.session().state()), "\n");
  Rows rows = {
      {Say("pegawai", "person"), Say("keadaan", "state"), Say("kehadiran", "presence"),
       Say("menit", "minutes"), Say("catatan", "entries")}};
  for (const sv::SheetRow& row : of.rows()) {
    rows.push_back(
        {Cat(NameIn(names, row.person()), row.left() ? Say(" (keluar)", " (left)") : ""),
         Word(row.state()),
         Cat(Word(row.presence()),
             row.open() ? Say(", belum ada waktu keluar", ", an exit is missing") : ""),
         Cat(row.minutes()), Cat(row.entries_size())});
  }
  return text + TableOf(rows);
}

std::string CompletionText(const sv::Completion& of, const std::string& name) {
  std::string text =
      Cat(name, ": ", Word(of.status()),
          Say(Cat(", ", of.credited(), " dari ", of.delivered(), " menit, ", of.jp(), " JP\n"),
              Cat(", ", of.credited(), " of ", of.delivered(), " minutes, ", of.jp(),
                  " lesson hours (JP)\n")));
  Rows rows = {{Say("sesi", "session"), Say("kehadiran", "presence"), Say("menit", "minutes")}};
  for (const sv::SessionCredit& one : of.sessions()) {
    rows.push_back(
        {Cat(SpanText(one.slot()), " ", one.title()),
         one.presence() == sv::PRESENCE_UNSPECIFIED ? "-" : Word(one.presence()),
         Cat(one.credited(), "/", one.delivered())});
  }
  text += TableOf(rows);
  for (const v1::Finding& finding : of.findings()) text += FindingText(finding);
  return text;
}

}  // namespace binadaya::cli
