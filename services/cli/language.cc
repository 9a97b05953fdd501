#include "services/cli/language.h"

#include "absl/strings/ascii.h"
#include "services/common/domain/text.h"

namespace binadaya::cli {
namespace {

Language spoken = Language::kEnglish;

}  // namespace

Language LanguageOf(std::string_view flag, std::string_view variable, std::string_view locale) {
  for (const std::string_view said : {flag, variable, locale}) {
    if (said.empty()) continue;
    const std::string small = absl::AsciiStrToLower(Absl(said));
    return small.starts_with("id") || small.starts_with("in") ? Language::kIndonesian
                                                              : Language::kEnglish;
  }
  return Language::kEnglish;
}

void SpeakIn(Language language) { spoken = language; }
Language Spoken() { return spoken; }

std::string Say(std::string_view id, std::string_view en) {
  const bool indonesian = en.empty() || (spoken == Language::kIndonesian && !id.empty());
  return std::string(indonesian ? id : en);
}

}  // namespace binadaya::cli
