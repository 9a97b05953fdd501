#include "services/common/domain/sheet.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <optional>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/common/domain/invisible.h"
#include "services/common/domain/text.h"

namespace binadaya::sheets {

namespace {

// The line of the columns stands near the top, below a title or two.
constexpr std::size_t kTopRows = 50;

constexpr std::array<std::string_view, 3> kRowNumbers = {"no", "nourut", "nomorurut"};
constexpr std::array<std::string_view, 8> kErrors = {"#N/A",    "#REF!",  "#NAME?", "#VALUE!",
                                                     "#DIV/0!", "#NULL!", "#NUM!",  "#SPILL!"};

// Spaces that do not look different. UTF-8.
constexpr std::array<std::string_view, 3> kSpaces = {"\xC2\xA0", "\xE2\x80\x87", "\xE2\x80\xAF"};
constexpr std::string_view kTypographic = "\xE2\x80\x99";  // ’

// The apostrophe with which people make a spreadsheet keep a number: before anything (only Excel's
// own way of marking text puts one before a letter), or behind a digit.
bool StripApostrophes(std::string& text) {
  std::string_view rest = text;
  if (rest.starts_with('\'')) rest.remove_prefix(1);
  if (rest.starts_with(kTypographic)) rest.remove_prefix(kTypographic.size());
  for (const std::string_view mark : {std::string_view("'"), kTypographic}) {
    if (rest.size() > mark.size() && rest.ends_with(mark) &&
        IsDigit(rest[rest.size() - mark.size() - 1])) {
      rest.remove_suffix(mark.size());
    }
  }
  if (rest.size() == text.size()) return false;
  text = std::string(rest);
  return true;
}

// A cell as it looks; `changed` when something that does not look like a space was taken off.
std::string Clean(std::string_view cell, bool& changed) {
  std::string text;
  text.reserve(cell.size());
  while (!cell.empty()) {
    // Most of any file, and nothing of what is looked for.
    if (absl::ascii_isascii(static_cast<unsigned char>(cell.front()))) {
      text += cell.front();
      cell.remove_prefix(1);
    } else if (const std::size_t size = StartsWithAny(cell, kSpaces); size > 0) {
      text += ' ';
      cell.remove_prefix(size);
    } else if (const std::size_t hidden = StartsWithAny(cell, kInvisible); hidden > 0) {
      changed = true;
      cell.remove_prefix(hidden);
    } else {
      text += cell.front();
      cell.remove_prefix(1);
    }
  }
  absl::StripAsciiWhitespace(&text);
  if (StripApostrophes(text)) changed = true;
  absl::StripAsciiWhitespace(&text);
  return text;
}

// The line of a table that names the columns.
struct Heading {
  std::size_t row = 0;
  std::size_t known = 0;  // columns that it names
  bool lists = false;     // what each row is about, and more than half of what it must say
};

bool Names(const Column& column, const std::string& plain) {
  return std::find(column.headings.begin(), column.headings.end(), plain) != column.headings.end();
}

Heading FindHeading(const Table& table, const std::vector<Column>& columns) {
  Heading best;
  for (std::size_t row = 0; row < std::min(table.rows.size(), kTopRows); ++row) {
    std::set<std::string> cells;
    for (const std::string& cell : table.rows[row].cells) cells.insert(Plain(cell));
    const auto named = [&](const Column& column) {
      return std::any_of(
          cells.begin(), cells.end(), [&](const std::string& cell) { return Names(column, cell); });
    };
    Heading heading{.row = row};
    std::size_t required = 0, required_known = 0;
    for (const Column& column : columns) {
      const bool known = named(column);
      if (known) ++heading.known;
      if (column.optional) continue;
      ++required;
      if (known) ++required_known;
    }
    heading.lists = named(columns.front()) && 2 * required_known > required;
    if (heading.known > best.known) best = heading;
  }
  return best;
}

Finding Of(std::string where, std::string_view rule, Message message, bool warning = false) {
  return {std::string(rule), std::move(where), std::move(message), {}, warning};
}

// "birth_date" or, where it differs, "birth_date (Tanggal Lahir)".
std::string Called(const Column& column) {
  return Plain(column.heading) == Plain(column.name)
             ? column.name
             : absl::StrCat(column.heading, " (", column.name, ")");
}

// Reads the rows below a heading.
class Reading {
 public:
  Reading(const Table& table, const Heading& heading, const std::vector<Column>& columns)
      : table_(table),
        heading_(table_.rows[heading.row]),
        key_(columns.front()),
        known_(heading.known),
        lists_(heading.lists) {
    sheet_.heading = heading_.line;
    sheet_.name = table_.sheet;
    Place(columns);
    for (std::size_t i = heading.row + 1; i < table_.rows.size(); ++i) Read(table_.rows[i]);
  }

  const Sheet& sheet() const { return sheet_; }
  Sheet Take() { return std::move(sheet_); }
  // A list of what the file is about, with somebody or something on it.
  bool filled() const { return lists_ && !sheet_.rows.empty(); }
  std::size_t known() const { return known_; }
  bool has_example() const { return has_example_; }

