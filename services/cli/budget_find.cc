#include "services/cli/budget_find.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "binadaya/budgeting/v1/budgeting.rpc.h"
#include "services/cli/answer.h"
#include "services/cli/find.h"
#include "services/cli/language.h"
#include "services/cli/words.h"
#include "services/common/domain/money_text.h"
#include "services/common/domain/text.h"
#include "services/common/id.h"
#include "services/common/status.h"

namespace binadaya::cli {
namespace {

using budgeting::BudgetingClient;
namespace bv = budgeting::v1;

absl::Status NotOne(const std::string& what, std::string kind, std::string english) {
  return Choose({std::move(kind), std::move(english)}, what, {}).status();
}

}  // namespace

std::string RupiahText(std::int64_t rupiah) { return Rupiah({rupiah}); }

absl::StatusOr<std::int64_t> RupiahIn(std::string_view text) {
  Findings findings;
  const std::optional<Money> money = ReadRupiah(text, text, findings);
  if (!money.has_value()) return UsageError(findings.front().message);
  return money->rupiah;
}

absl::StatusOr<Operator> ActingAs(const Operator& caller, const std::string& by, v1::Role role) {
  ASSIGN_OR_RETURN(const registry::v1::Person person, FindPerson(caller, by));
  return caller.As(person.id(), {{role, "/"}});
}

absl::StatusOr<bv::Version> FindVersion(
    const Operator& caller, const std::string& unit, int year, int number) {
  bv::ListVersionsRequest request;
  request.set_unit(unit);
  request.set_year(year);
  ASSIGN_OR_RETURN(
      const bv::ListVersionsResponse listed,
      caller.AskPages("budgeting", &BudgetingClient::ListVersions, request));
  const bv::Version* found = nullptr;
  for (const bv::Version& one : listed.versions()) {
    if (one.unit() != unit || (number != 0 && one.seq() != number)) continue;
    if (found == nullptr || found->seq() < one.seq()) found = &one;
  }
  if (found == nullptr) return NotOne(Cat(unit, " ", year), "versi anggaran", "budget versions");
  return *found;
}

absl::StatusOr<BudgetLines> LinesInForce(
    const Operator& caller, const std::string& unit, int year) {
  bv::ListLinesRequest request;
  request.set_unit(unit);
  request.set_year(year);
  ASSIGN_OR_RETURN(
      const bv::ListLinesResponse listed,
      caller.AskPages("budgeting", &BudgetingClient::ListLines, request));
  BudgetLines lines;
  for (const bv::LineInForce& line : listed.lines())
    if (line.unit() == unit) lines.push_back(line);
  return lines;
}

std::map<std::string, std::string> LineNames(const BudgetLines& lines) {
  std::map<std::string, std::string> names;
  std::map<std::pair<int, std::string>, int> numbers;
  for (const bv::LineInForce& line : lines)
    names[line.id()] = Cat(line.account(), "/", ++numbers[{line.year(), line.account()}]);
  return names;
}

absl::StatusOr<bv::LineInForce> FindLine(
    const BudgetLines& lines, int year, const std::string& text) {
  std::string name = text;
  if (const std::size_t colon = name.find(':'); colon != std::string::npos) {
    if (!absl::SimpleAtoi(name.substr(0, colon), &year)) {
      return UsageError(
          {Cat(text, ": tahun sebelum titik dua, misalnya 2028:5.1.02.04.01.0005/1"),
           Cat(text, ": the year stands before the colon, such as 2028:5.1.02.04.01.0005/1")});
    }
    name = name.substr(colon + 1);
  }
  const std::map<std::string, std::string> names = LineNames(lines);
  std::vector<Candidate> candidates;
  std::vector<const bv::LineInForce*> found;
  for (const bv::LineInForce& line : lines) {
    if (year != 0 && line.year() != year) continue;
    const std::string& own = names.at(line.id());
    if (own != name && line.account() != name &&
        !(name.size() >= 4 && line.id().starts_with(name))) {
      continue;
    }
    found.push_back(&line);
    candidates.push_back(
        {.id = own,
         .shown = Cat(line.year(), "  ", line.description(), "  ", line.source()),
         .exact = own == name || line.id() == name});
  }
  ASSIGN_OR_RETURN(
      const std::size_t chosen, Choose({"baris anggaran", "budget lines"}, text, candidates));
  return *found[chosen];
}

absl::StatusOr<std::vector<bv::Part>> PartsIn(
    const BudgetLines& lines, int year, const std::vector<std::string>& texts) {
  std::vector<bv::Part> parts;
  for (const std::string& text : texts) {
    const std::size_t equals = text.find('=');
    if (equals == std::string::npos) {
      return UsageError(
          {Cat(text, ": tulis BARIS=JUMLAH, misalnya 5.1.02.04.01.0005/1=1.500.000"),
           Cat(text, ": write LINE=AMOUNT, such as 5.1.02.04.01.0005/1=1.500.000")});
    }
    ASSIGN_OR_RETURN(const bv::LineInForce line, FindLine(lines, year, text.substr(0, equals)));
    bv::Part& part = parts.emplace_back();
    part.set_line(line.id());
    part.set_year(line.year());
    ASSIGN_OR_RETURN(const std::int64_t amount, RupiahIn(text.substr(equals + 1)));
    part.set_amount(amount);
  }
  return parts;
}

absl::StatusOr<bv::Commitment> FindCommitment(
    const Operator& caller, const std::string& unit, const std::string& text) {
  bv::ListCommitmentsRequest request;
  request.set_unit(unit);
  request.set_doc_ref(text);
  ASSIGN_OR_RETURN(
      auto listed, caller.AskPages("budgeting", &BudgetingClient::ListCommitments, request));
  if (listed.commitments().empty()) {
    request.clear_doc_ref();
    ASSIGN_OR_RETURN(
        listed, caller.AskPages("budgeting", &BudgetingClient::ListCommitments, request));
  }
  std::vector<Candidate> candidates;
  std::vector<bv::Commitment> found;
  for (const bv::Commitment& one : listed.commitments()) {
    if (one.doc_ref() != text && !(text.size() >= 4 && one.id().starts_with(text))) continue;
    found.push_back(one);
    candidates.push_back({.id = one.id(), .shown = one.doc_ref(), .exact = one.doc_ref() == text});
  }
  ASSIGN_OR_RETURN(
      const std::size_t chosen, Choose({"ikatan anggaran", "commitments"}, text, candidates));
  return found[chosen];
}

absl::StatusOr<bv::Entry> FindEntry(
    const Operator& caller, const std::string& unit, const std::string& line,
    const std::string& text) {
  bv::ListEntriesRequest request;
  request.set_unit(unit);
  request.set_line(line);
  ASSIGN_OR_RETURN(
      const bv::ListEntriesResponse listed,
      caller.AskPages("budgeting", &BudgetingClient::ListEntries, request));
  std::vector<Candidate> candidates;
  std::vector<bv::Entry> found;
  int number = 0;
  for (const bv::Entry& one : listed.entries()) {
    const bool numbered = absl::StrCat(++number) == text;
    if (!numbered && !(text.size() >= 4 && one.id().starts_with(text))) continue;
    found.push_back(one);
    candidates.push_back(
        {.id = one.id(),
         .shown = Cat(
             one.on(), "  ", Word(one.kind()), "  ", RupiahText(one.amount()), "  ", one.doc_ref()),
         .exact = numbered || one.id() == text});
  }
  ASSIGN_OR_RETURN(
      const std::size_t chosen, Choose({"catatan buku", "ledger entries"}, text, candidates));
  return found[chosen];
}

absl::StatusOr<std::string> FindPlanItem(
    const Operator& caller, const std::string& unit, const std::string& text) {
  if (text.empty() || IsUuid(text)) return text;
  ASSIGN_OR_RETURN(const BudgetLines lines, LinesInForce(caller, unit, 0));
  std::set<std::string> items;
  for (const bv::LineInForce& line : lines)
    if (line.plan_item().starts_with(text)) items.insert(line.plan_item());
  std::vector<Candidate> candidates;
  for (const std::string& item : items)
    candidates.push_back({.id = item, .shown = "", .exact = item == text});
  ASSIGN_OR_RETURN(
      const std::size_t chosen, Choose({"item rencana", "plan items"}, text, candidates));
  return candidates[chosen].id;
}

}  // namespace binadaya::cli
