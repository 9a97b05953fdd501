#include "services/budgeting/budget_file.h"

#include <algorithm>

#include "absl/strings/str_join.h"
#include "google/protobuf/text_format.h"
#include "services/budgeting/budget_columns.h"
#include "services/common/domain/money_text.h"
#include "services/common/domain/text.h"

namespace binadaya::budgeting {
namespace {

std::string VolumeOf(const v1::Side& side) {
  return absl::StrJoin(
      side.factors(), Cat(" ", kTimes, " "), [](std::string* out, const auto& one) {
        absl::StrAppend(out, one.quantity(), one.unit().empty() ? "" : " ", one.unit());
      });
}

// The rows of a file, a cell a column.
class BudgetWriting {
 public:
  explicit BudgetWriting(Table& table) : table_(table) {
    TableRow& heading = table_.rows.emplace_back();
    heading.line = 1;
    for (const sheets::Column& column : BudgetColumns()) heading.cells.push_back(column.heading);
  }

  void Row(RowKind kind) {
    TableRow& row = table_.rows.emplace_back();
    row.line = static_cast<int>(table_.rows.size());
    row.cells.resize(BudgetColumns().size());
    Put("kind", NameOf(kind));
  }
  void Put(std::string_view column, const std::string& text) {
    const auto at = std::find_if(
        BudgetColumns().begin(), BudgetColumns().end(),
        [&](const auto& one) { return one.name == column; });
    table_.rows.back().cells[static_cast<std::size_t>(at - BudgetColumns().begin())] = text;
  }
  void Put(std::string_view column, int number) { Put(column, absl::StrCat(number)); }
  void PutRupiah(std::string_view column, std::int64_t rupiah) { Put(column, Rupiah({rupiah})); }
  void PutSide(const std::string& name, const v1::Side& side) {
    Put(name + ".factors", VolumeOf(side));
    Put(name + ".unit",
        absl::StrJoin(side.factors(), Cat(" ", kTimes, " "), [](std::string* out, const auto& one) {
          out->append(one.unit());
        }));
    PutRupiah(name + ".price", side.price());
    Put(name + ".vat", Percent(side.vat_basis_points()));
    PutRupiah(name + ".amount", side.amount());
  }

