#pragma once

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/city.h"
#include "tests/support/matchers.h"
#include "tests/support/platform.h"

namespace binadaya::test {

namespace bv = ::binadaya::budgeting::v1;

// A city with two kecamatan that keep a budget, prices and accounts; 1 March 2027, 08.00.
class BudgetTest : public ::testing::Test {
 protected:
  static constexpr char kUnit[] = "33.74.14";
  static constexpr char kOther[] = "33.74.02";
  static constexpr char kSubactivity[] = "5.04.02.2.01.0007";
  static constexpr char kMeeting[] = "5.1.02.04.01.0005";
  static constexpr char kHonorarium[] = "5.1.02.02.01.0003";
  static constexpr int kYear = 2027;
  static constexpr char kAnyBatch[] = "019b8bab-25b4-7187-9582-d547fc7da4e0";

  struct Item {
    std::string account = kMeeting;
    std::string quantity = "1";
    std::int64_t price = 1'000'000;
    std::string id = "";
    std::int64_t amount = -1;  // price x quantity if that is 1
    std::string plan_item = "";
  };

  explicit BudgetTest(
      std::vector<std::string> services = {"registry", "budgeting"},
      const std::map<std::string, std::string>& settings = {})
      : platform_(std::move(services), settings), city_(platform_) {
    city_.Found();
    MoveTo(absl::CivilDay(kYear, 3, 1));
    EXPECT_TRUE(platform_.Settle());
    bv::ImportPriceStandardsRequest prices;
    prices.set_request_id(platform_.Id());
    *prices.add_rows() = Row("PAKET.DIY", "Rp150.000.000", "DI YOGYAKARTA");
    *prices.add_rows() = Row("PAKET.JATENG", "150.000.000,00", "JAWA TENGAH");
    EXPECT_THAT(platform_.budgeting().ImportPriceStandards(As("ppkd"), prices), IsOk());
    for (const int year : {kYear, kYear + 1}) {
      bv::SetAccountsRequest accounts;
      accounts.set_request_id(platform_.Id());
      accounts.set_year(year);
      accounts.set_subactivity(kSubactivity);
      for (const char* account : {kMeeting, kHonorarium, "5.1.02.04.01.0004"})
        accounts.add_rules()->set_account(account);
      EXPECT_THAT(platform_.budgeting().SetAccounts(As("ppkd"), accounts), IsOk());
    }
  }

  static bv::PriceStandardRow Row(
      const std::string& code, const std::string& ceiling, const std::string& province) {
    bv::PriceStandardRow row;
    row.set_code(code);
    row.set_name("Paket rapat fullboard");
    row.set_item("PAKET_RAPAT");
    row.set_unit("Orang/Hari");
    row.set_ceiling(ceiling);
    row.set_province(province);
    row.set_legal_basis("Perwal 1/2026");
    row.set_valid_from("2026-01-01");
    return row;
  }
  void MoveTo(absl::CivilDay day) {
    ASSERT_TRUE(platform_.clock().MoveTo(platform_.clock().StartOf(day) + absl::Hours(8)).ok());
  }
  // One of the people of a budget, each with the role of the name.
  Call As(
      const std::string& who, const std::string& path = "/",
      absl::Duration patience = absl::Seconds(20)) {
    const v1::Role role = who.starts_with("pptk")        ? v1::ACTIVITY_OFFICER
                          : who.starts_with("bendahara") ? v1::TREASURER
                          : who.starts_with("verifier")  ? v1::FINANCE_VERIFIER
                          : who.starts_with("pa")        ? v1::BUDGET_USER
                          : who.starts_with("ppkd")      ? v1::FINANCE_AUTHORITY
                          : who.starts_with("sekda")     ? v1::AUTHORISED_OFFICIAL
                                                         : v1::AUDITOR;
    return platform_.As(who, {{role, path}}, patience);
  }

