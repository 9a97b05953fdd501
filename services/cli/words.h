#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/generated_enum_reflection.h"

// Codes of the contracts as people read and write them.
namespace binadaya::cli {

// "terdeteksi" for DETECTED; the code itself where there is no word for it, from a newer service
// perhaps.
std::string WordOf(const google::protobuf::EnumDescriptor& kind, std::string_view code);

namespace remembered {

// Remembers an enum of which a code is said or read somewhere in this program, before `main`.
bool Remember(const google::protobuf::EnumDescriptor* (*kind)());
template <class Enum>
inline const bool kRemembered = Remember(&google::protobuf::GetEnumDescriptor<Enum>);
template <class Enum>
const google::protobuf::EnumDescriptor& KindOf() {
  (void)kRemembered<Enum>;
  return *google::protobuf::GetEnumDescriptor<Enum>();
}

}  // namespace remembered

template <class Enum>
std::string Word(Enum value) {
  const google::protobuf::EnumDescriptor& kind = remembered::KindOf<Enum>();
  const google::protobuf::EnumValueDescriptor* code = kind.FindValueByNumber(value);
  return code == nullptr ? std::to_string(value) : WordOf(kind, code->name());
}

// Whether somebody who writes a code in any case, and with any of "-_ " between the parts, means
// this one.
bool IsMeant(std::string_view text, std::string_view code);
// What somebody means who writes a code, or its word in either language, in any case and with any
// of
// "-_ " between the parts. UsageError with the choices otherwise; `option` names what was filled
// in.
absl::StatusOr<int> ParseWord(
    const google::protobuf::EnumDescriptor& kind, std::string_view option, std::string_view text);
template <class Enum>
absl::StatusOr<Enum> Parse(std::string_view option, std::string_view text) {
  const absl::StatusOr<int> value = ParseWord(remembered::KindOf<Enum>(), option, text);
  if (!value.ok()) return value.status();
  return static_cast<Enum>(*value);
}
// Fills in what an option says, if it says something.
template <class Enum, class Set>
absl::Status Put(std::string_view option, std::string_view text, Set set) {
  if (text.empty()) return absl::OkStatus();
  const absl::StatusOr<Enum> value = Parse<Enum>(option, text);
  if (value.ok()) set(*value);
  return value.status();
}
// The words of all its codes, for a help text: "self, supervisor, …".
std::string Choices(const google::protobuf::EnumDescriptor& kind);
template <class Enum>
std::string Choices() {
  return Choices(remembered::KindOf<Enum>());
}

// Words that are no enum of a contract: kinds and facts of a chain, figures of a dashboard.
std::string Term(std::string_view code);

// Of which a code is said or read: all of them have words (a test asks).
std::vector<const google::protobuf::EnumDescriptor*> SpokenEnums();

}  // namespace binadaya::cli
