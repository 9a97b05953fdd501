#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "binadaya/budgeting/v1/budgeting.pb.h"
#include "services/budgeting/domain/ledger.h"
#include "services/common/db.h"
#include "services/common/page.h"

// Lines, commitments and entries of the ledger of a unit.
namespace binadaya::budgeting::ledger_store {

using Lines = std::vector<domain::LineState>;

// Those of these ids that are of that unit, locked in the order of their ids.
Later<Lines> Lock(Tx& tx, const std::string& unit, const std::vector<std::string>& ids);
// All of a unit's year, as they stand; and locked likewise.
Lines OfYear(Tx& tx, const std::string& unit, int year);
Lines LockYear(Tx& tx, const std::string& unit, int year);

struct Commitment {
  domain::Commitment commitment = {};
  std::string unit = {}, batch = {}, made_by = {};
};
Later<std::string> WithDocument(
    Tx& tx, const std::string& unit, const std::string& doc_ref);  // its id
absl::StatusOr<Commitment> Get(Tx& tx, const std::string& unit, const std::string& id);
absl::StatusOr<Commitment> LockCommitment(Tx& tx, const std::string& unit, const std::string& id);
std::vector<Commitment> LockOfBatch(Tx& tx, const std::string& batch);  // of all units
void Add(Tx& tx, const Commitment& commitment);
void SaveParts(Tx& tx, const domain::Commitment& commitment);
// Of a unit, newest first.
std::vector<Commitment> PageOf(Tx& tx, const v1::ListCommitmentsRequest& request, const Page& page);
std::map<std::string, int> YearsOf(Tx& tx, const std::vector<Commitment>& commitments);  // by line

// Of these lines those on which a document has such an entry, of that commitment ("": of none),
// that was not taken back. Of a payment, a return or an order; asked for behind the lines' lock.
Later<std::set<std::string>> RecordedBy(
    Tx& tx, const std::string& doc_ref, domain::EntryKind kind, const std::string& commitment,
    const std::vector<std::string>& lines);

// The commitments that hold something of a line, and the orders that froze of it.
domain::Bindings Bindings(Tx& tx, const std::string& line);

// A line as a version has it; `amount`: of its allotment.
struct InForce {
  std::string id, subactivity, source, account, description, plan_item;
  Money after;
};
void PutIntoForce(Tx& tx, const std::string& unit, int year, const std::vector<InForce>& lines);
// The entries get their ids here.
void Append(Tx& tx, std::vector<domain::Entry>& entries);
void SaveBalances(Tx& tx, const std::map<std::string, domain::LineState>& lines);

// The entry, if it is of that unit, and whether one has taken it back.
absl::StatusOr<std::pair<domain::Entry, bool>> GetEntry(
    Tx& tx, const std::string& unit, const std::string& id);
// At the end of a day; NotFound when the line is not of that unit.
absl::StatusOr<domain::Balance> BalanceOn(
    Tx& tx, const std::string& unit, const std::string& line, absl::CivilDay day);
std::vector<domain::Entry> EntriesOf(
    Tx& tx, const std::string& unit, const std::string& line, const Page& page);
std::vector<v1::LineInForce> LinesOf(
    Tx& tx, const std::vector<std::string>& paths, int year, const std::string& plan_item,
    const Page& page);
// What a plan item's lines come to, and what is realised of them.
std::pair<Money, Money> CostOf(Tx& tx, const std::string& unit, const std::string& plan_item);

// What versions allotted to a year's lines up to a day, in the order of making.
std::vector<domain::Entry> AllottedUntil(
    Tx& tx, const std::string& unit, int year, absl::CivilDay day);
// What was paid out of a year's lines in a month of it (1 to 12), less what came back; what is of
// the year after counts to December.
struct Paid {
  std::string subactivity, source;
  int month = 1;
  Money amount;
};
std::vector<Paid> PaidOf(Tx& tx, const std::string& unit, int year);

// What a plan item has of each line: its own, and those that it has earmarked or committed of.
v1::Funds FundsOf(Tx& tx, const std::string& unit, const std::string& plan_item);

}  // namespace binadaya::budgeting::ledger_store
