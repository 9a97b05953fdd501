// The units file.
#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/registry/domain/import_rows.h"

namespace binadaya::registry::domain {

const std::vector<std::string> kUnitColumns = {"code", "name", "kind", "parent", "direct_service"};

namespace {

constexpr std::array<const char*, 14> kKinds = {
    "SETDA",     "SETWAN",    "INSPEKTORAT", "BADAN",  "DINAS", "SATPOL",    "RSD",
    "KECAMATAN", "KELURAHAN", "BAGIAN",      "BIDANG", "SEKSI", "PUSKESMAS", "SEKOLAH"};

// A city has six levels of units. The bound also keeps paths, and with them a plan, from growing
// with the square of the file.
constexpr size_t kMaxDepth = 16;

std::optional<bool> ParseYesNo(std::string_view text) {
  // Excel writes TRUE and FALSE.
  std::string lower(text);
  absl::AsciiStrToLower(&lower);
  if (lower == "ya" || lower == "true" || lower == "1") return true;
  if (lower.empty() || lower == "tidak" || lower == "false" || lower == "0") return false;
  return std::nullopt;
}

std::string Listed(const std::vector<std::string_view>& codes) {
  std::string list;
  for (const std::string_view code : codes) list.append(list.empty() ? "" : ", ").append(code);
  return list;
}

bool IsCode(std::string_view code) {
  return !code.empty() && std::all_of(code.begin(), code.end(), [](char c) {
    return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '.' || c == '-' || c == '_';
  });
}

// The columns of one row by themselves: UNIT-01, UNIT-02, UNIT-06, UNIT-07.
Planned<Unit> ReadUnit(const Row& row) {
  Planned<Unit> planned;
  planned.line = row.line;
  const auto add = [&](std::string_view column, std::string_view rule, Message message) {
    planned.findings.push_back(At(row.line, column, rule, std::move(message)));
  };
  if (const std::string_view code = Value(row, "code"); IsCode(code)) {
    planned.record.code = code;
  } else {
    add("code", "UNIT-01",
        {"Kode unit kosong atau memuat selain huruf, angka, titik, '-' dan '_'. Isi kode "
         "Kemendagri atau kode lokal.",
         "The unit code is missing or holds other than letters, digits, '.', '-' and '_'. Enter "
         "the Kemendagri or the local code."});
  }
  planned.record.kind = Value(row, "kind");
  if (!Contains(kKinds, planned.record.kind)) {
    const std::string kinds = absl::StrJoin(kKinds, ", ");
    add("kind", "UNIT-02",
        {absl::StrCat("Jenis unit tidak dikenal. Isi salah satu dari ", kinds, "."),
         absl::StrCat("The kind of unit is unknown. Enter one of ", kinds, ".")});
  }
  planned.record.name = Value(row, "name");
  if (planned.record.name.empty()) {
    add("name", "UNIT-06",
        {"Nama unit kosong. Isi nama unit.", "The name of the unit is missing. Enter it."});
  }
  if (const auto direct_service = ParseYesNo(Value(row, "direct_service"));
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
  return planned;
}

// The tree as it will be: the rows of the file over the units that exist.
class Tree {
 public:
  Tree(
      const ImportPlan<Unit>& plan, const std::unordered_map<std::string_view, size_t>& index,
      const std::map<std::string, Unit>& existing)
      : plan_(plan), index_(index), existing_(existing) {}

  // UNIT-03, UNIT-04, or the path of the unit. A break further up is told at the row where it is,
  // not again at each row below.
  std::optional<Finding> Place(int line, const Unit& unit, std::string& path) const {
    std::vector<std::string_view> chain = {unit.code};
    std::string_view parent = unit.parent;
    while (!parent.empty()) {
      const bool circle = Contains(chain, parent);
      if (circle || chain.size() == kMaxDepth) {
        chain.push_back(parent);
        return At(
            line, "parent", "UNIT-04",
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
            line, "parent", "UNIT-03",
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
  const std::unordered_map<std::string_view, size_t>& index_;
  const std::map<std::string, Unit>& existing_;
};

}  // namespace

ImportPlan<Unit> PlanUnits(
    const std::vector<Row>& rows, const std::map<std::string, Unit>& existing,
    const std::set<int>& skip) {
  ImportPlan<Unit> plan;
  plan.rows.reserve(rows.size());
  for (const Row& row : rows) {
    plan.rows.push_back(skip.contains(row.line) ? Skipped<Unit>(row.line) : ReadUnit(row));
  }
  const auto index = IndexRows(
      plan, &Unit::code, "UNIT-05", "code",
      {"Kode unit ini juga ada di baris $0. Hapus atau lewati salah satunya.",
       "This unit code is also on line $0. Remove or skip one of the two."});
  const Tree tree(plan, index, existing);
  for (Planned<Unit>& planned : plan.rows) {
    if (planned.outcome == Outcome::kSkipped) continue;
    if (auto finding = tree.Place(planned.line, planned.record, planned.record.path);
        finding.has_value()) {
      planned.findings.push_back(*std::move(finding));
    }
    Decide(planned, Find(existing, planned.record.code));
  }
  return plan;
}

}  // namespace binadaya::registry::domain
