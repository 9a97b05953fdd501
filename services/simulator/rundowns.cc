#include "services/simulator/rundowns.h"

#include <utility>

#include "services/common/domain/text.h"

namespace binadaya::simulator {
namespace {

namespace sv = scheduling::v1;

constexpr int kNoEnd = -1;
constexpr char kWorkplace[] = "Unit kerja masing-masing";

int MinuteOf(int clock) { return clock / 100 * 60 + clock % 100; }  // of 730 and 1945

struct Printed {
  int day;  // the first or the second
  int from, until;
  int minutes;  // as printed; 0: none are
  sv::ItemKind kind;
  const char* title;
  const char* place;
};

// How somebody learns, from when to when, on any day.
struct Lesson {
  int from, until;
  sv::ItemKind kind;
  const char* title;
  const char* method;
  std::string speaker;
};

sv::RundownItem& AddItem(
    sv::RundownContent& content, absl::CivilDay day, int from, int until, sv::ItemKind kind,
    const std::string& title) {
  sv::RundownItem& item = *content.add_items();
  item.set_number(Cat(content.items_size()));
  item.set_day(absl::FormatCivilTime(day));
  item.set_from(MinuteOf(from));
  if (until != kNoEnd) item.set_until(MinuteOf(until));
  item.set_kind(kind);
  item.set_title(title);
  return item;
}

}  // namespace

std::vector<std::string> ObjectivesOf(const needs::v1::Program& program) {
  std::vector<std::string> objectives;
  for (const needs::v1::Module& module : program.design().modules())
    for (const needs::v1::LearningObjective& objective : module.objectives())
      objectives.push_back(Cat(objective.verb(), " ", objective.standard()));
  return objectives;
}

sv::RundownContent PrintedRundown() {
  static const std::vector<Printed> items = {
      {1, 1300, kNoEnd, 240, sv::TRAVEL, "Keberangkatan", "4 titik kumpul"},
      {1, 1700, 1800, 0, sv::MEAL, "Makan siang", "Bus"},
      {1, 1700, 1800, 0, sv::REGISTRATION, "Check in", "Room"},
      {1, 1800, 1900, 60, sv::MEAL, "Makan malam", "Restoran"},
      {1, 1900, 1905, 5, sv::OPENING, "Pembukaan oleh MC", "Restoran"},
      {1, 1905, 1920, 15, sv::LEADER_ADDRESS, "Sambutan", "Restoran"},
      {1, 1920, 2230, 180, sv::ENTERTAINMENT, "Makan malam dan hiburan", "Restoran"},
      {1, 2230, 2400, 0, sv::BREAK, "Istirahat", "Room"},
      {2, 800, 830, 30, sv::ASSEMBLY, "Persiapan", "Lapangan"},
      {2, 830, 930, 120, sv::ENTERTAINMENT, "Outbound", "Lapangan"},
      {2, 930, 1000, 30, sv::MEAL, "Makan pagi", "Restoran"},
      {2, 1000, 1200, 120, sv::LEARNING, "Penyampaian materi", "Room"},
      {2, 1200, kNoEnd, 0, sv::CLOSING, "Penutupan", "Restoran"}};
  const absl::CivilDay first(2024, 7, 12);
  sv::RundownContent content;
  for (const auto& [day, name] : {std::pair(first, "Sabtu"), {first + 1, "Minggu"}}) {
    sv::RundownDay& heading = *content.add_days();
    heading.set_day(absl::FormatCivilTime(day));
    heading.set_printed(name);
  }
  for (const Printed& one : items) {
    sv::RundownItem& item =
        AddItem(content, first + (one.day - 1), one.from, one.until, one.kind, one.title);
    if (one.minutes > 0) item.set_printed_minutes(one.minutes);
    item.set_place(one.place);
  }
  return content;
}

namespace {

// Writes lessons and what is between them into a rundown.
class RundownWriting {
 public:
  RundownWriting(const std::string& hall, const std::vector<std::string>& objectives)
      : hall_(hall), objectives_(objectives) {}

