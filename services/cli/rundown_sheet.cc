#include "services/cli/rundown_sheet.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "services/cli/find.h"
#include "services/cli/language.h"
#include "services/cli/schedule.h"
#include "services/cli/times.h"
#include "services/cli/words.h"
#include "services/common/domain/date_format.h"
#include "services/common/domain/refusal.h"
#include "services/common/domain/text.h"
#include "services/common/status.h"

namespace binadaya::cli {
namespace {

namespace sv = scheduling::v1;

constexpr std::size_t kShortestId = 4;  // letters of its beginning

// "Sabtu, 12 Juli 2024": the day, and its name as it is written.
struct WrittenDay {
  std::string day, name;
};

std::string Bare(std::string_view text) {
  return std::string(absl::StripAsciiWhitespace(Absl(text)));
}

std::optional<WrittenDay> ReadWrittenDay(std::string_view text) {
  if (const auto day = ReadDay(text, std::nullopt))
    return WrittenDay{absl::FormatCivilTime(*day), ""};
  // A name of the day before it, with or without a comma.
  const auto digit = std::find_if(text.begin(), text.end(), &IsDigit);
  const auto before = static_cast<std::size_t>(digit - text.begin());
  const auto day = ReadDay(text.substr(before), std::nullopt);
  if (!day.has_value()) return std::nullopt;
  std::string name = Bare(text.substr(0, before));
  while (!name.empty() && (name.back() == ',' || name.back() == '/')) name.pop_back();
  name = Bare(name);
  const bool letters = std::all_of(name.begin(), name.end(), [](char c) {
    return absl::ascii_isalpha(static_cast<unsigned char>(c)) || c == '\'';
  });
  return letters ? std::optional(WrittenDay{absl::FormatCivilTime(*day), name}) : std::nullopt;
}

// "240", "240'", "240 menit".
std::optional<int> ReadDuration(std::string_view text) {
  const auto end = std::find_if_not(text.begin(), text.end(), &IsDigit);
  const auto digits = static_cast<std::size_t>(end - text.begin());
  const std::string unit = absl::AsciiStrToLower(Bare(text.substr(digits)));
  int minutes = 0;
  const bool known = unit.empty() || unit == "'" || unit == "′" || unit == "menit" ||
                     unit == "minutes" || unit == "min";
  if (!known || !absl::SimpleAtoi(Absl(text.substr(0, digits)), &minutes) || minutes > 24 * 60)
    return std::nullopt;
  return minutes;
}

std::vector<std::string> PartsOfCell(const std::string& text) {
  std::vector<std::string> parts;
  for (const absl::string_view part : absl::StrSplit(text, absl::ByAnyChar(";\n")))
    if (const std::string bare = Bare({part.data(), part.size()}); !bare.empty())
      parts.push_back(bare);
  return parts;
}

// What is called so, or whose id begins so; none where `text` is nobody's.
std::vector<Candidate> CalledSo(
    const std::vector<OnRecord::Thing>& things, const std::string& text) {
  std::vector<Candidate> candidates;
  for (const OnRecord::Thing& thing : things) {
    const bool same = sheets::Plain(thing.name) == sheets::Plain(text);
    if (same || (text.size() >= kShortestId && thing.id.starts_with(text)))
      candidates.push_back({.id = thing.id, .shown = thing.name});
  }
  return candidates;
}

class RundownReading {
 public:
  explicit RundownReading(const OnRecord& on_record) : on_record_(on_record) {}

