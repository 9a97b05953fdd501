// The files of records: appraisals, trainings, education, discipline, leave.
#include "services/registry/domain/import_records.h"

#include <algorithm>
#include <optional>
#include <set>
#include <tuple>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "services/common/domain/text.h"
#include "services/registry/domain/import_rows.h"

namespace binadaya::registry::domain {
namespace {

// As the commands that record one take them, in bytes.
constexpr std::size_t kLongestText = 100;
constexpr std::size_t kLongestReason = 1000;

// The columns that a kind has under a name of its own.
struct RecordForm {
  std::string_view code, from, to;
};
RecordForm FormOf(RecordKind kind) {
  switch (kind) {
    case RecordKind::kAppraisal:
      return {"predicate", "year", ""};
    case RecordKind::kTraining:
      return {"training", "completed_on", ""};
    case RecordKind::kEducation:
      return {"education", "completed_on", ""};
    case RecordKind::kDiscipline:
      return {"discipline", "decided_on", "ends_on"};
    case RecordKind::kLeave:
      return {"leave", "first_day", "last_day"};
  }
  return {};
}

// Names of trainings are written with "Tingkat", "Tk." or neither.
std::string PlainTraining(std::string_view text) {
  return absl::StrReplaceAll(Plain(text), {{"tingkat", ""}, {"tk", ""}});
}

// By what it may be called: the code.
using TrainingNames = std::map<std::string, std::string>;
TrainingNames NamesOf(const std::vector<Training>& trainings) {
  TrainingNames names;
  for (const Training& one : trainings)
    for (const std::string* name : {&one.code, &one.name, &one.name_en})
      names[PlainTraining(*name)] = one.code;
  return names;
}

std::string CodesOf(std::string_view column) {
  std::string codes;
  for (const CodeName& one : AllowedValues(column))
    absl::StrAppend(&codes, codes.empty() ? "" : ", ", Absl(one.code));
  return codes;
}

// Whether a row leaves a record as it is: what it says, and an empty cell says nothing.
bool AddsNothing(const Record& row, const Record& known) {
  Record full = row;
  if (full.document.empty()) full.document = known.document;
  if (full.detail.empty()) full.detail = known.detail;
  if (!full.to.has_value()) full.to = known.to;
  return known.Says(full);
}

// One row over what is on record about its person.
class RecordReader {
 public:
  RecordReader(
      RecordKind kind, const Row& row, const RecordDirectory& directory,
      const TrainingNames& trainings, const ImportOptions& options)
      : kind_(kind),
        form_(FormOf(kind)),
        row_(row),
        directory_(directory),
        trainings_(trainings),
        options_(options) {}

  Planned<RecordEntry> Read() {
    planned_.line = row_.line;
    record_.kind = kind_;
    ReadPerson();
    ReadWhat();
    ReadWhen();
    ReadTexts();
    Check();
    AddReadFindings(row_, planned_.findings);
    return std::move(planned_);
  }

 private:
  void Add(std::string_view column, std::string_view rule, Message message) {
    planned_.findings.push_back(At(column, rule, std::move(message)));
  }

  void ReadPerson() {
    const std::string_view number = Value(row_, "nip");
    person_ = Find(directory_.people, NumberOf(row_));
    if (person_ == nullptr) {
      for (Finding& finding :
           CheckEmploymentNumber(number, {}, directory_.setting.today, {}, "nip")) {
        if (finding.rule == "NIP-01") planned_.findings.push_back(std::move(finding));
      }
      if (!planned_.findings.empty()) return;
      return Add(
          "nip", "REC-13",
          {"Nomor ini bukan nomor pegawai dalam registri, kini atau dulu. Periksa nomornya, atau "
           "impor pegawainya lebih dahulu.",
           "This is no number of a person in the registry, now or before. Check it, or import the "
           "person first."});
    }
    record_.person = person_->id;
    planned_.who = person_->name;
    if (person_->id == directory_.importer) planned_.findings.push_back(OwnRecord("nip"));
    const std::string_view name = Value(row_, "name");
    if (name.empty() || SameName(name, person_->name)) return;
    Add("name", "REC-14",
        {"Nama ini bukan nama pemilik nomor itu. Periksa apakah nomornya milik orang ini.",
         "This is not the name of who has that number. Check that the number is this person's."});
  }

