#include "services/cli/portfolio.h"

#include <map>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "binadaya/needs/v1/needs.rpc.h"
#include "services/cli/find.h"
#include "services/cli/jobs.h"
#include "services/cli/language.h"
#include "services/cli/plan.h"
#include "services/cli/planning.h"
#include "services/cli/render.h"
#include "services/cli/words.h"
#include "services/common/domain/money_text.h"
#include "services/common/domain/text.h"
#include "services/common/status.h"

namespace binadaya::cli {
namespace {

using needs::NeedsClient;
namespace nv = needs::v1;

// "program=what is said of it"; the last "=" parts them, for titles may hold one.
absl::StatusOr<std::pair<std::string, std::string>> Said(
    const std::string& option, const std::string& text) {
  const std::size_t at = text.rfind('=');
  if (at != std::string::npos && at > 0 && at + 1 < text.size())
    return std::pair(text.substr(0, at), text.substr(at + 1));
  return UsageError(
      {Cat(option, " ", text, ": tulis PROGRAM=NILAI"),
       Cat(option, " ", text, ": write PROGRAM=VALUE")});
}

absl::StatusOr<std::vector<int>> NumbersIn(const std::string& option, const std::string& text) {
  std::vector<int> numbers;
  for (const absl::string_view one : absl::StrSplit(text, ',')) {
    if (absl::SimpleAtoi(one, &numbers.emplace_back())) continue;
    return UsageError(
        {Cat(option, " ", text, ": tulis bilangan yang dipisahkan koma"),
         Cat(option, " ", text, ": write numbers parted by commas")});
  }
  return numbers;
}

// What is said of programs, by their names.
class Terms {
 public:
  Terms(const Operator& caller, int year) : caller_(caller), year_(year) {}

  absl::Status Of(const std::string& program, nv::ProgramTerms*& terms) {
    ASSIGN_OR_RETURN(const nv::Program found, FindProgram(caller_, program, 0, year_));
    terms = &terms_[found.id()];
    terms->set_program(found.id());
    return absl::OkStatus();
  }
  // Each "program=value" of an option.
  template <class Set>
  absl::Status Each(const std::string& option, const std::vector<std::string>& texts, Set set) {
    for (const std::string& text : texts) {
      ASSIGN_OR_RETURN(const auto said, Said(option, text));
      nv::ProgramTerms* terms = nullptr;
      RETURN_IF_ERROR(Of(said.first, terms));
      RETURN_IF_ERROR(set(*terms, said.second));
    }
    return absl::OkStatus();
  }
  void Into(nv::StartPortfolioRequest& request) const {
    for (const auto& [id, terms] : terms_) *request.add_terms() = terms;
  }

