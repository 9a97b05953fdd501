#pragma once

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "services/budgeting/domain/entry.h"
#include "services/common/domain/finding.h"
#include "services/common/domain/money.h"

namespace binadaya::budgeting::domain {

// A line of a budget as it stands now.
struct LineState {
  std::string id = {}, name = {};  // name: what people call it, account and description
  int year = 0;
  std::string plan_item = {};                      // for which it is; empty: for any
  std::optional<absl::CivilDay> valid_since = {};  // the day its DPA was validated
  Balance balance = {};

  // Whether a commitment of that plan item ("": of none) takes of it what nobody has earmarked.
  bool IsFor(const std::string& item) const { return plan_item.empty() || plan_item == item; }
  // What such a commitment may take of it: of another item's line, what is earmarked for its own.
  Money FreeFor(const std::string& item) const;
};

// What a commitment asked of a line, and what has become of it; `earmarked`: what it took of the
// earmark of its plan item and has not given back.
struct Part {
  Money committed = {}, released = {}, realised = {}, returned = {}, earmarked = {};
  Money Open() const { return {committed.rupiah - released.rupiah - realised.rupiah}; }
};
// It is closed when nothing of it is open.
struct Commitment {
  std::string id = {}, doc_ref = {}, plan_item = {};
  std::map<std::string, Part> parts = {};  // by line
};

// What somebody asks of a line; of a commitment, the year whose cost it is.
struct Asked {
  std::string line = {};
  Money amount = {};
  int year = 0;
};

// What binds a line, for whoever is refused: the commitments with what they hold of it.
struct Binding {
  std::string doc_ref;
  Money open, realised;
};
// And the orders that froze its money, with what each gave back taken off (not what another did).
struct Bindings {
  std::vector<Binding> commitments = {};
  std::map<std::string, Money> frozen = {};
};

// LED-02.
Finding DocumentUsed(const std::string& commitment);
// LED-08: who bound money does not pay it.
Finding PaidByWhoBound();

// Some lines of the ledger, locked, and what is asked of them: all of it or none. Each method
// returns all that is wrong; if that blocks, nothing has happened, else posted() has the entries,
// in order, and the lines stand as after them.
//
// BL-08 more than is free, with what binds the line; BL-09 before the DPA or after 31 December;
// LED-01 no such line, or of another year; LED-02 a document used before, of a payment or an order
// on the same line; LED-03 not above zero, or
// a line twice; LED-04 more than is open of the commitment, or nothing is; LED-05 more returned
// than realised; LED-06 more frozen than is free, or unfrozen than frozen; LED-07 an entry that
// cannot be taken back; LED-10 more of an earmark given up than is left of it; LED-11 paid before
// the fiscal year of the line (money may be bound from its DPA on); LED-13 a line of another plan
// item than the commitment's, or of one where the commitment names none, of which nothing is
// earmarked for its own.
class Ledger {
 public:
  using BindingsOf = std::function<Bindings(const std::string& line)>;
  // The lines on which a document has posted an act of that kind (and of that commitment) already,
  // and it was not taken back: what is entered a second time is refused there.
  using Recorded = std::set<std::string>;

  Ledger(std::vector<LineState> lines, absl::CivilDay today, BindingsOf bindings);

  // Takes up what its plan item had earmarked there. `taken_by`: the commitment that has its
  // document already; empty: none.
  Findings Commit(
      Commitment& commitment, std::span<const Asked> asked, const std::string& taken_by);
  Findings Earmark(const std::string& plan_item, std::span<const Asked> asked);
  // Gives up what the plan item does not need any more, in whatever year: it is everybody's.
  Findings ReleaseEarmark(const std::string& plan_item, std::span<const Asked> asked);
  // Here and in the next two, nothing asked: all that there is. What comes back, released or
  // returned, is the plan item's again as far as it was taken from its earmark.
  Findings Release(Commitment& commitment, std::span<const Asked> asked, const std::string& doc);
  // `closes`: nothing more will come, so what is left of the commitment is freed.
  Findings Realise(
      Commitment& commitment, std::span<const Asked> asked, const std::string& doc, bool closes,
      const Recorded& recorded);
  Findings Return(
      Commitment& commitment, std::span<const Asked> asked, const std::string& doc,
      const Recorded& recorded);
  Findings Freeze(std::span<const Asked> asked, const std::string& order, const Recorded& recorded);
  Findings Unfreeze(
      std::span<const Asked> asked, const std::string& order, const Recorded& recorded);
  // The counter-entry of one; `commitment`: that of the entry, null if it has none. A release of
  // the line's year is taken back within it only (BL-09): what is bound again is bound as by a
  // commitment. One of later was of what had been bound when the year ended.
  Findings TakeBack(
      const Entry& entry, Commitment* commitment, bool taken_back, const std::string& doc);

  const std::vector<Entry>& posted() const { return posted_; }
  const std::map<std::string, LineState>& lines() const { return lines_; }

 private:
  // LED-01 and LED-03, and then what the act itself has against an amount of a line.
  using Check = std::function<void(const LineState&, Money, const std::string& where, Findings&)>;
  Findings Each(std::span<const Asked> asked, const Check& check) const;
  // A release, a realisation or a return.
  Findings Change(
      Commitment& commitment, std::span<const Asked> asked, EntryKind kind, const std::string& doc,
      const Recorded& recorded);
  void CheckTime(const LineState& line, const std::string& where, Findings& findings) const;
  void CheckBegun(const LineState& line, const std::string& where, Findings& findings) const;
  Finding TooMuch(const LineState& line, Money asked, Money free, const std::string& where) const;
  void Post(Entry entry, Commitment* commitment);
  // Back to its plan item of what came back to a line.
  void GiveBack(const Asked& came_back, const std::string& doc, Commitment& commitment);
  void PostEach(
      std::span<const Asked> asked, EntryKind kind, const std::string& doc, Commitment* commitment);

  std::map<std::string, LineState> lines_;
  absl::CivilDay today_;
  BindingsOf bindings_;
  std::vector<Entry> posted_;
};

}  // namespace binadaya::budgeting::domain
