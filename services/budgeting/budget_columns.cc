#include "services/budgeting/budget_columns.h"

#include <array>

#include "services/common/domain/text.h"

namespace binadaya::budgeting {
namespace {

struct KindName {
  RowKind kind;
  const char* name;  // as it is written
  std::vector<std::string> others;
};
const std::vector<KindName>& KindNames() {
  static const std::vector<KindName> names = {
      {RowKind::kGroup, "KELOMPOK", {"group"}},
      {RowKind::kLine, "RINCIAN", {"line", "item"}},
      {RowKind::kSource, "SUMBER DANA", {"source"}},
      {RowKind::kSubactivity, "SUB KEGIATAN", {"subactivity"}},
      {RowKind::kPlanned, "RENCANA", {"planned"}}};
  return names;
}
struct CountedName {
  v1::Counted counted;
  const char* name;
  const char* other;
};
constexpr std::array<CountedName, 3> kCounted = {
    {{v1::NOBODY, "TIDAK ADA", "NOBODY"},
     {v1::PARTICIPANTS, "PESERTA", "PARTICIPANTS"},
     {v1::SPEAKERS, "NARASUMBER", "SPEAKERS"}}};

}  // namespace

const std::vector<sheets::Column>& BudgetColumns() {
  static const std::vector<sheets::Column> columns = {
      {"kind", "Baris", {"baris", "jenisbaris", "row"}, "CONTOH"},
      {"subactivity", "Sub Kegiatan", {"subkegiatan", "subactivity"}, ""},
      {"source", "Sumber Dana", {"sumberdana", "sumber", "source"}, ""},
      {"account", "Kode Rekening", {"koderekening", "rekening", "account"}, ""},
      {"description", "Uraian", {"uraian", "description"}, ""},
      {"specification", "Spesifikasi", {"spesifikasi", "specification"}, "", true},
      {"before.factors",
       "Sebelum/Koefisien",
       {"sebelumkoefisien", "koefisiensebelum", "sebelumvolume", "volumesebelum", "beforequantity"},
       "",
       true},
      {"before.unit", "Sebelum/Satuan", {"sebelumsatuan", "satuansebelum", "beforeunit"}, "", true},
      {"before.price", "Sebelum/Harga", {"sebelumharga", "hargasebelum", "beforeprice"}, "", true},
      {"before.vat", "Sebelum/PPN", {"sebelumppn", "ppnsebelum", "beforevat"}, "", true},
      {"before.amount",
       "Sebelum/Jumlah",
       {"sebelumjumlah", "jumlahsebelum", "beforeamount"},
       "",
       true},
      {"after.factors",
       "Setelah/Koefisien",
       {"setelahkoefisien", "koefisiensetelah", "setelahvolume", "volumesetelah", "afterquantity",
        "koefisien", "volume", "koefisienvolume"},
       ""},
      {"after.unit",
       "Setelah/Satuan",
       {"setelahsatuan", "satuansetelah", "afterunit", "satuan"},
       ""},
      {"after.price",
       "Setelah/Harga",
       {"setelahharga", "hargasetelah", "afterprice", "harga", "hargasatuan"},
       ""},
      {"after.vat", "Setelah/PPN", {"setelahppn", "ppnsetelah", "aftervat", "ppn"}, ""},
      {"after.amount",
       "Setelah/Jumlah",
       {"setelahjumlah", "jumlahsetelah", "afteramount", "jumlah"},
       ""},
      {"province", "Provinsi", {"provinsi", "province"}, "", true},
      {"standard", "Standar Harga", {"standarharga", "kodestandarharga", "standard"}, "", true},
      {"exception",
       "Keputusan Pengecualian",
       {"keputusanpengecualian", "pengecualian", "exception"},
       "",
       true},
      {"plan_item", "Item Rencana", {"itemrencana", "planitem"}, "", true},
      {"counted", "Yang Dihitung", {"yangdihitung", "counted"}, "", true},
      {"participants", "Peserta", {"peserta", "participants"}, "", true},
      {"speakers", "Narasumber", {"narasumber", "speakers"}, "", true},
      {"days", "Hari", {"hari", "days"}, "", true},
      {"minutes", "Menit Belajar", {"menitbelajar", "menit", "minutes"}, "", true},
      {"id", "Id Baris", {"idbaris", "id"}, "", true}};
  return columns;
}

std::string HeadingOf(std::string_view column) {
  for (const sheets::Column& one : BudgetColumns())
    if (one.name == column) return one.heading;
  return std::string(column);
}

std::string NameOf(RowKind kind) {
  for (const KindName& one : KindNames())
    if (one.kind == kind) return one.name;
  return "";
}
std::optional<RowKind> KindOf(const std::string& text) {
  if (text.empty() || text == "[-]") return RowKind::kLine;
  if (text == "[#]") return RowKind::kGroup;
  const std::string plain = sheets::Plain(text);
  for (const KindName& one : KindNames()) {
    if (plain == sheets::Plain(one.name) || Contains(one.others, plain)) return one.kind;
  }
  return std::nullopt;
}

std::string NameOf(v1::Counted counted) {
  for (const CountedName& one : kCounted)
    if (one.counted == counted) return one.name;
  return "";
}

std::optional<v1::Counted> CountedIn(const std::string& text) {
  const std::string plain = sheets::Plain(text);
  for (const CountedName& one : kCounted)
    if (plain == sheets::Plain(one.name) || plain == sheets::Plain(one.other)) return one.counted;
  return std::nullopt;
}

}  // namespace binadaya::budgeting