  void ReadWhat() {
    const std::string_view text = Value(row_, form_.code);
    if (kind_ == RecordKind::kTraining) {
      const std::string* code = Find(trainings_, PlainTraining(text));
      if (code != nullptr) record_.code = *code;
      return;  // none: REC-01
    }
    record_.code = ReadRecordCode(form_.code, text);
    if (record_.code.empty()) {
      // CLTN is an act.
      const std::string codes =
          Cat(CodesOf(form_.code), kind_ == RecordKind::kLeave ? " (CLTN: act suspend)" : "");
      Add(form_.code, "REC-15",
          {Cat("Isi sel tidak dikenal. Isi salah satu dari ", codes, "."),
           Cat("The value is unknown. Enter one of ", codes, ".")});
    }
    if (const auto predicate = ParsePredicate(record_.code); predicate.has_value())
      record_.steps = StepsBelowGood(*predicate);
  }

  std::optional<absl::CivilDay> ReadDayIn(std::string_view column) {
    const std::string_view text = Value(row_, column);
    std::optional<absl::CivilDay> day = ReadDay(text, options_.dates);
    if (!day.has_value()) planned_.findings.push_back(NoDay(column, text, options_));
    return day;
  }

  void ReadWhen() {
    if (kind_ == RecordKind::kAppraisal) {
      const std::string_view text = Value(row_, "year");
      dated_ = text.size() == 4 && absl::SimpleAtoi(Absl(text), &record_.year);
      if (!dated_) record_.year = 0;
      record_.from = absl::CivilDay(record_.year, 1, 1);
      if (dated_) return;
      return Add(
          "year", "REC-16",
          {"Tahun penilaian kosong atau bukan empat angka. Isi misalnya 2025.",
           "The year of the appraisal is missing or has not four digits. Enter such as 2025."});
    }
    const std::optional<absl::CivilDay> from = ReadDayIn(form_.from);
    dated_ = from.has_value();
    record_.from = from.value_or(directory_.setting.today);
    const bool leave = kind_ == RecordKind::kLeave;
    if (form_.to.empty() || (!leave && Value(row_, form_.to).empty())) return;
    const std::optional<absl::CivilDay> to = ReadDayIn(form_.to);
    if (dated_ && to.has_value()) record_.to = leave ? *to + 1 : *to;
  }

  void ReadTexts() {
    const auto read = [&](std::string_view column, std::size_t longest) {
      const std::string_view text = Value(row_, column);
      if (text.size() > longest) {
        Add(column, "REC-18",
            {Cat("Isi sel lebih dari ", longest, " byte. Persingkat."),
             Cat("The cell holds more than ", longest, " bytes. Shorten it.")});
      }
      return std::string(text);
    };
    record_.document = read("document", kLongestText);
    record_.detail = read("field", kLongestText);
    planned_.record.reason = read("reason", kLongestReason);
    if (!record_.document.empty() || kind_ == RecordKind::kAppraisal) return;
    Add("document", "REC-17",
        {"Nomor dokumen kosong. Isi nomor sertifikat, ijazah, SK atau suratnya.",
         "The number of the document is missing. Enter that of the certificate, diploma, decree "
         "or letter."});
  }

  // What CheckRecord finds, as far as it rests on what could be read.
  void Check() {
    RecordSetting setting = directory_.setting;
    setting.known = kind_ != RecordKind::kTraining || !record_.code.empty();
    if (person_ != nullptr) {
      setting.birth_date = person_->birth_date;
      if (const auto standing = directory_.standing.find(person_->id);
          standing != directory_.standing.end()) {
        setting.standing = standing->second;
      }
    }
    for (const Record& other : setting.standing) {
      if (!AddsNothing(record_, other)) continue;
      record_ = other;
      return;
    }
    for (Finding& finding : CheckRecord(record_, setting, planned_.record.reason)) {
      const bool of_age = finding.rule == "REC-03" || finding.rule == "REC-04";
      const bool rests =
          finding.rule == "REC-01" || (dated_ && (person_ != nullptr || !of_age) &&
                                       !(finding.rule == "REC-05" && record_.code.empty()));
      if (rests) planned_.findings.push_back(std::move(finding));
    }
    const Record* wrong = SameYear(record_, setting.standing);
    if (wrong == nullptr) return;
    planned_.record.corrects = wrong->id;
    Compare(planned_, "predicate", wrong->code, record_.code);
    Compare(planned_, "document", wrong->document, record_.document);
  }

