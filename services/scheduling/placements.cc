// Placements: asked for, shown, and carried out when a person accepts them.
#include "services/scheduling/placements.h"

#include <algorithm>
#include <set>

#include "services/common/day.h"
#include "services/common/domain/step.h"
#include "services/common/domain/text.h"
#include "services/common/status.h"
#include "services/scheduling/booking_store.h"
#include "services/scheduling/enrolment_store.h"
#include "services/scheduling/gate_store.h"
#include "services/scheduling/program_store.h"
#include "services/scheduling/rundown_proto.h"
#include "services/scheduling/seats.h"
#include "services/scheduling/slot_proto.h"
#include "services/scheduling/speaker_store.h"
#include "services/scheduling/venue_store.h"

namespace binadaya::scheduling {
namespace {

using placement_store::Kind;

Finding NoWindow() {
  return {
      .rule = "PLC-48",
      .where = "from",
      .message = {
          "Masa ini kosong, sudah mulai, atau di luar tahun anggarannya. Pilih hari mulai besok "
          "atau sesudahnya, dan hari akhir sesudah itu, keduanya dalam tahun rencana.",
          "This window is empty, has begun, or leaves the year of its money. Choose a first day "
          "from tomorrow on and a last one behind it, both in the year of the plan."}};
}

Finding OfAnotherYear(const batch_store::Batch& batch) {
  return {
      .rule = "PLC-49",
      .where = "batches",
      .message =
          {Cat("Kelas ini dari rencana tahun ", batch.year,
               ", dengan uang tahun itu. Tempatkan dalam tahunnya."),
           Cat("This batch is of the plan of ", batch.year,
               ", with the money of that year. Place it within its year.")},
      .values = {{"batch", batch.id}, {"year", Cat(batch.year)}}};
}

// PLC-43, PLC-44.
Findings CheckAcceptable(const v1::Placement& placement) {
  if (placement.state() == v1::PLACEMENT_ACCEPTED) {
    return {
        {.rule = "PLC-44",
         .where = "placement",
         .message =
             {"Usulan ini sudah diterima dan dijalankan. Lihat susunan acara kelasnya.",
              "This proposal is accepted and carried out already. See the rundowns of its "
              "batches."},
         .values = {{"by", placement.accepted_by()}}}};
  }
  if (placement.state() != v1::PLACEMENT_BREAKS_RULES) return {};
  return {
      {.rule = "PLC-43",
       .where = "placement",
       .message =
           {"Rencana ini melanggar aturan, seperti yang dijelaskan temuannya. Longgarkan yang "
            "disebut, "
            "lalu hitung ulang.",
            "This plan breaks rules, as its findings explain. Relax what they name, then compute "
            "it "
            "anew."},
       .values = {{"broken", Cat(placement.broken())}}}};
}

Finding FirstDayCome(const std::string& batch, absl::CivilDay day) {
  return {
      .rule = "PLC-45",
      .where = "placement",
      .message =
          {Cat("Hari pertama menurut usulan ini, ", absl::FormatCivilTime(day),
               ", sudah tiba. Hitung ulang."),
           Cat("The first day by this proposal, ", absl::FormatCivilTime(day),
               ", has come. Compute it anew.")},
      .values = {{"batch", batch}}};
}

Finding NotUnderWay() {
  return {
      .rule = "PLC-54",
      .where = "placement",
      .message = {
          "Rencana ini tidak sedang dihitung: belum mulai, sudah selesai, atau dibatalkan. Lihat "
          "pekerjaannya, atau hasilnya.",
          "This placement is not being computed: it has not begun, is done, or was cancelled. See "
          "its job, or the placement."}};
}

Finding NothingToEndWith(const v1::PlacementSoFar& so_far) {
  return {
      .rule = "PLC-55",
      .where = "placement",
      .message =
          {"Belum ditemukan rencana yang memenuhi semua aturan. Tunggu, atau batalkan "
           "pekerjaannya.",
           "No plan that keeps every rule is found yet. Wait, or cancel its job."},
      .values = {{"broken", so_far.known() ? Cat(so_far.broken()) : ""}}};
}

v1::Placement InLists(v1::Placement placement) {
  placement.clear_batches();
  placement.clear_sessions();
  placement.clear_people();
  placement.clear_findings();
  placement.clear_policies();
  placement.clear_warnings();
  return placement;
}

// With the sessions and people of one batch; none named: of none.
v1::Placement WithBatch(v1::Placement placement, const std::string& batch) {
  const auto elsewhere = [&](const auto& one) { return one.batch() != batch; };
  auto& sessions = *placement.mutable_sessions();
  sessions.erase(std::remove_if(sessions.begin(), sessions.end(), elsewhere), sessions.end());
  auto& people = *placement.mutable_people();
  people.erase(std::remove_if(people.begin(), people.end(), elsewhere), people.end());
  return placement;
}

std::map<std::string, domain::placement::ItemPlace> PlacesOf(
    const v1::Placement& placement, const std::string& batch, const PlacementInputs& inputs) {
  std::map<std::string, domain::placement::ItemPlace> places;
  Findings read;
  for (const v1::PlacedSession& one : placement.sessions()) {
    if (one.batch() != batch) continue;
    const domain::Slot slot = ReadSlot(one.slot(), "", read);
    const absl::CivilDay day(slot.from);
    places[one.item()] = {
        .day = day,
        .from = static_cast<int>(slot.from - absl::CivilMinute(day)),
        .venue = one.venue(),
        .name = inputs.NameOfVenue(one.venue()),
        .speaker = one.speaker()};
  }
  return places;
}

// Kept seats that the plan has in another batch than now.
absl::Status Reseat(Tx& tx, const v1::Placement& placement) {
  for (const v1::PlacedPerson& one : placement.people()) {
    if (one.batch() == one.before()) continue;
    ASSIGN_OR_RETURN(enrolment_store::Enrolment of, enrolment_store::Get(tx, one.enrolment()));
    RETURN_IF_ERROR(of.is.KeepIn(one.batch()));
    Settle(tx, of);
  }
  return absl::OkStatus();
}

}  // namespace

PlacementScope ScopeOf(const v1::StartPlacementRequest& request) {
  return {
      .batches = {request.batches().begin(), request.batches().end()},
      .days =
          {DayOf(request.from()).value_or(absl::CivilDay()),
           DayOf(request.until()).value_or(absl::CivilDay())},
      .venues = {request.venues().begin(), request.venues().end()},
      .speakers = {request.speakers().begin(), request.speakers().end()}};
}

absl::StatusOr<PlacementInputs> Placements::Read(
    Tx& tx, const PlacementScope& scope, const PlacementRules& rules) const {
  return ReadPlacement(tx, scope, rules, [&](std::span<const domain::Booking> asked) {
    return BookedNear(tx, asked, "");
  });
}

absl::StatusOr<Placements::Moment> Placements::ReadOfOneMoment(
    const Call& call, const std::function<absl::StatusOr<PlacementScope>(Tx&)>& choose) const {
  constexpr int kAttempts = 6;
  std::optional<InputParts> before;
  for (int i = 0; i < kAttempts; ++i) {
    ASSIGN_OR_RETURN(Moment now, db_.Read(call, [&](Tx& tx) -> absl::StatusOr<Moment> {
      Moment moment{.rules = PlacementRulesOf(tx)};
      ASSIGN_OR_RETURN(const PlacementScope scope, choose(tx));
      ASSIGN_OR_RETURN(moment.inputs, Read(tx, scope, moment.rules));
      moment.parts = PartsOf(moment.inputs, moment.rules);
      return moment;
    }));
    if (before == now.parts) return now;
    before = std::move(now.parts);
  }
  return absl::AbortedError("the schedule changes while it is read; try again");
}

absl::StatusOr<PlacementInputs> Placements::ReadAgain(
    Tx& tx, const PlacementScope& scope, const PlacementRules& rules,
    const google::protobuf::RepeatedPtrField<v1::InputPart>& parts) const {
  tx.PlanForValues();  // of all who have a seat
  std::set<std::string> programs;
  // Its unit may have moved to another authority since.
  for (const std::string& id : scope.batches) {
    ASSIGN_OR_RETURN(const batch_store::Batch batch, batch_store::Lock(tx, id));
    RETURN_IF_ERROR(BatchBelow(tx, id).status());
    programs.insert(batch.program);
  }
  InputParts then;
  std::vector<std::string> venues, speakers;
  for (const v1::InputPart& one : parts) {
    then[one.part()] = one.hash();
    const std::size_t slash = one.part().find('/');
    if (one.part().starts_with("venue/")) venues.push_back(one.part().substr(slash + 1));
    if (one.part().starts_with("speaker/")) speakers.push_back(one.part().substr(slash + 1));
  }
  (void)venue_store::OfIds(tx, venues, true);
  (void)speaker_store::OfIds(tx, speakers, true);
  // Who has a seat there, or anywhere else at that time. A program may not have been heard of yet.
  for (const std::string& program : programs) (void)program_store::Lock(tx, program);
  gate_store::LockGiving(tx);
  ASSIGN_OR_RETURN(PlacementInputs inputs, Read(tx, scope, rules));
  RETURN_IF_ERROR(RefuseIfBlocked(CheckUnchanged(then, PartsOf(inputs, rules))));
  return inputs;
}

absl::StatusOr<v1::StartPlacementResponse> Placements::StartPlacement(
    Call& call, const v1::StartPlacementRequest& request) {
  return db_.Write(call, request, [&](Tx& tx) -> absl::StatusOr<v1::StartPlacementResponse> {
    PlacementScope scope = ScopeOf(request);
    const domain::DaySpan& days = scope.days;
    if (days.from <= call.today() || days.until <= days.from ||
        days.from.year() != request.year() || (days.until - 1).year() != request.year()) {
      return Refuse(absl::StatusCode::kInvalidArgument, {NoWindow()});
    }
    Findings findings;
    for (const std::string& id : scope.batches) {
      ASSIGN_OR_RETURN(const batch_store::Batch batch, BatchBelow(tx, id));
      for (Finding& finding : CheckPlaceable(batch, AsDomain(batch.draft), false))
        findings.push_back(std::move(finding));
      if (batch.year != request.year()) findings.push_back(OfAnotherYear(batch));
    }
    RETURN_IF_ERROR(RefuseIfBlocked(std::move(findings)));
    RETURN_IF_ERROR(OnRecord(tx, scope.venues, scope.speakers));
    ASSIGN_OR_RETURN(const auto job, Jobs::Ask(tx, kPlacementJob, request));
    v1::StartPlacementResponse response;
    response.set_job(job.id());
    return response;
  });
}

absl::StatusOr<v1::PlacementSoFar> Placements::SoFarOf(
    Tx& tx, const std::string& unit, const std::string& id) {
  const std::optional<Jobs::Standing> job = Jobs::StandingOf(tx, kPlacementJob, id);
  if (!job.has_value() || job->target != unit) return NoSuchObject("placement");
  if (!job->under_way) return Refuse(NotUnderWay());
  v1::SearchCheckpoint checkpoint;
  if (!checkpoint.ParseFromString(job->checkpoint))
    return absl::InternalError("a checkpoint that cannot be read");
  v1::PlacementSoFar so_far = std::move(*checkpoint.mutable_so_far());
  so_far.set_id(id);
  so_far.set_finish_by(job->finish_by);
  return so_far;
}

absl::StatusOr<v1::PlacementSoFar> Placements::GetPlacementSoFar(
    Call& call, const v1::GetPlacementSoFarRequest& request) {
  return db_.Read(call, [&](Tx& tx) { return SoFarOf(tx, request.unit(), request.placement()); });
}

absl::StatusOr<v1::PlacementSoFar> Placements::FinishPlacement(
    Call& call, const v1::FinishPlacementRequest& request) {
  return db_.Write(call, request, [&](Tx& tx) -> absl::StatusOr<v1::PlacementSoFar> {
    ASSIGN_OR_RETURN(v1::PlacementSoFar so_far, SoFarOf(tx, request.unit(), request.placement()));
    if (!so_far.known() || so_far.broken() > 0) return Refuse(NothingToEndWith(so_far));
    // Since it was looked at it may have ended, or another one may have asked.
    std::optional<std::string> by = Jobs::Finish(tx, request.placement());
    if (!by.has_value()) return Refuse(NotUnderWay());
    so_far.set_finish_by(*std::move(by));
    return so_far;
  });
}

absl::StatusOr<v1::Placement> Placements::GetPlacement(
    Call& call, const v1::GetPlacementRequest& request) {
  return db_.Read(call, [&](Tx& tx) -> absl::StatusOr<v1::Placement> {
    v1::PlacementRecord record;
    RETURN_IF_ERROR(placement_store::Read(
        tx, Kind::kPlacement, request.unit(), request.placement(), "placement", false, record));
    return WithBatch(std::move(*record.mutable_placement()), request.batch());
  });
}

absl::StatusOr<v1::ListPlacementsResponse> Placements::ListPlacements(
    Call& call, const v1::ListPlacementsRequest& request) {
  ASSIGN_OR_RETURN(const Page page, pages_.Of(call, request));
  return db_.Read(call, [&](Tx& tx) -> absl::StatusOr<v1::ListPlacementsResponse> {
    v1::ListPlacementsResponse response;
    for (const std::string& shown :
         placement_store::PageOf(tx, Kind::kPlacement, call.scope(), request.state(), page)) {
      response.add_placements()->ParseFromString(shown);
    }
    if (response.placements_size() == page.size())
      response.set_next_page_token(page.Next({response.placements().rbegin()->id()}));
    return response;
  });
}

// Every batch gives up what it has booked before the first one books anew: two may exchange halls.
absl::StatusOr<v1::Placement> Placements::AcceptPlacement(
    Call& call, const v1::AcceptPlacementRequest& request) {
  return db_.Write(call, request, [&](Tx& tx) -> absl::StatusOr<v1::Placement> {
    v1::PlacementRecord record;
    RETURN_IF_ERROR(placement_store::Read(
        tx, Kind::kPlacement, request.unit(), request.placement(), "placement", true, record));
    v1::Placement& placement = *record.mutable_placement();
    RETURN_IF_ERROR(RefuseIfBlocked(CheckAcceptable(placement)));
    ASSIGN_OR_RETURN(
        const PlacementInputs inputs,
        ReadAgain(tx, ScopeOf(record.request()), PlacementRulesOf(tx), record.parts()));
    Findings findings;
    std::vector<std::pair<std::size_t, domain::Rundown>> changed;
    for (std::size_t i = 0; i < inputs.batches.size(); ++i) {
      const batch_store::Batch& batch = inputs.batches[i];
      domain::Rundown placed =
          domain::placement::Placed(inputs.rundowns[i], PlacesOf(placement, batch.id, inputs));
      if (const absl::CivilDay first = placed.items.front().day; first <= call.today())
        findings.push_back(FirstDayCome(batch.id, first));
      const auto before = batch_store::ReleaseOf(tx, batch.id, batch.released);
      if (before.has_value() && domain::Diff(AsDomain(before->content), placed).empty()) continue;
      booking_store::Replace(tx, batch.id, {}, {});
      changed.emplace_back(i, std::move(placed));
    }
    RETURN_IF_ERROR(RefuseIfBlocked(findings));
    // Before a speaker is asked for where he sits himself.
    RETURN_IF_ERROR(Reseat(tx, placement));
    for (const auto& [at, placed] : changed) {
      const batch_store::Batch& batch = inputs.batches[at];
      const auto released = ReleasePlaced(tx, batch, placed, request.note());
      if (released.ok()) {
        AddWarnings(*released, *placement.mutable_warnings());
        continue;
      }
      if (FindingsOf(released.status()).empty()) return released.status();
      for (Finding& finding : FindingsOf(released.status())) {
        finding.values["batch"] = batch.id;
        findings.push_back(std::move(finding));
      }
    }
    RETURN_IF_ERROR(RefuseIfBlocked(std::move(findings)));
    placement.set_state(v1::PLACEMENT_ACCEPTED);
    placement.set_accepted_by(call.subject());
    placement.set_accepted_at(InstantText(call.now()));
    placement.set_note(request.note());
    SaveRecord(tx, record);
    return WithBatch(placement, "");
  });
}

void SaveRecord(Tx& tx, const v1::PlacementRecord& record, bool fresh) {
  const v1::Placement& placement = record.placement();
  const placement_store::Proposal proposal{
      .kind = Kind::kPlacement,
      .id = placement.id(),
      .unit = placement.unit(),
      .state = placement.state(),
      .shown = InLists(placement).SerializeAsString(),
      .record = record.SerializeAsString()};
  fresh ? placement_store::Add(tx, proposal) : placement_store::Save(tx, proposal);
}

}  // namespace binadaya::scheduling