  void Gather(absl::CivilDay day, int from, int until, sv::ItemKind kind, const char* title) {
    AddItem(content, day, from, until, kind, title).set_venue(hall_);
  }
  // Without a venue: where everybody works.
  void Learn(absl::CivilDay day, const Lesson& lesson, const std::string& venue) {
    sv::RundownItem& item =
        AddItem(content, day, lesson.from, lesson.until, lesson.kind, lesson.title);
    item.set_venue(venue);
    if (venue.empty()) item.set_place(kWorkplace);
    item.set_speaker(lesson.speaker);
    item.set_method(lesson.method);
    item.mutable_objectives()->Add(objectives_.begin(), objectives_.end());
    item.add_materials("Kasus dan modul (rekaan)");
  }
  void Day(absl::CivilDay day, const std::vector<Lesson>& lessons) {
    Learn(day, lessons[0], hall_);
    Gather(day, 1000, 1015, sv::BREAK, "Istirahat");
    Learn(day, lessons[1], hall_);
    Gather(day, 1145, 1245, sv::MEAL, "Makan siang dan salat Zuhur");
    Learn(day, lessons[2], hall_);
    Gather(day, 1430, 1500, sv::PRAYER, "Istirahat dan salat Asar");
    Learn(day, lessons[3], hall_);
  }

  sv::RundownContent content;

 private:
  const std::string& hall_;
  const std::vector<std::string>& objectives_;
};

}  // namespace

sv::RundownContent ClassRundown(
    const BatchDays& days, const RundownResources& resources,
    const std::vector<std::string>& objectives) {
  RundownWriting to(resources.hall, objectives);
  to.Gather(days.first, 730, 745, sv::REGISTRATION, "Registrasi");
  to.Gather(days.first, 745, 800, sv::LEADER_ADDRESS, "Pembukaan");
  to.Day(
      days.first,
      {{800, 1000, sv::LEARNING, "Dasar keputusan", "ceramah dan tanya jawab", resources.expert},
       {1015, 1145, sv::LEARNING, "Keputusan yang keliru: mengapa", "diskusi", resources.expert},
       {1245, 1430, sv::PRACTICE, "Kasus dari unit sendiri: memilih", "studi kasus",
        resources.trainer},
       {1500, 1545, sv::PRACTICE, "Kasus dari unit sendiri: menguji pilihan", "studi kasus",
        resources.trainer}});
  to.Gather(days.first, 1545, 1600, sv::EVALUATION, "Umpan balik hari pertama");
  to.Gather(days.second, 745, 800, sv::PRETEST, "Tes singkat");
  to.Day(
      days.second,
      {{800, 1000, sv::PRACTICE, "Memutuskan dalam 20 menit", "simulasi", resources.trainer},
       {1015, 1145, sv::PRACTICE, "Melayani yang sulit dilayani", "simulasi", resources.trainer},
       {1245, 1430, sv::PRACTICE, "Kasus dari unit sendiri: memutuskan", "studi kasus",
        resources.expert},
       {1500, 1545, sv::RTL_CLINIC, "Rencana tindak lanjut", "pendampingan", resources.mentor}});
  to.Gather(days.second, 1545, 1600, sv::CLOSING, "Penutupan");
  return std::move(to.content);
}

sv::RundownContent DesignedRundown(
    const BatchDays& days, const RundownResources& resources,
    const std::vector<std::string>& objectives) {
  RundownWriting to(resources.hall, objectives);
  to.content = ClassRundown(days, resources, objectives);
  to.Learn(
      days.at_work,
      {830, 1130, sv::PRACTICE, "Pendampingan di tempat kerja", "pendampingan", resources.mentor},
      "");
  return std::move(to.content);
}

sv::RundownContent GuidanceRundown(
    absl::CivilDay day, const RundownResources& resources,
    const std::vector<std::string>& objectives) {
  RundownWriting to(resources.hall, objectives);
  to.Gather(day, 745, 800, sv::LEADER_ADDRESS, "Pembukaan");
  to.Day(
      day,
      {{800, 1000, sv::LEARNING, "Contoh dari unit lain", "diskusi", resources.expert},
       {1015, 1145, sv::PRACTICE, "Kasus dari unit sendiri", "studi kasus", resources.trainer},
       {1245, 1430, sv::PRACTICE, "Mencoba di bawah bimbingan", "pendampingan", resources.mentor},
       {1500, 1545, sv::RTL_CLINIC, "Rencana tindak lanjut", "pendampingan", resources.mentor}});
  to.Gather(day, 1545, 1600, sv::CLOSING, "Penutupan");
  return std::move(to.content);
}

sv::Slot OnThatDay(absl::CivilDay day, const std::string& from, const std::string& until) {
  sv::Slot slot;
  slot.set_from(Cat(absl::FormatCivilTime(day), "T", from));
  slot.set_until(Cat(absl::FormatCivilTime(day), "T", until));
  return slot;
}

}  // namespace binadaya::simulator
