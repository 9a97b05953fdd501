#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_join.h"
#include "binadaya/needs/v1/plan.pb.h"
#include "services/common/domain/text.h"
#include "services/reporting/documents/document.h"

// What an annual plan says, in words and sums: the same in its HTML and in its tables.
namespace binadaya::reporting::documents {

Message PlanStateOf(needs::v1::PlanState state);
Message VersionText(const needs::v1::Plan& plan);  // "Revisi ke-1"
Message SourceOf(needs::v1::FundingSource source);
std::string MonthsOf(const needs::v1::PlanItem& item, Speech say);   // of each batch: "April, Juli"
std::string QuarterText(int quarter, Speech say);                    // "Triwulan II"
std::string KindsOf(const needs::v1::PlanItem& item, Speech say);    // "Manajerial, Teknis"
std::string ChannelOf(const needs::v1::PlanItem& item, Speech say);  // "Klasikal, tatap muka"
// "M.08 Pengambilan Keputusan, 1 → 2"
std::vector<std::string> CompetenciesOf(const needs::v1::PlanItem& item, Speech say);
std::string Grouped(std::int64_t count);  // "29.970"
std::string SeatsText(std::int64_t seats, Speech say);
std::string BatchesText(std::int64_t batches, Speech say);

// Those that are not empty.
template <class Texts>
std::string Joined(const Texts& texts, const char* separator = "; ") {
  std::vector<std::string> filled;
  for (const std::string& text : texts)
    if (!text.empty()) filled.push_back(text);
  return absl::StrJoin(filled, separator);
}

struct PlanTotal {
  int programs = 0;
  std::int64_t batches = 0, seats = 0;
  std::vector<Money> amounts = {};

  void Add(const needs::v1::PlanItem& item) {
    ++programs;
    batches += item.batches();
    seats += item.seats();
    amounts.push_back({item.rupiah()});
  }
};

struct PlanSums {
  PlanTotal all = {}, unmeasured = {};
  std::map<needs::v1::FundingSource, PlanTotal> sources = {};
  std::map<int, PlanTotal> quarters = {};  // in which the first batch begins
};
PlanSums PlanSumsOf(const needs::v1::Plan& plan);

// By what, of which, and its sum: the rows of the summary.
struct PlanSumRow {
  std::string by, of;
  const PlanTotal& total;
};
std::vector<PlanSumRow> PlanSumRows(const PlanSums& sums, Speech say);

// A change of a revision, and its money.
struct PlanChangeRow {
  std::string kind, title, was, is;
  std::optional<Money> before, after, difference;
};
std::vector<PlanChangeRow> ChangesOf(const needs::v1::Plan& plan, Speech say);
PlanChangeRow ChangeOf(const needs::v1::Plan& plan);  // of all together, without words

}  // namespace binadaya::reporting::documents
