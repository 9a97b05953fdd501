#include "tests/support/cluster.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <optional>
#include <sstream>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "services/common/domain/text.h"
#include "services/common/kafka.h"
#include "services/common/log.h"
#include "tests/support/platform.h"
#include "tests/support/tcp_gate.h"

namespace binadaya::test {
namespace {

constexpr const char* kServices[] = {"registry", "needs", "reporting"};
constexpr const char* kSystems[] = {"postgres", "redis", "kafka"};
constexpr int kSecondPorts = 100;  // a second process listens this far above the first

std::string Environment(const char* name, const std::string& standard) {
  const char* value = std::getenv(name);
  return value == nullptr || *value == '\0' ? standard : value;
}

// Lines `export BINADAYA_NAME='value'`.
std::map<std::string, std::string> Variables(const std::string& file) {
  std::map<std::string, std::string> variables;
  std::ifstream in(file);
  for (std::string line; std::getline(in, line);) {
    if (!line.starts_with("export BINADAYA_")) continue;
    const std::size_t equals = line.find('=');
    variables[line.substr(16, equals - 16)] = line.substr(equals + 2, line.size() - equals - 3);
  }
  return variables;
}

// A connection to a port of this machine; nothing when nobody listens.
std::optional<int> Dial(int port) {
  const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const timeval patience{.tv_sec = 1, .tv_usec = 0};
  ::setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(socket, reinterpret_cast<sockaddr*>(&address), sizeof(address)) == 0) return socket;
  ::close(socket);
  return std::nullopt;
}

// Sends `words` and returns the answer until it ends or holds `enough`.
std::string Ask(int port, std::string_view words, std::string_view enough = {}) {
  const std::optional<int> socket = Dial(port);
  if (!socket.has_value()) return "";
  std::string answer;
  if (::send(*socket, words.data(), words.size(), MSG_NOSIGNAL) > 0) {
    char buffer[16384];
    for (ssize_t got = 0; (got = ::recv(*socket, buffer, sizeof(buffer), 0)) > 0;) {
      answer.append(buffer, static_cast<std::size_t>(got));
      if (!enough.empty() && answer.find(enough) != std::string::npos) break;
    }
  }
  ::close(*socket);
  return answer;
}

double MetricAt(int port, const std::string& name) {
  double sum = -1;
  const std::string page = Ask(port, "GET /metrics HTTP/1.0\r\n\r\n");
  for (const absl::string_view line : absl::StrSplit(page, '\n')) {
    if (!absl::StartsWith(line, name) || line.size() == name.size()) continue;
    const char after = line[name.size()];
    double value = 0;
    if ((after == ' ' || after == '{') &&
        absl::SimpleAtod(line.substr(line.rfind(' ') + 1), &value)) {
      sum = std::max(sum, 0.0) + value;
    }
  }
  return sum;
}

bool BrokerAnswers(const std::string& brokers) {
  const std::optional<int> socket = Dial(PortOf(brokers));
  if (!socket.has_value()) return false;  // known at once, without a client that would try again
  ::close(*socket);
  const absl::StatusOr<kafka::Client> client =
      kafka::Make(RD_KAFKA_PRODUCER, {{"bootstrap.servers", brokers}});
  if (!client.ok()) return false;
  const rd_kafka_metadata_t* metadata = nullptr;
  if (rd_kafka_metadata(client->get(), 1, nullptr, &metadata, 3000) != RD_KAFKA_RESP_ERR_NO_ERROR)
    return false;
  // A broker that has just come back knows its topics before it leads their partitions.
  bool led = metadata->topic_cnt > 0;
  for (int t = 0; t < metadata->topic_cnt; ++t) {
    for (int p = 0; p < metadata->topics[t].partition_cnt; ++p)
      led = led && metadata->topics[t].partitions[p].leader >= 0;
  }
  rd_kafka_metadata_destroy(metadata);
  return led;
}

std::string Contents(const std::string& file) {
  std::ifstream in(file);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

}  // namespace

Cluster::Cluster()
    : folder_(Environment("BINADAYA_FAULTS_LOCAL", BINADAYA_CHECKOUT "/.test/faults")),
      port_base_(Environment("BINADAYA_FAULTS_PORT_BASE", "23000")),
      programs_(Environment("BINADAYA_BIN", BINADAYA_CHECKOUT "/build/release/bin")) {
  std::signal(SIGPIPE, SIG_IGN);
  log::Start("test");
  Wipe();
  const std::string log =
      (std::filesystem::temp_directory_path() / Cat("binadaya-faults-", port_base_, ".log"))
          .string();
  if (std::system(Script("up", log).c_str()) != 0) {
    std::cerr << Contents(log);
    std::_Exit(2);
  }
  std::filesystem::remove(log);
  variables_ = Variables(Cat(folder_, "/env"));
  signer_ = std::make_unique<Signer>(*Signer::Load(variables_.at("OPERATOR_KEY")));
  const auto at = [this](const char* service) {
    return rpc::Neighbour{.service = service, .address = of_services_[service].at("LISTEN")};
  };
  for (const char* service : kServices) {
    of_services_[service] = Variables(Cat(folder_, "/", service, ".env"));
    operations_[service] = std::make_unique<operations::OperationsClient>(at(service));
  }
  registry_ = std::make_unique<registry::RegistryClient>(at("registry"));
  needs_ = std::make_unique<needs::NeedsClient>(at("needs"));
}

Cluster::~Cluster() {
  keep_away_ = false;
  if (keeper_.joinable()) keeper_.join();
  sql_.clear();
  if (std::getenv("BINADAYA_FAULTS_KEEP") == nullptr) Wipe();
}

std::string Cluster::Script(const std::string& script, const std::string& log) const {
  std::string kafka;
  // A stack that is there already has brought the broker's jars.
  const std::string other = Environment("BINADAYA_TEST_STACK", "");
  if (std::getenv("KAFKA_HOME") == nullptr && std::filesystem::exists(Cat(other, "/kafka/libs")))
    kafka = Cat("KAFKA_HOME='", other, "/kafka' ");
  return Cat(
      kafka, "BINADAYA_LOCAL='", folder_, "' BINADAYA_PORT_BASE=", port_base_, " BINADAYA_BIN='",
      programs_, "' BINADAYA_DEPLOYMENT=test '", BINADAYA_CHECKOUT, "/deploy/'", script, " >'", log,
      "' 2>&1");
}

void Cluster::Wipe() const {
  // A process that a test stopped would not hear that it should end.
  for (const char* name : kSystems) Signal(name, SIGCONT);
  for (const char* name : kServices) Signal(name, SIGCONT);
  Signal("supervisord", SIGCONT);
  // A wipe that was itself cut short: deploy/down knows a folder of its own by this file.
  if (std::filesystem::exists(Cat(folder_, "/run")))
    std::ofstream(Cat(folder_, "/port_base")) << port_base_ << "\n";
  if (std::filesystem::exists(folder_) &&
      std::system(Script("down --wipe", "/dev/null").c_str()) != 0)
    std::cerr << "deploy/down could not remove " << folder_ << "\n";
}

std::string Cluster::Recorded(const std::string& name) const {
  std::string line = Contents(Cat(folder_, "/run/", name, ".pid"));
  while (!line.empty() && line.back() == '\n') line.pop_back();
  return line;
}

void Cluster::Signal(const std::string& name, int signal) const {
  pid_t pid = 0;
  const std::string recorded = Recorded(name);
  if (!absl::SimpleAtoi(recorded.substr(0, recorded.find(' ')), &pid) || pid <= 1) return;
  // A number alone may be somebody else's by now: supervisor's own is known by its configuration,
  // the others by the instant of their start.
  const std::string proc = Cat("/proc/", pid);
  if (name == "supervisord") {
    if (Contents(Cat(proc, "/cmdline")).find(folder_) == std::string::npos) return;
  } else {
    const std::string stat = Contents(Cat(proc, "/stat"));
    const std::size_t after_name = stat.rfind(") ");
    if (after_name == std::string::npos) return;
    const std::vector<std::string> fields = absl::StrSplit(stat.substr(after_name + 2), ' ');
    if (fields.size() < 20 || !recorded.ends_with(Cat(" ", fields[19]))) return;
  }
  ::kill(pid, signal);
}

bool Cluster::Ready(const std::string& name) {
  if (name == "postgres") {
    try {
      pg::Connection(variables_.at("POSTGRES_ADMIN")).Execute("SELECT 1");
      return true;
    } catch (const pg::Error&) {
      return false;
    }
  }
  if (name == "redis")
    return absl::StartsWith(Ask(PortOf((*this)["REDIS"]), "PING\r\n", "\n"), "+");
  if (name == "kafka") return BrokerAnswers((*this)["KAFKA"]);
  return Metric(name, "binadaya_ready") == 1;
}

bool Cluster::AllReady(absl::Duration patience) {
  const auto all = [this] {
    for (const char* name : kSystems) {
      if (!Ready(name)) return false;
    }
    for (const char* name : kServices) {
      if (!Ready(name)) return false;
    }
    return true;
  };
  return Eventually(all, patience);
}

absl::Duration Cluster::Kill(const std::string& name, int times, absl::Duration patience) {
  absl::Time killed;
  std::string before;
  const auto begun = [&] { return Recorded(name) != before; };
  for (int i = 0; i < times; ++i) {
    if (i > 0 && !Eventually(begun, patience)) return absl::InfiniteDuration();
    before = Recorded(name);
    killed = absl::Now();
    Signal(name, SIGKILL);
  }
  const bool back = Eventually([&] { return begun() && Ready(name); }, patience);
  return back ? absl::Now() - killed : absl::InfiniteDuration();
}

void Cluster::TakeAway(const std::string& name) {
  keep_away_ = true;
  Signal(name, SIGKILL);
  keeper_ = std::thread([this, name] {
    for (std::string last = Recorded(name); keep_away_; absl::SleepFor(absl::Milliseconds(2))) {
      if (const std::string now = Recorded(name); now != last) {
        Signal(name, SIGKILL);
        last = now;
      }
    }
  });
}

absl::Duration Cluster::Return(const std::string& name, absl::Duration patience) {
  const absl::Time returned = absl::Now();
  keep_away_ = false;
  keeper_.join();
  // Ready can only be a process that came after the last one that was killed.
  const bool back = Eventually([&] { return Ready(name); }, patience);
  return back ? absl::Now() - returned : absl::InfiniteDuration();
}

double Cluster::Metric(const std::string& service, const std::string& name) const {
  return MetricAt(PortOf(of_services_.at(service).at("METRICS_LISTEN")), name);
}

Cluster::Second::Second(const Cluster& cluster, const std::string& service) {
  std::map<std::string, std::string> variables = cluster.variables_;
  for (const auto& [name, value] : cluster.of_services_.at(service)) variables[name] = value;
  variables.erase("POSTGRES_ADMIN");
  variables.erase("OPERATOR_KEY");
  address_ = Cat("127.0.0.1:", PortOf(variables.at("LISTEN")) + kSecondPorts);
  metrics_port_ = PortOf(variables.at("METRICS_LISTEN")) + kSecondPorts;
  variables["LISTEN"] = address_;
  variables["METRICS_LISTEN"] = Cat("127.0.0.1:", metrics_port_);
  variables["INSTANCE"] = "1";
  std::vector<std::string> lines;
  lines.reserve(variables.size());
  for (const auto& [name, value] : variables) lines.push_back(Cat("BINADAYA_", name, "=", value));
  std::vector<char*> environment;
  environment.reserve(lines.size() + 1);
  for (std::string& line : lines) environment.push_back(line.data());
  environment.push_back(nullptr);
  std::string program = Cat(cluster.programs_, "/", service);
  const std::string log = Cat(cluster.folder_, "/log/", service, ".1.log");
  char* arguments[] = {program.data(), nullptr};
  pid_ = ::fork();
  if (pid_ == 0) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    const int out = ::open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
    ::dup2(out, STDOUT_FILENO);
    ::dup2(out, STDERR_FILENO);
    ::execve(program.c_str(), arguments, environment.data());
    ::_exit(127);
  }
}

