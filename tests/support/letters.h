#pragma once

#include <string>

namespace binadaya::test {

// A number in letters, for the name of a person, which has no digits: 307 is "DAH".
inline std::string Letters(int number) {
  std::string letters = std::to_string(number);
  for (char& digit : letters) digit = static_cast<char>(digit - '0' + 'A');
  return letters;
}

}  // namespace binadaya::test
