// What a plan rests on: what of it is another now, and where everything stands in it.
#include <algorithm>
#include <optional>
#include <set>

#include "absl/strings/escaping.h"
#include "absl/strings/str_join.h"
#include "services/common/domain/text.h"
#include "services/common/id.h"
#include "services/scheduling/deliveries.h"
#include "services/scheduling/placement_inputs.h"
#include "services/scheduling/rundown_proto.h"
#include "services/scheduling/slot_proto.h"

namespace binadaya::scheduling {
namespace {

using domain::placement::kNone;
using domain::placement::Place;
using domain::placement::PlacedSession;

// Of one part: values, each with its end.
class PartText {
 public:
  template <class... Values>
  void Line(const Values&... values) {
    (absl::StrAppend(&text_, values, "|"), ...);
    text_ += '\n';
  }
  void Slots(const std::vector<domain::Slot>& slots) {
    for (const domain::Slot& slot : slots) Line(ForSql(slot.from), ForSql(slot.until));
  }
  void Add(const domain::Booking& one) {
    Line(one.of, ForSql(one.slot.from), ForSql(one.slot.until), one.venue, one.city);
  }
  std::string Hash() const { return Sha256(text_); }

 private:
  std::string text_;
};

std::string TextOfDay(const std::optional<absl::CivilDay>& day) {
  return day.has_value() ? absl::FormatCivilTime(*day) : "";
}

void AddPattern(const domain::WorkPattern& pattern, PartText& text) {
  for (const auto& day : pattern)
    for (const domain::Stretch& one : day) text.Line(&day - pattern.data(), one.from, one.until);
}

PartText OfCalendar(const domain::Calendar& calendar) {
  PartText text;
  for (const auto& [year, holidays] : calendar.holidays)
    for (const domain::Holiday& one : holidays)
      text.Line(year, absl::FormatCivilTime(one.day), one.provisional);
  for (const domain::DaySpan& one : calendar.ramadan)
    text.Line(absl::FormatCivilTime(one.from), absl::FormatCivilTime(one.until));
  for (const domain::UnitHours& one : calendar.hours) {
    text.Line(one.path, absl::FormatCivilTime(one.from), one.on_holidays);
    AddPattern(one.normal, text);
    AddPattern(one.ramadan, text);
  }
  for (const domain::Blackout& one : calendar.blackouts)
    text.Line(one.id, one.path, ForSql(one.slot.from), ForSql(one.slot.until));
  return text;
}

// What a part is called, by what it begins with.
Message NameOfPart(const std::string& part) {
  const std::string kind = part.substr(0, part.find('/'));
  if (kind == "batch") return {"kelas atau pesertanya", "a batch or its people"};
  if (kind == "venue") return {"tempat atau pemakaiannya", "a venue or its bookings"};
  if (kind == "speaker") return {"narasumber atau jadwalnya", "a speaker or his bookings"};
  if (kind == "people") return {"ketidakhadiran pegawai atau unitnya", "absences or units"};
  if (kind == "leaders") return {"agenda pimpinan", "the leaders' agenda"};
  if (kind == "calendar") return {"kalender kerja", "the calendar"};
  return {"kebijakan", "a policy"};
}

}  // namespace

InputParts PartsOf(const PlacementInputs& inputs, const PlacementRules& rules) {
  const domain::placement::Problem& problem = inputs.problem;
  std::map<std::string, PartText> parts;
  for (std::size_t i = 0; i < inputs.batches.size(); ++i) {
    const batch_store::Batch& batch = inputs.batches[i];
    PartText& text = parts[Cat("batch/", batch.id)];
    text.Line(
        batch.unit, batch.program, std::string(domain::ToString(batch.state)), batch.capacity,
        batch.accessible, batch.structural, batch.released, TextOfDay(batch.first_day),
        TextOfDay(batch.last_day), TextOfDay(batch.change_until));
    if (batch.unplanned) text.Line("unplanned");
    text.Line(ToProto(inputs.rundowns[i]).SerializeAsString());
    for (std::size_t j = 0; j < inputs.items.size(); ++j) {
      const PlacedSession& session = problem.sessions[j];
      if (inputs.items[j].batch == i && session.keeps_speaker)
        text.Line("confirmed", session.id, TextOfDay(session.now->day), session.now->from);
    }
    for (const PlacementInputs::Lost& one : inputs.lost)
      if (one.batch == i) text.Line(ToProto(one.item).SerializeAsString(), one.minutes);
  }
  for (const placement_store::Seat& seat : inputs.seats)
    parts[Cat("batch/", seat.batch)].Line(seat.enrolment, seat.person, seat.arm, seat.kept);
  for (const domain::Venue& one : problem.venues) {
    PartText& text = parts[Cat("venue/", one.id)];
    text.Line(
        static_cast<int>(one.kind), one.city, one.capacity, one.accessible, one.day_rate.rupiah,
        one.in_use);
    text.Slots(one.windows);
  }
  for (const domain::Speaker& one : problem.speakers) {
    PartText& text = parts[Cat("speaker/", one.id)];
    text.Line(one.person, one.city, one.in_use, absl::StrJoin(one.interests, ","));
    for (const domain::Expertise& versed : one.expertise)
      text.Line(versed.competency, versed.level);
    text.Slots(one.windows);
  }
  PartText &people = parts["people"], &leaders = parts["leaders"];
  for (const domain::placement::Participant& one : problem.people)
    people.Line(one.id, problem.units[one.unit].id, one.acting);
  for (const domain::UnitStaff& one : problem.units)
    people.Line(one.path, one.headcount, one.direct_posts, one.head, one.secretary, one.kecamatan);
  for (const domain::Away& one : problem.away)
    people.Line(
        one.person, ForSql(one.slot.from), ForSql(one.slot.until), one.training, one.structural);
  for (const hold_store::Hold& one : inputs.holds) {
    leaders.Line(
        one.hold.id, one.hold.leader, std::string(domain::ToString(one.hold.state)),
        ForSql(one.hold.slot.from), ForSql(one.hold.slot.until),
        one.hold.proposed.has_value() ? ForSql(one.hold.proposed->from) : "", one.hold.video);
  }
  for (const domain::Booking& one : problem.bookings) {
    switch (one.resource) {
      case domain::Resource::kVenue:
        parts[Cat("venue/", one.id)].Add(one);
        break;
      case domain::Resource::kSpeaker:
        parts[Cat("speaker/", one.id)].Add(one);
        break;
      case domain::Resource::kPerson:
        people.Line(one.id);
        people.Add(one);
        break;
      case domain::Resource::kLeader:
        leaders.Line(one.id);
        leaders.Add(one);
        break;
    }
  }
  parts["calendar"] = OfCalendar(problem.calendar);
  PartText& policy = parts["policy"];
  for (const auto& [key, values] : rules.rows) policy.Line(key, absl::StrJoin(values, ","));
  InputParts hashes;
  for (const auto& [part, text] : parts) hashes[part] = text.Hash();
  return hashes;
}

std::string FingerprintOf(const InputParts& parts) {
  std::string all;
  for (const auto& [part, hash] : parts) absl::StrAppend(&all, part, "\n", hash);
  return absl::BytesToHexString(Sha256(all));
}

Findings CheckUnchanged(const InputParts& then, const InputParts& now) {
  std::set<std::string> changed;
  for (const auto& [part, hash] : then)
    if (const auto found = now.find(part); found == now.end() || found->second != hash)
      changed.insert(part);
  for (const auto& [part, hash] : now)
    if (!then.contains(part)) changed.insert(part);
  Findings findings;
  for (const std::string& part : changed) {
    const Message name = NameOfPart(part);
    findings.push_back(
        {.rule = "PLC-46",
         .where = part,
         .message =
             {Cat("Sejak ini dihitung, berubah: ", name.id, ". Hitung ulang, lalu putuskan."),
              Cat("Since this was computed there is a change of ", name.en,
                  ". Compute it anew, then decide.")},
         .values = {{"part", part}}});
  }
  return findings;
}

std::string MakeUpId(const std::string& batch, const std::string& item) {
  return Cat(batch, "/", item, "/+");
}

std::vector<PlacementInputs::Lost> LostOf(Tx& tx, std::size_t at, const batch_store::Batch& batch) {
  std::vector<PlacementInputs::Lost> lost;
  if (!batch_store::HasBegun(batch)) return lost;
  const HeldSessions sessions = session_store::OfBatch(tx, batch.id);
  for (const session_store::Held& held : sessions) {
    const int minutes = MissingOf(sessions, held);
    if (minutes <= 0) continue;
    auto item = LastItemOf(tx, batch, held.is.id);
    if (item.has_value()) lost.push_back({at, *std::move(item), minutes});
  }
  return lost;
}

std::map<std::string, domain::placement::ItemPlace> PlacementInputs::PlacesIn(
    const domain::placement::Plan& plan, std::size_t batch) const {
  std::map<std::string, domain::placement::ItemPlace> places;
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (items[i].batch != batch || !plan.places[i].has_value()) continue;
    const Place& place = *plan.places[i];
    domain::placement::ItemPlace& out = places[ItemOf(i).id];
    out = {.day = place.day, .from = place.from};
    if (place.venue != kNone) {
      out.venue = problem.venues[place.venue].id;
      out.name = problem.venues[place.venue].name;
    }
    out.speaker = place.speaker == kNone ? "" : problem.speakers[place.speaker].id;
  }
  return places;
}

