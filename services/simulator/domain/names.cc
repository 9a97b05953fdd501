#include "services/simulator/domain/names.h"

#include <array>

namespace binadaya::simulator::domain {
namespace {

constexpr std::array kStarts = {"Wir", "Sek", "Pran", "Gal", "Mand", "Tir", "Lar",
                                "Ked", "Jat", "Rang", "Sul", "Hart", "Bas", "Nar",
                                "Pus", "Rah", "Dan",  "Kar", "Win",  "Yod"};
constexpr std::array kMiddles = {"a", "ang", "en", "ay", "ung", "is", "ar", "ut", "in", "et"};
constexpr std::array kMaleEnds = {"ano", "wan", "adi", "oyo", "uji", "endra", "jaya", "arto"};
constexpr std::array kFemaleEnds = {"ani", "wati", "asih", "ina", "uti", "ratri", "dewi", "arum"};

std::string Word(Stream& random, bool female) {
  std::string word = random.Pick(kStarts);
  word += random.Pick(kMiddles);
  return word + (female ? random.Pick(kFemaleEnds) : random.Pick(kMaleEnds));
}

}  // namespace

std::string MakeName(Stream& random, bool female) {
  std::string name = Word(random, female);
  return name + " " + Word(random, female);
}

}  // namespace binadaya::simulator::domain
