// What readers see of portfolios: those who may not see single people, no figure of a need of few.
#include "services/common/aggregate.h"
#include "services/common/sees.h"
#include "services/common/status.h"
#include "services/needs/needs.h"
#include "services/needs/portfolio_proto.h"
#include "services/needs/portfolio_store.h"

namespace binadaya::needs {
namespace {

v1::Portfolio PortfolioLine(v1::Portfolio portfolio) {
  portfolio.clear_dropped();
  portfolio.clear_covers();
  portfolio.clear_uses();
  portfolio.clear_policies();
  portfolio.clear_held_elsewhere();
  portfolio.clear_findings();
  return portfolio;
}

void Withhold(v1::NeedCover& cover) {
  cover.set_withheld(true);
  cover.clear_share();
  cover.clear_points();
}

// One need alone is what sums have beside those that are shown: the least of the others is not
// shown either. False: there is none.
bool HasCompany(v1::Portfolio& portfolio, int few) {
  if (few != 1) return true;
  v1::NeedCover* least = nullptr;
  for (v1::NeedCover& cover : *portfolio.mutable_covers()) {
    if (cover.points() > 0 && (least == nullptr || cover.points() < least->points()))
      least = &cover;
  }
  if (least != nullptr) Withhold(*least);
  return least != nullptr;
}

void WithholdSums(v1::Portfolio& portfolio) {
  portfolio.set_withheld(true);
  portfolio.clear_points();
  portfolio.clear_bound();
  portfolio.clear_gap_points();
  portfolio.clear_rupiah_per_gap_point();
  portfolio.mutable_greedy()->clear_points();
}

}  // namespace

v1::Portfolio Needs::View(const Call& call, v1::Portfolio portfolio) {
  const bool sees = SeesPeople(call, "/");
  int covered = 0;  // of those of few, those that points come from, or a gap that closes
  bool few = false;
  for (v1::NeedCover& cover : *portfolio.mutable_covers()) {
    cover.set_withheld(cover.withheld() && !sees);
    if (!cover.withheld()) continue;
    few = true;
    if (cover.points() > 0 || cover.share() > 0) ++covered;
    Withhold(cover);
  }
  if (!few) return portfolio;
  if (!HasCompany(portfolio, covered)) WithholdSums(portfolio);
  // A way may be for them alone.
  for (v1::DroppedProgram& dropped : *portfolio.mutable_dropped())
    for (v1::NotChosenWay& way : *dropped.mutable_ways()) way.clear_points();
  return portfolio;
}

absl::StatusOr<v1::Portfolio> Needs::GetPortfolio(
    Call& call, const v1::GetPortfolioRequest& request) {
  return db_.Read(call, [&](Tx& tx) -> absl::StatusOr<v1::Portfolio> {
    ASSIGN_OR_RETURN(v1::Portfolio portfolio, portfolio_store::Get(tx, request.portfolio()));
    portfolio.set_version(VersionOf(tx, "portfolio", portfolio.id()));
    return View(call, std::move(portfolio));
  });
}

absl::StatusOr<v1::ListPortfoliosResponse> Needs::ListPortfolios(
    Call& call, const v1::ListPortfoliosRequest& request) {
  ASSIGN_OR_RETURN(const Page page, pages_.Of(call, request));
  return db_.Read(call, [&](Tx& tx) -> absl::StatusOr<v1::ListPortfoliosResponse> {
    std::vector<v1::Portfolio> listed = portfolio_store::PageOf(tx, request, page);
    const auto told = VersionsOf(tx, "portfolio", listed, &v1::Portfolio::id);
    v1::ListPortfoliosResponse response;
    for (v1::Portfolio& portfolio : listed) {
      portfolio.set_version(told.at(portfolio.id()));
      *response.add_portfolios() = PortfolioLine(View(call, std::move(portfolio)));
    }
    if (response.portfolios_size() == page.size()) {
      const v1::Portfolio& last = *response.portfolios().rbegin();
      response.set_next_page_token(page.Next({Cat(last.year()), last.id()}));
    }
    return response;
  });
}

absl::StatusOr<v1::ComparePortfoliosResponse> Needs::ComparePortfolios(
    Call& call, const v1::ComparePortfoliosRequest& request) {
  return db_.Read(call, [&](Tx& tx) -> absl::StatusOr<v1::ComparePortfoliosResponse> {
    std::vector<v1::Portfolio> portfolios;
    for (const std::string& id : request.portfolios()) {
      ASSIGN_OR_RETURN(portfolios.emplace_back(), portfolio_store::Get(tx, id));
    }
    const auto told = VersionsOf(tx, "portfolio", portfolios, &v1::Portfolio::id);
    v1::ComparePortfoliosResponse response;
    for (v1::Portfolio& one : portfolios) {
      v1::ComparedPortfolio& compared = *response.add_portfolios();
      compared = Compared(portfolios.front(), one);
      one.set_version(told.at(one.id()));
      *compared.mutable_portfolio() = PortfolioLine(View(call, one));
    }
    return response;
  });
}

}  // namespace binadaya::needs
