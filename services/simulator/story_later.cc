// The year goes on after January: what changes, and what follows from it.
#include <algorithm>
#include <map>
#include <set>

#include "services/cli/language.h"
#include "services/cli/render.h"
#include "services/cli/words.h"
#include "services/common/domain/text.h"
#include "services/common/status.h"
#include "services/simulator/raters.h"
#include "services/simulator/reference.h"
#include "services/simulator/story.h"

namespace binadaya::simulator {
namespace {

using needs::v1::Need;
using registry::RegistryClient;
namespace rv = registry::v1;

constexpr int kNoticeDays = 28;  // between a retirement's decree and its day
// Neighbours, and an invented move.
constexpr char kMovedKelurahan[] = "33.74.14.1001";
constexpr char kNewKecamatan[] = "33.74.12";
constexpr char kFamily[] = "LURAH";
constexpr char kNextFamily[] = "PIMPINAN_KECAMATAN";

std::string Day(absl::CivilDay day) { return absl::FormatCivilTime(day); }

// What a post demands of a competency, in words: "M.01 Integritas, tingkat 3".
std::string Demand(const std::string& competency, int level) {
  return Cat(
      competency, " ", NameOfCompetency(competency), cli::Say(", tingkat ", ", level "), level);
}

// The level of a competency in a profile, if it is known.
const rv::Profile::Level* LevelIn(const rv::Profile& profile, const std::string& competency) {
  for (const rv::Profile::Level& level : profile.levels())
    if (level.competency() == competency) return &level;
  return nullptr;
}

absl::StatusOr<rv::Profile> ProfileOf(
    const World& world, const std::string& person, const std::string& as_of = "") {
  rv::GetProfileRequest request;
  request.set_person(person);
  request.set_as_of(as_of);
  return world.Ask(Analyst(), world.registry(), &RegistryClient::GetProfile, request);
}

// How many work inside a unit, as reporting knows it.
absl::StatusOr<int> PeopleIn(const World& world, const std::string& unit) {
  reporting::v1::GetDashboardRequest request;
  request.set_unit(unit);
  ASSIGN_OR_RETURN(
      const auto dashboard,
      world.Ask(Analyst(), world.reporting(), &reporting::ReportingClient::GetDashboard, request));
  return dashboard.people();
}

}  // namespace

const Need& Story::Foremost() const {
  for (const Need& need : ranked_)
    if (need.type() == needs::v1::COMPETENCY_GAP && need.id() != chosen_.id()) return need;
  return ranked_.front();
}

absl::Status Story::RateAFewInOneCompetency() {
  tell_.Step(
      {Cat("Kampanye kedua, hanya satu kompetensi, pada ", Day(world_.today())),
       Cat("A second campaign, of one competency only, on ", Day(world_.today()))});
  // The smallest group that nothing else of the story is about; one of it is left out.
  const Need* const spoken_of[] = {&chosen_, &Foremost()};
  const auto told = [&](const rv::GapGroup& group) {
    for (const Need* need : spoken_of)
      if (need->competency() == group.competency() && need->family() == group.family()) return true;
    return false;
  };
  for (const rv::GapGroup& group : groups_) {
    if (group.affected() < 2 || told(group)) continue;
    if (smallest_.affected() == 0 || group.affected() < smallest_.affected()) smallest_ = group;
  }
  ASSIGN_OR_RETURN(
      std::vector<std::size_t> people,
      PeopleBehind(smallest_.competency(), smallest_.family(), smallest_.to_level()));
  if (people.size() < 2) {
    return Stopped(
        {"Tidak ada kelompok kecil untuk dinilai.", "There is no small group to be rated."});
  }
  last_ = leadership_->leaders()[people.back()].id;
  people.pop_back();
  const std::string name = Cat("Penilaian ", smallest_.competency(), " ", Day(world_.today()));
  ASSIGN_OR_RETURN(
      const std::string campaign,
      OpenRatingCampaign(world_, name, kInvitedDays, /*by_invitation=*/true));
  RETURN_IF_ERROR(RateAll(
                      world_, *leadership_, people, campaign, options_.seed,
                      {.competency = smallest_.competency(), .alone = true})
                      .status());
  ASSIGN_OR_RETURN(
      const rv::Profile profile, ProfileOf(world_, leadership_->leaders()[people.front()].id));
  std::map<bool, int> levels;  // of this campaign, and as they were
  std::string before;
  for (const rv::Profile::Level& level : profile.levels()) {
    ++levels[level.campaign() == campaign];
    if (level.campaign() != campaign) before = level.seen_on();
  }
  const std::string about = Demand(smallest_.competency(), smallest_.to_level());
  tell_.Say(
      {Cat(people.size(), " dari ", smallest_.affected(), " orang yang belum mencapai ", about,
           " (", smallest_.family(),
           ") dinilai lagi, hanya pada kompetensi itu, dan kini mencapainya."),
       Cat(people.size(), " of the ", smallest_.affected(), " people below ", about, " (",
           smallest_.family(), ") are rated again, in that competency only, and reach it now.")});
  tell_.Say(
      {Cat("Profil mereka digabung, bukan diganti: ", levels[true], " tingkat dari kampanye ini, ",
           levels[false], " lainnya tetap seperti disahkan (", before, ")."),
       Cat("Their profiles are merged, not replaced: ", levels[true],
           " level of this campaign, the ", levels[false], " others as they were validated (",
           before, ").")});
  return absl::OkStatus();
}

absl::Status Story::CorrectOneLevel() {
  const std::string competency = Foremost().competency();
  tell_.Step(
      {Cat("Satu tingkat yang sudah sah dibetulkan, pada ", Day(world_.today())),
       Cat("A level that was valid is put right, on ", Day(world_.today()))});
  ASSIGN_OR_RETURN(const Need need, GetNeed(Foremost().id()));
  ASSIGN_OR_RETURN(
      const std::vector<std::size_t> people,
      PeopleBehind(competency, need.family(), need.to_level()));
  if (people.empty())
    return Stopped({"Tidak ada yang dibetulkan.", "There is nothing to correct."});
  const Leader& leader = leadership_->leaders()[people.front()];
  ASSIGN_OR_RETURN(const rv::Profile profile, ProfileOf(world_, leader.id));
  const rv::Profile::Level* wrong = LevelIn(profile, competency);
  if (wrong == nullptr) return absl::InternalError("a gap without a level");
  rv::CorrectLevelRequest request;
  request.set_request_id(world_.NewRequestId());
  request.set_person(leader.id);
  request.set_competency(competency);
  request.set_level(need.to_level());
  request.set_reason("Formulir tertukar dengan orang lain yang senama.");
  RETURN_IF_ERROR(world_
                      .Ask(
                          leadership_->HeadOf(leader), world_.registry(),
                          &RegistryClient::CorrectLevel, request)
                      .status());
  const absl::Time begun = absl::Now();
  Need after;
  RETURN_IF_ERROR(WaitUntil("the need is measured again", [&]() -> absl::StatusOr<bool> {
    ASSIGN_OR_RETURN(after, GetNeed(need.id()));
    return after.affected() == need.affected() - 1;
  }));
  const std::string took = Took(begun), yesterday = Day(world_.today() - 1);
  ASSIGN_OR_RETURN(const rv::Profile past, ProfileOf(world_, leader.id, yesterday));
  const rv::Profile::Level* shown = LevelIn(past, competency);
  if (shown == nullptr || shown->level() != wrong->level())
    return absl::InternalError("a past day has changed");
  ASSIGN_OR_RETURN(const std::string who, NameOf(world_, leader.id));
  const std::string from = cli::Number(wrong->level(), 2);
  tell_.Say(
      {Cat(who, ": ", competency, " dari ", from, " menjadi ", need.to_level(),
           ", oleh kepala unitnya dan dengan alasan (formulirnya tertukar). Kesenjangannya ikut, "
           "dan kebutuhan no. ",
           need.rank(), ": ", after.affected(), " pegawai, tadinya ", need.affected(), ", ", took,
           " kemudian."),
       Cat(who, ": ", competency, " from ", from, " to ", need.to_level(),
           ", by the head of the unit and with a reason (the form was somebody else's). The gap "
           "follows, and need no. ",
           need.rank(), ": ", after.affected(), " people, ", need.affected(), " before, ", took,
           " later.")});
  tell_.Say(
      {Cat("Yang lalu tidak berubah: profil per ", yesterday, " tetap menampilkan ", from, "."),
       Cat("The past does not change: the profile as of ", yesterday, " still shows ", from, ".")});
  return absl::OkStatus();
}

absl::Status Story::MoveKelurahan() {
  const std::string kelurahan = NameOfUnit(kMovedKelurahan);
  tell_.Step(
      {Cat("Kelurahan ", kelurahan, " pindah kecamatan, pada ", Day(world_.today())),
       Cat("Kelurahan ", kelurahan, " moves to another kecamatan, on ", Day(world_.today()))});
  const auto superior = [this](const std::string& person) -> absl::StatusOr<std::string> {
    rv::GetSuperiorRequest request;
    request.set_person(person);
    ASSIGN_OR_RETURN(
        const rv::Superior head,
        world_.Ask(Analyst(), world_.registry(), &RegistryClient::GetSuperior, request));
    return NameOf(world_, head.person());
  };
  const auto open = [this]() -> absl::StatusOr<std::int64_t> {
    ASSIGN_OR_RETURN(const std::vector<Need> needs, ListNeeds());
    return std::count_if(needs.begin(), needs.end(), [](const Need& need) {
      return need.closed_because() == needs::v1::NOT_CLOSED;
    });
  };
  const auto& leaders = leadership_->leaders();
  const auto lurah = std::find_if(leaders.begin(), leaders.end(), [](const Leader& leader) {
    return leader.unit == kMovedKelurahan && leader.post == "LURAH";
  });
  if (lurah == leaders.end())
    return Stopped({"Kelurahan itu tanpa lurah.", "That kelurahan has no lurah."});
  ASSIGN_OR_RETURN(const std::string old_superior, superior(lurah->id));
  ASSIGN_OR_RETURN(const int before, PeopleIn(world_, kNewKecamatan));
  ASSIGN_OR_RETURN(const std::int64_t needs_before, open());
  ASSIGN_OR_RETURN(
      const rv::ImportReport report,
      Import(
          true,
          Cat("code,name,kind,parent,direct_service\n", kMovedKelurahan, ",", kelurahan,
              ",KELURAHAN,", kNewKecamatan, ",ya\n"),
          true));
  if (!report.written() || report.changed_count() != 1)
    return absl::InternalError("the kelurahan was not moved");
  ASSIGN_OR_RETURN(const std::string new_superior, superior(lurah->id));
  int after = before;
  RETURN_IF_ERROR(WaitUntil("reporting has heard of the move", [&]() -> absl::StatusOr<bool> {
    ASSIGN_OR_RETURN(after, PeopleIn(world_, kNewKecamatan));
    return after > before;
  }));
  ASSIGN_OR_RETURN(const std::int64_t needs_after, open());
  const std::string kecamatan = NameOfUnit(kNewKecamatan);
  tell_.Say(
      {Cat("Dari ", NameOfUnit(lurah->kecamatan.substr(1, lurah->kecamatan.size() - 2)), " ke ",
           kecamatan, " (rekaan). Atasan lurahnya seketika berganti: dari ", old_superior, " ke ",
           new_superior, "."),
       Cat("From ", NameOfUnit(lurah->kecamatan.substr(1, lurah->kecamatan.size() - 2)), " to ",
           kecamatan, " (invented). The superior of its lurah is another at once: ", new_superior,
           " in place of ", old_superior, ".")});
  tell_.Say(
      {Cat(after - before, " pegawainya ikut dengan profil dan kesenjangannya: ", kecamatan,
           " punya ", after, ", tadinya ", before, ". Kebutuhan kota yang terbuka: ", needs_after,
           ", tadinya ", needs_before, "."),
       Cat("Its ", after - before, " people come along with their profiles and gaps: ", kecamatan,
           " has ", after, ", ", before, " before. Open needs of the city: ", needs_after, ", ",
           needs_before, " before.")});
  return absl::OkStatus();
}

absl::Status Story::OpenCareerPath() {
  tell_.Step(
      {Cat("Jalur karier, dan kesenjangan terhadap jabatan berikutnya, pada ", Day(world_.today())),
       Cat("A career path, and the gap to the next post, on ", Day(world_.today()))});
  rv::SetCareerPathRequest path;
  path.set_request_id(world_.NewRequestId());
  path.set_family(kFamily);
  path.add_next_families(kNextFamily);
  path.set_valid_from("");
  path.set_basis("Peraturan Wali Kota tentang pola karier (rekaan)");
  rv::ListCareerPathsRequest there;
  there.set_page_size(kPage);
  ASSIGN_OR_RETURN(
      const auto paths,
      world_.Ask(Analyst(), world_.registry(), &RegistryClient::ListCareerPaths, there));
  const bool known = std::any_of(
      paths.paths().begin(), paths.paths().end(),
      [](const rv::CareerPath& one) { return one.family() == kFamily; });
  if (!known) {
    RETURN_IF_ERROR(
        world_.Ask(Analyst(), world_.registry(), &RegistryClient::SetCareerPath, path).status());
  }
  const auto rated = [this](rv::Horizon horizon) -> absl::StatusOr<int> {
    rv::ListGapGroupsRequest request;
    request.set_competency(Foremost().competency());
    request.set_family(kFamily);
    request.set_horizon(horizon);
    request.set_page_size(kPage);
    ASSIGN_OR_RETURN(
        const auto groups,
        world_.Ask(Analyst(), world_.registry(), &RegistryClient::ListGapGroups, request));
    return groups.rated();
  };
  ASSIGN_OR_RETURN(const int measured, rated(rv::HORIZON_CURRENT));
  RETURN_IF_ERROR(
      WaitUntil("the family is measured against the next", [&]() -> absl::StatusOr<bool> {
        ASSIGN_OR_RETURN(const int next, rated(rv::HORIZON_NEXT));
        return next >= measured;
      }));
  RETURN_IF_ERROR(Detect(needs_campaign_, 1).status());
  ASSIGN_OR_RETURN(const std::vector<Need> needs, ListNeeds());
  int careers = 0;
  const Need* widest = nullptr;
  for (const Need& need : needs) {
    if (need.type() != needs::v1::CAREER) continue;
    ++careers;
    if (widest == nullptr || need.affected() > widest->affected()) widest = &need;
  }
  if (widest == nullptr) return absl::InternalError("no need of a next post");
  const std::string what = Demand(widest->competency(), widest->to_level());
  tell_.Say(
      {Cat("Dari ", kFamily, " ke ", kNextFamily, ": ", measured,
           " lurah kini diukur juga terhadap yang dituntut jabatan berikutnya, di samping yang "
           "dipegang."),
       Cat("From ", kFamily, " to ", kNextFamily, ": ", measured,
           " lurah are now measured against what the next post demands too, beside the one they "
           "hold.")});
  tell_.Say(
      {Cat("AKPK sekali lagi, kini sampai satu orang: ", careers,
           " kebutuhan karier; yang terlebar ", what, ": ", widest->affected(), " dari ",
           widest->population(), " lurah."),
       Cat("AKPK once more, now down to one person: ", careers, " career needs; the widest is ",
           what, ": ", widest->affected(), " of ", widest->population(), " lurah.")});
  return absl::OkStatus();
}

absl::Status Story::RetireTheLast() {
  ASSIGN_OR_RETURN(const std::vector<Need> needs, ListNeeds());
  const auto need = std::find_if(needs.begin(), needs.end(), [this](const Need& one) {
    return one.type() == needs::v1::COMPETENCY_GAP && one.competency() == smallest_.competency() &&
           one.family() == smallest_.family() && one.to_level() == smallest_.to_level();
  });
  if (need == needs.end()) return absl::InternalError("the last person is behind no need");
  const absl::CivilDay decided = world_.today(), gone = decided + kNoticeDays;
  ASSIGN_OR_RETURN(const std::string who, NameOf(world_, last_));
  rv::EndEmploymentRequest request;
  request.set_request_id(world_.NewRequestId());
  request.set_person(last_);
  request.set_exit(rv::EXIT_RETIREMENT);
  request.set_effective(Day(gone));
  request.set_decree(Cat("882/", decided.year(), " (rekaan)"));
  RETURN_IF_ERROR(
      world_.Ask(Analyst(), world_.registry(), &RegistryClient::EndEmployment, request).status());
  RETURN_IF_ERROR(world_.MoveTo(gone));
  const absl::Time begun = absl::Now();
  tell_.Step(
      {Cat("Orang terakhir di balik sebuah kebutuhan pensiun, pada ", Day(gone)),
       Cat("The last person behind a need retires, on ", Day(gone))});
  Need closed;
  RETURN_IF_ERROR(WaitUntil("the need of the retired closes", [&]() -> absl::StatusOr<bool> {
    ASSIGN_OR_RETURN(closed, GetNeed(need->id()));
    return closed.state() == needs::v1::CLOSED;
  }));
  const std::string took = Took(begun), because = cli::Word(closed.closed_because()),
                    what = Demand(need->competency(), need->to_level());
  tell_.Say(
      {Cat(who, ", pensiun atas permintaan sendiri: keputusannya dicatat pada ", Day(decided),
           " dan berlaku sendiri pada harinya. Ia yang terakhir di balik kebutuhan ", what, " (",
           need->family(), ", ", need->affected(), " pegawai)."),
       Cat(who, ", retired at own request: the decree was recorded on ", Day(decided),
           " and took effect by itself on its day. Nobody else was left behind the need ", what,
           " (", need->family(), ", ", need->affected(), " person).")});
  tell_.Say(
      {Cat("Kebutuhan itu menutup sendiri ", took, " kemudian, dan mengatakan sebabnya: ", because,
           "."),
       Cat("That need closed by itself ", took, " later, and says why: ", because, ".")});
  return absl::OkStatus();
}

}  // namespace binadaya::simulator