 private:
  // Of the headings that mean a column, the one that says it best.
  void Place(const std::vector<Column>& columns) {
    std::vector<std::string> plain;
    for (const std::string& cell : heading_.cells) plain.push_back(Plain(cell));
    std::vector<bool> read(plain.size());
    for (const Column& column : columns) {
      std::size_t found = 0;
      for (const std::string& heading : column.headings) {
        for (std::size_t i = 0; i < plain.size(); ++i) {
          if (plain[i] != heading || read[i]) continue;
          read[i] = true;
          if (found++ == 0) places_.emplace_back(column.name, i);
        }
        if (found > 0) break;
      }
      if (found == 0 && !column.optional) {
        sheet_.findings.push_back(
            Of(column.name, "IMP-01",
               {absl::StrCat("Kolom ", Called(column), " tidak ada. Tambahkan pada baris judul."),
                absl::StrCat(
                    "The column ", Called(column), " is missing. Add it to the heading line.")}));
      } else if (found > 1) {
        sheet_.findings.push_back(Of(
            column.name, "IMP-03",
            {absl::StrCat("Kolom ", Called(column), " ada lebih dari sekali. Sisakan satu saja."),
             absl::StrCat(
                 "The column ", Called(column), " is there more than once. Leave only one.")}));
      }
    }
    for (std::size_t i = 0; i < plain.size(); ++i) {
      if (plain[i] == Plain(kFindingsHeading)) findings_at_ = i;
      if (plain[i].empty() || findings_at_ == i) continue;
      width_ = i + 1;
      if (read[i] ||
          std::find(kRowNumbers.begin(), kRowNumbers.end(), plain[i]) != kRowNumbers.end()) {
        continue;
      }
      // By position: in a file without a heading its first line holds people.
      sheet_.findings.push_back(
          Of(absl::StrCat("kolom ", i + 1), "IMP-02",
             {absl::StrCat(
                  "Kolom ke-", i + 1,
                  " tidak dikenal dan tidak dibaca. Hapus, atau perbaiki namanya."),
              absl::StrCat(
                  "Column ", i + 1, " is unknown and not read. Remove it, or correct its name.")},
             true));
    }
  }

  // "1", "2", "(3)" … below the heading, as printed tables have it; or the heading once more.
  bool IsDecoration(const TableRow& row) const {
    if (row.cells == heading_.cells) return true;
    int expected = 0;
    for (const std::string& cell : row.cells) {
      ++expected;
      if (!cell.empty() && Plain(cell) != absl::StrCat(expected)) return false;
    }
    return row.cells.size() > 1;
  }

  void Read(const TableRow& from) {
    if (IsDecoration(from)) return;
    Row row{.line = from.line, .values = {}};
    bool filled = false;
    for (const auto& [column, place] : places_) {
      bool changed = false;
      std::string text =
          place < from.cells.size() ? Clean(from.cells[place], changed) : std::string();
      filled = filled || !text.empty();
      if (changed && !findings_at_.has_value()) {
        row.findings.push_back(
            Of(column, "IMP-06",
               {"Tanda petik atau karakter yang tidak terlihat dibuang dari isi sel. Tidak perlu "
                "diperbaiki.",
                "An apostrophe or invisible characters were taken off the cell. Nothing needs to "
                "be done."},
               true));
      }
      if (std::find(kErrors.begin(), kErrors.end(), text) != kErrors.end()) {
        row.findings.push_back(
            Of(column, "IMP-07",
               {"Sel berisi galat rumus Excel, misalnya #N/A. Perbaiki rumusnya, atau tempel "
                "sebagai nilai.",
                "The cell holds an error of an Excel formula, such as #N/A. Correct the formula, "
                "or paste it as a value."}));
      }
      row.values.emplace(column, std::move(text));
    }
    if (!filled) return;
    if (const auto key = row.values.find(key_.name);
        key != row.values.end() && key->second == key_.example) {
      has_example_ = true;
      return;
    }
    CheckWidth(from, row);
    sheet_.rows.push_back(std::move(row));
  }

  void CheckWidth(const TableRow& from, Row& row) const {
    const bool csv = table_.sheet.empty();
    std::size_t size = from.cells.size();
    while (size > width_ && (from.cells[size - 1].empty() || size - 1 == findings_at_)) --size;
    if (size <= width_ && (size == width_ || !csv)) return;
    row.findings.push_back(Of(
        "", "CSV-03",
        {absl::StrCat("Baris punya ", size, " kolom, judul punya ", width_, ". Samakan banyaknya."),
         absl::StrCat(
             "The row has ", size, " fields, the heading has ", width_, ". Make them as many.")},
        !csv));
  }

