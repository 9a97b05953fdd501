#include "services/simulator/domain/posts.h"

#include <cstdlib>

namespace binadaya::simulator::domain {

const std::vector<Post>& Posts() {
  using enum PostGroup;
  // clang-format off
  static const std::vector<Post> posts = {
      // What it is; and who holds it: ages, share of PPPK, grades of PNS, grade of PPPK.
      {"CAMAT", "Camat", kAdministrator, "PIMPINAN_KECAMATAN", "III.a", "", 0.9,
       42, 57, 0, {"IV/a", "IV/b"}, "", true},
      {"SEKCAM", "Sekretaris Kecamatan", kAdministrator, "PIMPINAN_KECAMATAN", "III.b", "", 0.7,
       40, 57, 0, {"III/d", "IV/a"}, ""},
      {"KASI_KEC", "Kepala Seksi Kecamatan", kSupervisor, "PENGAWAS_KECAMATAN", "IV.a", "", 0.7,
       34, 57, 0, {"III/c", "III/d"}, ""},
      {"KASUBBAG_KEC", "Kepala Subbagian Kecamatan", kSupervisor, "PENGAWAS_KECAMATAN", "IV.b", "", 0.5,
       33, 57, 0, {"III/b", "III/c"}, ""},
      {"LURAH", "Lurah", kSupervisor, "LURAH", "IV.a", "", 0.9,
       35, 57, 0, {"III/c", "III/d"}, "", true},
      {"SEKLUR", "Sekretaris Kelurahan", kSupervisor, "PENGAWAS_KELURAHAN", "IV.b", "", 0.7,
       32, 57, 0, {"III/b", "III/c"}, ""},
      {"KASI_KEL", "Kepala Seksi Kelurahan", kSupervisor, "PENGAWAS_KELURAHAN", "IV.b", "", 0.8,
       32, 57, 0, {"III/b", "III/c"}, ""},
      {"STAF_KEL", "Staf Kelurahan", kExecutor, "STAF_KELURAHAN", "", "", 0.6,
       23, 57, 0.25, {"II/b", "II/c", "II/d", "III/a"}, "V"},
      {"KEPALA_OPD", "Kepala Perangkat Daerah", kSeniorLeader, "PIMPINAN_OPD", "II.b", "", 0.7,
       47, 59, 0, {"IV/b", "IV/c"}, "", true},
      {"KABAG", "Kepala Bagian", kAdministrator, "ADMINISTRATOR_OPD", "III.a", "", 0.4,
       42, 57, 0, {"IV/a", "IV/b"}, "", true},
      {"SEKRETARIS", "Sekretaris Perangkat Daerah", kAdministrator, "ADMINISTRATOR_OPD", "III.a", "", 0.4,
       42, 57, 0, {"IV/a", "IV/b"}, ""},
      {"KABID", "Kepala Bidang", kAdministrator, "ADMINISTRATOR_OPD", "III.b", "", 0.5,
       40, 57, 0, {"III/d", "IV/a"}, ""},
      {"KASUBBAG", "Kepala Subbagian", kSupervisor, "PENGAWAS_OPD", "IV.a", "", 0.4,
       34, 57, 0, {"III/c", "III/d"}, ""},
      {"FUNGSIONAL_AHLI_MADYA", "Fungsional Ahli Madya", kFunctional, "FUNGSIONAL_KEAHLIAN", "", "AHLI_MADYA", 0.5,
       43, 59, 0, {"IV/a", "IV/b", "IV/c"}, ""},
      {"FUNGSIONAL_AHLI_MUDA", "Fungsional Ahli Muda", kFunctional, "FUNGSIONAL_KEAHLIAN", "", "AHLI_MUDA", 0.5,
       34, 57, 0.1, {"III/c", "III/d"}, "XI"},
      {"FUNGSIONAL_AHLI_PERTAMA", "Fungsional Ahli Pertama", kFunctional, "FUNGSIONAL_KEAHLIAN", "", "AHLI_PERTAMA",
       0.5, 24, 45, 0.5, {"III/a", "III/b"}, "IX"},
      {"FUNGSIONAL_PENYELIA", "Fungsional Penyelia", kFunctional, "FUNGSIONAL_KETERAMPILAN", "", "PENYELIA", 0.5,
       40, 57, 0, {"III/c", "III/d"}, ""},
      {"FUNGSIONAL_MAHIR", "Fungsional Mahir", kFunctional, "FUNGSIONAL_KETERAMPILAN", "", "MAHIR", 0.5,
       31, 54, 0, {"III/a", "III/b"}, ""},
      {"FUNGSIONAL_TERAMPIL", "Fungsional Terampil", kFunctional, "FUNGSIONAL_KETERAMPILAN", "", "TERAMPIL", 0.5,
       23, 44, 0.4, {"II/c", "II/d"}, "VII"},
      {"PELAKSANA", "Pelaksana", kExecutor, "PELAKSANA", "", "", 0.3,
       23, 57, 0.3, {"II/b", "II/c", "II/d", "III/a", "III/b"}, "V"},
  };
  // clang-format on
  return posts;
}

const Post& PostOf(std::string_view code) {
  for (const Post& post : Posts()) {
    if (post.code == code) return post;
  }
  std::abort();
}

const std::vector<std::string>& LeaderPosts() {
  static const std::vector<std::string> codes = {"CAMAT", "SEKCAM", "KASI_KEC", "KASUBBAG_KEC",
                                                 "LURAH", "SEKLUR", "KASI_KEL"};
  return codes;
}

}  // namespace binadaya::simulator::domain
