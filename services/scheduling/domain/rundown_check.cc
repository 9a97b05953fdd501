// What is wrong with a rundown, all at once.
#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <utility>

#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "services/common/domain/sheet.h"
#include "services/common/domain/text.h"
#include "services/scheduling/domain/availability.h"
#include "services/scheduling/domain/rundown.h"

namespace binadaya::scheduling::domain {
namespace {

constexpr int kFull = 100;  // percent
constexpr std::array<std::string_view, 7> kDayNames = {"Senin", "Selasa", "Rabu",  "Kamis",
                                                       "Jumat", "Sabtu",  "Minggu"};

std::string_view DayName(absl::CivilDay day) {
  return kDayNames[static_cast<std::size_t>(absl::GetWeekday(day))];
}

// "Jum'at" and "JUMAT" are one name, and Ahad is Minggu.
bool IsDayName(const std::string& printed, absl::CivilDay day) {
  const std::string plain = sheets::Plain(printed);
  return (plain == "ahad" ? "minggu" : plain) == sheets::Plain(DayName(day));
}

// A word that could be any place ("Room").
bool IsVague(const std::string& place) {
  static const std::set<std::string> kVague = {"",      "room",  "ruang", "ruangan", "aula",
                                               "kelas", "hotel", "hall",  "tba",     "menyusul"};
  return kVague.contains(sheets::Plain(place));
}

std::string ClockOf(absl::CivilMinute at) {
  return absl::StrFormat("%02d:%02d", at.hour(), at.minute());
}

struct TimedItem {
  Slot slot;
  const RundownItem* item;
};
using Course = std::vector<TimedItem>;  // of a day and track, by time

class RundownCheck {
 public:
  RundownCheck(
      const Rundown& rundown, const Calendar& calendar, std::string_view path,
      const RundownPolicy& policy, int named)
      : rundown_(rundown), calendar_(calendar), path_(path), policy_(policy), named_(named) {
    std::set<std::string> tracks;
    for (const RundownItem& item : rundown.items) tracks.insert(item.track);
    for (const RundownItem& item : rundown.items) {
      const std::optional<Slot> slot = item.slot();
      if (!slot.has_value() || slot->empty()) continue;
      by_day_[item.day].push_back({*slot, &item});
      // What is common to all holds those of each track.
      const bool common = item.track.empty() && tracks.size() > 1;
      for (const std::string& track : tracks)
        if (track == item.track || common) courses_[{item.day, track}].push_back({*slot, &item});
    }
    const auto earlier = [](const TimedItem& a, const TimedItem& b) { return a.slot < b.slot; };
    for (auto& [key, course] : courses_) std::stable_sort(course.begin(), course.end(), earlier);
    for (auto& [day, course] : by_day_) std::stable_sort(course.begin(), course.end(), earlier);
  }

  Findings Result() {
    for (const RundownDay& day : rundown_.days) OfHeading(day);
    for (const RundownItem& item : rundown_.items) OfItem(item);
    for (const auto& [key, course] : courses_) OfOverlaps(course);
    OfMoreOverlaps();
    OfShare();
    for (const auto& [day, course] : by_day_) OfWorkingTime(day, course);
    for (const auto& [key, course] : courses_) {
      OfBreaks(course);
      OfPrayers(key.first, course);
    }
    for (const auto& [day, course] : by_day_) OfDay(day, course);
    return std::move(findings_);
  }

 private:
  using Values = std::map<std::string, std::string>;

  Finding& Find(std::string rule, std::string where, Message message, Values values = {}) {
    return findings_.emplace_back(Finding{
        .rule = std::move(rule),
        .where = std::move(where),
        .message = std::move(message),
        .values = std::move(values)});
  }

  void OfHeading(const RundownDay& day) {
    if (day.printed.empty() || IsDayName(day.printed, day.day)) return;
    const std::string date = absl::FormatCivilTime(day.day);
    Find(
        "SC-01", date,
        {Cat(date, " jatuh pada hari ", DayName(day.day), ", bukan ", day.printed,
             ". Perbaiki hari atau tanggalnya."),
         Cat(date, " is a ", DayName(day.day), ", not a ", day.printed,
             ". Correct the day or the date.")},
        {{"is", std::string(DayName(day.day))}, {"printed", day.printed}});
  }

