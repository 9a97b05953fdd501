// What is read of the ledger.
#include <cmath>

#include "services/budgeting/budgeting.h"
#include "services/budgeting/domain/unit_cost.h"
#include "services/budgeting/ledger_proto.h"
#include "services/common/day.h"
#include "services/common/status.h"

namespace binadaya::budgeting {

absl::StatusOr<v1::Commitment> Budgeting::GetCommitment(
    Call& call, const v1::GetCommitmentRequest& request) {
  return db_.Read(call, [&](Tx& tx) -> absl::StatusOr<v1::Commitment> {
    ASSIGN_OR_RETURN(
        const ledger_store::Commitment of,
        ledger_store::Get(tx, request.unit(), request.commitment()));
    return ToProto(of, ledger_store::YearsOf(tx, {of}));
  });
}

absl::StatusOr<v1::ListCommitmentsResponse> Budgeting::ListCommitments(
    Call& call, const v1::ListCommitmentsRequest& request) {
  ASSIGN_OR_RETURN(const Page page, pages_.Of(call, request));
  return db_.Read(call, [&](Tx& tx) -> absl::StatusOr<v1::ListCommitmentsResponse> {
    v1::ListCommitmentsResponse response;
    const std::vector<ledger_store::Commitment> found = ledger_store::PageOf(tx, request, page);
    const std::map<std::string, int> years = ledger_store::YearsOf(tx, found);
    for (const ledger_store::Commitment& of : found)
      *response.add_commitments() = ToProto(of, years);
    if (response.commitments_size() == page.size())
      response.set_next_page_token(page.Next({response.commitments().rbegin()->id()}));
    return response;
  });
}

absl::StatusOr<v1::Funds> Budgeting::GetFunds(Call& call, const v1::GetFundsRequest& request) {
  return db_.Read(call, [&](Tx& tx) -> absl::StatusOr<v1::Funds> {
    return ledger_store::FundsOf(tx, request.unit(), request.plan_item());
  });
}

absl::StatusOr<v1::Balance> Budgeting::GetBalance(
    Call& call, const v1::GetBalanceRequest& request) {
  const absl::CivilDay day = DayOf(request.as_of()).value_or(call.today());
  return db_.Read(call, [&](Tx& tx) -> absl::StatusOr<v1::Balance> {
    ASSIGN_OR_RETURN(
        const domain::Balance balance,
        ledger_store::BalanceOn(tx, request.unit(), request.line(), day));
    return ToProto(request.line(), day, balance);
  });
}

absl::StatusOr<v1::ListLinesResponse> Budgeting::ListLines(
    Call& call, const v1::ListLinesRequest& request) {
  ASSIGN_OR_RETURN(const Page page, pages_.Of(call, request));
  return db_.Read(call, [&](Tx& tx) -> absl::StatusOr<v1::ListLinesResponse> {
    v1::ListLinesResponse response;
    for (v1::LineInForce& line :
         ledger_store::LinesOf(tx, call.scope(), request.year(), request.plan_item(), page)) {
      *response.add_lines() = std::move(line);
    }
    if (response.lines_size() == page.size())
      response.set_next_page_token(page.Next({response.lines().rbegin()->id()}));
    return response;
  });
}

absl::StatusOr<v1::ListEntriesResponse> Budgeting::ListEntries(
    Call& call, const v1::ListEntriesRequest& request) {
  ASSIGN_OR_RETURN(const Page page, pages_.Of(call, request));
  return db_.Read(call, [&](Tx& tx) -> absl::StatusOr<v1::ListEntriesResponse> {
    v1::ListEntriesResponse response;
    for (const domain::Entry& entry :
         ledger_store::EntriesOf(tx, request.unit(), request.line(), page)) {
      *response.add_entries() = ToProto(entry);
    }
    if (response.entries_size() == page.size())
      response.set_next_page_token(page.Next({response.entries().rbegin()->id()}));
    return response;
  });
}

absl::StatusOr<v1::UnitCost> Budgeting::GetUnitCost(
    Call& call, const v1::GetUnitCostRequest& request) {
  constexpr double kPoint = 10'000;
  return db_.Read(call, [&](Tx& tx) -> absl::StatusOr<v1::UnitCost> {
    const auto [cost, realised] = ledger_store::CostOf(tx, request.unit(), request.plan_item());
    const domain::UnitCost of = domain::UnitCostOf(
        cost, request.participants(), request.lesson_hours(),
        std::llround(request.gap_points() * kPoint));
    v1::UnitCost proto;
    proto.set_cost(cost.rupiah);
    proto.set_realised(realised.rupiah);
    proto.set_per_participant(of.participant.value_or(Money()).rupiah);
    proto.set_per_participant_lesson_hour(of.participant_lesson_hour.value_or(Money()).rupiah);
    proto.set_per_gap_point(of.gap_point.value_or(Money()).rupiah);
    return proto;
  });
}

}  // namespace binadaya::budgeting
