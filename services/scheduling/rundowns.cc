// Rundowns: written, checked, released, and what changed.
#include <set>

#include "absl/strings/numbers.h"
#include "binadaya/scheduling/v1/scheduling_events.tell.h"
#include "services/common/aggregate.h"
#include "services/common/domain/step.h"
#include "services/common/id.h"
#include "services/common/status.h"
#include "services/scheduling/domain/release.h"
#include "services/scheduling/gate_store.h"
#include "services/scheduling/publication_store.h"
#include "services/scheduling/rundown_proto.h"
#include "services/scheduling/scheduling.h"
#include "services/scheduling/slot_proto.h"

namespace binadaya::scheduling {
namespace {

using batch_store::Batch;
using batch_store::Release;

v1::Rundown ShowRundown(
    const Batch& batch, const v1::RundownContent& content, int number, std::int64_t version) {
  v1::Rundown proto;
  proto.set_batch(batch.id);
  *proto.mutable_content() = content;
  proto.set_version(version);
  proto.set_number(number);
  return proto;
}

v1::Rundown WithLearning(v1::Rundown rundown, const domain::RundownPolicy& rules) {
  const domain::Rundown all = AsDomain(rundown.content());
  const auto add = [&](const std::string& day, const domain::Rundown& of) {
    const domain::RundownMeasure measure = domain::Measure(of, rules);
    v1::LearningHours& out = *rundown.add_learning();
    out.set_day(day);
    out.set_minutes(measure.learning_minutes);
    out.set_jp(measure.jp);
  };
  std::map<absl::CivilDay, domain::Rundown> days;
  for (const domain::RundownItem& item : all.items) days[item.day].items.push_back(item);
  for (const auto& [day, of] : days) add(absl::FormatCivilTime(day), of);
  add("", all);
  return rundown;
}

v1::RundownRelease ShowRelease(
    const Batch& batch, const Release& release, const std::vector<domain::RundownChange>& changes,
    const Findings& warnings) {
  v1::RundownRelease proto;
  proto.set_batch(batch.id);
  proto.set_number(release.number);
  proto.set_released_by(release.released_by);
  proto.set_released_at(InstantText(release.released_at));
  proto.set_reason(release.reason);
  for (const domain::RundownChange& change : changes) *proto.add_changes() = ToProto(change);
  for (const Finding& warning : warnings) ::binadaya::ToProto(warning, *proto.add_warnings());
  return proto;
}

void ToldAs(const domain::RundownItem& item, v1::ToldItem& out) {
  const v1::RundownItem shown = ToProto(item);
  out.set_item(shown.id());
  out.set_kind(shown.kind());
  if (const std::optional<domain::Slot> slot = item.slot()) ToProto(*slot, *out.mutable_slot());
  out.set_venue(shown.venue());
  out.set_speaker(shown.speaker());
}

void TellReleased(
    Tx& tx, const Batch& batch, const Release& release, const domain::Rundown& rundown,
    const std::vector<domain::RundownChange>& changes, const domain::RundownMeasure& measure) {
  v1::RundownReleased event;
  event.set_batch(batch.id);
  event.set_number(release.number);
  std::map<std::string, v1::ItemChangeKind> kinds;
  for (const domain::RundownChange& change : changes) kinds[change.item] = ToProto(change).kind();
  for (const domain::RundownItem& item : rundown.items) {
    v1::ToldItem& told = *event.add_items();
    ToldAs(item, told);
    if (const auto kind = kinds.find(item.id); kind != kinds.end()) told.set_change(kind->second);
  }
  for (const domain::RundownChange& change : changes) {
    if (change.now.has_value()) continue;
    v1::ToldItem& told = *event.add_items();
    ToldAs(*change.before, told);
    told.set_change(kinds[change.item]);
  }
  event.set_learning_minutes(measure.learning_minutes);
  event.set_jp(measure.jp);
  event.set_reason(release.reason);
  Tell(tx, event);
}

std::vector<domain::RundownChange> ChangesOf(
    const std::optional<Release>& before, const domain::Rundown& now) {
  return domain::Diff(before.has_value() ? AsDomain(before->content) : domain::Rundown(), now);
}

// What changes is booked as it is now; whatever else the batch has, make-up sessions too, stays.
void Rebook(
    Tx& tx, const std::string& batch, const std::vector<domain::RundownChange>& changes,
    const std::vector<booking_store::Session>& sessions,
    const std::vector<domain::Booking>& bookings) {
  for (const domain::RundownChange& change : changes) {
    booking_store::Free(tx, batch, change.item);
    if (!change.now.has_value()) continue;
    std::vector<domain::Booking> of_item;
    for (const domain::Booking& booking : bookings)
      if (booking.of == Cat(batch, "/", change.item)) of_item.push_back(booking);
    for (const booking_store::Session& session : sessions)
      if (session.item == change.item) booking_store::Add(tx, batch, session, of_item);
  }
}

}  // namespace

absl::StatusOr<v1::Rundown> Scheduling::GetRundown(
    Call& call, const v1::GetRundownRequest& request) {
  return db_.Read(call, [&](Tx& tx) -> absl::StatusOr<v1::Rundown> {
    ASSIGN_OR_RETURN(
        const Batch batch, batch_store::Get(tx, request.unit(), request.batch(), "batch"));
    const std::int64_t version = VersionOf(tx, "batch", batch.id);
    const domain::RundownPolicy rules = RundownRules(tx);
    if (request.number() == 0)
      return WithLearning(ShowRundown(batch, batch.draft, 0, version), rules);
    const std::optional<Release> release = batch_store::ReleaseOf(tx, batch.id, request.number());
    if (!release.has_value()) return NoSuchObject("number");
    return WithLearning(ShowRundown(batch, release->content, release->number, version), rules);
  });
}

absl::StatusOr<v1::Rundown> Scheduling::DraftRundown(
    Call& call, const v1::DraftRundownRequest& request) {
  return db_.Write(call, request, [&](Tx& tx) -> absl::StatusOr<v1::Rundown> {
    ASSIGN_OR_RETURN(Batch batch, batch_store::Lock(tx, request.unit(), request.batch(), "batch"));
    RETURN_IF_ERROR(tx.Expect("batch", batch.id, request.version()));
    domain::Rundown draft = AsDomain(request.content());
    const domain::Rundown before = AsDomain(batch.draft);
    const std::vector<std::string> released = batch_store::ItemsReleased(tx, batch.id);
    std::set<std::string> known(released.begin(), released.end());
    for (const domain::RundownItem& item : before.items) known.insert(item.id);
    RETURN_IF_ERROR(RefuseInput(domain::CheckIds(draft, known)));
    domain::TakeIds(before, draft);
    for (domain::RundownItem& item : draft.items)
      if (item.id.empty()) item.id = NewId(tx.call().now());
    WriteDraft(tx, batch, draft);
    return ShowRundown(batch, batch.draft, 0, VersionOf(tx, "batch", batch.id) + 1);
  });
}

absl::StatusOr<v1::RundownCheck> Scheduling::GetRundownCheck(
    Call& call, const v1::GetRundownCheckRequest& request) {
  return db_.Read(call, [&](Tx& tx) -> absl::StatusOr<v1::RundownCheck> {
    auto found = batch_store::Get(tx, request.unit(), request.batch(), "batch");
    if (!found.ok() && call.Holds(::binadaya::v1::UNIT_HEAD, call.scope_path()))
      return CheckForHead(tx, request.batch(), call.scope_path());
    ASSIGN_OR_RETURN(const Batch batch, std::move(found));
    Checked checked = Check(tx, batch, false);
    for (Finding& finding : Continuity(tx, batch, checked.rundown))
      checked.findings.push_back(std::move(finding));
    for (Finding& finding : CheckAgenda(tx, batch, checked.rundown))
      checked.findings.push_back(std::move(finding));
    v1::RundownCheck response;
    for (const Finding& finding : checked.findings)
      ::binadaya::ToProto(finding, *response.add_findings());
    response.set_scheduled_minutes(checked.measure.scheduled_minutes);
    response.set_learning_minutes(checked.measure.learning_minutes);
    response.set_jp(checked.measure.jp);
    response.set_rupiah(batch.rupiah);
    const absl::StatusOr<Money> cost =
        domain::CostPerParticipantJp({batch.rupiah}, batch.capacity, checked.measure.jp);
    if (cost.ok()) response.set_rupiah_per_participant_jp(cost->rupiah);
    return response;
  });
}

absl::StatusOr<v1::RundownRelease> Scheduling::ReleaseRundown(
    Call& call, const v1::ReleaseRundownRequest& request) {
  return db_.Write(call, request, [&](Tx& tx) -> absl::StatusOr<v1::RundownRelease> {
    ASSIGN_OR_RETURN(Batch batch, batch_store::Lock(tx, request.unit(), request.batch(), "batch"));
    RETURN_IF_ERROR(tx.Expect("batch", batch.id, request.version()));
    return ReleaseDraft(tx, batch, request.reason(), Released::kByHand);
  });
}

absl::StatusOr<v1::RundownRelease> Scheduling::ReleaseDraft(
    Tx& tx, Batch& batch, const std::string& reason, Released how) const {
  const bool mends = how == Released::kMended;
  Checked checked = Check(tx, batch, true);
  if (how == Released::kByHand) {
    gate_store::LockGiving(tx);  // so that nobody else takes people from the same units meanwhile
    for (Finding& finding : Continuity(tx, batch, checked.rundown))
      checked.findings.push_back(std::move(finding));
    for (Finding& finding : CheckAgenda(tx, batch, checked.rundown))
      checked.findings.push_back(std::move(finding));
  }
  if (mends) ForgiveOld(tx, batch, checked);
  const std::optional<Release> before = batch_store::ReleaseOf(tx, batch.id, batch.released);
  Findings findings = domain::CheckRelease(
      before.has_value() ? std::optional(AsDomain(before->content)) : std::nullopt, checked.rundown,
      reason);
  for (Finding& finding : checked.findings) findings.push_back(std::move(finding));
  RETURN_IF_ERROR(RefuseIfBlocked(findings));
  const Release release{
      .number = batch.released + 1,
      .content = batch.draft,
      .released_by = tx.call().subject(),
      .released_at = tx.call().now(),
      .reason = reason,
      .relied_on = batch_store::IsReliedOn(batch)};
  RETURN_IF_ERROR(Schedule(tx, batch, checked, findings, mends));
  batch_store::Add(tx, batch.id, release);
  const std::vector<domain::RundownChange> changes = ChangesOf(before, checked.rundown);
  std::vector<booking_store::Session> sessions;
  for (const domain::RundownItem& item : checked.rundown.items)
    sessions.push_back({item.id, *item.slot(), domain::Rests(item.kind)});  // SC-02
  if (mends) {
    Rebook(tx, batch.id, changes, sessions, checked.bookings);
  } else {
    booking_store::Replace(tx, batch.id, sessions, checked.bookings);
  }
  TellReleased(tx, batch, release, checked.rundown, changes, checked.measure);
  if (before.has_value()) {
    auto kinds = domain::OfOtherDays(AsDomain(before->content), checked.rundown);
    // Who mends settles the agenda by itself.
    if (mends || LeadersCome(tx, batch, checked.rundown))
      std::erase(kinds, domain::ChecklistKind::kLeaderHold);
    OpenAgain(tx, batch.id, kinds);
  }
  FollowBookings(tx, batch.id);
  return ShowRelease(batch, release, changes, findings);
}

absl::StatusOr<v1::RundownRelease> Scheduling::ReleasePlaced(
    Tx& tx, Batch batch, const domain::Rundown& placed, const std::string& reason) const {
  WriteDraft(tx, batch, placed);
  return ReleaseDraft(tx, batch, reason, Released::kPlaced);
}

// The draft follows what is released, unless somebody is at work on another one.
absl::StatusOr<v1::RundownRelease> Scheduling::ReleaseMended(
    Tx& tx, Batch batch, const domain::Rundown& mended,
    const domain::ScheduleChange& change) const {
  const std::optional<Release> before = batch_store::ReleaseOf(tx, batch.id, batch.released);
  const v1::RundownContent draft = batch.draft;
  const bool follows = before.has_value() && AsDomain(before->content) == AsDomain(draft);
  batch.draft = ToProto(mended);
  if (follows) WriteDraft(tx, batch, mended);
  ASSIGN_OR_RETURN(
      v1::RundownRelease release, ReleaseDraft(tx, batch, change.reason, Released::kMended));
  if (!follows) batch.draft = draft;
  if (batch_store::HasBegun(batch)) RETURN_IF_ERROR(MoveSessions(tx, batch, mended, change.cause));
  // Seats pass on by its days; what is due by the clock is due at other times.
  if (batch.state == domain::BatchState::kPublished || batch.state == domain::BatchState::kLocked)
    tx.At(tx.call().now(), kLapseTimer, batch.id);
  RETURN_IF_ERROR(Carry(tx, std::move(batch)));
  return release;
}

void Scheduling::CountDays(Tx& tx, Batch& batch) const {
  const absl::CivilDay first = *batch.first_day;
  const domain::Calendar calendar = calendar_store::CalendarOf(tx, first, first + 1);
  batch.change_until = calendar.WorkingDayBefore(first, ChangeDays(tx));
  std::vector<domain::ChecklistItem> due;
  for (const domain::ChecklistDuty& duty : domain::ChecklistDuties()) {
    due.push_back(
        {.kind = duty.kind, .due = calendar.WorkingDayBefore(first, duty.working_days_before)});
  }
  publication_store::SetDue(tx, batch.id, due);
}

// The days of the batch are those of its release.
absl::Status Scheduling::Schedule(
    Tx& tx, Batch& batch, const Checked& checked, const Findings& findings, bool mends) const {
  absl::CivilDay first = checked.rundown.items.front().day, last = first;
  for (const domain::RundownItem& item : checked.rundown.items) {
    first = std::min(first, item.day);
    last = std::max(last, item.day);
  }
  batch.first_day = first;
  batch.last_day = last;
  CountDays(tx, batch);
  // One that is scheduled already may be released anew; one that people rely on not (BATCH-01), but
  // by a repair.
  if (batch.state != domain::BatchState::kScheduled && !mends) {
    domain::Batch of = batch_store::AsDomain(batch);
    RETURN_IF_ERROR(of.Schedule(first, last, *batch.change_until, findings));
    batch.state = of.state;
  }
  ++batch.released;
  batch_store::Save(tx, batch);
  return absl::OkStatus();
}

absl::StatusOr<v1::ListRundownReleasesResponse> Scheduling::ListRundownReleases(
    Call& call, const v1::ListRundownReleasesRequest& request) {
  ASSIGN_OR_RETURN(const Page page, pages_.Of(call, request));
  return db_.Read(call, [&](Tx& tx) -> absl::StatusOr<v1::ListRundownReleasesResponse> {
    ASSIGN_OR_RETURN(
        const Batch batch, batch_store::Get(tx, request.unit(), request.batch(), "batch"));
    int below = 0;
    if (!page.first() && !absl::SimpleAtoi(page.After(0), &below))
      return absl::InternalError("a page token without a number");
    const std::vector<Release> releases =
        batch_store::ReleasesOf(tx, batch.id, below, page.size() + 1);
    v1::ListRundownReleasesResponse response;
    for (std::size_t i = 0; i < releases.size() && response.releases_size() < page.size(); ++i) {
      const std::optional<Release> before =
          i + 1 < releases.size() ? std::optional(releases[i + 1]) : std::nullopt;
      *response.add_releases() =
          ShowRelease(batch, releases[i], ChangesOf(before, AsDomain(releases[i].content)), {});
    }
    if (releases.size() > static_cast<std::size_t>(page.size()))
      response.set_next_page_token(page.Next({Cat(response.releases().rbegin()->number())}));
    return response;
  });
}

}  // namespace binadaya::scheduling
