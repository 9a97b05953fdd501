#include "services/common/xlsx_write.h"

#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <map>

#include "absl/strings/str_format.h"
#include "services/common/domain/text.h"
#include "services/common/xlsx.h"
#include "xlsxwriter.h"

namespace binadaya::xlsx {
namespace {

constexpr std::int64_t kMostDigits = 999'999'999'999'999;  // that Excel keeps of a number
constexpr std::size_t kLongestText = 32'767;
constexpr std::size_t kLongestName = 31;
constexpr double kWidth = 24;
constexpr lxw_col_t kColumns = 512;

bool BeginsCharacter(char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }

// The first so many characters.
std::string_view First(std::string_view text, std::size_t characters) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (BeginsCharacter(text[i]) && characters-- == 0) return text.substr(0, i);
  }
  return text;
}

// As Excel writes what XML cannot hold, and what would look like an escape.
std::string Escaped(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t') {
      out += absl::StrFormat("_x%04X_", static_cast<int>(c));
    } else if (c == '_' && i + 1 < text.size() && text[i + 1] == 'x') {
      out += "_x005F_";
    } else {
      out += c;
    }
  }
  return out;
}

// A workbook in memory. Lives as long as it is written.
class Book {
 public:
  Book() : fd_(memfd_create("workbook", MFD_CLOEXEC)) {
    book_ = workbook_new(Cat("/proc/self/fd/", fd_).c_str());
    lxw_doc_properties properties = {};
    properties.created = 1;  // not the time: the same cells are the same file
    workbook_set_properties(book_, &properties);
  }
  Book(const Book&) = delete;
  Book& operator=(const Book&) = delete;

  lxw_worksheet* Add(const std::string& name) {
    std::string usable(First(name, kLongestName));
    for (char& c : usable)
      if (std::string_view("[]:*?/\\").find(c) != std::string_view::npos) c = '-';
    lxw_worksheet* sheet = nullptr;
    if (!usable.empty()) sheet = workbook_add_worksheet(book_, usable.c_str());
    // One that is taken, or that Excel refuses for another reason: the library's own, "Sheet2".
    return sheet != nullptr ? sheet : workbook_add_worksheet(book_, nullptr);
  }

  struct Style {
    const char* format;
    bool bold = false;
  };
  lxw_format* Of(const Style& style) {
    lxw_format*& format = formats_[{style.format, style.bold}];
    if (format == nullptr) {
      format = workbook_add_format(book_);
      format_set_num_format(format, style.format);
      if (style.bold) format_set_bold(format);
      format_set_align(format, LXW_ALIGN_VERTICAL_TOP);
      if (std::string_view(style.format) == kText) format_set_text_wrap(format);
    }
    return format;
  }

  std::string Close() {
    workbook_close(book_);
    std::string bytes(static_cast<std::size_t>(lseek(fd_, 0, SEEK_END)), '\0');
    std::size_t done = 0;
    while (done < bytes.size()) {
      const ssize_t read = pread(fd_, &bytes[done], bytes.size() - done, static_cast<off_t>(done));
      if (read <= 0) break;
      done += static_cast<std::size_t>(read);
    }
    close(fd_);
    return bytes;
  }

  static constexpr const char* kText = "@";
  static constexpr const char* kNumber = "#,##0";
  static constexpr const char* kQuantity = "General";
  static constexpr const char* kMoney = "\"Rp\"#,##0;-\"Rp\"#,##0";
  static constexpr const char* kDay = "[$-421]d mmmm yyyy;@";

 private:
  const int fd_;
  lxw_workbook* book_;
  std::map<std::pair<std::string, bool>, lxw_format*> formats_;
};

void Put(Book& book, lxw_worksheet* sheet, lxw_row_t row, lxw_col_t column, const Cell& cell) {
  const auto text = [&](std::string_view words) {
    if (words.empty()) return;
    std::string cut(First(words, kLongestText));
    if (cut.size() < words.size()) cut = Cat(First(words, kLongestText - 1), "…");
    worksheet_write_string(
        sheet, row, column, Escaped(cut).c_str(), book.Of({Book::kText, cell.bold}));
  };
  const auto number = [&](std::int64_t whole, const char* format) {
    if (std::max(whole, -whole) > kMostDigits) return text(Cat(whole));
    worksheet_write_number(
        sheet, row, column, static_cast<double>(whole), book.Of({format, cell.bold}));
  };
  if (const auto* words = std::get_if<std::string>(&cell.value)) text(*words);
  if (const auto* whole = std::get_if<std::int64_t>(&cell.value)) number(*whole, Book::kNumber);
  if (const auto* money = std::get_if<Money>(&cell.value)) number(money->rupiah, Book::kMoney);
  if (const auto* quantity = std::get_if<Quantity>(&cell.value)) {
    worksheet_write_number(
        sheet, row, column, static_cast<double>(quantity->thousandths) / Quantity::kOne,
        book.Of({Book::kQuantity, cell.bold}));
  }
  if (const auto* day = std::get_if<absl::CivilDay>(&cell.value)) {
    lxw_datetime time = {
        .year = static_cast<int>(day->year()),
        .month = day->month(),
        .day = day->day(),
        .hour = 0,
        .min = 0,
        .sec = 0};
    worksheet_write_datetime(sheet, row, column, &time, book.Of({Book::kDay, cell.bold}));
  }
}

}  // namespace

std::string WriteSheets(const std::vector<Sheet>& sheets) {
  Book book;
  for (const Sheet& one : sheets) {
    lxw_worksheet* sheet = book.Add(one.name);
    // Whole columns are text, so that what is typed into an empty cell stays as it is typed.
    worksheet_set_column(sheet, 0, kColumns - 1, kWidth, book.Of({Book::kText}));
    for (std::size_t i = 0; i < one.widths.size(); ++i) {
      const auto column = static_cast<lxw_col_t>(i);
      worksheet_set_column(sheet, column, column, one.widths[i], book.Of({Book::kText}));
    }
    if (one.heading > 0) {
      worksheet_freeze_panes(sheet, static_cast<lxw_row_t>(one.heading), 0);
      worksheet_repeat_rows(sheet, 0, static_cast<lxw_row_t>(one.heading - 1));
    }
    if (one.landscape) worksheet_set_landscape(sheet);
    worksheet_set_paper(sheet, 9);  // A4
    worksheet_fit_to_pages(sheet, 1, 0);
    for (std::size_t row = 0; row < one.rows.size(); ++row) {
      for (std::size_t column = 0; column < one.rows[row].size(); ++column) {
        Put(book, sheet, static_cast<lxw_row_t>(row), static_cast<lxw_col_t>(column),
            one.rows[row][column]);
      }
    }
  }
  return book.Close();
}

std::string Write(const std::vector<Table>& tables) {
  std::vector<Sheet> sheets;
  for (const Table& table : tables) {
    Sheet& sheet = sheets.emplace_back(Sheet{.name = table.sheet, .rows = {}});
    for (const TableRow& row : table.rows) {
      const auto line = static_cast<std::size_t>(row.line);
      if (sheet.rows.size() < line) sheet.rows.resize(line);
      const bool bold = row.line == table.rows.front().line;
      for (const std::string& text : row.cells) sheet.rows[line - 1].push_back({text, bold});
    }
  }
  return WriteSheets(sheets);
}

}  // namespace binadaya::xlsx
