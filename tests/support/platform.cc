#include "tests/support/platform.h"

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <thread>

#include "absl/random/random.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "fmt/format.h"
#include "services/common/id.h"
#include "services/common/kafka.h"
#include "services/common/log.h"
#include "services/common/migrate.h"
#include "services/graph.h"
#include "tests/support/broker.h"
#include "tests/support/checkers.h"
#include "tests/support/programs.h"

namespace binadaya::test {
namespace {

[[noreturn]] void Die(const std::string& why) {
  fmt::print(stderr, "{}\n", why);
  std::_Exit(2);
}

// Lines `export NAME='value'`.
void ReadVariables(const std::string& file, std::map<std::string, std::string>& variables) {
  std::ifstream in(file);
  for (std::string line; std::getline(in, line);) {
    if (!line.starts_with("export BINADAYA_")) continue;
    const std::size_t equals = line.find('=');
    variables[line.substr(16, equals - 16)] = line.substr(equals + 2, line.size() - equals - 3);
  }
}

constexpr std::int64_t kEmptyDatabaseLock = 0x656d707479;  // "empty"

std::string InDatabase(
    const std::string& conninfo, const std::string& service, const std::string& database) {
  return absl::StrReplaceAll(conninfo, {{Cat("dbname=", service), Cat("dbname=", database)}});
}

std::string Prefix() {
  absl::BitGen random;
  return absl::StrFormat("t%08x.", absl::Uniform<std::uint32_t>(random));
}

// A database of this service with its schema and nothing in it, made once a stack for each state of
// the schema: who copies it does not migrate anew. Migrations themselves: migrate_test.cc.
std::string EmptyDatabase(
    pg::Connection& admin, const std::string& service, const std::string& owner_conninfo) {
  std::vector<Migration> migrations = CommonMigrations();
  const std::vector<Migration>& own = ProgramOf(service).migrations();
  migrations.insert(migrations.end(), own.begin(), own.end());
  std::string schema;
  for (const Migration& migration : migrations) schema += Cat(migration.name, migration.sql);
  const std::string name =
      Cat("empty_", service, "_", absl::BytesToHexString(Sha256(schema)).substr(0, 16));
  admin.Execute("SET lock_timeout = 0");  // another test makes it
  admin.Query("SELECT pg_advisory_lock($1)", {kEmptyDatabaseLock});
  if (admin.Query("SELECT FROM pg_database WHERE datname = $1", {name}).empty()) {
    const std::string unfinished = Cat(name, "_unfinished");
    admin.Execute(Cat("DROP DATABASE IF EXISTS ", unfinished).c_str());
    admin.Execute(Cat("CREATE DATABASE ", unfinished, " OWNER ", service, "_owner").c_str());
    const absl::Status migrated =
        Migrate(InDatabase(owner_conninfo, service, unfinished), service, migrations, absl::Now());
    if (!migrated.ok()) Die(migrated.ToString());
    admin.Execute(Cat("ALTER DATABASE ", unfinished, " RENAME TO ", name).c_str());
  }
  admin.Query("SELECT pg_advisory_unlock($1)", {kEmptyDatabaseLock});
  return name;
}

}  // namespace

int Slower() {
  static const int times = [] {
    int set = 1;
    const char* text = std::getenv("BINADAYA_SLOWER");
    return text != nullptr && absl::SimpleAtoi(text, &set) && set > 0 ? set : 1;
  }();
  return times;
}

bool Eventually(const std::function<bool()>& condition, absl::Duration patience) {
  for (const absl::Time end = absl::Now() + Slower() * patience; absl::Now() < end;
       absl::SleepFor(absl::Milliseconds(10))) {
    if (condition()) return true;
  }
  return condition();
}

const Stack& Stack::Get() {
  static const Stack stack = [] {
    std::signal(SIGPIPE, SIG_IGN);
    log::Start("test");
    const char* folder = std::getenv("BINADAYA_TEST_STACK");
    if (folder == nullptr)
      Die("BINADAYA_TEST_STACK is not set: run tests/run, or start a stack with deploy/up "
          "--infra-only");
    Stack made;
    made.folder_ = folder;
    ReadVariables(Cat(folder, "/env"), made.variables_);
    if (made.variables_.empty()) Die(Cat("no running stack in ", folder));
    return made;
  }();
  return stack;
}

std::map<std::string, std::string> Stack::Of(const std::string& service) const {
  std::map<std::string, std::string> variables = variables_;
  const std::string file = Cat(folder_, "/", service, ".env");
  if (!std::filesystem::exists(file))
    Die(Cat(
        "the stack does not know ", service, " (no ", file, "): deploy/up --infra-only adds it"));
  ReadVariables(file, variables);
  for (const char* not_of_a_service : {"POSTGRES_ADMIN", "OPERATOR_KEY"})
    variables.erase(not_of_a_service);
  return variables;
}

Platform::Platform(
    std::vector<std::string> services, const std::map<std::string, std::string>& settings)
    : prefix_(Prefix()), names_(std::move(services)) {
  const Stack& stack = Stack::Get();
  folder_ = std::filesystem::temp_directory_path() /
            Cat("binadaya-", prefix_.substr(0, prefix_.size() - 1));
  std::filesystem::create_directories(folder_);
  const std::string clock_file = Cat(folder_, "/clock");
  std::ofstream(clock_file, std::ios::binary) << std::string(8, '\0');
  absl::TimeZone zone;
  absl::LoadTimeZone(stack["TIME_ZONE"], &zone);
  clock_ = std::make_unique<Clock>(*Clock::Mapped(clock_file, zone));
  signer_ = std::make_unique<Signer>(*Signer::Load(stack["OPERATOR_KEY"]));
  ApplyTopics();
  pg::Connection admin(stack["POSTGRES_ADMIN"]);
  for (const std::string& service : names_) {
    std::map<std::string, std::string> config = stack.Of(service);
    const std::string database = Database(service);
    const std::string empty = EmptyDatabase(admin, service, config["DATABASE_OWNER"]);
    for (const char* name : {"DATABASE", "DATABASE_OWNER"})
      config[name] = InDatabase(config[name], service, database);
    admin.Execute(Cat("CREATE DATABASE ", database, " OWNER ", service, "_owner TEMPLATE ", empty,
                      " STRATEGY FILE_COPY")
                      .c_str());
    config["LISTEN"] = "127.0.0.1:0";
    config["METRICS_LISTEN"] = "127.0.0.1:0";
    config["HTTP_LISTEN"] = "127.0.0.1:0";
    config["DEPLOYMENT"] = "test";
    config["TOPIC_PREFIX"] = prefix_;
    config["CLOCK"] = clock_file;
    config["DATABASE_CONNECTIONS"] = "6";
    for (const auto& [name, value] : settings) config[name] = value;
    configs_[service] = std::move(config);
    Start(service);
  }
  // Of the years that it was made with a registry tells once, soon after its first start.
  const auto told = [&] {
    return sql("registry").Query("SELECT FROM timer WHERE kind = 'holidays'", {}).empty();
  };
  if (apps_.contains("registry") && !Eventually(told)) Die("the registry did not tell of holidays");
}

std::vector<kafka::Topic> Platform::Topics() const {
  absl::StatusOr<std::vector<kafka::Topic>> topics = TopicsOf(prefix_, names_);
  if (!topics.ok()) Die(topics.status().ToString());
  return *std::move(topics);
}

void Platform::ApplyTopics() {
  if (const auto applied = kafka::ApplyTopics(Stack::Get()["KAFKA"], Topics()); !applied.ok())
    Die(applied.status().ToString());
}

void Platform::DropTopic(const std::string& name) {
  DropTopics(Stack::Get()["KAFKA"], {topic(name)});
}

void Platform::ForgetTopic(const std::string& name) {
  const absl::Status forgotten = kafka::EmptyTopic(Stack::Get()["KAFKA"], topic(name));
  if (!forgotten.ok()) Die(forgotten.ToString());
}

Platform::~Platform() {
  std::vector<std::thread> stopping;
  for (auto& [service, app] : apps_) stopping.emplace_back([&app = app] { app.reset(); });
  for (std::thread& one : stopping) one.join();
  sql_.clear();
  std::vector<std::string> topics;
  for (const kafka::Topic& topic : Topics()) topics.push_back(topic.name);
  DropTopics(Stack::Get()["KAFKA"], topics);
  pg::Connection admin(Stack::Get()["POSTGRES_ADMIN"]);
  for (const std::string& service : names_) {
    for (const char* copy : {"", "_backup"}) {
      admin.Execute(
          Cat("DROP DATABASE IF EXISTS ", Database(service), copy, " WITH (FORCE)").c_str());
    }
  }
  std::filesystem::remove_all(folder_);
}

std::string Platform::Database(const std::string& service) const {
  return Cat(prefix_.substr(0, prefix_.size() - 1), "_", service);
}

void Platform::Start(const std::string& service) {
  std::map<std::string, std::string> config = configs_.at(service);
  for (const auto& [other, running] : apps_) {
    std::string variable = Cat(other, "_ADDRESS");
    for (char& c : variable) c = static_cast<char>(std::toupper(c));
    config[variable] = Cat("127.0.0.1:", running->port());
  }
  absl::StatusOr<Config> made = Config::Of(service, std::move(config));
  if (!made.ok()) Die(made.status().ToString());
  absl::StatusOr<std::unique_ptr<App>> app =
      App::Make(*std::move(made), ProgramOf(service).migrations());
  if (!app.ok()) Die(app.status().ToString());
  if (const absl::Status started = (*app)->Start(ProgramOf(service).wire, absl::Seconds(20));
      !started.ok())
    Die(started.ToString());
  apps_[service] = *std::move(app);
  const rpc::Neighbour at = Reach(service);
  operations_[service] = std::make_unique<operations::OperationsClient>(at);
  Connect(service, at);
}

void Platform::Stop(const std::string& service) { apps_.erase(service); }

void Platform::Backup(const std::string& service) {
  Stop(service);
  sql_.erase(service);
  const std::string database = Database(service);
  pg::Connection(Stack::Get()["POSTGRES_ADMIN"])
      .Execute(
          Cat("CREATE DATABASE ", database, "_backup OWNER ", service, "_owner TEMPLATE ", database)
              .c_str());
  Start(service);
}

void Platform::Restore(const std::string& service) {
  Stop(service);
  sql_.erase(service);
  const std::string database = Database(service);
  pg::Connection admin(Stack::Get()["POSTGRES_ADMIN"]);
  admin.Execute(Cat("DROP DATABASE ", database, " WITH (FORCE)").c_str());
  admin.Execute(Cat("ALTER DATABASE ", database, "_backup RENAME TO ", database).c_str());
  Start(service);
}

void Platform::Restart(
    const std::string& service, const std::map<std::string, std::string>& settings) {
  Stop(service);
  for (const auto& [name, value] : settings) configs_.at(service)[name] = value;
  Start(service);
}

Call Platform::As(
    const std::string& subject, const std::vector<Grant>& grants, absl::Duration patience) {
  return With(
      {.subject = subject,
       .token_id = {},
       .grants = grants,
       .proof = ProofBy(*signer_, subject, grants)},
      Slower() * patience);
}

Call Platform::With(Identity identity, absl::Duration patience) {
  return {"test", std::move(identity), absl::Now() + patience, clock_->Now(), clock_->Today()};
}

Call Platform::WithToken(const std::string& token, absl::Duration patience) {
  return With(
      {.subject = "test",
       .token_id = {},
       .grants = {},
       .proof = [token](std::string_view, absl::Time) { return token; }},
      patience);
}

pg::Connection& Platform::sql(const std::string& service) {
  std::unique_ptr<pg::Connection>& connection = sql_[service];
  if (connection == nullptr || connection->lost()) {
    connection = std::make_unique<pg::Connection>(configs_.at(service).at("DATABASE_OWNER"));
  }
  return *connection;
}

std::string Platform::Projection() { return test::Projection(sql("reporting")); }

double ValueOf(const std::string& page, const std::string& name) {
  double sum = -1;
  for (const absl::string_view line : absl::StrSplit(page, '\n')) {
    if (!absl::StartsWith(line, name)) continue;
    const char after = line.size() > name.size() ? line[name.size()] : ' ';
    double value = 0;
    if ((after == ' ' || after == '{') &&
        absl::SimpleAtod(line.substr(line.rfind(' ') + 1), &value)) {
      sum = std::max(sum, 0.0) + value;
    }
  }
  return sum;
}

std::vector<std::string> Platform::Told(const std::string& service) {
  // By their ids: a test that moved the clock back tells what comes before what was told then.
  std::set<std::string>& told = told_[service];
  const pg::Result rows = sql(service).Query(
      "SELECT event_id, encode(headers, 'escape') FROM event_log"
      " WHERE event_id <> ALL ($1::uuid[]) ORDER BY event_id",
      pg::Params(pg::Array(told)));
  std::vector<std::string> types;
  const std::string prefix = Cat("id.go.", Stack::Get()["AGENCY"], ".", service, ".");
  for (int i = 0; i < rows.rows(); ++i) {
    told.insert(rows.String(i, 0));
    const std::string text = rows.String(i, 1);
    const std::size_t start = text.find(prefix) + prefix.size();
    types.push_back(text.substr(start, text.find(".v1", start) - start));
  }
  return types;
}

bool Platform::Settle(absl::Duration patience) {
  return Eventually(
      [this] {
        for (const auto& [service, app] : apps_) {
          static constexpr char kWaiting[] =
              "SELECT (SELECT count(*) FROM outbox) + (SELECT count(*) FROM replay)";
          if (sql(service).Query(kWaiting, {}).Int(0, 0) > 0) return false;
        }
        for (const graph::Subscription& subscription : graph::kSubscriptions) {
          const std::string consumer(subscription.service), publisher(subscription.heard);
          if (!apps_.contains(consumer) || !apps_.contains(publisher)) continue;
          const std::int64_t told =
              sql(publisher).Query("SELECT count(*) FROM event_log", {}).Int(0, 0);
          const std::string source = Cat("//id.go.", Stack::Get()["AGENCY"], "/", publisher);
          // A version counts events.
          const pg::Result heard = sql(consumer).Query(
              R"(
              SELECT coalesce(sum(version), 0) + (SELECT count(*) FROM parked WHERE source = $1)
              FROM heard
              WHERE source = $1)",
              {source});
          if (heard.Int(0, 0) < told) return false;
        }
        return true;
      },
      patience);
}

}  // namespace binadaya::test
