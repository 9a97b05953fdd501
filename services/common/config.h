#pragma once

#include <map>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "services/common/tls.h"

namespace binadaya {

// What a process is told from outside. Every variable stands once, in the table of config.cc, with
// its meaning; the environment names it in capitals with the prefix BINADAYA_.
struct Config {
  // Reads the environment. InvalidArgument names every variable that is missing or wrong, and every
  // file that cannot be used, at once.
  static absl::StatusOr<Config> FromEnvironment(std::string_view service);
  // For tests: these values over the defaults.
  static absl::StatusOr<Config> Of(
      std::string_view service, const std::map<std::string, std::string>& values);

  // The table as text, for --help.
  static std::string Help();

  bool production() const { return deployment == "production"; }
  // A fault for the tests of the fault checkers; never set in production.
  bool Mutant(std::string_view name) const { return mutant == name; }
  tls::Files tls() const { return {.identity = tls_identity, .ca = tls_ca}; }
  // Where another service listens; empty when nothing said so.
  std::string AddressOf(std::string_view other) const;

  std::string service;
  std::string deployment, listen, metrics_listen, http_listen, calendars, database, database_owner,
      kafka, topic_prefix, redis, clock, time_zone, agency, token_keys, signing_key, mutant,
      redis_password_file, document_head, document_check, renderer, tls_identity, tls_ca, traces,
      instance;
  int database_connections = 0, queue = 0, relay_batch = 0, consumer_batch = 0,
      consumer_seconds = 0, renderer_seconds = 0, renderer_megabytes = 0, traces_per_mille = 0;
  std::map<std::string, std::string, std::less<>> addresses;  // by service
};

}  // namespace binadaya
