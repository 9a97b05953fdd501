// The leadership is rated, and later one group of it again.
#include <map>
#include <set>

#include "absl/strings/str_format.h"
#include "services/cli/language.h"
#include "services/cli/lists.h"
#include "services/common/domain/text.h"
#include "services/common/status.h"
#include "services/simulator/raters.h"
#include "services/simulator/reference.h"
#include "services/simulator/story.h"

namespace binadaya::simulator {
namespace {

constexpr int kCompetencies = 9;  // eight managerial, one socio-cultural
constexpr int kShownGroups = 5;
constexpr int kFirstCampaignDays = 60;

}  // namespace

absl::Status Story::RateLeaders() {
  tell_.Step(
      {"Pimpinan kecamatan dan kelurahan dinilai",
       "The leadership of kecamatan and kelurahan is rated"});
  const absl::Time begun = absl::Now();
  const std::string name =
      Cat("Penilaian pimpinan kecamatan dan kelurahan ", absl::FormatCivilTime(world_.today()));
  ASSIGN_OR_RETURN(
      const std::string campaign, OpenRatingCampaign(world_, name, kFirstCampaignDays));
  std::map<std::string, int> posts;
  std::vector<std::size_t> all;
  for (const Leader& leader : leadership_->leaders()) {
    all.push_back(all.size());
    ++posts[leader.post];
  }
  ASSIGN_OR_RETURN(
      const RoundResult round, RateAll(world_, *leadership_, all, campaign, options_.seed));
  const int kasi = posts["KASI_KEC"] + posts["KASUBBAG_KEC"];
  const std::string judged = Thousands(std::int64_t{round.ratings} * kCompetencies);
  tell_.Say(
      {Cat(Thousands(round.people), " pimpinan — ", posts["CAMAT"], " camat, ", posts["SEKCAM"],
           " sekcam, ", kasi, " kasi dan kasubbag kecamatan, ", posts["LURAH"], " lurah, ",
           posts["SEKLUR"], " seklur, ", posts["KASI_KEL"],
           " kasi kelurahan — masing-masing oleh atasan (0.6), tiga rekan (0.2), dan diri sendiri "
           "(0.2): ",
           Thousands(round.ratings), " formulir dengan ", judged, " penilaian dalam ", Took(begun),
           "."),
       Cat(Thousands(round.people), " leaders — ", posts["CAMAT"], " camat, ", posts["SEKCAM"],
           " sekcam, ", kasi, " kasi and kasubbag of kecamatan, ", posts["LURAH"], " lurah, ",
           posts["SEKLUR"], " seklur, ", posts["KASI_KEL"],
           " kasi of kelurahan — each by the supervisor (0.6), three peers (0.2) and themselves "
           "(0.2): ",
           Thousands(round.ratings), " forms with ", judged, " ratings in ", Took(begun), ".")});
  tell_.Say(
      {Cat(round.disputes,
           " kali diri dan atasan berjarak dua tingkat atau lebih: disengketakan, maka rapat "
           "kalibrasi pengelola kepegawaian unit menyepakati tingkatnya. Lalu setiap profil "
           "diverifikasi (pengelola kepegawaian) dan disahkan (kepala unit, dan bukan penilainya), "
           "dan kesenjangannya diukur."),
       Cat(round.disputes,
           " times self and supervisor were two levels apart or more: disputed, so a "
           "calibration meeting of the unit's HR officer agreed the level. Then every profile was "
           "verified (HR officer) and validated (head of the unit, and nobody who had rated), and "
           "its gaps measured.")});
  return absl::OkStatus();
}

absl::Status Story::ShowGapGroups() {
  tell_.Step(
      {"Lima kelompok kesenjangan terlebar di kota", "The five widest gap groups of the city"});
  registry::v1::ListGapGroupsRequest request;
  request.set_page_size(kPage);
  ASSIGN_OR_RETURN(
      const auto response,
      world_.Ask(Analyst(), world_.registry(), &registry::RegistryClient::ListGapGroups, request));
  groups_.assign(response.groups().begin(), response.groups().end());
  std::vector<std::vector<std::string>> table = {
      {cli::Say("kompetensi", "competency"), cli::Say("tingkat", "level"),
       cli::Say("rumpun jabatan", "post family"), cli::Say("pegawai", "people"),
       cli::Say("dari", "of"), cli::Say("rerata", "mean gap"), cli::Say("dampak", "effect")}};
  for (const registry::v1::GapGroup& group : groups_) {
    if (table.size() > kShownGroups) break;
    table.push_back(
        {Cat(group.competency(), " ", NameOfCompetency(group.competency())), cli::LevelsOf(group),
         group.family(), Cat(group.affected()), Cat(group.population()),
         absl::StrFormat("%.2f", group.mean_gap()),
         absl::StrFormat("%.1f", group.mean_gap() * group.affected())});
  }
  tell_.Table(table);
  tell_.Say(
      {Cat("Satu kelompok adalah semua pegawai satu rumpun jabatan di bawah standar yang sama, "
           "dengan berapa yang berada di tingkat mana; dampak = rerata kesenjangan × pegawai. ",
           groups_.size(),
           " kelompok seluruhnya; kesenjangan = dituntut − aktual, dihitung di tempat "
           "penilaiannya."),
       Cat("A group is all people of one post family below the same standard, with how many stand "
           "at which level; effect = mean gap × people. ",
           groups_.size(),
           " groups in all; gap = required − actual, counted where the ratings are.")});
  if (groups_.empty()) return Stopped({"Tidak ada yang punya kesenjangan.", "Nobody has a gap."});
  return absl::OkStatus();
}

absl::StatusOr<std::vector<std::size_t>> Story::PeopleBehind(
    const std::string& competency, const std::string& family, int to_level) {
  registry::v1::ListGapsRequest request;
  request.set_competency(competency);
  request.set_family(family);
  request.set_page_size(kPage);
  std::set<std::string> behind;
  do {
    ASSIGN_OR_RETURN(
        const auto page,
        world_.Ask(Analyst(), world_.registry(), &registry::RegistryClient::ListGaps, request));
    for (const registry::v1::Gap& gap : page.gaps()) {
      if (gap.required() == to_level) behind.insert(gap.person());
    }
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  std::vector<std::size_t> positions;
  for (std::size_t i = 0; i < leadership_->leaders().size(); ++i) {
    if (behind.contains(leadership_->leaders()[i].id)) positions.push_back(i);
  }
  return positions;
}

absl::Status Story::RateOneGroupAgain() {
  const std::string today = absl::FormatCivilTime(world_.today());
  tell_.Step({Cat("Penilaian kedua, pada ", today), Cat("A second rating, on ", today)});
  // Of the first ten a need with enough people to matter and few enough to be coached in a month.
  constexpr int kFirst = 10;
  constexpr int kMany = 60;
  for (const needs::v1::Need& need : ranked_) {
    const bool fits = need.rank() <= kFirst && need.type() == needs::v1::COMPETENCY_GAP &&
                      need.directives().empty();
    if (!fits) continue;
    const auto size = [](const needs::v1::Need& one) {
      return one.affected() > kMany ? -one.affected() : one.affected();
    };
    if (chosen_.id().empty() || size(need) > size(chosen_)) chosen_ = need;
  }
  if (chosen_.id().empty()) {
    return Stopped(
        {"Tidak ada kebutuhan terukur di antara sepuluh peringkat pertama.",
         "No measured need is ranked among the first ten."});
  }
  ASSIGN_OR_RETURN(
      const std::vector<std::size_t> people,
      PeopleBehind(chosen_.competency(), chosen_.family(), chosen_.to_level()));
  const std::string name =
      Cat("Penilaian ulang ", chosen_.competency(), " ", absl::FormatCivilTime(world_.today()));
  ASSIGN_OR_RETURN(
      const std::string campaign,
      OpenRatingCampaign(world_, name, kInvitedDays, /*by_invitation=*/true));
  const absl::Time begun = absl::Now();
  ASSIGN_OR_RETURN(
      const RoundResult round,
      RateAll(world_, *leadership_, people, campaign, options_.seed, {chosen_.competency()}));
  const std::string what =
      Cat(chosen_.competency(), " ", NameOfCompetency(chosen_.competency()), ", ",
          cli::LevelsOf(chosen_), ", ", chosen_.family());
  tell_.Say(
      {Cat("Waktu digeser maju. Ke-", round.people, " pegawai di balik kebutuhan no. ",
           chosen_.rank(), " (", what,
           ") sementara itu dibimbing atasannya dan dinilai ulang dalam kampanye tersendiri: ",
           round.ratings, " formulir dalam ", Took(begun),
           ". Pada kompetensi ini semuanya kini mencapai standar; pada yang lain mereka tetap "
           "seperti semula."),
       Cat("The clock was moved on. The ", round.people, " people behind need no. ", chosen_.rank(),
           " (", what,
           ") were coached by their supervisors meanwhile and are rated anew in a campaign of "
           "their own: ",
           round.ratings, " forms in ", Took(begun),
           ". In this competency all of them reach the standard now; in the others they are "
           "where they were.")});
  return absl::OkStatus();
}

}  // namespace binadaya::simulator
