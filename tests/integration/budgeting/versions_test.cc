// Versions of the year's budget: what is refused, and by whom they come into force.
#include <algorithm>
#include <future>

#include "services/common/locks.h"
#include "tests/integration/budgeting/budget.h"

namespace binadaya::test {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;

using BudgetVersions = BudgetTest;

// "Capacity building lurah" of 2024 as it was printed.
TEST_F(BudgetVersions, WithTheArithmeticOfFigure3AreRefusedWithEveryFault) {
  bv::DraftVersionRequest request =
      Draft({{.quantity = "2", .price = 143'000}, {.quantity = "210", .price = 143'000}});
  request.mutable_budget()->mutable_groups(0)->set_total(143'248'000);
  const bv::Version version = Drafted(request);
  const auto submitted = Submit(version);
  const Findings findings = FindingsOf(submitted.status());
  ASSERT_EQ(findings.size(), 3u) << submitted.status();
  EXPECT_EQ(findings[0].rule, "BL-01");
  EXPECT_EQ(findings[0].values.at("expected"), "Rp286.000");
  EXPECT_EQ(findings[0].values.at("found"), "Rp143.000");
  EXPECT_EQ(findings[1].rule, "BL-01");
  EXPECT_EQ(findings[1].values.at("expected"), "Rp30.030.000");
  EXPECT_EQ(findings[1].values.at("row"), "2");
  EXPECT_EQ(findings[2].rule, "BL-02");
  EXPECT_EQ(findings[2].values.at("expected"), "Rp30.316.000");
  EXPECT_EQ(findings[2].values.at("found"), "Rp143.248.000");
  EXPECT_EQ(findings[2].values.at("difference"), "Rp112.932.000");
  EXPECT_EQ(findings[2].values.at("row"), "1");
  bv::ListVersionFindingsRequest list;
  list.set_unit(kUnit);
  list.set_id(version.id());
  const auto listed = platform_.budgeting().ListVersionFindings(As("auditor"), list);
  ASSERT_THAT(listed, IsOk());
  EXPECT_EQ(listed->findings_size(), 3);
}

TEST_F(BudgetVersions, GoWithTheirUnitWhenItMoves) {
  bv::DraftVersionRequest request = Draft({{}});
  request.set_unit("33.74.14.1003");
  const auto version = platform_.budgeting().DraftVersion(As("pptk"), request);
  ASSERT_THAT(version, IsOk());
  const auto seen_by = [&](const std::string& path) {
    bv::GetVersionRequest get;
    get.set_unit("33.74.14.1003");
    get.set_id(version->id());
    return platform_.budgeting()
        .GetVersion(platform_.As("auditor", {{v1::AUDITOR, path}}), get)
        .status()
        .code();
  };
  EXPECT_EQ(seen_by("/33.74.14/"), absl::StatusCode::kOk);
  EXPECT_EQ(seen_by("/33.74.02/"), absl::StatusCode::kPermissionDenied);
  city_.Move("33.74.02");
  ASSERT_TRUE(platform_.Settle());
  EXPECT_EQ(seen_by("/33.74.14/"), absl::StatusCode::kPermissionDenied);
  EXPECT_EQ(seen_by("/33.74.02/"), absl::StatusCode::kOk);
}

TEST_F(BudgetVersions, ComeIntoForceByThreeDifferentPeople) {
  const bv::Version version = Drafted(Draft({{}}));
  EXPECT_THAT(Verify(version), RefusedBy("BV-01"));
  ASSERT_THAT(Submit(version, "pptk2"), IsOk());
  // The same people, with every role.
  const auto all = [&](const std::string& who) {
    return platform_.As(
        who, {{v1::ACTIVITY_OFFICER, "/"}, {v1::FINANCE_VERIFIER, "/"}, {v1::BUDGET_USER, "/"}});
  };
  for (const char* drafted : {"pptk", "pptk2"}) {
    EXPECT_THAT(
        platform_.budgeting().VerifyVersion(all(drafted), Decision(version)), RefusedBy("BV-02"));
  }
  ASSERT_THAT(Verify(version), IsOk());
  bv::ValidateVersionRequest validate;
  validate.set_unit(kUnit);
  validate.set_id(version.id());
  validate.set_doc_ref("DPA/1");
  for (const char* same : {"pptk", "pptk2", "verifier"}) {
    validate.set_request_id(platform_.Id());
    EXPECT_THAT(platform_.budgeting().ValidateVersion(all(same), validate), RefusedBy("BV-02"));
  }
  (void)platform_.Told("budgeting");
  const auto valid = Validate(version);
  ASSERT_THAT(valid, IsOk());
  EXPECT_EQ(valid->state(), bv::VALID);
  EXPECT_EQ(valid->valid_from(), "2027-03-01");
  EXPECT_EQ(valid->total_in_words(), "satu juta rupiah");
  EXPECT_THAT(platform_.Told("budgeting"), ElementsAre("version.validated", "line.changed"));
  EXPECT_EQ(Balance(valid->budget().groups(0).lines(0).id()), "1000000 = 1000000 + 0 + 0 + 0");
}

TEST_F(BudgetVersions, GoBackToADraftWithAReasonAndAreWrittenAnew) {
  const bv::Version version = Drafted(Draft({{}}));
  ASSERT_THAT(Submit(version), IsOk());
  bv::DraftVersionRequest again = Draft({{.price = 2'000'000}});
  again.set_id(version.id());
  EXPECT_THAT(platform_.budgeting().DraftVersion(As("pptk"), again), RefusedBy("BV-01"));
  EXPECT_THAT(
      platform_.budgeting().ReturnVersion(As("verifier"), Decision(version)), RefusedBy("BV-03"));
  const auto returned =
      platform_.budgeting().ReturnVersion(As("verifier"), Decision(version, "harga salah"));
  ASSERT_THAT(returned, IsOk());
  EXPECT_EQ(returned->reason(), "harga salah");
  again.set_request_id(platform_.Id());
  again.set_version(version.version());
  EXPECT_THAT(
      platform_.budgeting().DraftVersion(As("pptk"), again), HasCode(absl::StatusCode::kAborted));
  again.set_request_id(platform_.Id());
  again.set_version(returned->version());
  const auto drafted = platform_.budgeting().DraftVersion(As("pptk"), again);
  ASSERT_THAT(drafted, IsOk());
  EXPECT_EQ(drafted->total(), 2'000'000);
}

TEST_F(BudgetVersions, AreOneAtATimeAndFirstMurni) {
  EXPECT_THAT(
      platform_.budgeting().DraftVersion(As("pptk"), Draft({{}}, bv::PERUBAHAN)),
      RefusedBy("BV-06"));
  const bv::Version version = Drafted(Draft({{}}));
  EXPECT_THAT(platform_.budgeting().DraftVersion(As("pptk"), Draft({{}})), RefusedBy("BV-05"));
  ASSERT_THAT(Submit(version), IsOk());
  ASSERT_THAT(Verify(version), IsOk());
  ASSERT_THAT(Validate(version), IsOk());
  EXPECT_THAT(platform_.budgeting().DraftVersion(As("pptk"), Draft({{}})), RefusedBy("BV-06"));
  // Another unit's, and another year's, are another matter.
  EXPECT_THAT(
      platform_.budgeting().DraftVersion(As("pptk"), Draft({{}}, bv::MURNI, kOther)), IsOk());
  EXPECT_THAT(
      platform_.budgeting().DraftVersion(As("pptk"), Draft({{}}, bv::MURNI, kUnit, kYear + 1)),
      IsOk());
}

TEST_F(BudgetVersions, ThatShiftMoneyAreApprovedByHowFarItMoves) {
  const std::vector<std::string> lines = Lines({1'000'000, 1'000'000});
  ASSERT_THAT(Commit("SPK/1", {{lines[0], 600'000}}), IsOk());
  const auto shift = [&](std::int64_t moved) {
    return Draft(
        {{.price = 1'000'000 - moved, .id = lines[0]},
         {.price = 1'000'000 + moved, .id = lines[1]}},
        bv::PERGESERAN);
  };
  bv::Version version = Drafted(shift(400'001));
  EXPECT_EQ(version.budget().groups(0).lines(0).before().amount(), 1'000'000);
  EXPECT_THAT(Submit(version), RefusedBy("BL-13")) << "600.000 are bound";
  bv::DraftVersionRequest again = shift(400'000);
  again.set_id(version.id());
  version = Drafted(again);
  EXPECT_EQ(version.shift(), bv::RINCIAN);
  ASSERT_THAT(Submit(version), IsOk());
  ASSERT_THAT(Verify(version), IsOk());
  EXPECT_THAT(Validate(version, "pa"), RefusedBy("BV-04"));
  EXPECT_THAT(Validate(version, "sekda"), RefusedBy("BV-04"));
  ASSERT_THAT(Validate(version, "ppkd"), IsOk());
  EXPECT_EQ(Balance(lines[0]), "600000 = 0 + 600000 + 0 + 0");
  EXPECT_EQ(Balance(lines[1]), "1400000 = 1400000 + 0 + 0 + 0");
  // What was bound between the submission and the validation counts too.
  version = Drafted(Draft(
      {{.price = 700'000, .id = lines[0]}, {.price = 1'300'000, .id = lines[1]}}, bv::PERGESERAN));
  ASSERT_THAT(Submit(version), IsOk());
  ASSERT_THAT(Verify(version), IsOk());
  ASSERT_THAT(Commit("SPK/2", {{lines[1], 1'300'001}}), IsOk());
  EXPECT_THAT(Validate(version, "ppkd"), RefusedBy("BL-13"));
  ExpectLedgerHolds();
}

TEST_F(BudgetVersions, BetweenObjectsAreForTheAuthorisedOfficial) {
  const bv::Version first = InForce(Draft({{}, {.account = kHonorarium}}));
  const auto& lines = first.budget().groups(0).lines();
  const bv::Version version = Drafted(Draft(
      {{.price = 900'000, .id = lines[0].id()},
       {.account = kHonorarium, .price = 1'100'000, .id = lines[1].id()}},
      bv::PERGESERAN));
  EXPECT_EQ(version.shift(), bv::OBJEK);
  ASSERT_THAT(Submit(version), IsOk());
  ASSERT_THAT(Verify(version), IsOk());
  EXPECT_THAT(Validate(version, "ppkd"), RefusedBy("BV-04"));
  EXPECT_THAT(Validate(version, "sekda"), IsOk());
}

TEST_F(BudgetVersions, KeepTheLinesInForceInTheirPlace) {
  const std::vector<std::string> lines = Lines({1'000, 2'000});
  const auto draft = [&](const std::vector<Item>& items) {
    return platform_.budgeting().DraftVersion(As("pptk"), Draft(items, bv::PERUBAHAN));
  };
  EXPECT_THAT(draft({{.id = platform_.Id()}}), RefusedBy("BL-16"));
  EXPECT_THAT(draft({{.id = "bukan id"}}), RefusedBy("BL-16"));
  EXPECT_THAT(draft({{.account = kHonorarium, .id = lines[0]}}), RefusedBy("BL-16"));
  const auto missing = draft({{.price = 1'000, .id = lines[0]}});
  ASSERT_THAT(missing, IsOk());
  EXPECT_THAT(Submit(*missing), RefusedBy("BL-15"));
}

TEST_F(BudgetVersions, ComeIntoForceUntilTheirYearEnds) {
  const bv::Version first = InForce(Draft({{}, {}}));
  const auto& lines = first.budget().groups(0).lines();
  const bv::Version shift = Drafted(Draft(
      {{.price = 900'000, .id = lines[0].id()}, {.price = 1'100'000, .id = lines[1].id()}},
      bv::PERGESERAN));
  ASSERT_THAT(Submit(shift), IsOk());
  ASSERT_THAT(Verify(shift), IsOk());
  MoveTo(absl::CivilDay(kYear + 1, 1, 1));
  EXPECT_THAT(Validate(shift, "ppkd"), RefusedBy("BV-07"));
  EXPECT_EQ(Balance(lines[0].id()), "1000000 = 1000000 + 0 + 0 + 0");
}

TEST_F(BudgetVersions, TellAlsoWhatALineIsForNow) {
  const std::string item = platform_.Id(), next = platform_.Id();
  const bv::Version first = InForce(Draft({{.plan_item = item}}));
  const std::string line = first.budget().groups(0).lines(0).id();
  (void)platform_.Told("budgeting");
  InForce(Draft({{.id = line, .plan_item = next}}, bv::PERGESERAN), "ppkd");
  EXPECT_THAT(platform_.Told("budgeting"), Contains("line.changed"));
  EXPECT_EQ(Entries(line).size(), 1u) << "no money has moved";
  (void)platform_.Told("budgeting");
  InForce(Draft({{.id = line, .plan_item = next}}, bv::PERGESERAN), "ppkd");
  EXPECT_THAT(platform_.Told("budgeting"), ::testing::Not(Contains("line.changed")));
}

TEST_F(BudgetVersions, SayWhichQuantityCannotBeRead) {
  EXPECT_THAT(
      platform_.budgeting().DraftVersion(As("pptk"), Draft({{.quantity = "1.500"}})),
      RefusedBy("MON-08"));
}

TEST_F(BudgetVersions, OfAnotherUnitAreNotThere) {
  const bv::Version version = Drafted(Draft({{}}));
  bv::GetVersionRequest get;
  get.set_unit(kOther);
  get.set_id(version.id());
  EXPECT_THAT(
      platform_.budgeting().GetVersion(As("auditor"), get), HasCode(absl::StatusCode::kNotFound));
  bv::ListVersionsRequest list;
  const auto mine = platform_.budgeting().ListVersions(As("auditor", "/33.74.14/"), list);
  ASSERT_THAT(mine, IsOk());
  EXPECT_EQ(mine->versions_size(), 1);
  const auto theirs = platform_.budgeting().ListVersions(As("auditor", "/33.74.02/"), list);
  ASSERT_THAT(theirs, IsOk());
  EXPECT_EQ(theirs->versions_size(), 0);
}

TEST_F(BudgetVersions, PricesAreImportedWholeAndHoldFromTheirDay) {
  bv::ImportPriceStandardsRequest request;
  request.set_request_id(platform_.Id());
  *request.add_rows() = Row("BARU", "1.500", "");
  *request.add_rows() = Row("BARU", "1500", "");
  EXPECT_THAT(
      platform_.budgeting().ImportPriceStandards(As("ppkd"), request),
      RefusedBy("MON-04", "PRC-01"));
  request.set_request_id(platform_.Id());
  request.mutable_rows(0)->set_ceiling("Rp1.500");
  request.mutable_rows(1)->set_valid_from("2027-06-01");
  *request.add_rows() = Row("PAKET.DIY", "Rp150.000.000", "DI YOGYAKARTA");
  *request.add_rows() = Row("PAKET.JATENG", "1", "JAWA TENGAH");
  const auto imported = platform_.budgeting().ImportPriceStandards(As("ppkd"), request);
  ASSERT_THAT(imported, IsOk());
  EXPECT_EQ(imported->added(), 2);
  EXPECT_EQ(imported->changed(), 1);
  EXPECT_EQ(imported->same(), 1);
  bv::ListPriceStandardsRequest list;
  list.set_code_prefix("BARU");
  const auto ceiling = [&](const std::string& day) {
    list.set_as_of(day);
    const auto listed = platform_.budgeting().ListPriceStandards(As("auditor"), list);
    EXPECT_THAT(listed, IsOk());
    return listed->standards_size() == 1 ? listed->standards(0).ceiling() : -1;
  };
  EXPECT_EQ(ceiling("2025-12-31"), -1);
  EXPECT_EQ(ceiling("2027-05-31"), 1'500);
  EXPECT_EQ(ceiling("2027-06-01"), 1'500);
  // One for a year, which ends the one before and then itself.
  request.set_request_id(platform_.Id());
  request.clear_rows();
  *request.add_rows() = Row("BARU", "Rp1.000", "JAWA TENGAH");
  request.mutable_rows(0)->set_valid_from("2028-01-01");
  request.mutable_rows(0)->set_valid_to("2029-01-01");
  ASSERT_THAT(platform_.budgeting().ImportPriceStandards(As("ppkd"), request), IsOk());
  EXPECT_EQ(ceiling("2027-12-31"), 1'500);
  EXPECT_EQ(ceiling("2028-12-31"), 1'000);
  EXPECT_EQ(ceiling("2029-01-01"), -1);
}

// Set in the autumn for the year that comes.
TEST_F(BudgetVersions, AreTaxedAsOfTheDayOfTheirPrices) {
  operations::v1::SetPolicyRequest rates;
  rates.set_request_id(platform_.Id());
  rates.mutable_policy()->set_key("budget.vat_rates");
  rates.mutable_policy()->set_valid_from("2028-01-01");
  rates.mutable_policy()->add_values(0);
  rates.mutable_policy()->add_values(1'200);
  rates.mutable_policy()->set_legal_basis("UU 7/2021 (rekaan)");
  ASSERT_THAT(platform_.operations("budgeting").SetPolicy(platform_.Admin(), rates), IsOk());
  rates.set_request_id(platform_.Id());
  rates.mutable_policy()->set_values(0, -1);
  EXPECT_THAT(
      platform_.operations("budgeting").SetPolicy(platform_.Admin(), rates), RefusedBy("BL-50"));
  const auto submitted = [&](int year, int rate, std::int64_t amount) {
    bv::DraftVersionRequest draft = Draft(
        {{.price = 1'000, .amount = amount}}, bv::MURNI, rate == 1'100 ? kUnit : kOther, year);
    draft.mutable_budget()
        ->mutable_groups(0)
        ->mutable_lines(0)
        ->mutable_after()
        ->set_vat_basis_points(rate);
    return Submit(Drafted(draft)).status();
  };
  EXPECT_THAT(submitted(kYear + 1, 1'200, 1'120), IsOk());
  EXPECT_THAT(submitted(kYear + 1, 1'100, 1'110), RefusedBy("BL-11"));
  EXPECT_THAT(submitted(kYear, 1'100, 1'110), IsOk());
  EXPECT_THAT(submitted(kYear, 1'200, 1'120), RefusedBy("BL-11"));
}

// Begun while another one comes into force: its side before is what is in force once it is there.
TEST_F(BudgetVersions, BegunWhileAnotherComesIntoForceHaveThatOnesSideBefore) {
  const std::vector<std::string> lines = Lines({1'000, 1'000});
  const auto shift = [&](std::int64_t to) {
    return Draft(
        {{.price = to, .id = lines[0]}, {.price = 2'000 - to, .id = lines[1]}}, bv::PERGESERAN);
  };
  const bv::Version first = Drafted(shift(900));
  ASSERT_THAT(Submit(first), IsOk());
  ASSERT_THAT(Verify(first), IsOk());
  const bv::DraftVersionRequest next = shift(1'100);
  pg::Connection own(platform_.conninfo("budgeting")), watch(platform_.conninfo("budgeting"));
  const auto waiting = [&](int sessions) {
    return Eventually([&] {
      return watch
                 .Query(
                     "SELECT count(*) FROM pg_stat_activity"
                     " WHERE datname = current_database() AND wait_event_type = 'Lock'",
                     {})
                 .Int(0, 0) >= sessions;
    });
  };
  // It is in force, but for what it tells.
  own.Execute("BEGIN");
  own.Query(
      "SELECT 1 FROM aggregate WHERE type = 'line' AND id = $1 FOR UPDATE", pg::Params(lines[0]));
  auto valid = std::async(std::launch::async, [&] { return Validate(first, "ppkd").status(); });
  EXPECT_TRUE(waiting(1));
  auto begun = std::async(
      std::launch::async, [&] { return platform_.budgeting().DraftVersion(As("pptk"), next); });
  EXPECT_TRUE(waiting(2));
  own.Execute("COMMIT");
  EXPECT_THAT(valid.get(), IsOk());
  const auto drafted = begun.get();
  ASSERT_THAT(drafted, IsOk());
  EXPECT_EQ(drafted->budget().groups(0).lines(0).before().amount(), 900);
  EXPECT_EQ(drafted->budget().groups(0).lines(1).before().amount(), 1'100);
}

// Two say it at once: the one list or the other, never both.
TEST_F(BudgetVersions, UseTheAccountsThatWereSaidLast) {
  pg::Connection own(platform_.conninfo("budgeting"));
  own.Execute("BEGIN");
  const std::vector<pg::Param> key = pg::Params(kYear, kSubactivity);
  own.Query("SELECT pg_advisory_xact_lock(" ACCOUNT_RULE_LOCK("$1", "$2") ")", key);
  own.Query("DELETE FROM account_rule WHERE year = $1 AND subactivity = $2", key);
  own.Query(
      "INSERT INTO account_rule (year, subactivity, account, item) VALUES ($1, $2, '5.9', '')",
      key);
  bv::SetAccountsRequest request;
  request.set_request_id(platform_.Id());
  request.set_year(kYear);
  request.set_subactivity(kSubactivity);
  request.add_rules()->set_account("5.8");
  auto second = std::async(std::launch::async, [&] {
    return platform_.budgeting().SetAccounts(As("ppkd"), request).status();
  });
  pg::Connection watch(platform_.conninfo("budgeting"));
  EXPECT_TRUE(Eventually([&] {
    return !watch
                .Query(
                    "SELECT FROM pg_stat_activity"
                    " WHERE datname = current_database() AND wait_event_type = 'Lock'",
                    {})
                .empty();
  }));
  own.Execute("COMMIT");
  EXPECT_THAT(second.get(), IsOk());
  bv::GetAccountsRequest get;
  get.set_year(kYear);
  get.set_subactivity(kSubactivity);
  const auto accounts = platform_.budgeting().GetAccounts(As("auditor"), get);
  ASSERT_THAT(accounts, IsOk());
  ASSERT_EQ(accounts->rules_size(), 1);
  EXPECT_EQ(accounts->rules(0).account(), "5.8");
}

}  // namespace
}  // namespace binadaya::test
