#include "services/cli/budget.h"

#include <map>
#include <utility>

#include "absl/strings/numbers.h"
#include "binadaya/budgeting/v1/budgeting.rpc.h"
#include "services/cli/find.h"
#include "services/cli/import_files.h"
#include "services/cli/language.h"
#include "services/cli/operator.h"
#include "services/cli/render.h"
#include "services/cli/sheet_file.h"
#include "services/cli/words.h"
#include "services/common/domain/refusal.h"
#include "services/common/domain/text.h"
#include "services/common/status.h"

namespace binadaya::cli {
namespace {

using budgeting::BudgetingClient;
namespace bv = budgeting::v1;

using DecideVersion = Method<BudgetingClient, bv::DecideVersionRequest, bv::Version>;

const std::vector<sheets::Column>& PriceColumns() {
  static const std::vector<sheets::Column> columns = {
      {"code", "Kode", {"kode", "code", "kodestandarharga"}, "CONTOH"},
      {"name", "Uraian", {"uraian", "nama", "name"}, "Paket rapat fullboard"},
      {"item", "Jenis Item", {"jenisitem", "jenis", "item"}, "PAKET_RAPAT"},
      {"unit", "Satuan", {"satuan", "unit"}, "Orang/Hari"},
      {"ceiling", "Harga Tertinggi", {"hargatertinggi", "harga", "ceiling"}, "Rp700.000"},
      {"province", "Provinsi", {"provinsi", "province"}, "JAWA TENGAH", true},
      {"level", "Tingkat", {"tingkat", "level"}, "ESELON_III", true},
      {"legal_basis", "Dasar Hukum", {"dasarhukum", "legalbasis"}, "Perwal 1/2026"},
      {"valid_from", "Berlaku Mulai", {"berlakumulai", "validfrom"}, "2026-01-01"},
      {"valid_to", "Berlaku Sampai", {"berlakusampai", "validto"}, "", true}};
  return columns;
}

const std::vector<sheets::Column>& AccountColumns() {
  static const std::vector<sheets::Column> columns = {
      {"subactivity", "Sub Kegiatan", {"subkegiatan", "subactivity"}, "CONTOH"},
      {"year", "Tahun", {"tahun", "year"}, "2027"},
      {"account", "Kode Rekening", {"koderekening", "rekening", "account"}, "5.1.02.04.01.0005"},
      {"item", "Jenis Item", {"jenisitem", "jenis", "item"}, "PAKET_RAPAT", true}};
  return columns;
}

// The version that is meant, and the unit's code.
absl::StatusOr<bv::Version> Meant(const Operator& caller, const BudgetOptions& options) {
  ASSIGN_OR_RETURN(const std::string unit, FindUnitCode(caller, options.unit));
  return FindVersion(caller, unit, options.year, options.number);
}

absl::StatusOr<bv::Version> Whole(const Operator& caller, const bv::Version& version) {
  bv::GetVersionRequest request;
  request.set_unit(version.unit());
  request.set_id(version.id());
  return caller.Ask("budgeting", &BudgetingClient::GetVersion, request, kLongPatience);
}

absl::StatusOr<bv::ListVersionFindingsResponse> Checked(
    const Operator& caller, const bv::Version& version) {
  bv::ListVersionFindingsRequest request;
  request.set_unit(version.unit());
  request.set_id(version.id());
  return caller.Ask("budgeting", &BudgetingClient::ListVersionFindings, request, kLongPatience);
}

// A refusal holds as many findings as fit; whoever is to correct a budget needs all.
absl::StatusOr<Answer> AllFindings(
    const Operator& caller, const bv::Version& version, const absl::Status& refusal) {
  const Findings findings = FindingsOf(refusal);
  if (findings.empty() || !findings.front().rule.starts_with("BL-")) return refusal;
  ASSIGN_OR_RETURN(const bv::ListVersionFindingsResponse all, Checked(caller, version));
  return FindingsAnswer(all);
}

absl::StatusOr<Answer> Decide(
    const Environment& environment, const BudgetOptions& options, v1::Role role,
    DecideVersion method) {
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  ASSIGN_OR_RETURN(const Operator by, ActingAs(caller, options.by, role));
  ASSIGN_OR_RETURN(const bv::Version version, Meant(caller, options));
  bv::DecideVersionRequest request;
  request.set_request_id(caller.NewRequestId());
  request.set_unit(version.unit());
  request.set_id(version.id());
  request.set_version(version.version());
  request.set_reason(options.reason);
  absl::StatusOr<bv::Version> decided = by.Ask("budgeting", method, request, kLongPatience);
  if (!decided.ok()) return AllFindings(caller, version, decided.status());
  decided->clear_budget();
  return AnswerOf(BudgetText(*decided), *decided);
}

// Who puts a version into force: PA/KPA; of a shift PPKD within an object, Sekda between objects.
v1::Role ValidatorOf(const bv::Version& version) {
  if (version.kind() != bv::PERGESERAN) return v1::BUDGET_USER;
  return version.shift() == bv::RINCIAN ? v1::FINANCE_AUTHORITY : v1::AUTHORISED_OFFICIAL;
}

}  // namespace

absl::StatusOr<Answer> RunBudgetPrices(
    const Environment& environment, const BudgetOptions& options) {
  if (!options.form.empty()) return WriteForm(options.form, PriceColumns());
  ASSIGN_OR_RETURN(const std::vector<sheets::Row> rows, RowsOf(options.file, PriceColumns()));
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  bv::ImportPriceStandardsRequest request;
  request.set_request_id(caller.NewRequestId());
  for (const sheets::Row& row : rows) {
    bv::PriceStandardRow& out = *request.add_rows();
    out.set_code(Cell(row, "code"));
    out.set_name(Cell(row, "name"));
    out.set_item(Cell(row, "item"));
    out.set_unit(Cell(row, "unit"));
    out.set_ceiling(Cell(row, "ceiling"));
    out.set_province(Cell(row, "province"));
    out.set_level(Cell(row, "level"));
    out.set_legal_basis(Cell(row, "legal_basis"));
    out.set_valid_from(Cell(row, "valid_from"));
    out.set_valid_to(Cell(row, "valid_to"));
  }
  const absl::StatusOr<bv::ImportPriceStandardsResponse> imported =
      caller.Ask("budgeting", &BudgetingClient::ImportPriceStandards, request, kLongPatience);
  if (!imported.ok()) return InFile(imported.status(), rows, PriceColumns(), "rows");
  return AnswerOf(
      Say(Cat("standar harga: ", imported->added(), " baru, ", imported->changed(), " berubah, ",
              imported->same(), " sama\n"),
          Cat("price standards: ", imported->added(), " new, ", imported->changed(), " changed, ",
              imported->same(), " the same\n")),
      *imported);
}

absl::StatusOr<Answer> RunBudgetAccounts(
    const Environment& environment, const BudgetOptions& options) {
  if (!options.form.empty()) return WriteForm(options.form, AccountColumns());
  ASSIGN_OR_RETURN(const std::vector<sheets::Row> rows, RowsOf(options.file, AccountColumns()));
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  std::map<std::pair<int, std::string>, bv::SetAccountsRequest> requests;
  for (const sheets::Row& row : rows) {
    int year = 0;
    if (!absl::SimpleAtoi(Cell(row, "year"), &year)) {
      return UsageError(
          {Cat("baris ", row.line, ", Tahun: tulis tahun anggaran, misalnya 2027"),
           Cat("line ", row.line, ", Tahun: write the fiscal year, such as 2027")});
    }
    bv::SetAccountsRequest& request = requests[{year, Cell(row, "subactivity")}];
    bv::AccountRule& rule = *request.add_rules();
    rule.set_account(Cell(row, "account"));
    rule.set_item(Cell(row, "item"));
  }
  Answer answer;
  std::vector<std::string> set;
  for (auto& [of, request] : requests) {
    request.set_request_id(caller.NewRequestId());
    request.set_year(of.first);
    request.set_subactivity(of.second);
    ASSIGN_OR_RETURN(
        const bv::Accounts accounts,
        caller.Ask("budgeting", &BudgetingClient::SetAccounts, request));
    set.push_back(Json(accounts));
    answer.text +=
        Say(Cat(of.second, " ", of.first, ": ", accounts.rules_size(), " rekening\n"),
            Cat(of.second, " ", of.first, ": ", accounts.rules_size(), " accounts\n"));
  }
  answer.json = JsonArray(set);
  return answer;
}

absl::StatusOr<Answer> RunDraftBudget(
    const Environment& environment, const BudgetOptions& options) {
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  ASSIGN_OR_RETURN(const Operator by, ActingAs(caller, options.by, v1::ACTIVITY_OFFICER));
  bv::ImportVersionRequest request;
  request.set_request_id(caller.NewRequestId());
  ASSIGN_OR_RETURN(*request.mutable_unit(), FindUnitCode(caller, options.unit));
  request.set_year(options.year);
  // In place of the draft that there is.
  const absl::StatusOr<bv::Version> newest = FindVersion(caller, request.unit(), options.year, 0);
  if (newest.ok()) {
    request.set_kind(newest->kind());
    if (newest->state() == bv::DRAFT) {
      request.set_id(newest->id());
      request.set_version(newest->version());
    } else if (newest->state() == bv::VALID && options.kind.empty()) {
      return UsageError(
          {"Tahun ini sudah punya versi yang berlaku; sebut --kind pergeseran atau perubahan",
           "This year has a version in force; say --kind pergeseran or perubahan"});
    }
  } else if (absl::IsNotFound(newest.status())) {
    request.set_kind(bv::MURNI);
  } else {
    return newest.status();
  }
  RETURN_IF_ERROR(Put<bv::VersionKind>(
      "--kind", options.kind, [&](bv::VersionKind kind) { request.set_kind(kind); }));
  ASSIGN_OR_RETURN(*request.mutable_file(), BytesIn(options.file));
  ASSIGN_OR_RETURN(
      const bv::ImportVersionResponse drafted,
      by.Ask("budgeting", &BudgetingClient::ImportVersion, request, kLongPatience));
  return DraftAnswer(drafted);
}

absl::StatusOr<Answer> RunExportBudget(
    const Environment& environment, const BudgetOptions& options) {
  RETURN_IF_ERROR(MustBeNew(options.file));
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  bv::ExportVersionRequest request;
  request.set_unit("/");
  request.set_format(IsWorkbookName(options.file) ? bv::FILE_XLSX : bv::FILE_CSV);
  if (options.year != 0) {
    ASSIGN_OR_RETURN(const bv::Version version, Meant(caller, options));
    request.set_unit(version.unit());
    request.set_id(version.id());
  }
  ASSIGN_OR_RETURN(
      const bv::VersionFile file,
      caller.Ask("budgeting", &BudgetingClient::ExportVersion, request, kLongPatience));
  RETURN_IF_ERROR(SaveBytes(options.file, file.file()));
  return Answer{
      .text = Say(Cat("ditulis: ", options.file, "\n"), Cat("written: ", options.file, "\n")),
      .json = JsonObject({{"file", JsonString(options.file)}})};
}

absl::StatusOr<Answer> RunCheckBudget(
    const Environment& environment, const BudgetOptions& options) {
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  ASSIGN_OR_RETURN(const bv::Version version, Meant(caller, options));
  ASSIGN_OR_RETURN(const bv::ListVersionFindingsResponse findings, Checked(caller, version));
  return FindingsAnswer(findings);
}

absl::StatusOr<Answer> RunSubmitBudget(
    const Environment& environment, const BudgetOptions& options) {
  return Decide(environment, options, v1::ACTIVITY_OFFICER, &BudgetingClient::SubmitVersion);
}

absl::StatusOr<Answer> RunVerifyBudget(
    const Environment& environment, const BudgetOptions& options) {
  return Decide(environment, options, v1::FINANCE_VERIFIER, &BudgetingClient::VerifyVersion);
}

absl::StatusOr<Answer> RunReturnBudget(
    const Environment& environment, const BudgetOptions& options) {
  return Decide(environment, options, v1::FINANCE_VERIFIER, &BudgetingClient::ReturnVersion);
}

absl::StatusOr<Answer> RunValidateBudget(
    const Environment& environment, const BudgetOptions& options) {
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  ASSIGN_OR_RETURN(const bv::Version version, Meant(caller, options));
  ASSIGN_OR_RETURN(const Operator by, ActingAs(caller, options.by, ValidatorOf(version)));
  bv::ValidateVersionRequest request;
  request.set_request_id(caller.NewRequestId());
  request.set_unit(version.unit());
  request.set_id(version.id());
  request.set_version(version.version());
  request.set_doc_ref(options.doc);
  absl::StatusOr<bv::Version> valid =
      by.Ask("budgeting", &BudgetingClient::ValidateVersion, request, kLongPatience);
  if (!valid.ok()) return AllFindings(caller, version, valid.status());
  valid->clear_budget();
  return AnswerOf(BudgetText(*valid), *valid);
}

absl::StatusOr<Answer> RunGetBudget(const Environment& environment, const BudgetOptions& options) {
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  ASSIGN_OR_RETURN(const bv::Version version, Meant(caller, options));
  ASSIGN_OR_RETURN(const bv::Version whole, Whole(caller, version));
  return AnswerOf(BudgetText(whole), whole);
}

absl::StatusOr<Answer> RunGetCashPlan(
    const Environment& environment, const BudgetOptions& options) {
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  ASSIGN_OR_RETURN(const bv::Version version, Meant(caller, options));
  bv::GetCashPlanRequest request;
  request.set_unit(version.unit());
  request.set_id(version.id());
  ASSIGN_OR_RETURN(
      const bv::CashPlan plan, caller.Ask("budgeting", &BudgetingClient::GetCashPlan, request));
  return AnswerOf(CashPlanText(plan), plan);
}

absl::StatusOr<Answer> RunListBudgets(
    const Environment& environment, const BudgetOptions& options) {
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  bv::ListVersionsRequest request;
  ASSIGN_OR_RETURN(*request.mutable_unit(), FindUnitCode(caller, options.unit));
  request.set_year(options.year);
  ASSIGN_OR_RETURN(
      const bv::ListVersionsResponse versions,
      caller.AskPages("budgeting", &BudgetingClient::ListVersions, request, options.all));
  return AnswerOf(BudgetsText(versions), versions);
}

absl::StatusOr<Answer> RunListPrices(const Environment& environment, const BudgetOptions& options) {
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  bv::ListPriceStandardsRequest request;
  request.set_code_prefix(options.text);
  request.set_as_of(options.as_of);
  ASSIGN_OR_RETURN(
      const bv::ListPriceStandardsResponse prices,
      caller.AskPages("budgeting", &BudgetingClient::ListPriceStandards, request, options.all));
  return AnswerOf(PricesText(prices), prices);
}

absl::StatusOr<Answer> RunListAccounts(
    const Environment& environment, const BudgetOptions& options) {
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  bv::GetAccountsRequest request;
  request.set_year(options.year);
  request.set_subactivity(options.subactivity);
  ASSIGN_OR_RETURN(
      const bv::Accounts accounts, caller.Ask("budgeting", &BudgetingClient::GetAccounts, request));
  Rows rows = {{Say("rekening", "account"), Say("jenis item", "item")}};
  for (const bv::AccountRule& rule : accounts.rules())
    rows.push_back({rule.account(), rule.item().empty() ? Say("semua", "any") : rule.item()});
  return AnswerOf(TableOf(rows), accounts);
}

}  // namespace binadaya::cli
