#include "services/scheduling/domain/rundown_template.h"

#include <algorithm>
#include <map>

namespace binadaya::scheduling::domain {
namespace {

constexpr int kLook = 366;  // days

}  // namespace

Template TemplateOf(const Rundown& rundown) {
  std::map<absl::CivilDay, int> days;
  for (const RundownItem& item : rundown.items) days[item.day] = 0;
  int count = 0;
  for (auto& [day, number] : days) number = ++count;
  Template kept;
  for (const RundownItem& item : rundown.items) {
    TemplateItem& one = kept.emplace_back();
    one.day = days.at(item.day);
    one.item = {
        .number = item.number,
        .from = item.from,
        .until = item.until,
        .printed_minutes = item.printed_minutes,
        .kind = item.kind,
        .track = item.track,
        .title = item.title,
        .method = item.method,
        .objectives = item.objectives,
        .materials = item.materials,
        .teaches = item.teaches};
  }
  return kept;
}

int DaysOf(const Template& of) {
  int days = 0;
  for (const TemplateItem& one : of) days = std::max(days, one.day);
  return days;
}

Rundown LaidOn(const Template& of, const std::vector<absl::CivilDay>& days) {
  Rundown rundown;
  for (const absl::CivilDay day : days) rundown.days.push_back({day, ""});
  for (const TemplateItem& one : of) {
    rundown.items.push_back(one.item);
    rundown.items.back().day = days.at(static_cast<std::size_t>(one.day - 1));
  }
  return rundown;
}

std::vector<absl::CivilDay> WorkedDaysFrom(
    absl::CivilDay first, int count, const Calendar& calendar, const std::string& path) {
  std::vector<absl::CivilDay> days;
  for (absl::CivilDay day = first; day < first + kLook && static_cast<int>(days.size()) < count;
       ++day) {
    if (calendar.WorkingDay(path, day).has_value()) days.push_back(day);
  }
  return days;
}

Findings CheckKept(
    const Template& now, const std::optional<Template>& before, const std::string& title) {
  Findings findings;
  if (now.empty()) {
    findings.push_back(
        {.rule = "TPL-01",
         .where = "batch",
         .message = {
             "Susunan acara ini kosong, jadi tidak ada yang dijadikan templat. Susun acaranya "
             "dulu.",
             "This rundown is empty, so there is nothing to make a template of. Write its items "
             "first."}});
  }
  if (!now.empty() && before.has_value() && now == *before) {
    findings.push_back(
        {.rule = "TPL-02",
         .where = "template_id",
         .message = {
             "Sama dengan versi templat yang terbaru. Pakai versi itu.",
             "It is the same as the newest version of the template. Use that one."}});
  }
  if (!before.has_value() && title.empty()) {
    findings.push_back(
        {.rule = "TPL-06",
         .where = "title",
         .message = {
             "Templat baru tanpa judul. Beri judul yang dikenali orang lain.",
             "A new template has no title. Give it one that others recognise."}});
  }
  return findings;
}

Findings CheckTemplateUse(const TemplateUse& of, const std::string& origin) {
  Findings findings;
  if (of.retired) {
    findings.push_back(
        {.rule = "TPL-03",
         .where = "template_id",
         .message = {
             "Templat ini sudah tidak dipakai. Pilih yang lain, atau buat yang baru.",
             "This template is retired. Choose another one, or make a new one."}});
  }
  if (of.origin != origin) {
    findings.push_back(
        {.rule = "TPL-04",
         .where = "template_id",
         .message = {
             "Templat ini milik program lain. Pilih templat dari program kelas ini.",
             "This template is of another program. Choose one of the batch's own program."}});
  }
  return findings;
}

Findings CheckFirstDay(absl::CivilDay first, absl::CivilDay today) {
  if (first >= today) return {};
  return {
      {.rule = "TPL-05",
       .where = "first_day",
       .message = {
           "Hari pertama itu sudah lewat. Sebut hari yang akan datang.",
           "That first day is past. Name one that is to come."}}};
}

}  // namespace binadaya::scheduling::domain
