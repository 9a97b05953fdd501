// Units, posts and people come in.
#include <set>

#include "services/cli/language.h"
#include "services/common/domain/text.h"
#include "services/common/status.h"
#include "services/simulator/domain/posts.h"
#include "services/simulator/files.h"
#include "services/simulator/reference.h"
#include "services/simulator/story.h"

namespace binadaya::simulator {
namespace {

using registry::RegistryClient;
using registry::v1::ImportReport;

// The standards were in force before anybody was rated.
constexpr char kStandardsSince[] = "2026-01-01";

registry::v1::DefinePostRequest DefinitionOf(const domain::Post& post, std::string request_id) {
  registry::v1::DefinePostRequest request;
  request.set_request_id(std::move(request_id));
  request.set_code(post.code);
  request.set_title(post.title);
  request.set_group(static_cast<registry::v1::PostGroup>(post.group));
  request.set_family(post.family);
  request.set_echelon(post.echelon);
  request.set_criticality(post.criticality);
  request.set_is_head(post.is_head);
  request.set_functional_level(post.functional_level);
  request.set_valid_from(kStandardsSince);
  return request;
}

// "baris 3, nip" -> "nip"
std::string ColumnOf(const std::string& where) {
  const std::size_t comma = where.rfind(", ");
  return comma == std::string::npos ? where : where.substr(comma + 2);
}

}  // namespace

absl::StatusOr<ImportReport> Story::Import(
    bool units, const std::string& csv, bool confirm, const std::vector<int>& skip) {
  registry::v1::ImportRequest request;
  request.set_request_id(world_.NewRequestId());
  request.set_file(csv);
  request.set_confirm(confirm);
  request.mutable_skip_lines()->Add(skip.begin(), skip.end());
  return world_.Ask(
      Administrator(), world_.registry(),
      units ? &RegistryClient::ImportUnits : &RegistryClient::ImportPeople, request, kLongPatience);
}

absl::Status Story::ImportUnitsAndPosts() {
  const std::string today = absl::FormatCivilTime(world_.today());
  tell_.Step(
      {Cat("Unit dan jabatan kota, pada ", today),
       Cat("The units and posts of the city, on ", today)});
  const absl::Time begun = absl::Now();
  ASSIGN_OR_RETURN(const ImportReport report, Import(true, UnitsCsv(), true));
  const bool fresh = report.new_count() > 0;
  tell_.Say(
      {Cat(fresh ? Cat(report.new_count(), " unit diimpor dalam ", Took(begun))
                 : Cat(report.same_count(), " unit: sudah ada seperti dalam berkas; ",
                       report.changed_count(), " dikembalikan ke letaknya"),
           " — 35 perangkat daerah (OPD), 12 bagian, 16 kecamatan, 177 kelurahan. Kuncinya kode, "
           "karena nama berulang: ada Purwosari di Mijen dan ada di Semarang Utara."),
       Cat(fresh ? Cat(report.new_count(), " units imported in ", Took(begun))
                 : Cat(report.same_count(), " units: already there as in the file; ",
                       report.changed_count(), " put back to their place"),
           " — 35 agencies (OPD), 12 bagian, 16 kecamatan, 177 kelurahan. They are keyed by code, "
           "because names repeat: there is a Purwosari in Mijen and one in Semarang Utara.")});
  ASSIGN_OR_RETURN(const int defined, DefinePosts());
  tell_.Say(
      {Cat(defined > 0 ? Cat(defined, " jabatan ditetapkan") : std::string("Jabatannya sudah ada"),
           ". Yang dituntut masing-masing mengikuti jenjangnya (PermenPANRB 38/2017): camat "
           "tingkat 3, lurah tingkat 2 pada kedelapan kompetensi manajerial dan yang "
           "sosiokultural."),
       Cat(defined > 0 ? Cat(defined, " posts (jabatan) defined")
                       : std::string("The posts (jabatan) are already there"),
           ". What each demands follows from its level (PermenPANRB 38/2017): a camat level 3, a "
           "lurah level 2 in each of the eight managerial competencies and the socio-cultural "
           "one.")});
  return absl::OkStatus();
}

absl::StatusOr<int> Story::DefinePosts() {
  registry::v1::ListPostsRequest list;
  list.set_page_size(kPage);
  ASSIGN_OR_RETURN(
      const auto there, world_.Ask(Analyst(), world_.registry(), &RegistryClient::ListPosts, list));
  std::set<std::string> known;
  for (const registry::v1::Post& post : there.posts()) known.insert(post.code());
  int defined = 0;
  for (const domain::Post& post : domain::Posts()) {
    if (known.contains(post.code)) continue;
    RETURN_IF_ERROR(world_
                        .Ask(
                            Analyst(), world_.registry(), &RegistryClient::DefinePost,
                            DefinitionOf(post, world_.NewRequestId()))
                        .status());
    ++defined;
  }
  return defined;
}

absl::StatusOr<int> Story::CountPeople() {
  registry::v1::ListPeopleRequest request;
  request.set_page_size(kPage);
  int count = 0;
  do {
    ASSIGN_OR_RETURN(
        const auto page,
        world_.Ask(Analyst(), world_.registry(), &RegistryClient::ListPeople, request));
    count += page.people_size();
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  return count;
}

absl::Status Story::TryBadFile() {
  tell_.Step(
      {"Berkas pegawai yang rusak, dicoba lebih dahulu (uji coba)",
       "A damaged people file, tried first (dry run)"});
  ASSIGN_OR_RETURN(const int before, CountPeople());
  ASSIGN_OR_RETURN(const std::string csv, BadPeopleCsv(options_.seed));
  ASSIGN_OR_RETURN(const ImportReport report, Import(false, csv, false));
  std::vector<std::vector<std::string>> table = {
      {cli::Say("baris", "line"), cli::Say("kolom", "column"), cli::Say("aturan", "rule"),
       cli::Say("apa yang salah, dan apa yang harus dilakukan", "what is wrong, and what to do")}};
  for (const ImportReport::Row& row : report.rows()) {
    for (const v1::Finding& finding : row.findings()) {
      if (!finding.warning()) {
        table.push_back(
            {Cat(row.line()), ColumnOf(finding.where()), finding.rule(),
             cli::Say(finding.id(), finding.en())});
      }
    }
  }
  tell_.Table(table);
  ASSIGN_OR_RETURN(const int after, CountPeople());
  tell_.Say(
      {Cat(report.wrong_count(), " baris salah (nomor ganda pada kedua barisnya), ",
           report.new_count(),
           " benar. Tidak ada yang ditulis, sebab satu baris salah menahan seluruh berkas sampai "
           "diperbaiki atau dilewati dengan sengaja: ",
           Thousands(before), " pegawai dalam registri sebelumnya, ", Thousands(after),
           " sesudahnya."),
       Cat(report.wrong_count(), " rows are wrong (the doubled number on both of its lines), ",
           report.new_count(),
           " is good. Nothing was written, since one wrong row blocks a file until it is "
           "mended or left out by name: ",
           Thousands(before), " people in the registry before, ", Thousands(after), " after.")});
  if (report.wrong_count() != 6 || before != after) {
    return absl::InternalError("the damaged file was not refused as it should be");
  }
  return absl::OkStatus();
}

absl::StatusOr<std::vector<int>> Story::LinesOfWhoLeft(const std::string& csv) {
  std::vector<int> lines;
  ASSIGN_OR_RETURN(const Leadership there, Leadership::Load(world_));
  if (there.leaders().empty()) return lines;
  ASSIGN_OR_RETURN(const ImportReport plan, Import(false, csv, false));
  if (plan.same_count() == 0) {
    return Stopped(
        {"Pegawai lain memegang jabatannya: platform ini dimainkan dengan seed lain. Pakai seed "
         "itu, atau kosongkan platform (deploy/down --wipe).",
         "Other people hold the posts: this platform was played with another seed. Use that seed, "
         "or wipe the platform (deploy/down --wipe)."});
  }
  for (const ImportReport::Kind& kind : plan.kinds())
    if (kind.finding().rule() == "PER-17")
      lines.insert(lines.end(), kind.lines().begin(), kind.lines().end());
  return lines;
}

absl::Status Story::ImportPeople() {
  tell_.Step(
      {Cat(Thousands(options_.people), " pegawai menempati jabatannya"),
       Cat(Thousands(options_.people), " people take their posts")});
  ASSIGN_OR_RETURN(const std::string csv, PeopleCsv(options_.seed, options_.people));
  ASSIGN_OR_RETURN(const std::vector<int> left, LinesOfWhoLeft(csv));
  absl::Time begun = absl::Now();
  ASSIGN_OR_RETURN(const ImportReport first, Import(false, csv, true, left));
  const std::string added = Thousands(first.new_count()), same = Thousands(first.same_count()),
                    changed = Thousands(first.changed_count());
  if (first.new_count() + first.changed_count() == 0) {
    tell_.Say(
        {Cat("Ke-", same, " pegawai itu sudah ada (", Took(begun), "); ", left.size(),
             " yang sudah pergi tidak dikembalikan."),
         Cat("All ", same, " are already there (", Took(begun), "); ", left.size(),
             " who have left are not brought back.")});
  } else {
    tell_.Say(
        {Cat(added, " baru, ", changed, " berubah, ", same, " sama, dalam ", Took(begun),
             ": setiap nomor (NIP, NI PPPK), tanggal, unit, dan jabatan diperiksa; semuanya atau "
             "tidak sama sekali."),
         Cat(added, " new, ", changed, " changed, ", same, " the same, in ", Took(begun),
             ": every number (NIP, NI PPPK), date, unit and post checked; all or nothing.")});
  }
  begun = absl::Now();
  ASSIGN_OR_RETURN(const ImportReport again, Import(false, csv, true, left));
  tell_.Say(
      {Cat("Berkas yang sama sekali lagi: ", again.new_count(), " baru, ", again.changed_count(),
           " berubah (", Took(begun), "). Mengimpor dua kali tidak merusak apa pun."),
       Cat("The same file once more: ", again.new_count(), " new, ", again.changed_count(),
           " changed (", Took(begun), "). Importing twice does no harm.")});
  ASSIGN_OR_RETURN(leadership_, Leadership::Load(world_));
  if (leadership_->leaders().empty()) {
    return Stopped(
        {"Tidak ada yang memimpin kecamatan atau kelurahan.",
         "Nobody leads a kecamatan or kelurahan."});
  }
  return absl::OkStatus();
}

}  // namespace binadaya::simulator
