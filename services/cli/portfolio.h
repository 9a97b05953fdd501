#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "binadaya/needs/v1/needs.pb.h"
#include "services/cli/answer.h"
#include "services/cli/environment.h"
#include "services/cli/operator.h"
#include "services/cli/progress.h"

// Which programs are worth a year's money: asked for, compared, accepted. Programs and portfolios
// by name.
namespace binadaya::cli {

struct PortfolioOptions {
  int year = 0;
  std::vector<std::string> ceilings;  // "PAD:5.04.02.2.01=1.500.000.000"
  std::string sub_activity;
  std::vector<std::string> mandatory;  // programs
  std::vector<std::string> committed;  // "program=CLASSICAL:2"
  std::vector<std::string> batches;    // "program=1,2,4"
  std::vector<std::string> months;     // "program=3,5"
  std::vector<std::string> paid_by;    // "program=5.04.02.2.01"
  std::vector<std::string> kecamatan;  // families
  double kecamatan_share = 0;
  int trainer_hours = 0, batches_a_month = 0;
  std::string scenario;
  int percent = 0;
  std::vector<std::string> without;  // documents of directives
  std::string weights;               // "0.3,0.15,…"
  std::string plan;                  // that it is to revise
  std::string portfolio, state, note, by;
  std::vector<std::string> portfolios;
  bool all = false;
};

// Waits for the answer and shows it.
absl::StatusOr<Answer> RunStartPortfolio(
    const Environment& environment, const PortfolioOptions& options, Progress& progress);
absl::StatusOr<Answer> RunAcceptPortfolio(
    const Environment& environment, const PortfolioOptions& options);
absl::StatusOr<Answer> RunComparePortfolios(
    const Environment& environment, const PortfolioOptions& options);
absl::StatusOr<Answer> RunGetPortfolio(
    const Environment& environment, const PortfolioOptions& options);
absl::StatusOr<Answer> RunListPortfolios(
    const Environment& environment, const PortfolioOptions& options);

// By its year, part of its scenario's name, or the first letters of its id.
absl::StatusOr<needs::v1::Portfolio> FindPortfolio(const Operator& caller, const std::string& text);

// Pure.
// "PAD:5.04.02=1.500.000.000"; without a source, or a sub-activity, of all of them. Adds what is
// wrong with it.
needs::v1::PortfolioCeiling ReadCeiling(const std::string& text, Findings& findings);
std::string PortfolioText(const needs::v1::Portfolio& portfolio);
std::string PortfoliosText(const needs::v1::ListPortfoliosResponse& portfolios);
std::string ComparisonText(const needs::v1::ComparePortfoliosResponse& comparison);
std::string MonthsText(const google::protobuf::RepeatedField<int>& months);

}  // namespace binadaya::cli
