#pragma once

#include <map>
#include <string>
#include <string_view>

namespace binadaya::log {

// One JSON line a call on standard error: time, level, service, message and fields. Never personal
// data, tokens or request bodies. Fields are short: ids, counts, codes.
using Fields = std::map<std::string, std::string>;

void Start(std::string_view service);
void Info(std::string_view message, const Fields& fields = {});
void Warn(std::string_view message, const Fields& fields = {});
void Error(std::string_view message, const Fields& fields = {});
// As Warn, for what may come by the thousand: once a minute for each `place`, and then how many
// were left out.
void Sparingly(std::string_view place, std::string_view message, Fields fields = {});

}  // namespace binadaya::log
