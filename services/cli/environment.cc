#include "services/cli/environment.h"

#include <unistd.h>

#include <utility>

#include "absl/strings/ascii.h"
#include "services/cli/answer.h"
#include "services/common/domain/text.h"
#include "services/common/status.h"

namespace binadaya::cli {
namespace {

constexpr std::string_view kPrefix = "BINADAYA_";

}  // namespace

Environment Environment::OfProcess() {
  std::map<std::string, std::string> values;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string_view text = *entry;
    const std::size_t equals = text.find('=');
    if (!text.starts_with(kPrefix) || equals == std::string_view::npos) continue;
    values[std::string(text.substr(kPrefix.size(), equals - kPrefix.size()))] =
        text.substr(equals + 1);
  }
  return Of(std::move(values));
}

Environment Environment::Of(std::map<std::string, std::string> values) {
  Environment environment;
  environment.values_ = std::move(values);
  return environment;
}

std::string Environment::Get(std::string_view name, std::string_view standard) const {
  const auto value = values_.find(std::string(name));
  return std::string(value == values_.end() ? standard : std::string_view(value->second));
}

absl::StatusOr<std::string> Environment::Need(std::string_view name) const {
  std::string value = Get(name);
  if (value.empty())
    return UsageError(
        {Cat(kPrefix, name, " belum diatur; muat berkas env milik stack (source .local/env)"),
         Cat(kPrefix, name, " is not set; source the file env of the stack (.local/env)")});
  return value;
}

absl::StatusOr<rpc::Neighbour> Environment::Reach(std::string_view service) const {
  ASSIGN_OR_RETURN(
      std::string address, Need(Cat(absl::AsciiStrToUpper(Absl(service)), "_ADDRESS")));
  return rpc::Neighbour{
      .service = std::string(service), .address = std::move(address), .tls = tls()};
}

absl::StatusOr<absl::TimeZone> Environment::Zone() const {
  const std::string name = Get("TIME_ZONE", "Asia/Jakarta");
  absl::TimeZone zone;
  if (!absl::LoadTimeZone(name, &zone))
    return UsageError(
        {Cat(kPrefix, "TIME_ZONE = \"", name, "\" bukan zona waktu yang dikenal"),
         Cat(kPrefix, "TIME_ZONE = \"", name, "\" is not a known zone")});
  return zone;
}

absl::StatusOr<Clock> Environment::PlatformClock() const {
  ASSIGN_OR_RETURN(const absl::TimeZone zone, Zone());
  const std::string file = Get("CLOCK");
  if (file.empty()) return Clock(zone);
  absl::StatusOr<Clock> clock = Clock::Mapped(file, zone);
  if (!clock.ok()) {
    return UsageError(
        {Cat(kPrefix, "CLOCK tidak dapat dipakai: ", clock.status().message()),
         Cat(kPrefix, "CLOCK cannot be used: ", clock.status().message())});
  }
  return clock;
}

}  // namespace binadaya::cli