 private:
  const Operator& caller_;
  const int year_;
  std::map<std::string, nv::ProgramTerms> terms_;
};

absl::Status ReadCommitted(nv::ProgramTerms& terms, const std::string& text) {
  const std::size_t at = text.find(':');
  RETURN_IF_ERROR(Put<nv::DeliveryMode>(
      "--committed", text.substr(0, at),
      [&](nv::DeliveryMode mode) { terms.set_committed_mode(mode); }));
  ASSIGN_OR_RETURN(
      const std::vector<int> batches,
      NumbersIn("--committed", at == std::string::npos ? "1" : text.substr(at + 1)));
  terms.set_committed_batches(batches.front());
  return absl::OkStatus();
}

absl::Status ReadTerms(
    const Operator& caller, const PortfolioOptions& options, nv::StartPortfolioRequest& request) {
  Terms all(caller, options.year);
  for (const std::string& program : options.mandatory) {
    nv::ProgramTerms* terms = nullptr;
    RETURN_IF_ERROR(all.Of(program, terms));
    terms->set_mandatory(true);
  }
  RETURN_IF_ERROR(all.Each("--committed", options.committed, &ReadCommitted));
  RETURN_IF_ERROR(all.Each("--paid-by", options.paid_by, [](auto& terms, const std::string& text) {
    terms.set_sub_activity(text);
    return absl::OkStatus();
  }));
  const auto numbers = [](const std::string& option, auto add) {
    return [option, add](nv::ProgramTerms& terms, const std::string& text) -> absl::Status {
      ASSIGN_OR_RETURN(const std::vector<int> found, NumbersIn(option, text));
      for (const int one : found) (terms.*add)(one);
      return absl::OkStatus();
    };
  };
  RETURN_IF_ERROR(
      all.Each("--batches", options.batches, numbers("--batches", &nv::ProgramTerms::add_batches)));
  RETURN_IF_ERROR(
      all.Each("--months", options.months, numbers("--months", &nv::ProgramTerms::add_months)));
  all.Into(request);
  return absl::OkStatus();
}

absl::Status ReadScenario(const PortfolioOptions& options, nv::Scenario& scenario) {
  scenario.set_name(options.scenario);
  scenario.set_percent(options.percent);
  for (const std::string& document : options.without) scenario.add_without_documents(document);
  if (options.weights.empty()) return absl::OkStatus();
  for (const absl::string_view one : absl::StrSplit(options.weights, ',')) {
    double weight = 0;
    if (!absl::SimpleAtod(one, &weight)) {
      return UsageError(
          {Cat("--weights ", options.weights,
               ": tulis enam bobot seperti 0.3,0.15,0.2,0.15,0.1,0.1"),
           Cat("--weights ", options.weights,
               ": write six weights such as 0.3,0.15,0.2,0.15,0.1,0.1")});
    }
    scenario.add_weights(weight);
  }
  return absl::OkStatus();
}

absl::StatusOr<nv::Portfolio> GetPortfolio(const Operator& caller, const std::string& id) {
  nv::GetPortfolioRequest request;
  request.set_portfolio(id);
  return caller.Ask("needs", &NeedsClient::GetPortfolio, request);
}

}  // namespace

nv::PortfolioCeiling ReadCeiling(const std::string& text, Findings& findings) {
  nv::PortfolioCeiling ceiling;
  const std::size_t at = text.rfind('=');
  const std::string of = at == std::string::npos ? "" : text.substr(0, at);
  const std::size_t colon = of.find(':');
  const std::string amount = at == std::string::npos ? text : text.substr(at + 1);
  if (const auto money = ReadRupiah(amount, Cat("--ceiling ", text), findings))
    ceiling.set_rupiah(money->rupiah);
  if (colon != std::string::npos) ceiling.set_sub_activity(of.substr(colon + 1));
  const absl::Status source = Put<nv::FundingSource>(
      "--ceiling", of.substr(0, colon), [&](nv::FundingSource one) { ceiling.set_source(one); });
  for (Finding& finding : FindingsOf(source)) findings.push_back(std::move(finding));
  return ceiling;
}

absl::StatusOr<nv::Portfolio> FindPortfolio(const Operator& caller, const std::string& text) {
  nv::ListPortfoliosRequest request;
  int year = 0;
  if (text.size() == 4 && absl::SimpleAtoi(text, &year)) {
    request.set_year(year);
  } else {
    request.set_text(text);
  }
  ASSIGN_OR_RETURN(auto listed, caller.AskPages("needs", &NeedsClient::ListPortfolios, request));
  if (listed.portfolios().empty()) {
    request.Clear();
    request.set_id_prefix(text);
    ASSIGN_OR_RETURN(listed, caller.AskPages("needs", &NeedsClient::ListPortfolios, request));
  }
  std::vector<Candidate> candidates;
  for (const nv::Portfolio& one : listed.portfolios()) {
    candidates.push_back(
        {.id = one.id(),
         .shown =
             Cat(one.year(), "  ", one.scenario().name(), "  ", Word(one.state()), "  ",
                 one.computed_on()),
         .exact = one.scenario().name() == text});
  }
  ASSIGN_OR_RETURN(
      const std::size_t chosen, Choose({"portofolio", "portfolios"}, text, candidates));
  return GetPortfolio(caller, candidates[chosen].id);
}

absl::StatusOr<Answer> RunStartPortfolio(
    const Environment& environment, const PortfolioOptions& options, Progress& progress) {
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  ASSIGN_OR_RETURN(const Operator by, InTheNameOf(caller, options.by, v1::ANALYST));
  nv::StartPortfolioRequest request;
  request.set_request_id(caller.NewRequestId());
  request.set_year(options.year);
  Findings findings;
  for (const std::string& text : options.ceilings)
    *request.add_ceilings() = ReadCeiling(text, findings);
  if (Blocks(findings)) return Refuse(absl::StatusCode::kInvalidArgument, std::move(findings));
  request.set_sub_activity(options.sub_activity);
  RETURN_IF_ERROR(ReadTerms(caller, options, request));
  request.set_kecamatan_share(options.kecamatan_share);
  for (const std::string& family : options.kecamatan) request.add_kecamatan_families(family);
  request.set_trainer_hours(options.trainer_hours);
  request.set_batches_a_month(options.batches_a_month);
  RETURN_IF_ERROR(ReadScenario(options, *request.mutable_scenario()));
  if (!options.plan.empty()) {
    ASSIGN_OR_RETURN(const nv::Plan plan, FindPlan(caller, options.plan));
    request.set_plan(plan.id());
  }
  ASSIGN_OR_RETURN(const auto started, by.Ask("needs", &NeedsClient::StartPortfolio, request));
  progress.Begin(1);
  progress.Step(Say("portofolio", "portfolio"));
  const auto tell = [&](const operations::v1::Job& job) { progress.Detail(HowFar(job)); };
  RETURN_IF_ERROR(Await(by, "needs", started.job(), tell).status());
  ASSIGN_OR_RETURN(const nv::Portfolio portfolio, GetPortfolio(caller, started.job()));
  return AnswerOf(PortfolioText(portfolio), portfolio);
}

absl::StatusOr<Answer> RunAcceptPortfolio(
    const Environment& environment, const PortfolioOptions& options) {
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  ASSIGN_OR_RETURN(const Operator by, InTheNameOf(caller, options.by, v1::AGENCY_HEAD));
  ASSIGN_OR_RETURN(const nv::Portfolio portfolio, FindPortfolio(caller, options.portfolio));
  nv::AcceptPortfolioRequest request;
  request.set_request_id(caller.NewRequestId());
  request.set_portfolio(portfolio.id());
  request.set_version(portfolio.version());
  request.set_note(options.note);
  ASSIGN_OR_RETURN(
      const nv::Portfolio accepted, by.Ask("needs", &NeedsClient::AcceptPortfolio, request));
  return AnswerOf(PortfolioText(accepted), accepted);
}

absl::StatusOr<Answer> RunComparePortfolios(
    const Environment& environment, const PortfolioOptions& options) {
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  nv::ComparePortfoliosRequest request;
  for (const std::string& text : options.portfolios) {
    ASSIGN_OR_RETURN(const nv::Portfolio portfolio, FindPortfolio(caller, text));
    request.add_portfolios(portfolio.id());
  }
  ASSIGN_OR_RETURN(
      const auto comparison, caller.Ask("needs", &NeedsClient::ComparePortfolios, request));
  return AnswerOf(ComparisonText(comparison), comparison);
}

absl::StatusOr<Answer> RunGetPortfolio(
    const Environment& environment, const PortfolioOptions& options) {
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  ASSIGN_OR_RETURN(const nv::Portfolio portfolio, FindPortfolio(caller, options.portfolio));
  return AnswerOf(PortfolioText(portfolio), portfolio);
}

absl::StatusOr<Answer> RunListPortfolios(
    const Environment& environment, const PortfolioOptions& options) {
  ASSIGN_OR_RETURN(const Operator caller, Operator::Make(environment));
  nv::ListPortfoliosRequest request;
  request.set_year(options.year);
  RETURN_IF_ERROR(Put<nv::PortfolioState>(
      "--state", options.state, [&](nv::PortfolioState state) { request.set_state(state); }));
  ASSIGN_OR_RETURN(
      const auto portfolios,
      caller.AskPages("needs", &NeedsClient::ListPortfolios, request, options.all));
  return AnswerOf(PortfoliosText(portfolios), portfolios);
}

}  // namespace binadaya::cli
