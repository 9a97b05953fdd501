#include <algorithm>
#include <cmath>
#include <cstdint>
#include <map>
#include <optional>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_format.h"
#include "absl/time/civil_time.h"
#include "pugixml.hpp"
#include "services/common/domain/text.h"
#include "services/common/validate.h"
#include "services/common/xlsx.h"
#include "services/common/zip.h"

namespace binadaya::xlsx {
namespace {

// Of one unpacked part. 16,000 people of ten columns take about 8 MB.
constexpr std::size_t kLargestPart = 64UL * 1024 * 1024;
// Columns of a row, and cells of a workbook: a single cell far out must not make thousands of empty
// ones in every row.
constexpr int kMostColumns = 512;
constexpr std::size_t kMostCells = 4'000'000;
// Bytes read out of a workbook, all parts and cells together: one shared string may be named by
// every cell.
constexpr std::size_t kMostBytes = 128UL * 1024 * 1024;
constexpr std::size_t kMostSheets = 32;

constexpr double kExact = 1e15;  // Excel keeps 15 digits of a number

struct Damaged {};
struct TooLarge {};
struct TooManySheets {};
struct OutOfOrder {
  std::string sheet;
  int line;  // the last one that is in order
};

// How much is read out of a workbook.
struct Amount {
  std::size_t bytes = 0, cells = 0;

  void Take(std::size_t more) {
    if ((bytes += more) > kMostBytes) throw TooLarge();
  }
};

// Names without their namespace prefix: some programs write <x:row>.
std::string_view Local(const char* name) {
  const std::string_view text(name);
  const std::size_t colon = text.find(':');
  return colon == std::string_view::npos ? text : text.substr(colon + 1);
}

bool Is(const pugi::xml_node& node, std::string_view name) { return Local(node.name()) == name; }

pugi::xml_node Child(const pugi::xml_node& node, std::string_view name) {
  return node.find_child([&](const pugi::xml_node& child) { return Is(child, name); });
}

// A part of the workbook as XML, with the text that it points into.
class Part {
 public:
  Part(const zip::Reader& archive, const std::string& name, Amount& read, bool needed = true) {
    absl::StatusOr<std::string> text = archive.Read(name, kLargestPart);
    if (absl::IsResourceExhausted(text.status())) throw TooLarge();
    if (absl::IsNotFound(text.status()) && !needed) return;
    if (!text.ok()) throw Damaged();
    text_ = *std::move(text);
    read.Take(text_.size());
    if (!document_.load_buffer_inplace(text_.data(), text_.size())) throw Damaged();
  }
  pugi::xml_node root() const { return document_.document_element(); }

