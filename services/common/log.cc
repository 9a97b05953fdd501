#include "services/common/log.h"

#include <memory>

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

}  // namespace binadaya::log