 private:
  Table& table_;
};

void WriteLine(BudgetWriting& out, const v1::BudgetLine& line) {
  out.Row(RowKind::kLine);
  out.Put("account", line.account());
  out.Put("description", line.description());
  out.Put("specification", line.specification());
  if (line.has_before()) out.PutSide("before", line.before());
  out.PutSide("after", line.after());
  out.Put("province", line.province());
  out.Put("standard", line.standard());
  out.Put("exception", line.exception());
  out.Put("plan_item", line.plan_item());
  out.Put("counted", NameOf(line.counted()));
  out.Put("id", line.id());
}

}  // namespace

void BudgetFile::Locate(Finding& finding) const {
  std::string_view path = finding.where;
  // Of a line, or of all of the file; what is said of a sum stands in the row of that.
  const bool of_line = path.find(".lines[") != std::string_view::npos;
  if (finding.values.contains("row") && (of_line || path == "groups")) {
    finding.where = Cat("baris ", finding.values["row"], ", ", finding.values["column"]);
    return;
  }
  if (path.starts_with("budget.")) path.remove_prefix(7);
  // The longest beginning that is a row.
  std::size_t size = path.size();
  while (size > 0) {
    const auto row = rows.find(std::string(path.substr(0, size)));
    if (row != rows.end()) {
      std::string_view field = path.substr(size);
      if (field.starts_with('.')) field.remove_prefix(1);
      if (const std::size_t factor = field.find(".factors["); factor != std::string_view::npos)
        field = field.substr(0, factor + 8);
      std::string column =
          field == "title"                        ? "description"
          : field == "total" || field == "amount" ? "after.amount"
          : field == "of" ? (path.starts_with("sources") ? "source" : "subactivity")
          : field.ends_with(".vat_basis_points") ? Cat(field.substr(0, field.find('.')), ".vat")
                                                 : std::string(field);
      column = column.empty() ? finding.values["column"] : HeadingOf(column);
      finding.where = Cat("baris ", row->second, column.empty() ? "" : ", ", column);
      finding.values["row"] = absl::StrCat(row->second);
      finding.values["column"] = column;
      return;
    }
    size = path.rfind('.', size - 1);
    if (size == std::string_view::npos) return;
  }
}

Findings CompareBefore(const BudgetFile& file, const v1::Budget& in_force) {
  Findings findings;
  for (int g = 0; g < in_force.groups_size(); ++g) {
    for (int l = 0; l < in_force.groups(g).lines_size(); ++l) {
      const v1::BudgetLine& read = file.budget.groups(g).lines(l);
      const v1::BudgetLine& kept = in_force.groups(g).lines(l);
      if (!read.has_before() ||
          read.before().SerializeAsString() == kept.before().SerializeAsString()) {
        continue;
      }
      const std::string stands =
          kept.has_before() ? Rupiah({kept.before().amount()}) : std::string("-");
      Finding finding{
          "BF-06",
          Cat("groups[", g, "].lines[", l, "].before.amount"),
          {Cat("Kolom Sebelum bukan baris yang berlaku (", stands,
               "). Yang dipakai adalah yang berlaku; periksa apakah berkasnya masih baru."),
           Cat("The columns before are not those of the line in force (", stands,
               "). What is in force is kept; check that the file is not an old one.")},
          {{"found", Rupiah({read.before().amount()})}, {"expected", stands}}};
      finding.warning = true;
      findings.push_back(std::move(finding));
    }
  }
  return findings;
}

Table WriteBudgetFile(const v1::Budget& budget) {
  Table table{.sheet = "Anggaran", .rows = {}, .findings = {}};
  BudgetWriting out(table);
  for (const v1::BudgetGroup& group : budget.groups()) {
    out.Row(RowKind::kGroup);
    out.Put("subactivity", group.subactivity());
    out.Put("source", group.source());
    out.Put("description", group.title());
    out.PutRupiah("after.amount", group.total());
    for (const v1::BudgetLine& line : group.lines()) WriteLine(out, line);
  }
  for (const v1::Total& total : budget.sources()) {
    out.Row(RowKind::kSource);
    out.Put("source", total.of());
    out.PutRupiah("after.amount", total.amount());
  }
  for (const v1::Total& total : budget.subactivities()) {
    out.Row(RowKind::kSubactivity);
    out.Put("subactivity", total.of());
    out.PutRupiah("after.amount", total.amount());
  }
  for (const v1::Planned& planned : budget.planned()) {
    out.Row(RowKind::kPlanned);
    out.Put("plan_item", planned.plan_item());
    out.Put("participants", planned.participants());
    out.Put("speakers", planned.speakers());
    out.Put("days", planned.days());
    out.Put("minutes", planned.minutes());
  }
  return table;
}

v1::Budget ExampleBudget() {
  v1::Budget budget;
  google::protobuf::TextFormat::ParseFromString(
      R"pb(groups {
             subactivity: "5.04.02.2.01.0007"
             title: "Kegiatan Contoh"
             source: "PAD"
             total: 62220000
             lines {
               account: "5.1.02.04.01.0005"
               description: "Paket rapat di luar kantor (contoh)"
               specification: "Fullboard, 2 hari"
               province: "JAWA TENGAH"
               standard: "PAKET.CONTOH"
               counted: PARTICIPANTS
               after {
                 factors { quantity: "40" unit: "Orang" }
                 factors { quantity: "2" unit: "Hari" }
                 price: 700000
                 vat_basis_points: 1100
                 amount: 62160000
               }
             }
             lines {
               account: "5.1.02.01.01.0024"
               description: "Alat tulis kantor (contoh)"
               after {
                 factors { quantity: "2,5" unit: "Rim" }
                 price: 24000
                 amount: 60000
               }
             }
           }
           sources { of: "PAD" amount: 62220000 }
           subactivities { of: "5.04.02.2.01.0007" amount: 62220000 })pb",
      &budget);
  return budget;
}

}  // namespace binadaya::budgeting