  void OfItem(const RundownItem& item) {
    const bool ends = item.from.has_value() && item.until.has_value() && *item.from < *item.until;
    if (!ends) {
      Find(
          "SC-02", item.number,
          {"Acara ini tanpa jam mulai atau jam selesai, atau selesai sebelum mulai. Lengkapi "
           "waktunya.",
           "This item has no start or no end, or ends before it starts. Complete its time."});
    } else if (
        item.printed_minutes.value_or(*item.until - *item.from) != *item.until - *item.from) {
      const std::string clock = Cat(*item.until - *item.from);
      const std::string printed = Cat(*item.printed_minutes);
      Find(
          "SC-04", item.number,
          {Cat("Durasi tertulis ", printed, " menit, menurut jamnya ", clock,
               " menit. Perbaiki salah satunya."),
           Cat("The duration says ", printed, " minutes, the clock ", clock,
               ". Correct one of the two.")},
          {{"printed", printed}, {"clock", clock}});
    }
    if (Earns(item.kind)) OfLearning(item);
  }

  void OfLearning(const RundownItem& item) {
    std::vector<std::string> id, en, missing;
    const auto need = [&](bool there, const char* code, const char* indonesian,
                          const char* english) {
      if (there) return;
      missing.push_back(code);
      id.push_back(indonesian);
      en.push_back(english);
    };
    need(!item.objectives.empty(), "objectives", "tujuan belajar", "a learning objective");
    need(!item.method.empty(), "method", "metode", "a method");
    need(!item.speaker.empty(), "speaker", "narasumber", "a speaker");
    need(
        !item.venue.empty() || !IsVague(item.place), "place", "tempat yang jelas",
        "a definite place");
    need(!item.materials.empty(), "materials", "bahan", "materials");
    if (!missing.empty()) {
      Find(
          "SC-05", item.number,
          {Cat("Acara belajar ini tanpa ", absl::StrJoin(id, ", "), ". Lengkapi."),
           Cat("This learning item lacks ", absl::StrJoin(en, ", "), ". Complete it.")},
          {{"missing", absl::StrJoin(missing, ", ")}});
    }
    const std::optional<Slot> slot = item.slot();
    if (!slot.has_value() || slot->empty()) return;
    if (slot->minutes() >= policy_.least_learning && slot->minutes() <= policy_.most_learning)
      return;
    Find(
        "SC-11", item.number,
        {Cat("Acara belajar ini ", slot->minutes(), " menit; seharusnya ", policy_.least_learning,
             " sampai ", policy_.most_learning, ". Gabungkan atau bagi."),
         Cat("This learning item takes ", slot->minutes(), " minutes, where ",
             policy_.least_learning, " to ", policy_.most_learning, " do. Join or divide it.")},
        {{"minutes", Cat(slot->minutes())}});
  }

  void OfOverlaps(const Course& course) {
    for (std::size_t i = 0; i < course.size(); ++i) {
      for (std::size_t j = i + 1; j < course.size(); ++j) {
        if (!course[i].slot.Overlaps(course[j].slot)) break;
        const RundownItem &first = *course[i].item, &second = *course[j].item;
        // Two common items would be told once for each track.
        if (!told_.insert({&first, &second}).second) continue;
        if (++overlaps_[&second] > named_ && named_ > 0) continue;
        Find(
            "SC-03", second.number,
            {Cat("Acara ini bertumpang tindih dengan nomor ", first.number,
                 " di jalur yang sama. Pindahkan, atau beri jalur sendiri."),
             Cat("This item overlaps number ", first.number,
                 " in the same track. Move it, or give it a track of its own.")},
            {{"with", first.number}, {"minutes", Cat(course[i].slot.MinutesWith(course[j].slot))}});
      }
    }
  }