  static bv::BudgetLine LineOf(const Item& item) {
    bv::BudgetLine line;
    line.set_id(item.id);
    line.set_account(item.account);
    line.set_description("Paket rapat di luar kantor");
    line.set_province("DI YOGYAKARTA");
    line.set_standard("PAKET.DIY");
    line.set_plan_item(item.plan_item);
    bv::Factor& factor = *line.mutable_after()->add_factors();
    factor.set_quantity(item.quantity);
    factor.set_unit("Orang/Hari");
    line.mutable_after()->set_price(item.price);
    line.mutable_after()->set_amount(item.amount < 0 ? item.price : item.amount);
    return line;
  }
  bv::DraftVersionRequest Draft(
      const std::vector<Item>& items, bv::VersionKind kind = bv::MURNI,
      const std::string& unit = kUnit, int year = kYear) {
    bv::DraftVersionRequest request;
    request.set_request_id(platform_.Id());
    request.set_unit(unit);
    request.set_year(year);
    request.set_kind(kind);
    bv::BudgetGroup& group = *request.mutable_budget()->add_groups();
    group.set_subactivity(kSubactivity);
    group.set_title("Capacity building lurah");
    group.set_source("PAD");
    for (const Item& item : items) {
      *group.add_lines() = LineOf(item);
      group.set_total(group.total() + group.lines().rbegin()->after().amount());
    }
    return request;
  }
  bv::Version Drafted(const bv::DraftVersionRequest& request) {
    const auto version = platform_.budgeting().DraftVersion(As("pptk"), request);
    EXPECT_THAT(version, IsOk());
    return version.ok() ? *version : bv::Version();
  }
  bv::DecideVersionRequest Decision(const bv::Version& version, const std::string& reason = "") {
    bv::DecideVersionRequest request;
    request.set_request_id(platform_.Id());
    request.set_unit(version.unit());
    request.set_id(version.id());
    request.set_reason(reason);
    return request;
  }
  absl::StatusOr<bv::Version> Submit(const bv::Version& version, const std::string& by = "pptk") {
    return platform_.budgeting().SubmitVersion(As(by), Decision(version));
  }
  absl::StatusOr<bv::Version> Verify(
      const bv::Version& version, const std::string& by = "verifier") {
    return platform_.budgeting().VerifyVersion(As(by), Decision(version));
  }
  absl::StatusOr<bv::Version> Validate(const bv::Version& version, const std::string& by = "pa") {
    bv::ValidateVersionRequest request;
    request.set_request_id(platform_.Id());
    request.set_unit(version.unit());
    request.set_id(version.id());
    request.set_doc_ref("DPA/1");
    return platform_.budgeting().ValidateVersion(As(by), request);
  }
  // In force, by three people.
  bv::Version InForce(const bv::DraftVersionRequest& request, const std::string& by = "pa") {
    const bv::Version version = Drafted(request);
    EXPECT_THAT(Submit(version), IsOk());
    EXPECT_THAT(Verify(version), IsOk());
    const auto valid = Validate(version, by);
    EXPECT_THAT(valid, IsOk());
    return valid.ok() ? *valid : bv::Version();
  }
  // The ids of the lines of a budget in force, of these amounts.
  std::vector<std::string> Lines(
      const std::vector<std::int64_t>& amounts, const std::string& unit = kUnit, int year = kYear) {
    std::vector<Item> items;
    for (const std::int64_t amount : amounts) items.push_back({.price = amount});
    const bv::Version version = InForce(Draft(items, bv::MURNI, unit, year));
    std::vector<std::string> lines;
    for (const bv::BudgetLine& line : version.budget().groups(0).lines())
      lines.push_back(line.id());
    return lines;
  }

