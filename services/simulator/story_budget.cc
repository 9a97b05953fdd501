// The money: a budget as it was printed, which is refused; the same money for a better design; and
// its way to the last rupiah.
#include "absl/strings/str_join.h"
#include "services/cli/language.h"
#include "services/cli/render.h"
#include "services/common/domain/money_text.h"
#include "services/common/domain/text.h"
#include "services/common/status.h"
#include "services/simulator/reference.h"
#include "services/simulator/story.h"

namespace binadaya::simulator {
namespace {

namespace bv = budgeting::v1;
using budgeting::BudgetingClient;

constexpr char kPath[] = "/OPD04/";
constexpr char kMeeting[] = "5.1.02.04.01.0005";     // perjalanan dinas paket meeting luar kota
constexpr char kHonorarium[] = "5.1.02.02.01.0003";  // honorarium narasumber
constexpr char kMaterial[] = "5.1.02.01.01.0052";    // makanan dan minuman rapat
constexpr char kRent[] = "5.1.02.02.05.0009";        // sewa bangunan gedung tempat pertemuan
constexpr int kPeople = 193;                         // 16 camat and 177 lurah
constexpr int kHoursBefore = 2, kHours = 20;         // JP of one participant
constexpr int kVerifiedOnDay = 40;                   // after the money was bound

Actor ActivityOfficer() { return As("pptk-bkpp", v1::ACTIVITY_OFFICER, kPath); }
Actor Treasurer() { return As("bendahara-bkpp", v1::TREASURER, kPath); }
Actor FinanceVerifier() { return As("ppk-skpd-bkpp", v1::FINANCE_VERIFIER, kPath); }
Actor BudgetUser() { return As("kepala-bkpp", v1::BUDGET_USER, kPath); }
Actor FinanceAuthority() { return As("ppkd", v1::FINANCE_AUTHORITY, "/"); }

struct Item {
  std::string account, description;
  std::vector<std::pair<const char*, const char*>> volume;
  std::int64_t price;
  std::int64_t amount;  // as written
  const char* standard = "";
};

// Figures of the printed budget of 2024: what is written is not what the volumes and prices give.
const std::vector<Item>& AsPrinted() {
  static const std::vector<Item> items = {
      {kMeeting,
       "Paket rapat di luar kantor, eselon II",
       {{"2", "Orang/Hari"}},
       143'000,
       143'000,
       "PAKET.DIY"},
      {kMeeting,
       "Paket rapat di luar kantor, eselon III",
       {{"210", "Orang/Hari"}},
       143'000,
       143'000,
       "PAKET.DIY"}};
  return items;
}
constexpr std::int64_t kPrinted = 143'248'000;

// The same money: two days in the city, in four batches, and guidance at work after them.
const std::vector<Item>& Redesigned() {
  static const std::vector<Item> items = {
      {kMaterial, "Konsumsi peserta", {{"193", "Orang"}, {"2", "Hari"}}, 90'000, 34'740'000},
      {kHonorarium, "Honorarium narasumber", {{"32", "OJ"}}, 900'000, 28'800'000, "NARASUMBER"},
      {kRent, "Sewa gedung pertemuan di dalam kota", {{"8", "Hari"}}, 4'500'000, 36'000'000},
      {kMaterial, "Bahan dan modul", {{"193", "Orang"}}, 100'000, 19'300'000},
      {kHonorarium, "Pendampingan di tempat kerja", {{"1", "Paket"}}, 24'408'000, 24'408'000}};
  return items;
}

bv::PriceStandardRow Price(
    const std::string& code, const std::string& name, const std::string& unit,
    const std::string& ceiling, const std::string& province, const std::string& from) {
  bv::PriceStandardRow row;
  row.set_code(code);
  row.set_name(name);
  row.set_item(code.substr(0, code.find('.')));
  row.set_unit(unit);
  row.set_ceiling(ceiling);
  row.set_province(province);
  row.set_legal_basis("Keputusan Wali Kota tentang standar satuan harga (rekaan)");
  row.set_valid_from(from);
  return row;
}

bv::Budget BudgetOf(
    const std::vector<Item>& items, const std::string& title, std::int64_t total,
    const std::string& province, const std::string& plan_item) {
  bv::Budget budget;
  bv::BudgetGroup& group = *budget.add_groups();
  group.set_subactivity(kSubactivity);
  group.set_title(title);
  group.set_source("PAD");
  group.set_total(total);
  for (const Item& item : items) {
    bv::BudgetLine& line = *group.add_lines();
    line.set_account(item.account);
    line.set_description(item.description);
    line.set_province(province);
    line.set_standard(item.standard);
    line.set_plan_item(plan_item);
    for (const auto& [quantity, unit] : item.volume) {
      bv::Factor& factor = *line.mutable_after()->add_factors();
      factor.set_quantity(quantity);
      factor.set_unit(unit);
    }
    line.mutable_after()->set_price(item.price);
    line.mutable_after()->set_amount(item.amount);
  }
  return budget;
}

}  // namespace

template <class Request>
Request Story::OfBudget() const {
  Request request;
  if constexpr (requires { request.set_request_id(""); })
    request.set_request_id(world_.NewRequestId());
  request.set_unit(kAgency);
  return request;
}

absl::Status Story::FoundBudget() {
  bv::ImportPriceStandardsRequest prices;
  prices.set_request_id(world_.NewRequestId());
  const std::string from = Cat(plan_year_, "-01-01");
  *prices.add_rows() = Price(
      "PAKET.DIY", "Paket rapat di luar kantor", "Orang/Hari", "Rp375.000", "DI YOGYAKARTA", from);
  *prices.add_rows() = Price("NARASUMBER", "Honorarium narasumber", "OJ", "Rp900.000", "", from);
  RETURN_IF_ERROR(world_
                      .Ask(
                          FinanceAuthority(), world_.budgeting(),
                          &BudgetingClient::ImportPriceStandards, prices)
                      .status());
  bv::SetAccountsRequest accounts;
  accounts.set_request_id(world_.NewRequestId());
  accounts.set_year(plan_year_);
  accounts.set_subactivity(kSubactivity);
  for (const char* account : {kMeeting, kHonorarium, kMaterial, kRent})
    accounts.add_rules()->set_account(account);
  return world_.Ask(FinanceAuthority(), world_.budgeting(), &BudgetingClient::SetAccounts, accounts)
      .status();
}

absl::Status Story::TryPrintedBudget() {
  RETURN_IF_ERROR(FoundBudget());
  const std::string today = absl::FormatCivilTime(world_.today());
  tell_.Step(
      {Cat("Anggaran ", plan_year_, ": yang lama ditolak, pada ", today),
       Cat("The budget of ", plan_year_, ": the old one is refused, on ", today)});
  auto draft = OfBudget<bv::DraftVersionRequest>();
  draft.set_year(plan_year_);
  draft.set_kind(bv::MURNI);
  *draft.mutable_budget() =
      BudgetOf(AsPrinted(), "Capacity building lurah", kPrinted, "DI YOGYAKARTA", "");
  ASSIGN_OR_RETURN(
      budget_,
      world_.Ask(ActivityOfficer(), world_.budgeting(), &BudgetingClient::DraftVersion, draft));
  const absl::StatusOr<bv::Version> submitted =
      Decide(ActivityOfficer(), &BudgetingClient::SubmitVersion);
  if (submitted.ok()) return absl::InternalError("the printed budget went through");
  tell_.Say(
      {Cat("Rincian “Capacity building lurah” dimasukkan seperti tercetak pada 2024, ",
           Rupiah({kPrinted}), " (", InWords(Money{kPrinted}), "). Saat diajukan:"),
       Cat("The lines of “Capacity building lurah” are entered as they were printed in 2024, ",
           Rupiah({kPrinted}), ". When they are submitted:")});
  Show(cli::DetailsOf(submitted.status()));
  return absl::OkStatus();
}

absl::StatusOr<bv::Version> Story::Decide(
    const Actor& actor, absl::StatusOr<bv::Version> (BudgetingClient::*step)(
                            const Call&, const bv::DecideVersionRequest&) const) {
  auto request = OfBudget<bv::DecideVersionRequest>();
  request.set_id(budget_.id());
  return world_.Ask(actor, world_.budgeting(), step, request);
}

absl::StatusOr<bv::UnitCost> Story::UnitCost(int lesson_hours) {
  bv::GetUnitCostRequest request;
  request.set_unit(kAgency);
  request.set_plan_item(plan_item_);
  request.set_participants(kPeople);
  request.set_lesson_hours(lesson_hours);
  return world_.Ask(ActivityOfficer(), world_.budgeting(), &BudgetingClient::GetUnitCost, request);
}

absl::Status Story::BringBudgetIntoForce() {
  auto draft = OfBudget<bv::DraftVersionRequest>();
  draft.set_id(budget_.id());
  draft.set_year(plan_year_);
  draft.set_kind(bv::MURNI);
  *draft.mutable_budget() =
      BudgetOf(Redesigned(), "Pengembangan lurah dan camat", kPrinted, "JAWA TENGAH", plan_item_);
  // And a line for each other item of the plan.
  bv::BudgetGroup& group = *draft.mutable_budget()->mutable_groups(0);
  for (const needs::v1::PlanItem& item : other_items_) {
    const Item whole = {kMaterial, item.title(), {{"1", "Paket"}}, item.rupiah(), item.rupiah()};
    *group.add_lines() =
        BudgetOf({whole}, "", item.rupiah(), "JAWA TENGAH", item.id()).groups(0).lines(0);
    group.set_total(group.total() + item.rupiah());
  }
  RETURN_IF_ERROR(
      world_.Ask(ActivityOfficer(), world_.budgeting(), &BudgetingClient::DraftVersion, draft)
          .status());
  RETURN_IF_ERROR(Decide(ActivityOfficer(), &BudgetingClient::SubmitVersion).status());
  RETURN_IF_ERROR(Decide(FinanceVerifier(), &BudgetingClient::VerifyVersion).status());
  RETURN_IF_ERROR(world_.MoveTo(absl::CivilDay(plan_year_, 1, 4)));
  auto validate = OfBudget<bv::ValidateVersionRequest>();
  validate.set_id(budget_.id());
  validate.set_doc_ref(Cat("DPA/", kAgency, "/", plan_year_));
  ASSIGN_OR_RETURN(
      budget_,
      world_.Ask(BudgetUser(), world_.budgeting(), &BudgetingClient::ValidateVersion, validate));
  ASSIGN_OR_RETURN(const bv::UnitCost before, UnitCost(kHoursBefore));
  ASSIGN_OR_RETURN(const bv::UnitCost after, UnitCost(kHours));
  const std::string from = Rupiah({before.per_participant_lesson_hour()}),
                    to = Rupiah({after.per_participant_lesson_hour()});
  tell_.Say(
      {Cat("Uang yang sama, dirancang ulang: dua hari di dalam kota dalam empat kelas, lalu "
           "pendampingan di tempat kerja; dan satu baris bagi tiap kegiatan lain rencana itu, "
           "seluruhnya ",
           Rupiah({budget_.total()}),
           ". Disusun, diverifikasi, dan disahkan tiga orang; DPA "
           "berlaku ",
           budget_.valid_from(), ", ", budget_.total_in_words(), ". Untuk ", kPeople,
           " orang, satu JP seorang peserta: ", to, " (", kHours, " JP); dengan ", kHoursBefore,
           " JP seperti dahulu ", from, "."),
       Cat("The same money, designed anew: two days in the city in four batches, then guidance at "
           "work; and a line for each other item of the plan, ",
           Rupiah({budget_.total()}),
           " in all. Drafted, verified and validated by three people; the DPA is in force from ",
           budget_.valid_from(), ". For ", kPeople, " people a lesson hour (JP) of one costs ", to,
           " (", kHours, " JP); with ", kHoursBefore, " JP as before ", from, ".")});
  auto print = OfBudget<reporting::v1::RenderBudgetVersionRequest>();
  print.set_id(budget_.id());
  ASSIGN_OR_RETURN(
      const Printed printed,
      Print(ActivityOfficer(), &reporting::ReportingClient::RenderBudgetVersion, print));
  tell_.Say(
      {Cat("Rinciannya sebagai dokumen: ", KeptIn(), "/", printed.file, "."),
       Cat("Its details as a document: ", KeptIn(), "/", printed.file, ".")});
  return TellWhenItIsPaid();
}

absl::Status Story::TellWhenItIsPaid() {
  auto request = OfBudget<bv::GetCashPlanRequest>();
  request.set_id(budget_.id());
  ASSIGN_OR_RETURN(
      const bv::CashPlan plan,
      world_.Ask(ActivityOfficer(), world_.budgeting(), &BudgetingClient::GetCashPlan, request));
  std::vector<std::string> months;
  for (int m = 0; m < plan.planned_size(); ++m) {
    if (plan.planned(m) == 0) continue;
    months.push_back(Cat(plan.year(), m < 9 ? "-0" : "-", m + 1, " ", Rupiah({plan.planned(m)})));
  }
  const std::string all = absl::StrJoin(months, ", ");
  tell_.Say(
      {Cat("Dananya ditarik pada bulan kelas-kelasnya dimulai: ", all, "."),
       Cat("Its money is paid out in the months in which its batches begin: ", all, ".")});
  return absl::OkStatus();
}

absl::Status Story::BindAndSpend() {
  tell_.Step(
      {Cat("Sampai rupiah terakhir, pada ", absl::FormatCivilTime(world_.today())),
       Cat("To the last rupiah, on ", absl::FormatCivilTime(world_.today()))});
  const auto& lines = budget_.budget().groups(0).lines();
  const bv::BudgetLine& rent = lines[2];
  std::vector<std::vector<std::string>> table = {
      {cli::Say("apa", "what"), cli::Say("anggaran", "budget"), cli::Say("terikat", "committed"),
       cli::Say("terealisasi", "realised"), cli::Say("bebas", "free")}};
  const auto note = [&](const std::string& what) -> absl::Status {
    bv::GetBalanceRequest request;
    request.set_unit(kAgency);
    request.set_line(rent.id());
    ASSIGN_OR_RETURN(
        const bv::Balance balance,
        world_.Ask(ActivityOfficer(), world_.budgeting(), &BudgetingClient::GetBalance, request));
    table.push_back(
        {what, Rupiah({balance.after()}), Rupiah({balance.committed()}),
         Rupiah({balance.realised()}), Rupiah({balance.free()})});
    return absl::OkStatus();
  };
  const auto commit = [&](const std::string& document, std::int64_t amount) {
    auto request = OfBudget<bv::CommitRequest>();
    request.set_doc_ref(Cat(document, "/", plan_year_));
    request.set_plan_item(plan_item_);
    bv::Part& part = *request.add_parts();
    part.set_line(rent.id());
    part.set_amount(amount);
    part.set_year(plan_year_);
    return world_.Ask(ActivityOfficer(), world_.budgeting(), &BudgetingClient::Commit, request);
  };
  RETURN_IF_ERROR(note(cli::Say("sewa gedung, DPA berlaku", "rent, DPA in force")));
  constexpr std::int64_t kContract = 13'500'000, kSpent = 13'000'000;
  ASSIGN_OR_RETURN(const bv::Commitment bound, commit("SPK/1", kContract));
  RETURN_IF_ERROR(note(cli::Say("SPK/1 mengikat tiga hari", "SPK/1 binds three days")));
  const absl::StatusOr<bv::Commitment> again = commit("SPK/1", kContract);
  const absl::StatusOr<bv::Commitment> too_much =
      commit("SPK/2", rent.after().amount() - kContract + 1);
  if (again.ok() || too_much.ok()) return absl::InternalError("money was bound that is not there");
  RETURN_IF_ERROR(world_.MoveTo(world_.today() + kVerifiedOnDay));
  auto spent = OfBudget<bv::ChangeCommitmentRequest>();
  spent.set_commitment(bound.id());
  spent.set_doc_ref(Cat("SPJ/1/", plan_year_));
  spent.set_closes(true);
  bv::Part& part = *spent.add_parts();
  part.set_line(rent.id());
  part.set_amount(kSpent);
  RETURN_IF_ERROR(
      world_.Ask(Treasurer(), world_.budgeting(), &BudgetingClient::Realise, spent).status());
  RETURN_IF_ERROR(note(cli::Say(
      "SPJ/1 terverifikasi; sisa ikatannya bebas lagi",
      "SPJ/1 verified; what was left of it is free again")));
  tell_.Table(table);
  tell_.Say(
      {"Yang ditolak: dokumen yang sama sekali lagi, dan satu rupiah lebih dari yang bebas:",
       "Refused were the same document once more, and one rupiah more than is free:"});
  v1::ErrorDetails refused = cli::DetailsOf(again.status());
  refused.MergeFrom(cli::DetailsOf(too_much.status()));
  Show(refused);
  return absl::OkStatus();
}

}  // namespace binadaya::simulator
