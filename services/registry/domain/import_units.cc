// The units file.
#include <algorithm>
#include <cstddef>
#include <optional>
#include <set>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/common/domain/text.h"
#include "services/registry/domain/import_rows.h"
#include "services/registry/domain/naming.h"

namespace binadaya::registry::domain {

namespace {

// A city has six levels of units. The bound also keeps paths, and with them a plan, from growing
// with the square of the file.
constexpr std::size_t kMaxDepth = 16;

std::string Listed(const std::vector<std::string_view>& codes) {
  std::string list;
  for (const std::string_view code : codes) list.append(list.empty() ? "" : ", ").append(code);
  return list;
}

// "SETDA, SETWAN …"; the city itself as people call it.
std::string ListKinds(const std::vector<std::string>& codes) {
  return absl::StrJoin(codes, ", ", [](std::string* out, std::string_view code) {
    absl::StrAppend(out, code.empty() ? "(kota)" : Absl(code));
  });
}

std::vector<std::string> CodesOf(const UnitKinds& kinds) {
  std::vector<std::string> codes;
  for (const auto& [code, kind] : kinds) codes.push_back(code);
  return codes;
}

// The columns of one row by themselves: UNIT-01, UNIT-02, UNIT-06, UNIT-07.
Planned<Unit> ReadUnit(const Row& row, const UnitKinds& kinds) {
  Planned<Unit> planned;
  planned.line = row.line;
  const auto add = [&](std::string_view column, std::string_view rule, Message message) {
    planned.findings.push_back(At(column, rule, std::move(message)));
  };
  if (const std::string_view code = Value(row, "code"); IsCode(code)) {
    planned.record.code = code;
  } else {
    add("code", "UNIT-01",
        {"Kode unit kosong, lebih dari 40 karakter, atau memuat selain huruf, angka, titik, '-' "
         "dan '_'. Isi kode Kemendagri atau kode lokal.",
         "The unit code is missing, has more than 40 characters, or holds other than letters, "
         "digits, '.', '-' and '_'. Enter the Kemendagri or the local code."});
  }
  planned.record.kind = absl::AsciiStrToUpper(Absl(Value(row, "kind")));
  if (!kinds.contains(planned.record.kind)) {
    const std::string known = ListKinds(CodesOf(kinds));
    add("kind", "UNIT-02",
        {absl::StrCat("Jenis unit tidak dikenal. Isi salah satu dari ", known, "."),
         absl::StrCat("The kind of unit is unknown. Enter one of ", known, ".")});
  }
  planned.record.name = Value(row, "name");
  if (!IsName(planned.record.name)) {
    add("name", "UNIT-06",
        {"Nama unit kosong atau tanpa huruf. Isi nama unit.",
         "The name of the unit is missing or has no letter. Enter it."});
  }
  if (const auto direct_service = ReadYesNo(Value(row, "direct_service"));
      direct_service.has_value()) {
    planned.record.direct_service = *direct_service;
  } else {
    add("direct_service", "UNIT-07",
        {"Pelayanan langsung harus ya atau tidak (juga true, false, 1, 0; kosong berarti tidak). "
         "Perbaiki isinya.",
         "Direct service must be ya or tidak (also true, false, 1, 0; empty means tidak). Correct "
         "it."});
  }
  planned.record.parent = Value(row, "parent");
  AddReadFindings(row, planned.findings);
  return planned;
}

// The tree as it will be: the rows of the file over the units that exist.
class Tree {
 public:
  Tree(
      const ImportPlan<Unit>& plan, const std::unordered_map<std::string_view, std::size_t>& index,
      const std::map<std::string, Unit>& existing)
      : plan_(plan), index_(index), existing_(existing) {}

  // The kind of a unit; empty for the city, and for a unit whose kind is not known.
  std::string_view KindOf(std::string_view code) const {
    if (const auto row = index_.find(code); row != index_.end())
      return plan_.rows[row->second].record.kind;
    const auto unit = existing_.find(std::string(code));
    return unit == existing_.end() ? std::string_view() : unit->second.kind;
  }

  // UNIT-03, UNIT-04, or the path of the unit. A break further up is told at the row where it is,
  // not again at each row below.
  std::optional<Finding> Place(const Unit& unit, std::string& path) const {
    std::vector<std::string_view> chain = {unit.code};
    std::string_view parent = unit.parent;
    while (!parent.empty()) {
      const bool circle = Contains(chain, parent);
      if (circle || chain.size() == kMaxDepth) {
        chain.push_back(parent);
        return At(
            "parent", "UNIT-04",
            circle ? Message{"Unit-unit induknya berputar kembali ke dirinya sendiri. Perbaiki "
                             "induk salah satunya.",
                             "Its parent units run in a circle. Correct the parent of one of them."}
                   : Message{absl::StrCat("Induknya lebih dari ", kMaxDepth,
                                          " tingkat, atau berputar. Perbaiki induknya."),
                             absl::StrCat("Its parents are more than ", kMaxDepth,
                                          " levels deep, or run in a circle. Correct the parent.")},
            {{"codes", Listed(chain)}});
      }
      const std::optional<std::string_view> next = ParentOf(parent);
      if (!next.has_value() && chain.size() == 1) {
        return At(
            "parent", "UNIT-03",
            {"Unit induk tidak ada dalam berkas maupun dalam registri. Tambahkan barisnya, "
             "atau perbaiki kodenya.",
             "The parent unit is neither in the file nor in the registry. Add its row, or "
             "correct its code."},
            {{"parent", std::string(parent)}});
      }
      chain.push_back(parent);
      parent = next.value_or(std::string_view());
    }
    path = "/";
    for (auto code = chain.rbegin(); code != chain.rend(); ++code) {
      path.append(*code).push_back('/');
    }
    return std::nullopt;
  }