  void Read(sheets::Row row) {
    row_ = &row;
    if (BeginsDay()) return;
    sv::RundownItem item;
    item.set_number(Of("number").empty() ? Cat(read_.rows.size() + 1) : Of("number"));
    ReadItsDay(item);
    ReadTime(item);
    ReadKind(item);
    item.set_title(Of("title"));
    if (item.title().empty()) {
      Find(
          "RDS-05", "title",
          {"Kegiatan kosong. Isi apa yang terjadi pada waktu ini.",
           "The item is empty. Enter what happens at this time."});
    }
    ReadPlace(item);
    ReadSpeaker(item);
    ReadTeaches(item);
    item.set_track(Of("track"));
    item.set_method(Of("method"));
    item.set_owner(Of("owner"));
    for (const std::string& one : PartsOfCell(Of("objectives"))) item.add_objectives(one);
    for (const std::string& one : PartsOfCell(Of("materials"))) item.add_materials(one);
    *read_.content.add_items() = std::move(item);
    read_.rows.push_back(std::move(row));
  }

  absl::StatusOr<RundownSheet> Result() {
    for (const auto& [day, name] : days_) {
      sv::RundownDay& heading = *read_.content.add_days();
      heading.set_day(day);
      heading.set_printed(name);
    }
    if (!findings_.empty()) return Refuse(absl::StatusCode::kInvalidArgument, std::move(findings_));
    return std::move(read_);
  }

 private:
  std::string Of(std::string_view column) const { return Cell(*row_, column); }

  void Find(
      std::string rule, std::string_view column, Message message,
      std::map<std::string, std::string> values = {}) {
    findings_.push_back(
        {.rule = std::move(rule),
         .where = PlaceIn(row_->line, RundownColumns(), column),
         .message = std::move(message),
         .values = std::move(values)});
  }

  // A row that holds a day in its first filled cell, and nothing else.
  bool BeginsDay() {
    std::vector<std::string> filled;
    for (const auto& [column, value] : row_->values)
      if (!value.empty()) filled.push_back(value);
    if (filled.size() != 1) return false;
    const std::optional<WrittenDay> day = ReadWrittenDay(filled.front());
    if (day.has_value()) Take(*day);
    return day.has_value();
  }

  void Take(const WrittenDay& day) {
    today_ = day.day;
    std::string& name = days_[day.day];
    if (!name.empty() && !day.name.empty() && sheets::Plain(name) != sheets::Plain(day.name)) {
      Find(
          "RDS-07", "day",
          {Cat(day.day, " ditulis dengan nama hari ", name, " dan ", day.name,
               ". Samakan penulisannya."),
           Cat(day.day, " is written as ", name, " and as ", day.name, ". Write it in one way.")});
    }
    if (name.empty()) name = day.name;
  }

  void ReadItsDay(sv::RundownItem& item) {
    const std::string name = Of("weekday");
    if (const std::string text = Of("day").empty() ? name : Of("day"); !text.empty()) {
      std::optional<WrittenDay> day = ReadWrittenDay(text);
      if (!day.has_value()) {
        Find(
            "RDS-01", "day",
            {"Tanggal ini tidak terbaca. Tulis seperti Kamis, 8 April 2027 atau 2027-04-08.",
             "This date cannot be read. Write it as in Kamis, 8 April 2027 or 2027-04-08."},
            {{"found", text}});
        return;
      }
      if (day->name.empty() && text != name) day->name = name;
      Take(*day);
    }
    if (today_.empty()) {
      Find(
          "RDS-01", "day",
          {"Acara ini tanpa tanggal, dan tidak ada tanggal di atasnya. Isi tanggalnya, misalnya "
           "2027-04-08.",
           "This item has no date, and none stands above it. Enter it, such as 2027-04-08."});
    }
    item.set_day(today_);
  }

  void ReadTime(sv::RundownItem& item) {
    ClockSpan time;
    if (const std::string text = Of("time"); !text.empty()) {
      if (const auto span = ReadClockSpan(text)) {
        time = *span;
      } else {
        NoTime("time", text);
      }
    }
    ReadEnd("from", time.from);
    ReadEnd("until", time.until);
    if (time.from.has_value()) item.set_from(*time.from);
    if (time.until.has_value()) item.set_until(*time.until);
    if (const std::string text = Of("duration"); !text.empty()) {
      if (const auto minutes = ReadDuration(text)) {
        item.set_printed_minutes(*minutes);
      } else {
        Find(
            "RDS-03", "duration",
            {"Durasi ini tidak terbaca. Tulis menitnya, misalnya 120.",
             "This duration cannot be read. Write its minutes, such as 120."},
            {{"found", text}});
      }
    }
  }

