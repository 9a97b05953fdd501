#include "services/simulator/files.h"

#include <filesystem>
#include <fstream>
#include <utility>

#include "services/common/domain/text.h"
#include "services/common/status.h"
#include "services/simulator/domain/people.h"
#include "services/simulator/domain/posts.h"
#include "services/simulator/reference.h"

namespace binadaya::simulator {
namespace {

constexpr char kHeader[] =
    "nip,name,gender,birth_date,employment_type,grade,legal_position,unit,post,since\n";

// No value that we make holds a comma or a quote.
std::string Row(const domain::Person& person) {
  return Cat(
      person.number, ",", person.name, ",", person.gender, ",",
      absl::FormatCivilTime(person.birth_date), ",", person.employment_type, ",", person.grade, ",",
      person.legal_position, ",", person.unit, ",", person.post, ",",
      absl::FormatCivilTime(person.since), "\n");
}

absl::Status WriteFile(const std::filesystem::path& path, const std::string& text) {
  std::ofstream file(path, std::ios::binary);
  file << text;
  file.close();
  if (file.good()) return absl::OkStatus();
  return absl::FailedPreconditionError(Cat("cannot write ", path.string()));
}

}  // namespace

absl::StatusOr<std::string> PeopleCsv(std::uint64_t seed, int count) {
  ASSIGN_OR_RETURN(
      const std::vector<domain::Person> people, domain::MakePeople(seed, Units(), count));
  std::string text = kHeader;
  for (const domain::Person& person : people) text += Row(person);
  return text;
}

absl::StatusOr<std::string> BadPeopleCsv(std::uint64_t seed) {
  // Other people than those of the good file: the same recipe from another seed, in one kelurahan.
  ASSIGN_OR_RETURN(
      std::vector<domain::Person> people,
      domain::MakePeople(~seed, {{.code = "33.74.14.1004", .kind = "KELURAHAN"}}, 9));
  people.erase(people.begin());  // the lurah: on a platform that was played there is one
  std::string text = kHeader;
  domain::Person& good = people[0];
  text += Row(good);

  domain::Person& excel = people[1];
  excel.number = "\"1,99E+17\"";
  text += Row(excel);

  domain::Person& impossible = people[2];
  impossible.number.replace(4, 4, "0230");
  text += Row(impossible);

  domain::Person& gender = people[3];
  gender.gender = gender.gender == "L" ? "P" : "L";
  text += Row(gender);

  domain::Person& unit = people[4];
  unit.unit = "33.74.99.9999";
  text += Row(unit);

  const std::string twice = Row(people[5]);
  return Cat(text, twice, twice);
}

absl::StatusOr<std::vector<std::string>> WriteFiles(
    std::uint64_t seed, int people, const std::string& folder) {
  ASSIGN_OR_RETURN(const std::string good, PeopleCsv(seed, people));
  ASSIGN_OR_RETURN(const std::string bad, BadPeopleCsv(seed));
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  std::vector<std::string> written;
  for (const auto& [name, text] :
       {std::pair{"units.csv", &UnitsCsv()}, {"people.csv", &good}, {"bad_people.csv", &bad}}) {
    const std::filesystem::path path = std::filesystem::path(folder) / name;
    RETURN_IF_ERROR(WriteFile(path, *text));
    written.push_back(path.string());
  }
  return written;
}

}  // namespace binadaya::simulator
