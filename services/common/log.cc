#include "services/common/log.h"

#include <chrono>
#include <memory>
#include <mutex>

#include "fmt/format.h"
#include "spdlog/sinks/stdout_sinks.h"
#include "spdlog/spdlog.h"

namespace binadaya::log {
namespace {

void AppendQuoted(std::string& line, std::string_view text) {
  line += '"';
  for (const char c : text) {
    switch (c) {
      case '"':
        line += "\\\"";
        break;
      case '\\':
        line += "\\\\";
        break;
      case '\n':
        line += "\\n";
        break;
      default:
        if (static_cast<unsigned char>(c) < 0x20) {
          line += fmt::format("\\u{:04x}", static_cast<int>(c));
        } else {
          line += c;
        }
    }
  }
  line += '"';
}

void Write(spdlog::level::level_enum level, std::string_view message, const Fields& fields) {
  std::string line;
  AppendQuoted(line, message);
  for (const auto& [name, value] : fields) {
    line += ',';
    AppendQuoted(line, name);
    line += ':';
    AppendQuoted(line, value);
  }
  spdlog::default_logger_raw()->log(level, spdlog::string_view_t(line));
}

}  // namespace

void Start(std::string_view service) {
  auto logger = std::make_shared<spdlog::logger>(
      std::string(service), std::make_shared<spdlog::sinks::stderr_sink_mt>());
  logger->set_pattern(
      R"({"time":"%Y-%m-%dT%H:%M:%S.%eZ","level":"%l","service":"%n","message":%v})",
      spdlog::pattern_time_type::utc);
  spdlog::set_default_logger(logger);
}

void Info(std::string_view message, const Fields& fields) {
  Write(spdlog::level::info, message, fields);
}
void Warn(std::string_view message, const Fields& fields) {
  Write(spdlog::level::warn, message, fields);
}
void Error(std::string_view message, const Fields& fields) {
  Write(spdlog::level::err, message, fields);
}

void Sparingly(std::string_view place, std::string_view message, Fields fields) {
  struct Said {
    std::chrono::steady_clock::time_point at;
    int left_out = -1;  // not said yet
  };
  // Never gone: libraries speak until the process ends.
  static auto& mutex = *new std::mutex;
  static auto& places = *new std::map<std::string, Said, std::less<>>;
  {
    const std::lock_guard<std::mutex> lock(mutex);
    Said& said = places.try_emplace(std::string(place)).first->second;
    const auto now = std::chrono::steady_clock::now();
    if (said.left_out >= 0 && now - said.at < std::chrono::minutes(1)) {
      ++said.left_out;
      return;
    }
    if (said.left_out > 0) fields["left_out"] = std::to_string(said.left_out);
    said = {.at = now, .left_out = 0};
  }
  fields["place"] = place;
  Warn(message, fields);
}

}  // namespace binadaya::log
