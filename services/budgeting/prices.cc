// What things may cost, and which accounts may be used.
#include <set>

#include "services/budgeting/budgeting.h"
#include "services/budgeting/price_store.h"
#include "services/common/day.h"
#include "services/common/domain/money_text.h"
#include "services/common/status.h"

namespace binadaya::budgeting {
namespace {

// PRC-01 a row that says the same code and day twice; PRC-02 one that ends before it begins; and
// what is wrong with its amount.
absl::StatusOr<std::vector<domain::PriceStandard>> FromRows(
    const v1::ImportPriceStandardsRequest& request) {
  Findings findings;
  std::set<std::pair<std::string, absl::CivilDay>> seen;
  std::vector<domain::PriceStandard> standards;
  for (int i = 0; i < request.rows_size(); ++i) {
    const v1::PriceStandardRow& row = request.rows(i);
    const std::string where = Cat("rows[", i, "]");
    domain::PriceStandard standard{
        .code = row.code(),
        .name = row.name(),
        .item = row.item(),
        .unit = row.unit(),
        .province = row.province(),
        .level = row.level(),
        .legal_basis = row.legal_basis(),
        .valid_from = *DayOf(row.valid_from()),
        .valid_to = DayOf(row.valid_to())};
    if (const auto ceiling = ReadRupiah(row.ceiling(), Cat(where, ".ceiling"), findings))
      standard.ceiling = *ceiling;
    if (!seen.emplace(standard.code, standard.valid_from).second) {
      findings.push_back(
          {"PRC-01",
           Cat(where, ".code"),
           {"Kode ini sudah ada dengan tanggal mulai yang sama di baris lain. Hapus salah satu.",
            "Another row has this code with the same first day. Remove one of them."},
           {{"code", standard.code}}});
    }
    if (standard.valid_to.has_value() && *standard.valid_to <= standard.valid_from) {
      findings.push_back(
          {"PRC-02",
           Cat(where, ".valid_to"),
           {"Berakhir sebelum dimulai. Perbaiki salah satu tanggalnya.",
            "It ends before it begins. Correct one of the days."},
           {{"code", standard.code}}});
    }
    standards.push_back(std::move(standard));
  }
  if (Blocks(findings)) return Refuse(absl::StatusCode::kInvalidArgument, std::move(findings));
  return standards;
}

v1::Accounts ToProto(
    int year, const std::string& subactivity, const std::vector<domain::AccountRule>& rules) {
  v1::Accounts proto;
  proto.set_year(year);
  proto.set_subactivity(subactivity);
  for (const domain::AccountRule& rule : rules) {
    v1::AccountRule& out = *proto.add_rules();
    out.set_account(rule.account);
    out.set_item(rule.item);
  }
  return proto;
}

}  // namespace

absl::StatusOr<v1::ImportPriceStandardsResponse> Budgeting::ImportPriceStandards(
    Call& call, const v1::ImportPriceStandardsRequest& request) {
  return db_.Write(call, request, [&](Tx& tx) -> absl::StatusOr<v1::ImportPriceStandardsResponse> {
    ASSIGN_OR_RETURN(const std::vector<domain::PriceStandard> standards, FromRows(request));
    const price_store::Imported imported = price_store::Save(tx, standards);
    v1::ImportPriceStandardsResponse response;
    response.set_added(imported.added);
    response.set_changed(imported.changed);
    response.set_same(imported.same);
    return response;
  });
}

absl::StatusOr<v1::ListPriceStandardsResponse> Budgeting::ListPriceStandards(
    Call& call, const v1::ListPriceStandardsRequest& request) {
  ASSIGN_OR_RETURN(const Page page, pages_.Of(call, request));
  return db_.Read(call, [&](Tx& tx) -> absl::StatusOr<v1::ListPriceStandardsResponse> {
    v1::ListPriceStandardsResponse response;
    const absl::CivilDay day = DayOf(request.as_of()).value_or(call.today());
    for (const domain::PriceStandard& standard :
         price_store::PageOn(tx, day, request.code_prefix(), page)) {
      v1::PriceStandard& out = *response.add_standards();
      out.set_code(standard.code);
      out.set_name(standard.name);
      out.set_item(standard.item);
      out.set_unit(standard.unit);
      out.set_ceiling(standard.ceiling.rupiah);
      out.set_province(standard.province);
      out.set_level(standard.level);
      out.set_legal_basis(standard.legal_basis);
      out.set_valid_from(absl::FormatCivilTime(standard.valid_from));
      if (standard.valid_to.has_value())
        out.set_valid_to(absl::FormatCivilTime(*standard.valid_to));
    }
    if (response.standards_size() == page.size())
      response.set_next_page_token(page.Next({response.standards().rbegin()->code()}));
    return response;
  });
}

absl::StatusOr<v1::Accounts> Budgeting::SetAccounts(
    Call& call, const v1::SetAccountsRequest& request) {
  return db_.Write(call, request, [&](Tx& tx) -> absl::StatusOr<v1::Accounts> {
    std::vector<domain::AccountRule> rules;
    for (const v1::AccountRule& rule : request.rules())
      rules.push_back({request.subactivity(), rule.account(), rule.item()});
    price_store::SetAccounts(tx, request.year(), request.subactivity(), rules);
    return ToProto(request.year(), request.subactivity(), rules);
  });
}

absl::StatusOr<v1::Accounts> Budgeting::GetAccounts(
    Call& call, const v1::GetAccountsRequest& request) {
  return db_.Read(call, [&](Tx& tx) -> absl::StatusOr<v1::Accounts> {
    return ToProto(
        request.year(), request.subactivity(),
        price_store::Accounts(tx, request.year(), {request.subactivity()}));
  });
}

}  // namespace binadaya::budgeting
