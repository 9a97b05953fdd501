// The account (SPJ) of a batch, and honoraria.
#include <set>
#include <utility>

#include "binadaya/budgeting/v1/budgeting.rpc.h"
#include "services/cli/budget.h"
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

// A batch by its id, or the first letters of it among those that the unit's commitments name.
absl::StatusOr<std::string> FindBatch(
    const Operator& caller, const std::string& unit, const std::string& text) {
  bv::ListCommitmentsRequest request;
  request.set_unit(unit);
  ASSIGN_OR_RETURN(
      const bv::ListCommitmentsResponse listed,
      caller.AskPages("budgeting", &BudgetingClient::ListCommitments, request));
  std::set<std::string> batches;
  for (const bv::Commitment& one : listed.commitments())
    if (!one.batch().empty() && one.batch().starts_with(text)) batches.insert(one.batch());
  std::vector<Candidate> candidates;
  for (const std::string& batch : batches)
    candidates.push_back({.id = batch, .shown = "", .exact = batch == text});
  ASSIGN_OR_RETURN(const std::size_t chosen, Choose({"kelas", "batches"}, text, candidates));
  return candidates[chosen].id;
}

// What is said of a document of an account.
template <class Request, class Method>
absl::StatusOr<Answer> TellOfDocument(
    const Environment& environment, const BudgetOptions& options, Request request, Method method) {
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  ASSIGN_OR_RETURN(const Operator by, ActingAs(caller, options.by, v1::ACTIVITY_OFFICER));
  request.set_request_id(caller.NewRequestId());
  ASSIGN_OR_RETURN(*request.mutable_unit(), FindUnitCode(caller, options.unit));
  ASSIGN_OR_RETURN(*request.mutable_batch(), FindBatch(caller, request.unit(), options.batch));
  RETURN_IF_ERROR(
      Put<bv::SpjKind>("KIND", options.kind, [&](bv::SpjKind kind) { request.set_kind(kind); }));
  request.set_doc_ref(options.doc);
  ASSIGN_OR_RETURN(const bv::SpjBundle bundle, by.Ask("budgeting", method, request));
  return AnswerOf(SpjText(bundle), bundle);
}

}  // namespace

absl::StatusOr<Answer> RunRecordSpj(const Environment& environment, const BudgetOptions& options) {
  return TellOfDocument(
      environment, options, bv::RecordSpjDocumentRequest(), &BudgetingClient::RecordSpjDocument);
}

absl::StatusOr<Answer> RunWithdrawSpj(
    const Environment& environment, const BudgetOptions& options) {
  bv::WithdrawSpjDocumentRequest request;
  request.set_reason(options.reason);
  return TellOfDocument(
      environment, options, std::move(request), &BudgetingClient::WithdrawSpjDocument);
}

absl::StatusOr<Answer> RunGetSpj(const Environment& environment, const BudgetOptions& options) {
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  bv::GetSpjBundleRequest request;
  ASSIGN_OR_RETURN(*request.mutable_unit(), FindUnitCode(caller, options.unit));
  ASSIGN_OR_RETURN(*request.mutable_batch(), FindBatch(caller, request.unit(), options.batch));
  ASSIGN_OR_RETURN(
      const bv::SpjBundle bundle, caller.Ask("budgeting", &BudgetingClient::GetSpjBundle, request));
  return AnswerOf(SpjText(bundle), bundle);
}

absl::StatusOr<Answer> RunGetHonorarium(
    const Environment& environment, const BudgetOptions& options) {
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  bv::QuoteHonorariumRequest request;
  request.set_standard(options.text);
  request.set_minutes(options.minutes);
  request.set_times(options.times);
  request.set_own_staff(options.own_staff);
  request.set_grade(options.grade);
  request.set_on(options.as_of);
  ASSIGN_OR_RETURN(
      const bv::Honorarium fee,
      caller.Ask("budgeting", &BudgetingClient::QuoteHonorarium, request));
  return AnswerOf(HonorariumText(fee), fee);
}

std::string SpjText(const bv::SpjBundle& bundle) {
  Rows rows = {{Say("dokumen", "document"), Say("nomor", "number"), Say("dicatat", "recorded")}};
  for (const bv::SpjBundle::Document& one : bundle.present())
    rows.push_back({Word(one.kind()), one.doc_ref(), one.on()});
  for (const bv::SpjBundle::Document& one : bundle.withdrawn()) {
    rows.push_back(
        {Word(one.kind()), one.doc_ref(), one.on(),
         Cat(Say("ditarik ", "withdrawn "), one.withdrawn_on(), ": ", one.reason())});
  }
  for (const int kind : bundle.missing())
    rows.push_back({Word(static_cast<bv::SpjKind>(kind)), Say("BELUM ADA", "MISSING"), ""});
  std::string text = TableOf(rows);
  if (bundle.complete()) text += Say("lengkap\n", "complete\n");
  if (!bundle.due().empty()) {
    text +=
        Cat(Say("LPJ paling lambat ", "account (LPJ) due by "), bundle.due(),
            bundle.overdue() ? Say(", TERLAMBAT", ", OVERDUE") : "", "\n");
  }
  return text;
}

std::string HonorariumText(const bv::Honorarium& fee) {
  return Table(
      {{Cat(fee.units(), " ", fee.unit()), Cat("× ", RupiahText(fee.rate()))},
       {Say("bruto", "gross"), RupiahText(fee.gross())},
       {Cat("PPh 21 ", fee.tax_percent(), " %"), RupiahText(fee.tax())},
       {Say("diterima", "net"), RupiahText(fee.net())},
       {Say("dasar", "basis"), fee.legal_basis()}});
}

}  // namespace binadaya::cli
