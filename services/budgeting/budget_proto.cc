#include "services/budgeting/budget_proto.h"

#include "services/common/domain/money_text.h"
#include "services/common/domain/text.h"
#include "services/common/enums.h"

namespace binadaya::budgeting {
namespace {

domain::Side SideOf(const v1::Side& side, const std::string& where, Findings& findings) {
  domain::Side out{
      .price = {side.price()}, .vat = side.vat_basis_points(), .amount = {side.amount()}};
  for (int i = 0; i < side.factors_size(); ++i) {
    const v1::Factor& factor = side.factors(i);
    const std::string place = Cat(where, ".factors[", i, "].quantity");
    const auto quantity = ReadQuantity(factor.quantity(), place, findings);
    out.factors.push_back({quantity.value_or(Quantity()), factor.unit()});
  }
  return out;
}

std::vector<domain::Total> TotalsOf(const google::protobuf::RepeatedPtrField<v1::Total>& totals) {
  std::vector<domain::Total> out;
  for (const v1::Total& total : totals) out.push_back({total.of(), {total.amount()}});
  return out;
}

}  // namespace

domain::Version AsDomain(
    const v1::Budget& budget, int year, domain::VersionKind kind, Findings& findings) {
  domain::Version version{
      .year = year,
      .kind = kind,
      .sources = TotalsOf(budget.sources()),
      .subactivities = TotalsOf(budget.subactivities())};
  for (int g = 0; g < budget.groups_size(); ++g) {
    const v1::BudgetGroup& group = budget.groups(g);
    domain::Group out{
        .subactivity = group.subactivity(), .source = group.source(), .total = {group.total()}};
    for (int l = 0; l < group.lines_size(); ++l) {
      const v1::BudgetLine& line = group.lines(l);
      const std::string where = Cat("budget.groups[", g, "].lines[", l, "]");
      domain::Line& to = out.lines.emplace_back(domain::Line{
          .id = line.id(),
          .row = line.row(),
          .account = line.account(),
          .description = line.description(),
          .province = line.province(),
          .standard = line.standard(),
          .exception = line.exception(),
          .plan_item = line.plan_item()});
      if (line.counted() != v1::COUNTED_UNSPECIFIED)
        to.counted = ToDomain<domain::Counted>(line.counted());
      to.after = SideOf(line.after(), Cat(where, ".after"), findings);
      // What was in force could be read.
      if (line.has_before()) to.before = SideOf(line.before(), where, findings);
    }
    version.groups.push_back(std::move(out));
  }
  return version;
}

std::map<std::string, Place> ById(const v1::Budget& budget) {
  std::map<std::string, Place> lines;
  for (const v1::BudgetGroup& group : budget.groups()) {
    for (const v1::BudgetLine& line : group.lines())
      lines[line.id()] = {group.subactivity(), group.source(), &line};
  }
  return lines;
}

Finding NotItsLine(const std::string& where, const std::string& line) {
  return {
      "BL-16",
      where,
      {"Bukan baris yang berlaku pada rekening, sub-kegiatan, dan sumber dana ini. Kosongkan id "
       "untuk baris baru, atau pakai id dan tempat baris yang berlaku.",
       "It is no line in force of this account, sub-activity and source. Leave the id empty for a "
       "new line, or use the id and the place of the one in force."},
      {{"line", line}}};
}

}  // namespace binadaya::budgeting
