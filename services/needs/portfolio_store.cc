#include "services/needs/portfolio_store.h"

#include "services/common/status.h"

namespace binadaya::needs::portfolio_store {
namespace {

v1::Portfolio PortfolioAt(pg::Row row) {
  v1::Portfolio portfolio;
  portfolio.ParseFromString(row.Bytes());
  return portfolio;
}

absl::StatusOr<v1::Portfolio> OnePortfolio(const pg::Result& rows) {
  if (rows.empty()) return NoSuchObject("portfolio");
  return PortfolioAt(pg::Row(rows));
}

}  // namespace

void Add(Tx& tx, const v1::Portfolio& portfolio, const v1::PortfolioInputs& inputs) {
  const std::string weighed = inputs.SerializeAsString(), found = portfolio.SerializeAsString();
  tx.Defer(
      R"(
      INSERT INTO portfolio (id, year, scenario, state, inputs, result, at)
      VALUES ($1, $2, $3, $4, $5, $6, $7))",
      portfolio.id(), portfolio.year(), portfolio.scenario().name(), portfolio.state(),
      pg::Bytes{weighed}, pg::Bytes{found}, tx.call().now());
}

Retention::Portion NotAccepted() {
  return {.policy = "retention.portfolio_days", .sql = R"(
      DELETE FROM portfolio
      WHERE id IN (
        SELECT id
        FROM portfolio
        WHERE at < $1 AND state = 1
        ORDER BY at
        LIMIT $2
        FOR UPDATE SKIP LOCKED))"};
}

void Save(Tx& tx, const v1::Portfolio& portfolio) {
  const std::string found = portfolio.SerializeAsString();
  tx.ChangeOne(
      "UPDATE portfolio SET state = $2, result = $3 WHERE id = $1", portfolio.id(),
      portfolio.state(), pg::Bytes{found});
}

absl::StatusOr<v1::Portfolio> Get(Tx& tx, const std::string& id) {
  return OnePortfolio(tx.Query("SELECT result FROM portfolio WHERE id = $1", id));
}

absl::StatusOr<v1::Portfolio> Lock(Tx& tx, const std::string& id) {
  return OnePortfolio(tx.Query("SELECT result FROM portfolio WHERE id = $1 FOR UPDATE", id));
}

v1::PortfolioInputs InputsOf(Tx& tx, const std::string& id) {
  v1::PortfolioInputs inputs;
  const pg::Result rows = tx.Query("SELECT inputs FROM portfolio WHERE id = $1", id);
  if (!rows.empty()) inputs.ParseFromString(pg::Row(rows).Bytes());
  return inputs;
}

std::vector<v1::Portfolio> PageOf(
    Tx& tx, const v1::ListPortfoliosRequest& sought, const Page& page) {
  return tx
      .Query(
          R"(
          SELECT result
          FROM portfolio
          WHERE ($1 = 0 OR year = $1)
            AND ($2 = 0 OR state = $2)
            AND position(lower($3) IN lower(scenario)) > 0
            AND starts_with(id::text, $4)
            AND ($5 OR (year, id) < (nullif($6, '')::int, nullif($7, '')::uuid))
          ORDER BY year DESC, id DESC
          LIMIT $8)",
          sought.year(), sought.state(), sought.text(), sought.id_prefix(), page.first(),
          page.After(0), page.After(1), page.size())
      .Map(PortfolioAt);
}

}  // namespace binadaya::needs::portfolio_store
