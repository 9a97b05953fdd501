#include "tests/support/ledger_checkers.h"

#include <algorithm>
#include <array>
#include <map>
#include <memory>
#include <set>
#include <tuple>
#include <utility>

#include "absl/time/clock.h"
#include "binadaya/budgeting/v1/budgeting_events.pb.h"
#include "services/common/domain/text.h"

namespace binadaya::test {
namespace {

namespace bv = ::binadaya::budgeting::v1;

constexpr absl::Duration kLook = absl::Milliseconds(250);
constexpr std::size_t kSeen = 20;

// What an act on the ledger posts, by the event that it tells.
const std::map<std::string, bv::EntryKind>& KindOf() {
  static const std::map<std::string, bv::EntryKind> kinds = {
      {"funds.committed", bv::COMMIT},
      {"funds.released", bv::RELEASE},
      {"funds.realised", bv::REALISE},
      {"funds.returned", bv::RETURN}};
  return kinds;
}

// An entry of a commitment: kind, line, amount, commitment.
using Entry = std::tuple<int, std::string, std::int64_t, std::string>;
std::string Text(const Entry& entry) {
  const auto& [kind, line, amount, commitment] = entry;
  return Cat(bv::EntryKind_Name(kind), " ", amount, " on ", line, " of ", commitment);
}

// What the topic says.
struct Told {
  std::map<std::string, Entry> entries;
  std::map<std::string, std::array<std::int64_t, 2>> allotted_and_frozen;  // by line
  Violations twice;
};

template <class Event>
void Add(const Record& record, bv::EntryKind kind, Told& told) {
  Event event;
  event.ParseFromString(record.payload);
  for (const bv::Posted& part : event.parts()) {
    const Entry entry{kind, part.line(), part.amount(), event.commitment()};
    if (!told.entries.emplace(part.entry(), entry).second)
      told.twice.push_back(Cat("entry ", part.entry(), " was told twice: ", Text(entry)));
  }
}

Told ToldBy(const std::vector<Record>& topic) {
  Told told;
  std::set<std::string> known;
  for (const Record& record : topic) {
    if (!known.insert(record.id).second) continue;  // sent again
    const auto is = [&record](const char* type) {
      return record.type.ends_with(Cat(".budgeting.", type, ".v1"));
    };
    if (is("funds.committed")) Add<bv::FundsCommitted>(record, bv::COMMIT, told);
    if (is("funds.released")) Add<bv::FundsReleased>(record, bv::RELEASE, told);
    if (is("funds.realised")) Add<bv::FundsRealised>(record, bv::REALISE, told);
    if (is("funds.returned")) Add<bv::FundsReturned>(record, bv::RETURN, told);
    if (bv::LineChanged event; is("line.changed") && event.ParseFromString(record.payload))
      told.allotted_and_frozen[event.line()][0] += event.after() - event.before();
    if (bv::LineFrozen event; is("line.frozen") && event.ParseFromString(record.payload))
      told.allotted_and_frozen[event.line()][1] += event.amount();
    if (bv::LineUnfrozen event; is("line.unfrozen") && event.ParseFromString(record.payload))
      told.allotted_and_frozen[event.line()][1] -= event.amount();
  }
  return told;
}

// What a document has posted of one kind: by line, how often and how much.
struct Found {
  int entries = 0;
  std::int64_t amount = 0;
};
using Postings = std::map<std::string, Found>;
std::map<std::pair<std::string, int>, Postings> PostingsByDocument(pg::Connection& sql) {
  const pg::Result rows = sql.Query(
      "SELECT doc_ref, kind, line, count(*), sum(amount)::bigint FROM entry"
      " WHERE commitment IS NOT NULL GROUP BY doc_ref, kind, line",
      {});
  std::map<std::pair<std::string, int>, Postings> found;
  for (int i = 0; i < rows.rows(); ++i) {
    found[{rows.String(i, 0), rows.Int32(i, 1)}][rows.String(i, 2)] = {
        .entries = rows.Int32(i, 3), .amount = rows.Int(i, 4)};
  }
  return found;
}

// Whether it is what an act asked for: each line once, and the amounts if it named any.
bool Is(const Postings& found, const Operation& act) {
  std::map<std::string, std::int64_t> once;
  for (const auto& [line, posted] : found) {
    if (posted.entries != 1) return false;
    once[line] = posted.amount;
  }
  return act.asked.empty() ? !once.empty() : once == act.asked;
}

}  // namespace

Violations MoneyConserved(pg::Connection& sql) {
  // One statement, so one snapshot. What is left of a line is free: that it adds up says nothing,
  // that nothing is below zero and that rows and entries agree does.
  const pg::Result rows = sql.Query(
      R"(
      WITH moved AS (
        SELECT line, commitment,
               coalesce(sum(amount) FILTER (WHERE kind = 1), 0) AS allotted,
               coalesce(sum(amount) FILTER (WHERE kind = 2), 0) AS earmarked,
               coalesce(sum(amount) FILTER (WHERE kind = 3), 0) AS committed,
               coalesce(sum(amount) FILTER (WHERE kind = 4), 0) AS released,
               coalesce(sum(amount) FILTER (WHERE kind = 5), 0) AS realised,
               coalesce(sum(amount) FILTER (WHERE kind = 6), 0) AS returned,
               coalesce(sum(CASE kind WHEN 7 THEN amount WHEN 8 THEN -amount END), 0) AS frozen
        FROM entry
        GROUP BY line, commitment
      ), part AS (
        SELECT line, commitment, committed, released, realised, returned
        FROM moved
        WHERE commitment IS NOT NULL
      ), by_line AS (
        SELECT line, sum(allotted) AS after, sum(earmarked) AS earmarked,
               sum(committed) - sum(released) - sum(realised) AS committed,
               sum(realised) - sum(returned) AS realised, sum(frozen) AS frozen
        FROM moved
        GROUP BY line
      ), free AS (
        SELECT *, after - earmarked - committed - realised - frozen AS free FROM by_line
      )
      SELECT format('line %s has %s, by its entries %s', l.id,
                    (l.after, l.committed, l.realised, l.frozen),
                    (f.after, f.committed, f.realised, f.frozen))
      FROM line l
      FULL JOIN by_line f ON f.line = l.id
      WHERE (l.after, l.committed, l.realised, l.frozen)
            IS DISTINCT FROM (f.after, f.committed, f.realised, f.frozen)
      UNION ALL
      SELECT format('line %s is below zero: free %s, earmarked %s, committed %s, realised %s, frozen %s',
                    line, free, earmarked, committed, realised, frozen)
      FROM free
      WHERE least(free, earmarked, committed, realised, frozen) < 0
      UNION ALL
      SELECT format('commitment %s on line %s has %s, by its entries %s', commitment, line,
                    (p.committed, p.released, p.realised, p.returned),
                    (e.committed, e.released, e.realised, e.returned))
      FROM commitment_part p
      FULL JOIN part e USING (commitment, line)
      WHERE (p.committed, p.released, p.realised, p.returned)
            IS DISTINCT FROM (e.committed, e.released, e.realised, e.returned)
      UNION ALL
      SELECT format('the version in force of %s %s has %s, its lines %s', v.unit, v.year, v.total,
                    sum(l.after))
      FROM version v
      LEFT JOIN line l ON l.unit = v.unit AND l.year = v.year
      WHERE v.state = 4
      GROUP BY v.unit, v.year, v.total
      HAVING v.total IS DISTINCT FROM sum(l.after))",
      {});
  return rows.Map([](pg::Row row) { return row.String(); });
}

