// The people file over what the registry holds.
#include <map>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/registry/domain/assignment.h"
#include "services/registry/domain/import_rows.h"

namespace binadaya::registry::domain {
namespace {

// When the decision took effect by which somebody is where he is.
absl::CivilDay DecidedOn(const PersonRecord& known, const Directory& directory) {
  const auto earlier = directory.earlier_decisions.find(known.id);
  return earlier == directory.earlier_decisions.end() ? known.since : earlier->second;
}

// Who went along with his unit is where a row of before says, since when it says.
void GoAlong(
    Planned<PersonRecord>& planned, const PersonRecord& known, const Directory& directory) {
  PersonRecord& record = planned.record;
  const auto unit = directory.units.find(record.unit);
  if (unit == directory.units.end() || unit->second.people_in != known.unit) return;
  if (record.post != known.post || record.since != DecidedOn(known, directory)) return;
  record.unit = known.unit;
  record.since = known.since;
}

// PER-11, PER-12, PER-22: the days of a known person's posts stay in their order.
void CheckOrder(
    Planned<PersonRecord>& planned, const PersonRecord& known, const Directory& directory,
    absl::CivilDay today) {
  const PersonRecord& record = planned.record;
  if (known.unit.empty() || record.unit.empty()) return;
  const bool moves = record.post != known.post || record.unit != known.unit;
  const absl::CivilDay decided = DecidedOn(known, directory);
  if (moves && record.since <= decided) {
    planned.findings.push_back(
        At("since", "PER-11",
           {"Jabatan atau unit berubah, tetapi TMT tidak sesudah TMT jabatan sekarang. Isi tanggal "
            "mulai di tempat yang baru.",
            "The post or unit changes, but not after the day on which the present one began. Enter "
            "the day from which the new one holds."},
           {{"present_since", absl::FormatCivilTime(decided)}}));
  }
  if (!moves && record.since != known.since && record.since > today) {
    planned.findings.push_back(
        At("since", "PER-22",
           {"Pegawai ini sudah memegang jabatan itu, jadi TMT-nya tidak dapat dikoreksi ke hari "
            "yang akan datang. Isi TMT menurut SK-nya, atau jabatan yang baru.",
            "This employee holds that post already, so its begin cannot be corrected to a day that "
            "lies ahead. Enter the begin that the decree gives, or the new post."},
           {{"present_since", absl::FormatCivilTime(known.since)}}));
  }
  const auto earlier = directory.earlier_begins.find(known.id);
  if (!moves && record.since != known.since && earlier != directory.earlier_begins.end() &&
      record.since <= earlier->second) {
    planned.findings.push_back(
        At("since", "PER-12",
           {"TMT yang dikoreksi tidak sesudah TMT jabatan sebelumnya. Periksa tanggalnya terhadap "
            "SK.",
            "The corrected begin is not after that of the post before. Check the date against the "
            "decree."},
           {{"earlier_since", absl::FormatCivilTime(earlier->second)}}));
  }
}

// That somebody is written to elsewhere, without where.
void CompareContact(Planned<PersonRecord>& planned, const PersonRecord& known) {
  const Contact &before = known.contact, &after = planned.record.contact;
  if (before.email != after.email)
    planned.changes.push_back({"email", MaskedEmail(before.email), MaskedEmail(after.email)});
  if (before.mobile != after.mobile)
    planned.changes.push_back({"mobile", MaskedNumber(before.mobile), MaskedNumber(after.mobile)});
}

// What a row changes of a known person. PER-15, PER-16, PER-17.
void ComparePerson(
    Planned<PersonRecord>& planned, const PersonRecord& known, const ImportOptions& options) {
  PersonRecord& record = planned.record;
  planned.who = known.name;
  // What a file does not say stays as it is.
  if (record.contact.email.empty()) record.contact.email = known.contact.email;
  if (record.contact.mobile.empty()) record.contact.mobile = known.contact.mobile;
  const bool leaves = HasLeft(record.legal_position) && !HasLeft(known.legal_position);
  const bool returns = !HasLeft(record.legal_position) && HasLeft(known.legal_position);
  if (HasLeft(record.legal_position)) {
    // Where somebody stood who has left is history.
    record.unit = record.post = "";
    record.since = known.since;
  }
  const auto day = [](absl::CivilDay value) { return absl::FormatCivilTime(value); };
  Compare(planned, "name", known.name, record.name);
  Compare(planned, "gender", ToString(known.gender), ToString(record.gender));
  Compare(planned, "birth_date", day(known.birth_date), day(record.birth_date));
  Compare(planned, "employment_type", ToString(known.type), ToString(record.type));
  Compare(planned, "grade", known.grade, record.grade);
  Compare(planned, "legal_position", known.legal_position, record.legal_position);
  Compare(planned, "unit", known.unit, record.unit);
  Compare(planned, "post", known.post, record.post);
  Compare(
      planned, "since", known.unit.empty() ? "" : day(known.since),
      record.unit.empty() ? "" : day(record.since));
  CompareContact(planned, known);
  const auto ask = [&](bool changed, Confirmable change, Finding finding) {
    if (changed && !IsConfirmed(options, change, planned.line))
      planned.findings.push_back(std::move(finding));
  };
  ask(!SameName(known.name, record.name), Confirmable::kName,
      At("name", "PER-15",
         {"Nama pegawai ini berubah. Periksa apakah nomornya milik orang ini; bila benar, izinkan "
          "perubahan NAME untuk baris ini atau untuk berkas.",
          "The name of this employee changes. Check that the number is this person's; if so, "
          "confirm the change NAME for this line or for the file."}));
  ask(leaves, Confirmable::kExit,
      At("legal_position", "PER-16",
         {"Pegawai ini akan keluar (pensiun, meninggal, berhenti atau pindah instansi). Periksa "
          "SK-nya; bila benar, izinkan perubahan EXIT untuk baris ini atau untuk berkas.",
          "This employee would leave (retired, deceased, dismissed or gone to another agency). "
          "Check the decree; if so, confirm the change EXIT for this line or for the file."}));
  ask(returns, Confirmable::kReturn,
      At("legal_position", "PER-17",
         {"Pegawai ini sudah keluar dan akan kembali bekerja. Periksa SK-nya; bila benar, izinkan "
          "perubahan RETURN untuk baris ini atau untuk berkas.",
          "This employee has left and would work again. Check the decree; if so, confirm the "
          "change RETURN for this line or for the file."}));
}

// A post that an act puts this person on from a day that lies ahead is where he is from then on,
// and no change of this file's. PER-18.
void SetAsideWaiting(
    Planned<PersonRecord>& planned, const PersonRecord& known, const std::vector<Act>& waiting) {
  PersonRecord& record = planned.record;
  if (record.post == known.post && record.unit == known.unit) return;
  const Act* there = nullptr;
  for (const Act& act : waiting) {
    if (act.kind == ActKind::kActing || act.post != record.post || act.unit != record.unit)
      continue;
    there = &act;
    if (act.effective == record.since) break;
  }
  if (there == nullptr) return;
  if (there->effective != record.since) {
    planned.findings.push_back(At(
        "since", "PER-18",
        {"Untuk jabatan dan unit ini sudah ada keputusan yang menunggu, mulai tanggal lain. Pakai "
         "tanggal itu, atau batalkan dulu keputusannya.",
         "A decision that waits puts this employee on this post and unit already, from another "
         "day. Use that day, or annul the decision first."},
        {{"waits_for", absl::FormatCivilTime(there->effective)}}));
    return;
  }
  record.post = known.post;
  record.unit = known.unit;
  record.since = known.since;
  if (record.legal_position == there->legal_position) record.legal_position = known.legal_position;
}

// What stands against the act that a row is.
void CheckActOf(
    Planned<PersonRecord>& planned, const PersonRecord& known, const Directory& directory,
    absl::CivilDay today, const ActPolicy& policy) {
  const PersonRecord& record = planned.record;
  const std::optional<Act> act = ActOf(known, record, today);
  if (!act.has_value()) return;
  Standing standing{
      .birth_date = record.birth_date,
      .type = record.type,
      .gender = record.gender,
      .grade = record.grade,
      .legal_position =
          act->kind == ActKind::kAssignment ? record.legal_position : known.legal_position,
      .post = known.post,
      .unit = known.unit};
  if (!known.unit.empty()) {
    standing.since = known.since;
    standing.decided = DecidedOn(known, directory);
  }
  if (const auto changed = directory.changed.find(known.id); changed != directory.changed.end())
    standing.changed = changed->second;
  if (const auto waiting = directory.waiting.find(known.id); waiting != directory.waiting.end()) {
    std::vector<Act> before = waiting->second;
    std::erase_if(before, [&](const Act& other) { return other.effective > act->effective; });
    standing = After(std::move(standing), before);
  }
  for (Finding& finding :
       CheckAct(*act, standing, {.unit_exists = true, .post_exists = true}, today, policy)) {
    const bool day = finding.where == "effective" || finding.where == "valid_from";
    if (finding.where == "person") finding.where = "legal_position";
    if (day) finding.where = "since";
    planned.findings.push_back(std::move(finding));
  }
}

// PER-21: nobody comes in twice, under two numbers; neither somebody who works here nor two rows.
void CheckNamesakes(
    ImportPlan<PersonRecord>& plan, const Directory& directory, const ImportOptions& options) {
  using Key = std::pair<std::string, absl::CivilDay>;
  const auto key = [](const PersonRecord& person) {
    return Key(PlainName(person.name), person.birth_date);
  };
  const auto is_new = [](const Planned<PersonRecord>& planned) {
    return planned.outcome != Outcome::kSkipped && planned.record.id.empty() &&
           !Blocks(planned.findings) && !HasLeft(planned.record.legal_position);
  };
  std::map<Key, std::set<std::string_view>> numbers;
  for (const auto& [number, person] : directory.existing)
    if (!HasLeft(person.legal_position)) numbers[key(person)].insert(number);
  for (const Planned<PersonRecord>& planned : plan.rows)
    if (is_new(planned)) numbers[key(planned.record)].insert(planned.record.number);
  for (Planned<PersonRecord>& planned : plan.rows) {
    if (!is_new(planned) || IsConfirmed(options, Confirmable::kNamesake, planned.line)) continue;
    for (const std::string_view other : numbers[key(planned.record)]) {
      if (other == planned.record.number) continue;
      planned.findings.push_back(
          At("nip", "PER-21",
             {"Nama dan tanggal lahir ini sudah ada dengan nomor lain. Bila orangnya sama, pakai "
              "nomornya yang tercatat, atau catat dahulu pergantian nomornya; bila memang orang "
              "lain, izinkan perubahan NAMESAKE untuk baris ini.",
              "This name and birth date are there already, with another number. If it is the same "
              "person, use the number on record, or record first that it changed; if it is another "
              "person, confirm the change NAMESAKE for this line."},
             {{"value",
               absl::StrCat(MaskedNumber(planned.record.number), " / ", MaskedNumber(other))}}));
      break;
    }
  }
}

// ASG-05: a unit has one definitive head, once the file is in. Who begins later is checked then.
void CheckHeads(ImportPlan<PersonRecord>& plan, const Directory& directory, absl::CivilDay today) {
  const auto heads = [&](const PersonRecord& person) {
    const auto post = directory.posts.find(person.post);
    return !person.unit.empty() && !HasLeft(person.legal_position) &&
           post != directory.posts.end() && post->second.is_head;
  };
  const auto counts = [&](const Planned<PersonRecord>& planned) {
    return planned.outcome != Outcome::kSkipped && !Blocks(planned.findings) &&
           planned.record.since <= today;
  };
  // Who is put into a unit that is closed since goes along with its people.
  const auto unit_of = [&](const PersonRecord& person) -> std::string_view {
    const auto unit = directory.units.find(person.unit);
    const bool along = unit != directory.units.end() && !unit->second.people_in.empty();
    return along ? unit->second.people_in : person.unit;
  };
  std::set<std::string_view> planned_ids;
  std::map<std::string_view, std::set<std::string_view>> holders;  // by unit
  for (const Planned<PersonRecord>& planned : plan.rows) {
    if (!counts(planned)) continue;
    const PersonRecord& person = planned.record;
    if (!person.id.empty()) planned_ids.insert(person.id);
    if (heads(person))
      holders[unit_of(person)].insert(person.id.empty() ? person.number : person.id);
  }
  for (const auto& [number, person] : directory.existing)
    if (!planned_ids.contains(person.id) && heads(person))
      holders[unit_of(person)].insert(person.id);
  for (Planned<PersonRecord>& planned : plan.rows) {
    if (counts(planned) && heads(planned.record) && holders[unit_of(planned.record)].size() > 1)
      planned.findings.push_back(SecondHead("post", {std::string(unit_of(planned.record))}));
  }
}

}  // namespace

std::optional<Act> ActOf(
    const PersonRecord& known, const PersonRecord& record, absl::CivilDay today) {
  const bool left = HasLeft(known.legal_position);
  Act act{
      .person = known.id,
      .effective = record.since,
      .post = record.post,
      .unit = record.unit,
      .legal_position = record.legal_position};
  if (HasLeft(record.legal_position)) {
    if (left) return std::nullopt;
    act.kind = ExitTo(record.legal_position);
    act.effective = today;  // a file has no day of leaving
    return act;
  }
  if (left) {
    act.kind = ActKind::kReturn;
    return act;
  }
  const bool moves = record.post != known.post || record.unit != known.unit;
  if (!moves || record.since <= today) return std::nullopt;
  act.legal_position = "";
  return act;
}

bool SamePerson(const PersonRecord& a, const PersonRecord& b) {
  PersonRecord there = a;
  there.unit = b.unit;
  there.post = b.post;
  there.since = b.since;
  there.contact = b.contact;
  return there == b;
}

ImportPlan<PersonRecord> PlanPeople(
    const std::vector<Row>& rows, const Directory& directory, const ImportOptions& options,
    absl::CivilDay today, const ActPolicy& policy, const LevelTable& retirement) {
  ImportPlan<PersonRecord> plan;
  plan.rows.reserve(rows.size());
  std::set<std::string> there;  // ids of known people in the file
  const Codes codes(directory);
  for (const Row& row : rows) {
    Planned<PersonRecord> planned =
        options.skip.contains(row.line)
            ? Skipped<PersonRecord>(row.line)
            : ReadPerson(row, directory, codes, options, today, policy, retirement);
    // NIP-08: a number belongs to one person for good, so whoever has it in the registry is this
    // person and keeps the UUID.
    const PersonRecord* known = Find(directory.existing, StripEmploymentNumber(Value(row, "nip")));
    if (known != nullptr) {
      planned.record.id = known->id;
      there.insert(known->id);
    }
    plan.rows.push_back(std::move(planned));
  }
  // Who is known by two numbers is still one person.
  IndexRows(
      plan,
      [](const PersonRecord& person) {
        return std::string_view(person.id.empty() ? person.number : person.id);
      },
      "PER-08", "nip",
      {"Pegawai ini ada di lebih dari satu baris. Hapus atau lewati yang salah.",
       "This employee is on more than one line. Remove or skip what is wrong."});
  CheckNamesakes(plan, directory, options);
  for (Planned<PersonRecord>& planned : plan.rows) {
    if (planned.outcome == Outcome::kSkipped || Blocks(planned.findings)) continue;
    const PersonRecord* known = Find(directory.existing, planned.record.number);
    if (known == nullptr) {
      PersonRecord before = planned.record;
      before.unit = before.post = "";
      if (HasLeft(before.legal_position)) {
        planned.record = std::move(before);  // came and went before the registry
      } else {
        CheckActOf(planned, before, directory, today, policy);
      }
      continue;
    }
    if (const auto waiting = directory.waiting.find(known->id); waiting != directory.waiting.end())
      SetAsideWaiting(planned, *known, waiting->second);
    ComparePerson(planned, *known, options);
    GoAlong(planned, *known, directory);
    CheckOrder(planned, *known, directory, today);
    if (!Blocks(planned.findings)) CheckActOf(planned, *known, directory, today, policy);
  }
  CheckHeads(plan, directory, today);
  for (Planned<PersonRecord>& planned : plan.rows) {
    if (planned.outcome != Outcome::kSkipped)
      Decide(planned, Find(directory.existing, planned.record.number));
  }
  if (options.complete) {
    for (const auto& [number, person] : directory.existing) {
      if (!HasLeft(person.legal_position) && there.insert(person.id).second)
        plan.missing.push_back(person.name);
    }
  }
  return plan;
}

}  // namespace binadaya::registry::domain
