#pragma once

#include "services/cli/language.h"

namespace binadaya::cli {

// Indonesian as long as it lives; then English, as every test begins.
struct SpeakingIndonesian {
  SpeakingIndonesian() { SpeakIn(Language::kIndonesian); }
  ~SpeakingIndonesian() { SpeakIn(Language::kEnglish); }
};

}  // namespace binadaya::cli
