#include "services/common/log.h"

#include <memory>

#include "fmt/format.h"
#include "spdlog/sinks/stdout_sinks.h"
#include "spdlog/spdlog.h"

namespace binadaya::log {
namespace {

std::string Quote(std::string_view text) {
  std::string quoted = "\"";
  for (const char c : text) {
    switch (c) {
      case '"':
        quoted += "\\\"";
        break;
      case '\\':
        quoted += "\\\\";
        break;
      case '\n':
        quoted += "\\n";
        break;
      default:
        if (static_cast<unsigned char>(c) < 0x20) {
          quoted += fmt::format("\\u{:04x}", static_cast<int>(c));
        } else {
          quoted += c;
        }
    }
  }
  return quoted + '"';
}

void Write(spdlog::level::level_enum level, std::string_view message, const Fields& fields) {
  std::string line = Quote(message);
  for (const auto& [name, value] : fields) line += fmt::format(",{}:{}", Quote(name), Quote(value));
  spdlog::default_logger_raw()->log(level, "{}", line);
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

}  // namespace binadaya::log
