#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "binadaya/budgeting/v1/budgeting.rpc.h"
#include "binadaya/needs/v1/needs_events.hear.h"
#include "binadaya/registry/v1/registry_events.hear.h"
#include "binadaya/scheduling/v1/scheduling_events.hear.h"
#include "services/budgeting/domain/ledger.h"
#include "services/budgeting/domain/price_standard.h"
#include "services/budgeting/ledger_store.h"
#include "services/budgeting/version_store.h"
#include "services/common/db.h"
#include "services/common/page.h"
#include "services/common/policy.h"
#include "services/common/program.h"

namespace binadaya::budgeting {

// Prices, versions of the budget and the ledger of its lines. Handlers by aggregate: prices.cc,
// versions.cc, version_files.cc, cash_plan.cc, ledger.cc, ledger_reads.cc, spj.cc. Any thread.
//
// Locks are taken in one order: a version or a commitment, then a unit's year, then lines in the
// order of their ids (of several units, one unit after the other), then the account (SPJ) of a
// batch. So within a command, and of what is heard within one event; a consumer that hears several
// in one transaction begins anew with each, and is tried again if it meets a command the other way
// round.
class Budgeting final : public BudgetingService,
                        public registry::EventListener,
                        public needs::EventListener,
                        public scheduling::EventListener {
 public:
  explicit Budgeting(App& app);

  absl::StatusOr<v1::ImportPriceStandardsResponse> ImportPriceStandards(
      Call& call, const v1::ImportPriceStandardsRequest& request) override;
  absl::StatusOr<v1::ListPriceStandardsResponse> ListPriceStandards(
      Call& call, const v1::ListPriceStandardsRequest& request) override;
  absl::StatusOr<v1::Accounts> SetAccounts(
      Call& call, const v1::SetAccountsRequest& request) override;
  absl::StatusOr<v1::Accounts> GetAccounts(
      Call& call, const v1::GetAccountsRequest& request) override;

  absl::StatusOr<v1::Version> DraftVersion(
      Call& call, const v1::DraftVersionRequest& request) override;
  absl::StatusOr<v1::ImportVersionResponse> ImportVersion(
      Call& call, const v1::ImportVersionRequest& request) override;
  absl::StatusOr<v1::VersionFile> ExportVersion(
      Call& call, const v1::ExportVersionRequest& request) override;
  absl::StatusOr<v1::Version> SubmitVersion(
      Call& call, const v1::DecideVersionRequest& request) override;
  absl::StatusOr<v1::Version> VerifyVersion(
      Call& call, const v1::DecideVersionRequest& request) override;
  absl::StatusOr<v1::Version> ReturnVersion(
      Call& call, const v1::DecideVersionRequest& request) override;
  absl::StatusOr<v1::Version> ValidateVersion(
      Call& call, const v1::ValidateVersionRequest& request) override;
  absl::StatusOr<v1::Version> GetVersion(Call& call, const v1::GetVersionRequest& request) override;
  absl::StatusOr<v1::ListVersionFindingsResponse> ListVersionFindings(
      Call& call, const v1::ListVersionFindingsRequest& request) override;
  absl::StatusOr<v1::ListVersionsResponse> ListVersions(
      Call& call, const v1::ListVersionsRequest& request) override;
  absl::StatusOr<v1::CashPlan> GetCashPlan(
      Call& call, const v1::GetCashPlanRequest& request) override;

  absl::StatusOr<v1::Commitment> Commit(Call& call, const v1::CommitRequest& request) override;
  absl::StatusOr<v1::EarmarkResponse> Earmark(
      Call& call, const v1::EarmarkRequest& request) override;
  absl::StatusOr<v1::EarmarkResponse> ReleaseEarmark(
      Call& call, const v1::EarmarkRequest& request) override;
  absl::StatusOr<v1::Commitment> Release(
      Call& call, const v1::ChangeCommitmentRequest& request) override;
  absl::StatusOr<v1::Commitment> ReleaseDocument(
      Call& call, const v1::ReleaseDocumentRequest& request) override;
  absl::StatusOr<v1::Commitment> Realise(
      Call& call, const v1::ChangeCommitmentRequest& request) override;
  absl::StatusOr<v1::Commitment> Return(
      Call& call, const v1::ChangeCommitmentRequest& request) override;
  absl::StatusOr<v1::FreezeResponse> Freeze(Call& call, const v1::FreezeRequest& request) override;
  absl::StatusOr<v1::FreezeResponse> Unfreeze(
      Call& call, const v1::FreezeRequest& request) override;
  absl::StatusOr<v1::Entry> TakeBackEntry(
      Call& call, const v1::TakeBackEntryRequest& request) override;
  absl::StatusOr<v1::Commitment> GetCommitment(
      Call& call, const v1::GetCommitmentRequest& request) override;
  absl::StatusOr<v1::ListCommitmentsResponse> ListCommitments(
      Call& call, const v1::ListCommitmentsRequest& request) override;
  absl::StatusOr<v1::Funds> GetFunds(Call& call, const v1::GetFundsRequest& request) override;
  absl::StatusOr<v1::Balance> GetBalance(Call& call, const v1::GetBalanceRequest& request) override;
  absl::StatusOr<v1::ListLinesResponse> ListLines(
      Call& call, const v1::ListLinesRequest& request) override;
  absl::StatusOr<v1::ListEntriesResponse> ListEntries(
      Call& call, const v1::ListEntriesRequest& request) override;
  absl::StatusOr<v1::SpjBundle> RecordSpjDocument(
      Call& call, const v1::RecordSpjDocumentRequest& request) override;
  absl::StatusOr<v1::SpjBundle> WithdrawSpjDocument(
      Call& call, const v1::WithdrawSpjDocumentRequest& request) override;
  absl::StatusOr<v1::SpjBundle> GetSpjBundle(
      Call& call, const v1::GetSpjBundleRequest& request) override;
  absl::StatusOr<v1::Honorarium> QuoteHonorarium(
      Call& call, const v1::QuoteHonorariumRequest& request) override;
  absl::StatusOr<v1::UnitCost> GetUnitCost(
      Call& call, const v1::GetUnitCostRequest& request) override;

  using needs::EventListener::Hear;
  using registry::EventListener::Hear;
  using scheduling::EventListener::Hear;
  absl::Status Hear(Tx& tx, const Event& event, const registry::v1::UnitChanged& told) override;
  absl::Status Hear(Tx& tx, const Event& event, const needs::v1::PlanSet& told) override;
  absl::Status Hear(Tx& tx, const Event& event, const needs::v1::PlanRevised& told) override;
  absl::Status Hear(
      Tx& tx, const Event& event, const scheduling::v1::BatchCancelled& told) override;

  absl::StatusOr<std::string> PathOf(
      Call& call, ::binadaya::v1::ScopeKind kind, const std::string& id) override;

 private:
  // One decision about one version: load and lock, `decide`, save, `tell`.
  template <class Request, class Decision, class Teller>
  absl::StatusOr<v1::Version> Decide(
      Call& call, const Request& request, Decision decide, Teller tell);
  // What a draft makes of a version, not kept yet; BL-16 of its lines. Only what is to be kept is
  // locked.
  struct Drafting {
    version_store::Version version;
    bool added = false;  // it is a new one
  };
  absl::StatusOr<Drafting> Prepare(
      Tx& tx, const v1::DraftVersionRequest& request, bool keep, Findings& findings) const;
  v1::Version Keep(Tx& tx, Drafting& drafting) const;
  // What the rules find in a version now.
  Findings Check(Tx& tx, const version_store::Version& version) const;
  // Its lines come into force, unless the rules find something now.
  absl::Status PutIntoForce(Tx& tx, const version_store::Version& version) const;
  // One act about a commitment that stands: lock it and its lines, `act`, save.
  absl::StatusOr<v1::Commitment> Change(
      Call& call, const v1::ChangeCommitmentRequest& request, domain::EntryKind kind);
  // Frees what is open of it; a success when nothing is.
  absl::Status ReleaseOpen(Tx& tx, ledger_store::Commitment& of, const std::string& doc_ref) const;
  absl::StatusOr<v1::EarmarkResponse> ChangeEarmark(
      Call& call, const v1::EarmarkRequest& request, bool keep);
  absl::StatusOr<v1::FreezeResponse> ChangeFrozen(
      Call& call, const v1::FreezeRequest& request, bool freeze);
  // Writes what an act has posted, and tells which lines run low; of a commitment also its parts,
  // and what was posted.
  std::vector<domain::Entry> Save(
      Tx& tx, const ledger_store::Lines& before, const domain::Ledger& ledger) const;
  std::vector<domain::Entry> Save(
      Tx& tx, const ledger_store::Commitment& of, const ledger_store::Lines& before,
      const domain::Ledger& ledger) const;
  // As they are on a day; none before their first.
  std::optional<domain::HourMinutes> HoursOn(Tx& tx, absl::CivilDay day) const;
  void TellLow(Tx& tx, const domain::LineState& before, const domain::Balance& now) const;
  // Whether the account (SPJ) of a batch is complete; nobody changes it until the transaction ends.
  // The last of its locks. Of no batch ("") nothing is.
  static bool IsAccounted(Tx& tx, const std::string& unit, const std::string& batch);
  // Tells that it is, when it was not `before`.
  static void TellAccounted(Tx& tx, const std::string& unit, const std::string& batch, bool before);

  Db& db_;
  const Pages& pages_;
  const Policy vat_rates_;
  const Policy tolerance_;
  const Policy low_;
  const Policy own_staff_;
  const Policy fee_tax_;
  const Policy paid_minutes_;
  const Policy lesson_minutes_;
};

}  // namespace binadaya::budgeting