  const RecordKind kind_;
  const RecordForm form_;
  const Row& row_;
  const RecordDirectory& directory_;
  const TrainingNames& trainings_;
  const ImportOptions& options_;
  const PersonRecord* person_ = nullptr;
  bool dated_ = false;
  Planned<RecordEntry> planned_;
  Record& record_ = planned_.record.record;
};

// REC-12: each leave against those of the other lines.
void CheckOverlaps(ImportPlan<RecordEntry>& plan) {
  std::vector<Planned<RecordEntry>*> leaves;
  for (Planned<RecordEntry>& planned : plan.rows) {
    const Record& record = planned.record.record;
    if (!record.person.empty() && record.to.has_value() && record.from < *record.to)
      leaves.push_back(&planned);
  }
  const auto key = [](const Planned<RecordEntry>* leave) {
    const Record& record = leave->record.record;
    return std::tie(record.person, record.from);
  };
  std::stable_sort(
      leaves.begin(), leaves.end(), [&](const auto* a, const auto* b) { return key(a) < key(b); });
  Planned<RecordEntry>* latest = nullptr;  // of the person, that which ends last
  std::set<const Planned<RecordEntry>*> flagged;
  const auto flag = [&](Planned<RecordEntry>& one, int other) {
    if (!flagged.insert(&one).second) return;
    one.findings.push_back(
        At("first_day", "REC-12",
           {"Cuti ini bertumpang tindih dengan cuti pegawai itu di baris lain. Hapus atau lewati "
            "yang salah, atau perbaiki tanggalnya.",
            "This leave overlaps another of that person on another line. Remove or skip what is "
            "wrong, or correct the days."},
           {{"line", absl::StrCat(other)}}));
  };
  for (Planned<RecordEntry>* leave : leaves) {
    const Record& record = leave->record.record;
    if (latest != nullptr && latest->record.record.person == record.person) {
      if (record.from < *latest->record.record.to) {
        flag(*leave, latest->line);
        flag(*latest, leave->line);
      }
      if (*record.to <= *latest->record.record.to) continue;
    }
    latest = leave;
  }
}

// What two lines may not both say; empty of what could not be read.
std::string KeyOf(const RecordEntry& entry) {
  const Record& record = entry.record;
  if (record.person.empty() || record.kind == RecordKind::kLeave) return "";
  if (record.kind == RecordKind::kAppraisal)
    return record.year == 0 ? "" : absl::StrCat(record.person, " ", record.year);
  if (record.code.empty()) return "";
  return absl::StrCat(
      record.person, " ", record.code, " ", absl::FormatCivilTime(record.from), " ",
      record.document);
}

}  // namespace

std::string NumberOf(const Row& row) { return StripEmploymentNumber(Value(row, "nip")); }

ImportPlan<RecordEntry> PlanRecords(
    RecordKind kind, const std::vector<Row>& rows, const RecordDirectory& directory,
    const ImportOptions& options) {
  ImportPlan<RecordEntry> plan;
  plan.rows.reserve(rows.size());
  const TrainingNames trainings = NamesOf(directory.trainings);
  std::set<std::string> there;  // ids of whom the file is about
  for (const Row& row : rows) {
    plan.rows.push_back(
        options.skip.contains(row.line)
            ? Skipped<RecordEntry>(row.line)
            : RecordReader(kind, row, directory, trainings, options).Read());
    there.insert(plan.rows.back().record.record.person);
  }
  IndexRows(
      plan, &KeyOf, "REC-11", kind == RecordKind::kAppraisal ? "year" : "nip",
      {"Catatan ini ada di lebih dari satu baris, atau pegawai itu punya dua penilaian dari tahun "
       "yang sama. Hapus atau lewati yang salah.",
       "This record is on more than one line, or the person has two appraisals of the same year. "
       "Remove or skip what is wrong."});
  if (kind == RecordKind::kLeave) CheckOverlaps(plan);
  for (Planned<RecordEntry>& planned : plan.rows) {
    if (planned.outcome == Outcome::kSkipped) continue;
    const RecordEntry& entry = planned.record;
    planned.outcome = Blocks(planned.findings)   ? Outcome::kWrong
                      : !entry.record.id.empty() ? Outcome::kSame
                      : entry.corrects.empty()   ? Outcome::kNew
                                                 : Outcome::kChanged;
  }
  if (options.complete) {
    for (const auto& [number, person] : directory.people) {
      if (!HasLeft(person.legal_position) && there.insert(person.id).second)
        plan.missing.push_back(person.name);
    }
  }
  return plan;
}

}  // namespace binadaya::registry::domain
