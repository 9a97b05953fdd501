#include "services/common/config.h"

#include <unistd.h>

#include <cstdlib>
#include <memory>
#include <utility>
#include <variant>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/time/time.h"
#include "fmt/format.h"
#include "libpq-fe.h"
#include "services/common/domain/text.h"
#include "services/common/token.h"

namespace binadaya {
namespace {

struct Setting {
  std::string_view name;
  std::variant<std::string Config::*, int Config::*> field;
  std::string_view meaning;
  const char* standard;     // nullptr: must be given
  int least = 0, most = 0;  // of a number
};

constexpr Setting kSettings[] = {
    {"DEPLOYMENT", &Config::deployment,
     "demo, test or production; production refuses a moved clock, faults, plain text and secrets "
     "outside of files",
     "production"},
    {"LISTEN", &Config::listen, "address of the gRPC server; port 0 picks one", nullptr},
    {"METRICS_LISTEN", &Config::metrics_listen, "address of /metrics; port 0 picks one", nullptr},
    {"HTTP_LISTEN", &Config::http_listen,
     "address of the pages that a service has for everybody (calendars); port 0 picks one; empty = "
     "none",
     ""},
    {"CALENDARS", &Config::calendars,
     "address under which everybody finds these pages: https://host/; empty = only their paths are "
     "told",
     ""},
    {"DATABASE", &Config::database, "libpq conninfo of the service's role", nullptr},
    {"DATABASE_OWNER", &Config::database_owner,
     "libpq conninfo of the owner of the tables; used for migrations only", nullptr},
    {"DATABASE_CONNECTIONS", &Config::database_connections,
     "connections of the pool; as many requests are worked on at once", "16", 1, 1'000},
    {"QUEUE", &Config::queue,
     "requests that may wait for a worker; more are refused with RESOURCE_EXHAUSTED", "512", 0,
     100'000},
    {"KAFKA", &Config::kafka, "bootstrap brokers, host:port[,…]", nullptr},
    {"TOPIC_PREFIX", &Config::topic_prefix,
     "put before every topic name, so that tests share one broker", ""},
    {"REDIS", &Config::redis, "host:port or unix:/path; empty = none", ""},
    {"REDIS_PASSWORD_FILE", &Config::redis_password_file,
     "file with the password by which Redis knows this service; empty = it asks for none", ""},
    {"CLOCK", &Config::clock, "file of the shared clock offset; empty = the system's clock", ""},
    {"TIME_ZONE", &Config::time_zone, "zone of business days", "Asia/Jakarta"},
    {"AGENCY", &Config::agency, "the city as it stands in event sources (id.go.<agency>)", nullptr},
    {"TOKEN_KEYS", &Config::token_keys,
     "folder with the public keys that sign tokens, <key id>.pem", nullptr},
    {"SIGNING_KEY", &Config::signing_key,
     "private key of this service, for its own calls to others; its name is the key id", nullptr},
    {"TLS_IDENTITY", &Config::tls_identity,
     "file with the private key of this service, its certificate and those that lead to the CA "
     "(PEM); empty = connections are plain text",
     ""},
    {"TLS_CA", &Config::tls_ca, "file with the certificates of the CA (PEM)", ""},
    {"TRACES", &Config::traces,
     "collector of traces by OTLP over HTTP, http[s]://host:port[/path]; empty = none is sent", ""},
    {"TRACES_PER_MILLE", &Config::traces_per_mille,
     "of 1,000 traces that begin here, how many are recorded; of others their beginning says it",
     "100", 0, 1'000},
    {"INSTANCE", &Config::instance, "name of this instance of the service; two may not share one",
     "0"},
    {"RELAY_BATCH", &Config::relay_batch,
     "events that the outbox relay sends before it waits for the broker", "4000", 1,
     50'000},  // the producer's queue holds 100,000
    {"CONSUMER_BATCH", &Config::consumer_batch,
     "events that the consumer applies in one transaction", "200", 1, 10'000},
    {"CONSUMER_SECONDS", &Config::consumer_seconds,
     "seconds that the consumer may try one batch before its partitions go to another process",
     "300", 15, 3'600},
    {"DOCUMENT_HEAD", &Config::document_head, "the government at the head of each document", ""},
    {"DOCUMENT_CHECK", &Config::document_check,
     "address at which documents are checked, up to their code; empty = none is printed", ""},
    {"RENDERER", &Config::renderer, "program that makes PDF of HTML, as WeasyPrint does",
     "weasyprint"},
    {"RENDERER_SECONDS", &Config::renderer_seconds, "how long it may take over a document", "45", 1,
     300},
    {"RENDERER_MEGABYTES", &Config::renderer_megabytes, "memory that it may take", "1024", 64,
     65'536},
    {"MUTANT", &Config::mutant, "a fault switched on by the tests of the fault checkers", ""},
};

// Takes over a value; false when it is not usable.
bool Take(const Setting& setting, const std::string& value, Config& config) {
  if (const auto* text = std::get_if<std::string Config::*>(&setting.field)) {
    config.** text = value;
    return true;
  }
  int& number = config.*std::get<int Config::*>(setting.field);
  return absl::SimpleAtoi(value, &number) && number >= setting.least && number <= setting.most;
}

// "host:port" of this machine.
bool IsLoopback(std::string_view address) {
  const std::string_view host = address.substr(0, address.rfind(':'));
  return host == "localhost" || host == "127.0.0.1" || host == "[::1]";
}

// "host:4318" of "http://host:4318/path", and of https; empty when it is none.
std::string_view HostOf(std::string_view url) {
  for (const std::string_view scheme : {"http://", "https://"}) {
    if (!url.starts_with(scheme)) continue;
    const std::string_view host =
        url.substr(scheme.size(), url.find('/', scheme.size()) - scheme.size());
    return host.starts_with(':') || url.find_first_of(" @?#") != url.npos ? "" : host;
  }
  return "";
}

// What libpq makes of a conninfo, by keyword.
std::map<std::string, std::string> Conninfo(const std::string& text) {
  const std::unique_ptr<PQconninfoOption, void (*)(PQconninfoOption*)> options(
      PQconninfoParse(text.c_str(), nullptr), &PQconninfoFree);
  std::map<std::string, std::string> set;
  for (const PQconninfoOption* one = options.get(); one != nullptr && one->keyword != nullptr;
       ++one) {
    if (one->val != nullptr) set[one->keyword] = one->val;
  }
  return set;
}

// libpq reads it by itself; it is in no BINADAYA_ variable.
constexpr char kLibpqsPassword[] = "PGPASSWORD";

// What production does not do without: both ends of every connection are known and nobody listens
// between them; secrets are in files.
void RequireForProduction(
    const Config& config, const std::map<std::string, std::string>& values,
    std::vector<std::string>& wrong) {
  const auto refuse = [&](bool is_so, std::string_view variable, std::string_view why) {
    if (is_so) wrong.push_back(Cat("BINADAYA_", variable, " ", why, " in production"));
  };
  refuse(!config.clock.empty(), "CLOCK", "is refused (the clock may not be moved)");
  refuse(!config.mutant.empty(), "MUTANT", "is refused");
  refuse(config.tls_identity.empty(), "TLS_IDENTITY", "must be set");
  refuse(config.tls_ca.empty(), "TLS_CA", "must be set");
  for (const auto& [variable, text] :
       {std::pair("DATABASE", config.database),
        std::pair("DATABASE_OWNER", config.database_owner)}) {
    std::map<std::string, std::string> set = Conninfo(text);
    refuse(set["sslmode"] != "verify-full", variable, "must say sslmode=verify-full");
    refuse(set["sslrootcert"].empty(), variable, "must name the CA's file (sslrootcert=)");
    refuse(!set["password"].empty(), variable, "may not hold a password (passfile= names a file)");
  }
  refuse(
      config.traces.starts_with("http:") && !IsLoopback(HostOf(config.traces)), "TRACES",
      "must be https or on this machine");
  if (values.contains(kLibpqsPassword))
    wrong.push_back(Cat(kLibpqsPassword, " is refused in production (passfile= names a file)"));
  if (config.redis.empty()) return;
  refuse(
      !config.redis.starts_with("unix:") && !IsLoopback(config.redis), "REDIS",
      "must be a socket or on this machine (nothing encrypts the connection)");
  refuse(config.redis_password_file.empty(), "REDIS_PASSWORD_FILE", "must be set");
}

bool Readable(const std::string& file) { return ::access(file.c_str(), R_OK) == 0; }

// Files that are named and cannot be read.
void RequireFiles(const Config& config, std::vector<std::string>& wrong) {
  for (const auto& [variable, file] :
       {std::pair("TLS_IDENTITY", config.tls_identity), std::pair("TLS_CA", config.tls_ca),
        std::pair("REDIS_PASSWORD_FILE", config.redis_password_file)}) {
    if (!file.empty() && !Readable(file))
      wrong.push_back(Cat("BINADAYA_", variable, " = \"", file, "\" cannot be read"));
  }
}

// What is in the files that are named: else each would be found out by a start of its own.
void RequireUsable(const Config& config, std::vector<std::string>& wrong) {
  const auto require = [&](const absl::Status& status) {
    if (!status.ok()) wrong.emplace_back(status.message());
  };
  Signer signer;
  if (!config.signing_key.empty()) {
    absl::StatusOr<Signer> own = Signer::LoadOf(config.service, config.signing_key);
    require(own.status());
    if (own.ok()) signer = *std::move(own);
  }
  if (!config.token_keys.empty()) require(Verifier::Load(config.token_keys, signer).status());
  if (Readable(config.tls_identity) && Readable(config.tls_ca))
    require(tls::Check(config.tls(), config.service).status());
  for (const auto& [variable, text] :
       {std::pair("DATABASE", config.database),
        std::pair("DATABASE_OWNER", config.database_owner)}) {
    const std::string file = Conninfo(text)["passfile"];
    if (!file.empty() && !Readable(file))
      wrong.push_back(Cat("BINADAYA_", variable, ": passfile=", file, " cannot be read"));
  }
}

std::vector<std::string> Services() { return absl::StrSplit(BINADAYA_SERVICES, ' '); }

std::string VariableOf(std::string_view service) {
  return Cat(absl::AsciiStrToUpper(Absl(service)), "_ADDRESS");
}

// What these values say, and what is wrong with them.
Config Read(
    std::string_view service, const std::map<std::string, std::string>& values,
    std::vector<std::string>& wrong) {
  Config config;
  config.service = service;
  for (const Setting& setting : kSettings) {
    const auto given = values.find(std::string(setting.name));
    if (given == values.end() && setting.standard == nullptr) {
      wrong.push_back(fmt::format("BINADAYA_{} is not set ({})", setting.name, setting.meaning));
      continue;
    }
    const std::string value = given == values.end() ? setting.standard : given->second;
    if (!Take(setting, value, config)) {
      wrong.push_back(fmt::format(
          "BINADAYA_{} = \"{}\" is not usable ({}; {} to {})", setting.name, value, setting.meaning,
          setting.least, setting.most));
    }
  }
  absl::TimeZone zone;
  if (!absl::LoadTimeZone(config.time_zone, &zone)) {
    wrong.push_back(
        fmt::format("BINADAYA_TIME_ZONE = \"{}\" is no zone that is known", config.time_zone));
  }
  RequireFiles(config, wrong);
  if (!config.production() && config.tls_identity.empty() != config.tls_ca.empty())
    wrong.push_back(
        "BINADAYA_TLS_IDENTITY and BINADAYA_TLS_CA go together, one of them is not set");
  if (!config.traces.empty() && HostOf(config.traces).empty())
    wrong.push_back("BINADAYA_TRACES is no http[s]://host:port[/path]");
  if (config.traces.starts_with("https:") && config.tls_ca.empty())
    wrong.push_back("BINADAYA_TRACES is https, and BINADAYA_TLS_CA is not set");
  for (const std::string& other : Services()) {
    if (const auto given = values.find(VariableOf(other)); given != values.end())
      config.addresses[other] = given->second;
  }
  if (config.deployment != "demo" && config.deployment != "test" && !config.production()) {
    wrong.push_back(fmt::format(
        "BINADAYA_DEPLOYMENT = \"{}\" is none of demo, test, production", config.deployment));
  }
  if (config.production()) RequireForProduction(config, values, wrong);
  return config;
}

absl::StatusOr<Config> Unless(const std::vector<std::string>& wrong, Config config) {
  if (!wrong.empty()) return absl::InvalidArgumentError(absl::StrJoin(wrong, "; "));
  return config;
}

}  // namespace

absl::StatusOr<Config> Config::FromEnvironment(std::string_view service) {
  std::map<std::string, std::string> values;
  const auto read = [&values](std::string name) {
    if (const char* value = std::getenv(Cat("BINADAYA_", name).c_str()); value != nullptr) {
      values[std::move(name)] = value;
    }
  };
  for (const Setting& setting : kSettings) read(std::string(setting.name));
  for (const std::string& other : Services()) read(VariableOf(other));
  if (std::getenv(kLibpqsPassword) != nullptr) values[kLibpqsPassword] = "";
  std::vector<std::string> wrong;
  Config config = Read(service, values, wrong);
  RequireUsable(config, wrong);
  return Unless(wrong, std::move(config));
}

absl::StatusOr<Config> Config::Of(
    std::string_view service, const std::map<std::string, std::string>& values) {
  std::vector<std::string> wrong;
  Config config = Read(service, values, wrong);
  return Unless(wrong, std::move(config));
}

std::string Config::Help() {
  std::string text = "Environment:\n";
  for (const Setting& setting : kSettings) {
    text += fmt::format(
        "  BINADAYA_{:<22}{}{}\n", setting.name, setting.meaning,
        setting.standard == nullptr   ? " (required)"
        : setting.standard[0] == '\0' ? ""
                                      : fmt::format(" (default {})", setting.standard));
  }
  return Cat(text, "  BINADAYA_<SERVICE>_ADDRESS     where another service listens\n");
}

std::string Config::AddressOf(std::string_view other) const {
  const auto address = addresses.find(other);
  return address == addresses.end() ? "" : address->second;
}

}  // namespace binadaya
