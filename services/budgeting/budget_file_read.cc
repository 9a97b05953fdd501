// What a file of a budget says.
#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "services/budgeting/budget_columns.h"
#include "services/budgeting/budget_file.h"
#include "services/common/domain/money_text.h"
#include "services/common/domain/text.h"

namespace binadaya::budgeting {
namespace {

// "210 Orang × 2 Hari" and "210 x 2": a sign of multiplication stands before a number. The units
// are empty where none is written.
std::vector<std::pair<std::string, std::string>> Factors(std::string_view text) {
  std::vector<std::string> pieces(1);
  for (std::size_t i = 0; i < text.size(); ++i) {
    const std::string_view rest = text.substr(i);
    const bool letter = (rest[0] == 'x' || rest[0] == 'X' || rest[0] == '*') &&
                        (i == 0 || text[i - 1] == ' ' || IsDigit(text[i - 1]));
    const std::size_t size = rest.starts_with(kTimes) ? sizeof(kTimes) - 1 : letter ? 1 : 0;
    const std::size_t next = size == 0 ? size : rest.find_first_not_of(' ', size);
    if (size > 0 && next != std::string_view::npos && IsDigit(rest[next])) {
      pieces.emplace_back();
      i += size - 1;
    } else {
      pieces.back() += rest[0];
    }
  }
  std::vector<std::pair<std::string, std::string>> factors;
  for (std::string& piece : pieces) {
    absl::StripAsciiWhitespace(&piece);
    const auto letter = std::find_if(piece.begin(), piece.end(), [](char c) {
      return c == ' ' || absl::ascii_isalpha(static_cast<unsigned char>(c));
    });
    std::string unit(letter, piece.end());
    absl::StripAsciiWhitespace(&unit);
    factors.emplace_back(std::string(piece.begin(), letter), std::move(unit));
  }
  return factors;
}

std::vector<std::string> Units(std::string_view text) {
  std::vector<std::string> units(1);
  for (std::size_t i = 0; i < text.size(); ++i) {
    const std::string_view rest = text.substr(i);
    const std::size_t size = rest.starts_with(kTimes) ? sizeof(kTimes) - 1
                             : rest.starts_with(" x ") || rest.starts_with(" X ") ? 3
                                                                                  : 0;
    if (size == 0) {
      units.back() += rest[0];
    } else {
      units.emplace_back();
      i += size - 1;
    }
  }
  for (std::string& unit : units) absl::StripAsciiWhitespace(&unit);
  return units;
}

bool SameUnit(const std::string& a, const std::string& b) {
  return sheets::Plain(a) == sheets::Plain(b);
}

// Reads the rows of a sheet in their order.
class BudgetReading {
 public:
  explicit BudgetReading(BudgetFile& file) : file_(file) {}

  void Read(const sheets::Row& row) {
    row_ = &row;
    bool bad = false;
    for (Finding finding : row.findings) {
      // Our own CSV guards its numbers with apostrophes.
      if (finding.rule == "IMP-06") continue;
      bad = bad || !finding.warning;
      const std::string column = finding.where;
      file_.findings.push_back(At(std::move(finding), column));
    }
    const std::size_t before = file_.findings.size();
    const std::optional<RowKind> kind = KindOf(Text("kind"));
    if (!kind.has_value()) {
      Found(
          "BF-01", "kind",
          {Cat("Jenis baris “", Text("kind"),
               "” tidak dikenal. Tulis KELOMPOK, RINCIAN, SUMBER DANA, SUB KEGIATAN, atau "
               "RENCANA."),
           Cat("The kind of row “", Text("kind"),
               "” is unknown. Write KELOMPOK, RINCIAN, SUMBER DANA, SUB KEGIATAN or RENCANA.")});
    } else {
      Read(*kind);
    }
    for (std::size_t i = before; i < file_.findings.size(); ++i)
      bad = bad || !file_.findings[i].warning;
    if (bad) file_.unread.insert(row.line);
  }

 private:
  void Read(RowKind kind) {
    v1::Budget& budget = file_.budget;
    switch (kind) {
      case RowKind::kGroup: {
        Place("groups", budget.groups_size());
        v1::BudgetGroup& group = *budget.add_groups();
        group.set_subactivity(Text("subactivity"));
        group.set_source(Text("source"));
        group.set_title(Text("description"));
        group.set_total(Rupiah("after.amount"));
        break;
      }
      case RowKind::kLine:
        ReadLine();
        break;
      case RowKind::kSource:
        Place("sources", budget.sources_size());
        ReadTotal("source", *budget.add_sources());
        break;
      case RowKind::kSubactivity:
        Place("subactivities", budget.subactivities_size());
        ReadTotal("subactivity", *budget.add_subactivities());
        break;
      case RowKind::kPlanned: {
        Place("planned", budget.planned_size());
        v1::Planned& planned = *budget.add_planned();
        planned.set_plan_item(Text("plan_item"));
        planned.set_participants(Whole("participants"));
        planned.set_speakers(Whole("speakers"));
        planned.set_days(Whole("days"));
        planned.set_minutes(Whole("minutes"));
        break;
      }
    }
  }

  void ReadTotal(std::string_view of, v1::Total& total) {
    total.set_of(Text(of));
    total.set_amount(Rupiah("after.amount"));
  }

