#include "services/common/csv.h"

#include <csv.h>

#include <algorithm>
#include <memory>

#include "absl/strings/ascii.h"
#include "services/common/domain/text.h"
#include "services/common/validate.h"

namespace binadaya::csv {
namespace {

struct Reader {
  Table table;
  std::vector<std::string> fields;
  int row_line = 0;
  bool open = false;  // inside a row, at the end of a line

  void EndRow() {
    open = false;
    if (fields.empty() || (fields.size() == 1 && fields[0].empty())) {
      fields.clear();
    } else if (table.header.empty()) {
      table.header = std::move(fields);
    } else {
      table.rows.push_back({row_line, std::move(fields)});
    }
    fields.clear();
  }
};

void OnField(void* text, std::size_t size, void* reader) {
  const std::string_view field(static_cast<const char*>(text), size);
  static_cast<Reader*>(reader)->fields.emplace_back(absl::StripAsciiWhitespace(Absl(field)));
}

void OnRow(int, void* reader) { static_cast<Reader*>(reader)->EndRow(); }

void Add(Findings& findings, std::string_view rule, int line, std::string id, std::string en) {
  findings.push_back(
      {.rule = std::string(rule),
       .where = Cat("baris ", line),
       .message = {std::move(id), std::move(en)}});
}

}  // namespace

Table Parse(std::string_view text) {
  if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);
  Reader reader;
  Findings& findings = reader.table.findings;
  const std::string_view first = text.substr(0, text.find('\n'));
  const bool semicolons =
      std::count(first.begin(), first.end(), ';') > std::count(first.begin(), first.end(), ',');
  csv_parser parser;
  csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI);
  csv_set_delim(&parser, semicolons ? ';' : ',');
  const std::unique_ptr<csv_parser, void (*)(csv_parser*)> owner(&parser, &csv_free);
  int line = 0;
  while (!text.empty()) {
    ++line;
    const std::size_t end = text.find('\n');
    const std::string_view bytes =
        text.substr(0, end == std::string_view::npos ? text.size() : end + 1);
    text.remove_prefix(bytes.size());
    if (bytes.size() > kLongestLine) {
      Add(findings, "CSV-05", line,
          "Baris lebih panjang dari 64 KiB. Periksa tanda kutip yang tidak ditutup.",
          "The line is longer than 64 KiB. Look for a quote that is not closed.");
      return std::move(reader.table);
    }
    if (!IsUtf8(bytes) || bytes.find('\0') != std::string_view::npos) {
      Add(findings, "CSV-01", line, "Berkas bukan teks UTF-8. Simpan ulang sebagai CSV UTF-8.",
          "The file is not UTF-8 text. Save it again as CSV UTF-8.");
      return std::move(reader.table);
    }
    if (!reader.open && (bytes == "\n" || bytes == "\r\n")) continue;
    if (!reader.open) reader.row_line = line;
    reader.open = true;
    if (csv_parse(&parser, bytes.data(), bytes.size(), &OnField, &OnRow, &reader) != bytes.size()) {
      Add(findings, "CSV-02", line,
          "Tanda kutip salah tempat. Gandakan kutip di dalam kolom, dan apit kolomnya dengan "
          "kutip.",
          "A quote is misplaced. Double a quote inside a field, and put the field in quotes.");
      return std::move(reader.table);
    }
  }
  if (csv_fini(&parser, &OnField, &OnRow, &reader) != 0) {
    Add(findings, "CSV-02", reader.row_line,
        "Tanda kutip dibuka tetapi tidak ditutup. Tutup kutipnya.",
        "A quote is opened and never closed. Close it.");
    return std::move(reader.table);
  }
  if (reader.table.rows.empty()) {
    Add(findings, "CSV-04", 1, "Berkas tidak berisi baris data. Tambahkan baris di bawah judul.",
        "The file holds no data rows. Add rows below the header.");
  }
  for (const Row& row : reader.table.rows) {
    if (row.fields.size() == reader.table.header.size()) continue;
    Add(findings, "CSV-03", row.line,
        Cat("Baris punya ", row.fields.size(), " kolom, judul punya ", reader.table.header.size(),
            ". Samakan banyaknya."),
        Cat("The row has ", row.fields.size(), " fields, the header has ",
            reader.table.header.size(), ". Make them as many."));
  }
  return std::move(reader.table);
}

}  // namespace binadaya::csv