  const Table& table_;
  const TableRow& heading_;
  const Column& key_;  // that names what a row is about
  const std::size_t known_;
  const bool lists_;
  Sheet sheet_;
  bool has_example_ = false;
  std::vector<std::pair<std::string, std::size_t>> places_;
  std::size_t width_ = 0;
  // The import wrote this file: its apostrophes are guards, and this column is not the author's.
  std::optional<std::size_t> findings_at_;
};

Finding NoHeading(const std::vector<Column>& columns) {
  const std::string names = absl::StrJoin(
      columns, ", ", [](std::string* out, const Column& column) { *out += column.heading; });
  return Of(
      "berkas", "IMP-04",
      {absl::StrCat("Tidak ada baris judul kolom. Tulis nama kolom di atas data: ", names, "."),
       absl::StrCat("No line names the columns. Write their names above the data: ", names, ".")});
}

// Each with its name and how many rows it has.
Finding SeveralSheets(const std::vector<std::string>& sheets) {
  const std::string names = absl::StrJoin(sheets, ", ");
  return Of(
      "berkas", "IMP-10",
      {absl::StrCat(
           "Data ada di lebih dari satu lembar, dengan sekian baris: ", names,
           ". Sebut lembar yang diimpor, atau simpan tiap lembar sebagai berkas sendiri."),
       absl::StrCat(
           "More than one sheet holds data, of so many rows: ", names,
           ". Name the sheet to import, or save each sheet as a file of its own.")});
}

Finding NoSuchSheet(const std::vector<Table>& tables) {
  const std::string names = absl::StrJoin(tables, ", ", [](std::string* out, const Table& table) {
    absl::StrAppend(out, "\"", table.sheet, "\"");
  });
  return Of(
      "berkas", "IMP-11",
      {absl::StrCat(
           "Berkas tidak punya lembar bernama demikian. Sebut salah satu dari ", names,
           "; CSV tidak punya lembar."),
       absl::StrCat(
           "The file has no sheet of that name. Name one of ", names, "; a CSV has no sheets.")});
}

Finding NoRows(bool has_example) {
  if (has_example) {
    return Of(
        "berkas", "CSV-04",
        {"Berkas hanya berisi baris contoh, yang tidak diimpor. Ganti baris itu dengan data.",
         "The file holds the example row alone, which is not imported. Put data in its place."});
  }
  return Of(
      "berkas", "CSV-04",
      {"Berkas tidak berisi baris data. Tambahkan baris di bawah judul.",
       "The file holds no data rows. Add rows below the heading."});
}

}  // namespace

std::string Plain(std::string_view text) {
  std::string plain;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (absl::ascii_isalnum(byte)) plain += absl::ascii_tolower(byte);
  }
  return plain;
}

Sheet ReadSheet(
    const std::vector<Table>& tables, const std::vector<Column>& columns, std::string_view wanted) {
  Sheet sheet;
  for (const Table& table : tables)
    sheet.findings.insert(sheet.findings.end(), table.findings.begin(), table.findings.end());
  std::vector<Reading> readings;
  bool there = false;
  for (const Table& table : tables) {
    if (!wanted.empty() && !absl::EqualsIgnoreCase(Absl(table.sheet), Absl(wanted))) continue;
    there = true;
    const Heading heading = FindHeading(table, columns);
    if (heading.known > 0) readings.emplace_back(table, heading, columns);
  }
  if (readings.empty()) {
    if (!Blocks(sheet.findings))
      sheet.findings.push_back(there ? NoHeading(columns) : NoSuchSheet(tables));
    return sheet;
  }
  std::vector<std::string> filled;
  for (const Reading& reading : readings) {
    if (!reading.filled()) continue;
    const Sheet& one = reading.sheet();
    filled.push_back(absl::StrCat("\"", one.name, "\" (", one.rows.size(), ")"));
  }
  Reading& best =
      *std::max_element(readings.begin(), readings.end(), [](const Reading& a, const Reading& b) {
        return std::pair(a.filled(), a.known()) < std::pair(b.filled(), b.known());
      });
  const Findings found = std::move(sheet.findings);
  sheet = best.Take();
  sheet.findings.insert(sheet.findings.begin(), found.begin(), found.end());
  if (filled.size() > 1) sheet.findings.push_back(SeveralSheets(filled));
  if (sheet.rows.empty() && !Blocks(sheet.findings))
    sheet.findings.push_back(NoRows(best.has_example()));
  return sheet;
}

std::vector<int> UnknownLines(const Sheet& sheet, const std::set<int>& skip) {
  std::set<int> lines;
  for (const Row& row : sheet.rows) lines.insert(row.line);
  std::vector<int> unknown;
  std::set_difference(
      skip.begin(), skip.end(), lines.begin(), lines.end(), std::back_inserter(unknown));
  return unknown;
}

Finding NoSuchLine() {
  return Of(
      "baris", "IMP-05",
      {"Baris yang hendak dilewati tidak berisi data. Periksa nomor barisnya.",
       "The line to skip holds no data. Check its number."});
}

}  // namespace binadaya::sheets
