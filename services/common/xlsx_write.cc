#include <map>

#include "absl/strings/str_format.h"
#include "services/common/domain/text.h"
#include "services/common/xlsx.h"
#include "services/common/zip.h"

namespace binadaya::xlsx {
namespace {

#define XML_HEAD "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
#define MAIN "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
#define RELATIONS "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define PACKAGE "http://schemas.openxmlformats.org/package/2006/"
#define CONTENT "application/vnd.openxmlformats-officedocument.spreadsheetml."

constexpr char kRootRelations[] = XML_HEAD
    "<Relationships xmlns=\"" PACKAGE "relationships\"><Relationship Id=\"rId1\" Type=\"" RELATIONS
    "/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>";

// Two styles, both text: plain, and bold for headings.
constexpr char kStyles[] = XML_HEAD
    "<styleSheet xmlns=\"" MAIN
    "\"><fonts count=\"2\"><font><sz val=\"11\"/><name val=\"Calibri\"/></font>"
    "<font><b/><sz val=\"11\"/><name val=\"Calibri\"/></font></fonts>"
    "<fills count=\"2\"><fill><patternFill patternType=\"none\"/></fill>"
    "<fill><patternFill patternType=\"gray125\"/></fill></fills>"
    "<borders count=\"1\"><border><left/><right/><top/><bottom/><diagonal/></border></borders>"
    "<cellStyleXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/>"
    "</cellStyleXfs><cellXfs count=\"3\">"
    "<xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\"/>"
    "<xf numFmtId=\"49\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" "
    "applyNumberFormat=\"1\"/>"
    "<xf numFmtId=\"49\" fontId=\"1\" fillId=\"0\" borderId=\"0\" xfId=\"0\" "
    "applyNumberFormat=\"1\" applyFont=\"1\"/></cellXfs></styleSheet>";

// XML text; what XML cannot hold, and what would look like an escape, as Excel writes it.
std::string Escaped(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '&') {
      out += "&amp;";
    } else if (c == '<') {
      out += "&lt;";
    } else if (c == '>') {
      out += "&gt;";
    } else if (c == '"') {
      out += "&quot;";
    } else if (static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t') {
      out += absl::StrFormat("_x%04X_", static_cast<int>(c));
    } else if (c == '_' && i + 1 < text.size() && text[i + 1] == 'x') {
      out += "_x005F_";
    } else {
      out += c;
    }
  }
  return out;
}

std::string Letters(std::size_t column) {
  std::string letters;
  for (++column; column > 0; column = (column - 1) / 26)
    letters.insert(letters.begin(), static_cast<char>('A' + (column - 1) % 26));
  return letters;
}

std::string SheetXml(const Table& table) {
  // Whole columns are text, so that what is typed into an empty cell stays as it is typed.
  std::string xml = XML_HEAD "<worksheet xmlns=\"" MAIN
                             "\"><cols><col min=\"1\" max=\"512\" width=\"24\" style=\"1\" "
                             "customWidth=\"1\"/></cols><sheetData>";
  for (const TableRow& row : table.rows) {
    xml += Cat("<row r=\"", row.line, "\">");
    const int style = row.line == table.rows.front().line ? 2 : 1;
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
      if (row.cells[i].empty()) continue;
      xml +=
          Cat("<c r=\"", Letters(i), row.line, "\" s=\"", style,
              "\" t=\"inlineStr\"><is><t xml:space=\"preserve\">", Escaped(row.cells[i]),
              "</t></is></c>");
    }
    xml += "</row>";
  }
  return xml + "</sheetData></worksheet>";
}

}  // namespace

std::string Write(const std::vector<Table>& sheets) {
  std::string types = XML_HEAD "<Types xmlns=\"" PACKAGE
                               "content-types\"><Default Extension=\"rels\" ContentType=\""
                               "application/vnd.openxmlformats-package.relationships+xml\"/>"
                               "<Default Extension=\"xml\" ContentType=\"application/xml\"/>"
                               "<Override PartName=\"/xl/workbook.xml\" ContentType=\"" CONTENT
                               "sheet.main+xml\"/><Override PartName=\"/xl/styles.xml\" "
                               "ContentType=\"" CONTENT "styles+xml\"/>";
  std::string book = XML_HEAD "<workbook xmlns=\"" MAIN "\" xmlns:r=\"" RELATIONS "\"><sheets>";
  std::string relations = XML_HEAD "<Relationships xmlns=\"" PACKAGE
                                   "relationships\"><Relationship Id=\"styles\" Type=\"" RELATIONS
                                   "/styles\" Target=\"styles.xml\"/>";
  std::map<std::string, std::string> files;
  for (std::size_t i = 1; i <= sheets.size(); ++i) {
    const std::string part = Cat("worksheets/sheet", i, ".xml");
    files[Cat("xl/", part)] = SheetXml(sheets[i - 1]);
    types +=
        Cat("<Override PartName=\"/xl/", part, "\" ContentType=\"" CONTENT "worksheet+xml\"/>");
    book +=
        Cat("<sheet name=\"", Escaped(sheets[i - 1].sheet), "\" sheetId=\"", i, "\" r:id=\"rId", i,
            "\"/>");
    relations += Cat(
        "<Relationship Id=\"rId", i, "\" Type=\"" RELATIONS "/worksheet\" Target=\"", part, "\"/>");
  }
  files["[Content_Types].xml"] = types + "</Types>";
  files["_rels/.rels"] = kRootRelations;
  files["xl/workbook.xml"] = book + "</sheets></workbook>";
  files["xl/_rels/workbook.xml.rels"] = relations + "</Relationships>";
  files["xl/styles.xml"] = kStyles;
  return zip::Pack(files);
}

}  // namespace binadaya::xlsx
