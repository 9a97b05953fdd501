#include "tests/support/cluster.h"

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "services/cli/every_service.h"
#include "services/common/domain/text.h"
#include "services/common/kafka.h"
#include "services/common/log.h"
#include "tests/support/ask.h"
#include "tests/support/platform.h"

namespace binadaya::test {
namespace {

constexpr const char* kSystems[] = {"postgres", "redis", "kafka"};
constexpr absl::Duration kRestart = absl::Seconds(60);
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

std::string Contents(const std::string& file) {
  std::ifstream in(file);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

// The fields of /proc/<pid>/stat from the state on; none when there is no such process.
std::vector<std::string> Stat(const std::string& pid) {
  const std::string stat = Contents(Cat("/proc/", pid, "/stat"));
  const std::size_t after_name = stat.rfind(") ");
  std::vector<std::string> fields;
  if (after_name != std::string::npos) fields = absl::StrSplit(stat.substr(after_name + 2), ' ');
  return fields.size() < 22 ? std::vector<std::string>() : fields;
}

std::int64_t Number(const std::string& text) {
  std::int64_t number = 0;
  (void)absl::SimpleAtoi(text, &number);
  return number;
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
  if (std::system(Script("up", "--tls", log).c_str()) != 0) {
    std::cerr << Contents(log);
    std::_Exit(2);
  }
  std::filesystem::remove(log);
  variables_ = Variables(Cat(folder_, "/env"));
  absl::TimeZone zone;
  absl::LoadTimeZone(variables_.at("TIME_ZONE"), &zone);
  clock_ = std::make_unique<Clock>(*Clock::Mapped(variables_.at("CLOCK"), zone));
  signer_ = std::make_unique<Signer>(*Signer::Load(variables_.at("OPERATOR_KEY")));
  for (const std::string& service : cli::AllServices()) {
    of_services_[service] = Variables(Cat(folder_, "/", service, ".env"));
    const rpc::Neighbour at = Reach(service);
    operations_[service] = std::make_unique<operations::OperationsClient>(at);
    Connect(service, at);
  }
}

Cluster::~Cluster() {
  keep_away_ = false;
  if (keeper_.joinable()) keeper_.join();
  sql_.clear();
  if (std::getenv("BINADAYA_FAULTS_KEEP") == nullptr) Wipe();
}

rpc::Neighbour Cluster::Reach(const std::string& service, std::string address) const {
  return {
      .service = service,
      .address = address.empty() ? of_services_.at(service).at("LISTEN") : std::move(address),
      .tls = Brokers().tls};
}

kafka::Brokers Cluster::Brokers(const std::string& program) const {
  return {
      (*this)["KAFKA"],
      {.identity = Cat(folder_, "/tls/", program, ".pem"), .ca = variables_.at("TLS_CA")}};
}

bool Cluster::Rotate() const {
  return std::system(Script("rotate", "--new-ca", Cat(LogFolder(), "/rotate.log")).c_str()) == 0;
}

std::string Cluster::Script(
    const std::string& script, const std::string& option, const std::string& log) const {
  std::string kafka;
  // A stack that is there already has brought the broker's jars.
  const std::string other = Environment("BINADAYA_TEST_STACK", "");
  if (std::getenv("KAFKA_HOME") == nullptr && std::filesystem::exists(Cat(other, "/kafka/libs")))
    kafka = Cat("KAFKA_HOME='", other, "/kafka' ");
  return Cat(
      kafka, "BINADAYA_LOCAL='", folder_, "' BINADAYA_PORT_BASE=", port_base_, " BINADAYA_BIN='",
      programs_, "' BINADAYA_DEPLOYMENT=test '", BINADAYA_CHECKOUT, "/deploy/", script, "' ",
      option, " >'", log, "' 2>&1");
}

void Cluster::Wipe() const {
  // A process that a test stopped would not hear that it should end.
  for (const char* name : kSystems) Signal(name, SIGCONT);
  for (const std::string& name : cli::AllServices()) Signal(name, SIGCONT);
  Signal("supervisord", SIGCONT);
  // A wipe that was itself cut short: deploy/down knows a folder of its own by this file.
  if (std::filesystem::exists(Cat(folder_, "/run")))
    std::ofstream(Cat(folder_, "/port_base")) << port_base_ << "\n";
  if (std::filesystem::exists(folder_) &&
      std::system(Script("down", "--wipe", "/dev/null").c_str()) != 0)
    std::cerr << "deploy/down could not remove " << folder_ << "\n";
}

std::string Cluster::Recorded(const std::string& name) const {
  std::string line = Contents(Cat(folder_, "/run/", name, ".pid"));
  while (!line.empty() && line.back() == '\n') line.pop_back();
  return line;
}

pid_t Cluster::Pid(const std::string& name) const {
  const std::vector<std::string> recorded = absl::StrSplit(Recorded(name), ' ');
  // A number alone may be somebody else's by now: supervisor's own is known by its configuration,
  // the others by the instant of their start.
  const std::string& pid = recorded[0];
  if (name == "supervisord") {
    const std::string command = Contents(Cat("/proc/", pid, "/cmdline"));
    return absl::StrContains(command, folder_) ? static_cast<pid_t>(Number(pid)) : 0;
  }
  const std::vector<std::string> stat = Stat(pid);
  const bool same = recorded.size() == 2 && !stat.empty() && stat[19] == recorded[1];
  return same ? static_cast<pid_t>(Number(pid)) : 0;
}

void Cluster::Signal(const std::string& name, int signal) const {
  if (const pid_t pid = Pid(name); pid > 1) ::kill(pid, signal);
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
  if (name == "kafka") return BrokerAnswers(Brokers());
  return Metric(name, "binadaya_ready") == 1;
}

bool Cluster::AllReady(absl::Duration patience) {
  const auto all = [this] {
    for (const char* name : kSystems) {
      if (!Ready(name)) return false;
    }
    for (const std::string& name : cli::AllServices()) {
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

void Cluster::Restart(
    const std::string& service, const std::map<std::string, std::string>& variables) {
  {
    std::ofstream file(Cat(folder_, "/", service, ".env"), std::ios::app);
    for (const auto& [name, value] : variables) file << "export " << name << "='" << value << "'\n";
  }
  const std::string before = Recorded(service);
  Signal(service, SIGTERM);
  if (!Eventually([&] { return Recorded(service) != before && Ready(service); }, kRestart)) {
    std::cerr << service << " did not come back\n"
              << Contents(Cat(LogFolder(), "/", service, ".log"));
    std::_Exit(2);
  }
}

TcpGate& Cluster::Gate(const std::string& service, const std::string& system) {
  std::map<std::string, std::unique_ptr<TcpGate>>& gates = gates_[service];
  if (gates.empty()) {
    std::string detour;
    std::int64_t port = Number(port_base_);  // of the systems, in deploy/up's order
    for (const char* name : kSystems) {
      gates[name] = std::make_unique<TcpGate>(Cat("127.0.0.1:", port));
      detour += Cat(detour.empty() ? "" : " ", port++, "=", gates[name]->port());
    }
    Restart(service, {{"LD_PRELOAD", BINADAYA_DETOUR_LIBRARY}, {"BINADAYA_DETOUR", detour}});
  }
  return *gates.at(system);
}

Cluster::Usage Cluster::UsageOf(const std::string& name) const {
  static const double tick = static_cast<double>(::sysconf(_SC_CLK_TCK));
  const std::string first = Cat(Pid(name));
  Usage usage;
  for (const auto& entry : std::filesystem::directory_iterator("/proc")) {
    const std::string pid = entry.path().filename();
    const std::vector<std::string> stat = Stat(pid);
    if (stat.empty() || (pid != first && stat[1] != first)) continue;
    // Its own, and that of children that have ended.
    for (const int field : {11, 12, 13, 14})
      usage.processor += absl::Seconds(static_cast<double>(Number(stat[field])) / tick);
    usage.threads += static_cast<int>(Number(stat[17]));
    usage.memory_kib += Number(stat[21]) * ::sysconf(_SC_PAGESIZE) / 1024;
    std::error_code gone;
    for (std::filesystem::directory_iterator file(entry.path() / "fd", gone), end; file != end;
         file.increment(gone))
      ++usage.files;
  }
  return usage;
}

void Cluster::MoveClock(absl::Duration by) { (void)clock_->MoveTo(clock_->Now() + by); }

void Cluster::Plant(const std::string& topic, const std::string& id, const std::string& payload) {
  const kafka::Client client = *kafka::Make(RD_KAFKA_PRODUCER, kafka::ClientConf(Brokers()));
  rd_kafka_producev(
      client.get(), RD_KAFKA_V_TOPIC(topic.c_str()), RD_KAFKA_V_KEY(id.data(), id.size()),
      RD_KAFKA_V_HEADER("ce_id", id.data(), static_cast<ssize_t>(id.size())),
      RD_KAFKA_V_VALUE(const_cast<char*>(payload.data()), payload.size()),
      RD_KAFKA_V_MSGFLAGS(RD_KAFKA_MSG_F_COPY), RD_KAFKA_V_END);
  rd_kafka_flush(client.get(), 10'000);
  planted_.insert(id);
}

std::string Cluster::Metrics(const std::string& service) const {
  return MetricsPage(PortOf(of_services_.at(service).at("METRICS_LISTEN")));
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
  variables["HTTP_LISTEN"] = "127.0.0.1:0";
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
  const absl::Time now = clock_->Now();
  return {
      "test",
      Identity{
          .subject = subject,
          .token_id = {},
          .grants = grants,
          .proof = ProofBy(*signer_, subject, grants)},
      absl::Now() + patience, now, clock_->DayOf(now)};
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
    connection = std::make_unique<pg::Connection>(conninfo(service));
  return *connection;
}

Subject Cluster::subject() {
  return {
      .brokers = Brokers(),
      .topic_prefix = "",
      .sql = [this](const std::string& service) -> pg::Connection& { return sql(service); },
      .operations = [this](const std::string& service) -> operations::OperationsClient& {
        return operations(service);
      },
      .admin =
          [this] {
            return As("operator", {{v1::ADMINISTRATOR, "/"}});
          },
      .planted = planted_};
}

}  // namespace binadaya::test
