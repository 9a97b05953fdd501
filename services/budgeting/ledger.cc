// The ledger: what binds the money of lines, and what becomes of it. See ledger_reads.cc too.
#include <algorithm>
#include <set>

#include "binadaya/budgeting/v1/budgeting_events.tell.h"
#include "services/budgeting/budgeting.h"
#include "services/budgeting/ledger_proto.h"
#include "services/common/enums.h"
#include "services/common/id.h"
#include "services/common/status.h"

namespace binadaya::budgeting {
namespace {

using domain::EntryKind;

// All that is asked of lines; of a commitment, the year of each is said.
std::vector<domain::Asked> AskedOf(const google::protobuf::RepeatedPtrField<v1::Part>& parts) {
  std::vector<domain::Asked> asked;
  for (const v1::Part& part : parts)
    asked.push_back({.line = part.line(), .amount = {part.amount()}, .year = part.year()});
  return asked;
}

domain::Ledger OpenLedger(Tx& tx, const ledger_store::Lines& lines) {
  return domain::Ledger(lines, tx.call().today(), [&tx](const std::string& line) {
    return ledger_store::Bindings(tx, line);
  });
}

// How the lines stand now.
template <class Response>
Response BalancesOf(
    const std::vector<domain::Asked>& asked, absl::CivilDay today, const domain::Ledger& ledger) {
  Response response;
  for (const domain::Asked& one : asked)
    *response.add_balances() = ToProto(one.line, today, ledger.lines().at(one.line).balance);
  return response;
}

// The event of entries of one kind, those that are; false without any.
template <class Told>
bool FillParts(
    const std::vector<domain::Entry>& entries, EntryKind kind, const std::string& commitment,
    Told& event) {
  event.set_commitment(commitment);
  for (const domain::Entry& entry : entries) {
    if (entry.kind != kind) continue;
    v1::Posted& part = *event.add_parts();
    part.set_entry(entry.id);
    part.set_line(entry.line);
    part.set_amount(entry.amount.rupiah);
  }
  return event.parts_size() > 0;
}

void TellPosted(
    Tx& tx, const ledger_store::Commitment& of, const std::vector<domain::Entry>& entries) {
  const std::string& id = of.commitment.id;
  if (v1::FundsCommitted event; FillParts(entries, EntryKind::kCommit, id, event)) {
    event.set_unit(of.unit);
    event.set_doc_ref(of.commitment.doc_ref);
    event.set_plan_item(of.commitment.plan_item);
    event.set_batch(of.batch);
    Tell(tx, event);
  }
  if (v1::FundsRealised event; FillParts(entries, EntryKind::kRealise, id, event)) {
    event.set_doc_ref(entries.front().doc_ref);
    Tell(tx, event);
  }
  if (v1::FundsReleased event; FillParts(entries, EntryKind::kRelease, id, event)) Tell(tx, event);
  if (v1::FundsReturned event; FillParts(entries, EntryKind::kReturn, id, event)) {
    event.set_doc_ref(entries.front().doc_ref);
    Tell(tx, event);
  }
}

template <class Told>
void TellFrozen(
    Tx& tx, const std::vector<domain::Entry>& entries, const domain::Ledger& ledger, int sign = 1) {
  for (const domain::Entry& entry : entries) {
    Told event;
    event.set_line(entry.line);
    event.set_amount(entry.amount.rupiah * sign);
    event.set_frozen(ledger.lines().at(entry.line).balance.frozen.rupiah);
    event.set_doc_ref(entry.doc_ref);
    Tell(tx, event);
  }
}

std::map<std::string, int> YearsOf(const ledger_store::Lines& lines) {
  std::map<std::string, int> years;
  for (const domain::LineState& line : lines) years[line.id] = line.year;
  return years;
}

std::vector<std::string> LinesNamed(
    const domain::Commitment& commitment, const std::vector<domain::Asked>& asked) {
  std::set<std::string> lines;
  for (const auto& [line, part] : commitment.parts) lines.insert(line);
  for (const domain::Asked& one : asked) lines.insert(one.line);
  return {lines.begin(), lines.end()};
}

// LED-09: of which year a cost is; LED-12: what it is for.
absl::Status CheckAsked(const v1::CommitRequest& request) {
  Findings findings;
  for (int i = 0; i < request.parts_size(); ++i) {
    if (request.parts(i).year() != 0) continue;
    findings.push_back(
        {.rule = "LED-09",
         .where = Cat("parts[", i, "].year"),
         .message = {
             "Tahun biayanya belum diisi. Isi tahun anggarannya.",
             "The year of this cost is missing. Enter its fiscal year."}});
  }
  if (request.batch().empty() && request.plan_item().empty()) {
    findings.push_back(
        {.rule = "LED-12",
         .where = "plan_item",
         .message = {
             "Belum disebut untuk apa uang ini diikat. Sebutkan kelasnya atau item rencananya.",
             "It is not said what this money is bound for. Name the batch or the plan item."}});
  }
  if (findings.empty()) return absl::OkStatus();
  return Refuse(absl::StatusCode::kInvalidArgument, std::move(findings));
}

}  // namespace

std::vector<domain::Entry> Budgeting::Save(
    Tx& tx, const ledger_store::Lines& before, const domain::Ledger& ledger) const {
  std::vector<domain::Entry> entries = ledger.posted();
  ledger_store::Append(tx, entries);
  ledger_store::SaveBalances(tx, ledger.lines());
  for (const domain::LineState& line : before)
    TellLow(tx, line, ledger.lines().at(line.id).balance);
  return entries;
}

void Budgeting::TellLow(Tx& tx, const domain::LineState& before, const domain::Balance& now) const {
  const int percent = static_cast<int>(low_.Today(tx)[0]);
  if (before.balance.IsLow(percent) || !now.IsLow(percent)) return;
  v1::FundsLow event;
  event.set_line(before.id);
  event.set_after(now.after.rupiah);
  event.set_free(now.Free().rupiah);
  Tell(tx, event);
}

std::vector<domain::Entry> Budgeting::Save(
    Tx& tx, const ledger_store::Commitment& of, const ledger_store::Lines& before,
    const domain::Ledger& ledger) const {
  ledger_store::SaveParts(tx, of.commitment);
  std::vector<domain::Entry> entries = Save(tx, before, ledger);
  TellPosted(tx, of, entries);
  return entries;
}

absl::StatusOr<v1::Commitment> Budgeting::Commit(Call& call, const v1::CommitRequest& request) {
  return db_.Write(call, request, [&](Tx& tx) -> absl::StatusOr<v1::Commitment> {
    RETURN_IF_ERROR(CheckAsked(request));
    const std::vector<domain::Asked> asked = AskedOf(request.parts());
    const bool for_other =
        call.Holds(::binadaya::v1::SERVICE, "/") && !request.decided_by().empty();
    ledger_store::Commitment of{
        .commitment =
            {.id = NewId(call.now()),
             .doc_ref = request.doc_ref(),
             .plan_item = request.plan_item()},
        .unit = request.unit(),
        .batch = request.batch(),
        .made_by = for_other ? request.decided_by() : call.subject()};
    Later<ledger_store::Lines> locked =
        ledger_store::Lock(tx, request.unit(), LinesNamed(of.commitment, asked));
    const std::string twin =
        ledger_store::WithDocument(tx, request.unit(), request.doc_ref()).Get();
    const ledger_store::Lines lines = locked.Get();
    domain::Ledger ledger = OpenLedger(tx, lines);
    Findings findings = ledger.Commit(of.commitment, asked, twin);
    if (Blocks(findings)) return Refuse(absl::StatusCode::kFailedPrecondition, std::move(findings));
    const bool complete = IsAccounted(tx, of.unit, of.batch);
    ledger_store::Add(tx, of);
    Save(tx, of, lines, ledger);
    TellAccounted(tx, of.unit, of.batch, complete);
    return ToProto(of, YearsOf(lines));
  });
}

absl::StatusOr<v1::EarmarkResponse> Budgeting::ChangeEarmark(
    Call& call, const v1::EarmarkRequest& request, bool keep) {
  return db_.Write(call, request, [&](Tx& tx) -> absl::StatusOr<v1::EarmarkResponse> {
    const std::vector<domain::Asked> asked = AskedOf(request.parts());
    const ledger_store::Lines lines =
        ledger_store::Lock(tx, request.unit(), LinesNamed({}, asked)).Get();
    domain::Ledger ledger = OpenLedger(tx, lines);
    Findings findings = keep ? ledger.Earmark(request.plan_item(), asked)
                             : ledger.ReleaseEarmark(request.plan_item(), asked);
    if (Blocks(findings)) return Refuse(absl::StatusCode::kFailedPrecondition, std::move(findings));
    Save(tx, lines, ledger);
    return BalancesOf<v1::EarmarkResponse>(asked, call.today(), ledger);
  });
}

absl::StatusOr<v1::EarmarkResponse> Budgeting::Earmark(
    Call& call, const v1::EarmarkRequest& request) {
  return ChangeEarmark(call, request, true);
}

absl::StatusOr<v1::EarmarkResponse> Budgeting::ReleaseEarmark(
    Call& call, const v1::EarmarkRequest& request) {
  return ChangeEarmark(call, request, false);
}

absl::StatusOr<v1::Commitment> Budgeting::Change(
    Call& call, const v1::ChangeCommitmentRequest& request, EntryKind kind) {
  return db_.Write(call, request, [&](Tx& tx) -> absl::StatusOr<v1::Commitment> {
    ASSIGN_OR_RETURN(
        ledger_store::Commitment of,
        ledger_store::LockCommitment(tx, request.unit(), request.commitment()));
    if (kind == EntryKind::kRealise && of.made_by == call.subject())
      return Refuse(domain::PaidByWhoBound());
    const std::vector<domain::Asked> asked = AskedOf(request.parts());
    const std::vector<std::string> named = LinesNamed(of.commitment, asked);
    Later<ledger_store::Lines> locked = ledger_store::Lock(tx, request.unit(), named);
    const domain::Ledger::Recorded recorded =
        ledger_store::RecordedBy(tx, request.doc_ref(), kind, of.commitment.id, named).Get();
    const ledger_store::Lines lines = locked.Get();
    domain::Ledger ledger = OpenLedger(tx, lines);
    Findings findings =
        kind == EntryKind::kRelease ? ledger.Release(of.commitment, asked, request.doc_ref())
        : kind == EntryKind::kRealise
            ? ledger.Realise(of.commitment, asked, request.doc_ref(), request.closes(), recorded)
            : ledger.Return(of.commitment, asked, request.doc_ref(), recorded);
    if (Blocks(findings)) return Refuse(absl::StatusCode::kFailedPrecondition, std::move(findings));
    const bool complete = IsAccounted(tx, of.unit, of.batch);
    Save(tx, of, lines, ledger);
    TellAccounted(tx, of.unit, of.batch, complete);
    return ToProto(of, YearsOf(lines));
  });
}

absl::StatusOr<v1::Commitment> Budgeting::Release(
    Call& call, const v1::ChangeCommitmentRequest& request) {
  return Change(call, request, EntryKind::kRelease);
}

absl::Status Budgeting::ReleaseOpen(
    Tx& tx, ledger_store::Commitment& of, const std::string& doc_ref) const {
  const auto open = [](const auto& part) { return part.second.Open().rupiah > 0; };
  if (std::ranges::none_of(of.commitment.parts, open)) return absl::OkStatus();
  const ledger_store::Lines lines =
      ledger_store::Lock(tx, of.unit, LinesNamed(of.commitment, {})).Get();
  domain::Ledger ledger = OpenLedger(tx, lines);
  Findings findings = ledger.Release(of.commitment, {}, doc_ref);
  if (Blocks(findings)) return Refuse(absl::StatusCode::kFailedPrecondition, std::move(findings));
  Save(tx, of, lines, ledger);
  return absl::OkStatus();
}

absl::StatusOr<v1::Commitment> Budgeting::ReleaseDocument(
    Call& call, const v1::ReleaseDocumentRequest& request) {
  return db_.Write(call, request, [&](Tx& tx) -> absl::StatusOr<v1::Commitment> {
    const std::string id = ledger_store::WithDocument(tx, request.unit(), request.doc_ref()).Get();
    if (id.empty()) {
      // Without parts: the document is taken, should its commitment be under way still.
      const ledger_store::Commitment none{
          .commitment = {.id = NewId(call.now()), .doc_ref = request.doc_ref()},
          .unit = request.unit(),
          .made_by = call.subject()};
      ledger_store::Add(tx, none);
      return ToProto(none, {});
    }
    ASSIGN_OR_RETURN(
        ledger_store::Commitment of, ledger_store::LockCommitment(tx, request.unit(), id));
    (void)ledger_store::Lock(tx, of.unit, LinesNamed(of.commitment, {}));
    const bool complete = IsAccounted(tx, of.unit, of.batch);
    RETURN_IF_ERROR(ReleaseOpen(tx, of, request.doc_ref()));
    TellAccounted(tx, of.unit, of.batch, complete);
    return ToProto(of, ledger_store::YearsOf(tx, {of}));
  });
}

// What was bound for it, by whichever document of whichever unit, is not needed any more.
absl::Status Budgeting::Hear(Tx& tx, const Event&, const scheduling::v1::BatchCancelled& told) {
  std::vector<ledger_store::Commitment> bound = ledger_store::LockOfBatch(tx, told.batch());
  std::map<std::string, std::vector<std::string>> lines;  // by unit
  for (const ledger_store::Commitment& of : bound)
    for (const auto& [line, part] : of.commitment.parts) lines[of.unit].push_back(line);
  for (const auto& [unit, ids] : lines)
    (void)ledger_store::Lock(tx, unit, ids);  // all of them in their order
  std::map<std::string, bool> complete;
  for (const auto& [unit, ids] : lines) complete[unit] = IsAccounted(tx, unit, told.batch());
  for (ledger_store::Commitment& of : bound)
    RETURN_IF_ERROR(ReleaseOpen(tx, of, of.commitment.doc_ref));
  for (const auto& [unit, before] : complete) TellAccounted(tx, unit, told.batch(), before);
  return absl::OkStatus();
}

absl::StatusOr<v1::Commitment> Budgeting::Realise(
    Call& call, const v1::ChangeCommitmentRequest& request) {
  return Change(call, request, EntryKind::kRealise);
}

absl::StatusOr<v1::Commitment> Budgeting::Return(
    Call& call, const v1::ChangeCommitmentRequest& request) {
  return Change(call, request, EntryKind::kReturn);
}

absl::StatusOr<v1::FreezeResponse> Budgeting::ChangeFrozen(
    Call& call, const v1::FreezeRequest& request, bool freeze) {
  return db_.Write(call, request, [&](Tx& tx) -> absl::StatusOr<v1::FreezeResponse> {
    const std::vector<domain::Asked> asked = AskedOf(request.parts());
    const std::vector<std::string> named = LinesNamed({}, asked);
    Later<ledger_store::Lines> locked = ledger_store::Lock(tx, request.unit(), named);
    const domain::Ledger::Recorded recorded =
        ledger_store::RecordedBy(
            tx, request.doc_ref(), freeze ? EntryKind::kFreeze : EntryKind::kUnfreeze, "", named)
            .Get();
    const ledger_store::Lines lines = locked.Get();
    domain::Ledger ledger = OpenLedger(tx, lines);
    Findings findings = freeze ? ledger.Freeze(asked, request.doc_ref(), recorded)
                               : ledger.Unfreeze(asked, request.doc_ref(), recorded);
    if (Blocks(findings)) return Refuse(absl::StatusCode::kFailedPrecondition, std::move(findings));
    const std::vector<domain::Entry> entries = Save(tx, lines, ledger);
    if (freeze) {
      TellFrozen<v1::LineFrozen>(tx, entries, ledger);
    } else {
      TellFrozen<v1::LineUnfrozen>(tx, entries, ledger);
    }
    return BalancesOf<v1::FreezeResponse>(asked, call.today(), ledger);
  });
}

absl::StatusOr<v1::FreezeResponse> Budgeting::Freeze(Call& call, const v1::FreezeRequest& request) {
  return ChangeFrozen(call, request, true);
}

absl::StatusOr<v1::FreezeResponse> Budgeting::Unfreeze(
    Call& call, const v1::FreezeRequest& request) {
  return ChangeFrozen(call, request, false);
}

absl::StatusOr<v1::Entry> Budgeting::TakeBackEntry(
    Call& call, const v1::TakeBackEntryRequest& request) {
  return db_.Write(call, request, [&](Tx& tx) -> absl::StatusOr<v1::Entry> {
    ASSIGN_OR_RETURN(auto found, ledger_store::GetEntry(tx, request.unit(), request.entry()));
    ledger_store::Commitment of{.unit = request.unit()};
    const bool bound = !found.first.commitment.empty();
    if (bound) {
      ASSIGN_OR_RETURN(
          of, ledger_store::LockCommitment(tx, request.unit(), found.first.commitment));
    }
    const ledger_store::Lines lines =
        ledger_store::Lock(tx, request.unit(), {found.first.line}).Get();
    // Behind the lock: another may have taken it back meanwhile.
    ASSIGN_OR_RETURN(found, ledger_store::GetEntry(tx, request.unit(), request.entry()));
    domain::Ledger ledger = OpenLedger(tx, lines);
    Findings findings = ledger.TakeBack(
        found.first, bound ? &of.commitment : nullptr, found.second, request.doc_ref());
    if (Blocks(findings)) return Refuse(absl::StatusCode::kFailedPrecondition, std::move(findings));
    const bool complete = IsAccounted(tx, of.unit, of.batch);
    const std::vector<domain::Entry> entries =
        bound ? Save(tx, of, lines, ledger) : Save(tx, lines, ledger);
    TellAccounted(tx, of.unit, of.batch, complete);
    if (found.first.kind == EntryKind::kFreeze) {
      TellFrozen<v1::LineUnfrozen>(tx, entries, ledger, -1);
    } else if (found.first.kind == EntryKind::kUnfreeze) {
      TellFrozen<v1::LineFrozen>(tx, entries, ledger, -1);
    }
    return ToProto(entries.front());
  });
}

}  // namespace binadaya::budgeting
