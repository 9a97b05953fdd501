// All checks of a version of the budget of 10,000 lines (20 groups, three factors each, standard,
// province, account, plan item): by the rules alone, and as the call that submits it over gRPC,
// with the version read, saved and answered.
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "services/budgeting/budget_proto.h"
#include "services/common/domain/text.h"
#include "tests/bench/bench.h"
#include "tests/support/budget.h"
#include "tests/support/with_id.h"

namespace binadaya::bench {
namespace {

namespace bv = ::binadaya::budgeting::v1;
namespace domain = ::binadaya::budgeting::domain;

constexpr char kUnit[] = "33.74.14";
constexpr int kGroups = 20, kLinesEach = 500;
constexpr int kStandards = 500, kAccounts = 20, kPlanItems = 80;
constexpr int kParticipants = 210, kDays = 3;
constexpr std::int64_t kPrice = 143'000;
constexpr int kVat = 1'100;
constexpr int kCheckRounds = 20, kCallRounds = 9;
constexpr double kAim = 0.3;

std::string StandardCode(int n) { return absl::StrFormat("SSH.%04d", n % kStandards); }
std::string PlanItem(int n) { return absl::StrFormat("P%03d", n % kPlanItems); }

bv::Budget Sheet() {
  bv::Budget budget;
  for (int g = 0; g < kGroups; ++g) {
    bv::BudgetGroup& group = *budget.add_groups();
    group.set_subactivity(absl::StrFormat("5.04.02.2.01.%04d", g));
    group.set_title("Pengembangan kompetensi");
    group.set_source(g % 2 == 0 ? "PAD" : "DAU");
    for (int l = 0; l < kLinesEach; ++l) {
      const int n = g * kLinesEach + l;
      bv::BudgetLine& line = *group.add_lines();
      line.set_account(absl::StrFormat("5.1.02.04.01.%04d", l % kAccounts));
      line.set_description("Paket rapat di luar kantor, fullboard");
      line.set_specification("Kamar, konsumsi, ruang rapat");
      line.set_province("DI YOGYAKARTA");
      line.set_standard(StandardCode(n));
      line.set_plan_item(PlanItem(n));
      line.set_counted(bv::PARTICIPANTS);
      bv::Side& after = *line.mutable_after();
      for (const auto& [quantity, unit] :
           {std::pair(kParticipants, "Orang"), std::pair(kDays, "Hari"), std::pair(1, "Kali")}) {
        bv::Factor& factor = *after.add_factors();
        factor.set_quantity(absl::StrFormat("%d", quantity));
        factor.set_unit(unit);
      }
      after.set_price(kPrice);
      after.set_vat_basis_points(kVat);
      after.set_amount(kPrice * kParticipants * kDays * (10'000 + kVat) / 10'000);
      group.set_total(group.total() + after.amount());
    }
  }
  for (int n = 0; n < kPlanItems; ++n) {
    bv::Planned& planned = *budget.add_planned();
    planned.set_plan_item(PlanItem(n));
    planned.set_participants(kParticipants);
    planned.set_days(kDays);
  }
  return budget;
}

// As budgeting makes it of its tables: what Prices() and DraftBudget() put there.
domain::Setting SettingOf(int year) {
  domain::Setting setting{.priced_on = absl::CivilDay(year, 1, 1)};
  for (int n = 0; n < kStandards; ++n) {
    setting.standards.push_back(
        {.code = StandardCode(n),
         .name = "Paket rapat fullboard",
         .item = "PAKET_RAPAT",
         .unit = "Orang/Hari",
         .ceiling = {kPrice},
         .province = "DI YOGYAKARTA",
         .legal_basis = "Perwal 1/2026",
         .valid_from = absl::CivilDay(2026, 1, 1)});
  }
  for (int g = 0; g < kGroups; ++g) {
    for (int account = 0; account < kAccounts; ++account)
      setting.accounts.push_back(
          {absl::StrFormat("5.04.02.2.01.%04d", g), absl::StrFormat("5.1.02.04.01.%04d", account),
           ""});
  }
  for (int n = 0; n < kPlanItems; ++n)
    setting.planned[PlanItem(n)] = {.participants = kParticipants, .days = kDays};
  return setting;
}

void Prices(test::Platform& platform) {
  auto request = test::WithId<bv::ImportPriceStandardsRequest>();
  for (int n = 0; n < kStandards; ++n) {
    bv::PriceStandardRow& row = *request.add_rows();
    row.set_code(StandardCode(n));
    row.set_name("Paket rapat fullboard");
    row.set_item("PAKET_RAPAT");
    row.set_unit("Orang/Hari");
    row.set_ceiling(absl::StrFormat("%d", kPrice));
    row.set_province("DI YOGYAKARTA");
    row.set_legal_basis("Perwal 1/2026");
    row.set_valid_from("2026-01-01");
  }
  Check(platform.budgeting()
            .ImportPriceStandards(platform.As("ppkd", {{v1::FINANCE_AUTHORITY, "/"}}), request)
            .status());
}

void Report(const char* bench, const std::vector<double>& times) {
  const double median = Median(times);
  Print(
      {.bench = bench,
       .ours = absl::StrFormat("%.0f ms", median * 1e3),
       .reference = "-",
       .aim = absl::StrFormat("<= %.0f ms", kAim * 1e3),
       .met = median <= kAim});
}

// How long the rules take, which find this many things.
std::vector<double> TimesOfRules(
    const domain::Version& version, const domain::Setting& setting, std::size_t expected) {
  std::vector<double> times;
  for (int round = 0; round < kCheckRounds; ++round) {
    const absl::Time begun = absl::Now();
    const Findings findings = domain::CheckVersion(version, setting);
    times.push_back(Seconds(begun));
    if (findings.size() != expected)
      Die(
          Cat("found ", findings.size(), " instead of ", expected, ": ",
              findings.empty() ? "" : findings[0].message.en));
  }
  return times;
}

void Main() {
  test::Platform platform({"budgeting"}, {{"DATABASE_CONNECTIONS", kConnections}});
  const int year = static_cast<int>(platform.clock().Today().year()) + 1;
  platform.sql("budgeting").Query("INSERT INTO unit VALUES ($1, '/33.74.14/')", {kUnit});
  const bv::Budget sheet = Sheet();
  Findings unread;
  domain::Version version = budgeting::AsDomain(sheet, year, domain::VersionKind::kMurni, unread);
  const domain::Setting setting = SettingOf(year);
  Report("checks, 10,000 lines", TimesOfRules(version, setting, 0));
  for (domain::Group& group : version.groups) {
    for (domain::Line& line : group.lines) {
      line.after.amount.rupiah += 1;  // BL-01
      line.after.price.rupiah *= 2;   // BL-03
      line.account = "5.1.02.99";     // BL-04
      line.province = "JAWA TENGAH";  // BL-05
    }
  }
  const std::vector<double> faulty =
      TimesOfRules(version, setting, kGroups * (4 * kLinesEach + 1));  // and BL-02 of each group

  Prices(platform);
  const test::CallAs as = [&platform](const auto& who, const auto& grants, auto patience) {
    return platform.As(who, grants, patience);
  };
  const absl::StatusOr<bv::Version> draft =
      test::DraftBudget(platform.budgeting(), as, kUnit, year, sheet);
  Check(draft.status());
  std::vector<double> submitted;
  for (int round = 0; round < kCallRounds; ++round) {
    auto decision = test::WithId<bv::DecideVersionRequest>();
    decision.set_unit(kUnit);
    decision.set_id(draft->id());
    const Call officer = platform.As("pptk", {{v1::ACTIVITY_OFFICER, "/"}});
    const absl::Time begun = absl::Now();
    const absl::StatusOr<bv::Version> answer =
        platform.budgeting().SubmitVersion(officer, decision);
    submitted.push_back(Seconds(begun));
    Check(answer.status());
    decision.set_request_id(platform.Id());
    decision.set_reason("sekali lagi");
    const Call verifier = platform.As("verifier", {{v1::FINANCE_VERIFIER, "/"}});
    Check(platform.budgeting().ReturnVersion(verifier, decision).status());
  }
  Report("submitted, 10,000 lines", submitted);
  Note(absl::StrFormat(
      "with four faults in each line %.0f ms; a version is %.1f MB", Median(faulty) * 1e3,
      static_cast<double>(draft->ByteSizeLong()) / 1e6));
}

}  // namespace
}  // namespace binadaya::bench

int main() { return binadaya::bench::Run(&binadaya::bench::Main); }
