// The units file, row by row.
#include "services/registry/domain/import_units.h"

#include <set>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "services/common/domain/text.h"
#include "services/registry/domain/import_rows.h"
#include "services/registry/domain/naming.h"

namespace binadaya::registry::domain {
namespace {

std::string KnownKinds(const UnitKinds& kinds) {
  std::string list;
  for (const auto& [code, kind] : kinds) absl::StrAppend(&list, list.empty() ? "" : ", ", code);
  return list;
}

// The codes of a cell, in the order of codes.
std::vector<std::string> CodesIn(std::string_view text) {
  std::set<std::string> codes;
  for (const absl::string_view code :
       absl::StrSplit(Absl(text), absl::ByAnyChar(" ,;\n"), absl::SkipEmpty()))
    codes.emplace(code);
  return {codes.begin(), codes.end()};
}

// The cells of one row by themselves: UNIT-01, UNIT-02, UNIT-06, UNIT-07, UNIT-18, IMP-09.
Planned<UnitAct> ReadUnit(
    const Row& row, const UnitKinds& kinds, const ImportOptions& options, absl::CivilDay today) {
  Planned<UnitAct> planned;
  planned.line = row.line;
  UnitAct& act = planned.record;
  Unit& unit = act.unit;
  const auto add = [&](std::string_view column, std::string_view rule, Message message) {
    planned.findings.push_back(At(column, rule, std::move(message)));
  };
  if (const std::string_view code = Value(row, "code"); IsCode(code)) {
    unit.code = code;
  } else {
    add("code", "UNIT-01",
        {"Kode unit kosong, lebih dari 40 karakter, atau memuat selain huruf, angka, titik, '-' "
         "dan '_'. Isi kode Kemendagri atau kode lokal.",
         "The unit code is missing, has more than 40 characters, or holds other than letters, "
         "digits, '.', '-' and '_'. Enter the Kemendagri or the local code."});
  }
  unit.kind = absl::AsciiStrToUpper(Absl(Value(row, "kind")));
  if (!kinds.contains(unit.kind)) {
    const std::string known = KnownKinds(kinds);
    add("kind", "UNIT-02",
        {absl::StrCat("Jenis unit tidak dikenal. Isi salah satu dari ", known, "."),
         absl::StrCat("The kind of unit is unknown. Enter one of ", known, ".")});
  }
  unit.name = Value(row, "name");
  if (!IsName(unit.name) || IsFiller(unit.name)) {
    add("name", "UNIT-06",
        {"Isi sel bukan nama unit: kosong, tanpa huruf, atau pengganti seperti \"tidak ada\". Isi "
         "nama unit.",
         "The cell holds no unit's name: it is empty, has no letter, or holds a filler such as "
         "\"N/A\". Enter it."});
  }
  const auto yes = [&](std::string_view column) {
    const std::optional<bool> read = ReadYesNo(Value(row, column));
    if (!read.has_value()) {
      add(column, "UNIT-07",
          {"Isinya harus ya atau tidak (juga true, false, 1, 0; kosong berarti tidak). Perbaiki.",
           "It must be ya or tidak (also true, false, 1, 0; empty means tidak). Correct it."});
    }
    return read.value_or(false);
  };
  unit.direct_service = yes("direct_service");
  act.closes = yes("closed");
  unit.parent = Value(row, "parent");
  unit.succeeds = CodesIn(Value(row, "succeeds"));
  act.decree = Value(row, "decree");
  const std::string_view from = Value(row, "valid_from");
  const std::optional<absl::CivilDay> day = ReadDay(from, options.dates);
  act.dated = day.has_value();
  act.effective = day.value_or(today);
  if (!act.dated && !from.empty()) planned.findings.push_back(NoDay("valid_from", from, options));
  if (act.decree.empty() && (act.closes || !unit.succeeds.empty())) {
    add("decree", "UNIT-18",
        {"Penutupan atau penggantian unit tanpa dasar. Isi nomor perda, perwal atau SK-nya.",
         "A unit is closed or succeeded without a decree. Enter the number of the regulation."});
  }
  AddReadFindings(row, planned.findings);
  return planned;
}

// UNIT-10: codes that differ in case alone are taken for each other.
void CheckCase(ImportPlan<UnitAct>& plan, const std::map<std::string, Unit>& existing) {
  Spellings spellings;
  for (const auto& [code, unit] : existing) spellings.Add(code);
  for (const Planned<UnitAct>& planned : plan.rows) spellings.Add(planned.record.unit.code);
  for (Planned<UnitAct>& planned : plan.rows) {
    const std::string& code = planned.record.unit.code;
    const std::vector<std::string> spelled = spellings.Of(code);
    if (code.empty() || spelled.size() == 1) continue;
    if (existing.contains(code)) continue;  // the one that was there first
    planned.findings.push_back(
        At("code", "UNIT-10",
           {"Kode unit ini hanya berbeda huruf besar-kecil dari kode unit lain. Pakai kode yang "
            "sudah ada, atau beri kode lain.",
            "This unit code differs from another one in upper and lower case alone. Use the code "
            "that is there, or give another one."}));
  }
}

std::string YesNo(bool yes) { return yes ? "ya" : "tidak"; }

bool SameAct(const UnitAct& a, const UnitAct& b) {
  return Replaces(a, b) && a.closes == b.closes && (a.closes || SameUnit(a.unit, b.unit));
}

}  // namespace

bool Replaces(const UnitAct& act, const UnitAct& other) {
  return act.unit.code == other.unit.code && act.effective == other.effective;
}

Outcome Settle(Planned<UnitAct>& planned, const UnitDirectory& directory) {
  UnitAct& act = planned.record;
  const Unit* known = Find(directory.existing, act.unit.code);
  if (known != nullptr) {
    std::set<std::string> all(act.unit.succeeds.begin(), act.unit.succeeds.end());
    all.insert(known->succeeds.begin(), known->succeeds.end());
    act.unit.succeeds = {all.begin(), all.end()};
  }
  bool replaces = false;
  for (const UnitAct& waiting : directory.waiting) {
    if (SameAct(act, waiting)) return Outcome::kSame;
    replaces = replaces || (act.dated && Replaces(act, waiting));
  }
  if (known == nullptr) return Outcome::kNew;
  planned.who = known->name;
  const bool closed = known->valid_to.has_value();
  if (act.closes) {
    if (closed && (!act.dated || known->valid_to == act.effective)) return Outcome::kSame;
    Compare(planned, "closed", DayOrNone(known->valid_to), absl::FormatCivilTime(act.effective));
    return Outcome::kChanged;
  }
  if (!replaces && !closed && SameUnit(act.unit, *known)) return Outcome::kSame;
  Compare(planned, "name", known->name, act.unit.name);
  Compare(planned, "kind", known->kind, act.unit.kind);
  Compare(planned, "parent", known->parent, act.unit.parent);
  Compare(planned, "direct_service", YesNo(known->direct_service), YesNo(act.unit.direct_service));
  Compare(
      planned, "succeeds", absl::StrJoin(known->succeeds, " "),
      absl::StrJoin(act.unit.succeeds, " "));
  if (act.dated)
    Compare(planned, "valid_from", DayOrNone(known->changed), absl::FormatCivilTime(act.effective));
  return Outcome::kChanged;
}

ImportPlan<UnitAct> PlanUnits(
    const std::vector<Row>& rows, const UnitDirectory& directory, const ImportOptions& options,
    absl::CivilDay today, int horizon_years) {
  ImportPlan<UnitAct> plan;
  plan.rows.reserve(rows.size());
  for (const Row& row : rows) {
    plan.rows.push_back(
        options.skip.contains(row.line) ? Skipped<UnitAct>(row.line)
                                        : ReadUnit(row, directory.kinds, options, today));
  }
  const auto index = IndexRows(
      plan, [](const UnitAct& act) { return std::string_view(act.unit.code); }, "UNIT-05", "code",
      {"Kode unit ini ada di lebih dari satu baris. Hapus atau lewati yang salah.",
       "This unit code is on more than one line. Remove or skip what is wrong."});
  CheckCase(plan, directory.existing);
  JudgeUnits(plan, directory, options, today, horizon_years);
  if (options.complete) {
    for (const auto& [code, unit] : directory.existing) {
      if (!unit.valid_to.has_value() && !index.contains(code))
        plan.missing.push_back(absl::StrCat(code, " ", unit.name));
    }
  }
  return plan;
}

}  // namespace binadaya::registry::domain
