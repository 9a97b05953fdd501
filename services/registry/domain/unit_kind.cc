#include "services/registry/domain/unit_kind.h"

#include "absl/strings/str_join.h"
#include "services/registry/domain/naming.h"

namespace binadaya::registry::domain {

Findings CheckUnitKind(
    const UnitKinds& kinds, std::string_view kind, std::string_view parent_kind,
    std::string_view former, std::string_view where) {
  Findings findings;
  const auto known = kinds.find(std::string(kind));
  if (known == kinds.end()) return findings;
  if (!known->second.parents.contains(std::string(parent_kind))) {
    findings.push_back(
        {.rule = "UNIT-08",
         .where = std::string(where),
         .message =
             {"Unit jenis ini tidak berada di bawah unit induk itu. Perbaiki jenis atau induknya.",
              "A unit of this kind does not stand under that parent. Correct the kind or the "
              "parent."},
         .values = {
             {"kind", std::string(kind)},
             {"parent_kind", std::string(parent_kind)},
             {"parents", absl::StrJoin(known->second.parents, " ")}}});
  }
  const auto before = kinds.find(std::string(former));
  if (before != kinds.end() && before->second.unit_class != known->second.unit_class) {
    findings.push_back(
        {.rule = "UNIT-09",
         .where = std::string(where),
         .message =
             {"Unit tidak berubah menjadi jenis yang sama sekali lain. Tutup unit lama dan bentuk "
              "unit baru sebagai penggantinya.",
              "A unit does not become another sort of thing. Close the old one and found a new one "
              "in its place."},
         .values = {{"former", std::string(former)}, {"kind", std::string(kind)}}});
  }
  return findings;
}

Findings CheckUnitTwin(
    std::string_view code, const std::vector<std::string>& others, std::string_view where) {
  const std::string* twin = TwinOf(code, others);
  if (twin == nullptr) return {};
  return {
      {.rule = "UNIT-10",
       .where = std::string(where),
       .message =
           {"Kode ini hanya berbeda huruf besar-kecil dengan kode unit lain. Pakai kode yang sudah "
            "ada, atau kode yang sungguh lain.",
            "This code and that of another unit differ only in capitals. Use the code that is "
            "there, or one that is really another."},
       .values = {{"other", *twin}}}};
}

}  // namespace binadaya::registry::domain
