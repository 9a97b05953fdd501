#include "services/cli/ledger.h"

#include <utility>

#include "binadaya/budgeting/v1/budgeting.rpc.h"
#include "services/cli/find.h"
#include "services/cli/language.h"
#include "services/cli/operator.h"
#include "services/cli/render.h"
#include "services/cli/words.h"
#include "services/common/domain/text.h"
#include "services/common/status.h"

namespace binadaya::cli {
namespace {

using budgeting::BudgetingClient;
namespace bv = budgeting::v1;

using ChangeCommitment = Method<BudgetingClient, bv::ChangeCommitmentRequest, bv::Commitment>;
using FreezeLines = Method<BudgetingClient, bv::FreezeRequest, bv::FreezeResponse>;

// Who acts on the lines of which unit.
struct Acting {
  Operator caller, by;
  std::string unit;
  BudgetLines lines;
};
absl::StatusOr<Acting> Begin(
    const Environment& environment, const BudgetOptions& options, v1::Role role) {
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  ASSIGN_OR_RETURN(const Operator by, ActingAs(caller, options.by, role));
  ASSIGN_OR_RETURN(const std::string unit, FindUnitCode(caller, options.unit));
  ASSIGN_OR_RETURN(const BudgetLines lines, LinesInForce(caller, unit, 0));
  return Acting{caller, by, unit, lines};
}

// What every act on lines asks: a request, of a unit, for parts.
template <class Request>
absl::StatusOr<Request> RequestOf(const Acting& acting, const BudgetOptions& options) {
  Request request;
  request.set_request_id(acting.caller.NewRequestId());
  request.set_unit(acting.unit);
  ASSIGN_OR_RETURN(
      const std::vector<bv::Part> parts, PartsIn(acting.lines, options.year, options.parts));
  for (const bv::Part& part : parts) *request.add_parts() = part;
  return request;
}

absl::StatusOr<Answer> Change(
    const Environment& environment, const BudgetOptions& options, v1::Role role,
    ChangeCommitment method) {
  ASSIGN_OR_RETURN(const Acting acting, Begin(environment, options, role));
  ASSIGN_OR_RETURN(auto request, RequestOf<bv::ChangeCommitmentRequest>(acting, options));
  ASSIGN_OR_RETURN(
      const bv::Commitment commitment,
      FindCommitment(acting.caller, acting.unit, options.commitment));
  request.set_commitment(commitment.id());
  request.set_doc_ref(options.doc);
  request.set_closes(options.closes);
  ASSIGN_OR_RETURN(const bv::Commitment changed, acting.by.Ask("budgeting", method, request));
  return AnswerOf(CommitmentText(changed, LineNames(acting.lines)), changed);
}

absl::StatusOr<Answer> ChangeFrozen(
    const Environment& environment, const BudgetOptions& options, FreezeLines method) {
  ASSIGN_OR_RETURN(const Acting acting, Begin(environment, options, v1::BUDGET_USER));
  ASSIGN_OR_RETURN(auto request, RequestOf<bv::FreezeRequest>(acting, options));
  request.set_doc_ref(options.doc);
  ASSIGN_OR_RETURN(const bv::FreezeResponse response, acting.by.Ask("budgeting", method, request));
  return AnswerOf(BalancesText(response.balances(), LineNames(acting.lines)), response);
}

// A line of a unit, for what is only looked up.
struct Looked {
  Operator caller;
  std::string unit;
  BudgetLines lines;
};
absl::StatusOr<Looked> Look(const Environment& environment, const BudgetOptions& options) {
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  ASSIGN_OR_RETURN(const std::string unit, FindUnitCode(caller, options.unit));
  ASSIGN_OR_RETURN(const BudgetLines lines, LinesInForce(caller, unit, 0));
  return Looked{caller, unit, lines};
}

std::string MoneyOr(std::int64_t rupiah) { return rupiah == 0 ? "-" : RupiahText(rupiah); }

std::string NameOf(const BudgetLineNames& names, const std::string& line) {
  const auto name = names.find(line);
  return name == names.end() ? line : name->second;
}

}  // namespace

absl::StatusOr<Answer> RunCommit(const Environment& environment, const BudgetOptions& options) {
  ASSIGN_OR_RETURN(const Acting acting, Begin(environment, options, v1::ACTIVITY_OFFICER));
  ASSIGN_OR_RETURN(auto request, RequestOf<bv::CommitRequest>(acting, options));
  request.set_doc_ref(options.doc);
  request.set_batch(options.batch);
  ASSIGN_OR_RETURN(
      *request.mutable_plan_item(), FindPlanItem(acting.caller, acting.unit, options.plan_item));
  ASSIGN_OR_RETURN(
      const bv::Commitment commitment,
      acting.by.Ask("budgeting", &BudgetingClient::Commit, request));
  return AnswerOf(CommitmentText(commitment, LineNames(acting.lines)), commitment);
}

// Earmark, or ReleaseEarmark.
template <class Method>
absl::StatusOr<Answer> ChangeEarmark(
    const Environment& environment, const BudgetOptions& options, Method method) {
  ASSIGN_OR_RETURN(const Acting acting, Begin(environment, options, v1::ACTIVITY_OFFICER));
  ASSIGN_OR_RETURN(auto request, RequestOf<bv::EarmarkRequest>(acting, options));
  ASSIGN_OR_RETURN(
      *request.mutable_plan_item(), FindPlanItem(acting.caller, acting.unit, options.plan_item));
  ASSIGN_OR_RETURN(const bv::EarmarkResponse response, acting.by.Ask("budgeting", method, request));
  return AnswerOf(BalancesText(response.balances(), LineNames(acting.lines)), response);
}

absl::StatusOr<Answer> RunEarmark(const Environment& environment, const BudgetOptions& options) {
  return ChangeEarmark(environment, options, &BudgetingClient::Earmark);
}

absl::StatusOr<Answer> RunReleaseEarmark(
    const Environment& environment, const BudgetOptions& options) {
  return ChangeEarmark(environment, options, &BudgetingClient::ReleaseEarmark);
}

absl::StatusOr<Answer> RunRelease(const Environment& environment, const BudgetOptions& options) {
  return Change(environment, options, v1::ACTIVITY_OFFICER, &BudgetingClient::Release);
}

absl::StatusOr<Answer> RunRealise(const Environment& environment, const BudgetOptions& options) {
  return Change(environment, options, v1::TREASURER, &BudgetingClient::Realise);
}

absl::StatusOr<Answer> RunReturn(const Environment& environment, const BudgetOptions& options) {
  return Change(environment, options, v1::TREASURER, &BudgetingClient::Return);
}

absl::StatusOr<Answer> RunFreeze(const Environment& environment, const BudgetOptions& options) {
  return ChangeFrozen(environment, options, &BudgetingClient::Freeze);
}

absl::StatusOr<Answer> RunUnfreeze(const Environment& environment, const BudgetOptions& options) {
  return ChangeFrozen(environment, options, &BudgetingClient::Unfreeze);
}

absl::StatusOr<Answer> RunCorrectEntry(
    const Environment& environment, const BudgetOptions& options) {
  ASSIGN_OR_RETURN(const Acting acting, Begin(environment, options, v1::FINANCE_VERIFIER));
  ASSIGN_OR_RETURN(const bv::LineInForce line, FindLine(acting.lines, options.year, options.line));
  ASSIGN_OR_RETURN(
      const bv::Entry entry, FindEntry(acting.caller, acting.unit, line.id(), options.entry));
  bv::TakeBackEntryRequest request;
  request.set_request_id(acting.caller.NewRequestId());
  request.set_unit(acting.unit);
  request.set_entry(entry.id());
  request.set_doc_ref(options.doc);
  ASSIGN_OR_RETURN(
      const bv::Entry counter,
      acting.by.Ask("budgeting", &BudgetingClient::TakeBackEntry, request));
  bv::ListEntriesResponse shown;
  *shown.add_entries() = entry;
  *shown.add_entries() = counter;
  return AnswerOf(EntriesText(shown), counter);
}

absl::StatusOr<Answer> RunGetBalance(const Environment& environment, const BudgetOptions& options) {
  ASSIGN_OR_RETURN(const Looked looked, Look(environment, options));
  ASSIGN_OR_RETURN(const bv::LineInForce line, FindLine(looked.lines, options.year, options.line));
  bv::GetBalanceRequest request;
  request.set_unit(looked.unit);
  request.set_line(line.id());
  request.set_as_of(options.as_of);
  ASSIGN_OR_RETURN(
      const bv::Balance balance,
      looked.caller.Ask("budgeting", &BudgetingClient::GetBalance, request));
  google::protobuf::RepeatedPtrField<bv::Balance> balances;
  *balances.Add() = balance;
  return AnswerOf(
      Cat(line.year(), "  ", line.account(), "  ", line.description(), "  (", balance.as_of(),
          ")\n", BalancesText(balances, LineNames(looked.lines))),
      balance);
}

absl::StatusOr<Answer> RunGetFunds(const Environment& environment, const BudgetOptions& options) {
  ASSIGN_OR_RETURN(const Looked looked, Look(environment, options));
  bv::GetFundsRequest request;
  request.set_unit(looked.unit);
  ASSIGN_OR_RETURN(
      *request.mutable_plan_item(), FindPlanItem(looked.caller, looked.unit, options.plan_item));
  ASSIGN_OR_RETURN(
      const bv::Funds funds, looked.caller.Ask("budgeting", &BudgetingClient::GetFunds, request));
  return AnswerOf(FundsText(funds, LineNames(looked.lines)), funds);
}

absl::StatusOr<Answer> RunGetUnitCost(
    const Environment& environment, const BudgetOptions& options) {
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  bv::GetUnitCostRequest request;
  ASSIGN_OR_RETURN(*request.mutable_unit(), FindUnitCode(caller, options.unit));
  ASSIGN_OR_RETURN(
      *request.mutable_plan_item(), FindPlanItem(caller, request.unit(), options.plan_item));
  request.set_participants(options.participants);
  request.set_lesson_hours(options.lesson_hours);
  request.set_gap_points(options.gap_points);
  ASSIGN_OR_RETURN(
      const bv::UnitCost cost, caller.Ask("budgeting", &BudgetingClient::GetUnitCost, request));
  return AnswerOf(UnitCostText(cost), cost);
}

absl::StatusOr<Answer> RunListBudgetLines(
    const Environment& environment, const BudgetOptions& options) {
  ASSIGN_OR_RETURN(const Looked looked, Look(environment, options));
  const BudgetLineNames names = LineNames(looked.lines);
  bv::ListLinesResponse shown;
  Rows rows = {
      {Say("tahun", "year"), Say("baris", "line"), Say("uraian", "description"),
       Say("sumber", "source"), Say("setelah", "after"), Say("terikat", "committed"),
       Say("terealisasi", "realised"), Say("dibekukan", "frozen"), Say("dicadangkan", "earmarked"),
       Say("bebas", "free"), "ID"}};
  for (const bv::LineInForce& line : looked.lines) {
    if (options.year != 0 && line.year() != options.year) continue;
    *shown.add_lines() = line;
    const bv::Balance& balance = line.balance();
    rows.push_back(
        {Cat(line.year()), names.at(line.id()), line.description(), line.source(),
         RupiahText(balance.after()), MoneyOr(balance.committed()), MoneyOr(balance.realised()),
         MoneyOr(balance.frozen()), MoneyOr(balance.earmarked()), RupiahText(balance.free()),
         line.id()});
  }
  return AnswerOf(TableOf(rows), shown);
}

absl::StatusOr<Answer> RunListEntries(
    const Environment& environment, const BudgetOptions& options) {
  ASSIGN_OR_RETURN(const Looked looked, Look(environment, options));
  ASSIGN_OR_RETURN(const bv::LineInForce line, FindLine(looked.lines, options.year, options.line));
  bv::ListEntriesRequest request;
  request.set_unit(looked.unit);
  request.set_line(line.id());
  ASSIGN_OR_RETURN(
      const bv::ListEntriesResponse entries,
      looked.caller.AskPages("budgeting", &BudgetingClient::ListEntries, request));
  return AnswerOf(EntriesText(entries), entries);
}

absl::StatusOr<Answer> RunListCommitments(
    const Environment& environment, const BudgetOptions& options) {
  ASSIGN_OR_RETURN(const Looked looked, Look(environment, options));
  bv::ListCommitmentsRequest request;
  request.set_unit(looked.unit);
  request.set_doc_ref(options.doc);
  request.set_batch(options.batch);
  ASSIGN_OR_RETURN(
      *request.mutable_plan_item(), FindPlanItem(looked.caller, looked.unit, options.plan_item));
  ASSIGN_OR_RETURN(
      const bv::ListCommitmentsResponse commitments,
      looked.caller.AskPages("budgeting", &BudgetingClient::ListCommitments, request, options.all));
  std::string text;
  for (const bv::Commitment& one : commitments.commitments())
    text += CommitmentText(one, LineNames(looked.lines));
  if (text.empty()) text = Say("tidak ada\n", "none\n");
  return AnswerOf(text, commitments);
}

std::string CommitmentText(const bv::Commitment& commitment, const BudgetLineNames& names) {
  std::string text = Cat(commitment.doc_ref(), "  ", commitment.unit());
  if (!commitment.plan_item().empty())
    text += Cat("  ", Say("item rencana ", "plan item "), commitment.plan_item());
  if (!commitment.batch().empty()) text += Cat("  ", Say("kelas ", "batch "), commitment.batch());
  Rows rows = {
      {Say("tahun", "year"), Say("baris", "line"), Say("diikat", "committed"),
       Say("dilepas", "released"), Say("terealisasi", "realised"), Say("dikembalikan", "returned"),
       Say("sisa ikatan", "open")}};
  for (const bv::Commitment::State& part : commitment.parts()) {
    rows.push_back(
        {Cat(part.year()), NameOf(names, part.line()), RupiahText(part.committed()),
         MoneyOr(part.released()), MoneyOr(part.realised()), MoneyOr(part.returned()),
         RupiahText(part.open())});
  }
  return Cat(text, "  ", commitment.id(), "\n", Table(rows));
}

std::string BalancesText(
    const google::protobuf::RepeatedPtrField<bv::Balance>& balances, const BudgetLineNames& names) {
  Rows rows = {
      {Say("baris", "line"), Say("setelah", "after"), Say("terikat", "committed"),
       Say("terealisasi", "realised"), Say("dibekukan", "frozen"), Say("bebas", "free"),
       Say("di antaranya dicadangkan", "of that earmarked")}};
  for (const bv::Balance& one : balances) {
    rows.push_back(
        {NameOf(names, one.line()), RupiahText(one.after()), RupiahText(one.committed()),
         RupiahText(one.realised()), RupiahText(one.frozen()), RupiahText(one.free()),
         RupiahText(one.earmarked())});
  }
  return Table(rows);
}

std::string EntriesText(const bv::ListEntriesResponse& entries) {
  Rows rows = {
      {Say("no.", "no."), Say("tanggal", "day"), Say("catatan", "entry"), Say("jumlah", "amount"),
       Say("dokumen", "document"), Say("membatalkan", "takes back"), "ID"}};
  for (const bv::Entry& one : entries.entries()) {
    rows.push_back(
        {Cat(rows.size()), one.on(), Word(one.kind()), RupiahText(one.amount()), one.doc_ref(),
         one.corrects(), one.id()});
  }
  return TableOf(rows);
}

std::string FundsText(const bv::Funds& funds, const BudgetLineNames& names) {
  Rows rows = {
      {Say("tahun", "year"), Say("baris", "line"), Say("uraian", "description"),
       Say("dicadangkan", "earmarked"), Say("terikat", "committed"), Say("terealisasi", "realised"),
       Say("dapat dipakai", "free for it")}};
  for (const bv::Funds::OfLine& line : funds.lines()) {
    rows.push_back(
        {Cat(line.year()), NameOf(names, line.line()), line.description(),
         RupiahText(line.earmarked()), RupiahText(line.committed()), RupiahText(line.realised()),
         RupiahText(line.free())});
  }
  if (funds.lines().empty()) return TableOf(rows);
  rows.push_back(
      {"", Say("jumlah", "sum"), "", RupiahText(funds.earmarked()), RupiahText(funds.committed()),
       RupiahText(funds.realised()), ""});
  return Table(rows);
}

std::string UnitCostText(const bv::UnitCost& cost) {
  return Table(
      {{Say("biaya (setelah)", "cost (after)"), RupiahText(cost.cost())},
       {Say("terealisasi", "realised"), RupiahText(cost.realised())},
       {Say("per peserta", "per participant"), MoneyOr(cost.per_participant())},
       {Say("per peserta per JP", "per participant and lesson hour"),
        MoneyOr(cost.per_participant_lesson_hour())},
       {Say("per poin kesenjangan", "per gap point"), MoneyOr(cost.per_gap_point())}});
}

}  // namespace binadaya::cli