  // A start or an end in a column of its own.
  void ReadEnd(std::string_view column, std::optional<int>& time) {
    const std::string text = Of(column);
    if (text.empty()) return;
    const std::optional<int> read = ReadClock(text);
    if (!read.has_value()) {
      NoTime(column, text);
    } else if (time.has_value() && *time != *read) {
      Find(
          "RDS-02", column,
          {"Kolom ini dan kolom Waktu menyebut jam yang berbeda. Samakan keduanya.",
           "This column and Waktu say different times. Make them the same."},
          {{"found", text}});
    }
    time = read;
  }

  void NoTime(std::string_view column, const std::string& text) {
    Find(
        "RDS-02", column,
        {"Waktu ini tidak terbaca. Tulis seperti 08.00-10.00.",
         "This time cannot be read. Write it as in 08:00-10:00."},
        {{"found", text}});
  }

  void ReadKind(sv::RundownItem& item) {
    const std::string text = Of("kind");
    const absl::StatusOr<sv::ItemKind> kind = Parse<sv::ItemKind>("", text);
    if (kind.ok()) {
      item.set_kind(*kind);
      return;
    }
    const std::string choices = Choices<sv::ItemKind>();
    Find(
        "RDS-04", "kind",
        {Cat("Jenis acara ini tidak dikenal. Pilih salah satu: ", choices, "."),
         Cat("This kind of item is unknown. Choose one of: ", choices, ".")},
        {{"found", text}});
  }

  void ReadPlace(sv::RundownItem& item) {
    const std::string text = Of("place");
    item.set_place(text);
    if (text.empty()) return;
    const std::vector<Candidate> venues = CalledSo(on_record_.venues, text);
    if (venues.size() == 1) {
      item.set_venue(venues.front().id);
      item.set_place(venues.front().shown);
    } else if (Learns(item.kind())) {
      read_.warnings.push_back(
          {.rule = "RDS-08",
           .where = PlaceIn(row_->line, RundownColumns(), "place"),
           .message =
               {"Tempat ini tidak ada di daftar, jadi tidak dipesan; hanya tulisannya yang "
                "disimpan. Sebut seperti di binadaya list venues.",
                "This place is not on the list, so it is not booked; only its text is kept. Name "
                "it as binadaya list venues does."},
           .values = {{"found", text}},
           .warning = true});
    }
  }

  // "M.08=3; M.04=2"
  void ReadTeaches(sv::RundownItem& item) {
    for (const std::string& text : PartsOfCell(Of("teaches"))) {
      const std::size_t equals = text.rfind('=');
      int level = 0;
      if (equals == 0 || equals == std::string::npos ||
          !absl::SimpleAtoi(text.substr(equals + 1), &level) || level < 1 || level > 5) {
        Find(
            "RDS-09", "teaches",
            {"Kompetensi ini tidak terbaca. Tulis kode dan tingkatnya, misalnya M.08=3.",
             "This competency cannot be read. Write its code and level, such as M.08=3."},
            {{"found", text}});
        continue;
      }
      sv::Expertise& one = *item.add_teaches();
      one.set_competency(Bare(text.substr(0, equals)));
      one.set_level(level);
    }
  }

