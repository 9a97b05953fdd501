// A person whose name and numbers are like nobody's goes through everything that may go wrong, and
// then nothing outside the registry's own tables knows them, nor any token.
#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>
#include <thread>

#include "absl/strings/match.h"
#include "services/common/domain/text.h"
#include "services/common/id.h"
#include "services/common/status.h"
#include "tests/faults/trial.h"
#include "tests/support/platform.h"

namespace binadaya::test {
namespace {

namespace rv = ::binadaya::registry::v1;

constexpr char kName[] = "Kanarinawati";
constexpr char kNumber[] = "198807142012032987";
constexpr char kOtherNumber[] = "198807142012032988";
constexpr char kToken[] = "eyJhbGciOiJFUzI1NiIsInR5cCI6IkpX";  // how each begins
constexpr const char* kSecrets[] = {kName, kNumber, kOtherNumber, kToken};

std::string Csv(const std::string& number, const std::string& birth_date) {
  return Cat(
      "nip,name,gender,birth_date,employment_type,grade,legal_position,unit,post,since\n", number,
      ",", kName, ",P,", birth_date, ",PNS,III/c,AKTIF,33.74.02.1001,LURAH,2024-01-01\n");
}

class Canary : public Trial {
 protected:
  Call Officer() {
    return cluster().As(
        "operator", {{v1::ADMINISTRATOR, "/"}, {v1::UNIT_HR_OFFICER, "/"}, {v1::SUPERVISOR, "/"}});
  }
  absl::Status Import(const std::string& csv) {
    rv::ImportRequest request;
    request.set_request_id(NewId(absl::Now()));
    request.set_file(csv);
    request.set_confirm(true);
    return cluster().registry().ImportPeople(Officer(), request).status();
  }
  std::string Id() {
    rv::ListPeopleRequest list;
    list.set_page_size(1000);
    const auto people = cluster().registry().ListPeople(Officer(), list);
    if (people.ok()) {
      for (const rv::Person& person : people->people()) {
        if (person.name() == kName) return person.id();
      }
    }
    return "";
  }
  // Two who give a number at the same time: the later one meets the table's constraint.
  void Collide(const std::string& person) {
    pg::Connection& sql = cluster().sql("registry");
    sql.Execute("BEGIN");
    sql.Query(
        "INSERT INTO employment_number (value, person) VALUES ($1, $2)", {kOtherNumber, person});
    std::thread later([&] { (void)Import(Csv(kOtherNumber, "1988-07-14")); });
    pg::Connection admin(cluster()["POSTGRES_ADMIN"]);
    EXPECT_TRUE(Eventually([&] {
      return !admin.Query("SELECT 1 FROM pg_locks WHERE NOT granted LIMIT 1", {}).empty();
    }));
    sql.Execute("COMMIT");
    later.join();
  }
  // An event of hers that reporting cannot apply, so that its dead letters have it.
  void Poison(const std::string& person) {
    cluster()
        .sql("reporting")
        .Execute(
            "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION"
            " 'poison'; END $$;"
            "CREATE TRIGGER poison BEFORE INSERT ON rating FOR EACH ROW EXECUTE FUNCTION refuse()");
    rv::RecordRatingsRequest ratings;
    ratings.set_request_id(NewId(absl::Now()));
    ratings.set_campaign(world().rating_campaign);
    ratings.set_person(person);
    ratings.set_rater_role(rv::RATER_SUPERVISOR);
    ratings.add_judgements()->set_competency("M.01");
    ratings.mutable_judgements(0)->set_level(2);
    const double dead = cluster().Metric("reporting", "binadaya_consumer_dead_letters_total");
    EXPECT_TRUE(cluster().registry().RecordRatings(Officer(), ratings).ok());
    EXPECT_TRUE(Eventually([&] {
      return cluster().Metric("reporting", "binadaya_consumer_dead_letters_total") > dead;
    }));
    cluster().sql("reporting").Execute("DROP FUNCTION refuse CASCADE");
    operations::v1::ReplayParkedRequest replay;
    replay.set_request_id(NewId(absl::Now()));
    EXPECT_TRUE(
        cluster().operations("reporting").ReplayParked(cluster().subject().admin(), replay).ok());
  }
  // Says where a secret was found.
  static void ExpectNoneIn(const std::string& text, const std::string& where) {
    for (const char* secret : kSecrets)
      EXPECT_FALSE(absl::StrContains(text, secret)) << secret << " in " << where;
  }
};

TEST_F(Canary, IsInNoLogMetricTopicOrDeadLetter) {
  ASSERT_TRUE(Import(Csv(kNumber, "1988-07-14")).ok());
  const std::string person = Id();
  ASSERT_FALSE(person.empty());
  EXPECT_TRUE(Officer().identity().proof("registry", absl::Now()).starts_with(kToken));
  // A birth date that is not the number's is taken with a warning, a number that is too long is
  // refused: both are spoken of.
  EXPECT_TRUE(Import(Csv(kNumber, "1988-07-15")).ok());
  EXPECT_FALSE(Import(Csv(Cat(kNumber, "0"), "1988-07-14")).ok());
  Collide(person);
  Poison(person);
  EXPECT_TRUE(Eventually([&] { return Settled(cluster().subject()); }, absl::Seconds(60)));

  std::size_t logged = 0, told = 0, letters = 0;
  for (const auto& file : std::filesystem::directory_iterator(cluster().LogFolder())) {
    std::ifstream in(file.path());
    std::ostringstream text;
    text << in.rdbuf();
    logged += text.str().size();
    ExpectNoneIn(text.str(), file.path());
  }
  for (const char* service : kServices) ExpectNoneIn(cluster().Metrics(service), service);
  const auto topics = TopicNames(cluster().Brokers());
  ASSERT_TRUE(topics.ok()) << topics.status();
  for (const std::string& topic : *topics) {
    const auto records = Dump(cluster().Brokers(), topic);
    ASSERT_TRUE(records.ok()) << records.status();
    for (const Record& record : *records) {
      ExpectNoneIn(record.bytes, topic);
      if (!absl::StrContains(record.bytes, person)) continue;
      (topic.starts_with("dlq.") ? letters : told) += 1;
    }
  }
  // What was looked through is what was to be looked through.
  EXPECT_GT(logged, 10'000U);
  EXPECT_GT(told, 0U);
  EXPECT_GT(letters, 0U);
  EXPECT_EQ(
      cluster()
          .sql("registry")
          .Query("SELECT count(*) FROM person WHERE name = $1", {kName})
          .Int(0, 0),
      1);
  const Violations violations = Everything({}, cluster().subject());
  EXPECT_TRUE(violations.empty()) << Text(violations);
  std::cout << "[ FAULT    ] canary: " << logged << " bytes of logs, " << topics->size()
            << " topics, her id in " << told << " events and " << letters << " dead letters"
            << std::endl;
}

}  // namespace
}  // namespace binadaya::test
