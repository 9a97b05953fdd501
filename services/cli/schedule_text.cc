// How weeks, rundowns and what they need read.
#include <algorithm>
#include <array>

#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "services/cli/budget_find.h"
#include "services/cli/language.h"
#include "services/cli/render.h"
#include "services/cli/schedule.h"
#include "services/cli/times.h"
#include "services/cli/words.h"
#include "services/common/domain/text.h"

namespace binadaya::cli {
namespace {

namespace sv = scheduling::v1;

constexpr int kHour = 60, kQuarter = 15, kDay = 24 * kHour;

struct Span {
  int from = 0, until = 0;  // minutes since midnight
};

std::string DayShown(const std::string& day) {
  static const std::array<Message, 7> kNames = {
      Message{"Sen", "Mon"}, {"Sel", "Tue"}, {"Rab", "Wed"}, {"Kam", "Thu"},
      {"Jum", "Fri"},        {"Sab", "Sat"}, {"Min", "Sun"}};
  absl::CivilDay at;
  if (!absl::ParseCivilTime(day, &at)) return day;
  return Cat(Say(kNames[static_cast<std::size_t>(absl::GetWeekday(at))]), " ", day.substr(5));
}

// What of a slot lies on the day.
Span OnDay(const sv::Slot& slot, const std::string& day) {
  absl::CivilMinute from, until;
  absl::CivilDay at;
  if (!absl::ParseCivilTime(slot.from(), &from) || !absl::ParseCivilTime(slot.until(), &until) ||
      !absl::ParseCivilTime(day, &at)) {
    return {};
  }
  const absl::CivilMinute midnight(at);
  return {
      static_cast<int>(std::clamp<absl::civil_diff_t>(from - midnight, 0, kDay)),
      static_cast<int>(std::clamp<absl::civil_diff_t>(until - midnight, 0, kDay))};
}

Span SpanOf(const sv::RundownItem& item) {
  if (!item.has_from()) return {};
  return {item.from(), item.has_until() ? item.until() : item.from() + item.printed_minutes()};
}

// One line of letters from `first` to `last`; what is drawn later covers what was there.
class Strip {
 public:
  Strip(int first, int last)
      : first_(first), letters_(static_cast<std::size_t>((last - first) / kQuarter), '.') {}

  void Draw(const Span& span, char letter) {
    const int from = (span.from - first_) / kQuarter;
    const int until = (span.until - first_ + kQuarter - 1) / kQuarter;
    for (int i = std::max(from, 0); i < until && i < static_cast<int>(letters_.size()); ++i)
      letters_[static_cast<std::size_t>(i)] = letter;
  }
  const std::string& letters() const { return letters_; }

