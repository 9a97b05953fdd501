#pragma once

#include <string>

#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"

// People whom the tests of commands talk about, and messages as they are written down.
namespace binadaya::cli {

inline constexpr char kSekar[] = "019b8bab-07b2-7153-a111-105640aa1843";
inline constexpr char kTirsek[] = "019b8bab-07b2-7153-a111-105640aa1999";
inline constexpr char kHead[] = "019b8bab-07b2-7153-a111-105640aa2000";

template <class Message>
Message Of(const std::string& text) {
  Message message;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &message)) << text;
  return message;
}

}  // namespace binadaya::cli