Cluster::Second::~Second() {
  ::kill(pid_, SIGTERM);
  while (::waitpid(pid_, nullptr, 0) < 0 && errno == EINTR) {
  }
}

bool Cluster::Second::Ready() const { return Metric("binadaya_ready") == 1; }

double Cluster::Second::Metric(const std::string& name) const {
  return MetricAt(metrics_port_, name);
}

Call Cluster::As(
    const std::string& subject, const std::vector<Grant>& grants, absl::Duration patience) const {
  const absl::Time now = absl::Now();
  absl::TimeZone zone;
  absl::LoadTimeZone((*this)["TIME_ZONE"], &zone);
  return {
      "test",
      Identity{
          .subject = subject,
          .token_id = {},
          .grants = grants,
          .proof = ProofBy(*signer_, subject, grants)},
      now + patience, now, absl::ToCivilDay(now, zone)};
}

int Cluster::CutRelay(const std::string& service) {
  return pg::Connection(variables_.at("POSTGRES_ADMIN"))
      .Query(
          "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND granted"
          " AND classid = 2829 AND objid = 0 AND database = (SELECT oid FROM pg_database WHERE"
          " datname = $1)",
          {service})
      .rows();
}

int Cluster::CutAny(const std::string& service) {
  return pg::Connection(variables_.at("POSTGRES_ADMIN"))
      .Query(
          "SELECT pg_terminate_backend(pid) FROM (SELECT pid FROM pg_stat_activity WHERE"
          " datname = $1 AND usename = $1 ORDER BY state = 'idle', random() LIMIT 1) AS one",
          {service})
      .rows();
}

pg::Connection& Cluster::sql(const std::string& service) {
  std::unique_ptr<pg::Connection>& connection = sql_[service];
  if (connection == nullptr || connection->lost())
    connection = std::make_unique<pg::Connection>(of_services_.at(service).at("DATABASE_OWNER"));
  return *connection;
}

Subject Cluster::subject() {
  return {
      .brokers = (*this)["KAFKA"],
      .topic_prefix = "",
      .sql = [this](const std::string& service) -> pg::Connection& { return sql(service); },
      .operations = [this](const std::string& service) -> operations::OperationsClient& {
        return operations(service);
      },
      .admin =
          [this] {
            return As("operator", {{v1::ADMINISTRATOR, "/"}});
          }};
}

}  // namespace binadaya::test