  struct Money {
    std::string line;
    std::int64_t amount = 0;
    int year = kYear;
  };
  bv::CommitRequest CommitOf(const std::string& doc, const std::vector<Money>& parts) {
    bv::CommitRequest request;
    request.set_request_id(platform_.Id());
    request.set_unit(kUnit);
    request.set_doc_ref(doc);
    request.set_batch(kAnyBatch);
    for (const Money& part : parts) {
      bv::Part& out = *request.add_parts();
      out.set_line(part.line);
      out.set_amount(part.amount);
      out.set_year(part.year);
    }
    return request;
  }
  absl::StatusOr<bv::Commitment> Commit(const std::string& doc, const std::vector<Money>& parts) {
    return platform_.budgeting().Commit(As("pptk"), CommitOf(doc, parts));
  }
  bv::ChangeCommitmentRequest ChangeOf(
      const std::string& commitment, const std::vector<Money>& parts = {},
      const std::string& doc = "SPJ/1") {
    bv::ChangeCommitmentRequest request;
    request.set_request_id(platform_.Id());
    request.set_unit(kUnit);
    request.set_commitment(commitment);
    request.set_doc_ref(doc);
    for (const Money& part : parts) {
      bv::Part& out = *request.add_parts();
      out.set_line(part.line);
      out.set_amount(part.amount);
    }
    return request;
  }
  absl::StatusOr<bv::Commitment> Release(
      const std::string& commitment, const std::vector<Money>& parts = {}) {
    return platform_.budgeting().Release(As("pptk"), ChangeOf(commitment, parts));
  }
  absl::StatusOr<bv::Commitment> Realise(
      const std::string& commitment, const std::vector<Money>& parts = {}, bool closes = false,
      const std::string& doc = "SPJ/1") {
    bv::ChangeCommitmentRequest request = ChangeOf(commitment, parts, doc);
    request.set_closes(closes);
    return platform_.budgeting().Realise(As("bendahara"), request);
  }
  absl::StatusOr<bv::FreezeResponse> Freeze(
      const std::string& line, std::int64_t amount, bool freeze = true,
      const std::string& order = "SE/1") {
    bv::FreezeRequest request;
    request.set_request_id(platform_.Id());
    request.set_unit(kUnit);
    request.set_doc_ref(order);
    request.add_parts()->set_line(line);
    request.mutable_parts(0)->set_amount(amount);
    return freeze ? platform_.budgeting().Freeze(As("pa"), request)
                  : platform_.budgeting().Unfreeze(As("pa"), request);
  }
  // "after = free + committed + realised + frozen", at the end of a day.
  std::string Balance(const std::string& line, const std::string& as_of = "") {
    bv::GetBalanceRequest request;
    request.set_unit(kUnit);
    request.set_line(line);
    request.set_as_of(as_of);
    const auto balance = platform_.budgeting().GetBalance(As("auditor"), request);
    EXPECT_THAT(balance, IsOk());
    if (!balance.ok()) return "";
    return Cat(
        balance->after(), " = ", balance->free(), " + ", balance->committed(), " + ",
        balance->realised(), " + ", balance->frozen());
  }
  std::vector<bv::Entry> Entries(const std::string& line) {
    bv::ListEntriesRequest request;
    request.set_unit(kUnit);
    request.set_line(line);
    request.set_page_size(1'000);
    const auto listed = platform_.budgeting().ListEntries(As("auditor"), request);
    EXPECT_THAT(listed, IsOk());
    return {listed->entries().begin(), listed->entries().end()};
  }
  // The same figures as the ledger's own rows, which the rules are enforced on.
  void ExpectLedgerHolds() {
    const pg::Result off =
        platform_.sql("budgeting")
            .Query(
                "SELECT l.id FROM line l LEFT JOIN entry e ON e.line = l.id GROUP BY l.id HAVING"
                " l.after <> sum(e.amount) FILTER (WHERE e.kind = 1)"
                " OR l.committed <> coalesce(sum(CASE WHEN e.kind = 3 THEN e.amount"
                "   WHEN e.kind IN (4, 5) THEN -e.amount END), 0)"
                " OR l.realised <> coalesce(sum(CASE WHEN e.kind = 5 THEN e.amount"
                "   WHEN e.kind = 6 THEN -e.amount END), 0)"
                " OR l.frozen <> coalesce(sum(CASE WHEN e.kind = 7 THEN e.amount"
                "   WHEN e.kind = 8 THEN -e.amount END), 0)"
                " OR l.earmarked <> coalesce(sum(e.amount) FILTER (WHERE e.kind = 2), 0)",
                {});
    EXPECT_EQ(off.rows(), 0);
  }

  Platform platform_;
  City city_;
};

}  // namespace binadaya::test