 private:
  // Empty directly under the city; nullopt for a unit that is nowhere.
  std::optional<std::string_view> ParentOf(std::string_view code) const {
    if (const auto row = index_.find(code); row != index_.end()) {
      return plan_.rows[row->second].record.parent;
    }
    if (const auto unit = existing_.find(std::string(code)); unit != existing_.end()) {
      return unit->second.parent;
    }
    return std::nullopt;
  }

  const ImportPlan<Unit>& plan_;
  const std::unordered_map<std::string_view, std::size_t>& index_;
  const std::map<std::string, Unit>& existing_;
};

// UNIT-09: kinds stand under the kinds that they are parts of.
std::optional<Finding> CheckParent(
    const Unit& unit, std::string_view parent_kind, const UnitKinds& kinds) {
  const auto kind = kinds.find(unit.kind);
  if (kind == kinds.end() || Contains(kind->second.parents, parent_kind)) return std::nullopt;
  const std::string parents = ListKinds(kind->second.parents);
  return At(
      "parent", "UNIT-09",
      {absl::StrCat(
           "Unit berjenis ", unit.kind, " tidak dapat berada di bawah induk ini. Induknya harus ",
           "berjenis: ", parents, "."),
       absl::StrCat(
           "A unit of kind ", unit.kind,
           " cannot stand under this parent. Its parent must be of "
           "kind: ",
           parents, ".")});
}

// UNIT-10: codes that differ in case alone are taken for each other.
void CheckCase(ImportPlan<Unit>& plan, const std::map<std::string, Unit>& existing) {
  std::map<std::string, std::set<std::string>> spellings;
  for (const auto& [code, unit] : existing) spellings[absl::AsciiStrToLower(code)].insert(code);
  for (const Planned<Unit>& planned : plan.rows)
    spellings[absl::AsciiStrToLower(planned.record.code)].insert(planned.record.code);
  for (Planned<Unit>& planned : plan.rows) {
    const std::string& code = planned.record.code;
    if (code.empty() || spellings[absl::AsciiStrToLower(code)].size() == 1) continue;
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

// What a row changes of a known unit. UNIT-08.
void CompareUnit(Planned<Unit>& planned, const Unit& known, const ImportOptions& options) {
  const Unit& record = planned.record;
  planned.who = known.name;
  Compare(planned, "name", known.name, record.name);
  Compare(planned, "kind", known.kind, record.kind);
  Compare(planned, "parent", known.parent, record.parent);
  Compare(planned, "path", known.path, record.path);
  Compare(planned, "direct_service", YesNo(known.direct_service), YesNo(record.direct_service));
  if (record.kind != known.kind && !IsConfirmed(options, Confirmable::kUnitKind, planned.line)) {
    planned.findings.push_back(
        At("kind", "UNIT-08",
           {"Jenis unit yang sudah ada berubah. Unit lain harus berkode lain; bila jenisnya memang "
            "salah dicatat, izinkan perubahan UNIT_KIND.",
            "The kind of a known unit changes. Another unit needs another code; if the kind was "
            "recorded wrongly, confirm the change UNIT_KIND."}));
  }
}

}  // namespace

ImportPlan<Unit> PlanUnits(
    const std::vector<Row>& rows, const std::map<std::string, Unit>& existing,
    const UnitKinds& kinds, const ImportOptions& options) {
  ImportPlan<Unit> plan;
  plan.rows.reserve(rows.size());
  for (const Row& row : rows) {
    plan.rows.push_back(
        options.skip.contains(row.line) ? Skipped<Unit>(row.line) : ReadUnit(row, kinds));
  }
  const auto index = IndexRows(
      plan, [](const Unit& unit) { return std::string_view(unit.code); }, "UNIT-05", "code",
      {"Kode unit ini ada di lebih dari satu baris. Hapus atau lewati yang salah.",
       "This unit code is on more than one line. Remove or skip what is wrong."});
  CheckCase(plan, existing);
  const Tree tree(plan, index, existing);
  for (Planned<Unit>& planned : plan.rows) {
    if (planned.outcome == Outcome::kSkipped) continue;
    if (auto finding = tree.Place(planned.record, planned.record.path); finding.has_value()) {
      planned.findings.push_back(*std::move(finding));
    } else if (auto misplaced =
                   CheckParent(planned.record, tree.KindOf(planned.record.parent), kinds);
               misplaced.has_value()) {
      planned.findings.push_back(*std::move(misplaced));
    }
    const Unit* known = Find(existing, planned.record.code);
    if (known != nullptr) CompareUnit(planned, *known, options);
    Decide(planned, known);
  }
  if (options.complete) {
    for (const auto& [code, unit] : existing)
      if (!index.contains(code)) plan.missing.push_back(&unit);
  }
  return plan;
}

}  // namespace binadaya::registry::domain
