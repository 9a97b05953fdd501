#include "services/common/config.h"

#include <cstdlib>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/time/time.h"
#include "fmt/format.h"
#include "services/common/domain/text.h"

namespace binadaya {
namespace {

enum class Kind { kText, kNumber, kZone, kDeployment };

struct Setting {
  std::string_view name;
  std::string_view meaning;
  const char* standard;  // nullptr: must be given
  Kind kind = Kind::kText;
  int least = 0, most = 0;  // of a number
};

constexpr Setting kSettings[] = {
    {"DEPLOYMENT", "demo, test or production; production refuses a moved clock and faults",
     "production", Kind::kDeployment},
    {"LISTEN", "address of the gRPC server; port 0 picks one", nullptr},
    {"METRICS_LISTEN", "address of /metrics; port 0 picks one", nullptr},
    {"DATABASE", "libpq conninfo of the service's role", nullptr},
    {"DATABASE_OWNER", "libpq conninfo of the owner of the tables; used for migrations only",
     nullptr},
    {"DATABASE_CONNECTIONS", "connections of the pool; as many requests are worked on at once",
     "16", Kind::kNumber, 1, 1'000},
    {"QUEUE", "requests that may wait for a worker; more are refused with RESOURCE_EXHAUSTED",
     "512", Kind::kNumber, 0, 100'000},
    {"KAFKA", "bootstrap brokers, host:port[,…]", nullptr},
    {"TOPIC_PREFIX", "put before every topic name, so that tests share one broker", ""},
    {"REDIS", "host:port; empty = none", ""},
    {"CLOCK", "file of the shared clock offset; empty = the system's clock", ""},
    {"TIME_ZONE", "zone of business days", "Asia/Jakarta", Kind::kZone},
    {"AGENCY", "the city as it stands in event sources (id.go.<agency>)", nullptr},
    {"TOKEN_KEYS", "folder with the public keys that sign tokens, <key id>.pem", nullptr},
    {"SIGNING_KEY",
     "private key of this service, for its own calls to others; its name is the key id", nullptr},
    {"INSTANCE", "number of this instance of the service; two may not share one", "0",
     Kind::kNumber, 0, 999},
    {"RELAY_BATCH", "events that the outbox relay sends before it waits for the broker", "4000",
     Kind::kNumber, 1, 50'000},  // the producer's queue holds 100,000
    {"CONSUMER_BATCH", "events that the consumer applies in one transaction", "200", Kind::kNumber,
     1, 10'000},
    {"MUTANT", "a fault switched on by the tests of the fault checkers", ""},
};

bool Fits(const Setting& setting, const std::string& value) {
  int number = 0;
  absl::TimeZone zone;
  switch (setting.kind) {
    case Kind::kText:
      return true;
    case Kind::kNumber:
      return absl::SimpleAtoi(value, &number) && number >= setting.least && number <= setting.most;
    case Kind::kZone:
      return absl::LoadTimeZone(value, &zone);
    case Kind::kDeployment:
      return value == "demo" || value == "test" || value == "production";
  }
  return false;
}

std::vector<std::string> Services() { return absl::StrSplit(BINADAYA_SERVICES, ' '); }

std::string AddressOf(std::string_view service) {
  return Cat(absl::AsciiStrToUpper(Absl(service)), "_ADDRESS");
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
  for (const std::string& other : Services()) read(AddressOf(other));
  return Of(service, std::move(values));
}

absl::StatusOr<Config> Config::Of(
    std::string_view service, std::map<std::string, std::string> values) {
  Config config;
  config.service_ = service;
  std::vector<std::string> wrong;
  for (const Setting& setting : kSettings) {
    const auto given = values.find(std::string(setting.name));
    if (given == values.end() && setting.standard == nullptr) {
      wrong.push_back(fmt::format("BINADAYA_{} is not set ({})", setting.name, setting.meaning));
      continue;
    }
    const std::string value = given == values.end() ? setting.standard : given->second;
    if (!Fits(setting, value)) {
      wrong.push_back(fmt::format(
          "BINADAYA_{} = \"{}\" is not usable ({}{})", setting.name, value, setting.meaning,
          setting.kind == Kind::kNumber ? fmt::format("; {} to {}", setting.least, setting.most)
                                        : ""));
    }
    config.values_[std::string(setting.name)] = value;
  }
  for (const std::string& other : Services()) {
    const auto given = values.find(AddressOf(other));
    config.values_[AddressOf(other)] = given == values.end() ? "" : given->second;
  }
  if (wrong.empty() && config.production()) {
    if (!config.Get("CLOCK").empty())
      wrong.push_back("BINADAYA_CLOCK is refused in production: the clock may not be moved");
    if (!config.Get("MUTANT").empty()) wrong.push_back("BINADAYA_MUTANT is refused in production");
  }
  if (!wrong.empty()) return absl::InvalidArgumentError(absl::StrJoin(wrong, "; "));
  return config;
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

const std::string& Config::Get(std::string_view name) const {
  const auto value = values_.find(name);
  if (value == values_.end()) {
    fmt::print(stderr, "config: {} is not in the table\n", name);
    std::abort();
  }
  return value->second;
}

int Config::GetInt(std::string_view name) const {
  int number = 0;
  (void)absl::SimpleAtoi(Get(name), &number);  // checked at the start
  return number;
}

}  // namespace binadaya
