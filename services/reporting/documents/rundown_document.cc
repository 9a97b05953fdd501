#include "services/reporting/documents/rundown_document.h"

#include <algorithm>

#include "services/common/domain/text.h"
#include "services/reporting/documents/templates.h"

namespace binadaya::reporting::documents {
namespace {

namespace sv = scheduling::v1;

Message KindText(sv::ItemKind kind) {
  switch (kind) {
    case sv::REGISTRATION:
      return {"Registrasi", "Registration"};
    case sv::ASSEMBLY:
      return {"Berkumpul", "Assembly"};
    case sv::TRAVEL:
      return {"Perjalanan", "Travel"};
    case sv::OPENING:
      return {"Pembukaan", "Opening"};
    case sv::LEADER_ADDRESS:
      return {"Sambutan pimpinan", "Leader's address"};
    case sv::LEARNING:
      return {"Pembelajaran", "Learning"};
    case sv::PRACTICE:
      return {"Praktik", "Practice"};
    case sv::OUTDOOR_LEARNING:
      return {"Belajar di alam", "Outdoor learning"};
    case sv::PRETEST:
      return {"Tes awal", "Pre-test"};
    case sv::POSTTEST:
      return {"Tes akhir", "Post-test"};
    case sv::RTL_CLINIC:
      return {"Klinik RTL", "Action plan clinic"};
    case sv::BREAK:
      return {"Istirahat", "Break"};
    case sv::MEAL:
      return {"Makan", "Meal"};
    case sv::PRAYER:
      return {"Salat", "Prayer"};
    case sv::CEREMONY:
      return {"Upacara", "Ceremony"};
    case sv::ENTERTAINMENT:
      return {"Hiburan", "Entertainment"};
    case sv::EVALUATION:
      return {"Evaluasi", "Evaluation"};
    case sv::CLOSING:
      return {"Penutupan", "Closing"};
    default:
      return {"", ""};
  }
}

// "Idulfitri, sementara: keputusan masih dapat menggesernya"; empty: it is none.
std::string HolidayOn(const RundownFacts& facts, absl::CivilDay day, Speech say) {
  const std::string written = absl::FormatCivilTime(day);
  for (const registry::v1::Holiday& one : facts.holidays) {
    if (one.day() != written) continue;
    return Cat(
        say("hari libur: ", "holiday: "), one.name(),
        one.provisional() ? say(" (sementara, keputusan masih dapat menggesernya)",
                                " (provisional, a decree may still shift it)")
                          : "");
  }
  return "";
}

// Its items day by day, in order of time.
std::vector<std::pair<absl::CivilDay, std::vector<const sv::RundownItem*>>> DaysOf(
    const RundownFacts& facts) {
  std::map<absl::CivilDay, std::vector<const sv::RundownItem*>> days;
  for (const sv::RundownItem& item : facts.rundown.content().items())
    days[DayOf(item)].push_back(&item);
  for (auto& [day, items] : days) {
    std::stable_sort(items.begin(), items.end(), [](const auto* one, const auto* other) {
      return one->from() < other->from();
    });
  }
  return {days.begin(), days.end()};
}

sv::LearningHours LearningOn(const RundownFacts& facts, const std::string& day) {
  for (const sv::LearningHours& one : facts.rundown.learning())
    if (one.day() == day) return one;
  return {};
}

std::string StateText(const RundownFacts& facts, Speech say) {
  const int newest = facts.batch.released();
  if (facts.rundown.number() == newest) return "";
  return Cat(say("sudah digantikan versi ", "replaced by version "), newest);
}

std::vector<Fact> FactsAbove(const RundownFacts& facts, const Frame& frame) {
  const Speech say = frame.say;
  std::vector<Fact> all = FactsOf(static_cast<const BatchFacts&>(facts), frame);
  const std::string state = StateText(facts, say);
  all.push_back(
      {{"Versi", "Version"},
       Cat(facts.rundown.number(), say(", dirilis ", ", released "),
           DayText(facts.released_on, say), state.empty() ? "" : "; ", state)});
  all.push_back({{"Alasan perubahan", "Reason of the change"}, facts.release.reason()});
  all.push_back({{"Pembelajaran", "Learning"}, LearningText(LearningOn(facts, ""), say)});
  all.push_back(
      {{"Kompensasi di luar jam kerja", "Compensation of work outside of working time"},
       facts.rundown.content().compensation()});
  return all;
}

Values ItemValues(const RundownFacts& facts, const sv::RundownItem& item, const Frame& frame) {
  const Speech say = frame.say;
  const Named speaker = NameOf(SpeakerOf(facts, item), frame);
  Values values;
  values.Set("number", item.number())
      .Set("hours", HoursText(item.from(), EndOf(item), say))
      .Set("minutes", Cat(EndOf(item) - item.from()))
      .Set("title", item.title())
      .Set("kind", say(KindText(item.kind())))
      .Set("track", item.track())
      .Set("method", item.method())
      .Set("speaker", speaker.name)
      .Set("from", speaker.post.empty() ? speaker.unit : speaker.post)
      .Set("place", PlaceOf(facts, item))
      .Set("owner", item.owner());
  return values;
}

std::vector<Step> StepsTo(const RundownFacts& facts) {
  return {
      {{"Dirilis oleh penyelenggara", "Released by the organiser"}, facts.release.released_by()}};
}

}  // namespace

Heading HeadingOf(const RundownFacts& facts) {
  const v1::Document about = AboutOf(facts, v1::BATCH_RUNDOWN);
  return {.title = {"Susunan Acara", "Rundown"}, .unit = about.unit(), .year = about.year()};
}

std::string Html(const RundownFacts& facts, const Frame& frame) {
  const Speech say = frame.say;
  std::vector<Values> days;
  for (const auto& [day, items] : DaysOf(facts)) {
    std::vector<Values> rows;
    for (const sv::RundownItem* item : items) rows.push_back(ItemValues(facts, *item, frame));
    days.emplace_back()
        .Set("day", WeekdayText(day, say))
        .Set("holiday", HolidayOn(facts, day, say))
        .Set("items", rows)
        .Set("learning", LearningText(LearningOn(facts, absl::FormatCivilTime(day)), say));
  }
  Values values;
  values.Set("id", say.indonesian)
      .Set("en", !say.indonesian)
      .Set("facts", ValuesOf(FactsAbove(facts, frame), say))
      .Set("days", days)
      .Set("learning_of_all", LearningText(LearningOn(facts, ""), say));
  return Page(HeadingOf(facts), frame, Fill(kRundownHtml, values));
}

std::vector<xlsx::Sheet> Sheets(const RundownFacts& facts, const Frame& frame) {
  const Speech say = frame.say;
  const auto head = [&](const char* id, const char* en) { return xlsx::Cell{say(id, en), true}; };
  xlsx::Sheet sheet =
      SheetOf({"Susunan Acara", "Rundown"}, HeadingOf(facts), FactsAbove(facts, frame), frame);
  sheet.widths = {6, 20, 24, 14, 14, 10, 22, 48, 22, 36, 36, 12, 24};
  sheet.rows.push_back(
      {head("No.", "No."), head("Tanggal", "Day"), head("Hari libur", "Holiday"),
       head("Mulai", "From"), head("Selesai", "Until"), head("Menit", "Minutes"),
       head("Jenis", "Kind"), head("Kegiatan", "Item"), head("Metode", "Method"),
       head("Narasumber", "Speaker"), head("Tempat", "Place"), head("Jalur", "Track"),
       head("PIC", "Owner")});
  sheet.heading = static_cast<int>(sheet.rows.size());
  const auto sum = [&](const std::string& what, const sv::LearningHours& learning) {
    sheet.rows.push_back(
        {{},
         {what, true},
         {},
         {},
         {},
         {std::int64_t{learning.minutes()}, true},
         {Cat(learning.jp(), " JP"), true}});
  };
  for (const auto& [day, items] : DaysOf(facts)) {
    for (const sv::RundownItem* item : items) {
      sheet.rows.push_back(
          {{item->number()},
           {day},
           {HolidayOn(facts, day, say)},
           {MinuteText(item->from(), say)},
           {MinuteText(EndOf(*item), say)},
           {std::int64_t{EndOf(*item) - item->from()}},
           {say(KindText(item->kind()))},
           {item->title()},
           {item->method()},
           {NameOf(SpeakerOf(facts, *item), frame).name},
           {PlaceOf(facts, *item)},
           {item->track()},
           {item->owner()}});
    }
    sum(Cat(say("Pembelajaran ", "Learning on "), DayText(day, say)),
        LearningOn(facts, absl::FormatCivilTime(day)));
  }
  sum(say("Pembelajaran seluruhnya", "Learning in all"), LearningOn(facts, ""));
  return {sheet};
}

Print PrintOf(const RundownFacts& facts) {
  Print print{
      .about = AboutOf(facts, v1::BATCH_RUNDOWN),
      .file = Cat(FileOf(facts, "susunan-acara"), "-angkatan-", facts.batch.number()),
      .steps = StepsTo(facts),
      .people = PeopleAmong(facts),
      .html = [facts](const Frame& frame) { return Html(facts, frame); },
      .sheets = [facts](const Frame& frame) { return Sheets(facts, frame); }};
  print.about.set_number(facts.rundown.number());
  return print;
}

}  // namespace binadaya::reporting::documents