  void OfMoreOverlaps() {
    for (const RundownItem& item : rundown_.items) {
      const auto found = overlaps_.find(&item);
      if (named_ == 0 || found == overlaps_.end() || found->second <= named_) continue;
      const std::string more = Cat(found->second - named_);
      Find(
          "SC-03", item.number,
          {Cat("Acara ini bertumpang tindih dengan ", more,
               " acara lain lagi. Pindahkan, atau beri jalur sendiri."),
           Cat("This item overlaps ", more,
               " further items. Move it, or give it a track of its own.")},
          {{"more", more}});
    }
  }

  void OfShare() {
    const RundownMeasure measure = Measure(rundown_, policy_);
    const bool travels = rundown_.Travels();
    const int least = travels ? policy_.learning_percent_travel : policy_.learning_percent;
    if (measure.learning_minutes * kFull >= measure.scheduled_minutes * least) return;
    const std::string share = absl::StrFormat(
        "%.1f", static_cast<double>(measure.learning_minutes) * kFull / measure.scheduled_minutes);
    Find(
        "SC-06", "items",
        {Cat("Hanya ", share, " % waktunya untuk belajar (", measure.learning_minutes, " dari ",
             measure.scheduled_minutes, " menit), paling sedikit ", least,
             " %. Kurangi yang lain, atau tambah belajarnya."),
         Cat("Only ", share, " % of the time is for learning (", measure.learning_minutes, " of ",
             measure.scheduled_minutes, " minutes), at least ", least,
             " %. Shorten the rest, or learn more.")},
        {{"share", share},
         {"least", Cat(least)},
         {"learning_minutes", Cat(measure.learning_minutes)},
         {"scheduled_minutes", Cat(measure.scheduled_minutes)}});
  }

  void OfWorkingTime(absl::CivilDay day, const Course& course) {
    const std::string date = absl::FormatCivilTime(day);
    if (const Holiday* holiday = calendar_.HolidayOn(day); holiday != nullptr) {
      Find(
          "SC-08", date,
          {Cat(date, " hari libur: ", holiday->name, ". Pilih hari lain."),
           Cat(date, " is a holiday: ", holiday->name, ". Choose another day.")},
          {{"holiday", holiday->name}, {"provisional", holiday->provisional ? "true" : "false"}})
          .warning = holiday->provisional;
      if (!holiday->provisional) return;
    }
    if (!calendar_.Knows(day)) {
      Find(
          "SC-08", date,
          {Cat("Hari libur ", day.year(), " belum ditetapkan. Periksa lagi sesudah ditetapkan."),
           Cat("The holidays of ", day.year(), " are not set yet. Check again once they are.")})
          .warning = true;
    }
    if (!rundown_.compensation.empty()) return;
    const std::optional<Slot> works =
        calendar_.WorkingDay(path_, day, Calendar::Provisional::kWorked);
    if (!works.has_value()) {
      Find(
          "SC-08", date,
          {Cat(date, " bukan hari kerja. Pilih hari lain, atau tetapkan kompensasinya."),
           Cat(date, " is no working day. Choose another, or say how it is compensated.")});
      return;
    }
    std::vector<std::string> outside;
    for (const TimedItem& one : course)
      if (one.slot.from < works->from || one.slot.until > works->until)
        outside.push_back(one.item->number);
    if (outside.empty()) return;
    const std::string from = ClockOf(works->from), until = ClockOf(works->until);
    const std::string numbers = absl::StrJoin(outside, ", ");
    Find(
        "SC-08", date,
        {Cat("Di luar jam kerja ", from, "–", until, ": nomor ", numbers,
             ". Pindahkan, atau tetapkan kompensasinya."),
         Cat("Outside of working time ", from, "–", until, ": number ", numbers,
             ". Move it, or say how it is compensated.")},
        {{"from", from}, {"until", until}, {"items", numbers}});
  }

