#include "tests/support/budget.h"

#include <map>
#include <set>

#include "services/common/status.h"
#include "tests/support/with_id.h"

namespace binadaya::test {
namespace {

namespace bv = ::binadaya::budgeting::v1;

constexpr char kSubactivity[] = "5.04.02.2.01.0007";
constexpr char kAccount[] = "5.1.02.04.01.0005";

}  // namespace

bv::Budget BudgetOf(const std::vector<std::int64_t>& amounts) {
  bv::Budget budget;
  bv::BudgetGroup& group = *budget.add_groups();
  group.set_subactivity(kSubactivity);
  group.set_source("PAD");
  for (const std::int64_t amount : amounts) {
    bv::BudgetLine& line = *group.add_lines();
    line.set_account(kAccount);
    line.set_description("Paket rapat di luar kantor");
    bv::Factor& factor = *line.mutable_after()->add_factors();
    factor.set_quantity("1");
    factor.set_unit("Paket");
    line.mutable_after()->set_price(amount);
    line.mutable_after()->set_amount(amount);
    group.set_total(group.total() + amount);
  }
  return budget;
}

absl::StatusOr<bv::Version> DraftBudget(
    const budgeting::BudgetingClient& client, const CallAs& as, const std::string& unit, int year,
    const bv::Budget& budget) {
  std::map<std::string, std::set<std::string>> accounts;  // by sub-activity
  for (const bv::BudgetGroup& group : budget.groups()) {
    for (const bv::BudgetLine& line : group.lines())
      accounts[group.subactivity()].insert(line.account());
  }
  for (const auto& [subactivity, allowed] : accounts) {
    bv::SetAccountsRequest request = WithId<bv::SetAccountsRequest>();
    request.set_year(year);
    request.set_subactivity(subactivity);
    for (const std::string& account : allowed) request.add_rules()->set_account(account);
    RETURN_IF_ERROR(
        client.SetAccounts(as("ppkd", {{v1::FINANCE_AUTHORITY, "/"}}, kCallPatience), request)
            .status());
  }
  bv::DraftVersionRequest request = WithId<bv::DraftVersionRequest>();
  request.set_unit(unit);
  request.set_year(year);
  request.set_kind(bv::MURNI);
  *request.mutable_budget() = budget;
  return client.DraftVersion(as("pptk", {{v1::ACTIVITY_OFFICER, "/"}}, kCallPatience), request);
}

absl::StatusOr<std::vector<std::string>> PutInForce(
    const budgeting::BudgetingClient& client, const CallAs& as, const std::string& unit, int year,
    const bv::Budget& budget) {
  ASSIGN_OR_RETURN(const bv::Version version, DraftBudget(client, as, unit, year, budget));
  bv::DecideVersionRequest decision = WithId<bv::DecideVersionRequest>();
  decision.set_unit(unit);
  decision.set_id(version.id());
  RETURN_IF_ERROR(
      client.SubmitVersion(as("pptk", {{v1::ACTIVITY_OFFICER, "/"}}, kCallPatience), decision)
          .status());
  decision.set_request_id(NewId(absl::Now()));
  RETURN_IF_ERROR(
      client.VerifyVersion(as("verifier", {{v1::FINANCE_VERIFIER, "/"}}, kCallPatience), decision)
          .status());
  bv::ValidateVersionRequest valid = WithId<bv::ValidateVersionRequest>();
  valid.set_unit(unit);
  valid.set_id(version.id());
  valid.set_doc_ref("DPA/1");
  RETURN_IF_ERROR(
      client.ValidateVersion(as("pa", {{v1::BUDGET_USER, "/"}}, kCallPatience), valid).status());
  std::vector<std::string> lines;
  for (const bv::BudgetGroup& group : version.budget().groups()) {
    for (const bv::BudgetLine& line : group.lines()) lines.push_back(line.id());
  }
  return lines;
}

}  // namespace binadaya::test
