#pragma once

#include <string_view>
#include <utility>

namespace binadaya {

namespace enums {

// How the compiler writes a value: its name, or "(…)5" where the enum has none.
template <class Enum, Enum kValue>
constexpr std::string_view NameOf() {
  std::string_view text = __PRETTY_FUNCTION__;
  text = text.substr(text.find("kValue = ") + 9);
  text = text.substr(0, text.find_first_of(";]"));
  if (text.front() == '(') return "";
  return text.substr(text.rfind(':') + 1);  // npos + 1 = 0
}

// Whether "kSelf" and "RATER_SELF" name the same; two values without a name do.
constexpr bool Agree(std::string_view domain, std::string_view contract) {
  if (domain.empty()) return contract.empty();
  domain.remove_prefix(1);  // k
  std::size_t i = contract.size();
  for (std::size_t k = domain.size(); k-- > 0;) {
    const bool capital = domain[k] >= 'A' && domain[k] <= 'Z';
    const char upper = capital || domain[k] < 'a' ? domain[k] : static_cast<char>(domain[k] - 32);
    if (i == 0 || contract[--i] != upper) return false;
    if (capital && k > 0 && (i == 0 || contract[--i] != '_')) return false;
  }
  return i == 0 || contract[i - 1] == '_';
}

// From 1: 0 is "unspecified" in a contract, and in a domain no value at all or none by name.
// `kFirst`: of the domain, where that counts from another number.
template <class Domain, class Contract, int kFirst = 1, int... kNumber>
constexpr bool AgreeOn(std::integer_sequence<int, kNumber...>) {
  return (
      Agree(
          NameOf<Domain, static_cast<Domain>(kNumber + kFirst)>(),
          NameOf<Contract, static_cast<Contract>(kNumber + 1)>()) &&
      ...);
}

}  // namespace enums

// Whether an enum of a domain and the enum of a contract that carries it have the same names at the
// same numbers, 1 to 32.
template <class Domain, class Contract>
inline constexpr bool kSameEnum =
    enums::AgreeOn<Domain, Contract>(std::make_integer_sequence<int, 32>());

// A domain's value as its contract carries it, and back. Does not compile when a value was added or
// moved on one side only. What comes from a request was checked before (common/validate).
template <class Contract, class Domain>
constexpr Contract ToContract(Domain value) {
  static_assert(kSameEnum<Domain, Contract>, "the domain and the contract disagree");
  return static_cast<Contract>(value);
}
template <class Domain, class Contract>
constexpr Domain ToDomain(Contract value) {
  static_assert(kSameEnum<Domain, Contract>, "the domain and the contract disagree");
  return static_cast<Domain>(value);
}

}  // namespace binadaya
