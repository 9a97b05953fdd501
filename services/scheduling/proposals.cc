// What placements and repairs have in common.
#include <algorithm>

#include "services/common/domain/step.h"
#include "services/common/domain/text.h"
#include "services/common/learned.h"
#include "services/common/status.h"
#include "services/scheduling/placements.h"
#include "services/scheduling/rundown_proto.h"
#include "services/scheduling/slot_proto.h"
#include "services/scheduling/speaker_store.h"
#include "services/scheduling/venue_store.h"

namespace binadaya::scheduling {

absl::StatusOr<batch_store::Batch> BatchBelow(Tx& tx, const std::string& id) {
  auto batch = batch_store::Get(tx, id);
  if (!batch.ok()) return NoSuchObject("batches");
  const std::string path = learned::PathOfUnit(tx, batch->unit).value_or("/");
  if (!Covers(tx.call().scope_path(), path)) return NoSuchObject("batches");
  return batch;
}

void AddWarnings(const v1::RundownRelease& release, FindingList& out) {
  for (const ::binadaya::v1::Finding& warning : release.warnings()) {
    ::binadaya::v1::Finding& one = *out.Add();
    one = warning;
    (*one.mutable_values())["batch"] = release.batch();
  }
}

absl::Status OnRecord(
    Tx& tx, const std::vector<std::string>& venues, const std::vector<std::string>& speakers) {
  const auto all = [](const auto& found, const std::vector<std::string>& ids) {
    return std::all_of(
        ids.begin(), ids.end(), [&](const std::string& id) { return found.contains(id); });
  };
  if (!all(venue_store::OfIds(tx, venues), venues)) return NoSuchObject("venues");
  if (!all(speaker_store::OfIds(tx, speakers), speakers)) return NoSuchObject("speakers");
  return absl::OkStatus();
}

absl::StatusOr<std::vector<std::string>> PlaceableOf(
    Tx& tx, const std::vector<std::string>& batches, const std::set<std::string>& named,
    bool repair, FindingList& told) {
  std::vector<std::string> placeable;
  Findings refused;
  int sessions = 0;
  for (const std::string& id : batches) {
    ASSIGN_OR_RETURN(const batch_store::Batch batch, batch_store::Get(tx, id));
    v1::RundownContent content = batch.draft;
    if (repair) {
      const auto release = batch_store::ReleaseOf(tx, id, batch.released);
      content = release.has_value() ? release->content : v1::RundownContent();
    }
    const domain::Rundown rundown = AsDomain(content);
    Findings findings = CheckPlaceable(batch, rundown, repair);
    if (findings.empty()) {
      placeable.push_back(id);
      sessions += SessionsIn(rundown);
    }
    for (Finding& finding : findings) {
      if (named.contains(id)) {
        refused.push_back(std::move(finding));
        continue;
      }
      finding.warning = true;
      ::binadaya::ToProto(finding, *told.Add());
    }
  }
  RETURN_IF_ERROR(RefuseIfBlocked(std::move(refused)));
  if (placeable.empty() && !repair) {
    return Refuse(
        {.rule = "PLC-47",
         .where = "batches",
         .message = {
             "Tidak ada kelas yang dapat ditempatkan: rancang kelas dan susunan acaranya dahulu.",
             "There is no batch to be placed: draft batches and their rundowns first."}});
  }
  if (sessions > kMostSessions && !repair) {
    return Refuse(
        {.rule = "PLC-39",
         .where = "batches",
         .message =
             {Cat("Kelas-kelas ini bersama-sama ", sessions, " acara; paling banyak ",
                  kMostSessions,
                  " ditempatkan sekaligus. Sebutkan sebagian kelasnya, lalu sisanya."),
              Cat("These batches have ", sessions, " items together; at most ", kMostSessions,
                  " are placed at once. Name some of the batches, then the others.")},
         .values = {{"sessions", Cat(sessions)}}});
  }
  std::sort(placeable.begin(), placeable.end());
  return placeable;
}

void ToProto(
    const PlacementRules& rules, google::protobuf::RepeatedPtrField<v1::PolicyValues>& out) {
  for (const auto& [key, values] : rules.rows) {
    v1::PolicyValues& row = *out.Add();
    row.set_key(key);
    row.mutable_values()->Add(values.begin(), values.end());
  }
}

void ToProto(const InputParts& parts, google::protobuf::RepeatedPtrField<v1::InputPart>& out) {
  for (const auto& [part, hash] : parts) {
    v1::InputPart& one = *out.Add();
    one.set_part(part);
    one.set_hash(hash);
  }
}

v1::PlacedSession SessionAt(
    const PlacementInputs& inputs, std::size_t session, const domain::placement::Place& place) {
  const domain::RundownItem& item = inputs.ItemOf(session);
  v1::PlacedSession out;
  out.set_batch(inputs.BatchOf(session).id);
  out.set_item(item.id);
  out.set_title(item.title);
  ToProto(
      domain::SlotOn(
          place.day, {place.from, place.from + inputs.problem.sessions[session].minutes}),
      *out.mutable_slot());
  if (place.venue != domain::placement::kNone) out.set_venue(inputs.problem.venues[place.venue].id);
  if (place.speaker != domain::placement::kNone)
    out.set_speaker(inputs.problem.speakers[place.speaker].id);
  return out;
}

}  // namespace binadaya::scheduling
