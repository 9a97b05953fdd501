#pragma once

#include <string>
#include <string_view>

#include "services/common/domain/finding.h"

// Everything that is printed exists in Indonesian and in English, and is printed in one of them:
// the language of the process, set once when it starts. Words for codes are in words.h.
namespace binadaya::cli {

enum class Language { kEnglish, kIndonesian };

// Of --lang, BINADAYA_LANG and LANG the first that says something: id… and the old in… are
// Indonesian, all else is English.
Language LanguageOf(std::string_view flag, std::string_view variable, std::string_view locale);

// English until something else is said.
void SpeakIn(Language language);
Language Spoken();

// What is said in the language of the process; one language alone does not compile. Where a service
// left one out, the other.
std::string Say(std::string_view id, std::string_view en);
inline std::string Say(const Message& message) { return Say(message.id, message.en); }

}  // namespace binadaya::cli