  void ReadSpeaker(sv::RundownItem& item) {
    const std::string text = Of("speaker");
    if (text.empty()) return;
    const std::vector<Candidate> speakers = CalledSo(on_record_.speakers, text);
    if (speakers.size() == 1) {
      item.set_speaker(speakers.front().id);
    } else if (speakers.empty()) {
      Find(
          "RDS-06", "speaker",
          {"Narasumber ini tidak tercatat. Catat dulu dengan binadaya schedule speaker, satu nama "
           "tiap sel.",
           "This speaker is not on record. Enter him first with binadaya schedule speaker, one "
           "name "
           "a cell."});
    } else {
      std::string ids;
      for (const Candidate& one : speakers) ids += Cat(ids.empty() ? "" : ", ", one.id);
      Find(
          "RDS-06", "speaker",
          {Cat("Beberapa narasumber bernama ini. Tulis awal id salah satunya: ", ids, "."),
           Cat("Several speakers have this name. Write the first letters of the id of one: ", ids,
               ".")});
    }
  }

  const OnRecord& on_record_;
  const sheets::Row* row_ = nullptr;
  std::string today_;
  std::map<std::string, std::string> days_;  // the printed name of each
  RundownSheet read_;
  Findings findings_;
};

}  // namespace

std::vector<sheets::Column> RundownFormColumns() {
  std::vector<sheets::Column> columns = RundownColumns();
  std::erase_if(columns, [](const sheets::Column& one) {
    return one.name == "weekday" || one.name == "from" || one.name == "until";
  });
  return columns;
}

const std::vector<sheets::Column>& RundownColumns() {
  // The number first, for by it the example row is known.
  static const std::vector<sheets::Column> columns = {
      {"number", "No", {"no", "nomor", "number"}, "CONTOH", true},
      {"day", "Hari/Tanggal", {"haritanggal", "tanggal", "date"}, "Kamis, 8 April 2027", true},
      {"weekday", "Hari", {"hari", "day"}, "", true},
      {"time", "Waktu", {"waktu", "pukul", "jam", "time"}, "08.00-10.00", true},
      {"from", "Mulai", {"mulai", "jammulai", "from", "start"}, "", true},
      {"until", "Selesai", {"selesai", "jamselesai", "sampai", "until", "end"}, "", true},
      {"duration", "Durasi", {"durasi", "durasimenit", "duration", "minutes"}, "120", true},
      {"title",
       "Kegiatan",
       {"kegiatan", "acara", "uraian", "item", "title"},
       "Studi kasus keputusan pelayanan"},
      {"kind", "Jenis", {"jenis", "jeniskegiatan", "jenisacara", "kind"}, "belajar"},
      {"place", "Tempat", {"tempat", "lokasi", "ruang", "place", "venue"}, "Aula Balai Kota", true},
      {"speaker",
       "Narasumber",
       {"narasumber", "pengajar", "fasilitator", "widyaiswara", "speaker"},
       "Nama narasumber",
       true},
      {"method", "Metode", {"metode", "method"}, "studi kasus", true},
      {"objectives",
       "Tujuan",
       {"tujuan", "tujuanbelajar", "tujuanpembelajaran", "objectives"},
       "memutuskan dalam 20 menit",
       true},
      {"materials", "Bahan", {"bahan", "modul", "materials"}, "kasus 1; kasus 2", true},
      {"track", "Jalur", {"jalur", "track"}, "", true},
      {"owner", "PIC", {"pic", "penanggungjawab", "owner"}, "Panitia", true},
      {"teaches", "Kompetensi", {"kompetensi", "competency", "teaches"}, "M.08=3", true}};
  return columns;
}

AllowedValues RundownValues() {
  AllowedValues values;
  const google::protobuf::EnumDescriptor& kinds =
      *google::protobuf::GetEnumDescriptor<sv::ItemKind>();
  for (int i = 1; i < kinds.value_count(); ++i)
    values["kind"].emplace_back(WordOf(kinds, kinds.value(i)->name()), kinds.value(i)->name());
  return values;
}

absl::StatusOr<RundownSheet> ReadRundown(std::vector<sheets::Row> rows, const OnRecord& on_record) {
  RundownReading reading(on_record);
  for (sheets::Row& row : rows) reading.Read(std::move(row));
  return reading.Result();
}

}  // namespace binadaya::cli