  // Items that follow each other without a break run on; one that is long by itself is SC-11's.
  void OfBreaks(const Course& course) {
    std::int64_t run = 0;
    int items = 0;
    std::optional<absl::CivilMinute> busy_until;
    bool found = false;
    for (const TimedItem& one : course) {
      if (Rests(one.item->kind)) continue;
      if (busy_until.has_value() && one.slot.from - *busy_until >= policy_.break_minutes) {
        run = 0;
        items = 0;
        found = false;
      }
      busy_until = std::max(busy_until.value_or(one.slot.until), one.slot.until);
      if (!Earns(one.item->kind)) continue;
      run += one.slot.minutes();
      ++items;
      if (found || items < 2 || run <= policy_.run_minutes) continue;
      found = true;
      if (!tired_.insert(one.item).second) continue;
      Find(
          "SC-10", one.item->number,
          {Cat("Belajar ", run, " menit tanpa jeda ", policy_.break_minutes, " menit; paling lama ",
               policy_.run_minutes, ". Sisipkan jeda sebelum acara ini."),
           Cat("Learning goes on for ", run, " minutes without a break of ", policy_.break_minutes,
               ", at most ", policy_.run_minutes, ". Put a break before this item.")},
          {{"minutes", Cat(run)}});
    }
  }

  void OfPrayers(absl::CivilDay day, const Course& course) {
    const bool friday = absl::GetWeekday(day) == absl::Weekday::friday;
    OfPrayer(day, friday ? "Jumat" : "Dzuhur", friday ? policy_.friday : policy_.noon, course);
    OfPrayer(day, "Ashar", policy_.afternoon, course);
  }

  void OfPrayer(
      absl::CivilDay day, const std::string& name, const PrayerTime& prayer, const Course& course) {
    const Slot window = SlotOn(day, prayer.window);
    absl::CivilMinute free_from = window.from;
    std::int64_t longest = 0;
    for (const TimedItem& one : course) {
      if (Rests(one.item->kind)) continue;
      longest = std::max(longest, std::min(one.slot.from, window.until) - free_from);
      free_from = std::max(free_from, one.slot.until);
    }
    longest = std::max(longest, window.until - free_from);
    const std::string where = absl::FormatCivilTime(day);
    if (longest >= prayer.free_minutes || !told_prayers_.insert({day, name}).second) return;
    const std::string from = ClockOf(window.from), until = ClockOf(window.until);
    Find(
        "SC-10", where,
        {Cat("Waktu salat ", name, " ", from, "–", until, " perlu ", prayer.free_minutes,
             " menit yang kosong. Beri jeda."),
         Cat("The prayer time ", name, " ", from, "–", until, " needs ", prayer.free_minutes,
             " minutes that are free. Leave a break.")},
        {{"prayer", name}, {"from", from}, {"until", until}});
  }

  void OfDay(absl::CivilDay day, const Course& course) {
    std::vector<Slot> learning;
    for (const TimedItem& one : course)
      if (Earns(one.item->kind)) learning.push_back(one.slot);
    std::int64_t minutes = 0;
    for (const Slot& slot : Merged(std::move(learning))) minutes += slot.minutes();
    if (minutes <= policy_.day_learning) return;
    Find(
        "SC-11", absl::FormatCivilTime(day),
        {Cat("Hari ini belajar ", minutes, " menit, paling banyak ", policy_.day_learning,
             ". Pindahkan sebagian ke hari lain."),
         Cat("This day has ", minutes, " minutes of learning, at most ", policy_.day_learning,
             ". Move some to another day.")},
        {{"minutes", Cat(minutes)}});
  }

  const Rundown& rundown_;
  const Calendar& calendar_;
  std::string_view path_;
  const RundownPolicy& policy_;
  const int named_;
  std::map<absl::CivilDay, Course> by_day_;
  std::map<std::pair<absl::CivilDay, std::string>, Course> courses_;
  std::set<std::pair<const RundownItem*, const RundownItem*>> told_;
  std::map<const RundownItem*, int> overlaps_;  // with items that begin no later
  std::set<const RundownItem*> tired_;
  std::set<std::pair<absl::CivilDay, std::string>> told_prayers_;
  Findings findings_;
};

}  // namespace

Findings CheckRundown(
    const Rundown& rundown, const Calendar& calendar, std::string_view path,
    const RundownPolicy& policy, int named) {
  return RundownCheck(rundown, calendar, path, policy, named).Result();
}

}  // namespace binadaya::scheduling::domain
