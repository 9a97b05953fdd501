#include "services/simulator/domain/people.h"

#include <algorithm>
#include <array>
#include <map>
#include <numeric>
#include <set>
#include <string_view>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "services/simulator/domain/names.h"
#include "services/simulator/domain/posts.h"
#include "services/simulator/domain/random.h"

namespace binadaya::simulator::domain {
namespace {

// The day on which the recipe is made; everybody is employed by then.
constexpr absl::CivilDay kReference(2026, 1, 1);
// PPPK exist since the first contracts of 2021; part-time ones (paruh waktu) since 2025.
constexpr int kFirstContractYear = 2021;
constexpr int kLastContractYear = 2025;

struct Seat {
  std::string post;
  std::string unit;
};

// The posts that every unit of a kind has once or more.
using Establishment = std::vector<std::pair<const char*, int>>;
const Establishment& EstablishmentOf(std::string_view kind) {
  static const Establishment kecamatan = {
      {"CAMAT", 1}, {"SEKCAM", 1}, {"KASI_KEC", 4}, {"KASUBBAG_KEC", 2}};
  static const Establishment kelurahan = {
      {"LURAH", 1}, {"SEKLUR", 1}, {"KASI_KEL", 3}, {"STAF_KEL", 4}};
  static const Establishment bagian = {{"KABAG", 1}, {"KASUBBAG", 3}};
  static const Establishment agency = {
      {"KEPALA_OPD", 1}, {"SEKRETARIS", 1}, {"KABID", 4}, {"KASUBBAG", 3}};
  if (kind == "KECAMATAN") return kecamatan;
  if (kind == "KELURAHAN") return kelurahan;
  return kind == "BAGIAN" ? bagian : agency;
}

// How many of the others work in a unit, as a share: teachers, then health, make most of a city's
// civil servants.
int SizeOf(const Unit& unit) {
  static const std::map<std::string, int, std::less<>> large = {
      {"OPD12", 6200}, {"OPD13", 2200}, {"OPD10", 1700}, {"OPD09", 350}, {"OPD14", 350},
      {"OPD18", 350},  {"OPD31", 300},  {"OPD21", 300},  {"OPD25", 250}};
  if (unit.kind == "KECAMATAN" || unit.kind == "KELURAHAN") return 0;
  if (const auto found = large.find(unit.code); found != large.end()) return found->second;
  return unit.kind == "BAGIAN" ? 20 : 110;
}

// Schools and health care are functional posts almost only.
double FunctionalShare(const Unit& unit) {
  return unit.code == "OPD12" || unit.code == "OPD13" || unit.code == "OPD10" ? 0.88 : 0.35;
}

std::string OtherPost(const Unit& unit, Stream& random) {
  if (!random.Chance(FunctionalShare(unit))) return "PELAKSANA";
  constexpr std::array<std::pair<double, const char*>, 6> kShares = {
      {{0.14, "FUNGSIONAL_AHLI_MADYA"},
       {0.30, "FUNGSIONAL_AHLI_MUDA"},
       {0.34, "FUNGSIONAL_AHLI_PERTAMA"},
       {0.05, "FUNGSIONAL_PENYELIA"},
       {0.07, "FUNGSIONAL_MAHIR"},
       {0.10, "FUNGSIONAL_TERAMPIL"}}};
  double left = random.Unit();
  for (const auto& [share, post] : kShares) {
    if ((left -= share) < 0) return post;
  }
  return kShares.back().second;
}

// Shares `people` among the units by size, so that the sum is exact: what rounding down leaves goes
// to the first ones.
std::vector<int> Shares(const std::vector<Unit>& units, int people) {
  std::vector<int> shares;
  shares.reserve(units.size());
  std::int64_t all = 0;
  for (const Unit& unit : units) all += SizeOf(unit);
  for (const Unit& unit : units) {
    shares.push_back(all == 0 ? 0 : static_cast<int>(std::int64_t{people} * SizeOf(unit) / all));
  }
  int left = people - std::accumulate(shares.begin(), shares.end(), 0);
  for (std::size_t i = 0; i < units.size() && left > 0; ++i) {
    if (SizeOf(units[i]) == 0) continue;
    ++shares[i];
    --left;
  }
  return shares;
}

absl::StatusOr<std::vector<Seat>> MakeSeats(
    std::uint64_t seed, const std::vector<Unit>& units, int count) {
  std::vector<Seat> seats;
  for (const Unit& unit : units) {
    for (const auto& [post, holders] : EstablishmentOf(unit.kind)) {
      seats.insert(seats.end(), static_cast<std::size_t>(holders), Seat{post, unit.code});
    }
  }
  const int others = count - static_cast<int>(seats.size());
  if (others < 0) {
    return absl::InvalidArgumentError(absl::StrCat(
        count, " people do not fill the posts that every unit has; ask for at least ",
        seats.size()));
  }
  const std::vector<int> shares = Shares(units, others);
  for (std::size_t i = 0; i < units.size(); ++i) {
    Stream random(seed, absl::StrCat("seats/", units[i].code));
    for (int n = 0; n < shares[i]; ++n) {
      seats.push_back({OtherPost(units[i], random), units[i].code});
    }
  }
  return seats;
}

std::string EmploymentType(const Post& post, int age, Stream& random) {
  const bool beginner =
      post.group == PostGroup::kExecutor || post.functional_level == "AHLI_PERTAMA";
  if (random.Chance(post.contract_share)) {
    // Part-time contracts went to those who already worked at a desk of the city.
    return post.group == PostGroup::kExecutor && random.Chance(0.4) ? "PPPK_PW" : "PPPK";
  }
  return beginner && age <= 32 && random.Chance(0.15) ? "CPNS" : "PNS";
}

// The first day of the month of the first appointment; for contracts only the year is in the
// number.
absl::CivilDay Appointment(const std::string& type, absl::CivilDay birth, int age, Stream& random) {
  if (type == "CPNS") return absl::CivilDay(2025, random.Between(3, 6), 1);
  if (type == "PPPK_PW") return absl::CivilDay(2025, random.Between(9, 12), 1);
  const auto born = static_cast<int>(birth.year());
  if (type == "PPPK") {
    return absl::CivilDay(
        random.Between(std::max(kFirstContractYear, born + 21), kLastContractYear), 3, 1);
  }
  // NIP-05: appointed between 18 and 35.
  return absl::CivilDay(born + random.Between(20, std::min(32, age - 1)), random.Between(1, 12), 1);
}

std::string NumberOf(const Person& person, absl::CivilDay appointed, int serial) {
  const bool contract = person.employment_type.starts_with("PPPK");
  // Perka BKN 22/2007 for civil servants; for contracts the mark 2 and the count of contracts stand
  // in the month's place.
  return absl::StrFormat(
      "%04d%02d%02d%04d%02d%d%03d", person.birth_date.year(), person.birth_date.month(),
      person.birth_date.day(), appointed.year(), contract ? 21 : appointed.month(),
      person.gender == "L" ? 1 : 2, serial);
}

absl::CivilDay Since(const Person& person, absl::CivilDay appointed, Stream& random) {
  if (person.employment_type != "PNS") return appointed;
  const absl::CivilDay earliest =
      std::max(absl::CivilDay(appointed.year() + 1, 1, 1), absl::CivilDay(2019, 1, 1));
  const auto last_year = static_cast<int>(kReference.year()) - 1;
  return absl::CivilDay(
      random.Between(std::min(static_cast<int>(earliest.year()), last_year), last_year),
      random.Between(1, 12), 1);
}

std::string LegalPosition(const Post& post, Stream& random) {
  if (post.group != PostGroup::kExecutor && post.group != PostGroup::kFunctional) return "AKTIF";
  const double draw = random.Unit();
  if (draw < 0.003) return "CLTN";
  if (draw < 0.010) return "TUGAS_BELAJAR";
  return draw < 0.014 ? "DIPERBANTUKAN" : "AKTIF";
}

}  // namespace

absl::StatusOr<std::vector<Person>> MakePeople(
    std::uint64_t seed, const std::vector<Unit>& units, int count) {
  const absl::StatusOr<std::vector<Seat>> seats = MakeSeats(seed, units, count);
  if (!seats.ok()) return seats.status();
  std::vector<Person> people;
  std::set<std::string> taken;
  for (std::size_t i = 0; i < seats->size(); ++i) {
    const Seat& seat = (*seats)[i];
    const Post& post = PostOf(seat.post);
    Stream random(seed, absl::StrCat("person/", i));
    Person person;
    person.gender = random.Chance(0.52) ? "P" : "L";
    person.name = MakeName(random, person.gender == "P");
    const int age = random.Between(post.youngest, post.oldest);
    // At most the age on the day of reference, whatever the birthday.
    person.birth_date = kReference - (age * 365 + age / 4 + random.Between(1, 360));
    person.employment_type = EmploymentType(post, age, random);
    person.grade =
        person.employment_type.starts_with("PPPK") ? post.contract_grade : random.Pick(post.grades);
    person.legal_position = LegalPosition(post, random);
    person.unit = seat.unit;
    person.post = seat.post;
    const absl::CivilDay appointed =
        Appointment(person.employment_type, person.birth_date, age, random);
    person.since = Since(person, appointed, random);
    // Two of the same days and gender get neighbouring serials, as in life.
    int serial = random.Between(900, 999);
    do {
      person.number = NumberOf(person, appointed, serial);
      serial = serial == 999 ? 900 : serial + 1;
    } while (!taken.insert(person.number).second);
    people.push_back(std::move(person));
  }
  return people;
}

}  // namespace binadaya::simulator::domain