  void ReadLine() {
    v1::Budget& budget = file_.budget;
    if (budget.groups().empty()) {
      Found(
          "BF-02", "kind",
          {"Rincian ini tidak punya kelompok. Tulis baris KELOMPOK di atasnya, dengan sub "
           "kegiatan dan sumber dananya.",
           "This line stands in no group. Write a row KELOMPOK above it, with its sub-activity "
           "and source."});
      return;
    }
    const int g = budget.groups_size() - 1;
    v1::BudgetGroup& group = *budget.mutable_groups(g);
    Place(Cat("groups[", g, "].lines"), group.lines_size());
    v1::BudgetLine& line = *group.add_lines();
    line.set_row(row_->line);
    line.set_id(Text("id"));
    line.set_account(Text("account"));
    line.set_description(Text("description"));
    line.set_specification(Text("specification"));
    line.set_province(Text("province"));
    line.set_standard(Text("standard"));
    line.set_exception(Text("exception"));
    line.set_plan_item(Text("plan_item"));
    ReadCounted(line);
    if (HasBefore()) ReadSide("before", *line.mutable_before());
    ReadSide("after", *line.mutable_after());
  }

  bool HasBefore() const {
    return std::any_of(
        BudgetColumns().begin(), BudgetColumns().end(), [&](const sheets::Column& column) {
          return column.name.starts_with("before.") && !Text(column.name).empty();
        });
  }

  void ReadCounted(v1::BudgetLine& line) {
    const std::string text = Text("counted");
    if (text.empty()) return;
    if (const auto counted = CountedIn(text)) return line.set_counted(*counted);
    Found(
        "BF-04", "counted",
        {Cat("Isian “", text,
             "” tidak dikenal. Tulis PESERTA, NARASUMBER, TIDAK ADA, atau kosongkan."),
         Cat("The entry “", text,
             "” is unknown. Write PESERTA, NARASUMBER, TIDAK ADA, or nothing.")});
  }

  void ReadSide(const std::string& name, v1::Side& side) {
    ReadFactors(name, side);
    side.set_price(Rupiah(name + ".price"));
    const std::string vat = Text(name + ".vat");
    if (!vat.empty()) {
      Findings found;
      side.set_vat_basis_points(ReadPercent(vat, "", found).value_or(0));
      Tell(name + ".vat", found);
    }
    side.set_amount(Rupiah(name + ".amount"));
  }

  void ReadFactors(const std::string& name, v1::Side& side) {
    const std::string text = Text(name + ".factors"), unit = Text(name + ".unit");
    if (text.empty()) return;  // BL-10
    const auto factors = Factors(text);
    const std::vector<std::string> units = unit.empty() ? std::vector<std::string>() : Units(unit);
    bool fit = units.empty() || units.size() == factors.size();
    for (std::size_t i = 0; i < factors.size(); ++i) {
      const auto& [quantity, own] = factors[i];
      Findings found;
      (void)ReadQuantity(quantity, "", found);
      Tell(name + ".factors", found);
      v1::Factor& factor = *side.add_factors();
      factor.set_quantity(quantity);
      factor.set_unit(own);
      if (own.empty()) factor.set_unit(i < units.size() ? units[i] : unit);
      fit = fit && (units.empty() || SameUnit(factor.unit(), units[i]));
    }
    if (fit) return;
    Found(
        "BF-03", name + ".unit",
        {Cat("Satuan “", unit, "” tidak cocok dengan koefisien “", text,
             "”. Samakan, satu satuan untuk tiap bilangan: 210 × 2 dengan Orang × Hari."),
         Cat("The unit “", unit, "” does not fit the quantity “", text,
             "”. Make them agree, a unit for each number: 210 × 2 with Orang × Hari.")});
  }

  std::string Text(std::string_view column) const {
    const auto value = row_->values.find(column);
    return value == row_->values.end() ? "" : value->second;
  }

  std::int64_t Rupiah(const std::string& column) {
    Findings found;
    const std::optional<Money> money = ReadRupiah(Text(column), "", found);
    Tell(column, found);
    return money.value_or(Money()).rupiah;
  }

  // 0 where nothing stands.
  int Whole(std::string_view column) {
    const std::string text = Text(column);
    int number = 0;
    if (text.empty() ||
        (std::all_of(text.begin(), text.end(), IsDigit) && absl::SimpleAtoi(text, &number)))
      return number;
    Found(
        "BF-05", std::string(column),
        {Cat("Isian “", text, "” bukan bilangan bulat. Tulis angka saja, tanpa titik: 1200."),
         Cat("The entry “", text,
             "” is no whole number. Write digits only, without points: 1200.")});
    return 0;
  }

  void Found(std::string_view rule, const std::string& column, Message message) {
    file_.findings.push_back(At({std::string(rule), "", std::move(message), {}}, column));
  }
  void Tell(const std::string& column, Findings& found) {
    for (Finding& finding : found) file_.findings.push_back(At(std::move(finding), column));
  }
  Finding At(Finding finding, const std::string& column) const {
    const std::string heading = HeadingOf(column);
    finding.where = Cat("baris ", row_->line, heading.empty() ? "" : ", ", heading);
    finding.values["row"] = absl::StrCat(row_->line);
    finding.values["column"] = heading;
    return finding;
  }
  void Place(const std::string& list, int index) {
    file_.rows[Cat(list, "[", index, "]")] = row_->line;
  }

  BudgetFile& file_;
  const sheets::Row* row_ = nullptr;
};

}  // namespace

BudgetFile ReadBudgetFile(const std::vector<Table>& tables) {
  BudgetFile file;
  const sheets::Sheet sheet = sheets::ReadSheet(tables, BudgetColumns());
  for (Finding finding : sheet.findings) {
    finding.where = HeadingOf(finding.where);
    file.findings.push_back(std::move(finding));
  }
  BudgetReading reading(file);
  if (!Blocks(file.findings))
    for (const sheets::Row& row : sheet.rows) reading.Read(row);
  return file;
}

}  // namespace binadaya::budgeting