Violations EntriesTold(const std::vector<Record>& topic, pg::Connection& sql) {
  Told told = ToldBy(topic);
  Violations violations = std::move(told.twice);
  const pg::Result entries = sql.Query(
      "SELECT id, kind, line, amount, coalesce(commitment::text, '') FROM entry"
      " WHERE kind BETWEEN 3 AND 6",
      {});
  for (int i = 0; i < entries.rows(); ++i) {
    const Entry entry{
        entries.Int32(i, 1), entries.String(i, 2), entries.Int(i, 3), entries.String(i, 4)};
    const auto found = told.entries.find(entries.String(i, 0));
    if (found == told.entries.end()) {
      violations.push_back(Cat("entry ", entries.Text(i, 0), " was not told: ", Text(entry)));
      continue;
    }
    if (found->second != entry)
      violations.push_back(
          Cat("entry ", found->first, " is ", Text(entry), ", told was ", Text(found->second)));
    told.entries.erase(found);
  }
  for (const auto& [id, entry] : told.entries)
    violations.push_back(Cat("entry ", id, " was told and is not there: ", Text(entry)));
  const pg::Result lines = sql.Query(
      "SELECT line, coalesce(sum(amount) FILTER (WHERE kind = 1), 0)::bigint,"
      " coalesce(sum(CASE kind WHEN 7 THEN amount WHEN 8 THEN -amount END), 0)::bigint"
      " FROM entry GROUP BY line",
      {});
  for (int i = 0; i < lines.rows(); ++i) {
    const std::array<std::int64_t, 2> posted{lines.Int(i, 1), lines.Int(i, 2)};
    const std::array<std::int64_t, 2>& said = told.allotted_and_frozen[lines.String(i, 0)];
    if (said != posted)
      violations.push_back(
          Cat("line ", lines.Text(i, 0), " has ", posted[0], " allotted and ", posted[1],
              " frozen, told are ", said[0], " and ", said[1]));
  }
  return violations;
}