std::string PlacementInputs::NameOfVenue(const std::string& id) const {
  for (const domain::Venue& venue : problem.venues)
    if (venue.id == id) return venue.name;
  return "";
}

domain::placement::Plan PlacementInputs::Standing() const {
  domain::placement::Plan plan;
  for (const PlacedSession& session : problem.sessions) plan.places.push_back(session.now);
  for (const domain::placement::Seat& seat : problem.seats)
    plan.batches.push_back(seat.batches.front());
  return plan;
}

int SessionsIn(const domain::Rundown& rundown) {
  return static_cast<int>(std::count_if(
      rundown.items.begin(), rundown.items.end(),
      [](const domain::RundownItem& item) { return !domain::Rests(item.kind); }));
}

Findings CheckPlaceable(
    const batch_store::Batch& batch, const domain::Rundown& rundown, bool repair) {
  Findings findings;
  const auto find = [&](const char* rule, Message message) {
    findings.push_back(
        {.rule = rule,
         .where = "batches",
         .message = std::move(message),
         .values = {{"batch", batch.id}, {"state", std::string(domain::ToString(batch.state))}}});
  };
  using enum domain::BatchState;
  const bool open =
      repair ? batch.released > 0 &&
                   (batch.state == kScheduled || batch.state == kPublished ||
                    batch.state == kLocked || batch.state == kRunning || batch.state == kDelivered)
             : batch.state == kPlanned || batch.state == kScheduled;
  if (!open) {
    find(
        "PLC-40",
        repair ? Message(
                     "Kelas ini belum mempunyai susunan acara yang berlaku, sedang diterbitkan, "
                     "atau sudah selesai. Lepaskan dari permintaan.",
                     "This batch has no released rundown, is being published, or is over. Take it "
                     "from the request.")
               : Message(
                     "Kelas ini sudah diterbitkan atau sudah selesai, jadi tetap di tempatnya. "
                     "Lepaskan dari permintaan, atau perbaiki jadwalnya.",
                     "This batch is published or over, so it stays where it is. Take it from the "
                     "request, or mend its schedule."));
  }
  if (!repair && batch.unplanned) {
    find(
        "PLC-56", {"Butir rencana kelas ini tidak ada lagi di rencana tahunan yang berlaku, jadi "
                   "kelasnya tidak terbit. Batalkan kelasnya, atau ubah rencananya dahulu.",
                   "The item of this batch is no longer in the annual plan in force, so it is not "
                   "published. Cancel it, or revise the plan first."});
  }
  const int sessions = SessionsIn(rundown);
  if (sessions == 0) {
    find(
        "PLC-41", {"Kelas ini tanpa susunan acara. Susun dulu rancangannya; hari dan jamnya boleh "
                   "sementara.",
                   "This batch has no rundown. Draft one first; its days and hours may be "
                   "provisional."});
  }
  if (!repair && sessions > kMostSessionsOfBatch) {
    find(
        "PLC-38", {Cat("Kelas ini ", sessions, " acara di luar istirahat; paling banyak ",
                       kMostSessionsOfBatch,
                       " yang ditempatkan dengan perhitungan. Tempatkan dengan tangan, atau bagi "
                       "kelasnya."),
                   Cat("This batch has ", sessions, " items beside its breaks; at most ",
                       kMostSessionsOfBatch,
                       " are placed by computation. Place it by hand, or divide the batch.")});
    findings.back().values["sessions"] = Cat(sessions);
  }
  const bool plain =
      std::all_of(rundown.items.begin(), rundown.items.end(), [&](const domain::RundownItem& item) {
        const std::optional<domain::Slot> slot = item.slot();
        if (!item.track.empty() || !slot.has_value() || slot->empty()) return false;
        const domain::Slot day = domain::SlotOn(item.day, {kEarliestMinute, kLatestMinute});
        return !repair || domain::Rests(item.kind) ||
               (day.from <= slot->from && slot->until <= day.until);
      });
  if (!plain) {
    find(
        "PLC-42",
        {"Ada acara tanpa jam atau lamanya, di luar 05:00–21:00, atau di jalur "
         "tersendiri. Isi waktunya, atau tempatkan kelas ini dengan tangan.",
         "An item has no time or length, lies beyond 05:00 to 21:00, or runs in a track of "
         "its own. Enter its time, or place this batch by hand."});
  }
  return findings;
}

}  // namespace binadaya::scheduling
