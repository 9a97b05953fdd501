#include "services/registry/domain/import_values.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "services/common/domain/text.h"
#include "services/registry/domain/import_columns.h"

namespace binadaya::registry::domain {
namespace {

constexpr int kFirstYear = 1900;
constexpr int kLastYear = 9999;

// Indonesian and English; three letters of one are enough.
constexpr std::array<std::array<std::string_view, 4>, 12> kMonths = {{
    {"januari", "january"},
    {"februari", "february", "pebruari"},
    {"maret", "march"},
    {"april"},
    {"mei", "may"},
    {"juni", "june"},
    {"juli", "july"},
    {"agustus", "august", "agt"},
    {"september"},
    {"oktober", "october"},
    {"november", "nopember"},
    {"desember", "december"},
}};

template <std::size_t n>
using Words = std::array<std::pair<std::string_view, std::string_view>, n>;

constexpr Words<10> kGenders = {{
    {"l", "L"},
    {"lakilaki", "L"},
    {"lk", "L"},
    {"pria", "L"},
    {"male", "L"},
    {"p", "P"},
    {"perempuan", "P"},
    {"pr", "P"},
    {"wanita", "P"},
    {"female", "P"},
}};
constexpr Words<7> kTypeWords = {{
    {"cpns", "CPNS"},
    {"pns", "PNS"},
    {"pppk", "PPPK"},
    {"p3k", "PPPK"},
    {"pppkpw", "PPPK_PW"},
    {"pppkparuhwaktu", "PPPK_PW"},
    {"p3kparuhwaktu", "PPPK_PW"},
}};
constexpr Words<11> kPositionWords = {{
    {"aktif", "AKTIF"},
    {"cltn", "CLTN"},
    {"cutidiluartanggungannegara", "CLTN"},
    {"tugasbelajar", "TUGAS_BELAJAR"},
    {"diperbantukan", "DIPERBANTUKAN"},
    {"pemberhentiansementara", "PEMBERHENTIAN_SEMENTARA"},
    {"pensiun", "PENSIUN"},
    {"meninggal", "MENINGGAL"},
    {"meninggaldunia", "MENINGGAL"},
    {"berhenti", "BERHENTI"},
    {"pindahinstansi", "PINDAH_INSTANSI"},
}};
constexpr Words<7> kGroups = {{
    {"jptpratama", "JPT_PRATAMA"},
    {"jpt", "JPT_PRATAMA"},
    {"administrator", "ADMINISTRATOR"},
    {"pengawas", "PENGAWAS"},
    {"pelaksana", "PELAKSANA"},
    {"fungsional", "FUNGSIONAL"},
    {"jabatanfungsional", "FUNGSIONAL"},
}};
constexpr std::array<std::string_view, 5> kGroupCodes = {
    "JPT_PRATAMA", "ADMINISTRATOR", "PENGAWAS", "PELAKSANA", "FUNGSIONAL"};
constexpr Words<6> kYesNo = {{
    {"ya", "1"},
    {"true", "1"},
    {"1", "1"},
    {"tidak", "0"},
    {"false", "0"},
    {"0", "0"},
}};

template <std::size_t n>
std::string_view Meant(const Words<n>& words, std::string_view text) {
  const std::string plain = Plain(text);
  for (const auto& [word, code] : words)
    if (word == plain) return code;
  return "";
}

bool IsAlpha(char c) { return absl::ascii_isalpha(static_cast<unsigned char>(c)); }

// Takes what `is` holds for off the beginning of `text`.
template <class Is>
std::string_view Take(std::string_view& text, Is is) {
  const auto end =
      static_cast<std::size_t>(std::find_if_not(text.begin(), text.end(), is) - text.begin());
  const std::string_view taken = text.substr(0, end);
  text.remove_prefix(end);
  return taken;
}

std::optional<int> MonthByName(std::string_view name) {
  const std::string plain = Plain(name);
  if (plain.size() < 3) return std::nullopt;
  for (std::size_t month = 0; month < kMonths.size(); ++month) {
    for (const std::string_view known : kMonths[month])
      if (!known.empty() && known.starts_with(plain)) return static_cast<int>(month) + 1;
  }
  return std::nullopt;
}

// The day that these numbers name. CivilDay turns 30 February into 2 March.
std::optional<absl::CivilDay> Real(int year, int month, int day) {
  const absl::CivilDay date(year, month, day);
  if (date.year() != year || date.month() != month || date.day() != day) return std::nullopt;
  if (year < kFirstYear || year > kLastYear) return std::nullopt;
  return date;
}

}  // namespace

std::optional<DateFormat> DateFormat::Parse(std::string_view text) {
  const std::string lower = absl::AsciiStrToLower({text.data(), text.size()});
  std::string_view rest = lower;
  DateFormat format;
  std::string order;
  for (Piece& piece : format.pieces_) {
    const std::string_view letters = Take(rest, &IsAlpha);
    if (letters.empty() || letters.find_first_not_of(letters[0]) != std::string_view::npos)
      return std::nullopt;
    const std::size_t which = std::string_view("dhmbyt").find(letters[0]);
    if (which == std::string_view::npos) return std::nullopt;
    piece.part = "dmy"[which / 2];
    piece.named = piece.part == 'm' && letters.size() >= 3;
    const bool fits =
        piece.part == 'y' ? letters.size() == 4 : letters.size() <= (piece.part == 'm' ? 4U : 2U);
    if (!fits) return std::nullopt;
    order += piece.part;
    const std::string_view separator =
        Take(rest, [](char c) { return !IsAlpha(c) && !IsDigit(c); });
    piece.separator = std::string(separator);
    if (separator.empty() != (&piece == &format.pieces_.back())) return std::nullopt;
  }
  if (!rest.empty() || (order != "dmy" && order != "mdy" && order != "ymd")) return std::nullopt;
  return format;
}

std::optional<absl::CivilDay> DateFormat::Read(std::string_view text) const {
  int day = 0;
  int month = 0;
  int year = 0;
  for (const Piece& piece : pieces_) {
    const std::string_view written = piece.named ? Take(text, &IsAlpha) : Take(text, &IsDigit);
    int number = 0;
    if (piece.named) {
      const std::optional<int> named = MonthByName(written);
      if (!named.has_value()) return std::nullopt;
      number = *named;
    } else {
      const bool fits =
          piece.part == 'y' ? written.size() == 4 : !written.empty() && written.size() <= 2;
      if (!fits || !absl::SimpleAtoi({written.data(), written.size()}, &number))
        return std::nullopt;
    }
    (piece.part == 'd' ? day : piece.part == 'm' ? month : year) = number;
    if (!text.starts_with(piece.separator)) return std::nullopt;
    text.remove_prefix(piece.separator.size());
  }
  if (!text.empty()) return std::nullopt;
  return Real(year, month, day);
}

std::optional<absl::CivilDay> ReadDay(
    std::string_view text, const std::optional<DateFormat>& declared) {
  const bool iso = text.size() == 10 && text[4] == '-' && text[7] == '-';
  if (!iso) return declared.has_value() ? declared->Read(text) : std::nullopt;
  static const DateFormat kIso = *DateFormat::Parse("yyyy-mm-dd");
  return kIso.Read(text);
}

bool LooksLikeDate(std::string_view text) {
  for (const char* format :
       {"d/m/yyyy", "d-m-yyyy", "d.m.yyyy", "m/d/yyyy", "d mmmm yyyy", "d-mmm-yyyy",
        "d/mmm/yyyy"}) {
    if (DateFormat::Parse(format)->Read(text).has_value()) return true;
  }
  return false;
}

bool LooksLikeSerial(std::string_view text) {
  return text.size() == 5 && std::all_of(text.begin(), text.end(), &IsDigit);
}

std::optional<Gender> ReadGender(std::string_view text) {
  return ParseGender(Meant(kGenders, text));
}

std::optional<EmploymentType> ReadEmploymentType(std::string_view text) {
  return ParseEmploymentType(Meant(kTypeWords, text));
}

std::optional<bool> ReadYesNo(std::string_view text) {
  if (text.empty()) return false;
  const std::string_view meant = Meant(kYesNo, text);
  if (meant.empty()) return std::nullopt;
  return meant == "1";
}

std::optional<std::string> ReadLegalPosition(std::string_view text) {
  const std::string_view meant = Meant(kPositionWords, text);
  if (meant.empty()) return std::nullopt;
  return std::string(meant);
}

std::optional<PostGroup> ReadPostGroup(std::string_view text) {
  const std::string_view meant = Meant(kGroups, text);
  for (std::size_t i = 0; i < kGroupCodes.size(); ++i)
    if (kGroupCodes[i] == meant) return static_cast<PostGroup>(i + 1);
  return std::nullopt;
}

std::string_view CodeOf(PostGroup group) {
  return kGroupCodes[static_cast<std::size_t>(group) - 1];
}

std::vector<CodeName> AllowedValues(std::string_view column) {
  if (column == "gender") return {{"L", "laki-laki"}, {"P", "perempuan"}};
  if (column == "direct_service") {
    return {
        {"ya", "melayani warga langsung di loket atau di lapangan"},
        {"tidak", "tidak; sel kosong berarti tidak"}};
  }
  if (column == "closed" || column == "is_head") return {{"ya", ""}, {"tidak", "sel kosong juga"}};
  if (column == "cluster") {
    return {
        {"MANAJERIAL", "ditetapkan peraturan"},
        {"SOSIOKULTURAL", "ditetapkan peraturan"},
        {"TEKNIS", "dari kamus kompetensi teknis"}};
  }
  if (column == "group") {
    return {
        {"JPT_PRATAMA", "pimpinan tinggi pratama: kepala dinas, kepala badan"},
        {"ADMINISTRATOR", "administrator: camat, kepala bidang"},
        {"PENGAWAS", "pengawas: lurah, kepala seksi"},
        {"PELAKSANA", "pelaksana"},
        {"FUNGSIONAL", "jabatan fungsional; isi juga jenjang fungsionalnya"}};
  }
  if (column == "functional_level") {
    return {{"AHLI_PERTAMA", "keahlian"}, {"AHLI_MUDA", "keahlian"},   {"AHLI_MADYA", "keahlian"},
            {"AHLI_UTAMA", "keahlian"},   {"PEMULA", "keterampilan"},  {"TERAMPIL", "keterampilan"},
            {"MAHIR", "keterampilan"},    {"PENYELIA", "keterampilan"}};
  }
  if (column == "employment_type") {
    return {
        {"CPNS", "calon PNS"},
        {"PNS", "pegawai negeri sipil"},
        {"PPPK", "pegawai pemerintah dengan perjanjian kerja"},
        {"PPPK_PW", "PPPK paruh waktu"}};
  }
  if (column == "legal_position") {
    return {
        {"AKTIF", "bekerja"},
        {"CLTN", "cuti di luar tanggungan negara"},
        {"TUGAS_BELAJAR", "tugas belajar"},
        {"DIPERBANTUKAN", "diperbantukan di instansi lain"},
        {"PEMBERHENTIAN_SEMENTARA", "diberhentikan sementara"},
        {"PENSIUN", "pensiun"},
        {"MENINGGAL", "meninggal dunia"},
        {"BERHENTI", "berhenti"},
        {"PINDAH_INSTANSI", "pindah ke instansi lain"}};
  }
  if (column == "predicate") {
    return {
        {"SANGAT_BAIK", "sangat baik (PermenPANRB 6/2022)"},
        {"BAIK", "baik"},
        {"BUTUH_PERBAIKAN", "butuh perbaikan"},
        {"KURANG", "kurang"},
        {"SANGAT_KURANG", "sangat kurang"}};
  }
  if (column == "education") {
    return {
        {"SD", ""},
        {"SMP", "SLTP"},
        {"SMA", "SLTA, SMK"},
        {"D1", "diploma I"},
        {"D2", "diploma II"},
        {"D3", "diploma III"},
        {"D4", "diploma IV, sarjana terapan"},
        {"S1", "sarjana"},
        {"S2", "magister"},
        {"S3", "doktor"}};
  }
  if (column == "discipline")
    return {{"RINGAN", "hukuman disiplin ringan"}, {"SEDANG", "sedang"}, {"BERAT", "berat"}};
  if (column == "leave") {
    return {
        {"TAHUNAN", "cuti tahunan"},
        {"BESAR", "cuti besar"},
        {"SAKIT", "cuti sakit"},
        {"MELAHIRKAN", "cuti melahirkan"},
        {"ALASAN_PENTING", "cuti karena alasan penting"},
        {"BERSAMA", "cuti bersama"}};
  }
  return {};
}

bool IsName(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) {
    return IsAlpha(c) || static_cast<unsigned char>(c) >= 0x80;
  });
}

}  // namespace binadaya::registry::domain