Violations PostedOnce(const Journal& journal, pg::Connection& sql) {
  const std::map<std::pair<std::string, int>, Postings> postings = PostingsByDocument(sql);
  // Several acts may name one document; one of them at most may have it.
  std::map<std::pair<std::string, int>, std::vector<const Operation*>> acts;
  for (const Operation& operation : journal) {
    const auto kind = KindOf().find(operation.effect);
    if (kind != KindOf().end()) acts[{operation.document, kind->second}].push_back(&operation);
  }
  Violations violations;
  for (const auto& [document, brought] : acts) {
    const std::string name = Cat(document.first, " (", bv::EntryKind_Name(document.second), ")");
    std::vector<const Operation*> done, maybe;
    for (const Operation* act : brought) {
      if (act->outcome == Operation::Outcome::kOk) done.push_back(act);
      if (act->outcome == Operation::Outcome::kUnknown) maybe.push_back(act);
    }
    const auto found = postings.find(document);
    if (done.size() > 1)
      violations.push_back(Cat(name, " was acknowledged ", done.size(), " times"));
    if (found == postings.end()) {
      if (!done.empty()) violations.push_back(Cat(name, " was acknowledged and is not there"));
      continue;
    }
    const std::vector<const Operation*>& by = done.empty() ? maybe : done;
    const bool known = std::any_of(
        by.begin(), by.end(), [&](const Operation* act) { return Is(found->second, *act); });
    if (known) continue;
    std::string there;
    for (const auto& [line, posted] : found->second)
      there += Cat(" ", posted.amount, " on ", line, " in ", posted.entries, " entries");
    violations.push_back(
        Cat(name, by.empty() ? " was refused" : " was asked for otherwise", ", there is", there));
  }
  return violations;
}

MoneyWatch::MoneyWatch(std::string conninfo)
    : conninfo_(std::move(conninfo)), thread_([this] { Run(); }) {}

const Violations& MoneyWatch::Stop() {
  stop_ = true;
  if (thread_.joinable()) thread_.join();
  return seen_;
}

void MoneyWatch::Run() {
  std::unique_ptr<pg::Connection> sql;
  for (bool last = false; !last; absl::SleepFor(kLook)) {
    last = stop_;  // and looks once more
    try {
      if (sql == nullptr) sql = std::make_unique<pg::Connection>(conninfo_);
      for (std::string& violation : MoneyConserved(*sql)) {
        if (seen_.size() < kSeen) seen_.push_back(Cat("look ", looks_.load(), ": ", violation));
      }
      ++looks_;
    } catch (const pg::Error&) {
      sql = nullptr;  // it is away
    }
  }
}

}  // namespace binadaya::test