 private:
  int first_;
  std::string letters_;
};

}  // namespace

bool Learns(sv::ItemKind kind) {
  return kind == sv::LEARNING || kind == sv::PRACTICE || kind == sv::OUTDOOR_LEARNING ||
         kind == sv::RTL_CLINIC;
}

std::string WeekText(const Week& week) {
  int first = 7 * kHour, last = 17 * kHour;
  const auto hold_all = [&](const Span& span) {
    if (span.until <= span.from) return;
    first = std::min(first, span.from / kHour * kHour);
    last = std::max(last, (span.until + kHour - 1) / kHour * kHour);
  };
  for (const sv::CalendarDay& day : week.days)
    for (const sv::Slot& slot : day.worked()) hold_all(OnDay(slot, day.day()));
  for (const WeekItem& one : week.items) hold_all(SpanOf(one.item));

  std::string text = Cat(week.unit, "\n", std::string(11, ' '));
  for (int hour = first / kHour; hour < last / kHour; ++hour)
    absl::StrAppendFormat(&text, "%02d  ", hour);
  text += "\n";
  std::string below;
  for (const sv::CalendarDay& day : week.days) {
    Strip strip(first, last);
    for (const sv::Slot& slot : day.worked()) strip.Draw(OnDay(slot, day.day()), '-');
    std::vector<std::string> notes;
    if (!day.holiday().empty()) {
      notes.push_back(
          Cat(day.holiday(), day.provisional() ? Say(" (sementara)", " (provisional)") : ""));
    }
    if (day.unknown())
      notes.push_back(Say("hari libur belum ditetapkan", "holidays are not set yet"));
    for (const sv::Blackout& blackout : day.blackouts()) {
      strip.Draw(OnDay(blackout.slot(), day.day()), 'x');
      notes.push_back(Cat("x ", blackout.reason()));
    }
    for (const WeekItem& one : week.items) {
      if (one.item.day() != day.day()) continue;
      strip.Draw(SpanOf(one.item), Learns(one.item.kind()) ? '#' : '+');
      const Span span = SpanOf(one.item);
      below +=
          Cat(DayShown(day.day()), "  ", ClockShown(span.from), "–", ClockShown(span.until), "  ",
              Learns(one.item.kind()) ? "# " : "+ ", one.item.title(), "  [", one.batch, "]\n");
    }
    for (const sv::Hold& hold : week.holds) {
      const Span span = OnDay(hold.slot(), day.day());
      if (span.until <= span.from) continue;
      strip.Draw(span, '!');
      below +=
          Cat(DayShown(day.day()), "  ", ClockShown(span.from), "–", ClockShown(span.until), "  ! ",
              Word(hold.priority()), ", ", Word(hold.state()), "\n");
    }
    text += Cat(DayShown(day.day()), "  ", strip.letters());
    if (!notes.empty()) text += Cat("  ", absl::StrJoin(notes, "; "));
    text += "\n";
  }
  text += Say(
      "- jam kerja   # belajar   + acara lain   ! agenda pimpinan   x larangan   (satu huruf 15 "
      "menit)\n",
      "- working time   # learning   + other items   ! a leader's agenda   x blackout   (a letter "
      "is 15 minutes)\n");
  return below.empty() ? text : Cat(text, "\n", below);
}

std::string RundownText(const sv::Rundown& rundown) {
  Rows rows = {
      {Say("no", "no"), Say("hari", "day"), Say("waktu", "time"), Say("durasi", "minutes"),
       Say("kegiatan", "item"), Say("jenis", "kind"), Say("tempat", "place"),
       Say("metode", "method")}};
  for (const sv::RundownItem& item : rundown.content().items()) {
    const Span span = SpanOf(item);
    rows.push_back(
        {item.number(), DayShown(item.day()),
         item.has_from()
             ? Cat(ClockShown(item.from()), "–", item.has_until() ? ClockShown(item.until()) : "")
             : "-",
         span.until > span.from ? Cat(span.until - span.from) : "-", item.title(),
         Word(item.kind()), item.place(), item.method()});
  }
  return TableOf(rows);
}

std::string CheckText(const sv::RundownCheck& check) {
  std::string text;
  for (const v1::Finding& finding : check.findings()) text += FindingText(finding);
  text +=
      Say(Cat("Belajar ", check.learning_minutes(), " dari ", check.scheduled_minutes(),
              " menit: ", check.jp(), " JP."),
          Cat("Learning is ", check.learning_minutes(), " of ", check.scheduled_minutes(),
              " minutes: ", check.jp(), " lesson hours (JP)."));
  if (check.jp() > 0) {
    text +=
        Say(Cat(" Satu JP seorang peserta ", RupiahText(check.rupiah_per_participant_jp()), "."),
            Cat(" A participant's lesson hour costs ",
                RupiahText(check.rupiah_per_participant_jp()), "."));
  }
  return Cat(text, "\n");
}

std::string ReleaseText(const sv::RundownRelease& release) {
  std::string text =
      Say(Cat("Susunan acara versi ", release.number(), " berlaku.\n"),
          Cat("Version ", release.number(), " of the rundown is released.\n"));
  for (const sv::ItemChange& change : release.changes()) {
    const sv::RundownItem& item = change.has_now() ? change.now() : change.before();
    text +=
        Cat(Word(change.kind()), "  ", DayShown(item.day()), " ", ClockShown(item.from()), "  ",
            item.title());
    if (change.kind() == sv::ITEM_MOVED) {
      text +=
          Cat(Say("  (semula ", "  (before "), DayShown(change.before().day()), " ",
              ClockShown(change.before().from()), ")");
    }
    text += "\n";
  }
  for (const v1::Finding& warning : release.warnings()) text += FindingText(warning);
  return text;
}

std::string BatchesText(const sv::ListBatchesResponse& batches) {
  Rows rows = {
      {Say("kelas", "batch"), Say("program", "program"), Say("keadaan", "state"),
       Say("kursi", "seats"), Say("hari", "days"), Say("versi", "version"), "id"}};
  for (const sv::Batch& batch : batches.batches()) {
    rows.push_back(
        {Cat(batch.unit(), "/", batch.number()), batch.program(),
         Cat(Word(batch.state()),
             batch.unplanned() ? Say(" (tidak lagi dalam rencana)", " (planned no more)") : ""),
         Cat(batch.capacity()),
         batch.first_day().empty() ? "-" : Cat(batch.first_day(), "–", batch.last_day()),
         batch.released() == 0 ? "-" : Cat(batch.released()), batch.id()});
  }
  return TableOf(rows);
}

std::string HoldsText(const sv::ListHoldsResponse& holds) {
  Rows rows = {
      {Say("waktu", "time"), Say("pimpinan", "leader"), Say("acara", "engagement"),
       Say("keadaan", "state"), Say("pengganti", "fallback"), Say("alasan", "reason"), "id"}};
  for (const sv::Hold& hold : holds.holds()) {
    rows.push_back(
        {SlotText(hold.slot()), hold.leader(), Word(hold.priority()), Word(hold.state()),
         hold.fallback() != sv::FALLBACK_UNSPECIFIED ? Word(hold.fallback())
         : hold.video_agreed()                       ? Say("boleh rekaman", "may be recorded")
                                                     : "-",
         hold.reason(), hold.id()});
  }
  return TableOf(rows);
}

std::string VenuesText(const sv::ListVenuesResponse& venues) {
  Rows rows = {
      {Say("tempat", "venue"), Say("jenis", "kind"), Say("kota", "city"), Say("kursi", "seats"),
       Say("aksesibel", "accessible"), Say("sehari", "a day"), Say("dipakai", "in use")}};
  for (const sv::Venue& venue : venues.venues()) {
    rows.push_back(
        {venue.name(), Word(venue.kind()), venue.city(), Cat(venue.capacity()),
         YesNo(venue.accessible()), RupiahText(venue.day_rate()), YesNo(!venue.out_of_use())});
  }
  return TableOf(rows);
}

std::string SpeakersText(const sv::ListSpeakersResponse& speakers) {
  Rows rows = {
      {Say("narasumber", "speaker"), Say("instansi", "organisation"), Say("tarif", "rate class"),
       Say("keahlian", "versed in"), Say("dipakai", "in use")}};
  for (const sv::Speaker& speaker : speakers.speakers()) {
    std::vector<std::string> expertise;
    for (const sv::Expertise& one : speaker.expertise())
      expertise.push_back(Cat(one.competency(), ":", one.level()));
    rows.push_back(
        {speaker.name().empty() ? speaker.person() : speaker.name(),
         speaker.organisation().empty() ? Say("internal", "internal") : speaker.organisation(),
         speaker.rate_class(), absl::StrJoin(expertise, " "), YesNo(!speaker.out_of_use())});
  }
  return TableOf(rows);
}

}  // namespace binadaya::cli