 private:
  std::string text_;
  pugi::xml_document document_;
};

int HexDigit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

// The code of "_x000D_" at the beginning of `text`; -1 when there is none.
int Escape(std::string_view text) {
  if (text.size() < 7 || text[0] != '_' || text[1] != 'x' || text[6] != '_') return -1;
  int code = 0;
  for (int i = 2; i < 6; ++i) {
    const int digit = HexDigit(text[static_cast<std::size_t>(i)]);
    if (digit < 0) return -1;
    code = code * 16 + digit;
  }
  return code;
}

// Excel's "_x000D_" for what XML cannot hold.
std::string Unescape(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const int code = Escape(text);
    if (code < 0 || code >= 0x80) {
      out += text.front();
      text.remove_prefix(1);
    } else {
      if (code != 0) out += static_cast<char>(code);
      text.remove_prefix(7);
    }
  }
  return out;
}

// The text of a shared or inline string: its runs, without the readings above East Asian ones.
std::string StringOf(const pugi::xml_node& node) {
  std::string text;
  for (const pugi::xml_node& child : node.children()) {
    if (Is(child, "t")) text += child.text().get();
    if (Is(child, "r")) text += Child(child, "t").text().get();
  }
  return Unescape(text);
}

std::vector<std::string> SharedStrings(const Part& part) {
  std::vector<std::string> strings;
  for (const pugi::xml_node& item : part.root().children())
    if (Is(item, "si")) strings.push_back(StringOf(item));
  return strings;
}

// Whether a number format shows a day: "dd/mm/yyyy;@", but not "0.00", "[Red]0" or "hh:mm".
bool ShowsDay(std::string_view code) {
  bool quoted = false;
  bool bracketed = false;
  for (std::size_t i = 0; i < code.size(); ++i) {
    const char c = code[i];
    if (quoted || bracketed) {
      quoted = quoted && c != '"';
      bracketed = bracketed && c != ']';
    } else if (c == '\\' || c == '_' || c == '*') {
      ++i;
    } else if (c == '"' || c == '[') {
      (c == '"' ? quoted : bracketed) = true;
    } else if (const char lower = absl::ascii_tolower(c); lower == 'd' || lower == 'y') {
      return true;
    }
  }
  return false;
}

bool ShowsDay(int format) {
  return (format >= 14 && format <= 17) || format == 22 || (format >= 27 && format <= 36) ||
         (format >= 50 && format <= 58);
}

// By style of a cell: whether it shows a day.
std::vector<bool> DayStyles(const Part& part) {
  std::map<int, bool> formats;
  for (const pugi::xml_node& format : Child(part.root(), "numFmts").children())
    formats[format.attribute("numFmtId").as_int()] =
        ShowsDay(format.attribute("formatCode").value());
  std::vector<bool> styles;
  for (const pugi::xml_node& style : Child(part.root(), "cellXfs").children()) {
    const int format = style.attribute("numFmtId").as_int();
    const auto custom = formats.find(format);
    styles.push_back(custom != formats.end() ? custom->second : ShowsDay(format));
  }
  return styles;
}

// Days are counted from 1 January 1900 as 1, with a 29 February 1900 that never was; or, in
// workbooks that an old Mac began, from 1 January 1904 as 0.
std::optional<std::string> Day(double serial, bool from_1904) {
  constexpr double kLast = 2'958'465;  // 31 December 9999
  const double whole = std::floor(serial);
  if (!(whole >= (from_1904 ? 0 : 1)) || whole > kLast) return std::nullopt;
  const auto days = static_cast<std::int64_t>(whole);
  const absl::CivilDay day = from_1904   ? absl::CivilDay(1904, 1, 1) + days
                             : days < 60 ? absl::CivilDay(1899, 12, 31) + days
                                         : absl::CivilDay(1899, 12, 30) + days;
  return absl::FormatCivilTime(day);
}

std::string Number(const std::string& text) {
  double value = 0;
  if (text.find_first_of(".eE") == std::string::npos || !absl::SimpleAtod(text, &value))
    return text;
  return std::abs(value) < kExact ? absl::StrFormat("%.15g", value) : text;
}

struct Workbook {
  std::vector<std::string> strings;
  std::vector<bool> day_styles;
  bool from_1904 = false;
};

std::string CellText(const pugi::xml_node& cell, const Workbook& book) {
  const std::string_view type = cell.attribute("t").value();
  if (type == "inlineStr") return StringOf(Child(cell, "is"));
  std::string value = Child(cell, "v").text().get();
  if (value.empty()) return "";
  if (type == "s") {
    std::size_t index = 0;
    if (!absl::SimpleAtoi(value, &index) || index >= book.strings.size()) throw Damaged();
    return book.strings[index];
  }
  if (type == "b") return value == "1" ? "TRUE" : "FALSE";
  if (type == "d") return value.substr(0, 10);
  if (type == "str") return Unescape(value);
  if (type == "e") return value;
  const std::size_t style = cell.attribute("s").as_uint();
  double serial = 0;
  if (style < book.day_styles.size() && book.day_styles[style] &&
      absl::SimpleAtod(value, &serial)) {
    if (std::optional<std::string> day = Day(serial, book.from_1904); day.has_value()) return *day;
  }
  return Number(value);
}

// "BC12" -> 54, counted from 0; `next` when the cell does not say where it stands.
int ColumnOf(std::string_view reference, int next) {
  int column = 0;
  for (const char c : reference) {
    if (!absl::ascii_isalpha(static_cast<unsigned char>(c))) break;
    column = column * 26 + (absl::ascii_toupper(static_cast<unsigned char>(c)) - 'A' + 1);
    if (column > 100'000) throw Damaged();
  }
  return column == 0 ? next : column - 1;
}

TableRow ReadRow(const pugi::xml_node& row, int line, const Workbook& book, Amount& read) {
  TableRow out{.line = line, .cells = {}};
  int column = 0;
  for (const pugi::xml_node& cell : row.children()) {
    if (!Is(cell, "c")) continue;
    column = ColumnOf(cell.attribute("r").value(), column);
    std::string text(absl::StripAsciiWhitespace(CellText(cell, book)));
    read.Take(text.size());
    if (!text.empty()) {
      if (!IsUtf8(text)) throw Damaged();
      const auto width = static_cast<std::size_t>(column) + 1;
      if (column >= kMostColumns) throw TooLarge();
      if (out.cells.size() < width) {
        if ((read.cells += width - out.cells.size()) > kMostCells) throw TooLarge();
        out.cells.resize(width);
      }
      out.cells[width - 1] = std::move(text);
    }
    ++column;
  }
  return out;
}

Table ReadSheet(const Part& part, std::string name, const Workbook& book, Amount& read) {
  Table table{.sheet = std::move(name), .rows = {}, .findings = {}};
  int line = 0;
  for (const pugi::xml_node& row : Child(part.root(), "sheetData").children()) {
    if (!Is(row, "row")) continue;
    const int next = row.attribute("r").as_int(line + 1);
    if (next <= line) throw OutOfOrder{table.sheet, line};
    line = next;
    if (TableRow filled = ReadRow(row, line, book, read); !filled.cells.empty())
      table.rows.push_back(std::move(filled));
  }
  return table;
}

// Where the parts stand that `of` names: by id, and by the end of their type.
std::map<std::string, std::string> Relations(
    const zip::Reader& archive, const std::string& of, Amount& read) {
  const std::size_t slash = of.rfind('/');
  const std::string folder = slash == std::string::npos ? "" : of.substr(0, slash + 1);
  const Part part(
      archive, Cat(folder, "_rels/", of.substr(folder.size()), ".rels"), read, !of.empty());
  std::map<std::string, std::string> relations;
  for (const pugi::xml_node& relation : part.root().children()) {
    const std::string_view target = relation.attribute("Target").value();
    const std::string_view type = relation.attribute("Type").value();
    const std::string path =
        target.starts_with('/') ? std::string(target.substr(1)) : Cat(folder, target);
    relations[relation.attribute("Id").value()] = path;
    relations.emplace(type.substr(type.rfind('/') + 1), path);
  }
  return relations;
}

std::string RelationId(const pugi::xml_node& sheet) {
  for (const pugi::xml_attribute& attribute : sheet.attributes())
    if (Local(attribute.name()) == "id") return attribute.value();
  return "";
}

std::vector<Table> ReadBook(std::string_view bytes) {
  const zip::Reader archive(bytes);
  if (!archive.ok()) throw Damaged();
  Amount read;
  const std::string book_path = Relations(archive, "", read)["officeDocument"];
  if (book_path.empty()) throw Damaged();
  const Part book_part(archive, book_path, read);
  std::map<std::string, std::string> relations = Relations(archive, book_path, read);
  Workbook book;
  book.from_1904 = Child(book_part.root(), "workbookPr").attribute("date1904").as_bool();
  if (const auto strings = relations.find("sharedStrings"); strings != relations.end())
    book.strings = SharedStrings(Part(archive, strings->second, read));
  if (const auto styles = relations.find("styles"); styles != relations.end())
    book.day_styles = DayStyles(Part(archive, styles->second, read));
  std::vector<Table> tables;
  std::size_t sheets = 0;
  for (const pugi::xml_node& sheet : Child(book_part.root(), "sheets").children()) {
    if (std::string_view(sheet.attribute("state").value()).ends_with("idden")) continue;
    const auto path = relations.find(RelationId(sheet));
    if (path == relations.end()) throw Damaged();
    if (++sheets > kMostSheets) throw TooManySheets();
    const Part part(archive, path->second, read);
    if (Local(part.root().name()) != "worksheet") continue;  // a sheet that is all chart
    tables.push_back(ReadSheet(part, sheet.attribute("name").value(), book, read));
  }
  if (tables.empty()) throw Damaged();
  return tables;
}

std::vector<Table> Unreadable(Finding finding) {
  finding.where = "berkas";
  return {Table{.sheet = "", .rows = {}, .findings = {std::move(finding)}}};
}

}  // namespace

bool IsWorkbook(std::string_view bytes) {
  // A zip, or what Excel 97 wrote and what Excel makes of a workbook with a password.
  return bytes.starts_with("PK\x03\x04") || bytes.starts_with("\xD0\xCF\x11\xE0");
}

std::vector<Table> Read(std::string_view bytes) {
  try {
    return ReadBook(bytes);
  } catch (const TooLarge&) {
    return Unreadable(
        {.rule = "XLSX-02",
         .where = "",
         .message = {
             "Buku kerja terlalu besar untuk dibaca sekaligus. Hapus kolom dan lembar yang tidak "
             "perlu, atau pecah menjadi beberapa berkas.",
             "The workbook is too large to be read at once. Remove columns and sheets that are not "
             "needed, or split it into several files."}});
  } catch (const TooManySheets&) {
    return Unreadable(
        {.rule = "XLSX-03",
         .where = "",
         .message = {
             Cat("Buku kerja punya lebih dari ", kMostSheets,
                 " lembar. Hapus lembar yang tidak diimpor, atau pecah menjadi beberapa berkas."),
             Cat("The workbook has more than ", kMostSheets,
                 " sheets. Remove those that are not imported, or split it into several files.")}});
  } catch (const OutOfOrder& row) {
    return Unreadable(
        {.rule = "XLSX-04",
         .where = "",
         .message =
             {Cat("Nomor baris lembar \"", row.sheet, "\" tidak urut sesudah baris ", row.line,
                  ", atau disebut dua kali; tidak jelas baris mana yang dimaksud. Buka di Excel, "
                  "lalu simpan ulang."),
              Cat("The rows of the sheet \"", row.sheet, "\" are not in order after row ", row.line,
                  ", or one is there twice; which one is meant is not clear. Open it in Excel, and "
                  "save it again.")},
         .values = {{"sheet", row.sheet}, {"row", Cat(row.line)}}});
  } catch (const Damaged&) {
    return Unreadable(
        {.rule = "XLSX-01",
         .where = "",
         .message = {
             "Berkas bukan buku kerja XLSX, rusak, atau dikunci dengan kata sandi. Buka di Excel, "
             "lalu simpan sebagai \"Buku Kerja Excel (.xlsx)\" tanpa kata sandi.",
             "The file is no XLSX workbook, is damaged, or is locked with a password. Open it in "
             "Excel, then save it as \"Excel Workbook (.xlsx)\" without a password."}});
  }
}

}  // namespace binadaya::xlsx
