#include "services/common/csv.h"

#include <csv.h>

#include <algorithm>
#include <array>
#include <memory>

#include "absl/strings/ascii.h"
#include "services/common/domain/text.h"
#include "services/common/validate.h"

namespace binadaya::csv {
namespace {

constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";
// As many lines tell what separates the cells.
constexpr int kFirstLines = 20;

// Takes the first line off `text`, with its end.
std::string_view TakeLine(std::string_view& text) {
  std::size_t end = text.find_first_of("\r\n");
  if (end == std::string_view::npos) {
    end = text.size();
  } else {
    end += text.substr(end).starts_with("\r\n") ? 2 : 1;
  }
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(end);
  return line;
}

bool IsBlank(std::string_view line) {
  return line.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

// What a line such as "sep=;" declares; 0 for another line.
char Declared(std::string_view line) {
  line = line.substr(0, line.find_first_of("\r\n"));
  while (line.ends_with('"')) line.remove_suffix(1);
  while (line.starts_with('"')) line.remove_prefix(1);
  return line.size() == 5 && absl::AsciiStrToLower(Absl(line.substr(0, 4))) == "sep=" ? line[4]
                                                                                      : '\0';
}

char Separator(std::string_view text) {
  constexpr std::array<char, 3> kSeparators = {',', ';', '\t'};
  std::array<std::ptrdiff_t, 3> counts = {};
  for (int i = 0; i < kFirstLines && !text.empty(); ++i) {
    const std::string_view line = TakeLine(text).substr(0, kLongestLine);
    for (std::size_t k = 0; k < kSeparators.size(); ++k)
      counts[k] += std::count(line.begin(), line.end(), kSeparators[k]);
  }
  return kSeparators[static_cast<std::size_t>(
      std::max_element(counts.begin(), counts.end()) - counts.begin())];
}

struct Reader {
  Table table;
  std::vector<std::string> cells;
  int row_line = 0;
  bool open = false;  // inside a row, at the end of a line

  void EndRow() {
    const std::size_t size = cells.size();
    open = false;
    if (std::any_of(cells.begin(), cells.end(), [](const auto& cell) { return !cell.empty(); }))
      table.rows.push_back({row_line, std::move(cells)});
    cells.clear();
    cells.reserve(size);
  }
};

void OnCell(void* text, std::size_t size, void* reader) {
  const std::string_view cell(static_cast<const char*>(text), size);
  static_cast<Reader*>(reader)->cells.emplace_back(absl::StripAsciiWhitespace(Absl(cell)));
}

void OnRow(int, void* reader) { static_cast<Reader*>(reader)->EndRow(); }

void Add(Findings& findings, std::string_view rule, int line, std::string id, std::string en) {
  findings.push_back(
      {.rule = std::string(rule),
       .where = Cat("baris ", line),
       .message = {std::move(id), std::move(en)}});
}

// Whether a spreadsheet that opens the file would make something else of it.
bool NeedsGuard(std::string_view cell) {
  if (cell.empty()) return false;
  if (std::string_view("=+-@\t\r|").find(cell[0]) != std::string_view::npos) return true;
  return std::any_of(cell.begin(), cell.end(), &absl::ascii_isdigit) &&
         cell.find_first_not_of("0123456789 .,:/-+%eE") == std::string_view::npos;
}

void AppendCell(std::string& text, std::string_view cell) {
  const std::string guarded = NeedsGuard(cell) ? Cat("'", cell) : std::string(cell);
  if (guarded.find_first_of(";,\t\"\r\n") == std::string::npos) {
    text += guarded;
    return;
  }
  text += '"';
  for (const char c : guarded) text.append(c == '"' ? 2 : 1, c);
  text += '"';
}

// How many lines a row takes: line ends inside its cells, and its own.
int Lines(std::string_view row) {
  int lines = 0;
  while (!row.empty()) {
    TakeLine(row);
    ++lines;
  }
  return lines;
}

}  // namespace

Table Parse(std::string_view text) {
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  Reader reader;
  Findings& findings = reader.table.findings;
  std::string_view rest = text;
  const char declared = Declared(TakeLine(rest));
  csv_parser parser;
  csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI);
  const std::unique_ptr<csv_parser, void (*)(csv_parser*)> owner(&parser, &csv_free);
  csv_set_delim(&parser, static_cast<unsigned char>(declared != 0 ? declared : Separator(text)));
  int line = 0;
  if (declared != 0) {
    text = rest;
    ++line;
  }
  while (!text.empty()) {
    ++line;
    const std::string_view bytes = TakeLine(text);
    if (bytes.size() > kLongestLine) {
      Add(findings, "CSV-05", line,
          "Baris lebih panjang dari 64 KiB. Periksa tanda kutip yang tidak ditutup.",
          "The line is longer than 64 KiB. Look for a quote that is not closed.");
      return std::move(reader.table);
    }
    if (!IsUtf8(bytes) || bytes.find('\0') != std::string_view::npos) {
      Add(findings, "CSV-01", line,
          "Berkas bukan teks UTF-8. Simpan ulang sebagai \"CSV UTF-8\" atau sebagai XLSX.",
          "The file is not UTF-8 text. Save it again as \"CSV UTF-8\" or as XLSX.");
      return std::move(reader.table);
    }
    if (!reader.open && IsBlank(bytes)) continue;
    if (!reader.open) reader.row_line = line;
    reader.open = true;
    if (csv_parse(&parser, bytes.data(), bytes.size(), &OnCell, &OnRow, &reader) != bytes.size()) {
      Add(findings, "CSV-02", line,
          "Tanda kutip salah tempat. Gandakan kutip di dalam kolom, dan apit kolomnya dengan "
          "kutip.",
          "A quote is misplaced. Double a quote inside a field, and put the field in quotes.");
      return std::move(reader.table);
    }
  }
  if (csv_fini(&parser, &OnCell, &OnRow, &reader) != 0) {
    Add(findings, "CSV-02", reader.row_line,
        "Tanda kutip dibuka tetapi tidak ditutup. Tutup kutipnya.",
        "A quote is opened and never closed. Close it.");
  }
  return std::move(reader.table);
}

std::string Write(const Table& table) {
  std::string text(kByteOrderMark);
  int line = 1;
  for (const TableRow& row : table.rows) {
    for (; line < row.line; ++line) text += "\r\n";
    const std::size_t start = text.size();
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
      if (i > 0) text += ';';
      AppendCell(text, row.cells[i]);
    }
    text += "\r\n";
    line += Lines(std::string_view(text).substr(start));
  }
  return text;
}

}  // namespace binadaya::csv
