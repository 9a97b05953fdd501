#include "services/budgeting/price_store.h"

#include "services/common/locks.h"

namespace binadaya::budgeting::price_store {
namespace {

#define STANDARDS                                                                     \
  "SELECT code, name, item, unit, ceiling, province, level, legal_basis, valid_from," \
  " valid_to FROM price_standard"

domain::PriceStandard StandardAt(pg::Row row) {
  return {
      .code = row.String(),
      .name = row.String(),
      .item = row.String(),
      .unit = row.String(),
      .ceiling = {row.Int()},
      .province = row.String(),
      .level = row.String(),
      .legal_basis = row.String(),
      .valid_from = row.Day(),
      .valid_to = row.Maybe(&pg::Row::Day)};
}

}  // namespace

Imported Save(Tx& tx, const std::vector<domain::PriceStandard>& standards) {
  pg::Array codes, names, items, units, ceilings, provinces, levels, bases, from, to;
  for (const domain::PriceStandard& standard : standards) {
    codes.Add(standard.code);
    names.Add(standard.name);
    items.Add(standard.item);
    units.Add(standard.unit);
    ceilings.Add(standard.ceiling.rupiah);
    provinces.Add(standard.province);
    levels.Add(standard.level);
    bases.Add(standard.legal_basis);
    from.Add(absl::FormatCivilTime(standard.valid_from));
    if (standard.valid_to.has_value()) {
      to.Add(absl::FormatCivilTime(*standard.valid_to));
    } else {
      to.AddNull();
    }
  }
  const pg::Result counts = tx.Query(
      R"(
      WITH given AS (
        SELECT * FROM unnest($1::text[], $2::date[], $3::text[], $4::text[], $5::text[],
                             $6::bigint[], $7::text[], $8::text[], $9::text[], $10::date[])
          AS r(code, valid_from, name, item, unit, ceiling, province, level, legal_basis, valid_to)
      ), there AS (
        SELECT count(*) AS n,
               count(*) FILTER (WHERE p IS NOT DISTINCT FROM
                 ROW (r.code, r.valid_from, r.name, r.item, r.unit, r.ceiling, r.province, r.level,
                  r.legal_basis, r.valid_to)::price_standard) AS same
        FROM given r
        JOIN price_standard p USING (code, valid_from)
      ), saved AS (
        INSERT INTO price_standard
          (code, valid_from, name, item, unit, ceiling, province, level, legal_basis, valid_to)
        SELECT * FROM given
        ON CONFLICT (code, valid_from) DO UPDATE
        SET name = excluded.name, item = excluded.item, unit = excluded.unit,
            ceiling = excluded.ceiling, province = excluded.province, level = excluded.level,
            legal_basis = excluded.legal_basis, valid_to = excluded.valid_to
      )
      SELECT (SELECT count(*) FROM given) - n, n - same, same FROM there)",
      codes, from, names, items, units, ceilings, provinces, levels, bases, to);
  pg::Row row(counts);
  return {.added = row.Int32(), .changed = row.Int32(), .same = row.Int32()};
}

std::vector<domain::PriceStandard> OfCodes(Tx& tx, const std::vector<std::string>& codes) {
  return tx.Query(STANDARDS " WHERE code = ANY ($1::text[])", pg::Array(codes)).Map(StandardAt);
}

std::vector<domain::PriceStandard> PageOn(
    Tx& tx, absl::CivilDay day, const std::string& code_prefix, const Page& page) {
  return tx
      .Query(
          R"(
          SELECT *
          FROM (
            SELECT DISTINCT ON (code) *
            FROM ()" STANDARDS R"() AS s
            WHERE valid_from <= $1 AND starts_with(code, $2) AND code > $3
            ORDER BY code, valid_from DESC) AS f
          WHERE valid_to IS NULL OR valid_to > $1
          ORDER BY code
          LIMIT $4)",
          day, code_prefix, page.After(0), page.size())
      .Map(StandardAt);
}

void SetAccounts(
    Tx& tx, int year, const std::string& subactivity,
    const std::vector<domain::AccountRule>& rules) {
  pg::Array accounts, items;
  for (const domain::AccountRule& rule : rules) {
    accounts.Add(rule.account);
    items.Add(rule.item);
  }
  tx.Defer("SELECT pg_advisory_xact_lock(" ACCOUNT_RULE_LOCK("$1", "$2") ")", year, subactivity);
  tx.Defer("DELETE FROM account_rule WHERE year = $1 AND subactivity = $2", year, subactivity);
  tx.Defer(
      R"(
      INSERT INTO account_rule (year, subactivity, account, item)
      SELECT DISTINCT $1::int, $2, a, i
      FROM unnest($3::text[], $4::text[]) AS r(a, i))",
      year, subactivity, accounts, items);
}

std::vector<domain::AccountRule> Accounts(
    Tx& tx, int year, const std::vector<std::string>& subactivities) {
  const pg::Result rows = tx.Query(
      R"(
      SELECT subactivity, account, item
      FROM account_rule
      WHERE year = $1 AND subactivity = ANY ($2::text[])
      ORDER BY subactivity, account, item)",
      year, pg::Array(subactivities));
  return rows.Map([](pg::Row row) -> domain::AccountRule {
    return {.subactivity = row.String(), .account = row.String(), .item = row.String()};
  });
}

}  // namespace binadaya::budgeting::price_store
